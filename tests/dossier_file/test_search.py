"""Search finds what is there, in every script, and shows where."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.domain.dossier import Dossier, Settings
from briefgen.dossier_file import DossierFile, Hit, create, open_dossier
from briefgen.dossier_file.search import hit_in, pieces_of, terms_of
from tests import strategies
from tests.dossier_file.example import source

TEXTS = {
    "source-1": "The Cabinet’s déjà-vu: the harbour wall.\n\nThe harbour wall gives way; harbours elsewhere hold.",
    "source-2": "日本国と米国の同盟は、カタカナとＡＢＣを含む。ガラスとか。",
    "source-3": "안보 협력은 한국의 과제다. Harbour.",
    "source-4": "ประเทศไทย และ हिन्दी में लिखा। العَرَبِيَّة",
    "source-5": "Straße, İzmir, ﬁnance and 𠮷野家; cafe\u0301 prices: 14 % of £2m in 2025.",
}


@pytest.fixture
def searched(tmp_path: Path) -> DossierFile:
    """A dossier of those texts."""
    file = create(tmp_path / "x.briefgen", Settings())
    sources = tuple(source(source_id, text) for source_id, text in TEXTS.items())
    file.commit(Dossier(sources=sources), {one.sha256: one.text.encode() for one in sources})
    return file


def found(file: DossierFile, query: str) -> dict[str, list[str]]:
    """What is found, by source: the words in its text."""
    return {hit.source: [TEXTS[hit.source][start:end] for start, end in hit.matches] for hit in file.search(query)}


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ("cabinet", {"source-1": ["Cabinet"]}),
        ("DEJA", {"source-1": ["déjà"]}),
        ("déjà-vu", {"source-1": ["déjà-vu"]}),
        ("harbours", {"source-1": ["harbours"]}),
        ('"harbour wall gives"', {"source-1": ["harbour wall gives"]}),
        ("“harbour wall” elsewhere", {"source-1": ["harbour wall", "harbour wall", "elsewhere"]}),
        ("wall 日", {}),
        ("日", {"source-2": ["日"]}),
        ("同盟", {"source-2": ["同盟"]}),
        ("米国の同盟", {"source-2": ["米国の同盟"]}),
        ("盟同", {}),
        ("ｶﾀｶﾅ", {"source-2": ["カタカナ"]}),
        ("ガラス", {"source-2": ["ガラス"]}),
        ("カラス", {}),
        ("ABC", {"source-2": ["ＡＢＣ"]}),
        ("안보", {"source-3": ["안보"]}),
        ("한국", {"source-3": ["한국"]}),
        ("국의", {"source-3": ["국의"]}),
        ("ไทย", {"source-4": ["ไทย"]}),
        ("हिन्दी", {"source-4": ["हिन्दी"]}),
        ("लिख", {"source-4": ["लिखा"]}),
        ("العربية", {"source-4": ["العَرَبِيَّة"]}),
        ("strasse", {"source-5": ["Straße"]}),
        ("finance", {"source-5": ["ﬁnance"]}),
        ("𠮷野", {"source-5": ["𠮷野"]}),
        ("café", {"source-5": ["cafe\u0301"]}),
        ("£2m", {"source-5": ["2m"]}),
        ("14 %", {"source-5": ["14"]}),
        ("OR", {}),
        ("* ^ ( NEAR", {}),
        ('"', {}),
        ("   ", {}),
    ],
)
def test_finds_what_is_there(searched: DossierFile, query: str, where: dict[str, list[str]]) -> None:
    """Words, beginnings of words, phrases, single characters; without regard to case, accents and width."""
    with searched:
        assert found(searched, query) == where


def test_the_best_comes_first(searched: DossierFile) -> None:
    """A text that is all about it comes before one that names it once in passing."""
    with searched:
        assert [hit.source for hit in searched.search("harbour")] in (
            ["source-3", "source-1"],
            ["source-1", "source-3"],
        )
        long = source("source-6", "harbour " + "something else " * 300)
        short = source("source-7", "harbour, harbour and harbour again")
        sources = (*searched.dossier.sources, long, short)
        given_ = {one.sha256: one.text.encode() for one in (long, short)}
        searched.commit(replace(searched.dossier, sources=sources), given_)
        ranked = [hit.source for hit in searched.search("harbour")]
        assert ranked[0] == "source-7"
        assert ranked[-1] == "source-6"
        assert [hit.source for hit in searched.search("harbour", limit=2)] == ranked[:2]


def test_the_index_follows_every_edit(searched: DossierFile) -> None:
    """Sources that come, change and go, and come back by undoing, are found or not, accordingly."""
    with searched:
        before = searched.dossier
        edited = source("source-2", "Nothing of the kind.")
        searched.commit(replace(before, sources=(before.sources[0], edited)), {edited.sha256: edited.text.encode()})
        assert found_sources(searched, "同盟") == []
        assert found_sources(searched, "kind") == ["source-2"]
        assert found_sources(searched, "Straße") == []
        searched.commit(before)
        assert found_sources(searched, "同盟") == ["source-2"]
        assert found_sources(searched, "kind") == []
        path = searched.path
    with open_dossier(path) as file:
        assert found_sources(file, "同盟") == ["source-2"]
        assert file.check() == ()


def found_sources(file: DossierFile, query: str) -> list[str]:
    """The ids of the sources found."""
    return [hit.source for hit in file.search(query)]


def test_an_index_of_another_scheme_is_made_anew(searched: DossierFile) -> None:
    """A file whose texts were cut otherwise, by another version, is indexed again when it is opened for writing."""
    path = searched.path
    searched._connection.execute("UPDATE note SET value = 'old' WHERE name = 'search'")  # noqa: SLF001  no public way to age a file
    searched._connection.execute("INSERT INTO words (words) VALUES ('delete-all')")  # noqa: SLF001  only so can an index be spoilt
    searched.close()
    with open_dossier(path, read_only=True) as file:
        assert file.search("harbour") == ()
    with open_dossier(path) as file:
        assert set(found_sources(file, "harbour")) == {"source-1", "source-3"}


def test_snippets_show_the_words_in_their_place() -> None:
    """A snippet is a stretch of the text, cut between words, with the matches marked in it."""
    text = "word " * 100 + "needle in\nthe hay " + "word " * 100 + "and needles"
    hit = hit_in("source-1", text, terms_of("needle hay"))
    assert len(hit.matches) == 3
    assert len(hit.snippets) == 2
    for snippet in hit.snippets:
        assert text[snippet.start :].replace("\n", " ").startswith(snippet.text)
        assert not snippet.text.startswith("ord")
        assert len(snippet.text) < 200
    first, second = hit.snippets
    assert [first.text[start:end] for start, end in first.marks] == ["needle", "hay"]
    assert [second.text[start:end] for start, end in second.marks] == ["needles"]


@given(strategies.canonical_texts(), st.data())
def test_every_stretch_of_a_text_is_found_in_it(paragraphs: tuple[str, ...], data: st.DataObject) -> None:
    """Law: any whole words taken from a text, looked for as a phrase, are found there."""
    text = "\n\n".join(paragraphs)
    words = text.split()
    start = data.draw(st.integers(0, max(0, len(words) - 1)))
    end = data.draw(st.integers(start, len(words)))
    phrase = " ".join(words[start:end])
    for quote in '"“”„«»':
        phrase = phrase.replace(quote, " ")
    terms = terms_of(f'"{phrase}"')
    hit = hit_in("source-1", text, terms)
    assert isinstance(hit, Hit)
    assert bool(hit.matches) == bool(terms) == bool(list(pieces_of(phrase)))
