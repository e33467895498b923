"""The options of a dilemma: a card each, that unfolds to all its fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from briefgen.domain import operations
from briefgen.domain.dossier import Dossier
from briefgen.domain.points import Option, Point
from briefgen.gui.bench import Bench
from briefgen.gui.controls import ElidedLabel, icon_button, label, push_button, tight
from briefgen.gui.notices import Remedy
from briefgen.gui.points.editors import Editor
from briefgen.gui.points.record_editors import FieldsEditor, Make
from briefgen.gui.points.words import point_name, term_word
from briefgen.workflows import now

_MOST = 4
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class _OptionCard(QWidget):
    """One option: its letter and name, and under them, when unfolded, its fields."""

    def __init__(
        self,
        bench: Bench,
        make: Make,
        letter: str,
        *,
        change: Callable[[Option], object],
        move: Callable[[int], object],
        drop: Callable[[], object],
    ) -> None:
        super().__init__()
        self._bench, self._make, self._change = bench, make, change
        self._option = Option(letter=letter)
        self._fields: FieldsEditor | None = None
        self._read_only = False
        self._seen: tuple[Dossier, Point] | None = None
        bench.theme.dress(self, ground="surface")
        self.setObjectName("point_card")
        self._column = QVBoxLayout(self)
        tight(self._column, spacing=8, margins=(12, 6, 8, 6))
        line = QHBoxLayout()
        tight(line, spacing=8)
        self._column.addLayout(line)
        self._unfold = QToolButton()
        bench.icons.put(self._unfold, "chevron-right", size=14)
        bench.theme.dress(self._unfold, look="fold", high=24)
        self._unfold.setCheckable(True)
        self._unfold.toggled.connect(self._toggle)
        line.addWidget(self._unfold)
        line.addWidget(label(bench.theme, letter, face="strong"))
        self._name = ElidedLabel(bench.theme)
        line.addWidget(self._name, 1)
        self._facts = label(bench.theme, face="meta", ink="ink_2")
        line.addWidget(self._facts)
        self._moves = [
            self._mover(letter, self.tr("Move option {letter} up"), "arrow-up", "Alt+Up", lambda: move(-1)),
            self._mover(letter, self.tr("Move option {letter} down"), "arrow-down", "Alt+Down", lambda: move(1)),
        ]
        for mover in self._moves:
            line.addWidget(mover)
        words = self.tr("Remove option {letter}").format(letter=letter)
        self._drop = icon_button(bench.theme, bench.icons, "trash-2", words, drop, size=14)
        line.addWidget(self._drop)
        self._unfold.setAccessibleName(self.tr("Fields of option {letter}").format(letter=letter))

    def _mover(self, letter: str, words: str, icon: str, key: str, move: Callable[[], object]) -> QToolButton:
        """A button that moves the option, whose key works wherever in the card one is."""
        made = icon_button(self._bench.theme, self._bench.icons, icon, words.format(letter=letter), move, size=14)
        keys = QKeySequence(key)
        made.setToolTip(f"{made.accessibleName()} ({keys.toString(QKeySequence.SequenceFormat.NativeText)})")
        shortcut = QShortcut(keys, self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(made.click)
        return made

    def say_place(self, place: int, count: int) -> None:
        """See where the card stands: the first can't go up, the last not down."""
        for mover, can in zip(self._moves, (place > 0, place < count - 1), strict=True):
            mover.setEnabled(can)

    def unfold(self) -> None:
        """Show the fields, and begin at the first."""
        self._unfold.setChecked(True)
        if self._fields is not None:
            self._fields.setFocus()

    def _toggle(self, unfolded: bool) -> None:  # noqa: FBT001  a signal's value
        self._bench.icons.put(self._unfold, "chevron-down" if unfolded else "chevron-right", size=14)
        if unfolded and self._fields is None:
            self._fields = FieldsEditor(self._bench, Option, self._make, leave_out=("letter",))
            self._fields.edited.connect(self._change)
            self._fields.name(self.tr("Option {letter}").format(letter=self._option.letter))
            self._column.addWidget(self._fields)
            self._show()
            self._fields.set_read_only(self._read_only)
        if self._fields is not None:
            self._fields.setVisible(unfolded)

    def show_option(self, option: Option, dossier: Dossier, point: Point) -> None:
        """Show the option as it is."""
        self._option, self._seen = option, (dossier, point)
        self._name.say(option.name or self.tr("Unnamed"))
        facts = [self.tr("as things stand")] if option.is_status_quo else []
        facts += [term_word(option.cost_band)] if option.cost_band else []
        self._facts.setText(" · ".join(facts))
        self._show()

    def _show(self) -> None:
        if self._fields is not None and self._seen is not None:
            self._fields.regard(*self._seen)
            self._fields.show_value(self._option)

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001  the answer to the one question asked
        """Let it be read alone."""
        self._read_only = read_only
        for control in (*self._moves, self._drop):
            control.setVisible(not read_only)
        if self._fields is not None:
            self._fields.set_read_only(read_only)


class OptionsEditor(Editor):
    """Two to four options."""

    typed = True
    follows_dossier = True

    def __init__(self, bench: Bench, make: Make) -> None:
        super().__init__(bench)
        self._make = make
        self._seen: tuple[Dossier, Point] | None = None
        self._value: tuple[Option, ...] = ()
        self._cards: dict[str, _OptionCard] = {}
        self._read_only = False
        column = QVBoxLayout(self)
        tight(column, spacing=4)
        self._stack = QVBoxLayout()
        tight(self._stack, spacing=4)
        column.addLayout(self._stack)
        self.add = push_button(bench.theme, self.tr("Add an option"), self._add, look="text")
        self.add.setProperty("flush", "left")
        line = QHBoxLayout()
        line.addWidget(self.add)
        line.addStretch(1)
        column.addLayout(line)
        self.setFocusProxy(self.add)

    def regard(self, dossier: Dossier, point: Point) -> None:
        """See the risks that an option may raise, and the cells that go with it."""
        if self._seen is None or self._seen[1].id != point.id:
            for card in self._cards.values():
                card.hide()
                card.deleteLater()
            self._cards.clear()
        self._seen = (dossier, point)

    def show_value(self, value: Any) -> None:
        """Show the options."""
        self._value = value
        assert self._seen is not None  # noqa: S101  `regard` comes first
        letters = [option.letter for option in value]
        for letter in [letter for letter in self._cards if letter not in letters]:
            card = self._cards.pop(letter)
            card.hide()
            card.deleteLater()
        for place, option in enumerate(value):
            if option.letter not in self._cards:
                self._cards[option.letter] = self._card(option.letter)
            card = self._cards[option.letter]
            if self._stack.indexOf(card) != place:
                self._stack.insertWidget(place, card)
            card.show_option(option, *self._seen)
            card.say_place(place, len(value))
        self.add.setVisible(len(value) < _MOST and not self._read_only)

    def _card(self, letter: str) -> _OptionCard:
        card = _OptionCard(
            self.bench,
            self._make,
            letter,
            change=self._change,
            move=lambda by: self._move(letter, by),
            drop=lambda: self._drop(letter),
        )
        card.set_read_only(self._read_only)
        return card

    def _change(self, option: Option) -> None:
        self.edited.emit(tuple(option if old.letter == option.letter else old for old in self._value))

    def _add(self) -> None:
        taken = {option.letter for option in self._value}
        letter = next(letter for letter in _LETTERS if letter not in taken)
        self.edited.emit((*self._value, Option(letter=letter)))
        if letter in self._cards:
            self._cards[letter].unfold()

    def _move(self, letter: str, by: int) -> None:
        """Move an option; whoever has the keys in its card keeps them."""
        point = self._seen[1] if self._seen is not None else None
        if point is None:
            return
        focus = QApplication.focusWidget()
        letters = [option.letter for option in self._value]
        to = letters.index(letter) + by
        if 0 <= to < len(letters):
            self.bench.session.apply(
                self.tr("Move option {letter}").format(letter=letter),
                lambda dossier: operations.move_option(dossier, point.id, letter, to, at=now()),
            )
            if focus is not None and self._cards[letter].isAncestorOf(focus):
                focus.setFocus()

    def _drop(self, letter: str) -> None:
        """Take an option away with what is said of it, and tell whose settling goes with it."""
        if self._seen is None:
            return
        dossier, point = self._seen
        session = self.bench.session
        settled = operations.settling(dossier, point.id, letter)
        act = self.tr("Remove option {letter}").format(letter=letter)
        done = session.apply(act, lambda now_: operations.remove_option(now_, point.id, letter, at=now()))
        if done and settled:
            names = self.tr(" and ").join(point_name(dossier.point(one)) for one in settled)
            self.bench.notices.say(
                self.tr("Option {letter} is gone. {names} settled the dilemma by it: choose another one there.").format(
                    letter=letter, names=names
                ),
                "should",
                Remedy(self.tr("Undo"), session.undo),
                Remedy(
                    self.tr("Go there"),
                    lambda: self.bench.selection.go(workspace="read", point=settled[0], field="settles"),
                ),
                key=f"option of {point.id}",
            )

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001  the answer to the one question asked
        """Let them be read alone."""
        self._read_only = read_only
        self.add.setVisible(len(self._value) < _MOST and not read_only)
        for card in self._cards.values():
            card.set_read_only(read_only)

    def name(self, text: str) -> None:
        """Name the list."""
        self.setAccessibleName(text)
