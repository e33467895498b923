"""Every text, list and day that editors can fill in stands in the PDF of every template that ships, or is known not to.

The fields are found by their specs: whoever adds one to a record is asked here whether each template prints it.
"""

import datetime as dt
from dataclasses import replace
from itertools import count
from typing import Any

import pytest

from briefgen.domain.fields import Checked, Day, Many, Record, Text, dashed, specs
from briefgen.domain.points import RatingOverride
from briefgen.domain.terms import Decision, Kind, Rating
from briefgen.rendering.context import build_context
from briefgen.rendering.dates import long_date
from briefgen.rendering.house_templates import open_template
from briefgen.rendering.job import RenderJob, render
from briefgen.rendering.samples import DAY, read_sample
from tests.rendering.read_back import Pages, missing

NAMES = {
    "brief.name", "brief.template", "brief.template-version", "brief.language", "brief.tlp", "brief.citation-style",
    "section.id", "accepted.rule", "accepted.place", "option.letter", "criterion.name", "cell.option", "cell.criterion",
    "dilemma.lean", "settlement.option", "likelihood.term",
}  # fmt: skip
"""Texts that refer to something, and are no words of an editor's."""

PRIVATE = {"author", "note", "tags", "include-in", "created", "updated"}
"""Of points and citations: what no template prints, as CONTRIBUTING says of the template context."""

SHIPPED = ("ministerial-submission", "policy-brief", "one-page-brief", "risk-and-options-annex")


class Canaries:
    """Puts words of its own into records, and remembers where."""

    def __init__(self) -> None:
        self.told: dict[str, str] = {}
        self._numbers = count(100)

    def into(self, record: Checked, name: str = "") -> Any:
        """Give the record with other words in each of its texts, and other days."""
        name = name or type(record).__name__.lower()
        filled: dict[str, Any] = {}
        for field, spec, _ in specs(type(record)):
            where = f"{name}.{dashed(field)}"
            value = getattr(record, field)
            private = name in {"risk", "dilemma", "recommendation", "citation"} and dashed(field) in PRIVATE
            if where in NAMES or private:
                continue
            made = self._made(spec, value, where)
            if made is not None:
                filled[field] = made
        return replace(record, **filled)

    def _made(self, spec: Any, value: Any, where: str) -> Any:
        match spec:
            case Text():
                return self.words(where) + ("?" if where == "dilemma.question" else "")
            case Day() if not isinstance(value, str):
                day = dt.date(2030, 1, 1) + dt.timedelta(days=next(self._numbers))
                self.told[f"{where} {day}"] = long_date(day, language="en-GB")
                return day
            case Many(item=Text()):
                return (self.words(where), self.words(where))
            case Record() if value is not None:
                return self.into(value) if isinstance(value, Checked) else None
            case Many(item=Record()):
                return tuple(self.into(entry) for entry in value)
        return None

    def words(self, where: str) -> str:
        """Give words that are nowhere else."""
        words = f"Zq{next(self._numbers)}x"
        self.told[f"{where} {words}"] = words
        return words


@pytest.mark.parametrize("name", SHIPPED)
def test_every_field_stands_in_the_pdf(name: str) -> None:
    """Word for word; in the one-page brief all but its running title and what its manifest does not say it prints.

    Of that preflight tells the editors.
    """
    opened = open_template(name)
    sample = read_sample(opened, "normal", language="en-GB")
    canaries = Canaries()
    points = []
    for point in sample.dossier.points:
        made = canaries.into(point)
        if point.kind == "recommendation":
            made = replace(made, decision=Decision.AGREED)
        if point.kind == "risk":
            made = replace(made, rating_override=canaries.into(RatingOverride(rating=Rating.HIGH, reason="x")))
        points.append(made)
    values = dict(sample.brief.fields)
    for field in opened.template.fields:
        if field.type in {"line", "text", "markdown"}:
            values[field.name] = canaries.words(f"field.{field.name}")
        elif field.type == "lines":
            values[field.name] = (canaries.words(f"field.{field.name}"), canaries.words(f"field.{field.name}"))
    brief = replace(canaries.into(sample.brief), fields=tuple(sorted(values.items())))
    dossier = replace(sample.dossier, points=tuple(points))
    context = build_context(dossier, brief, opened.template, today=DAY, forced=False, program_version="1")
    made = render(RenderJob(template=str(opened.folder), context=context, overfull=True, html=True))
    pages = Pages(made)
    lost = {where.split()[0] for where, words in canaries.told.items() if missing(pages, [words])}
    prints = opened.template.prints
    said = {f"{kind}.{field}".replace("dilemma.options.", "option.") for kind in Kind for field in prints.of(kind)}
    if not said:
        assert lost == set()
    else:
        assert lost & said == set()
        assert {field for field in lost if field.startswith(("brief.", "section.", "field."))} == {"brief.short-title"}
