"""Leaving a block out of a source's text, and putting one back: exact arithmetic on offsets.

Blocks of a canonical text stand one blank line apart. What is left out is placed at the start of the block that
follows it, or at the end of the text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from briefgen.domain.sources import Block, LeftOut, Source
from briefgen.domain.terms import BlockKind

Shift = Callable[[int], int]
"""Turns the offset of a character of the old text into that of the same character of the new."""

_BETWEEN = "\n\n"


def put_back(source: Source, number: int) -> tuple[Source, Shift]:
    """Put the left-out line `number` (from 0) back as a paragraph; gives the new source and how offsets move."""
    line = source.left_out[number]
    text, at, last = source.text, line.at, line.at >= len(source.text)
    if not text:
        added, start = line.text, 0
    elif last:
        added, start = _BETWEEN + line.text, len(text) + len(_BETWEEN)
    else:
        added, start = line.text + _BETWEEN, at
    block = Block(BlockKind.PARAGRAPH, start, start + len(line.text))

    def shift(offset: int) -> int:
        return offset + len(added) if offset >= at and not last else offset

    def edge(offset: int) -> int:
        """Move the edge of a page: what is put back at an edge stands on the page that begins there."""
        return offset + len(added) if offset > at or (last and offset == at) else offset

    before = [entry if entry.at < at else replace(entry, at=start) for entry in source.left_out[:number]]
    after = [replace(entry, at=entry.at + len(added)) for entry in source.left_out[number + 1 :]]
    place = sum(other.start < start for other in source.blocks)
    blocks = [_moved(other, shift) for other in source.blocks]
    return replace(
        source,
        text=text[:at] + added + text[at:],
        blocks=(*blocks[:place], block, *blocks[place:]),
        pages=tuple(
            replace(page, start=edge(page.start) if number_of_page else 0, end=edge(page.end))
            for number_of_page, page in enumerate(source.pages)
        ),
        left_out=(*before, *after),
    ), shift


def leave_out(source: Source, number: int, reason: str) -> tuple[Source, Shift]:
    """Leave block `number` (from 0) out of the text; gives the new source and how offsets outside it move."""
    block = source.blocks[number]
    if number + 1 < len(source.blocks):
        start, end = block.start, source.blocks[number + 1].start
    else:
        start, end = source.blocks[number - 1].end if number else 0, len(source.text)
    gone = end - start

    def shift(offset: int) -> int:
        return offset if offset <= start else max(start, offset - gone)

    line = LeftOut(at=start, text=source.text[block.start : block.end], reason=reason)
    before = [replace(entry, at=shift(entry.at)) for entry in source.left_out if entry.at <= block.start]
    after = [replace(entry, at=shift(entry.at)) for entry in source.left_out if entry.at > block.start]
    rest = source.blocks[:number] + source.blocks[number + 1 :]
    return replace(
        source,
        text=source.text[:start] + source.text[end:],
        blocks=tuple(_moved(other, shift) for other in rest),
        pages=tuple(replace(page, start=shift(page.start), end=shift(page.end)) for page in source.pages),
        left_out=(*before, line, *after),
    ), shift


def _moved(block: Block, shift: Shift) -> Block:
    start = shift(block.start)
    return block if start == block.start else replace(block, start=start, end=start + block.end - block.start)
