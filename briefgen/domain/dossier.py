"""The dossier: everything about one subject, as one immutable value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
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


def _find(records: tuple[R, ...], wanted: str, sort: str, dossier: Dossier) -> R:
    for record in records:
        if record.id == wanted:
            return record
    title = f" “{dossier.settings.title}”" if dossier.settings.title else ""
    raise UnknownId(f"The dossier{title} has no {sort} with the id {wanted}.")


def integrity_problems(dossier: Dossier, since: Dossier | None = None) -> tuple[str, ...]:
    """List what must never be: an id twice, or a reference to what is not there. A sound dossier gives ().

    Every operation keeps a dossier sound; a file is checked when it is opened and before an edit is written. Given
    `since`, a sound dossier from before, what is the same object there and can't have lost what it refers to is
    passed over.
    """
    problems: list[str] = []
    for sort in ("sources", "passages", "points", "briefs", "issues", "bin"):
        records = getattr(dossier, sort)
        if since is None or records is not getattr(since, sort):
            ids = [record.id for record in records]
            if len(set(ids)) != len(ids):
                problems.append(f"an id stands twice among the {sort}")
    sources = {source.id: source for source in dossier.sources}
    same_texts = since is not None and dossier.sources is since.sources
    for passage in _new(dossier, since, "passages") if same_texts else dossier.passages:
        source = sources.get(passage.source)
        if source is None:
            problems.append(f"{passage.id} is of {passage.source}, which is not there")
        elif not passage.lost and source.text[passage.start : passage.end] != passage.quote:
            problems.append(f"{passage.id} does not stand in {source.id} word for word")
    passages = {passage.id for passage in dossier.passages}
    points = {point.id for point in dossier.points}
    nothing_gone = since is not None and _still_there(since.passages, passages) and _still_there(since.points, points)
    for point in _new(dossier, since, "points") if nothing_gone else dossier.points:
        problems += [
            f"{point.id} cites {citation.passage}, which is not there"
            for citation in point.evidence
            if citation.passage not in passages
        ]
        problems += [
            f"{point.id} is linked to {other}, which is not there"
            for other in sorted(links_of(point))
            if other not in points
        ]
    for brief in dossier.briefs:
        problems += [
            f"{brief.id} selects {selected.point}, which is not there"
            for selected in brief.points
            if selected.point not in points
        ]
    return tuple(problems)


def _new(dossier: Dossier, since: Dossier | None, sort: str) -> tuple[Any, ...]:
    """Give the records that are not the same objects as before."""
    records: tuple[Any, ...] = getattr(dossier, sort)
    before = set() if since is None else {id(record) for record in getattr(since, sort)}
    return tuple(record for record in records if id(record) not in before)


def _still_there(before: tuple[Passage, ...] | tuple[Point, ...], ids: set[str]) -> bool:
    return all(record.id in ids for record in before)


def links_of(point: Point) -> set[str]:
    """Give the ids of all points that this one names in its fields."""
    found: set[str] = {m.risk for m in getattr(point, "mitigates", ())}
    found |= {s.dilemma for s in getattr(point, "settles", ())}
    found |= set(getattr(point, "depends_on", ()))
    for option in getattr(point, "options", ()):
        found |= {*option.raises, *option.reduces}
    return found
