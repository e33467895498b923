"""The notes of a brief: every quotation and citation gets a number, and the list at the end says where it stands.

Numbers are given in the order of reading. A passage keeps its number when it is cited again, whatever an editor left
out of its words or put in there: one number is one place in one source.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from briefgen.domain.citing import csl_item, locator
from briefgen.domain.dossier import Dossier
from briefgen.domain.points import Citation, Edit
from briefgen.domain.quotations import PrintedQuotation, quote_marks, shown_quote
from briefgen.domain.sources import Passage, Source
from briefgen.rendering.references import Reference, direction_of, reference, same_language

UNKNOWN = Markup('<sup class="note-ref unknown">[?]</sup>')
"""What stands where a citation names a passage that the dossier does not have. It is never left out silently."""


@dataclass(slots=True)
class Note:
    """One numbered note: a passage, and by what it is cited.

    `edits` are the marks in its words where the list gives them: those of the first citation, or none once the passage
    is cited without any.
    """

    number: int
    passage: Passage
    source: Source
    edits: tuple[Edit, ...] = ()
    cited_by: list[str] = field(default_factory=list)
    quoted_in_text: bool = False

    @property
    def id(self) -> str:
        """What the note is called in the document."""
        return f"note-{self.number}"

    @property
    def text(self) -> str:
        """The words, as the list of notes gives them."""
        return shown_quote(self.passage.quote, self.edits)


class Notes:
    """Gives numbers to citations as they are met, and then the list."""

    def __init__(
        self,
        dossier: Dossier,
        *,
        language: str,
        labels: Mapping[str, Any],
        report: Callable[[str, str], None],
    ) -> None:
        """Begin at 1. `report` is told the place and the sentence of each problem."""
        self._passages = {passage.id: passage for passage in dossier.passages}
        self._sources = {source.id: source for source in dossier.sources}
        self._language = language
        self._labels = labels
        self._report = report
        self._notes: dict[str, Note] = {}
        self._references: dict[str, Reference] = {}
        self._printed: dict[str, PrintedQuotation] = {}

    def cite(self, passage_id: str, edits: tuple[Edit, ...] = (), *, by: str) -> Note | None:
        """Give the note of a citation, a new one if need be; None, and a report, if there is no such passage.

        Args:
            passage_id: What is cited.
            edits: The editor's marks in the quotation.
            by: The id of the point, or of the section, that cites.
        """
        passage = self._passages.get(passage_id)
        if passage is None:
            self._report(by, f"cites {passage_id}, which the dossier does not have; “[?]” is printed there.")
            return None
        note = self._notes.get(passage_id)
        if note is None:
            note = Note(len(self._notes) + 1, passage, self._sources[passage.source], edits)
            self._notes[passage_id] = note
            self._check(note, by)
        elif not edits:
            note.edits = ()
        if by not in note.cited_by:
            note.cited_by.append(by)
        return note

    def in_text(self, passage_id: str, *, quoted: bool, by: str) -> Markup:
        """Give what stands in narrative text for a citation: the number alone, or the words between marks too."""
        note = self.cite(passage_id, by=by)
        if note is None:
            return UNKNOWN
        if not quoted:
            return marks_of([note.number])
        note.quoted_in_text = True
        return self.quoted(note) + marks_of([note.number])

    def quoted(self, note: Note, edits: tuple[Edit, ...] = ()) -> Markup:
        """Give a passage's words between the quotation marks of the brief's language; `lang` tells foreign ones.

        Words that are written from right to left have a direction of their own; the marks around them have not. The
        element has the quotation's key: by it the words are found again on the pages and held against their source.
        """
        quote = shown_quote(note.passage.quote, edits)
        words = quote_marks(self._language).around(quote)
        foreign = note.source.bibliography.language
        opening_tag = Markup('<span class="quotation" data-quotation="{}"').format(self._key(note, edits))
        if direction := direction_of(quote, foreign):
            opening, closing = words.split(quote, 1)
            inner = Markup('<span lang="{}"{}>{}</span>').format(foreign or "und", direction, quote)
            return opening_tag + Markup(">{}{}{}</span>").format(opening, inner, closing)
        if foreign and not same_language(foreign, self._language):
            return opening_tag + Markup(' lang="{}">{}</span>').format(foreign, words)
        return opening_tag + Markup(">{}</span>").format(words)

    @property
    def printed(self) -> tuple[PrintedQuotation, ...]:
        """The quotations that were given so far, each with its key; those that a page may print."""
        return tuple(self._printed.values())

    def _key(self, note: Note, edits: tuple[Edit, ...]) -> str:
        """What a quotation is called in the document: its note's number; “3-2” in its second form."""
        forms = [quotation for quotation in self._printed.values() if quotation.passage == note.passage.id]
        for quotation in forms:
            if quotation.edits == edits:
                return quotation.key
        key = f"{note.number}-{len(forms) + 1}" if forms else str(note.number)
        self._printed[key] = PrintedQuotation(key, note.passage.id, note.source.id, edits)
        return key

    def source_of(self, note: Note) -> str:
        """Give who said the words of a note: its source's author, or its title where it has none."""
        found = self._reference(note.source)
        return found.author or found.title

    def evidence(self, citations: Iterable[Citation], *, by: str) -> list[dict[str, Any]]:
        """Turn a point's evidence into plain data, in the order that the editors gave."""
        cited = [(self.cite(citation.passage, citation.edits, by=by), citation.edits) for citation in citations]
        return [self._evidence(note, edits) for note, edits in cited if note is not None]

    def listed(self) -> list[dict[str, Any]]:
        """Give all notes in the order of their numbers, as plain data."""
        first_of: dict[str, int] = {}
        return [self._listed(note, first_of) for note in self._notes.values()]

    @property
    def cited(self) -> frozenset[str]:
        """The ids of the sources that are cited."""
        return frozenset(note.source.id for note in self._notes.values())

    def sources(self) -> list[dict[str, Any]]:
        """Give the sources that are cited, in the order of their first note, with the numbers of their notes."""
        numbers: dict[str, list[int]] = {}
        for note in self._notes.values():
            numbers.setdefault(note.source.id, []).append(note.number)
        return [
            {**_plain(named), "entry": Markup("{}.").format(named.full), "note_numbers": given}
            for source_id, given in numbers.items()
            for named in (self._reference(self._sources[source_id]),)
        ]

    def _evidence(self, note: Note, edits: tuple[Edit, ...]) -> dict[str, Any]:
        return {
            "number": note.number,
            "note": note.id,
            "text": shown_quote(note.passage.quote, edits),
            "html": self.quoted(note, edits),
            "mark": marks_of([note.number]),
            "source": self._reference(note.source).title,
            "author": self._reference(note.source).author,
        }

    def _listed(self, note: Note, first_of: dict[str, int]) -> dict[str, Any]:
        first = first_of.setdefault(note.source.id, note.number)
        return {
            **_plain(self._reference(note.source)),
            "id": note.id,
            "number": note.number,
            "text": note.text,
            "html": self.quoted(note, note.edits),
            "place": self._place(note),
            "citation": self._citation(note, first),
            "is_first": first == note.number,
            "first_number": first,
            "cited_by": list(note.cited_by),
            "quoted_in_text": note.quoted_in_text,
        }

    def _citation(self, note: Note, first: int) -> Markup:
        """The plain words of a note: its source in full the first time, then short, and the place."""
        found = self._reference(note.source)
        again = Markup("{} ({}&#160;{})").format(found.short, self._labels["see_note"], first)
        place = self._place(note)
        return Markup("{}{}{}.").format(found.full if first == note.number else again, ", " if place else "", place)

    def passages(self) -> Iterable[tuple[int, Passage, Source]]:
        """The passages that are cited, each with its note's number, in the order of these."""
        return ((note.number, note.passage, note.source) for note in self._notes.values())

    def _place(self, note: Note) -> str:
        """Say where a passage stands: “p. 12” with the printed label, else “para. 4”; no line ends within it."""
        at = locator(note.source, note.passage)
        if at is None:
            return ""
        several = at.first != at.last
        number = f"{at.first}–{at.last}" if several else at.first
        name = "place_paragraph" if at.label == "paragraph" else "place_pages" if several else "place_page"
        return str(self._labels[name]).format(number=number).replace(" ", "\u00a0")

    def citing(self, style: str) -> dict[str, Any]:
        """Give what the notes cite, for a citation style to print: works as CSL-JSON, and the place of each note."""
        items = {}
        cites: list[dict[str, Any]] = []
        for note in self._notes.values():
            item = csl_item(note.source)
            items[note.source.id] = {"title": str(self._labels["untitled_source"]), **item}
            at = locator(note.source, note.passage)
            place = {"label": at and at.label, "first": at and at.first, "last": at and at.last}
            cites.append({"item": note.source.id, **place})
        return {"style": style, "csl": "", "language": self._language, "items": items, "cites": cites}

    def _reference(self, source: Source) -> Reference:
        if source.id not in self._references:
            self._references[source.id] = reference(source, language=self._language, labels=self._labels)
        return self._references[source.id]

    def _check(self, note: Note, by: str) -> None:
        if note.passage.lost:
            self._report(
                by,
                f"cites {note.passage.id}, which was not found again in {note.source.id}: its place is not printed.",
            )
        if not note.source.bibliography.title:
            self._report(
                by, f"cites {note.source.id}, which has no title: “{self._labels['untitled_source']}” is printed."
            )


def marks_of(numbers: Iterable[int]) -> Markup:
    """Give the raised numbers that lead to notes: “1,2”."""
    return _marks(tuple(numbers))


@lru_cache(maxsize=1000)
def _marks(numbers: tuple[int, ...]) -> Markup:
    links = Markup(",").join(Markup('<a href="#note-{0}">{0}</a>').format(number) for number in numbers)
    return Markup('<sup class="note-ref">{}</sup>').format(links) if links else Markup()


def _plain(found: Reference) -> dict[str, Any]:
    return {
        "author": found.author,
        "title": found.title,
        "container": found.container,
        "publisher": found.publisher,
        "date": found.date,
        "url": found.url,
        "reference": found.full,
        "short": found.short,
    }
