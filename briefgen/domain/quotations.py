"""How a passage is quoted: an editor's marks shown in it, the quotation marks around it, and citations in a text.

A quotation is never altered but by the marks of an editor, and those always show: […] for words left out, [words]
for words put in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from briefgen.domain.points import Edit

ELLIPSIS = "[…]"
"""What stands where an editor left words out."""


@dataclass(frozen=True, slots=True)
class PrintedQuotation:
    """A quotation of a document: its key there, the passage and source that it is of, and the editor's marks in it."""

    key: str
    passage: str
    source: str
    edits: tuple[Edit, ...] = ()


def shown_quote(quote: str, edits: Iterable[Edit] = ()) -> str:
    """Give the words of a quotation as they are printed: every run of white space one space, each edit shown.

    The white space at either end of what an edit takes away stays, so that words never run together. An edit that
    reaches beyond the quote, because the passage was narrowed since, shows as far as the quote goes.
    """
    parts: list[str] = []
    done = 0
    for edit in edits:
        start, end = min(edit.start, len(quote)), min(edit.end, len(quote))
        if start == end and not edit.insertion:
            continue
        taken = quote[start:end]
        before = " " if taken[:1].isspace() else ""
        after = " " if taken[-1:].isspace() else ""
        mark = f"[{edit.insertion.strip()}]" if edit.insertion.strip() else ELLIPSIS
        parts += [quote[done:start], before, mark, after]
        done = end
    parts.append(quote[done:])
    return " ".join("".join(parts).split())


@dataclass(frozen=True, slots=True)
class QuoteMarks:
    """The quotation marks of a language: the outer pair, and the pair for a quotation within a quotation."""

    opening: str
    closing: str
    inner_opening: str
    inner_closing: str

    def around(self, words: str) -> str:
        """Put the words between marks; between the inner marks where the words hold the outer ones themselves.

        The marks that stand in the words are the source's and stay as they are. An apostrophe is no closing mark.
        """
        if any(mark.strip() in words for mark in (self.opening, self.closing) if mark != "’"):
            return f"{self.inner_opening}{words}{self.inner_closing}"
        return f"{self.opening}{words}{self.closing}"


_NARROW = "\u202f"
_ENGLISH = QuoteMarks("“", "”", "‘", "’")
_FRENCH = QuoteMarks(f"«{_NARROW}", f"{_NARROW}»", "“", "”")
_GERMAN = QuoteMarks("„", "“", "‚", "‘")
_ROMANCE = QuoteMarks("«", "»", "“", "”")
_MARKS = {
    "cs": _GERMAN,
    "da": _ENGLISH,
    "de": _GERMAN,
    "de-ch": QuoteMarks("«", "»", "‹", "›"),
    "el": _ROMANCE,
    "en": _ENGLISH,
    "es": _ROMANCE,
    "fi": QuoteMarks("”", "”", "’", "’"),
    "fr": _FRENCH,
    "fr-ch": QuoteMarks("«", "»", "‹", "›"),
    "it": _ROMANCE,
    "ja": QuoteMarks("「", "」", "『", "』"),
    "nb": QuoteMarks("«", "»", "‘", "’"),
    "nl": QuoteMarks("‘", "’", "“", "”"),
    "nn": QuoteMarks("«", "»", "‘", "’"),
    "no": QuoteMarks("«", "»", "‘", "’"),
    "pl": QuoteMarks("„", "”", "«", "»"),
    "pt": _ENGLISH,
    "pt-pt": _ROMANCE,
    "ru": QuoteMarks("«", "»", "„", "“"),
    "sk": _GERMAN,
    "sv": QuoteMarks("”", "”", "’", "’"),
    "uk": QuoteMarks("«", "»", "„", "“"),
}

MARK_PAIRS = tuple(
    dict.fromkeys(
        pair
        for marks in _MARKS.values()
        for pair in ((marks.opening, marks.closing), (marks.inner_opening, marks.inner_closing))
    )
)
"""All pairs of marks in which a quotation may stand: the outer and the inner ones of every language."""


def quote_marks(language: str) -> QuoteMarks:
    """Find the quotation marks of a BCP 47 language tag; English ones for a language that is not listed.

    Source: Unicode CLDR, `delimiters`, with the narrow space that French typography puts inside guillemets.
    """
    parts = language.lower().replace("_", "-").split("-")
    return next((_MARKS[tag] for tag in ("-".join(parts[:2]), parts[0]) if tag in _MARKS), _ENGLISH)


CITATION = r"\[@(?P<passage>[^\]\s@]+)(?P<quote>\s+quote)?\s*\]"
"""A citation in narrative text, as a regular expression: [@passage-3] for its note's number alone, [@passage-3 quote]
for the exact words as well."""

_CITATION = re.compile(CITATION)


@dataclass(frozen=True, slots=True)
class TextCitation:
    """A citation that stands in a narrative text: where, of what, and whether the words are quoted there."""

    start: int
    end: int
    passage: str
    quoted: bool


def citations_in(text: str) -> tuple[TextCitation, ...]:
    """List the citations in a narrative text in order; one behind a backslash is text."""
    return tuple(
        TextCitation(match.start(), match.end(), match["passage"], bool(match["quote"]))
        for match in _CITATION.finditer(text)
        if not text[: match.start()].endswith("\\")
    )
