"""How the palette finds and ranks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.gui.finding import folded, places, rank


@pytest.mark.parametrize(
    ("query", "text", "fit"),
    [
        ("note", "Note that councils lose flexibility", 0),
        ("note", "Allocation formula: technical note", 1),
        ("tech note", "Allocation formula: technical note", 1),
        ("ote", "technical note", 2),
        ("evenement", "Événements d’été", 0),
        ("note", "Add a remark", None),
        ("", "anything", 0),
    ],
)
def test_a_text_is_ranked_by_how_it_fits(query: str, text: str, fit: int | None) -> None:
    """Beginning of the text, beginnings of words, anywhere: in this order; accents and case make no difference."""
    assert rank(query, text) == fit


def test_other_words_are_a_last_resort() -> None:
    """A command is found by words that are not in its text, after all whose text has them."""
    assert rank("settings", "Preferences", "settings options") == 3


@given(st.text(max_size=40))
def test_folding_keeps_places(text: str) -> None:
    """Folded text is as long as it was, so that what is found in it can be marked in the text itself."""
    assert len(folded(text)) == len(text)


@given(st.text("abcé ", min_size=1, max_size=4), st.text("abcé ", max_size=20))
def test_places_have_the_words_that_were_typed(query: str, text: str) -> None:
    """Every place found reads as one of the words of the query."""
    found = places(query, text)
    words = folded(query).split()
    if found is None:
        assert any(word not in folded(text) for word in words)
    else:
        assert sorted(folded(text[start:end]) for start, end in found) == sorted(words)
