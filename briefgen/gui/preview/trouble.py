"""The bar under the last good pages, which says why there are no newer ones, and where to mend it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from briefgen.errors import BriefgenError
from briefgen.gui.controls import label, push_button, tight
from briefgen.gui.icons import Icons
from briefgen.gui.preview.code_line import CodeLine
from briefgen.gui.theme import Theme
from briefgen.rendering.template_errors import TemplateError


class TroubleBar(QWidget):
    """A sentence; for a template's mistake also its file, line and field in words, and the line itself.

    Where it is `narrow`, the button stands under the words, and the template that is in view there is not named.
    """

    def __init__(self, theme: Theme, icons: Icons, go: Callable[[], object], *, narrow: bool = False) -> None:
        super().__init__()
        self._theme, self._icons, self._narrow = theme, icons, narrow
        theme.dress(self, ground="raised")
        across = QHBoxLayout(self)
        tight(across, spacing=12, margins=(16, 10, 12, 10))
        self._sign = QLabel()
        self._why = label(theme, wraps=True)
        self._where = label(theme, face="meta", ink="ink_2", wraps=True)
        self._line = CodeLine(theme)
        words = QVBoxLayout()
        tight(words, spacing=4)
        for part in (self._why, self._where, self._line):
            words.addWidget(part)
        self.go_there = push_button(theme, self.tr("Go there"), go, look="text")
        across.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        across.addLayout(words, 1)
        if narrow:
            words.addWidget(self.go_there, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            across.addWidget(self.go_there, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    @property
    def said(self) -> str:
        """All that it says; empty while nothing is wrong."""
        if self.isHidden():
            return ""
        return " ".join(part.text() for part in (self._why, self._where, self._line) if not part.isHidden())

    def say(self, sentence: str) -> None:
        """Say something that leads nowhere."""
        self._why.setText(sentence)
        self._where.hide()
        self._line.hide()
        self.go_there.hide()
        self.show()

    def say_error(self, error: BriefgenError, *, pages_stay: bool, leads: str | None) -> None:
        """Say what is wrong; `leads` is the tip of the button that goes there, None where nothing can be gone to."""
        place = field = line = ""
        sentence = error.message
        if isinstance(error, TemplateError):
            words = self.tr("The house template “{name}” can’t be used: {reason}.")
            reason = error.reason.rstrip(".")
            sentence = words.format(name=error.template, reason=reason)
            if self._narrow:
                sentence = f"{reason[:1].upper()}{reason[1:]}."
            words = self.tr("{file}, line {line}") if error.line else "{file}"
            place = words.format(file=error.file, line=error.line) if error.file else ""
            field = self.tr("field “{field}”").format(field=error.field) if error.field else ""
            line = error.source_line
        told = self.tr("These are the last good pages.") if pages_stay else ""
        self._why.setText(f"{sentence} {told}".strip())
        self._where.setText(" · ".join(part for part in (place, field) if part))
        self._where.setVisible(bool(place or field))
        self._line.setText(line)
        self._line.setVisible(bool(line))
        self.go_there.setVisible(leads is not None)
        self.go_there.setToolTip(leads or "")
        self.draw()
        self.show()

    def draw(self) -> None:
        """Draw the sign, in the colours of the theme in force."""
        size, ratio = self._theme.px(20), self.devicePixelRatioF()
        self._sign.setPixmap(self._icons.pixmap("octagon-x", "must_fix", size=size, ratio=ratio))
