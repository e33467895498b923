"""What a source is cited as, and where in it a passage stands."""

from __future__ import annotations

from typing import Any

import pytest

from briefgen.domain.bibliography import Bibliography, Name, PartialDate, from_csl
from briefgen.domain.citing import CSL_TYPES, Locator, csl_item, csl_type, locator
from briefgen.domain.sources import Block, Page, Passage, Source
from briefgen.importers.kinds import ENDINGS

TEXT = "Low wells.\n\nNobody counts."


def source(about: Bibliography | None = None, **more: Any) -> Source:
    """A source."""
    blocks = (Block("heading", 0, 10, 1), Block("paragraph", 12, 26))  # type: ignore[arg-type]  a kind's word does for it
    return Source(
        id="source-1", sha256="0" * 64, text=TEXT, blocks=blocks, bibliography=about or Bibliography(), **more
    )


@pytest.mark.parametrize(
    ("about", "document", "expected"),
    [
        ({"type": "report"}, "PDF", "report"),
        ({"type": "Newspaper"}, "PDF", "article-newspaper"),
        ({"type": "legal case"}, "text", "legal_case"),
        ({"type": "Article Journal"}, "PDF", "article-journal"),
        ({"type": "e-mail"}, "text", "personal_communication"),
        ({"type": "no such thing", "ISBN": "1"}, "PDF", "book"),
        ({"container_title": "Heat", "volume": "3"}, "PDF", "article-journal"),
        ({"container_title": "Essays", "editor": (Name(literal="A"),), "page": "3"}, "PDF", "chapter"),
        ({}, "book", "book"),
        ({}, "e-mail", "personal_communication"),
        ({}, "web page", "webpage"),
        ({"container_title": "Ledger"}, "text", "article-magazine"),
        ({"container_title": "Ledger", "URL": "https://a.example"}, "text", "webpage"),
        ({"publisher": "Board"}, "PDF", "report"),
        ({}, "PDF", "document"),
    ],
)
def test_a_source_is_cited_as_what_is_known_of_it(about: dict[str, Any], document: str, expected: str) -> None:
    """What is said of it goes first; of what nothing is known nothing is claimed."""
    assert csl_type(Bibliography(**about), document) == expected


def test_every_kind_of_document_has_a_type() -> None:
    """Whatever comes in can be cited."""
    assert {csl_type(Bibliography(), kind) for kind in ENDINGS} <= CSL_TYPES


def test_an_item_has_what_a_reader_may_know_and_nothing_else() -> None:
    """No notes, no abstracts, no keywords, no words for a catalogue, no address of a file."""
    item = csl_item(
        source(
            from_csl(
                {
                    "type": "book",
                    "title": " Dry  rivers ",
                    "author": [{"family": "Marsh", "given": "Ida"}, {"given": "Plato"}, {"literal": "Wells Board"}],
                    "director": [{"family": "Orr", "given": "P.", "static-ordering": True}, "nonsense"],
                    "issued": {"date-parts": [[2016, 4]]},
                    "event-date": {"date-parts": [["2015", "3", "1"], ["2015", "3", "4"]]},
                    "original-date": {"raw": "Spring 1990"},
                    "submitted": "soon",
                    "accessed": {"date-parts": [[2026, 1, 2]]},
                    "number-of-pages": 120,
                    "DOI": "https://doi.org/10.1234/x",
                    "URL": "file:///srv/dry.pdf",
                    "note": "private",
                    "abstract": "private",
                    "annote": "private",
                    "keyword": "private",
                    "call-number": "private",
                    "custom": {"shelf": "private"},
                }
            )
        )
    )
    assert item == {
        "id": "source-1",
        "type": "book",
        "title": "Dry rivers",
        "author": [{"family": "Marsh", "given": "Ida"}, {"literal": "Plato"}, {"literal": "Wells Board"}],
        "director": [{"family": "Orr", "given": "P."}],
        "issued": {"date-parts": [[2016, 4]]},
        "event-date": {"date-parts": [[2015, 3, 1], [2015, 3, 4]]},
        "original-date": {"literal": "Spring 1990"},
        "number-of-pages": "120",
        "DOI": "10.1234/x",
    }


def test_an_e_mail_is_called_one() -> None:
    """Unless somebody has called it otherwise."""
    assert csl_item(source(format="e-mail"))["genre"] == "Email"
    assert csl_item(source(Bibliography(genre="Letter"), format="e-mail"))["genre"] == "Letter"
    assert "genre" not in csl_item(source(format="PDF"))


def test_dates_that_can_not_be_read_keep_their_words() -> None:
    """As the editors wrote them."""
    item = csl_item(source(Bibliography(issued=PartialDate(literal="early 2025"), URL="HTTPS://a.example")))
    assert item["issued"] == {"literal": "early 2025"}
    assert item["URL"] == "HTTPS://a.example"


def test_a_passage_stands_on_pages_or_in_a_paragraph() -> None:
    """Labels as they are printed; a heading counts as none; what is lost stands nowhere."""
    passage = Passage(id="passage-1", source="source-1", start=12, end=26, quote=TEXT[12:26])
    assert locator(source(), passage) == Locator("paragraph", "1", "1")
    paged = source(pages=(Page(0, "xi", 0, 12), Page(1, "", 12, 20), Page(2, "13", 20, 26)))
    assert locator(paged, passage) == Locator("page", "2", "13")
    whole = Passage(id="passage-1", source="source-1", start=0, end=10, quote=TEXT[:10], lost=True)
    assert locator(paged, whole) is None
