"""Spelling: what is a word, which words are known, what the house adds, and the process in which it works."""

import contextlib
import multiprocessing
from concurrent.futures import BrokenExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.errors import InputRefused, NotThere
from briefgen.resources import assets_folder
from briefgen.settings import house_words_file
from briefgen.spelling import HouseDictionary, Speller, SpellingProcess, dictionary_of
from briefgen.spelling.words import words_in

BRITISH, AMERICAN = Speller("en-GB"), Speller("en-US")


def entries(language: str) -> list[str]:
    """The words of a shipped dictionary, without their flags."""
    lines = (assets_folder() / "dictionaries" / f"{language}.dic").read_text(encoding="utf-8").splitlines()[1:]
    return [line.partition("/")[0] for line in lines]


WORDS = entries("en-GB")


def found(speller: Speller, text: str) -> list[str]:
    """The words that are reported."""
    return [text[start:end] for start, end in speller.misspelt(text)]


@pytest.mark.parametrize(
    "text",
    [
        "The colour of the harbour, and the minister’s favourite programme.",
        "It's what they'd organised: a well-being review, re-elected, post-Brexit, co-operating.",
        "A naïve café, though the word lists have no accents.",
        "NHS, SMEs, MPs’ and the NHS’s; MoD and DfT; G7, 5th, 2019-20, £4.2m, CO2.",
        "**Bold**, _emphasised_, *stressed* and `cpde`.",
        "[@passage-12 quote] and [the report](https://exmaple.org/qwzx) or <mailto:qwzx@qwzx.xz>",
        "www.qwzx.xz, ftp://qwzx, qwzx@qwzx.org, qwzx.gov.uk, qwzx.pdf, &nbsp;",
        "東京 Афины Ελλάδα كلمة",
        "",
    ],
)
def test_what_is_right_or_no_prose_is_not_reported(text: str) -> None:
    """British spelling, genitives, accents, capitals, figures, marks, citations, addresses, other scripts."""
    assert found(BRITISH, text) == []


def test_what_is_misspelt_is_reported_where_it_stands() -> None:
    """In emphasis, in the words of a link, behind characters that are two units wide, with its genitive."""
    text = "𠮷 **recieve** the [raport](https://x.org) of governement’s, can’r"
    assert found(BRITISH, text) == ["recieve", "raport", "governement’s", "can’r"]


def test_british_and_american_differ() -> None:
    """Each dictionary has the spelling of its country."""
    text = "The color and the colour of what they analyze and analyse."
    assert found(BRITISH, text) == ["color", "analyze"]
    assert found(AMERICAN, text) == ["colour", "analyse"]


def test_oxford_spelling_is_british_too() -> None:
    """Words on -ize and what is made from them, where -ise is right as well; American takes its own alone."""
    text = "Organize, organizations, reorganizing, an organizer, unrecognizable, the organization’s modernization."
    assert found(BRITISH, text) == []
    assert found(BRITISH, text.replace("iz", "is")) == []
    assert found(BRITISH, "advize, exercize, suprize, analyze, surprizing, televize") == [
        "advize", "exercize", "suprize", "analyze", "surprizing", "televize",
    ]  # fmt: skip
    assert found(AMERICAN, "organize and organise") == ["organise"]


def test_suggestions_have_what_was_meant() -> None:
    """The likeliest first; with the apostrophe that was written."""
    assert BRITISH.suggestions("recieve")[0] == "receive"
    assert "colour" in BRITISH.suggestions("color")
    assert BRITISH.suggestions("governement’s")[0] == "government’s"


def test_only_english_has_a_dictionary() -> None:
    """Other languages are not checked at all rather than by the wrong dictionary."""
    assert [dictionary_of(tag) for tag in ("en-GB", "en-US", "en", "fr", "de-CH", "")] == [
        "en-GB", "en-US", "en-GB", "", "", "",
    ]  # fmt: skip
    with pytest.raises(NotThere, match="no dictionary for “fr”"):
        Speller("fr")


def test_the_house_words_are_known_with_capital_and_genitive() -> None:
    """A word in small letters may begin a sentence; a name is a name only with its capital."""
    speller = Speller("en-GB", ["rewilded", "Marram"])
    assert found(speller, "Rewilded dunes; REWILDED; Marram’s dunes; a Marram.") == []
    assert found(speller, "A marram.") == ["marram"]


@given(st.text())
def test_every_span_is_a_word_of_the_text(text: str) -> None:
    """Spans follow each other, and each is letters with at most an apostrophe in it; none touches another letter."""
    last = -1
    for start, end in BRITISH.misspelt(text):
        word = text[start:end]
        assert last < start < end <= len(text)
        assert word[0].isalpha() or "\u0300" <= word[0] <= "\u036f" or word[0] == "\u00ad"
        assert not any(letter.isspace() or letter.isdigit() for letter in word)
        assert not text[end : end + 1].isalpha()
        last = end


@given(st.lists(st.sampled_from(WORDS), max_size=30), st.sampled_from([" ", ", ", "\n\n", " **", "* "]))
def test_words_of_the_dictionary_are_never_reported(words: list[str], between: str) -> None:
    """Whatever stands between them."""
    assert found(BRITISH, between.join(words)) == []


@given(st.lists(st.from_regex(r"[a-z]{2,12}", fullmatch=True)))
def test_words_of_the_house_are_never_reported(words: list[str]) -> None:
    """Whatever they are."""
    assert found(Speller("en-GB", words), " ".join(words)) == []


@given(st.from_regex(r"\[@passage-[0-9]{1,3}( quote| [a-z]{1,9})?\]", fullmatch=True))
def test_a_citation_has_no_words(citation: str) -> None:
    """Nothing in it is looked up."""
    assert list(words_in(f"x {citation} y")) == []


def test_the_house_dictionary_is_a_file_with_one_word_a_line(tmp_path: Path) -> None:
    """What is added is on disk, in order; what somebody else wrote into the file meanwhile is kept."""
    path = tmp_path / "new" / "house-words.txt"
    house = HouseDictionary(path)
    assert house.words == frozenset()
    house.add("rewilded")
    path.write_text(path.read_text(encoding="utf-8") + "Øresund\n", encoding="utf-8")
    house.add(" Marram ")
    assert path.read_text(encoding="utf-8").split() == ["Marram", "rewilded", "Øresund"]
    assert house.words == {"Marram", "rewilded", "Øresund"} == HouseDictionary(path).words
    assert [file.name for file in path.parent.iterdir()] == ["house-words.txt"]


def test_the_house_dictionary_says_what_it_cannot_do(tmp_path: Path) -> None:
    """Two words, a file that is no text, a folder in its place."""
    with pytest.raises(InputRefused, match="is not one word"):
        HouseDictionary(tmp_path / "a").add("two words")
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(InputRefused, match="can't be read"):
        HouseDictionary(tmp_path / "bytes")
    house = HouseDictionary(tmp_path / "b")
    (tmp_path / "b").mkdir()
    with pytest.raises(InputRefused):
        house.add("word")
    assert house.words == frozenset()


def test_the_house_dictionary_lies_beside_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment that moves the settings moves it too."""
    monkeypatch.setenv("BRIEFGEN_SETTINGS", str(tmp_path / "settings.toml"))
    assert house_words_file() == tmp_path / "house-words.txt"


def test_the_process_answers_and_survives_its_death() -> None:
    """It answers as the speller does; when it was killed, the next question starts it again."""
    before = set(multiprocessing.active_children())
    process = SpellingProcess()
    try:
        text = "We recieve the color."
        assert process.misspelt("en-GB", text).result(60) == BRITISH.misspelt(text)
        assert process.suggestions("en-US", "recieve").result(60)[0] == "receive"
        (child,) = set(multiprocessing.active_children()) - before
        child.kill()
        child.join(60)
        for _ in range(2):  # whether the question or the next one finds it dead is chance
            with contextlib.suppress(BrokenExecutor):
                assert process.misspelt("en-GB", text).result(60) == BRITISH.misspelt(text)
                break
        else:
            raise AssertionError("the process did not come back")
        with pytest.raises(NotThere):
            process.misspelt("xx", text).result(60)
    finally:
        process.close()
