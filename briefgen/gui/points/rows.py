"""The list of points as a model: a row for each kind, and under it its points in the editors' order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from operator import is_

from PySide6.QtCore import QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel

from briefgen.domain.dossier import Dossier, by_id
from briefgen.domain.points import Point, Risk
from briefgen.domain.rating import rating_of
from briefgen.domain.terms import Kind
from briefgen.gui.kinds import KINDS, kind_word, kind_words
from briefgen.gui.points.words import capital, point_name, term_word, title_of

PASSAGE_MIME = "application/x-briefgen-passage"
"""What is dragged out of the reader: the id of a passage."""
POINT_MIME = "application/x-briefgen-point"
"""What is dragged out of this list: the id of a point."""

ROW = Qt.ItemDataRole.UserRole + 1
"""The role under which a row gives a `PointRow` or a `KindRow`."""

_POINT = ROW + 1
"""The role under which an item holds its point."""
_FLAGS = (
    Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsDragEnabled
    | Qt.ItemFlag.ItemNeverHasChildren
)

_FEW = 20
"""Up to this many changed points are looked up one by one."""

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class PointRow:
    """What the row of a point shows: the point, the word of its rating, how much of its evidence is lost."""

    point: Point
    rating: str = ""
    lost: int = 0


@dataclass(frozen=True, slots=True)
class KindRow:
    """What the row over a kind shows: its number among the kinds, and how many points are under it."""

    number: int
    count: int


class PointRows(QStandardItemModel):
    """The points of a dossier that match a filter. Only what changed is told to the views.

    The structure is Qt's own, so that a view lays out ten thousand rows without asking us; what a row
    shows, we are asked for the rows in view alone.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._dossier = Dossier()
        self._lost: frozenset[str] = frozenset()
        self._needle = ""
        self._widest: int | None = None
        self._found: dict[str, tuple[Point, str]] = {}
        self._words: dict[Kind, str] = {}
        self._shown: tuple[list[Point], ...] = tuple([] for _ in KINDS)
        for kind in KINDS:
            item = QStandardItem(kind_words(kind))
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
            self.appendRow(item)

    # --------------------------------------------------------------------------------------------- filling

    def show_dossier(self, before: Dossier | None, after: Dossier) -> None:
        """Show another state of the dossier."""
        self._dossier = after
        passages_moved = before is None or before.passages is not after.passages
        if passages_moved:
            lost = frozenset(passage.id for passage in after.passages if passage.lost)
            passages_moved, self._lost = lost != self._lost, lost
        if before is None or (before.points is not after.points and not self._change_some(before, after)):
            self._fill()
        if passages_moved or (before is not None and before.settings is not after.settings):
            self._repaint_all()

    def set_filter(self, text: str) -> None:
        """Show the points alone that have all of these words somewhere: title, text, tags, number."""
        self._needle = text.casefold().strip()
        self._fill()

    @property
    def needle(self) -> str:
        """What is filtered by; empty when everything is shown."""
        return self._needle

    @property
    def count(self) -> int:
        """How many points are shown."""
        return sum(map(len, self._shown))

    def _fill(self) -> None:
        wanted: dict[Kind, list[Point]] = {kind: [] for kind in KINDS}
        for point in self._matching():
            wanted[point.kind].append(point)
        for number, kind in enumerate(KINDS):
            self._replace(number, wanted[kind])

    def _matching(self) -> Iterable[Point]:
        points: Sequence[Point] = self._dossier.points
        for word in self._needle.split():
            points = [point for point in points if word in self._haystack(point)]
        return points

    def _change_some(self, before: Dossier, after: Dossier) -> bool:
        """Show points that were changed where they stand, as typing changes them; tells whether that was all."""
        if self._needle or len(before.points) != len(after.points):
            return False
        pairs = [(old, new) for old, new in zip(before.points, after.points, strict=True) if old is not new]
        if len(pairs) > _FEW or any(old.id != new.id for old, new in pairs):
            return False
        for _, new in pairs:
            number = KINDS.index(new.kind)
            row = next(n for n, point in enumerate(self._shown[number]) if point.id == new.id)
            self._shown[number][row] = new
            self.item(number).child(row).setData(new, _POINT)
        return True

    def _haystack(self, point: Point) -> str:
        known = self._found.get(point.id)
        if known is None or known[0] is not point:
            if not self._words:
                self._words = {kind: kind_word(kind) for kind in KINDS}
            parts = (point.title, point.body, *point.tags, self._words[point.kind], str(point.number))
            known = self._found[point.id] = (point, "\n".join(parts).casefold())
        return known[1]

    def read_ahead(self) -> Iterator[None]:
        """Read in small steps what a filter looks in, so that the first one need not."""
        for point in self._dossier.points:
            self._haystack(point)
            yield

    def _replace(self, number: int, after: list[Point]) -> None:
        """Change the rows of a kind from what they are: what stands the same at either end stays untouched."""
        before, kind = self._shown[number], self.item(number)
        head = 0
        least = min(len(before), len(after))
        while head < least and (before[head] is after[head] or before[head].id == after[head].id):
            head += 1
        tail = 0
        while tail < least - head and (before[~tail] is after[~tail] or before[~tail].id == after[~tail].id):
            tail += 1
        gone, come = len(before) - head - tail, len(after) - head - tail
        changed = [row for row in range(head) if before[row] is not after[row]]
        changed += [len(after) - 1 - row for row in range(tail) if before[-1 - row] is not after[-1 - row]]
        if gone:
            kind.removeRows(head, gone)
        if come:
            kind.insertRows(head, [_item(point) for point in after[head : head + come]])
        if self._widest is not None:
            if any(point.number == self._widest for point in before[head : head + gone]):
                self._widest = None
            else:
                self._widest = max(self._widest, *(point.number for point in after[head : head + come]), 1)
        before[:] = after
        for row in changed:
            kind.child(row).setData(after[row], _POINT)
        if gone or come:
            self.dataChanged.emit(kind.index(), kind.index())

    def _repaint_all(self) -> None:
        for number, points in enumerate(self._shown):
            if points:
                parent = self.index(number, 0)
                self.dataChanged.emit(self.index(0, 0, parent), self.index(len(points) - 1, 0, parent))

    # --------------------------------------------------------------------------------------------- finding

    def find(self, point_id: str) -> QModelIndex:
        """The index of a point; not a valid one where it is not shown."""
        point = by_id(self._dossier.points).get(point_id)
        if point is None:
            return QModelIndex()
        number = KINDS.index(point.kind)
        found = list(map(is_, self._shown[number], repeat(point)))  # of ten thousand, at C's speed
        return self.index(found.index(True), 0, self.index(number, 0)) if True in found else QModelIndex()

    def point_at(self, index: Index) -> Point | None:
        """The point of a row; None for the row over a kind."""
        found = super().data(index, _POINT) if index.isValid() else None
        return found if isinstance(found, Point) else None

    def widest_number(self) -> int:
        """The largest number of a point that is shown, for a column in which all numbers fit."""
        if self._widest is None:
            self._widest = max((point.number for points in self._shown for point in points), default=1)
        return self._widest

    def place_for(self, dragged: str, kind_number: int, row: int) -> int | None:
        """The index among all points at which a point stands when it is dropped before row `row` of its own kind.

        None where it may not be dropped there, or stands there already.
        """
        points = self._shown[kind_number]
        if all(point.id != dragged for point in points):
            return None
        own = next(n for n, point in enumerate(points) if point.id == dragged)
        if row in {own, own + 1}:
            return None
        rest = [point.id for point in self._dossier.points if point.id != dragged]
        if row < len(points):
            return rest.index(points[row].id)
        return rest.index(points[-1].id) + 1

    # --------------------------------------------------------------------------------------- Qt's questions

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give a row's words, or for our delegate what it shows."""
        if not index.isValid():
            return None
        point = self.point_at(index)
        if point is None:
            row = KindRow(index.row(), self.rowCount(index))
            words = kind_words(KINDS[row.number])
            return {ROW: row, Qt.ItemDataRole.DisplayRole: words}.get(role) or (
                f"{words}, {row.count}" if role == Qt.ItemDataRole.AccessibleTextRole else None
            )
        if role == ROW:
            return self._row(point)
        if role == Qt.ItemDataRole.DisplayRole:
            return title_of(point)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(self._row(point))
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{point_name(point)}: {title_of(point)}"
        return None

    def mimeTypes(self) -> list[str]:
        """Give what is dragged out of here."""
        return [POINT_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Carry the id of the dragged point."""
        data = QMimeData()
        point = self.point_at(indexes[0]) if indexes else None
        if point is not None:
            data.setData(POINT_MIME, point.id.encode())
            data.setText(point.title)
        return data

    def _row(self, point: Point) -> PointRow:
        rated = rating_of(point, self._dossier.settings.rating_table) if isinstance(point, Risk) else None
        lost = sum(citation.passage in self._lost for citation in point.evidence) if self._lost else 0
        return PointRow(point, capital(term_word(rated)) if rated else "", lost)

    def _spoken(self, row: PointRow) -> str:
        point = row.point
        parts = [f"{kind_word(point.kind)} {point.number}", title_of(point)]
        if point.title_is_draft:
            parts.append(self.tr("draft title"))
        if row.rating:
            parts.append(row.rating)
        count = len(point.evidence)
        parts.append(self.tr("1 passage cited") if count == 1 else self.tr("{n} passages cited").format(n=count))
        if row.lost:
            parts.append(self.tr("{n} lost").format(n=row.lost))
        return ", ".join(parts)


@cache
def _pattern() -> QStandardItem:
    """What all items are copies of: setting the flags of each would take three times as long."""
    item = QStandardItem()
    item.setFlags(_FLAGS)
    return item


def _item(point: Point) -> QStandardItem:
    item = _pattern().clone()
    item.setData(point, _POINT)
    return item
