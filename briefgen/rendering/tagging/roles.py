"""What an element is in the tag tree: its role, alternative text, language. Questions to elements, without boxes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

SVG = "{http://www.w3.org/2000/svg}svg"
_SVG_TITLE = "{http://www.w3.org/2000/svg}title"

QUOTATION = "data-quotation"
"""The attribute of an element that is a quotation of a source: its key in the document (`rendering.notes`)."""

HEADING_GROUP = "hgroup"
"""The element of a heading with the short paragraphs about it; wherever these stand, the heading is heard first."""

_ROLES = {
    **dict.fromkeys(("div", "header", "footer", "form", "fieldset", "details", "figure", HEADING_GROUP), "Div"),
    **dict.fromkeys(("section", "aside", "nav"), "Sect"),
    **dict.fromkeys(("ul", "ol", "dl", "menu"), "L"),
    **dict.fromkeys(("p", "pre", "address", "legend", "summary"), "P"),
    **dict.fromkeys(("caption", "figcaption"), "Caption"),
    **dict.fromkeys(("img", SVG, "object", "embed"), "Figure"),
    **{tag: tag.upper() for tag in ("h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "tr", "th", "td")},
    "main": "Part", "article": "Art", "blockquote": "BlockQuote",
    "table": "Table", "thead": "THead", "tbody": "TBody", "tfoot": "TFoot",
    "a": "Link", "q": "Quote", "code": "Code",
}  # fmt: skip
"""Roles by elements' names. An element without one, such as `strong`, is part of what it stands in."""

_NUMBERINGS = {
    "decimal": "Decimal", "lower-alpha": "LowerAlpha", "lower-latin": "LowerAlpha", "upper-alpha": "UpperAlpha",
    "upper-latin": "UpperAlpha", "lower-roman": "LowerRoman", "upper-roman": "UpperRoman", "disc": "Disc",
    "circle": "Circle", "square": "Square",
}  # fmt: skip
_SCOPES = {"row": "Row", "rowgroup": "Row", "col": "Column", "colgroup": "Column"}


def role_of(element: Any, parents: Mapping[Any, Any]) -> str:
    """The role of an element; "" if it has none of its own."""
    name = element.tag
    if name == "figure" and pictured(element) is not None:
        return "Figure"
    if name in {"ul", "ol", "li"} and (nav := _within(element, "nav", parents)) is not None and is_contents(nav):
        return "TOCI" if name == "li" else "TOC"
    if name == "a" and not element.get("href"):
        return ""
    if element.get(QUOTATION):
        return "Quote"
    role = "" if _is_plain(element) else _ROLES.get(name, "")
    if not role and (element.get("lang") or (name == "abbr" and element.get("title")) or words_for(element)):
        return "Span"
    return role


def is_hidden(element: Any) -> bool:
    """Whether it is decoration: marked as such, or an image without anything to say."""
    if element.get("aria-hidden") == "true":
        return True
    if element.tag == SVG:
        return not alternative_of(element)
    return element.tag == "img" and (element.get("alt") == "" or _is_plain(element))


def alternative_of(element: Any) -> str:
    """What stands for an image: what its own label, its `alt` or its title says."""
    if label := element.get("aria-label"):
        return _line(label)
    if element.tag == SVG:
        title = element.find(_SVG_TITLE)
        return _line("" if title is None else title.text or "")
    if element.tag == "figure" and (image := pictured(element)) is not None:
        return alternative_of(image)
    return _line(element.get("alt") or "")


def pictured(figure: Any) -> Any:
    """The only image of a `figure` that holds nothing else but its caption; None for other figures."""
    images = [*figure.iter("img"), *figure.iter(SVG)]
    others = {"table", "ul", "ol", "dl", "blockquote", "pre"}
    return images[0] if len(images) == 1 and not any(entry.tag in others for entry in figure.iter()) else None


def words_for(element: Any) -> str:
    """What is heard in place of text that is a sign, such as “−−”: the label of a `span` whose `role` is `img`."""
    return _line(element.get("aria-label") or "") if element.tag == "span" and element.get("role") == "img" else ""


def numbering_of(element: Any, style_type: Any) -> str:
    """How the items of a list are numbered, in the standard's words; `style_type` is CSS's, of its first item."""
    if element.tag == "dl":
        return "None"
    if style_type == "none":
        return "None"
    known = _NUMBERINGS.get(style_type if isinstance(style_type, str) else "")
    return known or ("Decimal" if element.tag == "ol" else "Disc")


def scope_of(cell: Any, parents: Mapping[Any, Any]) -> str:
    """Of what a header cell is the header: Row or Column."""
    if scope := _SCOPES.get((cell.get("scope") or "").lower()):
        return scope
    return "Column" if _within(cell, "thead", parents) is not None or _has_headers_only(parents.get(cell)) else "Row"


def is_note_call(link: Any, parents: Mapping[Any, Any]) -> bool:
    """Whether a link is the number that leads to a note: one in an element of the class `note-ref`."""
    parent = parents.get(link)
    return any("note-ref" in (entry.get("class") or "").split() for entry in (link, parent) if entry is not None)


def is_contents(nav: Any) -> bool:
    """Whether a `nav` is a list of contents: all its links stay in the document."""
    links = [link.get("href") for link in nav.iter("a")]
    return bool(links) and all(link and link.startswith("#") for link in links)


def words_in(element: Any) -> str:
    """The words of an element, on one line."""
    return _line("".join(element.itertext()))


def _is_plain(element: Any) -> bool:
    """Whether what it is made of says nothing of what it is, such as a table that only lays things out."""
    return element.get("role") in {"presentation", "none"}


def _has_headers_only(row: Any) -> bool:
    return row is not None and all(cell.tag == "th" for cell in row)


def _within(element: Any, name: str, parents: Mapping[Any, Any]) -> Any:
    while element is not None and element.tag != name:
        element = parents.get(element)
    return element


def _line(text: str) -> str:
    return " ".join(text.split())
