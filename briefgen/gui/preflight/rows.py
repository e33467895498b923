"""The list of findings as Qt sees it: those to be mended first, those accepted last."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from briefgen.domain.preflight import PlaceKind
from briefgen.domain.terms import Severity
from briefgen.gui.brief_words import place_words, severity_words
from briefgen.gui.preflight.checks import Checked, Found

Index = QModelIndex | QPersistentModelIndex
ROW = int(Qt.ItemDataRole.UserRole)
"""The role under which a row itself is found."""
FindingKey = tuple[str, str]
"""What a finding is known by from one check to the next: its rule and its place's key."""


@dataclass(frozen=True, slots=True)
class Button:
    """A painted button: what it does (show, fix, accept, take-back), and its words."""

    act: str
    words: str


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One row: the finding, what it says, where, and its buttons."""

    found: Found
    place: str
    buttons: tuple[Button, ...]

    @property
    def key(self) -> FindingKey:
        """What it is known by, though its words or its place in the list become others."""
        return self.found.finding.rule, self.found.finding.place.key

    @property
    def severity(self) -> Severity:
        """How much it matters."""
        return self.found.finding.severity

    @property
    def accepted(self) -> str:
        """Why it is accepted; empty when it is not."""
        return self.found.finding.accepted


class FindingRows(QAbstractListModel):
    """The rows; `editable` tells whether anything can be mended."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[FindingRow] = []

    def show(self, checked: Checked, *, editable: bool) -> None:
        """Show what preflight said; where the findings are the same, the list stays as it is."""
        rows = self._rows_of(checked, editable=editable)
        if [row.found.finding for row in rows] == [row.found.finding for row in self.rows] and rows:
            self.rows = rows
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, 0))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def find_again(self, row: FindingRow, at: int) -> int:
        """Where a row is now that was at a place: the nearest of its key, else what stands there; -1 with no rows."""
        same = [number for number, one in enumerate(self.rows) if one.key == row.key]
        return min(same, key=lambda number: abs(number - at)) if same else min(at, len(self.rows) - 1)

    def _rows_of(self, checked: Checked, *, editable: bool) -> list[FindingRow]:
        ranks = {severity: rank for rank, severity in enumerate(Severity)}
        # What the pages tell comes apart from what is told without them; here each stands with its like.
        found: Iterable[Found] = sorted(
            checked.found, key=lambda one: (bool(one.finding.accepted), ranks[one.finding.severity])
        )
        return [
            FindingRow(
                one, place_words(one.finding.place, checked.template), tuple(self._buttons(one, editable=editable))
            )
            for one in found
        ]

    def _buttons(self, found: Found, *, editable: bool) -> Iterable[Button]:
        if found.finding.place.kind is not PlaceKind.TEMPLATE and found.finding.place.field != "accepted":
            yield Button("show", self.tr("Show"))
        if not editable:
            return
        if found.finding.accepted:
            yield Button("take-back", self.tr("Take back"))
        elif found.fix is not None:
            yield Button("fix", found.fix.words)
        elif found.finding.acceptable and found.finding.severity is not Severity.HINT:
            # A hint stops nothing, and what mends itself is mended sooner: the menu accepts those, too.
            yield Button("accept", self.tr("Accept…"))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        """How many rows."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a row says."""
        row = self.rows[index.row()]
        finding = row.found.finding
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return finding.message
        if role == Qt.ItemDataRole.ToolTipRole:
            told = self.tr("Accepted: {reason}").format(reason=row.accepted) if row.accepted else finding.remedy
            return "\n".join(part for part in (told, finding.measured) if part)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            accepted = self.tr("Accepted: {reason}").format(reason=row.accepted) if row.accepted else ""
            parts = (severity_words(row.severity), row.place, finding.message, finding.measured, accepted)
            return ". ".join(part.rstrip(".") for part in parts if part) + "."
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return ", ".join(button.words for button in row.buttons)
        return None
