"""What a PDF says of itself: title, author, subject, keywords, marking, reference, version, dates, ids. Pure.

The house template says title, author and description in its page's head; the brief's data say the rest. The same is
written twice, in the document's information (ISO 32000-1, 14.3.3) and as XMP (ISO 16684-1), and is equal in both, as
PDF/A wants it. Marking and reference have no names of their own there: as in other programs, they stand under their
plain names in the one, and in Adobe's `pdfx` namespace in the other, which the file describes (ISO 19005-3, 6.6.2.3.3).

No clock and no chance: dates are the brief's, ids are hashes.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

_IDS = uuid.uuid5(uuid.NAMESPACE_URL, "briefgen:/document/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a PDF says of itself. Dates as YYYY-MM-DD; what is not known is ""."""

    title: str = ""
    author: str = ""
    subject: str = ""
    keywords: tuple[str, ...] = ()
    language: str = ""
    marking: str = ""
    reference: str = ""
    version: str = ""
    publisher: str = ""
    licence: str = ""
    creator: str = ""
    producer: str = ""
    created: str = ""
    modified: str = ""
    document_id: str = ""
    instance_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the house template's page says in its head."""

    title: str = ""
    authors: tuple[str, ...] = ()
    description: str = ""
    keywords: tuple[str, ...] = ()
    generator: str = ""
    created: str = ""
    modified: str = ""


def metadata_of(context: Mapping[str, Any], said: Said, *, language: str, producer: str, html: str) -> Metadata:
    """What a document says of itself.

    Args:
        context: The brief's data (`rendering.context`); parts that are not there say nothing.
        said: What the page says.
        language: BCP 47.
        producer: The program that writes the file.
        html: The page that was laid out: other pages are another instance of the document.
    """
    brief, marking, template = (_part(context, name) for name in ("brief", "marking", "template"))
    house = _part(_part(context, "brand"), "organisation")
    marked = _line(" ".join(_text(marking, name) for name in ("text", "tlp")))
    reference = _line(_text(brief, "ref"))
    date = _text(_part(brief, "date"), "iso")
    title = _text(brief, "title") or said.title
    return Metadata(
        title=_line(said.title),
        author="; ".join(filter(None, map(_line, said.authors))),
        subject=_line(said.description),
        keywords=tuple(_unlike(said.keywords or (_text(template, "title"), reference, marked))),
        language=language,
        marking=marked,
        reference=reference,
        version=_line(" ".join(_text(brief, name) for name in ("version", "state"))),
        publisher=_line(_text(house, "name")),
        licence=_line(_text(brief, "licence")),
        creator=_line(said.generator),
        producer=producer,
        created=_day(said.created) or date,
        modified=_day(said.modified) or _day(said.created) or date,
        document_id=document_id(_text(template, "name"), reference, title),
        instance_id=str(uuid.uuid5(_IDS, hashlib.sha256(html.encode("utf-8", "surrogatepass")).hexdigest())),
    )


def document_id(template: str, reference: str, title: str) -> str:
    """The id of a document, by its house template's name and its reference, or its title where it has none.

    A new version of a document is the same document.
    """
    return str(uuid.uuid5(_IDS, f"{template}\n{_line(reference) or title}"))


def information(metadata: Metadata) -> dict[str, str]:
    """The entries of the document's information, but its dates."""
    entries = {
        "Title": metadata.title,
        "Author": metadata.author,
        "Subject": metadata.subject,
        "Keywords": ", ".join(metadata.keywords),
        "Creator": metadata.creator,
        "Producer": metadata.producer,
        "Marking": metadata.marking,
        "Reference": metadata.reference,
        "Version": metadata.version,
    }
    return {name: value for name, value in entries.items() if value}


def pdf_date(date: str) -> str:
    """A date as PDF writes it: 2026-04-07 → D:20260407000000Z."""
    return f"D:{date.replace('-', '')[:8]}000000Z"


def xmp(metadata: Metadata, *, archival: str = "", accessible: int = 0) -> bytes:
    """The XMP packet.

    Args:
        metadata: What it says.
        archival: Part and level of PDF/A that the file claims, as in “3a”; "" for none.
        accessible: Part of PDF/UA that it claims; 0 for none.
    """
    blocks = [
        _claims(archival, accessible),
        _simple("pdf", Producer=metadata.producer, Keywords=", ".join(metadata.keywords)),
        _simple(
            "xmp",
            CreatorTool=metadata.creator,
            CreateDate=_moment(metadata.created),
            ModifyDate=_moment(metadata.modified),
            MetadataDate=_moment(metadata.modified),
        ),
        _simple(
            "xmpMM",
            DocumentID=f"uuid:{metadata.document_id}",
            InstanceID=f"uuid:{metadata.instance_id}",
            VersionID=metadata.version,
        ),
        _simple("pdfx", Marking=metadata.marking, Reference=metadata.reference),
        _dublin_core(metadata),
    ]
    if archival and (accessible or metadata.marking or metadata.reference):
        blocks.append(_extension(with_ua=accessible > 0, with_pdfx=bool(metadata.marking or metadata.reference)))
    body = "\n".join(block for block in blocks if block)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
        f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n{body}\n</rdf:RDF>\n</x:xmpmeta>\n'
        '<?xpacket end="r"?>'
    ).encode()


_NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfx": "http://ns.adobe.com/pdfx/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
}


def _claims(archival: str, accessible: int) -> str:
    found = ""
    if archival:
        part, level = archival[0], archival[1:].upper()
        # From PDF/A-4 on the year of the standard is said too, and levels a, b and u are gone.
        is_4 = part == "4"
        level = "" if is_4 and level not in {"E", "F"} else level
        found += _simple("pdfaid", part=part, conformance=level, rev="2020" if is_4 else "")
    if accessible:
        revision = {"rev": "2024"} if accessible > 1 else {}
        found += ("\n" if found else "") + _simple("pdfuaid", part=str(accessible), **revision)
    return found


def _simple(prefix: str, **values: str) -> str:
    inner = "".join(
        f"<{prefix}:{name}>{escape(value, quote=False)}</{prefix}:{name}>" for name, value in values.items() if value
    )
    return _description(prefix, inner)


def _description(prefix: str, inner: str) -> str:
    if not inner:
        return ""
    return f'<rdf:Description rdf:about="" xmlns:{prefix}="{_NAMESPACES[prefix]}">{inner}</rdf:Description>'


def _dublin_core(metadata: Metadata) -> str:
    inner = "<dc:format>application/pdf</dc:format>"
    for name, container, value in (
        ("title", "Alt", metadata.title),
        ("creator", "Seq", metadata.author),
        ("description", "Alt", metadata.subject),
        ("language", "Bag", metadata.language),
        ("publisher", "Bag", metadata.publisher),
        ("rights", "Alt", metadata.licence),
    ):
        if value:
            language = ' xml:lang="x-default"' if container == "Alt" else ""
            item = f"<rdf:li{language}>{escape(value, quote=False)}</rdf:li>"
            inner += f"<dc:{name}><rdf:{container}>{item}</rdf:{container}></dc:{name}>"
    if metadata.keywords:
        items = "".join(f"<rdf:li>{escape(word, quote=False)}</rdf:li>" for word in metadata.keywords)
        inner += f"<dc:subject><rdf:Bag>{items}</rdf:Bag></dc:subject>"
    if metadata.reference:
        inner += f"<dc:identifier>{escape(metadata.reference, quote=False)}</dc:identifier>"
    return _description("dc", inner)


def _extension(*, with_ua: bool, with_pdfx: bool) -> str:
    """Describe what PDF/A does not know: the claim of accessibility, and Adobe's namespace for entries of one's own."""
    schemas = ""
    if with_ua:
        schemas += _schema(
            "PDF/UA identification", "pdfuaid", (("part", "Integer", "internal", "Part of ISO 14289 that is followed"),)
        )
    if with_pdfx:
        schemas += _schema(
            "Entries of the document's information",
            "pdfx",
            (
                ("Marking", "Text", "external", "Protective marking of the document"),
                ("Reference", "Text", "external", "Reference of the document in its house"),
            ),
        )
    return (
        '<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" '
        'xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" '
        'xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
        f"<pdfaExtension:schemas><rdf:Bag>{schemas}</rdf:Bag></pdfaExtension:schemas></rdf:Description>"
    )


def _schema(title: str, prefix: str, properties: Iterable[tuple[str, str, str, str]]) -> str:
    items = "".join(
        f'<rdf:li rdf:parseType="Resource"><pdfaProperty:name>{name}</pdfaProperty:name>'
        f"<pdfaProperty:valueType>{kind}</pdfaProperty:valueType>"
        f"<pdfaProperty:category>{category}</pdfaProperty:category>"
        f"<pdfaProperty:description>{escape(said, quote=False)}</pdfaProperty:description></rdf:li>"
        for name, kind, category, said in properties
    )
    return (
        f'<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>{escape(title, quote=False)}</pdfaSchema:schema>'
        f"<pdfaSchema:namespaceURI>{_NAMESPACES[prefix]}</pdfaSchema:namespaceURI>"
        f"<pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{items}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )


def _day(text: str) -> str:
    found = re.match(r"\d{4}-\d\d-\d\d", text)
    return found[0] if found else ""


def _moment(date: str) -> str:
    return f"{date[:10]}T00:00:00Z" if date else ""


def _part(values: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = values.get(name)
    return found if isinstance(found, Mapping) else {}


def _text(values: Mapping[str, Any], name: str) -> str:
    found = values.get(name)
    return found if isinstance(found, str) else ""


def _line(text: str) -> str:
    """On one line, without characters that XML can't hold."""
    return " ".join("".join(letter for letter in text if letter.isprintable() or letter.isspace()).split())


def _unlike(words: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(filter(None, map(_line, words)))
