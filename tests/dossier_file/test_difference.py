"""What is written, removed and moved between two lists of records."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.domain.points import Risk
from briefgen.dossier_file.difference import NOTHING, Changes, changes

RISKS = tuple(Risk(id=f"risk-{number}") for number in range(1, 8))
SORTS = {risk.id: index * 2**32 for index, risk in enumerate(RISKS)}


def test_the_same_list_has_no_difference() -> None:
    """Nothing is looked at when the tuple is the same object, or its records are."""
    assert changes(RISKS, RISKS, SORTS.get) is NOTHING
    assert not changes(RISKS, (*RISKS,), SORTS.get)


def test_an_equal_record_is_not_written() -> None:
    """A record that is another object but says the same is no change."""
    copied = (*RISKS[:3], replace(RISKS[3]), *RISKS[4:])
    assert copied[3] is not RISKS[3]
    assert not changes(RISKS, copied, SORTS.get)


def test_a_changed_record_is_written_where_it_was() -> None:
    """One changed record is the only thing written, with what it was and its old key."""
    changed = replace(RISKS[3], title="New")
    found = changes(RISKS, (*RISKS[:3], changed, *RISKS[4:]), SORTS.get)
    assert not found.removed
    assert not found.moved
    (written,) = found.written
    assert written.record is changed
    assert written.before is RISKS[3]
    assert written.sort == SORTS["risk-4"]


def test_a_moved_record_is_only_moved() -> None:
    """A record that changed its place alone gets a new key and is not written."""
    found = changes(RISKS, (RISKS[5], *RISKS[:5], RISKS[6]), SORTS.get)
    assert found == Changes(moved=(("risk-6", -(2**32)),))


def test_a_removed_record_is_named() -> None:
    """Records that are gone are named; the others keep their keys."""
    assert changes(RISKS, RISKS[2:], SORTS.get) == Changes(removed=("risk-1", "risk-2"))


def test_an_id_given_twice_is_refused() -> None:
    """Two records with one id can't be kept."""
    with pytest.raises(ValueError, match="twice"):
        changes(RISKS, (*RISKS[:2], replace(RISKS[0], title="x"), replace(RISKS[0], title="y")), SORTS.get)


@given(st.data())
def test_applying_the_difference_gives_the_list_after(data: st.DataObject) -> None:
    """Whatever was removed, added, changed and moved: rows treated as told, in order of key, are the list after."""
    before = RISKS[: data.draw(st.integers(0, 7))]
    kept = data.draw(st.permutations(before))[: data.draw(st.integers(0, len(before)))]
    after = [
        replace(risk, title=data.draw(st.sampled_from(["", "", "changed"]))) if data.draw(st.booleans()) else risk
        for risk in kept
    ]
    for number in range(data.draw(st.integers(0, 3))):
        after.insert(data.draw(st.integers(0, len(after))), Risk(id=f"risk-{100 + number}"))
    sorts = {risk.id: SORTS[risk.id] for risk in before}
    found = changes(before, tuple(after), sorts.get)
    rows = {risk.id: (sorts[risk.id], risk) for risk in before}
    for gone in found.removed:
        del rows[gone]
    for written in found.written:
        rows[written.record.id] = (written.sort, written.record)
    for risk_id, sort in found.moved:
        rows[risk_id] = (sort, rows[risk_id][1])
    assert [risk for _, risk in sorted(rows.values(), key=lambda row: row[0])] == after
