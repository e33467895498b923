"""Texts that are nearly the same are told by the runs of words that they share."""

import random
import re

from hypothesis import given
from hypothesis import strategies as st

from briefgen.domain.resemblance import NEARLY_THE_SAME, nearly_the_same, resemblance, sketch
from briefgen.domain.sources import Source

WORDS = [f"word{number}" for number in range(3_000)]


def text(seed: int, length: int = 2_000) -> str:
    """A text of its own for each seed."""
    return " ".join(random.Random(seed).choices(WORDS, k=length))  # noqa: S311 - no secret


def source(number: int, words: str) -> Source:
    """A source of a text."""
    return Source(id=f"source-{number}", sha256=f"{number}", text=words)


@given(st.text())
def test_a_text_is_like_itself(words: str) -> None:
    """Wholly, if it has any word; whatever its case, spacing and punctuation."""
    own = sketch(words)
    assert resemblance(own, own) == (1.0 if own else 0.0)
    assert sketch(f" {words}\n\n") == own


def test_case_spacing_and_punctuation_do_not_count() -> None:
    """The same words are the same text."""
    assert sketch("The wall is old, and it leaks.") == sketch("THE WALL\nis old — and  it leaks")


@given(st.text(), st.text())
def test_it_goes_both_ways(one: str, other: str) -> None:
    """One text is as like the other as the other is like it."""
    first, second = sketch(one), sketch(other)
    assert resemblance(first, second) == resemblance(second, first)
    assert 0 <= resemblance(first, second) <= 1


def test_the_share_is_told_within_some_hundredths() -> None:
    """Of two texts that share three quarters of their words in a row, about that is told."""
    words = text(1).split()
    for shared in (0.2, 0.5, 0.8, 0.95):
        cut = int(len(words) * shared)
        other = " ".join([*words[:cut], *text(2).split()[cut:]])
        true = shared / (2 - shared)
        assert abs(resemblance(sketch(" ".join(words)), sketch(other)) - true) < 0.1


def test_nearly_the_same_source_is_found() -> None:
    """A text with some sentences changed is nearly the same; another article is not, nor the same bytes."""
    one, other = source(1, text(1)), source(2, text(2))
    changed = re.sub(r"word1\d\b", "changed", text(1))
    new = source(3, f"{changed} and some words at the end")
    found = nearly_the_same([other, one], new)
    assert found is not None
    assert found[0] is one
    assert NEARLY_THE_SAME <= found[1] < 1
    assert nearly_the_same([other], new) is None
    assert nearly_the_same([], new) is None
    assert nearly_the_same([source(3, new.text)], new) is None
    assert nearly_the_same([source(4, text(1, 200))], source(5, text(1, 20_000))) is None


def test_scripts_without_spaces_are_told_apart() -> None:
    """Where words are not divided by spaces, characters count as words."""
    one = "政府は橋を閉じることを決めた。港はそれを望まなかったが、費用を払うことになる。" * 3
    assert resemblance(sketch(one), sketch(one.replace("港", "町"))) > 0.5
    assert resemblance(sketch(one), sketch("昨日は雨が降ったので、会議は来週まで延期されることになった。" * 3)) < 0.1
