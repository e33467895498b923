"""Passages that could not be found again when their source was imported anew: each is placed by hand, or dropped."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from briefgen.domain.sources import Passage
from briefgen.gui.controls import label, push_button, rule, tight
from briefgen.gui.icons import Icons
from briefgen.gui.theme import Theme

_ROWS = 3
_Index = QModelIndex | QPersistentModelIndex


class _Lost(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[tuple[Passage, str]] = []

    def fill(self, rows: Sequence[tuple[Passage, str]]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        passage, cited = self.rows[index.row()]
        quote = " ".join(passage.quote.split())
        if role == Qt.ItemDataRole.DisplayRole:
            return f"“{quote}”"
        if role == Qt.ItemDataRole.UserRole:
            return cited
        return (
            f"“{quote}” {cited}" if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole} else None
        )


class _Row(QStyledItemDelegate):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(100, self._theme.px(28))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme, px = self._theme, self._theme.px
        box = option.rect
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.color("selected" if state & QStyle.StateFlag.State_Active else "selected_idle"))
        middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        cited = str(index.data(Qt.ItemDataRole.UserRole))
        painter.setFont(theme.font("meta"))
        wide = painter.fontMetrics().horizontalAdvance(cited)
        painter.setPen(theme.color("ink_2"))
        painter.drawText(box.adjusted(box.width() - wide - px(16), 0, 0, 0), middle, cited)
        painter.setFont(theme.font("quote"))
        painter.setPen(theme.color("ink"))
        words = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, box.width() - wide - px(16 + 16 + 16)
        )
        painter.drawText(box.adjusted(px(16), 0, 0, 0), middle, words)


class LostPassages(QWidget):
    """The list of a source's lost passages, over its text."""

    place_wanted = Signal(str)
    drop_wanted = Signal(str)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme, self._icons = theme, icons
        outer = QVBoxLayout(self)
        tight(outer)
        line = QHBoxLayout()
        tight(line, spacing=8, margins=(16, 6, 12, 6))
        outer.addLayout(line)
        self._sign = QLabel()
        self._sentence = label(theme, wraps=True)
        self.place = push_button(theme, self.tr("Place on the selected words"), self._place, look="text")
        self.drop = push_button(theme, self.tr("Drop"), self._drop, look="text")
        line.addWidget(self._sign)
        line.addWidget(self._sentence, 1)
        line.addWidget(self.place)
        line.addWidget(self.drop)
        self.list = QListView()
        self.list.setAccessibleName(self.tr("Lost passages"))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._model = _Lost()
        self.list.setModel(self._model)
        self._row = _Row(theme)
        self.list.setItemDelegate(self._row)
        outer.addWidget(self.list)
        outer.addWidget(rule(theme))
        theme.dress(self, ground="panel")
        theme.changed.connect(self._fit)
        self.hide()

    def tell(self, lost: Sequence[tuple[Passage, str]], *, can_change: bool) -> None:
        """Show lost passages, each with the points that cite it in words."""
        row = max(0, self.list.currentIndex().row())
        self._model.fill(lost)
        if lost:
            self.list.setCurrentIndex(self._model.index(min(row, len(lost) - 1)))
        many = self.tr(
            "{count} passages are not in this text any more: select their new words and place them, or drop them."
        )
        one = self.tr("A passage is not in this text any more: select its new words and place it, or drop it.")
        self._sentence.setText(one if len(lost) == 1 else many.format(count=len(lost)))
        self.place.setVisible(can_change)
        self.drop.setVisible(can_change)
        self.setVisible(bool(lost))
        self._fit()

    def can_place(self, *, can: bool) -> None:
        """Whether words are selected."""
        self.place.setEnabled(can)
        self.place.setToolTip("" if can else self.tr("Select the words in the text first"))

    def current(self) -> str:
        """The id of the chosen passage."""
        row = self.list.currentIndex().row()
        return self._model.rows[row][0].id if 0 <= row < len(self._model.rows) else ""

    def _place(self) -> None:
        if passage := self.current():
            self.place_wanted.emit(passage)

    def _drop(self) -> None:
        if passage := self.current():
            self.drop_wanted.emit(passage)

    def _fit(self) -> None:
        self.list.setFixedHeight(self._theme.px(28) * max(1, min(_ROWS, len(self._model.rows))) + self._theme.px(4))
        size = self._theme.px(16)
        self._sign.setPixmap(self._icons.pixmap("should-fix", "should_fix", size=size, ratio=self.devicePixelRatioF()))
