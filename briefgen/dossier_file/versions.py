"""Versions of a dossier: named ones stay, automatic ones thin with age.

A version is a number. Each row knows the version after which it was born, and each row of the past the version after
which it died, so that keeping a version writes one small row, and versions share whatever did not change between them.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from briefgen.domain.dossier import UnknownId

INTERVAL = dt.timedelta(minutes=10)
"""Least time between an automatic version and the version before it."""

_ALL_FOR = dt.timedelta(hours=1)
_HOURLY_FOR = dt.timedelta(days=1)
_DAILY_FOR = dt.timedelta(days=31)
_EPOCH = dt.datetime(1970, 1, 5, tzinfo=dt.UTC)  # a Monday: weeks begin there


@dataclass(frozen=True, slots=True)
class Version:
    """A state of the whole dossier that was kept: its number, when, its name, and whether it was kept by itself.

    An automatic one is named after the edit that it was kept before.
    """

    number: int
    at: dt.datetime
    name: str
    automatic: bool


def to_drop(moments: Iterable[tuple[int, dt.datetime]], now: dt.datetime) -> set[int]:
    """Choose, of automatic versions given by number and moment, those that are no longer kept.

    Kept are all of the last hour; the last of each hour for a day, of each day for 31 days, of each week after.
    Hours, days and weeks are those of UTC, so that what is chosen does not depend on when it is asked.
    """
    last: dict[tuple[str, int], int] = {}
    kept: set[int] = set()
    everything: set[int] = set()
    for number, moment in sorted(moments, key=lambda pair: (pair[1], pair[0])):
        everything.add(number)
        age = now - moment
        if age <= _ALL_FOR:
            kept.add(number)
        elif age <= _HOURLY_FOR:
            last["hour", (moment - _EPOCH) // dt.timedelta(hours=1)] = number
        elif age <= _DAILY_FOR:
            last["day", (moment - _EPOCH) // dt.timedelta(days=1)] = number
        else:
            last["week", (moment - _EPOCH) // dt.timedelta(weeks=1)] = number
    return everything - kept - set(last.values())


def kept_versions(connection: sqlite3.Connection) -> list[Version]:
    """List the versions of a file, the oldest first."""
    rows = connection.execute("SELECT n, at, name, automatic FROM version ORDER BY n")
    return [Version(n, dt.datetime.fromisoformat(at), name, bool(automatic)) for n, at, name, automatic in rows]


def next_number(connection: sqlite3.Connection) -> int:
    """Give the number that the next version will have; a number is never given twice."""
    row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'version'").fetchone()
    return int(row[0]) + 1 if row else 1


def keep(connection: sqlite3.Connection, at: dt.datetime, name: str, *, automatic: bool) -> Version:
    """Keep the dossier as it stands in the file."""
    number = next_number(connection)
    connection.execute(
        "INSERT INTO version (n, at, name, automatic) VALUES (?, ?, ?, ?)", (number, at.isoformat(), name, automatic)
    )
    return Version(number, at, name, automatic)


def drop(connection: sqlite3.Connection, number: int) -> None:
    """Drop a version, and the rows of the past that only it had."""
    (before,) = connection.execute("SELECT max(n) FROM version WHERE n < ?", (number,)).fetchone()
    (after,) = connection.execute("SELECT min(n) FROM version WHERE n > ?", (number,)).fetchone()
    connection.execute("DELETE FROM version WHERE n = ?", (number,))
    # A row is of the versions n with born <= n < died.
    connection.execute(
        "DELETE FROM past WHERE died > ? AND died <= ? AND born > ?",
        (number, next_number(connection) if after is None else after, -1 if before is None else before),
    )


def find(versions: Iterable[Version], which: int | str) -> Version:
    """Find a version by its name, the newest of that name, or by its number.

    Raises:
        UnknownId: there is none.
    """
    for version in sorted(versions, key=lambda version: (version.automatic, -version.number)):
        if which in (version.name, version.number):
            return version
    if isinstance(which, str) and which.strip().isdecimal():
        return find(versions, int(which))
    raise UnknownId(f"There is no version “{which}” of this dossier: list those there are.")
