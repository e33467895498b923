"""Elements of a page that are to be filled in: what their attributes may say. Questions to elements, without boxes.

| attribute | says |
|---|---|
| `data-field` | what is filled in: one of `NAMES` |
| `data-point` | of a decision or a note: the recommendation's id |
| `data-box` | of a decision: the key of the box, as `agree`; boxes of one point exclude each other |
| `data-tooltip` | what a screen reader says of it, and the mouse shows |
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from briefgen.domain.replies import BOXES

NAMES = ("decision", "note", "comments", "signature", "signed-on")
"""A box to tick, words on one recommendation, comments, who signs, the date of the signature."""

_OF_A_POINT = frozenset({"decision", "note"})


@dataclass(frozen=True, slots=True)
class Wish:
    """What an element asks to have filled in; `tooltip` is "" where it has no words for it."""

    name: str
    point: str
    box: str
    tooltip: str


def wish_of(element: Any) -> Wish | None:
    """What an element asks to have filled in; None where that is nothing."""
    if element.get("data-field") is None:
        return None
    said = (element.get(name) or "" for name in ("data-field", "data-point", "data-box", "data-tooltip"))
    return Wish(*(" ".join(value.split()) for value in said))


def fault_of(wish: Wish) -> tuple[str, str] | None:
    """What is wrong with a wish, to follow the words for what is wrong, and what to do; None where nothing is."""
    if wish.name not in NAMES:
        return f"is called “{wish.name}”", f"The data-field of an element is one of {', '.join(NAMES)}."
    if wish.name in _OF_A_POINT and not wish.point.startswith("rec-"):
        return "does not say of which recommendation it is", "Write the recommendation's id as data-point."
    if wish.name == "decision" and wish.box not in BOXES:
        return f"is a box of “{wish.box}”", f"The data-box of a decision is one of {', '.join(BOXES)}."
    if not wish.tooltip:
        return "has no words", "Write as data-tooltip what a screen reader is to say of it."
    return None
