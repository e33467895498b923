"""PDFs that are pictures come in by the command line with their words recognised."""

from pathlib import Path

import pytest

from tests.cli.conftest import Briefgen
from tests.importers.ocr.standin import put_tesseract, scanned


def test_the_words_of_a_scan_are_recognised_when_that_is_wanted(
    briefgen: Briefgen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else it is refused, and told how; its source says how its words were got, page by page it says what it is at."""
    (tmp_path / "scan.pdf").write_bytes(scanned(2))
    (tmp_path / "note.txt").write_text("One thing.", encoding="utf-8")
    assert briefgen("new", "d.briefgen").code == 0
    plain = briefgen("import", "d.briefgen", "scan.pdf")
    assert (plain.code, "--ocr" in plain.err) == (3, True)
    assert briefgen("import", "d.briefgen", "scan.pdf", "--ocr-language", "de").code == 2
    folder = put_tesseract(tmp_path / "bin", monkeypatch, "The wall is old.", sure=40.0)
    done = briefgen("import", "d.briefgen", "scan.pdf", "note.txt", "--ocr", "--ocr-language", "de")
    assert (done.code, done.lines) == (0, ["source-1", "source-2"])
    assert "“scan.pdf”: recognising page 2 of 2" in done.err
    assert "source-1: Recognised by tesseract, in deu and eng." in done.err
    assert "source-1: It was unsure of many words on pages 1 and 2." in done.err
    assert "The wall is old." in briefgen("text", "d.briefgen", "source-1").out
    assert '"how_obtained": "OCR"' in briefgen("sources", "d.briefgen", "--json").out
    assert len((folder / "asked.txt").read_text().splitlines()) == 2


def test_without_a_program_it_is_said_what_to_install(
    briefgen: Briefgen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is read."""
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "scan.pdf").write_bytes(scanned())
    assert briefgen("new", "d.briefgen").code == 0
    done = briefgen("import", "d.briefgen", "scan.pdf", "--ocr")
    assert (done.code, "install Tesseract" in done.err) == (4, True)
