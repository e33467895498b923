"""What kind of PDF is wanted, and where things lie on its pages: plain values, without the layout engine."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

_ENGINES = frozenset(
    {
        "pdf/a-1a", "pdf/a-1b", "pdf/a-2a", "pdf/a-2b", "pdf/a-2u", "pdf/a-3a", "pdf/a-3b", "pdf/a-3u", "pdf/a-4e",
        "pdf/a-4f", "pdf/a-4u", "pdf/ua-1", "pdf/ua-2",
    }
)  # fmt: skip
_WITH_UA = "+ua-1"

VARIANTS = _ENGINES | {f"pdf/a-{level}{_WITH_UA}" for level in ("2a", "3a")}
"""Standards that a file can claim to follow, in the layout engine's words; with `+ua-1` also PDF/UA-1, in one file."""

BOTH = f"pdf/a-3a{_WITH_UA}"
"""Accessible (PDF/UA-1, ISO 14289-1) and for filing (PDF/A-3a, ISO 19005-3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfOptions:
    """What kind of PDF is written.

    Attributes:
        variant: One of `VARIANTS`, or None for plain PDF.
        tagged: Whether the structure of the document is in the file, for screen readers.
    """

    variant: str | None = BOTH
    tagged: bool = True

    def __post_init__(self) -> None:
        """Refuse a variant that there is not."""
        if self.variant is not None and self.variant not in VARIANTS:
            raise ValueError(f"no kind of PDF is called {self.variant}; there are {', '.join(sorted(VARIANTS))}")

    @property
    def engine_variant(self) -> str | None:
        """The variant that the layout engine is asked for."""
        return None if self.variant is None else self.variant.removesuffix(_WITH_UA)

    @property
    def archival(self) -> str:
        """Part and level of PDF/A that the file claims, as in “3a”; "" if it claims none."""
        variant = self.engine_variant or ""
        return variant.removeprefix("pdf/a-") if variant.startswith("pdf/a-") else ""

    @property
    def accessible(self) -> int:
        """The part of PDF/UA that the file claims; 0 if it claims none."""
        variant = self.variant or ""
        return int(variant[-1]) if "ua-" in variant else 0

    @property
    def standards(self) -> tuple[str, ...]:
        """The standards that the file claims, by their names: PDF/UA-1, PDF/A-3a."""
        accessible = (f"PDF/UA-{self.accessible}",) if self.accessible else ()
        return (*accessible, f"PDF/A-{self.archival}") if self.archival else accessible

    @property
    def may_hold_files(self) -> bool:
        """Whether other files may be attached: PDF/A-1 and 2 forbid it, 4 but in one of its forms."""
        return self.archival == "" or self.archival[0] == "3" or self.archival == "4f"


@dataclass(frozen=True, slots=True)
class Conformance:
    """Which standards a file was to follow, and what keeps it from them, in sentences that say what to mend.

    A file claims those alone that nothing keeps it from.
    """

    wanted: tuple[str, ...] = ()
    accessible_faults: tuple[str, ...] = ()
    archival_faults: tuple[str, ...] = ()

    @property
    def faults(self) -> tuple[str, ...]:
        """All that keeps the file from what it was to follow."""
        return (*self.accessible_faults, *self.archival_faults)

    @property
    def claimed(self) -> tuple[str, ...]:
        """The standards that the file claims to follow."""
        kept = {"PDF/UA": not self.accessible_faults, "PDF/A-": not self.archival_faults}
        return tuple(name for name in self.wanted if kept[name[:6]])


class Relationship(StrEnum):
    """What an attached file is to the document (ISO 19005-3, 6.8)."""

    SOURCE = "Source"
    DATA = "Data"
    ALTERNATIVE = "Alternative"
    SUPPLEMENT = "Supplement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file within the PDF. Nothing is attached unless somebody chooses it.

    Attributes:
        name: Its file name.
        content: Its bytes.
        media_type: As in “application/json”.
        description: What it is, in words for who opens the PDF.
        relationship: What it is to the document.
        modified: When it was changed last, as YYYY-MM-DD; "" for the document's own date.
    """

    name: str
    content: bytes
    media_type: str
    description: str
    relationship: Relationship = Relationship.SUPPLEMENT
    modified: str = ""


@dataclass(frozen=True, slots=True)
class PageSize:
    """A page's size in points."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where an element lies: the page's number, from 0, and a rectangle in points from the page's upper left corner."""

    page: int
    x: float
    y: float
    width: float
    height: float
