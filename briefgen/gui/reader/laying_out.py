"""A long text is laid out while it is read: by Qt, a stretch at a time, between events; here the stretches stay short.

Qt doubles its stretch each time, up to 200,000 characters, which is a frame that is felt. It lays one out whenever a
timer of its layout's fires, and whenever somebody asks for a block further down. So once its stretches are long enough,
the timer is kept from it, and a block is asked for that is not too far down.
"""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, QObject, QTimerEvent
from PySide6.QtGui import QTextDocument

_DOUBLINGS = 4
"""Stretches that Qt may choose itself: 1,000 characters, and each time twice as many."""
_FIRST = 16_000
_LEAST, _MOST = 4_000, 100_000
_AIM = 0.012
"""Seconds of work that a stretch should take."""


class ShortStretches(QObject):
    """Keeps the stretches short in which a document is laid out; lives as long as that does."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._document = document
        self._seen: set[int] = set()
        self._left_to_qt = _DOUBLINGS
        self._at, self._stretch = 0, _FIRST
        document.documentLayout().installEventFilter(self)

    def eventFilter(self, _layout: QObject, event: QEvent) -> bool:
        """Lay a stretch out in Qt's place, when its time has come."""
        if not isinstance(event, QTimerEvent) or self._at < 0:
            return False
        # Of the two timers of a layout, the one that tells how high the text is begins anew each time, with another id.
        if event.timerId() not in self._seen:
            self._seen.add(event.timerId())
            return False
        if self._left_to_qt:
            self._left_to_qt -= 1
            return False
        self._at += self._stretch
        last = self._document.characterCount() - 1
        if self._at >= last:
            self._at = -1
            return False  # Qt finishes, and stops its timer
        begun = time.thread_time()
        self._document.documentLayout().blockBoundingRect(self._document.findBlock(self._at))
        took = max(time.thread_time() - begun, 0.0001)
        # What was laid out already, because somebody scrolled there, takes no time and says nothing.
        if took > _AIM / 20:
            self._stretch = round(min(_MOST, max(_LEAST, self._stretch * min(2.0, _AIM / took))))
        return True
