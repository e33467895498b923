"""Leaving words out of a quotation and putting words in: on plain values, without a window.

Offsets of a text field count UTF-16 units, those of a quotation code points; both are turned into each other here.
"""

from __future__ import annotations

from collections.abc import Iterable

from briefgen.domain.points import Edit


def code_points(text: str, units: int) -> int:
    """How many code points the first `units` UTF-16 units of a text are."""
    return len(text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore"))


def utf16_units(text: str, points: int) -> int:
    """How many UTF-16 units the first `points` code points of a text are."""
    return len(text[:points].encode("utf-16-le")) // 2


def whole_words(quote: str, start: int, end: int) -> tuple[int, int]:
    """Widen a span to the words that it touches; white space at its ends is given up."""
    while start < end and quote[start].isspace():
        start += 1
    while end > start and quote[end - 1].isspace():
        end -= 1
    while 0 < start < end and _joined(quote, start):
        start -= 1
    while start < end < len(quote) and _joined(quote, end):
        end += 1
    return start, end


def _joined(quote: str, at: int) -> bool:
    """Whether one word goes on across a position."""
    return not quote[at - 1].isspace() and not quote[at].isspace() and (quote[at - 1].isalnum() and quote[at].isalnum())


def with_edit(edits: Iterable[Edit], edit: Edit) -> tuple[Edit, ...]:
    """Add an edit; those that it touches go, what they left out besides is left out by it too."""
    start, end = edit.start, edit.end
    kept = []
    for other in edits:
        if other.end < start or other.start > end or (start == end and not other.start < start < other.end):
            kept.append(other)
        else:
            start, end = min(start, other.start), max(end, other.end)
    merged = Edit(start=start, end=end, insertion=edit.insertion)
    return tuple(sorted((*kept, merged), key=lambda e: (e.start, e.end)))


def restored(edits: Iterable[Edit], start: int, end: int) -> tuple[Edit, ...]:
    """Take away the edits that a span touches, so that the words are quoted as they stand."""
    return tuple(edit for edit in edits if edit.end < start or edit.start > end)
