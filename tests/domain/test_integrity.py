"""A dossier is judged alike whether all of it is looked at or only what an edit can have spoiled."""

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.domain.dossier import integrity_problems
from tests import strategies


@settings(max_examples=40)
@given(st.data())
def test_a_look_at_the_difference_finds_what_a_look_at_all_finds(data: st.DataObject) -> None:
    """Law: after sound and after spoiling edits, nothing is found since a sound dossier only if nothing is there."""
    before = data.draw(strategies.dossiers())
    after = data.draw(strategies.edited(before))
    assert integrity_problems(after) == integrity_problems(after, since=before) == ()
    name = data.draw(st.sampled_from(["sources", "passages", "points"]))
    records: tuple[Any, ...] = getattr(after, name)
    if records:
        place = data.draw(st.integers(0, len(records) - 1))
        spoiled = replace(after, **{name: records[:place] + records[place + 1 :]})
        assert integrity_problems(spoiled) == integrity_problems(spoiled, since=after)
        doubled = replace(after, **{name: (*records, records[place])})
        assert integrity_problems(doubled, since=after) == (f"an id stands twice among the {name}",)
