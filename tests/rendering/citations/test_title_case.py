"""Titles as English manuals set them."""

import pytest

from briefgen.rendering.citations.title_case import title_case


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("the rise and fall of a sea wall", "The Rise and Fall of a Sea Wall"),
        ("what to look for", "What to Look For"),
        ("heat: an inquiry into long-term care", "Heat: An Inquiry into Long-Term Care"),
        ("who pays? the case of mid-to-late summer", "Who Pays? The Case of Mid-to-Late Summer"),
        ("NATO and iPads at the WHO", "NATO and iPads at the WHO"),
        ("on “cool rooms” and the law", "On “Cool Rooms” and the Law"),
        ("the 2nd summer", "The 2nd Summer"),
        ("e.g. the river", "E.g. the River"),
        ("", ""),
    ],
)
def test_title_case(title: str, expected: str) -> None:
    """First and last word, words behind a colon, parts of compounds; never a word with a capital of its own."""
    assert title_case(title) == expected
