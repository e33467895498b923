"""What a row of the list of sources says, and the order and choice of rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from briefgen.domain.dossier import Dossier
from briefgen.domain.sources import Source
from briefgen.domain.terms import Kind
from briefgen.gui.moments import date_words

Order = Literal["added", "title", "publisher", "date"]
Index = QModelIndex | QPersistentModelIndex
ROW = int(Qt.ItemDataRole.UserRole)
"""The role under which a row itself is found."""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row: a source, or a document that is being read (`id` empty)."""

    id: str
    title: str
    meta: str = ""
    counts: tuple[tuple[Kind, int], ...] = ()
    lost: int = 0


def rows_of(dossier: Dossier) -> list[SourceRow]:
    """Make a row of each source, in the dossier's order: how many points of each kind rest on it is counted once."""
    source_of = {passage.id: passage.source for passage in dossier.passages}
    counts: dict[str, dict[Kind, int]] = {}
    for point in dossier.points:
        for source_id in {source_of[c.passage] for c in point.evidence if c.passage in source_of}:
            kinds = counts.setdefault(source_id, {})
            kinds[point.kind] = kinds.get(point.kind, 0) + 1
    lost: dict[str, int] = {}
    for passage in dossier.passages:
        if passage.lost:
            lost[passage.source] = lost.get(passage.source, 0) + 1
    return [
        SourceRow(
            source.id,
            source.title,
            meta_of(source),
            tuple((kind, counts[source.id][kind]) for kind in Kind if kind in counts.get(source.id, {})),
            lost.get(source.id, 0),
        )
        for source in dossier.sources
    ]


def meta_of(source: Source) -> str:
    """Say who published a source and when, as in “Marram Institute · 21 Jan 2025”."""
    about = source.bibliography
    publisher = about.container_title or about.publisher or ", ".join(name.shown for name in about.author)
    date = date_words(about.issued, short=True)
    pages = f"{len(source.pages)} pp." if source.pages else ""
    return " · ".join(part for part in (publisher, date, pages) if part)


def arranged(rows: Iterable[SourceRow], dossier: Dossier, words: str, order: Order) -> list[SourceRow]:
    """Choose the rows in which every one of `words` stands, and put them in order."""
    wanted = words.casefold().split()
    chosen = [row for row in rows if all(word in f"{row.title} {row.meta}".casefold() for word in wanted)]
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


class SourceRows(QAbstractListModel):
    """The rows as Qt sees them."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[SourceRow] = []

    def show(self, rows: list[SourceRow]) -> None:
        """Show these rows; rows that only say something else keep their place and selection."""
        if [row.id for row in rows] == [row.id for row in self.rows]:
            self.rows = rows
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, 0))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def place(self, source_id: str) -> QModelIndex:
        """Where a source stands in the list; invalid where it does not."""
        for number, row in enumerate(self.rows):
            if row.id == source_id:
                return self.index(number, 0)
        return QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many rows."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a row says."""
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            counted = ", ".join(f"{count} {kind}" for kind, count in row.counts)
            return ". ".join(part for part in (row.title, row.meta, counted) if part)
        return None
