"""Verification by the command line: whether the quotations of a PDF are what their sources say."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from briefgen.cli.show import print_columns, print_json
from briefgen.domain.fields import Plain
from briefgen.dossier_file import DossierFile
from briefgen.importers.batch import document_at
from briefgen.importers.limits import ImportLimits
from briefgen.settings import Preferences
from briefgen.verifying import Verified, rows, summary, verify


def verify_pdf(
    arguments: argparse.Namespace, limits: ImportLimits, preferences: Preferences, file: DossierFile | None
) -> int:
    """Say of every quotation of a PDF what it is; gives the exit code: 0, 1 or 4, as `Verified.exit_code` has it.

    Raises:
        InputRefused: The PDF can't be read.
    """
    document = document_at(arguments.pdf, limits)
    found = verify(document.load(), document.name, limits, file=file, preferences=preferences)
    if arguments.json:
        print_json(_plain(found))
        return found.exit_code
    if found.quotations:
        print_columns(("note", "page", "is", "source", "words"), rows(found.quotations), empty="")
    for quotation in found.quotations:
        for fault in quotation.faults:
            print(f"note {quotation.note}, page {quotation.page}: {fault}")
    for fault in found.faults:
        print(fault)
    for source in found.sources:
        if source.intact:
            print(f"“{source.title}” has the bytes that were brought in (SHA-256 {source.sha256}).")
        elif source.intact is None:
            print(f"“{source.title}” has to have the SHA-256 {source.sha256}: its bytes are not at hand.")
    for unsure in dict.fromkeys(f"note {one.note}: {said}." for one in found.quotations for said in one.unsure):
        print(unsure)
    if found.made_from:
        print(found.made_from)
    print(summary(found))
    for remark in found.remarks:
        print(remark, file=sys.stderr)
    return found.exit_code


def _plain(found: Verified) -> dict[str, Plain]:
    quotations: list[Any] = [
        {
            "id": one.id,
            "note": one.note,
            "page": one.page,
            "words": one.words,
            "is": str(one.verdict),
            "holds": one.holds,
            "passage": one.passage,
            "source": one.source,
            "title": one.title,
            "expected": one.expected,
            "faults": list(one.faults),
            "unsure": list(one.unsure),
        }
        for one in found.quotations
    ]
    sources: list[Any] = [
        {"id": one.id, "title": one.title, "sha256": one.sha256, "intact": one.intact} for one in found.sources
    ]
    return {
        "holds": not found.failed and found.checked,
        "against": str(found.against),
        "summary": summary(found),
        "quotations": quotations,
        "sources": sources,
        "faults": list(found.faults),
        "made_from": found.made_from,
        "identical": found.identical,
        "remarks": list(found.remarks),
    }


def add_commands(add: Callable[..., argparse.ArgumentParser], commands: object) -> None:
    """Declare the command; `add` makes one as the parser makes all."""
    command = add(
        commands,
        "verify",
        "say of every quotation in a PDF whether it is verbatim, elided or altered, and from which source",
        "briefgen verify submission.pdf d.briefgen",
        dossier=False,
    )
    command.add_argument("pdf", metavar="OUT.pdf", type=Path, help="a brief's PDF, wherever it comes from")
    command.add_argument(
        "dossier", metavar="DOSSIER", type=Path, nargs="?",
        help="the dossier that it was made from; without one, what is attached to it has to do, or the file itself (4)",
    )  # fmt: skip
    command.add_argument("--json", action="store_true", help="print JSON for programs")
    command.set_defaults(take_over=False)
