"""Ctrl+C in the terminal, or the system telling the program to end: the windows close as if the user had closed them.

Python sees a signal only when it runs code of its own, and Qt's event loop may not do so for long: the signal wakes it
by a byte in a pipe. Windows has neither these signals nor pipes that Qt could watch.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier


class EndingSignals(QObject):
    """Calls `end` on the main thread when the process is told to end, for as long as this object is there."""

    def __init__(self, end: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._end = end
        self._before: dict[int, object] = {}
        if sys.platform == "win32":
            return
        self._reading, self._writing = os.pipe()
        for descriptor in (self._reading, self._writing):
            os.set_blocking(descriptor, False)
        self._notifier = QSocketNotifier(self._reading, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._arrived)
        self._waked = signal.set_wakeup_fd(self._writing)
        for number in (signal.SIGINT, signal.SIGTERM):
            self._before[number] = signal.signal(number, lambda *_: None)

    def _arrived(self) -> None:
        os.read(self._reading, 64)
        self._end()

    def stop(self) -> None:
        """Leave signals to whoever had them before."""
        if not self._before:
            return
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._waked)
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]  # it is what signal() gave
        self._before.clear()
        os.close(self._reading)
        os.close(self._writing)
