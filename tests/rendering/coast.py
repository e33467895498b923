"""A dossier on coastal repair grants, written for these tests: every kind of point, three sources, one full brief."""

import datetime as dt
import hashlib
from dataclasses import replace
from functools import cache

from briefgen.domain.bibliography import from_csl
from briefgen.domain.briefs import Author, Brief, Clearance, Section, Selected
from briefgen.domain.dossier import Dossier, Settings
from briefgen.domain.fields import freeze
from briefgen.domain.house_template import HouseTemplate
from briefgen.domain.points import (
    Cell,
    Citation,
    Cost,
    Criterion,
    Dilemma,
    Edit,
    Likelihood,
    Mitigation,
    Option,
    Point,
    Recommendation,
    Risk,
    Settlement,
    Tension,
)
from briefgen.domain.sources import Block, Passage, Source
from briefgen.domain.terms import (
    BlockKind,
    Confidence,
    CostBand,
    Funding,
    LeanStrength,
    Mark,
    Priority,
    Response,
    Reversibility,
    Trend,
    Verb,
)
from briefgen.rendering.context import build_context
from briefgen.rendering.house_templates import open_template
from briefgen.rendering.job import RenderedBrief, RenderJob, render

TEMPLATE = "ministerial-submission"
TODAY = dt.date(2025, 3, 3)


def source(number: int, *paragraphs: str, **csl: object) -> Source:
    """A source whose blocks are its paragraphs."""
    text = "\n\n".join(paragraphs)
    blocks, at = [], 0
    for paragraph in paragraphs:
        blocks.append(Block(BlockKind.PARAGRAPH, at, at + len(paragraph)))
        at += len(paragraph) + 2
    return Source(
        id=f"source-{number}",
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        filename=f"file-{number}.txt",
        text=text,
        blocks=tuple(blocks),
        bibliography=from_csl(csl),
    )


def passage(number: int, of: Source, quote: str) -> Passage:
    """The first place in the source where the words stand."""
    start = of.text.index(quote)
    return Passage(id=f"passage-{number}", source=of.id, start=start, end=start + len(quote), quote=quote)


def likelihood(words: str) -> Likelihood:
    """A term of the PHIA scale."""
    return Likelihood.parse("likelihood", words)


def leave_out(quote: str, words: str, insertion: str = "") -> Edit:
    """An edit that takes the words out of the quote."""
    start = quote.index(words)
    return Edit(start=start, end=start + len(words), insertion=insertion)


SURVEY = source(
    1,
    "The autumn inspection covered 412 structures. Thirty-one per cent of them were rated poor or very poor.",
    "Two failures in January closed the railway for eleven days and cut off three villages.",
    "If funding keeps following population, at least one defence rated poor is likely to fail before winter.",
    "Ring-fencing would protect exposed towns first. Councils would, however, lose room in their own programmes.",
    type="report",
    title="Condition of coastal defences",
    author=[{"literal": "Coastal Inspectorate"}],
    publisher="Coastal Inspectorate",
    issued={"date-parts": [[2024, 11, 20]]},
    URL="https://example.org/condition",
)
ARTICLE = source(
    2,
    "Local leaders fear a precedent. “Every ring-fence begins as an exception,” said their chair.",
    "A legal challenge by a council that loses grant is possible, but the discretion is wide.",
    type="article-newspaper",
    title="Councils wary of money with strings",
    author=[{"family": "Marlow", "given": "Ada"}],
    issued={"date-parts": [[2025, 2]]},
    **{"container-title": "The Harbour Gazette"},
)
STUDY = source(
    3,
    "Les digues protègent d’abord les plus exposés.",
    type="report",
    title="Digues et solidarité",
    publisher="Institut du littoral",
    issued={"date-parts": [[2023]]},
    language="fr",
)
PASSAGES = (
    passage(1, SURVEY, "Thirty-one per cent of them were rated poor or very poor."),
    passage(2, SURVEY, "at least one defence rated poor is likely to fail before winter"),
    passage(3, SURVEY, "Two failures in January closed the railway for eleven days and cut off three villages."),
    passage(4, ARTICLE, "“Every ring-fence begins as an exception,” said their chair."),
    passage(5, ARTICLE, "A legal challenge by a council that loses grant is possible, but the discretion is wide."),
    passage(6, SURVEY, SURVEY.text.split("\n\n")[3]),
    passage(7, STUDY, "Les digues protègent d’abord les plus exposés."),
)
FAILURE = Risk(
    id="risk-1",
    title="A sea defence fails",
    cause="The grant follows population.",
    event="at least one defence rated poor fails",
    effect="so the railway closes for weeks",
    likelihood=likelihood("likely"),
    impact=4,
    response=Response.TREAT,
    owner="Director, Floods",
    trend=Trend.RISING,
    confidence=Confidence.MODERATE,
    evidence=(Citation(passage="passage-2"), Citation(passage="passage-3")),
)
CHALLENGE = Risk(
    id="risk-2",
    title="Councils go to court",
    cause="some councils would lose grant",
    event="one of them seeks judicial review",
    effect="payments miss the building season",
    likelihood=likelihood("realistic possibility"),
    impact=3,
    response=Response.TOLERATE,
    owner="Legal Director",
    evidence=(Citation(passage="passage-5"),),
)
CAPACITY = Risk(
    id="risk-3",
    title="Contractors cannot scale up",
    event="the approved contractors cannot take on more work",
    effect="money is carried over",
    likelihood=likelihood("unlikely"),
    impact=2,
    owner="Commercial Director",
)
CHOICE = Dilemma(
    id="dilemma-1",
    title="Safety or local choice",
    question="Should the grant be tied to the worst defences, or stay free for councils to spend?",
    tension=Tension(one="safety", other="local choice"),
    why_unavoidable="Each pound tied is one that councils cannot place themselves.",
    options=(
        Option(
            letter="A",
            name="Ring-fence the grant",
            gains="Worst defences first",
            costs="Less room for councils",
            who_bears=("councils with sound defences",),
            reversibility=Reversibility.REVERSIBLE,
            cost_band=CostBand.FROM_10M,
            reduces=("risk-1",),
            raises=("risk-2",),
        ),
        Option(
            letter="B",
            name="Leave it free",
            gains="Local priorities kept",
            costs="Failures become likelier",
            who_bears=("exposed coastal towns",),
            reversibility=Reversibility.IRREVERSIBLE,
            is_status_quo=True,
            raises=("risk-1",),
        ),
    ),
    criteria=(Criterion(name="feasibility"),),
    cells=(Cell(option="A", criterion="feasibility", outcome="With the present staff", mark=Mark.BETTER),),
    lean="A",
    lean_strength=LeanStrength.CLEAR,
    what_would_change_our_mind="A firm offer of private money.",
    evidence=(Citation(passage="passage-6", edits=(leave_out(PASSAGES[5].quote, "would, however, "),)),),
)
TIE = Recommendation(
    id="rec-1",
    title="Ring-fence the grant",
    verb=Verb.AGREE,
    action="Agree to ring-fence £42m for defences rated poor",
    owner="Director, Floods",
    deadline=dt.date(2025, 3, 14),
    deadline_reason="the formula locks",
    priority=Priority.ESSENTIAL,
    cost=Cost(amount="£42m", funding=Funding.FUNDED, funded_by="the repair grant", confidence=Confidence.MODERATE),
    mitigates=(Mitigation(risk="risk-1", likelihood_steps=-2), Mitigation(risk="risk-3")),
    settles=(Settlement(dilemma="dilemma-1", option="A"),),
    success_measure="the first payments are made in April",
    evidence=(Citation(passage="passage-1"),),
)
PUBLISH = Recommendation(
    id="rec-2",
    verb=Verb.DIRECT,
    action="The condition data be published monthly",
    owner="Environment Agency",
    deadline="on decision",
    depends_on=("rec-1",),
    dissent="The councils’ association would publish yearly.",
    legal_none=True,
)
TELL = Recommendation(
    id="rec-3",
    verb=Verb.NOTE,
    action="Note that councils will lose room in the year.",
    evidence=(Citation(passage="passage-4"),),
)
BRIEF = Brief(
    id="brief-1",
    name="Submission",
    template=TEMPLATE,
    ref="SUB-2025-014",
    title="Coastal repair grant: decide by 14 March whether to ring-fence it",
    short_title="Coastal repair grant",
    to="Minister for Floods",
    from_="Head of Coastal Policy",
    date=TODAY,
    decision_by=dt.date(2025, 3, 14),
    decision_by_reason="spending round lock",
    cleared_by=(Clearance(post="Director, Floods"), Clearance(name="Treasury desk", date=dt.date(2025, 2, 27))),
    copy_to=("Special advisers", "Permanent Secretary"),
    marking="OFFICIAL-SENSITIVE",
    version="0.3",
    contact="Coastal Policy, extension 4417",
    bluf="Ring-fence £42m for defences rated poor, by 14 March.",
    authors=(Author(name="Policy unit", post="Coast", disclosure="None declared."),),
    sections=(
        Section(id="issue", text="Whether to ring-fence £42m before the formula locks on 14 March."),
        Section(id="timing", text="Urgent: after that the next window is *October*."),
        Section(
            id="background",
            text="A third of defences are poor.[@passage-1] Two failures closed the line.[@passage-3]\n\n"
            "A French study says: [@passage-7 quote]. See [the guide](https://example.org/guide).\n\n"
            "| Year | Cost £m |\n|---|--:|\n| 2019 | 1,200 |\n",
        ),
        Section(id="finance", text="The £42m is within the settlement."),
        Section(id="equality", none_identified=True),
        Section(id="next-steps", text="On agreement we will:\n- write to 19 authorities;\n- open bidding on 1 April."),
    ),
    fields=tuple(
        sorted(
            freeze(
                {
                    "if_missed": "The money follows population for another year.",
                    "lines_to_take": ["We put the money where the sea is."],
                    "press_officer": "Duty press officer",
                    "parliament": "A written statement on 17 March.",
                    "annexes": ["Costings"],
                }
            )[1:]
        )
    ),
    points=tuple(
        Selected(point=point) for point in ("rec-1", "rec-2", "rec-3", "risk-3", "risk-2", "risk-1", "dilemma-1")
    ),
)
DOSSIER = Dossier(
    settings=Settings(title="Coast"),
    sources=(SURVEY, ARTICLE, STUDY),
    passages=PASSAGES,
    points=(FAILURE, CHALLENGE, CAPACITY, CHOICE, TIE, PUBLISH, TELL),
    briefs=(BRIEF,),
)


@cache
def template() -> HouseTemplate:
    """The manifest of the ministerial submission."""
    return open_template(TEMPLATE).template


def with_points(*points: Point, brief: Brief = BRIEF) -> tuple[Dossier, Brief]:
    """The dossier with other points, all of them chosen for the brief."""
    chosen = replace(brief, points=tuple(Selected(point=point.id) for point in points))
    return replace(DOSSIER, points=points, briefs=(chosen,)), chosen


def context_of(
    dossier: Dossier = DOSSIER, brief: Brief = BRIEF, *, forced: bool = False, today: dt.date | None = TODAY
) -> dict:
    """The context of a brief in the ministerial submission."""
    return build_context(dossier, brief, template(), today=today, forced=forced, program_version="1.2.3")


def rendered(dossier: Dossier = DOSSIER, brief: Brief = BRIEF, *, forced: bool = False) -> RenderedBrief:
    """The brief as PDF and HTML."""
    folder = open_template(TEMPLATE).folder
    context = context_of(dossier, brief, forced=forced)
    return render(RenderJob(template=str(folder), context=context, language=brief.language, html=True))
