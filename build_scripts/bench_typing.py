"""Measures typing in the whole window: from a keystroke to the repainted page, in briefs of 2, 8, 17 and 56 pages.

A letter is typed at the beginning, in the middle and at the end of a brief, the page that it changes in view. What is
measured ends when that page has been laid out by the child process, drawn, and painted with its new pixels; and again
when all pages are there. Then somebody types fast, without looking up; and a file is made of what the preview has laid
out, and made by the command line's way. The brief is the sample dossier's submission, its texts made longer until it
has the pages.

    python build_scripts/bench_typing.py [SECONDS]

SECONDS is how long somebody types fast into the longest brief; 15 if it is not given.
"""

from __future__ import annotations

import itertools
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

import psutil
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from stalls import FRAME, Watched, whole_window

from briefgen.domain import operations
from briefgen.domain.dossier import Dossier
from briefgen.dossier_file import open_dossier
from briefgen.gui.outline.section_panel import SectionPanel
from briefgen.gui.preview.panel import PreviewPanel
from briefgen.rendering.job import RenderJob, render
from briefgen.resources import assets_folder
from briefgen.settings import Preferences
from briefgen.workflows import render_job, template_of

ROUNDS = {2: 6, 8: 6, 17: 8, 56: 5}
"""How many letters are typed at each place, by the pages of the brief."""
GOALS = {17: (60.0, 120.0, 300.0), 56: (60.0, 120.0, None)}
"""Milliseconds to the repainted page, median and 95th percentile, and to all pages, by the pages of the brief."""
_KEYS_PER_SECOND = 12
_FAST_SECONDS = 15.0


class Row(NamedTuple):
    """One figure: what it is, in which unit, and what it should be (empty: reported only)."""

    name: str
    figure: float
    unit: str
    goal: str


class Place(NamedTuple):
    """Where a letter is typed: in which section, before which words of it; they stand once in the brief."""

    name: str
    section: str
    words: str


def written(folder: Path, pages: int) -> tuple[Path, tuple[Place, ...], int]:
    """Write a dossier whose first brief has so many pages; gives where to type in it, and how many they are.

    Points are taken out of the brief until it has no more pages than wanted; then its texts are made longer, all of
    them, until it has them. Each addition begins with words of its own.
    """
    path = folder / f"{pages} pages.briefgen"
    shutil.copy(assets_folder() / "sample" / "sample.briefgen", path)
    with open_dossier(path) as file:
        dossier, name = file.dossier, file.dossier.briefs[0].id
        there = _pages(dossier, name)
        while there > pages and dossier.brief(name).points:
            dossier = operations.deselect_point(dossier, name, dossier.brief(name).points[-1].point)
            there = _pages(dossier, name)
        template = template_of(dossier.brief(name), Preferences()).template
        order = [section.id for section in template.sections if section.narrative]
        texts = {s.id: s.text for s in dossier.brief(name).sections if s.id in order and s.text.strip()}
        body = max(texts.values(), key=len)
        numbers = itertools.count(1)

        def longer(before: Dossier, copies: int) -> Dossier:
            for section in itertools.islice(itertools.cycle(texts), copies):
                text = f"{before.brief(name).section(section).text}\n\nAddition {next(numbers)} to this. {body}"
                before = operations.write_section(before, name, section, text, none_identified=False)
            return before

        dossier, first, added = longer(dossier, 3), there, 3
        while (there := _pages(dossier, name)) < pages:
            more = max(1, round((pages - there) * added / max(1, there - first) * 0.9))
            dossier, added = longer(dossier, more), added + more
        file.commit(dossier, None, "Of another length")
    sections = sorted(texts, key=order.index)
    places = []
    for where, section in zip(("beginning", "middle", "end"), (0, len(sections) // 2, -1), strict=True):
        found = dossier.brief(name).section(sections[section]).text.split("Addition ")[1:]
        text = found[{"beginning": 0, "middle": len(found) // 2, "end": -1}[where]] if found else ""
        words = f"Addition {text.split('.')[0]}." if text else " ".join(texts[sections[section]].split()[:3])
        places.append(Place(where, sections[section], words))
    return path, tuple(places), there


def _pages(dossier: Dossier, name: str) -> int:
    return len(render(_job(dossier, name)).pages)


def _job(dossier: Dossier, name: str) -> RenderJob:
    brief = dossier.brief(name)
    return render_job(dossier, brief, template_of(brief, Preferences()))


class Typist:
    """Somebody who types into a brief in a window."""

    def __init__(self, watched: Watched) -> None:
        preview, panel = watched.window.findChild(PreviewPanel), watched.window.findChild(SectionPanel)
        assert preview is not None  # noqa: S101  the window's layout has it
        assert panel is not None  # noqa: S101  as above
        self.watched, self.preview, self.panel = watched, preview, panel
        self.page = 0
        self._drawn = False
        preview.view.drawn_page.connect(self._note)

    def _note(self, page: int) -> None:
        self._drawn = self._drawn or page in self.preview.view.in_view()

    def go(self, place: Place) -> None:
        """Put the caret there, and bring the page into view on which that is."""
        session = self.watched.window.session
        assert session is not None  # noqa: S101  a dossier is open
        brief = session.dossier.briefs[0].id
        self.watched.stall(
            lambda: self.watched.window.selection.go(workspace="brief", brief=brief, section=place.section),
            done=lambda: self.preview.is_proved,
            rest=0.5,
        )
        text = self.panel.text
        text.moveCursor(QTextCursor.MoveOperation.Start)
        if text.find(place.words):
            text.setTextCursor(QTextCursor(text.document().findBlock(text.textCursor().selectionStart())))
        seen = (
            number for number, words in enumerate(self.preview.page_texts()) if place.words in " ".join(words.split())
        )
        self.page = next(seen, 0)
        self.watched.stall(lambda: self.preview.view.go_to_page(self.page), done=self.preview.view.is_settled, rest=0.5)
        text.setFocus()

    def type(self, letter: str) -> tuple[float, float, float]:
        """Type a letter; gives the milliseconds to the repainted page, to all pages, and the longest own work."""
        start = time.perf_counter()
        self._drawn = False
        repainted, whole, shown = [0.0], [0.0], self.preview.shown

        def done() -> bool:
            if self._drawn and not repainted[0]:
                repainted[0] = time.perf_counter()
            if repainted[0] and self.preview.shown != shown and self.preview.is_settled and not whole[0]:
                whole[0] = time.perf_counter()
            return bool(whole[0])

        # Longer than the child rests: the next letter meets what somebody meets who looks up.
        stall = self.watched.stall(partial(QTest.keyClicks, self.panel.text, letter), done=done, rest=0.5)
        return (repainted[0] - start) * 1000, (whole[0] - start) * 1000, stall.own

    def type_fast(self, seconds: float) -> list[Row]:
        """Type without a pause; gives how many keys got lost, how often the page was painted meanwhile, and memory."""
        before = self.panel.text.toPlainText()
        at = self.panel.text.textCursor().position()
        painted: list[int] = []
        self.preview.view.drawn_page.connect(painted.append)
        keys = [letter for _, letter in zip(range(round(seconds * _KEYS_PER_SECOND)), _words(), strict=False)]
        memory, longest = _childs_megabytes(), 0.0
        for key in keys:
            stroke = partial(QTest.keyClicks, self.panel.text, key)
            longest = max(longest, self.watched.keystroke(stroke, 1 / _KEYS_PER_SECOND).own)
        self.preview.view.drawn_page.disconnect(painted.append)
        typed = "".join(keys)
        lost = 0 if self.panel.text.toPlainText() == before[:at] + typed + before[at:] else len(keys)
        self.watched.stall(lambda: None, done=lambda: self.preview.is_proved, rest=0.5)
        session = self.watched.window.session
        assert session is not None  # noqa: S101  as above
        section = self.watched.window.selection.place.section
        on_disk = session.dossier.briefs[0].section(section).text == self.panel.text.toPlainText()
        return [
            Row(f"… typing {len(keys)} keys in {seconds:g} s: keys lost", lost + (not on_disk), "", "= 0"),
            Row("… page in view painted meanwhile, times", painted.count(self.page), "", f"≥ {seconds:g}"),
            Row("… the window's longest own work meanwhile", longest, "ms", f"≤ {FRAME:g}"),
            Row("… memory of the rendering child, before", memory, "MB", ""),
            Row("… memory of the rendering child, when all is proved", _childs_megabytes(), "MB", ""),
        ]


def _words() -> Iterator[str]:
    """Letters as somebody types them."""
    return itertools.cycle("the wall has to be mended before the next winter, or the town is flooded again. ")


def _childs_megabytes() -> float:
    found = 0
    for child in psutil.Process(os.getpid()).children(recursive=True):
        try:
            if any("spawn_main" in word for word in child.cmdline()):
                found = max(found, child.memory_info().rss)
        except psutil.Error:
            continue
    return found / 1_000_000


def typing_rows(folder: Path, fast_seconds: float = _FAST_SECONDS) -> list[Row]:
    """Type into briefs of every length; `folder` is for files."""
    rows: list[Row] = []
    for pages, rounds in ROUNDS.items():
        path, places, there = written(folder, pages)
        goals = GOALS.get(pages, (None, None, None))
        with whole_window(path, folder) as watched:
            typist = Typist(watched)
            first, whole, longest = [], [], 0.0
            for place in places:
                typist.go(place)
                found = [typist.type("abcdefghij"[number % 10]) for number in range(rounds)]
                rows.append(
                    Row(
                        f"a keystroke at the {place.name} of {there} pages to the repainted page, median",
                        statistics.median(one for one, _, _ in found),
                        "ms",
                        "",
                    )
                )
                first += [one for one, _, _ in found]
                whole += [one for _, one, _ in found]
                longest = max(longest, *(one for _, _, one in found))
            name = f"a keystroke to the repainted page, {there} pages"
            rows += [
                Row(f"{name}, median", statistics.median(first), "ms", _most(goals[0])),
                Row("… 95th percentile", _late(first), "ms", _most(goals[1])),
                Row("… until all pages are there, median", statistics.median(whole), "ms", ""),
                Row("… until all pages are there, 95th percentile", _late(whole), "ms", _most(goals[2])),
                Row("… meanwhile the window's longest own work", longest, "ms", f"≤ {FRAME:g}"),
            ]
            if pages == max(ROUNDS):
                rows += typist.type_fast(fast_seconds)
            rows.append(_export(watched, there))
    return rows


def _export(watched: Watched, pages: int) -> Row:
    """A file made of what the preview has laid out, as a part of the time that it takes by the command line's way."""
    session = watched.window.session
    assert session is not None  # noqa: S101  a dossier is open
    job = _job(session.dossier, session.dossier.briefs[0].id)
    preview = watched.window.findChild(PreviewPanel)
    watched.stall(lambda: None, done=lambda: preview is not None and preview.is_proved, rest=0.2)
    start = time.perf_counter()
    ready = watched.window.bench.rendering.render(job).result()
    took = time.perf_counter() - start
    start = time.perf_counter()
    whole = render(job)
    if ready.pdf != whole.pdf:
        raise RuntimeError("The window's file is not the command line's, so nothing was measured.")
    return Row(
        f"a file after the preview, of a whole rendering, {pages} pages",
        took / (time.perf_counter() - start),
        "",
        "≤ 0.4",
    )


def _most(goal: float | None) -> str:
    return "" if goal is None else f"≤ {goal:g}"


def _late(figures: list[float]) -> float:
    return statistics.quantiles(figures, n=20, method="inclusive")[-1]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        for row in typing_rows(Path(name), *map(float, sys.argv[1:2])):
            print(f"{row.name:72} {row.figure:9.2f} {row.unit:3} {row.goal}", flush=True)
