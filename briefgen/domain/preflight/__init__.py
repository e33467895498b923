"""Preflight: brief + dossier + house template → findings, before anything is laid out.

Rules that need the pages (`PageRule`: how many there are, how many lines the bottom line takes) are for whoever has the
pages; `judged` puts the reasons to their findings, too, for which the editors accept them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date

from briefgen.domain.briefs import Accepted, Brief
from briefgen.domain.dossier import Dossier
from briefgen.domain.fields import dashed, specs
from briefgen.domain.house_template import HouseTemplate
from briefgen.domain.preflight import (
    colours,
    contradictions,
    dilemmas,
    document,
    evidence,
    language,
    narrative,
    protective_marking,
    recommendations,
    risks,
    selection,
)
from briefgen.domain.preflight.findings import Finding, Place, PlaceKind, blocks, found, in_brief
from briefgen.domain.preflight.matter import with_matter
from briefgen.domain.preflight.rules import NEVER_ACCEPTED, PageRule, Rule
from briefgen.domain.preflight.subject import Subject, subject_of
from briefgen.domain.terms import Severity

__all__ = ["Finding", "PageRule", "Place", "PlaceKind", "Rule", "acceptance", "blocks", "judged", "preflight"]

_CHECKS: tuple[Callable[[Subject], Iterator[Finding]], ...] = (
    document.check,
    protective_marking.check,
    selection.check,
    recommendations.check,
    risks.check,
    dilemmas.check,
    evidence.check,
    contradictions.check,
    narrative.check,
    language.check,
    colours.check,
)


def preflight(
    dossier: Dossier, brief: Brief, template: HouseTemplate, *, today: date | None = None
) -> tuple[Finding, ...]:
    """Check a brief before it is issued: the errors first, then warnings, then hints, each in the brief's order.

    `brief` need not be as it stands in the dossier; its points, passages and sources are looked up there. Dates are
    held against `today`; without it none has passed. A finding that the brief accepts, by its rule, its place (its key
    or its words) and its matter, stays in the list with the reason, and blocks nothing. What becomes another, as a
    sentence that is written anew, is found again.
    """
    subject = subject_of(dossier, brief, template, today)
    findings = [finding for check in _CHECKS for finding in check(subject)]
    findings = [with_matter(subject, finding) for finding in findings]
    severities = {severity: rank for rank, severity in enumerate(Severity)}
    order = _Order(subject)
    judged = _judged(brief, findings)
    return tuple(sorted(judged, key=lambda finding: (severities[finding.severity], *order.of(finding.place))))


def judged(brief: Brief, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Put the reason to each finding that the editors accept; some never can be (`NEVER_ACCEPTED`)."""

    def judge(finding: Finding) -> Finding:
        entry = acceptance(brief, finding)
        return finding if entry is None else replace(finding, accepted=entry.reason)

    return tuple(judge(finding) for finding in findings)


def acceptance(brief: Brief, finding: Finding) -> Accepted | None:
    """Find the entry by which a brief accepts a finding; None where it does not, or none may."""
    if not finding.acceptable:
        return None
    names = _names(finding)
    return next(
        (
            entry
            for entry in brief.accepted
            if (entry.rule, _folded(entry.place)) in names and entry.matter in {"", finding.matter}
        ),
        None,
    )


def _judged(brief: Brief, findings: list[Finding]) -> Iterator[Finding]:
    """Put the reason to each finding that the editors accept, and report acceptances that nothing needs any more."""
    yield from judged(brief, findings)
    used = {id(acceptance(brief, finding)) for finding in findings}
    there = {name for finding in findings for name in _names(finding)}
    for number, entry in enumerate(brief.accepted, 1):
        # Of what only the pages tell nobody knows here whether it is still so.
        if id(entry) in used or entry.rule in set(PageRule):
            continue
        never, found_there = entry.rule in NEVER_ACCEPTED, (entry.rule, _folded(entry.place)) in there
        why = "though no reason can excuse it" if never else "where it is not found"
        if found_there and not never:
            why = "where it is about something else now"
        yield found(
            Rule.ACCEPTANCE_UNUSED,
            in_brief("accepted", str(number)),
            f"“{entry.rule}” is accepted at “{entry.place}”, {why}.",
            "Take the acceptance back, so that it hides nothing later.",
        )


def _names(finding: Finding) -> tuple[tuple[str, str], tuple[str, str]]:
    """Both names by which a finding is accepted: its rule with the key of its place, or with its words."""
    return (finding.rule, _folded(finding.place.key)), (finding.rule, _folded(finding.place.words))


def _folded(place: str) -> str:
    return " ".join(place.lower().split())


class _Order:
    """The order in which places stand: the brief's fields, its sections, its points, then what they rest on."""

    def __init__(self, subject: Subject) -> None:
        self._kinds = {kind: rank for rank, kind in enumerate(PlaceKind)}
        self._fields = {dashed(name): rank for rank, (name, _, _) in enumerate(specs(Brief))}
        ids = [section.id for section in subject.template.sections]
        ids += [selected.point for selected in subject.brief.points]
        self._ids = {place_id: rank for rank, place_id in reversed(list(enumerate(ids)))}

    def of(self, place: Place) -> tuple[int, int, int, str]:
        """Give what a place is sorted by; within one thing the order of the rules stays."""
        number = place.id.rpartition("-")[2]
        rank = self._ids.get(place.id, 100_000 + (int(number) if number.isdecimal() else 0))
        field = self._fields.get(place.field, len(self._fields)) if place.kind is PlaceKind.BRIEF else 0
        return (self._kinds[place.kind], rank if place.id else 0, field, "" if place.id else place.field)
