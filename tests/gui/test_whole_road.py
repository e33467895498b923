"""The whole road as a person goes it: from nothing to a PDF, with the mouse, and again with the keyboard alone."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPlainTextEdit, QWidget

from briefgen.domain.points import Recommendation, Risk
from briefgen.domain.terms import Kind
from briefgen.gui.brief_fields.panel import FieldsPanel
from briefgen.gui.export.refused_dialog import RefusedDialog
from briefgen.gui.main_window import MainWindow
from briefgen.gui.outline.panel import OutlinePanel
from briefgen.gui.outline.rows import ROW
from briefgen.gui.outline.section_panel import SectionPanel
from briefgen.gui.points.panel import PointsPanel
from briefgen.gui.preview.panel import PreviewPanel
from briefgen.gui.reader.panel import ReaderPanel
from tests.gui.conftest import ALSO, MEND, POOR, WHO, until
from tests.gui.hands import (
    CTRL,
    SHIFT,
    agree,
    answer,
    awake,
    back_to,
    begun,
    button,
    called,
    click,
    dossier,
    draw,
    drop,
    name_file,
    pages,
    press,
    reach,
    tab_to,
    the,
    write,
)

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


def select_by_mouse(window: MainWindow, words: str) -> None:
    """Draw the mouse over words in the reader."""
    text = the(window, ReaderPanel).text
    start = dossier(window).sources[0].text.index(words)
    end = start + len(words)
    text.scroll_to(start, at_once=True, needed=True)
    boxes = text.span_box(start, end)
    begin = QPointF(boxes[0].left(), boxes[0].center().y()).toPoint()
    draw(text.viewport(), begin, QPointF(boxes[-1].right(), boxes[-1].center().y()).toPoint())
    assert text.selected_span() == (start, end)
    QApplication.processEvents()


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
    click(outline.list, outline.list.visualRect(index).center())


def found(window: MainWindow) -> dict[str, int]:
    """The rules that preflight finds broken, and the row of each."""
    rows = the(window, FieldsPanel).preflight.list.rows.rows
    return {row.found.finding.rule + " " + row.found.finding.place.key: n for n, row in reversed([*enumerate(rows)])}


def read_back(path: Path) -> str:
    """What a PDF file says, in one line."""
    with pypdfium2.PdfDocument(path) as document:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def test_from_nothing_to_a_pdf_with_the_mouse(  # noqa: PLR0915  one road, and its whole length is the point
    start: MainWindow, article: Path, tmp_path: Path
) -> None:
    """New dossier, article by drop, points by selecting and by key, fields, link, brief, section, preflight, PDF."""
    window = start
    new = button(window.start_page, "New dossier…")
    wrong = answer(name_file(tmp_path / "wall"))
    click(new)
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

    click(points.tree, points.tree.visualRect(points.rows.find("risk-1")).center())
    for name, text in (("Title", "A caisson fails"), ("Because", "two caissons are poor"), ("Event", "one gives way")):
        click(control(points, name))
        press(Qt.Key.Key_A, CTRL)
        write(text)
    risk = dossier(window).point("risk-1")
    assert isinstance(risk, Risk)
    assert (risk.title, risk.title_is_draft, risk.cause) == ("A caisson fails", False, "two caissons are poor")

    click(points.tree, points.tree.visualRect(points.rows.find("rec-1")).center())
    form = points.forms[Kind.RECOMMENDATION]
    click(form.link_button)
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
    click(section.text)
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
    click(findings, at)
    assert not dossier(window).point("rec-1").title_is_draft
    until(lambda: draft not in found(window), "the finding did not go")

    target = tmp_path / "issue.pdf"
    click(button(window, "Export PDF…"))
    until(lambda: window.findChildren(RefusedDialog), "nothing was said of what is still missing")
    click(the(window, RefusedDialog).draft_button)
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
    reach(lambda focus: focus is reader.text)
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
    reach(lambda focus: focus is points.tree)
    press(Qt.Key.Key_Return)
    assert called("Title")
    press(Qt.Key.Key_A, CTRL)
    write("A caisson fails")
    tab_to("Because")
    write("two caissons are poor")
    assert dossier(window).point("risk-1").title == "A caisson fails"

    run_command(window, "mend both", "The harbour office should mend both")
    reach(lambda focus: focus is points.tree)
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
    reach(lambda focus: focus is outline.list)
    press(Qt.Key.Key_Home)
    assert window.selection.place.section == "issue"
    section = the(window, SectionPanel)
    reach(lambda focus: focus is section.text)
    write("Whether to mend the wall before the winter.")
    until(lambda: "Whether to mend the wall before the winter." in pages(window), "the pages did not follow")
    reach(lambda focus: focus is outline.list)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    assert window.selection.place.point == "rec-1"
    side = the(window, FieldsPanel)
    reach(side.isAncestorOf)
    for name, text in REQUIRED.items():
        tab_to(name)
        write(text)
    until(lambda: not any(rule.startswith("field-required") for rule in found(window)), "filled fields are missed")

    draft = "point-title-draft rec-1.title"
    until(lambda: draft in found(window), "the draft title was not found")
    press(Qt.Key.Key_P, CTRL | SHIFT)
    press(Qt.Key.Key_Home)
    for _ in range(len(found(window))):
        if side.preflight.list.chosen is not None and side.preflight.list.chosen.key == tuple(draft.split()):
            break
        press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return, CTRL)
    assert not dossier(window).point("rec-1").title_is_draft

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
