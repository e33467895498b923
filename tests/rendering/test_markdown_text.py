"""Markdown becomes harmless HTML, and loses nothing that was said."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from briefgen.errors import InputRefused
from briefgen.rendering.markdown_text import count_words, divided, to_html

ALLOWED = {
    "a", "blockquote", "br", "code", "em", "h3", "h4", "h5", "h6", "hr", "i", "li", "ol", "p", "strong", "table",
    "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip


def cite(passage: str, quoted: bool) -> Markup:
    """What stands for a citation in these tests."""
    return Markup("<i>{}{}</i>").format(passage, "!" if quoted else "")


def made(text: str, heading: int = 3) -> str:
    """The HTML without line ends between elements."""
    return re.sub(r"\n(?=<)|(?<=>)\n", "", str(to_html(text, cite=cite, heading=heading).html))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Plain *slanted* **heavy** `code`", "<p>Plain <em>slanted</em> <strong>heavy</strong> <code>code</code></p>"),
        ("one\n\ntwo", "<p>one</p><p>two</p>"),
        ("> said", "<blockquote><p>said</p></blockquote>"),
        ("[text](https://example.org/x)", '<p><a href="https://example.org/x">text</a></p>'),
        ("<https://example.org>", '<p><a href="https://example.org">https://example.org</a></p>'),
        ("[write](mailto:a@example.org)", '<p><a href="mailto:a@example.org">write</a></p>'),
        ("***", "<hr>"),
        ("3. three\n4. four", '<ol start="3"><li>three</li><li>four</li></ol>'),
        ("    indented", "<p>indented</p>"),
        ("snake_case_name and 2 * 3 * 4", "<p>snake_case_name and 2 * 3 * 4</p>"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_what_editors_write_becomes_what_they_mean(text: str, shown: str) -> None:
    """The usual marks work; an indented paragraph is a paragraph, and nothing is set as program code by accident."""
    assert made(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<b onclick='x'>bold</b>",
        "<!-- comment -->",
        "<div>\n\nblock\n\n</div>",
        '<img src="https://example.org/x.png">',
        "<style>p { color: red }</style>",
        "{{ 7 * 7 }} {% raw %} {# comment #}",
        'straight "quotes" and it\'s -- fine...',
        "x < y & z > w",
        "<£1m",
    ],
)
def test_what_is_no_markdown_is_printed_letter_for_letter(text: str) -> None:
    """HTML, template syntax and straight quotes are text: nothing is run, changed or lost."""
    result = made(text)
    assert set(re.findall(r"<(\w+)", result)) <= {"p"}
    assert html.unescape(re.sub("<[^>]*>", "", result)).replace("\n", "") == text.replace("\n", "")


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "//example.org/x", "/x", "#x", "x.html"]
)
def test_a_link_leads_to_the_web_or_to_a_mailbox_or_nowhere(target: str) -> None:
    """The text of any other link stays, without a target."""
    assert made(f"[see]({target})") == "<p><a>see</a></p>"


def test_a_link_is_innermost() -> None:
    """Emphasis within a link becomes a link within emphasis, word for word."""
    assert made("[one **two** three](https://example.org) four") == (
        '<p><a href="https://example.org">one </a><strong><a href="https://example.org">two</a></strong>'
        '<a href="https://example.org"> three</a> four</p>'
    )


def test_headings_stand_below_the_section_without_a_gap() -> None:
    """The highest heading gets the level asked for, whatever marks it has; no level is skipped, none passes six."""
    assert re.findall(r"<(h\d)>(\w)", made("## A\n\n#### B\n\n### C\n\n###### D\n\n# E\n\n## F")) == [
        ("h3", "A"), ("h4", "B"), ("h4", "C"), ("h5", "D"), ("h3", "E"), ("h4", "F"),
    ]  # fmt: skip
    deep = "\n\n".join(f"{'#' * level} x" for level in range(1, 7))
    assert re.findall(r"<(h\d)>", made(deep, heading=4)) == ["h4", "h5", "h6", "h6", "h6", "h6"]
    assert made("#1 on the list") == "<p>#1 on the list</p>"


def test_a_list_needs_no_blank_line_and_nests_by_two_spaces() -> None:
    """Lists are read as most editors write them; a number at the start of a line makes none."""
    assert (
        made("Lead:\n- a\n  - b\n- c\nmore") == "<p>Lead:</p><ul><li>a<ul><li>b</li></ul></li><li>c\n    more</li></ul>"
    )
    assert made("1. a\n   - b\n2. c\n\nafter") == "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol><p>after</p>"
    assert made("It began in\n1914. Then it went on.") == "<p>It began in\n1914. Then it went on.</p>"
    assert made("> - a\n> - b") == "<blockquote><ul><li>a</li><li>b</li></ul></blockquote>"


def test_a_table_says_what_its_heads_are_heads_of() -> None:
    """Column heads have their scope, aligned columns a class; long words make the columns fixed."""
    assert made("|a|b|\n|---|--:|\n|1|2|") == (
        '<table><thead><tr><th scope="col">a</th><th class="align-right" scope="col">b</th></tr></thead>'
        '<tbody><tr><td>1</td><td class="align-right">2</td></tr></tbody></table>'
    )
    assert made(f"|a|\n|---|\n|{'x' * 25}|").startswith('<table class="long-words">')


def test_a_picture_becomes_its_description_and_is_reported() -> None:
    """Nothing is fetched, and nothing is dropped in silence."""
    narrative = to_html("See ![the map](https://example.org/map.png) and ![](x.png).", cite=cite)
    assert "img" not in narrative.html
    assert "[the map]" in narrative.html
    assert narrative.pictures == ("the map", "x.png")


def test_citations_are_asked_for_in_the_order_of_reading() -> None:
    """In tables, lists and emphasis, too; what was given stands there as it was given."""
    asked: list[tuple[str, bool]] = []

    def keep(passage: str, quoted: bool) -> Markup:
        asked.append((passage, quoted))
        return Markup("<sup>n</sup>")

    text = "A **b [@p-1]** c.\n\n- d [@p-2 quote]\n\n|e|\n|---|\n|f [@p-3]|\n\n[@p-4]"
    assert to_html(text, cite=keep).html.count("<sup>n</sup>") == 4
    assert asked == [("p-1", False), ("p-2", True), ("p-3", False), ("p-4", False)]


def test_a_citation_can_be_written_about() -> None:
    """Behind a backslash or between backticks it is text."""
    assert made(r"\[@passage-1] `[@passage-2]`") == "<p>[@passage-1] <code>[@passage-2]</code></p>"


def test_words_are_counted_as_a_reader_would() -> None:
    """Marks count for nothing, and emphasis does not divide a word."""
    assert to_html("One *two*three - 4 &mdash; [@p-1 quote]", cite=lambda *_: Markup("“five six”")).words == 5
    assert count_words("<p>a</p><p>b</p>") == 2


@pytest.mark.parametrize("text", ["- " * 3000 + "x", "\n".join("    " * depth + "- x" for depth in range(400))])
def test_a_text_nested_beyond_reason_is_refused_in_words(text: str) -> None:
    """The message shows where the text begins."""
    with pytest.raises(InputRefused, match=r"nested too deeply.*“- "):
        to_html(text, cite=cite)


@given(st.text(st.sampled_from("ab1 \n\t*_`#->|[]()!<>&\"'@/:.{}%\\=~+-")))
def test_only_known_elements_come_out_whatever_goes_in(text: str) -> None:
    """No element, attribute or address passes but those that a brief prints."""
    result = str(to_html(text, cite=cite).html)
    for closing, name, attributes in re.findall(r"<(/?)([^\s>/]+)([^>]*)>", result):
        assert name in ALLOWED
        assert not closing or not attributes
        assert re.fullmatch(r'( (href="(https?:|mailto:)[^"]*"|start="\d+"|scope="col"|class="[\w-]+"))*', attributes)
    assert "<" not in re.sub(r"</?[a-z]+\d?( [^<>]*)?>", "", result)


@given(st.text(st.characters(categories=("L", "N", "Zs"), include_characters=".,;'’“”?\n"), max_size=200))
def test_words_come_out_as_they_went_in(text: str) -> None:
    """Text without marks is printed word for word."""
    result = html.unescape(re.sub("<[^>]*>", " ", str(to_html(text, cite=cite).html)))
    assert re.findall(r"[^\W\d]+", result) == re.findall(r"[^\W\d]+", text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("- a\n\n- b", "<ul><li>a</li><li>b</li></ul>"),
        (
            "1. one\n\n   more *of* it\n\n2. two",
            "<ol><li>one<br><br>more <em>of</em> it</li><li>two</li></ol>",
        ),
        (
            "- *a* b[@passage-1]\n\n  - c\n\n- d",
            "<ul><li><em>a</em> b<i>passage-1</i><ul><li>c</li></ul></li><li>d</li></ul>",
        ),
        ("- a\n\n  > said\n\n- b", "<ul><li>a<blockquote><p>said</p></blockquote></li><li>b</li></ul>"),
    ],
)  # fmt: skip
def test_an_item_has_its_words_without_a_paragraph_around_them(text: str, shown: str) -> None:
    """So that a screen reader finds them as the item's body; two paragraphs keep an empty line between them."""
    assert made(text) == shown


@pytest.mark.parametrize(
    ("piece", "times"), [("[", 50_000), ("[a ", 20_000), ("[a](", 20_000), ("![", 20_000), ("[" * 7 + "a", 8_000)]
)
def test_brackets_that_are_never_closed_are_text_and_soon_so(piece: str, times: int) -> None:
    """Tens of thousands of them took minutes; they come out as they went in."""
    assert html.unescape(made(f"{piece * times}x")) == f"<p>{piece * times}x</p>"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[a [b] c](http://q.r/(s))", '<p><a href="http://q.r/(s)">a [b] c</a></p>'),
        ("[a][1] and [1]\n\n[1]: http://q.r", '<p><a href="http://q.r">a</a> and <a href="http://q.r">1</a></p>'),
        ("[a](<http://q.r/x y>)", '<p><a href="http://q.r/x y">a</a></p>'),
        ("[a] (b) [c", "<p>[a] (b) [c</p>"),
    ],
)
def test_links_are_found_whatever_brackets_they_hold(text: str, shown: str) -> None:
    """In their text and in their address, or by a name that stands elsewhere."""
    assert made(text) == shown


# ----------------------------------------------------------------------------------------- margin and set quotations


def with_margin(text: str) -> str:
    """The HTML of a page that has a margin."""
    return re.sub(r"\n(?=<)|(?<=>)\n", "", str(to_html(text, cite=cite, margin=True).html))


def test_a_note_for_the_margin_stands_before_its_paragraph() -> None:
    """Markdown and citations hold in it, and two notes of a paragraph keep their order."""
    shown = with_margin("Heat^[**Heat**: see [@passage-1] [here](https://example.org/)] kills^[late].")
    assert shown == (
        '<div class="noted"><p class="margin-note"><span class="whole"><strong>Heat</strong>: see <i>passage-1</i> <a href="https://example.org/">here</a></span></p>'
        '<p class="margin-note"><span class="whole">late</span></p><p>Heat kills.</p></div>'
    )


def test_a_note_in_a_list_stands_before_the_whole_list() -> None:
    """It can't stand between two items."""
    assert with_margin("- one^[uno]\n- two") == (
        '<div class="noted"><p class="margin-note"><span class="whole">uno</span></p>'
        "<ul><li>one</li><li>two</li></ul></div>"
    )


def test_without_a_margin_a_note_stands_in_brackets() -> None:
    """Nothing of it is lost."""
    assert made("Heat^[over *26* °C] kills.") == "<p>Heat (over <em>26</em> °C) kills.</p>"


@pytest.mark.parametrize("text", ["x ^[never closed", "x ^[ ]", "`^[code]`"])
def test_what_is_no_note_is_text(text: str) -> None:
    """An open bracket, an empty note and code stay as they are written."""
    assert text.replace("`", "") in html.unescape(re.sub("<[^>]*>", "", with_margin(text)))
    assert "margin-note" not in with_margin(text)


def test_a_note_within_a_note_stays_in_it() -> None:
    """As it was written."""
    assert (
        with_margin("a^[b ^[c] d] e")
        == '<div class="noted"><p class="margin-note"><span class="whole">b ^[c] d</span></p><p>a e</p></div>'
    )


def test_a_long_paragraph_is_not_kept_whole() -> None:
    """It may be divided between pages, and its note stands before it."""
    text = "word " * 399 + "word"
    assert with_margin(f"a^[b] {text}") == f'<p class="margin-note"><span class="whole">b</span></p><p>a {text}</p>'


def test_a_quotation_by_itself_is_set_apart_with_who_says_it() -> None:
    """With nothing else in its paragraph but a dash and a name; numbers are asked for in the order of reading."""
    asked: list[str] = []

    def cited(passage: str, quoted: bool) -> Markup:
        asked.append(passage)
        return cite(passage, quoted)

    def apart(passage: str, speaker: Markup) -> Markup:
        asked.append(passage)
        return Markup("<div>{}: {}</div>").format(speaker, passage)

    text = "A.[@passage-1]\n\n[@passage-2 quote] — the chair & her *deputy*\n\n[@passage-3 quote] -- A & B\n\n"
    text += "[@passage-4 quote]\n\n[@passage-5]"
    shown = to_html(text, cite=cited, set_apart=apart).html
    assert asked == [f"passage-{number}" for number in range(1, 6)]
    assert "<div>A &amp; B: passage-3</div>\n<div>: passage-4</div>" in shown
    assert "<p><i>passage-2!</i> — the chair &amp; her <em>deputy</em></p>" in shown


def test_a_text_is_divided_at_its_own_headings() -> None:
    """Not at those within a quotation or a list; what stands before the first has no heading."""
    shown = to_html("before\n\n## *One*\n\n1\n\n> ## said\n\n### less\n\n## Two\n\n2", cite=cite, heading=2).html
    parts = divided(shown, 2)
    assert [str(part.heading) for part in parts] == ["", "<em>One</em>", "Two"]
    assert parts[0].html == "<p>before</p>"
    assert "<h2>said</h2>" in parts[1].html
    assert parts[1].html.endswith("<h3>less</h3>")
    assert parts[2].html == "<p>2</p>"
    assert divided(Markup(), 2) == ()
