"""REFI-QDA projects such as other programs write, made here."""

import io
import zipfile
from xml.sax.saxutils import escape, quoteattr

TEXT = """\
The ferry and the tunnel

The ferry carries nine hundred cars a day. It stops when the wind is above force nine.

Advertisement

A tunnel would cost more than the island's budget for four years. The council should ask for a second survey.

The ferry carries nine hundred cars a day, says its owner.
"""
RISK = "11111111-1111-4111-8111-111111111111"
MONEY = "22222222-2222-4222-8222-222222222222"
WIND = "33333333-3333-4333-8333-333333333333"
SOURCE = "44444444-4444-4444-8444-444444444444"
NOTE = "55555555-5555-4555-8555-555555555555"


def selection(words: str, *codes: str, text: str = TEXT, number: int = 1, note: str = "", named: bool = False) -> str:
    """A coded passage of a text: its first place there."""
    start = text.index(words)
    codings = "".join(
        f'<Coding guid="6666666{n}-6666-4666-8666-6666666666{number:02}"><CodeRef targetGUID="{code}"/></Coding>'
        for n, code in enumerate(codes)
    )
    noted = f'<NoteRef targetGUID="{note}"/>' if note else ""
    name = f" name={quoteattr(words)}" if named else ""
    return (
        f'<PlainTextSelection guid="77777777-7777-4777-8777-7777777777{number:02}"{name} '
        f'startPosition="{start}" endPosition="{start + len(words)}">{codings}{noted}</PlainTextSelection>'
    )


def qde(sources: str, *, notes: str = "", codes: str = "") -> bytes:
    """The XML of a project."""
    codes = codes or (
        f'<Code guid="{RISK}" name="Risks" isCodable="true">'
        f'<Code guid="{WIND}" name="Wind stops the ferry" isCodable="true">'
        "<Description>Above nine.</Description></Code>"
        f'</Code><Code guid="{MONEY.upper()}" name="Money" isCodable="true"/>'
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        '<Project xmlns="urn:QDA-XML:project:1.0" name="The island" origin="Another program 3">'
        f"<CodeBook><Codes>{codes}</Codes></CodeBook><Sources>{sources}</Sources>"
        f"{f'<Notes>{notes}</Notes>' if notes else ''}</Project>"
    ).encode()


def text_source(selections: str, path: str = "internal://ferry.txt", more: str = "") -> str:
    """A plain text with its passages."""
    return (
        f'<TextSource guid="{SOURCE}" name="The ferry" plainTextPath={quoteattr(path)}>{selections}{more}</TextSource>'
    )


def note(words: str) -> str:
    """A note."""
    return f'<Note guid="{NOTE}"><PlainTextContent>{escape(words)}</PlainTextContent></Note>'


def qdpx(project: bytes, files: dict[str, bytes] | None = None, name: str = "project.qde") -> bytes:
    """A project with its documents."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name, project)
        for path, data in ({"Sources/ferry.txt": TEXT.encode()} if files is None else files).items():
            archive.writestr(path, data)
    return packed.getvalue()
