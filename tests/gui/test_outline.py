"""The outline, the tabs and the text of a section: a brief is put together as a person does it."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLineEdit, QPushButton

from briefgen.domain import operations
from briefgen.domain.briefs import Brief
from briefgen.domain.dossier import Dossier
from briefgen.gui.main_window import MainWindow
from briefgen.gui.outline.comparison_sheet import Comparison
from briefgen.gui.outline.panel import OutlinePanel
from briefgen.gui.outline.rows import MIME, ROW, OutlineRow
from briefgen.gui.outline.section_panel import SectionPanel
from briefgen.gui.outline.tabs import BriefTabs
from tests.domain.builders import AT, harbour
from tests.gui.conftest import until


@pytest.fixture
def filled(window: MainWindow) -> MainWindow:
    """A window on the harbour's dossier, in the Brief workspace."""
    made = harbour()
    source = made.sources[0]
    assert window.session.apply(
        "Fill", lambda d: operations.restore_version(d, made), originals={source.sha256: source.text.encode()}
    )
    window.bench.selection.go(workspace="brief", brief="brief-1")
    return window


@pytest.fixture
def outline(filled: MainWindow) -> OutlinePanel:
    """The outline of the harbour's submission."""
    panel = filled.findChild(OutlinePanel)
    assert panel is not None
    return panel


def brief(window: MainWindow) -> Brief:
    """The brief as the dossier has it."""
    return window.session.dossier.brief("brief-1")


def rows(panel: OutlinePanel) -> list[OutlineRow]:
    """All rows."""
    return [panel.model.index(number, 0).data(ROW) for number in range(panel.model.rowCount())]


def choose(panel: OutlinePanel, record: str) -> QModelIndex:
    """Click the row of a point or a section."""
    number = next(n for n, row in enumerate(rows(panel)) if row.id == record)
    index = panel.model.index(number, 0)
    panel.list.scrollTo(index)
    rect = panel.list.visualRect(index)
    QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    return index


def drop(panel: OutlinePanel, point: str, before: int) -> None:
    """Drop a point before a row."""
    data = QMimeData()
    data.setData(MIME, point.encode())
    panel.model.dropMimeData(data, Qt.DropAction.MoveAction, before, 0, QModelIndex())


def test_sections_stand_in_the_templates_order_with_their_points(outline: OutlinePanel) -> None:
    """Points under the section that shows their kind; what is not in the brief at the end."""
    said = [(row.sort, row.id) for row in rows(outline)]
    assert said.index(("section", "recommendations")) < said.index(("point", "rec-1"))
    assert said.index(("point", "rec-2")) < said.index(("section", "considerations"))
    assert said.index(("section", "risks")) < said.index(("point", "risk-1"))
    assert said[-1] == ("aside", "")


def test_a_box_switches_a_point_off_and_space_on_again(outline: OutlinePanel, filled: MainWindow) -> None:
    """It keeps its place."""
    index = choose(outline, "risk-1")
    box = outline.box_of(index)
    QTest.mouseClick(outline.list.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert [s.shown for s in brief(filled).points if s.point == "risk-1"] == [False]
    outline.list.setFocus()
    QTest.keyClick(outline.list, Qt.Key.Key_Space)
    assert all(s.shown for s in brief(filled).points)
    assert filled.bench.selection.place.point == "risk-1"


def test_points_go_out_and_in_by_keys(outline: OutlinePanel, filled: MainWindow) -> None:
    """Delete takes one out, Enter puts it back, undo undoes each."""
    choose(outline, "rec-1")
    outline.list.setFocus()
    QTest.keyClick(outline.list, Qt.Key.Key_Delete)
    assert "rec-1" not in [s.point for s in brief(filled).points]
    assert rows(outline)[-1] == next(row for row in rows(outline) if row.id == "rec-1")
    choose(outline, "rec-1")
    QTest.keyClick(outline.list, Qt.Key.Key_Return)
    assert brief(filled).points[-1].point == "rec-1"
    filled.session.undo()
    filled.session.undo()
    assert [s.point for s in brief(filled).points] == ["risk-1", "dilemma-1", "rec-1", "rec-2"]


def test_points_move_by_keys_and_by_dragging(outline: OutlinePanel, filled: MainWindow) -> None:
    """Among their kind; dropped at the foot they go out, dropped in a section they come in there."""
    choose(outline, "rec-2")
    outline.list.setFocus()
    until(filled.bench.actions["brief.point_up"].isEnabled)
    QTest.keyClick(outline.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [s.point for s in brief(filled).points] == ["risk-1", "dilemma-1", "rec-2", "rec-1"]
    ids = [row.id for row in rows(outline)]
    drop(outline, "rec-1", ids.index("rec-2"))
    assert [s.point for s in brief(filled).points] == ["risk-1", "dilemma-1", "rec-1", "rec-2"]
    drop(outline, "rec-1", len(ids))
    assert [s.point for s in brief(filled).points] == ["risk-1", "dilemma-1", "rec-2"]
    ids = [row.id for row in rows(outline)]
    drop(outline, "rec-1", ids.index("rec-2"))
    assert [s.point for s in brief(filled).points] == ["risk-1", "dilemma-1", "rec-1", "rec-2"]


def test_a_section_is_written_in_markdown(outline: OutlinePanel, filled: MainWindow) -> None:
    """Its words are counted against the limit, the keys for bold mark, and all typing is one act to undo."""
    choose(outline, "background")
    panel = filled.findChild(SectionPanel)
    assert panel is not None
    assert panel.isVisible()
    QTest.keyClicks(panel.text, "The wall is old. ")
    QTest.keyClick(panel.text, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(panel.text, "Very")
    until(lambda: brief(filled).section("background").text == "The wall is old. **Very**")
    assert "5 / " in panel.count_text
    assert next(row for row in rows(outline) if row.id == "background").words == 5
    filled.session.undo()
    assert brief(filled).section("background").text == ""
    assert panel.text.toPlainText() == ""


def test_nothing_typed_is_lost_when_another_thing_is_selected(outline: OutlinePanel, filled: MainWindow) -> None:
    """Leaving the section writes it at once."""
    choose(outline, "issue")
    panel = filled.findChild(SectionPanel)
    assert panel is not None
    QTest.keyClicks(panel.text, "Whether to mend the wall.")
    choose(outline, "timing")
    assert brief(filled).section("issue").text == "Whether to mend the wall."
    assert panel.text.toPlainText() == ""


def test_a_new_brief_is_made_copied_renamed_and_deleted(filled: MainWindow, application: QApplication) -> None:
    """From dialogs that can be filled by keys alone; its tab follows."""
    tabs = filled.findChild(BriefTabs)
    assert tabs is not None

    def fill(text: str) -> None:
        dialog = application.activeModalWidget()
        assert isinstance(dialog, QDialog)
        field = dialog.findChild(QLineEdit)
        assert field is not None
        field.selectAll()
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)

    for action, text in (("brief.new", "Note"), ("brief.duplicate", "Short note"), ("brief.rename", "Shorter note")):
        QTimer.singleShot(100, lambda words=text: fill(words))
        filled.bench.actions.refresh()
        filled.bench.actions[action].trigger()
    assert [b.name for b in filled.session.dossier.briefs] == ["Submission", "Note", "Shorter note"]
    assert [tabs.tabs.tabText(n) for n in range(tabs.tabs.count())] == ["Submission", "Note", "Shorter note"]
    assert tabs.tabs.currentIndex() == 2
    filled.bench.actions["brief.delete"].trigger()
    assert tabs.tabs.count() == 2
    filled.session.undo()
    assert tabs.tabs.count() == 3


def test_a_name_that_is_taken_can_not_be_given(filled: MainWindow, application: QApplication) -> None:
    """The button that makes it stays off."""
    seen: list[bool] = []

    def look() -> None:
        dialog = application.activeModalWidget()
        assert isinstance(dialog, QDialog)
        field = dialog.findChild(QLineEdit)
        assert field is not None
        field.setText("SUBMISSION")
        seen.append(next(b for b in dialog.findChildren(QPushButton) if b.text() == "Make").isEnabled())
        assert dialog.findChild(QComboBox) is not None
        dialog.reject()

    QTimer.singleShot(100, look)
    filled.bench.actions["brief.new"].trigger()
    assert seen == [False]


def test_two_briefs_are_compared(filled: MainWindow, application: QApplication) -> None:
    """What both have and what one alone."""
    filled.session.apply("Copy", lambda d: operations.duplicate_brief(d, "brief-1", "Press <line>")[0])
    filled.session.apply("Cut", lambda d: operations.deselect_point(d, "brief-2", "risk-1"))
    said: list[str] = []

    def look() -> None:
        dialog = application.activeModalWidget()
        assert isinstance(dialog, Comparison)
        said.append(dialog.told.toPlainText())
        dialog.reject()

    QTimer.singleShot(100, look)
    filled.bench.actions.refresh()
    filled.bench.actions["brief.compare"].trigger()
    both, alone = said[0].split("Points in “Submission” alone")
    assert "Rec. 1" in both
    assert "Risk 1" in alone.split("Press <line>")[0]


def test_the_current_row_stays_while_rows_around_it_come_and_go(outline: OutlinePanel) -> None:
    """An act elsewhere in the brief moves no selection; a row that goes takes its own with it and gives none."""
    session = outline.bench.session
    choose(outline, "rec-1")
    assert session.apply("x", lambda d: operations.deselect_point(d, "brief-1", "risk-1"))
    assert outline.list.currentIndex().data(ROW).id == "rec-1"
    assert outline.bench.selection.place.point == "rec-1"
    outline.bench.selection.select(point="risk-1")
    assert session.apply("x", lambda d: operations.delete_point(d, "risk-1", at=AT))
    assert outline.bench.selection.place.point == ""


def test_thousands_of_points_have_rows_of_one_line(outline: OutlinePanel) -> None:
    """Above a thousand rows all are of one height, and titles of one line; fewer have the height of their titles."""
    session = outline.bench.session
    title = "A title that goes on and on, further than any list is wide, and then a little further still"
    assert session.apply("x", lambda d: operations.edit_point(d, "risk-1", at=AT, values={"title": title}))
    template = session.dossier.point("risk-1")

    def height(record: str) -> int:
        index = outline.model.place(point=record)
        outline.list.scrollTo(index)
        return outline.list.visualRect(index).height()

    before = height("risk-1")
    more = tuple(replace(template, id=f"risk-{n}") for n in range(100, 1200))

    def many(dossier: Dossier) -> Dossier:
        counters = replace(dossier.counters, risk=2000)
        return replace(dossier, points=(*dossier.points, *more), counters=counters)

    assert session.apply("x", many)
    assert height("risk-1") == height("risk-1100") < before
    outline.list.grab()
    assert session.undo()
    assert height("risk-1") == before


def test_the_button_for_passages_is_whole_however_narrow_the_panel(filled: MainWindow) -> None:
    """Where there is little room, as with text of twice the size in a small window, it says less; its name stays."""
    filled.bench.selection.go(workspace="brief", section="background")
    panel = filled.findChild(SectionPanel)
    assert panel is not None
    button = next(b for b in panel.findChildren(QPushButton) if b.accessibleName() == "Cite a passage")
    until(lambda: button.isVisible() and button.text() == "Cite a passage…")
    panel.resize(280, panel.height())
    assert button.text() == "Cite…"
    panel.resize(480, panel.height())
    assert button.text() == "Cite a passage…"
