"""Dates in the languages of briefs."""

import datetime as dt

import pytest

from briefgen.domain.bibliography import PartialDate
from briefgen.rendering.dates import date_or_event, long_date, partial_date


@pytest.mark.parametrize(
    ("language", "first", "fourteenth"),
    [
        ("en-GB", "1 March 2025", "14 March 2025"),
        ("en-US", "March 1, 2025", "March 14, 2025"),
        ("fr-CA", "1er mars 2025", "14 mars 2025"),
        ("it", "1º marzo 2025", "14 marzo 2025"),
        ("de", "1. März 2025", "14. März 2025"),
        ("ja", "2025年3月1日", "2025年3月14日"),
        ("tlh", "2025-03-01", "2025-03-14"),
    ],
)
def test_a_date_is_written_out_in_its_language(language: str, first: str, fourteenth: str) -> None:
    """The first of a month has its own form in some; an unknown language gets ISO 8601."""
    assert long_date(dt.date(2025, 3, 1), language) == first
    assert long_date(dt.date(2025, 3, 14), language) == fourteenth


@pytest.mark.parametrize(
    ("date", "shown"),
    [
        (PartialDate(year=2025), "2025"),
        (PartialDate(year=2025, month=3), "March 2025"),
        (PartialDate(year=2025, month=3, day=14), "14 March 2025"),
        (PartialDate(year=2025, month=2, day=31), "2025-02-31"),
        (PartialDate(year=-44, month=3, day=15), "-044-03-15"),
        (PartialDate(literal="Lent term"), "Lent term"),
    ],
)
def test_a_publication_date_is_printed_as_far_as_it_is_known(date: PartialDate, shown: str) -> None:
    """A day that no calendar has is printed as it was given."""
    assert partial_date(date, "en-GB") == shown


def test_a_month_alone_is_printed_in_other_languages() -> None:
    """The order of month and year is the language's, too."""
    assert partial_date(PartialDate(year=2025, month=3), "ja") == "2025年3月"
    assert partial_date(PartialDate(year=2025, month=3), "es") == "marzo de 2025"


@pytest.mark.parametrize(
    ("text", "language", "printed"),
    [
        ("2026-04-30", "en-GB", "30 April 2026"),
        (" 2026-04-01 ", "fr", "1er avril 2026"),
        ("After the spring statement", "en-GB", "After the spring statement"),
        ("2026-13-01", "en-GB", "2026-13-01"),
        ("", "en-GB", ""),
    ],
)
def test_a_date_or_an_event_is_printed_as_what_it_is(text: str, language: str, printed: str) -> None:
    """Where editors may write either, a date in ISO 8601 is still printed in words."""
    assert date_or_event(text, language) == printed
