"""Files come in: which kind of document one is, and what a source is made of."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path, PurePath

from briefgen.domain.terms import HowObtained
from briefgen.errors import InputRefused
from briefgen.importers import markdown, text
from briefgen.importers.document import DocumentKind, Piece, ReadDocument, assemble
from briefgen.importers.noise import reason_to_leave_out
from briefgen.importers.sniff import not_text

KINDS: tuple[DocumentKind, ...] = (text.KIND, markdown.KIND)
"""The kinds of document that can be read. A new kind is a new module, and its place here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportLimits:
    """What a file may cost. `size` is in bytes; 100 MB when the user has not set it otherwise."""

    size: int = 100_000_000


def read_file(path: Path, limits: ImportLimits = ImportLimits()) -> bytes:
    """Read a file whole.

    Raises:
        InputRefused: there is no such file, it is no file, it may not be read, or it is over the size limit.
    """
    try:
        if not path.is_file():
            what = "is a folder, not a file" if path.is_dir() else "is no file"
            raise InputRefused(f"“{path}” {what if path.exists() else 'is not there'}: choose a document to import.")
        with path.open("rb") as file:
            # One byte more than the limit tells a file that is over it, also one that is growing.
            data = file.read(limits.size + 1)
    except OSError as error:
        raise InputRefused(f"The file “{path}” can't be read: {error.strerror or error}.") from error
    if len(data) > limits.size:
        raise _too_large(path.name, limits)
    return data


def read_document(
    data: bytes,
    filename: str,
    *,
    limits: ImportLimits = ImportLimits(),
    keep: Collection[str] = (),
    how_obtained: HowObtained = HowObtained.NATIVE,
) -> ReadDocument:
    """Turn a file's bytes into what a source is made of.

    `filename` (a name, not a path) decides only between kinds that the bytes leave open. `keep` names lines that stay
    in the text although they look like noise: those that an editor has put back before.

    Raises:
        InputRefused: the file is empty, holds no words, is no text or is over the size limit.
    """
    if len(data) > limits.size:
        raise _too_large(filename, limits)
    if not data:
        raise InputRefused(f"The file “{filename}” is empty: choose one that has text in it.")
    ending = PurePath(filename).suffix.removeprefix(".").lower()
    kind = max(KINDS, key=lambda candidate: candidate.claims(data, ending))
    if not kind.claims(data, ending):
        what, remedy = not_text(data) or ("no text", "choose a document")
        raise InputRefused(f"The file “{filename}” is {what}, which Briefgen can't read: {remedy}.")
    kept = frozenset(keep)
    draft = kind.read(data, lambda line: "" if line in kept else reason_to_leave_out(line))
    if all(piece.left_out for piece in draft.pieces):
        raise InputRefused(_without_words(filename, draft.pieces))
    canonical, blocks, left_out = assemble(draft.pieces)
    return ReadDocument(
        text=canonical,
        blocks=blocks,
        left_out=left_out,
        bibliography=draft.bibliography,
        format=kind.name,
        encoding=draft.encoding,
        how_obtained=how_obtained,
        warnings=draft.warnings,
    )


def _too_large(filename: str, limits: ImportLimits) -> InputRefused:
    limit = f"{limits.size / 1e6:g} MB" if limits.size >= 1e5 else f"{limits.size:,} bytes"
    return InputRefused(
        f"The file “{filename}” is larger than the limit of {limit}: "
        "import the part that you need, or raise the limit in the settings."
    )


def _without_words(filename: str, pieces: tuple[Piece, ...]) -> str:
    holds = "only lines such as advertisements and links" if pieces else "no words, only blank space"
    return f"The file “{filename}” holds {holds}: choose one that has text in it."
