"""Measures typing while long documents are imported: a PDF of 300 pages, and a Word document of ten megabytes.

Both are made here, of words of no meaning: the PDF by the engine that briefs are made with, the Word document by hand.
They are imported in the window while letters are typed into a point's title, in a dossier that has a source already:
whoever went on working is left there, and the new source is offered. What showing it costs then is reported, too. What
counts is the processor time that the main thread takes from one look at the event queue to the next; what the clock
says is reported beside it.

    python build_scripts/bench_importing.py
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
import zipfile
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from stalls import FRAME, Stall, Watched, whole_window

from briefgen.domain import operations
from briefgen.domain.dossier import Settings
from briefgen.domain.terms import Kind
from briefgen.dossier_file import create
from briefgen.gui.sources.panel import SourcesPanel
from briefgen.workflows import now

PAGES = 300
MEGABYTES = 10
_TEXT = "the of and to in a ministry harbour energy budget flood region council water supply price winter report"
_WORDS = _TEXT.split()
_PATIENCE = 400.0
"""Seconds that the import may take before it is given up."""
_BETWEEN = 0.12
"""Seconds from one keystroke to the next, as of somebody who types quickly."""


class Row(NamedTuple):
    """One figure: what it is, in which unit, and what it should be (empty: reported only)."""

    name: str
    figure: float
    unit: str
    goal: str


def long_pdf(path: Path) -> Path:
    """Write a PDF of so many pages, 400 words on each."""
    import weasyprint  # it takes a second, and only this wants it

    chance = random.Random(41)  # noqa: S311  no secret
    pages = "".join(f"<p>{' '.join(chance.choices(_WORDS, k=400))}.</p>" for _ in range(PAGES))
    style = "p { break-after: page; font: 11pt serif }"
    weasyprint.HTML(string=f"<html lang=en><title>Long</title><style>{style}</style>{pages}").write_pdf(path)
    return path


def long_docx(path: Path) -> Path:
    """Write a Word document whose text is so many megabytes, as Word would unpack it."""
    chance = random.Random(42)  # noqa: S311  as above
    size, paragraphs = 0, []
    while size < MEGABYTES * 1_000_000:
        paragraphs.append(f"<w:p><w:r><w:t>{' '.join(chance.choices(_WORDS, k=120))}.</w:t></w:r></w:p>")
        size += len(paragraphs[-1])
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    kinds = "http://schemas.openxmlformats.org/package/2006/content-types"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    document = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{kinds}"><Default Extension="rels" ContentType='
        f'"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
        f'ContentType="{document}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{office}" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{main}"><w:body>{"".join(paragraphs)}</w:body></w:document>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{text}')
    return path


def typed(watched: Watched, documents: list[Path]) -> tuple[list[Stall], float]:
    """Import documents and type until they are there; gives the stall of each keystroke, and the seconds of all.

    Raises:
        RuntimeError: The documents did not come, or nothing could be typed, so that nothing was measured.
    """
    window = watched.window
    sources = window.workspaces["read"].left
    assert isinstance(sources, SourcesPanel)  # noqa: S101  what the window's layout says
    session = window.bench.session
    short = documents[0].with_name("short.txt")
    short.write_text("The harbour wall is old.", encoding="utf-8")
    sources.bring_files([short])
    watched.stall(lambda: None, done=lambda: session.dossier.sources)
    session.apply("point", lambda d: operations.make_point(d, Kind.RISK, title="Typed", at=now(), passages=[])[0])
    watched.stall(lambda: window.selection.go(workspace="read", point="risk-1", field="title"), rest=2.0)
    begun = time.perf_counter()
    before = len(session.dossier.sources)
    found: list[Stall] = []
    sources.bring_files(documents)
    while len(session.dossier.sources) < before + len(documents):
        if time.perf_counter() - begun > _PATIENCE:
            raise RuntimeError("The documents were not imported, so nothing was measured.")
        field = QApplication.focusWidget()
        if field is None:
            raise RuntimeError("Nothing had the keys, so nothing was typed.")
        letter = "abcdefghij "[len(found) % 11]
        found.append(watched.keystroke(partial(QTest.keyClicks, field, letter), _BETWEEN))
    if window.selection.place.source != "source-1":
        raise RuntimeError("The window went to the new source while somebody typed.")
    return found, time.perf_counter() - begun


def importing_rows(folder: Path) -> list[Row]:
    """Type while each document is imported; `folder` is for files."""
    rows: list[Row] = []
    for make, name, words in (
        (long_pdf, "long.pdf", f"a PDF of {PAGES} pages"),
        (long_docx, "long.docx", f"a Word document of {MEGABYTES} MB"),
    ):
        document = make(folder / name)
        path = folder / f"{name}.briefgen"
        create(path, Settings(id="bench", title="Typing")).close()
        with whole_window(path, folder) as watched:
            stalls, seconds = typed(watched, [document])
            shown = watched.stall(lambda: watched.window.selection.go(source="source-2"), rest=1.0)
        own, clock = [stall.own for stall in stalls], [stall.longest for stall in stalls]
        rows.append(Row(f"typing while {words} is imported, longest own work", max(own), "ms", f"≤ {FRAME:g}"))
        rows.append(Row("    longest stall by the clock", max(clock), "ms", ""))
        rows.append(Row("    the same, median of the keystrokes", statistics.median(clock), "ms", ""))
        rows.append(Row("    the import took", seconds, "s", ""))
        rows.append(Row("    showing it then, longest own work", shown.own, "ms", ""))
    return rows


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        for row in importing_rows(Path(name)):
            print(f"{row.name:75} {row.figure:8.1f} {row.unit:3} {row.goal}")
