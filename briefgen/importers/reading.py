"""A file's bytes become what a source is made of: which kind of document it is, and its parser's work put together.

This runs wherever it is called. What comes from strangers is read by `reader.Reader`, which calls it in a process that
has no network, no files and bounded time and memory.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import PurePath

from briefgen.domain.terms import HowObtained
from briefgen.errors import InputRefused
from briefgen.importers import epub, feed, mail, markdown, text
from briefgen.importers.archives import flavour
from briefgen.importers.document import Asked, DocumentKind, Piece, ReadDocument, assemble
from briefgen.importers.limits import USUAL, ImportLimits, check_size
from briefgen.importers.noise import reason_to_leave_out
from briefgen.importers.office import docx, odt, rtf
from briefgen.importers.office.flow import NOT_IN_THE_TEXT
from briefgen.importers.pdf import reading as pdf
from briefgen.importers.sniff import not_text
from briefgen.importers.webpage import safari, saved

KINDS: tuple[DocumentKind, ...] = (
    text.KIND,
    markdown.KIND,
    saved.KIND,
    mail.ARCHIVE_KIND,
    safari.KIND,
    mail.KIND,
    epub.KIND,
    docx.KIND,
    odt.KIND,
    rtf.KIND,
    pdf.KIND,
    feed.KIND,
)
"""The kinds of document that can be read. A new kind is a new module, its place here, and its endings in `kinds`."""


_UNREADABLE = {
    "xlsx": ("an Excel workbook", "copy the table that you need into a text file"),
    "ods": ("an OpenDocument spreadsheet", "copy the table that you need into a text file"),
    "pptx": ("a PowerPoint presentation", "save it as a text file"),
    "odp": ("an OpenDocument presentation", "save it as a text file"),
    "iwork": ("a document of Pages, Numbers or Keynote", "export it from there as Word or PDF"),
    "qdpx": ("a REFI-QDA project", "name it .qdpx"),
    "zip": ("an archive of files", "unpack it first"),
}
"""What ZIP files are that can't be read, and what to do, by `archives.flavour`."""


def read_document(
    data: bytes,
    filename: str,
    *,
    limits: ImportLimits = USUAL,
    keep: Collection[str] = (),
    how_obtained: HowObtained | None = None,
    password: str = "",
) -> ReadDocument:
    """Turn a file's bytes into what a source is made of.

    Args:
        data: The file's bytes.
        filename: Its name, without folders; it decides only between kinds that the bytes leave open.
        limits: Of them, `size` and `characters` are kept here.
        keep: Lines that stay in the text although they look like noise: those that an editor has put back before.
        how_obtained: Where it is known otherwise than from the file.
        password: For a file that asks for one.

    Raises:
        InputRefused: the file is empty, holds no words, is of no kind that can be read, or is over a limit.
    """
    check_size(data, filename, limits)
    ending = PurePath(filename).suffix.removeprefix(".").lower()
    kind = max(KINDS, key=lambda candidate: candidate.claims(data, ending))
    if not kind.claims(data, ending):
        what, remedy = _UNREADABLE.get(flavour(data)) or not_text(data) or ("no text", "choose a document")
        raise InputRefused(f"The file “{filename}” is {what}, which Briefgen can't read: {remedy}.")
    kept = frozenset(keep)
    noise = lambda line: "" if line in kept else reason_to_leave_out(line)  # noqa: E731 - short, and used once
    try:
        draft = kind.read(data, Asked(noise=noise, keep=kept, filename=filename, password=password))
    except RecursionError:
        raise InputRefused(
            f"The file “{filename}” is nested too deep to be read: open it in its own program and save it anew."
        ) from None
    if all(piece.left_out for piece in draft.pieces):
        raise InputRefused(_without_words(filename, draft.pieces))
    if sum(len(piece.text) for piece in draft.pieces) > limits.characters:
        raise InputRefused(
            f"The file “{filename}” holds more than {limits.characters:,} characters of text: import the part you need."
        )
    whole = assemble(draft.pieces, draft.page_labels, draft.comments)
    return ReadDocument(
        text=whole.text,
        blocks=whole.blocks,
        pages=whole.pages,
        left_out=whole.left_out,
        bibliography=draft.bibliography,
        format=kind.name,
        encoding=draft.encoding,
        how_obtained=draft.how_obtained if how_obtained is None else how_obtained,
        warnings=draft.warnings,
        attachments=draft.attachments,
        remarks=whole.remarks,
    )


def _without_words(filename: str, pieces: tuple[Piece, ...]) -> str:
    holds = "only lines such as advertisements and links" if pieces else "no words, only blank space"
    if pieces and all(piece.left_out in NOT_IN_THE_TEXT for piece in pieces):
        holds = "no words but hidden ones and those at the pages' head and foot"
    return f"The file “{filename}” holds {holds}: choose one that has text in it."
