"""Measures edit → page painted: a live layout, a full one by the engine, and Typst on the same text, in turn.

    python build_scripts/bench_live.py [ROUNDS]

Briefs of 2, 8, 17 and 56 pages, or about that, made from the shipped samples; a word is changed at the beginning, in
the middle and at the end. Times are the processor's, and have in them all from the brief's data to the pixels of the
first page that changed: filling the template, layout, painting, drawing. Typst is for comparison only, and is not
installed with Briefgen: where it is missing that is said.
"""

from __future__ import annotations

import importlib
import random
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2
from live_edits import WORDS
from markupsafe import Markup

from briefgen.rendering.context import build_context
from briefgen.rendering.fenced_folder import FencedFolder
from briefgen.rendering.house_templates import OpenTemplate, open_template
from briefgen.rendering.job import RenderJob, make_html
from briefgen.rendering.live_layout import LiveLayout
from briefgen.rendering.pages import PdfOptions
from briefgen.rendering.pdf import SealedFetcher, engine_says, lay_out, paint, paint_alone
from briefgen.rendering.samples import DAY, read_sample
from briefgen.resources import assets_folder

Row = tuple[str, float, str, str]

SIZES = (
    (2, "ministerial-submission", "least", 1),
    (8, "policy-brief", "normal", 1),
    (17, "policy-brief", "normal", 6),
    (56, "policy-brief", "normal", 28),
)
"""About how many pages, and of what they are made: template, sample, and how often the text of its sections stands."""

SCALE = 1.5
"""Pixels to the point on the screen."""

GOALS = {17: ("≤ 60", "≤ 120", "≤ 300"), 56: ("≤ 60", "≤ 120", "")}
"""Milliseconds to the first page, median and 95th percentile, and until all pages are settled, 95th percentile."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A brief that is edited."""

    template: OpenTemplate
    job: RenderJob
    fetcher: SealedFetcher

    def edited(self, old: str, new: str) -> RenderJob:
        """The job with other words in the place of some."""
        return replace(self.job, context=_replaced(self.job.context, old, new))

    def html(self, job: RenderJob) -> str:
        """The document of a job: the template is filled with its data."""
        return make_html(job, self.template)


def measured(name: str, sample: str, times: int) -> Measured:
    """A brief of a template's sample, the text of its sections so many times."""
    template = open_template(name)
    read = read_sample(template, sample, language=template.template.language)
    sections = tuple(replace(section, text="\n\n".join([section.text] * times)) for section in read.brief.sections)
    brief = replace(read.brief, sections=sections, paper=template.template.paper[0])
    context = dict(build_context(read.dossier, brief, template.template, today=DAY, forced=False, program_version="0"))
    context["contents"] = template.template.pages.contents > 0
    fetcher = SealedFetcher(
        template.files(),
        shared=FencedFolder(template.shared) if template.shared else None,
        fonts=FencedFolder(assets_folder() / "fonts"),
    )
    return Measured(template, RenderJob(template=str(template.folder), context=context), fetcher)


def _replaced(value: Any, old: str, new: str) -> Any:
    """Plain data with the first `old` in each text replaced."""
    if isinstance(value, Markup):
        return Markup(str(value).replace(old, new, 1))  # noqa: S704 - what was safe stays so: words for words
    if isinstance(value, str):
        return value.replace(old, new, 1)
    if isinstance(value, dict):
        return {key: _replaced(entry, old, new) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_replaced(entry, old, new) for entry in value]
    return value


def edits(brief: Measured, rounds: int) -> Iterator[RenderJob]:
    """Jobs of the brief with one word changed: at the beginning, in the middle, at the end, in turn."""
    html = brief.html(brief.job)
    start = html.index("<main")
    phrases = [match.group() for match in re.finditer(r"[a-z]+(?: [a-z]+){4,7}(?![^<]*>)", html[start:])]
    rng = random.Random(1)  # noqa: S311 - no secret
    made = 0
    while made < rounds:
        at = (0.05, 0.5, 0.95)[made % 3] + rng.uniform(-0.05, 0.05)
        phrase = phrases[min(len(phrases) - 1, int(at * len(phrases)))]
        words = phrase.split()
        words[rng.randrange(len(words))] = rng.choice(WORDS)
        job = brief.edited(phrase, " ".join(words))
        if brief.html(job) != html:  # the words stood in the data as they stand on the page
            made += 1
            yield job


def pixels(pdf: bytes, page: int = 0) -> object:
    """A page as it is drawn on the screen."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return document[min(page, len(document) - 1)].render(scale=SCALE).to_pil()
    finally:
        document.close()


def spent(work: Callable[[], object]) -> float:
    """Milliseconds of the processor that it takes."""
    begun = time.process_time()
    work()
    return (time.process_time() - begun) * 1000


def of(values: list[float], part: float) -> float:
    """The value below which this part of all lies."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


class Typst:
    """The same text in Typst, which is laid out anew after each edit by one compiler that remembers."""

    def __init__(self, module: Any, html: str) -> None:
        self._compiler = module.Compiler(_typst(html).encode())
        self._compiler.compile()

    def edited(self, html: str, page: int) -> Callable[[], object]:
        """What is measured: from Typst's own source to pixels."""
        source = _typst(html).encode()
        return lambda: pixels(self._compiler.compile(input=source), page)


def _typst(html: str) -> str:
    blocks = re.findall(r"<(h[1-4]|p|li|td|th)\b[^>]*>(.*?)</\1>", html[html.index("<body") :], re.DOTALL)
    lines = []
    for name, inner in blocks:
        words = re.sub(r"([\\#$*_`<>@=\[\]~/+-])", r"\\\1", " ".join(re.sub(r"<[^>]*>|&[a-z]+;", " ", inner).split()))
        lines.append(f"{'=' * int(name[1])} {words}" if name.startswith("h") else words)
    return "\n\n".join(lines)


def size_rows(pages: int, brief: Measured, rounds: int, typst: Any) -> Iterator[Row]:
    """The measurements of one brief."""
    options, key = PdfOptions(), brief.template.template.sha256
    live = LiveLayout(brief.fetcher, options=options, fonts_key=key)
    html = brief.html(brief.job)
    for _ in live.update(html):
        pass
    for page in live.pages:
        paint_alone(page, brief.fetcher, fonts_key=key)
    compared = Typst(typst, html) if typst is not None else None
    first: list[float] = []
    settled: list[float] = []
    full: list[float] = []
    others: list[float] = []
    exported: list[float] = []
    for number, job in enumerate(edits(brief, rounds)):
        begun = time.process_time()
        shown = 0
        seen = 0.0
        for changed in live.update(brief.html(job)):
            if not seen:
                shown = changed.index
                pixels(paint_alone(changed.page, brief.fetcher, fonts_key=key))
                seen = (time.process_time() - begun) * 1000
        first.append(seen or (time.process_time() - begun) * 1000)
        settled.append((time.process_time() - begun) * 1000)
        page = min(shown, live.page_count - 1)
        if compared is not None:
            others.append(spent(compared.edited(brief.html(job), page)))
        if number % 6 == 0:  # the full ones take long

            def whole(job: RenderJob = job, page: int = page) -> None:
                laid_out = lay_out(brief.html(job), brief.fetcher, options=options, fonts_key=key)
                pixels(paint(laid_out).pdf, page)

            full.append(spent(whole))
            exported.append(spent(lambda: paint(live.laid_out())) / full[-1])
        for _ in live.update(html):
            pass
    median, most, all_of_it = GOALS.get(pages, ("", "", ""))
    title = f"edit → page painted, {live.page_count} pages"
    yield f"{title}, median", of(first, 0.5), "ms", median
    yield f"{title}, 95th percentile", of(first, 0.95), "ms", most
    yield f"{title}: all settled, 95th percentile", of(settled, 0.95), "ms", all_of_it
    yield f"{title}: a full layout, median", of(full, 0.5), "ms", ""
    if others:
        yield f"{title}: Typst, median", of(others, 0.5), "ms", ""
        yield f"{title}: Typst, 95th percentile", of(others, 0.95), "ms", ""
    yield (
        f"a file after the preview, {live.page_count} pages, against a full layout and its file",
        of(exported, 0.5),
        "×",
        "≤ 0.4",
    )


def rows(rounds: int = 18) -> Iterator[Row]:
    """All measurements."""
    try:
        typst = importlib.import_module("typst")
    except ImportError:
        typst = None
        yield "Typst is not installed (the package typst), so nothing is compared with it", 0, "", ""
    with engine_says([]):
        for pages, name, sample, times in SIZES:
            yield from size_rows(pages, measured(name, sample, times), rounds, typst)


def main() -> int:
    """Print them."""
    for name, figure, unit, goal in rows(int(sys.argv[1]) if len(sys.argv) > 1 else 18):
        print(f"{name:86} {figure:9.2f} {unit:3} {goal}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
