"""Options of a dilemma: moved, taken away; their letters stay theirs."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.domain import operations
from briefgen.domain.dossier import Dossier, integrity_problems
from briefgen.domain.operations import Relation
from briefgen.domain.points import Cell, Criterion, Dilemma, Option, Recommendation
from briefgen.errors import UsageError
from tests.domain.builders import AT, LATER, harbour


def with_options() -> Dossier:
    """A dilemma with three options, a table and a lean; two recommendations that settle it, by B and by A."""
    dossier = harbour()
    values = {
        "options": tuple(Option(letter=letter) for letter in "ABC"),
        "criteria": (Criterion(name="cost"),),
        "cells": tuple(Cell(option=letter, criterion="cost", outcome=f"{letter} costs") for letter in "ABC"),
        "lean": "B",
    }
    dossier = operations.edit_point(dossier, "dilemma-1", at=AT, values=values)
    recs = [point.id for point in dossier.points if isinstance(point, Recommendation)]
    for rec, letter in zip(recs, "BA", strict=False):
        dossier = operations.link(dossier, rec, Relation.SETTLES, "dilemma-1", at=AT, letter=letter)
    return dossier


def dilemma_of(dossier: Dossier) -> Dilemma:
    """The dilemma."""
    point = dossier.point("dilemma-1")
    assert isinstance(point, Dilemma)
    return point


@given(st.sampled_from("ABC"), st.integers(-3, 5))
def test_moving_changes_the_order_and_nothing_else(letter: str, to: int) -> None:
    """All that refers to an option still does; moved to where it is, nothing is changed at all."""
    before = with_options()
    after = operations.move_option(before, "dilemma-1", letter, to, at=LATER)
    was, now = dilemma_of(before), dilemma_of(after)
    assert [option.letter for option in now.options].index(letter) == max(0, min(to, 2))
    if now.options == was.options:
        assert after is before
        return
    assert now == replace(was, options=now.options, updated=LATER)
    assert [p for p in after.points if p.id != "dilemma-1"] == [p for p in before.points if p.id != "dilemma-1"]
    assert {option.letter for option in now.options} == set("ABC")
    assert integrity_problems(after) == ()


def test_removing_takes_what_is_said_of_it_along() -> None:
    """Cells and lean go; who settled the dilemma by it settles it by none; who settled it by another is left alone."""
    before = with_options()
    settling = operations.settling(before, "dilemma-1", "B")
    assert settling == ("rec-1",)
    after = operations.remove_option(before, "dilemma-1", "B", at=LATER)
    dilemma = dilemma_of(after)
    assert [option.letter for option in dilemma.options] == ["A", "C"]
    assert [cell.option for cell in dilemma.cells] == ["A", "C"]
    assert dilemma.lean == ""
    rec = after.point("rec-1")
    assert isinstance(rec, Recommendation)
    assert [(entry.dilemma, entry.option) for entry in rec.settles] == [("dilemma-1", "")]
    assert operations.settling(after, "dilemma-1", "B") == ()
    assert operations.settling(after, "dilemma-1", "A") == operations.settling(before, "dilemma-1", "A")
    assert integrity_problems(after) == ()


def test_a_lean_to_another_option_stays() -> None:
    """Only what refers to the option goes with it."""
    assert dilemma_of(operations.remove_option(with_options(), "dilemma-1", "A", at=LATER)).lean == "B"


def test_an_option_that_is_not_there_is_named() -> None:
    """With those that are; a risk has none."""
    with pytest.raises(UsageError, match="has no option D: it has only A, B, C"):
        operations.move_option(with_options(), "dilemma-1", "D", 0, at=AT)
    with pytest.raises(UsageError, match="risk-1 has no option A: it has no options"):
        operations.remove_option(with_options(), "risk-1", "A", at=AT)
