"""The actions that every window has, whatever its panels: files, undo, clipboard, workspaces, help."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPlainTextEdit, QTextEdit

from briefgen.errors import BriefgenError
from briefgen.gui.actions import Actions
from briefgen.gui.choices import Choices
from briefgen.gui.notices import Notices
from briefgen.gui.recent import RecentDossiers


def _tr(text: str) -> str:
    return QCoreApplication.translate("window_actions", text)


def _editor() -> QLineEdit | QTextEdit | QPlainTextEdit | None:
    focused = QApplication.focusWidget()
    return focused if isinstance(focused, QLineEdit | QTextEdit | QPlainTextEdit) else None


def _selects() -> bool:
    editor = _editor()
    if isinstance(editor, QLineEdit):
        return editor.hasSelectedText()
    return editor is not None and editor.textCursor().hasSelection()


def _writable() -> bool:
    editor = _editor()
    return editor is not None and not editor.isReadOnly()


def add_clipboard_actions(actions: Actions) -> None:
    """Declare cut, copy, paste and select all; they act on whatever text has the focus."""

    def on_editor(act: str) -> None:
        editor = _editor()
        if editor is not None:
            getattr(editor, act)()

    for name, text, key, when in (
        ("cut", _tr("Cu&t"), "Ctrl+X", lambda: _writable() and _selects()),
        ("copy", _tr("&Copy"), "Ctrl+C", _selects),
        ("paste", _tr("&Paste"), "Ctrl+V", _writable),
        ("selectAll", _tr("Select &all"), "Ctrl+A", lambda: _editor() is not None),
    ):
        actions.add(
            f"edit.{name.lower()}",
            text,
            partial(on_editor, name),
            menu="edit",
            group="clipboard",
            shortcut=key,
            when=when,
            listed=False,
        )


def add_look_actions(actions: Actions, choices: Choices, notices: Notices) -> None:
    """Declare the choice of theme and of the text's size."""
    themes = QActionGroup(actions)

    def choose(**values: object) -> None:
        try:
            choices.change(**values)
        except BriefgenError as error:
            notices.say(error.message, "must")

    def is_theme(name: str) -> bool:
        return choices.preferences.theme == name

    def resize(step: int) -> None:
        choose(text_size=choices.preferences.text_size + step)

    def can_resize(step: int) -> bool:
        return 100 <= choices.preferences.text_size + step <= 200

    for name, text in (("system", _tr("Theme of the &system")), ("light", _tr("&Light")), ("dark", _tr("&Dark"))):
        actions.add(
            f"view.theme.{name}",
            text,
            partial(choose, theme=name),
            menu="view",
            group="theme",
            words=_tr("theme colours appearance"),
            checked=partial(is_theme, name),
            exclusive=themes,
        )
    for name, text, step, key in (
        ("larger", _tr("Lar&ger text"), 10, "Ctrl+Alt++"),
        ("smaller", _tr("S&maller text"), -10, "Ctrl+Alt+-"),
    ):
        actions.add(
            f"view.text.{name}",
            text,
            partial(resize, step),
            menu="view",
            group="size",
            shortcut=key,
            words=_tr("zoom scale font"),
            when=partial(can_resize, step),
        )


def fill_recent(menu: QMenu, recent: RecentDossiers, choose: Callable[[Path], object]) -> None:
    """Put the recent dossiers into a menu."""
    found = recent.list()[:10]
    for one in found:
        action = menu.addAction(one.title)
        action.setToolTip(str(one.path))
        action.triggered.connect(lambda _checked=False, path=one.path: choose(path))
    if not found:
        menu.addAction(_tr("None yet")).setEnabled(False)
