"""Code points of a source and positions in a text document: the one place where they are turned into each other.

A passage counts code points of the canonical text. Qt counts UTF-16 units, in which a character beyond U+FFFF is two;
and its document has one position between two blocks, where the canonical text has a blank line.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from briefgen.gui.code_units import CodeUnits


class TextMap:
    """Where the blocks of a text stand in the document that shows it.

    Of a long text the document may hold a part: `hold` says which, and positions are then those of that part. What
    stands before it counts to its beginning, what stands after it to its end.

    Args:
        text: The canonical text.
        spans: Start and end of each block that is shown, in code points, in order.
        extra: Units of the document that come before a block, by its number, and are not of the text: a line that says
            what is known of the source.
    """

    def __init__(self, text: str, spans: Sequence[tuple[int, int]], extra: Mapping[int, int]) -> None:
        self._count = CodeUnits(text)
        self.starts = [start for start, _ in spans]
        self.ends = [end for _, end in spans]
        self._positions: list[int] = []
        """Of each block, in the whole document."""
        self.units = [self._count.units(end) - self._count.units(start) for start, end in spans]
        """How many units each block has."""
        at = 0
        for number, units in enumerate(self.units):
            at += extra.get(number, 0)
            self._positions.append(at)
            at += units + 1
        self._from, self._to = 0, at + extra.get(len(spans), 0)

    def __bool__(self) -> bool:
        """Whether there is any text."""
        return bool(self.starts)

    def hold(self, first: int, end: int) -> None:
        """Let the document hold the units of the whole one from `first` up to `end` alone."""
        self._from, self._to = first, end

    def holds(self, offset: int) -> bool:
        """Whether the document holds a code point."""
        return self._from <= self.unit(offset) < self._to

    def holds_some(self, start: int, end: int) -> bool:
        """Whether the document holds something of a span of code points."""
        return self.unit(start) < self._to and self.unit(end) >= self._from

    def block(self, offset: int) -> int:
        """The number of the block that a code point is in, or of the last one before it (0 at the least)."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def block_of_position(self, position: int) -> int:
        """The number of the block that a position of the document is in, or of the last one before it."""
        return max(0, bisect_right(self._positions, position + self._from) - 1)

    def begins(self, position: int) -> int | None:
        """The number of the block that begins at a position of the document; None where none does."""
        number = self.block_of_position(position)
        return number if self.starts and self._positions[number] == position + self._from else None

    def position(self, offset: int) -> int:
        """The document's position of a code point; one between blocks counts to the end of the block before it."""
        if not self.starts:
            return 0
        return min(max(self.unit(offset), self._from), self._to - 1) - self._from

    def unit(self, offset: int) -> int:
        """The position of a code point in the whole document; 0 where there is no text."""
        if not self.starts:
            return 0
        number = self.block(offset)
        start = self.starts[number]
        inside = min(max(offset, start), self.ends[number])
        return self._positions[number] + self._count.units(inside) - self._count.units(start)

    def offset(self, position: int) -> int:
        """The code point at a position of the document; what is not of the text counts to an end of a block."""
        if not self.starts:
            return 0
        number = self.block_of_position(position)
        inside = max(0, position + self._from - self._positions[number])
        return min(self._count.point(self._count.units(self.starts[number]) + inside), self.ends[number])
