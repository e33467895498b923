"""Rules about dilemmas: a question, two values in tension, and real options that are fairly set side by side.

Source: structured decision making (consequence tables, dominated options are dropped), Canadian and British practice
on options (the status quo is one of them; no straw men).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

from briefgen.domain.points import NO_VIEW, Dilemma, Option
from briefgen.domain.preflight.findings import Finding, found, in_point, point_name
from briefgen.domain.preflight.rules import Rule
from briefgen.domain.preflight.subject import Subject
from briefgen.domain.terms import DilemmaStatus
from briefgen.domain.wording import count_words, counted, listed


def check(subject: Subject) -> Iterator[Finding]:
    """Check each dilemma that is printed."""
    for dilemma in subject.dilemmas:
        yield from _question(dilemma)
        yield from _tension(dilemma)
        yield from _options(dilemma)
        yield from _comparison(dilemma)
        if not dilemma.lean.strip() and dilemma.status is DilemmaStatus.OPEN:
            yield found(
                Rule.DILEMMA_LEAN,
                in_point(dilemma.id, "lean"),
                f"{point_name(dilemma.id)} does not say which way we lean.",
                f"Give an option's letter, or “{NO_VIEW}”.",
            )
        if dilemma.status is not DilemmaStatus.OPEN:
            yield found(
                Rule.DILEMMA_SETTLED,
                in_point(dilemma.id, "status"),
                f"{point_name(dilemma.id)} is {dilemma.status}, so there is nothing left to choose.",
                "Switch it off, or tell it in the background.",
            )


def dominations(dilemma: Dilemma) -> tuple[tuple[Option, Option], ...]:
    """List (dominated, dominating): the second option does nowhere worse and somewhere better, by its marks.

    Only options with a mark on every criterion are compared. A mark says better or worse, so the direction of a
    criterion is in it already.
    """
    marks = {(cell.option, cell.criterion): cell.mark for cell in dilemma.cells}
    scores: dict[str, list[int]] = {}
    for option in dilemma.options:
        row = [marks.get((option.letter, criterion.name)) for criterion in dilemma.criteria]
        if row and None not in row:
            scores[option.letter] = [mark.score for mark in row if mark is not None]
    return tuple(
        (worse, better)
        for worse, better in permutations(dilemma.options, 2)
        if worse.letter in scores
        and better.letter in scores
        and scores[worse.letter] != scores[better.letter]
        and all(a <= b for a, b in zip(scores[worse.letter], scores[better.letter], strict=True))
    )


def _question(dilemma: Dilemma) -> Iterator[Finding]:
    question, name = dilemma.question.strip(), point_name(dilemma.id)
    place = in_point(dilemma.id, "question")
    if not question:
        yield found(Rule.DILEMMA_QUESTION, place, f"{name} has no question.", "Ask what has to be chosen.")
    elif not question.rstrip("”’\"' )").endswith(("?", "？", "؟", ";")):
        yield found(
            Rule.DILEMMA_QUESTION_MARK,
            place,
            f"The question of {name} does not end in a question mark.",
            "Put it as one question.",
        )


def _tension(dilemma: Dilemma) -> Iterator[Finding]:
    name, tension = point_name(dilemma.id), dilemma.tension
    place = in_point(dilemma.id, "tension")
    if tension is None or not (tension.one.strip() and tension.other.strip()):
        yield found(
            Rule.DILEMMA_TENSION,
            place,
            f"{name} does not name the two values that pull apart.",
            "Write them as “safety against local choice”.",
        )
        return
    for value in (tension.one, tension.other):
        if (words := count_words(value)) > 6:
            yield found(
                Rule.DILEMMA_TENSION_LONG,
                in_point(dilemma.id, "tension", value),
                f"A value of {name}, “{value}”, has {words} words.",
                "Name the value in at most six words.",
                f"{words} words; at most 6",
            )


def _options(dilemma: Dilemma) -> Iterator[Finding]:
    name, options = point_name(dilemma.id), dilemma.options
    if len(options) < 2:
        yield found(
            Rule.DILEMMA_OPTIONS,
            in_point(dilemma.id, "options"),
            f"{name} has {counted(len(options), 'option')}.",
            "Give two to four real options.",
            f"{counted(len(options), 'option')}; at least 2",
        )
    for option in options:
        place = in_point(dilemma.id, "options", option.letter)
        words = count_words(option.name)
        if not option.name.strip() or words > 6:
            yield found(
                Rule.OPTION_NAME,
                place,
                f"Option {option.letter} of {name} has {f'a name of {words} words' if words else 'no name'}.",
                "Name it in at most six words.",
                f"{counted(words, 'word')}; 1 to 6",
            )
        missing = [what for what in ("gains", "costs") if not getattr(option, what).strip()]
        if missing:
            yield found(
                Rule.OPTION_ONE_SIDED,
                place,
                f"Option {option.letter} of {name} has no {listed(missing, 'or')}.",
                "Say fairly what it would gain and what it would cost.",
            )
    unchanged = [option.letter for option in options if option.is_status_quo]
    if len(unchanged) > 1:
        yield found(
            Rule.STATUS_QUO,
            in_point(dilemma.id, "options"),
            f"Options {listed(unchanged)} of {name} are both said to be the status quo.",
            "Leave the mark on the one that changes nothing.",
            f"{len(unchanged)} options; 1",
        )
    elif not unchanged and options and not dilemma.no_status_quo_because.strip():
        yield found(
            Rule.STATUS_QUO,
            in_point(dilemma.id, "no-status-quo-because"),
            f"Doing nothing is not among the options of {name}, and nothing says why.",
            "Mark the option that is the status quo, or say why there is none.",
        )


def _comparison(dilemma: Dilemma) -> Iterator[Finding]:
    name = point_name(dilemma.id)
    filled = {(cell.option, cell.criterion) for cell in dilemma.cells if cell.outcome.strip() and cell.mark}
    wanted = [(option.letter, criterion.name) for criterion in dilemma.criteria for option in dilemma.options]
    empty = [f"option {letter} on {criterion}" for letter, criterion in wanted if (letter, criterion) not in filled]
    if empty:
        shown = listed(empty) if len(empty) <= 3 else listed([*empty[:2], f"{len(empty) - 2} more"])
        yield found(
            Rule.DILEMMA_CELLS,
            in_point(dilemma.id, "cells"),
            f"The table of {name} lacks an outcome or a mark: {shown}.",
            "Say how each option does on each criterion, or drop the criterion.",
            f"{len(wanted) - len(filled)} of {len(wanted)} cells",
        )
    by_option: dict[str, list[str]] = {}
    for worse, better in dominations(dilemma):
        by_option.setdefault(worse.letter, []).append(better.letter)
    for option in dilemma.options:
        if better_letters := by_option.get(option.letter):
            others = listed(better_letters)
            yield found(
                Rule.STATUS_QUO_DOMINATED if option.is_status_quo else Rule.OPTION_DOMINATED,
                in_point(dilemma.id, "options", option.letter),
                f"Option {option.letter} of {name} is dominated by {others}: nowhere better, and worse somewhere.",
                f"Look at its marks again; if they hold, "
                f"{'say plainly that doing nothing is worse' if option.is_status_quo else 'drop the option'}.",
                f"{option.letter} dominated by {others}",
            )
