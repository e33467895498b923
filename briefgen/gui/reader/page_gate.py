"""What stands where pages can't be shown: for want of a password, with a field for it, or because they are damaged."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from briefgen.gui.bench import Bench
from briefgen.gui.controls import label, push_button, row, tight

_WIDTH = 280


class PageGate(QWidget):
    """A sentence, and a field for a password where that is what is wanted."""

    given = Signal(str)

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        theme = bench.theme
        outer = QVBoxLayout(self)
        tight(outer, spacing=8, margins=(88, 72, 48, 24))
        self._title = label(theme, face="strong", wraps=True)
        self._sentence = label(theme, ink="ink_2", wraps=True)
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setAccessibleName(self.tr("Password of the PDF"))
        self.field.setFixedWidth(theme.px(_WIDTH))
        theme.dress(self.field, face="text", high=32)
        self._show = push_button(theme, self.tr("Show the pages"), self._give)
        self._show.setEnabled(False)
        self._asking = QWidget()
        line = row(self.field, self._show, 0)
        line.setContentsMargins(0, 4, 0, 0)
        self._asking.setLayout(line)
        for widget in (self._title, self._sentence, self._asking):
            outer.addWidget(widget)
        outer.addStretch(1)
        theme.dress(self, ground="surface")
        self.field.textChanged.connect(lambda words: self._show.setEnabled(bool(words)))
        self.field.returnPressed.connect(self._give)

    @property
    def asks(self) -> bool:
        """Whether it asks for a password."""
        return not self._asking.isHidden()

    def ask(self, title: str, *, wrong: bool) -> None:
        """Ask for the password; `wrong` where one was given that does not open the file."""
        self._title.setText(title)
        self._sentence.setText(
            self.tr("That is not the password of this PDF: try another. Its text can be read without it.")
            if wrong
            else self.tr(
                "This PDF is protected by a password. It is needed for its pages, and kept no longer than this window "
                "is open; the text can be read without it."
            )
        )
        self._asking.show()
        self.field.clear()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self, sentence: str) -> None:
        """Say why there are no pages."""
        self._title.setText(self.tr("These pages can't be shown"))
        self._sentence.setText(sentence)
        self._asking.hide()

    def _give(self) -> None:
        if self.field.text():
            self.given.emit(self.field.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep what is typed from being keys of the reader."""
        event.accept()
