"""Links between points: what mitigates, settles, depends on, raises or reduces what.

A link is kept once, at the point that makes it; the other way round it is found, never stored. All that operations do
to links goes through one view of them: `links_from` takes them out of a point, `with_links` puts them back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from briefgen.domain.dossier import Dossier, kind_of
from briefgen.domain.fields import Plain, Term, freeze, from_plain, thaw
from briefgen.domain.operations.records import changed
from briefgen.domain.points import Dilemma, Mitigation, Option, Point, Recommendation, Settlement
from briefgen.domain.terms import Kind
from briefgen.errors import UsageError

ASIDE = "links"
"""Under this name a point's `set_aside` holds links that lead to a point whose kind they no longer fit."""


class Relation(Term):
    """What one point is to another."""

    MITIGATES = "mitigates", "a recommendation makes a risk less likely or less harmful"
    SETTLES = "settles", "a recommendation settles a dilemma, by one of its options"
    ADDRESSES = "addresses", "a recommendation mitigates a risk or settles a dilemma, whichever it is"
    DEPENDS_ON = "depends-on", "a recommendation needs another one to be carried out"
    RAISES = "raises", "an option of a dilemma raises a risk"
    REDUCES = "reduces", "an option of a dilemma reduces a risk"


_ENDS: dict[Relation, tuple[Kind, Kind]] = {
    Relation.MITIGATES: (Kind.RECOMMENDATION, Kind.RISK),
    Relation.SETTLES: (Kind.RECOMMENDATION, Kind.DILEMMA),
    Relation.DEPENDS_ON: (Kind.RECOMMENDATION, Kind.RECOMMENDATION),
    Relation.RAISES: (Kind.DILEMMA, Kind.RISK),
    Relation.REDUCES: (Kind.DILEMMA, Kind.RISK),
}


@dataclass(frozen=True, slots=True)
class Link:
    """One link out of a point: to `target`, of the option `letter` where a dilemma makes it.

    `steps` are those of a mitigation on likelihood and impact, `option` is the letter that settles a dilemma.
    """

    relation: Relation
    target: str
    letter: str = ""
    steps: tuple[int, int] = (0, 0)
    option: str = ""

    @property
    def place(self) -> tuple[Relation, str, str]:
        """What makes it the same link as another."""
        return (self.relation, self.letter, self.target)


def links_from(point: Point) -> tuple[Link, ...]:
    """List the links that a point makes."""
    if isinstance(point, Recommendation):
        if not (point.mitigates or point.settles or point.depends_on):
            return ()  # as most do: asked of ten thousand points, this counts
        return (
            *(Link(Relation.MITIGATES, m.risk, steps=(m.likelihood_steps, m.impact_steps)) for m in point.mitigates),
            *(Link(Relation.SETTLES, s.dilemma, option=s.option) for s in point.settles),
            *(Link(Relation.DEPENDS_ON, other) for other in point.depends_on),
        )
    if isinstance(point, Dilemma):
        return tuple(
            Link(relation, risk, option.letter)
            for option in point.options
            for relation, risks in ((Relation.RAISES, option.raises), (Relation.REDUCES, option.reduces))
            for risk in risks
        )
    return ()


def with_links(point: Point, links: Iterable[Link]) -> Point:
    """Give a point these links and no others; of two that are the same the first stands."""
    kept: dict[tuple[Relation, str, str], Link] = {}
    for link_ in links:
        kept.setdefault(link_.place, link_)
    if tuple(kept.values()) == links_from(point):
        return point

    def of(relation: Relation, letter: str = "") -> list[Link]:
        return [k for k in kept.values() if k.relation is relation and k.letter == letter]

    if isinstance(point, Recommendation):
        return replace(
            point,
            mitigates=tuple(
                Mitigation(risk=k.target, likelihood_steps=k.steps[0], impact_steps=k.steps[1])
                for k in of(Relation.MITIGATES)
            ),
            settles=tuple(Settlement(dilemma=k.target, option=k.option) for k in of(Relation.SETTLES)),
            depends_on=tuple(k.target for k in of(Relation.DEPENDS_ON) if k.target != point.id),
        )
    if isinstance(point, Dilemma):

        def relinked(option: Option) -> Option:
            raises = tuple(k.target for k in of(Relation.RAISES, option.letter))
            reduces = tuple(k.target for k in of(Relation.REDUCES, option.letter) if k.target not in raises)
            return replace(option, raises=raises, reduces=reduces)

        return replace(point, options=tuple(map(relinked, point.options)))
    return point


def without_links_to(point: Point, targets: set[str]) -> Point:
    """Take away a point's links to `targets`."""
    return with_links(point, (k for k in links_from(point) if k.target not in targets))


def redirected(point: Point, targets: set[str], to: str) -> Point:
    """Let a point's links to `targets` lead to the point `to` instead."""
    return with_links(point, (replace(k, target=to) if k.target in targets else k for k in links_from(point)))


def follow_conversion(point: Point, old: str, new: str, at: dt.datetime) -> Point:
    """Adapt a point's links to one that was converted from the id `old` to `new`, of another kind.

    A link that the new kind can't have is set aside, and comes back when the kind fits again; mitigating a risk
    becomes settling a dilemma, and the other way round.
    """
    held = [link_from_plain(entry) for name, value in point.set_aside if name == ASIDE for entry in thaw(value)]
    mine = [k for k in (*links_from(point), *held) if k.target == old]
    if not mine:
        return point
    kind = kind_of(new)
    fit = [replace(k, target=new) for k in mine if _ENDS[k.relation][1] is kind]
    unfit = [replace(k, target=new) for k in mine if _ENDS[k.relation][1] is not kind]
    swap = {Kind.RISK: (Relation.SETTLES, Relation.MITIGATES), Kind.DILEMMA: (Relation.MITIGATES, Relation.SETTLES)}
    if kind in swap and not fit and any(k.relation is swap[kind][0] for k in unfit):
        fit = [Link(swap[kind][1], new)]
    aside = [k for k in held if k.target != old] + unfit
    after = with_links(point, [*(k for k in links_from(point) if k.target != old), *fit])
    others = tuple((name, value) for name, value in point.set_aside if name != ASIDE)
    entries = ((ASIDE, freeze([link_to_plain(k) for k in aside])),) if aside else ()
    return replace(after, set_aside=tuple(sorted((*others, *entries))), updated=at)


def link_to_plain(link_: Link) -> dict[str, Plain]:
    """Turn a link into plain data."""
    return {
        "relation": str(link_.relation),
        "target": link_.target,
        "letter": link_.letter,
        "steps": list(link_.steps),
        "option": link_.option,
    }


def link_from_plain(plain: dict[str, Plain]) -> Link:
    """Undo `link_to_plain`."""
    likelihood, impact = plain["steps"]
    return Link(Relation(plain["relation"]), plain["target"], plain["letter"], (likelihood, impact), plain["option"])


def link(
    dossier: Dossier,
    point_id: str,
    relation: Relation,
    target_id: str,
    *,
    at: dt.datetime,
    letter: str = "",
    steps: tuple[int, int] = (0, 0),
) -> Dossier:
    """Link a point to another. `letter` is the option of the dilemma at either end; `steps` of a mitigation are ≤ 0.

    Linking what is linked already changes the letter or the steps.

    Raises:
        UsageError: the relation does not lead between these kinds, the option is not there, or recommendations
            would depend on each other in a circle.
    """
    point, target = dossier.point(point_id), dossier.point(target_id)
    relation = _resolved(relation, target)
    source_kind, target_kind = _ENDS[relation]
    if point.kind is not source_kind or target.kind is not target_kind:
        raise UsageError(
            f"“{relation}” leads from a {source_kind} to a {target_kind}, not from {point_id} to {target_id}."
        )
    dilemma = next((p for p in (point, target) if isinstance(p, Dilemma)), None)
    if dilemma is not None and (letter or dilemma is point):
        letters = [option.letter for option in dilemma.options]
        if letter not in letters:
            there = f"it has {', '.join(letters)}" if letters else "it has none yet"
            raise UsageError(f"Name an option of {dilemma.id} as in {dilemma.id}:A; {there}.")
    if relation is Relation.SETTLES:
        new = Link(relation, target_id, option=letter)
    elif relation is Relation.MITIGATES:
        new = from_plain_steps(target_id, steps)
    else:
        new = Link(relation, target_id, letter if point is dilemma else "")
    opposite = {Relation.RAISES: Relation.REDUCES, Relation.REDUCES: Relation.RAISES}.get(relation)
    kept = [
        k
        for k in links_from(point)
        if k.place != new.place and not (k.relation is opposite and (k.letter, k.target) == (new.letter, new.target))
    ]
    after = replace(with_links(point, [*kept, new]), updated=at)
    dossier = replace(dossier, points=changed(dossier.points, point_id, lambda _: after))
    if isinstance(after, Recommendation):
        check_no_circle(dossier, after)
    return dossier


def from_plain_steps(risk_id: str, steps: tuple[int, int]) -> Link:
    """Make a mitigation's link; the steps are checked as the record's own fields are."""
    made = from_plain(Mitigation, {"risk": risk_id, "likelihood_steps": steps[0], "impact_steps": steps[1]})
    return Link(Relation.MITIGATES, made.risk, steps=(made.likelihood_steps, made.impact_steps))


def unlink(
    dossier: Dossier, point_id: str, relation: Relation, target_id: str, *, at: dt.datetime, letter: str = ""
) -> Dossier:
    """Take a link away; without a `letter`, those of all options of a dilemma.

    Raises:
        UsageError: there is no such link.
    """
    point = dossier.point(point_id)
    relation = _resolved(relation, dossier.point(target_id))
    kept = [
        k
        for k in links_from(point)
        if not (k.relation is relation and k.target == target_id and letter in {"", k.letter, k.option})
    ]
    if len(kept) == len(links_from(point)):
        raise UsageError(f"{point_id} has no link “{relation}” to {target_id}.")
    after = replace(with_links(point, kept), updated=at)
    return replace(dossier, points=changed(dossier.points, point_id, lambda _: after))


def check_references(dossier: Dossier, point: Point) -> None:
    """Refuse a point that links to what is not there, and recommendations that depend on each other in a circle.

    Raises:
        UnknownId: a linked point is not there.
        UsageError: a circle.
    """
    for k in links_from(point):
        dossier.point(k.target)
    if isinstance(point, Recommendation):
        check_no_circle(dossier, point)


def check_no_circle(dossier: Dossier, point: Recommendation) -> None:
    """Refuse recommendations that depend on each other in a circle through `point`.

    Raises:
        UsageError: the message gives the circle.
    """
    circle = circle_through(dossier, point.id)
    if circle:
        raise UsageError(f"Recommendations would depend on each other in a circle: {' → '.join(circle)}.")


def circle_through(dossier: Dossier, point_id: str) -> tuple[str, ...]:
    """Find a circle of dependence through a recommendation: its ids, the first one again at the end; () if none."""
    needs = {p.id: p.depends_on for p in dossier.points if isinstance(p, Recommendation) and p.depends_on}
    paths: list[tuple[str, ...]] = [(point_id,)]
    seen = {point_id}
    while paths:
        path = paths.pop()
        for other in needs.get(path[-1], ()):
            if other == point_id:
                return (*path, point_id)
            if other not in seen:
                seen.add(other)
                paths.append((*path, other))
    return ()


def _resolved(relation: Relation, target: Point) -> Relation:
    if relation is not Relation.ADDRESSES:
        return relation
    return Relation.SETTLES if target.kind is Kind.DILEMMA else Relation.MITIGATES


def without_circle(dossier: Dossier, point_id: str) -> Dossier:
    """Cut a point's own dependences until it stands in no circle of them."""
    while circle := circle_through(dossier, point_id):
        after = without_links_to(dossier.point(point_id), {circle[1]})
        dossier = replace(dossier, points=tuple(after if p.id == point_id else p for p in dossier.points))
    return dossier
