"""The fixed lists of words: kinds of point, likelihood scales, impact, ratings, and all that a field chooses from.

Sources: PHIA probability yardstick (GOV.UK, 24 March 2025); ICD 203 (United States, 2015); UK National Risk Register
2023 and 2025 (NRR); HM Treasury, Orange Book (2004; 2023, Annex 4); Structured Decision Making consequence tables;
action-memo practice in the UK, New Zealand, Australia and the United States. Where a list is a house's own habit and
no published standard, the docstring says “house”.
"""

from __future__ import annotations

from dataclasses import dataclass

from briefgen.domain.fields import Term


class Kind(Term):
    """What a point is."""

    RISK = "risk", "something that may happen and would do harm"
    DILEMMA = "dilemma", "a choice between goods that cannot both be had"
    RECOMMENDATION = "recommendation", "something that the addressee is asked to do"

    @property
    def prefix(self) -> str:
        """The start of the ids of this kind's points: risk, dilemma, rec."""
        return "rec" if self is Kind.RECOMMENDATION else self.value


class PassageKind(Term):
    """What a passage was picked as; its points say the rest."""

    RISK = "risk"
    DILEMMA = "dilemma"
    RECOMMENDATION = "recommendation"
    EVIDENCE = "evidence"
    QUOTE = "quote"


class ScaleId(Term):
    """Which likelihood scale a term belongs to."""

    PHIA = "phia", "PHIA probability yardstick, seven terms (scale A)"
    ICD203 = "icd-203", "ICD 203, seven terms (scale B)"
    NRR = "nrr", "National Risk Register, five bands (scale C)"


@dataclass(frozen=True, slots=True)
class LikelihoodTerm:
    """One term of a scale: the words, their range in per cent, the column (1 to 5) of the rating table, other words."""

    words: str
    least: float
    most: float
    column: int
    also: tuple[str, ...] = ()

    @property
    def range(self) -> str:
        """The range in words, as in “55 to 75 %”."""
        if self.least <= 0:
            return f"up to {self.most:g} %"
        if self.most >= 100:
            return f"{self.least:g} % or more"
        return f"{self.least:g} to {self.most:g} %"


@dataclass(frozen=True, slots=True)
class LikelihoodScale:
    """A scale of likelihood: its terms from the least likely to the most."""

    id: ScaleId
    title: str
    terms: tuple[LikelihoodTerm, ...]

    def find(self, words: str) -> LikelihoodTerm | None:
        """Find the term that `words` name, without regard to case and spacing; None when it is not of this scale."""
        wanted = " ".join(words.lower().split())
        return next((t for t in self.terms if wanted == t.words or wanted in t.also), None)


PHIA = LikelihoodScale(
    ScaleId.PHIA,
    "PHIA probability yardstick",
    (
        LikelihoodTerm("remote chance", 0, 5, 1),
        LikelihoodTerm("highly unlikely", 10, 20, 2),
        LikelihoodTerm("unlikely", 25, 35, 2),
        LikelihoodTerm("realistic possibility", 40, 50, 3),
        LikelihoodTerm("likely or probable", 55, 75, 4, ("likely", "probable")),
        LikelihoodTerm("highly likely", 80, 90, 5),
        LikelihoodTerm("almost certain", 95, 100, 5),
    ),
)
"""Scale A, the default. The columns are those of the rating lookup: seven terms to five columns."""

ICD203 = LikelihoodScale(
    ScaleId.ICD203,
    "ICD 203",
    (
        LikelihoodTerm("almost no chance", 1, 5, 1, ("remote",)),
        LikelihoodTerm("very unlikely", 5, 20, 2, ("highly improbable",)),
        LikelihoodTerm("unlikely", 20, 45, 2, ("improbable",)),
        LikelihoodTerm("roughly even chance", 45, 55, 3, ("roughly even odds",)),
        LikelihoodTerm("likely", 55, 80, 4, ("probable",)),
        LikelihoodTerm("very likely", 80, 95, 5, ("highly probable",)),
        LikelihoodTerm("almost certain", 95, 99, 5, ("nearly certain", "almost certainly")),
    ),
)
"""Scale B."""

NRR = LikelihoodScale(
    ScaleId.NRR,
    "National Risk Register",
    (
        LikelihoodTerm("level 1", 0, 0.2, 1, ("1", "less than 0.2 %")),
        LikelihoodTerm("level 2", 0.2, 1, 2, ("2", "0.2 to 1 %")),
        LikelihoodTerm("level 3", 1, 5, 3, ("3", "1 to 5 %")),
        LikelihoodTerm("level 4", 5, 25, 4, ("4", "5 to 25 %")),
        LikelihoodTerm("level 5", 25, 100, 5, ("5", "more than 25 %")),
    ),
)
"""Scale C: bands over a stated horizon, five years, or two for malicious risks."""

SCALES: dict[ScaleId, LikelihoodScale] = {scale.id: scale for scale in (PHIA, ICD203, NRR)}
"""The three scales, the default first."""

IMPACTS = ("minor", "limited", "moderate", "significant", "catastrophic")
"""The words for impact 1 to 5 (NRR)."""


class Rating(Term):
    """How grave a risk is, looked up from likelihood and impact."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    VERY_HIGH = "very high"

    @property
    def rank(self) -> int:
        """0 for low to 3 for very high."""
        return list(Rating).index(self)


class Category(Term):
    """What a risk threatens in an organisation (Orange Book 2023, Annex 4)."""

    STRATEGY = "strategy"
    GOVERNANCE = "governance"
    OPERATIONS = "operations"
    LEGAL = "legal"
    PROPERTY = "property"
    FINANCIAL = "financial"
    COMMERCIAL = "commercial"
    PEOPLE = "people"
    TECHNOLOGY = "technology"
    INFORMATION = "information"
    SECURITY = "security"
    PROJECT = "project/programme"
    REPUTATIONAL = "reputational"


class Theme(Term):
    """Which theme of the National Risk Register (2023, 2025) a risk belongs to."""

    TERRORISM = "terrorism"
    CYBER = "cyber"
    STATE_THREATS = "state threats"
    GEOGRAPHIC = "geographic and diplomatic"
    ACCIDENTS = "accidents and systems failures"
    NATURAL = "natural and environmental hazards"
    HEALTH = "human, animal and plant health"
    SOCIETAL = "societal"
    CONFLICT = "conflict and instability"


class Horizon(Term):
    """The time within which the likelihood is meant (house; NRR for the longer ones)."""

    MONTH = "this month"
    QUARTER = "this quarter"
    YEAR = "this year"
    PARLIAMENT = "this parliament"
    FIVE_YEARS = "5 years"
    BEYOND = "beyond"


class ImpactArea(Term):
    """What an impact falls on (modelled on the NRR's seven categories)."""

    PEOPLE = "people"
    ECONOMY = "economy"
    ESSENTIAL_SERVICES = "essential services"
    ENVIRONMENT = "environment"
    SECURITY = "security"
    INTERNATIONAL_STANDING = "international standing"
    PUBLIC_TRUST = "public trust"


class Response(Term):
    """What is done about a risk (Orange Book 2004)."""

    TOLERATE = "tolerate", "accept it as it is, and watch"
    TREAT = "treat", "act to make it less likely or less harmful"
    TRANSFER = "transfer", "let another carry it, by contract or insurance"
    TERMINATE = "terminate", "stop doing what brings it"
    OPPORTUNITY = "take the opportunity", "use the uncertainty for good"


class Proximity(Term):
    """How soon a risk would strike (house)."""

    IMMINENT = "imminent"
    THREE_MONTHS = "within 3 months"
    YEAR = "within a year"
    LONGER = "longer"


class Trend(Term):
    """Where a risk is heading (house); printed as word and arrow."""

    RISING = "rising"
    STEADY = "steady"
    FALLING = "falling"
    NEW = "new"


class Confidence(Term):
    """How well the evidence bears a judgement (PHIA analytical confidence rating; ICD 203)."""

    HIGH = "high", "good sources that agree, sound reasoning"
    MODERATE = "moderate", "credible sources, some gaps or disagreement"
    LOW = "low", "few or weak sources, much inference"


class RiskStatus(Term):
    """Where a risk stands (house)."""

    OPEN = "open"
    WATCHING = "watching"
    MATERIALISED = "materialised"
    CLOSED = "closed"


class Reversibility(Term):
    """Whether an option can be undone (house)."""

    REVERSIBLE = "reversible"
    AT_COST = "reversible at cost"
    IRREVERSIBLE = "irreversible"


class CostBand(Term):
    """How much money, roughly (house text)."""

    NONE = "none"
    UNDER_1M = "<£1m"
    FROM_1M = "£1–10m"
    FROM_10M = "£10–100m"
    OVER_100M = ">£100m"
    UNKNOWN = "unknown"


class Direction(Term):
    """Whether more or less of a criterion is better."""

    MORE = "more is better"
    LESS = "less is better"


class Mark(Term):
    """How an option does on a criterion; printed ++ + 0 − −− (Structured Decision Making consequence table)."""

    STRONGLY_BETTER = "strongly better"
    BETTER = "better"
    NEUTRAL = "neutral"
    WORSE = "worse"
    STRONGLY_WORSE = "strongly worse"

    @property
    def score(self) -> int:
        """2 for strongly better to −2 for strongly worse: an order, not a quantity."""
        return 2 - list(Mark).index(self)

    @property
    def sign(self) -> str:
        """The printed sign."""
        return {2: "++", 1: "+", 0: "0", -1: "−", -2: "−−"}[self.score]


DEFAULT_CRITERIA = ("suitability", "feasibility", "acceptability", "cost", "equity", "time")
"""Criteria offered for a new dilemma; the first three from the UK Strategy Survival Guide."""


class LeanStrength(Term):
    """How strongly the editor leans to an option (house)."""

    SLIGHT = "slight"
    CLEAR = "clear"
    STRONG = "strong"


class DilemmaStatus(Term):
    """Where a dilemma stands (house)."""

    OPEN = "open"
    SETTLED = "settled"
    OVERTAKEN = "overtaken"


class Verb(Term):
    """What a recommendation asks of the addressee (NZ, Australian and US memo practice)."""

    AGREE = "agree"
    APPROVE = "approve"
    NOTE = "note"
    DIRECT = "direct"
    DISCUSS = "discuss"
    REJECT = "reject"


class Priority(Term):
    """How much a recommendation matters (audit practice: high, medium, low)."""

    ESSENTIAL = "essential"
    IMPORTANT = "important"
    DESIRABLE = "desirable"


class Effort(Term):
    """How much work a recommendation takes (house)."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Funding(Term):
    """Whether the money is there (house)."""

    FUNDED = "funded"
    UNFUNDED = "unfunded"
    COST_NEUTRAL = "cost-neutral"
    SAVES = "saves"


class Decision(Term):
    """What the addressee decided on a recommendation (memo practice)."""

    AGREED = "agreed"
    AGREED_WITH_CHANGES = "agreed with changes"
    NOT_AGREED = "not agreed"
    DISCUSS = "discuss"
    NOTED = "noted"
    DEFERRED = "deferred"


class ImplementationStatus(Term):
    """How far a recommendation has been carried out (house)."""

    NOT_STARTED = "not started"
    ON_TRACK = "on track"
    AT_RISK = "at risk"
    LATE = "late"
    DONE = "done"
    DROPPED = "dropped"


class BriefState(Term):
    """How far a brief is on its way."""

    DRAFT = "DRAFT"
    FOR_CLEARANCE = "FOR CLEARANCE"
    FINAL = "FINAL"
    SUPERSEDED = "SUPERSEDED"


class Paper(Term):
    """The paper that a brief is laid out for (ISO 216; ANSI/ASME Y14.1 for Letter)."""

    A4 = "A4", "210 × 297 mm"
    LETTER = "Letter", "8.5 × 11 inches (215.9 × 279.4 mm)"

    @property
    def millimetres(self) -> tuple[float, float]:
        """Its short and its long side."""
        return (210.0, 297.0) if self is Paper.A4 else (215.9, 279.4)


class Orientation(Term):
    """How a page is held."""

    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"


class HowObtained(Term):
    """How a source's text was got."""

    NATIVE = "native", "read from the document itself"
    OCR = "OCR", "recognised from pictures of pages"
    PASTED = "pasted", "pasted by the editor"


class BlockKind(Term):
    """What a block of a source's text is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list item"
    QUOTE = "quote"
    CODE = "code"
    TABLE = "table"
    FOOTNOTE = "footnote"
    CAPTION = "caption"


class Severity(Term):
    """How much a finding matters: an error stops the export, a warning should be mended, a hint may be."""

    ERROR = "error", "must fix"
    WARNING = "warning", "should fix"
    HINT = "hint", "note"
