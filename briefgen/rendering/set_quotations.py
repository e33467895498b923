"""Quotations that stand by themselves in a narrative: set apart from the text, some of them pulled out in large type.

An editor sets a quotation apart by giving it a paragraph of its own, with who said it behind a dash:
``[@passage-3 quote] — the councils' chair``. It is pulled out where its passage was picked as a quote and the last one
that was pulled out lies two pages back; else it stands in the size of the text. No words are printed twice by it: a
quotation that is pulled out stands there alone.
"""

from __future__ import annotations

import re

from markupsafe import Markup

from briefgen.domain.terms import PassageKind
from briefgen.rendering.markdown_text import count_words
from briefgen.rendering.notes import UNKNOWN, Notes, marks_of

WORDS_BETWEEN = 700
"""Words that lie between two quotations that are pulled out: the text of two pages with a table on them."""

_SET, _PULLED = '<div class="set-quote', '<div class="set-quote pull-quote'
_MAY_BE_PULLED = f'{_SET} may-be-pulled">'


def set_apart(notes: Notes, passage_id: str, speaker: Markup, *, by: str) -> Markup:
    """Give the HTML of a quotation that is a paragraph by itself: its words, who says them, and the note's number.

    Args:
        notes: Gives the note.
        passage_id: What is quoted.
        speaker: Who says it, as HTML; where it is empty the source's author stands, or else its title.
        by: The id of the section that quotes.
    """
    words = notes.in_text(passage_id, quoted=True, by=by)
    note = notes.cite(passage_id, by=by)
    if note is None:
        return Markup("<p>{}</p>").format(UNKNOWN)
    mark = marks_of([note.number])
    words = Markup(words.removesuffix(mark))  # noqa: S704  a part of what is safe
    opening = _MAY_BE_PULLED if note.passage.kind is PassageKind.QUOTE else f'{_SET}">'
    return (
        Markup(opening)  # noqa: S704  ours
        + Markup("<blockquote><p>{}</p></blockquote>").format(words)
        + Markup('<p class="said-by">{}{}</p></div>').format(speaker or notes.source_of(note), mark)
    )


def pull_quotes(markup: Markup, words_since: int) -> tuple[Markup, int]:
    """Choose which of a text's set quotations are pulled out.

    Args:
        markup: The text's HTML.
        words_since: The words printed since the last one that was pulled out; `WORDS_BETWEEN` at the beginning.

    Returns:
        The HTML, and the words since the last one now.
    """
    pieces = re.split(f"({re.escape(_MAY_BE_PULLED)})", markup)
    for at, piece in enumerate(pieces):
        if piece != _MAY_BE_PULLED:
            words_since += count_words(piece)
        elif words_since >= WORDS_BETWEEN:
            pieces[at], words_since = f'{_PULLED}">', 0
        else:
            pieces[at] = f'{_SET}">'
    return Markup("".join(pieces)), words_since  # noqa: S704  what was safe, with classes of ours
