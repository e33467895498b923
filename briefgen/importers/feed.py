"""Feeds of news pages and blogs (RSS, Atom): each entry with its heading and its text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from briefgen.domain.bibliography import Bibliography
from briefgen.domain.terms import BlockKind
from briefgen.importers.characters import clean, clean_line, warnings_of
from briefgen.importers.document import Asked, DocumentKind, Draft, Piece
from briefgen.importers.encoding import decode
from briefgen.importers.kinds import ENDINGS
from briefgen.importers.webpage.blocks import Blocks, blocks_of
from briefgen.importers.webpage.metadata import language_tag
from briefgen.importers.webpage.saved import declared_encoding
from briefgen.importers.webpage.tree import Element, parse, parse_strictly
from briefgen.importers.xml import refuse_entities

_ROOT = re.compile(
    r"\s*(?>\s+|<\?[^>]*>|<!--.*?-->|<!doctype[^>\[]*(?:\[[^\]]*\]\s*)?>)*+<(?:rss|feed|rdf:rdf|channel)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_SNIFFED = 16_384
_ENTRIES = ("item", "entry")
_TEXTS = ("encoded", "content", "description", "summary")
"""Where an entry's text stands, the fullest first."""


def read(data: bytes, asked: Asked) -> Draft:
    """Turn the bytes of a feed into pieces: its title, and each entry's title and text.

    Raises:
        InputRefused: It declares entities of its own.
    """
    refuse_entities(data, f"The file “{asked.filename}”")
    decoded = decode(data, declared=declared_encoding(data))
    cleaned = clean(decoded.text)
    root = parse_strictly(cleaned.text)
    entries = root.inner(*_ENTRIES)
    title = _line_of(_own(root, "title"))
    taken = Counter(cleaned.taken)
    pieces = [Piece(BlockKind.HEADING, title, 1)] if title else []
    for entry in entries:
        blocks = _text_of(entry, asked)
        taken += blocks.taken
        heading = _line_of(entry.inner("title")[:1])
        pieces += [Piece(BlockKind.HEADING, heading, 2)] if heading else []
        pieces += blocks.pieces
    return Draft(
        pieces=tuple(pieces),
        encoding=decoded.encoding,
        bibliography=Bibliography(
            type="webpage",
            title=title,
            container_title=title,
            URL=_address(root),
            language=language_tag(_line_of(_own(root, "language")) or root.get("lang") or _first_language(root)),
        ),
        warnings=(*decoded.warnings, *warnings_of(taken)),
    )


def _own(root: Element, tag: str) -> list[Element]:
    """The elements of a name that speak of the feed itself, not of an entry or a picture in it."""
    others = {*_ENTRIES, "image", "textinput", "author"}
    return [found for found in root.inner(tag) if not others & {above.tag for above in found.ancestors()}]


def _line_of(elements: list[Element]) -> str:
    """The first element's words, without the HTML that may be written in them, on one line."""
    if not elements:
        return ""
    words = parse(elements[0].words).root.words if "<" in elements[0].words else elements[0].words
    return clean_line(words)[:500]


def _text_of(entry: Element, asked: Asked) -> Blocks:
    """An entry's text: written in HTML that is escaped, or right in the feed."""
    for tag in _TEXTS:
        for found in entry.inner(tag):
            if found.elements:
                return blocks_of(found, noise=asked.noise, keep=asked.keep)
            if found.words.strip():
                return blocks_of(parse(found.words).root, noise=asked.noise, keep=asked.keep)
    return Blocks((), Counter())


def _address(root: Element) -> str:
    links = (link.get("href") or link.words.strip() for link in _links(root))
    return next((link for link in links if re.match(r"https?://[^\s/]+\.[^\s/]\S*$", link)), "")


def _links(root: Element) -> Iterator[Element]:
    found = _own(root, "link")
    yield from (link for link in found if link.get("rel") in {"", "alternate"})
    yield from found


def _first_language(root: Element) -> str:
    return next((element.get("lang") for element in root.elements if element.get("lang")), "")


def _claims(data: bytes, ending: str) -> int:
    start = data[:_SNIFFED]
    if b"<" not in start[:200]:
        return 0
    text = start.replace(b"\0", b"").decode("latin-1").removeprefix("ï»¿").removeprefix("ÿþ").removeprefix("þÿ")
    return (2 + (ending in ENDINGS["feed"])) if _ROOT.match(text) else 0


KIND = DocumentKind(name="feed", endings=ENDINGS["feed"], claims=_claims, read=read)
"""A feed: by the name of its first element."""
