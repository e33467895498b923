"""A content stream → operators with their operands (ISO 32000-1, 7.8.2). Tolerant as readers are; bounded."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

_SPACE = rb"\0\t\n\f\r "
_TOKEN = re.compile(
    rb"[" + _SPACE + rb"]*(?:%[^\r\n]*[" + _SPACE + rb"]*)*(?:"
    rb"(?P<number>[+-]*(?:\d+\.?\d*|\.\d+)(?=[" + _SPACE + rb"()<>\[\]{}/%+-]|$))"
    rb"|/(?P<name>[^" + _SPACE + rb"()<>\[\]{}/%]*)"
    rb"|(?P<bracket><<|>>|\[|\])"
    rb"|<(?P<hex>[0-9A-Fa-f" + _SPACE + rb"]*)>"
    rb"|(?P<text>\()"
    rb"|(?P<word>[^" + _SPACE + rb"()<>\[\]{}/%]+)"
    rb"|(?P<odd>[()<>{}]))"
)
_INLINE_END = re.compile(rb"[" + _SPACE + rb"]EI(?=[" + _SPACE + rb"]|$)")
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_HASHED = re.compile(r"#([0-9A-Fa-f]{2})")
_DEEPEST = 100


class Name(str):
    """A name of a PDF, without its slash."""

    __slots__ = ()


class OddStream(ValueError):
    """A stream that can't be taken apart; whoever drew it did not use a program that writes PDF."""


Operands = list[Any]
"""Numbers, `Name`s, bytes, lists and dictionaries of these."""


def operators(data: bytes) -> Iterator[tuple[str, Operands]]:
    """The operators of a stream in order, each with its operands.

    Raises:
        OddStream: A string or bracket is never closed, or nested too deep.
    """
    place = 0
    stack: list[Operands] = [[]]
    opened: list[bytes] = []
    while match := _TOKEN.match(data, place):
        place = match.end()
        kind, value = match.lastgroup, match[match.lastgroup or 0]
        if kind == "text":
            text, place = _string(data, place)
            stack[-1].append(text)
        elif kind == "bracket":
            _bracket(value, stack, opened)
        elif kind == "odd":
            raise OddStream(f"{value!r} stands alone")
        elif kind != "word":
            stack[-1].append(_VALUES[kind or ""](value))
        elif value in _WORDS:
            stack[-1].append(_WORDS[value])
        elif opened:
            raise OddStream(f"{value!r} within brackets")
        elif value == b"ID":
            place = _behind_image(data, place)
            stack[-1].clear()
            yield "INLINE", []
        else:
            yield value.decode("latin-1"), stack[-1]
            stack[-1] = []
    if opened:
        raise OddStream("a bracket that is never closed")
    if data[place:].strip(b"\0\t\n\f\r ") and not data[place:].lstrip().startswith(b"%"):
        raise OddStream("something that is no operator")


def _behind_image(data: bytes, place: int) -> int:
    end = _INLINE_END.search(data, place)
    if end is None:
        raise OddStream("an image without an end")
    return end.end()


def _number(text: bytes) -> float:
    sign = -1.0 if text.startswith(b"-") else 1.0
    return sign * float(text.lstrip(b"+-"))


def _name(text: bytes) -> Name:
    return Name(_HASHED.sub(lambda found: chr(int(found[1], 16)), text.decode("latin-1")))


def _hex(text: bytes) -> bytes:
    digits = re.sub(rb"[" + _SPACE + rb"]", b"", text)
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))


_VALUES: dict[str, Callable[[bytes], Any]] = {"number": _number, "name": _name, "hex": _hex}
_WORDS = {b"true": True, b"false": False, b"null": None}


def _bracket(value: bytes, stack: list[Operands], opened: list[bytes]) -> None:
    if value in {b"[", b"<<"}:
        if len(stack) > _DEEPEST:
            raise OddStream("brackets too deep")
        opened.append(value)
        stack.append([])
        return
    if not opened or opened.pop() != {b"]": b"[", b">>": b"<<"}[value]:
        raise OddStream("a bracket that was not opened")
    inner = stack.pop()
    stack[-1].append(inner if value == b"]" else dict(zip(map(str, inner[::2]), inner[1::2], strict=False)))


def _string(data: bytes, place: int) -> tuple[bytes, int]:
    """A literal string; `place` is behind its opening bracket, and the place given is behind the closing one."""
    found = bytearray()
    depth = 1
    while place < len(data):
        byte = data[place : place + 1]
        place += 1
        if byte == b"\\":
            octal = re.match(rb"[0-7]{1,3}", data[place : place + 3])
            if octal:
                found.append(int(octal[0], 8) & 0xFF)
                place += octal.end()
                continue
            escaped = data[place : place + 1]
            place += 1
            if escaped not in {b"\r", b"\n"}:
                found += _ESCAPES.get(escaped, escaped)
            elif data[place - 1 : place + 1] == b"\r\n":
                place += 1
            continue
        depth += (byte == b"(") - (byte == b")")
        if not depth:
            return bytes(found), place
        found += byte
    raise OddStream("a string without an end")
