"""A line of a template's file, as it is written there."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QLabel, QSizePolicy

from briefgen.gui.theme import Theme


class CodeLine(QLabel):
    """One line in a typeface of which every letter is as wide as the next; what has no room is left off."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAccessibleName(self.tr("The line"))
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setContentsMargins(8, 4, 8, 4)
        theme.dress(self, ink="ink", ground="well")
        theme.changed.connect(self._refit)
        self._refit()

    def _refit(self) -> None:
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(self._theme.px(12))
        self.setFont(font)
