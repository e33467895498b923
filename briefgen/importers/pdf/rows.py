"""Characters of a page become lines: of one column, one cell, one heading each, with their words told apart."""

from __future__ import annotations

import statistics
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice, pairwise
from operator import attrgetter

from briefgen.domain.bidi import FIRST_RTL, in_logical_order, is_rtl
from briefgen.importers.lines import Marker, is_lone_bullet, marker_of
from briefgen.importers.pdf.glyphs import Glyph
from briefgen.importers.pdf.spelled import NOWHERE, Spelled, place_of, spelled

# Everything below is measured in ems: multiples of the size of the letters.
_SAME_LINE = 0.25
_WITHIN_WORD = 0.6
_RAISED = 1.05
_SMALLER = 0.85
_SPACE, _SPACE_TOLD, _SPACE_EAST_ASIAN = 0.17, 0.04, 0.6
"""A gap that parts two words; one where the file has a space character as well; one between characters that are set
without spaces."""
_FEW_GAPS = 3
_ALIGNED = 0.12
"""How exactly what stands below each other in a column begins at the same place."""
_NOTE_SIGNS = "*†‡§¶#"
FIRST_DENSE = "\u2e80"
"""Below it no character is dense, see `is_dense`."""
_SURE_GAP, _GUTTER = 3.2, 0.45
"""A gap that no justified line has; and the least width of a corridor between columns."""


@dataclass(slots=True, eq=False)
class Mark:
    """A glyph in the frame of its line: where it starts and ends along it, and how far down the line stands."""

    start: float
    end: float
    base: float
    size: float
    glyph: Glyph
    index: int


@dataclass(slots=True, eq=False)
class Line:
    """Characters on one line that belong together, in the frame of the page's writing. `base` is how far down.

    `bold` is whether all of it is; `raised` whether it begins with a smaller sign above the line, as a note does;
    `calls` are the numbers and signs within it that stand above the line, and may call for notes.
    """

    text: Spelled
    start: float
    end: float
    base: float
    size: float
    bold: bool
    page: int
    turn: int = 0
    raised: bool = False
    calls: frozenset[str] = frozenset()
    row: int = 0
    cells: list[Line] = field(default_factory=list)
    """Where the line is a row of a table: its cells, in order."""

    @property
    def words(self) -> str:
        """Its text."""
        return self.text.text


@dataclass(slots=True, eq=False)
class _Run:
    marks: list[Mark]
    start: float
    end: float
    base: float
    size: float
    rtl: bool

    def add(self, mark: Mark) -> None:
        if mark.size > 1.15 * self.size:
            self.base, self.size = mark.base, mark.size
        self.marks.append(mark)
        if mark.start < self.start:  # noqa: PLR1730  done for each letter of a document: a call costs three times that
            self.start = mark.start
        if mark.end > self.end:  # noqa: PLR1730  as above
            self.end = mark.end
        if not self.rtl and mark.glyph.text >= FIRST_RTL:
            self.rtl = is_rtl(mark.glyph.text)


@dataclass(slots=True, eq=False)
class _Row:
    base: float
    size: float
    runs: list[_Run]
    chunks: list[_Run] = field(default_factory=list)


def marks_in(glyphs: Sequence[Glyph], turn: int, width: float, height: float) -> list[Mark]:
    """The glyphs of one direction in its frame; `width` and `height` are the page's."""
    if not turn:  # the text of nearly all pages, and none of it upright: nothing is to be turned
        return [
            Mark(glyph.box[0], glyph.box[2], glyph.origin[1], glyph.style.size, glyph, index)
            for index, glyph in enumerate(glyphs)
            if not glyph.style.turn and not glyph.upright
        ]
    return [_mark(glyph, index, turn, width, height) for index, glyph in enumerate(glyphs) if glyph.turn == turn]


def _mark(glyph: Glyph, index: int, turn: int, width: float, height: float) -> Mark:
    """A glyph of any direction but 0."""
    left, top, right, bottom = glyph.box
    x, y = glyph.origin
    match turn:
        case 1:
            start, end, base = top, bottom, width - x
        case 2:
            start, end, base = width - right, width - left, height - y
        case _:
            start, end, base = height - bottom, height - top, x
    if glyph.upright:
        base = width - (left + right) / 2 + 0.35 * glyph.style.size
    return Mark(start, end, base, glyph.style.size, glyph, index)


def lines_of(marks: Sequence[Mark], page: int, turn: int) -> list[Line]:
    """Lines of the marks of one direction, from the top of their frame to its bottom."""
    rows = _rows(_runs(marks))
    for row in rows:
        row.chunks = _chunks(row)
    lines: list[Line] = []
    for number in range(len(rows)):
        for chunk in _parted(rows, number):
            line = _line(chunk, page, turn)
            if line.text.text:
                line.row = number
                lines.append(line)
    return lines


def _runs(marks: Iterable[Mark]) -> list[_Run]:
    """Marks that follow each other on a line, in the order of the content."""
    runs: list[_Run] = []
    run: _Run | None = None
    for mark in marks:
        size = mark.size
        # Mostly the next letter of the same line, in the same type.
        plain = run is not None and run.base == mark.base and run.size == size
        plain = plain and run is not None and -0.4 * size <= mark.start - run.end <= _WITHIN_WORD * size
        if run is None or not (plain or _goes_on(run, mark)):
            run = _Run([], mark.start, mark.end, mark.base, size, rtl=False)
            runs.append(run)
        run.add(mark)
    return runs


def _goes_on(run: _Run, mark: Mark) -> bool:
    small, big = (run.size, mark.size) if run.size < mark.size else (mark.size, run.size)
    apart = abs(mark.base - run.base)
    gap = mark.start - run.end
    last = run.marks[-1] if run.marks else mark
    if last.start == mark.start and last.base == mark.base:
        return True  # two letters of one ligature
    if apart <= _SAME_LINE * big and small >= 0.5 * big:
        if -0.4 * big <= gap <= _WITHIN_WORD * big:
            return True
        back = run.start - mark.end
        rtl = run.rtl or is_rtl(mark.glyph.text)
        if rtl and (-0.4 * big <= back <= _WITHIN_WORD * big or run.start <= mark.start <= run.end):
            return True
        return unicodedata.combining(mark.glyph.text) > 0 and run.start <= mark.start <= run.end
    return small <= _SMALLER * big and apart <= _RAISED * big and -0.3 * big <= gap <= 0.25 * big


def _rows(runs: list[_Run]) -> list[_Row]:
    """Runs that stand on one line, across all columns of the page."""
    rows: list[_Row] = []
    for run in sorted(runs, key=lambda run: run.base):
        for row in reversed(rows[-60:]):
            if _stands_on(row, run):
                row.runs.append(run)
                if run.size > row.size:
                    row.base, row.size = run.base, run.size
                break
        else:
            rows.append(_Row(run.base, run.size, [run]))
    _attach_raised(rows)
    rows = [row for row in rows if row.runs]
    rows.sort(key=lambda row: row.base)
    return rows


def _stands_on(row: _Row, run: _Run) -> bool:
    big, small = max(row.size, run.size), min(row.size, run.size)
    if abs(row.base - run.base) > _SAME_LINE * small or small < 0.4 * big:
        return False
    return all(min(run.end, other.end) - max(run.start, other.start) <= 0.35 * small for other in row.runs)


def _attach_raised(rows: list[_Row]) -> None:
    """Put small signs that stand above or below a line by themselves, in the order of the content, on that line."""
    bases = [row.base for row in rows]
    for row in rows:
        for run in list(row.runs):
            if len(run.marks) > 6:
                continue
            near = range(max(0, bisect_left(bases, run.base - run.size)), bisect_left(bases, run.base + 1.6 * run.size))
            for number in near:
                other = rows[number]
                if other is row or run.size > _SMALLER * other.size or abs(other.base - run.base) > 0.75 * other.size:
                    continue
                beside = (
                    -0.2 * other.size <= run.start - big.end <= 0.25 * other.size
                    or -0.2 * other.size <= big.start - run.end <= 0.25 * other.size
                    for big in other.runs
                    if big.size > run.size
                )
                if any(beside):
                    row.runs.remove(run)
                    other.runs.append(run)
                    break


def _chunks(row: _Row) -> list[_Run]:
    """Runs of a row that follow each other as words do."""
    chunks: list[_Run] = []
    for run in sorted(row.runs, key=lambda run: run.start):
        if chunks and run.start - chunks[-1].end <= _WITHIN_WORD * max(run.size, chunks[-1].size):
            _merge(chunks[-1], run)
        else:
            chunks.append(_Run(list(run.marks), run.start, run.end, run.base, run.size, run.rtl))
    return chunks


def _merge(chunk: _Run, run: _Run) -> None:
    if run.size > chunk.size:
        chunk.base, chunk.size = run.base, run.size
    chunk.marks += run.marks
    chunk.start, chunk.end = min(chunk.start, run.start), max(chunk.end, run.end)
    chunk.rtl = chunk.rtl or run.rtl


def _parted(rows: Sequence[_Row], number: int) -> Iterator[_Run]:
    """The chunks of a row, those merged between which there is no gutter."""
    held: _Run | None = None
    first = True
    for chunk in rows[number].chunks:
        if held is None:
            held = _Run(list(chunk.marks), chunk.start, chunk.end, chunk.base, chunk.size, chunk.rtl)
        elif (first and _leads(held, chunk)) or not _is_gutter(rows, number, held, chunk):
            _merge(held, chunk)
        else:
            yield held
            first = False
            held = _Run(list(chunk.marks), chunk.start, chunk.end, chunk.base, chunk.size, chunk.rtl)
    if held is not None:
        yield held


def _leads(run: _Run, after: _Run) -> bool:
    """Whether it is a list's marker, or a heading's number, and nothing else, not far before what comes after it."""
    if len(run.marks) > 7 or after.start - run.end > 4 * max(run.size, after.size):
        return False
    text = "".join(mark.glyph.text for mark in sorted(run.marks, key=lambda mark: mark.start))
    numbered = text.strip("()[].").isalnum() and text[-1] in ".)]" and len(text) <= 6
    sign = len(text) == 1 and not text.isalnum()
    return is_lone_bullet(text) or sign or numbered or marker_of(text + " x") is Marker.NUMBER


def _is_gutter(rows: Sequence[_Row], number: int, one: _Run, two: _Run) -> bool:
    """Whether the gap between two chunks of a row is no space between words.

    It is a gutter where the gaps of rows near begin and end at the same places; or where it is part of a corridor
    through them, and wider than the spaces of its own line: those of a justified one are all alike.
    """
    size = min(one.size, two.size)
    gap = two.start - one.end
    near = _corridor(rows, number, one, two)
    gaps = _gaps(rows[number])
    if near.same >= 2 or (near.aligned >= 2 and len(gaps) <= _FEW_GAPS):
        return True
    if len(gaps) > 1 and gap <= (1.05 if len(gaps) == 2 else 1.5) * statistics.median(gaps):
        return False
    return gap > _SURE_GAP * size or near.both >= (1 if gap > 1.8 * size else 2)


@dataclass(frozen=True, slots=True)
class _Corridor:
    """How many rows near a gap have chunks on both sides of it.

    `aligned` counts those of them in which the right one begins at the same place, `same` those with the same gap.
    """

    both: int
    aligned: int
    same: int


def _corridor(rows: Sequence[_Row], number: int, one: _Run, two: _Run) -> _Corridor:
    size = min(one.size, two.size)
    both = aligned = same = 0
    for step in (-1, 1):
        left, right = one.end, two.start
        base = rows[number].base
        for other in range(number + step, number + 7 * step, step):
            if not 0 <= other < len(rows) or abs(rows[other].base - base) > 3.5 * size:
                break
            base = rows[other].base
            before = [chunk.end for chunk in rows[other].chunks if chunk.start < (left + right) / 2]
            after = [chunk.start for chunk in rows[other].chunks if chunk.start >= (left + right) / 2]
            left = max([left, *before])
            right = min([right, *after])
            if right - left < _GUTTER * size:
                break
            if before and after:
                begins = abs(min(after) - two.start) < _ALIGNED * size
                both, aligned = both + 1, aligned + begins
                same += begins and abs(max(before) - one.end) < _ALIGNED * size
    return _Corridor(both, aligned, same)


def _gaps(row: _Row) -> list[float]:
    """The spaces of a row that part words."""
    marks = sorted((mark for run in row.runs for mark in run.marks), key=lambda mark: mark.start)
    return [two.start - one.end for one, two in pairwise(marks) if two.start - one.end > 0.12 * row.size]


# -------------------------------------------------------------------------------------------- words


def _line(run: _Run, page: int, turn: int) -> Line:
    marks = sorted(_with_accents(run.marks), key=attrgetter("start", "index"))
    chars, places = _with_spaces(marks, page)
    if run.rtl:
        text = spelled(in_logical_order(list(zip(chars, places, strict=True))))
    else:
        text = Spelled("".join(chars), array("q", places))
    sizes = [mark.size for mark in marks]
    size = statistics.median_high(sizes)
    first = marks[-1] if run.rtl else marks[0]
    return Line(
        text=text.stripped(),
        start=run.start,
        end=run.end,
        base=run.base,
        size=size,
        bold=all(mark.glyph.style.bold for mark in marks),
        page=page,
        turn=turn,
        calls=_calls(marks, run.base, size) if min(sizes) <= _SMALLER * size else frozenset(),
        raised=first.size <= _SMALLER * size and first.base < run.base - 0.1 * size,
    )


def _calls(marks: Sequence[Mark], base: float, size: float) -> frozenset[str]:
    found: list[str] = [""]
    for mark in marks[1:]:
        sign = mark.glyph.text
        if mark.size <= _SMALLER * size and mark.base < base - 0.1 * size and (sign.isdigit() or sign in _NOTE_SIGNS):
            found[-1] += sign
        elif found[-1]:
            found.append("")
    return frozenset(filter(None, found))


_ACCENTS = dict(
    zip(
        "´`¨^ˆ˜~¯ˉ˘˙¸˛ˇ˝˚°ˊˋ",
        "\u0301\u0300\u0308\u0302\u0302\u0303\u0303\u0304\u0304\u0306\u0307\u0327\u0328\u030c\u030b\u030a\u030a\u0301\u0300",
        strict=True,
    )
)


def _with_accents(marks: list[Mark]) -> list[Mark]:
    """Signs that were set over a letter as it becomes one with them: an accent by itself is a combining one there."""
    signs = {mark.glyph.text for mark in marks}
    if not any(sign in _ACCENTS or unicodedata.combining(sign) for sign in signs):
        return marks
    letters = [mark for mark in marks if mark.glyph.text.isalpha()]
    found: list[Mark] = []
    for mark in marks:
        middle = (mark.start + mark.end) / 2
        accent = _ACCENTS.get(mark.glyph.text) or (mark.glyph.text if unicodedata.combining(mark.glyph.text) else "")
        under = None
        if accent:
            near = [one for one in letters if one.start <= middle <= one.end and abs(one.index - mark.index) <= 2]
            under = min(near, key=lambda one: abs((one.start + one.end) / 2 - middle), default=None)
        if under is None or (accent != mark.glyph.text and not _is_over(mark, under)):
            found.append(mark)
            continue
        glyph = Glyph(accent, mark.glyph.box, mark.glyph.origin, mark.glyph.style, upright=mark.glyph.upright)
        start = under.start + 1e-6
        found.append(Mark(start, max(start, min(mark.end, under.end)), under.base, under.size, glyph, mark.index))
    return found


def _is_over(accent: Mark, letter: Mark) -> bool:
    shared = min(accent.end, letter.end) - max(accent.start, letter.start)
    return shared > 0.6 * min(accent.end - accent.start, letter.end - letter.start) and shared > 0


def _with_spaces(marks: Sequence[Mark], page: int) -> tuple[list[str], list[int]]:
    """Characters of a line in the order in which they are seen, with spaces where words part; and their places."""
    extra = _letter_spacing(marks)
    widest = max(extra, 0.0)
    first = place_of(page, 0)
    before = marks[0]
    end, last = before.end, before.glyph.text
    # A small raised number or sign at the beginning of a line is a note's, and no part of the first word.
    digits_so_far = last.isdigit() or last in _NOTE_SIGNS
    chars, places = [last], [first | before.index]
    for mark in islice(marks, 1, None):
        glyph = mark.glyph
        char = glyph.text
        size = mark.size if mark.size > before.size else before.size  # noqa: FURB136  as in `_Run.add`
        told = glyph.spaced or (before.glyph.spaced and is_rtl(last))
        least = _SPACE_TOLD if told else _SPACE
        if char >= FIRST_DENSE and is_dense(last) and is_dense(char):
            least = _SPACE_EAST_ASIAN
        parts = mark.start - end > least * size + (extra if told else widest)
        if digits_so_far:
            parts = parts or (before.size <= _SMALLER * mark.size and before.base < mark.base - 0.1 * size)
            digits_so_far = char.isdigit() or char in _NOTE_SIGNS
        if parts:
            chars.append(" ")
            places.append(NOWHERE)
        chars.append(char)
        places.append(first | mark.index)
        if mark.end > end:  # noqa: PLR1730  as above
            end = mark.end
        before, last = mark, char
    return chars, places


def _letter_spacing(marks: Sequence[Mark]) -> float:
    """What letters of a line are set apart by, in points: below 0 where their boxes overlap, else mostly 0."""
    gaps = [two.start - one.end for one, two in pairwise(marks) if not two.glyph.spaced]
    if len(gaps) < 3:
        return 0.0
    usual = statistics.median(gaps)
    return usual if abs(usual) > 0.06 * marks[0].size else 0.0


@lru_cache(maxsize=50_000)
def is_dense(char: str) -> bool:
    """Whether the script sets its characters without spaces between words: Chinese, Japanese, and wide signs."""
    return char >= FIRST_DENSE and unicodedata.east_asian_width(char) in {"W", "F"} and not "\uac00" <= char <= "\ud7a3"
