"""What kind of PDF is wanted, and where things lie on its pages: plain values, without the layout engine."""

from __future__ import annotations

from dataclasses import dataclass

VARIANTS = frozenset(
    {
        "pdf/a-1a", "pdf/a-1b", "pdf/a-2a", "pdf/a-2b", "pdf/a-2u", "pdf/a-3a", "pdf/a-3b", "pdf/a-3u", "pdf/a-4e",
        "pdf/a-4f", "pdf/a-4u", "pdf/ua-1", "pdf/ua-2",
    }
)  # fmt: skip
"""Standards that a file can claim to follow, in the layout engine's words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfOptions:
    """What kind of PDF is written.

    Attributes:
        variant: One of `VARIANTS`, or None for plain PDF.
        tagged: Whether the structure of the document is in the file, for screen readers.
    """

    variant: str | None = "pdf/ua-1"
    tagged: bool = True

    def __post_init__(self) -> None:
        """Refuse a variant that there is not."""
        if self.variant is not None and self.variant not in VARIANTS:
            raise ValueError(f"no kind of PDF is called {self.variant}; there are {', '.join(sorted(VARIANTS))}")


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
