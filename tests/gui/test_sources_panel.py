"""The panel of sources: documents come in by drop, paste and choice; what is said of them can be seen and changed."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from briefgen.domain import operations
from briefgen.domain.bibliography import Bibliography
from briefgen.domain.dossier import Dossier
from briefgen.domain.terms import HowObtained, Kind
from briefgen.gui.main_window import MainWindow
from briefgen.gui.questions import ConsequenceSheet
from briefgen.gui.sources.panel import SourcesPanel
from briefgen.gui.sources.rows import RowMaker
from briefgen.gui.sources.word_box import WordBox, language_words, type_words
from briefgen.gui.theme import Theme
from tests.domain.builders import AT, harbour
from tests.gui.conftest import until

ARTICLE = "The quay that nobody owns\n\nAdvertisement\n\nThe eastern quay has carried no crane since 2019.\n"


@pytest.fixture
def panel(window: MainWindow) -> SourcesPanel:
    """The panel, on an empty dossier."""
    window.bench.selection.go(workspace="read")
    found = window.findChild(SourcesPanel)
    assert found is not None
    return found


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """An article on disk."""
    path = tmp_path / "quay.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def drop(panel: SourcesPanel, *paths: Path) -> None:
    """Drop files on the panel, as a file manager does."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    keys = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(40, 200), copy, mime, left, keys)
    QApplication.sendEvent(panel, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(panel, QDropEvent(QPointF(40, 200), copy, mime, left, keys))


def titles(panel: SourcesPanel) -> list[str]:
    """What the list says."""
    return [panel.model.index(row, 0).data() for row in range(panel.model.rowCount())]


def notices(window: MainWindow) -> str:
    """What the bars at the foot say."""
    return " ".join(notice.plain for notice in window.bench.notices.shown())


def test_a_dropped_file_becomes_a_source(panel: SourcesPanel, window: MainWindow, article: Path) -> None:
    """It is listed, selected, on disk; undo takes it away again."""
    drop(panel, article)
    until(lambda: panel.model.rowCount() == 1 and window.session.dossier.sources)
    source = window.session.dossier.sources[0]
    assert "Advertisement" not in source.text
    assert window.bench.selection.place.source == source.id
    assert window.session.file.original(source.sha256) == article.read_bytes()
    assert "1 source added." in notices(window)
    window.session.undo()
    assert panel.model.rowCount() == 0


def test_a_folder_with_good_and_bad_files_is_one_act_and_one_report(
    panel: SourcesPanel, window: MainWindow, tmp_path: Path
) -> None:
    """Hidden files are passed over; what could not be read is told, and the rest is in."""
    folder = tmp_path / "evidence"
    (folder / "inner").mkdir(parents=True)
    (folder / "one.txt").write_text("One thing.", encoding="utf-8")
    (folder / "inner" / "two.md").write_text("# Two\n\nAnother thing.", encoding="utf-8")
    (folder / ".hidden.txt").write_text("Not this.", encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    drop(panel, folder)
    until(lambda: len(window.session.dossier.sources) == 2)
    assert "2 documents could not be read" in notices(window)
    window.session.undo()
    assert window.session.dossier.sources == ()


def test_what_was_copied_is_pasted_as_a_source(panel: SourcesPanel, window: MainWindow) -> None:
    """With Ctrl+Shift+V; the same twice is told and not taken twice."""
    QGuiApplication.clipboard().setText(ARTICLE)
    QTest.keyClick(window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    until(lambda: window.session.dossier.sources)
    assert window.session.dossier.sources[0].how_obtained is HowObtained.PASTED
    window.bench.actions["source.paste"].trigger()
    until(lambda: "already here" in notices(window))
    assert len(window.session.dossier.sources) == 1


def test_filter_and_order(panel: SourcesPanel, window: MainWindow, tmp_path: Path) -> None:
    """Typing narrows the list; the order chosen is the list's, not the dossier's."""
    for name in ("beach", "anchor"):
        (tmp_path / f"{name}.txt").write_text(f"About the {name} alone.", encoding="utf-8")
    drop(panel, tmp_path / "beach.txt", tmp_path / "anchor.txt")
    until(lambda: panel.model.rowCount() == 2)
    assert titles(panel) == ["beach.txt", "anchor.txt"]
    panel.sort_by("title")
    assert titles(panel) == ["anchor.txt", "beach.txt"]
    panel.filter.setFocus()
    QTest.keyClicks(panel.filter, "beach")
    assert titles(panel) == ["beach.txt"]
    QTest.keyClick(panel.filter, Qt.Key.Key_Escape)
    assert panel.model.rowCount() == 2
    assert [source.title for source in window.session.dossier.sources] == ["beach.txt", "anchor.txt"]


def test_the_bibliography_is_edited_in_a_dialog(
    panel: SourcesPanel, window: MainWindow, application: QApplication, article: Path
) -> None:
    """A wrong date is told beside its field, and can't be saved; a right one can."""
    drop(panel, article)
    until(lambda: window.session.dossier.sources)
    seen: list[str] = []

    def fill() -> None:
        dialog = application.activeModalWidget()
        assert dialog is not None
        fields = {field.accessibleName(): field for field in dialog.findChildren(QLineEdit)}
        fields["Authors"].setText("Quay, Mary; Harbour Trust")
        fields["Date"].setText("2026-13")
        save = next(b for b in dialog.findChildren(QPushButton) if b.text() == "Save")
        seen.extend([fields["Date"].accessibleDescription(), str(save.isEnabled())])
        fields["Date"].setText("2026-10-30")
        fields["Type"].setFocus()
        QTest.keyClicks(fields["Type"], "speech")
        fields["Language"].setText("Welsh")
        QTest.mouseClick(save, Qt.MouseButton.LeftButton)

    QTimer.singleShot(100, fill)
    window.bench.actions["source.about"].trigger()
    assert "2025-03" in seen[0]
    assert seen[1] == "False"
    about = window.session.dossier.sources[0].bibliography
    assert [name.shown for name in about.author] == ["Mary Quay", "Harbour Trust"]
    assert about.issued is not None
    assert about.issued.iso == "2026-10-30"
    assert (about.type, about.language) == ("speech", "cy")
    assert json.dumps(panel.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)).count("30 Oct 2026") == 1


def test_what_is_kept_as_a_code_is_shown_in_words(application: QApplication) -> None:
    """Kinds of publication and languages stand there in words; what nobody knows words for stands as it is."""
    theme = Theme("light")
    assert WordBox(theme, type_words(), "report").currentText() == "Report"
    assert WordBox(theme, language_words("en-GB"), "en-GB").currentText() == "English (United Kingdom)"
    for code in (*type_words(), "motion_picture", ""):
        assert WordBox(theme, type_words(), code).code == code
    for tag in (*language_words(), "fr-CH", "zh-Hant-TW", "gsw-u-sd-chzh", "nonsense", ""):
        assert WordBox(theme, language_words(tag), tag).code == tag
    box = WordBox(theme, type_words(), "")
    box.setEditText(" newspaper ARTICLE ")
    assert box.code == "article-newspaper"
    box.setEditText("almanac")
    assert box.code == "almanac"


def test_lines_left_out_are_put_back(
    panel: SourcesPanel, window: MainWindow, application: QApplication, article: Path
) -> None:
    """From a list that says why they were left out."""
    drop(panel, article)
    until(lambda: window.session.dossier.sources)

    def put_back() -> None:
        dialog = application.activeModalWidget()
        assert dialog is not None
        button = next(b for b in dialog.findChildren(QPushButton) if b.accessibleName().startswith("Put back: Adv"))
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        dialog.close()

    QTimer.singleShot(100, put_back)
    window.bench.actions["source.left_out"].trigger()
    assert "Advertisement" in window.session.dossier.sources[0].text


@pytest.mark.parametrize("answer", ["Keep", "Remove"])
def test_removing_states_the_consequences(
    panel: SourcesPanel, window: MainWindow, application: QApplication, article: Path, answer: str
) -> None:
    """And does what was answered."""
    drop(panel, article)
    until(lambda: window.session.dossier.sources)
    start = window.session.dossier.sources[0].text.index("no crane")
    window.session.apply("Pick", lambda d: operations.pick_passage(d, "source-1", start, start + 8)[0])
    window.session.apply(
        "Make", lambda d: operations.make_point(d, Kind.RISK, title="A", at=AT, passages=["passage-1"])[0]
    )
    said: list[str] = []

    def decide() -> None:
        box = application.activeModalWidget()
        assert isinstance(box, ConsequenceSheet)
        said.append(box.sentence)
        button = next(b for b in box.findChildren(QPushButton) if b.text() == answer)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    QTimer.singleShot(100, decide)
    window.bench.actions["source.remove"].trigger()
    assert "drops 1 passage and" in said[0]
    assert "Risk 1" in said[0]
    assert len(window.session.dossier.sources) == (1 if answer == "Keep" else 0)


def test_rows_kept_up_to_date_are_those_made_anew() -> None:
    """After every kind of act that touches counts, rows say what a first look at the dossier would say."""
    maker, dossier = RowMaker(), harbour()
    maker.rows_of(dossier)
    acts: tuple[Callable[[Dossier], Dossier], ...] = (
        lambda d: operations.make_point(d, Kind.RISK, title="Again", at=AT, passages=["passage-1"])[0],
        lambda d: operations.delete_point(d, "rec-1", at=AT),
        lambda d: operations.cite(d, "dilemma-1", "passage-1", at=AT),
        lambda d: operations.restore_binned(d, d.bin[0].id),
        lambda d: operations.edit_source(d, "source-1", {"bibliography": Bibliography(title="Another")}),
        lambda d: operations.remove_source(d, "source-1", at=AT, with_consequences=True),
        lambda d: operations.restore_binned(d, d.bin[-1].id),
    )
    for act in acts:
        before, dossier = dossier, act(dossier)
        assert dossier is not before
        assert maker.rows_of(dossier) == RowMaker().rows_of(dossier)
    assert RowMaker().rows_of(dossier)[0].counts
