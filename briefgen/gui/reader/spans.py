"""Spans of words: the sentence around a place, the next word's end, words without spaces around them, a title."""

from __future__ import annotations

import re

from briefgen.domain.wording import sentences

_WORD = re.compile(r"[^\W_]+(?:[’'\-\u2010\u2011.,][^\W_]+)*")
_CLAUSE = re.compile(r"[,;:–—(]\s|\s[–—(-]\s?")
_MOST = 8
"""Words of a suggested title, at most."""
_LONGEST = 80
"""Letters of one, at most."""
_LEAST = 4
"""A title that ends with a clause has at least so many."""
_LEADING = frozenset(
    ["and", "but", "or", "so", "yet", "nor", "also", "moreover", "however", "therefore", "thus", "meanwhile"]
)
_TRAILING = frozenset(
    [
        "a",
        "about",
        "after",
        "against",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "because",
        "been",
        "before",
        "being",
        "between",
        "but",
        "by",
        "can",
        "could",
        "during",
        "every",
        "for",
        "from",
        "had",
        "has",
        "have",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "may",
        "might",
        "must",
        "no",
        "not",
        "of",
        "on",
        "or",
        "our",
        "over",
        "shall",
        "should",
        "so",
        "than",
        "that",
        "the",
        "their",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "through",
        "to",
        "under",
        "until",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "who",
        "whose",
        "will",
        "within",
        "without",
        "with",
        "would",
    ]
)
"""Words that a title does not end with when it was cut."""


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without the white space at its ends; an empty one where there is nothing else."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def sentence_at(text: str, start: int, end: int, offset: int) -> tuple[int, int]:
    """The sentence around a place in a block that spans `start` to `end`; the block where it has none."""
    at = start
    found = trimmed(text, start, end)
    for sentence in sentences(text[start:end]):
        begins = text.find(sentence, at, end)
        if begins < 0:
            return found
        found = (begins, begins + len(sentence))
        at = found[1]
        if offset < at:
            break
    return found


def word_at(text: str, offset: int) -> tuple[int, int]:
    """The word around a place or that ends there; an empty span where there is none."""
    begins = max(text.rfind("\n", 0, offset) + 1, offset - 200)
    for match in _WORD.finditer(text, begins, min(len(text), offset + 200)):
        if match.start() <= offset <= match.end():
            return match.start(), match.end()
        if match.start() > offset:
            break
    return offset, offset


def next_start(text: str, offset: int) -> int:
    """Where the next word begins; the text's end where none does."""
    for match in _WORD.finditer(text, max(0, offset - 200)):
        if match.start() > offset:
            return match.start()
    return len(text)


def previous_start(text: str, offset: int) -> int:
    """Where the word before begins; 0 where there is none."""
    return _last(text, offset, lambda match: match.start() if match.start() < offset else None, 0)


def next_end(text: str, offset: int) -> int:
    """Where the next word ends, with the punctuation that closes it; the text's end where none does."""
    for match in _WORD.finditer(text, offset):
        end = _closed(text, match.end())
        if end > offset:
            return end
    return len(text)


def previous_end(text: str, offset: int) -> int:
    """Where the word before ends, with the punctuation that closes it; 0 where there is none."""

    def ends(match: re.Match[str]) -> int | None:
        end = _closed(text, match.end())
        return end if end < offset else None

    return _last(text, offset, ends, 0)


def _last(text: str, offset: int, place: object, nothing: int) -> int:
    """The last place before `offset` that `place` finds in a word; looks back further and further."""
    reach = 200
    while True:
        begins = max(0, offset - reach)
        if begins:
            space = text.rfind(" ", 0, begins)
            begins = max(space, 0)
        found = [at for match in _WORD.finditer(text, begins, offset) if (at := place(match)) is not None]  # type: ignore[operator]  # None is ruled out
        if found:
            return int(found[-1])
        if begins == 0:
            return nothing
        reach *= 4


def _closed(text: str, end: int) -> int:
    while end < len(text) and text[end] in ".,;:!?…”’\"')]%":
        end += 1
    return end


def suggested_title(quote: str) -> str:
    """A draft title from a passage: its first words, up to eight, ended where a clause does."""
    first = next(iter(sentences(" ".join(quote.split()))), "")
    words = first.strip(" \"'“”‘’«»()[]").split()
    while len(words) > 1 and words[0].lower().strip(",") in _LEADING:
        words = words[1:]
    cut = words[:_MOST]
    if len(words) > _MOST:
        joined = " ".join(cut)
        ends = [match.start() for match in _CLAUSE.finditer(joined) if len(joined[: match.start()].split()) >= _LEAST]
        if ends:
            cut = joined[: ends[-1]].split()
        while len(cut) > 1 and cut[-1].lower().strip(",;:") in _TRAILING:
            cut = cut[:-1]
    title = " ".join(cut).rstrip(' .,;:–—-…!?"”’)]')
    if not title:
        title = " ".join(words[:_MOST]) or quote.strip()[:60]
    if len(title) > _LONGEST:  # a script without spaces, or a monster
        title = title[: _LONGEST // 2]
    return title[:1].upper() + title[1:]
