"""A saved web page: its article comes in; menus, advertisements and all else around it are left out, and listed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from briefgen.domain.bibliography import Bibliography
from briefgen.domain.terms import BlockKind
from briefgen.errors import InputRefused
from briefgen.importers.characters import clean, warnings_of
from briefgen.importers.document import Asked, DocumentKind, Draft, Piece
from briefgen.importers.encoding import decode
from briefgen.importers.kinds import ENDINGS
from briefgen.importers.sniff import is_web_page
from briefgen.importers.webpage.blocks import Blocks, blocks_of
from briefgen.importers.webpage.main_text import find_main_text
from briefgen.importers.webpage.measures import likeness
from briefgen.importers.webpage.metadata import bibliography_of, tells_authors
from briefgen.importers.webpage.tree import Page, parse
from briefgen.importers.webpage.unshown import builds_by_script, unshown, without_frames

_DECLARED = re.compile(
    rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)",
    re.IGNORECASE,
)
_LOOKED_AT = 16_384
"""Bytes in which a page says its encoding: browsers look at the first 1024, but pages are worse."""
_MOST_INTRICATE = 1_000_000
"""`Page.intricacy` up to which the article is looked for, in some ten seconds at worst; those that it was tried
on have a thirtieth of that."""
_ELEMENTS = re.compile(
    rb"<(?:!doctype|html|head|body|title|meta|script|style|p|div|span|h[1-6]|table|ul|ol|br|a|b|i|font|center|article)"
    rb"[\s/>]",
    re.IGNORECASE,
)


def read(data: bytes, asked: Asked, *, declared: str = "", address: str = "") -> Draft:
    """Turn the bytes of a web page into pieces.

    Args:
        data: The page.
        asked: What is noise, and what stays all the same.
        declared: The encoding that its sender told; else the page's own word counts.
        address: Where it was saved from, if that is known otherwise than from the page.
    """
    decoded = decode(data, declared=declared or declared_encoding(data))
    cleaned = clean(decoded.text)
    page = parse(without_frames(cleaned.text))
    bibliography = bibliography_of(page, cleaned.text)
    if address:
        bibliography = replace(bibliography, URL=bibliography.URL or address)
    blocks = _blocks(page, bibliography.title, tells_authors(page), asked)
    if all(piece.left_out for piece in blocks.pieces) and (behind := unshown(page, cleaned.text)) is not None:
        blocks = _blocks(behind, bibliography.title, tells_authors(page), asked)
    elif not blocks.pieces and builds_by_script(cleaned.text):
        raise InputRefused(
            f"The page “{asked.filename}” holds no words, only a script that fetches them: open it in a browser, and "
            "save from there what it shows, as a single file or printed to a PDF."
        )
    return Draft(
        pieces=_with_title_told(blocks.pieces, bibliography),
        encoding=decoded.encoding,
        bibliography=bibliography,
        warnings=(*decoded.warnings, *warnings_of(cleaned.taken + blocks.taken), *_doubts(page, blocks.pieces)),
    )


def _blocks(page: Page, title: str, has_author: bool, asked: Asked) -> Blocks:  # noqa: FBT001 - it is a fact, no switch
    """The page's article, with what stands around it as left out; or all that the page shows where there is none."""
    kept: frozenset[int] = frozenset()
    if page.intricacy <= _MOST_INTRICATE:
        kept = find_main_text(page.root, title, has_author=has_author)
    blocks = blocks_of(page.root, noise=asked.noise, kept=kept, keep=asked.keep)
    if all(piece.left_out for piece in blocks.pieces):
        # No article was found: then what the page shows is what there is.
        blocks = blocks_of(page.root, noise=asked.noise, keep=asked.keep)
    return blocks


def declared_encoding(data: bytes) -> str:
    """The encoding that a page says it is in; empty where it says none, or one that its own bytes disprove."""
    match = _DECLARED.search(data[:_LOOKED_AT])
    told = (match[1] or match[2]).decode("ascii", "ignore").lower() if match else ""
    # Read as ASCII it can't be in UTF-16; browsers take it for UTF-8, and so what it is comes out.
    return "" if told.startswith(("utf-16", "utf16", "utf-32", "utf32", "ucs")) else told


def _with_title_told(pieces: tuple[Piece, ...], bibliography: Bibliography) -> tuple[Piece, ...]:
    """Say of the line that repeats the title why it is left out: it stands above the text anyway."""
    told = []
    found = False
    for piece in pieces:
        if piece.left_out and not found and "\n" not in piece.text and likeness(bibliography.title, piece.text) > 0.75:
            found = True
            told.append(replace(piece, left_out="title"))
        else:
            told.append(piece)
    return tuple(told)


def _doubts(page: Page, pieces: tuple[Piece, ...]) -> Iterator[str]:
    """Warn where a page seems to hold little of what it showed, or is too intricate to look for its article."""
    if page.intricacy > _MOST_INTRICATE:
        yield "The page is built so intricately that its article was not looked for: all that it shows is in the text."
    words = sum(len(piece.text) for piece in pieces if not piece.left_out and piece.kind is not BlockKind.HEADING)
    if words < 200 and any("enable javascript" in piece.text.lower() for piece in pieces):
        yield "The page builds its text by a script: save it from a browser as a single file."


def _claims(data: bytes, ending: str) -> int:
    by_ending = ending in ENDINGS["web page"]
    if is_web_page(data):
        return 3 if by_ending else 2
    return 3 if by_ending and _ELEMENTS.search(data[:_LOOKED_AT].replace(b"\0", b"")) else 0


KIND = DocumentKind(name="web page", endings=ENDINGS["web page"], claims=_claims, read=read)
"""A web page: by its first words, whatever it is called; by its ending, if there are elements in it."""
