"""An editor of dates: typed in words or figures, or picked from a calendar."""

from __future__ import annotations

import datetime as dt
from typing import Any

from PySide6.QtCore import QDate, QEvent, QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QMenu, QVBoxLayout, QWidgetAction

from briefgen.domain.fields import Day
from briefgen.gui.bench import Bench
from briefgen.gui.controls import tight
from briefgen.gui.points.editors import Editor, passes_on_undo, repolish
from briefgen.gui.points.words import day_words, term_word

_FORMATS = ("yyyy-MM-dd", "d MMMM yyyy", "d MMM yyyy", "d.M.yyyy", "d. M. yyyy")


class _DayField(QLineEdit):
    calendar_wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down opens the calendar."""
        if event.key() == Qt.Key.Key_Down and not self.isReadOnly():
            self.calendar_wanted.emit()
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the window."""
        if event.type() is QEvent.Type.ShortcutOverride and passes_on_undo(event):
            event.ignore()
            return False
        return super().event(event)


class DayEditor(Editor):
    """A day, or the one word that the field takes in its place."""

    typed = True

    def __init__(self, bench: Bench, spec: Day) -> None:
        super().__init__(bench)
        self._word = spec.word
        self.field = _DayField()
        self.field.setPlaceholderText(self.tr("14 March 2026"))
        bench.theme.dress(self.field, face="text", high=32)
        self._open = self.field.addAction(
            bench.icons.icon("calendar", "ink_2", size=16), QLineEdit.ActionPosition.TrailingPosition
        )
        self._open.setText(self.tr("Pick a day"))
        self._open.setToolTip(self.tr("Pick a day (Down)"))
        self._open.triggered.connect(self._pick)
        self.field.calendar_wanted.connect(self._pick)
        bench.theme.changed.connect(self._draw_calendar)
        self.field.textEdited.connect(self._read)
        self.field.editingFinished.connect(self._tidy)
        layout = QVBoxLayout(self)
        tight(layout)
        layout.addWidget(self.field)
        self.setFocusProxy(self.field)
        self._value: dt.date | str | None = None

    def _draw_calendar(self) -> None:
        self._open.setIcon(self.bench.icons.icon("calendar", "ink_2", size=16))

    def _parsed(self, text: str) -> dt.date | str | None:
        """Read what is typed. Raises `ValueError` with a sentence that says what is wrong."""
        words = " ".join(text.split())
        if not words:
            return None
        if self._word and words.casefold() in {self._word.casefold(), term_word(self._word).casefold()}:
            return self._word
        locale = QLocale()
        shapes = (
            *_FORMATS,
            locale.dateFormat(QLocale.FormatType.ShortFormat).replace("yyyy", "yy").replace("yy", "yyyy"),
        )
        for where in (locale, QLocale.c()):
            for shape in shapes:
                day = where.toDate(words, shape)
                if day.isValid():
                    return dt.date(day.year(), day.month(), day.day())
        raise ValueError(self._why(words))

    def _why(self, words: str) -> str:
        """Say what is wrong with words that are no date: that the month is shorter, or how a date is written."""
        number, _, rest = words.replace(".", " ").partition(" ")
        if number.isdigit() and 28 < int(number) <= 31:
            for where in (QLocale(), QLocale.c()):
                for shape in ("d MMMM yyyy", "d MMM yyyy", "d M yyyy"):
                    month = where.toDate(f"1 {' '.join(rest.split())}", shape)
                    if month.isValid():
                        return self.tr("{month} has {days} days.").format(
                            month=QLocale().standaloneMonthName(month.month()), days=month.daysInMonth()
                        )
        if self._word:
            return self.tr("Write a day such as 14 March 2026, or “{word}”.").format(word=term_word(self._word))
        return self.tr("Write a day such as 14 March 2026.")

    def _read(self, text: str) -> None:
        try:
            value = self._parsed(text)
        except ValueError as error:
            self.refused.emit(str(error))
            return
        self.refused.emit("")
        if value != self._value:
            self._value = value
            self.edited.emit(value)

    def _tidy(self) -> None:
        """Write a date in full when the field is left."""
        try:
            value = self._parsed(self.field.text())
        except ValueError:
            return
        self.field.setText(self._words(value))

    @staticmethod
    def _words(value: dt.date | str | None) -> str:
        if isinstance(value, dt.date):
            return day_words(QDate(value.year, value.month, value.day))
        return term_word(value) if value else ""

    def show_value(self, value: Any) -> None:
        """Show a day."""
        self._value = value
        try:
            same = self._parsed(self.field.text()) == value
        except ValueError:
            same = False
        if not same:
            self.field.setText(self._words(value))

    def _pick(self) -> None:
        menu = QMenu(self)
        calendar = QCalendarWidget(menu)
        calendar.setAccessibleName(self.tr("Calendar"))
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        if isinstance(self._value, dt.date):
            calendar.setSelectedDate(QDate(self._value.year, self._value.month, self._value.day))
        calendar.activated.connect(lambda day: self._picked(menu, day))
        calendar.clicked.connect(lambda day: self._picked(menu, day))
        holder = QWidgetAction(menu)
        holder.setDefaultWidget(calendar)
        menu.addAction(holder)
        if self._word:
            menu.addAction(term_word(self._word).capitalize(), lambda: self._take(self._word))
        if self._value is not None:
            menu.addAction(self.tr("No day"), lambda: self._take(""))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.field.mapToGlobal(QPoint(0, self.field.height())))
        calendar.setFocus()

    def _picked(self, menu: QMenu, day: QDate) -> None:
        menu.close()
        self._take(day_words(day))

    def _take(self, text: str) -> None:
        self.field.setText(text)
        self._read(text)

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001  the answer to the one question asked
        """Show it as text."""
        if read_only == self.field.isReadOnly():
            return
        self.field.setReadOnly(read_only)
        self._open.setVisible(not read_only)
        repolish(self.field)

    def name(self, text: str) -> None:
        """Name the field."""
        self.field.setAccessibleName(text)
