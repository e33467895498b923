"""Other people's picking taken into a dossier: passages of the kinds that an editor said, and a point for each code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from briefgen.domain import operations
from briefgen.domain.anchoring import Span
from briefgen.domain.carried import read_carried
from briefgen.domain.coded import Code, CodedProject, CodedSpan, CodeMap, point_kind
from briefgen.domain.dossier import Dossier
from briefgen.domain.fields import FieldError, dashed, specs
from briefgen.domain.operations.links import Link, links_from, with_links, without_circle
from briefgen.domain.operations.passages import span_of
from briefgen.domain.operations.records import next_id
from briefgen.domain.points import POINT_CLASSES, Citation, Point
from briefgen.domain.sources import Passage, Source
from briefgen.domain.terms import Kind, PassageKind


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
    only codes that are left out. `unfilled` are new points some of whose fields could not be read.
    """

    sources: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    left_out: int = 0
    unfilled: tuple[str, ...] = ()


def take_over(
    dossier: Dossier, project: CodedProject, texts: Sequence[PlacedText], codes: CodeMap, *, at: dt.datetime
) -> tuple[Dossier, TakenOver]:
    """Take a project into a dossier. Taking it over again adds nothing that is there.

    A passage takes the kind of its first code that names a kind, else of its first code that is not left out; one
    without any code is evidence. A code that stands for a kind of point makes a point of its name, which cites its
    passages, unless it is the kind's own name (“Risks”): that says a passage's kind and no more. What this program
    wrote comes back with the points' fields, links, order and evidence; a point that is there already stays as it is.
    """
    taken = _Taking(dossier, project, codes, at)
    taken.points_of_ours()
    for text in texts:
        taken.text(text)
    taken.bare_points()
    after = taken.done()
    passages = after.passages[len(dossier.passages) :]
    return after, TakenOver(
        sources=tuple(s.id for s in after.sources[len(dossier.sources) :]),
        passages=tuple(p.id for p in passages if not p.lost),
        points=tuple(p.id for p in after.points[len(dossier.points) :]),
        lost=tuple(p.id for p in passages if p.lost),
        left_out=taken.left_out,
        unfilled=tuple(taken.unfilled),
    )


class _Taking:
    """A dossier that is being added to. Passages and citations are gathered: a project has thousands of them."""

    def __init__(self, dossier: Dossier, project: CodedProject, codes: CodeMap, at: dt.datetime) -> None:
        self._dossier, self._project, self._map, self._at = dossier, project, codes, at
        self._codes = {code.key: code for code in project.codes}
        self._points: dict[str, str] = {}
        self._cited: dict[str, dict[str, Citation]] = {}
        self._records: dict[str, str] = {}
        self._links: dict[str, tuple[Link, ...]] = {}
        self._passage_of: dict[str, str] = {}
        self._new: set[str] = set()
        self.unfilled: list[str] = []
        self._passages = list(dossier.passages)
        self._there: dict[tuple[str, int, int], int] = {}
        self._lost: dict[tuple[str, str], int] = {}
        for number, passage in enumerate(self._passages):
            self._note_place(passage, number)
        self.left_out = 0

    def _note_place(self, passage: Passage, number: int) -> None:
        if passage.lost:
            self._lost.setdefault((passage.source, passage.quote), number)
        else:
            self._there.setdefault((passage.source, passage.start, passage.end), number)

    # ------------------------------------------------------------------------------------------- passages

    def text(self, text: PlacedText) -> None:
        """Add a document and its passages."""
        self._dossier, source_id = operations.add_source(self._dossier, text.source)
        source = self._dossier.source(source_id)
        if text.note and text.note not in source.note:
            self._dossier = operations.edit_source(self._dossier, source_id, {"note": _joined(source.note, text.note)})
        for span, place, words in zip(text.spans, text.places, text.words, strict=True):
            if self._is_wanted(span):
                self._span(source, span, place, words)
            else:
                self.left_out += 1

    def _is_wanted(self, span: CodedSpan) -> bool:
        return not span.codings or any(self._map.get(coding.code) is not None for coding in span.codings)

    def _kind(self, span: CodedSpan) -> PassageKind:
        codings = [coding.code for coding in span.codings if self._map.get(coding.code) is not None]
        named = [key for key in codings if key in self._codes and self._codes[key].is_kind]
        return next((kind for key in (*named, *codings) if (kind := self._map[key])), PassageKind.EVIDENCE)

    def _span(self, source: Source, span: CodedSpan, place: Span | None, words: str) -> None:
        if place is None and not words.strip():
            return
        pointed = [coding for coding in span.codings if self._makes_point(coding.code)]
        note = _joined(span.note, *(coding.note for coding in span.codings if coding not in pointed))
        number = self._found(source, span, place, words)
        passage = self._passages[number]
        if note and note not in passage.note:
            self._passages[number] = replace(passage, note=_joined(passage.note, note))
        self._passage_of.setdefault(span.key, passage.id)
        for coding in pointed:
            cited = self._cited.setdefault(self._point(self._codes[coding.code]), {})
            fit = all(edit.end <= len(passage.quote) for edit in coding.edits)
            edits = coding.edits if fit else ()
            cited.setdefault(passage.id, Citation(passage=passage.id, note=coding.note, edits=edits))

    def _found(self, source: Source, span: CodedSpan, place: Span | None, words: str) -> int:
        """The number of the passage that a span is, among all: one that is there, or a new one."""
        if place is None:
            there = self._lost.get((source.id, words))
            start = min(max(0, span.start), len(source.text))
            fields: dict[str, Any] = {"start": start, "end": start + len(words), "quote": words, "lost": True}
        else:
            there = self._there.get((source.id, place.start, place.end))
            fields = {} if there is not None else span_of(source, place.start, place.end)
        if there is not None:
            return there
        counters, passage_id = next_id(self._dossier.counters, "passage")
        self._dossier = replace(self._dossier, counters=counters)
        passage = Passage(id=passage_id, source=source.id, kind=self._kind(span), **fields)
        self._passages.append(passage)
        self._note_place(passage, len(self._passages) - 1)
        return len(self._passages) - 1

    # ------------------------------------------------------------------------------------------- points

    def _makes_point(self, key: str) -> bool:
        code = self._codes.get(key)
        return code is not None and point_kind(self._map.get(key)) is not None and not code.is_kind

    def _point(self, code: Code) -> str:
        """The point of a code: the one of its kind and name that is there, or a new one."""
        if code.key in self._points:
            return self._points[code.key]
        kind = point_kind(self._map[code.key])
        assert kind is not None  # noqa: S101  asked only for codes that make points
        title = "" if code.name == code.record else code.name
        others = {*self._new, *self._points.values()}
        there = (p.id for p in self._dossier.points if p.kind is kind and p.title == title and p.id not in others)
        found = next(there, "")
        if not found:
            values, links, whole = _values_of(code, kind)
            values |= {"body": code.description, "note": code.note}
            values.setdefault("title_is_draft", not self._project.is_ours)
            self._dossier, found = operations.make_point(self._dossier, kind, title=title, at=self._at, values=values)
            if links:
                self._links[found] = links
            self._new.add(found)
            if not whole:
                self.unfilled.append(found)
        self._points[code.key] = found
        if code.record:
            self._records[code.record] = found
        return found

    def points_of_ours(self) -> None:
        """Make the points that this program wrote, in the order that they had."""
        ours = [code for code in self._project.codes if code.record and self._makes_point(code.key)]
        for code in sorted(ours, key=_order):
            self._point(code)

    def bare_points(self) -> None:
        """Make the points of codes that no passage has: a codebook has nothing else."""
        used = self._project.counts()
        for code in self._project.codes:
            if code.key not in used and self._makes_point(code.key):
                self._point(code)

    def done(self) -> Dossier:
        """The dossier with everything in it."""
        same = len(self._passages) == len(self._dossier.passages) and all(
            one is other for one, other in zip(self._passages, self._dossier.passages, strict=True)
        )
        passages = self._dossier.passages if same else tuple(self._passages)
        order = {self._points[code.key]: code.evidence for code in self._project.codes if code.key in self._points}
        points = tuple(self._whole(point, order.get(point.id, ())) for point in self._dossier.points)
        if all(one is other for one, other in zip(points, self._dossier.points, strict=True)):
            points = self._dossier.points
        if passages is self._dossier.passages and points is self._dossier.points:
            return self._dossier
        after = replace(self._dossier, passages=passages, points=points)
        for point_id in self._links:
            after = without_circle(after, point_id)
        return after

    def _whole(self, point: Point, order: Sequence[str]) -> Point:
        """A point with the evidence that was gathered, and with its links, which lead to points of other ids now."""
        there = {citation.passage for citation in point.evidence}
        cited = self._cited.get(point.id, {})
        ordered = [self._passage_of[key] for key in order if self._passage_of.get(key) in cited]
        new = tuple(cited[key] for key in dict.fromkeys((*ordered, *cited)) if key not in there)
        is_new = point.id in self._new
        if new:
            point = replace(point, evidence=(*point.evidence, *new), updated=point.updated if is_new else self._at)
        links = self._links.get(point.id, ())
        led = [replace(link, target=self._records[link.target]) for link in links if link.target in self._records]
        return with_links(point, led) if led else point


def _order(code: Code) -> int:
    return next((value for name, value in code.fields if name == "order" and isinstance(value, int)), 0)


def _values_of(code: Code, kind: Kind) -> tuple[dict[str, Any], tuple[Link, ...], bool]:
    """The values of a point's fields that its code brings; its links, to ids where it was written; whether all fit."""
    known = {*(dashed(name) for name, _, _ in specs(POINT_CLASSES[kind])), *_SAID_OTHERWISE}
    brought = [pair for pair in code.fields if pair[0] in known and pair[0] not in _SAID_OTHERWISE]
    values, strange = read_carried(POINT_CLASSES[kind], brought)
    try:
        point = POINT_CLASSES[kind](id=f"{kind.prefix}-{_NOBODYS}", **values)
    except FieldError:
        return {}, (), False
    bare = with_links(point, ())
    unlinked = {name: getattr(bare, name) for name in values if getattr(bare, name) is not getattr(point, name)}
    return values | unlinked, links_from(point), not strange


_NOBODYS = 999_999_999
"""A number that no point gets: a point must not depend on itself."""
_SAID_OTHERWISE = frozenset({"id", "order", "rating", "title", "body", "note", "evidence"})
"""Of a case's values those that are no field, or that its code says."""


def _joined(*notes: str) -> str:
    return "\n\n".join(note for note in notes if note)
