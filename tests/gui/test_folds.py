"""What was folded and how far the form was pulled up is as it was left, in the next window."""

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest

from briefgen.domain.terms import Kind
from briefgen.gui.app import Program
from briefgen.gui.kinds import KINDS
from briefgen.gui.main_window import MainWindow
from briefgen.gui.points.panel import PointsPanel
from tests.gui.conftest import until
from tests.gui.hands import begun, the
from tests.gui.test_points import panel

__all__ = ["panel"]  # a fixture


def kind_row(panel: PointsPanel, kind: Kind) -> QModelIndex:
    """The row of a kind."""
    return panel.rows.index(KINDS.index(kind), 0)


def test_folds_and_the_form_are_as_they_were_left(program: Program, window: MainWindow, panel: PointsPanel) -> None:
    """A kind folded by mouse, a group of fields unfolded by keys, the line between list and form pulled."""
    assert window.session is not None
    window.bench.selection.go(workspace="read", point="risk-1")
    tree = panel.tree
    until(lambda: tree.visualRect(kind_row(panel, Kind.DILEMMA)).isValid())
    assert [tree.isExpanded(kind_row(panel, kind)) for kind in KINDS] == [True, True, True]
    QTest.mouseClick(
        tree.viewport(), Qt.MouseButton.LeftButton, pos=tree.visualRect(kind_row(panel, Kind.DILEMMA)).center()
    )
    form = panel.forms[Kind.RISK]
    name, fold = next((name, fold) for name, fold in form.folds.items() if not fold.heading.isChecked())
    fold.heading.setFocus()
    QTest.keyClick(fold.heading, Qt.Key.Key_Space)
    handle = panel._splitter.handle(1)  # noqa: SLF001  the line between list and form
    high = panel._top.height()  # noqa: SLF001  the list's half
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=handle.rect().center())
    QTest.mouseMove(handle, handle.rect().center() - QPoint(0, 60))
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=handle.rect().center() - QPoint(0, 60))
    left = panel._top.height()  # noqa: SLF001  as above
    assert left < high
    path = window.session.path
    window.close()
    again = begun(program.open_first(path))
    again.resize(1440, 900)
    again.bench.selection.go(workspace="read", point="risk-1")
    panel = the(again, PointsPanel)
    assert [panel.tree.isExpanded(kind_row(panel, kind)) for kind in KINDS] == [
        kind is not Kind.DILEMMA for kind in KINDS
    ]
    assert panel.forms[Kind.RISK].folds[name].heading.isChecked()
    until(lambda: abs(panel._top.height() - left) < 4, "the list is as high as ever")  # noqa: SLF001  as above
    again.bench.selection.go(workspace="read", point="dilemma-1")
    assert panel.tree.isExpanded(kind_row(panel, Kind.DILEMMA)), "what is asked for is shown"
