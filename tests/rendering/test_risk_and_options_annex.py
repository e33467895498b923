"""The house template “Risk and options annex”: tables across a wide page, in which no cell is empty."""

import datetime as dt
import re
from dataclasses import replace

import pytest

from briefgen.domain.briefs import Brief, IssueRecord, Section
from briefgen.domain.dossier import Dossier
from briefgen.domain.fields import freeze
from briefgen.domain.points import Mitigation, Position, RatingOverride, Recommendation, Risk
from briefgen.domain.terms import (
    Category,
    Decision,
    Horizon,
    ImpactArea,
    ImplementationStatus,
    Paper,
    Proximity,
    Rating,
    Theme,
    Verb,
)
from briefgen.rendering.context import build_context
from briefgen.rendering.house_templates import open_template
from briefgen.rendering.job import RenderedBrief, RenderJob, render
from tests.rendering import coast
from tests.rendering.coast import CAPACITY, CHALLENGE, CHOICE, FAILURE, PUBLISH, TELL, TIE, likelihood
from tests.rendering.read_back import (
    Pages,
    assert_apart,
    assert_house_typefaces,
    assert_marked,
    assert_no_glyph_missing,
    assert_on_the_paper,
    assert_tagged,
    links,
    missing,
)

TEMPLATE = "risk-and-options-annex"
PROSE = "The department has reviewed the evidence and finds that costs rise whenever maintenance is put off. "
PART_OF_WORD = "Donaudampfschifffahrts"
LONG_WORD = PART_OF_WORD * 6
ISSUED = dt.datetime(2025, 2, 20, 9, 0, tzinfo=dt.UTC)

REGISTERED = replace(
    FAILURE,
    category=Category.OPERATIONS,
    theme=next(iter(Theme)),
    horizon=Horizon.YEAR,
    proximity=Proximity.THREE_MONTHS,
    impact_on=(ImpactArea.ECONOMY,),
    inherent=Position(likelihood=likelihood("almost certain"), impact=5),
    residual=Position(likelihood=likelihood("likely"), impact=4),
    target=Position(likelihood=likelihood("unlikely"), impact=3),
    rating_override=RatingOverride(rating=Rating.VERY_HIGH, reason="Two lines would close."),
    controls=("Monthly inspection", "Repair contract"),
    review_by=dt.date(2025, 9, 30),
    body="The *northern* walls are the oldest.",
    created=ISSUED - dt.timedelta(days=9),
    updated=ISSUED + dt.timedelta(days=1),
)
DECIDED = replace(
    TIE,
    decision=Decision.AGREED,
    decision_by="Minister for Floods",
    decision_date=dt.date(2025, 3, 12),
    decision_note="for two years",
    implementation_status=ImplementationStatus.ON_TRACK,
    body="Grants are paid quarterly.",
)
BRIEF = replace(
    coast.BRIEF,
    template=TEMPLATE,
    title="Coastal repair grant: risks and options",
    sections=(
        Section(id="matrix", text="Two risks moved this month."),
        Section(id="method", text="Assessed by the coast unit."),
        Section(id="changes", text="The contractors’ survey is new."),
    ),
    fields=tuple(sorted(freeze({"data_of": "2025-02-28"})[1:])),
)
DOSSIER = replace(
    coast.DOSSIER,
    points=(
        REGISTERED,
        CHALLENGE,
        replace(CAPACITY, created=ISSUED + dt.timedelta(days=1)),
        CHOICE,
        DECIDED,
        PUBLISH,
        TELL,
    ),
    issues=(IssueRecord(id="issue-1", brief="brief-1", at=ISSUED),),
)


def rendered(dossier: Dossier = DOSSIER, brief: Brief = BRIEF) -> RenderedBrief:
    """The brief as PDF and HTML."""
    opened = open_template(TEMPLATE)
    context = build_context(dossier, brief, opened.template, today=coast.TODAY, forced=False, program_version="1.2.3")
    return render(RenderJob(template=str(opened.folder), context=context, language=brief.language, html=True))


@pytest.fixture(scope="module")
def full() -> Pages:
    """The full annex, as a draft."""
    return Pages(rendered())


def rows(html: str, table: str) -> list[list[str]]:
    """The cells of a table's rows, as text."""
    (found,) = re.findall(rf'<table class="{table}">.*?<tbody>(.*?)</tbody>', html, re.DOTALL)
    return [
        [
            " ".join(re.sub(r"<[^>]+>", " ", cell).split())
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        ]
        for row in re.findall(r"<tr.*?</tr>", found, re.DOTALL)
    ]


def heads(html: str, table: str) -> list[str]:
    """The heads of a table's columns."""
    (found,) = re.findall(rf'<table class="{table}">.*?<thead>(.*?)</thead>', html, re.DOTALL)
    return re.findall(r"<th[^>]*>(.*?)</th>", found)


# ------------------------------------------------------------------------------------------- nothing is lost


def test_every_field_is_read_back(full: Pages) -> None:
    """What the editors filled in stands in the PDF, word for word."""
    wanted = [
        "Annex A. Coastal repair grant: risks and options", "DRAFT", "Data of: 28 February 2025",
        "Scale: PHIA probability yardstick", "To: Minister for Floods", "From: Head of Coastal Policy",
        "Date: 3 March 2025", "Decision by: 14 March 2025 (spending round lock)", "Copy: Special advisers",
        "Contact: Coastal Policy, extension 4417", "Bottom line: " + BRIEF.bluf,
        "Two risks moved this month.", "Where each risk stands with its controls",
        # register
        "A sea defence fails. Because the grant follows population, at least one defence rated poor fails",
        "Operations", "almost certain, catastrophic", "Monthly inspection", "Repair contract", "likely or probable,",
        "Treat", "Rising ↑", "30 September 2025", "The northern walls are the oldest.", "Theme:", "Horizon: this year",
        "How soon: within three months", "Bears on: economy", "As it stands now: likely or probable, significant",
        "Target: unlikely, moderate (medium)", "Rating set by judgement: Two lines would close.",
        "Raised by: Dilemma 1 (B)", "Reduced by: Dilemma 1 (A)", "We have moderate confidence in the evidence.",
        "Tolerate", "Legal Director", "Commercial Director",
        # options
        "Dilemma 1 · Safety against local choice · Safety or local choice", CHOICE.question, CHOICE.why_unavoidable,
        "A Ring-fence the grant", "B Leave it free (as now)", "Worst defences first", "councils with sound defences",
        "Raises Risk 2; reduces Risk 1", "With the present staff", "We clearly favour this", "£10–100m",
        "What would change our mind: A firm offer of private money.", "Settled by: Rec. 1",
        # tracker
        "Agree to ring-fence £42m for defences rated poor.", "Grants are paid quarterly.", "Essential",
        "£42m, funded, from the repair grant", "Reason for the date: the formula locks",
        "Expected effect, in steps: Risk 1 (likelihood −2)", "Done when: the first payments are made in April",
        "We have moderate confidence in this estimate.", "Risk 1, Risk 3, Dilemma 1 (A)", "Agreed, 12 March 2025",
        "Decision: Minister for Floods: for two years", "On track", "Depends on: Rec. 1", "Legal: None identified.",
        "Dissent: The councils’ association would publish yearly.", "on decision",
        # key, changes, sources
        "Assessed by the coast unit.", "remote chance, up to 5 %", "almost certain, 95 % or more",
        "minor, limited, moderate, significant, catastrophic.", "+ better",
        "The contractors’ survey is new.", "Last issued on 20 February 2025.", "New since then: Risk 3.",
        "Edited since then: Risk 1.",
        "“at least one defence rated poor is likely to fail before winter”",
        "Coastal Inspectorate, Condition of coastal defences, 20 November 2024, para. 3.",
        "Coastal Inspectorate (note 1), para. 2.", "Author: Policy unit, Coast. Interests: None declared.",
    ]  # fmt: skip
    assert missing(full, wanted) == []


def test_sections_stand_in_their_order(full: Pages) -> None:
    """Matrix, register, options, tracker, key and method, changes; then the sources."""
    assert re.findall(r"<h2>(.*?)</h2>", full.rendered.html) == [
        "Risk matrix", "Risk register", "Options", "Recommendation tracker", "Key and method",
        "Changes since the last version", "Sources",
    ]  # fmt: skip


def test_the_matrix_says_in_words_what_it_shows(full: Pages) -> None:
    """Each cell has its rating as a word; beside the table the same facts stand as a list, unrated risks too."""
    html = rendered(
        replace(DOSSIER, points=(*DOSSIER.points[:1], replace(CHALLENGE, likelihood=None), *DOSSIER.points[2:]))
    ).html
    table = html[html.index('<div class="matrix">') : html.index('<div class="in-words">')]
    words = re.findall(r'<td class="cell rating-([\w-]+)"><span class="word">([\w ]+)</span>', table)
    assert len(words) == 25
    assert all(key == word.lower().replace(" ", "-") for key, word in words)
    listed = " ".join(
        re.sub(r"<[^>]+>", " ", html[html.index('<div class="in-words">') :].partition("</div>")[0]).split()
    )
    assert "High Risk 1 A sea defence fails (likely or probable, significant)" in listed
    assert "Not assessed : Risk 2 Councils go to court." in listed
    assert "Impact" in full.texts[0]


def test_no_cell_is_empty(full: Pages) -> None:
    """“–” where nothing applies, “not assessed” where nobody has said."""
    html = full.rendered.html
    for table in ("register", "tracker", "options options-2"):
        for row in rows(html, table):
            assert all(row), row
    register = {row[0]: row[1:] for row in rows(html, "register")}
    assert register["Risk 3"][1:] == [
        "not assessed", "Commercial Director", "not assessed", "not assessed", "Low unlikely, limited", "not assessed",
        "Rec. 1", "not assessed", "not assessed",
    ]  # fmt: skip
    tracker = {row[0]: row[1:] for row in rows(html, "tracker")}
    assert tracker["Rec. 3"][1:] == [
        "not assessed", "not assessed", "not assessed", "not assessed", "not assessed", "–", "–", "Not started",
    ]  # fmt: skip


def test_risks_are_sorted_by_rating_then_by_how_soon_then_by_their_order() -> None:
    """The gravest first; of the same rating the one that strikes sooner."""
    risks = [
        replace(CAPACITY, id="risk-1"),
        replace(CHALLENGE, id="risk-2", proximity=Proximity.LONGER),
        replace(CHALLENGE, id="risk-3", proximity=Proximity.IMMINENT),
        replace(FAILURE, id="risk-4"),
        replace(CHALLENGE, id="risk-5", likelihood=None),
    ]
    html = rendered(*coast.with_points(*risks, brief=BRIEF)).html
    assert [row[0] for row in rows(html, "register")] == ["Risk 4", "Risk 3", "Risk 2", "Risk 1", "Risk 5"]


def test_long_owners_take_the_columns_of_category_and_inherent_position() -> None:
    """And what stood there is told under the statement."""
    some = replace(REGISTERED, owner="Director General, Floods and Coastal Erosion Risk Management")
    html = rendered(*coast.with_points(some, brief=BRIEF)).html
    assert "Category" not in heads(html, "register")
    assert "Inherent" in heads(html, "register")
    assert "Category: operations" in rows(html, "register")[0][1].replace(" :", ":")
    more = replace(REGISTERED, owner=PROSE * 2)
    html = rendered(*coast.with_points(more, brief=BRIEF)).html
    assert not {"Category", "Inherent"} & set(heads(html, "register"))
    assert "Inherent: almost certain, catastrophic (very high)" in rows(html, "register")[0][1].replace(" :", ":")


def test_a_register_that_stands_by_itself_is_no_annex() -> None:
    """Its letter is a field; without it the title stands alone. A date of its own need not be given."""
    brief = replace(BRIEF, fields=tuple(sorted(freeze({"annex": "C"})[1:])))
    pages = Pages(rendered(brief=brief))
    assert "Annex C. Coastal repair grant" in pages.texts[0]
    assert "Data of: 3 March 2025" in pages.text
    assert pages.text.count("3 March 2025") == 1
    alone = replace(BRIEF, fields=tuple(sorted(freeze({"annex": "none"})[1:])))
    assert re.findall(r'<h1 id="title">(.*?)</h1>', rendered(brief=alone).html) == [BRIEF.title]


def test_without_points_it_says_so() -> None:
    """Register and tracker are there with a sentence; matrix and options are not."""
    brief = replace(BRIEF, points=(), sections=(), marking="")
    pages = Pages(rendered(replace(DOSSIER, points=(), issues=(), briefs=(brief,)), brief))
    assert pages.text.count("None is chosen for this annex.") == 2
    assert re.findall(r"<h2>(.*?)</h2>", pages.rendered.html) == [
        "Risk register", "Recommendation tracker", "Key and method",
    ]  # fmt: skip
    assert len(pages.texts) == 1


# ------------------------------------------------------------------------------------------------ the pages


@pytest.mark.parametrize("paper", Paper)
def test_the_pages_are_sound_on_both_papers(paper: Paper) -> None:
    """Landscape, marked, tagged, in the house typefaces, nothing on top of anything, nothing off the paper."""
    pages = Pages(rendered(brief=replace(BRIEF, paper=paper)))
    assert_marked(pages, "OFFICIAL-SENSITIVE")
    assert_apart(pages)
    assert_on_the_paper(pages)
    assert_house_typefaces(pages)
    assert_no_glyph_missing(pages)
    assert_tagged(pages, title="Annex A. " + BRIEF.title)
    assert all(page.width > page.height for page in pages.rendered.pages)
    for number, text in enumerate(pages.texts, 1):
        assert f"Page {number} of {len(pages.texts)}" in text
        assert ("Coastal repair grant" in text.replace("Coastal repair grant: risks", "")) == (number > 1)


def test_links_lead_to_points_and_sources(full: Pages) -> None:
    """From the matrix, the tracker and the changes to their rows, from the numbers to the notes."""
    inside, outside = links(full)
    assert {"risk-1", "risk-2", "risk-3", "dilemma-1", "rec-1", "note-1"} <= inside
    assert outside == {"https://example.org/condition"}


@pytest.mark.parametrize(("tlp", "handling"), [("TLP:AMBER+STRICT", "EMBARGOED UNTIL 00:01 14 MARCH 2025"), ("", "")])
def test_the_longest_marking_is_whole_and_touches_nothing(tlp: str, handling: str) -> None:
    """In one line on a wide page, with label and handling line under it."""
    marking = "TOP SECRET UK EYES ONLY PERSONAL DATA LEGAL PROFESSIONAL PRIVILEGE MARKET SENSITIVE"
    pages = Pages(rendered(brief=replace(BRIEF, marking=marking, tlp=tlp, handling=handling)))
    assert_marked(pages, marking, *([tlp] if tlp else []))
    assert_apart(pages)
    for text, lines in zip(pages.texts, pages.lines, strict=True):
        assert text.count(marking) == 2
        heights = {round(line.bottom) for line in lines if line.top - line.bottom > 8 and line.text in marking.split()}
        assert len(heights) <= 2


def test_forty_points_are_all_there_and_every_page_of_a_table_has_its_heads() -> None:
    """Rows stay whole; the heads come again."""
    risks = [
        replace(FAILURE, id=f"risk-{n}", title=f"Danger {n} of the register", impact=n % 5 + 1) for n in range(1, 41)
    ]
    recs = [
        replace(
            TIE,
            id=f"rec-{n}",
            action=f"Agree to measure {n} of it",
            mitigates=(Mitigation(risk=f"risk-{n}"),),
            settles=(),
        )
        for n in range(1, 41)
    ]
    pages = Pages(rendered(*coast.with_points(*risks, *recs, brief=BRIEF)))
    for number in range(1, 41):
        assert f"Danger {number} of the register" in pages.text
        assert f"Agree to measure {number} of it" in pages.text
        # The whole row on one page.
        places = pages.rendered.places
        assert len(places[f"risk-{number}"]) == len(places[f"rec-{number}"]) == 1
    for point, head in (("risk", "Residual"), ("rec", "Priority")):
        for page in {pages.rendered.places[f"{point}-{number}"][0].page for number in range(1, 41)}:
            assert head in pages.texts[page]
    assert pages.rendered.warnings == ()


def test_far_too_much_text_is_laid_out_all_the_same() -> None:
    """Cells longer than a page, words longer than a column: nothing is cut off and nothing runs out of the page."""
    risk = replace(
        REGISTERED,
        cause=PROSE * 30,
        owner=LONG_WORD,
        controls=(LONG_WORD, f"{PROSE * 8} ENDOFCONTROL"),
        body="ENDOFBODY",
    )
    rec = Recommendation(
        id="rec-1", verb=Verb.AGREE, action=f"Agree {PROSE * 60} ENDOFACTION", dissent=LONG_WORD, owner=LONG_WORD
    )
    options = tuple(replace(option, gains=f"{PROSE * 50} ENDOF{option.letter}", raises=()) for option in CHOICE.options)
    pages = Pages(
        rendered(*coast.with_points(risk, rec, replace(CHOICE, options=options), brief=replace(BRIEF, title=PROSE * 3)))
    )
    for words in ("ENDOFCONTROL", "ENDOFBODY", "ENDOFACTION", "ENDOFA", "ENDOFB"):
        assert words in pages.text
    # A page may end within each of the four words, and so within one part of it.
    assert pages.text.replace(" ", "").count(PART_OF_WORD) >= 4 * 6 - 4
    assert_on_the_paper(pages)
    assert_marked(pages, "OFFICIAL-SENSITIVE")


def test_a_point_s_own_marking_stands_with_its_statement_and_on_nothing_else() -> None:
    """However long it is: the narrow column of the ids has no room for it."""
    marking = "OFFICIAL-SENSITIVE LEGAL PROFESSIONAL PRIVILEGE MARKET SENSITIVE"
    pages = Pages(
        rendered(
            *coast.with_points(replace(REGISTERED, marking=marking), replace(DECIDED, marking=marking), brief=BRIEF)
        )
    )
    cells = [rows(pages.rendered.html, "register")[0][1], rows(pages.rendered.html, "tracker")[0][1]]
    assert all(marking in cell for cell in cells)
    assert_apart(pages)


def test_style_sheets_use_the_manifests_colours_and_no_others() -> None:
    """A colour in the style sheet is a name that the manifest declares."""
    opened = open_template(TEMPLATE)
    css = (opened.folder / "brief.css").read_text(encoding="utf-8")
    assert set(re.findall(r"var\(--(?!face-)([\w-]+)\)", css)) <= {name for name, _ in opened.template.colours}
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b", css) == []


def test_a_risk_without_anything_but_an_id_is_a_row() -> None:
    """It says of everything that nobody has said."""
    html = rendered(*coast.with_points(Risk(id="risk-1"), brief=BRIEF)).html
    (row,) = rows(html, "register")
    assert row[0] == "Risk 1"
    assert row.count("not assessed") >= 7
