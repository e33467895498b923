"""What preflight looks at: one brief in its dossier and house template, looked up once for all rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from briefgen.domain.briefs import Brief
from briefgen.domain.dossier import Dossier
from briefgen.domain.fields import Plain, dashed
from briefgen.domain.house_template import FieldType, HouseTemplate
from briefgen.domain.markings import Markings
from briefgen.domain.points import Dilemma, Point, Recommendation, Risk
from briefgen.domain.preflight.findings import Place, in_brief, in_point, in_section
from briefgen.domain.preflight.prose import TextBlock, markdown_blocks, plain_blocks
from briefgen.domain.sources import Passage, Source


@dataclass(frozen=True, slots=True)
class Written:
    """One text of the brief as it is printed, and where it can be mended.

    `narrative` texts may hold citations; `in_table` tells texts of a table's cells, which are short by nature.
    """

    place: Place
    blocks: tuple[TextBlock, ...]
    narrative: bool = False
    in_table: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """A brief with all that its rules look at.

    `printed` are the points that the brief selects and shows, whose kind the template prints, and which are meant for
    it; `as_of` is the day that dates are held against, or None.
    """

    dossier: Dossier
    brief: Brief
    template: HouseTemplate
    as_of: date | None
    sources: Mapping[str, Source]
    passages: Mapping[str, Passage]
    points: Mapping[str, Point]
    printed: tuple[Point, ...]
    written: tuple[Written, ...]

    @property
    def risks(self) -> tuple[Risk, ...]:
        """The risks printed."""
        return tuple(point for point in self.printed if isinstance(point, Risk))

    @property
    def dilemmas(self) -> tuple[Dilemma, ...]:
        """The dilemmas printed."""
        return tuple(point for point in self.printed if isinstance(point, Dilemma))

    @property
    def recommendations(self) -> tuple[Recommendation, ...]:
        """The recommendations printed."""
        return tuple(point for point in self.printed if isinstance(point, Recommendation))

    @property
    def markings(self) -> Markings:
        """The marking schemes that hold: the house's own and those shipped."""
        return self.template.markings

    @property
    def english(self) -> bool:
        """Whether the brief is in English: rules about particular words hold for English alone."""
        return self.brief.language.lower().replace("_", "-").split("-")[0] in {"en", ""}

    @property
    def asked(self) -> frozenset[str]:
        """The names of all fields that the template asks for, as a person types them."""
        own = {dashed(field.name) for field in self.template.fields}
        return frozenset({dashed(name) for name in self.template.requires} | own)


def subject_of(dossier: Dossier, brief: Brief, template: HouseTemplate, as_of: date | None) -> Subject:
    """Look up all that the rules need, in one walk over the dossier."""
    points = {point.id: point for point in dossier.points}
    selected = (points.get(entry.point) for entry in brief.points if entry.shown)
    printed = tuple(
        point
        for point in selected
        if point is not None
        and point.kind in template.kinds
        and (not point.include_in or template.name in point.include_in)
    )
    return Subject(
        dossier=dossier,
        brief=brief,
        template=template,
        as_of=as_of,
        sources={source.id: source for source in dossier.sources},
        passages={passage.id: passage for passage in dossier.passages},
        points=points,
        printed=printed,
        written=tuple(text for text in _written(brief, template, printed) if text.blocks),
    )


def risk_statement(risk: Risk) -> str:
    """Write a risk as the sentence that is printed: “Because cause, event, so effect”."""
    cause, event, effect = (part.strip().rstrip(".,; ") for part in (risk.cause, risk.event, risk.effect))
    parts = [f"Because {cause}" if cause else "", event, f"so {effect}" if effect else ""]
    return ", ".join(part for part in parts if part) + "." if cause or event or effect else ""


def _written(brief: Brief, template: HouseTemplate, printed: tuple[Point, ...]) -> Iterator[Written]:
    for name in ("deck", "bluf", "decision_by_reason"):
        yield Written(in_brief(name), plain_blocks(getattr(brief, name)))
    for number, key_point in enumerate(brief.key_points, 1):
        yield Written(in_brief("key_points", str(number)), plain_blocks(key_point))
    values = dict(brief.fields)
    for field in template.fields:
        value = values.get(field.name)
        if field.type is FieldType.MARKDOWN and isinstance(value, str):
            yield Written(in_brief(field.name), markdown_blocks(value), narrative=True)
        elif field.type in {FieldType.TEXT, FieldType.LINES}:
            yield Written(in_brief(field.name), plain_blocks("\n".join(lines_of(value))))
    for section in template.sections:
        written = brief.section(section.id)
        if section.narrative and not written.none_identified:
            yield Written(in_section(section.id, section.title), markdown_blocks(written.text), narrative=True)
    for point in printed:
        yield from _written_of(point)


def lines_of(value: Plain) -> tuple[str, ...]:
    """Give the lines that a template's own field holds: a text, or a list of texts; nothing where it holds neither."""
    if isinstance(value, str):
        return (value,)
    return tuple(line for line in value if isinstance(line, str)) if isinstance(value, list | tuple) else ()


_OF_AN_OPTION = ("summary", "gains", "costs", "value_judgement")


def _written_of(point: Point) -> Iterator[Written]:
    texts: list[tuple[str, str, str]] = []
    if isinstance(point, Risk):
        texts.append(("event", "", risk_statement(point)))
    elif isinstance(point, Dilemma):
        texts += [("question", "", point.question)]
        texts += [
            (name, "", getattr(point, name))
            for name in ("why_unavoidable", "no_status_quo_because", "value_judgement", "what_would_change_our_mind")
        ]
        texts += [
            ("options", option.letter, "\n".join(getattr(option, part) for part in _OF_AN_OPTION))
            for option in point.options
        ]
        texts += [("cells", f"{cell.option}, {cell.criterion}", cell.outcome) for cell in point.cells]
    elif isinstance(point, Recommendation):
        action = point.action.strip()
        texts.append(("action", "", f"{action}." if action and action[-1] not in ".!?…" else action))
        texts += [
            (name, "", getattr(point, name))
            for name in (
                "deadline_reason",
                "success_measure",
                "legal_basis",
                "consultation",
                "equality_impact",
                "dissent",
            )
        ]
    for name, item, text in texts:
        yield Written(in_point(point.id, name, item), plain_blocks(text), in_table=name in {"options", "cells"})
    yield Written(in_point(point.id, "body"), markdown_blocks(point.body), narrative=True)
