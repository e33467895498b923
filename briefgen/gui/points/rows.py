"""The list of points as a model: a row for each kind, and under it its points in the editors' order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from operator import is_

from PySide6.QtCore import QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel

from briefgen.domain.dossier import Dossier, by_id, same_beginning
from briefgen.domain.fields import Term
from briefgen.domain.points import Point, Recommendation, Risk
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

_FEW = 200
"""Up to this many points between the first and the last that an act changed are shown one by one."""

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class PointRow:
    """What the row of a point shows: the point, its rating or decision in a word, how much of its evidence is lost."""

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

    The structure is Qt's own, so that a view lays out ten thousand rows without asking us; what a row shows, we are
    asked for the rows in view alone. The rows of points have no items: Qt makes none that nobody asks for.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._dossier = Dossier()
        self._lost: frozenset[str] = frozenset()
        self._needle = ""
        self._found: dict[str, tuple[Point, str]] = {}
        self._words: dict[Kind, str] = {}
        self._shown: tuple[list[Point], ...] = tuple([] for _ in KINDS)
        self._coming: list[Point] = []
        for kind in KINDS:
            item = QStandardItem(kind_words(kind))
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
            item.setColumnCount(1)
            self.appendRow(item)
        # Connected before any view is: a view that hears of a change finds the points changed already.
        self.rowsInserted.connect(self._take)
        self.rowsRemoved.connect(self._forget)

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
        matching = self._matching(self._dossier.points)
        for number, kind in enumerate(KINDS):
            after, before = [point for point in matching if point.kind is kind], self._shown[number]
            first = same_beginning(before, after)
            last = same_beginning(before[first:][::-1], after[first:][::-1])
            self._replace(number, first, before[first : len(before) - last], after[first : len(after) - last])

    def _matching(self, points: Sequence[Point]) -> Sequence[Point]:
        for word in self._needle.split():
            points = [point for point in points if word in self._haystack(point)]
        return points

    def _change_some(self, before: Dossier, after: Dossier) -> bool:
        """Show what came of an act that changed little, where it stands; tells whether it did change little."""
        first = same_beginning(before.points, after.points)
        last = same_beginning(before.points[first:][::-1], after.points[first:][::-1])
        old = before.points[first : len(before.points) - last]
        new = after.points[first : len(after.points) - last]
        if len(old) + len(new) > _FEW:
            return False
        changed = self._matching(old), self._matching(new)
        for number, kind in enumerate(KINDS):
            gone, come = ([point for point in points if point.kind is kind] for points in changed)
            if gone or come:
                shown = set(map(id, self._shown[number]))
                at = sum(map(shown.__contains__, map(id, before.points[:first])))
                self._replace(number, at, gone, come)
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

    def _replace(self, number: int, at: int, before: Sequence[Point], after: Sequence[Point]) -> None:
        """Put points in the place of those that stand in a row in a kind, from `at` on.

        Points that have the same ids at either end stay, and only say something else.
        """
        kind, shown = self.item(number), self._shown[number]
        least = min(len(before), len(after))
        head = tail = 0
        while head < least and before[head].id == after[head].id:
            head += 1
        while tail < least - head and before[~tail].id == after[~tail].id:
            tail += 1
        gone, come = len(before) - head - tail, len(after) - head - tail
        if gone:
            kind.removeRows(at + head, gone)
        if come:
            self._coming = list(after[head : head + come])
            kind.insertRows(at + head, come)
        shown[at : at + len(after)] = after
        for low, high in ((at, at + head), (at + len(after) - tail, at + len(after))):
            if low < high:
                self.dataChanged.emit(self.index(low, 0, kind.index()), self.index(high - 1, 0, kind.index()))
        if gone or come:
            self.dataChanged.emit(kind.index(), kind.index())

    def _take(self, parent: QModelIndex, first: int, _last: int) -> None:
        if parent.isValid():
            self._shown[parent.row()][first:first] = self._coming

    def _forget(self, parent: QModelIndex, first: int, last: int) -> None:
        del self._shown[parent.row()][first : last + 1]

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
        kind = index.parent()
        return self._shown[kind.row()][index.row()] if kind.isValid() else None

    def widest_number(self) -> int:
        """The largest number that a point has, or had, for a column in which all numbers fit."""
        counters = self._dossier.counters
        return max(counters.risk, counters.dilemma, counters.rec, 1)

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
        rated: Term | None = None
        if isinstance(point, Risk):
            rated = rating_of(point, self._dossier.settings.rating_table)
        elif isinstance(point, Recommendation):
            rated = point.decision
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
