"""The boxes of a document, kept between edits and made anew block by block.

The engine makes the boxes of a document in one go, and hands counters on from one element to the next. Here each block
knows the counters that it began with; it is made anew when it shows or changes counters and they are others.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from weasyprint.formatting_structure import boxes, build

from briefgen.rendering.live_layout.block_memo import is_steady
from briefgen.rendering.live_layout.nodes import END, WIDTHS, Close, Container, Leaf, Node, State, leaves
from briefgen.rendering.live_layout.refusal import NotHandled
from briefgen.rendering.live_layout.targets import Targets

FlowItem = Node | Close

_COUNTING = ("counter_reset", "counter_set")


class Builder:
    """Makes boxes.

    Args:
        body: The body's container, with its box.
        context: The engine's layout context; its collector of targets is a `Targets`.
        base_url: The document's.

    Attributes:
        flow: What is laid out, in order: leaves that have a box, containers where they begin and where they end, END.
        position: Where each of them stands in the flow.
        footnotes: The boxes of all footnotes, in order.
    """

    def __init__(self, body: Container, context: Any, base_url: str) -> None:
        self.body = body
        self.flow: list[FlowItem] = []
        self.position: dict[FlowItem, int] = {}
        self.footnotes: list[Any] = []
        self._context = context
        self._targets: Targets = context.target_collector
        self._base_url = base_url
        self._signatures: dict[str, Any] = {}
        self._built: list[Leaf] = []
        self._changed: set[str] = set()
        self._known_targets: dict[str, Any] = {}

    def forget(self, nodes: Iterable[Node]) -> None:
        """Forget what contents of nodes that are gone wanted to know."""
        for node in nodes:
            if isinstance(node, Leaf):
                self._forget_lookups(node)

    def update(self) -> None:
        """Give every node its box.

        Raises:
            NotHandled: A box is none that can be laid out block by block.
        """
        known = self._targets.target_lookup_items
        before = self._known_targets
        self._targets.collecting = True
        self._built = []
        self._changed = {name for name in before if known.get(name) is not before[name]}
        for name in before.keys() - known.keys():
            self._signatures.pop(name, None)
        assert self.body.opened is not None  # noqa: S101 - it is set when the body's box is made
        self._walk(self.body, self.body.opened)
        for target in known.values():
            target.parse_again_functions.clear()
        for leaf in [leaf for leaf in leaves(self.body.nodes) if not leaf.references.isdisjoint(self._changed)]:
            assert leaf.before is not None  # noqa: S101 - it has been built
            self._replace(leaf, leaf.before)
        self._targets.check_pending_targets()  # also stops collecting
        for name, target in known.items():
            target.parse_again_functions.clear()
            old = before.get(name)
            if old is not None and old is not target:
                target.page_maker_index = old.page_maker_index
                target.cached_page_counter_values = old.cached_page_counter_values
        self._known_targets = dict(known)
        for leaf in self._built:
            self._finish(leaf)
        self.flow = []
        self.footnotes = []
        self._lay_flow(self.body)
        self.flow.append(END)
        self.position = {item: number for number, item in enumerate(self.flow)}

    # Counters and boxes, in the order of the document.

    def _walk(self, container: Container, state: State) -> State:
        """Build what is in a container; gives the counters behind it."""
        for number, node in enumerate(container.nodes):
            if isinstance(node, Container):
                state = self._walk_container(node, state)
            elif isinstance(node, Leaf):
                leaf = node
                if leaf.before is None or (leaf.before is not state and self._depends(leaf, state)):
                    leaf = container.nodes[number] = self._build(leaf, state)
                elif leaf.before is not state:
                    self._pass_through(leaf, state)
                assert leaf.after is not None  # noqa: S101 - it has been built
                state = leaf.after
        return state

    def _walk_container(self, node: Container, state: State) -> State:
        if node.box is None:
            node.box = _container_box(node, self._context.style_for)
        if node.before is not state:
            opened = copy.deepcopy(state)
            build.update_counters(opened, node.box.style)
            opened[2].append(set())
            is_same = node.opened is not None and node.before == state
            node.before = state
            if not is_same or node.opened is None:
                node.opened, node.within = opened, None
            for name in node.anchors:
                node.box.cached_counter_values = None
                self._store(name, node.opened, node.box)
        assert node.opened is not None  # noqa: S101 - it was set above
        within = self._walk(node, node.opened)
        if within is not node.within or node.after is None:
            node.within = within
            after = copy.deepcopy(within)
            for name in after[2].pop():
                after[1][name].pop()
                if not after[1][name]:
                    after[1].pop(name)
            node.after = node.before if after == node.before else after
        return node.after

    def _depends(self, leaf: Leaf, state: State) -> bool:
        """Whether a leaf's box is another with these counters."""
        if leaf.before == state:
            return False
        return leaf.counts or bool(leaf.lookups)

    def _pass_through(self, leaf: Leaf, state: State) -> None:
        """Have a leaf that no counters matter to begin with others."""
        if leaf.before != state:
            for name in leaf.anchors:
                box = self._targets.target_lookup_items[name].target_box
                if box is not None:
                    box.cached_counter_values = None
                    self._store(name, state, box)
        leaf.after = state if leaf.after is leaf.before else leaf.after
        leaf.before = state

    def _store(self, name: str, state: State, box: Any) -> None:
        """Have a target know its counters, and take note of whether others quote it differently now."""
        target = self._targets.target_lookup_items[name]
        target.state = "pending"
        self._targets.store_target(name, state[1], box)
        self._sign(name, box)

    def _sign(self, name: str, box: Any) -> None:
        """Note what contents may quote from a target, page numbers aside."""
        words = None
        if name in self._targets.quoted and box is not None:
            if any(isinstance(child, boxes.BlockLevelBox) for child in box.children):
                raise NotHandled("the words of a divided block are quoted")
            words = box.content_text
        counters = box and {key: list(values) for key, values in box.cached_counter_values.items() if key not in _OWN}
        if self._signatures.get(name) != (words, counters):
            self._signatures[name] = words, counters
            self._changed.add(name)

    def _build(self, leaf: Leaf, state: State) -> Leaf:
        """Make a leaf with a box for these counters, in the place of one."""
        self._forget_lookups(leaf)
        leaf = copy.copy(leaf)
        for name in leaf.anchors:
            self._targets.target_lookup_items[name].state = "pending"
        lookups = len(self._targets.counter_lookup_items)
        self._targets.referenced = leaf.references = set()
        after = copy.deepcopy(state)
        leaf.before, leaf.footnotes, leaf.known = state, [], []
        context = self._context
        made = build.element_to_box(
            leaf.element,
            context.style_for,
            context.get_image_from_uri,
            self._base_url,
            self._targets,
            context.counter_style,
            leaf.footnotes,
            after,
        )
        if len(made) > 1 or any(box.is_footnote() or box.is_note() for box in made):
            raise NotHandled("a block is a note")
        leaf.after = state if after == state else after
        leaf.box = made[0] if made else None
        leaf.lookups = list(self._targets.counter_lookup_items)[lookups:]
        leaf.counts = leaf.after is not state or any(_counts(context.style_for(*key)) for key in leaf.styles)
        for name in leaf.anchors:
            self._sign(name, self._targets.target_lookup_items[name].target_box)
        self._built.append(leaf)
        return leaf

    def _replace(self, leaf: Leaf, state: State) -> None:
        parent = leaf.parent
        assert parent is not None  # noqa: S101 - only the body has none
        parent.nodes[parent.nodes.index(leaf)] = new = self._build(leaf, state)
        if leaf in self._built:
            self._built.remove(leaf)
        assert new.after == leaf.after  # noqa: S101 - what is quoted changes no counters
        new.after = leaf.after

    def _forget_lookups(self, leaf: Leaf) -> None:
        for key in leaf.lookups:
            self._targets.counter_lookup_items.pop(key, None)

    # Boxes as they are laid out.

    def _finish(self, leaf: Leaf) -> None:
        if leaf.box is None:
            return
        leaf.box.process_whitespace()
        leaf.box.process_text_transform()
        leaf.box = box = build.create_anonymous_boxes(leaf.box)
        if box.is_in_normal_flow() and not isinstance(box, boxes.BlockLevelBox):
            raise NotHandled("a block stands in a line")
        if box.is_in_normal_flow() and type(box).__name__.startswith("Table"):
            raise NotHandled("a part of a table stands alone")
        inside = list(box.descendants())
        if any(inner.is_note() for inner in inside):
            raise NotHandled("notes beside the text")
        leaf.borders = [
            (inner, name, getattr(inner, name))
            for inner in inside
            if inner.style["border_collapse"] == "collapse"
            for name in WIDTHS
            if hasattr(inner, name)
        ]
        leaf.grids = [inner for inner in inside if isinstance(inner, boxes.GridContainerBox)]
        leaf.is_steady = is_steady(leaf, inside)
        leaf.has_first_letter = any(inner.first_letter_style for inner in inside)
        for key in leaf.lookups:
            item = self._targets.counter_lookup_items.get(key)
            if item is not None and key[1] == "content" and item.anchors:
                item.parse_again({})  # page numbers known from the layout before

    def _lay_flow(self, container: Container) -> None:
        """Put a container's boxes into its own, and what it holds into the flow."""
        container.boxed = []
        for node in container.nodes:
            if isinstance(node, Container):
                self.flow.append(node)
                self._lay_flow(node)
                self.flow.append(node.close)
            elif isinstance(node, Leaf):
                self.footnotes += node.footnotes
                if node.box is None:
                    continue
                self.flow.append(node)
            node.index = len(container.boxed)
            container.boxed.append(node)
        container.box.children = [node.box for node in container.boxed]
        tokens: list[object] = [node.token if isinstance(node, Container) else node for node in container.boxed]
        if container.token is None or container.tokens != tokens:
            container.token, container.tokens = object(), tokens
            container.is_steady = all(node.is_steady for node in container.boxed)
            container.known = []


_OWN = frozenset({"footnote", "note"})


def _container_box(container: Container, style_for: Any) -> Any:
    element = container.element
    return build.make_box(element.tag, style_for(element), [], element)


def _counts(style: Any) -> bool:
    """Whether something of this style shows or changes counters."""
    if style is None:
        return False
    if any(style[name] for name in _COUNTING) or style["counter_increment"] not in ("auto", ()):
        return True
    if "list-item" in style["display"]:
        return True
    shown = [style["content"]]
    if style["string_set"] != "none":
        shown += [values for _, values in style["string_set"]]
    if style["bookmark_level"] != "none":
        shown.append(style["bookmark_label"])
    return any(kind in _COUNTED for values in shown if not isinstance(values, str) for kind, _ in values)


_COUNTED = frozenset({"counter()", "counters()", "quote"})
