"""Dossiers for laws: hypothesis strategies for every value of the domain, drawn from the specs of its fields.

Texts are as `read` gives them (composed, single lines trimmed), so that a value typed and a value drawn compare
equal. `dossiers()` are sound: `integrity_problems` finds nothing. A source's original bytes are its text in UTF-8, so
`originals_of` can give them for any dossier drawn here, whatever was done to it since.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import MISSING, replace
from typing import Any, TypeVar, cast

from hypothesis import strategies as st

from briefgen.domain.bibliography import Bibliography, Name, PartialDate
from briefgen.domain.briefs import TLP_LABELS, Accepted, Brief, IssueRecord, Section, Selected
from briefgen.domain.dossier import Binned, Counters, Dossier, HeldCitation, Settings
from briefgen.domain.fields import (
    Checked,
    Choice,
    Day,
    ExactText,
    Flag,
    Id,
    Many,
    Moment,
    Number,
    Record,
    Rows,
    Spec,
    Text,
    Values,
    freeze,
    specs,
)
from briefgen.domain.points import (
    NO_VIEW,
    Cell,
    Citation,
    Criterion,
    Dilemma,
    Edit,
    Likelihood,
    Mitigation,
    Option,
    Point,
    Position,
    Recommendation,
    Risk,
    Settlement,
    Tension,
)
from briefgen.domain.rating import RatingTable
from briefgen.domain.sources import CONTEXT, Block, LeftOut, Page, Passage, Source
from briefgen.domain.terms import SCALES, BlockKind, Mark, Rating

T = TypeVar("T")
C = TypeVar("C", bound=Checked)

# Scripts that a think tank meets, right-to-left and astral ones among them, and the marks that trip programs up.
_SAMPLES = [
    "risk",
    "port",
    "energy",
    "NATO",
    "déjà-vu",
    "Ærø",
    "Straße",
    "“quoted”",
    "–",
    "dash",
    "…",
    "14",
    "%",
    "£1m",
    "§",
    "{{",
    "x",
    "}}",
    "{%",
    "if",
    "%}",
    "<b>&amp;",
    "\\",
    "'",
    '"',
    "日本語",
    "同盟",
    "안보",
    "한국",
    "безопасность",
    "σχέση",
    "עברית",
    "العربية",
    "ไทย",
    "हिन्दी",
    "𠮷野家",
    "👍🏽",
    "é",
    "ﬁ",
]
_CHARACTERS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")


def words() -> st.SearchStrategy[str]:
    """One word, of real ones more often than not."""
    return st.one_of(st.sampled_from(_SAMPLES), st.text(_CHARACTERS, max_size=8))


def lines(*, least: int = 0) -> st.SearchStrategy[str]:
    """One line of text, as a form would read it."""
    spec = Text(one_line=True)
    line = st.lists(words(), min_size=least, max_size=6).map(lambda some: cast("str", spec.read("", " ".join(some))))
    return line.filter(bool) if least else line


def texts() -> st.SearchStrategy[str]:
    """Text of several lines, as a form would read it."""
    spec = Text()
    return st.lists(lines(), max_size=3).map(lambda some: cast("str", spec.read("", "\n".join(some))))


def canonical_texts(*, paragraphs: int = 5) -> st.SearchStrategy[tuple[str, ...]]:
    """The paragraphs of a canonical text: never none, none blank, none with a line end."""
    return st.lists(lines(least=1), min_size=1, max_size=paragraphs).map(tuple)


def plain_values() -> st.SearchStrategy[Any]:
    """What JSON can hold."""
    return st.recursive(
        st.none() | st.booleans() | st.integers(-(2**31), 2**31) | lines(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words(), inner, max_size=3),
        max_leaves=6,
    )


def ids(*prefixes: str) -> st.SearchStrategy[str]:
    """An id with one of the prefixes."""
    return st.builds("{}-{}".format, st.sampled_from(prefixes), st.integers(1, 999_999_999))


def moments() -> st.SearchStrategy[dt.datetime]:
    """A point in time, with an offset of whole minutes from UTC."""
    zones = st.integers(-12 * 60, 14 * 60).map(lambda minutes: dt.timezone(dt.timedelta(minutes=minutes)))
    return st.datetimes(min_value=dt.datetime(1970, 1, 2), max_value=dt.datetime(2100, 1, 1), timezones=zones)  # noqa: DTZ001  hypothesis wants them bare


def values_of(spec: Spec) -> st.SearchStrategy[Any]:
    """Values that a field described by `spec` can hold."""
    for kind, build in _BY_SPEC.items():
        if isinstance(spec, kind):
            return build(spec)
    raise TypeError(f"no strategy for {type(spec).__name__}")


def _choice(spec: Choice) -> st.SearchStrategy[Any]:
    terms: st.SearchStrategy[Any] = st.sampled_from(list(spec.terms))
    return st.none() | terms if spec.optional else terms


def _number(spec: Number) -> st.SearchStrategy[Any]:
    numbers: st.SearchStrategy[Any] = st.integers(spec.least, spec.most)
    return st.none() | numbers if spec.optional else numbers


def _record(spec: Record) -> st.SearchStrategy[Any]:
    found: st.SearchStrategy[Any] = st.one_of(*(records(cls) for cls in spec.classes))
    return st.none() | found if spec.optional else found


def _id(spec: Id) -> st.SearchStrategy[str]:
    return st.just("") | ids(*spec.prefixes) if spec.optional else ids(*spec.prefixes)


def _many(spec: Many) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(values_of(spec.item), max_size=min(3, spec.most)).map(tuple)


def _day(spec: Day) -> st.SearchStrategy[Any]:
    days: st.SearchStrategy[Any] = st.none() | st.dates()
    return days | st.just(spec.word) if spec.word else days


def _text(spec: Text) -> st.SearchStrategy[str]:
    if spec.required:
        return lines(least=1)
    return lines() if spec.one_line else texts()


def _values(_: Values) -> st.SearchStrategy[Any]:
    return st.dictionaries(words(), plain_values(), max_size=3).map(
        lambda mapping: tuple(sorted((name, freeze(value)) for name, value in mapping.items()))
    )


_BY_SPEC: dict[type[Spec], Callable[[Any], st.SearchStrategy[Any]]] = {
    Text: _text,
    ExactText: lambda _: texts(),
    Flag: lambda _: st.booleans(),
    Number: _number,
    Choice: _choice,
    Day: _day,
    Moment: lambda _: st.none() | moments(),
    Id: _id,
    Record: _record,
    Many: _many,
    Rows: lambda _: st.just(()),
    Values: _values,
}


@st.composite
def records(draw: st.DrawFn, cls: type[C], **fixed: Any) -> C:
    """A record of `cls` with the `fixed` fields and, of the others, those that must be given and a few more."""
    special = _SPECIAL.get(cls)
    if special is not None:
        return cast("C", draw(special(**fixed)))
    return cls(**draw(_fields(cls, fixed)))


@st.composite
def _fields(draw: st.DrawFn, cls: type[Checked], fixed: dict[str, Any]) -> dict[str, Any]:
    described = {name: (spec, default) for name, spec, default in specs(cls) if name not in fixed}
    must = [name for name, (_, default) in described.items() if default is MISSING]
    may = [name for name in described if name not in must]
    chosen = draw(st.lists(st.sampled_from(may), unique=True, max_size=8)) if may else []
    return {name: draw(values_of(described[name][0])) for name in (*must, *chosen)} | fixed


@st.composite
def _likelihoods(draw: st.DrawFn) -> Likelihood:
    scale = draw(st.sampled_from(list(SCALES.values())))
    return Likelihood(scale=scale.id, term=draw(st.sampled_from([term.words for term in scale.terms])))


@st.composite
def _names(draw: st.DrawFn) -> Name:
    if draw(st.booleans()):
        return Name(literal=draw(lines(least=1)))
    return Name(family=draw(lines(least=1)), given=draw(lines()))


@st.composite
def _partial_dates(draw: st.DrawFn) -> PartialDate:
    if draw(st.booleans()):
        return PartialDate(literal=draw(lines(least=1)))
    known = draw(st.integers(1, 3))
    return PartialDate(
        year=draw(st.integers(-9999, 9999)),
        month=draw(st.integers(1, 12)) if known > 1 else None,
        day=draw(st.integers(1, 31)) if known > 2 else None,
    )


@st.composite
def _edits(draw: st.DrawFn, start: int = 0, end: int = 50) -> Edit:
    first = draw(st.integers(start, end))
    last = draw(st.integers(first, end))
    return Edit(start=first, end=last, insertion=draw(lines(least=1) if last == first else lines()))


@st.composite
def _citations(draw: st.DrawFn, passage: str | None = None, length: int = 50) -> Citation:
    edits: list[Edit] = []
    for _ in range(draw(st.integers(0, 2))):
        edits.append(draw(_edits(edits[-1].end if edits else 0, length)))
    return Citation(passage=passage or draw(ids("passage")), edits=tuple(edits), note=draw(texts()))


@st.composite
def _options(draw: st.DrawFn, **fixed: Any) -> Option:
    risks = draw(st.lists(ids("risk"), unique=True, max_size=2))
    cut = draw(st.integers(0, len(risks)))
    given = {"letter": draw(st.sampled_from("ABCDZ")), "raises": tuple(risks[:cut]), "reduces": tuple(risks[cut:])}
    return Option(**draw(_fields(Option, given | fixed)))


@st.composite
def _rating_tables(draw: st.DrawFn) -> RatingTable:
    ratings = list(Rating)
    flat = sorted(draw(st.lists(st.integers(0, 3), min_size=5, max_size=5)))
    rises = sorted(draw(st.lists(st.integers(0, 3), min_size=5, max_size=5)))
    return RatingTable(rows=tuple(tuple(ratings[min(3, a + b)] for a in flat) for b in rises))


@st.composite
def risks(draw: st.DrawFn, **fixed: Any) -> Risk:
    """A risk with some of its fields."""
    cited = draw(st.lists(ids("passage"), unique=True, max_size=2))
    given = {"id": draw(ids("risk")), "evidence": tuple(draw(_citations(passage)) for passage in cited)}
    return Risk(**draw(_fields(Risk, given | fixed)))


@st.composite
def dilemmas(draw: st.DrawFn, **fixed: Any) -> Dilemma:
    """A dilemma with options, criteria, the cells between them, and a lean."""
    letters = "ABCD"[: draw(st.integers(0, 4))]
    criteria = draw(st.lists(records(Criterion), max_size=3, unique_by=lambda criterion: criterion.name))
    places = [(letter, criterion.name) for letter in letters for criterion in criteria]
    filled = draw(st.lists(st.sampled_from(places), unique=True)) if places else []
    given = {
        "id": draw(ids("dilemma")),
        "evidence": (),
        "options": tuple(draw(_options(letter=letter, raises=(), reduces=())) for letter in letters),
        "criteria": tuple(criteria),
        "cells": tuple(
            Cell(option=letter, criterion=name, outcome=draw(texts()), mark=draw(st.none() | st.sampled_from(Mark)))
            for letter, name in filled
        ),
        "lean": draw(st.sampled_from(["", NO_VIEW, *letters])),
    }
    return Dilemma(**draw(_fields(Dilemma, given | fixed)))


@st.composite
def recommendations(draw: st.DrawFn, **fixed: Any) -> Recommendation:
    """A recommendation with some of its fields and no links, but those fixed."""
    given = {"id": draw(ids("rec")), "evidence": (), "mitigates": (), "settles": (), "depends_on": ()}
    return Recommendation(**draw(_fields(Recommendation, given | fixed)))


@st.composite
def sources(draw: st.DrawFn, **fixed: Any) -> Source:
    """A source with its blocks, and with pages or without; its original bytes are its text in UTF-8."""
    paragraphs = draw(canonical_texts())
    text = "\n\n".join(paragraphs)
    blocks: list[Block] = []
    start = 0
    for paragraph in paragraphs:
        kind = draw(st.sampled_from(BlockKind))
        level = draw(st.integers(1, 6)) if kind is BlockKind.HEADING else 0
        blocks.append(Block(kind, start, start + len(paragraph), level))
        start += len(paragraph) + 2
    pages: tuple[Page, ...] = ()
    if draw(st.booleans()):
        cut = draw(st.integers(0, len(text)))
        pages = (Page(0, draw(words()), 0, cut), Page(1, "", cut, len(text)))
    data = text.encode()
    given: dict[str, Any] = {
        "id": draw(ids("source")),
        "sha256": hashlib.sha256(data).hexdigest(),
        "size": len(data),
        "text": text,
        "blocks": tuple(blocks),
        "pages": pages,
        "left_out": tuple(draw(st.lists(records(LeftOut, at=draw(st.integers(0, len(text)))), max_size=2))),
        "bibliography": draw(records(Bibliography)),
    }
    return Source(**draw(_fields(Source, given | fixed)))


@st.composite
def passages(draw: st.DrawFn, source: Source, **fixed: Any) -> Passage:
    """A passage that stands in `source` word for word, with its context."""
    start = draw(st.integers(0, len(source.text) - 1))
    end = draw(st.integers(start + 1, len(source.text)))
    given = {
        "id": draw(ids("passage")),
        "source": source.id,
        "start": start,
        "end": end,
        "quote": source.text[start:end],
        "prefix": source.text[max(0, start - CONTEXT) : start],
        "suffix": source.text[end : end + CONTEXT],
        "lost": False,
    }
    return Passage(**draw(_fields(Passage, given | fixed)))


@st.composite
def briefs(draw: st.DrawFn, **fixed: Any) -> Brief:
    """A brief with some of its fields, sections with different ids, and the points fixed."""
    sections = draw(st.lists(records(Section), max_size=3, unique_by=lambda section: section.id))
    given = {
        "id": draw(ids("brief")),
        "sections": tuple(sections),
        "points": (),
        "tlp": draw(st.sampled_from(["", *TLP_LABELS])),
        "accepted": tuple(draw(st.lists(records(Accepted), max_size=2))),
    }
    return Brief(**draw(_fields(Brief, given | fixed)))


@st.composite
def _free_passages(draw: st.DrawFn, **fixed: Any) -> Passage:
    return draw(passages(draw(sources()), **fixed))


@st.composite
def _binned(draw: st.DrawFn, counters: Counters = Counters(), **fixed: Any) -> Binned:  # noqa: B008  frozen
    """Something deleted: a point; a source with its passages, and a citation of one; or a brief.

    Their numbers are the next ones after `counters`, as if they had been given and then deleted.
    """
    given: dict[str, Any] = {"id": draw(ids("bin")), "at": draw(moments())} | fixed
    what = draw(st.sampled_from(["point", "source", "brief"]))
    if what == "source":
        source = draw(sources(id=f"source-{counters.source + 1}"))
        gone = draw(passages(source, id=f"passage-{counters.passage + 1}"))
        held = HeldCitation(point=draw(ids("risk", "rec")), place=0, citation=Citation(passage=gone.id))
        return Binned(source=source, passages=(gone,), citations=(held,), **given)
    if what == "brief":
        return Binned(brief=draw(briefs(id=f"brief-{counters.brief + 1}")), **given)
    point = st.one_of(
        risks(id=f"risk-{counters.risk + 1}"),
        dilemmas(id=f"dilemma-{counters.dilemma + 1}"),
        recommendations(id=f"rec-{counters.rec + 1}"),
    )
    return Binned(point=draw(point), **given)


def _counting(counters: Counters, binned: Binned) -> Counters:
    """The counters after what is in the bin had been given its numbers."""
    for record in (binned.point, binned.source, binned.brief, *binned.passages):
        if record is not None:
            sort, _, number = record.id.rpartition("-")
            counters = replace(counters, **{sort: int(number)})
    return counters


_SPECIAL: dict[type[Checked], Callable[..., st.SearchStrategy[Any]]] = {
    Binned: _binned,
    Brief: briefs,
    Citation: _citations,
    Dilemma: dilemmas,
    Edit: _edits,
    Likelihood: _likelihoods,
    Mitigation: lambda **fixed: st.builds(
        Mitigation, **({"risk": ids("risk"), "likelihood_steps": st.integers(-4, 0)} | _just(fixed))
    ),
    Name: _names,
    Option: _options,
    PartialDate: _partial_dates,
    Passage: _free_passages,
    Position: lambda: st.builds(Position, likelihood=_likelihoods(), impact=st.integers(1, 5)),
    RatingTable: _rating_tables,
    Recommendation: recommendations,
    Risk: risks,
    Source: sources,
    Tension: lambda: st.builds(Tension, one=lines(), other=lines()),
}


def _just(fixed: dict[str, Any]) -> dict[str, st.SearchStrategy[Any]]:
    return {name: st.just(value) for name, value in fixed.items()}


KEPT = {hashlib.sha256(data).hexdigest(): data for data in (b"a package", b'{"the": "data"}' * 50, b"")}
"""What records of issue keep, by its SHA-256."""


def originals_of(*dossiers: Dossier) -> dict[str, bytes]:
    """The original bytes of every source in the dossiers and in their bins, and all that is kept, by their SHA-256."""
    found: dict[str, bytes] = dict(KEPT)
    for dossier in dossiers:
        binned = [entry.source for entry in dossier.bin if entry.source is not None]
        for source in (*dossier.sources, *binned):
            data = source.text.encode()
            if hashlib.sha256(data).hexdigest() == source.sha256:
                found[source.sha256] = data
    return found


def _some(draw: st.DrawFn, among: Sequence[T], most: int = 2) -> list[T]:
    """Draw up to `most` different ones."""
    return draw(st.lists(st.sampled_from(among), unique=True, max_size=most)) if among else []


def _new_point(draw: st.DrawFn, dossier: Dossier, kind: str, number: int) -> Point:
    """A point that cites and links only what the dossier has."""
    lengths = {passage.id: passage.end - passage.start for passage in dossier.passages}
    cited = tuple(draw(_citations(passage, lengths[passage])) for passage in _some(draw, list(lengths)))
    by_kind = {name: [p.id for p in dossier.points if p.id.startswith(name)] for name in ("risk", "dilemma", "rec")}
    given: dict[str, Any] = {"id": f"{kind}-{number}", "evidence": cited}
    if kind == "risk":
        return draw(risks(**given))
    if kind == "dilemma":
        dilemma = draw(dilemmas(**given))
        if not dilemma.options:
            return dilemma
        raised = replace(dilemma.options[0], raises=tuple(_some(draw, by_kind["risk"])))
        return replace(dilemma, options=(raised, *dilemma.options[1:]))
    given["mitigates"] = tuple(draw(records(Mitigation, risk=risk)) for risk in _some(draw, by_kind["risk"]))
    given["settles"] = tuple(Settlement(dilemma=dilemma) for dilemma in _some(draw, by_kind["dilemma"]))
    given["depends_on"] = tuple(_some(draw, by_kind["rec"]))
    return draw(recommendations(**given))


def _add(draw: st.DrawFn, dossier: Dossier, what: str) -> Dossier:
    """Add one record with the next number of its sort, at any place in its list."""
    counters = replace(dossier.counters, **{what: getattr(dossier.counters, what) + 1})
    number = getattr(counters, what)
    if what == "passage" and not dossier.sources:
        return dossier
    if what == "issue" and not dossier.briefs:
        return dossier
    name, record = {
        "source": lambda: ("sources", draw(sources(id=f"source-{number}"))),
        "passage": lambda: (
            "passages",
            draw(passages(draw(st.sampled_from(dossier.sources)), id=f"passage-{number}")),
        ),
        "risk": lambda: ("points", _new_point(draw, dossier, "risk", number)),
        "dilemma": lambda: ("points", _new_point(draw, dossier, "dilemma", number)),
        "rec": lambda: ("points", _new_point(draw, dossier, "rec", number)),
        "brief": lambda: (
            "briefs",
            draw(briefs(id=f"brief-{number}", points=_selection(draw, dossier))),
        ),
        "issue": lambda: (
            "issues",
            draw(
                records(
                    IssueRecord,
                    id=f"issue-{number}",
                    brief=draw(st.sampled_from(dossier.briefs)).id,
                    kept_template=draw(st.sampled_from(["", *KEPT])),
                    kept_data=draw(st.sampled_from(["", *KEPT])),
                )
            ),
        ),
        "bin": lambda: ("bin", draw(_binned(counters, id=f"bin-{number}"))),
    }[what]()
    if isinstance(record, Binned):
        counters = _counting(counters, record)
    held = list(getattr(dossier, name))
    held.insert(draw(st.integers(0, len(held))), record)
    return replace(dossier, counters=counters, **{name: tuple(held)})


def _selection(draw: st.DrawFn, dossier: Dossier) -> tuple[Selected, ...]:
    chosen = _some(draw, [point.id for point in dossier.points], 4)
    return tuple(Selected(point=point, shown=draw(st.booleans())) for point in chosen)


_SORTS = ("source", "passage", "risk", "dilemma", "rec", "brief", "issue", "bin")
_LISTS = ("sources", "passages", "points", "briefs", "issues", "bin")


@st.composite
def dossiers(draw: st.DrawFn, *, most: int = 10) -> Dossier:
    """A sound dossier of up to `most` records of every sort, linked among each other."""
    dossier = Dossier(settings=draw(records(Settings)))
    for what in draw(st.lists(st.sampled_from(_SORTS), max_size=most)):
        dossier = _add(draw, dossier, what)
    return dossier


@st.composite
def edited(draw: st.DrawFn, dossier: Dossier) -> Dossier:
    """A sound dossier a few edits after `dossier`: what is unchanged between them is the same object."""
    for _ in range(draw(st.integers(1, 4))):
        act = draw(st.sampled_from(["add", "reorder", "change", "drop", "settings"]))
        if act == "add":
            dossier = _add(draw, dossier, draw(st.sampled_from(_SORTS)))
        elif act == "settings":
            dossier = replace(dossier, settings=draw(records(Settings)))
        else:
            dossier = _rework(draw, dossier, act)
    return dossier


def _rework(draw: st.DrawFn, dossier: Dossier, act: str) -> Dossier:
    full = [name for name in _LISTS if getattr(dossier, name)]
    if not full:
        return dossier
    name = draw(st.sampled_from(full))
    held = list(getattr(dossier, name))
    if act == "reorder":
        return replace(dossier, **{name: tuple(draw(st.permutations(held)))})
    place = draw(st.integers(0, len(held) - 1))
    if act == "drop":
        return _without(dossier, name, held[place])
    field = {"sources": "note", "passages": "note", "points": "title", "briefs": "title", "issues": "to"}.get(name)
    held[place] = (
        replace(held[place], at=draw(moments())) if field is None else replace(held[place], **{field: draw(lines())})
    )
    return replace(dossier, **{name: tuple(held)})


def _without(dossier: Dossier, name: str, gone: Any) -> Dossier:
    """The dossier without the record, and without all that rested on it."""
    if name == "sources":
        for passage in dossier.passages:
            if passage.source == gone.id:
                dossier = _without(dossier, "passages", passage)
    if name == "passages":
        dossier = replace(
            dossier,
            points=tuple(
                replace(point, evidence=tuple(c for c in point.evidence if c.passage != gone.id))
                if any(c.passage == gone.id for c in point.evidence)
                else point
                for point in dossier.points
            ),
        )
    if name == "points":
        dossier = replace(
            dossier,
            points=tuple(_unlinked(point, gone.id) for point in dossier.points),
            briefs=tuple(
                replace(brief, points=tuple(s for s in brief.points if s.point != gone.id)) for brief in dossier.briefs
            ),
        )
    return replace(dossier, **{name: tuple(r for r in getattr(dossier, name) if r.id != gone.id)})


def _unlinked(point: Point, gone: str) -> Point:
    if isinstance(point, Recommendation):
        return replace(
            point,
            mitigates=tuple(m for m in point.mitigates if m.risk != gone),
            settles=tuple(s for s in point.settles if s.dilemma != gone),
            depends_on=tuple(r for r in point.depends_on if r != gone),
        )
    if isinstance(point, Dilemma):
        return replace(
            point,
            options=tuple(
                replace(
                    option,
                    raises=tuple(r for r in option.raises if r != gone),
                    reduces=tuple(r for r in option.reduces if r != gone),
                )
                for option in point.options
            ),
        )
    return point
