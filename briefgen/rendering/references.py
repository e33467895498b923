"""How a source is named in a note: author, title, what it stands in, publisher, date.

One plain house style: the author first, the title in italics, or between quotation marks when the source is a part of
something larger, whose name is then in italics. Only what has been filled in is printed, and nothing of the file that
the source was imported from.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from briefgen.domain.bibliography import Bibliography, Name
from briefgen.domain.quotations import quote_marks
from briefgen.domain.sources import Source
from briefgen.rendering.dates import partial_date

MOST_NAMES = 3
"""More authors than this are printed as the first and “and others”."""

_PARTS_OF_SOMETHING = {
    "article",
    "article-journal",
    "article-magazine",
    "article-newspaper",
    "broadcast",
    "chapter",
    "entry",
    "entry-dictionary",
    "entry-encyclopedia",
    "interview",
    "paper-conference",
    "personal_communication",
    "post",
    "post-weblog",
    "review",
    "speech",
    "webpage",
}


@dataclass(frozen=True, slots=True)
class Reference:
    """A source as its notes name it. `full` and `short` are HTML without a full stop; the rest is plain text.

    `short`, for a second note that leads to the first, is the author alone, or the title where there is none.
    """

    author: str
    title: str
    container: str
    publisher: str
    date: str
    url: str
    language: str
    full: Markup
    short: Markup


def reference(source: Source, *, language: str, labels: Mapping[str, Any]) -> Reference:
    """Name a source in the `language` (BCP 47) of the brief."""
    about = source.bibliography
    author = _names(about, labels)
    title = about.title or str(labels["untitled_source"])
    url = _url(about)
    date = _kept(partial_date(about.issued, language)) if about.issued else ""
    shown = _title(about, title, language, url)
    details = [*_numbered(about, labels), about.publisher if about.publisher != author else "", date]
    container = Markup("<cite>{}</cite>").format(about.container_title) if about.container_title else ""
    full = Markup(", ").join(part for part in (author, shown, container, *details) if part)
    shorter = _title(about, about.title_short or title, language, "")
    return Reference(
        author=author,
        title=title,
        container=about.container_title,
        publisher=about.publisher,
        date=date,
        url=url,
        language=about.language,
        full=full,
        short=Markup("{}").format(_family(about) or author) or shorter,
    )


def _names(about: Bibliography, labels: Mapping[str, Any]) -> str:
    names = [name.shown for name in about.author]
    suffix = ""
    if not names and about.editor:
        names = [name.shown for name in about.editor]
        suffix = f" ({labels['editor']})"
    if not names:
        return ""
    if len(names) > MOST_NAMES:
        return f"{names[0]} {labels['and_others']}{suffix}"
    if len(names) == 1:
        return names[0] + suffix
    return f"{', '.join(names[:-1])} {labels['and']} {names[-1]}{suffix}"


def _family(about: Bibliography) -> str:
    first: Name | None = next(iter(about.author), None)
    return (first.family or first.literal) if first and len(about.author) == 1 else ""


def _title(about: Bibliography, title: str, language: str, url: str) -> Markup:
    # The link is innermost: the layout engine takes an element within a link for a second link.
    shown = Markup('<a href="{}">{}</a>').format(url, title) if url else Markup("{}").format(title)
    if about.type in _PARTS_OF_SOMETHING or about.container_title:
        opening, closing = quote_marks(language).around(title).split(title, 1)
        shown = Markup("{}{}{}").format(opening, shown, closing)
    else:
        shown = Markup("<cite>{}</cite>").format(shown)
    if about.language and not same_language(about.language, language):
        shown = Markup('<span lang="{}"{}>{}</span>').format(about.language, direction_of(title, about.language), shown)
    return shown


def _numbered(about: Bibliography, labels: Mapping[str, Any]) -> list[str]:
    """What the source is numbered in: “Technical Note 14”, “Research Papers 31”, “12(3)”, “no. 7”.

    A number stands behind the name of what it counts: the kind of document (CSL `genre`), else the series
    (`collection-title`), else “no.”; an issue behind its volume. None of them is bare.
    """
    short = str(labels["number"])
    named = about.genre or about.collection_title
    number = about.number
    if named and number and not re.search(rf"(?<!\w){re.escape(number)}$", named):
        named = f"{named} {number}"
    elif number and not named:
        named = f"{short} {number}"
    series = about.collection_title if about.genre else ""
    if about.volume:
        volume = f"{about.volume}({about.issue})" if about.issue else about.volume
        if not about.issue and not about.container_title:
            volume = f"{labels['volume']} {volume}"
    else:
        volume = f"{short} {about.issue}" if about.issue else ""
    return [_kept(part) for part in (named, series, volume) if part]


def _kept(text: str) -> str:
    """Keep a number with the word beside it: “Note 14”, “18 December 2026”."""
    return re.sub(r"(?<=[\w.°]) (?=\d{1,3}$)|(?<=no\.) (?=\S)|(?<=^\d) (?=\w)|(?<=^\d\d) (?=\w)", "\u00a0", text)


def _url(about: Bibliography) -> str:
    """The address, if it is one that a reader's program may open."""
    if about.DOI:
        return f"https://doi.org/{about.DOI.removeprefix('https://doi.org/')}"
    return about.URL if about.URL.lower().startswith(("http://", "https://")) else ""


def same_language(one: str, other: str) -> bool:
    """Tell whether two BCP 47 tags name the same language, whatever their regions."""
    return one.lower().replace("_", "-").split("-")[0] == other.lower().replace("_", "-").split("-")[0]


_RIGHT_TO_LEFT = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "iw", "ku-arab", "pa-arab", "ps", "sd", "syr", "ug", "ur", "yi"}
)


def direction_of(text: str, language: str = "") -> Markup:
    """Give the attribute `dir` for a text that is written from right to left, by its language or its first letter."""
    tag = language.lower().replace("_", "-")
    first = next((kind for kind in map(unicodedata.bidirectional, text) if kind in {"L", "R", "AL"}), "L")
    written = {tag, tag.split("-")[0]} & _RIGHT_TO_LEFT
    return Markup(' dir="rtl"') if written or first != "L" else Markup()
