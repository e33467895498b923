"""What has to be mended before a brief leaves the house: the errors, each with its place, or out as a draft."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from briefgen.domain.house_template import HouseTemplate
from briefgen.domain.preflight import Finding
from briefgen.gui.bench import Bench
from briefgen.gui.controls import label, push_button
from briefgen.gui.preflight.checks import Checked, Found
from briefgen.gui.preflight.finding_list import FindingList
from briefgen.gui.preflight.rows import FindingRow
from briefgen.gui.sheet import Sheet


class RefusedDialog(Sheet):
    """Lists the errors. Accepted, it stands for “Export as DRAFT”; `wants_shown` brings the finding to be shown."""

    wants_shown = Signal(object)

    def __init__(self, window: QWidget, bench: Bench, errors: Sequence[Finding], template: HouseTemplate) -> None:
        super().__init__(window, bench.theme, self.tr("%n thing(s) must be fixed first", "", len(errors)), (560, 440))
        words = self.tr("A brief that goes out as it is has DRAFT on every page and in the document’s title.")
        self.body.addWidget(label(bench.theme, words, ink="ink_2", wraps=True))
        self.list = FindingList(bench.theme, bench.icons)
        found = tuple(Found(finding) for finding in errors)
        self.list.rows.show(Checked("", template, found), editable=False)
        self.list.pressed_button.connect(self._show)
        self.body.addWidget(self.list, 1)
        self.add_button(push_button(bench.theme, self.tr("Cancel"), self.reject))
        self.draft_button = self.add_button(push_button(bench.theme, self.tr("Export as DRAFT"), self.accept))
        self.list.setCurrentIndex(self.list.rows.index(0, 0))
        self.list.setFocus()

    def _show(self, row: FindingRow, _act: str) -> None:
        self.reject()
        self.wants_shown.emit(row.found.finding)
