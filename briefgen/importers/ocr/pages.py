"""What is done with the PDF itself, in the confined child: which pages want recognising, their pictures, the layer."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pypdfium2

from briefgen.importers.pdf.engine import opened
from briefgen.importers.pdf.glyphs import Shown
from briefgen.importers.pdf.pages import REMOVE_SECURITY, Pages

_FEW = 12
"""A page with fewer characters has no text to speak of."""
_ILLEGIBLE = 0.3
"""The share of letters that the file does not tell above which a page is recognised instead."""
_DPI, _LEAST_DPI = 300, 100
_MOST_PIXELS = 40_000_000


@dataclass(frozen=True, slots=True)
class Wanting:
    """The indexes of the pages that want recognising, of how many there are."""

    indexes: tuple[int, ...]
    count: int


@dataclass(frozen=True, slots=True)
class WantingJob:
    """Find the pages that have no text, or letters that the file does not tell."""

    data: bytes
    filename: str
    password: str

    def done(self) -> Wanting:
        """Do it, in the child."""
        found: list[int] = []
        with opened(self.data, self.filename, self.password) as document, closing(Pages(document, self.data)) as pages:
            for index in range(len(pages)):
                content = pages.read(index)
                if content is not None:
                    page = content.glyphs
                    if len(page.glyphs) < _FEW or page.unmapped > _ILLEGIBLE * len(page.glyphs):
                        found.append(index)
            return Wanting(tuple(found), len(pages))


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as it is shown, as a grey picture in the PGM format; its fineness in dots per inch."""

    pgm: bytes
    dpi: int


@dataclass(frozen=True, slots=True)
class PictureJob:
    """Draw a page."""

    data: bytes
    filename: str
    password: str
    index: int

    def done(self) -> Picture:
        """Do it, in the child."""
        with opened(self.data, self.filename, self.password) as document:
            page = document[self.index]
            width, height = page.get_size()
            inches = max(width * height / 72**2, 0.01)
            dpi = max(min(_DPI, int((_MOST_PIXELS / inches) ** 0.5)), _LEAST_DPI)
            bitmap = page.render(scale=dpi / 72, grayscale=True)
            rows = memoryview(bitmap.buffer).cast("B")
            stride, across = bitmap.stride, bitmap.width
            lines = (bytes(rows[row * stride : row * stride + across]) for row in range(bitmap.height))
            return Picture(f"P5 {across} {bitmap.height} 255\n".encode() + b"".join(lines), dpi)


@dataclass(frozen=True, slots=True)
class LayerJob:
    """Lay the recognised words, unseen, over the pages; `layers` are PDFs of one page each, by the page's index."""

    data: bytes
    filename: str
    password: str
    layers: dict[int, bytes]

    def done(self) -> bytes:
        """Do it, in the child."""
        with opened(self.data, self.filename, self.password) as document:
            for index, layer in self.layers.items():
                _lay_over(document, index, layer)
            out = BytesIO()
            document.save(out, flags=REMOVE_SECURITY)
            return out.getvalue()


def _lay_over(document: Any, index: int, layer: bytes) -> None:
    source = pypdfium2.PdfDocument(layer)
    try:
        across, up = source[0].get_size()
        words = source.page_as_xobject(0, document)
    finally:
        source.close()
    page = document[index]
    box, quarters = page.get_bbox(), page.get_rotation() // 90
    shown = Shown(box, quarters)
    form = words.as_pageobject()
    form.transform(_from_shown(box, quarters, shown, shown.width / across, shown.height / up))
    page.insert_obj(form)
    page.gen_content()
    words.close()
    page.close()


def _from_shown(
    box: tuple[float, float, float, float], quarters: int, shown: Shown, across: float, up: float
) -> pypdfium2.PdfMatrix:
    """The matrix from a page as it is shown, from its lower left corner, to the page's own coordinates."""
    left, bottom, right, top = box
    match quarters % 4:
        case 0:
            return pypdfium2.PdfMatrix(across, 0, 0, up, left, bottom)
        case 1:
            return pypdfium2.PdfMatrix(0, across, -up, 0, left + shown.height, bottom)
        case 2:
            return pypdfium2.PdfMatrix(-across, 0, 0, -up, right, bottom + shown.height)
    return pypdfium2.PdfMatrix(0, -across, up, 0, right - shown.height, top)
