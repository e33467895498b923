"""The contract with those who write templates: what a brief's context holds, and what it never holds."""

import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markupsafe import Markup
from pypdf import PdfReader

from briefgen.domain.bibliography import from_csl
from briefgen.domain.briefs import Accepted, Brief, IssueRecord, Section, Selected
from briefgen.domain.dossier import Dossier
from briefgen.domain.fields import freeze
from briefgen.domain.house_template import FieldType, HouseTemplate, TemplateField, TemplateSection
from briefgen.domain.points import Citation, Edit, Position, RatingOverride, Risk
from briefgen.domain.terms import BriefState, Decision, Kind, Proximity, Rating, Verb
from briefgen.rendering.context import build_context
from briefgen.rendering.house_templates import open_template
from briefgen.rendering.job import RenderJob, check_plain, make_html
from tests import strategies
from tests.rendering import coast
from tests.rendering.coast import BRIEF, CAPACITY, CHALLENGE, CHOICE, DOSSIER, FAILURE, PUBLISH, TELL, TIE

ROOT = Path(__file__).resolve().parents[2]


def by_id(points: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Points by their ids."""
    return {point["id"]: point for point in points}


def strings(value: Any) -> Iterator[str]:
    """Every string of plain data, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, entry in value.items():
            yield key
            yield from strings(entry)
    elif isinstance(value, list | tuple):
        for entry in value:
            yield from strings(entry)


# ------------------------------------------------------------------------------------------ plain and whole


def test_the_context_is_plain_data() -> None:
    """It is what JSON can hold, and text that is HTML already; it can go to another process."""
    context = coast.context_of()
    check_plain(context)
    assert json.loads(json.dumps(context))["brief"]["title"] == BRIEF.title
    assert context["problems"] == []


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_every_sound_dossier_fills_the_template(data: st.DataObject) -> None:
    """Whatever is filled in or left out, the context is plain and the template finds each field that it asks for."""
    dossier = data.draw(strategies.dossiers())
    for brief in dossier.briefs:
        context = build_context(dossier, brief, coast.template(), today=None, forced=False, program_version="1")
        check_plain(context)
        opened = open_template(coast.TEMPLATE)
        html = make_html(RenderJob(template=str(opened.folder), context=context, language=brief.language), opened)
        assert html.count("<html") == 1


def test_no_house_wording_is_unused() -> None:
    """Each label is asked for by a shipped template, or goes into the data by itself."""
    texts = [*(ROOT / "templates").rglob("*.jinja"), *(ROOT / "briefgen" / "rendering").glob("[!w]*.py")]
    used = "\n".join(text.read_text(encoding="utf-8") for text in texts)
    assert [name for name in coast.context_of()["labels"] if not re.search(rf"[.\"']{name}\b", used)] == []


# --------------------------------------------------------------------------------------- what must not leave


def secretive() -> tuple[Dossier, Brief]:
    """The dossier with a word in every field that stays in the house."""
    points = [
        replace(
            point,
            note="CANARY note",
            author="CANARY author",
            tags=("CANARY tag",),
            evidence=tuple(replace(citation, note="CANARY citation") for citation in point.evidence),
            set_aside=freeze({"owner": "CANARY aside"})[1:],
            created=dt.datetime(1999, 12, 31, tzinfo=dt.UTC),
        )
        for point in DOSSIER.points
    ]
    off = Risk(
        id="risk-9", title="CANARY switched off", event="CANARY event", evidence=(Citation(passage="passage-9"),)
    )
    other = coast.source(9, "CANARY words of a source.", title="CANARY source")
    brief = replace(
        BRIEF,
        name="CANARY name",
        points=(*BRIEF.points, Selected(point="risk-9", shown=False)),
        accepted=(Accepted(rule="CANARY rule", place="x", reason="CANARY reason"),),
    )
    points[4] = replace(points[4], mitigates=(*TIE.mitigates, replace(TIE.mitigates[0], risk="risk-9")))
    dossier = replace(
        DOSSIER,
        settings=replace(DOSSIER.settings, title="CANARY dossier"),
        sources=(
            *(
                replace(
                    source,
                    note="CANARY source note",
                    filename="CANARY/file.txt",
                    warnings=("CANARY warning",),
                    marking="CANARY marking",
                    bibliography=replace(source.bibliography, note="CANARY bib", abstract="CANARY abstract"),
                )
                for source in DOSSIER.sources
            ),
            other,
        ),
        passages=(
            *(replace(passage, note="CANARY passage", prefix="CANARY ") for passage in DOSSIER.passages),
            coast.passage(9, other, "CANARY words"),
        ),
        points=(*points, off),
        briefs=(brief, replace(BRIEF, id="brief-2", name="CANARY other brief", title="CANARY other title")),
        issues=(IssueRecord(id="issue-1", brief="brief-1", name="CANARY issue", to="CANARY reader"),),
    )
    return dossier, brief


def test_nothing_that_stays_in_the_house_is_in_the_context() -> None:
    """Notes to self, users, files, tags, switched-off points and their links, sources not cited: none of it."""
    dossier, brief = secretive()
    context = coast.context_of(dossier, brief)
    assert [text for text in strings(context) if "CANARY" in text or "1999" in text or "risk-9" in text] == []
    assert [link["id"] for link in by_id(context["recommendations"])["rec-1"]["mitigates"]] == ["risk-1", "risk-3"]


def test_nothing_that_stays_in_the_house_is_in_the_files() -> None:
    """Nor is it in the HTML, or anywhere in the PDF, its metadata included."""
    dossier, brief = secretive()
    result = coast.rendered(dossier, brief)
    assert "CANARY" not in result.html
    reader = PdfReader(BytesIO(result.pdf))
    objects = [str(reader.get_object(number)) for number in range(1, len(reader.xref[0]))]
    text = "".join(page.extract_text() for page in reader.pages)
    assert "CANARY" not in text
    assert not any("CANARY" in entry for entry in objects)
    assert b"CANARY" not in result.pdf


# ---------------------------------------------------------------------------------------------------- points


def test_points_have_printed_names_and_links_both_ways() -> None:
    """Labels carry the numbers of the ids; what mitigates a risk and settles a dilemma is said there, too."""
    context = coast.context_of()
    risks, recs = by_id(context["risks"]), by_id(context["recommendations"])
    (dilemma,) = context["dilemmas"]
    assert (risks["risk-1"]["label"], dilemma["label"], recs["rec-2"]["label"]) == ("Risk 1", "Dilemma 1", "Rec. 2")
    assert [link["label"] for link in recs["rec-1"]["mitigates"]] == ["Risk 1", "Risk 3"]
    assert [link["label"] for link in risks["risk-3"]["mitigated_by"]] == ["Rec. 1"]
    assert [link["label"] for link in recs["rec-1"]["settles"]] == ["Dilemma 1 (A)"]
    assert [link["label"] for link in dilemma["settled_by"]] == ["Rec. 1"]
    assert [link["label"] for link in recs["rec-2"]["depends_on"]] == ["Rec. 1"]
    assert [link["label"] for link in recs["rec-1"]["needed_by"]] == ["Rec. 2"]
    assert [link["label"] for link in risks["risk-1"]["raised_by"]] == ["Dilemma 1 (B)"]
    assert [link["label"] for link in risks["risk-1"]["reduced_by"]] == ["Dilemma 1 (A)"]
    assert [link["label"] for link in dilemma["options"][0]["raises"]] == ["Risk 2"]


def test_risks_stand_by_residual_rating_then_by_how_soon_then_as_the_editors_put_them() -> None:
    """What has no rating comes last; the section prints as many as the manifest says."""
    low = Position(likelihood=coast.likelihood("unlikely"), impact=2)
    points = (
        replace(CAPACITY, id="risk-1", likelihood=None),
        replace(FAILURE, id="risk-2", residual=low),
        replace(FAILURE, id="risk-3", proximity=Proximity.YEAR),
        replace(FAILURE, id="risk-4"),
        replace(FAILURE, id="risk-5", proximity=Proximity.IMMINENT),
        replace(
            CAPACITY, id="risk-6", rating_override=RatingOverride(rating=Rating.VERY_HIGH, reason="new intelligence")
        ),
    )
    risks = coast.context_of(*coast.with_points(*points))["risks"]
    assert [risk["id"] for risk in risks] == ["risk-6", "risk-5", "risk-3", "risk-4", "risk-2", "risk-1"]
    assert [risk["in_full"] for risk in risks] == [True] * 3 + [False] * 3
    assert risks[0]["rating"] == {"key": "very-high", "words": "very high"}
    assert risks[0]["rating_reason"] == "new intelligence"
    assert risks[4]["stands"]["rating"]["words"] == "low"
    assert risks[4]["stands"]["is_residual"]
    assert risks[4]["rating"]["words"] == "high"
    assert risks[5]["stands"] == {
        "likelihood": None,
        "impact": risks[5]["impact"],
        "rating": None,
        "is_residual": False,
    }


@pytest.mark.parametrize(
    ("cause", "event", "effect", "statement"),
    [
        ("The grant lags.", "A wall fails.", "It floods.", "Because the grant lags, a wall fails, so it floods."),
        ("because of rain", "walls fail", "so that trains stop", "Because of rain, walls fail, so that trains stop."),
        ("", "walls fail", "trains stop", "Walls fail, so trains stop."),
        ("rain", "", "trains stop", "Because rain, so trains stop."),
        ("", "", "trains stop", "Trains stop."),
        ("", "", "", "The title."),
        ("Japan relies on it", "Washington leaves", "", "Because Japan relies on it, Washington leaves."),
        ("IT systems age", "they fail in the U.S.", "", "Because IT systems age, they fail in the U.S."),
        ("rain", "Will it hold?", "", "Because rain, Will it hold?"),
        ("Walls age", "old walls fail", "", "Because walls age, old walls fail."),
    ],
)  # fmt: skip
def test_a_risk_is_stated_in_one_sentence(cause: str, event: str, effect: str, statement: str) -> None:
    """“Because cause, event, so effect”, as much of it as there is; names keep their capitals."""
    risk = Risk(id="risk-1", title="The title", cause=cause, event=event, effect=effect)
    assert coast.context_of(*coast.with_points(risk))["risks"][0]["statement"] == statement


@pytest.mark.parametrize(
    ("verb", "action", "bold", "rest"),
    [
        (Verb.AGREE, "Agree to pay", "Agree", " to pay."),
        (Verb.NOTE, "note that it pays.", "note", " that it pays."),
        (Verb.DIRECT, "The agency publishes", "Direct", ": The agency publishes."),
        (Verb.AGREE, "Agreement is near", "Agree", ": Agreement is near."),
        (None, "Pay at once", "", "Pay at once."),
        (Verb.AGREE, "", "Agree", ": Title."),
    ],
)
def test_the_verb_of_an_action_stands_apart(verb: Verb | None, action: str, bold: str, rest: str) -> None:
    """It can be printed bold; an action without it gets it in front, one without words its title."""
    rec = replace(TIE, verb=verb, action=action, title="Title")
    (made,) = coast.context_of(*coast.with_points(rec))["recommendations"]
    assert (made["action_verb"], made["action_rest"]) == (bold, rest)


def test_what_is_only_noted_gets_one_box_and_a_decision_ticks_it() -> None:
    """The others get three boxes; one that was put off is not ticked."""
    context = coast.context_of(
        *coast.with_points(
            replace(TIE, decision=Decision.AGREED_WITH_CHANGES, decision_date=coast.TODAY, decision_by="Minister"),
            replace(PUBLISH, decision=Decision.DEFERRED, depends_on=()),
            TELL,
        )
    )
    boxes = [[(box["key"], box["ticked"]) for box in rec["boxes"]] for rec in context["recommendations"]]
    assert boxes == [
        [("agree", True), ("disagree", False), ("discuss", False)],
        [("agree", False), ("disagree", False), ("discuss", False)],
        [("noted", False)],
    ]
    decision = context["recommendations"][0]["decision"]
    assert (decision["words"], decision["by"], decision["date"]["long"]) == (
        "agreed with changes",
        "Minister",
        "3 March 2025",
    )


def test_deadlines_and_costs_are_printed_in_words() -> None:
    """A date is given raw and written out; “on decision” is no date."""
    recs = by_id(coast.context_of()["recommendations"])
    assert recs["rec-1"]["deadline"] == {"iso": "2025-03-14", "long": "14 March 2025", "on_decision": False}
    assert recs["rec-2"]["deadline"] == {"iso": "", "long": "on decision", "on_decision": True}
    assert recs["rec-3"]["deadline"] is None
    assert recs["rec-1"]["cost"]["text"] == "£42m, funded, from the repair grant"
    assert recs["rec-3"]["cost"] is None


def test_a_dilemma_has_its_cells_in_the_order_of_the_criteria() -> None:
    """Each option has one for each criterion, empty where nothing was said; the lean is said where it belongs."""
    (dilemma,) = coast.context_of()["dilemmas"]
    first, second = dilemma["options"]
    assert first["cells"] == [
        {
            "criterion": "feasibility",
            "outcome": "With the present staff",
            "mark": {"key": "better", "words": "better", "sign": "+"},
        }
    ]
    assert second["cells"] == [{"criterion": "feasibility", "outcome": "", "mark": None}]
    assert (first["is_leaned_to"], second["is_leaned_to"]) == (True, False)
    assert dilemma["lean"] == {
        "no_view": False,
        "letter": "A",
        "name": "Ring-fence the grant",
        "strength": {"key": "clear", "words": "clear"},
    }
    assert dilemma["tension"]["text"] == "safety against local choice"
    (undecided,) = coast.context_of(*coast.with_points(replace(CHOICE, lean="no view")))["dilemmas"]
    assert undecided["lean"]["no_view"]


def test_a_point_meant_for_other_templates_is_not_printed_and_reported() -> None:
    """So is a point that the template has no section for."""
    dossier, brief = coast.with_points(replace(CAPACITY, include_in=("one-page",)), CHALLENGE)
    context = coast.context_of(dossier, brief)
    assert [risk["id"] for risk in context["risks"]] == ["risk-2"]
    assert [problem["place"] for problem in context["problems"]] == ["risk-3"]
    bare = HouseTemplate(name="bare", title="Bare", version="1")
    without = build_context(dossier, brief, bare, today=None, forced=False, program_version="1")
    assert [risk["in_full"] for risk in without["risks"]] == [False]
    assert "risk-2 has no section in the house template “Bare”." in [p["message"] for p in without["problems"]]


# ------------------------------------------------------------------------------------------ notes and sources


def test_notes_are_numbered_in_the_order_of_reading() -> None:
    """Recommendations stand before the background, the background before risks; the list has each number once."""
    context = coast.context_of()
    recs, risks = by_id(context["recommendations"]), by_id(context["risks"])
    assert recs["rec-1"]["note_numbers"] == [1]
    assert recs["rec-3"]["note_numbers"] == [2]
    assert re.findall(r'href="#note-(\d+)"', context["section"]["background"]["html"]) == ["1", "3", "4"]
    assert context["dilemmas"][0]["note_numbers"] == [5]
    assert risks["risk-1"]["note_numbers"] == [6, 3]
    assert risks["risk-2"]["note_numbers"] == [7]
    assert [note["number"] for note in context["notes"]] == [1, 2, 3, 4, 5, 6, 7]
    assert [note["id"] for note in context["notes"]][:2] == ["note-1", "note-2"]
    assert context["notes"][2]["cited_by"] == ["background", "risk-1"]
    assert risks["risk-1"]["note_marks"] == (
        '<sup class="note-ref"><a href="#note-6">6</a>,<a href="#note-3">3</a></sup>'
    )


def test_a_note_names_its_source_in_full_once_and_its_place_each_time() -> None:
    """Later notes on the same source are short and lead to the first."""
    notes = coast.context_of()["notes"]
    assert (notes[0]["is_first"], notes[0]["place"]) == (True, "para.\u00a01")
    assert notes[0]["reference"] == (
        'Coastal Inspectorate, <cite><a href="https://example.org/condition">Condition of coastal defences</a></cite>, '
        "20\u00a0November 2024"
    )
    assert (notes[2]["is_first"], notes[2]["first_number"], notes[2]["place"]) == (False, 1, "para.\u00a02")
    assert notes[2]["short"] == "Coastal Inspectorate"
    assert notes[3]["short"] == '<span lang="fr"><cite>Digues et solidarité</cite></span>'
    assert notes[1]["reference"] == (
        "Ada Marlow, “Councils wary of money with strings”, <cite>The Harbour Gazette</cite>, February 2025"
    )
    assert notes[6]["short"] == "Marlow"


def test_a_quotation_is_printed_word_for_word_with_its_edits_and_its_language() -> None:
    """Marks go around it, inner ones where it holds marks of its own; a foreign one says its language."""
    context = coast.context_of()
    assert context["dilemmas"][0]["lead"]["text"] == (
        "Ring-fencing would protect exposed towns first. Councils […] lose room in their own programmes."
    )
    assert context["notes"][1]["html"] == (
        '<span class="quotation" data-quotation="2">'
        "‘“Every ring-fence begins as an exception,” said their chair.’</span>"
    )
    assert (
        'A French study says: <span class="quotation" data-quotation="4" lang="fr">'
        "“Les digues protègent d’abord les plus exposés.”</span>"
    ) in context["section"]["background"]["html"]
    assert [note["number"] for note in context["notes"] if note["quoted_in_text"]] == [4]


@pytest.mark.parametrize("exact_first", [True, False])
def test_one_number_is_one_place_however_its_words_are_edited(exact_first: bool) -> None:
    """Each point quotes the words as its editor marked them; the note gives the exact ones if any point does."""
    marked = (Edit(start=0, end=12, insertion="It"),)
    exact = replace(CHALLENGE, evidence=(Citation(passage="passage-6"),))
    edited = replace(CAPACITY, evidence=(Citation(passage="passage-6", edits=marked),))
    both = (exact, edited) if exact_first else (replace(edited, impact=5), exact)
    context = coast.context_of(*coast.with_points(*both, brief=replace(BRIEF, sections=())))
    risks = by_id(context["risks"])
    assert risks["risk-2"]["lead"]["text"].startswith("Ring-fencing would")
    assert risks["risk-3"]["lead"]["text"].startswith("[It] would")
    assert [note["text"][:15] for note in context["notes"]] == ["Ring-fencing wo"]
    assert [source["note_numbers"] for source in context["sources"]] == [[1]]
    alone = coast.context_of(*coast.with_points(edited, brief=replace(BRIEF, sections=())))
    assert [note["text"][:15] for note in alone["notes"]] == ["[It] would prot"]


def test_a_citation_of_nothing_is_seen_and_reported() -> None:
    """“[?]” stands in the text, and the problem names the place and the passage."""
    brief = replace(BRIEF, sections=(Section(id="issue", text="It is so.[@passage-99] And [@nonsense quote]."),))
    context = coast.context_of(DOSSIER, brief)
    assert context["section"]["issue"]["html"].count("[?]") == 2
    assert [problem["message"] for problem in context["problems"]] == [
        "issue cites passage-99, which the dossier does not have; “[?]” is printed there.",
        "issue cites nonsense, which the dossier does not have; “[?]” is printed there.",
    ]


def test_a_lost_passage_keeps_its_words_but_not_its_place() -> None:
    """Its offsets are those of an older text; a source without a title is reported as well."""
    passages = (replace(DOSSIER.passages[0], lost=True), *DOSSIER.passages[1:])
    sources = (replace(DOSSIER.sources[0], bibliography=from_csl({})), *DOSSIER.sources[1:])
    context = coast.context_of(replace(DOSSIER, passages=passages, sources=sources))
    assert context["notes"][0]["place"] == ""
    assert context["notes"][0]["text"] == DOSSIER.passages[0].quote
    assert context["notes"][0]["title"] == "Untitled source"
    assert [problem["place"] for problem in context["problems"]][:2] == ["rec-1", "rec-1"]


@pytest.mark.parametrize(
    ("csl", "full"),
    [
        ({"title": "T"}, "<cite>T</cite>"),
        ({"title": "T", "author": [{"literal": name} for name in "ABCD"]}, "A and others, <cite>T</cite>"),
        ({"title": "T", "author": [{"literal": name} for name in "ABC"]}, "A, B and C, <cite>T</cite>"),
        ({"title": "T", "editor": [{"family": "B", "given": "A"}]}, "A B (ed.), <cite>T</cite>"),
        ({"title": "T", "volume": "4", "issue": "2", "publisher": "P"}, "<cite>T</cite>, 4(2), P"),
        ({"title": "T", "issue": "2"}, "<cite>T</cite>, no.\u00a02"),
        ({"title": "T", "volume": "2"}, "<cite>T</cite>, vol.\u00a02"),
        ({"title": "T", "number": "7"}, "<cite>T</cite>, no.\u00a07"),
        ({"title": "T", "number": "14", "genre": "Technical Note"}, "<cite>T</cite>, Technical Note\u00a014"),
        ({"title": "T", "number": "14", "genre": "Note n° 14"}, "<cite>T</cite>, Note n°\u00a014"),
        ({"title": "T", "number": "31", "collection-title": "Papers"}, "<cite>T</cite>, Papers\u00a031"),
        (
            {"title": "T", "genre": "Report", "number": "3", "collection-title": "Papers"},
            "<cite>T</cite>, Report\u00a03, Papers",
        ),
        ({"title": "T", "DOI": "10.1/x"}, '<cite><a href="https://doi.org/10.1/x">T</a></cite>'),
        ({"title": "T", "URL": "javascript:alert(1)"}, "<cite>T</cite>"),
        ({"title": "<T> & “t”", "type": "speech"}, "‘&lt;T&gt; &amp; “t”’"),
        ({"title": "T", "language": "fr-CA"}, '<span lang="fr-CA"><cite>T</cite></span>'),
        ({"title": "T", "issued": {"literal": "Lent"}, "genre": "White paper"}, "<cite>T</cite>, White paper, Lent"),
    ],
)
def test_a_reference_prints_what_is_known(csl: dict[str, Any], full: str) -> None:
    """Only addresses that may be opened become links, and everything is escaped."""
    source = replace(DOSSIER.sources[0], bibliography=from_csl(csl))
    context = coast.context_of(replace(DOSSIER, sources=(source, *DOSSIER.sources[1:])))
    assert context["notes"][0]["reference"] == full


# -------------------------------------------------------------------------------------------------- sections


def test_sections_come_in_the_templates_order_and_empty_ones_say_so() -> None:
    """Those with something in them are numbered; points fill a section, too."""
    context = coast.context_of()
    assert [section["id"] for section in context["sections"]] == [s.id for s in coast.template().sections]
    numbered = [(section["id"], section["number"]) for section in context["sections"] if not section["is_empty"]]
    assert numbered == [
        ("issue", 1),
        ("recommendations", 2),
        ("timing", 3),
        ("background", 4),
        ("considerations", 5),
        ("risks", 6),
        ("finance", 7),
        ("equality", 8),
        ("next-steps", 9),
    ]
    assert context["section"]["issue"]["words"] == 11
    assert context["section"]["equality"]["none_identified"]
    assert not context["section"]["legal"]["none_identified"]
    assert isinstance(context["section"]["issue"]["html"], Markup)


def test_what_the_template_has_no_place_for_is_reported() -> None:
    """A section or field of another template, text for a section without text, and pictures."""
    brief = replace(
        BRIEF,
        sections=(
            Section(id="preamble", text="Dear Minister"),
            Section(id="decision", text="Agreed"),
            Section(id="issue", text="See ![map](https://example.org/m.png)"),
        ),
        fields=freeze({"colour": "blue"})[1:],
    )
    places = [problem["place"] for problem in coast.context_of(DOSSIER, brief)["problems"]]
    assert places == ["issue", "decision", "preamble", "colour"]


def test_a_templates_own_fields_have_the_type_that_the_manifest_gives() -> None:
    """What is not given has the default of its type; a date is given raw and written out."""
    fields = tuple(
        TemplateField(name=kind.name.lower(), type=kind, choices=("a",) if kind is FieldType.CHOICE else ())
        for kind in FieldType
    )
    template = HouseTemplate(
        name="t", title="T", version="1", fields=fields, sections=(TemplateSection(id="issue", title="Issue"),)
    )
    given_ = {
        "line": " a ",
        "text": "a\nb",
        "markdown": "*a* [@passage-1]",
        "flag": "yes",
        "number": 12,
        "date": "2025-03-01",
        "choice": "a",
        "lines": ["a", " ", "b"],
    }
    brief = replace(BRIEF, fields=freeze(given_)[1:], points=(), sections=())
    filled = build_context(DOSSIER, brief, template, today=None, forced=False, program_version="1")
    assert filled["fields"] == {
        "line": "a",
        "text": "a\nb",
        "markdown": '<p><em>a</em> <sup class="note-ref"><a href="#note-1">1</a></sup></p>',
        "flag": True,
        "number": 12,
        "date": {"iso": "2025-03-01", "long": "1 March 2025"},
        "choice": "a",
        "lines": ["a", "b"],
    }
    empty = build_context(DOSSIER, replace(brief, fields=()), template, today=None, forced=False, program_version="1")
    assert empty["fields"] == {
        "line": "",
        "text": "",
        "markdown": "",
        "flag": False,
        "number": None,
        "date": None,
        "choice": "",
        "lines": [],
    }


# -------------------------------------------------------------------------------------- document and marking


def test_the_document_is_dated_in_its_language() -> None:
    """Dates are written out as the language does; a brief without a date gets today's."""
    context = coast.context_of(DOSSIER, replace(BRIEF, language="fr", date=None), today=dt.date(2025, 4, 1))
    assert context["brief"]["date"] == {"iso": "2025-04-01", "long": "1er avril 2025"}
    assert context["brief"]["decision_by"]["long"] == "14 mars 2025"
    assert "«\u202fLes digues" in context["section"]["background"]["html"]
    assert 'lang="fr"' not in context["section"]["background"]["html"]
    assert coast.context_of(DOSSIER, replace(BRIEF, date=None), today=None)["brief"]["date"] is None
    assert coast.context_of()["brief"]["cleared_by"][1]["text"] == "Treasury desk (27 February 2025)"


@pytest.mark.parametrize(
    ("state", "forced", "draft", "shown"),
    [
        (BriefState.DRAFT, False, True, "DRAFT"),
        (BriefState.FINAL, False, False, "FINAL"),
        (BriefState.FINAL, True, True, "DRAFT"),
        (BriefState.FOR_CLEARANCE, False, False, "FOR CLEARANCE"),
    ],
)
def test_what_is_forced_is_a_draft(state: BriefState, forced: bool, draft: bool, shown: str) -> None:
    """Whatever the editors call it."""
    context = coast.context_of(DOSSIER, replace(BRIEF, state=state), forced=forced)
    assert (context["draft"], context["forced"], context["brief"]["state"]) == (draft, forced, shown)


@pytest.mark.parametrize(
    ("marking", "tlp", "of_point", "text", "label", "reported"),
    [
        ("OFFICIAL", "", "", "OFFICIAL", "", False),
        ("", "TLP:GREEN", "", "", "TLP:GREEN", False),
        ("TLP:GREEN", "", "", "", "TLP:GREEN", False),
        ("OFFICIAL", "", "SECRET", "SECRET", "", True),
        ("SECRET", "", "OFFICIAL", "SECRET", "", False),
        ("OFFICIAL", "TLP:GREEN", "TLP:RED", "OFFICIAL", "TLP:RED", True),
        ("", "", "OFFICIAL", "OFFICIAL", "", True),
        ("PUBLIC", "", "SECRET", "PUBLIC", "", True),
    ],
)
def test_the_highest_marking_of_what_is_printed_marks_every_page(
    marking: str, tlp: str, of_point: str, text: str, label: str, reported: bool
) -> None:
    """A point above its brief raises it, and that is reported; so are markings that can't be compared."""
    dossier, brief = coast.with_points(
        replace(CAPACITY, marking=of_point), brief=replace(BRIEF, marking=marking, tlp=tlp)
    )
    context = coast.context_of(dossier, brief)
    assert (context["marking"]["text"], context["marking"]["tlp"]) == (text, label)
    assert bool(context["problems"]) == reported
    assert context["marking"]["words"] == text.split()


def test_the_key_explains_what_is_printed_and_no_more() -> None:
    """Kinds of point, the scale and its terms that are used, marks; without risks there is no scale."""
    key = coast.context_of()["key"]
    assert key["kinds"] == ["risk", "dilemma", "recommendation"]
    assert [scale["id"] for scale in key["scales"]] == ["phia"]
    assert [term["words"] for term in key["scales"][0]["terms"] if term["used"]] == [
        "unlikely",
        "realistic possibility",
        "likely or probable",
    ]
    assert key["marks"] == [{"sign": "+", "key": "better", "words": "better"}]
    bare = coast.context_of(*coast.with_points(TELL))["key"]
    assert bare == {"kinds": [Kind.RECOMMENDATION.value], "scales": [], "impacts": [], "marks": []}
