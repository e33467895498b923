"""Markdown: CommonMark with tables, strike-through, footnotes and definition lists, read as a tree of blocks.

The canonical text holds the words without the marks: emphasis, links and raw HTML leave their text. The number of an
ordered list's item is a word of the text and stays.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from briefgen.domain.bibliography import Bibliography
from briefgen.domain.terms import BlockKind
from briefgen.importers import front_matter
from briefgen.importers.characters import clean, warnings_of
from briefgen.importers.document import DocumentKind, Draft, Noise, Piece
from briefgen.importers.encoding import SAMPLE, decode
from briefgen.importers.kinds import ENDINGS
from briefgen.importers.lines import EDGES, Joiner, single_spaced
from briefgen.importers.sniff import not_text

_ATTRIBUTES = re.compile(r"\s*\{[#.][^{}]*\}$")
_SOFT = "\r"
"""Stands for a line end of the file within a paragraph; cleaned text has no other."""

_SIGNS = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"^#{1,6} [^#\s]",
        r"\A---\n[A-Za-z][\w -]*:",
        r"\[[^\]\n]+\]\((?:https?://|mailto:|[/#.])[^)\n]*\)",
        r"^ {0,3}\[[^\]\n]+\]:[ \t]+\S",
        r"^(?:```|~~~)",
        r"\*\*[^*\s](?:[^*\n]*[^*\s])?\*\*",
        r"^ {0,3}\|?[ \t]*:?-{3,}:?[ \t]*\|",
        r"\[\^[\w-]+\]",
        r"^\S.*\n={4,}$",
    )
)


def read(data: bytes, noise: Noise) -> Draft:
    """Turn the bytes of a Markdown text into pieces. Any bytes can be read; warnings say what was lost."""
    decoded = decode(data)
    cleaned = clean(decoded.text)
    bibliography, body = front_matter.split(cleaned.text)
    walk = _Walk(noise, Joiner(body))
    env: dict[str, Any] = {}
    tokens = _parser().parse(_calmed(_TOO_MANY_MARKS.sub("", body)), env)
    walk.blocks(tokens, env)
    deepest = max((token.level for token in tokens), default=0)
    return Draft(
        pieces=tuple(walk.pieces),
        encoding=decoded.encoding,
        bibliography=_with_title(bibliography, walk.pieces),
        warnings=(
            *decoded.warnings,
            *warnings_of(cleaned.taken + walk.taken),
            *(_TOO_DEEP for _ in range(deepest >= _DEEPEST - 2)),
        ),
    )


def _claims(data: bytes, ending: str) -> int:
    if not_text(data):
        return 0
    if ending in ENDINGS["markdown"]:
        return 3
    start = clean(decode(data[:SAMPLE]).text).text
    # Two different marks, one of them a heading or front matter: one alone also stands in plain text.
    found = [sign.search(start) is not None for sign in _SIGNS]
    return 2 if sum(found) > 1 and (found[0] or found[1] or found[-1]) else 0


KIND = DocumentKind(
    name="markdown", endings=ENDINGS["markdown"], claims=_claims, read=lambda data, asked: read(data, asked.noise)
)
"""Markdown: by the file's ending, or by two of its marks."""


_DEEPEST = 150
"""Lists and quotations are read nested up to so many levels of tokens, two for each list: no recursion goes deeper."""

_MARK = r"[ \t]*(?:>|[-+*](?=[ \t]))"
_TOO_MANY_MARKS = re.compile(rf"^(?:{_MARK})+(?=(?:{_MARK}){{20}})", re.MULTILINE)
"""Marks at the beginning of a line, but for the last twenty, which is more than anyone means."""

_MOST_BRACKETS = 5_000
"""Opening brackets in a paragraph up to which links are looked for in it: that takes a time that grows squared."""
_BETWEEN_PARAGRAPHS = re.compile(r"(\n[ \t]*\n)")


def _calmed(body: str) -> str:
    """The text, with brackets that open nothing in paragraphs that nobody would write."""
    if body.count("[") <= _MOST_BRACKETS:
        return body
    parts = _BETWEEN_PARAGRAPHS.split(body)
    return "".join(part.replace("[", "\\[") if part.count("[") > _MOST_BRACKETS else part for part in parts)


_TOO_DEEP = f"Lists and quotations nested more than {_DEEPEST // 2} deep were left out."


def _parser() -> MarkdownIt:
    parser = (
        MarkdownIt("commonmark", {"maxNesting": _DEEPEST})
        .enable(["table", "strikethrough"])
        .use(footnote_plugin)
        .use(deflist_plugin)
    )
    # It would gather the notes that are referred to at the end, and drop the others; they stay where they stand.
    parser.core.ruler.disable("footnote_tail")
    return parser


def _with_title(bibliography: Bibliography, pieces: Sequence[Piece]) -> Bibliography:
    """Take the first heading of level 1, or any that begins the text, for the title where none is given."""
    stay = [piece for piece in pieces if not piece.left_out]
    heads = [piece for piece in stay if piece.kind is BlockKind.HEADING and (piece.level == 1 or piece is stay[0])]
    if bibliography.title or not heads:
        return bibliography
    return replace(bibliography, title=heads[0].text.replace("\n", " "))


class _Walk:
    """Goes through the tokens of a parsed text once and gathers its pieces."""

    def __init__(self, noise: Noise, joiner: Joiner) -> None:
        self.pieces: list[Piece] = []
        self.taken: Counter[str] = Counter()
        self._noise = noise
        self._joiner = joiner
        self._quotes = 0
        self._lists: list[str] = []  # for each list around, what its open item's first words still have to begin with
        self._fresh = False  # the open list item has no words yet
        self._note: int | None = None
        self._heading = 0
        self._defining = False
        self._rows: list[list[str]] | None = None

    def blocks(self, tokens: Sequence[Token], env: dict[str, Any]) -> None:
        """Gather the pieces of a text's tokens; `env` is what the parser kept beside them."""
        notes = env.get("footnotes", {})
        for token in tokens:
            match token.type:
                case "inline":
                    self._inline(token, notes)
                case "fence" | "code_block":
                    self._code(token.content)
                case "html_block":
                    self._html(token.content)
                case "footnote_reference_open":
                    self._note = notes.get("refs", {}).get(f":{token.meta['label']}", -1) + 1
                case "footnote_reference_close":
                    self._note = None
                case "table_close":
                    self._table()
                case _:
                    self._enter_or_leave(token)

    def _enter_or_leave(self, token: Token) -> None:
        match token.type:
            case "heading_open":
                self._heading = int(token.tag[1])
            case "heading_close":
                self._heading = 0
            case "blockquote_open":
                self._quotes += 1
            case "blockquote_close":
                self._quotes -= 1
            case "bullet_list_open" | "ordered_list_open":
                self._lists.append("")
            case "bullet_list_close" | "ordered_list_close":
                self._lists.pop()
            case "list_item_open":
                self._lists[-1] = f"{token.info}{token.markup} " if token.info else ""
                self._fresh = True
            case "list_item_close":
                self._fresh = False
            case "dd_open" | "dd_close":
                self._defining = token.nesting > 0
            case "table_open":
                self._rows = []
            case "tr_open" if self._rows is not None:
                self._rows.append([])

    def _inline(self, token: Token, notes: dict[str, Any]) -> None:
        children = token.children or []
        text = self._text(children)
        if self._rows is not None:
            self._rows[-1].append(" ".join(text.split()))
        elif self._heading:
            self._emit(BlockKind.HEADING, _ATTRIBUTES.sub("", text.replace("\n", _SOFT)), self._heading)
        elif [child.type for child in children] == ["image"]:
            self._emit(BlockKind.CAPTION, text, 0)
        else:
            self._emit(*self._kind(text))
        for child in children:
            if child.type == "footnote_ref" and (note := notes["list"][child.meta["id"]]).get("tokens"):
                self._emit(BlockKind.FOOTNOTE, self._text(note["tokens"]), child.meta["id"] + 1)

    def _kind(self, text: str) -> tuple[BlockKind, str, int]:
        """The kind, words and level of a paragraph by what is around it."""
        if self._note is not None:
            return BlockKind.FOOTNOTE, text, self._note
        if self._lists and self._fresh:
            self._fresh = False
            return BlockKind.LIST_ITEM, self._lists[-1] + text, len(self._lists)
        if self._defining:
            return BlockKind.LIST_ITEM, text, len(self._lists) + 1
        if self._quotes:
            return BlockKind.QUOTE, text, self._quotes
        return BlockKind.PARAGRAPH, text, len(self._lists)

    def _text(self, children: Sequence[Token]) -> str:
        """The words of inline tokens: LF where a line was broken on purpose, `_SOFT` where the file's line ended."""
        parts: list[str] = []
        for child in children:
            match child.type:
                case "softbreak":
                    parts.append(_SOFT)
                case "hardbreak":
                    parts.append("\n")
                case "html_inline" if re.match(r"<br\b", child.content, re.IGNORECASE):
                    parts.append("\n")
                case "image":
                    parts.append(self._text(child.children or []))
                case "text" | "code_inline" | "text_special":
                    parts.append(self._cleaned(child.content))
        return "".join(parts)

    def _cleaned(self, text: str) -> str:
        """Character references can name what was taken out of the file's text: it is taken out here as well."""
        cleaned = clean(text)
        self.taken += cleaned.taken
        return cleaned.text.replace("\n", " ")

    def _emit(self, kind: BlockKind, text: str, level: int) -> None:
        """Make a piece of the text, or several where lines of noise stand within it."""
        lines: list[list[str]] = [[]]
        for hard in text.split("\n"):
            for soft in hard.split(_SOFT):
                line = single_spaced(soft.strip(EDGES))
                reason = self._noise(line) if line and kind is not BlockKind.HEADING else ""
                if reason:
                    self._finish(kind, lines, level)
                    self.pieces.append(Piece(BlockKind.PARAGRAPH, line, left_out=reason))
                    lines = [[]]
                elif line:
                    lines[-1].append(line)
            lines.append([])
        self._finish(kind, lines, level)

    def _finish(self, kind: BlockKind, lines: list[list[str]], level: int) -> None:
        text = unicodedata.normalize("NFC", "\n".join(self._joiner.join(line) for line in lines if line))
        if text:
            reason = self._noise(text) if kind is not BlockKind.HEADING else ""
            self.pieces.append(Piece(kind, text, level, left_out=reason))

    def _code(self, content: str) -> None:
        """Code keeps its lines and their indents; a blank line divides it, since no block holds one."""
        lines = [line.rstrip() for line in content.split("\n")]
        for blank, group in groupby(lines, key=lambda line: not line):
            if not blank:
                self.pieces.append(Piece(BlockKind.CODE, "\n".join(group)))

    def _table(self) -> None:
        """A row is a line, a tab stands between cells: white space, so that a quotation is found across them."""
        rows = ["\t".join(row).rstrip() for row in self._rows or []]
        self._rows = None
        if text := "\n".join(row for row in rows if row):
            self.pieces.append(Piece(BlockKind.TABLE, text))

    def _html(self, content: str) -> None:
        """Leave the words of raw HTML, divided where its blocks end; scripts, styles and comments hold none."""
        plain = nh3.clean(content, tags=_HTML_BLOCKS | {"br"}, attributes={}, link_rel=None)
        for index, part in enumerate(re.split(rf"<(/?(?:{'|'.join(sorted(_HTML_BLOCKS))}))>", plain)):
            if index % 2 == 0:
                self._html_words("\n".join(map(self._html_line, part.split("<br>"))))
            elif part == "table":
                self._rows = []
            elif part == "/table":
                self._table()
            elif self._rows is not None and part == "tr":
                self._rows.append([])
            elif heading := re.fullmatch(r"(/?)h([1-6])", part):
                self._heading = 0 if heading[1] else int(heading[2])

    def _html_line(self, text: str) -> str:
        return _SOFT.join(self._cleaned(line) for line in html.unescape(text).split("\n"))

    def _html_words(self, text: str) -> None:
        if not text.strip(f"{EDGES}{_SOFT}"):
            return
        if self._rows:
            self._rows[-1].append(" ".join(text.split()))
        elif self._heading:
            self._emit(BlockKind.HEADING, text, self._heading)
        else:
            self._emit(*self._kind(text))


_HTML_BLOCKS = {
    "address", "article", "aside", "blockquote", "caption", "dd", "details", "div", "dl", "dt", "figcaption", "figure",
    "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
