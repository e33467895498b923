"""Protective markings: the schemes of BRIEFS and a house's own, and which of two markings is the higher.

A program that prints SECRET is not thereby a system approved to hold it.

Sources: UK Government Security Classifications Policy (August 2024); FIRST, Traffic Light Protocol 2.0; New Zealand
Protective Security Requirements; think-tank values are house custom.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from briefgen.domain.fields import Checked, FieldError, Flag, Many, Record, Text, holds

_NAME = Text(one_line=True, required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marking(Checked):
    """One value: its exact printed text, and whether it wants a handling instruction beside it.

    `colour` is that of the text, as #RRGGBB on black, of the labels that prescribe one (FIRST, TLP 2.0).
    """

    takes = "a marking's exact text"

    text: str = holds(_NAME)
    colour: str = holds(Text(one_line=True), "")
    needs_handling: bool = holds(Flag(), False)

    @classmethod
    def parse(cls, field: str, text: str) -> Marking:  # noqa: ARG003  the signature that Record asks for
        """Read a marking's text."""
        return cls(text=text.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkingScheme(Checked):
    """Markings that rank against one another, from the lowest to the highest."""

    name: str = holds(_NAME)
    title: str = holds(_NAME)
    markings: tuple[Marking, ...] = holds(Many(Record(Marking, optional=False)), ())

    def check_together(self) -> None:
        """Refuse a scheme without markings, and one that ranks a marking twice."""
        texts = self.texts
        if not texts:
            raise FieldError("markings", "at least one marking")
        if len(set(texts)) != len(texts):
            raise FieldError("markings", "different texts", ", ".join(texts))

    @property
    def texts(self) -> tuple[str, ...]:
        """The markings' texts, from the lowest."""
        return tuple(marking.text for marking in self.markings)

    def rank(self, text: str) -> int | None:
        """Rank a marking, 0 the lowest; None where it is none of these.

        Text after the marking proper, such as a descriptor, is allowed: OFFICIAL-SENSITIVE LEGAL ranks as
        OFFICIAL-SENSITIVE.
        """
        found = [(len(own), rank) for rank, own in enumerate(self.texts) if text == own or text.startswith(own + " ")]
        return max(found)[1] if found else None


def _plain(*texts: str) -> tuple[Marking, ...]:
    return tuple(Marking(text=text) for text in texts)


UK = MarkingScheme(
    name="uk",
    title="United Kingdom",
    markings=(
        Marking(text="OFFICIAL"),
        Marking(text="OFFICIAL-SENSITIVE", needs_handling=True),
        *_plain("SECRET", "TOP SECRET"),
    ),
)
TLP = MarkingScheme(
    name="tlp",
    title="Traffic Light Protocol",
    markings=(
        Marking(text="TLP:CLEAR", colour="#FFFFFF"),
        Marking(text="TLP:GREEN", colour="#33FF00"),
        Marking(text="TLP:AMBER", colour="#FFC000"),
        Marking(text="TLP:AMBER+STRICT", colour="#FFC000"),
        Marking(text="TLP:RED", colour="#FF2B2B"),
    ),
)
NZ = MarkingScheme(
    name="nz",
    title="New Zealand",
    markings=_plain("IN CONFIDENCE", "SENSITIVE", "RESTRICTED", "CONFIDENTIAL", "SECRET", "TOP SECRET"),
)
THINK_TANK = MarkingScheme(
    name="think-tank", title="Think tanks", markings=_plain("PUBLIC", "CHATHAM HOUSE RULE", "PRIVATE DRAFT")
)

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


@dataclass(frozen=True, slots=True)
class Markings:
    """The schemes that hold in a house: those shipped, and its own before them."""

    schemes: tuple[MarkingScheme, ...] = (UK, TLP, NZ, THINK_TANK)

    def and_house(self, scheme: MarkingScheme | None) -> Markings:
        """Give these schemes and, before them, the house's own where it has one."""
        return self if scheme is None else Markings((scheme, *self.schemes))

    @property
    def texts(self) -> tuple[str, ...]:
        """All markings' texts, each once."""
        return tuple(dict.fromkeys(text for scheme in self.schemes for text in scheme.texts))

    def find(self, text: str) -> Marking | None:
        """Find the known marking that `text` begins with; None for a text that no scheme has."""
        for scheme in self.schemes:
            rank = scheme.rank(text)
            if rank is not None:
                return scheme.markings[rank]
        return None

    def is_above(self, text: str, other: str) -> bool | None:
        """Tell whether marking `text` ranks above `other`; None where no one scheme knows both.

        No marking at all ("") ranks below every marking.
        """
        if not text:
            return False
        if not other:
            return True
        for scheme in self.schemes:
            one, two = scheme.rank(text), scheme.rank(other)
            if one is not None and two is not None:
                return one > two
        return None

    def highest(self, own: str, others: Iterable[str]) -> str:
        """Give the highest of `own` and of those of `others` that can be compared with it."""
        for other in others:
            if self.is_above(other, own):
                own = other
        return own


SHIPPED = Markings()
