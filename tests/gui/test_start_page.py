"""The start page and the list of recent dossiers."""

import datetime as dt
import platform
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from briefgen import workflows
from briefgen.domain.dossier import Dossier, Settings
from briefgen.gui.app import Program
from briefgen.gui.main_window import MainWindow
from briefgen.gui.moments import day_words, moment_words
from briefgen.gui.recent import RecentDossiers
from tests.gui.conftest import settle, until

NOW = dt.datetime(2025, 3, 14, 12, 0).astimezone()


def test_a_recent_dossier_opens_where_it_is_shown(program: Program, dossier_path: Path) -> None:
    """A click on a row, or Enter, opens the dossier in this very window."""
    program.house.recent.note(dossier_path, Dossier(settings=Settings(title="Floods")), workflows.now())
    window = program.open_first(None)
    row = window.start_page.rows[0]
    assert "Floods" in row.accessibleName()
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_Return)
    until(lambda: window.session is not None)
    assert len(program.windows) == 1


def test_a_missing_one_is_shown_as_missing(program: Program, tmp_path: Path, application: QApplication) -> None:
    """A dossier that is not where it was says so; it can be taken off the list."""
    program.house.recent.note(tmp_path / "gone.briefgen", Dossier(), workflows.now())
    window = program.open_first(None)
    until(lambda: window.start_page.rows[0].missing)
    row = window.start_page.rows[0]
    assert "missing" in row.accessibleName()
    remove = next(button for button in row.findChildren(QAbstractButton) if button.text() == "Remove")
    assert remove.isVisible()
    QTest.mouseClick(remove, Qt.MouseButton.LeftButton)
    settle(application)
    assert window.start_page.rows == ()
    assert program.house.recent.list() == ()


def test_one_that_is_open_elsewhere_says_who_has_it(program: Program, window: MainWindow, tmp_path: Path) -> None:
    """Where another process writes it; what this very program has open is left alone, and keeps its lock."""
    assert window.session is not None
    mine, theirs = window.session.path, tmp_path / "theirs.briefgen"
    workflows.new_dossier(theirs, "Theirs").close()
    for path in (mine, theirs):
        program.house.recent.note(path, Dossier(settings=Settings(title=path.stem)), workflows.now())
    code = (
        "import sys; from pathlib import Path; from briefgen.dossier_file import open_dossier\n"
        "with open_dossier(Path(sys.argv[1])): print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(theirs)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == "open"
        page = program.new_window().start_page
        said = {row.recent.path: row for row in page.rows}
        until(lambda: "Open for writing by" in said[theirs].accessibleName(), "nobody said that it is open elsewhere")
        assert platform.node() in said[theirs].accessibleName()
        assert "Open for writing" not in said[mine].accessibleName()
        assert "Open in another window" in said[mine].accessibleName()
        other.communicate("")
    ask = (
        "import sys; from pathlib import Path; from briefgen.dossier_file import open_dossier\n"
        "with open_dossier(Path(sys.argv[1])) as file: print(file.read_only)"
    )
    told = subprocess.run([sys.executable, "-c", ask, str(mine)], capture_output=True, text=True, check=True).stdout
    assert told.strip() == "True", "the lock of this program was let go"
    page.refresh()
    until(lambda: all("Open for writing" not in row.accessibleName() for row in page.rows), "it is closed by now")


def test_one_that_a_window_of_ours_has_is_marked_and_comes_up(
    program: Program, window: MainWindow, application: QApplication
) -> None:
    """Its row says so as long as that window is there, and a click on it opens no second one."""
    start = program.new_window()
    (row,) = start.start_page.rows
    assert "Open in another window" in row.accessibleName()
    start.activateWindow()
    QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    until(window.isActiveWindow, "the window that has it did not come up")
    assert program.windows == [window, start]
    window.close()
    settle(application)
    assert "Open in another window" not in start.start_page.rows[0].accessibleName()


def test_opening_a_missing_one_asks_where_it_went(program: Program, tmp_path: Path) -> None:
    """A click on a missing dossier lets the user show where it is now."""
    gone = tmp_path / "gone.briefgen"
    program.house.recent.note(gone, Dossier(), workflows.now())
    window = program.open_first(None)
    until(lambda: window.start_page.rows[0].missing)
    asked: list[object] = []
    window.start_page.lost.disconnect()
    window.start_page.lost.connect(asked.append)
    QTest.mouseClick(window.start_page.rows[0], Qt.MouseButton.LeftButton)
    assert asked == [gone]


def test_the_filter_narrows_the_list(program: Program, tmp_path: Path) -> None:
    """Words in title or path keep a row; Esc brings all of them back."""
    for title in ("Floods", "Rural buses", "Reservoirs"):
        path = tmp_path / f"{title}.briefgen"
        program.house.recent.note(path, Dossier(settings=Settings(title=title)), workflows.now())
    window = program.open_first(None)
    QTest.keyClicks(window.start_page.filter, "bus")
    shown = [row.recent.title for row in window.start_page.rows if row.isVisible()]
    assert shown == ["Rural buses"]
    QTest.keyClick(window.start_page.filter, Qt.Key.Key_Escape)
    assert all(row.isVisible() for row in window.start_page.rows)


def test_the_list_is_in_order_and_survives(tmp_path: Path, application: QApplication) -> None:
    """Newest first, each once, at most twenty, after the next start too; rubbish in the settings is no list."""
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    recent = RecentDossiers(settings)
    for number in range(25):
        recent.note(tmp_path / f"{number}.briefgen", Dossier(), NOW)
    recent.note(tmp_path / "10.briefgen", Dossier(settings=Settings(title="Ten")), NOW)
    found = RecentDossiers(settings).list()
    assert [one.path.stem for one in found][:3] == ["10", "24", "23"]
    assert len(found) == len({one.path for one in found}) == 20
    assert (found[0].title, found[0].at, found[0].counts) == ("Ten", NOW, (0, 0, 0))
    for rubbish in ("no json", '{"a": 1}', '[{"path": "x"}, 3]'):
        settings.setValue("recent", rubbish)
        assert RecentDossiers(settings).list() == ()


def test_days_are_told_as_one_says_them() -> None:
    """Today with the time, yesterday, the day without its year while it is this one."""
    assert day_words(NOW - dt.timedelta(hours=2), NOW) == "today, 10:00"
    assert day_words(NOW - dt.timedelta(days=1), NOW) == "yesterday"
    assert day_words(NOW - dt.timedelta(days=18), NOW) == "24 February"
    assert day_words(NOW - dt.timedelta(days=430), NOW) == "9 January 2024"
    assert moment_words(NOW) == "14 March 2025, 12:00"
