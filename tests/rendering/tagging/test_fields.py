"""Where a page asks for it its PDF has fields: named for good, tagged, with words, each in its place."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from conformance_report import judge
from fontTools.cffLib import CFFFontSet
from pdf_structure import FieldArea, Structure
from pypdf import PdfReader
from pypdf.generic import StreamObject

from briefgen.domain.replies import FormStamp, stamp_of
from briefgen.domain.terms import Decision
from briefgen.rendering.fenced_folder import FencedFolder
from briefgen.rendering.field_font import FIRST, LAST, field_font
from briefgen.rendering.house_templates import open_template
from briefgen.rendering.job import make_html
from briefgen.rendering.pages import PdfOptions
from briefgen.rendering.pdf import Finish, LaidOut, Painted, SealedFetcher, lay_out, paint
from briefgen.workflows import render_job
from tests.filled_in import BRIEF, DOSSIER, RECS, rendered

STAMP = FormStamp("0123456789abcdef", "fedcba9876543210", (("rec-1", "00000000000000aa"),))


def laid_out(body: str) -> LaidOut:
    """A page of a body."""
    page = f"<!DOCTYPE html><html lang=en><head><title>T</title></head><body><h1>A</h1>{body}</body></html>"
    fetcher = SealedFetcher(FencedFolder(Path(__file__).parent))
    return lay_out(page, fetcher, options=PdfOptions(), fonts_key="fields")


def painted(body: str) -> Painted:
    """Such a page's PDF, with fields."""
    return paint(laid_out(body), finish=Finish(form=STAMP))


def areas(pdf: bytes) -> list[FieldArea]:
    """The places to fill in, page by page."""
    return [area for page in Structure(pdf).fields for area in page]


def everything_in(pdf: bytes) -> str:
    """All objects of a file, its streams without their compression."""
    reader = PdfReader(BytesIO(pdf))
    found = [reader.get_object(number) for number in range(1, int(str(reader.trailer["/Size"])))]
    return "".join(
        f"{entry!r}{entry.get_data().decode('latin-1') if isinstance(entry, StreamObject) else ''}" for entry in found
    )


def test_a_submission_can_be_filled_in() -> None:
    """A box for each answer, in its row; comments, signature and its date; and the file says no more of the dossier."""
    made, stamp = rendered(), stamp_of(DOSSIER, BRIEF)
    found = areas(made.pdf)
    root = f"briefgen-{stamp.dossier}-{stamp.brief}"
    names = [*["rec-1"] * 3, *["rec-2"] * 3, "rec-3", "comments", "signature", "signed-on"]
    assert [area.name for area in found] == [f"{root}.{name}" for name in names]
    assert [area.tooltip for area in found[:3]] == ["Rec. 1: Agree", "Rec. 1: Disagree", "Rec. 1: Discuss"]
    said = ["Rec. 3: Noted", "Comments", "Signature, Minister for Ports", "Date of the signature"]
    assert [area.tooltip for area in found[6:]] == said
    assert judge("filled", made).faults == []
    for place, area in ((made.places["rec-2"][0], found[3]), (made.places["section-decision"][0], found[8])):
        top = made.pages[area.page].height - place.y
        assert place.page == area.page
        assert place.x - 1 <= area.box[0] <= area.box[2] <= place.x + place.width + 1
        assert top - place.height - 1 <= area.box[1] <= area.box[3] <= top + 1
    content = everything_in(made.pdf)
    assert stamp.words[0][1] in content
    assert DOSSIER.settings.id not in content
    assert BRIEF.name not in content


def test_what_is_decided_or_switched_off_is_only_drawn() -> None:
    """A recommendation that has its decision asks for none; a brief, or a template, without forms has no fields."""
    opened = open_template(BRIEF.template)
    decided = replace(DOSSIER, points=(replace(RECS[0], decision=Decision.AGREED), *RECS[1:]))
    html = make_html(render_job(decided, BRIEF, opened), opened)
    assert 'data-point="rec-2"' in html
    assert 'data-point="rec-1"' not in html
    assert render_job(DOSSIER, replace(BRIEF, fillable=False), opened).form is None
    assert render_job(DOSSIER, BRIEF, open_template("one-page-brief")).form is None


def test_what_a_page_asks_for_wrongly_is_told() -> None:
    """Each in a sentence with its page; nothing is put there, and the file claims no standard that it breaks."""
    wrong = {
        "<p data-field=name data-tooltip=N>x": "called “name”",
        "<p data-field=note data-point=risk-1 data-tooltip=N>x": "of which recommendation",
        "<p data-field=decision data-point=rec-1 data-box=maybe data-tooltip=N>x": "a box of “maybe”",
        "<p data-field=comments>x": "has no words",
    }
    made = painted("".join(wrong))
    assert all(any(words in fault for fault in made.conformance.faults) for words in wrong.values())
    assert "PDF/UA-1" not in made.conformance.claimed
    assert areas(made.pdf) == []


def test_nothing_is_filled_in_twice_or_unheard() -> None:
    """What stands on every page, what is hidden, and a name that is there already get no field; a long one gets one."""
    made = painted(
        "<style>@page { size: 90mm 60mm; margin: 9mm; @top-left { content: element(f) } } .f { position: running(f) }"
        "</style><div class=f><i data-field=note data-point=rec-9 data-tooltip=N>x</i></div>"
        "<p aria-hidden=true><i data-field=signature data-tooltip=S>x</i></p>"
        "<div data-field=comments data-tooltip=C>" + "<p>Words" * 20 + "</div>"
        "<p data-field=comments data-tooltip=C>again<p data-field=note data-point=rec-2 data-tooltip=N>note"
    )
    found = areas(made.pdf)
    assert [(area.page, area.name.partition(".")[2]) for area in found][:1] == [(0, "comments")]
    assert [area.name.partition(".")[2] for area in found] == ["comments", "rec-2-note"]
    assert made.conformance.faults == ()


def test_pages_are_painted_again_as_they_were() -> None:
    """With fields or without, in any order, from one layout."""
    layout = laid_out("<p>x<i data-field=signature data-tooltip=S>y</i>")
    paint(layout)  # the engine adds its colours to the document when it paints it first
    without, first = paint(layout).pdf, paint(layout, finish=Finish(form=STAMP)).pdf
    assert areas(without) == []
    assert b"AcroForm" not in without
    assert [area.tooltip for area in areas(first)] == ["S"]
    assert (paint(layout).pdf, paint(layout, finish=Finish(form=STAMP)).pdf) == (without, first)


def test_the_fields_have_a_whole_typeface_of_their_own() -> None:
    """A glyph for each code of Western Windows, by the names that the encoding knows, as wide as it says."""
    font = field_font()
    program = CFFFontSet()
    program.decompile(BytesIO(font.program), None)
    names = set(program.topDictIndex[0].charset)
    assert {"A", "eacute", "sterling", "Euro", "quotedblleft", "endash", "oe", "twosuperior", "bullet"} <= names
    assert len(font.widths) == LAST - FIRST + 1
    assert font.widths[ord("i") - FIRST] < font.widths[ord("m") - FIRST]
    assert min(font.widths) > 0


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_field_is_where_its_drawing_is(paper: str) -> None:
    """To a hundredth of a point, from the lower left corner, on any paper."""
    made = painted(
        f"<style>@page {{ size: {paper}; margin: 0 }} h1 {{ display: none }} body {{ margin: 0 }}</style>"
        "<svg style='position: absolute; top: 72pt; left: 36pt; width: 11pt; height: 11pt' viewBox='0 0 11 11' role=img"
        " data-field=decision data-point=rec-1 data-box=agree data-tooltip='Rec. 1: Agree'><title>Agree</title></svg>"
    )
    height = 841.89 if paper == "A4" else 792
    assert areas(made.pdf)[0].box == pytest.approx((36, height - 83, 47, height - 72), abs=0.02)
