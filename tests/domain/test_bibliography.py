"""CSL-JSON in and out, names and partial dates as people write them."""

import pytest

from briefgen.domain.bibliography import Bibliography, Name, PartialDate, from_csl, to_csl
from briefgen.domain.fields import FieldError, read_field

ITEM = {
    "type": "article-newspaper",
    "title": "Eleven days without a railway",
    "container-title": "The Saltgate Mercury",
    "author": [{"family": "de Vries", "given": "Ada"}, {"literal": "Shore desk"}],
    "issued": {"date-parts": [[2025, 1, 30]]},
    "title-short": "Eleven days",
    "URL": "https://example.org/eleven",
    "page": "3",
    "custom": {"shelf": ["A", 7]},
}


def test_an_item_comes_back_as_it_was() -> None:
    """Unknown variables included."""
    assert to_csl(from_csl(ITEM)) == ITEM


def test_older_and_looser_forms_are_read() -> None:
    """Numbers as text, particles, raw dates, shortTitle."""
    found = from_csl(
        {
            "title": "T",
            "volume": 7,
            "shortTitle": "S",
            "author": [{"family": "Beer", "given": "S.", "non-dropping-particle": "de", "suffix": "Jr"}],
            "issued": {"raw": "Spring 2024"},
            "accessed": {"date-parts": [["2025", "3"]]},
            "editor": [],
        }
    )
    assert (found.volume, found.title_short) == ("7", "S")
    assert found.author == (Name(family="de Beer", given="S. Jr"),)
    assert found.issued == PartialDate(literal="Spring 2024")
    assert found.accessed == PartialDate(year=2025, month=3)


@pytest.mark.parametrize(
    ("typed", "iso"),
    [("2025", "2025"), ("2025-3", "2025-03"), ("2025-03-10", "2025-03-10"), ("early 2025", "early 2025")],
)
def test_dates_of_any_precision(typed: str, iso: str) -> None:
    """What can't be read as a date stays as it was written."""
    _, date = read_field(Bibliography, "issued", typed)
    assert isinstance(date, PartialDate)
    assert date.iso == iso


def test_a_month_that_is_none_is_refused() -> None:
    """Never silently another date."""
    with pytest.raises(FieldError, match="issued"):
        read_field(Bibliography, "issued", "2025-13")


def test_names_are_divided_at_the_comma() -> None:
    """And shown in reading order; a body's name stays whole."""
    _, names = read_field(Bibliography, "author", '["Okri, Ben", "Marram Institute"]')
    assert names == (Name(family="Okri", given="Ben"), Name(literal="Marram Institute"))
    assert [name.shown for name in names] == ["Ben Okri", "Marram Institute"]


def test_the_fields_are_named_as_in_csl() -> None:
    """In either case."""
    assert read_field(Bibliography, "container-title", "X") == ("container_title", "X")
    assert read_field(Bibliography, "url", "https://x.example") == ("URL", "https://x.example")
    assert read_field(Bibliography, "DOI", "10.1/x") == ("DOI", "10.1/x")
