"""The whole road as a person goes it: from nothing to a PDF, with the mouse, and again with the keyboard alone."""

from __future__ import annotations

import multiprocessing
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pypdfium2
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QFileDialog, QLineEdit, QPlainTextEdit, QWidget

from briefgen.domain import operations
from briefgen.domain.dossier import Dossier
from briefgen.domain.points import Recommendation, Risk
from briefgen.domain.terms import Kind
from briefgen.gui.app import Program
from briefgen.gui.brief_fields.panel import FieldsPanel
from briefgen.gui.export.refused_dialog import RefusedDialog
from briefgen.gui.main_window import MainWindow
from briefgen.gui.outline.panel import OutlinePanel
from briefgen.gui.outline.rows import ROW
from briefgen.gui.outline.section_panel import SectionPanel
from briefgen.gui.points.panel import PointsPanel
from briefgen.gui.preview.drawing import page_texts
from briefgen.gui.preview.panel import PreviewPanel
from briefgen.gui.reader.panel import ReaderPanel
from briefgen.resources import templates_folder
from tests.domain.builders import AT
from tests.gui.conftest import settle, until
from tests.gui.test_brief_fields import show_harbour

W = TypeVar("W", bound=QWidget)
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier

POOR = "Two of its caissons are rated poor."
WHO = "Nobody has said who pays."
MEND = "The harbour office should mend both before the winter."
ALSO = "A third was not inspected."
ARTICLE = f"""The wall in the harbour

The wall was built in 1911. {POOR} {ALSO}

The ferry company pays dues by tonnage. {WHO}

{MEND}
"""
FIND_RISK = "Mitigates: Find a risk to mitigate"
REQUIRED = {
    "Title": "Harbour wall: decide by 14 March",
    "To": "Minister for Ports",
    "From": "Harbour Policy",
    "Date": "3 March 2999",
    "Ref.": "SUB-14",
    "Decision by": "14 March 2999",
    "Reason": "the grant lapses on that day",
}


# ------------------------------------------------------------------------------------------------- hands


def the(window: QWidget, sort: type[W]) -> W:
    """The one panel of a sort."""
    found = window.findChild(sort)
    assert found is not None, sort.__name__
    return found


def dossier(window: MainWindow) -> Dossier:
    """The dossier as the window shows it."""
    assert window.session is not None
    return window.session.dossier


def press(key: Qt.Key, keys: Qt.KeyboardModifier = NONE) -> None:
    """Press a key where the focus is, as the keyboard does."""
    receiver = QApplication.activePopupWidget() or QApplication.focusWidget() or QApplication.activeWindow()
    assert receiver is not None
    QTest.keyClick(receiver, key, keys)
    QTest.qWait(1)


def write(text: str) -> None:
    """Type a text where the focus is."""
    receiver = QApplication.focusWidget()
    assert receiver is not None
    QTest.keyClicks(receiver, text)
    QTest.qWait(1)


def answer(act: Callable[[QDialog], None]) -> list[BaseException]:
    """Do something in the next dialog that holds the window up; what went wrong in it is in the list."""
    wrong: list[BaseException] = []

    def look(left: int = 400) -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QDialog) or not dialog.isVisible():
            if left:
                QTimer.singleShot(10, lambda: look(left - 1))
            return
        try:
            act(dialog)
        except BaseException as error:  # noqa: BLE001  else the dialog would stay, and with it the test
            wrong.append(error)
            dialog.reject()

    QTimer.singleShot(0, look)
    return wrong


def name_file(path: Path) -> Callable[[QDialog], None]:
    """Type a path in a file dialog."""

    def act(dialog: QDialog) -> None:
        line = dialog.findChild(QLineEdit, "fileNameEdit")
        assert line is not None
        line.setText(str(path))
        QTest.keyClick(line, Qt.Key.Key_Return)
        assert not dialog.isVisible()

    return act


def agree(dialog: QDialog) -> None:
    """Take what a dialog offers."""
    field = dialog.findChild(QLineEdit)
    assert field is not None
    QTest.keyClick(field, Qt.Key.Key_Return)


def drop(where: QWidget, *paths: Path) -> None:
    """Let files fall on a widget."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, at = Qt.DropAction.CopyAction, where.rect().center()
    over = QDragEnterEvent(at, copy, data, LEFT, NONE)
    QApplication.sendEvent(where, over)
    assert over.isAccepted()
    QApplication.sendEvent(where, QDropEvent(QPointF(at), copy, data, LEFT, NONE))


def select_by_mouse(window: MainWindow, words: str) -> None:
    """Draw the mouse over words in the reader."""
    text = the(window, ReaderPanel).text
    start = dossier(window).sources[0].text.index(words)
    end = start + len(words)
    text.scroll_to(start, at_once=True, needed=True)
    boxes = text.span_box(start, end)
    begin = QPointF(boxes[0].left(), boxes[0].center().y()).toPoint()
    finish = QPointF(boxes[-1].right(), boxes[-1].center().y()).toPoint()
    viewport = text.viewport()
    QTest.mousePress(viewport, LEFT, pos=begin)
    for place in ((begin + finish) / 2, finish):
        global_ = viewport.mapToGlobal(QPointF(place))
        moved = QMouseEvent(QMouseEvent.Type.MouseMove, QPointF(place), global_, Qt.MouseButton.NoButton, LEFT, NONE)
        QApplication.sendEvent(viewport, moved)
    QTest.mouseRelease(viewport, LEFT, pos=finish)
    assert text.selected_span() == (start, end)
    QApplication.processEvents()


def button(where: QWidget, words: str) -> QAbstractButton:
    """The button in view that says something, or is called so."""
    return next(
        b
        for b in where.findChildren(QAbstractButton)
        if b.isVisible() and words in {b.text().replace("&", ""), b.accessibleName()}
    )


def click(field: QWidget) -> None:
    """Click a field."""
    QTest.mouseClick(field.viewport() if isinstance(field, QPlainTextEdit) else field, LEFT)


def called(name: str) -> bool:
    """Whether the focus is in what a person finds by this name."""
    focus = QApplication.focusWidget()
    return focus is not None and focus.accessibleName() in {name, f"{name}, required"}


def tab_to(name: str) -> None:
    """Press Tab until the focus is in what is called so."""
    for _ in range(40):
        if called(name):
            return
        press(Qt.Key.Key_Tab)
    raise AssertionError(f"Tab does not lead to {name}")


def back_to(name: str) -> None:
    """Press Shift+Tab until the focus is in what is called so."""
    for _ in range(40):
        if called(name):
            return
        press(Qt.Key.Key_Tab, SHIFT)
    raise AssertionError(f"Shift+Tab does not lead to {name}")


def reach(window: MainWindow, there: Callable[[QWidget], bool]) -> None:
    """Press F6, which leads from panel to panel, until the focus is where it is wanted."""
    for _ in range(8):
        focus = QApplication.focusWidget()
        if focus is not None and there(focus):
            return
        press(Qt.Key.Key_F6)
    raise AssertionError(f"F6 does not lead there, but to {QApplication.focusWidget()}")


def run_command(window: MainWindow, query: str, wanted: str) -> None:
    """Find something in the palette, and take it."""
    press(Qt.Key.Key_K, CTRL)
    write(query)
    rows = window.palette_box.model.rows
    until(lambda: any(wanted == getattr(row, "text", "") for row in window.palette_box.model.rows), str(rows))
    for _ in range(20):
        row = window.palette_box.list.currentIndex()
        if str(row.data()).startswith(wanted):
            break
        press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    QTest.qWait(20)


def control(where: QWidget, name: str) -> QWidget:
    """The field in view that a person finds by its label."""
    fields = (*where.findChildren(QLineEdit), *where.findChildren(QPlainTextEdit))
    return next(f for f in fields if f.isVisible() and f.accessibleName() in {name, f"{name}, required"})


def click_row(window: MainWindow, record: str) -> None:
    """Click the row of a point or a section in the outline."""
    outline = the(window, OutlinePanel)
    model = outline.model
    index = next(i for i in (model.index(n, 0) for n in range(model.rowCount())) if i.data(ROW).id == record)
    outline.list.scrollTo(index)
    QTest.mouseClick(outline.list.viewport(), LEFT, pos=outline.list.visualRect(index).center())


def pages(window: MainWindow) -> str:
    """What the pages of the preview say, in one line."""
    pdf = the(window, PreviewPanel).pdf
    return " ".join(" ".join(page_texts(pdf)).split()) if pdf else ""


def found(window: MainWindow) -> dict[str, int]:
    """The rules that preflight finds broken, and the row of each."""
    rows = the(window, FieldsPanel).preflight.list.rows.rows
    return {row.found.finding.rule + " " + row.found.finding.place.key: n for n, row in reversed([*enumerate(rows)])}


def read_back(path: Path) -> str:
    """What a PDF file says, in one line."""
    with pypdfium2.PdfDocument(path) as document:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """An article on disk."""
    path = tmp_path / "harbour-wall.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


@pytest.fixture
def start(program: Program, application: QApplication) -> MainWindow:
    """A window with nothing in it."""
    window = program.open_first(None)
    window.resize(1440, 900)
    window.activateWindow()
    until(window.isActiveWindow, "the window did not become active")
    settle(application)
    return window


def begun(window: MainWindow) -> MainWindow:
    """The same window with its new dossier."""
    until(lambda: window.session is not None, "there is no dossier")
    return awake(window)


def awake(window: MainWindow) -> MainWindow:
    """The window with the keys again: after a dialog a window manager sees to that, and tests have none."""
    QApplication.processEvents()
    window.activateWindow()
    until(window.isActiveWindow, "the window did not become active")
    return window


# ------------------------------------------------------------------------------------------- the whole road


def test_from_nothing_to_a_pdf_with_the_mouse(  # noqa: PLR0915  one road, and its whole length is the point
    start: MainWindow, article: Path, tmp_path: Path
) -> None:
    """New dossier, article by drop, points by selecting and by key, fields, link, brief, section, preflight, PDF."""
    window = start
    new = button(window.start_page, "New dossier…")
    wrong = answer(name_file(tmp_path / "wall"))
    QTest.mouseClick(new, LEFT)
    assert wrong == []
    begun(window)

    drop(window, article)
    until(lambda: dossier(window).sources, "the article did not become a source")
    reader, points = the(window, ReaderPanel), the(window, PointsPanel)
    until(lambda: reader.source is not None)
    for words, key in ((POOR, Qt.Key.Key_1), (WHO, Qt.Key.Key_2), (MEND, Qt.Key.Key_3)):
        select_by_mouse(window, words)
        press(key)
        assert reader.text.hasFocus()
    assert [p.id for p in dossier(window).points] == ["risk-1", "dilemma-1", "rec-1"]
    assert all(p.title_is_draft for p in dossier(window).points)
    select_by_mouse(window, ALSO)
    press(Qt.Key.Key_0)
    write("caissons")
    press(Qt.Key.Key_Return)
    until(lambda: len(dossier(window).point("risk-1").evidence) == 2, "the passage was not cited")

    QTest.mouseClick(points.tree.viewport(), LEFT, pos=points.tree.visualRect(points.rows.find("risk-1")).center())
    for name, text in (("Title", "A caisson fails"), ("Because", "two caissons are poor"), ("Event", "one gives way")):
        click(control(points, name))
        press(Qt.Key.Key_A, CTRL)
        write(text)
    risk = dossier(window).point("risk-1")
    assert isinstance(risk, Risk)
    assert (risk.title, risk.title_is_draft, risk.cause) == ("A caisson fails", False, "two caissons are poor")

    QTest.mouseClick(points.tree.viewport(), LEFT, pos=points.tree.visualRect(points.rows.find("rec-1")).center())
    form = points.forms[Kind.RECOMMENDATION]
    QTest.mouseClick(form.link_button, LEFT)
    QApplication.processEvents()
    click(control(points, FIND_RISK))
    write("caisson")
    press(Qt.Key.Key_Return)
    rec = dossier(window).point("rec-1")
    assert isinstance(rec, Recommendation)
    assert [link.risk for link in rec.mitigates] == ["risk-1"]

    window.actions_["view.brief"].trigger()
    wrong = answer(agree)
    window.actions_["brief.new"].trigger()
    assert wrong == []
    awake(window)
    assert [s.point for s in dossier(window).briefs[0].points] == ["risk-1", "dilemma-1", "rec-1"]
    preview = the(window, PreviewPanel)
    until(lambda: preview.is_settled and "one gives way" in pages(window), "the pages do not have the risk")
    click_row(window, "issue")
    section = the(window, SectionPanel)
    QTest.mouseClick(section.text.viewport(), LEFT)
    write("Whether to mend the wall before the winter.")
    until(lambda: "Whether to mend the wall before the winter." in pages(window), "the pages did not follow")

    click_row(window, "rec-1")
    side = the(window, FieldsPanel)
    draft = "point-title-draft rec-1.title"
    until(lambda: draft in found(window), "the draft title was not found")
    for name, text in REQUIRED.items():
        click(control(side, name))
        write(text)
    until(lambda: REQUIRED["Title"] in pages(window), "the title did not come on the page")
    until(lambda: not any(rule.startswith("field-required") for rule in found(window)), "filled fields are missed")
    findings = side.preflight.list
    row = found(window)[draft]
    findings.scrollTo(findings.rows.index(row, 0))
    at, _ = findings.button_rect(row, "fix")
    QTest.mouseClick(findings.viewport(), LEFT, pos=at)
    assert not dossier(window).point("rec-1").title_is_draft
    until(lambda: draft not in found(window), "the finding did not go")

    target = tmp_path / "issue.pdf"
    QTest.mouseClick(button(window, "Export PDF…"), LEFT)
    until(lambda: window.findChildren(RefusedDialog), "nothing was said of what is still missing")
    QTest.mouseClick(the(window, RefusedDialog).draft_button, LEFT)
    until(lambda: window.findChildren(QFileDialog), "nobody asked where the PDF goes")
    name_file(target)(the(window, QFileDialog))
    until(lambda: dossier(window).issues, "the export is not on record")
    text = read_back(target)
    for words in (REQUIRED["Title"], REQUIRED["To"], POOR, "two caissons are poor", "before the winter", "DRAFT"):
        assert words in text


def test_from_nothing_to_a_pdf_with_the_keyboard_alone(  # noqa: PLR0915  as above
    start: MainWindow, article: Path, tmp_path: Path
) -> None:
    """The same road without a mouse: shortcuts, Tab, the palette, and the keys within the panels."""
    window = start
    wrong = answer(name_file(tmp_path / "wall"))
    press(Qt.Key.Key_N, CTRL)
    assert wrong == []
    begun(window)

    wrong = answer(name_file(article))
    press(Qt.Key.Key_O, CTRL | SHIFT)
    assert wrong == []
    awake(window)
    until(lambda: dossier(window).sources, "the article did not become a source")
    reader = the(window, ReaderPanel)
    until(lambda: reader.source is not None)
    reach(window, lambda focus: focus is reader.text)
    for words, key in ((POOR, Qt.Key.Key_1), (WHO, Qt.Key.Key_2), (MEND, Qt.Key.Key_3)):
        press(Qt.Key.Key_F, CTRL)
        write(words)
        press(Qt.Key.Key_Escape)
        assert reader.text.hasFocus()
        assert reader.text.selected_span() is not None
        press(key)
    assert [p.kind.value for p in dossier(window).points] == ["risk", "dilemma", "recommendation"]
    press(Qt.Key.Key_F, CTRL)
    write(ALSO)
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_0)
    write("caissons")
    press(Qt.Key.Key_Return)
    until(lambda: len(dossier(window).point("risk-1").evidence) == 2, "the passage was not cited")

    run_command(window, "caissons", "Two of its caissons are rated poor")
    assert window.selection.place.point == "risk-1"
    points = the(window, PointsPanel)
    reach(window, lambda focus: focus is points.tree)
    press(Qt.Key.Key_Return)
    assert called("Title")
    press(Qt.Key.Key_A, CTRL)
    write("A caisson fails")
    tab_to("Because")
    write("two caissons are poor")
    assert dossier(window).point("risk-1").title == "A caisson fails"

    run_command(window, "mend both", "The harbour office should mend both before")
    reach(window, lambda focus: focus is points.tree)
    press(Qt.Key.Key_Return)
    back_to("Link to another point")
    press(Qt.Key.Key_Space)
    assert called(FIND_RISK)
    write("caisson")
    press(Qt.Key.Key_Return)
    rec = dossier(window).point("rec-1")
    assert isinstance(rec, Recommendation)
    assert [link.risk for link in rec.mitigates] == ["risk-1"]

    press(Qt.Key.Key_2, CTRL)
    wrong = answer(agree)
    press(Qt.Key.Key_N, CTRL | SHIFT)
    assert wrong == []
    awake(window)
    outline = the(window, OutlinePanel)
    reach(window, lambda focus: focus is outline.list)
    press(Qt.Key.Key_Home)
    assert window.selection.place.section == "issue"
    section = the(window, SectionPanel)
    reach(window, lambda focus: focus is section.text)
    write("Whether to mend the wall before the winter.")
    until(lambda: "Whether to mend the wall before the winter." in pages(window), "the pages did not follow")
    reach(window, lambda focus: focus is outline.list)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    assert window.selection.place.point == "rec-1"
    side = the(window, FieldsPanel)
    reach(window, side.isAncestorOf)
    for name, text in REQUIRED.items():
        tab_to(name)
        write(text)
    until(lambda: not any(rule.startswith("field-required") for rule in found(window)), "filled fields are missed")

    target = tmp_path / "issue.pdf"
    press(Qt.Key.Key_E, CTRL)
    until(lambda: window.findChildren(RefusedDialog), "nothing was said of what is still missing")
    refused = the(window, RefusedDialog)
    refused.activateWindow()
    for _ in range(10):
        if refused.draft_button.hasFocus():
            break
        press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Space)
    until(lambda: window.findChildren(QFileDialog), "nobody asked where the PDF goes")
    name_file(target)(the(window, QFileDialog))
    until(lambda: dossier(window).issues, "the export is not on record")
    assert REQUIRED["Title"] in read_back(target)
    assert "two caissons are poor" in read_back(target)


# ------------------------------------------------------------------------------------------------- mishaps


def show_brief(window: MainWindow) -> PreviewPanel:
    """The harbour's brief in the window, its pages drawn."""
    show_harbour(window)
    preview = the(window, PreviewPanel)
    until(lambda: preview.is_settled, "the pages were not drawn")
    return preview


@pytest.mark.expected_log("The rendering process")
def test_a_crash_of_the_layout_process(window: MainWindow) -> None:
    """The last good pages stay and a sentence says what happened; the next act lays them out again."""
    preview = show_brief(window)
    assert window.session is not None
    good = pages(window)
    ours = [child for child in multiprocessing.active_children() if child.name == "briefgen-rendering"]
    assert len(ours) == 1
    ours[0].kill()
    window.session.apply("Write", lambda d: operations.edit_brief(d, "brief-1", {"title": "Too late"}))
    until(lambda: preview.trouble_text, "nobody said that the layout crashed")
    assert "crashed" in preview.trouble_text
    assert "last good pages" in preview.trouble_text
    assert pages(window) == good
    window.session.apply("Write", lambda d: operations.edit_brief(d, "brief-1", {"title": "Here again"}))
    until(lambda: "Here again" in pages(window), "the layout did not come back")
    assert preview.trouble_text == ""


def test_an_error_in_a_template_of_ones_own(window: MainWindow, tmp_path: Path) -> None:
    """It is told by file and line under the last good pages; mended, the pages follow the next act."""
    preview = show_brief(window)
    assert window.session is not None
    good = pages(window)
    house = tmp_path / "house"
    shipped = templates_folder()
    shutil.copytree(shipped / "_shared", house / "_shared")
    shutil.copytree(shipped / "ministerial-submission", house / "our-house")
    window.house.choices.change(template_folders=(house,))
    page = house / "our-house" / "brief.html.jinja"
    whole = page.read_text("utf-8")
    page.write_text(whole + "\n{% if brief %}", "utf-8")
    window.session.apply("Switch", lambda d: operations.edit_brief(d, "brief-1", {"template": "our-house"}))
    until(lambda: preview.trouble_text, "nobody said that the template has an error")
    assert "brief.html.jinja" in preview.trouble_text
    assert pages(window) == good
    page.write_text(whole, "utf-8")
    window.session.apply("Write", lambda d: operations.edit_brief(d, "brief-1", {"title": "Mended"}))
    until(lambda: "Mended" in pages(window), "the mended template was not taken")
    assert preview.trouble_text == ""


def test_a_failed_import_in_a_batch(window: MainWindow, article: Path, tmp_path: Path) -> None:
    """What can be read is in; one bar names what can't, and why."""
    spoilt = tmp_path / "spoilt.pdf"
    spoilt.write_bytes(b"%PDF-1.7 and no more")
    drop(window, article, spoilt)
    until(lambda: dossier(window).sources, "the good one did not come in")
    until(lambda: any("spoilt.pdf" in notice.plain for notice in window.notices.shown()), "nobody said what failed")
    assert [source.filename for source in dossier(window).sources] == ["harbour-wall.txt"]


def test_a_dossier_that_another_program_has_open(program: Program, dossier_path: Path) -> None:
    """It is shown, and says so; the keys that make points and the acts that write do nothing."""
    code = (
        "import sys; from pathlib import Path; from briefgen.dossier_file import open_dossier\n"
        "with open_dossier(Path(sys.argv[1])): print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(dossier_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == "open"
        window = begun(program.open_first(dossier_path))
        assert window.status.disk == "Read-only"
        assert [notice.tone for notice in window.notices.shown()] == ["lock"]
        off = ("source.add", "source.paste", "brief.new", "point.new-risk", "edit.undo")
        assert [name for name in off if window.actions_[name].isEnabled()] == []
        before = dossier(window)
        press(Qt.Key.Key_1, CTRL | ALT)
        assert dossier(window) is before
        other.communicate("")


def test_two_windows_on_two_dossiers_do_not_mix(program: Program, window: MainWindow, tmp_path: Path) -> None:
    """An act in one is none in the other; the same dossier a second time brings its window forward."""
    program.new_dossier(window, tmp_path / "second")
    until(lambda: len(program.windows) == 2 and program.windows[1].session is not None)
    second = awake(program.windows[1])
    press(Qt.Key.Key_1, CTRL | ALT)
    assert [len(dossier(w).points) for w in (window, second)] == [0, 1]
    awake(window)
    press(Qt.Key.Key_2, CTRL | ALT)
    assert [[p.kind.value for p in dossier(w).points] for w in (window, second)] == [["dilemma"], ["risk"]]
    program.open_path(tmp_path / "second.briefgen", window)
    until(second.isActiveWindow, "the window of the dossier did not come forward")
    assert len(program.windows) == 2


def test_a_restart_goes_on_where_one_left_off(program: Program, window: MainWindow, article: Path) -> None:
    """The same size, workspace, source and place in it, and every act, without anything having been saved."""
    article.write_text(ARTICLE + "\n\n".join(f"Paragraph {n}. {'The sea is near. ' * 20}" for n in range(60)), "utf-8")
    drop(window, article)
    until(lambda: dossier(window).sources, "the article did not become a source")
    reader = the(window, ReaderPanel)
    until(lambda: reader.source is not None)
    offset = dossier(window).sources[0].text.index("Paragraph 40.")
    reader.text.scroll_to(offset, at_once=True)
    window.actions_["view.left"].trigger()
    window.resize(1300, 700)
    settle_briefly()
    seen = reader.text.first_visible()
    assert seen > 0
    assert window.session is not None
    path = window.session.path
    window.close()
    again = begun(program.open_first(path))
    reader = the(again, ReaderPanel)
    until(lambda: reader.source is not None and reader.text.first_visible() > 0, "the reader is at its beginning")
    settle_briefly()
    assert again.height() == 700, "a screen without a width to spare keeps the height"
    assert abs(reader.text.first_visible() - seen) < 400
    assert not again.workspaces["read"].left.isVisible()
    assert not again.actions_["edit.undo"].isEnabled()
    again.actions_["view.brief"].trigger()
    again.close()
    third = begun(program.open_first(path))
    assert third.selection.place.workspace == "brief"


def settle_briefly() -> None:
    """Let what waits for a pause come."""
    QTest.qWait(400)


ACTS: dict[str, Callable[[Dossier], Dossier]] = {
    "make a point": lambda d: operations.make_point(d, Kind.RISK, title="New", at=AT)[0],
    "edit a point": lambda d: operations.edit_point(d, "risk-1", at=AT, values={"title": "Other"}),
    "delete a point": lambda d: operations.delete_point(d, "risk-1", at=AT),
    "convert a point": lambda d: operations.convert_point(d, "risk-1", Kind.DILEMMA, at=AT)[0],
    "link": lambda d: operations.link(d, "rec-2", operations.Relation("mitigates"), "risk-1", at=AT),
    "drop a passage": lambda d: operations.drop_passage(d, d.passages[0].id, with_citations=True),
    "remove a source": lambda d: operations.remove_source(d, "source-1", at=AT, with_consequences=True),
    "make a brief": lambda d: operations.make_brief(d, "Another", template="ministerial-submission")[0],
    "edit a brief": lambda d: operations.edit_brief(d, "brief-1", {"title": "Other"}),
    "write a section": lambda d: operations.write_section(d, "brief-1", "issue", "Whether."),
    "take a point out": lambda d: operations.deselect_point(d, "brief-1", "risk-1"),
    "switch a point off": lambda d: operations.switch_point(d, "brief-1", "risk-1", shown=False),
    "delete a brief": lambda d: operations.delete_brief(d, "brief-1", at=AT),
}


def test_every_kind_of_act_is_undone_and_done_again(window: MainWindow) -> None:
    """With the keys, by its name in the menu; the panels are there at every step and the disk has each."""
    show_harbour(window)
    session = window.session
    assert session is not None
    before = session.dossier
    for name, act in ACTS.items():
        assert session.apply(name, act), name
        after = session.dossier
        assert after != before, name
        window.setFocus()
        for _ in range(2):
            press(Qt.Key.Key_Z, CTRL)
            assert session.dossier == before, name
            assert session.finish(), name
            assert session.file.dossier == before, name
            press(Qt.Key.Key_Y, CTRL)
            assert session.dossier == after, name
        assert window.actions_["edit.undo"].text().replace("&", "") == f"Undo {name}"
        press(Qt.Key.Key_Z, CTRL)
