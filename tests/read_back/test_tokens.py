"""Content streams are taken apart as readers do it; what no program writes is refused."""

import pytest

from briefgen.read_back.tokens import Name, OddStream, operators


def test_every_kind_of_operand() -> None:
    """Numbers, names, strings with escapes, hexadecimal ones, arrays, dictionaries, comments, words."""
    data = (
        b"% a comment\n1 -.5 +2. --3 w /N#41me (a(b)\\)\\n\\101\\\r\nc) Tj <48 6> Tj [<41> -20 (B)] TJ "
        b"/Span << /MCID 3 /T (x) /L [1 2] /F false >> BDC true null x"
    )
    assert list(operators(data)) == [
        ("w", [1.0, -0.5, 2.0, -3.0]),
        ("Tj", [Name("NAme"), b"a(b))\nAc"]),
        ("Tj", [b"H`"]),
        ("TJ", [[b"A", -20.0, b"B"]]),
        ("BDC", [Name("Span"), {"MCID": 3.0, "T": b"x", "L": [1.0, 2.0], "F": False}]),
        ("x", [True, None]),
    ]


def test_an_image_within_a_stream_is_passed_over() -> None:
    """Whatever its bytes look like."""
    assert list(operators(b"q BI /W 1 /H 1 ID \x00(\xff] EI Q")) == [("q", []), ("BI", []), ("INLINE", []), ("Q", [])]


@pytest.mark.parametrize(
    "data",
    [b"(never closed", b"[ 1 2 w", b"1 ] w", b"<< /A 1 ] w", b"[ w ]", b"BI ID no end", b"{ w }", b"[" * 500, b"> w"],
)
def test_what_is_no_stream_is_refused(data: bytes) -> None:
    """Unclosed, crossed or too deep brackets; images without an end; stray signs."""
    with pytest.raises(OddStream):
        list(operators(data))
