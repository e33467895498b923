"""House templates are looked for beside the window, never by it: their folders may be on a network that is dead."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from briefgen.domain import operations
from briefgen.gui.app import Program
from briefgen.gui.main_window import MainWindow
from briefgen.gui.outline.panel import OutlinePanel
from briefgen.rendering import template_places
from briefgen.settings import Preferences
from briefgen.workflows import make_or_fill_brief
from tests.gui.conftest import until
from tests.gui.hands import the

LISTED, ANSWERS = Path.iterdir, template_places.answers


@pytest.fixture
def dead_share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[threading.Thread]]:
    """A shared folder of templates that does not answer until the test is over; gives who has waited for it."""
    share, released, waited = tmp_path / "share", threading.Event(), list[threading.Thread]()
    share.mkdir()

    def listed(folder: Path) -> Iterator[Path]:
        if folder == share:
            released.wait()
        return LISTED(folder)

    def answers(folder: Path) -> bool:
        if folder == share:
            waited.append(threading.current_thread())
        return ANSWERS(folder)

    monkeypatch.setattr(Path, "iterdir", listed)
    monkeypatch.setattr(template_places, "answers", answers)  # looks on, and changes nothing
    yield waited
    released.set()


def test_a_dead_share_of_templates_never_holds_the_window(
    program: Program, dossier_path: Path, dead_share: list[threading.Thread], tmp_path: Path, application: QApplication
) -> None:
    """A dossier opens, its brief is shown, made with another template and undone: only threads wait for the share."""
    program.house.choices.change(template_folders=(tmp_path / "share",))
    window = program.new_window()
    program.open_path(dossier_path, window)
    until(lambda: window.session is not None, "the dossier does not open while a share is dead")
    session = window.bench.session
    assert session.apply("brief", lambda d: make_or_fill_brief(d, "Note", "one-page-brief", None, (), Preferences())[0])
    window.selection.go(workspace="brief", brief="brief-1")
    outline = the(window, OutlinePanel)
    until(outline.model.rowCount, "the brief is not shown while a share is dead")
    assert session.apply("other", lambda d: operations.edit_brief(d, "brief-1", {"template": "ministerial-submission"}))
    window.open_gallery()
    until(window.gallery.cards.rows.rowCount, "the gallery shows nothing while a share is dead")
    session.undo()
    application.processEvents()
    assert dead_share
    assert threading.main_thread() not in dead_share


def test_the_template_of_a_brief_that_was_never_asked_for_comes_by_itself(window: MainWindow) -> None:
    """It is looked for in a thread, and told when it is there."""
    session = window.bench.session
    assert session.apply("brief", lambda d: operations.make_brief(d, "Note", template="one-page-brief")[0])
    window.selection.go(workspace="brief", brief="brief-1")
    until(the(window, OutlinePanel).model.rowCount, "the template does not come")
    assert window.shelf.template_of(session.dossier.brief("brief-1")).template.name == "one-page-brief"
