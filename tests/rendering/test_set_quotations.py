"""Quotations in a paragraph of their own: set apart, and some of them pulled out."""

from dataclasses import replace

from markupsafe import Markup

from briefgen.domain.briefs import Section
from briefgen.domain.terms import PassageKind
from briefgen.rendering.context import build_context
from briefgen.rendering.set_quotations import WORDS_BETWEEN, pull_quotes
from tests.rendering import coast

QUOTE = '<div class="set-quote may-be-pulled"><p>said</p></div>'


def classes(text: str, words_since: int = WORDS_BETWEEN) -> list[str]:
    """The classes of the set quotations of a text, in order."""
    made, _ = pull_quotes(Markup(text), words_since)  # noqa: S704  the test's own
    return [piece.split('"')[0] for piece in made.split('<div class="')[1:]]


def written(text: str) -> str:
    """The HTML of a section with asides, in which passage-4 was picked as a quote."""
    picked = tuple(
        replace(passage, kind=PassageKind.QUOTE) if passage.id == "passage-4" else passage for passage in coast.PASSAGES
    )
    template = coast.template()
    sections = tuple(
        replace(section, asides=True) if section.id == "background" else section for section in template.sections
    )
    brief = replace(coast.BRIEF, sections=(Section(id="background", text=text),), points=())
    context = build_context(
        replace(coast.DOSSIER, passages=picked),
        brief,
        replace(template, sections=sections),
        today=None,
        forced=False,
        program_version="1",
    )
    return str(context["section"]["background"]["html"])


def test_a_quotation_is_pulled_out_once_in_two_pages() -> None:
    """The next within that stands in the size of the text; the words between are counted across texts."""
    near, far = "word " * (WORDS_BETWEEN // 2), "word " * WORDS_BETWEEN
    assert classes(QUOTE + near + QUOTE + far + QUOTE) == ["set-quote pull-quote", "set-quote", "set-quote pull-quote"]
    _, since = pull_quotes(Markup(QUOTE + near), WORDS_BETWEEN)  # noqa: S704  the test's own
    assert since == WORDS_BETWEEN // 2 + 1
    assert classes(QUOTE, since) == ["set-quote"]


def test_what_was_picked_as_a_quote_is_pulled_out() -> None:
    """With its words once, who says them, and the number of its note."""
    shown = written("Before.[@passage-1]\n\n[@passage-4 quote] — the councils’ chair")
    assert shown.endswith(
        '<div class="set-quote pull-quote"><blockquote><p><span class="quotation" data-quotation="2">'
        "‘“Every ring-fence begins as an exception,” said their chair.’</span></p></blockquote>"
        '<p class="said-by">the councils’ chair<sup class="note-ref"><a href="#note-2">2</a></sup></p></div>'
    )


def test_other_evidence_is_set_apart_in_the_size_of_the_text() -> None:
    """Its source's author says it, unless the editor names somebody."""
    shown = written("[@passage-2 quote]")
    assert shown.startswith('<div class="set-quote"><blockquote>')
    assert '<p class="said-by">Coastal Inspectorate<sup' in shown


def test_an_unknown_passage_is_not_left_out() -> None:
    """It prints the mark of what is missing, as anywhere in a text."""
    assert written("[@passage-99 quote]") == '<p><sup class="note-ref unknown">[?]</sup></p>'
