"""Laid-out pages + a house template's limits → findings: how many pages, a long bottom line, text cut off, bad breaks.

Pages are those on which the element with the id `body` stands, so annexes, notes and the imprint, which come after it,
do not count. In a page without such an element all do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from briefgen.domain.house_template import HouseTemplate
from briefgen.domain.preflight.findings import Finding, found, in_brief
from briefgen.domain.preflight.rules import PageRule
from briefgen.domain.wording import counted, listed
from briefgen.rendering.cut_text import CutText, How, cut_texts
from briefgen.rendering.edited_places import edited_place, tallest
from briefgen.rendering.fitting import BODY
from briefgen.rendering.page_breaks import Torn, bad_breaks
from briefgen.rendering.pages import Place as Spot

_BLUF = "brief-bluf"


def page_findings(
    template: HouseTemplate, pages: Iterable[Any], spots: Mapping[str, tuple[Spot, ...]]
) -> tuple[Finding, ...]:
    """Hold pages against what their template allows.

    Args:
        template: The manifest, with `pages`.
        pages: The layout engine's box of each page.
        spots: Where the elements that have an id lie.
    """
    boxes = tuple(pages)
    live = (boxes[0].height * 0.75) if boxes else 0.0
    return (
        *_length(template, len(spots[BODY]) if BODY in spots else len(boxes), live, spots),
        *_bottom_line(template, boxes),
        *_cut(template, boxes),
        *_breaks(template, boxes),
    )


def _length(
    template: HouseTemplate, pages: int, live: float, spots: Mapping[str, tuple[Spot, ...]]
) -> Iterator[Finding]:
    """`live` is the height between the margins of a page, in points."""
    limits = template.pages
    is_fitted = bool(template.fit.steps)  # which tells by itself what is over `stop`
    has = f"The brief has {counted(pages, 'page')}, annexes and sources apart"
    if 0 < limits.stop <= pages and not is_fitted:
        rule, most, told = PageRule.PAGES_STOP, limits.stop - 1, f"“{template.title}” has at most {limits.stop - 1}"
    elif 0 < limits.warn <= pages and not is_fitted:
        rule, most, told = PageRule.PAGES_OVER, limits.warn - 1, f"“{template.title}” warns from {limits.warn}"
    elif 0 < limits.aim < pages and not is_fitted:
        rule, most, told = PageRule.PAGES_AIM, limits.aim, f"“{template.title}” aims at {limits.aim}"
    elif pages < limits.least:
        few = f"{has}; “{template.title}” is made for {limits.least} or more."
        yield found(
            PageRule.PAGES_FEW,
            in_brief(),
            few,
            "Say more where the argument is thin, or take a shorter house template.",
            f"{counted(pages, 'page')}; at least {limits.least}",
        )
        return
    else:
        return
    tall = tallest(template, _in_body(spots))
    high = listed([f"{one.name} ({_of_page(one.height / live)})" for one in tall])
    what = f"what takes the most room: {high}" if high else "it"
    yield found(rule, in_brief(), f"{has}; {told}.", f"Shorten {what}.", f"{counted(pages, 'page')}; at most {most}")


def _of_page(part: float) -> str:
    return f"{part:.1f} pages" if part > 1 else f"{max(part, 0.1):.1f} of a page"


def _in_body(spots: Mapping[str, tuple[Spot, ...]]) -> dict[str, tuple[Spot, ...]]:
    """Of each element the parts that lie in the body; elements that have none are left out."""
    body = {spot.page: spot for spot in spots.get(BODY, ())}

    def lies_in(spot: Spot) -> bool:
        around = body.get(spot.page)
        return around is not None and around.y - 1 <= spot.y and spot.y + spot.height <= around.y + around.height + 1

    within = {name: tuple(filter(lies_in, lying)) if body else lying for name, lying in spots.items()}
    return {name: lying for name, lying in within.items() if lying}


def _bottom_line(template: HouseTemplate, pages: Iterable[Any]) -> Iterator[Finding]:
    most = template.pages.bluf_lines
    if not most:
        return
    lines = sum(
        type(box).__name__ == "LineBox" and box.element is not None and box.element.get("id") == _BLUF
        for page in pages
        for box in page.descendants()
    )
    if lines > most:
        yield found(
            PageRule.BLUF_LINES,
            in_brief("bluf"),
            f"The bottom line takes {lines} lines; “{template.title}” has room for {most}.",
            "Say it in fewer words: what is found or asked, and why it matters now.",
            f"{lines} lines; at most {most}",
        )


def _cut(template: HouseTemplate, pages: Iterable[Any]) -> Iterator[Finding]:
    told = set()
    for number, page in enumerate(pages, 1):
        for cut in cut_texts(page):
            if (cut.how, cut.inside) not in told:
                told.add((cut.how, cut.inside))
                yield _of(template, cut, number)


def _breaks(template: HouseTemplate, pages: Iterable[Any]) -> Iterator[Finding]:
    for torn in bad_breaks(pages, BODY):
        named = edited_place(template, torn.inside)
        place = named[0] if named is not None else in_brief()
        if torn.what is Torn.HEADING:
            yield found(
                PageRule.HEADING_STRANDED,
                place,
                f"The heading “{torn.words}” stands at the foot of page {torn.page}, without what it heads.",
                "Shorten or lengthen what stands before it by a line or two; where that does not help, the house "
                "template has to keep headings with their text (break-after: avoid).",
                about=torn.words,
            )
        else:
            yield found(
                PageRule.SIGNATURE_ALONE,
                place,
                f"Page {torn.page} has the signature and nothing of what is signed.",
                "Shorten the text, so that the signature stands under it, or lengthen it by three lines.",
                about="alone",
            )


def _of(template: HouseTemplate, cut: CutText, page: int) -> Finding:
    named = edited_place(template, cut.inside)
    place = named[0] if named is not None else in_brief()
    rule, how = {
        How.OFF_PAGE: (PageRule.TEXT_CUT, f"runs off page {page}"),
        How.CLIPPED: (PageRule.TEXT_CUT, f"is cut off on page {page}"),
        How.OVER_BOX: (PageRule.TEXT_OVER, f"runs out of its box on page {page}"),
    }[cut.how]
    remedy = "Shorten it or break its long words; where that does not help, the house template has to give it room."
    return found(rule, place, f"The text “{cut.words}” {how}.", remedy, about=cut.words)
