"""The check of a house template: every rule is broken once and found in its line, and kept once and passes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from briefgen.domain.terms import Severity
from briefgen.errors import NotThere
from briefgen.rendering.house_templates import list_templates, open_template
from briefgen.rendering.limits import Limits
from briefgen.rendering.samples import sample_context
from briefgen.rendering.template_errors import TemplateError
from briefgen.rendering.template_lint import Case, LintFinding, LintRule, lint_files, lint_pages, manifest_finding
from briefgen.rendering.template_lint.findings import once
from tests.rendering.conftest import MANIFEST, MakeTemplate

MARKING = {"text": "OFFICIAL-SENSITIVE", "words": ["OFFICIAL-SENSITIVE"], "tlp": "TLP:AMBER", "handling": ""}

CONTEXT: dict[str, Any] = {
    "brief": {"title": "Repair the wall", "date": {"iso": "2026-01-02", "long": "2 January 2026"}, "copy_to": ["A"]},
    "risks": [{"id": "risk-1", "title": "The wall fails", "owner": "The trust", "in_full": True, "lead": None}],
    "fields": {"office": "Ports", "lines": ["One", "Two"]},
    "section": {"issue": {"id": "issue", "html": "x"}},
    "sections": [{"id": "issue", "html": "x"}],
    "labels": {"to": "To"},
    "nothing": None,
    "count": 3,
    "marking": {"text": "", "words": [], "tlp": "", "handling": ""},
}

PLAIN = "<h1>{{ brief.title }}</h1>"

Check = Callable[..., list[LintFinding]]


def page(body: str, head: str = "", before: str = "") -> str:
    """A whole page: its body stands in line 3."""
    return f'{before}<!DOCTYPE html><html lang="en"><head><title>T</title>\n{head}</head><body>\n{body}\n</body></html>'


@pytest.fixture
def files(make_template: MakeTemplate) -> Check:
    """Check the files of a template with such a page."""

    def check(body: str = PLAIN, manifest: str = MANIFEST, before: str = "", **more: str | bytes) -> list[LintFinding]:
        names = {name.replace("__", "/").replace("_", "."): text for name, text in more.items()}
        folder = make_template(page=page(body, before=before), manifest=manifest, files=names)
        return list(lint_files(open_template(folder), [CONTEXT, {**CONTEXT, "risks": []}]))

    return check


@pytest.fixture
def pages(make_template: MakeTemplate) -> Check:
    """Lay out a template with such a page, and check that."""

    def check(
        body: str, css: str = "", context: dict[str, Any] | None = None, limits: Limits | None = None
    ) -> list[LintFinding]:
        wall = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'
        folder = make_template(page=page(body, f"<style>{css}</style>"), files={"wall.svg": wall})
        given = CONTEXT if context is None else {**CONTEXT, **context}
        return list(lint_pages(Case(template=str(folder), context=given, words="normal", limits=limits or Limits())))

    return check


def rules(found: list[LintFinding]) -> list[tuple[str, str]]:
    """Rule and place of each."""
    return [(finding.rule.value, finding.place) for finding in found]


# ------------------------------------------------------------------------------------------------ names in pages


@pytest.mark.parametrize(
    ("body", "asked", "hint"),
    [
        ("{{ breif.title }}", "breif", "brief"),
        ("{{ brief.titel }}", "brief.titel", "brief.title"),
        ('{{ brief["titel"] }}', "brief.titel", "brief.title"),
        ("{{ brief.date.lang }}", "brief.date.lang", "brief.date.long"),
        ("{{ brief.title.long }}", "brief.title.long", ""),
        ("{{ count.long }}", "count.long", ""),
        ("{{ risks.title }}", "risks.title", ""),
        ("{% for risk in risks %}{{ risk.ower }}{% endfor %}", "risk.ower", "risk.owner"),
        ("{% for r in risks | sort | list if r.tilte %}{% endfor %}", "r.tilte", "r.title"),
        ("{{ (risks | first).tilte }}", "….tilte", ""),
        ("{{ risks[0].tilte }}", "risks[0].tilte", "risks[0].title"),
        ("{% set d = brief.date %}{{ d.lang }}", "d.lang", "d.long"),
        ("{% set d = brief.date if count else brief.date %}{{ d.lang }}", "d.lang", "d.long"),
        ("{% with d = brief.date %}{{ d.lang }}{% endwith %}", "d.lang", "d.long"),
        ('{{ risks | map(attribute="tilte") | join }}', "risks[…].tilte", ""),
        ('{% for r in risks | selectattr("in_ful") %}{% endfor %}', "risks[…].in_ful", ""),
        ("{% macro m(a) %}{{ a.anything }}{{ brief.titel }}{% endmacro %}", "brief.titel", "brief.title"),
        ("{% if brief.titel %}x{% endif %}", "brief.titel", "brief.title"),
        ("{{ brief.titel ~ brief.title }}", "brief.titel", "brief.title"),
        ("{{ fields.offices }}", "fields.offices", "fields.office"),
        ("{{ section.isue.html }}", "section.isue", "section.issue"),
        ('{{ fields.get("offise") }}', "fields.offise", "fields.office"),
        ('{{ risks | map(attribute="title.long") | join }}', "risks[…].title.long", ""),
        ('{{ (risks | sort(attribute="id,ower") | first).id }}', "risks[…].ower", "risks[…].owner"),
        ('{{ risks | sum("cuont") }}', "risks[…].cuont", ""),
        ('{{ risks | join(", ", attribute="tilte") }}', "risks[…].tilte", "risks[…].title"),
        ('{% for g in risks | groupby("ower") %}{% endfor %}', "risks[…].ower", "risks[…].owner"),
        ('{% for g in risks | groupby("owner") %}{{ (g.list | first).tilte }}{% endfor %}', "….tilte", ""),
        ('{% for o, rs in risks | groupby("owner") %}{{ rs[0].tilte }}{% endfor %}', "rs[0].tilte", "rs[0].title"),
    ],
)
def test_a_name_that_there_is_not(files: Check, body: str, asked: str, hint: str) -> None:
    """It is found without filling the page, in its line, with what was perhaps meant."""
    found = [finding for finding in files(body) if finding.rule is LintRule.UNDEFINED]
    assert [(finding.file, finding.line) for finding in found] == [("brief.html.jinja", 3)]
    assert f"“{asked}”" in found[0].message
    assert not hint or f"“{hint}”" in found[0].remedy


@pytest.mark.parametrize(
    "body",
    [
        "{% for risk in risks %}{{ loop.index }}{{ risk.lead.html }}{% else %}{{ count }}{% endfor %}",
        "{% for key, value in fields.items() %}{{ key }}{{ value.anything }}{% endfor %}",
        "{% for name in fields %}{{ fields[name] }}{% endfor %}",
        "{{ nothing.anything.at_all }}",
        "{{ unheard | default('x') }}{{ brief.unheard | d }}",
        "{% if unheard is defined %}{{ unheard }}{% endif %}",
        "{{ brief.title.upper() }}{{ brief.title[:3] }}{{ brief.title.split()[0] }}",
        "{{ m(1) }}{% macro m(a, b=2) %}{{ a.x }}{{ b }}{{ caller() }}{{ kwargs.x }}{% endmacro %}",
        "{% call(x) m(1) %}{{ x.y }}{% endcall %}{% macro m(a) %}{{ caller(a) }}{% endmacro %}",
        "{% set ns = namespace(n=0) %}{% set ns.n = 1 %}{{ ns.n }}{{ range(3) | list | length }}",
        "{% set shown %}{{ brief.title }}{% endset %}{{ shown }}{{ shown.whatever }}",
        "{% set d = brief.date %}{% set d = count %}{{ d.lang }}",
        "{{ fields.get('unheard', 'x') }}{{ fields.get('office') }}{{ fields.get(brief.title) }}",
        "{{ risks | sort(attribute='owner,title') | map(attribute='lead.html') | join(', ', attribute='0') }}",
        "{% for x in (risks + brief.copy_to) %}{{ x.y }}{% endfor %}",
        "{{ (risks | groupby('owner') | first).grouper }}",
        "{% for a, b in [[1, 2]] %}{{ a }}{{ b }}{% endfor %}{{ {'k': brief.date}.k.long }}",
        "{% filter upper %}{{ brief.title }}{% endfilter %}{% block b %}{{ super }}{% endblock %}",
        "{{ (brief.date or nothing).lang }}{{ (brief.date if count else '').lang }}",
    ],
)
def test_what_may_be_asked(files: Check, body: str) -> None:
    """Nothing is said of what is there, nor of what can't be known."""
    assert [finding for finding in files(body) if finding.rule is LintRule.UNDEFINED] == []


def test_macros_are_given_only_what_they_are_handed(files: Check) -> None:
    """A file that is imported without context does not know the brief; one imported with it does."""
    macros = "{% macro m() %}{{ brief.title }}{% endmacro %}"
    without = files('{% from "m.jinja" import m %}{{ m() }}', m_jinja=macros)
    assert ("undefined", "m.jinja:1") in rules(without)
    with_context = files('{% from "m.jinja" import m with context %}{{ m() }}', m_jinja=macros)
    assert "undefined" not in {rule for rule, _ in rules(with_context)}


@pytest.mark.parametrize(
    "statement",
    ['{% include "gone.jinja" %}', '{% import "gone.jinja" as m %}', '{% from "gone.jinja" import m %}'],
)
def test_a_page_that_is_not_there(files: Check, statement: str) -> None:
    """What a page takes in must be there; unless it says that it may be missing."""
    assert ("file-missing", "brief.html.jinja:3") in rules(files(statement))
    assert files(PLAIN + '{% include "gone.jinja" ignore missing %}') == []


def test_what_is_taken_from_a_page_that_lacks_it(files: Check) -> None:
    """By name or as a part of the whole; also where no sample would reach it."""
    macros = "{% macro title() %}{% endmacro %}{% set _own = 1 %}"
    found = files('{% from "m.jinja" import tilte %}{% if count > 9 %}{{ tilte() }}{% endif %}', m_jinja=macros)
    assert rules(found) == [("undefined", "brief.html.jinja:3")]
    assert found[0].remedy == "Did you mean “title”?"
    found = files('{% import "m.jinja" as m %}{% if count > 9 %}{{ m._own }}{% endif %}', m_jinja=macros)
    assert rules(found) == [("undefined", "brief.html.jinja:3")]
    assert (
        files('{% from "m.jinja" import title as t %}{% import "m.jinja" as m %}{{ m.title() }}', m_jinja=macros) == []
    )
    laid_over = '{% extends "o.jinja" %}'
    assert files('{% import "m.jinja" as m %}{{ m.anything() }}', m_jinja=laid_over, o_jinja=macros) == []


def test_a_mistake_in_the_syntax(files: Check) -> None:
    """In any page, also one that the first does not take in."""
    assert ("syntax", "other.jinja:2") in rules(files(other_jinja="\n{% if %}"))
    assert ("syntax", "other.jinja:1") in rules(files(other_jinja="{{ brief.title | unheard }}"))
    assert files(other_jinja="{% if brief %}{% endif %}") == []


# ------------------------------------------------------------------------------------------------ the manifest

FIELDS = MANIFEST + '[[fields]]\nname = "office"\n[[fields]]\nname = "lines"\ntype = "lines"\n'
SECTIONS = MANIFEST + '[[sections]]\nid = "issue"\ntitle = "Issue"\n'


def test_a_field_that_no_page_prints(files: Check) -> None:
    """It is named, in the manifest's line; printed, or gone through with all others, it passes."""
    found = files(PLAIN + "{{ fields.office }}", FIELDS)
    assert rules(found) == [("field-unused", "template.toml:7")]
    assert "“lines”" in found[0].message
    assert files(PLAIN + "{{ fields.office }}{{ fields['lines'] }}", FIELDS) == []
    assert files(PLAIN + "{% for name, value in fields.items() %}{{ value }}{% endfor %}", FIELDS) == []
    printed = "{{ fields.get('office') }}{{ fields['lines'] }}"
    assert {rule for rule, _ in rules(files(PLAIN, FIELDS, other_jinja=printed))} == {"field-unused"}
    assert files(PLAIN + '{% include "other.jinja" %}', FIELDS, other_jinja=printed) == []
    assert files(PLAIN + "{% include labels.to %}", FIELDS, other_jinja=printed) == []


def test_a_section_that_no_page_prints(files: Check) -> None:
    """As for fields."""
    assert rules(files(PLAIN, SECTIONS)) == [("section-unused", "template.toml:5")]
    assert files(PLAIN + "{{ section.issue.html }}", SECTIONS) == []
    assert files(PLAIN + "{% for part in sections %}{{ part.html }}{% endfor %}", SECTIONS) == []


def test_what_the_manifest_requires(files: Check) -> None:
    """Is a field that briefs have."""
    assert rules(files(PLAIN, MANIFEST + 'requires = ["decison-by"]\n')) == [("requires", "template.toml:4")]
    assert files(PLAIN, MANIFEST + 'requires = ["decision-by", "title"]\n') == []


def test_a_manifest_that_can_not_be_used(make_template: MakeTemplate) -> None:
    """Is one finding, with its line."""
    with pytest.raises(TemplateError) as refused:
        open_template(make_template(manifest=MANIFEST + "colour = 1\n"))
    finding = manifest_finding(refused.value)
    assert (finding.rule, finding.file) == (LintRule.MANIFEST, "template.toml")
    assert manifest_finding(NotThere("There is none.")).message == "There is none."


# ------------------------------------------------------------------------------------------------ files and addresses


@pytest.mark.parametrize(
    "body",
    [
        '<img alt="" src="https://example.org/x.png">',
        '<img alt="" src="//example.org/x.png">',
        "<img alt='' src=http://example.org/x.png>",
        '<img alt="" src="file:///etc/passwd">',
        '<img alt="" src="/etc/passwd">',
        '<img alt="" src="https://example.org/{{ brief.title }}">',
        '<img alt="" srcset="a.svg 1x, https://example.org/x.png 2x">',
        '<link rel="stylesheet" href="https://example.org/x.css">',
        '<svg aria-hidden="true"><image xlink:href="http://example.org/x.png"/></svg>',
        '<svg aria-hidden="true"><use href="http://example.org/x.svg#a"/></svg>',
        '<video poster="http://example.org/x.png"></video>',
        '<base href="https://example.org/">',
        "<style>p { background: url(http://example.org/x.png) }</style>",
        '<style>@import "http://example.org/x.css";</style>',
        '<p style="color: red">x</p><object data="http://example.org/x"></object>',
        '<p style="background: url(http://example.org/x)">x</p>',
        "<p style=\"background: url('http://example.org/{{ count }}')\">x</p>",
        '<svg aria-hidden="true"><rect fill="url(http://example.org/x#a)"/></svg>',
        '<svg aria-hidden="true"><image a:href="http://example.org/x"/></svg>',
        '<img alt="" src="&#104;ttp://example.org/x">',
        '<img alt="" src="ht\ttp://example.org/x">',
        '<a rel="attachment" href="http://example.org/x">x</a>',
    ],
)
def test_an_address_elsewhere(files: Check, body: str) -> None:
    """Nothing is fetched from outside; found where it stands."""
    found = files(PLAIN + body, a_svg='<svg xmlns="http://www.w3.org/2000/svg"/>')
    assert ("remote", "brief.html.jinja:3") in rules(found)


@pytest.mark.parametrize(
    "style",
    [
        "p { background: url(http://example.org/x.png) }",
        "p { background: url('http://example.org/x.png') }",
        "@media print { p { background: url(//example.org/x.png) } }",
        "@page { @top-left { content: url(https://example.org/x.png) } }",
        "@font-face { font-family: X; src: url(https://example.org/x.otf) }",
        "@import url(https://example.org/x.css);",
        "@import url('https://example.org/x.css') print;",
        "p { background: image-set('http://example.org/x.png' 1x) }",
        "p { content: src('http://example.org/x.png') }",
        "p { q { background: url(http://example.org/x.png) } }",
        "p { --x: (url(http://example.org/x.png)) }",
    ],
)
def test_an_address_elsewhere_in_a_style_sheet(files: Check, style: str) -> None:
    """In whatever form style sheets have for it."""
    assert ("remote", "a.css:2") in rules(files(a_css=f"\n{style}"))


def test_what_may_be_named(files: Check) -> None:
    """Links for readers, files of the template, shared ones, shipped fonts, pictures in the page itself."""
    body = (
        PLAIN + '<a href="https://example.org">x</a><img alt="" src="img/a.svg"><img alt="" src="data:image/png,x">'
        '<a href="#x">y</a><img alt="" src="{{ brief.title }}"><img alt="" src="briefgen:/dossier/a.png">'
        "<!-- <img src='http://example.org/x'> -->{# <img src='http://example.org/y'> #}"
    )
    css = (
        '@import url("_shared/fonts.css"); p { background: url(../img/a.svg), url(#x) } '
        '@font-face { font-family: "F"; src: url("briefgen:/fonts/source-sans-3/SourceSans3-Bold.otf") }'
    )
    assert files(body, img__a_svg="<svg/>", css__a_css=css.replace("_shared", "../_shared")) == []


@pytest.mark.parametrize(
    ("body", "css"),
    [
        ('<img alt="" src="gone.png">', ""),
        ('<link rel="stylesheet" href="gone.css">', ""),
        ('<img alt="" src="../outside.png">', ""),
        ('<img alt="" src="_shared/gone.png">', ""),
        ("", "p { background: url(gone.png) }"),
        ("", "@import 'gone.css';"),
    ],
)
def test_a_file_that_is_not_there(files: Check, body: str, css: str) -> None:
    """Named by a page or a style sheet."""
    place = "a.css:1" if css else "brief.html.jinja:3"
    assert rules(files(PLAIN + body, a_css=css)) == [("file-missing", place)]


@pytest.mark.parametrize(
    "css",
    [
        "p { font-family: Garamond, serif }",
        'p { font-family: "House Garamond" }',
        "p { font: italic 12pt/14pt Garamond, serif }",
        "p { font-family: Sans }",
        "@font-face { font-family: X; src: url(gone.otf) }",
        "@page { @top-left { font-family: Garamond } }",
        ":root { --face: Garamond, serif } p { font-family: var(--face) }",
        "p { font-family: Own } @font-face { font-family: Own; src: local(Garamond) }",
    ],
)
def test_a_typeface_that_does_not_come_with_it(files: Check, css: str) -> None:
    """Asked for first, and brought by no style sheet; or brought from a file that is not there."""
    assert rules(files(a_css=f"\n\n{css}")) == [("font-missing", "a.css:3")]


def test_a_typeface_that_an_attribute_asks_for(files: Check) -> None:
    """In a page, or in a drawing."""
    assert rules(files(PLAIN + '<p style="font-family: Garamond">x</p>')) == [("font-missing", "brief.html.jinja:3")]
    assert rules(files(a_svg='<svg><text font-family="Garamond">x</text></svg>')) == [("font-missing", "a.svg:1")]


def test_typefaces_that_do(files: Check) -> None:
    """Its own, the shipped ones, and the general ones; what stands after them is for readers without these."""
    css = (
        '@import url("_shared/fonts.css"); @font-face { font-family: Own; src: url(own.otf) } '
        'p { font-family: own, Garamond } q { font: 12pt "House Serif", serif } b { font-family: serif } '
        "i { font-family: inherit } u { font: inherit } s { font-family: var(--a) } em { font-family: var(--b) } "
        ":root { --a: serif; --b: Own }"
    )
    assert files(a_css=css, own_otf=b"OTTO") == []


def test_scripts_and_entities(files: Check) -> None:
    """A script never runs, and a drawing with entities may lead elsewhere."""
    assert ("script", "brief.html.jinja:3") in rules(files(PLAIN + "<script>x()</script>"))
    assert ("script", "brief.html.jinja:3") in rules(files(PLAIN + '<p onclick="x()">y</p>'))
    drawing = '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>'
    assert {rule for rule, place in rules(files(a_svg=drawing)) if place == "a.svg:1"} == {"remote"}
    assert ("remote", "a.svg:1") in rules(files(a_svg='<svg><image href="http://example.org/x"/></svg>'))
    styled = "<svg><style><![CDATA[@import url(http://example.org/x);]]></style></svg>"
    assert rules(files(a_svg=styled)) == [("remote", "a.svg:1")]


def test_a_style_sheet_that_can_not_be_read(files: Check) -> None:
    """The place is told."""
    assert ("style", "a.css:2") in rules(files(a_css="p { color: red }\nq { color red }"))


# ------------------------------------------------------------------------------------------------ filled pages


def test_a_page_that_can_not_be_filled(pages: Check) -> None:
    """What only filling shows: the field, in its line."""
    found = pages("{% macro m(a) %}{{ a.nothing_such }}{% endmacro %}\n{{ m(brief) }}")
    assert rules(found) == [("filling", "brief.html.jinja:3")]
    assert found[0].case == "normal"
    assert "nothing_such" in found[0].message


def test_a_page_without_end(pages: Check) -> None:
    """The limits of the job hold, and are told as a finding."""
    found = pages(
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}", limits=Limits(seconds=1)
    )
    assert [finding.rule for finding in found] == [LintRule.LAYOUT]
    found = pages("{% for a in range(9999) %}xxxxxxxxxxxxxxxx{% endfor %}", limits=Limits(output_characters=1000))
    assert [finding.rule for finding in found] == [LintRule.LAYOUT]


def test_a_citation_style_that_is_missing(pages: Check) -> None:
    """A finding like others, which says what to do; the check goes on."""
    citing = {"style": "nope", "csl": "", "language": "en-GB", "items": {}, "cites": [{"item": "source-1"}]}
    (found,) = pages("<p>a</p>", context={"citing": citing})
    assert "no citation style “nope”" in found.message
    assert found.remedy == "Mend the style’s file, or take another."


def test_pictures_without_words(pages: Check) -> None:
    """An image without alt and a drawing without a title; empty words are an answer."""
    found = pages(f'{PLAIN}\n<p>a</p><img src="wall.svg">\n<svg viewBox="0 0 1 1"><path d="M0 0"/></svg>')
    assert rules(found) == [("alt", "brief.html.jinja:4"), ("alt", "brief.html.jinja:5")]
    for spoken in ('<img alt=" " src="wall.svg">', '<img alt="wall.svg" src="wall.svg">', '<object data="wall.svg">'):
        assert rules(pages(f"{PLAIN}\n{spoken}")) == [("alt", "brief.html.jinja:4")]
    kept = '<img alt="" src="wall.svg"><img alt="A wall" src="wall.svg"><svg><title>A wall</title></svg>'
    assert pages(PLAIN + kept + '<svg aria-hidden="true"></svg><svg aria-label="A wall"></svg>') == []


@pytest.mark.parametrize(
    "body",
    ["<h2>x</h2>", "<h1>x</h1><h3>y</h3>", "<h1>x</h1><h2>y</h2><h1>z</h1><h4>!</h4>", "<h1>x</h1><h2><b> </b></h2>"],
)
def test_headings_that_skip(pages: Check, body: str) -> None:
    """From none to two, from one to three, and so on; or that say nothing."""
    assert rules(pages(body)) == [("headings", "brief.html.jinja:3")]


def test_pages_without_a_heading(pages: Check) -> None:
    """They have no outline; pages without a word need none."""
    assert rules(pages("<p>x</p>")) == [("headings", "brief.html.jinja:2")]
    assert pages("<p></p>") == []


def test_headings_that_do_not(pages: Check) -> None:
    """Down by one, up by any; what is hidden from readers does not count."""
    told = '<h2><img alt="A wall" src="wall.svg"></h2>'
    assert pages(f"<h1>x</h1><h2>y</h2><h3>z</h3><h2>!</h2><h1>?</h1><div hidden><h4>a</h4></div>{told}") == []


def test_what_is_filled_in_wrongly(pages: Check) -> None:
    """A place to fill in has a name that there is, and words."""
    right = "<p data-field=comments data-tooltip=Comments>x</p>"
    assert rules(pages(PLAIN + right)) == []
    assert rules(pages(PLAIN + right.replace("comments", "comment"))) == [("fill-in", "brief.html.jinja:3")]


def test_tables_without_heads(pages: Check) -> None:
    """A table has at least one header cell, unless it says that it is none."""
    cell = "<table><tr><td>x</td></tr></table>"
    assert rules(pages(PLAIN + cell)) == [("table-heads", "brief.html.jinja:3")]
    assert rules(pages(PLAIN + cell.replace("<td>x</td>", "<th></th><td>x</td>"))) == [
        ("table-heads", "brief.html.jinja:3")
    ]
    around = cell.replace("x", cell.replace("td>", "th>"))
    assert rules(pages(PLAIN + around)) == [("table-heads", "brief.html.jinja:3")]
    assert pages(PLAIN + '<table><tr><th scope="row">y</th><td>x</td></tr></table>') == []
    assert pages(PLAIN + cell.replace("<table>", '<table role="presentation">')) == []


@pytest.mark.parametrize(
    "css",
    [
        "p { color: #999999 }",
        "p { color: #ffffff }",
        "p { background: #333333 }",
        "body { background: #12355B } h1 { color: white }",
        "p { color: rgba(0, 0, 0, 0.3) }",
        "p { opacity: 0.3 }",
        "p { position: relative } p::before { content: ''; position: absolute; inset: 0; background: #222 }",
    ],
)
def test_colours_that_can_not_be_told_apart(pages: Check, css: str) -> None:
    """Text against what is behind it, as it was laid out."""
    found = pages(f"{PLAIN}\n<p>Faint</p>", css)
    assert rules(found) == [("contrast", "brief.html.jinja:4")]
    assert "to 1" in found[0].message


@pytest.mark.parametrize(
    "css",
    [
        "p { color: #595959 }",
        "body { background: #12355B } h1, p { color: white }",
        "p { color: #767676; font-size: 24px }",
        "p { color: #949494; font-size: 24px }",
        "p { color: #949494; font-size: 20px; font-weight: bold }",
        "p { visibility: hidden; color: white }",
        "p { background: #f4f6f8 }",
        "body { background: #222 } article { background: white } p { color: black } h1 { color: white }",
    ],
)
def test_colours_that_can(pages: Check, css: str) -> None:
    """Large text needs less."""
    assert pages(f"{PLAIN}<article><p>Clear</p></article>", css) == []


FURNITURE = (
    "@page { @top-center { content: element(head) } @bottom-center { content: element(foot) } } "
    ".head { position: running(head) } .foot { position: running(foot) }"
)
_BOTH = "{{ marking.text }} {{ marking.tlp }}"
MARKED = f'<div class="head">{_BOTH}</div><div class="foot">{_BOTH}</div>'


def test_a_marking_that_is_missing(pages: Check) -> None:
    """On any page, at its head or at its foot."""
    two = PLAIN + '<p style="break-before: page">Second page</p>'
    assert pages(MARKED + two, FURNITURE, {"marking": MARKING}) == []
    assert pages(two) == []  # without a marking there is none to print
    found = pages(two, context={"marking": MARKING})
    assert [finding.rule for finding in found] == [LintRule.MARKING] * 8
    first_only = f"<p>{{{{ marking.text }}}} {{{{ marking.tlp }}}}</p>{two}"
    words = [finding.message for finding in pages(first_only, context={"marking": MARKING})]
    assert "“OFFICIAL-SENSITIVE” is not at the foot of page 1." in words
    assert "“OFFICIAL-SENSITIVE” is not at the head of page 1." not in words
    assert "“TLP:AMBER” is not at the head of page 2." in words
    only_head = pages(MARKED + two, FURNITURE.replace("element(foot)", "none"), {"marking": MARKING})
    assert {"foot" in finding.message for finding in only_head} == {True}
    for unseen in (".foot { font-size: 2px }", ".foot { position: absolute; top: 300mm }"):
        told = pages(MARKED + two, FURNITURE + unseen, {"marking": MARKING})
        assert "“TLP:AMBER” is not at the foot of page 2." in {finding.message for finding in told}


@pytest.mark.parametrize(
    ("css", "rule"),
    [
        ("p { height: 20px; overflow: hidden }", "clipped"),
        ("p { max-height: 20px; overflow: hidden }", "clipped"),
        ("p { height: 20px }", "overflow"),
        ("p { max-height: 20px }", "overflow"),
        ("p { width: 90px; white-space: nowrap }", "overflow"),
        ("p { width: 90px; white-space: nowrap; overflow: hidden }", "clipped"),
        ("article { display: grid; grid-template-columns: 50px 200px } p { white-space: nowrap }", "overflow"),
        ("p { position: absolute; left: 700px; white-space: nowrap }", "off-page"),
        ("p { position: absolute; top: -60px; margin-top: -100px }", "off-page"),
        ("p { position: relative; left: -400px }", "off-page"),
        ("article { height: 30px }", "overflow"),
        ("article { height: 30px; overflow: hidden }", "clipped"),
    ],
)
def test_text_that_does_not_fit(pages: Check, css: str, rule: str) -> None:
    """Cut off, over its box, or off the page: measured on the page as it was laid out."""
    text = "Some words that take up rather more than one line of a column as narrow as this one is made here. " * 2
    if "nowrap" in css and rule != "off-page":
        text = text[:40]  # more than its box, less than the page
    found = pages(f"{PLAIN}\n<article><p>{text}</p></article>", css)
    assert {finding.rule.value for finding in found} == {rule}
    assert {finding.place for finding in found} == {"brief.html.jinja:4"}


@pytest.mark.parametrize(
    "css",
    [
        "",
        "p { min-height: 20px }",
        "p { height: 400px; overflow: hidden }",
        "p { width: 60px }",
        "p { overflow-wrap: anywhere; width: 20px }",
        "p { text-align: right; padding: 3px; border: 1px solid }",
        "p { margin-left: -20px }",
        "p { font-size: 30px; line-height: 1 }",
        "article { column-count: 2 }",
        "p { position: absolute; top: 300px; width: 200px }",
        "article { display: flex } p { float: left }",
        "article { width: 300px } p { margin-right: -200px }",
        "article { width: 300px; height: 20px } p { float: right; width: 100px; margin-right: -150px }",
    ],
)
def test_text_that_fits(pages: Check, css: str) -> None:
    """Boxes that grow, long text over pages, hanging text."""
    text = "Some words that take up rather more than one line of a column as narrow as this one is made. " * 3
    assert pages(f"{PLAIN}<article><p>{text}</p></article>", css) == []


def test_a_table_over_pages(pages: Check) -> None:
    """Cells grow with their text, whatever height they are given, and repeat their heads."""
    rows = "<tr><th>1</th><td>Some words in a cell that is wider than they are.</td></tr>" * 90
    assert (
        pages(f"{PLAIN}<table><thead><tr><th>N</th><th>W</th></tr></thead>{rows}</table>", "td { height: 5px }") == []
    )


def test_text_that_is_lost(pages: Check) -> None:
    """A part of what is shown that is on no sheet; what is not shown at all, on purpose, is not lost."""
    text = "Some words that take up rather more than one line of a column as narrow as this one is made here. " * 3
    found = pages(f"{PLAIN}\n<p>{text}</p>", "p { max-lines: 1; continue: discard; block-ellipsis: '…' }")
    assert rules(found) == [("lost", "brief.html.jinja:4")]
    assert pages(f"{PLAIN}<p>{text}</p>", "p { display: none }") == []
    assert pages(f"{PLAIN}<p>{text}</p>", "p { hyphens: auto; text-transform: uppercase; width: 150px }") == []


def test_what_the_engine_does_not_know(pages: Check) -> None:
    """Unknown styles, and characters that no typeface has, all of these in one finding."""
    assert [finding.rule for finding in pages(PLAIN, "p { colour: red }")] == [LintRule.STYLE]
    found = pages(f"{PLAIN}<p>\U000f1234\U000f1235</p>")
    assert [finding.rule for finding in found] == [LintRule.GLYPHS]
    assert "U+F1235" in found[0].message


def test_what_was_refused_while_it_was_laid_out(pages: Check) -> None:
    """An address that the data or a filter made is found by rendering."""
    found = pages(PLAIN + "<img alt=\"\" src=\"{{ nothing or 'http' ~ '://example.org/x.png' }}\">")
    assert [finding.rule for finding in found] == [LintRule.REMOTE]


def test_an_empty_document_is_only_filled(make_template: MakeTemplate) -> None:
    """With no data at all, a document may lack headings and text; but it must be filled and laid out."""
    folder = make_template(page=page("<h3>x</h3>{{ brief.gone }}"))
    empty = Case(template=str(folder), context=CONTEXT, words="nothing", shows_filling=True)
    assert [finding.rule for finding in lint_pages(empty)] == [LintRule.FILLING]
    folder = make_template(page=page("<h3>x</h3>"))
    assert lint_pages(Case(template=str(folder), context=CONTEXT, words="nothing", shows_filling=True)) == ()


def test_marks_that_change_what_a_page_does(pages: Check) -> None:
    """Where a page decides by the length of its own HTML, findings are told all the same, without a line."""
    body = "{% set x %}<p>abc</p>{% endset %}{% if x | length > 30 %}<h1>a</h1><b>x</b>{% else %}<h1>b</h1>{% endif %}"
    found = pages(body + '<p style="color: #ddd">x</p>')
    assert rules(found) == [("contrast", "")]


# ------------------------------------------------------------------------------------------------ as a whole


def test_each_breach_once() -> None:
    """Of several cases the first tells it; errors stand first."""
    one = LintFinding(rule=LintRule.HEADINGS, message="a", remedy="b", file="x", line=3, case="normal")
    other = LintFinding(rule=LintRule.HEADINGS, message="another", remedy="b", file="x", line=3, case="most")
    error = LintFinding(rule=LintRule.ALT, message="c", remedy="d", file="z", line=1, case="most")
    assert once([one, other, error]) == (error, one)
    assert error.severity is Severity.ERROR
    assert (error.place, LintFinding(rule=LintRule.ALT, message="c", remedy="d", file="z").place) == ("z:1", "z")


SHIPPED = [opened.template.name for opened in list_templates().opened]


@pytest.mark.parametrize("name", SHIPPED)
def test_what_ships_has_sound_files(name: str) -> None:
    """Every file of the shipped templates passes clean."""
    template = open_template(name)
    assert lint_files(template, [sample_context(template, sample) for sample in template.template.samples]) == ()


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """Is no finding: there is nothing to check."""
    with pytest.raises(NotThere):
        lint_pages(Case(template=str(tmp_path / "gone"), context=CONTEXT, words="normal"))
