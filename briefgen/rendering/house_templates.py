"""A folder → a house template: found by name, its manifest read and held against its files.

A template is a folder. Its name is the template's name. In it lie `template.toml` (the manifest), pages written for
Jinja, style sheets and images; what a page imports as `_shared/…` comes from the folder `_shared` beside the
template, or else from the one that ships with Briefgen.

The manifest's keys are those of `domain.house_template.HouseTemplate`, with `[[sections]]`, `[[fields]]`,
`[[contrast]]`, `[points]`, `[pages]`, `[fit]`, `[pdf]` and `[colours]` as its tables, and two more: `page`, the file in
which the document begins, and `styles`, the style sheets that are linked in its head, in order. A key that is none of
these is refused, so that a slip of the pen does not go unnoticed.

A manifest that says `extends = "NAME"` makes its template from another one: the folder NAME beside it, or else the
shipped template of that name. What a page, a style sheet or the manifest names is looked for in the template's own
folder first and then in that one; `NAME/brief.html.jinja` means the file of that one even where the template has its
own. Style sheets are linked in addition to those of the other.

`brand.toml`, in the template's folder or else in the folder above it, gives it the colours, typefaces, logo, marking
scheme and wording of a house (`domain.brand.Brand`). The files that it names lie beside it.
"""

from __future__ import annotations

import difflib
import hashlib
import logging
import re
import urllib.parse
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from briefgen.domain.house_template import HouseTemplate
from briefgen.errors import BriefgenError, NotThere
from briefgen.rendering.fenced_folder import MAX_FILE_BYTES, FencedFolder, LayeredFolder, NotServed
from briefgen.rendering.folder_state import state_of, state_of_files
from briefgen.rendering.manifests import BRAND, MANIFEST, Manifest, branded, declared, read_manifest
from briefgen.rendering.template_errors import TemplateError
from briefgen.resources import templates_folder

log = logging.getLogger(__name__)

SHARED = "_shared"
SAMPLES = "samples"

MOST_PARENTS = 4
"""How many templates may be made one from another, in a row."""

_NAME = re.compile(r"[^\W_][\w.-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTemplate:
    """A house template whose manifest has been read and whose files are there.

    Attributes:
        template: What the manifest declares. Its `sha256` is taken over the names and contents of all files of the
            template's folder, of `shared`, of the templates that it is made from, and of its brand: equal hashes give
            equal documents from equal data.
        folder: Where it is.
        shared: What its pages reach as `_shared/…`, if there is such a folder.
        page: The file in which the document begins, relative to `folder`.
        styles: Style sheets linked in the document's head, relative to `folder`.
        parents: The folders of the templates that it is made from, the nearest first.
        brand: The folder in which its brand lies, if it has one.
    """

    template: HouseTemplate
    folder: Path
    shared: Path | None
    page: str
    styles: tuple[str, ...]
    parents: tuple[Path, ...] = ()
    brand: Path | None = None

    def files(self, max_bytes: int = MAX_FILE_BYTES) -> LayeredFolder:
        """What its pages reach: its own files, then those of the templates that it is made from."""
        return _layers(self.folder, self.parents, max_bytes)

    def linked(self, address: str) -> bytes | None:
        """The file that a page or a style sheet names by an address, as layout finds it; None where there is none.

        Addresses are relative to the folder, or begin `briefgen:/template/` or `briefgen:/brand/`.
        """
        name = urllib.parse.unquote(address).removeprefix("briefgen:/template/")
        try:
            if name.startswith("briefgen:/brand/"):
                return FencedFolder(self.brand).read(name.removeprefix("briefgen:/brand/")) if self.brand else None
            if name.startswith(f"{SHARED}/") and self.shared is not None:
                return FencedFolder(self.shared).read(name.removeprefix(f"{SHARED}/"))
            return self.files().read(name)
        except NotServed:
            return None

    def brand_files(self) -> tuple[str, ...]:
        """The files of its brand, by names relative to `brand`; nothing where that lies in its own folder."""
        brand = self.template.brand
        return () if brand is None or self.brand in (None, self.folder) else (BRAND, *brand.files)


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateList:
    """The house templates that can be used, and why others can't be."""

    opened: tuple[OpenTemplate, ...]
    refused: tuple[BriefgenError, ...]


def open_template(name_or_path: str | Path, folders: Sequence[Path] = ()) -> OpenTemplate:
    """Open a house template.

    Args:
        name_or_path: Its name; or the path of its folder, told by a separator in it or by being a `Path`.
        folders: Where templates may lie, before those that ship with Briefgen: the first that has the name wins.

    Raises:
        NotThere: No folder has a template of that name; the message says which there are.
        TemplateError: Its manifest can't be read or says something impossible, or a file that it names is missing.
    """
    return _open(_find(name_or_path, folders))


def list_templates(folders: Sequence[Path] = ()) -> TemplateList:
    """Open all house templates of `folders` and those that ship with Briefgen, sorted by name.

    Of two with the same name only the first is listed, as only that can be opened by its name.
    """
    opened: list[OpenTemplate] = []
    refused: list[BriefgenError] = []
    for folder in sorted(_by_name(folders).values(), key=lambda folder: folder.name):
        try:
            opened.append(_open(folder))
        except BriefgenError as error:
            refused.append(error)
    return TemplateList(opened=tuple(opened), refused=tuple(refused))


def _find(name_or_path: str | Path, folders: Sequence[Path]) -> Path:
    text = str(name_or_path)
    if isinstance(name_or_path, Path) or "/" in text or "\\" in text:
        folder = Path(name_or_path)
        if not folder.is_dir():
            raise NotThere(f"There is no folder “{folder}” to take a house template from: check the path.")
        return folder.resolve()
    found = _by_name(folders)
    if text in found:
        return found[text]
    near = difflib.get_close_matches(text, found, n=1)
    hint = f"did you mean “{near[0]}”?" if near else f"there are: {', '.join(sorted(found)) or 'none at all'}."
    raise NotThere(f"There is no house template “{text}”; {hint}")


def _by_name(folders: Sequence[Path]) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for parent in (*folders, templates_folder()):
        try:
            for folder in sorted(parent.iterdir()) if parent.is_dir() else ():
                if (folder / MANIFEST).is_file() and folder.name != SHARED:
                    found.setdefault(folder.name, folder)
        except OSError as error:  # a shared drive that is away must not hide the other templates
            log.warning("No house templates are taken from %s: %s", parent, error)
    return found


_opened: dict[Path, tuple[OpenTemplate, object]] = {}
"""What was opened last in a folder, and the state of all that it was read from."""
_MOST_OPENED = 64


def _open(folder: Path) -> OpenTemplate:
    """Open the template in a folder; where nothing has changed since it was opened last, nothing is read again.

    A window asks for its brief's template several times after every act.
    """
    known = _opened.get(folder)
    if known is not None and known[1] is not None and known[1] == _read_from(known[0]):
        return known[0]
    opened = _read(folder)
    if len(_opened) >= _MOST_OPENED:
        _opened.clear()
    _opened[folder] = opened, _read_from(opened)
    return opened


def _read_from(opened: OpenTemplate) -> object:
    """What tells whether a template would be read as it was: equal ones would; None where that can't be told."""
    folder, brand, shared = opened.folder, _brand_of(opened.folder), _shared_for(opened.folder)
    if (brand, shared) != (opened.brand, opened.shared):
        return None
    nearer = [parent.name for parent in opened.parents if (folder.parent / parent.name / MANIFEST).is_file()]
    states = [state_of(place) for place in (folder, *opened.parents, *([shared] if shared is not None else []))]
    if brand is not None:
        states.append(state_of_files(brand, opened.brand_files()))
    return None if None in states else (nearer, states)


def _brand_of(folder: Path) -> Path | None:
    return next((place for place in (folder, folder.parent) if (place / BRAND).is_file()), None)


def _read(folder: Path) -> OpenTemplate:
    name = folder.name
    if not _NAME.fullmatch(name):
        raise TemplateError(
            "its folder's name must begin with a letter or a digit and hold letters, digits, “-”, “_” and “.” only",
            template=name,
        )
    manifest = read_manifest(name, FencedFolder(folder), MANIFEST)
    below = _manifests_below(manifest, folder)
    parents = tuple(parent for parent, _ in below)
    template = declared(manifest, [layer for _, layer in below])
    brand = _brand_of(folder)
    if brand is not None:
        template = _with_brand(template, name, brand)
    files = _layers(folder, parents)
    shared = _shared_for(folder)
    opened = OpenTemplate(
        template=template,
        folder=folder,
        shared=shared,
        page=_page(manifest, below, files),
        styles=_styles(manifest, below, files),
        parents=parents,
        brand=brand,
    )
    return replace(opened, template=replace(template, sha256=_digest(opened)))


def _manifests_below(manifest: Manifest, folder: Path) -> list[tuple[Path, Manifest]]:
    """Read the manifests of the templates that this one is made from, the nearest first.

    Raises:
        TemplateError: There is no such template; or one is made from itself, or too many from one another.
    """
    found: list[tuple[Path, Manifest]] = []
    line = [manifest.template]
    while manifest.extends:
        name = manifest.extends
        if name in line:
            raise manifest.error("extends", f"the template is made from itself: {' from '.join([*line, name])}")
        if len(found) == MOST_PARENTS:
            raise manifest.error("extends", f"at most {MOST_PARENTS} templates are made one from another")
        places = [folder.parent / name, templates_folder() / name] if _NAME.fullmatch(name) else []
        folder = next((place for place in places if (place / MANIFEST).is_file()), Path())
        if not folder.name:
            raise manifest.error("extends", f"there is no house template “{name}” beside it or among those that ship")
        manifest = read_manifest(name, FencedFolder(folder), MANIFEST)
        found.append((folder.resolve(), manifest))
        line.append(name)
    for number, (_, layer) in enumerate(found):
        declared(layer, [other for _, other in found[number + 1 :]])
    return found


def _page(manifest: Manifest, below: Sequence[tuple[Path, Manifest]], files: LayeredFolder) -> str:
    page = next((layer.page for layer in (manifest, *(layer for _, layer in below)) if layer.page), "")
    if not page:
        raise manifest.error("page", "“page” names the file in which the document begins, as “brief.html.jinja”")
    return _named(manifest, files, "page", page)


def _styles(manifest: Manifest, below: Sequence[tuple[Path, Manifest]], files: LayeredFolder) -> tuple[str, ...]:
    layers = (*(layer for _, layer in reversed(below)), manifest)
    styles = dict.fromkeys(style for layer in layers for style in layer.styles)
    return tuple(_named(manifest, files, "styles", style) for style in styles)


def _named(manifest: Manifest, files: LayeredFolder, key: str, name: str) -> str:
    """`name`, once it is known to be a file of the template."""
    try:
        files.find(name)
    except NotServed as error:
        raise manifest.error(key, f"“{key}”: {error}") from None
    return name


def _with_brand(template: HouseTemplate, name: str, folder: Path) -> HouseTemplate:
    fence = FencedFolder(folder)
    manifest = read_manifest(name, fence, BRAND)
    template = branded(template, manifest)
    brand = template.brand
    for file in brand.files if brand is not None else ():
        try:
            fence.find(file)
        except NotServed as error:
            key = "logo.file" if brand is not None and brand.logo is not None and brand.logo.file == file else "fonts"
            raise manifest.error(key, f"“{key}”: {error}") from None
    return template


def _shared_for(folder: Path) -> Path | None:
    return next((place for place in (folder.parent / SHARED, templates_folder() / SHARED) if place.is_dir()), None)


def _layers(folder: Path, parents: Sequence[Path], max_bytes: int = MAX_FILE_BYTES) -> LayeredFolder:
    return LayeredFolder(*(FencedFolder(layer, max_bytes=max_bytes) for layer in (folder, *parents)))


def _digest(opened: OpenTemplate) -> str:
    try:
        whole = hashlib.sha256(FencedFolder(opened.folder).digest())
        if opened.shared is not None:
            whole.update(FencedFolder(opened.shared).digest(f"{SHARED}/", without=f"{SAMPLES}/"))
        for parent in opened.parents:
            whole.update(FencedFolder(parent).digest(f"{parent.name}/"))
        for file in opened.brand_files() if opened.brand is not None else ():
            content = FencedFolder(opened.brand or opened.folder).read(file)
            whole.update(f"{BRAND}/{file}\0".encode() + hashlib.sha256(content).digest())
    except NotServed as error:
        raise TemplateError(str(error), template=opened.template.name) from None
    return whole.hexdigest()
