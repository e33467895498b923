"""Elements that are to be filled in → the fields of a PDF (ISO 32000-1, 12.7), tagged with the rest of the page.

A page says where something is filled in by attributes (`rendering.fill_in`); what is drawn there stays drawn and is
decoration beside the field, so that paper and other forms of the brief lose nothing.

Fields are made anew here, not by the engine from `input`: it asks readers' programs to draw them, which PDF/A forbids,
and embeds whole fonts. They have names that stay: `briefgen-DOSSIER-BRIEF` above all (`FormStamp`), below it
`rec-1`, `rec-1-note`, `comments`, `signature`, `signed-on`, and `about`, which is nowhere on the pages and has the
hashes of the words that were decided on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pydyf
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from briefgen.domain.replies import FormStamp
from briefgen.rendering.field_font import FIRST, LAST, NAME, field_font
from briefgen.rendering.fill_in import Wish, fault_of, wish_of
from briefgen.rendering.tagging.roles import is_hidden

_LONG = frozenset({"note", "comments"})

_POINTS_PER_PIXEL = 0.75
_FONT = "FieldSans"
_PRINTED, _MULTILINE, _READ_ONLY, _ONE_OF_SEVERAL = 1 << 2, 1 << 12, 1 << 0, 1 << 15


@dataclass(slots=True)
class Fields:
    """The fields of one PDF: the boxes that have them, while it is painted, and what is wrong with them."""

    boxes: list[Any] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def clear(self) -> None:
        """Let the pages be as they were: they may be painted again."""
        for box in self.boxes:
            box.widget_annotation = None
        self.boxes.clear()


@dataclass(frozen=True, slots=True)
class _Asked:
    """A place on a page that is to be filled in."""

    box: Any
    page: int
    wish: Wish
    area: tuple[float, float, float, float]


def put_fields(pdf: Any, document: Any, parents: Mapping[Any, Any], stamp: FormStamp) -> Fields:
    """Put fields where the pages ask for them; each box that has one carries its annotation from then on.

    Args:
        pdf: pydyf's PDF, its pages painted.
        document: The engine's document.
        parents: The parent of each element of the document.
        stamp: Where the fields come from.
    """
    found = Fields()
    asked = list(_asked(document, parents, found.faults))
    if not asked:
        return found
    maker = _Maker(pdf, found)
    root = maker.add({"T": pydyf.String(f"briefgen-{stamp.dossier}-{stamp.brief}")})
    kids = [maker.decision(entries, root) for entries in _by_point(asked)]
    kids += [maker.text(entry, root) for entry in asked if entry.wish.name != "decision"]
    about = json.dumps({"form": 1, "words": dict(stamp.words)}, separators=(",", ":"))
    kids.append(
        maker.add(
            {
                "FT": "/Tx", "T": pydyf.String("about"), "TU": pydyf.String("Briefgen"), "Ff": _READ_ONLY,
                "V": pydyf.String(about), "DA": maker.appearance, "Parent": root.reference,
            }
        )
    )  # fmt: skip
    root["Kids"] = pydyf.Array(kid.reference for kid in kids)
    form = maker.add({"Fields": pydyf.Array([root.reference]), "DR": maker.resources, "DA": maker.appearance})
    pdf.catalog["AcroForm"] = form.reference
    return found


def _asked(document: Any, parents: Mapping[Any, Any], faults: list[str]) -> Iterator[_Asked]:
    """What is to be filled in, in the order of the pages; each once, and nothing that is read by nobody."""
    known: set[tuple[str, str, str]] = set()
    seen: set[Any] = set()
    for number, page in enumerate(document.pages):
        height = page._page_box.margin_height()  # noqa: SLF001 - the engine has no public name for it
        for box in _in_flow(page._page_box):  # noqa: SLF001 - as above
            element = box.element
            if element is None or box.element_tag != element.tag or element in seen:
                continue
            wish = wish_of(element)
            if wish is None or _is_decoration(element, parents):
                continue
            seen.add(element)
            key = (wish.name, wish.point, wish.box)
            if fault := fault_of(wish):
                what, remedy = fault
                faults.append(f"What is to be filled in on page {number + 1} {what}. {remedy}")
            elif key not in known:
                known.add(key)
                yield _Asked(box, number, wish, _area(box, height))


def _in_flow(page_box: Any) -> Iterator[Any]:
    """The boxes of a page, without its furniture."""
    for child in page_box.children:
        if not isinstance(child, boxes.MarginBox):
            yield from _all_in(child)


def _all_in(box: Any) -> Iterator[Any]:
    if isinstance(box, AbsolutePlaceholder):
        box = box._box  # noqa: SLF001 - the engine keeps what it moved in there
    if not isinstance(box, boxes.TextBox):
        yield box
    for child in getattr(box, "children", ()):
        yield from _all_in(child)


def _is_decoration(element: Any, parents: Mapping[Any, Any]) -> bool:
    above = parents.get(element)
    while above is not None:
        if is_hidden(above):
            return True
        above = parents.get(above)
    return False


def _area(box: Any, page_height: float) -> tuple[float, float, float, float]:
    """A box's border area in points, from the lower left corner of the page."""
    left, top = box.border_box_x(), box.border_box_y()
    bottom = page_height - top - box.border_height()
    corners = (left, bottom, left + box.border_width(), page_height - top)
    x0, y0, x1, y1 = (round(corner * _POINTS_PER_PIXEL, 2) for corner in corners)
    return x0, y0, x1, y1


def _by_point(asked: Sequence[_Asked]) -> list[list[_Asked]]:
    groups: dict[str, list[_Asked]] = {}
    for entry in asked:
        if entry.wish.name == "decision":
            groups.setdefault(entry.wish.point, []).append(entry)
    return list(groups.values())


class _Maker:
    """Makes the objects of one PDF's fields."""

    def __init__(self, pdf: Any, found: Fields) -> None:
        self._pdf, self._found = pdf, found
        # pydyf makes the list anew each time that it is asked.
        self._pages = pdf.page_references
        self.resources = self.add({"Font": pydyf.Dictionary({_FONT: self._font().reference})}).reference
        self.appearance = pydyf.String(f"/{_FONT} 10 Tf 0 g")

    def add(self, values: Mapping[str, Any]) -> Any:
        made = pydyf.Dictionary(values)
        self._pdf.add_object(made)
        return made

    def decision(self, entries: Sequence[_Asked], root: Any) -> Any:
        """The boxes of one recommendation: one field, so that ticking one takes the tick from another."""
        first, *others = entries
        # Some readers' programs say of each box what the field says alone, and which box of how many it is.
        tooltip = ", ".join([first.wish.tooltip, *(entry.wish.tooltip.rpartition(":")[2].strip() for entry in others)])
        group = self.add(
            {
                "FT": "/Btn", "T": pydyf.String(first.wish.point), "TU": pydyf.String(tooltip), "V": "/Off",
                "Ff": _ONE_OF_SEVERAL if others else 0, "Parent": root.reference,
            }
        )  # fmt: skip
        group["Kids"] = pydyf.Array(self._box_to_tick(entry, group).reference for entry in entries)
        return group

    def _box_to_tick(self, entry: _Asked, group: Any) -> Any:
        left, bottom, right, top = entry.area
        width, height = right - left, top - bottom
        tick = f"q {_colour(entry.box)} RG {width / 11 * 1.5:.2f} w "
        # The tick that is drawn where a decision is printed, in the same place (`_shared/points.html.jinja`).
        for (x, y), operator in zip(((2.4, 5.7), (4.6, 8), (8.7, 3)), "mll", strict=True):
            tick += f"{x / 11 * width:.2f} {(1 - y / 11) * height:.2f} {operator} "
        states = pydyf.Dictionary(
            {entry.wish.box: self._drawing(tick + "S Q", entry).reference, "Off": self._drawing("", entry).reference}
        )
        return self._on_page(
            entry,
            {
                "Parent": group.reference, "AS": "/Off", "AP": pydyf.Dictionary({"N": states}),
                "MK": pydyf.Dictionary({"CA": pydyf.String("4")}),
            },
        )  # fmt: skip

    def text(self, entry: _Asked, root: Any) -> Any:
        """A line or a space for words."""
        name = f"{entry.wish.point}-note" if entry.wish.name == "note" else entry.wish.name
        size = round(entry.box.style["font_size"] * _POINTS_PER_PIXEL, 2)
        return self._on_page(
            entry,
            {
                "FT": "/Tx", "T": pydyf.String(name), "Parent": root.reference, "V": pydyf.String(""),
                "Ff": _MULTILINE if entry.wish.name in _LONG else 0,
                "DA": pydyf.String(f"/{_FONT} {size} Tf {_colour(entry.box)} rg"),
                "AP": pydyf.Dictionary({"N": self._drawing("/Tx BMC EMC", entry).reference}),
            },
        )  # fmt: skip

    def _on_page(self, entry: _Asked, values: Mapping[str, Any]) -> Any:
        page = self._pages[entry.page]
        widget = self.add(
            {
                "Type": "/Annot", "Subtype": "/Widget", "Rect": pydyf.Array(entry.area), "P": page, "F": _PRINTED,
                "TU": pydyf.String(entry.wish.tooltip), **values,
            }
        )  # fmt: skip
        sheet = self._pdf.objects[int(page.split()[0])]
        sheet.setdefault("Annots", pydyf.Array()).append(widget.reference)
        sheet["Tabs"] = "/S"
        entry.box.widget_annotation = widget
        self._found.boxes.append(entry.box)
        return widget

    def _drawing(self, operators: str, entry: _Asked) -> Any:
        left, bottom, right, top = entry.area
        area = pydyf.Array([0, 0, round(right - left, 2), round(top - bottom, 2)])
        extra = {"Type": "/XObject", "Subtype": "/Form", "BBox": area, "Resources": self.resources}
        stream = pydyf.Stream([operators.encode()], extra)
        self._pdf.add_object(stream)
        return stream

    def _font(self) -> Any:
        font = field_font()
        program = pydyf.Stream([font.program], {"Subtype": "/Type1C"}, compress=True)
        self._pdf.add_object(program)
        described = self.add(
            {
                "Type": "/FontDescriptor", "FontName": f"/{NAME}", "Flags": 1 << 5, "FontBBox": pydyf.Array(font.box),
                "ItalicAngle": 0, "Ascent": font.ascent, "Descent": font.descent, "CapHeight": font.capitals,
                "StemV": 80, "FontFile3": program.reference,
            }
        )  # fmt: skip
        return self.add(
            {
                "Type": "/Font", "Subtype": "/Type1", "BaseFont": f"/{NAME}", "Encoding": "/WinAnsiEncoding",
                "FirstChar": FIRST, "LastChar": LAST, "Widths": pydyf.Array(font.widths),
                "FontDescriptor": described.reference,
            }
        )  # fmt: skip


def _colour(box: Any) -> str:
    """The colour of an element's text, as a PDF's operators take it."""
    return " ".join(f"{part:.3f}" for part in box.style["color"].to("srgb").coordinates)
