"""A list model over plain rows: it has what it was given, and what stayed the same stays where it was."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtWidgets import QApplication, QListView

from briefgen.gui.rows_model import Index, RowsModel


@dataclass(frozen=True)
class Line:
    """A row: which it is, and what it says."""

    key: str
    text: str = ""


class Lines(RowsModel[Line]):
    """The rows, which say their text."""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give a row's text."""
        return self.rows[index.row()].text if role == Qt.ItemDataRole.DisplayRole else None


LINES = st.lists(st.builds(Line, st.sampled_from("abcdef"), st.sampled_from("xy")), unique_by=lambda line: line.key)


@given(st.lists(LINES, min_size=1, max_size=5))
def test_model_has_what_it_was_given_last(application: QApplication, states: list[list[Line]]) -> None:
    """Whatever was shown before, rows, their number and their places are those of the last state."""
    model = Lines()
    for lines in states:
        model.show(lines)
        assert model.rows == lines
        assert model.rowCount() == len(lines)
        assert [model.index(n, 0).data() for n in range(len(lines))] == [line.text for line in lines]
        assert [model.index_of(line.key).row() for line in lines] == list(range(len(lines)))
        assert not model.index_of("z").isValid()


def test_rows_that_stay_keep_their_place_and_selection(application: QApplication) -> None:
    """One row goes in the middle and two come: those before and after it stay what they were to a view."""
    model = Lines()
    model.show([Line("a"), Line("b"), Line("c"), Line("d")])
    view = QListView()
    view.setModel(model)
    view.setCurrentIndex(model.index(3, 0))
    first = QPersistentModelIndex(model.index(0, 0))
    resets: list[int] = []
    model.modelReset.connect(lambda: resets.append(1))
    model.show([Line("a"), Line("x"), Line("y"), Line("c"), Line("d")])
    assert view.currentIndex().row() == 4
    assert first.row() == 0
    assert not resets


def test_only_what_says_something_else_is_told(application: QApplication) -> None:
    """A row that stays where it is with another text is told as changed, and no other."""
    model = Lines()
    model.show([Line("a"), Line("b"), Line("c")])
    told: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last, *_: told.append((first.row(), last.row())))
    same = model.rows[0]
    model.show([same, Line("b", "new"), model.rows[2]])
    assert told == [(1, 1)]
    assert model.index(1, 0).data() == "new"


def test_view_that_hears_of_a_change_finds_it_made(application: QApplication) -> None:
    """While rows come and go, what the model says of itself is true for whoever listens."""
    model = Lines()
    seen: list[list[str]] = []

    def look(*_: object) -> None:
        seen.append([str(model.index(n, 0).data()) for n in range(model.rowCount())])

    model.rowsInserted.connect(look)
    model.rowsRemoved.connect(look)
    model.show([Line("a", "1"), Line("b", "2")])
    model.show([Line("b", "2")])
    model.show([Line("b", "2"), Line("c", "3")])
    assert seen == [["1", "2"], ["2"], ["2", "3"]]


def test_rows_are_selected_and_not_edited(application: QApplication) -> None:
    """A click selects a row; nothing types into it."""
    model = Lines()
    model.show([Line("a")])
    flags = model.flags(model.index(0, 0))
    assert flags & Qt.ItemFlag.ItemIsSelectable
    assert not flags & Qt.ItemFlag.ItemIsEditable
