"""Marks, runs and lanes of a text's passages; sentences, words and titles in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.domain import operations
from briefgen.domain.terms import Kind
from briefgen.gui.reader import spans
from briefgen.gui.reader.find_bar import occurrences
from briefgen.gui.reader.marks import Citing, Mark, MarkBook, Marks, lanes, marks_of, runs
from tests.domain.builders import AT, harbour, pick, source_of

SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30), st.sampled_from([*Kind, None])), max_size=12).map(
    lambda found: [Mark(f"passage-{n}", a, a + long, kind) for n, (a, long, kind) in enumerate(found, 1)]
)


@given(SPANS, st.integers(0, 90), st.integers(1, 20))
def test_a_stretch_has_the_marks_that_overlap_it(marks: list[Mark], start: int, long: int) -> None:
    """Asking for a stretch gives each mark with a character in it, in the order of the text."""
    end = start + long
    found = Marks(marks).between(start, end)
    assert {m.passage for m in found} == {m.passage for m in marks if m.start < end and start < m.end}
    assert len(found) == len({m.passage for m in found})
    assert [m.start for m in found] == sorted(m.start for m in found)


@given(SPANS)
def test_runs_say_of_each_character_what_rests_on_it(marks: list[Mark]) -> None:
    """Each character is in at most one run, whose kinds are those of the marks over it; without a kind only alone."""
    shown = {offset: set(run.kinds) for run in runs(marks, 0, 100) for offset in range(run.start, run.end)}
    for offset in range(100):
        kinds = {mark.kind for mark in marks if mark.start <= offset < mark.end}
        assert shown.get(offset, set()) == (kinds - {None} or kinds)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 20)).map(lambda p: (p[0], p[0] + p[1])), max_size=12))
def test_no_two_stripes_of_a_lane_stand_beside_each_other(extents: list[tuple[int, int]]) -> None:
    """Stripes that overlap in height are in different lanes, and there are no more lanes than stand side by side."""
    extents.sort()
    given_lanes = lanes(extents)
    for one in range(len(extents)):
        for other in range(one):
            apart = extents[one][0] >= extents[other][1]
            assert apart or given_lanes[one] != given_lanes[other]
    if extents:
        most = max(sum(a <= at < b for a, b in extents) for at in range(80))
        assert max(given_lanes) + 1 == most


def test_a_passage_has_a_mark_for_each_kind_of_point() -> None:
    """A passage that a risk and a recommendation cite is marked as both; one that nothing cites, as neither."""
    dossier, bare = pick(harbour(), "fishing fleet")
    found = {(mark.passage, mark.kind): mark.points for mark in marks_of(dossier, "source-1").all}
    assert found == {
        ("passage-1", Kind.RISK): ("risk-1",),
        ("passage-1", Kind.RECOMMENDATION): ("rec-1",),
        ("passage-2", Kind.DILEMMA): ("dilemma-1",),
        (bare, None): (),
    }


def test_several_points_of_a_kind_share_a_mark() -> None:
    """The number beside a stripe names one or two points, and says how many more there are."""
    dossier = harbour()
    for count, shown in enumerate(("1", "1, 2", "1 +2"), 1):
        (mark,) = [m for m in marks_of(dossier, "source-1").of("passage-1") if m.kind is Kind.RISK]
        assert len(mark.points) == count
        assert mark.numbers == shown
        dossier, _ = operations.make_point(dossier, Kind.RISK, title="Again", at=AT, passages=["passage-1"])


def test_marks_are_joined_over_the_blocks_that_they_share() -> None:
    """Marks in one block, or in blocks that another mark joins, are one cluster; those beyond are another."""
    blocks = source_of("aaaa bbbb\n\ncccc dddd\n\neeee").blocks
    marks = Marks([Mark("p-1", 0, 4), Mark("p-2", 5, 15), Mark("p-3", 16, 20), Mark("p-4", 22, 26)])
    starts, ends = [b.start for b in blocks], [b.end for b in blocks]
    assert [marks.cluster(n, starts, ends) for n in range(4)] == [range(3), range(3), range(3), range(3, 4)]


TEXT = "The wall, built by Dr. Smith in 1911, is old. It fails! Who pays?\n\nNobody knows."


@pytest.mark.parametrize(
    ("offset", "sentence"),
    [(0, "The wall, built by Dr. Smith in 1911, is old."), (46, "It fails!"), (64, "Who pays?"), (50, "It fails!")],
)
def test_the_sentence_around_a_place(offset: int, sentence: str) -> None:
    """A sentence is found by any place in it; an abbreviation does not end one."""
    start, end = spans.sentence_at(TEXT, 0, TEXT.index("\n"), offset)
    assert TEXT[start:end] == sentence


def test_ends_move_by_words() -> None:
    """An end goes to the next word's end with its punctuation, a start to the next word's beginning, and back."""
    assert spans.next_end(TEXT, 4) == TEXT.index("wall,") + 5
    assert spans.next_end(TEXT, 9) == TEXT.index("built") + 5
    assert spans.previous_end(TEXT, 15) == 9
    assert spans.next_start(TEXT, 4) == TEXT.index("built")
    assert spans.previous_start(TEXT, 10) == 4
    assert spans.previous_start(TEXT, 0) == 0
    assert spans.previous_end(TEXT, 2) == 0
    assert spans.next_start(TEXT, len(TEXT) - 2) == len(TEXT)
    assert spans.next_end(TEXT, len(TEXT)) == len(TEXT)
    assert spans.previous_start("x" * 3 + " " + "-" * 5_000, 5_000) == 0


@given(st.text(st.sampled_from([*"ab. ,’\n-", "😀"]), max_size=40), st.integers(0, 40))
def test_moving_an_end_goes_that_way(text: str, at: int) -> None:
    """The next place lies after, the one before lies before, within the text."""
    at = min(at, len(text))
    assert at < spans.next_end(text, at) <= len(text) or spans.next_end(text, at) == len(text)
    assert at < spans.next_start(text, at) <= len(text) or spans.next_start(text, at) == len(text)
    assert spans.previous_start(text, at) < at or at == 0 or spans.previous_start(text, at) == 0
    assert 0 <= spans.previous_end(text, at) < max(at, 1)
    begins, ends = spans.word_at(text, at)
    assert begins <= at <= ends


@pytest.mark.parametrize(
    ("quote", "title"),
    [
        ("Two of its caissons are rated poor.", "Two of its caissons are rated poor"),
        (
            "Thirty-one per cent of the structures inspected last autumn were rated poor, against nineteen in 2019.",
            "Thirty-one per cent of the structures inspected last",
        ),
        (
            "and the ferry company, which is small, pays dues by tonnage and by length.",
            "The ferry company, which is small",
        ),
        (
            "However, “nobody” knows what the cost of the works would be in the end",
            "“nobody” knows what the cost of the works",
        ),
        ("港" * 100, "港" * 40),
        ("which the council paid for with a loan from the", "Which the council paid for with a loan"),
        ("…", "…"),
        ("費用は誰が払うのか。", "費用は誰が払うのか。"),
        ("One\nline  broken", "One line broken"),
    ],
)
def test_a_title_is_suggested_from_the_passages_words(quote: str, title: str) -> None:
    """A draft title is the passage's beginning, ended where a clause ends, with no word left hanging."""
    assert spans.suggested_title(quote) == title


@given(st.text(min_size=1).filter(str.strip))
def test_every_passage_gets_some_title_on_one_line(quote: str) -> None:
    """Whatever the words, there is a title, short and on one line, that a point can hold."""
    title = spans.suggested_title(quote)
    assert title.strip()
    assert len(title.split()) <= 8
    assert "\n" not in title


def test_words_are_found_whatever_case_and_space() -> None:
    """Finding passes over case and the white space between words, and takes signs for what they are."""
    assert occurrences("Poor  walls.\nPOOR\nWALLS (x)", "poor walls") == [(0, 11), (13, 23)]
    assert occurrences("a (x) b", "(x)") == [(2, 5)]
    assert occurrences("anything", "  ") == []


def test_books_of_several_sources_share_who_cites_what() -> None:
    """A book begun later, on the same citations, has the marks of one that looked through everything itself."""
    dossier, citing = harbour(), Citing()
    MarkBook("source-2", citing).follow(dossier)
    dossier, _ = operations.make_point(dossier, Kind.RISK, title="Again", at=AT, passages=["passage-1"])
    dossier = operations.delete_point(dossier, "risk-1", at=AT)
    book = MarkBook("source-1", citing)
    book.follow(dossier)
    assert book.marks.all == marks_of(dossier, "source-1").all
    assert book.points_on("passage-1") == ["risk-2", "rec-1"]
