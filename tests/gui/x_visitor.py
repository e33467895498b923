"""Another program on the same display, in a process of its own: offers files to be dragged, or has copied a text.

Use: x_visitor.py drag PATH…, or x_visitor.py copy TEXT. It says what has come about on standard output, a word a line,
and ends with its standard input.
"""

import os
import sys
import threading
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag, QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

AT, SIZE = (1500, 940), (60, 40)
"""Where its window is on the screen: beside the window that is tested."""


class Files(QWidget):
    """A window with files that can be dragged away. As menus do, it takes no focus."""

    def __init__(self, paths: list[str]) -> None:
        super().__init__(None, Qt.WindowType.X11BypassWindowManagerHint | Qt.WindowType.FramelessWindowHint)
        self._urls = [QUrl.fromLocalFile(str(Path(path).resolve())) for path in paths]
        self.setGeometry(*AT, *SIZE)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's own name
        """Begin to drag."""
        data = QMimeData()
        data.setUrls(self._urls)
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.actionChanged.connect(lambda action: say(action.name))
        say("dragging")
        say(f"done {drag.exec(Qt.DropAction.CopyAction).name}")


def say(word: str) -> None:
    """Tell the test."""
    print(word, flush=True)  # noqa: T201  the way to the test


def _end_with_input() -> None:
    sys.stdin.read()
    os._exit(0)  # at once: an orderly end would wait for somebody to take over what was copied


def main(sort: str, rest: list[str]) -> None:
    """Offer what is asked for until nobody wants it any more."""
    application = QApplication(sys.argv[:1])
    threading.Thread(target=_end_with_input, daemon=True).start()
    files = Files(rest)
    if sort == "drag":
        files.show()
        # The first paint tells that it is there.
        until_shown = files.windowHandle()
        while not until_shown.isExposed():
            application.processEvents()
    else:
        QGuiApplication.clipboard().setText(rest[0])
    say("ready")
    application.exec()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
