"""Geometry of the characters of a page: lines in every direction, spans, and which character is at a place."""

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.gui.reader.page_places import Box, PagePlaces

WIDE, HIGH = 6.0, 12.0


def lines(words: list[str], *, left: float = 50, top: float = 100, backwards: bool = False) -> PagePlaces:
    """Lines of a column, one word or several each, letters of one width; a line's end counts for a character."""
    offsets, boxes, at = array("I"), array("f"), 0
    for row, line in enumerate(words):
        for column, letter in enumerate(line):
            if letter != " ":
                x = left + (len(line) - 1 - column if backwards else column) * WIDE
                offsets.append(at + column)
                boxes.extend((x, top + row * HIGH, x + WIDE, top + row * HIGH + HIGH))
        at += len(line) + 1
    return PagePlaces(offsets, boxes)


def down(word: str) -> PagePlaces:
    """A word whose letters stand one below the other."""
    return PagePlaces(
        array("I", range(len(word))),
        array("f", [edge for n in range(len(word)) for edge in (20, 30 + 12 * n, 32, 42 + 12 * n)]),
    )


@given(
    st.lists(st.text("abc ", min_size=3, max_size=30).filter(lambda line: not line.isspace()), min_size=1), st.data()
)
def test_a_character_is_found_where_it_stands(words: list[str], data: st.DataObject) -> None:
    """The caret is before a character at its left half, after it at its right; its place holds its offset."""
    places = lines([line.strip() for line in words])
    number = data.draw(st.integers(0, len(places) - 1))
    box, offset = places.box(number), places.offsets[number]
    middle = (box.top + box.bottom) / 2
    assert places.caret_at(box.left + 1, middle) == offset
    assert places.caret_at(box.right - 1, middle) == offset + 1
    assert places.offset_at(box.left + 3, middle) == offset


@given(st.lists(st.text("abc", min_size=2, max_size=30), min_size=1, max_size=20), st.data())
def test_the_boxes_of_a_span_hold_its_characters_and_no_others(words: list[str], data: st.DataObject) -> None:
    """Every character from the first to the last lies in a box of the span, and none before or after does."""
    places = lines(words)
    first, last = sorted(data.draw(st.tuples(*[st.integers(0, len(places) - 1)] * 2)))
    boxes = places.span_boxes(places.offsets[first], places.offsets[last] + 1)
    for number in range(len(places)):
        box = places.box(number)
        inside = any(around.holds((box.left + box.right) / 2, (box.top + box.bottom) / 2) for around in boxes)
        assert inside == (first <= number <= last)


def test_a_line_from_right_to_left_puts_the_caret_at_the_right_of_its_first_letter() -> None:
    """Before the first letter is at its right, after the last at the left of it."""
    places = lines(["abcd"], backwards=True)
    first, last = places.box(0), places.box(3)
    assert places.caret_at(first.right - 1, 106) == 0
    assert places.caret_at(last.left + 1, 106) == 4
    assert places.lines[0].backwards


def test_a_line_that_runs_down_is_one_line() -> None:
    """Letters one below the other are one line, in which above is before."""
    places = down("縦書き文字")
    assert len(places.lines) == 1
    assert places.lines[0].down
    assert places.caret_at(26, 31) == 0
    assert places.caret_at(26, 41) == 1
    assert places.span_boxes(1, 3) == [Box(20, 42, 32, 66)]


def test_columns_are_not_one_line() -> None:
    """What stands beside each other further apart than words is in two lines."""
    left, right = lines(["abc", "def"]), lines(["ghi", "jkl"], left=200)
    offsets = array("I", [*left.offsets, *(offset + 8 for offset in right.offsets)])
    boxes = array("f", [edge for places in (left, right) for n in range(6) for edge in _edges(places.box(n))])
    both = PagePlaces(offsets, boxes)
    assert [line.box.left for line in both.lines] == [50, 50, 200, 200]
    assert both.first_below(100) == 0
    assert both.first_below(106) == 4
    assert both.caret_at(100, 106) == 3


def _edges(box: Box) -> tuple[float, float, float, float]:
    return box.left, box.top, box.right, box.bottom


@pytest.mark.parametrize("place", [(0.0, 0.0), (500.0, 500.0)])
def test_a_page_without_words_has_no_places(place: tuple[float, float]) -> None:
    """Nothing is at any place of it."""
    empty = PagePlaces(array("I"), array("f"))
    assert empty.caret_at(*place) is None
    assert empty.offset_at(*place) is None
    assert empty.first_below(0) is None
