"""What the fields of a brief, the places of findings and their severities are called in the window."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from briefgen.domain.briefs import Brief
from briefgen.domain.fields import dashed, specs
from briefgen.domain.house_template import HouseTemplate
from briefgen.domain.preflight import Place, PlaceKind
from briefgen.domain.terms import Severity

_ATTRIBUTES = {dashed(name): name for name, _, _ in specs(Brief)}


def _tr(text: str) -> str:
    return QCoreApplication.translate("briefs", text)


def brief_label(name: str) -> str:
    """The label of a field that every brief has, by its attribute's name."""
    return {
        "name": _tr("Name"),
        "title": _tr("Title"),
        "short_title": _tr("Short title"),
        "deck": _tr("Deck"),
        "to": _tr("To"),
        "from_": _tr("From"),
        "date": _tr("Date"),
        "ref": _tr("Ref."),
        "decision_by": _tr("Decision by"),
        "decision_by_reason": _tr("Reason"),
        "copy_to": _tr("Copy to"),
        "marking": _tr("Marking"),
        "tlp": _tr("TLP"),
        "handling": _tr("Handling"),
        "version": _tr("Version"),
        "state": _tr("State"),
        "language": _tr("Language"),
        "paper": _tr("Paper"),
        "bluf": _tr("Bottom line"),
        "key_points": _tr("Key points"),
        "scale": _tr("Likelihood"),
        "cleared_by": _tr("Cleared by"),
        "contact": _tr("Contact"),
        "authors": _tr("Authors"),
        "funders": _tr("Funders"),
        "licence": _tr("Licence"),
        "citation_style": _tr("Citations"),
        "evidence_annex": _tr("Evidence annex"),
        "attach_data": _tr("Attach what pages are made from"),
        "provenance": _tr("Attach the places of quotations"),
        "fillable": _tr("Can be filled in on a screen"),
    }.get(name) or dashed(name).replace("-", " ").capitalize()


def brief_hint(name: str) -> str:
    """What stands in a field of a brief while it is empty; "" where its label says enough."""
    return {
        "title": _tr("Decide by 14 March whether to …"),
        "short_title": _tr("A few words for the head of a page"),
        "deck": _tr("One sentence under the title"),
        "to": _tr("The post that decides"),
        "from_": _tr("The post that asks"),
        "decision_by_reason": _tr("What happens on that day?"),
        "copy_to": _tr("Posts, with a semicolon between"),
        "funders": _tr("With a semicolon between"),
        "bluf": _tr("The bottom line, in four lines"),
        "contact": _tr("Whom to ask, and how"),
        "licence": _tr("Who may use it, for what"),
    }.get(name, "")


def field_name(place_field: str, template: HouseTemplate | None) -> str:
    """The name under which the form has a finding's field: the attribute's name, or the template's own field's."""
    if place_field in _ATTRIBUTES:
        return _ATTRIBUTES[place_field]
    own = () if template is None else template.fields
    return next((field.name for field in own if dashed(field.name) == dashed(place_field)), place_field)


def place_words(place: Place, template: HouseTemplate | None) -> str:
    """Where a finding is, as the window calls it: “Fields, Reason”; “Risk 2, owner”; “Background”."""
    if place.kind is PlaceKind.BRIEF and place.field:
        name = field_name(place.field, template)
        own = None if template is None else template.field(name)
        words = own.label if own is not None and own.label else brief_label(name)
        return _tr("Fields, {field}").format(field=words)
    if place.kind is PlaceKind.SECTION and place.title:
        return place.title + (f", {place.item}" if place.item else "")
    return place.words


def severity_words(severity: Severity) -> str:
    """How much a finding matters: Must fix, Should fix, Note."""
    return {
        Severity.ERROR: _tr("Must fix"),
        Severity.WARNING: _tr("Should fix"),
        Severity.HINT: _tr("Note"),
    }[severity]


def severity_sign(severity: Severity) -> tuple[str, str]:
    """The icon of a severity and the role that colours it: octagon, square, ring."""
    return {
        Severity.ERROR: ("octagon-x", "must_fix"),
        Severity.WARNING: ("should-fix", "should_fix"),
        Severity.HINT: ("info", "ink_2"),
    }[severity]
