"""What can be measured of an element of a page: how much it says, how much of that in links, what it is called.

The weights and the words that page authors use for parts of a page are those of Mozilla's Readability (Apache-2.0),
the reader view of a browser, which have been tried on more pages than any of us will see.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from briefgen.importers.webpage.tree import Element, Text

UNLIKELY = re.compile(
    r"-ad-|ai2html|banner|breadcrumbs|combx|comment|community|cover-wrap|disqus|extra|footer|gdpr|header|legends|menu"
    r"|related|remark|replies|rss|shoutbox|sidebar|skyscraper|social|sponsor|supplemental|ad-break|agegate|pagination"
    r"|pager|popup|yom-remote",
    re.IGNORECASE,
)
MAYBE_AFTER_ALL = re.compile(r"and|article|body|column|content|main|mathjax|shadow", re.IGNORECASE)
_GOOD = re.compile(
    r"article|body|content|entry|hentry|h-entry|main|page|pagination|post|text|blog|story", re.IGNORECASE
)
_BAD = re.compile(
    r"-ad-|hidden|^hid$| hid$| hid |^hid |banner|combx|comment|com-|contact|footer|gdpr|masthead|media|meta|outbrain"
    r"|promo|related|scroll|share|shoutbox|sidebar|skyscraper|sponsor|shopping|tags|widget",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"byline|author|dateline|writtenby|p-author", re.IGNORECASE)
_HIDDEN = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\s*(?:!important\s*)?(?:;|$)", re.IGNORECASE
)
_COMMAS = re.compile("[,\u060c\ufe50\ufe10\ufe11\u2e41\u2e34\u2e32\uff0c]")
_SPACES = re.compile(r"\s{2,}")

BLOCKS = frozenset({"blockquote", "dl", "div", "img", "ol", "p", "pre", "table", "ul"})
"""What makes a `div` more than a paragraph."""
_PHRASES = frozenset(
    "abbr audio b bdo br button cite code data datalist dfn em embed i img input kbd label mark math meter noscript "  # noqa: SIM905  reads better
    "object output progress q ruby samp script select small span strong sub sup textarea time var wbr".split()
)
_PHRASES_IF_ALL_IN_THEM_ARE = frozenset({"a", "del", "ins"})
_BASE_SCORES = {
    **dict.fromkeys(("div",), 5),
    **dict.fromkeys(("pre", "td", "blockquote"), 3),
    **dict.fromkeys(("address", "ol", "ul", "dl", "dd", "dt", "li", "form"), -3),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "th"), -5),
}


def text_of(element: Element) -> str:
    """An element's text, with runs of white space as one space."""
    return _SPACES.sub(" ", element.words.strip())


def commas_in(text: str) -> int:
    """How many commas of any script a text has."""
    return len(_COMMAS.findall(text))


def is_visible(element: Element) -> bool:
    """Whether the page shows an element, as far as its own attributes tell."""
    return not (
        "hidden" in element.attributes
        or (element.get("style") and _HIDDEN.search(element.get("style")))
        or (element.get("aria-hidden") == "true" and "fallback-image" not in element.get("class"))
        or "mw-editsection" in element.get("class")  # “[edit]” at each heading of a wiki
    )


def is_byline(element: Element) -> bool:
    """Whether an element names the author."""
    says_so = (
        element.get("rel") == "author"
        or "author" in element.get("itemprop")
        or _BYLINE.search(element.names) is not None
    )
    return says_so and 0 < len(element.words.strip()) < 100


def is_footnote(element: Element) -> bool:
    """Whether an element is a footnote or an endnote, in the words of accessibility (DPUB-ARIA) or of EPUB."""
    says = f"{element.get('role')} {element.get('epub:type')} {element.get('type')}".split()
    return bool({"doc-footnote", "doc-endnote", "footnote", "endnote", "rearnote"} & set(says))


def weight_of_names(element: Element) -> int:
    """25 for each of class and id that speaks for the main text, -25 for each that speaks against it."""
    weight = 0
    for name in (element.get("class"), element.get("id")):
        if name:
            weight += 25 * (_GOOD.search(name) is not None) - 25 * (_BAD.search(name) is not None)
    return weight


def base_score(element: Element, *, by_names: bool) -> float:
    """What an element's kind and, if asked, its names say before its words are looked at."""
    return _BASE_SCORES.get(element.tag, 0) + (weight_of_names(element) if by_names else 0)


def link_density(element: Element) -> float:
    """Which share of the text stands in links, 0 to 1; links within the page count for less."""
    length = len(text_of(element))
    if not length:
        return 0.0
    links = element.inner("a")
    return sum(len(text_of(link)) * _weight_of_link(link.get("href")) for link in links) / length


def _weight_of_link(address: str) -> float:
    return 0.3 if len(address) > 1 and address[0] == "#" else 1.0


def text_density(element: Element, tags: Iterable[str]) -> float:
    """Which share of the text stands in elements of these names; nested ones count again."""
    length = len(text_of(element))
    return sum(len(text_of(inner)) for inner in element.inner(*tags)) / length if length else 0.0


def is_blank(node: Element | Text) -> bool:
    """Whether a node is only white space or a line break."""
    return not node.words.strip() if isinstance(node, Text) else node.tag == "br"


def is_phrase(node: Element | Text) -> bool:
    """Whether a node belongs into a line of text."""
    if isinstance(node, Text) or node.tag in _PHRASES:
        return True
    pending = [node]
    while pending:
        element = pending.pop()
        if element.tag in _PHRASES:
            continue
        if element.tag not in _PHRASES_IF_ALL_IN_THEM_ARE:
            return False
        pending += element.elements
    return True


def is_without_content(element: Element) -> bool:
    """Whether there is nothing in an element but white space, line breaks and rules."""
    return all(
        not child.words.strip() if isinstance(child, Text) else child.tag in {"br", "hr"} for child in element.children
    )


def has_block_inside(element: Element) -> bool:
    """Whether anything in an element makes it more than a paragraph."""
    return any(inner.tag in BLOCKS for inner in element.walk() if inner is not element)


def holds_only(element: Element, tag: str) -> bool:
    """Whether an element holds one element of that name, and beside it nothing but white space."""
    inner = element.elements
    texts = (child for child in element.children if isinstance(child, Text))
    return len(inner) == 1 and inner[0].tag == tag and all(not text.words.strip() for text in texts)


def likeness(one: str, other: str) -> float:
    """How much of the words of `other` stand in `one`, 0 to 1."""
    known = set(_words(one))
    words = _words(other)
    if not known or not words:
        return 0.0
    new = " ".join(word for word in words if word not in known)
    return 1 - len(new) / len(" ".join(words))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def mark_data_tables(root: Element) -> None:
    """Tell tables that hold data from those that only lay out a page."""
    for table in root.inner("table"):
        table.is_data_table = _holds_data(table)


def _holds_data(table: Element) -> bool:
    if table.get("role") == "presentation" or table.get("datatable") == "0":
        return False
    if table.get("summary") or any(caption.first is not None for caption in table.inner("caption")[:1]):
        return True
    if table.inner("col", "colgroup", "tfoot", "thead", "th"):
        return True
    if table.inner("table"):
        return False
    rows = columns = 0
    for row in table.inner("tr"):
        rows += _span(row.get("rowspan"))
        columns = max(columns, sum(_span(cell.get("colspan")) for cell in row.inner("td")))
    if rows == 1 or columns == 1:
        return False
    return rows >= 10 or columns > 4 or rows * columns > 10


def _span(value: str) -> int:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 5 and int(value) else 1
