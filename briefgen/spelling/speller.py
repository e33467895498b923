"""Looks words up in the dictionary of a language, by Hunspell."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Protocol

from briefgen.errors import NotThere
from briefgen.resources import assets_folder
from briefgen.spelling.words import words_in

_MOST_SUGGESTIONS = 6
_DICTIONARIES = {"en": "en-GB", "en-GB": "en-GB", "en-US": "en-US"}
_IZE = re.compile(r"(?<=[a-z])iz(?=(?:e[sdr]?|ers|ing|ings|ations?|ational|able|ability)(?:'s)?$)")
"""Where words end on -ize and what is made from it; -yze is American alone."""


class _Hunspell(Protocol):
    def spell(self, word: str) -> bool: ...

    def suggest(self, word: str) -> tuple[str, ...]: ...


def dictionary_of(language: str) -> str:
    """Name the shipped dictionary for a BCP 47 tag; empty where there is none, and nothing is to be checked."""
    return _DICTIONARIES.get(language, "")


class Speller:
    """Checks texts of one language.

    Args:
        language: A tag for which `dictionary_of` names a dictionary.
        house_words: Words that are right as well; one in small letters may begin with a capital too.

    Raises:
        NotThere: There is no dictionary for the language.
    """

    def __init__(self, language: str, house_words: Iterable[str] = ()) -> None:
        self._name = dictionary_of(language) or language
        self._hunspell = _loaded(self._name)
        self._house = frozenset(house_words)

    def misspelt(self, text: str) -> tuple[tuple[int, int], ...]:
        """Find the words that are not known, as (start, end) in code points; Markdown's marks are no words."""
        return tuple((start, end) for start, end in words_in(text) if not self.knows(text[start:end]))

    def knows(self, word: str) -> bool:
        """Whether a word is in the dictionary or the house's: without its accents or genitive, where not with them."""
        if in_house(word, self._house):
            return True
        plain = word.replace("\u00ad", "").replace("’", "'")
        # The word lists have no accents: a naïve café is spelt right.
        bare = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
        forms = dict.fromkeys((plain, bare, re.sub(r"'s$", "", bare)))
        return any(self._hunspell.spell(form) or self._is_oxford(form) for form in forms)

    def _is_oxford(self, word: str) -> bool:
        """Whether a British word is written with -ize, as Oxford's dictionaries do; the shipped one has only -ise.

        Both dictionaries must have it, each in its spelling: so “advize” and “exercize” stay wrong.
        """
        if self._name != "en-GB":
            return False
        british = _IZE.sub("is", word.casefold())
        return british != word.casefold() and self._hunspell.spell(british) and _loaded("en-US").spell(word.casefold())

    def suggestions(self, word: str) -> tuple[str, ...]:
        """Give words that may have been meant, the likeliest first, with the apostrophe that the word has."""
        found = self._hunspell.suggest(word.replace("’", "'"))[:_MOST_SUGGESTIONS]
        return tuple(one.replace("'", "’") for one in found) if "’" in word else tuple(found)


def in_house(word: str, house_words: frozenset[str]) -> bool:
    """Whether the house has a word of its own so, or in small letters, or with a genitive's s."""
    stem = re.sub(r"['’]s$", "", word)
    forms = {word, stem}
    forms |= {form[:1].lower() + form[1:] for form in forms}
    if word.isupper():
        forms.add(word.lower())
    return not forms.isdisjoint(house_words)


@lru_cache(maxsize=4)
def _loaded(name: str) -> _Hunspell:
    """Load a dictionary, once in a process."""
    from hunspell import Hunspell

    folder = assets_folder() / "dictionaries"
    if not (folder / f"{name}.dic").is_file():
        raise NotThere(f"There is no dictionary for “{name}”: choose another language, or switch the spell check off.")
    loaded: _Hunspell = Hunspell(name, hunspell_data_dir=str(folder), system_encoding=sys.getfilesystemencoding())
    return loaded
