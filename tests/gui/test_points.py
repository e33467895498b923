"""The points of a dossier in the window: the list, the form, the evidence, done as a person does it."""

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import fields, replace

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QMenu, QStyleOptionViewItem, QToolButton

from briefgen.domain import operations
from briefgen.domain.dossier import Dossier
from briefgen.domain.points import (
    POINT_CLASSES,
    Criterion,
    Dilemma,
    Edit,
    Likelihood,
    Option,
    Point,
    Recommendation,
    Risk,
    Settlement,
    Tension,
)
from briefgen.domain.terms import IMPACTS, Kind, Mark, Rating, RiskStatus
from briefgen.gui.main_window import MainWindow
from briefgen.gui.points.editors import GrowingText
from briefgen.gui.points.layouts import FIRST, GROUPS, STATUS
from briefgen.gui.points.panel import PointsPanel
from briefgen.gui.points.quote_edits import code_points, restored, utf16_units, whole_words, with_edit
from briefgen.gui.points.rows import PASSAGE_MIME, POINT_MIME, ROW, PointRow
from tests.domain.builders import AT, HARBOUR, pick, source_of
from tests.gui.conftest import until

POOR, DUES, WALL = "Two of its caissons are rated poor.", "pays dues by tonnage", "The harbour wall was built in 1911."


def points_of_a_harbour(dossier: Dossier) -> Dossier:
    """Two risks, a dilemma with two options and two recommendations; three passages, of which one is cited by none."""
    dossier, _ = operations.add_source(dossier, source_of(HARBOUR))
    dossier, poor = pick(dossier, POOR)
    dossier, dues = pick(dossier, DUES)
    dossier, _ = pick(dossier, WALL)
    for kind, title, passages in (
        (Kind.RISK, "A caisson fails", [poor, dues]),
        (Kind.RISK, "The ferry leaves", []),
        (Kind.DILEMMA, "Who pays?", [dues]),
        (Kind.RECOMMENDATION, "Mend it", [poor]),
        (Kind.RECOMMENDATION, "Raise dues", []),
    ):
        dossier, _ = operations.make_point(dossier, kind, title=title, at=AT, passages=passages)
    options = (Option(letter="A", name="Users"), Option(letter="B", name="Everyone"))
    return operations.edit_point(dossier, "dilemma-1", at=AT, values={"options": options})


@pytest.fixture
def panel(window: MainWindow, application: QApplication) -> PointsPanel:
    """The panel in a window on the harbour's dossier."""
    assert window.session is not None
    data = HARBOUR.encode()
    assert window.session.apply("Fill", points_of_a_harbour, originals={hashlib.sha256(data).hexdigest(): data})
    found = window.workspaces["read"].right
    assert isinstance(found, PointsPanel)
    window.activateWindow()
    until(window.isActiveWindow, "the window did not become active")
    return found


def dossier_of(panel: PointsPanel) -> Dossier:
    """The dossier as it is shown."""
    return panel.bench.session.dossier


def point_of(panel: PointsPanel, point_id: str) -> Point:
    """A point as it is now."""
    return dossier_of(panel).point(point_id)


def select(panel: PointsPanel, point_id: str) -> None:
    """Select a point from elsewhere."""
    panel.bench.selection.select(point=point_id)
    QApplication.processEvents()


def field_of(panel: PointsPanel, point_id: str, name: str):  # noqa: ANN201  an editor of one sort or another
    """Select a point and give the field, unfolded, in view and with the focus."""
    select(panel, point_id)
    form = panel.forms[point_of(panel, point_id).kind]
    form.reveal(name)
    QApplication.processEvents()
    return form.fields[name]


def type_into(panel: PointsPanel, point_id: str, name: str, text: str):  # noqa: ANN201  as above
    """Type a text into a field in place of what stands there."""
    field = field_of(panel, point_id, name)
    QTest.keyClick(field.editor.field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(field.editor.field, Qt.Key.Key_Delete)
    QTest.keyClicks(field.editor.field, text)
    return field


def choose(box: QComboBox, words: str) -> None:
    """Choose a row of a box by its words, as the keyboard does."""
    box.setFocus()
    row = box.findText(words)
    assert row >= 0, [box.itemText(n) for n in range(box.count())]
    box.setCurrentIndex(row)


def shown_titles(panel: PointsPanel) -> list[str]:
    """The titles in the list, from the top."""
    rows = panel.rows
    groups = (rows.index(n, 0) for n in range(rows.rowCount()))
    return [rows.index(n, 0, group).data() for group in groups for n in range(rows.rowCount(group))]


def entry(menu: QMenu, words: str) -> Callable[[], None]:
    """What an entry of a menu does."""
    return next(action.trigger for action in menu.actions() if action.text() == words)


# ---------------------------------------------------------------------------------------------------- list


def test_the_list_groups_points_by_kind_and_counts_them(panel: PointsPanel) -> None:
    """Three kinds, each with its number of points, in the order of the editors."""
    rows = panel.rows
    assert shown_titles(panel) == ["A caisson fails", "The ferry leaves", "Who pays?", "Mend it", "Raise dues"]
    spoken = [rows.index(n, 0).data(Qt.ItemDataRole.AccessibleTextRole) for n in range(3)]
    assert spoken == ["Risks, 2", "Dilemmas, 1", "Recommendations, 2"]
    assert panel.count == "5"


def test_a_row_says_rating_quotes_and_draft_title(panel: PointsPanel) -> None:
    """What colour and type show, a screen reader hears."""
    rated = {"likelihood": Likelihood(term="likely or probable"), "impact": 4}
    panel.bench.session.apply("x", lambda d: operations.edit_point(d, "risk-1", at=AT, values=rated))
    panel.bench.session.apply("x", lambda d: operations.edit_point(d, "risk-2", at=AT, values={"title_is_draft": True}))
    first, second = (panel.rows.find(f"risk-{n}").data(Qt.ItemDataRole.AccessibleTextRole) for n in (1, 2))
    assert first == "Risk 1, A caisson fails, High, 2 passages cited"
    assert second == "Risk 2, The ferry leaves, draft title, 0 passages cited"


def test_a_click_selects_and_a_selection_elsewhere_is_followed(panel: PointsPanel) -> None:
    """The list and the window's selection are one."""
    tree = panel.tree
    QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=tree.visualRect(panel.rows.find("rec-1")).center())
    assert panel.bench.selection.place.point == "rec-1"
    panel.bench.selection.select(point="risk-2")
    current = panel.rows.point_at(tree.currentIndex())
    assert current is not None
    assert current.id == "risk-2"


def test_typing_in_the_filter_leaves_what_has_the_words(panel: PointsPanel) -> None:
    """All words must be somewhere in the point; the count says how many of how many; Esc brings all back."""
    QTest.keyClicks(panel.filter, "risk fer")
    assert shown_titles(panel) == ["The ferry leaves"]
    assert panel.count == "1 / 5"
    QTest.keyClicks(panel.filter, "zzz")
    assert "zzz" in panel._no_match.text()  # noqa: SLF001  what stands in place of the list
    QTest.keyClick(panel.filter, Qt.Key.Key_Escape)
    assert len(shown_titles(panel)) == 5


def test_a_kind_folds_by_mouse_and_by_key(panel: PointsPanel) -> None:
    """A click on its row folds it, Space unfolds it."""
    tree, risks = panel.tree, panel.rows.index(0, 0)
    QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=tree.visualRect(risks).center())
    assert not tree.isExpanded(risks)
    tree.setFocus()
    tree.setCurrentIndex(risks)
    QTest.keyClick(tree, Qt.Key.Key_Space)
    assert tree.isExpanded(risks)


def test_a_long_title_has_two_lines_and_its_row_is_higher(panel: PointsPanel) -> None:
    """The row of a title that does not fit grows; the others stay."""
    title = "A caisson of the outer wall fails before the winter of the year after next"
    panel.bench.session.apply("x", lambda d: operations.edit_point(d, "risk-1", at=AT, values={"title": title}))
    QApplication.processEvents()
    heights = [panel.tree.visualRect(panel.rows.find(f"risk-{n}")).height() for n in (1, 2)]
    assert heights == [52, 32]


def test_thousands_of_points_have_rows_of_one_height_and_change_one_by_one(panel: PointsPanel) -> None:
    """Above a thousand rows nobody measures each, and an act tells the view of one row alone."""
    session = panel.bench.session
    template = session.dossier.point("risk-2")

    def many(dossier: Dossier) -> Dossier:
        more = tuple(replace(template, id=f"risk-{n}", title=f"Risk number {n}") for n in range(3, 3000))
        counters = replace(dossier.counters, risk=3000)
        return replace(dossier, points=(*dossier.points, *more), counters=counters)

    assert session.apply("x", many)
    assert panel.tree.uniformRowHeights()
    told: list[tuple[int, int]] = []
    resets: list[int] = []
    panel.rows.dataChanged.connect(lambda a, b, *_: told.append((a.row(), b.row())))
    panel.rows.modelReset.connect(lambda: resets.append(1))
    assert session.apply("x", lambda d: operations.edit_point(d, "risk-500", at=AT, values={"title": "Another"}))
    assert told == [(499, 499)]
    assert not resets


def test_keys_move_a_point_among_its_kind(panel: PointsPanel) -> None:
    """The order is the dossier's, and what is between of other kinds is passed over."""
    select(panel, "risk-1")
    panel.tree.setFocus()
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(panel.tree, Qt.Key.Key_Down, both)
    assert shown_titles(panel)[:2] == ["The ferry leaves", "A caisson fails"]
    QTest.keyClick(panel.tree, Qt.Key.Key_Up, both)
    assert shown_titles(panel)[:2] == ["A caisson fails", "The ferry leaves"]
    assert panel.bench.selection.place.point == "risk-1"


def _drag(panel: PointsPanel, mime: str, words: str, at: QPoint, *, see: list[QImage] | None = None) -> bool:
    """Drag something over the list to a place, and let go there, or leave where it is not taken; tells whether it was.

    With `see` it is not let go: a picture of the list while it is held there is added to that.
    """
    data = QMimeData()
    data.setData(mime, words.encode())
    both = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    view = panel.tree.viewport()
    entered = QDragEnterEvent(at, both, data, left, none)
    QApplication.sendEvent(view, entered)
    if not entered.isAccepted():
        return False
    over = QDragMoveEvent(at, both, data, left, none)
    QApplication.sendEvent(view, over)
    if see is not None:
        see.append(panel.tree.grab().toImage())
    if over.isAccepted() and see is None:
        QApplication.sendEvent(view, QDropEvent(QPointF(at), both, data, left, none))
    else:
        QApplication.sendEvent(view, QDragLeaveEvent())
    return over.isAccepted()


def test_a_passage_dropped_on_a_point_is_cited(panel: PointsPanel) -> None:
    """The row it is over says so; the act can be undone; the point is selected."""
    at = panel.tree.visualRect(panel.rows.find("risk-2")).center()
    before = panel.tree.grab().toImage()
    seen: list[QImage] = []
    assert _drag(panel, PASSAGE_MIME, "passage-3", at, see=seen)
    assert seen[0] != before
    assert panel.tree.grab().toImage() == before
    assert _drag(panel, PASSAGE_MIME, "passage-3", at)
    assert [c.passage for c in point_of(panel, "risk-2").evidence] == ["passage-3"]
    assert panel.bench.selection.place.point == "risk-2"
    assert panel.bench.session.trail.to_undo is not None
    assert panel.bench.session.trail.to_undo.label == "Cite passage"


def test_a_passage_is_not_taken_between_kinds(panel: PointsPanel) -> None:
    """A kind's own row is no point."""
    assert not _drag(panel, PASSAGE_MIME, "passage-3", panel.tree.visualRect(panel.rows.index(0, 0)).center())


def test_a_point_is_dragged_to_another_place_of_its_kind_only(panel: PointsPanel) -> None:
    """Before or after a fellow it is taken, among another kind not."""
    box = panel.tree.visualRect(panel.rows.find("risk-1"))
    assert _drag(panel, POINT_MIME, "risk-2", box.topLeft() + QPoint(40, 2))
    assert shown_titles(panel)[:2] == ["The ferry leaves", "A caisson fails"]
    other = panel.tree.visualRect(panel.rows.find("rec-1")).center()
    assert not _drag(panel, POINT_MIME, "risk-2", other)


def test_delete_puts_the_point_into_the_bin_and_selects_the_next(panel: PointsPanel) -> None:
    """Del in the list; a notice gives it back."""
    select(panel, "risk-1")
    panel.tree.setFocus()
    QTest.keyClick(panel.tree, Qt.Key.Key_Delete)
    assert [binned.point.id for binned in dossier_of(panel).bin if binned.point] == ["risk-1"]
    assert panel.bench.selection.place.point == "risk-2"
    notice = panel.bench.notices.shown()[-1]
    assert notice.plain == "Risk 1 is in the bin."
    notice.remedies[0].run()
    assert shown_titles(panel)[0] == "A caisson fails"


def test_backspace_in_a_field_deletes_a_letter_and_no_point(panel: PointsPanel) -> None:
    """The key of the list does not reach into the form."""
    field = field_of(panel, "risk-1", "cause")
    QTest.keyClicks(field.editor.field, "ab")
    QTest.keyClick(field.editor.field, Qt.Key.Key_Backspace)
    point = point_of(panel, "risk-1")
    assert isinstance(point, Risk)
    assert point.cause == "a"
    assert not dossier_of(panel).bin


def test_a_new_point_has_a_draft_title_and_the_focus_in_it(panel: PointsPanel) -> None:
    """Typing its title ends the draft."""
    QTest.keyClick(panel, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    made = point_of(panel, "dilemma-2")
    assert (made.title, made.title_is_draft) == ("New dilemma", True)
    QApplication.processEvents()
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClicks(focused, "Wall or pumps?")
    made = point_of(panel, "dilemma-2")
    assert (made.title, made.title_is_draft) == ("Wall or pumps?", False)


def test_a_point_is_converted_and_the_selection_follows(panel: PointsPanel) -> None:
    """It has another id, and the form of its new kind is shown."""
    select(panel, "risk-2")
    menu = QMenu()
    panel.commands.fill_convert(menu)
    assert [action.text() for action in menu.actions()] == ["Dilemma", "Recommendation"]
    entry(menu, "Recommendation")()
    assert panel.bench.selection.place.point == "rec-3"
    assert point_of(panel, "rec-3").title == "The ferry leaves"
    assert panel.forms[Kind.RECOMMENDATION].isVisible()


def test_two_points_are_merged_by_typing_the_other_ones_words(panel: PointsPanel) -> None:
    """Only fellows of the kind are offered."""
    select(panel, "risk-2")
    panel.bench.actions.refresh()
    panel.bench.actions["point.merge"].trigger()
    QTest.keyClicks(panel.merge_finder, "caisson")
    assert panel.merge_finder.offered == ("risk-1",)
    QTest.keyClick(QApplication.activePopupWidget() or panel.merge_finder, Qt.Key.Key_Return)
    assert [p.id for p in dossier_of(panel).points if p.kind is Kind.RISK] == ["risk-2"]
    assert len(point_of(panel, "risk-2").evidence) == 2


def test_the_last_point_deleted_leaves_the_focus_where_the_next_is_made(panel: PointsPanel) -> None:
    """The list goes, and with it nothing of the keyboard's road."""
    panel.bench.session.apply("x", lambda d: replace(d, points=(replace(d.point("risk-2"), title="Last"),), briefs=()))
    select(panel, "risk-2")
    panel.tree.setFocus()
    QTest.keyClick(panel.tree, Qt.Key.Key_Delete)
    assert QApplication.focusWidget() is panel.add_button


def test_an_empty_dossier_says_how_points_are_made(window: MainWindow) -> None:
    """The words stand in place of the list."""
    panel = window.workspaces["read"].right
    assert isinstance(panel, PointsPanel)
    texts = [label.text() for label in panel._empty.findChildren(QLabel)]  # noqa: SLF001  as above
    assert "No points yet" in texts
    assert "Select words in the text, then press 1, 2 or 3." in texts
    assert panel._empty.isVisible()  # noqa: SLF001  as above


# ---------------------------------------------------------------------------------------------------- form


@pytest.mark.parametrize("kind", Kind)
def test_every_field_of_a_kind_has_its_place_in_the_form(kind: Kind) -> None:
    """Only what is no field to fill is missing, and nothing stands twice."""
    lines = [*FIRST[kind], *(line for group in GROUPS[kind] for line in group.lines)]
    placed = [STATUS[kind], *(name for line in lines for name in line.names)]
    assert len(set(placed)) == len(placed)
    shown_otherwise = {"id", "created", "updated", "evidence", "title_is_draft", "set_aside", "cells"}
    assert {field.name for field in fields(POINT_CLASSES[kind])} <= set(placed) | shown_otherwise


@pytest.mark.parametrize(
    ("kind", "point_id"), [(Kind.RISK, "risk-1"), (Kind.DILEMMA, "dilemma-1"), (Kind.RECOMMENDATION, "rec-1")]
)
def test_every_control_of_a_form_has_a_name(panel: PointsPanel, kind: Kind, point_id: str) -> None:
    """Whoever does not see the labels hears them."""
    select(panel, point_id)
    form = panel.forms[kind]
    for fold in form.folds.values():
        fold.unfold()
    QApplication.processEvents()
    nameless = [
        f"{type(widget).__name__} in {type(widget.parent()).__name__}"
        for widget in form.findChildren(QToolButton) + form.findChildren(QComboBox)
        if not (widget.accessibleName() or getattr(widget, "text", str)()) and widget.isVisible()
    ]
    nameless += [
        type(field.editor).__name__
        for name, field in form.fields.items()
        if hasattr(field.editor, "field") and not field.editor.field.accessibleName()
    ]
    assert not nameless


def test_letters_typed_in_a_row_are_one_act(panel: PointsPanel) -> None:
    """Each is written, all are undone together, by Ctrl+Z from within the field."""
    acts = len(panel.bench.session.trail.acts)
    field = type_into(panel, "risk-1", "cause", "grants follow residents")
    point = point_of(panel, "risk-1")
    assert isinstance(point, Risk)
    assert point.cause == "grants follow residents"
    assert len(panel.bench.session.trail.acts) == acts + 1
    assert panel.bench.session.trail.to_undo is not None
    assert panel.bench.session.trail.to_undo.label == "Edit because"
    QTest.keyClick(field.editor.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.editor.field.toPlainText() == ""


def test_a_space_at_the_end_of_a_line_stays_while_typing(panel: PointsPanel) -> None:
    """The dossier holds the trimmed line, the field what was typed."""
    field = type_into(panel, "risk-1", "title", "The wall ")
    assert field.editor.field.toPlainText() == "The wall "
    assert point_of(panel, "risk-1").title == "The wall"


def test_the_title_counts_its_words(panel: PointsPanel) -> None:
    """A counter in the field's corner, heard as well as seen."""
    field = type_into(panel, "risk-1", "title", "one two three")
    assert field.editor.field.accessibleDescription() == "3 of 12 words"


def test_likelihood_and_impact_give_the_rating_at_once(panel: PointsPanel) -> None:
    """The chip says the word of the table; the range and the meaning stand under the boxes."""
    likelihood = field_of(panel, "risk-1", "likelihood")
    choose(likelihood.editor.box, "likely or probable")
    assert likelihood.editor._under.text() == "55 to 75 %"  # noqa: SLF001  what is read under the box
    impact = field_of(panel, "risk-1", "impact")
    choose(impact.editor.box, f"4 {IMPACTS[3]}")
    chip = panel.forms[Kind.RISK].fields["rating"].editor.chip
    assert chip.accessibleName() == "Rating: High"
    row = panel.rows.find("risk-1").data(ROW)
    assert isinstance(row, PointRow)
    assert row.rating == "High"


def test_a_rating_of_ones_own_needs_its_reason(panel: PointsPanel) -> None:
    """Until there is one, the sentence stands beside the field and nothing is written."""
    field = field_of(panel, "risk-1", "rating_override")
    choose(field.editor._rating.box, "Low")  # noqa: SLF001  the box
    assert field.wrong == "Say why the rating is another than the table’s."
    point = point_of(panel, "risk-1")
    assert isinstance(point, Risk)
    assert point.rating_override is None
    QTest.keyClicks(field.editor._reason.field, "The wall is new")  # noqa: SLF001  the field under it
    point = point_of(panel, "risk-1")
    assert isinstance(point, Risk)
    assert point.rating_override is not None
    assert point.rating_override.rating is Rating.LOW
    assert field.wrong == ""


def test_a_date_is_read_in_words_and_refused_beside_the_field(panel: PointsPanel) -> None:
    """31 February: the month has 28 days; what was there stays until a date is typed."""
    field = type_into(panel, "rec-1", "deadline", "31 February 2025")
    assert field.wrong == "February has 28 days."
    assert point_of(panel, "rec-1").deadline is None  # type: ignore[attr-defined]  # the id tells the kind
    type_into(panel, "rec-1", "deadline", "14 March 2026")
    assert field.wrong == ""
    assert point_of(panel, "rec-1").deadline == dt.date(2026, 3, 14)  # type: ignore[attr-defined]  # the id tells the kind
    type_into(panel, "rec-1", "deadline", "on decision")
    assert point_of(panel, "rec-1").deadline == "on decision"  # type: ignore[attr-defined]  # the id tells the kind


def test_a_tension_needs_both_sides(panel: PointsPanel) -> None:
    """One side alone is said to be half."""
    field = field_of(panel, "dilemma-1", "tension")
    QTest.keyClicks(field.editor._one.field, "safety")  # noqa: SLF001  the left field
    assert "two sides" in field.wrong
    QTest.keyClicks(field.editor._other.field, "choice")  # noqa: SLF001  the right field
    point = point_of(panel, "dilemma-1")
    assert isinstance(point, Dilemma)
    assert point.tension == Tension(one="safety", other="choice")
    assert field.wrong == ""


def test_an_option_is_added_filled_and_removed_with_its_cells(panel: PointsPanel) -> None:
    """Removing it takes its cells and the lean to it along, in one act."""
    field = field_of(panel, "dilemma-1", "options")
    QTest.mouseClick(field.editor.add, Qt.MouseButton.LeftButton)
    dilemma = point_of(panel, "dilemma-1")
    assert isinstance(dilemma, Dilemma)
    assert [o.letter for o in dilemma.options] == ["A", "B", "C"]
    name = field.editor._cards["C"]._fields.editors["name"]  # noqa: SLF001  the new card's field
    QTest.keyClicks(name.field, "Nobody")
    values = {"criteria": (Criterion(name="cost"),), "lean": "C"}
    panel.bench.session.apply("x", lambda d: operations.edit_point(d, "dilemma-1", at=AT, values=values))
    table = field_of(panel, "dilemma-1", "criteria").editor
    outcome, mark = table._cards[0].cells["C"]  # noqa: SLF001  the cell
    QTest.keyClicks(outcome.field, "nothing")
    choose(mark.box, Mark.BETTER.sign)
    dilemma = point_of(panel, "dilemma-1")
    assert isinstance(dilemma, Dilemma)
    assert [(c.option, c.outcome, c.mark) for c in dilemma.cells] == [("C", "nothing", Mark.BETTER)]
    assert dilemma.options[2].name == "Nobody"
    QTest.mouseClick(field.editor._cards["C"]._drop, Qt.MouseButton.LeftButton)  # noqa: SLF001  its button
    dilemma = point_of(panel, "dilemma-1")
    assert isinstance(dilemma, Dilemma)
    assert ([o.letter for o in dilemma.options], dilemma.cells, dilemma.lean) == (["A", "B"], (), "")


def test_a_criterion_renamed_keeps_its_cells_and_can_not_be_nameless(panel: PointsPanel) -> None:
    """The cells follow the name; without one it says so."""
    values = {"criteria": (Criterion(name="cost"),)}
    panel.bench.session.apply("x", lambda d: operations.edit_point(d, "dilemma-1", at=AT, values=values))
    table = field_of(panel, "dilemma-1", "criteria").editor
    card = table._cards[0]  # noqa: SLF001  the criterion
    QTest.keyClicks(card.cells["A"][0].field, "dear")
    QTest.keyClicks(card.title.field, "s")
    dilemma = point_of(panel, "dilemma-1")
    assert isinstance(dilemma, Dilemma)
    assert dilemma.criteria[0].name in {"scost", "costs"}
    assert [(c.criterion, c.outcome) for c in dilemma.cells] == [(dilemma.criteria[0].name, "dear")]


def test_links_are_picked_by_typing_and_seen_from_the_other_side(panel: PointsPanel) -> None:
    """A mitigation with its steps shows at the risk as “mitigated by”."""
    field = field_of(panel, "rec-1", "mitigates")
    QTest.keyClicks(field.editor.finder, "ferry")
    assert field.editor.finder.offered == ("risk-2",)
    QTest.keyClick(QApplication.activePopupWidget() or field.editor.finder, Qt.Key.Key_Return)
    rec = point_of(panel, "rec-1")
    assert isinstance(rec, Recommendation)
    assert [m.risk for m in rec.mitigates] == ["risk-2"]
    boxes = {box.accessibleName(): box for box in field.editor.findChildren(QComboBox)}
    choose(boxes["Risk 2: Likelihood"], "2 steps down")
    rec = point_of(panel, "rec-1")
    assert isinstance(rec, Recommendation)
    assert rec.mitigates[0].likelihood_steps == -2
    there = field_of(panel, "risk-2", "mitigated_by").editor
    assert [point.id for point, _ in there._linked()] == ["rec-1"]  # noqa: SLF001  what is listed


def test_a_circle_of_dependence_is_refused_beside_the_field(panel: PointsPanel) -> None:
    """The sentence names the circle; nothing is changed."""
    panel.bench.session.apply(
        "x", lambda d: operations.edit_point(d, "rec-1", at=AT, values={"depends_on": ("rec-2",)})
    )
    field = field_of(panel, "rec-2", "depends_on")
    QTest.keyClicks(field.editor.finder, "mend")
    QTest.keyClick(QApplication.activePopupWidget() or field.editor.finder, Qt.Key.Key_Return)
    assert "circle" in field.wrong
    assert point_of(panel, "rec-2").depends_on == ()  # type: ignore[attr-defined]  # the id tells the kind


def test_settling_names_the_option(panel: PointsPanel) -> None:
    """The box offers the dilemma's options by letter."""
    values = {"settles": (Settlement(dilemma="dilemma-1"),)}
    panel.bench.session.apply("x", lambda d: operations.edit_point(d, "rec-1", at=AT, values=values))
    field = field_of(panel, "rec-1", "settles")
    box = next(box for box in field.editor.findChildren(QComboBox) if box.isVisible())
    choose(box, "by option B")
    assert point_of(panel, "rec-1").settles == (Settlement(dilemma="dilemma-1", option="B"),)  # type: ignore[attr-defined]  # the id tells the kind


def test_the_status_is_in_the_head(panel: PointsPanel) -> None:
    """Choosing is an act of its own."""
    field = field_of(panel, "risk-1", "status")
    choose(field.editor.box, "Watching")
    point = point_of(panel, "risk-1")
    assert isinstance(point, Risk)
    assert point.status is RiskStatus.WATCHING


def test_the_foot_says_what_a_field_is_for(panel: PointsPanel) -> None:
    """While one is in it; nothing else moves."""
    form = panel.forms.get(Kind.RISK)
    field_of(panel, "risk-1", "note")
    form = panel.forms[Kind.RISK]
    assert form._about.text() == "Note to self; never printed"  # noqa: SLF001  the foot
    assert form._foot.isVisible()  # noqa: SLF001  as above


def test_in_a_read_only_dossier_fields_are_text_that_can_be_selected(
    panel: PointsPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No box, no button that would change something, no drop; the words are all there."""
    field_of(panel, "risk-1", "cause")
    monkeypatch.setattr(type(panel.bench.session), "read_only", property(lambda _: True))
    panel.show_dossier(dossier_of(panel), dossier_of(panel))
    panel.bench.actions.refresh()
    form = panel.forms[Kind.RISK]
    title, status = form.fields["title"].editor.field, form.fields["status"].editor
    assert title.isReadOnly()
    title.selectAll()
    assert title.textCursor().selectedText() == "A caisson fails"
    assert not status.box.isVisible()
    assert status._words.toPlainText() == "Open"  # noqa: SLF001  the words in place of the box
    assert status._words.width() > 20  # noqa: SLF001  as above
    assert not form.evidence.cite.isVisible()
    assert not panel.add_button.isVisible()
    assert not panel.bench.actions["point.delete"].isEnabled()
    assert not _drag(panel, PASSAGE_MIME, "passage-3", panel.tree.visualRect(panel.rows.find("risk-2")).center())


def test_lost_evidence_shows_in_the_row(panel: PointsPanel) -> None:
    """A passage that its source no longer has is counted as lost."""

    def lose(dossier: Dossier) -> Dossier:
        first, *rest = dossier.passages
        return replace(dossier, passages=(replace(first, lost=True), *rest))

    panel.bench.session.apply("x", lose)
    spoken = panel.rows.find("risk-1").data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Risk 1, A caisson fails, 2 passages cited, 1 lost"


def test_fields_kept_from_another_kind_are_shown(panel: PointsPanel) -> None:
    """What a conversion set aside can be read."""
    type_into(panel, "risk-2", "cause", "tonnage dues")
    panel.commands.convert(Kind.DILEMMA)
    form = panel.forms[Kind.DILEMMA]
    form.folds["aside"].unfold()
    assert "because: tonnage dues" in form._aside.text()  # noqa: SLF001  the words in the group


# ------------------------------------------------------------------------------------------------ evidence


def test_cards_show_quote_source_and_place(panel: PointsPanel) -> None:
    """“Show” goes to the passage in the reader."""
    select(panel, "risk-1")
    cards = panel.forms[Kind.RISK].evidence.cards
    assert [card.quote.accessibleName() for card in cards] == [POOR, DUES]
    QTest.mouseClick(cards[0].show_button, Qt.MouseButton.LeftButton)
    place = panel.bench.selection.place
    assert (place.source, place.passage, place.point) == ("source-1", "passage-1", "risk-1")
    assert panel.bench.selection.can_go_back


def test_a_passage_is_cited_by_typing_its_words(panel: PointsPanel) -> None:
    """Passages that are cited already are not offered."""
    select(panel, "risk-1")
    evidence = panel.forms[Kind.RISK].evidence
    QTest.mouseClick(evidence.cite, Qt.MouseButton.LeftButton)
    QTest.keyClicks(evidence.finder, "the")
    assert evidence.finder.offered == ("passage-3",)
    QTest.keyClick(QApplication.activePopupWidget() or evidence.finder, Qt.Key.Key_Return)
    assert [c.passage for c in point_of(panel, "risk-1").evidence] == ["passage-1", "passage-2", "passage-3"]
    assert len(evidence.cards) == 3


def test_words_left_out_and_put_in_always_show(panel: PointsPanel) -> None:
    """The exact words stay; what prints has […] and [ ]; “Put back” restores them."""
    select(panel, "risk-1")
    card = panel.forms[Kind.RISK].evidence.cards[0]
    menu = QMenu()
    card.fill_menu(menu)
    entry(menu, "Leave words out…")()
    editor = card.editor
    assert editor is not None
    _mark_words(editor.words, POOR.index("of its"), POOR.index("of its") + 5)
    QTest.mouseClick(editor.leave_out, Qt.MouseButton.LeftButton)
    assert editor.preview.text() == "Two […] caissons are rated poor."
    _mark_words(editor.words, POOR.index("poor"), POOR.index("poor") + 4)
    QTest.mouseClick(editor.insert, Qt.MouseButton.LeftButton)
    QTest.keyClicks(editor.inserted, "in danger")
    QTest.keyClick(editor.inserted, Qt.Key.Key_Return)
    assert editor.preview.text() == "Two […] caissons are rated [in danger]."
    assert dossier_of(panel).passage("passage-1").quote == POOR
    _mark_words(editor.words, 5, 5)
    QTest.mouseClick(editor.restore, Qt.MouseButton.LeftButton)
    assert editor.preview.text() == "Two of its caissons are rated [in danger]."
    panel.bench.session.undo()
    assert editor.preview.text() == "Two […] caissons are rated [in danger]."


def _mark_words(words, start: int, end: int) -> None:  # noqa: ANN001  the field of the exact words
    cursor = words.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(end, cursor.MoveMode.KeepAnchor)
    words.setTextCursor(cursor)


def test_a_citation_is_taken_back_and_a_passage_split_off(panel: PointsPanel) -> None:
    """Both from the card's menu."""
    select(panel, "risk-1")
    menu = QMenu()
    panel.forms[Kind.RISK].evidence.cards[1].fill_menu(menu)
    entry(menu, "Split off into a point of its own")()
    new = panel.bench.selection.place.point
    assert new == "risk-3"
    assert [c.passage for c in point_of(panel, new).evidence] == ["passage-2"]
    assert point_of(panel, new).title_is_draft
    menu = QMenu()
    panel.forms[Kind.RISK].evidence.cards[0].fill_menu(menu)
    entry(menu, "Don’t cite this passage")()
    assert point_of(panel, new).evidence == ()


def test_offsets_of_a_field_and_of_a_quotation_are_turned_into_each_other() -> None:
    """Letters beyond the basic plane are two units and one code point."""
    text = "a𝔘b"
    assert [code_points(text, n) for n in (0, 1, 3, 4)] == [0, 1, 2, 3]
    assert [utf16_units(text, n) for n in (0, 1, 2, 3)] == [0, 1, 3, 4]


def test_a_word_is_never_cut_silently() -> None:
    """A span that touches a word takes it whole, and no white space at its ends."""
    assert whole_words("rated very poor", 7, 10) == (6, 10)
    assert whole_words("rated very poor", 5, 8) == (6, 10)
    assert whole_words("one  two", 3, 5) == (5, 5)


def test_edits_that_touch_become_one() -> None:
    """A wider elision takes those within it up; putting back takes only what it touches."""
    edits = with_edit((Edit(start=2, end=4), Edit(start=9, end=12)), Edit(start=3, end=7))
    assert edits == (Edit(start=2, end=7), Edit(start=9, end=12))
    assert restored(edits, 10, 10) == (Edit(start=2, end=7),)


def test_forms_of_all_kinds_are_built_before_they_are_asked_for(panel: PointsPanel) -> None:
    """Selecting the first point of a kind finds its form there, whole."""
    until(lambda: not panel.is_preparing, "the forms were not built")
    assert set(panel.forms) == set(Kind)
    assert not any(form.build_on() for form in panel.forms.values())


def test_filter_finds_what_was_written_since(panel: PointsPanel) -> None:
    """What is filtered by is read ahead of the first filter; a point that was changed after it is read again."""
    until(lambda: not panel.is_preparing)
    session = panel.bench.session
    assert session.apply("x", lambda d: operations.edit_point(d, "risk-2", at=AT, values={"title": "Zeppelins"}))
    panel.filter.setText("zeppelins RISK")
    assert panel.rows.count == 1
    panel.filter.setText("2 risk")
    assert panel.rows.find("risk-2").isValid()
    assert not panel.rows.find("risk-1").isValid()


def test_a_title_of_one_line_stands_beside_its_number_in_a_high_row(panel: PointsPanel) -> None:
    """A row is as high as its title needs when chosen: before that, what stands in it is on one line all the same."""
    tree = panel.tree
    index = next(
        found
        for kind in range(3)
        for row in range(tree.model().rowCount(tree.model().index(kind, 0)))
        if isinstance((found := tree.model().index(row, 0, tree.model().index(kind, 0))).data(ROW), PointRow)
    )
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, 600, 52)
    picture = QImage(600, 52, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    painter = QPainter(picture)
    tree.itemDelegate().paint(painter, option, index)
    painter.end()

    def middle(left: int, right: int) -> float:
        inked = [y for y in range(52) for x in range(left, right) if picture.pixelColor(x, y).lightness() < 120]
        return (min(inked) + max(inked)) / 2

    number, title = middle(46, 62), middle(70, 80)  # a figure, and the capital that a title begins with
    assert abs(number - title) < 2
    assert abs(number - 26) < 4


def test_a_field_is_as_high_as_its_text_while_it_is_out_of_view(panel: PointsPanel) -> None:
    """Out of view nothing is broken into lines: asked then, the field breaks its text itself."""
    field = type_into(panel, "risk-1", "event", "A defence that was rated poor in the autumn fails before the winter")
    text = field.findChild(GrowingText)
    high = text.height()
    assert high > 40
    panel.hide()
    text.document().begin().clearLayout()  # as Qt does when it makes ready for a picture of the window
    text.document().begin().setLineCount(1)
    assert text.sizeHint().height() == high
