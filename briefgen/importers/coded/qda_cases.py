"""What a REFI-QDA project that this program wrote says of points and sources in cases and variables."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from briefgen.domain.carried import Carried
from briefgen.domain.fields import FieldError, from_plain
from briefgen.domain.points import Citation, Edit
from briefgen.importers.coded.qda_xml import child, children, key

_MOST_EDITS = 1_000
_SORTS = ("TextValue", "IntegerValue", "BooleanValue")


@dataclass(frozen=True, slots=True)
class Case:
    """A point: its id where it was written, its fields, and the keys of its passages in order."""

    record: str = ""
    fields: Carried = ()
    selections: tuple[str, ...] = ()


NO_CASE = Case()


def variables_of(root: Any) -> dict[str, str]:
    """The names of a project's variables, by their keys."""
    found = child(root, "Variables")
    return {} if found is None else {key(one): one.get("name", "") for one in children(found, "Variable")}


def values_of(element: Any, variables: Mapping[str, str]) -> Carried:
    """The values that an element has for variables, by the variables' names."""
    found: list[tuple[str, str | int | bool]] = []
    for value in children(element, "VariableValue"):
        ref = child(value, "VariableRef")
        name = "" if ref is None else variables.get(key(ref, "targetGUID"), "")
        read = [_value(kind, one) for kind in _SORTS if (one := child(value, kind)) is not None]
        found += [(name, one) for one in read if name and one is not None]
    return tuple(found)


def _value(kind: str, element: Any) -> str | int | bool | None:
    text = "".join(element.itertext())
    if kind == "TextValue":
        return text
    if kind == "BooleanValue":
        return {"true": True, "1": True, "false": False, "0": False}.get(text.strip())
    return int(text) if len(text) < 20 and text.strip().lstrip("-").isdecimal() else None


def cases_of(root: Any) -> dict[str, Case]:
    """The points of a project, by the keys of their codes."""
    cases, variables = child(root, "Cases"), variables_of(root)
    found: dict[str, Case] = {}
    for case in () if cases is None else children(cases, "Case"):
        code = child(case, "CodeRef")
        if code is None:
            continue
        values = values_of(case, variables)
        named = tuple((name.partition(": ")[2], value) for name, value in values)
        record = next((value for name, value in named if name == "id" and isinstance(value, str)), "")
        selections = tuple(key(ref, "targetGUID") for ref in children(case, "SelectionRef"))
        found[key(code, "targetGUID")] = Case(record, named, selections)
    return found


def edits_of(text: str) -> tuple[Edit, ...]:
    """An editor's marks in a quotation; none where they can't be read."""
    try:
        entries = json.loads(text)
        edits = tuple(from_plain(Edit, entry) for entry in entries[:_MOST_EDITS])
        return Citation(passage="passage-1", edits=edits).edits  # of any passage: in order, not overlapping
    except (ValueError, TypeError, KeyError, AttributeError, FieldError, RecursionError):
        return ()
