"""What fields take, what they refuse and how they say so; plain data and back."""

import datetime as dt
import json
import pickle
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.domain.briefs import Author, Brief, Clearance
from briefgen.domain.dossier import Settings, kind_of, read_point
from briefgen.domain.fields import (
    Checked,
    FieldError,
    Plain,
    as_id,
    dashed,
    freeze,
    from_plain,
    read_field,
    spec_of,
    specs,
    thaw,
    to_plain,
)
from briefgen.domain.points import (
    ON_DECISION,
    Citation,
    Cost,
    Criterion,
    Dilemma,
    Edit,
    Likelihood,
    Option,
    Point,
    Position,
    RatingOverride,
    Recommendation,
    Risk,
    Settlement,
    Tension,
)
from briefgen.domain.rating import RatingTable, rating_of, residual_rating
from briefgen.domain.sources import Passage
from briefgen.domain.terms import SCALES, Confidence, CostBand, Kind, LikelihoodScale, Mark, Rating, ScaleId, Trend
from tests import strategies

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@pytest.mark.parametrize(
    ("cls", "field", "typed", "value"),
    [
        (Risk, "likelihood", "Highly  likely", Likelihood(term="highly likely")),
        (Risk, "likelihood", "likely", Likelihood(term="likely or probable")),
        (Risk, "likelihood", "very likely", Likelihood(scale=ScaleId.ICD203, term="very likely")),
        (Risk, "likelihood", "icd-203: likely", Likelihood(scale=ScaleId.ICD203, term="likely")),
        (Risk, "likelihood", "nrr: 4", Likelihood(scale=ScaleId.NRR, term="level 4")),
        (Risk, "likelihood", '{"scale": "nrr", "term": "level 1"}', Likelihood(scale=ScaleId.NRR, term="level 1")),
        (Risk, "impact", "4", 4),
        (Risk, "impact", "Significant", 4),
        (Risk, "trend", "RISING", Trend.RISING),
        (Risk, "trend", "", None),
        (Risk, "review-by", "2027-03-01", dt.date(2027, 3, 1)),
        (Risk, "review_by", "", None),
        (Risk, "controls", "a daily watch", ("a daily watch",)),
        (Risk, "controls", '["one", "two"]', ("one", "two")),
        (
            Risk,
            "inherent",
            '{"likelihood": "unlikely", "impact": "moderate"}',
            Position(likelihood=Likelihood(term="unlikely"), impact=3),
        ),
        (
            Risk,
            "rating-override",
            '{"rating": "very high", "reason": "one pier"}',
            RatingOverride(rating=Rating.VERY_HIGH, reason="one pier"),
        ),
        (Dilemma, "tension", "safety against local choice.", Tension(one="safety", other="local choice")),
        (
            Dilemma,
            "criteria",
            '["cost", {"name": "time", "weight": 3}]',
            (Criterion(name="cost"), Criterion(name="time", weight=3)),
        ),
        (Dilemma, "options", '{"letter": "A"}', (Option(letter="A"),)),
        (Recommendation, "deadline", "On decision", ON_DECISION),
        (Recommendation, "deadline", "2027-03-14", dt.date(2027, 3, 14)),
        (Recommendation, "cost", "£3m a year", Cost(amount="£3m a year")),
        (Recommendation, "cost", '{"band": "£1-10m"}', Cost(band=CostBand.FROM_1M)),
        (Recommendation, "settles", "Dilemma 1:a", (Settlement(dilemma="dilemma-1", option="A"),)),
        (Recommendation, "legal-none", "yes", True),
        (Recommendation, "evidence", '["Passage 2"]', (Citation(passage="passage-2"),)),
        (Brief, "from", "Ports policy", "Ports policy"),
        (Brief, "copy-to", '["Perm Sec", "Press"]', ("Perm Sec", "Press")),
        (Brief, "cleared-by", "Director, Legal", (Clearance(post="Director, Legal"),)),
        (Brief, "authors", '[{"name": "Ports team"}]', (Author(name="Ports team"),)),
        (Brief, "bluf", "One.\r\nTwo.\rThree.", "One.\nTwo.\nThree."),
        (Brief, "title", "  Cafe\u0301  ", "Café"),
    ],
)
def test_what_a_person_types_is_read(cls: type[Checked], field: str, typed: str, value: object) -> None:
    """Each field reads the forms that people write, and gives its own kind of value."""
    assert read_field(cls, field, typed)[1] == value


@pytest.mark.parametrize(
    ("cls", "field", "typed", "named", "takes"),
    [
        (Risk, "likelihood", "quite likely", "likelihood", "almost certain"),
        (Risk, "impact", "6", "impact", "from 1 to 5"),
        (Risk, "impact", "", "impact", None),
        (Risk, "trend", "upwards", "trend", "rising, steady, falling, new"),
        (Risk, "review-by", "2027-02-30", "review-by", "2026-03-14"),
        (Risk, "inherent", '{"likelihood": "unlikely"}', "inherent.impact", "a value"),
        (Risk, "inherent", "unlikely", "inherent", "JSON object"),
        (Risk, "rating-override", '{"rating": "high", "reason": " "}', "rating-override.reason", "not blank"),
        (Risk, "impact-on", '["people", "trees"]', "impact-on[2]", "public trust"),
        (Risk, "controls", '["unfinished', "controls", "JSON list"),
        (Risk, "colour", "red", "colour", "there is no such field"),
        (Risk, "title", "two\nlines", "title", "one line"),
        (Risk, "body", "bell \x07", "body", "control characters"),
        (Dilemma, "tension", "just one thing", "tension", "against"),
        (Dilemma, "options", '[{"letter": "AA"}]', "options[1].letter", "A to Z"),
        (Recommendation, "deadline", "soon", "deadline", "on decision"),
        (
            Recommendation,
            "mitigates",
            '[{"risk": "risk-1", "impact-steps": 2}]',
            "mitigates[1].impact-steps",
            "-4 to 0",
        ),
        (Recommendation, "legal-none", "perhaps", "legal-none", "true or false"),
        (Passage, "source", "risk-1", "source", "source-1"),
    ],
)
def test_impossible_values_are_refused_by_name(
    cls: type[Checked], field: str, typed: str, named: str, takes: str | None
) -> None:
    """The error names the field, the inner one where it is nested, and what it takes."""
    if takes is None:
        assert read_field(cls, field, typed)[1] is None
        return
    with pytest.raises(FieldError) as refused:
        read_field(cls, field, typed)
    assert refused.value.field == named
    assert takes in refused.value.message
    assert refused.value.exit_code == 2


@pytest.mark.parametrize(
    ("build", "says"),
    [
        (lambda: Risk(id="rec-1"), "risk-1"),
        (lambda: Risk(id="risk-0"), "risk-1"),
        (lambda: Risk(id="risk-1", evidence=(Citation(passage="passage-1"),) * 2), "each passage once"),
        (lambda: Risk(id="risk-1", controls=["a list"]), "controls"),
        (lambda: Risk(id="risk-1", created=dt.datetime(2026, 1, 1)), "created"),  # noqa: DTZ001  the point of the test
        (lambda: Risk(id="risk-1", review_by=dt.datetime(2026, 1, 1, tzinfo=dt.UTC)), "review-by"),
        (lambda: Dilemma(id="dilemma-1", options=(Option(letter="A"),) * 2), "different letters"),
        (lambda: Dilemma(id="dilemma-1", options=tuple(Option(letter=c) for c in "ABCDE")), "at most 4"),
        (lambda: Dilemma(id="dilemma-1", lean="A"), "lean"),
        (lambda: Dilemma(id="dilemma-1", criteria=(Criterion(name="c"),) * 2), "different names"),
        (lambda: read_point({"id": "dilemma-1", "cells": [{"option": "A", "criterion": "c"}]}), "cells"),
        (lambda: Option(letter="A", raises=("risk-1",), reduces=("risk-1",)), "reduce"),
        (lambda: Recommendation(id="rec-1", depends_on=("rec-1",)), "other recommendations"),
        (lambda: Edit(start=3, end=3), "after the start"),
        (lambda: Citation(passage="passage-1", edits=(Edit(start=5, end=9), Edit(start=0, end=6))), "overlap"),
        (lambda: Likelihood(term="likely"), "likely or probable"),
        (lambda: Brief(id="brief-1", name=" "), "name"),
        (lambda: Brief(id="brief-1", name="x", tlp="TLP:PINK"), "TLP:RED"),
        (lambda: Passage(id="passage-1", source="source-1", start=4, end=4, quote=""), "after the start"),
        (lambda: Passage(id="passage-1", source="source-1", start=0, end=3, quote="four"), "3 characters"),
        (lambda: Passage(id="passage-1", source="source-1", start=0, end=1, quote="x", prefix="y" * 33), "at most 32"),
        (lambda: RatingTable(rows=()), "five lists"),
        (lambda: RatingTable().replaced(5, 5, Rating.LOW), "never fall"),
        (lambda: kind_of("brief-1"), "risk-1"),
    ],
)
def test_what_can_not_be_is_never_built(build: Callable[[], object], says: str) -> None:
    """Also where fields contradict each other."""
    with pytest.raises(FieldError, match=says):
        build()


def test_a_field_error_survives_the_road_between_processes() -> None:
    """With field and sentence."""
    error = pickle.loads(pickle.dumps(FieldError("impact", "1 to 5", "9")))  # noqa: S301  our own bytes
    assert (error.field, error.takes) == ("impact", "1 to 5")


@given(strategies.risks() | strategies.dilemmas() | strategies.recommendations())
def test_points_become_json_and_back(point: Point) -> None:
    """All three kinds with all their fields."""
    assert read_point(json.loads(json.dumps(to_plain(point)))) == point


@given(strategies.briefs())
def test_briefs_become_json_and_back(brief: Brief) -> None:
    """With sections, selections and template fields."""
    assert from_plain(Brief, json.loads(json.dumps(to_plain(brief)))) == brief


@given(PLAIN)
def test_freezing_is_undone_by_thawing(plain: Plain) -> None:
    """Whatever JSON can hold; what is frozen can be hashed."""
    hash(freeze(plain))
    assert thaw(freeze(plain)) == plain


def test_unknown_names_are_refused_unless_a_newer_program_wrote_them() -> None:
    """A typing error never passes for a field."""
    plain = {"id": "risk-1", "titel": "A slip"}
    with pytest.raises(FieldError, match="titel"):
        read_point(plain)
    assert read_point(plain, lenient=True) == Risk(id="risk-1")


def test_defaults_are_not_written() -> None:
    """So that the file holds what editors gave."""
    assert to_plain(Risk(id="risk-1", title="")) == {"id": "risk-1"}
    assert to_plain(Settings()) == {}


@pytest.mark.parametrize(
    ("written", "exact"),
    [
        ("Risk 1", "risk-1"),
        ("rec. 2", "rec-2"),
        ("Recommendation-3", "rec-3"),
        ("DILEMMA_04", "dilemma-4"),
        ("x y", "x y"),
    ],
)
def test_ids_are_read_as_people_write_them(written: str, exact: str) -> None:
    """Printed labels included."""
    assert as_id(written) == exact


def test_every_field_says_what_it_takes() -> None:
    """In words, for every field of every kind of point and of a brief."""
    for cls in (Risk, Dilemma, Recommendation, Brief, Passage, Settings):
        for name, spec, _ in specs(cls):
            assert spec_of(cls, dashed(name)) is spec
            assert spec.takes
            assert spec.takes != "a value"


class TestRating:
    """From likelihood and impact to a rating."""

    def test_the_table_is_a_lookup_and_no_product(self) -> None:
        """Catastrophic but remote is medium, where a product would say low."""
        risk = Risk(id="risk-1", likelihood=Likelihood(term="remote chance"), impact=5)
        assert rating_of(risk, RatingTable()) is Rating.MEDIUM

    def test_the_whole_table(self) -> None:
        """As the house conventions print it, impact 5 first."""
        rows = [[str(rating)[0] for rating in row] for row in reversed(RatingTable().rows)]
        assert ["".join(row) for row in rows] == ["mhhvv", "lmhhv", "lmmhh", "llmmm", "llllm"]

    @pytest.mark.parametrize("scale", SCALES.values(), ids=str)
    def test_every_term_has_its_column(self, scale: LikelihoodScale) -> None:
        """From 1 to 5, never falling, both ends used."""
        columns = [term.column for term in scale.terms]
        assert columns == sorted(columns)
        assert {columns[0], columns[-1]} == {1, 5}

    def test_an_override_stands_before_the_table(self) -> None:
        """And its reason is never blank."""
        risk = Risk(
            id="risk-1",
            likelihood=Likelihood(term="remote chance"),
            impact=1,
            rating_override=RatingOverride(rating=Rating.HIGH, reason="no second pier"),
        )
        assert rating_of(risk, RatingTable()) is Rating.HIGH

    def test_the_residual_position_counts_where_it_is_given(self) -> None:
        """Else the risk as it stands; unrated while there is neither."""
        risk = Risk(
            id="risk-1",
            likelihood=Likelihood(term="almost certain"),
            impact=5,
            residual=Position(likelihood=Likelihood(term="unlikely"), impact=2),
        )
        assert residual_rating(risk, RatingTable()) is Rating.LOW
        assert residual_rating(Risk(id="risk-2"), RatingTable()) is None

    def test_a_house_edits_a_cell(self) -> None:
        """One cell, and the others stay."""
        table = RatingTable().replaced(5, 1, Rating.HIGH)
        assert table.rate(Likelihood(term="remote chance"), 5) is Rating.HIGH
        assert table.rows[:4] == RatingTable().rows[:4]


def test_marks_have_signs_and_an_order() -> None:
    """Printed ++ + 0 − −−."""
    assert [mark.sign for mark in Mark] == ["++", "+", "0", "−", "−−"]
    assert [mark.score for mark in Mark] == [2, 1, 0, -1, -2]


def test_terms_explain_themselves() -> None:
    """Where the word alone may mislead."""
    assert "sources" in Confidence.LOW.meaning
    assert Kind("dilemma").prefix == "dilemma"
    assert Kind.RECOMMENDATION.prefix == "rec"
