"""The laid-out document's HTML as Markdown, notes as Markdown footnotes, for those who want to go on writing.

CommonMark 0.31 with the tables and footnotes of GitHub's dialect. Every sign that Markdown would read is escaped, so
that a parsed text has the words that the pages have: a quotation stays verbatim. The marking stands at head and foot,
as on a page; what else is printed in the pages' margins is not text of the brief.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from markdownify import MarkdownConverter

_SPACES = re.compile(r"[ \t\r\n]+")
"""What HTML takes for one space; a no-break space is not among it."""

_READ = re.compile(
    r"[\\`*_\[\]<~|]"  # means something wherever it stands
    r"|&(?=#?\w)|(?<!\S)#(?=#*(?!\S))"  # an entity; a heading's beginning or end
    r"|(?<=[A-Za-z]):(?=//)|(?<=[wW]{3})\.(?=\S)|(?<=xmpp|ilto):"  # addresses that GitHub's dialect would link
)
"""What a reader of Markdown would take for more than a character, wherever it stands in a text."""

_BEGINNING = re.compile(r"^(\s*)(\d{1,9}(?=[.)](?!\S))|(?=[-+>=]|:-))")
"""What it would take for a list, a quotation, a heading's line or a table's, where a block begins with it."""

_EMPHASIS = {"b", "strong", "i", "em", "cite"}
_HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
_INLINE = {*_EMPHASIS, "a", "span", "sup", "sub", "small", "code"}


class _Converter(MarkdownConverter):
    """Turns a brief's HTML into Markdown; what a picture shows is said by its text alternative."""

    def convert_soup(self, soup: Any) -> str:
        """Have the heading of an `hgroup` first, as a PDF has it heard: what is set in the margin follows."""
        for group in soup.find_all("hgroup"):
            group.insert(0, group.find(_HEADINGS))
        made: str = super().convert_soup(soup)
        return made

    def escape(self, text: str, parent_tags: set[str]) -> str:
        """Put a backslash before what Markdown would read, and before nothing else: people go on writing in it.

        The library's own way does not know addresses, and escapes each full stop after a number.
        """
        return _BEGINNING.sub(r"\1\2\\", _READ.sub(lambda sign: "\\" + sign[0], text))

    def convert_b(self, element: Any, text: str, parent_tags: set[str]) -> str:
        """Print bold what can be: see `_emphasised`."""
        return _emphasised(element, text, "**")

    convert_strong = convert_b

    def convert_em(self, element: Any, text: str, parent_tags: set[str]) -> str:
        """Print in italics what can be; titles of works are."""
        return _emphasised(element, text, "*")

    convert_i = convert_cite = convert_em

    def convert_p(self, element: Any, text: str, parent_tags: set[str]) -> str:
        """Keep a paragraph that begins with a number in an element of its own from being read as a list."""
        made = re.sub(r"^(\s*\d{1,9})([.)])(?=\s|$)", r"\1\\\2", text)
        if {"td", "th"} & parent_tags:
            return f"\n{made.strip(' ')}\n"
        return self._usual("p", element, made, parent_tags)

    def convert_br(self, element: Any, text: str, parent_tags: set[str]) -> str:
        """End a line; a row of a table has but one, so there it is said as HTML says it."""
        if {"td", "th"} & parent_tags:
            return "<br>"
        return self._usual("br", element, text, parent_tags)

    def convert_td(self, element: Any, text: str, parent_tags: set[str]) -> str:
        """Put a cell on one line, its blocks on lines of their own there."""
        return self._usual("td", element, re.sub(r"[ \t]*\n\s*", "<br>", text.strip("\n ")), parent_tags)

    def convert_th(self, element: Any, text: str, parent_tags: set[str]) -> str:
        """Put a head's cell on one line."""
        return self.convert_td(element, text, parent_tags)

    def convert_code(self, element: Any, text: str, parent_tags: set[str]) -> str:
        """Keep a bar within a cell from ending it."""
        made = self._usual("code", element, text, parent_tags)
        return made.replace("|", "\\|") if {"td", "th"} & parent_tags else made

    def convert_head(self, element: Any, text: str, parent_tags: set[str]) -> str:
        """Leave out what no page shows."""
        return ""

    def convert_sup(self, element: Any, text: str, parent_tags: set[str]) -> str:
        """Turn a note's number into a footnote's mark."""
        if "note-ref" not in element.get("class", []):
            return text
        # A house template may print its notes in one run; there is no footnote to lead to then.
        document = list(element.parents)[-1]
        numbers = re.findall(r"\d+", element.get_text())
        return "".join(
            f"[^{number}]" if document.find("li", id=f"note-{number}") else f"\\[{number}\\]" for number in numbers
        )

    def convert_dt(self, element: Any, text: str, parent_tags: set[str]) -> str:
        """Print what is explained bold: neither CommonMark nor GitHub's dialect has lists of definitions."""
        return f"\n\n{_emphasised(element, text.strip(' '), '**')}\n\n"

    def convert_dd(self, element: Any, text: str, parent_tags: set[str]) -> str:
        """Print an explanation as a paragraph."""
        return self.convert_p(element, text, parent_tags)

    def convert_div(self, element: Any, text: str, parent_tags: set[str]) -> str:
        """Leave out the furniture of the pages (house templates' `page-head` and `page-foot`)."""
        if {"page-head", "page-foot"} & set(element.get("class", [])):
            return ""
        return self._usual("div", element, text, parent_tags)

    def convert_a(self, element: Any, text: str, parent_tags: set[str]) -> str:
        """Keep links that lead out of the document; within it Markdown has no places to lead to."""
        if str(element.get("href", "")).startswith("#"):
            return text
        if not text.strip() or not element.get("href") or "_noformat" in parent_tags:
            return text
        # Between pointed brackets an address may hold round ones; what these can't hold is written as addresses may.
        address = re.sub(r"[\\<>|\s]", lambda sign: f"%{ord(sign[0]):02X}", str(element["href"]))
        address = re.sub(r"&(?=#?\w+;)", "%26", address)
        address = f"<{address}>" if {"(", ")"} & set(address) else address
        return f"[{text.strip(' ')}]({address})"

    def convert_span(self, element: Any, text: str, parent_tags: set[str]) -> str:
        """Print labels bold, but leave out one beside a box to tick, which says it itself."""
        classes = set(element.get("class", []))
        if "box-label" in classes:
            return ""
        return _emphasised(element, text, "**") if "label" in classes else text

    def convert_svg(self, element: Any, text: str, parent_tags: set[str]) -> str:
        """Draw a box to tick as a character with its label; say what another picture shows, unless a word follows."""
        classes = set(element.get("class", []))
        label = element.get("aria-label") or (element.title.get_text() if element.title else "")
        if "tick-box" in classes:
            return f"{'☑' if 'ticked' in classes else '☐'} {label.rpartition(':')[0] or label}"
        return "" if "symbol" in classes or not label else f"\\[{self.escape(label, parent_tags)}\\] "

    def convert_li(self, element: Any, text: str, parent_tags: set[str]) -> str:
        """Turn the note that a number leads to into a footnote."""
        if note := re.fullmatch(r"note-(\d+)", element.get("id", "")):
            body = _SPACES.sub(" ", text).strip(" ")
            return f"\n[^{note[1]}]: {body}\n"
        return self._usual("li", element, text, parent_tags)

    def _usual(self, name: str, element: Any, text: str, parent_tags: set[str]) -> str:
        """What the library makes of an element; its type information leaves these methods out."""
        made: str = getattr(MarkdownConverter, f"convert_{name}")(self, element, text, parent_tags)
        return made


def _emphasised(element: Any, text: str, mark: str) -> str:
    """Put marks of emphasis around words, if a reader of Markdown takes them for such between what stands beside them.

    A mark between a letter and punctuation within it is none: “*(new)*er” (CommonMark, rules 1 to 10 of emphasis).
    There, and where two emphases touch, the words stand alone.
    """
    inner = text.strip(" ")
    words = element.get_text().strip(" \t\r\n")
    if not words or element.find_parent(["code", "pre"]) is not None:
        return text
    before, after = _beside(element, -1), _beside(element, +1)
    opens = not _is_sign(inner[0]) or _parts(before)
    closes = not _is_sign(inner[-1]) or _parts(after)
    if not opens or not closes or "*" in before + after or words[0].isspace() or words[-1].isspace():
        return text
    leading = " " if text.startswith(" ") else ""
    return f"{leading}{mark}{inner}{mark}{' ' if text.endswith(' ') else ''}"


def _beside(element: Any, way: int) -> str:
    """The character that stands before (-1) or after (+1) an element in its line; “*” where that is emphasis, too."""
    at = element
    while at is not None and (at is element or at.name in _INLINE):
        sibling = at.previous_sibling if way < 0 else at.next_sibling
        if sibling is None:
            at = at.parent
            if at is not None and at.name in _EMPHASIS:
                return "*"
            continue
        if sibling.name is None:
            return str(sibling)[-1 if way < 0 else 0]
        if sibling.name in _EMPHASIS or sibling.find(list(_EMPHASIS)) or "label" in sibling.get("class", []):
            return "*"
        words = sibling.get_text() if sibling.name in _INLINE else ""
        return "[" if words and sibling.name in {"a", "sup", "code"} else words[-1:] if way < 0 else words[:1]
    return ""


def _is_sign(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def _parts(character: str) -> bool:
    """Whether a character, if any, keeps a mark of emphasis apart from a word."""
    return not character or character.isspace() or _is_sign(character)


def to_markdown(html: str, context: Mapping[str, Any]) -> str:
    """Make Markdown of a document's HTML, in its order, with its words.

    Args:
        html: The document as it went to layout.
        context: The brief's plain data; its marking, handling and label of the Traffic Light Protocol stand first, the
            marking and the label last, too.
    """
    # `wrap` without a width: a line end within a text is a space, and no line is broken.
    converter = _Converter(
        heading_style="ATX", bullets="-", wrap=True, wrap_width=None, autolinks=False, escape_misc=True
    )
    text: str = converter.convert(html)
    marking = {name: converter.escape(marking_text, set()) for name, marking_text in _marking_of(context).items()}
    shown = [f"**{line}**" for line in (marking["text"], marking["tlp"]) if line]
    head = [*shown, *([marking["handling"]] if marking["handling"] else [])]
    parts = ["  \n".join(head), text.strip(), "  \n".join(shown)]
    return re.sub(r"\n{3,}", "\n\n", "\n\n".join(part for part in parts if part)) + "\n"


def _marking_of(context: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(context["marking"][name]).strip() for name in ("text", "tlp", "handling")}
