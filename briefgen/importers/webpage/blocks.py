"""A tree of elements becomes pieces: headings, paragraphs, list items, quotations, tables; and what is left out.

Used for whatever is written in HTML: saved pages, e-mails, books. `kept` says by number which texts stay.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from briefgen.domain.terms import BlockKind
from briefgen.importers.characters import clean
from briefgen.importers.document import Noise, Piece, table_text
from briefgen.importers.lines import EDGES
from briefgen.importers.webpage.measures import is_footnote, is_visible, mark_data_tables
from briefgen.importers.webpage.tree import Element, Text

_APART = frozenset(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption "  # noqa: SIM905  reads better
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html iframe label legend li main menu nav ol optgroup "
    "option p pre search section select summary table tbody td textarea tfoot th thead tr ul".split()
)
"""Elements that begin and end on a line of their own."""
_NEVER = frozenset({"head", "datalist", "rp", "audio", "video", "canvas", "map", "object", "title"})
"""Elements whose text the page does not show."""
_WHITE = re.compile("[ \t\n\r\f]+")
_SPACED_BREAK = re.compile(" *\n *")
_BLANK_LINES = re.compile(r"\n{2,}")
_LONGEST_JOINED = 120
"""Characters up to which a line left out stands with its neighbours; a longer one may be wanted back by itself."""
_MOST_JOINED = 2_000
_MOST_COLUMNS = 500
_LONGEST_CELL = 800
"""Characters up to which a cell is one of a table, and not a column of a page."""

_REASONS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (reason, re.compile(rf"(?:^|[\s_-])(?:{words})(?:$|[\s_-]|\d)", re.IGNORECASE))
    for reason, words in (
        ("cookies", "cookies?|gdpr|consent|cookie-?banner|cmp"),
        ("newsletter", "newsletters?|subscribe|subscription|sign-?up|mailing-?list"),
        ("advertisement", "ads?|advert|advertisement|adverts|sponsor(?:ed)?|promo|dfp|banner"),
        ("sharing", "share|sharing|social|sharedaddy|addthis"),
        ("comments", "comments?|disqus|replies|respond"),
        (
            "link to more",
            "related|recommend(?:ed|ations)|more|outbrain|taboola|trending|popular|most-?read|teaser",
        ),
        ("navigation", "nav|navigation|menu|breadcrumbs?|pagination|pager|skip|toc|tabs"),
        ("byline", "byline|author|dateline"),
        ("page footer", "footer|copyright|colophon"),
        ("page header", "header|masthead|logo"),
        ("beside the article", "sidebar|aside|rail|widget|supplemental"),
    )
)
_REASON_BY_TAG = {
    "nav": "navigation",
    "footer": "page footer",
    "header": "page header",
    "aside": "beside the article",
    "form": "form",
    "button": "form",
    "select": "form",
    "textarea": "form",
    "label": "form",
    "figure": "picture",
    "iframe": "embedded page",
}
_REASON_BY_ROLE = {
    "navigation": "navigation",
    "menu": "navigation",
    "menubar": "navigation",
    "complementary": "beside the article",
    "dialog": "page header",
    "alertdialog": "page header",
    "contentinfo": "page footer",
    "banner": "page header",
}
AROUND = "around the article"
HIDDEN = "hidden on the page"


@dataclass(frozen=True, slots=True)
class Blocks:
    """Pieces in the order of the page, and the characters that were taken out of them."""

    pieces: tuple[Piece, ...]
    taken: Counter[str]


def blocks_of(
    root: Element, *, noise: Noise, kept: Collection[int] | None = None, keep: Collection[str] = ()
) -> Blocks:
    """Make pieces of a tree.

    Args:
        root: The page, or a part of it.
        noise: Why a line is to be left out.
        kept: The numbers of the texts that are wanted; without, all are that are visible.
        keep: Lines that stay although they are not: those that an editor has put back.
    """
    mark_data_tables(root)
    walk = _Walk(kept)
    walk.enter(root, _Place())
    walk.end_line(_Place())
    taken = walk.taken
    judged = _joined(_judged(piece, noise) for piece in walk.pieces)
    return Blocks(tuple(_kept(piece, keep) for piece in judged), taken)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the walk is: what a line found there is, and why it would be left out."""

    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    lists: int = 0
    quotes: int = 0
    reason: str = AROUND
    is_hidden: bool = False
    is_code: bool = False


@dataclass(frozen=True, slots=True)
class _Run:
    """Words of a line, whether they stay (None: with whatever is beside them), and why they would not."""

    words: str
    stays: bool | None
    reason: str


class _Walk:
    """Goes through a tree once. `DEEPEST` bounds how deep it calls itself."""

    def __init__(self, kept: Collection[int] | None) -> None:
        self._kept = kept
        self._line: list[_Run] = []
        self._item_begun = True  # the words of the list item around have begun
        self.pieces: list[Piece] = []
        self.taken: Counter[str] = Counter()

    def enter(self, element: Element, around: _Place) -> None:
        """Gather the pieces of an element."""
        if element.tag in _NEVER:
            return
        if element.tag == "br":
            self._line.append(_Run("\n", None, ""))
            return
        place = _inside(element, around)
        if element.tag == "table" and element.is_data_table and _is_plain(element):
            self.end_line(around)
            self._table(element, place)
            return
        apart = element.tag in _APART
        if apart:
            self.end_line(around)
        if element.tag == "li":
            self._item_begun = False
        for child in element.children:
            self.take(child, place)
        if apart:
            self.end_line(place)
        if element.tag == "li":
            self._item_begun = True

    def take(self, node: Element | Text, place: _Place) -> None:
        """Gather the words of a text, or the pieces of an element."""
        if isinstance(node, Element):
            self.enter(node, place)
            return
        text = node
        stays = not place.is_hidden if self._kept is None else text.number in self._kept
        words = text.words if place.is_code else _WHITE.sub(" ", text.words)
        self._line.append(_Run(words, stays, HIDDEN if place.is_hidden else place.reason))

    def end_line(self, place: _Place) -> None:
        """Make pieces of the words gathered so far: of those that stay, and of those that don't."""
        line, self._line = self._line, []
        if not any(run.words.strip() for run in line):
            return
        is_item = place.lists > 0 and not self._item_begun and place.kind is BlockKind.PARAGRAPH
        for text in self._paragraphs((run.words for run in line if run.stays is not False), place):
            kind, level = (BlockKind.LIST_ITEM, place.lists) if is_item else (place.kind, place.level)
            self.pieces.append(Piece(kind, text, level))
            self._item_begun = True
            is_item = False
        for text in self._paragraphs((run.words for run in line if run.stays is not True), place):
            reason = next(run.reason for run in line if run.stays is False and run.words.strip())
            self.pieces.append(Piece(BlockKind.PARAGRAPH, text, left_out=reason))

    def _paragraphs(self, parts: Iterator[str], place: _Place) -> list[str]:
        """Words as paragraphs: two line breaks and more divide them; in code they only stand apart."""
        cleaned = clean("".join(parts))
        self.taken += cleaned.taken
        if place.is_code:
            text = _BLANK_LINES.sub("\n", cleaned.text.expandtabs(4)).strip("\n")
            return [text] if text.strip(EDGES) else []
        text = _SPACED_BREAK.sub("\n", re.sub(" {2,}", " ", cleaned.text))
        paragraphs = (paragraph.strip(EDGES) for paragraph in _BLANK_LINES.split(text))
        return [paragraph for paragraph in paragraphs if paragraph]

    def _table(self, table: Element, place: _Place) -> None:
        for caption in table.inner("caption"):
            self.enter(caption, place)
        rows = _grid(table)
        texts = [text for row in rows for cell in row if cell is not None for text in cell.texts()]
        stays = self._kept is None or any(text.number in self._kept for text in texts if text.words.strip())
        cells = [["" if cell is None else self._cell(cell, all_of_it=not stays) for cell in row] for row in rows]
        if text := table_text(cells):
            self.pieces.append(Piece(BlockKind.TABLE, text, left_out="" if stays else place.reason))

    def _cell(self, cell: Element, *, all_of_it: bool) -> str:
        """A cell's words; what stands on lines of its own in it is divided by spaces."""
        inner = _Walk(None if all_of_it else self._kept)
        for child in cell.children:
            inner.take(child, _Place())
        inner.end_line(_Place())
        self.taken += inner.taken
        return " ".join(piece.text for piece in inner.pieces if not piece.left_out)


def _inside(element: Element, place: _Place) -> _Place:
    """What holds for the lines in an element."""
    tag = element.tag
    if tag not in _APART and not element.attributes:
        return place
    if not is_visible(element):
        place = replace(place, is_hidden=True)
    reason = _reason(element)
    if reason and (reason != "form" or place.reason == AROUND):
        place = replace(place, reason=reason)
    if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
        return replace(place, kind=BlockKind.HEADING, level=min(6, max(1, int(tag[1]))))
    if is_footnote(element):
        return replace(place, kind=BlockKind.FOOTNOTE, level=0)
    match tag:
        case "blockquote":
            return replace(place, kind=BlockKind.QUOTE, quotes=place.quotes + 1, level=place.quotes + 1)
        case "ul" | "ol" | "menu" | "dir":
            return replace(place, lists=place.lists + 1)
        case "figcaption" | "caption":
            return replace(place, kind=BlockKind.CAPTION, level=0)
        case "pre":
            return replace(place, kind=BlockKind.CODE, level=0, is_code=True)
    return place


def _reason(element: Element) -> str:
    """Why an element's lines would be left out, by what it is called; empty when that says nothing."""
    found = _REASON_BY_ROLE.get(element.get("role")) or _REASON_BY_TAG.get(element.tag, "")
    names = element.names
    if names != " ":
        for reason, pattern in _REASONS:
            if pattern.search(names):
                return reason
    return found


def _is_plain(table: Element) -> bool:
    """Whether a table's cells hold a few words each; in others whole texts are laid out, to be read one by one."""
    if table.inner("table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"):
        return False
    return all(
        len(cell.words.strip()) <= _LONGEST_CELL and len(cell.inner("p")) < 4 for cell in table.inner("td", "th")
    )


def _grid(table: Element) -> list[list[Element | None]]:
    """A table's rows, those of tables in it left aside; None where a cell spans over from beside or above."""
    rows: list[list[Element | None]] = []
    hanging: dict[int, int] = {}
    for line in table.inner("tr"):
        if next((above for above in line.ancestors() if above.tag == "table"), None) is not table:
            continue
        row: list[Element | None] = []
        for cell in line.elements:
            if cell.tag not in {"td", "th"} or len(row) >= _MOST_COLUMNS:
                continue
            while hanging.get(len(row)) and len(row) < _MOST_COLUMNS:
                hanging[len(row)] -= 1
                row.append(None)
            wide, high = _span(cell.get("colspan")), _span(cell.get("rowspan"))
            for column in range(len(row), len(row) + wide):
                if high > 1:
                    hanging[column] = high - 1
            row += [cell, *[None] * (wide - 1)]
        rows.append(row)
    return rows


def _span(value: str) -> int:
    return min(100, int(value)) if value.isascii() and value.isdigit() and len(value) < 5 and int(value) else 1


def _kept(piece: Piece, keep: Collection[str]) -> Piece:
    """Keep what an editor has put back."""
    return replace(piece, left_out="") if piece.left_out and piece.text in keep else piece


def _judged(piece: Piece, noise: Noise) -> Piece:
    """Leave out lines that are noise."""
    if piece.left_out:
        return piece
    if piece.kind in {BlockKind.TABLE, BlockKind.CODE}:
        return piece
    reason = noise(piece.text)
    return Piece(BlockKind.PARAGRAPH, piece.text, left_out=reason) if reason else piece


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Join short lines left out for the same reason, one after another, into one piece of several lines."""
    held: Piece | None = None
    for piece in pieces:
        joins = piece.left_out and len(piece.text) <= _LONGEST_JOINED
        if held is not None and joins and piece.left_out == held.left_out and len(held.text) < _MOST_JOINED:
            held = replace(held, text=f"{held.text}\n{piece.text}")
            continue
        if held is not None:
            yield held
            held = None
        if joins:
            held = piece
        else:
            yield piece
    if held is not None:
        yield held
