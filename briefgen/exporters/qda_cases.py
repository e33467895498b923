"""What a REFI-QDA project says of points and sources beyond codes: variables with their values, cases, links.

By the schema “Project” 1.0: a point is a `Case` of its code, with a `VariableValue` for each field and a `SelectionRef`
for each passage that it cites, in order; a source has `VariableValue`s of its own; a link between points is a `Link`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from briefgen.domain.carried import Carried, carried, sort_of
from briefgen.domain.dossier import Dossier
from briefgen.domain.fields import Checked, dashed, specs
from briefgen.domain.operations.links import links_from
from briefgen.domain.points import Point, Risk
from briefgen.domain.rating import rating_of
from briefgen.domain.sources import Source

_TYPES = {str: "Text", int: "Integer", bool: "Boolean"}
_SAID_BY_CODES = ("id", "title", "body", "note", "evidence")
"""Fields of a point that its code says, or its case."""

Add = Callable[..., Any]
"""Adds an element under another: parent, tag, attributes."""


class Cases:
    """Writes variables, cases and links; `guid` names records for other programs, `add` makes elements."""

    def __init__(self, dossier: Dossier, guid: Callable[[str], str], add: Add, legal: Callable[[str], str]) -> None:
        self._dossier, self._guid, self._add, self._legal = dossier, guid, add, legal
        self._used: dict[str, str] = {}

    def of_points(self, cases: Any, selections: Collection[str]) -> None:
        """A case for each point; `selections` are the ids of the passages that are in the project."""
        for order, point in enumerate(self._dossier.points):
            case = self._add(cases, "Case", guid=self._guid(f"{point.id} case"), name=point.title or point.id)
            self._add(case, "CodeRef", targetGUID=self._guid(point.id))
            kind = point.kind.value
            self._values(case, kind, (("id", point.id), ("order", order)))
            self._values(case, kind, carried(point, _SAID_BY_CODES), type(point))
            if isinstance(point, Risk) and (rating := rating_of(point, self._dossier.settings.rating_table)):
                self._values(case, kind, (("rating", rating.value),))
            for citation in point.evidence:
                if citation.passage in selections:
                    self._add(case, "SelectionRef", targetGUID=self._guid(citation.passage))

    def of_source(self, element: Any, source: Source) -> None:
        """What is known of a source."""
        own = [(name, value) for name, value in carried(source) if name in _OF_SOURCE]
        self._values(element, "source", tuple(own), Source)
        self._values(element, "bibliography", carried(source.bibliography), type(source.bibliography))

    def links(self, links: Any) -> None:
        """The links between points, from one to the other."""
        for point in self._dossier.points:
            for link in links_from(point):
                self._add(
                    links, "Link", guid=self._guid(f"{point.id} {' '.join(link.place)}"),
                    name=f"{link.relation}{_by(link.letter or link.option)}", direction="OneWay",
                    originGUID=self._guid(point.id), targetGUID=self._guid(link.target),
                )  # fmt: skip

    def variables(self, variables: Any) -> None:
        """The variables that were used, in their order."""
        for name, kind in self._used.items():
            self._add(variables, "Variable", guid=self._variable(name), name=name, typeOfVariable=kind)

    def _values(self, parent: Any, of: str, values: Carried, cls: type[Checked] | None = None) -> None:
        sorts = {dashed(name): sort_of(spec) for name, spec, _ in specs(cls)} if cls else {}
        for name, value in values:
            kind = _TYPES[sorts.get(name, type(value))]
            full = f"{of}: {name}"
            self._used.setdefault(full, kind)
            element = self._add(parent, "VariableValue")
            self._add(element, "VariableRef", targetGUID=self._variable(full))
            words = str(value).lower() if isinstance(value, bool) else str(value)
            self._add(element, f"{kind}Value").text = self._legal(words)

    def _variable(self, name: str) -> str:
        return self._guid(f"variable {name}")


_OF_SOURCE = frozenset({"filename", "how-obtained", "marking", "sha256"})


def _by(letter: str) -> str:
    return f" (option {letter})" if letter else ""


def is_linked(point: Point) -> bool:
    """Whether a point links to another."""
    return bool(links_from(point))
