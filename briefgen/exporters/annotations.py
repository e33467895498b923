"""A dossier's passages as W3C Web Annotations (Web Annotation Data Model, 2017), one collection in JSON-LD.

Each passage is an annotation with a TextQuoteSelector and a TextPositionSelector (code points in the canonical text);
its kind is a tag, its note a comment, and each point that cites it a body that classifies it. A document is named by
its address on the web, and by the hash of its bytes (RFC 6920).
"""

from __future__ import annotations

import base64
import json
from typing import Any

from briefgen import __version__
from briefgen.domain.coded import OURS
from briefgen.domain.dossier import Dossier
from briefgen.domain.points import Point
from briefgen.domain.sources import Passage, Source
from briefgen.exporters.guids import guid_of


def to_annotations(dossier: Dossier) -> bytes:
    """Make a collection of annotations of a dossier's passages; lost ones stand nowhere, and are left out."""
    sources = {source.id: _source(source) for source in dossier.sources}
    citing: dict[str, list[tuple[Point, str]]] = {}
    for point in dossier.points:
        for citation in point.evidence:
            citing.setdefault(citation.passage, []).append((point, citation.note))
    items = [
        _annotation(dossier, passage, sources[passage.source], citing.get(passage.id, []))
        for passage in dossier.passages
        if not passage.lost
    ]
    collection = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": _urn(dossier, "annotations"),
        "type": "AnnotationCollection",
        "label": dossier.settings.title or OURS,
        "generator": {"id": "urn:briefgen", "type": "Software", "name": f"{OURS} {__version__}"},
        "total": len(items),
        "first": {"id": _urn(dossier, "annotations 1"), "type": "AnnotationPage", "startIndex": 0, "items": items},
    }
    return (json.dumps(collection, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _urn(dossier: Dossier, record: str) -> str:
    return f"urn:uuid:{guid_of(dossier, record)}"


def _source(source: Source) -> dict[str, Any]:
    packed = base64.urlsafe_b64encode(bytes.fromhex(source.sha256)).decode().rstrip("=")
    named = f"ni:///sha-256;{packed}"
    about = {
        "id": source.bibliography.URL or named,
        "type": "Text",
        "dcterms:identifier": named,
        "dcterms:title": source.title,
    }
    return about | ({"language": source.bibliography.language} if source.bibliography.language else {})


def _annotation(
    dossier: Dossier, passage: Passage, source: dict[str, Any], citing: list[tuple[Point, str]]
) -> dict[str, Any]:
    bodies: list[dict[str, Any]] = [{"type": "TextualBody", "purpose": "tagging", "value": passage.kind.value}]
    bodies += [_point(dossier, point, note) for point, note in citing]
    if passage.note:
        bodies.append({"type": "TextualBody", "purpose": "commenting", "format": "text/plain", "value": passage.note})
    quote = {"type": "TextQuoteSelector", "exact": passage.quote, "prefix": passage.prefix, "suffix": passage.suffix}
    place = {"type": "TextPositionSelector", "start": passage.start, "end": passage.end}
    return {
        "id": _urn(dossier, passage.id),
        "type": "Annotation",
        "motivation": "commenting" if passage.note else "tagging",
        "body": bodies,
        "target": {"type": "SpecificResource", "source": source, "selector": [quote, place]},
    }


def _point(dossier: Dossier, point: Point, note: str) -> dict[str, Any]:
    body: dict[str, Any] = {
        "id": _urn(dossier, point.id),
        "type": "TextualBody",
        "purpose": "classifying",
        "value": point.title or point.id,
        "dc:type": point.kind.value,
    }
    more = {"dcterms:description": point.body, "skos:editorialNote": point.note, "dcterms:abstract": note}
    return body | {name: value for name, value in more.items() if value}
