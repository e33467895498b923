"""How what was found is painted: a source's title with its count, a place in two lines, its words in semibold."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from briefgen.gui.rows_model import Index
from briefgen.gui.sources.search_rows import ROW, Excerpt, PlaceRow, SearchRow, TitleRow
from briefgen.gui.theme import Theme

_LEFT, _RIGHT = 16, 12
_GAP = 8
_LINES = 2


def units(text: str) -> int:
    """The length of a text as Qt counts it, in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _count(row: TitleRow) -> str:
    return f"{row.count:,}{'+' if row.more else ''}"


class SearchDelegate(QStyledItemDelegate):
    """Paints rows; all titles are of one height and all places of another, so that thousands cost nothing."""

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._theme, self._view = theme, view
        self._lines: dict[tuple[str, int], tuple[str, ...]] = {}
        theme.changed.connect(self._lines.clear)

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """A title has one or two lines, a place always two."""
        row: SearchRow = index.data(ROW)
        width, high = self._view.viewport().width(), self._theme.px(52)
        if isinstance(row, TitleRow):
            high = self._theme.px(12) + self._theme.line() * len(self._title_lines(row, self._title_room(row, width)))
        return QSize(width, high)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        row: SearchRow = index.data(ROW)
        box: QRect = option.rect
        painter.save()
        if isinstance(row, TitleRow):
            self._title(painter, row, box)
        else:
            theme = self._theme
            if option.state & QStyle.StateFlag.State_Selected:
                painter.fillRect(box, theme.color("selected" if self._view.hasFocus() else "selected_idle"))
                painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), theme.color("mark"))
            elif option.state & QStyle.StateFlag.State_MouseOver:
                painter.fillRect(box, theme.color("hover"))
            self._place(painter, row, box.adjusted(_LEFT, theme.px(6), -_RIGHT, -theme.px(6)))
        painter.restore()

    def _title(self, painter: QPainter, row: TitleRow, box: QRect) -> None:
        theme, line = self._theme, self._theme.line()
        inner = QRect(box.x() + _LEFT, box.y() + theme.px(8), box.width() - _LEFT - _RIGHT, line)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font("meta"))
        painter.setPen(theme.color("ink_3"))
        painter.drawText(inner, int(middle | Qt.AlignmentFlag.AlignRight), _count(row))
        painter.setFont(theme.font("strong"))
        painter.setPen(theme.color("ink"))
        room = self._title_room(row, box.width())
        for text in self._title_lines(row, room):
            painter.drawText(QRect(inner.x(), inner.y(), room, line), int(middle), text)
            inner.translate(0, line)

    def _title_room(self, row: TitleRow, width: int) -> int:
        wide = QFontMetrics(self._theme.font("meta")).horizontalAdvance(_count(row))
        return max(40, width - _LEFT - _RIGHT - wide - _GAP)

    def _title_lines(self, row: TitleRow, room: int) -> tuple[str, ...]:
        key = (row.source.title, room)
        found = self._lines.get(key)
        if found is None:
            layout = self._layout(Excerpt(row.source.title, ()), room, face="strong")
            encoded = layout.text().encode("utf-16-le", "surrogatepass")
            spans = [layout.lineAt(number) for number in range(layout.lineCount())]
            lines = (encoded[2 * s.textStart() : 2 * (s.textStart() + s.textLength())] for s in spans)
            found = self._lines[key] = tuple(line.decode("utf-16-le", "surrogatepass").strip() for line in lines)
        return found

    def _place(self, painter: QPainter, row: PlaceRow, box: QRect) -> None:
        theme, line = self._theme, self._theme.line()
        place = row.place()
        painter.setFont(theme.font("meta"))
        painter.setPen(theme.color("ink_3"))
        right = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        painter.drawText(QRect(box.x(), box.y(), box.width(), line), right, place)
        room = box.width() - QFontMetrics(painter.font()).horizontalAdvance(place) - _GAP
        layout = self._layout(row.excerpt(), max(40, room))
        painter.setPen(theme.color("ink_2"))
        for number in range(min(_LINES, layout.lineCount())):
            one = layout.lineAt(number)
            one.setPosition(QPointF(0, number * line + (line - one.height()) / 2))
        layout.draw(painter, QPointF(box.topLeft()))

    def _layout(self, excerpt: Excerpt, room: int, face: str = "text") -> QTextLayout:
        """Break an excerpt into two lines; what is left of a longer one ends in an ellipsis."""
        text = excerpt.text
        layout = self._broken(text, excerpt.marks, room, face)
        while layout.lineCount() > _LINES:
            last = layout.lineAt(_LINES - 1)
            kept = text.encode("utf-16-le", "surrogatepass")[: 2 * (last.textStart() + last.textLength())]
            shown = kept.decode("utf-16-le", "ignore")
            text = f"{shown[: min(len(shown), len(text) - 1) - 2].rstrip(' …,;:.')}…"
            layout = self._broken(text, excerpt.marks, room, face)
        return layout

    def _broken(self, text: str, marks: tuple[tuple[int, int], ...], room: int, face: str) -> QTextLayout:
        theme = self._theme
        layout = QTextLayout(text, theme.font(face))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        strong = QTextCharFormat()
        strong.setFontWeight(QFont.Weight.DemiBold)
        strong.setForeground(theme.color("ink"))
        ranges = []
        for start, end in marks:
            if start < len(text):
                one = QTextLayout.FormatRange()
                one.start, one.length, one.format = units(text[:start]), units(text[start:end]), strong
                ranges.append(one)
        layout.setFormats(ranges)
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(room)
        layout.endLayout()
        return layout
