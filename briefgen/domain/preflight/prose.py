"""A Markdown text as its readers meet it: blocks of plain text, their citations, and the quotations they hold.

This reads just enough Markdown to count and to check words; how it looks is for `rendering` to say. HTML is text, and
so is what is indented, as there. Every pattern stops at the next mark of its own sort, so that no text makes the
reading slow.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from briefgen.domain.fields import Term
from briefgen.domain.quotations import TextCitation, citations_in
from briefgen.domain.wording import count_words


class Part(Term):
    """What a block of a narrative text is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list item"
    QUOTE = "quote"
    CELL = "table cell"
    NOTE = "note in the margin"


@dataclass(frozen=True, slots=True)
class TextBlock:
    """One block of a text, its lines joined: `raw` with its Markdown and citations, `plain` as it is read."""

    part: Part
    raw: str
    plain: str


LONG_QUOTATION = 4
"""From this many words on, words between quotation marks are a quotation; fewer are a name or a way of speaking."""


# ---------------------------------------------------------------------------------------------- blocks

_HEADING = re.compile(r"#{1,6}[ \t]")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)\s*$")
_RULE = re.compile(r" {0,3}(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,})$")
_QUOTED = re.compile(r" {0,3}> ?")
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}\.)\s+")
_FIRST_ITEM = re.compile(r" {0,3}(?:[-*+]|1\.) +")
_TABLE_RULE = re.compile(r"\|? ?:?-+:? ?(?:\| ?:?-+:? ?)*\|?")
_DEFINITION = re.compile(r" {0,3}\[[^\[\]@]+\]:\s")
_NOTE = re.compile(r"(?<!\\)\^\[(?!\s*\])")


def plain_blocks(text: str) -> tuple[TextBlock, ...]:
    """Turn plain text into blocks: each line with words in it is a paragraph."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return tuple(TextBlock(Part.PARAGRAPH, line, line) for line in lines if line)


def markdown_blocks(markdown: str) -> tuple[TextBlock, ...]:
    """Turn Markdown into its blocks, in order; a table gives one for each cell, a note in the margin is one, too."""
    divided = (found for part, raw in _raw_blocks(markdown) for found in _with_notes_apart(part, raw))
    return tuple(TextBlock(part, raw, plain_text(raw)) for part, raw in divided)


def _with_notes_apart(part: Part, raw: str) -> Iterator[tuple[Part, str]]:
    """Take the notes, ^[words], out of a block: they are said beside its sentences and not in them."""
    kept, notes, done = [], [], 0
    for opening in _NOTE.finditer(raw):
        end = _note_ends(raw, opening.end())
        if opening.start() >= done and end:
            kept.append(raw[done : opening.start()].rstrip())
            notes.append(raw[opening.end() : end].strip())
            done = end + 1
    text = "".join((*kept, raw[done:])).strip()
    yield from ((part, text),) if text else ()
    yield from ((Part.NOTE, note) for note in notes if note)


def _note_ends(raw: str, start: int) -> int:
    """Find the bracket that ends a note; 0 where none does."""
    depth = 1
    for bracket in re.finditer(r"[\[\]]", raw[start:]):
        depth += 1 if bracket[0] == "[" else -1
        if not depth:
            return start + bracket.start()
    return 0


class _Reader:
    """Collects lines until a block is whole."""

    def __init__(self) -> None:
        self.blocks: list[tuple[Part, str]] = []
        self.part = Part.PARAGRAPH
        self.lines: list[str] = []

    def end(self, following: Part = Part.PARAGRAPH) -> None:
        text = " ".join(" ".join(self.lines).split())
        if text:
            self.blocks.append((self.part, text))
        self.lines = []
        self.part = following

    def whole(self, part: Part, text: str) -> None:
        self.end(part)
        self.lines = [text]
        self.end()


def _raw_blocks(markdown: str) -> list[tuple[Part, str]]:
    lines = markdown.split("\n")
    reader = _Reader()
    in_list = in_table = False
    for number, line in enumerate(lines):
        in_table = bool(line.strip()) and (in_table or _begins_table(line, lines[number + 1 : number + 2]))
        if in_table:
            if not _is_table_rule(line):
                for cell in re.split(r"(?<!\\)\|", line):
                    reader.whole(Part.CELL, cell)
            continue
        in_list = _read_line(reader, line, in_list=in_list)
    reader.end()
    return reader.blocks


def _begins_table(line: str, following: list[str]) -> bool:
    return "|" in line and bool(following) and _is_table_rule(following[0])


def _is_table_rule(line: str) -> bool:
    return "-" in line and _TABLE_RULE.fullmatch(" ".join(line.split())) is not None


def _read_line(reader: _Reader, line: str, *, in_list: bool) -> bool:
    """Take one line outside tables; gives whether a list goes on."""
    if not line.strip():
        reader.end()
        return in_list
    if reader.lines and reader.part is Part.PARAGRAPH and _UNDERLINE.match(line):
        reader.part = Part.HEADING
        reader.end()
        return False
    if _HEADING.match(line):
        reader.whole(Part.HEADING, line.strip("# \t"))
        return False
    if _RULE.match(line) or _DEFINITION.match(line):
        reader.end()
        return False
    if quoted := _QUOTED.match(line):
        if reader.part is not Part.QUOTE:
            reader.end(Part.QUOTE)
        rest = line[quoted.end() :]
        if rest.strip():
            reader.lines.append(rest)
        else:
            reader.end(Part.QUOTE)
        return False
    # Within a paragraph a list begins with a bullet or with 1, so that “2025. A year of …” stays text.
    pattern = _ITEM if in_list or not reader.lines else _FIRST_ITEM
    if item := pattern.match(line):
        reader.end(Part.LIST_ITEM)
        reader.lines.append(line[item.end() :])
        return True
    if not reader.lines:
        in_list = in_list and line.startswith(("    ", "\t"))
        reader.part = Part.LIST_ITEM if in_list else Part.PARAGRAPH
    reader.lines.append(line)
    return in_list


# ---------------------------------------------------------------------------------------------- inline

_INLINE = (
    (re.compile(r"!?\[([^\[\]]*)\]\((?:[^()\n]|\([^()\n]*\))*\)"), r"\1"),  # links and images keep their words
    (re.compile(r"!?\[([^\[\]]+)\]\[[^\[\]]*\]"), r"\1"),
    (re.compile(r"<(https?:[^<>\s]*)>"), r"\1"),
    (re.compile(r"`+([^`]*)`+"), r"\1"),
    (re.compile(r"(?<![\w\\])_{1,3}(?=\S)|(?<=[^\s_\\])_{1,3}(?!\w)|(?<!\\)\*+"), ""),
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),
)


def plain_text(raw: str) -> str:
    """Take the Markdown and the citations out of a block's text."""
    text = without_citations(raw)
    if _MARKED.search(text):
        for pattern, kept in _INLINE:
            text = pattern.sub(kept, text)
        text = html.unescape(text)
    return " ".join(text.split())


_MARKED = re.compile(r"[\[\]<>`*_\\&]")


def without_citations(raw: str) -> str:
    """Take the citations out, with the space before each."""
    kept: list[str] = []
    done = 0
    for citation in citations_in(raw):
        kept.append(raw[done : citation.start].rstrip())
        done = citation.end
    return "".join((*kept, raw[done:]))


# ------------------------------------------------------------------------------------------ quotations

_QUOTATION = re.compile(
    r"„(?P<low>[^„“”]+)[“”]|“(?P<curly>[^“”]+)”|«(?P<angle>[^«»]+)»|(?<![\w\"])\"(?P<straight>[^\"]+)\"(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words between quotation marks in a block, or a whole block quote: where it stands in `raw`, and its words.

    `cited` is the citation directly after it, `later` one further on in the same sentence, before another quotation.
    """

    words: str
    start: int
    end: int
    cited: TextCitation | None = None
    later: TextCitation | None = None


def quotations(block: TextBlock) -> Iterator[Quotation]:
    """Find the quotations of four words and more in a block, each with its citation."""
    citations = citations_in(block.raw)
    if block.part is Part.QUOTE:
        # The line that names the speaker, after a dash, is not the speaker's.
        words = re.split(r"\s[—–―]\s?(?=[^—–―]{1,120}$)", block.plain)[0].strip()
        words = re.sub(r"^[\"“„«]\s*(.*?)\s*[\"”“»]$", r"\1", words)
        if count_words(words) >= LONG_QUOTATION:
            yield Quotation(words, 0, len(block.raw), cited=citations[0] if citations else None)
        return
    starts = [citation.start for citation in citations]
    found = [match for match in _QUOTATION.finditer(block.raw) if _is_long(match)]
    for index, match in enumerate(found):
        following = found[index + 1].start() if index + 1 < len(found) else len(block.raw)
        place = bisect_left(starts, match.end())
        after = citations[place] if place < len(starts) and starts[place] < following else None
        between = block.raw[match.end() : after.start] if after else ""
        direct = after is not None and re.fullmatch(r"[\s.,;:!?)*_]*", between) is not None
        # A sentence that ends inside the quotation marks ends there, when a capital follows.
        told = f"{_words(match).rstrip()[-1:]}{between}"
        same_sentence = after is not None and not re.search(r"[.!?]\s+[^\W\d_a-z]", told)
        yield Quotation(
            plain_text(_words(match)),
            match.start(),
            match.end(),
            cited=after if direct else None,
            later=after if same_sentence and not direct else None,
        )


def without_quotations(text: str) -> str:
    """Put a dash in the place of each quotation of four words and more; its end mark stays, as sentences end by it."""

    def dash(match: re.Match[str]) -> str:
        if not _is_long(match):
            return match.group()
        return f"“–{_words(match).rstrip()[-1:] if _words(match).rstrip()[-1:] in '.!?…' else ''}”"

    return _QUOTATION.sub(dash, text)


def _words(match: re.Match[str]) -> str:
    return next(group for group in match.groups() if group is not None)


def _is_long(match: re.Match[str]) -> bool:
    return count_words(_words(match)) >= LONG_QUOTATION


# -------------------------------------------------------------------------------------------- matching

_FOLDED = {ord(mark): '"' for mark in "“”„‟«»″"} | {ord(mark): "'" for mark in "‘’‚‛‹›′`´"}
_BRACKETS = re.compile(r"\[[^\[\]]*\]|\((?:…|\.{3})\)")


def folded(text: str) -> str:
    """Make texts comparable that differ in white space and in the form of quotation marks alone."""
    return " ".join(text.translate(_FOLDED).replace("...", "…").split())


def quotes(words: str, source: str) -> bool:
    """Tell whether `words` are `source`'s own, but for white space, the form of quotation marks, and editors' marks.

    […] stands for words left out, [words] for words put in; what stands between them must be found in order, whole
    words all, though a bracket may stand inside one, as in “[T]he”. A comma or full stop set inside the closing
    quotation mark is the editor's.
    """
    text = folded(source)
    wanted = folded(words)
    if _stands(wanted, text) or _stands(wanted.rstrip(" .,;:"), text):
        return True
    pieces = _BRACKETS.split(wanted.rstrip(" .,;:"))
    if len(pieces) == 1 or not any(piece.strip() for piece in pieces):
        return False
    position = 0
    for number, piece in enumerate(pieces):
        core = piece.strip()
        if not core:
            continue
        joins_before = number > 0 and not piece[0].isspace()
        joins_after = number < len(pieces) - 1 and not piece[-1].isspace()
        at = _find(core, text, position, whole_start=not joins_before, whole_end=not joins_after)
        if at < 0:
            return False
        position = at + len(core)
    return True


def _stands(words: str, text: str) -> bool:
    return bool(words) and _find(words, text, 0, whole_start=True, whole_end=True) >= 0


def _find(words: str, text: str, start: int, *, whole_start: bool, whole_end: bool) -> int:
    """Find words from `start` on, not cutting a word of the text where they must be whole; −1 where they are not."""
    at = text.find(words, start)
    while at >= 0:
        end = at + len(words)
        cut_before = whole_start and at > 0 and text[at - 1].isalnum() and words[0].isalnum()
        cut_after = whole_end and end < len(text) and text[end].isalnum() and words[-1].isalnum()
        if not cut_before and not cut_after:
            return at
        at = text.find(words, at + 1)
    return -1
