"""Where house templates lie: those that ship with Briefgen, the user's own, and those of folders that a house shares.

In such a folder lie

- `NAME/`, a template that somebody works on by hand;
- `NAME@VERSION/`, an installed package, in which the template is `NAME@VERSION/NAME/`. Every version has a folder of
  its own and none is ever written over, so a brief can go on with the version that it was made with.

A name alone means the first that is found: the user's folder before the shared ones and these before what ships; in
one folder `NAME/` before packages, and of these the newest version first. The same template in two places is told
apart by place and hash.
"""

from __future__ import annotations

import contextlib
import logging
import re
import secrets
import shutil
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefgen.domain.fields import Term
from briefgen.errors import BriefgenError, InputRefused, NotThere, UsageError
from briefgen.rendering.fenced_folder import FencedFolder
from briefgen.rendering.house_templates import SHARED, OpenTemplate, open_template
from briefgen.rendering.manifests import MANIFEST
from briefgen.rendering.template_errors import TemplateError
from briefgen.rendering.template_packages import Package, PackageRefused
from briefgen.resources import templates_folder

log = logging.getLogger(__name__)

_UNFINISHED = ".installing-"
_REMOVED = ".removed-"
_LEFT_BEHIND = 3600.0
"""Seconds after which what an interrupted installation left is cleared away by the next."""

ANSWERS_WITHIN = 2.0
"""Seconds that a shared folder is given to answer: a drive that is away can keep a program waiting for a minute."""
_ASK_AGAIN = 30.0
"""Seconds for which a folder that did not answer is not asked again."""


class PlaceKind(Term):
    """Whose a folder of house templates is."""

    USER = "user", "yours"
    SHARED = "shared", "shared"
    SHIPPED = "shipped", "ships with Briefgen"
    KEPT = "kept", "kept by a dossier"


@dataclass(frozen=True, slots=True)
class Place:
    """A folder of house templates."""

    kind: PlaceKind
    folder: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTemplate:
    """A house template and where it was found.

    Attributes:
        opened: The template.
        place: The folder of templates that it lies in.
        packaged: Whether it was installed from a package; else its folder is worked on by hand.
        first: Whether its name alone means it.
    """

    opened: OpenTemplate
    place: Place
    packaged: bool
    first: bool

    @property
    def where(self) -> str:
        """The place in words, as “yours”, or “yours, installed” of a package."""
        return f"{self.place.kind.meaning}, installed" if self.packaged else self.place.kind.meaning


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found.

    Attributes:
        templates: Sorted by name; of one name in the order of the places.
        refused: Why others can't be used.
        away: The folders that did not answer.
    """

    templates: tuple[FoundTemplate, ...]
    refused: tuple[BriefgenError, ...]
    away: tuple[Place, ...]


def places_of(user: Path, shared: Sequence[Path] = ()) -> tuple[Place, ...]:
    """The folders in the order in which they are looked through."""
    return (
        Place(PlaceKind.USER, user),
        *(Place(PlaceKind.SHARED, folder) for folder in shared),
        Place(PlaceKind.SHIPPED, templates_folder()),
    )


def look(places: Iterable[Place]) -> Found:
    """Find and open all house templates. A shared folder that does not answer in time is left out, and named."""
    found: list[FoundTemplate] = []
    refused: list[BriefgenError] = []
    away: list[Place] = []
    taken: set[str] = set()
    for place in places:
        if not _answers(place):
            away.append(place)
            continue
        for folder, packaged in _candidates(place.folder):
            try:
                opened = open_template(folder)
            except BriefgenError as error:
                refused.append(error)
                continue
            name = opened.template.name
            found.append(FoundTemplate(opened=opened, place=place, packaged=packaged, first=name not in taken))
            taken.add(name)
    found.sort(key=lambda one: one.opened.template.name)  # stable: of one name, in the order of the places
    return Found(templates=tuple(found), refused=tuple(refused), away=tuple(away))


def find_template(name: str, places: Iterable[Place], *, version: str = "", sha256: str = "") -> OpenTemplate | None:
    """Find the first house template of a name; given a version or a hash, the first that has it.

    Raises:
        TemplateError: No version or hash was asked for, and the first of the name can't be used.
    """
    for place in places:
        if not _answers(place):
            continue
        for folder, _packaged in _candidates(place.folder, name):
            try:
                opened = open_template(folder)
            except TemplateError:
                if not (version or sha256):
                    raise
                continue
            if version in {"", opened.template.version} and sha256 in {"", opened.template.sha256}:
                return opened
    return None


def folders_in(place: Place) -> tuple[Path, ...]:
    """The folders of all house templates of one place, that which its name alone means before others of the name."""
    return tuple(folder for folder, _ in _candidates(place.folder)) if _answers(place) else ()


def _candidates(parent: Path, name: str = "") -> Iterator[tuple[Path, bool]]:
    """Folders that hold a template's manifest, by name; and whether each is an installed package."""
    try:
        there = sorted(folder.name for folder in parent.iterdir() if not folder.name.startswith("."))
    except FileNotFoundError:
        return
    except OSError as error:  # a shared drive that is away must not hide the other templates
        log.warning("No house templates are taken from %s: %s", parent, error)
        return
    plain = [(other, parent / other, False) for other in there if "@" not in other and other != SHARED]
    packages = []
    for folder_name in there:
        of, _, version = folder_name.partition("@")
        if of and version:
            packages.append((of, version, parent / folder_name / of))
    packages.sort(key=lambda package: version_key(package[1]), reverse=True)
    for found, folder, packaged in (*plain, *((of, folder, True) for of, _, folder in packages)):
        with contextlib.suppress(OSError):
            if name in {"", found} and (folder / MANIFEST).is_file():
                yield folder, packaged


def version_key(version: str) -> tuple[tuple[int, int, str], ...]:
    """By which versions are ordered: numbers by value, and before words, as 1.10 after 1.9 and 2.0 after 2.0rc1."""
    parts = re.findall(r"\d+|[A-Za-z]+", version)
    key = [(1, int(part), "") if part.isdecimal() else (-1, 0, part.casefold()) for part in parts]
    return (*key, (0, 0, ""))


# ----------------------------------------------------------------------------------------------- folders that are away

_silent: dict[Path, float] = {}
"""Folders that did not answer, and when they are asked again (monotonic seconds)."""


def _answers(place: Place) -> bool:
    return place.kind is not PlaceKind.SHARED or answers(place.folder)


def answers(folder: Path, within: float = ANSWERS_WITHIN) -> bool:
    """Whether the system says anything about a folder in time, be it that there is none.

    A call into a dead network drive can't be interrupted, so it is made in a thread that is left behind.
    """
    if _silent.get(folder, 0.0) > time.monotonic():
        return False
    answered = threading.Event()

    def ask() -> None:
        with contextlib.suppress(OSError):
            next(folder.iterdir(), None)
        answered.set()

    threading.Thread(target=ask, name="ask-shared-folder", daemon=True).start()
    if answered.wait(within):
        _silent.pop(folder, None)
        return True
    log.info("The folder %s does not answer.", folder)
    _silent[folder] = time.monotonic() + _ASK_AGAIN
    return False


# --------------------------------------------------------------------------------------------------------- installing


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """What an installation came to.

    Attributes:
        template: The template, where it is now.
        is_new: Whether it was not there before, in the same version with the same files.
        hidden_by: The folder of another template of the name which the name alone means, if there is one.
    """

    template: OpenTemplate
    is_new: bool
    hidden_by: Path | None


def install(package: Package, folder: Path) -> Installed:
    """Install a package in a folder of house templates: whole or not at all, beside other versions, never over one.

    Raises:
        PackageRefused: The version is there with other files; or what is in the package is not what it says.
        TemplateError: The template in it can't be used.
        InputRefused: The folder can't be written.
    """
    target = folder / f"{package.name}@{package.version}"
    if not target.exists():
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _clear_left_behind(folder)
            making = folder / f"{_UNFINISHED}{secrets.token_hex(8)}"
            making.mkdir()
        except OSError as error:
            raise InputRefused(
                f"Nothing can be installed in “{folder}” ({error.strerror or error}): choose another folder."
            ) from error
        try:
            package.write_to(making)
            _unpacked(package, making)
            try:
                making.rename(target)
            except OSError as error:
                if not target.exists():  # else another program was quicker
                    raise InputRefused(f"“{target}” can't be made ({error.strerror or error}).") from error
            else:
                return _installed(package, folder, target, is_new=True)
        finally:
            shutil.rmtree(making, ignore_errors=True)
    _refuse_other(package, target)
    return _installed(package, folder, target, is_new=False)


def _installed(package: Package, folder: Path, target: Path, *, is_new: bool) -> Installed:
    opened = _unpacked(package, target)
    first = next(_candidates(folder, package.name), (opened.folder, True))[0]
    hidden = None if first.resolve() == opened.folder.resolve() else first
    return Installed(template=opened, is_new=is_new, hidden_by=hidden)


def _unpacked(package: Package, folder: Path) -> OpenTemplate:
    """Open the template of a package that was unpacked, and hold it against what the package says of it."""
    opened = open_template(folder / package.name)
    template = opened.template
    said = (package.title, package.version, package.licence, package.template_sha256)
    if said != (template.title, template.version, template.licence, template.sha256):
        raise PackageRefused(
            f"The package of “{package.name}” is refused: its title, version, licence or hash are not those of the "
            "template in it. Get it again from its maker."
        )
    return opened


def unpack(package: Package, folder: Path) -> OpenTemplate:
    """Unpack a package into `folder`, to look at it, and open its template; nothing else sees it there.

    Raises:
        PackageRefused: What is in it is not what it says.
        TemplateError: The template in it can't be used.
        InputRefused: The folder can't be written.
    """
    package.write_to(folder)
    return _unpacked(package, folder)


def kept_copy(package: Package, folder: Path) -> OpenTemplate:
    """Open a template that a dossier keeps, unpacked once into a folder for such copies, named by the package's hash.

    Raises:
        PackageRefused: What is in it is not what it says.
        TemplateError: The template in it can't be used.
        InputRefused: The folder can't be written.
    """
    target = folder / f"{package.name}@{package.sha256[:32]}"
    if target.exists():
        with contextlib.suppress(BriefgenError):
            return _unpacked(package, target)
        shutil.rmtree(target, ignore_errors=True)  # it was changed, or half cleared away by the system
    try:
        folder.mkdir(parents=True, exist_ok=True)
        making = folder / f"{_UNFINISHED}{secrets.token_hex(8)}"
        making.mkdir()
    except OSError as error:
        raise InputRefused(f"Nothing can be unpacked in “{folder}” ({error.strerror or error}).") from error
    try:
        package.write_to(making)
        with contextlib.suppress(OSError):  # another program was quicker, with the same files
            making.rename(target)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return _unpacked(package, target)


def _refuse_other(package: Package, target: Path) -> None:
    fence = FencedFolder(target)
    there = {name: fence.read(name) for name in fence.names()}
    if there != dict(package.contents):
        changed = min(
            name for name in there.keys() | package.contents.keys() if there.get(name) != package.contents.get(name)
        )
        raise PackageRefused(
            f"“{package.name}” {package.version} is installed in “{target}” already, with other files (“{changed}”), "
            "and stays: have its maker give the new one another version, or remove the one that is there first."
        )


def _clear_left_behind(folder: Path) -> None:
    for left in (*folder.glob(f"{_UNFINISHED}*"), *folder.glob(f"{_REMOVED}*")):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > _LEFT_BEHIND:
                shutil.rmtree(left, ignore_errors=True)


def remove(found: FoundTemplate) -> Path:
    """Remove an installed package; gives the folder that is gone.

    Raises:
        UsageError: It was not installed from a package.
        InputRefused: It can't be removed.
    """
    template = found.opened.template
    if found.place.kind is PlaceKind.SHIPPED:
        raise UsageError(f"“{template.name}” ships with Briefgen and can't be removed.")
    if not found.packaged:
        raise UsageError(
            f"“{template.name}” was not installed from a package: somebody works on it in “{found.opened.folder}”. "
            "Delete that folder by hand if it is not wanted any more."
        )
    target = found.opened.folder.parent
    gone = target.with_name(f"{_REMOVED}{secrets.token_hex(8)}")
    try:
        target.rename(gone)  # at once: nobody sees half of it
    except OSError as error:
        raise InputRefused(f"“{target}” can't be removed ({error.strerror or error}).") from error
    shutil.rmtree(gone, ignore_errors=True)
    return target


def choose(
    found: Found, name: str, *, version: str = "", place: PlaceKind | None = None, packaged: bool = False
) -> FoundTemplate:
    """The only template of a name, a version and a place, or that which the name alone means.

    `packaged`: of several, one that was installed from a package goes before those that are worked on by hand.

    Raises:
        NotThere: There is none; or several, of which none is the first.
    """
    named = [one for one in found.templates if one.opened.template.name == name]
    fitting = [
        one
        for one in named
        if version in {"", one.opened.template.version} and (place is None or one.place.kind is place)
    ]
    if fitting:
        return max(fitting, key=lambda one: one.packaged) if packaged else fitting[0]
    there = "; ".join(f"{one.opened.template.version} ({one.where})" for one in named)
    which = f" in version {version}" if version else ""
    where = f" in a folder that is {place.meaning}" if place is not None else ""
    hint = f"there are: {there}" if there else "see “briefgen templates list”"
    raise NotThere(f"There is no house template “{name}”{which}{where}; {hint}.")
