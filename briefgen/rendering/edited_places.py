"""The id of an element of a page → where what stands in it is edited, and what people call it.

A template gives its elements these ids: those of points (`risk-3`), `text-SECTION` for the text of a section,
`section-SECTION` for a whole section, `field-NAME` for its own fields and `brief-NAME` for the brief's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from briefgen.domain.house_template import HouseTemplate
from briefgen.domain.preflight.findings import Place, in_brief, in_point, in_section, point_name
from briefgen.rendering.pages import Place as Spot

MOST_NAMED = 3
"""Of so many things that take much room the names are told."""

_BRIEF_FIELDS = {"bluf": "the bottom line", "decision-by-reason": "the reason for the date"}


@dataclass(frozen=True, slots=True)
class Tall:
    """Something that takes much room: where it is edited, what it is called, and its height in points on all pages."""

    place: Place
    name: str
    height: float


def edited_place(template: HouseTemplate, element: str) -> tuple[Place, str] | None:
    """The place at which what an element holds is edited, and its name; None for an element of another sort."""
    prefix, _, name = element.partition("-")
    match prefix:
        case "risk" | "dilemma" | "rec" if name.isdecimal():
            return in_point(element), point_name(element)
        case "text" if section := template.section(name):
            return in_section(section.id, section.title), f"“{section.title}”"
        case "section" if (section := template.section(name)) and section.narrative and not section.shows:
            return in_section(section.id, section.title), f"“{section.title}”"
        case "field" if field := template.field(name):
            return in_brief(field.name), f"“{field.label or field.name}”"
        case "brief":
            return in_brief(name), _BRIEF_FIELDS.get(name, f"the {name.replace('-', ' ')}")
    return None


def tallest(template: HouseTemplate, spots: Mapping[str, tuple[Spot, ...]]) -> tuple[Tall, ...]:
    """What takes the most room, the highest first: `MOST_NAMED` of the elements whose ids say what they hold."""
    tall: dict[Place, Tall] = {}
    for element, lying in spots.items():
        if (named := edited_place(template, element)) is not None:
            one = Tall(*named, sum(spot.height for spot in lying))
            tall[one.place] = max(one, tall.get(one.place, one), key=lambda other: other.height)
    return tuple(sorted(tall.values(), key=lambda one: -one.height)[:MOST_NAMED])
