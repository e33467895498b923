"""The pages of a document laid out: what is on each, in the order of reading, with nothing joined across them yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from briefgen.domain.terms import BlockKind
from briefgen.importers.pdf.columns import Block, blocks_of
from briefgen.importers.pdf.flow import Measures, Paragraph, paragraphs_of, rejoin, tell_kinds
from briefgen.importers.pdf.furniture import Furniture, PageLines, find_furniture
from briefgen.importers.pdf.glyphs import ACROSS, UNKNOWN, PageGlyphs
from briefgen.importers.pdf.notes import Note
from briefgen.importers.pdf.pages import Pages
from briefgen.importers.pdf.rows import Line, lines_of, marks_in

_MARGIN = 0.12
"""The share of the page at each side within which text that runs another way is no part of the text."""
_MOST_ASIDE = 300
_ILLEGIBLE = "letters that the file does not tell"


@dataclass(frozen=True, slots=True)
class PageLayout:
    """A page: its blocks in order, by the direction of their lines, the main one first; and what was found on it."""

    index: int
    turns: tuple[int, ...]
    blocks: tuple[tuple[Block, ...], ...]
    asides: tuple[Line, ...]
    height: float
    glyphs: int
    unmapped: int
    recognised: bool
    notes: tuple[Note, ...]


def page_layouts(
    pages: Pages, indexes: Iterable[int], watch: Callable[[int, PageGlyphs], None] | None = None
) -> Iterator[PageLayout | None]:
    """Lay out pages; None for one that can't be read. `watch` is told of each page's characters."""
    for index in indexes:
        found = pages.read(index)
        if found is None:
            yield None
            continue
        if watch is not None:
            watch(index, found.glyphs)
        yield _laid_out(index, found.glyphs, found.notes)


def _laid_out(index: int, page: PageGlyphs, notes: tuple[Note, ...]) -> PageLayout:
    there = Counter([1 if glyph.upright else glyph.style.turn for glyph in page.glyphs])
    turns = [turn for turn, _ in there.most_common() if turn != ACROSS]
    blocks: list[tuple[Block, ...]] = []
    asides: list[Line] = []
    main = turns[0] if turns else 0
    across = [ACROSS] if there[ACROSS] else []
    for turn in (*turns, *across):
        lines = lines_of(marks_in(page.glyphs, turn, page.width, page.height), index, turn)
        if turn == ACROSS or (turn != main and _is_aside(lines, page)):
            asides += lines
        else:
            blocks.append(tuple(blocks_of(lines)))
    return PageLayout(
        index=index,
        turns=tuple(turns),
        blocks=tuple(blocks),
        asides=tuple(asides),
        height=page.width if main % 2 else page.height,
        glyphs=len(page.glyphs),
        unmapped=page.unmapped,
        recognised=page.recognised,
        notes=notes,
    )


def _is_aside(lines: list[Line], page: PageGlyphs) -> bool:
    """Whether lines that run another way than the text stand in the margin."""
    if not lines or sum(len(line.words) for line in lines) > _MOST_ASIDE:
        return False
    depth = page.height if lines[0].turn % 2 == 0 else page.width
    return all(line.base < _MARGIN * depth or line.base > (1 - _MARGIN) * depth for line in lines)


@dataclass(frozen=True, slots=True)
class Laid:
    """All pages laid out: paragraphs in order, rejoined; and what their measure is."""

    paragraphs: list[Paragraph]
    furniture: Furniture
    measures: Measures


def paragraphs_in(pages: list[PageLayout], labels: Sequence[str], keep: frozenset[str]) -> Laid:
    """The paragraphs of all pages, with running heads and the like among them as left out, but for those in `keep`."""
    furniture = find_furniture(
        [
            PageLines(page.index, [line for block in page.blocks[0] for line in block.lines], page.height)
            for page in pages
            if page.blocks
        ],
        labels,
    )
    blocks = [(page, block) for page in pages for part in page.blocks for block in part]
    measures = Measures(block for _, block in blocks)
    body = {line.words for _, block in blocks for line in block.lines if id(line) not in furniture.reasons}
    column = count()
    found: list[Paragraph] = []
    for page in pages:
        on_page: list[Paragraph] = []
        for part in page.blocks:
            for block in part:
                on_page += _divided(block, column, furniture, keep - body, measures)
        on_page += [_aside(line, next(column)) for line in page.asides]
        for paragraph in on_page:
            if not paragraph.left_out and _is_illegible(paragraph):
                paragraph.left_out = _ILLEGIBLE
        tell_kinds([each for each in on_page if not each.left_out], measures)
        found += on_page
    return Laid(rejoin(found), furniture, measures)


def _is_illegible(paragraph: Paragraph) -> bool:
    """Whether of most of its letters it is not known what they are."""
    words = paragraph.words
    return UNKNOWN in words and 2 * words.count(UNKNOWN) > len(words) - words.count(" ")


def _divided(
    block: Block, column: Iterator[int], furniture: Furniture, keep: frozenset[str], measures: Measures
) -> list[Paragraph]:
    """The paragraphs of a block; lines of it that are furniture each by itself, left out."""
    found: list[Paragraph] = []
    lines: list[Line] = []

    def flush() -> None:
        if lines:
            found.extend(paragraphs_of(Block(list(lines), block.is_table), next(column), measures))
            lines.clear()

    for line in block.lines:
        reason = _reason(line, furniture)
        if reason and line.words not in keep:
            flush()
            found.append(_alone(line, next(column), reason))
        else:
            lines.append(line)
    flush()
    return found


def _reason(line: Line, furniture: Furniture) -> str:
    return furniture.reasons.get(id(line), "")


def _aside(line: Line, column: int) -> Paragraph:
    return _alone(line, column, "text across the page" if line.turn == ACROSS else "text at the margin")


def _alone(line: Line, column: int, reason: str) -> Paragraph:
    return Paragraph(BlockKind.PARAGRAPH, [line], column, left_out=reason)
