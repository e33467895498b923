"""The name suggested for an exported brief: its reference and title, as any system's files may be called."""

from __future__ import annotations

import re
import unicodedata

from briefgen.domain.briefs import Brief

_MOST = 100
"""Characters, so that folder and name together stay within what every system takes."""
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}
"""Names that one system keeps for devices, whatever follows a dot."""


def suggested_name(brief: Brief, suffix: str) -> str:
    """Make a file name of a brief's reference and title (else its name), with `suffix` such as “.pdf”.

    What no system's file names may hold becomes a space or, within a word, a hyphen; a long name is cut after a word.
    """
    parts = (brief.ref, brief.short_title or brief.title or brief.name)
    text = " ".join(clean for part in parts if (clean := _clean(part)))
    if len(text) > _MOST:
        cut = text[: _MOST + 1]
        text = cut[: cut.rindex(" ")] if " " in cut else cut[:_MOST]
    text = text.strip(" .-") or "brief"
    if text.partition(".")[0].casefold() in _RESERVED:
        text = f"{text} brief"
    return text + suffix


def _clean(text: str) -> str:
    text = unicodedata.normalize("NFC", text)
    text = re.sub(r"(?<=\w)[/\\](?=\w)", "-", text)
    text = re.sub(r"(?<=\d):(?=\d)", ".", text)
    text = re.sub(r'[<>:"/\\|?*]', " ", text)
    printable = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(printable.split())
