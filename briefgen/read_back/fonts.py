"""A font of a PDF: the letters and widths of its codes; and whether its outlines are those of the letters.

A file can say that a glyph is a “t” and draw an “n”. What a glyph is drawn as is held against the typefaces that ship
with Briefgen, outline for outline, under whatever number it stands there. Of other typefaces that can't be told.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any

from fontTools.cffLib import CFFFontSet
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont, TTLibError
from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

from briefgen.domain.printed_words import plain_words
from briefgen.read_back.tokens import OddStream, operators
from briefgen.resources import assets_folder

_UNREADABLE = (
    TTLibError, struct.error, AssertionError, AttributeError, EOFError, IndexError, KeyError, OverflowError, TypeError,
    ValueError, UnicodeError,
)  # fmt: skip
"""What fontTools raises at a program that is damaged."""

_MOST_CODES = 65_536
Outline = tuple[Any, ...]


class Font:
    """A font as it is named in a page's resources.

    Attributes:
        name: Of the typeface, without the prefix of a subset.
        wide: Whether its codes have two bytes.
        remapped: Whether codes are led to glyphs in a way that Briefgen's files never have.
    """

    def __init__(self, entry: DictionaryObject) -> None:
        """Read what the file says of it; what is missing says nothing."""
        self.name = str(entry.get("/BaseFont", "")).lstrip("/").rpartition("+")[2]
        self.wide = entry.get("/Subtype") == "/Type0"
        self._letters = _to_unicode(entry.get("/ToUnicode"))
        self._entry = entry
        descendant = _first(entry.get("/DescendantFonts"))
        self._widths = _wide_widths(descendant) if self.wide else _narrow_widths(entry)
        self._usual = float(_number(descendant.get("/DW"), 1000.0)) if self.wide else 0.0
        encoding = entry.get("/Encoding")
        self._glyph_of = _glyph_numbers(encoding)
        mapped = descendant.get("/CIDToGIDMap", "/Identity")
        own_way = encoding in (None, "/Identity-H") or self._glyph_of is not None
        self.remapped = not (self.wide and own_way and mapped == "/Identity")
        self._descriptor = _dictionary((descendant if self.wide else entry).get("/FontDescriptor"))
        self._glyphs: Any = None

    def codes(self, shown: bytes) -> Iterable[int]:
        """The codes of a string that is shown."""
        if not self.wide:
            return shown
        return (int.from_bytes(shown[at : at + 2], "big") for at in range(0, len(shown) - 1, 2))

    def letters(self, code: int) -> str | None:
        """What the file says that a code stands for; None if it does not say."""
        return self._letters.get(code)

    def width(self, code: int) -> float:
        """The width of a code's glyph, in thousandths of the size."""
        return self._widths.get(code, self._usual)

    def is_what_it_says(self, code: int, typefaces: Typefaces) -> bool | None:
        """Whether the glyph of a code is drawn as the letters that it stands for; None where that can't be told."""
        letters = self._letters.get(code, "")
        if not letters.strip():
            # A space that draws something hides it from whoever reads the text.
            drawn = self._outline(code)
            return None if drawn is None else not drawn
        drawn = self._outline(code)
        # Of a typeface that ships every letter has an outline: one without is not what it says.
        return typefaces.has(self.name, letters, drawn or ())

    def _outline(self, code: int) -> Outline | None:
        """How a glyph is drawn; None if the font does not say."""
        number = code if self._glyph_of is None else self._glyph_of.get(code, 0)
        try:
            if self._glyphs is None:
                self._glyphs = _program(self._descriptor)
            return _drawn(self._glyphs, number)
        except _UNREADABLE:
            return None


class Typefaces:
    """The typefaces that ship: how letters are drawn in them.

    Args:
        files: The fonts' bytes, by their files' names.
    """

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self._fonts: dict[str, list[_TypefaceFont]] = {}

    def has(self, name: str, letters: str, drawn: Outline) -> bool | None:
        """Whether a typeface, by the name that a PDF gives it, draws letters so in any of its fonts.

        Bold letters are letters, too. None for a typeface that does not ship.
        """
        family = next((family for family in FAMILIES if name.startswith(family)), None)
        if family is None:
            return None
        if family not in self._fonts:
            begins = FAMILIES[family]
            named = sorted(file for file in self._files if file.startswith(begins))
            named.sort(key=lambda file: "Regular" not in file)
            self._fonts[family] = [_TypefaceFont(self._files[file]) for file in named]
        fonts = self._fonts[family]
        return any(drawn in font.of(letters) for font in fonts) if fonts else None


class _TypefaceFont:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._glyphs: Any = None
        self._known: dict[str, frozenset[Outline]] = {}
        self._by_letters: dict[str, set[str]] = {}

    def of(self, letters: str) -> frozenset[Outline]:
        """All ways in which letters are drawn."""
        wanted = plain_words(letters) or letters
        if wanted not in self._known:
            if self._glyphs is None:
                font = TTFont(BytesIO(self._data), lazy=True)
                self._glyphs = font.getGlyphSet()
                self._by_letters = _names_by_letters(font)
            names = self._by_letters.get(wanted, set()) | self._by_letters.get(letters, set())
            self._known[wanted] = frozenset(_recorded(self._glyphs[name]) for name in names)
        return self._known[wanted]


def _names_by_letters(font: TTFont) -> dict[str, set[str]]:
    """The glyphs that letters may be drawn with: those that they are mapped to, and their forms and ligatures."""
    letters_of: dict[str, set[str]] = {}
    for code, name in font["cmap"].getBestCmap().items():
        letters_of.setdefault(name, set()).add(plain_words(chr(code)) or chr(code))
    steps = []
    if "GSUB" in font and font["GSUB"].table.LookupList:
        for lookup in font["GSUB"].table.LookupList.Lookup:
            for part in lookup.SubTable:
                steps += _steps(getattr(part, "ExtSubTable", part))
    for _ in range(3):
        for parts, name in steps:
            if all(part in letters_of for part in parts):
                spelt = {""}
                for part in parts:
                    spelt = {before + one for before in spelt for one in letters_of[part]}
                letters_of.setdefault(name, set()).update(spelt)
    found: dict[str, set[str]] = {}
    for name, spellings in letters_of.items():
        for letters in spellings:
            found.setdefault(letters, set()).add(name)
    return found


def _steps(part: Any) -> list[tuple[tuple[str, ...], str]]:
    """Which glyphs a substitution takes, and which it puts there (OpenType, GSUB lookup types 1, 3 and 4)."""
    found: list[tuple[tuple[str, ...], str]] = []
    found += [((one,), other) for one, other in getattr(part, "mapping", {}).items() if isinstance(other, str)]
    for one, others in getattr(part, "alternates", {}).items():
        found += [((one,), other) for other in others]
    for first, ligatures in getattr(part, "ligatures", {}).items():
        found += [((first, *each.Component), each.LigGlyph) for each in ligatures]
    return found


FAMILIES = {
    "House-Serif-Display": "SourceSerif4Display-",
    "House-Serif-Caption": "SourceSerif4Caption-",
    "House-Serif": "SourceSerif4-",
    "House-Sans": "SourceSans3-",
}
"""How the files of each typeface that ships begin, by the beginning of its name in a PDF; the longest name first."""


def shipped_files() -> dict[str, bytes]:
    """The fonts that ship, by their files' names: for `Typefaces`, in a process that may open no files."""
    return {path.name: path.read_bytes() for path in sorted((assets_folder() / "fonts").glob("*/Source*.otf"))}


def _program(descriptor: DictionaryObject) -> Any:
    """The glyphs of the font program that is embedded, by number."""
    for key in ("/FontFile3", "/FontFile2"):
        stream = descriptor.get(key)
        stream = stream.get_object() if stream is not None else None
        if not isinstance(stream, StreamObject):
            continue
        data = stream.get_data()
        if data[:1] == b"\1" and key == "/FontFile3":
            fonts = CFFFontSet()
            fonts.decompile(BytesIO(data), None)
            top: Any = fonts[0]
            return [top.CharStrings[name] for name in top.charset]
        font = TTFont(BytesIO(data), lazy=True)
        glyphs = font.getGlyphSet()
        return [glyphs[name] for name in font.getGlyphOrder()]
    raise KeyError("FontFile")


def _drawn(glyphs: Any, number: int) -> Outline:
    return _recorded(glyphs[number])


def _recorded(glyph: Any) -> Outline:
    pen = RecordingPen()
    glyph.draw(pen)
    return tuple((what, tuple(points)) for what, points in pen.value)


# ------------------------------------------------------------------------------------------------ what the file says


def _to_unicode(stream: Any) -> dict[int, str]:
    """Read a ToUnicode map (ISO 32000-1, 9.10.3); what is odd in it says nothing."""
    stream = stream.get_object() if stream is not None else None
    if not isinstance(stream, StreamObject):
        return {}
    found: dict[int, str] = {}
    try:
        for word, operands in operators(
            re.sub(rb"\bbegincmap\b.*?\bendcodespacerange\b", b"", stream.get_data(), flags=re.DOTALL)
        ):
            codes = [entry for entry in operands if isinstance(entry, bytes | list)]
            if word == "endbfchar":
                for code, text in zip(codes[::2], codes[1::2], strict=False):
                    if isinstance(code, bytes) and isinstance(text, bytes):
                        found[int.from_bytes(code, "big")] = _utf16(text)
            elif word == "endbfrange":
                for low, high, text in zip(codes[::3], codes[1::3], codes[2::3], strict=False):
                    found |= _range(low, high, text)
    except OddStream:
        return found
    return found


def _range(low: Any, high: Any, text: Any) -> dict[int, str]:
    if not (isinstance(low, bytes) and isinstance(high, bytes)):
        return {}
    first, last = int.from_bytes(low, "big"), int.from_bytes(high, "big")
    codes = range(first, min(last, first + _MOST_CODES) + 1)
    if isinstance(text, list):
        return {code: _utf16(one) for code, one in zip(codes, text, strict=False) if isinstance(one, bytes)}
    begins = _utf16(text)
    return {code: begins[:-1] + chr(min(ord(begins[-1]) + code - first, 0x10FFFF)) for code in codes} if begins else {}


def _utf16(data: bytes) -> str:
    return data.decode("utf-16-be", "replace")


def _glyph_numbers(encoding: Any) -> dict[int, int] | None:
    """The glyphs of codes by a map that the engine embeds for a font that lacks characters; None for another."""
    encoding = encoding.get_object() if encoding is not None else None
    if not isinstance(encoding, StreamObject) or encoding.get("/CMapName") != "/WP-Encod-0":
        return None
    pairs = re.findall(rb"<([0-9A-Fa-f]{4})>\s+(\d+)", encoding.get_data())
    return {int(code, 16): int(number) for code, number in pairs}


def _wide_widths(descendant: DictionaryObject) -> dict[int, float]:
    entries = _array(descendant.get("/W"))
    found: dict[int, float] = {}
    at = 0
    while at + 1 < len(entries):
        first, second = _number(entries[at], -1.0), entries[at + 1].get_object()
        if isinstance(second, ArrayObject):
            found |= {int(first) + offset: float(_number(width, 0.0)) for offset, width in enumerate(second)}
            at += 2
        elif at + 2 < len(entries):
            last, width = _number(second, -1.0), float(_number(entries[at + 2], 0.0))
            found |= dict.fromkeys(range(int(first), min(int(last), int(first) + _MOST_CODES) + 1), width)
            at += 3
        else:
            break
    return found


def _narrow_widths(entry: DictionaryObject) -> dict[int, float]:
    first = int(_number(entry.get("/FirstChar"), 0.0))
    scale = 1000.0 if entry.get("/Subtype") == "/Type3" else 1.0
    return {first + at: scale * float(_number(width, 0.0)) for at, width in enumerate(_array(entry.get("/Widths")))}


def _number(value: Any, otherwise: float) -> float:
    value = value.get_object() if hasattr(value, "get_object") else value
    return float(value) if isinstance(value, int | float) else otherwise


def _array(value: Any) -> list[Any]:
    value = value.get_object() if value is not None else None
    return list(value) if isinstance(value, ArrayObject) else []


def _dictionary(value: Any) -> DictionaryObject:
    value = value.get_object() if value is not None else None
    return value if isinstance(value, DictionaryObject) else DictionaryObject()


def _first(value: Any) -> DictionaryObject:
    entries = _array(value)
    return _dictionary(entries[0]) if entries else DictionaryObject()
