"""After an export the window says in plain words what came of its quotations."""

import pytest

from briefgen.domain.verification import Proof
from briefgen.gui.export.proof import proof_words


@pytest.mark.parametrize(
    ("proof", "words"),
    [
        (None, ""),
        (Proof(0, 0), ""),
        (Proof(1, 0), "Its quotation is verbatim."),
        (Proof(0, 1), "Its quotation is verbatim but for its marks."),
        (Proof(14, 0), "All 14 quotations are verbatim."),
        (
            Proof(12, 2),
            "All 14 quotations are their sources’ words: 12 verbatim, 2 with every change marked.",
        ),
    ],
)
def test_a_sentence_says_whether_the_quotations_hold(proof: Proof | None, words: str) -> None:
    """How many are word for word, and how many show an editor's marks; nothing is said where nothing is quoted."""
    assert proof_words(proof) == words
