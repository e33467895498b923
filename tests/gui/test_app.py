"""The program: opening what can't be opened, errors that nobody expected, quitting."""

import gc
import json
import os
import signal
import subprocess
import sys
import threading
import weakref
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QLabel

from briefgen import workflows
from briefgen.domain.terms import Kind
from briefgen.dossier_file import open_dossier
from briefgen.dossier_file.lock import sidecar
from briefgen.gui.app import Program
from briefgen.gui.main_window import MainWindow
from briefgen.gui.points.panel import PointsPanel
from briefgen.settings import log_file, sample_copy
from tests.gui.conftest import settle, until


def test_what_is_no_dossier_is_told(program: Program, tmp_path: Path) -> None:
    """A file that is no dossier is refused in a notice that names it, and the start page stays."""
    other = tmp_path / "letter.briefgen"
    other.write_text("Dear Minister")
    window = program.open_first(other)
    until(window.notices.shown)
    assert "letter.briefgen" in window.notices.shown()[0].sentence
    assert window.start_page.isVisible()


def test_a_dossier_that_is_open_elsewhere_is_read_only(program: Program, dossier_path: Path) -> None:
    """The window shows it, says why nothing can be changed, and offers a copy; an act says the same."""
    with open_dossier(dossier_path):
        window = program.open_first(dossier_path)
        until(lambda: window.session is not None)
        notice = window.notices.shown()[0]
        assert notice.tone == "lock"
        assert [remedy.text for remedy in notice.remedies] == ["Work on a copy…"]
        assert window.status.disk == "Read-only"
        assert window.session is not None
        assert not window.session.apply("Nothing", lambda d: d)
        assert len(window.notices.shown()) == 1
        begin = ("Drop files or a whole", "Drag a point")
        hints = [label for label in window.findChildren(QLabel) if label.text().startswith(begin)]
        assert len(hints) == 2
        assert not any(hint.isVisibleTo(hint.window()) for hint in hints)  # nothing can be dropped or dragged
        window.close()


def test_a_dossier_left_open_by_another_computer_is_taken_over(program: Program, dossier_path: Path) -> None:
    """Where another computer never closed it, the user who knows better takes it over, in a window that can write."""
    left = {"host": "desk-14", "user": "clerk", "process": 4711, "since": "2025-03-03T09:12:00+00:00"}
    sidecar(dossier_path).write_text(json.dumps(left), "utf-8")
    window = program.open_first(dossier_path)
    until(lambda: window.session is not None)
    notice = window.notices.shown()[0]
    assert "desk-14" in notice.sentence
    assert [remedy.text for remedy in notice.remedies] == ["Work on a copy…", "Take it over"]
    notice.remedies[1].run()
    until(lambda: len(program.windows) == 1 and program.windows[0].session is not None)
    session = program.windows[0].session
    assert session is not None
    assert not session.read_only


def test_working_on_a_copy_opens_it(program: Program, dossier_path: Path, tmp_path: Path) -> None:
    """Whoever can't change a dossier goes on in a copy, in a window of its own."""
    with open_dossier(dossier_path):
        window = program.open_first(dossier_path)
        until(lambda: window.session is not None)
        window.save_copy(tmp_path / "mine", go_on=True)
        until(lambda: len(program.windows) == 2 and program.windows[1].session is not None)
        session = program.windows[1].session
        assert session is not None
        assert session.path == tmp_path / "mine.briefgen"
        assert not session.read_only
        window.close()


def test_where_a_dossier_really_lies_is_asked_in_a_thread(
    program: Program, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A share that is away never holds the window; one that is shown already comes up, whatever link led to it."""
    assert window.session is not None
    asked: list[threading.Thread] = []
    resolve = Path.resolve

    def resolved(path: Path, strict: bool = False) -> Path:
        asked.append(threading.current_thread())
        return resolve(path, strict)

    link = tmp_path / "by another road.briefgen"
    link.symlink_to(window.session.path)
    other = program.new_window()
    monkeypatch.setattr(Path, "resolve", resolved)  # looks on, and changes nothing
    program.open_path(link, other)
    until(window.isActiveWindow, "the window that shows it did not come up")
    until(lambda: not program.windows[1].tasks.busy)
    assert other.is_free
    assert asked
    assert threading.main_thread() not in asked


@pytest.mark.expected_log("a defect")
def test_an_unexpected_error_is_told_and_logged(
    program: Program, window: MainWindow, errors: list[BaseException], application: QApplication
) -> None:
    """An error in a slot leaves the window as it is, and a notice says where the log is."""
    before = sys.excepthook
    sys.excepthook = program.unexpected
    try:
        window.actions_.add("test.fails", "Fail", lambda: 1 // 0)
        window.actions_["test.fails"].trigger()
        settle(application)
    finally:
        sys.excepthook = before
    assert window.notices.shown()[0].sentence == "That did not work, and nothing was changed."
    assert str(log_file()) in window.notices.shown()[0].plain
    assert errors == []


def test_quitting_closes_every_window(program: Program, window: MainWindow, application: QApplication) -> None:
    """Quit closes all windows, and their dossiers."""
    program.new_window()
    window.actions_["file.quit"].trigger()
    assert program.windows == []


def test_a_window_whose_last_act_fails_stays(program: Program, window: MainWindow) -> None:
    """Closing waits for the disk; when that takes an act back, the window stays to say so."""
    session = window.session
    assert session is not None
    from tests.gui.test_session import full_disk, slow_disk, too_big

    with full_disk(session.file):
        with slow_disk(session.file):
            session.apply("Make risk", too_big)
        assert not window.close()
    assert window in program.windows
    assert "disk is full" in window.notices.shown()[0].sentence
    assert window.close()


def test_the_sample_is_a_copy_of_ones_own(program: Program) -> None:
    """Exploring the sample opens a copy in the user's own folder; what is shipped stays as it is."""
    window = program.open_first(None)
    window.actions_["help.sample"].trigger()
    until(lambda: window.session is not None)
    assert window.session is not None
    assert window.session.path == sample_copy()
    assert not window.session.read_only
    assert window.session.dossier.points


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["told to end", "Ctrl+C"])
def test_the_program_ends_in_order_when_it_is_told_to(dossier_path: Path, tmp_path: Path, number: int) -> None:
    """Told to end by system or terminal, the program closes its dossier: no lock is left, and the exit code is 0."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "BRIEFGEN_SETTINGS": str(tmp_path / "settings.toml")}
    program = "from pathlib import Path; import sys; from briefgen.gui.app import run; sys.exit(run(Path(sys.argv[1])))"
    running = subprocess.Popen([sys.executable, "-c", program, str(dossier_path)], env=environment)
    try:
        until(sidecar(dossier_path).exists)
        until(lambda: b"process" in sidecar(dossier_path).read_bytes())
        running.send_signal(number)
        assert running.wait(timeout=60) == 0
    finally:
        running.kill()
        running.wait()
    assert not sidecar(dossier_path).exists()


def test_threads_take_short_turns(application: QApplication) -> None:
    """Beside a thread that computes, the window gets Python's lock back within a millisecond of asking for it."""
    del application
    assert sys.getswitchinterval() <= 0.001


def test_what_a_dossier_brings_is_no_garbage_while_its_window_is_there(
    program: Program, dossier_path: Path, application: QApplication
) -> None:
    """The search for garbage passes over it, and takes it in again once the window is gone."""
    gc.unfreeze()
    window = program.open_first(dossier_path)
    until(lambda: window.session is not None)
    assert gc.get_freeze_count() > 0
    window.close()
    settle(application)
    assert gc.get_freeze_count() == 0


@pytest.mark.parametrize("filled", [True, False], ids=["when its forms are built", "while they are being built"])
def test_a_closed_window_is_gone_whole(
    program: Program, tmp_path: Path, application: QApplication, *, filled: bool
) -> None:
    """While another window stays, nothing is kept of one that was closed: not itself, not its dossier, no panel."""
    stays = program.open_first(None)
    path = tmp_path / "closed.briefgen"
    workflows.new_dossier(path, "Closed").close()
    gone: dict[str, weakref.ref[QObject]] = {}

    def open_and_close() -> None:
        window = program.new_window()
        program.open_path(path, window)
        until(lambda: window.session is not None)
        panels = [panel for workspace in window.workspaces.values() for panel in workspace.panels]
        (points,) = [panel for panel in panels if isinstance(panel, PointsPanel)]
        until(lambda: len(points.forms) == (len(Kind) if filled else 1))
        for one in (window, window.session, window.selection, *panels, *points.forms.values()):
            assert one is not None
            gone[type(one).__name__] = weakref.ref(one)
        window.close()

    open_and_close()
    settle(application)
    until(lambda: not [name for name, one in gone.items() if one() is not None], f"something of {sorted(gone)} stays")
    assert program.windows == [stays]
