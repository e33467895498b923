"""Rules about the house template's colours: those that meet on the page can be told apart.

Source: WCAG 2.2, definitions of “relative luminance” and “contrast ratio” (the same since WCAG 2.0, but for the
corrected threshold 0.04045 of the sRGB curve).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefgen.domain.fields import Plain
from briefgen.domain.preflight.findings import Finding, found, in_template
from briefgen.domain.preflight.rules import Rule
from briefgen.domain.preflight.subject import Subject

_HEX = re.compile(r"#(?:[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})")


def check(subject: Subject) -> Iterator[Finding]:
    """Check every pair of colours that the template says meet on its pages."""
    template, colours = subject.template, dict(subject.template.colours)
    for pair in template.contrast:
        place = in_template(template.title, "contrast", f"{pair.text} on {pair.on}")
        values = [colours.get(name, name) for name in (pair.text, pair.on)]
        unreadable = [name for name, value in zip((pair.text, pair.on), values, strict=True) if not is_colour(value)]
        if unreadable:
            yield found(
                Rule.COLOUR,
                place,
                f"The house template names the colour “{unreadable[0]}”, which is not written #RRGGBB.",
                "Mend the template's manifest.",
            )
            continue
        ratio, least = contrast_ratio(*values), pair.tenths / 10
        if ratio < least:
            yield found(
                Rule.CONTRAST,
                place,
                f"“{pair.text}” on “{pair.on}” has too little contrast to be read by everybody.",
                "Darken one of the two colours or lighten the other.",
                # Cut, not rounded: 4.496 is not 4.5.
                f"{int(ratio * 100) / 100:.2f}; at least {least:.1f}",
            )


def is_colour(value: Plain) -> bool:
    """Tell whether a value is a colour written #RGB or #RRGGBB."""
    return isinstance(value, str) and _HEX.fullmatch(value) is not None


def contrast_ratio(one: str, other: str) -> float:
    """Give the contrast of two colours (#RGB or #RRGGBB), from 1 for none to 21 for black on white."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:]
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = (_linear(int(digits[start : start + 2], 16) / 255) for start in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
