"""A filled-in PDF sets decisions: asked for, read off the main thread, looked at, one act to undo."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from briefgen import workflows
from briefgen.domain.replies import Review
from briefgen.gui.bench import Bench
from briefgen.gui.beside import folder_beside
from briefgen.gui.notices import Remedy
from briefgen.gui.reading_in_turn import read_in_turn
from briefgen.gui.replies.reply_sheet import ReplySheet
from briefgen.importers.batch import document_at
from briefgen.reply_workflows import review_pdf, take_back


class ReadingBack(QObject):
    """Reads filled-in PDFs back; `panel` is the widget whose window the dialogs belong to."""

    def __init__(self, bench: Bench, panel: QWidget) -> None:
        super().__init__(panel)
        self._bench, self._panel = bench, panel
        bench.actions.add(
            "brief.read_back", self.tr("Read &back decisions…"), self.ask, menu="file", group="export",
            icon="file-check", words=self.tr("filled in signed returned form pdf reply answer"),
            tip=self.tr("Set the decisions that a filled-in PDF makes"),
            when=lambda: bool(bench.session.dossier.briefs) and not bench.session.read_only,
        )  # fmt: skip

    def ask(self) -> None:
        """Ask for the PDF."""
        folder = str(folder_beside(self._bench.session.path))
        dialog = QFileDialog(self._panel.window(), self.tr("Read back decisions"), folder)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Filled-in PDF (*.pdf)"), self.tr("All files (*)")])
        dialog.fileSelected.connect(lambda chosen: self.bring(Path(chosen)))
        dialog.open()

    def bring(self, path: Path) -> None:
        """Read a PDF, show what it decides, and set what is chosen of that."""
        limits = workflows.import_limits(self._bench.choices.preferences)
        stopped = self.tr("Stopped; nothing was changed.")
        documents = [document_at(path, limits)]
        read_in_turn(self._bench, documents, review_pdf, self._review, stopped=stopped, then=lambda: None)

    def _review(self, review: Review) -> None:
        notices, name = self._bench.notices, review.form.filename
        sheet = ReplySheet(self._panel.window(), self._bench, review)
        if not sheet.ask():
            notices.say(self.tr("Nothing was changed."), "note")
            return
        chosen = sheet.chosen()
        label = self.tr("read back “{name}”").format(name=name)
        if not self._bench.session.apply(label, lambda dossier: take_back(dossier, review, chosen)):
            return
        if not chosen:
            notices.say(self.tr("What was written in “{name}” is kept with the brief.").format(name=name), "done")
            return
        said = self.tr("%n decision(s) set from “{name}”.", "", len(chosen)).format(name=name)
        show = Remedy(self.tr("Show"), lambda: self._bench.selection.go(workspace="read", point=chosen[0]))
        notices.say(said, "done", show)
