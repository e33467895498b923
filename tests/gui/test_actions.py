"""What can be done, declared once."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QMenu, QVBoxLayout, QWidget

from briefgen.gui.actions import GROUPS, Actions, with_letter
from briefgen.gui.icons import Icons
from briefgen.gui.main_window import MainWindow
from briefgen.gui.theme import Theme
from tests.gui.conftest import settle


@pytest.fixture
def bare(application: QApplication) -> Iterator[QMainWindow]:
    """A window with nothing in it."""
    made = QMainWindow()
    made.show()
    made.activateWindow()
    settle(application)
    yield made
    made.close()
    made.deleteLater()
    settle(application)


@pytest.fixture
def actions(bare: QMainWindow) -> Actions:
    """Its registry, empty."""
    return Actions(bare, Icons(Theme("light")))


def shown(actions: Actions, name: str) -> list[str]:
    """The entries of a menu; a line between groups is “-”."""
    menu = QMenu()
    actions.fill(menu, name)
    return ["-" if entry.isSeparator() else entry.text().replace("&", "") for entry in menu.actions()]


def test_a_menu_has_what_was_declared_in_its_groups(actions: Actions) -> None:
    """Entries stand in the order of their groups, whenever they were declared, with a line between two groups."""
    for name, group in (("remove", "remove"), ("find", "find"), ("undo", "undo"), ("also", "find")):
        actions.add(f"edit.{name}", name, lambda: None, menu="edit", group=group)
    assert shown(actions, "edit") == ["undo", "-", "find", "also", "-", "remove"]
    actions.remove("edit.find")
    assert shown(actions, "edit") == ["undo", "-", "also", "-", "remove"]
    assert shown(actions, "view") == []


def test_what_can_not_be_is_refused(actions: Actions) -> None:
    """Two actions of one id, or a group that the menu has not, are mistakes of whoever declares them."""
    actions.add("edit.cut", "Cut", lambda: None)
    with pytest.raises(ValueError, match=r"edit\.cut"):
        actions.add("edit.cut", "Cut", lambda: None)
    with pytest.raises(ValueError, match="sweets"):
        actions.add("edit.paste", "Paste", lambda: None, menu="edit", group="sweets")


def test_an_action_is_enabled_when_it_can_be_done(actions: Actions, application: QApplication) -> None:
    """Whether it can be done, and whether it is on, is asked anew after every action and on demand."""
    state = {"can": False, "on": False}
    acted = actions.add("a", "A", lambda: state.update(on=True), when=lambda: state["can"], checked=lambda: state["on"])
    assert not acted.isEnabled()
    state["can"] = True
    actions.refresh_soon()
    settle(application)
    assert acted.isEnabled()
    assert not acted.isChecked()
    acted.trigger()
    assert acted.isChecked()


def test_a_scope_keeps_its_shortcut_to_itself(actions: Actions, bare: QMainWindow, application: QApplication) -> None:
    """A key that belongs to one part of the window does nothing elsewhere; without a scope it works everywhere."""
    holder = QWidget()
    here, there = QLineEdit(), QLineEdit()
    lines = QVBoxLayout(holder)
    lines.addWidget(here)
    lines.addWidget(there)
    bare.setCentralWidget(holder)
    done: list[str] = []
    actions.add("point.risk", "Make risk", lambda: done.append("risk"), shortcut="F4", scope=here)
    actions.add("edit.find", "Find", lambda: done.append("find"), shortcut=("F3", "Ctrl+F"))
    settle(application)
    for field in (there, here):
        field.setFocus()
        settle(application)
        QTest.keyClick(field, Qt.Key.Key_F4)
        QTest.keyClick(field, Qt.Key.Key_F3)
    QTest.keyClick(there, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert done == ["find", "risk", "find", "find"]


def test_a_tip_names_the_key(actions: Actions) -> None:
    """The tip of an action has its key; a renamed one keeps it."""
    undo = actions.add("edit.undo", "&Undo", lambda: None, shortcut="Ctrl+Z")
    assert undo.toolTip() == "Undo (Ctrl+Z)"
    actions.rename("edit.undo", "&Undo make risk")
    assert undo.toolTip() == "Undo make risk (Ctrl+Z)"


NEVER_AT_ONCE = ({"reader.find_next", "go.next_found"}, {"reader.find_previous", "go.previous_found"})
"""Pairs of which one can be done only while the other can't: the find bar has F3 before the search in all sources."""


def test_no_two_actions_of_a_window_have_one_key(window: MainWindow) -> None:
    """In the window as it is, a key does one thing: two actions share one only in scopes of their own.

    Qt does neither of two actions whose key and scope both fit.
    """
    keyed = [(keys.toString(), item) for item in window.actions_.all() for keys in item.action.shortcuts()]
    clashes = [
        (key, item.id, other.id)
        for number, (key, item) in enumerate(keyed)
        for same, other in keyed[:number]
        if key == same
        and (item.scope is other.scope or item.scope is None or other.scope is None)
        and {item.id, other.id} not in NEVER_AT_ONCE
    ]
    assert clashes == []


def test_every_entry_of_a_menu_has_its_letter(window: MainWindow) -> None:
    """In each menu of the window every entry has words, and a letter for Alt that no other entry has."""
    for name in GROUPS:
        texts = [item.action.text() for item in window.actions_.all() if item.menu == name]
        letters = [text[text.index("&") + 1].lower() for text in texts if "&" in text]
        assert len(set(letters)) == len(letters), name
        assert all(text.strip("&… ") for text in texts)


@pytest.mark.parametrize(
    ("text", "taken", "given"),
    [
        ("&Copy", set(), "&Copy"),
        ("&Close window", {"c"}, "Close &window"),
        ("Cut", {"c"}, "C&ut"),
        ("Öffnen…", {"ö"}, "Ö&ffnen…"),
        ("aa", {"a"}, "aa"),
    ],
)
def test_a_letter_is_found_for_every_entry(text: str, taken: set[str], given: str) -> None:
    """The letter that an entry asks for, else the first of a word, else any; none when all are taken."""
    assert with_letter(text, taken)[0] == given
