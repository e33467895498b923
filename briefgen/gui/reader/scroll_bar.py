"""The reader's scroll bar: as wide as a mark needs, with a mark for every passage where it stands in the text."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QScrollBar, QStyle, QStyleOptionSlider

from briefgen.domain.terms import Kind
from briefgen.gui.kinds import kind_role
from briefgen.gui.theme import Theme

_WIDTH = 14
_MARK = 3


class MarkedScrollBar(QScrollBar):
    """A vertical scroll bar with marks at parts of its length."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._theme = theme
        self._marks: tuple[tuple[float, Kind | None], ...] = ()
        self._drawn: QPixmap | None = None
        self.setObjectName("marked")
        theme.changed.connect(self._redraw)

    @property
    def marks(self) -> tuple[tuple[float, Kind | None], ...]:
        """What is marked: parts of the whole, 0 to 1, and the kind."""
        return self._marks

    def mark(self, marks: Iterable[tuple[float, Kind | None]]) -> None:
        """Mark other places."""
        self._marks = tuple(marks)
        self._redraw()

    def sizeHint(self) -> QSize:
        """Its width, whatever its length."""
        return QSize(self._theme.px(_WIDTH), 40)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the marks anew."""
        super().resizeEvent(event)
        self._redraw()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground, the part in view, the marks over both."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("panel"))
        painter.fillRect(0, 0, 1, self.height(), self._theme.color("line"))
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        thumb = self.style().subControlRect(
            QStyle.ComplexControl.CC_ScrollBar, option, QStyle.SubControl.SC_ScrollBarSlider, self
        )
        if self.maximum() > self.minimum():
            grabbed = self.isSliderDown() or self.underMouse()
            colour = self._theme.color("control" if grabbed else "ink_3")
            colour.setAlphaF(0.42 if grabbed else 0.26)
            painter.fillRect(QRect(1, thumb.top(), self.width() - 1, thumb.height()), colour)
        if self._drawn is None:
            self._drawn = self._draw_marks()
        painter.drawPixmap(0, 0, self._drawn)

    def _draw_marks(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        drawn = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        drawn.setDevicePixelRatio(ratio)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        high, left = self.height() - _MARK, self._theme.px(3)
        wide = self.width() - 2 * left + 1
        for kind in (None, *Kind):
            colour = self._theme.color("control" if kind is None else kind_role(kind))
            for top in {round(part * high) for part, of_kind in self._marks if of_kind is kind}:
                painter.fillRect(left, top, wide, _MARK, colour)
        painter.end()
        return drawn

    def _redraw(self) -> None:
        self._drawn = None
        self.update()
