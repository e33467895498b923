"""Keys: none does two things in the same place."""

from collections import defaultdict

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from briefgen.gui.main_window import MainWindow

TAKES_TURNS = {"F3", "Shift+F3"}
"""Find in the text or in all sources: each is on only while the other is off, which a test of its own holds them to."""


def test_no_key_does_two_things_in_one_place(window: MainWindow) -> None:
    """Where two actions shared a key, Qt would do neither."""
    takers: dict[str, list[tuple[str, QWidget]]] = defaultdict(list)
    for declared in window.actions_.all():
        for key in declared.action.shortcuts():
            whole = declared.action.shortcutContext() == Qt.ShortcutContext.WindowShortcut
            takers[key.toString()].append((declared.id, window if whole else declared.scope or window))
    assert takers["Ctrl+E"]
    clashes = [
        (key, name, other)
        for key, found in takers.items()
        if key not in TAKES_TURNS
        for place, (name, scope) in enumerate(found)
        for other, others in found[place + 1 :]
        if scope is others or scope.isAncestorOf(others) or others.isAncestorOf(scope)
    ]
    assert clashes == []
