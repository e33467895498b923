"""Characters of a line in the order in which they are seen become the order in which they are read.

The inverse of the Unicode bidirectional algorithm (UAX #9) as far as a printed line allows it: what a line was typed as
can't be known in every case, but words come out whole and in order.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache

Pair = tuple[str, int]

_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")
_OPENING = dict(zip(")]}", "([{", strict=True))

FIRST_RTL = "\u0590"
"""No letter below it runs from right to left."""


@lru_cache(maxsize=50_000)
def _class_of(char: str) -> str:
    """Strongly right-to-left (R), left-to-right (L), a digit (N), a mark on the one before (M), or neither (-)."""
    bidi = unicodedata.bidirectional(char)
    if bidi in {"R", "AL"}:
        return "R"
    if bidi == "NSM":
        return "M"
    if bidi in {"EN", "AN"}:
        return "N"
    return "L" if bidi == "L" else "-"


def is_rtl(char: str) -> bool:
    """Whether it is a letter of a script that runs from right to left."""
    return char >= FIRST_RTL and _class_of(char) == "R"


def in_logical_order(seen: Sequence[Pair]) -> list[Pair]:
    """Characters, with anything beside each, from the order seen (left to right) to the order read."""
    classes = [_class_of(char) for char, _ in seen]
    right = classes.count("R")
    if not right:
        return list(seen)
    if right >= classes.count("L"):
        found = _turned(list(reversed(seen)), "LN")
    else:
        # Words from right to left within a line from left to right; numbers among them run forward all the same.
        found = _turned(list(seen), "R", lambda run: _turned(run, "N"))
    return _with_brackets(_marks_after_letters(found))


def _turned(pairs: list[Pair], strong: str, then: Callable[[list[Pair]], list[Pair]] = list) -> list[Pair]:
    """Turn round each run that begins and ends with one of the classes in `strong`, with what is neither in between.

    Two words of a run may be parted by spaces; two numbers parted by one are two runs.
    """
    classes = [_class_of(char) for char, _ in pairs]
    inner = {*strong, "-", "M"} | ({"N"} if strong == "R" else set())
    found: list[Pair] = []
    index = 0
    while index < len(pairs):
        if classes[index] not in strong:
            found.append(pairs[index])
            index += 1
            continue
        last = end = index
        while end < len(pairs) and classes[end] in inner:
            if classes[end] in strong:
                parted = any(char == " " for char, _ in pairs[last + 1 : end])
                if parted and classes[last] == classes[end] == "N":
                    break
                last = end
            end += 1
        found += then(pairs[last : index - 1 if index else None : -1])
        index = last + 1
    return found


def _marks_after_letters(pairs: list[Pair]) -> list[Pair]:
    """Signs on letters stand after their letter; turned round with it they stand before."""
    found: list[Pair] = []
    waiting: list[Pair] = []
    for pair in pairs:
        if _class_of(pair[0]) == "M" and (not found or found[-1][0] == " "):
            waiting.append(pair)
            continue
        found.append(pair)
        found += waiting
        waiting = []
    return found + waiting


def _with_brackets(pairs: list[Pair]) -> list[Pair]:
    """Mirror brackets where they were written as they look: those that close before they open."""
    depth = 0
    wrong = 0
    for char, _ in pairs:
        if char in _OPENING.values():
            depth += 1
        elif char in _OPENING:
            depth -= 1
            wrong += depth < 0
    if not wrong:
        return pairs
    return [(char.translate(_MIRRORED), place) for char, place in pairs]
