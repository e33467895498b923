"""A laid-out page → its lines that run off it, are cut off by a box, or run out of one; tables wider than their box.

What is measured are the layout engine's boxes, in CSS pixels, 96 to the inch. The engine's objects come from `pdf`;
they are asked here for their place and style alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Any

_SLACK = 1.5
"""Pixels by which rounding may put text beside its box."""
_SPACE = 0.35
"""The width of a space at a line's end, which is no text, at most; in em."""
_MOST_SHOWN = 60


class How(Enum):
    """What is wrong with a line."""

    OFF_PAGE = auto()
    CLIPPED = auto()
    OVER_BOX = auto()


@dataclass(frozen=True, slots=True)
class CutText:
    """A line that is not wholly on its page or in its box.

    Attributes:
        how: What is wrong with it.
        words: Its beginning; of a table, that of its first line.
        element: The element at fault: that of the box that it leaves, else that of the line itself.
        inside: The id of the innermost element with one around the line, or "".
    """

    how: How
    words: str
    element: Any
    inside: str


@dataclass(frozen=True, slots=True)
class _Bound:
    """A box that text must not leave: its lower edge, whether it cuts off what does, and all its edges if so."""

    bottom: float
    right: float
    cuts: bool
    element: Any

    def holds(self, right: float, bottom: float) -> bool:
        return right <= self.right + _SLACK and bottom <= self.bottom + _SLACK


def cut_texts(page: Any) -> Iterator[CutText]:
    """Give the lines of a page's box that run off it or leave a box; each once, for the gravest reason."""
    for child in page.all_children():
        yield from _box(page, child, (), "")
        yield from _wide_tables(child, "")


def _box(page: Any, box: Any, bounds: tuple[_Bound, ...], inside: str) -> Iterator[CutText]:
    style = box.style
    kind = type(box).__name__
    if style["visibility"] != "visible" or kind == "TextBox":
        return
    inside = (box.element.get("id") if box.element is not None else None) or inside
    if kind == "LineBox":
        yield from _line(page, box, bounds, inside)
    if style["position"] in {"absolute", "fixed"} or style["float"] != "none":
        bounds = tuple(bound for bound in bounds if bound.cuts)
    if own := tuple(_bounds_of(box, kind)):
        # A box may stand out of the one around it on purpose, as a note in the margin does; text out of its own box
        # never does.
        bounds = (*(bound if bound.cuts else replace(bound, right=float("inf")) for bound in bounds), *own)
    if hasattr(box, "children"):
        for child in box.all_children():
            # Floats, boxes out of the flow and the like stand behind a placeholder.
            yield from _box(page, getattr(child, "_box", child), bounds, inside)


def _wide_tables(box: Any, inside: str) -> Iterator[CutText]:
    """Tables that stand out of the box around them, whose columns would not get narrower.

    One that was given a margin below nothing stands out on purpose.
    """
    inside = (box.element.get("id") if box.element is not None else None) or inside
    for child in box.all_children() if hasattr(box, "children") else ():
        inner = getattr(child, "_box", child)  # floats and the like stand behind a placeholder
        if getattr(inner, "is_table_wrapper", False) and not isinstance(box.width, str) and _stands_out(inner, box):
            texts = (
                text.text for text in inner.descendants() if type(text).__name__ == "TextBox" and text.text.strip()
            )
            words = " ".join(next(texts, "").split())[:_MOST_SHOWN]
            yield CutText(How.OVER_BOX, words, inner.element, inner.element.get("id") or inside)
        yield from _wide_tables(inner, inside)


def _stands_out(table: Any, around: Any) -> bool:
    if table.style["position"] in {"absolute", "fixed"} or any(
        getattr(table.style[side], "value", 0) < 0 for side in ("margin_left", "margin_right")
    ):
        return False
    left, right = around.content_box_x(), around.content_box_x() + around.width
    edge = table.border_box_x()
    return bool(edge < left - _SLACK or edge + table.border_width() > right + _SLACK)


def _line(page: Any, line: Any, bounds: tuple[_Bound, ...], inside: str) -> Iterator[CutText]:
    texts = [box for box in line.descendants() if type(box).__name__ == "TextBox" and box.text.strip()]
    if not texts:
        return
    bottom = line.position_y + line.height
    right = max(map(_right, texts))
    words = " ".join("".join(box.text for box in texts).split())[:_MOST_SHOWN]
    cutting = [bound for bound in bounds if bound.cuts and not bound.holds(right, bottom)]
    if not cutting and _is_off_page(page, line, texts, right, bottom):
        yield CutText(How.OFF_PAGE, words, texts[0].element, inside)
        return
    for bound in cutting or [bound for bound in bounds if not bound.holds(right, bottom)]:
        yield CutText(How.CLIPPED if bound.cuts else How.OVER_BOX, words, bound.element, inside)
        return


def _is_off_page(page: Any, line: Any, texts: list[Any], right: float, bottom: float) -> bool:
    return bool(
        right > page.margin_width() + _SLACK
        or bottom > page.margin_height() + _SLACK
        or min(box.position_x for box in texts) < -_SLACK
        or line.position_y < -_SLACK
    )


def _bounds_of(box: Any, kind: str) -> Iterator[_Bound]:
    """What a box does to text in it that is larger than it."""
    if kind in {"InlineBox", "LineBox", "TableRowBox", "TableRowGroupBox", "TableBox", "PageBox"}:
        return
    if isinstance(box.width, str) or isinstance(box.height, str):
        return
    style, infinite = box.style, float("inf")
    right = box.padding_box_x() + box.padding_width()
    bottom = box.padding_box_y() + box.padding_height()
    if style["overflow"] != "visible":
        yield _Bound(bottom, right, cuts=True, element=box.element)
        return
    # A cell grows with what is in it, whatever height it was given; other boxes do not.
    fixed = kind != "TableCellBox" and (style["height"] != "auto" or _is_finite(style["max_height"]))
    yield _Bound(bottom if fixed else infinite, right, cuts=False, element=box.element)


def _is_finite(length: Any) -> bool:
    value = getattr(length, "value", length)
    return isinstance(value, int | float) and value != float("inf")


def _right(box: Any) -> float:
    space = _SPACE * box.style["font_size"] if box.text[-1:].isspace() else 0.0
    return float(box.position_x + box.width - space)
