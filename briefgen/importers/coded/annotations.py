"""W3C Web Annotations (Web Annotation Data Model, 2017) in JSON-LD: what others marked and noted in texts.

An annotation's text is found by its TextQuoteSelector, and by its TextPositionSelector where both are given; bodies
that tag or classify are codes, other words are notes.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree
from lxml import html as markup

from briefgen.domain.coded import Code, CodedProject, CodedSpan, CodedText, Coding
from briefgen.errors import InputRefused
from briefgen.importers.characters import clean, clean_line

CONTEXT = "http://www.w3.org/ns/anno"
"""How the address begins by which a file says that it holds annotations."""

_DEEPEST = 6
"""A collection holds a page, which holds a list, which holds annotations; selectors are refined as often."""

_TAGS = frozenset({"tagging", "classifying", "oa:tagging", "oa:classifying"})


def read_annotations(data: bytes, name: str) -> CodedProject:
    """Read one annotation, a list of them, a page or a collection.

    Raises:
        InputRefused: It is no JSON, or holds no annotation.
    """
    try:
        whole = json.loads(data.decode("utf-8-sig"))
    except (ValueError, UnicodeDecodeError) as error:
        raise InputRefused(f"The file “{name}” is damaged, or no JSON ({error}): export it anew.") from error
    reading = _Reading()
    count = 0
    for annotation in _annotations(whole):
        count += 1
        reading.annotation(annotation)
    if not count:
        raise InputRefused(f"The file “{name}” holds no web annotation: choose one that was exported as such.")
    unread = []
    if reading.mute:
        unread.append(f"Annotations that quote no words of a text, and can't be placed: {reading.mute}, left out.")
    about = whole if isinstance(whole, dict) else {}
    return CodedProject(
        title=_line(about.get("label")),
        program=_line(_in(about.get("generator"), "name")),
        codes=tuple(reading.codes.values()),
        texts=tuple(reading.texts.values()),
        spans=tuple(reading.spans),
        unread=tuple(unread),
    )


def _annotations(value: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """Every annotation of a list, page or collection."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _annotations(item, depth + 1)
    elif isinstance(value, dict):
        if "Annotation" in _list(value.get("type") or value.get("@type")) or "target" in value:
            yield value
            return
        for part in ("first", "items", "@graph"):
            yield from _annotations(value.get(part), depth + 1)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _in(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None


def _line(value: Any) -> str:
    if isinstance(value, dict):  # by language
        value = next(iter(value.values()), "")
    return clean_line(value) if isinstance(value, str) else ""


def _text(value: Any) -> str:
    """A string without what breaks layout, XML or metadata; empty where it is none."""
    return clean(value).text if isinstance(value, str) else ""


class _Reading:
    def __init__(self) -> None:
        self.codes: dict[str, Code] = {}
        self.texts: dict[str, CodedText] = {}
        self.spans: list[CodedSpan] = []
        self.mute = 0

    def annotation(self, annotation: Mapping[str, Any]) -> None:
        codings, notes = self._bodies(annotation)
        for target in _list(annotation.get("target")):
            selector = _selectors(_in(target, "selector"))
            quote = _text(selector.get("exact"))
            if not quote.strip():
                self.mute += 1
                continue
            start, end = selector.get("start", -1), selector.get("end", -1)
            counted = type(start) is int and type(end) is int
            self.spans.append(
                CodedSpan(
                    source=self._source(target),
                    start=start if counted else -1,
                    end=end if counted else -1,
                    quote=quote,
                    prefix=_text(selector.get("prefix")),
                    suffix=_text(selector.get("suffix")),
                    codings=codings,
                    note="\n\n".join(notes),
                )
            )

    def _bodies(self, annotation: Mapping[str, Any]) -> tuple[tuple[Coding, ...], list[str]]:
        codings: dict[str, Coding] = {}
        notes: list[str] = []
        if words := _text(annotation.get("bodyValue")).strip():
            notes.append(words)
        motives = _list(annotation.get("motivation"))
        for body in _list(annotation.get("body")):
            value = _text(_in(body, "value")).strip()
            if not value:
                continue
            purposes = _list(_in(body, "purpose")) or motives
            if any(isinstance(purpose, str) and purpose in _TAGS for purpose in purposes):
                key = self._code(body, value)
                codings.setdefault(key, Coding(key, _text(_in(body, "dcterms:abstract"))))
            else:
                notes.append(_plain(value) if _in(body, "format") == "text/html" else value)
        return tuple(codings.values()), list(dict.fromkeys(notes))

    def _code(self, body: Any, value: str) -> str:
        name, under = clean_line(value), _line(_in(body, "dc:type"))
        key = _text(_in(body, "id")) or "/".join(part for part in ("tag:", under, name.casefold()) if part)
        if key not in self.codes:
            self.codes[key] = Code(
                key=key,
                name=name,
                description=_text(_in(body, "dcterms:description")),
                under=(under,) if under else (),
                note=_text(_in(body, "skos:editorialNote")),
            )
        return key

    def _source(self, target: Any) -> str:
        source = target if isinstance(target, str) else _in(target, "source")
        address = source if isinstance(source, str) else _text(_in(source, "id"))
        named = _text(_in(source, "dcterms:identifier")) or address
        title = _line(_in(source, "dcterms:title"))
        key = named or address or title
        if key not in self.texts:
            self.texts[key] = CodedText(
                key=key,
                name=title or address or key,
                sha256=_sha256(named),
                address=address if address.startswith(("http://", "https://")) else "",
            )
        return key


def _selectors(selector: Any, depth: int = 0) -> dict[str, Any]:
    """What all of an annotation's selectors say together: `exact`, `prefix`, `suffix`, `start`, `end`."""
    found: dict[str, Any] = {}
    if depth > _DEEPEST:
        return found
    for one in _list(selector):
        if not isinstance(one, dict):
            continue
        if one.get("type") == "TextQuoteSelector":
            found |= {name: one[name] for name in ("exact", "prefix", "suffix") if name in one}
        elif one.get("type") == "TextPositionSelector" and "refinedBy" not in one:
            found |= {name: one[name] for name in ("start", "end") if name in one}
        found |= _selectors(one.get("refinedBy"), depth + 1)
        if one.get("type") == "Choice":
            found |= _selectors(one.get("items"), depth + 1)
    return found


def _sha256(address: str) -> str:
    """The hash in an address that names something by it (RFC 6920); empty in any other."""
    if not address.startswith("ni:///sha-256;"):
        return ""
    packed = address.removeprefix("ni:///sha-256;").partition("?")[0]
    try:
        found = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
    except (ValueError, binascii.Error):
        return ""
    return found.hex() if len(found) == 32 else ""


def _plain(html: str) -> str:
    try:
        return str(markup.fromstring(html).text_content()).strip()
    except (etree.ParserError, ValueError):
        return html
