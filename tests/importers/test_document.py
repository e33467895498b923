"""Pieces are put together: text, blocks, pages and comments, each with its place."""

from hypothesis import given
from hypothesis import strategies as st

from briefgen.domain.sources import Page
from briefgen.domain.terms import BlockKind
from briefgen.importers.document import Comment, Piece, Remark, assemble, table_text

P = BlockKind.PARAGRAPH


def test_pages_reach_to_the_next() -> None:
    """A page begins where its first words do, within a piece as well; one without words is empty."""
    pieces = [
        Piece(P, "One.", pages=((0, 0),)),
        Piece(P, "Two goes on over the page.", pages=((9, 2),)),
        Piece(P, "Left out.", left_out="page header", pages=((0, 3),)),
        Piece(P, "Three."),
    ]
    whole = assemble(pieces, ("i", "ii", "1", "2"))
    assert whole.text == "One.\n\nTwo goes on over the page.\n\nThree."
    assert whole.pages == (Page(0, "i", 0, 15), Page(1, "ii", 15, 15), Page(2, "1", 15, 40), Page(3, "2", 40, 40))
    assert whole.text[15:].startswith("on over")


@given(
    st.lists(st.tuples(st.text("ab ", min_size=1, max_size=9).filter(str.strip), st.booleans()), max_size=12),
    st.integers(0, 6),
)
def test_pages_cover_the_text(pieces: list[tuple[str, bool]], count: int) -> None:
    """However pages begin, they stand in order, one after another, over the whole text."""
    made = [
        Piece(P, words, left_out="noise" if out else "", pages=((len(words) // 2, place % max(1, count)),))
        for place, (words, out) in enumerate(pieces)
    ]
    whole = assemble(made, [str(number) for number in range(count)])
    assert [page.index for page in whole.pages] == list(range(count))
    edges = [edge for page in whole.pages for edge in (page.start, page.end)]
    assert edges == sorted(edges)
    if count:
        assert (edges[0], edges[-1]) == (0, len(whole.text))
        assert all(one.end == two.start for one, two in zip(whole.pages, whole.pages[1:], strict=False))


def test_comments_find_their_words() -> None:
    """A comment on a piece that was left out falls on the place where that would stand."""
    pieces = [Piece(P, "One."), Piece(P, "Noise.", left_out="noise"), Piece(P, "Two is here.")]
    comments = [Comment(2, 4, 6, "Is?", "a", "b"), Comment(1, 0, 6, "Gone"), Comment(0, 4, 4)]
    whole = assemble(pieces, comments=comments)
    assert whole.remarks == (Remark(10, 12, "Is?", "a", "b"), Remark(6, 6, "Gone"), Remark(4, 4))
    assert whole.text[10:12] == "is"


def test_a_table_is_lines_and_tabs() -> None:
    """Cells keep their columns; what would be taken for a border of cells or rows becomes a space."""
    assert table_text([["a", "", "c\td"], ["", " "], ["e\nf", "", ""]]) == "a\t\tc d\ne f"
