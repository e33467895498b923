"""The house template “One-page brief”: one page that holds all of it, or a refusal that says what to shorten."""

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefgen.domain.briefs import Brief, Section
from briefgen.domain.dossier import Dossier
from briefgen.domain.points import Option, Point
from briefgen.domain.preflight import PlaceKind
from briefgen.domain.terms import BriefState, Paper, Reversibility
from briefgen.rendering.context import build_context
from briefgen.rendering.fitting import Overfull
from briefgen.rendering.house_templates import open_template
from briefgen.rendering.job import RenderedBrief, RenderJob, render
from tests.rendering import coast
from tests.rendering.coast import CAPACITY, CHALLENGE, CHOICE, DOSSIER, FAILURE, PUBLISH, TELL, TIE
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

TEMPLATE = "one-page-brief"
PROSE = "The department has reviewed the evidence and finds that costs rise whenever maintenance is put off. "
LONG_WORD = "Donaudampfschifffahrts" * 4

BRIEF = replace(
    coast.BRIEF,
    template=TEMPLATE,
    title="Ring-fence coastal repair money now",
    bluf="Ring-fence £42m for sea defences rated poor by 14 March.",
    fields=(),
    sections=(
        Section(
            id="why-now",
            text="- The formula locks on 14 March.\n- A third of defences are poor.[@passage-1]\n"
            "- Two failures closed the line.[@passage-3]",
        ),
        Section(id="ask", text="Agree Rec. 1 in tonight’s box."),
    ),
)


def rendered(dossier: Dossier = DOSSIER, brief: Brief = BRIEF, *, overfull: bool = False) -> RenderedBrief:
    """The brief as PDF and HTML."""
    opened = open_template(TEMPLATE)
    context = build_context(dossier, brief, opened.template, today=coast.TODAY, forced=False, program_version="1.2.3")
    job = RenderJob(template=str(opened.folder), context=context, language=brief.language, html=True, overfull=overfull)
    return render(job)


def of(*points: Point, brief: Brief = BRIEF, overfull: bool = False) -> RenderedBrief:
    """A brief of these points."""
    return rendered(*coast.with_points(*points, brief=brief), overfull=overfull)


def size(page: RenderedBrief) -> float:
    """The size of the type that was taken."""
    assert page.fit is not None
    return page.fit.step.size


@pytest.fixture(scope="module")
def full() -> Pages:
    """The full brief, as a draft."""
    return Pages(rendered())


# ------------------------------------------------------------------------------------------------ the page


def test_all_of_it_stands_on_one_page(full: Pages) -> None:
    """Every field of the brief, and of each point what the template is for, word for word."""
    wanted = [
        "One-page brief", "DRAFT", BRIEF.title, "To: Minister for Floods", "From: Head of Coastal Policy",
        "3 March 2025", "Bottom line", BRIEF.bluf,
        "Why now", "The formula locks on 14 March.", "A third of defences are poor.1", "Two failures closed the line.2",
        # risks
        "Risk 1 At least one defence rated poor fails", "High", "likely or probable × significant", "rising ↑",
        "Risk 2 One of them seeks judicial review", "Medium", "realistic possibility × moderate",
        "Risk 3 The approved contractors cannot take on more work", "Low", "unlikely × limited",
        # dilemma
        "Dilemma 1 Safety against local choice.", CHOICE.question, "A Ring-fence the grant", "B Leave it free (as now)",
        "Gains", "Worst defences first", "Local priorities kept", "Costs", "Less room for councils",
        "Failures become likelier", "Reversible?", "Irreversible", "Our lean: A Ring-fence the grant, clear",
        # recommendations
        "Rec. 1 Agree to ring-fence £42m for defences rated poor.", "Director, Floods, by 14 March 2025.",
        "Settles Dilemma 1 (A).", "Rec. 2 Direct: The condition data be published monthly.",
        "Environment Agency, on decision.", "Rec. 3 Note that councils will lose room in the year.",
        # foot
        "What we need from you", "Agree Rec. 1 in tonight’s box.", "Decision by 14 March 2025: spending round lock.",
        "Contact: Coastal Policy, extension 4417", "Cleared by: Director, Floods; Treasury desk (27 February 2025)",
        "Copy: Special advisers, Permanent Secretary", "Author: Policy unit, Coast. Interests: None declared.",
        "Sources: Coastal Inspectorate, Condition of coastal defences, 20 November 2024: 1 para. 1, 2 para. 2",
        "Ada Marlow, “Councils wary of money with strings”, The Harbour Gazette, February 2025",
        "Likelihood (PHIA probability yardstick): unlikely, 25 to 35 %",
    ]  # fmt: skip
    assert len(full.texts) == 1
    assert missing(full, wanted) == []


def test_the_rest_of_the_brief_s_fields_is_there_when_it_is_filled() -> None:
    """Deck, key points, funders and licence, though few one-page briefs have them."""
    brief = replace(
        BRIEF,
        deck="What the round leaves open",
        key_points=("Money follows people.", "Walls fail in winter."),
        funders=("Harbour Trust",),
        licence="CC BY 4.0",
    )
    pages = Pages(of(FAILURE, TIE, brief=brief))
    wanted = ["What the round leaves open", "Key points", *brief.key_points, "Funded by: Harbour Trust", "CC BY 4.0"]
    assert missing(pages, wanted) == []


@pytest.mark.parametrize("paper", Paper)
def test_the_page_is_sound_on_both_papers(paper: Paper) -> None:
    """Marked at head and foot, tagged, in the house typefaces, nothing on top of anything, nothing off the paper."""
    pages = Pages(rendered(brief=replace(BRIEF, paper=paper)))
    assert len(pages.texts) == 1
    assert_marked(pages, "OFFICIAL-SENSITIVE")
    assert_apart(pages)
    assert_on_the_paper(pages)
    assert_house_typefaces(pages)
    assert_no_glyph_missing(pages)
    assert_tagged(pages, title=BRIEF.title)
    width, height = paper.millimetres
    assert (round(pages.rendered.pages[0].width), round(pages.rendered.pages[0].height)) == (
        round(width * 72 / 25.4),
        round(height * 72 / 25.4),
    )


def test_links_lead_to_sources_and_points(full: Pages) -> None:
    """From each number to its place in the list of sources, and to the web."""
    inside, outside = links(full)
    assert {"note-1", "note-2", "dilemma-1"} <= inside
    assert outside == {"https://example.org/condition"}


def test_nothing_but_furniture_and_note_numbers_is_smaller_than_nine_and_a_half_points() -> None:
    """At the smallest step, too: the style sheet sets no other size within the page's matter."""
    css = (open_template(TEMPLATE).folder / "brief.css").read_text(encoding="utf-8")
    assert min(float(points) for points in re.findall(r"font-size: ([\d.]+)pt", css)) == 9.5


def test_the_longest_marking_leaves_the_page_one_page() -> None:
    """With a label and a handling line; smaller type makes up for it."""
    brief = replace(
        BRIEF,
        marking="TOP SECRET UK EYES ONLY PERSONAL DATA LEGAL PROFESSIONAL PRIVILEGE MARKET SENSITIVE",
        tlp="TLP:AMBER+STRICT",
        handling="EMBARGOED UNTIL 00:01 14 MARCH 2025 · RECIPIENTS ONLY",
    )
    pages = Pages(rendered(brief=brief))
    assert len(pages.texts) == 1
    assert pages.texts[0].count(brief.marking) == 2
    assert_apart(pages)


def test_an_empty_brief_is_a_page_with_gaps_to_fill() -> None:
    """What must be there says so; what need not be there is not."""
    brief = Brief(id="brief-1", name="Empty", template=TEMPLATE)
    pages = Pages(rendered(Dossier(briefs=(brief,)), brief))
    assert len(pages.texts) == 1
    assert pages.texts[0].count("To be written.") == 4
    assert re.findall(r"<h2>(.*?)</h2>", pages.rendered.html) == ["Bottom line", "Why now", "What we need from you"]
    assert pages.rendered.fit is not None
    assert pages.rendered.fit.step.leading == 1.45


def test_what_is_beside_nothing_has_the_page_s_width_or_a_column_of_its_own() -> None:
    """Risks go to the right where there is nothing else for it; without points there are no columns."""
    risks = of(FAILURE)
    assert risks.places["risk-1"][0].x > 297
    assert set(of().places) & {"column-left", "column-right"} == set()


def test_a_final_brief_says_nothing_of_its_state() -> None:
    """Only drafts and what waits for clearance do."""
    pages = Pages(of(TIE, brief=replace(BRIEF, state=BriefState.FINAL)))
    assert "DRAFT" not in pages.text
    assert "FINAL" not in pages.text


def test_three_options_stand_one_below_another() -> None:
    """A column is too narrow for more than two side by side; none of their words is lost."""
    third = Option(letter="C", name="Wait", gains="No cost now", costs="", reversibility=Reversibility.AT_COST)
    pages = Pages(of(replace(CHOICE, options=(*CHOICE.options, third), cells=(), criteria=())))
    assert missing(pages, ["C Wait. Gains: No cost now. Costs: – Reversible at cost."]) == []
    assert "<table" not in pages.rendered.html


def test_points_for_which_there_is_no_room_are_named() -> None:
    """Three risks, one dilemma and three recommendations are set out; the reader is told of the others."""
    more_risks = [replace(CAPACITY, id=f"risk-{n}", title=f"Danger {n}", evidence=()) for n in range(4, 7)]
    more_recs = [replace(TELL, id=f"rec-{n}", title=f"Measure {n}", evidence=()) for n in range(4, 6)]
    second = replace(CHOICE, id="dilemma-2", title="Speed or care", evidence=())
    pages = Pages(of(FAILURE, CHALLENGE, CAPACITY, *more_risks, CHOICE, second, TIE, PUBLISH, TELL, *more_recs))
    wanted = [
        "Further: Risk 4 Danger 4 (low); Risk 5 Danger 5 (low); Risk 6 Danger 6 (low).",
        "Further: Dilemma 2 Speed or care.",
        "Further: Rec. 4 Measure 4; Rec. 5 Measure 5.",
    ]
    assert missing(pages, wanted) == []


# --------------------------------------------------------------------------------------------- fits or refuses


def test_little_is_set_large_with_open_lines() -> None:
    """Under 70 per cent of the page, lines are opened to 1.45."""
    page = of(TIE)
    assert page.fit is not None
    assert (page.fit.step.size, page.fit.step.leading) == (11, 1.45)
    assert page.fit.full < 70


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(
    why=st.integers(0, 14),
    ask=st.integers(0, 6),
    risks=st.integers(0, 4),
    action=st.integers(1, 5),
    words=st.booleans(),
)
def test_it_fits_or_is_refused_whatever_it_holds(why: int, ask: int, risks: int, action: int, *, words: bool) -> None:
    """One page with every word of it, or a refusal that says by how much and what is longest.

    Then nothing is lost from the pages that the editors are shown.
    """
    points = [
        replace(FAILURE, id=f"risk-{n}", event=f"{PROSE * n} ENDRISK{n}", title=f"Danger {n}")
        for n in range(1, risks + 1)
    ]
    rec = replace(TIE, action=f"Agree {PROSE * action} ENDACTION", settles=(), mitigates=())
    text = "\n".join(f"- {LONG_WORD if words else PROSE} WHY{n}END" for n in range(why))
    brief = replace(BRIEF, sections=(Section(id="why-now", text=text), Section(id="ask", text=f"{PROSE * ask} ENDASK")))
    dossier, brief = coast.with_points(*points, CHOICE, rec, brief=brief)
    shown = rendered(dossier, brief, overfull=True)
    assert shown.fit is not None
    pages = Pages(shown)
    ends = [
        *(f"WHY{n}END" for n in range(why)),
        *(f"ENDRISK{n}" for n in range(1, min(risks, 3) + 1)),
        "ENDACTION",
        "ENDASK",
    ]
    assert missing(pages, ends) == []
    assert_on_the_paper(pages)
    if shown.fit.overflow is None:
        assert len(pages.texts) == 1
        assert shown.fit.full <= 100
        assert rendered(dossier, brief).pdf == shown.pdf
    else:
        assert len(pages.texts) > 1
        assert size(shown) == 9.5
        with pytest.raises(
            Overfull, match=r"^The brief is \d+ lines? too long for one page, even in letters of 9\.5 points"
        ) as caught:
            rendered(dossier, brief)
        assert 1 <= len(caught.value.overflow.longest) <= 3
        assert caught.value.overflow == shown.fit.overflow


def test_more_text_never_gets_larger_type() -> None:
    """The steps only go down, all are used, and the first brief that is refused is over by little."""
    sizes = []
    for count in range(24, 50):
        text = "\n".join("- The formula locks on 14 March." for _ in range(count))
        page = of(
            TIE, brief=replace(BRIEF, sections=(Section(id="why-now", text=text), BRIEF.sections[1])), overfull=True
        )
        assert page.fit is not None
        if page.fit.overflow is not None:
            assert page.fit.overflow.lines <= 2
            break
        sizes.append((page.fit.step.size, page.fit.step.leading))
    assert sizes == sorted(sizes, reverse=True)
    assert {size for size, _ in sizes} == {11, 10.5, 10, 9.5}


def test_a_refusal_leads_to_what_is_longest() -> None:
    """To sections, points and fields, as their places in the brief."""
    brief = replace(BRIEF, sections=(Section(id="why-now", text=PROSE * 40), BRIEF.sections[1]))
    with pytest.raises(Overfull) as caught:
        of(replace(FAILURE, event=PROSE * 3), brief=brief)
    first, second, *_ = caught.value.overflow.longest
    assert (first.place.kind, first.place.id) == (PlaceKind.SECTION, "why-now")
    assert first.name == "“Why now”"
    assert "“Why now” (" in caught.value.message
    assert second.lines <= first.lines


def test_style_sheets_use_the_manifests_colours_and_no_others() -> None:
    """A colour in the style sheet is a name that the manifest declares, and each pair that meets is declared."""
    opened = open_template(TEMPLATE)
    css = (opened.folder / "brief.css").read_text(encoding="utf-8")
    assert set(re.findall(r"var\(--(?!face-)([\w-]+)\)", css)) - {"size", "leading"} <= {
        name for name, _ in opened.template.colours
    }
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b", css) == []
