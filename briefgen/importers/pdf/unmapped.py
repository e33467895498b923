"""Fonts of a PDF that do not say which letters their codes stand for are told it, in a copy that only we read.

The copy is the file with an update at its end (ISO 32000-1, 7.5.6), in which such fonts have a ToUnicode map: what
their programs and encodings tell, and U+FFFD for what nothing tells. So the engine that reads the text gives no code
out as a letter. Nothing that is drawn changes.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import (
    DictionaryObject,
    IndirectObject,
    NameObject,
    StreamObject,
)

from briefgen.domain.bidi import is_rtl
from briefgen.importers.office.symbols import sign
from briefgen.importers.pdf.east_asian_cids import beyond_first_plane
from briefgen.importers.pdf.glyphs import SILENT, UNKNOWN
from briefgen.importers.pdf.letters import Program, is_known, of_name, of_numbered_names

_MOST_FONTS = 2_000
_DEEPEST = 12
_CODES = 0x10000
_TOKEN = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])|\b(beginbfchar|endbfchar|beginbfrange|endbfrange)\b")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*[<\[]")
_LARGEST_MAP = 5_000_000
_SYMBOLS = {"symbol": "symbol", "symbolmt": "symbol", "wingdings": "wingdings", "wingdings-regular": "wingdings"}
_IDENTITY = {"/Identity-H", "/Identity-V"}

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it speaks of each flaw that it passes over


def with_letters(data: bytes) -> bytes | None:
    """The PDF with a map to letters for each font that lacks one, or part of one; None when there is none to tell.

    Args:
        data: A PDF that asks for no password.
    """
    try:
        reader = PdfReader(BytesIO(data), strict=False)
        changed: dict[int, Any] = {}
        added: list[bytes] = []
        first = _next_number(reader)
        for font, holder in _fonts(reader):
            told = _map_of(font)
            if told is None:
                continue
            width, letters = told
            font[NameObject("/ToUnicode")] = IndirectObject(first + len(added), 0, reader)
            added.append(_as_cmap(letters, width))
            changed[holder.idnum] = holder.get_object()
        return _updated(data, reader, changed, added, first) if added else None
    except Exception:  # noqa: BLE001 - whatever stands in the file: without the maps it is read as it is, and told
        return None


# -------------------------------------------------------------------------------------------- finding fonts


_Place = tuple[Any, IndirectObject, int]
"""Something that may hold resources, the object of the file that it stands in, and how deep that is."""


def _fonts(reader: PdfReader) -> Iterator[tuple[DictionaryObject, IndirectObject]]:
    """The fonts of all pages and of what is drawn on them, each with the object of the file that it stands in."""
    seen: set[int] = set()
    waiting: list[_Place] = list(_roots(reader))
    count = 0
    while waiting and count < _MOST_FONTS:
        thing, holder, depth = waiting.pop()
        if isinstance(thing, IndirectObject):
            if thing.idnum in seen:
                continue
            seen.add(thing.idnum)
            thing, holder = _at(thing, holder)
        if not isinstance(thing, DictionaryObject) or depth > _DEEPEST:
            continue
        for each in _named(thing, "/Font"):
            font, place = _at(each, _at(_raw(thing, "/Font"), holder)[1])
            if isinstance(font, DictionaryObject) and not (isinstance(each, IndirectObject) and each.idnum in seen):
                count += 1
                yield font, place
                waiting.append((each, holder, depth + 1))
        waiting.append((_raw(thing, "/Resources"), holder, depth + 1))
        for key in ("/XObject", "/Pattern"):
            place = _at(_raw(thing, key), holder)[1]
            waiting += [(each, place, depth + 1) for each in _named(thing, key)]


def _roots(reader: PdfReader) -> Iterator[_Place]:
    """The pages, and what the notes and fields on them look like."""
    for page in reader.pages:
        holder = page.indirect_reference
        if holder is None:
            continue
        yield page.get("/Resources"), holder, 0
        for each in _solved(_raw(page, "/Annots")) or ():
            note, place = _at(each, holder)
            if isinstance(note, DictionaryObject):
                yield _raw(_solved(_raw(note, "/AP")) or DictionaryObject(), "/N"), place, 1


def _named(thing: DictionaryObject, key: str) -> list[Any]:
    inner = _solved(_raw(thing, key))
    return list(inner.values()) if isinstance(inner, DictionaryObject) else []


def _raw(thing: DictionaryObject, key: str) -> Any:
    return thing.raw_get(key) if key in thing else None


def _at(thing: Any, holder: IndirectObject) -> tuple[Any, IndirectObject]:
    """Something solved, and the object of the file that it stands in."""
    return (thing.get_object(), thing) if isinstance(thing, IndirectObject) else (thing, holder)


def _solved(thing: Any) -> Any:
    return thing.get_object() if isinstance(thing, IndirectObject) else thing


# -------------------------------------------------------------------------------------------- telling letters


def _map_of(font: DictionaryObject) -> tuple[int, dict[int, str]] | None:
    """The map that a font wants: how many bytes a code has, and letters by code; None where it needs none."""
    there = _told(_solved(font.get("/ToUnicode")))
    if font.get("/Subtype") == "/Type0":
        found = _of_composite(font, there)
        return None if found is there else (2, found)
    found = {**_of_simple(font), **there}
    return None if found == there else (1, found)


def _of_composite(font: DictionaryObject, there: dict[int, str]) -> dict[int, str]:
    encoding = _solved(font.get("/Encoding"))
    inner = _solved(_solved(font["/DescendantFonts"])[0])
    if not isinstance(encoding, NameObject) or encoding not in _IDENTITY:
        return there  # the engine knows the predefined maps, and what an embedded one says can't be told from outside
    ordering = str(_solved((_solved(inner.get("/CIDSystemInfo")) or {}).get("/Ordering", "")))
    if ordering not in {"Identity", "UCS", ""}:
        beyond = beyond_first_plane(ordering)
        return beyond | there if beyond.keys() - there.keys() else there
    program = _program(inner)
    glyph_of = _solved(inner.get("/CIDToGIDMap"))
    found: dict[int, str] = {}
    if program is not None:
        found = program.by_glyph
        if isinstance(glyph_of, StreamObject):
            table = glyph_of.get_data()[: 2 * _CODES]
            glyphs = ((code, table[2 * code] << 8 | table[2 * code + 1]) for code in range(len(table) // 2))
            found = {code: program.by_glyph[glyph] for code, glyph in glyphs if glyph in program.by_glyph}
    known = found | there
    map_ = _solved(font.get("/ToUnicode"))
    if known != there or not isinstance(map_, StreamObject) or _goes_over(map_.get_data()[:_LARGEST_MAP]):
        # The engine gives out the codes that it has no letters for, and reads those that look like letters of a
        # script from right to left as such, with all that stands beside them: there each code must have its letters.
        all_ = any(is_rtl(letters[0]) for letters in known.values())
        count = program.count if program and program.count and not isinstance(glyph_of, StreamObject) else _CODES
        rest = [range(1, count)] if all_ else [range(0x590, 0x900), range(0xFB1D, 0xFF00)]
        return {code: UNKNOWN for part in rest for code in part} | known
    return there


def _of_simple(font: DictionaryObject) -> dict[int, str]:
    encoding = _solved(font.get("/Encoding"))
    names: dict[int, str] = {}
    based = isinstance(encoding, NameObject)
    if isinstance(encoding, DictionaryObject):
        based = "/BaseEncoding" in encoding
        code = 0
        for each in _solved(encoding.get("/Differences")) or ():
            if isinstance(each, int):
                code = each
            elif isinstance(each, NameObject) and 0 <= code < 0x100:
                names[code] = str(each)[1:]
                code += 1
    program = _program(font) if font.get("/Subtype") != "/Type3" else None
    base = re.sub(r"^/(?:[A-Z]{6}\+)?", "", str(_solved(font.get("/BaseFont", "")))).split(",")[0].lower()
    found: dict[int, str] = {}
    if program is not None and not based:
        found = program.by_code
    if (symbols := _SYMBOLS.get(base)) and not names and not based and not found:
        found = {code: told for code in range(0x21, 0x100) if (told := sign(symbols, code)) != UNKNOWN}
    differ = {code: told for code, name in names.items() if (told := of_name(name))}
    differ |= of_numbered_names(names, drawn=font.get("/Subtype") == "/Type3")
    blank = program.blank if program is not None else frozenset[str]()
    unknown = {code: " " if name in blank else UNKNOWN for code, name in names.items() if name != ".notdef"}
    return found | unknown | differ


def _program(font: DictionaryObject) -> Program | None:
    descriptor = _solved(font.get("/FontDescriptor")) or {}
    for key in ("/FontFile2", "/FontFile3", "/FontFile"):
        stream = _solved(descriptor.get(key))
        if isinstance(stream, StreamObject):
            return Program(stream.get_data())
    return None


# -------------------------------------------------------------------------------------------- maps


def _told(stream: Any) -> dict[int, str]:
    """What a ToUnicode map tells, but for what is no letter (ISO 32000-1, 9.10.3).

    A code that is mapped to nothing is silent: another one tells the letters of both.
    """
    if isinstance(stream, NameObject) and stream in _IDENTITY:
        return {code: chr(code) for code in range(0x20, 0xD800) if is_known(chr(code))}
    if not isinstance(stream, StreamObject):
        return {}
    data = stream.get_data()[:_LARGEST_MAP]
    found: dict[int, str] = {}
    section, held, inside = b"", list[bytes](), False
    items: list[bytes] = []
    for text, opens, closes, word in _TOKEN.findall(data):
        if word:
            section, held = (word if word.startswith(b"begin") else b""), []
            continue
        if opens:
            inside, items = True, []
            continue
        if closes and inside and len(held) == 2:
            first = int(held[0], 16)
            found.update({first + step: _text(item) for step, item in enumerate(items)})
            inside, held = False, []
            continue
        code = b"".join(text.split())
        if inside:
            items.append(code)
            continue
        held.append(code)
        if section == b"beginbfchar" and len(held) == 2:
            found[int(held[0] or b"0", 16)] = _text(held[1])
            held = []
        elif section == b"beginbfrange" and len(held) == 3:
            first, last = int(held[0] or b"0", 16), int(held[1] or b"0", 16)
            start = _text(held[2])
            for step in range(min(last - first, _CODES) + 1):
                letter = ord(start[-1]) + step if start else 0
                found[first + step] = start[:-1] + chr(letter) if 0 <= letter < 0x110000 and start else ""
            held = []
    return {code: letters or SILENT for code, letters in found.items() if is_known(letters)}


def _goes_over(data: bytes) -> bool:
    """Whether a range goes over the end of a first byte, which the standard forbids and the engine does not follow."""
    return any(len(one) == len(last) == 4 and one[:2] != last[:2] for one, last in _RANGE.findall(data))


def _text(digits: bytes) -> str:
    if not digits:
        return ""
    digits = digits.zfill(4) if len(digits) < 4 else digits
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode()).decode("utf-16-be", "replace")


def _as_cmap(letters: dict[int, str], width: int) -> bytes:
    """A ToUnicode map as it stands in a file."""
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Letters def /CMapType 2 def",
        f"1 begincodespacerange <{0:0{2 * width}X}> <{256**width - 1:0{2 * width}X}> endcodespacerange",
    ]
    single: list[str] = []
    ranges: list[str] = []
    for first, last in _runs(letters):
        codes = [f"<{code:0{2 * width}X}>" for code in ((first, last) if last > first else (first,))]
        told = f"<{letters[first].encode('utf-16-be').hex().upper()}>"
        (ranges if last > first else single).append(" ".join([*codes, told]))
    for entries, kind in ((single, "bfchar"), (ranges, "bfrange")):
        for start in range(0, len(entries), 100):
            part = entries[start : start + 100]
            lines += [f"{len(part)} begin{kind}", *part, f"end{kind}"]
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(lines).encode("ascii")


def _runs(letters: dict[int, str]) -> Iterator[tuple[int, int]]:
    """Codes from a first to a last whose letters follow each other as they do, within one first byte of each."""
    first = last = -1
    for code in sorted(letters):
        before, letter = letters.get(last, ""), letters[code]
        follows = code == last + 1 and code & 0xFF and len(before) == len(letter) == 1
        if first >= 0 and follows and ord(letter) == ord(before) + 1 <= 0xFFFF and ord(letter) & 0xFF:
            last = code
            continue
        if first >= 0:
            yield first, last
        first = last = code
    if first >= 0:
        yield first, last


# -------------------------------------------------------------------------------------------- the update


def _next_number(reader: PdfReader) -> int:
    numbers: set[int] = {0, *reader.xref_objStm, *(number for table in reader.xref.values() for number in table)}
    size = _solved(reader.trailer.get("/Size", 0))
    return max(max(numbers) + 1, size if isinstance(size, int) else 0)


def _updated(data: bytes, reader: PdfReader, changed: dict[int, Any], added: list[bytes], first: int) -> bytes:
    """The file with changed objects and new streams at its end."""
    out = BytesIO()
    out.write(data)
    out.write(b"\n")
    places: dict[int, int] = {}
    for number, thing in changed.items():
        places[number] = out.tell()
        out.write(f"{number} 0 obj\n".encode())
        thing.write_to_stream(out)
        out.write(b"\nendobj\n")
    for number, stream in enumerate(added, first):
        places[number] = out.tell()
        out.write(f"{number} 0 obj\n<< /Length {len(stream)} >>\nstream\n".encode() + stream + b"\nendstream\nendobj\n")
    start = out.tell()
    out.write(b"xref\n")
    for number, place in sorted(places.items()):
        out.write(f"{number} 1\n{place:010} 00000 n \n".encode())
    root = reader.trailer.raw_get("/Root")
    before = int(data[data.rindex(b"startxref") + 9 :].split(None, 1)[0])
    trailer = f"trailer\n<< /Size {first + len(added)} /Prev {before} /Root {root.idnum} {root.generation} R >>\n"
    out.write(f"{trailer}startxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()
