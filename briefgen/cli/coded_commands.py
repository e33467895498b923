"""Other people's picking by the command line: into a dossier, with what codes stand for; and out of one."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from briefgen import coded_workflows
from briefgen.coded_workflows import FORMS, ReadPicking
from briefgen.domain.coded import CodedProject, CodeMap, suggested_map
from briefgen.domain.terms import PassageKind
from briefgen.dossier_file import DossierFile
from briefgen.errors import InputRefused, UsageError
from briefgen.exporters.files import write_atomically
from briefgen.importers.batch import Document
from briefgen.importers.limits import ImportLimits

_KINDS: dict[str, PassageKind | None] = {kind.value: kind for kind in PassageKind} | {"leave-out": None}
KIND_WORDS = ", ".join(_KINDS)
"""What a code can be said to stand for."""


def read_projects(
    documents: Iterable[Document], limits: ImportLimits, refused: list[str]
) -> list[tuple[str, CodedProject]]:
    """Read files of other people's picking, each with its name; sentences on those that can't be go to `refused`."""
    read = []
    for document in documents:
        try:
            read.append((document.name, coded_workflows.read_project(document, limits)))
        except InputRefused as error:
            refused.append(error.message)
    return read


def take_projects(
    file: DossierFile,
    projects: Iterable[tuple[str, CodedProject]],
    given: Mapping[str, PassageKind | None],
    limits: ImportLimits,
) -> None:
    """Take other people's picking into a dossier, one act for each file; `given` says what codes stand for."""
    for name, project in projects:
        picking = coded_workflows.placed_picking(project, name, file.dossier, limits)
        codes = suggested_map(picking.project, coded_workflows.remembered_kinds())
        for code in picking.project.codes:
            for called in (code.name, code.path, code.key):
                codes[code.key] = given.get(called.casefold(), codes[code.key])
        if given:
            coded_workflows.remember_kinds(picking.project, codes)
        _take(file, picking, codes)


def kinds_given(mapping: Sequence[tuple[str, str]], projects: Sequence[CodedProject]) -> dict[str, PassageKind | None]:
    """What codes stand for, as it was typed: code's name, path or key, and kind.

    Raises:
        UsageError: A code that none of the projects has, or a kind that there is not.
    """
    there = {name.casefold() for p in projects for code in p.codes for name in (code.name, code.path, code.key)}
    given: dict[str, PassageKind | None] = {}
    for name, word in mapping:
        kind = word.strip().lower().replace(" ", "-").replace("_", "-")
        if kind not in _KINDS:
            raise UsageError(f"--map {name}={word}: a code stands for one of {KIND_WORDS}.")
        if projects and name.casefold() not in there:
            raise UsageError(f"--map {name}={word}: no code in these files is called “{name}”.")
        given[name.casefold()] = _KINDS[kind]
    return given


def _take(file: DossierFile, picking: ReadPicking, codes: CodeMap) -> None:
    after, taken = coded_workflows.taken_over(file.dossier, picking, codes)
    file.commit(after, originals=picking.originals, label=f"Import {picking.name}")
    for source_id in taken.sources:
        print(source_id, flush=True)
    counts = (("source", taken.sources), ("passage", taken.passages), ("point", taken.points))
    brought = ", ".join(_number(len(ids), thing) for thing, ids in counts)
    print(f"“{picking.name}”: {brought}.", file=sys.stderr)
    used = picking.project.counts()
    for code in picking.project.codes:
        kind = codes[code.key]
        if kind is None and code.key not in used:
            continue
        print(f"  {code.path}: {kind.value if kind else 'left out'}", file=sys.stderr)
    if taken.left_out:
        print(f"{_number(taken.left_out, 'passage')} left out with its codes; see --map.", file=sys.stderr)
    for passage_id in taken.lost:
        quote = after.passage(passage_id).quote
        print(f"{passage_id} was not found in its source: “{' '.join(quote.split())[:80]}”", file=sys.stderr)
    for point_id in taken.unfilled:
        print(f"{point_id} came without some of its fields, which could not be read: look it over.", file=sys.stderr)
    for sentence in picking.unplaced:
        print(sentence, file=sys.stderr)


def _number(count: int, thing: str) -> str:
    """So many things, in words."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def export_picking(dossier: DossierFile, output: Path, form: str | None) -> None:
    """Write a dossier's picking; the form is told by the file's ending where none is given.

    Raises:
        UsageError: Neither tells the form.
        InputRefused: The file can't be written.
    """
    by_ending = {".qdpx": "qdpx", ".jsonld": "annotations", ".json": "annotations"}
    form = form or by_ending.get(output.suffix.lower())
    if form is None:
        raise UsageError(f"What form “{output.name}” is to have, its ending does not tell: name it with --format.")
    write_atomically(output, coded_workflows.exported(dossier.dossier, form, dossier.original))


def add_commands(add: Callable[..., argparse.ArgumentParser], commands: object) -> None:
    """Declare the command that exports; `add` makes one as the parser makes all."""
    export = add(
        commands,
        "export",
        "write sources, passages, points and notes for other programs",
        "briefgen export d.briefgen -o picking.qdpx",
    )
    export.add_argument("-o", "--output", metavar="FILE", type=Path, required=True, help=".qdpx or .jsonld")
    export.add_argument(
        "--format",
        choices=tuple(FORMS),
        help="qdpx: a REFI-QDA project; annotations: W3C Web Annotations; else by the file's ending",
    )
