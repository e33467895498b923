"""A PDF without text becomes one with it: each page's picture is read by the user's program, the words laid over it.

The words lie unseen at their places, as every searchable scan has them, so that the source is read, shown and quoted
like any other PDF. Briefgen gives the program pictures that it drew itself in its confined child, never the document.
"""

from __future__ import annotations

import csv
import statistics
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from briefgen.errors import InputRefused
from briefgen.importers.limits import USUAL
from briefgen.importers.ocr.pages import LayerJob, Picture, PictureJob, Wanting, WantingJob
from briefgen.importers.ocr.programs import Kind, Recogniser, joined
from briefgen.importers.ocr.running import own_folder, run
from briefgen.importers.reader import Reader

_SECONDS_A_PAGE = 180.0
_UNSURE = 75.0
"""Tesseract's own measure, in per cent, below which the words of a page are worth a warning."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Recognised:
    """The PDF with its words; the languages that were looked for, by the program's names, and the pages read.

    `unsure` are those of the pages, by index, on which the program was unsure of many words.
    """

    data: bytes
    languages: tuple[str, ...]
    pages: tuple[int, ...]
    unsure: tuple[int, ...]


def recognise(
    reader: Reader,
    data: bytes,
    filename: str,
    program: Recogniser,
    *,
    languages: Iterable[str],
    password: str = "",
    is_wanted: Callable[[], bool] | None = None,
    progress: Progress | None = None,
) -> Recognised | None:
    """Have the words on pictures of pages recognised; None when each page has text already.

    Args:
        reader: Whose child draws the pages.
        data: The PDF; pages that have text stay as they are.
        filename: For sentences.
        program: See `programs.recogniser`.
        languages: That the document may be in, BCP 47, the likeliest first.
        password: For a PDF that asks for one; the PDF that comes of it asks for none.
        is_wanted: Asked now and then whether to go on.
        progress: Told how many pages are done, of how many.

    Raises:
        InputRefused: The PDF can't be opened, or the program fails.
        Stopped: `is_wanted` said no.
    """
    wanted = is_wanted or (lambda: True)
    job = WantingJob(data, filename, password)
    pages = reader.have_done(job, USUAL, len(data), wanted, Wanting).indexes
    if not pages:
        return None
    chosen = program.choose(languages)
    told = progress or (lambda _done, _all: None)
    if program.kind is Kind.OCRMYPDF:
        told(0, len(pages))
        made = _whole(data, filename, password, program, chosen, len(pages), wanted)
        told(len(pages), len(pages))
        return Recognised(made, chosen, pages, ())
    layers: dict[int, bytes] = {}
    unsure: list[int] = []
    for number, index in enumerate(pages):
        told(number, len(pages))
        drawing = PictureJob(data, filename, password, index)
        picture = reader.have_done(drawing, USUAL, len(data), wanted, Picture)
        layers[index], sure = _page(picture, f"Recognising page {index + 1} of “{filename}”", program, chosen, wanted)
        if sure is not None and sure < _UNSURE:
            unsure.append(index)
    told(len(pages), len(pages))
    made = reader.have_done(LayerJob(data, filename, password, layers), USUAL, len(data), wanted, bytes)
    return Recognised(made, chosen, pages, tuple(unsure))


def _page(
    picture: Picture, doing: str, program: Recogniser, languages: tuple[str, ...], is_wanted: Callable[[], bool]
) -> tuple[bytes, float | None]:
    """The words of a page as a PDF in which nothing is seen, and how sure Tesseract is of them."""
    with own_folder() as folder:
        (folder / "page.pgm").write_bytes(picture.pgm)
        # Mode 1 finds out first which way up the page is; it needs a file of its own for that.
        mode = "1" if "osd" in program.languages else "3"
        options = ["-l", joined(languages), "--dpi", str(picture.dpi), "--psm", mode, "-c", "textonly_pdf=1"]
        command = [program.path, "page.pgm", "words", *options, "pdf", "tsv"]
        run(command, folder, _SECONDS_A_PAGE, is_wanted, doing)
        layer = folder / "words.pdf"
        if not layer.is_file():
            raise InputRefused(f"{doing} failed: the program wrote nothing; install Tesseract anew.")
        return layer.read_bytes(), _sureness(folder / "words.tsv")


def _sureness(table: Path) -> float | None:
    """The mean of what Tesseract thinks of its words, in per cent; None where there are no words."""
    if not table.is_file():
        return None
    with table.open(encoding="utf-8", newline="") as file:
        found = list(_confidences(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)))
    return statistics.mean(found) if found else None


def _confidences(rows: Iterable[dict[str, str]]) -> Iterator[float]:
    for row in rows:
        try:
            sure = float(row.get("conf") or -1)
        except ValueError:
            continue
        if sure >= 0 and (row.get("text") or "").strip():
            yield sure


def _whole(
    data: bytes,
    filename: str,
    password: str,
    program: Recogniser,
    languages: tuple[str, ...],
    pages: int,
    is_wanted: Callable[[], bool],
) -> bytes:
    """The document as OCRmyPDF gives it back."""
    if password:
        raise InputRefused(
            f"OCRmyPDF can't read the PDF “{filename}”, which is protected: save it without its password first."
        )
    with own_folder() as folder:
        (folder / "document.pdf").write_bytes(data)
        options = ["--skip-text", "--output-type", "pdf", "--jobs", "1", "-l", joined(languages)]
        command = [program.path, *options, "document.pdf", "words.pdf"]
        run(command, folder, _SECONDS_A_PAGE * pages, is_wanted, f"Recognising “{filename}”")
        return (folder / "words.pdf").read_bytes()
