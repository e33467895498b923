"""The Markdown form of a brief: its text, the marking at head and foot, boxes and notes as Markdown has them."""

import re
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markupsafe import escape
from mdit_py_plugins.footnote import footnote_plugin

from briefgen.domain.terms import Decision
from briefgen.exporters.markdown import to_markdown
from tests.rendering import coast
from tests.rendering.coast import BRIEF, DOSSIER, TELL, TIE


@cache
def full() -> str:
    """The full brief, with everything in its margins."""
    brief = replace(BRIEF, tlp="TLP:AMBER", handling="RECIPIENTS ONLY")
    return to_markdown(coast.rendered(DOSSIER, brief).html, coast.context_of(DOSSIER, brief))


def test_the_marking_stands_once_at_head_and_foot() -> None:
    """With the label; the handling line at the head alone, and nothing else of the pages' furniture."""
    lines = [line.strip() for line in full().splitlines()]
    assert lines[:3] == ["**OFFICIAL-SENSITIVE**", "**TLP:AMBER**", "RECIPIENTS ONLY"]
    assert lines[-2:] == ["**OFFICIAL-SENSITIVE**", "**TLP:AMBER**"]
    assert full().count("OFFICIAL-SENSITIVE") == full().count("TLP:AMBER") == 2
    assert full().count("RECIPIENTS ONLY") == 1
    assert "SUB-2025-014" not in full()
    assert full().count("Coastal repair grant") == 1


def test_without_a_marking_the_text_begins_with_the_title_block() -> None:
    """And ends with the contact: no empty emphasis stands around it."""
    brief = replace(BRIEF, marking="")
    text = to_markdown(coast.rendered(DOSSIER, brief).html, coast.context_of(DOSSIER, brief))
    assert text.startswith("Ministerial submission")
    assert text.endswith("Coastal Policy, extension 4417\n")


@pytest.mark.parametrize(
    ("decision", "boxes"),
    [(None, ["☐ Agree", "☐ Disagree", "☐ Discuss"]), (Decision.NOT_AGREED, ["☐ Agree", "☑ Disagree", "☐ Discuss"])],
)
def test_boxes_are_characters_with_their_labels(decision: Decision | None, boxes: list[str]) -> None:
    """Ticked where a decision was taken; a single box says once what it is for."""
    dossier, brief = coast.with_points(replace(TIE, decision=decision), TELL)
    text = to_markdown(coast.rendered(dossier, brief).html, coast.context_of(dossier, brief))
    (row,) = [line for line in text.splitlines() if line.startswith("| Rec. 1")]
    assert [cell.strip() for cell in row.strip("|").split("|")][2:] == boxes
    (noted,) = [line for line in text.splitlines() if line.startswith("| Rec. 3")]
    assert noted.count("Noted") == 1
    assert "☐ Noted" in noted


def test_notes_are_footnotes_and_links_lead_outside_alone() -> None:
    """A number in the text leads to the note that has the source."""
    assert "A third of defences are poor.[^1]" in full()
    assert "[^1]: “Thirty-one per cent of them were rated poor or very poor.” Coastal Inspectorate" in full()
    assert "[the guide](https://example.org/guide)" in full()
    assert "](#" not in full()


def test_headings_name_points_without_their_symbols() -> None:
    """The word says what the symbol shows on paper."""
    assert "### Risk 1" in full()
    assert "[Risk]" not in full()


SIGNS = st.text(alphabet="aBw9 .)(#*_<>|[]!`~-+=:&;\\/@^{}$“”’éل\u00a0", min_size=1, max_size=20)


@given(SIGNS, SIGNS)
@example("1. # * _ < | > [^1] <b> &amp; https://a.example/x_y www.a.example `x` ~~y~~", "+ a - b")
@example("*a*", "(a)")
def test_words_come_back_from_markdown_as_they_were(one: str, other: str) -> None:
    """Whatever signs a quotation holds, in running text, beside emphasis, in a heading, a cell and a note."""
    a, b = " ".join(one.split(" ")).strip(" "), " ".join(other.split(" ")).strip(" ")
    first, second = escape(a), escape(b)
    html = (
        f"<h2>x {first}</h2><p>{first}</p><p>{first}<em>{second}</em>{first} <strong>{first}</strong>{second}</p>"
        f"<blockquote><p>{second}</p></blockquote><ul><li>{first}</li></ul>"
        f"<table><thead><tr><th>{first}</th></tr></thead><tbody><tr><td>{second}</td></tr></tbody></table>"
        f'<p>x<sup class="note-ref"><a href="#note-1">1</a></sup></p>'
        f'<ol><li id="note-1"><span class="quotation">“{first}”</span> {second}</li></ol>'
    )
    marking = {"text": "", "tlp": "", "handling": ""}
    wanted = [f"x {a}", a, f"{a}{b}{a} {a}{b}", b, a, a, b, "x", f"“{a}” {b}"]
    assert _read(to_markdown(html, {"marking": marking})) == [words for words in map(_spaced, wanted) if words]


def _read(markdown: str) -> list[str]:
    """The words of each block of a Markdown text, as a reader's program shows them."""
    parser = MarkdownIt("commonmark").enable("table").use(footnote_plugin)
    blocks = []
    for token in parser.parse(markdown):
        words = [
            " " if child.type in {"softbreak", "hardbreak"} else child.content
            for child in token.children or []
            if child.type != "footnote_anchor"
        ]
        if token.type == "inline" and _spaced("".join(words)):
            blocks.append(_spaced("".join(words)))
    return blocks


def _spaced(words: str) -> str:
    """The words with each run of spaces as one, as a page shows them; no-break spaces stand beside none."""
    return re.sub(r"[ \u00a0]+", " ", words).strip()
