"""PDFs of every house template hold: by the quick validators, and by the rules of structure that those leave to people.

All samples, papers and languages are held to the same by `build_scripts/conformance_report.py`.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import conformance_report
import golden_templates
import pydyf
import pytest
from pdf_structure import Structure
from PIL import Image
from structure_rules import RULES, broken_rules

from briefgen.domain.house_template import LabelStyle, PageLabels
from briefgen.domain.terms import Paper
from briefgen.rendering.fenced_folder import FencedFolder
from briefgen.rendering.finishing import label_pages
from briefgen.rendering.house_templates import open_template
from briefgen.rendering.job import RenderJob, render
from briefgen.rendering.pages import PdfOptions
from briefgen.rendering.pdf import LaidOut, SealedFetcher, lay_out, paint
from briefgen.rendering.samples import sample_context

NOTE = "<sup class=note-ref><a href=#note-1>1</a></sup>"
PAGE = (
    "<h1>Title</h1><h2>Part</h2><p>One" + NOTE + " <a href='https://example.org'>two</a> <span lang=fr>trois</span></p>"
    "<table><tr><th scope=col>A<tr><td>a</table><ul><li>x</ul><img src=dot.png alt='A dot'>"
    "<ol><li id=note-1>First</ol>"
)
HEAD = (
    "<title>T</title><meta name=dcterms.created content=2026-04-07>"
    "<style>@page { @bottom-right { content: 'Page ' counter(page) ' of ' counter(pages) } }</style>"
)


@pytest.fixture
def laid_out(tmp_path: Path) -> Callable[..., LaidOut]:
    """Lays a body out."""
    Image.new("L", (4, 4)).save(tmp_path / "dot.png")

    def lay(body: str = PAGE) -> LaidOut:
        page = f"<!DOCTYPE html><html lang=en><head>{HEAD}</head><body>{body}</body></html>"
        return lay_out(page, SealedFetcher(FencedFolder(tmp_path)), options=PdfOptions(), fonts_key="structure")

    return lay


@pytest.mark.parametrize("name", golden_templates.PAGES)
def test_a_house_template_with_its_sample_holds(name: str) -> None:
    """PDF/UA-1 and PDF/A-3a, and every rule of structure."""
    assert conformance_report.judge(name, golden_templates.made(name)).faults == []


@pytest.mark.parametrize("name", golden_templates.PAGES)
def test_a_house_template_with_hardly_anything_in_it_holds(name: str) -> None:
    """In French, on the other paper: what is empty leaves no empty heading, list or table behind."""
    opened = open_template(name)
    context = sample_context(opened, "least", paper=Paper.LETTER, language="fr-FR")
    made = render(RenderJob(template=str(opened.folder), context=context, language="fr-FR"))
    assert conformance_report.judge(name, made).faults == []


def test_a_submission_of_four_pages_is_small() -> None:
    """Fonts are cut down to what is printed of them: less than 150 kB."""
    made = golden_templates.made("ministerial-submission")
    assert len(made.pages) == 4
    assert len(made.pdf) < conformance_report.SMALL


def test_what_holds_breaks_no_rule(laid_out: Callable[..., LaidOut]) -> None:
    """A page with something for each rule to look at."""
    assert broken_rules(Structure(paint(laid_out()).pdf)) == []


@pytest.mark.parametrize(
    ("rule", "body"),
    [
        ("headings", "<h1>A</h1><h3>B</h3>"),
        ("headings", "<p>A"),
        ("tables", "<h1>A</h1><table><tr><td>a</table>"),
        ("images", "<h1>A</h1><img src=dot.png>"),
        ("order", "<h1>A</h1><p style='position: relative; top: 99pt'>last<p>first"),
        ("links", "<h1>A</h1><p><a href='https://example.org'><img src=dot.png alt=''></a>"),
        ("furniture", "".join(f"<h1 style='break-before: page'>Again</h1><p>{n}" for n in range(3))),
    ],
)
def test_a_page_that_makes_no_sense_is_found(laid_out: Callable[..., LaidOut], rule: str, body: str) -> None:
    """Each by the rule that it breaks."""
    assert rule in {broken.rule for broken in broken_rules(Structure(paint(laid_out(body)).pdf))}


def _elements(pdf: Any, role: str) -> Any:
    return (entry for entry in pdf.objects if isinstance(entry, dict) and entry.get("S") == f"/{role}")


def _no_language(pdf: Any) -> None:
    pdf.catalog["Lang"] = pydyf.String("")


def _said_twice(pdf: Any) -> None:
    next(_elements(pdf, "H2"))["Lang"] = pydyf.String("en")


def _no_scope(pdf: Any) -> None:
    del next(_elements(pdf, "TH"))["A"]


def _no_numbering(pdf: Any) -> None:
    del next(_elements(pdf, "L"))["A"]


def _no_note(pdf: Any) -> None:
    next(_elements(pdf, "Note"))["S"] = "/P"


def _no_way_back(pdf: Any) -> None:
    for entry in pdf.objects:
        if isinstance(entry, dict) and entry.get("Subtype") == "/Link" and b"call-of" in bytes(entry.data):
            entry["Dest"] = pydyf.String("note-1")


def _silent_link(pdf: Any) -> None:
    next(e for e in pdf.objects if isinstance(e, dict) and e.get("Subtype") == "/Link")["Contents"] = pydyf.String("")


def _title_hidden(pdf: Any) -> None:
    del pdf.catalog["ViewerPreferences"]


def _other_title(pdf: Any) -> None:
    pdf.info["Title"] = pydyf.String("Another")


def _no_labels(pdf: Any) -> None:
    del pdf.catalog["PageLabels"]


def _other_labels(pdf: Any) -> None:
    label_pages(pdf, [(0, PageLabels(at="start", style=LabelStyle.ROMAN))], 1)


def _missing_glyph(pdf: Any) -> None:
    page = next(e for e in pdf.objects if isinstance(e, dict) and e.get("Type") == "/Page")
    pdf.objects[int(page["Contents"].split()[0])].stream.append(b"BT [<0000>] TJ ET")


def _not_embedded(pdf: Any) -> None:
    for entry in pdf.objects:
        if isinstance(entry, dict) and entry.get("Type") == "/FontDescriptor":
            for name in ("FontFile", "FontFile2", "FontFile3"):
                entry.pop(name, None)


@pytest.mark.parametrize(
    ("rule", "spoil"),
    [
        ("languages", _no_language),
        ("languages", _said_twice),
        ("tables", _no_scope),
        ("lists", _no_numbering),
        ("notes", _no_note),
        ("notes", _no_way_back),
        ("links", _silent_link),
        ("document", _title_hidden),
        ("document", _other_title),
        ("document", _no_labels),
        ("numbers", _other_labels),
        ("fonts", _missing_glyph),
        ("fonts", _not_embedded),
    ],
)
def test_a_file_that_was_spoilt_is_found(
    laid_out: Callable[..., LaidOut], rule: str, spoil: Callable[[Any], None]
) -> None:
    """What our own tags never do wrong is found all the same, should it happen."""
    spoilt = paint(laid_out(), lambda _document, pdf: spoil(pdf)).pdf
    assert rule in {broken.rule for broken in broken_rules(Structure(spoilt))}


def test_the_engines_own_tags_would_break_the_rules(laid_out: Callable[..., LaidOut]) -> None:
    """Which is why they are ours: when this fails, the engine has learnt something, and so may we."""
    document = laid_out("<h1>A</h1><ul><li><p>a</p></li></ul><table><tr><th>b</table>" + PAGE)
    alone = document.document.write_pdf(pdf_variant="pdf/ua-1")
    broken = {found.rule for found in broken_rules(Structure(alone))}
    assert {"lists", "tables", "notes"} <= broken
    assert set(RULES) > broken
