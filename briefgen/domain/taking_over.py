"""Other people's picking taken into a dossier: passages of the kinds that an editor said, and a point for each code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from briefgen.domain import operations
from briefgen.domain.anchoring import Span
from briefgen.domain.coded import Code, CodedProject, CodedSpan, CodeMap, point_kind
from briefgen.domain.dossier import Dossier
from briefgen.domain.operations.records import next_id
from briefgen.domain.sources import Passage, Source
from briefgen.domain.terms import PassageKind


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A document's source, new or of the dossier, and its coded passages with where each stands: None is nowhere.

    `words` are those of each passage, in the same order.
    """

    source: Source
    spans: tuple[CodedSpan, ...]
    places: tuple[Span | None, ...]
    words: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOver:
    """What was taken over, by ids: new sources, passages, points; and passages whose place was not found.

    Those are in the dossier as lost passages, to be placed by hand or dropped. `left_out` is how many passages have
    only codes that are left out.
    """

    sources: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    left_out: int = 0


def take_over(
    dossier: Dossier, project: CodedProject, texts: Sequence[PlacedText], codes: CodeMap, *, at: dt.datetime
) -> tuple[Dossier, TakenOver]:
    """Take a project into a dossier. Taking it over again adds nothing that is there.

    A passage takes the kind of its first code that names a kind, else of its first code that is not left out; one
    without any code is evidence. A code that stands for a kind of point makes a point of its name, which cites its
    passages, unless it is the kind's own name (“Risks”): that says a passage's kind and no more.
    """
    taken = _Taking(dossier, project, codes, at)
    for text in texts:
        taken.text(text)
    taken.bare_points()
    return taken.dossier, TakenOver(
        sources=tuple(s.id for s in taken.dossier.sources[len(dossier.sources) :]),
        passages=tuple(p.id for p in taken.dossier.passages[len(dossier.passages) :] if not p.lost),
        points=tuple(p.id for p in taken.dossier.points[len(dossier.points) :]),
        lost=tuple(p.id for p in taken.dossier.passages[len(dossier.passages) :] if p.lost),
        left_out=taken.left_out,
    )


class _Taking:
    """The dossier while it is being added to."""

    def __init__(self, dossier: Dossier, project: CodedProject, codes: CodeMap, at: dt.datetime) -> None:
        self.dossier, self._project, self._map, self._at = dossier, project, codes, at
        self._codes = {code.key: code for code in project.codes}
        self._points: dict[str, str] = {}
        self.left_out = 0

    def text(self, text: PlacedText) -> None:
        chosen = [(span, place, words) for span, place, words in zip(text.spans, text.places, text.words, strict=True)]
        wanted = [one for one in chosen if self._is_wanted(one[0])]
        self.left_out += len(chosen) - len(wanted)
        self.dossier, source_id = operations.add_source(self.dossier, text.source)
        note = self.dossier.source(source_id).note
        if text.note and text.note not in note:
            self.dossier = operations.edit_source(self.dossier, source_id, {"note": _joined(note, text.note)})
        for span, place, words in wanted:
            self._passage(source_id, span, place, words)

    def _is_wanted(self, span: CodedSpan) -> bool:
        return not span.codings or any(self._map.get(coding.code) is not None for coding in span.codings)

    def _kind(self, span: CodedSpan) -> PassageKind:
        codings = [coding.code for coding in span.codings if self._map.get(coding.code) is not None]
        named = [key for key in codings if key in self._codes and self._codes[key].is_kind]
        return next((kind for key in (*named, *codings) if (kind := self._map[key])), PassageKind.EVIDENCE)

    def _passage(self, source_id: str, span: CodedSpan, place: Span | None, words: str) -> None:
        kind = self._kind(span)
        makes_point = {key for coding in span.codings if self._makes_point(key := coding.code)}
        notes = [coding.note for coding in span.codings if coding.note and coding.code not in makes_point]
        note = _joined(span.note, *notes)
        if place is None:
            passage_id = self._lost_passage(source_id, span, words, kind, note)
            if not passage_id:
                return
        else:
            before = self.dossier
            self.dossier, passage_id = operations.pick_passage(
                before, source_id, place.start, place.end, kind=kind, note=note
            )
            there = self.dossier.passage(passage_id).note
            if note and note not in there:
                self.dossier = operations.edit_passage(self.dossier, passage_id, note=_joined(there, note))
        for coding in span.codings:
            if coding.code in makes_point:
                point_id = self._point(self._codes[coding.code])
                self.dossier = operations.cite(self.dossier, point_id, passage_id, at=self._at, note=coding.note)

    def _lost_passage(self, source_id: str, span: CodedSpan, words: str, kind: PassageKind, note: str) -> str:
        """Keep a passage that was not found as a lost one; gives its id, empty where not even its words are known."""
        if not words.strip():
            return ""
        for passage in self.dossier.passages:
            if passage.lost and passage.source == source_id and passage.quote == words:
                return passage.id
        counters, passage_id = next_id(self.dossier.counters, "passage")
        start = min(max(0, span.start), len(self.dossier.source(source_id).text))
        passage = Passage(
            id=passage_id, source=source_id, start=start, end=start + len(words), quote=words, kind=kind, note=note,
            lost=True,
        )  # fmt: skip
        self.dossier = replace(self.dossier, counters=counters, passages=(*self.dossier.passages, passage))
        return passage_id

    def _makes_point(self, key: str) -> bool:
        code = self._codes.get(key)
        return code is not None and point_kind(self._map.get(key)) is not None and not code.is_kind

    def _point(self, code: Code) -> str:
        """The point of a code: the one of its kind and name that is there, or a new one."""
        if code.key in self._points:
            return self._points[code.key]
        kind = point_kind(self._map[code.key])
        assert kind is not None  # noqa: S101  asked only for codes that make points
        found = next((p.id for p in self.dossier.points if p.kind is kind and p.title == code.name), "")
        if not found:
            values = {"body": code.description, "note": code.note, "title_is_draft": not self._project.is_ours}
            self.dossier, found = operations.make_point(self.dossier, kind, title=code.name, at=self._at, values=values)
        self._points[code.key] = found
        return found

    def bare_points(self) -> None:
        """Make the points of codes that no passage has: a codebook has nothing else."""
        used = self._project.counts()
        for code in filter(partial(self._is_bare, used), self._project.codes):
            self._point(code)

    def _is_bare(self, used: dict[str, int], code: Code) -> bool:
        return code.key not in used and self._makes_point(code.key)


def _joined(*notes: str) -> str:
    return "\n\n".join(note for note in notes if note)
