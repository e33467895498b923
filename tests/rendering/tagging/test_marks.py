"""How a stream's pieces are marked anew."""

from briefgen.rendering.tagging.marks import Mark, remarked

OPERATORS = ["/Span", {"MCID": 0}, b"BDC", b"a", "/Artifact", b"BMC", b"line", b"EMC", b"EMC",
             "/Span", {"MCID": 1}, b"BDC", b"b", b"EMC", "/Span", {"MCID": 2}, b"BDC", b"c", b"EMC",
             "/Artifact", b"BMC", b"d", b"EMC"]  # fmt: skip


def test_pieces_are_renumbered_left_out_or_unmarked_and_no_mark_is_in_another() -> None:
    """An underline is part of the words that it is under; an artifact stays one."""
    marks = {0: Mark("P", {"MCID": 7}), 1: Mark("Artifact", {"Type": "/Layout"}), 2: None}
    assert remarked(OPERATORS, marks.__getitem__, make=dict) == [
        "/P", {"MCID": 7}, b"BDC", b"a", b"line", b"EMC",
        "/Artifact", {"Type": "/Layout"}, b"BDC", b"b", b"EMC", b"c",
        "/Artifact", b"BMC", b"d", b"EMC",
    ]  # fmt: skip
