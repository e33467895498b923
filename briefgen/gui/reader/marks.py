"""What the reader shows of a source's passages: a mark for each kind of point that rests on one."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import NamedTuple

from briefgen.domain.dossier import Dossier, differing
from briefgen.domain.points import Point
from briefgen.domain.sources import Passage
from briefgen.domain.terms import Kind

_KINDS = {kind.prefix: kind for kind in Kind}
_FEW = 50
"""Up to so many new marks are put in their places one by one."""
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


def _place(mark: Mark) -> tuple[int, int]:
    """Marks of one passage stay in the order of the kinds, in which they are made: sorting is stable."""
    return mark.start, -mark.end


class Marks:
    """All marks of one source, in the order of the text, to be asked for those in a stretch of it."""

    def __init__(self, marks: Iterable[Mark] = (), *, in_order: bool = False) -> None:
        self.all = list(marks) if in_order else sorted(marks, key=_place)
        self._starts = [mark.start for mark in self.all]
        self._reach = list(accumulate((mark.end for mark in self.all), max))
        self._of: dict[str, list[Mark]] | None = None

    def of(self, passage: str) -> list[Mark]:
        """The marks of one passage: one for each kind of its points."""
        if self._of is None:
            self._of = {}
            for mark in self.all:
                self._of.setdefault(mark.passage, []).append(mark)
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

    def between_with(self, moved: tuple[str, int, int] | None, start: int, end: int) -> list[Mark]:
        """The same, with a passage where its ends have been drawn to: its id, start and end."""
        found = self.between(start, end)
        if moved is None:
            return found
        passage, left, right = moved
        found = [mark for mark in found if mark.passage != passage]
        if left < end and start < right:
            found += [mark._replace(start=left, end=right) for mark in self.of(passage)]
        return found

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


class Citing:
    """Which points cite which passage, kept up to date: after an act only what it changed is looked at."""

    def __init__(self) -> None:
        self._points: tuple[Point, ...] = ()
        self._cited: dict[str, set[str]] = {}

    def follow(self, points: tuple[Point, ...]) -> set[str]:
        """Take in the points as they are now; gives the passages that others cite than before."""
        gone, come = differing(self._points, points)
        self._points = points
        touched: set[str] = set()
        for point in gone:
            for citation in point.evidence:
                self._cited[citation.passage].discard(point.id)
                touched.add(citation.passage)
        for point in come:
            for citation in point.evidence:
                self._cited.setdefault(citation.passage, set()).add(point.id)
                touched.add(citation.passage)
        return touched

    def points_on(self, passage: str) -> list[str]:
        """The ids of the points that cite a passage, in the order of their kinds and numbers."""
        cited = self._cited.get(passage, ())
        return sorted(cited, key=_by_number) if len(cited) > 1 else list(cited)


class MarkBook:
    """The marks of one source, kept up to date: only what an act changed is made anew, as most acts change little.

    Args:
        source: Id of the source.
        citing: Which points cite which passage, in the dossier that is followed; the books of several sources, one
            followed after the other, may share it.
    """

    def __init__(self, source: str, citing: Citing | None = None) -> None:
        self._source = source
        self._citing = citing or Citing()
        self.passages: dict[str, Passage] = {}
        """Those that stand in the text, by id."""
        self.order: list[str] = []
        """Their ids in the order of the text."""
        self.lost: list[Passage] = []
        self.marks = Marks()

    def follow(self, dossier: Dossier) -> None:
        """Take in a dossier as it is now."""
        touched = self._citing.follow(dossier.points)
        passages: dict[str, Passage] = {}
        self.lost = []
        for passage in dossier.passages:
            if passage.source == self._source:
                if passage.lost:
                    self.lost.append(passage)
                else:
                    passages[passage.id] = passage
        known, self.passages = self.passages, passages
        if not known:
            self.marks = Marks([mark for passage in passages.values() for mark in self._marks_of(passage)])
            self.order = list(dict.fromkeys(mark.passage for mark in self.marks.all))
            return
        touched |= {name for name, passage in passages.items() if known.get(name) is not passage}
        touched |= known.keys() - passages.keys()
        if not touched:
            return
        kept = [mark for mark in self.marks.all if mark.passage not in touched]
        fresh = [mark for name in touched if name in passages for mark in self._marks_of(passages[name])]
        if len(fresh) > _FEW:
            self.marks = Marks([*kept, *fresh])
        else:
            for mark in fresh:
                insort(kept, mark, key=_place)
            self.marks = Marks(kept, in_order=True)
        self.order = list(dict.fromkeys(mark.passage for mark in self.marks.all))

    def points_on(self, passage: str) -> list[str]:
        """The ids of the points that cite a passage, in the order of their kinds and numbers."""
        return self._citing.points_on(passage)

    def _marks_of(self, passage: Passage) -> list[Mark]:
        points = self.points_on(passage.id)
        if len(points) == 1:  # as most are: thousands of them are made when a source is opened
            kind = _KINDS[points[0].rpartition("-")[0]]
            return [Mark(passage.id, passage.start, passage.end, kind, (points[0],))]
        by_kind: dict[Kind | None, list[str]] = {}
        for point in points:
            by_kind.setdefault(_KINDS[point.rpartition("-")[0]], []).append(point)
        found: dict[Kind | None, list[str]] = by_kind or {None: []}
        return [Mark(passage.id, passage.start, passage.end, kind, tuple(ids)) for kind, ids in found.items()]


def _by_number(point: str) -> tuple[int, int]:
    prefix, _, number = point.rpartition("-")
    return _ORDER[_KINDS[prefix]], int(number)


def marks_of(dossier: Dossier, source: str) -> Marks:
    """The marks of a source's passages; lost passages have none."""
    book = MarkBook(source)
    book.follow(dossier)
    return book.marks
