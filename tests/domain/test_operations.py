"""What each act of an editor does to a dossier, and what it refuses."""

from dataclasses import replace

import pytest

from briefgen.domain import operations
from briefgen.domain.dossier import Dossier, UnknownId, integrity_problems
from briefgen.domain.fields import FieldError, thaw
from briefgen.domain.operations import Relation, StillCited
from briefgen.domain.points import Citation, Dilemma, Edit, Mitigation, Recommendation, Risk, Settlement
from briefgen.domain.terms import Kind, PassageKind, Trend
from briefgen.errors import UsageError
from tests.domain.builders import AT, HARBOUR, LATER, harbour, pick, source_of, with_source


@pytest.fixture
def dossier() -> Dossier:
    """The harbour's dossier, sound to begin with."""
    made = harbour()
    assert integrity_problems(made) == ()
    return made


class TestSources:
    """Adding, editing, importing again and removing sources."""

    def test_the_same_bytes_are_added_once(self) -> None:
        """Adding a document that is there gives the source it already is."""
        dossier = with_source()
        again, source_id = operations.add_source(dossier, source_of(HARBOUR, "copy.txt"))
        assert again is dossier
        assert source_id == "source-1"

    def test_ids_are_never_given_twice(self) -> None:
        """A removed source's number stays its own."""
        dossier = operations.remove_source(with_source(), "source-1", at=AT)
        dossier, source_id = operations.add_source(dossier, source_of("Another one."))
        assert source_id == "source-2"

    def test_only_what_is_said_of_a_source_can_be_edited(self) -> None:
        """The marking changes; the text does not."""
        dossier = operations.edit_source(with_source(), "source-1", {"marking": "OFFICIAL"})
        assert dossier.source("source-1").marking == "OFFICIAL"
        with pytest.raises(UsageError, match="text"):
            operations.edit_source(dossier, "source-1", {"text": "Other words."})

    def test_removing_a_cited_source_is_refused_with_the_list(self, dossier: Dossier) -> None:
        """The error names every point that rests on it."""
        with pytest.raises(StillCited) as refused:
            operations.remove_source(dossier, "source-1", at=AT)
        assert refused.value.points == ("risk-1", "dilemma-1", "rec-1")
        assert "risk-1, dilemma-1, rec-1" in refused.value.message

    def test_removing_tells_its_consequences(self, dossier: Dossier) -> None:
        """Passages, citing points, and points left without any evidence are told apart."""
        dossier, other = operations.add_source(dossier, source_of("The survey found nothing new."))
        dossier, passage = pick(dossier, "found nothing new", other)
        dossier = operations.cite(dossier, "risk-1", passage, at=AT)
        told = operations.consequences_of_removing(dossier, "source-1")
        assert told.passages == ("passage-1", "passage-2")
        assert told.citing == ("risk-1", "dilemma-1", "rec-1")
        assert told.left_without_evidence == ("dilemma-1", "rec-1")

    def test_removing_with_consequences_can_be_undone_from_the_bin(self, dossier: Dossier) -> None:
        """Source, passages and citations come back as they were."""
        gone = operations.remove_source(dossier, "source-1", at=AT, with_consequences=True)
        assert integrity_problems(gone) == ()
        assert gone.passages == ()
        assert not any(point.evidence for point in gone.points)
        back = operations.restore_binned(gone, gone.bin[0].id)
        assert integrity_problems(back) == ()
        assert back.sources == dossier.sources
        assert [p.evidence for p in back.points] == [p.evidence for p in dossier.points]

    def test_reimporting_keeps_passages_whose_words_still_stand(self, dossier: Dossier) -> None:
        """A sentence put before them moves the passages; their words stay."""
        text = "A correction was printed.\n\n" + HARBOUR
        after, lost = operations.reimport_source(dossier, "source-1", source_of(text))
        assert lost == ()
        assert integrity_problems(after) == ()
        assert after.passage("passage-1").start == dossier.passage("passage-1").start + 27

    def test_reimporting_declares_lost_what_is_not_there(self, dossier: Dossier) -> None:
        """A passage whose words are gone is kept as lost, and the points still cite it."""
        text = HARBOUR.replace("Two of its caissons are rated poor.", "All is well.")
        after, lost = operations.reimport_source(dossier, "source-1", source_of(text))
        assert lost == ("passage-1",)
        assert after.passage("passage-1").lost
        assert after.passage("passage-1").quote == "Two of its caissons are rated poor."
        assert after.point("risk-1").evidence == dossier.point("risk-1").evidence

    def test_a_lost_passage_can_be_placed_by_the_editor(self, dossier: Dossier) -> None:
        """Placed on other words, it stands there, and edits of its old words go."""
        edit = (Edit(start=0, end=3, insertion="some"),)
        dossier = operations.edit_citation(dossier, "risk-1", "passage-1", at=AT, edits=edit)
        text = HARBOUR.replace("Two of its caissons are rated poor.", "Three caissons are rated poor.")
        after, _ = operations.reimport_source(dossier, "source-1", source_of(text))
        start = text.index("Three caissons")
        placed = operations.place_passage(after, "passage-1", start, start + 30)
        assert placed.passage("passage-1").quote == "Three caissons are rated poor."
        assert not placed.passage("passage-1").lost
        assert placed.point("risk-1").evidence[0].edits == ()
        assert integrity_problems(placed) == ()

    def test_leaving_a_block_out_and_putting_it_back_is_the_same_text(self, dossier: Dossier) -> None:
        """Passages keep their words both ways."""
        without = operations.leave_out(dossier, "source-1", 0)
        assert integrity_problems(without) == ()
        assert "1911" not in without.source("source-1").text
        back = operations.put_back(without, "source-1", 0)
        assert back.source("source-1").text == HARBOUR
        assert back.passages == dossier.passages

    def test_a_block_in_which_a_passage_stands_is_not_left_out(self, dossier: Dossier) -> None:
        """The error names the passage."""
        with pytest.raises(UsageError, match="passage-1"):
            operations.leave_out(dossier, "source-1", 1)


class TestPassages:
    """Picking passages and moving their ends."""

    def test_the_same_span_is_the_same_passage(self, dossier: Dossier) -> None:
        """Picking it again gives the id that it has."""
        again, passage_id = pick(dossier, "Two of its caissons are rated poor.")
        assert again is dossier
        assert passage_id == "passage-1"

    def test_context_is_what_stands_around(self, dossier: Dossier) -> None:
        """Up to 32 code points on either side."""
        passage = dossier.passage("passage-1")
        assert passage.prefix == "arbour wall was built in 1911.\n\n"
        assert passage.suffix == " A third was not inspected.\n\nThe"

    @pytest.mark.parametrize("span", [(5, 5), (9, 4), (-1, 4), (0, 10_000), (35, 37)])
    def test_a_span_without_words_is_refused(self, span: tuple[int, int]) -> None:
        """Empty, backwards, beyond the text, and blank spans."""
        with pytest.raises(UsageError):
            operations.pick_passage(with_source(), "source-1", *span)

    def test_widening_and_narrowing_keep_edits_on_their_words(self, dossier: Dossier) -> None:
        """An elision moves with its words, and goes when they are cut off."""
        quote = dossier.passage("passage-1").quote
        edit = Edit(start=quote.index("caissons"), end=quote.index("caissons") + 8)
        dossier = operations.edit_citation(dossier, "risk-1", "passage-1", at=AT, edits=(edit,))
        wider = operations.widen_passage(dossier, "passage-1", start=dossier.passage("passage-1").start - 7)
        kept = wider.point("risk-1").evidence[0].edits[0]
        assert wider.passage("passage-1").quote[kept.start : kept.end] == "caissons"
        narrow = operations.narrow_passage(wider, "passage-1", end=wider.passage("passage-1").start + 10)
        assert narrow.point("risk-1").evidence[0].edits == ()
        assert integrity_problems(narrow) == ()

    def test_widening_does_not_narrow(self, dossier: Dossier) -> None:
        """Each moves ends its own way only."""
        passage = dossier.passage("passage-1")
        with pytest.raises(UsageError, match="outwards"):
            operations.widen_passage(dossier, "passage-1", start=passage.start + 1)
        with pytest.raises(UsageError, match="inwards"):
            operations.narrow_passage(dossier, "passage-1", end=passage.end + 1)

    def test_dropping_a_cited_passage_is_refused_unless_told(self, dossier: Dossier) -> None:
        """Told so, the points lose that evidence."""
        with pytest.raises(StillCited, match="risk-1, rec-1"):
            operations.drop_passage(dossier, "passage-1")
        dropped = operations.drop_passage(dossier, "passage-1", with_citations=True)
        assert dropped.point("risk-1").evidence == ()
        assert integrity_problems(dropped) == ()

    def test_note_and_kind_can_change(self, dossier: Dossier) -> None:
        """Nothing else does."""
        after = operations.edit_passage(dossier, "passage-1", note="check this", kind=PassageKind.QUOTE)
        assert (after.passage("passage-1").note, after.passage("passage-1").kind) == ("check this", PassageKind.QUOTE)
        assert operations.edit_passage(after, "passage-1", note="check this") is after


class TestPoints:
    """Making, converting, merging, splitting and deleting points."""

    def test_editing_the_title_settles_a_draft(self) -> None:
        """A title that an editor touched is no draft."""
        dossier, point = operations.make_point(
            Dossier(), Kind.RISK, title="Suggested", at=AT, values={"title_is_draft": True}
        )
        after = operations.edit_point(dossier, point, at=LATER, values={"title": "Chosen"})
        assert not after.point(point).title_is_draft
        assert after.point(point).updated == LATER

    def test_an_edit_that_changes_nothing_gives_the_same_dossier(self, dossier: Dossier) -> None:
        """So that nothing is written and nothing can be undone."""
        assert operations.edit_point(dossier, "risk-1", at=LATER, values={"title": "A caisson fails"}) is dossier

    def test_the_id_can_not_be_edited(self, dossier: Dossier) -> None:
        """Not even to itself."""
        with pytest.raises(UsageError, match="id"):
            operations.edit_point(dossier, "risk-1", at=AT, values={"id": "risk-9"})

    def test_a_link_to_nothing_is_refused(self, dossier: Dossier) -> None:
        """Whichever way it is made."""
        with pytest.raises(UnknownId, match="risk-7"):
            operations.edit_point(dossier, "rec-1", at=AT, values={"mitigates": (Mitigation(risk="risk-7"),)})

    def test_converting_keeps_what_does_not_fit(self, dossier: Dossier) -> None:
        """Fields and links come back when the point is converted back."""
        dossier = operations.edit_point(
            dossier, "risk-1", at=AT, values={"cause": "salt", "trend": Trend.RISING, "body": "See the survey."}
        )
        dossier = operations.link(dossier, "rec-1", Relation.MITIGATES, "risk-1", at=AT, steps=(-2, -1))
        there, new = operations.convert_point(dossier, "risk-1", Kind.DILEMMA, at=LATER)
        assert new == "dilemma-2"
        assert integrity_problems(there) == ()
        assert there.point(new).body == "See the survey."
        assert thaw(dict(there.point(new).set_aside)["risk"]) == {"cause": "salt", "trend": "rising"}
        rec = there.point("rec-1")
        assert isinstance(rec, Recommendation)
        assert rec.settles == (Settlement(dilemma=new),)
        assert [s.point for s in there.briefs[0].points] == ["dilemma-2", "dilemma-1", "rec-1", "rec-2"]
        back, last = operations.convert_point(there, new, Kind.RISK, at=LATER)
        assert last == "risk-2"
        risk = back.point(last)
        assert isinstance(risk, Risk)
        assert (risk.cause, risk.trend, dict(risk.set_aside)) == ("salt", Trend.RISING, {})
        rec = back.point("rec-1")
        assert isinstance(rec, Recommendation)
        assert rec.mitigates == (Mitigation(risk="risk-2", likelihood_steps=-2, impact_steps=-1),)
        dilemma = back.point("dilemma-1")
        assert isinstance(dilemma, Dilemma)
        assert dilemma.options[1].raises == ("risk-2",)
        assert integrity_problems(back) == ()

    def test_converting_to_the_same_kind_changes_nothing(self, dossier: Dossier) -> None:
        """It keeps its id."""
        assert operations.convert_point(dossier, "risk-1", Kind.RISK, at=AT) == (dossier, "risk-1")

    def test_merging_loses_nothing(self, dossier: Dossier) -> None:
        """Evidence is united, empty fields are filled, what both have is set aside, links and places move."""
        dossier, other = operations.make_point(
            dossier,
            Kind.RISK,
            title="The wall fails",
            at=AT,
            passages=["passage-2"],
            values={"cause": "waves", "body": "Second.", "tags": ("wall",), "impact": 4},
        )
        dossier = operations.edit_point(dossier, "risk-1", at=AT, values={"body": "First.", "tags": ("pier",)})
        dossier = operations.link(dossier, "rec-2", Relation.MITIGATES, other, at=AT)
        merged = operations.merge_points(dossier, "risk-1", [other], at=LATER)
        assert integrity_problems(merged) == ()
        risk = merged.point("risk-1")
        assert isinstance(risk, Risk)
        assert (risk.cause, risk.impact, risk.body, risk.tags) == ("waves", 4, "First.\n\nSecond.", ("pier", "wall"))
        assert [c.passage for c in risk.evidence] == ["passage-1", "passage-2"]
        assert thaw(dict(risk.set_aside)[f"merged {other}"]) == {"title": "The wall fails"}
        rec = merged.point("rec-2")
        assert isinstance(rec, Recommendation)
        assert rec.mitigates == (Mitigation(risk="risk-1"),)
        with pytest.raises(UnknownId):
            merged.point(other)

    def test_points_of_two_kinds_are_not_merged(self, dossier: Dossier) -> None:
        """The error says to convert first."""
        with pytest.raises(UsageError, match="convert"):
            operations.merge_points(dossier, "risk-1", ["rec-1"], at=AT)

    def test_merging_recommendations_that_depend_on_each_other(self, dossier: Dossier) -> None:
        """The kept one does not depend on itself."""
        merged = operations.merge_points(dossier, "rec-1", ["rec-2"], at=AT)
        rec = merged.point("rec-1")
        assert isinstance(rec, Recommendation)
        assert rec.depends_on == ()
        assert rec.settles == (Settlement(dilemma="dilemma-1", option="A"),)

    def test_splitting_divides_the_evidence(self, dossier: Dossier) -> None:
        """The new point follows the old, in the list and in the brief."""
        dossier = operations.cite(dossier, "risk-1", "passage-2", at=AT)
        split, new = operations.split_point(dossier, "risk-1", passages=["passage-2"], title="Dues fall", at=LATER)
        assert [p.id for p in split.points] == ["risk-1", new, "dilemma-1", "rec-1", "rec-2"]
        assert split.point("risk-1").evidence == (Citation(passage="passage-1"),)
        assert split.point(new).evidence == (Citation(passage="passage-2"),)
        assert [s.point for s in split.briefs[0].points][:2] == ["risk-1", new]
        assert integrity_problems(split) == ()
        with pytest.raises(UsageError, match="does not cite"):
            operations.split_point(dossier, "rec-2", passages=["passage-1"], title="x", at=AT)

    def test_a_deleted_point_comes_back_with_its_links_and_places(self, dossier: Dossier) -> None:
        """Deleting and restoring is the same dossier, but for times and the bin."""
        gone = operations.delete_point(dossier, "risk-1", at=LATER)
        assert integrity_problems(gone) == ()
        rec = gone.point("rec-1")
        assert isinstance(rec, Recommendation)
        assert rec.mitigates == ()
        back = operations.restore_binned(gone, "bin-1")
        assert back.points == dossier.points
        assert back.briefs == dossier.briefs
        assert back.bin == ()

    def test_citing_twice_changes_nothing(self, dossier: Dossier) -> None:
        """And un-citing what is not cited is refused."""
        assert operations.cite(dossier, "risk-1", "passage-1", at=LATER) is dossier
        with pytest.raises(UsageError, match="does not cite"):
            operations.uncite(dossier, "rec-2", "passage-1", at=AT)

    def test_uncited_passages_stay(self, dossier: Dossier) -> None:
        """Only the point lets go of them."""
        after = operations.uncite(dossier, "risk-1", "passage-1", at=LATER)
        assert after.point("risk-1").evidence == ()
        assert after.passages is dossier.passages

    def test_an_edit_stays_within_its_quote(self, dossier: Dossier) -> None:
        """Beyond it there is nothing to elide."""
        with pytest.raises(UsageError, match="beyond"):
            operations.edit_citation(dossier, "risk-1", "passage-1", at=AT, edits=(Edit(start=0, end=999),))

    def test_moving_a_point_changes_the_order_only(self, dossier: Dossier) -> None:
        """Its new index is the one asked for."""
        after = operations.move_point(dossier, "rec-2", 0)
        assert [p.id for p in after.points] == ["rec-2", "risk-1", "dilemma-1", "rec-1"]
        assert set(after.points) == set(dossier.points)


class TestLinks:
    """Linking points, and what can't be linked."""

    def test_a_circle_of_dependence_is_refused(self, dossier: Dossier) -> None:
        """The error gives the circle."""
        with pytest.raises(UsageError, match="rec-2 → rec-1 → rec-2"):
            operations.link(dossier, "rec-2", Relation.DEPENDS_ON, "rec-1", at=AT)

    def test_a_relation_leads_between_its_kinds_only(self, dossier: Dossier) -> None:
        """A risk mitigates nothing."""
        with pytest.raises(UsageError, match="recommendation to a risk"):
            operations.link(dossier, "risk-1", Relation.MITIGATES, "rec-1", at=AT)

    def test_addressing_is_mitigating_or_settling(self, dossier: Dossier) -> None:
        """Whichever the target's kind asks for."""
        after = operations.link(dossier, "rec-2", Relation.ADDRESSES, "risk-1", at=AT)
        after = operations.link(after, "rec-1", Relation.ADDRESSES, "dilemma-1", at=AT)
        one, two = after.point("rec-1"), after.point("rec-2")
        assert isinstance(one, Recommendation)
        assert isinstance(two, Recommendation)
        assert two.mitigates == (Mitigation(risk="risk-1"),)
        assert one.settles == (Settlement(dilemma="dilemma-1"),)

    def test_an_option_must_be_there(self, dossier: Dossier) -> None:
        """The error lists those that are."""
        with pytest.raises(UsageError, match="A, B"):
            operations.link(dossier, "rec-1", Relation.SETTLES, "dilemma-1", at=AT, letter="C")
        with pytest.raises(UsageError, match="dilemma-1:A"):
            operations.link(dossier, "dilemma-1", Relation.REDUCES, "risk-1", at=AT)

    def test_reducing_takes_the_place_of_raising(self, dossier: Dossier) -> None:
        """One option can't do both to one risk."""
        after = operations.link(dossier, "dilemma-1", Relation.REDUCES, "risk-1", at=AT, letter="B")
        dilemma = after.point("dilemma-1")
        assert isinstance(dilemma, Dilemma)
        assert (dilemma.options[1].raises, dilemma.options[1].reduces) == ((), ("risk-1",))

    def test_unlinking_takes_it_away(self, dossier: Dossier) -> None:
        """And refuses what is not linked."""
        after = operations.unlink(dossier, "rec-1", Relation.MITIGATES, "risk-1", at=AT)
        rec = after.point("rec-1")
        assert isinstance(rec, Recommendation)
        assert rec.mitigates == ()
        with pytest.raises(UsageError, match="no link"):
            operations.unlink(after, "rec-1", Relation.MITIGATES, "risk-1", at=AT)

    def test_steps_are_negative_or_nothing(self, dossier: Dossier) -> None:
        """A mitigation never makes a risk worse."""
        with pytest.raises(FieldError, match="likelihood-steps"):
            operations.link(dossier, "rec-1", Relation.MITIGATES, "risk-1", at=AT, steps=(1, 0))


class TestBriefs:
    """Making, filling and ordering briefs."""

    def test_names_are_told_apart(self, dossier: Dossier) -> None:
        """Without regard to case."""
        with pytest.raises(UsageError, match="already"):
            operations.make_brief(dossier, "submission", template="ministerial-submission")
        with pytest.raises(UsageError, match="already"):
            operations.duplicate_brief(dossier, "brief-1", "SUBMISSION")

    def test_a_brief_has_all_points_or_those_chosen(self, dossier: Dossier) -> None:
        """In the order chosen."""
        dossier, brief = operations.make_brief(dossier, "Short", template="t", points=["rec-1", "risk-1"])
        assert [s.point for s in dossier.brief(brief).points] == ["rec-1", "risk-1"]
        assert len(dossier.brief("brief-1").points) == 4

    def test_switching_off_keeps_the_place(self, dossier: Dossier) -> None:
        """And taking out does not."""
        after = operations.switch_point(dossier, "brief-1", "dilemma-1", shown=False)
        assert [s.shown for s in after.brief("brief-1").points] == [True, False, True, True]
        after = operations.deselect_point(after, "brief-1", "dilemma-1")
        assert [s.point for s in after.brief("brief-1").points] == ["risk-1", "rec-1", "rec-2"]
        after = operations.select_point(after, "brief-1", "dilemma-1", to=0)
        assert after.brief("brief-1").points[0].point == "dilemma-1"
        after = operations.move_selected(after, "brief-1", "dilemma-1", 3)
        assert [s.point for s in after.brief("brief-1").points] == ["risk-1", "rec-1", "rec-2", "dilemma-1"]
        with pytest.raises(UsageError, match="does not have"):
            operations.switch_point(after, "brief-1", "risk-9", shown=True)

    def test_sections_and_fields_are_filled_and_emptied(self, dossier: Dossier) -> None:
        """Emptying one takes it away."""
        after = operations.write_section(dossier, "brief-1", "background", "It is old.")
        assert after.brief("brief-1").section("background").text == "It is old."
        after = operations.write_section(after, "brief-1", "legal", "", none_identified=True)
        assert after.brief("brief-1").section("legal").none_identified
        after = operations.write_section(after, "brief-1", "background", "")
        assert [s.id for s in after.brief("brief-1").sections] == ["legal"]
        after = operations.set_template_field(after, "brief-1", "annexes", ["A", "B"])
        assert after.brief("brief-1").fields == (("annexes", ("A", "B")),)
        assert operations.set_template_field(after, "brief-1", "annexes", None).brief("brief-1").fields == ()

    def test_a_duplicate_stands_beside_its_original(self, dossier: Dossier) -> None:
        """With all its values, and none of its accepted findings."""
        dossier = operations.accept_finding(dossier, "brief-1", "marking", "fields", "public anyway")
        after, new = operations.duplicate_brief(dossier, "brief-1", "For the press")
        assert [b.name for b in after.briefs] == ["Submission", "For the press"]
        assert after.brief(new).accepted == ()
        assert after.brief(new).points == after.brief("brief-1").points

    def test_a_deleted_brief_comes_back(self, dossier: Dossier) -> None:
        """Without points that were deleted since."""
        gone = operations.delete_brief(dossier, "brief-1", at=AT)
        assert gone.briefs == ()
        gone = operations.delete_point(gone, "risk-1", at=AT)
        back = operations.restore_binned(gone, "bin-1")
        assert [s.point for s in back.brief("brief-1").points] == ["dilemma-1", "rec-1", "rec-2"]
        assert integrity_problems(back) == ()

    def test_a_brief_selects_points_that_are_there(self, dossier: Dossier) -> None:
        """Whichever way they are given."""
        selected = replace(dossier.brief("brief-1").points[0], point="risk-5")
        with pytest.raises(UnknownId, match="risk-5"):
            operations.edit_brief(dossier, "brief-1", {"points": (selected,)})


class TestTheWhole:
    """Versions, the bin, settings."""

    def test_going_back_to_a_version_never_gives_a_number_twice(self, dossier: Dossier) -> None:
        """What was made since is gone, and its number with it."""
        later, _ = operations.make_point(dossier, Kind.RISK, title="Later", at=AT)
        back = operations.restore_version(later, dossier)
        assert back.points == dossier.points
        _, new = operations.make_point(back, Kind.RISK, title="Latest", at=AT)
        assert new == "risk-3"

    def test_the_bin_can_be_emptied(self, dossier: Dossier) -> None:
        """One entry, or all."""
        gone = operations.delete_point(operations.delete_point(dossier, "rec-1", at=AT), "rec-2", at=AT)
        assert [entry.id for entry in operations.empty_bin(gone, "bin-1").bin] == ["bin-2"]
        assert operations.empty_bin(gone).bin == ()
        with pytest.raises(UnknownId):
            operations.empty_bin(gone, "bin-9")

    def test_settings_change_but_for_the_id(self, dossier: Dossier) -> None:
        """And not without a change."""
        assert operations.edit_settings(dossier, {"title": "Harbour"}).settings.title == "Harbour"
        assert operations.edit_settings(dossier, {"title": ""}) is dossier
        with pytest.raises(UsageError):
            operations.edit_settings(dossier, {"id": "other"})
