"""A record's fields as named plain values, such as other programs keep as variables of a case: text, number, yes or no.

What has parts of its own is text in JSON. Each value reads back as it was, by the field's own spec.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import Any

from briefgen.domain.fields import Checked, FieldError, Flag, Number, Plain, Spec, Text, dashed, spec_of, specs
from briefgen.domain.points import Likelihood

Carried = tuple[tuple[str, str | int | bool], ...]
"""Names of fields, with hyphens, and their values."""


def carried(record: Checked, without: Collection[str] = ()) -> Carried:
    """The fields of a record that do not hold their default, but for those `without`, by attribute name."""
    found: list[tuple[str, str | int | bool]] = []
    for name, spec, default in specs(type(record)):
        value = getattr(record, name)
        if name not in without and value != default:
            found.append((dashed(name), _value(spec, value)))
    return tuple(found)


def sort_of(spec: Spec) -> type[str | int | bool]:
    """What the values of a field are carried as."""
    if isinstance(spec, Flag):
        return bool
    return int if isinstance(spec, Number) else str


def _value(spec: Spec, value: Any) -> str | int | bool:
    if isinstance(value, Likelihood):
        return f"{value.scale}: {value.term}"  # as it is typed, which people can read
    plain = spec.plain(value)
    return plain if isinstance(plain, str | int) else json.dumps(plain, ensure_ascii=False)


def read_carried(
    cls: type[Checked], values: Iterable[tuple[str, str | int | bool]]
) -> tuple[dict[str, Any], list[str]]:
    """The values of a record's fields by attribute name; and the names of those that the record does not take."""
    found: dict[str, Any] = {}
    strange: list[str] = []
    names = {dashed(name): name for name, _, _ in specs(cls)}
    for name, value in values:
        if name not in names:
            strange.append(name)
            continue
        spec = spec_of(cls, name)
        try:
            read = spec.read(name, _plain(spec, value))
            spec.check(name, read)
        except (FieldError, ValueError, RecursionError):
            strange.append(name)
        else:
            found[names[name]] = read
    return found, strange


def _plain(spec: Spec, value: str | int | bool) -> Plain:  # noqa: FBT001 - it is what was carried
    if isinstance(value, str) and not isinstance(spec, Text) and value[:1] in {"[", "{"}:
        return json.loads(value)
    return value
