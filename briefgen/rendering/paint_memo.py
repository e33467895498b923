"""How lines of text are drawn, remembered, for pages that are drawn again and again while a brief is edited.

Drawing a line has the engine shape its text once more and write its glyphs down; and each file has its fonts cut down
to the glyphs that it uses. Here what was drawn of a text in a style is played back, and fonts that were cut down to the
same glyphs are used again. The file is the same, byte for byte. What can't be told to be the same, such as pictures in
fonts, is drawn by the engine itself.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from types import MethodType
from typing import Any

from weasyprint.draw import text as drawing
from weasyprint.pdf import fonts
from weasyprint.text import line_break
from weasyprint.text.fonts import get_pango_font_key

from briefgen.rendering.text_memo import style_key

_MOST_LINES = 10_000
"""Lines in a generation; there are two, so that what was not asked for lately is forgotten."""

_MOST_SUBSETS = 200


class PaintMemo:
    """Lines drawn with one set of fonts."""

    def __init__(self) -> None:
        self._new: dict[Any, Any] = {}
        self._old: dict[Any, Any] = {}
        self._blank: dict[Any, Any] = {}
        self._subsets: dict[Any, Any] = {}
        self._draw = drawing.draw_first_line
        self._reactivate = line_break.Layout.reactivate
        self._clean = fonts.Font.clean

    @contextmanager
    def used(self) -> Iterator[None]:
        """Have the engine draw from here."""

        def clean(font: Any, to_unicode: Any, hinting: Any) -> None:
            self._clean_font(font, to_unicode, hinting)

        changed = (
            (drawing, "draw_first_line", self._draw_first_line),
            # Text is shaped once more only where it is drawn by the engine.
            (line_break.Layout, "reactivate", lambda _layout, _style: None),
            (line_break.Layout, "deactivate", _deactivate),
            (fonts.Font, "clean", clean),
        )
        before = [(owner, name, getattr(owner, name)) for owner, name, _ in changed]
        for owner, name, ours in changed:
            setattr(owner, name, ours)
        try:
            yield
        finally:
            for owner, name, engines_own in before:
                setattr(owner, name, engines_own)

    def _draw_first_line(self, stream: Any, textbox: Any, text_overflow: str, block_ellipsis: Any, matrix: Any) -> Any:
        layout, style = textbox.pango_layout, textbox.style

        def drawn(onto: Any) -> Any:
            self._reactivate(layout, style)
            return self._draw(onto, textbox, text_overflow, block_ellipsis, matrix)

        if not textbox.text.strip() or text_overflow == "ellipsis" or block_ellipsis != "none":
            return drawn(stream)
        key = layout.text, style_key(style), layout.justification_spacing
        known = self._new.get(key) or self._old.get(key)
        if known is None:
            recorder = _Recorder(stream, self._blank)
            drawn(recorder)
            is_plain = recorder.calls and not any(
                font.missing or font.svg or font.png or font.colr or font.bitmap for font in recorder.fonts.values()
            )
            # The first call says where the line is.
            known = (recorder.calls[1:], recorder.fonts) if is_plain else ((), None)
        if len(self._new) >= _MOST_LINES:
            self._old, self._new = self._new, {}
        self._new[key] = known
        calls, used = known
        if used is None or not all(_agrees(stream._fonts.get(key), font) for key, font in used.items()):  # noqa: SLF001 - the engine has no public name for it
            return drawn(stream)
        for font_key, font in used.items():
            mine = stream._fonts.get(font_key)  # noqa: SLF001 - as above
            if mine is None:
                mine = stream._fonts[font_key] = _emptied(font)  # noqa: SLF001 - as above
            for glyphs, more in ((mine.to_unicode, font.to_unicode), (mine.widths, font.widths)):
                for glyph, value in more.items():
                    glyphs.setdefault(glyph, value)
        stream.set_text_matrix(*matrix.values)
        for name, arguments in calls:
            getattr(stream, name)(*arguments)
        return []

    def _clean_font(self, font: Any, to_unicode: Any, hinting: Any) -> None:
        key = font.name, font.glyph_count, frozenset(to_unicode), hinting, tuple(font.missing)
        if key not in self._subsets:
            if len(self._subsets) >= _MOST_SUBSETS:
                self._subsets.clear()
            self._clean(font, to_unicode, hinting)
            self._subsets[key] = font.file_content, font.variations
        font.file_content, font.variations = self._subsets[key]


class _Recorder:
    """Stands in for a stream: takes down what is drawn on it, and of which glyphs of which fonts."""

    def __init__(self, stream: Any, blank: dict[Any, Any]) -> None:
        self._stream = stream
        self._blank = blank
        self.calls: list[tuple[str, tuple[Any, ...]]] = []
        self.fonts: dict[Any, Any] = {}

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._stream, name)
        if not isinstance(value, MethodType):
            return value
        return lambda *arguments: self.calls.append((name, arguments))

    def add_font(self, pango_font: Any) -> tuple[Any, float]:
        """Stand in for the stream's own: a font without glyphs, to which those used are added."""
        key, description, size = get_pango_font_key(pango_font)
        if key not in self.fonts:
            if (key, size) not in self._blank:
                self._blank[key, size] = fonts.Font(pango_font, description, size)
            self.fonts[key] = _emptied(self._blank[key, size])
        return self.fonts[key], size


def _agrees(known: Any, font: Any) -> bool:
    """Whether glyphs are as wide in a file's font as they were taken to be: what is between them depends on that."""
    return known is None or all(known.widths.get(glyph, width) == width for glyph, width in font.widths.items())


def _emptied(font: Any) -> Any:
    font = copy.copy(font)
    font.to_unicode, font.widths, font.missing = {}, {}, {}
    font.variations = dict(font.variations)
    return font


def _deactivate(layout: Any) -> None:
    for name in ("layout", "language", "style"):
        layout.__dict__.pop(name, None)
