"""Code points of a text and positions in the document that shows it are each other's inverse, astral or not."""

import re

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication

from briefgen.gui.code_units import CodeUnits
from briefgen.gui.reader.offsets import TextMap
from briefgen.gui.reader.typesetting import Setting, pieces_of, typeset
from briefgen.gui.theme import Theme
from tests.domain.builders import source_of

LETTERS = st.sampled_from([*"ab é\n", "\u2028", "\ufffc", "語", "😀", "𝔊", "\U0010fffd"])
PARAGRAPHS = st.lists(st.text(LETTERS, min_size=1, max_size=12).map(lambda t: f"x{t.strip()}"), min_size=1, max_size=6)


def units(text: str) -> int:
    """How many units of UTF-16 a text has."""
    return len(text.encode("utf-16-le")) // 2


def canonical(paragraphs: list[str]) -> str:
    """The paragraphs as a canonical text, without blank lines in them."""
    return "\n\n".join(re.sub("\n\n+", "\n", paragraph) for paragraph in paragraphs)


@given(st.text(LETTERS | st.characters(exclude_categories=["Cs"])))
def test_units_are_those_of_utf_16(text: str) -> None:
    """Before every code point come as many units as UTF-16 has, and back; half a character is the whole one."""
    count = CodeUnits(text)
    for point in range(len(text) + 1):
        unit = units(text[:point])
        assert count.units(point) == unit
        assert count.point(unit) == point
        if point < len(text) and ord(text[point]) > 0xFFFF:
            assert count.point(unit + 1) == point


@given(PARAGRAPHS, st.integers(0, 3))
def test_every_offset_of_a_block_goes_to_the_document_and_back(paragraphs: list[str], lead: int) -> None:
    """An offset in a block comes back as itself; one between two blocks comes back as the end of the first."""
    text = canonical(paragraphs)
    spans = [(b.start, b.end) for b in source_of(text).blocks]
    text_map = TextMap(text, spans, {0: lead, 1: 2})
    for number, (start, end) in enumerate(spans):
        for offset in range(start, end + 1):
            assert text_map.offset(text_map.position(offset)) == offset
            assert text_map.block(offset) == number
        assert text_map.position(end + 1) == text_map.position(end)
    assert text_map.offset(0) == 0
    assert text_map.offset(10**6) == len(text)


@given(PARAGRAPHS)
def test_the_document_has_the_texts_characters_where_the_map_says(
    application: QApplication, paragraphs: list[str]
) -> None:
    """In a document that is really set, under its title, each character stands where the map says."""
    text = canonical(paragraphs)
    source = source_of(text)
    shown = typeset(Theme("light"), source, "A note of no importance", Setting())
    assert shown.document.blockCount() == len(source.blocks) + 2
    plain = shown.document.toPlainText().encode("utf-16-le")
    for block in source.blocks:
        for offset in range(block.start, block.end):
            at = shown.map.position(offset)
            character = text[offset]
            there = plain[2 * at : 2 * (at + units(character))].decode("utf-16-le")
            assert there == {"\u2028": "\n", "\ufffc": "\ufffd"}.get(character, character)
    cursor = QTextCursor(shown.document)
    cursor.movePosition(QTextCursor.MoveOperation.End)
    assert shown.map.offset(cursor.position()) == len(text)


def test_words_outside_of_all_blocks_are_shown_too() -> None:
    """A text whose blocks leave words out is shown whole, as paragraphs."""
    text = "One.\n\nTwo, which no\nblock has.\n\nThree."
    source = source_of(text)
    holes = type(source)(id=source.id, sha256=source.sha256, text=text, blocks=(source.blocks[0], source.blocks[2]))
    assert [text[p.start : p.end] for p in pieces_of(holes)] == ["One.", "Two, which no\nblock has.", "Three."]
    bare = type(source)(id=source.id, sha256=source.sha256, text=text)
    assert [text[p.start : p.end] for p in pieces_of(bare)] == ["One.", "Two, which no\nblock has.", "Three."]
