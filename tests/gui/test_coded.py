"""Other people's picking in the window: dropped, asked about once, one act to undo; and written for other programs."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from briefgen.domain.terms import Kind, PassageKind
from briefgen.gui.coded.mapping_sheet import MappingSheet
from briefgen.gui.main_window import MainWindow
from briefgen.gui.sources.panel import SourcesPanel
from tests.gui.conftest import until
from tests.gui.test_sources_panel import drop, notices
from tests.importers.coded.projects import MONEY, TEXT, WIND, qde, qdpx, selection, text_source

WORDS = "It stops when the wind is above force nine."
COST = "A tunnel would cost more than the island's budget for four years."


@pytest.fixture
def panel(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SourcesPanel:
    """The panel, on an empty dossier, with settings of the test's own."""
    monkeypatch.setenv("BRIEFGEN_SETTINGS", str(tmp_path / "settings" / "settings.toml"))
    window.bench.selection.go(workspace="read")
    found = window.findChild(SourcesPanel)
    assert found is not None
    return found


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with two codes that have passages, and one above them that has none."""
    path = tmp_path / "island.qdpx"
    marks = selection(WORDS, WIND, number=1) + selection(COST, MONEY, number=2)
    path.write_bytes(qdpx(qde(text_source(marks))))
    return path


def answer(window: MainWindow, act: object) -> None:
    """Answer the next sheet: it is modal, so that the answer waits for it in the event loop."""

    def look() -> None:
        sheets = [sheet for sheet in window.findChildren(MappingSheet) if sheet.isVisible()]
        if not sheets:
            QTimer.singleShot(20, window, look)
        elif callable(act):
            act(sheets[0])

    QTimer.singleShot(20, window, look)


def press(sheet: MappingSheet, words: str) -> None:
    """Press a button of the sheet."""
    (button,) = [button for button in sheet.findChildren(QPushButton) if button.text() == words]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def shown(sheet: MappingSheet) -> list[tuple[str, str, str]]:
    """The rows that are to be seen."""
    items = [sheet.list.topLevelItem(row) for row in range(sheet.list.topLevelItemCount())]
    return [(item.text(0), item.text(1), item.text(2)) for item in items if item is not None and not item.isHidden()]


def test_a_dropped_project_asks_what_its_codes_stand_for_and_comes_in_as_one_act(
    panel: SourcesPanel, window: MainWindow, project: Path
) -> None:
    """Codes with passages are listed with a suggestion; keys change it; one undo takes all of it away again."""
    seen: list[list[tuple[str, str, str]]] = []

    def choose(sheet: MappingSheet) -> None:
        seen.append(shown(sheet))
        QTest.keyClick(sheet.list, Qt.Key.Key_Down)
        QTest.keyClick(sheet.list, Qt.Key.Key_2)
        seen.append(shown(sheet))
        press(sheet, "Take over")

    answer(window, choose)
    drop(panel, project)
    until(lambda: bool(window.session.dossier.passages))
    assert seen == [
        [("Risks / Wind stops the ferry", "1", "Risk"), ("Money", "1", "Evidence")],
        [("Risks / Wind stops the ferry", "1", "Risk"), ("Money", "1", "Dilemma")],
    ]
    dossier = window.session.dossier
    assert [(p.quote, p.kind) for p in dossier.passages] == [(WORDS, PassageKind.RISK), (COST, PassageKind.DILEMMA)]
    assert [(p.kind, p.title) for p in dossier.points] == [
        (Kind.RISK, "Wind stops the ferry"),
        (Kind.DILEMMA, "Money"),
    ]
    assert "“island.qdpx” brought 1 source, 2 passages, 2 points." in notices(window)
    assert window.bench.selection.place.source == "source-1"
    window.session.undo()
    assert (window.session.dossier.sources, window.session.dossier.points) == ((), ())


def test_what_was_said_of_codes_is_suggested_the_next_time(
    panel: SourcesPanel, window: MainWindow, project: Path
) -> None:
    """And a project that is here already brings nothing."""

    def leave_out(sheet: MappingSheet) -> None:
        sheet.list.selectAll()
        press(sheet, "Quote")
        press(sheet, "Take over")

    answer(window, leave_out)
    drop(panel, project)
    until(lambda: len(window.session.dossier.passages) == 2)
    assert window.session.dossier.points == ()
    again: list[list[tuple[str, str, str]]] = []

    def look(sheet: MappingSheet) -> None:
        again.append(shown(sheet))
        press(sheet, "Take over")

    answer(window, look)
    drop(panel, project)
    until(lambda: "brought nothing that is not here" in notices(window))
    assert again == [[("Risks / Wind stops the ferry", "1", "Quote"), ("Money", "1", "Quote")]]


def test_filtering_and_the_box_choose_which_codes_are_shown(
    panel: SourcesPanel, window: MainWindow, project: Path
) -> None:
    """Escape leaves everything as it was."""
    seen: list[list[str]] = []

    def look(sheet: MappingSheet) -> None:
        sheet.every.click()
        seen.append([row[0] for row in shown(sheet)])
        QTest.keyClicks(sheet.filter, "mon")
        seen.append([row[0] for row in shown(sheet)])
        QTest.keyClick(sheet, Qt.Key.Key_Escape)

    answer(window, look)
    drop(panel, project)
    until(lambda: "Nothing was taken over." in notices(window))
    assert seen == [["Risks", "Risks / Wind stops the ferry", "Money"], ["Money"]]
    assert window.session.dossier.sources == ()


def test_the_menu_of_a_row_offers_every_kind(panel: SourcesPanel, window: MainWindow, project: Path) -> None:
    """The space bar opens it at the row, and its arrow keys and Enter choose."""

    def choose(sheet: MappingSheet) -> None:
        QTest.keyClick(sheet.list, Qt.Key.Key_Space)
        menu = QApplication.activePopupWidget()
        assert menu is not None
        texts = [action.text() for action in menu.actions()]
        assert texts == ["Risk", "Dilemma", "Recommendation", "Evidence", "Quote", "Leave out"]
        menu.actions()[2].trigger()
        menu.close()
        press(sheet, "Take over")

    answer(window, choose)
    drop(panel, project)
    until(lambda: bool(window.session.dossier.passages))
    assert window.session.dossier.passages[0].kind is PassageKind.RECOMMENDATION


def test_what_cant_be_read_or_placed_is_said_and_the_rest_comes_in(
    panel: SourcesPanel, window: MainWindow, tmp_path: Path
) -> None:
    """A broken file beside a document and a project that lacks its text."""
    (tmp_path / "broken.qdpx").write_bytes(b"PK\x03\x04nothing")
    (tmp_path / "bare.qde").write_bytes(qde(text_source(selection(WORDS, WIND))))
    (tmp_path / "ferry.txt").write_text(TEXT, encoding="utf-8")
    answer(window, lambda sheet: press(sheet, "Take over"))
    drop(panel, *(tmp_path / name for name in ("broken.qdpx", "ferry.txt", "bare.qde")))
    until(lambda: "1 thing has no place here." in notices(window) or "no place here" in notices(window))
    until(lambda: len(window.session.dossier.sources) == 1)
    (said,) = [notice for notice in window.bench.notices.shown() if "no place here" in notice.plain]
    assert [remedy.text for remedy in said.remedies] == ["Show which"]


def test_picking_is_written_for_other_programs(
    panel: SourcesPanel, window: MainWindow, project: Path, tmp_path: Path
) -> None:
    """Both forms stand in the File menu once there is something to write; a folder that is not there is told."""
    actions = window.bench.actions
    assert not actions["dossier.export_qdpx"].isEnabled()
    answer(window, lambda sheet: press(sheet, "Take over"))
    drop(panel, project)
    until(lambda: bool(window.session.dossier.passages))
    until(lambda: actions["dossier.export_qdpx"].isEnabled() and actions["dossier.export_annotations"].isEnabled())
    panel.exporting.write("qdpx", tmp_path / "out.qdpx")
    panel.exporting.write("annotations", tmp_path / "out.jsonld")
    until(lambda: (tmp_path / "out.qdpx").is_file() and (tmp_path / "out.jsonld").is_file())
    until(lambda: "was written." in notices(window))
    panel.exporting.write("qdpx", tmp_path / "nowhere" / "out.qdpx")
    until(lambda: "can't be written" in notices(window))
