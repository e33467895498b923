"""PDFs for the tests of the reader's pages, typeset on the spot: columns, divided words, ligatures, a page break."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
from pypdf import PdfWriter
from pypdf.annotations import Highlight
from pypdf.generic import ArrayObject, FloatObject, NameObject, TextStringObject
from weasyprint import HTML

TITLE = "Who pays for the wall"
FIRST = "The difficult office of the flood warden was first filled in 1911."
SECOND = "Nobody has said who pays for the fifty new barriers."
LAST = "The last sentence stands on the last page."
_PARAGRAPH = (
    "The authority’s administrative responsibilities were redistributed after the inundation, notwithstanding the "
    "considerable misunderstanding between neighbouring municipalities about who maintains which embankment. "
)
_STYLE = """
@page { size: 148mm 210mm; margin: 20mm 16mm; @top-center { content: "Harbour Office"; } @bottom-center {
  content: counter(page); } }
body { font: 10pt/14pt serif; hyphens: auto; text-align: justify; }
.columns { columns: 2; column-gap: 8mm; }
"""


def pages(path: Path, *, paragraphs: int = 14) -> Path:
    """Write a PDF of several pages: a heading, a sentence, two columns, a sentence at the end."""
    columns = "".join(
        f"<p>Paragraph {number}. {_PARAGRAPH}{SECOND if number == 2 else ''}</p>" for number in range(1, paragraphs + 1)
    )
    document = HTML(
        string=f"<html lang=en><title>{TITLE}</title><style>{_STYLE}</style><h1>{TITLE}</h1>"
        f"<p>{FIRST}</p><div class=columns>{columns}</div><p>{LAST}</p></html>"
    )
    document.write_pdf(path)
    return path


def protected(path: Path, password: str) -> bytes:
    """The same PDF, protected by a password."""
    writer = PdfWriter(clone_from=str(path))
    writer.encrypt(password, algorithm="RC4-128")
    data = io.BytesIO()
    writer.write(data)
    return data.getvalue()


def highlighted(path: Path, words: str, note: str) -> bytes:
    """The same PDF with words on one line of its first page highlighted, and what was noted on them."""
    with pypdfium2.PdfDocument(path) as document:
        text = document[0].get_textpage()
        start, count = text.search(words).get_next()
        boxes = [text.get_charbox(start + number) for number in range(count)]
    left, bottom, right, top = (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
    mark = Highlight(
        rect=(left, bottom, right, top),
        quad_points=ArrayObject(map(FloatObject, (left, top, right, top, left, bottom, right, bottom))),
    )
    mark[NameObject("/Contents")] = TextStringObject(note)
    writer = PdfWriter(clone_from=str(path))
    writer.add_annotation(0, mark)
    data = io.BytesIO()
    writer.write(data)
    return data.getvalue()
