"""The words of the house dictionary: seen, added, struck out."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLineEdit, QListWidget, QVBoxLayout, QWidget

from briefgen.errors import BriefgenError
from briefgen.gui.controls import label, push_button, tight
from briefgen.gui.house import House
from briefgen.spelling import HouseDictionary
from briefgen.spelling.house_dictionary import word_order


class WordsEditor(QWidget):
    """A list of the words, with a line to add one and a button that removes those selected."""

    def __init__(self, house: House) -> None:
        super().__init__()
        self._house = house
        theme = house.theme
        down = QVBoxLayout(self)
        tight(down, spacing=8, margins=(0, 0, 0, 8))
        self.title = label(theme, face="meta", ink="ink_2")
        down.addWidget(self.title)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("House dictionary"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.dress(self.list, face="text", look="sheet_list", high=112)
        self.title.setBuddy(self.list)
        down.addWidget(self.list)
        line = QHBoxLayout()
        tight(line, spacing=8)
        self.word = QLineEdit()
        self.word.setPlaceholderText(self.tr("A word"))
        self.word.setAccessibleName(self.tr("A word for the house dictionary"))
        theme.dress(self.word, face="text", high=32)
        line.addWidget(self.word, 1)
        self.add_button = push_button(theme, self.tr("Add"), self._add)
        self.remove_button = push_button(theme, self.tr("Remove"), self._remove)
        line.addWidget(self.add_button)
        line.addWidget(self.remove_button)
        down.addLayout(line)
        self.wrong = label(theme, face="meta", ink="must_fix", wraps=True)
        self.wrong.hide()
        down.addWidget(self.wrong)
        self.word.textChanged.connect(lambda text: self.add_button.setEnabled(bool(text.strip())))
        self.word.returnPressed.connect(self._add)
        self.list.itemSelectionChanged.connect(self._follow)
        self.add_button.setEnabled(False)
        house.choices.words_changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        """Read the words anew, and say so when that can't be done."""
        try:
            words = sorted(HouseDictionary().words, key=word_order)
        except BriefgenError as error:
            self._say(error.message)
            words = []
        else:
            self._say("")
        self.list.clear()
        self.list.addItems(words)
        self.list.setVisible(bool(words))
        count = self.tr("House dictionary: %n word(s)", "", len(words))
        self.title.setText(count if words else self.tr("The house dictionary has no words yet."))
        self._follow()

    def _follow(self) -> None:
        self.remove_button.setVisible(self.list.count() > 0)
        self.remove_button.setEnabled(bool(self.list.selectedItems()))

    def _say(self, text: str) -> None:
        self.wrong.setText(text)
        self.wrong.setVisible(bool(text))

    def _add(self) -> None:
        word = self.word.text().strip()
        if not word:
            return
        try:
            HouseDictionary().add(word)
        except BriefgenError as error:
            self._say(error.message)
            return
        self.word.clear()
        self._house.choices.words_changed.emit()

    def _remove(self) -> None:
        try:
            house = HouseDictionary()
            for item in self.list.selectedItems():
                house.remove(item.text())
        except BriefgenError as error:
            self._say(error.message)
            return
        self._house.choices.words_changed.emit()
        self.word.setFocus()
