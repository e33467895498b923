"""Title case of English titles, as the appendix of CSL 1.0.2 and the Chicago Manual (8.159) have it."""

from __future__ import annotations

import re

_STOPS = """
    a according across afore after against ahead along alongside amid amidst among amongst an and anenst apropos around
    as aside astride at athwart atop barring before behind below beneath beside besides between beyond but by c ca circa
    despite down during et except for forenenst from given in inside into lest like modulo near next nor notwithstanding
    of off on onto or out over per plus pro qua sans since so than the through throughout thru till to toward towards
    under underneath until unto up upon v versus via vis-à-vis vs with within without yet
"""
STOP_WORDS = frozenset(_STOPS.split())
"""Words that stay small within a title: articles, conjunctions and prepositions, as processors of CSL have them."""

_SMALLEST = "a an and as at but by down for from in into nor of on onto or over so the till to up via with yet"
_SMALL = frozenset(_SMALLEST.split())
"""The stop words of the appendix itself, which stay small in compounds, too."""

_WORD = re.compile(r"\S+")
_LETTER = re.compile(r"[^\W\d_]")


def title_case(text: str) -> str:
    """Set a title in title case: words with a capital of their own are left as they are.

    First and last word, and those behind a colon, a full stop, a question or an exclamation mark, begin with a capital
    whatever they are; stop words between do not. In a compound each part is a word, but for stop words within it.
    """
    words = list(_WORD.finditer(text))
    pieces: list[str] = []
    end = 0
    begins = True
    for number, match in enumerate(words):
        word = match.group()
        pieces.append(text[end : match.start()])
        pieces.append(_cased(word, capital=begins or number == len(words) - 1))
        begins = bool(re.search(r"[:.?!—][\"'”’)»]*$", word)) and not re.fullmatch(r"(?:[^\W\d_]\.)+", word)
        end = match.end()
    return "".join([*pieces, text[end:]])


def _cased(word: str, *, capital: bool) -> str:
    parts = re.split(r"([-‐–/])", word)
    return "".join(
        part
        if not part or not _LETTER.search(part)
        else _part(part, capital=capital and number == 0, within=number > 0)
        for number, part in enumerate(parts)
    )


def _part(part: str, *, capital: bool, within: bool) -> str:
    if part != part.lower():
        return part
    bare = re.sub(r"^\W+|\W+$", "", part)
    if not capital and bare in (_SMALL if within else STOP_WORDS):
        return part
    letter = _LETTER.search(part)
    if letter is None or re.match(r"\d", part.lstrip("“‘\"'([")):
        return part
    at = letter.start()
    return part[:at] + part[at].upper() + part[at + 1 :]
