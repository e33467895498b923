"""Tags in the order of reading, and the rules that a tree of them must keep (ISO 32000-1, 14.8.4; ISO 14289-1, 7).

Pure values: nothing here knows the layout engine or how a PDF is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

GROUPS = frozenset({"Document", "Part", "Art", "Sect", "Div", "BlockQuote"})
"""Tags that hold paragraphs and the like; text of their own needs a paragraph."""

_IN_LINE = frozenset({"Span", "Quote", "Code", "Link", "Reference", "Note", "Form", "Lbl", "Figure"})
_ROWS = frozenset({"TR", "THead", "TBody", "TFoot"})
_MAY_BE_EMPTY = frozenset({"TH", "TD"})


@dataclass(frozen=True, slots=True)
class Content:
    """What was drawn in one go: its page, from 0; the stream that it is in; and its number there."""

    page: int
    stream: int
    number: int


@dataclass(frozen=True, slots=True)
class Annotation:
    """An annotation on a page, such as the area of a link: the object's number in the PDF."""

    page: int
    object: int


@dataclass(eq=False, slots=True)
class Tag:
    """A structure element. `attributes` has a mapping for each owner (`O`), as in {"O": "/Table", "Scope": "/Row"}."""

    role: str
    kids: list[Tag | Content | Annotation] = field(default_factory=list)
    language: str = ""
    alternative: str = ""
    expansion: str = ""
    id: str = ""
    attributes: tuple[dict[str, Any], ...] = ()
    page: int = 0
    """Where it was begun."""

    def tags(self) -> Iterator[Tag]:
        """Itself and all tags below it, in the order of reading."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Tag):
                yield from kid.tags()

    def contents(self) -> Iterator[Content]:
        """All content below it, in the order of reading."""
        for kid in self.kids:
            if isinstance(kid, Content):
                yield kid
            elif isinstance(kid, Tag):
                yield from kid.contents()


def settle(tag: Tag) -> None:
    """Make a grown tree keep the rules, from the leaves up.

    Items of lists get label and body; what stands loose in a list or a row is wrapped in what may stand there; loose
    text in a group becomes a paragraph; groups that say nothing (`Div`) give way to what they hold; empty tags go.
    """
    for kid in tag.kids:
        if isinstance(kid, Tag):
            settle(kid)
    tag.kids = [kid for kid in tag.kids if not isinstance(kid, Tag) or kid.kids or kid.role in _MAY_BE_EMPTY]
    match tag.role:
        case "L":
            tag.kids = list(_items(tag.kids))
        case "TOC":
            tag.kids = [
                kid if _is(kid, {"TOCI", "TOC", "Caption"}) else Tag("TOCI", [kid], page=tag.page) for kid in tag.kids
            ]
        case "LI":
            tag.kids = _label_and_body(tag)
        case "Table":
            tag.kids = list(_rows(tag.kids))
        case "THead" | "TBody" | "TFoot":
            tag.kids = [kid if _is(kid, {"TR"}) else Tag("TR", [Tag("TD", [kid])], page=tag.page) for kid in tag.kids]
        case "TR":
            tag.kids = [kid if _is(kid, {"TH", "TD"}) else Tag("TD", [kid], page=tag.page) for kid in tag.kids]
        case "Div" if (
            tag.kids and all(map(_is_in_line, tag.kids)) and not all(_is(kid, {"Figure"}) for kid in tag.kids)
        ):
            tag.role = "P"
        case role if role in GROUPS:
            tag.kids = list(_paragraphs(_dissolved(tag.kids)))


def _is(kid: Tag | Content | Annotation, roles: Iterable[str]) -> bool:
    return isinstance(kid, Tag) and kid.role in roles


def _is_in_line(kid: Tag | Content | Annotation) -> bool:
    return not isinstance(kid, Tag) or kid.role in _IN_LINE


def _dissolved(kids: Iterable[Tag | Content | Annotation]) -> Iterator[Tag | Content | Annotation]:
    for kid in kids:
        if isinstance(kid, Tag) and kid.role == "Div" and not (kid.language or kid.id or kid.attributes):
            yield from kid.kids
        else:
            yield kid


def _paragraphs(kids: Iterable[Tag | Content | Annotation]) -> Iterator[Tag | Content | Annotation]:
    for loose, run in groupby(kids, _is_in_line):
        found = list(run)
        if not loose or all(_is(kid, {"Figure", "Note", "Form"}) for kid in found):
            yield from found
        else:
            yield Tag("P", found, page=_page(found))


def _page(kids: Iterable[Tag | Content | Annotation]) -> int:
    return min(kid.page for kid in kids)


def _items(kids: Iterable[Tag | Content | Annotation]) -> Iterator[Tag]:
    """Items of a list: terms and what they mean, of a list of definitions, are label and body of one item."""
    item: Tag | None = None
    for kid in kids:
        if _is(kid, {"DT"}):
            assert isinstance(kid, Tag)  # noqa: S101 - `_is` says so
            kid.role = "Lbl"
            item = Tag("LI", [kid], page=kid.page)
            yield item
        elif _is(kid, {"DD"}):
            assert isinstance(kid, Tag)  # noqa: S101 - `_is` says so
            kid.role = "LBody"
            if item is None:
                item = Tag("LI", page=kid.page)
                yield item
            if _is(item.kids[-1] if item.kids else kid, {"LBody"}) and item.kids:
                body = item.kids[-1]
                assert isinstance(body, Tag)  # noqa: S101 - `_is` says so
                body.kids += kid.kids
            else:
                item.kids.append(kid)
        elif _is(kid, {"LI", "Caption"}):
            item = None
            assert isinstance(kid, Tag)  # noqa: S101 - `_is` says so
            yield kid
        else:
            item = None
            yield Tag("LI", [Tag("LBody", [kid], page=kid.page)], page=kid.page)


def _label_and_body(item: Tag) -> list[Tag | Content | Annotation]:
    labels = [kid for kid in item.kids if _is(kid, {"Lbl"})]
    bodies = [kid for kid in item.kids if _is(kid, {"LBody"})]
    rest = [kid for kid in item.kids if not _is(kid, {"Lbl", "LBody"})]
    if rest:
        bodies.append(Tag("LBody", rest, page=_page(rest)))
    return [*labels, *bodies]


def _rows(kids: Iterable[Tag | Content | Annotation]) -> Iterator[Tag | Content | Annotation]:
    """Caption, head, body and foot of a table, in this order whatever the order of boxes."""
    found = list(kids)
    yield from (kid for kid in found if _is(kid, {"Caption"}))
    yield from (kid for kid in found if _is(kid, {"THead"}))
    for kid in found:
        if _is(kid, {"TR", "TBody"}):
            yield kid
        elif not _is(kid, {*_ROWS, "Caption"}):
            yield Tag("TR", [Tag("TD", [kid], page=kid.page)], page=kid.page)
    yield from (kid for kid in found if _is(kid, {"TFoot"}))
