"""The place at the foot of the list that says what can be dropped."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from briefgen.gui.controls import label, tight
from briefgen.gui.theme import Theme

_RADIUS = 8


class DropTarget(QWidget):
    """A dashed box with a sentence; lit while something that can be dropped is over the panel."""

    def __init__(self, theme: Theme, sentence: str) -> None:
        super().__init__()
        self._theme = theme
        self._lit = False
        column = QVBoxLayout(self)
        tight(column, margins=(12, 12, 12, 12))
        column.addWidget(label(theme, sentence, face="meta", ink="ink_2", wraps=True))
        theme.changed.connect(self.update)

    def set_lit(self, *, lit: bool) -> None:
        """Show whether what is over the panel can be dropped."""
        self._lit = lit
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the dashed edge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self._theme.color("focus" if self._lit else "control"), 2 if self._lit else 1, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        if self._lit:
            painter.setBrush(self._theme.color("hover"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), _RADIUS, _RADIUS)
