"""Points: making, editing, converting, merging, splitting and deleting them, and their evidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields, replace
from typing import Any

from briefgen.domain.briefs import Brief, Selected
from briefgen.domain.dossier import Dossier, HeldLink, HeldSelection
from briefgen.domain.fields import Plain, freeze, from_plain, specs, thaw, to_plain
from briefgen.domain.operations.links import (
    check_references,
    follow_conversion,
    link_to_plain,
    links_from,
    redirected,
    with_links,
    without_circle,
    without_links_to,
)
from briefgen.domain.operations.records import changed, inserted, moved, next_id, place_of_record, to_bin, without
from briefgen.domain.points import POINT_CLASSES, Citation, Edit, Point
from briefgen.domain.terms import Kind
from briefgen.errors import UsageError

_SHARED = frozenset(field.name for field in fields(Point))


def make_point(
    dossier: Dossier,
    kind: Kind,
    *,
    title: str,
    at: dt.datetime,
    passages: Iterable[str] = (),
    values: Mapping[str, Any] | None = None,
) -> tuple[Dossier, str]:
    """Make a point of `kind` that cites `passages`; `values` are further fields by attribute name.

    Raises:
        UnknownId: a passage, or a point that a field names, is not there.
        FieldError: a field can't hold its value.
    """
    evidence = tuple(Citation(passage=dossier.passage(passage_id).id) for passage_id in passages)
    counters, point_id = next_id(dossier.counters, kind.prefix)
    known: dict[str, Any] = {"id": point_id, "title": title, "evidence": evidence, "created": at, "updated": at}
    point = POINT_CLASSES[kind](**known | dict(values or {}))
    after = replace(dossier, counters=counters, points=(*dossier.points, point))
    check_references(after, point)
    _check_evidence(after, point)
    return after, point_id


def edit_point(dossier: Dossier, point_id: str, *, at: dt.datetime, values: Mapping[str, Any]) -> Dossier:
    """Change fields of a point, by attribute name. A title so given is no draft any more.

    Raises:
        UsageError: the id is among the fields.
        UnknownId: a point that a field names is not there.
        FieldError: a field can't hold its value.
    """
    if "id" in values:
        raise UsageError("A point's id never changes.")

    def change(point: Point) -> Point:
        settled = {"title_is_draft": False} if "title" in values and "title_is_draft" not in values else {}
        after = replace(point, **settled | dict(values))
        return point if after == point else replace(after, updated=at)

    points = changed(dossier.points, point_id, change)
    if points is dossier.points:
        return dossier
    after = replace(dossier, points=points)
    point = after.point(point_id)
    check_references(after, point)
    _check_evidence(after, point)
    return after


def convert_point(dossier: Dossier, point_id: str, kind: Kind, *, at: dt.datetime) -> tuple[Dossier, str]:
    """Make another kind of a point. It gets an id of that kind, and keeps its places in lists and briefs.

    Fields that don't fit are kept aside with the point, and come back when it is converted back; so are other
    points' links to it, with those points.
    """
    point = dossier.point(point_id)
    if point.kind is kind:
        return dossier, point_id
    counters, new_id = next_id(dossier.counters, kind.prefix)
    plain = to_plain(point)
    aside = {name: thaw(value) for name, value in point.set_aside}
    if own := {name: value for name, value in plain.items() if name not in _SHARED}:
        aside[point.kind.value] = own
    back = aside.pop(kind.value, {})
    shared = {name: value for name, value in plain.items() if name in _SHARED and name not in {"id", "set_aside"}}
    new = from_plain(POINT_CLASSES[kind], shared | back | {"id": new_id})
    there = {other.id for other in dossier.points} - {point_id}
    new = with_links(new, (k for k in links_from(new) if k.target in there))
    new = replace(new, updated=at, set_aside=_frozen(aside))
    points = tuple(
        new if other.id == point_id else follow_conversion(other, point_id, new_id, at) for other in dossier.points
    )
    briefs = tuple(_reselected(brief, {point_id}, new_id) for brief in dossier.briefs)
    after = replace(dossier, counters=counters, points=points, briefs=briefs)
    return without_circle(after, new_id), new_id


def merge_points(dossier: Dossier, point_id: str, others: Iterable[str], *, at: dt.datetime) -> Dossier:
    """Merge `others` into the point `point_id`, all of one kind. Nothing is lost.

    Evidence, tags and lists are united; a field that is empty takes the other's value; bodies are joined; where
    both hold a value the kept point's stands and the other's is set aside with it. Links and places in briefs move.

    Raises:
        UsageError: a point of another kind, or no other point.
    """
    kept = dossier.point(point_id)
    gone = [dossier.point(other) for other in dict.fromkeys(others) if other != point_id]
    if not gone:
        raise UsageError(f"Merging {point_id} takes at least one other point.")
    for other in gone:
        if other.kind is not kept.kind:
            raise UsageError(f"{other.id} is a {other.kind} and {point_id} a {kept.kind}: convert it first.")
        kept = _merged(kept, other)
    gone_ids = {other.id for other in gone}
    kept = replace(without_links_to(kept, gone_ids | {point_id}), updated=at)
    points = tuple(
        kept if point.id == point_id else redirected(point, gone_ids, point_id)
        for point in dossier.points
        if point.id not in gone_ids
    )
    briefs = tuple(_reselected(brief, gone_ids, point_id) for brief in dossier.briefs)
    return without_circle(replace(dossier, points=points, briefs=briefs), point_id)


def split_point(
    dossier: Dossier, point_id: str, *, passages: Iterable[str], title: str, at: dt.datetime
) -> tuple[Dossier, str]:
    """Split a point in two: the new one, right after it, takes `passages` from its evidence and a copy of its fields.

    Raises:
        UsageError: a passage that the point does not cite.
    """
    point = dossier.point(point_id)
    taken = set(passages)
    if missing := taken - {citation.passage for citation in point.evidence}:
        raise UsageError(f"{point_id} does not cite {', '.join(sorted(missing))}.")
    counters, new_id = next_id(dossier.counters, point.kind.prefix)
    new = replace(
        point,
        id=new_id,
        title=title,
        evidence=tuple(c for c in point.evidence if c.passage in taken),
        created=at,
        updated=at,
    )
    old = replace(point, evidence=tuple(c for c in point.evidence if c.passage not in taken), updated=at)
    place = place_of_record(dossier.points, point_id)
    points = (*dossier.points[:place], old, new, *dossier.points[place + 1 :])
    briefs = []
    for brief in dossier.briefs:
        at_place = next((n for n, s in enumerate(brief.points) if s.point == point_id), None)
        if at_place is not None:
            twin = replace(brief.points[at_place], point=new_id)
            briefs.append(replace(brief, points=inserted(brief.points, twin, at_place + 1)))
        else:
            briefs.append(brief)
    return replace(dossier, counters=counters, points=points, briefs=tuple(briefs)), new_id


def delete_point(dossier: Dossier, point_id: str, *, at: dt.datetime) -> Dossier:
    """Put a point into the bin, with its places in briefs and the links of other points to it."""
    point = dossier.point(point_id)
    place = place_of_record(dossier.points, point_id)
    selections = tuple(
        HeldSelection(brief=brief.id, place=number, selected=selected)
        for brief in dossier.briefs
        for number, selected in enumerate(brief.points)
        if selected.point == point_id
    )
    links = tuple(
        HeldLink(point=other.id, link=_frozen(link_to_plain(k)))
        for other in dossier.points
        for k in links_from(other)
        if k.target == point_id
    )
    linked = {held.point for held in links}
    points = tuple(
        [
            without_links_to(other, {point_id}) if other.id in linked else other
            for other in without(dossier.points, point_id)
        ]
    )
    briefs = tuple(
        replace(brief, points=tuple(s for s in brief.points if s.point != point_id))
        if any(s.point == point_id for s in brief.points)
        else brief
        for brief in dossier.briefs
    )
    after = replace(dossier, points=points, briefs=briefs)
    return to_bin(after, at, place=place, point=point, selections=selections, links=links)


def move_point(dossier: Dossier, point_id: str, to: int) -> Dossier:
    """Move a point so that it stands at index `to` of all points."""
    return replace(dossier, points=moved(dossier.points, place_of_record(dossier.points, point_id), to))


def cite(
    dossier: Dossier,
    point_id: str,
    passage_id: str,
    *,
    at: dt.datetime,
    edits: tuple[Edit, ...] = (),
    note: str = "",
) -> Dossier:
    """Cite a passage as evidence of a point; citing it again changes nothing."""
    passage = dossier.passage(passage_id)
    _check_edits(edits, len(passage.quote), passage_id)

    def change(point: Point) -> Point:
        if any(citation.passage == passage_id for citation in point.evidence):
            return point
        evidence = (*point.evidence, Citation(passage=passage_id, edits=edits, note=note))
        return replace(point, evidence=evidence, updated=at)

    return _with_points(dossier, changed(dossier.points, point_id, change))


def uncite(dossier: Dossier, point_id: str, passage_id: str, *, at: dt.datetime) -> Dossier:
    """Take a passage from a point's evidence; the passage stays in the dossier.

    Raises:
        UsageError: the point does not cite it.
    """

    def change(point: Point) -> Point:
        kept = tuple(c for c in point.evidence if c.passage != passage_id)
        if len(kept) == len(point.evidence):
            raise UsageError(f"{point_id} does not cite {passage_id}.")
        return replace(point, evidence=kept, updated=at)

    return _with_points(dossier, changed(dossier.points, point_id, change))


def edit_citation(
    dossier: Dossier,
    point_id: str,
    passage_id: str,
    *,
    at: dt.datetime,
    edits: tuple[Edit, ...] | None = None,
    note: str | None = None,
) -> Dossier:
    """Change the elisions and insertions (code points within the quote) or the note of a citation.

    Raises:
        UsageError: the point does not cite the passage, or an edit reaches beyond the quote.
    """
    if edits is not None:
        _check_edits(edits, len(dossier.passage(passage_id).quote), passage_id)

    def change(point: Point) -> Point:
        if not any(c.passage == passage_id for c in point.evidence):
            raise UsageError(f"{point_id} does not cite {passage_id}.")
        evidence = tuple(
            replace(c, edits=c.edits if edits is None else edits, note=c.note if note is None else note)
            if c.passage == passage_id
            else c
            for c in point.evidence
        )
        return point if evidence == point.evidence else replace(point, evidence=evidence, updated=at)

    return _with_points(dossier, changed(dossier.points, point_id, change))


def _frozen(values: Mapping[str, Plain]) -> tuple[tuple[str, Plain], ...]:
    return tuple(sorted((name, freeze(value)) for name, value in values.items()))


def _reselected(brief: Brief, gone: set[str], point_id: str) -> Brief:
    """Let the point `point_id` stand in a brief where the first of `gone` stood, unless it stands there already."""
    if not any(selected.point in gone for selected in brief.points):
        return brief
    taken = any(selected.point == point_id for selected in brief.points)
    kept: list[Selected] = []
    for selected in brief.points:
        if selected.point not in gone:
            kept.append(selected)
        elif not taken:
            kept.append(replace(selected, point=point_id))
            taken = True
    return replace(brief, points=tuple(kept))


def _with_points(dossier: Dossier, points: tuple[Point, ...]) -> Dossier:
    return dossier if points is dossier.points else replace(dossier, points=points)


def _check_evidence(dossier: Dossier, point: Point) -> None:
    for citation in point.evidence:
        _check_edits(citation.edits, len(dossier.passage(citation.passage).quote), citation.passage)


def _check_edits(edits: tuple[Edit, ...], length: int, passage_id: str) -> None:
    if any(edit.end > length for edit in edits):
        raise UsageError(f"An edit of {passage_id} reaches beyond the {length} characters of its quote.")


def _merged(kept: Point, other: Point) -> Point:
    values: dict[str, Any] = {}
    aside: dict[str, Plain] = {name: thaw(value) for name, value in other.set_aside}
    aside |= {name: thaw(value) for name, value in kept.set_aside}
    left: dict[str, Plain] = {}
    for name, spec, default in specs(type(kept)):
        mine, theirs = getattr(kept, name), getattr(other, name)
        if name in {"id", "created", "updated", "set_aside", "title_is_draft"} or theirs in (mine, default):
            continue
        if name == "evidence":
            cited = {c.passage for c in kept.evidence}
            values[name] = (*kept.evidence, *(c for c in other.evidence if c.passage not in cited))
        elif name in {"body", "note"} and mine:
            values[name] = f"{mine}\n\n{theirs}"
        elif mine == default or (default is MISSING and not mine):
            values[name] = theirs
        elif name in {"tags", "include_in", "controls", "impact_on", "depends_on"}:
            values[name] = (*mine, *(entry for entry in theirs if entry not in mine))
        elif name == "mitigates":
            values[name] = (*mine, *(m for m in theirs if m.risk not in {k.risk for k in mine}))
        elif name == "settles":
            values[name] = (*mine, *(s for s in theirs if s.dilemma not in {k.dilemma for k in mine}))
        else:
            left[name] = spec.plain(theirs)
    if left:
        aside[f"merged {other.id}"] = left
    values["set_aside"] = _frozen(aside)
    return replace(kept, **values)
