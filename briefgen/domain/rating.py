"""From likelihood and impact to a rating, by a table that a house can edit, never by a product.

A product rates “catastrophic but remote” as 5 of 25, low: the known fault of multiplied scores.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from briefgen.domain.fields import Checked, Choice, FieldError, Many, holds
from briefgen.domain.points import Likelihood, Position, Risk
from briefgen.domain.terms import Rating

_L, _M, _H, _V = Rating.LOW, Rating.MEDIUM, Rating.HIGH, Rating.VERY_HIGH


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingTable(Checked):
    """Five rows, impact 1 (minor) to 5 (catastrophic), of five ratings each, likelihood column 1 to 5."""

    takes = "five lists of five ratings, impact 1 first"

    rows: tuple[tuple[Rating, ...], ...] = holds(
        Many(Many(Choice(Rating, optional=False), most=5), most=5),
        (
            (_L, _L, _L, _L, _M),
            (_L, _L, _M, _M, _M),
            (_L, _M, _M, _H, _H),
            (_L, _M, _H, _H, _V),
            (_M, _H, _H, _V, _V),
        ),
    )

    def check_together(self) -> None:
        """Refuse a table of another size, and one in which more likelihood or impact gives a lower rating."""
        rows = self.rows
        if len(rows) != 5 or any(len(row) != 5 for row in rows):
            raise FieldError("rows", self.takes)
        for impact in range(5):
            for column in range(5):
                here = rows[impact][column].rank
                if (impact and rows[impact - 1][column].rank > here) or (
                    column and rows[impact][column - 1].rank > here
                ):
                    raise FieldError("rows", "ratings that never fall as likelihood or impact rises")

    def rate(self, likelihood: Likelihood, impact: int) -> Rating:
        """Look up the rating for a likelihood and an impact (1 to 5)."""
        return self.rows[impact - 1][likelihood.meaning.column - 1]

    def replaced(self, impact: int, column: int, rating: Rating) -> Self:
        """Give a table with the rating of one cell replaced (both indexes from 1)."""
        rows = [list(row) for row in self.rows]
        rows[impact - 1][column - 1] = rating
        return type(self)(rows=tuple(tuple(row) for row in rows))


def rating_of(risk: Risk, table: RatingTable) -> Rating | None:
    """Rate a risk as it stands: the editors' override, else the table's word; None while it can't be rated."""
    if risk.rating_override is not None:
        return risk.rating_override.rating
    if risk.likelihood is None or risk.impact is None:
        return None
    return table.rate(risk.likelihood, risk.impact)


def position_rating(position: Position | None, table: RatingTable) -> Rating | None:
    """Rate a position; None where there is none."""
    return None if position is None else table.rate(position.likelihood, position.impact)


def residual_rating(risk: Risk, table: RatingTable) -> Rating | None:
    """Rate a risk with its controls: its residual position where that is given, else as it stands."""
    return position_rating(risk.residual, table) or rating_of(risk, table)
