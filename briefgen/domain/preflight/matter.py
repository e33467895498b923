"""What a finding is about, so that an acceptance of it ends when that becomes another.

A rule says it where it knows better (a sentence's words, not its section). Else it is the finding's message, with what
stands in the field that it is about: who accepts that an action is weak has accepted this action.
"""

from __future__ import annotations

from dataclasses import replace

from briefgen.domain.fields import Checked, Plain, dashed, specs
from briefgen.domain.preflight.findings import Finding, PlaceKind
from briefgen.domain.preflight.subject import Subject


def with_matter(subject: Subject, finding: Finding) -> Finding:
    """Say what a finding is about, where its rule has not."""
    place = finding.place
    if finding.about or not place.field:
        return finding
    value: Plain = None
    if place.kind is PlaceKind.BRIEF:
        value = _value(subject.brief, place.field)
        if value is None:
            value = next((held for name, held in subject.brief.fields if dashed(name) == place.field), None)
    elif place.kind is PlaceKind.POINT and place.id in subject.points:
        value = _value(subject.points[place.id], place.field)
    return finding if value in (None, "", [], {}) else replace(finding, about=f"{finding.message}\n{value}")


def _value(record: Checked, field: str) -> Plain:
    """What stands in a field, as plain data; None where the record has no such field."""
    found = ((name, spec) for name, spec, _ in specs(type(record)) if dashed(name) == field)
    return next((spec.plain(getattr(record, name)) for name, spec in found), None)
