"""The spell check in the window: what is underlined, what the menu offers, how one gets to the next word."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QTextCharFormat
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPlainTextEdit

from briefgen import workflows
from briefgen.domain import operations
from briefgen.domain.fields import spec_of
from briefgen.domain.points import Dilemma, Risk
from briefgen.domain.terms import Kind
from briefgen.gui.brief_fields.panel import FieldsPanel
from briefgen.gui.main_window import MainWindow
from briefgen.gui.outline.section_panel import SectionPanel
from briefgen.gui.points.editors import GrowingText
from briefgen.gui.points.make_editor import make_editor
from briefgen.gui.spelling.marks import SpellMarks
from briefgen.settings import house_words_file
from briefgen.spelling import HouseDictionary
from tests.gui.conftest import settle, until


@pytest.fixture
def text(window: MainWindow, application: QApplication) -> Iterator[QPlainTextEdit]:
    """The text of a section of a brief in British English, with the keys in it."""
    assert window.session is not None
    window.session.make(
        "New brief", lambda d: operations.make_brief(d, "Submission", template="ministerial-submission")
    )
    template = workflows.template_of(window.session.dossier.briefs[0], window.bench.choices.preferences).template
    section = next(section for section in template.sections if section.narrative)
    window.bench.selection.go(workspace="brief", brief="brief-1", section=section.id)
    settle(application)
    panel = window.findChild(SectionPanel)
    assert panel is not None
    panel.text.setFocus()
    yield panel.text
    for menu in panel.text.findChildren(QMenu):
        menu.close()
    settle(application)


def marks_of(text: QPlainTextEdit) -> SpellMarks:
    """The marks of a text."""
    found = text.findChild(SpellMarks)
    assert found is not None
    return found


def underlined(text: QPlainTextEdit) -> list[str]:
    """The words that have the wavy line."""
    marks = text.extraSelections()
    wave = QTextCharFormat.UnderlineStyle.SpellCheckUnderline
    assert all(mark.format.underlineStyle() == wave for mark in marks)
    return [mark.cursor.selectedText() for mark in marks]


def menu_of(text: QPlainTextEdit) -> QMenu:
    """The menu at the cursor, as the menu key opens it, with the suggestions in it."""
    reason = QContextMenuEvent.Reason.Keyboard
    there = text.cursorRect().center()
    QApplication.sendEvent(text.viewport(), QContextMenuEvent(reason, there, text.viewport().mapToGlobal(there)))
    menu = text.findChildren(QMenu)[-1]
    until(lambda: not any(action.text().startswith("Looking") for action in menu.actions()))
    return menu


def choose(menu: QMenu, words: str) -> None:
    """Choose an entry."""
    next(action for action in menu.actions() if action.text() == words).trigger()
    menu.close()


def put_cursor(text: QPlainTextEdit, at: int) -> None:
    """Put the cursor somewhere."""
    cursor = text.textCursor()
    cursor.setPosition(at)
    text.setTextCursor(cursor)


def test_a_misspelt_word_is_underlined_once_the_cursor_has_left_it(text: QPlainTextEdit) -> None:
    """While it is typed it is left in peace; marks, citations and abbreviations are no words."""
    text.insertPlainText("𠮷 **NHS** [@passage-1 quote] ")  # whose first character is two units
    QTest.keyClicks(text, "recieve")
    until(lambda: marks_of(text).spans)
    assert underlined(text) == []
    QTest.keyClicks(text, " the colour, the color ")
    until(lambda: underlined(text) == ["recieve", "color"])


def test_the_line_is_painted(text: QPlainTextEdit, window: MainWindow) -> None:
    """It is seen under the word, in the colour of the theme."""
    QTest.keyClicks(text, "mmmxqw and so on")
    until(lambda: underlined(text) == ["mmmxqw"])
    wanted = window.house.theme.color("must_fix")
    marked = text.viewport().grab().toImage()
    text.setExtraSelections([])
    plain = text.viewport().grab().toImage()
    drawn = [
        (x, y) for x in range(plain.width()) for y in range(plain.height()) if marked.pixel(x, y) != plain.pixel(x, y)
    ]
    assert len({y for _, y in drawn}) > 1, "the line is straight"
    assert len({x for x, _ in drawn}) > 20
    hues = [abs(marked.pixelColor(x, y).hue() - wanted.hue()) for x, y in drawn if marked.pixelColor(x, y).hue() >= 0]
    assert min(min(hue, 360 - hue) for hue in hues) < 12


def test_a_suggestion_takes_the_place_of_the_word(text: QPlainTextEdit, window: MainWindow) -> None:
    """The menu of the word begins with what may have been meant; the dossier has the new word, and undo the old."""
    QTest.keyClicks(text, "We recieve it. ")
    until(lambda: underlined(text) == ["recieve"])
    put_cursor(text, 5)
    menu = menu_of(text)
    assert menu.actions()[0].text() == "receive"
    assert "Paste" in " ".join(action.text() for action in menu.actions())
    choose(menu, "receive")
    assert text.toPlainText() == "We receive it. "
    until(lambda: underlined(text) == [])
    assert window.session is not None
    until(lambda: window.session.dossier.briefs[0].sections[0].text == "We receive it. ")


def test_a_word_without_suggestions_says_so(text: QPlainTextEdit) -> None:
    """Rather than an empty place."""
    QTest.keyClicks(text, "qwzxqwzxqwzx ")
    until(lambda: underlined(text))
    put_cursor(text, 2)
    assert menu_of(text).actions()[0].text() == "No suggestions"


def test_a_word_that_is_right_has_the_usual_menu(text: QPlainTextEdit) -> None:
    """No suggestions are offered for it."""
    QTest.keyClicks(text, "right recieve ")
    until(lambda: underlined(text))
    put_cursor(text, 2)
    before = len(text.findChildren(QMenu))
    assert marks_of(text).menu_at(text.textCursor().position()) is None
    assert len(text.findChildren(QMenu)) == before


def test_the_house_dictionary_knows_a_word_for_good(text: QPlainTextEdit, window: MainWindow) -> None:
    """It is on disk and no longer underlined, here and wherever it stands."""
    QTest.keyClicks(text, "Marramly and marramly, qwzx ")
    until(lambda: underlined(text) == ["Marramly", "marramly", "qwzx"])
    put_cursor(text, 15)
    choose(menu_of(text), "Add “marramly” to the house dictionary")
    until(lambda: underlined(text) == ["qwzx"])
    assert house_words_file().read_text(encoding="utf-8") == "marramly\n"


def test_ignore_here_is_for_this_text_alone(text: QPlainTextEdit) -> None:
    """Nothing is written down."""
    QTest.keyClicks(text, "qwzx and wqzxz ")
    until(lambda: underlined(text) == ["qwzx", "wqzxz"])
    put_cursor(text, 1)
    choose(menu_of(text), "Ignore here")
    until(lambda: underlined(text) == ["wqzxz"])
    assert not house_words_file().exists()


def test_f7_goes_from_word_to_word_round_about(text: QPlainTextEdit, application: QApplication) -> None:
    """Each is selected; after the last comes the first."""
    QTest.keyClicks(text, "qwzx is wqzxz now")
    until(lambda: underlined(text) == ["qwzx", "wqzxz"])
    put_cursor(text, 0)
    settle(application)
    chosen = []
    for _ in range(3):
        QTest.keyClick(text, Qt.Key.Key_F7)
        chosen.append(text.textCursor().selectedText())
    assert chosen == ["qwzx", "wqzxz", "qwzx"]


def test_f7_says_when_there_is_nothing(text: QPlainTextEdit, window: MainWindow) -> None:
    """A quiet bar."""
    QTest.keyClicks(text, "All is right. ")
    QTest.keyClick(text, Qt.Key.Key_F7)
    assert any("No misspelt word" in notice.plain for notice in window.bench.notices.shown())


def test_the_language_of_the_brief_decides(text: QPlainTextEdit, window: MainWindow) -> None:
    """American for an American brief; none for a language that there is no dictionary of."""
    QTest.keyClicks(text, "color and colour ")
    until(lambda: underlined(text) == ["color"])
    for language, wrong in (("en-US", ["colour"]), ("fr", []), ("en-GB", ["color"])):
        assert window.session is not None
        window.session.apply("Language", lambda d, to=language: operations.edit_brief(d, "brief-1", {"language": to}))
        until(lambda wanted=wrong: underlined(text) == wanted)
    assert text.toPlainText() == "color and colour "


def test_it_can_be_switched_off(text: QPlainTextEdit, window: MainWindow) -> None:
    """By an action with a tick; it is a preference."""
    QTest.keyClicks(text, "qwzx now ")
    until(lambda: underlined(text) == ["qwzx"])
    window.actions_["edit.spelling"].trigger()
    assert not window.actions_["edit.spelling"].isChecked()
    assert not window.bench.choices.preferences.spelling
    until(lambda: underlined(text) == [])
    window.actions_["edit.spelling"].trigger()
    until(lambda: underlined(text) == ["qwzx"])


def test_abbreviations_of_the_dossier_are_known(text: QPlainTextEdit, window: MainWindow) -> None:
    """What every reader knows is spelt right."""
    QTest.keyClicks(text, "Ofwatly and qwzx ")
    until(lambda: underlined(text) == ["Ofwatly", "qwzx"])
    assert window.session is not None
    window.session.apply("Know", lambda d: operations.edit_settings(d, {"abbreviations": ("Ofwatly",)}))
    until(lambda: underlined(text) == ["qwzx"])


def test_the_fields_of_a_point_are_checked_but_not_its_names(window: MainWindow, application: QApplication) -> None:
    """The title and the prose, with the brief's language or the usual one; who owns a risk is a name."""
    assert window.session is not None
    window.session.make(
        "Make risk", lambda d: operations.make_point(d, Kind.RISK, title="The wal fails", at=workflows.now())
    )
    window.bench.selection.go(workspace="read", point="risk-1")
    settle(application)
    fields = [field for field in window.findChildren(GrowingText) if field.isVisible()]
    title = next(field for field in fields if field.toPlainText() == "The wal fails")
    until(lambda: underlined(title) == ["wal"])
    owner = make_editor(window.bench, "owner", spec_of(Risk, "owner"))
    cause = make_editor(window.bench, "cause", spec_of(Risk, "cause"))
    assert owner.findChild(SpellMarks) is None
    assert cause.findChild(SpellMarks) is not None
    for editor in (owner, cause):
        editor.deleteLater()


def test_the_fields_of_a_brief_are_checked_but_not_its_names(
    text: QPlainTextEdit, window: MainWindow, application: QApplication
) -> None:
    """Title and bottom line are prose, to whom it goes is a name; a tension's sides are prose, too."""
    window.bench.selection.go(workspace="brief", brief="brief-1", field="bluf")
    settle(application)
    side = window.findChild(FieldsPanel)
    assert side is not None
    fields = side.form.fields
    side.form.reveal("bluf")
    settle(application)
    assert [name for name in ("title", "bluf", "key_points") if not fields[name].editor.findChildren(SpellMarks)] == []
    assert [name for name in ("to", "from_", "ref") if fields[name].editor.findChildren(SpellMarks)] == []
    title = fields["title"].editor.findChild(GrowingText)
    assert title is not None
    title.setFocus()
    QTest.keyClicks(title, "Decide qwzx now")
    until(lambda: underlined(title) == ["qwzx"])
    tension = make_editor(window.bench, "tension", spec_of(Dilemma, "tension"))
    assert len(tension.findChildren(SpellMarks)) == 2
    tension.deleteLater()


def test_another_window_learns_a_word_too(text: QPlainTextEdit, window: MainWindow) -> None:
    """And forgets it when it is struck out of the house dictionary."""
    QTest.keyClicks(text, "marramly now ")
    until(lambda: underlined(text) == ["marramly"])
    HouseDictionary().add("marramly")
    window.bench.choices.words_changed.emit()
    until(lambda: underlined(text) == [])
    HouseDictionary().remove("marramly")
    window.bench.choices.words_changed.emit()
    until(lambda: underlined(text) == ["marramly"])


def test_a_text_that_cannot_be_written_in_has_no_marks(text: QPlainTextEdit) -> None:
    """There is nothing one could do about them."""
    QTest.keyClicks(text, "qwzx now ")
    until(lambda: underlined(text) == ["qwzx"])
    text.setReadOnly(True)
    until(lambda: underlined(text) == [])
