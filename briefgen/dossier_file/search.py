"""Full-text search over the sources' texts: exact in every script, without regard to case, accents and width.

SQLite's own tokenizers take a run of Chinese or Japanese for one word, or find nothing shorter than three characters.
So a text is cut and folded here, into words, and into single characters where a script sets no spaces between words;
FTS5 keeps and ranks what it is given (bm25). A query is cut alike: what was one run becomes a phrase.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import merge

SCHEME = "1"
"""How texts are cut and folded; an index made by another scheme is made anew.

Unicode's own versions do not count: how an assigned character is folded never changes (Unicode stability policies).
"""

_CONTEXT = 80
_MOST_MATCHES = 1000

# Scripts written without spaces between words (Unicode: Line_Break SA and ID), and Hangul, whose particles are written
# on to the word.
_SINGLE = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u19e0-\u19ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029"
    "\u3040-\u3096\u309d-\u312f\u3130-\u318f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f"
    "\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9d\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
_VOICING = "\u3099\u309a\uff9e\uff9f"
# Accents of alphabets, points of Hebrew and Arabic: they belong to a word and are folded away.
_ACCENTS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f"
    "\u0670\u06d6-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
)
# Indian scripts: letters, and vowel signs that are no letters to Python; all but the two dandas, which end sentences.
_INDIAN = "\u0900-\u0963\u0966-\u0dff"
_TOKEN = re.compile(
    rf"[{_SINGLE}][{_VOICING}]?|(?:(?![{_SINGLE}])[^\W_]|[{_INDIAN}])(?:(?![{_SINGLE}])[^\W_]|[{_INDIAN}{_ACCENTS}])*"
)
_ACCENT = re.compile(f"[{_ACCENTS}]")
_QUERY = re.compile(r"[\"“”„«»]([^\"“”„«»]*)[\"“”„«»]?|([^\s\"“”„«»]+)")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A stretch of a text around matches: where it begins in the canonical text, its words, the matches in them.

    Line ends are given as spaces; the marks are (start, end) within `text`, in code points.
    """

    start: int
    text: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A source that has all that was asked for: the matches as (start, end) in its text, and snippets around them."""

    source: str
    matches: tuple[tuple[int, int], ...]
    snippets: tuple[Snippet, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """One thing asked for: pieces that follow each other, the last of which may be the beginning of a word."""

    pieces: tuple[str, ...]
    prefix: bool


def terms_of(query: str) -> tuple[Term, ...]:
    """Read a query: words, each of which may go on, and phrases in quotation marks, which are exact. All are wanted."""
    found: list[Term] = []
    for match in _QUERY.finditer(query):
        phrase, word = match.groups()
        pieces = tuple(pieces_of(phrase if word is None else word))
        if pieces:
            found.append(Term(pieces, prefix=word is not None))
    return tuple(found)


def pieces_of(text: str) -> Iterator[str]:
    """Cut and fold a text into the pieces that are indexed, in order."""
    for match in _TOKEN.finditer(text):
        yield from _folded(match[0])


def index_text(connection: sqlite3.Connection, n: int, text: str) -> None:
    """Index the text in row `n`."""
    connection.execute("INSERT INTO words (rowid, tokens) VALUES (?, ?)", (n, " ".join(pieces_of(text))))


def unindex_text(connection: sqlite3.Connection, n: int, text: str) -> None:
    """Take the text in row `n` out of the index, which must be told what it was."""
    connection.execute(
        "INSERT INTO words (words, rowid, tokens) VALUES ('delete', ?, ?)", (n, " ".join(pieces_of(text)))
    )


def index_anew(connection: sqlite3.Connection) -> None:
    """Make the index anew from all texts."""
    connection.execute("INSERT INTO words (words) VALUES ('delete-all')")
    for n, body in connection.execute("SELECT n, body FROM text"):
        index_text(connection, n, body)
    connection.execute("INSERT OR REPLACE INTO note (name, value) VALUES ('search', ?)", (SCHEME,))


def scheme_of(connection: sqlite3.Connection) -> str:
    """Tell by which scheme the index was made."""
    row = connection.execute("SELECT value FROM note WHERE name = 'search'").fetchone()
    return "" if row is None else str(row[0])


def ranked_texts(connection: sqlite3.Connection, terms: Sequence[Term]) -> list[int]:
    """Give the rows of the texts that have all terms, the best first."""
    if not terms:
        return []
    asked = " AND ".join(f'"{" ".join(term.pieces)}"{"*" if term.prefix else ""}' for term in terms)
    rows = connection.execute("SELECT rowid FROM words WHERE words MATCH ? ORDER BY rank, rowid", (asked,))
    return [n for (n,) in rows]


def hit_in(source_id: str, text: str, terms: Sequence[Term], snippets: int = 3) -> Hit:
    """Find where in a text the terms stand, with a few snippets: of each term's first match, then of others."""
    tokens = [(piece, match.start(), match.end()) for match in _TOKEN.finditer(text) for piece in _folded(match[0])]
    by_term = [_matches(tokens, term) for term in terms]
    firsts = [matches[0] for matches in by_term if matches]
    # Each term's are in order, and merged step by step: sorting a hundred thousand at once would hold Python's lock for
    # longer than a window that waits for it may stand still.
    everything = list(dict.fromkeys(merge(*by_term)))
    spans: list[tuple[int, int]] = []
    for match in (*firsts, *everything):
        if len(spans) == snippets:
            break
        if not any(start <= match[0] < end for start, end in spans):
            spans.append(_around(text, match))
    return Hit(
        source_id,
        tuple(everything[:_MOST_MATCHES]),
        tuple(_snippet(text, start, end, everything) for start, end in sorted(spans)),
    )


def _matches(tokens: Sequence[tuple[str, int, int]], term: Term) -> list[tuple[int, int]]:
    count = len(term.pieces)
    *exact, last = term.pieces
    ends: Callable[[str], bool] = (lambda piece: piece.startswith(last)) if term.prefix else last.__eq__
    return [
        (tokens[index][1], tokens[index + count - 1][2])
        for index in range(len(tokens) - count + 1)
        if ends(tokens[index + count - 1][0])
        and all(tokens[index + place][0] == piece for place, piece in enumerate(exact))
    ]


def _around(text: str, match: tuple[int, int]) -> tuple[int, int]:
    """Choose a stretch around a match that begins and ends between words, where there are spaces to tell."""
    start = max(0, match[0] - _CONTEXT)
    end = min(len(text), match[1] + _CONTEXT)
    if start > 0:
        space = re.compile(r"\s").search(text, start, match[0])
        start = space.end() if space else start
    if end < len(text):
        cut = max(text.rfind(" ", match[1], end), text.rfind("\n", match[1], end))
        end = cut if cut >= 0 else end
    return start, end


def _snippet(text: str, start: int, end: int, matches: Sequence[tuple[int, int]]) -> Snippet:
    marks = tuple((first - start, last - start) for first, last in matches if start <= first and last <= end)
    return Snippet(start, text[start:end].replace("\n", " "), marks)


@lru_cache(maxsize=65536)
def _folded(token: str) -> tuple[str, ...]:
    """Fold one token: no case, no accents, no width. What falls apart by that gives several pieces."""
    if token.isascii():
        return (token.lower(),)
    plain = _ACCENT.sub("", unicodedata.normalize("NFKD", token)).casefold()
    # Composed again: a Hangul syllable and a voiced kana are one character, as they are in the text.
    folded = unicodedata.normalize("NFKC", plain)
    return tuple(match[0] for match in _TOKEN.finditer(folded))
