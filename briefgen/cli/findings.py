"""Findings of preflight on the command line: printing them, accepting them, and taking that back."""

from __future__ import annotations

from collections.abc import Sequence

from briefgen.domain import operations
from briefgen.domain.briefs import Brief
from briefgen.domain.dossier import Dossier
from briefgen.domain.preflight import Finding
from briefgen.domain.preflight.findings import is_at
from briefgen.domain.terms import Severity
from briefgen.errors import UsageError


def accept(dossier: Dossier, brief: Brief, findings: Sequence[Finding], given: Sequence[Sequence[str]]) -> Dossier:
    """Accept findings, each given as rule, place and reason; all of the rule at that place, as they are now.

    Raises:
        UsageError: There is no such finding, it may not be accepted, or there is no reason.
    """
    for rule, place, reason in given:
        there = [finding for finding in findings if finding.rule == rule and is_at(finding.place, place)]
        if not there:
            raise UsageError(
                f"“{brief.name}” has no finding “{rule}” at “{place}”: “briefgen check --json” lists rules and places."
            )
        if not all(finding.acceptable for finding in there):
            raise UsageError(f"No reason can excuse “{rule}” at “{place}”: {there[0].remedy}")
        if not reason.strip():
            raise UsageError(f"Give the reason why “{rule}” at “{place}” may stand: it is kept with the brief.")
        for finding in there:
            dossier = operations.accept_finding(
                dossier, brief.id, rule, finding.place.key, reason, matter=finding.matter, said=finding.message
            )
    return dossier


def take_back(dossier: Dossier, brief: Brief, given: Sequence[Sequence[str]]) -> Dossier:
    """Take acceptances back, each given as rule and place; whatever they were about.

    Raises:
        UsageError: There is no such acceptance.
    """
    for rule, place in given:
        wanted = " ".join(place.lower().split())
        entries = [entry for entry in brief.accepted if entry.rule == rule and entry.place.lower() == wanted]
        if not entries:
            there = ", ".join(f"{entry.rule} at {entry.place}" for entry in brief.accepted)
            raise UsageError(f"“{brief.name}” accepts no “{rule}” at “{place}”; it accepts: {there or 'nothing'}.")
        for entry in entries:
            dossier = operations.accept_finding(dossier, brief.id, rule, entry.place, "", matter=entry.matter)
    return dossier


def finding_plain(finding: Finding) -> dict[str, str]:
    """Give a finding as plain data, for programs."""
    return {
        "rule": finding.rule,
        "severity": str(finding.severity),
        "place": finding.place.key,
        "message": finding.message,
        "remedy": finding.remedy,
        "measured": finding.measured,
        "accepted": finding.accepted,
    }


def print_findings(findings: Sequence[Finding]) -> None:
    """Print findings for people, and how many there are of each severity."""
    if not findings:
        print("Nothing to fix: all checks pass.")
        return
    for finding in findings:
        print(f"{finding.severity.meaning:<10}  {finding.place.words}: {finding.message}")
        if finding.measured:
            print(f"{'':<10}  {finding.measured}")
        print(f"{'':<10}  → {finding.remedy}")
        if finding.accepted:
            print(f"{'':<10}  accepted: {finding.accepted}")
    counts = {severity: sum(f.severity is severity and not f.accepted for f in findings) for severity in Severity}
    print("\n" + ", ".join(f"{count} {severity.meaning}" for severity, count in counts.items()) + ".")
