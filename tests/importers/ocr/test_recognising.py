"""PDFs that are pictures get their words from a program of the user's, and are read like any other."""

import shutil
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest

from briefgen.domain.terms import HowObtained
from briefgen.errors import InputRefused
from briefgen.importers.ocr import programs
from briefgen.importers.ocr.programs import Kind, Recogniser, recogniser
from briefgen.importers.ocr.recognising import Recognised, recognise
from briefgen.importers.pdf.page_map import page_map
from briefgen.importers.reader import Reader, Stopped
from briefgen.importers.reading import read_document
from tests.importers.ocr.standin import put_tesseract, scanned
from tests.importers.pdf.making import handmade, words_at
from tests.importers.pdf.test_reading import protected

WORDS = "The wall of the northern quay is old."


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    """What draws the pages."""
    with Reader() as found:
        yield found


def done(reader: Reader, data: bytes, **more: object) -> Recognised:
    """What comes of recognising a PDF, which has something to recognise."""
    program = recogniser()
    assert program is not None
    found = recognise(reader, data, "scan.pdf", program, languages=["de", "en-GB"], **more)  # type: ignore[arg-type]  # as given
    assert found is not None
    return found


def test_a_scan_gets_its_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reader: Reader) -> None:
    """They are marked as recognised, page by page, and progress is told."""
    folder = put_tesseract(tmp_path / "bin", monkeypatch, WORDS)
    told: list[tuple[int, int]] = []
    found = done(reader, scanned(2), progress=lambda one, of: told.append((one, of)))
    assert (found.pages, found.languages, found.unsure) == ((0, 1), ("deu", "eng"), ())
    assert told == [(0, 2), (1, 2), (2, 2)]
    document = read_document(found.data, "scan.pdf")
    assert document.text == f"{WORDS}\n\n{WORDS}"
    assert document.how_obtained is HowObtained.OCR
    asked = (folder / "asked.txt").read_text().splitlines()
    assert len(asked) == 2
    assert "-l deu+eng --dpi 300 --psm 1 -c textonly_pdf=1 pdf tsv" in asked[0]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_words_stand_on_the_page_as_it_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reader: Reader, turn: int
) -> None:
    """Also where a page is turned, or its corner is not at nought."""
    shown = (500, 400) if turn % 180 else (400, 500)
    put_tesseract(tmp_path / "bin", monkeypatch, WORDS, size=shown)
    found = done(reader, scanned(page=f"/MediaBox [10 20 410 520] /Rotate {turn}"))
    document = read_document(found.data, "scan.pdf")
    assert document.text == WORDS
    ((_, box),) = page_map(found.data, document.text, document.blocks).rectangles(0, len(WORDS))
    assert abs(box[0] - 60) < 3
    assert box[1] < shown[1] / 2 < box[3]


def test_pages_that_have_text_stay_as_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reader: Reader) -> None:
    """Only the others are recognised, and it is said which."""
    put_tesseract(tmp_path / "bin", monkeypatch, WORDS, sure=41.0)
    typed = words_at((50, 400, "These words were typed."))
    found = done(reader, handmade([typed, "0.8 g 50 50 300 400 re f", typed]))
    assert (found.pages, found.unsure) == ((1,), (1,))
    document = read_document(found.data, "scan.pdf")
    assert document.text.split("\n\n") == ["These words were typed.", WORDS, "These words were typed."]
    assert document.how_obtained is HowObtained.NATIVE
    assert document.warnings == ("Page 2 was recognised from pictures: compare quotations from there.",)
    program = recogniser()
    assert program is not None
    assert recognise(reader, handmade([typed]), "typed.pdf", program, languages=["en"]) is None


def test_a_protected_scan_is_recognised_with_its_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reader: Reader
) -> None:
    """What comes of it asks for none: the words could not be laid over it otherwise."""
    put_tesseract(tmp_path / "bin", monkeypatch, WORDS)
    found = done(reader, protected(scanned(), "sesame"), password="sesame")  # noqa: S106 - nobody's
    assert read_document(found.data, "scan.pdf").text == WORDS


def test_a_program_that_fails_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reader: Reader) -> None:
    """In its own words."""
    folder = put_tesseract(tmp_path / "bin", monkeypatch, WORDS)
    (folder / "does.txt").write_text("fails")
    with pytest.raises(InputRefused, match=r"page 1 of “scan.pdf” failed: the program says “Error opening data file"):
        done(reader, scanned())


def test_recognising_can_be_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reader: Reader) -> None:
    """The program is ended, and leaves nothing behind."""
    folder = put_tesseract(tmp_path / "bin", monkeypatch, WORDS)
    (folder / "does.txt").write_text("hangs")
    own = tmp_path / "own"
    own.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(own))
    with pytest.raises(Stopped):
        done(reader, scanned(), is_wanted=lambda: not (folder / "asked.txt").exists())
    assert list(own.iterdir()) == []


def test_languages_are_those_that_the_program_has() -> None:
    """As tags or as its own names; for want of one that is wanted, English."""
    program = Recogniser(Kind.TESSERACT, "tesseract", ("chi_tra", "eng", "fra", "osd"))
    assert program.choose(["fr-CH", "zh-Hant", "de"]) == ("fra", "chi_tra")
    assert program.choose(["de"]) == ("eng",)
    assert Recogniser(Kind.TESSERACT, "tesseract", ("fra", "osd")).choose(["de"]) == ("fra",)


def test_no_program_is_no_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that lists no languages can recognise nothing."""
    monkeypatch.setattr(programs, "_PLACES", ())
    monkeypatch.setenv("PATH", str(tmp_path))
    assert recogniser() is None
    broken = tmp_path / "tesseract"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    assert recogniser() is None


OCRMYPDF = """#!{python}
import pathlib, sys
*options, given, made = sys.argv[1:]
assert options == ["--skip-text", "--output-type", "pdf", "--jobs", "1", "-l", "eng"], options
pathlib.Path(made).write_bytes((pathlib.Path(__file__).parent / "done.pdf").read_bytes())
"""


def test_ocrmypdf_does_where_there_is_no_tesseract(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reader: Reader
) -> None:
    """It takes the document whole."""
    monkeypatch.setattr(programs, "_PLACES", ())
    monkeypatch.setenv("PATH", str(tmp_path))
    program = tmp_path / "ocrmypdf"
    program.write_text(OCRMYPDF.replace("{python}", sys.executable))
    program.chmod(0o755)
    (tmp_path / "done.pdf").write_bytes(handmade([f"BT 3 Tr /F1 12 Tf 60 250 Td ({WORDS}) Tj ET"]))
    found = done(reader, scanned())
    assert read_document(found.data, "scan.pdf").text == WORDS


@pytest.mark.skipif(not shutil.which("tesseract"), reason="Tesseract is not on this machine")
def test_tesseract_itself_reads_a_page(reader: Reader) -> None:
    """A page of large words, as a picture."""
    page = pypdfium2.PdfDocument(handmade([words_at((40, 400, "The harbour wall is old"), size=24)]))[0]
    made = pypdfium2.PdfDocument.new()
    image = pypdfium2.PdfImage.new(made)
    image.set_bitmap(page.render(scale=3))
    image.set_matrix(pypdfium2.PdfMatrix().scale(400, 500))
    sheet = made.new_page(400, 500)
    sheet.insert_obj(image)
    sheet.gen_content()
    out = BytesIO()
    made.save(out)
    found = done(reader, out.getvalue())
    assert "harbour wall" in read_document(found.data, "scan.pdf").text
