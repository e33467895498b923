"""Work that will be needed, done ahead of its time on the main thread: in bites, between what the user does."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer

_BITE = 0.008
"""Seconds that one bite takes, or as long as a single step does."""
_BETWEEN_MS = 15
"""Milliseconds between bites, for events to come in, unless told otherwise."""
_ALONE = 0.004
"""Seconds after a bite in which no other work takes one: together they would hold the window up."""
_FIRST_MS = 400
"""Milliseconds before the first bite, unless told otherwise: what is asked for at once goes before what may be."""


class InBites(QObject):
    """Runs iterators to their ends, a few steps at a time.

    Each step of an iterator is a piece of the work; what a step gives is of no concern. Whoever needs the work sooner
    does what is left of it himself, and leaves nothing to the iterator.
    """

    _last = (0.0, 0)
    """When the last bite of all ended (monotonic seconds), and the identity of whose it was."""

    def __init__(self, parent: QObject, *, first_ms: int = _FIRST_MS, between_ms: int = _BETWEEN_MS) -> None:
        super().__init__(parent)
        self._first_ms, self._between_ms = first_ms, between_ms
        self._waiting: deque[Iterator[object]] = deque()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._bite)

    @property
    def busy(self) -> bool:
        """Whether something is left to be done."""
        return bool(self._waiting)

    def add(self, steps: Iterator[object]) -> None:
        """Do these steps too, after all that was added before."""
        self._waiting.append(steps)
        if not self._timer.isActive():
            self._timer.start(self._first_ms)

    def stop(self) -> None:
        """Leave what is left undone."""
        self._timer.stop()
        self._waiting.clear()

    def _bite(self) -> None:
        ended, whose = InBites._last
        if whose != id(self) and time.perf_counter() < ended + _ALONE:
            self._timer.start(self._between_ms)
            return
        try:
            self._take_one()
        finally:
            InBites._last = time.perf_counter(), id(self)
        if self._waiting:
            self._timer.start(self._between_ms)

    def _take_one(self) -> None:
        end = time.perf_counter() + _BITE
        while self._waiting and time.perf_counter() < end:
            try:
                next(self._waiting[0])
            except StopIteration:
                self._waiting.popleft()
            except Exception:
                self._waiting.popleft()  # it is told like any other defect, and not tried again for ever
                self._timer.start(self._between_ms)
                raise
