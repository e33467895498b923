"""Books (EPUB 2 and 3): their chapters in reading order, with headings and notes, and what they say of themselves."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from briefgen.domain.bibliography import Bibliography, Name
from briefgen.errors import InputRefused
from briefgen.importers.archives import Archive, flavour, open_archive
from briefgen.importers.characters import clean, clean_line, warnings_of
from briefgen.importers.document import Asked, DocumentKind, Draft, Piece
from briefgen.importers.encoding import decode
from briefgen.importers.front_matter import parse_date
from briefgen.importers.kinds import ENDINGS
from briefgen.importers.webpage.blocks import blocks_of
from briefgen.importers.webpage.metadata import language_tag
from briefgen.importers.webpage.saved import declared_encoding
from briefgen.importers.webpage.tree import parse_strictly
from briefgen.importers.xml import parse_xml, refuse_entities

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_FONT_MASKS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
"""Ways to mask typefaces, which are no protection of the text."""
_CHAPTERS = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document"})
_MOST_CHAPTERS = 5_000
_ISBN = re.compile(r"(?:97[89][- ]?)?(?:\d[- ]?){9}[\dXx]\b")


def read(data: bytes, asked: Asked) -> Draft:
    """Turn the bytes of a book into pieces: each document of its spine, in order.

    Raises:
        InputRefused: It is damaged, protected, or built to do harm.
    """
    archive = open_archive(data, asked.filename)
    _refuse_protected(archive)
    package_path = _package_path(archive)
    package = _xml_in(archive, package_path)
    pieces: list[Piece] = []
    taken: Counter[str] = Counter()
    warnings: list[str] = []
    encodings: list[str] = []
    missing = 0
    for path in _spine(package, posixpath.dirname(package_path)):
        chapter = archive.read(path)
        if chapter is None:
            missing += 1
            continue
        refuse_entities(chapter, f"“{path}” in the file “{asked.filename}”")
        decoded = decode(chapter, declared=declared_encoding(chapter))
        cleaned = clean(decoded.text)
        # A book has no advertisements around it: no line is judged to be noise.
        blocks = blocks_of(parse_strictly(cleaned.text), noise=lambda _: "", keep=asked.keep)
        pieces += blocks.pieces
        taken += cleaned.taken + blocks.taken
        warnings += decoded.warnings
        encodings.append(decoded.encoding)
    if missing:
        warnings.append(f"{missing} of the book's chapters are not in the file.")
    return Draft(
        pieces=tuple(pieces),
        encoding=encodings[0] if encodings else "",
        bibliography=_bibliography(package),
        warnings=(*dict.fromkeys(warnings), *warnings_of(taken)),
    )


def _xml_in(archive: Archive, path: str) -> Any:
    """The root element of an entry.

    Raises:
        InputRefused: It is not there, or damaged.
    """
    data = archive.read(path)
    if data is None:
        raise InputRefused(f"The book “{archive.name}” lacks “{path}”, which says what is in it: get it anew.")
    return parse_xml(data, f"“{path}” in the file “{archive.name}”")


def _refuse_protected(archive: Archive) -> None:
    data = archive.read(_ENCRYPTION)
    if data is None:
        return
    root = parse_xml(data, f"“{_ENCRYPTION}” in the file “{archive.name}”")
    methods = {element.get("Algorithm", "") for element in _named(root, "EncryptionMethod")}
    if any(not method.startswith(_FONT_MASKS) for method in methods):
        raise InputRefused(
            f"The book “{archive.name}” is protected against copying (DRM), so that its text can't be read: "
            "ask its publisher for one without."
        )


def _package_path(archive: Archive) -> str:
    for element in _named(_xml_in(archive, _CONTAINER), "rootfile"):
        path = element.get("full-path", "")
        if path:
            return str(posixpath.normpath(unquote(path)).lstrip("/"))
    raise InputRefused(f"The book “{archive.name}” does not say what is in it: get it anew.")


def _spine(package: Any, folder: str) -> Iterator[str]:
    """The paths of the chapters within the archive, in reading order. One that leads out of it is no entry's name."""
    items = {item.get("id"): item for item in _named(package, "item")}
    references = [items.get(reference.get("idref")) for reference in _named(package, "itemref")]
    seen: set[str] = set()
    for item in references[:_MOST_CHAPTERS]:
        if item is None or (item.get("media-type") or "application/xhtml+xml").lower() not in _CHAPTERS:
            continue
        path = posixpath.normpath(posixpath.join(folder, unquote(item.get("href", "").partition("#")[0])))
        if path not in seen:
            seen.add(path)
            yield path


def _named(root: Any, name: str) -> Iterator[Any]:
    """The elements of a local name, whatever their namespace."""
    return (element for element in root.iter(f"{{*}}{name}"))


# ------------------------------------------------------------------------------------------ bibliography


@dataclass(frozen=True, slots=True)
class _Told:
    """One value of a book's metadata, and what is said of it."""

    value: str
    role: str = ""
    scheme: str = ""
    kind: str = ""


def _bibliography(package: Any) -> Bibliography:
    titles = _told(package, "title")
    title = next((told.value for told in titles if told.kind == "main"), titles[0].value if titles else "")
    subtitle = next((told.value for told in titles if told.kind == "subtitle"), "")
    people = _told(package, "creator") + _told(package, "contributor")
    authors = [told for told in _told(package, "creator") if told.role in {"", "aut"}]
    dates = _told(package, "date")
    issued = next((told for told in dates if told.kind in {"publication", "original-publication"}), None)
    first = issued or (dates[0] if dates else None)
    return Bibliography(
        type="book",
        title=f"{title}: {subtitle}" if title and subtitle else title,
        author=_people(authors or _told(package, "creator")),
        editor=_people([told for told in people if told.role == "edt"]),
        translator=_people([told for told in people if told.role == "trl"]),
        publisher=_one(package, "publisher"),
        issued=parse_date(re.sub(r"^(\d{4})-00.*|^(\d{4}-\d\d)-00.*", r"\1\2", first.value)) if first else None,
        ISBN=_isbn(_told(package, "identifier") + _told(package, "source")),
        language=language_tag(_one(package, "language")),
        abstract=_plain(_one(package, "description")),
    )


def _told(package: Any, name: str) -> list[_Told]:
    """All values under a name of Dublin Core."""
    refined: dict[str, dict[str, str]] = {}
    for meta in _named(package, "meta"):
        if meta.get("refines"):
            about = refined.setdefault(meta.get("refines").lstrip("#"), {})
            about[meta.get("property", "").rpartition(":")[2]] = (meta.text or "").strip()
    found = []
    for element in package.iter(f"{{http://purl.org/dc/elements/1.1/}}{name}"):
        value = clean_line("".join(element.itertext()))[:5_000]
        own = {key.rpartition("}")[2]: text for key, text in element.attrib.items()}
        about = refined.get(own.get("id", ""), {})
        if value:
            kind = about.get("title-type") or own.get("event", "")
            found.append(_Told(value, about.get("role") or own.get("role", ""), own.get("scheme", ""), kind))
    return found


def _one(package: Any, name: str) -> str:
    return next((told.value for told in _told(package, name)), "")


def _people(told: list[_Told]) -> tuple[Name, ...]:
    return tuple(dict.fromkeys(Name(literal=entry.value[:500]) for entry in told[:50]))


def _isbn(told: list[_Told]) -> str:
    for entry in told:
        marked = "isbn" in entry.value.lower() or entry.scheme.upper() == "ISBN"
        if match := _ISBN.search(entry.value):
            digits = re.sub(r"[- ]", "", match.group())
            if marked or (len(digits) == 13 and digits.startswith(("978", "979"))):
                return digits.upper()
    return ""


def _plain(text: str) -> str:
    """A description without the elements that many books write into it."""
    if "<" not in text and "&" not in text:
        return text
    blocks = blocks_of(parse_strictly(text), noise=lambda _: "")
    return "\n\n".join(piece.text for piece in blocks.pieces if not piece.left_out)


KIND = DocumentKind(
    name="book",
    endings=ENDINGS["book"],
    claims=lambda data, ending: (2 + (ending in ENDINGS["book"])) if flavour(data) == "epub" else 0,
    read=read,
)
"""A book: by what is in the ZIP file that it is."""
