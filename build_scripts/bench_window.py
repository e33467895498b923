"""Measures the reader without a screen: a million characters with 5,000 passages, opened, scrolled and tagged.

Each function gives rows of (name, figure, unit, goal): the goal is the most that the figure may be, None where it is
only reported. A frame is what happens between two looks at the event queue: an event and the painting that follows.
Goals are held against the processor time of the main thread, which is what the window is to blame for; what the clock
says, on a machine that may do other things besides, is reported beside it.
"""

from __future__ import annotations

import gc
import hashlib
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QPoint, QPointF, QSettings, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from briefgen.domain.dossier import Counters, Dossier, Settings
from briefgen.domain.points import Citation, Dilemma, Point, Recommendation, Risk
from briefgen.domain.sources import CONTEXT, Block, Passage, Source
from briefgen.domain.terms import BlockKind, PassageKind
from briefgen.dossier_file import DossierFile, create, open_dossier
from briefgen.gui.actions import Actions
from briefgen.gui.app import make_application
from briefgen.gui.background import Tasks
from briefgen.gui.bench import Bench
from briefgen.gui.choices import Choices
from briefgen.gui.garbage import MainThreadGarbage
from briefgen.gui.icons import Icons
from briefgen.gui.notices import Notices
from briefgen.gui.reader.panel import ReaderPanel
from briefgen.gui.selection import Selection
from briefgen.gui.session import Session
from briefgen.gui.shelf import Shelf
from briefgen.gui.status import Status
from briefgen.gui.theme import Theme
from briefgen.settings import Preferences

CHARACTERS = 1_000_000
PASSAGES = 5_000
FRAME = 50.0
"""Milliseconds that nothing may take longer than."""
_MAY_OPEN = 1000.0
"""Milliseconds in which a long source opens."""
_WORDS = (
    "the of and to in a ministry harbour energy budget flood region council water supply price winter report agency",
    "review contract route ferry wall cost risk public transport health storm insurance lower town planning 𝔊 港湾",
)


class Row(NamedTuple):
    """One figure: what it is, in which unit, and the most that it may be (None: reported only)."""

    name: str
    figure: float
    unit: str
    goal: float | None


def long_source() -> Source:
    """A source of a million characters in paragraphs and headings."""
    chance = random.Random(31)  # noqa: S311  no secret
    known = " ".join(_WORDS).split()
    blocks: list[Block] = []
    parts: list[str] = []
    at = 0
    while at < CHARACTERS:
        heading = len(blocks) % 12 == 0
        words = chance.choices(known, k=6 if heading else chance.randint(40, 110))
        text = " ".join(words).capitalize() + ("" if heading else ".")
        blocks.append(
            Block(BlockKind.HEADING if heading else BlockKind.PARAGRAPH, at, at + len(text), 2 if heading else 0)
        )
        parts.append(text)
        at += len(text) + 2
    text = "\n\n".join(parts)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Source(id="source-1", sha256=digest, filename="long.txt", format="text", text=text, blocks=tuple(blocks))


def long_dossier() -> Dossier:
    """A dossier with the long source, 5,000 passages in it, some of which overlap, and a point on each."""
    chance = random.Random(32)  # noqa: S311  as above
    source = long_source()
    passages: list[Passage] = []
    points: list[Point] = []
    made = {Risk: 0, Dilemma: 0, Recommendation: 0}
    for number in range(1, PASSAGES + 1):
        start = round((number - 1) * (len(source.text) - 700) / PASSAGES) + chance.randint(0, 120)
        end = start + chance.randint(60, 320)
        text = source.text
        passages.append(
            Passage(
                id=f"passage-{number}",
                source=source.id,
                start=start,
                end=end,
                quote=text[start:end],
                prefix=text[max(0, start - CONTEXT) : start],
                suffix=text[end : end + CONTEXT],
                kind=PassageKind.EVIDENCE,
            )
        )
        cls = (Risk, Dilemma, Recommendation)[number % 3]
        made[cls] += 1
        evidence = (Citation(passage=f"passage-{number}"),)
        points.append(cls(id=f"{cls.kind.prefix}-{made[cls]}", title=f"Point number {number}", evidence=evidence))
    counters = Counters(source=1, passage=PASSAGES, risk=made[Risk], dilemma=made[Dilemma], rec=made[Recommendation])
    return Dossier(Settings(id="bench", title="Long"), counters, (source,), tuple(passages), tuple(points))


def _written(folder: Path) -> Path:
    dossier = long_dossier()
    path = folder / "long.briefgen"
    path.unlink(missing_ok=True)
    file: DossierFile = create(path, dossier.settings)
    source = dossier.sources[0]
    file.commit(dossier, {source.sha256: source.text.encode()}, "Long")
    file.close()
    return path


class Frame(NamedTuple):
    """Milliseconds that a frame took: processor time of the main thread, and by the clock."""

    own: float
    clock: float


def _took(act: Callable[[], object]) -> Frame:
    start, worked = time.perf_counter(), time.thread_time()
    act()
    return Frame((time.thread_time() - worked) * 1000, (time.perf_counter() - start) * 1000)


def _frames(application: QApplication, act: Callable[[], object], until: Callable[[], bool]) -> list[Frame]:
    """Each frame from an act until something has come true."""

    def turn() -> None:
        application.processEvents()
        application.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # as a program's own loop does

    def first() -> None:
        act()
        turn()

    found = [_took(first)]
    while not until():
        found.append(_took(turn))
    return found


def _longest(name: str, frames: list[Frame], goal: float = FRAME) -> list[Row]:
    """The longest frame, by its own work and by the clock."""
    own, clock = max(frame.own for frame in frames), max(frame.clock for frame in frames)
    return [Row(name, own, "ms", goal), Row("    the same by the clock", clock, "ms", None)]


def _for(seconds: float) -> Callable[[], bool]:
    end = time.perf_counter() + seconds
    return lambda: time.perf_counter() > end


def _wheel(viewport: QWidget) -> None:
    middle = viewport.rect().center()
    event = QWheelEvent(
        QPointF(middle),
        QPointF(viewport.mapToGlobal(middle)),
        QPoint(0, -360),
        QPoint(0, -360),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # noqa: FBT003  Qt's own signature
    )
    QApplication.sendEvent(viewport, event)


class _Desk(QWidget):
    """A reader with all that a window gives it, and nothing else: what is measured is the reader's own."""

    def __init__(self, path: Path, settings: QSettings) -> None:
        super().__init__()
        self.session = Session(open_dossier(path))
        theme = Theme("light")
        icons = Icons(theme)
        self.tasks = Tasks()
        choices = Choices(Preferences())
        self.bench = Bench(
            session=self.session,
            selection=Selection(),
            theme=theme,
            icons=icons,
            actions=Actions(self, icons),
            notices=Notices(theme, icons),
            tasks=self.tasks,
            choices=choices,
            status=Status(theme),
            settings=settings,
            shelf=Shelf(choices, self.tasks),
        )
        theme.apply()
        self.reader = ReaderPanel(self.bench)
        QVBoxLayout(self).addWidget(self.reader)
        self.session.dossier_changed.connect(self.reader.show_dossier)
        self.bench.selection.changed.connect(self.reader.follow)
        self.bench.selection.jumped.connect(self.reader.arrive)

    def end(self) -> None:
        """Close what is open."""
        self.tasks.close()
        self.session.close()
        self.close()


def reader_rows(folder: Path) -> list[Row]:
    """Open, scroll, jump in and tag a long source; `folder` is for files."""
    application = make_application()
    path = _written(folder)
    garbage = MainThreadGarbage()
    garbage.start()
    desk = _Desk(path, QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat))
    desk.resize(784, 800)
    desk.show()
    gc.freeze()  # as the program does when it has opened a dossier
    _frames(application, lambda: None, _for(0.2))
    try:
        return _rows(application, desk.reader)
    finally:
        desk.end()
        garbage.stop()
        gc.unfreeze()


def _rows(application: QApplication, reader: ReaderPanel) -> list[Row]:
    rows: list[Row] = []
    session, text = reader.bench.session, reader.text
    source = session.dossier.sources[0]

    def show() -> None:
        reader.show_dossier(None, session.dossier)
        text.viewport().repaint()

    def opened(act: Callable[[], object] = lambda: None) -> list[Frame]:
        """The frames of opening it anew, and of something that is done at once, until all of it is there."""
        reader.show_dossier(None, Dossier(session.dossier.settings))
        _frames(application, lambda: None, _for(0.2))
        return [_took(show), *_frames(application, act, _for(3.0))]

    began = time.perf_counter()
    rows += _longest("a long source opens, the first frame", [_took(show)])
    rows.append(Row("    it can be read after", (time.perf_counter() - began) * 1000, "ms", _MAY_OPEN))
    rows += _longest("… while the rest of it is set, longest frame", _frames(application, lambda: None, _for(3.0)))
    far = next(block.start for block in source.blocks if block.start > 0.6 * CHARACTERS)
    text.scroll_to(far, part=0.0, at_once=True)
    rows += _longest("… opened where it was left, far down, longest frame", opened())
    text.scroll_to(0, at_once=True)
    end = source.blocks[-40].start

    def jump() -> None:
        reader.bench.selection.go(workspace="read", source=source.id, offset=end, end=end + 30)

    rows += _longest("… opened, and at once sent to its end, longest frame", opened(jump))
    if text.scene is None or not text.scene.text.is_whole or text.selected_span() != (end, end + 30):
        raise RuntimeError("The text did not come to what was wanted, so nothing was measured.")

    def drag(part: float) -> list[Frame]:
        return _frames(application, lambda: text.bar.setValue(round(part * text.bar.maximum())), lambda: True)

    wheel = [f for _ in range(300) for f in _frames(application, lambda: _wheel(text.viewport()), lambda: True)]
    steps = [f for n in range(41) for f in drag(n / 40)]
    hops = [f for _ in range(20) for f in _frames(application, lambda: reader.step_passage(1), _for(0.25))]
    rows += _longest("… scrolled by the wheel, longest frame", wheel)
    rows += _longest("… scrolled by the bar, longest frame", steps)
    rows += _longest("… from passage to passage, longest frame", hops)
    tags: list[Frame] = []
    shown: list[Frame] = []
    for number in range(20):
        at = source.blocks[13 + number * 100].start
        text.put_caret(at + 200, at + 30)
        text.scroll_to(at, at_once=True)
        _frames(application, lambda: None, _for(0.3))
        before = session.dossier
        tags += _frames(application, reader.bench.actions["point.risk"].trigger, _for(0.2))[:1]
        if session.dossier is before:
            raise RuntimeError("Nothing was tagged, so nothing was measured.")
        after = session.dossier
        reader.show_dossier(before, before)

        def change(before: Dossier = before, after: Dossier = after) -> None:
            reader.show_dossier(before, after)
            text.viewport().repaint()

        shown.append(_took(change))
    rows += _longest("… a point made, of which showing it", shown)
    rows += _longest("… a point made, operation included; by the clock, the disk too", tags)
    rows.append(Row("    the same by the clock, median", statistics.median(tag.clock for tag in tags), "ms", None))
    return rows


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        for row in reader_rows(Path(name)):
            print(f"{row.name:64} {row.figure:10.1f} {row.unit}  {'' if row.goal is None else f'≤ {row.goal:g}'}")
    sys.exit(0)
