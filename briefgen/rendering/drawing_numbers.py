"""Numbers in drawings (SVG) that no page has room for. Pure.

The engine calculates with whatever a drawing says; from a number such as 1e300 it makes a PDF that no program reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

LARGEST = 1e9
"""Units: the largest sheet that PDF knows has 14 400 points a side, and drawings, such as maps, may be scaled down."""

_ENDS = re.compile(r"<svg\b|</svg\s*>", re.IGNORECASE)
_PLACES = re.compile(
    r"""\s(width|height|x|y|x1|x2|y1|y2|cx|cy|r|rx|ry|dx|dy|d|points|viewbox|transform|font-size|stroke-width)\s*=\s*
    ("[^"]*"|'[^']*')""",
    re.IGNORECASE | re.VERBOSE,
)
_NUMBER = re.compile(r"(?<![\w.])[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?", re.IGNORECASE)


def too_large(drawing: str) -> str:
    """The first number in a drawing's lengths and places that is larger than `LARGEST`, as written; "" without one."""
    for _, value in _PLACES.findall(drawing):
        for number in _NUMBER.findall(re.sub(r"([A-DF-Za-df-z])", r" \1 ", value)):
            if abs(float(number)) > LARGEST:
                return str(number)
    return ""


def too_large_in_page(html: str) -> str:
    """The same of all drawings that stand in a page."""
    return next(filter(None, map(too_large, _drawings(html))), "")


def _drawings(html: str) -> Iterator[str]:
    """The drawings in a page, each to its first end; one that has none goes on to the end of the page."""
    begun = -1
    for end in _ENDS.finditer(html):
        if end[0][1] != "/":
            begun = end.start() if begun < 0 else begun
        elif begun >= 0:
            yield html[begun : end.end()]
            begun = -1
    if begun >= 0:
        yield html[begun:]
