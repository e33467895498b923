"""How a finding's row is painted: its sign, one sentence, how much it matters, where, and its buttons."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QTextLayout
from PySide6.QtWidgets import QApplication, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from briefgen.domain.terms import Severity
from briefgen.gui.brief_words import severity_sign, severity_words
from briefgen.gui.icons import Icons
from briefgen.gui.preflight.rows import ROW, FindingRow, Index
from briefgen.gui.theme import Theme

_LEFT, _RIGHT, _TOP, _BOTTOM = 16, 16, 6, 4
"""Margins in pixels; those at the sides are the panels' own, which stay while text grows."""
_SIGN, _INDENT = 16, 26
_BUTTON, _PAD, _GAP = 24, 4, 8


class FindingDelegate(QStyledItemDelegate):
    """Paints and measures rows. The view tells which button is under the mouse or has the keys."""

    def __init__(self, theme: Theme, icons: Icons, view: QListView) -> None:
        super().__init__(view)
        self._theme, self._icons, self._view = theme, icons, view
        self._lines: dict[tuple[str, int], tuple[str, ...]] = {}
        self.hot: tuple[int, int] = (-1, -1)
        """Row and button under the mouse."""
        self.keyed = 0
        """Which button of the current row has the keys."""

    def forget(self) -> None:
        """Measure anew: another type or size came."""
        self._lines.clear()

    def buttons(self, row: FindingRow, box: QRect) -> list[QRect]:
        """Where the row's buttons are in its box, from left to right."""
        px = self._theme.px
        metrics = QFontMetrics(self._theme.font("strong"))
        right = box.right() + 1 - self._margin() + px(_PAD)
        found: list[QRect] = []
        for button in reversed(row.buttons):
            wide = metrics.horizontalAdvance(button.words) + 2 * px(_PAD)
            top = box.bottom() + 1 - px(_BOTTOM) - px(_BUTTON)
            found.insert(0, QRect(right - wide, top, wide, px(_BUTTON)))
            right -= wide + px(_GAP)
        return found

    def _margin(self) -> int:
        """The margin at the right, in which the scroll bar stands when there is one: nothing moves when it comes."""
        bar = self._view.verticalScrollBar()
        wide = bar.width() if bar.isVisible() else 0
        return max(0, _RIGHT - wide)

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as the sentence, and a line under it."""
        row: FindingRow = index.data(ROW)
        width = self._view.viewport().width()
        lines = len(self._broken(row.found.finding.message, width))
        px = self._theme.px
        return QSize(width, px(_TOP) + lines * self._theme.line() + px(_BUTTON) + px(_BOTTOM))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        theme, px = self._theme, self._theme.px
        row: FindingRow = index.data(ROW)
        box = QRect(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        focus = QApplication.focusWidget()
        focused = focus is not None and (focus is self._view or self._view.isAncestorOf(focus))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen and focused:
            painter.fillRect(box, theme.color("selected"))
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), theme.color("mark"))
        elif bool(option.state & QStyle.StateFlag.State_MouseOver):
            painter.fillRect(box, theme.color("hover"))
        sign, role = severity_sign(row.severity)
        role = "ink_3" if row.accepted else role
        size = px(_SIGN)
        top = box.top() + px(_TOP)
        picture = self._icons.pixmap(sign, role, size=size, ratio=painter.device().devicePixelRatioF())
        painter.drawPixmap(box.left() + _LEFT, top + (theme.line() - size) // 2, picture)
        x = box.left() + _LEFT + px(_INDENT)
        painter.setFont(theme.font("text"))
        painter.setPen(theme.color("ink_3" if row.accepted else "ink"))
        for line in self._broken(row.found.finding.message, box.width()):
            painter.drawText(QRect(x, top, box.right() - x, theme.line()), int(Qt.AlignmentFlag.AlignVCenter), line)
            top += theme.line()
        places = self.buttons(row, box)
        self._paint_meta(painter, row, QRect(x, top, (places[0].left() if places else box.right()) - x, px(_BUTTON)))
        for number, (button, where) in enumerate(zip(row.buttons, places, strict=True)):
            hot = self.hot == (index.row(), number)
            keyed = chosen and focus is self._view and number == min(self.keyed, len(places) - 1)
            words = "" if index == self._view.currentIndex() else button.words  # there a real button has them
            self._paint_button(painter, where, words, hot=hot, keyed=keyed)
        painter.restore()

    def _paint_meta(self, painter: QPainter, row: FindingRow, box: QRect) -> None:
        theme, middle = self._theme, int(Qt.AlignmentFlag.AlignVCenter)
        word = self.tr("Accepted") if row.accepted else severity_words(row.severity)
        roles = {Severity.ERROR: "must_fix", Severity.WARNING: "should_fix", Severity.HINT: "ink_2"}
        painter.setFont(theme.font("meta_strong"))
        painter.setPen(theme.color("ink_3" if row.accepted else roles[row.severity]))
        painter.drawText(box, middle, word)
        wide = painter.fontMetrics().horizontalAdvance(word) + theme.px(8)
        painter.setFont(theme.font("meta"))
        painter.setPen(theme.color("ink_3" if row.accepted else "ink_2"))
        rest = box.adjusted(wide, 0, -theme.px(4), 0)
        said = row.accepted or row.place
        if not row.accepted and row.found.finding.measured:
            said = f"{said} · {row.found.finding.measured}"
        painter.drawText(
            rest, middle, painter.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, rest.width())
        )

    def _paint_button(self, painter: QPainter, box: QRect, words: str, *, hot: bool, keyed: bool) -> None:
        theme = self._theme
        if hot:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("pressed"))
            painter.drawRoundedRect(box, 4, 4)
        if keyed:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("focus"), 2))
            painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), 4, 4)
        painter.setFont(theme.font("strong"))
        painter.setPen(theme.color("link"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), words)

    def _broken(self, text: str, width: int) -> tuple[str, ...]:
        """Break a sentence into lines."""
        key = (text, width)
        found = self._lines.get(key)
        if found is not None:
            return found
        px = self._theme.px
        room = max(px(80), width - _LEFT - px(_INDENT) - self._margin())
        layout = QTextLayout(text, self._theme.font("text"))
        layout.beginLayout()
        spans: list[tuple[int, int]] = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(room)
            spans.append((line.textStart(), line.textLength()))
        layout.endLayout()
        if len(self._lines) > 2000:
            self._lines.clear()
        # Qt counts UTF-16 units; a text with characters beyond the first plane is cut by them.
        units = text.encode("utf-16-le")
        lines = tuple(units[2 * at : 2 * (at + length)].decode("utf-16-le").rstrip() for at, length in spans)
        found = self._lines[key] = lines or ("",)
        return found
