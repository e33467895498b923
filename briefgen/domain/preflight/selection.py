"""Rules about the points that a brief selects, whatever their kind: that they are there, printed, titled, linked."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from briefgen.domain.fields import Checked, dashed, specs
from briefgen.domain.points import Dilemma, Point, Recommendation, Risk
from briefgen.domain.preflight.findings import Finding, found, in_brief, in_point, in_section, point_name
from briefgen.domain.preflight.rules import Rule
from briefgen.domain.preflight.subject import Subject
from briefgen.domain.rating import residual_rating
from briefgen.domain.terms import Kind, Proximity
from briefgen.domain.wording import count_words, counted, listed, set_of

_VAGUE = set_of(
    "all any anybody anyone both everybody everyone government many n/a nobody none several some stakeholders tba tbc "
    "tbd team them unknown us various we"
)


def check(subject: Subject) -> Iterator[Finding]:
    """Check the selection, and what all kinds of point have in common."""
    yield from _selected(subject)
    yield from _room(subject)
    yield from _left_out(subject)
    for point in subject.printed:
        yield from _title(point)
        if isinstance(point, Risk | Recommendation) and is_vague(point.owner):
            yield found(
                Rule.OWNER_VAGUE,
                in_point(point.id, "owner"),
                f"The owner of {point_name(point.id)} is “{point.owner.strip()}”, which is nobody in particular.",
                "Name the one post or body that can do it.",
            )
        yield from _links(subject, point)


def is_vague(owner: str) -> bool:
    """Tell whether an owner is nobody who could be asked: “all”, “everyone”, “all departments”, “TBC”."""
    words = owner.lower().strip(" .").split()
    if words[:1] == ["the"]:
        words = words[1:]
    return bool(words) and (words[0] in {"all", "everyone", "everybody", "various"} or " ".join(words) in _VAGUE)


def _selected(subject: Subject) -> Iterator[Finding]:
    kinds = subject.template.kinds
    for selected in subject.brief.points:
        point = subject.points.get(selected.point)
        name = point_name(selected.point)
        if point is None:
            yield found(
                Rule.POINT_MISSING,
                in_brief("points", selected.point),
                f"The brief selects {name}, which is not in the dossier.",
                "Take it out of the brief.",
            )
        elif not selected.shown:
            yield found(
                Rule.POINT_OFF,
                in_point(point.id),
                f"{name} is off and will not be printed.",
                "Switch it on if it belongs in the brief.",
            )
        elif point.kind not in kinds:
            yield found(
                Rule.POINT_NOT_PRINTED,
                in_point(point.id),
                f"The house template “{subject.template.title}” prints no {point.kind}s, so {name} is left out.",
                "Choose another house template, or switch the point off.",
            )
        elif point.include_in and subject.template.name not in point.include_in:
            yield found(
                Rule.POINT_NOT_MEANT,
                in_point(point.id, "include-in"),
                f"{name} is meant for {listed(point.include_in)} and is left out of “{subject.template.title}”.",
                "Switch it off, or add this house template to those it is meant for.",
            )


def _room(subject: Subject) -> Iterator[Finding]:
    for section in subject.template.sections:
        points = [point for point in subject.printed if point.kind is section.shows]
        if not section.points or len(points) <= section.points:
            continue
        left = [point_name(point.id) for point in over_limit(subject, points, section.points)]
        yield found(
            Rule.POINTS_OVER,
            in_section(section.id, section.title),
            f"“{section.title}” sets out {counted(section.points, str(section.shows))} in full: {listed(left)} "
            f"{'is' if len(left) == 1 else 'are'} printed in short or elsewhere.",
            "Switch off what matters less, or leave the rest as it is.",
            f"{counted(len(points), str(section.shows))}; at most {section.points}",
        )
    for kind in Kind:
        points, most = [point for point in subject.printed if point.kind is kind], subject.template.points.of(kind)
        if most and len(points) > most:
            over = [point_name(point.id) for point in over_limit(subject, points, most)]
            yield found(
                Rule.POINTS_OVER_TEMPLATE,
                in_brief("points"),
                f"The house template “{subject.template.title}” has room for {counted(most, str(kind))}, not for "
                f"{listed(over)} as well.",
                "Switch off what matters less, or choose another house template.",
                f"{counted(len(points), str(kind))}; at most {most}",
            )


_NEVER_PRINTED = {dashed(name) for name, _, _ in specs(Point)} - {"body"} | {
    "rating-override", "legal-none", "consultation-none", "equality-none", "implementation-status", "status",
}  # fmt: skip
"""Fields that a house template has no words of their own for, or that have a rule of their own; by typed name."""


def _left_out(subject: Subject) -> Iterator[Finding]:
    """Tell of each kind what is filled in and not printed, with the points that have it."""
    for kind in Kind:
        printed = subject.template.prints.of(kind)
        if not printed:
            continue
        without: dict[str, list[str]] = {}
        for point in subject.printed:
            if point.kind is kind:
                for name in _filled(point):
                    if name not in _NEVER_PRINTED and not {name, name.partition(".")[0]} & set(printed):
                        without.setdefault(name, []).append(point_name(point.id))
        if without:
            fields = [f"{_in_words(name)} ({', '.join(points)})" for name, points in without.items()]
            yield found(
                Rule.POINT_FIELDS_LEFT_OUT,
                in_brief("points", f"{kind}s"),
                f"“{subject.template.title}” leaves out what is filled in of {kind}s: {listed(fields)}.",
                "Add an annex that prints it, or say what the reader needs of it where it is printed.",
                counted(len(without), "field"),
            )


def _filled(point: Point) -> Iterator[str]:
    """The fields of a point that are not as they began, by the names that people type; an option's one by one."""
    for name in _changed(point):
        if name == "options" and isinstance(point, Dilemma):
            yield from dict.fromkeys(f"options.{of}" for option in point.options for of in _changed(option))
        else:
            yield name


def _changed(record: Checked) -> Iterator[str]:
    for field in dataclasses.fields(record):
        if field.default is not dataclasses.MISSING and getattr(record, field.name) != field.default:
            yield dashed(field.name)


def _in_words(name: str) -> str:
    first, _, of_option = name.partition(".")
    return f"options’ {of_option.replace('-', ' ')}" if of_option else first.replace("-", " ")


def over_limit(subject: Subject, points: list[Point], most: int) -> list[Point]:
    """Give the points that a section has no room for, as they are printed: the gravest and soonest risks come first."""
    table, soon = subject.dossier.settings.rating_table, list(Proximity)

    def place(point: Point) -> tuple[int, int]:
        if not isinstance(point, Risk):
            return (0, 0)
        rating = residual_rating(point, table)
        return (1 if rating is None else -rating.rank, soon.index(point.proximity) if point.proximity else len(soon))

    return sorted(points, key=place)[most:]


def _title(point: Point) -> Iterator[Finding]:
    place, name = in_point(point.id, "title"), point_name(point.id)
    words = count_words(point.title)
    if not point.title.strip():
        yield found(Rule.POINT_TITLE, place, f"{name} has no title.", "Give it one of at most 12 words.")
    elif point.title_is_draft:
        yield found(
            Rule.POINT_TITLE_DRAFT,
            place,
            f"The title of {name} was suggested from its passage and nobody has touched it.",
            "Keep it or write a better one.",
        )
    if words > 12:
        yield found(
            Rule.POINT_TITLE_LONG,
            place,
            f"The title of {name} has {words} words.",
            "Cut it to 12 words.",
            f"{words} words; at most 12",
        )


def _links(subject: Subject, point: Point) -> Iterator[Finding]:
    named: list[tuple[str, str, str]] = []
    if isinstance(point, Recommendation):
        named += [("mitigates", "mitigates", entry.risk) for entry in point.mitigates]
        named += [("settles", "settles", entry.dilemma) for entry in point.settles]
    if isinstance(point, Dilemma):
        for option in point.options:
            named += [("options", f"raises, by option {option.letter},", risk) for risk in option.raises]
            named += [("options", f"reduces, by option {option.letter},", risk) for risk in option.reduces]
    inside = {printed.id for printed in subject.printed}
    for field, does, other in named:
        if other not in inside:
            yield found(
                Rule.LINK_OUTSIDE,
                in_point(point.id, field, other),
                f"{point_name(point.id)} {does} {point_name(other)}, which this brief does not print.",
                f"Add {point_name(other)} to the brief if its reader needs it.",
            )
