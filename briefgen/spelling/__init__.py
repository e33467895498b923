"""Spelling: which words of a text are not in the dictionary of its language, and what may have been meant.

    text ──words.py──▶ words to be looked up ──speller.py (Hunspell)──▶ spans ──process.py──▶ whoever writes

Hunspell holds Python's lock while it loads a dictionary and while it thinks of suggestions, for up to half a second:
a window would stand still. So it works in a process of its own.
"""

from briefgen.spelling.house_dictionary import HouseDictionary
from briefgen.spelling.process import SpellingProcess
from briefgen.spelling.speller import Speller, dictionary_of

__all__ = ["HouseDictionary", "Speller", "SpellingProcess", "dictionary_of"]
