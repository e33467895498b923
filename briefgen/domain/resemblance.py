"""How alike two texts are: so that the same article from two papers, or two versions of a report, are pointed out.

A text is taken for the set of its runs of five words. Of their hashes the smallest are kept (a “bottom-k sketch”,
Broder 1997): from two sketches the share of runs that both texts have, of those that either has, is told within some
hundredths, whatever the length of the texts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from heapq import nsmallest
from zlib import crc32

from briefgen.domain.sources import Source

RUN = 5
"""Words in a run."""
KEPT = 400
"""Hashes that a sketch keeps: the share is then told to within five hundredths, nineteen times in twenty."""
NEARLY_THE_SAME = 0.7
"""The share from which two texts are the same but for some sentences."""

Sketch = tuple[int, ...]
"""The smallest hashes of a text's runs, in order."""

_WORDS = re.compile(r"\w+")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\u0e00-\u0e7f]")


def sketch(text: str) -> Sketch:
    """Sketch a text. Case, spacing, punctuation and the form of letters do not count."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    words = _WORDS.findall(folded)
    if _UNSPACED.search(folded):
        # Where words are not told apart by spaces, a character is as much as a word.
        words = [part for word in words for part in (word if _UNSPACED.search(word) else (word,))]
    runs = {crc32(" ".join(words[place : place + RUN]).encode()) for place in range(max(1, len(words) - RUN + 1))}
    return tuple(nsmallest(KEPT, runs)) if words else ()


def resemblance(one: Sketch, other: Sketch) -> float:
    """The share of runs of words that both texts have, of those that either has: 0 to 1."""
    if not one or not other:
        return 0.0
    both = frozenset(one) & frozenset(other)
    smallest = nsmallest(KEPT, frozenset(one) | frozenset(other))
    return sum(value in both for value in smallest) / len(smallest)


def nearly_the_same(sources: Iterable[Source], new: Source) -> tuple[Source, float] | None:
    """The source whose text is most like that of a new one, with the share of runs that both have.

    None where none is nearly the same. The same document itself does not count: it is known by its bytes.
    """
    # Texts of very different length can't be nearly the same, and need no sketch.
    near = [
        source
        for source in sources
        if source.sha256 != new.sha256 and 0.6 <= (len(source.text) + 1) / (len(new.text) + 1) <= 1.7
    ]
    if not near:
        return None
    own = _sketch(new.text)
    shares = [resemblance(own, _sketch(source.text)) for source in near]
    best = max(shares)
    return (near[shares.index(best)], best) if best >= NEARLY_THE_SAME else None


@lru_cache(maxsize=256)
def _sketch(text: str) -> Sketch:
    return sketch(text)
