"""A source set for reading: its blocks become blocks of a text document, in the type of the house.

Formats are set before words are inserted: merging them into a long text afterwards would lay it all out again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QTextBlockFormat,
    QTextCharFormat,
    QTextDocument,
    QTextOption,
)

from briefgen.domain.sources import Block, Source
from briefgen.domain.terms import BlockKind
from briefgen.gui.reader.offsets import TextMap
from briefgen.gui.reader.set_text import SetText, Style
from briefgen.gui.theme import Theme

MARGIN = 88
"""Pixels left of the text, for stripes, symbols and numbers."""
RIGHT = 24
_TOP, _BOTTOM = 28, 160
_SAMPLE = (
    "The national repair grant is shared out by a rule that nobody would design today: by residents. A resort behind "
    "sound shingle may be paid six times what a parish behind a cracked wall receives. "
)
_MEASURED_ROWS = 300
_MOST_COLUMNS = 40
_WIDEST_COLUMN = 240
"""Pixels at the usual size of text: a wider cell runs on, and the next one of its row stands behind it."""
_SMALL = frozenset({BlockKind.FOOTNOTE, BlockKind.CAPTION, BlockKind.TABLE, BlockKind.CODE})
_HAS_MARKER = re.compile(r"(?:[-–—•*·◦‣▪]|\(?[\dA-Za-z]{1,4}[.)])\s")
_PARAGRAPH = re.compile(r"\S(?:[^\n]|\n(?!\s*\n))*(?<=\S)")
_ONE_LINE = str.maketrans(
    {"\n": "\u2028", "\r": "\u2028", "\u2029": "\u2028", "\ufdd0": "\ufffd", "\ufdd1": "\ufffd", "\ufffc": "\ufffd"}
)
"""What would break a block of Qt's in two, or be taken for an object in it; each is one unit, and stays one."""

_BREAKS = re.compile("[\n\r\u2029\ufdd0\ufdd1\ufffc]")
_CENTRE = int(QTextBlockFormat.LineHeightTypes.FixedHeight.value)
BULLET = int(QTextBlockFormat.Property.UserProperty) + 1
"""A block format's property: a bullet is painted before its first line."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How a text is set: its size in pixels before the text scale, letters to a line, most pixels to a line."""

    size: int = 18
    letters: int = 70
    widest: int = 10_000


def reader_font(theme: Theme, size: int) -> QFont:
    """The font of running text at a size."""
    font = theme.font("reader")
    font.setPixelSize(theme.px(size))
    return font


def column_width(theme: Theme, setting: Setting) -> int:
    """How wide a line of so many letters is, as far as there is room."""
    letters = QFontMetricsF(reader_font(theme, setting.size)).horizontalAdvance(_SAMPLE) / len(_SAMPLE)
    return max(160, min(round(letters * (setting.letters + 2)), setting.widest))


def pieces_of(source: Source) -> list[Block]:
    """The blocks of a source; words between them, were there any, as paragraphs of their own."""
    found: list[Block] = []
    at = 0
    for block in (*source.blocks, None):
        end = len(source.text) if block is None else block.start
        if end - at > 2:
            between = _PARAGRAPH.finditer(source.text, at, end)
            found.extend(Block(BlockKind.PARAGRAPH, match.start(), match.end()) for match in between)
        if block is not None:
            found.append(block)
            at = max(at, block.end)
    return found


def typeset(theme: Theme, source: Source, about: str, setting: Setting, place: int = 0) -> SetText:
    """Set a source: all of it, or, of a long one, what is around a place.

    Args:
        theme: Where colours and fonts come from.
        source: What is set; its first heading is the title, or its title goes before it.
        about: What is known of it: a line under the title.
        setting: Its size and width.
        place: The code point that is to be in view.
    """
    pieces = pieces_of(source)
    titled = bool(pieces) and pieces[0].kind is BlockKind.HEADING and _same(source, pieces[0])
    styles = _Styles(theme, setting)
    lines = list(_lines(source, pieces, about, styles, titled=titled))
    before = 1 if titled else 0
    said = sum(_units(line) for line in lines if not isinstance(line, Block))
    spans = [(piece.start, piece.end) for piece in pieces]
    text_map = TextMap(source.text, spans, {before: said})
    starts: list[int] = []
    own = iter(text_map.units)
    at = 0
    for one in lines:
        starts.append(at)
        at += next(own) + 1 if isinstance(one, Block) else _units(one)

    def line(number: int) -> tuple[str, Style]:
        there = lines[number]
        if not isinstance(there, Block):
            return there
        text = source.text[there.start : there.end]
        style = styles.title if titled and not number else styles.of(there, text)
        return _one_line(text), style

    made = SetText(
        lines=[*starts, at],
        text_map=text_map,
        blank=lambda: _blank(theme),
        line=line,
        column=column_width(theme, setting),
        size=theme.px(setting.size),
    )
    made.begin(place)
    return made


def _blank(theme: Theme) -> QTextDocument:
    """A document with nothing in it but its margins."""
    document = QTextDocument()
    document.setUndoRedoEnabled(False)
    document.setDocumentMargin(0)
    document.setDefaultFont(theme.font("text"))
    document.setUseDesignMetrics(True)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    document.setDefaultTextOption(option)
    frame = document.rootFrame().frameFormat()
    frame.setLeftMargin(theme.px(MARGIN))
    frame.setRightMargin(theme.px(RIGHT))
    frame.setTopMargin(theme.px(_TOP))
    frame.setBottomMargin(theme.px(_BOTTOM))
    document.rootFrame().setFrameFormat(frame)
    return document


_Said = tuple[str, Style]
"""A line that is not of the source's text."""


def _lines(
    source: Source, pieces: list[Block], about: str, styles: _Styles, *, titled: bool
) -> Iterator[Block | _Said]:
    """The lines of the document: the blocks of the source, and what is said of it."""
    if not titled:
        yield _one_line(source.title), styles.title
    else:
        yield pieces[0]
    if about:
        yield _one_line(about), styles.about
    yield from pieces[1:] if titled else pieces


def _one_line(text: str) -> str:
    return text.translate(_ONE_LINE) if _BREAKS.search(text) else text


def _units(said: _Said) -> int:
    """How many units of the document a line takes, the break after it included."""
    return len(said[0].encode("utf-16-le")) // 2 + 1


def _same(source: Source, piece: Block) -> bool:
    heading = " ".join(source.text[piece.start : piece.end].split()).casefold()
    title = " ".join(source.title.split()).casefold()
    return bool(heading) and (heading == title or title.startswith(f"{heading}:") or heading.startswith(f"{title}:"))


class _Styles:
    """Block and character formats by what a block is; each is made once, so that the document stores it once."""

    def __init__(self, theme: Theme, setting: Setting) -> None:
        self._theme, self._size = theme, setting.size
        self._made: dict[tuple[BlockKind, int, bool], Style] = {}
        self.title = self._style("reader_title", theme.font("reader_title"), "ink", 36, after=6)
        self.about = self._style("", theme.font("text"), "ink_2", 20, after=18)

    def of(self, piece: Block, text: str) -> Style:
        """The style of a block."""
        if piece.kind is BlockKind.TABLE and "\t" in text:
            return self._table(piece, text)
        bullet = piece.kind is BlockKind.LIST_ITEM and not _HAS_MARKER.match(text)
        key = (piece.kind, piece.level, bullet)
        if key not in self._made:
            self._made[key] = self._make(piece, bullet=bullet)
        return self._made[key]

    def _table(self, piece: Block, text: str) -> Style:
        """The style of a table: its columns begin behind the widest cell of the column before, as far as they fit."""
        block, char = self._make(piece, bullet=False)
        metrics = QFontMetricsF(char.font())
        widths: list[float] = []
        for row in text.split("\n")[:_MEASURED_ROWS]:
            for column, cell in enumerate(row.split("\t")[:-1][:_MOST_COLUMNS]):
                widths[len(widths) :] = [0.0] * (column + 1 - len(widths))
                widths[column] = max(widths[column], metrics.horizontalAdvance(cell[:200]))
        widest = self._theme.px(_WIDEST_COLUMN * self._size / 18)
        ends = accumulate(min(width, widest) + metrics.averageCharWidth() * 2 for width in widths)
        block.setTabPositions([QTextOption.Tab(end, QTextOption.TabType.LeftTab) for end in ends])
        return block, char

    def _make(self, piece: Block, *, bullet: bool) -> Style:
        theme, kind = self._theme, piece.kind
        scale = self._size / 18
        body = reader_font(theme, self._size)
        if kind is BlockKind.HEADING:
            size, line = {1: (20, 28), 2: (16, 24)}.get(piece.level, (15, 22))
            font = theme.font("strong")
            font.setPixelSize(theme.px(size * scale))
            return self._style(
                "", font, "link" if theme.tokens.dark else "mark", line * scale, before=20 * scale, after=6 * scale
            )
        if kind is BlockKind.LIST_ITEM:
            return self._style(
                "", body, "ink", 28 * scale, after=6 * scale, indent=24 * max(1, piece.level) * scale, bullet=bullet
            )
        if kind is BlockKind.QUOTE:
            return self._style(
                "", body, "ink_2", 28 * scale, before=8 * scale, after=14 * scale, indent=28 * max(1, piece.level)
            )
        if kind in _SMALL:
            font = theme.font("text", figures=kind is BlockKind.TABLE)
            font.setPixelSize(theme.px(15 * scale))
            return self._style("", font, "ink_2", 22 * scale, after=12 * scale, tabs=120)
        return self._style("", body, "ink", 28 * scale, after=14 * scale, indent=24 * piece.level * scale)

    def _style(  # noqa: PLR0913  the sides of a style, each named where it is given
        self,
        face: str,
        font: QFont,
        ink: str,
        line: float,
        *,
        before: float = 0,
        after: float = 0,
        indent: float = 0,
        bullet: bool = False,
        tabs: float = 0,
    ) -> Style:
        px = self._theme.px
        block = QTextBlockFormat()
        block.setLineHeight(px(line), _CENTRE)
        block.setTopMargin(px(before))
        block.setBottomMargin(px(after))
        block.setLeftMargin(px(indent))
        if bullet:
            block.setProperty(BULLET, 1)
        if tabs:
            block.setTabPositions([QTextOption.Tab(px(tabs * n), QTextOption.TabType.LeftTab) for n in range(1, 9)])
        block.setAlignment(Qt.AlignmentFlag.AlignLeading)
        if face == "reader_title":
            block.setHeadingLevel(1)
        char = QTextCharFormat()
        char.setFont(font)
        char.setForeground(self._theme.color(ink))
        return block, char
