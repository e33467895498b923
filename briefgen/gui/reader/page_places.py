"""Where the characters of a text stand on one page of its PDF, and which of them is at a place: pure geometry.

All places are in points from the upper left corner of the page as it is shown; offsets are code points of the source's
text. The characters are in the order of the text, which is the order of reading.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

_NEAR = 1.6
"""How far apart, in heights of the line, two characters of one line may stand: a cell's width is more."""
_AGREE = 0.45
"""The share of the smaller one's height in which two characters of one line agree."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page."""

    left: float
    top: float
    right: float
    bottom: float

    def distance(self, x: float, y: float) -> float:
        """How far a place is from it; lines above and below count for more than what stands beside."""
        across = max(self.left - x, 0.0, x - self.right)
        down = max(self.top - y, 0.0, y - self.bottom)
        return across + 4 * down

    def holds(self, x: float, y: float) -> bool:
        """Whether a place is in it."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom


def around(boxes: Iterable[Box]) -> Box:
    """The rectangle around several, at least one."""
    all_ = list(boxes)
    return Box(
        min(box.left for box in all_),
        min(box.top for box in all_),
        max(box.right for box in all_),
        max(box.bottom for box in all_),
    )


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its box, the numbers of its first character and of the one after its last, how it runs."""

    box: Box
    first: int
    end: int
    down: bool = False
    backwards: bool = False


class PagePlaces:
    """The characters of one page.

    Args:
        offsets: Their offsets in the text, in order.
        boxes: Left, top, right, bottom of each of them, one after the other.
    """

    def __init__(self, offsets: array[int], boxes: array[float]) -> None:
        self.offsets, self._boxes = offsets, boxes

    def __len__(self) -> int:
        """How many characters stand on the page."""
        return len(self.offsets)

    @property
    def first(self) -> int:
        """The offset of the first character; there is one."""
        return self.offsets[0]

    @property
    def last(self) -> int:
        """The offset of the last character; there is one."""
        return self.offsets[-1]

    def box(self, number: int) -> Box:
        """The box of a character, by its number on the page."""
        return Box(*self._boxes[4 * number : 4 * number + 4])

    @cached_property
    def lines(self) -> list[Line]:
        """The lines in the order of reading."""
        found: list[Line] = []
        first, held, down = 0, None, False
        for number in range(len(self)):
            box = self.box(number)
            runs_down = self._runs_down(number)
            if held is None:
                held, down = box, runs_down
            elif runs_down == down and (_under(held, box) if down else _beside(held, box)):
                held = around((held, box))
            else:
                found.append(self._line(held, first, number, down=down))
                first, held, down = number, box, runs_down
        if held is not None:
            found.append(self._line(held, first, len(self), down=down))
        return found

    def _runs_down(self, number: int) -> bool:
        """Whether a character stands over or under a neighbour in the same word, rather than beside it."""
        here = self.box(number)
        for other in (number + 1, number - 1):
            if 0 <= other < len(self) and abs(self.offsets[other] - self.offsets[number]) == 1:
                there = self.box(other)
                if _beside(here, there):
                    return False
                if _under(here, there):
                    return True
        return False

    def _line(self, box: Box, first: int, end: int, *, down: bool) -> Line:
        one, other = self.box(first), self.box(end - 1)
        backwards = other.top < one.top if down else other.left < one.left
        return Line(box, first, end, down, backwards)

    def span_boxes(self, start: int, end: int) -> list[Box]:
        """A box for each line of the characters from one offset to another, as high as the line."""
        first, last = bisect_left(self.offsets, start), bisect_left(self.offsets, end)
        if first >= last:
            return []
        found = []
        number = max(0, bisect_left(self.lines, first + 1, key=lambda line: line.first) - 1)
        for line in self.lines[number:]:
            if line.first >= last:
                break
            box = around(self.box(at) for at in range(max(first, line.first), min(last, line.end)))
            if line.down:
                found.append(Box(line.box.left, box.top, line.box.right, box.bottom))
            else:
                found.append(Box(box.left, line.box.top, box.right, line.box.bottom))
        return found

    def caret_at(self, x: float, y: float) -> int | None:
        """The offset before or after the character nearest to a place, whichever edge is nearer; None without any."""
        line = min(self.lines, key=lambda line: line.box.distance(x, y), default=None)
        if line is None:
            return None
        number = min(range(line.first, line.end), key=lambda at: self.box(at).distance(x, y))
        box = self.box(number)
        after = y > (box.top + box.bottom) / 2 if line.down else x > (box.left + box.right) / 2
        return self.offsets[number] + (after is not line.backwards)

    def offset_at(self, x: float, y: float) -> int | None:
        """The offset of the character whose line and place hold a place, spaces between words included; else None."""
        for line in self.lines:
            if line.box.holds(x, y):
                number = min(range(line.first, line.end), key=lambda at: self.box(at).distance(x, y))
                return self.offsets[number]
        return None

    def first_below(self, top: float) -> int | None:
        """The offset of the first character, in the order of reading, of the highest line below a height."""
        below = [line for line in self.lines if line.box.top >= top]
        if not below:
            return None
        return self.offsets[min(below, key=lambda line: (round(line.box.top), line.first)).first]

    def edge_of(self, offset: int) -> Box | None:
        """The box of the character at an offset, or of the next that stands on the page; None behind the last."""
        number = bisect_left(self.offsets, offset)
        return self.box(number) if number < len(self) else None


def _beside(line: Box, box: Box) -> bool:
    high = min(line.bottom - line.top, box.bottom - box.top)
    common = min(line.bottom, box.bottom) - max(line.top, box.top)
    gap = max(box.left - line.right, line.left - box.right)
    return common >= _AGREE * high and gap <= _NEAR * max(high, 1.0)


def _under(line: Box, box: Box) -> bool:
    """The same for a line that runs down the page or up it."""
    wide = min(line.right - line.left, box.right - box.left)
    common = min(line.right, box.right) - max(line.left, box.left)
    gap = max(box.top - line.bottom, line.top - box.bottom)
    return common >= _AGREE * wide and gap <= _NEAR * max(wide, 1.0)
