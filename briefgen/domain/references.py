"""What a list of references says of the sources of a dossier: which entry is which source, and what it would change."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

from briefgen.domain.bibliography import Bibliography, Name, PartialDate
from briefgen.domain.dossier import Dossier
from briefgen.domain.fields import specs
from briefgen.domain.operations import edit_source
from briefgen.domain.sources import Source

_NOT_COMPARED = frozenset({"extra"})
_SHORTEST_TITLE = 12
"""Letters and digits that a title must have to tell what a source is."""
_LONG_TITLE = 30
"""Letters and digits from which a title tells it although the years are one apart: online first, then in print."""
_DOI = re.compile(r"10\.\d{4,9}/\S+")


@dataclass(frozen=True, slots=True)
class Reference:
    """An entry of a list of references: the key that it has there, and what it says."""

    key: str
    bibliography: Bibliography


@dataclass(frozen=True, slots=True)
class References:
    """A list of references that was read; `unread` says in sentences what of it could not be."""

    entries: tuple[Reference, ...]
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What an entry would change of a source: an attribute of its bibliography, as it is and as it would be.

    `is_wise` is what to suggest: a field is filled, or its value is another; not where only its form is.
    """

    field: str
    before: Any
    after: Any
    is_wise: bool = True


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that speaks of a source: by what that is told, and what it would change, which may be nothing."""

    source: str
    reference: Reference
    by: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Matched:
    """What a list of references says of a dossier: a match for each source that has one, and the rest."""

    matches: tuple[Match, ...]
    others: tuple[Reference, ...]


def match_references(dossier: Dossier, entries: Iterable[Reference]) -> Matched:
    """Find the source that each entry speaks of: by DOI, else by address, else by title and year.

    A source is matched once, by the best entry; several sources of one work are all matched by its entry.
    """
    entries = tuple(entries)
    looked_up = [(_doi(e.bibliography), _address(e.bibliography), _letters(e.bibliography.title)) for e in entries]
    matches: list[Match] = []
    for source in dossier.sources:
        about = source.bibliography
        mine = _doi(about), _address(about), _letters(about.title)
        best: tuple[int, int, str] | None = None
        for number, theirs in enumerate(looked_up):
            found = _likeness(mine, theirs, about.issued, entries[number].bibliography.issued)
            if found is not None and (best is None or found[0] > best[0]):
                best = (found[0], number, found[1])
        if best is not None:
            entry = entries[best[1]]
            matches.append(Match(source.id, entry, best[2], changes_of(source, entry.bibliography)))
    used = {id(match.reference) for match in matches}
    return Matched(tuple(matches), tuple(entry for entry in entries if id(entry) not in used))


def changes_of(source: Source, new: Bibliography) -> tuple[Change, ...]:
    """What of a source's bibliographic data would change; a field that the entry leaves empty stays as it is."""
    found = []
    for name, _, _ in specs(Bibliography):
        before, after = getattr(source.bibliography, name), getattr(new, name)
        if name in _NOT_COMPARED or not after or before == after or _says_no_more(before, after):
            continue
        found.append(
            Change(name, before, after, is_wise=not before or _letters(shown(before)) != _letters(shown(after)))
        )
    return tuple(found)


def take_references(dossier: Dossier, chosen: Mapping[str, Iterable[Change]]) -> Dossier:
    """Change the bibliographic data of sources, given by id, as one act.

    Raises:
        UnknownId: There is no such source.
    """

    def one(before: Dossier, pair: tuple[str, Iterable[Change]]) -> Dossier:
        source = before.source(pair[0])
        values = {change.field: change.after for change in pair[1]}
        if not values:
            return before
        return edit_source(before, source.id, {"bibliography": replace(source.bibliography, **values)})

    return reduce(one, chosen.items(), dossier)


def shown(value: Any) -> str:
    """A value of bibliographic data in words: names divided by semicolons, a date as ISO 8601 writes it."""
    if isinstance(value, PartialDate):
        return value.iso
    if isinstance(value, tuple):
        return "; ".join(name.shown if isinstance(name, Name) else str(name) for name in value)
    return "" if value is None else str(value)


def _says_no_more(before: Any, after: Any) -> bool:
    """Whether a date is the same day as one that is known better."""
    return isinstance(before, PartialDate) and before.iso.startswith(after.iso)


_Looked = tuple[str, str, str]


def _likeness(
    mine: _Looked, theirs: _Looked, my_date: PartialDate | None, their_date: PartialDate | None
) -> tuple[int, str] | None:
    """How surely two records speak of the same, 0 to 4, and by what that is told; None when they don't."""
    if mine[0] and theirs[0]:
        return (4, "DOI") if mine[0] == theirs[0] else None
    if mine[1] and mine[1] == theirs[1]:
        return 3, "address"
    title = mine[2]
    if len(title) < _SHORTEST_TITLE or title != theirs[2]:
        return None
    years = [date.year for date in (my_date, their_date) if date is not None and date.year is not None]
    if len(years) < 2:
        return 1, "title"
    apart = abs(years[0] - years[1])
    if apart == 0:
        return 2, "title and year"
    return (0, "title") if apart == 1 and len(title) >= _LONG_TITLE else None


def _doi(about: Bibliography) -> str:
    told = about.DOI or (about.URL if "doi.org/" in about.URL.lower() else "")
    match = _DOI.search(told)
    return match.group().rstrip(".,;").lower() if match else ""


def _address(about: Bibliography) -> str:
    """An address without what makes no difference: scheme, “www.”, fragment, final slash."""
    bare = re.sub(r"^https?://(?:www\.)?", "", about.URL.strip(), flags=re.IGNORECASE).partition("#")[0].rstrip("/")
    host, slash, rest = bare.partition("/")
    return f"{host.lower()}{slash}{rest}" if slash else ""


def _letters(title: str) -> str:
    """Letters and digits alone, without case and accents."""
    folded = unicodedata.normalize("NFKD", title).casefold()
    return "".join(char for char in folded if char.isalnum())
