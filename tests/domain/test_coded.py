"""What codes stand for, where coded passages stand in another text of the same document, and how they come in."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.domain.anchoring import Span
from briefgen.domain.coded import Code, CodedProject, CodedSpan, CodedText, Coding, suggested_map
from briefgen.domain.coded_placing import place_spans
from briefgen.domain.dossier import Dossier, integrity_problems
from briefgen.domain.taking_over import PlacedText, take_over
from briefgen.domain.terms import Kind, PassageKind
from tests.domain.builders import AT, HARBOUR, LATER, harbour, source_of

RISK, EVIDENCE = PassageKind.RISK, PassageKind.EVIDENCE
POOR = "Two of its caissons are rated poor."
DUES = "pays dues by tonnage"

CODES = (
    Code(key="risks", name="Risks"),
    Code(key="wall", name="The wall fails", description="It is old.", under=("Risks",), note="Ask the engineer."),
    Code(key="money", name="Money"),
    Code(key="unused", name="Weather"),
)


def span(words: str, *codes: str, text: str = HARBOUR, note: str = "") -> CodedSpan:
    """A coded passage of a text."""
    start = text.index(words)
    codings = tuple(Coding(code) for code in codes)
    return CodedSpan(source="one", start=start, end=start + len(words), quote=words, codings=codings, note=note)


def taken(dossier: Dossier, spans: tuple[CodedSpan, ...], codes: dict[str, PassageKind | None]) -> Dossier:
    """The dossier with these passages of the harbour."""
    project = CodedProject(codes=CODES, texts=(CodedText(key="one", name="Harbour", text=HARBOUR),), spans=spans)
    text = PlacedText(
        source_of(HARBOUR),
        spans,
        place_spans(project.texts[0], spans, source_of(HARBOUR)),
        tuple(one.quote for one in spans),
    )
    after, _ = take_over(dossier, project, [text], codes, at=AT)
    assert integrity_problems(after) == ()
    return after


def test_a_code_stands_for_what_was_said_before_or_what_its_name_or_the_one_above_says() -> None:
    """Else for evidence where it has passages, and for nothing where it has none."""
    project = CodedProject(codes=CODES, spans=(span(POOR, "money"),))
    assert suggested_map(project, {}) == {"risks": RISK, "wall": RISK, "money": EVIDENCE, "unused": None}
    said = suggested_map(project, {"money": None, "weather": PassageKind.QUOTE})
    assert (said["money"], said["unused"]) == (None, PassageKind.QUOTE)


def test_passages_come_with_kinds_notes_and_points_of_the_codes_names() -> None:
    """A code named as a kind is the passage's kind; another one of that kind is a point that cites its passages."""
    after = taken(Dossier(), (span(POOR, "wall", note="Since 2019."), span(DUES, "money")), suggested_map_of())
    first, second = after.passages
    assert (first.quote, first.kind, first.note) == (POOR, RISK, "Since 2019.")
    assert (second.quote, second.kind) == (DUES, EVIDENCE)
    (point,) = after.points
    assert (point.kind, point.title, point.body, point.note) == (
        Kind.RISK,
        "The wall fails",
        "It is old.",
        "Ask the engineer.",
    )
    assert [citation.passage for citation in point.evidence] == [first.id]


def suggested_map_of() -> dict[str, PassageKind | None]:
    """What the codes of these tests stand for."""
    return {"risks": RISK, "wall": RISK, "money": EVIDENCE, "unused": None}


def test_taking_over_again_adds_nothing() -> None:
    """The same passages, notes and points are those that are there."""
    spans = (span(POOR, "wall", note="Since 2019."), span(DUES, "money"))
    once = taken(Dossier(), spans, suggested_map_of())
    assert taken(once, spans, suggested_map_of()) == once


def test_passages_whose_codes_are_all_left_out_stay_out() -> None:
    """And those that have another code come in by that."""
    codes = {**suggested_map_of(), "money": None, "wall": None}
    after = taken(Dossier(), (span(POOR, "money"), span(DUES, "money", "risks")), codes)
    assert [(p.quote, p.kind) for p in after.passages] == [(DUES, RISK)]
    assert after.points == ()


def test_a_passage_that_is_not_found_is_kept_as_lost() -> None:
    """With its words and its point, to be placed by hand."""
    gone = CodedSpan(source="one", quote="The wall was painted blue.", codings=(Coding("wall"),))
    after = taken(Dossier(), (gone,), suggested_map_of())
    (passage,) = after.passages
    assert passage.lost
    assert passage.quote == gone.quote
    assert [c.passage for c in after.points[0].evidence] == [passage.id]
    assert taken(after, (gone,), suggested_map_of()) == after


def test_a_codebook_brings_points_without_evidence() -> None:
    """Of those codes that stand for a kind of point."""
    project = CodedProject(codes=CODES)
    after, told = take_over(Dossier(), project, [], suggested_map(project, {}), at=AT)
    assert [(p.title, p.evidence) for p in after.points] == [("The wall fails", ())]
    assert told.points == ("risk-1",)


def test_what_is_there_already_is_added_to() -> None:
    """A passage that is there takes the note beside its own; a point of that name takes the evidence."""
    before = harbour()
    before = replace(before, points=(replace(before.points[0], title="The wall fails"), *before.points[1:]))
    after = taken(before, (span("A third was not inspected.", "wall"), span(POOR, note="Why?")), suggested_map_of())
    assert len(after.passages) == len(before.passages) + 1
    assert after.passages[0].note == "Why?"
    assert len(after.points[0].evidence) == 2
    assert after.points[0].updated != LATER


@given(st.data())
def test_other_white_space_keeps_every_place(data: st.DataObject) -> None:
    """A text whose lines are broken elsewhere has each passage on the same visible characters."""
    gaps = data.draw(st.lists(st.sampled_from([" ", "\n", "\r\n", "  ", "\t"]), min_size=40, max_size=40))
    words = HARBOUR.split()
    text = "".join(word + gap for word, gap in zip(words, gaps, strict=False))
    start = data.draw(st.integers(0, len(text) - 2))
    end = data.draw(st.integers(start + 1, len(text)))
    one = CodedSpan(source="one", start=start, end=end)
    (place,) = place_spans(CodedText(key="one", name="", text=text), [one], source_of(HARBOUR))
    found = "" if place is None else HARBOUR[place.start : place.end]
    assert found.split() == text[start:end].split()
    assert found == found.strip()


@pytest.mark.parametrize(("suffix", "at"), [(" is above", 4), (" fell", 28), ("", None), (" rose", None)])
def test_words_that_stand_twice_are_told_by_their_context(suffix: str, at: int | None) -> None:
    """Where the context does not tell, the place is not guessed."""
    source = source_of("Ere the wind is above nine, the wind fell.")
    (place,) = place_spans(
        CodedText(key="one", name=""), [CodedSpan(source="one", quote="the wind", suffix=suffix)], source
    )
    assert place == (None if at is None else Span(at, at + 8))


def test_a_text_with_other_words_in_it_is_anchored() -> None:
    """A document of which another program has kept a page header as well."""
    text = HARBOUR.replace("A third", "Page 2\n\nA third").replace("\n\n", "\n")
    (place,) = place_spans(CodedText(key="one", name="", text=text), [span(DUES, text=text)], source_of(HARBOUR))
    assert place == Span(HARBOUR.index(DUES), HARBOUR.index(DUES) + len(DUES))
