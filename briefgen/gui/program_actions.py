"""The actions that a window has without a dossier: to begin and open dossiers, how it looks, templates, help."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMainWindow

from briefgen.gui.about_box import AboutBox
from briefgen.gui.actions import Actions
from briefgen.gui.house import House
from briefgen.gui.notices import Notices
from briefgen.gui.preferences_dialog import PreferencesDialog
from briefgen.gui.window_actions import add_clipboard_actions, add_look_actions, fill_recent
from briefgen.settings import log_file


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramActs:
    """What the window itself does when one of these actions is run."""

    new: Callable[[], object]
    open: Callable[[Path | None], object]
    quit: Callable[[], object]
    sample: Callable[[], object]
    gallery: Callable[[], object]
    package: Callable[[], object]
    palette: Callable[[], object]
    shortcuts: Callable[[], object]
    log: Callable[[], object]


def _tr(text: str) -> str:
    return QCoreApplication.translate("program_actions", text)


def add_program_actions(
    actions: Actions, window: QMainWindow, house: House, notices: Notices, acts: ProgramActs
) -> None:
    """Declare what a window can do without a dossier."""
    add = actions.add
    add(
        "file.new",
        _tr("&New dossier…"),
        acts.new,
        menu="file",
        group="dossier",
        shortcut="Ctrl+N",
        icon="file-plus-corner",
    )
    add(
        "file.open",
        _tr("&Open…"),
        partial(acts.open, None),
        menu="file",
        group="dossier",
        shortcut="Ctrl+O",
        icon="folder-open",
    )
    actions.add_submenu(
        "file.recent",
        _tr("Open &recent"),
        lambda menu: fill_recent(menu, house.recent, acts.open),
        menu="file",
        group="recent",
    )
    add("file.close", _tr("&Close window"), window.close, menu="file", group="close", shortcut="Ctrl+W", icon="x")
    add(
        "file.quit",
        _tr("&Quit"),
        acts.quit,
        menu="file",
        group="close",
        shortcut="Ctrl+Q",
        icon="log-out",
    )
    add_clipboard_actions(actions)
    add_look_actions(actions, house.choices, notices)
    add(
        "view.full",
        _tr("&Full screen"),
        lambda: window.showNormal() if window.isFullScreen() else window.showFullScreen(),
        menu="view",
        group="panels",
        shortcut="F11",
        icon="maximize",
        checked=window.isFullScreen,
    )
    add(
        "view.palette",
        _tr("&Search or run a command"),
        acts.palette,
        menu="view",
        group="palette",
        shortcut="Ctrl+K",
        icon="search",
        listed=False,
    )
    add(
        "file.preferences",
        _tr("&Preferences…"),
        lambda: PreferencesDialog(window, house).open(),
        menu="file",
        group="preferences",
        shortcut="Ctrl+,",
        icon="settings",
        words=_tr("settings options"),
    )
    add(
        "templates.show",
        _tr("&House templates"),
        acts.gallery,
        menu="templates",
        group="show",
        shortcut="Ctrl+Shift+T",
        icon="layout-template",
        words=_tr("gallery"),
    )
    add(
        "templates.install",
        _tr("&Install a package…"),
        acts.package,
        menu="templates",
        group="make",
        icon="download",
    )
    add(
        "help.keys",
        _tr("&Shortcuts"),
        acts.shortcuts,
        menu="help",
        group="keys",
        shortcut="F1",
        icon="keyboard",
        words=_tr("keys keyboard"),
    )
    add(
        "help.about",
        _tr("&About Briefgen"),
        lambda: AboutBox(window, house.theme).open(),
        menu="help",
        group="about",
        icon="info",
        words=_tr("version licence"),
    )
    add(
        "help.sample",
        _tr("Explore the &sample"),
        acts.sample,
        menu="help",
        group="sample",
        icon="compass",
    )
    add(
        "help.log",
        _tr("Show the &log"),
        acts.log,
        menu="help",
        group="log",
        icon="scroll-text",
        when=lambda: log_file().is_file(),
    )
