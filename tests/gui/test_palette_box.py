"""The palette: what it finds, and what the keys do in it."""

import hashlib
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from briefgen import workflows
from briefgen.domain import operations
from briefgen.domain.terms import Kind
from briefgen.gui.main_window import MainWindow
from briefgen.gui.palette_box import Answer, Entry, Provider
from briefgen.gui.sources.search_view import SearchView
from tests.domain.builders import source_of
from tests.gui.conftest import settle, until


def titles(window: MainWindow) -> list[str]:
    """The titles of the groups that are shown."""
    return [row for row in window.palette_box.model.rows if isinstance(row, str)]


def entries(window: MainWindow) -> list[str]:
    """The texts of the entries that are shown."""
    return [row.text for row in window.palette_box.model.rows if isinstance(row, Entry)]


def open_palette(window: MainWindow, query: str, application: QApplication) -> None:
    """Open the palette with its key, and type."""
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert window.palette_box.isVisible()
    QTest.keyClicks(window.palette_box.field, query)
    settle(application)


def key(window: MainWindow, key: Qt.Key) -> None:
    """Press a key in the palette's field."""
    QTest.keyClick(window.palette_box.field, key)


def test_it_finds_commands_and_does_them(window: MainWindow, application: QApplication) -> None:
    """Words of a command find it, with its menu and key; Enter does it, and the palette is gone."""
    window.actions_["view.read"].trigger()
    open_palette(window, "brief", application)
    rows = [row for row in window.palette_box.model.rows if isinstance(row, Entry)]
    assert (rows[0].text, rows[0].detail, rows[0].keys) == ("Brief", "View", "Ctrl+2")
    key(window, Qt.Key.Key_Return)
    assert window.selection.place.workspace == "brief"
    assert not window.palette_box.isVisible()


def test_it_finds_points_and_goes_there(window: MainWindow, application: QApplication) -> None:
    """A point is found by its title and shown; back leads to where one was."""
    assert window.session is not None
    made = window.session.make(
        "Make risk", lambda d: operations.make_point(d, Kind.RISK, title="The wall fails", at=workflows.now())
    )
    window.actions_["view.brief"].trigger()
    open_palette(window, "wall", application)
    assert "Points" in titles(window)
    assert entries(window)[-1] == "The wall fails"
    key(window, Qt.Key.Key_Up)
    key(window, Qt.Key.Key_Return)
    assert window.selection.place.point == made
    assert window.selection.place.workspace == "read"
    window.actions_["go.back"].trigger()
    assert window.selection.place.workspace == "brief"


def test_a_group_that_is_cut_leads_to_all_of_it(window: MainWindow, application: QApplication) -> None:
    """By an entry under it, with the same words; the group alone has it no more."""
    assert window.session is not None
    for number in range(5):
        window.session.make(
            "Make risk",
            lambda d, n=number: operations.make_point(d, Kind.RISK, title=f"Quay {n} fails", at=workflows.now()),
        )
    open_palette(window, "quay", application)
    assert entries(window)[-4:] == ["Quay 0 fails", "Quay 1 fails", "Quay 2 fails", "All 5 in “Points”"]
    key(window, Qt.Key.Key_Up)
    key(window, Qt.Key.Key_Return)
    settle(application)
    assert window.palette_box.isVisible()
    assert window.palette_box.field.hasFocus()
    assert titles(window) == ["Points"]
    assert entries(window) == [f"Quay {n} fails" for n in range(5)]


def test_words_found_in_sources_lead_to_the_search_of_all(window: MainWindow, application: QApplication) -> None:
    """By the last entry, with the words that were typed; the keys are in the field of the search."""
    assert window.session is not None
    for number in range(4):
        data = f"Quay {number}. The quay gives way.".encode()
        source = source_of(data.decode())
        window.session.apply(
            "Add",
            lambda d, s=source: operations.add_source(d, s)[0],
            originals={hashlib.sha256(data).hexdigest(): data},
        )
    assert window.session.finish()
    open_palette(window, "quay", application)
    until(lambda: "Search all sources for “quay”…" in entries(window), str(entries(window)))
    key(window, Qt.Key.Key_Up)
    key(window, Qt.Key.Key_Return)
    settle(application)
    search = window.findChild(SearchView)
    assert search is not None
    assert search.isVisible()
    assert search.field.hasFocus()
    assert search.field.text() == "quay"
    until(lambda: search.shown_for == "quay", "nothing was looked for")


def test_tab_narrows_to_one_group(window: MainWindow, application: QApplication) -> None:
    """Tab goes from everything to commands, points, … and round again; a group alone shows more of it."""
    open_palette(window, "e", application)
    few = len(entries(window))
    key(window, Qt.Key.Key_Tab)
    assert titles(window) == ["Commands"]
    assert len(entries(window)) > few
    key(window, Qt.Key.Key_Backtab)
    assert len(entries(window)) == few


def test_the_choice_goes_round_and_over_titles(window: MainWindow, application: QApplication) -> None:
    """Up from the first entry is the last one; a title is never chosen."""
    open_palette(window, "", application)
    box = window.palette_box
    first = box.list.currentIndex().row()
    assert first == 1
    key(window, Qt.Key.Key_Up)
    assert isinstance(box.model.rows[box.list.currentIndex().row()], Entry)
    key(window, Qt.Key.Key_Down)
    assert box.list.currentIndex().row() == first


def test_esc_gives_the_keyboard_back(window: MainWindow, application: QApplication) -> None:
    """Closed by Esc, the palette leaves everything as it was, the focus too."""
    assert window.toolbar is not None
    window.toolbar.search_box.setFocus()
    before = application.focusWidget()
    open_palette(window, "quit", application)
    key(window, Qt.Key.Key_Escape)
    assert not window.palette_box.isVisible()
    assert application.focusWidget() is before
    # What is not there is said to be nothing.
    open_palette(window, "qqqq", application)
    said = [label.text() for label in window.palette_box.findChildren(QLabel) if label.isVisible()]
    assert entries(window) == []
    assert "Nothing found" in said


def test_what_can_not_be_done_now_can_not_be_chosen(window: MainWindow, application: QApplication) -> None:
    """A command that is not possible now is shown, and Enter does not do it."""
    open_palette(window, "redo", application)
    box = window.palette_box
    assert entries(window)[0] == "Redo"
    index = box.model.index(1)
    assert not box.model.flags(index) & Qt.ItemFlag.ItemIsEnabled
    key(window, Qt.Key.Key_Return)
    assert box.isVisible()


def test_an_answer_that_comes_too_late_is_dropped(window: MainWindow, application: QApplication) -> None:
    """A slow provider's answer to an earlier question is not shown under a later one."""
    asked: list[tuple[str, Answer]] = []

    def find(query: str, answer: Answer) -> None:
        asked.append((query, answer))

    def found(text: str) -> Sequence[Entry]:
        return [Entry(text, lambda: None)]

    window.palette_box.add_provider(Provider("Slow", find, slow=True))
    open_palette(window, "tide", application)
    until(lambda: asked)
    QTest.keyClicks(window.palette_box.field, "s")
    until(lambda: len(asked) == 2)
    asked[0][1](found("an answer to tide"))
    assert "an answer to tide" not in entries(window)
    asked[1][1](found("an answer to tides"))
    assert "an answer to tides" in entries(window)


def test_words_in_the_texts_of_sources_are_found(window: MainWindow, application: QApplication) -> None:
    """What stands in a source is found with some words around it, and choosing it goes to its place."""
    assert window.session is not None
    text = "The sea is high. Councils took note of the survey and moved no money."
    limits = workflows.import_limits(window.house.choices.preferences)
    read = workflows.source_of_bytes(text.encode(), "survey.txt", limits)
    assert window.session.apply(
        "Add source", lambda dossier: operations.add_source(dossier, read.source)[0], originals=read.originals
    )
    open_palette(window, "note of", application)
    until(lambda: "In the text of sources" in titles(window))
    assert "took note of the survey" in entries(window)[-1]
    key(window, Qt.Key.Key_Up)
    key(window, Qt.Key.Key_Return)
    place = window.selection.place
    assert place.source == "source-1"
    assert text[place.offset :].startswith("note")
