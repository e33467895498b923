"""Links as they should be before the pages are painted: one for an area, none in furniture, and a way back from notes.

The engine gives every box within a link an area of its own, one on the other, and knows the way from a number in the
text to its note only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from weasyprint.formatting_structure import boxes

from briefgen.rendering.tagging.roles import is_note_call, words_in
from briefgen.rendering.wording import read_aloud

CALL = "call-of-"
"""Begins the name of the place where a note is called first; the note's id follows."""

_MOST_NUMBER = 6
"""Letters and digits that a note's number has at most, with what is set around it."""

_SAME = 0.5
"""Pixels by which an area may reach out of another and still lie in it."""


@dataclass(slots=True)
class Links:
    """What the links of a document are, for the time that it is painted.

    Attributes:
        notes: The elements that are notes, and the ids by which links lead to them.
        contents: What is said of each link, by the box that has it.
    """

    notes: dict[Any, str] = field(default_factory=dict)
    contents: dict[Any, str] = field(default_factory=dict)


@contextmanager
def mended(document: Any, parents: Mapping[Any, Any], language: str) -> Iterator[Links]:
    """Give a laid-out document its links as they should be while it is painted; then those that it had."""
    before = [(page, page.links, page.anchors) for page in document.pages]
    try:
        for page, links, anchors in before:
            page.links = list(_once(page, links))
            page.anchors = dict(anchors)
        yield _described(document, parents, language)
    finally:
        for page, links, anchors in before:
            page.links, page.anchors = links, anchors


def _once(page: Any, links: list[Any]) -> Iterator[Any]:
    furniture = {
        inner
        for child in page._page_box.children  # noqa: SLF001 - the engine has no public name for it
        if isinstance(child, boxes.MarginBox)
        for inner in child.descendants(placeholders=True)
    }
    kept: dict[tuple[str, str], list[Any]] = {}
    for link in links:
        kind, target, area, box = link
        others = kept.setdefault((kind, target), [])
        # A link to a file to be attached would have it read and put into the document.
        if kind != "attachment" and box not in furniture and not any(_lies_in(area, other) for other in others):
            others.append(area)
            yield link


def _lies_in(area: Any, other: Any) -> bool:
    (left, top, right, bottom), (left_, top_, right_, bottom_) = area, other
    return bool(left >= left_ - _SAME and top >= top_ - _SAME and right <= right_ + _SAME and bottom <= bottom_ + _SAME)


def _described(document: Any, parents: Mapping[Any, Any], language: str) -> Links:
    words = read_aloud(language)
    found = Links()
    called: dict[str, tuple[Any, Any]] = {}
    for page in document.pages:
        for kind, target, area, box in page.links:
            link = _link_of(box.element, parents)
            said = "" if link is None else (link.get("aria-label") or link.get("title") or words_in(link))
            if kind == "internal" and link is not None and is_note_call(link, parents):
                called.setdefault(target, (page, area))
                said = words["note"].format(number=said)
            elif kind == "external" and said != target:
                said = f"{said} ({target})" if said else target
            found.contents[box] = said or target
    for page in document.pages:
        for box in page._page_box.descendants(placeholders=True):  # noqa: SLF001 - the engine has no public name for it
            element = getattr(box, "element", None)
            if element is None:
                continue
            name = element.get("id")
            if name in called and element not in found.notes and box.element_tag == element.tag:
                found.notes[element] = name
                _lead_back(found, page, box, (name, *called[name]), words["back"])
    _link_footnotes(document, found, words)
    return found


def _link_footnotes(document: Any, found: Links, words: Mapping[str, str]) -> None:
    """Lead from the numbers of notes at the foot of pages to the notes, and back; style sheets make them, not links."""
    calls: dict[Any, tuple[Any, Any]] = {}
    notes: dict[Any, tuple[Any, Any]] = {}
    for page in document.pages:
        for box in page._page_box.descendants(placeholders=True):  # noqa: SLF001 - the engine has no public name for it
            if (getattr(box, "element_tag", None) or "").endswith("::footnote-call"):
                calls.setdefault(box.element, (page, box))
            elif isinstance(box, boxes.FootnoteAreaBox):
                for note in box.children:
                    notes.setdefault(note.element, (page, note))
    for number, (element, (page, note)) in enumerate(notes.items(), 1):
        if element not in calls:
            continue
        caller, call = calls[element]
        name = f"footnote-{number}"
        page.anchors[name] = _area(note)
        caller.links.append(("internal", name, _area(call), call))
        found.contents[call] = words["note"].format(number=" ".join(box.text for box in _texts_in(call)))
        _lead_back(found, page, note, (name, caller, _area(call)), words["back"])


def _lead_back(found: Links, page: Any, note: Any, called: tuple[str, Any, Any], words: str) -> None:
    """Make a note's number a link to where it is called: `called` is the note's id, and page and area of the call."""
    number = _number_of(note)
    if number is None:
        return
    name, caller, area = called
    caller.anchors[CALL + name] = area
    page.links.append(("internal", CALL + name, _area(number), number))
    found.contents[number] = words.format(number=_text_of(number))


def _area(box: Any) -> tuple[float, float, float, float]:
    x, y, width, height = box.hit_area()
    return x, y, x + width, y + height


def _link_of(box_element: Any, parents: Mapping[Any, Any]) -> Any:
    element: Any = box_element
    while element is not None:
        if element.tag == "a":
            return element
        element = parents.get(element)
    return None


def _number_of(note: Any) -> Any:
    """The box of a note's number: the marker of its item, or its first words if they are short. None without one."""
    inner = list(note.descendants())
    marker = next((box for box in inner if (box.element_tag or "").endswith(("::marker", "::footnote-marker"))), None)
    if marker is not None:
        return next((box for box in _texts_in(marker)), None)
    first = next((box for box in inner if isinstance(box, boxes.TextBox) and box.text.strip()), None)
    is_short = first is not None and len(first.text.strip()) <= _MOST_NUMBER and any(map(str.isalnum, first.text))
    return first if is_short else None


def _texts_in(box: Any) -> Iterator[Any]:
    return (inner for inner in box.descendants() if isinstance(inner, boxes.TextBox) and inner.text.strip())


def _text_of(box: Any) -> str:
    return str(box.text).strip(" .:()[]\u00a0")
