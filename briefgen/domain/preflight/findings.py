"""What preflight finds: the breach of a rule, where, in one plain sentence, with what to do about it."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from briefgen.domain.fields import Term, dashed
from briefgen.domain.preflight.rules import NEVER_ACCEPTED, AnyRule
from briefgen.domain.terms import Severity


class PlaceKind(Term):
    """What sort of thing a finding is about."""

    BRIEF = "brief"
    SECTION = "section"
    POINT = "point"
    PASSAGE = "passage"
    SOURCE = "source"
    TEMPLATE = "template"


_POINTS = {"risk": "Risk", "dilemma": "Dilemma", "rec": "Rec."}


def point_name(point_id: str) -> str:
    """Write a point's id as it is printed: rec-2 becomes “Rec. 2”."""
    prefix, _, number = point_id.rpartition("-")
    return f"{_POINTS.get(prefix, prefix.capitalize())} {number}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding is: the thing, its id, the field of it, and the item within the field where there are several.

    `id` is empty for the brief itself; `field` is written as a person types it (decision-by); `title` is the name that
    people know the thing by where its id does not give it, and is no part of the place's identity.
    """

    kind: PlaceKind
    id: str = ""
    field: str = ""
    item: str = ""
    title: str = dataclasses.field(default="", compare=False)

    def __str__(self) -> str:
        """Say the place in words."""
        return self.words

    @property
    def key(self) -> str:
        """The stable name by which a finding is accepted there: brief.title, section.background, rec-2.owner."""
        thing = self.id if self.kind in {PlaceKind.POINT, PlaceKind.PASSAGE, PlaceKind.SOURCE} else str(self.kind)
        parts = [thing, self.id if self.kind is PlaceKind.SECTION else "", self.field, self.item]
        return ".".join(part for part in parts if part)

    @property
    def words(self) -> str:
        """The place as people say it: “Title”, “Section “Background””, “Rec. 2, owner”, “Dilemma 1, options: B”."""
        field_name = self.field.replace("-", " ")
        named = f"“{self.title}”" if self.title else ""
        match self.kind:
            case PlaceKind.BRIEF:
                start, field_name = (field_name[:1].upper() + field_name[1:] or "The brief"), ""
            case PlaceKind.SECTION:
                start = f"Section {named or self.id}"
            case PlaceKind.POINT:
                start = point_name(self.id)
            case PlaceKind.TEMPLATE:
                start = f"House template {named}".strip()
            case _:
                start = point_name(self.id) + (f" {named}" if named else "")
        return start + (f", {field_name}" if field_name else "") + (f": {self.item}" if self.item else "")


def is_at(place: Place, named: str) -> bool:
    """Tell whether a person names a place by `named`: by its key or by its words, in whatever case."""
    folded = " ".join(named.lower().split())
    return folded in {" ".join(name.lower().split()) for name in (place.key, place.words)}


def in_brief(name: str = "", item: str = "") -> Place:
    """Give the place of a field of the brief."""
    return Place(PlaceKind.BRIEF, "", dashed(name), item)


def in_section(section_id: str, title: str) -> Place:
    """Give the place of a section."""
    return Place(PlaceKind.SECTION, section_id, title=title)


def in_point(point_id: str, name: str = "", item: str = "") -> Place:
    """Give the place of a point, or of a field of it."""
    return Place(PlaceKind.POINT, point_id, dashed(name), item)


def in_passage(passage_id: str) -> Place:
    """Give the place of a passage."""
    return Place(PlaceKind.PASSAGE, passage_id)


def in_source(source_id: str, title: str, name: str = "") -> Place:
    """Give the place of a source, or of a field of it."""
    return Place(PlaceKind.SOURCE, source_id, dashed(name), title=title)


def in_template(title: str, name: str = "", item: str = "") -> Place:
    """Give the place of something that the house template declares."""
    return Place(PlaceKind.TEMPLATE, "", name, item, title=title)


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: the rule's stable id, how much it matters, the place, a plain sentence, and what to do.

    `measured` is the measured value with its limit, such as “34 words; at most 25”, and empty where there is nothing to
    measure. `accepted` is the reason why the editors accept the finding; an accepted error blocks nothing. `about` is
    what it is about, where that is more than its message, or less.
    """

    rule: str
    severity: Severity
    place: Place
    message: str
    remedy: str
    measured: str = ""
    accepted: str = ""
    about: str = ""

    @property
    def matter(self) -> str:
        """A hash of what the finding is about: an acceptance holds for as long as it stays the same."""
        return hashlib.sha256((self.about or self.message).encode("utf-8", "surrogatepass")).hexdigest()[:16]

    @property
    def acceptable(self) -> bool:
        """Whether editors may accept it: see `rules.NEVER_ACCEPTED`."""
        return self.rule not in NEVER_ACCEPTED


def found(rule: AnyRule, place: Place, message: str, remedy: str, measured: str = "", *, about: str = "") -> Finding:
    """Report the breach of a rule, as grave as the rule says."""
    return Finding(rule.value, rule.severity, place, message, remedy, measured, about=about)


def blocks(findings: Iterable[Finding]) -> bool:
    """Tell whether the brief must not be issued as it is: there is an error that nobody has accepted."""
    return any(finding.severity is Severity.ERROR and not finding.accepted for finding in findings)
