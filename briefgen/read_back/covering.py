"""Which glyphs cannot be seen as they are read, and why: invisible, off the page, covered, of the paper's colour."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from briefgen.read_back.drawing import Area, Box, Drawn, Glyph, State

_SMALLEST = 4.0
"""Points below which nobody reads a quotation."""
_NARROWEST = 0.07
"""The part of the size below which nothing that is drawn is a letter; a full stop has three times that."""
_FAINT = 0.35
"""Opacity below which words are hardly there."""
_CONTRAST = 1.5
"""Ratio of luminances (WCAG 2.2, 1.4.3) below which words do not stand out from what they lie on."""
_COVERED = 0.4
"""The part of a letter's width, and of its height, that something must lie on to hide it; an underline is thinner."""
_KERNED = 0.9
"""The part of a letter that the next one may be set under."""
_UNSEEN_MODES = frozenset({3, 7})
_ROW = 24.0


@dataclass(frozen=True, slots=True)
class Lying:
    """An annotation that draws something: its kind, and its rectangle."""

    kind: str
    box: Box


class Sight:
    """What can be seen of a page."""

    def __init__(self, drawn: Drawn, page: Box, lying: Sequence[Lying]) -> None:
        """Prepare.

        Args:
            drawn: What is drawn on it.
            page: The part of it that is shown.
            lying: Annotations on it.
        """
        self._page, self._lying = page, lying
        self._areas: dict[int, list[Area]] = defaultdict(list)
        self._glyphs: dict[int, list[Glyph]] = defaultdict(list)
        for area in drawn.areas:
            for row in _rows(area.box, page):
                self._areas[row].append(area)
        for glyph in drawn.glyphs:
            for row in _rows(glyph.box, page):
                self._glyphs[row].append(glyph)

    def glyphs_near(self, box: Box) -> Iterator[Glyph]:
        """Glyphs in the rows of a box, each at least once."""
        for row in _rows(box, self._page):
            yield from self._glyphs[row]

    def troubles(self, glyphs: Iterable[Glyph]) -> Iterator[str]:
        """What hides letters of a quotation, in sentences without their beginning: each reason once."""
        yield from dict.fromkeys(why for glyph in glyphs if (why := self._why_unseen(glyph)))

    def _why_unseen(self, glyph: Glyph) -> str:
        if not (glyph.letters or "").strip():
            return ""
        return self._by_itself(glyph) or self._by_others(glyph) or self._by_colour(glyph)

    def _by_itself(self, glyph: Glyph) -> str:
        state = glyph.state
        x, y = _middle(glyph.box)
        shown = state.clip if state.clip is not None else self._page
        if state.mode in _UNSEEN_MODES or _opacity(state) < _FAINT or state.masked:
            return "it is drawn so that it cannot be seen"
        if glyph.size < _SMALLEST:
            return f"it is drawn in letters of {glyph.size:.1f} points, too small to be read"
        if glyph.box[2] - glyph.box[0] < _NARROWEST * glyph.size and not _combines(glyph.letters or ""):
            return "some of its letters are set so narrow that they cannot be read"
        if not (_has(self._page, x, y) and _has(shown, x, y)):
            return "part of it lies outside what is shown of the page"
        return ""

    def _by_others(self, glyph: Glyph) -> str:
        x, y = _middle(glyph.box)
        row = int(y // _ROW)
        for lying in self._lying:
            if _has(lying.box, x, y):
                return f"an annotation ({lying.kind}) lies on it"
        for area in self._areas[row]:
            if area.at > glyph.at and _area_opacity(area) > _FAINT / 3 and _covers(area.box, glyph.box):
                return "something is drawn over it"
        at, (left, _, right, _) = glyph.at, glyph.box
        for other in self._glyphs[row]:
            # Nearly all of a row lies beside the letter, or was drawn before it.
            if other.at <= at or other.box[2] <= left or other.box[0] >= right or not (other.letters or "x").strip():
                continue
            # The next letter is set under an apostrophe, and its letters are part of the words that are compared.
            most = _KERNED if other.at == glyph.at + 1 and other.place == glyph.place else _COVERED
            if _covers(other.box, glyph.box, most):
                return "other letters are drawn over it"
        return ""

    def _by_colour(self, glyph: Glyph) -> str:
        x, y = _middle(glyph.box)
        # What has no colour of its own, such as a pattern, is not judged.
        on: tuple[float, ...] = (1.0,)
        for area in self._areas[int(y // _ROW)]:
            if area.at > glyph.at or not _has(area.box, x, y):
                continue
            if area.what == "area" and area.state.opacity > _FAINT:
                on = area.state.fill
            elif area.what in {"image", "shading"}:
                on = ()
        ink = glyph.state.stroke if glyph.state.mode == 1 else glyph.state.fill
        dark, light = sorted((_luminance(ink), _luminance(on)))
        if dark >= 0 and (light + 0.05) / (dark + 0.05) < _CONTRAST:
            return "it is drawn in the colour of what it lies on"
        return ""


def _combines(letters: str) -> bool:
    """Whether it is a sign on the letter before, which has no width of its own."""
    return all(unicodedata.category(char) in {"Mn", "Me", "Cf"} for char in letters)


def _middle(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _rows(box: Box, page: Box) -> range:
    bottom, top = max(box[1], page[1]), min(box[3], page[3])
    return range(int(bottom // _ROW), int(top // _ROW) + 1)


def _has(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _covers(over: Box, box: Box, part: float = _COVERED) -> bool:
    width, height = box[2] - box[0], box[3] - box[1]
    if width <= 0 or height <= 0:
        return False
    across = min(over[2], box[2]) - max(over[0], box[0])
    along = min(over[3], box[3]) - max(over[1], box[1])
    return across > part * width and along > part * height


def _opacity(state: State) -> float:
    return state.stroke_opacity if state.mode == 1 else state.opacity


def _area_opacity(area: Area) -> float:
    return area.state.stroke_opacity if area.what == "line" else area.state.opacity


def _luminance(colour: tuple[float, ...]) -> float:
    """The relative luminance of a colour of one, three or four components; -1 for what is none of these."""
    if not colour or not all(0 <= value <= 1 for value in colour):
        return -1.0
    match len(colour):
        case 1:
            red = green = blue = colour[0]
        case 3:
            red, green, blue = colour
        case 4:
            red, green, blue = ((1 - value) * (1 - colour[3]) for value in colour[:3])
        case _:
            return -1.0
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in (red, green, blue)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
