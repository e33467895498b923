"""HTML → the paragraphs, lists and tables of a Word document, in the order of reading."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from docx.document import Document as WordDocument
from docx.image.exceptions import UnrecognizedImageError
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from briefgen.exporters.printed_tree import Element, classes

_SPACES = re.compile(r"[ \t\r\n]+")
_HEADINGS = {"h1": "Title", **{f"h{level}": f"Heading {level - 1}" for level in range(2, 7)}}
_BLOCKS = frozenset({
    *_HEADINGS, "address", "article", "aside", "blockquote", "body", "caption", "dd", "div", "dl", "dt", "figcaption",
    "figure", "footer", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "ul",
})  # fmt: skip
_MOST_LIST_LEVELS = 3
_LONGEST_BOOKMARK = 40
_MOST_SPAN = 60
"""Columns or rows that one cell may take; a page has no more."""


@dataclass(frozen=True, slots=True)
class _Look:
    """How words are set: by the elements around them."""

    bold: bool = False
    italic: bool = False
    raised: bool = False
    code: bool = False
    language: str = ""
    right_to_left: bool = False
    link: str = ""


class Flow:
    """Writes elements one after another.

    Args:
        document: What is written to.
        read_file: Gives a picture by its address.
        back: By the id of each note the ids of the numbers that lead to it.
    """

    def __init__(
        self,
        document: WordDocument,
        *,
        read_file: Callable[[str], bytes | None],
        back: Mapping[str, list[str]],
    ) -> None:
        self._document, self._read_file, self._back = document, read_file, back
        self._where: WordDocument | _Cell = document
        self._paragraph: Paragraph | None = None
        self._style = "Normal"
        self._number: int | None = None
        self._waiting: list[str] = []
        self._bookmarks: dict[str, str] = {}
        self._places = 0
        self._heading = ""
        self._ends_with_space = True
        self._empty_cell = False

    def write(self, element: Element) -> None:
        """Write what is within an element."""
        self._within(element, _Look())
        self._close()

    # ------------------------------------------------------------------------------------------------- elements

    def _within(self, element: Element, look: _Look) -> None:
        self._text(element.text, look)
        for child in element:
            if isinstance(child.tag, str):
                self._element(child, look)
            self._text(child.tail, look)

    def _element(self, element: Element, look: _Look) -> None:
        if element.get("id"):
            self._waiting.append(element.get("id"))
        tag = element.tag
        if tag in _BLOCKS:
            self._block(element, _in_language(element, look))
        elif tag == "svg":
            self._text(_drawn(element), look)
        elif tag == "img":
            self._picture(element, look)
        elif tag == "br":
            if self._paragraph is not None:
                self._paragraph.add_run().add_break()
                self._ends_with_space = True
        elif "box-label" not in classes(element):
            self._within(element, _inner(element, _in_language(element, look)))
            self._lead_back(element, look)

    def _block(self, element: Element, look: _Look) -> None:
        self._close()
        tag, before = element.tag, (self._style, self._number)
        if tag == "table":
            self._table(element, look)
        elif tag in {"ul", "ol"}:
            self._list(element, look)
        elif tag != "hr":
            if tag in _HEADINGS:
                self._style = _HEADINGS[tag]
                self._heading = " ".join(element.text_content().split())
            elif tag == "blockquote" or "evidence" in classes(element):
                self._style = "Quote"
            elif "particulars" in classes(element) and self._style == "Normal":
                self._style = "Particulars"
            elif tag in {"caption", "figcaption"}:
                self._style = "Caption"
            self._within(element, replace(look, bold=True) if tag == "dt" else look)
            self._lead_back(element, look)
        self._close()
        self._style, self._number = before

    def _list(self, element: Element, look: _Look) -> None:
        depth = min(1 + sum(1 for _ in element.iterancestors("ul", "ol")), _MOST_LIST_LEVELS)
        name = "List Number" if element.tag == "ol" else "List Bullet"
        self._style = name if depth == 1 else f"{name} {depth}"
        self._number = self._new_numbers(self._style) if element.tag == "ol" else None
        for item in element:
            if not isinstance(item.tag, str):
                continue
            if item.get("id"):
                self._waiting.append(item.get("id"))
            self._close()
            self._within(item, _in_language(item, look))
            self._lead_back(item, look)
            self._close()

    def _new_numbers(self, style: str) -> int:
        """Begin a list's numbers at 1; gives the id of its numbering."""
        numbering = self._document.part.numbering_part.element
        of_style = self._document.styles[style].element.pPr.numPr.numId.val
        number = numbering.add_num(numbering.num_having_numId(of_style).abstractNumId.val)
        number.add_lvlOverride(0).add_startOverride(1)
        return int(number.numId)

    def _lead_back(self, element: Element, look: _Look) -> None:
        """Behind a note, lead back to each of the numbers that lead to it."""
        for place in self._back.get(element.get("id", ""), []):
            self._text(" ↩", replace(look, link=f"#{place}"))

    # --------------------------------------------------------------------------------------------------- tables

    def _table(self, element: Element, look: _Look) -> None:
        caption = element.find("caption")
        if caption is not None:
            self._block(caption, look)
        rows = [row for row in element.iter("tr") if next(row.iterancestors("table")) is element]
        placed, columns = _grid(rows)
        if not placed:
            return
        body = self._document.element.body
        if self._where is self._document and len(body) > 1 and body[-2].tag == qn("w:tbl"):
            self._document.add_paragraph()  # two tables in touch would become one
        table = self._where.add_table(len(rows), columns)
        table.style = self._document.styles["Table Grid"]
        self._describe(table, " ".join(caption.text_content().split()) if caption is not None else self._heading)
        for number, row in enumerate(rows):
            properties = table.rows[number]._tr.get_or_add_trPr()  # noqa: SLF001  python-docx has no heads of tables
            properties.append(OxmlElement("w:cantSplit"))
            if row.getparent().tag == "thead":
                properties.append(OxmlElement("w:tblHeader"))
        outer, style = self._where, self._style
        for cell, (top, left, bottom, right) in placed:
            if cell.getparent().get("id") and left == 0:
                self._waiting.append(cell.getparent().get("id"))
            group = cell.getparent().getparent()
            if group.tag == "tbody" and group.get("id") and left == 0 and cell.getparent() is group[0]:
                self._waiting.append(group.get("id"))
            self._where, self._style, self._empty_cell = table.cell(top, left), "Normal", True
            if (bottom, right) != (top, left):
                self._where = self._where.merge(table.cell(bottom, right))
            if cell.get("id"):
                self._waiting.append(cell.get("id"))
            self._within(cell, replace(_in_language(cell, look), bold=cell.tag == "th"))
            self._close()
        self._where, self._style, self._empty_cell = outer, style, False

    @staticmethod
    def _describe(table: Table, words: str) -> None:
        """Say what a table is, for those who hear it, and that its head and first column are heads."""
        properties = table._tbl.tblPr  # noqa: SLF001  python-docx has no words for tables
        caption = OxmlElement("w:tblCaption")
        caption.set(qn("w:val"), words)
        properties.append(caption)

    # ---------------------------------------------------------------------------------------------------- words

    def _text(self, text: str | None, look: _Look) -> None:
        words = _SPACES.sub(" ", text or "")
        if self._ends_with_space or self._paragraph is None:
            words = words.lstrip(" ")
        if not words:
            return
        paragraph = self._open()
        self._mark_places(paragraph)
        run = paragraph.add_run(words)
        run.bold, run.italic = look.bold or None, look.italic or None
        run.font.superscript = look.raised or None
        if look.code:
            run.font.name = "Courier New"
        if look.language:
            language = OxmlElement("w:lang")
            language.set(qn("w:bidi" if look.right_to_left else "w:val"), look.language)
            run._r.get_or_add_rPr().append(language)  # noqa: SLF001  python-docx has no languages of runs
        run.font.rtl = look.right_to_left or None
        if look.link:
            self._link(paragraph, run, look)
        self._ends_with_space = words.endswith(" ")

    def _link(self, paragraph: Paragraph, run: Any, look: _Look) -> None:
        link = OxmlElement("w:hyperlink")
        if look.link.startswith("#"):
            link.set(qn("w:anchor"), self._bookmark(look.link[1:]))
        else:
            relation = self._document.part.relate_to(look.link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            link.set(qn("r:id"), relation)
            run.style = self._document.styles["Hyperlink"]
        paragraph._p.append(link)  # noqa: SLF001  python-docx reads links and can't make any
        link.append(run._r)  # noqa: SLF001  as above

    def _open(self) -> Paragraph:
        if self._paragraph is None:
            style = self._document.styles[self._style]
            if self._empty_cell and isinstance(self._where, _Cell):
                self._paragraph = self._where.paragraphs[-1]
                self._paragraph.style = style
                self._empty_cell = False
            else:
                self._paragraph = self._where.add_paragraph(style=style)
            if self._number is not None:
                numbers = self._paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001  no numbers in python-docx
                numbers.get_or_add_ilvl().val = 0
                numbers.get_or_add_numId().val = self._number
            self._ends_with_space = True
        return self._paragraph

    def _close(self) -> None:
        """End the paragraph that is open, without the space at its end."""
        if self._paragraph is not None and self._ends_with_space:
            texts = list(self._paragraph._p.iter(qn("w:t")))  # noqa: SLF001  a run in a link is no run to python-docx
            if texts and texts[-1].text:
                texts[-1].text = texts[-1].text.rstrip(" ")
        self._paragraph, self._ends_with_space = None, True

    def _mark_places(self, paragraph: Paragraph) -> None:
        """Put the bookmarks of what begins here."""
        for name in dict.fromkeys(self._waiting):
            self._places += 1
            number = str(self._places)
            start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
            start.set(qn("w:id"), number)
            start.set(qn("w:name"), self._bookmark(name))
            end.set(qn("w:id"), number)
            paragraph._p.append(start)  # noqa: SLF001  python-docx has no bookmarks
            paragraph._p.append(end)  # noqa: SLF001  as above
        self._waiting.clear()

    def _bookmark(self, name: str) -> str:
        """A bookmark's name for an id: letters, digits and underscores, at most forty."""
        if name not in self._bookmarks:
            clean = re.sub(r"\W", "_", name)
            clean = clean if clean[:1].isalpha() else f"place_{clean}"
            if len(clean) > _LONGEST_BOOKMARK or clean in self._bookmarks.values():
                clean = f"{clean[: _LONGEST_BOOKMARK - 6]}_{len(self._bookmarks)}"
            self._bookmarks[name] = clean
        return self._bookmarks[name]

    def _picture(self, element: Element, look: _Look) -> None:
        """Put a picture with the words that stand for it; where Word can't show it, the words alone."""
        words = element.get("alt", "")
        content = self._read_file(element.get("src", ""))
        height = re.search(r"height:\s*([\d.]+)mm", element.get("style", ""))
        if content is not None:
            run = self._open().add_run()
            try:
                shape = run.add_picture(io.BytesIO(content), height=Mm(float(height[1])) if height else None)
            except UnrecognizedImageError:
                run._r.getparent().remove(run._r)  # noqa: SLF001  python-docx takes no run away
            else:
                shape._inline.docPr.set("descr", words)  # noqa: SLF001  python-docx has no words for pictures
                return
        self._text(words, look)


def _inner(element: Element, look: _Look) -> _Look:
    """How the words within an inline element are set."""
    match element.tag:
        case "b" | "strong":
            return replace(look, bold=True)
        case "i" | "em" | "cite":
            return replace(look, italic=True)
        case "sup":
            return replace(look, raised=True)
        case "code":
            return replace(look, code=True)
        case "a" if element.get("href"):
            return replace(look, link=element.get("href"))
        case _:
            return replace(look, bold=look.bold or "label" in classes(element))


def _in_language(element: Element, look: _Look) -> _Look:
    right_to_left = element.get("dir", "") == "rtl" if element.get("dir") else look.right_to_left
    return replace(look, language=element.get("lang") or look.language, right_to_left=right_to_left)


def _drawn(element: Element) -> str:
    """What a drawing says: a box to tick with its label, nothing for a sign beside its word, else its label."""
    title = element.find("title")
    label = element.get("aria-label") or (title.text_content() if title is not None else "")
    if "tick-box" in classes(element):
        return f"{'☑' if 'ticked' in classes(element) else '☐'} {label.rpartition(':')[0].strip() or label}"
    return "" if "symbol" in classes(element) or not label else f"[{label}] "


def _grid(rows: list[Element]) -> tuple[list[tuple[Element, tuple[int, int, int, int]]], int]:
    """Place cells in a grid: each with its first and last row and column; and how many columns there are."""
    taken: set[tuple[int, int]] = set()
    placed = []
    for top, row in enumerate(rows):
        left = 0
        for cell in row.iterchildren("td", "th"):
            while (top, left) in taken:
                left += 1
            bottom = min(top + _span(cell, "rowspan"), len(rows)) - 1
            right = left + _span(cell, "colspan") - 1
            taken |= {(y, x) for y in range(top, bottom + 1) for x in range(left, right + 1)}
            placed.append((cell, (top, left, bottom, right)))
    return placed, 1 + max((x for _, x in taken), default=0)


def _span(cell: Element, name: str) -> int:
    given = cell.get(name, "1")
    return max(1, min(int(given), _MOST_SPAN)) if given.isdecimal() else 1
