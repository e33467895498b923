"""What is known of a source, in the line under its title."""

from __future__ import annotations

from briefgen.domain.sources import Source
from briefgen.gui.moments import date_words


def about(source: Source) -> str:
    """What is known of a source, in a line: publisher, series and number, date."""
    known = source.bibliography
    who = known.publisher or known.container_title or ", ".join(filter(None, map(_name, known.author)))
    series = " ".join(filter(None, (known.collection_title or known.genre, known.number)))
    return " · ".join(filter(None, (who, series, date_words(known.issued))))


def _name(name: object) -> str:
    given, family, literal = (getattr(name, part, "") for part in ("given", "family", "literal"))
    return literal or " ".join(filter(None, (given, family)))
