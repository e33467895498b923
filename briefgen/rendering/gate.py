"""The gate: before a PDF is written, every quotation on its pages is held against the words of its source.

The file that was made is read back, as anybody's would be: what its pages show, and not what they were filled with. A
template, a style sheet, the layout engine or a typeface may have altered words on the way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape, unescape
from typing import Any

from briefgen.domain.printed_words import squeezed
from briefgen.domain.proof import KEY
from briefgen.domain.verification import Expected, Proof, gate
from briefgen.errors import PreflightFailed
from briefgen.read_back.reading import drawn_text, read_back
from briefgen.rendering.uncovered import replaced

_KEY = re.compile(rf'\bdata-quotation="({KEY})"')
_MOST_SAID = 5


class QuotationAltered(PreflightFailed):
    """A quotation on the pages is not what its source says; nothing was written (exit code 1)."""


def keys_in(html: str) -> list[str]:
    """The keys of the quotations that a page was filled with, as often as each stands there."""
    return [match[1] for match in _KEY.finditer(html)]


def hold_to_sources(
    pdf: bytes,
    html: str,
    quotations: Mapping[str, Sequence[str]],
    *,
    tagged: bool = True,
    left_out: frozenset[str] = frozenset(),
    labels: Mapping[str, Any] | None = None,
) -> Proof:
    """Hold the quotations of a file that is about to be written against their sources.

    Args:
        pdf: The file.
        html: The page that was laid out.
        quotations: By their keys, the words that each is to have, and those of its source without an editor's marks.
        tagged: Whether the file says what is a quotation; else their words are looked for in all that it draws.
        left_out: Characters that no font has, for which notes in brackets are printed.
        labels: The house wording, for those notes.

    Raises:
        QuotationAltered: One is not what its source says; names each, with its page.
    """
    expected = {key: Expected(words, whole) for key, (words, whole) in quotations.items()}
    if left_out:
        expected = {
            key: Expected(_noted(one.words, left_out, labels or {}), one.whole) for key, one in expected.items()
        }
    printed = keys_in(html)
    if tagged:
        proof, faults = gate(read_back(pdf), expected, printed)
    else:
        proof, faults = _by_words(pdf, expected, printed)
    if faults:
        more = f" And {len(faults) - _MOST_SAID} more." if len(faults) > _MOST_SAID else ""
        raise QuotationAltered(
            f"Nothing was written, for a quotation is not as its source has it. {' '.join(faults[:_MOST_SAID])}{more} "
            "Look at the passage, and at what the house template does to the words of quotations."
        )
    return proof


def _by_words(pdf: bytes, expected: Mapping[str, Expected], printed: Sequence[str]) -> tuple[Proof, tuple[str, ...]]:
    """Look for the words of quotations in all that a file draws, for one that has no tags."""
    text = squeezed(drawn_text(pdf))
    wanted = [expected[key] for key in printed if key in expected]
    faults = tuple(
        f"“{one.words or one.whole}” is not on the pages in these words."
        for one in wanted
        if not one.words or squeezed(one.words) not in text
    )
    return Proof(sum(not one.is_edited for one in wanted), sum(one.is_edited for one in wanted)), faults


def _noted(words: str, left_out: frozenset[str], labels: Mapping[str, Any]) -> str:
    return unescape(replaced(escape(words), left_out, labels))
