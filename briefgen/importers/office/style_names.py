"""What the names of paragraph styles say, in the languages that word processors write them in."""

from __future__ import annotations

import re
from collections.abc import Iterable

from briefgen.domain.terms import BlockKind

_HEADING = re.compile(
    r"(?:heading|header|überschrift|titre|título|titulo|titolo|kop|rubrik|overskrift|otsikko|nagłówek|nadpis|"
    r"заголовок|επικεφαλίδα|başlık|標題|标题|見出し|제목)\s*([1-9])",
    re.IGNORECASE,
)
"""Names of the styles of headings. Word itself writes them in English; other programs as they show them."""
_TITLE = re.compile(r"(?:document )?title|titel|titre|título|titulo|titolo", re.IGNORECASE)
_SUBTITLE = re.compile(r"sub-?title|untertitel|sous-titre|subtítulo|sottotitolo", re.IGNORECASE)
_QUOTE = re.compile(
    r"(?:intense |block )?quot(?:e|ation)s?|quotations?|block ?text|blockquote|zitat|(?:intensives|blockzitat)|"
    r"citation(?: intense)?|cita|citazione|citat",
    re.IGNORECASE,
)
_CODE = re.compile(r"source ?code|html preformatted|preformatted text|verbatim|macro|code(?: block)?", re.IGNORECASE)
_CAPTION = re.compile(r"(?:(?:table|image|figure) )?caption|beschriftung|légende", re.IGNORECASE)


def kind_by_name(names: Iterable[str]) -> tuple[BlockKind, int] | None:
    """What a paragraph is and its level, by the first name that says so; level 0 of a heading is the title."""
    for name in names:
        if heading := _HEADING.fullmatch(name):
            return BlockKind.HEADING, min(6, int(heading[1]))
        for pattern, kind, level in (
            (_TITLE, BlockKind.HEADING, 0),
            (_SUBTITLE, BlockKind.HEADING, 2),
            (_QUOTE, BlockKind.QUOTE, 1),
            (_CODE, BlockKind.CODE, 0),
            (_CAPTION, BlockKind.CAPTION, 0),
        ):
            if pattern.fullmatch(name):
                return kind, level
    return None
