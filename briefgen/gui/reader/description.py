"""What is known of a source, in the line under its title."""

from __future__ import annotations

from briefgen.domain.sources import Source

_MONTHS = [
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
]


def about(source: Source) -> str:
    """What is known of a source, in a line: publisher, series and number, date."""
    known = source.bibliography
    who = known.publisher or known.container_title or ", ".join(filter(None, map(_name, known.author)))
    series = " ".join(filter(None, (known.collection_title or known.genre, known.number)))
    return " · ".join(filter(None, (who, series, _date(source))))


def _name(name: object) -> str:
    given, family, literal = (getattr(name, part, "") for part in ("given", "family", "literal"))
    return literal or " ".join(filter(None, (given, family)))


def _date(source: Source) -> str:
    issued = source.bibliography.issued
    if issued is None or issued.year is None:
        return issued.literal if issued else ""
    month = _MONTHS[issued.month - 1] if issued.month else ""
    return " ".join(filter(None, (str(issued.day or ""), month, str(issued.year))))
