"""How an element of a style finds macros and words: in tables that are made once, by names as they are.

citeproc-py asks libxml2's XPath for each, with expressions that it makes of the style's own names: that is nine tenths
of the time that a note takes, and a name with a quotation mark in it is no expression.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

NAMESPACE = "http://purl.org/net/xbiblio/csl"

_LESS_EXACT = {"verb-short": "verb", "symbol": "short", "verb": None, "short": None}
"""The form of a word that stands for one that a language lacks."""


def upwards(element: Any) -> Iterator[Any]:
    """The element, and those around it."""
    yield element
    yield from element.iterancestors()


def kind(element: Any) -> str:
    """An element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


class Searching:
    """What every element of a style that prints is mixed with."""

    def get_macro(self: Any, name: str) -> Any:
        """The macro of a name: there is one, for `reading` has looked."""
        return self.get_root().macros[name]

    def get_term(
        self: Any,
        name: str,
        form: str | None = None,
        fallback_locale: bool = True,  # noqa: FBT001, FBT002  the library's signature
        zero_padded: bool = False,  # noqa: FBT001, FBT002  as above
    ) -> Any:
        """A word in the form wanted, else in the nearest that the languages have; None where they have none.

        Words of the style go before those of the language, those of the language before American English.
        """
        root = self.get_root()
        locales = root.locales
        if not fallback_locale:
            locales = [locale for locale in locales if locale.language in {"", locales[0].language}]
        wanted = None if form == "long" else form
        while True:
            for locale in locales:
                for term in locale.table.get((name, wanted), ()):
                    if not (zero_padded and term.get("match") in {"whole-number", "last-two-digits"}):
                        return term
            if wanted is None:
                return None
            wanted = _LESS_EXACT.get(wanted)
