"""Rules about recommendations: what is asked, of whom, by when and why; links that hold; nothing left vague."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from briefgen.domain.points import Dilemma, Recommendation
from briefgen.domain.preflight.dates import printed_day
from briefgen.domain.preflight.findings import Finding, found, in_point, point_name
from briefgen.domain.preflight.rules import Rule
from briefgen.domain.preflight.subject import Subject
from briefgen.domain.terms import Verb
from briefgen.domain.wording import count_words, counted, goes_on_to_act, listed, sentences, words_of

_WEAK = re.compile(
    r"(?:(?:agree|approve|note|direct|discuss|reject)\b(?:(?!\bto\b)[^.;])*\bto\s+)?"
    r"(?P<weak>consider|explore|review|look\s+(?:further\s+)?into|examine|think\s+about|keep\s+under\s+review|"
    r"give\s+(?:further\s+)?(?:consideration|thought)\s+to)\b",
    re.IGNORECASE,
)
"""What an action amounts to when its first verb, after the decision's own, does nothing by itself."""


def check(subject: Subject) -> Iterator[Finding]:
    """Check each recommendation that is printed."""
    for recommendation in subject.recommendations:
        yield from _action(subject, recommendation)
        yield from _owner_and_deadline(subject, recommendation)
        yield from _completeness(recommendation)
        yield from _dependence(subject, recommendation)
    yield from _settlements(subject)


def is_weak(action: str) -> bool:
    """Tell whether an English action asks for considering or reviewing alone, without a result of it."""
    match = _WEAK.match(action.strip())
    return match is not None and not goes_on_to_act(action.strip()[match.end() :])


def _action(subject: Subject, recommendation: Recommendation) -> Iterator[Finding]:
    name, action = point_name(recommendation.id), recommendation.action.strip()
    place, verb = in_point(recommendation.id, "action"), recommendation.verb
    if verb is None:
        yield found(
            Rule.RECOMMENDATION_VERB,
            in_point(recommendation.id, "verb"),
            f"{name} does not say what is asked of the reader.",
            f"Choose a verb: {', '.join(Verb)}.",
        )
    if not action:
        yield found(
            Rule.RECOMMENDATION_ACTION,
            place,
            f"{name} has no action.",
            f"Write one sentence that begins with “{(verb or Verb.AGREE).capitalize()}”.",
        )
        return
    first = next(iter(words_of(action)), "").lower()
    if verb is not None and first != verb and subject.english:
        if first in set(Verb):
            yield found(
                Rule.RECOMMENDATION_OTHER_VERB,
                place,
                f"{name} asks the reader to {verb}, but its action begins with “{first}”.",
                "Make the two agree: the verb decides which boxes are printed.",
            )
        else:
            yield found(
                Rule.RECOMMENDATION_FIRST_WORD,
                place,
                f"The action of {name} does not begin with its verb, “{verb}”.",
                f"Begin it with “{verb.capitalize()}”.",
            )
    if (words := count_words(action)) > 40:
        yield found(
            Rule.RECOMMENDATION_LONG,
            place,
            f"The action of {name} has {words} words.",
            "Cut it to 40 words, or make two recommendations of it.",
            f"{words} words; at most 40",
        )
    if (number := sum(len(sentences(line)) for line in action.splitlines())) > 1:
        yield found(
            Rule.RECOMMENDATION_SENTENCES,
            place,
            f"The action of {name} has {number} sentences.",
            "Put what is asked into one, and the reasons into the text.",
            f"{counted(number, 'sentence')}; 1",
        )
    if subject.english and is_weak(action):
        yield found(
            Rule.RECOMMENDATION_WEAK,
            place,
            f"{name} asks for nothing but thought: considering it would already carry it out.",
            "Say what is to be done, or what the review must lead to.",
        )


def _owner_and_deadline(subject: Subject, recommendation: Recommendation) -> Iterator[Finding]:
    name, deadline = point_name(recommendation.id), recommendation.deadline
    if recommendation.verb is not Verb.NOTE:  # what is noted is done by reading
        if not recommendation.owner.strip():
            yield found(
                Rule.RECOMMENDATION_OWNER,
                in_point(recommendation.id, "owner"),
                f"{name} has no owner.",
                "Name the post or body that can do it.",
            )
        if deadline is None:
            yield found(
                Rule.RECOMMENDATION_DEADLINE,
                in_point(recommendation.id, "deadline"),
                f"{name} has no deadline.",
                "Give a date, or “on decision”.",
            )
    if not isinstance(deadline, date):
        return
    if not recommendation.deadline_reason.strip():
        yield found(
            Rule.RECOMMENDATION_REASON,
            in_point(recommendation.id, "deadline-reason"),
            f"Nothing says why {name} is due by {printed_day(deadline)}: a date needs its reason.",
            f"Say why {printed_day(deadline, year=False)}.",
        )
    decided = subject.brief.decision_by
    if decided and deadline < decided:
        yield found(
            Rule.RECOMMENDATION_EARLY,
            in_point(recommendation.id, "deadline"),
            f"{name} is due by {printed_day(deadline)}, before the decision on it, {printed_day(decided)}.",
            "Give a later date, or “on decision”.",
        )
    if subject.as_of and deadline < subject.as_of:
        yield found(
            Rule.DATE_PAST,
            in_point(recommendation.id, "deadline"),
            f"The deadline of {name}, {printed_day(deadline)}, has passed.",
            "Give a date to come.",
        )


def _completeness(recommendation: Recommendation) -> Iterator[Finding]:
    name = point_name(recommendation.id)
    if recommendation.verb is not Verb.NOTE:
        if not recommendation.success_measure.strip():
            yield found(
                Rule.RECOMMENDATION_MEASURE,
                in_point(recommendation.id, "success-measure"),
                f"{name} does not say how one would see it done.",
                "Name what could be counted or seen.",
            )
        if recommendation.cost is None:
            yield found(
                Rule.RECOMMENDATION_COST,
                in_point(recommendation.id, "cost"),
                f"{name} does not say what it costs.",
                "Give an amount or a band; “none” and “unknown” are answers.",
            )
    unsaid: list[str] = []
    for field, text, none in (
        ("legal-basis", recommendation.legal_basis, recommendation.legal_none),
        ("consultation", recommendation.consultation, recommendation.consultation_none),
        ("equality-impact", recommendation.equality_impact, recommendation.equality_none),
    ):
        words = field.replace("-", " ")
        if text.strip() and none:
            yield found(
                Rule.NONE_CONTRADICTED,
                in_point(recommendation.id, field),
                f"{name} is ticked “none identified” for {words}, and something is written there.",
                "Clear the tick or the text.",
            )
        elif not text.strip() and not none:
            unsaid.append(words)
    if unsaid and recommendation.verb is not Verb.NOTE:
        yield found(
            Rule.RECOMMENDATION_UNSAID,
            in_point(recommendation.id, unsaid[0].replace(" ", "-")),
            f"{name} says nothing about {listed(unsaid)}.",
            "Write it, or tick “none identified”.",
        )
    for rule, field, text, most in (
        (Rule.CONSULTATION_LONG, "consultation", recommendation.consultation, 120),
        (Rule.DISSENT_LONG, "dissent", recommendation.dissent, 40),
    ):
        if (count := count_words(text)) > most:
            yield found(
                rule,
                in_point(recommendation.id, field),
                f"The {field} of {name} has {count} words.",
                f"Cut it to {most} words.",
                f"{count} words; at most {most}",
            )


def _dependence(subject: Subject, recommendation: Recommendation) -> Iterator[Finding]:
    name, inside = point_name(recommendation.id), {point.id for point in subject.printed}
    for other_id in recommendation.depends_on:
        other = subject.points.get(other_id)
        place = in_point(recommendation.id, "depends-on", other_id)
        if other_id not in inside:
            yield found(
                Rule.DEPENDS_OUTSIDE,
                place,
                f"{name} depends on {point_name(other_id)}, which this brief does not print.",
                f"Add {point_name(other_id)} to the brief, or cut the link.",
            )
        elif isinstance(other, Recommendation):
            first, then = other.deadline, recommendation.deadline
            if isinstance(first, date) and isinstance(then, date) and then < first:
                yield found(
                    Rule.RECOMMENDATION_EARLY,
                    place,
                    f"{name} is due by {printed_day(then)}, before {point_name(other_id)}, on which it depends and "
                    f"which is due by {printed_day(first)}.",
                    "Change one of the two dates.",
                )


def _settlements(subject: Subject) -> Iterator[Finding]:
    choices: dict[str, dict[str, str]] = {}
    for recommendation in subject.recommendations:
        for entry in recommendation.settles:
            dilemma = subject.points.get(entry.dilemma)
            if not isinstance(dilemma, Dilemma) or not entry.option:
                continue
            name, settled = point_name(recommendation.id), point_name(dilemma.id)
            place = in_point(recommendation.id, "settles", dilemma.id)
            letters = [option.letter for option in dilemma.options]
            if entry.option not in letters:
                yield found(
                    Rule.SETTLES_OPTION,
                    place,
                    f"{name} settles {settled} by option {entry.option}, which it does not have.",
                    f"Choose one of: {', '.join(letters)}." if letters else f"Give {settled} its options.",
                )
            elif dilemma.lean in letters and dilemma.lean != entry.option:
                yield found(
                    Rule.SETTLES_AGAINST_LEAN,
                    place,
                    f"{name} settles {settled} by option {entry.option}, but we lean to {dilemma.lean}.",
                    "Make the two agree.",
                )
            first = choices.setdefault(dilemma.id, {})
            if first and entry.option not in first:
                letter, earlier = next(iter(first.items()))
                yield found(
                    Rule.SETTLES_CONFLICT,
                    place,
                    f"{name} settles {settled} by option {entry.option}, {earlier} by option {letter}.",
                    "Keep one of the two.",
                )
            first.setdefault(entry.option, name)
