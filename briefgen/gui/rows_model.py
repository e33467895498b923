"""A list model over plain rows: only what changed is told to the views, so that place and selection stay."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QStringListModel, Qt

from briefgen.domain.dossier import same_beginning

Index = QModelIndex | QPersistentModelIndex


class Row(Protocol):
    """A row that can be told from others of its list."""

    @property
    def key(self) -> object:
        """What stays the same while the row says something else."""


R = TypeVar("R", bound=Row)


class RowsModel(QStringListModel, Generic[R]):
    """A list of rows. What a row says is for a subclass to tell, in `data`.

    The structure is Qt's own, so that a view lays out ten thousand rows without asking us.
    """

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[R] = []
        self._coming: Sequence[R] = ()
        self._places: dict[object, int] | None = None
        # Connected before any view is: a view that hears of a change finds the rows changed already.
        self.rowsInserted.connect(self._take)
        self.rowsRemoved.connect(self._forget)

    def show(self, rows: Sequence[R]) -> None:
        """Show other rows: at most one stretch of the present ones goes, and one comes.

        What stands the same at either end stays untouched; a row that stays and says something else is told as
        changed. Rows that stayed the same object are passed over without being looked at.
        """
        before = self.rows
        least = min(len(before), len(rows))
        head = same_beginning(before, rows)
        while head < least and (before[head] is rows[head] or before[head].key == rows[head].key):
            head += 1
        tail = min(same_beginning(before[::-1], rows[::-1]), least - head)
        while tail < least - head and (before[~tail] is rows[~tail] or before[~tail].key == rows[~tail].key):
            tail += 1
        gone, come = len(before) - head - tail, len(rows) - head - tail
        if gone:
            self.removeRows(head, gone)
        if come:
            self._coming = rows[head : head + come]
            self.insertRows(head, come)
        other = [n for n, row in enumerate(rows) if row is not self.rows[n]]
        for n in other:
            self.rows[n] = rows[n]
        if other:
            self.dataChanged.emit(self.index(other[0], 0), self.index(other[-1], 0))

    def index_of(self, key: object) -> QModelIndex:
        """Where the row with a key stands; invalid where it does not."""
        if self._places is None:
            self._places = {row.key: n for n, row in enumerate(self.rows)}
        return self.index(self._places[key], 0) if key in self._places else QModelIndex()

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows can be selected; nothing in them is edited in place."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def _take(self, _parent: QModelIndex, first: int, _last: int) -> None:
        self._places = None
        self.rows[first:first] = self._coming

    def _forget(self, _parent: QModelIndex, first: int, last: int) -> None:
        self._places = None
        del self.rows[first : last + 1]
