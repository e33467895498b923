"""Editors that only a brief needs: lists on one line, texts with known answers, a template's own fields."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QDate, QEvent, QLocale, QObject, QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QVBoxLayout

from briefgen.domain.fields import Day, FieldError, Number, Spec, Text, thaw
from briefgen.domain.house_template import FieldType, TemplateField
from briefgen.gui.bench import Bench
from briefgen.gui.controls import tight
from briefgen.gui.points.day_editor import DayEditor
from briefgen.gui.points.editors import (
    BoxEditor,
    Editor,
    FlagEditor,
    LinesEditor,
    Row,
    TextEditor,
    passes_on_undo,
)
from briefgen.gui.points.words import refusal


class ListEditor(TextEditor):
    """Short texts in a row, with semicolons between, as in the address line of a letter."""

    def __init__(self, bench: Bench, spec: Spec, *, hint: str = "") -> None:
        super().__init__(bench, spec, one_line=True, hint=hint)

    def _value(self) -> object:
        parts = (part.strip() for part in self.field.toPlainText().split(";"))
        return self._spec.read("", [part for part in parts if part])

    def show_value(self, value: Any) -> None:
        """Show the entries."""
        if self._value() != value:
            self.field.say("; ".join(value))


class OfferingEditor(Editor):
    """One line of any text, with known answers to choose from under headings."""

    typed = True

    def __init__(self, bench: Bench, offers: Sequence[tuple[str, Sequence[str]]]) -> None:
        super().__init__(bench)
        self._box = QComboBox()
        self._box.setEditable(True)
        self._box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._box.setMaxVisibleItems(20)
        self._box.setModel(_offered(self._box, offers))
        self._box.setCurrentIndex(-1)
        completer = self._box.completer()
        if completer is not None:
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseSensitive)
        self._box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._box.installEventFilter(self)
        edit = self._box.lineEdit()
        assert edit is not None  # noqa: S101  an editable box has one
        edit.installEventFilter(self)
        bench.theme.dress(self._box, face="text", high=32)
        self._text = TextEditor(bench, Text(one_line=True), one_line=True)
        self._text.hide()
        column = QVBoxLayout(self)
        tight(column)
        column.addWidget(self._box)
        column.addWidget(self._text)
        self._box.editTextChanged.connect(lambda text: self.edited.emit(text.strip()))
        self.setFocusProxy(self._box)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave undo to the window, and the wheel to the form."""
        if event.type() is QEvent.Type.ShortcutOverride and passes_on_undo(event):
            event.ignore()
            return True
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and passes_on_undo(event):
            event.ignore()
            return True
        if event.type() is QEvent.Type.Wheel:
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def show_value(self, value: Any) -> None:
        """Show a text."""
        self._text.show_value(value)
        if self._box.currentText().strip() != value:
            with QSignalBlocker(self._box):
                self._box.setCurrentText(value)

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001  the answer to the one question asked
        """Show it as text."""
        self._text.set_read_only(read_only)
        self._box.setVisible(not read_only)
        self._text.setVisible(read_only)
        self.setFocusProxy(self._text if read_only else self._box)

    def name(self, text: str) -> None:
        """Name the box."""
        self._box.setAccessibleName(text)
        self._text.name(text)


def _offered(parent: QComboBox, offers: Sequence[tuple[str, Sequence[str]]]) -> QStandardItemModel:
    model = QStandardItemModel(parent)
    for heading, texts in offers:
        if heading:
            item = QStandardItem(heading)
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            model.appendRow(item)
        for text in texts:
            model.appendRow(QStandardItem(text))
    return model


class ShortDayEditor(DayEditor):
    """A day in a short field: 3 Mar 2025, and no button for a calendar."""

    def __init__(self, bench: Bench, spec: Day) -> None:
        super().__init__(bench, spec)
        self._open.setVisible(False)
        self.field.setPlaceholderText(self.tr("3 Mar 2026"))

    @staticmethod
    def _words(value: dt.date | str | None) -> str:
        if isinstance(value, dt.date):
            return QLocale().toString(QDate(value.year, value.month, value.day), "d MMM yyyy")
        return value or ""

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001  the answer to the one question asked
        """Show it as text."""
        super().set_read_only(read_only)
        self._open.setVisible(False)


class ChosenEditor(BoxEditor):
    """One of a few texts, or none."""

    def __init__(self, bench: Bench, choices: Sequence[tuple[str, str]], *, none: str = "–") -> None:
        super().__init__(bench)
        self._choices = tuple(choices)
        self._none = none
        self.offer([Row("", none), *(Row(text, text, meaning) for text, meaning in self._choices)])

    def show_value(self, value: Any) -> None:
        """Show a choice, also one that is not among those offered."""
        known = value in {"", *(text for text, _ in self._choices)}
        extra = [] if known else [Row(value, str(value))]
        self.offer(
            [Row("", self._none), *(Row(text, text, meaning) for text, meaning in self._choices), *extra],
        )
        super().show_value(value)


class StyleEditor(BoxEditor):
    """The citation style of a brief's notes, by its title; the first row leaves it to the house template."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._styles: tuple[tuple[str, str], ...] = ()
        self._usual = self._value = ""
        self._fill()

    def offer_styles(self, styles: Sequence[tuple[str, str]], usual: str) -> None:
        """Have these styles to choose from, each by name and title; `usual` is what the house template says."""
        if (tuple(styles), usual) != (self._styles, self._usual):
            self._styles, self._usual = tuple(styles), usual
            self._fill()

    def _fill(self) -> None:
        usual = dict(self._styles).get(self._usual, self._usual)
        first = self.tr("As the house template: {style}").format(style=usual) if usual else "–"
        # One that is not there, such as that of another house, is shown by its name; the pages say that it is missing.
        missing = [] if self._value in {"", *(name for name, _ in self._styles)} else [Row(self._value, self._value)]
        with QSignalBlocker(self.box):
            self.offer([Row("", first), *(Row(name, title) for name, title in self._styles), *missing])
            self.box.choose(self._value)
        self._follow()

    def show_value(self, value: Any) -> None:
        """Show a style by its name."""
        self._value = value
        self._fill()


class CheckedTextEditor(TextEditor):
    """One line that a spec must be able to read: a whole number."""

    def __init__(self, bench: Bench, spec: Spec, *, hint: str = "") -> None:
        super().__init__(bench, spec, one_line=True, hint=hint)
        self.field.textChanged.disconnect()
        self.field.textChanged.connect(self._check)

    def _check(self) -> None:
        value = self._value()
        try:
            self._spec.check("", value)
        except FieldError as error:
            self.refused.emit(refusal(error))
            return
        self.refused.emit("")
        self.edited.emit(value)

    def show_value(self, value: Any) -> None:
        """Show a number, or nothing."""
        if self._value() != value:
            self.field.say("" if value is None else str(value))


def template_editor(bench: Bench, field: TemplateField) -> Editor:
    """Make the editor of one of a template's own fields, by the type that its manifest gives it."""
    hint = field.default_text
    match field.type:
        case FieldType.LINE:
            return TextEditor(bench, field.spec, one_line=True, hint=hint)
        case FieldType.TEXT | FieldType.MARKDOWN:
            return TextEditor(bench, field.spec, one_line=False, hint=hint).check_spelling()
        case FieldType.FLAG:
            return FlagEditor(bench, field.label or field.name)
        case FieldType.NUMBER:
            assert isinstance(field.spec, Number)  # noqa: S101  that is what a number takes
            return CheckedTextEditor(bench, field.spec, hint=hint)
        case FieldType.DATE:
            assert isinstance(field.spec, Day)  # noqa: S101  as above
            return DayEditor(bench, field.spec)
        case FieldType.CHOICE:
            return ChosenEditor(bench, [(choice, "") for choice in field.choices], none=hint or "–")
        case FieldType.LINES:
            return LinesEditor(bench, field.spec).check_spelling()


def shown_value(field: TemplateField, kept: object) -> Any:
    """What the editor of a template's own field shows for the plain value that the brief keeps; None is nothing."""
    plain = thaw(kept)
    match field.type:
        case FieldType.LINES:
            lines = plain if isinstance(plain, list) else [plain] if plain else []
            return tuple(str(line) for line in lines)
        case FieldType.FLAG:
            text = field.default if plain is None else plain
            return text if isinstance(text, bool) else str(text).strip().lower() in {"true", "yes"}
        case FieldType.DATE:
            value = field.spec.read(field.name, plain)
            return value if isinstance(value, dt.date) or value is None else str(value)
        case FieldType.NUMBER:
            return field.spec.read(field.name, plain)
        case _:
            return "" if plain is None else str(plain)
