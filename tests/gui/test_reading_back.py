"""A filled-in PDF in the window: looked at with a tick for each decision, taken over as one act, found again later."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QPlainTextEdit

from briefgen.domain import operations
from briefgen.domain.points import Recommendation
from briefgen.domain.terms import Decision
from briefgen.gui.brief_fields.panel import FieldsPanel
from briefgen.gui.export.history_dialog import HistoryDialog
from briefgen.gui.main_window import MainWindow
from briefgen.gui.points.panel import PointsPanel
from briefgen.gui.points.rows import ROW
from briefgen.gui.replies.reply_sheet import ReplySheet
from briefgen.workflows import now
from tests.filled_in import DOSSIER, printed, rendered, with_values
from tests.gui.conftest import until
from tests.gui.test_sources_panel import notices

WORDS = {"comments": "Not before May.", "signature": "A. Minister", "signed-on": "14 March 2027"}


@pytest.fixture
def returned(window: MainWindow, tmp_path: Path) -> Path:
    """A window on the dossier of the brief, reworded at one place, and the brief's PDF as it came back."""
    changed = operations.edit_point(DOSSIER, "rec-2", at=now(), values={"action": "Direct the trust to mend the pier."})
    assert window.session.apply("begin", lambda _: changed)
    path = tmp_path / "back.pdf"
    path.write_bytes(with_values(rendered().pdf, {"rec-1": "agree", "rec-2": "agree", "rec-3": "noted"}, WORDS))
    return path


def fields(window: MainWindow) -> FieldsPanel:
    """The panel that the act belongs to."""
    window.bench.selection.go(workspace="brief", brief="brief-1")
    found = window.findChild(FieldsPanel)
    assert found is not None
    return found


def answer(window: MainWindow, act: Callable[[ReplySheet], object]) -> None:
    """Answer the next sheet: it is modal, so that the answer waits for it in the event loop."""

    def look() -> None:
        sheets = [sheet for sheet in window.findChildren(ReplySheet) if sheet.isVisible()]
        if sheets:
            act(sheets[0])
        else:
            QTimer.singleShot(20, window, look)

    QTimer.singleShot(20, window, look)


def decision(window: MainWindow, number: int) -> Decision | None:
    """What is decided on a recommendation."""
    point = window.session.dossier.point(f"rec-{number}")
    assert isinstance(point, Recommendation)
    return point.decision


def test_decisions_are_looked_at_and_set_as_one_act(window: MainWindow, returned: Path) -> None:
    """What nothing speaks against is ticked; it is shown in the list and the form, kept, and undone at once."""
    seen: list[list[str]] = []
    said: list[str] = []

    def act(sheet: ReplySheet) -> None:
        items = [sheet.tree.topLevelItem(number) for number in range(sheet.tree.topLevelItemCount())]
        seen.extend([item.text(column) for column in range(4)] for item in items if item is not None)
        assert sheet.chosen() == ("rec-1", "rec-3")
        QTest.keyClick(sheet.tree, Qt.Key.Key_Down)
        said.append(sheet.details.text())
        said.extend(label.text() for label in sheet.findChildren(QLabel))
        said.extend(text.toPlainText() for text in sheet.findChildren(QPlainTextEdit))
        QTest.keyClick(sheet.tree, Qt.Key.Key_Return)

    panel = fields(window)
    answer(window, act)
    panel.reading_back.bring(returned)
    until(lambda: decision(window, 1) is not None)
    assert seen[0] == ["Recommendation 1: Agree to repair the wall.", "Agreed", "–", ""]
    assert seen[1][1:] == ["Agreed", "–", "Reworded since"]
    assert "other words now" in said[0]
    assert {"Not before May.", "The plan to keep quiet · signed by A. Minister · 14 March 2027"} <= set(said)
    assert [decision(window, number) for number in (1, 2, 3)] == [Decision.AGREED, None, Decision.NOTED]
    assert "2 decisions set from “back.pdf”." in notices(window)
    window.bench.selection.go(workspace="read", point="rec-1")
    panel_of_points = window.findChild(PointsPanel)
    assert panel_of_points is not None
    until(lambda: panel_of_points.rows.find("rec-1").data(ROW).rating == "Agreed")
    dialog = HistoryDialog(window, window.bench)
    item = dialog.list.topLevelItem(0)
    assert item is not None
    assert [item.text(column) for column in (1, 2, 3)] == ["The plan to keep quiet", "from A. Minister", "back.pdf"]
    said_of_it = dialog.details.text()
    assert "Recommendation 2: agreed (not taken over)\nRecommendation 3: noted\nComments: Not before" in said_of_it
    dialog.close()
    window.session.undo()
    assert [decision(window, number) for number in (1, 2, 3)] == [None, None, None]
    assert window.session.dossier.briefs[0].replies == ()


def test_cancelling_changes_nothing_and_paper_is_refused(window: MainWindow, returned: Path, tmp_path: Path) -> None:
    """Each says so in a notice; the act asks for a PDF by a dialog of the system."""
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(printed(rendered().pdf))
    before = window.session.dossier
    panel = fields(window)
    answer(window, lambda sheet: QTest.keyClick(sheet, Qt.Key.Key_Escape))
    panel.reading_back.bring(returned)
    until(lambda: "Nothing was changed." in notices(window))
    panel.reading_back.bring(paper)
    until(lambda: "printed, scanned or flattened" in notices(window))
    assert window.session.dossier is before
    window.bench.actions["brief.read_back"].trigger()
    dialog = window.findChild(QFileDialog)
    assert dialog is not None
    answer(window, lambda sheet: QTest.keyClick(sheet, Qt.Key.Key_Escape))
    dialog.fileSelected.emit(str(returned))
    dialog.close()
    until(lambda: "Nothing was changed." in notices(window))


def test_fields_are_switched_off_where_the_template_has_them(window: MainWindow, returned: Path) -> None:
    """A box in the form of the brief, which a template without forms does not show."""
    form = fields(window).form
    until(lambda: form.reveal("fillable"))
    assert returned.is_file()
    QTest.keyClick(form.fields["fillable"].editor.focusProxy(), Qt.Key.Key_Space)
    until(lambda: not window.session.dossier.briefs[0].fillable)
    window.session.apply("other", lambda d: operations.edit_brief(d, "brief-1", {"template": "one-page-brief"}))
    until(lambda: "fillable" not in form.fields)
