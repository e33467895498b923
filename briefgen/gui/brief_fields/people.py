"""An editor of people: who cleared the brief, who wrote it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from briefgen.domain.briefs import Author, Clearance
from briefgen.domain.fields import Day, FieldError, Text, specs
from briefgen.gui.bench import Bench
from briefgen.gui.controls import icon_button, label, push_button, tight
from briefgen.gui.points.day_editor import DayEditor
from briefgen.gui.points.editors import Editor, TextEditor
from briefgen.gui.points.words import refusal

Person = Clearance | Author
_NOTE_WORDS = 60
_PROSE = frozenset(("note", "disclosure"))
"""What is written about a person; the rest is names."""


class PeopleEditor(Editor):
    """A list of people, each in a card with a line for each thing that is said of them."""

    typed = True

    def __init__(self, bench: Bench, record: type[Clearance | Author]) -> None:
        super().__init__(bench)
        self._record = record
        self._what = ""
        self._people: tuple[Person, ...] = ()
        self._read_only = False
        column = QVBoxLayout(self)
        tight(column, spacing=8)
        self.cards: list[_Card] = []
        self._cards = QVBoxLayout()
        tight(self._cards, spacing=8)
        column.addLayout(self._cards)
        words = self.tr("Add an author") if record is Author else self.tr("Add who cleared it")
        self.add_button = push_button(bench.theme, words, self.add, look="text")
        self.add_button.setProperty("flush", "left")
        column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(self.add_button)

    def add(self) -> None:
        """Add a person and begin with the first line."""
        self._put((*self._people, self._record()))
        self.cards[-1].editors[0].setFocus()

    def drop(self, place: int) -> None:
        """Take a person out: an act of its own, never one with the typing before it."""
        self.typed = False
        self._put((*self._people[:place], *self._people[place + 1 :]))
        self.typed = True
        self.add_button.setFocus()

    def change(self, place: int, name: str, value: object) -> str:
        """Change what is said of a person; gives why that can't be, "" when it can."""
        try:
            person = replace(self._people[place], **{name: value})  # type: ignore[arg-type]  # a name of the record
        except FieldError as error:
            return refusal(error)
        self._put((*self._people[:place], person, *self._people[place + 1 :]))
        return ""

    def _put(self, people: tuple[Person, ...]) -> None:
        self._show(people)
        self.edited.emit(self._told(people))

    def _told(self, people: tuple[Person, ...]) -> tuple[Person, ...]:
        """Those of whom anything is said: an empty card is no author yet."""
        return tuple(person for person in people if person != self._record())

    def show_value(self, value: Any) -> None:
        """Show the people; a card that is still empty stays."""
        if self._told(self._people) != tuple(value):
            self._show(tuple(value))

    def _show(self, people: tuple[Person, ...]) -> None:
        self._people = people
        while len(self.cards) > len(self._people):
            card = self.cards.pop()
            self._cards.removeWidget(card)
            card.hide()
            card.deleteLater()
        while len(self.cards) < len(self._people):
            card = _Card(self, len(self.cards), self._record)
            card.name(self._what)
            card.set_read_only(self._read_only)
            self.cards.append(card)
            self._cards.addWidget(card)
        for card, person in zip(self.cards, self._people, strict=True):
            card.show_person(person)

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001  the answer to the one question asked
        """Show all as text."""
        self._read_only = read_only
        self.add_button.setVisible(not read_only)
        for card in self.cards:
            card.set_read_only(read_only)

    def name(self, text: str) -> None:
        """Name every line."""
        self._what = text
        self.add_button.setAccessibleName(f"{text}: {self.add_button.text()}")
        for card in self.cards:
            card.name(text)


class _Card(QWidget):
    """One person."""

    def __init__(self, owner: PeopleEditor, place: int, record: type[Clearance | Author]) -> None:
        super().__init__()
        bench = owner.bench
        self._place = place
        self.editors: list[Editor] = []
        self._labels: list[str] = []
        self._names: list[str] = []
        across = QHBoxLayout(self)
        tight(across, spacing=4)
        column = QVBoxLayout()
        tight(column, spacing=4)
        across.addLayout(column, 1)
        labels = {
            "name": self.tr("Name"),
            "post": self.tr("Post"),
            "date": self.tr("On"),
            "note": self.tr("About them"),
            "disclosure": self.tr("Interests to disclose"),
        }
        for name, spec, _ in specs(record):
            editor: Editor
            if isinstance(spec, Day):
                editor = DayEditor(bench, spec)
                editor.field.setPlaceholderText(labels[name])
            else:
                one_line = isinstance(spec, Text) and spec.one_line
                limit = _NOTE_WORDS if name == "note" else 0
                text = TextEditor(bench, spec, one_line=one_line, limit=limit, hint=labels[name])
                editor = text.check_spelling() if name in _PROSE else text
            wrong = label(bench.theme, face="meta", ink="must_fix", wraps=True)
            wrong.hide()

            def say(text: str, wrong: Any = wrong) -> None:
                wrong.setText(text)
                wrong.setVisible(bool(text))

            def change(value: object, name: str = name, say: Any = say) -> None:
                say(owner.change(self._place, name, value))

            editor.edited.connect(change)
            editor.refused.connect(say)
            column.addWidget(editor)
            column.addWidget(wrong)
            self.editors.append(editor)
            self._names.append(name)
            self._labels.append(labels[name])
        self._drop = icon_button(
            bench.theme, bench.icons, "trash-2", self.tr("Remove"), lambda: owner.drop(self._place), size=14
        )
        across.addWidget(self._drop, 0, Qt.AlignmentFlag.AlignTop)

    def show_person(self, person: Person) -> None:
        """Show what is said of a person."""
        for name, editor in zip(self._names, self.editors, strict=True):
            editor.show_value(getattr(person, name))

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001  as above
        """Show all as text."""
        self._drop.setVisible(not read_only)
        for editor in self.editors:
            editor.set_read_only(read_only)

    def name(self, text: str) -> None:
        """Name every line: “Author 1: Post”."""
        who = self.tr("{what} {number}").format(what=text, number=self._place + 1)
        self._drop.setAccessibleName(self.tr("Remove {who}").format(who=who))
        for words, editor in zip(self._labels, self.editors, strict=True):
            editor.name(f"{who}: {words}")
