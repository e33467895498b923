"""Dates as they are printed: “14 March 2025”, in the language of the brief.

Source of the patterns and of the months' names: Unicode CLDR, long date format. A language that is not listed gets ISO
8601, which every reader understands, rather than English words in a foreign text.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from briefgen.domain.bibliography import PartialDate


@dataclass(frozen=True, slots=True)
class _Calendar:
    """How a language writes a day, a month of a year, and its months; `first` is the first day of a month."""

    day: str
    month: str
    months: tuple[str, ...]
    first: str = "1"


def _calendar(day: str, month: str, months: str, first: str = "1") -> _Calendar:
    return _Calendar(day, month, tuple(months.split()), first)


_ENGLISH_MONTHS = "January February March April May June July August September October November December"
_CALENDARS = {
    "de": _calendar(
        "{day}. {month} {year}",
        "{month} {year}",
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    ),
    "en": _calendar("{day} {month} {year}", "{month} {year}", _ENGLISH_MONTHS),
    "en-us": _calendar("{month} {day}, {year}", "{month} {year}", _ENGLISH_MONTHS),
    "es": _calendar(
        "{day} de {month} de {year}",
        "{month} de {year}",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    ),
    "fr": _calendar(
        "{day} {month} {year}",
        "{month} {year}",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        first="1er",
    ),
    "it": _calendar(
        "{day} {month} {year}",
        "{month} {year}",
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
        first="1º",
    ),
    "ja": _Calendar("{year}年{number}月{day}日", "{year}年{number}月", ("",) * 12),
    "nl": _calendar(
        "{day} {month} {year}",
        "{month} {year}",
        "januari februari maart april mei juni juli augustus september oktober november december",
    ),
    "pt": _calendar(
        "{day} de {month} de {year}",
        "{month} de {year}",
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    ),
    "zh": _Calendar("{year}年{number}月{day}日", "{year}年{number}月", ("",) * 12),
}


def long_date(day: dt.date, language: str) -> str:
    """Print a date with its month in words: “14 March 2025” for en-GB, “1er mars 2025” for fr."""
    calendar = _calendar_of(language)
    if calendar is None:
        return day.isoformat()
    number = calendar.first if day.day == 1 else str(day.day)
    return calendar.day.format(day=number, month=calendar.months[day.month - 1], number=day.month, year=day.year)


def date_or_event(text: str, language: str) -> str:
    """Print what may be a date in ISO 8601 as one, and anything else as it is: “after the spring statement”."""
    try:
        return long_date(dt.date.fromisoformat(text.strip()), language)
    except ValueError:
        return text


def partial_date(date: PartialDate, language: str) -> str:
    """Print a date of a publication as far as it is known: “March 2025”, “2025”, or its words as they were given."""
    calendar = _calendar_of(language)
    if date.year is None or date.month is None or calendar is None:
        return date.iso
    if date.day is None:
        return calendar.month.format(month=calendar.months[date.month - 1], number=date.month, year=date.year)
    try:
        return long_date(dt.date(date.year, date.month, date.day), language)
    except ValueError:
        return date.iso


def _calendar_of(language: str) -> _Calendar | None:
    parts = language.lower().replace("_", "-").split("-")
    return next((_CALENDARS[tag] for tag in ("-".join(parts[:2]), parts[0]) if tag in _CALENDARS), None)
