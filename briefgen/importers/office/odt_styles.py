"""What an OpenDocument text's styles say of paragraphs, words and lists, and how its lists and headings are counted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from briefgen.importers.office.numbers import number_in, whole

_N = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
OFFICE, TEXT, TABLE, DRAW, STYLE, META = (_N % name for name in ("office", "text", "table", "drawing", "style", "meta"))
FO, SVG = _N % "xsl-fo-compatible", _N % "svg-compatible"
DC = "{http://purl.org/dc/elements/1.1/}"

_DEEPEST = 40
_INDENT = 6.0
"""Millimetres by which a paragraph is set in from both sides to be a quotation."""
_UNITS = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72, "pc": 25.4 / 6, "px": 25.4 / 96}


@dataclass(slots=True)
class _Style:
    name: str
    parent: str
    hidden: bool | None
    left: float | None
    right: float | None
    language: str


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list: the form of its number (empty for a bullet or none), what stands around it, its start."""

    form: str = ""
    prefix: str = ""
    suffix: str = ""
    start: int = 1
    shown: int = 1


@dataclass(slots=True)
class Counts:
    """How far the levels of a list have been counted."""

    numbers: dict[int, int] = field(default_factory=dict)

    def count(self, levels: dict[int, Level], at: int, start: str | None = None) -> str:
        """Count an item at a level from 1; gives what is printed before it. `start` is a number that the item gives."""
        level = levels.get(at, Level())
        for deeper in [other for other in self.numbers if other > at]:
            del self.numbers[deeper]
        self.numbers[at] = whole(start, self.numbers.get(at, level.start - 1) + 1)
        if not level.form:
            return ""
        shown = []
        for upper in range(max(1, at - level.shown + 1), at + 1):
            of = levels.get(upper, Level())
            if of.form:
                shown.append(number_in(of.form, self.numbers.get(upper, of.start)))
        return f"{level.prefix}{'.'.join(shown)}{level.suffix}"


class Styles:
    """The styles of a document, from its own part and the part that is for styles; the former count first."""

    def __init__(self, roots: Iterable[Any]) -> None:
        self._styles: dict[tuple[str, str], _Style] = {}
        self.lists: dict[str, dict[int, Level]] = {}
        self.outline: dict[int, Level] = {}
        self.language = ""
        for root in roots:
            for element in root.iter(f"{STYLE}style"):
                key = element.get(f"{STYLE}family", ""), element.get(f"{STYLE}name", "")
                self._styles.setdefault(key, _style(element))
            for element in root.iter(f"{TEXT}list-style"):
                self.lists.setdefault(element.get(f"{STYLE}name", ""), _levels(element))
            for element in root.iter(f"{TEXT}outline-style"):
                self.outline = self.outline or _levels(element)
            for element in root.iter(f"{STYLE}default-style"):
                if element.get(f"{STYLE}family") == "paragraph":
                    self.language = self.language or _language(element)

    def _line(self, family: str, name: str) -> Iterator[_Style]:
        for _ in range(_DEEPEST):
            style = self._styles.get((family, name))
            if style is None:
                return
            yield style
            name = style.parent

    def names(self, name: str) -> list[str]:
        """The names of a paragraph's style and of those it is made from, as they are shown."""
        return [style.name for style in self._line("paragraph", name)] or [name.replace("_20_", " ")]

    def hidden(self, family: str, name: str) -> bool:
        """Whether a style hides its words."""
        return next((style.hidden for style in self._line(family, name) if style.hidden is not None), False)

    def is_set_in(self, name: str) -> bool:
        """Whether paragraphs of a style are set in from both sides."""
        left = next((style.left for style in self._line("paragraph", name) if style.left is not None), 0.0)
        right = next((style.right for style in self._line("paragraph", name) if style.right is not None), 0.0)
        return left >= _INDENT and right >= _INDENT


def _style(element: Any) -> _Style:
    text, paragraph = element.find(f"{STYLE}text-properties"), element.find(f"{STYLE}paragraph-properties")
    display = text.get(f"{TEXT}display") if text is not None else None
    name = element.get(f"{STYLE}display-name") or element.get(f"{STYLE}name", "").replace("_20_", " ")
    return _Style(
        name=name,
        parent=element.get(f"{STYLE}parent-style-name", ""),
        hidden=None if display is None else display == "none",
        left=_millimetres(paragraph.get(f"{FO}margin-left")) if paragraph is not None else None,
        right=_millimetres(paragraph.get(f"{FO}margin-right")) if paragraph is not None else None,
        language=_language(element),
    )


def _language(element: Any) -> str:
    text = element.find(f"{STYLE}text-properties")
    if text is None or text.get(f"{FO}language", "none") in {"none", "zxx"}:
        return ""
    return "-".join(part for part in (text.get(f"{FO}language"), text.get(f"{FO}country")) if part and part != "none")


def _levels(element: Any) -> dict[int, Level]:
    levels: dict[int, Level] = {}
    for level in element:
        at, start, shown = (level.get(f"{TEXT}{name}", "") for name in ("level", "start-value", "display-levels"))
        if not whole(at, 0):
            continue
        levels[whole(at, 0)] = Level(
            form=level.get(f"{STYLE}num-format", ""),
            prefix=level.get(f"{STYLE}num-prefix", ""),
            suffix=level.get(f"{STYLE}num-suffix", ""),
            start=whole(start, 1),
            shown=whole(shown, 1),
        )
    return levels


def _millimetres(length: str | None) -> float | None:
    match = re.fullmatch(r"(-?\d+(?:\.\d+)?)(mm|cm|in|pt|pc|px)", length or "")
    return float(match[1]) * _UNITS[match[2]] if match else None
