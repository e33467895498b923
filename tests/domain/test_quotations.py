"""Quotations: an editor's marks in them, the marks around them, and citations in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.domain.points import Edit
from briefgen.domain.quotations import ELLIPSIS, citations_in, quote_marks, shown_quote

QUOTE = "The wall, built in 1911, is rated poor."


def test_without_edits_the_words_stand_as_they_are_and_white_space_becomes_one_space() -> None:
    """Line ends of the source do not show in a quotation; nothing else changes."""
    assert shown_quote("two\nlines\n\nand  more ") == "two lines and more"


@pytest.mark.parametrize(
    ("edit", "shown"),
    [
        (Edit(start=8, end=23), "The wall[…], is rated poor."),
        (Edit(start=9, end=23), "The wall, […], is rated poor."),
        (Edit(start=9, end=25, insertion="it"), "The wall, [it] is rated poor."),
        (Edit(start=3, end=3, insertion="old "), "The[old] wall, built in 1911, is rated poor."),
        (Edit(start=32, end=99), "The wall, built in 1911, is rate[…]"),
        (Edit(start=99, end=120), QUOTE),
    ],
)
def test_an_edit_shows_and_words_do_not_run_together(edit: Edit, shown: str) -> None:
    """What is left out shows as […], what is put in as [words]; an edit beyond the quote shows as far as it goes."""
    assert shown_quote(QUOTE, [edit]) == shown


@given(quote=st.text("abc de", min_size=1), data=st.data())
def test_the_words_outside_an_edit_are_never_altered(quote: str, data: st.DataObject) -> None:
    """Every word before and after an elision is the source's."""
    start = data.draw(st.integers(0, len(quote) - 1))
    end = data.draw(st.integers(start + 1, len(quote)))
    shown = shown_quote(quote, [Edit(start=start, end=end)])
    before, _, after = shown.partition(ELLIPSIS)
    assert before.split() == quote[:start].split()
    assert after.split() == quote[end:].split()


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en-GB", "“x y”"),
        ("fr", "«\u202fx y\u202f»"),
        ("fr-CA", "«\u202fx y\u202f»"),
        ("fr_CH", "«x y»"),
        ("de-AT", "„x y“"),
        ("pt-BR", "“x y”"),
        ("pt-PT", "«x y»"),
        ("tlh", "“x y”"),
    ],
)
def test_marks_are_those_of_the_language(language: str, shown: str) -> None:
    """A region with habits of its own is known; an unlisted language gets English marks."""
    assert quote_marks(language).around("x y") == shown


def test_a_quotation_in_a_quotation_gets_the_inner_marks_outside() -> None:
    """The source's own marks stay; an apostrophe is none."""
    assert quote_marks("en").around("“the sea” wins") == "‘“the sea” wins’"
    assert quote_marks("en").around("it’s poor") == "“it’s poor”"
    assert quote_marks("nl").around("it’s poor") == "‘it’s poor’"


def test_citations_are_found_with_their_places() -> None:
    """Both forms are found; one behind a backslash is text."""
    text = r"A [@passage-1] b [@passage-22 quote], \[@passage-3] and [@passage-4] [@ x]"
    found = citations_in(text)
    assert [(text[c.start : c.end], c.passage, c.quoted) for c in found] == [
        ("[@passage-1]", "passage-1", False),
        ("[@passage-22 quote]", "passage-22", True),
        ("[@passage-4]", "passage-4", False),
    ]
