"""Asks what a template of one's own is called, and whether it goes on following the one that it is made from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from PySide6.QtWidgets import QButtonGroup, QLineEdit, QRadioButton, QWidget

from briefgen.gui.controls import label, push_button
from briefgen.gui.sheet import Sheet
from briefgen.gui.theme import Theme
from briefgen.rendering.house_templates import OpenTemplate
from briefgen.template_workflows import made_from


class DuplicateSheet(Sheet):
    """Asks for title and folder of a template that is made from `base`; `taken` are the folders that are there."""

    def __init__(self, window: QWidget, theme: Theme, base: OpenTemplate, taken: Collection[str]) -> None:
        super().__init__(window, theme, self.tr("Duplicate as our own"), (520, 0))
        self._taken = {name.casefold() for name in taken}
        self._above = made_from(base)
        self._named = False
        self._title = QLineEdit()
        self._folder = QLineEdit()
        self.body.setSpacing(6)
        for field, words in ((self._title, self.tr("Title")), (self._folder, self.tr("Name of its folder"))):
            field.setAccessibleName(words)
            theme.dress(field, face="text", high=32)
            shown = label(theme, words, face="meta", ink="ink_2")
            shown.setBuddy(field)
            self.body.addWidget(shown)
            self.body.addWidget(field)
            self.body.addSpacing(6)
        self._says = label(theme, face="meta", ink="ink_2", wraps=True)
        self.body.addWidget(self._says)
        self.body.addSpacing(6)
        over = self.tr("Lay it over “{title}”: you write anew what you change, and the rest follows the original")
        self._over = QRadioButton(self.tr("Change parts, follow the original in the rest"))
        self._over.setToolTip(over.format(title=base.template.title))
        self._whole = QRadioButton(self.tr("Copy all files: nothing that changes there later changes yours"))
        group = QButtonGroup(self)
        for button in (self._over, self._whole):
            theme.dress(button, face="text")
            group.addButton(button)
            self.body.addWidget(button)
        self._over.setChecked(True)
        self._over.toggled.connect(lambda _on: self._check())
        self._whole.setEnabled(not base.parents)
        self.add_button(push_button(theme, self.tr("Cancel"), self.reject))
        self._make = self.add_button(
            push_button(theme, self.tr("Duplicate"), self.accept, look="primary"), default=True
        )
        self._title.textChanged.connect(self._name)
        self._folder.textEdited.connect(self._note_named)
        self._folder.textChanged.connect(lambda _text: self._check())
        self._title.setText(self.tr("Our {title}").format(title=_lowered(base.template.title)))
        self._title.selectAll()
        self._title.setFocus()

    def _note_named(self, text: str) -> None:
        self._named = bool(text)

    def _name(self, title: str) -> None:
        """Name the folder after the title, unless the user named it."""
        if not self._named:
            self._folder.setText(self._free(folder_name(title)))
        self._check()

    def _free(self, name: str) -> str:
        names = (name, *(f"{name}-{number}" for number in range(2, 100)))
        return next((one for one in names if one.casefold() not in self._taken), name)

    def _check(self) -> None:
        there = self.name.casefold() in self._taken
        of_itself = not self.whole and self.name in self._above
        fine = bool(re.fullmatch(r"[^\W_][\w-]{0,79}", self.name)) and not there and not of_itself
        if there:
            says = self.tr("There is a template in “{name}” already.")
        elif of_itself:
            says = self.tr("It follows “{name}”, so it needs another name.")
        else:
            says = self.tr("Letters, digits, “-” and “_”: the name by which briefs call it.")
        self._says.setText(says.format(name=self.name))
        self._make.setEnabled(fine and bool(self.title))
        self.hug()

    @property
    def title(self) -> str:
        """The title that was given."""
        return self._title.text().strip()

    @property
    def name(self) -> str:
        """The name of its folder."""
        return self._folder.text().strip()

    @property
    def whole(self) -> bool:
        """Whether all files are to be copied."""
        return self._whole.isChecked()


def folder_name(title: str) -> str:
    """A folder's name for a title: small letters and digits, with hyphens between words."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.casefold()).strip("-")


def _lowered(title: str) -> str:
    """A title within a sentence: its first letter small, unless it begins with a name in capitals."""
    return title if title[:2].isupper() else f"{title[:1].lower()}{title[1:]}"
