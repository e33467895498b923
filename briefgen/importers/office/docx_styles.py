"""What a Word document's styles and lists say of a paragraph: heading, quotation, list item, and its number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from briefgen.domain.terms import BlockKind
from briefgen.importers.office.docx_package import W
from briefgen.importers.office.flow import Shape
from briefgen.importers.office.numbers import number_in, whole
from briefgen.importers.office.style_names import kind_by_name

_LONGEST_HEADING = 300
"""Characters; a longer paragraph with an outline level is one that lost its way."""
_DEEPEST = 40
"""How far a style is followed back to those it is based on."""
_INDENT = 340
"""Twentieths of a point by which a paragraph is set in from both sides to be a quotation: 6 mm."""


def value(element: Any, path: str, name: str = "val") -> str | None:
    """An attribute of the element at a path of names below one; None where the element or the attribute is not."""
    for step in path.split("/"):
        element = element.find(f"{W}{step}")
        if element is None:
            return None
    found = element.get(f"{W}{name}")
    return None if found is None else str(found)


def is_on(properties: Any, name: str) -> bool | None:
    """Whether a property that is on or off is on; None where nothing is said."""
    element = properties.find(f"{W}{name}") if properties is not None else None
    if element is None:
        return None
    return element.get(f"{W}val") not in {"0", "false", "off"}


@dataclass(slots=True)
class _Style:
    name: str
    based_on: str
    outline: int | None
    numbering: tuple[str | None, str | None]
    hidden: bool | None


class Styles:
    """The styles of a document, those of its paragraphs and of its characters."""

    def __init__(self, root: Any | None) -> None:
        self._styles: dict[str, _Style] = {}
        self.usual = ""
        self.language = ""
        if root is None:
            return
        for element in root.findall(f"{W}style"):
            style_id = element.get(f"{W}styleId", "")
            outline = value(element, "pPr/outlineLvl")
            self._styles[style_id] = _Style(
                name=value(element, "name") or style_id,
                based_on=value(element, "basedOn") or "",
                outline=whole(outline, 9) if outline else None,
                numbering=(value(element, "pPr/numPr/numId"), value(element, "pPr/numPr/ilvl")),
                hidden=is_on(element.find(f"{W}rPr"), "vanish"),
            )
            if element.get(f"{W}type") == "paragraph" and element.get(f"{W}default") in {"1", "true"}:
                self.usual = style_id
        self.language = value(root, "docDefaults/rPrDefault/rPr/lang") or ""

    def _line(self, style_id: str) -> Iterator[_Style]:
        """A style and those it is based on, nearest first."""
        for _ in range(_DEEPEST):
            style = self._styles.get(style_id)
            if style is None:
                return
            yield style
            style_id = style.based_on

    def names(self, style_id: str) -> list[str]:
        """The names of a style and of those it is based on; of one that is not described, its id."""
        return [style.name for style in self._line(style_id)] or [re.sub(r"(?<=\D)(?=\d)", " ", style_id)]

    def outline(self, style_id: str) -> int | None:
        """The outline level from 0 that a style gives; 9 is none."""
        return next((style.outline for style in self._line(style_id) if style.outline is not None), None)

    def hidden(self, style_id: str) -> bool | None:
        """Whether a style hides its words; None where it says nothing."""
        return next((style.hidden for style in self._line(style_id) if style.hidden is not None), None)

    def numbering(self, style_id: str) -> tuple[str | None, str | None]:
        """The list, and the level in it, that a style puts paragraphs in."""
        list_id = next((style.numbering[0] for style in self._line(style_id) if style.numbering[0]), None)
        return list_id, next((style.numbering[1] for style in self._line(style_id) if style.numbering[1]), None)


@dataclass(slots=True)
class _Level:
    form: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    plain: bool = False
    style: str = ""


@dataclass(slots=True)
class _List:
    """A list's levels by number, with what of them begins anew in it, and whose count it goes on with."""

    counts: str
    levels: dict[int, _Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of a document, and how far each has been counted. Paragraphs are asked for in their order."""

    def __init__(self, root: Any | None, styles: Styles) -> None:
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()
        if root is None:
            return
        abstract = {element.get(f"{W}abstractNumId", ""): element for element in root.findall(f"{W}abstractNum")}
        numbers = {element.get(f"{W}numId", ""): element for element in root.findall(f"{W}num")}
        for number, element in numbers.items():
            base = value(element, "abstractNumId") or ""
            # A list made by a style of lists has its levels where that style's own list has them.
            for _ in range(_DEEPEST):
                linked = value(abstract[base], "numStyleLink") if base in abstract else None
                other = styles.numbering(linked)[0] if linked else None
                if other is None or other not in numbers or other == number:
                    break
                base = value(numbers[other], "abstractNumId") or ""
            known = _List(base)
            for level in abstract[base].findall(f"{W}lvl") if base in abstract else ():
                known.levels[whole(level.get(f"{W}ilvl"), 0)] = _level(level)
            for override in element.findall(f"{W}lvlOverride"):
                at = whole(override.get(f"{W}ilvl"), 0)
                level = override.find(f"{W}lvl")
                if level is not None:
                    known.levels[at] = _level(level)
                if (start := value(override, "startOverride")) is not None:
                    known.starts[at] = whole(start, 0)
            self._lists[number] = known

    def level_of_style(self, number: str, style_id: str) -> int | None:
        """The level of a list that is tied to a style of paragraphs."""
        known = self._lists.get(number)
        return next((at for at, level in known.levels.items() if level.style == style_id), None) if known else None

    def count(self, number: str, at: int) -> str | None:
        """Count a paragraph at a level (from 0) of a list; gives what is printed before it, empty for a bullet.

        None where there is no such list.
        """
        known = self._lists.get(number)
        if known is None:
            return None
        at = max(0, min(at, 8))
        counts = self._counts.setdefault(known.counts, {})
        if number not in self._begun:
            self._begun.add(number)
            for level, start in known.starts.items():
                counts[level] = start - 1
        for upper in range(at):
            counts.setdefault(upper, self._start(known, upper))
        counts[at] = counts.get(at, self._start(known, at) - 1) + 1
        for lower in [lower for lower in counts if lower > at]:
            restart = known.levels[lower].restart if lower in known.levels else None
            if restart != 0 and (restart is None or at < restart):
                del counts[lower]
        shown = known.levels.get(at, _Level(text=f"%{at + 1}."))
        if shown.form in {"bullet", "none"} and "%" not in shown.text:
            return ""
        return re.sub(r"%([1-9])", lambda match: self._shown(known, counts, int(match[1]) - 1, shown), shown.text)

    @staticmethod
    def _start(known: _List, at: int) -> int:
        return known.levels[at].start if at in known.levels else 1

    def _shown(self, known: _List, counts: dict[int, int], at: int, of: _Level) -> str:
        form = known.levels[at].form if at in known.levels else "decimal"
        return number_in("decimal" if of.plain else form, counts.get(at, self._start(known, at)))


def _level(element: Any) -> _Level:
    restart = value(element, "lvlRestart")
    return _Level(
        form=value(element, "numFmt") or "decimal",
        text=value(element, "lvlText") or "",
        start=whole(value(element, "start"), 1),
        restart=None if restart is None else whole(restart, 0),
        plain=bool(is_on(element, "isLgl")),
        style=value(element, "pStyle") or "",
    )


def shape_of(properties: Any | None, length: int, styles: Styles, numbering: Numbering) -> tuple[Shape, bool]:
    """What a paragraph is, by its properties; and whether it is the document's title.

    `length` is that of its words. It is counted in its list even where it has none, as Word does.
    """
    style_id = (value(properties, "pStyle") if properties is not None else None) or styles.usual
    names = styles.names(style_id)
    list_id, level = _list_of(properties, style_id, styles, numbering)
    label = numbering.count(list_id, level) if list_id is not None else None
    kind = kind_by_name(names)
    if kind is not None and kind[0] is BlockKind.HEADING and kind[1] == 0:
        return Shape(BlockKind.HEADING, 1, label or ""), True
    outline = value(properties, "outlineLvl") if properties is not None else None
    told = whole(outline, 9) if outline is not None else styles.outline(style_id)
    if told is not None and told < 9 and length <= _LONGEST_HEADING:
        return Shape(BlockKind.HEADING, min(6, told + 1), label or ""), False
    if kind is not None and (kind[0] is not BlockKind.HEADING or told is None):
        return Shape(kind[0], kind[1], label or ""), False
    if label is not None:
        return Shape(BlockKind.LIST_ITEM, level + 1, label), False
    return Shape(BlockKind.QUOTE if _is_set_in(properties) else BlockKind.PARAGRAPH, int(_is_set_in(properties))), False


def _list_of(properties: Any | None, style_id: str, styles: Styles, numbering: Numbering) -> tuple[str | None, int]:
    """The list that a paragraph is in and its level from 0, by its own properties, then by its style's; 0 is none."""
    styled, styled_level = styles.numbering(style_id)
    own = value(properties, "numPr/numId") if properties is not None else None
    level = value(properties, "numPr/ilvl") if properties is not None else None
    list_id = own if own is not None else styled
    if list_id in {None, "0"}:
        return None, 0
    if level is None:
        tied = numbering.level_of_style(list_id, style_id) if list_id else None
        level = str(tied) if tied is not None else styled_level
    return list_id, whole(level, 0)


def _is_set_in(properties: Any | None) -> bool:
    indent = properties.find(f"{W}ind") if properties is not None else None
    if indent is None:
        return False
    left = indent.get(f"{W}left") or indent.get(f"{W}start")
    right = indent.get(f"{W}right") or indent.get(f"{W}end")
    return whole(left, 0) >= _INDENT and whole(right, 0) >= _INDENT
