"""Reference cycles are cleared away on the main thread alone.

Python clears them on whichever thread happens to make the next object. A widget that is part of one would then be
destroyed off the main thread, which Qt answers with a crash of the whole program. So Python's own clearing is off while
the window is there, and a timer does it, by the thresholds that Python would have gone by.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 400


class MainThreadGarbage(QObject):
    """Clears reference cycles away from time to time, from `start` until `stop`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._sweep)

    def start(self) -> None:
        """Take clearing away over from Python."""
        gc.disable()
        self._timer.start()

    def sweep_soon(self) -> None:
        """Clear all away that nothing leads to, whatever its age, when Qt is through with what it is at.

        What is found to be in use is left out of later searches: it is what the windows show.
        """
        self._soon.start()

    def _sweep(self) -> None:
        gc.unfreeze()
        gc.collect()
        gc.freeze()

    def stop(self) -> None:
        """Clear away what is new, and leave the rest to Python again."""
        self._timer.stop()
        self._soon.stop()
        gc.collect(1)
        gc.enable()

    def look(self) -> None:
        """Clear away the oldest generation whose threshold is reached, and those younger with it."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > thresholds[generation]:
                gc.collect(generation)
                return
