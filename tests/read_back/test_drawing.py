"""What a stream draws: where, in which order, in which state; whatever way of drawing it takes."""

import pytest
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from briefgen.read_back.covering import Lying, Sight
from briefgen.read_back.drawing import Drawn, draw

PAGE = (0.0, 0.0, 600.0, 800.0)


def stream(data: bytes, **entries: object) -> DecodedStreamObject:
    """A stream with entries in its dictionary."""
    made = DecodedStreamObject()
    made.set_data(data)
    made.update({NameObject(f"/{name}"): value for name, value in entries.items()})
    return made


def simple_font() -> DictionaryObject:
    """A font of one byte a letter, each 500 wide, which says what its codes are in a range."""
    ranges = b"2 beginbfrange <41> <5a> <0041> <61> <62> [<0061> <0062>] endbfrange 1 beginbfchar <20> <0020> endbfchar"
    widths = ArrayObject([NumberObject(500)] * 100)
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/TrueType"),
            NameObject("/BaseFont"): NameObject("/ABCDEF+Other"),
            NameObject("/FirstChar"): NumberObject(32),
            NameObject("/Widths"): widths,
            NameObject("/ToUnicode"): stream(ranges),
        }
    )


def drawn(content: bytes, **resources: object) -> Drawn:
    """What a content draws with the font F."""
    found = DictionaryObject({NameObject(f"/{name}"): value for name, value in resources.items()})
    found[NameObject("/Font")] = DictionaryObject({NameObject("/F"): simple_font()})
    return draw(content, found, {}, lambda entry: entry is not None)


def words(found: Drawn) -> str:
    """The letters in the order of drawing."""
    return "".join(glyph.letters or "?" for glyph in found.glyphs)


def test_every_way_of_setting_text() -> None:
    """Lines by T*, Td, TD, ' and "; spacing, scale, rise; letters of a range and of a list."""
    found = drawn(
        b"BT /F 10 Tf 12 TL 100 700 Td (AB) Tj T* (C a) Tj 0 -20 TD (b) Tj (D) ' 5 1 (E F) \" 200 Tz 3 Ts "
        b"[(G) -500 (H)] TJ ET"
    )
    assert words(found) == "ABC abDE FGH"
    assert [round(glyph.base) for glyph in found.glyphs] == [700, 700, 688, 688, 688, 668, 648, 628, 628, 628, 631, 631]
    first, second = found.glyphs[:2]
    assert (first.box[0], second.box[0]) == (100, 105)
    space, last = found.glyphs[8], found.glyphs[9]
    assert last.box[0] - space.box[0] == pytest.approx(5 + 1 + 5)
    g, h = found.glyphs[-2:]
    assert h.box[0] - g.box[0] == pytest.approx(2 * (5 + 1 + 5))
    assert all(glyph.font.remapped for glyph in found.glyphs)
    assert found.odd == []


def test_turned_text_has_its_box() -> None:
    """Upwards, as in the margin of a table."""
    found = drawn(b"BT /F 10 Tf 0 1 -1 0 50 60 Tm (A) Tj ET")
    left, bottom, right, top = found.glyphs[0].box
    assert (bottom, top) == (60, 65)
    assert left < 50 < right + 1


def test_areas_lines_images_and_streams_within() -> None:
    """Each with its box in the page, clipped, in the order of drawing."""
    form = stream(
        b"0 0 5 5 re f",
        Subtype=NameObject("/Form"),
        BBox=ArrayObject([NumberObject(0), NumberObject(0), NumberObject(4), NumberObject(9)]),
        Matrix=ArrayObject([FloatObject(value) for value in (2, 0, 0, 2, 0, 0)]),
    )
    image = stream(b"", Subtype=NameObject("/Image"))
    hidden = stream(b"0 0 9 9 re f", Subtype=NameObject("/Form"), OC=DictionaryObject())
    state = DictionaryObject({NameObject("/ca"): FloatObject(0.5), NameObject("/LW"): NumberObject(4)})
    found = drawn(
        b"q 1 0 0 rg 10 10 m 20 10 l 20 30 l f Q /G gs 100 100 m 200 100 l S "
        b"q 1 0 0 1 300 300 cm /X Do Q q 50 0 0 60 400 400 cm /I Do Q q 0 0 30 30 re W n sh Q /H Do BI ID x EI",
        XObject=DictionaryObject({NameObject("/X"): form, NameObject("/I"): image, NameObject("/H"): hidden}),
        ExtGState=DictionaryObject({NameObject("/G"): state}),
    )
    assert [(area.what, area.box) for area in found.areas] == [
        ("area", (10, 10, 20, 30)),
        ("line", (98, 98, 202, 102)),
        ("area", (300, 300, 308, 310)),
        ("image", (400, 400, 450, 460)),
        ("shading", (0, 0, 30, 30)),
        ("image", (0, 0, 1, 1)),
    ]
    states = [area.state for area in found.areas[:2]]
    assert ([*states[0].fill], states[1].opacity) == ([1, 0, 0], 0.5)


def test_marks_say_whose_content_it_is() -> None:
    """The innermost number, also by a named property list; and what is read in place of it."""
    named = DictionaryObject({NameObject("/MCID"): NumberObject(7), NameObject("/ActualText"): TextStringObject("Z")})
    found = drawn(
        b"BT /F 9 Tf /P << /MCID 1 >> BDC (A) Tj /Span << /ActualText <feff0042> >> BDC (B) Tj EMC EMC "
        b"/P /N BDC (C) Tj EMC /Artifact BMC (D) Tj EMC EMC ET",
        Properties=DictionaryObject({NameObject("/N"): named}),
    )
    assert [(glyph.place, glyph.replaced) for glyph in found.glyphs] == [
        ((0, 1), None),
        ((0, 1), "B"),
        ((0, 7), "Z"),
        (None, None),
    ]


def test_an_odd_stream_is_told_and_what_was_drawn_until_then_is_there() -> None:
    """Readers show as much, too."""
    found = drawn(b"BT /F 9 Tf (A) Tj ET (never closed")
    assert words(found) == "A"
    assert found.odd


@pytest.mark.parametrize(
    ("content", "lying", "says"),
    [
        (b"(A) Tj ET", (), ""),
        (b"0 0 0 0 k (A) Tj ET", (), "in the colour of what it lies on"),
        (b"1 g (A) Tj ET", (), "in the colour of what it lies on"),
        (b"ET 0 0 1 rg 90 690 99 99 re f BT /F 10 Tf 100 700 Td 1 g (A) Tj ET", (), ""),
        (b"1 Tr 1 G (A) Tj ET", (), "in the colour of what it lies on"),
        (b"/Pattern cs /P scn (A) Tj ET", (), ""),
        (b"(A) Tj ET 90 690 m 200 710 l S 100 700 m 110 700 l S", (), "something is drawn over it"),
        (b"(A) Tj ET 0.2 w 100 702 m 110 702 l S", (), ""),
        (b"(A) Tj ET q 20 0 0 20 95 695 cm BI ID x EI Q", (), "something is drawn over it"),
        (b"(A) Tj 0 0 Td (B) Tj 1 0 Td (AB) Tj ET", (), "other letters are drawn over it"),
        (b"(A) Tj ET", (Lying("Stamp", (90, 690, 120, 720)),), "an annotation (Stamp) lies on it"),
        (b"7 Tr (A) Tj ET", (), "cannot be seen"),
        (b"/F 2 Tf (A) Tj ET", (), "too small to be read"),
    ],
)
def test_what_hides_a_letter(content: bytes, lying: tuple[Lying, ...], says: str) -> None:
    """Colours of any kind on any ground, lines and images over it, its own kind; an underline hides nothing."""
    found = drawn(b"BT /F 10 Tf 100 700 Td " + content)
    told = list(Sight(found, PAGE, lying).troubles(found.glyphs[:1]))
    assert bool(told) == bool(says)
    assert all(says in trouble for trouble in told)
