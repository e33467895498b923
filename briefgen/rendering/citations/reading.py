"""The bytes of a style → a style that can print, or one sentence that says what is wrong with it, and in which line.

What is asked of a style: XML without a document type, so that nothing in it stands for more than is written; the
elements and attributes of CSL 1.0.2; and macros that are there and do not call themselves. A style that only says that
it looks like another one (“dependent”) prints nothing by itself and is refused by that name.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lxml import etree

from briefgen.errors import InputRefused, NotThere
from briefgen.rendering.citations.searching import NAMESPACE

MAX_BYTES = 1_000_000
"""The largest style that is read. Of the ten thousand published ones none has a third of it."""

_CS = f"{{{NAMESPACE}}}"


class StyleRefused(InputRefused):
    """A citation style can't be used; the message names it, the line and the element or attribute (exit code 3)."""


class NoSuchStyle(StyleRefused):
    """There is no citation style of a name (exit code 4)."""

    exit_code = NotThere.exit_code


@dataclass(frozen=True, slots=True)
class StyleInfo:
    """What a style says of itself. `is_note` tells a style for notes from one for author and date in the text."""

    title: str
    is_note: bool
    has_entries: bool


@lru_cache(maxsize=8)
def style_info(data: bytes, name: str) -> StyleInfo:
    """Read what a style says of itself, and make sure that it is one; the rest of it is not looked at.

    Raises:
        StyleRefused: It is too large, no XML, no style, or a dependent one.
    """
    root = _parsed(data, name)
    title = root.find(f"{_CS}info/{_CS}title")
    words = " ".join(str(title.text or "").split()) if title is not None else ""
    return StyleInfo(
        title=words or name,
        is_note=root.get("class") == "note",
        has_entries=root.find(f"{_CS}bibliography/{_CS}layout") is not None,
    )


@lru_cache(maxsize=8)
def read_style(data: bytes, name: str, language: str) -> Any:
    """Make a style ready to print in a language (BCP 47); gives the root of the processor's tree.

    Raises:
        StyleRefused: It can't be used; the sentence says why, and in which line.
    """
    from briefgen.rendering.citations.elements import ready, tree_of
    from briefgen.rendering.citations.formatting import Formatter

    root = _parsed(data, name)
    _check_macros(root, name)
    _check_schema(root, name)
    return ready(tree_of(data), language, Formatter)


def _parsed(data: bytes, name: str) -> Any:
    if len(data) > MAX_BYTES:
        raise StyleRefused(f"The citation style “{name}” has more than {MAX_BYTES // 1000} kB: no style is that long.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line = error.position[0] if error.position else 1
        raise _refused(name, line, f"it is not well-formed XML ({_plain(error.msg or 'it ends too early')})") from None
    except ValueError as error:
        raise _refused(name, 1, f"it is no XML ({_plain(str(error))})") from None
    if root.getroottree().docinfo.doctype:
        raise _refused(name, 1, "it has a document type (“<!DOCTYPE”), which no style needs: take that line out")
    if root.tag != f"{_CS}style":
        raise _refused(name, root.sourceline, "its first element is not “style” of the Citation Style Language")
    if root.find(f"{_CS}citation/{_CS}layout") is None:
        parent = root.find(f"{_CS}info/{_CS}link[@rel='independent-parent']")
        if parent is not None:
            other = str(parent.get("href", "")).rpartition("/")[2]
            raise _refused(
                name, parent.sourceline, f"it only says that it looks like “{other}”: take that style in its place"
            )
        raise _refused(name, root.sourceline, "it lacks the element “citation” with a “layout”, which prints notes")
    if root.get("class") not in {"note", "in-text"}:
        raise _refused(name, root.sourceline, "the attribute “class” of its element “style” is “note” or “in-text”")
    return root


def _check_macros(root: Any, name: str) -> None:
    """Refuse macros that are not there, that there are twice, and that call themselves."""
    macros: dict[str, Any] = {}
    for macro in root.findall(f"{_CS}macro"):
        called = macro.get("name", "")
        if called in macros:
            raise _refused(name, macro.sourceline, f"there are two macros “{called}”")
        macros[called] = macro
    calls: dict[str, set[str]] = {called: set() for called in macros}
    for element in root.iter(f"{_CS}text", f"{_CS}key"):
        wanted = element.get("macro")
        if wanted is None:
            continue
        if wanted not in macros:
            raise _refused(name, element.sourceline, f"it calls a macro “{wanted}”, which there is not")
        around = next((above for above in element.iterancestors(f"{_CS}macro")), None)
        if around is not None:
            calls[around.get("name", "")].add(wanted)
    while leaves := [called for called, wanted in calls.items() if not wanted & calls.keys()]:
        for leaf in leaves:
            del calls[leaf]
    if calls:
        first = min(calls, key=lambda called: macros[called].sourceline)
        raise _refused(name, macros[first].sourceline, f"the macro “{first}” calls itself, by way of others or not")


@lru_cache(maxsize=1)
def _schema() -> Any:
    from citeproc import SCHEMA_PATH

    return etree.RelaxNG(etree.parse(SCHEMA_PATH))


def _check_schema(root: Any, name: str) -> None:
    schema = _schema()
    if schema.validate(root.getroottree()):
        return
    said = [(entry.line, entry.message) for entry in schema.error_log if entry.line] or [(root.sourceline, "")]
    line, message = max(said)
    element = _culprit(root)
    if element is None:
        raise _refused(name, line, f"it does not keep to CSL 1.0.2 ({_plain(message) or 'see its schema'})")
    told = " ".join(f"{key}=“{value}”" for key, value in element.attrib.items())
    tag = etree.QName(element).localname
    raise _refused(
        name,
        element.sourceline,
        f"it does not keep to CSL 1.0.2: something is wrong with the element “{tag}”{f' with {told}' if told else ''}",
    )


_PRINTS = ("choose", "date", "group", "label", "names", "number", "text")
_AROUND = (
    f'<style xmlns="{NAMESPACE}" class="note" version="1.0"><info><title>a</title><id>a</id>'
    "<updated>2000-01-01T00:00:00Z</updated></info><citation><layout></layout></citation></style>"
)


def _culprit(root: Any) -> Any:
    """The innermost element that is wrong by itself; None where it is none of those that print.

    The validator says of a style that something in it is wrong, and seldom where.
    """
    schema = _schema()
    for element in reversed(list(root.iter(*(f"{_CS}{name}" for name in _PRINTS)))):
        # In “names” a label stands for itself, and in “substitute” names do.
        if etree.QName(element.getparent()).localname in {"names", "substitute"}:
            continue
        alone = etree.fromstring(_AROUND)
        alone.find(f"{_CS}citation/{_CS}layout").append(deepcopy(element))
        if not schema.validate(alone.getroottree()):
            return element
    return None


def _plain(message: str) -> str:
    return re.sub(r",? line \d+(?:, column \d+)?| \(<string>.*\)", "", message).strip().rstrip(".")


def _refused(name: str, line: int, reason: str) -> StyleRefused:
    return StyleRefused(f"The citation style “{name}” can't be used, line {line}: {reason}.")
