"""Lines of a page become blocks, tables and columns, in the order in which they are read."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from briefgen.domain.bidi import is_rtl
from briefgen.importers.lines import starts_small
from briefgen.importers.pdf.rows import Line
from briefgen.importers.pdf.spelled import joined

_LEADING = 2.3
"""How many ems down the next line of a block may stand."""
_TABLE_CELL = 24
"""The usual length of a table's cells in characters; in columns of text the lines are longer."""
_PROSE = 32
"""More characters in a cell are a line of running text."""
_CROSSING = 20.0
"""Points by which a block must reach over the edge of a column to belong to none."""
_MOST_BLOCKS = 1_500
"""Beyond so many pieces a page is no text; they are then read from the top down."""


@dataclass(slots=True, eq=False)
class Block:
    """Lines that stand one below the other; or the rows of a table, each a line with cells."""

    lines: list[Line]
    is_table: bool = False

    @property
    def start(self) -> float:
        """Where it starts along its lines, in points."""
        return min(line.start for line in self.lines)

    @property
    def end(self) -> float:
        """Where it ends along its lines."""
        return max(line.end for line in self.lines)

    @property
    def top(self) -> float:
        """How far down it begins."""
        return self.lines[0].base - 0.8 * self.lines[0].size

    @property
    def bottom(self) -> float:
        """How far down it ends."""
        return self.lines[-1].base + 0.2 * self.lines[-1].size


def blocks_of(lines: Sequence[Line]) -> list[Block]:
    """Blocks of the lines of one direction on a page, in the order of reading."""
    tables, rest = _tables(list(lines))
    blocks = tables + _chains(rest)
    return in_order(blocks, from_right=_runs_from_right(lines))


def _runs_from_right(lines: Sequence[Line]) -> bool:
    letters = [char for line in lines for char in line.words if char.isalpha()]
    return 2 * sum(map(is_rtl, letters)) > len(letters)


# -------------------------------------------------------------------------------------------- tables


def _tables(lines: list[Line]) -> tuple[list[Block], list[Line]]:
    """Take the tables out: rows of several short cells that stand below each other."""
    by_row: dict[int, list[Line]] = {}
    for line in lines:
        by_row.setdefault(line.row, []).append(line)
    rows = [sorted(row, key=lambda line: line.start) for row in by_row.values()]
    facts = [_facts(row) for row in rows]
    tables: list[Block] = []
    taken: set[int] = set()
    index = 0
    while index < len(rows):
        end = _table_end(rows, index)
        if end - index >= 2 and _is_table(facts[index:end]):
            table = _table(rows[index:end])
            taken.update(id(line) for row in rows[index:end] for line in row)
            tables.append(table)
            index = end
        else:
            index += 1
    return tables, [line for line in lines if id(line) not in taken]


def _table_end(rows: Sequence[list[Line]], start: int) -> int:
    """Where rows that may be a table's end: each has several cells, or goes on in the columns of those before it."""
    if len(rows[start]) < 2:
        return start
    end, last = start + 1, start + 1
    cells = list(rows[start])
    while end < len(rows):
        before, row = rows[end - 1], rows[end]
        size = max(line.size for line in row)
        if row[0].base - before[0].base > 2.6 * max(size, before[0].size):
            break
        if len(row) == 1 and not _is_in_a_column(row[0], cells):
            break
        if len(row) > 1:
            last = end + 1
            cells += row
        elif end - last >= 3:
            break
        end += 1
    return last


def _is_in_a_column(line: Line, cells: Sequence[Line]) -> bool:
    """Whether a line alone on its row is part of a cell: no wider than the cells of its column."""
    over = [cell for cell in cells if cell.end > line.start and cell.start < line.end]
    if not over:
        return False
    one_column = all(min(cell.end, over[0].end) > max(cell.start, over[0].start) for cell in over)
    return one_column and line.end <= max(cell.end for cell in over) + line.size


@dataclass(frozen=True, slots=True)
class _RowFacts:
    """What a row's cells are, for judging whether rows make a table: counted once, asked for each start of one."""

    lengths: tuple[int, ...]
    prose: int
    flows: bool
    digits: int
    letters: int
    base: float
    size: float


def _facts(row: Sequence[Line]) -> _RowFacts:
    words = [cell.words for cell in row]
    return _RowFacts(
        lengths=tuple(map(len, words)),
        prose=sum(len(each) > _PROSE for each in words),
        flows=any(len(each) > _PROSE and starts_small(each) for each in words),
        digits=sum(char.isdigit() for each in words for char in each),
        letters=sum(char.isalpha() for each in words for char in each),
        base=row[0].base,
        size=row[0].size,
    )


def _is_table(rows: Sequence[_RowFacts]) -> bool:
    full = [row for row in rows if len(row.lengths) > 1]
    if len(full) < 2:
        return False
    cells = [length for row in full for length in row.lengths]
    widest = max(len(row.lengths) for row in full)
    # Two columns of text side by side have long lines; a table has at least one column of short cells.
    columns: dict[int, list[int]] = {}
    for row in full:
        for number, length in enumerate(row.lengths):
            columns.setdefault(number if len(row.lengths) == widest else number + 100 * len(row.lengths), []).append(
                length
            )
    # Lines of prose in one column, and something beside them, are no table.
    prose = sum(row.prose for row in rows)
    offset = sum(two.base - one.base < 0.85 * two.size and bool(one.prose or two.prose) for one, two in pairwise(rows))
    flowing = sum(row.flows for row in full)
    sparse = prose > 0.5 * len(rows) and len(cells) < 0.6 * widest * len(full)
    if sparse or (offset and prose > 1) or flowing > max(1, 0.3 * len(full)):
        return False
    if widest >= 4 or sum(row.digits for row in full) > sum(row.letters for row in full):
        return statistics.median(cells) <= 1.5 * _TABLE_CELL
    short = sum(statistics.median(lengths) <= 14 for lengths in columns.values())
    return statistics.median(cells) <= _TABLE_CELL and short >= 1 and len(full) >= (2 if widest > 2 else 3)


def _table(rows: Sequence[list[Line]]) -> Block:
    """A table of rows whose cells have their columns; what goes on in a column alone goes on in the cell above."""
    columns = _column_edges(rows)
    made: list[Line] = []
    pitch = _pitch(rows)
    for row in rows:
        cells = _in_columns(row, columns)
        if made and _goes_on(made[-1], row, cells, pitch):
            _extend(made[-1], cells)
            continue
        made.append(_row_line(row, cells))
    return Block(made, is_table=True)


def _column_edges(rows: Sequence[list[Line]]) -> list[tuple[float, float]]:
    """The columns of a table: stretches along the line that cells share."""
    spans = sorted({(cell.start, cell.end) for row in rows if len(row) > 1 for cell in row})
    edges: list[tuple[float, float]] = []
    # Cells that bridge several columns, as a head over two does, would make one of them.
    for start, end in spans:
        if _bridges((start, end), rows):
            continue
        if edges and start < edges[-1][1]:
            edges[-1] = (edges[-1][0], max(edges[-1][1], end))
        else:
            edges.append((start, end))
    return edges


def _bridges(span: tuple[float, float], rows: Sequence[list[Line]]) -> bool:
    """Whether two cells of one row lie over a stretch of the line."""
    return any(sum(cell.start < span[1] and cell.end > span[0] for cell in row) > 1 for row in rows)


def _in_columns(row: Sequence[Line], columns: Sequence[tuple[float, float]]) -> dict[int, list[Line]]:
    found: dict[int, list[Line]] = {}
    for cell in row:
        shared = [min(cell.end, end) - max(cell.start, start) for start, end in columns]
        number = max(range(len(columns)), key=lambda index: shared[index]) if columns else 0
        found.setdefault(number, []).append(cell)
    return found


def _pitch(rows: Sequence[list[Line]]) -> float:
    steps = [two[0].base - one[0].base for one, two in pairwise(rows)]
    return statistics.median(steps) if steps else 0.0


def _goes_on(before: Line, row: Sequence[Line], cells: dict[int, list[Line]], pitch: float) -> bool:
    """Whether a row only goes on in cells of the one before: its first column is empty, and it stands close."""
    filled = {number for number, cell in enumerate(before.cells) if cell.words}
    step = row[0].base - before.cells[-1].base
    flows = all(starts_small(one.words) for there in cells.values() for one in there)
    close = step < 1.35 * row[0].size and (step < 0.85 * pitch or (flows and step < 1.05 * pitch))
    return close and 0 not in cells and set(cells) <= filled and len(cells) < len(filled)


def _extend(line: Line, cells: dict[int, list[Line]]) -> None:
    for number, added in cells.items():
        cell = line.cells[number]
        cell.text = joined([cell.text, *(one.text for one in added)], " ")
    line.text = joined([cell.text for cell in line.cells], "\t")


def _row_line(row: Sequence[Line], cells: dict[int, list[Line]]) -> Line:
    """One line of a table's row: an empty cell for each column that has none."""
    first = row[0]
    made: list[Line] = []
    for number in range(max(cells) + 1):
        there = cells.get(number, [])
        text = joined([cell.text for cell in there], " ")
        made.append(Line(text, first.start, first.end, first.base, first.size, first.bold, first.page, first.turn))
    return Line(
        text=joined([cell.text for cell in made], "\t"),
        start=min(cell.start for cell in row),
        end=max(cell.end for cell in row),
        base=max(cell.base for cell in row),
        size=max(cell.size for cell in row),
        bold=all(cell.bold for cell in row),
        page=first.page,
        turn=first.turn,
        row=first.row,
        cells=made,
    )


# -------------------------------------------------------------------------------------------- blocks


def _chains(lines: list[Line]) -> list[Block]:
    """Lines that each have one neighbour above and one below, and no other."""
    lines = sorted(lines, key=lambda line: (line.base, line.start))
    below = [_next_to(lines, index, 1) for index in range(len(lines))]
    above = [_next_to(lines, index, -1) for index in range(len(lines))]
    starts: list[Block] = []
    block_of: dict[int, Block] = {}
    for index, line in enumerate(lines):
        over = above[index]
        if len(over) == 1 and below[over[0]] == [index] and _is_one_block(lines[over[0]], line):
            block = block_of[over[0]]
            block.lines.append(line)
        else:
            block = Block([line])
            starts.append(block)
        block_of[index] = block
    return starts


def _next_to(lines: Sequence[Line], index: int, step: int) -> list[int]:
    """The lines right below (or above) one, that lie over the same stretch."""
    line = lines[index]
    found: list[int] = []
    nearest: float | None = None
    other = index + step
    while 0 <= other < len(lines):
        candidate = lines[other]
        far = abs(candidate.base - line.base)
        if far > 4 * max(line.size, candidate.size) or (nearest is not None and far > nearest + 0.6 * line.size):
            break
        shared = min(line.end, candidate.end) - max(line.start, candidate.start)
        if shared > 0.1 * line.size and far > 0.3 * line.size:
            nearest = far if nearest is None else nearest
            found.append(other)
        other += step
    return found


def _is_one_block(one: Line, two: Line) -> bool:
    size = max(one.size, two.size)
    return two.base - one.base <= _LEADING * size and min(one.size, two.size) >= 0.6 * size


# -------------------------------------------------------------------------------------------- order


def in_order(blocks: list[Block], *, from_right: bool = False) -> list[Block]:
    """Put blocks into the order of reading, after T. M. Breuel (“High performance document layout analysis”, 2003).

    Of two that lie over the same stretch of the line the upper is read first. One that lies wholly beside another is
    read before it if it is on the side from which the script begins, unless something between their heights reaches
    over both: then what is above that comes first.
    """
    if len(blocks) > _MOST_BLOCKS:
        return sorted(blocks, key=lambda block: block.top)
    boxes = [
        (-block.end, block.top, -block.start, block.bottom)
        if from_right
        else (block.start, block.top, block.end, block.bottom)
        for block in blocks
    ]
    count = len(blocks)
    over = [_overlapping(one, boxes) for one in range(count)]
    after: list[set[int]] = [set() for _ in range(count)]
    for one in range(count):
        for two in range(count):
            if one != two and _comes_first(one, two, boxes, over):
                after[one].add(two)
    return [blocks[index] for index in _sorted(after, boxes)]


_BlockBox = tuple[float, float, float, float]


def _overlapping(one: int, boxes: Sequence[_BlockBox]) -> int:
    """The blocks that share a stretch of the line with one, as the bits of a number."""
    return sum(1 << two for two in range(len(boxes)) if two != one and _lie_over(boxes[one], boxes[two]))


def _lie_over(one: _BlockBox, two: _BlockBox) -> bool:
    """Whether two blocks share a stretch of the line, more than a ragged edge of it."""
    shared = min(one[2], two[2]) - max(one[0], two[0])
    return shared > min(3.0, 0.25 * min(one[2] - one[0], two[2] - two[0]))


def _comes_first(one: int, two: int, boxes: Sequence[_BlockBox], over: Sequence[int]) -> bool:
    a, b = boxes[one], boxes[two]
    one_is_upper = a[1] + a[3] < b[1] + b[3]
    if over[one] >> two & 1:
        return one_is_upper
    return one_is_upper if _are_parted(one, two, boxes, over) else a[0] <= b[0]


def _are_parted(one: int, two: int, boxes: Sequence[_BlockBox], over: Sequence[int]) -> bool:
    """Whether between the heights of two blocks that lie beside each other something reaches over both."""
    if boxes[one][0] > boxes[two][0]:
        one, two = two, one
    a, b = boxes[one], boxes[two]
    high, low = (a, b) if a[1] + a[3] < b[1] + b[3] else (b, a)
    over_one = over[one] | over[two]
    while over_one:
        index = over_one.bit_length() - 1
        between = boxes[index]
        over_one &= ~(1 << index)
        if between[1] < high[3] - 2.0 or between[3] > low[1] + 2.0:
            continue
        over_both = over[one] >> index & 1 and over[two] >> index & 1
        # One that crosses the gutter and nearly reaches the other parts them as well: a line in the middle.
        crosses = between[2] > a[2] + _CROSSING and between[2] > b[0] - _CROSSING and between[0] < a[2]
        crosses = crosses or (between[0] < b[0] - _CROSSING and between[0] < a[2] + _CROSSING and between[2] > b[0])
        if over_both or crosses:
            return True
    return False


def _sorted(after: Sequence[set[int]], boxes: Sequence[_BlockBox]) -> list[int]:
    """Sort by what comes after what; of several that may come next, the one that stands highest goes on."""
    before = [0] * len(after)
    for followers in after:
        for two in followers:
            before[two] += 1
    left = set(range(len(after)))
    found: list[int] = []
    while left:
        free = [index for index in left if not before[index]]
        # Rules can contradict each other in a wild layout: then the one with the fewest before it is next.
        index = min(free or left, key=lambda one: (before[one], boxes[one][0] // 40 if free else 0, boxes[one][1]))
        left.remove(index)
        found.append(index)
        for two in after[index]:
            before[two] -= 1
    return found
