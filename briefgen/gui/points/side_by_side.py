"""Fields side by side, each with room for its words; where there is none for all of them, the last go to a new line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from briefgen.gui.theme import Theme

WANTED = "wanted_width"
"""The dynamic property by which a widget anywhere in a field says how many pixels its words need."""
_GAP, _BETWEEN = 8, 4


def shared(width: int, wanted: Sequence[int], shares: Sequence[int]) -> list[int]:
    """Divide a width: by the shares, as long as each gets what it wants; what is short takes from the others.

    All lengths are pixels; `wanted` fits into `width` together.
    """
    short: set[int] = set()
    while True:
        left = width - sum(wanted[place] for place in short)
        parts = sum(share for place, share in enumerate(shares) if place not in short) or 1
        widths = [wanted[place] if place in short else left * share // parts for place, share in enumerate(shares)]
        more = {place for place, wide in enumerate(widths) if wide < wanted[place]}
        if not more:
            return widths
        short |= more


class SideBySide(QLayout):
    """Lays out fields from left to right.

    Args:
        theme: The theme in force.
        shares: How the fields share what is left when each has what it wants; 0 takes no more than that.
    """

    def __init__(self, theme: Theme, shares: Sequence[int]) -> None:
        super().__init__()
        self._theme, self._shares = theme, tuple(shares)
        self._items: list[QLayoutItem] = []
        self._known: list[int] = []
        self.setContentsMargins(0, 0, 0, 0)

    # ------------------------------------------------------------------------------------- what Qt asks

    def addItem(self, item: QLayoutItem) -> None:
        """Take one more field."""
        self._items.append(item)
        self._known = []

    def count(self) -> int:
        """How many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """One of them, or none."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Let go of one."""
        self._known = []
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def invalidate(self) -> None:
        """Ask the fields anew what they want: one of them says so."""
        self._known = []
        super().invalidate()

    def expandingDirections(self) -> Qt.Orientation:
        """As wide as there is room."""
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        """The narrower, the higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """How high it is at a width."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def sizeHint(self) -> QSize:
        """One line, where that may be."""
        wide = sum(self._wanted()) + self._theme.px(_GAP) * (len(self._items) - 1)
        return QSize(wide, self.heightForWidth(wide))

    def minimumSize(self) -> QSize:
        """A field a line."""
        wide = max((item.minimumSize().width() for item in self._items), default=0)
        return QSize(wide, max((item.minimumSize().height() for item in self._items), default=0))

    def setGeometry(self, rect: QRect) -> None:
        """Lay the fields out."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    # ----------------------------------------------------------------------------------------- placing

    def _wanted(self) -> list[int]:
        """How many pixels each field wants; asked many times between one change and the next."""
        if len(self._known) != len(self._items):
            self._known = [_wanted_by(item) for item in self._items]
        return self._known

    def _lines(self, width: int) -> list[list[int]]:
        """The fields of each line, by their places."""
        lines: list[list[int]] = []
        used = 0
        for place, wanted in enumerate(self._wanted()):
            if lines and used + self._theme.px(_GAP) + wanted <= width:
                lines[-1].append(place)
                used += self._theme.px(_GAP) + wanted
            else:
                lines.append([place])
                used = wanted
        return lines

    def _place(self, rect: QRect, *, move: bool) -> int:
        """Lay the fields out, or only see how high they come."""
        gap, y = self._theme.px(_GAP), rect.y()
        for line in self._lines(rect.width()):
            wanted = [min(rect.width(), self._wanted()[place]) for place in line]
            shares = [self._shares[place] for place in line]
            if not any(shares):
                shares = [1] * len(line)
            room = rect.width() - gap * (len(line) - 1)
            widths = shared(room, wanted, shares)
            x, highest = rect.x(), 0
            for place, wide in zip(line, widths, strict=True):
                item = self._items[place]
                high = item.heightForWidth(wide) if item.hasHeightForWidth() else item.sizeHint().height()
                high = max(high, item.minimumSize().height())
                if move:
                    item.setGeometry(QRect(QPoint(x, y), QSize(wide, high)))
                x, highest = x + wide + gap, max(highest, high)
            y += highest + self._theme.px(_BETWEEN)
        return max(0, y - self._theme.px(_BETWEEN) - rect.y())


def _wanted_by(item: QLayoutItem) -> int:
    widget = item.widget()
    own = [int(part.property(WANTED) or 0) for part in widget.findChildren(QWidget)] if widget is not None else []
    return max([item.minimumSize().width(), *own])
