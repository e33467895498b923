"""Works that nobody wrote, of the kinds that the manuals of the four styles have as their examples, as CSL-JSON."""

from __future__ import annotations

from typing import Any

from briefgen.domain.citing import Locator
from briefgen.rendering.citations.finding import style_bytes
from briefgen.rendering.citations.formatting import Cite, printed, values_of
from briefgen.rendering.citations.reading import read_style


def people(*names: str) -> list[dict[str, str]]:
    """Names, each written “Family, Given”; or that of a body."""
    pairs = [name.split(", ") for name in names]
    return [{"family": pair[0], "given": pair[1]} if len(pair) > 1 else {"literal": pair[0]} for pair in pairs]


def on(*parts: int) -> dict[str, Any]:
    """A date."""
    return {"date-parts": [list(parts)]}


WORKS: dict[str, dict[str, Any]] = {
    "book": {
        "type": "book",
        "title": "Dry rivers",
        "author": people("Marsh, Ida"),
        "publisher": "Saltgate Press",
        "publisher-place": "New York",
        "issued": on(2016),
    },
    "book of two": {
        "type": "book",
        "title": "A cooler home: the secret of a longer summer",
        "title-short": "Cooler home",
        "author": people("Grant, Ben", "Fisher, Clara"),
        "publisher": "Lamb & Hart",
        "publisher-place": "New York",
        "issued": on(2015),
    },
    "edition": {
        "type": "book",
        "title": "Care by design: the essential guide",
        "author": people("Peers, Rhona", "Shiel, Gwyn"),
        "edition": "2",
        "publisher": "Red Gate Press",
        "publisher-place": "London",
        "issued": on(2019),
    },
    "four authors": {
        "type": "article-journal",
        "title": "Personal budgets in one local authority",
        "author": people("Norris, Carol", "Weiss, Jo Ann", "Jonas, Ray", "Hoode, Rick"),
        "container-title": "Working with Older Residents",
        "volume": "18",
        "issue": "4",
        "page": "176-185",
        "issued": on(2014),
    },
    "chapter": {
        "type": "chapter",
        "title": "Walking in the heat",
        "author": people("Thorn, Henry David"),
        "editor": people("Agata, John"),
        "container-title": "The making of the northern essay",
        "publisher": "Greywold Press",
        "publisher-place": "Leeds",
        "page": "167-195",
        "issued": on(2016),
    },
    "translation": {
        "type": "book",
        "title": "In other rooms",
        "author": people("Lahti, Jaana"),
        "translator": people("Golding, Ann"),
        "publisher": "Alder Knapp",
        "publisher-place": "New York",
        "issued": on(2016),
    },
    "journal": {
        "type": "article-journal",
        "title": "Levies and the public well",
        "author": people("Satter, Susan"),
        "container-title": "Classical Hydrology",
        "volume": "111",
        "issue": "2",
        "page": "165-176",
        "issued": on(2016, 4),
    },
    "journal with a DOI": {
        "type": "article-journal",
        "title": "Expanding shade in Tavoy, 1978–2014: effects on rents and health",
        "title-short": "Expanding shade",
        "author": people("Kang, Shao-Hsun", "Lin, Chun-Hung", "Orr, Peter F."),
        "container-title": "Journal of Human Comfort",
        "volume": "11",
        "issue": "1",
        "page": "1-34",
        "issued": on(2017),
        "DOI": "10.1234/690235",
    },
    "newspaper": {
        "type": "article-newspaper",
        "title": "Cooling bill warns on quality",
        "author": people("Croft, Jane"),
        "container-title": "Financial Courier",
        "publisher-place": "London",
        "issued": on(2010, 7, 1),
        "page": "3",
    },
    "newspaper online": {
        "type": "article-newspaper",
        "title": "Snug homes make a bet on the sovereignty of the fan",
        "title-short": "Snug homes",
        "author": people("Manji, Farah"),
        "container-title": "Northern Times",
        "issued": on(2017, 3, 8),
        "URL": "https://times.example/2017/03/08/fan.html",
    },
    "web page": {
        "type": "webpage",
        "title": "Laziness in the heat",
        "author": people("Price, Devon"),
        "container-title": "Warm Notes",
        "issued": on(2018, 3, 23),
        "accessed": on(2026, 11, 19),
        "URL": "https://notes.example/laziness",
    },
    "web page of a body": {
        "type": "webpage",
        "title": "Questions and answers on heat and safety",
        "author": people("World Heat Organization"),
        "container-title": "World Heat Organization",
        "issued": on(2018, 3),
        "accessed": on(2026, 11, 19),
        "URL": "https://who.example/heat",
    },
    "report": {
        "type": "report",
        "title": "Reforming the heat code",
        "author": people("Law Reform Board"),
        "genre": "Law Reform No",
        "number": "313",
        "issued": on(2008),
    },
    "report of a department": {
        "type": "report",
        "title": "Taking time: support for residents in summer",
        "author": people("National Heat Institute"),
        "genre": "NHI Publication",
        "number": "18-2059",
        "publisher": "Department of Care",
        "issued": on(2019),
        "URL": "https://heat.example/taking-time",
    },
    "e-mail": {
        "type": "personal_communication",
        "genre": "Email",
        "title": "Our offer",
        "author": people("Marsh, Ida"),
        "issued": on(2008, 12, 16),
    },
    "document": {
        "type": "document",
        "title": "Minutes of the wells board",
        "publisher": "Wells Board",
        "issued": on(2026),
    },
    "report without an author": {
        "type": "report",
        "title": "The dry years",
        "publisher": "Wells Board",
        "issued": on(2023),
    },
    "thesis": {
        "type": "thesis",
        "title": "Folktales of the dry years",
        "author": people("Rutt, Cynthia Lillian"),
        "genre": "PhD diss.",
        "publisher": "University of Saltgate",
        "issued": on(2013),
    },
    "law": {"type": "legislation", "title": "Human Shade Act 1998", "title-short": "HSA 1998", "issued": on(1998)},
    "case": {
        "type": "legal_case",
        "title": "Corr v Ibex Vehicles Ltd.",
        "authority": "UKHL",
        "number": "13",
        "container-title": "AC",
        "volume": "1",
        "page": "884",
        "issued": on(2008),
    },
}


def note(
    style: str,
    work: str,
    at: str = "",
    *,
    language: str,
    positions: tuple[str, ...] = ("first",),
    first: int = 1,
    label: str = "page",
) -> str:
    """Print a note on a work, by its name here, as HTML."""
    where = None
    if at:
        begins, _, ends = at.partition("-")
        where = Locator(label, begins, ends or begins)
    more = {} if "first" in positions else {"first_reference_note_number": str(first)}
    ready = read_style(style_bytes(style, ()), style, language)
    return printed(ready, "citation", Cite(values_of(WORKS[work], **more), where, frozenset(positions)))


def entry(style: str, work: str, *, language: str) -> str:
    """Print a work's entry in the list of sources, as HTML."""
    ready = read_style(style_bytes(style, ()), style, language)
    return printed(ready, "bibliography", Cite(values_of(WORKS[work])))
