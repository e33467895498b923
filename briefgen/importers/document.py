"""What every importer gives: pieces in the order of the document, and the canonical text that is made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from briefgen.domain.bibliography import Bibliography
from briefgen.domain.sources import Block, LeftOut, Page
from briefgen.domain.terms import BlockKind, HowObtained

BETWEEN_BLOCKS = "\n\n"
"""Blocks of a canonical text are separated by one blank line, and hold none."""

MOST_LEFT_OUT = 10_000
"""Beyond so many lines of noise the rest stay in the text: it is then no noise but what the document is made of."""

_NOTHING_KNOWN = Bibliography()

Noise = Callable[[str], str]
"""Says of a line why it is to be left out of the canonical text; empty when it is to stay."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A block that has no place yet: its kind, its words, its level; or, with a reason, something to leave out.

    The words are NFC, with LF between lines that belong apart, without a blank line in them.
    """

    kind: BlockKind
    text: str
    level: int = 0
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What an importer made of a file, before the pieces are put together."""

    pieces: tuple[Piece, ...]
    encoding: str = ""
    bibliography: Bibliography = _NOTHING_KNOWN
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentKind:
    """One kind of document: its name, the file endings that it goes by, and how it is told and read.

    `claims` looks at the bytes and the lower-case file ending and says how sure it is that they are its own: 0 not at
    all, 1 for want of a better, 2 by what the bytes say, 3 by the ending as well. `read` raises `InputRefused`.
    """

    name: str
    endings: frozenset[str]
    claims: Callable[[bytes, str], int]
    read: Callable[[bytes, Noise], Draft]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocument:
    """What a `Source` is made of, as far as the file tells it. Offsets are code points in `text`.

    `text[block.start:block.end]` are a block's words; the blocks stand in order, with `BETWEEN_BLOCKS` between them
    and nothing before or after, so that they cover the text.
    """

    text: str
    blocks: tuple[Block, ...]
    pages: tuple[Page, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    bibliography: Bibliography = _NOTHING_KNOWN
    format: str = ""
    encoding: str = ""
    how_obtained: HowObtained = HowObtained.NATIVE
    warnings: tuple[str, ...] = ()


def assemble(pieces: Iterable[Piece]) -> tuple[str, tuple[Block, ...], tuple[LeftOut, ...]]:
    """Put pieces together: the canonical text, its blocks, and what was left out, each with its place.

    What is left out stands at the start of the block that followed it, or at the end of the text.
    """
    words: list[str] = []
    blocks: list[Block] = []
    left_out: list[tuple[int, Piece]] = []
    end = 0
    for piece in pieces:
        if piece.left_out and len(left_out) < MOST_LEFT_OUT:
            left_out.append((len(words), piece))
            continue
        start = end + len(BETWEEN_BLOCKS) if words else 0
        end = start + len(piece.text)
        words.append(piece.text)
        blocks.append(Block(piece.kind, start, end, piece.level))
    places = [block.start for block in blocks] + [end]
    return (
        BETWEEN_BLOCKS.join(words),
        tuple(blocks),
        tuple(LeftOut(at=places[index], text=piece.text, reason=piece.left_out) for index, piece in left_out),
    )
