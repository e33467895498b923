"""Briefs: making, filling, ordering and deleting them, and the record of what was issued."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from briefgen.domain.briefs import Accepted, Brief, IssueRecord, Section, Selected
from briefgen.domain.dossier import Dossier
from briefgen.domain.fields import Plain, freeze
from briefgen.domain.operations.records import changed, inserted, moved, next_id, place_of_record, to_bin, without
from briefgen.errors import UsageError


def make_brief(
    dossier: Dossier,
    name: str,
    *,
    template: str,
    points: Iterable[str] | None = None,
    values: Mapping[str, Any] | None = None,
) -> tuple[Dossier, str]:
    """Make a brief of `points`, or of all points; `values` are further fields by attribute name.

    Raises:
        UsageError: another brief has the name.
        UnknownId: a point is not there.
        FieldError: a field can't hold its value.
    """
    _check_name(dossier, name)
    chosen = [p.id for p in dossier.points] if points is None else [dossier.point(p).id for p in points]
    counters, brief_id = next_id(dossier.counters, "brief")
    known: dict[str, Any] = {
        "id": brief_id,
        "name": name,
        "template": template,
        "scale": dossier.settings.scale,
        "points": tuple(Selected(point=point_id) for point_id in chosen),
    }
    brief = Brief(**known | dict(values or {}))
    return replace(dossier, counters=counters, briefs=(*dossier.briefs, brief)), brief_id


def edit_brief(dossier: Dossier, brief_id: str, values: Mapping[str, Any]) -> Dossier:
    """Change fields of a brief, by attribute name.

    Raises:
        UsageError: the id is among the fields, or another brief has the name.
        UnknownId: a point that is selected is not there.
        FieldError: a field can't hold its value.
    """
    if "id" in values:
        raise UsageError("A brief's id never changes.")
    brief = dossier.brief(brief_id)
    if "name" in values and values["name"] != brief.name:
        _check_name(dossier, str(values["name"]))
    after = _edited(dossier, brief_id, lambda b: replace(b, **values))
    if "points" in values:
        there = {point.id for point in dossier.points}
        for selected in after.brief(brief_id).points:
            if selected.point not in there:
                dossier.point(selected.point)
    return after


def write_section(
    dossier: Dossier, brief_id: str, section_id: str, text: str, *, none_identified: bool = False
) -> Dossier:
    """Write the Markdown of a section; `none_identified` says that there is rightly nothing to write."""
    section = Section(id=section_id, text=text, none_identified=none_identified)

    def change(brief: Brief) -> Brief:
        kept = {s.id: s for s in brief.sections} | {section_id: section}
        if not text and not none_identified:
            del kept[section_id]
        return replace(brief, sections=tuple(kept.values()))

    return _edited(dossier, brief_id, change)


def set_template_field(dossier: Dossier, brief_id: str, name: str, value: Plain) -> Dossier:
    """Set the value of one of the house template's own fields; None takes it away."""

    def change(brief: Brief) -> Brief:
        values = dict(brief.fields) | {name: freeze(value)}
        if value is None:
            del values[name]
        return replace(brief, fields=tuple(sorted(values.items())))

    return _edited(dossier, brief_id, change)


def duplicate_brief(dossier: Dossier, brief_id: str, name: str) -> tuple[Dossier, str]:
    """Make a copy of a brief, right after it, under another name; accepted findings are not copied."""
    brief = dossier.brief(brief_id)
    _check_name(dossier, name)
    counters, new_id = next_id(dossier.counters, "brief")
    copy = replace(brief, id=new_id, name=name, accepted=(), replies=())
    place = place_of_record(dossier.briefs, brief_id)
    return replace(dossier, counters=counters, briefs=inserted(dossier.briefs, copy, place + 1)), new_id


def move_brief(dossier: Dossier, brief_id: str, to: int) -> Dossier:
    """Move a brief so that it stands at index `to` of all briefs."""
    return replace(dossier, briefs=moved(dossier.briefs, place_of_record(dossier.briefs, brief_id), to))


def delete_brief(dossier: Dossier, brief_id: str, *, at: dt.datetime) -> Dossier:
    """Put a brief into the bin; the points that it selects stay."""
    brief = dossier.brief(brief_id)
    place = place_of_record(dossier.briefs, brief_id)
    return to_bin(replace(dossier, briefs=without(dossier.briefs, brief_id)), at, place=place, brief=brief)


def select_point(dossier: Dossier, brief_id: str, point_id: str, *, to: int | None = None) -> Dossier:
    """Take a point into a brief, at index `to` or at the end; one that is there already is moved and switched on."""
    selected = Selected(point=dossier.point(point_id).id)

    def change(brief: Brief) -> Brief:
        rest = tuple(s for s in brief.points if s.point != point_id)
        return replace(brief, points=inserted(rest, selected, len(rest) if to is None else to))

    return _edited(dossier, brief_id, change)


def deselect_point(dossier: Dossier, brief_id: str, point_id: str) -> Dossier:
    """Take a point out of a brief. Raises `UsageError` when it is not in it."""

    def change(brief: Brief) -> Brief:
        _place(brief, point_id)
        return replace(brief, points=tuple(s for s in brief.points if s.point != point_id))

    return _edited(dossier, brief_id, change)


def move_selected(dossier: Dossier, brief_id: str, point_id: str, to: int) -> Dossier:
    """Move a point within a brief so that it stands at index `to` of its points."""
    return _edited(
        dossier, brief_id, lambda brief: replace(brief, points=moved(brief.points, _place(brief, point_id), to))
    )


def switch_point(dossier: Dossier, brief_id: str, point_id: str, *, shown: bool) -> Dossier:
    """Switch a point off, so that it keeps its place and is not printed, or on again."""

    def change(brief: Brief) -> Brief:
        place = _place(brief, point_id)
        after = replace(brief.points[place], shown=shown)
        return replace(brief, points=(*brief.points[:place], after, *brief.points[place + 1 :]))

    return _edited(dossier, brief_id, change)


def accept_finding(
    dossier: Dossier, brief_id: str, rule: str, place: str, reason: str, *, matter: str = "", said: str = ""
) -> Dossier:
    """Accept a finding of preflight with a reason; a blank one takes the acceptance back (of that rule, place, matter).

    `matter` and `said` are what the finding is about and says (`Accepted`). Whether a finding may be accepted at all is
    for `preflight` to say: what may not be is found all the same.
    """

    def change(brief: Brief) -> Brief:
        kept = tuple(a for a in brief.accepted if (a.rule, a.place, a.matter) != (rule, place, matter))
        new = (Accepted(rule=rule, place=place, reason=reason, matter=matter, said=said),) if reason.strip() else ()
        return replace(brief, accepted=(*kept, *new))

    return _edited(dossier, brief_id, change)


def record_issue(dossier: Dossier, record: IssueRecord) -> tuple[Dossier, str]:
    """Keep the record of an issue under the next free id, whatever id it has."""
    counters, issue_id = next_id(dossier.counters, "issue")
    return replace(dossier, counters=counters, issues=(*dossier.issues, replace(record, id=issue_id))), issue_id


def _edited(dossier: Dossier, brief_id: str, change: Callable[[Brief], Brief]) -> Dossier:
    briefs = changed(dossier.briefs, brief_id, change)
    return dossier if briefs is dossier.briefs else replace(dossier, briefs=briefs)


def _check_name(dossier: Dossier, name: str) -> None:
    if any(brief.name.casefold() == name.strip().casefold() for brief in dossier.briefs):
        raise UsageError(f"There is a brief called “{name}” already: choose another name.")


def _place(brief: Brief, point_id: str) -> int:
    for place, selected in enumerate(brief.points):
        if selected.point == point_id:
            return place
    raise UsageError(f"The brief “{brief.name}” does not have {point_id}.")
