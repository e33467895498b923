"""Files dropped anywhere on a window."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from briefgen import workflows
from briefgen.gui.app import Program
from briefgen.gui.main_window import MainWindow
from tests.gui.conftest import until

BUTTONS, KEYS = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """A document that can be read."""
    path = tmp_path / "article.txt"
    path.write_text(
        "Before the wall gives way\n\nThe grant follows residents, not the condition of the wall.\n", "utf-8"
    )
    return path


def drag(window: MainWindow, *paths: Path) -> QDragEnterEvent:
    """Bring files over the window, and let them fall."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy = Qt.DropAction.CopyAction
    over = QDragEnterEvent(QPoint(700, 400), copy, data, BUTTONS, KEYS)
    QApplication.sendEvent(window, over)
    if over.isAccepted():
        QApplication.sendEvent(window, QDropEvent(QPointF(700, 400), copy, data, BUTTONS, KEYS))
    return over


def test_documents_become_sources(window: MainWindow, article: Path) -> None:
    """A document that falls anywhere on the window becomes a source, and the workspace for reading comes forward."""
    window.actions_["view.brief"].trigger()
    drag(window, article)
    session = window.session
    assert session is not None
    until(lambda: session.dossier.sources)
    assert session.dossier.sources[0].filename == "article.txt"
    assert window.selection.place.workspace == "read"


def test_documents_on_the_start_page_begin_a_dossier(program: Program, article: Path, tmp_path: Path) -> None:
    """Where there is no dossier yet, the user says where the new one goes, and it begins with the documents."""
    window = program.open_first(None)
    window.wants_new.disconnect()
    window.wants_new.connect(lambda: program.new_dossier(window, tmp_path / "new"))
    drag(window, article)
    until(lambda: window.session is not None and window.session.dossier.sources)
    assert window.session is not None
    assert window.session.path.name == "new.briefgen"


def test_a_dossier_that_falls_on_a_window_is_opened(program: Program, dossier_path: Path) -> None:
    """A dossier is opened, not brought in."""
    window = program.open_first(None)
    drag(window, dossier_path)
    until(lambda: window.session is not None)
    assert window.session is not None
    assert window.session.path == dossier_path


def test_what_is_no_file_is_not_taken(window: MainWindow) -> None:
    """Text alone is for the panels; over the rest of the window it is refused, and leaving again changes nothing."""
    data = QMimeData()
    data.setText("words")
    over = QDragEnterEvent(QPoint(700, 400), Qt.DropAction.CopyAction, data, BUTTONS, KEYS)
    over.setAccepted(False)
    QApplication.sendEvent(window, over)
    assert not over.isAccepted()
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert window.session is not None
    assert window.session.dossier.sources == ()


def test_new_briefs_begin_with_what_the_user_set(window: MainWindow) -> None:
    """Author, office, contact and language of the preferences are in a new brief; what is not set is not there."""
    choices = window.house.choices
    assert workflows.brief_defaults(choices.preferences) == {}
    choices.change(author="A. Clerk", office="Coastal Policy", contact="floods@example.org", language="en-US")
    assert window.session is not None
    dossier, brief_id = workflows.make_or_fill_brief(
        window.session.dossier, "Note", "ministerial-submission", None, (), choices.preferences
    )
    brief = dossier.brief(brief_id)
    assert [author.name for author in brief.authors] == ["A. Clerk"]
    assert (brief.from_, brief.contact, brief.language) == ("Coastal Policy", "floods@example.org", "en-US")
