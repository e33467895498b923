"""Type to find a point and cite the selected words in it."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from briefgen.domain.points import Point
from briefgen.gui.controls import label, search_field
from briefgen.gui.icons import Icons
from briefgen.gui.kinds import kind_role, kind_word, paint_kind
from briefgen.gui.reader.floating import FloatingCard
from briefgen.gui.theme import Theme, slants

_ROWS = 7
_Index = QModelIndex | QPersistentModelIndex


class _Points(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self._all: list[tuple[str, Point]] = []
        self.shown: list[Point] = []

    def fill(self, points: tuple[Point, ...]) -> None:
        self._all = [(f"{_name(point)} {point.title}".casefold(), point) for point in points]
        self.narrow("")

    def narrow(self, words: str) -> None:
        wanted = words.casefold().split()
        self.beginResetModel()
        self.shown = [point for text, point in self._all if all(word in text for word in wanted)]
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        return 0 if parent.isValid() else len(self.shown)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        point = self.shown[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return f"{_name(point)}: {point.title}"
        return point if role == Qt.ItemDataRole.UserRole else None


def _name(point: Point) -> str:
    return f"{kind_word(point.kind)} {point.id.rpartition('-')[2]}"


class _Row(QStyledItemDelegate):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(100, self._theme.px(32))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme, px = self._theme, self._theme.px
        box: QRect = option.rect
        state = option.state
        point: Point = index.data(Qt.ItemDataRole.UserRole)
        ground = (
            "selected"
            if state & QStyle.StateFlag.State_Selected
            else "hover"
            if state & QStyle.StateFlag.State_MouseOver
            else "raised"
        )
        painter.fillRect(box, theme.color(ground))
        symbol = QRectF(box.left() + px(12), box.center().y() - px(6) + 0.5, px(12), px(12))
        paint_kind(painter, point.kind, symbol, theme.color(kind_role(point.kind)), theme.color(ground))
        number = point.id.rpartition("-")[2]
        painter.setFont(theme.font("text", figures=True))
        painter.setPen(theme.color("ink_2"))
        middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.drawText(box.adjusted(px(32), 0, 0, 0), middle, number)
        left = px(32) + max(px(20), painter.fontMetrics().horizontalAdvance(number) + px(8))
        painter.setFont(theme.font("text", italic=point.title_is_draft and slants(point.title)))
        painter.setPen(theme.color("ink"))
        words = painter.fontMetrics().elidedText(point.title, Qt.TextElideMode.ElideRight, box.width() - left - px(12))
        painter.drawText(box.adjusted(left, 0, 0, 0), middle, words)


class PointPicker(FloatingCard):
    """A field and a list of points under it; Enter takes one, Esc none."""

    picked = Signal(str)
    left = Signal()
    """Nothing was picked, and the focus may go back to the text."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(theme, parent, margins=(8, 8, 8, 8))
        self.setAccessibleName(self.tr("Cite in a point"))
        self.inside.setSpacing(8)
        self.field: QLineEdit = search_field(theme, icons, self.tr("Find a point by number or title"), icon="search")
        self.list = QListView()
        self.list.setAccessibleName(self.tr("Points"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMouseTracking(True)
        self._model = _Points()
        self.list.setModel(self._model)
        self._row = _Row(theme)
        self.list.setItemDelegate(self._row)
        self._none = label(theme, self.tr("No point has these words."), face="meta", ink="ink_2")
        self.inside.addWidget(self.field)
        self.inside.addWidget(self.list)
        self.inside.addWidget(self._none)
        self.field.textChanged.connect(self._narrow)
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # noqa: S101  widgets need one
        app.focusChanged.connect(self._leave)
        self.list.clicked.connect(lambda index: self._take(index.row()))

    def ask(self, points: tuple[Point, ...], first: QRectF, last: QRectF) -> None:
        """Show the points to choose from beside a span of words, and take the focus."""
        self.setFixedWidth(self._theme.px(360))
        self._model.fill(points)
        self.field.clear()
        self._narrow("")
        self.beside(first, last, centre=first.left() + self._theme.px(180))
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _narrow(self, words: str) -> None:
        self._model.narrow(words)
        count = len(self._model.shown)
        self.list.setFixedHeight(self._theme.px(32) * max(1, min(_ROWS, count)))
        self.list.setVisible(count > 0)
        self._none.setVisible(count == 0)
        if count:
            self.list.setCurrentIndex(self._model.index(0))
        self.adjustSize()

    def _take(self, row: int) -> None:
        if 0 <= row < len(self._model.shown):
            point = self._model.shown[row].id
            self.hide()
            self.picked.emit(point)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose, Enter takes, Esc leaves."""
        row = self.list.currentIndex().row()
        match event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_Up:
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                row = max(0, min(row + step, len(self._model.shown) - 1))
                self.list.setCurrentIndex(self._model.index(row))
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._take(row)
            case Qt.Key.Key_Escape:
                self.hide()
                self.left.emit()
            case _:
                super().keyPressEvent(event)

    def _leave(self, old: QWidget | None, new: QWidget | None) -> None:
        """Go when the focus goes elsewhere in the window."""
        if old is self.field and new is not None and not self.isAncestorOf(new):
            self.hide()
