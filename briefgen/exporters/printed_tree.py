"""The HTML that a brief's pages are laid out from, as a tree that its other forms are made of.

What stands in the pages' margins is taken out: each form shows the marking in a way of its own. Each number that leads
to a note gets a name, so that the note can lead back to it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import html as markup

Element = Any
"""An element of lxml, which has no type information."""

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_FURNITURE = ("page-head", "page-foot")


def printed_tree(html: str) -> Element:
    """Read a document as it went to layout; gives its root, without the furniture of the pages.

    In an `hgroup` the heading stands first: what a page sets in the margin beside it follows, as it is heard in a PDF.
    Links in `sup.note-ref` have the ids `note-1-ref-1`, `note-1-ref-2`, … in the order of reading.
    """
    root = markup.document_fromstring(html)
    for element in list(root.iter("div")):
        if any(name in classes(element) for name in _FURNITURE):
            element.drop_tree()
    for group in root.iter("hgroup"):
        group[:] = sorted(group, key=lambda child: child.tag not in _HEADINGS)
    counted: Counter[str] = Counter()
    for link in note_links(root):
        note = link.get("href")[1:]
        counted[note] += 1
        link.set("id", f"{note}-ref-{counted[note]}")
    return root


def note_links(root: Element) -> Iterator[Element]:
    """The links that lead from a number to its note, in the order of reading."""
    for raised in root.iter("sup"):
        if "note-ref" in classes(raised):
            yield from (link for link in raised.iter("a") if re.fullmatch(r"#note-\d+", link.get("href", "")))


def links_back(root: Element) -> Mapping[str, list[str]]:
    """By the id of each note the ids of the numbers that lead to it."""
    found: dict[str, list[str]] = {}
    for link in note_links(root):
        found.setdefault(link.get("href")[1:], []).append(link.get("id"))
    return found


def classes(element: Element) -> list[str]:
    """An element's classes."""
    return str(element.get("class", "")).split()


def marking_lines(context: Mapping[str, Any]) -> list[str]:
    """What a document is marked with, a line each: marking, label of the Traffic Light Protocol, handling."""
    marking = context["marking"]
    return [str(line).strip() for line in (marking["text"], marking["tlp"], marking["handling"]) if str(line).strip()]
