"""A source set for reading shows what its blocks are."""

from PySide6.QtWidgets import QApplication

from briefgen.domain.sources import Block, Source
from briefgen.domain.terms import BlockKind
from briefgen.gui.reader.typesetting import Setting, typeset
from briefgen.gui.theme import Theme

TABLE = "Way\tCost\tEnds\nMend\t£2.1 million\tin a year\nWatch\t£0.4 million\tnever"


def test_the_columns_of_a_table_stand_under_one_another(application: QApplication) -> None:
    """Each cell begins where the others of its column do, behind the widest cell of the column before."""
    source = Source(id="source-1", sha256="", text=TABLE, blocks=(Block(BlockKind.TABLE, 0, len(TABLE)),))
    document = typeset(Theme("light"), source, "", Setting(18, 70)).document
    document.setTextWidth(900)
    assert document.size().height() > 0  # it is laid out now
    block = document.lastBlock()
    layout = block.layout()
    assert layout.lineCount() == 3
    text = block.text()
    starts: dict[int, set[float]] = {}
    for number, row in enumerate(text.split("\u2028")):
        line = layout.lineAt(number)
        at = line.textStart()
        for column, cell in enumerate(row.split("\t")):
            starts.setdefault(column, set()).add(round(line.cursorToX(at)[0], 1))
            at += len(cell) + 1
    assert [len(places) for places in starts.values()] == [1, 1, 1]
    assert [*starts[0]] < [*starts[1]] < [*starts[2]]
