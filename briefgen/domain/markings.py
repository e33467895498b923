"""Protective markings: the schemes of BRIEFS, their values in order, and which of two markings is the higher.

A program that prints SECRET is not thereby a system approved to hold it.

Sources: UK Government Security Classifications Policy (August 2024); FIRST, Traffic Light Protocol 2.0; New Zealand
Protective Security Requirements; think-tank values are house custom.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Marking:
    """One value: its exact printed text, its scheme, and its rank there (0 the lowest)."""

    text: str
    scheme: str
    rank: int


def _scheme(name: str, *texts: str) -> tuple[Marking, ...]:
    return tuple(Marking(text, name, rank) for rank, text in enumerate(texts))


SCHEMES: dict[str, tuple[Marking, ...]] = {
    "uk": _scheme("uk", "OFFICIAL", "OFFICIAL-SENSITIVE", "SECRET", "TOP SECRET"),
    "tlp": _scheme("tlp", "TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"),
    "nz": _scheme("nz", "IN CONFIDENCE", "SENSITIVE", "RESTRICTED", "CONFIDENTIAL", "SECRET", "TOP SECRET"),
    "think-tank": _scheme("think-tank", "PUBLIC", "CHATHAM HOUSE RULE", "PRIVATE DRAFT"),
}
"""Schemes by name, each from its lowest marking to its highest."""

TLP_COLOURS = {
    "TLP:RED": "#FF2B2B",
    "TLP:AMBER+STRICT": "#FFC000",
    "TLP:AMBER": "#FFC000",
    "TLP:GREEN": "#33FF00",
    "TLP:CLEAR": "#FFFFFF",
}
"""Colour of each label on black (FIRST, TLP 2.0)."""

HANDLING = (
    "RECIPIENTS ONLY",
    "ORGANISATIONAL USE ONLY",
    "HMG USE ONLY",
    "EMBARGOED UNTIL",
    "FOR PUBLIC RELEASE",
)
"""Handling instructions offered; any text may stand."""


def is_tlp(text: str) -> bool:
    """Tell whether `text` is a label of the Traffic Light Protocol."""
    return text.startswith("TLP:")


def is_above(text: str, other: str) -> bool | None:
    """Tell whether marking `text` ranks above `other`; None where no one scheme knows both.

    No marking at all ("") ranks below every marking. Text after the marking proper, such as a descriptor, is allowed:
    OFFICIAL-SENSITIVE LEGAL ranks as OFFICIAL-SENSITIVE.
    """
    if not text:
        return False
    if not other:
        return True
    for scheme in SCHEMES.values():
        one, two = _rank(text, scheme), _rank(other, scheme)
        if one is not None and two is not None:
            return one > two
    return None


def _rank(text: str, scheme: tuple[Marking, ...]) -> int | None:
    found = [m for m in scheme if text == m.text or text.startswith(m.text + " ")]
    return max(found, key=lambda m: len(m.text)).rank if found else None
