"""What a PDF says of itself: its information dictionary, its XMP packet, and the DOI that is printed on it."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Any

from briefgen.domain.bibliography import Bibliography, Name, PartialDate
from briefgen.domain.fields import FieldError
from briefgen.errors import InputRefused
from briefgen.importers.characters import clean
from briefgen.importers.front_matter import parse_date
from briefgen.importers.webpage.metadata import language_tag
from briefgen.importers.xml import parse_xml

_INFO_KEYS = ("Title", "Author", "Subject", "Keywords", "CreationDate")
_PDF_DATE = re.compile(r"D?:?\s*(\d{4})(\d\d)?(\d\d)?")
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>{}|\\^`\[\]]+", re.IGNORECASE)
_NO_TITLE = re.compile(
    r"(?:untitled|unbenannt|sans titre|sin título|senza titolo|document ?\d*|dokument ?\d*|slide ?\d+|title|print"
    r"|adobe (?:photoshop|illustrator|indesign) (?:pdf|document)|scan(?:ned document)?[ _-]?\d*"
    r"|layout ?\d*|presentation ?\d*|powerpoint presentation|microsoft (?:word|powerpoint|excel)\b.*"
    r"|.*\.(?:docx?|odt|rtf|pdf|indd|qxd|qxp|pptx?|xlsx?|tex|dvi|ps|html?|txt|fm|pmd|p65|eps))",
    re.IGNORECASE,
)
_NO_AUTHOR = re.compile(
    r"(?:user|admin(?:istrator)?|author|unknown|owner|root|\W*|.*@.*|ARRAY\(0x.*|[a-z]{1,4}\d+)", re.IGNORECASE
)
_METADATA = re.compile(rb"<<[^<>]{0,300}/Type\s*/Metadata\b[^<>]{0,300}>>\s*stream\r?\n", re.DOTALL)
_XMP = re.compile(rb"<x:x[am]pmeta\b.*?</x:x[am]pmeta>", re.DOTALL)
_LARGEST_XMP = 5_000_000

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_LI = f"{{{_RDF}}}li"
_NAMES = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://prismstandard.org/namespaces/basic/2.0/": "prism",
    "http://prismstandard.org/namespaces/basic/2.1/": "prism",
    "http://prismstandard.org/namespaces/basic/1.2/": "prism",
    "http://prismstandard.org/namespaces/basic/3.0/": "prism",
    "http://ns.adobe.com/pdfx/1.3/": "pdfx",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/pdf/1.3/": "pdf",
    "http://www.crossref.org/crossmark/1.0/": "crossmark",
}


def bibliography_of(document: Any, data: bytes, beginning: str, heading: str) -> Bibliography:
    """What is known of a PDF as a publication.

    Args:
        document: The PDF, as pypdfium2 opened it.
        data: Its bytes.
        beginning: The text of its first pages, in which a DOI may be printed.
        heading: Its title as it stands on the first page, for want of another.
    """
    info = {key: _line(document.get_metadata_value(key) or "") for key in _INFO_KEYS}
    xmp = _xmp(data)
    title = next(
        (each for each in (_first(xmp, "dc:title"), info["Title"]) if each and not _NO_TITLE.fullmatch(each)), ""
    )
    people = xmp.get("dc:creator") or _divided(info["Author"])
    issued = next((date for told in _dates(xmp) if (date := _date(told)) is not None), None) or _date(
        info["CreationDate"]
    )
    subject = _first(xmp, "dc:description") or info["Subject"]
    keywords = ", ".join(xmp.get("dc:subject", ())) or _first(xmp, "pdf:Keywords") or info["Keywords"]
    return Bibliography(
        title=(title or heading)[:500],
        author=tuple(Name(literal=each[:300]) for each in dict.fromkeys(people[:50]) if not _NO_AUTHOR.fullmatch(each)),
        container_title=_first(xmp, "prism:publicationName")[:300],
        volume=_first(xmp, "prism:volume")[:50],
        issue=_first(xmp, "prism:number")[:50],
        publisher=_first(xmp, "dc:publisher")[:300],
        ISSN=_first(xmp, "prism:issn")[:20],
        URL=_first(xmp, "prism:url")[:1000],
        DOI=_doi(xmp, beginning),
        issued=issued,
        language=language_tag(_first(xmp, "dc:language")),
        abstract=subject[:5_000] if subject != title else "",
        extra=(("keyword", keywords[:1_000]),) if keywords else (),
    )


def _line(text: str) -> str:
    return " ".join(clean(text).text.split())


def _divided(authors: str) -> list[str]:
    """Several people in one field: by semicolons, or by “and”; a comma may stand within a name."""
    parts = re.split(r"\s*;\s*|\s+and\s+|\s*&\s*", authors)
    if len(parts) == 1 and authors.count(",") > 1:
        parts = re.split(r"\s*,\s*", authors)
    return [part.strip(" ,") for part in parts if part.strip(" ,")]


def _dates(xmp: dict[str, list[str]]) -> list[str]:
    names = ("prism:publicationDate", "prism:coverDate", "dc:date", "xmp:CreateDate")
    return [value for name in names for value in xmp.get(name, ())]


def _date(told: str) -> PartialDate | None:
    """A date of XMP (ISO 8601) or of the dictionary (ISO 32000-1, 7.9.4); None for one that makes no sense."""
    if match := re.match(r"\d{4}(?:-\d\d(?:-\d\d)?)?(?!\d)", told):
        told = match.group()
    elif match := _PDF_DATE.match(told):
        told = "-".join(part for part in match.groups() if part)
    try:
        date = parse_date(told) if told else None
    except FieldError:
        return None
    return date if date is not None and date.year is not None and 1450 <= date.year <= 2200 else None


def _first(xmp: dict[str, list[str]], name: str) -> str:
    return next(iter(xmp.get(name, ())), "")


def _doi(xmp: dict[str, list[str]], beginning: str) -> str:
    told = [
        *xmp.get("prism:doi", ()),
        *xmp.get("pdfx:doi", ()),
        *xmp.get("crossmark:DOI", ()),
        *xmp.get("dc:identifier", ()),
    ]
    for text in (*told, beginning):
        if match := _DOI.search(text):
            doi = match.group().rstrip(".,;:'’”")
            while doi.endswith(")") and doi.count(")") > doi.count("("):
                doi = doi[:-1].rstrip(".,;:")
            return doi
    return ""


def _xmp(data: bytes) -> dict[str, list[str]]:
    """The values in the XMP packet by prefixed name; empty where there is none, or none that can be read."""
    found: dict[str, list[str]] = {}
    for packet in _packets(data):
        try:
            root = parse_xml(packet, "Its metadata")
        except InputRefused:
            continue
        for description in root.iter(f"{{{_RDF}}}Description"):
            for name, value in description.attrib.items():
                _add(found, name, [value])
            for child in description:
                if isinstance(child.tag, str):
                    items = [item.text or "" for item in child.iter(_LI)] or [child.text or ""]
                    _add(found, child.tag, items)
        if found:
            return found
    return found


def _add(found: dict[str, list[str]], name: str, values: list[str]) -> None:
    space, _, local = name.removeprefix("{").rpartition("}")
    prefix = _NAMES.get(space)
    lines = [line for value in values[:200] if (line := _line(value[:10_000]))]
    if prefix and lines:
        found.setdefault(f"{prefix}:{local}", []).extend(lines)


def _packets(data: bytes) -> Iterator[bytes]:
    """XMP packets that stand in the file as they are, the last first, as it replaces the others; then packed ones."""
    plain = [match.group() for match in _XMP.finditer(data) if len(match.group()) <= _LARGEST_XMP]
    yield from reversed(plain[-5:])
    for match in list(_METADATA.finditer(data))[-5:]:
        try:
            unpacked = zlib.decompressobj().decompress(data[match.end() : match.end() + _LARGEST_XMP], _LARGEST_XMP)
        except zlib.error:
            continue
        yield from (packet.group() for packet in _XMP.finditer(unpacked))
