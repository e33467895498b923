"""A hundred files as people have them on their desks: good, broken, hostile, twice the same, and nearly the same."""

import zipfile
from email.message import EmailMessage
from pathlib import Path

from tests.importers.books import CONTAINER, PARTS, book
from tests.importers.office.open_documents import odt
from tests.importers.office.word_documents import docx, p

GOOD = 62
"""Files of which each becomes a source of its own, those of the archive and the nearly same ones among them."""
TWICE = 10
"""Files that are there already."""
REFUSED = 28
"""Files that can't be read, each to be told by its name."""


def hundred(folder: Path) -> Path:
    """Make them, 95 in a folder and five more in an archive in it; gives the folder."""
    inner = folder / "desk"
    inner.mkdir()
    words = [
        f"The {name} of the harbour is the office's own affair, and nobody else has paid for it." for name in NAMES
    ]
    files: dict[str, bytes] = {}
    for number, said in enumerate(words):
        files.update({f"{number:02} {kind}": data for kind, data in _forms(said, number)})
    for number, said in enumerate(words[:5]):
        files[f"copy {number}.txt"] = said.encode()
        files[f"copy {number}.html"] = _page(said)
    long = " ".join(f"berth {number} of the quay" for number in range(200))
    files |= {f"long {number}.txt": f"{long} And number {number}.".encode() for number in range(2)}
    files |= {f"broken {number:02}.{ending}": data for number, (ending, data) in enumerate(_broken() * 3)}
    files |= {f"hostile {number}.{ending}": data for number, (ending, data) in enumerate(_hostile())}
    for name, data in files.items():
        (inner / name).write_bytes(data)
    with zipfile.ZipFile(inner / "more.zip", "w") as archive:
        for number in range(5):
            archive.writestr(f"notes/more {number}.md", f"# More {number}\n\nOf the quay's {NAMES[number]}, again.\n")
    return inner


NAMES = ("wall", "crane", "ferry", "light", "slip", "dredger", "gate", "ramp", "store", "office", "yard")


def _forms(said: str, number: int) -> list[tuple[str, bytes]]:
    letter = EmailMessage()
    letter["From"], letter["Subject"] = "engineer@harbour.example", f"Letter {number}"
    letter.set_content(said)
    return [
        ("text.txt", said.encode()),
        ("page.html", _page(said)),
        ("letter.eml", letter.as_bytes()),
        ("word.docx", docx(p(said))),
        ("open.odt", odt(f"<text:p>{said}</text:p>")),
    ]


def _page(said: str) -> bytes:
    return f"<html><title>Of it</title><body><p>{said}</p><p>It was said so in May, in the council.</p></html>".encode()


def _broken() -> list[tuple[str, bytes]]:
    whole = docx(p("Cut short."))
    return [
        ("docx", whole[: len(whole) // 2]),
        ("epub", book()[:-30]),
        ("txt", b""),
        ("png", b"\x89PNG\r\n\x1a\n\0\0"),
        ("doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        ("pdf", b"%PDF-1.7\nnothing"),
        ("bin", bytes(range(256)) * 4),
    ]


def _hostile() -> list[tuple[str, bytes]]:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    declared = f'<!DOCTYPE a [<!ENTITY l0 "ha">{laughs}]>'
    return [
        ("odt", odt("<text:p>x</text:p>", {"content.xml": f"{declared}<a>&l11;</a>"})),
        ("epub", book(PARTS, CONTAINER.replace("?>", f"?>{declared}", 1))),
        ("docx", docx(p("x"), {"styles.xml": f"{declared}<a>&l11;</a>"})),
        ("svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("exe", b"MZ\x90\0" + bytes(200)),
        ("xml", f"<?xml version='1.0'?>{declared}<opml>&l11;</opml>".encode()),
        ("txt", bytes(2_000)),
    ]
