"""What a page says of itself: title, authors, publisher, date, language, address; as bibliographic data.

Looked at, from the surest: linked data (JSON-LD, schema.org), the names that libraries and search engines read
(Highwire, Dublin Core), Open Graph and its like, and only then what is written on the page.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from briefgen.domain.bibliography import Bibliography, Name, PartialDate
from briefgen.importers.characters import clean_line
from briefgen.importers.front_matter import divided_names, parse_date
from briefgen.importers.webpage.measures import is_byline, is_visible, text_of
from briefgen.importers.webpage.tree import Element, Page

LONGEST = 500
"""Characters of a value; what is longer is no title or name."""
_LONGEST_ABSTRACT = 2_000
_MOST_NAMES = 50
_DEEPEST = 12
"""Levels of linked data that are looked through."""

_CSL_TYPES = {
    "article": "webpage",
    "newsarticle": "article-newspaper",
    "analysisnewsarticle": "article-newspaper",
    "askpublicnewsarticle": "article-newspaper",
    "backgroundnewsarticle": "article-newspaper",
    "opinionnewsarticle": "article-newspaper",
    "reportagenewsarticle": "article-newspaper",
    "reviewnewsarticle": "article-newspaper",
    "advertisercontentarticle": "webpage",
    "report": "report",
    "scholarlyarticle": "article-journal",
    "medicalscholarlyarticle": "article-journal",
    "blogposting": "post-weblog",
    "liveblogposting": "post-weblog",
    "socialmediaposting": "post",
    "discussionforumposting": "post",
    "techarticle": "webpage",
    "webpage": "webpage",
}
"""schema.org's kinds of article, and CSL's words for them."""

_TITLE = ("citation_title", "dc.title", "dcterm.title", "dcterms.title", "og:title", "weibo:article:title",
          "weibo:webpage:title", "title", "twitter:title", "parsely-title")  # fmt: skip
_AUTHOR = ("citation_author", "dc.creator", "dcterm.creator", "dcterms.creator", "author", "parsely-author", "byl",
           "sailthru.author", "article:author")  # fmt: skip
_SITE = ("citation_journal_title", "og:site_name", "application-name", "apple-mobile-web-app-title")
_PUBLISHER = ("citation_publisher", "dc.publisher", "dcterms.publisher", "article:publisher", "publisher")
_DATE = ("citation_publication_date", "citation_date", "citation_online_date", "article:published_time", "dc.date",
         "dc.date.issued", "dcterms.issued", "dcterms.date", "dcterms.created", "parsely-pub-date", "sailthru.date",
         "pubdate", "publishdate", "publish-date", "publication_date", "date", "og:published_time")  # fmt: skip
_LANGUAGE = ("dc.language", "dcterms.language", "content-language", "og:locale", "language")
_ADDRESS = ("og:url", "citation_public_url", "parsely-link", "twitter:url")
_ABSTRACT = ("citation_abstract", "dc.description", "dcterms.abstract", "og:description", "description",
             "twitter:description")  # fmt: skip

_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)", re.IGNORECASE)
_SINGLE_FILE = re.compile(r"<!--\s*Page saved with SingleFile\s+url:\s*(\S+)", re.IGNORECASE)
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]+")
_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?(?:[.@].*)?$")
_BY = re.compile(r"(?:by|von|par|por|di|door)\s+(?=\S)", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\s*[(<][^)>]*(?:://|@)[^)>]*[)>]")
_NAME_EDGES = " ,;|·•–-:\t"
_WRITTEN_BY = re.compile(r"(?:(?:posted|written|published)\b\s*)?(?:\bby\b\s*)?", re.IGNORECASE)
_SEPARATED = re.compile(r" [|\-–—\\/>»] ")


def bibliography_of(page: Page, text: str) -> Bibliography:
    """Gather what a page says of itself; `text` is the page as written, for what its comments say."""
    meta = _meta(page.root)
    data = _main_data(page)
    title = _line(data.get("headline") or data.get("name")) or _first(meta, _TITLE) or title_on_page(page.root)
    site = _first(meta, _SITE) or _name_of(data.get("isPartOf"))
    publisher = _name_of(data.get("publisher")) or _first(meta, _PUBLISHER, plain=True)
    found: dict[str, Any] = {
        "type": _type(data, meta),
        "title": title,
        "author": _authors(data, meta, page.root),
        "container_title": site or publisher,
        "publisher": publisher or site,
        "issued": _date(data, meta, page.root),
        "URL": _address(data, meta, page.root, text),
        "DOI": _doi(meta),
        "ISSN": _first(meta, ("citation_issn",)),
        "volume": _first(meta, ("citation_volume",)),
        "issue": _first(meta, ("citation_issue",)),
        "page": _pages(meta),
        "language": _language(data, meta, page.root),
        "abstract": _line(data.get("description"), _LONGEST_ABSTRACT) or _first(meta, _ABSTRACT),
    }
    return Bibliography(**found)


def article_body(page: Page) -> str:
    """The whole text of the article as the page tells it to machines; empty where it does not."""
    bodies = (entry.get("articleBody") for entry in _entries(page))
    return max((body for body in bodies if isinstance(body, str)), key=len, default="")


def title_on_page(root: Element) -> str:
    """The page's title without the name of its site, as far as that can be told."""
    whole = next((_line(element.words) for element in root.inner("title")), "")
    title, words = whole, len(whole.split())
    hierarchical = re.search(r" [\\/>»] ", whole) is not None
    places = [match.start() for match in _SEPARATED.finditer(whole)]
    headings = [_line(text_of(heading)) for heading in root.inner("h1", "h2")]
    if places:
        title = whole[: places[-1]]
        if len(title.split()) < 3:
            title = whole[places[0] + 3 :]
    elif ": " in whole:
        if whole not in headings:
            title = whole.rpartition(": ")[2]
            if len(title.split()) < 3:
                title = whole.partition(": ")[2]
            elif len(whole.partition(": ")[0].split()) > 5:
                title = whole
    elif not 15 <= len(whole) <= 150:
        first = [_line(text_of(heading)) for heading in root.inner("h1")]
        title = first[0] if len(first) == 1 and first[0] else whole
    title = title.strip()
    count = len(title.split())
    if count <= 4 and (not hierarchical or count != len(re.sub(r" [|\-–—\\/>»] ", " ", whole).split()) - 1):
        title = whole if words else title
    return title


# ---------------------------------------------------------------------------------------------- gathering


def _line(value: object, longest: int = LONGEST) -> str:
    """A value as one line, without what breaks metadata; empty where it is no text, or too long for what it says."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    if isinstance(value, list):
        value = value[0] if value else ""
    if not isinstance(value, str) or len(value) > 10 * longest:
        return ""
    text = clean_line(html.unescape(value))
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _meta(root: Element) -> dict[str, list[str]]:
    """The values of `meta` elements by name, each name in lower case."""
    found: dict[str, list[str]] = {}
    for element in root.inner("meta"):
        value = _line(element.get("content"), _LONGEST_ABSTRACT)
        for name in f"{element.get('name')} {element.get('property')} {element.get('http-equiv')}".lower().split():
            if value:
                found.setdefault(name.replace("dcterms:", "dcterms.").replace("dc:", "dc."), []).append(value)
    return found


def _first(meta: Mapping[str, list[str]], names: Iterable[str], *, plain: bool = False) -> str:
    """The first value under any of the names; `plain` passes over addresses."""
    values = (value for name in names for value in meta.get(name, ()))
    return next((value for value in values if not plain or _is_name(value)), "")


def _main_data(page: Page) -> Mapping[str, Any]:
    """The linked data that speak of the article; empty where there are none."""
    found = list(_entries(page))
    articles = [entry for entry in found if _type_name(entry) in _CSL_TYPES]
    told = [entry for entry in articles if entry.get("headline") or entry.get("datePublished")]
    return (told or articles or [{}])[0]


def _entries(page: Page) -> Iterator[Mapping[str, Any]]:
    for written in page.linked_data:
        try:
            data = json.loads(re.sub(r"^\s*<!\[CDATA\[|\]\]>\s*$", "", written), strict=False)
        except (ValueError, RecursionError):
            continue  # a page whose data are no JSON has none
        pending = [(data, 0)]
        while pending:
            value, depth = pending.pop(0)
            if isinstance(value, list) and depth < _DEEPEST:
                pending += [(entry, depth + 1) for entry in value[:1000]]
            elif isinstance(value, dict):
                yield value
                pending += [(value[name], depth + 1) for name in ("@graph", "mainEntity") if name in value]


def _type_name(entry: Mapping[str, Any]) -> str:
    kind = entry.get("@type")
    names = kind if isinstance(kind, list) else [kind]
    return next((name.lower() for name in names if isinstance(name, str) and name.lower() in _CSL_TYPES), "")


def _type(data: Mapping[str, Any], meta: Mapping[str, list[str]]) -> str:
    if meta.get("citation_journal_title"):
        return "article-journal"
    return _CSL_TYPES.get(_type_name(data), "webpage")


def _name_of(value: object) -> str:
    if isinstance(value, list):
        value = value[0] if value else None
    name = _line(value.get("name") if isinstance(value, Mapping) else value)
    return name if _is_name(name) else ""


def _authors(data: Mapping[str, Any], meta: Mapping[str, list[str]], root: Element) -> tuple[Name, ...]:
    """The authors: of the linked data, of the metadata, of the page's byline."""
    written = data.get("author") or data.get("creator")
    entries = written if isinstance(written, list) else [written]
    told = [_name_of(entry) for entry in entries[:_MOST_NAMES]]
    turned = False
    if not any(told):
        under = next((name for name in _AUTHOR if any(map(_is_name, meta.get(name, ())))), "")
        told = [value for value in meta.get(under, ()) if _is_name(value)][:_MOST_NAMES]
        turned = under.startswith(("citation_", "dc"))
    if not any(told):
        told = [_byline(root)]
    names = (name for entry in told for name in _names_in(entry, turned=turned))
    return tuple(dict.fromkeys(names))


def _is_name(value: str) -> bool:
    return "://" not in value[:12]


def _names_in(entry: str, *, turned: bool) -> Iterator[Name]:
    """The names in a value; `turned` ones are written “Family, Given”, one a value."""
    entry = _BY.sub("", _IN_BRACKETS.sub("", entry).strip(_NAME_EDGES), count=1).strip(_NAME_EDGES)
    if not entry:
        return
    if turned:
        yield Name.parse("author", entry)
        return
    parts = divided_names(entry)
    whole = all(" " in part and not any(char.isdigit() for char in part) for part in parts)
    for part in parts if whole else [entry]:
        yield Name(literal=part)


def _byline(root: Element) -> str:
    """Who the page says wrote it, in its first byline; the name alone where that is marked."""
    for element in root.walk():
        if element.tag not in {"meta", "link"} and is_visible(element) and is_byline(element):
            named = next((inner for inner in element.walk() if "name" in inner.get("itemprop").split()), element)
            lines = (_line(_WRITTEN_BY.sub("", part.strip(), count=1), 100) for part in named.words.split("\n"))
            line = next((line for line in lines if any(char.isalpha() for char in line)), "")
            return "" if line.endswith("…") else line
    return ""


def tells_authors(page: Page) -> bool:
    """Whether the page's metadata name its authors, so that no byline needs to be looked for."""
    data = _main_data(page)
    return bool(data.get("author") or data.get("creator") or _first(_meta(page.root), _AUTHOR, plain=True))


def _date(data: Mapping[str, Any], meta: Mapping[str, list[str]], root: Element) -> PartialDate | None:
    told = _line(data.get("datePublished") or data.get("dateCreated")) or _first(meta, _DATE)
    if not told:
        marked = [element for element in root.walk() if "datePublished" in element.get("itemprop")]
        times = marked or [element for element in root.inner("time") if "pubdate" in element.attributes]
        times = times or [element for element in root.inner("time") if element.get("datetime")]
        told = next((_line(e.get("datetime") or e.get("content") or text_of(e)) for e in times), "")
    if not re.search(r"(?<!\d)\d{4}", told):
        return None  # an hour, or “yesterday”
    if match := re.match(r"(\d{4})(\d{2})(\d{2})(?:$|T|\d{6})", told):
        told = "-".join(match.groups())
    return parse_date(re.sub(r"^(\d{4})/(\d{1,2})(?:/(\d{1,2}))?(?!\d).*$", _dashed, told))


def _dashed(match: re.Match[str]) -> str:
    return "-".join(f"{int(part):02d}" for part in match.groups() if part)


def _language(data: Mapping[str, Any], meta: Mapping[str, list[str]], root: Element) -> str:
    """A BCP 47 tag: of the page itself, else what its metadata say."""
    body = next((element.get("lang") for element in root.inner("body", "article") if element.get("lang")), "")
    told = (root.get("lang"), root.get("xml:lang"), body, _line(data.get("inLanguage")), _first(meta, _LANGUAGE))
    return next((tag for tag in map(language_tag, told) if tag), "")


def language_tag(told: str) -> str:
    """A language as BCP 47 writes it, from “en_GB”, “EN-gb” and the like; empty where it is none."""
    match = _TAG.match(told.strip())
    if match is None:
        return ""
    language, script, region = match.groups()
    return "-".join(part for part in (language.lower(), (script or "").title(), (region or "").upper()) if part)


def _address(data: Mapping[str, Any], meta: Mapping[str, list[str]], root: Element, text: str) -> str:
    """Where the page is on the web."""
    canonical = [link.get("href") for link in root.inner("link") if "canonical" in link.get("rel").lower().split()]
    saved = _SAVED_FROM.search(text[:5_000]) or _SINGLE_FILE.search(text[:5_000])
    main = data.get("mainEntityOfPage")
    told = [
        *canonical,
        *(value for name in _ADDRESS for value in meta.get(name, ())),
        data.get("url"),
        main.get("@id") if isinstance(main, Mapping) else main,
        saved[1] if saved else "",
    ]
    lines = (_line(value, 2_000) for value in told)
    return next((line for line in lines if re.match(r"https?://[^\s/]+\.[^\s/]", line)), "")


def _doi(meta: Mapping[str, list[str]]) -> str:
    told = [value for name in ("citation_doi", "dc.identifier", "dcterms.identifier", "prism.doi", "doi")
            for value in meta.get(name, ())]  # fmt: skip
    return next((match.group().rstrip(".") for value in told if (match := _DOI.search(value))), "")


def _pages(meta: Mapping[str, list[str]]) -> str:
    first, last = _first(meta, ("citation_firstpage",)), _first(meta, ("citation_lastpage",))
    return f"{first}–{last}" if first and last and first != last else first
