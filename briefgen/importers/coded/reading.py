"""Which files hold other people's picking, and reading them in the confined process that reads every document."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePath

from briefgen.domain.coded import CodedProject
from briefgen.errors import InputRefused

ENDINGS = frozenset({"qdpx", "qde", "qdc", "jsonld"})
"""Lower-case endings of such files."""

_MAYBE = frozenset({"json"})
_SNIFFED = 65_536
_SIGN = b"www.w3.org/ns/anno"


def holds_picking(path: Path) -> bool:
    """Whether a file holds other people's picking: by its ending, or, for JSON, by how it begins."""
    ending = path.suffix.removeprefix(".").lower()
    if ending in ENDINGS:
        return path.is_file()
    if ending not in _MAYBE:
        return False
    try:
        with path.open("rb") as file:
            return _SIGN in file.read(_SNIFFED)
    except OSError:
        return False  # that it can't be read is told when it is


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
