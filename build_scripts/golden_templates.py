"""How the shipped house templates look, kept: the HTML of each with the sample *normal*, and pictures of some pages.

A change in a template, in what it shares with others, in the data it is given or in the layout engine shows here. Where
it was meant, look at it, then have it kept:

    python build_scripts/golden_templates.py            compare; what differs is put side by side in build/
    python build_scripts/golden_templates.py --accept   keep how it looks now

Pictures are small and grey. They differ when a square of four pixels has become lighter or darker by more than
`MOST` of 255 on average: a word moved is more than that, another version of a font's smoothing is less.
"""

import argparse
import difflib
import html
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops

from briefgen.rendering.house_templates import open_template
from briefgen.rendering.job import RenderedBrief, RenderJob, render
from briefgen.rendering.samples import sample_context, sample_form

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "tests" / "rendering" / "golden" / "samples"
REPORT = ROOT / "build" / "golden-templates"

PAGES = {
    "ministerial-submission": (1, 2),
    "one-page-brief": (1,),
    "policy-brief": (1, 2, 3),
    "risk-and-options-annex": (1, 2),
}
"""The templates, and of which pages a picture is kept, counted from 1."""

SCALE = 0.5
"""Pixels to the point: 298 by 421 of an A4 page."""

SQUARE, MOST = 4, 16


@dataclass(frozen=True, slots=True)
class Look:
    """How a template looks: its HTML, and pictures by page."""

    name: str
    html: str
    pictures: dict[int, Image.Image]


@cache
def made(name: str) -> RenderedBrief:
    """Render a shipped template with the sample *normal*, once: who asks again is given the same."""
    opened = open_template(name)
    context = sample_context(opened, "normal", program_version="0")
    form = sample_form(opened.template)
    return render(
        RenderJob(template=str(opened.folder), context=context, language=context["language"], form=form, html=True)
    )


def look_at(name: str) -> Look:
    """See how a shipped template looks with the sample *normal*."""
    rendered = made(name)
    document = pypdfium2.PdfDocument(rendered.pdf)
    try:
        pictures = {
            page: document[page - 1].render(scale=SCALE, grayscale=True).to_pil().convert("L") for page in PAGES[name]
        }
    finally:
        document.close()
    return Look(name, rendered.html, pictures)


def html_file(name: str) -> Path:
    """Where a template's HTML is kept."""
    return KEPT / f"{name}.html"


def picture_file(name: str, page: int) -> Path:
    """Where the picture of a page is kept."""
    return KEPT / f"{name}-{page}.png"


def difference(one: Image.Image, other: Image.Image) -> int:
    """By how much the square that differs most has become lighter or darker, of 255; 255 for another size."""
    if one.size != other.size:
        return 255
    small = (-(-one.width // SQUARE), -(-one.height // SQUARE))
    squares = [picture.resize(small, Image.Resampling.BOX) for picture in (one, other)]
    _, most = ImageChops.difference(*squares).getextrema()
    assert isinstance(most, int | float)  # noqa: S101 - one channel has one pair of extremes
    return int(most)


def changes(look: Look) -> Iterator[str]:
    """Say what is not as it was kept: “HTML”, “page 1”."""
    kept = html_file(look.name)
    if not kept.exists() or kept.read_text(encoding="utf-8") != look.html:
        yield "HTML"
    for page, picture in look.pictures.items():
        file = picture_file(look.name, page)
        if not file.exists():
            yield f"page {page}"
            continue
        with Image.open(file) as before:
            if difference(before, picture) > MOST:
                yield f"page {page}"


def keep(look: Look) -> None:
    """Keep how a template looks now; a picture that has not visibly changed is left as it is."""
    KEPT.mkdir(parents=True, exist_ok=True)
    changed = set(changes(look))
    html_file(look.name).write_text(look.html, encoding="utf-8", newline="\n")
    for page, picture in look.pictures.items():
        if f"page {page}" in changed:
            picture.save(picture_file(look.name, page), optimize=True)


def report(look: Look) -> str:
    """Put a template's pages before and after side by side, and the lines of its HTML that differ, as HTML."""
    rows = []
    for page, after in look.pictures.items():
        names = [f"{look.name}-{page}-{which}.png" for which in ("before", "after", "difference")]
        after.save(REPORT / names[1])
        shown = [names[1]]
        if picture_file(look.name, page).exists():
            with Image.open(picture_file(look.name, page)) as before:
                before.save(REPORT / names[0])
                if before.size == after.size:
                    ImageChops.invert(ImageChops.difference(before, after)).save(REPORT / names[2])
                    shown.append(names[2])
            shown.insert(0, names[0])
        figures = "".join(
            f'<figure><img src="{name}" alt=""><figcaption>{name}</figcaption></figure>' for name in shown
        )
        rows.append(f"<h3>Page {page}</h3><div>{figures}</div>")
    kept = html_file(look.name)
    before_lines = kept.read_text(encoding="utf-8").splitlines() if kept.exists() else []
    lines = difflib.unified_diff(before_lines, look.html.splitlines(), "before", "after", lineterm="", n=1)
    return f"<h2>{look.name}</h2>{''.join(rows)}<pre>{html.escape(chr(10).join(lines))}</pre>"


def main(arguments: list[str]) -> int:
    """Compare, or keep; 1 where something differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--accept", action="store_true", help="keep how the templates look now")
    parser.add_argument("names", metavar="TEMPLATE", nargs="*", help=f"of {', '.join(PAGES)}; all, if none is named")
    given = parser.parse_args(arguments)
    unknown = set(given.names) - PAGES.keys()
    if unknown:
        parser.error(f"no template is kept that is called {', '.join(sorted(unknown))}")
    told = []
    for look in map(look_at, given.names or PAGES):
        changed = list(changes(look))
        if changed and given.accept:
            keep(look)
        elif changed:
            REPORT.mkdir(parents=True, exist_ok=True)
            told.append(report(look))
        print(f"{look.name}: {', '.join(changed) or 'as it was'}{' (kept)' if changed and given.accept else ''}")
    if not told:
        return 0
    page = REPORT / "index.html"
    style = (
        "div { display: flex; gap: 1em } figure { margin: 0 } img { border: 1px solid } pre { white-space: pre-wrap }"
    )
    page.write_text(
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>House templates, before and after</title>'
        f"<style>{style}</style></head><body><h1>House templates, before and after</h1>{''.join(told)}</body></html>",
        encoding="utf-8",
    )
    print(f"Before and after side by side: {page}")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
