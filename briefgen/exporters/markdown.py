"""The laid-out document's HTML as Markdown, notes as Markdown footnotes, for those who want to go on writing."""

from __future__ import annotations

import re
from typing import Any

from markdownify import MarkdownConverter


class _Converter(MarkdownConverter):  # type: ignore[misc]  # the library has no type information
    """Turns a brief's HTML into Markdown; what a picture shows is said by its text alternative."""

    def convert_head(self, element: Any, text: str, parent_tags: set[str]) -> str:
        """Leave out what no page shows."""
        return ""

    def convert_sup(self, element: Any, text: str, parent_tags: set[str]) -> str:
        """Turn a note's number into a footnote's mark."""
        numbers = re.findall(r"\d+", element.get_text())
        return "".join(f"[^{number}]" for number in numbers) if "note-ref" in element.get("class", []) else text

    def convert_svg(self, element: Any, text: str, parent_tags: set[str]) -> str:
        """Say what a symbol shows."""
        label = element.get("aria-label") or (element.title.get_text() if element.title else "")
        return f"[{label}] " if label else ""

    def convert_li(self, element: Any, text: str, parent_tags: set[str]) -> str:
        """Turn the note that a number leads to into a footnote."""
        if note := re.fullmatch(r"note-(\d+)", element.get("id", "")):
            body = " ".join(text.split())
            return f"\n[^{note[1]}]: {body}\n"
        said: str = super().convert_li(element, text, parent_tags)
        return said


def to_markdown(html: str) -> str:
    """Make Markdown of a document's HTML, in its order, with its words."""
    text: str = _Converter(heading_style="ATX", bullets="-", wrap=False).convert(html)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
