"""What a newer program wrote outlives a rewrite by an older one."""

from copy import deepcopy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from briefgen.dossier_file.carry_over import carry_over

_scalars = st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["a", "b", ""])
_plain = st.recursive(
    _scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "x", "y"]), inner, max_size=3),
    max_leaves=8,
)


@given(_plain, _plain)
def test_what_was_understood_whole_becomes_what_it_shall_be(before: Any, after: Any) -> None:
    """Where nothing was unknown, the result is what shall stand there."""
    assert carry_over(before, before, after) == after


@given(_plain, st.sampled_from(["new-name", "other"]), _plain)
def test_without_a_change_everything_stays(before: Any, name: str, unknown: Any) -> None:
    """Where nothing changed, what is kept stays to the letter."""
    kept = deepcopy(before)
    if isinstance(kept, dict):
        kept[name] = unknown
    assert carry_over(kept, before, before) == kept


def test_unknown_names_stay_beside_a_changed_one() -> None:
    """A field of a newer program survives the edit of another field."""
    kept = {"title": "a", "mood": {"grave": True}}
    assert carry_over(kept, {"title": "a"}, {"title": "b"}) == {"title": "b", "mood": {"grave": True}}


def test_a_field_set_back_to_its_default_goes() -> None:
    """A known field that is no longer written is not brought back."""
    assert carry_over({"title": "a", "mood": 1}, {"title": "a"}, {}) == {"mood": 1}


def test_unknown_names_inside_a_list_follow_their_entry() -> None:
    """Entries are known again when they move, and by their name when they change."""
    kept = [{"passage": "p-1", "weight": 3}, {"passage": "p-2", "weight": 5}]
    before = [{"passage": "p-1"}, {"passage": "p-2"}]
    after = [{"passage": "p-2", "note": "look"}, {"passage": "p-3"}, {"passage": "p-1"}]
    assert carry_over(kept, before, after) == [
        {"passage": "p-2", "note": "look", "weight": 5},
        {"passage": "p-3"},
        {"passage": "p-1", "weight": 3},
    ]


def test_unknown_names_of_a_removed_entry_go_with_it() -> None:
    """An entry that an editor took out does not come back."""
    assert carry_over([{"letter": "A", "new": 1}], [{"letter": "A"}], []) == []


def test_unknown_terms_of_a_list_follow_the_known_ones() -> None:
    """A newer program's term, which was passed over, stays in the list when the known ones change."""
    assert carry_over(["people", "orbit"], ["people"], ["economy"]) == ["economy", "orbit"]


def test_an_unknown_term_is_replaced_when_the_editor_chooses_another() -> None:
    """A choice that was not understood, and so read as not made, gives way to one that is made."""
    assert carry_over({"trend": "sideways"}, {}, {"trend": "rising"}) == {"trend": "rising"}
