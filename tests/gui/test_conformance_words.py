"""Which standards a file follows is said in plain words after export."""

import pytest

from briefgen.gui.export.conformance import in_words
from briefgen.rendering.pages import Conformance

BOTH = ("PDF/UA-1", "PDF/A-3a")


@pytest.mark.parametrize(
    ("conformance", "said"),
    [
        (Conformance(BOTH), "Accessible (PDF/UA-1) and archivable (PDF/A-3a)."),
        (
            Conformance(BOTH, ("An image on page 2 has no words.",)),
            "Archivable (PDF/A-3a), but not accessible (PDF/UA).",
        ),
        (
            Conformance(BOTH, (), ("A colour is for print.",)),
            "Accessible (PDF/UA-1), but not made for filing (PDF/A).",
        ),
        (
            Conformance(("PDF/UA-1",)),
            "Accessible (PDF/UA-1), but not made for filing (PDF/A). Its house template asks for no more.",
        ),
        (
            Conformance(BOTH, ("One.",), ("Two.",)),
            "A plain PDF: neither accessible (PDF/UA) nor archivable (PDF/A).",
        ),
        (
            Conformance(),
            "A plain PDF: neither accessible (PDF/UA) nor archivable (PDF/A). Its house template asks for no standard.",
        ),
    ],
)
def test_who_can_read_it_and_where_it_can_be_filed_is_said(conformance: Conformance, said: str) -> None:
    """In a sentence, never in the standards' names alone."""
    assert in_words(conformance) == said
