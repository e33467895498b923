"""A folder → a house template: found by name, its manifest read and held against its files.

A template is a folder. Its name is the template's name. In it lie `template.toml` (the manifest), pages written for
Jinja, style sheets and images; what a page imports as `_shared/…` comes from the folder `_shared` beside the
template, or else from the one that ships with Briefgen.

The manifest's keys are those of `domain.house_template.HouseTemplate`, with `[[sections]]`, `[[fields]]`,
`[[contrast]]`, `[pages]` and `[colours]` as its tables, and two more: `page`, the file in which the document begins,
and `styles`, the style sheets that are linked in its head, in order. A key that is none of these is refused, so that
a slip of the pen does not go unnoticed.
"""

from __future__ import annotations

import difflib
import hashlib
import logging
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from briefgen.domain.fields import FieldError, from_plain
from briefgen.domain.house_template import CONTEXT_VERSION, HouseTemplate
from briefgen.errors import BriefgenError, NotThere
from briefgen.rendering.fenced_folder import FencedFolder, NotServed
from briefgen.rendering.pages import VARIANTS
from briefgen.rendering.template_errors import TemplateError
from briefgen.rendering.toml_lines import line_of, lines_of
from briefgen.resources import templates_folder

log = logging.getLogger(__name__)

MANIFEST = "template.toml"
SHARED = "_shared"
SAMPLES = "samples"

_COLOUR = re.compile("#[0-9A-Fa-f]{6}")
_NAME = re.compile(r"[^\W_][\w.-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTemplate:
    """A house template whose manifest has been read and whose files are there.

    Attributes:
        template: What the manifest declares. Its `sha256` is taken over the names and contents of all files of the
            template's folder and of `shared`: equal hashes give equal documents from equal data.
        folder: Where it is.
        shared: What its pages reach as `_shared/…`, if there is such a folder.
        page: The file in which the document begins, relative to `folder`.
        styles: Style sheets linked in the document's head, relative to `folder`.
    """

    template: HouseTemplate
    folder: Path
    shared: Path | None
    page: str
    styles: tuple[str, ...]


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


def contrast_tenths(one: str, other: str) -> int:
    """The contrast of two colours, written #RRGGBB, in tenths: 45 for 4.5 to 1 (WCAG 2.2, “contrast ratio”)."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    # Rounded down: what just misses a limit has not reached it.
    return int((brighter + 0.05) / (darker + 0.05) * 10)


def _luminance(colour: str) -> float:
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (red, green, blue)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


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


def _open(folder: Path) -> OpenTemplate:
    name = folder.name
    fence = FencedFolder(folder)
    if not _NAME.fullmatch(name):
        raise TemplateError(
            "its folder's name must begin with a letter or a digit and hold letters, digits, “-”, “_” and “.” only",
            template=name,
        )
    try:
        text = fence.read(MANIFEST).decode("utf-8-sig")
    except NotServed as error:
        raise TemplateError(str(error), template=name) from None
    except UnicodeDecodeError:
        raise TemplateError("it is not text in UTF-8", template=name, file=MANIFEST) from None
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(name, text, error) from None
    manifest = _Manifest(name, text, values)
    template = manifest.template()
    shared = _shared_for(folder)
    return OpenTemplate(
        template=replace(template, sha256=_digest(name, fence, shared)),
        folder=folder,
        shared=shared,
        page=manifest.file(fence, "page", manifest.page()),
        styles=tuple(manifest.file(fence, "styles", style) for style in manifest.styles()),
    )


def _shared_for(folder: Path) -> Path | None:
    return next((place for place in (folder.parent / SHARED, templates_folder() / SHARED) if place.is_dir()), None)


def _digest(name: str, fence: FencedFolder, shared: Path | None) -> str:
    try:
        whole = hashlib.sha256(fence.digest())
        if shared is not None:
            whole.update(FencedFolder(shared).digest(f"{SHARED}/", without=f"{SAMPLES}/"))
    except NotServed as error:
        raise TemplateError(str(error), template=name) from None
    return whole.hexdigest()


class _Manifest:
    """A manifest's values, and where in its text they stand."""

    def __init__(self, name: str, text: str, values: Mapping[str, Any]) -> None:
        self._name = name
        self._text = text
        self._values = values

    def template(self) -> HouseTemplate:
        """What `HouseTemplate` keeps of it."""
        plain = {key: value for key, value in self._values.items() if key not in {"page", "styles"}}
        if plain.setdefault("name", self._name) != self._name:
            raise self._error("name", f"“name” is the folder's name, {self._name}, and can be left out")
        if "sha256" in plain:
            raise self._error("sha256", "“sha256” is computed, not declared")
        try:
            template = from_plain(HouseTemplate, plain)
        except FieldError as error:
            raise self._error(error.field, error.message) from None
        self._check_colours(template)
        if template.context_version > CONTEXT_VERSION:
            raise self._error(
                "context-version",
                f"it is written for version {template.context_version} of the data that pages are given, and this "
                f"Briefgen gives version {CONTEXT_VERSION}: a newer Briefgen is needed",
            )
        if template.pdf.variant and template.pdf.variant not in VARIANTS:
            raise self._error("pdf.variant", f"“pdf.variant” is one of: {', '.join(sorted(VARIANTS))}; or empty")
        return template

    def page(self) -> str:
        page = self._values.get("page")
        if not isinstance(page, str) or not page:
            raise self._error("page", "“page” names the file in which the document begins, as “brief.html.jinja”")
        return page

    def styles(self) -> list[str]:
        styles = self._values.get("styles", [])
        if not isinstance(styles, list) or not all(isinstance(style, str) for style in styles):
            raise self._error("styles", '“styles” is a list of style sheets, as ["brief.css"]')
        return styles

    def file(self, fence: FencedFolder, key: str, name: str) -> str:
        """`name`, once it is known to be a file of the template."""
        try:
            fence.find(name)
        except NotServed as error:
            raise self._error(key, f"“{key}”: {error}") from None
        return name

    def _check_colours(self, template: HouseTemplate) -> None:
        colours = dict(template.colours)
        for colour_name, colour in colours.items():
            if not isinstance(colour, str) or not _COLOUR.fullmatch(colour):
                raise self._error(f"colours.{colour_name}", f"the colour “{colour_name}” is written #RRGGBB")
        for number, pair in enumerate(template.contrast, 1):
            for colour_name in (pair.text, pair.on):
                if colour_name not in colours:
                    raise self._error(
                        f"contrast[{number}]", f"“contrast” names “{colour_name}”, which is not among the colours"
                    )
            contrast = contrast_tenths(colours[pair.text], colours[pair.on])
            if contrast < pair.tenths:
                raise self._error(
                    f"contrast[{number}]",
                    f"the colour “{pair.text}” on “{pair.on}” has a contrast of {contrast / 10} to 1 "
                    f"where at least {pair.tenths / 10} is wanted",
                )

    def _error(self, field: str, reason: str) -> TemplateError:
        line = line_of(lines_of(self._text), field)
        return TemplateError(reason, template=self._name, file=MANIFEST, line=line, field=field)


def _not_toml(name: str, text: str, error: tomllib.TOMLDecodeError) -> TemplateError:
    # tomllib gives the place in its message only: “… (at line 3, column 5)” or “… (at end of document)”.
    place = re.search(r"\(at (?:line (\d+), column \d+|end of document)\)", str(error))
    reason = str(error)[: place.start()].strip() if place else str(error)
    lines = text.splitlines()
    line = int(place[1]) if place and place[1] else len(lines)
    source_line = lines[line - 1].strip() if 0 < line <= len(lines) else ""
    return TemplateError(
        f"it is not valid TOML: {reason}", template=name, file=MANIFEST, line=line, source_line=source_line
    )
