"""One window at one size and in one theme, and what it takes to bring it to a screen and take its picture."""

import argparse
import datetime as dt
import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QPoint, QSettings, Qt, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QScrollArea, QWidget

from briefgen import workflows
from briefgen.domain.dossier import Dossier
from briefgen.gui.app import Program, make_application
from briefgen.gui.preview.panel import PreviewPanel
from briefgen.gui.session import Session
from briefgen.resources import assets_folder

PATIENCE = 300.0
"""Seconds to wait for a dossier to open, for a template's check, or for whatever else is under way, to end."""

Part = TypeVar("Part", bound=QWidget)


def sample() -> Path:
    """The sample dossier as it ships."""
    return assets_folder() / "sample" / "sample.briefgen"


class Camera:
    """A window with settings of its own, on copies of dossiers.

    Args:
        arguments: The command line's: `into`, a folder, and `text`, per cent.
        scratch: A folder for what is opened and written.
        size: Width and height in logical pixels, as 1280x800.
        theme: Light or dark.
    """

    def __init__(self, arguments: argparse.Namespace, scratch: Path, size: str, theme: str) -> None:
        settings = QSettings(str(scratch / f"window-{size}-{theme}.ini"), QSettings.Format.IniFormat)
        settings.setValue("recent", json.dumps(recent_for_show(scratch)))
        self.program = Program(make_application(), settings)
        self.program.house.choices.change(theme=theme, text_size=arguments.text)
        self.size = tuple(int(part) for part in size.split("x"))
        self.folder: Path = arguments.into / f"{size}-{theme}"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.own = scratch / f"{size}-{theme}"
        self.own.mkdir(exist_ok=True)
        self.window = self.program.open_first(None)
        self.window.resize(*self.size)

    # --------------------------------------------------------------------------------------------- waiting

    def wait(self, true: Callable[[], object], what: str = "") -> None:
        """Let the window work until something has come true."""
        end = time.monotonic() + PATIENCE
        while not true():
            if time.monotonic() > end:
                raise SystemExit(f"What was waited for did not come: {what}.")
            QTest.qWait(20)

    def settle(self) -> None:
        """Let the window finish what it is at."""
        for _ in range(2):
            QTest.qWait(200)
            self.wait(lambda: not any(window.tasks.busy for window in self.program.windows), "the end of all work")

    def see_pages(self) -> None:
        """Wait until the pages of the brief are there, as they are now."""
        preview = self.part(PreviewPanel)
        self.wait(lambda: preview.is_settled and not preview.is_laying_out, "the pages")
        self.settle()
        shown = preview.view

        def drawn() -> bool:
            return not preview.is_laying_out and all(shown.image_of(page) is not None for page in range(shown.pages))

        self.wait(drawn, "all pages drawn")

    # --------------------------------------------------------------------------------------------- dossiers

    @property
    def session(self) -> Session:
        """The open dossier's."""
        assert self.window.session is not None  # noqa: S101  a screen that needs a dossier opens one first
        return self.window.session

    @property
    def dossier(self) -> Dossier:
        """The open dossier."""
        return self.session.dossier

    def open(self, dossier: Path) -> None:
        """Open a copy of a dossier, in a window of its own where this one has one already."""
        copy = self.free(dossier.name)
        shutil.copyfile(dossier, copy)
        self.show(copy)

    def open_empty(self) -> None:
        """Open a new dossier."""
        path = self.free("Harbour dredging.briefgen")
        workflows.new_dossier(path, "Harbour dredging and the spoil rules").close()
        self.show(path)

    def free(self, name: str) -> Path:
        """Give a place for a file of that name, with a number where another group has taken it already."""
        path, number = self.own / name, 1
        while path.exists():
            number += 1
            path = path.with_name(f"{Path(name).stem} {number}{path.suffix}")
        return path

    def show(self, path: Path) -> None:
        """Open a dossier where it lies."""
        before = self.window
        fresh = self.program.new_window() if before.session is not None else before
        self.program.open_path(path, fresh)
        self.wait(lambda: fresh.session is not None, str(path))
        self.window = fresh
        if fresh is not before:
            before.close()
        self.window.resize(*self.size)
        self.window.activateWindow()

    def first(self, kind: str) -> str:
        """The first point of a kind; empty where there is none."""
        return next((point.id for point in self.dossier.points if point.kind.value == kind), "")

    # ----------------------------------------------------------------------------------------------- acting

    def part(self, kind: type[Part], name: str = "") -> Part:
        """The window's one part of a kind, or the one with an accessible name."""
        found = [part for part in self.window.findChildren(kind) if not name or part.accessibleName() == name]
        return next((part for part in found if part.isVisible()), found[0])

    def act(self, action: str) -> None:
        """Do what an action does."""
        self.window.actions_.refresh()
        self.window.actions_[action].trigger()

    def keys(self, key: Qt.Key, *, times: int = 1, shift: bool = False, control: bool = False) -> None:
        """Press a key where the focus is."""
        held = Qt.KeyboardModifier.NoModifier
        held |= Qt.KeyboardModifier.ShiftModifier if shift else held
        held |= Qt.KeyboardModifier.ControlModifier if control else held
        for _ in range(times):
            QTest.keyClick(QApplication.focusWidget() or self.window, key, held)

    def scroll(self, part: QWidget, words: str) -> None:
        """Scroll a form until a child with an accessible name that begins so is in view."""
        for area in part.findChildren(QScrollArea):
            for child in area.findChildren(QWidget):
                if child.accessibleName().startswith(words) and child.isVisibleTo(area):
                    area.ensureWidgetVisible(child, 0, area.viewport().height() // 2)
                    return
        raise SystemExit(f"Nothing is called {words!r}.")

    # --------------------------------------------------------------------------------------------- pictures

    def take(self, name: str, *over: QWidget, alone: QWidget | None = None) -> None:
        """Take the picture of the window with what stands `over` it, or of one widget `alone`."""
        self.settle()
        shown = alone or self.window
        picture = shown.grab()
        for popup in over:
            at = shown.mapFromGlobal(popup.mapToGlobal(QPoint(0, 0)))
            painter = QPainter(picture)
            painter.drawPixmap(at, popup.grab())
            painter.end()
        path = self.folder / f"{name}.png"
        picture.save(str(path))
        print(path)

    def take_popup(self, name: str, reach: Callable[[], object]) -> None:
        """Open a menu or a list, which may wait for its answer, take its picture over the window, and shut it."""
        taken: list[str] = []

        def look() -> None:
            popup = QApplication.activePopupWidget()
            if popup is None:
                QTimer.singleShot(100, look)
                return
            self.take(name, popup)
            taken.append(name)
            while (popup := QApplication.activePopupWidget()) is not None:
                popup.close()

        QTimer.singleShot(100, look)
        reach()
        self.wait(lambda: taken, name)

    def take_dialog(self, name: str, reach: Callable[[], object], before: Callable[[QDialog], object] = bool) -> None:
        """Open a dialog, which may wait for its answer, do something in it `before` its picture, and refuse it."""
        taken: list[str] = []

        def look() -> None:
            dialogs = [child for child in self.window.findChildren(QDialog) if child.isVisible()]
            if not dialogs:
                QTimer.singleShot(100, look)
                return
            before(dialogs[-1])
            self.take(name, alone=dialogs[-1])
            taken.append(name)
            dialogs[-1].reject()

        QTimer.singleShot(100, look)
        reach()
        self.wait(lambda: taken, name)

    def close(self) -> None:
        """Close the window."""
        for window in tuple(self.program.windows):
            window.close()
        QTest.qWait(50)
        self.settle()


def recent_for_show(scratch: Path) -> list[dict[str, object]]:
    """A list of recent dossiers as it may look: some of them are there, one is not."""
    now = dt.datetime.now(dt.UTC)
    folder = scratch / "Documents" / "Dossiers"
    folder.mkdir(parents=True, exist_ok=True)
    shown: list[dict[str, object]] = []
    for title, name, days, counts in (
        ("Coastal flood defence funding", "coastal-floods", 0, (3, 1, 3)),
        ("Rural bus grants after 2026", "rural-buses", 1, (6, 2, 5)),
        ("Reservoir safety: the licensing question", "reservoirs", 9, (9, 3, 7)),
        ("Public libraries as cool spaces", "libraries", 22, (0, 1, 2)),
        ("Harbour dredging and the spoil rules", "", 30, (2, 0, 1)),
        ("School meals: one price or many", "meals", 44, (4, 2, 4)),
        ("Night trains across the border", "night-trains", 56, (2, 2, 1)),
    ):
        path = folder / f"{name or 'dredging'}.briefgen"
        if name:
            path.touch()
        at = (now - dt.timedelta(days=days)).isoformat()
        shown.append({"path": str(path), "title": title, "at": at, "counts": counts})
    return shown
