"""Lists for people and for programs: plain columns, or JSON."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence

from briefgen.domain.fields import Plain


def print_json(value: Plain) -> None:
    """Print a value as JSON, indented, in UTF-8."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def print_columns(head: Sequence[str], rows: Sequence[Sequence[object]], *, empty: str) -> None:
    """Print rows under a head, columns aligned by display width and two spaces apart; `empty` says there are none."""
    if not rows:
        print(empty)
        return
    table = [list(head), *([str(cell) for cell in row] for row in rows)]
    widths = [max(_width(row[column]) for row in table) for column in range(len(head))]
    for row in table:
        cells = (cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True))
        print("  ".join(cells).rstrip())


def _width(text: str) -> int:
    """Columns that a text takes in a terminal: two for wide characters, none for combining ones."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )
