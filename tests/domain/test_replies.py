"""A filled-in PDF is held against the dossier: what it decides, what speaks against that, and what is kept of it."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.domain import operations
from briefgen.domain.briefs import Brief, Selected
from briefgen.domain.dossier import Dossier, Settings
from briefgen.domain.fields import from_plain, to_plain
from briefgen.domain.points import Recommendation
from briefgen.domain.replies import (
    BOXES,
    FilledForm,
    Standing,
    day_written,
    review_form,
    stamp_of,
    take_answers,
)
from briefgen.domain.terms import Decision, Kind, Verb
from briefgen.errors import InputRefused

AT = dt.datetime(2027, 3, 2, 9, tzinfo=dt.UTC)
RECS = tuple(
    Recommendation(id=f"rec-{number}", verb=Verb.AGREE, action=f"Agree to step {number}.") for number in (1, 2, 3)
)
BRIEF = Brief(id="brief-1", name="submission", points=tuple(Selected(point=rec.id) for rec in RECS))
DOSSIER = Dossier(settings=Settings(id="a-dossier", title="Harbour"), points=RECS, briefs=(BRIEF,))


def filled(dossier: Dossier = DOSSIER, **values: Any) -> FilledForm:
    """A form of the first brief, agreed to throughout unless told."""
    usual: dict[str, Any] = {
        "ticked": tuple((rec.id, ("agree",)) for rec in RECS),
        "signed_by": "Minister for Ports",
        "signed_on": "1 March 2027",
    }
    stamp = stamp_of(dossier, dossier.briefs[0])
    return FilledForm(**{"filename": "back.pdf", "sha256": "ab", "stamp": stamp, **usual, **values})


def rec(dossier: Dossier, number: int) -> Recommendation:
    """A recommendation of a dossier."""
    found = dossier.point(f"rec-{number}")
    assert isinstance(found, Recommendation)
    return found


def test_decisions_are_set_with_who_and_when() -> None:
    """Each box has its decision; the signature says who decided and when; the brief keeps what was replied."""
    form = filled(
        ticked=(("rec-1", ("agree",)), ("rec-2", ("disagree",)), ("rec-3", ())),
        notes=(("rec-2", "Too dear."),),
        comments="Come back in May.",
    )
    review = review_form(DOSSIER, form)
    assert review.clear == ("rec-1", "rec-2")
    assert review.remarks == ()
    after = take_answers(DOSSIER, review, review.clear, at=AT)
    assert (rec(after, 1).decision, rec(after, 2).decision, rec(after, 3).decision) == (
        Decision.AGREED,
        Decision.NOT_AGREED,
        None,
    )
    assert (rec(after, 1).decision_by, rec(after, 1).decision_date) == ("Minister for Ports", dt.date(2027, 3, 1))
    assert rec(after, 2).decision_note == "Too dear."
    (reply,) = after.briefs[0].replies
    assert (reply.at, reply.sha256, reply.signed_by, reply.signed_on) == (AT, "ab", form.signed_by, "1 March 2027")
    assert reply.comments == "Come back in May."
    assert [(answer.point, answer.taken) for answer in reply.answers] == [("rec-1", True), ("rec-2", True)]
    assert from_plain(Brief, to_plain(after.briefs[0])) == after.briefs[0]
    assert operations.duplicate_brief(after, "brief-1", "another")[0].briefs[1].replies == ()


def test_what_is_decided_already_stays_unless_chosen() -> None:
    """Another decision, or another's, is told and not taken over by itself; the same one changes nothing."""
    known: dict[str, Any] = {
        "decision": Decision.AGREED,
        "decision_by": "Minister for Ports",
        "decision_date": dt.date(2027, 3, 1),
    }
    before = replace(
        DOSSIER,
        points=(
            replace(RECS[0], **known),
            replace(RECS[1], **known | {"decision": Decision.DISCUSS}),
            replace(RECS[2], decision=Decision.AGREED),
        ),
    )
    review = review_form(before, filled(before))
    assert [answer.standing for answer in review.answers] == [Standing.SAME, Standing.OTHERWISE, Standing.NEW]
    assert "discuss, by Minister for Ports, on 2027-03-01" in review.answers[1].said
    assert dict(review.answers[2].values) == {"decision_by": "Minister for Ports", "decision_date": dt.date(2027, 3, 1)}
    assert rec(take_answers(before, review, review.clear, at=AT), 2).decision is Decision.DISCUSS
    assert rec(take_answers(before, review, ("rec-2",), at=AT), 2).decision is Decision.AGREED


def test_reworded_deleted_and_doubly_ticked() -> None:
    """Nothing of these is taken over by itself; what is gone or unclear can't be, and what was reworded can."""
    form = filled(ticked=(("rec-1", ("agree",)), ("rec-2", ("agree", "discuss")), ("rec-3", ("agree",))))
    changed = operations.edit_point(DOSSIER, "rec-1", at=AT, values={"action": "Agree to something else."})
    changed = operations.delete_point(changed, "rec-3", at=AT)
    review = review_form(changed, form)
    assert [answer.standing for answer in review.answers] == [Standing.REWORDED, Standing.UNCLEAR, Standing.GONE]
    assert [answer.may_be_taken for answer in review.answers] == [True, False, False]
    assert review.clear == ()
    assert "bin" in review.answers[2].said
    assert rec(take_answers(changed, review, ("rec-1", "rec-2", "rec-3"), at=AT), 1).decision is Decision.AGREED
    lost = review_form(changed, filled(stamp=replace(form.stamp, words=())))
    assert lost.answers[0].standing is Standing.NEW
    assert any("reworded" in remark for remark in lost.remarks)


def test_order_and_white_space_make_no_difference() -> None:
    """Recommendations are known by their ids: moved, switched off or with other line ends they are the same."""
    form = filled()
    moved = operations.move_point(DOSSIER, "rec-3", 0)
    moved = operations.switch_point(moved, "brief-1", "rec-2", shown=False)
    moved = operations.edit_point(moved, "rec-1", at=AT, values={"action": "Agree  to\nstep 1."})
    assert review_form(moved, form).clear == ("rec-1", "rec-2", "rec-3")


def test_forms_from_elsewhere_and_empty_ones_are_refused() -> None:
    """In a sentence that says why: another dossier, a brief that is gone or in the bin, nothing filled in."""
    other = replace(DOSSIER, settings=Settings(id="another"))
    with pytest.raises(InputRefused, match="another dossier than “Harbour”"):
        review_form(DOSSIER, filled(other))
    binned = operations.delete_brief(DOSSIER, "brief-1", at=AT)
    with pytest.raises(InputRefused, match="in the bin"):
        review_form(binned, filled())
    with pytest.raises(InputRefused, match="any more"):
        review_form(operations.empty_bin(binned), filled())
    with pytest.raises(InputRefused, match="Nothing is filled in"):
        review_form(DOSSIER, filled(ticked=(("rec-1", ()),), signed_by=" ", signed_on=""))


def test_what_else_there_is_to_say() -> None:
    """The same file twice, no signature, a day that may be two, a digital signature."""
    review = review_form(DOSSIER, filled(signed_by="", signed_on="03/04/2027", sealed=True))
    assert [
        word for word in ("signature", "03/04/2027", "digitally") if not any(word in r for r in review.remarks)
    ] == []
    assert dict(review.answers[0].values) == {"decision": Decision.AGREED}
    again = review_form(take_answers(DOSSIER, review, review.clear, at=AT), filled())
    assert again.before is not None
    assert "2027-03-02" in again.remarks[0]


@pytest.mark.parametrize(
    "text",
    ["2027-04-03", "3 April 2027", "April 3rd, 2027", "le 3 avril 2027", "Sat. 3 Apr 2027, 10 a.m.", "3/4/2027"],
)
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    """Words and ISO dates tell a day; digits that may be two days tell none."""
    assert day_written(text) == (None if "/" in text else dt.date(2027, 4, 3))


def test_digits_that_can_be_one_day_alone_tell_it() -> None:
    """The thirteenth is no month; no day is made up."""
    assert day_written("13/04/2027") == day_written("4.13.2027") == dt.date(2027, 4, 13)
    assert [
        day_written(text) for text in ("", "soon", "30 February 2027", "3 April", "1er mai 2027 ou 2 mai 2027")
    ] == [None] * 5


@given(st.lists(st.sampled_from(sorted(BOXES)), max_size=3), st.sets(st.integers(1, 3)))
def test_only_what_is_chosen_changes(boxes: list[str], chosen: set[int]) -> None:
    """Whatever is ticked, recommendations that are not chosen are the same objects, and undo is the value before."""
    form = filled(ticked=tuple((f"rec-{n}", tuple(boxes[: n - 1])) for n in (1, 2, 3)), comments="Seen.")
    review = review_form(DOSSIER, form)
    ids = {f"rec-{number}" for number in chosen}
    after = take_answers(DOSSIER, review, ids, at=AT)
    for before, now in zip(DOSSIER.points, after.points, strict=True):
        taken = now.id in ids and any(each.point == now.id and each.may_be_taken for each in review.answers)
        assert (now is before) is not taken
    assert len(after.briefs[0].replies) == 1
    assert {point.kind for point in after.points} == {Kind.RECOMMENDATION}
