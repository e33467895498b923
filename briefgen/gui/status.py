"""The foot of the window: that everything is on disk, and at the right what the panels in view say of themselves."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from briefgen.gui.controls import ElidedLabel, label, rule, tight
from briefgen.gui.theme import Theme


class Status(QWidget):
    """The status bar of one window."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._said: dict[QWidget, tuple[str, ...]] = {}
        theme.dress(self, ground="window", high=24)
        outer = QVBoxLayout(self)
        tight(outer)
        outer.addWidget(rule(theme))
        line = QHBoxLayout()
        tight(line, spacing=24, margins=(16, 0, 16, 0))
        outer.addLayout(line)
        self._disk = ElidedLabel(theme, face="meta", ink="ink_2")
        line.addWidget(self._disk, 1)
        self._right = QHBoxLayout()
        tight(self._right, spacing=24)
        line.addLayout(self._right)
        self._labels: list[QLabel] = []

    def say_disk(self, text: str) -> None:
        """Say how things stand with the disk."""
        self._disk.say(text)

    @property
    def disk(self) -> str:
        """What is said of the disk."""
        return self._disk.text()

    def say(self, speaker: QWidget, *texts: str) -> None:
        """Say something of a panel, in place of what it said before; it shows while the panel does."""
        if self._said.get(speaker, ()) == texts:
            return
        if speaker not in self._said:
            speaker.destroyed.connect(lambda: self._said.pop(speaker, None))
        self._said[speaker] = texts
        self.refresh()

    def refresh(self) -> None:
        """Show what the panels in view say."""
        texts = [text for speaker, said in self._said.items() if speaker.isVisible() for text in said if text]
        while len(self._labels) < len(texts):
            made = label(self._theme, face="meta", ink="ink_2")
            made.setAlignment(Qt.AlignmentFlag.AlignVCenter)
            self._right.addWidget(made)
            self._labels.append(made)
        for number, shown in enumerate(self._labels):
            shown.setText(texts[number] if number < len(texts) else "")
            shown.setVisible(number < len(texts))
