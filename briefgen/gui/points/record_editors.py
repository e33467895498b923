"""Editors of small records: a tension, a cost, and any record whose fields have editors; and of a marking."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from briefgen.domain.dossier import Dossier
from briefgen.domain.fields import Checked, FieldError, Flag, Spec, Text, specs
from briefgen.domain.markings import SHIPPED
from briefgen.domain.points import Cost, Point, Tension
from briefgen.gui.bench import Bench
from briefgen.gui.controls import label, tight
from briefgen.gui.points.editors import Editor, TextEditor
from briefgen.gui.points.words import field_label, refusal

Make = Callable[[Bench, str, Spec], Editor]


class TensionEditor(Editor):
    """Two values that pull against each other."""

    typed = True

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        spec = Text(one_line=True)
        self._one = TextEditor(bench, spec, one_line=True, hint=self.tr("safety")).check_spelling()
        self._other = TextEditor(bench, spec, one_line=True, hint=self.tr("local choice")).check_spelling()
        self._against = label(bench.theme, self.tr("against"), face="meta", ink="ink_2")
        line = QHBoxLayout(self)
        tight(line, spacing=8)
        line.addWidget(self._one, 1)
        line.addWidget(self._against)
        line.addWidget(self._other, 1)
        self._one.edited.connect(lambda _: self._changed())
        self._other.edited.connect(lambda _: self._changed())
        self.setFocusProxy(self._one)

    def _changed(self) -> None:
        one, other = (editor.field.toPlainText().strip() for editor in (self._one, self._other))
        if bool(one) != bool(other):
            self.refused.emit(self.tr("A tension has two sides: write the other one too."))
            return
        self.refused.emit("")
        self.edited.emit(Tension(one=one, other=other) if one else None)

    def show_value(self, value: Any) -> None:
        """Show both values."""
        self._one.show_value(value.one if value else "")
        self._other.show_value(value.other if value else "")

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001  the answer to the one question asked
        """Show both as text."""
        self._one.set_read_only(read_only)
        self._other.set_read_only(read_only)

    def name(self, text: str) -> None:
        """Name both fields."""
        self._one.name(self.tr("{what}: one value").format(what=text))
        self._other.name(self.tr("{what}: the value against it").format(what=text))


class FieldsEditor(Editor):
    """The fields of a record one under the other, each with its own editor."""

    typed = True

    def __init__(self, bench: Bench, record: type[Checked], make: Make, *, leave_out: tuple[str, ...] = ()) -> None:
        super().__init__(bench)
        self._record, self._value = record, None
        self.editors: dict[str, Editor] = {}
        self._wrong: dict[str, QLabel] = {}
        column = QVBoxLayout(self)
        tight(column, spacing=4)
        for name, spec, _ in specs(record):
            if name in leave_out:
                continue
            editor = make(bench, name, spec)
            wrong = label(bench.theme, face="meta", ink="must_fix", wraps=True)
            wrong.hide()
            self.editors[name], self._wrong[name] = editor, wrong
            editor.edited.connect(lambda value, name=name: self._changed(name, value))
            editor.refused.connect(lambda text, name=name: self._say(name, text))
            column.addWidget(_labelled(bench, "" if isinstance(spec, Flag) else field_label(name), editor))
            column.addWidget(wrong)
        self.setFocusProxy(next(iter(self.editors.values())))

    _value: Checked | None

    def regard(self, dossier: Dossier, point: Point) -> None:
        """Let the editors see what they need."""
        for editor in self.editors.values():
            editor.regard(dossier, point)

    def _changed(self, name: str, value: object) -> None:
        try:
            after = replace(self._value or self._record(), **{name: value})
        except FieldError as error:
            self._say(name, refusal(error))
            return
        self._say(name, "")
        self.edited.emit(self._settled(after))

    def _settled(self, after: Checked) -> Checked | None:
        return after

    def _say(self, name: str, text: str) -> None:
        self._wrong[name].setText(text)
        self._wrong[name].setVisible(bool(text))

    def show_value(self, value: Any) -> None:
        """Show a record; none shows as one without anything in it."""
        self._value = value
        shown = value or self._record()
        for name, editor in self.editors.items():
            editor.show_value(getattr(shown, name))

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001  as above
        """Show all as text."""
        for editor in self.editors.values():
            editor.set_read_only(read_only)

    def name(self, text: str) -> None:
        """Name every field."""
        for name, editor in self.editors.items():
            editor.name(f"{text}: {field_label(name)}")


class CostEditor(FieldsEditor):
    """What a recommendation costs; nothing filled in is no cost."""

    def __init__(self, bench: Bench, make: Make) -> None:
        super().__init__(bench, Cost, make)

    def _settled(self, after: Checked) -> Checked | None:
        return None if after == Cost() else after


def _labelled(bench: Bench, words: str, editor: QWidget) -> QWidget:
    holder = QWidget()
    line = QHBoxLayout(holder)
    tight(line, spacing=8)
    text = label(bench.theme, words, face="meta", ink="ink_2")
    text.setFixedWidth(bench.theme.px(72))
    text.setMinimumHeight(bench.theme.px(32))
    line.addWidget(text, 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(editor, 1)
    return holder


class MarkingEditor(Editor):
    """A protective marking: one of the known ones, or any text."""

    typed = True

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._box = QComboBox()
        self._box.setEditable(True)
        self._box.setMaxVisibleItems(16)
        self._box.addItem("")
        for scheme in SHIPPED.schemes:
            self._box.insertSeparator(self._box.count())
            self._box.addItems(scheme.texts)
        bench.theme.dress(self._box, face="text", high=32)
        self._text = TextEditor(bench, Text(one_line=True), one_line=True)
        self._text.hide()
        column = QVBoxLayout(self)
        tight(column)
        column.addWidget(self._box)
        column.addWidget(self._text)
        self._box.editTextChanged.connect(lambda text: self.edited.emit(text.strip()))
        self.setFocusProxy(self._box)

    def show_value(self, value: Any) -> None:
        """Show a marking."""
        self._text.show_value(value)
        if self._box.currentText().strip() != value:
            with QSignalBlocker(self._box):
                self._box.setCurrentText(value)

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001  as above
        """Show it as text."""
        self._text.set_read_only(read_only)
        self._box.setVisible(not read_only)
        self._text.setVisible(read_only)

    def name(self, text: str) -> None:
        """Name the box."""
        self._box.setAccessibleName(text)
        self._text.name(text)
