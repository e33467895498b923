"""The characters of a page as PDFium finds them: each with its place as the page is shown, its size and direction."""

from __future__ import annotations

import ctypes
import math
import struct
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

from briefgen.importers.office.symbols import sign

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, in points from the top left corner of the page as it is shown."""

ACROSS = 4
"""The turn of text that runs neither along the page's edges nor nearly so: a stamp, a watermark."""

UNKNOWN = "\ufffd"
"""Stands for a letter that can be seen, and of which the file does not say what it is."""
UNKNOWN_CODE = ord(UNKNOWN)
SILENT = "\u200b"
SILENT_CODE = ord(SILENT)
"""Stands for a glyph whose letters another glyph tells, as those of a word may be told by its last one."""

_INVISIBLE = 3
"""PDF's text rendering mode of the words that recognition lays beneath a picture (ISO 32000-1, 9.3.6)."""
_BOLD = 600
_BOLD_NAMES = ("bold", "black", "heavy", "semibold", "demi")
_SPACES = frozenset({9, 10, 13, 32, 0xA0, *range(0x2000, 0x200B), 0x3000})
_HYPHENS = frozenset({2, 0xAD, 0xFFFE})
"""What PDFium gives for a hyphen at which a word was divided."""
_SKEW = 8.0
"""Degrees by which a line may stray from the page's edges, as in a scan, and still be read along with them."""
_MOST_GLYPHS = 200_000
"""More characters stand on no page that anybody reads."""
_USUAL_SIGNS = {0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF076: "❖", 0xF0FC: "✓"}
"""Bullets that word processors take from Symbol or Wingdings, also where the font's name is lost."""


@dataclass(frozen=True, slots=True)
class Style:
    """How the characters of one piece of a page's content are set; `size` is in points as shown, `turn` in quarters.

    Turn 0 runs to the right, 1 down, 2 to the left and upside down, 3 up, as the page is shown. `font` is its name in
    the file, in small letters, without the mark of a subset.
    """

    size: float
    bold: bool
    turn: int
    seen: bool
    font: str = ""


@dataclass(slots=True, eq=False)
class Glyph:
    """One code point that is no space. `origin` is where the pen stood; `spaced` says that a space came before it."""

    text: str
    box: Box
    origin: tuple[float, float]
    style: Style
    spaced: bool = False
    upright: bool = field(default=False)
    """Whether it is part of a line of upright characters one below the other, as East Asian writing is set."""

    @property
    def turn(self) -> int:
        """The direction in which its line runs: see `Style`."""
        return 1 if self.upright else self.style.turn


@dataclass(frozen=True, slots=True)
class PageGlyphs:
    """The characters of a page in the order of its content; its width and height in points, as it is shown.

    `unmapped` counts the characters of which the file does not say what they are: `UNKNOWN` stands for each.
    """

    glyphs: list[Glyph]
    width: float
    height: float
    unmapped: int = 0

    @property
    def recognised(self) -> bool:
        """Whether the words lie unseen beneath a picture, as a program puts them there that recognises letters."""
        unseen = sum(not glyph.style.seen for glyph in self.glyphs)
        return unseen > 0.8 * len(self.glyphs) and bool(self.glyphs)


class Shown:
    """Turns places of a PDF page's own coordinates into places on the page as it is shown."""

    def __init__(self, box: Box, quarters: int) -> None:
        """Take the page's visible box (left, bottom, right, top) and its rotation, in quarters to the right."""
        self._left, self._bottom, self._right, self._top = box
        self.quarters = quarters % 4
        across, up = self._right - self._left, self._top - self._bottom
        self.width, self.height = (up, across) if self.quarters % 2 else (across, up)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point's place."""
        if not self.quarters:  # nearly all there are
            return x - self._left, self._top - y
        match self.quarters:
            case 1:
                return y - self._bottom, x - self._left
            case 2:
                return self._right - x, y - self._bottom
        return self._top - y, self._right - x

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A box's place."""
        if not self.quarters and left <= right and bottom <= top:  # nearly all there are
            return left - self._left, self._top - top, right - self._left, self._top - bottom
        x0, y0 = self.point(left, bottom)
        x1, y1 = self.point(right, top)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def glyphs_of(page: Any) -> PageGlyphs:
    """Read the characters of a page that pypdfium2 has opened."""
    shown = Shown(page.get_bbox(), page.get_rotation() // 90)
    text_page = page.get_textpage()
    try:
        glyphs, unmapped = _read(text_page.raw, shown)
    finally:
        text_page.close()
    _tell_upright(glyphs)
    return PageGlyphs(glyphs, shown.width, shown.height, unmapped)


def _fast(name: str, gives: Any) -> Any:
    """A function of the engine's that takes addresses and plain numbers: called for each character, its cost counts.

    Without types declared for what it takes, addresses must be given as `c_void_p` or `byref`. Python's lock is kept:
    giving it up and getting it back would take as long as the call.
    """
    address = ctypes.cast(getattr(pdfium, name), ctypes.c_void_p).value
    assert address is not None  # noqa: S101 - the library is loaded
    return ctypes.PYFUNCTYPE(gives)(address)


_unicode_of = _fast("FPDFText_GetUnicode", ctypes.c_uint)
_is_unmapped = _fast("FPDFText_HasUnicodeMapError", ctypes.c_int)
_object_of = _fast("FPDFText_GetTextObject", ctypes.c_void_p)
_loose_box = _fast("FPDFText_GetLooseCharBox", ctypes.c_int)
_origin_of = _fast("FPDFText_GetCharOrigin", ctypes.c_int)
_four_floats = struct.Struct("4f").unpack_from
_DOUBLE = ctypes.sizeof(ctypes.c_double)
_two_doubles = struct.Struct("2d").unpack_from


def _read(raw: Any, shown: Shown) -> tuple[list[Glyph], int]:
    count = min(pdfium.FPDFText_CountChars(raw), _MOST_GLYPHS)
    rectangle, point = (ctypes.c_float * 4)(), (ctypes.c_double * 2)()
    to_box, to_x, to_y = ctypes.byref(rectangle), ctypes.byref(point), ctypes.byref(point, _DOUBLE)
    at = ctypes.cast(raw, ctypes.c_void_p)
    width, height = shown.width, shown.height
    styles: dict[int, tuple[Style, float]] = {}
    fonts: dict[int, tuple[str, bool]] = {}
    there: dict[tuple[str, int, int], Style] = {}
    glyphs: list[Glyph] = []
    spaced, unmapped, high = False, 0, ""
    for index in range(count):
        code = _unicode_of(at, index)
        if _is_unmapped(at, index) > 0 and not _is_glyphless(raw, index):
            code = UNKNOWN_CODE
        plain = 0x20 < code < 0x7F
        if code in _SPACES:
            spaced = True
            continue
        if code == SILENT_CODE:
            continue
        if code in _HYPHENS:
            code = 0x2D
        char = chr(code)
        if 0xD800 <= code < 0xDC00:
            high = char
            continue
        if high and 0xDC00 <= code < 0xE000:
            char = (high + char).encode("utf-16", "surrogatepass").decode("utf-16")
        high = ""
        address = _object_of(at, index) or 0
        known = styles.get(address)
        if known is None:
            text_object = pdfium.FPDFText_GetTextObject(raw, index)
            style = _style(raw, index, text_object, shown.quarters, fonts)
            known = styles[address] = style, 8 / style.size if style.size > 1 else 8.0
        style, grid = known
        _loose_box(at, index, to_box)
        _origin_of(at, index, to_x, to_y)
        left, top, right, bottom = _four_floats(rectangle)
        box = shown.box(left, bottom, right, top)
        origin = shown.point(*_two_doubles(point))
        if box[2] < 0 or box[3] < 0 or box[0] > width or box[1] > height:
            continue  # off the page, where nobody sees it
        # Bold letters are sometimes made by setting them twice.
        place = (char, round(origin[0] * grid), round(origin[1] * grid))
        if there.setdefault(place, style) is not style:
            continue
        if not plain and _has_no_meaning(code):
            char = _sign(code, style.font)
            unmapped += char == UNKNOWN
        glyphs.append(Glyph(char, box, origin, style, spaced))
        spaced = False
    return glyphs, unmapped


def _has_no_meaning(code: int) -> bool:
    return code < 32 or 0x7F <= code < 0xA0 or 0xE000 <= code < 0xF900 or code in {UNKNOWN_CODE, 0xFFFF}


def _is_glyphless(raw: Any, index: int) -> bool:
    """Whether a character is of the font in which programs lay recognised words over a page: its codes are UTF-16."""
    text_object = pdfium.FPDFText_GetTextObject(raw, index)
    font = pdfium.FPDFTextObj_GetFont(text_object) if text_object else None
    return bool(font) and "glyphless" in _name_and_weight(font)[0]


def _sign(code: int, font: str) -> str:
    """What a code without a meaning of its own stands for in a typeface of signs, or `UNKNOWN`."""
    for name in ("wingdings", "symbol"):
        if name in font:
            return sign(name, code)
    return _USUAL_SIGNS.get(code, UNKNOWN)


def _style(raw: Any, index: int, text_object: Any, quarters: int, fonts: dict[int, tuple[str, bool]]) -> Style:
    """How a piece of the content is set, by its matrix and its font."""
    matrix = pdfium.FS_MATRIX()
    size = pdfium.FPDFText_GetFontSize(raw, index)
    if not pdfium.FPDFText_GetMatrix(raw, index, matrix):
        return Style(size=size, bold=False, turn=0, seen=True)
    size *= math.hypot(matrix.c, matrix.d) or 1.0
    clockwise = (90 * quarters - math.degrees(math.atan2(matrix.b, matrix.a))) % 360
    turn = round(clockwise / 90) % 4
    if abs((clockwise - 90 * turn + 180) % 360 - 180) > _SKEW:
        turn = ACROSS
    bold, seen, name = False, True, ""
    if text_object:
        seen = pdfium.FPDFTextObj_GetTextRenderMode(text_object) != _INVISIBLE
        font = pdfium.FPDFTextObj_GetFont(text_object)
        if font:
            address = ctypes.addressof(font.contents)
            if address not in fonts:
                fonts[address] = _name_and_weight(font)
            name, bold = fonts[address]
    return Style(size=max(abs(size), 0.1), bold=bold, turn=turn, seen=seen, font=name)


def _name_and_weight(font: Any) -> tuple[str, bool]:
    buffer = ctypes.create_string_buffer(256)
    length = pdfium.FPDFFont_GetBaseFontName(font, buffer, len(buffer))
    name = buffer.value.decode("latin-1").lower() if 0 < length <= len(buffer) else ""
    bold = pdfium.FPDFFont_GetWeight(font) >= _BOLD or any(word in name for word in _BOLD_NAMES)
    return name[7:] if name[6:7] == "+" else name, bold


def _tell_upright(glyphs: list[Glyph]) -> None:
    """Find East Asian characters that follow one below the other."""
    if max([glyph.text for glyph in glyphs], default="") < "\u2e80":
        return
    below: Counter[int] = Counter()
    beside: Counter[int] = Counter()
    for index in range(len(glyphs) - 1):
        one, two = glyphs[index], glyphs[index + 1]
        if one.text < "\u2e80" or two.text < "\u2e80" or one.style.turn or two.style.turn:
            continue
        size = max(one.style.size, two.style.size)
        across, down = two.origin[0] - one.origin[0], two.origin[1] - one.origin[1]
        if abs(across) < 0.3 * size and 0.5 * size < down < 2.5 * size:
            below.update((index, index + 1))
        elif abs(down) < 0.3 * size and 0.5 * size < across < 2.5 * size:
            beside.update((index, index + 1))
    for index, times in below.items():
        if times > beside[index]:
            glyphs[index].upright = True
