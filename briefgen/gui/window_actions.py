"""The actions that every window has, whatever its panels: files, undo, clipboard, workspaces, help."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QLineEdit, QMenu, QPlainTextEdit, QTextEdit

from briefgen.errors import BriefgenError
from briefgen.gui.actions import Actions, Run
from briefgen.gui.choices import Choices
from briefgen.gui.menu_bar import focused
from briefgen.gui.notices import Notices
from briefgen.gui.recent import RecentDossiers
from briefgen.gui.selection import Selection
from briefgen.gui.session import Session


def _tr(text: str) -> str:
    return QCoreApplication.translate("window_actions", text)


def _editor() -> QLineEdit | QTextEdit | QPlainTextEdit | None:
    widget = focused()
    return widget if isinstance(widget, QLineEdit | QTextEdit | QPlainTextEdit) else None


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


@dataclass(frozen=True, slots=True)
class DossierActs:
    """What a window with a dossier does itself, whatever its panels."""

    copy: Run
    versions: Run
    bin: Run
    gallery: Run


def add_dossier_actions(actions: Actions, session: Session, acts: DossierActs) -> None:
    """Declare the copy, the versions and the bin of a dossier, and the change of a brief's template."""
    actions.add(
        "file.copy",
        _tr("Save a &copy…"),
        acts.copy,
        menu="file",
        group="copy",
        shortcut="Ctrl+Shift+S",
        icon="copy",
    )
    actions.add("file.versions", _tr("&Versions…"), acts.versions, menu="file", group="copy", icon="history")
    actions.add(
        "edit.bin",
        _tr("&Bin…"),
        acts.bin,
        menu="edit",
        group="bin",
        icon="trash-2",
        words=_tr("deleted restore put back"),
    )
    actions.add(
        "brief.template",
        _tr("Change &template…"),
        acts.gallery,
        menu="brief",
        group="template",
        icon="layout-template",
        words=_tr("switch house template upgrade"),
        when=lambda: bool(session.dossier.briefs),
    )


def add_history_actions(actions: Actions, session: Session, selection: Selection) -> None:
    """Declare undo and redo, which name the act they would take back, and the way back from a jump."""
    actions.add(
        "edit.undo",
        _tr("&Undo"),
        session.undo,
        menu="edit",
        group="undo",
        shortcut="Ctrl+Z",
        icon="undo-2",
        when=lambda: session.trail.to_undo is not None,
    )
    actions.add(
        "edit.redo",
        _tr("&Redo"),
        session.redo,
        menu="edit",
        group="undo",
        shortcut=("Ctrl+Shift+Z", "Ctrl+Y"),
        icon="redo-2",
        when=lambda: session.trail.to_redo is not None,
    )
    actions.add(
        "go.back",
        _tr("&Back"),
        selection.back,
        menu="go",
        group="trail",
        shortcut="Alt+Left",
        icon="arrow-left",
        when=lambda: selection.can_go_back,
    )
    actions.add(
        "go.forward",
        _tr("&Forward"),
        selection.forward,
        menu="go",
        group="trail",
        shortcut="Alt+Right",
        icon="arrow-right",
        when=lambda: selection.can_go_forward,
    )

    def name_them() -> None:
        for name, act, words in (
            ("edit.undo", session.trail.to_undo, _tr("&Undo")),
            ("edit.redo", session.trail.to_redo, _tr("&Redo")),
        ):
            text = words if act is None else f"{words} {act.label[:1].lower()}{act.label[1:]}"
            actions.rename(name, text)
        actions.refresh()

    session.trail_changed.connect(name_them)


def add_workspace_actions(
    actions: Actions,
    selection: Selection,
    toggle: Callable[[str], object],
    shows: Callable[[str], bool],
    step: Callable[[int], object],
) -> None:
    """Declare the two workspaces, their side panels (`toggle`, `shows` take left or right), the way round them."""
    either = QActionGroup(actions)

    def is_on(name: str) -> bool:
        return selection.place.workspace == name

    for name, text, key, tip in (
        ("read", _tr("&Read"), "Ctrl+1", _tr("Read sources and tag passages")),
        ("brief", _tr("&Brief"), "Ctrl+2", _tr("Assemble a brief and see its pages")),
    ):
        actions.add(
            f"view.{name}",
            text,
            partial(selection.select, workspace=name),
            menu="view",
            group="workspace",
            shortcut=key,
            tip=tip,
            checked=partial(is_on, name),
            exclusive=either,
        )
    for side, text, key in (("left", _tr("&Left panel"), "F8"), ("right", _tr("R&ight panel"), "F9")):
        actions.add(
            f"view.{side}",
            text,
            partial(toggle, side),
            menu="view",
            group="panels",
            shortcut=key,
            icon=f"panel-{side}",
            checked=partial(shows, side),
        )
    for name, text, key, by in (
        ("next", _tr("&Next panel"), "F6", 1),
        ("previous", _tr("&Previous panel"), "Shift+F6", -1),
    ):
        actions.add(f"view.{name}", text, partial(step, by), menu="view", group="panels", shortcut=key)


def fill_recent(menu: QMenu, recent: RecentDossiers, choose: Callable[[Path], object]) -> None:
    """Put the recent dossiers into a menu."""
    found = recent.list()[:10]
    for one in found:
        action = menu.addAction(one.title)
        action.setToolTip(str(one.path))
        action.triggered.connect(lambda _checked=False, path=one.path: choose(path))
    if not found:
        menu.addAction(_tr("None yet")).setEnabled(False)
