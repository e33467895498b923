"""Where words stand in a text, and where a passage stands when its text has changed.

Both compare words, never white space or the shape of quotation marks: a quotation typed over two lines, or with
typewriter quotes, is the one that is printed. A passage found again has the same words, in the same surroundings;
where that can't be told from a look-alike, it is lost, not guessed.

What `reanchor` promises, for words that neither text changes in themselves:

- A passage whose context (32 code points on either side) stands unchanged in the new text is found there, unless the
  same words in the same context stood or stand at another place as well: then it is lost.
- With part of its context changed it is found where most of the rest agrees, if that is no other place's descendant.
- With fewer than `_STRONG` characters of context left, it is found only if its words stand once in both texts, and are
  many, or have kindred surroundings in both, or stand between the same two unchanged paragraphs.
- In every other case it is lost.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from briefgen.domain.sources import CONTEXT, Passage, Source

_QUOTE_MARKS = dict.fromkeys(map(ord, "\"'`´‘’‚‛“”„‟«»‹›′″＂＇「」『』"), "'")

_SPACELESS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Scripts that set no spaces between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese. Each character counts."""

_WORD = re.compile(rf"[{_SPACELESS}]|[^\W_{_SPACELESS}]+(?:['.,\-][^\W_{_SPACELESS}]+)*")
_IS_SPACELESS = re.compile(f"[{_SPACELESS}]")

_STRONG = 12
"""So many characters of agreeing context, on both sides together, tell a place from chance."""

_MUCH = 32
"""So many characters of agreeing context stand at few places."""

_TELLING_WORDS = 5
"""A quotation of so many words is itself enough to tell a place, where it stands but once in both texts."""

_AROUND = 24
"""How many words on either side are the surroundings of a place."""

_KINDRED = 0.4
"""The share, in characters, of the words around that two places of kindred surroundings have in common, in order."""

_MOST_CANDIDATES = 24
_MOST_COMPARED = 300
_LEAST_SIMILARITY = 0.25
_CLOSE_WORD = 0.75


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
    """A text with every run of white space made `between`, quotation marks alike, and the way back to its offsets."""

    def __init__(self, text: str, between: str = " ") -> None:
        self.original = text
        parts: list[str] = []
        self._folded_starts: list[int] = []
        self._starts: list[int] = []
        at = 0
        for match in _VISIBLE.finditer(text):
            self._folded_starts.append(at)
            self._starts.append(match.start())
            parts.append(match.group())
            at += match.end() - match.start() + len(between)
        self.text = between.join(parts).translate(_QUOTE_MARKS)

    def offset(self, folded: int) -> int:
        """Where the character at `folded` stands in the text itself."""
        index = max(0, bisect_right(self._folded_starts, folded) - 1)
        return self._starts[index] + folded - self._folded_starts[index]

    def folded(self, offset: int) -> int:
        """Where the character at `offset` of the text itself, no white space, stands in the folded text."""
        index = max(0, bisect_right(self._starts, offset) - 1)
        return self._folded_starts[index] + offset - self._starts[index]

    def span(self, start: int, length: int) -> Span:
        """The span in the text itself of `length` characters from `start`."""
        return Span(self.offset(start), self.offset(start + length - 1) + 1)


_VISIBLE = re.compile("[^\\s\u00ad\u200b\u2060\ufeff]+")
"""What is neither white space nor one of the characters of no width that part words or join them."""


def _fold(text: str) -> str:
    return " ".join(_VISIBLE.findall(text)).translate(_QUOTE_MARKS)


# ---------------------------------------------------------------------------------- finding words


def find_quote(text: str, words: str) -> Found:
    """Find every place of `words` in `text`; white space and the form of quotation marks alone may differ.

    The sternest reading that finds something counts alone: the exact words; the words but for how much white space
    stands between them, and which quotation marks; the words but for any white space at all. Of each reading, places
    that begin and end with whole words come before places within words, and stand for them. Where the words stand
    nowhere, the nearest place is given.
    """
    words = unicodedata.normalize("NFC", words).strip()
    wanted = _fold(words)
    if not wanted:
        return Found(())
    if exact := _whole(text, [Span(at, at + len(words)) for at in _occurrences(text, words)]):
        return Found(exact)
    folded = _Folded(text)
    if spans := _whole(text, [folded.span(at, len(wanted)) for at in _occurrences(folded.text, wanted)]):
        return Found(spans)
    dense, wanted_dense = _Folded(text, between=""), wanted.replace(" ", "")
    places = [dense.span(at, len(wanted_dense)) for at in _occurrences(dense.text, wanted_dense)]
    if spans := tuple(span for span in places if not _is_cut(text, span)):
        return Found(spans)
    return Found((), _nearest(folded, wanted))


def _whole(text: str, spans: list[Span]) -> tuple[Span, ...]:
    """Of these spans those that cut no word; all of them where each one cuts a word."""
    return tuple(span for span in spans if not _is_cut(text, span)) or tuple(spans)


def _is_cut(text: str, span: Span) -> bool:
    return _cuts_word(text, span.start) or _cuts_word(text, span.end)


def _cuts_word(text: str, at: int) -> bool:
    """Whether `at` lies within a word or a number: “50” ends no word in “50,000”."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if before.isdigit() and after in ".,\u00a0\u202f" and text[at + 1 : at + 2].isdigit():
        return True
    if after.isdigit() and before in ".,\u00a0\u202f" and text[at - 2 : at - 1].isdigit():
        return True
    return _is_wordish(before) and _is_wordish(after) and not _IS_SPACELESS.search(before + after)


def _is_wordish(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char)[0] == "M"


def _occurrences(text: str, words: str) -> Iterator[int]:
    """Give every place of `words`, overlapping ones too."""
    at = text.find(words) if words else -1
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _nearest(folded: _Folded, wanted: str) -> Nearest | None:
    """Find the stretch of text most like `wanted`: candidates by words in common, then the best by comparison."""
    matches = list(_WORD.finditer(folded.text))
    tokens = [match.group().lower() for match in matches]
    words = [match.group().lower() for match in islice(_WORD.finditer(wanted), _MOST_COMPARED)]
    tokens = _with_close_words(tokens, words)
    best: tuple[float, int, int] | None = None
    matcher = difflib.SequenceMatcher(autojunk=False, b=words)
    for start in _candidates(tokens, words):
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
    start, end = matches[-best[1]].start(), matches[best[2] - 1].end()
    # The marks at the ends belong to it where they were asked for.
    end += folded.text[end : end + 1] == wanted[-1] and not wanted[-1].isalnum()
    start -= start > 0 and folded.text[start - 1] == wanted[0] and not wanted[0].isalnum()
    span = folded.span(start, end - start)
    found = folded.original[span.start : span.end]
    return Nearest(span, found, _alike(_fold(found), wanted) if len(wanted) < 2_000 else best[0])


def _candidates(tokens: list[str], words: list[str]) -> list[int]:
    """Where, as indices of tokens, the words would begin to stand: the places that most of the rarer words vote for."""
    places: dict[str, list[int]] = {}
    asked = set(words)
    for index, token in enumerate(tokens):
        if token in asked:
            places.setdefault(token, []).append(index)
    votes: Counter[int] = Counter()
    for word in sorted(places, key=lambda word: len(places[word]))[:40]:
        for asked_at in (index for index, other in enumerate(words) if other == word):
            votes.update(max(0, index - asked_at) for index in places[word][:5_000])
    return [start for start, _ in votes.most_common(_MOST_CANDIDATES)]


def _with_close_words(tokens: list[str], words: list[str]) -> list[str]:
    """Count a word of the text for one asked for that stands nowhere, where it is spelled almost alike."""
    there = set(tokens)
    missing = [word for word in dict.fromkeys(words) if word not in there][:12]
    close: dict[str, str] = {}
    for word in missing:
        like = [token for token in there if abs(len(token) - len(word)) < 3]
        close |= dict.fromkeys(difflib.get_close_matches(word, like, n=3, cutoff=_CLOSE_WORD), word)
    return [close.get(token, token) for token in tokens] if close else tokens


def _alike(found: str, wanted: str) -> float:
    return difflib.SequenceMatcher(None, found, wanted, autojunk=False).ratio()


# ------------------------------------------------------------------------------ finding passages again


def reanchor(passages: Iterable[Passage], before: Source, after: Source) -> tuple[Passage, ...]:
    """Find passages of the text `before` in the text `after`: each with its new place and context, or lost.

    What counts as found is said at the top of this module. A quote whose white space or quotation marks changed takes
    the new text's own. A passage that was lost is looked for as well.
    """
    if before.text == after.text:
        return tuple(passages)
    return tuple(_Anchoring(before.text, after.text).all(passages))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A passage's words and context, folded; where it stood in the folded old text (None when lost)."""

    quote: str
    prefix: str
    suffix: str
    at: int | None
    cut_before: bool
    cut_after: bool

    @property
    def context(self) -> int:
        return len(self.prefix) + len(self.suffix)


class _Anchoring:
    """What finding many passages again between the same two texts shares."""

    def __init__(self, before: str, after: str) -> None:
        self._before = _Folded(before)
        self._after = _Folded(after)

    def all(self, passages: Iterable[Passage]) -> Iterator[Passage]:
        """Place each passage, or declare it lost."""
        text = self._after.original
        for passage in passages:
            span = self._span(passage)
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

    def _span(self, passage: Passage) -> Span | None:
        wanted = self._wanted(passage)
        at = self._place(wanted) if wanted.quote else None
        return None if at is None else self._after.span(at, len(wanted.quote))

    def _wanted(self, passage: Passage) -> _Wanted:
        quote = _fold(passage.quote)
        prefix, suffix = _fold_context(passage)
        if passage.lost or not quote:
            return _Wanted(quote, prefix, suffix, None, cut_before=False, cut_after=False)
        text = self._before.original
        first = _VISIBLE.search(text, passage.start)
        start = first.start() if first else passage.start
        end = passage.start + len(passage.quote.rstrip())
        at = self._before.folded(start)
        return _Wanted(quote, prefix, suffix, at, _cuts_word(text, start), _cuts_word(text, end))

    def _place(self, wanted: _Wanted) -> int | None:
        # Where all of the context stands, that is quickly found; then a place where much of it agrees.
        window = wanted.prefix + wanted.quote + wanted.suffix
        if wanted.prefix and wanted.suffix and wanted.context >= _STRONG:
            places = list(islice(_occurrences(self._after.text, window), 2))
            if places:
                stood = list(islice(_occurrences(self._before.text, window), 2))
                alone = len(places) == 1 and len(stood) == (wanted.at is not None)
                return places[0] + len(wanted.prefix) if alone else None
        for enough in (_MUCH, min(_STRONG, wanted.context)):
            scored = sorted(
                ((self._agreement(self._after, at, wanted), at) for at in self._likely(wanted, enough)), reverse=True
            )
            if scored and scored[0][0] >= max(enough, 1):
                return self._best(scored, wanted, enough)
        return self._by_words(wanted)

    def _best(self, scored: list[tuple[int, int]], wanted: _Wanted, enough: int) -> int | None:
        """Take the place that agrees best; None where a look-alike, in either text, may be meant as well."""
        best, at = scored[0]
        rivals = [self._agreement(self._before, at, wanted) for at in self._look_alikes(wanted, enough)]
        if any(score >= best for score, _ in scored[1:]) or any(score >= best for score in rivals):
            return None
        if best < wanted.context:
            # A look-alike may have come closer, and the passage be gone: whose surroundings are these?
            mine = self._kinship(wanted.at, at, wanted)
            enough = min(_STRONG, wanted.context)
            for other in self._look_alikes(wanted, enough):
                close = self._agreement(self._before, other, wanted) >= enough
                if close and self._kinship(other, at, wanted) >= mine:
                    return None
        return at

    def _likely(self, wanted: _Wanted, enough: int) -> list[int]:
        """The places in the new text at which enough of the context can agree."""
        return [at for at in _likely_places(self._after.text, wanted, enough) if self._fits(wanted, at)]

    def _look_alikes(self, wanted: _Wanted, enough: int) -> list[int]:
        """The other places in the old text at which enough of the context can agree."""
        return [at for at in _likely_places(self._before.text, wanted, enough) if at != wanted.at]

    def _fits(self, wanted: _Wanted, at: int) -> bool:
        """Whether the words are whole words there if they were: “war” is not what stands in “toward”."""
        span = self._after.span(at, len(wanted.quote))
        text = self._after.original
        return (wanted.cut_before or not _cuts_word(text, span.start)) and (
            wanted.cut_after or not _cuts_word(text, span.end)
        )

    @staticmethod
    def _agreement(folded: _Folded, at: int, wanted: _Wanted) -> int:
        """Count the characters of context that agree, outwards from the words; a text's very end agrees with itself."""
        text, end = folded.text, at + len(wanted.quote)
        left = 0
        while left < len(wanted.prefix) and at - left > 0 and text[at - left - 1] == wanted.prefix[-left - 1]:
            left += 1
        right = 0
        while right < len(wanted.suffix) and end + right < len(text) and text[end + right] == wanted.suffix[right]:
            right += 1
        return left + right + (not wanted.prefix and at == 0) + (not wanted.suffix and end == len(text))

    def _by_words(self, wanted: _Wanted) -> int | None:
        """Find the place without the context's help: where the words stand once in both texts, and are enough."""
        places = list(islice((at for at in _occurrences(self._after.text, wanted.quote) if self._fits(wanted, at)), 2))
        others = (at for at in _occurrences(self._before.text, wanted.quote) if at != wanted.at)
        if len(places) != 1 or next(others, None) is not None:
            return None
        (at,) = places
        telling = not wanted.context or _weight(wanted.quote) >= _TELLING_WORDS
        return at if telling or self._is_kindred(wanted, at) or self._in_same_gap(wanted, at) else None

    def _kinship(self, old: int | None, new: int, wanted: _Wanted) -> int:
        """Count the characters of words that stand around the words in both places, in the same order and side."""
        if old is None:
            return 0
        sides = zip(_around(self._before, old, wanted), _around(self._after, new, wanted), strict=True)
        return sum(_in_common(mine, theirs) for mine, theirs in sides)

    def _is_kindred(self, wanted: _Wanted, at: int) -> bool:
        """Whether the words around the two places are mostly the same, though not those next to the quote."""
        if wanted.at is None:
            return False
        places = ((self._before, wanted.at), (self._after, at))
        around = [sum(len(word) for side in _around(*place, wanted) for word in side) for place in places]
        return self._kinship(wanted.at, at, wanted) >= max(_STRONG, _KINDRED * min(around))

    def _in_same_gap(self, wanted: _Wanted, at: int) -> bool:
        """Whether the paragraphs before and after that of the place are those that stood around the passage's."""
        if wanted.at is None:
            return False
        old, new = self._neighbours(self._old_paragraphs, wanted.at), self._neighbours(self._new_paragraphs, at)
        return old == new and any(old)

    @staticmethod
    def _neighbours(paragraphs: tuple[list[int], list[str]], at: int) -> tuple[str, str]:
        starts, words = paragraphs
        index = bisect_right(starts, at) - 1
        return words[index - 1] if index > 0 else "", words[index + 1] if index + 1 < len(words) else ""

    @cached_property
    def _old_paragraphs(self) -> tuple[list[int], list[str]]:
        return _paragraphs(self._before)

    @cached_property
    def _new_paragraphs(self) -> tuple[list[int], list[str]]:
        return _paragraphs(self._after)


def _around(folded: _Folded, at: int, wanted: _Wanted) -> tuple[list[str], list[str]]:
    """The words before and after a place."""
    end, reach = at + len(wanted.quote), _AROUND * 12
    before = _WORD.findall(folded.text[max(0, at - reach) : at])[-_AROUND:]
    return before, _WORD.findall(folded.text[end : end + reach])[:_AROUND]


def _in_common(mine: list[str], theirs: list[str]) -> int:
    matcher = difflib.SequenceMatcher(None, mine, theirs, autojunk=False)
    return sum(sum(map(len, mine[block.a : block.a + block.size])) for block in matcher.get_matching_blocks())


def _likely_places(text: str, wanted: _Wanted, enough: int) -> list[int]:
    """Give the places of the words at which `enough` characters of context can agree.

    Where so many agree, half of them agree on one side: to look for the words with that half is quick in a long text.
    """
    if wanted.context < enough:
        return []
    half = max(1, enough // 2)
    before, after = wanted.prefix[-half:], wanted.suffix[:half]
    places: set[int] = set()
    if len(before) == half:
        places.update(at + half for at in _occurrences(text, before + wanted.quote))
    if len(after) == half:
        places.update(_occurrences(text, wanted.quote + after))
    return sorted(places)


def _paragraphs(folded: _Folded) -> tuple[list[int], list[str]]:
    """Give the paragraphs' places in the folded text, and their folded words."""
    starts: list[int] = []
    words: list[str] = []
    at = 0
    for paragraph in folded.original.split("\n\n"):
        first = _VISIBLE.search(paragraph)
        if first:
            starts.append(folded.folded(at + first.start()))
            words.append(_fold(paragraph))
        at += len(paragraph) + 2
    return starts, words


def _fold_context(passage: Passage) -> tuple[str, str]:
    """Fold the context as the text is folded, keeping the space next to the words where there is one."""
    before, after = _fold(passage.prefix), _fold(passage.suffix)
    if before and (passage.prefix[-1].isspace() or passage.quote[0].isspace()):
        before += " "
    if after and (passage.suffix[0].isspace() or passage.quote[-1].isspace()):
        after = f" {after}"
    return before, after


def _weight(quote: str) -> float:
    """How many words a quotation has; a character of a script without spaces counts as half a word."""
    return sum(0.5 if _IS_SPACELESS.match(word) else 1 for word in _WORD.findall(quote))
