"""Plain text: paragraphs, lists, quotations and headings are told by how the lines stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from briefgen.domain.bibliography import Bibliography
from briefgen.domain.terms import BlockKind
from briefgen.importers.characters import clean, warnings_of
from briefgen.importers.document import DocumentKind, Draft, Noise, Piece
from briefgen.importers.encoding import decode
from briefgen.importers.kinds import ENDINGS
from briefgen.importers.lines import (
    Joiner,
    Line,
    Marker,
    after_number,
    ends_sentence,
    is_lone_bullet,
    is_rule,
    marker_of,
    parse_line,
    without_bullet,
)
from briefgen.importers.paragraphs import Paragraph, paragraphs_of, wrap_width
from briefgen.importers.sniff import not_text

_LONGEST_TITLE = 120
_LONGEST_HEADING = 80


def read(data: bytes, noise: Noise) -> Draft:
    """Turn the bytes of a plain text into pieces. Any bytes can be read; warnings say what was lost."""
    decoded = decode(data)
    cleaned = clean(decoded.text)
    pieces = list(pieces_of(cleaned.text, noise))
    title = _title(pieces)
    if title is not None:
        pieces[title] = replace(pieces[title], kind=BlockKind.HEADING, level=1)
    return Draft(
        pieces=tuple(pieces),
        encoding=decoded.encoding,
        bibliography=Bibliography(title=pieces[title].text) if title is not None else Bibliography(),
        warnings=(*decoded.warnings, *warnings_of(cleaned.taken)),
    )


KIND = DocumentKind(
    name="text",
    endings=ENDINGS["text"],
    claims=lambda data, _: 0 if not_text(data) else 1,
    read=lambda data, asked: read(data, asked.noise),
)
"""Plain text: what everything is that is nothing else, and no binary file."""


@dataclass(frozen=True, slots=True)
class _Left:
    """A line of noise, with the reason to leave it out."""

    text: str
    reason: str


_Item = Paragraph | _Left


def pieces_of(text: str, noise: Noise) -> Iterator[Piece]:
    """Divide a text, NFC and with LF, into pieces.

    Imported again, the canonical text that comes of it gives the same text.
    """
    groups = list(_groups(text, noise))
    width = wrap_width(group for group in groups if isinstance(group, list))
    joiner = Joiner(text)
    items: list[_Item] = []
    for group in groups:
        if isinstance(group, list):
            items += filter(None, (_judged(paragraph, noise) for paragraph in paragraphs_of(group, width, joiner)))
        else:
            items.append(group)
    return _with_headings(list(_with_lists(items, noise)))


def _groups(text: str, noise: Noise) -> Iterator[list[Line] | _Item]:
    """Group lines that stand together; noise and underlined headings stand by themselves, rules only divide."""
    group: list[Line] = []
    bullet = ""
    for raw in text.split("\n"):
        line = parse_line(bullet + raw)
        if line is not None and is_lone_bullet(line.text):
            # Copied from a PDF, a bullet often stands on a line of its own.
            bullet = f"{line.text} "
            continue
        if line is not None:
            bullet = ""
        if line is not None and is_rule(line.text):
            if group and "  " in group[-1].raw:
                continue  # the rule under a table's head divides nothing
            if len(group) == 1 and (level := _UNDERLINES.get(line.text[0])):
                yield Paragraph(BlockKind.HEADING, group[0].text, group[0].indent, group[0].quoted, level)
                group = []
                continue
            line = None
        reason = noise(line.text) if line is not None else ""
        if group and (line is None or reason or line.quoted != group[-1].quoted):
            yield group
            group = []
        if line is not None and reason:
            yield _Left(line.text, reason)
        elif line is not None:
            group.append(line)
    if group:
        yield group


_UNDERLINES = {"=": 1, "-": 2}


def _judged(paragraph: Paragraph, noise: Noise) -> _Item | None:
    """Judge a rejoined paragraph as its lines were: noise is told, a rule is dropped."""
    if is_rule(paragraph.text):
        return None
    reason = noise(paragraph.text)
    return _Left(paragraph.text, reason) if reason else paragraph


def _with_lists(items: list[_Item], noise: Noise) -> Iterator[Piece]:
    """Turn paragraphs into pieces, those with a marker into list items.

    A dash or a number makes a list item only beside another marker: alone it may be a dialogue's or a date's.
    """
    paragraphs = [item for item in items if isinstance(item, Paragraph)]
    markers = [Marker.NONE, *(marker_of(paragraph.text) for paragraph in paragraphs), Marker.NONE]
    place = 0
    indents: list[int] = []
    for item in items:
        if isinstance(item, _Left):
            yield Piece(BlockKind.PARAGRAPH, item.text, left_out=item.reason)
            continue
        place += 1
        before, marker, after = markers[place - 1 : place + 2]
        beside = {before, after} - {Marker.NONE}
        if marker is Marker.NUMBER:
            beside &= {Marker.NUMBER}  # above a list, it is rather a heading's
        if marker is Marker.NONE or not (beside or marker is Marker.BULLET):
            indents = []
            kind = BlockKind.QUOTE if item.quoted and item.kind is BlockKind.PARAGRAPH else item.kind
            yield Piece(kind, item.text, item.level or item.quoted)
            continue
        if item.kind is BlockKind.TABLE:
            yield Piece(item.kind, item.text)
            continue
        indents = [*(indent for indent in indents if indent < item.indent), item.indent]
        text = without_bullet(item.text)
        if text and not is_rule(text):
            yield Piece(BlockKind.LIST_ITEM, text, len(indents), left_out=noise(text))


def _with_headings(pieces: list[Piece]) -> Iterator[Piece]:
    """Tell headings: a line in capitals, or a numbered one, with a longer paragraph after it."""
    stay = [piece for piece in pieces if not piece.left_out]
    following = {id(piece): after for piece, after in pairwise(stay)}
    for piece in pieces:
        after = following.get(id(piece))
        level = _heading_level(piece.text) if after is not None and _may_be_heading(piece, after) else 0
        yield replace(piece, kind=BlockKind.HEADING, level=level) if level else piece


def _may_be_heading(piece: Piece, after: Piece) -> bool:
    return (
        piece.kind is BlockKind.PARAGRAPH
        and len(piece.text) <= _LONGEST_HEADING
        and "\n" not in piece.text
        and not ends_sentence(piece.text)
        and after.kind is BlockKind.PARAGRAPH
        and len(after.text) > 2 * len(piece.text)
    )


def _heading_level(text: str) -> int:
    """Give the level of a heading in capitals or with a number; 0 for any other text."""
    number, rest = after_number(text)
    letters = sum(char.isalpha() for char in rest)
    if rest.isupper() and letters >= 4:
        return 2
    digits = re.findall(r"\d+", number)
    return min(6, 1 + len(digits)) if digits and rest[:1].isupper() and number[-1] != ")" else 0


_SALUTATION = re.compile(
    r"(?:dear|sehr geehrte|liebe[rs]?|madame|monsieur|mesdames|cher|chère|estimad[oa]s?|querid[oa]|caro|cara|gentile"
    r"|egregio|exm[oa]|prezad[oa]s?|geachte|beste)\b"
    r"|(?:from|to|von|an|de|date|subject|betreff|objet|asunto|oggetto|assunto|onderwerp)\s*:",
    re.IGNORECASE,
)


def _title(pieces: list[Piece]) -> int | None:
    """Find the piece that clearly is the title: a short first line, no sentence, with longer text after it."""
    stay = [(index, piece) for index, piece in enumerate(pieces) if not piece.left_out]
    if len(stay) < 2:
        return None
    index, first = stay[0]
    words = first.text.split()
    clearly = (
        first.kind in {BlockKind.PARAGRAPH, BlockKind.HEADING}
        and "\n" not in first.text
        and 4 <= len(first.text) <= _LONGEST_TITLE
        and any(char.isalpha() for char in first.text)
        and (first.text[-1] in "?!" or not ends_sentence(first.text))
        and first.text[-1] not in ",–—-"
        and (len(words) > 1 or len(first.text) >= 6)
        and not first.text[0].islower()
        and not _SALUTATION.match(first.text)
        and "://" not in first.text
        and any(piece.kind is BlockKind.PARAGRAPH and len(piece.text) > 1.5 * len(first.text) for _, piece in stay[1:4])
    )
    return index if clearly else None
