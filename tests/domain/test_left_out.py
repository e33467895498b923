"""Leaving blocks out of a text and putting them back: the arithmetic is exact, whatever is done in whatever order."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from briefgen.domain import left_out
from briefgen.domain.sources import LeftOut, Page, Source
from tests.domain.builders import source_of

WORDS = st.text("abcé𝄞 ", min_size=1, max_size=8).map(str.strip).filter(bool)


@st.composite
def texts(draw: st.DrawFn) -> Source:
    """A source of some paragraphs, with lines left out at its beginning, within it and at its end, on two pages."""
    paragraphs = draw(st.lists(WORDS, min_size=1, max_size=6))
    source = source_of("\n\n".join(paragraphs))
    places = [block.start for block in source.blocks] + [len(source.text)]
    lines = draw(st.lists(st.tuples(st.sampled_from(places), WORDS), max_size=4).map(sorted))
    middle = draw(st.sampled_from(places))
    pages = (Page(0, "i", 0, middle), Page(1, "ii", middle, len(source.text)))
    return replace(source, left_out=tuple(LeftOut(at=at, text=text) for at, text in lines), pages=pages)


def check(source: Source) -> None:
    """What always holds: blocks cover the text, one blank line apart; lines left out stand at starts or at the end."""
    joined = "\n\n".join(source.text[block.start : block.end] for block in source.blocks)
    assert joined == source.text
    starts = {block.start for block in source.blocks} | {len(source.text)}
    assert {line.at for line in source.left_out} <= starts
    assert [line.at for line in source.left_out] == sorted(line.at for line in source.left_out)
    assert source.pages[0].end == source.pages[1].start
    assert source.pages[-1].end == len(source.text)


@given(texts(), st.data())
def test_leaving_out_and_putting_back_is_the_same_text(source: Source, data: st.DataObject) -> None:
    """Blocks, places of other lines and pages included."""
    number = data.draw(st.integers(0, len(source.blocks) - 1))
    without, _ = left_out.leave_out(source, number, "by hand")
    check(without)
    here = next(n for n, line in enumerate(without.left_out) if line.reason == "by hand")
    back, _ = left_out.put_back(without, here)
    check(back)
    assert back.text == source.text
    assert [(b.start, b.end) for b in back.blocks] == [(b.start, b.end) for b in source.blocks]
    assert back.left_out == source.left_out


@given(texts(), st.data())
def test_characters_keep_their_neighbours(source: Source, data: st.DataObject) -> None:
    """The shift leads every character that stays to itself."""
    if source.left_out:
        after, shift = left_out.put_back(source, data.draw(st.integers(0, len(source.left_out) - 1)))
        kept = range(len(source.text))
    else:
        number = data.draw(st.integers(0, len(source.blocks) - 1))
        gone = source.blocks[number]
        after, shift = left_out.leave_out(source, number, "")
        kept = [*range(max(0, gone.start - 2)), *range(min(len(source.text), gone.end + 2), len(source.text))]
    check(after)
    for offset in kept:
        assert after.text[shift(offset)] == source.text[offset]


@given(texts())
def test_lines_put_back_stand_in_their_order(source: Source) -> None:
    """Whichever is put back first."""
    forwards = backwards = source
    while forwards.left_out:
        forwards, _ = left_out.put_back(forwards, 0)
    while backwards.left_out:
        backwards, _ = left_out.put_back(backwards, len(backwards.left_out) - 1)
    assert forwards.text == backwards.text
