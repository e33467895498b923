"""How the palette finds and ranks: every word that is typed begins a word of the text, or at least stands in it."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """The text in small letters without accents, as long as it was, so that places in it stay places in it."""
    out = []
    for char in text:
        plain = unicodedata.normalize("NFD", char)[0].casefold()
        out.append(plain if len(plain) == 1 else char)
    return "".join(out)


def places(query: str, text: str) -> tuple[tuple[int, int], ...] | None:
    """Where the words of the query stand in the text, as (start, end); None when one does not stand there."""
    within = folded(text)
    found = []
    for word in folded(query).split():
        start = _best(word, within)
        if start < 0:
            return None
        found.append((start, start + len(word)))
    return tuple(sorted(found))


def rank(query: str, text: str, also: str = "") -> int | None:
    """How well a text fits a query, 0 best; None when it does not. `also` has other words that find it.

    0 the text begins so; 1 each word begins a word; 2 each word stands in it; 3 only with the other words.
    """
    if not query.strip():
        return 0
    within, wanted = folded(text), folded(query)
    if within.startswith(wanted.strip()):
        return 0
    found = places(query, text)
    if found is None:
        return None if places(query, f"{text} {also}") is None else 3
    return 1 if all(start == 0 or not within[start - 1].isalnum() for start, _ in found) else 2


def _best(word: str, within: str) -> int:
    """Where the word stands: at the beginning of a word, if it does anywhere."""
    start = within.find(word)
    first = start
    while start >= 0:
        if start == 0 or not within[start - 1].isalnum():
            return start
        start = within.find(word, start + 1)
    return first
