"""Lists of sentences in a dialog: lines left out of a source, each with a way back; documents that were refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from briefgen.gui.bench import Bench
from briefgen.gui.controls import label, push_button, tight
from briefgen.gui.sheet import Sheet


class LinesDialog(Sheet):
    """Shows lines, each with what is said of it, and with a button where `act` gives it one."""

    def __init__(
        self,
        bench: Bench,
        title: str,
        window: QWidget,
        lines: Callable[[], Sequence[tuple[str, str]]],
        act: tuple[str, Callable[[int], object]] | None = None,
    ) -> None:
        super().__init__(window, bench.theme, title, (560, 440))
        self._lines, self._act = lines, act
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.body.setContentsMargins(24, 0, 12, 8)
        self.body.addWidget(self._area, 1)
        self.add_button(push_button(bench.theme, self.tr("Close"), self.accept), default=True).setFocus()
        self._fill()

    def _fill(self) -> None:
        theme = self.theme
        inner = QWidget()
        theme.dress(inner, ground="panel")
        column = QVBoxLayout(inner)
        tight(column, spacing=12, margins=(0, 0, 12, 8))
        lines = self._lines()
        for number, (text, about) in enumerate(lines):
            across = QHBoxLayout()
            tight(across, spacing=12)
            words = QVBoxLayout()
            tight(words, spacing=2)
            words.addWidget(label(theme, text, wraps=True))
            if about:
                words.addWidget(label(theme, about, face="meta", ink="ink_2", wraps=True))
            across.addLayout(words, 1)
            if self._act is not None:
                name, run = self._act
                button = push_button(theme, name, partial(self._do, run, number), look="text")
                button.setAccessibleName(f"{name}: {text}")
                across.addWidget(button)
            column.addLayout(across)
        if not lines:
            column.addWidget(label(theme, self.tr("Nothing here."), ink="ink_2"))
        column.addStretch(1)
        self._area.setWidget(inner)

    def _do(self, run: Callable[[int], object], number: int) -> None:
        run(number)
        self._fill()
