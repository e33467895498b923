"""CSL-JSON: what Zotero and Mendeley export, and what doi.org and Crossref answer."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from briefgen.domain.bibliography import from_csl
from briefgen.domain.fields import FieldError
from briefgen.domain.references import Reference, References
from briefgen.errors import InputRefused
from briefgen.importers.characters import clean

_SIGNS = frozenset({"title", "DOI", "issued", "author", "container-title", "URL"})
_LISTS = frozenset({"title", "container-title", "ISSN", "ISBN", "original-title", "short-title", "collection-title"})
"""Variables of which Crossref gives a list, the first being the one that counts."""
_TYPES = {
    "journal-article": "article-journal",
    "book-chapter": "chapter",
    "proceedings-article": "paper-conference",
    "posted-content": "article",
    "monograph": "book",
    "edited-book": "book",
    "reference-book": "book",
    "dissertation": "thesis",
}
"""Crossref's names of types, in those of CSL."""
_KEPT = frozenset({
    "type", "title", "title-short", "shortTitle", "author", "editor", "translator", "container-title",
    "collection-title", "publisher", "publisher-place", "genre", "number", "volume", "issue", "edition", "page",
    "issued", "accessed", "URL", "DOI", "ISBN", "ISSN", "language", "abstract", "note",
})  # fmt: skip
_DEEPEST = 6
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
"""Titles may have words in italics, and abstracts of Crossref are XML."""


def read_csl(text: str, name: str) -> References:
    """Read CSL-JSON: an item, a list of them, or whatever holds such lists.

    Raises:
        InputRefused: It is no JSON.
    """
    try:
        whole = _cleaned(json.loads(text))
    except ValueError as error:
        raise InputRefused(f"The file “{name}” is damaged, or no JSON where it should be ({error}).") from error
    entries: list[Reference] = []
    unread: list[str] = []
    for key, item in _items(whole):
        try:
            entries.append(Reference(key, from_csl(_tidy(item))))
        except (FieldError, ValueError, TypeError, AttributeError) as error:
            unread.append(f"“{key}” could not be read: {error}")
    return References(tuple(entries), tuple(unread))


def _cleaned(value: Any) -> Any:
    """A value in one line, without what breaks a layout: in JSON it can be written so that it is not seen before."""
    if isinstance(value, str):
        return " ".join(clean(value).text.split())
    if isinstance(value, list):
        return [_cleaned(inner) for inner in value]
    return {key: _cleaned(inner) for key, inner in value.items()} if isinstance(value, dict) else value


def _items(value: Any, key: str = "", depth: int = 0) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for number, inner in enumerate(value, 1):
            yield from _items(inner, f"{key} {number}".strip(), depth + 1)
    elif isinstance(value, dict):
        if value.keys() & _SIGNS:
            yield str(value.get("id") or key), value
        else:
            for name, inner in value.items():
                if isinstance(inner, list | dict):
                    yield from _items(inner, name, depth + 1)


def _tidy(item: Mapping[str, Any]) -> dict[str, Any]:
    """An item without what no field is for, and with one value where a list was given."""
    values = {name: value for name, value in item.items() if name in _KEPT and value}
    for name in _LISTS & values.keys():
        if isinstance(values[name], list):
            values[name] = str(values[name][0])
    values["type"] = _TYPES.get(str(values.get("type", "")), str(values.get("type", "")))
    for name in ("author", "editor", "translator"):
        people = values.get(name)
        if isinstance(people, list):
            # Crossref writes a body's name as `name`.
            told = [
                {**one, "literal": one.get("literal") or one.get("name", "")} for one in people if isinstance(one, dict)
            ]
            values[name] = [
                one for one in told if any(str(one.get(part) or "").strip() for part in ("family", "given", "literal"))
            ]
    for name, value in values.items():
        if isinstance(value, str):
            values[name] = " ".join(html.unescape(_TAG.sub(" " if name == "abstract" else "", value)).split())
    return values
