"""Laid-out pages → what their breaks tear apart: headings from what they head, a signature from what is signed.

The lines of a page are looked at in the order of the document, so that columns and labels in a rail are no matter;
what stands in the margins, notes at the foot and the repeated heads of tables do not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise
from typing import Any

_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
"""Not h1: a cover may hold the title alone."""
_SIGNATURE = "signature"
"""The class by which a template's pages mark the line to sign on."""
_MOST_SHOWN = 60


class Torn(Enum):
    """What a break does."""

    HEADING = auto()
    SIGNATURE = auto()


@dataclass(frozen=True, slots=True)
class BadBreak:
    """A break that tears something apart.

    Attributes:
        what: What is wrong.
        page: The number of the page, from 1.
        words: The words of the heading, or of the line to sign on.
        inside: The id of the innermost element with one around it, or "".
    """

    what: Torn
    page: int
    words: str
    inside: str


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of text and the elements around it, the outermost first."""

    words: str
    elements: tuple[Any, ...]

    @property
    def inside(self) -> str:
        return next((name for element in reversed(self.elements) if (name := element.get("id"))), "")

    @property
    def heading(self) -> Any:
        return next((element for element in reversed(self.elements) if element.tag in _HEADINGS), None)


def bad_breaks(pages: Iterable[Any], body: str) -> Iterator[BadBreak]:
    """Find them.

    Args:
        pages: The layout engine's box of each page.
        body: The id of the element that holds the text, which is no block to sign in.
    """
    lines = [tuple(_lines(page)) for page in pages]
    for number, (here, following) in enumerate(pairwise(lines), 1):
        if here and following and (stranded := _stranded(here)) and stranded[0].heading is not following[0].heading:
            yield BadBreak(Torn.HEADING, number, _words(stranded), stranded[0].inside)
    for number, here in enumerate(lines, 1):
        signed = next((line for line in here if _is_signature(line)), None)
        if signed is None or not any(lines[: number - 1]):
            continue
        block = next((element for element in reversed(signed.elements) if element.get("id")), None)
        # What comes after it, such as a list of annexes, is not what is signed.
        if block is not None and block.get("id") != body and block in here[0].elements:
            yield BadBreak(Torn.SIGNATURE, number, signed.words, block.get("id"))


def _stranded(lines: tuple[_Line, ...]) -> tuple[_Line, ...]:
    """The lines of the last heading with which a page ends; none where it ends otherwise."""
    last = lines[-1].heading
    return () if last is None else tuple(line for line in lines if line.heading is last)


def _words(lines: Iterable[_Line]) -> str:
    return " ".join(line.words for line in lines)[:_MOST_SHOWN]


def _is_signature(line: _Line) -> bool:
    return any(_SIGNATURE in (element.get("class") or "").split() for element in line.elements)


def _lines(box: Any, around: tuple[Any, ...] = ()) -> Iterator[_Line]:
    for child in box.children if hasattr(box, "children") else ():
        inner = getattr(child, "_box", child)  # floats and the like stand behind a placeholder
        kind = type(inner).__name__
        if kind in {"MarginBox", "FootnoteAreaBox"} or getattr(inner, "is_header", False):
            continue
        element = inner.element
        within = around if element is None or element in around[-1:] else (*around, element)
        if kind == "LineBox":
            texts = (part.text for part in inner.descendants() if type(part).__name__ == "TextBox")
            if words := " ".join("".join(texts).split()):
                yield _Line(words, within)
        else:
            yield from _lines(inner, within)
