"""Lines of a plain text: what stands at their beginning, how wide they are, how they end, how two of them join."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

EDGES = (
    " \t\n\r\f\v\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\u200b\u2060"
)
"""What is trimmed from the ends of a line: all white space, and the two characters of no width that only part words."""


class Marker(Enum):
    """What kind of list marker a line begins with."""

    NONE = 0
    BULLET = 1
    """A sign that is nothing else, as • is."""
    DASH = 2
    """A sign that may also be a dash, a star or a plus: a bullet only beside other markers."""
    NUMBER = 3


_BULLETS = "•‣◦▪▫■□●○▶►▸➢➤➔✓✔❖◆◇⁃∙·\uf0b7\uf0a7\uf0d8\uf076\uf0fc"
_BULLET = re.compile(f"[{_BULLETS}][ \t\u00a0\u2003\u3000]*(?=\\S)")
_DASH = re.compile("[-*+–][ \t\u00a0\u2003]+(?=\\S)")
_NUMBER = re.compile(
    r"(?:\(?\d{1,3}[.)]|\(?(?:[a-z]|[ivx]{1,5})\)|\d{1,2}(?:\.\d{1,2}){1,3}\.?)[ \t\u00a0\u2003]+(?=\S)"
)
_QUOTED = re.compile(r"(?:>[ \t]+|>(?=>)|>(?=[^\W\d_])|>$)+")
_RULE = re.compile(r"[-=_*~#+—–―─━═|:.·•\s]{2,}")
_RULED = re.compile(r"[-=_*~—–―─━═]{2}|\*\s*\*\s*\*|-\s*-\s*-|_\s*_\s*_")
_RUNS = re.compile(r"[ \t]{2,}|\t")
_FINAL = re.compile(r"[.!?…:;。！？؟।][\"'”’»)\]）」』]*$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank. `raw` keeps the spaces within, which align columns; `text` has single spaces.

    `indent` is in columns, a tab going to the next multiple of four; `quoted` counts the marks of a quoted mail.
    """

    raw: str
    text: str
    indent: int
    quoted: int
    marker: Marker


def parse_line(raw: str) -> Line | None:
    """Take a line apart; None when it is blank."""
    body = raw.strip(EDGES)
    quoted = 0
    while body.startswith(">") and (match := _QUOTED.match(body)):
        quoted += match.group().count(">")
        raw = body[match.end() :]
        body = raw.strip(EDGES)
    if not body:
        return None
    indent = 0
    if raw[0] != body[0]:
        margin = raw[: raw.index(body[0])].expandtabs(4)
        indent = len(margin) + margin.count("\u3000")
    return Line(body, single_spaced(body), indent, quoted, marker_of(body))


def marker_of(text: str) -> Marker:
    """Tell the list marker that a line begins with."""
    if text[0].isalpha() and text[1:2] != ")" and not text.startswith(("ii", "iv", "vi", "xi", "xv", "xx", "ix")):
        return Marker.NONE
    if _BULLET.match(text):
        return Marker.BULLET
    if _DASH.match(text):
        return Marker.DASH
    return Marker.NUMBER if _NUMBER.match(text) else Marker.NONE


def without_bullet(text: str) -> str:
    """Take bullets, and what of quotation marks of a mail they hid, from the beginning; numbers are words and stay."""
    while match := _BULLET.match(text) or _DASH.match(text) or _QUOTED.match(text):
        text = text[match.end() :].strip(EDGES)
    return "" if is_lone_bullet(text) else text


def after_number(text: str) -> tuple[str, str]:
    """Divide a line into its number, empty when it has none, and the rest."""
    match = _NUMBER.match(text)
    return (match.group().strip(EDGES), text[match.end() :]) if match else ("", text)


def is_lone_bullet(text: str) -> bool:
    """Whether a line is a bullet and nothing else."""
    return len(text) == 1 and text in _BULLETS


def is_rule(text: str) -> bool:
    """Whether a line only divides: dashes, stars, equals signs."""
    return not text[0].isalnum() and _RULE.fullmatch(text) is not None and _RULED.search(text) is not None


def single_spaced(text: str) -> str:
    """Make runs of spaces and tabs one space; spaces of a fixed width stay."""
    return _RUNS.sub(" ", text) if "  " in text or "\t" in text else text


def ends_sentence(text: str) -> bool:
    """Whether a line ends as a sentence does, or as what leads over to a list or a quotation."""
    return _FINAL.search(text) is not None


def starts_small(text: str) -> bool:
    """Whether a line begins with a small letter: then it goes on from the one before."""
    return text[0].islower()


def columns(text: str) -> int:
    """How wide a line is: East Asian characters take two columns."""
    if text.isascii():
        return len(text)
    return len(text) + sum(map(_is_wide, text))


def first_word_columns(text: str) -> int:
    """How wide the part is that a program would have to fit on the line before: a word, or one East Asian character."""
    if _is_wide(text[0]):
        return 2
    end = text.find(" ")
    return columns(text if end < 0 else text[:end])


@lru_cache(maxsize=50_000)
def _is_wide(char: str) -> bool:
    return char >= "\u1100" and unicodedata.east_asian_width(char) in {"W", "F"}


_SUSPENDED = re.compile(r"(?:and|or|und|oder|bzw|et|ou|y|o|e|en|of|och|og)\b", re.IGNORECASE)
_LAST_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*-$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")


class Joiner:
    """Joins the lines of a paragraph that were broken only to fit a width.

    A word divided by a hyphen is made whole where the same text has it whole elsewhere and nowhere with the hyphen;
    otherwise the hyphen stays, as it must in “well-known”.
    """

    def __init__(self, text: str) -> None:
        """Join lines of `text`."""
        self._text = text
        self._words: set[str] | None = None

    def join(self, lines: list[str]) -> str:
        """Make one line of several."""
        joined = lines[0]
        for line in lines[1:]:
            joined = self._join(joined, line)
        return joined

    def _join(self, before: str, after: str) -> str:
        if before[-1] == "-" and (last := _LAST_WORD.search(before)) and (first := _FIRST_WORD.match(after)):
            if _SUSPENDED.match(after):
                return f"{before} {after}"
            return (before[:-1] if self._is_whole(last.group(), first.group()) else before) + after
        # A mark that a line begins with belongs to no letter before it, and must not be composed with one.
        if _needs_no_space(before[-1]) and _needs_no_space(after[0]) and unicodedata.category(after[0])[0] != "M":
            return before + after
        return f"{before} {after}"

    def _is_whole(self, start: str, end: str) -> bool:
        if not end[0].islower():
            return False
        if self._words is None:
            self._words = {word.lower() for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", self._text)}
        return (start[:-1] + end).lower() in self._words and (start + end).lower() not in self._words


@lru_cache(maxsize=50_000)
def _needs_no_space(char: str) -> bool:
    """Whether the script sets no space between words: Chinese, Japanese, Thai, Lao, Khmer, Burmese."""
    code = ord(char)
    return code >= 0x0E00 and (
        0x0E00 <= code <= 0x0EFF
        or 0x1000 <= code <= 0x109F
        or 0x1780 <= code <= 0x17FF
        or 0x3000 <= code <= 0x30FF
        or 0x31F0 <= code <= 0x31FF
        or 0x3400 <= code <= 0x9FFF
        or 0xF900 <= code <= 0xFAFF
        or 0xFF01 <= code <= 0xFF60
        or 0x20000 <= code <= 0x3FFFF
    )
