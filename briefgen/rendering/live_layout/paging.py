"""The pages of a document: laid out by the engine where they must be, taken from the layout before where they may.

A page is used again when the engine would begin it in the same state and meet the same blocks. What it began with, met
and left behind is kept with it (`Record`).
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure import build
from weasyprint.layout import initialize_page_maker
from weasyprint.layout import page as engine

from briefgen.rendering.live_layout.block_memo import BlockMemo
from briefgen.rendering.live_layout.building import Builder, FlowItem
from briefgen.rendering.live_layout.nodes import END, Close, Container, Leaf, Node
from briefgen.rendering.live_layout.refusal import NotHandled
from briefgen.rendering.text_memo import TextMemo

_MOST_PASSES = 8
"""How often the engine lays a document out until page numbers in its text hold."""


class Waiting(dict[Any, None]):
    """The footnotes that are not laid out yet: what the engine has a list for, found at once."""

    append = dict.setdefault
    remove = dict.__delitem__


class _Before(float):
    """The place of a box that layout has not looked at since: where it was before."""


class Record:
    """A page that is laid out, without head and foot, and all that its layout depended on.

    Attributes:
        key: Where it begins: the block, the place within it, and whether it is blank; see `Pager._key`.
        kind: Which of the page rules apply to it.
        start: The state in which it began: how the page before ended, its side, counters.
        carried: What the page before left to it: footnotes, parts of floats, places in grids.
        items: The part of the flow that was looked at, up to the first block of the next page.
        around: The containers that it begins in.
        shown: Contents with page numbers on it, and the version of each.
        is_numbered: Whether they show the page's own number.
        wants_total: Whether they show the number of pages.
        anchors, lookups: The engine's notes of targets and contents that it has first.
        resume, next_page, state, left: How the next page begins.
        page, parts: The page's box, and its children without head and foot.
        running, strings, bookmarked: Running elements, named strings and elements with a bookmark on it.
    """

    key: Any
    kind: Any
    start: tuple[Any, ...]
    carried: Any
    items: list[FlowItem]
    around: tuple[Container, ...]
    shown: list[tuple[Any, int]]
    is_numbered: bool
    wants_total: bool
    anchors: list[str]
    lookups: list[int]
    resume: Any
    next_page: dict[str, Any]
    state: Any
    left: Any
    page: Any
    parts: list[Any]
    running: list[tuple[str, Any]]
    strings: list[tuple[str, str]]
    bookmarked: set[Any]


class Pager:
    """Lays a document out in pages.

    Args:
        builder: Has its boxes.
        root: The box of the document's root.
        context: The engine's layout context.
        html: The engine's document.
        memo: Lines of text.

    Attributes:
        records: The pages, in order; in the middle of a layout those that are known of.
    """

    def __init__(self, builder: Builder, root: Any, context: Any, html: Any, memo: TextMemo) -> None:
        self.records: list[Record] = []
        self._builder = builder
        self._root = root
        self._context = context
        self._html = html
        self._memo = memo
        self._blocks = BlockMemo(context, self._met)
        self._page_styles: dict[Any, dict[str | None, Any]] = {}
        self._pool: dict[Any, Record] = {}
        self._total = 0
        self._made: tuple[Record, bool] | None = None
        self._begun: tuple[Any, ...] = ()

    def lay_out(self) -> Iterator[int]:
        """Lay out what has changed; yields the number of each page laid out anew.

        Closing the iterator abandons the rest, and the next layout goes on from what is there.

        Raises:
            NotHandled: A page is such that it can't be used again.
        """
        flow = self._builder.flow
        self._blocks.take(item for item in flow if isinstance(item, Node))
        for _ in range(_MOST_PASSES):
            yield from self._paginate()
            total, self._total = self._total, len(self.records)
            for *_rest, page_state, _ in self._context.page_maker:
                page_state[1]["pages"] = [self._total]
            again = [
                record
                for record in self.records
                if not self._holds(record) or (record.wants_total and total != self._total)
            ]
            if not again:
                break
            for record in again:
                self._pool.pop(record.key, None)
        self._pool = {record.key: record for record in self.records}

    def _paginate(self) -> Iterator[int]:
        context, old = self._context, self.records
        initialize_page_maker(context, self._root)
        context.page_maker[0][3][1]["pages"] = [self._total]
        context.tables, context.rendered_notes = {}, []
        context.reported_footnotes, context.broken_out_of_flow = [], {}
        context._excluded_shapes_root_boxes, context._excluded_shapes = [], {}  # noqa: SLF001 - the engine has no public name for it
        context.footnotes = Waiting.fromkeys(self._builder.footnotes)
        context.in_column = False
        context.style_for.get_cascaded_styles().clear()
        index, resume_at = 0, None
        while True:
            *begun, remake = context.page_maker[index]
            self._begun = tuple(begun)
            remake.update(content_changed=False, pages_wanted=False, anchors=[], content_lookups=[])
            record, is_new = self._find(index, resume_at), False
            if record is not None and record.start == self._begun[1:]:
                self._restore(record, index, record.state)
                context.page_maker.append(
                    (self._thawed(record.resume), record.next_page, not self._begun[2], record.state, _unmade())
                )
            else:
                record, is_new = self._remade(index)
            self._pool[record.key] = record
            index += 1
            self.records = [*self.records[: index - 1], record, *old[index:]]
            resume_at = context.page_maker[index][0]
            if is_new:
                yield index - 1
            if resume_at is None and not context.reported_footnotes:
                break
        self.records = self.records[:index]
        context.reported_footnotes, context.broken_out_of_flow = [], {}

    def _remade(self, index: int) -> tuple[Record, bool]:
        """Have the engine make a page; it asks `_make_page` in the place of its own function."""
        engines_own = engine.make_page, engine.set_page_type_computed_styles
        engine.make_page, engine.set_page_type_computed_styles = self._make_page, self._style_page
        try:
            with self._memo.used(), self._blocks.used():
                engine.remake_page(index, self._context, self._root, self._html)
        finally:
            engine.make_page, engine.set_page_type_computed_styles = engines_own
        assert self._made is not None  # noqa: S101 - the engine has asked for it
        record, is_new = self._made
        record.state = self._context.page_maker[index + 1][3]
        return record, is_new

    def _style_page(self, page_type: Any, html: Any, style_for: Any) -> None:
        """Stand in for the engine's function that finds the styles of a page: pages alike share theirs."""
        computed = style_for.get_computed_styles()
        kind = self._kind(page_type, 0)
        if kind not in self._page_styles:
            _style_page(page_type, html, style_for)
            parts = [part for of, part in style_for.get_cascaded_styles() if of == page_type]
            self._page_styles[kind] = {part: computed[page_type, part] for part in {None, *parts}}
        for part, style in self._page_styles[kind].items():
            computed[page_type, part] = style

    def _make_page(
        self, context: Any, root: Any, page_type: Any, resume_at: Any, page_number: int, page_state: Any
    ) -> tuple[Any, Any, Any]:
        """Stand in for the engine's `make_page`: use a page again, or lay it out."""
        index = page_number - 1
        kind = self._kind(page_type, index)
        record = self._find(index, resume_at, is_blank=page_type.blank)
        if (
            record is not None
            and record.kind == kind
            and record.start[0] == self._begun[1]
            and not (record.is_numbered and record.start[2][1] != page_state[1])
        ):
            return self._renumbered(record, root, page_type, page_state, index)
        return self._laid_out(root, page_type, resume_at, page_number, page_state, kind)

    def _renumbered(
        self, record: Record, root: Any, page_type: Any, page_state: Any, index: int
    ) -> tuple[Any, Any, Any]:
        """The same content on a page with another number."""
        record = copy.copy(record)
        record.page = record.page.copy()
        record.page.page_type = page_type
        record.page.style = style = self._context.style_for(page_type)
        style["overflow"] = root.viewport_overflow
        engine._standardize_page_based_counters(style, None)  # noqa: SLF001 - the engine has no public name for it
        build.update_counters(page_state, style)
        self._restore(record, index, page_state)
        record.start = self._begun[1:]
        self._made = record, False
        return record.page, self._thawed(record.resume), record.next_page

    def _laid_out(
        self, root: Any, page_type: Any, resume_at: Any, page_number: int, page_state: Any, kind: Any
    ) -> tuple[Any, Any, Any]:
        context, index = self._context, page_number - 1
        record = Record()
        record.kind, record.start = kind, self._begun[1:]
        record.key, record.carried = self._key(index, resume_at, is_blank=page_type.blank), self._carried(resume_at)
        versions = [(item, item.version) for item in context.target_collector.counter_lookup_items.values()]
        first = self._builder.position[record.key[0]] if resume_at else 0
        record.around = _around(record.key[0])
        for pages in context.running_elements.values():
            pages.pop(page_number, None)
        page, resume_at, record.next_page = self._engines_own(
            context, root, page_type, resume_at, page_number, page_state
        )
        if page.fixed_boxes:
            raise NotHandled("something is fixed on all pages")
        end = self._looked_at(first)
        record.resume = None
        if resume_at:
            item, within = record.resume = self._place(resume_at)
            end = max(end, self._builder.position[item])
            if within is not None and isinstance(item, Leaf) and item.has_first_letter:
                raise NotHandled("a page ends in a block with a first letter set apart")
        record.items = [] if page_type.blank else self._to_next_leaf(first, end)
        self._clean(record)
        record.page, record.parts = page, page.children
        remake = context.page_maker[index][-1]
        record.wants_total = remake["pages_wanted"]
        record.anchors, record.lookups = remake["anchors"], remake["content_lookups"]
        seen = set(record.lookups)
        record.shown = [(item, version) for item, version in versions if id(item) in seen]
        record.is_numbered = any(item.missing_counters for item, _ in record.shown)
        record.left = self._carried(resume_at)
        record.running = [
            (name, box) for name, pages in context.running_elements.items() for box in pages.get(page_number, ())
        ]
        self._collect_labels(record, index)
        self._made = record, True
        return page, resume_at, record.next_page

    @property
    def _engines_own(self) -> Any:
        return _make_page

    def _met(self, container: Container) -> None:
        """Take note that what is in a container has been looked at."""
        position, flow = self._builder.position, self._builder.flow
        for item in flow[position[container] + 1 : position[container.close]]:
            if isinstance(item, Node):
                item.box.position_y = float(item.box.position_y)

    def _looked_at(self, first: int) -> int:
        """Behind the last item of the flow that layout looked at: it sets a box's position when it does."""
        flow = self._builder.flow
        end = first
        for number in range(first, len(flow)):
            item = flow[number]
            if isinstance(item, Close):
                continue
            if isinstance(getattr(item.box, "position_y", _NOWHERE), _Before):
                break
            end = number + 1
        return end

    def _to_next_leaf(self, first: int, end: int) -> list[FlowItem]:
        """The flow from `first` to the first leaf behind `end`: whether it wants a break before it counts."""
        flow = self._builder.flow
        while end < len(flow) and not isinstance(flow[end], Leaf) and flow[end] is not END:
            end += 1
        return flow[first : end + 1]

    def _clean(self, record: Record) -> None:
        """Undo what layout did to the boxes that it looked at, so that the next one meets them as this one did."""
        spoilt: set[Leaf] = set()
        for item in (*record.around, *record.items):
            if isinstance(item, Close):
                continue
            item.box.position_y = _Before(getattr(item.box, "position_y", 0))
            item.box.remove_decoration_sides = set()
            if isinstance(item, Leaf):
                spoilt.add(item)
        if record.carried[1] or self._context.broken_out_of_flow:
            # What goes on from the page before, or on the next, may be part of any block.
            spoilt.update(item for item in self._builder.flow if isinstance(item, Leaf))
        for leaf in spoilt:
            for box, name, width in leaf.borders:
                setattr(box, name, width)

    def _collect_labels(self, record: Record, index: int) -> None:
        """Collect named strings; leave one bookmark for an element that is on several pages."""
        seen = set().union(*(other.bookmarked for other in self.records[:index]))
        lookups = self._context.target_collector.counter_lookup_items
        late = {box for box, of in lookups if of != "content"}
        record.strings, record.bookmarked = [], set()
        for box in record.page.descendants():
            if box.missing_link in late:
                raise NotHandled("page numbers in bookmarks or named strings")
            if box.bookmark_label:
                part = box.element, box.element_tag.rpartition("::")[2]
                if part in seen or part in record.bookmarked:
                    box.bookmark_label = ""
                record.bookmarked.add(part)
            if box.string_set and box.string_set != "none":
                record.strings.extend(box.string_set)

    def _restore(self, record: Record, index: int, page_state: Any) -> None:
        """Do to the context what laying out the page did."""
        context = self._context
        context.page_maker[index][-1].update(anchors=record.anchors, content_lookups=record.lookups)
        footnotes, floats, grids = record.left
        context.reported_footnotes, context.broken_out_of_flow = footnotes.copy(), floats.copy()
        for box, places in grids:
            box.advancements.clear()
            box.advancements.update(places)
        for anchor in record.anchors:
            context.target_collector.cache_target_page_counters(anchor, page_state[1], index, context.page_maker)

    def _find(self, index: int, resume_at: Any, *, is_blank: bool = False) -> Record | None:
        record = self._pool.get(self._key(index, resume_at, is_blank=is_blank))
        if record is not None and record.carried == self._carried(resume_at) and self._holds(record):
            return record
        return None

    def _holds(self, record: Record) -> bool:
        """Whether layout would give this page again, begun in the same state."""
        items = record.items
        first = self._builder.position.get(items[0], -1) if items else 0
        return (
            first >= 0
            # The first page begins with what stands first, even where it once began with something else.
            and (record.key[0] is not None or first == 0)
            and self._builder.flow[first : first + len(items)] == items
            and all(item.version == version for item, version in record.shown)
        )

    def _carried(self, resume_at: Any) -> tuple[Any, ...]:
        """What a page leaves to the next."""
        context = self._context
        item = self._place(resume_at)[0] if resume_at else None
        grids = [(grid, dict(grid.advancements)) for grid in item.grids] if isinstance(item, Leaf) else []
        return context.reported_footnotes.copy(), context.broken_out_of_flow.copy(), grids

    def _kind(self, page_type: Any, index: int) -> Any:
        style_for = self._context.style_for
        return (
            page_type.blank,
            index == 0,
            tuple(
                style_for._page_type_match(selector, page_type)  # noqa: SLF001 - the engine has no public name for it
                for sheet, _, _ in style_for._sheets  # noqa: SLF001 - the engine has no public name for it
                for _, selectors, _ in sheet.page_rules
                for _, _, selector in selectors
            ),
        )

    def _key(self, index: int, resume_at: Any, *, is_blank: bool = False) -> tuple[Any, ...]:
        """Name the place where a page begins, by its block in place of the block's number."""
        if resume_at is None:
            return None, index == 0, is_blank
        item, rest = self._place(resume_at)
        return item, _frozen(rest), is_blank

    def _place(self, resume_at: Any) -> tuple[Any, Any]:
        """The block in which the engine's name of a place lies, and where in it; None for its beginning."""
        ((html_index, rest),) = resume_at.items()
        if html_index != 0 or rest is None:
            raise NotHandled("a page begins outside of the blocks")
        item: Any = self._builder.body
        while rest is not None and isinstance(item, Container):
            ((number, rest),) = rest.items()
            item = item.boxed[number]
        return item, rest

    def _thawed(self, resume: Any) -> Any:
        """The engine's name of a place."""
        if resume is None:
            return None
        node, rest = resume
        while node.parent is not None:
            rest = {node.index: rest}
            node = node.parent
        return {0: rest}


_make_page = engine.make_page
_style_page = engine.set_page_type_computed_styles
_NOWHERE = _Before()


def _around(item: Any) -> tuple[Container, ...]:
    found = []
    while item is not None and item.parent is not None:
        item = item.parent
        found.append(item)
    return tuple(found)


def _frozen(resume_at: Any) -> Any:
    if not isinstance(resume_at, dict):
        return resume_at
    return tuple((key, _frozen(value)) for key, value in resume_at.items())


def _unmade() -> dict[str, Any]:
    return {}
