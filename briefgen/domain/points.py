"""Points: what the editor says on the strength of passages. A point is a Risk, a Dilemma or a Recommendation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Self

from briefgen.domain.fields import (
    Checked,
    Choice,
    Day,
    FieldError,
    Flag,
    Id,
    Many,
    Moment,
    Number,
    Plain,
    Record,
    Text,
    Values,
    as_id,
    holds,
)
from briefgen.domain.terms import (
    IMPACTS,
    SCALES,
    Category,
    Confidence,
    CostBand,
    Decision,
    DilemmaStatus,
    Direction,
    Effort,
    Funding,
    Horizon,
    ImpactArea,
    ImplementationStatus,
    Kind,
    LeanStrength,
    LikelihoodTerm,
    Mark,
    Priority,
    Proximity,
    Rating,
    Response,
    Reversibility,
    RiskStatus,
    ScaleId,
    Theme,
    Trend,
    Verb,
)

NO_VIEW = "no view"
"""What stands in a dilemma's `lean` when the editors lean to no option."""

ON_DECISION = "on decision"
"""What stands in a recommendation's `deadline` when it is due as soon as it is agreed."""

_LINE = Text(one_line=True)
_TEXT = Text()
_LINES = Many(_LINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit(Checked):
    """An editor's mark in a quotation: the code points `start` to `end` of the quote give way to `insertion`.

    Shown as […] when nothing is inserted, as [insertion] otherwise; the exact quote stays in the passage.
    """

    start: int = holds(Number(0, 2**40, optional=False))
    end: int = holds(Number(0, 2**40, optional=False))
    insertion: str = holds(_LINE, "")

    def check_together(self) -> None:
        """Refuse a span that runs backwards, and an edit that changes nothing."""
        if self.end < self.start or (self.end == self.start and not self.insertion):
            raise FieldError("end", "an offset after the start", self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation(Checked):
    """A point's claim on a passage as its evidence, with the editor's elisions and insertions for this use of it."""

    takes = "a passage's id such as passage-1"

    passage: str = holds(Id("passage"))
    edits: tuple[Edit, ...] = holds(Many(Record(Edit, optional=False)), ())
    note: str = holds(_TEXT, "", about="Editor's note; never printed")

    def check_together(self) -> None:
        """Refuse edits that overlap or are out of order."""
        for before, after in zip(self.edits, self.edits[1:], strict=False):
            if after.start < before.end:
                raise FieldError("edits", "edits in order that do not overlap")

    @classmethod
    def parse(cls, field: str, text: str) -> Self:  # noqa: ARG003  the signature that Record asks for
        """Read a passage's id."""
        return cls(passage=as_id(text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Likelihood(Checked):
    """A term of one of the three scales: “highly likely” of PHIA."""

    takes = "a term of a likelihood scale: " + "; ".join(
        f"{scale.id} ({', '.join(term.words for term in scale.terms)})" for scale in SCALES.values()
    )

    scale: ScaleId = holds(Choice(ScaleId, optional=False), ScaleId.PHIA)
    term: str = holds(_LINE)

    def check_together(self) -> None:
        """Refuse words that are not the exact words of a term of the scale."""
        found = SCALES[self.scale].find(self.term)
        if found is None or found.words != self.term:
            raise FieldError("term", f"one of: {', '.join(t.words for t in SCALES[self.scale].terms)}", self.term)

    @classmethod
    def parse(cls, field: str, text: str) -> Self:
        """Read a term's words; “icd-203: likely” names the scale, else the first scale that has the words is meant."""
        name, colon, words = text.partition(":")
        scale_id = next((s for s in ScaleId if s == name.strip().lower()), None) if colon else None
        for scale in [SCALES[scale_id]] if scale_id else SCALES.values():
            if term := scale.find(words if scale_id else text):
                return cls(scale=scale.id, term=term.words)
        raise FieldError(field, cls.takes, text)

    @property
    def meaning(self) -> LikelihoodTerm:
        """The term with its range and its column in the rating table."""
        found = SCALES[self.scale].find(self.term)
        assert found is not None  # noqa: S101  checked when it was built
        return found


class Impact(Number):
    """Impact 1 to 5, read from the number or from its word."""

    def __init__(self) -> None:
        """Take 1 to 5."""
        super().__init__(1, 5)
        self.takes = "an impact from 1 to 5: " + ", ".join(f"{n} {word}" for n, word in enumerate(IMPACTS, 1))

    def read(self, field: str, plain: Plain) -> object:
        """Read 1 to 5, or minor to catastrophic."""
        if isinstance(plain, str) and plain.strip().lower() in IMPACTS:
            return IMPACTS.index(plain.strip().lower()) + 1
        return Number.read(self, field, plain)


@dataclass(frozen=True, slots=True, kw_only=True)
class Position(Checked):
    """Where a risk stands in the matrix: a likelihood and an impact."""

    likelihood: Likelihood = holds(Record(Likelihood, optional=False))
    impact: int = holds(Impact())

    def check_together(self) -> None:
        """Refuse a position without an impact."""
        if self.impact is None:
            raise FieldError("impact", Impact().takes)


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingOverride(Checked):
    """A rating that the editors put in place of the one looked up, and why."""

    rating: Rating = holds(Choice(Rating, optional=False))
    reason: str = holds(Text(required=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Point(Checked):
    """What all three kinds share. `id` carries kind and number (risk-1); it is never given to another point.

    Build a `Risk`, a `Dilemma` or a `Recommendation`, never this class.
    """

    kind: ClassVar[Kind]

    id: str = holds(Id("risk", "dilemma", "rec"))
    title: str = holds(_LINE, "", about="At most 12 words")
    title_is_draft: bool = holds(Flag(), False, about="Suggested from the passage and not yet touched by an editor")
    body: str = holds(_TEXT, "", about="Markdown")
    evidence: tuple[Citation, ...] = holds(Many(Record(Citation, optional=False)), ())
    author: str = holds(_LINE, "")
    created: datetime | None = holds(Moment(), None)
    updated: datetime | None = holds(Moment(), None)
    include_in: tuple[str, ...] = holds(_LINES, (), about="House templates meant for it; none means all")
    marking: str = holds(_LINE, "", about="May be above the brief's")
    tags: tuple[str, ...] = holds(_LINES, ())
    note: str = holds(_TEXT, "", about="Note to self; never printed")
    set_aside: tuple[tuple[str, Plain], ...] = holds(
        Values(), (), about="Fields kept from another kind that this point once was"
    )

    def check_together(self) -> None:
        """Refuse an id of another kind, and the same passage cited twice."""
        if not self.id.startswith(self.kind.prefix + "-"):
            raise FieldError("id", f"an id such as {self.kind.prefix}-1", self.id)
        cited = [citation.passage for citation in self.evidence]
        if len(set(cited)) != len(cited):
            raise FieldError("evidence", "each passage once")

    @property
    def number(self) -> int:
        """The number within the kind."""
        return int(self.id.rpartition("-")[2])


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk(Point):
    """Something that may happen: “Because cause, event, so effect” (risk-statement form, ISO 31000 practice)."""

    kind: ClassVar[Kind] = Kind.RISK

    cause: str = holds(_TEXT, "", about="Because …")
    event: str = holds(_TEXT, "", about="… this may happen …")
    effect: str = holds(_TEXT, "", about="… so that …")
    category: Category | None = holds(Choice(Category), None)
    theme: Theme | None = holds(Choice(Theme), None)
    likelihood: Likelihood | None = holds(Record(Likelihood), None)
    impact: int | None = holds(Impact(), None)
    horizon: Horizon | None = holds(Choice(Horizon), None)
    impact_on: tuple[ImpactArea, ...] = holds(Many(Choice(ImpactArea, optional=False)), ())
    rating_override: RatingOverride | None = holds(Record(RatingOverride), None)
    inherent: Position | None = holds(Record(Position), None, about="Before any control")
    residual: Position | None = holds(Record(Position), None, about="With the controls there are")
    target: Position | None = holds(Record(Position), None, about="Where the owner wants it")
    response: Response | None = holds(Choice(Response), None)
    proximity: Proximity | None = holds(Choice(Proximity), None)
    trend: Trend | None = holds(Choice(Trend), None)
    confidence: Confidence | None = holds(Choice(Confidence), None, about="In the evidence")
    owner: str = holds(_LINE, "")
    review_by: date | None = holds(Day(), None)
    controls: tuple[str, ...] = holds(_LINES, ())
    status: RiskStatus = holds(Choice(RiskStatus, optional=False), RiskStatus.OPEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tension(Checked):
    """Two values that pull against each other, at most six words each."""

    takes = "two values written “safety against local choice”"

    one: str = holds(_LINE)
    other: str = holds(_LINE)

    @classmethod
    def parse(cls, field: str, text: str) -> Self:
        """Read “one against other”."""
        one, against, other = (part.strip() for part in text.strip().rstrip(".").partition(" against "))
        if not (one and against and other):
            raise FieldError(field, cls.takes, text)
        return cls(one=one, other=other)


@dataclass(frozen=True, slots=True, kw_only=True)
class Option(Checked):
    """One way out of a dilemma. `raises` and `reduces` name the risks that choosing it would raise or reduce."""

    letter: str = holds(_LINE)
    name: str = holds(_LINE, "", about="At most 6 words")
    summary: str = holds(_TEXT, "")
    gains: str = holds(_TEXT, "")
    costs: str = holds(_TEXT, "")
    who_gains: tuple[str, ...] = holds(_LINES, ())
    who_bears: tuple[str, ...] = holds(_LINES, ())
    reversibility: Reversibility | None = holds(Choice(Reversibility), None)
    time_to_effect: str = holds(_LINE, "")
    cost_band: CostBand | None = holds(Choice(CostBand), None)
    confidence: Confidence | None = holds(Choice(Confidence), None)
    is_status_quo: bool = holds(Flag(), False)
    value_judgement: str = holds(_TEXT, "", about="What choosing this says we value")
    raises: tuple[str, ...] = holds(Many(Id("risk")), ())
    reduces: tuple[str, ...] = holds(Many(Id("risk")), ())

    def check_together(self) -> None:
        """Refuse a letter that is not A to Z, and a risk that is both raised and reduced."""
        if len(self.letter) != 1 or not "A" <= self.letter <= "Z":
            raise FieldError("letter", "one letter from A to Z", self.letter)
        if set(self.raises) & set(self.reduces):
            raise FieldError("raises", "risks that the option does not reduce as well")


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion(Checked):
    """What options are compared by; `weight` is relative, from 1 to 100, or not given."""

    takes = "a criterion's name"

    name: str = holds(Text(one_line=True, required=True))
    direction: Direction = holds(Choice(Direction, optional=False), Direction.MORE)
    weight: int | None = holds(Number(1, 100), None)

    @classmethod
    def parse(cls, field: str, text: str) -> Self:
        """Read a name."""
        if not text.strip():
            raise FieldError(field, cls.takes, text)
        return cls(name=text.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell(Checked):
    """The outcome of one option on one criterion, in words, with its mark."""

    option: str = holds(_LINE)
    criterion: str = holds(_LINE)
    outcome: str = holds(_TEXT, "")
    mark: Mark | None = holds(Choice(Mark), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dilemma(Point):
    """A choice between goods that cannot both be had, with its options and how they do on the criteria."""

    kind: ClassVar[Kind] = Kind.DILEMMA

    question: str = holds(_LINE, "", about="One sentence that ends in a question mark")
    tension: Tension | None = holds(Record(Tension), None)
    why_unavoidable: str = holds(_TEXT, "", about="Why both cannot be had")
    options: tuple[Option, ...] = holds(Many(Record(Option, optional=False), most=4), ())
    no_status_quo_because: str = holds(_TEXT, "", about="Why doing nothing is not among the options")
    criteria: tuple[Criterion, ...] = holds(Many(Record(Criterion, optional=False), most=6), ())
    cells: tuple[Cell, ...] = holds(Many(Record(Cell, optional=False)), ())
    value_judgement: str = holds(_TEXT, "", about="What choosing means one values more")
    lean: str = holds(_LINE, "", about="An option's letter, or “no view”")
    lean_strength: LeanStrength | None = holds(Choice(LeanStrength), None)
    what_would_change_our_mind: str = holds(_TEXT, "")
    decision_point: str = holds(_LINE, "", about="A date or an event")
    status: DilemmaStatus = holds(Choice(DilemmaStatus, optional=False), DilemmaStatus.OPEN)

    def check_together(self) -> None:
        """Refuse letters or criteria given twice, and cells or a lean without their option or criterion."""
        Point.check_together(self)
        letters = [option.letter for option in self.options]
        names = [criterion.name for criterion in self.criteria]
        places = [(cell.option, cell.criterion) for cell in self.cells]
        if len(set(letters)) != len(letters):
            raise FieldError("options", "options with different letters", ", ".join(letters))
        if len(set(names)) != len(names):
            raise FieldError("criteria", "criteria with different names", ", ".join(names))
        if len(set(places)) != len(places):
            raise FieldError("cells", "one cell for each option and criterion")
        for letter, name in places:
            if letter not in letters or name not in names:
                raise FieldError("cells", "cells of the options and criteria given", f"{letter}, {name}")
        if self.lean and self.lean != NO_VIEW and self.lean not in letters:
            raise FieldError("lean", f"the letter of an option, or “{NO_VIEW}”", self.lean)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost(Checked):
    """What a recommendation costs: the amount in words, its band, who pays, and how sure that is."""

    takes = "an amount in words, or a JSON object with amount, band, funded-by, funding, confidence"

    amount: str = holds(_LINE, "")
    band: CostBand | None = holds(Choice(CostBand), None)
    funded_by: str = holds(_LINE, "")
    funding: Funding | None = holds(Choice(Funding), None)
    confidence: Confidence | None = holds(Choice(Confidence), None)

    @classmethod
    def parse(cls, field: str, text: str) -> Self:  # noqa: ARG003  the signature that Record asks for
        """Read an amount in words."""
        return cls(amount=text.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class Mitigation(Checked):
    """A risk that a recommendation mitigates, by how many steps (−4 to 0) on likelihood and on impact."""

    takes = "a risk's id such as risk-1"

    risk: str = holds(Id("risk"))
    likelihood_steps: int = holds(Number(-4, 0, optional=False), 0)
    impact_steps: int = holds(Number(-4, 0, optional=False), 0)

    @classmethod
    def parse(cls, field: str, text: str) -> Self:  # noqa: ARG003  the signature that Record asks for
        """Read a risk's id."""
        return cls(risk=as_id(text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement(Checked):
    """A dilemma that a recommendation settles, and by which option; no letter means by none of them alone."""

    takes = "a dilemma's id, with the option's letter, such as dilemma-1:A"

    dilemma: str = holds(Id("dilemma"))
    option: str = holds(_LINE, "")

    @classmethod
    def parse(cls, field: str, text: str) -> Self:  # noqa: ARG003  the signature that Record asks for
        """Read “dilemma-1:A” or “dilemma-1”."""
        dilemma, _, letter = text.partition(":")
        return cls(dilemma=as_id(dilemma), option=letter.strip().upper())


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation(Point):
    """Something that the addressee is asked to do."""

    kind: ClassVar[Kind] = Kind.RECOMMENDATION

    verb: Verb | None = holds(Choice(Verb), None)
    action: str = holds(_TEXT, "", about="One sentence that begins with the verb, at most 40 words")
    owner: str = holds(_LINE, "", about="The post or body that can do it")
    deadline: date | str | None = holds(Day(word=ON_DECISION), None)
    deadline_reason: str = holds(_TEXT, "")
    priority: Priority | None = holds(Choice(Priority), None)
    effort: Effort | None = holds(Choice(Effort), None)
    cost: Cost | None = holds(Record(Cost), None)
    confidence: Confidence | None = holds(Choice(Confidence), None)
    mitigates: tuple[Mitigation, ...] = holds(Many(Record(Mitigation, optional=False)), ())
    settles: tuple[Settlement, ...] = holds(Many(Record(Settlement, optional=False)), ())
    depends_on: tuple[str, ...] = holds(Many(Id("rec")), ())
    success_measure: str = holds(_TEXT, "", about="How one would see it done")
    legal_basis: str = holds(_TEXT, "")
    legal_none: bool = holds(Flag(), False, about="Ticked: no legal point was identified")
    consultation: str = holds(_TEXT, "")
    consultation_none: bool = holds(Flag(), False, about="Ticked: no consultation was identified")
    equality_impact: str = holds(_TEXT, "")
    equality_none: bool = holds(Flag(), False, about="Ticked: no equality impact was identified")
    dissent: str = holds(_TEXT, "", about="Who opposes, and why; at most 40 words")
    decision: Decision | None = holds(Choice(Decision), None)
    decision_by: str = holds(_LINE, "", about="Who decided")
    decision_date: date | None = holds(Day(), None)
    decision_note: str = holds(_TEXT, "")
    implementation_status: ImplementationStatus = holds(
        Choice(ImplementationStatus, optional=False), ImplementationStatus.NOT_STARTED
    )

    def check_together(self) -> None:
        """Refuse a risk, dilemma or recommendation linked twice, and a dependence on itself."""
        Point.check_together(self)
        for name, linked in (
            ("mitigates", [m.risk for m in self.mitigates]),
            ("settles", [s.dilemma for s in self.settles]),
            ("depends-on", list(self.depends_on)),
        ):
            if len(set(linked)) != len(linked):
                raise FieldError(name, "each point once", ", ".join(linked))
        if self.id in self.depends_on:
            raise FieldError("depends-on", "other recommendations than this one", self.id)


POINT_CLASSES: dict[Kind, type[Point]] = {
    Kind.RISK: Risk,
    Kind.DILEMMA: Dilemma,
    Kind.RECOMMENDATION: Recommendation,
}
"""The class of each kind of point."""
