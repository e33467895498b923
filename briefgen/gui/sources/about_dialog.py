"""What is said of a source: its bibliographic data, field by field, each checked as it is typed."""

from __future__ import annotations

import json

from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from briefgen.domain.bibliography import Bibliography
from briefgen.domain.fields import FieldError, read_field
from briefgen.domain.sources import Source
from briefgen.gui.bench import Bench
from briefgen.gui.controls import label, push_button, tight


class AboutSource(QDialog):
    """Edits the bibliography and the marking of one source; `given` has what was changed, as typed."""

    def __init__(self, bench: Bench, source: Source, parent: QWidget) -> None:
        super().__init__(parent)
        self._bench = bench
        self._source = source
        self._fields: dict[str, tuple[QLineEdit, QLabel, str]] = {}
        self.setWindowTitle(self.tr("About “{title}”").format(title=source.title))
        self.resize(bench.theme.px(560), bench.theme.px(560))
        bench.theme.dress(self, ground="panel")
        outer = QVBoxLayout(self)
        tight(outer, spacing=16, margins=(24, 24, 24, 20))
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(6)
        outer.addLayout(form)
        about = source.bibliography
        names = "; ".join(f"{n.family}, {n.given}" if n.family else n.literal for n in about.author)
        for name, words, value in (
            ("title", self.tr("Title"), about.title),
            ("author", self.tr("Authors"), names),
            ("container-title", self.tr("Newspaper or site"), about.container_title),
            ("publisher", self.tr("Publisher"), about.publisher),
            ("issued", self.tr("Date"), about.issued.iso if about.issued else ""),
            ("type", self.tr("Type"), about.type),
            ("number", self.tr("Number"), about.number),
            ("URL", self.tr("Address"), about.URL),
            ("DOI", self.tr("DOI"), about.DOI),
            ("accessed", self.tr("Looked at on"), about.accessed.iso if about.accessed else ""),
            ("language", self.tr("Language"), about.language),
            ("marking", self.tr("Marking"), source.marking),
        ):
            self._add(form, name, words, value)
        self._fields["author"][0].setPlaceholderText(self.tr("Family, Given; Family, Given"))
        self._fields["issued"][0].setPlaceholderText("2026-03-14")
        outer.addStretch(1)
        buttons = QHBoxLayout()
        tight(buttons, spacing=8)
        buttons.addStretch(1)
        buttons.addWidget(push_button(bench.theme, self.tr("Cancel"), self.reject))
        self._save = push_button(bench.theme, self.tr("Save"), self.accept, look="primary")
        self._save.setDefault(True)
        buttons.addWidget(self._save)
        outer.addLayout(buttons)

    def _add(self, form: QFormLayout, name: str, words: str, value: str) -> None:
        theme = self._bench.theme
        edit = QLineEdit(value)
        edit.setAccessibleName(words)
        theme.dress(edit, face="text", high=32)
        trouble = label(theme, face="meta", ink="must_fix", wraps=True)
        trouble.hide()
        cell = QVBoxLayout()
        tight(cell, spacing=2)
        cell.addWidget(edit)
        cell.addWidget(trouble)
        shown = label(theme, words, face="meta", ink="ink_2")
        shown.setBuddy(edit)
        form.addRow(shown, cell)
        self._fields[name] = (edit, trouble, value)
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
        """The text of a field in the form that the domain reads: authors as a JSON list."""
        text = self._fields[name][0].text().strip()
        if name != "author":
            return text
        return json.dumps([part.strip() for part in text.split(";") if part.strip()])

    def given(self) -> list[tuple[str, str]]:
        """The fields that were changed."""
        return [(name, self._typed(name)) for name, (edit, _, before) in self._fields.items() if edit.text() != before]
