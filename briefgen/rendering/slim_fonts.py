"""An embedded font without what a PDF has no use for: the names of thousands of glyphs, of which it shows a few dozen.

The engine cuts an OpenType font down to the glyphs that are printed, and lets them keep their numbers; so the names of
all others stay, and they are more than half of the font. In a PDF a glyph is known by its number alone. Here the
outlines (the CFF table: Adobe Technical Note 5176) are written as a font of numbered glyphs, which is what a PDF's
composite fonts are made for (ISO 32000-1, 9.7.4): the same outlines, widths and hints, without names. Pure, on bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

_ROS, _CID_COUNT, _FD_ARRAY, _FD_SELECT = 0x0C1E, 0x0C22, 0x0C24, 0x0C25
_CHARSET, _ENCODING, _CHAR_STRINGS, _PRIVATE, _SUBRS = 15, 16, 17, 18, 19
_KEPT = frozenset({5, 0x0C01, 0x0C02, 0x0C03, 0x0C04, 0x0C05, 0x0C06, 0x0C07, 0x0C08})
"""Box, matrix and the like; not what names something, nor what is placed anew."""

_FIRST_OWN_STRING = 391
"""The strings before are the standard's own."""


class OddFont(ValueError):
    """A font that is made otherwise than those that are known here: it is left as it is."""


class _Index(NamedTuple):
    """A CFF INDEX: where its entries are, and where it ends."""

    spans: tuple[tuple[int, int], ...]
    end: int


def numbered(font: bytes) -> bytes:
    """The outlines of an OpenType font as a CFF font of numbered glyphs, each with the number that it had.

    Raises:
        OddFont: It has no such outlines, or they are made otherwise.
    """
    try:
        return _numbered(_table(font, b"CFF "))
    except OddFont:
        raise
    except (struct.error, IndexError, ValueError) as error:
        raise OddFont(f"it is damaged ({error})") from error


def _table(font: bytes, name: bytes) -> bytes:
    if font[:4] != b"OTTO":
        raise OddFont("it has no outlines of this kind")
    (count,) = struct.unpack_from(">H", font, 4)
    for at in range(12, 12 + 16 * count, 16):
        tag, _, offset, length = struct.unpack_from(">4sIII", font, at)
        if tag == name:
            return font[offset : offset + length]
    raise OddFont("it has no outlines of this kind")


def _numbered(cff: bytes) -> bytes:
    names = _index(cff, cff[2])
    tops = _index(cff, names.end)
    strings = _index(cff, tops.end)
    subroutines = _index(cff, strings.end)
    if len(tops.spans) != 1:
        raise OddFont("it is several fonts")
    top = dict(_operators(cff[slice(*tops.spans[0])]))
    if _ROS in top or not {_CHAR_STRINGS, _PRIVATE} <= top.keys():
        raise OddFont("its glyphs are numbered already, or it has none")
    [outlines_at] = _numbers(top[_CHAR_STRINGS])
    private_size, private_at = _numbers(top[_PRIVATE])
    outlines = _index(cff, outlines_at)
    private = cff[private_at : private_at + private_size]
    if _SUBRS in dict(_operators(private)) or len(outlines.spans) < 2:
        raise OddFont("its outlines lie in several places")
    count = len(outlines.spans)
    parts = {
        _CHARSET: struct.pack(">BHH", 2, 1, count - 2),
        _FD_SELECT: struct.pack(">BHHBH", 3, 1, 0, 0, count),
        _CHAR_STRINGS: cff[outlines_at : outlines.end],
    }
    head = bytes((1, 0, 4, 4)) + cff[cff[2] : names.end]
    tail = _as_index([b"Adobe", b"Identity"]) + cff[strings.end : subroutines.end]

    def whole(offsets: dict[int, int], private_offset: int) -> tuple[bytes, dict[int, int], int]:
        """Lay everything out, with such offsets; give where it came to lie."""
        entries = [
            _number(_FIRST_OWN_STRING) + _number(_FIRST_OWN_STRING + 1) + _number(0) + _operator(_ROS),
            *(operands + _operator(name) for name, operands in top.items() if name in _KEPT),
            _number(count) + _operator(_CID_COUNT),
            *(_number(offsets.get(name, 0)) + _operator(name) for name in (*parts, _FD_ARRAY)),
        ]
        found = head + _as_index([b"".join(entries)]) + tail
        places = {}
        for name, part in parts.items():
            places[name] = len(found)
            found += part
        places[_FD_ARRAY] = len(found)
        found += _as_index([_number(private_size) + _number(private_offset) + _operator(_PRIVATE)])
        return found + private, places, len(found)

    # Numbers take five bytes whatever they are, so that a second time everything lies where it lay.
    _, places, at = whole({}, 0)
    return whole(places, at)[0]


def _index(cff: bytes, at: int) -> _Index:
    (count,) = struct.unpack_from(">H", cff, at)
    if count == 0:
        return _Index((), at + 2)
    size = cff[at + 2]
    start = at + 3
    offsets = [
        int.from_bytes(cff[start + size * number : start + size * (number + 1)], "big") for number in range(count + 1)
    ]
    base = start + size * (count + 1) - 1
    if base + offsets[-1] > len(cff) or offsets != sorted(offsets):
        raise OddFont("an index of it is not in order")
    return _Index(tuple((base + one, base + other) for one, other in pairwise(offsets)), base + offsets[-1])


def _as_index(entries: list[bytes]) -> bytes:
    offsets = [1]
    for entry in entries:
        offsets.append(offsets[-1] + len(entry))
    return (
        struct.pack(">HB", len(entries), 4)
        + b"".join(struct.pack(">I", offset) for offset in offsets)
        + b"".join(entries)
    )


def _operators(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The operators of a DICT with their operands as they are written; 12 and the byte after it are one operator."""
    begun = at = 0
    while at < len(data):
        first = data[at]
        if first <= 21:
            width = 2 if first == 12 else 1
            yield int.from_bytes(data[at : at + width], "big"), data[begun:at]
            at += width
            begun = at
        elif first == 30:
            at += 1
            while data[at] & 0x0F != 0x0F:
                at += 1
            at += 1
        else:
            at += {28: 3, 29: 5}.get(first, 1 if first < 247 else 2)


def _numbers(operands: bytes) -> list[int]:
    """The whole numbers among operands."""
    found = []
    at = 0
    while at < len(operands):
        first = operands[at]
        if first == 28:
            found.append(int.from_bytes(operands[at + 1 : at + 3], "big", signed=True))
            at += 3
        elif first == 29:
            found.append(int.from_bytes(operands[at + 1 : at + 5], "big", signed=True))
            at += 5
        elif 32 <= first <= 246:
            found.append(first - 139)
            at += 1
        elif 247 <= first <= 254:
            sign = 1 if first < 251 else -1
            found.append(sign * ((first - (247 if sign > 0 else 251)) * 256 + operands[at + 1] + 108))
            at += 2
        else:
            raise OddFont("a number of it is none")
    return found


def _number(value: int) -> bytes:
    return b"\x1d" + struct.pack(">i", value)


def _operator(name: int) -> bytes:
    return struct.pack(">H", name) if name > 0xFF else bytes((name,))
