"""Filled-in PDFs by the command line: what one decides, and taking it over."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Collection
from pathlib import Path

from briefgen.cli.show import print_columns, print_json
from briefgen.domain.fields import Plain, as_id
from briefgen.domain.replies import Review, Reviewed, Standing
from briefgen.dossier_file import DossierFile
from briefgen.errors import PreflightFailed, UsageError
from briefgen.importers.batch import document_at
from briefgen.importers.limits import ImportLimits
from briefgen.reply_workflows import review_pdf, take_back

_STANDINGS = {
    Standing.NEW: "not chosen",
    Standing.SAME: "is so already",
    Standing.OTHERWISE: "decided otherwise",
    Standing.REWORDED: "reworded since",
    Standing.UNCLEAR: "unclear",
    Standing.GONE: "gone",
}


def read_back(file: DossierFile, arguments: argparse.Namespace, limits: ImportLimits) -> int:
    """Set the decisions that a filled-in PDF makes, as one act, and print them; or print alone what would be set.

    Gives the exit code: 0 when everything that was filled in is in the dossier, 1 when something could not be set.

    Raises:
        UsageError: --even names a recommendation that can't be set.
        InputRefused: The PDF can't be read, or is of another dossier.
    """
    review = review_pdf(document_at(arguments.pdf, limits), file.dossier, limits)
    chosen = {*review.clear, *_insisted(review, arguments.even)}
    if arguments.json:
        print_json(_plain(review, chosen))
    else:
        _print(review, chosen)
    if arguments.dry_run:
        print("Nothing was changed; leave out --dry-run to have it set.", file=sys.stderr)
    elif review.before is None or chosen:
        file.commit(take_back(file.dossier, review, chosen), label=f"Read back {review.form.filename}")
    left = [answer for answer in review.unsettled if answer.point not in chosen]
    return PreflightFailed.exit_code if left else 0


def _insisted(review: Review, names: Collection[str]) -> set[str]:
    """The recommendations that are to be set although something speaks against it."""
    wanted = {as_id(name) for name in names}
    can_be = {answer.point for answer in review.answers if answer.may_be_taken}
    if strange := wanted - can_be:
        raise UsageError(f"“{review.form.filename}” decides nothing that could be set of {', '.join(sorted(strange))}.")
    return wanted


def _print(review: Review, chosen: Collection[str]) -> None:
    rows = [
        (answer.point, answer.decision or "", _outcome(answer, chosen), _line(answer.note)) for answer in review.answers
    ]
    print_columns(("id", "decision", "outcome", "note"), rows, empty="No box is ticked.")
    form = review.form
    for name, words in (("signed", form.signed_by), ("date", form.signed_on), ("comments", _line(form.comments))):
        if words:
            print(f"{name}: {words}")
    for answer in review.answers:
        if answer.said:
            even = f" --even {answer.point} sets it all the same." if _may_insist(answer, chosen) else ""
            print(f"{answer.point}: {answer.said}{even}", file=sys.stderr)
    for remark in review.remarks:
        print(remark, file=sys.stderr)


def _may_insist(answer: Reviewed, chosen: Collection[str]) -> bool:
    return answer.may_be_taken and answer.point not in chosen


def _outcome(answer: Reviewed, chosen: Collection[str]) -> str:
    return "set" if answer.point in chosen else _STANDINGS[answer.standing]


def _line(text: str) -> str:
    return " ".join(text.split())


def _plain(review: Review, chosen: Collection[str]) -> dict[str, Plain]:
    form = review.form
    return {
        "brief": review.brief.name,
        "file": form.filename,
        "sha256": form.sha256,
        "signed_by": form.signed_by,
        "signed_on": form.signed_on,
        "day": review.day and review.day.isoformat(),
        "comments": form.comments,
        "answers": [
            {
                "id": answer.point,
                "decision": answer.decision and str(answer.decision),
                "note": answer.note,
                "standing": str(answer.standing),
                "set": answer.point in chosen,
                "said": answer.said,
            }
            for answer in review.answers
        ],
        "remarks": list(review.remarks),
    }


def add_commands(add: Callable[..., argparse.ArgumentParser], commands: object) -> None:
    """Declare the command; `add` makes one as the parser makes all."""
    decisions = add(
        commands,
        "decisions",
        "read a brief's filled-in PDF back: sets the decisions on its recommendations, and keeps who signed and when",
        "briefgen decisions signed.pdf d.briefgen",
        dossier=False,
    )
    decisions.add_argument("pdf", metavar="IN.pdf", type=Path, help="the brief's PDF, filled in")
    decisions.add_argument("dossier", metavar="DOSSIER", type=Path, help="the dossier that it was made from")
    decisions.add_argument("--dry-run", action="store_true", help="only say what would be set")
    decisions.add_argument(
        "--even", action="append", default=[], metavar="ID",
        help="set this recommendation although it was decided otherwise or reworded since; may be repeated",
    )  # fmt: skip
    decisions.add_argument("--json", action="store_true", help="print JSON for programs")
    decisions.add_argument(
        "--take-over", action="store_true", help="write although another computer left the dossier open"
    )
