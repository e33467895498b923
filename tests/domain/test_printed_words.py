"""Words on pages and words in sources: what a line's end does to them is undone, and nothing else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.domain.printed_words import (
    fingerprint,
    first_difference,
    is_read_letter_by_letter,
    joined,
    say_the_same,
    without_marks,
)
from briefgen.domain.quotations import quote_marks

_TEXT = (
    "the wardens of fourteen towns can refuse no call well-being £4.2m 1,140 first officers’ «non» – l’eau "
    "international café ΐ Ω 95% (all) read/write not 2027–28 […] 水"
)
WORDS = st.lists(st.sampled_from(_TEXT.split()), min_size=3, max_size=12)
"""Words with all that a line's end may meet."""


def set_on_lines(words: list[str], cuts: list[int]) -> list[str]:
    """Words as a page breaks them: at spaces, and within long words with a hyphen."""
    lines = [""]
    for number, word in enumerate(words):
        cut = cuts[number % len(cuts)]
        if cut == 1 and len(word) > 6 and word.isalpha():
            lines[-1] = f"{lines[-1]} {word[:4]}\u2010".strip()
            lines.append(word[4:])
        elif cut == 2:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return [line for line in lines if line]


@settings(max_examples=40)
@given(WORDS, st.lists(st.integers(0, 2), min_size=1, max_size=8))
def test_lines_say_what_they_were_broken_from(words: list[str], cuts: list[int]) -> None:
    """Wherever lines end, the words are the same and have one fingerprint."""
    lines = set_on_lines(words, cuts)
    assert say_the_same(lines, " ".join(words))
    assert fingerprint(joined(lines)) == fingerprint(" ".join(words))


@settings(max_examples=40)
@given(WORDS, st.lists(st.integers(0, 2), min_size=1, max_size=8), st.data())
def test_no_change_of_a_word_goes_unseen(words: list[str], cuts: list[int], data: st.DataObject) -> None:
    """One word more, one less, another one, two changed about: never the same, and the place is told."""
    at = data.draw(st.integers(0, len(words) - 2))
    changed = list(words)
    match data.draw(st.sampled_from(["more", "less", "other", "turned"])):
        case "more":
            changed.insert(at, "never")
        case "less":
            del changed[at]
        case "other":
            changed[at] = "seldom"
        case "turned":
            changed[at], changed[at + 1] = changed[at + 1], changed[at]
    same = " ".join(changed) == " ".join(words)
    assert say_the_same(set_on_lines(changed, cuts), " ".join(words)) == same
    if not same:
        has, wants = first_difference(" ".join(changed), " ".join(words))
        assert has != wants


@pytest.mark.parametrize(
    ("lines", "words", "same"),
    [
        (["no", "where"], "nowhere", False),
        (["now here"], "nowhere", False),
        (["nowhere"], "now here", False),
        (["the well-", "being of"], "the well-being of", True),
        (["the re-", "paired wall"], "the repaired wall", True),
        (["in 2027-", "28"], "in 202728", False),
        (["a bene\ufb01t"], "a benefit", True),
        (["inter\u00adnational"], "international", True),
        (["10\u202f000 maisons"], "10 000 maisons", True),
        (["委員會", "發現"], "委員會發現", True),
        (["https://example.org/re", "ports/2026"], "https://example.org/reports/2026", True),
        (["can"], "can’t", False),
        (["10² homes"], "102 homes", False),
        (["(انظر الملحق", ") 2026"], "(انظر الملحق) 2026", True),
        (["انظر 12.5 الملحق"], "انظر 125 الملحق", False),
        (["الملحق انظر"], "انظر الملحق", False),
        ([], "", True),
        ([], "words", False),
    ],
)
def test_what_a_line_may_do_to_words(lines: list[str], words: str, *, same: bool) -> None:
    """Hyphens and spaces come and go at line ends alone; ligatures and soft hyphens are no change; letters are."""
    assert say_the_same(lines, words) is same


@pytest.mark.parametrize("language", ["en-GB", "fr", "fr-CH", "de", "ja", "sv", "pl"])
def test_the_marks_of_every_language_come_off(language: str) -> None:
    """Outer and inner ones, over line ends; words without a pair of marks have none."""
    marks = quote_marks(language)
    assert without_marks(
        [
            marks.around("les mots"),
        ]
    ) == ("les mots",)
    assert without_marks([f"{marks.inner_opening}les", f"mots{marks.inner_closing}"]) == ("les", "mots")
    assert without_marks(["les mots"]) is None
    assert without_marks([f"{marks.opening}les mots"]) is None
    assert without_marks([]) is None


def test_of_letters_that_are_put_together_the_rest_is_compared() -> None:
    """In Devanagari a PDF does not say letter by letter what it draws; figures and Latin letters are held anyhow."""
    words = "समिति ने 1,140 (WHO) कहा"
    assert not is_read_letter_by_letter(words)
    assert say_the_same(["समत ने 1,140", "(WHO) कह"], words)
    assert not say_the_same(["समिति ने 1,410 (WHO) कहा"], words)
