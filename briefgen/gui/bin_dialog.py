"""The dossier's bin: what was deleted lies there, to be put back, until it is emptied."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from briefgen.domain import operations
from briefgen.domain.dossier import Binned, Dossier
from briefgen.gui.bench import Bench
from briefgen.gui.controls import label, push_button
from briefgen.gui.kinds import kind_icon, kind_word
from briefgen.gui.moments import moment_words
from briefgen.gui.sheet import Sheet


class BinDialog(Sheet):
    """Lists what is in the bin, the last deleted first."""

    def __init__(self, window: QWidget, bench: Bench) -> None:
        super().__init__(window, bench.theme, self.tr("Bin"), (640, 480))
        self._bench = bench
        self._words = label(bench.theme, ink="ink_2", wraps=True)
        self.body.addWidget(self._words)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Deleted things, the last first"))
        self.list.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.list.setIconSize(QSize(bench.theme.px(16), bench.theme.px(16)))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        bench.theme.dress(self.list, face="text", look="sheet_list")
        self.list.itemSelectionChanged.connect(self._enable)
        self.body.addWidget(self.list, 1)
        self.body.addStretch()
        theme = bench.theme
        self.empty_button = push_button(theme, self.tr("Empty the bin"), self.empty)
        self.restore_button = push_button(theme, self.tr("Put back"), self.restore, look="primary")
        self.add_button(self.empty_button, left=True)
        self.add_button(push_button(theme, self.tr("Close"), self.reject))
        self.add_button(self.restore_button)
        bench.session.dossier_changed.connect(self._follow)
        self._show(bench.session.dossier)

    def restore(self) -> None:
        """Put back what is chosen."""
        for item in self.list.selectedItems():
            entry = str(item.data(Qt.ItemDataRole.UserRole))
            name = self.tr("Put back {what}").format(what=item.text().partition(" · ")[0])
            if not self._bench.session.apply(name, partial(operations.restore_binned, bin_id=entry)):
                return

    def empty(self) -> None:
        """Drop everything in the bin; this too can be undone, as long as the window is open."""
        self._bench.session.apply(self.tr("Empty the bin"), operations.empty_bin)

    def _follow(self, before: Dossier, after: Dossier) -> None:
        if before.bin is not after.bin:
            self._show(after)

    def _show(self, dossier: Dossier) -> None:
        self.list.clear()
        for entry in reversed(dossier.bin):
            item = QListWidgetItem(self._name(entry))
            item.setData(Qt.ItemDataRole.UserRole, entry.id)
            if entry.point is not None:
                item.setIcon(kind_icon(entry.point.kind, self._bench.theme, size=16))
            else:
                name = "file-text" if entry.source is not None else "scroll-text"
                item.setIcon(self._bench.icons.icon(name, size=16))
            item.setToolTip(item.text())
            self.list.addItem(item)
        self.list.setVisible(self.list.count() > 0)
        if self.list.count():
            self.list.setCurrentRow(0)
        self._words.setText(
            self.tr(
                "Deleted points, sources and briefs stay here, with all that hung on them, until you empty the bin."
            )
            if dossier.bin
            else self.tr("The bin is empty.")
        )
        self._enable()

    def _name(self, entry: Binned) -> str:
        if entry.point is not None:
            what = f"{kind_word(entry.point.kind)}: {entry.point.title}"
        elif entry.source is not None:
            what = self.tr("Source: {title}").format(title=entry.source.title)
        else:
            what = self.tr("Brief: {name}").format(name=entry.brief.name if entry.brief else "")
        when = moment_words(entry.at) if entry.at else ""
        return " · ".join(part for part in (what, when) if part)

    def _enable(self) -> None:
        writable = not self._bench.session.read_only
        self.restore_button.setEnabled(writable and bool(self.list.selectedItems()))
        self.empty_button.setEnabled(writable and self.list.count() > 0)
