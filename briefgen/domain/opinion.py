"""Which sources are opinion: by what their bibliographic data say of them, never by their words.

Newspapers name their sections of opinion in the genre, the title's beginning or the address. What a speaker or an
advocate holds is opinion too, but no data tell it apart from what officials announce in speeches.
"""

from __future__ import annotations

import re

from briefgen.domain.bibliography import Bibliography

_TYPES = frozenset({"post", "review"})
"""CSL's types of what one person says in public. A weblog can be a ministry's, and is not opinion for being one."""

_WORDS = (
    r"op[-\s]?ed|opinions?|opinion piece|guest essay|editorials?|leading article|leader comment|comment|commentary|"
    r"columnists?|letters? to the editor|letters|viewpoint|point of view|perspectives?|polemic|"
    r"tribune|chronique|éditorial|point de vue|courrier des lecteurs|libre opinion"
)
_GENRE = re.compile(rf"(?:{_WORDS})(?!\w)", re.IGNORECASE)
_TITLE = re.compile(
    r"(?:op[-\s]?ed|opinion|editorial|comment|commentary|letters?|viewpoint|tribune|chronique|éditorial)\s?[:|–—]",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"/(?:opinions?|op-?eds?|editorials?|comment|commentisfree|columnists?|letters|voices|tribunes?|chroniques?|"
    r"idees|debats)(?:/|$|\?)",
    re.IGNORECASE,
)


def is_opinion(known: Bibliography) -> bool:
    """Tell whether a source says of itself that it is opinion: by type, genre, its title's beginning, or address."""
    return (
        known.type in _TYPES
        or _GENRE.match(known.genre.strip()) is not None
        or _TITLE.match(known.title.strip()) is not None
        or _ADDRESS.search(known.URL.partition("#")[0]) is not None
    )
