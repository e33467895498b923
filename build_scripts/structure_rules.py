"""What a PDF of ours must keep that validators leave to people: the rules by which its tags make sense when heard.

Each rule reads a `pdf_structure.Structure` and gives a sentence for each place where it is broken. The tests hold every
house template with every sample to all of them; `conformance_report.py` does so on every paper and in both languages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from pdf_structure import Drawn, FieldArea, Node, Structure
from pypdf.generic import Destination

_HEADING = re.compile("H([1-6])")
_BLOCKS = frozenset({"P", "H1", "H2", "H3", "H4", "H5", "H6", "Lbl", "LBody", "TH", "TD", "Caption", "Note", "TOCI"})
_GROUPS = frozenset({"Document", "Part", "Art", "Sect", "Div", "BlockQuote", "L", "Table", "TR", "THead", "TBody"})


class Broken(NamedTuple):
    """A rule that a file breaks, and where."""

    rule: str
    where: str


def broken_rules(structure: Structure) -> list[Broken]:
    """All that a file breaks; none for one that makes sense."""
    return [Broken(name, where) for name, rule in RULES.items() for where in rule(structure)]


def headings(structure: Structure) -> Iterator[str]:
    """One title; levels rise one by one; the outline names the same headings at the same depths."""
    found = [(int(match[1]), node) for node in structure.root.nodes() if (match := _HEADING.fullmatch(node.role))]
    levels = [level for level, _ in found]
    if levels.count(1) != 1 or levels[:1] != [1]:
        yield f"levels {levels}"
    for (above, _), (below, node) in pairwise(found):
        if below > above + 1:
            yield f"“{node.text}” is of level {below} below {above}"
    # The outline goes page by page: where a column goes on over the page it names the heading beside it first.
    outlined = Counter((level, _letters(title)) for level, title in _outlined(structure.reader.outline, 1))
    tagged = Counter((level, _letters(_heard(node))) for level, node in found)
    if outlined != tagged:
        yield f"only in the outline {outlined - tagged}, only among headings {tagged - outlined}"


def _heard(heading: Node) -> str:
    """A heading's words as they are heard, without the numbers of notes in it."""
    parts = []
    for kid in heading.kids:
        if isinstance(kid, Drawn):
            parts.append(kid.text)
        elif isinstance(kid, Node) and kid.role != "Reference":
            parts.append(kid.alternative or _heard(kid))
    return " ".join(parts)


def _outlined(entries: Any, level: int) -> Iterator[tuple[int, str]]:
    for entry in entries:
        if isinstance(entry, Destination):
            yield level, str(entry.title)
        else:
            yield from _outlined(entry, level + 1)


def tables(structure: Structure) -> Iterator[str]:
    """Rows of cells, equally wide; each header says of what, and there is one."""
    for table in structure.root.nodes():
        if table.role != "Table":
            continue
        rows = [node for node in table.nodes() if node.role == "TR" and node.within("Table") is table]
        name = f"table “{table.text[:40]}”"
        if any(
            isinstance(kid, Node) and kid.role not in {"Caption", "THead", "TBody", "TFoot", "TR"} for kid in table.kids
        ):
            yield f"{name}: {[kid.role for kid in table.kids if isinstance(kid, Node)]}"
        cells = [[kid for kid in row.kids if isinstance(kid, Node)] for row in rows]
        if any(cell.role not in {"TH", "TD"} for row in cells for cell in row):
            yield f"{name}: a row of other things than cells"
        headers = [cell for row in cells for cell in row if cell.role == "TH"]
        if not headers or any(cell.attributes.get("Scope") not in {"Row", "Column"} for cell in headers):
            yield f"{name}: headers {[cell.attributes for cell in headers]}"
        if any(not cell.text for cell in headers):
            yield f"{name}: an empty header"


def lists(structure: Structure) -> Iterator[str]:
    """Lists are of items, items of a label and a body; contents of entries with a link."""
    for node in structure.root.nodes():
        roles = [kid.role if isinstance(kid, Node) else "loose" for kid in node.kids]
        if node.role == "L" and (set(roles) - {"LI", "Caption"} or "ListNumbering" not in node.attributes):
            yield f"list “{node.text[:40]}”: {roles}"
        if node.role == "LI" and roles not in (["Lbl", "LBody"], ["LBody"]):
            yield f"item “{node.text[:40]}”: {roles}"
        if node.role in {"LI", "TOCI"} and (node.parent is None or node.parent.role not in {"L", "TOC"}):
            yield f"item “{node.text[:40]}” in no list"
        if node.role == "TOCI" and not any(node.links()):
            yield f"entry “{node.text[:40]}” leads nowhere"


def images(structure: Structure) -> Iterator[str]:
    """Each says what it shows, and where it lies."""
    for node in structure.root.nodes():
        if node.role == "Figure" and not (node.alternative.strip() and len(node.attributes.get("BBox", ())) == 4):
            yield f"an image on page {next(node.drawn()).page + 1}: “{node.alternative}”"


def all_is_read_or_furniture(structure: Structure) -> Iterator[str]:
    """What is drawn is in one tag, or an artifact; text that stands at one place of most pages is never read."""
    read = Counter(map(id, structure.root.drawn()))
    places: Counter[tuple[str, tuple[int, ...]]] = Counter()
    for page in structure.drawn:
        for piece in page:
            if piece.artifact == (piece.number is not None):
                yield f"page {piece.page + 1}: “{piece.text}” is neither read nor furniture, or both"
            if piece.number is not None:
                if read[id(piece)] != 1:
                    yield f"page {piece.page + 1}: “{piece.text}” is in {read[id(piece)]} tags"
                places[piece.text.strip(), tuple(round(side) for side in piece.box)] += 1
    most = max(2, len(structure.drawn) / 2)
    for (text, _), count in places.items():
        if count > most and len(text) > 2:
            yield f"“{text}” is read on {count} of {len(structure.drawn)} pages"


def order(structure: Structure) -> Iterator[str]:
    """Reading goes down a column, then to the next: no block is followed by one that stands above it in its column.

    Nor by one in its column on a page before; but a cell of a row that goes on over the page is read to its end.
    """
    before: tuple[Node, int, tuple[float, float, float, float]] | None = None
    for node in structure.root.nodes():
        if node.role not in _BLOCKS or _is_in_line(node):
            continue
        own = list(_own_pieces(node))
        for page in dict.fromkeys(piece.page for piece in own):
            box = _around([piece for piece in own if piece.page == page])
            if (
                before is not None
                and before[1] > page
                and _overlap(box, before[2])
                and not _in_one_row(node, before[0])
            ):
                yield f"“{node.text[:40]}” on page {page + 1} is read after “{before[0].text[:40]}”"
            if before is not None and before[1] == page and _is_above(box, before[2]):
                yield f"page {page + 1}: “{node.text[:40]}” stands above “{before[0].text[:40]}”, and is read after it"
            before = (node, page, box)


def _is_in_line(node: Node) -> bool:
    """Whether it is a note within a paragraph, as where all sources stand in one."""
    return node.role == "Note" and node.parent is not None and node.parent.role == "P"


def _own_pieces(node: Node) -> Iterator[Drawn]:
    for kid in node.kids:
        if isinstance(kid, Drawn) and kid.text.strip():
            yield kid
        elif isinstance(kid, Node) and (kid.role not in _BLOCKS | _GROUPS or _is_in_line(kid)):
            yield from _own_pieces(kid)


def _around(pieces: list[Drawn]) -> tuple[float, float, float, float]:
    boxes = [piece.box for piece in pieces]
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def _in_one_row(one: Node, other: Node) -> bool:
    row = one if one.role == "TR" else one.within("TR")
    return row is not None and row is (other if other.role == "TR" else other.within("TR"))


def _is_above(box: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return box[1] > other[3] - 1 and _overlap(box, other)


def _overlap(box: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Whether two boxes stand in one column."""
    common = min(box[2], other[2]) - max(box[0], other[0])
    return common > 0.3 * min(box[2] - box[0], other[2] - other[0])


def languages(structure: Structure) -> Iterator[str]:
    """The document has one, and no tag repeats what the tag around it says."""
    if not re.fullmatch(r"[a-zA-Z]{2,3}(-\w+)*", structure.language):
        yield f"the document's is “{structure.language}”"
    for node in structure.root.nodes():
        if node.own_language and node.parent is not None and node.own_language == node.parent.language:
            yield f"“{node.text[:40]}” says again that it is in {node.own_language}"


def links(structure: Structure) -> Iterator[str]:
    """Each has words, says where it leads, is printed, and is in the tag of a link; inner ones lead somewhere."""
    named = structure.reader.named_destinations
    tagged = {id(area) for area in structure.root.links()}
    for page in structure.links:
        for area in page:
            name = f"page {area.page + 1}: link to {area.target}"
            owner = None if area.parent is None else structure.content_of(area.parent)
            if id(area) not in tagged or owner is None or owner.get_object()["/S"] != "/Link":
                yield f"{name} is in no tag of a link"
            if not area.contents.strip() or not area.target or not area.is_print:
                yield f"{name} says “{area.contents}”"
            if "://" not in area.target and not area.target.startswith("mailto:") and area.target not in named:
                yield f"{name}, which is not there"
    for node in structure.root.nodes():
        if node.role == "Link" and not node.text and not any(inner.alternative for inner in node.nodes()):
            yield f"a link without words to {[area.target for area in node.links()]}"


def fields(structure: Structure) -> Iterator[str]:
    """Each place to fill in has words, is printed, and is alone in the tag of a form; no two lie on each other."""
    holders = {id(kid): node for node in structure.root.nodes() for kid in node.kids if isinstance(kid, FieldArea)}
    for page in structure.fields:
        for number, area in enumerate(page):
            name = f"page {area.page + 1}: field {area.name}"
            owner = None if area.parent is None else structure.content_of(area.parent)
            holder = holders.get(id(area))
            if holder is None or owner is None or owner.get_object()["/S"] != "/Form":
                yield f"{name} is in no tag of a form"
            elif holder.kids != [area]:
                yield f"{name} is not alone in its tag"
            if not area.tooltip.strip() or not area.is_print:
                yield f"{name} says “{area.tooltip}”"
            for other in page[:number]:
                if all(
                    area.box[side] < other.box[side + 2] and other.box[side] < area.box[side + 2] for side in (0, 1)
                ):
                    yield f"{name} lies on {other.name}"


def notes(structure: Structure) -> Iterator[str]:
    """Numbers lead to notes, notes have an id of their own, and lead back to where they are called."""
    found = [node for node in structure.root.nodes() if node.role == "Note"]
    if len({node.id for node in found} - {""}) != len(found):
        yield f"ids {[node.id for node in found]}"
    called: dict[str, tuple[int, float]] = {}
    for node in structure.root.nodes():
        if node.role == "Reference":
            for area in node.links():
                called.setdefault(area.target, (area.page, max(area.box[1], area.box[3])))
    for node in found:
        if node.id not in called:
            continue
        holder = node.within("LI") or node
        back = [
            area.target
            for area in holder.links()
            if area.target not in {n.id for n in found} and "://" not in area.target
        ]
        if not back:
            yield f"note {node.id} does not lead back"
            continue
        there: Any = structure.reader.named_destinations.get(back[0])
        page = None if there is None else structure.reader.get_destination_page_number(there)
        if there is None or (page, round(float(there["/Top"]))) != (called[node.id][0], round(called[node.id][1])):
            yield f"note {node.id} leads back to {there}, and is called on {called[node.id]}"
    called_for = {area.target for page in structure.links for area in page if re.fullmatch(r"note-\d+", area.target)}
    missing = (set(called) | called_for) - {node.id for node in found}
    if missing:
        yield f"called, but no notes: {sorted(missing)}"


def document(structure: Structure) -> Iterator[str]:
    """Title shown, tabs by structure, marked as tagged, pages labelled, and the same said in information and XMP."""
    catalogue: Any = structure.reader.trailer["/Root"]
    if structure.top_roles != ["Document"]:
        yield f"the top is {structure.top_roles}"
    if not catalogue.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "its title is not shown"
    if not catalogue.get("/MarkInfo", {}).get("/Marked"):
        yield "it is not marked as tagged"
    if any(page.get("/Tabs") != "/S" for page in structure.reader.pages):
        yield "tabs do not go by structure"
    if "/PageLabels" not in catalogue or len(set(structure.reader.page_labels)) != len(structure.reader.pages):
        yield f"labels of pages {structure.reader.page_labels}"
    information: Any = structure.reader.trailer["/Info"]
    packet = catalogue["/Metadata"].get_data().decode()
    for name, value in information.items():
        said = str(value)
        if name in {"/CreationDate", "/ModDate"}:
            said = f"{said[2:6]}-{said[6:8]}-{said[8:10]}T00:00:00Z"
        if said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") not in packet:
            yield f"{name[1:]} “{said}” is not in XMP"
    if not str(information.get("/Title", "")):
        yield "it has no title"


def numbers(structure: Structure) -> Iterator[str]:
    """The number that a page shows, as in “Page 3 of 8”, is its label: whoever is sent to it gets there."""
    count = str(len(structure.drawn))
    for page, label in zip(structure.drawn, structure.reader.page_labels, strict=True):
        for piece in page:
            shown = re.search(r"(\S+) \S+ (\d+)$", piece.text.strip()) if piece.artifact else None
            if shown is not None and shown[2] == count and shown[1] != label:
                yield f"“{piece.text.strip()}” stands on the page that is called {label}"


def fonts(structure: Structure) -> Iterator[str]:
    """All embedded, as subsets; no glyph is the box that stands for what a font lacks."""
    seen = set()
    for number, page in enumerate(structure.reader.pages, 1):
        resources: Any = page["/Resources"]
        for font in resources.get("/Font", {}).values():
            name = str(font.get_object()["/BaseFont"])
            for descendant in font.get_object().get("/DescendantFonts", [font]):
                descriptor = descendant.get_object()["/FontDescriptor"]
                if name in seen:
                    continue
                seen.add(name)
                if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor):
                    yield f"{name} is not embedded"
                if not re.match(r"/[A-Z]{6}\+", name):
                    yield f"{name} is no subset"
        contents = page.get_contents()
        shown = re.findall(
            rb"<([0-9A-Fa-f]+)>(?=[^\[]*\]\s*TJ|\s*Tj)", b"" if contents is None else contents.get_data()
        )
        if any(b"0000" in (codes[at : at + 4] for at in range(0, len(codes), 4)) for codes in shown):
            yield f"page {number} shows a glyph that its font lacks"


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


RULES: dict[str, Callable[[Structure], Iterator[str]]] = {
    "headings": headings,
    "tables": tables,
    "lists": lists,
    "images": images,
    "furniture": all_is_read_or_furniture,
    "order": order,
    "languages": languages,
    "links": links,
    "fields": fields,
    "notes": notes,
    "document": document,
    "numbers": numbers,
    "fonts": fonts,
}
