"""Rules about the points that a brief selects, whatever their kind: that they are there, printed, titled, linked."""

from __future__ import annotations

from collections.abc import Iterator

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
            f"“{section.title}” sets out {counted(section.points, str(section.shows))}: {listed(left)} "
            f"{'is' if len(left) == 1 else 'are'} left to the annex.",
            "Switch off what matters less, or leave the rest to the annex.",
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
