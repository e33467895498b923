"""The list of points as a model: a row for each kind, and under it its points in the editors' order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt

from briefgen.domain.dossier import Dossier
from briefgen.domain.points import Point, Risk
from briefgen.domain.rating import rating_of
from briefgen.gui.kinds import KINDS, kind_word, kind_words
from briefgen.gui.points.words import capital, point_name, term_word, title_of

PASSAGE_MIME = "application/x-briefgen-passage"
"""What is dragged out of the reader: the id of a passage."""
POINT_MIME = "application/x-briefgen-point"
"""What is dragged out of this list: the id of a point."""

ROW = Qt.ItemDataRole.UserRole + 1
"""The role under which a row gives a `PointRow` or a `KindRow`."""

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


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


class PointRows(QAbstractItemModel):
    """The points of a dossier that match a filter. Only what changed is told to the views."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._dossier = Dossier()
        self._lost: frozenset[str] = frozenset()
        self._needle = ""
        self._found: dict[str, tuple[Point, str]] = {}
        self._shown: tuple[list[Point], ...] = tuple([] for _ in KINDS)

    # --------------------------------------------------------------------------------------------- filling

    def show_dossier(self, before: Dossier | None, after: Dossier) -> None:
        """Show another state of the dossier."""
        self._dossier = after
        passages_moved = before is None or before.passages is not after.passages
        if passages_moved:
            lost = frozenset(passage.id for passage in after.passages if passage.lost)
            passages_moved, self._lost = lost != self._lost, lost
        if before is None or before.points is not after.points:
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
        words = self._needle.split()
        wanted: tuple[list[Point], ...] = tuple([] for _ in KINDS)
        place = {kind: number for number, kind in enumerate(KINDS)}
        for point in self._dossier.points:
            if not words or all(word in self._haystack(point) for word in words):
                wanted[place[point.kind]].append(point)
        for number, points in enumerate(wanted):
            self._replace(number, points)

    def _haystack(self, point: Point) -> str:
        known = self._found.get(point.id)
        if known is None or known[0] is not point:
            parts = (point.title, point.body, *point.tags, point_name(point))
            known = self._found[point.id] = (point, "\n".join(parts).casefold())
        return known[1]

    def _replace(self, number: int, after: list[Point]) -> None:
        """Change the rows of a kind from what they are: what stands the same at either end stays untouched."""
        before = self._shown[number]
        parent = self.index(number, 0)
        head = 0
        while head < min(len(before), len(after)) and before[head].id == after[head].id:
            head += 1
        tail = 0
        while tail < min(len(before), len(after)) - head and before[-1 - tail].id == after[-1 - tail].id:
            tail += 1
        gone, come = len(before) - head - tail, len(after) - head - tail
        changed = [row for row in range(head) if before[row] is not after[row]]
        changed += [len(after) - 1 - row for row in range(tail) if before[-1 - row] is not after[-1 - row]]
        if gone:
            self.beginRemoveRows(parent, head, head + gone - 1)
            del before[head : head + gone]
            self.endRemoveRows()
        if come:
            self.beginInsertRows(parent, head, head + come - 1)
            before[head:head] = after[head : head + come]
            self.endInsertRows()
        before[:] = after
        for row in changed:
            index = self.index(row, 0, parent)
            self.dataChanged.emit(index, index)
        if gone or come:
            self.dataChanged.emit(parent, parent)

    def _repaint_all(self) -> None:
        for number, points in enumerate(self._shown):
            if points:
                parent = self.index(number, 0)
                self.dataChanged.emit(self.index(0, 0, parent), self.index(len(points) - 1, 0, parent))

    # --------------------------------------------------------------------------------------------- finding

    def find(self, point_id: str) -> QModelIndex:
        """The index of a point; not a valid one where it is not shown."""
        for number, points in enumerate(self._shown):
            for row, point in enumerate(points):
                if point.id == point_id:
                    return self.index(row, 0, self.index(number, 0))
        return QModelIndex()

    def point_at(self, index: Index) -> Point | None:
        """The point of a row; None for the row over a kind."""
        if not index.isValid() or not index.internalId():
            return None
        points = self._shown[index.internalId() - 1]
        return points[index.row()] if index.row() < len(points) else None

    def widest_number(self) -> int:
        """The largest number of a point that is shown, for a column in which all numbers fit."""
        return max((point.number for points in self._shown for point in points), default=1)

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

    def index(self, row: int, column: int, parent: Index = _ROOT) -> QModelIndex:
        """Give the index of a row."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index = _ROOT) -> QModelIndex:  # type: ignore[override]  # QObject has one without a child
        """Give the row over a point."""
        kind = index.internalId() if index.isValid() else 0
        return self.createIndex(kind - 1, 0, 0) if kind else QModelIndex()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Give how many rows are under a row."""
        if not parent.isValid():
            return len(KINDS)
        return 0 if parent.internalId() else len(self._shown[parent.row()])

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Give one column."""
        return 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Points can be selected and dragged; the rows over them can be walked to, for folding."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if not index.internalId():
            return Qt.ItemFlag.ItemIsEnabled
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsDragEnabled
            | Qt.ItemFlag.ItemNeverHasChildren
        )

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give a row's words, or for our delegate what it shows."""
        if not index.isValid():
            return None
        if not index.internalId():
            row = KindRow(index.row(), len(self._shown[index.row()]))
            words = kind_words(KINDS[row.number])
            return {ROW: row, Qt.ItemDataRole.DisplayRole: words}.get(role) or (
                f"{words}, {row.count}" if role == Qt.ItemDataRole.AccessibleTextRole else None
            )
        point = self._shown[index.internalId() - 1][index.row()]
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
