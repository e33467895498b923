"""RIS: what EndNote, Mendeley, Zotero and nearly every database export."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import rispy

from briefgen.domain.bibliography import Bibliography, Name, PartialDate
from briefgen.domain.fields import FieldError
from briefgen.domain.references import Reference, References

_TYPES = {
    "JOUR": "article-journal", "MGZN": "article-magazine", "NEWS": "article-newspaper", "EJOUR": "article-journal",
    "BOOK": "book", "EBOOK": "book", "EDBOOK": "book", "CHAP": "chapter", "ECHAP": "chapter", "RPRT": "report",
    "GOVDOC": "report", "STAND": "standard", "THES": "thesis", "CONF": "paper-conference", "CPAPER": "paper-conference",
    "ELEC": "webpage", "BLOG": "post-weblog", "BILL": "bill", "LEGAL": "legislation", "STAT": "legislation",
    "CASE": "legal_case", "HEAR": "hearing", "PAT": "patent", "PCOMM": "personal_communication", "DATA": "dataset",
    "MAP": "map", "MANSCPT": "manuscript", "UNPB": "manuscript", "VIDEO": "motion_picture", "SOUND": "song",
    "ENCYC": "entry-encyclopedia", "DICT": "entry-dictionary", "INPR": "article-journal", "PAMP": "pamphlet",
}  # fmt: skip


def read_ris(text: str) -> References:
    """Read RIS, record by record."""
    entries: list[Reference] = []
    unread: list[str] = []
    for number, record in enumerate(_records(text), 1):
        try:
            found = rispy.loads(record, skip_unknown_tags=True)
        except (OSError, ValueError, KeyError, IndexError) as error:
            unread.append(f"Record {number} could not be read: {error}")
            continue
        for entry in found:
            key = str(entry.get("id") or f"{number}")
            try:
                entries.append(Reference(key, _bibliography(entry)))
            except FieldError as error:
                unread.append(f"Record {number} could not be read: {error.message}")
    return References(tuple(entries), tuple(unread))


def _records(text: str) -> list[str]:
    """Each record by itself, so that a damaged one keeps no other from being read."""
    starts = [match.start() for match in re.finditer(r"^\s*TY  ?- ?", text, re.MULTILINE)]
    records = [text[start:end].strip() for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    return [record if re.search(r"^ER  ?-", record, re.MULTILINE) else f"{record}\nER  - " for record in records]


def _bibliography(entry: Mapping[str, Any]) -> Bibliography:
    kind = str(entry.get("type_of_reference", ""))

    def first(*names: str) -> str:
        for name in names:
            value = entry.get(name)
            value = value[0] if isinstance(value, list) and value else value
            if isinstance(value, str) and value.strip():
                return " ".join(value.split())
        return ""

    start, end = first("start_page"), first("end_page")
    number = first("number")
    issued = first("date", "publication_year", "year")
    number_of_serial = first("issn")
    is_book = kind in {"BOOK", "EBOOK", "EDBOOK", "CHAP", "ECHAP"}
    return Bibliography(
        type=_TYPES.get(kind, "document"),
        title=first("title", "primary_title"),
        title_short=first("short_title"),
        author=_names(entry.get("authors") or entry.get("first_authors")),
        editor=_names(entry.get("secondary_authors")),
        container_title=first("secondary_title", "journal_name", "alternate_title3", "alternate_title2"),
        collection_title=first("tertiary_title"),
        publisher=first("publisher"),
        publisher_place=first("place_published"),
        genre=first("type_of_work"),
        number=number if kind in {"RPRT", "GOVDOC", "STAND"} else "",
        volume=first("volume"),
        issue="" if kind in {"RPRT", "GOVDOC", "STAND"} else number,
        edition=first("edition"),
        page=f"{start}-{end}" if start and end and end != start and "-" not in start else start,
        issued=date_of(issued),
        accessed=date_of(first("access_date")),
        URL=first("urls", "url"),
        DOI=re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", first("doi"), flags=re.IGNORECASE),
        ISBN=number_of_serial if is_book else "",
        ISSN="" if is_book else number_of_serial,
        language=first("language"),
        abstract=first("abstract", "notes_abstract"),
    )


def _names(told: object) -> tuple[Name, ...]:
    """Names written “Family, Given, Suffix”; a body's name has no comma."""
    found = []
    for name in told if isinstance(told, list) else ():
        family, _, rest = (part.strip() for part in str(name).partition(","))
        given = " ".join(part.strip() for part in rest.split(",") if part.strip())
        if family and given:
            found.append(Name(family=family, given=given))
        elif family or given:
            found.append(Name(literal=family or given))
    return tuple(found)


def date_of(told: str) -> PartialDate | None:
    """A date written YYYY/MM/DD/other, of which parts may be empty; as words where it is none."""
    parts = told.split("/")
    numbers = [int(part) if re.fullmatch(r"\s*[0-9]{1,4}\s*", part) else None for part in parts[:3]]
    if numbers and numbers[0] is not None and len(parts[0].strip()) == 4:
        year, month, day = (*numbers, None, None)[:3]
        try:
            return PartialDate(year=year, month=month or None, day=(day or None) if month else None)
        except FieldError:
            return PartialDate(literal=told.strip("/"))
    return PartialDate.parse("issued", told) if told.strip(" /") else None
