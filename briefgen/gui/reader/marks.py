"""What the reader shows of a source's passages: a mark for each kind of point that rests on one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import NamedTuple

from briefgen.domain.dossier import Dossier
from briefgen.domain.points import Point
from briefgen.domain.sources import Passage
from briefgen.domain.terms import Kind

_ORDER: dict[Kind | None, int] = {kind: number for number, kind in enumerate(Kind)} | {None: len(Kind)}


class Mark(NamedTuple):
    """A passage as evidence of points of one kind; without a kind no point rests on it. Offsets are code points."""

    passage: str
    start: int
    end: int
    kind: Kind | None = None
    points: tuple[str, ...] = ()

    @property
    def numbers(self) -> str:
        """The numbers of its points: 1; 1, 3; 1 +2."""
        found = [point.rpartition("-")[2] for point in self.points]
        return f"{found[0]} +{len(found) - 1}" if len(found) > 2 else ", ".join(found)


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that the same kinds rest on; None alone where only passages without a point do."""

    start: int
    end: int
    kinds: tuple[Kind | None, ...]


class Marks:
    """All marks of one source, in the order of the text, to be asked for those in a stretch of it."""

    def __init__(self, marks: Iterable[Mark] = ()) -> None:
        self.all = sorted(marks, key=lambda mark: (mark.start, -mark.end, _ORDER[mark.kind]))
        self._starts = [mark.start for mark in self.all]
        self._reach = list(accumulate((mark.end for mark in self.all), max))
        self._of: dict[str, list[Mark]] = {}
        for mark in self.all:
            self._of.setdefault(mark.passage, []).append(mark)

    def of(self, passage: str) -> list[Mark]:
        """The marks of one passage: one for each kind of its points."""
        return self._of.get(passage, [])

    def numbers_between(self, start: int, end: int) -> list[int]:
        """The numbers, in order, of the marks that have a character between `start` and `end`."""
        found = []
        number = bisect_left(self._starts, end) - 1
        while number >= 0 and self._reach[number] > start:
            if self.all[number].end > start:
                found.append(number)
            number -= 1
        return found[::-1]

    def between(self, start: int, end: int) -> list[Mark]:
        """The marks that have a character between `start` and `end`, in order."""
        return [self.all[number] for number in self.numbers_between(start, end)]

    def cluster(self, number: int, starts: Sequence[int], ends: Sequence[int]) -> range:
        """The numbers of the marks that are joined to one by blocks that they share; blocks are `starts` to `ends`."""

        def block_end(offset: int) -> int:
            return ends[max(0, bisect_left(starts, offset + 1) - 1)]

        def block_start(offset: int) -> int:
            return starts[max(0, bisect_left(starts, offset + 1) - 1)]

        first = number
        while first > 0 and self._reach[first - 1] > block_start(self._starts[first]):
            first -= 1
        last = number + 1
        while last < len(self.all) and self._starts[last] < block_end(self._reach[last - 1] - 1):
            last += 1
        return range(first, last)


def runs(marks: Sequence[Mark], start: int, end: int) -> Iterator[Run]:
    """Cut `start` to `end` into runs on which the same kinds rest; what no mark covers is left out."""
    edges = sorted({start, end, *(edge for mark in marks for edge in (mark.start, mark.end) if start < edge < end)})
    for left, right in pairwise(edges):
        over = dict.fromkeys(mark.kind for mark in marks if mark.start < right and left < mark.end)
        if over:
            yield Run(left, right, tuple(kind for kind in over if kind is not None) or (None,))


def lanes(extents: Sequence[tuple[float, float]]) -> list[int]:
    """Give each stripe, from top to bottom, the first lane in which no other stands beside it."""
    taken: list[float] = []
    found = []
    for top, bottom in extents:
        lane = next((number for number, reached in enumerate(taken) if reached <= top), len(taken))
        taken[lane : lane + 1] = [bottom]
        found.append(lane)
    return found


def citing(points: Iterable[Point]) -> dict[str, list[str]]:
    """The ids of the points that cite each passage, in the order of the points."""
    found: dict[str, list[str]] = {}
    for point in points:
        for citation in point.evidence:
            found.setdefault(citation.passage, []).append(point.id)
    return found


def marks_of(dossier: Dossier, source: str) -> Marks:
    """The marks of a source's passages; lost passages have none."""
    cited = citing(dossier.points)
    kinds = {kind.prefix: kind for kind in Kind}
    made: list[Mark] = []
    for passage in dossier.passages:
        if passage.source != source or passage.lost:
            continue
        by_kind: dict[Kind | None, list[str]] = {}
        for point in cited.get(passage.id, ()):
            by_kind.setdefault(kinds[point.rpartition("-")[0]], []).append(point)
        for kind, points in (by_kind or {None: []}).items():
            made.append(Mark(passage.id, passage.start, passage.end, kind, tuple(points)))
    return Marks(made)


def passages_in_order(dossier: Dossier, source: str) -> list[Passage]:
    """The passages of a source that stand in its text, in its order."""
    return sorted((p for p in dossier.passages if p.source == source and not p.lost), key=lambda p: (p.start, -p.end))
