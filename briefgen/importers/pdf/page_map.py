"""Where each character of a PDF's canonical text stands on its pages: worked out from the file again when it is asked.

The pages are read once more as the importer reads them, which gives the same text, letter by letter. Where the text has
been changed since, by lines put back or by an older importer, each piece that still stands in it is found in its order;
what is not found has no place.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from briefgen.importers.document import BETWEEN_BLOCKS
from briefgen.importers.limits import USUAL, ImportLimits
from briefgen.importers.pdf.engine import opened
from briefgen.importers.pdf.glyphs import Glyph, PageGlyphs
from briefgen.importers.pdf.reading import SpelledPiece, read_pages
from briefgen.importers.pdf.spelled import NOWHERE, page_and_glyph

_DOWN = frozenset({1, 3})


@dataclass(frozen=True, slots=True)
class MappedPage:
    """The characters of the text that stand on one page, packed.

    `offsets` are code points of the text (array "q"), ascending; `boxes` are left, top, right, bottom for each of them
    (array "f"), in points from the upper left corner of the page as it is shown; `down` says of each whether its line
    runs down or up the page (bytes of 0 and 1).
    """

    offsets: bytes
    boxes: bytes
    down: bytes


@dataclass(frozen=True, slots=True)
class PageMap:
    """The pages in their order."""

    pages: tuple[MappedPage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMapJob:
    """A page map to be made where strangers' files are read: see `reader.Reader.have_done`.

    Attributes:
        data: The PDF.
        filename: Its name, for sentences about it.
        text: The canonical text of its source.
        kept: Lines that stay in the text although they look like running heads.
        password: Where it asks for one.
    """

    data: bytes
    filename: str
    text: str
    kept: frozenset[str]
    password: str

    def done(self) -> PageMap:
        """Make it: see `page_map`."""
        return page_map(self.data, self.filename, self.text, kept=self.kept, password=self.password)

    @property
    def limits(self) -> ImportLimits:
        """What it may cost: what importing the file may."""
        return USUAL


def page_map(data: bytes, filename: str, text: str, *, kept: frozenset[str], password: str = "") -> PageMap:
    """Find the place of each character of a PDF's canonical text.

    Raises:
        PasswordNeeded: it is protected, and the password is not right.
        InputRefused: it can't be opened.
    """
    pages: dict[int, PageGlyphs] = {}
    with opened(data, filename, password) as document:
        count = len(document)
        pieces = read_pages(document, watch=pages.__setitem__).pieces
        if _text_of(pieces) != text and kept:
            pages.clear()
            again = read_pages(document, kept, pages.__setitem__).pieces
            pieces = again if _text_of(again) == text else pieces
    offsets = [array("q") for _ in range(count)]
    boxes = [array("f") for _ in range(count)]
    down = [bytearray() for _ in range(count)]
    found = sorted(_placed(pieces, text))
    for place, group in groupby(found, key=lambda pair: pair[1]):
        together = [offset for offset, _ in group]
        page, number = page_and_glyph(place)
        glyph = pages[page].glyphs[number]
        for part, offset in enumerate(together):
            offsets[page].append(offset)
            boxes[page].extend(_share(glyph, part, len(together)))
            down[page].append(glyph.turn in _DOWN)
    return PageMap(
        tuple(
            MappedPage(offsets[index].tobytes(), boxes[index].tobytes(), bytes(down[index])) for index in range(count)
        )
    )


def _text_of(pieces: Iterable[SpelledPiece]) -> str:
    return BETWEEN_BLOCKS.join(each.piece.text for each in pieces if not each.piece.left_out)


def _placed(pieces: list[SpelledPiece], text: str) -> Iterator[tuple[int, int]]:
    """Offsets in the text, each with its place on the pages."""
    at = 0
    for each in pieces:
        words = each.piece.text
        if each.piece.left_out or not words:
            continue
        start = at if text.startswith(words, at) else text.find(words, at)
        if start < 0:
            continue
        for index, place in enumerate(each.text.places):
            if place != NOWHERE:
                yield start + index, place
        at = start + len(words) + len(BETWEEN_BLOCKS)


def _share(glyph: Glyph, part: int, many: int) -> tuple[float, float, float, float]:
    """The part of a sign's box that is one of the letters that it stands for, as of a ligature."""
    left, top, right, bottom = glyph.box
    if many == 1:
        return left, top, right, bottom
    if glyph.turn in _DOWN:
        high = (bottom - top) / many
        return left, top + part * high, right, top + (part + 1) * high
    wide = (right - left) / many
    return left + part * wide, top, left + (part + 1) * wide, bottom
