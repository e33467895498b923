"""A doctored PDF is caught, whatever was done to it, and by what was done."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from fontTools.cffLib import CFFFontSet
from fontTools.ttLib import TTFont
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    RectangleObject,
    TextStringObject,
)

from briefgen.domain.proof import ReadBack, Verdict
from briefgen.domain.verification import Passages, held, held_by_themselves, missing, other_notes
from briefgen.read_back.fonts import Typefaces, shipped_files
from briefgen.read_back.reading import read_back
from tests.read_back import doctor
from tests.read_back.doctor import EXPECTED, KNOWN, NOTES, WARDENS, Doctor, annotated

# One font is enough for the pages here, and quicker to read than fifteen.
TYPEFACES = Typefaces({name: data for name, data in shipped_files().items() if name == "SourceSerif4-Regular.otf"})


def faults_of(read: ReadBack) -> list[str]:
    """All that verification finds wrong with a file, with the brief at hand that it was made from."""
    return [
        *(fault for quotation in held(read, Passages(KNOWN)) for fault in quotation.faults),
        *missing(read, ["1", "2", "3"], EXPECTED),
        *other_notes(read, NOTES),
        *read.troubles,
    ]


def test_the_file_as_it_was_issued_holds() -> None:
    """Two quotations word for word over line ends and a hyphen, one with its elision; nothing is uncertain."""
    read = read_back(doctor.issued(), TYPEFACES)
    found = held(read, Passages(KNOWN))
    assert [quotation.verdict for quotation in found] == [Verdict.VERBATIM, Verdict.VERBATIM, Verdict.ELIDED]
    assert [quotation.source for quotation in found] == ["source-1", "source-2", "source-1"]
    assert all(quotation.holds and not quotation.unsure for quotation in found)
    assert faults_of(read) == []
    assert any(line.endswith("\u2010") for line in read.quotations[0].lines)


def test_a_file_that_a_program_wrote_anew_still_holds() -> None:
    """Another order of objects and other numbers are no forgery."""
    assert faults_of(read_back(Doctor().saved(), TYPEFACES)) == []


def _word(doctor: Doctor) -> None:
    doctor.put("refuse no call", "refuse any call")


def _digit(doctor: Doctor) -> None:
    doctor.put("£4.2m", "£9.2m")


def _not(doctor: Doctor) -> None:
    doctor.put("can refuse no", "can not refuse no")


def _careful(doctor: Doctor) -> None:
    doctor.put("all 14 towns", "all 11 towns")
    doctor.name_anew(2, WARDENS.replace("14", "11"))


def _elision(doctor: Doctor) -> None:
    doctor.put("year […] streets", "year streets")


def _insertion(doctor: Doctor) -> None:
    doctor.put("year […] streets", "year [not] streets")


def _shortened(doctor: Doctor) -> None:
    doctor.put("is made at night.”", "is made.”")


def _closed_early(doctor: Doctor) -> None:
    doctor.put("and can refuse", "and” can refuse")
    doctor.put("is made at night.”", "is made at night.")


def _other_true_words(doctor: Doctor) -> None:
    doctor.put("Wardens are", "In an ordinary")
    doctor.put("paid in all 14 towns, and can refuse no call that", "year the lower streets are under water on")
    doctor.put("is made at night.”", "nine days.”")


def _sources(doctor: Doctor) -> None:
    doctor.put("Night work in towns", "Report on the harbour")
    doctor.put("Report on the harbour, Office of Ports", "Night work in towns, Union of Wardens")


def _page_number(doctor: Doctor) -> None:
    doctor.put("p. 11", "p. 12")


def _drawn_over(doctor: Doctor) -> None:
    doctor.content += b"\nq 1 1 1 rg 0 0 400 500 re f Q"


def _letters_over(doctor: Doctor) -> None:
    # The words once more, on themselves: another run of text that ends up on the same line.
    words = f"[<{doctor.hex('paid in all 15 towns, and can refuse no call that')}>] TJ".encode()
    doctor.before_words("paid in all 14", b"", b"EMC /Artifact BMC 1 0 0 1 0 0 cm " + b"" + words)


def _invisible(doctor: Doctor) -> None:
    doctor.before_words("paid in all 14", b"3 Tr", b"0 Tr")


def _white(doctor: Doctor) -> None:
    doctor.before_words("paid in all 14", b"1 1 1 rg", b"0 0 0 rg")


def _transparent(doctor: Doctor) -> None:
    states = doctor.page["/Resources"].setdefault(NameObject("/ExtGState"), DictionaryObject())
    states.get_object()[NameObject("/Gone")] = DictionaryObject({NameObject("/ca"): NumberObject(0)})
    doctor.before_words("paid in all 14", b"/Gone gs")


def _clipped(doctor: Doctor) -> None:
    doctor.content = b"0 0 300 120 re W n " + doctor.content


def _cropped(doctor: Doctor) -> None:
    doctor.page[NameObject("/CropBox")] = RectangleObject((0, 0, 300, 120))


def _annotation(doctor: Doctor) -> None:
    annotated(doctor, "/FreeText", (0, 0, 400, 500))


def _read_out_otherwise(doctor: Doctor) -> None:
    doctor.quotation(2)[NameObject("/ActualText")] = TextStringObject(f"“{WARDENS.replace('14', '15')}”")


def _copied_otherwise(doctor: Doctor) -> None:
    doctor.before_words(
        "paid in all 14", b"/Span << /ActualText (paid in no towns, and can refuse no call that) >> BDC", b"EMC"
    )


def _swapped_letters(doctor: Doctor) -> None:
    """The page shows “15 towns”, and every program reads “14 towns”: the map of letters is forged."""
    doctor.put("14 towns", "15 towns")
    doctor.font[NameObject("/ToUnicode")] = _stream(
        doctor.font["/ToUnicode"]
        .get_data()
        .replace(f"<{doctor.codes['5']:04x}> <0035>".encode(), f"<{doctor.codes['5']:04x}> <0034>".encode())
    )


def _swapped_outlines(doctor: Doctor) -> None:
    """The font draws a 5 where the file says 4."""
    descriptor = doctor.font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
    descriptor[NameObject("/FontFile3")] = doctor.writer._add_object(  # noqa: SLF001 - pypdf has no other way
        _font_with(descriptor["/FontFile3"].get_object().get_data(), doctor.codes["4"], doctor.codes["5"])
    )


def _remapped(doctor: Doctor) -> None:
    descendant = doctor.font["/DescendantFonts"][0].get_object()
    descendant[NameObject("/CIDToGIDMap")] = doctor.writer._add_object(_stream(b"\0\0" * 4000))  # noqa: SLF001 - as above


def _unnamed(doctor: Doctor) -> None:
    del doctor.font["/ToUnicode"]


def _unmarked(doctor: Doctor) -> None:
    del doctor.quotation(2)["/ID"]


def _twice(doctor: Doctor) -> None:
    doctor.quotation(2)[NameObject("/ID")] = doctor.quotation(1)["/ID"]


def _note_unmarked(doctor: Doctor) -> None:
    del next(one for one in doctor.elements() if one["/ID"] == "note-2")["/ID"]


def _moved(doctor: Doctor) -> None:
    codes = [doctor.hex(words) for words in ("paid in all 14 towns,", " and can refuse no call that")]
    doctor.before_words("paid in all 14", f"[<{codes[0]}> -9000 <{codes[1]}>] TJ 3 Tr".encode(), b"0 Tr")


def _between(doctor: Doctor) -> None:
    """The word “not” as a decoration that no program reads, in a gap that was made for it."""
    parts = [doctor.hex(words) for words in ("paid in all 14 towns, and can ", "refuse no call that")]
    gap = doctor.hex("not")
    doctor.put("paid in all 14 towns, and can refuse no call that", "paid in all 14 towns, and can refuse no call that")
    whole = f"<{parts[0]}{parts[1]}>"
    apart = f"<{parts[0]}> -2000 <{parts[1]}>"
    assert whole in doctor.content.decode("latin-1")
    doctor.content = doctor.content.replace(whole.encode(), apart.encode())
    match = re.search(rb"((?:-?[\d.]+ ){6}Tm)((?:(?!Tm).)*?)\[" + re.escape(apart.encode()), doctor.content, re.DOTALL)
    assert match is not None
    font = re.findall(rb"/\w+ [\d.]+ Tf", doctor.content[: match.end()])[-1]
    extra = b"/Artifact BMC BT " + font + b" " + match[1] + f" [-13500 <{gap}>] TJ ET EMC\n".encode()
    place = doctor.content.rfind(b"BT", 0, match.start())
    marked = doctor.content.rfind(b"/Quote", 0, place)
    doctor.content = doctor.content[:marked] + extra + doctor.content[marked:]


def _narrow(doctor: Doctor) -> None:
    doctor.before_words("paid in all 14", b"1 Tz", b"100 Tz")


def _program(doctor: Doctor) -> None:
    doctor.writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
    )


def _hidden_layer(doctor: Doctor) -> None:
    group = doctor.writer._add_object(DictionaryObject({NameObject("/Type"): NameObject("/OCG")}))  # noqa: SLF001 - as above
    usual = DictionaryObject({NameObject("/OFF"): ArrayObject([group])})
    doctor.writer.root_object[NameObject("/OCProperties")] = DictionaryObject(
        {NameObject("/OCGs"): ArrayObject([group]), NameObject("/D"): usual}
    )
    doctor.page["/Resources"][NameObject("/Properties")] = DictionaryObject({NameObject("/Layer"): group})
    doctor.before_words("paid in all 14", b"/OC /Layer BDC", b"EMC")


def _stream(data: bytes) -> DecodedStreamObject:
    stream = DecodedStreamObject()
    stream.set_data(data)
    return stream


def _font_with(data: bytes, wrong: int, right: int) -> DecodedStreamObject:
    """The font with the outline of one glyph in the place of another's."""
    fonts = CFFFontSet()
    fonts.decompile(BytesIO(data), None)
    top = fonts[0]
    strings, names = top.CharStrings, top.charset
    shapes = {name: strings[name] for name in names}
    for name in names:
        shapes[name].decompile()
    shapes[names[wrong]].program = list(shapes[names[right]].program)
    for name in names:
        shapes[name].compile()
    out = BytesIO()
    fonts.compile(out, TTFont(recalcBBoxes=False))
    stream = _stream(out.getvalue())
    stream[NameObject("/Subtype")] = NameObject("/CIDFontType0C")
    return stream


FORGERIES: dict[Callable[[Doctor], None], str] = {
    _word: "“and can refuse any call that is” where",
    _digit: "£9.2m",
    _not: "can not refuse",
    _careful: "“paid in all 11 towns,",
    _elision: "“an ordinary year streets are",
    _insertion: "[not]",
    _shortened: "night",
    _closed_early: "quotation marks",
    _other_true_words: "written with other words",
    _sources: "Note 1 says “Night work in towns,",
    _page_number: "Note 2 says",
    _drawn_over: "Something is drawn over it",
    _letters_over: "stand among its words",
    _invisible: "cannot be seen",
    _white: "in the colour of what it lies on",
    _transparent: "cannot be seen",
    _clipped: "outside what is shown",
    _cropped: "outside what is shown",
    _annotation: "An annotation (FreeText) lies on it",
    _read_out_otherwise: "Other words are read out",
    _copied_otherwise: "Other words are read out",
    _swapped_letters: "drawn otherwise than the file says",
    _swapped_outlines: "drawn otherwise than the file says",
    _remapped: "led to other signs",
    _unnamed: "does not say which letters",
    _unmarked: "A quotation was taken out",
    _twice: "Two parts of it have the same name",
    _note_unmarked: "Note 2 is not in the file",
    _moved: "cannot be seen",
    _between: "stand among its words",
    _hidden_layer: "cannot be seen",
    _narrow: "so narrow that they cannot be read",
    _program: "runs a program when it is opened",
}


@pytest.mark.parametrize("forge", FORGERIES, ids=lambda forge: forge.__name__.strip("_"))
def test_a_forgery_is_caught_and_named(forge: Callable[[Doctor], None]) -> None:
    """Verification says what was done, in words."""
    patient = Doctor()
    forge(patient)
    faults = faults_of(read_back(patient.saved(), TYPEFACES))
    assert any(FORGERIES[forge] in fault for fault in faults), faults
    assert faults


def test_words_changed_without_care_show_without_any_source() -> None:
    """The fingerprint in the file is that of the words that it was written with."""
    patient = Doctor()
    _digit(patient)
    found = held_by_themselves(read_back(patient.saved()))
    assert [quotation.verdict for quotation in found] == [Verdict.ALTERED, Verdict.UNKNOWN, Verdict.UNKNOWN]
    careful = Doctor()
    _careful(careful)
    assert all(quotation.verdict is Verdict.UNKNOWN for quotation in held_by_themselves(read_back(careful.saved())))


def test_what_is_put_behind_the_end_of_a_file_is_told() -> None:
    """A change that leaves the file as it was, and is read in place of it: here another title."""
    out = BytesIO()
    writer = PdfWriter(BytesIO(doctor.issued()), incremental=True)
    writer.add_metadata({"/Title": "Other repairs"})
    writer.write(out)
    assert out.getvalue().startswith(doctor.issued())
    assert read_back(out.getvalue()).appended
    assert not read_back(doctor.issued()).appended
