"""What only a register prints: where the risks stand in the rating table, and what has changed since the last issue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from briefgen.domain.briefs import Brief
from briefgen.domain.dossier import Dossier
from briefgen.domain.points import Point
from briefgen.domain.rating import RatingTable
from briefgen.domain.terms import SCALES, ScaleId
from briefgen.rendering.context_points import Plain, day, term
from briefgen.rendering.wording import key_of

COLUMNS = range(1, 6)


def risk_matrix(
    risks: Sequence[Mapping[str, Any]], table: RatingTable, scale: ScaleId, labels: Mapping[str, Any]
) -> Plain:
    """Lay risks into the rating table: likelihood across, impact down, the gravest at the top.

    Args:
        risks: Risks as the context has them; each lies where it stands, by its residual position if it has one.
        table: Gives each cell its rating.
        scale: Whose words head the columns.
        labels: The house wording.

    Returns:
        `columns` with their `words`; `rows`, impact 5 first, with `cells` that have a `rating` and `risks`; and
        `not_assessed`, the risks that lack likelihood or impact. Risks are links with their own `rating`, which
        differs from the cell's where the editors put another in its place.
    """
    found: dict[tuple[int, int], list[Plain]] = {}
    not_assessed: list[Plain] = []
    for risk in risks:
        link = {key: risk[key] for key in ("id", "label", "title")} | {"rating": risk["stands"]["rating"]}
        likelihood, impact = risk["stands"]["likelihood"], risk["stands"]["impact"]
        if likelihood is None or impact is None:
            not_assessed.append(link)
        else:
            found.setdefault((impact["number"], likelihood["column"]), []).append(link)
    words = labels["scales"][scale.value]["terms"]
    return {
        "columns": [
            {
                "number": column,
                "words": [words[key_of(meaning.words)] for meaning in SCALES[scale].terms if meaning.column == column],
            }
            for column in COLUMNS
        ],
        "rows": [
            {
                "number": impact,
                "words": labels["impacts"][str(impact)],
                "cells": [
                    {
                        "column": column,
                        "rating": term(table.rows[impact - 1][column - 1], labels),
                        "risks": found.get((impact, column), []),
                    }
                    for column in COLUMNS
                ],
            }
            for impact in reversed(COLUMNS)
        ],
        "not_assessed": not_assessed,
    }


def changes_since_issue(
    dossier: Dossier, brief: Brief, points: Iterable[Point], written: Iterable[Mapping[str, Any]]
) -> Plain | None:
    """Tell which of a brief's points were made or edited since it was last issued; None if it never was.

    Args:
        dossier: Has the records of what was issued.
        brief: The brief.
        points: The points that it prints.
        written: The same as the context has them, in the order in which they are told.

    Returns:
        `since`, the day of the last issue (UTC), and the links `new` and `changed`.
    """
    times = [record.at for record in dossier.issues if record.brief == brief.id and record.at is not None]
    if not times:
        return None
    last = max(times)
    by_id = {point.id: point for point in points}
    new, changed = [], []
    for plain in written:
        point = by_id[plain["id"]]
        link = {key: plain[key] for key in ("id", "label", "title")}
        if _after(point.created, last):
            new.append(link)
        elif _after(point.updated, last):
            changed.append(link)
    return {"since": day(last.astimezone(dt.UTC).date(), brief.language), "new": new, "changed": changed}


def _after(moment: dt.datetime | None, last: dt.datetime) -> bool:
    return moment is not None and moment > last
