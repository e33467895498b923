"""Several documents at once: the files of folders and of archives, each to be read by itself.

Among them may be files that are no sources: lists of references, and other people's picking. They are told apart here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePath

from briefgen.errors import InputRefused
from briefgen.importers.coded.reading import holds_picking
from briefgen.importers.document import Attachment
from briefgen.importers.kinds import ARCHIVES, ENDINGS
from briefgen.importers.limits import ImportLimits, read_file
from briefgen.importers.reader import Reader
from briefgen.importers.references.forms import holds_references

MOST_FILES = 2_000
"""A folder with more is refused: it is somebody's whole disk, not what one brief rests on."""

_ZIP = b"PK\x03\x04"
_SNIFFED = 65_536
"""How many bytes tell what a file is whose name leaves it open."""
_NEVER_ARCHIVES = frozenset().union(*ENDINGS.values()) | {"docx", "docm", "odt", "xlsx", "pptx", "ods", "odp", "qdpx"}
"""Endings of ZIP files that are documents: they need not be opened to know that they hold none."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document to be read: its name without folders, where it is for the user, and how its bytes are got.

    `load` raises `InputRefused` where they can't be had.
    """

    name: str
    place: str
    load: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents to be read, in order, and sentences about what could not be looked into.

    Apart from them: lists of references, and files of other people's picking, which are no sources themselves.
    """

    documents: list[Document] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    references: list[Document] = field(default_factory=list)
    picking: list[Document] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many files there are, of all sorts."""
        return len(self.documents) + len(self.refused) + len(self.references) + len(self.picking)

    def extend(self, other: Batch) -> None:
        """Take in what another has."""
        self.documents.extend(other.documents)
        self.refused.extend(other.refused)
        self.references.extend(other.references)
        self.picking.extend(other.picking)

    def add(self, document: Document, start: Callable[[], bytes]) -> None:
        """Put a file where it belongs; `start` gives its first bytes, should its name not tell."""
        if holds_picking(document.name, start):
            self.picking.append(document)
        elif holds_references(document.name, start):
            self.references.append(document)
        else:
            self.documents.append(document)


def gather(
    paths: Iterable[Path], reader: Reader, limits: ImportLimits, is_wanted: Callable[[], bool] | None = None
) -> Batch:
    """List the documents of files, folders and archives.

    Files of a folder come with those of its subfolders, by name; hidden files, and links to files elsewhere, are left
    aside. An archive within an archive is not opened.

    Raises:
        InputRefused: More than `MOST_FILES` in all.
        Stopped: `is_wanted` said no.
    """
    batch = Batch()
    for path in paths:
        for file in files_in(path) if path.is_dir() else [path]:
            try:
                _add_file(batch, file, reader, limits, is_wanted)
            except InputRefused as error:
                batch.refused.append(error.message)
            if batch.count > MOST_FILES:
                raise InputRefused(f"“{path}” holds more than {MOST_FILES:,} files: choose fewer.")
    return batch


def files_in(folder: Path) -> list[Path]:
    """The files of a folder and its subfolders, by name, but for hidden ones and links."""
    found: list[Path] = []
    for inner in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in inner.relative_to(folder).parts)
        if not hidden and not inner.is_symlink() and inner.is_file():
            found.append(inner)
        if len(found) > MOST_FILES:
            raise InputRefused(f"“{folder}” holds more than {MOST_FILES:,} files: choose a smaller folder.")
    return found


def document_at(path: Path, limits: ImportLimits) -> Document:
    """A file as a document to be read."""
    return Document(path.name, str(path), lambda: read_file(path, limits))


def attached(
    attachments: Iterable[Attachment],
    to: Document,
    reader: Reader,
    limits: ImportLimits,
    is_wanted: Callable[[], bool] | None = None,
) -> Batch:
    """List the files that are attached to a document; an archive among them gives its own.

    Raises:
        Stopped: `is_wanted` said no.
    """
    batch = Batch()
    for each in attachments:
        try:
            _add_inner(batch, each, to.place, reader, limits, is_wanted)
        except InputRefused as error:
            batch.refused.append(error.message)
    return batch


def _add_file(
    batch: Batch, path: Path, reader: Reader, limits: ImportLimits, is_wanted: Callable[[], bool] | None
) -> None:
    start = partial(_start_of, path)
    if _may_be_archive(path.name, start):
        inner = reader.unpack(read_file(path, limits), path.name, limits=limits, is_wanted=is_wanted)
        if inner is not None:
            _add_files_of(batch, inner, path.name, str(path))
            return
    batch.add(document_at(path, limits), start)


def _add_inner(
    batch: Batch,
    each: Attachment,
    place: str,
    reader: Reader,
    limits: ImportLimits,
    is_wanted: Callable[[], bool] | None,
) -> None:
    if each.data and _may_be_archive(each.name, lambda: each.data[:_SNIFFED]):
        inner = reader.unpack(each.data, each.name, limits=limits, is_wanted=is_wanted)
        if inner is not None:
            _add_files_of(batch, inner, each.name, f"{place}: {each.name}")
            return
    _add_attachment(batch, each, place)


def _add_files_of(batch: Batch, inner: tuple[Attachment, ...], name: str, place: str) -> None:
    if not inner:
        raise InputRefused(f"The archive “{name}” holds no files: choose the documents themselves.")
    for each in inner:
        _add_attachment(batch, each, place)


def _add_attachment(batch: Batch, each: Attachment, place: str) -> None:
    batch.add(Document(each.name, f"{place}: {each.name}", partial(bytes, each.data)), lambda: each.data[:_SNIFFED])


def _may_be_archive(name: str, start: Callable[[], bytes]) -> bool:
    ending = PurePath(name).suffix.removeprefix(".").lower()
    return ending not in _NEVER_ARCHIVES and (ending in ARCHIVES or start().startswith(_ZIP))


def _start_of(path: Path) -> bytes:
    """The first bytes of a file; none where it can't be read, which is told when it is."""
    try:
        if not path.is_file():
            return b""
        with path.open("rb") as file:
            return file.read(_SNIFFED)
    except OSError:
        return b""
