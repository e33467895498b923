"""Rows read straight from the pages of an SQLite file, without SQLite: what is left of a file too damaged for it.

Each leaf page tells its own rows; neither the schema nor the inner pages of the trees are needed, so losing those
loses nothing. Freed pages hold no rows, because a dossier's are overwritten when they are freed. Format: “Database File
Format”, sqlite.org/fileformat2.html, sections 1.5 (pages), 1.6 (b-trees), 2.1 (records).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from mmap import mmap
from typing import Any

_LEAF_TABLE, _LEAF_INDEX, _INNER_INDEX = 0x0D, 0x0A, 0x02


class _Broken(Exception):
    """Bytes that are no row."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it lies on a leaf page: its row id (None in an index) and its values in order of the columns."""

    n: int | None
    values: tuple[Any, ...]


@dataclass(slots=True)
class Pages:
    """The pages of a file; `broken` collects the numbers of those with rows that can't be read."""

    data: bytes | mmap
    page_size: int
    reserved: int
    broken: dict[int, int]

    @classmethod
    def of(cls, data: bytes | mmap, usual_size: int) -> Pages:
        """Read the file's header; where it is damaged, take the usual page size."""
        size = int.from_bytes(data[16:18], "big")
        size = 65536 if size == 1 else size
        if data[:15] != b"SQLite format 3" or size < 512 or size & (size - 1):
            return cls(data, usual_size, 0, {})
        return cls(data, size, data[20], {})

    def rows(self) -> Iterator[Row]:
        """Give every row on every leaf page of a table or an index, and those on inner pages of an index."""
        for number in range(1, len(self.data) // self.page_size + 1):
            base = (number - 1) * self.page_size
            start = 100 if number == 1 else 0
            page = self.data[base : base + self.page_size]
            kind = page[start]
            if kind not in {_LEAF_TABLE, _LEAF_INDEX, _INNER_INDEX}:
                continue
            (count,) = struct.unpack_from(">H", page, start + 3)
            first = start + (12 if kind == _INNER_INDEX else 8)
            if first + 2 * count > self.page_size:
                self._note(number)
                continue
            for place in range(count):
                (offset,) = struct.unpack_from(">H", page, first + 2 * place)
                try:
                    yield self._row(page, offset, kind)
                except (_Broken, IndexError, struct.error, OverflowError):
                    self._note(number)

    def _note(self, number: int) -> None:
        self.broken[number] = self.broken.get(number, 0) + 1

    def _row(self, page: bytes, offset: int, kind: int) -> Row:
        if kind == _INNER_INDEX:
            offset += 4
        length, offset = _varint(page, offset)
        n = None
        if kind == _LEAF_TABLE:
            n, offset = _varint(page, offset)
        return Row(n, _values(self._payload(page, offset, length, kind)))

    def _payload(self, page: bytes, offset: int, length: int, kind: int) -> bytes:
        usable = self.page_size - self.reserved
        most = usable - 35 if kind == _LEAF_TABLE else (usable - 12) * 64 // 255 - 23
        if length > len(self.data):
            raise _Broken
        if length <= most:
            return _cut(page, offset, length)
        least = (usable - 12) * 32 // 255 - 23
        here = least + (length - least) % (usable - 4)
        here = here if here <= most else least
        parts = [_cut(page, offset, here)]
        missing = length - here
        (following,) = struct.unpack_from(">I", page, offset + here)
        while missing > 0:
            base = (following - 1) * self.page_size
            if following < 2 or base + self.page_size > len(self.data):
                raise _Broken
            parts.append(self.data[base + 4 : base + 4 + min(missing, usable - 4)])
            missing -= usable - 4
            following = int.from_bytes(self.data[base : base + 4], "big")
        return b"".join(parts)


def _cut(data: bytes, offset: int, length: int) -> bytes:
    found = data[offset : offset + length]
    if len(found) != length:
        raise _Broken
    return found


def _varint(data: bytes, offset: int) -> tuple[int, int]:
    value = 0
    for place in range(9):
        byte = data[offset + place]
        if place == 8:
            value = value << 8 | byte
        else:
            value = value << 7 | byte & 0x7F
            if byte < 0x80:
                return value, offset + place + 1
    return value - (1 << 64) if value >> 63 else value, offset + 9


def _values(payload: bytes) -> tuple[Any, ...]:
    """Read a record: its header names the type of each value, and the values follow."""
    header, offset = _varint(payload, 0)
    if header > len(payload):
        raise _Broken
    at = header
    values: list[Any] = []
    while offset < header:
        kind, offset = _varint(payload, offset)
        value, at = _value(payload, kind, at)
        values.append(value)
    return tuple(values)


_WIDTHS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}


def _value(payload: bytes, kind: int, at: int) -> tuple[Any, int]:
    if kind == 0:
        return None, at
    if kind in _WIDTHS:
        end = at + _WIDTHS[kind]
        return int.from_bytes(_cut(payload, at, end - at), "big", signed=True), end
    if kind == 7:
        return struct.unpack(">d", _cut(payload, at, 8))[0], at + 8
    if kind in {8, 9}:
        return kind - 8, at
    if kind < 12:
        raise _Broken
    end = at + (kind - 12) // 2
    found = _cut(payload, at, end - at)
    return (found.decode(errors="replace") if kind % 2 else found), end
