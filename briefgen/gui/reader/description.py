"""What is known of a source, in the line under its title."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from briefgen.domain.sources import Source
from briefgen.domain.terms import HowObtained
from briefgen.gui.moments import date_words


def about(source: Source) -> str:
    """What is known of a source, in a line: publisher, series and number, date; and that its words were recognised."""
    known = source.bibliography
    who = known.publisher or known.container_title or ", ".join(filter(None, map(_name, known.author)))
    series = " ".join(filter(None, (known.collection_title or known.genre, known.number)))
    return " · ".join(filter(None, (who, series, date_words(known.issued), recognised_words(source))))


def recognised_words(source: Source) -> str:
    """Say that a source's words were recognised from pictures, and may be wrong; empty where they were not."""
    if source.how_obtained is not HowObtained.OCR:
        return ""
    return QCoreApplication.translate("Source", "recognised from pictures")


def _name(name: object) -> str:
    given, family, literal = (getattr(name, part, "") for part in ("given", "family", "literal"))
    return literal or " ".join(filter(None, (given, family)))
