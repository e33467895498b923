"""Word documents (DOCX): their text as it is printed with all changes accepted, notes, tables, boxes and comments.

What is not printed on the pages' body is left out where it can be seen: hidden text, page headers and footers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from lxml import etree

from briefgen.domain.terms import BlockKind
from briefgen.importers.archives import flavour, open_archive
from briefgen.importers.characters import warnings_of
from briefgen.importers.document import Asked, Attachment, DocumentKind, Draft
from briefgen.importers.encoding import decode
from briefgen.importers.kinds import ENDINGS
from briefgen.importers.office.docx_package import MC, M, Package, R, W, day
from briefgen.importers.office.docx_styles import Numbering, Styles, is_on, shape_of, value
from briefgen.importers.office.flow import FOOTER, HEADER, LONGEST_CELL, MOST_COLUMNS, Flow, Remarked, Shape, with_title
from briefgen.importers.office.numbers import number_in, whole
from briefgen.importers.office.symbols import sign
from briefgen.importers.webpage.blocks import blocks_of
from briefgen.importers.webpage.metadata import language_tag
from briefgen.importers.webpage.tree import parse

_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_PLACED = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"

_DESCENDED = frozenset(
    f"{W}{name}"
    for name in (
        "hyperlink",
        "smartTag",
        "customXml",
        "sdt",
        "sdtContent",
        "dir",
        "bdo",
        "fldSimple",
        "ruby",
        "rubyBase",
    )
)
"""Elements that are read through: what they hold is part of the text around them."""
_ADDED = frozenset({f"{W}ins", f"{W}moveTo"})
_TAKEN_OUT = frozenset({f"{W}del", f"{W}moveFrom"})
_DRAWN = frozenset({f"{W}drawing", f"{W}pict", f"{W}object"})
_SIGNS = {
    f"{W}tab": " ",
    f"{W}ptab": " ",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "\u2011",
}
_TOLD = frozenset({f"{W}txbxContent", f"{_DIAGRAM}relIds", f"{_CHART}chart", f"{_PLACED}docPr"})
"""What of a drawing has words: boxes, diagrams, charts, and descriptions."""
_WEB = frozenset({".html", ".htm", ".xhtml"})


def read(data: bytes, asked: Asked) -> Draft:
    """Turn the bytes of a Word document into pieces.

    Raises:
        InputRefused: It is damaged, has no document in it, or is built to do harm.
    """
    package = Package(open_archive(data, asked.filename))
    root: Any = package.xml(package.main)
    flow = Flow(asked.keep)
    walk = _Walk(package, flow)
    for part, words in _margins(package, walk, "header"):
        walk.margins.add(part)
        flow.leave_out(words, HEADER)
    walk.blocks(body if (body := root.find(f"{W}body")) is not None else root)
    flow.end_paragraph()
    for _, words in _margins(package, walk, "footer"):
        flow.leave_out(words, FOOTER)
    bibliography = package.bibliography()
    language = walk.languages.most_common(1)
    told = bibliography.language or language_tag(language[0][0] if language else walk.styles.language)
    return Draft(
        pieces=tuple(flow.pieces),
        bibliography=with_title(replace(bibliography, language=told), walk.title, flow.first_heading),
        warnings=(*walk.warnings(), *warnings_of(flow.taken)),
        attachments=tuple(walk.attachments),
        comments=flow.comments(_remarks(package, walk)),
    )


def _margins(package: Package, walk: _Walk, kind: str) -> Iterator[tuple[str, str]]:
    """The words of the page headers or footers, each once."""
    seen: set[str] = set()
    for part in package.parts(kind):
        words = walk.words_of(package.xml(part))
        if words and words not in seen:
            seen.add(words)
            yield part, words


def _remarks(package: Package, walk: _Walk) -> dict[str, Remarked]:
    _, root = package.first("comments")
    found: dict[str, Remarked] = {}
    for comment in root.findall(f"{W}comment") if root is not None else ():
        date = day(comment.get(f"{W}date", ""))
        found[comment.get(f"{W}id", "")] = Remarked(
            text=walk.words_of(comment),
            author=" ".join(comment.get(f"{W}author", "").split()),
            date=date.iso if date is not None else "",
        )
    return found


class _Walk:
    """Goes through a document once. libxml2 bounds how deep it is nested, and so how deep this calls itself."""

    def __init__(self, package: Package, flow: Flow, around: _Walk | None = None) -> None:
        self._package = package
        self._flow = flow
        if around is None:
            self.styles = Styles(package.first("styles")[1])
            self._numbering = Numbering(package.first("numbering")[1], self.styles)
            self._notes = {kind: _notes_in(package, kind) for kind in ("footnote", "endnote")}
            self._forms = _note_forms(package)
        else:
            self.styles, self._notes, self._forms = around.styles, {}, {}
            self._numbering = Numbering(None, self.styles)
        self.title = ""
        self.margins: set[str] = set()
        self.languages: Counter[str] = Counter()
        self.attachments: list[Attachment] = []
        self._changes: Counter[str] = Counter()
        self._left: Counter[str] = Counter()
        self._counts: Counter[str] = Counter()
        self._fields: list[bool] = []  # for each field around, whether its result has begun
        self._cells = 0  # how many cells are around
        self._note: Shape | None = None
        self._is_hidden = False  # by the paragraph's style

    def words_of(self, root: Any | None) -> str:
        """The words of a part that stands by itself, a line for each paragraph."""
        if root is None:
            return ""
        flow = Flow()
        _Walk(self._package, flow, self).blocks(root)
        flow.end_paragraph()
        self._flow.taken += flow.taken
        return "\n".join(piece.text for piece in flow.pieces if not piece.left_out)

    def warnings(self) -> Iterator[str]:
        """What the reader of the text should know."""
        if self._changes:
            added, out = self._changes["added"], self._changes["taken out"]
            yield (
                f"The document has tracked changes ({added:,} added, {out:,} taken out): "
                "it was read as if all of them were accepted."
            )
        for what, count in self._left.items():
            yield f"Left out: {what} ({count:,})."

    # ------------------------------------------------------------------------------------- blocks

    def blocks(self, parent: Any) -> None:
        """Read what stands one below the other."""
        for element in parent:
            self._block(element)

    def _block(self, element: Any) -> None:
        tag = element.tag
        if tag == f"{W}p":
            self._paragraph(element)
        elif tag == f"{W}tbl":
            self._table(element)
        elif tag in _ADDED:
            self._changes["added"] += 1
            self.blocks(element)
        elif tag in _TAKEN_OUT:
            self._changes["taken out"] += 1
        elif tag == f"{MC}AlternateContent":
            for chosen in _chosen(element):
                self.blocks(chosen)
        elif tag in _DESCENDED:
            self.blocks(element)
        elif tag == f"{W}altChunk":
            self._chunk(element.get(f"{R}id", ""))
        elif tag == f"{W}subDoc":
            self._left["parts that lie in files of their own"] += 1
        else:
            self._comment_mark(element)

    def _paragraph(self, paragraph: Any) -> None:
        properties = paragraph.find(f"{W}pPr")
        style = (value(properties, "pStyle") if properties is not None else None) or self.styles.usual
        length = sum(len(text.text or "") for text in paragraph.iter(f"{W}t"))
        self._is_hidden = bool(self.styles.hidden(style))
        shape, is_title = shape_of(properties, length, self.styles, self._numbering)
        if self._cells and shape.label and length:
            self._flow.say(f"{shape.label} ")
        self.inline(paragraph)
        self._is_hidden = False
        mark = properties.find(f"{W}rPr") if properties is not None else None
        if mark is not None and any(mark.find(tag) is not None for tag in _TAKEN_OUT):
            self._changes["taken out"] += 1
            return
        if mark is not None and any(mark.find(tag) is not None for tag in _ADDED):
            self._changes["added"] += 1
        if properties is not None and value(properties, "framePr", "dropCap") in {"drop", "margin"}:
            return  # a large first letter, whose word goes on in the next paragraph
        if self._cells:
            self._flow.say("\n")
            return
        if self._note is not None:
            shape, self._note = self._note, replace(self._note, label="")
        words = self._flow.end_paragraph(shape)
        if is_title and not self.title:
            self.title = words

    def _table(self, table: Any) -> None:
        rows = [list(_within(row, f"{W}tc")) for row in _within(table, f"{W}tr") if not self._is_taken_out(row)]
        if self._cells:
            for row in rows:
                for cell in row:
                    self._in_cell(cell)
            return
        self._flow.end_paragraph()
        if _is_plain(rows):
            self._flow.table([list(self._row(table_row)) for table_row in rows])
        else:
            for row in rows:
                for cell in row:
                    self.blocks(cell)
                    self._flow.end_paragraph()

    def _is_taken_out(self, row: Any) -> bool:
        taken_out = row.find(f"{W}trPr/{W}del") is not None
        self._changes["taken out"] += taken_out
        self._changes["added"] += row.find(f"{W}trPr/{W}ins") is not None
        self._changes = +self._changes
        return taken_out

    def _row(self, cells: list[Any]) -> Iterator[str]:
        """The words of a row's cells; a cell that spans several columns is followed by empty ones."""
        columns = 0
        for cell in cells:
            if columns >= MOST_COLUMNS:
                return
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            goes_on = merge is not None and merge.get(f"{W}val", "continue") == "continue"
            words = self._flow.cell(lambda cell=cell: self._in_cell(cell))  # type: ignore[misc]  # a default of its own
            yield "" if goes_on and not words else words
            wide = min(MOST_COLUMNS - columns, whole(value(cell, "tcPr/gridSpan"), 1))
            yield from [""] * (wide - 1)
            columns += max(1, wide)

    def _in_cell(self, cell: Any) -> None:
        self._cells += 1
        self.blocks(cell)
        self._cells -= 1

    def _chunk(self, relation: str) -> None:
        """Another document that Word would lay in here: a web page is, any other is offered as a source of its own."""
        known = self._package.relations(self._package.main).get(relation)
        content = self._package.data(known.target) if known is not None and not known.is_outside else b""
        if known is None or not content:
            self._left["parts that lie in files of their own"] += 1
            return
        path = PurePosixPath(known.target)
        if path.suffix.lower() in _WEB:
            self._flow.end_paragraph()
            found = blocks_of(parse(decode(content).text).root, noise=lambda _: "")
            self._flow.pieces += found.pieces
            self._flow.taken += found.taken
        else:
            self._left["a document within the document, offered as a source of its own"] += 1
            self.attachments.append(Attachment(path.name, content))

    # ------------------------------------------------------------------------------------- inline

    def inline(self, parent: Any) -> None:
        """Read what stands one after the other in a line."""
        for element in parent:
            tag = element.tag
            if tag == f"{W}r":
                self._run(element)
            elif tag in _ADDED:
                self._changes["added"] += 1
                self.inline(element)
            elif tag in _TAKEN_OUT:
                self._changes["taken out"] += 1
            elif tag == f"{MC}AlternateContent":
                for chosen in _chosen(element):
                    self.inline(chosen)
            elif tag in _DESCENDED:
                self.inline(element)
            elif tag in {f"{M}oMath", f"{M}oMathPara"}:
                self._say(_formula(element))
            else:
                self._comment_mark(element)

    def _run(self, run: Any) -> None:
        properties = run.find(f"{W}rPr")
        hidden = is_on(properties, "vanish")
        if hidden is None and properties is not None:
            hidden = self.styles.hidden(value(properties, "rStyle") or "")
        hidden = self._is_hidden if hidden is None else hidden
        language = (value(properties, "lang") if properties is not None else None) or self.styles.language
        has_own_mark = False
        for element in run:
            tag = element.tag
            if tag == f"{W}t":
                text = (element.text or "").replace("\n", " ")
                self.languages[language] += len(text) if language else 0
                if not has_own_mark:
                    self._say(text, hidden=hidden)
            elif tag in _SIGNS:
                self._say(_SIGNS[tag], hidden=hidden)
            elif tag in {f"{W}footnoteReference", f"{W}endnoteReference"}:
                has_own_mark = self._refer(element) or has_own_mark
            else:
                self._rare(element, hidden=hidden)

    def _rare(self, element: Any, *, hidden: bool) -> None:
        """What runs seldom hold."""
        tag = element.tag
        if tag == f"{W}sym":
            font, place = element.get(f"{W}font", ""), element.get(f"{W}char", "")
            try:
                self._say(sign(font, int(place, 16)), hidden=hidden)
            except ValueError:
                self._say("\ufffd", hidden=hidden)
        elif tag == f"{W}fldChar":
            self._field(element)
        elif tag == f"{W}commentReference":
            self._flow.refer(element.get(f"{W}id", ""))
        elif tag == f"{MC}AlternateContent":
            for chosen in _chosen(element):
                for child in chosen:
                    self._rare(child, hidden=hidden)
        elif tag in _DRAWN:
            self._drawn(element)
        elif tag == f"{W}ruby":
            base = element.find(f"{W}rubyBase")
            if base is not None:
                self.inline(base)

    def _say(self, words: str, *, hidden: bool = False) -> None:
        """Words, unless they are a field's instruction instead of its result."""
        if all(self._fields):
            self._flow.say(words, hidden=hidden)

    def _field(self, element: Any) -> None:
        match element.get(f"{W}fldCharType"):
            case "begin":
                box = element.find(f"{W}ffData/{W}checkBox")
                if box is not None:
                    checked = is_on(box, "checked")
                    self._say("☒" if (is_on(box, "default") if checked is None else checked) else "☐")
                self._fields.append(False)
            case "separate" if self._fields:
                self._fields[-1] = True
            case "end" if self._fields:
                self._fields.pop()

    def _comment_mark(self, element: Any) -> None:
        if element.tag in {f"{W}commentRangeStart", f"{W}commentRangeEnd"}:
            self._flow.mark(element.get(f"{W}id", ""))

    def _refer(self, element: Any) -> bool:
        """Have a note follow the paragraph. Gives whether the mark is written out behind, instead of counted."""
        kind = etree.QName(element).localname.removesuffix("Reference")
        note = self._notes.get(kind, {}).get(element.get(f"{W}id", ""))
        own = element.get(f"{W}customMarkFollows") in {"1", "true", "on"}
        if note is None:
            return own
        if not own:
            self._counts[kind] += 1
        number = self._counts[kind]
        label = "" if own else number_in(self._forms[kind], number)
        self._flow.afterwards(lambda: self._tell_note(note, Shape(BlockKind.FOOTNOTE, number, label)))
        return own

    def _tell_note(self, note: Any, shape: Shape) -> None:
        fields, self._fields = self._fields, []
        self._note = shape
        self.blocks(note)
        self._note = None
        self._fields = fields

    def _drawn(self, element: Any) -> None:
        """A drawing: its text boxes follow the paragraph."""
        for part in _drawn_in(element):
            if part.tag == f"{_PLACED}docPr":
                self._flow.afterwards(lambda part=part: self._flow.picture(part.get("descr", "")))  # type: ignore[misc]  # a default of its own
            elif part.tag == f"{W}txbxContent":
                self._flow.afterwards(lambda part=part: self._tell_box(part))  # type: ignore[misc]  # a default of its own
            elif part.tag == f"{_CHART}chart":
                self._left["charts, whose words are in a picture of figures"] += 1
            else:
                known = self._package.relations(self._package.main).get(part.get(f"{R}dm", ""))
                diagram = self._package.xml(known.target) if known is not None and not known.is_outside else None
                if diagram is not None:
                    self._flow.afterwards(lambda diagram=diagram: self._tell_diagram(diagram))  # type: ignore[misc]  # as above

    def _tell_box(self, box: Any) -> None:
        fields, self._fields = self._fields, []
        self.blocks(box)
        self._fields = fields
        self._flow.end_paragraph()

    def _tell_diagram(self, diagram: Any) -> None:
        for paragraph in diagram.iter(f"{_DRAWING}p"):
            self._flow.say("".join(text.text or "" for text in paragraph.iter(f"{_DRAWING}t")))
            self._flow.end_paragraph()


def _chosen(alternatives: Any) -> Sequence[Any]:
    """Of ways to write the same, the first, unless only the last one has any text of a box.

    Word writes a text box twice: anew, and for programs that are older.
    """
    choices: list[Any] = alternatives.findall(f"{MC}Choice")
    fallback: list[Any] = alternatives.findall(f"{MC}Fallback")
    if choices and (len(choices[0]) or not fallback):
        has_box = next(choices[0].iter(f"{W}txbxContent", f"{W}t"), None) is not None
        falls_back = not has_box and any(next(other.iter(f"{W}txbxContent"), None) is not None for other in fallback)
        return fallback if falls_back else choices[:1]
    return fallback


def _drawn_in(element: Any) -> Iterator[Any]:
    """The text boxes, diagrams, charts and descriptions of a drawing; not those within its text boxes."""
    for child in element:
        if child.tag in _TOLD:
            yield child
        elif child.tag == f"{MC}AlternateContent":
            for chosen in _chosen(child):
                yield from _drawn_in(chosen)
        else:
            yield from _drawn_in(child)


def _within(parent: Any, wanted: str) -> Iterator[Any]:
    """The rows of a table, or the cells of a row, also those in wrappers such as content controls."""
    for element in parent:
        if element.tag == wanted:
            yield element
        elif element.tag in _DESCENDED or element.tag in _ADDED:
            yield from _within(element, wanted)


def _is_plain(rows: list[list[Any]]) -> bool:
    """Whether a table's cells hold a few words each; in others, and in one cell alone, whole texts are laid out."""
    cells = [cell for row in rows for cell in row]
    return len(cells) > 1 and all(
        sum(len(text.text or "") for text in cell.iter(f"{W}t")) <= LONGEST_CELL for cell in cells
    )


def _formula(element: Any) -> str:
    """A formula in one line: fractions with a stroke, what is raised or lowered behind a sign."""
    tag = element.tag
    if tag == f"{M}t":
        return element.text or ""
    between = {f"{M}f": "/", f"{M}sSup": "^", f"{M}sSub": "_", f"{M}sSubSup": "_"}.get(tag)
    parts = [_formula(child) for child in element]
    if between is None:
        return ("√" if tag == f"{M}rad" else "") + "".join(parts)
    return between.join(part if len(part) < 2 else f"({part})" for part in parts if part)


def _notes_in(package: Package, kind: str) -> dict[str, Any]:
    _, root = package.first(f"{kind}s")
    return {note.get(f"{W}id", ""): note for note in (root.findall(f"{W}{kind}") if root is not None else ())}


def _note_forms(package: Package) -> dict[str, str]:
    """How the numbers of notes are written: footnotes in figures, endnotes in Roman ones, unless it says otherwise."""
    _, settings = package.first("settings")
    forms = {"footnote": "decimal", "endnote": "lowerRoman"}
    if settings is None:
        return forms
    return {kind: value(settings, f"{kind}Pr/numFmt") or usual for kind, usual in forms.items()}


KIND = DocumentKind(
    name="Word document",
    endings=ENDINGS["Word document"],
    claims=lambda data, ending: (2 + (ending in ENDINGS["Word document"])) if flavour(data) == "docx" else 0,
    read=read,
)
"""A Word document: by what is in the ZIP file that it is."""
