"""A window as a user has it, without a screen: what every test of the window begins with."""

import contextlib
import gc
import itertools
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QEvent, QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from briefgen import workflows
from briefgen.gui.app import Program, make_application
from briefgen.gui.main_window import MainWindow

PATIENCE = 60
"""Seconds that a test waits for something to come true before it fails: never how long a thing may take."""
_SWEEP_EVERY = 10
_programs = itertools.count(1)

POOR = "Two of its caissons are rated poor."
WHO = "Nobody has said who pays."
MEND = "The harbour office should mend both before the winter."
ALSO = "A third was not inspected."
ARTICLE = f"""The wall in the harbour

The wall was built in 1911. {POOR} {ALSO}

The ferry company pays dues by tonnage. {WHO}

{MEND}
"""


def until(true: Callable[[], object], what: str = "") -> None:
    """Let the window work until something has come true."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, what or "what was waited for did not come"
        QTest.qWait(5)


def settle(application: QApplication) -> None:
    """Let everything happen that is waiting to."""
    for _ in range(3):
        application.processEvents()
        application.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def keep_away(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what runs away from the settings, data and log of whoever runs it: a folder has its own."""
    monkeypatch.setenv("BRIEFGEN_SETTINGS", str(folder / "places" / "settings.toml"))
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(folder / "places" / name.lower()))


@pytest.fixture(autouse=True)
def own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep a test away from the settings, data and log of whoever runs it."""
    keep_away(tmp_path, monkeypatch)


@pytest.fixture(scope="session")
def application() -> QApplication:
    """The process's one QApplication."""
    return make_application()


@pytest.fixture
def errors(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[BaseException]]:
    """What was raised where nobody could catch it, in slots and events; a test that leaves any in it fails."""
    raised: list[BaseException] = []

    def note(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        raised.append(error.with_traceback(trace))

    before = sys.excepthook
    sys.excepthook = note
    try:
        yield raised
    finally:
        sys.excepthook = before
    if raised:
        raise raised[0]


@contextlib.contextmanager
def running(application: QApplication, folder: Path) -> Iterator[Program]:
    """The program with no window yet, its settings in a folder; closed at the end."""
    hook = sys.excepthook
    made = Program(application, QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat))
    sys.excepthook = hook
    yield made
    for window in tuple(made.windows):
        with contextlib.suppress(RuntimeError):
            window.close()
    settle(application)
    made.garbage.stop()
    made.deleteLater()
    settle(application)
    if next(_programs) % _SWEEP_EVERY == 0:
        # Windows are full of reference cycles. Those of hundreds of tests would fill the memory, and every change of
        # theme and every look at all widgets would take longer than the one before.
        gc.unfreeze()
        gc.collect()


@pytest.fixture
def program(application: QApplication, tmp_path: Path, errors: list[BaseException]) -> Iterator[Program]:
    """The program with no window yet, its settings in a place of the test's own; closed at the end."""
    with running(application, tmp_path) as made:
        yield made


@pytest.fixture(scope="module")
def shared_program(application: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """One program for all tests of a module, where each only looks, or puts back what it changed: a third of the time.

    A test that uses it wants `errors`, too.
    """
    folder = tmp_path_factory.mktemp("shared")
    with pytest.MonkeyPatch.context() as monkeypatch:
        keep_away(folder, monkeypatch)
        with running(application, folder) as made:
            yield made


@pytest.fixture
def dossier_path(tmp_path: Path) -> Path:
    """An empty dossier, on disk and closed."""
    path = tmp_path / "Coastal floods.briefgen"
    workflows.new_dossier(path, "Coastal flood defence funding").close()
    return path


@pytest.fixture
def window(program: Program, dossier_path: Path, application: QApplication) -> MainWindow:
    """A window, 1440 × 900, on an empty dossier; `window.session` and `window.bench` are what panels work with."""
    made = program.open_first(dossier_path)
    made.resize(1440, 900)
    until(lambda: made.session is not None, "the dossier was not opened")
    made.activateWindow()
    settle(application)
    return made


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """An article on disk."""
    path = tmp_path / "harbour-wall.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


@pytest.fixture
def start(program: Program, application: QApplication) -> MainWindow:
    """A window with nothing in it."""
    window = program.open_first(None)
    window.resize(1440, 900)
    window.activateWindow()
    until(window.isActiveWindow, "the window did not become active")
    settle(application)
    return window
