"""A field of a form: its label, its editor, and what is wrong with it, beside it and at once."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from briefgen.gui.bench import Bench
from briefgen.gui.controls import label, tight
from briefgen.gui.points.editors import Editor, repolish
from briefgen.gui.points.layouts import Placement

_COLUMN = 72


class Field(QWidget):
    """An editor with its label at the left, above it, or without one."""

    def __init__(
        self, bench: Bench, words: str, editor: Editor, *, placement: Placement = "left", about: str = ""
    ) -> None:
        super().__init__()
        self._bench, self.editor, self.about = bench, editor, about
        self.words = words
        editor.name(words)
        if about:
            editor.setAccessibleDescription(about)
        self._label = label(bench.theme, words, face="meta", ink="ink_2", wraps=placement == "left")
        if placement == "bare":  # to show it here, without a parent yet, would make a window of it
            self._label.hide()
        self._wrong = _Wrong(bench)
        outer = QVBoxLayout(self)
        tight(outer, spacing=4)
        if placement == "left":
            line = QHBoxLayout()
            tight(line, spacing=8)
            line.addWidget(self._label, 0, Qt.AlignmentFlag.AlignTop)
            column = QVBoxLayout()
            tight(column, spacing=4)
            column.addWidget(editor)
            column.addWidget(self._wrong)
            line.addLayout(column, 1)
            outer.addLayout(line)
            bench.theme.changed.connect(self._fit)
            self._fit()
        else:
            outer.addWidget(self._label)
            outer.addWidget(editor)
            outer.addWidget(self._wrong)

    def _fit(self) -> None:
        px = self._bench.theme.px
        self._label.setFixedWidth(px(_COLUMN))
        self._label.setMinimumHeight(px(32))

    @property
    def wrong(self) -> str:
        """What is said to be wrong with the field; empty when nothing is."""
        return self._wrong.text

    def say_wrong(self, text: str) -> None:
        """Say what is wrong, or that nothing is any more."""
        if text == self._wrong.text:
            return
        self._wrong.say(text)
        for control in (*self.editor.findChildren(QLineEdit), *self.editor.findChildren(QPlainTextEdit)):
            control.setProperty("wrong", bool(text))
            repolish(control)


class _Wrong(QWidget):
    """A sign and a sentence."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self.text = ""
        line = QHBoxLayout(self)
        tight(line, spacing=6)
        self._sign = QLabel()
        self._sentence = label(bench.theme, face="meta", ink="must_fix", wraps=True)
        line.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._sentence, 1)
        self.hide()

    def say(self, text: str) -> None:
        """Say it, or nothing."""
        self.text = text
        self._sentence.setText(text)
        self.setAccessibleName(text)
        size = self._bench.theme.px(14)
        self._sign.setPixmap(
            self._bench.icons.pixmap("circle-x", "must_fix", size=size, ratio=self.devicePixelRatioF())
        )
        self.setVisible(bool(text))
