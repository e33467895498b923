"""Protected documents ask for their password in the window, once the rest of what was dropped is there."""

from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from briefgen.gui.main_window import MainWindow
from briefgen.gui.sources.panel import SourcesPanel
from briefgen.gui.sources.password_sheet import PasswordSheet
from tests.gui.conftest import until
from tests.gui.test_sources_panel import drop, notices
from tests.importers.pdf.making import handmade, words_at
from tests.importers.pdf.test_reading import protected


@pytest.fixture
def panel(window: MainWindow) -> SourcesPanel:
    """The panel, on an empty dossier."""
    window.bench.selection.go(workspace="read")
    found = window.findChild(SourcesPanel)
    assert found is not None
    return found


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A PDF that asks for a password."""
    path = tmp_path / "paper.pdf"
    path.write_bytes(protected(handmade([words_at((50, 400, "The wall is old."))]), "sesame"))
    return path


def asked(window: MainWindow) -> PasswordSheet | None:
    """The sheet that asks, if one does."""
    return next((sheet for sheet in window.findChildren(PasswordSheet) if sheet.isVisible()), None)


def answer(window: MainWindow, password: str) -> None:
    """Type a password and press the button."""
    until(lambda: asked(window))
    sheet = asked(window)
    assert sheet is not None
    QTest.keyClicks(sheet.field, password)
    sheet.accept()
    until(lambda: not sheet.isVisible())


def test_a_protected_document_is_read_with_the_password_typed(
    panel: SourcesPanel, window: MainWindow, paper: Path, tmp_path: Path
) -> None:
    """The others are taken in at once; a wrong password is asked for again, and leaves the report as it was."""
    (tmp_path / "note.txt").write_text("One thing.", encoding="utf-8")
    for name in ("a.png", "b.png"):
        (tmp_path / name).write_bytes(b"\x89PNG\r\n\x1a\n")
    drop(panel, tmp_path / "note.txt", paper, tmp_path / "a.png", tmp_path / "b.png")
    until(lambda: len(window.session.dossier.sources) == 1)
    answer(window, "barley")
    assert "1 source added. 2 documents could not be read." in notices(window)
    answer(window, "sesame")
    until(lambda: len(window.session.dossier.sources) == 2)
    assert window.session.dossier.sources[1].text == "The wall is old."


def test_a_document_may_be_left_out(panel: SourcesPanel, window: MainWindow, paper: Path) -> None:
    """Then it is said that it was not read."""
    drop(panel, paper)
    until(lambda: asked(window))
    sheet = asked(window)
    assert sheet is not None
    sheet.reject()
    assert "Not read, for want of a password: “paper.pdf”." in notices(window)
    assert window.session.dossier.sources == ()


def test_a_protected_document_is_imported_again_with_its_password(
    panel: SourcesPanel, window: MainWindow, paper: Path
) -> None:
    """The password that opened it before is tried first; another one is asked for, as at the first import."""
    drop(panel, paper)
    answer(window, "sesame")
    until(lambda: len(window.session.dossier.sources) == 1)
    source = window.session.dossier.sources[0].id
    paper.write_bytes(protected(handmade([words_at((50, 400, "The wall is new."))]), "sesame"))
    panel.importing_again.bring(source, paper)
    until(lambda: window.session.dossier.sources[0].text == "The wall is new.")
    paper.write_bytes(protected(handmade([words_at((50, 400, "The wall is mended."))]), "barley"))
    panel.importing_again.bring(source, paper)
    answer(window, "wheat")
    until(lambda: asked(window))
    assert "That is not the password" in asked(window).field.accessibleDescription()
    answer(window, "barley")
    until(lambda: window.session.dossier.sources[0].text == "The wall is mended.")
    assert "was imported again" in notices(window)
