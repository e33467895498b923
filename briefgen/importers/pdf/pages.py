"""The characters and notes of a PDF's pages, one page at a time, with the letters told that the file does not tell."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from briefgen.importers.pdf.glyphs import PageGlyphs, glyphs_of
from briefgen.importers.pdf.notes import Note, notes_of
from briefgen.importers.pdf.unmapped import with_letters

_MOST_FIELDS = 2_000
REMOVE_SECURITY = 3
"""PDFium's flag FPDFREMOVE_SECURITY (fpdf_save.h)."""


@dataclass(frozen=True, slots=True)
class PageContent:
    """What is on a page: its characters, and the marks and notes that somebody put there."""

    glyphs: PageGlyphs
    notes: tuple[Note, ...]


class Pages:
    """Reads the pages of an open document.

    The first page with letters that the file does not tell, or with Chinese characters, has its fonts looked into, see
    `unmapped`; such pages are read from the copy in which they are told. So what is read of a page does not depend on
    what was read before.
    """

    def __init__(self, document: Any, data: bytes) -> None:
        """Take a document as pypdfium2 has opened it, and the file's bytes."""
        self.document = document
        self._data = data
        self._told: Any = None
        self._looked = False

    def __len__(self) -> int:
        """How many pages the document has."""
        return len(self.document)

    def close(self) -> None:
        """Close the copy; the document is closed by who opened it."""
        if self._told is not None:
            self._told.close()
            self._told = None

    def read(self, index: int) -> PageContent | None:
        """What is on a page; None for one that can't be read."""
        found = _read(self.document, index)
        if found is None or not (found.glyphs.unmapped or _is_east_asian(found.glyphs)):
            return found
        told = self._with_letters()
        again = _read(told, index) if told is not None else None
        return again or found

    def _with_letters(self) -> Any:
        if not self._looked:
            self._looked = True
            copy = with_letters(self._without_password())
            try:
                told = pypdfium2.PdfDocument(copy) if copy is not None else None
            except pypdfium2.PdfiumError:
                told = None  # it was damaged, and is more so with something at its end
            if told is not None and len(told) != len(self.document):
                told.close()
                told = None
            self._told = told
        return self._told

    def _without_password(self) -> bytes:
        if pdfium.FPDF_GetSecurityHandlerRevision(self.document.raw) < 0:
            return self._data
        buffer = BytesIO()
        self.document.save(buffer, flags=REMOVE_SECURITY)
        return buffer.getvalue()


def _is_east_asian(page: PageGlyphs) -> bool:
    signs = {glyph.text for glyph in page.glyphs}  # few, of many letters
    return any("\u3400" <= sign <= "\u9fff" for sign in signs)


def _read(document: Any, index: int) -> PageContent | None:
    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        return None
    try:
        glyphs = glyphs_of(page)
        notes = notes_of(page, index, glyphs.glyphs)
        has_fields = _has_fields(page)
        flat = has_fields and pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS
    except pypdfium2.PdfiumError:
        return None
    finally:
        page.close()
    return PageContent(_with_fields(document, index, glyphs) if flat else glyphs, notes)


def _has_fields(page: Any) -> bool:
    """Whether fields of a form are on a page: what is filled in stands in them, not on the page itself."""
    for number in range(min(pdfium.FPDFPage_GetAnnotCount(page.raw), _MOST_FIELDS)):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, number)
        if annotation:
            kind = pdfium.FPDFAnnot_GetSubtype(annotation)
            pdfium.FPDFPage_CloseAnnot(annotation)
            if kind == pdfium.FPDF_ANNOT_WIDGET:
                return True
    return False


def _with_fields(document: Any, index: int, plain: PageGlyphs) -> PageGlyphs:
    """The characters of a page whose fields were laid onto it, in memory; as they were where that moved others."""
    page = document[index]
    try:
        found = glyphs_of(page)
    finally:
        page.close()
    before = [glyph.text for glyph in plain.glyphs]
    return found if [glyph.text for glyph in found.glyphs[: len(before)]] == before else plain
