"""How the outline's rows are painted."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QTextLayout
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from briefgen.gui.bench import Bench
from briefgen.gui.kinds import kind_role, paint_kind
from briefgen.gui.outline.rows import ROW, OutlineRow
from briefgen.gui.rows_model import Index
from briefgen.gui.theme import slants

_SECTION, _POINT, _TWO_LINES, _ASIDE = 28, 32, 52, 44
_GRIP, _BOX, _SIGN, _NUMBER, _TITLE = 10, 30, 58, 78, 96
_RIGHT = 16
_BOX_SIZE, _SIGN_SIZE = 16, 12
UNIFORM_ABOVE = 1000
"""Above this many rows all have one line: a view that scrolls by pixels asks for the height of every row."""


class OutlineDelegate(QStyledItemDelegate):
    """Paints sections with their count of words, points with grip, box, sign and number."""

    def __init__(self, bench: Bench, view: QListView) -> None:
        super().__init__(view)
        self._bench, self._view = bench, view
        self._short: dict[tuple[str, int, int], bool] = {}

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """One line, or two for a title that needs them."""
        px = self._bench.theme.px
        if self._view.uniformItemSizes():
            return QSize(0, px(_POINT))
        row: OutlineRow = index.data(ROW)
        if row.sort == "section":
            return QSize(0, px(_SECTION))
        if row.sort == "aside":
            return QSize(0, px(_ASIDE))
        room = self._room(self._view.viewport().width())
        return QSize(0, px(_POINT if self._is_short(row.title, room) else _TWO_LINES))

    def box_of(self, row: QRect) -> QRect:
        """Where the check box of a point's row lies."""
        px = self._bench.theme.px
        return QRect(row.left() + px(_BOX), row.center().y() - px(_BOX_SIZE) // 2, px(_BOX_SIZE), px(_BOX_SIZE))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        theme = self._bench.theme
        row: OutlineRow = index.data(ROW)
        box = QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = theme.color("panel")
        chosen = bool(option.state & QStyle.StateFlag.State_Selected) and row.sort != "aside"
        if chosen:
            ground = theme.color("selected" if self._view.hasFocus() else "selected_idle")
            painter.fillRect(box, ground)
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), theme.color("mark"))
        elif option.state & QStyle.StateFlag.State_MouseOver and row.sort != "aside":
            ground = theme.color("hover")
            painter.fillRect(box, ground)
        if row.sort == "section":
            self._paint_section(painter, box, row, chosen=chosen)
        elif row.sort == "aside":
            self._paint_aside(painter, box, row)
        else:
            hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
            self._paint_point(painter, box, row, ground, chosen=chosen, gripped=hovered or chosen)
        painter.restore()

    def _paint_section(self, painter: QPainter, box: QRect, row: OutlineRow, *, chosen: bool) -> None:
        theme = self._bench.theme
        said, over = self._said_of(row)
        painter.setFont(theme.font("meta"))
        painter.setPen(theme.color("should_fix" if over else "ink_3"))
        inner = box.adjusted(theme.px(16), 0, -theme.px(_RIGHT), 0)
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, said)
        taken = painter.fontMetrics().horizontalAdvance(said) + theme.px(12)
        painter.setFont(theme.font("strong" if chosen else "text"))
        painter.setPen(theme.color("ink"))
        room = inner.adjusted(0, 0, -taken, 0)
        title = painter.fontMetrics().elidedText(row.title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, title)

    def _said_of(self, row: OutlineRow) -> tuple[str, bool]:
        """What stands at the right of a section, and whether it is over its limit."""
        if row.none_identified:
            return self.tr("None identified"), False
        if row.kind is not None:
            said = str(row.count)
            if row.most:
                said = self.tr("{count} of {most}").format(count=row.count, most=row.most)
            return said, bool(row.most and row.count > row.most)
        if not row.narrative:
            return "", False
        if row.limit:
            return self.tr("{words} / {limit} words").format(words=row.words, limit=row.limit), row.words > row.limit
        return self.tr("%n word(s)", "", row.words), False

    def _paint_aside(self, painter: QPainter, box: QRect, row: OutlineRow) -> None:
        theme = self._bench.theme
        above = theme.px(8) if box.height() > theme.px(_POINT) else 0
        painter.fillRect(QRect(box.left(), box.top() + above, box.width(), 1), theme.color("line"))
        inner = box.adjusted(theme.px(16), above + 1, -theme.px(_RIGHT), 0)
        painter.setFont(theme.font("strong"))
        painter.setPen(theme.color("ink"))
        title = self.tr("Not in this brief")
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, title)
        shift = painter.fontMetrics().horizontalAdvance(title) + theme.px(8)
        painter.setFont(theme.font("meta"))
        painter.setPen(theme.color("ink_3"))
        painter.drawText(inner.adjusted(shift, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, str(row.count))

    def _paint_point(
        self, painter: QPainter, box: QRect, row: OutlineRow, ground: QColor, *, chosen: bool, gripped: bool
    ) -> None:
        theme = self._bench.theme
        px = theme.px
        ink = theme.color("ink" if row.shown else "ink_3")
        middle = box.center().y() + 0.5
        if gripped and not self._bench.session.read_only:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("ink_3"))
            for x in (0, 5):
                for y in (-5, 0, 5):
                    painter.drawEllipse(QPointF(box.left() + px(_GRIP) + x, middle + y), 1.2, 1.2)
        if row.sort == "point":
            self._paint_box(painter, self.box_of(box), checked=row.shown)
        if row.kind is not None:
            sign = QRectF(box.left() + px(_SIGN), middle - px(_SIGN_SIZE) / 2, px(_SIGN_SIZE), px(_SIGN_SIZE))
            painter.setOpacity(1 if row.shown else 0.55)
            paint_kind(painter, row.kind, sign, theme.color(kind_role(row.kind)), ground)
            painter.setOpacity(1)
        painter.setPen(ink)
        painter.setFont(theme.font(figures=True))
        number = QRect(box.left() + px(_NUMBER), box.top(), px(_TITLE - _NUMBER), box.height())
        painter.drawText(number, Qt.AlignmentFlag.AlignVCenter, str(row.number))
        painter.setFont(theme.font("strong" if chosen else "text", italic=row.draft and slants(row.title)))
        lines = self._lines(row.title, self._room(box.width()), one=box.height() <= px(_POINT))
        y = box.center().y() - len(lines) * theme.line() // 2
        for line in lines:
            painter.drawText(
                QRect(box.left() + px(_TITLE), y, box.width() - px(_TITLE) - px(_RIGHT), theme.line()),
                Qt.AlignmentFlag.AlignVCenter,
                line,
            )
            y += theme.line()

    def _paint_box(self, painter: QPainter, box: QRect, *, checked: bool) -> None:
        theme = self._bench.theme
        rect = QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(theme.color("accent" if checked else "control"), 1.2))
        painter.setBrush(theme.color("accent" if checked else "field"))
        painter.drawRoundedRect(rect, 4, 4)
        if checked:
            tick = self._bench.icons.pixmap(
                "check", "on_accent", size=box.width() - 4, ratio=painter.device().devicePixelRatio()
            )
            painter.drawPixmap(QPointF(box.left() + 2, box.top() + 2), tick)

    def _room(self, width: int) -> int:
        """How wide a title's line is in a view of a width, in pixels."""
        theme = self._bench.theme
        return max(60, width - theme.px(_TITLE) - theme.px(_RIGHT))

    def _is_short(self, title: str, room: int) -> bool:
        """Whether a title needs one line alone; measured without being broken, which would take ten times as long."""
        key = (title, room, self._bench.theme.line())
        known = self._short.get(key)
        if known is None:
            if len(self._short) > 20_000:
                self._short.clear()
            metrics = QFontMetrics(self._bench.theme.font("strong"))
            known = self._short[key] = metrics.horizontalAdvance(title) <= room
        return known

    def _lines(self, title: str, room: int, *, one: bool) -> list[str]:
        """Break a title into at most two lines, or one; the last is elided where there is more."""
        font = self._bench.theme.font("strong")
        if one:
            return [QFontMetrics(font).elidedText(title, Qt.TextElideMode.ElideRight, room)]
        layout = QTextLayout(title, font)
        layout.beginLayout()
        starts: list[tuple[int, int]] = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(room)
            starts.append((line.textStart(), line.textLength()))
        layout.endLayout()
        lines = [title[start : start + length].rstrip() for start, length in starts[:2]]
        if len(starts) > 2:
            rest = title[starts[1][0] :]
            lines[1] = QFontMetrics(font).elidedText(rest, Qt.TextElideMode.ElideRight, room)
        return lines or [""]
