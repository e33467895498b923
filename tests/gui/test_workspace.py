"""Three panels side by side, wide and narrow."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QProxyStyle, QStyle, QWidget

from briefgen.domain import operations
from briefgen.domain.terms import Kind
from briefgen.gui.app import Program
from briefgen.gui.main_window import MainWindow
from briefgen.gui.outline.panel import OutlinePanel
from briefgen.gui.sliding import Slide
from briefgen.gui.workspace import Workspace
from tests.domain.builders import AT
from tests.gui.conftest import settle, until


def reading(window: MainWindow) -> Workspace:
    """The workspace for reading, in view."""
    window.actions_["view.read"].trigger()
    return window.workspaces["read"]


def slides_over(panel: QWidget) -> bool:
    """Whether the picture of a panel in the drawer is on its way in or out."""
    drawer = panel.parentWidget()
    assert drawer is not None
    slides = drawer.parentWidget().findChildren(Slide)
    return any(slide.isVisible() and slide.geometry() == drawer.geometry() for slide in slides)


def test_panels_have_the_widths_of_the_design(window: MainWindow, application: QApplication) -> None:
    """At first the side panels are as wide as designed, and the one between them has the rest."""
    settle(application)
    workspace = reading(window)
    assert (workspace.left.width(), workspace.right.width()) == (272, 384)
    assert workspace.centre.width() == workspace.width() - 272 - 384 - 2


def test_a_panel_slides_without_anything_being_laid_out_on_the_way(window: MainWindow) -> None:
    """What comes or goes is seen to; all panels have their places from the first moment, and the picture goes."""
    workspace = reading(window)
    for side, panel in (("left", workspace.left), ("right", workspace.right)):
        wide = workspace.centre.width()
        for shown in (False, True):
            window.actions_[f"view.{side}"].trigger()
            sliding = [slide for slide in workspace.findChildren(Slide) if slide.isVisible()]
            assert len(sliding) == 1
            assert sliding[0].size() == panel.size()
            assert panel.isVisible() == shown
            place = workspace.centre.geometry()
            until(lambda: not any(slide.isVisible() for slide in workspace.findChildren(Slide)))
            if shown:
                assert workspace.centre.geometry() == place
                assert place.width() == wide


def test_nothing_slides_where_things_are_to_stand_still(window: MainWindow) -> None:
    """Where the system wants no motion, a panel is there or away at once."""

    class Still(QProxyStyle):
        def styleHint(self, hint: QStyle.StyleHint, *rest: Any, **named: Any) -> int:  # noqa: N802  Qt's name
            return (
                0 if hint is QStyle.StyleHint.SH_Widget_Animation_Duration else super().styleHint(hint, *rest, **named)
            )

    workspace = reading(window)
    still = Still()
    still.setParent(workspace)  # a style lives as long as what it styles
    workspace.setStyle(still)
    window.actions_["view.left"].trigger()
    assert not workspace.left.isVisible()
    assert not workspace.findChildren(Slide)


def test_a_narrow_window_has_a_rail(window: MainWindow, application: QApplication) -> None:
    """Below 1180 pixels the left panel goes to a rail, opens over the rest, and goes at Esc; wide again, it is back."""
    workspace = reading(window)
    window.resize(1024, 640)
    settle(application)
    assert workspace.rail.isVisible()
    assert not workspace.left.isVisible()
    centre = workspace.centre.geometry()
    window.actions_["view.left"].trigger()
    settle(application)
    assert workspace.left.isVisible()
    assert workspace.centre.geometry() == centre
    assert workspace.left.isAncestorOf(application.focusWidget())
    assert slides_over(workspace.left)
    until(lambda: not slides_over(workspace.left))
    QTest.keyClick(application.focusWidget(), Qt.Key.Key_Escape)
    assert slides_over(workspace.left)
    settle(application)
    assert not workspace.left.isVisible()
    until(lambda: not slides_over(workspace.left))
    window.resize(1440, 900)
    settle(application)
    assert workspace.left.isVisible()
    assert not workspace.rail.isVisible()
    assert workspace.left.width() >= 224


def test_leaving_the_drawer_shuts_it(window: MainWindow, application: QApplication) -> None:
    """Opened over the rest, the left panel goes when the work goes on elsewhere."""
    workspace = reading(window)
    window.resize(1024, 640)
    settle(application)
    window.actions_["view.left"].trigger()
    settle(application)
    workspace.right.focus_first()
    settle(application)
    assert not workspace.left.isVisible()


def test_hidden_panels_and_widths_are_remembered(
    program: Program, window: MainWindow, dossier_path: Path, application: QApplication
) -> None:
    """What was hidden is hidden after the next start, and widths are what they were."""
    workspace = reading(window)
    window.actions_["view.right"].trigger()
    splitter = workspace.left.parentWidget()
    splitter.setSizes([333, 800, 384])  # type: ignore[attr-defined]  # it is a splitter
    splitter.splitterMoved.emit(0, 0)  # type: ignore[attr-defined]  # as when it is dragged
    settle(application)
    window.close()
    again = program.open_first(dossier_path)
    again.resize(1440, 900)
    until(lambda: again.session is not None)
    settle(application)
    workspace = reading(again)
    assert not workspace.right.isVisible()
    assert workspace.left.width() == 333


def test_the_keyboard_goes_round_the_panels(window: MainWindow, application: QApplication) -> None:
    """F6 goes to the next panel, Shift+F6 to the one before; hiding the panel that has the keyboard gives it on."""
    workspace = reading(window)
    workspace.left.focus_first()
    seen = []
    while seen[-1:] != [workspace.left.title]:
        window.actions_["view.next"].trigger()
        settle(application)
        focused = application.focusWidget()
        seen += [panel.title for panel in workspace.panels if panel.isAncestorOf(focused)]
    assert seen[-1] == workspace.left.title
    assert len(set(seen)) == len(seen) > 1
    window.actions_["view.previous"].trigger()
    window.actions_["view.next"].trigger()
    workspace.left.focus_first()
    window.actions_["view.left"].trigger()
    settle(application)
    assert workspace.centre.isAncestorOf(application.focusWidget())


def test_the_line_between_panels_can_be_taken_hold_of(window: MainWindow, application: QApplication) -> None:
    """The line is one pixel wide, and eight of them take the mouse."""
    settle(application)
    splitter = reading(window).left.parentWidget()
    handle = splitter.handle(1)  # type: ignore[attr-defined]  # it is a splitter
    assert splitter.handleWidth() == 1  # type: ignore[attr-defined]  # as above
    assert handle.width() == 8
    assert handle.mask().boundingRect().width() == 1


def test_panels_out_of_view_hear_of_a_change_a_moment_later(window: MainWindow, application: QApplication) -> None:
    """What the user looks at is shown first; the other workspace follows by itself, or as soon as it is looked at."""
    window.selection.select(workspace="read")
    outline = window.workspaces["brief"].left
    assert isinstance(outline, OutlinePanel)
    session = window.session
    assert session is not None

    def of(number: int) -> list[str]:
        made = session.dossier
        assert len(made.points) == number
        return [row.id for row in map(outline.model.row, range(outline.model.rowCount())) if row.sort == "spare"]

    made = operations.make_brief(session.dossier, "Submission", template="ministerial-submission", points=())[0]
    assert session.apply("brief", lambda _d: made)
    for number in (1, 2):
        assert session.apply("x", lambda d: operations.make_point(d, Kind.RISK, title="A", at=AT, passages=[])[0])
        assert len(of(number)) < number
    until(lambda: of(2) == ["risk-1", "risk-2"], "the outline was told of nothing")
    assert session.apply("x", lambda d: operations.make_point(d, Kind.RISK, title="B", at=AT, passages=[])[0])
    window.selection.select(workspace="brief")
    assert of(3) == ["risk-1", "risk-2", "risk-3"]
