"""The options of a dilemma: their order, and taking one away with all that refers to it.

An option's letter is its name and stays with it wherever it is moved: cells, the lean, recommendations that settle the
dilemma, and what is written in narrative text all know it by its letter, and text can't follow a new one.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from briefgen.domain.dossier import Dossier
from briefgen.domain.operations.records import changed, moved
from briefgen.domain.points import Dilemma, Point, Recommendation
from briefgen.errors import UsageError


def move_option(dossier: Dossier, dilemma_id: str, letter: str, to: int, *, at: dt.datetime) -> Dossier:
    """Move an option so that it stands at index `to` among the dilemma's (kept within the list).

    Raises:
        UnknownId: there is no such point.
        UsageError: it is no dilemma, or has no such option.
    """
    place = _place_of(dossier, dilemma_id, letter)

    def move(point: Point) -> Point:
        assert isinstance(point, Dilemma)  # noqa: S101  `_place_of` looked
        options = moved(point.options, place, to)
        return point if options == point.options else replace(point, options=options, updated=at)

    points = changed(dossier.points, dilemma_id, move)
    return dossier if points is dossier.points else replace(dossier, points=points)


def remove_option(dossier: Dossier, dilemma_id: str, letter: str, *, at: dt.datetime) -> Dossier:
    """Take an option away, with its cells and the lean to it; recommendations still settle the dilemma, by no option.

    Raises:
        UnknownId: there is no such point.
        UsageError: it is no dilemma, or has no such option.
    """
    _place_of(dossier, dilemma_id, letter)

    def settle(point: Recommendation) -> Recommendation:
        settles = tuple(
            replace(entry, option="") if (entry.dilemma, entry.option) == (dilemma_id, letter) else entry
            for entry in point.settles
        )
        return point if settles == point.settles else replace(point, settles=settles, updated=at)

    def change(point: Point) -> Point:
        if isinstance(point, Recommendation):
            return settle(point)
        if not isinstance(point, Dilemma) or point.id != dilemma_id:
            return point
        return replace(
            point,
            options=tuple(option for option in point.options if option.letter != letter),
            cells=tuple(cell for cell in point.cells if cell.option != letter),
            lean="" if point.lean == letter else point.lean,
            updated=at,
        )

    return replace(dossier, points=tuple(change(point) for point in dossier.points))


def settling(dossier: Dossier, dilemma_id: str, letter: str) -> tuple[str, ...]:
    """Name the recommendations that settle a dilemma by one of its options, by id."""
    return tuple(
        point.id
        for point in dossier.points
        if isinstance(point, Recommendation)
        and any((entry.dilemma, entry.option) == (dilemma_id, letter) for entry in point.settles)
    )


def _place_of(dossier: Dossier, dilemma_id: str, letter: str) -> int:
    point = dossier.point(dilemma_id)
    letters = [option.letter for option in point.options] if isinstance(point, Dilemma) else []
    if letter not in letters:
        has = f"only {', '.join(letters)}" if letters else "no options"
        raise UsageError(f"{dilemma_id} has no option {letter}: it has {has}.")
    return letters.index(letter)
