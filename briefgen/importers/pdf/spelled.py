"""Text of which each character knows the glyph that it came from: spelling is mended without losing the place."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from briefgen.importers.characters import clean

NOWHERE = -1
"""The place of a character that stands on no page, as a space between two words."""

_PAGE_BITS = 20


def place_of(page: int, glyph: int) -> int:
    """A glyph's place as one number: the index of its page, and its own on the page."""
    return page << _PAGE_BITS | glyph


def page_and_glyph(place: int) -> tuple[int, int]:
    """What `place_of` was given."""
    return place >> _PAGE_BITS, place & ((1 << _PAGE_BITS) - 1)


def page_of(place: int) -> int:
    """The index of a place's page."""
    return place >> _PAGE_BITS


@dataclass(frozen=True, slots=True)
class Spelled:
    """Text, and the place of each of its code points."""

    text: str
    places: array[int]

    def __len__(self) -> int:
        """Its length in code points."""
        return len(self.text)

    def __getitem__(self, part: slice) -> Spelled:
        """A part of it."""
        return Spelled(self.text[part], self.places[part])

    def stripped(self) -> Spelled:
        """Without spaces at its ends."""
        start = len(self.text) - len(self.text.lstrip())
        return self[start : len(self.text.rstrip())] if self.text.strip() else self[:0]


def spelled(pairs: Iterable[tuple[str, int]]) -> Spelled:
    """Text of characters, each with its place."""
    found = list(pairs)
    return Spelled("".join(char for char, _ in found), array("q", (place for _, place in found)))


def joined(parts: Iterable[Spelled], between: str = "") -> Spelled:
    """One text of several, with characters between them that stand nowhere."""
    found = list(parts)
    places = array("q")
    for number, part in enumerate(found):
        if number:
            places.extend([NOWHERE] * len(between))
        places.extend(part.places)
    return Spelled(between.join(part.text for part in found), places)


_COMPATIBLE = re.compile("[\ufb00-\ufb4f\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\u2f00-\u2fd5\u2e80-\u2ef3]")
"""Ligatures, letters of Arabic and Hebrew in the form that they have at a place of a word, and radicals."""


def mended(text: Spelled, taken: Counter[str]) -> Spelled:
    """Resolve ligatures, compose to NFC, and take out what breaks layout; `taken` counts that."""
    if text.text.isascii() and text.text.isprintable():
        return text
    if _COMPATIBLE.search(text.text):
        text = spelled((part, place) for char, place in _pairs(text) for part in _resolved(char))
    cleaned = clean(text.text)
    taken.update(cleaned.taken)
    if cleaned.text == text.text:
        return text
    # One at a time first, then those that are composed together.
    single = [(part, place) for char, place in _pairs(text) for part in clean(char).text]
    found: list[tuple[str, int]] = []
    start = 0
    for end in range(1, len(single) + 1):
        if end == len(single) or not _composes(single[end - 1][0], single[end][0]):
            cluster = unicodedata.normalize("NFC", "".join(char for char, _ in single[start:end]))
            found += _shared_out(cluster, [place for _, place in single[start:end]])
            start = end
    return spelled(found)


def _pairs(text: Spelled) -> Iterator[tuple[str, int]]:
    return zip(text.text, text.places, strict=True)


def _resolved(char: str) -> str:
    return unicodedata.normalize("NFKC", char).strip() or char if _COMPATIBLE.match(char) else char


@lru_cache(maxsize=100_000)
def _composes(one: str, two: str) -> bool:
    if unicodedata.combining(two):
        return True
    return unicodedata.normalize("NFC", one + two) != one + two


def _shared_out(text: str, places: list[int]) -> list[tuple[str, int]]:
    return [(char, places[min(index, len(places) - 1)]) for index, char in enumerate(text)]


class Hyphens:
    """Says of a word that was divided at the end of a line whether the hyphen belongs to it.

    It stays where the document has the word with a hyphen elsewhere, and not without; where a capital, a digit or a
    hyphen more is around it; and where both halves are words of the document and the whole is none. Else it is there
    only because the line was full.
    """

    _WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
    _LAST = re.compile(r"((?:[^\W_]+[-\u2010])*)([^\W_]+)[-\u2010]$")
    _FIRST = re.compile(r"([^\W_]+)([-\u2010][^\W_]+)?")

    def __init__(self, lines: Iterable[str]) -> None:
        """Learn the words of the document from its lines; what stands at the ends of lines counts for nothing."""
        self._words: Counter[str] = Counter()
        for line in lines:
            found = self._WORD.findall(line.lower().replace("\u2010", "-"))
            if line.rstrip().endswith(("-", "\u2010")) and found:
                found.pop()
            self._words.update(found)

    def belongs(self, before: str, after: str) -> bool:
        """Whether the hyphen at the end of `before` stays before `after`."""
        last, first = self._LAST.search(before), self._FIRST.match(after)
        if last is None or first is None or not first.group(1)[0].islower() or not last.group(2)[-1].isalpha():
            return True
        if first.group(2) or len(last.group(2)) == 1:
            return True
        start, end = last.group(2).lower(), first.group(1).lower()
        if last.group(1):
            # Part of a compound already: “state-of-the-” goes on, “state-of-the-ar-” does not.
            return not self._words[start + end] and bool(self._words[start]) and bool(self._words[end])
        whole, parted = self._words[start + end], self._words[f"{start}-{end}"]
        if whole or parted:
            return parted > whole
        return len(start) > 2 and len(end) > 3 and bool(self._words[start]) and bool(self._words[end])
