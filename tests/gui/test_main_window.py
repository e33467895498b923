"""The window: it opens, shows a dossier, and leaves nothing behind."""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenuBar, QPushButton

from briefgen.domain import operations
from briefgen.dossier_file import open_dossier
from briefgen.gui.app import Program
from briefgen.gui.beside import documents_folder, folder_beside
from briefgen.gui.main_window import MainWindow
from briefgen.gui.outline.new_brief import NewBrief
from briefgen.gui.reader.panel import ReaderPanel
from briefgen.settings import sample_copy
from tests.gui.conftest import POOR, until
from tests.gui.hands import CTRL, answer, drop, press, the


def test_a_window_begins_with_the_start_page(program: Program) -> None:
    """Without a dossier there is the start page, and no menu that needs one can be opened."""
    window = program.open_first(None)
    assert window.start_page.isVisible()
    names = ("file", "edit", "view", "go", "source", "point", "brief", "help")
    enabled = {name for name in names if window.menu(name).menuAction().isEnabled()}
    assert enabled == {"file", "edit", "view", "help"}
    assert window.windowTitle() == "Briefgen"


def test_a_dossier_is_shown_under_its_title(window: MainWindow) -> None:
    """The window has the dossier's title, and says that every change is on disk."""
    assert window.windowTitle() == "Coastal flood defence funding – Briefgen"
    assert window.status.disk == "Every change is on disk"
    assert not window.start_page.isVisible()


def test_an_act_is_undone_by_its_name(window: MainWindow) -> None:
    """The Edit menu names the act that it takes back, and the title in the window follows it back and forth."""
    session = window.session
    assert session is not None
    assert session.apply("Rename dossier", lambda d: operations.edit_settings(d, {"title": "Tides"}))
    assert window.windowTitle().startswith("Tides")
    undo = window.actions_["edit.undo"]
    assert undo.text().replace("&", "") == "Undo rename dossier"
    undo.trigger()
    assert window.windowTitle().startswith("Coastal")
    assert not undo.isEnabled()
    window.actions_["edit.redo"].trigger()
    assert window.windowTitle().startswith("Tides")
    assert session.finish()
    assert session.file.dossier.settings.title == "Tides"


def test_the_edit_menu_works_by_keys_on_the_text_they_came_from(window: MainWindow, article: Path) -> None:
    """Alt+E takes the keys to the menu bar: what is copied from there is what was selected before."""
    drop(window, article)
    reader = the(window, ReaderPanel)
    until(reader.text.hasFocus, "the text that came in does not have the keys")
    press(Qt.Key.Key_A, CTRL)
    QTest.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.AltModifier)
    menu = window.menu("edit")
    until(menu.isVisible)
    assert isinstance(QApplication.focusWidget(), QMenuBar)
    able = {act: window.actions_[f"edit.{act}"].isEnabled() for act in ("cut", "copy", "paste", "selectall")}
    assert able == {"cut": False, "copy": True, "paste": False, "selectall": True}
    QTest.keyClick(menu, Qt.Key.Key_C)
    assert POOR in QApplication.clipboard().text()
    assert reader.text.hasFocus()


def test_what_is_selected_in_a_line_field_stays_so_while_one_is_in_the_menu(window: MainWindow) -> None:
    """Alt+E and C copy it, and it is selected still, from the same end, when the keys are back in the field."""
    window.open_palette()
    field = window.palette_box.field
    until(field.hasFocus)
    field.setText("the harbour wall")
    field.setSelection(11, -7)
    QTest.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.AltModifier)
    menu = window.menu("edit")
    until(menu.isVisible)
    assert window.actions_["edit.copy"].isEnabled()
    QTest.keyClick(menu, Qt.Key.Key_C)
    assert QApplication.clipboard().text() == "harbour"
    assert field.selectedText() == "harbour"
    assert field.cursorPosition() == 4


def on_button() -> str:
    """What the button says that has the keys; empty where none has."""
    focus = QApplication.focusWidget()
    return focus.text() if isinstance(focus, QPushButton) else ""


def test_an_empty_dossier_has_the_keys_where_one_begins(window: MainWindow, article: Path) -> None:
    """On the button that adds sources, and then in the text that came in; in the other workspace on “New brief…”."""
    assert on_button() == "Add sources…"
    drop(window, article)
    reader = the(window, ReaderPanel)
    until(reader.text.hasFocus, "the text that came in does not have the keys")
    window.actions_["view.brief"].trigger()
    assert on_button() == "New brief…"
    asked: list[QDialog] = []

    def seen(dialog: QDialog) -> None:
        asked.append(dialog)
        dialog.reject()

    wrong = answer(seen)
    press(Qt.Key.Key_Return)
    until(lambda: asked or wrong, "Enter does not press the button")
    assert not wrong
    assert isinstance(asked[0], NewBrief)


def test_what_comes_of_the_sample_goes_to_the_users_documents(dossier_path: Path) -> None:
    """The sample lies where nobody looks; every other dossier's exports begin beside it."""
    assert folder_beside(sample_copy()) == documents_folder()
    assert folder_beside(dossier_path) == dossier_path.parent


def test_the_same_dossier_raises_its_window(program: Program, window: MainWindow, dossier_path: Path) -> None:
    """A dossier that is open is not opened again: its window comes forward; another one gets a window of its own."""
    other = program.new_window()
    program.open_path(dossier_path, other)
    assert other.session is None
    program.new_dossier(window, dossier_path.with_name("second"))
    until(lambda: len(program.windows) == 3)
    second = program.windows[-1]
    until(lambda: second.session is not None)
    assert second.session is not None
    assert second.session.path.name == "second.briefgen"


def test_the_window_answers_while_a_dossier_comes_in(program: Program, dossier_path: Path) -> None:
    """What shows a dossier is built in steps: events come in between, and the dossier is there when all of it is."""
    window, heard = program.new_window(), list[bool]()
    timer = QTimer(window, interval=0)
    timer.timeout.connect(lambda: heard.append(window.session is not None))
    file = open_dossier(dossier_path)
    window.show_dossier(file)
    assert not window.is_free
    assert window.session is None
    timer.start()
    until(lambda: window.session is not None)
    assert heard.count(False) > 5
    assert [name for name, workspace in window.workspaces.items() if workspace.isVisible()] == ["read"]


def test_a_window_closed_while_its_dossier_comes_in_lets_go_of_it(program: Program, dossier_path: Path) -> None:
    """Nothing is left half open: the dossier can be opened for writing elsewhere at once."""
    window = program.new_window()
    window.show_dossier(open_dossier(dossier_path))
    QTest.qWait(1)
    assert window.session is None
    assert window.close()
    with open_dossier(dossier_path) as again:
        assert not again.read_only


def test_two_dossiers_at_once_get_two_windows(program: Program, dossier_path: Path, tmp_path: Path) -> None:
    """While one dossier is on its way into a window, another one takes a window of its own."""
    other = tmp_path / "other.briefgen"
    with open_dossier(dossier_path) as file:
        file.copy_to(other)
    window = program.new_window()
    program.open_path(dossier_path, window)
    program.open_path(other, window)
    until(lambda: len(program.windows) == 2 and all(one.session is not None for one in program.windows))
    shown = {one.session.path for one in program.windows if one.session is not None}
    assert shown == {dossier_path, other}


def test_a_closed_window_lets_go_of_its_dossier(program: Program, window: MainWindow, dossier_path: Path) -> None:
    """After closing, the file can be opened for writing again, and it is on the list of recent ones."""
    window.close()
    assert program.windows == []
    assert [recent.path for recent in program.house.recent.list()] == [dossier_path]
    again = program.open_first(dossier_path)
    until(lambda: again.session is not None)
    assert again.session is not None
    assert not again.session.read_only


def test_workspaces_and_side_panels(window: MainWindow, application: QApplication) -> None:
    """Ctrl+1 and Ctrl+2 change the workspace; F8 and F9 hide the side panels of the one in view alone."""
    actions = window.actions_
    actions["view.brief"].trigger()
    assert window.workspace is window.workspaces["brief"]
    actions["view.left"].trigger()
    assert not window.workspaces["brief"].left.isVisible()
    actions["view.read"].trigger()
    assert window.workspaces["read"].left.isVisible()
    assert actions["view.left"].isChecked()
    actions["view.brief"].trigger()
    application.processEvents()
    assert not actions["view.left"].isChecked()
