"""English numbers: “1 passage”, “2 passages” of the one text “%n passage(s)”."""

from __future__ import annotations

from PySide6.QtCore import QTranslator


class EnglishPlurals(QTranslator):
    """Translates texts with a count from the writers' English into the readers': “(s)” goes or becomes “s”."""

    def isEmpty(self) -> bool:
        """Whether there is nothing to translate: Qt asks no translator that says so."""
        return False

    def translate(self, _context: str, text: str, _disambiguation: str | None = None, n: int = -1) -> str | None:
        """Give the text for `n` things; None for a text without a count, which stands as it is: "" would empty it."""
        if n < 0 or "(s)" not in text:
            return None
        return text.replace("(s)", "" if n == 1 else "s")
