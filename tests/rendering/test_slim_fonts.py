"""Embedded fonts lose the names of their glyphs, and nothing else."""

import io
from pathlib import Path
from typing import Any

import pytest
from fontTools.cffLib import CFFFontSet
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from briefgen.rendering.fenced_folder import FencedFolder
from briefgen.rendering.pages import PdfOptions
from briefgen.rendering.pdf import SealedFetcher, lay_out, paint
from briefgen.rendering.slim_fonts import OddFont, numbered
from briefgen.resources import assets_folder

NAMES = [".notdef", *(f"a-glyph-with-a-long-name-{number}" for number in range(300))]


def font() -> bytes:
    """An OpenType font of many glyphs with long names, each a box of another width."""
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder(NAMES)
    builder.setupCharacterMap({})
    outlines = {}
    for number, name in enumerate(NAMES):
        pen = T2CharStringPen(500 + number, None)
        pen.moveTo((0, 0))
        pen.lineTo((number + 10, 0))
        pen.lineTo((number + 10, 700))
        pen.closePath()
        outlines[name] = pen.getCharString()
    builder.setupCFF(
        "Boxes",
        {"FullName": "Boxes", "ItalicAngle": -9.5, "FontBBox": [0, 0, 310, 700]},
        outlines,
        {"defaultWidthX": 511},
    )
    builder.setupHorizontalMetrics({name: (500 + number, 0) for number, name in enumerate(NAMES)})
    builder.setupHorizontalHeader()
    builder.setupOS2()
    builder.setupPost()
    made = io.BytesIO()
    builder.save(made)
    return made.getvalue()


FONT = font()


def outlines_of(cff: bytes) -> tuple[Any, list[bytes]]:
    """The only font of a CFF table, and its outlines by number."""
    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(cff), None)
    top = fonts.topDictIndex[0]
    index = top.CharStrings.charStringsIndex
    return top, [bytes(index[number].bytecode) for number in range(len(index))]


def test_outlines_keep_their_numbers_and_the_names_are_gone() -> None:
    """To the byte; box, slant and widths too; the names were more than half of it."""
    slim = numbered(FONT)
    top, outlines = outlines_of(slim)
    _, before = outlines_of(FONT[FONT.index(b"\x01\x00\x04") :])
    assert outlines == before
    assert len(outlines) == len(NAMES)
    assert top.ROS == ("Adobe", "Identity", 0)
    assert top.charset[1:3] == ["cid00001", "cid00002"]
    assert (top.ItalicAngle, top.FontBBox) == (-9.5, [0, 0, 310, 700])
    assert top.FDArray[0].Private.defaultWidthX == 511
    assert [top.FDSelect[number] for number in (0, 300)] == [0, 0]
    assert b"a-glyph-with" not in slim
    assert len(slim) < len(FONT) / 2


@given(st.integers(0, len(FONT) - 1), st.binary(min_size=1, max_size=4))
def test_a_font_that_is_damaged_is_left_as_it_is(at: int, noise: bytes) -> None:
    """Law: whatever its bytes, it is written anew or refused as odd, and nothing else happens."""
    for damaged in (FONT[:at], FONT[:at] + noise + FONT[at + len(noise) :]):
        try:
            assert numbered(damaged)[:1] == b"\x01"
        except OddFont:
            continue


@pytest.mark.parametrize("data", [b"", b"OTTO", b"\0\1\0\0" + b"\0" * 40])
def test_what_has_no_such_outlines_is_refused(data: bytes) -> None:
    """A TrueType font, and what is no font."""
    with pytest.raises(OddFont):
        numbered(data)


def test_a_pdf_has_its_house_fonts_without_names_and_its_words(tmp_path: Path) -> None:
    """The glyphs that its text is made of have outlines; it is read as it was written."""
    page = (
        '<!DOCTYPE html><html lang="en"><title>T</title><style>@font-face { font-family: F; '
        "src: url(briefgen:/fonts/FONT.otf) } h1 { font-family: F }</style><h1>Éire first</h1>"
    )
    fonts = assets_folder() / "fonts"
    name = next(str(path.relative_to(fonts)) for path in sorted(fonts.glob("source-serif-4/*.otf")))
    sealed = SealedFetcher(FencedFolder(tmp_path), fonts=FencedFolder(fonts))
    page = page.replace("FONT.otf", name)
    reader = PdfReader(io.BytesIO(paint(lay_out(page, sealed, options=PdfOptions(), fonts_key="slim")).pdf))
    assert reader.pages[0].extract_text().strip() == "Éire first"
    [font] = (entry.get_object() for entry in reader.pages[0]["/Resources"]["/Font"].values())
    stream = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]["/FontFile3"].get_object()
    assert stream["/Subtype"] == "/CIDFontType0C"
    _, outlines = outlines_of(stream.get_data())
    assert sum(len(outline) > 1 for outline in outlines) >= len(set("Éirefst"))
