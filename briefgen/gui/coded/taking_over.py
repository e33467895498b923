"""Other people's picking comes in: read off the main thread, asked about once, taken over as one act."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from briefgen import coded_workflows
from briefgen.coded_workflows import ReadPicking
from briefgen.domain.coded import CodeMap, suggested_map
from briefgen.domain.dossier import Dossier
from briefgen.domain.taking_over import TakenOver
from briefgen.errors import BriefgenError
from briefgen.gui.bench import Bench
from briefgen.gui.coded.mapping_sheet import MappingSheet
from briefgen.gui.notices import Remedy
from briefgen.gui.reading_in_turn import read_in_turn
from briefgen.importers.batch import Document
from briefgen.importers.limits import ImportLimits


def _read(
    document: Document, dossier: Dossier, limits: ImportLimits, is_wanted: Callable[[], bool]
) -> tuple[ReadPicking, CodeMap]:
    picking = coded_workflows.read_picking(document, dossier, limits, is_wanted)
    return picking, suggested_map(picking.project, coded_workflows.remembered_kinds())


class TakingOver(QObject):
    """Takes files of other people's picking into the dossier; `show_list` shows sentences under a title."""

    def __init__(self, bench: Bench, panel: QWidget, show_list: Callable[[str, list[str]], None]) -> None:
        super().__init__(panel)
        self._bench, self._panel, self._show_list = bench, panel, show_list

    def bring(self, documents: Sequence[Document], then: Callable[[], None] = lambda: None) -> None:
        """Take over files, one after the other: each asks what its own codes stand for. `then` comes after the last."""
        stopped = self.tr("Stopped; nothing was added.")
        read_in_turn(self._bench, documents, _read, lambda found: self._ask(*found), stopped=stopped, then=then)

    def _ask(self, picking: ReadPicking, codes: CodeMap) -> None:
        """Ask what the codes stand for, where there are any; then take it all over."""
        if picking.project.codes:
            sheet = MappingSheet(self._panel.window(), self._bench, picking, codes)
            if not sheet.ask():
                self._bench.notices.say(self.tr("Nothing was taken over."), "note")
                return
            codes = sheet.codes()
            try:
                coded_workflows.remember_kinds(picking.project, codes)
            except BriefgenError as error:
                self._bench.notices.say(error.message, "should")
        told: list[TakenOver] = []

        def operation(dossier: Dossier) -> Dossier:
            after, taken = coded_workflows.taken_over(dossier, picking, codes)
            told.append(taken)
            return after

        label = self.tr("take over “{name}”").format(name=picking.name)
        if self._bench.session.apply(label, operation, originals=picking.originals):
            self._report(picking, told[0])

    def _report(self, picking: ReadPicking, taken: TakenOver) -> None:
        bench, dossier = self._bench, self._bench.session.dossier
        counts = (
            self.tr("%n source(s)", "", len(taken.sources)) if taken.sources else "",
            self.tr("%n passage(s)", "", len(taken.passages) + len(taken.lost)) if taken.passages or taken.lost else "",
            self.tr("%n point(s)", "", len(taken.points)) if taken.points else "",
        )
        added = ", ".join(count for count in counts if count)
        words = self.tr("“{name}” brought {added}.") if added else self.tr("“{name}” brought nothing that is not here.")
        parts = [words.format(name=picking.name, added=added)]
        remedies = []
        if taken.lost:
            parts.append(self.tr("%n passage(s) were not found in their document.", "", len(taken.lost)))
            first = dossier.passage(taken.lost[0])
            remedies.append(
                Remedy(
                    self.tr("Review"),
                    lambda: bench.selection.go(workspace="read", source=first.source, passage=first.id),
                )
            )
        if taken.left_out:
            parts.append(self.tr("%n passage(s) were left out.", "", taken.left_out))
        if taken.unfilled:
            parts.append(self.tr("%n point(s) came without some of their fields.", "", len(taken.unfilled)))
        if picking.unplaced:
            unplaced = list(picking.unplaced)
            parts.append(self.tr("%n thing(s) have no place here.", "", len(unplaced)))
            title = self.tr("What could not be taken over")
            remedies.append(Remedy(self.tr("Show which"), lambda: self._show_list(title, unplaced)))
        if taken.sources or picking.texts:
            source = taken.sources[0] if taken.sources else self._there(picking)
            if source:
                bench.selection.go(workspace="read", source=source, passage="", point="")
        bench.notices.say(" ".join(parts), "should" if taken.lost or picking.unplaced else "done", *remedies)

    def _there(self, picking: ReadPicking) -> str:
        """The first source of the dossier that the picking is of."""
        hashes = {text.source.sha256 for text in picking.texts}
        return next((s.id for s in self._bench.session.dossier.sources if s.sha256 in hashes), "")
