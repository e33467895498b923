"""A window that comes up and goes again, to see whether one can; for the self-check, in a process of its own."""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, QObject, qVersion
from PySide6.QtWidgets import QApplication, QLabel

from briefgen.errors import NotThere
from briefgen.gui.app import make_application
from briefgen.gui.theme import load_fonts

_PATIENCE = 60.0
"""Seconds in which a window is drawn."""


class _Drawn(QObject):
    """Notices that a widget is drawn."""

    def __init__(self) -> None:
        super().__init__()
        self.it_is = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note a drawing, and let it go on."""
        self.it_is = self.it_is or event.type() is QEvent.Type.Paint
        return super().eventFilter(watched, event)


def open_and_close() -> str:
    """Open a window with words in it, wait until it is drawn, and say on what.

    Raises:
        NotThere: It was not drawn, or the typefaces can't be loaded.
    """
    application = make_application()
    families = load_fonts()
    if not families:
        raise NotThere("The typefaces that ship with Briefgen can't be loaded: install it again.")
    drawn = _Drawn()
    label = QLabel("Briefgen")
    label.installEventFilter(drawn)
    label.show()
    until = time.monotonic() + _PATIENCE
    while not drawn.it_is and time.monotonic() < until:
        QApplication.processEvents()
        time.sleep(0.01)
    label.close()
    if not drawn.it_is:
        raise NotThere("A window was opened, and the display never asked for it to be drawn.")
    screen = application.primaryScreen()
    size, ratio = screen.size(), screen.devicePixelRatio()
    return (
        f"Qt {qVersion()} on {application.platformName()}, {size.width()} × {size.height()} at {ratio:g}, "
        f"{len(families)} typefaces"
    )
