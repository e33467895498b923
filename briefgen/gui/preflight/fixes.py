"""What mends a finding without a decision by its editor: an act with a name of its own, where there is one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from briefgen import workflows
from briefgen.domain import operations
from briefgen.domain.briefs import Brief
from briefgen.domain.dossier import Dossier
from briefgen.domain.fields import dashed
from briefgen.domain.house_template import HouseTemplate
from briefgen.domain.markings import is_tlp
from briefgen.domain.points import Dilemma
from briefgen.domain.preflight import Finding, PlaceKind, Rule
from briefgen.domain.preflight.findings import point_name
from briefgen.domain.preflight.protective_marking import forcing_markings, nearest_marking
from briefgen.domain.preflight.subject import subject_of

Operation = Callable[[Dossier], Dossier]


@dataclass(frozen=True, slots=True)
class Fix:
    """An act: the words of its button, its name in the Edit menu, and what it does."""

    words: str
    label: str
    run: Operation


@dataclass(frozen=True, slots=True)
class _Case:
    """A finding with all that is needed to mend it."""

    dossier: Dossier
    brief: Brief
    template: HouseTemplate
    finding: Finding
    at: dt.datetime

    @property
    def place(self) -> str:
        """The id of what the finding is about."""
        return self.finding.place.id


def _tr(text: str) -> str:
    return QCoreApplication.translate("fixes", text)


def fix_of(dossier: Dossier, brief: Brief, template: HouseTemplate, finding: Finding, *, at: dt.datetime) -> Fix | None:
    """Find what mends a finding; None where somebody has to think. `at` is when points are noted as changed."""
    if finding.accepted:
        return None
    make = _FIXES.get(finding.rule)
    return make(_Case(dossier, brief, template, finding, at)) if make is not None else None


def _edit_brief(case: _Case, **values: object) -> Operation:
    return lambda dossier: operations.edit_brief(dossier, case.brief.id, values)


def _mark(case: _Case, marking: str) -> Operation:
    """Write another marking where the finding is: on the brief, a point or a source."""
    place = case.finding.place
    if place.kind is PlaceKind.POINT:
        return lambda dossier: operations.edit_point(dossier, place.id, at=case.at, values={"marking": marking})
    if place.kind is PlaceKind.SOURCE:
        return lambda dossier: operations.edit_source(dossier, place.id, {"marking": marking})
    return _edit_brief(case, marking=marking)


def _marking_there(case: _Case) -> str:
    place, dossier = case.finding.place, case.dossier
    if place.kind is PlaceKind.POINT:
        return dossier.point(place.id).marking
    if place.kind is PlaceKind.SOURCE:
        return dossier.source(place.id).marking
    return case.brief.marking


def _switch(case: _Case, *, shown: bool) -> Fix:
    name = point_name(case.place)
    words, label = (
        (_tr("Switch on"), _tr("Switch on {point}")) if shown else (_tr("Switch off"), _tr("Switch off {point}"))
    )
    return Fix(
        words,
        label.format(point=name),
        lambda dossier: operations.switch_point(dossier, case.brief.id, case.place, shown=shown),
    )


def _raise_marking(case: _Case) -> Fix | None:
    subject = subject_of(case.dossier, case.brief, case.template, None)
    name = case.finding.place.field
    own = case.brief.tlp if name == "tlp" else case.brief.marking.strip()
    for forcing in forcing_markings(subject):
        if is_tlp(forcing.marking) == is_tlp(own) and subject.markings.is_above(forcing.marking, own):
            words = _tr("Raise to {marking}").format(marking=forcing.marking)
            return Fix(words, _tr("Raise the marking"), _edit_brief(case, **{name: forcing.marking}))
    return None


def _exact_marking(case: _Case) -> Fix | None:
    meant = nearest_marking(_marking_there(case).strip(), case.template.markings)
    return (
        Fix(_tr("Write {marking}").format(marking=meant), _tr("Correct the marking"), _mark(case, meant))
        if meant
        else None
    )


def _capital_marking(case: _Case) -> Fix:
    return Fix(_tr("Use capitals"), _tr("Correct the marking"), _mark(case, _marking_there(case).upper()))


def _label_in_its_field(case: _Case) -> Fix | None:
    label = case.brief.marking
    if case.brief.tlp not in {"", label}:
        return None
    return Fix(_tr("Move to TLP"), _tr("Move the TLP label"), _edit_brief(case, marking="", tlp=label))


def _withdraw(case: _Case) -> Fix | None:
    item = case.finding.place.item
    if not item.isdecimal() or not 0 < int(item) <= len(case.brief.accepted):
        return None
    entry = case.brief.accepted[int(item) - 1]
    return Fix(
        _tr("Take it back"),
        _tr("Take back an acceptance"),
        lambda dossier: operations.accept_finding(
            dossier, case.brief.id, entry.rule, entry.place, "", matter=entry.matter
        ),
    )


def _pin_template(case: _Case) -> Fix:
    version = case.template.version
    return Fix(
        _tr("Use version {version}").format(version=version),
        _tr("Use another template version"),
        _edit_brief(case, **workflows.pinned_to(case.template)),
    )


def _take_out(case: _Case) -> Fix:
    point = case.finding.place.item
    kept = tuple(selected for selected in case.brief.points if selected.point != point)
    name = point_name(point)
    return Fix(_tr("Take it out"), _tr("Take out {point}").format(point=name), _edit_brief(case, points=kept))


def _keep_title(case: _Case) -> Fix:
    return Fix(
        _tr("Keep it"),
        _tr("Keep the suggested title"),
        lambda dossier: operations.edit_point(dossier, case.place, at=case.at, values={"title_is_draft": False}),
    )


def _add_linked(case: _Case) -> Fix | None:
    other = case.finding.place.item
    if all(point.id != other for point in case.dossier.points):
        return None
    name = point_name(other)
    words = _tr("Add {point}").format(point=name)
    return Fix(words, words, lambda dossier: operations.select_point(dossier, case.brief.id, other))


def _empty_field(case: _Case) -> Fix | None:
    name = next((n for n, _ in case.brief.fields if dashed(n) == case.finding.place.field), "")
    if not name:
        return None
    return Fix(
        _tr("Empty it"),
        _tr("Empty a field"),
        lambda dossier: operations.set_template_field(dossier, case.brief.id, name, None),
    )


def _question_mark(case: _Case) -> Fix | None:
    point = case.dossier.point(case.place)
    if not isinstance(point, Dilemma):
        return None
    question = point.question.rstrip(" .!") + "?"
    return Fix(
        _tr("Add “?”"),
        _tr("Add a question mark"),
        lambda dossier: operations.edit_point(dossier, case.place, at=case.at, values={"question": question}),
    )


_FIXES: dict[str, Callable[[_Case], Fix | None]] = {
    Rule.POINT_OFF: lambda case: _switch(case, shown=True),
    Rule.POINT_NOT_PRINTED: lambda case: _switch(case, shown=False),
    Rule.POINT_NOT_MEANT: lambda case: _switch(case, shown=False),
    Rule.POINT_MISSING: _take_out,
    Rule.POINT_TITLE_DRAFT: _keep_title,
    Rule.LINK_OUTSIDE: _add_linked,
    Rule.MARKING_ABOVE: _raise_marking,
    Rule.MARKING_TEXT: _exact_marking,
    Rule.MARKING_CAPITALS: _capital_marking,
    Rule.MARKING_IS_TLP: _label_in_its_field,
    Rule.ACCEPTANCE_UNUSED: _withdraw,
    Rule.TEMPLATE_VERSION: _pin_template,
    Rule.FIELD_NOT_PRINTED: _empty_field,
    Rule.DILEMMA_QUESTION_MARK: _question_mark,
}
