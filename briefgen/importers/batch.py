"""Several documents at once: the files of folders and of archives, each to be read by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from briefgen.errors import InputRefused
from briefgen.importers.kinds import ARCHIVES, ENDINGS
from briefgen.importers.limits import ImportLimits, read_file
from briefgen.importers.reader import Reader

MOST_FILES = 2_000
"""A folder with more is refused: it is somebody's whole disk, not what one brief rests on."""

_ZIP = b"PK\x03\x04"
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
    """Documents to be read, in order, and sentences about what could not be looked into."""

    documents: list[Document] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


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
                batch.documents.extend(_documents_at(file, reader, limits, is_wanted))
            except InputRefused as error:
                batch.refused.append(error.message)
            if len(batch.documents) > MOST_FILES:
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


def _documents_at(
    path: Path, reader: Reader, limits: ImportLimits, is_wanted: Callable[[], bool] | None
) -> list[Document]:
    alone = Document(path.name, str(path), lambda: read_file(path, limits))
    ending = path.suffix.removeprefix(".").lower()
    if ending in _NEVER_ARCHIVES or not (ending in ARCHIVES or _begins_as_zip(path)):
        return [alone]
    inner = reader.unpack(read_file(path, limits), path.name, limits=limits, is_wanted=is_wanted)
    if inner is None:
        return [alone]
    if not inner:
        raise InputRefused(f"The archive “{path.name}” holds no files: choose the documents themselves.")
    return [Document(each.name, f"{path}: {each.name}", partial(bytes, each.data)) for each in inner]


def _begins_as_zip(path: Path) -> bool:
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return file.read(len(_ZIP)) == _ZIP
    except OSError:
        return False  # that it can't be read is told when it is
