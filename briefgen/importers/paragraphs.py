"""Lines become paragraphs: what was broken to fit a width is rejoined, what was broken on purpose stays.

Plain text says nowhere which of its line ends matter. The test is the typist's own: had the next word fitted on the
line, the line was ended on purpose. What is decided about a group of lines that stays a block of several lines
(a verse, an address, a table) depends on those lines alone, so that a canonical text, imported again, stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from briefgen.domain.terms import BlockKind
from briefgen.importers.lines import (
    Joiner,
    Line,
    Marker,
    after_number,
    columns,
    ends_sentence,
    first_word_columns,
    starts_small,
)

_NARROWEST, _NARROW, _WIDEST = 25, 40, 110
"""Between the outer widths, in columns, text is wrapped by hand or program; beyond, a line is a paragraph. Below the
middle one it is a newspaper's column, or else a verse: it takes more to be sure."""

_SHORT = 60
"""Lines that are kept apart, of a verse or an address, are no wider."""

_RAGGED = 0.12
"""How much of the width a line broken to fit may leave empty: people break before they must."""

_MANY = 5
"""So many line breaks show that a narrow column was wrapped."""

_GAP = re.compile(r"[ \t]*\t[ \t]*| {3,}")
_ANY_GAP = re.compile(r"[ \t]*\t[ \t]*| {2,}")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words of a block to be, where they began (columns), how deep they were quoted, whether they are a heading."""

    kind: BlockKind
    text: str
    indent: int
    quoted: int
    level: int = 0


def wrap_width(groups: Iterable[list[Line]]) -> int | None:
    """Find the width, in columns, to which a whole text was wrapped; None when it was not."""
    breaks = [
        (before, after)
        for group in groups
        if len(group) > 1 and not _is_table(group) and not _is_kept(group)
        for before, after in pairwise(group)
        if after.marker is Marker.NONE
    ]
    widths = sorted(columns(before.raw) + before.indent for before, _ in breaks)
    narrow = [width for width in widths if width <= _WIDEST]
    if not widths or len(narrow) < 0.8 * len(widths):
        return None
    # A few lines may stand out; of twenty the widest is not counted.
    width = narrow[len(narrow) - 1 - len(narrow) // 20]
    return width if width >= _NARROWEST and _are_wrapped(breaks, width) else None


def paragraphs_of(group: list[Line], width: int | None, joiner: Joiner) -> Iterator[Paragraph]:
    """Turn lines without a blank one between them into paragraphs.

    `width` is that to which the text was wrapped, in columns, or None.
    """
    first = group[0]
    if len(group) == 1:
        yield Paragraph(BlockKind.PARAGRAPH, first.text, first.indent, first.quoted)
    elif _is_table(group):
        yield Paragraph(BlockKind.TABLE, "\n".join(map(_row, group)), first.indent, first.quoted)
    elif _is_kept(group):
        yield Paragraph(BlockKind.PARAGRAPH, "\n".join(line.text for line in group), first.indent, first.quoted)
    else:
        width = width or _own_width(group)
        for part in _divide(group, width):
            text = joiner.join([line.text for line in part])
            yield Paragraph(BlockKind.PARAGRAPH, text, part[0].indent, part[0].quoted)


def _is_table(group: list[Line]) -> bool:
    """Whether half of the lines, and at least two, have their words in columns: by tabs, or by three spaces or more."""
    if any(line.marker in {Marker.BULLET, Marker.DASH} for line in group):
        return False
    gaps = sum(line.raw is not line.text and _GAP.search(after_number(line.raw)[1]) is not None for line in group)
    return gaps >= 2 and 2 * gaps >= len(group)


def _row(line: Line) -> str:
    number, rest = after_number(line.raw)
    cells = _ANY_GAP.sub("\t", rest)
    return f"{number} {cells}" if number else cells


def _is_kept(group: list[Line]) -> bool:
    """Whether these are the short lines of a verse, an address or a signature, which belong on lines of their own."""
    if any(line.marker is not Marker.NONE for line in group):
        return False
    widths = [columns(line.text) for line in group]
    widest = max(widths)
    if widest > _SHORT:
        return False
    ended = sum(ends_sentence(line.text) for line in group)
    if ended and (len(group) == 2 or 2 * ended >= len(group)):
        return False
    if widest < _NARROW:
        return not _are_wrapped(list(pairwise(group)), widest)
    breaks = list(zip(widths, group[1:], strict=False))
    on_purpose = sum(width + 1 + first_word_columns(after.text) <= widest for width, after in breaks)
    small = sum(starts_small(after.text) for _, after in breaks)
    return 3 * on_purpose >= len(breaks) and small <= 0.6 * len(breaks)


def _own_width(group: list[Line]) -> int | None:
    """The width of one wrapped paragraph in a text that is not wrapped as a whole."""
    breaks = list(pairwise(group))
    width = max(columns(line.raw) + line.indent for line in group)
    if len(breaks) < 2 or not _NARROWEST <= width <= _WIDEST:
        return None
    filled = all(_room(before, after, width) < _RAGGED * width for before, after in breaks)
    return width if filled and _are_wrapped(breaks, width) else None


def _are_wrapped(breaks: list[tuple[Line, Line]], width: int) -> bool:
    """Whether most of the breaks are there to fit the width, and the text goes on after them as sentences do."""
    narrow = width < _NARROW
    if width < _NARROWEST or (narrow and len(breaks) < _MANY):
        return False
    to_fit = sum(
        _room(before, after, width) < _RAGGED * width
        or (not narrow and starts_small(after.text) and not ends_sentence(before.text))
        for before, after in breaks
    )
    cased = [after for _, after in breaks if after.text[0].islower() or after.text[0].isupper()]
    small = sum(starts_small(after.text) for after in cased)
    goes_on = small >= (0.4 if narrow else 0.25) * len(cased) or 2 * len(cased) < len(breaks)
    return goes_on and to_fit >= (0.85 if narrow else 0.6) * len(breaks)


def _room(before: Line, after: Line, width: int) -> int:
    """How many columns would have been left had the next word stood on the line; below 0 it did not fit."""
    return width - columns(before.raw) - before.indent - 1 - first_word_columns(after.text)


def _ended_on_purpose(before: Line, after: Line, width: int | None) -> bool:
    if width is None:
        return True
    room = _room(before, after, width)
    if ends_sentence(before.text):
        return room > 4
    return room > _RAGGED * width and not starts_small(after.text)


def _divide(group: list[Line], width: int | None) -> Iterator[list[Line]]:
    """Divide lines into list items and paragraphs, each a list of the lines to join."""
    hanging, indented = _indents(group)
    part = [group[0]]
    in_item = group[0].marker is not Marker.NONE
    items = {group[0].marker}
    for before, line in pairwise(group):
        on_purpose = _ended_on_purpose(before, line, width)
        if line.marker is not Marker.NONE and (line.marker is Marker.BULLET or line.marker in items or on_purpose):
            starts = True
        elif in_item:
            starts = on_purpose and line.indent <= part[0].indent
        elif hanging:
            starts = line.indent == 0
        else:
            starts = on_purpose or (indented and line.indent > 0 and width is not None)
        if starts:
            yield part
            part = []
            in_item = line.marker is not Marker.NONE
            items.add(line.marker)
        part.append(line)
    yield part


def _indents(group: list[Line]) -> tuple[bool, bool]:
    """Tell whether entries begin at the margin and hang, or paragraphs begin with an indent."""
    margin = min(line.indent for line in group)
    if margin:
        return False, False
    share = sum(line.indent > 0 for line in group) / len(group)
    hanging = group[0].indent == 0 and len(group) > 2 and share >= 0.5
    return hanging, 0 < share < 0.5
