"""Makes the README's pictures: pages of the sample dossier's brief, as they are printed.

Each page is drawn larger than it is shown, made smaller, given a thin grey edge so that it stands out on white, and
written with a palette, which keeps the file small and the type sharp.

    python build_scripts/readme_pictures.py [FOLDER]
"""

import sys
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps

from briefgen import workflows
from briefgen.dossier_file import open_dossier
from briefgen.resources import assets_folder
from briefgen.settings import Preferences

WIDTH = 1000
"""Pixels of a picture from edge to edge."""

EDGE = (201, 209, 217)
"""The grey of the hairlines on the page itself."""

COLOURS = 128
"""A page has few colours; the rest are their shades at the edges of letters."""


def page_of_the_sample(brief_name: str, page: int) -> Image.Image:
    """Render a brief of the sample dossier with the house template that it names; give one page, counted from 0."""
    with open_dossier(assets_folder() / "sample" / "sample.briefgen", read_only=True) as file:
        dossier = file.dossier
    brief = workflows.find_brief(dossier, brief_name)
    outputs = workflows.render_brief(dossier, brief, workflows.template_of(brief, Preferences()))
    document = pypdfium2.PdfDocument(outputs.rendered.pdf)
    try:
        width, _ = document[page].get_size()
        drawn: Image.Image = document[page].render(scale=3 * WIDTH / width).to_pil()
        return drawn.convert("RGB")
    finally:
        document.close()


def framed(page: Image.Image) -> Image.Image:
    """Bring a page to the width of a picture, edge included."""
    inner = WIDTH - 2
    small = page.resize((inner, round(page.height * inner / page.width)), Image.Resampling.LANCZOS)
    return ImageOps.expand(small, border=1, fill=EDGE)


def main() -> int:
    """Make the pictures where the first argument says, else where the README shows them from; say where."""
    into = Path(sys.argv[1]) if len(sys.argv) > 1 else assets_folder() / "pictures"
    into.mkdir(parents=True, exist_ok=True)
    made = into / "submission-page-1.png"
    picture = framed(page_of_the_sample("Submission to the Minister", 0)).quantize(
        COLOURS,
        method=Image.Quantize.MAXCOVERAGE,  # the others give up the few coloured words for one grey more
        dither=Image.Dither.NONE,
    )
    picture.save(made, optimize=True)
    print(f"{made}  {picture.width} x {picture.height}, {made.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
