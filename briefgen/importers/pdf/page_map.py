"""Where on the pages of a PDF each character of its source stands, and which character stands at a place.

Nothing of it is kept: the same bytes read by the same program give the same places again, and so do the same bytes
read by another one wherever the text came out the same.
"""

from __future__ import annotations

import math
import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from briefgen.domain.sources import Block, Page
from briefgen.importers.pdf.engine import opened
from briefgen.importers.pdf.glyphs import ACROSS, Box, Glyph, PageGlyphs
from briefgen.importers.pdf.pages import Pages
from briefgen.importers.pdf.reading import SpelledPiece, read_pages
from briefgen.importers.pdf.spelled import NOWHERE, Spelled, page_and_glyph, page_of

_WORD = re.compile(r"\S+")
_BESIDE = 2
"""So many pages on each side tell what a page has in common with others, and where its paragraphs go on."""
_FEW_WORDS = 8
_JOINED = 1.6
"""Characters of a line no further apart than so many of its heights are shown as one stretch."""


@dataclass(frozen=True, slots=True)
class MappedPage:
    """The characters of one page: its width and height in points, as it is shown, and packed, where each one stands.

    `starts` holds the offsets in the source's text (unsigned 32-bit), rising; `boxes` four numbers for each (32-bit
    floats): left, top, right, bottom, in points from the top left corner; `turns` a byte for each: how its line runs
    (see `glyphs.Style`). What stands on no page, as the space between two words, is not among them.
    """

    index: int
    width: float
    height: float
    starts: bytes
    boxes: bytes
    turns: bytes

    def entries(self) -> Iterator[tuple[int, int, Box]]:
        """Its characters: (start, end, box), in the order of the text."""
        starts, boxes = self._unpacked()
        for number, start in enumerate(starts):
            yield start, start + 1, _box(boxes, number)

    def _unpacked(self) -> tuple[array[int], array[float]]:
        starts, boxes = array("I"), array("f")
        starts.frombytes(self.starts)
        boxes.frombytes(self.boxes)
        return starts, boxes

    def rectangles(self, start: int, end: int) -> list[Box]:
        """What to tint for the words from `start` to `end`: a rectangle for each line, in the order of the text."""
        found: list[Box] = []
        before = -1
        starts, boxes = self._unpacked()
        for number in range(bisect_left(starts, start), bisect_left(starts, end)):
            box = _box(boxes, number)
            if found and self.turns[number] == before and _on_one_line(found[-1], box, before):
                found[-1] = _around(found[-1], box)
            else:
                found.append(box)
            before = self.turns[number]
        return found

    def offset_at(self, x: float, y: float) -> int | None:
        """The offset nearest to a place: before a character or after it; None on a page without any."""
        starts, boxes = self._unpacked()
        if not starts:
            return None
        nearest = min(range(len(starts)), key=lambda number: _distance(_box(boxes, number), x, y))
        left, top, right, bottom = _box(boxes, nearest)
        across, down = self._direction(starts, boxes, nearest)
        beyond = (x - (left + right) / 2) * across + (y - (top + bottom) / 2) * down > 0
        return starts[nearest] + beyond

    def _direction(self, starts: array[int], boxes: array[float], number: int) -> tuple[int, int]:
        """Which way one reads on from a character: (1, 0) to the right, (0, 1) down, and so on."""
        turn = self.turns[number]
        across, down = ((1, 0), (0, 1), (-1, 0), (0, -1))[turn]
        for one, two in ((number, number + 1), (number - 1, number)):
            if not 0 <= one < two < len(starts) or starts[two] - starts[one] > 2 or self.turns[one] != self.turns[two]:
                continue
            first, second = _box(boxes, one), _box(boxes, two)
            if _on_one_line(first, second, turn):
                on = (second[0] + second[2] - first[0] - first[2]) * across
                on += (second[1] + second[3] - first[1] - first[3]) * down
                return (across, down) if on >= 0 else (-across, -down)
        return across, down


@dataclass(frozen=True, slots=True)
class PageMap:
    """All pages of a document, in order."""

    pages: tuple[MappedPage, ...]

    def rectangles(self, start: int, end: int) -> list[tuple[int, Box]]:
        """What to tint for the words from `start` to `end`: the index of the page and a rectangle, for each line."""
        return [(page.index, box) for page in self.pages for box in page.rectangles(start, end)]


def page_map(
    data: bytes,
    text: str,
    blocks: Sequence[Block],
    pages: Sequence[Page] = (),
    *,
    only: Collection[int] | None = None,
    filename: str = "",
    password: str = "",
) -> PageMap:
    """Find where each character of a source stands on the pages of the PDF that it was made of.

    Args:
        data: The PDF.
        text: The source's canonical text.
        blocks: Its blocks. Words of one that are not in the PDF, because an older program read them otherwise, have no
            places.
        pages: Its pages; needed with `only`.
        only: The indexes of the pages wanted, which lie near each other; all for None. Only they and their neighbours
            are read then, so that it takes no longer in a long document.
        filename: For the sentence of a refusal.
        password: For a PDF that asks for one.

    Raises:
        InputRefused: It can't be opened, as when it was imported.
    """
    there: dict[int, PageGlyphs] = {}
    with opened(data, filename, password) as document, closing(Pages(document, data)) as content:
        count = len(content)
        wanted = range(count) if only is None else sorted(index for index in only if 0 <= index < count)
        window = range(max(0, wanted[0] - _BESIDE), min(count, wanted[-1] + _BESIDE + 1)) if wanted else range(0)
        read = read_pages(content, watch=there.__setitem__, only=window)
    if only is not None and pages:
        start, end = pages[min(window.start, len(pages) - 1)].start, pages[min(window.stop, len(pages)) - 1].end
        # Of a paragraph that goes over their edges there is only the part on them.
        parts = (replace(block, start=max(block.start, start), end=min(block.end, end)) for block in blocks)
        blocks = [block for block in parts if block.end > block.start]
    shown = {index for index in wanted if index in there}
    starts: dict[int, array[int]] = {index: array("I") for index in shown}
    boxes: dict[int, array[float]] = {index: array("f") for index in shown}
    turns: dict[int, bytearray] = {index: bytearray() for index in shown}
    for offset, place in _placed(text, blocks, pages, read.pieces):
        index, glyph = page_and_glyph(place)
        if index in shown:
            starts[index].append(offset)
            boxes[index].extend(_share(there[index].glyphs, glyph))
            turns[index].append(there[index].glyphs[glyph].turn % ACROSS)
    return PageMap(
        tuple(
            MappedPage(
                index=index,
                width=there[index].width,
                height=there[index].height,
                starts=starts[index].tobytes(),
                boxes=boxes[index].tobytes(),
                turns=bytes(turns[index]),
            )
            for index in sorted(shown)
        )
    )


def _placed(
    text: str, blocks: Sequence[Block], pages: Sequence[Page], pieces: Sequence[SpelledPiece]
) -> Iterator[tuple[int, int]]:
    """Offsets in the text, rising, each with the place of its character."""
    words = [text[block.start : block.end] for block in blocks]
    plain = [piece for piece in pieces if not piece.piece.left_out]
    out: dict[str, list[SpelledPiece]] = {}
    for piece in reversed(pieces):
        if piece.piece.left_out:
            out.setdefault(piece.piece.text, []).append(piece)
    # The same words can come again on another page, as in a form.
    here = [(told, _page_at(pages, block.start)) for told, block in zip(words, blocks, strict=True)]
    there = [(piece.piece.text, _page_of(piece) if pages else 0) for piece in plain]
    for tag, one, last, two, end in SequenceMatcher(None, here, there, autojunk=False).get_opcodes():
        if tag == "equal":
            for block, piece in zip(blocks[one:last], plain[two:end], strict=True):
                yield from _of_piece(block.start, piece.text)
            continue
        rest: list[Block] = []
        for block, told in zip(blocks[one:last], words[one:last], strict=True):
            if left := out.get(told):  # a line that an editor put back
                yield from _by_words(text, rest, [])
                yield from _of_piece(block.start, left.pop().text)
            else:
                rest.append(block)
        yield from _by_words(text, rest, plain[two:end])


def _page_at(pages: Sequence[Page], offset: int) -> int:
    """The index of the page on which an offset of the text stands; 0 where there are none."""
    return pages[max(0, bisect_right(pages, offset, key=lambda page: page.start) - 1)].index if pages else 0


def _page_of(piece: SpelledPiece) -> int:
    """The index of the page on which a piece begins."""
    return page_of(next((place for place in piece.text.places if place != NOWHERE), 0))


def _of_piece(start: int, text: Spelled) -> Iterator[tuple[int, int]]:
    return ((start + offset, place) for offset, place in enumerate(text.places) if place != NOWHERE)


def _by_words(text: str, blocks: Sequence[Block], pieces: Sequence[SpelledPiece]) -> Iterator[tuple[int, int]]:
    """The same for blocks that are no pieces as they stand: where their words are the pieces' words, in order."""
    mine = [
        (block.start + match.start(), match.group())
        for block in blocks
        for match in _WORD.finditer(text[block.start : block.end])
    ]
    theirs = [
        (piece.text[match.start() : match.end()], match.group())
        for piece in pieces
        for match in _WORD.finditer(piece.text.text)
    ]
    matcher = SequenceMatcher(None, [word for _, word in mine], [word for _, word in theirs], autojunk=False)
    for tag, one, last, two, end in matcher.get_opcodes():
        if tag == "equal":
            for (start, _), (spelled, _) in zip(mine[one:last], theirs[two:end], strict=True):
                yield from _of_piece(start, spelled)
        elif tag == "replace" and max(last - one, end - two) <= _FEW_WORDS:
            # The same letters, divided or joined otherwise.
            offsets = [start + at for start, word in mine[one:last] for at in range(len(word))]
            places = [place for spelled, _ in theirs[two:end] for place in spelled.places]
            ours = "".join(word for _, word in mine[one:last])
            told = "".join(word for _, word in theirs[two:end])
            for same in SequenceMatcher(None, ours, told, autojunk=False).get_matching_blocks():
                for step in range(same.size if same.size > 1 else 0):
                    if places[same.b + step] != NOWHERE:
                        yield offsets[same.a + step], places[same.b + step]


def _share(glyphs: Sequence[Glyph], number: int) -> Box:
    """The box of a character; of a ligature, each letter has its share along the line."""
    glyph = glyphs[number]
    first = last = number
    while first and glyphs[first - 1].box == glyph.box:
        first -= 1
    while last + 1 < len(glyphs) and glyphs[last + 1].box == glyph.box:
        last += 1
    if first == last:
        return glyph.box
    left, top, right, bottom = glyph.box
    count, place = last - first + 1, number - first
    if glyph.turn in {2, 3}:
        place = count - 1 - place
    if glyph.turn % 2:
        step = (bottom - top) / count
        return left, top + place * step, right, top + (place + 1) * step
    step = (right - left) / count
    return left + place * step, top, left + (place + 1) * step, bottom


def _box(boxes: array[float], number: int) -> Box:
    left, top, right, bottom = boxes[4 * number : 4 * number + 4]
    return left, top, right, bottom


def _around(one: Box, two: Box) -> Box:
    return min(one[0], two[0]), min(one[1], two[1]), max(one[2], two[2]), max(one[3], two[3])


def _on_one_line(one: Box, two: Box, turn: int) -> bool:
    """Whether two boxes stand beside each other on a line that runs so, with no more than a word's space."""
    along, across = (1, 0) if turn % 2 else (0, 1)
    shared = min(one[across + 2], two[across + 2]) - max(one[across], two[across])
    least = min(one[across + 2] - one[across], two[across + 2] - two[across])
    most = max(one[across + 2] - one[across], two[across + 2] - two[across])
    gap = max(one[along], two[along]) - min(one[along + 2], two[along + 2])
    return shared > 0.5 * least and gap < _JOINED * most


def _distance(box: Box, x: float, y: float) -> float:
    return math.hypot(max(box[0] - x, 0.0, x - box[2]), max(box[1] - y, 0.0, y - box[3]))
