"""Lists of references by the command line: what one says of a dossier's sources, and taking it over."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from briefgen.cli.show import print_columns, print_json
from briefgen.domain.bibliography import Bibliography, to_csl
from briefgen.domain.dossier import Dossier
from briefgen.domain.fields import Plain
from briefgen.domain.references import Change, Match, shown, take_references
from briefgen.dossier_file import DossierFile
from briefgen.errors import InputRefused, UsageError
from briefgen.importers.batch import Document, document_at
from briefgen.importers.limits import ImportLimits
from briefgen.reference_workflows import Reviewed, review_references
from briefgen.workflows import documents_in

_LONGEST = 60


def fill_in(file: DossierFile, documents: Iterable[Document], limits: ImportLimits, refused: list[str]) -> None:
    """Fill in from lists of references what is known of the sources, one act for each list, and tell what was filled.

    Sentences on lists that can't be read go to `refused`.
    """
    for document in documents:
        try:
            reviewed = review_references(document, file.dossier, limits)
        except InputRefused as error:
            refused.append(error.message)
            continue
        after = take_references(
            file.dossier, {match.source: _chosen(match, fill=False) for match in reviewed.matched.matches}
        )
        if after is not file.dossier:
            file.commit(after, label=f"Fill in from {reviewed.name}")
        _tell_of(reviewed)


def compare_references(file: DossierFile, arguments: argparse.Namespace, limits: ImportLimits) -> None:
    """Print what a list of references would change, or, with --apply, change it as one act and print what it was.

    Raises:
        UsageError: --source names one that the list says nothing of.
        InputRefused: The list can't be read.
    """
    reviewed = _reviewed(arguments.list, file.dossier, limits)
    matches = reviewed.matched.matches
    wanted = set(arguments.source or [match.source for match in matches])
    if strange := wanted - {match.source for match in matches}:
        raise UsageError(f"“{arguments.list.name}” says nothing of {', '.join(sorted(strange))}.")
    chosen = {match.source: _chosen(match, fill=arguments.fill_only) for match in matches if match.source in wanted}
    if arguments.json:
        print_json([_plain(match, chosen[match.source]) for match in matches if match.source in wanted])
    else:
        rows = [
            (match.source, match.by, change.field, _short(shown(change.before)), _short(shown(change.after)))
            for match in matches
            for change in chosen.get(match.source, ())
        ]
        print_columns(("source", "matched by", "field", "now", "new"), rows, empty="Nothing to change.")
    _tell_of(reviewed)
    if arguments.apply:
        after = take_references(file.dossier, chosen)
        if after is not file.dossier:
            file.commit(after, label=f"Fill in from {reviewed.name}")
    elif any(chosen.values()):
        print("Nothing was changed; --apply does it.", file=sys.stderr)


def _reviewed(path: Path, dossier: Dossier, limits: ImportLimits) -> Reviewed:
    """Review a list; of a folder or a ZIP file, the only one in it."""
    if not path.is_dir() and path.suffix.lower() != ".zip":
        return review_references(document_at(path, limits), dossier, limits)
    lists = documents_in([path], limits).references
    if len(lists) != 1:
        names = ", ".join(f"“{each.name}”" for each in lists)
        raise InputRefused(
            f"“{path.name}” holds {len(lists)} lists of references ({names}): name the one that counts."
            if lists
            else f"“{path.name}” holds no list of references: choose a BibTeX, RIS or CSL-JSON file."
        )
    return review_references(lists[0], dossier, limits)


def _tell_of(reviewed: Reviewed) -> None:
    for sentence in reviewed.unread:
        print(f"briefgen: {sentence}", file=sys.stderr)
    matches, others = len(reviewed.matched.matches), len(reviewed.matched.others)
    print(f"“{reviewed.name}”: {matches} sources matched; {others} references are of no source here.", file=sys.stderr)


def _chosen(match: Match, *, fill: bool) -> Sequence[Change]:
    return [change for change in match.changes if change.is_wise and not (fill and change.before)]


def _plain(match: Match, changes: Sequence[Change]) -> dict[str, Plain]:
    return {
        "source": match.source,
        "key": match.reference.key,
        "matched_by": match.by,
        "changes": [
            {
                "field": change.field,
                "now": _csl(change.field, change.before),
                "new": _csl(change.field, change.after),
            }
            for change in changes
        ],
    }


def _csl(field: str, value: Any) -> Plain:
    """A field's value as CSL-JSON has it; none where it is empty."""
    return next(iter(to_csl(Bibliography(**{field: value})).values()), None) if value else None


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"


def add_commands(add: Callable[..., argparse.ArgumentParser], commands: object) -> None:
    """Declare the command; `add` makes one as the parser makes all."""
    references = add(
        commands,
        "references",
        "fill the sources' bibliographic data from BibTeX, RIS or CSL-JSON; prints what changes",
        "briefgen references d.briefgen library.bib --apply",
    )
    references.add_argument("list", metavar="LIST", type=Path, help="exported by Zotero, EndNote, Mendeley and others")
    references.add_argument("--apply", action="store_true", help="change it; else it is only told")
    references.add_argument("--fill-only", action="store_true", help="only what is empty, nothing that is there")
    references.add_argument("--source", action="append", metavar="ID", help="only this source; may be repeated")
    references.add_argument("--json", action="store_true", help="print JSON for programs")
