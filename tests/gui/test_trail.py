"""Undo as a value: its laws."""

from hypothesis import given
from hypothesis import strategies as st

from briefgen.domain.dossier import Dossier, Settings
from briefgen.gui.trail import Act, Trail

STEPS = st.lists(st.sampled_from(["act", "undo", "redo"]), max_size=40)


def dossier(title: str) -> Dossier:
    """A dossier that is told from others by its title."""
    return Dossier(settings=Settings(title=title))


@given(STEPS)
def test_undo_and_redo_walk_along_the_acts(steps: list[str]) -> None:
    """Whatever is done in whatever order, undoing everything leads to the beginning, redoing it back again."""
    beginning = present = dossier("begin")
    trail = Trail()
    for number, step in enumerate(steps):
        if step == "act":
            after = dossier(str(number))
            trail = trail.with_act(Act(step, present, after), merge_within=0)
            present = after
        elif step == "undo" and trail.to_undo is not None:
            assert trail.to_undo.after is present
            present, trail = trail.to_undo.before, trail.undone()
        elif step == "redo" and trail.to_redo is not None:
            assert trail.to_redo.before is present
            present, trail = trail.to_redo.after, trail.redone()
    at_the_end = present
    taken_back = 0
    while trail.to_undo is not None:
        present, trail = trail.to_undo.before, trail.undone()
        taken_back += 1
    assert present is beginning
    for _ in range(taken_back):
        assert trail.to_redo is not None
        present, trail = trail.to_redo.after, trail.redone()
    assert present is at_the_end


def test_an_act_drops_what_was_undone() -> None:
    """After an undo, a new act is the last one: what was undone can't be done again."""
    a, b, c = dossier("a"), dossier("b"), dossier("c")
    trail = Trail().with_act(Act("first", a, b), merge_within=0).undone().with_act(Act("second", a, c), merge_within=0)
    assert [act.label for act in trail.acts] == ["second"]
    assert trail.to_redo is None


def test_acts_of_one_key_join_while_they_follow_at_once() -> None:
    """Typing in one field is one act; a pause, another field or an undo in between begins a new one."""
    a, b, c, d, e = (dossier(title) for title in "abcde")
    trail = Trail().with_act(Act("type", a, b, "title", at=0), merge_within=3)
    trail = trail.with_act(Act("type", b, c, "title", at=2), merge_within=3)
    assert [(act.before, act.after) for act in trail.acts] == [(a, c)]
    trail = trail.with_act(Act("type", c, d, "title", at=9), merge_within=3)
    assert len(trail.acts) == 2
    trail = trail.with_act(Act("type", d, e, "owner", at=9), merge_within=3)
    assert len(trail.acts) == 3
    back = trail.undone()
    assert len(back.with_act(Act("type", d, a, "title", at=9), merge_within=3).acts) == 3


def test_acts_without_a_key_never_join() -> None:
    """Two acts that name no key are two, however quickly they follow."""
    a, b, c = dossier("a"), dossier("b"), dossier("c")
    trail = Trail().with_act(Act("x", a, b), merge_within=3).with_act(Act("x", b, c), merge_within=3)
    assert len(trail.acts) == 2
