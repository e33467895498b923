"""The document that a template makes, as a tree: pictures without words, headings that skip, tables without heads.

Elements bear the mark of where they were written (`sandbox.MARK`), so that a finding leads to file and line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from briefgen.rendering.fill_in import fault_of, wish_of
from briefgen.rendering.sandbox import MARK
from briefgen.rendering.template_lint.findings import LintFinding, LintRule

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_SVG = "{http://www.w3.org/2000/svg}"

Written = tuple[str, int]
"""File and line in which something was written; ("", 0) where that is not known."""

NOWHERE: Written = ("", 0)


def written_at(element: Any, above: Mapping[Any, Any]) -> Written:
    """Where an element was written, or else the nearest around it: what comes from the data has no mark of its own."""
    while element is not None:
        mark = element.get(MARK)
        if mark:
            file, _, line = mark.rpartition(":")
            return file, int(line)
        element = above.get(element)
    return NOWHERE


def parents(root: Any) -> dict[Any, Any]:
    """Each element's parent."""
    return {child: element for element in root.iter() for child in element}


def check_tree(root: Any, case: str) -> Iterator[LintFinding]:
    """Look through a document, the tree of which begins at `root`; `case` says with what data it was made."""
    above = parents(root)
    last = 0
    for element in root.iter():
        tag = element.tag if isinstance(element.tag, str) else ""
        where = written_at(element, above)
        if (wish := wish_of(element)) is not None and (fault := fault_of(wish)) is not None:
            yield _found(LintRule.FILL_IN, where, case, f"What is to be filled in {fault[0]}.", fault[1])
        if tag in _PICTURES and not _is_told(element):
            source = str(element.get("src") or element.get("data") or "")
            shown = source[:80] if not source.startswith("data:") else "in the page itself"
            yield _found(
                LintRule.ALT,
                where,
                case,
                f"The picture “{shown}” has no words for those who can't see it.",
                'Say in “alt” what it shows; write alt="" where it is decoration only.'
                if tag == "img"
                else "Take <img>, and say in its “alt” what it shows.",
            )
        elif tag in {"svg", f"{_SVG}svg"} and not _svg_is_named(element):
            yield _found(
                LintRule.ALT,
                where,
                case,
                "A drawing has no words for those who can't see it.",
                'Put <title> first into it, with what it shows, or aria-hidden="true" on it where it is decoration.',
            )
        elif tag in _HEADINGS and not _is_hidden(element, above):
            level = _HEADINGS[tag]
            if level > last + 1:
                before = f"comes after one of level {last}" if last else "is the first"
                yield _found(
                    LintRule.HEADINGS,
                    where,
                    case,
                    f"A heading of level {level} {before}.",
                    f"Make it <h{last + 1}>; how large it is set is for the style sheet to say.",
                )
            last = level
            if not _says_something(element):
                yield _found(
                    LintRule.HEADINGS,
                    where,
                    case,
                    f"A heading of level {level} has no words.",
                    "Leave it out where there is nothing to say in it: those who listen hear it all the same.",
                )
        elif tag == "table" and element.get("role") != "presentation" and not _has_heads(element, above):
            yield _found(
                LintRule.TABLE_HEADS,
                where,
                case,
                "A table has no header cells: read aloud, no cell says what it is about.",
                'Write <th scope="col"> over columns and <th scope="row"> before rows; set what is no table by CSS.',
            )
    body = next((element for element in root.iter() if element.tag == "body"), root)
    if not last and _says_something(body):
        yield _found(
            LintRule.HEADINGS,
            written_at(body, above),
            case,
            "The pages have no heading: a PDF of them has no outline, and who listens finds no way through it.",
            "Make the brief's title an <h1> and the sections' titles <h2>.",
        )


_PICTURES = frozenset({"img", "embed", "object"})


def _is_told(picture: Any) -> bool:
    """Whether a picture has words, or is said to be decoration; its file's name is none of both."""
    label = (picture.get("aria-label") or "").strip()
    if picture.tag != "img":
        return bool(label) or _says_something(picture)
    words = picture.get("alt")
    if words is None or (words and not words.strip()):
        return bool(label)
    return not words or words.strip() != str(picture.get("src") or "").rpartition("/")[2]


def _says_something(element: Any) -> bool:
    """Whether there is anything in an element that can be read out."""
    if any(text.strip() for text in element.itertext()):
        return True
    return any((inside.get("alt") or inside.get("aria-label") or "").strip() for inside in element.iter())


def _has_heads(table: Any, above: Mapping[Any, Any]) -> bool:
    """Whether a table has a header cell with words in it; those of a table that stands in it are not its own."""
    return any(_table_of(cell, above) is table and _says_something(cell) for cell in table.iter("th"))


def _table_of(cell: Any, above: Mapping[Any, Any]) -> Any:
    around = above.get(cell)
    while around is not None and around.tag != "table":
        around = above.get(around)
    return around


def _svg_is_named(element: Any) -> bool:
    if element.get("aria-hidden") == "true" or element.get("aria-label"):
        return True
    return any(child.tag in {"title", f"{_SVG}title"} and (child.text or "").strip() for child in element)


def _is_hidden(element: Any, above: Mapping[Any, Any]) -> bool:
    while element is not None:
        if element.get("aria-hidden") == "true" or element.get("hidden") is not None:
            return True
        element = above.get(element)
    return False


def _found(rule: LintRule, where: Written, case: str, message: str, remedy: str) -> LintFinding:
    return LintFinding(rule=rule, message=message, remedy=remedy, file=where[0], line=where[1], case=case)
