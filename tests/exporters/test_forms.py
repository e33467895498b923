"""All forms of a brief: the same points, quotations and sources in the same order, and nothing that is withheld."""

import io
import re
import zipfile
from dataclasses import replace
from functools import cache

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from lxml import html as markup
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from briefgen.domain.briefs import Selected
from briefgen.domain.points import Risk
from briefgen.domain.terms import Paper
from briefgen.exporters.forms import SUFFIXES, Form, form_named, form_of
from briefgen.exporters.printed_tree import printed_tree
from briefgen.exporters.word import to_word
from briefgen.rendering.house_templates import open_template
from briefgen.rendering.job import render
from briefgen.template_workflows import sample_job
from briefgen.workflows import Outputs, output_bytes
from tests.rendering import coast
from tests.rendering.coast import BRIEF, DOSSIER, TEMPLATE


@cache
def outputs(name: str) -> Outputs:
    """A house template with its sample; the ministerial submission with the brief of these tests."""
    template = open_template(name)
    if name == TEMPLATE:
        brief = replace(BRIEF, tlp="TLP:AMBER", handling="RECIPIENTS ONLY")
        return Outputs(coast.rendered(DOSSIER, brief), coast.context_of(DOSSIER, brief), template)
    job = replace(sample_job(template, "normal", paper=Paper.A4, language="en-GB"), html=True)
    return Outputs(render(job), job.context, template)


@cache
def form(name: str, of: Form) -> bytes:
    """One form of it."""
    return output_bytes(outputs(name), of)


def words_of(name: str, of: Form) -> str:
    """The words of a form, read back as the programs of its readers do, in their order."""
    data = form(name, of)
    if of == "html":
        root = markup.document_fromstring(data.decode())
        for element in root.xpath("//head | //caption[@class='visually-hidden'] | //a[@role='doc-backlink']"):
            element.drop_tree()
        return _of_tree(root)
    if of == "docx":
        body = Document(io.BytesIO(data)).element.body
        return " ".join("".join(text.text or "" for text in p.iter(qn("w:t"))) for p in body.iter(qn("w:p")))
    tokens = MarkdownIt("commonmark").enable("table").use(footnote_plugin).parse(data.decode())
    return " ".join("".join(child.content or " " for child in token.children or []) for token in tokens)


def _of_tree(root: markup.HtmlElement) -> str:
    """An HTML document's words."""
    return " ".join(root.body.itertext())


@pytest.mark.parametrize("name", [TEMPLATE, "one-page-brief", "policy-brief", "risk-and-options-annex"])
def test_all_forms_have_the_same_points_quotations_and_sources_in_the_same_order(name: str) -> None:
    """As the HTML has them that the PDF is laid out from: each number, title, quotation and source, each time."""
    context = outputs(name).context
    wanted = {
        words
        for point in (*context["recommendations"], *context["risks"], *context["dilemmas"])
        for words in (point["label"], point["title"])
    }
    wanted |= {words for note in context["notes"] for words in (note["text"], note["title"])}
    some = re.compile("|".join(sorted((re.escape(_bare(words)) for words in wanted if words), key=len, reverse=True)))
    printed = _of_tree(printed_tree(outputs(name).rendered.html))
    law = some.findall(_bare(printed))
    assert len(law) > len(context["notes"])
    for of in ("html", "markdown", "docx"):
        assert some.findall(_bare(words_of(name, of))) == law, of


def _bare(words: str) -> str:
    """Words without their spaces, which the forms divide in other ways."""
    return re.sub(r"\s+", "", words)


def test_what_is_withheld_is_in_no_byte_of_any_form() -> None:
    """A point that is switched off, a note to self, a source that is not cited, the brief's name in the house."""
    extra = Risk(id="risk-9", title="CANARY-POINT", event="CANARY-EVENT", note="CANARY-NOTE")
    hidden = replace(DOSSIER.sources[0], id="source-9", sha256="0" * 64, text="CANARY-SOURCE", blocks=(), pages=())
    noted = tuple(replace(point, note="CANARY-NOTE") for point in DOSSIER.points)
    brief = replace(BRIEF, name="CANARY-NAME", points=(*BRIEF.points, Selected(point="risk-9", shown=False)))
    dossier = replace(DOSSIER, points=(*noted, extra), sources=(*DOSSIER.sources, hidden), briefs=(brief,))
    made = Outputs(coast.rendered(dossier, brief), coast.context_of(dossier, brief), open_template(TEMPLATE))
    for of in SUFFIXES:
        data = output_bytes(made, of)
        if of == "docx":
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                data += b"".join(archive.read(member) for member in archive.namelist())
        assert b"CANARY" not in data, of
        assert b"risk-9" not in data, of


def test_a_word_document_is_the_same_to_the_bit_and_names_nobody() -> None:
    """Made again; it says of itself what the PDF does."""
    made = outputs(TEMPLATE)
    again = to_word(made.rendered.html, made.context, made.template.linked)
    assert again == form(TEMPLATE, "docx")
    with zipfile.ZipFile(io.BytesIO(again)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not {"docProps/app.xml", "docProps/thumbnail.jpeg"} & set(archive.namelist())
        assert b"python-docx" not in b"".join(archive.read(member) for member in archive.namelist())
    about = Document(io.BytesIO(again)).core_properties
    assert (about.title, about.author, about.last_modified_by) == (BRIEF.title, "Head of Coastal Policy", "")
    assert (about.identifier, about.language, about.created.isoformat()) == (
        "SUB-2025-014", "en-GB", "2025-03-03T00:00:00+00:00",
    )  # fmt: skip


def test_a_word_document_has_real_styles_tables_and_links_both_ways() -> None:
    """Headings, lists, heads of tables, a language for what is foreign, marking on every page, bookmarks for links."""
    document = Document(io.BytesIO(form(TEMPLATE, "docx")))
    styles = {p.text.replace("\u00a0", " "): p.style.name for p in document.paragraphs if p.style}
    assert styles[BRIEF.title] == "Title"
    assert (styles["Risks"], styles["Dilemma 1 · Safety against local choice"]) == ("Heading 1", "Heading 2")
    assert styles["write to 19 authorities;"] == "List Bullet"
    assert sum(style == "List Number" for style in styles.values()) == 7
    assert sum(style == "Quote" for style in styles.values()) == 3
    body = document.element.body
    assert len(body.xpath(".//w:tr[1][w:trPr/w:tblHeader]")) == len(document.tables)
    assert [row.cells[0].text for row in document.tables[0].rows if row.cells[0].text.startswith("Rec.")] == [
        "Rec. 1", "Rec. 2", "Rec. 3",
    ]  # fmt: skip
    names = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert len(names) == len(set(names))
    anchors = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink")) if link.get(qn("w:anchor"))]
    assert set(anchors) <= set(names)
    assert {"note_1", "note_1_ref_1", "note_1_ref_2", "risk_1"} <= set(anchors)
    (foreign,) = body.xpath(".//w:r[w:rPr/w:lang[@w:val='fr']][contains(., 'digues')]")
    assert "Les digues protègent" in etree.tostring(foreign, encoding="unicode")
    section = document.sections[0]
    assert section.page_width == pytest.approx(Mm(210), rel=1e-3)
    assert section.page_height == pytest.approx(Mm(297), rel=1e-3)
    head = [paragraph.text for paragraph in section.header.paragraphs]
    foot = [paragraph.text for paragraph in section.footer.paragraphs]
    assert head == ["OFFICIAL-SENSITIVE", "TLP:AMBER", "RECIPIENTS ONLY"]
    assert foot[:2] == head[:2]
    assert foot[2].startswith("SUB-2025-014 · v0.3 · DRAFT · Page")


@given(st.text(alphabet="ab <&>\"'\u00a0é\u202e\ud7ff", min_size=1), st.text(alphabet="xy ل.", min_size=1))
def test_words_come_back_from_a_word_document_as_they_were(one: str, other: str) -> None:
    """With spaces as a page shows them, also where elements part them."""
    paragraph = markup.fromstring("<p></p>")
    paragraph.text = one
    within = etree.SubElement(paragraph, "em")
    within.text, within.tail = other, one
    html = f"<html><head></head><body><p>A</p>{etree.tostring(paragraph, encoding='unicode')}</body></html>"
    data = to_word(html, outputs(TEMPLATE).context, lambda _: None)
    paragraphs = [p.text for p in Document(io.BytesIO(data)).paragraphs]
    assert paragraphs == ["A", *filter(None, [re.sub(" +", " ", f"{one}{other}{one}").strip(" ")])]


def test_a_form_is_known_by_its_files_ending_or_its_name() -> None:
    """In letters of any size; a form is called by its ending, too."""
    assert [form_of(name) for name in ("a.PDF", "b.htm", "c.md", "d.docx", "e.rtf", "f")] == [
        "pdf", "html", "markdown", "docx", None, None,
    ]  # fmt: skip
    assert [form_named(name) for name in ("md", "markdown", "docx")] == ["markdown", "markdown", "docx"]
    with pytest.raises(ValueError, match="no form 'rtf'"):
        form_named("rtf")
