"""How a row of the palette is painted: icon, text with what was typed in semibold, detail, keys at the right end."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from briefgen.gui.finding import places
from briefgen.gui.theme import Theme

Index = QModelIndex | QPersistentModelIndex


class PaletteRow(QStyledItemDelegate):
    """Paints titles of groups and entries; `query` gives what is typed."""

    def __init__(self, theme: Theme, query: Callable[[], str], parent: QObject) -> None:
        super().__init__(parent)
        self._theme, self._query = theme, query

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """28 pixels for a title, 36 for an entry."""
        del option
        title = isinstance(index.data(Qt.ItemDataRole.UserRole), str)
        return QSize(100, self._theme.px(28 if title else 36))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        row, theme = index.data(Qt.ItemDataRole.UserRole), self._theme
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if isinstance(row, str):
            painter.setFont(theme.font("meta"))
            painter.setPen(theme.color("ink_2"))
            painter.drawText(box.adjusted(theme.px(16), theme.px(4), 0, 0), int(Qt.AlignmentFlag.AlignVCenter), row)
            painter.restore()
            return
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.color("selected"))
            painter.fillRect(QRect(box.x(), box.y(), 3, box.height()), theme.color("mark"))
        size = theme.px(16)
        row.icon.paint(painter, QRect(box.x() + theme.px(17), box.y() + (box.height() - size) // 2, size, size))
        right = box.right() - theme.px(16)
        if row.keys:
            right = self._keys(painter, box, right, row.keys)
        left = box.x() + theme.px(46)
        ink = theme.color("ink" if row.enabled else "disabled")
        left = self._words(painter, QRect(left, box.y(), right - left, box.height()), row.text, ink)
        if row.detail and right - left > theme.px(48):
            painter.setFont(theme.font("meta"))
            painter.setPen(theme.color("ink_2" if row.enabled else "disabled"))
            there = QRect(left + theme.px(12), box.y() + 1, right - left - theme.px(12), box.height())
            fits = QFontMetrics(painter.font()).elidedText(row.detail, Qt.TextElideMode.ElideRight, there.width())
            painter.drawText(there, int(Qt.AlignmentFlag.AlignVCenter), fits)
        painter.restore()

    def _words(self, painter: QPainter, box: QRect, text: str, ink: QColor) -> int:
        """Draw the text, what was typed in semibold; gives where it ends."""
        plain, strong = self._theme.font("text"), self._theme.font("strong")
        painter.setPen(ink)
        flags, x, at = int(Qt.AlignmentFlag.AlignVCenter), box.x(), 0
        pieces: list[tuple[str, bool]] = []
        for start, end in places(self._query(), text) or ():
            if start > at:
                pieces.append((text[at:start], False))
            pieces.append((text[max(at, start) : end], True))
            at = max(at, end)
        pieces.append((text[at:], False))
        for piece, marked in pieces:
            painter.setFont(strong if marked else plain)
            metrics = QFontMetrics(painter.font())
            room = box.right() - x
            if room <= 0 or not piece:
                break
            fits = metrics.elidedText(piece, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRect(x, box.y(), room, box.height()), flags, fits)
            x += metrics.horizontalAdvance(fits)
        return x

    def _keys(self, painter: QPainter, box: QRect, right: int, keys: str) -> int:
        """Draw the keys as a cap; gives where it begins."""
        theme = self._theme
        painter.setFont(theme.font("meta"))
        wide = QFontMetrics(painter.font()).horizontalAdvance(keys) + theme.px(12)
        high = theme.px(18)
        cap = QRectF(right - wide, box.y() + (box.height() - high) / 2, wide, high)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.color("line"))
        painter.setBrush(theme.color("window" if theme.tokens.dark else "surface"))
        painter.drawRoundedRect(cap, 4, 4)
        painter.setPen(theme.color("ink_2"))
        painter.drawText(cap, int(Qt.AlignmentFlag.AlignCenter), keys)
        return int(cap.x()) - theme.px(12)
