"""Which files hold other people's picking, and reading them in the confined process that reads every document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from briefgen.domain.coded import CodedProject
from briefgen.errors import InputRefused

ENDINGS = frozenset({"qdpx", "qde", "qdc", "jsonld"})
"""Lower-case endings of such files."""

_SNIFFED = 65_536
_MAYBE = {"json": b"www.w3.org/ns/anno", "xml": b"urn:QDA-XML:"}
"""Endings that say little, and the sign by which a file of that ending is told."""


def holds_picking(name: str, start: Callable[[], bytes]) -> bool:
    """Whether a file holds other people's picking: by its name's ending, or, for JSON and XML, by how it begins.

    `start` gives the file's first bytes, and is asked for those alone.
    """
    ending = PurePath(name).suffix.removeprefix(".").lower()
    return ending in ENDINGS or (ending in _MAYBE and _MAYBE[ending] in start())


def read_picking(data: bytes, name: str) -> CodedProject:
    """Read such a file, wherever this is called.

    Raises:
        InputRefused: It is damaged, made to do harm, or none.
    """
    # Loaded where files are read, and not where it is only asked which they are.
    from briefgen.importers.coded.annotations import read_annotations
    from briefgen.importers.coded.qda import read_project

    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")) or b"urn:QDA-XML:" in data[:_SNIFFED]:
        return read_project(data, name)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return read_annotations(data, name)
    if PurePath(name).suffix.lower() in (".qde", ".qdc", ".qdpx"):
        return read_project(data, name)
    raise InputRefused(f"The file “{name}” is no REFI-QDA project and no web annotations: export it anew.")


@dataclass(frozen=True, slots=True)
class PickingJob:
    """Such a file, to be read by `reader.Reader.have_done`: in a process that can do no harm."""

    data: bytes
    filename: str

    def done(self) -> CodedProject:
        """Read it; called in the child."""
        return read_picking(self.data, self.filename)
