"""What fields, terms and places are called in the window: short human labels, all of them translatable."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from briefgen.domain.fields import FieldError, Term
from briefgen.domain.points import Point
from briefgen.domain.sources import Passage, Source, page_at, paragraph_number
from briefgen.gui.kinds import kind_word


def _tr(text: str) -> str:
    return QCoreApplication.translate("points", text)


def field_label(name: str) -> str:
    """The label of a field of a point, an option or a cost, by its attribute's name."""
    return _labels().get(name) or name.replace("_", " ").capitalize()


def _labels() -> dict[str, str]:
    return {
        "title": _tr("Title"),
        "body": _tr("Text"),
        "author": _tr("Author"),
        "include_in": _tr("Templates"),
        "marking": _tr("Marking"),
        "tags": _tr("Tags"),
        "note": _tr("Note to self"),
        "cause": _tr("Because"),
        "event": _tr("Event"),
        "effect": _tr("So"),
        "category": _tr("Category"),
        "theme": _tr("Theme"),
        "likelihood": _tr("Likelihood"),
        "impact": _tr("Impact"),
        "horizon": _tr("Within"),
        "impact_on": _tr("Falls on"),
        "rating_override": _tr("Rate it otherwise"),
        "inherent": _tr("Before any control"),
        "residual": _tr("With today’s controls"),
        "target": _tr("Wanted"),
        "response": _tr("Response"),
        "proximity": _tr("Proximity"),
        "trend": _tr("Trend"),
        "confidence": _tr("Confidence"),
        "owner": _tr("Owner"),
        "review_by": _tr("Review by"),
        "controls": _tr("Controls"),
        "status": _tr("Status"),
        "question": _tr("Question"),
        "tension": _tr("Tension"),
        "why_unavoidable": _tr("Why not both"),
        "options": _tr("Options"),
        "no_status_quo_because": _tr("Why not nothing"),
        "criteria": _tr("Criteria"),
        "value_judgement": _tr("What it values"),
        "lean": _tr("Lean to"),
        "lean_strength": _tr("How strongly"),
        "what_would_change_our_mind": _tr("Would change it"),
        "decision_point": _tr("Decision point"),
        "verb": _tr("Verb"),
        "action": _tr("Action"),
        "deadline": _tr("By"),
        "deadline_reason": _tr("Why then"),
        "priority": _tr("Priority"),
        "effort": _tr("Effort"),
        "cost": _tr("Cost"),
        "mitigates": _tr("Mitigates"),
        "settles": _tr("Settles"),
        "depends_on": _tr("Depends on"),
        "success_measure": _tr("Seen by"),
        "legal_basis": _tr("Legal basis"),
        "legal_none": _tr("No legal point identified"),
        "consultation": _tr("Consultation"),
        "consultation_none": _tr("No consultation identified"),
        "equality_impact": _tr("Equality"),
        "equality_none": _tr("No equality impact identified"),
        "dissent": _tr("Dissent"),
        "decision": _tr("Decision"),
        "decision_by": _tr("Decided by"),
        "decision_date": _tr("On"),
        "decision_note": _tr("Remarks"),
        "implementation_status": _tr("Carried out"),
        "name": _tr("Name"),
        "summary": _tr("Summary"),
        "gains": _tr("Gains"),
        "costs": _tr("Costs"),
        "who_gains": _tr("Who gains"),
        "who_bears": _tr("Who bears"),
        "reversibility": _tr("Reversible"),
        "time_to_effect": _tr("Takes effect"),
        "cost_band": _tr("Money"),
        "is_status_quo": _tr("This is how things stand"),
        "raises": _tr("Raises"),
        "reduces": _tr("Reduces"),
        "amount": _tr("Amount"),
        "band": _tr("Band"),
        "funded_by": _tr("Paid by"),
        "funding": _tr("Funding"),
    }


def term_word(term: Term | str) -> str:
    """A term of a fixed list in the window's language."""
    return QCoreApplication.translate("terms", str(term))


def capital(text: str) -> str:
    """The text with a capital first letter: “very high” becomes “Very high”."""
    return text[:1].upper() + text[1:]


def about_field(about: str) -> str:
    """What a field is for, as its record explains it, in the window's language."""
    return QCoreApplication.translate("fields", about) if about else ""


def impact_meaning(impact: int) -> str:
    """What an impact of 1 to 5 says, in a few words (house text, after the National Risk Register's scale)."""
    return (
        _tr("felt by few, soon put right"),
        _tr("felt locally, for some time"),
        _tr("serious harm in one place"),
        _tr("lasting harm to a region"),
        _tr("lasting harm to the country"),
    )[impact - 1]


def point_name(point: Point) -> str:
    """Kind and number: Risk 1."""
    return _tr("{kind} {number}").format(kind=kind_word(point.kind), number=point.number)


def title_of(point: Point) -> str:
    """The title, or a word in its place."""
    return point.title or _tr("Untitled")


def place_in_source(source: Source, passage: Passage) -> str:
    """Where a passage stands: its page as printed, else its paragraph."""
    page = page_at(source, passage.start)
    if page is not None:
        return _tr("p. {page}").format(page=page.label or page.index + 1)
    return _tr("¶ {number}").format(number=paragraph_number(source, passage.start))


def day_words(day: QDate) -> str:
    """A date in words: 14 March 2026."""
    return QLocale().toString(day, "d MMMM yyyy")


def refusal(error: FieldError) -> str:
    """Why a field can't hold what was typed, without the field's own name: the sentence stands beside the field."""
    return _tr("This takes {what}.").format(what=error.takes)
