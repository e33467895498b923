"""The data of a brief, with what its notes cite → the same with each note and source in the style of the brief.

`rendering.context` gives the notes in plain words, and under `citing` what they cite and in which style; here, in the
process that lays pages out, the style's words take the place of the plain ones. Numbers, quotations, ids and order stay
as they are. In a style for author and date in the text the first note on a source is its entry in the list of sources,
with the place behind it, so that a note says by itself what is cited; later ones are as the style cites.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any

from markupsafe import Markup

from briefgen.domain.citing import PLAIN, Locator
from briefgen.rendering.citations.formatting import Cite, linked, place_words, printed, values_of, without_stop
from briefgen.rendering.citations.reading import StyleRefused, read_style, style_info
from briefgen.rendering.references import direction_of, same_language

KEY = "citing"
"""The key of the context that is for this module alone: no page is given it."""

_NEAR = 5
"""Notes within which a work counts as cited near by, where a style does not say."""

Plain = dict[str, Any]


def cited(context: Mapping[str, Any], style_of: Callable[[str], bytes]) -> Plain:
    """Put the notes and sources of a context into the brief's style.

    Args:
        context: As `rendering.context` makes it; one without `citing` stays as it is.
        style_of: Gives the bytes of the style of a name, where the context does not bring them.

    Raises:
        StyleRefused: The style can't be used.
        NoSuchStyle: What `style_of` raises.
    """
    if KEY not in context:
        return dict(context)
    citing, rest = context[KEY], {name: value for name, value in context.items() if name != KEY}
    if citing is None or citing["style"] == PLAIN or not citing["cites"]:
        return rest
    name = str(citing["style"])
    data = str(citing["csl"]).encode() if citing["csl"] else style_of(name)
    writer = _Writer(data, name, str(citing["language"]), citing["items"])
    try:
        notes = writer.notes(context["notes"], citing["cites"])
        sources = writer.sources(context["sources"], citing["cites"])
    except (ArithmeticError, AttributeError, LookupError, NameError, TypeError, ValueError) as error:
        raise StyleRefused(
            f"The citation style “{name}” can't print what this brief cites ({type(error).__name__}: {error}): "
            "choose another in the brief's fields."
        ) from error
    return {**rest, "notes": notes, "sources": sources}


@dataclass(frozen=True, slots=True)
class _Style:
    """A style in a language: what printing needs to know of it. Equal ones print alike."""

    data: bytes
    name: str
    language: str

    @property
    def ready(self) -> Any:
        return read_style(self.data, self.name, self.language)


@lru_cache(maxsize=4096)
def _printed(
    style: _Style,
    part: str,
    item: str,
    at: Locator | None,
    positions: frozenset[str],
    more: tuple[tuple[str, str], ...],
) -> str:
    """Print a note or an entry; what was printed is kept, for most notes stay as they are while a brief is edited."""
    extra = dict(more)
    disambiguate = bool(extra.pop("disambiguate", ""))
    return printed(style.ready, part, Cite(values_of(json.loads(item), **extra), at, positions, disambiguate))


class _Writer:
    """Writes the notes and the sources of one brief in one style."""

    def __init__(self, data: bytes, name: str, language: str, items: Mapping[str, Plain]) -> None:
        self._style = _Style(data, name, language)
        self._info = style_info(data, name)
        kept = {key: item if self._info.is_note else _published_by_author(item) for key, item in items.items()}
        self._items = {key: json.dumps(item, sort_keys=True) for key, item in kept.items()}
        self._plain = items
        self._language = language
        self._apart = self._told_apart()

    def notes(self, notes: Sequence[Plain], cites: Sequence[Plain]) -> list[Plain]:
        first_of: dict[str, int] = {}
        done: list[Plain] = []
        for number, (note, cite) in enumerate(zip(notes, cites, strict=True), 1):
            item = cite["item"]
            first = first_of.setdefault(item, number)
            at = None if cite["label"] is None else Locator(cite["label"], cite["first"], cite["last"])
            positions = _positions(number, first, at, item, cites[: number - 1], self._near)
            written = self._note(item, at, positions, first)
            done.append(
                {
                    **note,
                    "citation": self._html(item, written) or note["citation"],
                    "reference": self._html(item, without_stop(self._whole(item))) or note["reference"],
                    "short": self._html(item, without_stop(self._shorter(item, first))) or note["short"],
                }
            )
        return done

    def sources(self, sources: Sequence[Plain], cites: Sequence[Plain]) -> list[Plain]:
        order = list(dict.fromkeys(cite["item"] for cite in cites))
        first_of = {item: next(n for n, cite in enumerate(cites, 1) if cite["item"] == item) for item in order}
        return [
            {
                **source,
                "reference": self._html(item, without_stop(self._whole(item))) or source["reference"],
                "short": self._html(item, without_stop(self._shorter(item, first_of[item]))) or source["short"],
                "entry": self._html(item, self._entry(item)) or source["entry"],
            }
            for source, item in zip(sources, order, strict=True)
        ]

    # ------------------------------------------------------------------------------------------------- in words

    def _note(self, item: str, at: Locator | None, positions: frozenset[str], first: int) -> str:
        if self._info.is_note:
            return _stopped(self._cite(item, at, positions, first))
        if "first" not in positions:
            return _stopped(_bare(self._cite(item, at, positions, first)))
        entry = self._entry(item)
        if not entry:
            return _stopped(_bare(self._cite(item, at, positions, first)))
        return f"{without_stop(entry)} ({place_words(self._style.ready, at)})." if at is not None else entry

    def _whole(self, item: str) -> str:
        """A source in full, without a place."""
        if self._info.is_note:
            return self._cite(item, None, frozenset({"first"}), 0)
        return self._entry(item) or _bare(self._cite(item, None, frozenset({"first"}), 0))

    def _shorter(self, item: str, first: int) -> str:
        return _bare(self._cite(item, None, frozenset({"subsequent"}), first))

    def _entry(self, item: str) -> str:
        if not self._info.has_entries:
            return "" if not self._info.is_note else self._cite(item, None, frozenset({"first"}), 0)
        return self._ask("bibliography", item, None, frozenset(), self._apart.get(item, ()))

    def _cite(self, item: str, at: Locator | None, positions: frozenset[str], first: int) -> str:
        more = self._apart.get(item, ())
        if "first" not in positions:
            more = (*more, ("first_reference_note_number", str(first)))
        return self._ask("citation", item, at, positions, more)

    def _ask(
        self, part: str, item: str, at: Locator | None, positions: frozenset[str], more: tuple[tuple[str, str], ...]
    ) -> str:
        return _printed(self._style, part, self._items[item], at, positions, more)

    def _told_apart(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """What tells works apart whose short citations are the same: a title, or a letter behind the year."""
        position = frozenset({"subsequent"} if self._info.is_note else {"first"})
        alike: dict[str, list[str]] = {}
        for item in self._items:
            alike.setdefault(self._ask("citation", item, None, position, ()), []).append(item)
        found: dict[str, tuple[tuple[str, str], ...]] = {}
        lettered = self._style.ready.citation.get("disambiguate-add-year-suffix") == "true"
        for items in alike.values():
            if len(items) < 2:
                continue
            ordered = sorted(items, key=lambda item: str(self._plain[item].get("title", "")).casefold())
            for number, item in enumerate(ordered):
                found[item] = (("disambiguate", "yes"), *([("year_suffix", _letters(number))] if lettered else []))
        return found

    @property
    def _near(self) -> int:
        said = self._style.ready.citation.get("near-note-distance", "")
        return int(said) if said.isdecimal() else _NEAR

    # -------------------------------------------------------------------------------------------------- as HTML

    def _html(self, item: str, text: str) -> Markup:
        """A text with its addresses as links, and its title told to be in another language where it is."""
        about = self._plain[item]
        doi = about.get("DOI")
        html = str(linked(text, [f"https://doi.org/{doi}" if doi else "", str(about.get("URL", ""))]))
        foreign, title = str(about.get("language", "")), escape(str(about.get("title", "")), quote=False)
        # A style may have set it in capitals.
        at = html.lower().find(title.lower()) if title and len(html.lower()) == len(html) else -1
        if foreign and at >= 0 and not same_language(foreign, self._language):
            shown = html[at : at + len(title)]
            told = f'<span lang="{escape(foreign)}"{direction_of(str(about["title"]), foreign)}>{shown}</span>'
            html = html[:at] + told + html[at + len(title) :]
        return Markup(html)  # noqa: S704  texts are escaped, tags are ours


def _positions(
    number: int, first: int, at: Locator | None, item: str, before: Sequence[Plain], near: int
) -> frozenset[str]:
    """What CSL calls the position of a note, by the notes before it."""
    if number == first:
        return frozenset({"first"})
    found = {"subsequent"}
    if any(cite["item"] == item for cite in before[-near:]):
        found.add("near-note")
    last = before[-1]
    if last["item"] == item:
        there = None if last["label"] is None else Locator(last["label"], last["first"], last["last"])
        if at == there:
            found.add("ibid")
        elif at is not None:
            found |= {"ibid", "ibid-with-locator"}
    return frozenset(found)


def _published_by_author(item: Plain) -> Plain:
    """A work in a list of references: a body that publishes its own work is not named twice (APA 7, and so Harvard)."""
    names = [str(name.get("literal", "")).casefold() for name in item.get("author", ())]
    return (
        {k: v for k, v in item.items() if k != "publisher"}
        if str(item.get("publisher", "")).casefold() in names
        else item
    )


def _letters(number: int) -> str:
    """A, b … z, aa, ab …: letters behind the year."""
    text = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("a") + rest) + text
    return text


def _bare(text: str) -> str:
    """A citation as it stands in a note, without the brackets that it has in running text."""
    found = re.fullmatch(r"[(\[](.*)[)\]]", text, re.DOTALL)
    return found[1] if found and not re.search(r"[)\]].*[(\[]", found[1]) else text


def _stopped(text: str) -> str:
    """A note that ends as a sentence does."""
    return text if not text or re.search(r"[.?!…](?:</?\w[^>]*>|[”’»])*$", text) else f"{text}."
