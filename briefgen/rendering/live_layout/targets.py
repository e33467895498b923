"""What quotes other places of the document, as a list of contents does: which of it really changes, and when."""

from __future__ import annotations

import copy
from collections import defaultdict
from typing import Any

from weasyprint.css import targets

from briefgen.rendering.live_layout.refusal import NotHandled

_CONTENT = "content"
"""How the engine calls what stands in a box; named strings and bookmarks are called otherwise."""


class Targets(targets.TargetCollector):  # type: ignore[misc]  # WeasyPrint has no type information
    """The engine's collector of targets; it knows which contents quote which targets, and counts their versions.

    An item of `counter_lookup_items` has a `version`, which goes up when the words change that it shows, and `anchors`,
    the targets that it quotes.

    Attributes:
        referenced: Names of the targets that were asked for since this was replaced last.
        quoted: Names of the targets whose words are quoted.
        collected: Names of all targets, in the order in which they were found.
    """

    def __init__(self) -> None:
        super().__init__()
        self.referenced: set[str] = set()
        self.quoted: set[str] = set()
        self.collected: list[str] = []
        self._sources: defaultdict[Any, set[str]] = defaultdict(set)

    def collect_anchor(self, anchor_name: Any) -> None:
        """Take note of an anchor.

        Raises:
            NotHandled: There is one of the name: the first counts, whichever that is.
        """
        if anchor_name in self.target_lookup_items:
            raise NotHandled("an id is used twice")
        super().collect_anchor(anchor_name)
        self.collected.append(anchor_name)

    def lookup_target(self, anchor_token: Any, source_box: Any, css_token: str, parse_again: Any) -> Any:
        """Find a target, and take note of who asks for it."""
        token = anchor_token
        if token[0] == "attr()":
            token = ("string", source_box.element.get(token[1][0], ""))
        name = targets.anchor_name_from_token(token)
        self.referenced.add(name)
        if css_token != _CONTENT or any(kind == "target-text()" for kind, _ in source_box.style["content"]):
            self.quoted.add(name)
        self._sources[source_box, css_token].add(name)
        return super().lookup_target(anchor_token, source_box, css_token, parse_again)

    def collect_missing_counters(
        self, parent_box: Any, css_token: str, parse_again_function: Any, missing_counters: Any, missing_target: Any
    ) -> None:
        """Take note of contents that show what is known only when there are pages."""

        def shown() -> list[Any]:
            return [(type(box), getattr(box, "text", None)) for box in parent_box.descendants()]

        def parse_and_compare(counters: Any = None) -> None:
            before = shown()
            parse_again_function(counters)
            item.version += before != shown()

        key = parent_box, css_token
        anchors = self._sources.pop(key, set())
        if self.collecting:
            super().collect_missing_counters(*key, parse_and_compare, missing_counters, missing_target)
            item = self.counter_lookup_items.get(key)
            if item is not None:
                item.version, item.anchors = 0, anchors

    def cache_target_page_counters(
        self, anchor_name: str, page_counter_values: Any, page_maker_index: int, page_maker: Any
    ) -> None:
        """Take note of the page that a target is on, and fill the contents that show it, wherever these are."""
        target = self.target_lookup_items.get(anchor_name)
        if self.collecting or not target or target.state != "up-to-date":
            return
        target.page_maker_index = page_maker_index
        if target.cached_page_counter_values != page_counter_values:
            target.cached_page_counter_values = copy.deepcopy(page_counter_values)
            for (_, css_token), item in self.counter_lookup_items.items():
                if css_token == _CONTENT and anchor_name in item.anchors:
                    item.parse_again(item.cached_page_counter_values)
