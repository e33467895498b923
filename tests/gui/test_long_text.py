"""A long source is shown at once where it is wanted, and the rest of it comes by and by; nobody need wait for it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from briefgen.domain.sources import Source
from briefgen.gui.main_window import MainWindow
from briefgen.gui.reader.panel import ReaderPanel
from briefgen.gui.reader.set_text import AT_ONCE, SetText
from briefgen.gui.reader.typesetting import Setting, typeset
from briefgen.gui.theme import Theme
from tests.domain.builders import source_of
from tests.gui.conftest import until
from tests.gui.test_reader import add, article

PARAGRAPHS = [
    f"Paragraph {n} says that the sea 🌊 comes nearer each year. " * (1 + n % 4) if n % 40 else f"# Part {n // 40} 😀"
    for n in range(600)
]
TEXT = "\n\n".join(paragraph.strip() for paragraph in PARAGRAPHS)
PLACES = (0, TEXT.index("Paragraph 311 "), len(TEXT))


def long_article() -> Source:
    """A source that is too long to be set at once."""
    assert len(TEXT) > AT_ONCE
    return article(TEXT, "The sea")


def plain(shown: SetText) -> list[tuple[str, int]]:
    """The words of each block of a document, and the height of its lines."""
    found, block = [], shown.document.firstBlock()
    while block.isValid():
        found.append((block.text(), round(block.blockFormat().lineHeight())))
        block = block.next()
    return found


def is_right(shown: SetText, offset: int) -> bool:
    """Whether the map leads to the character at an offset, and back."""
    at = shown.map.position(offset)
    units = TEXT[offset].encode("utf-16-le")
    there = "".join(shown.document.characterAt(at + n) for n in range(len(units) // 2))
    return there.encode("utf-16-le", "surrogatepass") == units and shown.map.offset(at) == offset


@pytest.mark.parametrize("place", PLACES)
def test_the_parts_come_to_the_whole(application: QApplication, place: int) -> None:
    """Wherever it begins, what is set is the words around that place, each where the map says; in the end it is all."""
    theme, source = Theme("light"), long_article()
    shown = typeset(theme, source, "Harbour Office", Setting(), place)
    assert shown.map.holds(place)
    assert shown.document.characterCount() < AT_ONCE / 2
    step = 0
    while not shown.is_whole:
        step += 1
        if shown.ends or (step % 2 and not shown.begins):
            shown.add_before()
        else:
            shown.add_after()
        held = [at for at in range(7, len(TEXT), 997) if TEXT[at] != "\n" and shown.map.holds(at)]
        assert held
        assert all(is_right(shown, at) for at in held)
    lines = [source.title, "Harbour Office", *(source.text[b.start : b.end] for b in source.blocks)]
    assert [words for words, _ in plain(shown)] == lines
    forth = typeset(theme, source, "Harbour Office", Setting())
    for _ in range(step):
        forth.add_after()
    assert plain(forth) == plain(shown)


def test_a_short_text_is_set_at_once(application: QApplication) -> None:
    """What is no longer than a long article is there, all of it, from the beginning."""
    assert typeset(Theme("light"), source_of(TEXT[: AT_ONCE - 9_000]), "", Setting(), 40_000).is_whole


@pytest.fixture
def panel(window: MainWindow) -> ReaderPanel:
    """The reader, with a short source shown and a long one beside it."""
    add(window, article("# Sand\n\nIt moves.", "Sand"))
    add(window, long_article())
    found = window.findChild(ReaderPanel)
    assert found is not None
    found.bench.selection.go(workspace="read", source="source-1")
    until(lambda: found.source is not None and found.source.id == "source-1")
    return found


def is_whole(panel: ReaderPanel) -> bool:
    """Whether all of the text is set."""
    return panel.text.scene is not None and panel.text.scene.text.is_whole


def top_words(panel: ReaderPanel) -> str:
    """The words at the top of the view."""
    return TEXT[panel.text.first_visible() :][:30]


def test_a_remembered_place_is_there_at_once_and_stays(panel: ReaderPanel) -> None:
    """One is where one was before the text above has come, and stays there while it comes."""
    wanted = TEXT.index("Paragraph 411 ")
    panel.bench.selection.go(source="source-2")
    panel.text.scroll_to(wanted, part=0.0, at_once=True)
    panel.bench.selection.go(source="source-1")
    panel.bench.selection.go(source="source-2")
    assert not is_whole(panel)
    before, bar = top_words(panel), panel.text.bar.value()
    assert before.startswith("Paragraph 411 ")
    assert not panel.text.is_at_top
    until(lambda: is_whole(panel), "the rest of the text did not come")
    assert top_words(panel) == before
    assert panel.text.bar.value() > bar


def test_nobody_waits_for_a_place_that_is_far_away(panel: ReaderPanel) -> None:
    """A jump, the words that are looked for and the end are in view, and selected, before the text has come so far."""
    panel.bench.selection.go(source="source-2")
    assert not is_whole(panel)
    start = TEXT.index("Paragraph 571 ")
    panel.bench.selection.go(workspace="read", source="source-2", offset=start, end=start + 13)
    assert not is_whole(panel)
    assert panel.text.selected_span() == (start, start + 13)
    boxes = panel.text.span_box(start, start + 13)
    assert len(boxes) == 1
    QTest.keyClick(panel.text, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    assert panel.text.caret() == 0
    assert not is_whole(panel)
    until(lambda: is_whole(panel), "the rest of the text did not come")
    assert panel.text.caret() == 0


def test_what_is_selected_stays_so_while_the_text_grows(panel: ReaderPanel) -> None:
    """The caret stays at its words though others come before them, also where what was set had its end."""
    panel.bench.selection.go(source="source-2")
    start = TEXT.index("Paragraph 301 ")
    panel.text.scroll_to(start, at_once=True)
    assert panel.text.map is not None
    last = next(at for at in range(start, len(TEXT)) if not panel.text.map.holds(at)) - 2
    panel.text.put_caret(last, start)
    until(lambda: is_whole(panel), "the rest of the text did not come")
    assert (panel.text.caret(), panel.text.selected_span()) == (last, (start, last))
    assert panel.text.textCursor().selectedText().startswith("Paragraph 301 says")


def test_all_of_it_can_be_selected_at_any_time(panel: ReaderPanel) -> None:
    """Who selects all, selects all, be it there yet or not."""
    panel.bench.selection.go(source="source-2")
    assert not is_whole(panel)
    QTest.keyClick(panel.text, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert panel.text.selected_span() == (0, len(TEXT))
