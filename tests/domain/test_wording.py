"""Words, sentences and abbreviations of English prose, as a careful reader would count them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.domain.wording import (
    abbreviations,
    asks_for_an_act,
    count_words,
    counted,
    expanded,
    goes_on_to_act,
    is_whole,
    listed,
    sentences,
    words_of,
)
from tests.strategies import texts

PROSE = st.lists(
    st.sampled_from(
        [
            "The",
            "U.S.",
            "Mr.",
            "Smith",
            "paid",
            "3.5",
            "per",
            "cent",
            "No.",
            "10",
            "e.g.",
            "(see",
            "p.",
            "4)",
            "“Go.”",
            "It",
            "ended.",
            "Why?",
            "…",
            "A.",
            "日本。",
            "and",
            "!",
            "\n",
        ]
    ),
    max_size=40,
).map(" ".join)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 0),
        ("One word", 2),
        ("A well-known fact", 3),
        ("£42m in 2025–26", 4),
        ("10,000 troops at 3.5 % each", 5),
        ("and/or", 1),
        ("rail—and road", 3),
        ("rail – and road", 3),
        ("the U.S. Treasury’s view", 4),
        ("…!? – “”", 0),
        ("déjà vu", 2),
    ],
)
def test_words_are_counted_as_a_reader_counts(text: str, number: int) -> None:
    """A compound, a number with its signs and an abbreviation are one word each; a dash or a sign is none."""
    assert count_words(text) == number == len(words_of(text))


@pytest.mark.parametrize(
    "text",
    [
        "It fell. | Nobody came.",
        "“We go.” | She went.",
        "Mr. Smith met Dr. Jones at No. 10 on 3 Jan. 2025. | They talked.",
        "They said no. | He asked again.",
        "U.S. forces left. | The U.S. | The treaty stands.",
        "Japan, e.g. Tokyo, and others, i.e. Osaka, rose by 3.5 per cent. | It fell later.",
        "George W. Bush spoke. | J. Doe answered.",
        "We lean to option A. | Officials agree.",
        "“Who makes these deals?” he asked. | Nobody knew.",
        "It is 3 p.m. | Officials leave.",
        "He paid Smith Ltd. | The rest is gone.",
        "Smith Ltd. Holdings paid.",
        "See fig. 3 and p. 12. | See also s. 4.",
        "Is it safe? | Is it cheap? | No!",
        "Wait … | Then go.",
        "Wait … then go.",
        "They paid for steel, stone, etc. | The rest was free.",
        "1. Fund the bridge.",
        "In 2025. | Thirty councils replied.",
        "同盟は重要だ。| 安保も。",
        "It is state of the art. | The ships came.",
        "No full stop",
        "St. John’s is open. | Ph.D. students came.",
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str) -> None:
    """A full stop in an abbreviation, a number or an initial ends no sentence."""
    parts = [part.strip() for part in text.split("|")]
    assert sentences(text.replace(" |", "").replace("|", "")) == parts


@given(PROSE | texts())
def test_splitting_loses_nothing(text: str) -> None:
    """The sentences put together are the text, white space aside; none is blank."""
    parts = sentences(text)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(part and part == part.strip() for part in parts)


@pytest.mark.parametrize(
    ("sentence", "whole"),
    [
        ("It fell.", True),
        ("“It fell.”", True),
        ("Why?", True),
        ("そうだ。", True),
        ("Falling trade", False),
        ("", False),
    ],
)
def test_a_fragment_is_told_from_a_sentence(sentence: str, whole: bool) -> None:
    """A sentence ends with its mark, inside a quotation or not."""
    assert is_whole(sentence) is whole


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("HMG and the MoD met two SMEs.", ["HMG", "MoD", "SME"]),
        ("The MoD’s plan (HMT’s too).", ["MoD", "HMT"]),
        ("Phase II of World War XIV", []),
        ("It must NOT fall.", []),
        ("RISK AND HMT", []),
        ("McDonald and YouTube, iPhone", []),
        ("R&D and Q&A and A&E", []),
        ("COP28 and G7 and RD-2025", []),
        ("the A400M, BRITISH", []),
        ("between UNHCR, OECD; ASEAN", ["UNHCR", "OECD", "ASEAN"]),
        ("mail@HMT.example", []),
    ],
)
def test_abbreviations_are_found(text: str, found: list[str]) -> None:
    """Two to six capitals, small letters between them or a plural’s s at the end; nothing that only looks like it."""
    assert list(abbreviations(text)) == found


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("the Ministry of Defence (MoD)", "MoD"),
        ("the MoD (Ministry of Defence)", "MoD"),
        ("small and medium-sized enterprises (SMEs)", "SME"),
        ("SMEs (small and medium-sized enterprises)", "SME"),
        ("His Majesty’s Treasury (“HMT”)", "HMT"),
        ("the railways’ owner (the SRN)", "SRN"),
        ("Deutsche Bahn (DB)", "DB"),
        ("the Organisation for Economic Co-operation and Development (OECD, Paris)", "OECD"),
        ("SNCF (the French national railways)", "SNCF"),
    ],
)
def test_a_name_with_its_abbreviation_explains_it(text: str, short: str) -> None:
    """Either may stand in the bracket; a plural, an article or quotation marks do no harm."""
    assert short in expanded(text)


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("trade fell sharply last year (OECD, 2024)", "OECD"),
        ("HMT (2024)", "HMT"),
        ("HMT (see Annex A)", "HMT"),
        ("HMT (MoD)", "HMT"),
        ("(HMT)", "HMT"),
        ("HMT pays", "HMT"),
    ],
)
def test_a_reference_explains_nothing(text: str, short: str) -> None:
    """A bracket with a year, a place or another abbreviation says not what the letters stand for."""
    assert short not in expanded(text)


@pytest.mark.parametrize(
    ("title", "acts"),
    [
        ("Coastal flood funding: decide by 14 March whether to ring-fence the repair grant", True),
        ("Fund the repairs", True),
        ("Flood repairs: fund them now", True),
        ("Plan to close the valley road", True),
        ("Whether the bridge stays open", True),
        ("Coastal flood funding", False),
        ("Review of coastal funding", False),
        ("Support for farmers", False),
        ("The repair grant", False),
        ("Executive summary", False),
    ],
)
def test_a_title_with_a_verb_is_told_from_a_subject(title: str, acts: bool) -> None:
    """A noun that is also a verb is none where “of” or “for” follows."""
    assert asks_for_an_act(title) is acts


def test_a_clause_may_lead_to_an_act() -> None:
    """“… and publish the result” is an act; “… the tolls of the bridge” is none."""
    assert goes_on_to_act("the tolls and publish the result")
    assert not goes_on_to_act("the tolls of the bridge")


def test_lists_and_numbers_are_written_out() -> None:
    """Names are joined as in a sentence, and one thing is singular."""
    assert [listed("a"), listed("ab"), listed("abc", "or"), listed("")] == ["a", "a and b", "a, b or c", ""]
    assert [counted(1, "word"), counted(0, "word"), counted(1200, "word")] == ["1 word", "0 words", "1,200 words"]


def test_french_sentences_end_where_they_do() -> None:
    """After a guillemet with its space; not after an abbreviation before a number, nor one behind an article."""
    text = "M. Dupont a dit : « Nous partons. » Il est parti le 1er janv. 2025. Voir l’art. 3. Qui ? Nul !"
    assert sentences(text) == [
        "M. Dupont a dit : « Nous partons. »",
        "Il est parti le 1er janv. 2025.",
        "Voir l’art. 3.",
        "Qui ?",
        "Nul !",
    ]


def test_months_in_capitals_are_no_abbreviations() -> None:
    """As they stand in stamps and schedules."""
    assert list(abbreviations("The OBR reports on 5 JAN and 7 SEPT.")) == ["OBR"]
