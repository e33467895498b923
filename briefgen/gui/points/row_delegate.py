"""How a row of the list of points is painted, and how high it is."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from briefgen.gui.bench import Bench
from briefgen.gui.kinds import KINDS, kind_role, kind_words, paint_kind
from briefgen.gui.points.rows import ROW, KindRow, PointRow, PointRows
from briefgen.gui.points.words import title_of
from briefgen.gui.theme import slants

_ROW, _TWO_LINES, _KIND = 32, 52, 32
_SYMBOL, _NUMBER = 28, 50
_RIGHT = 16
UNIFORM_ABOVE = 1000
"""Above this many rows all have one line: a view that scrolls by pixels asks for the height of every row."""

Index = QModelIndex | QPersistentModelIndex


class PointDelegate(QStyledItemDelegate):
    """Paints kinds and points; heights are kept by title and width."""

    def __init__(self, bench: Bench, view: QTreeView, rows: PointRows) -> None:
        super().__init__(view)
        self._bench, self._view, self._rows = bench, view, rows
        self._heights: dict[tuple[str, int, int], int] = {}
        self._widest = (0, 0)
        self.cite_at = QModelIndex()
        """The row over which a passage is held."""

    def forget(self) -> None:
        """Let go of measured heights: the type is another."""
        self._heights.clear()
        self._widest = (0, 0)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Give a row's height: of one line, or two where the title needs them."""
        px = self._bench.theme.px
        row = index.data(ROW)
        if isinstance(row, KindRow):
            return QSize(0, px(_KIND))
        if not isinstance(row, PointRow) or self._view.uniformRowHeights():
            return QSize(0, px(_ROW))
        room = self._view.viewport().width() - self._title_left() - self._right_of(row)[0]
        key = (title_of(row.point), row.point.title_is_draft, room)
        height = self._heights.get(key)
        if height is None:
            if len(self._heights) > 20_000:
                self._heights.clear()
            lines = self._lines(key[0], self._title_font(row, chosen=True), room)
            height = self._heights[key] = px(_TWO_LINES if len(lines) > 1 else _ROW)
        return QSize(0, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a row."""
        row = index.data(ROW)
        painter.save()
        if isinstance(row, KindRow):
            self._paint_kind_row(painter, option, row, index)
        elif isinstance(row, PointRow):
            self._paint_point(painter, option, row, cited=index == self.cite_at)
        painter.restore()

    # ---------------------------------------------------------------------------------------- a kind's row

    def _paint_kind_row(self, painter: QPainter, option: QStyleOptionViewItem, row: KindRow, index: Index) -> None:
        theme, box = self._bench.theme, QRect(option.rect)
        px = theme.px
        inner = box.adjusted(0, px(4), 0, 0)
        if option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(inner, theme.color("hover"))
        folded = not self._view.isExpanded(self._rows.index(row.number, 0))
        chevron = self._bench.icons.pixmap(
            "chevron-right" if folded else "chevron-down",
            "ink_3",
            size=px(14),
            ratio=painter.device().devicePixelRatio(),
        )
        painter.drawPixmap(QPointF(px(12), inner.center().y() - px(14) / 2 + 1), chevron)
        kind = KINDS[row.number]
        painter.setPen(theme.color(kind_role(kind)))
        painter.setFont(theme.font("strong"))
        words = kind_words(kind)
        left = px(34)
        painter.drawText(QRect(left, inner.y(), box.width() - left, inner.height()), _VCENTRE, words)
        left += QFontMetrics(painter.font()).horizontalAdvance(words) + px(8)
        painter.setPen(theme.color("ink_3"))
        painter.setFont(theme.font("meta", figures=True))
        painter.drawText(QRect(left, inner.y(), px(80), inner.height()), _VCENTRE, f"{row.count:,}")
        if option.state & QStyle.StateFlag.State_HasFocus:
            self._paint_ring(painter, inner)

    # --------------------------------------------------------------------------------------- a point's row

    def _paint_point(self, painter: QPainter, option: QStyleOptionViewItem, row: PointRow, *, cited: bool) -> None:
        theme, box = self._bench.theme, QRect(option.rect)
        px, point, state = theme.px, row.point, option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        at_work = self._view.hasFocus()
        ground = "panel"
        if chosen:
            ground = "selected" if at_work else "selected_idle"
        elif cited:
            ground = "selected"
        elif hovered:
            ground = "hover"
        if ground != "panel":
            painter.fillRect(box, theme.color(ground))
        if chosen:
            painter.fillRect(
                QRect(box.x(), box.y(), px(3), box.height()), theme.color("mark" if at_work else "control")
            )
        taken, parts = self._right_of(row)
        font = self._title_font(row, chosen=chosen)
        left, room = self._title_left(), box.width() - self._title_left() - taken
        two = box.height() > px(_ROW)
        # A row has the height that its title needs when chosen; until then one line may do, which stands in the middle.
        lines = self._lines(title_of(point), font, room) if two else []
        above = px(6) if len(lines) > 1 else (box.height() - px(20)) // 2
        first = QRect(box.x(), box.y() + (above if two else 0), box.width(), px(20) if two else box.height())
        symbol = QRectF(px(_SYMBOL), first.center().y() + 0.5 - px(12) / 2, px(12), px(12))
        paint_kind(painter, point.kind, symbol, theme.color(kind_role(point.kind)), theme.color(ground))
        painter.setPen(theme.color("ink_2"))
        painter.setFont(theme.font("text", figures=True))
        painter.drawText(QRect(px(_NUMBER), first.y(), px(60), first.height()), _VCENTRE, str(point.number))
        self._paint_right(painter, first, [] if cited else parts)
        if hovered and not self._bench.session.read_only:
            grip = self._bench.icons.pixmap(
                "grip-vertical", "ink_3", size=px(12), ratio=painter.device().devicePixelRatio()
            )
            painter.drawPixmap(QPointF(px(10), first.center().y() - px(12) / 2 + 1), grip)
        painter.setFont(font)
        painter.setPen(theme.color("ink"))
        if two:
            for number, line in enumerate(lines):
                painter.drawText(QRect(left, first.y() + number * px(20), room, px(20)), _VCENTRE, line)
        else:
            words = QFontMetrics(font).elidedText(title_of(point), Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRect(left, first.y(), room, first.height()), _VCENTRE, words)
        if state & QStyle.StateFlag.State_HasFocus and not chosen:
            self._paint_ring(painter, box)

    def _paint_right(self, painter: QPainter, first: QRect, parts: list[tuple[str, str, int]]) -> None:
        """Paint, from the right, the number of quotes, and what is said of the point."""
        theme, px = self._bench.theme, self._bench.theme.px
        right = first.right() + 1 - px(_RIGHT)
        ratio = painter.device().devicePixelRatio()
        for sort, text, width in parts:
            box = QRect(right - width, first.y(), width, first.height())
            painter.setFont(theme.font("meta", figures=True))
            painter.setPen(theme.color("ink_2"))
            if sort in {"quotes", "lost"}:
                icon, role = ("should-fix", "should_fix") if sort == "lost" else ("quote", "ink_3")
                picture = self._bench.icons.pixmap(icon, role, size=px(12), ratio=ratio)
                painter.drawPixmap(QPointF(box.x(), box.center().y() - px(12) / 2 + 1), picture)
                painter.setPen(theme.color("should_fix" if sort == "lost" else "ink_2"))
                if sort == "lost":
                    painter.setFont(theme.font("meta_strong", figures=True))
                painter.drawText(box.adjusted(px(16), 0, 0, 0), _AT_RIGHT, text)
            elif sort == "draft":
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(QPen(theme.color("control"), 1, Qt.PenStyle.CustomDashLine))
                pen = painter.pen()
                pen.setDashPattern([3, 2])
                painter.setPen(pen)
                tag = QRectF(box.x() + 0.5, box.center().y() + 0.5 - px(18) / 2, box.width() - 1, px(18))
                painter.drawRoundedRect(tag, 4, 4)
                painter.setPen(theme.color("ink_2"))
                painter.drawText(tag, int(Qt.AlignmentFlag.AlignCenter), text)
            else:
                painter.drawText(box, _AT_RIGHT, text)
            right -= width + px(12)

    def _right_of(self, row: PointRow) -> tuple[int, list[tuple[str, str, int]]]:
        """What stands at the right, from the right: sort, words, width; and how much room all of it takes."""
        theme, px = self._bench.theme, self._bench.theme.px
        meta = QFontMetrics(theme.font("meta", figures=True))
        parts: list[tuple[str, str, int]] = []
        if row.lost:
            text = self.tr("{n} lost").format(n=row.lost)
            parts.append(
                ("lost", text, px(18) + QFontMetrics(theme.font("meta_strong", figures=True)).horizontalAdvance(text))
            )
        elif row.point.evidence:
            text = str(len(row.point.evidence))
            parts.append(("quotes", text, px(16) + max(px(6), meta.horizontalAdvance(text))))
        if row.point.title_is_draft:
            text = self.tr("draft title")
            parts.append(("draft", text, meta.horizontalAdvance(text) + px(12)))
        elif row.rating:
            parts.append(("rating", row.rating, meta.horizontalAdvance(row.rating)))
        return px(_RIGHT) + sum(width + px(12) for _, _, width in parts), parts

    # ------------------------------------------------------------------------------------------- measuring

    def _title_left(self) -> int:
        px = self._bench.theme.px
        widest = self._rows.widest_number()
        if self._widest[0] != widest:
            metrics = QFontMetrics(self._bench.theme.font("text", figures=True))
            self._widest = (widest, metrics.horizontalAdvance(str(widest)))
        return px(_NUMBER) + max(px(8), self._widest[1]) + px(6)

    def _title_font(self, row: PointRow, *, chosen: bool) -> QFont:
        italic = row.point.title_is_draft and slants(title_of(row.point))
        return self._bench.theme.font("strong" if chosen else "text", italic=italic)

    @staticmethod
    def _lines(text: str, font: QFont, room: int) -> list[str]:
        """Break a title into at most two lines; the second ends in “…” where that is not enough."""
        layout = QTextLayout(text, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        starts: list[tuple[int, int]] = []
        while len(starts) < 3 and (line := layout.createLine()).isValid():
            line.setLineWidth(max(20, room))
            starts.append((line.textStart(), line.textLength()))
        layout.endLayout()
        units = text.encode("utf-16-le")

        def cut(start: int, end: int) -> str:
            return units[2 * start : 2 * end].decode("utf-16-le", "replace").strip()

        if len(starts) < 2:
            return [text]
        rest = cut(starts[1][0], len(units) // 2)
        return [cut(0, starts[1][0]), QFontMetrics(font).elidedText(rest, Qt.TextElideMode.ElideRight, room)]

    def _paint_ring(self, painter: QPainter, box: QRect) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._bench.theme.color("focus"), 2))
        painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), 4, 4)


_VCENTRE = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_AT_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
