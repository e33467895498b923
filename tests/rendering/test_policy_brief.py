"""The house template “Policy brief”: what its PDF holds, on every page and on both papers, whatever a brief holds."""

import re
from dataclasses import replace
from functools import cache

import pypdfium2
import pytest

from briefgen.domain.briefs import Author, Brief, Section, Selected
from briefgen.domain.dossier import Dossier
from briefgen.domain.fields import freeze
from briefgen.domain.points import Citation, Option, Recommendation, Risk
from briefgen.domain.terms import BriefState, Paper, PassageKind, Verb
from briefgen.rendering.context import build_context
from briefgen.rendering.house_templates import open_template
from briefgen.rendering.job import RenderedBrief, RenderJob, render
from tests.rendering import coast
from tests.rendering.coast import CAPACITY, CHALLENGE, CHOICE, FAILURE, PASSAGES, PUBLISH, TELL, TIE
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

TEMPLATE = "policy-brief"

PROSE = "The department has reviewed the evidence and finds that costs rise whenever maintenance is put off. "

ARGUMENT = """Some words before the first finding.

## A third of the defences are poor

The inspectorate rated 412 structures.[@passage-1] ^[**Structure**: a wall, bank or groyne that keeps the sea out.]

### Where they stand

Most of the poor ones guard a railway.[@passage-3]

[@passage-4 quote] — The councils’ chair

## Money follows people, and not the sea

| Year | Cost £m |
|---|--:|
| 2019 | 1,200 |

See [the guide](https://example.org/guide).
"""

POLICY = replace(
    coast.BRIEF,
    template=TEMPLATE,
    title="Put the repair grant where the sea is",
    deck="A third of the defences are poor, and the grant goes where people live.",
    state=BriefState.FINAL,
    key_points=("A third of the defences are poor.", "The grant follows population.", "Tie it for three years."),
    authors=(
        Author(
            name="Coastal programme", post="Strand Institute", note="It studies shores.", disclosure="None declared."
        ),
        Author(name="Tide panel", note="Six engineers.", disclosure="Two own houses on the coast."),
    ),
    funders=("Harbour Trust", "Own means"),
    licence="CC BY 4.0",
    sections=(
        Section(id="introduction", text="Why this matters now: the formula locks in March."),
        Section(id="analysis", text=ARGUMENT),
        Section(id="dilemmas", text="One question is open."),
        Section(id="risks", text="Three things can go wrong."),
        Section(id="recommendations", text="They belong together."),
        Section(id="conclusion", text="The sea does not wait for a formula."),
    ),
    fields=tuple(
        sorted(
            freeze(
                {
                    "series": "Shore Papers 7",
                    "acknowledgements": "We thank the harbour masters.",
                    "institution": "The Strand Institute is independent. It is at [strand.example](https://strand.example).",
                    "isbn": "978-0-00-000000-2",
                    "doi": "10.0000/shore.7",
                }
            )[1:]
        )
    ),
)
DOSSIER = replace(
    coast.DOSSIER,
    passages=tuple(replace(p, kind=PassageKind.QUOTE) if p.id == "passage-4" else p for p in PASSAGES),
    briefs=(POLICY,),
)


def with_points(*points: Risk | Recommendation, brief: Brief = POLICY) -> tuple[Dossier, Brief]:
    """The dossier with other points, all of them chosen for the brief."""
    chosen = replace(brief, points=tuple(Selected(point=point.id) for point in points))
    return replace(DOSSIER, points=points, briefs=(chosen,)), chosen


def rendered(dossier: Dossier = DOSSIER, brief: Brief = POLICY) -> RenderedBrief:
    """The brief as PDF and HTML."""
    opened = open_template(TEMPLATE)
    context = build_context(dossier, brief, opened.template, today=coast.TODAY, forced=False, program_version="1.2.3")
    return render(RenderJob(template=str(opened.folder), context=context, language=brief.language, html=True))


@cache
def on(paper: Paper) -> Pages:
    """The full brief on a paper."""
    return Pages(rendered(brief=replace(POLICY, paper=paper)))


@pytest.fixture(params=list(Paper))
def full(request: pytest.FixtureRequest) -> Pages:
    """The full brief, on each paper."""
    return on(request.param)


def headings(pages: Pages, level: int = 2) -> list[str]:
    """The headings of a level, as text."""
    found = re.findall(rf"<h{level}[^>]*>(.*?)</h{level}>", pages.rendered.html, re.DOTALL)
    return [" ".join(re.sub("<[^>]*>", "", heading).split()) for heading in found]


# -------------------------------------------------------------------------------------------------- every page


def test_every_page_is_marked_and_numbered_the_cover_too(full: Pages) -> None:
    """At head and foot; nothing lies on anything else or leaves the paper."""
    assert_marked(full, "OFFICIAL-SENSITIVE")
    for number, text in enumerate(full.texts, 1):
        assert f"Page {number} of {len(full.texts)}" in text
        assert "SUB-2025-014 · v0.3" in text
    assert_apart(full)
    assert_on_the_paper(full)


def test_the_pages_have_the_size_of_the_paper() -> None:
    """Upright."""
    assert [(round(p.width), round(p.height)) for p in on(Paper.A4).rendered.pages[:1]] == [(595, 842)]
    assert [(round(p.width), round(p.height)) for p in on(Paper.LETTER).rendered.pages[:1]] == [(612, 792)]


def test_the_file_is_sound_as_a_program_reads_it(full: Pages) -> None:
    """Typefaces, glyphs, tags, headings, tables, and links that lead somewhere."""
    assert_house_typefaces(full)
    assert_no_glyph_missing(full)
    assert_tagged(full, title=POLICY.title)
    inside, outside = links(full)
    assert {"rec-1", "risk-1", "risk-3", "dilemma-1", "note-1", "note-6"} <= inside
    assert outside == {
        "https://example.org/condition",
        "https://example.org/guide",
        "https://strand.example",
        "https://doi.org/10.0000/shore.7",
    }


@pytest.mark.parametrize("paper", list(Paper))
@pytest.mark.parametrize(
    ("marking", "tlp"),
    [
        ("TOP SECRET UK EYES ONLY PERSONAL DATA LEGAL PROFESSIONAL PRIVILEGE MARKET SENSITIVE", "TLP:AMBER+STRICT"),
        ("", ""),
        ("", "TLP:RED"),
    ],
)
def test_any_marking_is_whole_and_none_leaves_no_trace(marking: str, tlp: str, paper: Paper) -> None:
    """The longest takes two lines, on the cover above its field of colour."""
    brief = replace(POLICY, marking=marking, tlp=tlp, handling="RECIPIENTS ONLY" if marking else "", paper=paper)
    pages = Pages(rendered(brief=brief))
    assert_marked(pages, *([tlp] if tlp else []))
    assert all(text.count(marking) == 2 for text in pages.texts if marking)
    assert ("OFFICIAL" in pages.text) is False
    assert_apart(pages)
    assert_on_the_paper(pages)


# ------------------------------------------------------------------------------------------------ nothing is lost


def test_every_field_is_read_back(full: Pages) -> None:
    """What the editors filled in stands in the PDF, word for word."""
    wanted = [
        # cover, summary, imprint
        "Shore Papers 7", POLICY.title, POLICY.deck, "Coastal programme, Strand Institute", "3 March 2025",
        *POLICY.key_points, POLICY.bluf, "Reading time:", "It studies shores.", "None declared.",
        "Two own houses on the coast.", "Harbour Trust; Own means", "We thank the harbour masters.",
        "The Strand Institute is independent.", "978-0-00-000000-2", "https://doi.org/10.0000/shore.7", "CC BY 4.0",
        "Coastal Policy, extension 4417", "To: Minister for Floods", "From: Head of Coastal Policy",
        "Decision by: 14 March 2025 (spending round lock)", "Copy: Special advisers, Permanent Secretary",
        "Cleared by: Director, Floods; Treasury desk (27 February 2025)", "Reference: SUB-2025-014",
        # argument
        "the formula locks in March.", "Some words before the first finding.", "A third of the defences are poor",
        "The inspectorate rated 412 structures.", "Structure: a wall, bank or groyne that keeps the sea out.",
        "Where they stand", "“Every ring-fence begins as an exception,” said their chair.", "The councils’ chair",
        "1,200", "See the guide.", "One question is open.", "Three things can go wrong.", "They belong together.",
        "The sea does not wait for a formula.",
        # dilemma
        "Dilemma 1 · Safety against local choice", CHOICE.question, CHOICE.why_unavoidable, "A Ring-fence the grant",
        "B Leave it free (as now)", "Worst defences first", "Less room for councils", "councils with sound defences",
        "Reversible", "Irreversible", "£10–100m", "Raises Risk 2; reduces Risk 1", "+ With the present staff",
        "We clearly favour this", "Marks + better", "A firm offer of private money.", "Settled by: Rec. 1",
        # risks
        "Risk 1 High Likely or probable, significant Rising ↑", "A sea defence fails",
        "Because the grant follows population, at least one defence rated poor fails, so the railway closes for weeks.",
        "Response: treat", "Owner: Director, Floods", "Mitigated by: Rec. 1", "Raised by: Dilemma 1 (B)",
        "Reduced by: Dilemma 1 (A)", "We have moderate confidence in the evidence.", "Councils go to court",
        "Realistic possibility", "Contractors cannot scale up", "so money is carried over.",
        # recommendations
        "Rec. 1 Agree to ring-fence £42m for defences rated poor.", "For Director, Floods", "By 14 March 2025",
        "Priority Essential", "Cost £42m, funded, from the repair grant", "Answers: Risk 1, Risk 3",
        "Settles: Dilemma 1 (A)", "Done when: the first payments are made in April",
        "Reason for the date: the formula locks", "Risk 1 (likelihood −2)",
        "We have moderate confidence in this estimate.", "Direct: The condition data be published monthly.",
        "By On decision", "Depends on: Rec. 1", "Legal: None identified.",
        "Dissent: The councils’ association would publish yearly.",
        "Note that councils will lose room in the year.",
        # notes and key
        "Coastal Inspectorate, Condition of Coastal Defences (Coastal Inspectorate, 2024), para. 1, https:",
        "likely or probable, 55 to 75 %",
        "minor, limited, moderate, significant, catastrophic",
    ]  # fmt: skip
    assert missing(full, wanted) == []


def test_no_word_of_a_point_is_lost() -> None:
    """Every text of every point is in the PDF, whatever it belongs to."""
    told = {}

    def filled(name: str) -> str:
        told[name] = f"Something about {name.replace('-', ' ')} that is told"
        return told[name]

    options = tuple(
        replace(
            option, name=f"Way {option.letter}",
            **{field: filled(f"option-{field}-{option.letter}") for field in (
                "summary", "gains", "costs", "time_to_effect", "value_judgement")},
            who_gains=(filled(f"gainer-{option.letter}"),), who_bears=(filled(f"bearer-{option.letter}"),),
        )
        for option in CHOICE.options
    )  # fmt: skip
    dilemma = replace(
        CHOICE, options=options, body=filled("dilemma-body"),
        **{field: filled(f"dilemma-{field}") for field in (
            "why_unavoidable", "no_status_quo_because", "value_judgement", "what_would_change_our_mind",
            "decision_point")},
    )  # fmt: skip
    risk = replace(
        FAILURE, controls=(filled("control"),), body=filled("risk-body"), title=filled("risk-title"),
        **{field: filled(f"risk-{field}") for field in ("cause", "event", "effect", "owner")},
    )  # fmt: skip
    rec = replace(
        TIE, body=filled("rec-body"),
        **{field: filled(f"rec-{field}") for field in (
            "action", "owner", "deadline_reason", "success_measure", "legal_basis", "consultation", "equality_impact",
            "dissent")},
    )  # fmt: skip
    pages = Pages(rendered(*with_points(dilemma, risk, rec)))
    # A clause loses its capital where it no longer begins its sentence.
    assert missing(pages, [words[1:] for words in told.values()]) == []


def test_an_empty_brief_is_a_cover_and_a_page_with_gaps_to_fill() -> None:
    """Nothing breaks, no section stands there without anything in it, and no list of contents."""
    brief = Brief(id="brief-1", name="Empty", template=TEMPLATE)
    pages = Pages(rendered(Dossier(briefs=(brief,)), brief))
    assert len(pages.texts) == 2
    assert headings(pages) == ["Summary", "Introduction", "Analysis"]
    assert pages.text.count("To be written.") == 4
    assert pages.rendered.warnings == ()


def test_forty_points_are_all_there() -> None:
    """Eight risks are told one by one, and all stand in the table; the rest of what is known of them comes after."""
    risks = [
        replace(FAILURE, id=f"risk-{n}", title=f"Danger {n} of the register", impact=n % 5 + 1, body=f"Told of {n}.")
        for n in range(1, 21)
    ]
    recs = [
        replace(TIE, id=f"rec-{n}", action=f"Agree to measure {n} of it", settles=(), mitigates=())
        for n in range(1, 21)
    ]
    pages = Pages(rendered(*with_points(*risks, *recs)))
    wanted = [f"Danger {n} of the register" for n in range(1, 21)] + [f"Told of {n}." for n in range(1, 21)]
    wanted += [f"{n} Agree to measure {n} of it." for n in range(1, 21)]
    assert missing(pages, wanted) == []
    assert pages.rendered.html.count('class="risk"') == 8
    assert_apart(pages)
    assert_on_the_paper(pages)


def test_far_too_much_text_is_laid_out_all_the_same() -> None:
    """Longer than a page, words longer than a line: nothing is cut off and nothing runs out of the page."""
    word = "Donaudampfschifffahrts" * 12
    risk = replace(FAILURE, title=word, owner=word, cause=PROSE * 12, body=f"{PROSE * 40}\n\n{word} ENDOFBODY")
    rec = Recommendation(
        id="rec-1", verb=Verb.AGREE, action=f"Agree {PROSE * 30} ENDOFACTION", owner=word, body=PROSE * 30
    )
    options = tuple(replace(option, gains=f"{PROSE * 40} ENDOF{option.letter}", raises=()) for option in CHOICE.options)
    brief = replace(
        POLICY,
        title=word,
        short_title="",
        deck=PROSE * 3,
        key_points=(word, PROSE * 8),
        contact=f"https://example.org/{word}",
        sections=(
            Section(
                id="analysis",
                text=f"## {word}\n\n{PROSE * 30}^[{word} ENDOFNOTE] {word}\n\n"
                f"|a|b|\n|---|---|\n|{word}|{PROSE * 4} ENDOFCELL|",
            ),
        ),
    )
    small = replace(
        TIE, id="rec-2", action=f"Agree to {word}", body=f"- {word}\n- <https://example.org/{word}>", dissent=word
    )
    other = replace(CAPACITY, effect=word)
    dilemma = replace(CHOICE, options=options, what_would_change_our_mind=word, decision_point=word)
    pages = Pages(rendered(*with_points(risk, other, rec, small, dilemma, brief=brief)))
    ends = ("ENDOFBODY", "ENDOFACTION", "ENDOFA", "ENDOFB", "ENDOFNOTE", "ENDOFCELL")
    assert [end for end in ends if end not in pages.text] == []
    assert pages.text.replace(" ", "").count(word) >= 15
    assert_on_the_paper(pages)


# ------------------------------------------------------------------------------------------------------- its parts


def test_the_parts_stand_in_their_order_under_the_editors_headings() -> None:
    """The analysis has no heading of its own but before what precedes its first one."""
    assert headings(on(Paper.A4)) == [
        "Summary",
        "Introduction",
        "Analysis",
        "A third of the defences are poor",
        "Money follows people, and not the sea",
        "Dilemmas",
        "Risks",
        "Recommendations",
        "Conclusion",
        "Particulars",
        "Notes",
        "About this brief",
    ]


def test_contents_come_with_six_pages_and_tell_them_right() -> None:
    """A shorter brief has none; a line gives the page on which its part begins."""
    pages = on(Paper.LETTER)
    assert len(pages.texts) >= 6
    for heading in headings(pages)[1:]:
        (line,) = re.findall(rf"{re.escape(heading)} (\d+)\b", pages.texts[1])[:1]
        assert heading in pages.texts[int(line) - 1], heading
    short = Pages(rendered(brief=replace(POLICY, points=(), sections=POLICY.sections[:1])))
    assert len(short.texts) < 6
    assert "Contents" not in short.text


def test_each_recommendation_has_a_number_on_a_disc_and_its_facts_beside_it() -> None:
    """In brief in the summary, with a link to it in full; in the outline without the numbers of notes."""
    pages = on(Paper.A4)
    heard = r'<span class="disc" role="img" aria-label="Rec\. (\d)">\1</span>'
    assert re.findall(heard, pages.rendered.html) == ["1", "2", "3"]
    with pypdfium2.PdfDocument(pages.rendered.pdf) as document:
        outline = [entry.get_title() for entry in document.get_toc()]
    assert "Rec. 1 Agree to ring-fence £42m for defences rated poor." in outline
    assert re.findall(r'<th scope="row"><a href="#(rec-\d)">', pages.rendered.html) == ["rec-1", "rec-2", "rec-3"]
    assert "Rec. 1 Agree to ring-fence £42m for defences rated poor." in pages.texts[1]


def test_the_key_stands_once_and_explains_what_is_printed() -> None:
    """No scale and no mark that no page uses; no box where there is nothing to explain."""
    pages = on(Paper.A4)
    assert pages.rendered.html.count('class="key-box"') == 1
    without = Pages(rendered(*with_points(TELL)))
    assert 'class="key-box"' not in without.rendered.html


def test_a_quotation_is_pulled_out_with_its_speaker_and_note() -> None:
    """In large italics; its note gives the source and not the words again."""
    pages = on(Paper.A4)
    (pulled,) = re.findall(r'<div class="set-quote pull-quote">.*?</div>', pages.rendered.html, re.DOTALL)
    number = re.search(r'href="#(note-\d+)"', pulled)
    assert number
    assert "The councils’ chair" in pulled
    (note,) = re.findall(rf'<li id="{number[1]}">(.*?)</li>', pages.rendered.html)
    assert "ring-fence" not in note


@pytest.mark.parametrize("paragraphs", range(3, 12, 2))
def test_a_note_in_the_margin_stands_whole_beside_its_paragraph(paragraphs: int) -> None:
    """Wherever the page ends, on the page of its first words, and no heading is left alone above."""
    text = "\n\n".join([PROSE * 3] * paragraphs)
    note = "Term: what it means in a sentence that takes several lines of the narrow margin beside the text."
    text += f"\n\n## What follows from it\n\nHere it begins.^[{note}] {PROSE * 3}"
    pages = Pages(rendered(*with_points(brief=replace(POLICY, sections=(Section(id="analysis", text=text),)))))
    (page,) = [page for page in pages.texts if "Here it begins." in page]
    assert note in page
    assert "What follows from it" in page


@pytest.mark.parametrize("paragraphs", range(3, 15, 3))
def test_what_is_known_of_a_risk_is_told_once_in_the_margin(paragraphs: int) -> None:
    """Whole, on the page of its title; no part of a tag is printed where the risk was first tried and did not fit."""
    section = Section(id="risks", text="\n\n".join(["Short and sharp."] * paragraphs))
    pages = Pages(rendered(*with_points(FAILURE, CHALLENGE, CAPACITY, brief=replace(POLICY, sections=(section,)))))
    tags = {
        "Likely or probable, significant": "A sea defence fails",
        "Unlikely, limited": "Contractors cannot scale up",
    }
    for words, title in tags.items():
        (page,) = [page for page in pages.texts if words in page]
        assert page.count(words) == 1
        assert title in page
    assert_apart(pages)


def test_the_houses_logo_and_seat_are_printed() -> None:
    """The logo at the foot of the cover, on the left; who publishes it at the end."""
    opened = open_template(TEMPLATE)
    context = build_context(DOSSIER, POLICY, opened.template, today=coast.TODAY, forced=False, program_version="1")
    organisation = {
        "name": "Strand Institute",
        "short_name": "",
        "about": "",
        "address": "1 Mole Street\nPort Marl",
        "contact": "desk@strand.example",
        "website": "strand.example",
    }
    logo = {"url": "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 3'/>", "alt": "Strand"}
    brand = {"organisation": organisation, "logo": {**logo, "height": 12}}
    job = RenderJob(template=str(opened.folder), context={**context, "brand": brand}, html=True)
    pages = Pages(render(job))
    assert missing(pages, ["Strand Institute, 1 Mole Street, Port Marl, desk@strand.example, strand.example"]) == []
    assert next(str(e["/Alt"]) for e in pages.structure() if e["/S"] == "/Figure") == "Strand"
    assert "https://strand.example" in links(pages)[1]


@pytest.mark.parametrize("paragraphs", range(2, 12, 3))
def test_no_table_stands_without_its_caption_and_no_risk_without_its_title(paragraphs: int) -> None:
    """Captions and heads move on with what they belong to."""
    section = Section(id="risks", text="\n\n".join([PROSE * 2] * paragraphs))
    brief = replace(POLICY, sections=(section,))
    pages = Pages(rendered(*with_points(FAILURE, CHALLENGE, CAPACITY, brief=brief)))
    (page,) = [page for page in pages.texts if "All risks, the highest rating first" in page]
    assert "Risk Statement Likelihood Impact Rating Trend Risk 1" in page
    for title, words in (("Councils go to court", "judicial review"), ("A sea defence fails", "Response: treat")):
        assert any(title in page and words in page for page in pages.texts), title


def test_a_risk_without_a_title_is_told_by_its_statement() -> None:
    """And one that rests on nothing but its event, too; a title of one long word stands beside its tag, not below."""
    bare = Risk(
        id="risk-1",
        title="A draft of words",
        title_is_draft=True,
        event="the bank slips",
        evidence=(Citation(passage="passage-2"),),
    )
    word = "Zuständigkeit" * 9
    pages = Pages(rendered(*with_points(bare, replace(FAILURE, id="risk-2", title=word))))
    assert "The bank slips." in headings(pages, 3)
    told = [line for lines in pages.lines for line in lines]
    (begun,) = [line for line in told if line.text.startswith(word[:40])][:1]
    (tag,) = [line for line in told if line.text == "Risk 2" and line.left > 400][:1]
    assert abs(begun.top - tag.top) < 8
    assert "A draft of words" not in pages.text


def test_options_of_a_dilemma_stand_across_the_text_and_the_margin() -> None:
    """Four of them as well."""
    options = tuple(Option(letter=letter, name=f"Way {letter}", gains=f"Gain {letter}") for letter in "ABCD")
    dilemma = replace(CHOICE, options=options, criteria=(), cells=(), lean="no view")
    pages = Pages(rendered(*with_points(dilemma)))
    (places,) = [line for lines in pages.lines for line in lines if line.text == "Gain D"][:1]
    assert places.left > 420
    assert "We favour none of the options." in pages.text
    assert PUBLISH.id not in pages.rendered.html
