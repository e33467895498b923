"""What a new brief asks for: its name and its house template."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from briefgen import workflows
from briefgen.domain.house_template import HouseTemplate
from briefgen.gui.bench import Bench
from briefgen.gui.controls import label, push_button
from briefgen.gui.sheet import Sheet


class NewBrief(Sheet):
    """Asks for the name and the house template of a new brief."""

    def __init__(self, bench: Bench, window: QWidget, template: str = "") -> None:
        theme = bench.theme
        self.wants_gallery = False
        self._shelf, self._first = bench.shelf, template
        super().__init__(window, theme, self.tr("New brief"), (480, 0))
        taken = {brief.name.casefold() for brief in bench.session.dossier.briefs}
        self._name = QLineEdit()
        self._name.setAccessibleName(self.tr("Name"))
        self._template = QComboBox()
        self._template.setAccessibleName(self.tr("House template"))
        about = label(theme, face="meta", ink="ink_2", wraps=True)
        self.body.setSpacing(6)
        for words, field in ((self.tr("Name"), self._name), (self.tr("House template"), self._template)):
            theme.dress(field, face="text", high=32)
            shown = label(theme, words, face="meta", ink="ink_2")
            shown.setBuddy(field)
            self.body.addWidget(shown)
            self.body.addWidget(field)
            self.body.addSpacing(6)
        self.body.addWidget(about)
        self.add_button(push_button(theme, self.tr("See their pages…"), self._ask_gallery, look="text"), left=True)
        self.add_button(push_button(theme, self.tr("Cancel"), self.reject))
        make = self.add_button(push_button(theme, self.tr("Make"), self.accept, look="primary"), default=True)

        def check() -> None:
            chosen = self._template.currentData()
            about.setText(chosen.description if chosen is not None else "")
            name = self._name.text().strip()
            make.setEnabled(bool(name) and name.casefold() not in taken and chosen is not None)
            self.hug()

        self._name.textChanged.connect(lambda _text: check())
        self._template.currentIndexChanged.connect(lambda _index: check())
        self._name.setText(self._free_name(taken))
        self._name.selectAll()
        self._name.setFocus()
        self._fill()
        check()
        # the folders may not have been looked through yet
        bench.shelf.looked.connect(self._fill)

    def _fill(self) -> None:
        """Offer the templates that were found, once."""
        if self._template.count() or self._shelf.found is None:
            return
        for found in self._shelf.found.templates:
            if found.first:
                house = found.opened.template
                self._template.addItem(f"{house.title} {house.version}", house)
                if house.name == self._first:
                    self._template.setCurrentIndex(self._template.count() - 1)

    def _ask_gallery(self) -> None:
        self.wants_gallery = True
        self.reject()

    def _free_name(self, taken: set[str]) -> str:
        first = self.tr("Submission")
        names = (first, *(f"{first} {number}" for number in range(2, 100)))
        return next((name for name in names if name.casefold() not in taken), "")

    @property
    def name(self) -> str:
        """The name that was given."""
        return self._name.text().strip()

    @property
    def template(self) -> HouseTemplate:
        """The house template that was chosen."""
        chosen = self._template.currentData()
        assert isinstance(chosen, HouseTemplate)  # noqa: S101  as each entry has one, and nothing is made without
        return chosen


def make_brief(bench: Bench, window: QWidget, template: str = "") -> str:
    """Ask for a new brief, make it and go there; gives its id, empty where none was made.

    `template` is the house template that stands there first. The dialog leads to the gallery, too.
    """
    dialog = NewBrief(bench, window, template)
    if not dialog.ask():
        if dialog.wants_gallery:
            bench.actions["templates.show"].trigger()
        return ""
    made = bench.session.make(
        bench.actions.tr("make a brief"),
        lambda d: workflows.make_or_fill_brief(d, dialog.name, dialog.template, None, (), bench.choices.preferences),
    )
    if made:
        bench.selection.go(workspace="brief", brief=made, section="", field="title")
    return made
