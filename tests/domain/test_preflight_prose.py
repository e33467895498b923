"""What preflight reads out of Markdown: blocks, plain words, quotations with their citations, whether they match."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.domain.points import Edit
from briefgen.domain.preflight.dates import NamedDay, days_in, names_a_date, printed_day
from briefgen.domain.preflight.prose import (
    Part,
    TextBlock,
    markdown_blocks,
    plain_blocks,
    plain_text,
    quotations,
    quotes,
    without_citations,
    without_quotations,
)
from briefgen.domain.quotations import ELLIPSIS, shown_quote
from tests.strategies import lines, texts

P, H, L, Q, C = Part.PARAGRAPH, Part.HEADING, Part.LIST_ITEM, Part.QUOTE, Part.CELL


def shape(markdown: str) -> list[tuple[Part, str]]:
    """The blocks of a Markdown text, with their plain words."""
    return [(block.part, block.plain) for block in markdown_blocks(markdown)]


@pytest.mark.parametrize(
    ("markdown", "blocks"),
    [
        ("One line\ngoes on.\n\nAnother.", [(P, "One line goes on."), (P, "Another.")]),
        ("# A head #\nText.", [(H, "A head"), (P, "Text.")]),
        ("A head\n======\nText.", [(H, "A head"), (P, "Text.")]),
        ("#1 in the list", [(P, "#1 in the list")]),
        ("- One\n  goes on\n- Two\n\nText.", [(L, "One goes on"), (L, "Two"), (P, "Text.")]),
        ("It follows:\n- one\n- two", [(P, "It follows:"), (L, "one"), (L, "two")]),
        ("1. One\n2. Two\n\n    Of two.", [(L, "One"), (L, "Two"), (L, "Of two.")]),
        ("In the year\n2025. A year of change.", [(P, "In the year 2025. A year of change.")]),
        ("> Said\n> they.\n>\n> Twice.\n\nText.", [(Q, "Said they."), (Q, "Twice."), (P, "Text.")]),
        ("| a | b |\n|---|:-:|\n| c | d |\n\nText.", [(C, "a"), (C, "b"), (C, "c"), (C, "d"), (P, "Text.")]),
        ("either | or", [(P, "either | or")]),
        ("One.\n\n***\n\nTwo.", [(P, "One."), (P, "Two.")]),
        ("One.\n\n[1]: https://example.org", [(P, "One.")]),
        ("    indented", [(P, "indented")]),
        ("", []),
    ],
)
def test_markdown_falls_into_its_blocks(markdown: str, blocks: list[tuple[Part, str]]) -> None:
    """Paragraphs, headings, items, quotations and cells are told apart, as they are when printed."""
    assert shape(markdown) == blocks


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("**Bold** and *slanted* and `code`", "Bold and slanted and code"),
        ("snake_case and _slanted_", "snake_case and slanted"),
        ("[the report](https://example.org/a_(b)) and ![a map](map.png)", "the report and a map"),
        ("[the report][1] at <https://example.org>", "the report at https://example.org"),
        (r"5 \* 3 &amp; more", "5 * 3 & more"),
        ("It is old [@passage-1]. So is that.[@passage-2 quote]", "It is old. So is that."),
        ("2 < 3", "2 < 3"),
    ],
)
def test_plain_text_is_what_is_read(raw: str, plain: str) -> None:
    """Marks of emphasis, targets of links and citations are not words."""
    assert plain_text(raw) == plain


@given(texts() | st.text('#>|-*_`[](){}!@\\ \n1.a“”"[@passage-1]'))
def test_any_text_can_be_read(text: str) -> None:
    """No text is too odd, and no word of a text without marks is lost or made up."""
    for block in (*markdown_blocks(text), *plain_blocks(text)):
        assert block.plain == " ".join(block.plain.split())
        for quotation in quotations(block):
            assert 0 <= quotation.start < quotation.end <= len(block.raw)


def test_citations_are_taken_out_with_their_space() -> None:
    """What is left reads as if there had been none; an escaped one is text."""
    assert without_citations(r"A [@passage-1], B[@passage-2 quote]. \[@passage-3]") == r"A, B. \[@passage-3]"


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ("She said “we have two winters left”[@passage-1].", [("we have two winters left", "passage-1", "")]),
        ("She said “we have two winters left.” [@passage-1]", [("we have two winters left.", "passage-1", "")]),
        ('She said "we have two winters left" [@passage-1]', [("we have two winters left", "passage-1", "")]),
        (
            "Elle dit « nous avons encore deux hivers »[@passage-1]",
            [("nous avons encore deux hivers", "passage-1", "")],
        ),
        ("Sie sagt „wir haben noch zwei Winter“[@passage-1]", [("wir haben noch zwei Winter", "passage-1", "")]),
        ("“We have two winters left”, she said.[@passage-1]", [("We have two winters left", "", "passage-1")]),
        ("“We have two winters left.” It is so. [@passage-1]", [("We have two winters left.", "", "")]),
        (
            "“We have two winters left” and “we have no money at all”[@passage-1]",
            [("We have two winters left", "", ""), ("we have no money at all", "passage-1", "")],
        ),
        ("a “bridge too far” [@passage-1]", []),
        ('a 5" pipe and a 6" pipe of 1911 and a 7" one', []),
    ],
)
def test_quotations_are_found_with_their_citations(raw: str, found: list[tuple[str, str, str]]) -> None:
    """Each has the citation directly after it, or else the one later in its sentence."""
    block = TextBlock(P, raw, plain_text(raw))
    assert [
        (q.words, q.cited.passage if q.cited else "", q.later.passage if q.later else "") for q in quotations(block)
    ] == found


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("> We have two winters left. [@passage-1]", "We have two winters left."),
        ("> “We have two winters left.” — County engineer [@passage-1]", "We have two winters left."),
    ],
)
def test_a_block_quotation_is_one_quotation(markdown: str, words: str) -> None:
    """Its marks and the line that names the speaker are not the speaker's words."""
    (quotation,) = quotations(markdown_blocks(markdown)[0])
    assert quotation.words == words
    assert quotation.cited is not None


def test_a_short_block_quotation_is_none() -> None:
    """Three words set apart are a way of writing."""
    assert list(quotations(markdown_blocks("> Not so fast")[0])) == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("She said “we have two winters left.” It is so.", "She said “–.” It is so."),
        ("She said “we have two winters left” and left.", "She said “–” and left."),
        ("a “bridge too far”", "a “bridge too far”"),
    ],
)
def test_quotations_are_put_aside(text: str, left: str) -> None:
    """What others said is not measured, but still ends the sentence that it ends."""
    assert without_quotations(text) == left


SAID = "“We have two winters at most,” the county engineer   said. She asked\nfor a decision before the summer ..."


@pytest.mark.parametrize(
    "words",
    [
        "We have two winters at most",
        '"We have two winters at most," the county engineer said',
        "We have two winters at most.",
        "She asked for a decision",
        "We have […] winters at most",
        "We have [...] at most,” the county engineer said",
        "[The engineer] asked for a decision [in spring] before the summer",
        "[s]he asked for a decision",
        "We have two […] before the summer …",
    ],
)
def test_a_true_quotation_is_recognised(words: str) -> None:
    """White space, forms of quotation marks, and marked elisions and insertions are forgiven."""
    assert quotes(words, SAID)


@pytest.mark.parametrize(
    "words",
    [
        "We have three winters at most",
        "we have two winters at most",
        "e have two winters at most",
        "We have two winters at mos",
        "before the summer […] We have two winters",
        "We have […] three",
        "We have ... at most",
        "[…]",
        "",
    ],
)
def test_a_false_quotation_is_recognised(words: str) -> None:
    """Other words, other letters, cut words and another order are not forgiven."""
    assert not quotes(words, SAID)


@given(st.data(), lines(least=1))
def test_a_quotation_with_its_edits_is_true(data: st.DataObject, quote: str) -> None:
    """What is printed of a passage, with any elision and insertion, is recognised as the passage's own words."""
    start = data.draw(st.integers(0, len(quote)))
    end = data.draw(st.integers(start + 1, len(quote) + 1))
    insertion = data.draw(st.sampled_from(["", "the minister", "sic"]))
    shown = shown_quote(quote, (Edit(start=start, end=end, insertion=insertion),))
    if shown not in {ELLIPSIS, f"[{insertion}]"}:
        assert quotes(shown, quote)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("by 14 March 2025", [NamedDay(14, 3, 2025)]),
        ("by 14th of March", [NamedDay(14, 3, None)]),
        ("by March 14, 2025", [NamedDay(14, 3, 2025)]),
        ("by 2025-03-14", [NamedDay(14, 3, 2025)]),
        ("between 1 Sept. and Oct. 3", [NamedDay(1, 9, None), NamedDay(3, 10, None)]),
        ("in March 2025, and 14 marching bands may 2", [NamedDay(2, 5, None)]),
    ],
)
def test_days_are_read_from_a_text(text: str, days: list[NamedDay]) -> None:
    """Day and month in either order, written out, shortened or in figures."""
    assert sorted(days_in(text), key=lambda day: day.month) == sorted(days, key=lambda day: day.month)


@pytest.mark.parametrize(
    ("text", "dated"),
    [
        ("by Friday", True),
        ("before the recess", True),
        ("by the end of March", True),
        ("in March 2025", True),
        ("this week", True),
        ("may we close it", False),
        ("the 2025–26 grant", False),
        ("soon", False),
    ],
)
def test_a_date_is_told_from_none(text: str, dated: bool) -> None:
    """A year alone is no date, and “may” alone no month."""
    assert names_a_date(text) is dated


@given(st.dates(min_value=dt.date(1000, 1, 1)))
def test_a_printed_day_is_read_back(day: dt.date) -> None:
    """What a finding prints, preflight understands."""
    (read,) = days_in(printed_day(day))
    assert read.may_be(day)
    assert not read.may_be(day.replace(year=day.year - 1 if day.year > 1000 else 1001, day=1))
