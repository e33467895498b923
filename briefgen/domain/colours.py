"""Colours: which texts are one, and how well two of them can be told apart.

Source: WCAG 2.2, definitions of “relative luminance” and “contrast ratio” (the same since WCAG 2.0, but for the
corrected threshold 0.04045 of the sRGB curve).
"""

from __future__ import annotations

import re

Channels = tuple[float, float, float]

_HEX = re.compile(r"#(?:[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})")


def is_colour(value: object) -> bool:
    """Tell whether a value is a colour written #RGB or #RRGGBB."""
    return isinstance(value, str) and _HEX.fullmatch(value) is not None


def contrast_ratio(one: str, other: str) -> float:
    """Give the contrast of two colours (#RGB or #RRGGBB), from 1 for none to 21 for black on white."""
    return contrast_of(_channels(one), _channels(other))


def contrast_of(one: Channels, other: Channels) -> float:
    """Give the same for colours as their red, green and blue in sRGB, each from 0 to 1."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _channels(colour: str) -> Channels:
    digits = colour[1:]
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = (int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4))
    return red, green, blue


def _luminance(colour: Channels) -> float:
    red, green, blue = map(_linear, colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
