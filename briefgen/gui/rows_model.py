"""A list model over plain rows: only what changed is told to the views, so that place and selection stay."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter, is_not
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QStringListModel, Qt

from briefgen.domain.dossier import same_beginning

Index = QModelIndex | QPersistentModelIndex

R = TypeVar("R")


class RowsModel(QStringListModel, Generic[R]):
    """A list of rows. What a row says is for a subclass to tell, in `data`.

    The structure is Qt's own, so that a view lays out ten thousand rows without asking us.

    Args:
        key: What of a row stays the same while it says something else; its attribute `key` without one.
    """

    def __init__(self, key: Callable[[Any], object] = attrgetter("key")) -> None:
        super().__init__()
        self._key = key
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
        before, key = self.rows, self._key
        least = min(len(before), len(rows))
        head = same_beginning(before, rows)
        while head < least and (before[head] is rows[head] or key(before[head]) == key(rows[head])):
            head += 1
        tail = min(same_beginning(before[::-1], rows[::-1]), least - head)
        while tail < least - head and (before[~tail] is rows[~tail] or key(before[~tail]) == key(rows[~tail])):
            tail += 1
        gone, come = len(before) - head - tail, len(rows) - head - tail
        if gone:
            self.removeRows(head, gone)
        if come:
            self._coming = rows[head : head + come]
            self.insertRows(head, come)
        differ = list(map(is_not, rows, self.rows))  # of ten thousand, at C's speed
        other = [n for n, one_does in enumerate(differ) if one_does] if True in differ else []
        for n in other:
            self.rows[n] = rows[n]
        if other:
            self.dataChanged.emit(self.index(other[0], 0), self.index(other[-1], 0))

    def index_of(self, key: object) -> QModelIndex:
        """Where the row with a key stands; invalid where it does not."""
        if self._places is None:
            self._places = {key: n for n, key in enumerate(map(self._key, self.rows))}
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
