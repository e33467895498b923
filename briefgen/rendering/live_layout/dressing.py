"""Pages with head and foot: what the engine adds to a page when it knows all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from weasyprint.document import Page
from weasyprint.layout import layout_backgrounds, make_margin_boxes

from briefgen.rendering.live_layout.paging import Record
from briefgen.rendering.text_memo import TextMemo

_Store = defaultdict[str, defaultdict[int, list[Any]]]


class Dresser:
    """Gives pages their heads and feet; a page that would get the same again stays the same object.

    Args:
        context: The engine's layout context.
        memo: Lines of text.
    """

    def __init__(self, context: Any, memo: TextMemo) -> None:
        self._context = context
        self._memo = memo
        self._done: dict[int, tuple[Record, Any, Any]] = {}

    def begin(self, records: Sequence[Record]) -> None:
        """Take the pages as they are now: their named strings and running elements."""
        context = self._context
        stores: tuple[_Store, _Store] = context.string_set, context.running_elements
        for store, name in zip(stores, ("strings", "running"), strict=True):
            store.clear()
            for number, record in enumerate(records, start=1):
                for key, value in getattr(record, name):
                    store[key][number].append(value)

    def keep(self, records: Sequence[Record]) -> None:
        """Forget pages that are none of these."""
        kept = {id(record.parts) for record in records}
        self._done = {key: done for key, done in self._done.items() if key in kept}

    def dressed(self, record: Record, index: int) -> Any:
        """The engine's `Page` for a page as it stands at this number."""
        context = self._context
        state = context.page_maker[index + 1][3]
        seen = [
            (name, pages.get(index + 1), [pages[at] for at in [max((n for n in pages if n <= index), default=0)] if at])
            for store in (context.string_set, context.running_elements)
            for name, pages in store.items()
        ]
        key = record.kind, index == 0, repr(state[1]), seen
        known = self._done.get(id(record.parts))
        if known is not None and known[1] == key:
            return known[2]
        page_box = record.page.copy()
        root, *areas = record.parts
        context.current_page = index + 1
        with self._memo.used():
            margins = list(make_margin_boxes(context, page_box, state))
        page_box.children = (root, *(area for area in areas if area.children), *margins)
        layout_backgrounds(page_box, context.get_image_from_uri)
        page = Page(page_box)
        self._done[id(record.parts)] = record, key, page
        return page
