"""The notes of a brief: every quotation and citation gets a number, and the list at the end says where it stands.

Numbers are given in the order of reading. The same words of the same passage keep their number when they are cited
again, so that one number is one place in one source.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from briefgen.domain.dossier import Dossier
from briefgen.domain.points import Citation, Edit
from briefgen.domain.quotations import quote_marks, shown_quote
from briefgen.domain.sources import Passage, Source, place_of
from briefgen.rendering.references import Reference, reference, same_language

UNKNOWN = Markup('<sup class="note-ref unknown">[?]</sup>')
"""What stands where a citation names a passage that the dossier does not have. It is never left out silently."""


@dataclass(slots=True)
class Note:
    """One numbered note: a passage as it is quoted, and by what it is cited."""

    number: int
    passage: Passage
    source: Source
    text: str
    cited_by: list[str] = field(default_factory=list)
    quoted_in_text: bool = False

    @property
    def id(self) -> str:
        """What the note is called in the document."""
        return f"note-{self.number}"


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
        self._notes: dict[tuple[str, tuple[Edit, ...]], Note] = {}
        self._references: dict[str, Reference] = {}

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
        key = (passage_id, edits)
        note = self._notes.get(key)
        if note is None:
            source = self._sources[passage.source]
            note = Note(len(self._notes) + 1, passage, source, shown_quote(passage.quote, edits))
            self._notes[key] = note
            self._check(note, by)
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

    def quoted(self, note: Note) -> Markup:
        """Give a note's words between the quotation marks of the brief's language; `lang` tells foreign ones."""
        words = quote_marks(self._language).around(note.text)
        foreign = note.source.bibliography.language
        if foreign and not same_language(foreign, self._language):
            return Markup('<span class="quotation" lang="{}">{}</span>').format(foreign, words)
        return Markup('<span class="quotation">{}</span>').format(words)

    def evidence(self, citations: Iterable[Citation], *, by: str) -> list[dict[str, Any]]:
        """Turn a point's evidence into plain data, in the order that the editors gave."""
        notes = [self.cite(citation.passage, citation.edits, by=by) for citation in citations]
        return [self._evidence(note) for note in notes if note is not None]

    def listed(self) -> list[dict[str, Any]]:
        """Give all notes in the order of their numbers, as plain data."""
        first_of: dict[str, int] = {}
        return [self._listed(note, first_of) for note in self._notes.values()]

    def sources(self) -> list[dict[str, Any]]:
        """Give the sources that are cited, in the order of their first note, with the numbers of their notes."""
        numbers: dict[str, list[int]] = {}
        for note in self._notes.values():
            numbers.setdefault(note.source.id, []).append(note.number)
        return [
            {**_plain(self._reference(self._sources[source_id])), "note_numbers": given}
            for source_id, given in numbers.items()
        ]

    def _evidence(self, note: Note) -> dict[str, Any]:
        return {
            "number": note.number,
            "note": note.id,
            "text": note.text,
            "html": self.quoted(note),
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
            "html": self.quoted(note),
            "place": "" if note.passage.lost else place_of(note.source, note.passage),
            "is_first": first == note.number,
            "first_number": first,
            "cited_by": list(note.cited_by),
            "quoted_in_text": note.quoted_in_text,
        }

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
