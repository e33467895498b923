"""Running heads, running feet and page numbers: what a page has around its text, told by its coming again."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from briefgen.importers.pdf.rows import Line

_OUTERMOST = 3
"""How many rows at the top and at the bottom of a page may be furniture."""
_SAME_PLACE = 3.0
"""Points by which a running head may move from page to page."""
_ROMAN = re.compile(r"(?=[ivxlc])(?:x[cl]|l?x{0,4})(?:ix|iv|v?i{0,4})", re.IGNORECASE)
_NUMBER = re.compile(
    r"[-–—|\s\[(]*(?:page|pages|p\.|pg\.?|seite|s\.|página|pagina|pág\.|side|sida|strona|стр\.|страница|第)?\s*"
    r"(?P<number>\d{1,5}|[ivxlc]{1,8}|[IVXLC]{1,8}|[A-Z]{0,3}-\d{1,4})\s*(?:頁|页|ページ)?"
    r"(?:\s*(?:of|von|de|sur|di|van|av|af|z|из|/)\s*\d{1,5})?[-–—|\s\])]*",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Furniture:
    """Which lines of the pages are furniture, by the line's identity, with the reason; and the numbers printed.

    `numbers` holds, by a page's index, the number or numeral that stands on it.
    """

    reasons: dict[int, str] = field(default_factory=dict)
    numbers: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PageLines:
    """The lines of one page in the main direction, and the page's height in their frame, in points."""

    index: int
    lines: Sequence[Line]
    height: float


def find_furniture(pages: Sequence[PageLines], labels: Sequence[str] = ()) -> Furniture:
    """Find what comes again at the edge of the pages, and the numbers that count them.

    `labels` are those that the file declares, by the index of the page.
    """
    found = Furniture()
    edges = {page.index: _edge_rows(page) for page in pages}
    _find_numbers(pages, edges, labels, found)
    _find_repeated(pages, edges, found)
    return found


Edge = tuple[str, list[Line]]
"""Whether a row is at the top or the bottom, and its lines."""


def _edge_rows(page: PageLines) -> list[Edge]:
    rows: dict[int, list[Line]] = defaultdict(list)
    for line in page.lines:
        rows[line.row].append(line)
    ordered = sorted(rows.values(), key=lambda row: row[0].base)
    top = [("top", row) for row in ordered[:_OUTERMOST] if row[0].base < 0.25 * page.height]
    bottom = [("bottom", row) for row in ordered[::-1][:_OUTERMOST] if row[0].base > 0.75 * page.height]
    return top + bottom


def _find_numbers(
    pages: Sequence[PageLines], edges: dict[int, list[Edge]], labels: Sequence[str], found: Furniture
) -> None:
    """Numbers at the same edge that rise with the pages; on a single page, one that stands alone at the bottom."""
    candidates: list[tuple[int, str, int, str, Line, list[Line]]] = []
    for page in pages:
        for edge, row in edges[page.index]:
            for line in row:
                match = _NUMBER.fullmatch(line.words)
                if match and (value := _value(match["number"])) is not None:
                    candidates.append((page.index, edge + _kind(match["number"]), value, match["number"], line, row))
    steps = Counter((edge, value - index) for index, edge, value, *_ in candidates)
    for index, edge, value, numeral, line, row in candidates:
        alone = len(pages) == 1 and edge.startswith("bottom") and _stands_apart(line, pages[0].lines)
        alone = alone or (steps[edge, value - index] == 1 and value == index + 1 and _is_last(line, pages, index))
        declared = index < len(labels) and labels[index] == numeral and _is_outermost(row, pages, index)
        if steps[edge, value - index] > 1 or alone or declared:
            found.reasons[id(line)] = "page number"
            found.numbers.setdefault(index, numeral)
            for other in row:
                if other is not line and steps[edge, value - index] > 2 and len(other.words) <= 120:
                    found.reasons.setdefault(id(other), "running head" if edge.startswith("top") else "running foot")


def _value(numeral: str) -> int | None:
    digits = re.search(r"\d+", numeral)
    if digits:
        return int(digits.group())
    if not _ROMAN.fullmatch(numeral):
        return None
    worth = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
    values = [worth[letter] for letter in numeral.lower()]
    return sum(-one if one < two else one for one, two in zip(values, [*values[1:], 0], strict=True))


def _kind(numeral: str) -> str:
    return "digits" if numeral[-1].isdigit() else "roman"


def _stands_apart(line: Line, lines: Iterable[Line]) -> bool:
    above = [other.base for other in lines if other is not line and other.base < line.base + 1]
    return bool(above) and line.base - max(above) > 1.8 * line.size


def _is_outermost(row: Sequence[Line], pages: Sequence[PageLines], index: int) -> bool:
    page = next(page for page in pages if page.index == index)
    number = row[0].row
    rows = [line.row for line in page.lines]
    return number in {min(rows), max(rows)}


def _is_last(line: Line, pages: Sequence[PageLines], index: int) -> bool:
    page = next(page for page in pages if page.index == index)
    return all(other.base <= line.base for other in page.lines) and _stands_apart(line, page.lines)


def _find_repeated(pages: Sequence[PageLines], edges: dict[int, list[Edge]], found: Furniture) -> None:
    """Lines that stand at the same place of several pages, with the same words but for numbers."""
    places: dict[str, list[tuple[int, float, Line, str]]] = defaultdict(list)
    for page in pages:
        for edge, row in edges[page.index]:
            for line in row:
                words = _alike(line)
                if sum(char.isalpha() for char in words) > 3:
                    places[f"{edge} {words}"].append((page.index, line.base, line, edge))
    words_of = {page.index: Counter(map(_alike, page.lines)) for page in pages}

    @cache
    def are_copies(one: int, two: int) -> bool:
        """Whether two pages are nearly the same as a whole, as the copies of a form are."""
        shared = (words_of[one] & words_of[two]).total()
        return 2 * shared > max(words_of[one].total(), words_of[two].total())

    for there in places.values():
        for index, base, line, edge in there:
            near = {other for other, place, _, _ in there if abs(place - base) <= _SAME_PLACE and other != index}
            on = {other for other in near if len(near) > 20 or not are_copies(min(index, other), max(index, other))}
            if on and (len(on) > 1 or len(pages) < 5 or min(abs(other - index) for other in on) <= 2):
                found.reasons.setdefault(id(line), "running head" if edge == "top" else "running foot")


def _alike(line: Line) -> str:
    """A line's words but for numbers, case and spacing."""
    return re.sub(r"\d+", "#", " ".join(line.words.split()).lower())


def printed_labels(numbers: dict[int, str], count: int) -> tuple[str, ...]:
    """The label of each page by the numbers that are printed; pages between two that agree get theirs as well."""
    labels = [numbers.get(index, "") for index in range(count)]
    known = sorted((index, int(label)) for index, label in numbers.items() if label.isdigit())
    for (one, first), (two, last) in itertools.pairwise(known):
        if last - first == two - one:
            for index in range(one + 1, two):
                labels[index] = labels[index] or str(first + index - one)
    if known and not any(labels[: known[0][0]]) and known[0][1] == known[0][0] + 1:
        labels[: known[0][0]] = [str(index + 1) for index in range(known[0][0])]
    return tuple(labels)
