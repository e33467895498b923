"""A passage that is cited → its entry in the evidence annex: the words around it, and which document that was.

The annex is printed where a brief wants it. It says more than a brief does elsewhere: the paragraph that a quotation
stands in, the SHA-256 of the document's bytes, by which anybody can tell whether he has the same one, and when and how
it was obtained. It has no names of files and of nobody who picked the passage.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from briefgen.domain.proof import evidence_key
from briefgen.domain.sources import Passage, Source, block_at
from briefgen.rendering.context_points import day
from briefgen.rendering.dates import partial_date
from briefgen.rendering.references import direction_of
from briefgen.rendering.wording import key_of

MOST_AROUND = 500
"""Code points of the paragraph that are printed on either side of a passage, at most."""
_LITTLE = 80
"""Code points around a passage below which the paragraphs beside it are printed, too."""


def evidence_entry(
    number: int, passage: Passage, source: Source, *, language: str, labels: Mapping[str, Any]
) -> dict[str, Any]:
    """Give the entry of a passage as plain data; `number` is that of its note, `language` the brief's."""
    about = source.bibliography
    start, end = (passage.start, passage.end) if passage.lost else surroundings(source, passage)
    return {
        "id": f"evidence-{number}",
        "number": number,
        "note": f"note-{number}",
        "paragraphs": _lost(passage) if passage.lost else _paragraphs(number, source, passage, start, end),
        "is_lost": passage.lost,
        "language": about.language,
        "direction": "rtl" if direction_of(passage.quote, about.language) else "",
        "sha256": source.sha256,
        "how": str(labels["how_obtained"][key_of(source.how_obtained)]),
        "obtained": day(source.imported.date() if source.imported is not None else None, language),
        "accessed": partial_date(about.accessed, language) if about.accessed and about.URL else "",
    }


def surroundings(source: Source, passage: Passage) -> tuple[int, int]:
    """Give the span of the text that shows a passage in its place: the paragraphs that it is of, cut between words.

    Where they hold little more than the passage itself, the paragraphs beside them come along.
    """
    first, last = block_at(source, passage.start), block_at(source, max(passage.start, passage.end - 1))
    if first is None or last is None:
        return passage.start, passage.end
    blocks = source.blocks
    if passage.start - blocks[first].start + blocks[last].end - passage.end < _LITTLE:
        first, last = max(0, first - 1), min(len(blocks) - 1, last + 1)
    start, end = min(blocks[first].start, passage.start), max(blocks[last].end, passage.end)
    if passage.start - start > MOST_AROUND:
        start = passage.start - MOST_AROUND
        start += next((at + 1 for at, char in enumerate(source.text[start : passage.start]) if char.isspace()), 0)
    if end - passage.end > MOST_AROUND:
        end = passage.end + MOST_AROUND
        kept = source.text[passage.end : end]
        end -= next((at + 1 for at, char in enumerate(reversed(kept)) if char.isspace()), 0)
    return start, end


def _paragraphs(number: int, source: Source, passage: Passage, start: int, end: int) -> list[Markup]:
    """The words of a span, a paragraph each, the passage marked in them; dots where a paragraph is cut.

    What is marked has a key (`domain.proof.evidence_key`), by which it is held against the source as quotations are.
    """
    text = source.text
    before, after = _cut(text, start, -1), _cut(text, end, 1)
    found: list[Markup] = []
    at, pieces = start, 0
    for words in text[start:end].split("\n\n"):
        until = at + len(words)
        if words.strip():
            inside = max(at, passage.start), min(until, passage.end)
            if inside[0] < inside[1]:
                pieces += 1
                marked = Markup('{}<strong data-quotation="{}">{}</strong>{}').format(
                    _flat(text[at : inside[0]]),
                    evidence_key(number, pieces),
                    _flat(text[inside[0] : inside[1]]),
                    _flat(text[inside[1] : until]),
                )
            else:
                marked = Markup("{}").format(_flat(words))
            found.append(marked)
        at = until + 2
    if found:
        found[0] = Markup("{}{}").format("… " if before else "", found[0])
        found[-1] = Markup("{}{}").format(found[-1], " …" if after else "")
    return found


def _cut(text: str, at: int, step: int) -> bool:
    """Whether a paragraph goes on beyond a place in that direction."""
    beside = text[:at].rstrip(" ") if step < 0 else text[at:].lstrip(" ")
    return bool(beside) and (beside[-1] if step < 0 else beside[0]) != "\n"


def _lost(passage: Passage) -> list[Markup]:
    """The words of a passage that its source does not have any more, as they were."""
    return [Markup("<strong>{}</strong>").format(_flat(passage.quote))]


def _flat(text: str) -> str:
    return text.replace("\n", " ")
