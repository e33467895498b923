"""A source as a document: all of it, or, of a long one, what is in view at first, and the rest by and by.

Words that are put into a document cost time, and laying them out costs more. So a long text begins with a stretch
around the place that is wanted, and is added to at either end; a place that is not there yet begins it anew.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence

from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument

from briefgen.gui.reader.offsets import TextMap

Style = tuple[QTextBlockFormat, QTextCharFormat]

AT_ONCE = 60_000
"""Characters up to which a text is set at once."""
_ABOVE, _BELOW = 2_000, 8_000
"""Characters above and below a place with which a long text begins: as much as a large window shows."""
_STEP = 6_000
"""Characters that are added at a time, or a block, where that is longer."""


class SetText:
    """A document and the map between it and the source's text.

    A line is what becomes one block of the document: a block of the source, or what is said of it under its title.

    Args:
        lines: The unit of the whole document at which each line begins, and in the end how many units it has.
        text_map: Where the source's blocks stand.
        blank: Makes a document with nothing in it, as wide as it shall be.
        line: The words and the style of a line, by its number.
        column: Width of the text, in pixels.
        size: That of running text, in pixels.
    """

    def __init__(
        self,
        *,
        lines: Sequence[int],
        text_map: TextMap,
        blank: Callable[[], QTextDocument],
        line: Callable[[int], tuple[str, Style]],
        column: int,
        size: int,
    ) -> None:
        self._lines, self._blank, self._line = lines, blank, line
        self.map, self.column, self.size = text_map, column, size
        self._first = self._end = 0
        self.document = blank()

    @property
    def is_long(self) -> bool:
        """Whether it is too long to be set at once."""
        return self._lines[-1] > AT_ONCE

    @property
    def is_whole(self) -> bool:
        """Whether all lines are set."""
        return self.begins and self.ends

    @property
    def begins(self) -> bool:
        """Whether the first line is set."""
        return not self._first

    @property
    def ends(self) -> bool:
        """Whether the last line is set."""
        return self._end == len(self._lines) - 1

    def begin(self, offset: int) -> None:
        """Set the text anew, in another document: all of it, or the stretch around a code point."""
        self._first, self._end = 0, len(self._lines) - 1
        if self.is_long:
            here = self.map.unit(offset)
            self._first, self._end = self._line_at(here - _ABOVE), self._line_at(here + _BELOW) + 1
        self.document = self._blank()
        cursor = QTextCursor(self.document)
        cursor.beginEditBlock()
        self._set_here(cursor, self._first)
        self._set_on(cursor, range(self._first + 1, self._end))
        cursor.endEditBlock()
        self._tell()

    def add_after(self) -> None:
        """Set some more lines behind those that are set."""
        end = max(self._end + 1, self._line_at(self._lines[self._end] + _STEP))
        cursor = QTextCursor(self.document)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.beginEditBlock()
        self._set_on(cursor, range(self._end, min(end, len(self._lines) - 1)))
        cursor.endEditBlock()
        self._end = min(end, len(self._lines) - 1)
        self._tell()

    def add_before(self) -> int:
        """Set some more lines before those that are set; gives how many."""
        first = min(self._first - 1, self._line_at(self._lines[self._first] - _STEP))
        added = range(max(0, first), self._first)
        cursor = QTextCursor(self.document)
        cursor.beginEditBlock()
        block = self.document.firstBlock()
        cursor.insertBlock(block.blockFormat(), block.charFormat())
        cursor.setPosition(0)
        self._set_here(cursor, added[0])
        self._set_on(cursor, added[1:])
        cursor.endEditBlock()
        self._first = added[0]
        self._tell()
        return len(added)

    def _line_at(self, unit: int) -> int:
        """The number of the line in which a unit of the whole document is; of the first or last where there is none."""
        return min(max(0, bisect_right(self._lines, unit) - 1), len(self._lines) - 2)

    def _set_here(self, cursor: QTextCursor, number: int) -> None:
        """Set a line in the empty block in which the cursor is."""
        words, (block_format, char_format) = self._line(number)
        cursor.setBlockFormat(block_format)
        cursor.setBlockCharFormat(char_format)
        cursor.insertText(words, char_format)

    def _set_on(self, cursor: QTextCursor, numbers: range) -> None:
        """Set lines behind the cursor, each in a block of its own."""
        for number in numbers:
            words, (block_format, char_format) = self._line(number)
            cursor.insertBlock(block_format, char_format)
            cursor.insertText(words, char_format)

    def _tell(self) -> None:
        self.map.hold(self._lines[self._first], self._lines[self._end])
