"""What a list of references would change of the sources, old beside new, each change with a tick."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from briefgen.domain.references import Change, Match, shown
from briefgen.gui.bench import Bench
from briefgen.gui.controls import label, push_button
from briefgen.gui.moments import date_words
from briefgen.gui.sheet import Sheet
from briefgen.reference_workflows import Reviewed

_DAYS = frozenset({"issued", "accessed"})
_LONGEST = 300
"""Characters of a value that a line of the table shows."""


class ReviewSheet(Sheet):
    """Lists the sources that have an entry, and under each what it would change. The space bar sets and takes ticks.

    Ticked at first is what `Change.is_wise` suggests.
    """

    def __init__(self, window: QWidget, bench: Bench, reviewed: Reviewed) -> None:
        title = self.tr("Fill in from “{name}”").format(name=reviewed.name)
        super().__init__(window, bench.theme, title, (860, 600))
        theme, matches = bench.theme, [match for match in reviewed.matched.matches if match.changes]
        others = len(reviewed.matched.others)
        words = [self.tr("%n source(s) found in the list.", "", len(reviewed.matched.matches))]
        if others:
            words.append(self.tr("%n reference(s) of it are of no source here.", "", others))
        self.body.addWidget(label(theme, " ".join(words), ink="ink_2", wraps=True))
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(self.tr("What would change"))
        self.tree.setHeaderLabels([self.tr("Field"), self.tr("Now"), self.tr("New")])
        self.tree.setUniformRowHeights(True)
        theme.dress(self.tree, face="text", look="sheet_list")
        self._changes: list[tuple[str, Change, QTreeWidgetItem]] = []
        dossier = bench.session.dossier
        for match in matches:
            self._add(dossier.source(match.source).title, match)
        header = self.tree.header()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(0, theme.px(280))
        header.resizeSection(1, theme.px(240))
        self.body.addWidget(self.tree, 1)
        self.add_button(push_button(theme, self.tr("Only what is empty"), self.tick_empty), left=True)
        self.add_button(push_button(theme, self.tr("Cancel"), self.reject))
        self.take = self.add_button(push_button(theme, "", self.accept, look="primary"), default=True)
        self.tree.itemChanged.connect(lambda _item, _column: self._count())
        self._count()
        self.tree.setCurrentIndex(self.tree.model().index(0, 0))
        self.tree.setFocus()

    def chosen(self) -> dict[str, list[Change]]:
        """What is ticked, by the ids of sources."""
        found: dict[str, list[Change]] = {}
        for source, change, item in self._changes:
            if item.checkState(0) is Qt.CheckState.Checked:
                found.setdefault(source, []).append(change)
        return found

    def tick_empty(self) -> None:
        """Tick what fills an empty field, and nothing that changes what is there."""
        for _, change, item in self._changes:
            item.setCheckState(0, Qt.CheckState.Unchecked if change.before else Qt.CheckState.Checked)

    def _add(self, title: str, match: Match) -> None:
        parent = QTreeWidgetItem([title, self._by(match.by), match.reference.bibliography.title])
        parent.setFlags(parent.flags() | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsAutoTristate)
        self.tree.addTopLevelItem(parent)
        for change in match.changes:
            item = QTreeWidgetItem(
                [self._field(change.field), *(_words(change, v) for v in (change.before, change.after))]
            )
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(0, Qt.CheckState.Checked if change.is_wise else Qt.CheckState.Unchecked)
            parent.addChild(item)
            self._changes.append((match.source, change, item))
        parent.setExpanded(True)

    def _count(self) -> None:
        count = sum(len(changes) for changes in self.chosen().values())
        self.take.setText(self.tr("Change %n field(s)", "", count))
        self.take.setEnabled(count > 0)

    def _by(self, by: str) -> str:
        return {
            "DOI": self.tr("found by DOI"),
            "address": self.tr("found by address"),
            "title": self.tr("found by title"),
        }.get(by, self.tr("found by title and year"))

    def _field(self, name: str) -> str:
        """A field's name for people; that of CSL where it has none."""
        return {
            "type": self.tr("Type"),
            "title": self.tr("Title"),
            "title_short": self.tr("Short title"),
            "author": self.tr("Authors"),
            "editor": self.tr("Editors"),
            "translator": self.tr("Translators"),
            "container_title": self.tr("Newspaper or site"),
            "collection_title": self.tr("Series"),
            "publisher": self.tr("Publisher"),
            "publisher_place": self.tr("Place"),
            "genre": self.tr("Genre"),
            "number": self.tr("Number"),
            "volume": self.tr("Volume"),
            "issue": self.tr("Issue"),
            "edition": self.tr("Edition"),
            "page": self.tr("Pages"),
            "issued": self.tr("Date"),
            "accessed": self.tr("Looked at on"),
            "URL": self.tr("Address"),
            "language": self.tr("Language"),
            "abstract": self.tr("Abstract"),
            "note": self.tr("Note"),
        }.get(name, name)


def _words(change: Change, value: object) -> str:
    words = date_words(value) if change.field in _DAYS else shown(value)  # type: ignore[arg-type]  # of these fields it is a date
    words = " ".join(words.split())
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
