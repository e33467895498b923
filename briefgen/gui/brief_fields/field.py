"""A field of a brief's form: label, editor, and under it what is wrong with it, found or refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from briefgen.domain.terms import Severity
from briefgen.gui.bench import Bench
from briefgen.gui.brief_words import severity_sign
from briefgen.gui.controls import label, tight
from briefgen.gui.points.editors import Editor, repolish

LABEL = 76
"""Pixels of the labels' column."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One sentence about a field; without a severity it is a plain hint.

    It `waits` where it can be said only to somebody who has been at the field: a new brief is empty, and not wrong.
    """

    text: str
    severity: Severity | None = None
    waits: bool = False


class BriefField(QWidget):
    """An editor with its label at the left; `hugged` gives the label no more room than it needs, in a shared line."""

    def __init__(self, bench: Bench, words: str, editor: Editor, *, about: str = "", hugged: bool = False) -> None:
        super().__init__()
        self._bench, self._hugged = bench, hugged
        self.editor, self.words, self.about = editor, words, about
        self._refused = ""
        self._found: tuple[Remark, ...] = ()
        self._lines: list[_Line] = []
        across = QHBoxLayout(self)
        tight(across, spacing=8)
        self._label = label(bench.theme, words, face="meta", ink="ink_2", wraps=not hugged)
        across.addWidget(self._label, 0, Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout()
        tight(self._column, spacing=4)
        self._column.addWidget(editor)
        across.addLayout(self._column, 1)
        bench.theme.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        px = self._bench.theme.px
        if not self._hugged:
            self._label.setFixedWidth(px(LABEL))
        self._label.setMinimumHeight(px(32))
        for line in self._lines:
            line.draw()

    @property
    def remarks(self) -> tuple[str, ...]:
        """The sentences under the field."""
        return tuple(remark.text for remark in self._shown())

    @property
    def refused(self) -> str:
        """Why what stands in the editor is no value; empty when it is one."""
        return self._refused

    def say_refused(self, text: str) -> None:
        """Say why what stands in the editor is no value, or that it is one after all."""
        if text != self._refused:
            self._refused = text
            self._show()

    def say_found(self, found: Sequence[Remark]) -> None:
        """Say what preflight finds about the field."""
        if tuple(found) != self._found:
            self._found = tuple(found)
            self._show()

    def _shown(self) -> tuple[Remark, ...]:
        """What is refused goes before what is found about the value that still holds."""
        return (Remark(self._refused, Severity.ERROR),) if self._refused else self._found

    def _show(self) -> None:
        shown = self._shown()
        while len(self._lines) < len(shown):
            line = _Line(self._bench)
            self._lines.append(line)
            self._column.addWidget(line)
        for number, line in enumerate(self._lines):
            line.say(shown[number] if number < len(shown) else None)
        wrong = any(remark.severity is Severity.ERROR for remark in shown)
        said = " ".join(remark.text for remark in shown)
        for control in (*self.editor.findChildren(QLineEdit), *self.editor.findChildren(QPlainTextEdit)):
            control.setAccessibleDescription(said or self.about)
            around = control.parentWidget()
            edged = around if isinstance(around, QComboBox) else control  # the line in a box of choices has no edge
            if bool(edged.property("wrong")) != wrong:
                edged.setProperty("wrong", wrong)
                repolish(edged)


class _Line(QWidget):
    """A sign and a sentence."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._remark: Remark | None = None
        line = QHBoxLayout(self)
        tight(line, spacing=6)
        self._sign = QLabel()
        self._sentence = label(bench.theme, face="meta", wraps=True)
        line.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._sentence, 1)
        self.hide()

    def say(self, remark: Remark | None) -> None:
        """Say it, or nothing."""
        self._remark = remark
        self.setVisible(remark is not None)
        if remark is not None:
            self._sentence.setText(remark.text)
            self.setAccessibleName(remark.text)
            self.draw()

    def draw(self) -> None:
        """Draw the sign, in the colours of the theme in force."""
        remark = self._remark
        if remark is None:
            return
        self._sign.setVisible(remark.severity is not None)
        ink = "ink_2"
        if remark.severity is not None:
            icon, ink = severity_sign(remark.severity)
            size = self._bench.theme.px(14)
            self._sign.setPixmap(self._bench.icons.pixmap(icon, ink, size=size, ratio=self.devicePixelRatioF()))
        self._bench.theme.dress(self._sentence, ink=ink)
        repolish(self._sentence)
