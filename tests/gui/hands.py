"""What a person does with mouse and keys, and where they look.

Without a screen the events are made by Qt, as its own test library does; on a display of the tests' own they come from
the X server. The tests are the same.
"""

from __future__ import annotations

import ctypes
import os
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import (
    QAbstractNativeEventFilter,
    QByteArray,
    QEvent,
    QMimeData,
    QObject,
    QPoint,
    QPointF,
    Qt,
    QTimer,
    QUrl,
)
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QDialog,
    QLineEdit,
    QScrollArea,
    QWidget,
)

from briefgen.domain.dossier import Dossier
from briefgen.gui.main_window import MainWindow
from briefgen.gui.preview.panel import PreviewPanel
from tests.gui import x_display, x_visitor
from tests.gui.conftest import until

if TYPE_CHECKING:
    from collections.abc import Iterator

W = TypeVar("W", bound=QWidget)
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
ON_X = bool(os.environ.get("BRIEFGEN_TESTS_ON_X"))
"""Whether the events come from an X server. Never one that somebody sits at: the mouse would be taken from them."""


# --------------------------------------------------------------------------------------------------- on X


class _Arrivals(QAbstractNativeEventFilter):
    """Counts the input that has come from the server, by its sort; also what Qt then keeps from a blocked window."""

    KEY_RELEASE, GENERIC, PRESS, RELEASE = 3, 35, 4, 5
    """The protocol's numbers; the latter two, of the extension XInput 2, are for the mouse's buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.number: dict[str, int] = {"key": 0, "press": 0, "release": 0}

    def nativeEventFilter(self, sort: QByteArray | bytes, message: int) -> object:  # noqa: N802  Qt's own name
        kind, detail = struct.unpack("<B7xH", ctypes.string_at(int(message), 10))
        if kind & 0x7F == self.KEY_RELEASE:
            self.number["key"] += 1
        elif kind == self.GENERIC and detail in {self.PRESS, self.RELEASE}:
            self.number["press" if detail == self.PRESS else "release"] += 1
        return False, 0


class _Fallen(QObject):
    """Sees that something was dropped on one of our widgets."""

    def __init__(self) -> None:
        super().__init__()
        self.seen = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's own name
        self.seen = self.seen or (event.type() is QEvent.Type.Drop and isinstance(watched, QWidget))
        return False


class _XHands:
    """Mouse and keyboard of a display; what they do is through when a method returns."""

    KEYSYMS = {  # noqa: RUF012  a table that nothing changes
        Qt.Key.Key_Escape: 0xFF1B, Qt.Key.Key_Tab: 0xFF09, Qt.Key.Key_Backspace: 0xFF08, Qt.Key.Key_Return: 0xFF0D,
        Qt.Key.Key_Delete: 0xFFFF, Qt.Key.Key_Home: 0xFF50, Qt.Key.Key_End: 0xFF57, Qt.Key.Key_Left: 0xFF51,
        Qt.Key.Key_Up: 0xFF52, Qt.Key.Key_Right: 0xFF53, Qt.Key.Key_Down: 0xFF54, Qt.Key.Key_PageUp: 0xFF55,
        Qt.Key.Key_PageDown: 0xFF56,
    }  # fmt: skip

    def __init__(self) -> None:
        self._x = x_display.XClient(os.environ["DISPLAY"])
        self._arrivals = _Arrivals()
        self._last = QPoint(-100, -100)
        QGuiApplication.instance().installNativeEventFilter(self._arrivals)

    def press(self, key: Qt.Key, keys: Qt.KeyboardModifier = NONE) -> None:
        if Qt.Key.Key_F1 <= key <= Qt.Key.Key_F12:
            keysym = 0xFFBE + key - Qt.Key.Key_F1
        else:
            keysym = self.KEYSYMS.get(key) or ord(chr(key).lower())
        held = {SHIFT: x_display.SHIFT, CTRL: x_display.CTRL, ALT: x_display.ALT}
        with self._comes("key", 1 + sum(bool(keys & one) for one in held)):
            self._x.key(keysym, [held[one] for one in held if keys & one])

    def write(self, text: str) -> None:
        for character in text:
            with self._comes("key", 1):
                self._x.key(ord(character))

    def click(self, at: QPoint) -> None:
        if (at - self._last).manhattanLength() < 2 * QApplication.startDragDistance():
            QTest.qWait(QApplication.doubleClickInterval() + 50)  # two clicks, not a double click
        self._last = at
        self.draw(at, at)

    def double_click(self, at: QPoint) -> None:
        with self._comes("release", 2):
            self._x.move(at.x(), at.y())
            self._x.click_twice()

    def draw(self, begin: QPoint, finish: QPoint) -> None:
        with self._comes("press", 1):
            self._x.move(begin.x(), begin.y())
            self._x.hold()
        self.go(begin, finish)
        with self._comes("release", 1):
            self._x.let_go()

    def go(self, begin: QPoint, finish: QPoint) -> None:
        if begin != finish:
            for step in range(1, 5):
                at = begin + (finish - begin) * step / 4
                self._x.move(at.x(), at.y())

    def drop(self, at: QPoint, *paths: Path) -> None:
        with visitor("drag", *map(str, paths)) as said:
            handle = QPoint(x_visitor.AT[0] + x_visitor.SIZE[0] // 2, x_visitor.AT[1] + x_visitor.SIZE[1] // 2)
            self._x.move(handle.x(), handle.y())
            self._x.hold()
            until(lambda: "dragging" in said, "nothing was dragged")
            self.go(handle, at)
            until(lambda: "CopyAction" in said, "the window does not take what is dragged")
            fallen = _Fallen()
            QApplication.instance().installEventFilter(fallen)
            self._x.let_go()
            # The other program must be there until ours has fetched what it let fall.
            until(lambda: fallen.seen and "done CopyAction" in said, "the window did not take what was dropped")
            QApplication.instance().removeEventFilter(fallen)

    @contextmanager
    def _comes(self, sort: str, number: int) -> Iterator[None]:
        """Wait until so many events of a sort have come, and have been seen to."""
        before = self._arrivals.number[sort]
        yield
        until(lambda: self._arrivals.number[sort] - before >= number, f"no {sort} came to a window")
        QApplication.processEvents()


@cache
def _x() -> _XHands:
    return _XHands()


@contextmanager
def visitor(*arguments: str) -> Iterator[list[str]]:
    """Run another program on the display; gives the words that it says, as they come."""
    said: list[str] = []
    command = [sys.executable, x_visitor.__file__, *arguments]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        lines = other.stdout
        threading.Thread(target=lambda: said.extend(line.strip() for line in lines), daemon=True).start()
        try:
            until(lambda: "ready" in said, "the other program did not start")
            yield said
        finally:
            other.stdin.close()


# -------------------------------------------------------------------------------------------------- hands


def press(key: Qt.Key, keys: Qt.KeyboardModifier = NONE) -> None:
    """Press a key where the focus is, as the keyboard does."""
    if ON_X:
        _x().press(key, keys)
    else:
        receiver = QApplication.activePopupWidget() or QApplication.focusWidget() or QApplication.activeWindow()
        assert receiver is not None
        QTest.keyClick(receiver, key, keys)
    QTest.qWait(1)


def write(text: str) -> None:
    """Type a text where the focus is."""
    if ON_X:
        _x().write(text)
    else:
        receiver = QApplication.focusWidget()
        assert receiver is not None
        QTest.keyClicks(receiver, text)
    QTest.qWait(1)


def click(widget: QWidget, at: QPoint | None = None) -> None:
    """Click a widget, in its middle where no place is named."""
    there = widget.viewport() if isinstance(widget, QAbstractScrollArea) else widget
    place = there.rect().center() if at is None else at
    if ON_X:
        _x().click(_in_view(there, place))
    else:
        QTest.mouseClick(there, LEFT, pos=place)


def _in_view(widget: QWidget, place: QPoint) -> QPoint:
    """Scroll until a widget is in view, as one does before one clicks, and it stands still; gives where it is."""
    until(widget.isVisible, "what is to be clicked is not shown")
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(widget)
        around = around.parentWidget()
    seen: list[QPoint] = []

    def stands_still() -> bool:
        seen.append(widget.mapToGlobal(place))
        under = QApplication.widgetAt(seen[-1])
        free = under is not None and (under is widget or widget.isAncestorOf(under))
        return free and len(seen) > 5 and seen[-5:] == [seen[-1]] * 5

    until(stands_still, f"{widget.accessibleName() or widget} is not in view")
    return seen[-1]


def double_click(widget: QWidget, at: QPoint) -> None:
    """Click twice, quickly."""
    if ON_X:
        _x().double_click(widget.mapToGlobal(at))
    else:
        QTest.mouseDClick(widget, LEFT, pos=at)


def draw(widget: QWidget, begin: QPoint, finish: QPoint) -> None:
    """Draw the mouse over a widget with its button down."""
    if ON_X:
        _x().draw(widget.mapToGlobal(begin), widget.mapToGlobal(finish))
        return
    QTest.mousePress(widget, LEFT, pos=begin)
    for place in ((begin + finish) / 2, finish):
        global_ = widget.mapToGlobal(QPointF(place))
        moved = QMouseEvent(QMouseEvent.Type.MouseMove, QPointF(place), global_, Qt.MouseButton.NoButton, LEFT, NONE)
        QApplication.sendEvent(widget, moved)
    QTest.mouseRelease(widget, LEFT, pos=finish)


def drop(where: QWidget, *paths: Path) -> None:
    """Let files fall on a widget."""
    if ON_X:
        _x().drop(where.mapToGlobal(where.rect().center()), *paths)
        return
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, at = Qt.DropAction.CopyAction, where.rect().center()
    over = QDragEnterEvent(at, copy, data, LEFT, NONE)
    QApplication.sendEvent(where, over)
    assert over.isAccepted()
    QApplication.sendEvent(where, QDropEvent(QPointF(at), copy, data, LEFT, NONE))


def answer(act: Callable[[QDialog], None]) -> list[BaseException]:
    """Do something in the next dialog that holds the window up; what went wrong in it is in the list."""
    wrong: list[BaseException] = []

    def look(left: int = 4000) -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QDialog) or not dialog.isVisible():
            if left:
                QTimer.singleShot(10, lambda: look(left - 1))
            return
        try:
            act(dialog)
        except BaseException as error:  # noqa: BLE001  else the dialog would stay, and with it the test
            wrong.append(error)
            dialog.reject()

    QTimer.singleShot(0, look)
    return wrong


def name_file(path: Path) -> Callable[[QDialog], None]:
    """Name a path in a file dialog."""

    def act(dialog: QDialog) -> None:
        line = dialog.findChild(QLineEdit, "fileNameEdit")
        assert line is not None
        _focus(line)
        line.setText(str(path))
        taken: list[bool] = []
        dialog.accepted.connect(lambda: taken.append(True))
        press(Qt.Key.Key_Return)
        assert taken

    return act


def _focus(field: QLineEdit) -> None:
    """See to it that a dialog's field has the keys, where no window manager does."""
    field.window().activateWindow()
    field.setFocus()
    until(field.hasFocus, "the dialog's field does not get the keys")


def agree(dialog: QDialog) -> None:
    """Take what a dialog offers."""
    field = dialog.findChild(QLineEdit)
    assert field is not None
    _focus(field)
    press(Qt.Key.Key_Return)


def called(name: str) -> bool:
    """Whether the focus is in what a person finds by this name."""
    focus = QApplication.focusWidget()
    return focus is not None and focus.accessibleName() in {name, f"{name}, required"}


def tab_to(name: str) -> None:
    """Press Tab until the focus is in what is called so."""
    _go_to(name, NONE)


def back_to(name: str) -> None:
    """Press Shift+Tab until the focus is in what is called so."""
    _go_to(name, SHIFT)


def _go_to(name: str, keys: Qt.KeyboardModifier) -> None:
    for _ in range(40):
        if called(name):
            return
        press(Qt.Key.Key_Tab, keys)
    raise AssertionError(f"Tab does not lead to {name}")


def reach(there: Callable[[QWidget], bool]) -> None:
    """Press F6, which leads from panel to panel, until the focus is where it is wanted."""
    for _ in range(8):
        focus = QApplication.focusWidget()
        if focus is not None and there(focus):
            return
        press(Qt.Key.Key_F6)
    raise AssertionError(f"F6 does not lead there, but to {QApplication.focusWidget()}")


# --------------------------------------------------------------------------------------------------- eyes


def the(window: QWidget, sort: type[W]) -> W:
    """The one panel of a sort."""
    found = window.findChild(sort)
    assert found is not None, sort.__name__
    return found


def button(where: QWidget, words: str) -> QAbstractButton:
    """The button that says something, or is called so, once it is in view: a bar's comes in with it."""

    def found() -> list[QAbstractButton]:
        every = where.findChildren(QAbstractButton)
        return [b for b in every if b.isVisible() and words in {b.text().replace("&", ""), b.accessibleName()}]

    until(found, f"there is no button “{words}”")
    return found()[0]


def dossier(window: MainWindow) -> Dossier:
    """The dossier as the window shows it."""
    assert window.session is not None
    return window.session.dossier


def pages(window: MainWindow) -> str:
    """What the pages of the preview say, in one line."""
    return " ".join(" ".join(the(window, PreviewPanel).page_texts()).split())


def begun(window: MainWindow) -> MainWindow:
    """The same window with its new dossier."""
    until(lambda: window.session is not None, "there is no dossier")
    return awake(window)


def awake(window: MainWindow) -> MainWindow:
    """The window with the keys again: after a dialog a window manager sees to that, and tests have none."""
    QApplication.processEvents()
    window.activateWindow()
    until(window.isActiveWindow, "the window did not become active")
    return window
