"""Importing a source's document once more, in its place: what was picked in it is found again, or is to be reviewed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from briefgen import ocr_workflows, workflows
from briefgen.domain import operations
from briefgen.domain.dossier import Dossier
from briefgen.domain.sources import Source
from briefgen.gui.background import Cancelled, Job
from briefgen.gui.bench import Bench
from briefgen.gui.notices import Remedy
from briefgen.gui.sources.password_sheet import PasswordSheet
from briefgen.importers.document import PasswordNeeded
from briefgen.importers.reader import Stopped
from briefgen.workflows import NewSource


class ImportingAgain(QObject):
    """Reads a document off the main thread, with a bar that stops it, and asks for its password where it has one."""

    def __init__(self, bench: Bench, owner: QWidget) -> None:
        super().__init__(owner)
        self._bench, self._owner = bench, owner

    def bring(self, source_id: str, path: Path) -> None:
        """Import a source's document again; a password that opened the source before is tried first."""
        before = self._bench.session.dossier.source(source_id)
        self._read(before, path, self._bench.session.passwords.get(before.sha256, ""), asked=False)

    def recognise(self, source_id: str, data: bytes) -> None:
        """Have the words recognised on pages of a source's PDF that are pictures; the rest of it stays as it is."""
        before = self._bench.session.dossier.source(source_id)
        password = self._bench.session.passwords.get(before.sha256, "")
        preferences = self._bench.choices.preferences
        limits = workflows.import_limits(preferences)
        languages = ocr_workflows.likely_languages(before.bibliography.language, preferences.language)

        def work(job: Job) -> NewSource:
            try:
                return ocr_workflows.recognised_source(
                    data,
                    before.filename,
                    limits,
                    languages=languages,
                    again=before,
                    password=password,
                    is_wanted=lambda: not job.cancelled,
                    progress=lambda page, count: job.report(page, count, before.filename),
                )
            except Stopped:
                raise Cancelled from None

        def stop() -> None:
            task.cancel()
            bar.close_bar()
            self._bench.notices.say(self.tr("Stopped; nothing was changed."), "note")

        def done(new: NewSource) -> None:
            bar.close_bar()
            if new.source.sha256 == before.sha256:
                said = self.tr("Each page of “{title}” has its text already.").format(title=before.title)
                self._bench.notices.say(said, "note")
            elif any(source.id == before.id for source in self._bench.session.dossier.sources):
                self._take_in(before, new)

        def failed(error: Exception) -> None:
            bar.close_bar()
            self._bench.tasks.troubled.emit(error)

        said = self.tr("Recognising the words on the pages")
        bar = self._bench.notices.busy(said, stop=stop, key=f"recognise {source_id}")
        task = self._bench.tasks.run(work, done=done, failed=failed, progressed=bar.progress)

    def _read(self, before: Source, path: Path, password: str, *, asked: bool) -> None:
        limits = workflows.import_limits(self._bench.choices.preferences)

        def work(job: Job) -> NewSource | None:
            try:
                return workflows.read_source(
                    path, limits, again=before, password=password, is_wanted=lambda: not job.cancelled
                )
            except Stopped:
                raise Cancelled from None
            except PasswordNeeded:
                return None

        def stop() -> None:
            task.cancel()
            bar.close_bar()
            self._bench.notices.say(self.tr("Stopped; nothing was changed."), "note")

        def done(new: NewSource | None) -> None:
            bar.close_bar()
            if new is None:
                self._ask(before, path, wrong=asked)
                return
            if password:
                self._bench.session.passwords[new.source.sha256] = password
            self._take_in(before, new)

        def failed(error: Exception) -> None:
            bar.close_bar()
            self._bench.tasks.troubled.emit(error)

        said = self.tr("Reading “{name}”").format(name=path.name)
        bar = self._bench.notices.busy(said, stop=stop, key="import again")
        task = self._bench.tasks.run(work, done=done, failed=failed)

    def _ask(self, before: Source, path: Path, *, wrong: bool) -> None:
        sheet = PasswordSheet(
            self._owner.window(), self._bench.theme, path.name, wrong=wrong, refuse=self.tr("Keep it as it was")
        )
        sheet.accepted.connect(lambda: self._read(before, path, sheet.password, asked=True))
        sheet.open()

    def _take_in(self, before: Source, new: NewSource) -> None:
        lost: list[str] = []

        def operation(dossier: Dossier) -> Dossier:
            after, gone = operations.reimport_source(dossier, before.id, new.source)
            lost.extend(gone)
            return after

        title = self.tr("import “{title}” again").format(title=before.title)
        if not self._bench.session.apply(title, operation, originals=new.originals):
            return
        if not lost:
            said = self.tr("“{title}” was imported again; every passage was found.").format(title=before.title)
            self._bench.notices.say(said, "done")
            return
        self._bench.notices.say(
            self.tr("%n passage(s) of “{title}” were not found again.", "", len(lost)).format(title=before.title),
            "should",
            Remedy(
                self.tr("Review"),
                lambda: self._bench.selection.go(workspace="read", source=before.id, passage=lost[0]),
            ),
        )
