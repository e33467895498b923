"""OpenDocument texts (ODT, also flat in one XML file), as they are printed with all changes accepted.

What is not printed on the pages' body is left out where it can be seen: hidden text, page headers and footers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from lxml import etree

from briefgen.domain.bibliography import Bibliography, Name
from briefgen.domain.terms import BlockKind
from briefgen.errors import InputRefused
from briefgen.importers.archives import Archive, flavour, open_archive
from briefgen.importers.characters import warnings_of
from briefgen.importers.document import Asked, DocumentKind, Draft
from briefgen.importers.front_matter import divided_names
from briefgen.importers.kinds import ENDINGS
from briefgen.importers.office.docx_package import day
from briefgen.importers.office.flow import (
    FOOTER,
    HEADER,
    LONGEST_CELL,
    MOST_COLUMNS,
    PLAIN,
    Flow,
    Remarked,
    Shape,
    with_title,
)
from briefgen.importers.office.numbers import whole
from briefgen.importers.office.odt_styles import DC, DRAW, META, OFFICE, STYLE, SVG, TABLE, TEXT, Counts, Level, Styles
from briefgen.importers.office.style_names import kind_by_name
from briefgen.importers.webpage.metadata import language_tag
from briefgen.importers.xml import parse_xml

_WHITE = re.compile("[ \t\r\n]+")
_FLAT = re.compile(rb"<office:document\s[^>]*opendocument\.text", re.DOTALL)
_LOOKED_AT = 20_000
_UNSAID = frozenset(
    f"{TEXT}{name}"
    for name in (
        "tracked-changes",
        "script",
        "ruby-text",
        "variable-decls",
        "sequence-decls",
        "user-field-decls",
        "dde-connection-decls",
        "table-of-content-source",
        "illustration-index-source",
        "table-index-source",
        "object-index-source",
        "user-index-source",
        "alphabetical-index-source",
        "bibliography-source",
    )
) | {f"{OFFICE}forms", f"{OFFICE}scripts", f"{OFFICE}event-listeners"}
"""Elements whose words are not printed."""


def read(data: bytes, asked: Asked) -> Draft:
    """Turn the bytes of an OpenDocument text into pieces.

    Raises:
        InputRefused: It is damaged, protected, has no text in it, or is built to do harm.
    """
    content, styles, meta = _parts(data, asked.filename)
    body = next(content.iter(f"{OFFICE}text"), None)
    if body is None:
        raise InputRefused(f"The file “{asked.filename}” has no text document in it: open it in its own program.")
    flow = Flow(asked.keep)
    walk = _Walk(flow, Styles([content] if styles is content else [content, styles]), content)
    for kind, reason in (("header", HEADER), ("footer", FOOTER)):
        seen: set[str] = set()
        if kind == "footer":
            walk.blocks(body)
            flow.end_paragraph()
        for element in styles.iter(f"{STYLE}{kind}", f"{STYLE}{kind}-left", f"{STYLE}{kind}-first"):
            words = walk.words_of(element)
            if words not in seen:
                flow.leave_out(words, reason)
            seen.add(words)
    bibliography = _bibliography(meta)
    language = bibliography.language or language_tag(walk.styles.language)
    return Draft(
        pieces=tuple(flow.pieces),
        bibliography=with_title(replace(bibliography, language=language), walk.title, flow.first_heading),
        warnings=(*walk.warnings(content), *warnings_of(flow.taken)),
        comments=flow.comments(walk.remarks),
    )


def _parts(data: bytes, filename: str) -> tuple[Any, Any, Any]:
    """The root elements that hold the text, the styles, and what the document says of itself."""
    if not flavour(data):
        whole = parse_xml(data, f"The file “{filename}”")
        return whole, whole, whole
    archive = open_archive(data, filename)
    if b"encryption-data" in (archive.read("META-INF/manifest.xml") or b""):
        raise InputRefused(f"The file “{filename}” is protected by a password: save it without one.")
    content = _xml_in(archive, "content.xml")
    if content is None:
        raise InputRefused(f"The file “{filename}” has no text document in it: open it in its own program.")
    nothing = etree.Element("nothing")
    styles, meta = _xml_in(archive, "styles.xml"), _xml_in(archive, "meta.xml")
    return content, nothing if styles is None else styles, nothing if meta is None else meta


def _xml_in(archive: Archive, path: str) -> Any | None:
    data = archive.read(path)
    return parse_xml(data, f"“{path}” in the file “{archive.name}”") if data else None


def _bibliography(meta: Any) -> Bibliography:
    """What the document says of itself. The date is that of its last change, else of its making."""
    told: dict[str, str] = {}
    for found in meta.iter(f"{OFFICE}meta"):
        for element in found:
            name = element.get(f"{META}name") or etree.QName(element).localname
            told.setdefault(name.lower(), " ".join("".join(element.itertext()).split()))
    names = divided_names(told.get("initial-creator") or told.get("creator") or "")
    return Bibliography(
        title=told.get("title", ""),
        author=tuple(Name.parse("author", name) for name in names),
        publisher=told.get("publisher") or told.get("company") or "",
        issued=day(told.get("date", "")) or day(told.get("creation-date", "")),
        language=language_tag(told.get("language", "")),
        abstract=told.get("description", ""),
    )


class _Walk:
    """Goes through a document once. libxml2 bounds how deep it is nested, and so how deep this calls itself."""

    def __init__(self, flow: Flow, styles: Styles, content: Any) -> None:
        self._flow = flow
        self.styles = styles
        self.title = ""
        self.remarks: dict[str, Remarked] = {}
        self._ends = {end.get(f"{OFFICE}name") for end in content.iter(f"{OFFICE}annotation-end")}
        self._chains: dict[str, Counts] = {}  # by a list's id, and by the name of its style
        self._outline = Counts()
        self._notes: Counter[str] = Counter()
        self._note: Shape | None = None
        self._cells = 0
        self._is_hidden = False

    def words_of(self, element: Any) -> str:
        """The words of what stands by itself, a line for each paragraph."""
        flow = Flow()
        around, self._flow = self._flow, flow
        cells, self._cells = self._cells, 0
        self.blocks(element)
        flow.end_paragraph()
        self._flow, self._cells = around, cells
        self._flow.taken += flow.taken
        return "\n".join(piece.text for piece in flow.pieces if not piece.left_out)

    @staticmethod
    def warnings(content: Any) -> Iterator[str]:
        """What the reader of the text should know."""
        regions = list(content.iter(f"{TEXT}changed-region"))
        added = sum(region.find(f"{TEXT}insertion") is not None for region in regions)
        out = sum(region.find(f"{TEXT}deletion") is not None for region in regions)
        if added or out:
            yield (
                f"The document has tracked changes ({added:,} added, {out:,} taken out): "
                "it was read as if all of them were accepted."
            )

    # ------------------------------------------------------------------------------------- blocks

    def blocks(self, parent: Any) -> None:
        """Read what stands one below the other."""
        for element in parent:
            self._block(element)

    def _block(self, element: Any) -> None:
        match element.tag:
            case tag if tag in _UNSAID:
                pass
            case tag if tag in {f"{TEXT}p", f"{TEXT}h"}:
                self._paragraph(element)
            case tag if tag == f"{TEXT}list":
                self._list(element)
            case tag if tag == f"{TABLE}table":
                self._table(element)
            case tag if tag == f"{TEXT}section":
                self._section(element)
            case tag if tag in {f"{OFFICE}annotation", f"{OFFICE}annotation-end"}:
                self._annotation(element)
            case tag if tag in {f"{SVG}title", f"{SVG}desc", f"{DRAW}glue-point"}:
                pass
            case tag if tag == f"{DRAW}frame":
                self._frame(element)
            case _:
                self.blocks(element)

    def _section(self, section: Any) -> None:
        display = section.get(f"{TEXT}display")
        hides = display == "none" or (display == "condition" and section.get(f"{TEXT}is-hidden") == "true")
        before, self._is_hidden = self._is_hidden, self._is_hidden or hides
        self.blocks(section)
        self._is_hidden = before

    def _paragraph(self, element: Any, label: str | None = None, depth: int = 0) -> None:
        """Read a paragraph or heading. `label` is what is printed before an item of a list; None outside of one."""
        style = element.get(f"{TEXT}style-name", "")
        shape, is_title = self._shape(element, style, label, depth)
        before = self._is_hidden
        hides = any(found.get(f"{TEXT}is-hidden") == "true" for found in element.iter(f"{TEXT}hidden-paragraph"))
        self._is_hidden = before or hides or self.styles.hidden("paragraph", style)
        if self._cells and shape.label:
            self._flow.say(f"{shape.label} ")
        self._inline(element)
        self._is_hidden = before
        if self._cells:
            self._flow.say("\n")
            return
        if self._note is not None:
            shape, self._note = self._note, replace(self._note, label="")
        words = self._flow.end_paragraph(shape)
        if is_title and not self.title:
            self.title = words

    def _shape(self, element: Any, style: str, label: str | None, depth: int) -> tuple[Shape, bool]:
        kind = kind_by_name(self.styles.names(style))
        if element.tag == f"{TEXT}h":
            level = max(1, min(10, whole(element.get(f"{TEXT}outline-level"), 1)))
            if label is None and element.get(f"{TEXT}is-list-header") != "true":
                label = self._outline.count(self.styles.outline, level, element.get(f"{TEXT}start-value"))
            return Shape(BlockKind.HEADING, min(6, level), label or ""), kind == (BlockKind.HEADING, 0)
        if kind is not None:
            return Shape(kind[0], kind[1] or int(kind[0] is BlockKind.HEADING), label or ""), kind == (
                BlockKind.HEADING,
                0,
            )
        if label is not None:
            return Shape(BlockKind.LIST_ITEM, depth, label), False
        return (Shape(BlockKind.QUOTE, 1) if self.styles.is_set_in(style) else PLAIN), False

    def _list(self, element: Any, depth: int = 1, style: str = "", counts: Counts | None = None) -> None:
        style = element.get(f"{TEXT}style-name", style)
        levels: dict[int, Level] = self.styles.lists.get(style, {})
        if counts is None:
            known = self._chains.get(f"list {element.get(f'{TEXT}continue-list')}")
            goes_on = element.get(f"{TEXT}continue-numbering") == "true"
            counts = known or (self._chains.get(f"style {style}") if goes_on else None) or Counts()
            self._chains[f"style {style}"] = counts
            if own := element.get("{http://www.w3.org/XML/1998/namespace}id"):
                self._chains[f"list {own}"] = counts
        for item in element:
            if item.tag not in {f"{TEXT}list-item", f"{TEXT}list-header"}:
                continue
            label: str | None = None
            if item.tag == f"{TEXT}list-item" and (len(item) == 0 or item[0].tag != f"{TEXT}list"):
                label = counts.count(levels, depth, item.get(f"{TEXT}start-value"))
            for child in item:
                if child.tag in {f"{TEXT}p", f"{TEXT}h"}:
                    self._paragraph(child, label, depth)
                    label = None
                elif child.tag == f"{TEXT}list":
                    self._list(child, depth + 1, style, counts)
                else:
                    self._block(child)

    def _table(self, table: Any) -> None:
        rows = list(_rows(table))
        if self._cells:
            for row in rows:
                for cell in row:
                    self._in_cell(cell)
            return
        self._flow.end_paragraph()
        cells = [cell for row in rows for cell in row]
        if len(cells) > 1 and all(sum(map(len, cell.itertext())) <= LONGEST_CELL for cell in cells):
            self._flow.table([list(self._row(row)) for row in rows])
            return
        for cell in cells:
            self.blocks(cell)
            self._flow.end_paragraph()

    def _row(self, cells: list[Any]) -> Iterator[str]:
        columns = 0
        for cell in cells:
            words = self._flow.cell(self._cell_teller(cell))
            wide = min(MOST_COLUMNS - columns, whole(cell.get(f"{TABLE}number-columns-repeated"), 1))
            yield from [words] * wide
            columns += wide

    def _cell_teller(self, cell: Any) -> Callable[[], None]:
        return lambda: self._in_cell(cell)

    def _in_cell(self, cell: Any) -> None:
        self._cells += 1
        self.blocks(cell)
        self._cells -= 1

    # ------------------------------------------------------------------------------------- inline

    def _inline(self, parent: Any) -> None:
        """Read what stands one after the other in a line."""
        self._say(parent.text)
        for element in parent:
            self._enter(element)
            self._say(element.tail)

    def _say(self, words: str | None) -> None:
        if words:
            self._flow.say(_WHITE.sub(" ", words), hidden=self._is_hidden)

    def _enter(self, element: Any) -> None:
        match element.tag.removeprefix(TEXT):
            case "s":
                self._flow.say(" " * min(100, whole(element.get(f"{TEXT}c"), 1)), hidden=self._is_hidden)
            case "tab":
                self._say(" ")
            case "line-break":
                self._flow.say("\n", hidden=self._is_hidden)
            case "note":
                self._refer(element)
            case "hidden-text":
                self._flow.say(
                    element.get(f"{TEXT}string-value", "") or "".join(element.itertext()),
                    hidden=self._is_hidden or element.get(f"{TEXT}is-hidden") == "true",
                )
            case "span":
                before = self._is_hidden
                self._is_hidden = before or self.styles.hidden("text", element.get(f"{TEXT}style-name", ""))
                self._inline(element)
                self._is_hidden = before
            case "hidden-paragraph":
                pass
            case _ if element.tag in _UNSAID or element.get(f"{TEXT}display") == "none":
                pass
            case _ if element.tag.startswith(DRAW):
                self._flow.afterwards(lambda: self._tell_frame(element))
            case _ if element.tag in {f"{OFFICE}annotation", f"{OFFICE}annotation-end"}:
                self._annotation(element)
            case _:
                self._inline(element)

    def _refer(self, note: Any) -> None:
        """Have a note follow the paragraph, with the mark that the document gives it."""
        body, mark = note.find(f"{TEXT}note-body"), note.find(f"{TEXT}note-citation")
        kind = note.get(f"{TEXT}note-class", "footnote")
        self._notes[kind] += 1
        label = "" if mark is None else mark.get(f"{TEXT}label") or "".join(mark.itertext())
        if body is not None:
            shape = Shape(BlockKind.FOOTNOTE, self._notes[kind], label)
            self._flow.afterwards(lambda: self._tell_note(body, shape))

    def _tell_note(self, body: Any, shape: Shape) -> None:
        self._note = shape
        self.blocks(body)
        self._note = None

    def _tell_frame(self, element: Any) -> None:
        self._block(element)
        self._flow.end_paragraph()

    def _frame(self, frame: Any) -> None:
        """A frame: the words of its box, or what somebody wrote of its picture."""
        told = {etree.QName(child).localname: "".join(child.itertext()) for child in frame if child.tag.startswith(SVG)}
        self.blocks(frame)
        if not self._cells and frame.find(f"{DRAW}text-box") is None:
            self._flow.picture(told.get("desc") or told.get("title") or "")

    def _annotation(self, element: Any) -> None:
        name = element.get(f"{OFFICE}name") or f"annotation {len(self.remarks)}"
        if element.tag == f"{OFFICE}annotation-end":
            self._flow.mark(name)
            return
        date = day(element.findtext(f"{DC}date", ""))
        author = " ".join(element.findtext(f"{DC}creator", "").split())
        words = "\n".join(" ".join("".join(p.itertext()).split()) for p in element.iter(f"{TEXT}p"))
        self.remarks[name] = Remarked(words, author, date.iso if date is not None else "")
        if name in self._ends:
            self._flow.mark(name)
        else:
            self._flow.refer(name)


def _rows(table: Any) -> Iterator[list[Any]]:
    """The rows of a table with their cells, those that another one covers included; not those of tables in it."""
    for element in table:
        if element.tag == f"{TABLE}table-row":
            yield [cell for cell in element if cell.tag in {f"{TABLE}table-cell", f"{TABLE}covered-table-cell"}]
        elif element.tag in {f"{TABLE}{name}" for name in ("table-header-rows", "table-rows", "table-row-group")}:
            yield from _rows(element)


def _claims(data: bytes, ending: str) -> int:
    if flavour(data) == "odt" or _FLAT.search(data[:_LOOKED_AT]):
        return 2 + (ending in ENDINGS["OpenDocument text"])
    return 0


KIND = DocumentKind(name="OpenDocument text", endings=ENDINGS["OpenDocument text"], claims=_claims, read=read)
"""An OpenDocument text: by what is in the ZIP file that it is, or by its first element where it is flat."""
