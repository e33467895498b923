"""PDFs whose fonts do not say what their codes mean give their letters, or say that they can't be known."""

from collections.abc import Callable
from io import BytesIO

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from briefgen.importers.document import NoTextLayer, ReadDocument
from briefgen.importers.pdf.letters import Program, of_name, of_numbered_names
from briefgen.importers.reading import read_document
from tests.importers.pdf.making import handmade, printed

WORDS = "The official harbour board met in Łódź, and found “fifty” cracks."


def read(data: bytes, **more: str) -> ReadDocument:
    """What comes of a PDF."""
    return read_document(data, "paper.pdf", **more)


def with_fonts(data: bytes, change: Callable[[DictionaryObject], None], password: str = "") -> bytes:
    """The PDF with something done to each of its fonts."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(data)))
    for page in writer.pages:
        for font in page["/Resources"]["/Font"].values():
            change(font.get_object())
    if password:
        writer.encrypt(password)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def without_map(font: DictionaryObject) -> None:
    """Take away what says which letters the codes of a font stand for."""
    del font["/ToUnicode"]


def embedded(letters: str) -> bytes:
    """A TrueType program with a box for each of some letters, glyphs 1, 2, 3 …, and a blank one at last."""
    names = [".notdef", *(f"glyph{number}" for number in range(len(letters) + 1))]
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for point in ((0, 500), (400, 500), (400, 0)):
        pen.lineTo(point)
    pen.closePath()
    box = pen.glyph()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(letter): names[number] for number, letter in enumerate(letters, 1)})
    builder.setupGlyf(dict.fromkeys(names[:-1], box) | {names[-1]: TTGlyphPen(None).glyph()})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (500, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupPost(keepGlyphNames=False)
    out = BytesIO()
    builder.save(out)
    return out.getvalue()


def with_program(program: bytes, codes: str, more: str = "") -> bytes:
    """A PDF that sets codes (hexadecimal) in a font of which it has the program, and no map to letters."""
    inner = (
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Signs /FontDescriptor 5 0 R /DW 500 {more} "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
    )
    descriptor = "<< /Type /FontDescriptor /FontName /Signs /Flags 4 /FontFile2 6 0 R >>"
    stream = f"<< /Length {len(program)} >>\nstream\n{program.decode('latin-1')}\nendstream"
    font = "/Subtype /Type0 /BaseFont /Signs /Encoding /Identity-H /DescendantFonts [4 0 R]"
    return handmade([f"BT /F1 12 Tf 40 400 Td <{codes}> Tj ET"], font=font, more=[inner, descriptor, stream])


def test_an_embedded_font_tells_its_letters() -> None:
    """Its own table from characters to glyphs is read backwards; a blank glyph is a space."""
    program = embedded("Brücke吉")
    assert read(with_program(program, "00010002000300040005000600080007")).text == "Brücke 吉"


def test_codes_lead_to_glyphs_by_the_table_that_the_file_has() -> None:
    """Where codes are no numbers of glyphs, the file says which glyph a code stands for."""
    codes = DecodedStreamObject()
    codes.set_data(bytes(2 * 0x41) + bytes([0, 4, 0, 3, 0, 2, 0, 1]))
    writer = PdfWriter(clone_from=PdfReader(BytesIO(with_program(embedded("quay"), "0044004300420041"))))
    inner = writer.pages[0]["/Resources"]["/Font"]["/F1"]["/DescendantFonts"][0].get_object()
    inner[NameObject("/CIDToGIDMap")] = writer._add_object(codes)  # noqa: SLF001 - there is no public way
    out = BytesIO()
    writer.write(out)
    assert read(out.getvalue()).text == "quay"


@pytest.mark.parametrize("password", ["", "quay"])
def test_a_printed_text_is_the_same_without_its_map(password: str) -> None:
    """Ligatures and letters of other alphabets too; a file that is protected is no exception."""
    made = printed(f"<p>{WORDS}</p>")
    assert read(made).text == WORDS
    bare = with_fonts(made, without_map, password)
    document = read(bare, password=password)
    # What the subset of a font no longer tells is told as unknown; nothing else stands there.
    assert len(document.text) >= 0.9 * len(WORDS)
    for letter, there in zip(WORDS, document.text, strict=False):
        assert there in {letter, "\ufffd"}


def test_letters_that_nothing_tells_are_left_out_and_said() -> None:
    """A code is never given out for a letter."""
    inner = (
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Lost /DW 500 "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
    )
    lost = "/Subtype /Type0 /BaseFont /Lost /Encoding /Identity-H /DescendantFonts [4 0 R]"
    codes = "".join(f"{ord(char):04x}" for char in "3HQSURVWHGN")
    with pytest.raises(NoTextLayer, match="does not say which they are"):
        read(handmade([f"BT /F1 12 Tf 40 400 Td <{codes}> Tj ET"], font=lost, more=[inner]))
    known = "BT /F2 12 Tf 40 440 Td (What is known of the quay is read as it ever was.) Tj ET"
    both = f"{known}\nBT /F1 12 Tf 40 400 Td <{codes}> Tj ET"
    made = handmade([both], font=lost, more=[inner, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"])
    document = read(made.replace(b"/F1 3 0 R", b"/F1 3 0 R /F2 5 0 R"))
    assert document.text == "What is known of the quay is read as it ever was."
    assert [(line.text, line.reason) for line in document.left_out] == [
        ("\ufffd" * 11, "letters that the file does not tell")
    ]
    assert document.warnings == ("Of some letters on page 1 the file does not say what they are: “�” stands there.",)


def test_glyphs_have_names_that_tell() -> None:
    """By the Adobe Glyph List, by Unicode numbers in them, by the code itself; a maker's number tells nothing."""
    content = "BT /F1 12 Tf 40 400 Td <0102030405> Tj ET"
    names = "/Q /f_f_i /uni0142 /eacute.sc /g27"
    font = f"/Subtype /Type1 /BaseFont /Helvetica /Encoding << /Differences [1 {names}] >>"
    assert read(handmade([content], font=font)).text == "Qffiłé\ufffd"
    assert [of_name(name) for name in ("parenleftbigg", "summationdisplay", "radicalBig")] == ["(", "∑", "√"]
    assert of_name("g27") == of_name(".notdef") == of_name("uniE000") == ""
    assert of_numbered_names({65: "G41", 66: "G42"}) == {65: "A", 66: "B"}
    assert of_numbered_names({65: "c65", 66: "c66"}) == {65: "A", 66: "B"}
    assert of_numbered_names({65: "g27", 66: "g28"}) == {}


def test_old_fonts_of_tex_are_read_by_its_encodings() -> None:
    """Their glyphs are pictures named by their codes: those of a text have its ligatures and quotation marks."""
    small = {code: f"a{code}" for code in range(0x61, 0x7B)}
    knuth = of_numbered_names({**small, 0x0C: "a12", 0x5C: "a92", 0x7B: "a123"}, drawn=True)
    assert (knuth[0x0C], knuth[0x5C], knuth[0x7B]) == ("fi", "“", "–")
    cork = of_numbered_names({**small, 0x1C: "a28", 0xE9: "a233", 0xFF: "a255"}, drawn=True)
    assert (cork[0x1C], cork[0xE9], cork[0xFF]) == ("fi", "é", "ß")
    formula = of_numbered_names({0x0C: "a12", 0x61: "a97", 0x7B: "a123"}, drawn=True)
    assert formula == {0x61: "a"}


@pytest.mark.parametrize(
    ("encoding", "ordering", "codec", "words"),
    [
        ("UniGB-UCS2-H", "GB1", "utf-16-be", "甲方：中国饮料有限公司"),
        ("GBK-EUC-H", "GB1", "gbk", "甲方：中国饮料有限公司"),
        ("GB-EUC-H", "GB1", "gb2312", "中国饮料有限公司"),
        ("B5pc-H", "CNS1", "big5", "臺灣有限公司"),
        ("UniCNS-UTF16-H", "CNS1", "utf-16-be", "臺灣有限公司"),
        ("90ms-RKSJ-H", "Japan1", "cp932", "東京湾の港湾委員会"),
        ("UniJIS-UTF16-H", "Japan1", "utf-16-be", "東京湾の港湾委員会"),
        ("EUC-H", "Japan1", "euc-jp", "東京湾の港湾委員会"),
        ("KSCms-UHC-H", "Korea1", "cp949", "부산항만공사"),
        ("UniKS-UCS2-H", "Korea1", "utf-16-be", "부산항만공사"),
    ],
)
def test_east_asian_text_needs_no_font(encoding: str, ordering: str, codec: str, words: str) -> None:
    """Fonts that the file names and does not bring: their encodings are published."""
    inner = (
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Song "
        f"/CIDSystemInfo << /Registry (Adobe) /Ordering ({ordering}) /Supplement 2 >> >>"
    )
    font = f"/Subtype /Type0 /BaseFont /Song /Encoding /{encoding} /DescendantFonts [4 0 R]"
    content = f"BT /F1 12 Tf 40 400 Td <{words.encode(codec).hex()}> Tj ET"
    assert read(handmade([content], font=font, more=[inner])).text == words


def test_characters_beyond_the_first_plane_are_themselves() -> None:
    """The engine's own tables give a likeness for them."""
    inner = (
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Ryumin "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 4 >> >>"
    )
    font = "/Subtype /Type0 /BaseFont /Ryumin /Encoding /Identity-H /DescendantFonts [4 0 R]"
    content = f"BT /F1 12 Tf 40 400 Td <{13706:04x}{7634:04x}> Tj ET"
    assert read(handmade([content], font=font, more=[inner])).text.startswith("𠮷")


def test_a_map_is_told_by_its_name_or_tells_that_a_code_is_silent() -> None:
    """A map called Identity says that codes are characters; one to nothing, that another code tells the letters."""
    program = embedded("x" * 3)
    codes = "".join(f"{ord(char):04x}" for char in "Żaden")
    font = b"/Encoding /Identity-H"
    named = with_program(program, codes).replace(font, font + b" /ToUnicode /Identity-H")
    assert read(named).text == "Żaden"
    told = b"beginbfchar <0001> <0071007500610079> <0002> <> endbfchar"
    writer = PdfWriter(clone_from=PdfReader(BytesIO(with_program(embedded("ab"), "00020001"))))
    stream = DecodedStreamObject()
    stream.set_data(b"1 begincodespacerange <0000> <FFFF> endcodespacerange 2 " + told)
    font_there = writer.pages[0]["/Resources"]["/Font"]["/F1"].get_object()
    font_there[NameObject("/ToUnicode")] = writer._add_object(stream)  # noqa: SLF001 - there is no public way
    out = BytesIO()
    writer.write(out)
    assert read(out.getvalue()).text == "quay"


@pytest.mark.parametrize(
    "damage", [b"", b"\0\1\0\0", b"\1\0\4\1", b"OTTO\0\1", b"%!PS-AdobeFont", embedded("ab")[:200]]
)
def test_a_damaged_font_tells_what_it_can(damage: bytes) -> None:
    """It is no reason to refuse a document."""
    program = Program(damage)
    assert not program.by_code
    assert read(handmade(["BT /F1 12 Tf 40 400 Td (Still here) Tj ET"])).text == "Still here"
