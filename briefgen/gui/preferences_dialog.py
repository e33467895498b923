"""The preferences: looks, reading, spelling, what new briefs begin with, limits, folders of house templates.

Each takes effect when it is chosen; what can't be taken is said beside it.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from briefgen.domain.terms import Paper
from briefgen.errors import BriefgenError
from briefgen.gui.controls import label, push_button, tight
from briefgen.gui.house import House
from briefgen.gui.sheet import Sheet
from briefgen.gui.spelling.words_editor import WordsEditor
from briefgen.rendering.citations.finding import list_styles

_OFF = "off"
"""Stands for no spell check among the dictionaries to choose from."""
_RING = 3
"""Pixels that the ring around a field stands off it: what scrolls leaves them room at its edges."""


class PreferencesDialog(Sheet):
    """The preferences of whoever uses the program, for all dossiers."""

    def __init__(self, window: QWidget, house: House) -> None:
        super().__init__(window, house.theme, self.tr("Preferences"), (640, 760))
        self._house = house
        self._languages = {
            "": self.tr("British English (usual)"),
            "en-GB": self.tr("British English"),
            "en-US": self.tr("American English"),
            "fr": self.tr("French"),
            "de": self.tr("German"),
        }
        holder = QWidget()
        down = QVBoxLayout(holder)
        tight(down, spacing=8, margins=(_RING, _RING, 12, _RING))
        self.body.setContentsMargins(24 - _RING, 0, 12, 8)
        self.error = label(house.theme, ink="must_fix", wraps=True)
        self.error.hide()
        self.body.addWidget(self.error)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(holder)
        self.body.addWidget(area, 1)
        self._down = down

        preferences = house.choices.preferences
        form = self._group(self.tr("Looks"))
        themes = {"system": self.tr("As the system"), "light": self.tr("Light"), "dark": self.tr("Dark")}
        self.theme_box = self._choice(form, self.tr("Theme"), "theme", themes, preferences.theme)
        self.text_size = self._number(form, self.tr("Size of text"), "text_size", (100, 200, 10), " %")
        form = self._group(self.tr("Reading"))
        self.reader_size = self._number(form, self.tr("Size of the text"), "reader_size", (12, 40, 1), " px")
        self.reader_width = self._number(form, self.tr("Letters to a line"), "reader_width", (40, 120, 5), "")
        self._add_spelling()
        form = self._group(self.tr("New briefs begin with"))
        self.author = self._line(form, self.tr("Author"), "author")
        self.office = self._line(form, self.tr("From"), "office")
        self.contact = self._line(form, self.tr("Contact"), "contact")
        self.language = self._choice(form, self.tr("Language"), "language", self._languages, preferences.language)
        papers = {"": self.tr("A4 (usual)"), str(Paper.A4): self.tr("A4"), str(Paper.LETTER): self.tr("US Letter")}
        self.paper = self._choice(form, self.tr("Paper"), "paper", papers, preferences.paper)
        styles = {"": self.tr("As the house template (usual)")}
        styles |= {style.name: style.title for style in list_styles().styles}
        self.citation_style = self._choice(
            form, self.tr("Citations"), "citation_style", styles, preferences.citation_style
        )
        form = self._group(self.tr("Limits"))
        self.limit = self._number(form, self.tr("Largest document"), "size_limit_mb", (1, 10_000, 10), " MB")
        self._add_folders()
        down.addStretch(1)
        self.add_button(push_button(house.theme, self.tr("Close"), self.accept), default=False)
        self.theme_box.setFocus()

    def _add_spelling(self) -> None:
        form = self._group(self.tr("Spelling"))
        words = {
            "": self.tr("By the brief’s language"),
            "en-GB": self.tr("British English"),
            "en-US": self.tr("American English"),
            _OFF: self.tr("Off"),
        }
        now = self._house.choices.preferences
        self.spelling = QComboBox()
        for value, word in words.items():
            self.spelling.addItem(word, value)
        self.spelling.setCurrentIndex(self.spelling.findData(now.spelling_language if now.spelling else _OFF))
        self.spelling.activated.connect(lambda _index: self._choose_spelling(self.spelling.currentData()))
        self._row(form, self.tr("Check spelling"), self.spelling)
        self.words = WordsEditor(self._house)
        self._down.addWidget(self.words)

    def _choose_spelling(self, value: str) -> None:
        if value == _OFF:
            self._choose_all(spelling=False)
        else:
            self._choose_all(spelling=True, spelling_language=value)

    def _add_folders(self) -> None:
        house, down = self._house, self._down
        self._group(self.tr("Folders of house templates"))
        self.folders = QListWidget()
        self.folders.setAccessibleName(self.tr("Folders of house templates"))
        self.folders.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        house.theme.dress(self.folders, face="text", look="sheet_list", high=112)
        down.addWidget(self.folders)
        line = QHBoxLayout()
        tight(line, spacing=8)
        line.addWidget(push_button(house.theme, self.tr("Add a folder…"), self._ask_folder))
        self.remove = push_button(house.theme, self.tr("Remove"), self._remove_folder)
        line.addWidget(self.remove)
        line.addStretch(1)
        down.addLayout(line)
        self.folders.currentRowChanged.connect(lambda row: self.remove.setEnabled(row >= 0))
        self._show_folders()

    # ----------------------------------------------------------------------------------------------- widgets

    def _group(self, title: str) -> QFormLayout:
        self._down.addSpacing(4)
        self._down.addWidget(label(self.theme, title, face="strong"))
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 8)
        form.setHorizontalSpacing(8)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._down.addLayout(form)
        return form

    def _row(self, form: QFormLayout, title: str, widget: QWidget) -> None:
        named = label(self.theme, title, face="meta", ink="ink_2")
        named.setFixedWidth(self.theme.px(128))
        named.setFixedHeight(self.theme.px(32))
        named.setBuddy(widget)
        widget.setAccessibleName(title)
        self.theme.dress(widget, face="text", high=32)
        form.addRow(named, widget)

    def _choice(self, form: QFormLayout, title: str, name: str, words: dict[str, str], now: str) -> QComboBox:
        box = QComboBox()
        for value, word in words.items():
            box.addItem(word, value)
        if now not in words:
            box.addItem(now, now)
        box.setCurrentIndex(max(0, box.findData(now)))
        box.activated.connect(lambda _index: self._choose(name, box.currentData()))
        self._row(form, title, box)
        return box

    def _number(self, form: QFormLayout, title: str, name: str, span: tuple[int, int, int], unit: str) -> QSpinBox:
        box = QSpinBox()
        box.setRange(span[0], span[1])
        box.setSingleStep(span[2])
        box.setSuffix(unit)
        box.setKeyboardTracking(False)
        box.lineEdit().setTextMargins(self.theme.px(6), 0, 0, 0)  # Qt passes over the padding of a style sheet here
        box.setValue(getattr(self._house.choices.preferences, name))
        box.valueChanged.connect(lambda value: self._choose(name, value))
        self._row(form, title, box)
        return box

    def _line(self, form: QFormLayout, title: str, name: str) -> QLineEdit:
        field = QLineEdit(getattr(self._house.choices.preferences, name))
        field.editingFinished.connect(lambda: self._choose(name, field.text().strip()))
        self._row(form, title, field)
        return field

    # ------------------------------------------------------------------------------------------------- acts

    def _choose(self, name: str, value: object) -> None:
        self._choose_all(**{name: value})

    def _choose_all(self, **values: object) -> None:
        try:
            self._house.choices.change(**values)
        except BriefgenError as error:
            self.error.setText(error.message)
            self.error.show()
        else:
            self.error.hide()

    def _show_folders(self) -> None:
        self.folders.clear()
        self.folders.addItems([str(folder) for folder in self._house.choices.preferences.template_folders])
        self.folders.setVisible(self.folders.count() > 0)
        self.remove.setVisible(self.folders.count() > 0)
        self.remove.setEnabled(self.folders.currentRow() >= 0)

    def _ask_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Folder of house templates"))
        if chosen:
            self.add_folder(Path(chosen))

    def add_folder(self, folder: Path) -> None:
        """Look for house templates in one more folder."""
        there = self._house.choices.preferences.template_folders
        if folder not in there:
            self._choose("template_folders", (*there, folder))
            self._show_folders()

    def _remove_folder(self) -> None:
        row = self.folders.currentRow()
        there = self._house.choices.preferences.template_folders
        if 0 <= row < len(there):
            self._choose("template_folders", (*there[:row], *there[row + 1 :]))
            self._show_folders()
