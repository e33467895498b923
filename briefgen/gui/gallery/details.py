"""The right side of the gallery: pages of the chosen template, what it is, and what a switch to it would come to."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QMenu, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from briefgen.domain.template_switch import Switch
from briefgen.domain.terms import Paper
from briefgen.gui.actions import Actions
from briefgen.gui.controls import WordsButton, icon_button, label, push_button, rule, tight
from briefgen.gui.gallery.cards import Card
from briefgen.gui.gallery.words import (
    hash_words,
    language_name,
    languages_of,
    left_out_words,
    listed,
    pages_words,
    part_name,
)
from briefgen.gui.icons import Icons
from briefgen.gui.theme import Theme
from briefgen.rendering.samples import sample_names

BRIEF = "brief"
_PAGES, _MOST_PAGES, _PART = 272, 480, 0.4
"""How high the pages are: from one to the other, in pixels before scaling, as a part of the whole."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the pages are to be made of: a sample, or `BRIEF` for the current brief; paper; language of a sample."""

    data: str
    paper: Paper
    language: str


class Details(QWidget):
    """What is known of the chosen template; `wanted_changed` when other pages of it are to be shown."""

    wanted_changed = Signal()

    def __init__(self, theme: Theme, icons: Icons, actions: Actions) -> None:
        super().__init__()
        self._theme, self._icons, self._actions = theme, icons, actions
        self._lines: list[QWidget] = []
        theme.dress(self, ground="panel")
        down = QVBoxLayout(self)
        tight(down)
        self.holder = QVBoxLayout()
        tight(self.holder)
        self._pages = QWidget()
        self._pages.setLayout(self.holder)
        theme.dress(self._pages, ground="canvas")
        down.addWidget(self._pages)
        down.addWidget(rule(theme))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        self._body = QVBoxLayout(inside)
        tight(self._body, spacing=4, margins=(24, 16, 24, 16))
        area.setWidget(inside)
        down.addWidget(area, 1)
        self._build_body()
        down.addWidget(self._build_foot())
        theme.changed.connect(self._refit)
        self._refit()

    def _build_body(self) -> None:
        theme = self._theme
        self._title = label(theme, face="title", wraps=True)
        self._meta = label(theme, face="meta", ink="ink_2", wraps=True)
        self._text = label(theme, ink="ink_2", wraps=True)
        self._data, self._paper, self._language = QComboBox(), QComboBox(), QComboBox()
        for box, name in (
            (self._data, self.tr("Show with")),
            (self._paper, self.tr("Paper")),
            (self._language, self.tr("Language")),
        ):
            box.setAccessibleName(name)
            box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            theme.dress(box, face="text", high=32)
            box.currentIndexChanged.connect(lambda _index: self._choose())
        self._with = QWidget()
        line = QHBoxLayout(self._with)
        tight(line, spacing=8)
        for box, stretch in ((self._data, 5), (self._paper, 3), (self._language, 4)):
            line.addWidget(box, stretch)
        self._switch_title = label(theme, self.tr("If this brief changes to it"), face="strong")
        self._switch = QVBoxLayout()
        tight(self._switch, spacing=8)
        self._body.addWidget(self._title)
        self._body.addWidget(self._meta)
        self._body.addSpacing(4)
        self._body.addWidget(self._text)
        self._body.addSpacing(8)
        self._body.addWidget(label(theme, self.tr("Show with"), face="meta", ink="ink_2"))
        self._body.addWidget(self._with)
        self._body.addSpacing(12)
        self._body.addWidget(self._switch_title)
        self._body.addSpacing(4)
        self._body.addLayout(self._switch)
        self._body.addStretch(1)

    def _build_foot(self) -> QWidget:
        theme, actions = self._theme, self._actions
        foot = QWidget()
        column = QVBoxLayout(foot)
        tight(column)
        column.addWidget(rule(theme))
        line = QHBoxLayout()
        tight(line, spacing=8, margins=(24, 12, 24, 12))
        self.use = push_button(theme, "", actions["templates.use"].trigger, look="primary")
        self.own = WordsButton(theme, self.tr("Duplicate…"))
        self._icons.put(self.own, "copy")
        self.own.setToolTip(self.tr("Duplicate as our own"))
        self.own.clicked.connect(lambda _checked=False: actions["templates.duplicate"].trigger())
        self.more = icon_button(theme, self._icons, "ellipsis", self.tr("More for this template"), self._show_menu)
        line.addWidget(self.use)
        line.addWidget(self.own)
        line.addStretch(1)
        line.addWidget(self.more)
        column.addLayout(line)
        for action in ("templates.use", "templates.duplicate"):
            actions[action].changed.connect(self._follow_actions)
        return foot

    def _follow_actions(self) -> None:
        self.use.setText(self._actions["templates.use"].text().replace("&", ""))
        self.use.setEnabled(self._actions["templates.use"].isEnabled())
        self.own.setEnabled(self._actions["templates.duplicate"].isEnabled())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the pages more room in a higher window."""
        super().resizeEvent(event)
        self._refit()

    def _refit(self) -> None:
        px = self._theme.px
        self._pages.setFixedHeight(max(px(_PAGES), min(px(_MOST_PAGES), round(self.height() * _PART))))

    def hold_pages(self, *, held: bool) -> None:
        """Have room for the pages, or not while they are large."""
        self._pages.setVisible(held)

    # ------------------------------------------------------------------------------------------- what is shown

    @property
    def wanted(self) -> Wanted | None:
        """What pages are to be shown; None where the template has neither samples nor a brief."""
        if self._data.count() == 0:
            return None
        return Wanted(
            str(self._data.currentData()), Paper(self._paper.currentData()), str(self._language.currentData())
        )

    @property
    def title(self) -> str:
        """The title in view."""
        return self._title.text()

    @property
    def said(self) -> tuple[str, ...]:
        """The sentences about a switch, or about what is wrong."""
        return tuple(line.accessibleName() for line in self._lines)

    def show_card(self, card: Card, *, with_brief: bool) -> None:
        """Show what is known of a template; `with_brief` offers the pages of the current brief, too."""
        self._title.setText(card.title)
        self._text.setText(card.text)
        found = card.found
        self._with.setVisible(found is not None)
        if found is None:
            self._meta.setText("")
            self.show_switch(None)
            return
        house = found.opened.template
        languages = languages_of(house)
        parts = (
            self.tr("Version {version}").format(version=house.version),
            self.tr("{licence} licence").format(licence=house.licence) if house.licence else "",
            ", ".join(language_name(tag) for tag in languages),
            pages_words(house.pages),
            hash_words(house),
        )
        self._meta.setText(" · ".join(part for part in parts if part))
        names = {"least": self.tr("least sample"), "normal": self.tr("sample data"), "most": self.tr("most sample")}
        data = [(BRIEF, self.tr("this brief"))] if with_brief else []
        samples = sorted(sample_names(found.opened), key=lambda name: name != "normal")
        data += [(name, names.get(name, self.tr("sample “{name}”").format(name=name))) for name in samples]
        self._fill(self._data, data)
        self._fill(self._paper, [(paper.value, str(paper)) for paper in house.paper])
        self._fill(self._language, [(tag, language_name(tag)) for tag in languages])
        self._follow_data()

    def _choose(self) -> None:
        self._follow_data()
        self.wanted_changed.emit()

    def _follow_data(self) -> None:
        """A brief has a language of its own."""
        self._language.setVisible(self._data.currentData() != BRIEF and self._language.count() > 1)

    def choose(self, *, data: str = "", paper: str = "") -> None:
        """Choose other data or another paper, as the user does."""
        for box, wanted in ((self._data, data), (self._paper, paper)):
            at = box.findData(wanted)
            if wanted and at >= 0:
                box.setCurrentIndex(at)

    def _fill(self, box: QComboBox, entries: list[tuple[str, str]]) -> None:
        """Offer these; what was chosen stays chosen, where it is offered again."""
        # What is offered first for the first time, such as the brief, is what one wants to see.
        before = box.currentData() if box.findData(entries[0][0] if entries else None) >= 0 else None
        with QSignalBlocker(box):
            box.clear()
            for value, words in entries:
                box.addItem(words, value)
            box.setCurrentIndex(max(0, box.findData(before)))
        box.setEnabled(len(entries) > 1)
        box.setToolTip(box.currentText())

    def show_switch(self, switch: Switch | None) -> None:
        """Say what becomes of the current brief; None where there is none, or nothing would change."""
        self._clear()
        self._switch_title.setVisible(switch is not None)
        if switch is None:
            return
        kept = [part_name(part) for part in switch.kept]
        self._say("check", "ink_2", self.tr("%n part(s) keep their place", None, len(kept)), listed(kept))
        if switch.unused:
            names = [part_name(part) for part in switch.unused]
            words = self.tr("Not used: {names}").format(names=listed(names))
            self._say("info", "ink_2", words, self.tr("Stays with the brief and comes back if you switch back."))
        if switch.left_out:
            names = [left_out_words(kind, count) for kind, count in switch.left_out]
            words = self.tr("Not printed: {names}").format(names=listed(names))
            self._say("info", "ink_2", words, self.tr("The template has no place for points of this kind."))
        if switch.lacking:
            names = [part_name(part) for part in switch.lacking]
            words = self.tr("Empty: {names}").format(names=listed(names))
            self._say("should-fix", "should_fix", words, self.tr("The template asks for it before it is issued."))
        if switch.paper is not None:
            words = self.tr("Not made for {paper}").format(paper=switch.paper)
            self._say("should-fix", "should_fix", words, self.tr("Choose another paper for the brief."))

    def show_error(self, sentence: str) -> None:
        """Say why the template can't be used."""
        self._clear()
        self._say("octagon-x", "must_fix", sentence, "")

    def _clear(self) -> None:
        for line in self._lines:
            self._switch.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines.clear()

    def _say(self, icon: str, role: str, words: str, detail: str) -> None:
        theme = self._theme
        made = QWidget()
        made.setAccessibleName(f"{words}. {detail}".strip(" ."))
        line = QHBoxLayout(made)
        tight(line, spacing=12)
        sign = QLabel()
        sign.setPixmap(self._icons.pixmap(icon, role, size=theme.px(16), ratio=self.devicePixelRatioF()))
        sign.setContentsMargins(0, theme.px(2), 0, 0)
        line.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        tight(column)
        column.addWidget(label(theme, words, wraps=True))
        if detail:
            column.addWidget(label(theme, detail, face="meta", ink="ink_2", wraps=True))
        line.addLayout(column, 1)
        self._switch.addWidget(made)
        self._lines.append(made)

    def _show_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in ("new_brief", "duplicate", "edit", "folder", "check", "pack", "remove"):
            menu.addAction(self._actions[f"templates.{name}"])
        menu.popup(self.more.mapToGlobal(QPoint(0, -menu.sizeHint().height())))
