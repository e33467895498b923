"""What a row of the list of sources says, and the order and choice of rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QModelIndex, Qt

from briefgen.domain.dossier import Dossier, by_id, differing
from briefgen.domain.points import Point
from briefgen.domain.sources import Passage, Source
from briefgen.domain.terms import Kind
from briefgen.gui.moments import date_words
from briefgen.gui.reader.description import recognised_words
from briefgen.gui.rows_model import Index, RowsModel
from briefgen.gui.tool_tips import plain_tip

Order = Literal["added", "title", "publisher", "date"]
ROW = int(Qt.ItemDataRole.UserRole)
"""The role under which a row itself is found."""
_STEP = 500
"""Points that are counted at a time when a dossier is opened."""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row: a source, or a document that is being read (`id` empty)."""

    id: str
    title: str
    meta: str = ""
    counts: tuple[tuple[Kind, int], ...] = ()
    lost: int = 0

    @property
    def key(self) -> str:
        """What stays the same while the row says something else."""
        return self.id


class RowMaker:
    """Makes a row of each source, in the dossier's order.

    How many points of each kind rest on a source is counted once; after an act only what it changed is counted anew,
    and rows that say the same as before are the same objects.
    """

    def __init__(self) -> None:
        self._dossier = Dossier()
        self._counts: dict[str, Counter[Kind]] = {}
        self._lost: Counter[str] = Counter()
        self._made: dict[str, tuple[Source, SourceRow]] = {}

    def take_in(self, dossier: Dossier) -> Iterator[None]:
        """Make the rows of a dossier in steps, so that `rows_of` has little to do; the first time, when all are new."""
        passages = by_id(dossier.passages)
        yield
        for first in range(0, len(dossier.points), _STEP):
            self._count(dossier.points[first : first + _STEP], passages, 1)
            yield
        self._lost = Counter(passage.source for passage in dossier.passages if passage.lost)
        yield
        for source in dossier.sources:
            self._made[source.id] = source, self._row_of(source)
            yield
        self._dossier = dossier

    def rows_of(self, dossier: Dossier) -> list[SourceRow]:
        """Make the rows of a dossier; quickest where it came of the one before."""
        before, self._dossier = self._dossier, dossier
        touched: set[str] = set()
        if dossier.passages is not before.passages:
            lost = Counter(passage.source for passage in dossier.passages if passage.lost)
            touched = {source for source in lost | self._lost if lost[source] != self._lost[source]}
            self._lost = lost
        if dossier.points is not before.points:
            gone, come = differing(before.points, dossier.points)
            for points, passages, by in ((gone, before.passages, -1), (come, dossier.passages, 1)):
                touched |= self._count(points, by_id(passages), by)
        sources = by_id(dossier.sources)
        if dossier.sources is before.sources:
            for source_id in touched & sources.keys():
                self._made[source_id] = sources[source_id], self._row_of(sources[source_id])
        else:
            self._made = {source_id: (source, self._row_of(source)) for source_id, source in sources.items()}
        return [row for _, row in self._made.values()]

    def _count(self, points: Iterable[Point], passages: Mapping[str, Passage], by: int) -> set[str]:
        """Count points in or out; gives the sources that they rest on."""
        touched = set()
        for point in points:
            for source_id in {passages[c.passage].source for c in point.evidence if c.passage in passages}:
                self._counts.setdefault(source_id, Counter())[point.kind] += by
                touched.add(source_id)
        return touched

    def _row_of(self, source: Source) -> SourceRow:
        counted = self._counts.get(source.id)
        counts = tuple((kind, counted[kind]) for kind in Kind if counted[kind]) if counted else ()
        lost = self._lost[source.id] if self._lost else 0
        known = self._made.get(source.id)
        if known is not None and known[0] is source and known[1].counts == counts and known[1].lost == lost:
            return known[1]
        return SourceRow(source.id, source.title, meta_of(source), counts, lost)


def meta_of(source: Source) -> str:
    """Say who published a source and when, as in “Marram Institute · 21 Jan 2025”."""
    about = source.bibliography
    publisher = about.container_title or about.publisher or ", ".join(name.shown for name in about.author)
    date = date_words(about.issued, short=True)
    pages = f"{len(source.pages)} pp." if source.pages else ""
    return " · ".join(part for part in (publisher, date, pages, recognised_words(source)) if part)


def arranged(rows: Iterable[SourceRow], dossier: Dossier, words: str, order: Order) -> list[SourceRow]:
    """Choose the rows in which every one of `words` stands, and put them in order."""
    wanted = words.casefold().split()
    chosen = list(rows)
    if wanted:
        chosen = [row for row in chosen if all(word in f"{row.title} {row.meta}".casefold() for word in wanted)]
    if order == "added":
        return chosen
    about = {source.id: source.bibliography for source in dossier.sources}

    def key(row: SourceRow) -> tuple[bool, str]:
        data = about[row.id]
        if order == "title":
            text = row.title
        elif order == "publisher":
            text = data.container_title or data.publisher
        else:
            text = data.issued.iso if data.issued else ""
        return (not text, text.casefold())

    return sorted(chosen, key=key)


class SourceRows(RowsModel[SourceRow]):
    """The rows as Qt sees them."""

    def place(self, source_id: str) -> QModelIndex:
        """Where a source stands in the list; invalid where it does not."""
        return self.index_of(source_id)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a row says."""
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            counted = ", ".join(f"{count} {kind}" for kind, count in row.counts)
            told = ". ".join(part for part in (row.title, row.meta, counted) if part)
            return plain_tip(told) if role == Qt.ItemDataRole.ToolTipRole else told
        return None
