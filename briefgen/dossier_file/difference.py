"""What changed between two dossiers: by identity first, by equality where that differs, and in which order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from briefgen.domain.dossier import same_beginning
from briefgen.dossier_file.order import new_keys


@dataclass(frozen=True, slots=True)
class Written:
    """A record to be written: as it is now, as it was (None for a new one), and its sort key."""

    record: Any
    before: Any
    sort: int


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed in one list: the ids removed, the records new or changed, and new sort keys of unchanged ones."""

    removed: tuple[str, ...] = ()
    written: tuple[Written, ...] = ()
    moved: tuple[tuple[str, int], ...] = ()

    def __bool__(self) -> bool:
        """Tell whether anything changed."""
        return bool(self.removed or self.written or self.moved)


NOTHING = Changes()


def changes(before: tuple[Any, ...], after: tuple[Any, ...], sort_of: Callable[[str], int | None]) -> Changes:
    """Compare two lists of records with ids; `sort_of` gives the sort key of a record before, by its id.

    Raises:
        ValueError: an id stands twice among the records after.
    """
    if after is before:
        return NOTHING
    first = same_beginning(before, after)
    shared_end = same_beginning(before[first:][::-1], after[first:][::-1])
    old = {record.id: record for record in before[first : len(before) - shared_end]}
    window = after[first : len(after) - shared_end]
    ids = [record.id for record in window]
    present = set(ids)
    if len(present) != len(ids):
        raise ValueError("an id stands twice")
    keys: dict[int, int] = {}
    if ids != list(old):
        keys = new_keys([sort_of(record.id) for record in after], first, len(after) - shared_end)
    removed = tuple(record_id for record_id in old if record_id not in present)
    written: list[Written] = []
    for index, record in enumerate(window, first):
        was = old.get(record.id)
        if was is None or (was is not record and was != record):
            sort = keys.pop(index) if index in keys else sort_of(record.id)
            assert sort is not None  # noqa: S101  it has an old key, or was given a new one
            written.append(Written(record, was, sort))
    moved = tuple((after[index].id, sort) for index, sort in keys.items())
    return Changes(removed, tuple(written), moved)
