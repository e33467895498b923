"""Bringing documents in: read off the main thread, taken in as one act, with one report for all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from briefgen import workflows
from briefgen.domain import operations
from briefgen.domain.dossier import Dossier
from briefgen.domain.terms import HowObtained
from briefgen.errors import BriefgenError, InputRefused
from briefgen.gui.background import Job
from briefgen.gui.bench import Bench
from briefgen.gui.notices import Remedy
from briefgen.workflows import NewSource

MOST_FILES = 2000
"""A folder with more is refused: it is somebody's whole disk, not what one brief rests on."""


@dataclass(slots=True)
class Batch:
    """What came of reading several documents: sources, and sentences on those that can't be."""

    read: list[NewSource] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


class Importing(QObject):
    """Reads documents in the background and takes them into the dossier. `reading` tells titles under way."""

    reading = Signal(object)

    def __init__(self, bench: Bench, show_report: Callable[[list[str]], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._show_report = show_report

    def bring(self, paths: Sequence[Path]) -> None:
        """Bring in files, and all files of folders."""
        limits = workflows.import_limits(self._bench.choices.preferences)

        def work(job: Job) -> Batch:
            batch = Batch()
            files = files_in(paths)
            for number, path in enumerate(files):
                job.report(number, len(files), path.name)
                try:
                    batch.read.append(workflows.read_source(path, limits))
                except BriefgenError as error:
                    batch.refused.append(error.message)
            return batch

        self._run(work, self.tr("Reading documents"))

    def paste(self, text: str) -> None:
        """Make a source of pasted text; its first line names the file."""
        limits = workflows.import_limits(self._bench.choices.preferences)
        first = next((line.strip() for line in text.splitlines() if line.strip()), "")
        name = f"{first[:60] or self.tr('Pasted text')}.txt".replace("/", "–")

        def work(_job: Job) -> Batch:
            batch = Batch()
            try:
                new = workflows.source_of_bytes(text.encode(), name, limits, how_obtained=HowObtained.PASTED)
                batch.read.append(new)
            except BriefgenError as error:
                batch.refused.append(error.message)
            return batch

        self._run(work, self.tr("Reading what you copied"))

    def again(self, source_id: str, path: Path) -> None:
        """Import a source's document again in its place."""
        before = self._bench.session.dossier.source(source_id)
        limits = workflows.import_limits(self._bench.choices.preferences)

        def done(new: NewSource) -> None:
            lost: list[str] = []

            def operation(dossier: Dossier) -> Dossier:
                after, gone = operations.reimport_source(dossier, source_id, new.source)
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
                    lambda: self._bench.selection.go(workspace="read", source=source_id, passage=lost[0]),
                ),
            )

        self._bench.tasks.run(lambda _job: workflows.read_source(path, limits, again=before), done=done)

    def _run(self, work: Callable[[Job], Batch], sentence: str) -> None:
        def stop() -> None:
            task.cancel()
            bar.close_bar()
            self.reading.emit("")
            self._bench.notices.say(self.tr("Stopped; nothing was added."), "note")

        bar = self._bench.notices.busy(sentence, stop=stop, key="import")

        def done(batch: Batch) -> None:
            bar.close_bar()
            self.reading.emit("")
            self._take_in(batch)

        def failed(error: Exception) -> None:
            bar.close_bar()
            self.reading.emit("")
            self._bench.tasks.troubled.emit(error)

        def progressed(count: int, total: int, name: str) -> None:
            bar.progress(count, total, name)
            self.reading.emit(name)

        task = self._bench.tasks.run(work, done=done, failed=failed, progressed=progressed)

    def _take_in(self, batch: Batch) -> None:
        """Add all that was read as one act, and report on all documents at once."""
        session = self._bench.session
        there = {source.sha256: source.title for source in session.dossier.sources}
        known = [new.source.title for new in batch.read if new.source.sha256 in there]
        fresh = [new for new in batch.read if new.source.sha256 not in there]
        added: list[str] = []

        def operation(dossier: Dossier) -> Dossier:
            for new in fresh:
                dossier, source_id = operations.add_source(dossier, new.source)
                added.append(source_id)
            return dossier

        if fresh:
            originals = {sha: data for new in fresh for sha, data in new.originals.items()}
            one = self.tr("add “{title}”").format(title=fresh[0].source.title)
            label = one if len(fresh) == 1 else self.tr("add %n source(s)", "", len(fresh))
            if not session.apply(label, operation, originals=originals):
                return
            self._bench.selection.go(workspace="read", source=added[0], passage="", point="")
        self._report(len(added), known, batch.refused)

    def _report(self, added: int, known: list[str], refused: list[str]) -> None:
        parts = [self.tr("%n source(s) added.", "", added)] if added else []
        if known:
            parts.append(self.tr("%n document(s) already here.", "", len(known)))
        if len(refused) == 1:
            parts.append(refused[0])
        elif refused:
            parts.append(self.tr("%n document(s) could not be read.", "", len(refused)))
        remedies = [Remedy(self.tr("Show which"), lambda: self._show_report(refused))] if len(refused) > 1 else []
        self._bench.notices.say(" ".join(parts), "should" if refused else "done", *remedies, key="import")


def files_in(paths: Sequence[Path]) -> list[Path]:
    """List files, and those of folders with their subfolders, in order of their names; hidden ones are left out.

    Raises:
        InputRefused: a folder with more than `MOST_FILES` files.
    """
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        for inner in sorted(path.rglob("*")):
            hidden = any(part.startswith(".") for part in inner.relative_to(path).parts)
            if not hidden and inner.is_file():
                found.append(inner)
            if len(found) > MOST_FILES:
                raise InputRefused(f"“{path}” holds more than {MOST_FILES} files: choose a smaller folder.")
    return found
