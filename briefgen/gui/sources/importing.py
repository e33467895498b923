"""Bringing documents in: read off the main thread, taken in as one act, with one report for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from briefgen import ocr_workflows, workflows
from briefgen.domain import operations
from briefgen.domain.dossier import Dossier
from briefgen.domain.resemblance import nearly_the_same
from briefgen.domain.sources import Source
from briefgen.domain.terms import HowObtained
from briefgen.errors import BriefgenError
from briefgen.gui.background import Cancelled, Job
from briefgen.gui.bench import Bench
from briefgen.gui.notices import Remedy, Tone
from briefgen.gui.sources.password_sheet import PasswordSheet
from briefgen.importers.batch import Batch as Found
from briefgen.importers.batch import Document
from briefgen.importers.coded.reading import ENDINGS as PICKING
from briefgen.importers.document import NoTextLayer, PasswordNeeded
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
    pictures: list[tuple[Document, str]] = field(default_factory=list)
    """PDFs without text, with the password of each, where a program is there that can recognise it."""
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
    of references. `scanned` gives a source's id and the PDF of it, of which some pages are to be recognised.
    """

    reading = Signal(object)
    beside = Signal(list, list)
    scanned = Signal(str, object)

    def __init__(self, bench: Bench, show_report: Callable[[list[str]], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._show_report = show_report
        self._said = ""
        self._unseen: list[str] = []
        self._refused: list[str] = []
        self._pictures: list[tuple[Document, str]] = []
        self._with_files: list[NewSource] = []
        self._marked: list[tuple[NewSource, str]] = []
        self._partly: list[tuple[NewSource, str]] = []

    def bring(self, paths: Sequence[Path]) -> None:
        """Bring in files, and all files of folders and archives."""
        self._with_files, self._marked, self._partly = [], [], []
        limits = workflows.import_limits(self._bench.choices.preferences)

        def work(job: Job) -> Batch:
            try:
                found = workflows.documents_in(paths, limits, lambda: not job.cancelled)
            except Stopped:
                raise Cancelled from None
            return self._read_found(found, job)

        self._run(work, self.tr("Reading documents"))

    def bring_attachments(self, of: Sequence[NewSource]) -> None:
        """Bring in what is attached to documents that were read."""
        limits = workflows.import_limits(self._bench.choices.preferences)

        def work(job: Job) -> Batch:
            found = Found()
            for new in of:
                origin = Document(new.source.filename, new.source.filename, partial(bytes, new.data))
                try:
                    more = workflows.attached(new.attachments, origin, limits, lambda: not job.cancelled)
                except Stopped:
                    raise Cancelled from None
                found.extend(more)
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
            except NoTextLayer as error:
                missing = ocr_workflows.how_to_get_one()
                batch.refused.append(f"{error.message} {missing}".strip())
                if not missing:
                    batch.pictures.append((document, password))
            except BriefgenError as error:
                batch.refused.append(error.message)
        batch.tried = bool(password) and not batch.read
        return batch

    def _recognise(self, pictures: Sequence[tuple[Document, str]]) -> None:
        """Have the words of PDFs recognised that are pictures of pages, and read those."""
        preferences = self._bench.choices.preferences
        limits = workflows.import_limits(preferences)
        languages = ocr_workflows.likely_languages(preferences.language)

        def work(job: Job) -> Batch:
            batch = Batch()
            for document, password in pictures:
                try:
                    new = ocr_workflows.recognised_source(
                        document.load(),
                        document.name,
                        limits,
                        languages=languages,
                        password=password,
                        is_wanted=lambda: not job.cancelled,
                        progress=partial(_tell_pages, job, document.name),
                    )
                except Stopped:
                    raise Cancelled from None
                except BriefgenError as error:
                    batch.refused.append(error.message)
                else:
                    batch.read.append(new)
                    batch.find_likeness(self._bench.session.dossier.sources, new)
            return batch

        self._run(work, self.tr("Recognising the words on the pages"))

    def _ask_for_password(self, batch: Batch) -> None:
        """Ask for the password of the first of the documents that want one, and try it on all of them."""
        locked = batch.locked
        owner = self.parent()
        assert isinstance(owner, QWidget)  # noqa: S101 - a sheet stands over a window
        sheet = PasswordSheet(owner.window(), self._bench.theme, locked[0].name, wrong=batch.tried)

        def given() -> None:
            password = sheet.password
            after = Batch(refused=list(batch.refused), picking=batch.picking, references=batch.references)
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
        place, dossier = self._bench.selection.place, self._bench.session.dossier

        def stop() -> None:
            task.cancel()
            bar.close_bar()
            self.reading.emit("")
            self._bench.notices.say(self.tr("Stopped; nothing was added."), "note")

        bar = self._bench.notices.busy(sentence, stop=stop, key="import")

        def done(batch: Batch) -> None:
            bar.close_bar()
            self.reading.emit("")
            went_on = self._bench.selection.place != place or self._bench.session.dossier is not dossier
            self._take_in(batch, went_on=went_on)

        def failed(error: Exception) -> None:
            bar.close_bar()
            self.reading.emit("")
            self._bench.tasks.troubled.emit(error)

        def progressed(count: int, total: int, name: str) -> None:
            bar.progress(count, total, name)
            self.reading.emit(name)

        task = self._bench.tasks.run(work, done=done, failed=failed, progressed=progressed)

    def _take_in(self, batch: Batch, *, went_on: bool) -> None:
        """Add all that was read as one act, and report on all documents at once.

        The first of them is shown, unless the user went on to something else meanwhile: then it is offered.
        """
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
            if not went_on:
                self._show(added[0])
        self._unseen = added if went_on else []
        self._with_files += [new for new in fresh if new.attachments]
        self._marked += [(new, source_id) for new, source_id in zip(fresh, added, strict=True) if new.remarks]
        partly = [pair for pair in zip(fresh, added, strict=True) if ocr_workflows.pages_without_words(pair[0].source)]
        self._partly += partly if partly and not ocr_workflows.how_to_get_one() else []
        self._report(batch, added, known)
        if batch.locked:
            self._ask_for_password(batch)
        else:
            self._hand_on(batch)

    def _show(self, source_id: str) -> None:
        if not any(source.id == source_id for source in self._bench.session.dossier.sources):
            return  # the import was undone
        self._bench.selection.go(workspace="read", source=source_id, passage="", point="")

    def _hand_on(self, batch: Batch) -> None:
        if batch.picking or batch.references:
            self.beside.emit(batch.picking, batch.references)

    def _report(self, batch: Batch, added: Sequence[str], known: int) -> None:
        if batch.tried:
            return  # a password that opened nothing changes nothing of what was said
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
        self._said, self._refused, self._pictures = " ".join(parts), list(refused), list(batch.pictures)
        self._say_report()

    def _say_report(self) -> None:
        """Say in one notice what came of the documents, and what is offered beside them and not taken yet."""
        offers = [*self._offer_pictures(), *self._offer_partly(), *self._offer_files(), *self._offer_marks()]
        unseen = list(self._unseen)
        said = " ".join(part for part in (self._said, *(words for words, _ in offers)) if part)
        remedies = [remedy for _, remedy in offers]
        refused = self._refused
        if unseen:
            words = self.tr("Show it") if len(unseen) == 1 else self.tr("Show the first")
            remedies.insert(0, Remedy(words, lambda: self._show(unseen[0]), stays=bool(offers)))
        if len(refused) > 1:
            remedies.append(Remedy(self.tr("Show which"), lambda: self._show_report(refused), stays=True))
        if said:
            tone: Tone = "should" if refused else "note" if offers else "done"
            self._bench.notices.say(said, tone, *remedies, key="imported")

    def _offer_pictures(self) -> Iterator[tuple[str, Remedy]]:
        """The button that has the words of PDFs without text recognised; why, the report has said."""
        found = self._pictures
        if not found:
            return

        def recognise() -> None:
            self._pictures = []
            self._recognise(found)

        yield "", Remedy(self.tr("Recognise the text"), recognise)

    def _offer_partly(self) -> Iterator[tuple[str, Remedy]]:
        """How many pages of the documents have no text, and the button that has them recognised."""
        found = self._partly
        if not found:
            return
        count = sum(ocr_workflows.pages_without_words(new.source) for new, _ in found)
        words = self.tr("There is no text on %n page(s) of them.", "", count)
        if len(found) == 1:
            words = self.tr("There is no text on %n page(s) of “{title}”.", "", count)
            words = words.format(title=found[0][0].source.title)

        def recognise() -> None:
            self._partly = []
            self._say_report_if_offers()
            for new, source_id in found:
                self.scanned.emit(source_id, new.data)

        yield words, Remedy(self.tr("Recognise those pages"), recognise)

    def _offer_files(self) -> Iterator[tuple[str, Remedy]]:
        """What is attached to the documents, and the button that adds it."""
        found = self._with_files
        if not found:
            return
        count = sum(len(new.attachments) for new in found)
        words = self.tr("%n file(s) are attached to them.", "", count)
        if len(found) == 1:
            words = self.tr("“{title}” has %n file(s) attached to it.", "", count).format(title=found[0].source.title)

        def add() -> None:
            self._with_files = []
            self._say_report_if_offers()
            self.bring_attachments(found)

        yield words, Remedy(self.tr("Add them"), add)

    def _offer_marks(self) -> Iterator[tuple[str, Remedy]]:
        """What somebody has marked in the documents, and the button that takes it over."""
        found = self._marked
        if not found:
            return
        count = sum(len(new.remarks) for new, _ in found)
        words = self.tr("%n comment(s) or highlight(s) stand in them.", "", count)
        if len(found) == 1:
            source = found[0][0].source
            words = self.tr("“{title}” has %n comment(s) in it.", "", count)
            if source.format == "PDF":
                words = self.tr("“{title}” has %n highlight(s) or note(s) in it.", "", count)
            words = words.format(title=source.title)

        def take() -> None:
            self._marked = []
            self._take_remarks(found)
            self._say_report_if_offers()

        yield words, Remedy(self.tr("Take them over"), take)

    def _say_report_if_offers(self) -> None:
        """Say the report again for what is still offered in it."""
        if self._partly or self._with_files or self._marked or len(self._refused) > 1:
            self._say_report()

    def _take_remarks(self, found: Sequence[tuple[NewSource, str]]) -> None:
        def operation(dossier: Dossier) -> Dossier:
            for new, source_id in found:
                dossier, _ = workflows.take_remarks(dossier, source_id, new.remarks)
            return dossier

        one = self.tr("take over what is marked in “{title}”").format(title=found[0][0].source.title)
        label = one if len(found) == 1 else self.tr("take over what is marked in %n source(s)", "", len(found))
        self._bench.session.apply(label, operation)


def _tell_pages(job: Job, name: str, done: int, count: int) -> None:
    job.report(done, count, name)


def documents_filter(documents: str, everything: str, *, archives: bool = True) -> str:
    """What a dialog lets one choose: the documents that can be read, by their endings, or all files."""
    endings = sorted(frozenset().union(*ENDINGS.values(), ARCHIVES | PICKING | REFERENCES if archives else ()))
    return f"{documents} ({' '.join(f'*.{ending}' for ending in endings)});;{everything} (*)"
