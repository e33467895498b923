"""Which letters the glyphs of an embedded font stand for, by what the font itself says: its tables and its names.

A font in a PDF need not say what its codes mean, as long as they can be drawn. Mostly the font program does: a TrueType
or OpenType one maps characters to glyphs, its substitutions lead from letters to their forms and ligatures, and glyphs
have names, which stand for letters by the Adobe Glyph List. What none of them tells is not guessed.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

from fontTools.agl import toUnicode
from fontTools.cffLib import CFFFontSet
from fontTools.encodings.StandardEncoding import StandardEncoding
from fontTools.pens.boundsPen import ControlBoundsPen
from fontTools.ttLib import TTFont, TTLibError

_UNREADABLE = (
    TTLibError, struct.error, AssertionError, AttributeError, EOFError, IndexError, KeyError, OverflowError, TypeError,
    ValueError, UnicodeError,
)  # fmt: skip
"""What fontTools raises at a program that is damaged or cut down."""

_ROUNDS = 4
"""How often substitutions are followed one upon the other: a ligature of forms of letters takes two."""
_LONGEST = 8
"""More letters than this in one glyph are no ligature but an error."""
_BRIEF = 12
"""An outline that takes more bytes draws something."""
_DUP = re.compile(rb"dup\s+(\d{1,3})\s*/([^\s/{}()<>\[\]%]{1,63})\s+put\b")
_LARGE = re.compile(r"([a-z]+?)(?:big|Big|bigg|Bigg|display|text|tp|bt|ex|mid)")
"""TeX's larger forms of a sign, and the parts that tall ones are put together from."""
_TEX_NAMES = {
    "angbracketleft": "⟨", "angbracketright": "⟩", "arrowhookleft": "↪", "arrowhookright": "↩", "bar": "|",
    "bardbl": "‖", "ceilingleft": "⌈", "ceilingright": "⌉", "circlemultiply": "⊗", "circleplus": "⊕",
    "circlecopyrt": "©", "circledivide": "⊘", "circledot": "⊙", "circleminus": "⊖", "contintegral": "∮",
    "arrownortheast": "↗", "arrownorthwest": "↖", "arrowsoutheast": "↘", "arrowsouthwest": "↙", "arrowbothv": "↕",
    "arrowdblbothv": "⇕", "dotlessj": "ȷ", "flat": "♭", "natural": "♮", "sharp": "♯", "star": "⋆", "triangle": "△",
    "triangleinv": "▽", "triangleleft": "◁", "triangleright": "▷", "Rfractur": "ℜ", "Ifractur": "ℑ", "unionsq": "⊔",
    "intersectionsq": "⊓", "supersetsqequal": "⊒", "wreathproduct": "≀", "lessorsimilar": "≲", "Bullet": "•",
    "coproduct": "∐", "diamondmath": "⋄", "dividemultiply": "⋇", "epsilon1": "ε", "equivasymptotic": "≍", "ffi": "ffi",
    "floorleft": "⌊", "floorright": "⌋", "follows": "≻", "followsequal": "⪰", "intersection": "∩", "latticetop": "⊤",
    "lessmuch": "≪", "greatermuch": "≫", "lscript": "ℓ", "mapsto": "↦", "negationslash": "\u0338", "openbullet": "∘",
    "owner": "∋", "perpendicular": "⊥", "precedes": "≺", "precedesequal": "⪯", "prime": "′", "product": "∏",
    "radical": "√", "reflexsubset": "⊆", "reflexsuperset": "⊇", "rightarrow": "→", "similarequal": "≃",
    "square": "□", "squareunion": "⊔", "subsetsqequal": "⊑", "summation": "∑", "integral": "∫", "turnstileleft": "⊢",
    "turnstileright": "⊣", "union": "∪", "unionmulti": "⊎", "visualspace": "␣", "vextendsingle": "|",
    "vextenddouble": "‖",
}  # fmt: skip
"""Names in the fonts of D. E. Knuth's Computer Modern and of the AMS that the Adobe Glyph List has not."""
_TEXT_LETTERS = 12
"""A font of TeX's with so many small letters of the alphabet is one for text, not for formulas."""
_KNUTH = {
    0x00: "Γ", 0x01: "Δ", 0x02: "Θ", 0x03: "Λ", 0x04: "Ξ", 0x05: "Π", 0x06: "Σ", 0x07: "Υ", 0x08: "Φ", 0x09: "Ψ",
    0x0A: "Ω", 0x0B: "ff", 0x0C: "fi", 0x0D: "fl", 0x0E: "ffi", 0x0F: "ffl", 0x10: "ı", 0x12: "`", 0x13: "´", 0x14: "ˇ",
    0x15: "˘", 0x16: "¯", 0x17: "˚", 0x18: "¸", 0x19: "ß", 0x1A: "æ", 0x1B: "œ", 0x1C: "ø", 0x1D: "Æ", 0x1E: "Œ",
    0x1F: "Ø", 0x22: "”", 0x27: "’", 0x3C: "¡", 0x3E: "¿", 0x5C: "“", 0x5E: "ˆ", 0x5F: "˙", 0x60: "‘", 0x7B: "–",
    0x7C: "—", 0x7D: "˝", 0x7E: "˜", 0x7F: "¨",
}  # fmt: skip
_CORK = {
    0x10: "“", 0x11: "”", 0x12: "„", 0x13: "«", 0x14: "»", 0x15: "–", 0x16: "—", 0x19: "ı", 0x1B: "ff", 0x1C: "fi",
    0x1D: "fl", 0x1E: "ffi", 0x1F: "ffl", 0x27: "’", 0x60: "‘", 0x7F: "-",
    **dict(enumerate("ĂĄĆČĎĚĘĞĹĽŁŃŇŊŐŔŘŚŠŞŤŢŰŮŸŹŽŻĲİđ§ăąćčďěęğĺľłńňŋőŕřśšşťţűůÿźžżĳ¡¿£", 0x80)),
    **{at: chr(at) for at in range(0xC0, 0xFF) if at not in {0xD7, 0xDF, 0xF7}},
    0xD7: "Œ", 0xDF: "SS", 0xF7: "œ", 0xFF: "ß",
}  # fmt: skip
_NUMBERED = re.compile(r"(?:[GCcg]|char|cid|glyph)?([0-9]{1,3}|[0-9A-Fa-f]{2})")


def of_name(name: str) -> str:
    """The letters that a glyph's name stands for by the Adobe Glyph List's rules, or in TeX's fonts for formulas.

    Empty where it stands for none.
    """
    if not name or name == ".notdef":
        return ""
    if told := _TEX_NAMES.get(name) or _known(toUnicode(name)):
        return told
    large = _LARGE.fullmatch(name)
    return _TEX_NAMES.get(large[1]) or _known(toUnicode(large[1])) if large else ""


def of_numbered_names(names: Mapping[int, str], *, drawn: bool = False) -> dict[int, str]:
    """The letters of codes whose glyphs are named by the code itself, as “G41” or “c65”; empty unless all agree.

    Only codes of printable ASCII are told so: what a maker's own numbering means beyond it nobody knows. `drawn` fonts,
    those of Type 3, with names as “a65” are what dvips makes of TeX's; those of them that have the letters of a text
    are in one of TeX's two encodings of it (“OT1”, D. E. Knuth, The TeXbook, appendix F; “T1”, agreed at Cork in 1990).
    """
    mine = {code: name for code, name in names.items() if name != ".notdef" and not of_name(name)}
    if drawn and len(mine) > 1 and all(name == f"a{code}" for code, name in mine.items()):
        return _of_tex(mine)
    for base in (10, 16):
        if len(mine) > 1 and all(code == _number(name, base) for code, name in mine.items()):
            return {code: chr(code) for code in mine if 0x20 < code < 0x7F}
    return {}


def _number(name: str, base: int) -> int:
    match = _NUMBERED.fullmatch(name)
    try:
        return int(match[1], base) if match else -1
    except ValueError:
        return -1


def _of_tex(codes: Iterable[int]) -> dict[int, str]:
    """The letters of a text font of TeX's, by its codes; of another only letters and digits."""
    there = set(codes)
    western = any(code >= 0x80 for code in there)
    found = {code: chr(code) for code in there if 0x20 < code < 0x7F and chr(code).isalnum()}
    if western or len(there & set(range(0x61, 0x7B))) >= _TEXT_LETTERS:
        found |= {code: chr(code) for code in there if 0x20 < code < 0x7F}
        found |= {code: told for code, told in (_CORK if western else _KNUTH).items() if code in there}
    return found


class Program:
    """A font program.

    Attributes:
        by_glyph: The letters of its glyphs, by the glyph's number.
        by_code: Those of the codes that a simple font sets without an encoding of its own, by the program's.
        blank: The names of glyphs in which there is nothing to be seen: spaces.
        count: How many glyphs it has.

    A blank glyph of which nothing else is known is a space in `by_glyph` and `by_code`.
    """

    def __init__(self, data: bytes) -> None:
        """Read a program of whatever kind: TrueType, OpenType, bare CFF, Type 1. One that is damaged tells nothing."""
        self.by_glyph: dict[int, str] = {}
        self.by_code: dict[int, str] = {}
        self.blank: frozenset[str] = frozenset()
        self.count = 0
        try:
            if data[:4] in {b"\0\1\0\0", b"true", b"OTTO", b"ttcf"}:
                self._read_sfnt(data)
            elif data[:1] == b"\1":
                self._read_cff(data)
            else:
                self._read_type1(data)
        except _UNREADABLE:
            return  # what was read until then holds

    def _read_sfnt(self, data: bytes) -> None:
        font = TTFont(BytesIO(data), lazy=True, fontNumber=0)
        self.count = font["maxp"].numGlyphs
        order = font.getGlyphOrder()
        number = {name: index for index, name in enumerate(order)}
        letters: dict[str, str] = {}
        tables = font["cmap"].tables if "cmap" in font else []
        for name, code in _best(tables):
            letters.setdefault(name, code)
        if ("post" in font and font["post"].formatType in {1.0, 2.0}) or "CFF " in font:
            for name in order:
                if name not in letters and (told := of_name(name)):
                    letters[name] = told
        if "GSUB" in font:
            _follow(font["GSUB"].table, letters)
        if "loca" in font:
            places = font["loca"]
            self.blank = frozenset(name for at, name in enumerate(order) if at and places[at] == places[at + 1])
            for name in self.blank:
                letters.setdefault(name, " ")
        self.by_glyph = {number[name]: told for name, told in letters.items() if name in number}
        for table in tables:
            if (table.platformID, table.platEncID) in {(3, 0), (1, 0)}:
                for code, name in table.cmap.items():
                    if name in letters:
                        self.by_code.setdefault(code & 0xFF, letters[name])

    def _read_cff(self, data: bytes) -> None:
        fonts = CFFFontSet()
        fonts.decompile(BytesIO(data), None)
        top: Any = fonts[0]
        self.count = len(top.CharStrings)
        if hasattr(top, "ROS"):
            return  # its glyphs have numbers, and no names
        self.by_glyph = {index: told for index, name in enumerate(top.charset) if (told := of_name(name))}
        self.blank = frozenset(name for name in top.charset[1:] if _is_blank(top.CharStrings[name]))
        for index, name in enumerate(top.charset):
            if name in self.blank:
                self.by_glyph.setdefault(index, " ")
        encoding = StandardEncoding if isinstance(top.Encoding, str) else top.Encoding
        self.by_code = dict.fromkeys((code for code, name in enumerate(encoding) if name in self.blank), " ")
        self.by_code |= _letters_of(enumerate(encoding))

    def _read_type1(self, data: bytes) -> None:
        start = data[:200_000]
        if re.search(rb"/Encoding\s+StandardEncoding\b", start):
            self.by_code = _letters_of(enumerate(StandardEncoding))
        else:
            self.by_code = _letters_of((int(code), name.decode("latin-1")) for code, name in _DUP.findall(start))


def _is_blank(outline: Any) -> bool:
    if outline.bytecode is not None and len(outline.bytecode) > _BRIEF:
        return False
    pen = ControlBoundsPen(None)
    outline.draw(pen)
    return pen.bounds is None


def _letters_of(names: Iterable[tuple[int, str]]) -> dict[int, str]:
    return {code: told for code, name in names if code < 0x100 and (told := of_name(name))}


def _best(tables: Sequence[Any]) -> Iterator[tuple[str, str]]:
    """Glyphs by name, with the character that maps to each; of several the one that is spelt, not a likeness of it."""
    found: dict[str, list[int]] = {}
    symbols = any((table.platformID, table.platEncID) == (3, 0) for table in tables)
    for table in tables:
        if table.isUnicode() or (table.platformID, table.platEncID) == (3, 0):
            for code, name in table.cmap.items():
                found.setdefault(name, []).append(code)
    for table in tables:
        # Apple's tables name their script; the one of the West is also put where bytes stand for signs of any kind.
        if table.platformID == 1 and not table.isUnicode() and (table.platEncID or not symbols):
            for code, name in table.cmap.items():
                letter = _decoded(code, table.getEncoding())
                if name not in found or not any(is_known(chr(one)) for one in found[name]):
                    found.setdefault(name, []).extend(map(ord, letter))
    for name, codes in found.items():
        letters = [char for char in map(chr, codes) if is_known(char)]
        if letters:
            yield name, min(letters, key=_likeness)


def _likeness(char: str) -> tuple[bool, bool, str]:
    """How far a character is from what one types; of Arabic's forms those of the common letters come first."""
    return unicodedata.normalize("NFKC", char) != char, "\ufb50" <= char <= "\ufdff", char


def _decoded(code: int, encoding: str | None) -> str:
    try:
        letter = bytes([code]).decode(encoding) if encoding and code < 0x100 else ""
    except (UnicodeError, LookupError):
        return ""
    return letter if len(letter) == 1 else ""


def is_known(letters: str) -> bool:
    """Whether letters are such: none of them stands for nothing, or is for private use."""
    wrong = any(unicodedata.category(char) in {"Co", "Cs", "Cn", "Cc"} or char == "\ufffd" for char in letters)
    return not wrong and len(letters) <= _LONGEST


def _known(letters: str) -> str:
    return letters if is_known(letters) else ""


def _follow(table: Any, letters: dict[str, str]) -> None:
    """Lead from letters to the glyphs that are put in their place: forms, ligatures, small capitals."""
    if not table.LookupList:
        return
    steps = [
        step
        for lookup in table.LookupList.Lookup
        for subtable in lookup.SubTable
        for step in _steps(getattr(subtable, "ExtSubTable", subtable))
    ]
    for _ in range(_ROUNDS):
        before = len(letters)
        for parts, glyph in steps:
            if glyph not in letters and all(part in letters for part in parts):
                told = "".join(letters[part] for part in parts)
                if 0 < len(told) <= _LONGEST:
                    letters[glyph] = told
        if len(letters) == before:
            return


def _steps(part: Any) -> Iterator[tuple[tuple[str, ...], str]]:
    """Which glyphs a substitution takes, and which it puts there (OpenType, GSUB lookup types 1, 3 and 4)."""
    if hasattr(part, "mapping"):
        for one, other in part.mapping.items():
            if isinstance(other, str):
                yield (one,), other
    for one, others in getattr(part, "alternates", {}).items():
        yield from (((one,), other) for other in others)
    for first, ligatures in getattr(part, "ligatures", {}).items():
        yield from (((first, *each.Component), each.LigGlyph) for each in ligatures)
