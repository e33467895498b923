"""A field in which one finds something by typing some of its words: a point to link to, a passage to cite."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QIcon, QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QStyledItemDelegate, QStyleOptionViewItem

from briefgen.gui.bench import Bench
from briefgen.gui.points.editors import passes_on_undo

_MOST = 60
"""Finds that are offered at once: who wants another types one more letter."""


@dataclass(frozen=True, slots=True)
class Found:
    """Something that can be picked: its id, a line of words, a smaller line under it, and its symbol."""

    id: str
    words: str
    detail: str = ""
    icon: QIcon | None = None


class Finder(QLineEdit):
    """Offers what has all the words typed so far; Enter or a click picks it, Esc leaves."""

    picked = Signal(str)
    """The id of what was picked."""
    left = Signal()
    """Esc: nothing is to be picked."""

    def __init__(self, bench: Bench, hint: str, offers: Callable[[], Sequence[Found]]) -> None:
        super().__init__()
        self._bench, self._offers = bench, offers
        self._all: list[tuple[str, Found]] = []
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        bench.theme.dress(self, face="text", high=32)
        self._sign = self.addAction(
            bench.icons.icon("search", "ink_3", size=16), QLineEdit.ActionPosition.LeadingPosition
        )
        self._sign.setText(hint)
        bench.theme.changed.connect(self._draw_sign)
        self._model = QStandardItemModel(self)
        completer = QCompleter(self._model, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(8)
        popup = QListView()
        popup.setAccessibleName(hint)
        popup.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        bench.theme.dress(popup, ground="raised")
        completer.setPopup(popup)
        popup.setItemDelegate(_FoundDelegate(bench, popup))  # the completer puts its own in when it takes the view
        completer.activated[QModelIndex].connect(self._pick)  # type: ignore[index]  # it is there twice
        completer.setWidget(self)
        self._completer, self._popup = completer, popup
        self.textEdited.connect(lambda _: self._offer())

    @property
    def offered(self) -> tuple[str, ...]:
        """The ids of what is offered now."""
        return tuple(self._model.item(row).data(_ID) for row in range(self._model.rowCount()))

    def _draw_sign(self) -> None:
        self._sign.setIcon(self._bench.icons.icon("search", "ink_3", size=16))

    def _offer(self) -> None:
        words = self.text().casefold().split()
        if not self._all:
            self._all = [(f"{found.words}\n{found.detail}".casefold(), found) for found in self._offers()]
        self._model.clear()
        for haystack, found in self._all:
            if all(word in haystack for word in words):
                item = QStandardItem(found.words)
                item.setData(found.id, _ID)
                item.setData(found.detail, _DETAIL)
                item.setData(f"{found.words}, {found.detail}", Qt.ItemDataRole.AccessibleTextRole)
                if found.icon is not None:
                    item.setIcon(found.icon)
                self._model.appendRow(item)
                if self._model.rowCount() >= _MOST:
                    break
        if self._model.rowCount():
            self._completer.complete()
            self._popup.setCurrentIndex(self._completer.completionModel().index(0, 0))
        else:
            self._popup.hide()

    def _pick(self, index: QModelIndex) -> None:
        found = str(index.data(_ID))
        self.clear()
        self._all.clear()
        self.picked.emit(found)

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the window."""
        if event.type() is QEvent.Type.ShortcutOverride and passes_on_undo(event):
            event.ignore()
            return False
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Ask anew what there is."""
        super().focusInEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self._all.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down opens the list, Esc leaves."""
        if event.key() == Qt.Key.Key_Down:
            self._offer()
            return
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.left.emit()
            return
        super().keyPressEvent(event)


_ID = Qt.ItemDataRole.UserRole + 1
_DETAIL = Qt.ItemDataRole.UserRole + 2


class _FoundDelegate(QStyledItemDelegate):
    """Words on one line, a smaller line under it."""

    def __init__(self, bench: Bench, parent: QListView) -> None:
        super().__init__(parent)
        self._bench, self._popup = bench, parent

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, self._bench.theme.px(46 if index.data(_DETAIL) else 28))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme, px = self._bench.theme, self._bench.theme.px
        box = option.rect
        painter.save()
        if index == self._popup.currentIndex():
            painter.fillRect(box, theme.color("selected"))
        left = box.x() + px(8)
        icon = index.data(Qt.ItemDataRole.DecorationRole)
        detail = index.data(_DETAIL)
        first = px(22) if detail else box.height()
        top = box.y() + (px(3) if detail else 0)
        if isinstance(icon, QIcon):
            icon.paint(painter, left, top + (first - px(12)) // 2, px(12), px(12))
            left += px(20)
        middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        room = box.right() - left - px(8)
        for words, face, ink, y, high in (
            (index.data(), "text", "ink", top, first),
            (detail, "meta", "ink_2", top + px(20), px(18)),
        ):
            if words:
                painter.setFont(theme.font(face))
                painter.setPen(theme.color(ink))
                fits = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)
                painter.drawText(left, y, room, high, middle, fits)
        painter.restore()
