"""A web page as a light tree of elements and texts, made by libxml2's tolerant parser.

Unlike lxml's, the tree has its texts as nodes of their own, each with a number that it keeps in copies: so the search
for the main text may prune a copy as it likes, and what it kept is told by number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.entities import html5

from lxml import etree

from briefgen.importers.xml import options

DEEPEST = 120
"""Elements are nested so deep at most; what is deeper stands beside the deepest, as browsers do it too."""

_UNREAD = frozenset({"script", "style", "template", "noscript", "svg"})
"""Their content is no text of the page."""


_NAMED_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,40});")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>|<!DOCTYPE[^>\[]*(?:\[[^\]]*\]\s*)?>", re.IGNORECASE)
"""Read from text, a declared encoding is wrong; and a document type has nothing that is wanted."""
_OF_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})


class Node:
    """What stands in an element, between its siblings."""

    __slots__ = ("following", "parent", "previous")

    def __init__(self) -> None:
        self.parent: Element | None = None
        self.previous: Element | Text | None = None
        self.following: Element | Text | None = None

    def remove(self) -> None:
        """Take this node, with all that is in it, out of the tree."""
        above = self.parent
        if above is None:
            return
        if self.previous is None:
            above.first = self.following
        else:
            self.previous.following = self.following
        if self.following is None:
            above.last = self.previous
        else:
            self.following.previous = self.previous
        self.parent = self.previous = self.following = None


class Text(Node):
    """A run of characters; `number` tells it from all others of its page."""

    __slots__ = ("number", "words")

    def __init__(self, words: str, number: int) -> None:
        super().__init__()
        self.words = words
        self.number = number


class Element(Node):
    """An element: its name in lower case, its attributes, and what is in it.

    Its nodes are linked, not listed: a page may have a hundred thousand of them side by side.
    """

    __slots__ = ("attributes", "first", "is_data_table", "last", "score", "tag")

    def __init__(self, tag: str, attributes: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self.tag = tag
        self.attributes = dict(attributes or {})
        self.first: Element | Text | None = None
        self.last: Element | Text | None = None
        self.score: float | None = None  # how much it looks like the main text; None while nobody has asked
        self.is_data_table = False

    def get(self, name: str) -> str:
        """An attribute's value; empty when it is not there."""
        return self.attributes.get(name, "")

    @property
    def children(self) -> list[Element | Text]:
        """What stands directly in it."""
        found = []
        node = self.first
        while node is not None:
            found.append(node)
            node = node.following
        return found

    @property
    def elements(self) -> list[Element]:
        """The elements directly in it."""
        return [child for child in self.children if isinstance(child, Element)]

    @property
    def names(self) -> str:
        """Its class and id, by which authors say what it is for."""
        return f"{self.get('class')} {self.get('id')}"

    def append(self, child: Element | Text) -> None:
        """Put a node at the end, taking it from where it is."""
        child.remove()
        child.parent = self
        child.previous = self.last
        if self.last is None:
            self.first = child
        else:
            self.last.following = child
        self.last = child

    def replace(self, old: Element | Text, new: Element | Text) -> None:
        """Put a node in the place of one that is in this element, taking it from where it is."""
        new.remove()
        new.parent, new.previous, new.following = self, old.previous, old.following
        if old.previous is None:
            self.first = new
        else:
            old.previous.following = new
        if old.following is None:
            self.last = new
        else:
            old.following.previous = new
        old.parent = old.previous = old.following = None

    def walk(self) -> Iterator[Element]:
        """This element and all in it, in the order of the page. It must not be changed meanwhile."""
        pending = [self]
        while pending:
            element = pending.pop()
            yield element
            child = element.last
            while child is not None:
                if isinstance(child, Element):
                    pending.append(child)
                child = child.previous

    def inner(self, *tags: str) -> list[Element]:
        """All elements of these names that are in it, in the order of the page."""
        found = [element for element in self.walk() if element.tag in tags]
        return found[1:] if found and found[0] is self else found

    def texts(self) -> Iterator[Text]:
        """All texts in it, in the order of the page."""
        pending: list[Element | Text] = [self]
        while pending:
            node = pending.pop()
            if isinstance(node, Text):
                yield node
                continue
            child = node.last
            while child is not None:
                pending.append(child)
                child = child.previous

    @property
    def words(self) -> str:
        """All its text, as it stands."""
        return "".join(text.words for text in self.texts())

    def ancestors(self) -> Iterator[Element]:
        """The elements around it, the nearest first."""
        above = self.parent
        while above is not None:
            yield above
            above = above.parent

    def copy(self) -> Element:
        """The same tree anew; texts keep their numbers."""
        root = Element(self.tag, self.attributes)
        pending = [(self, root)]
        while pending:
            old, new = pending.pop()
            for child in old.children:
                if isinstance(child, Text):
                    new.append(Text(child.words, child.number))
                else:
                    twin = Element(child.tag, child.attributes)
                    new.append(twin)
                    pending.append((child, twin))
        return root


@dataclass(frozen=True, slots=True)
class Page:
    """A page's tree, and the data that it holds for machines: JSON-LD, as written.

    `intricacy` is the sum of all elements' depths: how much there is to look at where each is looked at from each
    element around it.
    """

    root: Element
    linked_data: tuple[str, ...]
    intricacy: int


def parse(text: str) -> Page:
    """Make a tree of a page's text. Anything can be read; scripts, styles and drawings are not in it."""
    builder = _Builder()
    parser = etree.HTMLParser(target=builder, no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    parser.feed(text)
    parser.close()
    return Page(builder.root, tuple("".join(parts) for parts in builder.linked_data), builder.intricacy)


def parse_strictly(text: str) -> Element:
    """Make a tree of XHTML, by the rules of XML where it keeps them, so that `<a id="x"/>` and `<title/>` are empty."""
    parser_options = options()
    written = _NAMED_ENTITY.sub(_as_character, _DECLARATION.sub("", text))
    builder = _Builder()
    try:
        parser = etree.XMLParser(target=builder, **parser_options)
        parser.feed(written)
        parser.close()
    except etree.XMLSyntaxError:
        return parse(text).root
    return builder.root


def _as_character(match: re.Match[str]) -> str:
    """The character that an entity of HTML names; those of XML itself stay, and so do unknown ones."""
    name = match[1]
    return match.group() if name in _OF_XML else html5.get(f"{name};", match.group())


class _Builder:
    """Takes the parser's events, which are balanced, and makes the tree."""

    def __init__(self) -> None:
        self.root = Element("html")
        self.linked_data: list[list[str]] = []
        self._open = [self.root]
        self._unread: list[str] = []  # names of the elements that are open and not read, the outermost first
        self._keeps_script = False
        self._count = 0
        self.intricacy = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        tag = _local(tag)
        attributes = {_attribute(name): value for name, value in attributes.items()}
        if self._unread or tag in _UNREAD:
            if not self._unread and tag == "script":
                self._keeps_script = "ld+json" in attributes.get("type", "").lower()
                self.linked_data += [[]] * self._keeps_script
            self._unread.append(tag)
            return
        if tag == "html" and len(self._open) == 1 and self.root.first is None:
            self.root.attributes |= dict(attributes)
            self._open.append(self.root)
            return
        here = self._open[-1]
        if len(self._open) > DEEPEST and here.parent is not None:
            here = here.parent
        element = Element(tag, attributes)
        here.append(element)
        self._open.append(element)
        self.intricacy += min(len(self._open), DEEPEST)

    def end(self, tag: str) -> None:
        """An element ends."""
        if self._unread:
            self._unread.pop()
            self._keeps_script = False
        elif len(self._open) > 1:
            self._open.pop()

    def data(self, words: str) -> None:
        """Text goes on."""
        if self._unread:
            if self._keeps_script:
                self.linked_data[-1].append(words)
            return
        here = self._open[-1]
        if isinstance(here.last, Text):
            here.last.words += words
        else:
            here.append(Text(words, self._count))
            self._count += 1

    def close(self) -> None:
        """The page ends."""


def _local(tag: str) -> str:
    """An element's name without namespace and prefix, in lower case."""
    return tag.rpartition("}")[2].rpartition(":")[2].lower()


def _attribute(name: str) -> str:
    """An attribute's name; one of EPUB's with its usual prefix, the language without."""
    if not name.startswith("{"):
        return name
    space, _, local = name[1:].partition("}")
    return f"epub:{local}" if space.endswith("/ops") else local
