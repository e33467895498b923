"""A brief as a Word document (DOCX), for the office that goes on editing, made of the HTML of its pages.

Headings, lists, tables and quotations have Word's own styles, in the house's colours; the typefaces are ones that every
office has. What is read has the order and the words that it has on the pages. Marking and page number stand in header
and footer; numbers lead to the notes and notes back by bookmarks. The file names no user and no machine, and is the
same, to the bit, whenever it is made of the same.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENTATION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from briefgen.exporters.printed_tree import Element, links_back, marking_lines, printed_tree
from briefgen.exporters.word_flow import Flow

_TEXT_FACE, _LABEL_FACE = "Georgia", "Arial"
_MARGINS = {"top_margin": 26, "bottom_margin": 24, "left_margin": 22, "right_margin": 22}
"""Millimetres, about those of the house's pages."""

_LEFT_OUT = {RELATIONSHIP_TYPE.THUMBNAIL, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES}

_EPOCH = dt.datetime(1980, 1, 1)  # noqa: DTZ001  the earliest that a ZIP file can hold, and Word's times have no zone


def to_word(html: str, context: Mapping[str, Any], read_file: Callable[[str], bytes | None]) -> bytes:
    """Make a DOCX file of a document's HTML.

    Args:
        html: The document as it went to layout.
        context: The brief's plain data, for marking, paper, colours, language and what is said of the document.
        read_file: Gives a picture's bytes by the address under which the document names it, or None.
    """
    root = printed_tree(html)
    document = Document()
    _set_pages(document, context)
    _set_styles(document, context)
    _set_margins_text(document, context)
    flow = Flow(document, read_file=read_file, back=links_back(root))
    flow.write(root.body)
    _set_properties(document, root, context)
    return _bytes(document)


def _set_pages(document: WordDocument, context: Mapping[str, Any]) -> None:
    section, page = document.sections[0], context["page"]
    section.page_width, section.page_height = Mm(page["width"]), Mm(page["height"])
    if page["width"] > page["height"]:
        section.orientation = WD_ORIENTATION.LANDSCAPE
    for name, millimetres in _MARGINS.items():
        setattr(section, name, Mm(millimetres))


def _set_styles(document: WordDocument, context: Mapping[str, Any]) -> None:
    """Give Word's own styles the house's colours, and faces and sizes near those of its pages."""
    colours = context["colours"]
    ink = _colour(colours.get("ink"), "#1A1F24")
    head = _colour(colours.get("navy") or colours.get("ink"), "#1A1F24")
    sizes = {"Title": 20, "Heading 1": 14, "Heading 2": 11.5, "Heading 3": 11, "Heading 4": 10.5, "Heading 5": 10.5}
    for name, size in sizes.items():
        style = document.styles[name]
        _set_face(style, _LABEL_FACE if name != "Title" else _TEXT_FACE, size, head)
        style.font.bold, style.font.italic = True, False
        style.paragraph_format.keep_with_next = True
        for border in list(style.element.iter(qn("w:pBdr"))):
            border.getparent().remove(border)
    normal = document.styles["Normal"]
    _set_face(normal, _TEXT_FACE, 11, ink)
    normal.paragraph_format.space_after = Pt(6)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), str(context["language"]))
    normal.element.get_or_add_rPr().append(language)
    _set_face(document.styles["Quote"], _TEXT_FACE, 10, ink)
    document.styles["Quote"].font.italic = False
    document.styles["Quote"].paragraph_format.left_indent = Mm(5)
    link = document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb, link.font.underline = _colour(colours.get("link"), "#0B4F8A"), True
    small = document.styles.add_style("Particulars", WD_STYLE_TYPE.PARAGRAPH)
    small.base_style = normal
    _set_face(small, _LABEL_FACE, 9, _colour(colours.get("ink-2"), "#4A5560"))


def _set_face(style: Any, face: str, size: float, colour: RGBColor) -> None:
    style.font.name, style.font.size, style.font.color.rgb = face, Pt(size), colour
    faces = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        faces.attrib.pop(qn(f"w:{name}"), None)
    for name in ("ascii", "hAnsi", "cs"):
        faces.set(qn(f"w:{name}"), face)


def _colour(value: object, other: str) -> RGBColor:
    text = str(value) if value else other
    digits = text[1:] if len(text) == 7 else "".join(digit * 2 for digit in text[1:])
    return RGBColor.from_string(digits.upper())


def _set_margins_text(document: WordDocument, context: Mapping[str, Any]) -> None:
    """Put the marking at head and foot of every page, and at the foot reference, state and page number too."""
    section, brief, labels = document.sections[0], context["brief"], context["labels"]
    marked, handling = marking_lines(context), str(context["marking"]["handling"]).strip()
    for place, lines in (
        (section.header, marked),
        (section.footer, [line for line in marked if line != handling]),
    ):
        first = place.paragraphs[0]
        for number, line in enumerate(lines):
            paragraph = first if number == 0 else place.add_paragraph()
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph.paragraph_format.space_after = Pt(0)
            run = paragraph.add_run(line)
            run.bold, run.font.name, run.font.size = True, _LABEL_FACE, Pt(11)
    version = f"{labels['version']}{brief['version']}" if brief["version"] else ""
    state = brief["state_words"] if brief["state"] != "FINAL" else ""
    about = " · ".join(part for part in (brief["ref"], version, state) if part)
    numbers = section.footer.add_paragraph(style="Particulars") if marked else section.footer.paragraphs[0]
    numbers.alignment = WD_ALIGN_PARAGRAPH.CENTER
    numbers.add_run(f"{about} · {labels['page']} " if about else f"{labels['page']} ")
    _add_field(numbers, "PAGE")
    numbers.add_run(f" {labels['page_of']} ")
    _add_field(numbers, "NUMPAGES")


def _add_field(paragraph: Paragraph, code: str) -> None:
    """Add a number that the word processor works out; “1” until it does."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = paragraph.add_run("1")
    field.append(run._r)  # noqa: SLF001  python-docx has no fields; its elements are how it is extended
    paragraph._p.append(field)  # noqa: SLF001  as above


def _set_properties(document: WordDocument, root: Element, context: Mapping[str, Any]) -> None:
    """Say of the file what the PDF says of itself, and nothing of who made it on what."""
    brief, template = context["brief"], context["template"]
    day = brief["date"]["iso"] if brief["date"] else ""
    moment = dt.datetime.fromisoformat(day) if day else _EPOCH
    said = {meta.get("name"): meta.get("content", "") for meta in root.head.iter("meta")}
    properties = document.core_properties
    properties.title = brief["title"]
    properties.subject = template["title"]
    properties.author = said.get("author", "")
    properties.keywords = said.get("keywords", "")
    properties.category = " · ".join(marking_lines(context))
    properties.identifier = brief["ref"]
    properties.version = brief["version"]
    properties.content_status = brief["state_words"]
    properties.language = str(context["language"])
    properties.comments = properties.last_modified_by = ""
    properties.revision = 1
    properties.created = properties.modified = moment


def _bytes(document: WordDocument) -> bytes:
    """The file: without what the library's own has of another program and an empty page, all members of one time."""
    relations = document.part.package.rels
    for key in [key for key, relation in relations.items() if relation.reltype in _LEFT_OUT]:
        del relations[key]
    made, packed = io.BytesIO(), io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as before, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as after:
        for member in before.infolist():
            entry = zipfile.ZipInfo(member.filename, _EPOCH.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(entry, before.read(member))
    return packed.getvalue()
