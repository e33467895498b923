"""Lists of references fill in what is known of the sources: read off the main thread, reviewed, one act to undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from briefgen import workflows
from briefgen.domain.references import take_references
from briefgen.errors import BriefgenError
from briefgen.gui.background import Cancelled, Job
from briefgen.gui.bench import Bench
from briefgen.gui.notices import Remedy
from briefgen.gui.references.review_sheet import ReviewSheet
from briefgen.importers.reader import Stopped
from briefgen.reference_workflows import Reviewed, review_references


class FillingIn(QObject):
    """Takes lists of references over into the sources; `show_list` shows sentences under a title."""

    def __init__(self, bench: Bench, panel: QWidget, show_list: Callable[[str, list[str]], None]) -> None:
        super().__init__(panel)
        self._bench, self._panel, self._show_list = bench, panel, show_list

    def bring(self, paths: Sequence[Path]) -> None:
        """Review lists of references, one after the other."""
        if not paths:
            return
        path, rest = paths[0], paths[1:]
        bench = self._bench
        limits = workflows.import_limits(bench.choices.preferences)
        dossier = bench.session.dossier

        def work(job: Job) -> Reviewed:
            try:
                return review_references(path, dossier, limits, lambda: not job.cancelled)
            except Stopped:
                raise Cancelled from None

        def stop() -> None:
            task.cancel()
            bar.close_bar()
            bench.notices.say(self.tr("Stopped; nothing was changed."), "note")

        bar = bench.notices.busy(self.tr("is being read."), lead=path.name, stop=stop, key=f"references {path}")

        def done(reviewed: Reviewed) -> None:
            bar.close_bar()
            self._review(reviewed)
            self.bring(rest)

        def failed(error: Exception) -> None:
            bar.close_bar()
            if isinstance(error, BriefgenError):
                bench.notices.say(error.message, "should")
            else:
                bench.tasks.troubled.emit(error)
            self.bring(rest)

        task = bench.tasks.run(work, done=done, failed=failed)

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
