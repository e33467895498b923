"""Steps of type → the layout of a document at the largest at which it keeps to its pages; or how far it is from that.

A house template whose manifest has `fit.steps` is laid out at each of these sizes in turn, the largest first, until the
document takes no more pages than it may (`pages.stop`, less one). What it may not do is lose anything on the way: a
document that does not fit at the smallest size either is told with `Overflow`, which says by how many lines and what
takes the most room. If the pages are less than `fit.full` per cent full, the lines are opened to `fit.leading`.

Trying every step in order would cost a layout each. From the first, `chosen_step` guesses the step that will do and
goes on from there: it ends only where a step fits and the one before it does not. That gives what trying in order
gives, because lines never get more when letters get smaller.

What is measured is the element of the page with the id `body`. An element whose id begins with `column-` stands beside
others of that sort; of them only the tallest counts. What the room is taken by is told by ids (`edited_places`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from briefgen.domain.house_template import HouseTemplate
from briefgen.domain.preflight.findings import Finding, Place, found, in_brief
from briefgen.domain.preflight.rules import PageRule
from briefgen.domain.wording import counted, listed
from briefgen.errors import PreflightFailed
from briefgen.rendering.edited_places import tallest
from briefgen.rendering.pages import PageSize
from briefgen.rendering.pages import Place as Spot
from briefgen.rendering.template_errors import TemplateError

LEADING = 1.36
"""The distance of lines, as a multiple of the letters' size, until there is room to open them."""

BODY, COLUMN = "body", "column-"

_SHRINKING = 1.6
"""A document's height goes with about this power of its letters' size: text with the second, the rest with none."""


@dataclass(frozen=True, slots=True)
class Step:
    """How type is set: its size in points, and the distance of its lines as a multiple of that."""

    size: float
    leading: float = LEADING

    @property
    def line(self) -> float:
        """The distance of two lines in points."""
        return self.size * self.leading

    def plain(self) -> dict[str, float]:
        """What a template's page is given of it, as `fit`."""
        return {"size": self.size, "leading": self.leading}


@dataclass(frozen=True, slots=True)
class Long:
    """Something that takes much room: where it is edited, what it is called, and how many lines high it is."""

    place: Place
    name: str
    lines: int


@dataclass(frozen=True, slots=True)
class Overflow:
    """A document that does not fit even at its smallest size.

    Attributes:
        lines: By how many lines of that size it is too long; 1 or more.
        pages: How many pages it may have.
        size: The smallest size, in points.
        longest: What takes the most room, the highest first.
    """

    lines: int
    pages: int
    size: float
    longest: tuple[Long, ...]

    @property
    def message(self) -> str:
        """The overflow as a plain sentence, with what to shorten."""
        return f"{self._by_how_much}; shorten {self._what}."

    @property
    def finding(self) -> Finding:
        """The same as an error of preflight, at the place of what takes the most room. It can't be accepted."""
        place = self.longest[0].place if self.longest else in_brief()
        return found(PageRule.PAGES_OVERFULL, place, f"{self._by_how_much}.", f"Shorten {self._what}.")

    @property
    def _by_how_much(self) -> str:
        room = "one page" if self.pages == 1 else f"{self.pages} pages"
        by = counted(self.lines, "line")
        return f"The brief is {by} too long for {room}, even in letters of {self.size:g} points"

    @property
    def _what(self) -> str:
        where = listed([f"{long.name} ({counted(long.lines, 'line')})" for long in self.longest])
        return f"what takes the most room: {where}" if where else "it"


@dataclass(frozen=True, slots=True)
class Fitted:
    """How a document was made to fit: the step that was taken, how full its pages are, or by how much it is too long.

    `full` is in per cent of the room on the pages that it may have; over 100 where it does not fit.
    """

    step: Step
    full: int
    overflow: Overflow | None = None


class Overfull(PreflightFailed):
    """A document that must fit its pages and does not: it is refused rather than clipped (exit code 1)."""

    def __init__(self, overflow: Overflow) -> None:
        super().__init__(overflow.message)
        self.overflow = overflow

    def __reduce__(self) -> tuple[object, ...]:
        """Survive the road between processes, which Exception's own way of pickling would not."""
        return (type(self), (self.overflow,))


class Layout(Protocol):
    """What fitting asks of a laid-out document."""

    def page_sizes(self) -> tuple[PageSize, ...]:
        """The pages' sizes."""

    def places(self) -> dict[str, tuple[Spot, ...]]:
        """Where the elements that have an id lie, on each page that shows a part of them."""

    def live_area(self) -> Spot:
        """What lies between the margins of the first page."""


L = TypeVar("L", bound=Layout)


def fit(template: HouseTemplate, lay_out: Callable[[Step, PageSize | None], L]) -> tuple[L, Fitted]:
    """Lay a document out so that it fits its pages.

    Args:
        template: Its manifest, which has `fit.steps`.
        lay_out: Lays the document out at a step; on sheets of the given size in place of its own, if one is given.

    Returns:
        The layout, and how it fits. One that fits at no step is that of the smallest, on as many pages as it takes.

    Raises:
        TemplateError: The page has no element with the id `body`.
    """
    return _Fitter(template, lay_out).fit()


class _Fitter(Generic[L]):
    def __init__(self, template: HouseTemplate, lay_out: Callable[[Step, PageSize | None], L]) -> None:
        self._template = template
        self._lay_out = lay_out
        self._sizes = template.fit.steps
        self._pages = template.pages.stop - 1
        self._tried: dict[int, L] = {}

    def fit(self) -> tuple[L, Fitted]:
        at = chosen_step(self._sizes, self._try)
        if at is None:
            smallest = Step(self._sizes[-1])
            overflow = self._overflow(smallest)
            laid_out = self._tried[len(self._sizes) - 1]
            full = 100 + math.ceil(overflow.lines * smallest.line * 100 / (self._pages * laid_out.live_area().height))
            return laid_out, Fitted(smallest, full, overflow)
        laid_out, step = self._tried[at], Step(self._sizes[at])
        full = self._full(laid_out)
        if full < self._template.fit.full:
            opened = Step(step.size, self._template.fit.leading)
            looser = self._lay_out(opened, None)
            if self._fits(looser):
                return looser, Fitted(opened, self._full(looser))
        return laid_out, Fitted(step, full)

    def _try(self, index: int) -> tuple[bool, float]:
        laid_out = self._tried[index] = self._lay_out(Step(self._sizes[index]), None)
        taken = sum(self._taken(laid_out)) / (self._pages * laid_out.live_area().height)
        return self._fits(laid_out), taken

    def _fits(self, laid_out: L) -> bool:
        return len(laid_out.page_sizes()) <= self._pages

    def _taken(self, laid_out: L) -> list[float]:
        """How far down the live area of each page the body reaches, in points."""
        top = laid_out.live_area().y
        body = laid_out.places().get(BODY)
        if not body:
            raise TemplateError(
                f"its page has no element with the id “{BODY}”, which is measured to fit it",
                template=self._template.name,
            )
        return [spot.y + spot.height - top for spot in body]

    def _full(self, laid_out: L) -> int:
        """How full the last page is, in per cent."""
        return round(100 * self._taken(laid_out)[-1] / laid_out.live_area().height)

    def _overflow(self, smallest: Step) -> Overflow:
        """Measure by how much it is too long: on a page that is as long as it takes, so that no break adds to it."""
        short = self._tried[len(self._sizes) - 1]
        sheets = short.page_sizes()
        endless = self._lay_out(smallest, PageSize(sheets[0].width, 2 * sum(sheet.height for sheet in sheets)))
        too_much = sum(self._taken(endless)) - self._pages * short.live_area().height
        lines = math.ceil(too_much / smallest.line - 0.01)
        return Overflow(max(lines, 1), self._pages, smallest.size, self._longest(endless.places(), smallest))

    def _longest(self, places: Mapping[str, tuple[Spot, ...]], step: Step) -> tuple[Long, ...]:
        beside = sorted((spots[0] for name, spots in places.items() if name.startswith(COLUMN)), key=_height)[:-1]
        alone = {
            name: spots for name, spots in places.items() if not any(_within(spots[0], column) for column in beside)
        }
        measured = (
            Long(tall.place, tall.name, round(tall.height / step.line)) for tall in tallest(self._template, alone)
        )
        return tuple(long for long in measured if long.lines)


def _height(spot: Spot) -> float:
    return spot.height


def _within(spot: Spot, column: Spot) -> bool:
    middle = spot.x + spot.width / 2
    return column.x < middle < column.x + column.width and column.y <= spot.y + 1 <= column.y + column.height


def chosen_step(sizes: Sequence[float], attempt: Callable[[int], tuple[bool, float]]) -> int | None:
    """Find the first of `sizes` (falling) at which a document fits, with few tries; None where it fits at none.

    Args:
        sizes: Sizes of type, the largest first; at least one.
        attempt: Lays the document out at the size with this index; tells whether it fits, and its height as a
            multiple of the room that there is. What fits at one size must fit at every smaller one.
    """
    fits, taken = attempt(0)
    if fits:
        return 0
    last = len(sizes) - 1
    guesses = (index for index in range(1, last) if taken * (sizes[index] / sizes[0]) ** _SHRINKING <= 1)
    at = next(guesses, last)
    if at == 0:
        return None
    if attempt(at)[0]:
        while at > 1 and attempt(at - 1)[0]:
            at -= 1
        return at
    return next((index for index in range(at + 1, last + 1) if attempt(index)[0]), None)
