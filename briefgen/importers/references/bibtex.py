"""BibTeX and BibLaTeX, with their TeX in words."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping

from bibtexparser.entrypoint import parse_string
from bibtexparser.exceptions import ParsingException
from bibtexparser.middlewares import MonthIntMiddleware
from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names
from bibtexparser.model import Entry
from pylatexenc.latex2text import LatexNodes2Text

from briefgen.domain.bibliography import Bibliography, Name, PartialDate
from briefgen.domain.fields import FieldError
from briefgen.domain.references import Reference, References
from briefgen.importers.webpage.metadata import language_tag

_TYPES = {
    "article": "article-journal", "book": "book", "mvbook": "book", "booklet": "pamphlet", "inbook": "chapter",
    "incollection": "chapter", "inproceedings": "paper-conference", "conference": "paper-conference",
    "proceedings": "book", "collection": "book", "manual": "report", "techreport": "report", "report": "report",
    "phdthesis": "thesis", "mastersthesis": "thesis", "thesis": "thesis", "unpublished": "manuscript",
    "online": "webpage", "electronic": "webpage", "www": "webpage", "patent": "patent", "dataset": "dataset",
    "legislation": "legislation", "jurisdiction": "legal_case", "periodical": "periodical", "misc": "document",
}  # fmt: skip
_LANGUAGES = {
    "english": "en", "british": "en-GB", "ukenglish": "en-GB", "american": "en-US", "usenglish": "en-US",
    "german": "de", "ngerman": "de", "austrian": "de-AT", "naustrian": "de-AT", "french": "fr", "francais": "fr",
    "spanish": "es", "italian": "it", "dutch": "nl", "portuguese": "pt", "brazilian": "pt-BR", "polish": "pl",
    "russian": "ru", "swedish": "sv", "danish": "da", "norwegian": "no", "finnish": "fi", "czech": "cs",
    "greek": "el", "turkish": "tr", "chinese": "zh", "japanese": "ja", "arabic": "ar",
}  # fmt: skip
_PARTS = frozenset({"inbook", "incollection", "inproceedings", "conference"})
_NEVER_INHERITED = frozenset({"crossref", "key", "ids", "xref", "label", "options", "keywords"})
_TEX = re.compile(r"[\\{}$~]|--|``|''")
_AS_WORDS = LatexNodes2Text(math_mode="text", strict_latex_spaces=False)

# Of what it can't read this library both writes to the log and tells; it is told to the user below.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
logging.getLogger("pylatexenc").setLevel(logging.CRITICAL)


def read_bibtex(text: str) -> References:
    """Read BibTeX; an entry that is damaged keeps no other from being read."""
    library = parse_string(text, append_middleware=[MonthIntMiddleware()])
    blocks = [*library.entries, *(b.ignore_error_block for b in library.failed_blocks if b.ignore_error_block)]
    found = [block for block in blocks if isinstance(block, Entry)]
    by_key = {entry.key.lower(): entry for entry in found}
    entries: list[Reference] = []
    unread = [
        f"What begins on line {(block.start_line or 0) + 1} could not be read: {block.error}"
        for block in library.failed_blocks
        if not isinstance(block.ignore_error_block, Entry)
    ]
    for entry in found:
        try:
            entries.append(Reference(entry.key, _bibliography(entry.entry_type.lower(), _fields(entry, by_key))))
        except (FieldError, ParsingException, ValueError) as error:
            unread.append(f"“{entry.key}” could not be read: {error}")
    return References(tuple(entries), tuple(unread))


def _fields(entry: Entry, by_key: Mapping[str, Entry]) -> dict[str, str]:
    """An entry's fields by their names in lower case, with those of the entry that it stands in."""
    own = {field.key.lower(): str(field.value) for field in entry.fields}
    parent = by_key.get(own.get("crossref", "").lower())
    if parent is None or parent is entry:
        return own
    inherited = {field.key.lower(): str(field.value) for field in parent.fields}
    inherited = {name: value for name, value in inherited.items() if name not in _NEVER_INHERITED}
    if "title" in inherited and entry.entry_type.lower() in {*_PARTS, "article"}:
        name = "journal" if entry.entry_type.lower() == "article" else "booktitle"
        inherited.setdefault(name, inherited.pop("title"))
    return {**inherited, **own}


def _bibliography(kind: str, fields: Mapping[str, str]) -> Bibliography:
    def first(*names: str) -> str:
        return next((words for name in names if (words := _words(fields.get(name, "")))), "")

    title, subtitle = first("title"), first("subtitle")
    is_article = kind in {"article", "periodical"}
    return Bibliography(
        type=_TYPES.get(kind, "document"),
        title=f"{title}: {subtitle}" if title and subtitle else title,
        title_short=first("shorttitle"),
        author=_names(fields.get("author", "")),
        editor=_names(fields.get("editor", "")),
        translator=_names(fields.get("translator", "")),
        container_title=first("journaltitle", "journal", "booktitle", "maintitle"),
        collection_title=first("series"),
        publisher=first("publisher", "institution", "school", "organization"),
        publisher_place=first("location", "address"),
        genre=first("type"),
        number="" if is_article else first("number"),
        volume=first("volume"),
        issue=first("number", "issue") if is_article else "",
        edition=first("edition"),
        page=re.sub(r"\s*(?:-+|–)\s*", "-", first("pages")),
        issued=_date(fields),
        accessed=_one_date(_words(fields.get("urldate", ""))),
        URL=_plain(fields.get("url", "")) or _address_in(fields.get("howpublished", "")),
        DOI=re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", _plain(fields.get("doi", "")), flags=re.IGNORECASE),
        ISBN=first("isbn"),
        ISSN=first("issn"),
        language=_language(first("langid", "language")),
        abstract=first("abstract"),
        note=first("note"),
    )


def _words(tex: str) -> str:
    """The words of what is written in TeX, in one line."""
    if _TEX.search(tex):
        tex = re.sub(r"\\href\s*\{[^{}]*\}", "", tex)
        try:
            tex = re.sub(r"<(https?://[^<>]*)>", r"\1", _AS_WORDS.latex_to_text(tex))
        except (ValueError, IndexError, KeyError, TypeError, AttributeError):
            # What the library stumbles over keeps its letters.
            tex = re.sub(r"\\[A-Za-z]+|[{}$]", " ", tex)
    return " ".join(tex.split())


def _plain(address: str) -> str:
    """An address or DOI, in which a percent sign begins no comment."""
    bare = re.sub(r"\\url\s*\{([^}]*)\}", r"\1", address)
    return re.sub(r"\\([_%&#$~{}])", r"\1", bare).strip().strip("{}")


def _address_in(tex: str) -> str:
    match = re.search(r"https?://[^\s{}]+", tex)
    return _plain(match.group()) if match else ""


def _names(tex: str) -> tuple[Name, ...]:
    """Names joined by “and”; one in braces of its own is a body's."""
    found = []
    for written in split_multiple_persons_names(" ".join(tex.split())):
        if written.lower() == "others":
            continue
        if written.startswith("{") and written.endswith("}") and "}" not in written[1:-1]:
            found.append(Name(literal=_words(written[1:-1])))
            continue
        parts = parse_single_name_into_parts(written, strict=False)
        family = _words(" ".join([*parts.von, *parts.last]))
        given = _words(" ".join([*parts.first, *parts.jr]))
        if family and given:
            found.append(Name(family=family, given=given))
        elif family or given:
            found.append(Name(literal=family or given))
    return tuple(found)


def _date(fields: Mapping[str, str]) -> PartialDate | None:
    if date := _words(fields.get("date", "")):
        return _one_date(date)
    year, month, day = (_words(fields.get(name, "")) for name in ("year", "month", "day"))
    if re.fullmatch(r"\d{4}", year) and re.fullmatch(r"[0-9]{1,2}", month):
        return _one_date(f"{year}-{month.zfill(2)}" + (f"-{day.zfill(2)}" if re.fullmatch(r"[0-9]{1,2}", day) else ""))
    return _one_date(year)


def _one_date(told: str) -> PartialDate | None:
    """A date; of a span of time its beginning."""
    told = told.partition("/")[0].strip()
    try:
        return PartialDate.parse("issued", told) if told else None
    except FieldError:
        return PartialDate(literal=told)


def _language(told: str) -> str:
    return _LANGUAGES.get(told.lower()) or language_tag(told)
