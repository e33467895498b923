"""Export: the name suggested, the errors first, a real file written whole, its record in the dossier."""

import hashlib
import json
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pypdfium2
import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QFileDialog, QLineEdit, QMessageBox, QPushButton

from briefgen import workflows
from briefgen.cli import run
from briefgen.domain import operations
from briefgen.domain.briefs import Brief
from briefgen.domain.fields import FieldError
from briefgen.domain.preflight import PlaceKind
from briefgen.domain.terms import BriefState
from briefgen.dossier_file import open_dossier
from briefgen.gui.background import Job
from briefgen.gui.brief_fields.panel import FieldsPanel
from briefgen.gui.export.exporting import Exporter
from briefgen.gui.export.history_dialog import HistoryDialog
from briefgen.gui.export.names import suggested_name
from briefgen.gui.export.refused_dialog import RefusedDialog
from briefgen.gui.export.rendering import Order, PagesRefused, carry_out
from briefgen.gui.main_window import MainWindow
from briefgen.gui.notices import Notice
from briefgen.rendering import worker
from tests.gui.conftest import settle, until
from tests.gui.test_brief_fields import brief_of, show_harbour

D = TypeVar("D", bound=QDialog)


@pytest.fixture
def panel(window: MainWindow) -> FieldsPanel:
    """The panel, with a brief that nobody has filled."""
    return show_harbour(window)


def accept_all(panel: FieldsPanel, window: MainWindow) -> None:
    """Accept whatever preflight finds, so that the brief may go out."""
    assert window.session.apply("Mark", lambda d: operations.edit_brief(d, "brief-1", {"marking": "OFFICIAL"}))
    for row in panel.preflight.list.rows.rows:
        finding = row.found.finding
        if finding.severity == "error" and finding.acceptable and finding.place.kind is not PlaceKind.TEMPLATE:
            assert window.session.apply(
                "Accept",
                lambda d, f=finding: operations.accept_finding(d, "brief-1", f.rule, f.place.key, "for the test"),
            )


def dialog_of(window: MainWindow, sort: type[D]) -> D:
    """Wait for a dialog."""
    found: list[D] = []

    def there() -> bool:
        found[:] = [dialog for dialog in window.findChildren(sort) if dialog.isVisible()]
        return bool(found)

    until(there, f"no {sort.__name__} came")
    return found[0]


def choose(window: MainWindow, path: Path) -> str:
    """Give the file dialog a path, as one types it; gives the name that it suggested."""
    dialog = dialog_of(window, QFileDialog)
    line = dialog.findChild(QLineEdit, "fileNameEdit")
    suggested = line.text()
    line.setText(str(path))
    QTest.keyClick(line, Qt.Key.Key_Return)
    return suggested


def exported(window: MainWindow) -> Notice:
    """Wait for the notice that says how it ended."""
    until(lambda: any(n.key == "export" and n.tone != "busy" for n in window.notices.shown()), "the export never ended")
    return next(n for n in window.notices.shown() if n.key == "export")


def test_each_step_is_said(panel: FieldsPanel, window: MainWindow, tmp_path: Path) -> None:
    """In order, each with its number; how long the layout takes is not pretended to be known."""
    dossier, preferences = window.session.dossier, window.bench.choices.preferences
    brief = dossier.briefs[0]
    order = Order(dossier, brief, workflows.template_of(brief, preferences), (), "html", forced=True)
    said: list[tuple[int, int, str]] = []
    carry_out(order, tmp_path / "issue.html", Job(lambda *told: said.append(told)))
    assert said == [
        (0, 0, "Step 1 of 3: laying out the pages…"),
        (1, 3, "Step 2 of 3: making the file…"),
        (2, 3, "Step 3 of 3: writing it…"),
    ]
    assert (tmp_path / "issue.html").exists()


def test_the_window_writes_what_the_command_line_writes(
    panel: FieldsPanel, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Byte for byte; the words are on its pages, and the record in the dossier has its hash and no path."""
    window.session.apply(
        "Name", lambda d: operations.edit_brief(d, "brief-1", {"ref": "P/7", "title": "Mend the wall"})
    )
    accept_all(panel, window)
    target = tmp_path / "out" / "issue.pdf"
    target.parent.mkdir()
    QTest.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert choose(window, target) == "P-7 Mend the wall.pdf"
    notice = exported(window)
    assert notice.plain.startswith(
        "Exported issue.pdf. All 2 quotations are verbatim. Accessible (PDF/UA-1) and archivable (PDF/A-3a)."
    )
    assert "Attached to it" not in notice.plain
    with pypdfium2.PdfDocument(target) as document:
        text = "\n".join(page.get_textpage().get_text_range() for page in document)
    assert "Mend the wall" in text
    record = window.session.dossier.issues[-1]
    assert record.sha256 == hashlib.sha256(target.read_bytes()).hexdigest()
    assert (record.filename, record.size, record.forced) == ("issue.pdf", target.stat().st_size, False)
    assert (record.brief, record.template, record.template_version) == ("brief-1", "ministerial-submission", "1.0")
    # The title and the reference are given by now, so their acceptances are none of this issue.
    kept = [entry for entry in brief_of(window).accepted if entry.place not in {"brief.title", "brief.ref"}]
    assert list(record.accepted) == kept
    assert str(tmp_path) not in repr(record)
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    for remedy in notice.remedies:
        remedy.run()
    assert [url.toLocalFile() for url in opened] == [str(target), str(target.parent)]
    path = window.session.path
    window.close()
    again = tmp_path / "again.pdf"
    assert run(["render", str(path), "-o", str(again)]) == 0
    assert again.read_bytes() == target.read_bytes()


def test_errors_come_first_and_it_may_go_out_as_a_draft(panel: FieldsPanel, window: MainWindow, tmp_path: Path) -> None:
    """“Show” leads to the place; “Export as DRAFT” goes on, and both pages and record say so.

    What is attached, because the brief wants it, is said in the end.
    """
    window.session.apply(
        "Final", lambda d: operations.edit_brief(d, "brief-1", {"state": BriefState.FINAL, "attach_data": True})
    )
    window.bench.actions["brief.export"].trigger()
    refused = dialog_of(window, RefusedDialog)
    at, _ = refused.list.button_rect(0, "show")
    QTest.mouseClick(refused.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert not refused.isVisible()
    assert window.bench.selection.place.field == "ref"
    window.bench.actions.refresh()
    window.bench.actions["brief.export"].trigger()
    QTest.mouseClick(dialog_of(window, RefusedDialog).draft_button, Qt.MouseButton.LeftButton)
    assert choose(window, tmp_path / "draft.pdf").endswith(" DRAFT.pdf")
    assert "Attached to it: brief.json." in exported(window).plain
    assert window.session.dossier.issues[-1].forced
    with pypdfium2.PdfDocument(tmp_path / "draft.pdf") as document:
        assert document.count_attachments() == 1
        assert all("DRAFT" in page.get_textpage().get_text_range() for page in document)


@pytest.mark.parametrize(("form", "suffix", "begins"), [("html", ".html", b"<!doctype html"), ("markdown", ".md", b"")])
def test_other_forms(
    panel: FieldsPanel, window: MainWindow, tmp_path: Path, form: str, suffix: str, begins: bytes
) -> None:
    """From the menu; a name typed without an ending gets one."""
    window.session.apply("Name", lambda d: operations.edit_brief(d, "brief-1", {"title": "Mend the wall"}))
    accept_all(panel, window)
    window.bench.actions[f"brief.export_{form}"].trigger()
    choose(window, tmp_path / "issue")
    exported(window)
    data = (tmp_path / f"issue{suffix}").read_bytes()
    assert data.lower().startswith(begins)
    assert b"Mend the wall" in data
    assert window.session.dossier.issues[-1].filename == f"issue{suffix}"


def test_another_file_is_overwritten_only_when_told(
    panel: FieldsPanel, window: MainWindow, tmp_path: Path, application: QApplication
) -> None:
    """The dialog asks; “No” leaves the file as it was, and nothing is recorded."""
    accept_all(panel, window)
    target = tmp_path / "taken.pdf"
    target.write_bytes(b"mine")
    window.bench.actions["brief.export"].trigger()
    dialog = dialog_of(window, QFileDialog)
    asked: list[str] = []

    def say_no() -> None:
        box = next(w for w in application.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible())
        asked.append(box.text())
        QTest.mouseClick(box.button(QMessageBox.StandardButton.No), Qt.MouseButton.LeftButton)

    QTimer.singleShot(200, say_no)
    choose(window, target)
    assert "taken.pdf" in asked[0]
    assert target.read_bytes() == b"mine"
    dialog.reject()
    settle(application)
    assert window.session.dossier.issues == ()
    assert not panel.exporter.busy


def test_a_folder_that_is_gone_is_said(panel: FieldsPanel, window: MainWindow, tmp_path: Path) -> None:
    """In a notice; there is no file, and no record."""
    accept_all(panel, window)
    window.bench.actions["brief.export"].trigger()
    dialog = dialog_of(window, QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "nowhere" / "issue.pdf"))
    dialog.reject()
    notice = exported(window)
    assert notice.tone == "must"
    assert "can't be written" in notice.sentence
    assert window.session.dossier.issues == ()
    assert not panel.exporter.busy


def test_it_can_be_stopped(
    panel: FieldsPanel, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the button in the bar: nothing is written, and the next one may begin."""
    accept_all(panel, window)
    window.bench.actions["brief.export"].trigger()
    dialog = dialog_of(window, QFileDialog)
    begun = threading.Event()
    do: Callable[..., object] = worker.Worker.order

    def slowly(self: worker.Worker, job: object) -> object:
        begun.set()
        return do(self, job)

    monkeypatch.setattr(worker.Worker, "order", slowly)
    dialog.fileSelected.emit(str(tmp_path / "issue.pdf"))
    dialog.reject()
    until(begun.is_set)
    stop = next(b for b in window.notices.findChildren(QPushButton) if b.text() == "Stop")
    QTest.mouseClick(stop, Qt.MouseButton.LeftButton)
    until(lambda: not panel.exporter.busy)
    assert not list(tmp_path.glob("*.pdf*"))
    assert window.session.dossier.issues == ()
    assert not any(n.key == "export" for n in window.notices.shown())


def test_the_file_dialog_offers_every_form(panel: FieldsPanel, window: MainWindow, tmp_path: Path) -> None:
    """PDF first; another changes the name, a name says its form, and one that says none overwrites nothing unasked."""
    accept_all(panel, window)
    QTest.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    dialog = dialog_of(window, QFileDialog)
    assert dialog.nameFilters() == ["PDF (*.pdf)", "HTML (*.html)", "Markdown (*.md)", "Word document (*.docx)"]
    line = dialog.findChild(QLineEdit, "fileNameEdit")
    assert line.text().endswith(".pdf")
    kinds = dialog.findChild(QComboBox, "fileTypeCombo")
    line.setText("mine.pdf")
    kinds.setFocus()
    until(kinds.hasFocus)
    for ending in (".html", ".md", ".docx"):
        QTest.keyClick(kinds, Qt.Key.Key_Down)
        until(lambda ending=ending: line.text() == f"mine{ending}")
    (tmp_path / "kept.v2.docx").write_bytes(b"kept")
    assert choose(window, tmp_path / "kept.v2") == "mine.docx"
    notice = exported(window)
    assert "There is a file “kept.v2.docx” already; nothing was written." in notice.plain
    assert (tmp_path / "kept.v2.docx").read_bytes() == b"kept"
    window.bench.actions.refresh()
    window.bench.actions["brief.export_html"].trigger()
    assert choose(window, tmp_path / "said.md").endswith(".html")
    until(lambda: [issue.filename for issue in window.session.dossier.issues] == ["said.md"])
    assert (tmp_path / "said.md").read_text("utf-8").startswith("**")


def test_the_history_lists_what_was_issued(
    panel: FieldsPanel, window: MainWindow, tmp_path: Path, dossier_path: Path
) -> None:
    """The newest first, with its hash; undo does not undo that it left the house, nor does closing."""
    accept_all(panel, window)
    for form, name in (("docx", "one.docx"), ("markdown", "two.md")):
        window.bench.actions.refresh()
        window.bench.actions[f"brief.export_{form}"].trigger()
        choose(window, tmp_path / name)
        until(lambda name=name: [i.filename for i in window.session.dossier.issues][-1:] == [name])
    assert any(p.text == "Sources" for p in Document(str(tmp_path / "one.docx")).paragraphs)
    window.session.undo()
    assert len(window.session.dossier.issues) == 2
    window.bench.actions["brief.history"].trigger()
    history = dialog_of(window, HistoryDialog)
    assert [history.list.topLevelItem(n).text(3) for n in range(2)] == ["two.md", "one.docx"]
    assert hashlib.sha256((tmp_path / "two.md").read_bytes()).hexdigest() in history.details.text()
    until(lambda: "“issue-2, two.md”" in history.details.text())
    assert "Accepted: " in history.details.text()
    assert "for the test" in history.details.text()
    QTest.mouseClick(history.save_button, Qt.MouseButton.LeftButton)
    choosing = dialog_of(window, QFileDialog)
    assert choosing.nameFilters() == ["Text (*.txt)", "JSON, for programs (*.json)"]
    for name in ("issued.txt", "issued.json"):
        choosing.fileSelected.emit(str(tmp_path / name))
        until((tmp_path / name).exists)
    choosing.reject()
    records = json.loads((tmp_path / "issued.json").read_text("utf-8"))
    assert [record["filename"] for record in records] == ["one.docx", "two.md"]
    assert all(record["dossier_version"] for record in records)
    assert records[1]["sha256"] in (tmp_path / "issued.txt").read_text("utf-8")
    QTest.keyClick(history.list, Qt.Key.Key_Down)
    assert hashlib.sha256((tmp_path / "one.docx").read_bytes()).hexdigest() in history.details.text()
    issued = (tmp_path / "one.docx").rename(tmp_path / "issued.docx")
    assert history.again_button.isEnabled()
    QTest.mouseClick(history.again_button, Qt.MouseButton.LeftButton)
    assert choose(window, tmp_path / "again.docx") == "one.docx"
    until(lambda: any("again.docx" in n.plain and n.tone == "done" for n in window.notices.shown()), "nothing came")
    (notice,) = (n for n in window.notices.shown() if "again.docx" in n.plain)
    assert notice.plain.startswith("again.docx is made again, and the same as what was issued, byte for byte.")
    assert (tmp_path / "again.docx").read_bytes() == issued.read_bytes()
    other = replace(window.session.dossier.issues[0], sha256="0" * 64)
    (exporter,) = window.findChildren(Exporter)
    exporter.make_again(other, tmp_path / "odd.docx")
    until(lambda: any("odd.docx" in n.plain and n.tone == "should" for n in window.notices.shown()), "nothing came")
    (notice,) = (n for n in window.notices.shown() if "odd.docx" in n.plain)
    assert "not the same as what was issued. Other libraries lay it out." in notice.plain
    assert "0" * 64 in notice.plain
    assert len(window.session.dossier.issues) == 2
    window.close()
    with open_dossier(dossier_path) as file:
        assert [issue.filename for issue in file.dossier.issues] == ["one.docx", "two.md"]
        assert [v.name for v in file.versions() if not v.automatic] == ["issue-1, one.docx", "issue-2, two.md"]


def test_what_only_the_pages_tell_stops_an_export_too(panel: FieldsPanel, window: MainWindow, tmp_path: Path) -> None:
    """A submission of too many pages is refused with what to cut and nothing is written; forced, it is a draft."""
    dossier, preferences = window.session.dossier, window.bench.choices.preferences
    long = "\n\n".join(["Every winter the sea takes a little more of the wall than the summer puts back."] * 90)
    dossier = operations.write_section(dossier, "brief-1", "background", long)
    brief = dossier.briefs[0]
    order = Order(dossier, brief, workflows.template_of(brief, preferences), (), "pdf", forced=False)
    with pytest.raises(PagesRefused) as caught:
        carry_out(order, tmp_path / "issue.pdf", Job(lambda *_: None))
    assert "pages-stop" in {finding.rule for finding in caught.value.findings}
    assert not list(tmp_path.glob("issue*"))
    carry_out(replace(order, forced=True), tmp_path / "issue.pdf", Job(lambda *_: None))
    assert (tmp_path / "issue.pdf").exists()


@pytest.mark.parametrize(
    ("ref", "title", "name"),
    [
        ("SUB-2025-014", "Coastal flood funding", "SUB-2025-014 Coastal flood funding.pdf"),
        ("A/1", "Agree or not?", "A-1 Agree or not.pdf"),
        ("", "At 00:01 on 14 March", "At 00.01 on 14 March.pdf"),
        ("", "", "Submission.pdf"),
    ],
)
def test_a_name_is_made_of_reference_and_title(ref: str, title: str, name: str) -> None:
    """Else of the brief's own name."""
    assert suggested_name(Brief(id="brief-1", name="Submission", ref=ref, title=title), ".pdf") == name


@given(ref=st.text(), title=st.text())
def test_every_suggested_name_is_a_file_name_everywhere(ref: str, title: str) -> None:
    """No separators, no reserved characters or names, no dot or space at either end, short enough."""
    try:
        brief = Brief(id="brief-1", name="x", ref=ref, title=title)
    except FieldError:
        return
    name = suggested_name(brief, ".pdf")
    stem = name.removesuffix(".pdf")
    assert not set('<>:"/\\|?*\n\t\x00') & set(name)
    assert stem
    assert stem == stem.strip(" .")
    assert len(stem) <= 106
    assert stem.partition(".")[0].casefold() not in {"con", "nul", "com1"}
