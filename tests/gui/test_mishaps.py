"""What can go wrong on the road: crashes, errors, other programs, other windows, an end before the end."""

from __future__ import annotations

import multiprocessing
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest

from briefgen.domain import operations
from briefgen.gui.app import Program
from briefgen.gui.main_window import MainWindow
from briefgen.gui.preview.panel import PreviewPanel
from briefgen.gui.reader.panel import ReaderPanel
from briefgen.resources import templates_folder
from tests.gui.conftest import ARTICLE, until
from tests.gui.hands import ALT, CTRL, awake, begun, button, click, dossier, drop, pages, press, the
from tests.gui.test_brief_fields import show_harbour


def show_brief(window: MainWindow) -> PreviewPanel:
    """The harbour's brief in the window, its pages drawn."""
    show_harbour(window)
    preview = the(window, PreviewPanel)
    until(lambda: preview.is_settled, "the pages were not drawn")
    return preview


class Opener(QObject):
    """Stands for the programs that the system opens files with."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[Path] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        """Be asked to open a file."""
        self.opened.append(Path(url.toLocalFile()))


@pytest.mark.expected_log("The rendering process")
def test_a_crash_of_the_layout_process(window: MainWindow) -> None:
    """The last good pages stay and a sentence says what happened; the next act lays them out again."""
    preview = show_brief(window)
    assert window.session is not None
    good = pages(window)

    def crashed() -> bool:
        for child in multiprocessing.active_children():
            if child.name == "briefgen-rendering":
                child.kill()
        return bool(preview.trouble_text)

    window.session.apply("Write", lambda d: operations.edit_brief(d, "brief-1", {"title": "Too late"}))
    until(crashed, "nobody said that the layout crashed")
    assert "crashed" in preview.trouble_text
    assert "last good pages" in preview.trouble_text
    assert pages(window) == good
    window.session.apply("Write", lambda d: operations.edit_brief(d, "brief-1", {"title": "Here again"}))
    until(lambda: "Here again" in pages(window), "the layout did not come back")
    assert preview.trouble_text == ""


def test_an_error_in_a_template_of_ones_own(window: MainWindow, tmp_path: Path) -> None:
    """It is told by file and line under the last good pages; mended, the pages follow the next act."""
    preview = show_brief(window)
    assert window.session is not None
    good = pages(window)
    house = tmp_path / "house"
    shipped = templates_folder()
    shutil.copytree(shipped / "_shared", house / "_shared")
    shutil.copytree(shipped / "ministerial-submission", house / "our-house")
    window.house.choices.change(template_folders=(house,))
    page = house / "our-house" / "brief.html.jinja"
    whole = page.read_text("utf-8")
    page.write_text(whole + "\n{% if brief %}", "utf-8")
    window.session.apply("Switch", lambda d: operations.edit_brief(d, "brief-1", {"template": "our-house"}))
    until(lambda: preview.trouble_text, "nobody said that the template has an error")
    assert "brief.html.jinja" in preview.trouble_text
    assert pages(window) == good
    opener = Opener()
    QDesktopServices.setUrlHandler("file", opener, "open")
    click(button(preview, "Go there"))
    QDesktopServices.unsetUrlHandler("file")
    assert opener.opened == [page]
    line = len(whole.splitlines()) + 2
    assert window.notices.shown()[-1].plain == f"The mistake is in line {line} of brief.html.jinja."
    click(button(window, "Copy its place"))
    assert QGuiApplication.clipboard().text() == f"{page}:{line}"
    page.write_text(whole, "utf-8")
    window.session.apply("Write", lambda d: operations.edit_brief(d, "brief-1", {"title": "Mended"}))
    until(lambda: "Mended" in pages(window), "the mended template was not taken")
    assert preview.trouble_text == ""


def test_a_failed_import_in_a_batch(window: MainWindow, article: Path, tmp_path: Path) -> None:
    """What can be read is in; one bar names what can't, and why."""
    spoilt = tmp_path / "spoilt.pdf"
    spoilt.write_bytes(b"%PDF-1.7 and no more")
    drop(window, article, spoilt)
    until(lambda: dossier(window).sources, "the good one did not come in")
    until(lambda: any("spoilt.pdf" in notice.plain for notice in window.notices.shown()), "nobody said what failed")
    assert [source.filename for source in dossier(window).sources] == ["harbour-wall.txt"]


def test_a_dossier_that_another_program_has_open(program: Program, dossier_path: Path) -> None:
    """It is shown, and says so; the keys that make points and the acts that write do nothing."""
    code = (
        "import sys; from pathlib import Path; from briefgen.dossier_file import open_dossier\n"
        "with open_dossier(Path(sys.argv[1])): print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(dossier_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == "open"
        window = begun(program.open_first(dossier_path))
        assert window.status.disk == "Read-only"
        assert [notice.tone for notice in window.notices.shown()] == ["lock"]
        off = ("source.add", "source.paste", "brief.new", "point.new-risk", "edit.undo")
        assert [name for name in off if window.actions_[name].isEnabled()] == []
        before = dossier(window)
        press(Qt.Key.Key_1, CTRL | ALT)
        assert dossier(window) is before
        other.communicate("")


def test_two_windows_on_two_dossiers_do_not_mix(program: Program, window: MainWindow, tmp_path: Path) -> None:
    """An act in one is none in the other; the same dossier a second time brings its window forward."""
    program.new_dossier(window, tmp_path / "second")
    until(lambda: len(program.windows) == 2 and program.windows[1].session is not None)
    second = awake(program.windows[1])
    press(Qt.Key.Key_1, CTRL | ALT)
    assert [len(dossier(w).points) for w in (window, second)] == [0, 1]
    awake(window)
    press(Qt.Key.Key_2, CTRL | ALT)
    assert [[p.kind.value for p in dossier(w).points] for w in (window, second)] == [["dilemma"], ["risk"]]
    program.open_path(tmp_path / "second.briefgen", window)
    until(second.isActiveWindow, "the window of the dossier did not come forward")
    assert len(program.windows) == 2


def test_a_restart_goes_on_where_one_left_off(program: Program, window: MainWindow, article: Path) -> None:
    """The same size, workspace, source and place in it, and every act, without anything having been saved."""
    article.write_text(ARTICLE + "\n\n".join(f"Paragraph {n}. {'The sea is near. ' * 20}" for n in range(60)), "utf-8")
    drop(window, article)
    until(lambda: dossier(window).sources, "the article did not become a source")
    reader = the(window, ReaderPanel)
    until(lambda: reader.source is not None)
    offset = dossier(window).sources[0].text.index("Paragraph 40.")
    reader.text.scroll_to(offset, at_once=True)
    window.actions_["view.left"].trigger()
    window.resize(1300, 700)
    settle_briefly()
    seen = reader.text.first_visible()
    assert seen > 0
    assert window.session is not None
    path = window.session.path
    window.close()
    again = begun(program.open_first(path))
    reader = the(again, ReaderPanel)
    until(lambda: reader.source is not None and reader.text.first_visible() > 0, "the reader is at its beginning")
    settle_briefly()
    assert again.height() == 700, "a screen without a width to spare keeps the height"
    assert abs(reader.text.first_visible() - seen) < 400
    assert not again.workspaces["read"].left.isVisible()
    assert not again.actions_["edit.undo"].isEnabled()
    again.actions_["view.brief"].trigger()
    again.close()
    third = begun(program.open_first(path))
    assert third.selection.place.workspace == "brief"


def settle_briefly() -> None:
    """Let what waits for a pause come."""
    QTest.qWait(400)
