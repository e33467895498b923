"""Pages are held against what their house template allows; each finding says by how much and what to cut."""

from dataclasses import replace

import pytest
from markupsafe import Markup

from briefgen.domain.briefs import Accepted, Section
from briefgen.domain.fields import FieldError
from briefgen.domain.house_template import PageLimits
from briefgen.domain.preflight import Finding, judged
from briefgen.domain.preflight.findings import PlaceKind
from briefgen.rendering.house_templates import open_template
from briefgen.rendering.job import RenderJob, render
from briefgen.rendering.layout_findings import layout_findings
from briefgen.rendering.samples import sample_context
from tests.rendering import coast
from tests.rendering.conftest import MANIFEST, MakeTemplate

LIMITS = """
[pages]
least = 2
aim = 3
warn = 4
stop = 5
bluf_lines = 2

[[sections]]
id = "why"
title = "Why"
"""

PAGE = """<!DOCTYPE html><html lang="en"><head><title>T</title><style>
@page { size: 300pt 300pt; margin: 50pt }
html { font-size: 10pt; line-height: 20pt } body, p { margin: 0 } #annex { break-before: page }
#held { height: 20pt; overflow: hidden }
</style></head><body><main id="body"><p id="brief-bluf">{{ bluf }}</p>
<div id="text-why">{% for line in why %}<p>{{ line }}</p>{% endfor %}</div>
{% if held %}<div id="risk-1"><div id="held">{% for line in held %}<p>{{ line }}</p>{% endfor %}</div></div>{% endif %}
{% if wide %}<p id="rec-2" style="white-space: nowrap">{{ wide }}</p>{% endif %}
</main>{% if annex %}<div id="annex">{% for line in annex %}<p>{{ line }}</p>{% endfor %}</div>{% endif %}
</body></html>"""

ROWS = 10
"""Lines that a page has."""


def lines(count: int) -> list[str]:
    """So many lines of text."""
    return [f"Line {number}" for number in range(1, count + 1)]


@pytest.fixture
def folder(make_template: MakeTemplate) -> str:
    """A template with all limits."""
    return str(make_template(page=PAGE, manifest=MANIFEST + LIMITS))


def told(folder: str, **context: object) -> tuple[Finding, ...]:
    """What the pages tell."""
    filled = {"bluf": "", "why": [], "held": [], "wide": "", "annex": [], **context}
    return layout_findings(render(RenderJob(template=folder, context=filled)))


@pytest.mark.parametrize(
    ("pages", "rule", "measured"),
    [
        (1, "pages-few", "1 page; at least 2"),
        (2, None, ""),
        (3, None, ""),
        (4, "pages-over", "4 pages; at most 3"),
        (5, "pages-stop", "5 pages; at most 4"),
        (9, "pages-stop", "9 pages; at most 4"),
    ],
)
def test_the_pages_are_held_against_the_limits(folder: str, pages: int, rule: str | None, measured: str) -> None:
    """Fewer than the least is a hint, `warn` a warning, `stop` an error; what lies between is in order."""
    found = told(folder, why=lines(pages * ROWS - 1), bluf="Now.")
    assert [(finding.rule, finding.measured) for finding in found] == ([(rule, measured)] if rule else [])


def test_a_page_more_than_is_aimed_at_is_a_hint(make_template: MakeTemplate) -> None:
    """Where the template warns of it later or never."""
    folder = str(make_template(page=PAGE, manifest=MANIFEST + "[pages]\naim = 2\n"))
    (finding,) = told(folder, why=lines(3 * ROWS))
    assert (finding.rule, finding.severity) == ("pages-aim", "hint")


def test_what_takes_the_most_room_is_named_first(folder: str) -> None:
    """By the name under which it is edited, with how much of a page it takes."""
    (finding,) = told(folder, why=lines(45), bluf="Now.")
    assert finding.message == "The brief has 5 pages, annexes and sources apart; “Made for a test” has at most 4."
    assert finding.remedy == "Shorten what takes the most room: “Why” (4.5 pages) and the bottom line (0.1 of a page)."


def test_what_comes_after_the_body_does_not_count(folder: str) -> None:
    """Annexes, notes, the imprint."""
    assert told(folder, why=lines(3 * ROWS - 1), annex=lines(90)) == ()


def test_without_a_body_all_pages_count(make_template: MakeTemplate) -> None:
    """A house's own page need not mark its body."""
    folder = str(make_template(page=PAGE.replace(' id="body"', ""), manifest=MANIFEST + LIMITS))
    (finding,) = told(folder, why=lines(19), annex=lines(30))
    assert finding.rule == "pages-stop"


def test_the_lines_of_the_bottom_line_are_counted_as_printed(folder: str) -> None:
    """Not its words: a long line breaks, a short one may be broken on purpose."""
    assert told(folder, bluf="Short.", why=lines(15)) == ()
    (finding,) = told(folder, bluf="The wall holds for ten years and no longer. " * 4, why=lines(15))
    assert (finding.rule, finding.place.key) == ("bluf-lines", "brief.bluf")
    assert finding.measured.endswith("lines; at most 2")


def test_text_that_a_box_cuts_off_is_an_error(folder: str) -> None:
    """At the point that it belongs to, once, however many lines are lost."""
    (finding,) = (f for f in told(folder, held=lines(5), why=lines(11)) if f.rule == "text-cut")
    assert finding.severity == "error"
    assert "Line 2" in finding.message
    assert "is cut off on page 2" in finding.message


def test_text_that_runs_off_the_page_is_an_error(folder: str) -> None:
    """At the recommendation in which the word stands."""
    (finding,) = (f for f in told(folder, wide="x" * 90, why=lines(11)) if f.rule.startswith("text-"))
    assert (finding.rule, finding.place.key) == ("text-cut", "rec-2")


@pytest.mark.parametrize(
    ("style", "letters", "is_told"), [("", 30, True), ("", 3, False), ("margin-right: -300pt", 30, False)]
)
def test_a_table_wider_than_what_is_around_it_is_told(
    make_template: MakeTemplate, style: str, letters: int, is_told: bool
) -> None:
    """Though it is still on the page and none of its cells is left; not where a margin says that it may stand out."""
    word = "x" * letters
    table = f'<table style="{style}"><tr><td>Ships</td><td style="white-space: nowrap">{word}</td></tr></table>'
    page = PAGE.replace("</main>", f'<div id="text-why" style="width: 90pt">{table}</div></main>')
    found = told(str(make_template(page=page, manifest=MANIFEST + LIMITS)), why=lines(11))
    over = [finding for finding in found if finding.rule == "text-over"]
    assert [finding.place.key for finding in over] == (["section.why"] if is_told else [])
    assert not is_told or "“Ships”" in over[0].message


def test_an_error_of_the_pages_can_be_accepted_but_not_that_they_do_not_hold_the_brief(folder: str) -> None:
    """With the editor's reason, as one of preflight; what must fit its page must."""
    (stopped,) = told(folder, why=lines(45), bluf="Now.")
    brief = replace(coast.BRIEF, accepted=(Accepted(rule="pages-stop", place="brief", reason="The committee asked."),))
    assert judged(brief, [stopped])[0].accepted == "The committee asked."
    overfull = replace(stopped, rule="pages-overfull")
    brief = replace(brief, accepted=(Accepted(rule="pages-overfull", place="brief", reason="No."),))
    assert judged(brief, [overfull])[0].accepted == ""


HEADED = PAGE.replace("</main>", "{% for part in parts %}{{ part }}{% endfor %}</main>")


def section(name: str, rows: int, *, style: str = "") -> str:
    """A section with a heading of one line and so many lines of text."""
    text = "".join(f"<p>{line}</p>" for line in lines(rows))
    return f'<section id="section-{name}"><h2 style="font-size: 10pt; margin: 0; {style}">Why now</h2>{text}</section>'


def breaks(make_template: MakeTemplate, *parts: str) -> list[tuple[str, str]]:
    """The rules of breaks that are broken, with their places."""
    manifest = MANIFEST + '[[sections]]\nid = "why"\ntitle = "Why"\n'
    folder = str(make_template(page=HEADED, manifest=manifest))
    found = told(folder, parts=[Markup(part) for part in parts])  # noqa: S704 - ours
    return [(finding.rule, finding.place.key) for finding in found]


LOOSE = "break-after: auto"


@pytest.mark.parametrize(
    ("parts", "is_told"),
    [
        ((f"<p>{'x<br>' * 9}</p>", section("why", 4, style=LOOSE)), True),
        ((f"<p>{'x<br>' * 8}</p>", section("why", 4, style=LOOSE)), False),
        ((f"<p>{'x<br>' * 9}</p>", section("why", 4)), False),
        ((f"<p>{'x<br>' * 9}</p>", section("why", 0, style=LOOSE)), False),
        ((f"<p>{'x<br>' * 9}</p>", section("why", 4, style="float: left; " + LOOSE)), False),
    ],
    ids=["torn", "with a line", "kept together", "the document's last line", "beside its text"],
)
def test_a_heading_at_the_foot_of_a_page_is_told(
    make_template: MakeTemplate, parts: tuple[str, ...], *, is_told: bool
) -> None:
    """Where what it heads is on the next page: at its section."""
    assert breaks(make_template, *parts) == ([("heading-stranded", "section.why")] if is_told else [])


SIGNED = '<section id="section-decision"><h2 style="font-size: 10pt; margin: 0">Decision</h2><p class="signature">x</p>'


@pytest.mark.parametrize(
    ("before", "after", "is_told"), [(10, 0, True), (10, 4, True), (7, 0, False), (12, 0, False), (0, 0, False)]
)
def test_a_signature_alone_on_a_page_is_told(
    make_template: MakeTemplate, before: int, after: int, *, is_told: bool
) -> None:
    """With a line of the text above it is in order, as it is on the first page; what comes after is not signed."""
    parts = [f"<p>{line}</p>" for line in (*lines(before), *lines(after))]
    parts.insert(before, f"{SIGNED}</section>")
    assert breaks(make_template, *parts) == ([("signature-alone", "brief")] if is_told else [])


def test_what_was_accepted_of_the_pages_is_told_again_when_it_becomes_another(folder: str) -> None:
    """Five pages accepted are not six; the same text cut off on another page is the same."""
    (stopped,) = told(folder, why=lines(45), bluf="Now.")
    entry = Accepted(rule="pages-stop", place="brief", reason="The committee asked.", matter=stopped.matter)
    brief = replace(coast.BRIEF, accepted=(entry,))
    (more,) = told(folder, why=lines(55), bluf="Now.")
    assert [finding.accepted for finding in judged(brief, [stopped, more])] == ["The committee asked.", ""]
    here, later = (
        next(f for f in told(folder, held=lines(5), why=lines(number)) if f.rule == "text-cut") for number in (11, 21)
    )
    assert (here.message != later.message, here.matter) == (True, later.matter)


def test_limits_that_contradict_one_another_are_refused() -> None:
    """A template that warns from more pages than it refuses from would never warn."""
    with pytest.raises(FieldError, match="rising order"):
        PageLimits(aim=2, warn=5, stop=4)


def test_a_submission_tells_which_of_its_sections_is_too_long() -> None:
    """The shipped template's elements have the ids that say where they are edited."""
    text = "\n\n".join(["Every winter the sea takes a little more of the wall than the summer's grant puts back."] * 40)
    brief = replace(coast.BRIEF, sections=(Section(id="background", text=text),))
    (finding,) = (
        f for f in layout_findings(coast.rendered(replace(coast.DOSSIER, briefs=(brief,)), brief)) if "pages" in f.rule
    )
    assert finding.place.kind is PlaceKind.BRIEF
    assert finding.remedy.startswith("Shorten what takes the most room: “Background” (")


@pytest.mark.parametrize("name", ["ministerial-submission", "one-page-brief", "policy-brief", "risk-and-options-annex"])
def test_a_template_is_shown_with_a_brief_that_keeps_to_its_limits(name: str) -> None:
    """What a house sees first of a template is what it is made for."""
    opened = open_template(name)
    made = render(RenderJob(template=str(opened.folder), context=sample_context(opened, "normal")))
    assert layout_findings(made) == ()
