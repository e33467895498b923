"""Markdown, as editors write it, becomes a small and harmless part of HTML.

What a text says is never dropped and its words are never changed. HTML in it is printed letter for letter, so is
template syntax, and so are straight quotation marks. A picture becomes its description, because a brief brings its own
pictures. Then a sanitizer that knows nothing of Markdown lets through a short list of elements: the second wall.

A citation, [@passage-3] or [@passage-3 quote], is handed to the caller in the order of reading, after the sanitizer:
what the caller gives for it is trusted. ^[words] is a note for the page's margin, where the page has one, and stands in
brackets elsewhere.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import nh3
from markdown import Markdown
from markdown.blockprocessors import HashHeaderProcessor
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import (
    LINK_RE,
    REFERENCE_RE,
    InlineProcessor,
    LinkInlineProcessor,
    ReferenceInlineProcessor,
    ShortReferenceInlineProcessor,
)
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup

from briefgen.domain.quotations import CITATION
from briefgen.errors import InputRefused

if TYPE_CHECKING:
    from collections.abc import Iterable

Cite = Callable[[str, bool], Markup]
"""Given a passage's id and whether its words are quoted: what stands in the text."""

SetApart = Callable[[str, Markup], Markup]
"""Given the id of a passage that is all of a paragraph, and who says it (HTML, maybe empty): what stands there."""

LOWEST_HEADING = 6

LIST_INDENT = 4
"""Spaces for each level of a list, as Python-Markdown wants them."""

LONG_WORD = 24
"""A table with a longer word is of the class `long-words`: its columns can't be as wide as their words."""

LONGEST_LINK = 2_000
"""Characters in which a link's text must end, and its address: what begins like a link and goes on longer is text."""

LONGEST_KEPT = 1_500
"""Characters of a paragraph that is kept on one page with the notes beside it."""

DEEPEST_BRACKETS = 8
"""Brackets within one another, in a link's text or address, before it is taken for text."""

_MOST_REMEMBERED = 200
"""Texts whose HTML is remembered: those of a brief or two."""

_INLINE = {"a", "br", "code", "data", "em", "small", "strong"}
_BLOCKS = {"blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "ul"}
_TABLES = {"table", "tbody", "td", "th", "thead", "tr"}
_ALIGNED = {"class": {"align-left", "align-center", "align-right"}}
_CLEANER = nh3.Cleaner(
    tags=_INLINE | _BLOCKS | _TABLES,
    attributes={"a": {"href"}, "data": {"value"}, "ol": {"start"}},
    tag_attribute_values={"table": {"class": {"long-words"}}, "td": _ALIGNED, "th": _ALIGNED | {"scope": {"col"}}},
    url_schemes={"http", "https", "mailto"},
    url_relative="deny",
    link_rel=None,
    clean_content_tags=set(),
)
_CITED = re.compile(r'<data value="(?P<value>[^"]*)"></data>')
_ALONE = re.compile(r'<p><data value="(?P<passage>[^" ]+) quote"></data>(?:\s+(?:—|–|--?)\s+(?P<speaker>[^<]+))?</p>')
_NOTE = re.compile(r" ?<small>(.*?)</small>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_TAG_NAMED = re.compile(r"<(?P<closes>/?)(?P<name>[a-z]\w*)[^>]*>")
_VOID = {"br", "hr"}
_LIST_ITEM = re.compile(r" *(?:[-*+]|\d{1,9}\.) +(?=\S)")
_FIRST_ITEM = re.compile(r" *(?:[-*+]|1\.) +(?=\S)")
_MOST_INDENT = 3


@dataclass(frozen=True, slots=True)
class Narrative:
    """What became of a text: its HTML, its number of words, and the pictures that were not printed."""

    html: Markup
    words: int
    pictures: tuple[str, ...] = ()


def to_html(
    text: str, *, cite: Cite, heading: int = 3, margin: bool = False, set_apart: SetApart | None = None
) -> Narrative:
    """Turn Markdown into harmless HTML.

    Args:
        text: Markdown: paragraphs, headings, lists, quotations, tables, emphasis, links.
        cite: Asked for every citation, in the order of reading.
        heading: The level that the highest heading of the text gets, 1 to 6; those below it follow without a gap.
        margin: Whether the page has a margin for notes. Each is then a `p.margin-note` before the paragraph, list or
            table that it belongs to, so that it begins beside its first line. Unless that is long, both are in a
            `div.noted`, to be kept on one page.
        set_apart: Asked for a quotation that is a paragraph by itself, followed by nothing or by a dash and who says
            it: “[@passage-3 quote] — the councils' chair”. Without it such a paragraph is a paragraph.

    Raises:
        InputRefused: Lists or quotations are nested deeper than can be followed.
    """
    if not text.strip():
        return Narrative(Markup(), 0)
    clean, pictures = _cleaned(text, heading)

    def cited(match: re.Match[str]) -> str:
        passage, _, quote = html.unescape(match["value"]).partition(" ")
        return str(cite(passage, bool(quote)))

    def cited_or_set_apart(match: re.Match[str]) -> str:
        alone = _ALONE.fullmatch(match[0])
        if alone is None or set_apart is None:
            return _CITED.sub(cited, match[0])
        speaker = Markup((alone["speaker"] or "").strip())  # noqa: S704  sanitized above
        return str(set_apart(html.unescape(alone["passage"]), speaker))

    clean = "\n".join(map(_with_notes_before, _blocks(clean))) if margin else _NOTE.sub(r" (\1)", clean)
    # One pass, so that numbers are given in the order of reading.
    done = re.sub(f"{_named_less(_ALONE)}|{_named_less(_CITED)}", cited_or_set_apart, clean)
    return Narrative(Markup(done), count_words(done), pictures)  # noqa: S704  sanitized above


@lru_cache(maxsize=_MOST_REMEMBERED)
def _cleaned(text: str, heading: int) -> tuple[str, tuple[str, ...]]:
    """The sanitized HTML of a text, without what its citations stand for; and the pictures that are not printed.

    Remembered: while one text of a brief is edited the others stay as they are.
    """
    markdown, pictures = _markdown(heading)
    try:
        raw = markdown.convert(text)
    except RecursionError:
        raise InputRefused(
            f"A text is nested too deeply to be printed; it begins “{text.strip()[:40]}”: take some levels out of it."
        ) from None
    return _CLEANER.clean(raw).strip(), tuple(pictures)


def _with_notes_before(block: str) -> str:
    """Put the notes of a block before it, in their order."""
    notes = []

    def taken(match: re.Match[str]) -> str:
        notes.append(f'<p class="margin-note"><span class="whole">{match[1]}</span></p>\n')
        return ""

    rest = _NOTE.sub(taken, block)
    whole = "".join(notes) + rest.strip()
    return f'<div class="noted">{whole}</div>' if notes and len(rest) <= LONGEST_KEPT else whole


def _blocks(markup: str) -> list[str]:
    """Divide HTML between the elements that are in no other one."""
    cuts, depth = [0], 0
    for tag in _TAG_NAMED.finditer(markup):
        if tag["name"] not in _VOID:
            depth += -1 if tag["closes"] else 1
            if not depth:
                cuts.append(tag.end())
    return [markup[start:end] for start, end in pairwise([*cuts, len(markup)]) if start < end]


def _named_less(pattern: re.Pattern[str]) -> str:
    """The pattern without the names of its groups, to be a part of another."""
    return re.sub(r"\?P<\w+>", "?:", pattern.pattern)


@dataclass(frozen=True, slots=True)
class Part:
    """A heading of the highest level in a text, and what stands under it; without one, what stands before the first."""

    heading: Markup
    html: Markup


def divided(markup: Markup, level: int) -> tuple[Part, ...]:
    """Divide a text's HTML at its headings of a level, those within quotations or lists apart."""
    cuts: list[tuple[int, int, Markup]] = []
    depth = 0
    for tag in _TAG_NAMED.finditer(markup):
        name = tag["name"]
        if name in _VOID:
            continue
        if not depth and name == f"h{level}":
            end = markup.index(f"</{name}>", tag.end())
            cuts.append((tag.start(), end + len(name) + 3, markup[tag.end() : end]))
        depth += -1 if tag["closes"] else 1
    bounds = [start for start, _, _ in cuts] + [len(markup)]
    before = markup[: bounds[0]].strip()
    parts = [
        Part(heading, markup[end:after].strip()) for (_, end, heading), after in zip(cuts, bounds[1:], strict=True)
    ]
    return (*([Part(Markup(), before)] if before else []), *parts)


@lru_cache(maxsize=_MOST_REMEMBERED)
def count_words(markup: str) -> int:
    """Count the words of HTML as a reader would: what lies between spaces and holds a letter or a digit."""
    text = html.unescape(_TAG.sub(" ", re.sub(r"</?(?:em|strong|code|a|span|sup)\b[^>]*>", "", markup)))
    return sum(any(character.isalnum() for character in word) for word in text.split())


def _markdown(heading: int) -> tuple[Markdown, list[str]]:
    markdown = Markdown(
        extensions=[TableExtension(use_align_attribute=True), SaneListExtension()], output_format="html"
    )
    # HTML is text, and an indented paragraph is a paragraph.
    markdown.preprocessors.deregister("html_block")
    markdown.inlinePatterns.deregister("html")
    markdown.parser.blockprocessors.deregister("code")
    for name in ("image_link", "image_reference", "short_image_ref"):
        markdown.inlinePatterns.deregister(name)
    pictures: list[str] = []
    markdown.preprocessors.register(_Lists(markdown), "lists", 10)
    markdown.parser.blockprocessors.register(_Headings(markdown.parser), "hashheader", 70)
    markdown.inlinePatterns.register(_Citation(CITATION, markdown), "citation", 175)
    markdown.inlinePatterns.register(_MarginNote(r"(?<!\\)\^\[", markdown), "margin note", 173)
    markdown.inlinePatterns.register(_Picture(_PICTURE, markdown, pictures), "picture", 172)
    # In place of the library's own, under their names and priorities.
    markdown.inlinePatterns.register(_ShortReference(REFERENCE_RE, markdown), "short_reference", 130)
    markdown.inlinePatterns.register(_Link(LINK_RE, markdown), "link", 160)
    markdown.inlinePatterns.register(_Reference(REFERENCE_RE, markdown), "reference", 170)
    markdown.treeprocessors.register(_Shape(markdown, heading), "shape", 15)
    return markdown, pictures


_PICTURE = (
    r"!\[(?P<alt>(?:[^\]\\]|\\.){0,1000})\]"
    r"(?:\((?P<target>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+[^()]*)?\)|\[[^\]]*\])"
)


class _Lists(Preprocessor):
    """Read lists as CommonMark does, and most editors write them.

    A list may follow its lead-in without a blank line, and an item that begins below another's text, two or three
    spaces in, is nested in it. Python-Markdown wants a blank line, and four spaces for each level.
    """

    def run(self, lines: list[str]) -> list[str]:
        kept: list[str] = []
        open_items: list[int] = []  # the column in which the text of each open item begins
        in_list = False
        for line in lines:
            indent = len(line) - len(line.lstrip(" "))
            item = _LIST_ITEM.match(line)
            if not line.strip():
                kept.append("")
                continue
            after_blank = not kept or not kept[-1]
            if item or after_blank:
                while open_items and indent < open_items[-1]:
                    open_items.pop()
            begins = indent <= _MOST_INDENT and (after_blank or self._interrupts(kept[-1], line))
            if item and (in_list or begins):
                if not in_list and not after_blank:
                    kept.append("")
                in_list = True
                kept.append(" " * LIST_INDENT * len(open_items) + line.lstrip(" "))
                open_items.append(len(item[0]))
            else:
                in_list = bool(open_items)
                kept.append(" " * LIST_INDENT * len(open_items) + line.lstrip(" ") if open_items else line)
        return kept

    @staticmethod
    def _interrupts(before: str, line: str) -> bool:
        """Tell a list from text with a number at the start of a line, and from what stands in a quotation or table."""
        return bool(_FIRST_ITEM.match(line)) and not before.startswith((">", "|"))


class _Headings(HashHeaderProcessor):
    """Headings marked with # and a space; “#1 in the list” is text."""

    RE = re.compile(r"(?:^|\n)(?P<level>#{1,6})[ \t](?P<header>(?:\\.|[^\\#\n]|#+(?=[^#\n]))*?)[ \t]*#*[ \t]*(?:\n|$)")


class _Citation(InlineProcessor):
    """A citation becomes an empty element that the sanitizer lets through, to be filled after it."""

    def handleMatch(  # type: ignore[override]  # noqa: N802  the stubs ask for what the base class does not
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element, int, int]:
        element = ET.Element("data")
        element.set("value", m["passage"] + (" quote" if m["quote"] else ""))
        return element, m.start(0), m.end(0)


class _MarginNote(InlineProcessor):
    """^[words] becomes an element that is a note in the margin later on; Markdown holds in it."""

    def handleMatch(  # type: ignore[override]  # noqa: N802  the stubs ask for what the base class does not
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element | None, int | None, int | None]:
        end = _closes(data, m.end(0), "[", "]")
        if end is None or not data[m.end(0) : end - 1].strip():
            return None, None, None
        element = ET.Element("small")
        element.text = data[m.end(0) : end - 1].strip()
        return element, m.start(0), end


class _Picture(InlineProcessor):
    """A picture becomes its description in square brackets, and is reported."""

    def __init__(self, pattern: str, markdown: Markdown, found: list[str]) -> None:
        super().__init__(pattern, markdown)
        self._found = found

    def handleMatch(  # type: ignore[override]  # noqa: N802  the stubs ask for what the base class does not
        self, m: re.Match[str], data: str
    ) -> tuple[str, int, int]:
        self._found.append(m["alt"] or m["target"] or "")
        return f"[{m['alt'] or m['target'] or ''}]", m.start(0), m.end(0)


def _closes(text: str, start: int, opening: str, closing: str) -> int | None:
    """Find the end, not included, of what is between brackets in `text`; `start` is after the opening one.

    None where nothing closes it soon enough.
    """
    depth = 1
    for match in re.compile(rf"[{re.escape(opening + closing)}]").finditer(text, start, start + LONGEST_LINK):
        depth += 1 if match[0] == opening else -1
        if depth == 0:
            return match.end()
        if depth > DEEPEST_BRACKETS:
            return None
    return None


class _ShortBrackets(LinkInlineProcessor):
    """Looks for a bracket's end near by.

    Python-Markdown looks through the whole rest of the text for every bracket that is never closed, which takes minutes
    where there are some ten thousand of them.
    """

    def getText(self, data: str, index: int) -> tuple[str, int, bool]:  # noqa: N802  the base class's name
        end = _closes(data, index, "[", "]")
        return ("", index, False) if end is None else (data[index : end - 1], end, True)

    def getLink(self, data: str, index: int) -> tuple[str, str | None, int, bool]:  # noqa: N802  the base class's name
        if data[index : index + 1] != "(" or _closes(data, index + 1, "(", ")") is None:
            return "", None, index, False
        href, title, length, handled = super().getLink(data[index : index + LONGEST_LINK], 0)
        return href, title, index + length, handled


class _Link(_ShortBrackets):
    """A link with its address behind it."""


class _Reference(_ShortBrackets, ReferenceInlineProcessor):
    """A link whose address stands elsewhere in the text."""


class _ShortReference(_ShortBrackets, ShortReferenceInlineProcessor):
    """The same, its name being its text."""


class _Shape(Treeprocessor):
    """Put headings on the levels that the page has for them, and say of table heads what they are heads of.

    Paragraphs within an item of a list become its text, with an empty line between two: the layout engine tags them so
    that a screen reader would not find the item's body.
    """

    def __init__(self, markdown: Markdown, heading: int) -> None:
        super().__init__(markdown)
        self._heading = heading

    def run(self, root: ET.Element) -> None:
        self._shift(element for element in root.iter() if re.fullmatch("h[1-6]", str(element.tag)))
        for parent in list(root.iter()):
            for index, child in reversed(list(enumerate(parent))):
                if child.tag == "a" and len(child):
                    parent[index : index + 1] = _links_within(child)
        for item in root.iter("li"):
            _open_paragraphs(item)
        for element in root.iter():
            if element.tag in {"td", "th"} and (align := element.attrib.pop("align", "")):
                element.set("class", f"align-{align}")
            if element.tag == "th":
                element.set("scope", "col")
            if element.tag == "table" and any(len(word) > LONG_WORD for word in "".join(element.itertext()).split()):
                element.set("class", "long-words")

    def _shift(self, headings: Iterable[ET.Element]) -> None:
        """Renumber: each heading is at most one level below the one before it, whatever the text skips."""
        open_levels: list[int] = []
        for element in headings:
            level = int(str(element.tag)[1:])
            while open_levels and open_levels[-1] >= level:
                open_levels.pop()
            open_levels.append(level)
            element.tag = f"h{min(self._heading + len(open_levels) - 1, LOWEST_HEADING)}"


def _open_paragraphs(item: ET.Element) -> None:
    """Take a list item's paragraphs out of their elements; their words stay where they are."""
    opened: list[ET.Element] = []

    def add_text(text: str | None) -> None:
        if not (text and text.strip()):
            return
        if opened:
            opened[-1].tail = (opened[-1].tail or "") + text
        else:
            item.text = (item.text or "") + text

    children = list(item)
    for child in children:
        item.remove(child)
    if children and not (item.text or "").strip():
        item.text = None
    after_paragraph = False
    for child in children:
        if child.tag == "p":
            if after_paragraph:
                opened += [ET.Element("br"), ET.Element("br")]
            add_text(child.text)
            opened += list(child)
            add_text(child.tail)
        else:
            opened.append(child)
        after_paragraph = child.tag == "p"
    item.extend(opened)


def _links_within(link: ET.Element) -> list[ET.Element]:
    """Turn a link around other elements into links within them.

    The layout engine takes an element within a link for a second link, of which a screen reader is told nothing.
    """

    def linked(text: str) -> ET.Element:
        inner = ET.Element("a", link.attrib)
        inner.text = text
        return inner

    def wrap(element: ET.Element) -> None:
        for child in list(element):
            wrap(child)
            if child.tail:
                inner = linked(child.tail)
                element.insert(list(element).index(child) + 1, inner)
                child.tail = None
        if element.text and element is not link:
            element.insert(0, linked(element.text))
            element.text = None

    wrap(link)
    pieces = ([linked(link.text)] if link.text else []) + list(link)
    if pieces:
        pieces[-1].tail = link.tail
    return pieces
