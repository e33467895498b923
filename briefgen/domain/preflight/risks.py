"""Rules about risks: a whole statement, a likelihood of the brief's scale, a response and an owner for a high one."""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.domain.points import Position, Recommendation, Risk
from briefgen.domain.preflight.dates import printed_day
from briefgen.domain.preflight.findings import Finding, found, in_point, point_name
from briefgen.domain.preflight.rules import Rule
from briefgen.domain.preflight.subject import Subject
from briefgen.domain.rating import position_rating, rating_of, residual_rating
from briefgen.domain.terms import SCALES, Rating, Response, RiskStatus, ScaleId
from briefgen.domain.wording import count_words, listed


def check(subject: Subject) -> Iterator[Finding]:
    """Check each risk that is printed."""
    treating: dict[str, list[str]] = {}
    for point in subject.points.values():
        if isinstance(point, Recommendation):
            for entry in point.mitigates:
                treating.setdefault(entry.risk, []).append(point.id)
    for risk in subject.risks:
        yield from _statement(risk)
        yield from _likelihood(subject, risk)
        yield from _response(subject, risk, treating.get(risk.id, []))
        yield from _positions(subject, risk)
        yield from _state(subject, risk)


def _statement(risk: Risk) -> Iterator[Finding]:
    name = point_name(risk.id)
    parts = {"cause": risk.cause, "event": risk.event, "effect": risk.effect}
    missing = [part for part, text in parts.items() if not text.strip()]
    if missing:
        yield found(
            Rule.RISK_STATEMENT,
            in_point(risk.id, missing[0]),
            f"{name} has no {listed(missing, 'or')}.",
            "Write it as “Because cause, event, so effect”.",
        )
    for part, text in (("title", risk.title), ("event", risk.event)):
        if count_words(text) == 1:
            yield found(
                Rule.RISK_ONE_WORD,
                in_point(risk.id, part),
                f"The {part} of {name} is one word, “{text.strip()}”: that names a subject, not a risk.",
                "Say what may happen.",
                "1 word; at least 2",
            )


def _likelihood(subject: Subject, risk: Risk) -> Iterator[Finding]:
    name, scale = point_name(risk.id), subject.brief.scale
    if risk.rating_override is None:
        missing = [part for part, value in (("likelihood", risk.likelihood), ("impact", risk.impact)) if value is None]
        if missing:
            yield found(
                Rule.RISK_UNRATED,
                in_point(risk.id, missing[0]),
                f"{name} has no {listed(missing, 'or')}, so it can't be rated.",
                f"Give its {listed(missing)}.",
            )
    if risk.likelihood and risk.likelihood.scale is not scale:
        yield found(
            Rule.LIKELIHOOD_SCALE,
            in_point(risk.id, "likelihood"),
            f"The likelihood of {name}, “{risk.likelihood.term}”, is of {SCALES[risk.likelihood.scale].title}; the "
            f"brief uses {SCALES[scale].title}.",
            f"Choose one of: {', '.join(term.words for term in SCALES[scale].terms)}.",
            f"{risk.likelihood.term} ({risk.likelihood.scale})",
        )
    if risk.likelihood and risk.likelihood.scale is ScaleId.NRR and risk.horizon is None:
        yield found(
            Rule.RISK_HORIZON,
            in_point(risk.id, "horizon"),
            f"The likelihood of {name} is a band of the National Risk Register without its horizon.",
            "Give the horizon: five years, or two for a malicious risk.",
        )
    other = [
        field
        for field, position in _named_positions(risk)
        if position is not None and position.likelihood.scale is not scale
    ]
    if other:
        yield found(
            Rule.POSITION_SCALE,
            in_point(risk.id, other[0]),
            f"The {listed(other)} likelihood of {name} is not of the brief's scale, {SCALES[scale].title}.",
            f"Choose one of: {', '.join(term.words for term in SCALES[scale].terms)}.",
        )


def _response(subject: Subject, risk: Risk, treating: list[str]) -> Iterator[Finding]:
    name, table = point_name(risk.id), subject.dossier.settings.rating_table
    rating = max(
        (rated for rated in (rating_of(risk, table), residual_rating(risk, table)) if rated is not None),
        key=lambda rated: rated.rank,
        default=Rating.LOW,
    )
    if rating.rank >= Rating.HIGH.rank:
        if risk.response is None:
            yield found(
                Rule.RISK_RESPONSE,
                in_point(risk.id, "response"),
                f"{name} is {rating} and has no response.",
                f"Choose one: {', '.join(Response)}.",
                rating,
            )
        if not risk.owner.strip():
            yield found(
                Rule.RISK_OWNER,
                in_point(risk.id, "owner"),
                f"{name} is {rating} and has no owner.",
                "Name the post or body that answers for it.",
                rating,
            )
    if risk.response is Response.TREAT and not {point.id for point in subject.recommendations} & set(treating):
        elsewhere = [point_name(point_id) for point_id in treating]
        yield found(
            Rule.RISK_TREATMENT,
            in_point(risk.id, "response"),
            f"{name} is to be treated, but no recommendation of this brief does so.",
            f"Add {listed(elsewhere, 'or')} to the brief, or link another recommendation to it."
            if elsewhere
            else "Link the recommendation that mitigates it, or choose another response.",
        )


def _named_positions(risk: Risk) -> tuple[tuple[str, Position | None], ...]:
    return (("inherent", risk.inherent), ("residual", risk.residual), ("target", risk.target))


def _positions(subject: Subject, risk: Risk) -> Iterator[Finding]:
    name, table = point_name(risk.id), subject.dossier.settings.rating_table
    rated = [(field, position_rating(position, table)) for field, position in _named_positions(risk)]
    for (before, graver), (after, milder) in (
        (rated[0], rated[1]),
        (rated[1], rated[2]),
        (("present", rating_of(risk, table)), rated[1]),
    ):
        if graver is not None and milder is not None and milder.rank > graver.rank:
            yield found(
                Rule.RISK_POSITIONS,
                in_point(risk.id, after, before),
                f"The {after} rating of {name} is {milder}, graver than its {before} rating, {graver}.",
                "Correct one of the two.",
            )
    override = risk.rating_override
    if override is not None and risk.likelihood is not None and risk.impact is not None:
        looked_up = table.rate(risk.likelihood, risk.impact)
        if override.rating.rank < looked_up.rank:
            yield found(
                Rule.RATING_LOWERED,
                in_point(risk.id, "rating-override"),
                f"{name} is rated {override.rating}; the table says {looked_up}.",
                "Make sure that the reason given would convince its reader.",
                f"{override.rating}; {looked_up} by the table",
            )


def _state(subject: Subject, risk: Risk) -> Iterator[Finding]:
    name = point_name(risk.id)
    if risk.status in {RiskStatus.MATERIALISED, RiskStatus.CLOSED}:
        yield found(
            Rule.RISK_CLOSED,
            in_point(risk.id, "status"),
            f"{name} is {risk.status}, so it is no risk any more.",
            "Switch it off, or tell it in the background.",
        )
    if subject.as_of and risk.review_by and risk.review_by < subject.as_of:
        yield found(
            Rule.DATE_PAST,
            in_point(risk.id, "review-by"),
            f"{name} was to be reviewed by {printed_day(risk.review_by)}, which has passed.",
            "Review it and give the next date.",
        )
