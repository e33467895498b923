"""Versions, bin, shortcuts, preferences, about, a copy: what each does to the dossier or the settings."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from briefgen import __version__, workflows
from briefgen.domain import operations
from briefgen.domain.terms import Kind
from briefgen.dossier_file import open_dossier
from briefgen.gui.about_box import AboutBox
from briefgen.gui.app import Program
from briefgen.gui.bin_dialog import BinDialog
from briefgen.gui.licences_sheet import LicencesSheet
from briefgen.gui.main_window import MainWindow
from briefgen.gui.preferences_dialog import PreferencesDialog
from briefgen.gui.session import Session
from briefgen.gui.shortcut_sheet import ShortcutSheet
from briefgen.gui.spelling.spelling import spelling_of
from briefgen.gui.versions_dialog import VersionsDialog
from briefgen.settings import house_words_file, log_file, read_preferences, settings_file
from tests.gui.conftest import settle, until


def opened(window: MainWindow, action: str, kind: type[QDialog]) -> QDialog:
    """Do what an action does, and give the dialog that it opened."""
    window.actions_[action].trigger()
    return next(child for child in window.findChildren(kind) if child.isVisible())


@pytest.fixture
def session(window: MainWindow) -> Session:
    """The window's session."""
    assert window.session is not None
    return window.session


def make_risk(session: Session, title: str = "The wall fails") -> str:
    """Make a risk."""
    return session.make("Make risk", lambda d: operations.make_point(d, Kind.RISK, title=title, at=workflows.now()))


def test_a_version_is_kept_and_gone_back_to(window: MainWindow, session: Session) -> None:
    """The present state is kept under a name; later one goes back to it, and can undo that."""
    make_risk(session)
    dialog = opened(window, "file.versions", VersionsDialog)
    assert isinstance(dialog, VersionsDialog)
    assert not dialog.keep_button.isEnabled()
    QTest.keyClicks(dialog.name, "before the call")
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    until(lambda: dialog.list.count() == 1)
    assert dialog.list.item(0).text().startswith("before the call · ")
    session.apply("Delete risk", lambda d: operations.delete_point(d, "risk-1", at=workflows.now()))
    assert session.dossier.points == ()
    QTest.mouseClick(dialog.restore_button, Qt.MouseButton.LeftButton)
    until(lambda: session.dossier.points)
    assert [child for child in window.findChildren(VersionsDialog) if child.isVisible()] == []
    session.undo()
    assert session.dossier.points == ()


def test_two_versions_of_one_name_are_refused_in_place(window: MainWindow) -> None:
    """The refusal stands in the dialog, in the words of the file, and what was typed stays."""
    dialog = opened(window, "file.versions", VersionsDialog)
    assert isinstance(dialog, VersionsDialog)
    for _ in range(2):
        dialog.name.setText("final")
        dialog.keep()
        until(lambda: not window.tasks.busy)
    assert "final" in dialog.error.text()
    assert dialog.error.isVisible()
    assert dialog.name.text() == "final"
    dialog.close()


def test_what_was_deleted_comes_back_from_the_bin(window: MainWindow, session: Session) -> None:
    """The bin lists what was deleted, puts it back with all that hung on it, and can be emptied."""
    risk = make_risk(session)
    dialog = opened(window, "edit.bin", BinDialog)
    assert isinstance(dialog, BinDialog)
    assert not dialog.restore_button.isEnabled()
    session.apply("Delete risk", lambda d: operations.delete_point(d, risk, at=workflows.now()))
    assert dialog.list.item(0).text().startswith("Risk: The wall fails")
    QTest.mouseClick(dialog.restore_button, Qt.MouseButton.LeftButton)
    assert [point.id for point in session.dossier.points] == [risk]
    assert dialog.list.count() == 0
    session.apply("Delete risk", lambda d: operations.delete_point(d, risk, at=workflows.now()))
    QTest.mouseClick(dialog.empty_button, Qt.MouseButton.LeftButton)
    assert session.dossier.bin == ()
    session.undo()
    assert len(session.dossier.bin) == 1
    dialog.close()


def test_the_shortcut_sheet_has_every_key(window: MainWindow) -> None:
    """All actions that have a key are on the sheet under their menu, and the filter finds one by its key."""
    sheet = opened(window, "help.keys", ShortcutSheet)
    assert isinstance(sheet, ShortcutSheet)
    on_it = {item.id for items in sheet.listed().values() for item in items}
    assert on_it == {item.id for item in window.actions_.all() if not item.action.shortcut().isEmpty()}
    assert [item.id for items in sheet.listed("Ctrl+K").values() for item in items] == ["view.palette"]
    QTest.keyClicks(sheet.filter, "undo")
    assert {item.id for items in sheet.listed("undo").values() for item in items} == {"edit.undo"}
    sheet.close()


def test_preferences_take_effect_at_once(program: Program, window: MainWindow, tmp_path: Path) -> None:
    """A choice changes the window, and is in the settings file when it is made."""
    dialog = opened(window, "file.preferences", PreferencesDialog)
    assert isinstance(dialog, PreferencesDialog)
    dialog.theme_box.setCurrentIndex(dialog.theme_box.findData("dark"))
    dialog.theme_box.activated.emit(dialog.theme_box.currentIndex())
    assert program.house.theme.tokens.dark
    dialog.text_size.setValue(150)
    assert program.house.theme.scale == 1.5
    dialog.author.setText("Office of Floods")
    dialog.author.editingFinished.emit()
    dialog.paper.setCurrentIndex(dialog.paper.findData("Letter"))
    dialog.paper.activated.emit(dialog.paper.currentIndex())
    dialog.add_folder(tmp_path / "templates")
    dialog.add_folder(tmp_path / "templates")
    kept = read_preferences()
    assert (kept.theme, kept.text_size, kept.author, kept.paper) == ("dark", 150, "Office of Floods", "Letter")
    assert kept.template_folders == (tmp_path / "templates",)
    dialog.folders.setCurrentRow(0)
    QTest.mouseClick(dialog.remove, Qt.MouseButton.LeftButton)
    assert read_preferences().template_folders == ()
    dialog.close()
    program.house.choices.change(theme="light", text_size=100, paper="")


def test_the_spell_check_is_chosen_and_the_house_words_are_kept(program: Program, window: MainWindow) -> None:
    """A dictionary of one's own choice, or none; words are added and struck out, by mouse and keys."""
    dialog = opened(window, "file.preferences", PreferencesDialog)
    assert isinstance(dialog, PreferencesDialog)
    spelling = spelling_of(window.bench)
    box, editor = dialog.spelling, dialog.words
    box.setFocus()
    seen = []
    for _ in range(3):
        QTest.keyClick(box, Qt.Key.Key_Down)
        seen.append((spelling.language, read_preferences().spelling))
    assert seen == [("en-GB", True), ("en-US", True), ("", False)]
    QTest.keyClick(box, Qt.Key.Key_Home)
    assert (spelling.language, read_preferences().spelling_language) == ("en-GB", "")
    for word in ("rewilded", "Marram", "two words"):
        editor.word.setFocus()
        editor.word.clear()
        QTest.keyClicks(editor.word, word)
        QTest.keyClick(editor.word, Qt.Key.Key_Return)
    assert dialog.isVisible(), "Enter adds a word, and leaves the dialog open"
    assert editor.wrong.text() == "“two words” is not one word."
    assert house_words_file().read_text(encoding="utf-8").split() == ["Marram", "rewilded"]
    QTest.mouseClick(
        editor.list.viewport(), Qt.MouseButton.LeftButton, pos=editor.list.visualItemRect(editor.list.item(1)).center()
    )
    QTest.mouseClick(editor.remove_button, Qt.MouseButton.LeftButton)
    assert house_words_file().read_text(encoding="utf-8").split() == ["Marram"]
    assert [editor.list.item(n).text() for n in range(editor.list.count())] == ["Marram"]
    dialog.close()
    program.house.choices.change(spelling=True, spelling_language="")


def test_settings_that_can_not_be_written_are_said(window: MainWindow, tmp_path: Path) -> None:
    """Where the settings can't be written, the dialog says so and the old ones stay in force."""
    (tmp_path / "places").write_text("a file where a folder should be")
    dialog = opened(window, "file.preferences", PreferencesDialog)
    assert isinstance(dialog, PreferencesDialog)
    dialog.text_size.setValue(150)
    assert dialog.error.isVisible()
    assert window.house.theme.scale == 1.0
    dialog.close()


def test_about_names_the_versions(window: MainWindow, application: QApplication) -> None:
    """The about box has the versions of Briefgen and of the layout engine, and puts them on the clipboard."""
    box = opened(window, "help.about", AboutBox)
    assert isinstance(box, AboutBox)
    assert __version__ in box.versions.text()
    box.copy()
    assert "weasyprint" in application.clipboard().text()
    box.close()


def test_about_says_where_files_are_and_shows_licences(window: MainWindow) -> None:
    """The about box names the places of settings, log and templates; its button lists each part with its licence."""
    box = opened(window, "help.about", AboutBox)
    assert isinstance(box, AboutBox)
    shown = [place.text() for place in box.places]
    assert str(settings_file()) in shown
    assert str(log_file()) in shown
    QTest.mouseClick(box.licences_button, Qt.MouseButton.LeftButton)
    (sheet,) = box.findChildren(LicencesSheet)
    names = [sheet.list.topLevelItem(row).text(0) for row in range(sheet.list.topLevelItemCount())]
    assert {"PySide6_Essentials", "weasyprint", "Source Serif 4", "Lucide"} <= set(names)
    for name, words in (("Source Serif 4", "SIL OPEN FONT LICENSE"), ("weasyprint", "BSD 3-Clause License")):
        sheet.list.setCurrentItem(sheet.list.topLevelItem(names.index(name)))
        assert words in sheet.text.toPlainText()
    sheet.close()
    box.close()


def test_a_copy_is_whole_and_the_window_stays_where_it_is(
    window: MainWindow, session: Session, tmp_path: Path, application: QApplication
) -> None:
    """A copy holds the dossier as it is; work goes on in the one that was open; the notice opens the copy."""
    make_risk(session)
    window.save_copy(tmp_path / "copy")
    until(window.notices.shown)
    copy = tmp_path / "copy.briefgen"
    with open_dossier(copy, read_only=True) as file:
        assert [point.title for point in file.dossier.points] == ["The wall fails"]
    assert session.path.name == "Coastal floods.briefgen"
    wanted: list[object] = []
    window.wants_path.disconnect()
    window.wants_path.connect(wanted.append)
    window.notices.shown()[0].remedies[0].run()
    assert wanted == [copy]
    settle(application)


def test_esc_closes_a_dialog(window: MainWindow, application: QApplication) -> None:
    """Every dialog goes at Esc, and no second one of it stays behind."""
    for action in ("file.versions", "edit.bin", "help.keys", "file.preferences", "help.about"):
        dialog = opened(window, action, QDialog)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        settle(application)
        until(lambda: not window.tasks.busy)
        assert [child for child in window.findChildren(QDialog) if child.isVisible()] == [], action
