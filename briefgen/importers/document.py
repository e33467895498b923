"""What every importer gives: pieces in the order of the document, and the canonical text that is made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from briefgen.domain.bibliography import Bibliography
from briefgen.domain.sources import Block, LeftOut, Page
from briefgen.domain.terms import BlockKind, HowObtained
from briefgen.errors import InputRefused

BETWEEN_BLOCKS = "\n\n"
"""Blocks of a canonical text are separated by one blank line, and hold none."""

MOST_LEFT_OUT = 10_000
"""Beyond so many lines of noise the rest stay in the text: it is then no noise but what the document is made of."""

_NOTHING_KNOWN = Bibliography()


class PasswordNeeded(InputRefused):
    """The document is protected by a password, and the one given is none or not right."""


class NoTextLayer(InputRefused):
    """The document has pictures of its pages, and not their text: a program has to recognise it first."""


Noise = Callable[[str], str]
"""Says of a line why it is to be left out of the canonical text; empty when it is to stay."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A block that has no place yet: its kind, its words, its level; or, with a reason, something to leave out.

    The words are NFC, with LF between lines that belong apart, without a blank line in them. A table's are what
    `table_text` gives. `pages` says where in the words a page begins: (offset in the words, index of the page from 0);
    a piece that merely goes on on the page of the one before has none.
    """

    kind: BlockKind
    text: str
    level: int = 0
    left_out: str = ""
    pages: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file within a file: of an e-mail, a PDF, an archive. It is offered as a source of its own.

    `name` is a file's name without folders; `media_type` is what the sender says that it is, empty when it doesn't.
    """

    name: str
    data: bytes
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody noted in the document, or merely marked there; offered as a passage with a note.

    It stands on the words from `start` to `end` of piece number `piece`; on none when the two are equal.
    """

    piece: int
    start: int
    end: int
    text: str = ""
    author: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What an importer made of a file, before the pieces are put together.

    `page_labels` are what is printed on the pages, by index, for a document that has pages: “iv”, “12”, or empty.
    """

    pieces: tuple[Piece, ...]
    encoding: str = ""
    bibliography: Bibliography = _NOTHING_KNOWN
    warnings: tuple[str, ...] = ()
    page_labels: tuple[str, ...] = ()
    how_obtained: HowObtained = HowObtained.NATIVE
    attachments: tuple[Attachment, ...] = ()
    comments: tuple[Comment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an importer is told beside the bytes.

    `noise` says why a line is to be left out; `keep` names whole lines that stay whatever speaks against them, because
    an editor has put them back. `password` is the one that was given, if any.
    """

    noise: Noise
    keep: frozenset[str] = frozenset()
    filename: str = ""
    password: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentKind:
    """One kind of document: its name, the file endings that it goes by (`kinds.ENDINGS`), and how it is told and read.

    `claims` looks at the bytes and the lower-case file ending and says how sure it is that they are its own: 0 not at
    all, 1 for want of a better, 2 by what the bytes say, 3 by the ending as well. `read` raises `InputRefused`.
    """

    name: str
    endings: frozenset[str]
    claims: Callable[[bytes, str], int]
    read: Callable[[bytes, Asked], Draft]


@dataclass(frozen=True, slots=True)
class Remark:
    """A `Comment` in its place: on the words `text[start:end]` of the canonical text."""

    start: int
    end: int
    text: str = ""
    author: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocument:
    """What a `Source` is made of, as far as the file tells it. Offsets are code points in `text`.

    `text[block.start:block.end]` are a block's words; the blocks stand in order, with `BETWEEN_BLOCKS` between them
    and nothing before or after, so that they cover the text. `attachments` and `remarks` are offered beside it.
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
    attachments: tuple[Attachment, ...] = ()
    remarks: tuple[Remark, ...] = ()


def table_text(rows: Iterable[Sequence[str]]) -> str:
    """A table as the words of one piece: a line for each row, a tab between cells; rows without words fall away.

    A cell's own tabs and line ends become spaces, so that rows and cells can be told again.
    """
    lines = ("\t".join(" ".join(cell.split()) for cell in row).rstrip() for row in rows)
    return "\n".join(line for line in lines if line.strip())


@dataclass(frozen=True, slots=True)
class Assembled:
    """Pieces put together: the canonical text, and each thing's place in it."""

    text: str
    blocks: tuple[Block, ...]
    left_out: tuple[LeftOut, ...]
    pages: tuple[Page, ...]
    remarks: tuple[Remark, ...]


def assemble(pieces: Sequence[Piece], labels: Sequence[str] = (), comments: Iterable[Comment] = ()) -> Assembled:
    """Put pieces together: the canonical text, its blocks and pages, and what was left out, each with its place.

    What is left out stands at the start of the block that followed it, or at the end of the text. A page reaches to the
    beginning of the next; one without words is empty. A comment on a piece that is left out falls on its place.
    """
    words: list[str] = []
    blocks: list[Block] = []
    left_out: list[tuple[int, Piece]] = []
    block_of: list[int] = []
    page_starts: list[tuple[int, int]] = []
    end = 0
    for piece in pieces:
        block_of.append(len(words))
        if piece.left_out and len(left_out) < MOST_LEFT_OUT:
            left_out.append((len(words), piece))
            continue
        start = end + len(BETWEEN_BLOCKS) if words else 0
        end = start + len(piece.text)
        words.append(piece.text)
        blocks.append(Block(piece.kind, start, end, piece.level))
        page_starts += [(index, start + offset) for offset, index in piece.pages]
    places = [block.start for block in blocks] + [end]

    def remark(comment: Comment) -> Remark:
        number, piece = block_of[comment.piece], pieces[comment.piece]
        stays = number < len(blocks) and words[number] is piece.text
        start, to = (comment.start, comment.end) if stays else (0, 0)
        at = places[number]
        return Remark(at + start, at + to, comment.text, comment.author, comment.date)

    return Assembled(
        text=BETWEEN_BLOCKS.join(words),
        blocks=tuple(blocks),
        left_out=tuple(LeftOut(at=places[index], text=piece.text, reason=piece.left_out) for index, piece in left_out),
        pages=_pages(page_starts, labels, end),
        remarks=tuple(map(remark, comments)),
    )


def _pages(begun: Iterable[tuple[int, int]], labels: Sequence[str], length: int) -> tuple[Page, ...]:
    """The pages of a text of that length; `begun` holds the index of a page and the offset at which it begins."""
    starts: dict[int, int] = {}
    for index, offset in begun:
        starts.setdefault(index, offset)
    pages: list[Page] = []
    after = length
    for index in reversed(range(len(labels))):
        start = min(starts.get(index, after), after) if index else 0
        pages.append(Page(index, labels[index], start, after))
        after = start
    return tuple(reversed(pages))
