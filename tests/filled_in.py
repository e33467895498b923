"""A small brief's PDF with fields, made once; and what people and programs do with it."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from ctypes import c_ushort
from functools import cache
from io import BytesIO
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from briefgen.domain.briefs import Brief, Selected
from briefgen.domain.dossier import Dossier, Settings
from briefgen.domain.points import Recommendation
from briefgen.domain.terms import Verb
from briefgen.rendering.house_templates import open_template
from briefgen.rendering.job import RenderedBrief, render
from briefgen.workflows import render_job

RECS = (
    Recommendation(id="rec-1", verb=Verb.AGREE, action="Agree to repair the wall."),
    Recommendation(id="rec-2", verb=Verb.DIRECT, action="Direct the trust to close the pier."),
    Recommendation(id="rec-3", verb=Verb.NOTE, action="Note that dues will rise."),
)
BRIEF = Brief(
    id="brief-1",
    name="The plan to keep quiet",
    title="Agree by 14 March to repair the wall",
    to="Minister for Ports",
    date=dt.date(2027, 3, 1),
    marking="OFFICIAL",
    points=tuple(Selected(point=rec.id) for rec in RECS),
)
DOSSIER = Dossier(
    settings=Settings(id="4be5c7c0-0000-4000-8000-000000000001", title="The wall"), points=RECS, briefs=(BRIEF,)
)


@cache
def rendered() -> RenderedBrief:
    """The brief with fields, as it is issued."""
    return render(render_job(DOSSIER, BRIEF, open_template(BRIEF.template)))


def by_hand(pdf: bytes, ticks: Mapping[str, int], words: Mapping[str, str]) -> bytes:
    """Fill it in as a person does, in a reader's program: click boxes (by number, from 0), type words; then save it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        document.init_forms()
        for page in document:
            places: dict[str, list[tuple[float, float]]] = {}
            for name, place in _places(document.formenv.raw, page.raw):
                places.setdefault(name.rpartition(".")[2], []).append(place)
            for name, number in ticks.items():
                if name in places:
                    _click(document.formenv.raw, page.raw, places[name][number])
            for name, text in words.items():
                if name in places:
                    _click(document.formenv.raw, page.raw, places[name][0])
                    for letter in text:
                        pdfium.FORM_OnChar(document.formenv.raw, page.raw, ord(letter), 0)
            pdfium.FORM_ForceToKillFocus(document.formenv.raw)
        saved = BytesIO()
        document.save(saved)
        return saved.getvalue()
    finally:
        document.close()


def _places(form: Any, page: Any) -> Iterator[tuple[str, tuple[float, float]]]:
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_WIDGET:
            room, area = (c_ushort * 200)(), pdfium.FS_RECTF()
            size = pdfium.FPDFAnnot_GetFormFieldName(form, annotation, room, 400)
            pdfium.FPDFAnnot_GetRect(annotation, area)
            middle = (area.left + area.right) / 2, (area.bottom + area.top) / 2
            yield bytes(room)[: size - 2].decode("utf-16-le"), middle
        pdfium.FPDFPage_CloseAnnot(annotation)


def _click(form: Any, page: Any, place: tuple[float, float]) -> None:
    for act in (pdfium.FORM_OnMouseMove, pdfium.FORM_OnLButtonDown, pdfium.FORM_OnLButtonUp):
        act(form, page, 0, *place)


def by_program(pdf: bytes, change: Callable[[str, DictionaryObject], None]) -> bytes:
    """Fill it in as programs do that write values alone: `change` is given each field and box, with its last name."""
    writer = PdfWriter(clone_from=BytesIO(pdf))
    for page in writer.pages:
        for reference in page.get("/Annots", ()):
            entry: Any = reference.get_object()
            if entry.get("/Subtype") != "/Widget":
                continue
            owner = entry if "/T" in entry else entry["/Parent"]
            change(str(owner["/T"]), entry)
    saved = BytesIO()
    writer.write(saved)
    return saved.getvalue()


def with_values(pdf: bytes, boxes: Mapping[str, str], words: Mapping[str, str]) -> bytes:
    """Fill it in by values (/V) alone: nothing on the pages looks different."""

    def change(name: str, entry: DictionaryObject) -> None:
        if name in boxes:
            parent: Any = entry["/Parent"]
            parent[NameObject("/V")] = NameObject(f"/{boxes[name]}")
        if name in words:
            entry[NameObject("/V")] = TextStringObject(words[name])

    return by_program(pdf, change)


def with_shown(pdf: bytes, boxes: Mapping[str, str]) -> bytes:
    """Tick boxes by how they are shown (/AS) alone: the fields go on to say that none is."""

    def change(name: str, entry: DictionaryObject) -> None:
        drawn: Any = entry["/AP"]
        if f"/{boxes.get(name, '')}" in drawn.get("/N", {}):
            entry[NameObject("/AS")] = NameObject(f"/{boxes[name]}")

    return by_program(pdf, change)


def printed(pdf: bytes) -> bytes:
    """As it is when it was printed to a new PDF: the pages without anything to fill in."""
    writer = PdfWriter()
    for page in PdfReader(BytesIO(pdf)).pages:
        writer.add_page(page)
    for page in writer.pages:
        page.pop("/Annots", None)
    saved = BytesIO()
    writer.write(saved)
    return saved.getvalue()
