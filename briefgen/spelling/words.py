"""Which stretches of a text are words to be looked up: prose, and nothing that is a mark, an address or a number."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SKIPPED = re.compile(
    r"""
      `[^`\n]*`                                   # code
    | \[@[^\]\n]*\]                               # a citation
    | (?<=\])\([^)\n]*\)                          # where a link leads
    | <[^<>\s][^<>\n]*>                           # an address in angle brackets, a tag
    | (?:https?://|ftp://|mailto:|www\.)\S+
    | [\w.+-]+@[\w-]+(?:\.[\w-]+)+
    | [\w-]+(?:\.[\w-]+)*\.(?:briefgen|com|docx?|eu|gov|html?|int|net|org|pdf|uk|xlsx?)\b
    | &\w+;
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LETTER = r"(?:[^\W_]|[\u0300-\u036f\u00ad])"
_WORD = re.compile(rf"{_LETTER}+(?:['’]{_LETTER}+)*")
_PREFIXES = re.compile(
    "ante|anti|auto|bio?|co|counter|cyber|de|eco|ex|extra|hyper|inter|intra|macro|mega|micro|mid|mini|multi|neo|non|"
    "over|para|post|pre|pro|pseudo|re|semi|socio|sub|super|tri|ultra|un|under",
    re.IGNORECASE,
)
"""What stands before a hyphen and is no word by itself."""
_LONGEST = 60


def words_in(text: str) -> Iterator[tuple[int, int]]:
    """Give the words to be looked up, as (start, end) in code points, in order.

    No part of code, citations, addresses; nothing with a figure in it, of capitals alone (NHS, SMEs, MoD), of a single
    letter, or of another script than Latin; no prefix before a hyphen.
    """
    at = 0
    for skipped in _SKIPPED.finditer(text):
        yield from _words_between(text, at, skipped.start())
        at = skipped.end()
    yield from _words_between(text, at, len(text))


def _words_between(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in _WORD.finditer(text, start, end):
        word = match[0]
        if not 1 < len(word) <= _LONGEST or not _is_latin(word) or _is_abbreviation(word):
            continue
        if text[match.end() : match.end() + 1] in {"-", "‑"} and _PREFIXES.fullmatch(word):
            continue
        yield match.span()


def _is_latin(word: str) -> bool:
    return all(
        letter in "'’" or (not letter.isnumeric() and (letter < "\u0370" or "\u1e00" <= letter <= "\u1eff"))
        for letter in word
    )


def _is_abbreviation(word: str) -> bool:
    """Whether it is made of capitals, with a plural's or a genitive's s, or begins and ends with one (MoD, DfT)."""
    stem = re.sub(r"['’]?s$", "", word)
    return stem.isupper() or (len(stem) > 1 and stem[0].isupper() and stem[-1].isupper())
