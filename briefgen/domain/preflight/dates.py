"""Dates as they stand in an English text, and as a finding writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_NUMBER = {name[:3].lower(): number for number, name in enumerate(_MONTHS, 1)}
_MONTH = "|".join(f"{name}|{name[:3]}\\.?" for name in _MONTHS) + "|Sept\\.?"
_NAMED = re.compile(
    rf"\b(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<month>{_MONTH})(?:,?\s+(?P<year>\d{{4}}))?(?!\w)"
    rf"|\b(?P<month2>{_MONTH})\s+(?P<day2>[0-3]?\d)(?:st|nd|rd|th)?(?:,?\s+(?P<year2>\d{{4}}))?(?![\w–-])",
    re.IGNORECASE,
)
_NUMERIC = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)\b")
_VAGUE = re.compile(
    r"\b(?:today|tomorrow|tonight|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|this (?:week|month|quarter)|recess"
    rf"|(?:by|before|in|until|from|of|end|early|late|mid|next)[\s-]+(?:{_MONTH})(?!\w)|(?:{_MONTH})\s+\d{{4}})\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day named in a text; the year may not be given."""

    day: int
    month: int
    year: int | None

    def may_be(self, day: date) -> bool:
        """Tell whether the text can mean `day`."""
        return (self.day, self.month) == (day.day, day.month) and self.year in {None, day.year}


def printed_day(day: date, *, year: bool = True) -> str:
    """Write a date as it is printed: 14 March 2025."""
    return f"{day.day} {_MONTHS[day.month - 1]}" + (f" {day.year}" if year else "")


def days_in(text: str) -> Iterator[NamedDay]:
    """Find the days that an English text names."""
    for match in _NUMERIC.finditer(text):
        yield NamedDay(int(match["day"]), int(match["month"]), int(match["year"]))
    for match in _NAMED.finditer(text):
        month = _NUMBER[(match["month"] or match["month2"])[:3].lower()]
        year = match["year"] or match["year2"]
        yield NamedDay(int(match["day"] or match["day2"]), month, int(year) if year else None)


def names_a_date(text: str) -> bool:
    """Tell whether an English text says when: a day, a month after “by” and the like, a weekday, the recess."""
    return any(True for _ in days_in(text)) or _VAGUE.search(text) is not None
