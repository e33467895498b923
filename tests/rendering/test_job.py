"""A job becomes a PDF: the same bytes from the same job, whatever came before and wherever it lies."""

import hashlib
import io
import logging
import os
import pickle
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from markupsafe import Markup
from pypdf import PdfReader

from briefgen.errors import NotThere
from briefgen.rendering.job import LayoutFailed, NotPlain, RenderJob, check_plain, render
from briefgen.rendering.limits import LimitReached, Limits, _Stop
from briefgen.rendering.pages import PdfOptions
from briefgen.rendering.template_errors import TemplateError
from briefgen.resources import assets_folder
from tests.rendering.conftest import MANIFEST, MakeTemplate
from tests.rendering.test_pdf import PIXEL

# Where a rendering is stopped inside a finalizer, Python reports the exception and goes on; the watch asks again.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

CONTEXT: dict[str, Any] = {
    "language": "en-GB",
    "title": "A short brief",
    "date": "2025-03-03",
    "paragraphs": ["First & foremost.", Markup("Then <em>this</em>.")],
}


def job_for(folder: Path, **changes: Any) -> RenderJob:
    """A job for the template in `folder`."""
    return replace(RenderJob(template=str(folder), context=CONTEXT), **changes)


def text_of(pdf: bytes) -> str:
    """The words on all pages."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def test_a_brief_is_rendered(plain: Path) -> None:
    """Data and template give a PDF with the words on its page, its title, dates and language."""
    rendered = render(job_for(plain, html=True))
    text = text_of(rendered.pdf)
    assert "A short brief" in text
    assert "3 March 2025" in text
    assert "First & foremost." in text
    reader = PdfReader(io.BytesIO(rendered.pdf))
    assert reader.metadata is not None
    assert reader.metadata.title == "A short brief"
    assert reader.metadata["/CreationDate"] == "D:20250303000000Z"
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"
    assert len(rendered.pages) == len(reader.pages) == 1
    assert "<em>this</em>" in rendered.html
    assert set(rendered.places) == {"title", "date", "paragraph-1", "paragraph-2"}
    assert rendered.warnings == ()
    assert rendered.conformance.claimed == ("PDF/UA-1", "PDF/A-3a")
    assert [name for name, _ in rendered.timings] == ["context", "template", "layout", "paint", "finish"]


def test_html_is_given_when_asked_for(plain: Path) -> None:
    """Without being asked, the HTML is not carried along."""
    assert render(job_for(plain)).html == ""


def test_template_syntax_in_a_title_is_printed_literally(plain: Path) -> None:
    """What looks like a template in the data is words on the page."""
    title = "{{ 7 * 7 }} {% if x %} <b>&amp;</b>"
    assert title in text_of(render(job_for(plain, context={**CONTEXT, "title": title})).pdf)


def test_the_steps_are_logged(plain: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The log names the five steps with their numbers, in order."""
    with caplog.at_level(logging.INFO, logger="briefgen"):
        render(job_for(plain))
    said = [record.getMessage() for record in caplog.records]
    assert [line[: line.index(" of a brief")] for line in said] == [
        "Step 1 context",
        "Step 2 template",
        "Step 3 layout",
        "Step 4 paint",
        "Step 5 finish",
    ]


def test_a_job_and_its_result_survive_the_road_between_processes(plain: Path) -> None:
    """Both are picklable; what is HTML in the data stays HTML."""
    job = job_for(plain, images={"a.png": PIXEL})
    copy = pickle.loads(pickle.dumps(job))  # noqa: S301 - made just now
    assert copy == job
    assert isinstance(copy.context["paragraphs"][1], Markup)
    rendered = render(job)
    assert pickle.loads(pickle.dumps(rendered)) == rendered  # noqa: S301 - made just now


# ----------------------------------------------------------------------------------------- the same bytes


@pytest.fixture
def rich(make_template: MakeTemplate, plain: Path) -> Path:
    """A template with pictures of all kinds, a shipped font and a style sheet of the shared folder."""
    fonts = assets_folder() / "fonts"
    font = min(fonts.rglob("*-Regular.otf")).relative_to(fonts).as_posix()
    folder = make_template(
        name="rich",
        page='<!DOCTYPE html><html lang="en"><head><title>{{ title }}</title>'
        '<meta name="dcterms.created" content="{{ date }}"><link rel="stylesheet" href="_shared/base.css">'
        f"<style>@font-face {{ font-family: F; src: url(/fonts/{font}) }} h1 {{ font-family: F }}</style>"
        "</head><body><h1>{{ title }}</h1>"
        '<img alt="a" src="images/pixel.png"><img alt="b" src="logo.svg"><img alt="c" src="/dossier/map.png">'
        '<img alt="d" src="data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 width=%222%22 '
        'height=%222%22/%3E"></body></html>',
        files={
            "images/pixel.png": PIXEL,
            "logo.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle r="4"/></svg>',
        },
    )
    shutil.copytree(plain.parent / "_shared", folder.parent / "_shared")
    return folder


def test_the_same_job_gives_the_same_bytes_again(plain: Path, rich: Path) -> None:
    """Neither the time nor what was rendered before changes the file."""
    images = {"map.png": PIXEL}
    first = render(job_for(rich, images=images))
    assert first.warnings == ()
    render(job_for(plain))
    assert render(job_for(rich, images=images)).pdf == first.pdf


def test_the_same_job_gives_the_same_bytes_elsewhere(rich: Path, tmp_path: Path) -> None:
    """A copy of the template in another folder, in another process with another hash seed, gives the same file."""
    copy = tmp_path / "other place" / "deeper"
    shutil.copytree(rich.parent, copy)
    job = job_for(copy / "rich", images={"map.png": PIXEL})
    (tmp_path / "job").write_bytes(pickle.dumps(job))
    code = (
        "import hashlib, pickle, sys; from pathlib import Path; from briefgen.rendering.job import render\n"
        "print(hashlib.sha256(render(pickle.loads(Path(sys.argv[1]).read_bytes())).pdf).hexdigest())"
    )
    here = hashlib.sha256(render(job_for(rich, images={"map.png": PIXEL})).pdf).hexdigest()
    for seed in ("1", "2"):
        there = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / "job")],
            check=True,
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo"},
        )
        assert there.stdout.strip() == here


# ------------------------------------------------------------------------------------------- style sheets


def test_style_sheets_of_the_manifest_are_linked_in_order(make_template: MakeTemplate) -> None:
    """The manifest's style sheets stand at the end of the head; one that the page links itself is not doubled."""
    folder = make_template(
        page='<html lang="en"><head><title>T</title><link rel="stylesheet" href="b.css"></HEAD>'
        '<body>"a.css"</body></html>',
        manifest=MANIFEST + 'styles = ["a.css", "b.css", "c d.css"]\n',
        files={"a.css": "", "b.css": "", "c d.css": "p { color: red }"},
    )
    rendered = render(job_for(folder, html=True))
    head = rendered.html.partition("</HEAD>")[0]
    assert [part.partition('"')[0] for part in head.split('href="')[1:]] == ["b.css", "a.css", "c d.css"]
    assert rendered.warnings == ()


def test_a_page_without_head_is_refused(make_template: MakeTemplate) -> None:
    """A page must have a head, as its style sheets are linked there."""
    with pytest.raises(TemplateError, match=r"brief\.html\.jinja: its page has no “</head>”"):
        render(job_for(make_template(page="<p>x</p>")))


def test_a_picture_that_is_missing_is_told(make_template: MakeTemplate) -> None:
    """What could not be used comes back in the warnings, once, and not in the log."""
    rendered = render(job_for(make_template('<body><img alt="x" src="gone.png">')))
    assert rendered.warnings == ("“gone.png” was not used: there is no file “gone.png”.",)


def test_a_link_that_leads_nowhere_is_told(make_template: MakeTemplate) -> None:
    """A web address without its scheme would become an address in the template; the editor is told."""
    folder = make_template(
        '<body id="top"><a href="www.example.org/x">a</a><a href="https://example.org">b</a><a href="#top">c</a>'
    )
    (told,) = render(job_for(folder)).warnings
    assert told.startswith("The link to “www.example.org/x” leads nowhere")


def test_a_picture_that_is_broken_is_told(make_template: MakeTemplate) -> None:
    """A file that is no picture comes back in the warnings."""
    rendered = render(job_for(make_template('<body><img alt="x" src="bad.png">', files={"bad.png": "no picture"})))
    assert len(rendered.warnings) == 1
    assert "bad.png" in rendered.warnings[0]


# --------------------------------------------------------------------------------------- what goes wrong


def test_a_template_that_is_not_there_is_told(tmp_path: Path) -> None:
    """The folder may have been moved since the brief was made."""
    with pytest.raises(NotThere, match="no folder"):
        render(job_for(tmp_path / "gone"))


def test_an_error_of_the_template_comes_through(make_template: MakeTemplate) -> None:
    """What the sandbox says about a template reaches the caller as it is."""
    with pytest.raises(TemplateError) as caught:
        render(job_for(make_template("\n{{ titel }}")))
    assert (caught.value.line, caught.value.field) == (3, "titel")


ENDLESS = "{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}"
HOARDING = "{% set n = namespace(x=[]) %}{% for i in range(99999) %}{% set n.x = n.x + ['x' * 9999 ~ i] %}{% endfor %}"


@pytest.mark.parametrize(
    ("page", "limits", "said"),
    [
        (ENDLESS, Limits(seconds=0.5), r"“made” was stopped after 0\.5 seconds, in step 2 template"),
        (ENDLESS.replace("}{% endfor", "}x{% endfor"), Limits(output_characters=99_999), "more than 99,999 characters"),
        (HOARDING, Limits(megabytes=100), "more than 100 MB of memory, in step 2 template"),
    ],
)
def test_a_template_that_runs_away_is_stopped(
    make_template: MakeTemplate, page: str, limits: Limits, said: str
) -> None:
    """Time, text and memory have their limits; the sentence names the template and the step."""
    folder = make_template(page)
    with pytest.raises(LimitReached, match=said):
        render(job_for(folder, limits=limits))


def test_a_layout_that_takes_too_long_is_stopped(
    make_template: MakeTemplate, plain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The layout is stopped as well; the next rendering is sound."""
    usual = sys.unraisablehook
    # A stop that comes while something is being destroyed is lost, and asked for again.
    monkeypatch.setattr(sys, "unraisablehook", lambda told: None if told.exc_type is _Stop else usual(told))
    before = render(job_for(plain)).pdf
    folder = make_template("<body>{% for i in range(8000) %}<p>Words and words {{ i }}</p>{% endfor %}")
    with pytest.raises(LimitReached, match="in step 3 layout"):
        render(job_for(folder, limits=Limits(seconds=4)))
    assert render(job_for(plain)).pdf == before


def test_a_document_nested_too_deeply_is_told(make_template: MakeTemplate) -> None:
    """Elements within one another by the thousand are more than the engine can lay out."""
    folder = make_template("<body>{% for i in range(3000) %}<div>{% endfor %}x")
    with pytest.raises(LayoutFailed, match="nested too deeply"):
        render(job_for(folder))


def test_what_the_engine_fails_on_is_told_with_the_step(make_template: MakeTemplate) -> None:
    """A fault of the engine names the template and the step."""
    folder = make_template("<style>p { background-image: attr(data-x url) }</style><p data-x='x.png'>x")
    with pytest.raises(LayoutFailed, match=r"step 3 layout .* “made” \(AssertionError: no more is known\)"):
        render(job_for(folder))


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"a": object()}, "context.a is no plain data but object"),
        ({"a": [1, {"b": b"x"}]}, r"context.a\[1\].b is no plain data but bytes"),
        ({"a": {1: "x"}}, "context.a has a key that is no string: 1"),
        ({"a": {"x"}}, "no plain data but set"),
        ({"a": Path()}, "no plain data but PosixPath|WindowsPath"),
        ({"a": print}, "no plain data but builtin_function_or_method"),
    ],
)
def test_only_plain_data_are_given_to_a_template(plain: Path, wrong: dict[str, Any], where: str) -> None:
    """An object with a life of its own would be a way out of the sandbox."""
    with pytest.raises(NotPlain, match=where):
        render(job_for(plain, context=wrong))


def test_data_that_contain_themselves_are_refused() -> None:
    """A list in itself would be walked for ever."""
    endless: list[Any] = []
    endless.append(endless)
    with pytest.raises(NotPlain, match="nested more than 50 deep"):
        check_plain(endless)


def test_options_reach_the_file(plain: Path) -> None:
    """The kind of PDF is the job's to choose."""
    simple = render(job_for(plain, options=PdfOptions(variant=None, tagged=False)))
    assert "/StructTreeRoot" not in PdfReader(io.BytesIO(simple.pdf)).trailer["/Root"]


def test_making_a_job_does_not_load_the_engines() -> None:
    """A window imports jobs and the worker without WeasyPrint, Jinja or Qt: loading them takes its child a second."""
    code = (
        "import sys; from briefgen.rendering import job, worker, house_templates\n"
        "print([m for m in ('weasyprint', 'jinja2', 'PIL', 'fontTools', 'PySide6') if m in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert said == "[]\n"
