"""Bringing documents in: read off the main thread, taken in as one act, with one report for all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from briefgen import workflows
from briefgen.domain import operations
from briefgen.domain.dossier import Dossier
from briefgen.domain.resemblance import nearly_the_same
from briefgen.domain.sources import Source
from briefgen.domain.terms import HowObtained
from briefgen.errors import BriefgenError
from briefgen.gui.background import Cancelled, Job
from briefgen.gui.bench import Bench
from briefgen.gui.notices import Remedy
from briefgen.gui.sources.password_sheet import PasswordSheet
from briefgen.importers.batch import Batch as Found
from briefgen.importers.batch import Document
from briefgen.importers.coded.reading import ENDINGS as PICKING
from briefgen.importers.document import PasswordNeeded
from briefgen.importers.kinds import ARCHIVES, ENDINGS
from briefgen.importers.reader import Stopped
from briefgen.importers.references.forms import ENDINGS as REFERENCES
from briefgen.workflows import NewSource


@dataclass(slots=True)
class Batch:
    """What came of reading several documents: sources, sentences on those that can't be, and what is nearly the same.

    `alike` holds titles: of a new source, and of one that is there or was read before it. `locked` are documents that
    ask for a password; `tried` says that one was given and did not open them. `picking` and `references` are files
    among them that are no sources, not read yet.
    """

    read: list[NewSource] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    alike: list[tuple[str, str]] = field(default_factory=list)
    locked: list[Document] = field(default_factory=list)
    tried: bool = False
    picking: list[Document] = field(default_factory=list)
    references: list[Document] = field(default_factory=list)

    def find_likeness(self, there: Sequence[Source], new: NewSource) -> None:
        """Note whether a new source is nearly the same as one that is there, or one of this batch."""
        before = (other.source for other in self.read)
        if found := nearly_the_same([*there, *before], new.source):
            self.alike.append((new.source.title, found[0].title))


class Importing(QObject):
    """Reads documents in the background and takes them into the dossier. `reading` tells titles under way.

    `beside` gives, once the sources are there, what was among the files and is none: other people's picking, and lists
    of references.
    """

    reading = Signal(object)
    beside = Signal(list, list)

    def __init__(self, bench: Bench, show_report: Callable[[list[str]], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._show_report = show_report

    def bring(self, paths: Sequence[Path]) -> None:
        """Bring in files, and all files of folders and archives."""
        limits = workflows.import_limits(self._bench.choices.preferences)

        def work(job: Job) -> Batch:
            try:
                found = workflows.documents_in(paths, limits, lambda: not job.cancelled)
            except Stopped:
                raise Cancelled from None
            return self._read_found(found, job)

        self._run(work, self.tr("Reading documents"))

    def bring_attachments(self, new: NewSource) -> None:
        """Bring in what is attached to a document that was read."""
        limits = workflows.import_limits(self._bench.choices.preferences)
        origin = Document(new.source.filename, new.source.filename, lambda: new.data)

        def work(job: Job) -> Batch:
            try:
                found = workflows.attached(new.attachments, origin, limits, lambda: not job.cancelled)
            except Stopped:
                raise Cancelled from None
            return self._read_found(found, job)

        self._run(work, self.tr("Reading documents"))

    def _read_found(self, found: Found, job: Job) -> Batch:
        """Read the documents that were found; what is none is handed on."""
        batch = Batch(refused=list(found.refused), picking=found.picking, references=found.references)
        return self._read(found.documents, job, batch)

    def _read(self, documents: Sequence[Document], job: Job, batch: Batch, password: str = "") -> Batch:
        """Read documents off the main thread; what one of them does keeps none of the others out."""
        limits = workflows.import_limits(self._bench.choices.preferences)
        for number, document in enumerate(documents):
            job.report(number, len(documents), document.name)
            try:
                data = document.load()
                new = workflows.source_of_bytes(
                    data, document.name, limits, password=password, is_wanted=lambda: not job.cancelled
                )
                batch.read.append(new)
                if password:
                    self._bench.session.passwords[new.source.sha256] = password
                batch.find_likeness(self._bench.session.dossier.sources, new)
            except Stopped:
                raise Cancelled from None
            except PasswordNeeded:
                batch.locked.append(document)
            except BriefgenError as error:
                batch.refused.append(error.message)
        batch.tried = bool(password) and not batch.read
        return batch

    def _ask_for_password(self, batch: Batch) -> None:
        """Ask for the password of the first of the documents that want one, and try it on all of them."""
        locked = batch.locked
        owner = self.parent()
        assert isinstance(owner, QWidget)  # noqa: S101 - a sheet stands over a window
        sheet = PasswordSheet(owner.window(), self._bench.theme, locked[0].name, wrong=batch.tried)

        def given() -> None:
            password = sheet.password
            after = Batch(picking=batch.picking, references=batch.references)
            self._run(lambda job: self._read(locked, job, after, password), self.tr("Reading documents"))

        def refused() -> None:
            names = ", ".join(f"“{document.name}”" for document in locked)
            said = self.tr("Not read, for want of a password: {names}.").format(names=names)
            self._bench.notices.say(said, "should", key="password")
            self._hand_on(batch)

        sheet.accepted.connect(given)
        sheet.rejected.connect(refused)
        sheet.open()

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
        first = {new.source.sha256: new for new in reversed(batch.read)}
        fresh = [new for new in batch.read if new.source.sha256 not in there and first[new.source.sha256] is new]
        known = len(batch.read) - len(fresh)
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
        self._report(batch, added, known)
        if batch.locked:
            self._ask_for_password(batch)
        else:
            self._hand_on(batch)
        for new, source_id in zip(fresh, added, strict=True):
            self._offer(new, source_id)

    def _hand_on(self, batch: Batch) -> None:
        if batch.picking or batch.references:
            self.beside.emit(batch.picking, batch.references)

    def _report(self, batch: Batch, added: Sequence[str], known: int) -> None:
        refused = batch.refused
        parts = [self.tr("%n source(s) added.", "", len(added))] if added else []
        if known:
            parts.append(self.tr("%n document(s) already here.", "", known))
        if len(batch.alike) == 1:
            new, other = batch.alike[0]
            parts.append(self.tr("“{new}” is nearly the same as “{other}”.").format(new=new, other=other))
        elif batch.alike:
            parts.append(self.tr("%n of them are nearly the same as others.", "", len(batch.alike)))
        if len(refused) == 1:
            parts.append(refused[0])
        elif refused:
            parts.append(self.tr("%n document(s) could not be read.", "", len(refused)))
        if not parts:
            return
        remedies = [Remedy(self.tr("Show which"), lambda: self._show_report(refused))] if len(refused) > 1 else []
        self._bench.notices.say(" ".join(parts), "should" if refused else "done", *remedies, key="import")

    def _offer(self, new: NewSource, source_id: str) -> None:
        """Offer what came with a document: files that are attached to it, comments that stand in it."""
        title = new.source.title
        if new.attachments:
            said = self.tr("“{title}” has %n file(s) attached to it.", "", len(new.attachments)).format(title=title)
            add = Remedy(self.tr("Add them"), lambda: self.bring_attachments(new))
            self._bench.notices.say(said, "note", add, key=f"attachments of {source_id}")
        if new.remarks:
            words = self.tr("“{title}” has %n comment(s) in it.", "", len(new.remarks))
            if new.source.format == "PDF":
                words = self.tr("“{title}” has %n highlight(s) or note(s) in it.", "", len(new.remarks))
            said = words.format(title=title)
            take = Remedy(self.tr("Take them over"), lambda: self._take_remarks(new, source_id))
            self._bench.notices.say(said, "note", take, key=f"comments in {source_id}")

    def _take_remarks(self, new: NewSource, source_id: str) -> None:
        self._bench.session.apply(
            self.tr("take over what is marked in “{title}”").format(title=new.source.title),
            lambda dossier: workflows.take_remarks(dossier, source_id, new.remarks)[0],
        )


def documents_filter(documents: str, everything: str, *, archives: bool = True) -> str:
    """What a dialog lets one choose: the documents that can be read, by their endings, or all files."""
    endings = sorted(frozenset().union(*ENDINGS.values(), ARCHIVES | PICKING | REFERENCES if archives else ()))
    return f"{documents} ({' '.join(f'*.{ending}' for ending in endings)});;{everything} (*)"
