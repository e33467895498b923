"""What a file is by its bytes, whatever it is called: told so that a refusal can say what to do instead."""

from __future__ import annotations

import re

from briefgen.importers.encoding import wide_encoding

_OFFICE = "open it in its own program and save or copy its text as a .txt file"
_OLD_OFFICE = "a legacy Office file (.doc, .xls, .ppt, .msg) or a password-protected one"
_LEGACY = "open it in its own program and save it as .docx without a password, or an e-mail as .eml"
_PICTURE = "type out or recognise (OCR) its words into a .txt file"

_MAGIC: tuple[tuple[bytes, int, str, str], ...] = (
    # the bytes, where they stand, what the file is, what to do
    (b"%PDF-", 0, "a PDF document", "copy its text into a .txt file"),
    (b"PK\x03\x04", 0, "a damaged ZIP, office or EPUB file", "get it anew"),
    (b"PK\x05\x06", 0, "an empty ZIP file", "choose the document itself"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        0,
        "a legacy Office file (.doc, .xls, .ppt, .msg) or a password-protected one",
        _LEGACY,
    ),
    (b"\x78\x9f\x3e\x22", 0, "a pack of attachments (winmail.dat)", "ask the sender for the files themselves"),
    (b"{\\rtf", 0, "an RTF document", _OFFICE),
    (b"SQLite format 3\x00", 0, "a database", "open it as a dossier if it is one of Briefgen's"),
    (b"\x89PNG\r\n\x1a\n", 0, "a picture (PNG)", _PICTURE),
    (b"\xff\xd8\xff", 0, "a picture (JPEG)", _PICTURE),
    (b"GIF87a", 0, "a picture (GIF)", _PICTURE),
    (b"GIF89a", 0, "a picture (GIF)", _PICTURE),
    (b"II*\x00", 0, "a picture (TIFF)", _PICTURE),
    (b"MM\x00*", 0, "a picture (TIFF)", _PICTURE),
    (b"WEBP", 8, "a picture (WebP)", _PICTURE),
    (b"ftyp", 4, "a video or a picture", _PICTURE),
    (b"\x1f\x8b", 0, "a compressed file (gzip)", "unpack it first"),
    (b"1AY&SY", 4, "a compressed file (bzip2)", "unpack it first"),
    (b"\xfd7zXZ\x00", 0, "a compressed file (xz)", "unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", 0, "a compressed file (7z)", "unpack it first"),
    (b"Rar!\x1a\x07", 0, "a compressed file (RAR)", "unpack it first"),
    (b"(\xb5/\xfd", 0, "a compressed file (Zstandard)", "unpack it first"),
    (b"MZ", 0, "a program", "choose a document"),
    (b"\x7fELF", 0, "a program", "choose a document"),
    (b"\xca\xfe\xba\xbe", 0, "a program", "choose a document"),
    (b"\xcf\xfa\xed\xfe", 0, "a program", "choose a document"),
    (b"OggS", 0, "a sound recording", "type out its words into a .txt file"),
    (b"ID3", 0, "a sound recording", "type out its words into a .txt file"),
    (b"RIFF", 0, "a sound recording, video or picture", "type out its words into a .txt file"),
    (b"\x00\x01\x00\x00\x00", 0, "a font", "choose a document"),
    (b"OTTO", 0, "a font", "choose a document"),
)
_WEB_PAGE = re.compile(
    rb"\s*(?><!--.*?-->\s*|<\?xml[^>]*>\s*)*+<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE | re.DOTALL
)
_SVG = re.compile(
    rb"\s*(?><\?xml[^>]*>\s*|<!--.*?-->\s*|<!doctype[^>\[]*(?:\[.*?\]\s*)?>\s*)*+<svg[\s>]", re.IGNORECASE | re.DOTALL
)
_XML = re.compile(rb"\s*<\?xml\s")
_CONTROLS = re.compile(rb"[\x00-\x06\x10-\x1a\x1c-\x1f]")
"""Without those that switch alphabets in the seven-bit encodings: shift out, shift in, escape."""
_SNIFFED = 65_536
"""How many bytes at the beginning are looked at."""

_MOST_CONTROLS = 0.02
"""The share of control characters that a damaged text may have; a binary file has about a tenth."""


def is_web_page(data: bytes) -> bool:
    """Whether a file's first words say that it is written in HTML, in ASCII or twice and four times as wide."""
    start = data[:_SNIFFED].removeprefix(b"\xef\xbb\xbf")
    if start.startswith(_WIDE_MARKS) or b"\0" in start[:64]:
        start = start.translate(None, b"\0\xff\xfe")
    return _WEB_PAGE.match(start) is not None


def not_text(data: bytes) -> tuple[str, str] | None:
    """Say what a file is that is no plain text, and what its owner can do; None when it may be text."""
    start = data[:_SNIFFED]
    for magic, at, what, remedy in _MAGIC:
        if start.startswith(magic, at) and (_is_sign(magic) or b"\0" in start[:64]):
            return what, remedy
    without_mark = start.removeprefix(b"\xef\xbb\xbf")
    if is_web_page(start):
        return "a web page", "name it .html"
    # A text may begin with an element of a drawing, too; a drawing also ends with one.
    if _SVG.match(without_mark) and data.rstrip().endswith((b"</svg>", b"/>")):
        return "a picture (SVG)", _PICTURE
    if _XML.match(without_mark):
        return "an XML file", _OFFICE
    if start.startswith(_WIDE_MARKS):
        return None
    if b"\0" in start:
        return None if wide_encoding(start) else ("a binary file, not a text", _OFFICE)
    if len(_CONTROLS.findall(start)) > _MOST_CONTROLS * len(start):
        return "a binary file, not a text", _OFFICE
    return None


_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_NEVER_IN_TEXT = (b"%PDF-", b"{\\rtf", b"GIF87a", b"GIF89a", b"1AY&SY")


def _is_sign(magic: bytes) -> bool:
    """Whether the bytes alone say what the file is; letters like OTTO also begin a text, and need a zero byte near."""
    return magic in _NEVER_IN_TEXT or not magic.isascii() or any(byte < 0x20 for byte in magic)
