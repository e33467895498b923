"""What is done with house templates in the gallery: duplicate, install, pack, remove. Files are touched in threads."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QFile, QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from briefgen import template_workflows
from briefgen.errors import BriefgenError, InputRefused
from briefgen.gui.background import Job, Tasks
from briefgen.gui.export.exporting import open_in_system
from briefgen.gui.gallery.duplicate_sheet import DuplicateSheet
from briefgen.gui.gallery.install_sheet import InstallSheet
from briefgen.gui.house import House
from briefgen.gui.notices import Notice, Notices, Remedy
from briefgen.gui.questions import ConsequenceSheet
from briefgen.gui.shelf import Shelf, is_own
from briefgen.rendering.house_templates import OpenTemplate
from briefgen.rendering.template_packages import SUFFIX, Package
from briefgen.rendering.template_places import FoundTemplate, Installed
from briefgen.settings import user_templates_folder

_MOST_NAMED = 4
"""Dossiers that are named one by one before a template is removed."""


class TemplateActs(QObject):
    """The acts of one window's gallery; `made` brings the folder of a template that is new, to be shown."""

    made = Signal(object)

    def __init__(self, house: House, tasks: Tasks, notices: Notices, shelf: Shelf, parent: QWidget) -> None:
        super().__init__(parent)
        self._house, self._tasks, self._notices, self._shelf = house, tasks, notices, shelf
        self._widget = parent

    @property
    def _window(self) -> QWidget:
        return self._widget.window()

    # ------------------------------------------------------------------------------------------- duplicating

    def duplicate(self, found: FoundTemplate) -> None:
        """Ask what a template of one's own is called, and make it."""
        folder = user_templates_folder()

        def taken(_job: Job) -> list[str]:
            return [entry.name for entry in folder.iterdir()] if folder.is_dir() else []

        self._tasks.run(taken, done=partial(self._ask_duplicate, found, folder), owner=self._widget)

    def _ask_duplicate(self, found: FoundTemplate, folder: Path, taken: list[str]) -> None:
        base = found.opened
        sheet = DuplicateSheet(self._window, self._house.theme, base, taken)
        if not sheet.ask():
            return
        name, title, whole = sheet.name, sheet.title, sheet.whole

        def made(opened: OpenTemplate) -> None:
            self._shelf.look()
            self.made.emit(opened.folder)
            remedies = (
                Remedy(self.tr("Open its folder"), partial(open_in_system, opened.folder)),
                Remedy(self.tr("Edit its page"), partial(open_file, opened.folder / opened.page)),
            )
            words = self.tr("is yours: change its files in any editor, and its pages follow as you save.")
            self._notices.tell(Notice(words, "done", remedies, lead=opened.template.title, key="template made"))

        self._tasks.run(
            lambda _job: template_workflows.new_template(base, name, folder, title=title, whole=whole), done=made
        )

    # ------------------------------------------------------------------------------------------- packages

    def ask_package(self) -> None:
        """Ask for a package, and install it."""
        title = self.tr("Install a house template")
        chosen, _ = QFileDialog.getOpenFileName(self._window, title, _documents(), _filter(self))
        if chosen:
            self.install(Path(chosen))

    def install(self, path: Path) -> None:
        """Show what a package contains, and install it if the user agrees; one that is refused says why."""

        def read(_job: Job) -> Package:
            with template_workflows.unpacked(path) as (package, _opened):
                return package

        self._tasks.run(read, done=partial(self._offer, path), failed=partial(self._refuse, path))

    def _offer(self, path: Path, package: Package) -> None:
        found = self._shelf.found
        there = [one for one in (found.templates if found else ()) if one.opened.template.name == package.name]
        sheet = InstallSheet(self._window, self._house.theme, package, tuple(there))
        if sheet.ask():
            self._tasks.run(
                lambda _job: template_workflows.install_package(path),
                done=self._tell_installed,
                failed=partial(self._refuse, path),
            )

    def _refuse(self, path: Path, error: Exception) -> None:
        if not isinstance(error, BriefgenError):
            self._tasks.troubled.emit(error)
            return
        lead = self.tr("{file} was not installed.").format(file=path.name)
        self._notices.tell(Notice(error.message, "must", lead=lead, key=f"install {path}"))

    def _tell_installed(self, installed: Installed) -> None:
        house = installed.template.template
        self._shelf.look()
        self.made.emit(installed.template.folder)
        name = f"{house.title} {house.version}"
        if not installed.is_new:
            self._notices.tell(Notice(self.tr("was installed already, the very same."), "note", lead=name))
            return
        detail = ""
        if installed.hidden_by is not None:
            detail = self.tr("New briefs go on with the one in {folder}.").format(folder=installed.hidden_by)
        self._notices.tell(Notice(self.tr("is installed."), "done", lead=name, detail=detail))

    def pack(self, found: FoundTemplate) -> None:
        """Ask where, and write a template's package."""
        house = found.opened.template
        near = Path(_documents()) / f"{house.name}-{house.version}{SUFFIX}"
        title = self.tr("Pack “{title}”").format(title=house.title)
        chosen, _ = QFileDialog.getSaveFileName(self._window, title, str(near), _filter(self))
        if not chosen:
            return
        path = Path(chosen)
        path = path if path.name.endswith(SUFFIX) else path.with_name(path.name + SUFFIX)

        def told(written: Path) -> None:
            show = Remedy(self.tr("Show the folder"), partial(open_in_system, written.parent))
            self._notices.tell(Notice(self.tr("can be sent and installed."), "done", (show,), lead=written.name))

        self._tasks.run(lambda _job: template_workflows.pack_template(found.opened, path), done=told)

    # ------------------------------------------------------------------------------------------- removing

    def remove(self, found: FoundTemplate, done: Callable[[], object]) -> None:
        """Say where a template is used, and remove it if the user says so."""
        recent = [one.path for one in self._house.recent.list()]
        self._tasks.run(
            # One that was deleted is not asked; one whose folder is away could not be, and is told of.
            lambda _job: template_workflows.uses_of(
                found, [path for path in recent if path.is_file() or not path.parent.is_dir()]
            ),
            done=lambda uses: self._ask_remove(found, uses, done),
        )

    def _ask_remove(self, found: FoundTemplate, uses: template_workflows.Uses, done: Callable[[], object]) -> None:
        house = found.opened.template
        lines = [
            self.tr("“{dossier}” uses it in {briefs}.").format(dossier=use.dossier.stem, briefs=", ".join(use.briefs))
            for use in uses.found[:_MOST_NAMED]
        ]
        if len(uses.found) > _MOST_NAMED:
            lines.append(self.tr("%n more dossier(s) use it.", None, len(uses.found) - _MOST_NAMED))
        if not uses.found:
            lines.append(self.tr("No dossier that was open lately uses it."))
        lines += [self.tr("Could not be asked: {why}").format(why=why) for why in uses.not_asked[:_MOST_NAMED]]
        if len(uses.not_asked) > _MOST_NAMED:
            lines.append(self.tr("%n more dossier(s) could not be asked.", None, len(uses.not_asked) - _MOST_NAMED))
        own = is_own(found)
        detail = (
            self.tr("Its folder goes to the system's bin: {folder}").format(folder=found.opened.folder)
            if own
            else self.tr("Its package can be installed again. What was issued keeps a copy of its own in the dossier.")
        )
        sheet = ConsequenceSheet(
            self._window,
            self._house.theme,
            self.tr("Remove “{title}” {version}?").format(title=house.title, version=house.version),
            "\n".join(lines),
            detail,
            (self.tr("Remove"), self.tr("Keep")),
        )
        if not sheet.ask():
            return

        def told(_folder: object) -> None:
            self._shelf.look()
            done()
            name = f"{house.title} {house.version}"
            self._notices.tell(Notice(self.tr("is removed."), "done", lead=name))

        self._tasks.run(lambda _job: to_bin(found) if own else template_workflows.remove_template(found), done=told)


def to_bin(found: FoundTemplate) -> Path:
    """Put the folder of a template that somebody worked on into the system's bin, from where it can come back.

    Raises:
        InputRefused: the system has no bin for it, or does not let it go.
    """
    folder = found.opened.folder
    if not QFile.moveToTrash(str(folder)):
        raise InputRefused(f"“{folder}” can't be put into the bin: delete it by hand if it is not wanted any more.")
    return folder


def open_file(path: Path) -> None:
    """Open a file in whatever the system opens it with, or else its folder."""
    if not open_in_system(path):
        open_in_system(path.parent)


def _filter(acts: QObject) -> str:
    return f"{acts.tr('House templates')} (*{SUFFIX})"


def _documents() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or str(Path.home())
