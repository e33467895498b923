"""What the outline shows: sections in the template's order, the points in them, and the points that are not in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import repeat, takewhile
from operator import is_
from typing import Literal

from PySide6.QtCore import QMimeData, QModelIndex, Qt, Signal

from briefgen.domain.briefs import Brief
from briefgen.domain.dossier import Dossier, by_id
from briefgen.domain.house_template import HouseTemplate
from briefgen.domain.points import Point
from briefgen.domain.terms import Kind
from briefgen.domain.wording import count_words
from briefgen.gui.rows_model import Index, RowsModel

Sort = Literal["section", "point", "aside", "spare"]
ROW = int(Qt.ItemDataRole.UserRole)
MIME = "application/x-briefgen-outline"
_POINTS = {"point", "spare"}


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """One row: a section, a point in it, the head over the points that are not in the brief, or one of those.

    `words` and `limit` count a narrative section (limit 0: none); `count` the points in a section, `most` of them
    printed in full there (0: all). `place` is the point's index in the brief.
    """

    sort: Sort
    id: str
    title: str
    narrative: bool = False
    words: int = 0
    limit: int = 0
    none_identified: bool = False
    kind: Kind | None = None
    count: int = 0
    most: int = 0
    number: int = 0
    shown: bool = True
    draft: bool = False
    place: int = -1

    @property
    def key(self) -> tuple[Sort, str]:
        """What stays the same while the row says something else."""
        return self.sort, self.id


Row = OutlineRow | Point
"""What the model holds for a row; for a point that is not in the brief the point itself: there may be ten thousand."""


def _key(row: Row) -> tuple[Sort, str]:
    return row.key if isinstance(row, OutlineRow) else ("spare", row.id)


def rows_of(dossier: Dossier, brief: Brief, template: HouseTemplate) -> list[Row]:
    """Make the rows of a brief's outline."""
    points = by_id(dossier.points)
    rows: list[Row] = []
    placed: set[Kind] = set()
    for section in template.sections:
        written = brief.section(section.id)
        mine = [
            _point_row(points[selected.point], shown=selected.shown, place=place)
            for place, selected in enumerate(brief.points)
            if section.shows is not None and section.shows not in placed and _is(points, selected.point, section.shows)
        ]
        rows.append(
            OutlineRow(
                "section",
                section.id,
                section.title,
                narrative=section.narrative,
                words=count_words(written.text),
                limit=section.words,
                none_identified=written.none_identified,
                kind=section.shows,
                count=sum(row.shown for row in mine),
                most=section.points,
            )
        )
        rows += mine
        if section.shows is not None:
            placed.add(section.shows)
    chosen = {selected.point for selected in brief.points}
    spare = [point for point in dossier.points if point.id not in chosen]
    rows.append(OutlineRow("aside", "", "", count=len(spare)))
    rows += spare
    return rows


def _is(points: Mapping[str, Point], point_id: str, kind: Kind) -> bool:
    return point_id in points and points[point_id].kind is kind


def _point_row(point: Point, *, shown: bool = True, place: int = -1, spare: bool = False) -> OutlineRow:
    return OutlineRow(
        "spare" if spare else "point",
        point.id,
        point.title,
        kind=point.kind,
        number=point.number,
        shown=shown,
        draft=point.title_is_draft,
        place=place,
    )


class OutlineRows(RowsModel[Row]):
    """The rows as Qt sees them; points can be dragged within their section, out of the brief and into it."""

    dropped = Signal(str, int)
    """A point's id, and the number of the row before which it was dropped."""

    def __init__(self) -> None:
        super().__init__(_key)
        self.movable = True
        self.points: Mapping[str, Point] = {}
        """All points of the dossier by their ids."""

    def row(self, number: int) -> OutlineRow:
        """One row."""
        row = self.rows[number]
        return row if isinstance(row, OutlineRow) else _point_row(row, spare=True)

    @property
    def inside(self) -> list[OutlineRow]:
        """The rows over those of points that are not in the brief, and over the head of these: the brief's own."""
        rows = takewhile(lambda row: isinstance(row, OutlineRow), self.rows)
        return [row for row in rows if isinstance(row, OutlineRow) and row.sort != "aside"]

    @property
    def has_spare(self) -> bool:
        """Whether there is a point that is not in the brief."""
        return bool(self.rows) and not isinstance(self.rows[-1], OutlineRow)

    def index_of(self, key: object) -> QModelIndex:
        """Where the row with a key stands; invalid where it does not."""
        # A table of where ten thousand stand would be made anew after each act.
        own = takewhile(lambda row: isinstance(row, OutlineRow), self.rows)
        found = next((n for n, row in enumerate(own) if _key(row) == key), -1)
        if found < 0 and isinstance(key, tuple) and key[0] == "spare" and key[1] in self.points:
            same = list(map(is_, self.rows, repeat(self.points[key[1]])))
            found = same.index(True) if True in same else -1
        return self.index(found, 0)

    def place(self, *, point: str = "", section: str = "") -> QModelIndex:
        """Where a point or a section stands; invalid where it does not."""
        if section:
            return self.index_of(("section", section))
        inside = self.index_of(("point", point))
        return inside if inside.isValid() else self.index_of(("spare", point))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a row says."""
        row = self.row(index.row())
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(row)
        if role == Qt.ItemDataRole.CheckStateRole and row.sort == "point":
            return Qt.CheckState.Checked if row.shown else Qt.CheckState.Unchecked
        return None

    def _spoken(self, row: OutlineRow) -> str:
        if row.sort == "section":
            limit = self.tr("of {limit}").format(limit=row.limit) if row.limit else ""
            words = self.tr("%n word(s)", "", row.words) if row.narrative else ""
            return ", ".join(
                part for part in (self.tr("Section {title}").format(title=row.title), words, limit) if part
            )
        if row.sort == "aside":
            return self.tr("Not in this brief: %n point(s)", "", row.count)
        state = "" if row.shown else self.tr("switched off")
        return ", ".join(part for part in (f"{row.kind} {row.number}", row.title, state) if part)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Sections stay where the template puts them; points move."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDropEnabled
        if self.movable and _key(self.rows[index.row()])[0] in _POINTS:
            usual |= Qt.ItemFlag.ItemIsDragEnabled
        return usual

    def mimeTypes(self) -> list[str]:
        """What is dragged."""
        return [MIME]

    def mimeData(self, indexes: object) -> QMimeData:
        """Carry the id of the point that is dragged."""
        data = QMimeData()
        first = next(iter(indexes))  # type: ignore[call-overload]  # Qt passes a list of indexes
        data.setData(MIME, self.rows[first.row()].id.encode())
        return data

    def supportedDropActions(self) -> Qt.DropAction:
        """Points are moved, never copied."""
        return Qt.DropAction.MoveAction

    def dropMimeData(self, data: QMimeData, _action: Qt.DropAction, row: int, _column: int, parent: Index) -> bool:
        """Tell where a point was dropped; the act that follows moves it."""
        if not data.hasFormat(MIME):
            return False
        before = parent.row() if parent.isValid() else row
        target = before if before >= 0 else len(self.rows)
        self.dropped.emit(bytes(data.data(MIME).data()).decode(), target)
        return False
