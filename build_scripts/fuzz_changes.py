"""How the fuzzer changes a document by what it is made of: words, elements of XML, parts of a ZIP file."""

from __future__ import annotations

import contextlib
import io
import random
import re
import zipfile
import zlib
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from lxml import etree

Change = Callable[[bytes, random.Random], bytes | None]
"""Gives a changed document, or None where there is nothing to change."""

ODD: tuple[str, ...] = (
    "",
    " ",
    "0",
    "-1",
    "1",
    "65536",
    "99999999999999999999",
    "1e308",
    "NaN",
    "٣",
    "½",
    "true",
    "\u202e",
    "\u0301",
    "\u2028",
    "\ufeff",
    "\ud7ff\U0010ffff",
    "a" * 300,
    "../../x",
    "file:///x",
    "\t\n",
    "&#0;",
    "%00",
    "{",
    "}",
    "\\",
    "\x01",
)
"""Values that parsers stumble over."""
_ROUNDS = 4
_PIECES = re.compile(rb"[A-Za-z]+|\d+|\s+|[^\w\s]|[\x80-\xff]+|.", re.DOTALL)


def of_words(data: bytes, chance: random.Random) -> bytes | None:
    """Drop, double, move or replace words, figures and signs."""
    pieces: list[bytes] = _PIECES.findall(data)
    if not pieces:
        return None
    for _ in range(chance.randint(1, _ROUNDS)):
        at, length = chance.randrange(len(pieces)), min(chance.choice((1, 1, 2, 5, 20, 100)), len(pieces))
        there = chance.randrange(len(pieces) + 1)
        match chance.randrange(5):
            case 0:
                del pieces[at : at + length]
            case 1:
                pieces[there:there] = pieces[at : at + length] * chance.choice((1, 1, 2, 50))
            case 2:
                pieces[at] = chance.choice(ODD).encode("utf-8")
            case 3:
                pieces[at] = chance.choice(pieces)
            case _:
                moved = pieces[at : at + length]
                del pieces[at : at + length]
                pieces[there:there] = moved
        if not pieces:
            return b" "
    return b"".join(pieces)


def of_xml(data: bytes, chance: random.Random) -> bytes | None:
    """Drop, double, move, empty, wrap or rename elements, and give attributes and words odd values."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root is None:
        return None
    for _ in range(chance.randint(1, _ROUNDS)):
        elements = [element for element in root.iter() if isinstance(element.tag, str)]
        with contextlib.suppress(ValueError):  # names in a broken document may be none that can be given again
            _change_element(chance.choice(elements), elements, chance)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8"))


def _change_element(element: Any, elements: list[Any], chance: random.Random) -> None:
    other, parent = chance.choice(elements), element.getparent()
    match chance.randrange(9):
        case 0 if parent is not None:
            parent.remove(element)
        case 1 if parent is not None:
            for _ in range(chance.choice((1, 1, 3, 40))):
                element.addnext(deepcopy(element))
        case 2 if parent is not None:
            other.insert(chance.randrange(len(other) + 1), deepcopy(element))
        case 3:
            element.text = _legal(chance.choice(ODD))
        case 4 if element.attrib:
            element.set(chance.choice(sorted(element.attrib)), _legal(chance.choice(ODD)))
        case 5 if element.attrib:
            del element.attrib[chance.choice(sorted(element.attrib))]
        case 6 if other.attrib:
            name = chance.choice(sorted(other.attrib))
            element.set(name, other.get(name))
        case 7:
            element.tag = other.tag
        case _:
            inner = element
            for _ in range(chance.choice((1, 3, 30, 300))):
                inner = etree.SubElement(inner, other.tag, other.attrib)
            inner.text = "deep"


def _legal(words: str) -> str:
    return re.sub("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", words)


def of_archives(data: bytes, chance: random.Random) -> bytes | None:
    """Change a part of a ZIP file, as XML or word by word; or drop it, or give it another's name."""
    if not data.startswith(b"PK"):
        return of_xml(data, chance) or of_words(data, chance)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            parts = {name: opened.read(name) for name in opened.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, EOFError, NotImplementedError, zlib.error):
        return None
    if not parts:
        return None
    weights = [1 + len(part) for part in parts.values()]
    name = chance.choices(list(parts), weights)[0]
    if chance.random() < 0.03:
        del parts[name]
    elif chance.random() < 0.02:
        parts[chance.choice(list(parts))] = parts[name]
    else:
        change = of_xml if chance.random() < 0.8 else of_words
        parts[name] = change(parts[name], chance) or of_words(parts[name], chance) or b""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part, zipfile.ZIP_STORED if name == "mimetype" else None)
    return packed.getvalue()
