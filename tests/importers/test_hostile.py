"""Files made to do harm: nothing is fetched, no file is read, and what is refused is refused by name."""

import csv
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from briefgen.errors import InputRefused
from briefgen.importers.reader import Reader
from tests.importers.books import CONTAINER, ONE, PACKAGE, PARTS, book
from tests.traps import CANARY, canary_in, listening


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    """A reader as the program has it."""
    with Reader() as made:
        yield made


@pytest.fixture
def canary(tmp_path: Path) -> Path:
    """A file that no document may have read."""
    return canary_in(tmp_path)


@pytest.fixture
def trap() -> Iterator[tuple[str, list[object]]]:
    """An address at which somebody listens, and who has called there."""
    with listening() as (port, callers):
        yield f"http://127.0.0.1:{port}", callers


def said(reader: Reader, data: bytes, name: str) -> str:
    """All that came of a document: its text and what was left out, or the refusal."""
    try:
        document = reader.read(data, name)
    except InputRefused as refused:
        assert name in refused.message  # noqa: PT017 - either outcome is right
        return ""
    about = document.bibliography
    return "\n".join((document.text, *(line.text for line in document.left_out), repr(about)))


def documents(url: str, path: Path) -> Iterator[tuple[str, bytes]]:
    """Documents of each kind that would have something fetched or read: from an address, and from a file."""
    for target in (f"{url}/x", path.as_uri(), str(path), f"../{path.name}"):
        page = (
            f'<!DOCTYPE html SYSTEM "{target}"><html><head><base href="{target}"><link rel=stylesheet href="{target}">'
            f'<meta http-equiv="refresh" content="0;url={target}"><script src="{target}"></script></head>'
            f'<body background="{target}"><p>Words <img src="{target}"> of <object data="{target}"></object> a page.'
            f'<iframe src="{target}"></iframe><svg><use href="{target}"/></svg><video src="{target}"></video></html>'
        )
        yield "page.html", page.encode()
        mail = (
            "From: a@b.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\n"
            f'Content-Type: message/external-body; access-type=URL; URL="{target}"\n\nContent-Type: text/plain\n\n'
            f"--x\nContent-Type: text/html\nContent-Location: {target}\n\n{page}\n--x--\n"
        )
        yield "letter.eml", mail.encode()
        archive = f"Snapshot-Content-Location: {target}\nMIME-Version: 1.0\nContent-Type: text/html\n\n{page}"
        yield "page.mhtml", archive.encode()
        entity = f'<!DOCTYPE a [<!ENTITY c SYSTEM "{target}">]>'
        parameter = f'<!DOCTYPE a [<!ENTITY % p SYSTEM "{target}"> %p;]>'
        outside = f'<!DOCTYPE a PUBLIC "x" "{target}">'
        for declared in (entity, parameter, outside):
            yield "book.epub", book(PARTS, CONTAINER.replace("?>", f"?>{declared}", 1))
            package = PACKAGE.replace("?>", f"?>{declared}", 1).replace("Quay Press", "&c;")
            yield "book.epub", book({**PARTS, "OEBPS/book.opf": package})
            chapter = ONE.replace("<!DOCTYPE html>", declared).replace("It opens", "&c; It opens")
            yield "book.epub", book({**PARTS, "OEBPS/text/one .xhtml": chapter})
            feed = f"<?xml version='1.0'?>{declared}<rss><channel><title>&c;</title></channel></rss>"
            yield "feed.xml", feed.encode()
        included = ONE.replace("<h1>", f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{target}"/><h1>')
        yield "book.epub", book({**PARTS, "OEBPS/text/one .xhtml": included})
        styled = ONE.replace("?>", f'?><?xml-stylesheet href="{target}" type="text/xsl"?>', 1)
        yield "book.epub", book({**PARTS, "OEBPS/text/one .xhtml": styled})


def test_nothing_is_fetched_and_no_file_is_read(reader: Reader, canary: Path, trap: tuple[str, list[object]]) -> None:
    """Whatever a document names, by address or by path, in whatever way: it is not asked for."""
    url, callers = trap
    tried = 0
    for name, data in documents(url, canary):
        assert CANARY not in said(reader, data, name)
        tried += 1
    assert tried > 50
    assert callers == []


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


def test_a_billion_laughs_are_refused(reader: Reader) -> None:
    """Entities that grow without end are not expanded."""
    declared = f'<!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]>'
    for name, data in (
        ("book.epub", book(PARTS, CONTAINER.replace("?>", f"?>{declared}", 1))),
        ("feed.xml", f"{declared}<rss><channel><title>&l11;</title></channel></rss>".encode()),
        ("page.html", f"{declared}<html><p>&l11;</p></html>".encode()),
    ):
        assert "haha" not in said(reader, data, name)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("page.html", b"<html>" + b"<div>" * 20_000 + b"deep"),
        ("page.html", b"<html>" + b"<table><tr><td>" * 1_000 + b"deep"),
        ("page.html", b"<html>" + b"<ul><li>" * 10_000 + b"deep"),
        ("page.html", b"<html>" + b"<b><i>" * 10_000 + b"deep"),
        ("page.html", b"<html><p>" + b"<a " * 50_000),
        ("page.html", b"<html><!--" * 50_000),
        ("page.html", b"<html>" + b"<p>" * 8_000),
        ("page.html", b"<html>" + b"<br>" * 20_000 + b"deep"),
        ("page.html", b"<html><table>" + b"<tr><td colspan=1000 rowspan=1000>x" * 2_000),
        ("page.html", b"<html><script type='application/ld+json'>" + b"[" * 100_000 + b"</script><p>deep"),
        ("feed.xml", b"<rss>" + b"<a>" * 50_000 + b"deep"),
        ("letter.eml", b"From: a@b.example\nMIME-Version: 1.0\n" + b"Content-Type: message/rfc822\n\n" * 3_000),
        ("letter.eml", b"From: a@b.example\nMIME-Version: 1.0\nSubject: " + b"=?utf-8?q?=C3?= " * 20_000 + b"\n\nx"),
        ("letter.eml", b"From: " + b"a@b.example, " * 20_000 + b"\nMIME-Version: 1.0\n\nx"),
        ("note.txt", b"> " * 100_000 + b"deep"),
        ("note.md", b"- " * 100_000 + b"deep"),
    ],
    ids=lambda value: value[:14].decode("ascii") if isinstance(value, bytes) else value,
)
def test_depth_and_width_are_no_trouble(reader: Reader, name: str, data: bytes) -> None:
    """What is nested or repeated past all sense is read, or refused by name; it makes nothing crash or hang."""
    said(reader, data, name)
    assert reader.read(b"The wall is old.", "wall.txt").text == "The wall is old."


def test_paths_in_an_archive_lead_nowhere(reader: Reader, tmp_path: Path) -> None:
    """The files of an archive have names, and no folders; nothing is written anywhere."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in ("../../outside.txt", "/absolute.txt", "..\\..\\windows.txt", "fine.txt"):
            archive.writestr(name, "x")
    files = reader.unpack(file.getvalue(), "slip.zip")
    assert files is not None
    assert [entry.name for entry in files] == ["outside.txt", "absolute.txt", "windows.txt", "fine.txt"]
    assert list(tmp_path.iterdir()) == []


def test_characters_that_break_layout_reach_no_text(reader: Reader) -> None:
    """Controls, halves of characters, non-characters and overrides of direction are gone, and it is said."""
    bad = "".join(map(chr, (0x1, 0xB, 0x1F, 0x7F, 0x9F, 0xFDD0, 0xFFFE, 0x10FFFF, 0x202E, 0x2066, 0xFEFF, 0xAD)))
    named = "".join(f"&#{ord(char)};" for char in bad) + "&#xD800;"
    page = f"<html lang=en><title>A wall{named}</title><p>The wall{bad}{named} is old.</p></html>".encode()
    plain = f"The wall{bad} is old, and {'it leaks, and ' * 100} nobody knows why.".encode()
    mail = f"From: a@b.example\nSubject: A wall{bad}\nMIME-Version: 1.0\n\n".encode() + plain
    chapter = f"<html><body><p>The wall{bad}{named} is old.</p></body></html>"
    parts = {**PARTS, "OEBPS/text/two.xhtml": chapter}
    for name, data in (("a.html", page), ("a.txt", plain), ("a.md", plain), ("a.eml", mail), ("a.epub", book(parts))):
        document = reader.read(data, name)
        assert not set(document.text + document.bibliography.title) & set(bad), name
        assert any("invisible characters that break layout" in warning for warning in document.warnings), name


def test_borrowed_hostile_documents_do_no_harm(reader: Reader, corpora: Path, trap: tuple[str, list[object]]) -> None:
    """Each is read without harm or refused by name; canaries stay unread, and scripts are in no page's text."""
    with (corpora / "MANIFEST.tsv").open(encoding="utf-8", newline="") as manifest:
        for row in csv.DictReader(manifest, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["category"] == "hostile":
                path = corpora / row["path"]
                text = said(reader, path.read_bytes(), path.name)
                assert "XXE-CANARY" not in text, path
                assert "root:x:" not in text, path
                if path.suffix in {".htm", ".html", ".svg", ".doc"}:
                    assert "<script" not in text, path
    assert trap[1] == []
