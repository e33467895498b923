"""What was made to break out of pages breaks out of none: tried in every field of a brief, and as templates."""

from __future__ import annotations

import base64
import contextlib
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import fields, replace
from functools import cache
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pytest

from briefgen.domain.briefs import TLP_LABELS
from briefgen.domain.fields import Checked, ExactText, Id, Text, specs
from briefgen.errors import BriefgenError
from briefgen.rendering.context import build_context
from briefgen.rendering.house_templates import OpenTemplate, list_templates, open_template
from briefgen.rendering.job import RenderJob, load_engine, render
from briefgen.rendering.limits import LimitReached, Limits
from briefgen.rendering.samples import DAY, read_sample, sample_context
from briefgen.rendering.sandbox import fill
from briefgen.rendering.template_errors import TemplateError
from briefgen.rendering.template_lint import Case, LintRule, lint_files, lint_pages
from tests.rendering.conftest import MakeTemplate
from tests.rendering.test_canaries import IN_CSS, IN_HTML, WORDS, Canaries, canaries, everywhere

__all__ = ["canaries"]

SHIPPED = [opened.template.name for opened in list_templates().opened]

OWN = [
    "<script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "</style><style>@import url(http://127.0.0.1:9/x.css);</style>",
    "javascript:alert(1)",
    "[x](javascript:alert(1))",
    "![x](http://127.0.0.1:9/x.png)",
    "[x](file:///etc/passwd)",
    "<iframe src=file:///etc/passwd></iframe>",
    "<link rel=attachment href=file:///etc/passwd>",
    "<a rel=attachment href=file:///etc/passwd>x</a>",
    "{{ 7 * 7 }}{% include '/etc/passwd' %}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "<!--#include file='/etc/passwd'-->",
    "<?xml-stylesheet href='http://127.0.0.1:9/x'?>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<math><mtext></table><mglyph><style><img src=x onerror=alert(1)>",
    "\u202e\u2066<b>x</b>\u0000".replace("\u0000", ""),
]

LISTS = ["xss-BRUTELOGIC-XSS-STRINGS", "xss-RSNAKE_XSS", "xss-XSS_Polyglots", "xss-xss_payloads_quick"]


def lines_of(corpora: Path, name: str) -> list[str]:
    """The payloads of a collected list."""
    return [
        "".join(character for character in line if character.isprintable())
        for path in sorted((corpora / "hostile" / name).iterdir())
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines()
        if line.strip()
    ]


def spoilt(record: Any, payloads: Iterator[str]) -> Any:
    """The record with a payload in every field of free text that it and the records in it have."""
    if isinstance(record, tuple):
        return tuple(spoilt(entry, payloads) for entry in record)
    if not isinstance(record, Checked):
        return record
    found: dict[str, Any] = {}
    kinds = {name: spec for name, spec, _ in specs(type(record))}
    for field in fields(record):  # type: ignore[arg-type]  # every Checked is a dataclass
        spec, value = kinds[field.name], getattr(record, field.name)
        if isinstance(spec, Text) and not isinstance(spec, Id | ExactText) and field.name not in _NOT_FREE:
            found[field.name] = next(payloads)
        elif isinstance(value, tuple | Checked) and field.name not in _NOT_FREE:
            found[field.name] = spoilt(value, payloads)
    try:
        return replace(record, **found)  # type: ignore[type-var]  # as above
    except BriefgenError:
        return record  # a term of a list, or a record that needs its values as they are


_NOT_FREE = frozenset(
    {"id", "tlp", "template", "language", "citation_style", "letter", "lean", "term", "points", "evidence", "direction"}
)


def hostile_context(template: OpenTemplate, payloads: list[str]) -> dict[str, Any]:
    """A context in which every text that an editor can write is a payload; each is in several long texts, too."""
    sample = read_sample(template, "normal", language="en-GB")
    supply = cycle(payloads)
    long_texts = len(sample.dossier.points) + len(sample.brief.sections)
    portion = 2 * len(payloads) // long_texts + 1
    brief = spoilt(sample.brief, supply)
    brief = replace(
        brief,
        sections=tuple(
            replace(section, text="\n\n".join(islice(supply, portion))) for section in sample.brief.sections
        ),
        tlp=TLP_LABELS[0],
        fields=tuple((name, next(supply) if isinstance(value, str) else value) for name, value in sample.brief.fields),
    )
    points = tuple(
        replace(spoilt(point, supply), body="\n\n".join(islice(supply, portion))) for point in sample.dossier.points
    )
    sources = tuple(
        replace(source, bibliography=spoilt(source.bibliography, supply)) for source in sample.dossier.sources
    )
    dossier = replace(sample.dossier, briefs=(brief,), points=points, sources=sources)
    return build_context(dossier, brief, template.template, today=DAY, forced=False, program_version="0")


@cache
def tags_of(name: str) -> frozenset[str]:
    """The elements that a shipped template writes of harmless data."""
    template = open_template(name)
    return frozenset(
        tag for sample in ("normal", "most") for tag in _tags(filled(template, sample_context(template, sample)))
    )


def filled(template: OpenTemplate, context: dict[str, Any]) -> str:
    """The HTML of a template."""
    given = {**context, "fit": {"size": 10.0, "leading": 1.4}} if template.template.fit.steps else context
    return fill(template, given, language="en-GB", output_characters=50_000_000)


def _tags(html: str) -> set[str]:
    return {element.tag for element in _tree(html).iter() if isinstance(element.tag, str)}


def _tree(html: str) -> Any:
    from briefgen.rendering.pdf import tree_of

    return tree_of(html)


MARKDOWN = frozenset({
    "a", "b", "blockquote", "br", "code", "del", "em", "h2", "h3", "h4", "h5", "h6", "hr", "i", "li", "ol", "p", "pre",
    "q", "s", "span", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
})  # fmt: skip


def harmless(html: str, name: str) -> None:
    """Fail if data became an element, an attribute or an address that does anything."""
    tree = _tree(html)
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        assert element.tag in tags_of(name) | MARKDOWN, element.tag
        for attribute, value in element.attrib.items():
            assert not attribute.lower().startswith("on"), (element.tag, attribute)
            if attribute in {"href", "src", "xlink:href", "action", "data"} and element.tag != "link":
                assert re.match(r"#|https?://|mailto:|briefgen:/", value.strip(), re.IGNORECASE), value
            assert attribute != "rel" or "attachment" not in value
            assert attribute != "style" or "url(" not in value
    assert next((style for style in tree.iter("style") if "127.0.0.1" in (style.text or "")), None) is None
    assert ">49<" not in html


@pytest.mark.parametrize("name", SHIPPED)
def test_our_payloads_in_every_field(name: str, canaries: Canaries) -> None:
    """Every text of brief, points, sources and sections is printed as text, and nothing is reached."""
    template = open_template(name)
    context = hostile_context(template, OWN)
    html = filled(template, context)
    assert "alert(1)" in html
    harmless(html, name)
    rendered = render(RenderJob(template=str(template.folder), context=context, html=True, overfull=True))
    canaries.check(rendered)
    assert "root:x:0" not in rendered.pdf.decode("latin-1")


@pytest.mark.parametrize("payloads", LISTS)
@pytest.mark.parametrize("name", SHIPPED)
def test_collected_payloads_in_every_field(name: str, payloads: str, corpora: Path) -> None:
    """The same for lists that others have collected."""
    load_engine()
    template = open_template(name)
    harmless(filled(template, hostile_context(template, lines_of(corpora, payloads))), name)


@pytest.mark.parametrize(
    "body",
    [
        "<script>x</script>",
        '<p onclick="x()">x</p>',
        '<a href="javascript:x()">x</a>',
        '<img src="file:///x">',
        '<a rel="attachment" href="https://x">x</a>',
        '<p style="background: url(x)">x</p>',
        "<p>49</p>",
        "<iframe></iframe>",
    ],
)
def test_the_net_catches(body: str) -> None:
    """What would be harm is told from what is none."""
    name = "ministerial-submission"
    html = filled(open_template(name), sample_context(open_template(name), "least"))
    harmless(html, name)
    with pytest.raises(AssertionError):
        harmless(html.replace("</body>", f"{body}</body>"), name)


AS_TEMPLATES = [
    "{{ ''.__class__ }}",
    "{{ ''['__class__'] }}",
    "{{ brief.__init__ }}",
    "{{ brief | attr('__class__') }}",
    "{{ ().__class__.__base__.__subclasses__() }}",
    "{{ self._TemplateReference__context }}",
    "{{ self.__init__.__globals__ }}",
    "{{ cycler.__init__.__globals__.os.popen('cat secret.txt').read() }}",
    "{{ joiner.__init__.__globals__ }}",
    "{{ namespace.__init__.__globals__ }}",
    "{{ range.__self__ }}",
    "{{ loop.__class__ }}",
    "{{ config }}{{ request.application }}{{ lipsum.__globals__ }}{{ get_flashed_messages }}",
    "{{ url_for.__globals__ }}{{ dict.__class__ }}",
    "{% include '/etc/passwd' %}",
    "{% include '../../outside/secret.txt' %}",
    "{% include 'file:///etc/passwd' %}",
    "{% import '../../outside/secret.txt' as x %}",
    "{% extends '../../outside/secret.txt' %}",
    "{{ brief.title.format(brief.__class__) }}",
    "{{ '%s' | format(brief) }}{{ 'x'.format_map(brief) }}",
    "{{ brief.title.encode() }}{{ brief.title.translate({}) }}",
    "{{ '{0.__class__}'.format(1) }}",
    "{{ [].append(1) }}{{ brief.update({}) }}{{ brief.pop('title') }}{{ risks.clear() }}",
    "{% set x = brief.__setitem__ %}{{ x('title', 1) }}",
    "{% autoescape false %}<b>{{ brief.title }}</b>{% endautoescape %}",
    "{{ brief.title | safe }}{{ brief.title | tojson }}{{ brief.title | xmlattr }}{{ brief | pprint }}",
    "{% debug %}{% do brief.clear() %}",
    "{{ 'x' * 10**9 }}",
    "{{ 10**10**10 }}",
    "{{ range(10**9) | list }}",
    "{{ 'a' | center(10**9) }}{{ 'a' | indent(10**9) }}",
    "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}",
    "{% include 'brief.html.jinja' %}",
    "{{ [brief] | map(attribute='__class__') | list }}{{ [brief] | groupby('__class__') }}",
    "{{ ['a'] | sort(attribute='__class__.__mro__') | join }}{{ ['a'] | join(attribute='__class__') }}",
    "{% macro m() %}{{ caller.__globals__ }}{{ m._func }}{{ m._environment }}{% endmacro %}{% call m() %}{% endcall %}",
    "{{ [1] | batch(9999, [1] | batch(9999, [1] | batch(9999, 1) | list) | list) | list }}",
    "{{ range(9999) | slice(10**9) | list }}",
    "{% block b %}{{ self.b() }}{{ self.b() }}{% endblock %}",
    "{% if 1 %}" * 3000 + "{% endif %}" * 3000,
    "{{ " + "[" * 3000 + "]" * 3000 + " }}",
    "{{ (('a' * 5000) ~ '!') | replace('a', 'b' * 5000) | replace('b', 'c' * 5000) }}",
]


@pytest.mark.parametrize("payload", AS_TEMPLATES)
def test_our_payloads_as_templates(make_template: MakeTemplate, canaries: Canaries, payload: str) -> None:
    """A page that tries to get at Python, files, or all of the memory is refused with a sentence, or prints nothing."""
    folder = make_template(payload)
    template = open_template(folder)
    context = sample_context(template, "least")
    html = ""
    with contextlib.suppress(TemplateError, LimitReached):
        html = fill(template, context, language="en-GB", output_characters=1_000_000)
    assert WORDS not in html
    assert "root:x:0" not in html
    assert "<class" not in html
    assert not re.search(r"0x[0-9a-f]{8,}", html)
    assert all(finding.message for finding in lint_files(template, [context]))
    canaries.check()


def png_of(width: int, height: int) -> str:
    """The address of a picture that says that it is so large; what should follow is not there."""
    size = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    chunk = struct.pack(">I", len(size)) + b"IHDR" + size + struct.pack(">I", zlib.crc32(b"IHDR" + size))
    return "data:image/png;base64," + base64.b64encode(b"\x89PNG\r\n\x1a\n" + chunk).decode()


def svg_of(inside: str) -> str:
    """A drawing in the page itself."""
    head = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="99" height="99">'
    return f"{head}<title>x</title>{inside}</svg>"


def css_of(rules: str) -> str:
    """A style sheet, and a paragraph for it."""
    return f'<style>{rules}</style><p id="t">x</p>'


SVG_DATA = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>"
MASKED = '<rect mask="url(#m)" width="9" height="9"/>'
GRADIENTS = '<linearGradient id="a" href="#b"/><linearGradient id="b" href="#a"/>'

TO_LAY_OUT = [
    css_of("@page { size: 1000000000mm 1000000000mm }"),
    css_of("@page { size: 0 0 }"),
    css_of("p { --a: var(--b); --b: var(--a); color: var(--a) }"),
    css_of("p { width: " + "calc(" * 3000 + "1px" + ")" * 3000 + " }"),
    css_of(":not(" * 1500 + "p" + ")" * 1500 + " { color: red }"),
    css_of("@media print {" * 1500 + "p {}" + "}" * 1500),
    css_of("@counter-style a { system: extends b } @counter-style b { system: extends a } p { list-style: a }"),
    css_of("@page { @top-left { content: url(file:///etc/passwd) } }"),
    css_of("p { background: image-set('file:///etc/passwd' 1x); border-image: url(file:///etc/passwd) }"),
    css_of("@font-face { font-family: X; src: local(passwd), url(file:///etc/passwd) } p { font-family: X }"),
    css_of("#t::before { content: target-text('#t', before) target-counter('#t', page) }"),
    f'<img alt="" src="{png_of(50_000, 50_000)}">',
    f'<img alt="" src="{png_of(4_000_000_000, 1)}">',
    f'<img alt="" src="{SVG_DATA}">',
    svg_of('<g id="a"><use href="#a"/></g>'),
    svg_of(f'<mask id="m">{MASKED}</mask>{MASKED}'),
    svg_of(f'{GRADIENTS}<rect width="9" height="9" fill="url(#a)"/>'),
    svg_of('<foreignObject><iframe src="file:///etc/passwd"></iframe></foreignObject>'),
    svg_of('<rect width="1e9" height="inf" transform="scale(0) rotate(nan)"/>'),
    "<table><tr><td rowspan=999999999>x</td></tr></table>",
    "<ol start=99999999999999><li>x</li></ol>",
    "<div>" * 1500 + "x",
]


@pytest.mark.parametrize("payload", TO_LAY_OUT, ids=[f"{number}" for number in range(len(TO_LAY_OUT))])
def test_our_payloads_laid_out(make_template: MakeTemplate, canaries: Canaries, payload: str) -> None:
    """Style sheets, drawings and pictures without end or out of all bounds: pages without them, or a sentence."""
    template = open_template(make_template(f"<h1>x</h1>{{% raw %}}{payload}{{% endraw %}}"))
    rendered = None
    with contextlib.suppress(BriefgenError):
        rendered = render(RenderJob(template=str(template.folder), context={}, limits=Limits(seconds=30.0)))
    canaries.check(rendered)
    assert rendered is None or b"root:x:0" not in rendered.pdf


@pytest.mark.parametrize("payloads", LISTS)
def test_collected_payloads_as_templates(
    make_template: MakeTemplate, canaries: Canaries, corpora: Path, payloads: str
) -> None:
    """Lists that others have collected, as a page and as a drawing: filled, laid out and checked without harm."""
    lines = lines_of(corpora, payloads)
    body = "{% raw %}" + "\n".join(f"<div>{line}</div>" for line in lines if "endraw" not in line) + "{% endraw %}"
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">' + "".join(lines) + "</svg>"
    page = f'{body}<img alt="" src="drawing.svg">'
    template = open_template(make_template(page, files={"drawing.svg": drawing, "a.css": "\n".join(lines)}))
    lint_files(template, [sample_context(template, "least")])
    rendered = None
    with contextlib.suppress(BriefgenError):
        rendered = render(RenderJob(template=str(template.folder), context={}, html=True))
    canaries.check(rendered)


def test_a_check_reaches_nothing(make_template: MakeTemplate, canaries: Canaries) -> None:
    """All ways out at once, in page, style sheet and drawing: the check finds them, and goes none of them."""
    body = "{% raw %}" + everywhere("".join(IN_HTML), canaries) + "{% endraw %}"
    css = everywhere(
        "\n".join(style for style in IN_CSS if "color-profile" not in style and "attr(" not in style), canaries
    )
    svg = everywhere(
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="{file}/secret.svg"/><use href="{net}/x.svg#a"/></svg>',
        canaries,
    )
    template = open_template(make_template(f"<h1>x</h1>{body}", files={"a.css": css, "b.svg": svg}))
    found = list(lint_files(template, [sample_context(template, "least")]))
    assert {"brief.html.jinja", "a.css", "b.svg"} <= {one.file for one in found if one.rule is LintRule.REMOTE}
    lint_pages(Case(template=str(template.folder), context=sample_context(template, "least"), words="least"))
    canaries.check()
