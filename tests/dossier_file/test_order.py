"""Sort keys: what moved gets a new one, and as little else as can be."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from briefgen.dossier_file.order import ROOM, new_keys


def applied(keys: list[int | None], changed: dict[int, int]) -> list[int | None]:
    """The keys after the change."""
    return [changed.get(index, key) for index, key in enumerate(keys)]


def rises(keys: list[int | None]) -> bool:
    """Whether each key is given and above the one before."""
    return None not in keys and all(a < b for a, b in pairwise(keys))  # type: ignore[operator]  # None is ruled out before


def test_first_records_get_room_around_them() -> None:
    """In an empty list keys are far apart."""
    assert list(new_keys([None, None, None]).values()) == [ROOM, 2 * ROOM, 3 * ROOM]


def test_appended_and_prepended_records_leave_the_others_alone() -> None:
    """New records at either end get keys beyond those there are."""
    assert new_keys([10, 20, None]) == {2: 20 + ROOM}
    assert new_keys([None, 10, 20]) == {0: 10 - ROOM}


def test_moving_one_record_changes_its_key_alone() -> None:
    """One of many that moves is the only one to be rewritten, whichever way it moves."""
    keys = [index * ROOM for index in range(100)]
    to_front: list[int | None] = [keys[70], *keys[:70], *keys[71:]]
    to_back: list[int | None] = [*keys[:5], *keys[6:], keys[5]]
    assert set(new_keys(to_front)) == {0}
    assert set(new_keys(to_back)) == {99}


def test_a_crowded_place_takes_in_its_neighbours_and_no_more() -> None:
    """Where no key is left between two records, a few around them move apart, not the whole list."""
    keys: list[int | None] = [index * ROOM for index in range(1000)]
    keys[500:501] = [500 * ROOM, 500 * ROOM + 1]
    keys.insert(501, None)
    changed = new_keys(keys, 501, 502)
    assert rises(applied(keys, changed))
    assert 1 <= len(changed) < 50


def test_inserting_at_one_spot_for_ever_stays_cheap() -> None:
    """Thousands of insertions at the same place rewrite few keys each, on the average."""
    keys: list[int | None] = [0, ROOM]
    rewritten = 0
    for _ in range(2000):
        keys.insert(1, None)
        changed = new_keys(keys, 1, 2)
        rewritten += len(changed)
        keys = applied(keys, changed)
    assert rises(keys)
    assert rewritten < 2000 * 12


@given(st.lists(st.none() | st.integers(-50, 50), max_size=30))
def test_any_list_of_keys_can_be_made_to_rise(keys: list[int | None]) -> None:
    """Whatever the keys were, equal and missing ones among them, all rise afterwards."""
    assert rises(applied(keys, new_keys(keys)))


@given(st.data(), st.lists(st.integers(-1000, 1000), unique=True, max_size=30).map(sorted))
def test_only_what_is_out_of_order_changes(data: st.DataObject, keys: list[int]) -> None:
    """With room between them, keys that rise stay: at most the moved and the new ones change."""
    spaced = [key * ROOM for key in keys]
    rest = list(spaced)
    moved = [rest.pop(data.draw(st.integers(0, len(rest) - 1))) for _ in range(min(len(rest), 2))]
    after: list[int | None] = list(rest)
    for key in (*moved, None):
        after.insert(data.draw(st.integers(0, len(after))), key)
    changed = new_keys(after)
    assert rises(applied(after, changed))
    assert len(changed) <= len(moved) + 1


@given(st.data(), st.lists(st.integers(-30, 30), unique=True, min_size=2, max_size=20).map(sorted))
def test_a_window_leaves_what_is_outside_when_there_is_room(data: st.DataObject, keys: list[int]) -> None:
    """Only the window is touched, unless it has no room."""
    spaced: list[int | None] = [key * ROOM for key in keys]
    first = data.draw(st.integers(0, len(spaced)))
    last = data.draw(st.integers(first, len(spaced)))
    window = [*data.draw(st.permutations(spaced[first:last])), None]
    after = [*spaced[:first], *window, *spaced[last:]]
    changed = new_keys(after, first, first + len(window))
    assert rises(applied(after, changed))
    assert all(first <= index < first + len(window) for index in changed)
