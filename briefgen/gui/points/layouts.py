"""Which fields the form of each kind has, in which order and groups. What a field is, its record says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from PySide6.QtCore import QCoreApplication

from briefgen.domain.terms import Kind

Placement = Literal["left", "above", "bare"]
"""Where a field's label stands: in a column at the left, above it, or nowhere."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("points", text)


@dataclass(frozen=True, slots=True)
class Line:
    """Fields side by side, by attribute name, with the widths they share."""

    names: tuple[str, ...]
    placement: Placement = "left"
    shares: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under a heading that can be folded away; `title` is looked up when the form is built."""

    id: str
    lines: tuple[Line, ...] = field(default=())


def group_title(group_id: str) -> str:
    """The heading of a group."""
    return {
        "text": _tr("Text"),
        "assessment": _tr("Assessment"),
        "positions": _tr("Before and after controls"),
        "handling": _tr("What is done about it"),
        "options": _tr("Options"),
        "criteria": _tr("Options against criteria"),
        "view": _tr("Where we lean"),
        "case": _tr("Case for it"),
        "checks": _tr("Law, consultation, equality"),
        "links": _tr("Links"),
        "decision": _tr("Decision"),
        "notes": _tr("Marking, tags, notes"),
        "aside": _tr("Set aside"),
    }[group_id]


def _left(*names: str) -> tuple[Line, ...]:
    return tuple(Line((name,)) for name in names)


def _above(*names: str) -> tuple[Line, ...]:
    return tuple(Line((name,), "above") for name in names)


def _bare(*names: str) -> tuple[Line, ...]:
    return tuple(Line((name,), "bare") for name in names)


_TITLE = Line(("title",), "bare")
_TEXT = Group("text", _bare("body"))
_NOTES = Group("notes", _left("marking", "tags", "include_in", "author", "note"))

FIRST: dict[Kind, tuple[Line, ...]] = {
    Kind.RISK: (
        _TITLE,
        *_left("cause", "event", "effect"),
        Line(("likelihood", "impact", "rating"), "above", (5, 4, 0)),
    ),
    Kind.DILEMMA: (_TITLE, *_left("question"), Line(("tension",), "above"), *_left("why_unavoidable")),
    Kind.RECOMMENDATION: (
        _TITLE,
        *_left("verb", "action", "owner", "deadline", "deadline_reason"),
        Line(("priority", "effort"), "above", (1, 1)),
    ),
}
"""What stands first in a kind's form, before the evidence, and is never folded away."""

STATUS = {Kind.RISK: "status", Kind.DILEMMA: "status", Kind.RECOMMENDATION: "implementation_status"}
"""The field in the head of a kind's form."""

GROUPS: dict[Kind, tuple[Group, ...]] = {
    Kind.RISK: (
        _TEXT,
        Group(
            "assessment",
            (
                *_left("category", "theme", "horizon", "proximity", "trend", "confidence"),
                *_above("impact_on", "rating_override"),
            ),
        ),
        Group("positions", _above("inherent", "residual", "target")),
        Group("handling", _left("response", "owner", "review_by", "controls")),
        Group("links", _above("mitigated_by", "raised_by")),
        _NOTES,
    ),
    Kind.DILEMMA: (
        Group("options", (*_bare("options"), *_above("no_status_quo_because"))),
        Group("criteria", _bare("criteria")),
        Group(
            "view",
            (
                Line(("lean", "lean_strength"), "above", (1, 1)),
                *_above("value_judgement", "what_would_change_our_mind", "decision_point"),
            ),
        ),
        _TEXT,
        Group("links", _above("settled_by")),
        _NOTES,
    ),
    Kind.RECOMMENDATION: (
        _TEXT,
        Group("links", _above("mitigates", "settles", "depends_on")),
        Group("case", (*_left("success_measure"), *_above("cost"), *_left("confidence", "dissent"))),
        Group(
            "checks",
            (
                *_left("legal_basis"),
                *_bare("legal_none"),
                *_left("consultation"),
                *_bare("consultation_none"),
                *_left("equality_impact"),
                *_bare("equality_none"),
            ),
        ),
        Group("decision", _left("decision", "decision_by", "decision_date", "decision_note")),
        _NOTES,
    ),
}
"""The groups of a kind's form, after the evidence."""
