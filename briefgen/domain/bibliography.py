"""Bibliographic data of a source, in the names of CSL-JSON (citation style language data, schema 1.0.2)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from briefgen.domain.fields import (
    Checked,
    FieldError,
    Many,
    Number,
    Plain,
    Record,
    Text,
    Values,
    dashed,
    freeze,
    from_plain,
    holds,
    specs,
    thaw,
)

_LINE = Text(one_line=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Name(Checked):
    """A person's or a body's name. A body, or a name that can't be divided, stands in `literal` alone."""

    takes = "a name written “Family, Given”, or a body's name alone"

    family: str = holds(_LINE, "")
    given: str = holds(_LINE, "")
    literal: str = holds(_LINE, "")

    def check_together(self) -> None:
        """Refuse a name without any part."""
        if not (self.family or self.given or self.literal):
            raise FieldError("name", self.takes)

    @classmethod
    def parse(cls, field: str, text: str) -> Self:
        """Read “Family, Given”; anything without a comma is a literal name."""
        if not text.strip():
            raise FieldError(field, cls.takes, text)
        family, comma, given = (part.strip() for part in text.partition(","))
        return cls(family=family, given=given) if comma and family and given else cls(literal=text.strip())

    @property
    def shown(self) -> str:
        """The name in reading order: “Given Family”."""
        return self.literal or f"{self.given} {self.family}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialDate(Checked):
    """A date of which the month or the day may not be known; `literal` holds one that can't be read."""

    takes = "a date written 2025, 2025-03 or 2025-03-10"

    year: int | None = holds(Number(-9999, 9999), None)
    month: int | None = holds(Number(1, 12), None)
    day: int | None = holds(Number(1, 31), None)
    literal: str = holds(_LINE, "")

    def check_together(self) -> None:
        """Refuse a day without a month, a month without a year, and a date without anything."""
        if self.year is None and not self.literal:
            raise FieldError("date", self.takes)
        if (self.month is not None and self.year is None) or (self.day is not None and self.month is None):
            raise FieldError("date", self.takes)

    @classmethod
    def parse(cls, field: str, text: str) -> Self:
        """Read an ISO 8601 date of any precision; other text is kept as it stands."""
        if match := re.fullmatch(r"(-?\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", text.strip()):
            year, month, day = (int(part) if part else None for part in match.groups())
            try:
                return cls(year=year, month=month, day=day)
            except FieldError:
                raise FieldError(field, cls.takes, text) from None
        return cls(literal=text.strip())

    @property
    def iso(self) -> str:
        """ISO 8601 as far as the date is known, else the literal text."""
        if self.year is None:
            return self.literal
        parts = [f"{self.year:04d}", *(f"{part:02d}" for part in (self.month, self.day) if part is not None)]
        return "-".join(parts)


_NAMES = Many(Record(Name, optional=False))
_DATE = Record(PartialDate)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bibliography(Checked):
    """What is known of a source as a publication. The fields are CSL's variables; `extra` keeps all others as given."""

    type: str = holds(_LINE, "", about="CSL type: article-newspaper, report, webpage, book, speech …")
    title: str = holds(_LINE, "")
    title_short: str = holds(_LINE, "")
    author: tuple[Name, ...] = holds(_NAMES, ())
    editor: tuple[Name, ...] = holds(_NAMES, ())
    translator: tuple[Name, ...] = holds(_NAMES, ())
    container_title: str = holds(_LINE, "", about="The newspaper, journal, book or site that it stands in")
    collection_title: str = holds(_LINE, "")
    publisher: str = holds(_LINE, "")
    publisher_place: str = holds(_LINE, "")
    genre: str = holds(_LINE, "")
    number: str = holds(_LINE, "")
    volume: str = holds(_LINE, "")
    issue: str = holds(_LINE, "")
    edition: str = holds(_LINE, "")
    page: str = holds(_LINE, "")
    issued: PartialDate | None = holds(_DATE, None)
    accessed: PartialDate | None = holds(_DATE, None)
    URL: str = holds(_LINE, "")
    DOI: str = holds(_LINE, "")
    ISBN: str = holds(_LINE, "")
    ISSN: str = holds(_LINE, "")
    language: str = holds(_LINE, "", about="BCP 47 tag, such as en-GB")
    abstract: str = holds(Text(), "")
    note: str = holds(Text(), "")
    extra: tuple[tuple[str, Plain], ...] = holds(Values(), ())


_CSL_NAMES = {
    name: {"title_short": "title-short"}.get(name, name if name.isupper() else dashed(name))
    for name, _, _ in specs(Bibliography)
    if name != "extra"
}


def from_csl(item: Mapping[str, Plain]) -> Bibliography:
    """Turn one CSL-JSON item into a `Bibliography`; unknown variables are kept in `extra`.

    Raises:
        FieldError: a variable's value is not of the kind that CSL gives it.
    """
    values: dict[str, Plain] = {}
    by_csl = {csl: name for name, csl in _CSL_NAMES.items()} | {"shortTitle": "title_short"}
    extra: dict[str, Plain] = {}
    for csl, value in item.items():
        name = by_csl.get(csl)
        if name is None:
            extra[csl] = value
        elif isinstance(value, Mapping) and name in {"issued", "accessed"}:
            values[name] = _date_from_csl(value)
        elif name in {"author", "editor", "translator"} and isinstance(value, list):
            values[name] = [_name_from_csl(entry) for entry in value]
        else:
            values[name] = str(value) if isinstance(value, int | float) else value
    if extra:
        values["extra"] = extra
    return from_plain(Bibliography, {name: value for name, value in values.items() if value is not None})


def to_csl(bibliography: Bibliography) -> dict[str, Plain]:
    """Turn a `Bibliography` into a CSL-JSON item (without an id)."""
    item: dict[str, Plain] = {}
    for name, csl in _CSL_NAMES.items():
        value = getattr(bibliography, name)
        if not value:
            continue
        if isinstance(value, PartialDate):
            parts = [part for part in (value.year, value.month, value.day) if part is not None]
            item[csl] = {"date-parts": [parts]} if parts else {"literal": value.literal}
        elif isinstance(value, tuple):
            item[csl] = [
                {key: part for key in ("family", "given", "literal") if (part := getattr(entry, key))}
                for entry in value
            ]
        else:
            item[csl] = value
    return item | {name: thaw(freeze(value)) for name, value in bibliography.extra}


def _name_from_csl(entry: Plain) -> Plain:
    if not isinstance(entry, Mapping):
        return entry
    particle = str(entry.get("non-dropping-particle", "") or entry.get("dropping-particle", ""))
    family = f"{particle} {entry.get('family', '')}".strip()
    suffix = str(entry.get("suffix", ""))
    given = " ".join(part for part in (str(entry.get("given", "")), suffix) if part)
    return {"family": family, "given": given, "literal": str(entry.get("literal", ""))}


def _date_from_csl(value: Mapping[str, Plain]) -> Plain:
    parts = value.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0]:
        numbers = [int(part) for part in parts[0][:3] if str(part).strip().lstrip("-").isdigit()]
        if numbers:
            return dict(zip(("year", "month", "day"), numbers, strict=False))
    text = str(value.get("raw") or value.get("literal") or "")
    return text or None
