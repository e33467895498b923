"""Fields of a source as a person gives them → values: those of its bibliography, and the few of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from briefgen.domain.bibliography import Bibliography
from briefgen.domain.fields import read_field
from briefgen.domain.sources import Source

_OWN = ("marking", "how_obtained")
"""What can be set on a source beside its bibliography."""


def source_values(source: Source, given: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Sort what was given, (name, value as typed), into the bibliography and the source's own fields.

    Raises:
        FieldError: A field is unknown or can't hold its value.
    """
    own: dict[str, Any] = {}
    bibliography: dict[str, Any] = {}
    for name, text in given:
        if name.replace("-", "_") in _OWN:
            attribute, value = read_field(Source, name, text)
            own[attribute] = value
        else:
            attribute, value = read_field(Bibliography, name, text)
            bibliography[attribute] = value
    if bibliography:
        own["bibliography"] = replace(source.bibliography, **bibliography)
    return own
