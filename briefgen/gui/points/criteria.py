"""Options against criteria: for each criterion how each option does on it, in words and with a mark."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from briefgen.domain.dossier import Dossier
from briefgen.domain.fields import FieldError, Number, Text
from briefgen.domain.points import Cell, Criterion, Dilemma, Option, Point
from briefgen.domain.terms import DEFAULT_CRITERIA, Direction, Mark
from briefgen.gui.bench import Bench
from briefgen.gui.controls import icon_button, label, tight
from briefgen.gui.points.editors import BoxEditor, Editor, Row, TermEditor, TextEditor
from briefgen.gui.points.words import refusal, term_word

_MOST = 6


class _CriterionCard(QWidget):
    """A criterion: its name, direction and weight, and a row for each option."""

    def __init__(self, owner: CriteriaEditor, place: int, options: tuple[Option, ...]) -> None:
        super().__init__()
        bench = owner.bench
        bench.theme.dress(self, ground="surface")
        self.setObjectName("point_card")
        grid = QGridLayout(self)
        tight(grid, spacing=4, margins=(12, 8, 8, 8))
        self.title = TextEditor(bench, Text(one_line=True), one_line=True, face="strong")
        self.title.edited.connect(lambda name: owner.rename(place, str(name)))
        self._drop = icon_button(
            bench.theme,
            bench.icons,
            "trash-2",
            self.tr("Remove criterion {number}").format(number=place + 1),
            lambda: owner.drop(place),
            size=14,
        )
        grid.addWidget(self.title, 0, 0, 1, 2)
        grid.addWidget(self._drop, 0, 2, Qt.AlignmentFlag.AlignRight)
        self._direction = TermEditor(bench, Direction, optional=False)
        self._direction.edited.connect(lambda value: owner.change(place, direction=value))
        self._weight = TextEditor(bench, _Weight(), one_line=True, hint=self.tr("weight"))
        self._weight.edited.connect(lambda value: owner.change(place, weight=value))
        pair = QHBoxLayout()
        tight(pair, spacing=4)
        pair.addWidget(self._direction, 2)
        pair.addWidget(self._weight, 1)
        grid.addLayout(pair, 1, 0, 1, 3)
        self._wrong = label(bench.theme, face="meta", ink="must_fix", wraps=True)
        self._wrong.hide()
        grid.addWidget(self._wrong, 2, 0, 1, 3)
        self.cells: dict[str, tuple[TextEditor, BoxEditor]] = {}
        for row, option in enumerate(options, 3):
            outcome = TextEditor(
                bench, Text(), one_line=False, hint=option.name or self.tr("How it does")
            ).check_spelling()
            outcome.edited.connect(lambda words, letter=option.letter: owner.fill(place, letter, outcome=words))
            mark = BoxEditor(bench)
            mark.offer([Row(None, "", self.tr("no mark")), *(Row(m, m.sign, term_word(m)) for m in Mark)])
            mark.edited.connect(lambda value, letter=option.letter: owner.fill(place, letter, mark=value))
            mark.setFixedWidth(bench.theme.px(64))
            grid.addWidget(label(bench.theme, option.letter, face="strong"), row, 0)
            grid.addWidget(outcome, row, 1)
            grid.addWidget(mark, row, 2, Qt.AlignmentFlag.AlignTop)
            self.cells[option.letter] = (outcome, mark)
        grid.setColumnStretch(1, 1)
        self._weight.name(self.tr("Weight of criterion {number}, 1 to 100").format(number=place + 1))
        self._direction.name(self.tr("Direction of criterion {number}").format(number=place + 1))
        self.title.name(self.tr("Name of criterion {number}").format(number=place + 1))

    def say(self, text: str) -> None:
        """Say what is wrong with the criterion's own fields."""
        self._wrong.setText(text)
        self._wrong.setVisible(bool(text))

    def show_criterion(self, criterion: Criterion, cells: dict[tuple[str, str], Cell]) -> None:
        """Show the criterion and its cells."""
        self.title.show_value(criterion.name)
        self._direction.show_value(criterion.direction)
        self._weight.show_value("" if criterion.weight is None else str(criterion.weight))
        for letter, (outcome, mark) in self.cells.items():
            cell = cells.get((letter, criterion.name))
            outcome.show_value(cell.outcome if cell else "")
            mark.show_value(cell.mark if cell else None)
            what = {"letter": letter, "criterion": criterion.name}
            outcome.name(self.tr("How option {letter} does on {criterion}").format(**what))
            mark.name(self.tr("Mark of option {letter} on {criterion}").format(**what))

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001  the answer to the one question asked
        """Let it be read alone."""
        self._drop.setVisible(not read_only)
        for editor in (self.title, self._direction, self._weight, *(e for pair in self.cells.values() for e in pair)):
            editor.set_read_only(read_only)


class _Weight(Text):
    """The digits of a weight, read when the criterion is built."""

    def __init__(self) -> None:
        super().__init__(one_line=True)


class CriteriaEditor(Editor):
    """The criteria of a dilemma and the cells of its table."""

    typed = True
    follows_dossier = True

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._dilemma: Dilemma | None = None
        self._shape: tuple[object, ...] = ()
        self._cards: list[_CriterionCard] = []
        self._read_only = False
        column = QVBoxLayout(self)
        tight(column, spacing=8)
        self._stack = QVBoxLayout()
        tight(self._stack, spacing=8)
        column.addLayout(self._stack)
        self._first = label(bench.theme, self.tr("Give the dilemma its options first."), ink="ink_2", wraps=True)
        column.addWidget(self._first)
        self.add = QToolButton()
        self.add.setText(self.tr("Add a criterion"))
        self.add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.add.setProperty("flush", "left")
        bench.theme.dress(self.add, face="strong", look="text", high=24)
        menu = QMenu(self.add)
        menu.aboutToShow.connect(lambda: self._offer(menu))
        self.add.setMenu(menu)
        line = QHBoxLayout()
        line.addWidget(self.add)
        line.addStretch(1)
        column.addLayout(line)
        self.setFocusProxy(self.add)

    def regard(self, dossier: Dossier, point: Point) -> None:
        """See the dilemma's options and cells."""
        self._dilemma = point if isinstance(point, Dilemma) else None

    def show_value(self, value: Any) -> None:
        """Show the table."""
        dilemma = self._dilemma
        if dilemma is None:
            return
        shape = (dilemma.id, len(dilemma.criteria), tuple(option.letter for option in dilemma.options))
        if shape != self._shape:
            self._shape = shape
            for card in self._cards:
                card.hide()
                card.deleteLater()
            self._cards = [_CriterionCard(self, place, dilemma.options) for place in range(len(dilemma.criteria))]
            for card in self._cards:
                self._stack.addWidget(card)
                card.set_read_only(self._read_only)
        cells = {(cell.option, cell.criterion): cell for cell in dilemma.cells}
        for card, criterion in zip(self._cards, dilemma.criteria, strict=True):
            card.show_criterion(criterion, cells)
        self._first.setVisible(not dilemma.options)
        self.add.setVisible(bool(dilemma.options) and len(dilemma.criteria) < _MOST and not self._read_only)

    def _offer(self, menu: QMenu) -> None:
        menu.clear()
        taken = {criterion.name for criterion in self._dilemma.criteria} if self._dilemma else set()
        for name in DEFAULT_CRITERIA:
            if name not in taken:
                menu.addAction(term_word(name), partial(self._add, name))
        menu.addSeparator()
        menu.addAction(self.tr("Another one"), lambda: self._add(self._fresh(taken)))

    def _fresh(self, taken: set[str]) -> str:
        number = len(taken) + 1
        while (name := self.tr("criterion {number}").format(number=number)) in taken:
            number += 1
        return name

    def _add(self, name: str) -> None:
        if self._dilemma is None:
            return
        self.edited.emit((*self._dilemma.criteria, Criterion(name=name)))
        if self._cards:
            self._cards[-1].title.setFocus()
            self._cards[-1].title.field.selectAll()

    def drop(self, place: int) -> None:
        """Take a criterion away with its cells."""
        if self._dilemma is None:
            return
        gone = self._dilemma.criteria[place].name
        self.edited_together.emit(
            {
                "criteria": tuple(c for c in self._dilemma.criteria if c.name != gone),
                "cells": tuple(cell for cell in self._dilemma.cells if cell.criterion != gone),
            }
        )

    def rename(self, place: int, name: str) -> None:
        """Give a criterion another name; its cells follow."""
        if self._dilemma is None:
            return
        old, card = self._dilemma.criteria[place], self._cards[place]
        if not name:
            card.say(self.tr("A criterion needs a name."))
            return
        if any(c.name == name for c in self._dilemma.criteria if c is not old):
            card.say(self.tr("There is a criterion of this name already."))
            return
        card.say("")
        criteria = tuple(replace(c, name=name) if c is old else c for c in self._dilemma.criteria)
        cells = tuple(
            replace(cell, criterion=name) if cell.criterion == old.name else cell for cell in self._dilemma.cells
        )
        self.edited_together.emit({"criteria": criteria, "cells": cells})

    def change(self, place: int, **values: Any) -> None:
        """Give a criterion another direction or weight."""
        if self._dilemma is None:
            return
        card = self._cards[place]
        if "weight" in values:
            values["weight"] = Number(1, 100).read("weight", values["weight"])
        try:
            after = replace(self._dilemma.criteria[place], **values)
        except FieldError as error:
            card.say(refusal(error))
            return
        card.say("")
        self.edited.emit(tuple(after if n == place else c for n, c in enumerate(self._dilemma.criteria)))

    def fill(self, place: int, letter: str, **values: Any) -> None:
        """Write into a cell; one with nothing in it is none."""
        if self._dilemma is None:
            return
        name = self._dilemma.criteria[place].name
        cells = {(cell.option, cell.criterion): cell for cell in self._dilemma.cells}
        cell = cells.get((letter, name), Cell(option=letter, criterion=name))
        try:
            cells[letter, name] = replace(cell, **values)
        except FieldError as error:
            self._cards[place].say(refusal(error))
            return
        kept = tuple(cell for cell in cells.values() if cell.outcome or cell.mark is not None)
        self.edited_together.emit({"cells": kept})

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001  the answer to the one question asked
        """Let it be read alone."""
        self._read_only = read_only
        self.add.setVisible(self.add.isVisible() and not read_only)
        for card in self._cards:
            card.set_read_only(read_only)

    def name(self, text: str) -> None:
        """Name the table."""
        self.setAccessibleName(text)
