"""What becomes of a brief's contents when it goes on with another house template. Nothing is lost; not all is printed.

A switch changes the brief's template and leaves every value where it is. What the other template has no place for
stays with the brief, and is there again as soon as it goes back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from briefgen.domain.briefs import Brief
from briefgen.domain.dossier import Dossier
from briefgen.domain.fields import Plain, dashed, specs
from briefgen.domain.house_template import FieldType, HouseTemplate
from briefgen.domain.terms import Kind, Paper

PartKind = Literal["brief", "field", "section"]

_NO_CONTENT = frozenset(
    (
        "id", "name", "template", "template_version", "template_sha256", "sections", "fields", "points", "accepted",
        "replies",
    )
)  # fmt: skip
_ALWAYS_SET = frozenset(("version", "state", "language", "paper", "scale", "fillable", "provenance", "attach_data"))
_ATTRIBUTES = {dashed(name): name for name, _, _ in specs(Brief)}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a brief: a field that every brief has (by attribute), a field or a section of a template.

    `title` is what a template calls it; empty for what every brief has, and where no template that is known has it.
    """

    kind: PartKind
    name: str
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """What a switch comes to.

    Attributes:
        kept: What is filled and has a place in the other template.
        unused: What is filled and has none; the brief keeps it.
        lacking: What the other template requires and is empty.
        left_out: How many of the brief's points are of a kind that the other template prints none of.
        paper: The brief's paper, where the other template is not made for it.
    """

    kept: tuple[Part, ...]
    unused: tuple[Part, ...]
    lacking: tuple[Part, ...]
    left_out: tuple[tuple[Kind, int], ...]
    paper: Paper | None


def switch_of(dossier: Dossier, brief: Brief, before: HouseTemplate | None, after: HouseTemplate) -> Switch:
    """Tell what becomes of a brief's contents when it goes on with `after`; `before` knows what things are called."""
    filled = [Part("brief", name) for name in _brief_attributes() if not _is_blank(getattr(brief, name))]
    for name, value in brief.fields:
        field = after.field(name)
        if field is not None and not _is_blank(value):
            filled.append(Part("field", name, field.label))
    for section in brief.sections:
        there = after.section(section.id)
        if there is not None and there.narrative and (section.text.strip() or section.none_identified):
            filled.append(Part("section", section.id, there.title))
    return Switch(
        kept=tuple(filled),
        unused=unused_parts(brief, after, before),
        lacking=_lacking(dossier, brief, after),
        left_out=_left_out(dossier, brief, after),
        paper=None if brief.paper in after.paper else brief.paper,
    )


def unused_parts(brief: Brief, template: HouseTemplate, other: HouseTemplate | None = None) -> tuple[Part, ...]:
    """What is filled in a brief and has no place in its template; `other` may know what it is called."""
    parts = []
    for name, value in brief.fields:
        if template.field(name) is None and not _is_blank(value):
            field = other.field(name) if other is not None else None
            parts.append(Part("field", name, field.label if field is not None else ""))
    for section in brief.sections:
        there = template.section(section.id)
        if section.text.strip() and (there is None or not there.narrative):
            titled = other.section(section.id) if other is not None else None
            parts.append(Part("section", section.id, titled.title if titled is not None else ""))
    return tuple(parts)


def _brief_attributes() -> tuple[str, ...]:
    return tuple(name for name in _ATTRIBUTES.values() if name not in _NO_CONTENT | _ALWAYS_SET)


def _lacking(dossier: Dossier, brief: Brief, template: HouseTemplate) -> tuple[Part, ...]:
    names = (_ATTRIBUTES.get(dashed(name), "") for name in template.requires)
    lacking = [Part("brief", name) for name in names if name and _is_blank(getattr(brief, name))]
    kinds = {point.id: point.kind for point in dossier.points}
    chosen = {kinds.get(selected.point) for selected in brief.points if selected.shown}
    values = dict(brief.fields)
    for field in template.fields:
        value = values.get(field.name, field.default)
        if field.required and field.type is not FieldType.FLAG and _is_blank(value):
            lacking.append(Part("field", field.name, field.label))
    for section in template.sections:
        there = brief.section(section.id)
        written = there.text.strip() or there.none_identified or (section.shows is not None and section.shows in chosen)
        if section.required and section.narrative and not written:
            lacking.append(Part("section", section.id, section.title))
    return tuple(lacking)


def _left_out(dossier: Dossier, brief: Brief, template: HouseTemplate) -> tuple[tuple[Kind, int], ...]:
    kinds = {point.id: point.kind for point in dossier.points}
    shown = [kinds[selected.point] for selected in brief.points if selected.shown and selected.point in kinds]
    return tuple((kind, shown.count(kind)) for kind in Kind if kind not in template.kinds and kind in shown)


def _is_blank(value: Plain | object) -> bool:
    if isinstance(value, str):
        return not value.strip()
    return value is None or value is False or value == ()
