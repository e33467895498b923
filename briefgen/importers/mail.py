"""E-mails: the text that was written, who sent it and when; attached documents are offered as sources of their own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.errors import HeaderParseError, MessageError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_tz
from pathlib import PurePosixPath, PureWindowsPath

from briefgen.domain.bibliography import Bibliography, Name, PartialDate
from briefgen.domain.fields import FieldError
from briefgen.domain.terms import BlockKind
from briefgen.errors import InputRefused
from briefgen.importers.characters import clean, clean_line, warnings_of
from briefgen.importers.document import Asked, Attachment, DocumentKind, Draft, Piece
from briefgen.importers.encoding import decode
from briefgen.importers.kinds import ENDINGS
from briefgen.importers.text import pieces_of
from briefgen.importers.webpage import saved
from briefgen.importers.webpage.blocks import blocks_of
from briefgen.importers.webpage.tree import parse

Part = Message  # the older of the two interfaces of `email`: it takes any header as it comes

_DEEPEST = 20
"""Messages and parts are looked into so deep; what is deeper is left."""
_MOST_PARTS = 1_000
_SNIFFED = 16_384
_HEADER = re.compile(r"([!-9;-~]{1,76}):")
_TELLING = frozenset({"received", "message-id", "mime-version", "return-path", "delivered-to", "dkim-signature"})
"""Headers that only programs write: a memo has From, To and Subject as well."""
_USUAL = _TELLING | {"from", "subject", "date", "to", "content-type"}

_TEXTS = ("text/", "multipart/")
_NO_TEXTS = ("text/rtf", "text/calendar", "text/css")
"""What is read as text; a part that should have parts and has none is one."""
_NO_DOCUMENTS = ("image/", "audio/", "video/", "font/", "text/calendar", "text/css", "application/pgp",
                 "application/pkcs7", "application/x-pkcs7")  # fmt: skip
_ENCRYPTED = frozenset({"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"})
_COUNT = re.compile(rb"(\d{1,9})[ \t]*\r?\n(?=[!-9;-~]{1,76}:)")
_ENRICHED = re.compile(r"(?<!<)</?[A-Za-z-]{1,60}>")
"""A command of enriched text (RFC 1896); “<<” is the sign itself."""
_ENDING_OF = {
    "text/html": ".html",
    "text/plain": ".txt",
    "message/rfc822": ".eml",
    "application/pdf": ".pdf",
    "application/epub+zip": ".epub",
    "application/rtf": ".rtf",
    "text/rtf": ".rtf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.oasis.opendocument.text": ".odt",
}


@dataclass(slots=True)
class _Letter:
    """What is gathered of a message, part by part."""

    pieces: list[Piece] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    taken: Counter[str] = field(default_factory=Counter)
    warnings: list[str] = field(default_factory=list)
    encodings: list[str] = field(default_factory=list)
    parts: int = 0
    reads_attached_text: bool = False


def read(data: bytes, asked: Asked) -> Draft:
    """Turn the bytes of an e-mail into pieces: its subject as a heading, then each part that is no attachment.

    Raises:
        InputRefused: It has no text.
    """
    message = _parsed(data)
    letter = _Letter()
    _gather(message, letter, asked)
    if not letter.pieces:
        # Some programs send the text itself as an attachment.
        letter = _Letter(reads_attached_text=True)
        _gather(message, letter, asked)
    charset = next((encoding for encoding in letter.encodings if encoding != "ascii"), "cp1252")
    subject = header(message, "Subject", charset)
    if all(piece.left_out for piece in letter.pieces) and _is_encrypted(message):
        raise InputRefused(
            f"The e-mail “{asked.filename}” is encrypted: open it in your mail program, and save its text from there."
        )
    if not subject and all(piece.left_out for piece in letter.pieces):
        offered = ", ".join(f"“{attachment.name}”" for attachment in letter.attachments)
        hint = (
            f"save what is attached to it ({offered}) and import that" if offered else "choose one that has text in it"
        )
        raise InputRefused(f"The e-mail “{asked.filename}” has no text: {hint}.")
    head = [Piece(BlockKind.HEADING, subject, 1)] if subject else []
    return Draft(
        pieces=(*head, *letter.pieces),
        encoding=letter.encodings[0] if letter.encodings else "",
        bibliography=_bibliography(message, subject, charset),
        warnings=(*dict.fromkeys(letter.warnings), *warnings_of(letter.taken)),
        attachments=tuple(letter.attachments),
    )


def read_archive(data: bytes, asked: Asked) -> Draft:
    """Turn the bytes of a web page saved as one file (MHTML) into pieces.

    Raises:
        InputRefused: There is no page in it.
    """
    message = _parsed(data)
    page = _main_page(message)
    if page is None:
        raise InputRefused(f"The file “{asked.filename}” holds no web page: save it from the browser anew.")
    address = header(message, "Snapshot-Content-Location") or header(page, "Content-Location")
    draft = saved.read(
        _content(page),
        asked,
        declared=_charset(page),
        address=address if address.startswith(("http://", "https://")) else "",
    )
    return replace(draft, bibliography=replace(draft.bibliography, accessed=_date(message)))


def _parsed(data: bytes) -> Part:
    return message_from_bytes(_without_frame(data))


def _without_frame(data: bytes) -> bytes:
    """The message itself: Apple Mail writes its length before it (.emlx), and a list of properties behind it."""
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    counted = _COUNT.match(data)
    if counted is None:
        return data
    end = counted.end() + int(counted[1])
    return data[counted.end() : end if data[end:].lstrip().startswith(b"<?xml") else None]


def _is_encrypted(message: Part) -> bool:
    return any(part.get_content_type() in _ENCRYPTED for part in _flat(message, 0))


def header(message: Part, name: str, charset: str = "") -> str:
    """A header as one line of text, its encoded words decoded; empty when it is not there.

    `charset` is what the message is written in: some programs write headers so, without saying it.
    """
    value = next((value for given, value in message.raw_items() if given.lower() == name.lower()), "")
    return _line(value, charset)


def _line(value: object, charset: str = "") -> str:
    """What stands in a header, decoded as far as it can be.

    Bytes beyond ASCII that nobody encoded come as halves of characters; they are nearly always UTF-8.
    """
    written = decode(str(value).encode("utf-8", "surrogateescape"), declared=charset).text
    try:
        parts = decode_header(written)
    except (HeaderParseError, ValueError):
        parts = [(written, None)]  # as it was sent: better than nothing
    return clean_line("".join(_decoded(part, charset) for part, charset in parts))


def _decoded(part: bytes | str, charset: str | None) -> str:
    if isinstance(part, str):
        return part
    if charset is None:
        # What stands between encoded words comes back in this odd form.
        return part.decode("raw-unicode-escape", "replace")
    try:
        return part.decode(charset, "replace")
    except (LookupError, UnicodeError):
        return part.decode("utf-8", "replace")


def _gather(part: Part, letter: _Letter, asked: Asked, depth: int = 0) -> None:
    """Take what a part has: its text, its attachment, or what the parts in it have."""
    letter.parts += 1
    if depth > _DEEPEST or letter.parts > _MOST_PARTS:
        return
    kind = part.get_content_type()
    within = _parts(part)
    if letter.reads_attached_text and kind == "text/plain":
        _add_text(part, letter, asked)
    elif part.get_content_disposition() == "attachment" or (kind == "message/rfc822" and part.get_filename()):
        _attach(part, letter)
    elif kind == "message/delivery-status":
        return  # for machines; what it means is told in the text beside it
    elif within:
        read_on, beside = _divided(kind, within)
        for inner in read_on:
            if kind == "message/rfc822":
                letter.pieces += _heading_of(inner)
            _gather(inner, letter, asked, depth + 1)
        for inner in beside:
            _attach(inner, letter)
    elif kind == "text/html":
        _add_page(part, letter, asked)
    elif kind.startswith(_TEXTS) and not (kind.startswith(_NO_TEXTS) or part.get_filename()):
        _add_text(part, letter, asked)
    else:
        _attach(part, letter)


def _divided(kind: str, within: list[Part]) -> tuple[list[Part], list[Part]]:
    """The parts within one that are to be read, and those that are attached to them."""
    if kind == "multipart/alternative":
        return [_best_form(within)], []
    if kind == "multipart/related":
        return within[:1], within[1:]
    return within, []


def _parts(part: Part) -> list[Part]:
    payload = part.get_payload() if part.is_multipart() else []
    return [inner for inner in payload if isinstance(inner, Message)]


def _best_form(forms: list[Part]) -> Part:
    """Of several forms of the same text the plain one, else the page, else the last, which its sender thinks best."""
    for wanted in ("text/plain", "text/html"):
        for form in forms:
            if any(inner.get_content_type() == wanted and _content(inner).strip() for inner in _flat(form, 0)):
                return form
    return forms[-1]


def _flat(part: Part, depth: int) -> Iterator[Part]:
    yield part
    if depth < _DEEPEST:
        for inner in _parts(part):
            yield from _flat(inner, depth + 1)


def _heading_of(message: Part) -> list[Piece]:
    """Who sent a message within the message, when, and about what: a line above its text."""
    told = [header(message, name) for name in ("Subject", "From", "Date")]
    line = " · ".join(part for part in told if part)
    return [Piece(BlockKind.HEADING, line, 2)] if line else []


def _add_text(part: Part, letter: _Letter, asked: Asked) -> None:
    decoded = decode(_content(part), declared=_charset(part))
    text = _flowed(decoded.text, part)
    if part.get_content_type() in {"text/enriched", "text/richtext"}:
        text = _ENRICHED.sub("", text).replace("<<", "<")
    cleaned = clean(text)
    letter.taken += cleaned.taken
    letter.warnings += decoded.warnings
    letter.encodings.append(decoded.encoding)
    kept = asked.keep
    letter.pieces += pieces_of(cleaned.text, lambda line: "" if line in kept else asked.noise(line))


def _add_page(part: Part, letter: _Letter, asked: Asked) -> None:
    data = _content(part)
    decoded = decode(data, declared=_charset(part) or saved.declared_encoding(data))
    cleaned = clean(decoded.text)
    blocks = blocks_of(parse(cleaned.text).root, noise=asked.noise, keep=asked.keep)
    letter.taken += cleaned.taken + blocks.taken
    letter.warnings += decoded.warnings
    letter.encodings.append(decoded.encoding)
    letter.pieces += blocks.pieces


def _flowed(text: str, part: Part) -> str:
    """Rejoin lines that the sender's program broke, where it says so (RFC 3676)."""
    if str(part.get_param("format", "")).lower() != "flowed":
        return text
    gone = str(part.get_param("delsp", "")).lower() == "yes"
    joined: list[str] = []
    goes_on = False
    for line in re.split(r"\r?\n", text):
        marks = re.match(">*", line)
        assert marks is not None  # noqa: S101 - it matches anything
        rest = line[marks.end() :].removeprefix(" ")
        if goes_on and joined and re.match(">*", joined[-1]).group() == marks.group():  # type: ignore[union-attr]  # likewise
            joined[-1] += rest
        else:
            joined.append(f"{marks.group()} {rest}" if marks.group() else rest)
        goes_on = line.endswith(" ") and rest != "-- "
        if goes_on and gone:
            joined[-1] = joined[-1][:-1]
    return "\n".join(joined)


def _content(part: Part) -> bytes:
    try:
        payload = part.get_payload(decode=True)
    except (TypeError, LookupError, UnicodeError, ValueError):
        # A charset written in some odd form trips the standard library; the bytes are there all the same.
        del part["Content-Type"]
        payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _charset(part: Part) -> str:
    try:
        return part.get_content_charset() or ""
    except (LookupError, UnicodeError, ValueError):
        return ""


def _attach(part: Part, letter: _Letter) -> None:
    kind = part.get_content_type()
    if kind.startswith(_NO_DOCUMENTS):
        return
    data = b"".join(map(_as_bytes, _parts(part))) if kind == "message/rfc822" else _content(part)
    if data:
        letter.attachments.append(Attachment(_file_name(part, kind, len(letter.attachments) + 1), data, kind))


def _as_bytes(message: Part) -> bytes:
    try:
        return message.as_bytes()
    except (MessageError, LookupError, UnicodeError, ValueError, TypeError, AttributeError):
        return b""  # what can't be written again as a message is no document


def _file_name(part: Part, kind: str, number: int) -> str:
    """The name that the sender gave the file, without folders; else one by its kind."""
    try:
        told = _line(part.get_filename() or "")
    except (LookupError, UnicodeError, ValueError, TypeError):
        told = ""
    name = PureWindowsPath(PurePosixPath(told).name).name[:200].strip(". ")
    return name or f"attachment-{number}{_ENDING_OF.get(kind, '')}"


def _bibliography(message: Part, subject: str, charset: str) -> Bibliography:
    senders = _names(message, "From", charset) or _names(message, "Sender", charset)
    recipients = "; ".join(name.shown for name in _names(message, "To", charset))
    return Bibliography(
        type="personal_communication",
        genre="e-mail",
        title=subject,
        author=senders,
        issued=_date(message),
        note=f"To: {recipients}" if recipients else "",
    )


def _names(message: Part, name: str, charset: str) -> tuple[Name, ...]:
    """The people in a header: their names, or their addresses where they have none."""
    people = getaddresses([header(message, name, charset)])[:50]
    return tuple(dict.fromkeys(Name(literal=shown) for real, address in people if (shown := real.strip() or address)))


def _date(message: Part) -> PartialDate | None:
    try:
        told = parsedate_tz(header(message, "Date"))
        return PartialDate(year=told[0], month=told[1], day=told[2]) if told else None
    except (FieldError, ValueError, TypeError, IndexError, OverflowError):
        return None


def _main_page(message: Part) -> Part | None:
    """The page of a saved page's parts: the one that is named as the start, else the first."""
    pages = [part for part in _flat(message, 0) if part.get_content_type() in {"text/html", "application/xhtml+xml"}]
    start = str(message.get_param("start", "")).strip("<>")
    named = [page for page in pages if start and header(page, "Content-ID").strip("<>") == start]
    return next(iter(named or pages), None)


def _headers(data: bytes) -> dict[str, str]:
    """The headers that a file begins with, names in lower case; none where it does not begin so."""
    start = _without_frame(data[:_SNIFFED]).decode("latin-1")
    found: dict[str, str] = {}
    last = ""
    for number, line in enumerate(start.splitlines()):
        if not line.strip():
            break
        if line[0] in " \t" and last:
            found[last] += f" {line.strip()}"
        elif match := _HEADER.match(line):
            last = match[1].lower()
            found.setdefault(last, line[match.end() :].strip())
        elif number or not line.startswith("From "):
            return {}
    return found


def _claims_archive(data: bytes, ending: str) -> int:
    headers = _headers(data)
    kind = headers.get("content-type", "").lower()
    by_ending = ending in ENDINGS["web archive"] and "mime-version" in headers
    by_bytes = "snapshot-content-location" in headers or (
        kind.startswith("multipart/related") and "from" not in headers
    )
    return 3 if by_ending else 2 if by_bytes else 0


def _claims(data: bytes, ending: str) -> int:
    headers = _headers(data)
    if _claims_archive(data, ending) or not headers:
        return 0
    if ending in ENDINGS["e-mail"]:
        return 3 if headers.keys() & _USUAL else 0
    return 2 if headers.keys() & _TELLING and headers.keys() & {"from", "subject", "date"} else 0


KIND = DocumentKind(name="e-mail", endings=ENDINGS["e-mail"], claims=_claims, read=read)
"""An e-mail: by the headers that it begins with."""

ARCHIVE_KIND = DocumentKind(
    name="web archive", endings=ENDINGS["web archive"], claims=_claims_archive, read=read_archive
)
"""A web page saved as one file by a browser: built as an e-mail is."""
