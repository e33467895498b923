"""The text of an HTML document → its shell and the blocks in its body. Pure, and without parsing what is in a block.

A body is divided as long as an element holds blocks and nothing else. Documents are taken that leave the parser of HTML
(https://html.spec.whatwg.org/multipage/parsing.html) nothing to mend: every element is closed where it was opened, no
paragraph holds a block. A block of such a document is parsed alone as it is parsed within.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefgen.rendering.live_layout.refusal import NotHandled

_DIVIDED = frozenset({"article", "aside", "div", "footer", "header", "main", "nav", "section"})
"""Elements whose children are blocks of their own, if they hold nothing but blocks."""

_BLOCKS = _DIVIDED | {
    "address", "blockquote", "dl", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "ol", "p", "pre", "table", "ul",
}  # fmt: skip
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

_VOID = frozenset({"br", "col", "embed", "hr", "img", "input", "source", "track", "wbr"})

_CLOSE_PARAGRAPHS = _BLOCKS | {
    "center",
    "details",
    "dd",
    "dir",
    "dt",
    "fieldset",
    "figcaption",
    "li",
    "menu",
    "summary",
}
"""Elements that end a paragraph which is open."""

REFUSED = frozenset(
    {
        "applet", "area", "base", "basefont", "bgsound", "body", "button", "foreignobject", "form", "frame", "frameset",
        "head", "html", "iframe", "image", "keygen", "link", "listing", "marquee", "math", "meta", "nobr", "noembed",
        "noframes", "noscript", "object", "optgroup", "option", "plaintext", "script", "select", "style", "template",
        "textarea", "xmp",
    }
)  # fmt: skip
"""Elements by which the parser changes what it does with those around them."""

_ATTRIBUTES = r"""(?:\s+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"<]*"|'[^'<]*'))?)*\s*"""
_TAG = re.compile(rf"<(/?)([a-zA-Z][a-zA-Z0-9-]*){_ATTRIBUTES}(/?)>")
_SHELL = re.compile(rf"\s*<!doctype html>.*?</head>\s*<body{_ATTRIBUTES}>", re.IGNORECASE | re.DOTALL)
_REST = re.compile(r"</body\s*>\s*</html\s*>\s*\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """An element of a body, as it is written.

    Attributes:
        start_tag: Its start tag.
        source: All of it.
        at: Where it begins in the source of the piece around it, or in the body.
        pieces: The blocks that it holds; None if it is not divided.
    """

    start_tag: str
    source: str
    at: int = 0
    pieces: tuple[Piece, ...] | None = None


@dataclass(slots=True)
class _Open:
    name: str
    tag: str
    start: int
    pieces: list[Piece] | None


def divided(html: str) -> tuple[str, tuple[Piece, ...]]:
    """Divide a document into its shell, up to and with the start tag of its body, and the blocks of its body.

    Raises:
        NotHandled: The document is not of the kind described above.
    """
    shell = _SHELL.match(html)
    rest = _REST.search(html, shell.end()) if shell is not None else None
    if shell is None or rest is None:
        raise NotHandled("the document is not written in full")
    return shell.group(), pieces_of(html[shell.end() : rest.start()])


@dataclass(slots=True)
class Reader:
    """Divides one text of a document after the other; what is written as before is not read again."""

    _shell: str = ""
    _body: str = ""
    _pieces: tuple[Piece, ...] = ()

    def divided(self, html: str) -> tuple[str, tuple[Piece, ...]]:
        """What the function `divided` gives. Raises what that raises."""
        end = html.rfind("</body")
        if self._shell and html.startswith(self._shell) and end >= 0 and _REST.match(html, end):
            body = html[len(self._shell) : end]
            self._pieces = self._again(body)
        else:
            self._shell, body = "", ""
            shell, self._pieces = divided(html)
            self._shell, body = shell, html[len(shell) : _end_of_body(html)]
        self._body = body
        return self._shell, self._pieces

    def _again(self, body: str) -> tuple[Piece, ...]:
        """The blocks of the body; only the innermost that holds all that has changed is read."""
        old = self._body
        start = _alike(old, body)
        end = min(_alike_from_behind(old, body), len(old) - start, len(body) - start)
        try:
            if start == len(old) == len(body):
                return self._pieces
            return _renewed(self._pieces, start, len(old) - end, len(body) - len(old), body)
        except (_NotWithin, NotHandled):
            return pieces_of(body)


class _NotWithin(Exception):
    """What has changed is not within one block."""


def _renewed(pieces: tuple[Piece, ...], start: int, end: int, longer: int, source: str) -> tuple[Piece, ...]:
    """Pieces of a text in which what was from `start` to `end` is so much longer now; `source` is the text now."""
    for number, piece in enumerate(pieces):
        close = piece.at + len(piece.source)
        inner = close - piece.source.endswith(">") * (len(_name_of(piece)) + 3)
        if piece.at + len(piece.start_tag) <= start and end <= inner < close:
            now = source[piece.at : close + longer]
            made = None
            if piece.pieces is not None:
                try:
                    parts = _renewed(piece.pieces, start - piece.at, end - piece.at, longer, now)
                    made = Piece(piece.start_tag, now, piece.at, parts)
                except (_NotWithin, NotHandled):
                    made = None
            if made is None:
                alone = pieces_of(now)
                if len(alone) != 1 or alone[0].start_tag != piece.start_tag:
                    raise _NotWithin
                made = Piece(piece.start_tag, now, piece.at, alone[0].pieces)
            after = (
                Piece(p.start_tag, p.source, p.at + longer, p.pieces) if longer else p for p in pieces[number + 1 :]
            )
            return (*pieces[:number], made, *after)
    raise _NotWithin


def _name_of(piece: Piece) -> str:
    found = _TAG.match(piece.start_tag)
    return found.group(2) if found else ""


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with that are the same."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _alike_from_behind(one: str, other: str) -> int:
    """How many characters two texts end with that are the same."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[len(one) - middle : len(one) - low] == other[len(other) - middle : len(other) - low]:
            low = middle
        else:
            high = middle - 1
    return low


def _end_of_body(html: str) -> int:
    found = _REST.search(html)
    return found.start() if found is not None else len(html)


def pieces_of(body: str) -> tuple[Piece, ...]:
    """The blocks of a body. Raises what `divided` raises."""
    top = _Open("", "", 0, [])
    stack = [top]
    at = count = paragraphs = pictures = 0
    for match in _TAG.finditer(body):
        count += 1
        start, end = match.span()
        inner = stack[-1]
        if inner.pieces is not None and start > at and not body[at:start].isspace():
            inner.pieces = None
        at = end
        closing, name, closed = match.groups()
        name = name.lower()
        if closing:
            if inner.name != name:
                raise NotHandled(f"the element {inner.name or name} is not closed where it was opened")
            stack.pop()
            pictures -= name == "svg"
            paragraphs -= name == "p"
            parent = stack[-1]
            _keep(
                parent, Piece(inner.tag, body[inner.start : end], inner.start - parent.start, _all(inner.pieces)), name
            )
            continue
        if not pictures:
            _check(name, stack, in_paragraph=paragraphs > 0, is_closed=bool(closed))
        if name in _VOID or (closed and pictures):
            _keep(inner, Piece(match.group(), match.group(), start - inner.start), name)
            continue
        pictures += name == "svg"
        paragraphs += name == "p"
        parts: list[Piece] | None = [] if inner.pieces is not None and name in _DIVIDED else None
        stack.append(_Open(name, match.group(), start, parts))
    if len(stack) > 1:
        raise NotHandled(f"the element {stack[-1].name} is not closed")
    if count != body.count("<"):
        raise NotHandled("the body has comments, or tags with values that are not quoted")
    if top.pieces is None or body[at:].strip():
        raise NotHandled("the body has text between its blocks")
    return tuple(top.pieces)


def _keep(parent: _Open, piece: Piece, name: str) -> None:
    if parent.pieces is not None:
        if name in _BLOCKS:
            parent.pieces.append(piece)
        else:
            parent.pieces = None


def _all(pieces: list[Piece] | None) -> tuple[Piece, ...] | None:
    return tuple(pieces) if pieces else None


def _check(name: str, stack: list[_Open], *, in_paragraph: bool, is_closed: bool) -> None:
    """Refuse a start tag by which the parser would close or move elements."""
    if name in REFUSED or (in_paragraph and name in _CLOSE_PARAGRAPHS) or (is_closed and name not in _VOID | {"svg"}):
        raise NotHandled(f"the element {name} stands where the parser has to mend the document")
    alone = _HEADINGS if name in _HEADINGS else frozenset({"a"}) if name == "a" else frozenset[str]()
    if alone and any(above.name in alone for above in stack):
        raise NotHandled(f"an element {name} stands within one of its like")
