"""A tree of tags → the objects of a PDF (ISO 32000-1, 14.7): structure elements, and the way back from content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pydyf

from briefgen.rendering.tagging.tree import Annotation, Content, Tag


class Writer:
    """Writes one tree into a PDF.

    Args:
        pdf: pydyf's PDF, its pages painted.
        streams: The streams that content is in, pages first, by their number in `Content.stream`.
        pages: How many of the streams are pages.
    """

    def __init__(self, pdf: Any, streams: Sequence[Any], pages: int) -> None:
        self._pdf = pdf
        self._streams = streams
        self._pages = pages
        # pydyf makes the list anew each time that it is asked.
        self._page_references = pdf.page_references
        self._owners: list[dict[int, bytes]] = [{} for _ in streams]
        self._annotations: list[tuple[int, bytes]] = []
        self._ids: list[tuple[str, bytes]] = []

    def write(self, root: Tag, *, namespace: str = "") -> None:
        """Write the tree, and name it in the PDF's catalogue; `namespace` is that of the root, in PDF 2."""
        tree = self._added({"Type": "/StructTreeRoot"})
        top = self._element(root, tree.reference)
        tree["K"] = pydyf.Array([top])
        if namespace:
            space = self._added({"Type": "/Namespace", "NS": pydyf.String(namespace)})
            tree["Namespaces"] = pydyf.Array([space.reference])
            self._pdf.objects[_number(top)]["NS"] = space.reference
        tree["ParentTree"] = self._parents().reference
        tree["ParentTreeNextKey"] = len(self._streams) + len(self._annotations)
        if self._ids:
            names = pydyf.Array()
            for name, reference in sorted(self._ids):
                names.extend([pydyf.String(name), reference])
            tree["IDTree"] = self._added({"Names": names}).reference
        self._pdf.catalog["StructTreeRoot"] = tree.reference
        self._pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
        self._pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})

    def _element(self, tag: Tag, parent: bytes) -> bytes:
        page = next(tag.contents(), None)
        element = self._added({"Type": "/StructElem", "S": f"/{tag.role}", "P": parent})
        reference: bytes = element.reference
        if page is not None:
            element["Pg"] = self._page_references[page.page]
        for name, text in (("Lang", tag.language), ("Alt", tag.alternative), ("E", tag.expansion), ("ID", tag.id)):
            if text:
                element[name] = pydyf.String(text)
        if tag.id:
            self._ids.append((tag.id, reference))
        attributes = [
            pydyf.Dictionary({name: _plain(value) for name, value in owner.items()}) for owner in tag.attributes
        ]
        if attributes:
            element["A"] = attributes[0] if len(attributes) == 1 else pydyf.Array(attributes)
        kids = [self._kid(kid, reference, None if page is None else page.page) for kid in tag.kids]
        if kids:
            element["K"] = kids[0] if len(kids) == 1 else pydyf.Array(kids)
        return reference

    def _kid(self, kid: Tag | Content | Annotation, owner: bytes, page: int | None) -> Any:
        if isinstance(kid, Tag):
            return self._element(kid, owner)
        there = self._page_references[kid.page]
        if isinstance(kid, Annotation):
            self._annotations.append((kid.object, owner))
            reference = f"{kid.object} 0 R".encode()
            return pydyf.Dictionary({"Type": "/OBJR", "Obj": reference, "Pg": there})
        self._owners[kid.stream][kid.number] = owner
        if kid.stream >= self._pages:
            stream = self._streams[kid.stream].reference
            return pydyf.Dictionary({"Type": "/MCR", "Pg": there, "Stm": stream, "MCID": kid.number})
        if kid.page == page:
            return kid.number
        return pydyf.Dictionary({"Type": "/MCR", "Pg": there, "MCID": kid.number})

    def _parents(self) -> Any:
        """The number tree by which a reader finds the tag of a content or an annotation."""
        numbers = pydyf.Array()
        for key, owners in enumerate(self._owners):
            numbers.extend([key, pydyf.Array([owners[number] for number in sorted(owners)])])
            if key >= self._pages:
                self._streams[key].extra["StructParents"] = key
        for key, (number, owner) in enumerate(self._annotations, start=len(self._owners)):
            numbers.extend([key, owner])
            self._pdf.objects[number]["StructParent"] = key
        return self._added({"Nums": numbers})

    def _added(self, values: Mapping[str, Any]) -> Any:
        found = pydyf.Dictionary(values)
        self._pdf.add_object(found)
        return found


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def _plain(value: Any) -> Any:
    return pydyf.Array(value) if isinstance(value, list) else value
