"""Two small sheets: one asks for a name, one asks before something is done that has consequences."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from briefgen.gui.controls import label, push_button
from briefgen.gui.sheet import Sheet
from briefgen.gui.theme import Theme


class NameSheet(Sheet):
    """Asks for a name; `name` has it when `ask` gave True.

    Args:
        window: The window that it stands over.
        theme: The theme in force.
        title: What the name is for, as “Rename the brief”.
        before: The name that stands in the field at first.
        act: What the button says that takes it.
    """

    def __init__(self, window: QWidget, theme: Theme, title: str, before: str, act: str) -> None:
        super().__init__(window, theme, title, (440, 0))
        self._field = QLineEdit(before)
        self._field.setAccessibleName(self.tr("Name"))
        theme.dress(self._field, face="text", high=32)
        self._field.selectAll()
        shown = label(theme, self.tr("Name"), face="meta", ink="ink_2")
        shown.setBuddy(self._field)
        self.body.setSpacing(6)
        self.body.addWidget(shown)
        self.body.addWidget(self._field)
        self.add_button(push_button(theme, self.tr("Cancel"), self.reject))
        take = self.add_button(push_button(theme, act, self.accept, look="primary"), default=True)
        self._field.textChanged.connect(lambda _text: take.setEnabled(bool(self.name)))
        self._field.setFocus()

    @property
    def name(self) -> str:
        """The name, without spaces around it."""
        return self._field.text().strip()


class ConsequenceSheet(Sheet):
    """States what an act would do and asks whether it is to be done: the button that keeps things has the focus.

    Args:
        window: The window that it stands over.
        theme: The theme in force.
        title: The question, as “Remove “Tides”?”.
        sentence: What the act does; `detail` what else there is to know.
        answers: What the two buttons say: do it, leave it.
    """

    def __init__(
        self, window: QWidget, theme: Theme, title: str, sentence: str, detail: str, answers: tuple[str, str]
    ) -> None:
        super().__init__(window, theme, title, (480, 0))
        self.sentence = sentence
        self.body.addWidget(label(theme, sentence, wraps=True))
        self.body.addWidget(label(theme, detail, ink="ink_2", wraps=True))
        act, leave = answers
        self.add_button(push_button(theme, act, self.accept))
        self.add_button(push_button(theme, leave, self.reject), default=True).setFocus()
