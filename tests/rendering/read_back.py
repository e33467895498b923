"""A PDF read back, and what holds for the pages of every house template."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import Any

import pypdfium2
from pypdf import PdfReader
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, IndirectObject

from briefgen.rendering.job import RenderedBrief

FAMILIES = {"House-Serif", "House-Serif-Display", "House-Serif-Caption", "House-Sans"}


@dataclass(frozen=True)
class Line:
    """A piece of text on a page: words, and its box in points from the page's lower left corner."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


class Pages:
    """A PDF read back, as a reader sees it and as a program does."""

    def __init__(self, rendered: RenderedBrief) -> None:
        self.rendered = rendered
        document = pypdfium2.PdfDocument(rendered.pdf)
        self.lines: list[list[Line]] = []
        self.texts: list[str] = []
        self.raw = ""
        for page in document:
            text = page.get_textpage()
            boxes = [text.get_rect(number) for number in range(text.count_rects())]
            self.lines.append([Line(text.get_text_bounded(*box).strip(), *box) for box in boxes])
            self.raw += text.get_text_range() + "\r\n"
            self.texts.append(" ".join(text.get_text_range().split()))
            page.close()
        document.close()
        self.reader = PdfReader(BytesIO(rendered.pdf))

    @property
    def text(self) -> str:
        """All pages as one text: hyphens at line ends joined, white space one space."""
        return " ".join(self.texts).replace("\u2010 ", "").replace("\ufffe", "")

    def structure(self) -> Iterator[DictionaryObject]:
        """The elements of the tag tree in the order of reading."""
        yield from _elements(self.reader.trailer["/Root"]["/StructTreeRoot"]["/K"])


def _elements(node: Any) -> Iterator[DictionaryObject]:
    node = node.get_object() if isinstance(node, IndirectObject) else node
    if isinstance(node, ArrayObject):
        for entry in node:
            yield from _elements(entry)
    elif isinstance(node, DictionaryObject) and "/S" in node:
        yield node
        if "/K" in node:
            yield from _elements(node["/K"])


def squeezed(text: str) -> str:
    """Text without white space and hyphens, which a line's end may add or take away."""
    return re.sub(r"[\s\u2010\u2011-]", "", text)


def missing(pages: Pages, wanted: list[str]) -> list[str]:
    """Those of the texts that the pages do not have, word for word."""
    text = squeezed(pages.text)
    return [words for words in wanted if squeezed(words) not in text]


def assert_marked(pages: Pages, *markings: str) -> None:
    """Each page has each marking above its text and below it, whole."""
    for number, (lines, size) in enumerate(zip(pages.lines, pages.rendered.pages, strict=True), 1):
        for marking in markings:
            top = " ".join(line.text for line in lines if line.bottom > size.height - 92)
            foot = " ".join(line.text for line in lines if line.top < 80)
            assert marking in " ".join(top.split()), f"head of page {number}: {top}"
            assert marking in " ".join(foot.split()), f"foot of page {number}: {foot}"


def assert_apart(pages: Pages) -> None:
    """No two pieces of text lie on each other."""
    for lines in pages.lines:
        for one in lines:
            for other in lines:
                overlap = min(one.top, other.top) - max(one.bottom, other.bottom)
                beside = min(one.right, other.right) - max(one.left, other.left)
                assert one is other or overlap < 3 or beside < 1, f"“{one.text}” and “{other.text}” lie on each other"


def assert_on_the_paper(pages: Pages, margin: float = 20) -> None:
    """No text runs out of its page, nor nearer to its edge than `margin` points."""
    for number, (lines, size) in enumerate(zip(pages.lines, pages.rendered.pages, strict=True), 1):
        for line in lines:
            assert margin < line.left < line.right < size.width - margin, f"page {number}: {line}"
            assert margin < line.bottom < line.top < size.height - margin, f"page {number}: {line}"


def assert_house_typefaces(pages: Pages) -> None:
    """Only the house typefaces are in the file, embedded; a glyph that they lack would have brought another."""
    assert pages.rendered.warnings == ()
    found = {}
    for page in pages.reader.pages:
        for font in (entry.get_object() for entry in page["/Resources"]["/Font"].values()):
            descendant = font["/DescendantFonts"][0].get_object()
            found[str(font["/BaseFont"])] = descendant["/FontDescriptor"].get_object()
    names = {re.sub(r"^/[A-Z]{6}\+|-(Bold|Semi-Bold|Italic|Oblique|Light|\d+).*$", "", name) for name in found}
    assert names
    assert names <= FAMILIES
    assert all({"/FontFile3", "/FontFile2", "/FontFile"} & descriptor.keys() for descriptor in found.values())


def assert_no_glyph_missing(pages: Pages) -> None:
    """Glyph 0 is the box that a font shows for what it lacks; it is nowhere in the pages' text."""
    shown = 0
    for page in pages.reader.pages:
        for operands, operator in ContentStream(page.get_contents(), pages.reader).operations:
            if operator in {b"TJ", b"Tj"}:
                pieces = operands[0] if operator == b"TJ" else operands
                glyphs = b"".join(piece.original_bytes for piece in pieces if hasattr(piece, "original_bytes"))
                codes = [glyphs[at : at + 2] for at in range(0, len(glyphs), 2)]
                shown += len(codes)
                assert b"\0\0" not in codes
    # Of what PDFium reads some characters are spaces and line ends that are nowhere set.
    assert shown > len(squeezed(pages.raw)) * 0.9


def assert_tagged(pages: Pages, *, title: str, language: str = "en-GB") -> None:
    """It has a language, a title and an outline; its headings skip no level, and every table has its heads."""
    root = pages.reader.trailer["/Root"]
    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"]
    assert pages.reader.metadata is not None
    assert pages.reader.metadata.title == title
    kinds = [str(element["/S"]) for element in pages.structure()]
    levels = [int(kind[2]) for kind in kinds if re.fullmatch(r"/H\d", kind)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))
    assert all(element["/Alt"] for element in pages.structure() if element["/S"] == "/Figure")
    html = pages.rendered.html
    assert all(re.search(r"<th[^>]*scope=", table) for table in re.findall(r"<table.*?</table>", html, re.DOTALL))
    assert not re.search(r"<th(?![^>]*scope=)[\s>]", html)
    assert pages.reader.outline[0].title.replace("\u00a0", " ") == title


def links(pages: Pages) -> tuple[set[str], set[str]]:
    """Where links lead: within the file, where each destination must be there, and outside."""
    inside, outside = set(), set()
    for page in pages.reader.pages:
        for annotation in (entry.get_object() for entry in page.get("/Annots", ())):
            assert annotation["/Subtype"] == "/Link"
            if "/Dest" in annotation:
                inside.add(str(annotation["/Dest"]))
            else:
                outside.add(str(annotation["/A"]["/URI"]))
    assert inside <= set(pages.reader.named_destinations)
    return inside, outside
