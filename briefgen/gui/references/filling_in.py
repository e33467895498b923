"""Lists of references fill in what is known of the sources: read off the main thread, reviewed, one act to undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from briefgen.domain.references import take_references
from briefgen.gui.bench import Bench
from briefgen.gui.notices import Remedy
from briefgen.gui.reading_in_turn import read_in_turn
from briefgen.gui.references.review_sheet import ReviewSheet
from briefgen.importers.batch import Document
from briefgen.reference_workflows import Reviewed, review_references


class FillingIn(QObject):
    """Takes lists of references over into the sources; `show_list` shows sentences under a title."""

    def __init__(self, bench: Bench, panel: QWidget, show_list: Callable[[str, list[str]], None]) -> None:
        super().__init__(panel)
        self._bench, self._panel, self._show_list = bench, panel, show_list

    def bring(self, documents: Sequence[Document]) -> None:
        """Review lists of references, one after the other."""
        stopped = self.tr("Stopped; nothing was changed.")
        read_in_turn(self._bench, documents, review_references, self._review, stopped=stopped, then=lambda: None)

    def _review(self, reviewed: Reviewed) -> None:
        """Show what would change, where anything would; then change what is ticked."""
        notices = self._bench.notices
        remedies = []
        if reviewed.unread:
            title, unread = self.tr("References that could not be read"), list(reviewed.unread)
            remedies.append(Remedy(self.tr("Show which"), lambda: self._show_list(title, unread)))
        if not any(match.changes for match in reviewed.matched.matches):
            there = bool(reviewed.matched.matches)
            said = self.tr("“{name}” says nothing new.") if there else self.tr("“{name}” is of none of these sources.")
            notices.say(said.format(name=reviewed.name), "note", *remedies)
            return
        sheet = ReviewSheet(self._panel.window(), self._bench, reviewed)
        if not sheet.ask():
            notices.say(self.tr("Nothing was changed."), "note", *remedies)
            return
        chosen = sheet.chosen()
        label = self.tr("fill in from “{name}”").format(name=reviewed.name)
        if self._bench.session.apply(label, lambda dossier: take_references(dossier, chosen)):
            said = self.tr("%n source(s) filled in from “{name}”.", "", len(chosen)).format(name=reviewed.name)
            notices.say(said, "should" if remedies else "done", *remedies)
