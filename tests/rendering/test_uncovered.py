"""Characters that no font has, and scripts that are written from right to left."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from pypdf import PdfReader

from briefgen.domain.bibliography import Bibliography
from briefgen.rendering.house_templates import open_template
from briefgen.rendering.job import RenderJob, render
from briefgen.rendering.layout_findings import layout_findings
from briefgen.rendering.references import direction_of
from briefgen.rendering.samples import sample_context
from briefgen.rendering.uncovered import found_in, replaced, uncovered_by, without_such_warnings
from tests.rendering import coast
from tests.rendering.conftest import MakeTemplate

NOWHERE = "\U0010fff0"
"""A private-use character at the end of the last plane: no font has it."""
ALSO_NOWHERE = "\U0010fff1"


def text_of(pdf: bytes) -> str:
    """All that the pages say."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_a_character_that_no_font_has_is_told_and_printed_as_words() -> None:
    """With its number and its places; a single one as that, several as how many they are; never as an empty box."""
    brief = replace(
        coast.BRIEF, bluf=f"Before {NOWHERE} after.", to=f"Minister {NOWHERE}{ALSO_NOWHERE} {NOWHERE} for Floods"
    )
    made = coast.rendered(replace(coast.DOSSIER, briefs=(brief,)), brief)
    assert made.uncovered is not None
    assert made.uncovered.characters == NOWHERE + ALSO_NOWHERE
    assert dict(made.uncovered.places) == {
        "brief-bluf": NOWHERE,
        "to": NOWHERE + ALSO_NOWHERE,
        "section-decision": NOWHERE + ALSO_NOWHERE,
    }
    text = text_of(made.pdf)
    assert "Before [U+10FFF0] after." in text
    assert "Minister [3 characters that no installed font has] for Floods" in text
    assert len(made.warnings) == 1
    assert "U+10FFF0" in made.warnings[0]
    assert NOWHERE in made.html
    findings = layout_findings(made)
    assert [finding.rule for finding in findings] == ["characters-uncovered"] * 3
    assert {finding.place.words for finding in findings} == {"Bluf", "To", "Section decision"}


def test_what_the_fonts_have_is_left_alone() -> None:
    """Nothing is told, and nothing is laid out twice."""
    made = coast.rendered()
    assert made.uncovered is None
    assert [name for name, _ in made.timings].count("layout") == 1
    assert layout_findings(made) == ()


def test_the_sample_of_many_scripts_has_no_missing_glyph() -> None:
    """Whatever fonts there are: what none has is a note in brackets, and is told."""
    opened = open_template(coast.TEMPLATE)
    context = sample_context(opened, "most")
    made = render(RenderJob(template=str(opened.folder), context=context))
    assert not any("notdef" in warning for warning in made.warnings)
    for page in PdfReader(BytesIO(made.pdf)).pages:
        for font in page["/Resources"]["/Font"].values():
            widths = font.get_object()["/DescendantFonts"][0].get_object()["/W"]
            assert widths[0] != 0, font.get_object()["/BaseFont"]


def test_the_engines_words_are_understood() -> None:
    """And only those; they are not told twice."""
    said = ['.notdef glyph rendered for Unicode string unsupported by fonts: "地" (U+5730)', "Something else"]
    assert uncovered_by(said) == {"地"}
    assert without_such_warnings(said) == ["Something else"]


def test_only_text_is_replaced() -> None:
    """Addresses, styles and comments stay; white space between two such characters does not part them."""
    html = '<style>p::before { content: "地" }</style><!-- 地 --><p title="地"><a href="#地">地 下水</a>地</p>'
    assert replaced(html, frozenset("地下水"), {"no_font": "({count})"}) == (
        '<style>p::before { content: "地" }</style><!-- 地 --><p title="地"><a href="#地">(3)</a>[U+5730]</p>'
    )


def test_places_are_those_of_the_nearest_id() -> None:
    """Text before, in and after an element belongs to the element that holds it."""
    html = '<html><body>地<div id="risk-1-particulars">a<b id="x">下</b>水<i>地</i></div></body></html>'
    found = found_in(html, frozenset("地下水"))
    assert dict(found.places) == {"": "地", "risk-1-particulars": "地水", "x": "下"}
    assert {finding.place.key for finding in found.findings} == {"brief", "risk-1", "brief.x"}


@pytest.mark.parametrize(
    ("text", "language", "rtl"),
    [
        ("المياه", "ar", True),
        ("المياه", "", True),
        ("(12) מאגר", "he-IL", True),
        ("12 reservoirs", "", False),
        ("reservoir", "fa", True),
        ("地下水", "zh", False),
        ("", "", False),
        ("12 (…)", "ur_PK", True),
    ],
)
def test_the_direction_is_that_of_the_language_or_of_the_first_letter(text: str, language: str, rtl: bool) -> None:
    """Digits and brackets have none of their own."""
    assert bool(direction_of(text, language)) is rtl


def test_a_quotation_from_right_to_left_has_its_direction_and_the_marks_have_theirs() -> None:
    """“المياه”: the brief's quotation marks stand in the brief's own direction; the title of the source as well."""
    words = "المياه الجوفية لا تكفي (12)."
    source = coast.source(1, words, title="تقاسم المياه", language="ar")
    dossier = replace(coast.DOSSIER, sources=(source,), passages=(coast.passage(1, source, words),))
    brief = replace(
        coast.BRIEF, points=(), sections=(replace(coast.BRIEF.sections[0], text="He says [@passage-1 quote]"),)
    )
    context = coast.context_of(dossier, brief)
    assert (
        f'<span class="quotation" data-quotation="1">“<span lang="ar" dir="rtl">{words}</span>”</span>'
        in context["section"]["issue"]["html"]
    )
    assert '<span lang="ar" dir="rtl"><cite>تقاسم المياه</cite></span>' in context["notes"][0]["reference"]
    silent = replace(source, bibliography=Bibliography(title="x"))
    told = coast.context_of(replace(dossier, sources=(silent,)), brief)["section"]["issue"]["html"]
    assert '<span lang="und" dir="rtl">' in told


def squares(family: str, letters: str) -> bytes:
    """A typeface that has these letters, each a square, and no others."""
    names = [".notdef", *(f"uni{ord(letter):04X}" for letter in letters)]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(letter): name for letter, name in zip(letters, names[1:], strict=True)})
    pen = TTGlyphPen(None)
    for number, place in enumerate([(100, 0), (100, 700), (900, 700), (900, 0)]):
        (pen.lineTo if number else pen.moveTo)(place)
    pen.closePath()
    square = pen.glyph()
    builder.setupGlyf(dict.fromkeys(names, square))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (1000, 100)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": family, "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    made = BytesIO()
    builder.save(made)
    return made.getvalue()


def test_a_typeface_that_a_template_brings_has_its_letters(make_template: MakeTemplate) -> None:
    """Whatever fonts the system has: letters of a script without spaces are set in it, can be read, and none is told.

    What it lacks as well as they do is told beside them.
    """
    words = "地下水不足"
    folder = make_template(
        page='<!DOCTYPE html><html lang="zh"><head><title>T</title><style>'
        '@font-face { font-family: "Squares"; src: url("squares.ttf") } p { font-family: "Squares" }'
        '</style></head><body><p id="brief-bluf">{{ bluf }}</p></body></html>',
        files={"squares.ttf": squares("Squares", words)},
    )
    made = render(RenderJob(template=str(folder), context={"bluf": words}, language="zh"))
    (page,) = PdfReader(BytesIO(made.pdf)).pages
    resources: Any = page["/Resources"]
    (font,) = (entry.get_object()["/BaseFont"] for entry in resources["/Font"].values())
    assert (page.extract_text().strip(), str(font).partition("+")[2]) == (words, "Squares")
    assert (made.uncovered, made.warnings) == (None, ())
    lacking = render(RenderJob(template=str(folder), context={"bluf": words + NOWHERE}, language="zh"))
    assert lacking.uncovered is not None
    assert lacking.uncovered.characters == NOWHERE
