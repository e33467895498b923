"""A source → a CSL-JSON item that a citation style can print, and a passage → the place in it that is cited.

CSL-JSON is the data model of the Citation Style Language, version 1.0.2. What is handed over are the variables that
say what a publication is and where it is found. What somebody noted for himself in a library of references (`note`,
`abstract`, `annote`, `keyword` and whatever CSL does not know) stays here: some styles would print it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from briefgen.domain.bibliography import Bibliography, to_csl
from briefgen.domain.fields import Plain
from briefgen.domain.sources import Passage, Source, page_at, paragraph_number

PLAIN = "plain"
"""The name of the notes that need no style: author, title, what it stands in, publisher, date."""

_TYPES = """
    article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection
    dataset document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case
    legislation manuscript map motion_picture musical_score pamphlet paper-conference patent performance
    periodical personal_communication post post-weblog regulation report review review-book software song speech
    standard thesis treaty webpage
"""
CSL_TYPES = frozenset(_TYPES.split())
"""The types of CSL 1.0.2."""

_OTHER_WORDS: Mapping[str, str] = {
    "article-news": "article-newspaper",
    "blog": "post-weblog",
    "case": "legal_case",
    "e-mail": "personal_communication",
    "email": "personal_communication",
    "journal": "article-journal",
    "letter": "personal_communication",
    "magazine": "article-magazine",
    "newspaper": "article-newspaper",
    "statute": "legislation",
    "website": "webpage",
}
"""What people write for a type of CSL, in lower case with hyphens."""

_OF_FORMAT: Mapping[str, str] = {
    "book": "book",
    "e-mail": "personal_communication",
    "feed": "webpage",
    "Safari web archive": "webpage",
    "web archive": "webpage",
    "web page": "webpage",
}
"""What a document is taken for of which nobody has said it, by what the importer read it as (`Source.format`)."""

_PEOPLE = """
    author chair collection-editor compiler composer container-author contributor curator director editor
    editor-translator editorial-director executive-producer guest host illustrator interviewer narrator
    organizer original-author performer producer recipient reviewed-author script-writer series-creator
    translator
"""
_NAMES = frozenset(_PEOPLE.split())
_DATES = frozenset({"accessed", "available-date", "event-date", "issued", "original-date", "submitted"})
_WORDS = """
    archive archive-place archive_collection archive_location authority chapter-number collection-number
    collection-title collection-title-short container-title container-title-short dimensions division DOI
    edition event event-place event-title genre ISBN ISSN issue jurisdiction language medium number
    number-of-pages number-of-volumes original-publisher original-publisher-place original-title page
    part-number part-title PMCID PMID printing-number publisher publisher-place references reviewed-genre
    reviewed-title scale section status supplement-number title title-short URL version volume volume-title
"""
_TEXTS = frozenset(_WORDS.split())
_NAME_PARTS = ("family", "given", "dropping-particle", "non-dropping-particle", "suffix", "literal")


def csl_type(about: Bibliography, document_format: str) -> str:
    """Give the type of CSL that a source is cited as.

    What the editors or a list of references say goes first; else it is told from what else is known: what stands in a
    journal is an article, what has a volume in a collection a chapter, what was read as an e-mail a letter; a
    publisher makes a report, and of what is left nothing is claimed: `document`.
    """
    said = about.type.strip().lower().replace(" ", "-")
    for known in (about.type.strip(), said, said.replace("-", "_"), _OTHER_WORDS.get(said, "")):
        if known in CSL_TYPES:
            return known
    if about.container_title and (about.volume or about.issue or about.ISSN):
        return "article-journal"
    if about.container_title and about.editor and about.page:
        return "chapter"
    if about.ISBN:
        return "book"
    if document_format in _OF_FORMAT:
        return _OF_FORMAT[document_format]
    if about.container_title:
        return "webpage" if about.URL else "article-magazine"
    return "report" if about.publisher else "document"


def csl_item(source: Source) -> dict[str, Plain]:
    """Turn what is known of a source into a CSL-JSON item whose `id` is the source's.

    Addresses are those that a reader's program may open (http and https); a DOI is bare, as CSL has it; the day of
    access goes with an address alone. A title that is missing is left out: what stands for it is the brief's to say.
    """
    about = source.bibliography
    item: dict[str, Any] = {"id": source.id, "type": csl_type(about, source.format)}
    for name, value in to_csl(about).items():
        if name in _NAMES:
            kept: Any = _names(value)
        elif name in _DATES:
            kept = _date(value)
        elif name in _TEXTS and isinstance(value, str | int | float) and not isinstance(value, bool):
            kept = " ".join(str(value).split())
        else:
            continue
        if kept:
            item[name] = kept
    if item["type"] == "personal_communication" and source.format == "e-mail":
        item.setdefault("genre", "Email")  # so that a style which says what it was does not begin with “from”
    if not re.match(r"https?://", item.get("URL", ""), re.IGNORECASE):
        item.pop("URL", None)
    if "DOI" in item:
        item["DOI"] = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", item["DOI"], flags=re.IGNORECASE)
    if "URL" not in item:
        item.pop("accessed", None)
    return item


@dataclass(frozen=True, slots=True)
class Locator:
    """A place in a publication: CSL's label for what is counted (`page`, `paragraph`), and the first and the last."""

    label: str
    first: str
    last: str


def locator(source: Source, passage: Passage) -> Locator | None:
    """Give the place of a passage: its printed page labels, else the number of its paragraph.

    A passage that runs over the end of a page has another label at its end. A lost passage has no place.
    """
    if passage.lost:
        return None
    page = page_at(source, passage.start)
    if page is None:
        number = str(paragraph_number(source, passage.start))
        return Locator("paragraph", number, number)
    last = page_at(source, max(passage.start, passage.end - 1)) or page
    return Locator("page", page.label or str(page.index + 1), last.label or str(last.index + 1))


def _names(value: Any) -> list[dict[str, Plain]]:
    found = []
    for entry in value if isinstance(value, list) else ():
        if isinstance(entry, Mapping):
            parts = {part: " ".join(str(entry[part]).split()) for part in _NAME_PARTS if entry.get(part)}
            if "literal" in parts or "family" not in parts:
                # A body, or a name of one part: nothing of it can be put into another order.
                literal = parts.get("literal") or parts.get("given", "")
                parts = {"literal": literal} if literal else {}
            if parts:
                found.append(dict[str, Plain](parts))
    return found


def _date(value: Any) -> dict[str, Plain]:
    """A date that is known to some precision, a span of two, or its words."""
    if not isinstance(value, Mapping):
        return {}
    spans = value.get("date-parts")
    days: list[Plain] = []
    for day in spans if isinstance(spans, list) else ():
        numbers = [int(str(part)) for part in day if re.fullmatch(r"-?\d{1,4}", str(part))] if day else []
        if numbers and len(numbers) == len(day) <= 3:
            days.append(list[Plain](numbers))
    if days:
        return {"date-parts": days[:2]}
    words = " ".join(str(value.get("literal") or value.get("raw") or "").split())
    return {"literal": words} if words else {}
