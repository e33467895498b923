"""Whether a PDF quotes what its sources say: read back where it can do no harm, and held against a dossier.

Without the dossier, a file is held against what is attached to it, if anything is; else only against itself. Which of
these was done is part of the answer: whoever changes words in a file can change what is attached to it as well.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import lxml.html

from briefgen import issuing, workflows
from briefgen.domain.briefs import Brief, IssueRecord
from briefgen.domain.dossier import Dossier
from briefgen.domain.printed_words import say_the_same, without_marks
from briefgen.domain.proof import APPENDED, QuotationId, ReadBack, Verdict, evidence_pieces
from briefgen.domain.quotations import shown_quote
from briefgen.domain.verification import (
    Expected,
    Held,
    Known,
    KnownSource,
    Passages,
    held,
    held_by_themselves,
    missing,
    other_notes,
    other_pages,
)
from briefgen.dossier_file import DossierFile
from briefgen.errors import BriefgenError, NotThere, PreflightFailed
from briefgen.exporters import provenance
from briefgen.importers.limits import ImportLimits
from briefgen.read_back.fonts import shipped_files
from briefgen.read_back.job import ReadBackJob
from briefgen.read_back.reading import read_back
from briefgen.rendering.gate import keys_in
from briefgen.rendering.house_templates import OpenTemplate
from briefgen.rendering.job import RenderJob, first_filled
from briefgen.rendering.kept_data import job_again
from briefgen.rendering.metadata import document_id
from briefgen.settings import Preferences

_MOST_TRIED = 4
"""Records of issue of one document that a file is compared with; the newest first."""


class Against(StrEnum):
    """What the quotations of a file were held against."""

    DOSSIER = "the dossier"
    ATTACHMENT = "what is attached to the file"
    ITSELF = "the file itself"


@dataclass(frozen=True, slots=True)
class SourceState:
    """A source that a file quotes: whether its bytes still have their hash. None where they are not at hand."""

    id: str
    title: str
    sha256: str
    intact: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What was found out about a file.

    Attributes:
        quotations: Each of its quotations.
        against: What they were held against.
        sources: The sources that they are of.
        faults: What is wrong beside the quotations themselves: with notes, sources, the file.
        made_from: What of the dossier it was made from, in words; "" where that is not known.
        identical: Whether it is, byte for byte, what was issued.
        remarks: What could not be checked, and what else is worth knowing.
    """

    quotations: tuple[Held, ...]
    against: Against
    sources: tuple[SourceState, ...] = ()
    faults: tuple[str, ...] = ()
    made_from: str = ""
    identical: bool = False
    remarks: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether anything is wrong."""
        return bool(self.faults) or any(quotation.faults for quotation in self.quotations)

    @property
    def checked(self) -> bool:
        """Whether the quotations could be held against anything but the file itself."""
        return self.against is not Against.ITSELF

    @property
    def exit_code(self) -> int:
        """0 when all holds, 1 when something is wrong, 4 when there was nothing to hold quotations against."""
        if self.failed:
            return PreflightFailed.exit_code
        return 0 if self.checked else NotThere.exit_code


def verify(
    data: bytes,
    filename: str,
    limits: ImportLimits,
    *,
    file: DossierFile | None = None,
    preferences: Preferences | None = None,
    is_wanted: Callable[[], bool] | None = None,
) -> Verified:
    """Verify a PDF.

    Args:
        data: The file's bytes.
        filename: Its name, for sentences about it.
        limits: Of what it may take to read it.
        file: The dossier that it was made from; without one see the module.
        preferences: Where house templates are; with a dossier.
        is_wanted: Asked now and then whether to go on.

    Raises:
        InputRefused: It is no PDF, or can't be read.
        Stopped: `is_wanted` said no.
    """
    job = ReadBackJob(data, filename, shipped_files())
    read = workflows.READER.have_done(
        job, limits, len(data) + sum(map(len, job.typefaces.values())), is_wanted, ReadBack
    )
    if file is None:
        return _without_dossier(read)
    return _with_dossier(read, data, file, preferences or Preferences())


# ---------------------------------------------------------------------------------------------- without a dossier


def _without_dossier(read: ReadBack) -> Verified:
    attached = next((one for one in read.attached if one.name == provenance.NAME), None)
    known = provenance.known_in(attached.content) if attached is not None else ()
    remarks = [*_untold(read)]
    if known:
        remarks.append(
            "The quotations were held against the words that are attached to the file. Whoever changed the file could "
            "have changed those as well: only the dossier, or the sources themselves, have the last word."
        )
        quotations = held(read, Passages(known))
        cited = {one.source for one in quotations}
        sources = {one.source: SourceState("", one.title, one.source, None) for one in known if one.source in cited}
        against = Against.ATTACHMENT
    else:
        remarks.append(
            "The words of the sources are not at hand: name the dossier that the file was made from. Without it, all "
            "that could be told is whether each quotation is as it was when the file was written, unless somebody took "
            "care to hide a change."
        )
        quotations, sources, against = held_by_themselves(read), {}, Against.ITSELF
    return Verified(
        quotations=quotations, against=against, sources=tuple(sources.values()),
        faults=(*read.troubles, *([APPENDED] if read.appended else ())),
        remarks=tuple(remarks),
    )  # fmt: skip


def _untold(read: ReadBack) -> Iterator[str]:
    if not read.tagged:
        yield "The file has no tags, by which its quotations could be told from its other words: none was checked."
    elif not read.quotations:
        yield "The file has no quotations that Briefgen has marked as such."


# ------------------------------------------------------------------------------------------------- with a dossier


@dataclass(frozen=True, slots=True)
class _Origin:
    """What a file may have been made from: in words, and what its pages were filled with."""

    words: str
    printed: tuple[str, ...]
    expected: dict[str, Expected]
    notes: dict[int, str]
    record: IssueRecord | None = None

    def score(self, read: ReadBack) -> int:
        """How many quotations of the file are here, in the same words."""
        found = 0
        for quotation in read.quotations:
            name = QuotationId.of(quotation.id)
            wanted = self.expected.get(name.key) if name else None
            words = without_marks(quotation.lines)
            found += wanted is not None and say_the_same(words or quotation.lines, wanted.words)
        return found


def _with_dossier(read: ReadBack, data: bytes, file: DossierFile, preferences: Preferences) -> Verified:
    dossier = file.dossier
    texts = [KnownSource(source.id, source.title, source.text) for source in dossier.sources]
    quotations = held(read, Passages(_known(dossier), texts))
    issued = next((one for one in dossier.issues if _is(data, one)), None)
    below = next((one for one in dossier.issues if _is(data[: one.size], one)), None) if read.appended else None
    remarks = [*_untold(read)]
    faults = [*read.troubles]
    made_from = ""
    if below is not None:
        # What was issued is still there, to the byte: what came later can be told from it.
        made_from = f"It begins, byte for byte, with what was issued as {below.id} ({below.filename})."
        remarks.append("Something was put behind its end since: comments, a signature or filled-in fields, say.")
        faults += other_pages(read.sheets, read_back(data[: below.size], whole=True).sheets)
    elif issued is not None:
        made_from = f"It is, byte for byte, what was issued as {issued.id} ({issued.filename})."
    else:
        origin = max(_origins(read, file, preferences), key=lambda one: one.score(read), default=None)
        if origin is None:
            remarks.append(
                "Nothing in the dossier has the reference and title of this file: whether a quotation was taken out of "
                "it, and whether its notes name the right sources, could not be told."
            )
        else:
            made_from = origin.words
            faults += [*missing(read, origin.printed, origin.expected), *other_notes(read, origin.notes)]
            if origin.record is not None:
                again = issuing.made_again(file, origin.record)
                if again.is_the_same:
                    faults += other_pages(read.sheets, read_back(again.data, whole=True).sheets)
                else:
                    remarks.append("The pages beside its quotations could not be compared with those that were issued.")
    if read.appended and below is None:
        faults.append(APPENDED)
    cited = dict.fromkeys(one.source for one in quotations if one.source)
    sources = tuple(_state(file, source_id) for source_id in cited)
    faults += [
        f"The document of “{one.title}” is not what it was when it was brought in."
        for one in sources
        if one.intact is False
    ]
    return Verified(
        quotations=quotations, against=Against.DOSSIER, sources=sources, faults=tuple(dict.fromkeys(faults)),
        made_from=made_from, identical=issued is not None, remarks=tuple(remarks),
    )  # fmt: skip


def _is(data: bytes, record: IssueRecord) -> bool:
    return len(data) == record.size and hashlib.sha256(data).hexdigest() == record.sha256


def _known(dossier: Dossier) -> Iterator[Known]:
    """The passages of a dossier that stand in their sources, each with the marks of all its uses."""
    sources = {source.id: source for source in dossier.sources}
    forms: dict[str, dict[str, None]] = {}
    for passage in dossier.passages:
        source = sources[passage.source]
        if not passage.lost and source.text[passage.start : passage.end] == passage.quote:
            forms[passage.id] = {}
    quotes = {passage.id: passage.quote for passage in dossier.passages}
    for point in dossier.points:
        for citation in point.evidence:
            if citation.passage in forms:
                forms[citation.passage][shown_quote(quotes[citation.passage], citation.edits)] = None
    for passage in dossier.passages:
        if passage.id in forms:
            source = sources[passage.source]
            pieces = tuple(map(shown_quote, evidence_pieces(passage.quote)))
            yield Known(
                passage.id, source.id, source.title, shown_quote(passage.quote), tuple(forms[passage.id]), pieces
            )


def _state(file: DossierFile, source_id: str) -> SourceState:
    source = file.dossier.source(source_id)
    try:
        intact = hashlib.sha256(file.original(source.sha256)).hexdigest() == source.sha256
    except BriefgenError:
        intact = False
    return SourceState(source.id, source.title, source.sha256, intact)


def _origins(read: ReadBack, file: DossierFile, preferences: Preferences) -> Iterator[_Origin]:
    """What of the dossier has the file's name among documents: what was issued, the newest first; and briefs."""
    dossier = file.dossier

    def is_it(template: str, reference: str, title: str) -> bool:
        return document_id(template, reference, title) == read.document_id

    records = [one for one in reversed(dossier.issues) if is_it(one.template, one.ref, one.title) and one.kept_data]
    for record in records[:_MOST_TRIED]:
        job, template = _issued(file, record)
        yield _origin(
            job,
            template,
            f"It has the name of {record.id} ({record.filename}), and is not that file to the byte.",
            record,
        )
    for brief in dossier.briefs:
        if is_it(brief.template, brief.ref, brief.title):
            try:
                job, template = _now(dossier, brief, preferences)
                yield _origin(
                    job,
                    template,
                    f"It has the name of the brief “{brief.name}”, with which it was compared as that is now.",
                )
            except NotThere:
                continue  # its house template is not on this machine


def _issued(file: DossierFile, record: IssueRecord) -> tuple[RenderJob, OpenTemplate]:
    template = issuing.kept_template(file, record)
    return job_again(file.kept(record.kept_data), template.folder), template


def _now(dossier: Dossier, brief: Brief, preferences: Preferences) -> tuple[RenderJob, OpenTemplate]:
    template = workflows.template_of(brief, preferences)
    return workflows.render_job(dossier, brief, template, overfull=True), template


def _origin(job: RenderJob, template: OpenTemplate, words: str, record: IssueRecord | None = None) -> _Origin:
    html = first_filled(job, template)
    body = lxml.html.document_fromstring(html)
    notes = {
        int(name.removeprefix("note-")): entry.text_content()
        for entry in body.iter("li", "p", "div", "dd", "aside", "span")
        if (name := entry.get("id", "")).removeprefix("note-").isdecimal() and name.startswith("note-")
    }
    expected = {key: Expected(*given) for key, given in job.quotations.items()}
    return _Origin(words, tuple(keys_in(html)), expected, notes, record)


def summary(verified: Verified) -> str:
    """One sentence that says how it is."""
    total = len(verified.quotations)
    wrong = sum(bool(one.faults) for one in verified.quotations)
    if wrong:
        return f"{wrong} of {total} quotations {_be(wrong)} not what {_its(wrong)} source says."
    if verified.faults:
        return f"Something is wrong with the file or its notes, and with none of its {total} quotations."
    if not verified.checked:
        return f"None of its {total} quotations shows a change, and none could be held against its source."
    elided = sum(one.verdict is Verdict.ELIDED for one in verified.quotations)
    if not total:
        return "It quotes nothing."
    if total == 1:
        return "Its one quotation is verbatim, but for marked changes." if elided else "Its one quotation is verbatim."
    if not elided:
        return f"All {total} quotations are verbatim."
    return f"All {total} quotations hold: {total - elided} verbatim, {elided} with every change marked."


def _be(count: int) -> str:
    return "is" if count == 1 else "are"


def _its(count: int) -> str:
    return "its" if count == 1 else "their"


def rows(quotations: Sequence[Held]) -> list[tuple[object, ...]]:
    """The quotations as a list for people: note, page, what it is, of which source, its words."""
    return [
        (one.note, one.page, "ALTERED" if one.faults else str(one.verdict), one.title or "–", f"“{one.words}”")
        for one in quotations
    ]
