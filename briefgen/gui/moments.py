"""Days and moments in words, in the user's own language and time zone."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale, QTime

from briefgen.domain.bibliography import PartialDate


def _tr(text: str) -> str:
    return QCoreApplication.translate("moments", text)


def moment_words(at: dt.datetime) -> str:
    """A moment to the minute, as in 14 March 2025, 09:41; `at` has its offset from UTC."""
    local = at.astimezone()
    moment = QDateTime(QDate(local.year, local.month, local.day), QTime(local.hour, local.minute))
    return QLocale().toString(moment, "d MMMM yyyy, HH:mm")


def day_words(at: dt.datetime, now: dt.datetime) -> str:
    """How long ago, as one would say it: today, 09:41; yesterday; 24 February; 8 January 2024."""
    local, today = at.astimezone(), now.astimezone().date()
    if local.date() == today:
        return _tr("today, {time}").format(time=f"{local:%H:%M}")
    if local.date() == today - dt.timedelta(days=1):
        return _tr("yesterday")
    pattern = "d MMMM" if local.year == today.year else "d MMMM yyyy"
    return QLocale().toString(QDate(local.year, local.month, local.day), pattern)


def date_words(date: PartialDate | None, *, short: bool = False) -> str:
    """A date as far as it is known: 3 March 2026; March 2026; 2026. `short` has 3 Mar 2026; none gives ""."""
    if date is None or date.year is None:
        return date.literal if date is not None else ""
    form = QLocale.FormatType.ShortFormat if short else QLocale.FormatType.LongFormat
    month = QLocale().standaloneMonthName(date.month, form) if date.month else ""
    return " ".join(part for part in (str(date.day or "") if month else "", month, str(date.year)) if part)


def date_typed(text: str) -> str:
    """A date in words, as 3 March 2026 or Mar 2026, as ISO 8601; what is no such date stays as it stands."""
    words = " ".join(text.split())
    for pattern, form in (
        ("d MMMM yyyy", "yyyy-MM-dd"),
        ("d MMM yyyy", "yyyy-MM-dd"),
        ("MMMM yyyy", "yyyy-MM"),
        ("MMM yyyy", "yyyy-MM"),
    ):
        day = QLocale().toDate(words, pattern)
        if day.isValid():
            return day.toString(form)
    return text
