"""The dossier: everything about one subject, as one immutable value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import is_
from typing import Any, TypeVar

from briefgen.domain.briefs import Brief, IssueRecord, Selected
from briefgen.domain.fields import (
    Checked,
    Choice,
    FieldError,
    Id,
    Many,
    Moment,
    Number,
    Plain,
    Record,
    Text,
    Values,
    from_plain,
    holds,
)
from briefgen.domain.points import POINT_CLASSES, Citation, Point
from briefgen.domain.rating import RatingTable
from briefgen.domain.sources import Passage, Source
from briefgen.domain.terms import Kind, ScaleId
from briefgen.errors import UsageError


class UnknownId(UsageError):
    """An id or a name that no record of the dossier has."""


_LINE = Text(one_line=True)
_COUNT = Number(0, 10**9, optional=False)


class AnyPoint(Record):
    """A point of any kind; in plain data its id tells which."""

    def __init__(self, *, optional: bool = True) -> None:
        """Take a risk, a dilemma or a recommendation."""
        super().__init__(*POINT_CLASSES.values(), optional=optional)
        self.takes = "a point"

    def read(self, field: str, plain: Plain) -> object:
        """Build the point of the class that its id tells."""
        return read_point(plain, where=field) if isinstance(plain, Mapping) else plain


def read_point(plain: Mapping[str, Plain], *, where: str = "", lenient: bool = False) -> Point:
    """Build a point from plain data; the id tells its class. `lenient` passes over unknown names.

    Raises:
        FieldError: the id tells no kind, or a field is impossible.
    """
    kind = kind_of(str(plain.get("id", "")))
    return from_plain(POINT_CLASSES[kind], plain, where=where, lenient=lenient)


def kind_of(point_id: str) -> Kind:
    """Tell the kind of a point by its id.

    Raises:
        FieldError: the id is not a point's.
    """
    prefix = point_id.rpartition("-")[0]
    for kind in Kind:
        if kind.prefix == prefix:
            return kind
    raise FieldError("id", "an id such as risk-1, dilemma-1 or rec-1", point_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counters(Checked):
    """The last number given to each sort of record. A number is never given twice."""

    source: int = holds(_COUNT, 0)
    passage: int = holds(_COUNT, 0)
    risk: int = holds(_COUNT, 0)
    dilemma: int = holds(_COUNT, 0)
    rec: int = holds(_COUNT, 0)
    brief: int = holds(_COUNT, 0)
    issue: int = holds(_COUNT, 0)
    bin: int = holds(_COUNT, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldCitation(Checked):
    """A citation that went to the bin with its passage: the point that made it, and its place in the evidence."""

    point: str = holds(Id("risk", "dilemma", "rec"))
    place: int = holds(_COUNT)
    citation: Citation = holds(Record(Citation, optional=False))


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldSelection(Checked):
    """A point's place in a brief, which went to the bin with the point."""

    brief: str = holds(Id("brief"))
    place: int = holds(_COUNT)
    selected: Selected = holds(Record(Selected, optional=False))


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldLink(Checked):
    """A link of another point to one that went to the bin, as plain data."""

    point: str = holds(Id("risk", "dilemma", "rec"))
    link: tuple[tuple[str, Plain], ...] = holds(Values(), ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Binned(Checked):
    """Something deleted, kept with all that is needed to put it back: one point, source or brief."""

    id: str = holds(Id("bin"))
    at: dt.datetime | None = holds(Moment(), None)
    place: int = holds(_COUNT, 0, about="Its place in its list")
    point: Point | None = holds(AnyPoint(), None)
    source: Source | None = holds(Record(Source), None)
    brief: Brief | None = holds(Record(Brief), None)
    passages: tuple[Passage, ...] = holds(Many(Record(Passage, optional=False)), ())
    citations: tuple[HeldCitation, ...] = holds(Many(Record(HeldCitation, optional=False)), ())
    selections: tuple[HeldSelection, ...] = holds(Many(Record(HeldSelection, optional=False)), ())
    links: tuple[HeldLink, ...] = holds(Many(Record(HeldLink, optional=False)), ())

    def check_together(self) -> None:
        """Refuse a bin entry that holds nothing, or two things."""
        if sum(thing is not None for thing in (self.point, self.source, self.brief)) != 1:
            raise FieldError("bin", "one point, source or brief")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(Checked):
    """What holds for the whole dossier: its title, its rating table, the scale that new briefs begin with."""

    id: str = holds(_LINE, "", about="A UUID that tells this dossier from every other")
    title: str = holds(_LINE, "")
    created: dt.datetime | None = holds(Moment(), None)
    scale: ScaleId = holds(Choice(ScaleId, optional=False), ScaleId.PHIA)
    rating_table: RatingTable = holds(Record(RatingTable, optional=False), RatingTable())
    abbreviations: tuple[str, ...] = holds(
        Many(_LINE), (), about="Known to every reader: never asked to be spelled out"
    )


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything about one subject. Frozen: an act of an editor is a pure function from one dossier to the next.

    The order of each tuple is the order that editors gave. What is unchanged between two dossiers is the same object.
    """

    settings: Settings = Settings()
    counters: Counters = Counters()
    sources: tuple[Source, ...] = ()
    passages: tuple[Passage, ...] = ()
    points: tuple[Point, ...] = ()
    briefs: tuple[Brief, ...] = ()
    issues: tuple[IssueRecord, ...] = ()
    bin: tuple[Binned, ...] = ()

    def source(self, source_id: str) -> Source:
        """Find a source by id. Raises `UnknownId`."""
        return _find(self.sources, source_id, "source", self)

    def passage(self, passage_id: str) -> Passage:
        """Find a passage by id. Raises `UnknownId`."""
        return _find(self.passages, passage_id, "passage", self)

    def point(self, point_id: str) -> Point:
        """Find a point by id. Raises `UnknownId`."""
        return _find(self.points, point_id, "point", self)

    def brief(self, brief_id: str) -> Brief:
        """Find a brief by id. Raises `UnknownId`."""
        return _find(self.briefs, brief_id, "brief", self)


R = TypeVar("R", Source, Passage, Point, Brief)


def by_id(records: tuple[R, ...]) -> Mapping[str, R]:
    """Give the records of one of a dossier's lists by their ids.

    It is made once for a list and kept for the lists that were asked for last, so that asking again costs nothing
    however long the list is: a window asks many times between one act and the next.
    """
    return _by_id(_Same(records))


class _Same:
    """A tuple that equals itself alone: comparing ten thousand records would cost more than it saves."""

    __slots__ = ("records",)

    def __init__(self, records: tuple[Any, ...]) -> None:
        self.records = records

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.records is other.records

    def __hash__(self) -> int:
        return id(self.records)


@lru_cache(maxsize=32)
def _by_id(same: _Same) -> dict[str, Any]:
    return {record.id: record for record in same.records}


def _find(records: tuple[R, ...], wanted: str, sort: str, dossier: Dossier) -> R:
    found = by_id(records).get(wanted)
    if found is not None:
        return found
    title = f" “{dossier.settings.title}”" if dossier.settings.title else ""
    raise UnknownId(f"The dossier{title} has no {sort} with the id {wanted}.")


_LISTS = ("sources", "passages", "points", "briefs", "issues", "bin")


def integrity_problems(dossier: Dossier, since: Dossier | None = None) -> tuple[str, ...]:
    """List what must never be: an id twice, or a reference to what is not there. A sound dossier gives ().

    Every operation keeps a dossier sound; a file is checked when it is opened and before an edit is written. Given
    `since`, a sound dossier from before, only that is looked at which the edit between the two can have spoiled.
    """
    problems: list[str] = []
    found = {sort: _compared(() if since is None else getattr(since, sort), getattr(dossier, sort)) for sort in _LISTS}
    problems += [f"an id stands twice among the {sort}" for sort in _LISTS if found[sort].twice]
    passages, points, briefs = (found[sort].fresh for sort in ("passages", "points", "briefs"))
    if found["sources"].gone or found["sources"].fresh:
        passages = dossier.passages
    if found["passages"].gone or found["points"].gone:
        points, briefs = dossier.points, dossier.briefs
    sources = {source.id: source for source in dossier.sources} if passages else {}
    for passage in passages:
        source = sources.get(passage.source)
        if source is None:
            problems.append(f"{passage.id} is of {passage.source}, which is not there")
        elif not passage.lost and source.text[passage.start : passage.end] != passage.quote:
            problems.append(f"{passage.id} does not stand in {source.id} word for word")
    cited = {passage.id for passage in dossier.passages} if points else set()
    there = {point.id for point in dossier.points} if points or briefs else set()
    for point in points:
        problems += [
            f"{point.id} cites {citation.passage}, which is not there"
            for citation in point.evidence
            if citation.passage not in cited
        ]
        problems += [
            f"{point.id} is linked to {other}, which is not there"
            for other in sorted(links_of(point))
            if other not in there
        ]
    for brief in briefs:
        problems += [
            f"{brief.id} selects {selected.point}, which is not there"
            for selected in brief.points
            if selected.point not in there
        ]
    return tuple(problems)


@dataclass(frozen=True, slots=True)
class _Compared:
    """What came of an edit of a list: records that are new objects, ids that are gone, whether an id stands twice."""

    fresh: tuple[Any, ...] = ()
    gone: frozenset[str] = frozenset()
    twice: bool = False


def _compared(before: tuple[Any, ...], after: tuple[Any, ...]) -> _Compared:
    if before is after:
        return _Compared()
    first = same_beginning(before, after)
    last = same_beginning(before[first:][::-1], after[first:][::-1])
    old, new = before[first : len(before) - last], after[first : len(after) - last]
    old_ids, new_ids = {record.id for record in old}, {record.id for record in new}
    twice = len(new_ids) != len(new)
    if not twice and new_ids - old_ids:
        around = {record.id for record in (*after[:first], *after[len(after) - last :])}
        twice = not new_ids.isdisjoint(around)
    known = set(map(id, old))
    return _Compared(tuple([r for r in new if id(r) not in known]), frozenset(old_ids - new_ids), twice)


def same_beginning(one: Sequence[Any], other: Sequence[Any]) -> int:
    """Count the records at the beginning of both lists that are the same objects."""
    same = list(map(is_, one, other))
    return same.index(False) if False in same else len(same)


def differing(before: tuple[R, ...], after: tuple[R, ...]) -> tuple[list[R], list[R]]:
    """Give the records of a list before and after an edit that are not the same objects: what went, and what came."""
    if before is after:
        return [], []
    first = same_beginning(before, after)
    last = same_beginning(before[first:][::-1], after[first:][::-1])
    old, new = before[first : len(before) - last], after[first : len(after) - last]
    kept = set(map(id, old)) & set(map(id, new))
    return [r for r in old if id(r) not in kept], [r for r in new if id(r) not in kept]


def links_of(point: Point) -> set[str]:
    """Give the ids of all points that this one names in its fields."""
    found: set[str] = {m.risk for m in getattr(point, "mitigates", ())}
    found |= {s.dilemma for s in getattr(point, "settles", ())}
    found |= set(getattr(point, "depends_on", ()))
    for option in getattr(point, "options", ()):
        found |= {*option.raises, *option.reduces}
    return found
