"""Sources and the passages picked from them.

Offsets everywhere are code points in a source's canonical text, start included, end excluded, as in the W3C Web
Annotation model's TextPositionSelector; a passage also keeps its quote and context, as in TextQuoteSelector.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime

from briefgen.domain.bibliography import Bibliography
from briefgen.domain.fields import (
    Checked,
    Choice,
    ExactText,
    FieldError,
    Flag,
    Id,
    Many,
    Moment,
    Number,
    Record,
    Rows,
    Text,
    holds,
)
from briefgen.domain.terms import BlockKind, HowObtained, PassageKind

CONTEXT = 32
"""How many code points of context a passage keeps before and after its quote."""

_LINE = Text(one_line=True)
_OFFSET = Number(0, 2**40, optional=False)


_KINDS: dict[str, BlockKind] = {str(kind): kind for kind in BlockKind}


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a text: its kind, its span, and its level (of a heading 1 to 6, of a list item its depth)."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0

    def __post_init__(self) -> None:
        """Make the kind a `BlockKind` when it came as its word."""
        if type(self.kind) is not BlockKind:
            object.__setattr__(self, "kind", _KINDS.get(self.kind) or BlockKind(self.kind))


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a paged source: its index from 0, its printed label, and its span in the text."""

    index: int
    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut(Checked):
    """A line of the document that is not in the canonical text: where it would stand, its words, and why it is out.

    `at` is the offset in the canonical text at which the line would begin a block of its own.
    """

    at: int = holds(_OFFSET)
    text: str = holds(ExactText())
    reason: str = holds(_LINE, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Checked):
    """One imported document. Its bytes lie in the dossier file, addressed by `sha256` (lower-case hex).

    `size` is in bytes. `text` is the canonical text: NFC, lines ended by LF, blocks separated by a blank line.
    """

    id: str = holds(Id("source"))
    sha256: str = holds(ExactText())
    size: int = holds(_OFFSET, 0)
    filename: str = holds(_LINE, "")
    format: str = holds(_LINE, "", about="What the importer took it for: text, markdown …")
    encoding: str = holds(_LINE, "")
    how_obtained: HowObtained = holds(Choice(HowObtained, optional=False), HowObtained.NATIVE)
    imported: datetime | None = holds(Moment(), None)
    text: str = holds(ExactText())
    blocks: tuple[Block, ...] = holds(Rows(Block), ())
    pages: tuple[Page, ...] = holds(Rows(Page), ())
    left_out: tuple[LeftOut, ...] = holds(Many(Record(LeftOut, optional=False)), ())
    bibliography: Bibliography = holds(Record(Bibliography, optional=False), Bibliography())
    marking: str = holds(_LINE, "")
    warnings: tuple[str, ...] = holds(Many(_LINE), ())
    note: str = holds(Text(), "", about="For the editors alone; never printed")

    @property
    def title(self) -> str:
        """The title, or the file's name where there is none."""
        return self.bibliography.title or self.filename or self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage(Checked):
    """A span of one source: its offsets, the exact quote, and up to `CONTEXT` code points on either side.

    A `lost` passage could not be found again when its source was imported anew: the offsets are those in the text
    before, the quote is what it was, and an editor must place it or drop it.
    """

    id: str = holds(Id("passage"))
    source: str = holds(Id("source"))
    start: int = holds(_OFFSET)
    end: int = holds(_OFFSET)
    quote: str = holds(ExactText())
    prefix: str = holds(ExactText(), "")
    suffix: str = holds(ExactText(), "")
    kind: PassageKind = holds(Choice(PassageKind, optional=False), PassageKind.EVIDENCE)
    note: str = holds(Text(), "", about="For the editors alone; never printed")
    lost: bool = holds(Flag(), False)

    def check_together(self) -> None:
        """Refuse an empty span, a quote of another length than the span, and too much context."""
        if self.end <= self.start:
            raise FieldError("end", "an offset after the start", self.end)
        if len(self.quote) != self.end - self.start:
            raise FieldError("quote", f"the {self.end - self.start} characters of its span", self.quote)
        if len(self.prefix) > CONTEXT or len(self.suffix) > CONTEXT:
            raise FieldError("prefix", f"at most {CONTEXT} characters of context")


def block_at(source: Source, offset: int) -> int | None:
    """Find the index of the block that holds `offset`, or the last one before it; None before the first."""
    index = bisect_right(source.blocks, offset, key=lambda block: block.start) - 1
    return index if index >= 0 else None


def paragraph_number(source: Source, offset: int) -> int:
    """Number, from 1, the paragraph at `offset`: headings are not counted, as a reader would not count them."""
    index = block_at(source, offset)
    upto = source.blocks[: (index if index is not None else -1) + 1]
    return max(1, sum(block.kind is not BlockKind.HEADING for block in upto))


def page_at(source: Source, offset: int) -> Page | None:
    """Find the page that holds `offset`; None for a source without pages."""
    index = bisect_right(source.pages, offset, key=lambda page: page.start) - 1
    return source.pages[index] if index >= 0 else None
