"""What stands above a Markdown text about itself."""

import pytest

from briefgen.domain.bibliography import Bibliography, Name, PartialDate
from briefgen.importers.front_matter import parse_date, split


def test_names_and_values_become_bibliographic() -> None:
    """Known names fill the bibliography, others are passed over, and the text follows."""
    written = """---
title: "Walls: a history"
subtitle: From stone to steel
authors:
  - Abbot, Jane
  - name: The Harbour Board
    affiliation: Port
  - 'Lee, K.'
date: 10 March 2025   # as printed
publisher: Port Press
publication: Harbour Weekly
source: https://example.org/walls
lang: en-GB
tags: [walls, stone]
description: >
  How the wall
  was built.
draft: true
---
The text.
"""
    bibliography, body = split(written)
    assert bibliography == Bibliography(
        title="Walls: a history: From stone to steel",
        author=(Name(family="Abbot", given="Jane"), Name(literal="The Harbour Board"), Name(family="Lee", given="K.")),
        issued=PartialDate(year=2025, month=3, day=10),
        publisher="Port Press",
        container_title="Harbour Weekly",
        URL="https://example.org/walls",
        language="en-GB",
        abstract="How the wall was built.",
    )
    assert body == "The text.\n"


@pytest.mark.parametrize(
    "written",
    [
        "No front matter.",
        "---\n\nA rule, and text: with a colon.\n\n---\n",
        "---\ntitle: never closed",
        "---\nJust a line\n---\nText",
        "",
        "----\ntitle: x\n----",
    ],
)
def test_what_is_no_front_matter_stays_text(written: str) -> None:
    """A rule at the top, or a block that is no list of names and values, is text."""
    assert split(written) == (Bibliography(), written)


def test_a_title_block_of_three_lines() -> None:
    """Pandoc's lines with % are title, authors and date; an indented line goes on."""
    bibliography, body = split("% The wall\n  and the water\n% Abbot; Baker\n  Lee\n% July 17, 2006\n\nText.")
    assert bibliography == Bibliography(
        title="The wall and the water",
        author=(Name(literal="Abbot"), Name(literal="Baker"), Name(literal="Lee")),
        issued=PartialDate(year=2006, month=7, day=17),
    )
    assert body == "\nText."


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("Jane Abbot", ["Jane Abbot"]),
        ("Jane Abbot and Kim Lee", ["Jane Abbot", "Kim Lee"]),
        ("Jane Abbot, Kim Lee, Ira Moss", ["Jane Abbot", "Kim Lee", "Ira Moss"]),
        ("Abbot, Jane; Lee, Kim", ["Jane Abbot", "Kim Lee"]),
        ("[Jane Abbot, 'Lee, Kim']", ["Jane Abbot", "Kim Lee"]),
    ],
)
def test_names_are_divided(value: str, names: list[str]) -> None:
    """Several names in one value are told apart, “Family, Given” is one."""
    bibliography, _ = split(f"---\nauthor: {value}\n---\n")
    assert [name.shown for name in bibliography.author] == names


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2025-03-10", "2025-03-10"),
        ("2025-03-10T09:30:00Z", "2025-03-10"),
        ("2025-03", "2025-03"),
        ("2025", "2025"),
        ("10 March 2025", "2025-03-10"),
        ("March 10th, 2025", "2025-03-10"),
        ("10. März 2025", "2025-03-10"),
        ("1er août 2024", "2024-08-01"),
        ("3 de marzo de 2025", "2025-03-03"),
        ("10.3.2025", "2025-03-10"),
        ("March 2025", "2025-03"),
        ("3/4/2025", "3/4/2025"),
        ("31 March", "31 March"),
        ("45 March 2025", "45 March 2025"),
        ("2025-13-45", "2025-13-45"),
        ("Spring 2025", "Spring 2025"),
    ],
)
def test_dates_are_read_where_they_leave_no_doubt(written: str, iso: str) -> None:
    """A date in doubt, or impossible, is kept as its words."""
    assert parse_date(written).iso == iso
