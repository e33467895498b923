"""Documents by the command line: into a dossier one by one, with what comes beside them, and one report."""

from __future__ import annotations

import argparse
import sys

from briefgen import ocr_workflows, workflows
from briefgen.cli.coded_commands import kinds_given, read_projects, take_projects
from briefgen.cli.reference_commands import fill_in
from briefgen.domain.sources import Source
from briefgen.dossier_file import DossierFile
from briefgen.errors import InputRefused, NotThere, UsageError
from briefgen.importers.batch import Document
from briefgen.importers.document import NoTextLayer
from briefgen.importers.limits import ImportLimits, read_file

DONE = 0


def tell(message: str) -> None:
    """Say something that is no result."""
    print(message, file=sys.stderr)


def bring_in(file: DossierFile, arguments: argparse.Namespace, limits: ImportLimits) -> int:
    """Bring in documents, then other people's picking, then what lists of references say; gives the exit code.

    What can't be read is told at the end, and keeps nothing else out.

    Raises:
        NotThere: --ocr, and no program that recognises words.
        UsageError: --map that fits nothing; a list of references that was named, without leave to fill in from it.
        InputRefused: The only file can't be read.
    """
    found = workflows.documents_in(arguments.files, limits)
    refused = list(found.refused)
    if found.references and not arguments.references and found.count == len(found.references):
        raise UsageError(
            f"“{found.references[0].name}” is a list of references: “briefgen references” fills in from it, or "
            "“briefgen import” with --references."
        )
    if arguments.map and not found.picking:
        raise UsageError("--map is for REFI-QDA projects, codebooks and web annotations; none is among the files.")
    projects = read_projects(found.picking, limits, refused)
    given = kinds_given(arguments.map, [project for _, project in projects])
    if found.count == 1 and refused:
        raise InputRefused(refused[0])
    _check_ocr(arguments)
    waiting, lists, picking = list(found.documents), list(found.references), []
    alone = found.count == 1
    while waiting:
        document = waiting.pop(0)
        try:
            imported = _import_one(file, document, limits, arguments)
        except InputRefused as error:
            if alone:
                raise
            refused.append(error.message)
            continue
        alone = False
        print(imported.source.id, flush=True)
        _tell_of(imported, document, offers_attachments=not arguments.attachments)
        if imported.remarks:
            _take_remarks(file, imported, take=arguments.comments)
        if imported.attachments and arguments.attachments:
            more = workflows.attached(imported.attachments, document, limits)
            waiting[:0] = more.documents
            lists += more.references
            picking += more.picking
            refused += more.refused
    take_projects(file, [*projects, *read_projects(picking, limits, refused)], given, limits)
    if arguments.references:
        fill_in(file, lists, limits, refused)
    else:
        _tell_of_lists(lists)
    for message in refused:
        tell(f"briefgen: {message}")
    return InputRefused.exit_code if refused else DONE


def _check_ocr(arguments: argparse.Namespace) -> None:
    if arguments.ocr_language and not arguments.ocr:
        raise UsageError("--ocr-language goes with --ocr.")
    if arguments.ocr and (missing := ocr_workflows.how_to_get_one()):
        raise NotThere(missing)


def _import_one(
    file: DossierFile, document: Document, limits: ImportLimits, arguments: argparse.Namespace
) -> workflows.Imported:
    """Import a document; pages of a PDF that are pictures have their words recognised when that is wanted."""
    given, password = arguments.set, arguments.password
    if not arguments.ocr or not ocr_workflows.is_pdf(data := document.load()):
        try:
            return workflows.import_document(file, document, limits, given, password)
        except NoTextLayer as error:
            raise NoTextLayer(f"{error.message} “briefgen import” with --ocr has that done.") from None

    return workflows.take_in(file, _recognised(data, document.name, limits, arguments, given), given)


def _recognised(
    data: bytes,
    name: str,
    limits: ImportLimits,
    arguments: argparse.Namespace,
    given: workflows.Given = (),
    again: Source | None = None,
) -> workflows.NewSource:
    """Read a PDF whose pages are pictures, and tell of each page as it is recognised."""

    def progress(done: int, count: int) -> None:
        if done < count:
            tell(f"“{name}”: recognising page {done + 1} of {count}")

    languages = ocr_workflows.likely_languages(*arguments.ocr_language)
    return ocr_workflows.recognised_source(
        data, name, limits, given, again=again, languages=languages, password=arguments.password, progress=progress
    )


def import_again(
    file: DossierFile, source_id: str, limits: ImportLimits, arguments: argparse.Namespace
) -> workflows.Imported:
    """Import a source's document again, in its place; its words are recognised when that is wanted.

    Raises:
        UsageError: A language for recognition, and no --ocr.
        NotThere: --ocr, and no program that recognises words.
        InputRefused: The document can't be read.
    """
    _check_ocr(arguments)
    before = file.dossier.source(source_id)
    if not arguments.ocr or not ocr_workflows.is_pdf(data := read_file(arguments.file, limits)):
        return workflows.reimport_file(file, source_id, arguments.file, limits, arguments.password)
    new = _recognised(data, arguments.file.name, limits, arguments, again=before)
    return workflows.take_in_again(file, source_id, new)


def _tell_of_lists(lists: list[Document]) -> None:
    for document in lists:
        tell(f"“{document.place}” is a list of references: --references fills in from it what is known of the sources.")


def _tell_of(imported: workflows.Imported, document: Document, *, offers_attachments: bool) -> None:
    """Say what there is to say about a document that came in."""
    source = imported.source
    if not imported.is_new:
        tell(f"“{document.place}” is in the dossier already, as {source.id}.")
    for warning in source.warnings:
        tell(f"{source.id}: {warning}")
    if imported.is_new and source.left_out:
        tell(f"{source.id}: {len(source.left_out)} lines left out; see “briefgen text --left-out”.")
    if imported.like is not None:
        other, share = imported.like
        tell(f"{source.id}: {share:.0%} of its words in a row stand in {other.id} (“{other.title}”) as well.")
    if imported.attachments and offers_attachments:
        names = ", ".join(f"“{attachment.name}”" for attachment in imported.attachments)
        tell(f"{source.id}: files are attached ({names}); --attachments imports them as well.")


def _take_remarks(file: DossierFile, imported: workflows.Imported, *, take: bool) -> None:
    """Make passages of the comments in a document, or say that they are there."""
    source = imported.source
    if not take:
        tell(f"{source.id}: {len(imported.remarks)} comments are in it; --comments takes them over as passages.")
        return
    after, count = workflows.take_remarks(file.dossier, source.id, imported.remarks)
    file.commit(after, label=f"Take over the comments in {source.id}")
    tell(f"{source.id}: {count} comments taken over as passages with notes.")
