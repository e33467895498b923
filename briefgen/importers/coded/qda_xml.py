"""The XML of REFI-QDA, read whatever its namespace: programs differ in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree


def tag(element: Any) -> str:
    """An element's name without its namespace; empty for comments and instructions."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def children(element: Any, *tags: str) -> Iterator[Any]:
    """The elements right under another that have one of these names."""
    return (inner for inner in element if tag(inner) in tags)


def child(element: Any, name: str) -> Any | None:
    """The first of them."""
    return next(children(element, name), None)


def words(element: Any, name: str) -> str:
    """The words of the first of them, without white space around them."""
    found = child(element, name)
    return "" if found is None else "".join(found.itertext()).strip()


def key(element: Any, attribute: str = "guid") -> str:
    """A GUID as all are compared: in lower case, without braces."""
    return str(element.get(attribute, "")).strip().strip("{}").lower()
