"""The quotations of a brief as W3C Web Annotations, to be put into its PDF: where each stands in which source.

An annotation's body has the words as they are printed; its target the source, by its address on the web and the hash
of its bytes (RFC 6920), with the exact words and their place there (Web Annotation Data Model, 2017). So anybody who
has the source can check a quotation without Briefgen. Nothing else is in it: no notes, no names of files, no points, no
words around a quotation. But an editor's elision hides nothing here, for the exact words stand beside it.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from briefgen import __version__
from briefgen.domain.coded import OURS
from briefgen.domain.dossier import Dossier
from briefgen.domain.quotations import PrintedQuotation
from briefgen.domain.sources import Source
from briefgen.domain.verification import Known

NAME = "quotations.jsonld"
MEDIA_TYPE = "application/ld+json"
_HASHED = "ni:///sha-256;"


def to_provenance(
    dossier: Dossier, quotations: Iterable[PrintedQuotation], words: Mapping[str, Sequence[str]]
) -> bytes:
    """Make the collection.

    Args:
        dossier: What they are quoted from.
        quotations: Those that are printed.
        words: By their keys, the words as they are printed first.
    """
    sources = {source.id: source for source in dossier.sources}
    passages = {passage.id: passage for passage in dossier.passages}
    items = []
    for quotation in quotations:
        passage = passages[quotation.passage]
        printed = words[quotation.key][0]
        selectors = [
            {"type": "TextQuoteSelector", "exact": passage.quote},
            {"type": "TextPositionSelector", "start": passage.start, "end": passage.end},
        ]
        items.append(
            {
                "id": f"#quotation-{quotation.key}",
                "type": "Annotation",
                "motivation": "describing",
                "body": {"type": "TextualBody", "format": "text/plain", "value": printed},
                "target": {
                    "type": "SpecificResource",
                    "source": _source(sources[passage.source]),
                    "selector": selectors,
                },
            }
        )
    collection = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "#quotations",
        "type": "AnnotationCollection",
        "generator": {"id": "urn:briefgen", "type": "Software", "name": f"{OURS} {__version__}"},
        "total": len(items),
        "first": {"id": "#quotations-1", "type": "AnnotationPage", "startIndex": 0, "items": items},
    }
    return (json.dumps(collection, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _source(source: Source) -> dict[str, Any]:
    packed = base64.urlsafe_b64encode(bytes.fromhex(source.sha256)).decode().rstrip("=")
    about = {
        "id": source.bibliography.URL or f"{_HASHED}{packed}",
        "type": "Text",
        "dcterms:identifier": f"{_HASHED}{packed}",
    }
    # Without a title it would be the file's name that stands for it.
    title = source.bibliography.title
    return about | ({"dcterms:title": title} if title else {})


def known_in(content: bytes) -> tuple[Known, ...]:
    """Read such a collection back; empty for one that is another's, or damaged. A source's id is its hash, in hex."""
    try:
        items = json.loads(content)["first"]["items"]
        return tuple(_known(item) for item in items)
    except (ValueError, KeyError, TypeError, AttributeError, StopIteration, RecursionError):
        return ()


def _known(item: Mapping[str, Any]) -> Known:
    target = item["target"]
    exact = next(one["exact"] for one in target["selector"] if one["type"] == "TextQuoteSelector")
    source = target["source"]
    hashed = _sha256(str(source["dcterms:identifier"]))
    return Known(
        passage="",
        source=hashed,
        title=str(source.get("dcterms:title", "")),
        whole=str(exact),
        forms=(str(item["body"]["value"]),),
    )


def _sha256(named: str) -> str:
    packed = named.removeprefix(_HASHED)
    try:
        return base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)).hex()
    except binascii.Error as error:
        raise ValueError(named) from error
