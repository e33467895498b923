"""Lists of sentences in a dialog: lines left out of a source, each with a way back; documents that were refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from briefgen.gui.bench import Bench
from briefgen.gui.controls import label, push_button, tight


class LinesDialog(QDialog):
    """Shows lines, each with what is said of it, and with a button where `act` gives it one."""

    def __init__(
        self,
        bench: Bench,
        title: str,
        parent: QWidget,
        lines: Callable[[], Sequence[tuple[str, str]]],
        act: tuple[str, Callable[[int], object]] | None = None,
    ) -> None:
        super().__init__(parent)
        self._bench, self._lines, self._act = bench, lines, act
        self.setWindowTitle(title)
        self.resize(bench.theme.px(560), bench.theme.px(420))
        bench.theme.dress(self, ground="panel")
        outer = QVBoxLayout(self)
        tight(outer, margins=(0, 0, 0, 16))
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        outer.addWidget(self._area, 1)
        buttons = QHBoxLayout()
        tight(buttons, margins=(24, 12, 24, 0))
        buttons.addStretch(1)
        close = push_button(bench.theme, self.tr("Close"), self.accept)
        close.setDefault(True)
        buttons.addWidget(close)
        outer.addLayout(buttons)
        self._fill()

    def _fill(self) -> None:
        theme = self._bench.theme
        inner = QWidget()
        theme.dress(inner, ground="panel")
        column = QVBoxLayout(inner)
        tight(column, spacing=12, margins=(24, 20, 24, 8))
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
