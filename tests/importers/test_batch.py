"""Folders and archives give their documents one by one; what can't be looked into keeps none of the others out."""

import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefgen.errors import InputRefused
from briefgen.importers.batch import MOST_FILES, Batch, Document, attached, gather
from briefgen.importers.document import Attachment
from briefgen.importers.kinds import ENDINGS
from briefgen.importers.limits import ImportLimits
from briefgen.importers.reader import Reader
from briefgen.importers.reading import KINDS
from tests.importers.books import book


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    """A reader as the program has it."""
    with Reader() as made:
        yield made


def loaded(batch: Batch) -> list[tuple[str, bytes]]:
    """The documents' names and bytes."""
    return [(document.name, document.load()) for document in batch.documents]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as people have them."""
    inner = tmp_path / "folder"
    (inner / "sub" / ".hidden").mkdir(parents=True)
    for name in ("b.txt", "a.md", "sub/c.txt", ".hidden.txt", "sub/.hidden/d.txt"):
        (inner / name).write_text(name, encoding="utf-8")
    return inner


def test_a_folder_gives_its_files_by_name(folder: Path, reader: Reader) -> None:
    """With those of subfolders; hidden ones are left aside."""
    batch = gather([folder], reader, ImportLimits())
    assert loaded(batch) == [("a.md", b"a.md"), ("b.txt", b"b.txt"), ("c.txt", b"sub/c.txt")]
    assert batch.refused == []


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_in_a_folder_are_not_followed(folder: Path, tmp_path: Path, reader: Reader) -> None:
    """A folder from a stranger does not bring in files from elsewhere."""
    canary = tmp_path / "canary.txt"
    canary.write_text("the canary sings", encoding="utf-8")
    (folder / "link.txt").symlink_to(canary)
    (folder / "linked").symlink_to(tmp_path)
    assert b"the canary sings" not in dict(loaded(gather([folder], reader, ImportLimits()))).values()


@pytest.mark.parametrize("name", ["all.zip", "all", "all.dat"])
def test_an_archive_gives_its_files(tmp_path: Path, reader: Reader, name: str) -> None:
    """Whatever it is called; a book, which is an archive as well, is one document."""
    path = tmp_path / name
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("one.txt", "one")
        archive.writestr("sub/two.epub", book())
    (tmp_path / "book.zip").write_bytes(book())
    batch = gather([path, tmp_path / "book.zip"], reader, ImportLimits())
    assert [name for name, _ in loaded(batch)] == ["one.txt", "two.epub", "book.zip"]
    assert batch.documents[0].place == f"{path}: one.txt"


def test_what_can_not_be_looked_into_is_told(folder: Path, tmp_path: Path, reader: Reader) -> None:
    """A bomb among the files is refused by name; the others are listed. A file that is not there is told when read."""
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.txt", bytes(60_000_000))
    with zipfile.ZipFile(tmp_path / "empty.zip", "w") as archive:
        archive.mkdir("folder") if sys.version_info >= (3, 11) else None
    batch = gather(
        [tmp_path / "bomb.zip", tmp_path / "empty.zip", folder, tmp_path / "none.txt"], reader, ImportLimits()
    )
    assert len(batch.documents) == 4
    assert "bomb.zip" in batch.refused[0]
    assert "“empty.zip” holds no files" in batch.refused[1]
    with pytest.raises(InputRefused, match="is not there"):
        batch.documents[-1].load()


def test_too_many_files_are_refused(tmp_path: Path, reader: Reader) -> None:
    """A folder of more files than anyone means is not gone through."""
    for number in range(MOST_FILES + 1):
        (tmp_path / f"{number}.txt").touch()
    with pytest.raises(InputRefused, match="holds more than 2,000 files"):
        gather([tmp_path], reader, ImportLimits())


def test_every_kind_is_known_without_its_parser() -> None:
    """The list of endings has each kind under its name, and no ending twice."""
    assert {kind.name: kind.endings for kind in KINDS} == ENDINGS
    endings = [ending for kind in ENDINGS.values() for ending in kind]
    assert len(endings) == len(set(endings))


def test_what_is_no_source_is_told_apart(tmp_path: Path, reader: Reader) -> None:
    """Lists of references, and other people's picking: in a folder, in an archive, and in one attached to a letter."""
    files = {
        "library.bib": b"",
        "library.ris": b"",
        "library.json": b'[{"type": "book", "title": "A"}]',
        "saved.txt": b"@book{a, title={A}}",
        "notes.json": b'{"@context": "http://www.w3.org/ns/anno.jsonld", "title": "x"}',
        "project.qdpx": b"PK",
        "codes.xml": b'<CodeBook xmlns="urn:QDA-XML:codebook:1.0"/>',
        "figures.json": b"{}",
        "words.txt": b"Words.",
    }
    (tmp_path / "folder").mkdir()
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
            (tmp_path / "folder" / name).write_bytes(data)
    packed = (tmp_path / "all.zip").read_bytes()
    letter = Document("letter.eml", "letter.eml", bytes)
    for batch in (
        gather([tmp_path / "folder"], reader, ImportLimits()),
        gather([tmp_path / "all.zip"], reader, ImportLimits()),
        attached([Attachment("all.zip", packed)], letter, reader, ImportLimits()),
        attached([Attachment(name, data) for name, data in files.items()], letter, reader, ImportLimits()),
    ):
        names = [{document.name for document in sort} for sort in (batch.references, batch.picking, batch.documents)]
        assert names == [
            {"library.bib", "library.ris", "library.json", "saved.txt"},
            {"notes.json", "project.qdpx", "codes.xml"},
            {"figures.json", "words.txt"},
        ]
        assert batch.count == len(files)
