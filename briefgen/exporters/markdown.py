"""The laid-out document's HTML as Markdown, notes as Markdown footnotes, for those who want to go on writing.

The marking stands at head and foot, as on a page; what else is printed in the pages' margins is not text of the brief.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from markdownify import MarkdownConverter


class _Converter(MarkdownConverter):
    """Turns a brief's HTML into Markdown; what a picture shows is said by its text alternative."""

    def convert_head(self, element: Any, text: str, parent_tags: set[str]) -> str:
        """Leave out what no page shows."""
        return ""

    def convert_sup(self, element: Any, text: str, parent_tags: set[str]) -> str:
        """Turn a note's number into a footnote's mark."""
        numbers = re.findall(r"\d+", element.get_text())
        return "".join(f"[^{number}]" for number in numbers) if "note-ref" in element.get("class", []) else text

    def convert_div(self, element: Any, text: str, parent_tags: set[str]) -> str:
        """Leave out the furniture of the pages (house templates' `page-head` and `page-foot`)."""
        if {"page-head", "page-foot"} & set(element.get("class", [])):
            return ""
        return self._usual("div", element, text, parent_tags)

    def convert_a(self, element: Any, text: str, parent_tags: set[str]) -> str:
        """Keep links that lead out of the document; within it Markdown has no places to lead to."""
        if str(element.get("href", "")).startswith("#"):
            return text
        return self._usual("a", element, text, parent_tags)

    def convert_span(self, element: Any, text: str, parent_tags: set[str]) -> str:
        """Print labels bold, but leave out one beside a box to tick, which says it itself."""
        classes = set(element.get("class", []))
        if "box-label" in classes:
            return ""
        return f"**{text.strip()}**" if "label" in classes and text.strip() else text

    def convert_svg(self, element: Any, text: str, parent_tags: set[str]) -> str:
        """Draw a box to tick as a character with its label; say what another picture shows, unless a word follows."""
        classes = set(element.get("class", []))
        label = element.get("aria-label") or (element.title.get_text() if element.title else "")
        if "tick-box" in classes:
            return f"{'☑' if 'ticked' in classes else '☐'} {label.rpartition(':')[0] or label}"
        return "" if "symbol" in classes or not label else f"[{label}] "

    def convert_li(self, element: Any, text: str, parent_tags: set[str]) -> str:
        """Turn the note that a number leads to into a footnote."""
        if note := re.fullmatch(r"note-(\d+)", element.get("id", "")):
            body = " ".join(text.split())
            return f"\n[^{note[1]}]: {body}\n"
        return self._usual("li", element, text, parent_tags)

    def _usual(self, name: str, element: Any, text: str, parent_tags: set[str]) -> str:
        """What the library makes of an element; its type information leaves these methods out."""
        made: str = getattr(MarkdownConverter, f"convert_{name}")(self, element, text, parent_tags)
        return made


def to_markdown(html: str, context: Mapping[str, Any]) -> str:
    """Make Markdown of a document's HTML, in its order, with its words.

    Args:
        html: The document as it went to layout.
        context: The brief's plain data; its marking, handling and label of the Traffic Light Protocol stand first, the
            marking and the label last, too.
    """
    text: str = _Converter(heading_style="ATX", bullets="-", wrap=False).convert(html)
    marking = context["marking"]
    shown = [f"**{line}**" for line in (marking["text"], marking["tlp"]) if line]
    head = [*shown, *([marking["handling"]] if marking["handling"] else [])]
    parts = ["  \n".join(head), text.strip(), "  \n".join(shown)]
    return re.sub(r"\n{3,}", "\n\n", "\n\n".join(part for part in parts if part)) + "\n"
