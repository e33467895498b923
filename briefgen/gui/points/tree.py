"""The list of points as a view: folding, dragging points into order, dropping passages on points."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from briefgen.gui.bench import Bench
from briefgen.gui.kinds import KINDS
from briefgen.gui.points.row_delegate import UNIFORM_ABOVE, PointDelegate
from briefgen.gui.points.rows import PASSAGE_MIME, POINT_MIME, PointRows

_FOLDED = "points/folded"


class PointTree(QTreeView):
    """All points, grouped by kind."""

    dropped_passage = Signal(str, str)
    """(passage, point): a passage was dropped on a point."""
    dropped_point = Signal(str, int)
    """(point, index among all points): a point was dragged to another place."""

    def __init__(self, bench: Bench, rows: PointRows) -> None:
        super().__init__()
        self._bench, self._rows = bench, rows
        self._line_at: QRect | None = None
        self._one_open = False
        self.setModel(rows)
        self.delegate = PointDelegate(bench, self, rows)
        self.setItemDelegate(self.delegate)
        self.setAccessibleName(self.tr("Points"))
        self.setHeaderHidden(True)
        self.setIndentation(0)
        self.setRootIsDecorated(False)
        self.setExpandsOnDoubleClick(False)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDropIndicatorShown(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.verticalScrollBar().setSingleStep(bench.theme.px(32))
        self._arranging = False
        self._unfold_as_left()
        self.expanded.connect(self._opened)
        self.expanded.connect(lambda index: self._note_fold(index, folded=False))
        self.collapsed.connect(lambda index: self._note_fold(index, folded=True))

    def _unfold_as_left(self) -> None:
        """Unfold all kinds but those that the user left folded."""
        self._arranging = True
        for number, kind in enumerate(KINDS):
            self.setExpanded(self._rows.index(number, 0), kind not in self._left_folded())
        self._arranging = False

    def _left_folded(self) -> list[str]:
        return str(self._bench.settings.value(_FOLDED, "")).split()

    def _note_fold(self, index: QModelIndex, *, folded: bool) -> None:
        """Keep which kinds are folded; not while a low window folds them, or we do."""
        if self._one_open or self._arranging or index.parent().isValid():
            return
        kind = KINDS[index.row()]
        others = [one for one in self._left_folded() if one != kind]
        self._bench.settings.setValue(_FOLDED, " ".join([*others, kind] if folded else others))

    def fit_rows(self) -> None:
        """Choose between rows of one height and rows of their own, and hide kinds without points."""
        uniform = self._rows.count > UNIFORM_ABOVE
        if uniform != self.uniformRowHeights():
            self.setUniformRowHeights(uniform)
            self.scheduleDelayedItemsLayout()
        for number in range(self._rows.rowCount()):
            empty = not self._rows.rowCount(self._rows.index(number, 0))
            if empty != self.isRowHidden(number, QModelIndex()):  # telling it anew would lay all rows out
                self.setRowHidden(number, QModelIndex(), empty)

    def one_open(self, wanted: bool) -> None:  # noqa: FBT001  the answer to the one question asked
        """Keep one kind open at a time, where the window is low."""
        if wanted == self._one_open:
            return
        self._one_open = wanted
        if wanted:
            current = self.currentIndex()
            keep = current.parent() if current.parent().isValid() else self._first_shown()
            self._opened(keep)
        else:
            self._unfold_as_left()

    def restyle(self) -> None:
        """Measure again."""
        self.delegate.forget()
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def show_row(self, index: QModelIndex) -> None:
        """Make a row the current one and bring it into view."""
        self.expand(index.parent())
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def _first_shown(self) -> QModelIndex:
        rows = (self._rows.index(number, 0) for number in range(self._rows.rowCount()))
        return next((row for row in rows if self._rows.rowCount(row)), QModelIndex())

    def _opened(self, index: QModelIndex) -> None:
        if not self._one_open:
            return
        for number in range(self._rows.rowCount()):
            other = self._rows.index(number, 0)
            if number != index.row() and self.isExpanded(other):
                self.collapse(other)

    # ------------------------------------------------------------------------------------------ mouse, keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Fold or unfold a kind at its row."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and not index.parent().isValid() and event.button() is Qt.MouseButton.LeftButton:
            self.setExpanded(index, not self.isExpanded(index))
            event.accept()
            return
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Enter fold a kind; Left goes from a point to its kind."""
        index = self.currentIndex()
        if index.isValid() and not index.parent().isValid():
            if event.key() in {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self.setExpanded(index, not self.isExpanded(index))
                return
        elif index.isValid() and event.key() == Qt.Key.Key_Left:
            self.setCurrentIndex(index.parent())
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break titles anew for another width."""
        super().resizeEvent(event)
        if not self.uniformRowHeights() and event.oldSize().width() != event.size().width():
            self.scheduleDelayedItemsLayout()

    # --------------------------------------------------------------------------------------------- dropping

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take passages, and points of our own."""
        if self._takes(event):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where it would be dropped."""
        if event.mimeData().hasFormat(POINT_MIME):
            self.setDropIndicatorShown(False)
        super().dragMoveEvent(event)  # scrolls at the edges
        at = event.position().toPoint()
        if event.mimeData().hasFormat(PASSAGE_MIME):
            index = self.indexAt(at)
            target = index if self._rows.point_at(index) is not None else QModelIndex()
            self._mark(target, None)
            event.setAccepted(target.isValid())
        else:
            place, line = self._place_at(event, at)
            self._mark(QModelIndex(), line if place is not None else None)
            event.setAccepted(place is not None)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Take the marks away."""
        super().dragLeaveEvent(event)
        self._mark(QModelIndex(), None)

    def dropEvent(self, event: QDropEvent) -> None:
        """Cite a passage, or put a point in its place."""
        at = event.position().toPoint()
        self._mark(QModelIndex(), None)
        event.ignore()
        if not self._takes(event):
            return
        if event.mimeData().hasFormat(PASSAGE_MIME):
            point = self._rows.point_at(self.indexAt(at))
            if point is not None:
                event.setDropAction(Qt.DropAction.CopyAction)
                event.accept()
                self.dropped_passage.emit(_words(event, PASSAGE_MIME), point.id)
            return
        place, _ = self._place_at(event, at)
        if place is not None:
            event.setDropAction(Qt.DropAction.CopyAction)  # the model moves it; Qt must not remove the row
            event.accept()
            self.dropped_point.emit(_words(event, POINT_MIME), place)

    def _takes(self, event: QDropEvent) -> bool:
        if self._bench.session.read_only:
            return False
        source = event.source()
        if isinstance(source, QWidget) and source.window() is not self.window():
            return False  # another dossier's
        return event.mimeData().hasFormat(PASSAGE_MIME) or event.mimeData().hasFormat(POINT_MIME)

    def _place_at(self, event: QDropEvent, at: QPoint) -> tuple[int | None, QRect | None]:
        """Where among all points a dragged point would stand, and where the line that says so is drawn."""
        index = self.indexAt(at)
        dragged = _words(event, POINT_MIME)
        if not index.isValid():
            return None, None
        box = self.visualRect(index)
        if not index.parent().isValid():
            kind, row, y = index.row(), 0, box.bottom() + 1
        else:
            below = at.y() > box.center().y()
            kind, row = index.parent().row(), index.row() + below
            y = box.bottom() + 1 if below else box.y()
        place = self._rows.place_for(dragged, kind, row)
        px = self._bench.theme.px
        return place, QRect(px(20), y - 1, self.viewport().width() - px(28), 2)

    def _mark(self, cite_at: QModelIndex, line: QRect | None) -> None:
        if (cite_at, line) != (self.delegate.cite_at, self._line_at):
            self.delegate.cite_at, self._line_at = cite_at, line
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows, and over them where something would be dropped."""
        super().paintEvent(event)
        theme = self._bench.theme
        if self.delegate.cite_at.isValid():
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            box = self.visualRect(self.delegate.cite_at)
            words, font = self.tr("cite here"), theme.font("meta_strong")
            painter.setPen(QPen(theme.color("focus"), 2, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), 4, 4)
            painter.setFont(font)
            painter.setPen(theme.color("link"))
            painter.drawText(box.adjusted(0, 0, -theme.px(16), 0), _AT_RIGHT, words)
        elif self._line_at is not None:
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(self._line_at, theme.color("focus"))
            painter.setPen(QPen(theme.color("focus"), 2))
            painter.setBrush(theme.color("panel"))
            left, middle = self._line_at.x(), self._line_at.y() + 1
            painter.drawEllipse(QPoint(left, middle), 3, 3)


_AT_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)


def _words(event: QDropEvent, mime: str) -> str:
    return bytes(event.mimeData().data(mime).data()).decode("utf-8", "replace")
