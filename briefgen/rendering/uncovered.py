"""Characters that no font has: told with their places, and printed as words that say so, never as an empty box.

The layout engine takes what its typefaces lack from any font of the system. Only what none has is met here: the engine
says so when it has painted. Then each run of such characters is replaced by a note in brackets, and the document is
laid out again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from briefgen.domain.preflight.findings import Finding, Place, found, in_brief, in_point, in_section
from briefgen.domain.preflight.rules import PageRule

_SAID = re.compile(
    r"\.notdef glyph rendered for Unicode string unsupported by fonts: \".*\" \(U\+([0-9A-F]{4,6})\)", re.DOTALL
)
_TAG_OR_TEXT = re.compile(r"<!--.*?-->|<(?:style|script)\b.*?</(?:style|script)>|<[^>]*>|[^<]+", re.DOTALL)
_NO_FONT = "[{count} characters that no installed font has]"
_POINT = re.compile(r"(?:risk|dilemma|rec)-[1-9][0-9]*")
_MOST_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Uncovered:
    """Characters that no font has, by their numbers; and again by the ids of the elements in which they stand."""

    characters: str
    places: tuple[tuple[str, str], ...]

    @property
    def message(self) -> str:
        """Which characters, by sign, number and name, and where they stand."""
        shown = ", ".join(_described(character) for character in self.characters[:_MOST_SHOWN])
        more = f" and {len(self.characters) - _MOST_SHOWN} more" if len(self.characters) > _MOST_SHOWN else ""
        where = ", ".join(_words(place) for place, _ in self.places[:_MOST_SHOWN])
        return f"No installed font has {shown}{more}" + (f"; they stand in {where}" if where else "") + "."

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The same as errors of preflight, one for each place."""
        return tuple(
            found(
                PageRule.CHARACTERS_UNCOVERED,
                _place(place),
                f"No installed font has {', '.join(map(_described, characters[:_MOST_SHOWN]))}"
                f"{' and others' if len(characters) > _MOST_SHOWN else ''}: a note in brackets is printed there.",
                "Install a font for this script, as Noto Sans, or write it in other letters.",
                f"{len(characters)} different characters" if len(characters) > 1 else "1 character",
            )
            for place, characters in self.places or (("", self.characters),)
        )


def uncovered_by(said: Iterable[str]) -> frozenset[str]:
    """Give the characters that the layout engine says no font has."""
    return frozenset(chr(int(match[1], 16)) for text in said if (match := _SAID.fullmatch(text)))


def without_such_warnings(said: Iterable[str]) -> list[str]:
    """Give what the engine says but for that: it is told in our words."""
    return [text for text in said if not _SAID.fullmatch(text)]


def found_in(html: str, characters: frozenset[str]) -> Uncovered:
    """Find where such characters stand in a document: in which of the elements that have an id."""
    import lxml.html

    places: dict[str, set[str]] = {}
    body = lxml.html.document_fromstring(html).find("body")
    for element in body.iter() if body is not None else ():
        for text, holder in ((element.text, element), (element.tail, element.getparent())):
            if text and not characters.isdisjoint(text) and holder is not None and isinstance(element.tag, str):
                near = next((up for up in (holder, *holder.iterancestors()) if up.get("id")), None)
                places.setdefault(near.get("id") if near is not None else "", set()).update(characters & set(text))
    return Uncovered(
        "".join(sorted(characters)), tuple((place, "".join(sorted(signs))) for place, signs in places.items())
    )


def replaced(html: str, characters: frozenset[str], labels: Mapping[str, Any]) -> str:
    """Put a note in brackets in place of every run of such characters in the text of a document.

    A single character is told by its number, as [U+5730]; of several it is told how many they are.
    """
    run = re.compile(
        f"[{re.escape(''.join(sorted(characters)))}]+(?:[\\s]?[{re.escape(''.join(sorted(characters)))}]+)*"
    )
    several = str(labels.get("no_font") or _NO_FONT)

    def note(match: re.Match[str]) -> str:
        signs = [sign for sign in match[0] if not sign.isspace()]
        return f"[U+{ord(signs[0]):04X}]" if len(signs) == 1 else several.format(count=len(signs))

    def piece(match: re.Match[str]) -> str:
        return match[0] if match[0].startswith("<") else run.sub(note, match[0])

    return _TAG_OR_TEXT.sub(piece, html)


def _described(character: str) -> str:
    name = unicodedata.name(character, "").lower()
    return f"“{character}” (U+{ord(character):04X}{f', {name}' if name else ''})"


def _words(element: str) -> str:
    return element.replace("-", " ") if element.startswith("note-") else _place(element).words


def _place(element: str) -> Place:
    """The place of preflight that an element's id means: a point, a section, a field of the brief."""
    if point := _POINT.match(element):
        return in_point(point[0])
    for prefix in ("section-", "text-"):
        if element.startswith(prefix):
            return in_section(element.removeprefix(prefix), "")
    return in_brief(element.removeprefix("field-").removeprefix("brief-"))
