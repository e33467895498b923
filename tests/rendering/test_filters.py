"""What templates write dates, numbers and lists with."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.rendering.filters import days_kept, filters_for, grouped_number, long_date, unbroken


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en-GB", "3 March 2025"),
        ("en", "3 March 2025"),
        ("en-US", "March 3, 2025"),
        ("de-CH", "3. März 2025"),
        ("fr-FR", "3 mars 2025"),
        ("es", "3 de marzo de 2025"),
        ("it", "3 marzo 2025"),
        ("nl", "3 maart 2025"),
        ("pt-BR", "3 de março de 2025"),
        ("ja", "2025年3月3日"),
        ("zh-Hans", "2025年3月3日"),
        ("cy", "2025-03-03"),
    ],
)
def test_a_date_is_written_out_in_the_language(language: str, written: str) -> None:
    """A date is written as the language does; where the custom is unknown, in the form that all understand."""
    assert long_date("2025-03-03", language=language) == written
    assert long_date(dt.date(2025, 3, 3), language=language) == written
    assert long_date(dt.datetime(2025, 3, 3, 23, 59, tzinfo=dt.UTC), language=language) == written
    assert long_date("2025-03-03T09:30:00+00:00", language=language) == written


@pytest.mark.parametrize("other", ["on decision", "", "2025-02-30", "March"])
def test_what_is_no_date_is_left_as_it_is(other: str) -> None:
    """Words in a date's place are printed as they are."""
    assert long_date(other, language="en-GB") == other


def test_no_date_is_nothing() -> None:
    """A date that was not given prints nothing."""
    assert long_date(None, language="en-GB") == ""


@given(day=st.dates(), language=st.sampled_from(["en-GB", "en-US", "de", "fr", "es", "it", "nl", "pt", "ja", "zh"]))
def test_every_date_can_be_written(day: dt.date, language: str) -> None:
    """Each date shows its year and its day in every language."""
    written = long_date(day, language=language)
    assert str(day.year) in written
    assert str(day.day) in written


@pytest.mark.parametrize(
    ("value", "language", "written"),
    [
        (1234567, "en-GB", "1,234,567"),
        (1234567, "de", "1.234.567"),
        (1234567, "fr", "1\u202f234\u202f567"),
        (1234567, "cy", "1\u202f234\u202f567"),
        (-1000, "en", "-1,000"),
        (999, "en", "999"),
        ("12", "en", "12"),
        (True, "en", "True"),
    ],
)
def test_numbers_are_grouped(value: object, language: str, written: str) -> None:
    """Whole numbers get the language's separator; what is no number is left as it is."""
    assert grouped_number(value, language=language) == written


def test_unbroken_text_has_no_place_to_break() -> None:
    """“Risk 1” and a date range stay on one line."""
    assert unbroken("Risk 1") == "Risk\u00a01"
    assert unbroken("A-1") == "A\u20111"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("decide by 14 March", "decide by 14\u00a0March"),
        ("am 3. März", "am 3.\u00a0März"),
        ("(1st May 2025 to 2nd June)", "(1st\u00a0May 2025 to 2nd\u00a0June)"),
        ("the first 2,100 homes in 2025 or B12 or 120 days", "the first 2,100 homes in 2025 or B12 or 120 days"),
    ],
)
def test_a_day_stays_with_its_month(text: str, kept: str) -> None:
    """No line ends between a number of one or two digits and its word; longer numbers may end one."""
    assert days_kept(text) == kept


def test_the_filters_know_the_language() -> None:
    """A template need not say the language: the filters have it."""
    assert filters_for("de")["longdate"]("2025-03-03") == "3. März 2025"
    assert filters_for("de")["number"](1000) == "1.000"
