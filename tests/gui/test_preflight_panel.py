"""Preflight in the window: findings with signs and buttons, the way to each place, what mends itself, acceptance."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from briefgen import workflows
from briefgen.domain import operations
from briefgen.domain.preflight import Rule
from briefgen.gui.brief_fields.panel import FieldsPanel
from briefgen.gui.main_window import MainWindow
from briefgen.gui.preflight.accept_dialog import AcceptDialog
from briefgen.gui.preflight.finding_list import FindingList
from tests.domain.builders import AT
from tests.gui.conftest import settle, until
from tests.gui.test_brief_fields import brief_of, show_harbour


@pytest.fixture
def panel(window: MainWindow) -> FieldsPanel:
    """The panel, with a brief that nobody has filled."""
    return show_harbour(window)


def row_of(found: FindingList, rule: str, item: str = "") -> int:
    """Where a finding stands in the list; -1 where it does not."""
    for number, row in enumerate(found.rows.rows):
        finding = row.found.finding
        if finding.rule == rule and item in {"", finding.place.id, finding.place.item}:
            return number
    return -1


def wait_for(panel: FieldsPanel, rule: str, item: str = "") -> int:
    """Wait until a finding is listed; gives its row."""
    until(lambda: row_of(panel.preflight.list, rule, item) >= 0, f"{rule} was not found")
    return row_of(panel.preflight.list, rule, item)


def press(panel: FieldsPanel, row: int, act: str) -> None:
    """Click a painted button, as a person does: scroll to it, then the left button of the mouse."""
    found = panel.preflight.list
    found.scrollTo(found.rows.index(row, 0))
    at, _ = found.button_rect(row, act)
    QTest.mouseClick(found.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_the_errors_come_first_and_are_counted(panel: FieldsPanel) -> None:
    """The head gives the number of each; a row says to those who hear it how much it matters, where, and what."""
    rows = panel.preflight.list.rows
    ranks = [["error", "warning", "hint"].index(row.severity) for row in rows.rows]
    assert ranks == sorted(ranks)
    assert panel.preflight.counts.startswith(f"{ranks.count(0)} must fix, {ranks.count(1)} should fix")
    at = row_of(panel.preflight.list, Rule.FIELD_REQUIRED)
    said = rows.index(at, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Must fix. Fields, Ref. Ref. is empty."


def test_show_leads_to_the_field(panel: FieldsPanel, window: MainWindow, application: QApplication) -> None:
    """With a click on its painted words."""
    press(panel, row_of(panel.preflight.list, Rule.FIELD_REQUIRED), "show")
    settle(application)
    focused = window.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == "Ref., required"


def test_show_leads_to_a_point_s_field_in_the_other_workspace(panel: FieldsPanel, window: MainWindow) -> None:
    """And back returns to where it was."""
    press(panel, wait_for(panel, Rule.RECOMMENDATION_OWNER, "rec-1"), "show")
    place = window.bench.selection.place
    assert (place.workspace, place.point, place.field) == ("read", "rec-1", "owner")
    window.bench.selection.back()
    assert window.bench.selection.place.workspace == "brief"


def test_a_point_that_is_off_is_switched_on(panel: FieldsPanel, window: MainWindow) -> None:
    """By the button that says so; one undo switches it off again."""
    window.session.apply("Off", lambda d: operations.switch_point(d, "brief-1", "risk-1", shown=False))
    at = wait_for(panel, Rule.POINT_OFF)
    words = [button.words for button in panel.preflight.list.rows.rows[at].buttons]
    assert words == ["Show", "Switch on"]
    press(panel, at, "fix")
    assert next(s for s in brief_of(window).points if s.point == "risk-1").shown
    until(lambda: row_of(panel.preflight.list, Rule.POINT_OFF) < 0)
    window.session.undo()
    wait_for(panel, Rule.POINT_OFF)


def test_the_keys_press_the_buttons(panel: FieldsPanel, window: MainWindow, application: QApplication) -> None:
    """Down to the row, Right to the button, Enter; from anywhere Ctrl+Shift+P goes to the list."""
    window.session.apply("Off", lambda d: operations.switch_point(d, "brief-1", "risk-1", shown=False))
    at = wait_for(panel, Rule.POINT_OFF)
    window.bench.actions["check.focus"].trigger()
    found = panel.preflight.list
    assert found.hasFocus()
    for _ in range(at):
        QTest.keyClick(found, Qt.Key.Key_Down)
    QTest.keyClick(found, Qt.Key.Key_Right)
    QTest.keyClick(found, Qt.Key.Key_Return)
    assert next(s for s in brief_of(window).points if s.point == "risk-1").shown
    window.session.undo()
    wait_for(panel, Rule.POINT_OFF)
    found.setCurrentIndex(found.rows.index(row_of(found, Rule.POINT_OFF), 0))
    found.setFocus()
    settle(application)
    QTest.keyClick(found, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert next(s for s in brief_of(window).points if s.point == "risk-1").shown


def test_a_screen_reader_reaches_the_buttons_and_so_does_tab(
    panel: FieldsPanel, window: MainWindow, application: QApplication
) -> None:
    """The row that has the keys has real buttons, named with what they are about; Space presses one."""
    window.session.apply("Off", lambda d: operations.switch_point(d, "brief-1", "risk-1", shown=False))
    at = wait_for(panel, Rule.POINT_OFF)
    found = panel.preflight.list
    found.setFocus()
    found.setCurrentIndex(found.rows.index(at, 0))
    settle(application)
    message = found.rows.rows[at].found.finding.message
    interface = QAccessible.queryAccessibleInterface(found.viewport())
    heard = [interface.child(n) for n in range(interface.childCount())]
    names = [one.text(QAccessible.Text.Name) for one in heard if one.role() == QAccessible.Role.Button]
    assert names == [f"Show: {message}", f"Switch on: {message}"]
    for button, act in zip(found.real_buttons, ("show", "fix"), strict=True):
        assert button.geometry().center() == found.button_rect(at, act)[0]
        QTest.keyClick(application.focusWidget(), Qt.Key.Key_Tab)
        assert button.hasFocus()
    QTest.keyClick(found.real_buttons[1], Qt.Key.Key_Space)
    assert next(s for s in brief_of(window).points if s.point == "risk-1").shown
    until(lambda: row_of(found, Rule.POINT_OFF) < 0)
    focus = application.focusWidget()
    assert focus is found or found.isAncestorOf(focus), "the keys stay in the list"


def test_keys_typed_ahead_mend_what_they_lead_to(panel: FieldsPanel, window: MainWindow) -> None:
    """Faster than the window can follow: each key finds what the one before it led to, and nothing else happens."""
    window.session.apply("Off", lambda d: operations.switch_point(d, "brief-1", "risk-1", shown=False))
    at = wait_for(panel, Rule.POINT_OFF)
    found = panel.preflight.list
    window.bench.actions["check.focus"].trigger()
    QApplication.processEvents()
    QTest.keyClick(found, Qt.Key.Key_Home)
    assert "fix" not in [button.act for button in found.rows.rows[0].buttons]
    QTest.keyClick(found, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert window.bench.selection.place.workspace == "brief", "a shortcut that can't be done is no Enter"
    for _ in range(at):
        QTest.keyClick(found, Qt.Key.Key_Down)
    QTest.keyClick(found, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert next(s for s in brief_of(window).points if s.point == "risk-1").shown


def test_a_new_check_leaves_one_on_ones_finding(panel: FieldsPanel, window: MainWindow) -> None:
    """Though others come and go above it, with the button that has the keys; mended, the next has them."""
    window.session.apply("Off", lambda d: operations.switch_point(d, "brief-1", "risk-1", shown=False))
    at = wait_for(panel, Rule.POINT_OFF)
    found = panel.preflight.list
    found.setCurrentIndex(found.rows.index(at, 0))
    found.setFocus()
    QTest.keyClick(found, Qt.Key.Key_Right)
    window.session.apply("Fill", lambda d: operations.edit_brief(d, "brief-1", {"ref": "SUB-1", "to": "Minister"}))
    until(lambda: row_of(found, Rule.POINT_OFF) not in {-1, at}, "filling fields moved nothing")
    assert found.chosen is not None
    assert found.chosen.found.finding.rule == Rule.POINT_OFF
    QTest.keyClick(found, Qt.Key.Key_Return)
    assert next(s for s in brief_of(window).points if s.point == "risk-1").shown
    until(lambda: row_of(found, Rule.POINT_OFF) < 0)
    assert found.currentIndex().isValid()


@pytest.mark.parametrize(
    ("values", "rule", "words", "after"),
    [
        ({"marking": "Official-Sensitive"}, Rule.MARKING_TEXT, "Write OFFICIAL-SENSITIVE", "OFFICIAL-SENSITIVE"),
        ({"marking": "House only"}, Rule.MARKING_CAPITALS, "Use capitals", "HOUSE ONLY"),
        ({"marking": "OFFICIAL"}, Rule.MARKING_ABOVE, "Raise to SECRET", "SECRET"),
    ],
)
def test_a_marking_is_put_right(
    panel: FieldsPanel, window: MainWindow, values: dict[str, str], rule: str, words: str, after: str
) -> None:
    """Exactly, and never below what it prints."""
    if rule == Rule.MARKING_ABOVE:
        window.session.apply("Mark", lambda d: operations.edit_source(d, "source-1", {"marking": "SECRET"}))
    window.session.apply("Mark", lambda d: operations.edit_brief(d, "brief-1", values))
    at = wait_for(panel, rule)
    assert panel.preflight.list.rows.rows[at].buttons[-1].words == words
    press(panel, at, "fix")
    assert brief_of(window).marking == after
    until(lambda: row_of(panel.preflight.list, rule) < 0)


@pytest.mark.parametrize(
    ("rule", "spoil"),
    [
        (Rule.MARKING_IS_TLP, {"marking": "TLP:RED"}),
        (Rule.TEMPLATE_VERSION, {"template_version": "0.1"}),
        (Rule.FIELD_NOT_PRINTED, {"fields": (("no_such_field", "text"),)}),
    ],
)
def test_what_mends_itself_is_mended(
    panel: FieldsPanel, window: MainWindow, rule: str, spoil: dict[str, object]
) -> None:
    """Each finding with a button goes when it is pressed."""
    window.session.apply("Spoil", lambda d: operations.edit_brief(d, "brief-1", spoil))
    press(panel, wait_for(panel, rule), "fix")
    until(lambda: row_of(panel.preflight.list, rule) < 0)


def test_what_mends_itself_in_points_is_mended(panel: FieldsPanel, window: MainWindow) -> None:
    """A draft title is kept, a question gets its mark, a point that a link leads to comes into the brief."""

    def spoil(rule: str, point: str, values: dict[str, object]) -> None:
        window.session.apply("Spoil", lambda d: operations.edit_point(d, point, at=AT, values=values))
        press(panel, wait_for(panel, rule, point), "fix")
        until(lambda: row_of(panel.preflight.list, rule, point) < 0)

    spoil(Rule.POINT_TITLE_DRAFT, "risk-1", {"title_is_draft": True})
    spoil(Rule.DILEMMA_QUESTION_MARK, "dilemma-1", {"question": "Who pays."})
    dilemma = window.session.dossier.point("dilemma-1")
    assert getattr(dilemma, "question", "") == "Who pays?"
    window.session.apply("Out", lambda d: operations.deselect_point(d, "brief-1", "risk-1"))
    press(panel, wait_for(panel, Rule.LINK_OUTSIDE, "risk-1"), "fix")
    assert "risk-1" in [selected.point for selected in brief_of(window).points]


def test_a_finding_is_accepted_with_a_reason_and_taken_back(
    panel: FieldsPanel, window: MainWindow, application: QApplication
) -> None:
    """Accepted it goes to the end and counts no more; without a reason it can't be."""
    found = panel.preflight.list
    at = wait_for(panel, Rule.RECOMMENDATION_OWNER, "rec-1")
    count = panel.preflight.counts
    found.setCurrentIndex(found.rows.index(at, 0))
    found.setFocus()
    settle(application)
    press(panel, at, "accept")
    dialog = window.findChild(AcceptDialog)
    assert dialog is not None
    assert not dialog.accept_button.isEnabled()
    QTest.keyClicks(dialog.field, "The owner is named on Monday")
    QTest.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    entry = brief_of(window).accepted[0]
    assert (entry.rule, entry.place) == (Rule.RECOMMENDATION_OWNER, "rec-1.owner")
    assert (entry.said, len(entry.matter)) == ("Rec. 1 has no owner.", 16)
    until(lambda: panel.preflight.counts != count)
    assert found.rows.rows[-1].accepted == "The owner is named on Monday"
    press(panel, len(found.rows.rows) - 1, "take-back")
    assert brief_of(window).accepted == ()
    until(lambda: panel.preflight.counts == count)


def test_an_acceptance_that_covers_nothing_is_taken_back(panel: FieldsPanel, window: MainWindow) -> None:
    """By its button."""
    window.session.apply(
        "Accept", lambda d: operations.accept_finding(d, "brief-1", Rule.DATE_PAST, "brief.decision-by", "because")
    )
    press(panel, wait_for(panel, Rule.ACCEPTANCE_UNUSED), "fix")
    assert brief_of(window).accepted == ()


def test_when_nothing_is_to_be_fixed_it_says_so(
    panel: FieldsPanel, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the button that comes next."""
    monkeypatch.setattr(workflows, "check_brief", lambda *_: ())
    window.session.apply("Touch", lambda d: operations.edit_brief(d, "brief-1", {"title": "All is well"}))
    until(lambda: panel.preflight.said == f"Nothing to fix: all {len(Rule)} checks pass.")
    assert panel.preflight.counts == ""
