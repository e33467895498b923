"""A dialog: for what needs a decision, or is looked up and put away again. News never comes in one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from briefgen.gui.controls import label, rule, tight
from briefgen.gui.focus_ring import FocusRing
from briefgen.gui.theme import Theme


class Sheet(QDialog):
    """A dialog with a title in its head, room for what it shows in `self.body`, and buttons at its foot.

    Args:
        window: The window that it belongs to and stands over.
        theme: The theme in force.
        title: Names it, in its head and its frame.
        size: Width and height in pixels, before scaling; a height of 0 is that of what it shows.
    """

    def __init__(self, window: QWidget, theme: Theme, title: str, size: tuple[int, int]) -> None:
        super().__init__(window)
        self.theme = theme
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        theme.dress(self, ground="panel")
        down = QVBoxLayout(self)
        tight(down)
        head = QWidget()
        line = QHBoxLayout(head)
        tight(line, margins=(24, 20, 24, 12))
        line.addWidget(label(theme, title, face="title"))
        line.addStretch(1)
        down.addWidget(head)
        holder = QWidget()
        self.body = QVBoxLayout(holder)
        tight(self.body, spacing=12, margins=(24, 0, 24, 16))
        down.addWidget(holder, 1)
        down.addWidget(rule(theme))
        foot = QWidget()
        self._foot = QHBoxLayout(foot)
        tight(self._foot, spacing=8, margins=(24, 12, 24, 12))
        self._foot.addStretch(1)
        down.addWidget(foot)
        screen = self.screen().availableGeometry()
        self._hugs = size[1] == 0
        self.resize(min(theme.px(size[0]), screen.width() - 64), min(theme.px(size[1] or 160), screen.height() - 64))
        self.ring = FocusRing(theme, self)

    def ask(self) -> bool:
        """Show it and wait for the answer; what was typed in it can be read until the next event."""
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        agreed = self.exec() == QDialog.DialogCode.Accepted
        self.deleteLater()
        return agreed

    def hug(self) -> None:
        """Be as high as what it shows now, where no height was given."""
        inside = self.layout()
        if self._hugs and inside is not None:
            inside.activate()
            self.resize(self.width(), max(inside.totalHeightForWidth(self.width()), inside.totalMinimumSize().height()))

    def showEvent(self, event: QShowEvent) -> None:
        """Come up at its own height."""
        self.hug()
        super().showEvent(event)

    def add_button(self, button: QPushButton, *, left: bool = False, default: bool = False) -> QPushButton:
        """Put a button at the foot, at the right unless told; Enter presses the default one."""
        if left:
            self._foot.insertWidget(self._foot.count() - 1 if self._foot.count() > 1 else 0, button)
        else:
            self._foot.addWidget(button)
        button.setAutoDefault(default)
        button.setDefault(default)
        return button
