"""House templates are filled in a sandbox: what they may not do, they can't; what goes wrong is told with its place."""

import pickle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from briefgen.rendering.filters import filters_for, page_tests
from briefgen.rendering.house_templates import open_template
from briefgen.rendering.limits import LimitReached
from briefgen.rendering.sandbox import check_pages, fill
from briefgen.rendering.template_errors import TemplateError
from tests.rendering.conftest import MakeTemplate

# Where a rendering is stopped inside a finalizer, Python reports the exception and goes on; the watch asks again.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

CONTEXT: dict[str, Any] = {
    "brief": {"title": "Fish & chips", "items": ["first", "second"], "html": Markup("<b>bold</b>")},
    "risks": [{"id": "risk-2", "rank": 2}, {"id": "risk-1", "rank": 1}],
}


def filled(folder: Path, context: dict[str, Any] | None = None, *, characters: int = 1_000_000) -> str:
    """Fill the template in a folder."""
    return fill(
        open_template(folder), CONTEXT if context is None else context, language="en-GB", output_characters=characters
    )


def body(make_template: MakeTemplate, source: str, context: dict[str, Any] | None = None) -> str:
    """Fill a page that is nothing but `source`."""
    return filled(make_template(page=source), context)


# ------------------------------------------------------------------------------------ what pages can do


def test_text_is_escaped_and_html_is_not(make_template: MakeTemplate) -> None:
    """Plain text becomes text, whatever is in it; only what comes as HTML stays HTML."""
    assert body(make_template, "{{ brief.title }} {{ brief.html }}") == "Fish &amp; chips <b>bold</b>"


@given(text=st.text(max_size=200))
def test_any_text_is_printed_literally(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """No text, template syntax included, is anything but text once it is printed."""
    folder = tmp_path_factory.getbasetemp() / "literal"
    folder.mkdir(exist_ok=True)
    (folder / "template.toml").write_text('title = "T"\nversion = "1"\npage = "p.jinja"\n')
    (folder / "p.jinja").write_text("<p>{{ text }}</p>")
    assert filled(folder, {"text": text}) == f"<p>{escape(text)}</p>"


@pytest.mark.parametrize("syntax", ["{{ 7 * 7 }}", "{% for i in x %}", "{# gone #}", "{{ brief }}", "{%", "}}", "{{"])
def test_template_syntax_in_the_data_is_printed_literally(make_template: MakeTemplate, syntax: str) -> None:
    """A title that looks like a template is a title."""
    assert body(make_template, "{{ title }}", {"title": syntax}) == syntax


def test_a_field_is_found_before_a_method_of_the_same_name(make_template: MakeTemplate) -> None:
    """`brief.items` is the field called items; where there is no such field, it is the mapping's method."""
    assert body(make_template, "{{ brief.items | join('+') }}") == "first+second"
    assert body(make_template, "{% for k, v in d.items() %}{{ k }}={{ v }}{% endfor %}", {"d": {"a": 1}}) == "a=1"


def test_pages_take_each_other_in(make_template: MakeTemplate) -> None:
    """Extending, including and importing work among a template's own files."""
    folder = make_template(
        page="{% extends 'parts/base.jinja' %}{% block main %}{% include 'parts/p.jinja' %}{% endblock %}",
        files={
            "parts/base.jinja": "<main>{% block main %}{% endblock %}</main>",
            "parts/p.jinja": "{% from 'parts/m.jinja' import mark %}{{ mark(brief.title) }}",
            "parts/m.jinja": "{% macro mark(text) %}<mark>{{ text }}</mark>{% endmacro %}",
        },
    )
    assert filled(folder) == "<main><mark>Fish &amp; chips</mark></main>"


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("{{ risks | sort(attribute='rank') | map(attribute='id') | join(', ') }}", "risk-1, risk-2"),
        ("{{ risks | sum('rank') }}", "3"),
        ("{{ [1, 2] | sum(start=3) }}", "6"),
        ("{{ risks | join('|', attribute='id') }}", "risk-2|risk-1"),
        ("{{ ['<', brief.html] | join('&') }}", "&lt;&amp;<b>bold</b>"),
        ("{{ 'a-b' | replace('-', '<') }}", "a&lt;b"),
        ("{{ brief.html | replace('bold', '<') }}", "<b>&lt;</b>"),
        ("{{ 'aaa' | replace('a', 'b', 2) }}", "bba"),
        ("{{ 2.567 | round(1) }} {{ 2.5 | round(0, 'ceil') }}", "2.6 3.0"),
        ("{% for row in [1, 2, 3] | batch(2, 0) %}{{ row | join }};{% endfor %}", "12;30;"),
        ("{{ '-' * 3 }}{{ 7 % 4 }}{{ 2 ** 10 }}{{ 1 + 1 }}{{ 'a' + 'b' }}", "---310242ab"),
        ("{{ brief.subtitle | default('none') }}{{ brief.subtitle is defined }}", "noneFalse"),
        ("{% set ns = namespace(n=0) %}{% for r in risks %}{% set ns.n = ns.n + 1 %}{% endfor %}{{ ns.n }}", "2"),
        ("{% set c = cycler('a', 'b') %}{{ c.next() }}{{ c.next() }}{{ c.next() }}", "aba"),
        ("{% set j = joiner(', ') %}{{ j() }}a{{ j() }}b", "a, b"),
        ("{% for g in risks | groupby('rank') %}{{ g.grouper }}:{{ g.list | length }} {% endfor %}", "1:1 2:1 "),
        ("{% for r in risks %}{{ loop.index }}{{ loop.last }}{% endfor %}", "1False2True"),
        ("{{ 'Risk 1'.upper() }}{{ 'x.y'.split('.') | last }}", "RISK 1y"),
        ("{{ brief.none | default(none) }}{{ none | upper }}{{ none | string }}", ""),
        ("{{ [1, ['a<'], {'b': 2}] | string }}{{ 2.5 | string | length }}", "1, a&lt;, 23"),
        ("{{ 'a' ~ 1 ~ none ~ '<' }}{{ '<' ~ brief.html }}{{ ('a' ~ '<') | upper }}", "a1&lt;&lt;<b>bold</b>A&lt;"),
        ("{% set x %}<i>{{ brief.title }}</i>{% endset %}{{ x }}", "<i>Fish &amp; chips</i>"),
    ],
)
def test_the_tools_of_a_template(make_template: MakeTemplate, source: str, result: str) -> None:
    """What templates need for lists, numbers and text is there and does what Jinja's does."""
    assert body(make_template, source) == result


def test_pages_are_filled_anew_each_time(make_template: MakeTemplate) -> None:
    """What a page counts begins anew with each brief, and in each language; a changed page is used at once."""
    folder = make_template(
        page="{% import 'm.jinja' as m %}{{ m.count() }}{{ m.count() }} {{ '2025-03-03' | longdate }}",
        files={
            "m.jinja": "{% set n = namespace(x=0) %}{% macro count() %}{% set n.x = n.x + 1 %}{{ n.x }}{% endmacro %}"
        },
    )
    assert filled(folder) == filled(folder) == "12 3 March 2025"
    german = fill(open_template(folder), CONTEXT, language="de", output_characters=1000)
    assert german == "12 3. März 2025"
    (folder / "m.jinja").write_text("{% macro count() %}-{% endmacro %}")
    assert filled(folder) == "-- 3 March 2025"


def test_the_list_of_filters_is_the_documented_one() -> None:
    """Nothing that could run away, leave the sandbox or switch escaping off has crept in."""
    assert not {
        "attr",
        "center",
        "format",
        "indent",
        "pprint",
        "random",
        "safe",
        "urlize",
        "wordwrap",
        "xmlattr",
    } & set(filters_for("en"))
    assert not {"callable", "filter", "test", "sameas", "escaped"} & set(page_tests())


# -------------------------------------------------------------------------------- what pages can't do

ESCAPES = [
    "{{ ''.__class__ }}",
    "{{ ''['__class__'] }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ ().__class__.__bases__[0].__subclasses__() }}",
    "{{ {}.__class__.__init__.__globals__ }}",
    "{{ brief.__class__ }}",
    "{{ brief.html.__html__ }}",
    "{{ brief.title.format }}",
    "{{ '{0.__class__}'.format(1) }}",
    "{{ '{x.__class__}'.format_map({'x': 1}) }}",
    "{{ brief.html.format(1) }}",
    "{{ ''.encode() }}",
    "{{ brief.html.unescape() }}",
    "{{ brief.html.escape('x') }}",
    "{{ ''.translate }}",
    "{{ ''.maketrans }}",
    "{{ (1).to_bytes }}",
    "{{ (1).from_bytes }}",
    "{{ (1.5).hex() }}",
    "{{ none.__class__ }}",
    "{{ true.__class__ }}",
    "{{ brief.get.__self__ }}",
    "{{ risks.append }}",
    "{{ risks.append({}) }}",
    "{{ brief.update({'title': 'x'}) }}",
    "{{ brief.pop('title') }}",
    "{{ brief.clear() }}",
    "{{ brief.setdefault('x', 1) }}",
    "{{ risks.sort() }}",
    "{{ self.__init__.__globals__ }}",
    "{{ self._TemplateReference__context }}",
    "{% block x %}{{ self.x.__globals__ }}{% endblock %}",
    "{{ range.__self__ }}",
    "{{ range(3).__class__ }}",
    "{{ cycler.__init__.__globals__.os.environ }}",
    "{{ joiner.__init__ }}",
    "{{ namespace.__init__.__globals__ }}",
    "{{ cycler('a').__class__ }}",
    "{{ lipsum.__globals__['os'] }}",
    "{{ lipsum() }}",
    "{{ dict(a=1) }}",
    "{{ config }}",
    "{{ request.environ }}",
    "{{ url_for.__globals__ }}",
    "{{ get_flashed_messages.__globals__ }}",
    "{{ __builtins__ }}",
    "{{ __import__('os') }}",
    "{{ open('/etc/passwd') }}",
    "{{ environment }}",
    "{{ context }}",
    "{{ loop }}",
    "{% for r in risks %}{{ loop._iterable }}{% endfor %}",
    "{% for r in risks %}{{ loop.__init__.__globals__ }}{% endfor %}",
    "{% macro m() %}{% endmacro %}{{ m.__call__ }}",
    "{% macro m() %}{% endmacro %}{{ m._environment }}",
    "{% macro m() %}{% endmacro %}{{ m._func.__globals__ }}",
    "{% macro m() %}{{ caller._environment }}{% endmacro %}{% call m() %}{% endcall %}",
    "{% import 'brief.html.jinja' as p %}{{ p.__dict__ }}",
    "{% import 'brief.html.jinja' as p %}{{ p._body_stream }}",
    "{{ risks | map(attribute='__class__') | join }}",
    "{{ risks | map(attribute='id.__class__') | join }}",
    "{{ risks | map('attr', '__class__') | list }}",
    "{{ risks | attr('__class__') }}",
    "{{ risks | sort(attribute='__class__') }}",
    "{{ risks | groupby('__class__') }}",
    "{{ risks | selectattr('__class__') | list }}",
    "{{ risks | rejectattr('__class__') | list }}",
    "{{ risks | join(attribute='__class__') }}",
    "{{ risks | sum('__class__') }}",
    "{{ risks | unique(attribute='__class__') | list }}",
    "{{ risks | max(attribute='__class__') }}",
    "{{ '%s' | format('x') }}",
    "{{ '%s' % 'x' }}",
    "{{ '%(x)s' % {'x': 1} }}",
    "{{ brief.title | safe }}",
    "{{ brief | xmlattr }}",
    "{{ brief | pprint }}",
    "{{ brief | tojson }}",
    "{{ [1, 2] | random }}",
    "{% autoescape false %}{{ brief.title }}{% endautoescape %}",
    "{% autoescape brief.off %}{{ brief.title }}{% endautoescape %}",
    "{% debug %}",
    "{% do risks.append(1) %}",
    "{% trans %}x{% endtrans %}",
    "{{ ''.join.__self__ }}",
    "{{ brief is callable }}",
    "{{ 'abs' is filter }}",
]


@pytest.mark.parametrize("source", ESCAPES)
def test_no_way_out_of_the_sandbox(make_template: MakeTemplate, monkeypatch: pytest.MonkeyPatch, source: str) -> None:
    """Known ways to Python's inner life, to the environment, to other data and past escaping are all refused."""
    monkeypatch.setenv("BRIEFGEN_CANARY", "canary-in-the-environment")
    with pytest.raises(TemplateError) as caught:
        body(make_template, source)
    assert "canary-in-the-environment" not in caught.value.message
    assert CONTEXT["brief"]["title"] == "Fish & chips"
    assert len(CONTEXT["risks"]) == 2


@pytest.mark.parametrize(
    "source",
    [
        "{{ 'x' * 1000000000 }}",
        "{{ 1000000000 * 'x' }}",
        "{{ [0] * 1000000000 }}",
        "{{ 'x' * 10000 * 10000 }}",
        "{{ 10 ** (10 ** 10) }}",
        "{{ 2 ** -100000 }}",
        "{{ 9 ** 2000 }}",
        "{% set ns = namespace(x=9) %}{% for i in range(40) %}{% set ns.x = ns.x * ns.x %}{% endfor %}{{ ns.x }}",
        "{% set ns = namespace(x='xxxxxxxxxx') %}{% for i in range(40) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
        "{% set ns = namespace(x=[1]) %}{% for i in range(40) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
        "{{ 'x' | center(1000000000) }}",
        "{{ 'x' | indent(1000000000) }}",
        "{{ 'x' | wordwrap(1) }}",
        "{{ 'x'.center(1000000000) }}",
        "{{ 'x'.ljust(1000000000) }}",
        "{{ 'x'.rjust(1000000000) }}",
        "{{ 'x'.zfill(1000000000) }}",
        "{{ 'x'.expandtabs(1000000000) }}",
        "{{ 'x'.replace('x', 'y') }}",
        "{{ 'x'.join(['y']) }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ '{:1000000000}'.format(1) }}",
        "{{ range(1000000000) | list }}",
        "{{ [1] | batch(1000000000, 'x') | list }}",
        "{{ [1] | batch(0) | list }}",
        "{{ [1] | slice(1000000000) | list }}",
        "{{ ['a'] }}",
        "{{ [1] | batch(9999, [1] | batch(9999, 1) | list) | list }}",
        "{{ 1 | round(1000000000, 'floor') }}",
        "{{ [[1], [2]] | sum(start=[]) }}",
        "{% set s = 'x' * 9999 %}{{ range(9999) | join(s) }}",
        "{% set s = 'x' * 9999 %}{{ s | replace('x', s) }}",
        "{% set s = 'x' * 9999 %}{{ s | replace('', s) }}",
        "{% set ns = namespace(x='xxxxxxxxxx') %}{% for i in range(40) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
        *(
            "{% set ns = namespace(x="
            + pair
            + ") %}{% for i in range(26) %}{% set ns.x = "
            + pair.replace("1", "ns.x")
            + " %}{% endfor %}"
            + use
            for pair in ("[1, 1]", "(1, 1)")
            for use in (
                "{{ ns.x }}",
                "{{ ns.x ~ '' }}",
                "{{ ns.x | string }}",
                "{{ ns.x | upper }}",
                "{{ ns.x | truncate(5) }}",
                "{{ ns.x | join }}",
                "{{ 'a' | replace('a', ns.x) }}",
                "{{ ns.x | longdate }}",
                "{{ {}[ns.x] }}",
            )
        ),
    ],
)
def test_no_step_of_a_page_blows_up(make_template: MakeTemplate, source: str) -> None:
    """What would fill the memory in a single step, where no watch could intervene, is refused before it is done."""
    with pytest.raises(TemplateError):
        body(make_template, source)


def test_endless_output_is_stopped(make_template: MakeTemplate) -> None:
    """Output is counted while it is made."""
    endless = "{% for i in range(100000) %}{% for j in range(100000) %}xxxxxxxxxx{% endfor %}{% endfor %}"
    with pytest.raises(LimitReached, match=r"“made” was stopped when it had made more than 10,000 characters"):
        filled(make_template(page=endless), characters=10_000)


@pytest.mark.parametrize(
    "source",
    [
        "{% include 'brief.html.jinja' %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% import 'brief.html.jinja' as p %}",
        "{% extends 'brief.html.jinja' %}",
        "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
    ],
)
def test_endless_recursion_is_told(make_template: MakeTemplate, source: str) -> None:
    """Pages that take themselves in end with an error of the template, not with a crash."""
    with pytest.raises(TemplateError, match=r"without end|nested too deeply"):
        body(make_template, source)


def test_too_many_loops_in_each_other_are_told(make_template: MakeTemplate) -> None:
    """Python itself can't nest more than twenty loops."""
    deep = "{% for a in [1] %}" * 30 + "x" + "{% endfor %}" * 30
    with pytest.raises(TemplateError, match="nested too deeply"):
        body(make_template, deep)


@pytest.mark.parametrize(
    "name",
    [
        "../secret.txt",
        "../../secret.txt",
        "x/../../../secret.txt",
        "/etc/passwd",
        "//etc/passwd",
        "_shared/../../secret.txt",
        "..\\secret.txt",
        "C:/secret.txt",
        "file:///etc/passwd",
        "link.txt",
        "folder-link/secret.txt",
        "absent.jinja",
        "",
        ".",
        "nul\0byte",
    ],
)
@pytest.mark.parametrize("how", ["include", "import", "extends"])
def test_no_file_outside_is_taken_in(make_template: MakeTemplate, tmp_path: Path, how: str, name: str) -> None:
    """A page takes in the template's and the shared files only, also when the name comes from the data."""
    (tmp_path / "secret.txt").write_text("canary-in-a-file")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "secret.txt").write_text("canary-in-a-file")
    folder = make_template(page="{% " + how + " name " + ("as x " if how == "import" else "") + "%}")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "folder-link").symlink_to(tmp_path)
    with pytest.raises(TemplateError) as caught:
        filled(folder, {"name": name})
    assert "canary-in-a-file" not in caught.value.message


# ------------------------------------------------------------------------------------ what goes wrong


@pytest.mark.parametrize(
    ("page", "line", "field", "reason"),
    [
        ("<p>\n\n{{ brief.titel }}", 3, "brief.titel", "asks for “brief.titel”, which the brief does not have"),
        ("\n{{ titel }}", 2, "titel", "asks for “titel”"),
        ("{% for r in risks %}\n{{ r.titel }}{% endfor %}", 2, "r.titel", "asks for “r.titel”"),
        ("\n{% if brief.titel %}x{% endif %}", 2, "brief.titel", "asks for"),
        ("\n{% for x in brief.titel %}x{% endfor %}", 2, "brief.titel", "asks for"),
        ("\n{{ brief['titel'] | upper }}", 2, "brief.titel", "asks for"),
        ("\n{{ brief.titel.more }}", 2, "brief.titel", "asks for"),
        ("{{ brief.title }}\n{{ brief.nodate | longdate }}", 2, "brief.nodate", "asks for"),
        ("\n{% if brief.title %}", 2, "", "Unexpected end of template"),
        ("\n\n{{ brief.title }", 3, "", "unexpected"),
        ("\n{{ brief.title | uper }}", 2, "", "No filter named 'uper'"),
        ("\n{% if brief is gone %}{% endif %}", 2, "", "No test named 'gone'"),
        ("\n{% include 'gone.jinja' %}", 2, "gone.jinja", "no file “gone.jinja”"),
        ("\n{% autoescape false %}{% endautoescape %}", 2, "", "escaping"),
        ("\n{{ brief.title.__class__ }}", 2, "", "no house template may"),
        ("\n{{ 1 / 0 }}", 2, "", "ZeroDivisionError"),
        ("\n{{ brief.title + 1 }}", 2, "", "TypeError"),
        ("\n{{ 'x' * 100000 }}", 2, "", "10,000"),
    ],
)
def test_an_error_names_template_file_line_and_field(
    make_template: MakeTemplate, page: str, line: int, field: str, reason: str
) -> None:
    """Whatever goes wrong, the author is led to the place."""
    with pytest.raises(TemplateError) as caught:
        body(make_template, page)
    error = caught.value
    assert (error.template, error.file, error.line, error.field) == ("made", "brief.html.jinja", line, field)
    assert reason in error.message
    assert error.source_line == page.splitlines()[line - 1].strip()
    assert f"“made” can't be used: brief.html.jinja, line {line}: " in error.message
    assert error.exit_code == 3


def test_an_error_in_an_included_file_names_that_file(make_template: MakeTemplate) -> None:
    """The place is in the file where the mistake is, not in the one that takes it in."""
    folder = make_template(
        page="\n\n{% include 'parts/p.jinja' %}", files={"parts/p.jinja": "{% set x = 1 %}\n{{ brief.titel }}"}
    )
    with pytest.raises(TemplateError) as caught:
        filled(folder)
    assert (caught.value.file, caught.value.line) == ("parts/p.jinja", 2)


def test_an_error_in_a_macro_names_the_macro_file(make_template: MakeTemplate) -> None:
    """A field that a macro misses is reported where the macro asks for it."""
    folder = make_template(
        page="{% from 'm.jinja' import m %}\n{{ m(brief) }}",
        files={"m.jinja": "{% macro m(b) %}\n\n{{ b.titel }}\n{% endmacro %}"},
    )
    with pytest.raises(TemplateError) as caught:
        filled(folder)
    assert (caught.value.file, caught.value.line, caught.value.field) == ("m.jinja", 3, "b.titel")


def test_a_field_handed_to_a_macro_is_told_where_it_was_asked_for(make_template: MakeTemplate) -> None:
    """What is missing fails where a macro uses it; the place to mend is where the page hands it over."""
    folder = make_template(
        page="{% from 'm.jinja' import m %}\n\n{{ m(brief.titel) }}",
        files={"m.jinja": "{% macro m(text) %}\n{{ text }}\n{% endmacro %}"},
    )
    with pytest.raises(TemplateError) as caught:
        filled(folder)
    assert (caught.value.file, caught.value.line, caught.value.field) == ("brief.html.jinja", 3, "brief.titel")


def test_a_page_that_is_no_text_is_refused(make_template: MakeTemplate) -> None:
    """Bytes that are no UTF-8 are told as such."""
    with pytest.raises(TemplateError, match="UTF-8"):
        filled(make_template(files={"brief.html.jinja": b"\xff\xfe"}))


def test_the_error_survives_the_road_between_processes(make_template: MakeTemplate) -> None:
    """A template's error arrives from the child process with all that it says."""
    with pytest.raises(TemplateError) as caught:
        body(make_template, "{{ brief.titel }}")
    copy = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - made just now
    assert type(copy) is TemplateError
    assert (str(copy), vars(copy)) == (str(caught.value), vars(caught.value))


def test_pages_are_checked_without_being_filled(make_template: MakeTemplate) -> None:
    """Mistakes in any page's syntax are found without data, those in pages that are seldom taken in, too."""
    check_pages(open_template(make_template("{{ brief.title }}")))
    folder = make_template(files={"rare.jinja": "\n{{ 1 | uper }}"})
    with pytest.raises(TemplateError, match=r"rare\.jinja, line 2: No filter named 'uper'"):
        check_pages(open_template(folder))
