"""The house templates that there are: looked for in a thread, looked for again when files of one's own are saved.

Panels take the template of a brief from here: folders may lie on a network that does not answer, and are never looked
into on the main thread.

Every editor saves in its own way: it writes into the file, or puts another file in its place. So the files are watched
and the folders that they lie in; what comes of it is told once things are quiet for a moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from briefgen import workflows
from briefgen.domain.briefs import Brief
from briefgen.errors import BriefgenError, NotThere
from briefgen.gui.background import Tasks
from briefgen.gui.choices import Choices
from briefgen.rendering.citations.finding import SUFFIX, FoundStyle, list_styles
from briefgen.rendering.fenced_folder import FencedFolder
from briefgen.rendering.house_templates import OpenTemplate
from briefgen.rendering.manifests import BRAND
from briefgen.rendering.template_errors import TemplateError
from briefgen.rendering.template_places import Found, FoundTemplate, Place, PlaceKind, folders_in, look
from briefgen.settings import Preferences

_QUIET_MS = 120
"""Milliseconds without another change after which the folders are looked through again."""
_MOST_WATCHED = 600
"""Files and folders that are watched at most: systems have a limit for all programs together."""


Pin = tuple[str, str, str]
"""What of a brief says which template it is made with: its name, version and hash."""


class Shelf(QObject):
    """The house templates of one window. `changed` when there are others, or one of them has other files."""

    changed = Signal()
    looked = Signal()
    """The folders have been looked through, whatever came of it."""

    def __init__(self, choices: Choices, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choices, self._tasks = choices, tasks
        self._found: Found | None = None
        self._wanted: dict[Pin, Brief] = {}
        self._of: dict[Pin, OpenTemplate | BriefgenError] = {}
        self._looking = self._again = False
        self._known: object = None
        self._homes: dict[str, tuple[Place, Path]] = {}
        self._styles: tuple[FoundStyle, ...] = ()
        self._own_styles: dict[Path, tuple[FoundStyle, ...]] = {}
        self._folders = choices.preferences.template_folders
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._touched)
        self._watcher.directoryChanged.connect(self._touched)
        self._quiet = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._quiet.timeout.connect(self.look)
        choices.changed.connect(self._choose_folders)

    @property
    def found(self) -> Found | None:
        """What was found when it was last looked; None before."""
        return self._found

    def template_of(self, brief: Brief) -> OpenTemplate:
        """The house template that a brief is pinned to, as it was when it was last looked; touches no file.

        One that was not asked for before is looked for: `changed` tells when it is there.

        Raises:
            BriefgenError: it can't be had, or has not been looked for yet; what `workflows.template_of` raises.
        """
        found = self._of.get(_pin(brief)) or self._match(brief)
        if found is None:
            if _pin(brief) not in self._wanted:
                self.look([brief])
            raise NotThere(self.tr("The house template “{name}” is being looked for.").format(name=brief.template))
        if isinstance(found, BriefgenError):
            raise found
        return found

    def styles_of(self, brief: Brief) -> tuple[FoundStyle, ...]:
        """The citation styles that a brief can have: those for all, and those of its house template; touches no file.

        None before it was looked the first time.
        """
        found = self._of.get(_pin(brief)) or self._match(brief)
        own = self._own_styles.get(found.folder, ()) if isinstance(found, OpenTemplate) else ()
        names = {style.name for style in own}
        return (*own, *(style for style in self._styles if style.name not in names))

    def _match(self, brief: Brief) -> OpenTemplate | None:
        """The one of those found that a brief is made with, where that is beyond doubt, as when it was just chosen."""
        if self._found is None:
            return None
        if any(isinstance(error, TemplateError) and error.template == brief.template for error in self._found.refused):
            return None
        named = [one for one in self._found.templates if one.opened.template.name == brief.template]
        for one in named:
            template = one.opened.template
            if brief.template_sha256:
                is_it = template.sha256 == brief.template_sha256
            else:
                is_it = template.version == brief.template_version if brief.template_version else one.first
            if is_it:
                return one.opened
        return None

    def look(self, briefs: Iterable[Brief] = ()) -> None:
        """Look through the folders, in a thread, also for what these briefs are made with.

        What is under way is done again when it is through.
        """
        self._wanted |= {_pin(brief): brief for brief in briefs}
        if self._looking:
            self._again = True
            return
        self._looking = True
        preferences, wanted = self._choices.preferences, dict(self._wanted)
        task = self._tasks.run(lambda _job: _look(preferences, wanted), done=self._take, owner=self)
        task.finished.connect(self._ended)

    def home_of(self, error: BriefgenError | None) -> tuple[Place, Path] | None:
        """Where the template lies that an error is about: its place and its folder."""
        return self._homes.get(error.template) if isinstance(error, TemplateError) else None

    def _take(self, looked: _Looked) -> None:
        found = looked.found
        self._homes = looked.homes
        self._styles, self._own_styles = looked.styles, looked.own_styles
        self._watch(looked.watched)
        known = (
            tuple((str(one.opened.folder), one.opened.template.sha256, one.first) for one in found.templates),
            tuple(str(refusal) for refusal in found.refused),
            found.away,
            looked.styles,
            tuple(looked.own_styles.items()),
            tuple(str(one) if isinstance(one, Exception) else one.template.sha256 for one in looked.of.values()),
        )
        self._found, self._of = found, looked.of
        if known != self._known:
            self._known = known
            self.changed.emit()

    def _ended(self) -> None:
        self._looking = False
        if self._again:
            self._again = False
            self.look()
        else:
            self.looked.emit()

    def _watch(self, paths: list[str]) -> None:
        watched = {*self._watcher.files(), *self._watcher.directories()}
        if gone := watched.difference(paths):
            self._watcher.removePaths(sorted(gone))
        if new := [path for path in paths if path not in watched]:
            self._watcher.addPaths(new)

    def _touched(self, _path: str) -> None:
        self._quiet.start()

    def _choose_folders(self) -> None:
        if self._choices.preferences.template_folders != self._folders:
            self._folders = self._choices.preferences.template_folders
            self.look()


@dataclass(frozen=True, slots=True)
class _Looked:
    """What was found, what each brief is made with, the homes of templates of no use, what is to be watched; styles."""

    found: Found
    of: dict[Pin, OpenTemplate | BriefgenError]
    homes: dict[str, tuple[Place, Path]]
    watched: list[str]
    styles: tuple[FoundStyle, ...]
    own_styles: dict[Path, tuple[FoundStyle, ...]]


def _pin(brief: Brief) -> Pin:
    return brief.template, brief.template_version, brief.template_sha256


def _template_of(brief: Brief, preferences: Preferences) -> OpenTemplate | BriefgenError:
    try:
        return workflows.template_of(brief, preferences)
    except BriefgenError as error:
        return error


def _look(preferences: Preferences, wanted: dict[Pin, Brief]) -> _Looked:
    places = workflows.template_places(preferences)
    found = look(places)
    refused = {error.template for error in found.refused if isinstance(error, TemplateError)}
    packaged = {one.opened.folder for one in found.templates if one.packaged}
    homes: dict[str, tuple[Place, Path]] = {}
    watched: dict[str, None] = {}
    for place in places:
        if place in found.away:
            continue
        folders = folders_in(place)
        for folder in folders:
            if folder.name in refused:
                homes.setdefault(folder.name, (place, folder))
        if place.kind is not PlaceKind.SHIPPED:
            by_hand = [folder for folder in folders if folder not in packaged and "@" not in folder.parent.name]
            watched |= dict.fromkeys(_to_watch(place, by_hand))
    of = {pin: _template_of(brief, preferences) for pin, brief in wanted.items()}
    houses = [place.folder for place in places if place not in found.away and place.kind is not PlaceKind.SHIPPED]
    opened = [*(one.opened for one in found.templates), *(one for one in of.values() if isinstance(one, OpenTemplate))]
    own = {one.folder: styles for one in opened if (styles := _own_styles(one))}
    return _Looked(found, of, homes, list(watched)[:_MOST_WATCHED], list_styles(houses).styles, own)


def _own_styles(template: OpenTemplate) -> tuple[FoundStyle, ...]:
    """The citation styles in a template's own folder, and in those of the templates that it is made from."""
    folders = (template.folder, *template.parents)
    if not any(next(folder.glob(f"*{SUFFIX}"), None) for folder in folders):
        return ()
    return tuple(style for style in list_styles(folders).styles if not style.is_shipped)


def _to_watch(place: Place, by_hand: list[Path]) -> Iterator[str]:
    """A place of one's own, the brand in it, and all of the templates in it that are worked on by hand."""
    # A folder that is still to be made is waited for in the nearest one that is there.
    yield str(next(path for path in (place.folder, *place.folder.parents) if path.is_dir()))
    if (place.folder / BRAND).is_file():
        yield str(place.folder / BRAND)
    for folder in by_hand:
        yield from _inside(folder)


def _inside(folder: Path) -> list[str]:
    inside = [folder / name for name in FencedFolder(folder).names()]
    folders = {parent for path in inside for parent in path.parents if folder in (parent, *parent.parents)}
    return [str(folder), *map(str, sorted(folders)), *map(str, inside)]


def is_own(found: FoundTemplate) -> bool:
    """Whether somebody works on a template by hand here: it did not come with Briefgen or in a package."""
    return not found.packaged and found.place.kind in {PlaceKind.USER, PlaceKind.SHARED}
