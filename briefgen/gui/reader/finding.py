"""Finding words in the text: what was found, which of it is shown, and the bar that says so."""

from __future__ import annotations

from bisect import bisect_right

from PySide6.QtCore import QObject, Signal

from briefgen.gui.icons import Icons
from briefgen.gui.reader.find_bar import FindBar, occurrences
from briefgen.gui.reader.views import Views
from briefgen.gui.theme import Theme


class Finding(QObject):
    """Looks for the words of its bar in the text that the views show."""

    shown = Signal()
    """A place that was found is selected."""

    def __init__(self, theme: Theme, icons: Icons, view: Views) -> None:
        super().__init__(view)
        self._view = view
        self._text = ""
        self._at = -1
        self.hits: list[tuple[int, int]] = []
        self.bar = FindBar(theme, icons)
        self.bar.wanted.connect(self._find)
        self.bar.stepped.connect(self.step)
        self.bar.closed.connect(self.close)

    def look_in(self, text: str) -> None:
        """Another text is shown; what is looked for is looked for in it, without moving it."""
        if text == self._text:
            return
        self._text = text
        if self.bar.isVisible():
            self._collect(self.bar.field.text())

    def open(self, words: str) -> None:
        """Open the bar, with words to look for where any are given."""
        self.bar.open(words)

    def close(self) -> None:
        """Close the bar, and go back to the text."""
        self.bar.hide()
        self.hits, self._at = [], -1
        self._view.show_hits([])
        self._view.take_focus()

    def step(self, step: int) -> None:
        """Show the next place found (1) or the one before (-1)."""
        if self.hits:
            self._show((self._at + step) % len(self.hits))

    def _find(self, words: str) -> None:
        self._collect(words)
        if self.hits:
            self._show(bisect_right(self.hits, (self._view.first_visible(), -1)) % len(self.hits))

    def _collect(self, words: str) -> None:
        self.hits, self._at = occurrences(self._text, words), -1
        self._view.show_hits(self.hits)
        self.bar.say(0, len(self.hits))

    def _show(self, number: int) -> None:
        self._at = number
        start, end = self.hits[number]
        self._view.put_caret(end, start)
        self._view.scroll_to(start, part=0.35, needed=True)
        self.shown.emit()
        self.bar.say(number + 1, len(self.hits))
