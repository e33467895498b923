"""Where risks stand in the rating table, and what has changed since a brief was last issued."""

import datetime as dt
from dataclasses import replace

from briefgen.domain.briefs import IssueRecord
from briefgen.domain.points import Position, RatingOverride
from briefgen.domain.terms import Rating, ScaleId
from tests.rendering import coast
from tests.rendering.coast import BRIEF, CAPACITY, CHALLENGE, CHOICE, DOSSIER, FAILURE, TIE, likelihood

ISSUED = dt.datetime(2025, 2, 20, 23, 30, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def test_risks_lie_where_they_stand() -> None:
    """Impact 5 on top, likelihood 1 on the left; by the residual position where there is one."""
    residual = replace(CAPACITY, residual=Position(likelihood=likelihood("remote chance"), impact=5))
    unrated = replace(CHALLENGE, likelihood=None)
    matrix = coast.context_of(*coast.with_points(FAILURE, unrated, residual))["matrix"]
    assert [row["number"] for row in matrix["rows"]] == [5, 4, 3, 2, 1]
    assert matrix["rows"][0]["words"] == "catastrophic"
    found = {
        (row["number"], cell["column"]): [risk["id"] for risk in cell["risks"]]
        for row in matrix["rows"]
        for cell in row["cells"]
        if cell["risks"]
    }
    assert found == {(4, 4): ["risk-1"], (5, 1): ["risk-3"]}
    assert [risk["label"] for risk in matrix["not_assessed"]] == ["Risk 2"]


def test_each_cell_has_the_rating_of_the_house_table() -> None:
    """And a risk keeps the rating that the editors put in its place."""
    override = RatingOverride(rating=Rating.LOW, reason="The line is closed anyway.")
    matrix = coast.context_of(*coast.with_points(replace(FAILURE, rating_override=override)))["matrix"]
    assert [cell["rating"]["words"] for cell in matrix["rows"][1]["cells"]] == [
        "low",
        "medium",
        "high",
        "high",
        "very high",
    ]
    (risk,) = matrix["rows"][1]["cells"][3]["risks"]
    assert risk["rating"]["words"] == "low"


def test_the_columns_are_headed_by_the_brief_s_scale() -> None:
    """Two of its terms may share a column."""
    matrix = coast.context_of(DOSSIER, BRIEF)["matrix"]
    assert [column["words"] for column in matrix["columns"]][:2] == [["remote chance"], ["highly unlikely", "unlikely"]]
    other = coast.context_of(DOSSIER, replace(BRIEF, scale=ScaleId.ICD203))["matrix"]
    assert other["columns"][0]["words"] != matrix["columns"][0]["words"]


def test_a_brief_that_was_never_issued_has_no_changes() -> None:
    """An issue of another brief does not count."""
    record = IssueRecord(id="issue-1", brief="brief-9", at=ISSUED)
    assert coast.context_of(DOSSIER)["changes"] is None
    assert coast.context_of(replace(DOSSIER, issues=(record,)))["changes"] is None


def test_points_made_or_edited_since_the_last_issue_are_told() -> None:
    """Only those that the brief prints; a new one is not told as edited, too."""
    points = (
        replace(FAILURE, created=ISSUED - DAY, updated=ISSUED + DAY),
        replace(CHALLENGE, created=ISSUED - DAY, updated=ISSUED - DAY),
        replace(TIE, created=ISSUED + DAY, updated=ISSUED + DAY),
        CHOICE,
    )
    dossier, brief = coast.with_points(*points)
    records = tuple(IssueRecord(id=f"issue-{n + 1}", brief=brief.id, at=ISSUED - n * DAY) for n in (0, 3))
    changes = coast.context_of(replace(dossier, issues=records), brief)["changes"]
    assert changes["since"] == {"iso": "2025-02-20", "long": "20 February 2025"}
    assert [link["label"] for link in changes["new"]] == ["Rec. 1"]
    assert [link["id"] for link in changes["changed"]] == ["risk-1"]
