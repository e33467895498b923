"""Whatever editors do, in whatever order, a dossier stays sound, numbers are never reused, nothing else changes."""

import re
from collections.abc import Callable
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from briefgen.domain import operations
from briefgen.domain.dossier import Dossier, integrity_problems
from briefgen.domain.operations import Relation
from briefgen.domain.points import Edit, Point
from briefgen.domain.terms import Kind, Trend
from briefgen.errors import UsageError
from tests.domain.builders import AT, HARBOUR, harbour, source_of

_WORDS = [match.span() for match in re.finditer(r"\w+", HARBOUR)]
_TEXTS = [HARBOUR, HARBOUR.replace("1911", "1912"), "Nothing of it stands.", "So:\n\n" + HARBOUR, HARBOUR[40:]]


class Editing(RuleBasedStateMachine):
    """An editor who does anything at any time; acts that are refused change nothing."""

    def __init__(self) -> None:
        """Begin with the harbour's dossier."""
        super().__init__()
        self.dossier = harbour()
        self.given: set[str] = {point.id for point in self.dossier.points}

    def act(self, operation: Callable[..., Any], *arguments: object, **named: object) -> None:
        """Do something, or be refused with a sentence and leave the dossier as it was."""
        before, kept = self.dossier, repr(self.dossier)
        try:
            after = operation(self.dossier, *arguments, **named)
        except UsageError:
            after = before
        else:
            self.dossier = after[0] if isinstance(after, tuple) else after
            if isinstance(after, tuple) and isinstance(after[1], str) and re.match("risk|dilemma|rec", after[1]):
                was_there = any(point.id == after[1] for point in before.points)
                assert was_there or after[1] not in self.given
                self.given.add(after[1])
        assert repr(before) == kept

    def some(self, data: st.DataObject, records: tuple[Any, ...]) -> str:
        """The id of some record, or one that is not there."""
        return data.draw(st.sampled_from([record.id for record in records] or ["risk-99"]))

    @rule(data=st.data(), first=st.sampled_from(_WORDS), last=st.sampled_from(_WORDS))
    def pick(self, data: st.DataObject, first: tuple[int, int], last: tuple[int, int]) -> None:
        """Pick some words."""
        self.act(operations.pick_passage, self.some(data, self.dossier.sources), first[0], last[1])

    @rule(data=st.data(), kind=st.sampled_from(Kind))
    def make(self, data: st.DataObject, kind: Kind) -> None:
        """Make a point on some passage."""
        passages = [self.some(data, self.dossier.passages)] if self.dossier.passages else []
        self.act(operations.make_point, kind, title="A point", at=AT, passages=passages)

    @rule(data=st.data(), title=st.sampled_from(["One", "Two"]))
    def edit(self, data: st.DataObject, title: str) -> None:
        """Give a point another title."""
        self.act(operations.edit_point, self.some(data, self.dossier.points), at=AT, values={"title": title})

    @rule(data=st.data(), kind=st.sampled_from(Kind))
    def convert(self, data: st.DataObject, kind: Kind) -> None:
        """Make another kind of a point."""
        self.act(operations.convert_point, self.some(data, self.dossier.points), kind, at=AT)

    @rule(data=st.data())
    def merge(self, data: st.DataObject) -> None:
        """Merge two points."""
        points = self.dossier.points
        self.act(operations.merge_points, self.some(data, points), [self.some(data, points)], at=AT)

    @rule(data=st.data())
    def split(self, data: st.DataObject) -> None:
        """Split a point."""
        passages = [self.some(data, self.dossier.passages)]
        self.act(operations.split_point, self.some(data, self.dossier.points), passages=passages, title="New", at=AT)

    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        """Delete a point."""
        self.act(operations.delete_point, self.some(data, self.dossier.points), at=AT)

    @rule(data=st.data(), start=st.integers(0, 20), length=st.integers(0, 20))
    def cite(self, data: st.DataObject, start: int, length: int) -> None:
        """Cite a passage, with an insertion somewhere."""
        edits = (Edit(start=start, end=start + length, insertion="sic"),)
        point, passage = self.some(data, self.dossier.points), self.some(data, self.dossier.passages)
        self.act(operations.cite, point, passage, at=AT, edits=edits)
        self.act(operations.edit_citation, point, passage, at=AT, edits=edits)

    @rule(data=st.data())
    def uncite(self, data: st.DataObject) -> None:
        """Take a passage from a point."""
        self.act(operations.uncite, self.some(data, self.dossier.points), self.some(data, self.dossier.passages), at=AT)

    @rule(data=st.data(), relation=st.sampled_from(Relation), letter=st.sampled_from(["", "A", "B"]))
    def link(self, data: st.DataObject, relation: Relation, letter: str) -> None:
        """Link two points, or take the link away."""
        one, other = self.some(data, self.dossier.points), self.some(data, self.dossier.points)
        act = data.draw(st.sampled_from([operations.link, operations.link, operations.unlink]))
        self.act(act, one, relation, other, at=AT, letter=letter)

    @rule(data=st.data(), by=st.integers(0, 12), outwards=st.booleans())
    def move_ends(self, data: st.DataObject, by: int, outwards: bool) -> None:
        """Widen or narrow a passage."""
        if not self.dossier.passages:
            return
        passage = self.dossier.passage(self.some(data, self.dossier.passages))
        sign = 1 if outwards else -1
        act = operations.widen_passage if outwards else operations.narrow_passage
        self.act(act, passage.id, start=passage.start - sign * by, end=passage.end + sign * by)

    @rule(data=st.data(), anyway=st.booleans())
    def drop(self, data: st.DataObject, anyway: bool) -> None:
        """Drop a passage."""
        self.act(operations.drop_passage, self.some(data, self.dossier.passages), with_citations=anyway)

    @rule(data=st.data(), text=st.sampled_from(_TEXTS))
    def reimport(self, data: st.DataObject, text: str) -> None:
        """Import a source again, changed or not."""
        self.act(operations.reimport_source, self.some(data, self.dossier.sources), source_of(text))

    @rule(text=st.sampled_from(_TEXTS))
    def add(self, text: str) -> None:
        """Add a source."""
        self.act(operations.add_source, source_of(text))

    @rule(data=st.data(), block=st.integers(0, 2), back=st.booleans())
    def leave_out(self, data: st.DataObject, block: int, back: bool) -> None:
        """Leave a block out, or put one back."""
        self.act(operations.put_back if back else operations.leave_out, self.some(data, self.dossier.sources), block)

    @rule(data=st.data(), anyway=st.booleans())
    def remove(self, data: st.DataObject, anyway: bool) -> None:
        """Remove a source."""
        self.act(operations.remove_source, self.some(data, self.dossier.sources), at=AT, with_consequences=anyway)

    @rule(data=st.data())
    def restore(self, data: st.DataObject) -> None:
        """Put something back from the bin."""
        self.act(operations.restore_binned, self.some(data, self.dossier.bin))

    @rule(data=st.data(), name=st.sampled_from(["One", "Two", "Three"]))
    def brief(self, data: st.DataObject, name: str) -> None:
        """Make a brief, copy one, delete one."""
        self.act(operations.make_brief, name, template="ministerial-submission")
        self.act(operations.duplicate_brief, self.some(data, self.dossier.briefs), f"Copy of {name}")
        self.act(operations.delete_brief, self.some(data, self.dossier.briefs), at=AT)

    @rule(data=st.data(), place=st.integers(0, 5), shown=st.booleans())
    def select(self, data: st.DataObject, place: int, shown: bool) -> None:
        """Take a point in, switch it, move it, take it out."""
        brief, point = self.some(data, self.dossier.briefs), self.some(data, self.dossier.points)
        self.act(operations.select_point, brief, point, to=place)
        self.act(operations.switch_point, brief, point, shown=shown)
        self.act(operations.move_selected, brief, self.some(data, self.dossier.points), place)
        self.act(operations.deselect_point, brief, self.some(data, self.dossier.points))

    @invariant()
    def is_sound(self) -> None:
        """No id twice, no reference to nothing, every quote word for word."""
        assert integrity_problems(self.dossier) == ()

    @invariant()
    def has_no_circle(self) -> None:
        """No recommendation needs itself, by whatever way."""
        for point in self.dossier.points:
            assert operations.links.circle_through(self.dossier, point.id) == ()


Editing.TestCase.settings = settings(max_examples=60, stateful_step_count=40)
TestEditing = Editing.TestCase


def test_nothing_else_changes() -> None:
    """What an act does not concern is the same object afterwards, so that views and the file see what changed."""
    before: Dossier = harbour()
    after = operations.edit_point(before, "risk-1", at=AT, values={"trend": Trend.RISING})
    assert after.sources is before.sources
    assert after.passages is before.passages
    assert after.briefs is before.briefs
    changed: list[Point] = [p for p, q in zip(after.points, before.points, strict=True) if p is not q]
    assert [p.id for p in changed] == ["risk-1"]
