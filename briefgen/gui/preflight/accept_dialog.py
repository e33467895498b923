"""Accepting a finding: it takes a reason, which is kept with the brief and with the record of its issue."""

from __future__ import annotations

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from briefgen.domain.preflight import Finding
from briefgen.gui.controls import label, push_button
from briefgen.gui.sheet import Sheet
from briefgen.gui.theme import Theme


class AcceptDialog(Sheet):
    """Asks for the reason; `reason` has it when the dialog was accepted."""

    def __init__(self, window: QWidget, theme: Theme, finding: Finding) -> None:
        super().__init__(window, theme, self.tr("Accept this finding"), (480, 300))
        self.body.addWidget(label(theme, finding.message, wraps=True))
        words = self.tr(
            "The reason is kept with the brief, and with the record of its issue. When what it is about changes, it is "
            "found again."
        )
        self.body.addWidget(label(theme, words, face="meta", ink="ink_2", wraps=True))
        self.field = QPlainTextEdit()
        self.field.setPlaceholderText(self.tr("Why it may stand"))
        self.field.setAccessibleName(self.tr("Reason"))
        self.field.setTabChangesFocus(True)
        self.field.document().setDocumentMargin(theme.px(8))
        theme.dress(self.field, face="text", look="field")
        self.body.addWidget(self.field, 1)
        self.add_button(push_button(theme, self.tr("Cancel"), self.reject))
        self.accept_button = self.add_button(
            push_button(theme, self.tr("Accept"), self.accept, look="primary"), default=True
        )
        self.accept_button.setEnabled(False)
        self.field.textChanged.connect(lambda: self.accept_button.setEnabled(bool(self.reason)))
        self.field.setFocus()

    @property
    def reason(self) -> str:
        """The reason given."""
        return self.field.toPlainText().strip()
