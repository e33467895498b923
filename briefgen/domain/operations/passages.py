"""Picking passages, and moving their ends."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from briefgen.domain.dossier import Dossier
from briefgen.domain.operations.records import changed, next_id, without
from briefgen.domain.points import Edit, Point
from briefgen.domain.sources import CONTEXT, Passage, Source
from briefgen.domain.terms import PassageKind
from briefgen.errors import UsageError


class StillCited(UsageError):
    """Something can't go because points rest on it; `points` lists their ids."""

    def __init__(self, message: str, points: tuple[str, ...]) -> None:
        """Say what rests on it."""
        super().__init__(message)
        self.points = points


def pick_passage(
    dossier: Dossier,
    source_id: str,
    start: int,
    end: int,
    *,
    kind: PassageKind = PassageKind.EVIDENCE,
    note: str = "",
) -> tuple[Dossier, str]:
    """Pick the code points `start` to `end` of a source. A span that is a passage already is that passage.

    Raises:
        UsageError: the span is empty, blank, or not within the text.
    """
    source = dossier.source(source_id)
    for passage in dossier.passages:
        if passage.source == source_id and not passage.lost and (passage.start, passage.end) == (start, end):
            return dossier, passage.id
    counters, passage_id = next_id(dossier.counters, "passage")
    passage = Passage(id=passage_id, source=source_id, kind=kind, note=note, **span_of(source, start, end))
    return replace(dossier, counters=counters, passages=(*dossier.passages, passage)), passage_id


def span_of(source: Source, start: int, end: int) -> dict[str, Any]:
    """Give the position, the exact quote and the context of a span, as fields of a passage.

    Raises:
        UsageError: the span is empty, blank, or not within the text.
    """
    text = source.text
    if not 0 <= start < end <= len(text) or not text[start:end].strip():
        raise UsageError(f"A passage of “{source.title}” is a span of words within its {len(text):,} characters.")
    return {
        "start": start,
        "end": end,
        "quote": text[start:end],
        "prefix": text[max(0, start - CONTEXT) : start],
        "suffix": text[end : end + CONTEXT],
    }


def widen_passage(dossier: Dossier, passage_id: str, *, start: int | None = None, end: int | None = None) -> Dossier:
    """Move a passage's ends outwards to `start` and `end`; an end not given stays.

    Raises:
        UsageError: an end would move inwards, or out of the text.
    """
    passage = dossier.passage(passage_id)
    start, end = passage.start if start is None else start, passage.end if end is None else end
    if start > passage.start or end < passage.end:
        raise UsageError(f"Widening {passage_id} moves its ends outwards only.")
    return _respanned(dossier, passage, start, end)


def narrow_passage(dossier: Dossier, passage_id: str, *, start: int | None = None, end: int | None = None) -> Dossier:
    """Move a passage's ends inwards to `start` and `end`; an end not given stays. Edits cut off by it go.

    Raises:
        UsageError: an end would move outwards, or nothing would be left.
    """
    passage = dossier.passage(passage_id)
    start, end = passage.start if start is None else start, passage.end if end is None else end
    if start < passage.start or end > passage.end:
        raise UsageError(f"Narrowing {passage_id} moves its ends inwards only.")
    return _respanned(dossier, passage, start, end)


def place_passage(dossier: Dossier, passage_id: str, start: int, end: int) -> Dossier:
    """Set a passage, a lost one above all, on a span that an editor chose; edits of its old words go."""
    passage = dossier.passage(passage_id)
    if not passage.lost:
        return _respanned(dossier, passage, start, end)
    after = replace(passage, lost=False, **span_of(dossier.source(passage.source), start, end))
    keep = after.quote == passage.quote
    points = dossier.points if keep else tuple(_without_edits(point, passage_id) for point in dossier.points)
    return replace(dossier, passages=changed(dossier.passages, passage_id, lambda _: after), points=points)


def edit_passage(
    dossier: Dossier, passage_id: str, *, note: str | None = None, kind: PassageKind | None = None
) -> Dossier:
    """Change a passage's note, or what it was picked as."""

    def change(passage: Passage) -> Passage:
        return replace(
            passage, note=passage.note if note is None else note, kind=passage.kind if kind is None else kind
        )

    return _with_passages(dossier, changed(dossier.passages, passage_id, change))


def drop_passage(dossier: Dossier, passage_id: str, *, with_citations: bool = False) -> Dossier:
    """Drop a passage; points that cite it lose that evidence when `with_citations` says so.

    Raises:
        StillCited: points cite it, and it was not said that they shall lose it.
    """
    dossier.passage(passage_id)
    citing = tuple(p.id for p in dossier.points if any(c.passage == passage_id for c in p.evidence))
    if citing and not with_citations:
        raise StillCited(f"{passage_id} is evidence of {', '.join(citing)}: un-cite it there first.", citing)
    points = tuple(_uncited(point, passage_id) for point in dossier.points) if citing else dossier.points
    return replace(dossier, passages=without(dossier.passages, passage_id), points=points)


def _uncited(point: Point, passage_id: str) -> Point:
    kept = tuple(c for c in point.evidence if c.passage != passage_id)
    return point if len(kept) == len(point.evidence) else replace(point, evidence=kept)


def _without_edits(point: Point, passage_id: str) -> Point:
    if not any(c.passage == passage_id and c.edits for c in point.evidence):
        return point
    return replace(
        point, evidence=tuple(replace(c, edits=()) if c.passage == passage_id else c for c in point.evidence)
    )


def _respanned(dossier: Dossier, passage: Passage, start: int, end: int) -> Dossier:
    if passage.lost:
        raise UsageError(f"{passage.id} is lost: place it in the new text first.")
    after = replace(passage, **span_of(dossier.source(passage.source), start, end))
    points = tuple(_shifted(point, passage, after) for point in dossier.points)
    same = all(one is other for one, other in zip(points, dossier.points, strict=True))
    return replace(
        dossier,
        passages=changed(dossier.passages, passage.id, lambda _: after),
        points=dossier.points if same else points,
    )


def _shifted(point: Point, before: Passage, after: Passage) -> Point:
    """Keep a point's edits on the words that they mark, and drop those whose words are no longer quoted."""
    if not any(c.passage == before.id and c.edits for c in point.evidence):
        return point
    shift, length = before.start - after.start, after.end - after.start

    def kept(edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
        there = (replace(e, start=e.start + shift, end=e.end + shift) for e in edits if e.start + shift >= 0)
        return tuple(e for e in there if e.end <= length)

    evidence = tuple(replace(c, edits=kept(c.edits)) if c.passage == before.id else c for c in point.evidence)
    return replace(point, evidence=evidence)


def _with_passages(dossier: Dossier, passages: tuple[Passage, ...]) -> Dossier:
    return dossier if passages is dossier.passages else replace(dossier, passages=passages)
