"""How many words a source has, counted in small bites, so that neither painting nor another thread waits for it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from briefgen.domain.sources import Source
from briefgen.domain.wording import count_words

_BITE = 30_000
"""Characters that are counted at a time: a few milliseconds."""


class WordCount(QObject):
    """Counts one source at a time; `words` is None until it is through."""

    counted = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.words: int | None = None
        self._text = ""
        self._at = self._sum = 0
        self._next = QTimer(self, interval=20)
        self._next.timeout.connect(self._bite)

    def count(self, source: Source) -> None:
        """Count the words of a source; what was being counted is left."""
        if source.text == self._text:
            return
        self._text, self._at, self._sum, self.words = source.text, 0, 0, None
        self._next.start()

    def _bite(self) -> None:
        end = self._text.find("\n", min(self._at + _BITE, len(self._text)))
        end = len(self._text) if end < 0 else end
        self._sum += count_words(self._text[self._at : end])
        self._at = end
        if end == len(self._text):
            self._next.stop()
            self.words = self._sum
            self.counted.emit()
