"""What concerns the whole dossier: its settings, its bin, and going back to a version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from briefgen.domain.dossier import Binned, Counters, Dossier, UnknownId
from briefgen.domain.fields import thaw
from briefgen.domain.operations.links import link_from_plain, links_from, with_links, without_circle
from briefgen.domain.operations.records import inserted
from briefgen.domain.points import Point
from briefgen.errors import UsageError


def edit_settings(dossier: Dossier, values: Mapping[str, Any]) -> Dossier:
    """Change settings of the dossier, by attribute name.

    Raises:
        UsageError: the id is among them.
        FieldError: a field can't hold its value.
    """
    if "id" in values:
        raise UsageError("A dossier's id never changes.")
    settings = replace(dossier.settings, **values)
    return dossier if settings == dossier.settings else replace(dossier, settings=settings)


def restore_binned(dossier: Dossier, bin_id: str) -> Dossier:
    """Put something from the bin back where it was, with the citations, links and places that still make sense.

    Raises:
        UnknownId: the bin has no such entry.
        UsageError: the same document was imported again, or a brief took the name, since.
    """
    binned = next((entry for entry in dossier.bin if entry.id == bin_id), None)
    if binned is None:
        raise UnknownId(f"The bin has nothing with the id {bin_id}.")
    dossier = replace(dossier, bin=tuple(entry for entry in dossier.bin if entry.id != bin_id))
    if binned.source is not None:
        return _source_back(dossier, binned)
    if binned.point is not None:
        return _point_back(dossier, binned, binned.point)
    return _brief_back(dossier, binned)


def empty_bin(dossier: Dossier, bin_id: str | None = None) -> Dossier:
    """Drop one entry of the bin, or all of them, for good."""
    kept = () if bin_id is None else tuple(entry for entry in dossier.bin if entry.id != bin_id)
    if bin_id is not None and len(kept) == len(dossier.bin):
        raise UnknownId(f"The bin has nothing with the id {bin_id}.")
    return replace(dossier, bin=kept)


def restore_version(dossier: Dossier, version: Dossier) -> Dossier:
    """Go back to a version; numbers given since are not given again, and what was issued stays on record."""
    counters = Counters(
        **{f.name: max(getattr(dossier.counters, f.name), getattr(version.counters, f.name)) for f in fields(Counters)}
    )
    known = {record.id for record in version.issues}
    issues = (*version.issues, *(record for record in dossier.issues if record.id not in known))
    return replace(version, counters=counters, issues=issues)


def _source_back(dossier: Dossier, binned: Binned) -> Dossier:
    source = binned.source
    assert source is not None  # noqa: S101  the caller looked
    for there in dossier.sources:
        if there.sha256 == source.sha256:
            raise UsageError(f"“{source.title}” is in the dossier again as {there.id}: remove that one first.")
    points = {point.id: point for point in dossier.points}
    for held in binned.citations:
        point = points.get(held.point)
        if point is not None and all(c.passage != held.citation.passage for c in point.evidence):
            points[held.point] = replace(point, evidence=inserted(point.evidence, held.citation, held.place))
    return replace(
        dossier,
        sources=inserted(dossier.sources, source, binned.place),
        passages=(*dossier.passages, *binned.passages),
        points=tuple(points.values()),
    )


def _point_back(dossier: Dossier, binned: Binned, point: Point) -> Dossier:
    there = {p.id: p for p in dossier.points}
    passages = {passage.id for passage in dossier.passages}
    point = with_links(point, (k for k in links_from(point) if k.target in there))
    evidence = tuple(c for c in point.evidence if c.passage in passages)
    point = point if len(evidence) == len(point.evidence) else replace(point, evidence=evidence)
    for held in binned.links:
        other = there.get(held.point)
        if other is not None:
            kept = link_from_plain({name: thaw(value) for name, value in held.link})
            there[held.point] = with_links(other, (*links_from(other), kept))
    briefs = {brief.id: brief for brief in dossier.briefs}
    for selection in binned.selections:
        brief = briefs.get(selection.brief)
        if brief is not None:
            briefs[brief.id] = replace(brief, points=inserted(brief.points, selection.selected, selection.place))
    after = replace(
        dossier,
        points=inserted(tuple(there.values()), point, binned.place),
        briefs=tuple(briefs.values()),
    )
    return without_circle(after, point.id)


def _brief_back(dossier: Dossier, binned: Binned) -> Dossier:
    brief = binned.brief
    assert brief is not None  # noqa: S101  the caller looked
    if any(there.name.casefold() == brief.name.casefold() for there in dossier.briefs):
        raise UsageError(f"There is a brief called “{brief.name}” again: rename that one first.")
    there = {point.id for point in dossier.points}
    brief = replace(brief, points=tuple(s for s in brief.points if s.point in there))
    return replace(dossier, briefs=inserted(dossier.briefs, brief, binned.place))
