"""PDFs that are pictures come in by the command line with their words recognised."""

from pathlib import Path

import pytest

from tests.cli.conftest import Briefgen
from tests.importers.ocr.standin import put_tesseract, scanned
from tests.importers.pdf.making import handmade


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


def test_a_source_that_is_there_has_its_pictures_recognised(
    briefgen: Briefgen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In its place: a page that has text stays as it was."""
    put_tesseract(tmp_path / "bin", monkeypatch, "The wall is old.")
    words = "BT /F1 12 Tf 50 400 Td (The harbour needs a wall of stone.) Tj ET"
    (tmp_path / "half.pdf").write_bytes(handmade([words, "0.8 g 50 50 300 400 re f"]))
    briefgen("new", "d.briefgen")
    assert "wall is old" not in briefgen("import", "d.briefgen", "half.pdf").out
    assert briefgen("reimport", "d.briefgen", "source-1", "half.pdf", "--ocr-language", "de").code == 2
    done = briefgen("reimport", "d.briefgen", "source-1", "half.pdf", "--ocr")
    assert (done.code, done.out) == (0, "")
    text = briefgen("text", "d.briefgen", "source-1").out
    assert "The harbour needs a wall of stone." in text
    assert "The wall is old." in text
