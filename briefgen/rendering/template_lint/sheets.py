"""The laid-out pages, measured: text off the page, cut off, over its box, too faint or lost; markings that are missing.

What is measured are the layout engine's boxes, in CSS pixels, 96 to the inch. The engine's objects come from `pdf`;
they are asked here for their place and style alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from briefgen.domain.colours import contrast_of
from briefgen.rendering.cut_text import How, cut_texts
from briefgen.rendering.template_lint.findings import LintFinding, LintRule
from briefgen.rendering.template_lint.page_tree import NOWHERE, Written

_EDGE = 0.3
"""The part of a page's height, from its top and from its foot, in which its marking stands."""
_LEAST_MARKING = 8.0
"""The size in pixels (6 points) below which a marking is none."""
_LARGE, _LARGE_BOLD = 24.0, 18.6
"""Sizes in pixels (18 and 14 points) from which text counts as large (WCAG 2.2, 1.4.3); the second for bold text."""

_NOT_PRINTED = frozenset(
    {"head", "title", "style", "script", "template", "noscript", "option", "svg", "math", "object"}
)

_BREAK = "Give it room to break: a width, or overflow-wrap: anywhere for long words and addresses."
_GROW = (
    "Let the box grow: min-height and min-width in place of height, width, max-height and overflow: hidden; "
    "overflow-wrap: anywhere breaks long words."
)

_Colour = tuple[float, float, float]
_WHITE: _Colour = (1.0, 1.0, 1.0)

Place = Callable[[Any], Written]
"""Tells where an element was written."""


@dataclass(frozen=True, slots=True)
class _Ground:
    """A coloured area: where it lies, its colour over what is behind it."""

    left: float
    top: float
    right: float
    bottom: float
    colour: _Colour

    def is_under(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.top <= y <= self.bottom


@dataclass(slots=True)
class Sheets:
    """Measures the pages of one document.

    Attributes:
        place: Tells where an element was written.
        case: With what data it was made, for the findings.
    """

    place: Place
    case: str
    findings: list[LintFinding] = field(default_factory=list)
    _words: dict[Any, list[str]] = field(default_factory=dict)
    _page: Any = None
    _number: int = 0
    _grounds: list[_Ground] = field(default_factory=list)
    _texts: list[Any] = field(default_factory=list)
    _boxed: set[Any] = field(default_factory=set)

    def measure(self, pages: Sequence[Any], marking: Mapping[str, Any]) -> list[LintFinding]:
        """Give the findings of all pages; `marking` is that of the context."""
        root = None
        for number, page in enumerate(pages, 1):
            self._page, self._number, self._grounds, self._texts = page, number, [], []
            ground = _over(page.style["background_color"], _WHITE) if _is_plain(page.style) else None
            for child in page.all_children():
                self._box(child, ground)
            self._cut(page, number)
            root = root or next((box.element for box in page.descendants() if box.element_tag == "html"), None)
            self._marking(marking)
        if root is not None:
            self._lost(root)
        return self.findings

    # ------------------------------------------------------------------------------------------------- boxes

    def _box(self, box: Any, ground: _Colour | None, opacity: float = 1.0) -> None:
        kind = type(box).__name__
        style = box.style
        if style["visibility"] != "visible":
            return
        ground = self._ground_of(box, kind, ground)
        # Each box has the value of its element: of one that breaks over boxes, it counts once.
        opacity = opacity if kind in {"TextBox", "LineBox"} else opacity * float(style["opacity"])
        self._boxed.add(box.element)
        if kind == "TextBox":
            self._texts.append(box)
            self._words.setdefault((box.element, "::" in str(box.element_tag)), []).append(box.text)
            self._contrast(box, ground, opacity)
            return
        if hasattr(box, "children"):
            for child in box.all_children():
                # Floats, boxes out of the flow and the like stand behind a placeholder.
                self._box(getattr(child, "_box", child), ground, opacity)

    def _cut(self, page: Any, number: int) -> None:
        for cut in cut_texts(page):
            rule, told, remedy = {
                How.OFF_PAGE: (LintRule.OFF_PAGE, "runs off", _BREAK),
                How.CLIPPED: (LintRule.CLIPPED, "is cut off by its box on", _GROW),
                How.OVER_BOX: (LintRule.OVERFLOW, "runs out of its box on", _GROW),
            }[cut.how]
            self._found(rule, cut.element, f"The text “{cut.words}” {told} page {number}.", remedy)

    def _found(self, rule: LintRule, element: Any, message: str, remedy: str) -> None:
        file, line = self.place(element) if element is not None else NOWHERE
        self.findings.append(
            LintFinding(rule=rule, message=message, remedy=remedy, file=file, line=line, case=self.case)
        )

    # ----------------------------------------------------------------------------------------------- colours

    def _ground_of(self, box: Any, kind: str, ground: _Colour | None) -> _Colour | None:
        """The colour behind what stands in a box; None where a picture is behind it."""
        style = box.style
        if kind in {"TextBox", "LineBox"}:
            return ground
        if not _is_plain(style):
            return None
        colour = style["background_color"]
        if _alpha(colour) == 0:
            return ground
        over = _over(colour, ground or _WHITE)
        if not isinstance(box.width, str) and not isinstance(box.height, str):
            left, top = box.border_box_x(), box.border_box_y()
            self._grounds.append(_Ground(left, top, left + box.border_width(), top + box.border_height(), over))
        return over

    def _contrast(self, box: Any, ground: _Colour | None, opacity: float) -> None:
        if not box.text.strip() or ground is None:
            return
        style = box.style
        x, y = box.position_x + box.width / 2, box.position_y + box.height / 2
        if ground == _WHITE:
            # What lies there without being around the text: a coloured area that stands before it in the page.
            under = [area.colour for area in self._grounds if area.is_under(x, y)]
            ground = under[-1] if under else ground
        ink = _over(style["color"], ground, opacity)
        size = style["font_size"]
        large = size >= _LARGE or (size >= _LARGE_BOLD and style["font_weight"] >= 700)
        least = 3.0 if large else 4.5
        contrast = contrast_of(ink, ground)
        if contrast + 0.05 < least:
            words = " ".join(box.text.split())[:40]
            self._found(
                LintRule.CONTRAST,
                box.element,
                f"The text “{words}” is {_hex(ink)} on {_hex(ground)}: a contrast of {contrast:.1f} to 1, where at "
                f"least {least:g} is wanted.",
                "Take a darker or a lighter colour, in [colours] of the manifest or in the style sheet.",
            )

    # ----------------------------------------------------------------------------------------- markings and words

    def _marking(self, marking: Mapping[str, Any]) -> None:
        width, height = self._page.margin_width(), self._page.margin_height()
        seen = [
            box
            for box in self._texts
            if box.style["font_size"] >= _LEAST_MARKING
            and 0 <= box.position_x + box.width / 2 <= width
            and 0 <= box.position_y + box.height / 2 <= height
        ]
        head = [box for box in seen if box.position_y + box.height <= height * _EDGE]
        foot = [box for box in seen if box.position_y >= height * (1 - _EDGE)]
        for edge, inside in (("head", head), ("foot", foot)):
            there = _squeezed("".join(box.text for box in inside))
            for key in ("text", "tlp"):
                words = str(marking.get(key) or "")
                if words and _squeezed(words) not in there:
                    self.findings.append(
                        LintFinding(
                            rule=LintRule.MARKING,
                            message=f"“{words}” is not at the {edge} of page {self._number}.",
                            remedy="Call page_furniture of _shared/furniture.html.jinja first in the body, and import "
                            "its style sheet: it prints the marking on every page.",
                            case=self.case,
                        )
                    )

    def _lost(self, root: Any) -> None:
        """Tell of text in the document that is on none of its pages."""
        printed = {
            element: _squeezed("".join(texts)) for (element, is_made), texts in self._words.items() if not is_made
        }
        for element in _shown(root):
            # What has no box at all was left out on purpose, or waits for a page of its kind that there is not.
            if element not in self._boxed:
                continue
            own = [element.text, *(child.tail for child in element)]
            for text in own:
                words = _squeezed(text or "")
                if words and words not in printed.get(element, ""):
                    shown = " ".join((text or "").split())[:60]
                    self._found(
                        LintRule.LOST,
                        element,
                        f"The text “{shown}” is in the page and on no sheet.",
                        "Look for max-lines, text-overflow or a box of no height, and let the text have its room.",
                    )
                    break


def _shown(element: Any) -> Iterator[Any]:
    """Elements whose text is meant to be printed."""
    tag = element.tag if isinstance(element.tag, str) else ""
    if not tag or tag.rpartition("}")[2] in _NOT_PRINTED or element.get("hidden") is not None:
        return
    yield element
    for child in element:
        yield from _shown(child)


def _squeezed(text: str) -> str:
    """Letters and digits alone, without case: what hyphenation, spacing and capitals by style leave as it is."""
    return "".join(character for character in text.casefold() if character.isalnum())


def _is_plain(style: Any) -> bool:
    return all(kind == "none" for kind, _ in style["background_image"])


def _alpha(colour: Any) -> float:
    return 0.0 if isinstance(colour, str) else float(colour.alpha)


def _over(colour: Any, ground: _Colour, opacity: float = 1.0) -> _Colour:
    """A colour, which may let something through, over another; what it is part of lets through, too."""
    if isinstance(colour, str):
        return ground
    red, green, blue = (min(max(float(part or 0), 0.0), 1.0) for part in colour.to("srgb").coordinates)
    alpha = float(colour.alpha) * opacity
    mixed = [part * alpha + behind * (1 - alpha) for part, behind in zip((red, green, blue), ground, strict=True)]
    return mixed[0], mixed[1], mixed[2]


def _hex(colour: _Colour) -> str:
    return "#" + "".join(f"{round(part * 255):02X}" for part in colour)
