"""Words as they stand on pages, compared with the words that they are to be: line ends, hyphens and ligatures undone.

A page breaks words with hyphens, leaves out the space where a line ends, and draws some letters as one; none of that
alters a quotation. Everything else does: another word, another digit, a word more, a space fewer.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from briefgen.domain.bidi import is_rtl
from briefgen.domain.quotations import MARK_PAIRS

_ALIKE = str.maketrans(
    {
        # Hyphens, of which typefaces have one.
        "\u2010": "-", "\u2011": "-",
        # What steers line ends and the order of writing and is not seen.
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff"),
        **dict.fromkeys("\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"),
        # Letters that are drawn as one, and letters of two codes and one shape.
        "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "µ": "μ", "∆": "Δ", "∕": "⁄",
    }
)  # fmt: skip

_PUT_TOGETHER = re.compile("[\u0900-\u0dff\u0e00-\u0eff\u0f00-\u109f\u1780-\u17ff\u1950-\u1aaf\ua9e0-\uaa7f\ufffd]")
"""Letters of Brahmic scripts, and what stands for a sign that a file does not name."""
_STOPS = re.compile(r"(?<!\d)[^\w\s]|[^\w\s](?!\d)")
_LONG_WORD = 20
"""A word of so many characters may be broken anywhere, without a hyphen: addresses on the web mostly."""
_BREAKS_AFTER = frozenset("-–—/…?!&=.,:;|)]}”’»\u00b7")
_NEAR = 6
"""Words told on either side of a difference."""


def plain_words(text: str) -> str:
    """Text on one line, each run of white space one space, with what looks alike made the same (Unicode NFC)."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_ALIKE).split())


def without_marks(lines: Sequence[str]) -> tuple[str, ...] | None:
    """Take the quotation marks of whatever language off the first and last line; None where no pair is around them."""
    found = [plain for line in lines if (plain := plain_words(line))]
    if not found:
        return None
    for opening, closing in MARK_PAIRS:
        begins, ends = plain_words(opening), plain_words(closing)
        if found[0].startswith(begins) and found[-1].endswith(ends) and len("".join(found)) > len(begins + ends):
            rest = list(found)
            rest[0] = rest[0][len(begins) :].lstrip()
            rest[-1] = rest[-1][: len(rest[-1]) - len(ends)].rstrip()
            return tuple(line for line in rest if line)
    return None


def is_read_letter_by_letter(words: str) -> bool:
    """Whether the letters of words can be read off a page one by one.

    Those of the scripts of India and of the mainland of South-East Asia are put together and change places when they
    are drawn; a PDF says of each sign at most what it stood for the first time.
    """
    return not _PUT_TOGETHER.search(words)


def say_the_same(lines: Sequence[str], words: str) -> bool:
    """Whether words that stand on these lines are the words given, to the character.

    Of letters that can't be read off a page one by one only what stands between them is compared; and of words that run
    from right to left all but their punctuation.
    """
    if not is_read_letter_by_letter(words):
        return squeezed("".join(lines)) == squeezed(words)
    wanted = plain_words(words)
    printed = [plain for line in lines if (plain := plain_words(line))]
    if any(map(is_rtl, wanted)):
        # Where a line of such a script was broken its brackets and stops may be read off at the other end.
        wanted, printed = _unstopped(wanted), [plain for line in printed if (plain := _unstopped(line))]
    places = {0}
    for number, line in enumerate(printed):
        last = number == len(printed) - 1
        after: set[int] = set()
        for place in places:
            if wanted.startswith(line, place):
                after |= {place + len(line)} if last else _next_lines(wanted, place + len(line))
            if not last and line[-1] == "-" and len(line) > 1 and wanted.startswith(line[:-1], place):
                end = place + len(line) - 1
                # A hyphen that the line's end brought stands within a word.
                if wanted[end : end + 1].isalpha() and line[-2].isalpha():
                    after.add(end)
        places = after
    return len(wanted) in places if printed else not wanted


def _unstopped(text: str) -> str:
    """Text without punctuation, but for that within numbers."""
    return " ".join(_STOPS.sub("", text).split())


def _next_lines(wanted: str, end: int) -> set[int]:
    """Where the next line may begin, after one that ends at `end`."""
    if wanted[end : end + 1] == " ":
        return {end + 1}
    before, behind = wanted[end - 1 : end], wanted[end : end + 1]
    free = not behind or before in _BREAKS_AFTER or not behind.isalnum() or _breaks_freely(before + behind)
    return {end} if free or _word_at(wanted, end) > _LONG_WORD else set()


def _breaks_freely(chars: str) -> bool:
    """Whether a line may end beside one of these: in scripts that put no spaces between words."""
    return any(
        unicodedata.east_asian_width(char) in "WF" or "\u0e00" <= char <= "\u0eff" or "\u1000" <= char <= "\u109f"
        or "\u1780" <= char <= "\u17ff"
        for char in chars
    )  # fmt: skip


def _word_at(text: str, place: int) -> int:
    start, end = text.rfind(" ", 0, place) + 1, text.find(" ", place)
    return (end if end >= 0 else len(text)) - start


def joined(lines: Iterable[str]) -> str:
    """Lines as one text, for people: words that a line's end has hyphenated are put together where that is likely."""
    text = ""
    for line in map(plain_words, lines):
        if text.endswith("-") and line[:1].islower():
            text = text[:-1] + line
        else:
            text = f"{text} {line}" if text and line else text + line
    return text


def squeezed(text: str) -> str:
    """Text without what a line's end may add or take away: white space and hyphens; and what is read off unsurely."""
    plain = plain_words(text)
    if any(map(is_rtl, plain)):
        plain = _unstopped(plain)
    return re.sub(r"[\s-]", "", _PUT_TOGETHER.sub("", plain))


def fingerprint(text: str) -> str:
    """A short hash by which the same words are known again wherever their lines end: 16 hex digits of SHA-256."""
    return hashlib.sha256(squeezed(text).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def first_difference(printed: str, words: str) -> tuple[str, str]:
    """Where two texts part: what the first has there and what the second, with a few words around for finding it."""
    one, other = plain_words(printed).split(), plain_words(words).split()
    for kind, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind != "equal":
            return (
                " ".join(one[max(0, a - _NEAR // 2) : b + _NEAR // 2]),
                " ".join(other[max(0, c - _NEAR // 2) : d + _NEAR // 2]),
            )
    return " ".join(one[-_NEAR:]), " ".join(other[-_NEAR:])


def alike(printed: str, words: str) -> float:
    """How alike two texts are, from 0 to 1, by their words."""
    return SequenceMatcher(None, plain_words(printed).split(), plain_words(words).split(), autojunk=False).ratio()
