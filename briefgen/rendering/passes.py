"""Layouts in several passes, mended: the engine loses or doubles footnotes when it lays out pages once more.

Page numbers in the text, as in a list of contents, are known when there are pages, so the engine (WeasyPrint 70) lays
those pages out again that show them, and only those. By then it has forgotten what the page before such a page had left
to it: footnotes that had no room, parts of floats. And the table cells that were divided between pages have lost the
border above them. Here each pass begins with the borders of the first, and where any page leaves something to the next,
every pass lays out all pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import weasyprint.layout
from weasyprint.layout import page

_WIDTHS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))


@contextmanager
def sound_passes() -> Iterator[None]:
    """Have the engine lay out one document with the faults described above mended."""
    make_all, make_one = weasyprint.layout.make_all_pages, page.remake_page
    borders: list[tuple[Any, str, Any]] = []
    left = False

    def make_all_pages(context: Any, root_box: Any, html: Any, pages: list[Any]) -> Any:
        if pages:
            for box, name, width in borders:
                setattr(box, name, width)
        else:
            borders.extend(
                (box, name, getattr(box, name))
                for box in root_box.descendants()
                if box.style["border_collapse"] == "collapse"
                for name in _WIDTHS
                if hasattr(box, name)
            )
        return make_all(context, root_box, html, [] if left else pages)

    def remake_page(index: int, context: Any, root_box: Any, html: Any) -> Any:
        nonlocal left
        made = make_one(index, context, root_box, html)
        left = left or bool(context.reported_footnotes or context.broken_out_of_flow)
        return made

    weasyprint.layout.make_all_pages, page.remake_page = make_all_pages, remake_page
    try:
        yield
    finally:
        weasyprint.layout.make_all_pages, page.remake_page = make_all, make_one
