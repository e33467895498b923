"""Asks for the password of a document that is protected: it is used once, and kept nowhere."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from briefgen.gui.controls import label, push_button
from briefgen.gui.sheet import Sheet
from briefgen.gui.theme import Theme


class PasswordSheet(Sheet):
    """Asks for a password; `password` has it once the sheet was accepted.

    Args:
        window: The window that it stands over.
        theme: The theme in force.
        name: The document's name.
        wrong: Whether a password was given that does not open it.
        refuse: What the button says that gives none; to leave the document out, without it.
    """

    def __init__(self, window: QWidget, theme: Theme, name: str, *, wrong: bool, refuse: str = "") -> None:
        super().__init__(window, theme, self.tr("Open a protected document"), (480, 0))
        said = self.tr("That is not the password of “{name}”: try another.") if wrong else ""
        sentence = (said or self.tr("“{name}” is protected by a password. It is used once, and not kept.")).format(
            name=name
        )
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setAccessibleName(self.tr("Password"))
        self.field.setAccessibleDescription(sentence)
        theme.dress(self.field, face="text", high=32)
        self.body.setSpacing(8)
        self.body.addWidget(label(theme, sentence, wraps=True))
        shown = label(theme, self.tr("Password"), face="meta", ink="ink_2")
        shown.setBuddy(self.field)
        self.body.addWidget(shown)
        self.body.addWidget(self.field)
        self.add_button(push_button(theme, refuse or self.tr("Leave it out"), self.reject))
        take = self.add_button(push_button(theme, self.tr("Open"), self.accept, look="primary"), default=True)
        take.setEnabled(False)
        self.field.textChanged.connect(lambda words: take.setEnabled(bool(words)))
        self.field.setFocus()

    @property
    def password(self) -> str:
        """What was typed, spaces included."""
        return self.field.text()
