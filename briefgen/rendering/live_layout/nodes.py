"""The blocks of a document as they are kept between edits: leaves, which are laid out, and the boxes around them.

Once laid out a node is replaced, never changed, when its content changes: a page made of the same nodes is a page of
the same content. (A container's content is its nodes.)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from briefgen.rendering.live_layout.sight import View
from briefgen.rendering.live_layout.source import Piece

SIDES = ("top", "right", "bottom", "left")
WIDTHS = tuple(f"border_{side}_width" for side in SIDES)

State = tuple[Any, ...]
"""Counters at a place of the document, as the engine keeps them while it makes boxes. A value: never changed."""


@dataclass(eq=False, slots=True)
class Node:
    """What leaves and containers have in common.

    Attributes:
        piece: What it is made of.
        view: What selectors see of its neighbours.
        parent: The container that it is in; None for the body.
        element: Its element in the tree.
        rules: Which rules apply to it.
        styles: The keys of its styles, with those of all that is in a leaf.
        anchors: Names of targets in it; of a container, its own.
        box: Its box; None if it has none.
        before, after: Counters where it begins and where it ends.
        index: Its number among the boxes of its parent.
        is_steady: Whether its layout leaves no traces elsewhere, so that it may be kept.
        known: Where and how it was laid out: see `BlockMemo`.
    """

    piece: Piece
    view: View
    parent: Container | None
    element: Any = None
    rules: Any = None
    styles: list[tuple[Any, Any]] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    box: Any = None
    before: State | None = None
    after: State | None = None
    index: int = 0
    is_steady: bool = False
    known: list[Any] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class Leaf(Node):
    """A block that is laid out as the engine does it.

    Attributes:
        counts: Whether it shows or changes counters, so that its box depends on those where it begins.
        footnotes: The boxes of the footnotes called in it.
        lookups: Keys of the contents in it that are known only when there are pages.
        references: Names of the targets that contents in it quote.
        borders: Collapsed borders of the tables in it, which layout spoils: box, attribute, width.
        grids: The grids in it: they remember where a page ended in them.
        has_first_letter: Whether a first letter in it is set apart, which layout takes out of its box.
    """

    counts: bool = False
    footnotes: list[Any] = field(default_factory=list)
    lookups: list[Any] = field(default_factory=list)
    references: set[str] = field(default_factory=set)
    borders: list[tuple[Any, str, Any]] = field(default_factory=list)
    grids: list[Any] = field(default_factory=list)
    has_first_letter: bool = False


class Close:
    """Stands in the flow where a container ends."""


@dataclass(eq=False, slots=True)
class Container(Node):
    """A box that holds blocks and nothing else.

    Attributes:
        nodes: The blocks that it holds.
        boxed: Those of them that have a box.
        opened: Counters of its first block.
        within: Counters behind its last block.
        close: Its end in the flow.
        token: Another object whenever what it holds is something else.
        tokens: Those of what it held when it got it.
    """

    nodes: list[Node] = field(default_factory=list)
    boxed: list[Node] = field(default_factory=list)
    opened: State | None = None
    within: State | None = None
    close: Close = field(default_factory=Close)
    token: object = None
    tokens: list[object] = field(default_factory=list)


END = Close()
"""Stands behind the last block of the flow."""


def leaves(nodes: list[Node]) -> Iterator[Leaf]:
    """All leaves of nodes, in order."""
    for node in nodes:
        if isinstance(node, Container):
            yield from leaves(node.nodes)
        elif isinstance(node, Leaf):
            yield node


def everything(nodes: list[Node]) -> Iterator[Node]:
    """All nodes, each before those that it holds."""
    for node in nodes:
        yield node
        if isinstance(node, Container):
            yield from everything(node.nodes)
