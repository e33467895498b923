"""The typeface in which a PDF's fields are filled in: the shipped sans, with the letters of Windows' Western encoding.

What is typed into a field is drawn by the reader's own program, which wants a font of the old kind: one byte a letter,
glyphs with names (ISO 32000-1, 9.6.2 and 12.7.3.3). The fonts of the pages are of another kind and hold the letters
alone that are printed. So the fields have a font of their own, whole, which keeps a filled-in file fit for archives:
all fonts in it are embedded.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from fontTools.agl import UV2AGL
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont

from briefgen.resources import assets_folder

NAME = "BriefgenFields"
FIRST, LAST = 32, 255
"""The codes that it has letters for, both included."""

_FILE = "fonts/source-sans-3/SourceSans3-Regular.otf"
_BULLET, _SPACE, _HYPHEN = 0x2022, 0x20, 0x2D
_STAND_INS = {0xA0: _SPACE, 0xAD: _HYPHEN, 0x7F: _BULLET}
_NAMES = {**UV2AGL, 0xB2: "twosuperior", 0xB3: "threesuperior", 0xB9: "onesuperior"}


@dataclass(frozen=True, slots=True)
class FieldFont:
    """A font program (CFF, Adobe Technical Note 5176) and what a PDF says of it, in thousandths of the type's size.

    `widths` are those of the codes from `FIRST` to `LAST`; `box` is left, bottom, right, top.
    """

    program: bytes
    widths: tuple[int, ...]
    box: tuple[int, int, int, int]
    ascent: int
    descent: int
    capitals: int


@lru_cache(maxsize=1)
def field_font() -> FieldFont:
    """Make the font, of the shipped one; once in a process. The same font file gives the same bytes."""
    letters = {code: _letter(code) for code in range(FIRST, LAST + 1)}
    with TTFont(assets_folder() / _FILE, lazy=True) as font:
        glyphs, known = font.getGlyphSet(), font.getBestCmap()
        em = font["head"].unitsPerEm

        def drawn(glyph: str) -> object:
            pen = T2CharStringPen(int(glyphs[glyph].width), glyphs)
            glyphs[glyph].draw(pen)
            return pen.getCharString()

        names = {letter: _NAMES[letter] for letter in sorted(set(letters.values()))}
        outlines = {".notdef": drawn(".notdef")} | {name: drawn(known[letter]) for letter, name in names.items()}
        widths = {letter: int(glyphs[known[letter]].width * 1000 / em) for letter in names}
        head, metrics = font["head"], font["OS/2"]
        left, bottom, right, top = (int(side * 1000 / em) for side in (head.xMin, head.yMin, head.xMax, head.yMax))
        heights = metrics.sTypoAscender, metrics.sTypoDescender, metrics.sCapHeight
        ascent, descent, capitals = (int(height * 1000 / em) for height in heights)
    builder = FontBuilder(em, isTTF=False)
    builder.setupGlyphOrder(list(outlines))
    builder.setupCFF(NAME, {"FullName": NAME}, outlines, {})
    program = builder.font["CFF "].compile(builder.font)
    lengths = tuple(widths[letter] for letter in letters.values())
    return FieldFont(program, lengths, (left, bottom, right, top), ascent, descent, capitals)


def _letter(code: int) -> int:
    """What a code of Windows-1252 stands for in a PDF: those that the encoding leaves free are bullets there."""
    try:
        letter = ord(bytes([code]).decode("cp1252"))
    except UnicodeDecodeError:
        letter = _BULLET
    return _STAND_INS.get(letter, letter)
