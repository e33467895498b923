"""A dossier's lists: records by their ids, and what differs between two lists."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.domain.dossier import Dossier, UnknownId, by_id, differing
from briefgen.domain.points import Risk

RISKS = tuple(Risk(id=f"risk-{n}", title=f"Risk {n}") for n in range(1, 9))


def test_records_are_found_by_their_ids_and_looked_through_once() -> None:
    """What one list was looked through for is kept; an equal list is another one, with records of its own."""
    other = tuple(replace(risk) for risk in RISKS)
    assert by_id(RISKS) is by_id(RISKS)
    assert by_id(RISKS)["risk-3"] is RISKS[2]
    assert by_id(other)["risk-3"] is other[2]


def test_record_that_is_not_there_is_named() -> None:
    """Asking for it is an error that says what was asked for, where."""
    assert Dossier(points=RISKS).point("risk-8") is RISKS[7]
    with pytest.raises(UnknownId, match="no point with the id risk-9"):
        Dossier(points=RISKS).point("risk-9")


@given(st.lists(st.sampled_from(RISKS), unique=True), st.lists(st.sampled_from(RISKS), unique=True))
def test_what_differs_turns_one_list_into_the_other(before: list[Risk], after: list[Risk]) -> None:
    """Without what went and with what came, the list before has what the list after has."""
    gone, come = differing(tuple(before), tuple(after))
    assert {*map(id, gone)} == {*map(id, before)} - {*map(id, after)}
    assert {*map(id, come)} == {*map(id, after)} - {*map(id, before)}
