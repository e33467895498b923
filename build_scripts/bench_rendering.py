"""Measures rendering: our own steps against the layout engine alone, and a warm child against a cold start.

    python build_scripts/bench_rendering.py [ROUNDS]

Figures are medians of runs taken in turn in one process, given as ratios, which hold on any machine. The brief is the
sample dossier's submission, made longer until it has eight pages.
"""

from __future__ import annotations

import gc
import pickle
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import NamedTuple

import pypdfium2
import weasyprint
from weasyprint.text.fonts import FontConfiguration

from briefgen.dossier_file import open_dossier
from briefgen.rendering.fenced_folder import FencedFolder
from briefgen.rendering.job import RenderJob, render
from briefgen.rendering.pdf import BASE_URL, SealedFetcher, engine_says
from briefgen.rendering.worker import Worker
from briefgen.resources import assets_folder
from briefgen.settings import Preferences
from briefgen.workflows import render_job, template_of

PAGES = 8


class Row(NamedTuple):
    """One measurement: what, how much, in what unit, and how much at most (an empty goal is none)."""

    name: str
    figure: float
    unit: str
    goal: str


def long_job() -> RenderJob:
    """The job of a brief of eight pages, or a few more."""
    sample = assets_folder() / "sample" / "sample.briefgen"
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copy(sample, folder))
        with open_dossier(copy, read_only=True) as file:
            dossier = file.dossier
    brief = dossier.briefs[0]
    template = template_of(brief, Preferences())
    longest = max(brief.sections, key=lambda section: len(section.text))
    for times in range(1, 200):
        text = "\n\n".join([longest.text] * times)
        sections = tuple(replace(s, text=text) if s is longest else s for s in brief.sections)
        job = render_job(dossier, replace(brief, sections=sections), template)
        if len(render(job).pages) >= PAGES:
            return job
    raise AssertionError(f"The sample does not grow to {PAGES} pages.")


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def in_turn(rounds: int, one: Callable[[], object], other: Callable[[], object]) -> tuple[float, float, float]:
    """Median seconds of the one and of the other, and the median of their ratios, pair by pair.

    The two run in turn, now this first, now that, so that a slow moment of the machine is slow for both; each begins
    with the garbage of the one before cleared away.
    """
    pairs = []
    for number in range(rounds):
        pair = {}
        for work in (one, other) if number % 2 else (other, one):
            gc.collect()
            pair[work] = seconds(work)
        pairs.append((pair[one], pair[other]))
    return median(a for a, _ in pairs), median(b for _, b in pairs), median(a / b for a, b in pairs)


def words_of(pdf: object) -> list[str]:
    """The words of each page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def own_overhead(job: RenderJob, rounds: int) -> Row:
    """Our render against WeasyPrint alone on the same HTML, with the same fonts already loaded for both."""
    rendered = render(replace(job, html=True))
    folder = Path(job.template)
    fonts = FontConfiguration()

    def alone() -> object:
        fetcher = SealedFetcher(
            FencedFolder(folder),
            shared=FencedFolder(folder.parent / "_shared"),
            fonts=FencedFolder(assets_folder() / "fonts"),
            images=job.images,
        )
        page = weasyprint.HTML(string=rendered.html, base_url=BASE_URL, url_fetcher=fetcher)
        return page.write_pdf(font_config=fonts, pdf_variant=job.options.engine_variant, pdf_tags=job.options.tagged)

    with engine_says([]):
        if words_of(alone()) != words_of(rendered.pdf):
            raise AssertionError("The engine alone makes another file: the comparison would be of unlike things.")
        ours, engine, ratio = in_turn(rounds, lambda: render(job), alone)
    name = (
        f"render, {len(rendered.pages)} pages ({ours * 1000:.0f} ms), against the engine alone ({engine * 1000:.0f} ms)"
    )
    return Row(name, ratio, "×", "≤ 1.10")


def warm_against_cold(job: RenderJob, rounds: int) -> Row:
    """A job in the warm child process against a fresh process that renders it and ends."""
    with tempfile.TemporaryDirectory() as folder, Worker() as worker:
        file = Path(folder) / "job"
        file.write_bytes(pickle.dumps(job))
        code = (
            "import pickle, sys; from pathlib import Path; from briefgen.rendering.job import render\n"
            "render(pickle.loads(Path(sys.argv[1]).read_bytes()))"
        )

        def cold() -> None:
            subprocess.run([sys.executable, "-c", code, str(file)], check=True)

        worker.submit(job).result()
        warm, fresh, ratio = in_turn(rounds, lambda: worker.submit(job).result(), cold)
    name = f"render in the warm child ({warm * 1000:.0f} ms), against a cold start ({fresh * 1000:.0f} ms)"
    return Row(name, ratio, "×", "")


def rows(rounds: int = 9) -> Sequence[Row]:
    """All measurements of rendering."""
    job = long_job()
    return [own_overhead(job, rounds), warm_against_cold(job, max(3, rounds // 3))]


if __name__ == "__main__":
    for row in rows(int(sys.argv[1]) if len(sys.argv) > 1 else 9):
        print(f"{row.figure:8.2f} {row.unit}  {row.name}{f'  (goal {row.goal})' if row.goal else ''}")
