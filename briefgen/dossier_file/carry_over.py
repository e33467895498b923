"""What a newer Briefgen wrote and this one can't read is carried over when this one rewrites the record."""

from __future__ import annotations

from briefgen.domain.fields import Plain

_NAMES = ("id", "passage", "point", "letter", "option", "risk", "dilemma", "name", "rule", "brief")
"""What tells one entry of a list from another, the first that an entry has."""


def carry_over(kept: Plain, before: Plain, after: Plain) -> Plain:
    """Apply to `kept` what changed between `before` and `after`.

    `kept` is a record's plain data as the file has it, `before` the part of it that this program understood, `after`
    what shall now stand there. What is in `kept` alone stays: `carry_over(kept, before, before) == kept`, and where
    everything was understood, `carry_over(before, before, after) == after`. An entry of a list is the same entry when
    it is equal to the one before, or bears the same name.
    """
    if after == before:
        return kept
    if isinstance(kept, dict) and isinstance(before, dict) and isinstance(after, dict):
        result = {name: value for name, value in kept.items() if name in after or name not in before}
        for name, value in after.items():
            result[name] = carry_over(kept[name], before[name], value) if name in kept and name in before else value
        return result
    if isinstance(kept, list) and isinstance(before, list) and isinstance(after, list):
        return _entries(kept, before, after)
    return after


def _entries(kept: list[Plain], before: list[Plain], after: list[Plain]) -> list[Plain]:
    if len(kept) != len(before):  # only a list of terms is read in part: its unknown ones follow those known
        return after + [entry for entry in kept if entry not in before]
    free = list(range(len(before)))
    result: list[Plain] = []
    for entry in after:
        found = next((place for place in free if before[place] == entry), None)
        if found is None:
            name = _name(entry)
            found = next((place for place in free if name is not None and _name(before[place]) == name), None)
        if found is None:
            result.append(entry)
        else:
            free.remove(found)
            result.append(carry_over(kept[found], before[found], entry))
    return result


def _name(entry: Plain) -> tuple[str, str] | None:
    if isinstance(entry, dict):
        for field in _NAMES:
            if field in entry:
                return (field, str(entry[field]))
    return None
