"""Days and moments in words, in the user's own language and time zone."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale, QTime


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
