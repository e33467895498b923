"""A long text is laid out bit by bit: all of it, as Qt itself would, and in stretches that stay short."""

from itertools import pairwise

from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QApplication

from briefgen.gui.reader.laying_out import ShortStretches
from tests.gui.conftest import until

_PARAGRAPHS = 2500


def _long() -> QTextDocument:
    document = QTextDocument()
    document.setTextWidth(600)
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    for number in range(_PARAGRAPHS):
        cursor.insertText(f"Paragraph {number}. " + "The wall was built in 1911, and nobody has looked since. " * 3)
        cursor.insertBlock()
    cursor.endEditBlock()
    return document


def _heights(document: QTextDocument) -> list[float]:
    """The heights that a document is said to have, one after the other, as it is laid out; asking would hurry it."""
    told: list[float] = []
    document.documentLayout().documentSizeChanged.connect(lambda size: told.append(size.height()))
    return told


def test_all_of_it_is_laid_out_as_qt_does(application: QApplication) -> None:
    """Nothing is left out, and every line stands where it would stand otherwise."""
    whole = _long()
    high = whole.documentLayout().documentSize().height()
    document = _long()
    told = _heights(document)
    ShortStretches(document)
    until(lambda: told and told[-1] == high, "the end of the text was not laid out")
    last = document.lastBlock().previous()
    assert document.documentLayout().blockBoundingRect(last) == whole.documentLayout().blockBoundingRect(
        whole.lastBlock().previous()
    )


def test_no_stretch_is_as_long_as_qts(application: QApplication) -> None:
    """From one look to the next the text grows by a part of what Qt would add at a time."""
    whole, document = _long(), _long()
    high = whole.documentLayout().documentSize().height()
    told = _heights(document)
    ShortStretches(document)
    until(lambda: told and told[-1] == high, "the end of the text was not laid out")
    assert max(later - earlier for earlier, later in pairwise(told)) < high / 3


def test_a_jump_to_the_end_is_taken(application: QApplication) -> None:
    """Whoever scrolls ahead has the text there at once, and the rest of the timers do no harm."""
    whole, document = _long(), _long()
    told = _heights(document)
    ShortStretches(document)
    until(lambda: told)
    high = document.documentLayout().documentSize().height()
    assert high == whole.documentLayout().documentSize().height()
    until(lambda: told[-1] == high)
