"""Every rule of preflight: what breaks it, and what comes near and does not. Each begins with the clean brief."""

import datetime as dt
import re
from dataclasses import replace

import pytest

from briefgen.domain.bibliography import Bibliography, Name, PartialDate
from briefgen.domain.brand import Brand
from briefgen.domain.briefs import Author, Selected
from briefgen.domain.dossier import Settings
from briefgen.domain.fields import dashed, specs
from briefgen.domain.house_template import ContrastPair, FieldType, PointLimits, PrintedFields, TemplateField
from briefgen.domain.points import (
    NO_VIEW,
    ON_DECISION,
    Citation,
    Criterion,
    Edit,
    Likelihood,
    Mitigation,
    Option,
    Position,
    RatingOverride,
    Risk,
    Settlement,
    Tension,
)
from briefgen.domain.preflight import Rule
from briefgen.domain.terms import (
    DilemmaStatus,
    Horizon,
    HowObtained,
    Mark,
    Paper,
    Proximity,
    Rating,
    Response,
    RiskStatus,
    ScaleId,
    Severity,
    Verb,
)
from tests.domain import bridge
from tests.domain.bridge import (
    DUE,
    Case,
    Change,
    all_of,
    asked,
    brief,
    clean,
    copied,
    marks,
    off,
    on,
    option,
    passage,
    point,
    section,
    source,
    template,
)


def words(number: int) -> str:
    """So many words, in short sentences."""
    return " ".join("Word." for _ in range(number))


def long(number: int) -> str:
    """One sentence of so many words."""
    return " ".join(["Word", *["word"] * (number - 1)]) + "."


def likelihood(term: str, scale: ScaleId = ScaleId.PHIA) -> Likelihood:
    """A likelihood."""
    return Likelihood(scale=scale, term=term)


def position(term: str, impact: int, scale: ScaleId = ScaleId.PHIA) -> Position:
    """A place in the matrix."""
    return Position(likelihood=likelihood(term, scale), impact=impact)


def cited(*edits: Edit, passage_id: str = "passage-1") -> tuple[Citation, ...]:
    """Evidence."""
    return (Citation(passage=passage_id, edits=edits),)


def known(*abbreviations: str) -> Change:
    """Let the dossier take abbreviations for known."""
    return lambda case: Case(
        dossier=type(case.dossier)(
            Settings(abbreviations=abbreviations),
            case.dossier.counters,
            case.dossier.sources,
            case.dossier.passages,
            case.dossier.points,
            case.dossier.briefs,
        ),
        brief=case.brief,
        template=case.template,
        today=case.today,
    )


def another_source(**changes: object) -> Change:
    """Put a second source into the dossier, which nothing cites."""

    def change(case: Case) -> Case:
        (first,) = case.dossier.sources
        second = replace(first, id="source-2", sha256="1" * 64, **changes)
        return replace(case, dossier=replace(case.dossier, sources=(first, second)))

    return change


def on_both_sources(*point_ids: str) -> Change:
    """Let points rest on a passage of the second source as well."""

    def change(case: Case) -> Case:
        third = replace(case.dossier.passage("passage-1"), id="passage-4", source="source-2")
        case = replace(case, dossier=replace(case.dossier, passages=(*case.dossier.passages, third)))
        for point_id in point_ids:
            evidence = (*case.dossier.point(point_id).evidence, Citation(passage="passage-4"))
            case = point(point_id, evidence=evidence)(case)
        return case

    return change


OPINION = Bibliography(
    author=(Name(family="Vane", given="R"),),
    title="Comment: mend the bridge",
    issued=PartialDate(year=2025),
    container_title="The County Record",
)
AGREED = "Agree to close the valley road to lorries in winter."
NOT_AGREED = "Agree not to close the valley road to lorries in winter."
LOAD = "The bearings carry 40 per cent of 12,000 vehicles."
HIGH = point("risk-1", likelihood=likelihood("almost certain"), impact=5, response=Response.TOLERATE)
LOW = point("risk-1", likelihood=likelihood("remote chance"), impact=1)
KEYED = template(requires=("key_points",))
NARROW = template(contrast=(ContrastPair(text="field", on="paper", tenths=46),))
EVENTS = PrintedFields(risk=("event",))
ALL_OF_RISK = tuple(dashed(name) for name, _, _ in specs(Risk))
OWN_FIELD = TemplateField(name="press", label="Press officer", required=True)

BROKEN: list[tuple[Rule, str, Change]] = [
    (Rule.FIELD_REQUIRED, "brief.to", brief(to=" ")),
    (Rule.FIELD_REQUIRED, "brief.title", brief(title="")),
    (Rule.FIELD_REQUIRED, "brief.cleared-by", all_of(template(requires=("cleared_by",)), brief(cleared_by=()))),
    (Rule.FIELD_REQUIRED, "brief.key-points", all_of(template(requires=("key-points",)), brief(key_points=(" ",)))),
    (Rule.FIELD_REQUIRED, "brief.press", template(fields=(OWN_FIELD,))),
    (Rule.FIELD_VALUE, "brief.audience", brief(fields=(("audience", "everybody"),))),
    (
        Rule.FIELD_VALUE,
        "brief.pages",
        all_of(
            template(fields=(TemplateField(name="pages", type=FieldType.NUMBER),)), brief(fields=(("pages", "few"),))
        ),
    ),
    (
        Rule.FIELD_VALUE,
        "brief.until",
        all_of(
            template(fields=(TemplateField(name="until", type=FieldType.DATE),)), brief(fields=(("until", "soon"),))
        ),
    ),
    (
        Rule.FIELD_VALUE,
        "brief.urgent",
        all_of(
            template(fields=(TemplateField(name="urgent", type=FieldType.FLAG),)), brief(fields=(("urgent", "very"),))
        ),
    ),
    (
        Rule.FIELD_VALUE,
        "brief.lines",
        all_of(template(fields=(TemplateField(name="lines", type=FieldType.LINES),)), brief(fields=(("lines", 3),))),
    ),
    (Rule.FIELD_NOT_PRINTED, "brief.series", brief(fields=(("series", "Blue papers"),))),
    (Rule.FIELD_UNKNOWN, "template.requires.colophon", template(requires=("colophon",))),
    (Rule.TITLE_VERB, "brief.title", brief(title="Old bridge bearings by 14 March")),
    (Rule.TITLE_VERB, "brief.title", brief(title="Review of bridge funding, 14 March")),
    (Rule.TITLE_DATE, "brief.title", brief(title="Decide whether to replace the bearings")),
    (Rule.TITLE_DATE_DIFFERS, "brief.title", brief(title="Decide by 15 March whether to replace the bearings")),
    (
        Rule.TITLE_LONG,
        "brief.title",
        brief(title="Old bridge: decide by 14 March whether to replace its bearings" + " and its railings" * 4),
    ),
    (Rule.SHORT_TITLE, "brief.short-title", brief(short_title="")),
    (Rule.DECISION_REASON, "brief.decision-by-reason", brief(decision_by_reason="")),
    (Rule.DECISION_DATE, "brief.decision-by", brief(decision_by=None)),
    (Rule.DECISION_ORDER, "brief.decision-by", brief(date=dt.date(2025, 3, 15))),
    (Rule.DATE_PAST, "brief.decision-by", on(dt.date(2025, 3, 15))),
    (Rule.DATE_PAST, "rec-1.deadline", on(dt.date(2025, 7, 1))),
    (Rule.DATE_PAST, "risk-1.review-by", point("risk-1", review_by=dt.date(2025, 3, 2))),
    (Rule.BLUF_LONG, "brief.bluf", brief(bluf=words(61))),
    (
        Rule.KEY_POINTS,
        "brief.key-points",
        all_of(template(requires=("key_points",)), brief(key_points=("One.", "Two."))),
    ),
    (Rule.KEY_POINTS, "brief.key-points", all_of(KEYED, brief(key_points=("One.",) * 8))),
    (
        Rule.KEY_POINT_LONG,
        "brief.key-points.2",
        all_of(KEYED, brief(key_points=("One.", words(31), "Three."))),
    ),
    (Rule.AUTHOR_NOTE_LONG, "brief.authors.1", brief(authors=(Author(name="A. Writer", note=words(61)),))),
    (Rule.PAPER, "brief.paper", brief(paper=Paper.LETTER)),
    (Rule.LANGUAGE_TAG, "brief.language", brief(language="British English")),
    (Rule.LANGUAGE_TAG, "brief.language", brief(language="")),
    (Rule.LANGUAGE_WORDS, "brief.language", brief(language="sr-Latn-RS")),
    (Rule.ANNEX_NOT_PRINTED, "brief.evidence-annex", brief(evidence_annex=True)),
    (Rule.ANNEX_REVEALS, "brief.evidence-annex", all_of(template(evidence_annex=True), brief(evidence_annex=True))),
    (Rule.PROVENANCE_REVEALS, "brief.provenance", brief(provenance=True)),
    (Rule.DATA_REVEALS, "brief.attach-data", brief(attach_data=True)),
    (Rule.TEMPLATE_VERSION, "brief.template-version", brief(template_version="0.9")),
    (Rule.ACCEPTANCE_UNUSED, "brief.accepted.1", bridge.accepted("title-verb", "brief.title")),
    # Markings
    (Rule.MARKING_MISSING, "brief.marking", brief(marking=" ")),
    (Rule.MARKING_TEXT, "brief.marking", brief(marking="official sensitive", handling="RECIPIENTS ONLY")),
    (Rule.MARKING_TEXT, "brief.marking", brief(marking="OFFICIAL SENSITIVE COMMERCIAL")),
    (Rule.MARKING_TEXT, "brief.marking", brief(marking="OFFICAL-SENSITIVE")),
    (Rule.MARKING_TEXT, "brief.marking", brief(marking="TLP: AMBER")),
    (Rule.MARKING_TEXT, "risk-1.marking", point("risk-1", marking="Official")),
    (Rule.MARKING_CAPITALS, "brief.marking", brief(marking="Members only")),
    (Rule.MARKING_IS_TLP, "brief.marking", brief(marking="TLP:AMBER")),
    (Rule.MARKING_CONTRADICTION, "brief.tlp", brief(marking="SECRET", tlp="TLP:CLEAR")),
    (Rule.MARKING_CONTRADICTION, "brief.handling", brief(marking="PUBLIC", handling="RECIPIENTS ONLY")),
    (Rule.HANDLING_INCOMPLETE, "brief.handling", brief(handling="EMBARGOED UNTIL …")),
    (Rule.HANDLING_INCOMPLETE, "brief.marking", brief(marking="EMBARGOED UNTIL")),
    (Rule.HANDLING_MISSING, "brief.handling", brief(marking="OFFICIAL-SENSITIVE")),
    (Rule.MARKING_ABOVE, "brief.marking", point("risk-1", marking="SECRET")),
    (Rule.MARKING_ABOVE, "brief.marking", source(marking="OFFICIAL-SENSITIVE")),
    (Rule.MARKING_ABOVE, "brief.tlp", all_of(brief(tlp="TLP:GREEN"), point("risk-1", marking="TLP:AMBER"))),
    (Rule.MARKING_INCOMPARABLE, "risk-1.marking", point("risk-1", marking="RESTRICTED")),
    (Rule.MARKING_INCOMPARABLE, "source-1.marking", brief(marking="", tlp="TLP:RED")),
    # Points
    (Rule.POINT_MISSING, "brief.points.risk-9", brief(points=(*clean().brief.points, Selected(point="risk-9")))),
    (Rule.POINT_NOT_PRINTED, "risk-1", asked("risks", shows=None)),
    (Rule.POINT_OFF, "risk-1", off("risk-1")),
    (Rule.POINT_NOT_MEANT, "risk-1.include-in", point("risk-1", include_in=("policy-brief",))),
    (Rule.POINTS_OVER, "section.risks", all_of(*(copied("risk-1", number) for number in (2, 3, 4)))),
    (Rule.POINTS_OVER_TEMPLATE, "brief.points", all_of(template(points=PointLimits(risk=1)), copied("risk-1", 2))),
    (Rule.POINT_FIELDS_LEFT_OUT, "brief.points.risks", all_of(template(prints=EVENTS), point("risk-1", owner="DfT"))),
    (Rule.POINT_FIELDS_LEFT_OUT, "brief.points.dilemmas", template(prints=PrintedFields(dilemma=("options.name",)))),
    (Rule.POINT_TITLE, "risk-1.title", point("risk-1", title="")),
    (Rule.POINT_TITLE_LONG, "risk-1.title", point("risk-1", title=long(13))),
    (Rule.POINT_TITLE_DRAFT, "risk-1.title", point("risk-1", title_is_draft=True)),
    (Rule.POINT_EVIDENCE, "risk-1.evidence", point("risk-1", evidence=())),
    (Rule.OWNER_VAGUE, "rec-1.owner", point("rec-1", owner="All departments")),
    (Rule.OWNER_VAGUE, "rec-1.owner", point("rec-1", owner="Everyone.")),
    (Rule.OWNER_VAGUE, "risk-1.owner", point("risk-1", owner="the team")),
    (Rule.LINK_OUTSIDE, "rec-1.mitigates.risk-1", off("risk-1")),
    (Rule.LINK_OUTSIDE, "rec-1.settles.dilemma-1", off("dilemma-1")),
    (Rule.LINK_OUTSIDE, "dilemma-1.options.risk-1", all_of(option("B", raises=("risk-1",)), off("risk-1"))),
    # Risks
    (Rule.RISK_STATEMENT, "risk-1.cause", point("risk-1", cause="")),
    (Rule.RISK_STATEMENT, "risk-1.event", point("risk-1", event=" ", effect="")),
    (Rule.RISK_ONE_WORD, "risk-1.title", point("risk-1", title="Reputation")),
    (Rule.RISK_ONE_WORD, "risk-1.event", point("risk-1", event="frost")),
    (Rule.RISK_UNRATED, "risk-1.likelihood", point("risk-1", likelihood=None)),
    (Rule.RISK_UNRATED, "risk-1.impact", point("risk-1", impact=None)),
    (
        Rule.RISK_HORIZON,
        "risk-1.horizon",
        all_of(brief(scale=ScaleId.NRR), point("risk-1", likelihood=likelihood("level 5", ScaleId.NRR))),
    ),
    (Rule.RISK_RESPONSE, "risk-1.response", point("risk-1", response=None)),
    (
        Rule.RISK_RESPONSE,
        "risk-1.response",
        all_of(LOW, point("risk-1", residual=position("almost certain", 4), response=None)),
    ),
    (Rule.RISK_OWNER, "risk-1.owner", point("risk-1", owner="")),
    (Rule.RISK_TREATMENT, "risk-1.response", point("rec-1", mitigates=())),
    (Rule.RISK_TREATMENT, "risk-1.response", off("rec-1")),
    (
        Rule.RISK_POSITIONS,
        "risk-1.residual.inherent",
        point("risk-1", inherent=position("unlikely", 2), residual=position("likely or probable", 4)),
    ),
    (Rule.RISK_POSITIONS, "risk-1.residual.present", point("risk-1", impact=2, residual=position("unlikely", 5))),
    (Rule.RISK_CLOSED, "risk-1.status", point("risk-1", status=RiskStatus.MATERIALISED)),
    (
        Rule.RATING_LOWERED,
        "risk-1.rating-override",
        point("risk-1", rating_override=RatingOverride(rating=Rating.LOW, reason="The frost is over.")),
    ),
    (Rule.LIKELIHOOD_SCALE, "risk-1.likelihood", point("risk-1", likelihood=likelihood("likely", ScaleId.ICD203))),
    (Rule.POSITION_SCALE, "risk-1.target", point("risk-1", target=position("very unlikely", 2, ScaleId.ICD203))),
    # Dilemmas
    (Rule.DILEMMA_QUESTION, "dilemma-1.question", point("dilemma-1", question=" ")),
    (Rule.DILEMMA_QUESTION_MARK, "dilemma-1.question", point("dilemma-1", question="Whether to close a lane.")),
    (Rule.DILEMMA_TENSION, "dilemma-1.tension", point("dilemma-1", tension=None)),
    (Rule.DILEMMA_TENSION, "dilemma-1.tension", point("dilemma-1", tension=Tension(one="safety", other=" "))),
    (
        Rule.DILEMMA_TENSION_LONG,
        "dilemma-1.tension.the trade of both banks of the river",
        point("dilemma-1", tension=Tension(one="safety", other="the trade of both banks of the river")),
    ),
    (
        Rule.DILEMMA_OPTIONS,
        "dilemma-1.options",
        point("dilemma-1", options=clean().dossier.point("dilemma-1").options[1:], cells=(), criteria=(), lean="B"),  # type: ignore[attr-defined]  # it is a dilemma
    ),
    (Rule.OPTION_NAME, "dilemma-1.options.A", option("A", name="")),
    (Rule.OPTION_NAME, "dilemma-1.options.A", option("A", name="Close one of the two lanes now")),
    (Rule.OPTION_ONE_SIDED, "dilemma-1.options.A", option("A", costs="")),
    (Rule.OPTION_ONE_SIDED, "dilemma-1.options.B", option("B", gains=" ")),
    (
        Rule.OPTION_DOMINATED,
        "dilemma-1.options.A",
        marks(A_safety=Mark.WORSE),
    ),
    (Rule.STATUS_QUO_DOMINATED, "dilemma-1.options.B", marks(A_trade=Mark.NEUTRAL)),
    (Rule.STATUS_QUO, "dilemma-1.no-status-quo-because", option("B", is_status_quo=False)),
    (Rule.STATUS_QUO, "dilemma-1.options", option("A", is_status_quo=True)),
    (Rule.DILEMMA_CELLS, "dilemma-1.cells", marks(A_safety=None)),
    (
        Rule.DILEMMA_CELLS,
        "dilemma-1.cells",
        point("dilemma-1", criteria=(Criterion(name="safety"), Criterion(name="trade"), Criterion(name="cost"))),
    ),
    (Rule.DILEMMA_LEAN, "dilemma-1.lean", point("dilemma-1", lean="")),
    (Rule.DILEMMA_SETTLED, "dilemma-1.status", point("dilemma-1", status=DilemmaStatus.SETTLED)),
    # Recommendations
    (Rule.RECOMMENDATION_VERB, "rec-1.verb", point("rec-1", verb=None)),
    (Rule.RECOMMENDATION_ACTION, "rec-1.action", point("rec-1", action=" ")),
    (Rule.RECOMMENDATION_OTHER_VERB, "rec-1.action", point("rec-1", action="Note the state of the bearings.")),
    (Rule.RECOMMENDATION_FIRST_WORD, "rec-1.action", point("rec-1", action="Replace the bearings this summer.")),
    (Rule.RECOMMENDATION_LONG, "rec-1.action", point("rec-1", action="Agree to " + long(39))),
    (
        Rule.RECOMMENDATION_SENTENCES,
        "rec-1.action",
        point("rec-1", action="Agree to replace the bearings. They are old."),
    ),
    (Rule.RECOMMENDATION_WEAK, "rec-1.action", point("rec-1", action="Agree to consider new bearings.")),
    (Rule.RECOMMENDATION_WEAK, "rec-1.action", point("rec-1", action="Direct officials to look into it.")),
    (Rule.RECOMMENDATION_WEAK, "rec-1.action", point("rec-1", verb=None, action="Explore options for the bridge.")),
    (Rule.RECOMMENDATION_OWNER, "rec-1.owner", point("rec-1", owner="")),
    (Rule.RECOMMENDATION_DEADLINE, "rec-1.deadline", point("rec-1", deadline=None)),
    (Rule.RECOMMENDATION_REASON, "rec-1.deadline-reason", point("rec-1", deadline_reason="")),
    (Rule.RECOMMENDATION_EARLY, "rec-1.deadline", point("rec-1", deadline=dt.date(2025, 3, 13))),
    (
        Rule.RECOMMENDATION_EARLY,
        "rec-2.depends-on.rec-1",
        point("rec-2", deadline=dt.date(2025, 6, 29), deadline_reason="Before the holidays."),
    ),
    (Rule.RECOMMENDATION_MEASURE, "rec-1.success-measure", point("rec-1", success_measure="")),
    (Rule.RECOMMENDATION_COST, "rec-1.cost", point("rec-1", cost=None)),
    (Rule.RECOMMENDATION_UNSAID, "rec-1.legal-basis", point("rec-1", legal_none=False)),
    (Rule.NONE_CONTRADICTED, "rec-1.legal-basis", point("rec-1", legal_basis="The Bridges Act.")),
    (Rule.CONSULTATION_LONG, "rec-1.consultation", point("rec-1", consultation=words(121))),
    (Rule.DISSENT_LONG, "rec-1.dissent", point("rec-1", dissent=words(41))),
    (Rule.DEPENDS_OUTSIDE, "rec-2.depends-on.rec-1", off("rec-1")),
    (
        Rule.SETTLES_OPTION,
        "rec-1.settles.dilemma-1",
        point("rec-1", settles=(Settlement(dilemma="dilemma-1", option="C"),)),
    ),
    (Rule.SETTLES_AGAINST_LEAN, "rec-1.settles.dilemma-1", point("dilemma-1", lean="B")),
    (
        Rule.SETTLES_CONFLICT,
        "rec-2.settles.dilemma-1",
        all_of(
            point("dilemma-1", lean=NO_VIEW),
            point("rec-2", settles=(Settlement(dilemma="dilemma-1", option="B"),)),
        ),
    ),
    # Evidence
    (Rule.PASSAGE_MISSING, "risk-1.evidence.passage-9", point("risk-1", evidence=cited(passage_id="passage-9"))),
    (Rule.PASSAGE_MISSING, "passage-1", passage("passage-1", source="source-9")),
    (Rule.PASSAGE_LOST, "passage-1", passage("passage-1", lost=True)),
    (Rule.PASSAGE_ALTERED, "passage-1", passage("passage-1", start=1, end=55)),
    (
        Rule.CITATION_EDIT,
        "risk-1.evidence.passage-1",
        point("risk-1", evidence=cited(Edit(start=50, end=55))),
    ),
    (Rule.SOURCE_BIBLIOGRAPHY, "source-1.bibliography", source(bibliography=Bibliography())),
    (
        Rule.SOURCE_BIBLIOGRAPHY,
        "source-1.bibliography",
        source(bibliography=Bibliography(title="The bridge", publisher="County Record")),
    ),
    (Rule.SOURCE_OCR, "source-1", source(how_obtained=HowObtained.OCR)),
    # Narrative
    (Rule.SECTION_EMPTY, "section.issue", section("issue")),
    (Rule.SECTION_EMPTY, "section.legal", section("legal")),
    (Rule.SECTION_EMPTY, "section.recommendations", all_of(off("rec-1"), off("rec-2"))),
    (Rule.SECTION_EMPTY, "section.issue", section("issue", none_identified=True)),
    (Rule.SECTION_NONE, "section.issue", section("issue", none_identified=True)),
    (Rule.SECTION_NONE, "section.legal", section("legal", "The Bridges Act.", none_identified=True)),
    (Rule.DOCUMENT_WORDS, "section.background", all_of(template(words=40), section("background", words(30)))),
    (Rule.SECTION_WORDS, "section.issue", section("issue", words(61))),
    (Rule.SECTION_WORDS, "section.issue", section("issue", f"{words(55)} [@passage-1 quote]")),
    (Rule.NOTE_LONG, "section.background", section("background", f"It is so.^[{words(31)}]")),
    (Rule.SECTION_PARAGRAPHS, "section.background", section("background", "One.\n\n" * 7)),
    (Rule.SECTION_NOT_PRINTED, "section.annex", section("annex", "More about the bridge.")),
    (Rule.SECTION_NOT_PRINTED, "section.recommendations", section("recommendations", "You should agree.")),
    (Rule.CITATION_UNKNOWN, "section.issue", section("issue", "It is old.[@passage-9]")),
    (Rule.CITATION_UNKNOWN, "section.issue", section("issue", "It is old.[@Passage 1]")),
    (Rule.CITATION_UNKNOWN, "section.issue", section("issue", "It is old.[@passage-1 p. 3]")),
    (Rule.CITATION_UNKNOWN, "brief.handling-plan", brief(fields=(("handling_plan", "So [@passage-9] says."),))),
    (Rule.QUOTATION_UNCITED, "section.issue", section("issue", "She said: “We have two winters at most”. It is so.")),
    (Rule.QUOTATION_UNCITED, "section.issue", section("issue", 'She said: "We have two winters at most".')),
    (Rule.QUOTATION_UNCITED, "section.issue", section("issue", "> We have two winters at most")),
    (
        Rule.QUOTATION_UNCITED,
        "section.issue",
        section("issue", "“We have two summers at most”, said the engineer.[@passage-2]"),
    ),
    (Rule.QUOTATION_ALTERED, "section.issue", section("issue", "“We have three winters at most”[@passage-2]")),
    (Rule.QUOTATION_ALTERED, "section.issue", section("issue", "“We have two winters at most”[@passage-1]")),
    (Rule.QUOTATION_ALTERED, "section.issue", section("issue", "> We have three winters at most. [@passage-2]")),
    # Language
    (Rule.SENTENCE_MEAN, "brief", section("background", "\n\n".join(long(25) for _ in range(40)))),
    (Rule.SENTENCE_OVER_35, "section.issue", section("issue", long(36))),
    (Rule.SENTENCE_OVER_35, "risk-1.event", point("risk-1", cause=long(30))),
    (Rule.SENTENCE_OVER_25, "section.issue", section("issue", long(26))),
    (Rule.ABBREVIATION, "section.issue.HMT", section("issue", "Whether HMT will pay for the bearings.")),
    (Rule.ABBREVIATION, "section.issue.MoD", section("issue", "Whether the MoD (2024) will pay for them.")),
    (Rule.ABBREVIATION, "rec-1.action.SRN", point("rec-1", action="Agree to put the SRN’s bearings first.")),
    (Rule.LIKELIHOOD_WORD, "section.issue", section("issue", "It is very likely to fail.")),
    (
        Rule.LIKELIHOOD_WORD,
        "section.issue",
        all_of(
            brief(scale=ScaleId.ICD203),
            point("risk-1", likelihood=likelihood("likely", ScaleId.ICD203)),
            section("issue", "There is a realistic possibility of failure."),
        ),
    ),
    (
        Rule.LIKELIHOOD_CONFIDENCE,
        "section.issue",
        section("issue", "We judge with high confidence that it is likely to fail."),
    ),
    (Rule.PLACEHOLDER, "section.issue", section("issue", "The cost is TBC.")),
    (Rule.PLACEHOLDER, "section.issue", section("issue", "We met [insert name] in May.")),
    # House template
    (Rule.OPINION_ONLY, "risk-1.evidence", source(bibliography=OPINION)),
    (Rule.SINGLE_SOURCE, "risk-1.evidence", another_source()),
    (Rule.SINGLE_SOURCE, "rec-1.evidence", all_of(another_source(), on_both_sources("risk-1"))),
    (
        Rule.CONTRADICTION,
        "risk-2.likelihood.risk-1",
        copied("risk-1", 2, likelihood=likelihood("unlikely"), event="one of the bearings may fail in frost"),
    ),
    (Rule.CONTRADICTION, "risk-2.impact.risk-1", copied("risk-1", 2, impact=2)),
    (
        Rule.CONTRADICTION,
        "rec-4.action.rec-3",
        all_of(
            copied("rec-1", 3, action=AGREED),
            copied("rec-1", 4, verb=Verb.REJECT, action="Reject closing the valley road to lorries in winter."),
        ),
    ),
    (
        Rule.CONTRADICTION,
        "rec-4.action.rec-3",
        all_of(copied("rec-1", 3, action=AGREED), copied("rec-1", 4, action=NOT_AGREED)),
    ),
    (
        Rule.CONTRADICTION,
        "rec-1.consultation.risk-1",
        all_of(
            passage("passage-1", start=0, end=len(LOAD), quote=LOAD),
            point("risk-1", cause="the bearings carry 40% of the load"),
            point("rec-1", consultation="We said that they carry 60 per cent."),
        ),
    ),
    (
        Rule.CONTRAST,
        "template.contrast.field on paper",
        template(contrast=(ContrastPair(text="field", on="paper", tenths=46),)),
    ),
    (Rule.COLOUR, "template.contrast.gold on paper", template(contrast=(ContrastPair(text="gold", on="paper"),))),
]

SOUND: list[tuple[Rule, Change]] = [
    (Rule.OPINION_ONLY, source(bibliography=replace(OPINION, title="Opinion polls on the bridge"))),
    (
        Rule.OPINION_ONLY,
        all_of(another_source(bibliography=OPINION), on_both_sources("risk-1", "rec-1", "rec-2", "dilemma-1")),
    ),
    (Rule.SINGLE_SOURCE, source(filename="only.txt")),
    (Rule.SINGLE_SOURCE, all_of(another_source(), on_both_sources("risk-1", "rec-1"))),
    (Rule.SINGLE_SOURCE, all_of(LOW, another_source(), on_both_sources("rec-1"))),
    (Rule.CONTRADICTION, copied("risk-1", 2)),
    (
        Rule.CONTRADICTION,
        copied(
            "risk-1", 2, impact=2, event="lorries may be sent through the valley", effect="the parish council protests"
        ),
    ),
    (Rule.CONTRADICTION, copied("risk-1", 2, impact=2, evidence=cited(passage_id="passage-3"))),
    (
        Rule.CONTRADICTION,
        all_of(copied("rec-1", 3, action=AGREED), copied("rec-1", 4, action="Agree not to wait for the tenders.")),
    ),
    (
        Rule.CONTRADICTION,
        all_of(
            copied("rec-1", 3, verb=Verb.REJECT, action="Reject the closing of the valley road."),
            copied("rec-1", 4, action="Agree to reject the closing of the valley road."),
        ),
    ),
    (
        Rule.CONTRADICTION,
        all_of(
            passage("passage-1", start=0, end=len(LOAD), quote=LOAD),
            point("risk-1", cause="the bearings carry 40% of the load"),
            point("rec-1", consultation="Of the parishes 40 per cent answered, by 30 June 2024, within 6 weeks."),
        ),
    ),
    (
        Rule.CONTRADICTION,
        all_of(
            passage("passage-1", start=0, end=len(LOAD), quote=LOAD),
            passage("passage-2", start=0, end=26, quote="It was 60 per cent before."),
            point("risk-1", cause="the bearings carry 40% of the load"),
            point("rec-1", consultation="It was 60 per cent.", evidence=(*cited(), *cited(passage_id="passage-2"))),
        ),
    ),
    (Rule.FIELD_REQUIRED, template(requires=("tlp", "marking"))),
    (Rule.FIELD_REQUIRED, all_of(template(fields=(OWN_FIELD,)), brief(fields=(("press", "Roads press desk"),)))),
    (Rule.FIELD_REQUIRED, template(fields=(TemplateField(name="urgent", type=FieldType.FLAG, required=True),))),
    (Rule.FIELD_VALUE, brief(fields=(("audience", "board"),))),
    (
        Rule.FIELD_VALUE,
        all_of(
            template(
                fields=(
                    TemplateField(name="a", type=FieldType.NUMBER),
                    TemplateField(name="b", type=FieldType.DATE),
                    TemplateField(name="c", type=FieldType.FLAG),
                    TemplateField(name="d", type=FieldType.LINES),
                )
            ),
            brief(fields=(("a", "12"), ("b", "2025-03-14"), ("c", "yes"), ("d", ("One", "Two")))),
        ),
    ),
    (Rule.FIELD_NOT_PRINTED, brief(fields=(("series", ""),))),
    (Rule.FIELD_UNKNOWN, template(requires=("from_", "copy-to"))),
    (Rule.TITLE_VERB, brief(title="Fund new bearings by 14 March")),
    (Rule.TITLE_VERB, brief(title="Whether the bridge stays open after 14 March")),
    (Rule.TITLE_VERB, all_of(template(decides=False), brief(title="Old bridges"))),
    (Rule.TITLE_VERB, brief(language="fr", title="Vieux pont")),
    (Rule.TITLE_DATE, brief(title="Decide before the summer recess whether to replace the bearings")),
    (Rule.TITLE_DATE, brief(title="Decide by Friday whether to replace the bearings")),
    (Rule.TITLE_DATE, brief(title="Decide by end of March whether to replace the bearings")),
    (Rule.TITLE_DATE_DIFFERS, brief(title="Decide by March 14, 2025 whether to close the bridge on 1 June")),
    (Rule.TITLE_LONG, brief(title="Old bridge: decide by 14 March whether to replace its bearings" + " and rails" * 4)),
    (Rule.SHORT_TITLE, brief(title="Decide by 14 March on new bearings", short_title="")),
    (Rule.DECISION_REASON, brief(decision_by=None, decision_by_reason="")),
    (Rule.DECISION_DATE, brief(decision_by=None, decision_by_reason=" ")),
    (Rule.DECISION_DATE, all_of(template(requires=("decision-by",)), brief(decision_by=None))),
    (Rule.FIELD_REQUIRED, all_of(template(requires=("decision-by-reason",)), brief(decision_by_reason=""))),
    (Rule.DECISION_ORDER, brief(date=DUE)),
    (Rule.DATE_PAST, on(DUE)),
    (Rule.DATE_PAST, all_of(on(None), point("risk-1", review_by=dt.date(1999, 1, 1)))),
    (Rule.BLUF_LONG, brief(bluf=words(60))),
    (Rule.KEY_POINTS, all_of(KEYED, brief(key_points=("One.",) * 3))),
    (Rule.KEY_POINTS, brief(key_points=("One.",))),
    (Rule.KEY_POINT_LONG, all_of(KEYED, brief(key_points=(words(30),) * 3))),
    (Rule.AUTHOR_NOTE_LONG, brief(authors=(Author(name="A. Writer", note=words(60)),))),
    (Rule.PAPER, all_of(brief(paper=Paper.LETTER), template(paper=(Paper.A4, Paper.LETTER)))),
    (Rule.LANGUAGE_TAG, brief(language="sr-Latn-RS")),
    (Rule.ANNEX_NOT_PRINTED, all_of(template(evidence_annex=True), brief(evidence_annex=True))),
    (Rule.ANNEX_REVEALS, template(evidence_annex=True)),
    (Rule.PROVENANCE_REVEALS, brief(provenance=False)),
    (Rule.DATA_REVEALS, brief(attach_data=False)),
    (Rule.LANGUAGE_WORDS, brief(language="fr-CA")),
    (Rule.LANGUAGE_WORDS, brief(language="British English")),
    (Rule.LANGUAGE_WORDS, all_of(brief(language="sr-Latn-RS"), template(brand=Brand(labels=(("sr", ()),))))),
    (Rule.TEMPLATE_VERSION, brief(template_version="1")),
    (Rule.ACCEPTANCE_UNUSED, all_of(brief(to=""), bridge.accepted("field-required", "brief.to"))),
    # Markings
    (Rule.MARKING_MISSING, brief(marking="", tlp="TLP:GREEN")),
    (Rule.MARKING_TEXT, brief(marking="OFFICIAL-SENSITIVE LEGAL", handling="RECIPIENTS ONLY")),
    (Rule.MARKING_TEXT, brief(marking="HOUSE ONLY")),
    (Rule.MARKING_TEXT, brief(marking="CHATHAM HOUSE RULE")),
    (Rule.MARKING_CAPITALS, brief(marking="MEMBERS ONLY")),
    (Rule.MARKING_IS_TLP, brief(tlp="TLP:AMBER+STRICT")),
    (Rule.MARKING_CONTRADICTION, brief(marking="OFFICIAL", tlp="TLP:CLEAR")),
    (Rule.MARKING_CONTRADICTION, brief(marking="SECRET", tlp="TLP:RED", handling="RECIPIENTS ONLY")),
    (Rule.HANDLING_INCOMPLETE, brief(handling="EMBARGOED UNTIL 00:01 ON 14 MARCH 2025")),
    (Rule.HANDLING_MISSING, brief(marking="OFFICIAL-SENSITIVE", handling="RECIPIENTS ONLY")),
    (Rule.MARKING_ABOVE, brief(marking="SECRET")),
    (Rule.MARKING_ABOVE, all_of(point("risk-1", marking="SECRET"), off("risk-1"))),
    (Rule.MARKING_ABOVE, all_of(brief(marking=""), point("risk-1", marking="SECRET"))),
    (
        Rule.MARKING_INCOMPARABLE,
        all_of(brief(marking="TLP:RED"), point("risk-1", marking="TLP:AMBER"), source(marking="")),
    ),
    # Points
    (Rule.POINT_MISSING, off("risk-1")),
    (Rule.POINT_NOT_PRINTED, all_of(asked("risks", shows=None), off("risk-1"))),
    (Rule.POINT_OFF, brief(points=clean().brief.points[:3])),
    (Rule.POINT_NOT_MEANT, point("risk-1", include_in=("policy-brief", "ministerial-submission"))),
    (Rule.POINTS_OVER, all_of(*(copied("risk-1", number) for number in (2, 3)))),
    (Rule.POINTS_OVER, all_of(asked("risks", points=0), *(copied("risk-1", number) for number in (2, 3, 4)))),
    (Rule.POINTS_OVER_TEMPLATE, all_of(template(points=PointLimits(risk=2)), copied("risk-1", 2))),
    (Rule.POINTS_OVER_TEMPLATE, template(points=PointLimits(risk=0))),
    (Rule.POINT_FIELDS_LEFT_OUT, template(prints=PrintedFields(risk=ALL_OF_RISK))),
    (Rule.POINT_FIELDS_LEFT_OUT, template(prints=PrintedFields())),
    (Rule.POINT_TITLE, point("risk-1", title="Frost")),
    (Rule.POINT_TITLE_LONG, point("risk-1", title=long(12))),
    (Rule.POINT_TITLE_DRAFT, point("risk-1", title_is_draft=False)),
    (Rule.POINT_EVIDENCE, point("risk-1", evidence=cited())),
    (Rule.OWNER_VAGUE, point("rec-1", owner="Allerdale Council")),
    (Rule.OWNER_VAGUE, point("rec-1", owner="The bridges team of Roads Policy")),
    (Rule.LINK_OUTSIDE, option("B", raises=("risk-1",))),
    # Risks
    (Rule.RISK_STATEMENT, point("risk-1", cause="Because it is old.")),
    (Rule.RISK_ONE_WORD, point("risk-1", title="Bearings fail")),
    (
        Rule.RISK_UNRATED,
        point("risk-1", likelihood=None, rating_override=RatingOverride(rating=Rating.HIGH, reason="It was seen.")),
    ),
    (
        Rule.RISK_HORIZON,
        all_of(
            brief(scale=ScaleId.NRR),
            point("risk-1", likelihood=likelihood("level 5", ScaleId.NRR), horizon=Horizon.FIVE_YEARS),
        ),
    ),
    (Rule.RISK_RESPONSE, all_of(LOW, point("risk-1", response=None))),
    (Rule.RISK_OWNER, all_of(LOW, point("risk-1", owner=""))),
    (Rule.RISK_TREATMENT, all_of(point("rec-1", mitigates=()), HIGH)),
    (
        Rule.RISK_POSITIONS,
        point(
            "risk-1",
            inherent=position("almost certain", 5),
            residual=position("likely or probable", 4),
            target=position("unlikely", 4),
        ),
    ),
    (Rule.RISK_CLOSED, point("risk-1", status=RiskStatus.WATCHING)),
    (
        Rule.RATING_LOWERED,
        point("risk-1", rating_override=RatingOverride(rating=Rating.VERY_HIGH, reason="It is the only bridge.")),
    ),
    (Rule.LIKELIHOOD_SCALE, HIGH),
    (Rule.POSITION_SCALE, point("risk-1", target=position("unlikely", 2))),
    # Dilemmas
    (Rule.DILEMMA_QUESTION, point("dilemma-1", question="Close it?")),
    (Rule.DILEMMA_QUESTION_MARK, point("dilemma-1", question="Should we heed “close it at once?”")),
    (Rule.DILEMMA_TENSION, point("dilemma-1", tension=Tension(one="order", other="law"))),
    (
        Rule.DILEMMA_TENSION_LONG,
        point("dilemma-1", tension=Tension(one="safety", other="the trade of both our banks")),
    ),
    (
        Rule.DILEMMA_OPTIONS,
        point(
            "dilemma-1",
            options=tuple(Option(letter=letter, name="Wait", gains="Time.", costs="Wear.") for letter in "ABCD"),
            cells=(),
            criteria=(),
        ),
    ),
    (Rule.OPTION_NAME, option("A", name="Close one of the two lanes")),
    (Rule.OPTION_ONE_SIDED, option("A", gains="None to speak of.")),
    (Rule.OPTION_DOMINATED, marks(A_safety=Mark.WORSE, A_trade=None)),
    (Rule.OPTION_DOMINATED, marks(A_safety=Mark.WORSE, A_trade=Mark.NEUTRAL)),
    (Rule.STATUS_QUO_DOMINATED, marks(A_trade=Mark.WORSE)),
    (Rule.STATUS_QUO, all_of(option("B", is_status_quo=False), point("dilemma-1", no_status_quo_because="It falls."))),
    (Rule.DILEMMA_CELLS, point("dilemma-1", criteria=(), cells=())),
    (Rule.DILEMMA_LEAN, point("dilemma-1", lean=NO_VIEW)),
    (Rule.DILEMMA_SETTLED, point("dilemma-1", status=DilemmaStatus.OPEN)),
    # Recommendations
    (Rule.RECOMMENDATION_VERB, point("rec-1", verb=Verb.APPROVE)),
    (Rule.RECOMMENDATION_ACTION, point("rec-1", action="Agree.")),
    (Rule.RECOMMENDATION_OTHER_VERB, point("rec-1", action="Agree to note the bearings' state.")),
    (Rule.RECOMMENDATION_FIRST_WORD, point("rec-1", action="**Agree** to replace the bearings.")),
    (Rule.RECOMMENDATION_FIRST_WORD, all_of(brief(language="de"), point("rec-1", action="Die Lager ersetzen."))),
    (Rule.RECOMMENDATION_LONG, point("rec-1", action="Agree to " + long(38))),
    (Rule.RECOMMENDATION_SENTENCES, point("rec-1", action="Agree to pay Dr. Pontifex 3.5 per cent.")),
    (Rule.RECOMMENDATION_WEAK, point("rec-1", action="Agree to review the tolls and publish the result by June.")),
    (Rule.RECOMMENDATION_WEAK, point("rec-1", action="Agree the terms of the review.")),
    (Rule.RECOMMENDATION_WEAK, point("rec-1", action="Agree to replace the bearings and to review them yearly.")),
    (Rule.RECOMMENDATION_OWNER, point("rec-2", owner="")),
    (Rule.RECOMMENDATION_DEADLINE, point("rec-1", deadline=ON_DECISION)),
    (Rule.RECOMMENDATION_DEADLINE, point("rec-2", deadline=None)),
    (Rule.RECOMMENDATION_REASON, point("rec-1", deadline=ON_DECISION, deadline_reason="")),
    (Rule.RECOMMENDATION_EARLY, all_of(point("rec-1", deadline=DUE), point("rec-2", deadline=DUE))),
    (Rule.RECOMMENDATION_EARLY, brief(decision_by=None)),
    (Rule.RECOMMENDATION_MEASURE, point("rec-2", success_measure="")),
    (Rule.RECOMMENDATION_COST, point("rec-2", cost=None)),
    (Rule.RECOMMENDATION_UNSAID, point("rec-1", legal_none=False, legal_basis="The Bridges Act.")),
    (Rule.NONE_CONTRADICTED, point("rec-1", legal_basis=" ")),
    (Rule.CONSULTATION_LONG, point("rec-1", consultation=words(120))),
    (Rule.DISSENT_LONG, point("rec-1", dissent=words(40))),
    (Rule.DEPENDS_OUTSIDE, point("rec-1", depends_on=())),
    (Rule.SETTLES_OPTION, point("rec-1", settles=(Settlement(dilemma="dilemma-1"),))),
    (Rule.SETTLES_AGAINST_LEAN, point("dilemma-1", lean=NO_VIEW)),
    (Rule.SETTLES_CONFLICT, point("rec-2", settles=(Settlement(dilemma="dilemma-1", option="A"),))),
    # Evidence
    (Rule.PASSAGE_MISSING, point("risk-1", evidence=cited(passage_id="passage-3"))),
    (
        Rule.PASSAGE_LOST,
        all_of(
            passage("passage-3", lost=True),
            point("dilemma-1", evidence=cited()),
            point("rec-2", evidence=cited()),
            section("background"),
        ),
    ),
    (Rule.PASSAGE_ALTERED, passage("passage-1", lost=True, start=1, end=55)),
    (Rule.CITATION_EDIT, point("risk-1", evidence=cited(Edit(start=50, end=54)))),
    (
        Rule.SOURCE_BIBLIOGRAPHY,
        source(
            bibliography=Bibliography(
                editor=(Name(literal="County"),), title="The bridge", issued=PartialDate(literal="last spring")
            )
        ),
    ),
    (Rule.SOURCE_OCR, source(how_obtained=HowObtained.PASTED)),
    # Narrative
    (Rule.SECTION_EMPTY, section("background")),
    (Rule.SECTION_EMPTY, off("rec-2")),
    (Rule.SECTION_EMPTY, section("legal", "The Bridges Act.")),
    (Rule.SECTION_NONE, section("legal", none_identified=True)),
    (Rule.DOCUMENT_WORDS, all_of(template(words=42), section("background", words(30)))),
    (Rule.SECTION_WORDS, section("issue", f"# A heading\n\n{words(40)}")),
    (Rule.NOTE_LONG, section("background", f"{words(29)}.^[{words(30)}]")),
    (Rule.SENTENCE_OVER_35, section("background", f"{words(20)}^[**So**: {words(20)}] here.")),
    (Rule.SECTION_PARAGRAPHS, section("background", "One.^[Two.]\n\n" * 6 + "- An item.\n- Another.\n")),
    (Rule.SECTION_NOT_PRINTED, section("annex", " ")),
    (Rule.CITATION_UNKNOWN, section("issue", r"It is old.[@passage-1] [@passage-2 quote] \[@nothing]")),
    (Rule.QUOTATION_UNCITED, section("issue", "A “bridge too far” it is not.")),
    (Rule.QUOTATION_UNCITED, section("issue", "“We have two winters at most,” she said.[@passage-2] It is so.")),
    (Rule.QUOTATION_UNCITED, section("issue", 'It is not 5" but 6" wide, as the plans of 1911 say.')),
    (Rule.QUOTATION_ALTERED, section("issue", '"We have   two winters at most"[@passage-2]')),
    (Rule.QUOTATION_ALTERED, section("issue", "“The bearings […] were last replaced”[@passage-1]")),
    (Rule.QUOTATION_ALTERED, section("issue", "“[T]he bearings [we use] were last replaced.” [@passage-1]")),
    (Rule.QUOTATION_ALTERED, section("issue", "> “We have two winters at most” — county engineer [@passage-2]")),
    # Language
    (Rule.SENTENCE_MEAN, section("background", "\n\n".join(long(20) for _ in range(12)))),
    (Rule.SENTENCE_MEAN, section("background", f"{long(24)}\n\n- {'item ' * 30}")),
    (Rule.SENTENCE_OVER_35, section("issue", long(35))),
    (Rule.SENTENCE_OVER_25, section("issue", long(25))),
    (Rule.SENTENCE_OVER_25, section("issue", f"She said “{long(30)}”[@passage-2] and left.")),
    (Rule.SENTENCE_OVER_25, section("issue", f"# {long(30)}\n\nShort.")),
    (Rule.ABBREVIATION, section("issue", "Whether the Treasury (HMT) pays. HMT has not said.")),
    (Rule.ABBREVIATION, section("issue", "Whether the MoD (Ministry of Defence) pays for the NATO lane.")),
    (Rule.ABBREVIATION, all_of(known("HMT"), section("issue", "Whether HMT pays."))),
    (Rule.ABBREVIATION, section("issue", "Phase II of RD-2025-014 is NOT public, but OFFICIAL; see § IV.")),
    (Rule.ABBREVIATION, section("issue", "It says “The HMT will never pay”[@passage-2].")),
    (Rule.LIKELIHOOD_WORD, section("issue", "It is highly likely, if unlikely to be seen, in remote valleys.")),
    (Rule.LIKELIHOOD_WORD, section("issue", "It said “it is very likely to fail”[@passage-2].")),
    (Rule.LIKELIHOOD_CONFIDENCE, section("issue", "It is likely to fail. We have high confidence in this.")),
    (Rule.LIKELIHOOD_CONFIDENCE, section("issue", "Business confidence is likely to fall.")),
    (Rule.PLACEHOLDER, section("issue", "The insert was dated by name.")),
    (Rule.CONTRAST, template(contrast=(ContrastPair(text="#000", on="#FFFFFF", tenths=210),))),
    (Rule.COLOUR, template(contrast=(ContrastPair(text="#12355B", on="paper"),))),
]


def _name(entry: object) -> str:
    return str(entry) if isinstance(entry, str) else ""


def test_nothing_is_found_in_a_careful_brief() -> None:
    """A careful editor gets an empty list: no rule cries wolf."""
    assert clean().findings() == ()


@pytest.mark.parametrize(("rule", "place", "change"), BROKEN, ids=_name)
def test_a_breach_is_found_at_its_place(rule: Rule, place: str, change: Change) -> None:
    """The rule names the place, in a plain sentence with a remedy, as grave as the rule is."""
    finding = next(found for found in change(clean()).findings() if (found.rule, found.place.key) == (rule, place))
    assert finding.severity is rule.severity
    assert finding.place.words
    for sentence in (finding.message, finding.remedy):
        assert re.fullmatch(r"[^a-z\s].*[.?]", sentence), sentence


@pytest.mark.parametrize(("rule", "change"), SOUND, ids=_name)
def test_what_comes_near_is_not_found(rule: Rule, change: Change) -> None:
    """What the rule allows is left in peace."""
    assert rule not in {finding.rule for finding in change(clean()).findings()}


def test_every_rule_is_tried_both_ways() -> None:
    """No rule is without something that breaks it and something that comes near."""
    assert {rule for rule, _, _ in BROKEN} == set(Rule)
    assert {rule for rule, _ in SOUND} == set(Rule)


@pytest.mark.parametrize("rule", Rule)
def test_a_rule_says_what_it_asks(rule: Rule) -> None:
    """A rule has a stable id, a severity and a meaning."""
    assert re.fullmatch(r"[a-z0-9-]+", rule)
    assert rule.severity in Severity
    assert rule.about


@pytest.mark.parametrize(
    ("change", "rule", "measured"),
    [
        (brief(bluf=words(61)), Rule.BLUF_LONG, "61 words; at most 60"),
        (point("rec-1", action="Agree to " + long(39)), Rule.RECOMMENDATION_LONG, "41 words; at most 40"),
        (section("issue", long(36)), Rule.SENTENCE_OVER_35, "36 words; at most 35"),
        (section("background", "One.\n\n" * 7), Rule.SECTION_PARAGRAPHS, "7 paragraphs; at most 6"),
        (
            all_of(template(words=40), section("background", words(30))),
            Rule.DOCUMENT_WORDS,
            "42 words; at most 40",
        ),
        (marks(A_safety=Mark.WORSE), Rule.OPTION_DOMINATED, "A dominated by B"),
        (marks(A_safety=None), Rule.DILEMMA_CELLS, "1 of 4 cells"),
        (section("issue", "HMT pays. Does HMT pay?"), Rule.ABBREVIATION, "used 2 times"),
        (
            NARROW,
            Rule.CONTRAST,
            "4.56; at least 4.6",
        ),
        (
            all_of(
                brief(bluf="", decision_by_reason="Soon."),
                off("rec-1"),
                off("rec-2"),
                off("risk-1"),
                off("dilemma-1"),
                section("issue", " ".join([long(26)] * 6)),
                section("background"),
            ),
            Rule.SENTENCE_MEAN,
            "22.4 words over 7 sentences; at most 20",
        ),
    ],
    ids=_name,
)
def test_the_measured_value_is_given_with_its_limit(change: Change, rule: Rule, measured: str) -> None:
    """What can be measured is told as a number, beside the limit."""
    assert change(clean()).only(rule).measured == measured


def test_the_longest_sentence_is_named_with_the_mean() -> None:
    """Who has to shorten sentences is told where to begin."""
    case = section("background", " ".join([*[long(24)] * 30, long(27)]))(clean())
    assert case.only(Rule.SENTENCE_MEAN).remedy == (
        "Cut the longest first; it has 27 words and stands at “Section “Background””."
    )


def test_a_long_risk_is_shortened_where_it_is_written() -> None:
    """A risk is printed as one sentence made of three fields: it can't be cut in two."""
    case = point("risk-1", cause=long(30))(clean())
    assert case.only(Rule.SENTENCE_OVER_35).remedy == "Shorten its cause, event or effect."


def test_the_least_grave_risks_are_left_over() -> None:
    """Where there is no room for all risks, those left over are the mildest, then the most distant."""
    soon = copied("risk-1", 2, proximity=Proximity.IMMINENT)
    case = all_of(
        soon, copied("risk-1", 3, likelihood=likelihood("almost certain"), impact=5), asked("risks", points=2)
    )
    assert "Risk 1 is printed in short or elsewhere" in case(clean()).only(Rule.POINTS_OVER).message


def test_a_treatment_outside_the_brief_is_named() -> None:
    """A recommendation that treats the risk, and is not in the brief, is offered as the remedy."""
    case = all_of(off("rec-1"), point("rec-2", depends_on=()))(clean())
    assert case.only(Rule.RISK_TREATMENT).remedy.startswith("Add Rec. 1 to the brief")


def test_words_that_stand_elsewhere_in_the_source_are_found_there() -> None:
    """A quotation from beside its passage is told from one that nobody said."""
    case = section("issue", "“She asked for a decision before the summer”[@passage-2]")(clean())
    assert "widen Passage 2" in case.only(Rule.QUOTATION_ALTERED).remedy


def test_a_citation_written_nearly_right_is_offered_right() -> None:
    """Who writes [@Passage 1] is told [@passage-1]."""
    case = section("issue", "It is old.[@Passage-1]")(clean())
    assert case.only(Rule.CITATION_UNKNOWN).remedy.startswith("Write it as [@passage-1]")


def test_a_risk_may_be_treated_twice() -> None:
    """Two recommendations that mitigate one risk are no fault."""
    assert point("rec-2", mitigates=(Mitigation(risk="risk-1"),))(clean()).findings() == ()
