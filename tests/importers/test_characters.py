"""The edge at which characters are put in order."""

import unicodedata
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.importers.characters import clean, warnings_of


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n", "\x85", "\u2028", "\x0b"])
def test_every_line_end_becomes_lf(end: str) -> None:
    """Whatever ends lines, LF ends them afterwards, and nothing counts as taken out."""
    assert clean(f"one{end}two{end}").text == "one\ntwo\n"
    assert clean(f"one{end}two{end}").taken == Counter()


@pytest.mark.parametrize("end", ["\x0c", "\u2029", "\x1c", "\x1d"])
def test_a_page_or_paragraph_end_becomes_a_blank_line(end: str) -> None:
    """Form feed and paragraph separator divide paragraphs."""
    assert clean(f"one{end}two").text == "one\n\ntwo"


def test_letters_are_composed() -> None:
    """Decomposed letters are composed (NFC)."""
    assert clean("e\u0301te\u0301").text == "été"


@pytest.mark.parametrize(
    ("char", "name"),
    [
        ("\x00", "control character U+0000"),
        ("\x1b", "control character U+001B"),
        ("\x7f", "control character U+007F"),
        ("\x9f", "control character U+009F"),
        ("\u00ad", "soft hyphen U+00AD"),
        ("\u202e", "right-to-left override U+202E"),
        ("\u2066", "left-to-right isolate U+2066"),
        ("\ufeff", "byte order mark U+FEFF"),
        ("\ufffc", "place of an embedded object U+FFFC"),
        ("\ufdd0", "non-character U+FDD0"),
        ("\U0010ffff", "non-character U+10FFFF"),
    ],
)
def test_what_breaks_a_layout_is_taken_out_and_named(char: str, name: str) -> None:
    """A character that breaks layout, XML or metadata goes; the warning counts and names it."""
    cleaned = clean(f"a{char}b{char}")
    assert cleaned.text == "ab"
    assert warnings_of(cleaned.taken) == (f"Took out 2 invisible characters that break layout: {name} (2).",)


def test_half_a_character_leaves_a_mark() -> None:
    """An unpaired surrogate was once a letter: a replacement character stands for it."""
    cleaned = clean("a\ud800b")
    assert cleaned.text == "a\ufffdb"
    assert warnings_of(cleaned.taken) == (
        "Took out 1 invisible character that breaks layout: half of a character (unpaired surrogate) (1).",
    )


def test_several_kinds_are_named_together() -> None:
    """One sentence names all that was taken out, in order of name."""
    (warning,) = warnings_of(clean("\u202ea\x01\x01\u00ad").taken)
    assert warning == (
        "Took out 4 invisible characters that break layout: control character U+0001 (2), "
        "right-to-left override U+202E (1), soft hyphen U+00AD (1)."
    )


@pytest.mark.parametrize("char", ["\u200e", "\u200f", "\u200c", "\u200d", "\u00a0", "\u3000", "\U0001f3f4"])
def test_spelling_stays(char: str) -> None:
    """Joiners, marks of direction, fixed spaces and pictures are part of how words are written."""
    cleaned = clean(f"a{char}b")
    assert (cleaned.text, warnings_of(cleaned.taken)) == (f"a{char}b", ())


def test_a_soft_hyphen_at_the_end_of_a_line_makes_a_word_whole() -> None:
    """A word that a program divided with a soft hyphen is whole again."""
    assert clean("govern\u00ad\n  ment").text == "government"


@given(st.text())
def test_cleaning_is_done_once(text: str) -> None:
    """What is clean stays as it is: NFC, LF alone, no controls, no surrogates."""
    cleaned = clean(text).text
    assert clean(cleaned) == type(clean(""))(cleaned, Counter())
    assert unicodedata.is_normalized("NFC", cleaned)
    assert all(char in "\t\n" or unicodedata.category(char) not in {"Cc", "Cs"} for char in cleaned)
