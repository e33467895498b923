"""The tree of a document's elements and their styles, kept between edits: what is written as before stays."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

import weasyprint

from briefgen.rendering.live_layout.nodes import Container, Leaf, Node, everything
from briefgen.rendering.live_layout.refusal import NotHandled
from briefgen.rendering.live_layout.sight import Sight
from briefgen.rendering.live_layout.source import Piece
from briefgen.rendering.live_layout.styling import Stylist

_PLAIN = {
    "display": ("block", "flow"),
    "float": "none",
    "column_width": "auto",
    "column_count": "auto",
    "max_lines": "none",
    "continue": "auto",
    "string_set": "none",
    "bookmark_level": "none",
    "height": "auto",
    "max_height": None,
    "overflow": "visible",
}
"""What a container's style says; None for what it says from the beginning."""


class Tree:
    """The nodes of a body.

    Args:
        body: The body's container, with its element, empty.
        stylist: Finds styles.
        sight: What the selectors see.
    """

    def __init__(self, body: Container, stylist: Stylist, sight: Sight) -> None:
        self.body = body
        self._stylist = stylist
        self._sight = sight
        self._whole: set[str] = set()
        self._wrappers: dict[Container, Any] = {}
        self.dropped: list[Node] = []

    def update(self, pieces: tuple[Piece, ...]) -> None:
        """Take the blocks of the body as they are now. Nodes that are gone are put into `dropped`.

        Raises:
            NotHandled: The blocks are not what they are when the whole document is parsed, or their styles depend on
                more than is known here.
        """
        self._wrappers = {}
        self.dropped = []
        self._fill(self.body, pieces)

    def _fill(self, container: Container, pieces: tuple[Piece, ...]) -> None:
        """Make a container hold these pieces."""
        old, before = container.nodes, [node.piece.start_tag for node in container.nodes]
        tags = [piece.start_tag for piece in pieces]
        views = self._sight.views(tags)
        nodes = _matched(old, pieces, views)
        kept = {id(node) for node in nodes if node is not None}
        self._drop([node for node in old if id(node) not in kept])
        made = [number for number, node in enumerate(nodes) if node is None]
        elements = self._parsed([pieces[number] for number in made])
        container.nodes = [
            node or self._new(piece, view, container, elements)
            for node, piece, view in zip(nodes, pieces, views, strict=True)
        ]
        self._attach(container)
        self._style(container, set(made), rematch=tags != before)
        for node, piece in zip(container.nodes, pieces, strict=True):
            if isinstance(node, Container) and piece.pieces is not None and (node.piece is not piece or not node.nodes):
                if node.piece.source != piece.source or not node.nodes:
                    self._fill(node, piece.pieces)
                node.piece = piece

    def _new(self, piece: Piece, view: Any, parent: Container, elements: list[Any]) -> Node:
        kind = Leaf if self._is_whole(piece) else Container
        return kind(piece, view, parent, element=elements.pop(0))

    def _is_whole(self, piece: Piece) -> bool:
        return piece.pieces is None or piece.start_tag in self._whole

    def _parsed(self, pieces: list[Piece]) -> list[Any]:
        """The elements of pieces; of one that is divided, without those in it."""
        if not pieces:
            return []
        sources = [piece.source if self._is_whole(piece) else f"{piece.start_tag}</{_name(piece)}>" for piece in pieces]
        tree = weasyprint.tinyhtml5.parse(f"<!DOCTYPE html><body>{''.join(sources)}", namespace_html_elements=False)
        body = tree.find("body")
        found = list(body)
        is_loose = (body.text or "").strip() or any((element.tail or "").strip() for element in found)
        if len(found) != len(pieces) or is_loose:
            raise NotHandled("a block is not exactly one element")
        for element in found:
            element.tail = None
        return found

    def _attach(self, container: Container) -> None:
        """Put the elements of a container's nodes into its own."""
        element = container.element
        element[:] = [node.element for node in container.nodes]
        self._wrappers.pop(container, None)

    def _wrapper(self, container: Container) -> Any:
        """A container's element as selectors take it."""
        if container not in self._wrappers:
            if container.parent is None:
                html = weasyprint.cssselect2.ElementWrapper.from_html_root(self._stylist.root)
                found = next(child for child in html.iter_children() if child.etree_element is container.element)
            else:
                above = self._wrapper(container.parent)
                found = next(child for child in above.iter_children() if child.etree_element is container.element)
            self._wrappers[container] = found
        return self._wrappers[container]

    def _style(self, container: Container, made: set[int], *, rematch: bool) -> None:
        """Find the styles of what is new in a container, and make anew what has other styles because of it."""
        if not made and not rematch:
            return
        wrappers = list(self._wrapper(container).iter_children())
        whole: list[int] = []
        for number, (node, wrapper) in enumerate(zip(container.nodes, wrappers, strict=True)):
            if number in made:
                self._style_node(node, wrapper)
                if isinstance(node, Container) and not self._is_plain(node):
                    whole.append(number)
            elif node.rules != self._stylist.rules(wrapper):
                self._drop([node])
                whole.append(number)
        if not whole:
            return
        for number in whole:
            node = container.nodes[number]
            if number in made:
                self._whole.add(node.piece.start_tag)
                self._drop([node])
        elements = self._parsed([container.nodes[number].piece for number in whole])
        for number in whole:
            old = container.nodes[number]
            container.nodes[number] = self._new(old.piece, old.view, container, elements)
        self._attach(container)
        self._style(container, set(whole), rematch=False)

    def _style_node(self, node: Node, wrapper: Any) -> None:
        is_container = isinstance(node, Container)
        if is_container and self._sight.inside:
            # A place holder, so that it is not taken for empty; no selector must see what really is in it.
            node.element.append(node.element.makeelement("briefgen-content", {}))
        node.rules = self._stylist.rules(wrapper)
        before = len(self._stylist.targets.collected)
        node.styles = self._stylist.style(wrapper, alone=is_container)
        node.anchors = self._stylist.targets.collected[before:]
        if is_container and self._sight.inside:
            del node.element[:]

    def check_content(self) -> None:
        """See that no container's style depends on what is in it.

        Raises:
            NotHandled: One does.
        """
        for container in self._wrappers if self._sight.inside else ():
            wrapper = self._wrappers[container]
            if any(test(wrapper) for test in self._sight.inside):
                raise NotHandled("a style depends on what is in a divided block")

    def _is_plain(self, container: Container) -> bool:
        """Whether a container's box can be made around boxes that are there, and is laid out block by block."""
        style_for, element = self._stylist.style_for, container.element
        style = style_for(element)
        parts = ("before", "after", "first-letter", "first-line")
        if any(style_for(element, part) is not None for part in parts):
            return False
        return (
            all(style[name] == value for name, value in _PLAIN.items() if value is not None)
            and style["position"] in ("static", "relative")
            and style["white_space"] in ("normal", "nowrap")
        )

    def _drop(self, nodes: list[Node]) -> None:
        """Forget the styles and the anchors of nodes."""
        targets = self._stylist.targets.target_lookup_items
        computed = self._stylist.style_for.get_computed_styles()
        for node in everything(nodes):
            self.dropped.append(node)
            for key in node.styles:
                computed.pop(key, None)
            for anchor in node.anchors:
                targets.pop(anchor, None)
            node.styles, node.anchors = [], []


def _matched(old: list[Node], pieces: tuple[Piece, ...], views: list[Any]) -> list[Node | None]:
    """The node that each piece has already: one of the same text, or else a container with the same start tag."""
    spare: defaultdict[Any, list[Node]] = defaultdict(list)
    for node in reversed(old):
        spare[node.piece.source, node.view].append(node)
    nodes = [
        spare[piece.source, view].pop() if spare.get((piece.source, view)) else None
        for piece, view in zip(pieces, views, strict=True)
    ]
    taken = {id(node) for node in nodes}
    left: defaultdict[Any, list[Node]] = defaultdict(list)
    for node in reversed(old):
        if isinstance(node, Container) and id(node) not in taken:
            left[node.piece.start_tag, node.view].append(node)
    for number, (piece, view) in enumerate(zip(pieces, views, strict=True)):
        if nodes[number] is None and piece.pieces is not None and left.get((piece.start_tag, view)):
            nodes[number] = left[piece.start_tag, view].pop()
    return nodes


def _name(piece: Piece) -> str:
    found = re.match(r"<([a-zA-Z][a-zA-Z0-9-]*)", piece.start_tag)
    return found.group(1) if found else ""
