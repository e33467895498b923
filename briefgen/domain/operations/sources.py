"""Sources: adding, editing, importing again, and removing them; putting back what was left out of their text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from briefgen.domain import left_out
from briefgen.domain.anchoring import reanchor
from briefgen.domain.dossier import Dossier, HeldCitation
from briefgen.domain.operations.passages import StillCited, span_of
from briefgen.domain.operations.records import changed, moved, next_id, place_of_record, to_bin, without
from briefgen.domain.points import Point
from briefgen.domain.sources import Passage, Source
from briefgen.errors import UsageError

_FIXED = frozenset({"id", "sha256", "size", "text", "blocks", "pages", "left_out"})


@dataclass(frozen=True, slots=True)
class Consequences:
    """What removing a source would take with it: its passages, who cites them, and who would be left without any."""

    passages: tuple[str, ...]
    citing: tuple[str, ...]
    left_without_evidence: tuple[str, ...]


def add_source(dossier: Dossier, source: Source) -> tuple[Dossier, str]:
    """Add a source under the next free id, whatever id it has. The same bytes again are the source they already are."""
    for there in dossier.sources:
        if there.sha256 == source.sha256:
            return dossier, there.id
    counters, source_id = next_id(dossier.counters, "source")
    return replace(dossier, counters=counters, sources=(*dossier.sources, replace(source, id=source_id))), source_id


def edit_source(dossier: Dossier, source_id: str, values: Mapping[str, Any]) -> Dossier:
    """Change what is said of a source, by attribute name: bibliography, marking, note and the like; never its text.

    Raises:
        UsageError: a field that only importing sets.
        FieldError: a field can't hold its value.
    """
    if fixed := _FIXED & values.keys():
        raise UsageError(f"Only importing a source again changes its {', '.join(sorted(fixed))}.")
    sources = changed(dossier.sources, source_id, lambda source: replace(source, **values))
    return dossier if sources is dossier.sources else replace(dossier, sources=sources)


def reimport_source(dossier: Dossier, source_id: str, source: Source) -> tuple[Dossier, tuple[str, ...]]:
    """Put a source's new bytes and text in the place of the old; gives the ids of passages that were lost by it.

    Each passage is found again by quote and context, or is kept as lost. What editors said of the source (its
    bibliography, marking, note) stays. Where a quote changed in its spacing, edits of it go: their places are no more.
    """
    before = dossier.source(source_id)
    after = replace(
        source,
        id=source_id,
        bibliography=before.bibliography if before.bibliography.title else source.bibliography,
        marking=before.marking or source.marking,
        note=before.note,
    )
    mine = tuple(passage for passage in dossier.passages if passage.source == source_id)
    found = {passage.id: passage for passage in reanchor(mine, before, after)}
    passages = tuple(found.get(passage.id, passage) for passage in dossier.passages)
    lost = tuple(p.id for p in passages if p.source == source_id and p.lost)
    changed_words = {p.id for p in mine if found[p.id].quote != p.quote}
    points = tuple(_without_edits_of(point, changed_words) for point in dossier.points)
    return replace(
        dossier,
        sources=changed(dossier.sources, source_id, lambda _: after),
        passages=passages,
        points=points,
    ), lost


def consequences_of_removing(dossier: Dossier, source_id: str) -> Consequences:
    """Tell what removing a source would take with it. Raises `UnknownId`."""
    dossier.source(source_id)
    passages = {passage.id for passage in dossier.passages if passage.source == source_id}
    citing = [p for p in dossier.points if any(c.passage in passages for c in p.evidence)]
    bare = [p for p in citing if all(c.passage in passages for c in p.evidence)]
    return Consequences(
        tuple(sorted(passages, key=lambda i: int(i.rpartition("-")[2]))),
        tuple(point.id for point in citing),
        tuple(point.id for point in bare),
    )


def remove_source(dossier: Dossier, source_id: str, *, at: dt.datetime, with_consequences: bool = False) -> Dossier:
    """Put a source into the bin, with its passages and the citations of them.

    Raises:
        StillCited: points cite its passages, and it was not said that they shall lose that evidence.
    """
    source = dossier.source(source_id)
    told = consequences_of_removing(dossier, source_id)
    if told.citing and not with_consequences:
        raise StillCited(
            f"Passages of “{source.title}” are evidence of {', '.join(told.citing)}: remove it with its consequences, "
            "or un-cite them first.",
            told.citing,
        )
    gone = set(told.passages)
    held = tuple(
        HeldCitation(point=point.id, place=place, citation=citation)
        for point in dossier.points
        for place, citation in enumerate(point.evidence)
        if citation.passage in gone
    )
    after = replace(
        dossier,
        sources=without(dossier.sources, source_id),
        passages=tuple(p for p in dossier.passages if p.id not in gone),
        points=tuple(_without_evidence(point, gone, at) for point in dossier.points),
    )
    return to_bin(
        after,
        at,
        place=place_of_record(dossier.sources, source_id),
        source=source,
        passages=tuple(p for p in dossier.passages if p.id in gone),
        citations=held,
    )


def move_source(dossier: Dossier, source_id: str, to: int) -> Dossier:
    """Move a source so that it stands at index `to` of all sources."""
    return replace(dossier, sources=moved(dossier.sources, place_of_record(dossier.sources, source_id), to))


def put_back(dossier: Dossier, source_id: str, number: int) -> Dossier:
    """Put the left-out line `number` (from 0) back into a source's text; its passages keep their words.

    Raises:
        UsageError: there is no such line, or it would fall into the midst of a passage.
    """
    source = dossier.source(source_id)
    if not 0 <= number < len(source.left_out):
        raise UsageError(f"“{source.title}” has {len(source.left_out)} left-out lines, numbered from 0.")
    after, shift = left_out.put_back(source, number)
    return _with_text(dossier, after, shift)


def leave_out(dossier: Dossier, source_id: str, block: int, *, reason: str = "by an editor") -> Dossier:
    """Leave block number `block` (from 0) out of a source's text; its passages keep their words.

    Raises:
        UsageError: there is no such block, or a passage stands in it.
    """
    source = dossier.source(source_id)
    if not 0 <= block < len(source.blocks):
        raise UsageError(f"“{source.title}” has {len(source.blocks)} blocks, numbered from 0.")
    span = source.blocks[block]
    in_it = [p.id for p in dossier.passages if p.source == source_id and not p.lost and _meets(p, span.start, span.end)]
    if in_it:
        raise UsageError(f"{', '.join(in_it)} stands in what would be left out: drop it first.")
    after, shift = left_out.leave_out(source, block, reason)
    return _with_text(dossier, after, shift)


def _meets(passage: Passage, start: int, end: int) -> bool:
    return passage.start < end and start < passage.end


def _with_text(dossier: Dossier, source: Source, shift: Callable[[int], int]) -> Dossier:
    def followed(passage: Passage) -> Passage:
        if passage.source != source.id or passage.lost:
            return passage
        start = shift(passage.start)
        end = start + len(passage.quote)
        if source.text[start:end] != passage.quote:
            raise UsageError(f"{passage.id} spans the place where that line belongs: narrow or drop it first.")
        return replace(passage, **span_of(source, start, end))

    return replace(
        dossier,
        sources=changed(dossier.sources, source.id, lambda _: source),
        passages=tuple(map(followed, dossier.passages)),
    )


def _without_evidence(point: Point, gone: set[str], at: dt.datetime) -> Point:
    kept = tuple(c for c in point.evidence if c.passage not in gone)
    return point if len(kept) == len(point.evidence) else replace(point, evidence=kept, updated=at)


def _without_edits_of(point: Point, passages: set[str]) -> Point:
    if not any(c.edits and c.passage in passages for c in point.evidence):
        return point
    return replace(point, evidence=tuple(replace(c, edits=()) if c.passage in passages else c for c in point.evidence))
