"""Headings, told by the outline, and by type that is larger or bolder than the text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from briefgen.domain.terms import BlockKind
from briefgen.importers.lines import Marker, after_number, marker_of
from briefgen.importers.pdf.engine import Entry
from briefgen.importers.pdf.flow import Measures, Paragraph

_LONGEST = 200
_MOST_LINES = 4
_DEEPEST = 6
_LARGER = 1.12
_NEAR = 40.0
"""Points between the place that an outline's entry leads to and its heading."""
_NUMBER = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}|[A-Z]|[IVX]{1,5})[.)]?\s+")


def tell_headings(paragraphs: Sequence[Paragraph], outline: Sequence[Entry], measures: Measures) -> None:
    """Make headings of the paragraphs that are; `paragraphs` are those of the whole document, in order."""
    told = _by_outline(paragraphs, outline)
    seen = [each for each in paragraphs if id(each) not in told and _looks_like_one(each, measures)]
    seen = _followed(paragraphs, seen)
    styles = _levels(paragraphs, told, seen, measures)
    for paragraph in paragraphs:
        level = told.get(id(paragraph))
        if level is not None:
            paragraph.kind, paragraph.level = BlockKind.HEADING, level
    for paragraph in seen:
        paragraph.kind, paragraph.level = BlockKind.HEADING, styles[_style(paragraph)]


def _by_outline(paragraphs: Sequence[Paragraph], outline: Sequence[Entry]) -> dict[int, int]:
    """The levels of the paragraphs that the outline names, by identity."""
    by_page: dict[int, list[Paragraph]] = defaultdict(list)
    for paragraph in paragraphs:
        if not paragraph.left_out and len(paragraph.lines) <= _MOST_LINES:
            by_page[paragraph.page].append(paragraph)
    found: dict[int, int] = {}
    for entry in outline:
        wanted = _letters(entry.title)
        if not wanted or entry.page < 0:
            continue
        best: tuple[float, Paragraph] | None = None
        for page in (entry.page, entry.page + 1):
            for paragraph in by_page.get(page, ()):
                if id(paragraph) in found or not _is_same(wanted, _letters(paragraph.words)):
                    continue
                top = paragraph.lines[0].base - paragraph.size
                away = (page - entry.page) * 1000 + (abs(top - entry.top) if entry.top is not None else 0.0)
                if best is None or away < best[0] - _NEAR:
                    best = away, paragraph
        if best is not None:
            found[id(best[1])] = min(entry.level, _DEEPEST)
    return found


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _is_same(wanted: str, words: str) -> bool:
    if wanted == words:
        return True
    # The one may have the number that the other lacks: “2 Methods”, “Methods”.
    longer, shorter = (words, wanted) if len(words) > len(wanted) else (wanted, words)
    rest = longer.removesuffix(shorter)
    return (
        len(shorter) >= 3
        and rest != longer
        and len(rest) <= 8
        and (rest.isdigit() or len(rest) <= 3 or "chapter" in rest)
    )


def _looks_like_one(paragraph: Paragraph, measures: Measures) -> bool:
    words = paragraph.words
    letters = sum(char.isalpha() for char in words)
    if paragraph.kind not in {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM} or paragraph.left_out or letters < 2:
        return False
    if len(words) > _LONGEST or len(paragraph.lines) > _MOST_LINES or paragraph.parts:
        return False
    if words.rstrip()[-1] in ".,;" and not _NUMBER.fullmatch(words) and paragraph.size < 1.3 * measures.size:
        return False
    if marker_of(words) in {Marker.BULLET, Marker.DASH}:
        return False
    if paragraph.size >= _LARGER * measures.size:
        return letters >= 0.4 * len(words.replace(" ", ""))
    small = paragraph.size < 0.95 * measures.size
    if paragraph.bold and not measures.mostly_bold and not small and len(paragraph.lines) <= 2:
        return len(words) <= 120 and (words[0].isupper() or words[0].isdigit() or not words[0].isascii())
    number, rest = after_number(words)
    return bool(number) and rest.isupper() and letters >= 4 and len(paragraph.lines) == 1 and len(words) <= 80


def _followed(paragraphs: Sequence[Paragraph], seen: list[Paragraph]) -> list[Paragraph]:
    """Only those after which, sooner or later, comes what they head; a bold list of names heads nothing."""
    candidates = {id(each) for each in seen}
    kept: list[Paragraph] = []
    run: list[Paragraph] = []
    for paragraph in paragraphs:
        if paragraph.left_out:
            continue
        if id(paragraph) in candidates:
            run.append(paragraph)
            continue
        kept += run if len(run) <= 5 else run[-1:]
        run = []
    return kept


def _style(paragraph: Paragraph) -> tuple[float, bool, int]:
    number = _NUMBER.match(paragraph.words)
    depth = len(re.findall(r"\d+", number.group())) if number else 0
    return round(2 * paragraph.size) / 2, paragraph.bold, depth


def _levels(
    paragraphs: Sequence[Paragraph], told: dict[int, int], seen: Sequence[Paragraph], measures: Measures
) -> dict[tuple[float, bool, int], int]:
    """The level of each style of heading: that of the outline where it names one, else by size, weight and number."""
    known: dict[tuple[float, bool, int], int] = {}
    for paragraph in paragraphs:
        if id(paragraph) in told:
            known.setdefault(_style(paragraph), told[id(paragraph)])
    styles = sorted({_style(each) for each in seen}, key=lambda style: (-style[0], not style[1], style[2]))
    levels: dict[tuple[float, bool, int], int] = {}
    sizes = sorted({style[0] for style in [*styles, *known] if style[0] >= _LARGER * measures.size}, reverse=True)
    for style in styles:
        if style in known:
            levels[style] = known[style]
        elif style[0] in sizes:
            levels[style] = min(_DEEPEST, 1 + sizes.index(style[0]))
        else:
            levels[style] = min(_DEEPEST, max(2, 1 + len(sizes) + max(0, style[2] - 1)))
    return levels
