"""What keeps a tree of tags from being accessible, in sentences: what the maker of a page or template has to mend.

The rules of PDF/UA-1 (ISO 14289-1, 7) that a tree made by `growing` can break, because they rest with what the page
says: words for images, levels of headings, shapes of tables, words of links. Pure. The tests hold the files themselves
against independent validators; this is what can be told of each file at once, without reading it again.
"""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.rendering.tagging.tree import Annotation, Tag

_HEADINGS = {f"H{level}": level for level in range(1, 7)}


def faults_of(root: Tag) -> tuple[str, ...]:
    """The faults of a tree, each once, in the order of reading; pages are counted from 1."""
    return tuple(dict.fromkeys((*_headings(root), *_images(root), *_links(root), *_tables(root))))


def _headings(root: Tag) -> Iterator[str]:
    above = 0
    for tag in root.tags():
        level = _HEADINGS.get(tag.role)
        if level is None:
            continue
        if level > above + 1:
            where = f"below one of level {above}" if above else "and is the first"
            yield (
                f"A heading on page {tag.page + 1} is of level {level}, {where}: those who go from heading to heading "
                "miss a level. Have the house template, or the text, use the next one."
            )
        above = level


def _images(root: Tag) -> Iterator[str]:
    for tag in root.tags():
        if tag.role == "Figure" and not tag.alternative:
            yield (
                f"An image on page {tag.page + 1} has no words that stand for it: give it an alt text, or an empty one "
                "if it is decoration."
            )


def _links(root: Tag) -> Iterator[str]:
    for tag in root.tags():
        if tag.role == "Link" and not any(True for _ in tag.contents()):
            page = next((kid.page for kid in tag.kids if isinstance(kid, Annotation)), tag.page)
            yield f"A link on page {page + 1} has no words: nobody who listens knows where it leads."


def _tables(root: Tag) -> Iterator[str]:
    for table in root.tags():
        if table.role != "Table":
            continue
        rows = list(_own(table, "TR"))
        widths = _widths(rows)
        if len(set(widths)) > 1:
            yield (
                f"The table on page {table.page + 1} has rows of {min(widths)} and of {max(widths)} columns: "
                "give each row a cell for each column."
            )
        if not any(kid.role == "TH" for row in rows for kid in row.kids if isinstance(kid, Tag)):
            yield f"The table on page {table.page + 1} has no header cell: say which cells are headers, with th."


def _own(tag: Tag, role: str) -> Iterator[Tag]:
    """The tags of a role in a tag, but not those of a table within it."""
    for kid in tag.kids:
        if isinstance(kid, Tag) and kid.role == role:
            yield kid
        elif isinstance(kid, Tag) and kid.role in {"THead", "TBody", "TFoot"}:
            yield from _own(kid, role)


def _widths(rows: list[Tag]) -> list[int]:
    """How many columns each row takes up, with the cells that reach down into it from rows above."""
    reaching: list[int] = []
    widths = []
    for row in rows:
        down = [rest - 1 for rest in reaching if rest > 1]
        width = len(down)
        for cell in row.kids:
            if isinstance(cell, Tag):
                spans = {name: value for owner in cell.attributes for name, value in owner.items()}
                across = int(spans.get("ColSpan", 1))
                width += across
                down += [int(spans.get("RowSpan", 1))] * across
        reaching = down
        widths.append(width)
    return widths
