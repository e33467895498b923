"""The one edge at which characters are put in order: line ends, composition, and what must never reach a layout.

Controls, unpaired surrogates, non-characters and overrides of the writing direction break XML, PDF metadata or the line
they stand in. None of them is a word: they are taken out here, and a warning counts and names them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

_LINE_ENDS = re.compile("\r{0,2}\n|\r|\x85|\u2028|\x0b")
"""CRLF, LF, CR, NEL, LINE SEPARATOR, vertical tab; and CRCRLF, which a text-mode copy of CRLF leaves behind."""
_PARAGRAPH_ENDS = re.compile("[\x0c\u2029\x1c\x1d]")
"""Form feed, PARAGRAPH SEPARATOR, and the old file and group separators: more than the end of a line."""

_SOFT_HYPHEN_AT_END = re.compile("\u00ad[ \t]*\n[ \t]*(?=\\S)")

_NAMED = {
    "\u00ad": "soft hyphen",
    "\u202a": "left-to-right embedding",
    "\u202b": "right-to-left embedding",
    "\u202c": "end of a direction override",
    "\u202d": "left-to-right override",
    "\u202e": "right-to-left override",
    "\u206a": "deprecated format character",
    "\u206b": "deprecated format character",
    "\u206c": "deprecated format character",
    "\u206d": "deprecated format character",
    "\u206e": "deprecated format character",
    "\u206f": "deprecated format character",
    "\u2066": "left-to-right isolate",
    "\u2067": "right-to-left isolate",
    "\u2068": "first-strong isolate",
    "\u2069": "end of a direction isolate",
    "\ufeff": "byte order mark",
    "\ufff9": "annotation mark",
    "\ufffa": "annotation mark",
    "\ufffb": "annotation mark",
    "\ufffc": "place of an embedded object",
}
_OUT = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
    + "".join(_NAMED)
    + "]"
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Text in NFC with lines ended by LF; what was taken out of it, each character with how often it stood there."""

    text: str
    taken: Counter[str]


def clean(text: str) -> Cleaned:
    """Unify line ends, compose to NFC, and take out what breaks layout, XML or metadata.

    An unpaired surrogate becomes U+FFFD, because a letter is lost there; the rest goes without a trace in the text.
    The marks that set the direction of single letters (U+200E, U+200F, U+061C) and the joiners stay: they are spelling.
    """
    text = _LINE_ENDS.sub("\n", text)
    text = _PARAGRAPH_ENDS.sub("\n\n", text)
    taken: Counter[str] = Counter()
    if not text.isascii():
        text, hyphens = _SOFT_HYPHEN_AT_END.subn("", text)
        taken["\u00ad"] += hyphens
    found = _OUT.findall(text)
    if found:
        taken.update(found)
        text = _OUT.sub(lambda match: "\ufffd" if "\ud800" <= match.group() <= "\udfff" else "", text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return Cleaned(text, +taken)


def clean_line(text: str) -> str:
    """The same for what is to stand on one line, such as a title or a name: white space becomes single spaces."""
    return " ".join(clean(text).text.split())


def warnings_of(taken: Counter[str]) -> tuple[str, ...]:
    """Say in a sentence what was taken out; nothing when nothing was."""
    if not taken:
        return ()
    names: Counter[str] = Counter()
    for char, count in taken.items():
        names[_name(char)] += count
    listed = ", ".join(f"{name} ({count:,})" for name, count in sorted(names.items()))
    total = names.total()
    what = "character that breaks" if total == 1 else "characters that break"
    return (f"Took out {total:,} invisible {what} layout: {listed}.",)


def _name(char: str) -> str:
    if char in _NAMED:
        return f"{_NAMED[char]} U+{ord(char):04X}"
    if "\ud800" <= char <= "\udfff":
        return "half of a character (unpaired surrogate)"
    if unicodedata.category(char) == "Cc":
        return f"control character U+{ord(char):04X}"
    return f"non-character U+{ord(char):04X}"
