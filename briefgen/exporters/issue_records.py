"""Records of issue → text for people who file them, and JSON for programs that do."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from briefgen.domain.briefs import IssueRecord
from briefgen.domain.fields import Plain, to_plain


def version_name(record: IssueRecord) -> str:
    """The name of the version of the dossier that is kept when a brief is issued: “issue-3, submission.pdf”."""
    return f"{record.id}, {record.filename}" if record.filename else record.id


def records_as_plain(records: Iterable[IssueRecord], versions: Mapping[str, int]) -> list[Plain]:
    """Records as plain data, each with the number of the dossier's version that was kept with it, or null.

    Args:
        records: In the order wanted.
        versions: The numbers of the dossier's versions by their names.
    """
    return [{**to_plain(record), "dossier_version": versions.get(version_name(record))} for record in records]


def records_as_json(records: Iterable[IssueRecord], versions: Mapping[str, int]) -> str:
    """The same as a JSON list, indented."""
    return json.dumps(records_as_plain(records, versions), ensure_ascii=False, indent=2) + "\n"


def records_as_text(records: Iterable[IssueRecord], versions: Mapping[str, int]) -> str:
    """Records as plain text, a paragraph each: what, to whom, when, made of what, what was accepted, and the hash."""
    return "\n".join(record_as_text(record, versions.get(version_name(record))) for record in records)


def record_as_text(record: IssueRecord, version: int | None) -> str:
    """One record as plain text, a line for each thing that is known, and two for each finding that was accepted."""
    draft = "issued as DRAFT: preflight had found errors" if record.forced else ""
    known = {
        "issued": f"{record.at:%Y-%m-%d %H:%M} UTC" if record.at is not None else "",
        "brief": ", ".join(part for part in (record.name, record.ref, record.version, record.state) if part),
        "title": record.title,
        "marking": record.marking,
        "to": record.to,
        "copy": "; ".join(record.copy_to),
        "file": f"{record.filename}, {record.size:,} bytes",
        "sha-256": record.sha256,
        "template": f"{record.template} {record.template_version}".strip(),
        "template sha-256": record.template_sha256,
        "dossier": f"version {version}, “{version_name(record)}”" if version is not None else "",
        "made with": f"Briefgen {record.program_version}" if record.program_version else "",
        "made again": "from the template and the data that the dossier keeps" if record.kept else "not possible",
        "state": draft,
    }
    lines = [record.id, *(f"  {name + ':':<18}{words}" for name, words in known.items() if words)]
    for entry in record.accepted:
        lines += [
            f"  {'accepted:':<18}{entry.rule} at {entry.place}: {entry.said}".rstrip(": "),
            f"{'':<20}{entry.reason}",
        ]
    return "\n".join(lines) + "\n"
