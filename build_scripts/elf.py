"""What Linux' programs and libraries ask of the loader: other libraries, and the folders to look for them in.

Reads the dynamic section of ELF files of 64 bits, as System V's ABI describes it (“Dynamic Linking”).
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import NamedTuple

_MAGIC = b"\x7fELF\x02\x01"  # 64 bits, little end first
_LOAD, _DYNAMIC = 1, 2
_NEEDED, _STRTAB, _RPATH, _RUNPATH = 1, 5, 15, 29
_BESIDE = b"$ORIGIN"


class _Entry(NamedTuple):
    """An entry of the dynamic section that is a text: its tag, and where in the file the text begins."""

    tag: int
    at: int


def is_elf(file: Path) -> bool:
    """Tell whether a file is a program or a library of Linux."""
    with file.open("rb") as opened:
        return opened.read(len(_MAGIC)) == _MAGIC


def needed_by(content: bytes) -> tuple[str, ...]:
    """The names of the libraries that a program or a library asks the loader for."""
    return tuple(_text(content, entry.at) for entry in _entries(content) if entry.tag == _NEEDED)


def search_paths(content: bytes) -> tuple[str, ...]:
    """The folders that it has the loader look into, several in one text with colons."""
    return tuple(_text(content, entry.at) for entry in _entries(content) if entry.tag in {_RPATH, _RUNPATH})


def without_strange_paths(content: bytes) -> bytes:
    """The same program or library, which looks into no folder of the machine that it was made on.

    Where it did, it looks into its own folder instead. Who owned such a folder on another machine would own the
    program.
    """
    changed = bytearray(content)
    for entry in _entries(content):
        path = _text(content, entry.at).encode()
        if entry.tag in {_RPATH, _RUNPATH} and len(path) >= len(_BESIDE) and not path.startswith(_BESIDE):
            changed[entry.at : entry.at + len(path)] = _BESIDE.ljust(len(path), b"\0")
    return bytes(changed)


def _entries(content: bytes) -> list[_Entry]:
    """The entries of the dynamic section whose value is a text."""
    if not content.startswith(_MAGIC):
        return []
    table, size, count = struct.unpack_from("<Q14xHH", content, 32)
    segments = [struct.unpack_from("<IIQQQQQQ", content, table + number * size) for number in range(count)]
    dynamic = next((segment for segment in segments if segment[0] == _DYNAMIC), None)
    if dynamic is None:
        return []
    start, length = dynamic[2], dynamic[5]
    pairs = [struct.unpack_from("<qQ", content, at) for at in range(start, start + length, 16)]
    address = next(value for tag, value in pairs if tag == _STRTAB)
    # Texts are told by their address in memory; the segment that is loaded there says where they are in the file.
    texts = next(address - s[3] + s[2] for s in segments if s[0] == _LOAD and s[3] <= address < s[3] + s[6])
    return [_Entry(tag, texts + value) for tag, value in pairs if tag in {_NEEDED, _RPATH, _RUNPATH}]


def _text(content: bytes, at: int) -> str:
    return content[at : content.index(b"\0", at)].decode()
