"""ZIP files are opened so that nothing in them can do harm."""

import io
import stat
import warnings
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.errors import InputRefused
from briefgen.importers.archives import documents_in, flavour, open_archive
from briefgen.importers.reading import read_document
from tests.importers.books import book


def archive(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    """A ZIP file of these entries."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as opened, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a name twice is what some tests want
        for name, content in entries:
            opened.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (["[Content_Types].xml", "word/document.xml"], "docx"),
        (["[Content_Types].xml", "xl/workbook.xml"], "xlsx"),
        (["Index/Document.iwa", "preview.jpg"], "iwork"),
        (["[Content_Types].xml", "ppt/presentation.xml"], "pptx"),
        (["[Content_Types].xml"], "docx"),
        (["content.xml", "META-INF/manifest.xml"], "odt"),
        (["META-INF/container.xml"], "epub"),
        (["project.qde", "Sources/a.txt"], "qdpx"),
        (["a.txt", "b/c.pdf"], "zip"),
    ],
)
def test_what_a_zip_file_is_is_told_by_its_entries(names: list[str], kind: str) -> None:
    """Each program leaves its own names."""
    assert flavour(archive(*((name, b"x") for name in names))) == kind


def test_what_it_says_of_itself_counts_first() -> None:
    """Books and OpenDocument files have an entry that says what they are."""
    assert flavour(book()) == "epub"
    assert flavour(archive(("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"))) == "ods"
    assert flavour(b"PK\x03\x04 and no more") == ""
    assert flavour(b"no archive") == ""


def test_the_files_of_an_archive_are_given_by_name_alone() -> None:
    """Folders in names are cut off, whatever system made them; hidden files and folders are left aside."""
    data = archive(
        ("../../etc/passwd", b"one"),
        ("C:\\windows\\two.txt", b"two"),
        ("/abs/three.txt", b"three"),
        ("folder/", b""),
        ("__MACOSX/._three.txt", b""),
        (".hidden", b""),
    )
    assert [(document.name, document.data) for document in documents_in(data, "a.zip")] == [
        ("passwd", b"one"),
        ("two.txt", b"two"),
        ("three.txt", b"three"),
    ]


def test_links_are_not_followed() -> None:
    """An entry that is a symbolic link is no document."""
    link = zipfile.ZipInfo("passwd.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert list(documents_in(archive((link, b"/etc/passwd")), "a.zip")) == []


def test_bombs_are_refused_before_they_are_unpacked() -> None:
    """What would unpack to far more than it holds is refused by its directory alone."""
    with pytest.raises(InputRefused, match=r"“bomb\.zip” would unpack to far more"):
        open_archive(archive(("a", bytes(60_000_000))), "bomb.zip")
    assert open_archive(archive(("a", bytes(5_000_000))), "small.zip").read("a") == bytes(5_000_000)


def test_an_entry_that_lies_about_its_size_is_refused() -> None:
    """An entry that unpacks to more than its directory says is damaged, or a bomb."""
    data = archive(("a.txt", b"x" * 1000))
    lying = data.replace((1000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    with pytest.raises(InputRefused, match=r"lies\.zip"):
        open_archive(lying, "lies.zip").read("a.txt")


def test_a_name_twice_is_refused() -> None:
    """Nobody can say which of the two counts."""
    with pytest.raises(InputRefused, match=r"holds “a\.txt” twice"):
        open_archive(archive(("a.txt", b"1"), ("a.txt", b"2")), "twice.zip")


def test_an_entry_without_a_name_is_passed_over() -> None:
    """A damaged directory can hold one; the others are there."""
    nameless = zipfile.ZipInfo("x")
    nameless.filename = ""
    assert list(open_archive(archive(("a.txt", b"1"), (nameless, b"2")), "a.zip").entries) == ["a.txt"]


def test_too_many_entries_are_refused() -> None:
    """An archive of a hundred thousand files is somebody's disk."""
    with pytest.raises(InputRefused, match="more than 20,000 files"):
        open_archive(archive(*((str(number), b"") for number in range(20_001))), "many.zip")


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["[Content_Types].xml", "xl/workbook.xml"], "is an Excel workbook"),
        (["[Content_Types].xml", "ppt/presentation.xml"], "is a PowerPoint presentation"),
        (["project.qde"], "is a REFI-QDA project"),
        (["a.txt"], "is an archive of files"),
    ],
)
def test_what_can_not_be_read_is_named(names: list[str], said: str) -> None:
    """The refusal says what the file is and what to do."""
    with pytest.raises(InputRefused, match=said):
        read_document(archive(*((name, b"x") for name in names)), "a.zip")


@given(st.binary(max_size=200), st.integers(0, 400))
def test_any_bytes_are_opened_or_refused(noise: bytes, place: int) -> None:
    """However an archive is broken, it opens or is refused."""
    data = archive(("a.txt", b"words " * 20), ("b.txt", b"more"))
    broken = data[:place] + noise + data[place + len(noise) :]
    flavour(broken)
    try:
        assert len(list(documents_in(broken, "a.zip"))) <= 2
    except InputRefused as refused:
        assert "a.zip" in refused.message  # noqa: PT017 - either outcome is right
