"""Documents come in by the command line: one or many, from folders and archives, with what is attached to them."""

import json
import signal
import subprocess
import sys
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from briefgen.dossier_file import open_dossier
from tests.cli.conftest import Briefgen
from tests.importers.batches import GOOD, REFUSED, TWICE, hundred
from tests.importers.coded.projects import MONEY, qde, qdpx, selection, text_source
from tests.importers.webpage.page import PAGE


@pytest.fixture
def dossier(briefgen: Briefgen) -> str:
    """An empty dossier."""
    assert briefgen("new", "d.briefgen").code == 0
    return "d.briefgen"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of documents of several kinds, and an archive of more."""
    inner = tmp_path / "evidence"
    inner.mkdir()
    (inner / "a page.html").write_text(PAGE, encoding="utf-8")
    (inner / "b note.txt").write_text("The wall is old.", encoding="utf-8")
    (inner / "c picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    with zipfile.ZipFile(inner / "d more.zip", "w") as archive:
        archive.writestr("sub/third.md", "# Third\n\nAnother thing.")
    return inner


def letter(path: Path) -> Path:
    """An e-mail with a document attached."""
    message = EmailMessage()
    message["From"] = "The harbour engineer <engineer@harbour.example>"
    message["Subject"] = "The bearings"
    message.set_content("The offer ends in February.")
    message.add_attachment("The price is £2.4 million.", filename="price.txt")
    path.write_bytes(message.as_bytes())
    return path


def test_a_folder_comes_in_with_its_archives(briefgen: Briefgen, dossier: str, folder: Path) -> None:
    """Each document is a source; what is refused is told by name, and is the exit code."""
    said = briefgen("import", dossier, folder)
    assert said.code == 3
    assert said.lines == ["source-1", "source-2", "source-3"]
    assert "“c picture.png” is a picture (PNG)" in said.err
    listed = briefgen("sources", dossier).out
    assert "Close the bridge, or mend it" in listed
    assert "Third" in listed


def test_what_a_page_left_out_is_listed(briefgen: Briefgen, dossier: str, folder: Path) -> None:
    """What stands around an article is told, and can be seen with its reason."""
    said = briefgen("import", dossier, folder / "a page.html")
    assert "lines left out" in said.err
    listed = briefgen("text", dossier, "source-1", "--left-out").lines
    assert "2  News ¶ Sport    (navigation)" in listed
    assert "News" not in briefgen("text", dossier, "source-1").out


def test_attachments_are_offered_and_brought_in(briefgen: Briefgen, dossier: str, tmp_path: Path) -> None:
    """They are named; --attachments makes sources of them as well."""
    path = letter(tmp_path / "letter.eml")
    said = briefgen("import", dossier, path)
    assert said.lines == ["source-1"]
    assert "source-1: files are attached (“price.txt”); --attachments imports them as well." in said.err
    again = briefgen("import", dossier, path, "--attachments")
    assert again.lines == ["source-1", "source-2"]
    assert "is in the dossier already, as source-1" in again.err
    assert "£2.4 million" in briefgen("text", dossier, "source-2").out


def test_what_is_nearly_the_same_is_pointed_out(briefgen: Briefgen, dossier: str, tmp_path: Path) -> None:
    """The same article with a sentence more is told, with how much of it is the same."""
    words = " ".join(f"word{number} of the wall" for number in range(200))
    (tmp_path / "one.txt").write_text(words, encoding="utf-8")
    (tmp_path / "two.txt").write_text(f"{words} And one sentence more.", encoding="utf-8")
    briefgen("import", dossier, tmp_path / "one.txt")
    said = briefgen("import", dossier, tmp_path / "two.txt")
    assert "% of its words in a row stand in source-1 (“one.txt”) as well." in said.err


def test_one_document_that_is_refused_is_the_answer(briefgen: Briefgen, dossier: str, tmp_path: Path) -> None:
    """A single document is refused with its own sentence and exit code."""
    (tmp_path / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    said = briefgen("import", dossier, tmp_path / "old.doc")
    assert (said.code, said.out) == (3, "")
    assert "save it as .docx" in said.err


def test_a_folder_brings_what_is_no_source_as_well(briefgen: Briefgen, tmp_path: Path) -> None:
    """A project and annotations are taken over, of the sources beside them; lists fill in when that is asked for."""
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.md").write_text("---\ntitle: The quay that nobody owns\n---\nIt leaks badly.\n", encoding="utf-8")
    (folder / "island.qdpx").write_bytes(qdpx(qde(text_source(selection("force nine", MONEY)))))
    (folder / "library.bib").write_text(
        "@book{q, title={The quay that nobody owns}, publisher={Quay Press}}", encoding="utf-8"
    )
    (folder / "library.ris").write_text(
        "TY  - BOOK\nTI  - The quay that nobody owns\nSN  - 978-0-00-000000-2\nER  - \n", encoding="utf-8"
    )
    notes = {
        "@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation", "target": {
            "source": "urn:x", "selector": {"type": "TextQuoteSelector", "exact": "leaks badly"}},
    }  # fmt: skip
    (folder / "notes.json").write_text(json.dumps(notes), encoding="utf-8")
    assert briefgen("new", "d.briefgen").code == 0
    said = briefgen("import", "d.briefgen", folder, "--map", "Money=quote")
    assert (said.code, said.lines) == (0, ["source-1", "source-2"])
    assert "“island.qdpx”: 1 source, 1 passage, 1 point." in said.err
    assert "“notes.json”: 0 sources, 1 passage, 0 points." in said.err
    assert f"“{folder / 'library.bib'}” is a list of references: --references fills in from it" in said.err
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for path in folder.iterdir():
            archive.write(path, path.name)
    assert briefgen("references", "d.briefgen", "all.zip").err.startswith("briefgen: “all.zip” holds 2 lists")
    said = briefgen("import", "d.briefgen", "all.zip", "--references")
    assert (said.code, said.lines) == (0, ["source-1"])
    assert "“library.bib”: 1 sources matched" in said.err
    about = json.loads(briefgen("sources", "d.briefgen", "--json").out)[0]["bibliography"]
    assert (about["publisher"], about["ISBN"]) == ("Quay Press", "978-0-00-000000-2")
    with zipfile.ZipFile(tmp_path / "one.zip", "w") as archive:
        archive.writestr("library.bib", "@book{q, title={The quay that nobody owns}, publisher={Another Press}}")
    assert briefgen("references", "d.briefgen", "one.zip").lines[1].split()[-4:] == [
        "Quay",
        "Press",
        "Another",
        "Press",
    ]
    said = briefgen("import", "d.briefgen", "one.zip")
    assert (said.code, "“briefgen references” fills in from it" in said.err) == (2, True)


@pytest.mark.skipif(sys.platform == "win32", reason="there a process can't be asked to stop so")
def test_a_hundred_mixed_files_can_be_stopped_and_come_in(briefgen: Briefgen, dossier: str, tmp_path: Path) -> None:
    """Ctrl+C in the middle leaves whole sources; the same batch again brings the rest, each once, and tells all."""
    folder = hundred(tmp_path)
    command = [sys.executable, "-m", "briefgen", "import", dossier, str(folder)]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        ids = {process.stdout.readline().strip() for _ in range(9)}
        process.send_signal(signal.SIGINT)
        _, error = process.communicate()
    assert (process.returncode, "stopped; what was done before is kept" in error) == (130, True)
    with open_dossier(tmp_path / dossier) as file:
        there = {source.id for source in file.dossier.sources}
        assert ids <= there
        assert len(there) < GOOD
        assert file.check() == ()
        assert all(len(file.original(source.sha256)) == source.size for source in file.dossier.sources)
    said = briefgen("import", dossier, folder)
    assert (said.code, len(said.lines), len(set(said.lines))) == (3, GOOD + TWICE, GOOD)
    told = said.err.splitlines()
    assert sum("is in the dossier already" in line for line in told) == len(there) + TWICE
    refused = [line for line in told if line.startswith("briefgen: ")]
    assert len(refused) == REFUSED
    assert all("“broken " in line or "“hostile " in line for line in refused)
    assert any("(“long 0.txt”) as well." in line for line in told)
    with open_dossier(tmp_path / dossier, read_only=True) as file:
        assert (len(file.dossier.sources), file.check()) == (GOOD, ())
