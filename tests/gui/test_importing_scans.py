"""Scans that are dropped on the window are offered to be recognised, where a program is there that can."""

from pathlib import Path

import pytest

from briefgen.domain.terms import HowObtained
from briefgen.gui.main_window import MainWindow
from briefgen.gui.notices import Remedy
from briefgen.gui.sources.panel import SourcesPanel
from tests.gui.conftest import until
from tests.gui.test_sources_panel import drop, notices
from tests.importers.ocr.standin import put_tesseract, scanned
from tests.importers.pdf.making import handmade


@pytest.fixture
def panel(window: MainWindow) -> SourcesPanel:
    """The panel, on an empty dossier."""
    window.bench.selection.go(workspace="read")
    found = window.findChild(SourcesPanel)
    assert found is not None
    return found


def offered(window: MainWindow) -> list[Remedy]:
    """The buttons of all bars that are shown."""
    return [remedy for notice in window.bench.notices.shown() for remedy in notice.remedies]


def test_a_scan_is_recognised_at_the_press_of_a_button(
    panel: SourcesPanel, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What else was dropped is there at once; the list says that the words were recognised."""
    put_tesseract(tmp_path / "bin", monkeypatch, "The wall is old.")
    (tmp_path / "scan.pdf").write_bytes(scanned())
    (tmp_path / "note.txt").write_text("One thing.", encoding="utf-8")
    drop(panel, tmp_path / "note.txt", tmp_path / "scan.pdf")
    until(lambda: "has no text on its page" in notices(window))
    assert len(window.session.dossier.sources) == 1
    (offer,) = (remedy for remedy in offered(window) if remedy.text == "Recognise the text")
    offer.run()
    until(lambda: len(window.session.dossier.sources) == 2)
    source = window.session.dossier.sources[1]
    assert (source.text, source.how_obtained) == ("The wall is old.", HowObtained.OCR)
    assert source.warnings[0] == "Recognised by tesseract, in eng."
    until(lambda: panel.model.rowCount() == 2)
    assert "recognised from pictures" in panel.model.rows[1].meta
    assert "Recognise the text" not in [remedy.text for remedy in offered(window)]


def test_without_a_program_it_is_said_what_to_install(
    panel: SourcesPanel, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nothing is offered that can't be done."""
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "scan.pdf").write_bytes(scanned())
    drop(panel, tmp_path / "scan.pdf")
    until(lambda: "install Tesseract" in notices(window))
    assert "Recognise the text" not in [remedy.text for remedy in offered(window)]


def test_pages_that_are_pictures_are_recognised_in_a_document_that_has_text(
    panel: SourcesPanel, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The report offers it; the same source then has their words as well."""
    put_tesseract(tmp_path / "bin", monkeypatch, "The wall is old.")
    words = "BT /F1 12 Tf 50 400 Td (The harbour needs a wall of stone.) Tj ET"
    (tmp_path / "half.pdf").write_bytes(handmade([words, "0.8 g 50 50 300 400 re f"]))
    drop(panel, tmp_path / "half.pdf")
    until(lambda: "There is no text on 1 page of “half.pdf”." in notices(window))
    (offer,) = (remedy for remedy in offered(window) if remedy.text == "Recognise those pages")
    offer.run()
    until(lambda: "The wall is old." in window.session.dossier.sources[0].text)
    (source,) = window.session.dossier.sources
    assert source.text.startswith("The harbour needs a wall of stone.")
    assert source.warnings[0] == "Recognised by tesseract, in eng."
