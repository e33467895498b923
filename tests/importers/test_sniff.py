"""Files are told by their bytes."""

import os

import pytest

from briefgen.importers.sniff import not_text

_OLD_OFFICE = "a legacy Office file (.doc, .xls, .ppt, .msg) or a password-protected one"
BINARY = {
    "a PDF document": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3",
    "a damaged ZIP, office or EPUB file": b"PK\x03\x04\x14\x00",
    _OLD_OFFICE: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00",
    "an RTF document": b"{\\rtf1\\ansi text}",
    "a picture (PNG)": b"\x89PNG\r\n\x1a\n\x00\x00",
    "a picture (JPEG)": b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "a picture (GIF)": b"GIF89a",
    "a compressed file (gzip)": b"\x1f\x8b\x08\x00",
    "a program": b"MZ\x90\x00\x03\x00",
    "a sound recording": b"ID3\x04\x00\x00",
    "a web page": b"\xef\xbb\xbf <!-- saved --><!DOCTYPE html><html>",
    "an XML file": b'<?xml version="1.0"?><a/>',
    "a binary file, not a text": bytes(range(256)) * 8,
}


@pytest.mark.parametrize(("what", "data"), BINARY.items(), ids=BINARY)
def test_what_is_no_text_is_named(what: str, data: bytes) -> None:
    """A binary file is told by its bytes, with something to do about it."""
    found = not_text(data)
    assert found is not None
    assert found[0] == what
    assert found[1]


@pytest.mark.parametrize("data", [b"a\0b", b"\0" * 64, b"text" + b"\x01\x02\x03" * 9, os.urandom(4_000)])
def test_zeros_and_controls_are_no_text(data: bytes) -> None:
    """Zero bytes that are not those of UTF-16, or many controls, make a file binary."""
    assert not_text(data) is not None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"Plain words.",
        b"OTTO was here; MZ, RIFF and Rar! too",
        "Grüße".encode("utf-16"),
        "Grüße".encode("utf-16-le"),
        "短い文。\n".encode("utf-32-be"),
        "短い文。".encode("iso2022_jp"),
        b"\x1b$)C\x0e!!\x0f",
        "Caf\u00e9".encode("cp1252"),
        b"<p>A snippet</p>",
        b"page one\x0cpage two",
    ],
)
def test_texts_are_texts(data: bytes) -> None:
    """Text of any encoding passes, also when it begins with letters that a binary file begins with."""
    assert not_text(data) is None
