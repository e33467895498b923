"""Measures from a keystroke to the repainted page, in the whole window: briefs of 2, 8 and 40 pages.

A letter is typed into a section's text; what is measured ends when the page in view has been laid out by the child
process, drawn, and painted with its new pixels. The brief is the sample dossier's submission, its longest section made
longer until it has the pages.

    python build_scripts/bench_typing.py
"""

from __future__ import annotations

import math
import shutil
import statistics
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtGui import QImage, QTextCursor
from PySide6.QtTest import QTest
from stalls import FRAME, Watched, whole_window

from briefgen.domain import operations
from briefgen.domain.dossier import Dossier
from briefgen.dossier_file import open_dossier
from briefgen.gui.outline.section_panel import SectionPanel
from briefgen.gui.preview.panel import PreviewPanel
from briefgen.rendering.job import render
from briefgen.resources import assets_folder
from briefgen.settings import Preferences
from briefgen.workflows import render_job, template_of

ROUNDS = {2: 20, 8: 12, 40: 8}
"""How many letters are typed, by the pages of the brief."""


class Row(NamedTuple):
    """One figure: what it is, in which unit, and what it should be (empty: reported only)."""

    name: str
    figure: float
    unit: str
    goal: str


def written(folder: Path, pages: int) -> tuple[Path, str, int]:
    """Write a dossier whose first brief has so many pages; gives the section to type in, and how many they are.

    Points are taken out of the brief until it has no more pages than wanted; then its longest section is made longer
    until it has them.
    """
    path = folder / f"{pages} pages.briefgen"
    shutil.copy(assets_folder() / "sample" / "sample.briefgen", path)
    with open_dossier(path) as file:
        dossier, name = file.dossier, file.dossier.briefs[0].id
        there = _pages(dossier, name)
        while there > pages and dossier.brief(name).points:
            dossier = operations.deselect_point(dossier, name, dossier.brief(name).points[-1].point)
            there = _pages(dossier, name)
        section = max(dossier.brief(name).sections, key=lambda section: len(section.text))
        times, first = 1, there
        while there < pages:
            each = max(0.05, (there - first) / (times - 1)) if times > 1 else 0.5
            times += max(1, math.ceil((pages - there) / each * 0.9))
            text = "\n\n".join([section.text] * times)
            dossier = operations.write_section(dossier, name, section.id, text, none_identified=False)
            there = _pages(dossier, name)
        file.commit(dossier, None, "Of another length")
    return path, section.id, there


def _pages(dossier: Dossier, name: str) -> int:
    brief = dossier.brief(name)
    return len(render(render_job(dossier, brief, template_of(brief, Preferences()))).pages)


def typed(watched: Watched, section: str, rounds: int) -> tuple[list[float], float]:
    """Type letters one after the other; gives the milliseconds to each repainted page, and the longest own work."""
    window = watched.window
    preview, panel = window.findChild(PreviewPanel), window.findChild(SectionPanel)
    assert preview is not None  # noqa: S101  the window's layout has it
    assert panel is not None  # noqa: S101  as above
    brief = window.bench.session.dossier.briefs[0].id
    watched.stall(
        lambda: window.selection.go(workspace="brief", brief=brief, section=section),
        done=lambda: preview.is_settled,
        rest=2.0,
    )
    panel.text.moveCursor(QTextCursor.MoveOperation.Start)
    page = preview.view.current

    def pixels() -> QImage:
        image = preview.view.image_of(page)
        return image if image is not None else QImage()

    found, longest = [], 0.0
    for number in range(rounds):
        before, shown = pixels().copy(), preview.shown
        start = time.perf_counter()
        ended = [0.0]

        def repainted(before: QImage = before, shown: object = shown, ended: list[float] = ended) -> bool:
            there = preview.shown != shown and preview.is_settled and pixels() != before
            if there and not ended[0]:
                ended[0] = time.perf_counter()
            return there

        letter = "abcdefghij"[number % 10]
        stall = watched.stall(partial(QTest.keyClicks, panel.text, letter), done=repainted, rest=0.2)
        found.append((ended[0] - start) * 1000)
        longest = max(longest, stall.own)
    return found, longest


def typing_rows(folder: Path) -> list[Row]:
    """Type into briefs of every length; `folder` is for files."""
    rows: list[Row] = []
    for pages, rounds in ROUNDS.items():
        path, section, there = written(folder, pages)
        with whole_window(path, folder) as watched:
            found, longest = typed(watched, section, rounds)
        name = f"a keystroke to the repainted page, {there} pages"
        rows.append(Row(f"{name}, median", statistics.median(found), "ms", ""))
        late = statistics.quantiles(found, n=20, method="inclusive")[-1]
        rows.append(Row("… 95th percentile", late, "ms", ""))
        rows.append(Row("… meanwhile the window's longest own work", longest, "ms", f"≤ {FRAME:g}"))
    return rows


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        for row in typing_rows(Path(name)):
            print(f"{row.name:60} {row.figure:8.1f} {row.unit:3} {row.goal}")
