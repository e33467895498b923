"""The heading that one is under, as a button that opens the outline of all headings."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from briefgen.gui.icons import Icons
from briefgen.gui.theme import Theme
from briefgen.gui.tool_tips import plain_tip

_ICON = 16


class OutlineButton(QAbstractButton):
    """Icon, heading, chevron; the heading is elided where there is no room."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme, self._icons = theme, icons
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.say("")
        theme.changed.connect(self.updateGeometry)

    def say(self, heading: str) -> None:
        """Show another heading."""
        if heading == self.text() and self.toolTip():
            return
        self.setText(heading)
        self.setAccessibleName(
            self.tr("Headings. You are under “{heading}”").format(heading=heading) if heading else self.tr("Headings")
        )
        self.setToolTip(plain_tip(heading) or self.tr("Headings"))
        self.updateGeometry()
        self.update()

    def _words(self) -> str:
        return self.text() or self.tr("Headings")

    def sizeHint(self) -> QSize:
        """Room for the whole heading."""
        px = self._theme.px
        self.ensurePolished()
        wide = self._metrics_width(self._words())
        return QSize(px(4 + _ICON + 8 + 8 + 14 + 6) + wide, px(28))

    def minimumSizeHint(self) -> QSize:
        """Room for a few letters."""
        return QSize(self._theme.px(100), self._theme.px(28))

    def _metrics_width(self, words: str) -> int:
        return QFontMetrics(self._theme.font("text")).horizontalAdvance(words) + 2

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be pressed."""
        super().enterEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it."""
        del event
        px, ratio = self._theme.px, self.devicePixelRatioF()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("pressed" if self.isDown() else "hover"))
            painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        icon, small = px(_ICON), px(14)
        painter.drawPixmap(
            px(4), (self.height() - icon) // 2, self._icons.pixmap("list", "ink_2", size=icon, ratio=ratio)
        )
        left = px(4 + _ICON + 8)
        room = self.width() - left - px(8 + 14 + 6)
        painter.setFont(self._theme.font("text"))
        painter.setPen(self._theme.color("ink"))
        words = painter.fontMetrics().elidedText(self._words(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(
            QRectF(left, 0, room + 4, self.height()),
            int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft),
            words,
        )
        x = left + painter.fontMetrics().horizontalAdvance(words) + px(8)
        painter.drawPixmap(
            x, (self.height() - small) // 2, self._icons.pixmap("chevron-down", "ink_2", size=small, ratio=ratio)
        )
