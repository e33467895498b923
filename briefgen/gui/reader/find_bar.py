"""Find words in the text: a bar under the header with how many there are, the one before and the next."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from briefgen.gui.controls import icon_button, label, rule, search_field, tight
from briefgen.gui.icons import Icons
from briefgen.gui.theme import Theme


def occurrences(text: str, words: str) -> list[tuple[int, int]]:
    """The spans in which words stand in a text, whatever their case and the white space between them."""
    wanted = r"\s+".join(re.escape(word) for word in words.split())
    return [match.span() for match in re.finditer(wanted, text, re.IGNORECASE)] if wanted else []


class FindBar(QWidget):
    """A field, a count, two arrows. It finds nothing itself: it says what is wanted and is told what there is."""

    wanted = Signal(str)
    stepped = Signal(int)
    """To the next one found (1) or the one before (-1)."""
    closed = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Find in this text"))
        outer = QVBoxLayout(self)
        tight(outer)
        line = QHBoxLayout()
        tight(line, spacing=8, margins=(16, 6, 12, 6))
        outer.addLayout(line)
        outer.addWidget(rule(theme))
        self.field = search_field(theme, icons, self.tr("Find in this text"), icon="search")
        self.field.setMaximumWidth(theme.px(360))
        self.count = label(theme, face="meta", ink="ink_2")
        self.before = icon_button(
            theme, icons, "chevron-up", self.tr("The one before (Shift+F3)"), lambda: self.stepped.emit(-1)
        )
        self.after = icon_button(
            theme, icons, "chevron-down", self.tr("The next one (F3)"), lambda: self.stepped.emit(1)
        )
        line.addWidget(self.field, 1)
        line.addWidget(self.before)
        line.addWidget(self.after)
        line.addWidget(self.count)
        line.addStretch(1)
        line.addWidget(icon_button(theme, icons, "x", self.tr("Close (Esc)"), self.closed.emit))
        theme.dress(self, ground="surface")
        self.field.textChanged.connect(self.wanted.emit)
        self.field.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close with Esc at once: the field itself would first empty itself, and lose the place that was found."""
        pressed = watched is self.field and event.type() == QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return True
        return super().eventFilter(watched, event)

    def open(self, words: str) -> None:
        """Show the bar and take the focus; words that are given are looked for."""
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if words:
            self.field.setText(words)
        self.field.selectAll()
        self.wanted.emit(self.field.text())

    def say(self, number: int, total: int) -> None:
        """Say that this one of so many is shown; number 0: none of them is yet."""
        if not self.field.text().strip():
            text = ""
        elif total == 0:
            text = self.tr("Not in this text")
        elif number:
            text = self.tr("{number} of {total}").format(number=f"{number:,}", total=f"{total:,}")
        else:
            text = self.tr("{total} found").format(total=f"{total:,}")
        self.count.setText(text)
        self.before.setEnabled(total > 0)
        self.after.setEnabled(total > 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, Shift+Enter back, Esc closes."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.stepped.emit(-1 if back else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
