"""Small steps that the operations share: replace one record, move one, take the next number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol, TypeVar

from briefgen.domain.dossier import Binned, Counters, Dossier, UnknownId


class HasId(Protocol):
    """A record with an id."""

    @property
    def id(self) -> str:
        """The id."""


R = TypeVar("R", bound=HasId)
T = TypeVar("T")


def next_id(counters: Counters, sort: str) -> tuple[Counters, str]:
    """Take the next number of a sort (source, passage, risk, …); gives the counters after it and the id."""
    number = getattr(counters, sort) + 1
    return replace(counters, **{sort: number}), f"{sort}-{number}"


def changed(records: tuple[R, ...], record_id: str, change: Callable[[R], R]) -> tuple[R, ...]:
    """Replace the record with `record_id` by what `change` makes of it.

    Raises:
        UnknownId: there is no such record.
    """
    place = place_of_record(records, record_id)
    after = change(records[place])
    if after == records[place]:
        return records
    return (*records[:place], after, *records[place + 1 :])


def without(records: tuple[R, ...], record_id: str) -> tuple[R, ...]:
    """Leave out the record with `record_id`."""
    place = place_of_record(records, record_id)
    return (*records[:place], *records[place + 1 :])


def place_of_record(records: tuple[R, ...], record_id: str) -> int:
    """Find a record's index. Raises `UnknownId`."""
    for place, record in enumerate(records):
        if record.id == record_id:
            return place
    raise UnknownId(f"There is no {record_id.rpartition('-')[0] or 'record'} with the id {record_id}.")


def moved(records: tuple[T, ...], place: int, to: int) -> tuple[T, ...]:
    """Move the record at `place` so that it stands at index `to` (kept within the list)."""
    rest = [*records[:place], *records[place + 1 :]]
    rest.insert(max(0, min(to, len(rest))), records[place])
    return tuple(rest)


def inserted(records: tuple[T, ...], record: T, place: int) -> tuple[T, ...]:
    """Put `record` at index `place` (kept within the list)."""
    place = max(0, min(place, len(records)))
    return (*records[:place], record, *records[place:])


def to_bin(dossier: Dossier, at: dt.datetime, **held: Any) -> Dossier:
    """Put something into the bin, with what is needed to put it back."""
    counters, bin_id = next_id(dossier.counters, "bin")
    binned = Binned(id=bin_id, at=at, **held)
    return replace(dossier, counters=counters, bin=(*dossier.bin, binned))
