"""The whole window on a dossier, for measurements: an act is done in it, and what is measured is the longest stall.

A stall is the time in which the window could not have answered: from one look at the event queue to the next, whether
it was at work itself or waited for Python's lock. Ours to the second are the looks, a millisecond apart.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QPoint, QPointF, QSettings, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from briefgen.gui.app import Program, make_application
from briefgen.gui.main_window import MainWindow

FRAME = 50.0
"""Milliseconds that nothing may hold the window up for longer."""
_PATIENCE = 300.0
"""Seconds after which something that should have come is not waited for any longer."""
_PAUSE = 0.001


class Stall(NamedTuple):
    """The longest time, in milliseconds, in which a window could not have answered, and the longest it worked itself.

    The second is processor time of the main thread alone: on a machine that does other things besides, it is what the
    window is to blame for. What it does not have is waiting for the disk, or for Python's lock.
    """

    longest: float
    own: float


class Watched:
    """A window and how long it is held up."""

    def __init__(self, application: QApplication, window: MainWindow) -> None:
        self.application, self.window = application, window
        self.opened = Stall(0, 0)

    def stall(
        self,
        act: Callable[[], object],
        *,
        done: Callable[[], object] = lambda: True,
        rest: float = 0.3,
        busy: bool = True,
    ) -> Stall:
        """Do an act, and watch the window from there until all that came of it is over.

        Args:
            act: What is done.
            done: Whether what should come of it has come.
            rest: Seconds that are watched after that, for what is put off.
            busy: Watch until nothing is under way in threads, either.
        """
        begun = looked = time.perf_counter()
        longest = own = 0.0
        quiet_since = begun
        worked = time.thread_time()
        act()
        while True:
            self.application.processEvents()
            now, work = time.perf_counter(), time.thread_time()
            longest, own = max(longest, now - looked), max(own, work - worked)
            if not done() or (busy and self._busy()):
                quiet_since = now
                if now - begun > _PATIENCE:
                    raise RuntimeError("What was to come of an act did not come, so nothing was measured.")
            elif now - quiet_since > rest:
                return Stall(longest * 1000, own * 1000)
            looked = time.perf_counter()
            time.sleep(_PAUSE)
            # What the pause took beyond itself was Python's lock, or the machine.
            looked = min(time.perf_counter(), looked + 2 * _PAUSE)
            worked = time.thread_time()

    def keystroke(self, act: Callable[[], object], seconds: float) -> Stall:
        """Do an act, and watch the window for so many seconds, whatever is under way meanwhile."""
        end = time.perf_counter() + seconds
        return self.stall(act, done=lambda: time.perf_counter() >= end, rest=-1.0, busy=False)

    def _busy(self) -> bool:
        session = self.window.session
        return self.window.tasks.busy or (session is not None and session.writing)


@contextlib.contextmanager
def whole_window(path: Path, folder: Path) -> Iterator[Watched]:
    """Open a dossier in a window as a user has it, 1440 × 900, with settings of its own in `folder`."""
    os.environ["BRIEFGEN_SETTINGS"] = str(folder / "settings.toml")
    application = make_application()
    hook = sys.excepthook
    program = Program(application, QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat))
    sys.excepthook = hook
    window = program.new_window()
    window.resize(1440, 900)
    watched = Watched(application, window)
    watched.opened = watched.stall(lambda: program.open_path(path, window), done=lambda: window.session is not None)
    window.activateWindow()
    try:
        yield watched
    finally:
        window.close()
        program.deleteLater()
        for _ in range(3):
            application.processEvents()
            application.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def wheel(viewport: QWidget, down: int = 360) -> None:
    """Turn the wheel over a view; `down` in eighths of a degree, 120 to a notch."""
    middle = viewport.rect().center()
    event = QWheelEvent(
        QPointF(middle),
        QPointF(viewport.mapToGlobal(middle)),
        QPoint(0, 0),
        QPoint(0, -down),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # noqa: FBT003  Qt's own signature
    )
    QApplication.sendEvent(viewport, event)
