"""What a search in all sources found, as rows: the title of each source, and under it the places in its text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt

from briefgen.domain.sources import Source, page_at, paragraph_number
from briefgen.dossier_file import Hit
from briefgen.gui.rows_model import Index
from briefgen.gui.tool_tips import plain_tip

ROW = int(Qt.ItemDataRole.UserRole)
"""The role under which a row itself is found."""

_BEFORE = 20
"""Characters shown before the first words that were found, at most."""
_LONG = 120
"""Characters that two lines can hold, in the widest panel."""
_TOGETHER = 40
"""Matches that begin so near to the first one of a row are in view with it, and get no row of their own."""
_MOST_ROWS, _ALL_ROWS = 100, 1000
"""Rows of one source, and about how many of all: who sees more of them looks for something more exact."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A stretch of a text in one line, and what was found in it, as (start, end) in that line."""

    text: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class TitleRow:
    """A source in which something was found, and how often; `more` when that is only what was counted."""

    source: Source
    count: int
    more: bool = False


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place in a source: matches that stand near each other, the first of which a jump leads to."""

    source: Source
    matches: tuple[tuple[int, int], ...]
    first: int
    """The number of its first match among all that was found."""

    def excerpt(self) -> Excerpt:
        """The words around the first match, from a few before it on."""
        text, (start, end) = self.source.text, self.matches[0]
        begin = _beginning(text, start)
        stop = max(min(len(text), begin + _LONG), end)
        lead, trail = ("… " if begin else ""), ("…" if stop < len(text) else "")
        shown = text[begin:stop].translate(_ONE_LINE)
        moved = len(lead) - begin
        marks = ((first + moved, last + moved) for first, last in self.matches if last <= stop)
        return Excerpt(f"{lead}{shown}{trail}", tuple(marks))

    def place(self) -> str:
        """Where that is: a page where the source has pages, else a paragraph."""
        page = page_at(self.source, self.matches[0][0])
        if page is not None:
            return f"p. {page.label or page.index + 1}"
        return f"¶ {paragraph_number(self.source, self.matches[0][0])}"


_ONE_LINE = {ord(end): " " for end in "\n\r\t\x0b\x0c\u2028\u2029"}
SearchRow = TitleRow | PlaceRow


def _beginning(text: str, start: int) -> int:
    """Choose where an excerpt begins: between words where there are spaces, in the paragraph of the match."""
    least = max(0, start - _BEFORE, text.rfind("\n", 0, start) + 1)
    if least == 0 or text[least - 1].isspace():
        return least
    space = text.find(" ", least, start)
    return space + 1 if space >= 0 else least


@dataclass(frozen=True, slots=True)
class Found:
    """All that was found: the rows, and every match as (source, start, end), in the same order."""

    rows: tuple[SearchRow, ...] = ()
    matches: tuple[tuple[str, int, int], ...] = ()
    sources: int = 0
    more: bool = False
    """There is more than was counted."""
    _numbers: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _firsts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Note which rows are places, and the first match of each."""
        places = [(number, row.first) for number, row in enumerate(self.rows) if isinstance(row, PlaceRow)]
        object.__setattr__(self, "_numbers", tuple(number for number, _ in places))
        object.__setattr__(self, "_firsts", tuple(first for _, first in places))

    def row_of(self, match: int) -> int:
        """The row in which a match stands, or after which it would: a long source does not show all."""
        at = bisect_right(self._firsts, match) - 1
        return self._numbers[at] if at >= 0 else -1


def found_in(hits: Sequence[Hit], sources: Sequence[Source], most_sources: int, most_matches: int) -> Found:
    """Make rows of hits, in their order; a source that was removed meanwhile is passed over.

    Args:
        hits: What the dossier's search gave.
        sources: The sources there are now.
        most_sources: How many sources were asked for: that many hits mean there may be more.
        most_matches: How many matches of one source are counted.
    """
    by_id = {source.id: source for source in sources}
    rows: list[SearchRow] = []
    matches: list[tuple[str, int, int]] = []
    more, count = len(hits) >= most_sources, 0
    most_rows = max(2, min(_MOST_ROWS, _ALL_ROWS // max(1, len(hits))))
    for hit in hits:
        source = by_id.get(hit.source)
        if source is None:
            continue
        count += 1
        full = len(hit.matches) >= most_matches
        more |= full
        rows.append(TitleRow(source, len(hit.matches), full))
        rows += _places(source, hit.matches, len(matches), most_rows)
        matches += [(source.id, start, end) for start, end in hit.matches]
    return Found(tuple(rows), tuple(matches), count, more)


def _places(source: Source, matches: Sequence[tuple[int, int]], first: int, most: int) -> list[PlaceRow]:
    rows: list[PlaceRow] = []
    starts = [start for start, _ in matches]
    at = 0
    while at < len(matches) and len(rows) < most:
        paragraph = source.text.find("\n", starts[at])
        near = min(starts[at] + _TOGETHER, paragraph if paragraph >= 0 else len(source.text))
        after = bisect_right(starts, near, lo=at + 1)
        rows.append(PlaceRow(source, tuple(matches[at:after]), first + at))
        at = after
    return rows


class SearchRows(QAbstractListModel):
    """The rows as Qt sees them; a title can't be chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[SearchRow, ...] = ()

    def show(self, rows: tuple[SearchRow, ...]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many rows."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row itself; its words for those who hear it."""
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(row.source.title) if isinstance(row, TitleRow) else None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            if isinstance(row, TitleRow):
                return f"{row.source.title}: {row.count:,}{'+' if row.more else ''}"
            return f"{row.excerpt().text} {row.place()}"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Places can be chosen."""
        if isinstance(self.rows[index.row()], TitleRow):
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
