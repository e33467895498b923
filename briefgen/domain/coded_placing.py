"""Where coded passages stand in a source's canonical text, which another program's text of it is like, but is not.

The same text with other white space keeps every place to the character. Beyond that passages are found as they are
when a document is imported again (`anchoring.reanchor`), and those that have words alone as quotations are.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from briefgen.domain.anchoring import Span, find_quote, reanchor
from briefgen.domain.coded import CodedSpan, CodedText
from briefgen.domain.sources import CONTEXT, Passage, Source

_VISIBLE = re.compile("[^\\s\u00ad\u200b\u2060\ufeff]")
"""As in `anchoring`: neither white space nor one of the characters of no width."""


def place_spans(text: CodedText, spans: Sequence[CodedSpan], source: Source) -> tuple[Span | None, ...]:
    """Find each span of a document in the canonical text of `source`; None where it can't be told for certain."""
    placed: dict[int, Span | None] = {}
    counted = [(n, span) for n, span in enumerate(spans) if text.text and 0 <= span.start < span.end <= len(text.text)]
    for (number, _), place in zip(counted, _by_offsets(text.text, [s for _, s in counted], source), strict=True):
        placed[number] = place
    return tuple(placed[n] if n in placed else _by_words(span, source) for n, span in enumerate(spans))


def words_of(text: CodedText, span: CodedSpan) -> str:
    """The words of a span, without white space at the ends."""
    if text.text and 0 <= span.start < span.end:
        return text.text[span.start : span.end].strip()
    return span.quote.strip()


def _by_offsets(text: str, spans: Sequence[CodedSpan], source: Source) -> Iterable[Span | None]:
    ends = [_trimmed(text, span.start, span.end) for span in spans]
    normal = unicodedata.normalize("NFC", text)
    if normal != text:
        ends = [(_normal_length(text[:start]), _normal_length(text[:end])) for start, end in ends]
    if normal == source.text:
        return [Span(start, end) if start < end else None for start, end in ends]
    mine = [match.start() for match in _VISIBLE.finditer(normal)]
    its = [match.start() for match in _VISIBLE.finditer(source.text)]
    if len(mine) == len(its) and all(normal[a] == source.text[b] for a, b in zip(mine, its, strict=True)):
        return [_moved(start, end, mine, its) for start, end in ends]
    return _anchored(normal, ends, source)


def _moved(start: int, end: int, mine: list[int], its: list[int]) -> Span | None:
    """The span in the other text of the same visible characters."""
    first, after = bisect_left(mine, start), bisect_left(mine, end)
    return Span(its[first], its[after - 1] + 1) if first < after else None


def _anchored(text: str, ends: Sequence[tuple[int, int]], source: Source) -> Iterable[Span | None]:
    before = Source(id="source-1", sha256="", text=text)
    passages = [
        Passage(
            id=f"passage-{number}",
            source="source-1",
            start=start,
            end=end,
            quote=text[start:end],
            prefix=text[max(0, start - CONTEXT) : start],
            suffix=text[end : end + CONTEXT],
        )
        for number, (start, end) in enumerate(ends, 1)
        if text[start:end].strip()
    ]
    found = {p.id: Span(p.start, p.end) for p in reanchor(passages, before, source) if not p.lost}
    return [found.get(f"passage-{number}") for number in range(1, len(ends) + 1)]


def _by_words(span: CodedSpan, source: Source) -> Span | None:
    """The place where the words stand, in the context that was given with them; None where several would do."""
    text = source.text
    if 0 <= span.start < span.end and span.quote and text[span.start : span.end] == span.quote:
        return Span(span.start, span.end)
    places = find_quote(text, span.quote).spans
    if len(places) < 2:
        return places[0] if places else None
    scored = sorted(((_agreement(text, place, span), -n) for n, place in enumerate(places)), reverse=True)
    (best, number), (next_best, _) = scored[:2]
    return places[-number] if best > next_best else None


def _agreement(text: str, place: Span, span: CodedSpan) -> int:
    """How many visible characters around a place are those that were given as context."""
    before = _dense(text[max(0, place.start - 2 * CONTEXT) : place.start])[::-1]
    after = _dense(text[place.end : place.end + 2 * CONTEXT])
    return _common(before, _dense(span.prefix)[::-1]) + _common(after, _dense(span.suffix))


def _dense(text: str) -> str:
    return "".join(_VISIBLE.findall(unicodedata.normalize("NFC", text)))


def _common(one: str, other: str) -> int:
    """The length of what two texts begin with alike."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - (len(words) - len(words.rstrip()))


def _normal_length(text: str) -> int:
    return len(unicodedata.normalize("NFC", text))
