"""Dates in the languages of briefs."""

import datetime as dt

import pytest

from briefgen.domain.bibliography import PartialDate
from briefgen.rendering.dates import long_date, partial_date


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
