"""Pages and drawings, read as markup without being filled: what they name, and whether that is there and inside."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from briefgen.rendering.template_lint.files import TemplateFiles, TextFile, is_inline, is_remote
from briefgen.rendering.template_lint.findings import LintFinding, LintRule

_TAG = re.compile(r"<([a-zA-Z][\w:-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_ATTRIBUTE = re.compile(r"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>=]+))")
_STYLE_BLOCK = re.compile(r"(<style\b[^>]*>)(.*?)</style", re.DOTALL | re.IGNORECASE)
_SCRIPT = re.compile(r"<script\b|\bon(?:load|error|click|mouseover)\s*=|\bjavascript:", re.IGNORECASE)
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
_ENTITY = re.compile(r"<!(?:ENTITY|DOCTYPE[^>\[]*\[)|<\?xml-stylesheet", re.IGNORECASE)

_FETCHED = frozenset(
    {"src", "srcset", "poster", "data", "background", "xlink:href", "xml:base", "action", "formaction"}
)
"""Attributes whose address is fetched, whatever the element."""

REMEDY_REMOTE = "Put the file into the template's folder and name it from there: nothing is fetched from elsewhere."


def check_markup(file: TextFile, files: TemplateFiles) -> Iterator[LintFinding]:
    """Look through a page or a drawing."""
    markup = file.markup
    for tag in _TAG.finditer(markup):
        element = tag[1].casefold()
        attributes = list(_attributes(tag))
        fetched = _FETCHED | ({"href"} if element not in {"a", "base"} or _is_attachment(attributes) else set())
        for name, value, offset in attributes:
            # The prefix by which a drawing calls XLink is for it to choose.
            if name in fetched or name.endswith(":href"):
                yield from _address(file, files, value, offset)
        if element == "base":
            yield _found(
                file, tag.start(), LintRule.REMOTE, "The page changes the base of its addresses.", REMEDY_REMOTE
            )
    for script in _SCRIPT.finditer(markup):
        yield _found(
            file,
            script.start(),
            LintRule.SCRIPT,
            f"There is a script (“{script[0].strip()}”), which never runs in a PDF.",
            "Take it out.",
        )
    if file.name.lower().endswith(".svg"):
        for entity in _ENTITY.finditer(file.text):
            yield _found(
                file,
                entity.start(),
                LintRule.REMOTE,
                "The drawing declares entities or a style sheet of its own, which may lead elsewhere.",
                "Save it again as plain SVG, without a document type.",
            )


def style_blocks(file: TextFile) -> Iterator[tuple[str, int]]:
    """The style sheets that stand in a page itself, and the line in which each begins."""
    for block in _STYLE_BLOCK.finditer(file.markup):
        yield _CDATA.sub(_blank, block[2]), file.line_at(block.start(2))


def styled_attributes(file: TextFile) -> Iterator[tuple[str, str, int]]:
    """The attributes that hold what style sheets do: name, value, and the line of each."""
    for tag in _TAG.finditer(file.markup):
        for name, value, offset in _attributes(tag):
            if name in {"style", "font-family"} or "url(" in value.casefold():
                yield name, value, file.line_at(offset)


def _attributes(tag: re.Match[str]) -> Iterator[tuple[str, str, int]]:
    """The attributes of a tag: name, value, and where each begins."""
    for attribute in _ATTRIBUTE.finditer(tag[2]):
        value = next(group for group in attribute.groups()[1:] if group is not None)
        yield attribute[1].casefold(), html.unescape(value), tag.start(2) + attribute.start()


def _is_attachment(attributes: list[tuple[str, str, int]]) -> bool:
    return any(name == "rel" and "attachment" in value.casefold().split() for name, value, _ in attributes)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _address(file: TextFile, files: TemplateFiles, value: str, offset: int) -> Iterator[LintFinding]:
    if "\x00" in value:
        # A part of it comes from the data; what stands before that may lead elsewhere all the same.
        if is_remote(value.partition("\x00")[0]):
            yield _remote(file, offset, value.replace("\x00", ""))
        return
    for address in re.split(r"\s*,\s+", value) if " " in value.strip() else [value]:
        where = address.strip().split(" ")[0]
        if is_inline(where):
            continue
        if is_remote(where):
            yield _remote(file, offset, where)
        elif not files.is_there(where):
            yield _found(
                file,
                offset,
                LintRule.FILE_MISSING,
                f"The page names the file “{where}”, which is not there.",
                "Put the file into the template, or mend its name. Names are relative to the template's folder.",
            )


def _remote(file: TextFile, offset: int, address: str) -> LintFinding:
    return _found(file, offset, LintRule.REMOTE, f"“{address[:120]}” lies outside the template.", REMEDY_REMOTE)


def _found(file: TextFile, offset: int, rule: LintRule, message: str, remedy: str) -> LintFinding:
    return LintFinding(rule=rule, message=message, remedy=remedy, file=file.name, line=file.line_at(offset))
