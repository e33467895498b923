"""Where things stand in a laid-out text: its visible blocks, the boxes of a span's lines, the extent of a mark.

All in pixels of the document. Only what is asked for is laid out, and nothing is measured twice in one painting.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QTextBlock

from briefgen.gui.reader.marks import Mark
from briefgen.gui.reader.set_text import SetText


@dataclass(frozen=True, slots=True)
class Shown:
    """A block of the text that is in view: its number in the source, its span in code points, its place."""

    block: QTextBlock
    number: int
    start: int
    end: int
    top: float


class Geometry:
    """Measures one set text."""

    def __init__(self, text: SetText) -> None:
        self._text = text
        self._document = text.document
        self._map = text.map

    @property
    def left(self) -> float:
        """Where the text begins."""
        return self._document.rootFrame().frameFormat().leftMargin()

    def top_of(self, block: QTextBlock) -> float:
        """Where the lines of a block begin; lays it out if need be."""
        self._document.documentLayout().blockBoundingRect(block)
        return block.layout().position().y()

    def block_at(self, height: float) -> QTextBlock:
        """The block at a height.

        Qt's own answer is wrong while it is still laying the text out; then it is searched for, from the top, by steps
        that double, so that no more is laid out than twice what is needed.
        """
        position = self._document.documentLayout().hitTest(QPointF(self.left, height), Qt.HitTestAccuracy.FuzzyHit)
        block = self._document.findBlock(max(0, position))
        last = self._document.blockCount() - 1
        if block.blockNumber() < last or last < 1:
            return block
        low, high = 0, 1
        while high < last and self.top_of(self._document.findBlockByNumber(high)) <= height:
            low, high = high, min(2 * high, last)
        while low < high:
            middle = (low + high + 1) // 2
            if self.top_of(self._document.findBlockByNumber(middle)) <= height:
                low = middle
            else:
                high = middle - 1
        return self._document.findBlockByNumber(low)

    def position_at(self, height: float) -> int:
        """The document's position at the beginning of the line at a height."""
        block = self.block_at(height)
        number = int((height - self.top_of(block)) / max(1.0, block.blockFormat().lineHeight()))
        line = block.layout().lineAt(max(0, min(number, block.layout().lineCount() - 1)))
        return block.position() + (line.textStart() if line.isValid() else 0)

    def visible(self, top: float, bottom: float) -> Iterator[QTextBlock]:
        """The blocks between two heights, those of title and description included."""
        block = self.block_at(top)
        while block.isValid() and self.top_of(block) < bottom:
            yield block
            block = block.next()

    def shown(self, top: float, bottom: float) -> Iterator[Shown]:
        """The blocks of the source between two heights."""
        for block in self.visible(top, bottom):
            number = self._map.begins(block.position())
            if number is not None:
                yield Shown(
                    block, number, self._map.starts[number], self._map.ends[number], block.layout().position().y()
                )

    def boxes(self, block: QTextBlock, start: int, end: int) -> list[QRectF]:
        """A box for each line of a block that has words between two positions of the document; as high as the line."""
        layout = block.layout()
        high = block.blockFormat().lineHeight()
        at, left, top = block.position(), layout.position().x(), self.top_of(block)
        start, end = max(start - at, 0), min(end - at, block.length() - 1)
        found = []
        first, last = layout.lineForTextPosition(start), layout.lineForTextPosition(max(start, end - 1))
        if not first.isValid() or not last.isValid():
            return []
        for number in range(first.lineNumber(), last.lineNumber() + 1):
            line = layout.lineAt(number)
            begins, ends = line.textStart(), line.textStart() + line.textLength()
            one, other = _x(line.cursorToX(max(start, begins))), _x(line.cursorToX(min(end, ends)))
            if one > other:
                one, other = other, one
            furthest = line.naturalTextRect().right() if end >= ends else other
            found.append(QRectF(left + one, top + number * high, max(1.0, min(other, furthest) - one), high))
        return found

    def line_of(self, position: int) -> tuple[float, float]:
        """Top and bottom of the line at a position of the document."""
        block = self._document.findBlock(position)
        top, high = self.top_of(block), block.blockFormat().lineHeight()
        line = block.layout().lineForTextPosition(position - block.position())
        number = line.lineNumber() if line.isValid() else 0
        return top + number * high, top + (number + 1) * high

    def extent(self, mark: Mark) -> tuple[float, float]:
        """Top of a mark's first line, bottom of its last."""
        return self.line_of(self._map.position(mark.start))[0], self.line_of(self._map.position(mark.end - 1))[1]

    def span_boxes(self, start: int, end: int) -> list[QRectF]:
        """A box for each line of a span of code points, in all its blocks; none of what the document does not hold."""
        if not self._map.holds_some(start, end):
            return []
        first, last = self._map.position(start), self._map.position(end)
        block = self._document.findBlock(first)
        found: list[QRectF] = []
        while block.isValid() and block.position() < last:
            found += self.boxes(block, first, last)
            block = block.next()
        return found


def _x(given: object) -> float:
    """What Qt gives for a cursor's place: the number, or the number and the place it was found for."""
    return float(given[0] if isinstance(given, tuple) else given)  # type: ignore[arg-type]  # one or the other
