"""Where words stand in a text, and where a passage stands when its text has changed.

Both compare words, never white space: a quotation typed over two lines is the one printed on one. A passage found
again has the same words, in the same surroundings; where that can't be told from a look-alike, it is lost, not guessed.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from briefgen.domain.sources import CONTEXT, Passage, Source

_QUOTE_MARKS = dict.fromkeys(map(ord, "\"'`´‘’‚‛“”„‟«»‹›′″＂＇「」『』"), "'")
_STRONG = 12
"""So many characters of agreeing context, on both sides together, tell a place from chance."""

_TELLING_WORDS = 5
"""A quotation of so many words is itself enough to tell a place, where it stands but once."""

_MOST_CANDIDATES = 24
_LEAST_SIMILARITY = 0.5


@dataclass(frozen=True, slots=True)
class Span:
    """Code points `start` (included) to `end` (excluded) of a text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Nearest:
    """The place most like words that do not stand in a text: its span, its words, and how alike (0 to 1) they are."""

    span: Span
    words: str
    similarity: float


@dataclass(frozen=True, slots=True)
class Found:
    """Where words stand in a text: every place, or where there is none the nearest one, if any is near."""

    spans: tuple[Span, ...]
    nearest: Nearest | None = None


class _Folded:
    """A text with every run of white space one space, and the way back to its own offsets."""

    def __init__(self, text: str, *, quote_marks: bool) -> None:
        self.original = text
        parts: list[str] = []
        self._folded_starts: list[int] = []
        self._starts: list[int] = []
        at = 0
        for match in re.finditer(r"\S+", text):
            self._folded_starts.append(at)
            self._starts.append(match.start())
            parts.append(match.group())
            at += match.end() - match.start() + 1
        self.text = " ".join(parts)
        if quote_marks:
            self.text = self.text.translate(_QUOTE_MARKS)

    def offset(self, folded: int) -> int:
        """Where the character at `folded` stands in the text itself."""
        index = max(0, bisect_right(self._folded_starts, folded) - 1)
        return self._starts[index] + folded - self._folded_starts[index]

    def span(self, start: int, length: int) -> Span:
        """The span in the text itself of `length` characters from `start`."""
        return Span(self.offset(start), self.offset(start + length - 1) + 1)


def find_quote(text: str, words: str) -> Found:
    """Find every place of `words` in `text`; white space and the form of quotation marks alone may differ.

    Where the words stand exactly, only those places count. Where they stand nowhere, the nearest place is given.
    """
    words = unicodedata.normalize("NFC", words).strip()
    if not words:
        return Found(())
    if exact := tuple(Span(at, at + len(words)) for at in _occurrences(text, words)):
        return Found(exact)
    folded = _Folded(text, quote_marks=True)
    wanted = _fold(words).translate(_QUOTE_MARKS)
    if spans := tuple(folded.span(at, len(wanted)) for at in _occurrences(folded.text, wanted)):
        return Found(spans)
    return Found((), _nearest(folded, wanted))


def reanchor(passages: Iterable[Passage], before: Source, after: Source) -> tuple[Passage, ...]:
    """Find passages of the text `before` in the text `after`: each with its new place and context, or lost.

    A passage is found where its words stand (white space aside) and more of its context agrees than at any other
    place of these words, in the new text or the old: so the descendant of a look-alike never takes its place. Where
    no context is left, words that stand once in both texts tell the place if they are five or more; fewer must at
    least stand between the same unchanged paragraphs. All else is lost.
    """
    if before.text == after.text:
        return tuple(passages)
    return tuple(_Anchoring(before, after).all(passages))


class _Anchoring:
    """What re-anchoring many passages between the same two texts shares."""

    def __init__(self, before: Source, after: Source) -> None:
        self._before = _Folded(before.text, quote_marks=False)
        self._after = _Folded(after.text, quote_marks=False)
        self._fences: list[tuple[int, int]] | None = None
        self._sources = (before, after)

    def all(self, passages: Iterable[Passage]) -> Iterator[Passage]:
        """Place each passage, or declare it lost."""
        text = self._after.original
        for passage in passages:
            span = self._place(passage)
            if span is None:
                yield replace(passage, lost=True)
            else:
                yield replace(
                    passage,
                    lost=False,
                    start=span.start,
                    end=span.end,
                    quote=text[span.start : span.end],
                    prefix=text[max(0, span.start - CONTEXT) : span.start],
                    suffix=text[span.end : span.end + CONTEXT],
                )

    def _place(self, passage: Passage) -> Span | None:
        quote = _fold(passage.quote)
        prefix, suffix = _fold_context(passage.prefix, passage.suffix)
        places = [
            (_agreement(self._after.text, at, len(quote), prefix, suffix), at)
            for at in _occurrences(self._after.text, quote)
        ]
        if not places:
            return None
        places.sort(reverse=True)
        best, at = places[0]
        span = self._after.span(at, len(quote))
        rivals = [score for score, _ in places[1:2]] + self._look_alikes(passage, quote, prefix, suffix)
        if any(score >= best for score in rivals):
            return None
        if best >= min(_STRONG, len(prefix) + len(suffix)) and best > 0:
            return span
        if rivals:
            return None
        if len(quote.split()) >= _TELLING_WORDS or self._between_the_same_fences(passage, span):
            return span
        return None

    def _look_alikes(self, passage: Passage, quote: str, prefix: str, suffix: str) -> list[int]:
        """How much context of the passage's own agrees at other places of its words in the old text."""
        return [
            _agreement(self._before.text, at, len(quote), prefix, suffix)
            for at in _occurrences(self._before.text, quote)
            if passage.lost or self._before.offset(at) != passage.start
        ]

    def _between_the_same_fences(self, passage: Passage, span: Span) -> bool:
        """Tell whether the place lies between the unchanged paragraphs between which the passage lay."""
        if passage.lost:
            return False
        if self._fences is None:
            self._fences = _unchanged(*self._sources)
        earlier = [new for old, new in self._fences if old <= passage.start]
        later = [new for old, new in self._fences if old > passage.start]
        if not earlier and not later:
            return False
        return (not earlier or earlier[-1] <= span.start) and (not later or span.start < later[0])


def _unchanged(before: Source, after: Source) -> list[tuple[int, int]]:
    """Pair the starts of paragraphs that stand once in both texts, as far as they stand in the same order."""
    old, new = _paragraphs(before), _paragraphs(after)
    pairs = sorted((start, new[words]) for words, start in old.items() if words in new)
    # The longest run of pairs that ascend in both texts: what moved elsewhere is no fence.
    tails: list[int] = []
    links: list[int] = []
    back: list[int] = []
    for index, (_, start) in enumerate(pairs):
        place = bisect_right(tails, start)
        back.append(links[place - 1] if place else -1)
        tails[place : place + 1] = [start]
        links[place : place + 1] = [index]
    found = []
    index = links[-1] if links else -1
    while index >= 0:
        found.append(pairs[index])
        index = back[index]
    return found[::-1]


def _paragraphs(source: Source) -> dict[str, int]:
    words = [(_fold(source.text[block.start : block.end]), block.start) for block in source.blocks]
    times = Counter(text for text, _ in words)
    return {text: start for text, start in words if times[text] == 1 and text}


def _agreement(text: str, at: int, length: int, prefix: str, suffix: str) -> int:
    """Count the characters of context that agree, outwards from the words; the text's very end agrees with itself."""
    left = 0
    while left < len(prefix) and at - left > 0 and text[at - left - 1] == prefix[-left - 1]:
        left += 1
    end, right = at + length, 0
    while right < len(suffix) and end + right < len(text) and text[end + right] == suffix[right]:
        right += 1
    return left + right + (not prefix and at == 0) + (not suffix and end == len(text))


def _fold_context(prefix: str, suffix: str) -> tuple[str, str]:
    """Fold the context as the text is folded, keeping the space next to the words where there is one."""
    before = _fold(prefix) + (" " if prefix[-1:].isspace() else "")
    after = (" " if suffix[:1].isspace() else "") + _fold(suffix)
    return before if before.strip() else "", after if after.strip() else ""


def _occurrences(text: str, words: str) -> Iterator[int]:
    """Give every place of `words`, overlapping ones too."""
    at = text.find(words) if words else -1
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _fold(text: str) -> str:
    return " ".join(text.split())


def _nearest(folded: _Folded, wanted: str) -> Nearest | None:
    """Find the stretch of text most like `wanted`: candidates by words in common, then the best by comparison."""
    words = wanted.lower().split()
    matches = list(re.finditer(r"\S+", folded.text))
    tokens = [match.group().lower() for match in matches]
    places: dict[str, list[int]] = {}
    asked = set(words)
    for index, token in enumerate(tokens):
        if token in asked:
            places.setdefault(token, []).append(index)
    votes: Counter[int] = Counter()
    rarest = sorted((len(found), word) for word, found in places.items())[:40]
    for _, word in rarest:
        for asked_at in (index for index, other in enumerate(words) if other == word):
            for index in places[word][:5000]:
                votes[max(0, index - asked_at)] += 1
    best: tuple[float, int, int] | None = None
    matcher = difflib.SequenceMatcher(autojunk=False, b=words)
    for start, _ in votes.most_common(_MOST_CANDIDATES):
        first, last = max(0, start - 2), min(len(tokens), start + len(words) + 2)
        matcher.set_seq1(tokens[first:last])
        blocks = [block for block in matcher.get_matching_blocks() if block.size]
        # From the first word asked for to the last, by the words that agree at either end.
        begin = max(0, first + blocks[0].a - blocks[0].b)
        end = min(len(tokens), first + blocks[-1].a + len(words) - blocks[-1].b)
        matcher.set_seq1(tokens[begin:end])
        candidate = (matcher.ratio(), -begin, end)
        if best is None or candidate > best:
            best = candidate
    if best is None or best[0] < _LEAST_SIMILARITY:
        return None
    similarity, begin, end = best[0], -best[1], best[2]
    span = folded.span(matches[begin].start(), matches[end - 1].end() - matches[begin].start())
    return Nearest(span, folded.original[span.start : span.end], similarity)
