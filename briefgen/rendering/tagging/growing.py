"""The engine's boxes → a tree of tags: one tag for each element, wherever the engine has cut it in pieces.

A box belongs to an element (`box.element`), or to a part that a style sheet makes of it (`box.element_tag`, as in
“li::marker”). Boxes of lines, cells and columns that the engine makes for itself carry their parent's element: they are
part of the tag that is there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from briefgen.domain.proof import quotation_id
from briefgen.rendering.tagging.roles import (
    HEADING_GROUP,
    QUOTATION,
    SVG,
    alternative_of,
    is_hidden,
    is_note_call,
    numbering_of,
    pictured,
    role_of,
    scope_of,
    words_for,
    words_in,
)
from briefgen.rendering.tagging.tree import GROUPS, Annotation, Content, Tag, settle

_POINTS_PER_PIXEL = 0.75

LAYOUT: Mapping[str, str] = {"Type": "/Layout"}
FURNITURE: Mapping[str, str] = {"Type": "/Pagination"}
_HEADER: Mapping[str, str] = {**FURNITURE, "Subtype": "/Header"}
_FOOTER: Mapping[str, str] = {**FURNITURE, "Subtype": "/Footer"}

_HEADINGS = frozenset({"H1", "H2", "H3", "H4", "H5", "H6"})

_PARTS = ("::marker", "::footnote-call", "::footnote-marker")
"""Parts of an element that are something else than its text."""


@dataclass(slots=True)
class Grown:
    """A tree, and what of the drawn is none of it: by box, with what kind of artifact it is; None for blank text."""

    root: Tag
    artifacts: dict[Any, Mapping[str, str] | None] = field(default_factory=dict)
    dropped: list[Annotation] = field(default_factory=list)
    """Annotations that lie on artifacts only, and lead nowhere for those who hear the document."""
    calls: dict[Tag, Tag] = field(default_factory=dict)
    """Of the notes at the foot of a page: which part of the text calls each."""


class Grower:
    """Makes one tree of all pages, the pages in order."""

    def __init__(
        self,
        parents: Mapping[Any, Any],
        notes: Mapping[Any, str],
        drawn: Mapping[Any, Content],
        language: str,
    ) -> None:
        """Prepare.

        Args:
            parents: The parent of each element of the document.
            notes: The elements that are notes, with the ids that they get in the tree.
            drawn: What was drawn of each box.
            language: Of the document.
        """
        self._parents = parents
        self._notes = notes
        self._drawn = drawn
        self._tags: dict[tuple[Any, str], Tag] = {}
        self._languages: dict[Tag, str] = {}
        self._begun_on: dict[tuple[Any, str], int] = {}
        self._heading_groups: list[Tag] = []
        self._footnotes = 0
        self._quoted: Counter[str] = Counter()
        self._note_items: dict[str, Tag] = {}
        self.grown = Grown(Tag("Document"))
        self._languages[self.grown.root] = language
        self._page = 0
        self._height = 0.0

    def add(self, number: int, page_box: Any) -> None:
        """Add a page's boxes."""
        self._page, self._height = number, page_box.margin_height()
        for child in page_box.children:
            if isinstance(child, boxes.MarginBox):
                self._leave_out(child, _HEADER if child.at_keyword.startswith("@top") else _FOOTER)
            elif isinstance(child, boxes.FootnoteAreaBox):
                for note in child.children:
                    self._add_footnote(note)
            else:
                self._grow(child, self.grown.root, None)

    def finish(self) -> Grown:
        """The whole tree, with its rules kept."""
        for note, call in self.grown.calls.items():
            _move_after(self.grown.root, note, call)
        for group in self._heading_groups:
            group.kids.sort(key=lambda kid: not (isinstance(kid, Tag) and kid.role in _HEADINGS))
        for name, item in self._note_items.items():
            labels = [kid for kid in item.kids if isinstance(kid, Tag) and kid.role == "Lbl"]
            words = [kid for kid in item.kids if kid not in labels]
            item.kids = [*labels, Tag("LBody", [Tag("Note", words, id=name, page=item.page)], page=item.page)]
        settle(self.grown.root)
        return self.grown

    def _add_footnote(self, box: Any) -> None:
        """A note at the foot of a page; one that goes on at the foot of the next is one note."""
        own = (box.element, "")
        note = self._tags.get(own)
        if note is None:
            note = self._tags[own] = _under(self.grown.root, Tag("Note", page=self._page))
            self._languages[note] = self._languages[self.grown.root]
            self._footnotes += 1
            note.id = f"footnote-{self._footnotes}"
            call = self._tags.get((box.element, "::footnote-call"))
            if call is not None:
                self.grown.calls[note] = call
        self._descend(box, note, own)

    def _grow(self, box: Any, parent: Tag, key: Any) -> None:
        if isinstance(box, AbsolutePlaceholder):
            box = box._box  # noqa: SLF001 - the engine keeps what it moved in there
        if isinstance(box, boxes.TextBox):
            self._put_text(box, parent)
            return
        element = box.element
        if box.widget_annotation is not None and element.tag == SVG:
            # What is drawn under a field is decoration: the field says what it is, and whether it is ticked.
            self._leave_out(box, LAYOUT)
            self._annotate(box, parent)
            return
        if element is None or box.is_leader or is_hidden(element):
            if element is not None:
                self._leave_out(box, LAYOUT)
                return
            self._descend(box, parent, key)
            return
        own = (element, _part(box.element_tag))
        if own == key:
            if box.link_annotation is not None:
                self._annotate(box, parent)
            self._descend(box, parent, key)
            return
        tag = self._tags.get(own)
        if tag is not None and self._is_repeated(box, own):
            self._leave_out(box, FURNITURE)
            return
        if tag is None:
            tag = self._begun(own, box, parent)
        self._annotate(box, tag)
        self._descend(box, tag, own)

    def _is_repeated(self, box: Any, own: tuple[Any, str]) -> bool:
        """Whether it is drawn again on another page: the head or foot of a table, or what is fixed on the page."""
        again = getattr(box, "is_header", False) or getattr(box, "is_footer", False) or box.style["position"] == "fixed"
        return bool(again) and self._begun_on[own] < self._page

    def _descend(self, box: Any, tag: Tag, key: Any) -> None:
        if isinstance(box, boxes.ReplacedBox) and box in self._drawn:
            tag.kids.append(self._drawn[box])
        for child in box.children:
            self._grow(child, tag, key)

    def _begun(self, own: tuple[Any, str], box: Any, parent: Tag) -> Tag:
        """The tag that a box's content goes into: a new one where its element has a role, else its parent's."""
        element, part = own
        tag = self._tags[own] = self._made(element, part, box, parent)
        self._begun_on[own] = self._page
        if tag is parent:
            return tag
        tag.page = self._page
        language = element.get("lang") or ""
        known = self._languages[parent]
        if language and language.lower() != known.lower():
            tag.language = known = language
        self._languages[tag] = known
        return tag

    def _made(self, element: Any, part: str, box: Any, parent: Tag) -> Tag:
        if part in {"::marker", "::footnote-marker"}:
            return _under(parent, Tag("Lbl"))
        if part == "::footnote-call":
            return _under(parent, Tag("Reference"))
        if element.tag in {"html", "body"}:
            return parent
        note = self._notes.get(element)
        if note and element.tag == "li":
            item = self._note_items[note] = _under(parent, Tag("LI"))
            return item
        if note:
            return _under(parent, Tag("Note", id=note))
        role = role_of(element, self._parents)
        if role == "Figure" and parent.role == "Figure":
            return parent
        if not role or (role in {"LI", "DT", "DD"} and parent.role not in {"L", "TOC"}):
            return parent if not role else _under(parent, Tag("Div"))
        if role in {"TH", "TD"} and parent.role != "TR":
            role = "Div"
        if role in {"TR", "THead", "TBody", "TFoot"} and parent.role not in {"Table", "THead", "TBody", "TFoot"}:
            role = "Div"
        if role == "Link" and is_note_call(element, self._parents):
            parent = _under(parent, Tag("Reference", page=self._page))
        return _under(parent, self._described(role, element, box))

    def _described(self, role: str, element: Any, box: Any) -> Tag:
        tag = Tag(role)
        match role:
            case "Figure":
                tag.alternative = alternative_of(element)
                tag.attributes = ({"O": "/Layout", "BBox": list(self._area(_image_box(box, element)))},)
            case "L":
                style = next((child.style["list_style_type"] for child in box.children if child.style), "")
                tag.attributes = ({"O": "/List", "ListNumbering": f"/{numbering_of(element, style)}"},)
            case "TH" | "TD":
                spans = {"ColSpan": box.colspan, "RowSpan": box.rowspan}
                cell: dict[str, Any] = {name: span for name, span in spans.items() if span != 1}
                if role == "TH":
                    cell["Scope"] = f"/{scope_of(element, self._parents)}"
                tag.attributes = ({"O": "/Table", **cell},) if cell else ()
            case "Quote" if key := element.get(QUOTATION):
                self._quoted[key] += 1
                tag.id = quotation_id(key, self._quoted[key], words_in(element))
            case "Span" if element.tag == "abbr":
                tag.expansion = element.get("title") or ""
            case "Span":
                tag.alternative = words_for(element)
            case "Div" if element.tag == HEADING_GROUP:
                self._heading_groups.append(tag)
        return tag

    def _area(self, box: Any) -> tuple[float, ...]:
        """A box's content area as a PDF has it: in points, from the lower left corner of the page."""
        left, top = box.content_box_x(), box.content_box_y()
        corners = (left, self._height - top - box.height, left + box.width, self._height - top)
        return tuple(round(corner * _POINTS_PER_PIXEL, 2) for corner in corners)

    def _put_text(self, box: Any, parent: Tag) -> None:
        content = self._drawn.get(box)
        if content is None:
            return
        if not box.text.strip() or box.style["visibility"] != "visible":
            self.grown.artifacts[box] = None
            return
        if box.link_annotation is not None:
            parent = _under(parent, Tag("Link", page=self._page))
            self._annotate(box, parent)
        parent.kids.append(content)

    def _annotate(self, box: Any, tag: Tag) -> None:
        for annotation in (box.link_annotation, box.widget_annotation):
            if annotation is None:
                continue
            reference = Annotation(self._page, annotation.number)
            if annotation is box.widget_annotation:
                tag.kids.append(Tag("Form", [reference], page=self._page))
            elif tag.role == "Link":
                tag.kids.append(reference)
            else:
                tag.kids.append(Tag("Link", [reference], page=self._page))

    def _leave_out(self, box: Any, kind: Mapping[str, str]) -> None:
        """What is drawn of a box and all in it is an artifact; its links go to the tags that they belong to, if any."""
        for inner in _all_in(box):
            if inner in self._drawn:
                self.grown.artifacts[inner] = kind
            if inner.link_annotation is not None:
                reference = Annotation(self._page, inner.link_annotation.number)
                tag = self._tags.get((inner.element, _part(inner.element_tag or "")))
                if tag is not None and tag.role == "Link" and kind is FURNITURE:
                    tag.kids.append(reference)
                else:
                    self.grown.dropped.append(reference)


def _under(parent: Tag, tag: Tag) -> Tag:
    parent.kids.append(tag)
    return tag


def _part(element_tag: str) -> str:
    return next((part for part in _PARTS if element_tag.endswith(part)), "")


def _image_box(box: Any, element: Any) -> Any:
    """The box of the image itself, of a `figure` with its caption."""
    image = element if element.tag in {"img", SVG} else pictured(element)
    return next((inner for inner in _all_in(box) if inner.element is image and inner.element is not None), box)


def _all_in(box: Any) -> Iterator[Any]:
    if isinstance(box, AbsolutePlaceholder):
        box = box._box  # noqa: SLF001 - the engine keeps what it moved in there
    yield box
    for child in box.children:
        yield from _all_in(child)


def _move_after(root: Tag, note: Tag, call: Tag) -> None:
    """Put a note behind the paragraph, or into the cell or item, in which it is called."""
    path = _path_to(root, call)
    for above, tag in zip(reversed(path[:-1]), reversed(path[1:]), strict=True):
        if above.role in GROUPS or above.role in {"TD", "TH", "LI", "LBody", "Caption"}:
            root.kids.remove(note)
            above.kids.insert(above.kids.index(tag) + 1, note)
            return


def _path_to(tag: Tag, wanted: Tag) -> list[Tag]:
    if tag is wanted:
        return [tag]
    for kid in tag.kids:
        if isinstance(kid, Tag) and (path := _path_to(kid, wanted)):
            return [tag, *path]
    return []
