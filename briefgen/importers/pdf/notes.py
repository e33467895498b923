"""What somebody has marked or noted on the pages: highlighted words, notes stuck to a place."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from briefgen.importers.characters import clean
from briefgen.importers.document import Comment
from briefgen.importers.pdf.glyphs import Box, Glyph, Shown
from briefgen.importers.pdf.spelled import Spelled, place_of

_MARKS = frozenset(
    {pdfium.FPDF_ANNOT_HIGHLIGHT, pdfium.FPDF_ANNOT_UNDERLINE, pdfium.FPDF_ANNOT_SQUIGGLY, pdfium.FPDF_ANNOT_STRIKEOUT}
)
_NOTES = frozenset({pdfium.FPDF_ANNOT_TEXT, pdfium.FPDF_ANNOT_FREETEXT})
_MOST = 2_000
_LONGEST = 10_000


@dataclass(frozen=True, slots=True)
class Note:
    """A mark or a note: the places of the characters that it stands on, in order, and what it says.

    A note that is stuck to no words has `near`, the place of the character nearest to it.
    """

    places: tuple[int, ...]
    near: int
    text: str
    author: str
    date: str


def notes_of(page: Any, index: int, glyphs: Sequence[Glyph]) -> tuple[Note, ...]:
    """The marks and notes on a page that pypdfium2 has opened; none on a page without words."""
    if not glyphs:
        return ()
    shown = Shown(page.get_bbox(), page.get_rotation() // 90)
    found: list[Note] = []
    for number in range(min(pdfium.FPDFPage_GetAnnotCount(page.raw), _MOST)):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, number)
        if not annotation:
            continue
        try:
            note = _note(annotation, index, glyphs, shown)
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)
        if note is not None:
            found.append(note)
    return tuple(found)


def _note(annotation: Any, index: int, glyphs: Sequence[Glyph], shown: Shown) -> Note | None:
    kind = pdfium.FPDFAnnot_GetSubtype(annotation)
    if kind not in _MARKS | _NOTES:
        return None
    text = _string(annotation, b"Contents")
    boxes = _quads(annotation, shown) if kind in _MARKS else []
    places = tuple(place_of(index, number) for number, glyph in enumerate(glyphs) if _is_in(glyph, boxes))
    rectangle = pdfium.FS_RECTF()
    if not places and (not text or not pdfium.FPDFAnnot_GetRect(annotation, rectangle)):
        return None
    box = shown.box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
    nearest = min(range(len(glyphs)), key=lambda number: _distance(glyphs[number], box))
    date = re.match(r"D?:?(\d{4})(\d\d)(\d\d)", _string(annotation, b"M"))
    return Note(
        places=places,
        near=place_of(index, nearest),
        text=text,
        author=_string(annotation, b"T")[:300].replace("\n", " "),
        date="-".join(date.groups()) if date else "",
    )


def _string(annotation: Any, key: bytes) -> str:
    size = pdfium.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if not 2 < size <= 4 * _LONGEST:
        return ""
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFAnnot_GetStringValue(annotation, key, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), size)
    return clean(buffer.raw[: size - 2].decode("utf-16-le", "replace")).text.strip()[:_LONGEST]


def _quads(annotation: Any, shown: Shown) -> list[Box]:
    """The boxes of the words that it marks, a line each."""
    found: list[Box] = []
    points = pdfium.FS_QUADPOINTSF()
    for number in range(min(pdfium.FPDFAnnot_CountAttachmentPoints(annotation), _MOST)):
        if pdfium.FPDFAnnot_GetAttachmentPoints(annotation, number, points):
            across = (points.x1, points.x2, points.x3, points.x4)
            up = (points.y1, points.y2, points.y3, points.y4)
            found.append(shown.box(min(across), min(up), max(across), max(up)))
    return found


def _is_in(glyph: Glyph, boxes: Iterable[Box]) -> bool:
    left, top, right, bottom = glyph.box
    x, y = (left + right) / 2, (top + bottom) / 2
    return any(box[0] <= x <= box[2] and box[1] <= y <= box[3] for box in boxes)


def _distance(glyph: Glyph, box: Box) -> float:
    left, top, right, bottom = glyph.box
    return math.hypot(max(left - box[2], 0.0, box[0] - right), max(top - box[3], 0.0, box[1] - bottom))


def comments_of(notes: Iterable[Note], texts: Sequence[Spelled]) -> list[Comment]:
    """The notes as comments on pieces; `texts` are the pieces' words with the places of their characters.

    A mark over several pieces becomes a comment on each, the first of which says what was noted.
    """
    notes = list(notes)
    wanted = {place for note in notes for place in (*note.places, note.near)}
    where: dict[int, tuple[int, int]] = {}
    for piece, text in enumerate(texts):
        for offset, place in enumerate(text.places):
            if place in wanted:
                where.setdefault(place, (piece, offset))
    found: list[Comment] = []
    for note in notes:
        spans: dict[int, tuple[int, int]] = {}
        for piece, offset in sorted(where[place] for place in note.places if place in where):
            start, _ = spans.get(piece, (offset, 0))
            spans[piece] = start, offset + 1
        if not spans and note.near in where and note.text:
            piece, offset = where[note.near]
            spans[piece] = offset, offset
        for number, (piece, (start, end)) in enumerate(spans.items()):
            found.append(Comment(piece, start, end, note.text if not number else "", note.author, note.date))
    return found
