"""What is said of a source: its bibliographic data, field by field, each checked as it is typed."""

from __future__ import annotations

import json
from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from briefgen.domain.bibliography import Bibliography
from briefgen.domain.fields import FieldError, read_field
from briefgen.domain.sources import Source
from briefgen.gui.bench import Bench
from briefgen.gui.controls import label, push_button, tight
from briefgen.gui.moments import date_typed, date_words
from briefgen.gui.sheet import Sheet
from briefgen.gui.sources.word_box import WordBox, language_words, type_words

_DAYS = frozenset({"issued", "accessed"})


class AboutSource(Sheet):
    """Edits the bibliography and the marking of one source; `given` has what was changed, as typed."""

    def __init__(self, bench: Bench, source: Source, window: QWidget) -> None:
        super().__init__(window, bench.theme, self.tr("About this source"), (600, 680))
        self._source = source
        self._fields: dict[str, tuple[QLineEdit, QLabel, str]] = {}
        self._boxes: dict[str, WordBox] = {}
        holder = QWidget()
        form = QFormLayout(holder)
        form.setContentsMargins(3, 3, 12, 3)  # room for the ring around the first field and the last
        form.setHorizontalSpacing(8)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(holder)
        self.body.setContentsMargins(21, 0, 12, 8)
        self.body.addWidget(area, 1)
        about = source.bibliography
        names = "; ".join(f"{n.family}, {n.given}" if n.family else n.literal for n in about.author)
        for name, words, value in (
            ("title", self.tr("Title"), about.title),
            ("author", self.tr("Authors"), names),
            ("container-title", self.tr("Newspaper or site"), about.container_title),
            ("publisher", self.tr("Publisher"), about.publisher),
            ("issued", self.tr("Date"), date_words(about.issued)),
            ("type", self.tr("Type"), about.type),
            ("number", self.tr("Number"), about.number),
            ("URL", self.tr("Address"), about.URL),
            ("DOI", self.tr("DOI"), about.DOI),
            ("accessed", self.tr("Looked at on"), date_words(about.accessed)),
            ("language", self.tr("Language"), about.language),
            ("marking", self.tr("Marking"), source.marking),
        ):
            known = {"type": type_words(), "language": language_words(about.language)}.get(name)
            self._add(form, name, words, value, known)
        self._fields["author"][0].setPlaceholderText(self.tr("Family, Given; Family, Given"))
        for name in sorted(_DAYS):
            self._fields[name][0].setPlaceholderText(self.tr("14 March 2026, or as much as is known"))
        self.add_button(push_button(bench.theme, self.tr("Cancel"), self.reject))
        self._save = self.add_button(
            push_button(bench.theme, self.tr("Save"), self.accept, look="primary"), default=True
        )
        self._fields["title"][0].setFocus()

    def _add(self, form: QFormLayout, name: str, words: str, value: str, known: Mapping[str, str] | None) -> None:
        theme = self.theme
        field: QWidget
        if known is None:
            field = edit = QLineEdit(value)
            theme.dress(edit, face="text", high=32)
        else:
            field = self._boxes[name] = WordBox(theme, known, value)
            field.setAccessibleName(words)
            edit = self._boxes[name].line
        edit.setAccessibleName(words)
        edit.setCursorPosition(0)
        trouble = label(theme, face="meta", ink="must_fix", wraps=True)
        trouble.hide()
        cell = QVBoxLayout()
        tight(cell, spacing=2)
        cell.addWidget(field)
        cell.addWidget(trouble)
        shown = label(theme, words, face="meta", ink="ink_2")
        shown.setFixedHeight(theme.px(32))
        shown.setMinimumWidth(theme.px(112))
        shown.setBuddy(field)
        form.addRow(shown, cell)
        self._fields[name] = (edit, trouble, edit.text())
        edit.textChanged.connect(lambda _text: self._check(name))

    def _check(self, name: str) -> None:
        """Say beside the field what is wrong with it, at once."""
        edit, trouble, _ = self._fields[name]
        try:
            read_field(Source if name == "marking" else Bibliography, name, self._typed(name))
        except FieldError as error:
            trouble.setText(error.message)
            trouble.show()
        else:
            trouble.hide()
        edit.setAccessibleDescription(trouble.text() if not trouble.isHidden() else "")
        self._save.setEnabled(all(told.isHidden() for _, told, _ in self._fields.values()))

    def _typed(self, name: str) -> str:
        """The text of a field in the form that the domain reads: authors as a JSON list, days as ISO 8601."""
        text = self._fields[name][0].text().strip()
        if name in _DAYS:
            return date_typed(text)
        if name in self._boxes:
            return self._boxes[name].code
        if name != "author":
            return text
        return json.dumps([part.strip() for part in text.split(";") if part.strip()])

    def given(self) -> list[tuple[str, str]]:
        """The fields that were changed."""
        return [(name, self._typed(name)) for name, (edit, _, before) in self._fields.items() if edit.text() != before]
