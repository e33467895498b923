"""The options of a dilemma in the window: their order, and what goes when one goes."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from briefgen.domain import operations
from briefgen.domain.operations import Relation
from briefgen.domain.points import Dilemma, Recommendation
from briefgen.gui.points.panel import PointsPanel
from tests.domain.builders import AT
from tests.gui.conftest import until
from tests.gui.test_points import field_of, panel, point_of

__all__ = ["panel"]  # a fixture


def test_options_are_reordered_by_buttons_and_keys(panel: PointsPanel) -> None:
    """Their letters stay theirs, and so does what refers to them; the keys stay in the card that moves."""
    editor = field_of(panel, "dilemma-1", "options").editor

    def letters() -> list[str]:
        dilemma = point_of(panel, "dilemma-1")
        assert isinstance(dilemma, Dilemma)
        return [option.letter for option in dilemma.options]

    move = next(b for b in editor.findChildren(QToolButton) if b.accessibleName() == "Move option B up")
    other = next(b for b in editor.findChildren(QToolButton) if b.accessibleName() == "Move option A up")
    QTest.mouseClick(move, Qt.MouseButton.LeftButton)
    assert letters() == ["B", "A"]
    assert not move.isEnabled()
    until(lambda: move.mapTo(editor, QPoint(0, 0)).y() < other.mapTo(editor, QPoint(0, 0)).y(), "the cards stayed")
    unfold = next(b for b in editor.findChildren(QToolButton) if b.accessibleName() == "Fields of option B")
    QTest.keyClick(unfold, Qt.Key.Key_Space)
    name = editor._cards["B"]._fields.editors["name"].field  # noqa: SLF001  the card's field
    name.setFocus()
    QTest.keyClick(name, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert letters() == ["A", "B"]
    assert name.hasFocus()
    assert panel.bench.actions["edit.undo"].text().replace("&", "") == "Undo move option B"


def test_removing_an_option_says_whose_settling_goes(panel: PointsPanel) -> None:
    """The link to the dilemma stays, by no option; the notice names the recommendation, and puts all back."""
    session = panel.bench.session
    session.apply("x", lambda d: operations.link(d, "rec-1", Relation.SETTLES, "dilemma-1", at=AT, letter="B"))
    editor = field_of(panel, "dilemma-1", "options").editor
    drop = next(b for b in editor.findChildren(QToolButton) if b.accessibleName() == "Remove option B")
    QTest.mouseClick(drop, Qt.MouseButton.LeftButton)

    def settles() -> list[tuple[str, str]]:
        recommendation = point_of(panel, "rec-1")
        assert isinstance(recommendation, Recommendation)
        return [(entry.dilemma, entry.option) for entry in recommendation.settles]

    assert settles() == [("dilemma-1", "")]
    notice = panel.bench.notices.shown()[-1]
    assert notice.plain.startswith("Option B is gone. Recommendation 1 settled the dilemma by it")
    notice.remedies[0].run()
    assert settles() == [("dilemma-1", "B")]
    dilemma = point_of(panel, "dilemma-1")
    assert isinstance(dilemma, Dilemma)
    assert [option.letter for option in dilemma.options] == ["A", "B"]
