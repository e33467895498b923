"""The house template “Ministerial submission”: what its PDF holds, on every page, whatever a brief holds.

`BRIEFGEN_UPDATE_GOLDEN=1` writes the golden HTML anew instead of comparing with it; look at the difference then.
"""

import datetime as dt
import os
import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from briefgen.domain.briefs import Brief, Section
from briefgen.domain.dossier import Dossier
from briefgen.domain.points import Citation, Mitigation, Option, Recommendation, Risk
from briefgen.domain.terms import BriefState, Decision, Verb
from briefgen.rendering.house_templates import open_template
from tests.rendering import coast
from tests.rendering.coast import BRIEF, CAPACITY, CHOICE, DOSSIER, FAILURE, PUBLISH, TELL, TIE
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

GOLDEN = Path(__file__).parent / "golden" / "ministerial-submission.html"

PROSE = "The department has reviewed the evidence and finds that costs rise whenever maintenance is put off. "


@pytest.fixture(scope="module")
def full() -> Pages:
    """The full brief, as a draft."""
    return Pages(coast.rendered())


def many(count: int) -> tuple[Dossier, Brief]:
    """`count` points of each kind but dilemmas, of which there are four, with up to four options."""
    points = [
        point
        for number in range(1, count + 1)
        for point in (
            replace(FAILURE, id=f"risk-{number}", title=f"Danger {number} of the register", impact=number % 5 + 1),
            replace(
                TIE,
                id=f"rec-{number}",
                action=f"Agree to measure {number} of the programme",
                mitigates=(Mitigation(risk=f"risk-{number}"),),
                settles=(),
            ),
        )
    ]
    for number in range(1, 5):
        options = tuple(
            Option(letter="ABCD"[place], name=f"Way {number}{place}", gains=f"Gain {number}{place}", costs="Time")
            for place in range(number)
        )
        question = f"Is question {number} open?"
        points.append(
            replace(CHOICE, id=f"dilemma-{number}", question=question, options=options, criteria=(), cells=(), lean="")
        )
    return coast.with_points(*points)


# -------------------------------------------------------------------------------------------------- furniture


def test_every_page_is_marked_at_head_and_foot(full: Pages) -> None:
    """In capitals, 12 point, in the middle."""
    assert len(full.texts) > 1
    assert_marked(full, "OFFICIAL-SENSITIVE")
    for lines in full.lines:
        for marking in (line for line in lines if line.text == "OFFICIAL-SENSITIVE"):
            assert abs((marking.left + marking.right) / 2 - 595.28 / 2) < 1.5


def test_every_page_has_its_number_reference_and_running_title(full: Pages) -> None:
    """The running title from page 2 on; the first page has the title itself."""
    for number, lines in enumerate(full.lines, 1):
        foot = " ".join(line.text for line in lines if line.top < 60)
        assert f"Page {number} of {len(full.lines)}" in foot
        assert "SUB-2025-014 · v0.3 DRAFT" in foot
        head = [line.text for line in lines if line.bottom > 767]
        assert ("Coastal repair grant" in head) == (number > 1)


def test_a_label_of_the_traffic_light_protocol_stands_right_on_every_page() -> None:
    """With a marking in the middle and a handling line; in the colour that the protocol gives it, on black."""
    brief = replace(BRIEF, tlp="TLP:AMBER+STRICT", handling="RECIPIENTS ONLY", state=BriefState.FINAL)
    pages = Pages(coast.rendered(DOSSIER, brief))
    assert_marked(pages, "OFFICIAL-SENSITIVE", "TLP:AMBER+STRICT")
    for text in pages.texts:
        assert text.count("RECIPIENTS ONLY") == 1
    labels = [line for lines in pages.lines for line in lines if line.text == "TLP:AMBER+STRICT"]
    assert all(line.right > 520 for line in labels)
    assert "color: #FFC000" in pages.rendered.html
    assert "DRAFT" not in pages.text


@pytest.mark.parametrize(
    ("marking", "tlp"),
    [
        ("TOP SECRET UK EYES ONLY PERSONAL DATA LEGAL PROFESSIONAL PRIVILEGE MARKET SENSITIVE", "TLP:AMBER+STRICT"),
        ("OFFICIAL-SENSITIVE LEGAL PROFESSIONAL PRIVILEGE", ""),
    ],
)
def test_the_longest_marking_is_whole_and_touches_nothing(marking: str, tlp: str) -> None:
    """It takes two lines, never broken at a hyphen, and the page's text keeps clear of it."""
    handling = "EMBARGOED UNTIL 00:01 14 MARCH 2025 · RECIPIENTS ONLY"
    pages = Pages(coast.rendered(DOSSIER, replace(BRIEF, marking=marking, tlp=tlp, handling=handling)))
    assert_marked(pages, *([tlp] if tlp else []))
    for text in pages.texts:
        assert text.count(marking) == 2
    assert_apart(pages)


def test_without_a_marking_the_page_is_not_marked() -> None:
    """The rest of the furniture stays where it is."""
    pages = Pages(coast.rendered(DOSSIER, replace(BRIEF, marking="")))
    assert "OFFICIAL" not in pages.text
    assert "Page 1 of" in pages.texts[0]


@pytest.mark.parametrize(("forced", "shown"), [(False, False), (True, True)])
def test_what_is_forced_says_draft_in_its_title_block(forced: bool, shown: bool) -> None:
    """A final brief says nothing of its state, one made in spite of errors does, above its title."""
    final = replace(BRIEF, state=BriefState.FINAL, sections=BRIEF.sections[:1], points=())
    pages = Pages(coast.rendered(DOSSIER, final, forced=forced))
    above_title = [line.text for line in pages.lines[0] if line.bottom > 740]
    assert ("DRAFT" in above_title) == shown


# ---------------------------------------------------------------------------------------- the PDF as a program


def test_only_the_house_typefaces_are_in_the_file(full: Pages) -> None:
    """Whole, and with every glyph that the pages show."""
    assert_house_typefaces(full)
    assert_no_glyph_missing(full)


def test_the_file_is_tagged_and_its_headings_skip_no_level(full: Pages) -> None:
    """It has a language, a title and an outline; every picture says what it shows, every table has its heads."""
    assert_tagged(full, title=BRIEF.title)
    figures = [element for element in full.structure() if element["/S"] == "/Figure"]
    assert Counter(str(figure["/Alt"]) for figure in figures) == {
        "Agree: not ticked": 2,
        "Disagree: not ticked": 2,
        "Discuss: not ticked": 2,
        "Noted: not ticked": 1,
        "triangle": 1,
        "diamond": 1,
    }, "symbols are decoration, for their words stand beside them; only the key says what they look like"


def test_links_lead_to_notes_points_and_the_web(full: Pages) -> None:
    """Each destination within the file is there."""
    inside, outside = links(full)
    assert outside == {"https://example.org/condition", "https://example.org/guide"}
    assert {f"note-{number}" for number in range(1, 8)} <= inside
    assert {"risk-1", "risk-3", "rec-1", "dilemma-1"} <= inside


# -------------------------------------------------------------------------------------------- nothing is lost


def test_every_field_is_read_back(full: Pages) -> None:
    """What the editors filled in stands in the PDF, word for word."""
    wanted = [
        BRIEF.title, BRIEF.to, BRIEF.from_, "3 March 2025", "14 March 2025 (spending round lock)", BRIEF.bluf,
        "Director, Floods; Treasury desk (27 February 2025)", "Special advisers, Permanent Secretary",
        BRIEF.contact, "Policy unit, Coast", "None declared.", "Ministerial submission",
        # sections
        "Whether to ring-fence £42m before the formula locks on 14 March.", "the next window is October.",
        "The money follows population for another year.", "A third of defences are poor.", "1,200",
        "The £42m is within the settlement.", "Equality and devolution None identified.", "open bidding on 1 April.",
        "Press officer: Duty press officer",
        "Line to take: We put the money where the sea is.",
        "Parliament: A written statement on 17 March.", "A. Particulars, page", "B. Costings",
        # recommendations
        "Rec. 1 Agree to ring-fence £42m for defences rated poor.", "Owner: Director, Floods",
        "By: 14 March 2025", "Reason for the date: the formula locks", "Priority: essential",
        "Cost: £42m, funded, from the repair grant",
        "Mitigates: Risk 1, Risk 3", "Settles: Dilemma 1 (A)", "We have moderate confidence in this estimate.",
        "Done when: the first payments are made in April", "Direct: The condition data be published monthly.",
        "By: on decision", "Depends on: Rec. 1", "Legal: None identified.",
        "Dissent: The councils’ association would publish yearly.", "Noted",
        # dilemma
        "Dilemma 1 · Safety against local choice", CHOICE.question, CHOICE.why_unavoidable, "A Ring-fence the grant",
        "B Leave it free (as now)", "Worst defences first", "Less room for councils", "councils with sound defences",
        "Reversible", "Irreversible", "£10–100m", "Raises Risk 2; reduces Risk 1", "+ With the present staff",
        "We clearly favour this", "Marks: + better", "Risk 1 (likelihood −2)", "Settled by: Rec. 1",
        "A firm offer of private money.",
        "Councils […] lose room in their own programmes.”",
        # risks
        "Risk 1 · High · likely or probable, significant · rising ↑", "Risk 1 A sea defence fails",
        "Because the grant follows",
        "Response: treat", "Mitigated by: Rec. 1", "We have moderate confidence in the evidence.",
        "Risk 2 · Medium · realistic possibility, moderate", "Risk 3 · Low · unlikely, limited",
        "“at least one defence rated poor is likely to fail before winter”",
        # notes and key
        "Coastal Inspectorate, Condition of coastal defences, 20 November 2024, para. 1.",
        "Coastal Inspectorate (note 1), para. 2.",
        "Marlow (note 2), para. 2.",
        "Ada Marlow, “Councils wary of money with strings”, The Harbour Gazette, February 2025, para. 1.",
        "Digues et solidarité, Institut du littoral, 2023, para. 1.",
        "likely or probable, 55 to 75 %", "Comments", "Signature, Minister for Floods",
    ]  # fmt: skip
    assert missing(full, wanted) == []


def test_sections_stand_in_their_order_and_empty_ones_are_not_there(full: Pages) -> None:
    """What to decide comes before why; a section without text has no heading."""
    headings = re.findall(r"<h2>(.*?)</h2>", full.rendered.html)
    assert headings == [
        "Bottom line",
        "Issue",
        "Recommendations",
        "Timing",
        "Background",
        "Considerations and options",
        "Risks",
        "Finance and value for money",
        "Equality and devolution",
        "Presentation and handling",
        "Next steps",
        "Decision",
        "Annexes",
        "Annex A. Particulars",
        "Sources",
    ]


def test_quotations_stand_once_with_their_point_or_in_their_note(full: Pages) -> None:
    """A note repeats no words that the pages before it quote, and gives those that they do not."""
    notes = re.findall(r'<li id="note-\d+">(.*?)</li>', full.rendered.html)
    quoting = [number for number, note in enumerate(notes, 1) if 'class="quotation" ' in note]
    assert quoting == [1, 2, 3]


def test_an_empty_brief_is_a_page_with_gaps_to_fill() -> None:
    """Sections that must be there say so; nothing breaks."""
    brief = Brief(id="brief-1", name="Empty")
    pages = Pages(coast.rendered(Dossier(briefs=(brief,)), brief))
    assert len(pages.texts) == 1
    assert pages.texts[0].count("To be written.") == 3
    assert "Sources" not in pages.text
    assert pages.rendered.warnings == ()


def test_forty_points_are_all_there() -> None:
    """Sections set out as many as they have room for and name the rest; the annex sets those out."""
    pages = Pages(coast.rendered(*many(40)))
    text = pages.text
    for number in range(1, 41):
        assert f"Rec. {number} Agree to measure {number} of the programme" in text
        assert f"Danger {number} of the register" in text
    for number in range(1, 5):
        assert f"Is question {number} open?" in text
        assert f"Gain {number}{number - 1}" in text
    annex = next(at for at, page in enumerate(pages.texts, 1) if "Annex A. Particulars" in page)
    assert f"See Annex A, page {annex}." in text
    assert f"A. Particulars, page {annex} B. Costings" in text
    assert pages.rendered.html.count('class="risk-box"') == 3
    boxes = re.findall(r'<article class="risk-box" id="(risk-\d+)"', pages.rendered.html)
    assert boxes == ["risk-4", "risk-9", "risk-14"]
    for page in pages.texts[1:3]:
        assert "That you: Agree Disagree Discuss" in page
    assert pages.rendered.warnings == ()


def test_a_decision_that_was_taken_ticks_its_box() -> None:
    """And is told in words beside it."""
    taken = replace(
        TIE,
        decision=Decision.AGREED_WITH_CHANGES,
        decision_by="Minister for Floods",
        decision_date=dt.date(2025, 3, 12),
        decision_note="for two years",
        settles=(),
    )
    pages = Pages(coast.rendered(*coast.with_points(taken)))
    assert "Decision: agreed with changes, Minister for Floods, 12 March 2025: for two years" in pages.text
    alts = [str(element["/Alt"]) for element in pages.structure() if element["/S"] == "/Figure"]
    assert alts == ["Agree: ticked", "Disagree: not ticked", "Discuss: not ticked"]


def test_what_is_only_noted_stands_under_no_other_heads() -> None:
    """A table of notes alone has one column of boxes."""
    pages = Pages(coast.rendered(*coast.with_points(TELL)))
    assert "That you: Noted" in pages.text
    assert "Disagree" not in pages.text
    assert pages.rendered.html.count("<svg") == 1


def test_the_body_leaves_particulars_to_the_annex(full: Pages) -> None:
    """Two pages decide; what does not bear on the decision stands after them, once, and the rail says where."""
    (annex,) = full.rendered.places["annex-a"]
    assert annex.page == 2
    assert len(full.rendered.places["body"]) == 2
    body, rest = " ".join(full.texts[:2]), " ".join(full.texts[2:])
    for words in ("Done when:", "Legal:", "We have moderate confidence", "What would change our mind", "Sources"):
        assert words not in body
        assert words in rest
    assert body.count("See Annex A, page 3") == 3


def test_a_brief_whose_points_have_no_particulars_has_no_annex() -> None:
    """Nor a word that leads to one; the sources follow the decision."""
    pages = Pages(coast.rendered(*coast.with_points(CAPACITY, TELL)))
    assert "Annex A" not in pages.text
    assert len(pages.texts) == len(pages.rendered.places["body"])


# ------------------------------------------------------------------------------------------------ page breaks


@pytest.mark.parametrize("paragraphs", range(3, 13))
def test_what_the_minister_signs_stays_whole_and_never_stands_alone(paragraphs: int) -> None:
    """Wherever the page ends, comments, signature and date are on one page with text before them."""
    text = "\n\n".join(PROSE * 3 for _ in range(paragraphs))
    brief = replace(BRIEF, sections=(Section(id="background", text=text),), fields=(), points=(), authors=())
    pages = Pages(coast.rendered(DOSSIER, brief))
    (page,) = [page for page in pages.texts if "Comments" in page]
    assert "Signature, Minister for Floods" in page
    assert "department" in page[: page.index("Comments")]


@pytest.mark.parametrize("paragraphs", range(2, 8))
def test_a_dilemma_is_divided_between_rows_alone(paragraphs: int) -> None:
    """Its question stands on a page with two rows at least, and so does its lean."""
    text = "\n\n".join(PROSE * 2 for _ in range(paragraphs))
    dossier, brief = coast.with_points(CHOICE, brief=replace(BRIEF, sections=(Section(id="issue", text=text),)))
    pages = Pages(coast.rendered(dossier, brief))
    (asked,) = [page for page in pages.texts if "Should the grant be tied" in page]
    assert "Gains" in asked
    assert "Costs" in asked
    (lean,) = [page for page in pages.texts if "Our lean" in page]
    assert "Reversible?" in lean


def test_lines_end_where_a_reader_expects_it(full: Pages) -> None:
    """A dot between particulars begins no line; the place of a note stays with its number."""
    lines = full.raw.splitlines()
    assert [line for line in lines if line.startswith("·")] == []
    assert [line for line in lines if re.search(r"(?:para\.|\(note)$", line)] == []
    assert any("·" in line for line in lines)


@pytest.mark.parametrize(
    "title",
    [
        "Cool rooms in care homes: decide by 26 February whether to fund all",
        "Coastal flood funding: decide by 14 March whether to ring-fence the repair grant",
        "Ferries: agree by 3 June to buy two ships for the northern isles and lease a third",
    ],
)
def test_a_title_of_two_lines_leaves_no_word_alone(title: str) -> None:
    """The second is at least half as long as the first, and a date is not divided."""
    pages = Pages(coast.rendered(DOSSIER, replace(BRIEF, title=title, points=(), sections=())))
    (place,) = pages.rendered.places["title"]
    lines = [line for line in pages.lines[0] if 842 - place.y - place.height < line.bottom < 842 - place.y - 5]
    assert len(lines) == 2
    assert lines[1].right - lines[1].left > (lines[0].right - lines[0].left) / 2
    assert not re.search(r" \d{1,2}$", lines[0].text)


def test_the_lines_of_a_numbered_paragraph_are_equally_far_apart() -> None:
    """Its number does not make the first taller."""
    brief = replace(BRIEF, sections=(Section(id="background", text="evidence " * 50),), points=(), fields=())
    pages = Pages(coast.rendered(DOSSIER, brief))
    heights = sorted({round(line.bottom, 1) for line in pages.lines[0] if "evidence" in line.text}, reverse=True)
    steps = [above - below for above, below in pairwise(heights)]
    assert len(steps) >= 3
    assert max(abs(step - 16) for step in steps) < 0.3


def test_far_too_much_text_is_laid_out_all_the_same() -> None:
    """Cells longer than a page, words longer than a line: nothing is cut off and nothing runs out of the page."""
    long_word = "Donaudampfschifffahrts" * 12
    risk = replace(FAILURE, cause=PROSE * 30, owner=long_word, body=f"{PROSE * 20}\n\n{long_word} ENDOFBODY")
    rec = Recommendation(id="rec-1", verb=Verb.AGREE, action=f"Agree {PROSE * 60} ENDOFACTION", dissent=PROSE)
    options = tuple(replace(option, gains=f"{PROSE * 50} ENDOF{option.letter}", raises=()) for option in CHOICE.options)
    dilemma = replace(CHOICE, options=options)
    brief = replace(
        BRIEF,
        title=PROSE * 3,
        short_title="",
        copy_to=(long_word, PROSE),
        sections=(
            Section(
                id="background",
                text=f"https://example.org/{long_word}\n\n|a|b|\n|---|---|\n|{long_word}|{PROSE * 4} ENDOFCELL|\n",
            ),
        ),
    )
    pages = Pages(coast.rendered(*coast.with_points(risk, rec, dilemma, brief=brief)))
    for words in ("ENDOFBODY", "ENDOFACTION", "ENDOFA", "ENDOFB", "ENDOFCELL"):
        assert words in pages.text
    assert pages.text.replace(" ", "").count(long_word) >= 3
    assert_on_the_paper(pages)


def test_a_note_number_never_begins_a_line() -> None:
    """However wide the words before it are, the number stays with them."""
    text = "\n\n".join(f"{'word ' * 9}{'i' * width}.[@passage-1]" for width in range(1, 60))
    brief = replace(BRIEF, sections=(Section(id="background", text=text),), points=(), fields=())
    pages = Pages(coast.rendered(DOSSIER, brief))
    assert len(re.findall(r"i\.[ \u202f]?1\r\n", pages.raw)) == 59


# ------------------------------------------------------------------------------------------- template's files


def test_style_sheets_use_the_manifests_colours_and_no_others() -> None:
    """A colour in a style sheet is a name that the manifest declares; black is for labels of the protocol alone."""
    opened = open_template(coast.TEMPLATE)
    assert opened.shared is not None
    declared = {name for name, _ in opened.template.colours}
    sheets = [opened.folder / "brief.css", *sorted(opened.shared.glob("*.css"))]
    text = "\n".join(re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL) for sheet in sheets)
    used = set(re.findall(r"var\(--(?!face-)([\w-]+)\)", text))
    assert used <= declared
    assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b", text)) == {"#000000"}


def golden_brief() -> tuple[Dossier, Brief]:
    """A small brief with one point of each kind."""
    small = replace(
        BRIEF,
        sections=(
            Section(id="issue", text="Whether to tie {{ money }} & <b>more</b>.[@passage-1]"),
            Section(id="legal", none_identified=True),
        ),
        fields=(),
        cleared_by=(),
        authors=(),
        bluf="",
    )
    risk = Risk(id="risk-1", title="It floods", event="It floods", evidence=(Citation(passage="passage-7"),))
    return coast.with_points(risk, replace(PUBLISH, depends_on=()), TELL, brief=small)


def test_the_html_of_a_small_brief_is_as_it_was() -> None:
    """A change in it is a change in every house's documents: to be looked at, then accepted."""
    html = coast.rendered(*golden_brief()).html
    if os.environ.get("BRIEFGEN_UPDATE_GOLDEN"):
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(html, encoding="utf-8", newline="\n")
    assert html == GOLDEN.read_text(encoding="utf-8")
