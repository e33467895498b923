"""Where lines of text are broken, remembered: shaping and breaking text is half of a layout.

Most of a page that is laid out again has the same text in the same style and width as before. What the engine finds out
of a line is kept under all that it reads for it, so that what is remembered is what it would find again.
"""

from __future__ import annotations

import copy
import inspect
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from weasyprint.layout import inline, preferred
from weasyprint.text import fonts, line_break

READ_OF_STYLES = tuple(
    sorted(
        {
            name
            for source in (line_break, fonts.get_font_description)
            for name in re.findall(r"style\['(\w+)'\]", inspect.getsource(source))
        }
    )
)
"""Every property of a style that the engine's text code reads, as its source says."""

_MOST = 15_000
"""Lines in a generation; there are two, so that what was not asked for lately is forgotten."""


def style_key(style: Any) -> str:
    """All that the engine's text code reads of a style."""
    try:
        key: str = style.briefgen_text_key
    except AttributeError:
        key = style.briefgen_text_key = repr([style[name] for name in READ_OF_STYLES])
    return key


class TextMemo:
    """Lines of text set with one set of fonts."""

    def __init__(self) -> None:
        self._new: dict[Any, Any] = {}
        self._old: dict[Any, Any] = {}
        self._engines_own = line_break.split_first_line

    @contextmanager
    def used(self) -> Iterator[None]:
        """Have the engine ask here first."""
        before = inline.split_first_line, preferred.split_first_line
        inline.split_first_line = preferred.split_first_line = self._split_first_line
        try:
            yield
        finally:
            inline.split_first_line, preferred.split_first_line = before

    def _split_first_line(
        self,
        text: str,
        style: Any,
        context: Any,
        max_width: Any,
        justification_spacing: float,
        is_line_start: bool = True,  # noqa: FBT001, FBT002 - the engine's own signature
        minimum: bool = False,  # noqa: FBT001, FBT002 - the engine's own signature
    ) -> Any:
        key = text, style_key(style), max_width, justification_spacing, is_line_start, minimum
        found = self._new.get(key)
        if found is None:
            found = self._old.get(key)
            if found is None:
                found = self._engines_own(
                    text, style, context, max_width, justification_spacing, is_line_start, minimum
                )
            if len(self._new) >= _MOST:
                self._old, self._new = self._new, {}
            self._new[key] = found
        # Drawing changes the layout of a line: each has its own.
        return copy.copy(found[0]), *found[1:]
