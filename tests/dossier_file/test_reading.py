"""Plain data becomes the very value that it was made from."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.domain.bibliography import Bibliography
from briefgen.domain.briefs import Brief
from briefgen.domain.dossier import Settings
from briefgen.domain.fields import FieldError, freeze, to_plain
from briefgen.domain.points import Dilemma, Point, Risk
from briefgen.domain.sources import Passage, Source
from briefgen.domain.terms import ImpactArea
from briefgen.dossier_file.reading import Reading, Unreadable, plain_of, read_any_point, read_record
from briefgen.dossier_file.records import to_json
from tests import strategies


def through_json(plain: Any) -> Any:
    """What is left of plain data after it was kept."""
    return json.loads(to_json(plain))


@given(st.one_of(strategies.risks(), strategies.dilemmas(), strategies.recommendations()))
def test_points_come_back_equal(point: Point) -> None:
    """A point of any kind, with any of its fields."""
    reading = Reading()
    assert read_any_point(through_json(plain_of(point)), reading) == point
    assert not reading.missed


@given(st.one_of(strategies.sources(), strategies.briefs(), strategies.records(Settings)))
def test_other_records_come_back_equal(record: Any) -> None:
    """Sources with blocks and pages, briefs with everything in them, settings with their rating table."""
    assert read_record(type(record), through_json(plain_of(record)), Reading()) == record


@given(strategies.risks())
def test_plain_data_is_the_domains_own(risk: Risk) -> None:
    """What is written is what the domain says a record is as plain data, less the fields left out."""
    assert plain_of(risk) == to_plain(risk)
    assert "title" not in plain_of(risk, without=("title",))


def test_nothing_is_trimmed_or_composed() -> None:
    """A value made by a program rather than typed comes back to the code point."""
    risk = Risk(id="risk-1", title="  e\u0301 ", tags=(" x ",), set_aside=(("e\u0301", freeze([" ", {"a": []}])),))
    assert read_any_point(through_json(plain_of(risk)), Reading()) == risk


def test_unpaired_surrogates_in_free_values_survive() -> None:
    """A value that UTF-8 can't hold is escaped in the JSON."""
    risk = Risk(id="risk-1", set_aside=(("x", "\ud800"),))
    to_json(plain_of(risk)).encode()
    assert read_any_point(through_json(plain_of(risk)), Reading()) == risk


def test_unknown_names_are_passed_over_and_noted() -> None:
    """A name that no field has is noted, at any depth."""
    for plain in (
        {"id": "risk-1", "mood": 1},
        {"id": "risk-1", "evidence": [{"passage": "passage-1", "weight": 2}]},
    ):
        reading = Reading()
        assert read_any_point(plain, reading).id == "risk-1"
        assert reading.missed


def test_unknown_terms_are_passed_over_in_a_newer_programs_file_alone() -> None:
    """A newer program may choose from longer lists; in a file of our own an unknown word is damage."""
    plain = {"id": "risk-1", "trend": "sideways", "impact_on": ["people", "orbit"]}
    reading = Reading(newer=True)
    risk = read_any_point(plain, reading)
    assert (risk.trend, risk.impact_on) == (None, (ImpactArea.PEOPLE,))
    assert reading.missed
    with pytest.raises(Unreadable, match="sideways"):
        read_any_point(plain, Reading())
    with pytest.raises(Unreadable, match="orbit"):
        read_any_point({"id": "risk-1", "impact_on": ["orbit"]}, Reading())


def test_wider_rows_of_a_newer_program_are_cut() -> None:
    """A block with one more value than we know is read without it, in a newer program's file."""
    plain = {"id": "source-1", "sha256": "", "text": "abc", "blocks": [["paragraph", 0, 3, 0, "new"]]}
    reading = Reading(newer=True)
    assert read_record(Source, plain, reading).blocks[0].end == 3
    assert reading.missed
    with pytest.raises(Unreadable, match="Block"):
        read_record(Source, plain, Reading())


@pytest.mark.parametrize(
    ("cls", "plain"),
    [
        (Passage, {"id": "passage-1"}),
        (Passage, {"id": 5}),
        (Passage, "text"),
        (Brief, {"id": "brief-1", "name": "x", "date": "soon"}),
        (Brief, {"id": "brief-1", "name": "x", "date": 3}),
        (Brief, {"id": "brief-1", "name": "x", "points": {"point": "risk-1"}}),
        (Brief, {"id": "brief-1", "name": "x", "points": [["risk-1"]]}),
        (Brief, {"id": "brief-1", "name": "x", "fields": [1]}),
        (Bibliography, {"issued": {"year": "2025"}}),
        (Bibliography, {"author": [{"literal": ["x"]}]}),
        (Dilemma, {"id": "dilemma-1", "lean": "C"}),
        (Settings, {"scale": ["phia"]}),
        (Risk, {"id": "risk-1", "likelihood": {"term": "likely"}}),
        (Risk, {"id": "risk-1", "likelihood": {"term": ["likely"]}}),
        (Risk, {"id": "risk-1", "likelihood": {"word": "likely"}}),
        (Risk, {"id": "risk-1", "created": "noon"}),
    ],
)
def test_impossible_data_is_refused(cls: type, plain: Any) -> None:
    """Data of the wrong kind, missing or contradicting itself gives an error, never a record."""
    with pytest.raises((Unreadable, FieldError, TypeError)):
        read_record(cls, plain, Reading())
