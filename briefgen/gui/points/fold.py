"""A group of fields that folds away under its heading; what is in it is built when it is first unfolded."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from briefgen.gui.bench import Bench
from briefgen.gui.controls import tight


class Fold(QWidget):
    """A heading that is a button, and what it unfolds."""

    built = Signal()
    """What is in it is there now, and wants filling."""

    def __init__(self, bench: Bench, title: str, build: Callable[[], QWidget]) -> None:
        super().__init__()
        self._bench, self._build = bench, build
        self._body: QWidget | None = None
        self.heading = QToolButton()
        self.heading.setText(title)
        self.heading.setCheckable(True)
        self.heading.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.heading.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.heading.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.heading.setObjectName("fold")
        self.heading.toggled.connect(self._toggle)
        bench.theme.dress(self.heading, face="strong", look="fold", high=28)
        bench.icons.put(self.heading, "chevron-right", "ink_3", size=14)
        self._column = QVBoxLayout(self)
        tight(self._column, spacing=4)
        self._column.addWidget(self.heading, 0, Qt.AlignmentFlag.AlignLeft)
        self._say()

    def unfold(self) -> None:
        """Show what is in it."""
        self.heading.setChecked(True)

    def _toggle(self, unfolded: bool) -> None:  # noqa: FBT001  a signal's value
        self._bench.icons.put(self.heading, "chevron-down" if unfolded else "chevron-right", "ink_3", size=14)
        if unfolded and self._body is None:
            self._body = self._build()
            self._column.addWidget(self._body)
            self.built.emit()
        if self._body is not None:
            self._body.setVisible(unfolded)
        self._say()

    def _say(self) -> None:
        state = self.tr("unfolded") if self.heading.isChecked() else self.tr("folded")
        self.heading.setAccessibleName(f"{self.heading.text()}, {state}")
