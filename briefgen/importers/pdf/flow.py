"""Blocks of lines become paragraphs, list items, headings, notes; what was broken by a column or a page is rejoined."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from briefgen.domain.bidi import is_rtl
from briefgen.domain.terms import BlockKind
from briefgen.importers.lines import (
    Marker,
    ends_sentence,
    is_lone_bullet,
    is_rule,
    marker_of,
    starts_small,
    without_bullet,
)
from briefgen.importers.pdf.columns import Block
from briefgen.importers.pdf.rows import Line, is_dense
from briefgen.importers.pdf.spelled import Hyphens, Spelled, joined

_LETTER = 0.5
"""The usual width of a letter in ems."""
_ENOUGH, _WIDE_LEADING = 6, 1.5
"""With fewer lines of a size it is not known how far apart they stand: no further, then, than so many ems."""
_NOTE = re.compile(r"(?:\d{1,3}|[*†‡§¶#]{1,3})(?=[ \u00a0])")
_DOTTED_NOTE = re.compile(r"(\d{1,3})[.)](?=[ \u00a0])")
_CAPTION = re.compile(
    r"(?:fig(?:ure|\.)?|tab(?:le|\.)?|box|chart|map|graph|exhibit|abb(?:ildung|\.)?|tabelle|tableau|tabla|tabela|tabella"
    r"|figura|grafi(?:k|eck|co)|graphique|encadré|schaubild|kasten|karte|carte)\s*(?:[A-Z]?\d+(?:[.\-–]\d+)*|[IVX]+)"
    r"\s*(?:[.:–—|-]|$|[A-Z])",
    re.IGNORECASE,
)
_HYPHENS = ("-", "\u2010")
_LONGEST_CAPTION = 400


@dataclass(slots=True, eq=False)
class Paragraph:
    """Lines that belong together, and what they are. `left_out` is a reason not to have them in the text.

    `column` numbers the block that it stands in; `opens` and `closes` say whether it is that block's first and last.
    """

    kind: BlockKind
    lines: list[Line]
    column: int
    level: int = 0
    left_out: str = ""
    opens: bool = False
    closes: bool = False
    indented: bool = False
    full: bool = False
    """Whether its last line reaches the end of the column, so that it may go on elsewhere."""
    margin: float = 0.0
    parts: list[Paragraph] = field(default_factory=list)
    """What goes on with it after the end of a column or a page."""

    @property
    def size(self) -> float:
        """The size of its letters, in points."""
        return statistics.median_high([line.size for line in self.lines])

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(line.bold for line in self.lines)

    @property
    def page(self) -> int:
        """The index of the page that it begins on."""
        return self.lines[0].page

    @property
    def first(self) -> str:
        """Its first line."""
        return self.lines[0].words

    @property
    def last(self) -> str:
        """Its last line, wherever it goes on."""
        return self.parts[-1].last if self.parts else self.lines[-1].words

    @property
    def words(self) -> str:
        """Its words as they stand, for judging."""
        return " ".join(line.words for line in self.lines)

    @property
    def all_lines(self) -> list[Line]:
        """Its lines with those of its parts."""
        return [*self.lines, *(line for part in self.parts for line in part.all_lines)]

    def spelled(self, hyphens: Hyphens) -> Spelled:
        """Its text, its lines rejoined; a table's rows stay lines."""
        if self.kind is BlockKind.TABLE:
            return joined([line.text for line in self.lines], "\n")
        return rejoined([line.text for line in self.all_lines], hyphens)


def rejoined(lines: Sequence[Spelled], hyphens: Hyphens) -> Spelled:
    """Make one line of several that were broken to fit a width."""
    whole = lines[0]
    for line in lines[1:]:
        before, after = whole.text, line.text
        if before.endswith(_HYPHENS) and len(before) > 1 and before[-2].isalpha() and after[:1].isalpha():
            whole = joined([whole if hyphens.belongs(before, after) else whole[:-1], line])
        elif _needs_no_space(before, after):
            whole = joined([whole, line])
        else:
            whole = joined([whole, line], " ")
    return whole


def _needs_no_space(before: str, after: str) -> bool:
    if before.endswith(("/", "–", "—", *_HYPHENS)):
        return not before.endswith((" -", " –", " —", " /"))
    return is_dense(before[-1]) and is_dense(after[0])


# -------------------------------------------------------------------------------------------- paragraphs


class Measures:
    """What is usual in the document: the size of its text, and for each size how far apart its lines stand."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        """Measure the blocks of all pages."""
        sizes: Counter[float] = Counter()
        bold: Counter[bool] = Counter()
        steps: dict[float, Counter[float]] = {}
        for block in blocks:
            for line in block.lines:
                sizes[_rounded(line.size)] += len(line.words)
                bold[line.bold] += len(line.words)
            for one, two in zip(block.lines, block.lines[1:], strict=False):
                if not block.is_table and _rounded(one.size) == _rounded(two.size):
                    steps.setdefault(_rounded(one.size), Counter())[round(two.base - one.base, 1)] += 1
        self.size = max(sizes, key=lambda size: (sizes[size], size), default=10.0)
        self.mostly_bold = bold[True] > bold[False]
        self._lines = {size: counts.total() for size, counts in steps.items()}
        self._steps = {size: _usual(counts) for size, counts in steps.items()}

    def leading(self, block: Block) -> float:
        """How far apart the lines of a block stand when nothing is between them."""
        size = _rounded(block.lines[0].size)
        steps = sorted(two.base - one.base for one, two in zip(block.lines, block.lines[1:], strict=False))
        if len(steps) >= 4:
            return steps[len(steps) // 3]
        usual = self._steps.get(size) or (steps[0] if steps else 1.2 * size)
        return usual if self._lines.get(size, 0) > _ENOUGH else min(usual, _WIDE_LEADING * size)


def _rounded(size: float) -> float:
    return round(2 * size) / 2


def _usual(counts: Counter[float]) -> float:
    """The least of the steps that come often."""
    most = counts.most_common(1)[0][1]
    return min(step for step, count in counts.items() if count >= 0.5 * most)


def paragraphs_of(block: Block, column: int, measures: Measures) -> list[Paragraph]:
    """Divide a block into paragraphs."""
    if block.is_table:
        return [Paragraph(BlockKind.TABLE, block.lines, column, opens=True, closes=True)]
    shape = _Shape(block, measures.leading(block))
    parts: list[list[Line]] = [[block.lines[0]]]
    for before, line in zip(block.lines, block.lines[1:], strict=False):
        if shape.parts(parts[-1], before, line):
            parts.append([])
        parts[-1].append(line)
    found = []
    for number, lines in enumerate(parts):
        made = Paragraph(
            BlockKind.PARAGRAPH,
            lines,
            column,
            opens=number == 0,
            closes=number == len(parts) - 1,
            indented=shape.start(lines[0]) > shape.left + 0.7 * lines[0].size,
            full=shape.is_full(lines[-1]),
            margin=shape.left,
        )
        found.append(made)
    return found


class _Shape:
    """How the lines of a block stand: its edges, whether its paragraphs are indented or hang, whether it is centred."""

    def __init__(self, block: Block, leading: float) -> None:
        self._lines = block.lines
        self._leading = leading
        letters = [char for line in block.lines for char in line.words if char.isalpha()]
        self._from_right = 2 * sum(map(is_rtl, letters)) > len(letters)
        self.left = min(map(self.start, block.lines))
        self.right = max(map(self.end, block.lines))
        size = statistics.median([line.size for line in block.lines])
        inside = sum(self.start(line) > self.left + 0.7 * size for line in block.lines)
        short = sum(self.end(line) < self.right - 2 * size for line in block.lines)
        centred = sum(
            abs((self.start(line) - self.left) - (self.right - self.end(line))) < size for line in block.lines
        )
        count = len(block.lines)
        self.centred = count > 1 and centred >= 0.8 * count and inside > 0 and short > 0
        self.hanging = (
            count > 2 and inside >= 0.5 * count and not self.centred and self.start(block.lines[0]) < self.left + 1
        )
        self.dense = (
            sum(is_dense(char) for line in block.lines for char in line.words)
            > sum(len(line.words) for line in block.lines) // 2
        )

    def start(self, line: Line) -> float:
        """Where a line starts, from the side at which its script begins."""
        return -line.end if self._from_right else line.start

    def end(self, line: Line) -> float:
        """Where it ends."""
        return -line.start if self._from_right else line.end

    def is_full(self, line: Line) -> bool:
        """Whether a line reaches the end of the block."""
        return self.right - self.end(line) < 0.12 * (self.right - self.left) + line.size

    def parts(self, part: list[Line], before: Line, line: Line) -> bool:
        """Whether a new paragraph begins with a line."""
        size = max(before.size, line.size)
        step = line.base - before.base
        if step > 1.25 * self._leading + 0.05 * size and step > 1.05 * size:
            return True
        if abs(before.size - line.size) > 0.09 * size or (before.bold != line.bold and self._is_apart(before, line)):
            return True
        if self._is_marked(part, before, line) or (line.raised and _NOTE.match(line.words)):
            return True
        return False if self.centred else self._begins(part, before, line)

    def _begins(self, part: list[Line], before: Line, line: Line) -> bool:
        """Whether a line's place, or the end of the one before it, makes it the first of a paragraph."""
        size = max(before.size, line.size)
        if marker_of(part[0].words) is not Marker.NONE:
            return self._ends(before, line) and self.start(line) <= self.start(part[0]) + 0.3 * size
        if self.hanging:
            return self.start(line) < self.left + 0.5 * size
        indent = self.start(line) - self.start(before)
        if (
            0.7 * size < indent < 6 * size
            and self.start(line) > self.left + 0.7 * size
            and self.start(before) < self.left + size
        ):
            return len(part) > 1 or ends_sentence(before.words)
        return self._ends(before, line)

    def _is_apart(self, before: Line, line: Line) -> bool:
        """Whether bold words are a line of their own, no beginning or end of a line's words."""
        return not (before.bold and self.is_full(before) and not ends_sentence(before.words)) or line.bold

    def _is_marked(self, part: list[Line], before: Line, line: Line) -> bool:
        marker = marker_of(line.words)
        if marker is Marker.NONE:
            return False
        if marker is Marker.BULLET:
            return True
        same = marker_of(part[0].words) is marker and abs(part[0].start - line.start) < 0.6 * line.size
        inner = self.start(line) > self.start(part[0]) + 0.7 * line.size
        return (
            same or ends_sentence(before.words) or (self._ends(before, line) and not starts_small(line.words)) or inner
        )

    def _ends(self, before: Line, line: Line) -> bool:
        """Whether a line was ended on purpose: the next word would have had room on it."""
        size = line.size
        word = line.words.split(" ", 1)[0]
        letters = 1 if self.dense else len(word)
        width = letters * size * (1.0 if self.dense else _LETTER) + 0.3 * size
        room = self.right - self.end(before) - width
        if ends_sentence(before.words):
            return room > 1.2 * size
        return room > 0.2 * (self.right - self.left) + size and not starts_small(line.words)


# -------------------------------------------------------------------------------------------- kinds


def tell_kinds(paragraphs: list[Paragraph], measures: Measures) -> None:
    """Tell captions, list items and footnotes from running text; `paragraphs` are those of one page, in order."""
    for paragraph in paragraphs:
        if paragraph.kind is BlockKind.PARAGRAPH and _CAPTION.match(paragraph.first):
            if len(paragraph.words) <= _LONGEST_CAPTION:
                paragraph.kind = BlockKind.CAPTION
        elif paragraph.kind is BlockKind.PARAGRAPH and is_rule(paragraph.words):
            paragraph.left_out = "rule"
    _tell_footnotes(paragraphs, measures)
    _tell_items(paragraphs)


def _tell_footnotes(paragraphs: list[Paragraph], measures: Measures) -> None:
    """Notes stand in smaller type at the foot of a column, below text, and begin with a number or a sign."""
    calls = frozenset().union(*(line.calls for paragraph in paragraphs for line in paragraph.lines))
    for number, paragraph in enumerate(paragraphs):
        if paragraph.kind is not BlockKind.PARAGRAPH or paragraph.size > 0.93 * measures.size or paragraph.left_out:
            continue
        before = paragraphs[number - 1] if number else None
        goes_on = (
            before is not None
            and before.kind is BlockKind.FOOTNOTE
            and abs(before.size - paragraph.size) < 0.5
            and paragraph.lines[0].base > before.lines[-1].base
        )
        dotted = _DOTTED_NOTE.match(paragraph.first)
        marked = _NOTE.match(paragraph.first) or (dotted and dotted[1] in calls)
        begins = marked and any(
            other.size > 0.93 * measures.size and other.lines[0].base < paragraph.lines[0].base
            for other in paragraphs[:number]
        )
        under = [other for other in paragraphs[number + 1 :] if other.column == paragraph.column]
        if (begins or goes_on) and all(other.size <= 0.93 * measures.size for other in under):
            paragraph.kind = BlockKind.FOOTNOTE
    # What stands above the notes is the last of its column.
    last: dict[int, Paragraph] = {}
    for paragraph in paragraphs:
        if paragraph.kind is not BlockKind.FOOTNOTE:
            last[paragraph.column] = paragraph
    for paragraph in last.values():
        paragraph.closes = True


def _tell_items(paragraphs: list[Paragraph]) -> None:
    """Items of lists: a dash or a number makes one beside another alone, for it may be a dialogue's or a date's."""
    plain = [each for each in paragraphs if each.kind is BlockKind.PARAGRAPH and not each.left_out]
    markers = [Marker.NONE, *(marker_of(each.first) for each in plain), Marker.NONE]
    indents: list[float] = []
    for place, paragraph in enumerate(plain, 1):
        before, marker, after = markers[place - 1 : place + 2]
        beside = {before, after} - {Marker.NONE}
        if marker is Marker.NUMBER:
            beside &= {Marker.NUMBER}
        if marker is Marker.NONE or not (beside or marker is Marker.BULLET) or paragraph.size > 1.3 * _size(plain):
            indents = []
            continue
        start = paragraph.lines[0].start
        indents = [*(indent for indent in indents if indent < start - 3), start]
        paragraph.kind, paragraph.level = BlockKind.LIST_ITEM, min(len(indents), 6)


def _size(paragraphs: Sequence[Paragraph]) -> float:
    return statistics.median([each.size for each in paragraphs])


def without_marker(text: Spelled) -> Spelled:
    """A list item's text without its bullet; a number is a word of it and stays."""
    rest = without_bullet(text.text)
    if not rest or is_lone_bullet(rest) or not text.text.endswith(rest):
        return text
    return text[len(text.text) - len(rest) :]


# -------------------------------------------------------------------------------------------- rejoining


_FLOATS = frozenset({BlockKind.TABLE, BlockKind.CAPTION, BlockKind.FOOTNOTE})
_FARTHEST = 12


def rejoin(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Put together what the end of a column or a page has divided, past tables and captions; gives what is left."""
    found: list[Paragraph] = []
    for paragraph in paragraphs:
        before = _unfinished(found) if paragraph.opens and not paragraph.left_out else None
        if before is not None and _continues(before, paragraph):
            before.parts.append(paragraph)
        else:
            found.append(paragraph)
    return found


def _unfinished(found: Sequence[Paragraph]) -> Paragraph | None:
    """The last paragraph of running text, if nothing but floating things came after it."""
    for paragraph in found[: -_FARTHEST - 1 : -1]:
        if paragraph.left_out or paragraph.kind in _FLOATS:
            continue
        last = paragraph.parts[-1] if paragraph.parts else paragraph
        ends = last.closes and paragraph.kind in {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM}
        return paragraph if ends else None
    return None


def _continues(before: Paragraph, after: Paragraph) -> bool:
    last = before.parts[-1] if before.parts else before
    if after.kind is not BlockKind.PARAGRAPH or last.column == after.column:
        return False
    if abs(before.size - after.size) > 0.09 * before.size or before.bold != after.bold:
        return False
    words = before.last
    if words.endswith((*_HYPHENS, ";", ",")) and starts_small(after.first):
        return True
    if ends_sentence(words) or after.indented or marker_of(after.first) is not Marker.NONE:
        return not ends_sentence(words) and starts_small(after.first) and last.full
    return starts_small(after.first) or (last.full and len(words) > 20)
