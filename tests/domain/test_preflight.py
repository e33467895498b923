"""Preflight as a whole: its order, what is accepted, what blocks, and that it takes any dossier."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.domain.bibliography import Bibliography
from briefgen.domain.briefs import Accepted, Brief, Selected
from briefgen.domain.colours import contrast_ratio
from briefgen.domain.dossier import Dossier
from briefgen.domain.house_template import (
    ContrastPair,
    FieldType,
    HouseTemplate,
    TemplateField,
    TemplateSection,
)
from briefgen.domain.markings import Marking, MarkingScheme
from briefgen.domain.opinion import is_opinion
from briefgen.domain.preflight import Finding, Place, PlaceKind, Rule, blocks, preflight
from briefgen.domain.preflight.findings import point_name
from briefgen.domain.preflight.language import readability, sentences_of
from briefgen.domain.preflight.protective_marking import nearest_marking
from briefgen.domain.preflight.subject import subject_of
from briefgen.domain.terms import Kind, Severity, Verb
from tests.domain.bridge import (
    Case,
    Change,
    accepted,
    all_of,
    asked,
    brief,
    clean,
    option,
    passage,
    point,
    section,
    source,
    template,
)
from tests.strategies import briefs, dossiers, lines, records, texts


@st.composite
def templates(draw: st.DrawFn) -> HouseTemplate:
    """A house template that asks for anything."""
    sections = draw(st.lists(records(TemplateSection), max_size=4, unique_by=lambda section: section.id))
    fields = draw(
        st.lists(
            st.builds(
                lambda kind, **given: TemplateField(
                    type=kind, choices=("yes", "no") if kind is FieldType.CHOICE else (), **given
                ),
                st.sampled_from(FieldType),
                name=st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True),
                required=st.booleans(),
            ),
            max_size=3,
            unique_by=lambda field: field.name,
        )
    )
    names = ["title", "to", "from_", "key-points", "decision_by", "cleared-by", "points", "nothing", "marking"]
    colours = st.dictionaries(st.sampled_from(["ink", "paper", "gold"]), st.sampled_from(["#000", "#ABCDEF", "red", 3]))
    return HouseTemplate(
        name=draw(lines(least=1)),
        title=draw(lines(least=1)),
        version="1",
        decides=draw(st.booleans()),
        requires=tuple(draw(st.lists(st.sampled_from(names), max_size=4))),
        sections=tuple(sections),
        fields=tuple(fields),
        colours=tuple(sorted(draw(colours).items())),
        contrast=tuple(
            draw(
                st.lists(
                    st.builds(
                        ContrastPair, text=st.sampled_from(["ink", "gold"]), on=st.sampled_from(["paper", "#FFF"])
                    )
                )
            )
        ),
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A brief that selects points of a sound dossier, with texts that cite its passages, in any template."""
    dossier: Dossier = draw(dossiers())
    house = draw(templates())
    own: Brief = draw(briefs())
    texts_of = {}
    for wanted in house.sections:
        cited = "".join(f" “four words and more”[@{passage.id}]" for passage in dossier.passages[:2])
        texts_of[wanted.id] = draw(texts()) + cited
    sections = tuple(replace(s, text=texts_of.get(s.id, s.text)) for s in own.sections)
    selected = tuple(Selected(point=p.id, shown=draw(st.booleans())) for p in dossier.points)
    own = replace(own, sections=sections, points=selected)
    return Case(dossier, own, house, draw(st.none() | st.dates()))


@settings(max_examples=25)
@given(cases())
def test_any_sound_dossier_is_checked(case: Case) -> None:
    """Whatever an editor has written, preflight answers, the same each time, in order, in sentences."""
    findings = case.findings()
    assert findings == case.findings()
    ranks = [list(Severity).index(finding.severity) for finding in findings]
    assert ranks == sorted(ranks)
    for finding in findings:
        assert finding.rule in set(Rule)
        assert finding.place.key
        assert finding.place.words
        assert finding.message.endswith((".", "?"))
        assert finding.remedy.endswith(".")


@settings(max_examples=25)
@given(cases())
def test_what_is_accepted_stays_and_blocks_nothing(case: Case) -> None:
    """Each finding that may be is accepted by rule, place and matter; nothing else blocks, and nothing is hidden."""
    case = replace(case, brief=replace(case.brief, accepted=()))
    before = case.findings()
    reasons = tuple(
        Accepted(rule=rule, place=" ".join(place.split()), reason="It is so.", matter=matter)
        for rule, place, matter in sorted({(f.rule, f.place.key, f.matter) for f in before if f.acceptable})
    )
    after = replace(case, brief=replace(case.brief, accepted=reasons)).findings()
    assert after == tuple(replace(f, accepted="It is so.") if f.acceptable else f for f in before)
    assert blocks(after) is any(not f.acceptable and f.severity == "error" for f in before)


def test_the_order_is_severity_then_place() -> None:
    """Errors, warnings, hints; within them the brief's fields, its sections, its points, what they rest on."""
    spoil = all_of(
        brief(to="", bluf="", short_title=""),
        section("issue"),
        source(marking="Confidential"),
        point("risk-1", cause="", title=""),
        point("rec-1", owner="", cost=None),
        option("A", name=""),
    )
    assert [(finding.severity.value, finding.place.key) for finding in spoil(clean()).findings()] == [
        ("error", "brief.to"),
        ("error", "brief.bluf"),
        ("error", "section.issue"),
        ("error", "rec-1.owner"),
        ("error", "risk-1.cause"),
        ("error", "source-1.marking"),
        ("warning", "dilemma-1.options.A"),
        ("warning", "risk-1.title"),
        ("warning", "source-1.marking"),
        ("hint", "brief.short-title"),
        ("hint", "rec-1.cost"),
    ]


def test_a_marking_too_low_is_one_error_that_names_what_forces_it() -> None:
    """The points and the sources above the brief's marking, each with its own; what is not above it is not named."""
    spoil = all_of(
        brief(marking="OFFICIAL", handling="RECIPIENTS ONLY"),
        point("risk-1", marking="OFFICIAL-SENSITIVE"),
        point("rec-1", marking="OFFICIAL"),
        source(marking="SECRET"),
    )
    found = [finding for finding in spoil(clean()).findings() if finding.rule == Rule.MARKING_ABOVE]
    assert [finding.place.key for finding in found] == ["brief.marking"]
    assert "Risk 1 is marked OFFICIAL-SENSITIVE" in found[0].message
    assert "is marked SECRET" in found[0].message
    assert "Rec. 1" not in found[0].message
    assert "to SECRET" in found[0].remedy


def test_a_house_ranks_by_its_own_scheme() -> None:
    """A template whose house has markings of its own compares by them, and knows when they want an instruction."""
    own = MarkingScheme(
        name="house",
        title="Our house",
        markings=(Marking(text="Open"), Marking(text="Members"), Marking(text="Board", needs_handling=True)),
    )
    low = all_of(template(marking_scheme=own), brief(marking="Members"), point("risk-1", marking="Board"))
    rules = {finding.rule: finding for finding in low(clean()).findings()}
    assert "to Board" in rules[Rule.MARKING_ABOVE].remedy
    assert Rule.MARKING_CAPITALS not in rules
    high = all_of(template(marking_scheme=own), brief(marking="Board", handling=""))
    assert Rule.HANDLING_MISSING in {finding.rule for finding in high(clean()).findings()}


def test_an_error_blocks_until_it_is_accepted() -> None:
    """Warnings and hints never block; an accepted error keeps its place and says why."""
    spoilt = all_of(point("rec-1", owner=""), point("risk-1", title=""))(clean())
    assert blocks(spoilt.findings())
    forgiven = accepted("recommendation-owner", "rec-1.owner")(spoilt)
    assert not blocks(forgiven.findings())
    assert forgiven.only("recommendation-owner").accepted == "The minister's office asked for it."
    assert forgiven.only("point-title").accepted == ""


def test_a_finding_is_accepted_by_the_words_of_its_place_too() -> None:
    """An editor may write the place as it is shown: “Rec. 1, owner”."""
    case = all_of(point("rec-1", owner=""), accepted("recommendation-owner", "rec. 1, Owner"))(clean())
    assert not blocks(case.findings())
    assert len(case.findings()) == 1


@pytest.mark.parametrize(
    ("rule", "place"), [("recommendation-owner", "rec-2.owner"), ("recommendation-deadline", "rec-1.owner")]
)
def test_an_acceptance_covers_its_own_rule_and_place_only(rule: str, place: str) -> None:
    """Another rule or another place is not covered, and the acceptance that covers nothing is named."""
    case = all_of(point("rec-1", owner=""), accepted(rule, place))(clean())
    assert blocks(case.findings())
    assert case.only("acceptance-unused").place.key == "brief.accepted.1"


def accepting(case: Case, rule: str) -> Case:
    """Accept all findings of a rule as the window and the command line do."""
    entries = tuple(
        Accepted(rule=f.rule, place=f.place.key, reason="It may stand.", matter=f.matter, said=f.message)
        for f in case.findings()
        if f.rule == rule
    )
    return replace(case, brief=replace(case.brief, accepted=entries))


LONG_ONE, LONG_TWO = (f"{opening} " + "word " * 36 + "ends." for opening in ("One", "Two"))


@pytest.mark.parametrize(
    ("spoil", "rule", "harmless", "harmful"),
    [
        (
            section("issue", LONG_ONE),
            "sentence-over-35",
            section("issue", f"It is short. {LONG_ONE}"),
            section("issue", LONG_TWO),
        ),
        (
            point("rec-2", verb=Verb.AGREE, action="Agree to consider it."),
            "recommendation-weak",
            point("rec-2", title="Another title"),
            point("rec-2", action="Agree to review it."),
        ),
        (brief(bluf="Word. " * 61), "bluf-long", brief(deck="A deck."), brief(bluf="Other. " * 61)),
        (section("issue", "Ask the XYZ."), "abbreviation", section("issue", "The XYZ."), section("issue", "The XYW.")),
        (brief(title="The bridge"), "title-verb", brief(deck="A deck."), brief(title="The old bridge")),
        (asked("issue", words=10), "section-words", section("issue", "Word. " * 31), section("issue", "Word. " * 80)),
    ],
)
def test_what_was_accepted_is_found_again_when_it_becomes_another(
    spoil: Change, rule: str, harmless: Change, harmful: Change
) -> None:
    """An acceptance is of this sentence, action or number; what stands beside it may change, it may not."""
    case = accepting(spoil(clean()), rule)
    assert case.only(rule).accepted == harmless(case).only(rule).accepted == "It may stand."
    assert harmful(case).only(rule).accepted == ""
    assert "about something else now" in harmful(case).only("acceptance-unused").message or rule == "abbreviation"


def test_of_two_alike_in_one_place_the_other_is_not_accepted() -> None:
    """Who accepts a long sentence has not accepted the next one."""
    case = accepting(section("issue", LONG_ONE)(clean()), "sentence-over-35")
    both = section("issue", f"{LONG_ONE} {LONG_TWO}")(case)
    told = [f.accepted for f in both.findings() if f.rule == "sentence-over-35"]
    assert told == ["It may stand.", ""]


@pytest.mark.parametrize(
    ("spoil", "rule"),
    [
        (brief(marking=""), "marking-missing"),
        (section("issue", "She said “we have two summers at most” [@passage-2]."), "quotation-altered"),
        (section("issue", "It is old.[@passage-9]"), "citation-unknown"),
        (passage("passage-1", end=17, quote="A bearing failed."), "passage-altered"),
    ],
)
def test_no_reason_excuses_what_would_be_false_or_unmarked(spoil: Change, rule: str) -> None:
    """It blocks all the same, and the acceptance is named as one that covers nothing."""
    case = accepting(spoil(clean()), rule)
    assert case.only(rule).accepted == ""
    assert blocks(case.findings())
    assert "no reason can excuse" in case.only("acceptance-unused").message


@pytest.mark.parametrize(
    ("known", "told"),
    [
        (Bibliography(title="Opinion: the bridge must go"), True),
        (Bibliography(title="The bridge must go", genre="Op-Ed"), True),
        (Bibliography(title="Le pont", genre="Tribune"), True),
        (Bibliography(title="A post", type="post"), True),
        (Bibliography(title="The bridge", URL="https://paper.example/opinion/2025/bridge"), True),
        (Bibliography(title="The bridge", URL="https://paper.example/commentisfree/2025/mar/1/x"), True),
        (Bibliography(title="Opinion polls in the valley", type="article-newspaper"), False),
        (Bibliography(title="Comments of the inspector", genre="Report"), False),
        (Bibliography(title="The bridge", genre="Opinionated"), False),
        (Bibliography(title="The bridge", URL="https://paper.example/news/opinion-is-divided"), False),
        (Bibliography(title="The ministry's blog", type="post-weblog"), False),
        (Bibliography(), False),
    ],
)
def test_opinion_is_told_by_what_a_source_says_of_itself(known: Bibliography, *, told: bool) -> None:
    """By genre, type, the beginning of the title or the address; never by words in it that only look alike."""
    assert is_opinion(known) is told


@pytest.mark.parametrize(
    ("place", "key", "words"),
    [
        (Place(PlaceKind.BRIEF), "brief", "The brief"),
        (Place(PlaceKind.BRIEF, "", "decision-by"), "brief.decision-by", "Decision by"),
        (Place(PlaceKind.SECTION, "background", title="Background"), "section.background", "Section “Background”"),
        (Place(PlaceKind.POINT, "rec-2", "owner"), "rec-2.owner", "Rec. 2, owner"),
        (Place(PlaceKind.POINT, "dilemma-1", "options", "B"), "dilemma-1.options.B", "Dilemma 1, options: B"),
        (Place(PlaceKind.PASSAGE, "passage-3"), "passage-3", "Passage 3"),
        (Place(PlaceKind.SOURCE, "source-1", title="The bridge"), "source-1", "Source 1 “The bridge”"),
        (Place(PlaceKind.TEMPLATE, title="House"), "template", "House template “House”"),
    ],
)
def test_a_place_has_a_stable_key_and_plain_words(place: Place, key: str, words: str) -> None:
    """The key is for acceptances, the words are for people."""
    assert (place.key, place.words, str(place)) == (key, words, words)


def test_a_point_is_named_as_it_is_printed() -> None:
    """rec-2 is “Rec. 2”."""
    assert [point_name(name) for name in ("risk-1", "dilemma-2", "rec-3")] == ["Risk 1", "Dilemma 2", "Rec. 3"]


def test_the_message_and_the_remedy_are_plain_sentences() -> None:
    """What is wrong, then what to do."""
    finding = brief(decision_by_reason="")(clean()).only("decision-reason")
    assert finding.message == "Nothing says why the decision is needed by 14 March 2025: a date needs its reason."
    assert finding.remedy == "Say why 14 March, and what happens if it is missed."


def test_an_empty_brief_is_full_of_findings() -> None:
    """Preflight takes a brief before anything is written in it, and without a template's wishes too."""
    empty = Brief(id="brief-1", name="New")
    asked = {finding.rule for finding in preflight(Dossier(), empty, clean().template)}
    assert {"field-required", "marking-missing", "section-empty"} <= asked
    wanting = replace(clean().template, requires=("ref", "key-points", "bluf"))
    said = [finding.message for finding in preflight(Dossier(), empty, wanting) if finding.rule == "field-required"]
    assert {"Title is empty.", "Ref. is empty.", "Key points are empty.", "The bottom line is empty."} == set(said)
    bare = HouseTemplate(name="bare", title="Bare", version="1")
    assert {finding.rule for finding in preflight(Dossier(), empty, bare)} == {"field-required", "marking-missing"}


def test_another_language_is_not_measured_by_english_words() -> None:
    """Rules about English words are silent for a brief in another language; the others are not."""
    english = section("issue", "Whether HMT is very likely to pay, in which we have high confidence.")(clean())
    assert {"abbreviation", "likelihood-word", "likelihood-confidence"} <= {f.rule for f in english.findings()}
    french = all_of(brief(language="fr-FR", to=""))(english)
    assert {f.rule for f in french.findings()} == {"field-required"}


def test_the_readability_of_a_brief_is_measured() -> None:
    """The mean is over whole sentences of the text; the longest may stand anywhere."""
    case = all_of(
        section("issue", "One two three. Four five.\n\n- six seven eight nine\n\n# ten eleven"),
        section("background"),
        brief(bluf="", decision_by_reason="", points=()),
    )(clean())
    told = sentences_of(subject_of(case.dossier, case.brief, case.template, None))
    measured = readability(told)
    assert (measured.sentences, measured.mean) == (2, 2.5)
    assert measured.longest is not None
    assert measured.longest.text == "six seven eight nine"
    assert readability(()).longest is None


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#FFFFFF", 21.0),
        ("#fff", "#FFFFFF", 1.0),
        ("#1A1F24", "#FFFFFF", 16.60),
        ("#B3370B", "#FFFFFF", 6.06),
        ("#6B7785", "#FFFFFF", 4.56),
        ("#777777", "#FFFFFF", 4.48),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    """Known pairs have their known ratios, whichever colour comes first."""
    assert contrast_ratio(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast_ratio(other, one) == contrast_ratio(one, other)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("OFFICIAL", ""),
        ("OFFICIAL-SENSITIVE", ""),
        ("OFFICIAL-SENSITIVE LEGAL", ""),
        ("OFFICIAL COMMERCIAL", ""),
        ("official sensitive", "OFFICIAL-SENSITIVE"),
        ("Official – Sensitive Legal", "OFFICIAL-SENSITIVE Legal"),
        ("TOP-SECRET", "TOP SECRET"),
        ("TLP AMBER+STRICT", "TLP:AMBER+STRICT"),
        ("CONFIDENTAL", "CONFIDENTIAL"),
        ("UK EYES ONLY", ""),
        ("MEMBERS ONLY", ""),
    ],
)
def test_the_marking_that_was_meant_is_found(written: str, meant: str) -> None:
    """A known marking written otherwise is recognised, with the words after it; a house's own is left alone."""
    assert nearest_marking(written) == meant


def test_points_of_a_kind_that_is_not_printed_are_left_alone() -> None:
    """What is not printed is not held against its author."""
    spoilt = all_of(
        point("risk-1", cause="", event="", effect="", evidence=()),
        template(sections=tuple(s for s in clean().template.sections if s.shows is not Kind.RISK)),
    )(clean())
    assert {f.rule for f in spoilt.findings()} == {"point-not-printed", "link-outside"}


def test_a_finding_is_a_plain_value() -> None:
    """Findings compare, hash and cross from process to process."""
    made: dict[str, Any] = {"rule": "x", "severity": Severity.HINT, "place": Place(PlaceKind.BRIEF), "message": "A."}
    assert {Finding(**made, remedy="B."), Finding(**made, remedy="B.")} == {Finding(**made, remedy="B.")}


def test_without_a_day_no_date_has_passed() -> None:
    """Preflight asks no clock."""
    old = all_of(
        brief(date=dt.date(1999, 3, 1), decision_by=dt.date(1999, 3, 14)), point("rec-1", deadline=dt.date(1999, 6, 30))
    )
    assert replace(old(clean()), today=None).findings() == ()
