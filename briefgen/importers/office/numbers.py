"""Numbers as lists print them: 4, iv, IV, d, D. Names of the forms are Word's, or OpenDocument's one letter."""

from __future__ import annotations

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LARGEST = 3_999


def whole(text: str | None, otherwise: int) -> int:
    """A whole number as a document writes it; `otherwise` where it is none, or one that nobody means."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else otherwise


def number_in(form: str, number: int) -> str:
    """A number in a form; in figures where the form is not one of these, or has no such number."""
    match form:
        case "none" | "bullet":
            return ""
        case "lowerRoman" | "i" if 0 < number <= _LARGEST:
            return _roman(number)
        case "upperRoman" | "I" if 0 < number <= _LARGEST:
            return _roman(number).upper()
        case "lowerLetter" | "a" if 0 < number <= _LARGEST:
            return _letters(number)
        case "upperLetter" | "A" if 0 < number <= _LARGEST:
            return _letters(number).upper()
        case "decimalZero":
            return f"{number:02d}"
    return str(number)


def _roman(number: int) -> str:
    letters = ""
    for worth, sign in _ROMAN:
        while number >= worth:
            letters, number = letters + sign, number - worth
    return letters


def _letters(number: int) -> str:
    """From a to z, then aa, bb and so on, as Word and Writer go on."""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
