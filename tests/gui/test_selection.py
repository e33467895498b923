"""Where one is in a dossier, and the way back."""

from hypothesis import given
from hypothesis import strategies as st

from briefgen import workflows
from briefgen.domain import operations
from briefgen.domain.dossier import Dossier
from briefgen.domain.terms import Kind
from briefgen.gui.selection import Place, Selection


def test_a_jump_can_be_gone_back() -> None:
    """Back returns to where the jump came from, forward to where it went; each is brought into view."""
    selection = Selection()
    arrived: list[Place] = []
    selection.jumped.connect(arrived.append)
    selection.select(source="source-1", passage="passage-1")
    selection.go(workspace="brief", brief="brief-1", section="timing")
    assert selection.place == Place(workspace="brief", source="source-1", brief="brief-1", section="timing")
    selection.back()
    assert selection.place == Place(source="source-1", passage="passage-1")
    assert not selection.can_go_back
    selection.forward()
    assert selection.place.section == "timing"
    assert [place.workspace for place in arrived] == ["brief", "read", "brief"]


@given(st.lists(st.integers(1, 5), min_size=1, max_size=20))
def test_going_back_all_the_way_leads_to_the_beginning(numbers: list[int]) -> None:
    """As many steps back as jumps lead to the first place, as many forward to the last."""
    selection = Selection()
    first = selection.place
    for number in numbers:
        selection.go(point=f"risk-{number}")
    last = selection.place
    for _ in numbers:
        selection.back()
    assert selection.place == first
    for _ in numbers:
        selection.forward()
    assert selection.place == last


def test_selecting_is_told_once_and_makes_no_trail() -> None:
    """What is selected is told with what was before; selecting the same tells nothing; there is nothing to go back."""
    selection = Selection()
    told: list[tuple[Place, Place]] = []
    selection.changed.connect(lambda before, now: told.append((before, now)))
    selection.select(point="risk-1")
    selection.select(point="risk-1")
    assert told == [(Place(), Place(point="risk-1"))]
    assert not selection.can_go_back


def test_what_is_gone_is_let_go_of() -> None:
    """When a point is deleted, it is selected no longer; what is still there stays selected."""
    dossier, kept = operations.make_point(Dossier(), Kind.RISK, title="A", at=workflows.now())
    selection = Selection()
    selection.select(point=kept, brief="brief-1")
    selection.keep_to(dossier)
    assert selection.place == Place(point=kept)
