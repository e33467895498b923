"""A card that floats over the text: raised, with a shadow; part of the window, so that the focus stays where it was."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from briefgen.gui.controls import tight
from briefgen.gui.shadow import REACH, paint_floating
from briefgen.gui.theme import Theme

_RADIUS = 8


class FloatingCard(QWidget):
    """The base of what floats. What it shows goes into `inside`; its place is that of the card, not of the shadow."""

    def __init__(self, theme: Theme, parent: QWidget, *, margins: tuple[int, int, int, int] = (4, 4, 4, 4)) -> None:
        super().__init__(parent)
        self._theme = theme
        outer = QVBoxLayout(self)
        tight(outer, margins=(REACH, REACH, REACH, REACH))
        self.inside = QVBoxLayout()
        tight(self.inside, margins=margins)
        outer.addLayout(self.inside)
        theme.changed.connect(self.update)
        self.hide()

    def place(self, corner: QPoint) -> None:
        """Put the card's upper left corner at a place of the parent, and show it."""
        self.adjustSize()
        self.move(corner - QPoint(REACH, REACH))
        self.show()
        self.raise_()

    def beside(self, first: QRectF, last: QRectF, *, centre: float) -> None:
        """Stand over a span of words, else under it, never on it; over their end when there is no room for either.

        Args:
            first: The box of the span's first line in the parent.
            last: That of its last line.
            centre: Where the card's middle shall be, as far as there is room.
        """
        self.adjustSize()
        high, wide = self.height() - 2 * REACH, self.width() - 2 * REACH
        parent = self.parentWidget()
        assert parent is not None  # noqa: S101  it floats over one
        room = parent.size()
        x = max(8.0, min(centre - wide / 2, room.width() - wide - 8.0))
        y = first.top() - high - 5
        if y < 4:
            y = last.bottom() + 5
        if y + high > room.height() - 4:
            y = max(4.0, min(first.top() - high - 5, room.height() - high - 4.0))
        self.place(QPoint(round(x), round(y)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the shadow, then the card."""
        del event
        tokens = self._theme.tokens
        card = QRectF(self.rect()).adjusted(REACH, REACH, -REACH, -REACH)
        paint_floating(
            QPainter(self),
            card,
            ground=self._theme.color("raised"),
            edge=self._theme.color("line"),
            radius=_RADIUS,
            dark=tokens.dark,
        )
