"""A PDF read as a screen reader does: its tree of tags, in order, with what is drawn for each.

pypdf reads the tree, PDFium what is drawn: text, place on the page, and the number by which a tag knows its content.
Used by the tests of the structure, by `read_aloud.py` and by `conformance_report.py`.
"""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, IndirectObject, NameObject, NumberObject


@dataclass(frozen=True, slots=True)
class Drawn:
    """A piece drawn on a page: its text, "" for what is no text, and its box in points from the lower left corner.

    `number` is None for what belongs to no tag; `artifact` says that it is marked as such. `group` tells in which of a
    page's own streams it is, 0 for the page itself: what is half transparent is drawn as a whole.
    """

    page: int
    group: int
    number: int | None
    artifact: bool
    text: str
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class LinkArea:
    """A link's annotation: what it says, where it leads, and its box."""

    page: int
    contents: str
    target: str
    box: tuple[float, float, float, float]
    is_print: bool
    parent: int | None
    """The key under which the tag that it is in is found."""


@dataclass(frozen=True, slots=True)
class FieldArea:
    """A place to fill in: its field's whole name, what a screen reader says of it, and its box."""

    page: int
    name: str
    tooltip: str
    box: tuple[float, float, float, float]
    is_print: bool
    parent: int | None
    """The key under which the tag that it is in is found."""


@dataclass(eq=False, slots=True)
class Node:
    """A tag with all that is in it, in the order of reading."""

    role: str
    language: str
    """Its own, or that of the tag around it."""
    parent: Node | None
    own_language: str = ""
    alternative: str = ""
    expansion: str = ""
    id: str = ""
    attributes: dict[str, Any] = field(default_factory=dict)
    kids: list[Node | Drawn | LinkArea | FieldArea] = field(default_factory=list)

    def nodes(self) -> Iterator[Node]:
        """Itself and all tags below it."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.nodes()

    def drawn(self) -> Iterator[Drawn]:
        """All that is drawn for it, in the order of reading."""
        for kid in self.kids:
            if isinstance(kid, Drawn):
                yield kid
            elif isinstance(kid, Node):
                yield from kid.drawn()

    def links(self) -> Iterator[LinkArea]:
        """All link areas in it."""
        for node in self.nodes():
            yield from (kid for kid in node.kids if isinstance(kid, LinkArea))

    @property
    def text(self) -> str:
        """Its words, lines and cells parted by a space as they are on the page."""
        return joined(list(self.drawn()))

    def within(self, *roles: str) -> Node | None:
        """The nearest tag around it that has one of the roles."""
        above = self.parent
        while above is not None and above.role not in roles:
            above = above.parent
        return above


def joined(pieces: list[Drawn]) -> str:
    """The words of pieces: together where they touch on one line, else with a space between; hyphens undone."""
    text = ""
    before: Drawn | None = None
    for piece in pieces:
        if not piece.text:
            continue
        if before is not None:
            touches = (
                before.page == piece.page
                and abs(before.box[1] - piece.box[1]) < 9
                and -1 < piece.box[0] - before.box[2] < 1.2
            )
            if text.endswith("\u2010") and not touches:
                text = text[:-1]
            elif not touches and not text.endswith(" "):
                text += " "
        text += piece.text
        before = piece
    return " ".join(text.split())


class Structure:
    """A PDF's tree of tags, read back.

    Attributes:
        root: The only tag at the top.
        drawn: All that is drawn, page by page.
        links: All link areas, page by page.
        fields: All places to fill in, page by page.
        reader: pypdf's, for all else.
        top_roles: The tags at the top: one, `Document`.
    """

    def __init__(self, pdf: bytes) -> None:
        self.reader = PdfReader(io.BytesIO(pdf))
        self.drawn: list[list[Drawn]] = []
        document = pypdfium2.PdfDocument(pdf)
        try:
            for number, page in enumerate(document):
                self.drawn.append(list(_drawn_on(page, number)))
                page.close()
        finally:
            document.close()
        self._by_number = [
            {
                place: [piece for piece in page if (piece.group, piece.number) == place]
                for place in {(piece.group, piece.number) for piece in page}
            }
            for page in self.drawn
        ]
        catalogue: Any = self.reader.trailer["/Root"]
        self._page_numbers = {
            page.indirect_reference.idnum: number
            for number, page in enumerate(self.reader.pages)
            if page.indirect_reference is not None
        }
        self._groups: dict[int, list[int]] = {}
        self._areas: dict[int, LinkArea | FieldArea] = {}
        self.links: list[list[LinkArea]] = [list(self._links_on(number)) for number in range(len(self.reader.pages))]
        self.fields: list[list[FieldArea]] = [list(self._fields_on(number)) for number in range(len(self.links))]
        self._tree = catalogue["/StructTreeRoot"]
        self._find_groups(self._tree["/K"])
        tops = _listed(self._tree["/K"])
        self.top_roles = [str(_object(top)["/S"])[1:] for top in tops]
        self.language = str(catalogue.get("/Lang", ""))
        self.root = self._node(_object(tops[0]), None, None)

    def content_of(self, key: int) -> Any:
        """What the number tree has under a key: the tags of a page's content, or the tag of an annotation."""
        numbers = _object(self._tree["/ParentTree"])["/Nums"]
        return dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True)).get(key)

    def _node(self, element: DictionaryObject, parent: Node | None, page: int | None) -> Node:
        own = str(element.get("/Lang", ""))
        node = Node(
            role=str(element["/S"])[1:],
            language=own or (parent.language if parent else self.language),
            parent=parent,
            own_language=own,
            alternative=str(element.get("/Alt", "")),
            expansion=str(element.get("/E", "")),
            id=_text(element.get("/ID", "")),
        )
        for owner in _listed(element.get("/A", ArrayObject())):
            found = _object(owner)
            node.attributes |= {str(name)[1:]: _plain(value) for name, value in found.items() if name != "/O"}
        if "/Pg" in element:
            page = self._page_numbers[element.raw_get("/Pg").idnum]
        for kid in _listed(element.get("/K", ArrayObject())):
            entry = _object(kid)
            if isinstance(entry, NumberObject | int):
                node.kids += self._content(page, 0, int(entry))
            elif entry.get("/Type") == "/MCR":
                on = self._page_numbers[entry.raw_get("/Pg").idnum] if "/Pg" in entry else page
                stream = entry.raw_get("/Stm").idnum if "/Stm" in entry else None
                group = 0 if stream is None or on is None else self._groups[on].index(stream) + 1
                node.kids += self._content(on, group, int(entry["/MCID"]))
            elif entry.get("/Type") == "/OBJR":
                area = self._areas.get(entry.raw_get("/Obj").idnum)
                if area is not None:
                    node.kids.append(area)
            else:
                node.kids.append(self._node(entry, node, page))
        return node

    def _find_groups(self, kid: Any) -> None:
        """The streams within each page that tags have content in, in the order in which they are drawn."""
        for reference in _listed(kid):
            entry = _object(reference)
            if not isinstance(entry, DictionaryObject):
                continue
            if "/Stm" in entry:
                page = self._groups.setdefault(self._page_numbers[entry.raw_get("/Pg").idnum], [])
                page[:] = sorted({*page, entry.raw_get("/Stm").idnum})
            elif "/K" in entry:
                self._find_groups(entry.raw_get("/K"))

    def _content(self, page: int | None, group: int, number: int) -> list[Drawn]:
        if page is None:
            raise ValueError(f"content {number} is on no page")
        found = self._by_number[page].get((group, number))
        return found or [Drawn(page, group, number, artifact=False, text="", box=(0, 0, 0, 0))]

    def _links_on(self, number: int) -> Iterator[LinkArea]:
        page = self.reader.pages[number]
        for reference in _listed(page.get("/Annots", ArrayObject())):
            entry = _object(reference)
            if entry.get("/Subtype") != "/Link":
                continue
            action = _object(entry.get("/A", DictionaryObject()))
            area = LinkArea(
                number,
                _text(entry.get("/Contents", "")),
                _text(entry.get("/Dest", "")) or _text(action.get("/URI", "")),
                tuple(float(side) for side in entry["/Rect"]),  # type: ignore[arg-type]  # four sides
                bool(int(entry.get("/F", 0)) & 4),
                int(entry["/StructParent"]) if "/StructParent" in entry else None,
            )
            self._areas[reference.idnum] = area
            yield area

    def _fields_on(self, number: int) -> Iterator[FieldArea]:
        for reference in _listed(self.reader.pages[number].get("/Annots", ArrayObject())):
            entry = _object(reference)
            if entry.get("/Subtype") != "/Widget":
                continue
            names, above = [], entry
            while above is not None:
                names.append(_text(above.get("/T", "")))
                above = _object(above["/Parent"]) if "/Parent" in above else None
            area = FieldArea(
                number,
                ".".join(name for name in reversed(names) if name),
                _text(entry.get("/TU", "")),
                tuple(float(side) for side in entry["/Rect"]),  # type: ignore[arg-type]  # four sides
                bool(int(entry.get("/F", 0)) & 4),
                int(entry["/StructParent"]) if "/StructParent" in entry else None,
            )
            self._areas[reference.idnum] = area
            yield area


def _drawn_on(page: Any, number: int) -> Iterator[Drawn]:
    text_page = page.get_textpage()
    group = seen = 0
    try:
        for entry in page.get_objects(max_depth=8):
            raw = entry.raw
            if entry.type == pdfium.FPDF_PAGEOBJ_FORM:
                group = -1
                continue
            if entry.level == 0:
                group = 0
            elif group < 0 and pdfium.FPDFPageObj_GetMarkedContentID(raw) >= 0:
                group = seen = seen + 1
            names = [
                _mark_name(pdfium.FPDFPageObj_GetMark(raw, index))
                for index in range(pdfium.FPDFPageObj_CountMarks(raw))
            ]
            identity = pdfium.FPDFPageObj_GetMarkedContentID(raw)
            text = _text_of(raw, text_page.raw) if entry.type == pdfium.FPDF_PAGEOBJ_TEXT else ""
            box = tuple(round(side, 1) for side in entry.get_bounds())
            yield Drawn(number, max(group, 0), None if identity < 0 else identity, "Artifact" in names, text, box)
    finally:
        text_page.close()


def _text_of(raw: Any, text_page: Any) -> str:
    size = pdfium.FPDFTextObj_GetText(raw, text_page, None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFTextObj_GetText(raw, text_page, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return (
        buffer.raw.decode("utf-16-le", "replace").rstrip("\0").replace("\u0002", "\u2010").replace("\ufffe", "\u2010")
    )


def _mark_name(mark: Any) -> str:
    size = ctypes.c_ulong()
    buffer = ctypes.create_string_buffer(256)
    units = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    pdfium.FPDFPageObjMark_GetName(mark, units, 256, ctypes.byref(size))
    return buffer.raw[: max(size.value - 2, 0)].decode("utf-16-le")


def _object(entry: Any) -> Any:
    return entry.get_object() if isinstance(entry, IndirectObject) else entry


def _listed(entry: Any) -> list[Any]:
    found = _object(entry)
    return list(found) if isinstance(found, ArrayObject) else [entry]


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _plain(value: Any) -> Any:
    found = _object(value)
    if isinstance(found, NameObject):
        return str(found)[1:]
    if isinstance(found, ArrayObject):
        return [float(entry) if isinstance(entry, NumberObject | FloatObject) else str(entry) for entry in found]
    return found
