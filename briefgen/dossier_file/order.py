"""The editors' order, kept by whole numbers with room between them, so that a move rewrites what moved and no more.

Each record has a sort key; a list is in order when its keys rise. Pure functions: keys as they stand go in, keys as
they shall stand come out.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

ROOM = 2**32
"""Distance between the keys of records that are appended: 32 insertions at one spot, 2**31 at the end."""

_SPREAD = 2**10
"""Least distance between keys once a crowded stretch has been spread out."""


def new_keys(keys: Sequence[int | None], first: int = 0, last: int | None = None) -> dict[int, int]:
    """Give the keys that must change for all keys to rise: index in the list → its new key.

    `keys` are those that the records have in their new order, None for a new record. Only indexes from `first` to
    `last` (excluded; the end when not given) may be out of order or None; the others rise already. As many of them as
    possible stay: a longest rising run is kept. A stretch without room takes in neighbours from outside.
    """
    end = len(keys) if last is None else last
    low = keys[first - 1] if first > 0 else None
    high = keys[end] if end < len(keys) else None
    settled: list[int | None] = list(keys)
    kept = _longest_rising(keys[first:end], low, high)
    for index in range(first, end):
        if index - first not in kept:
            settled[index] = None
    index = first
    while index < end:
        if settled[index] is not None:
            index += 1
            continue
        stop = index
        while stop < end and settled[stop] is None:
            stop += 1
        _fill(settled, index, stop)
        index = stop
    return {index: key for index, key in enumerate(settled) if key is not None and key != keys[index]}


def _fill(settled: list[int | None], start: int, stop: int) -> None:
    """Give keys to the run from `start` to `stop`, spreading its neighbourhood where there is no room."""
    found = _between(settled, start, stop, least=1)
    step = max(8, stop - start)
    while found is None:
        start = max(0, start - step)
        stop = min(len(settled), stop + step)
        # The run is bounded by records that have a key: those further on may still be waiting for theirs.
        while stop < len(settled) and settled[stop] is None:
            stop += 1
        step *= 2
        found = _between(settled, start, stop, least=_SPREAD)
    settled[start:stop] = found


def _between(settled: Sequence[int | None], start: int, stop: int, *, least: int) -> list[int] | None:
    """Spread keys over a run, between those on either side; None if they would stand closer than `least`."""
    count = stop - start
    low = settled[start - 1] if start > 0 else None
    high = settled[stop] if stop < len(settled) else None
    if low is None:
        top = ROOM * (count + 1) if high is None else high
        return [top - ROOM * (count - place) for place in range(count)]
    if high is None:
        return [low + ROOM * (place + 1) for place in range(count)]
    if (high - low) // (count + 1) < least:
        return None
    return [low + (high - low) * (place + 1) // (count + 1) for place in range(count)]


def _longest_rising(keys: Sequence[int | None], low: int | None, high: int | None) -> set[int]:
    """Find the indexes of a longest rising run of keys that lie between `low` and `high` (patience sorting)."""
    tops: list[int] = []
    top_indexes: list[int] = []
    before: dict[int, int] = {}
    for index, key in enumerate(keys):
        if key is None or (low is not None and key <= low) or (high is not None and key >= high):
            continue
        pile = bisect_left(tops, key)
        if pile:
            before[index] = top_indexes[pile - 1]
        if pile == len(tops):
            tops.append(key)
            top_indexes.append(index)
        else:
            tops[pile] = key
            top_indexes[pile] = index
    run: set[int] = set()
    at = top_indexes[-1] if top_indexes else None
    while at is not None:
        run.add(at)
        at = before.get(at)
    return run
