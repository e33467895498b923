"""A PDF becomes pieces: its text in the order of reading, with the pages that it stands on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from briefgen.domain.bibliography import Bibliography
from briefgen.domain.terms import BlockKind, HowObtained
from briefgen.importers.characters import warnings_of
from briefgen.importers.document import Asked, Comment, DocumentKind, Draft, NoTextLayer, Piece
from briefgen.importers.kinds import ENDINGS
from briefgen.importers.pdf.engine import attachments_of, labels_of, opened, outline_of
from briefgen.importers.pdf.flow import Paragraph, without_marker
from briefgen.importers.pdf.furniture import printed_labels
from briefgen.importers.pdf.glyphs import PageGlyphs
from briefgen.importers.pdf.headings import tell_headings
from briefgen.importers.pdf.layout import Laid, PageLayout, page_layouts, paragraphs_in
from briefgen.importers.pdf.metadata import bibliography_of
from briefgen.importers.pdf.notes import comments_of
from briefgen.importers.pdf.pages import Pages
from briefgen.importers.pdf.spelled import NOWHERE, Hyphens, Spelled, mended, page_of

_HEAD = 1_024
"""Bytes at the beginning in which a PDF may say that it is one (ISO 32000-1, annex H)."""
_FEW = 12
"""A page with fewer characters has no text to speak of."""
_FIRST_PAGES = 2
_NO_TITLES = frozenset({"contents", "table of contents", "abstract", "summary", "executive summary", "introduction"})
"""Headings that are no document's title."""


@dataclass(frozen=True, slots=True)
class SpelledPiece:
    """A piece, and the places of its characters."""

    piece: Piece
    text: Spelled


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of a PDF's pages."""

    pieces: list[SpelledPiece]
    labels: tuple[str, ...]
    laid: Laid
    warnings: list[str]
    recognised: bool
    comments: list[Comment]


def read(data: bytes, asked: Asked) -> Draft:
    """Turn the bytes of a PDF into pieces.

    Raises:
        PasswordNeeded: it is protected, and the password is not right.
        NoTextLayer: it has pages, and no text on them.
        InputRefused: it can't be opened.
    """
    with opened(data, asked.filename, asked.password) as document, closing(Pages(document, data)) as pages:
        found = read_pages(pages, asked.keep)
        pieces = [each.piece for each in found.pieces]
        if all(piece.left_out for piece in pieces):
            raise NoTextLayer(_no_text(asked.filename, len(document), seen=bool(pieces)))
        attachments, lost = attachments_of(document)
        warnings = found.warnings + ([f"{lost} of the files attached to it can't be taken out."] if lost else [])
        return Draft(
            pieces=tuple(pieces),
            bibliography=_bibliography(document, data, pieces),
            warnings=tuple(warnings),
            page_labels=found.labels,
            how_obtained=HowObtained.OCR if found.recognised else HowObtained.NATIVE,
            attachments=tuple(attachments),
            comments=tuple(found.comments),
        )


def read_pages(
    content: Pages,
    keep: frozenset[str] = frozenset(),
    watch: Callable[[int, PageGlyphs], None] | None = None,
    only: Sequence[int] | None = None,
) -> Read:
    """Read the pages of an open document, or only some of them; `watch` is told of each page's characters."""
    indexes = range(len(content)) if only is None else only
    layouts = list(page_layouts(content, indexes, watch))
    pages = [layout for layout in layouts if layout is not None]
    labels = labels_of(content.document)
    laid = paragraphs_in(pages, labels, keep)
    tell_headings(laid.paragraphs, outline_of(content.document), laid.measures)
    hyphens = Hyphens(line.words for paragraph in laid.paragraphs for line in paragraph.all_lines)
    taken: Counter[str] = Counter()
    pieces = _with_pages([_piece(each, hyphens, taken) for each in _ordered(laid.paragraphs)])
    if not any(labels):
        labels = printed_labels(laid.furniture.numbers, len(content))
    warnings = [*_warnings(layouts), *warnings_of(taken)]
    with_text = [page for page in pages if page.glyphs >= _FEW]
    recognised = bool(with_text) and 2 * sum(page.recognised for page in with_text) > len(with_text)
    comments = comments_of((note for page in pages for note in page.notes), [each.text for each in pieces])
    return Read(pieces, labels, laid, warnings, recognised, comments)


def _ordered(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Put the notes of a page before a paragraph that goes on on the next one: after it they would be on that page."""
    found: list[Paragraph] = []
    for paragraph in paragraphs:
        place = len(found)
        if paragraph.kind is BlockKind.FOOTNOTE or paragraph.left_out:
            while place and _goes_beyond(found[place - 1], paragraph.page):
                place -= 1
        found.insert(place, paragraph)
    return found


def _goes_beyond(paragraph: Paragraph, page: int) -> bool:
    return paragraph.page <= page and bool(paragraph.parts) and paragraph.all_lines[-1].page > page


def _piece(paragraph: Paragraph, hyphens: Hyphens, taken: Counter[str]) -> SpelledPiece:
    text = mended(paragraph.spelled(hyphens), taken)
    if paragraph.kind is BlockKind.LIST_ITEM:
        text = without_marker(text)
    level = paragraph.level if paragraph.kind in {BlockKind.HEADING, BlockKind.LIST_ITEM} else 0
    return SpelledPiece(Piece(paragraph.kind, text.text, level, paragraph.left_out), text)


def _with_pages(pieces: list[SpelledPiece]) -> list[SpelledPiece]:
    """Tell where in the pieces' words a page begins."""
    found: list[SpelledPiece] = []
    page = -1
    for each in pieces:
        begins: list[tuple[int, int]] = []
        if not each.piece.text:
            continue
        if not each.piece.left_out:
            for offset, place in enumerate(each.text.places):
                if place != NOWHERE and page_of(place) > page:
                    page = page_of(place)
                    begins.append((offset, page))
        piece = each.piece
        found.append(SpelledPiece(Piece(piece.kind, piece.text, piece.level, piece.left_out, tuple(begins)), each.text))
    return found


def _warnings(layouts: list[PageLayout | None]) -> list[str]:
    """What is wrong with some of the pages."""
    broken = [index for index, page in enumerate(layouts) if page is None]
    there = [page for page in layouts if page is not None]
    dumb = [page.index for page in there if page.unmapped > 0.3 * page.glyphs]
    some = [page.index for page in there if page.unmapped and page.index not in dumb]
    blank = [page.index for page in there if page.glyphs < _FEW and page.index not in dumb]
    read = [page.index for page in there if page.recognised and page.glyphs >= _FEW]
    found = []
    if read and len(read) < len(layouts):
        were = "was" if len(read) == 1 else "were"
        found.append(f"{_pages(read)} {were} recognised from pictures: compare quotations from there.")
    if broken:
        found.append(f"{_pages(broken)} can't be read: the file is damaged there.")
    if dumb:
        found.append(f"{_pages(dumb)} can be seen, but the file does not say which letters stand there.")
    if some:
        found.append(
            f"Of some letters on {_pages(some).lower()} the file does not say what they are: “�” stands there."
        )
    if blank and len(blank) < len(layouts):
        hold = "holds" if len(blank) == 1 else "hold"
        found.append(f"{_pages(blank)} {hold} no text, or pictures of it only.")
    return found


def _pages(indexes: list[int]) -> str:
    """Name pages by their place in the file, from 1."""
    runs: list[tuple[int, int]] = []
    for index in indexes:
        if runs and runs[-1][1] == index - 1:
            runs[-1] = runs[-1][0], index
        else:
            runs.append((index, index))
    named = [f"{one + 1}" if one == last else f"{one + 1}–{last + 1}" for one, last in runs[:20]]
    more = f" and {len(runs) - 20} more" if len(runs) > 20 else ""
    return f"{'Page' if len(indexes) == 1 else 'Pages'} {', '.join(named)}{more}"


def _no_text(filename: str, pages: int, *, seen: bool) -> str:
    where = "its page" if pages == 1 else f"any of its {pages:,} pages"
    if seen:
        return (
            f"The PDF “{filename}” has letters to be seen on {where}, but does not say which they are, or has them "
            "only in the margins: let a program recognise them first (OCR)."
        )
    return (
        f"The PDF “{filename}” has no text on {where}, only pictures or nothing: if there are words to be seen, let a "
        "program recognise them first (OCR)."
    )


def _bibliography(document: Any, data: bytes, pieces: list[Piece]) -> Bibliography:
    beginning: list[str] = []
    heading = ""
    page = 0
    for piece in pieces:
        page = max([page, *(index for _, index in piece.pages)])
        if page >= _FIRST_PAGES:
            break
        beginning.append(piece.text)
        is_title = piece.kind is BlockKind.HEADING and page == 0 and piece.level == 1 and not heading
        if is_title and piece.text.casefold() not in _NO_TITLES:
            heading = piece.text.replace("\n", " ")
    return bibliography_of(document, data, "\n".join(beginning), heading)


def _claims(data: bytes, ending: str) -> int:
    """Most PDFs begin with their sign; some have something before it, as a text that only speaks of PDFs has."""
    head = data[:_HEAD]
    begins = head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"%PDF-")
    if begins or (re.search(rb"^%PDF-\d", head, re.MULTILINE) and b"endobj" in data):
        return 2 + (ending in ENDINGS["PDF"])
    return 0


KIND = DocumentKind(name="PDF", endings=ENDINGS["PDF"], claims=_claims, read=read)
"""A PDF: by its first bytes, whatever stands before them."""
