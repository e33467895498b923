"""Lists of references in the window: reviewed with a tick for each change, taken over as one act."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from briefgen.domain.bibliography import Bibliography
from briefgen.gui.main_window import MainWindow
from briefgen.gui.references.review_sheet import ReviewSheet
from briefgen.gui.sources.panel import SourcesPanel
from briefgen.importers.batch import document_at
from briefgen.importers.limits import USUAL
from tests.gui.conftest import until
from tests.gui.test_sources_panel import drop, notices

BIB = """@report{wall, title={The wall in the harbour}, author={{Harbour Trust}}, year=2026, publisher={Quay Press}}
@book{other, title={Of something quite different}, year=1990}
"""


@pytest.fixture
def panel(window: MainWindow, tmp_path: Path) -> SourcesPanel:
    """The panel, with one source of which a title and a publisher are known."""
    window.bench.selection.go(workspace="read")
    found = window.findChild(SourcesPanel)
    assert found is not None
    path = tmp_path / "wall.md"
    path.write_text("---\ntitle: The wall in the harbour\npublisher: Q\n---\n\nIt stands.\n", encoding="utf-8")
    drop(found, path)
    until(lambda: len(window.session.dossier.sources) == 1)
    return found


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A list with an entry of the source, and one of another."""
    path = tmp_path / "library.bib"
    path.write_text(BIB, encoding="utf-8")
    return path


def answer(window: MainWindow, act: Callable[[ReviewSheet], object]) -> None:
    """Answer the next sheet: it is modal, so that the answer waits for it in the event loop."""

    def look() -> None:
        sheets = [sheet for sheet in window.findChildren(ReviewSheet) if sheet.isVisible()]
        if sheets:
            act(sheets[0])
        else:
            QTimer.singleShot(20, window, look)

    QTimer.singleShot(20, window, look)


def press(sheet: ReviewSheet, words: str) -> None:
    """Press a button of the sheet."""
    (button,) = [button for button in sheet.findChildren(QPushButton) if button.text().startswith(words)]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def about(window: MainWindow) -> Bibliography:
    """What is known of the source."""
    return window.session.dossier.sources[0].bibliography


def test_a_dropped_list_is_reviewed_and_taken_over_as_one_act(
    panel: SourcesPanel, window: MainWindow, library: Path
) -> None:
    """Old and new stand side by side, each with a tick; undo takes all of it back."""
    seen: list[tuple[str, str, str, bool]] = []

    def act(sheet: ReviewSheet) -> None:
        top = sheet.tree.topLevelItem(0)
        assert top is not None
        assert top.text(0) == "The wall in the harbour"
        for number in range(top.childCount()):
            item = top.child(number)
            assert item is not None
            ticked = item.checkState(0) is Qt.CheckState.Checked
            seen.append((item.text(0), item.text(1), item.text(2), ticked))
        press(sheet, "Change 4 fields")

    answer(window, act)
    drop(panel, library)
    until(lambda: about(window).publisher == "Quay Press")
    assert seen == [
        ("Type", "", "report", True),
        ("Authors", "", "Harbour Trust", True),
        ("Publisher", "Q", "Quay Press", True),
        ("Date", "", "2026", True),
    ]
    assert "1 source filled in from “library.bib”." in notices(window)
    window.session.undo()
    assert about(window).publisher == "Q"
    assert not about(window).author


def test_ticks_are_set_with_keys(panel: SourcesPanel, window: MainWindow, library: Path) -> None:
    """Space on a source takes all of its ticks; a button ticks what is empty; Enter does it."""

    def act(sheet: ReviewSheet) -> None:
        QTest.keyClick(sheet.tree, Qt.Key.Key_Space)
        assert sheet.chosen() == {}
        assert not sheet.take.isEnabled()
        press(sheet, "Only what is empty")
        assert {change.field for change in sheet.chosen()["source-1"]} == {"type", "author", "issued"}
        QTest.keyClick(sheet.tree, Qt.Key.Key_Down)
        QTest.keyClick(sheet.tree, Qt.Key.Key_Space)
        press(sheet, "Change 2 fields")

    answer(window, act)
    panel.filling_in.bring([document_at(library, USUAL)])
    until(lambda: bool(about(window).author))
    assert (about(window).publisher, about(window).type) == ("Q", "")


def test_nothing_is_changed_without_leave(panel: SourcesPanel, window: MainWindow, library: Path) -> None:
    """Cancelled; a list of other works; a file that is no list."""
    before = window.session.dossier
    answer(window, lambda sheet: press(sheet, "Cancel"))
    panel.filling_in.bring([document_at(library, USUAL)])
    until(lambda: "Nothing was changed." in notices(window))
    library.write_text("@book{other, title={Of something quite different}}", encoding="utf-8")
    panel.filling_in.bring([document_at(library, USUAL)])
    until(lambda: "“library.bib” is of none of these sources." in notices(window))
    library.write_text("Words.", encoding="utf-8")
    panel.filling_in.bring([document_at(library, USUAL)])
    until(lambda: "no list of references" in notices(window))
    assert window.session.dossier is before
