"""How a source's row is painted: title in up to two lines, publisher and date, how many points of each kind."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from briefgen.gui.kinds import kind_role, paint_kind
from briefgen.gui.rows_model import Index
from briefgen.gui.sources.rows import ROW, SourceRow
from briefgen.gui.theme import Theme

_LEFT, _RIGHT, _TOP, _BOTTOM = 16, 16, 10, 10
_GAP = 4
_SIGN = 11
UNIFORM_ABOVE = 300
"""Above this many rows all have room for two lines: a view that scrolls by pixels asks for the height of every row."""


class SourceDelegate(QStyledItemDelegate):
    """Paints and measures rows; what was measured is kept until width, text or type change."""

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._theme, self._view = theme, view
        self._lines: dict[tuple[str, int, float, bool], tuple[str, ...]] = {}

    def forget(self) -> None:
        """Measure anew: another type or size came."""
        self._lines.clear()

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as the title's lines, the meta line and the counts ask."""
        width = self._view.viewport().width()
        if self._view.uniformItemSizes():
            return QSize(width, self._height(2, 2))
        row: SourceRow = index.data(ROW)
        return QSize(width, self._height(len(self._title_lines(row.title, width, strong=False)), 2 if row.meta else 1))

    def _height(self, title: int, under: int) -> int:
        """Pixels for so many lines of a title, and so many under it."""
        return _TOP + title * self._theme.line() + _GAP + under * self._theme.line("meta") + _GAP + _BOTTOM

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        theme = self._theme
        row: SourceRow = index.data(ROW)
        box: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = theme.color("panel")
        if chosen:
            ground = theme.color("selected" if self._view.hasFocus() else "selected_idle")
            painter.fillRect(box, ground)
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), theme.color("mark"))
        elif hovered:
            ground = theme.color("hover")
            painter.fillRect(box, ground)
        lines = self._title_lines(row.title, box.width(), strong=chosen)
        slack = box.height() - self._height(len(lines), 2 if row.meta else 1)
        x, y, width = box.left() + _LEFT, box.top() + _TOP + max(0, slack) // 2, box.width() - _LEFT - _RIGHT
        painter.setFont(theme.font("strong" if chosen else "text"))
        painter.setPen(theme.color("ink" if row.id else "ink_3"))
        for line in lines:
            painter.drawText(QRect(x, y, width, theme.line()), Qt.AlignmentFlag.AlignVCenter, line)
            y += theme.line()
        y += _GAP
        painter.setFont(theme.font("meta"))
        painter.setPen(theme.color("ink_2"))
        if row.meta:
            meta = painter.fontMetrics().elidedText(row.meta, Qt.TextElideMode.ElideRight, width)
            painter.drawText(QRect(x, y, width, theme.line("meta")), Qt.AlignmentFlag.AlignVCenter, meta)
            y += theme.line("meta")
        y += _GAP // 2
        self._paint_counts(painter, row, QRect(x, y, width, theme.line("meta")), ground.name())
        painter.restore()

    def _paint_counts(self, painter: QPainter, row: SourceRow, box: QRect, ground: str) -> None:
        theme, x = self._theme, box.left()
        metrics = painter.fontMetrics()
        if row.id and not row.counts:
            painter.setPen(theme.color("ink_3"))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self.tr("No points yet"))
            return
        for kind, count in row.counts:
            sign = QRectF(x, box.top() + (box.height() - _SIGN) / 2, _SIGN, _SIGN)
            paint_kind(painter, kind, sign, theme.color(kind_role(kind)), QColor(ground))
            x += _SIGN + 5
            painter.setPen(theme.color("ink_2"))
            text = str(count)
            painter.drawText(QRect(x, box.top(), 60, box.height()), Qt.AlignmentFlag.AlignVCenter, text)
            x += metrics.horizontalAdvance(text) + 14
        if row.lost:
            painter.setPen(theme.color("should_fix"))
            text = self.tr("%n passage(s) lost", "", row.lost)
            painter.drawText(QRect(x, box.top(), box.right() - x, box.height()), Qt.AlignmentFlag.AlignVCenter, text)

    def _title_lines(self, title: str, width: int, *, strong: bool) -> tuple[str, ...]:
        """Break a title into at most two lines; what is left of a longer one ends in an ellipsis."""
        key = (title, width, self._theme.scale, strong)
        found = self._lines.get(key)
        if found is not None:
            return found
        room = max(40, width - _LEFT - _RIGHT)
        layout = QTextLayout(title, self._theme.font("strong" if strong else "text"))
        layout.setTextOption(QTextOption())
        layout.beginLayout()
        spans: list[tuple[int, int]] = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(room)
            spans.append((line.textStart(), line.textLength()))
        layout.endLayout()
        lines = [title[start : start + length].rstrip() for start, length in spans[:2]]
        if len(spans) > 2:
            metrics = QFontMetrics(self._theme.font("strong" if strong else "text"))
            rest = title[spans[1][0] :]
            lines[1] = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, room)
        found = self._lines[key] = tuple(lines) or ("",)
        return found
