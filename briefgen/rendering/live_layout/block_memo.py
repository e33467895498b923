"""Blocks that were laid out before at the very place where they are wanted again, under the very same conditions.

A word that is written anew seldom moves what comes after it: most blocks of a page that is laid out again are where
they were. All that the layout of a whole block reads beside the block is the key under which it is kept; numbers are
compared to the last bit, and nothing is moved. Kept are blocks that are not divided between pages and have no
footnotes; what they leave to the blocks around them, floats and what is placed when those are done, is left again.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import block as engine
from weasyprint.layout.absolute import AbsolutePlaceholder

from briefgen.rendering.live_layout.nodes import Container, Leaf, Node

_MOST = 3
"""Places at which a block is known: undoing an edit, and a second pass, ask for what was there before."""

Outcome = tuple[Any, ...]


class BlockMemo:
    """Has the engine ask for the blocks of a document here first.

    Args:
        context: The engine's layout context.
        met: Is told of containers that are taken from here: what is in them has been looked at.
    """

    def __init__(self, context: Any, met: Callable[[Container], None]) -> None:
        self._context = context
        self._met = met
        self._nodes: dict[Any, Node] = {}
        self._engines_own = engine.block_level_layout

    def take(self, nodes: Iterator[Node]) -> None:
        """Take the nodes as they are now."""
        self._nodes = {node.box: node for node in nodes if node.is_steady}

    @contextmanager
    def used(self) -> Iterator[None]:
        """Have the engine ask here."""
        engine.block_level_layout = self._block_level_layout
        try:
            yield
        finally:
            engine.block_level_layout = self._engines_own

    def _block_level_layout(  # noqa: PLR0913, PLR0917 - the engine's own signature
        self,
        context: Any,
        box: Any,
        bottom_space: float,
        skip_stack: Any,
        containing_block: Any,
        page_is_empty: bool = True,  # noqa: FBT001, FBT002 - the engine's own signature
        absolute_boxes: Any = None,
        fixed_boxes: Any = None,
        adjoining_margins: Any = None,
        first_letter_style: Any = None,
        first_line_style: Any = None,
        discard: bool = False,  # noqa: FBT001, FBT002 - the engine's own signature
        max_lines: Any = None,
    ) -> Outcome:
        absolute_boxes = [] if absolute_boxes is None else absolute_boxes
        fixed_boxes = [] if fixed_boxes is None else fixed_boxes
        adjoining_margins = [] if adjoining_margins is None else adjoining_margins

        def asked() -> Outcome:
            return self._engines_own(  # type: ignore[no-any-return]  # WeasyPrint has no type information
                context,
                box,
                bottom_space,
                skip_stack,
                containing_block,
                page_is_empty,
                absolute_boxes,
                fixed_boxes,
                adjoining_margins,
                first_letter_style,
                first_line_style,
                discard,
                max_lines,
            )

        node = self._nodes.get(box)
        if (
            node is None
            or skip_stack is not None
            or discard
            or context.in_column
            or not (first_letter_style is None and first_line_style is None and max_lines is None)
            or box.remove_decoration_sides
        ):
            return asked()
        shapes = context.excluded_shapes
        key = (
            node.token if isinstance(node, Container) else None,
            box.position_x,
            box.position_y,
            context.page_bottom,
            bottom_space,
            containing_block.width,
            containing_block.height,
            containing_block.style["direction"],
            containing_block.is_for_root_element,
            page_is_empty and (context.current_page > 1, bool(context.forced_break)),
            tuple(adjoining_margins),
            tuple(map(_outline, shapes)),
        )
        for known, kept in node.known:
            if known == key:
                if isinstance(node, Container):
                    self._met(node)
                adjoining_margins[:] = kept.adjoining
                found: Outcome
                found, placed, floated = kept.given()
                absolute_boxes += placed
                shapes += floated
                return found
        before = len(absolute_boxes), len(fixed_boxes), len(shapes), len(context.broken_out_of_flow)
        outcome: Outcome = asked()
        is_kept = (
            outcome[0] is not None
            and outcome[1] is None
            and shapes is context.excluded_shapes
            and len(fixed_boxes) == before[1]
            and len(context.broken_out_of_flow) == before[3]
            and len(absolute_boxes) >= before[0]
            and len(shapes) >= before[2]
        )
        if is_kept:
            kept = _Kept(outcome, list(adjoining_margins), absolute_boxes[before[0] :], shapes[before[2] :])
            if kept.is_whole:
                node.known[_MOST - 1 :] = []
                node.known.insert(0, (key, kept))
        return outcome


class _Kept:
    """The outcome of a layout, with boxes of its own.

    Attributes:
        adjoining: The margins that were given, as they were left.
        is_whole: Whether all that was left elsewhere is part of the block.
    """

    def __init__(self, outcome: Outcome, adjoining: list[Any], placed: list[Any], floated: list[Any]) -> None:
        made: dict[int, Any] = {}
        box, self._resume_at, next_page, margins, self._collapsing_through, self._max_lines = outcome
        self._box = _copied(box, made)
        self._next_page, self._margins = dict(next_page), list(margins)
        self.adjoining = adjoining
        self.is_whole = all(id(left) in made for left in (*placed, *floated))
        self._placed = [made[id(left)] for left in placed] if self.is_whole else []
        self._floated = [made[id(left)] for left in floated] if self.is_whole else []

    def given(self) -> tuple[Outcome, list[Any], list[Any]]:
        """What the engine found, to be changed by who gets it; what is placed later, by a block around it; floats."""
        made: dict[int, Any] = {}
        box = _copied(self._box, made)
        outcome = (
            box, self._resume_at, dict(self._next_page), list(self._margins), self._collapsing_through, self._max_lines,
        )  # fmt: skip
        return outcome, [made[id(left)] for left in self._placed], [made[id(left)] for left in self._floated]


def is_steady(leaf: Leaf, inside: list[Any]) -> bool:
    """Whether a leaf's layout leaves no traces elsewhere, and is not changed by other pages."""
    return not leaf.footnotes and not leaf.lookups and not any(box.is_running() or box.is_note() for box in inside)


def _outline(shape: Any) -> tuple[Any, ...]:
    return shape.position_x, shape.position_y, shape.margin_width(), shape.margin_height(), shape.style["float"]


def _copied(box: Any, made: dict[int, Any]) -> Any:
    """A laid out box with boxes in it of its own; in `made` is what each became."""
    new: Any
    if isinstance(box, AbsolutePlaceholder):
        new = AbsolutePlaceholder(_copied(box._box, made))  # noqa: SLF001 - the engine has no public name for it
        object.__setattr__(new, "_layout_done", box._layout_done)  # noqa: SLF001 - as above
        made[id(box)] = new
        return new
    made[id(box)] = new = box.copy()
    if isinstance(box, boxes.TextBox):
        if "pango_layout" in new.__dict__:
            # Drawing changes it.
            new.pango_layout = copy.copy(new.pango_layout)
        return new
    new.remove_decoration_sides = set(box.remove_decoration_sides)
    new.children = [_copied(child, made) for child in box.children]
    if isinstance(box, boxes.TableBox):
        new.column_groups = tuple(_copied(group, made) for group in box.column_groups)
    return new
