"""A brief in which preflight finds nothing, and ways to spoil it: each changes one thing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from briefgen.domain.bibliography import Bibliography, Name, PartialDate
from briefgen.domain.briefs import Accepted, Brief, Clearance, Section, Selected
from briefgen.domain.dossier import Dossier
from briefgen.domain.house_template import (
    ContrastPair,
    FieldType,
    HouseTemplate,
    TemplateField,
    TemplateSection,
)
from briefgen.domain.points import (
    Cell,
    Citation,
    Cost,
    Criterion,
    Dilemma,
    Likelihood,
    Mitigation,
    Option,
    Recommendation,
    Risk,
    Settlement,
    Tension,
)
from briefgen.domain.preflight import Finding, preflight
from briefgen.domain.sources import Block, Passage, Source
from briefgen.domain.terms import (
    BlockKind,
    Category,
    Kind,
    Mark,
    Response,
    ScaleId,
    Verb,
)

TODAY = dt.date(2025, 3, 3)
DUE = dt.date(2025, 3, 14)
SUMMER = dt.date(2025, 6, 30)

TEXT = (
    "The bearings of the bridge were last replaced in 1988.\n\n"
    "“We have two winters at most,” the county engineer said. She asked for a decision before the summer.\n\n"
    "Closing one lane would halve the load, and lorries would take the valley road instead."
)


@dataclass(frozen=True)
class Case:
    """All that preflight is given."""

    dossier: Dossier
    brief: Brief
    template: HouseTemplate
    today: dt.date | None = TODAY

    def findings(self) -> tuple[Finding, ...]:
        """What preflight finds."""
        return preflight(self.dossier, self.brief, self.template, today=self.today)

    def keys(self) -> set[tuple[str, str]]:
        """The rule and the place of each finding."""
        return {(finding.rule, finding.place.key) for finding in self.findings()}

    def only(self, rule: str) -> Finding:
        """The one finding of a rule."""
        (finding,) = (finding for finding in self.findings() if finding.rule == rule)
        return finding


Change = Callable[[Case], Case]


def passage_of(words: str, number: int) -> Passage:
    """A passage of the one source."""
    start = TEXT.index(words)
    return Passage(id=f"passage-{number}", source="source-1", start=start, end=start + len(words), quote=words)


def _source() -> Source:
    blocks, at = [], 0
    for paragraph in TEXT.split("\n\n"):
        blocks.append(Block(BlockKind.PARAGRAPH, at, at + len(paragraph)))
        at += len(paragraph) + 2
    return Source(
        id="source-1",
        sha256="0" * 64,
        filename="bridge.txt",
        text=TEXT,
        blocks=tuple(blocks),
        bibliography=Bibliography(
            author=(Name(literal="County Record"),), title="The bridge", issued=PartialDate(year=2025, month=2)
        ),
        marking="OFFICIAL",
    )


def _option(letter: str, name: str, *, status_quo: bool = False) -> Option:
    return Option(
        letter=letter,
        name=name,
        gains="Traffic keeps moving.",
        costs="The bearings wear on.",
        is_status_quo=status_quo,
    )


def clean() -> Case:
    """A case in which nothing is to be found."""
    risk = Risk(
        id="risk-1",
        title="A bearing fails in winter",
        cause="the bearings are past their life",
        event="one of them may fail in frost",
        effect="the bridge closes for weeks",
        category=Category.OPERATIONS,
        likelihood=Likelihood(scale=ScaleId.PHIA, term="likely or probable"),
        impact=4,
        response=Response.TREAT,
        owner="County Engineer",
        evidence=(Citation(passage="passage-1"), Citation(passage="passage-2")),
    )
    dilemma = Dilemma(
        id="dilemma-1",
        title="Close a lane or not",
        question="Should one lane be closed until the bearings are replaced?",
        tension=Tension(one="safety", other="local trade"),
        options=(_option("A", "Close one lane"), _option("B", "Keep both lanes open", status_quo=True)),
        criteria=(Criterion(name="safety"), Criterion(name="trade")),
        cells=(
            Cell(option="A", criterion="safety", outcome="Half the load.", mark=Mark.BETTER),
            Cell(option="B", criterion="safety", outcome="Full load.", mark=Mark.WORSE),
            Cell(option="A", criterion="trade", outcome="Longer trips.", mark=Mark.WORSE),
            Cell(option="B", criterion="trade", outcome="No change.", mark=Mark.NEUTRAL),
        ),
        lean="A",
        evidence=(Citation(passage="passage-3"),),
    )
    fund = Recommendation(
        id="rec-1",
        title="Replace the bearings",
        verb=Verb.AGREE,
        action="Agree to replace the bearings this summer.",
        owner="Director of Roads",
        deadline=SUMMER,
        deadline_reason="The work needs the dry months.",
        cost=Cost(amount="£2m"),
        success_measure="The bearings are in place and tested.",
        legal_none=True,
        consultation="The parishes on both banks were asked.",
        equality_none=True,
        mitigates=(Mitigation(risk="risk-1", likelihood_steps=-2),),
        settles=(Settlement(dilemma="dilemma-1", option="A"),),
        evidence=(Citation(passage="passage-1"),),
    )
    note = Recommendation(
        id="rec-2",
        title="Lorries take the valley road",
        verb=Verb.NOTE,
        action="Note that lorries will take the valley road.",
        depends_on=("rec-1",),
        evidence=(Citation(passage="passage-3"),),
    )
    brief = Brief(
        id="brief-1",
        name="Submission",
        title="Old bridge: decide by 14 March whether to replace its bearings",
        short_title="Old bridge",
        to="Minister for Roads",
        from_="Roads Policy",
        date=TODAY,
        decision_by=DUE,
        decision_by_reason="Tenders for the summer close that day.",
        marking="OFFICIAL",
        ref="RD-2025-014",
        bluf="The bearings will not last another two winters. Replacing them costs £2m.",
        cleared_by=(Clearance(post="Director of Roads"),),
        sections=(
            Section(id="issue", text="Whether to replace the bearings of the old bridge before next winter."),
            Section(
                id="background",
                text="The bearings date from 1988.[@passage-1] The county engineer said “We have two winters at most” "
                "[@passage-2] in February.\n\nClosing a lane would help.[@passage-3]",
            ),
            Section(id="legal", none_identified=True),
        ),
        points=tuple(Selected(point=point) for point in ("rec-1", "rec-2", "dilemma-1", "risk-1")),
    )
    template = HouseTemplate(
        name="ministerial-submission",
        title="Ministerial submission",
        version="1",
        decides=True,
        requires=("to", "from", "date", "bluf", "marking"),
        sections=(
            TemplateSection(id="issue", title="Issue", required=True, words=60),
            TemplateSection(
                id="recommendations",
                title="Recommendations",
                narrative=False,
                required=True,
                shows=Kind.RECOMMENDATION,
                points=4,
            ),
            TemplateSection(id="background", title="Background", words=200, paragraphs=6),
            TemplateSection(id="considerations", title="Considerations", shows=Kind.DILEMMA, points=2),
            TemplateSection(id="risks", title="Risks", shows=Kind.RISK, points=3),
            TemplateSection(id="legal", title="Legal", required=True, may_be_none=True),
        ),
        fields=(
            TemplateField(name="audience", type=FieldType.CHOICE, choices=("minister", "board")),
            TemplateField(name="handling_plan", label="Handling plan", type=FieldType.MARKDOWN),
        ),
        colours=(("field", "#6B7785"), ("ink", "#1A1F24"), ("paper", "#FFFFFF")),
        contrast=(ContrastPair(text="ink", on="paper"), ContrastPair(text="field", on="paper", tenths=30)),
    )
    dossier = Dossier(
        sources=(_source(),),
        passages=(
            passage_of("The bearings of the bridge were last replaced in 1988.", 1),
            passage_of("“We have two winters at most,” the county engineer said.", 2),
            passage_of("Closing one lane would halve the load, and lorries would take the valley road instead.", 3),
        ),
        points=(risk, dilemma, fund, note),
        briefs=(brief,),
    )
    return Case(dossier, brief, template)


def brief(**changes: Any) -> Change:
    """Change fields of the brief."""
    return lambda case: replace(case, brief=replace(case.brief, **changes))


def template(**changes: Any) -> Change:
    """Change fields of the house template."""
    return lambda case: replace(case, template=replace(case.template, **changes))


def section(section_id: str, text: str = "", *, none_identified: bool = False) -> Change:
    """Write one section."""

    def change(case: Case) -> Case:
        others = tuple(own for own in case.brief.sections if own.id != section_id)
        own = Section(id=section_id, text=text, none_identified=none_identified)
        return replace(case, brief=replace(case.brief, sections=(*others, own)))

    return change


def asked(section_id: str, **changes: Any) -> Change:
    """Change what the template asks of one section."""

    def change(case: Case) -> Case:
        sections = tuple(s if s.id != section_id else replace(s, **changes) for s in case.template.sections)
        return replace(case, template=replace(case.template, sections=sections))

    return change


def point(point_id: str, **changes: Any) -> Change:
    """Change fields of one point."""

    def change(case: Case) -> Case:
        points = tuple(p if p.id != point_id else replace(p, **changes) for p in case.dossier.points)
        return replace(case, dossier=replace(case.dossier, points=points))

    return change


def option(letter: str, **changes: Any) -> Change:
    """Change fields of one option of the dilemma."""

    def change(case: Case) -> Case:
        dilemma = case.dossier.point("dilemma-1")
        assert isinstance(dilemma, Dilemma)
        options = tuple(o if o.letter != letter else replace(o, **changes) for o in dilemma.options)
        return point("dilemma-1", options=options)(case)

    return change


def marks(**by_place: Mark | None) -> Change:
    """Give cells of the dilemma's table other marks, named as in A_safety."""

    def change(case: Case) -> Case:
        dilemma = case.dossier.point("dilemma-1")
        assert isinstance(dilemma, Dilemma)
        cells = tuple(
            replace(cell, mark=by_place.get(f"{cell.option}_{cell.criterion}", cell.mark)) for cell in dilemma.cells
        )
        return point("dilemma-1", cells=cells)(case)

    return change


def source(**changes: Any) -> Change:
    """Change fields of the source."""

    def change(case: Case) -> Case:
        (only,) = case.dossier.sources
        return replace(case, dossier=replace(case.dossier, sources=(replace(only, **changes),)))

    return change


def passage(passage_id: str, **changes: Any) -> Change:
    """Change fields of one passage."""

    def change(case: Case) -> Case:
        passages = tuple(p if p.id != passage_id else replace(p, **changes) for p in case.dossier.passages)
        return replace(case, dossier=replace(case.dossier, passages=passages))

    return change


def added(*points: Risk | Dilemma | Recommendation) -> Change:
    """Put more points into the dossier and the brief."""

    def change(case: Case) -> Case:
        selected = tuple(Selected(point=new.id) for new in points)
        return replace(
            case,
            dossier=replace(case.dossier, points=(*case.dossier.points, *points)),
            brief=replace(case.brief, points=(*case.brief.points, *selected)),
        )

    return change


def copied(point_id: str, number: int, **changes: Any) -> Change:
    """Add a copy of a point, with another number and other fields."""

    def change(case: Case) -> Case:
        old = case.dossier.point(point_id)
        assert isinstance(old, Risk | Dilemma | Recommendation)
        return added(replace(old, id=f"{old.kind.prefix}-{number}", **changes))(case)

    return change


def off(point_id: str) -> Change:
    """Switch a point of the brief off."""
    return lambda case: replace(
        case,
        brief=replace(
            case.brief,
            points=tuple(
                selected if selected.point != point_id else replace(selected, shown=False)
                for selected in case.brief.points
            ),
        ),
    )


def accepted(rule: str, place: str) -> Change:
    """Accept a finding."""
    return brief(accepted=(Accepted(rule=rule, place=place, reason="The minister's office asked for it."),))


def on(today: dt.date | None) -> Change:
    """Look at the brief on another day."""
    return lambda case: replace(case, today=today)


def all_of(*changes: Change) -> Change:
    """Make several changes, one after another."""

    def change(case: Case) -> Case:
        for one in changes:
            case = one(case)
        return case

    return change
