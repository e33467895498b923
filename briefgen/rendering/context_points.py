"""Points → plain data for house templates: every field that is printed, with its printed words and resolved links.

A link is resolved both ways (a risk says what mitigates it, a dilemma what settles it), and only to points that the
brief prints: a point that is switched off is not named anywhere. Notes to self, authors, times and working tags stay
behind.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from briefgen.domain.fields import Term
from briefgen.domain.points import (
    NO_VIEW,
    Cost,
    Dilemma,
    Likelihood,
    Option,
    Point,
    Position,
    Recommendation,
    Risk,
)
from briefgen.domain.rating import RatingTable, position_rating, rating_of, residual_rating
from briefgen.domain.terms import Decision, LikelihoodTerm, Proximity, RiskStatus, Verb
from briefgen.rendering.dates import date_or_event, long_date
from briefgen.rendering.markdown_text import to_html
from briefgen.rendering.notes import Notes, marks_of
from briefgen.rendering.wording import key_of, words_of

Plain = dict[str, Any]

BODY_HEADING = 4
"""The level of the highest heading in a point's own text: below the section's (2) and the point's (3)."""

P = TypeVar("P", Risk, Dilemma, Recommendation)

_LOWERED = frozenset({
    "A", "All", "An", "Any", "As", "At", "By", "Each", "Every", "Few", "Fewer", "For", "Half", "If", "In", "It", "Its",
    "Less", "Many", "More", "Most", "No", "None", "On", "One", "Only", "Our", "Some", "Such", "That", "The", "Their",
    "There", "These", "They", "This", "Those", "Too", "Two", "Three", "We", "When", "Where", "Which", "While",
    "Without",
})  # fmt: skip
"""Words that lose their capital when they no longer begin the sentence. Others may be names, and keep it."""

_TEXTS_OF_POINTS = ("cause", "event", "effect", "question", "why_unavoidable", "value_judgement", "action", "dissent")

_TICKS = {
    Decision.AGREED: "agree",
    Decision.AGREED_WITH_CHANGES: "agree",
    Decision.NOT_AGREED: "disagree",
    Decision.DISCUSS: "discuss",
    Decision.NOTED: "noted",
}


def term(value: Term | None, labels: Mapping[str, Any]) -> Plain | None:
    """Give a term as `key`, fit for a class in a style sheet, and `words`, as printed; None where nothing is chosen."""
    return None if value is None else {"key": key_of(value), "words": words_of(value, labels)}


def day(date: dt.date | None, language: str) -> Plain | None:
    """Give a date as `iso` and, in the brief's language, as `long`; None where there is none."""
    return None if date is None else {"iso": date.isoformat(), "long": long_date(date, language)}


def sentence(*parts: str) -> str:
    """Join parts to one sentence: spaces between, one full stop at the end unless another mark ends it."""
    joined = " ".join(part for part in (part.strip() for part in parts) if part)
    return joined if not joined or joined.endswith((".", "!", "?", "…", ".”", "?”", "!”")) else f"{joined}."


def sort_risks(risks: Iterable[Risk], table: RatingTable) -> list[Risk]:
    """Sort risks as they are printed: by residual rating down, then by how soon, then as the editors put them.

    What is not rated comes last.
    """
    soon = list(Proximity)

    def place(risk: Risk) -> tuple[int, int]:
        rating = residual_rating(risk, table)
        return (-1 if rating is None else rating.rank) * -1, (
            len(soon) if risk.proximity is None else soon.index(risk.proximity)
        )

    return sorted(risks, key=place)


class PointWriter:
    """Turns the points that a brief prints into plain data, one after another in the order of reading."""

    def __init__(
        self,
        points: Sequence[Point],
        *,
        notes: Notes,
        table: RatingTable,
        labels: Mapping[str, Any],
        language: str,
        report: Callable[[str, str], None],
    ) -> None:
        """Take all points that the brief prints: links to others are left out."""
        self._points = {point.id: point for point in points}
        self._notes = notes
        self._table = table
        self._labels = labels
        self._language = language
        self._report = report
        self._common_words = _words_in_small_letters(points)

    def _term(self, value: Term | None) -> Plain | None:
        return term(value, self._labels)

    def _likelihood(self, value: Likelihood | None) -> Plain | None:
        return likelihood(value, self._labels)

    def _impact(self, value: int | None) -> Plain | None:
        return impact(value, self._labels)

    def write(self, point: Point, *, in_full: bool) -> Plain:
        """Turn one point into plain data. `in_full` says whether its section prints it whole or names it only."""
        common = self._common(point, in_full=in_full)
        match point:
            case Risk():
                return common | self._risk(point)
            case Dilemma():
                return common | self._dilemma(point)
            case Recommendation():
                return common | self._recommendation(point)
        raise TypeError(f"no kind of point: {type(point).__name__}")

    def label(self, point: Point) -> str:
        """Give the printed name of a point: “Risk 1”."""
        return f"{self._labels['point'][point.kind.value]} {point.number}"

    # ------------------------------------------------------------------------------------------ what all share

    def _common(self, point: Point, *, in_full: bool) -> Plain:
        lead_in = self._notes.evidence(point.evidence, by=point.id)
        body = to_html(
            point.body,
            cite=lambda passage, quoted: self._notes.in_text(passage, quoted=quoted, by=point.id),
            heading=BODY_HEADING,
        )
        for picture in body.pictures:
            self._report(point.id, f"has a picture in its text (“{picture}”); pictures in text are not printed.")
        return {
            "id": point.id,
            "kind": point.kind.value,
            "number": point.number,
            "label": self.label(point),
            "title": point.title,
            "title_is_draft": point.title_is_draft,
            "body": body.html,
            "marking": point.marking,
            "evidence": lead_in,
            "lead": lead_in[0] if lead_in else None,
            "note_numbers": [entry["number"] for entry in lead_in],
            "note_marks": marks_of(entry["number"] for entry in lead_in),
            "in_full": in_full,
        }

    def _link(self, point_id: str, **more: Any) -> Plain | None:
        """Give a link to another point, or None where the brief does not print that."""
        point = self._points.get(point_id)
        if point is None:
            return None
        return {"id": point.id, "label": self.label(point), "title": point.title, **more}

    def _links(self, ids: Iterable[str]) -> list[Plain]:
        return [link for link in (self._link(point_id) for point_id in ids) if link is not None]

    def _all(self, kind: type[P]) -> list[P]:
        return [point for point in self._points.values() if isinstance(point, kind)]

    # ---------------------------------------------------------------------------------------------------- risks

    def _risk(self, risk: Risk) -> Plain:
        recommendations = self._all(Recommendation)
        options = [(dilemma, option) for dilemma in self._all(Dilemma) for option in dilemma.options]
        return {
            "cause": risk.cause.strip(),
            "event": risk.event.strip(),
            "effect": risk.effect.strip(),
            "statement": self._statement(risk),
            "category": self._term(risk.category),
            "theme": self._term(risk.theme),
            "likelihood": self._likelihood(risk.likelihood),
            "impact": self._impact(risk.impact),
            "horizon": self._term(risk.horizon),
            "impact_on": [words_of(area, self._labels) for area in risk.impact_on],
            "rating": self._term(rating_of(risk, self._table)),
            "rating_reason": risk.rating_override.reason if risk.rating_override else "",
            "inherent": self._position(risk.inherent),
            "residual": self._position(risk.residual),
            "target": self._position(risk.target),
            "stands": self._stands(risk),
            "response": self._term(risk.response),
            "proximity": self._term(risk.proximity),
            "trend": self._term(risk.trend),
            "confidence": self._term(risk.confidence),
            "owner": risk.owner,
            "review_by": day(risk.review_by, self._language),
            "controls": list(risk.controls),
            "status": self._term(risk.status),
            "is_open": risk.status in {RiskStatus.OPEN, RiskStatus.WATCHING},
            "mitigated_by": self._links(
                rec.id for rec in recommendations if any(m.risk == risk.id for m in rec.mitigates)
            ),
            "raised_by": self._options(options, lambda option: risk.id in option.raises),
            "reduced_by": self._options(options, lambda option: risk.id in option.reduces),
        }

    def _statement(self, risk: Risk) -> str:
        """Say “Because cause, event, so effect.”, or as much of it as there is; else the title."""
        because, so = str(self._labels["because"]), str(self._labels["so"])
        cause = _clause(risk.cause, because)
        event = _clause(risk.event)
        effect = _clause(risk.effect, so)
        parts = []
        if cause:
            parts.append(f"{because} {self._lowered(cause)}")
        if event:
            parts.append(self._lowered(event) if parts else event)
        if effect:
            parts.append(f"{so} {self._lowered(effect)}" if parts else effect)
        joined = ", ".join(parts) or risk.title
        return sentence(joined[:1].upper() + joined[1:])

    def _lowered(self, clause: str) -> str:
        """Take the capital from a clause that no longer begins the sentence, unless its first word may be a name."""
        first, space, rest = clause.partition(" ")
        common = first in _LOWERED or (first.istitle() and first.lower() in self._common_words)
        return f"{first.lower()}{space}{rest}" if common else clause

    def _position(self, position: Position | None) -> Plain | None:
        if position is None:
            return None
        return {
            "likelihood": self._likelihood(position.likelihood),
            "impact": self._impact(position.impact),
            "rating": self._term(position_rating(position, self._table)),
        }

    def _stands(self, risk: Risk) -> Plain:
        """Give the position that a short form prints: the residual one where there is one, else as it stands."""
        found = self._position(risk.residual) or {
            "likelihood": self._likelihood(risk.likelihood),
            "impact": self._impact(risk.impact),
            "rating": self._term(rating_of(risk, self._table)),
        }
        return found | {"is_residual": risk.residual is not None}

    def _options(self, options: Iterable[tuple[Dilemma, Option]], chosen: Callable[[Option], bool]) -> list[Plain]:
        return [
            {
                "id": dilemma.id,
                "label": f"{self.label(dilemma)} ({option.letter})",
                "title": dilemma.title,
                "option": option.letter,
                "option_name": option.name,
            }
            for dilemma, option in options
            if chosen(option)
        ]

    # ------------------------------------------------------------------------------------------------- dilemmas

    def _dilemma(self, dilemma: Dilemma) -> Plain:
        settled_by = [
            self._link(rec.id, option=settlement.option)
            for rec in self._all(Recommendation)
            for settlement in rec.settles
            if settlement.dilemma == dilemma.id
        ]
        tension = dilemma.tension
        return {
            "question": dilemma.question,
            "tension": None
            if tension is None
            else {
                "one": tension.one,
                "other": tension.other,
                "text": f"{tension.one} {self._labels['against']} {tension.other}",
            },
            "why_unavoidable": dilemma.why_unavoidable,
            "options": [self._option(dilemma, option) for option in dilemma.options],
            "no_status_quo_because": dilemma.no_status_quo_because,
            "criteria": [
                {"name": criterion.name, "direction": self._term(criterion.direction), "weight": criterion.weight}
                for criterion in dilemma.criteria
            ],
            "value_judgement": dilemma.value_judgement,
            "lean": self._lean(dilemma),
            "what_would_change_our_mind": dilemma.what_would_change_our_mind,
            "decision_point": date_or_event(dilemma.decision_point, self._language),
            "settled_by": [link for link in settled_by if link is not None],
            "status": self._term(dilemma.status),
        }

    def _option(self, dilemma: Dilemma, option: Option) -> Plain:
        cells = {cell.criterion: cell for cell in dilemma.cells if cell.option == option.letter}
        return {
            "letter": option.letter,
            "name": option.name,
            "summary": option.summary,
            "gains": option.gains,
            "costs": option.costs,
            "who_gains": list(option.who_gains),
            "who_bears": list(option.who_bears),
            "reversibility": self._term(option.reversibility),
            "time_to_effect": option.time_to_effect,
            "cost_band": self._term(option.cost_band),
            "confidence": self._term(option.confidence),
            "is_status_quo": option.is_status_quo,
            "value_judgement": option.value_judgement,
            "raises": self._links(option.raises),
            "reduces": self._links(option.reduces),
            "is_leaned_to": dilemma.lean == option.letter,
            "cells": [
                {
                    "criterion": criterion.name,
                    "outcome": cell.outcome if (cell := cells.get(criterion.name)) else "",
                    "mark": None
                    if cell is None or cell.mark is None
                    else {**(self._term(cell.mark) or {}), "sign": cell.mark.sign},
                }
                for criterion in dilemma.criteria
            ],
        }

    def _lean(self, dilemma: Dilemma) -> Plain | None:
        if not dilemma.lean:
            return None
        option = next((option for option in dilemma.options if option.letter == dilemma.lean), None)
        return {
            "no_view": dilemma.lean == NO_VIEW,
            "letter": option.letter if option else "",
            "name": option.name if option else "",
            "strength": self._term(dilemma.lean_strength),
        }

    # ------------------------------------------------------------------------------------------ recommendations

    def _recommendation(self, rec: Recommendation) -> Plain:
        settles = []
        for settlement in rec.settles:
            dilemma = self._points.get(settlement.dilemma)
            if not isinstance(dilemma, Dilemma):
                continue
            option = next((option for option in dilemma.options if option.letter == settlement.option), None)
            shown = f" ({settlement.option})" if settlement.option else ""
            settles.append(
                {
                    "id": dilemma.id,
                    "label": f"{self.label(dilemma)}{shown}",
                    "title": dilemma.title,
                    "option": settlement.option,
                    "option_name": option.name if option else "",
                }
            )
        mitigates = [
            self._link(m.risk, likelihood_steps=m.likelihood_steps, impact_steps=m.impact_steps) for m in rec.mitigates
        ]
        needed_by = [other.id for other in self._all(Recommendation) if rec.id in other.depends_on]
        return {
            "verb": self._term(rec.verb),
            "action": sentence(rec.action or rec.title),
            **self._bold_verb(rec),
            "boxes": self._boxes(rec),
            "owner": rec.owner,
            "deadline": self._deadline(rec),
            "deadline_reason": rec.deadline_reason,
            "priority": self._term(rec.priority),
            "effort": self._term(rec.effort),
            "cost": self._cost(rec.cost),
            "confidence": self._term(rec.confidence),
            "mitigates": [link for link in mitigates if link is not None],
            "settles": settles,
            "depends_on": self._links(rec.depends_on),
            "needed_by": self._links(needed_by),
            "success_measure": rec.success_measure,
            "legal_basis": rec.legal_basis,
            "legal_none": rec.legal_none,
            "consultation": rec.consultation,
            "consultation_none": rec.consultation_none,
            "equality_impact": rec.equality_impact,
            "equality_none": rec.equality_none,
            "dissent": rec.dissent,
            "decision": None
            if rec.decision is None
            else {
                **(self._term(rec.decision) or {}),
                "by": rec.decision_by,
                "date": day(rec.decision_date, self._language),
                "note": rec.decision_note,
            },
            "implementation_status": self._term(rec.implementation_status),
        }

    def _boxes(self, rec: Recommendation) -> list[Plain]:
        """Give the boxes to tick: Agree, Disagree, Discuss; or Noted where there is only to note."""
        names = ["noted"] if rec.verb is Verb.NOTE else ["agree", "disagree", "discuss"]
        ticked = _TICKS.get(rec.decision) if rec.decision else None
        return [{"key": name, "label": self._labels[name], "ticked": name == ticked} for name in names]

    def _deadline(self, rec: Recommendation) -> Plain | None:
        if rec.deadline is None:
            return None
        if isinstance(rec.deadline, dt.date):
            return {**(day(rec.deadline, self._language) or {}), "on_decision": False}
        return {"iso": "", "long": self._labels["on_decision"], "on_decision": True}

    def _cost(self, cost: Cost | None) -> Plain | None:
        if cost is None:
            return None
        payer = f"{self._labels['funded_by']} {cost.funded_by}" if cost.funded_by else ""
        band, funding = self._term(cost.band), self._term(cost.funding)
        shown = [cost.amount or (band["words"] if band else ""), funding["words"] if funding else "", payer]
        return {
            "amount": cost.amount,
            "band": band,
            "funded_by": cost.funded_by,
            "funding": funding,
            "confidence": self._term(cost.confidence),
            "text": ", ".join(part for part in shown if part),
        }

    def _bold_verb(self, rec: Recommendation) -> Plain:
        """Divide the action: `action_verb`, printed bold, and `action_rest`, with the space or the colon before it."""
        action = sentence(rec.action or rec.title)
        if rec.verb is None:
            return {"action_verb": "", "action_rest": action}
        verb = words_of(rec.verb, self._labels)
        if re.match(rf"{re.escape(verb)}\b", action, re.IGNORECASE):
            return {"action_verb": action[: len(verb)], "action_rest": action[len(verb) :]}
        return {"action_verb": verb.capitalize(), "action_rest": f"{self._labels['colon']} {action}" if action else ""}


def likelihood(value: Likelihood | None, labels: Mapping[str, Any]) -> Plain | None:
    """Give a likelihood: its words, its range in words, its scale's id and title, its column in the rating table."""
    if value is None:
        return None
    meaning, scale = value.meaning, labels["scales"][value.scale.value]
    return {
        "key": key_of(meaning.words),
        "words": scale["terms"][key_of(meaning.words)],
        "range": range_words(meaning, labels),
        "scale": value.scale.value,
        "scale_title": scale["title"],
        "column": meaning.column,
    }


def range_words(meaning: LikelihoodTerm, labels: Mapping[str, Any]) -> str:
    """Give the range of a likelihood term in words, as “55 to 75 %”."""
    least, most = (f"{number:g}".replace(".", labels["decimal"]) for number in (meaning.least, meaning.most))
    name = "up_to" if meaning.least <= 0 else "or_more" if meaning.most >= 100 else "from_to"
    return str(labels[name]).format(least=least, most=most)


def impact(value: int | None, labels: Mapping[str, Any]) -> Plain | None:
    """Give an impact: its number, 1 to 5, and its word."""
    return None if value is None else {"number": value, "words": labels["impacts"][str(value)]}


def _clause(text: str, word: str = "") -> str:
    """Make a clause of what an editor wrote, without its end mark and the `word` that will stand before it anyway."""
    clause = " ".join(text.split())
    if not re.search(r"(?:\b[A-Z]\.){2,}$", clause):
        clause = clause.rstrip(".;,: ")
    if word and re.match(rf"{re.escape(word)}\b(?!-)", clause, re.IGNORECASE):
        clause = clause[len(word) :].lstrip(" ,")
    return clause


def _words_in_small_letters(points: Iterable[Point]) -> frozenset[str]:
    """Collect the words that the points write in small letters somewhere: those are no names."""
    texts = (
        text
        for point in points
        for text in (point.title, point.body, *(getattr(point, name, "") for name in _TEXTS_OF_POINTS))
    )
    return frozenset(word for text in texts for word in re.findall(r"[^\W\d_]+", text) if word.islower())
