"""Files come in, or are refused with a sentence that says what to do."""

import sys
from pathlib import Path

import pytest

from briefgen.domain.sources import Source
from briefgen.domain.terms import BlockKind, HowObtained
from briefgen.errors import InputRefused
from briefgen.importers.limits import ImportLimits, read_file
from briefgen.importers.reading import KINDS, read_document

PAGE = "The wall is old.\nAdvertisement\nIt leaks, and nobody knows why."


def test_a_text_becomes_what_a_source_is_made_of() -> None:
    """Text, blocks, what was left out, format, encoding: all that a source takes, and it takes them."""
    read = read_document("\ufeffThe wall is “old”.\r\nAdvertisement\r\nIt leaks.".encode("utf-16-le"), "wall.txt")
    assert read.text == "The wall is “old”.\n\nIt leaks."
    assert [(block.kind, read.text[block.start : block.end]) for block in read.blocks] == [
        (BlockKind.PARAGRAPH, "The wall is “old”."),
        (BlockKind.PARAGRAPH, "It leaks."),
    ]
    assert [(line.at, line.text) for line in read.left_out] == [(20, "Advertisement")]
    assert (read.format, read.encoding, read.how_obtained) == ("text", "utf-16-le", HowObtained.NATIVE)
    Source(
        id="source-1",
        sha256="",
        text=read.text,
        blocks=read.blocks,
        left_out=read.left_out,
        bibliography=read.bibliography,
        format=read.format,
        encoding=read.encoding,
        warnings=read.warnings,
    )


def test_lines_that_editors_put_back_stay() -> None:
    """A line named in `keep` stays in the text, though it looks like noise."""
    assert read_document(PAGE.encode(), "wall.txt", keep={"Advertisement"}).left_out == ()
    assert "Advertisement" in read_document(PAGE.encode(), "wall.txt", keep={"Advertisement"}).text
    assert "Advertisement" not in read_document(PAGE.encode(), "wall.txt").text


def test_the_kind_is_told_by_ending_and_bytes() -> None:
    """An .md file is Markdown; so is a .txt file that clearly is written in it; anything else is plain text."""
    assert read_document(b"One *word*.", "a.MD").text == "One word."
    assert read_document(b"# Head\n\n[Link](https://example.org)", "a.txt").format == "markdown"
    assert read_document(b"One *word*.", "a").text == "One *word*."
    assert len({kind.name for kind in KINDS}) == len(KINDS)


def test_how_the_text_was_obtained_is_said() -> None:
    """Pasted text says that it was."""
    assert read_document(b"Pasted.", "", how_obtained=HowObtained.PASTED).how_obtained is HowObtained.PASTED


def test_warnings_come_along() -> None:
    """What was taken out of the characters, or could not be read, is said."""
    read = read_document(("A wall\u202e of stone. " + "é" * 50).encode() + b"\xff", "wall.txt")
    assert len(read.warnings) == 2


@pytest.mark.parametrize("filename", ["a.txt", "a.md"])
@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf", "no words"),
        (b" \n\t\r\n", "no words"),
        ("\u00a0\u200b\u3000".encode(), "no words"),
        (b"Advertisement\nRead more\n", "only lines such as advertisements"),
        (b"\x89PNG\r\n\x1a\n\0\0", "is a picture (PNG)"),
        (b"a\0b\0\0\0c", "is a binary file"),
        (b"<?xml version='1.0'?><svg><text>Text</text></svg>", "is a picture (SVG)"),
        (b"<?xml version='1.0'?><opml><title>Text</title></opml>", "is an XML file"),
        (b"<html><script>text()</script></html>", "no words"),
    ],
)
def test_what_is_no_text_is_refused(filename: str, data: bytes, said: str) -> None:
    """Empty, blank, noisy and binary files are refused; the sentence names the file, says what it is and what to do."""
    with pytest.raises(InputRefused) as refused:
        read_document(data, filename)
    assert said in refused.value.message
    assert filename in refused.value.message
    assert ": " in refused.value.message
    assert refused.value.exit_code == 3


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    """One byte over the limit is too much; the limit itself is not."""
    path = tmp_path / "long.txt"
    path.write_bytes(b"x" * 11)
    with pytest.raises(InputRefused, match=r"“long.txt” is larger than the limit of 10 bytes"):
        read_file(path, ImportLimits(size=10))
    with pytest.raises(InputRefused, match="larger than the limit of 10 bytes"):
        read_document(b"x" * 11, "long.txt", limits=ImportLimits(size=10))
    assert read_file(path, ImportLimits(size=11)) == b"x" * 11
    assert read_document(b"x" * 11, "long.txt", limits=ImportLimits(size=11)).text == "x" * 11


def test_the_limit_is_100_mb_unless_it_is_set() -> None:
    """The limit that nobody set is 100 MB, and is named so."""
    with pytest.raises(InputRefused, match="limit of 100 MB"):
        read_document(b" " * 100_000_001, "long.txt")


def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    """A missing file and a folder are refused by name."""
    with pytest.raises(InputRefused, match=r"none.txt” is not there"):
        read_file(tmp_path / "none.txt")
    with pytest.raises(InputRefused, match="is a folder, not a file"):
        read_file(tmp_path)


@pytest.mark.skipif(sys.platform != "linux", reason="needs a device that is no file")
def test_a_device_is_refused() -> None:
    """What is no file, and may never end, is not read."""
    with pytest.raises(InputRefused, match="is no file"):
        read_file(Path("/dev/zero"))


def test_the_article_comes_in_without_its_advertisements(sources_folder: Path) -> None:
    """A real article, a paragraph a line, comes in as its paragraphs, the advertisement lines left out."""
    path = sources_folder / "japan-us-alliance.txt"
    read = read_document(read_file(path), path.name)
    lines = path.read_text("utf-8").splitlines()
    assert [read.text[block.start : block.end] for block in read.blocks] == [x for x in lines if x != "Advertisement"]
    assert [line.text for line in read.left_out] == ["Advertisement"] * lines.count("Advertisement")
    assert {block.kind for block in read.blocks} == {BlockKind.PARAGRAPH}
    assert (read.bibliography.title, read.warnings) == ("", ())


def test_borrowed_plain_texts_come_in(corpora: Path) -> None:
    """Every plain text of the borrowed documents comes in, and comes in again as it is."""
    for path in sorted((corpora / "encoding").rglob("*.txt")):
        if not path.is_file():
            continue
        read = read_document(path.read_bytes(), path.name)
        assert read_document(read.text.encode(), path.name).text == read.text, path
