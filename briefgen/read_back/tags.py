"""The tag tree of a file → its quotations and notes, with the content that belongs to each (ISO 32000-1, 14.7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from briefgen.read_back.drawing import Place

_MOST_TAGS = 500_000
_DEEPEST = 200


@dataclass(frozen=True, slots=True)
class Piece:
    """Content of a tag: its page, from 0, and its place there."""

    page: int
    place: Place


@dataclass(slots=True)
class Element:
    """A tag that has an id: its role, id, content in the order of reading, and words that are read in its place."""

    role: str
    id: str
    pieces: list[Piece] = field(default_factory=list)
    spoken: list[str] = field(default_factory=list)


def elements_with_ids(root: DictionaryObject, page_of: dict[int, int]) -> list[Element]:
    """The tags that have ids, in the order of reading.

    Args:
        root: The root of the tree.
        page_of: The pages' numbers, from 0, by the numbers of their objects.
    """
    walk = _Walk(page_of)
    walk.down(root.get("/K"), None, [], [], 0)
    return walk.found


class _Walk:
    def __init__(self, page_of: dict[int, int]) -> None:
        self._page_of = page_of
        self._seen: set[int] = set()
        self._count = 0
        self.found: list[Element] = []

    def down(self, kid: Any, page: int | None, within: list[Element], spoken: list[str], depth: int) -> None:
        self._count += 1
        if depth > _DEEPEST or self._count > _MOST_TAGS:
            return
        number = kid.idnum if isinstance(kid, IndirectObject) else None
        if number is not None:
            if number in self._seen:
                return
            self._seen.add(number)
            kid = kid.get_object()
        if isinstance(kid, ArrayObject):
            for entry in kid:
                self.down(entry, page, within, spoken, depth + 1)
        elif isinstance(kid, int) and page is not None:
            self._put(within, Piece(page, (0, int(kid))))
        elif isinstance(kid, DictionaryObject):
            self._element(kid, page, within, spoken, depth)

    def _element(
        self, entry: DictionaryObject, page: int | None, within: list[Element], spoken: list[str], depth: int
    ) -> None:
        page = self._page(entry, page)
        if "/MCID" in entry:
            stream = entry.raw_get("/Stm") if "/Stm" in entry else None
            if page is not None:
                number = stream.idnum if isinstance(stream, IndirectObject) else 0
                content: Any = entry["/MCID"]
                self._put(within, Piece(page, (number, int(content))))
            return
        here = [str(entry[name]) for name in ("/ActualText", "/Alt", "/E") if entry.get(name)]
        if "/S" not in entry:
            return
        for element in within:
            element.spoken += here
        if name := _text(entry.get("/ID")):
            element = Element(str(entry["/S"]).lstrip("/"), name, spoken=[*spoken, *here])
            self.found.append(element)
            within = [*within, element]
        self.down(entry.get("/K"), page, within, [*spoken, *here], depth + 1)

    def _page(self, entry: DictionaryObject, page: int | None) -> int | None:
        there = entry.raw_get("/Pg") if "/Pg" in entry else None
        return self._page_of.get(there.idnum, page) if isinstance(there, IndirectObject) else page

    @staticmethod
    def _put(within: list[Element], piece: Piece) -> None:
        for element in within:
            element.pieces.append(piece)


def _text(value: Any) -> str:
    value = value.get_object() if value is not None else ""
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def hidden_layers(root: DictionaryObject) -> frozenset[int]:
    """The numbers of the optional contents that are not shown when the file is opened (ISO 32000-1, 8.11.4)."""
    properties = _dictionary(root.get("/OCProperties"))
    usual = _dictionary(properties.get("/D"))
    off = set(_numbers(usual.get("/OFF")))
    if usual.get("/BaseState") == "/OFF":
        off |= set(_numbers(properties.get("/OCGs"))) - set(_numbers(usual.get("/ON")))
    return frozenset(off)


def _numbers(entries: Any) -> Iterator[int]:
    entries = entries.get_object() if entries is not None else []
    return (entry.idnum for entry in entries if isinstance(entry, IndirectObject))


def _dictionary(value: Any) -> DictionaryObject:
    value = value.get_object() if value is not None else None
    return value if isinstance(value, DictionaryObject) else DictionaryObject()
