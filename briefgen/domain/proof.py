"""What a PDF says when it is read back, and what comes of holding its quotations against their sources.

Plain values: `briefgen.read_back` makes `ReadBack` of a file's bytes, and `domain.verification` judges it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from briefgen.domain.printed_words import fingerprint, joined, without_marks

KEY = r"e?(?P<number>\d+)(?:-\d+)?"
"""The key of a quotation, as a regular expression."""

_ID = re.compile(rf"quotation-(?P<key>{KEY})(?:\.\d+)?:(?P<fingerprint>[0-9a-f]{{16}})")


def evidence_key(number: int, piece: int) -> str:
    """What a passage is called in the evidence annex: by its note's number, and each of its paragraphs by its own."""
    return f"e{number}" if piece == 1 else f"e{number}-{piece}"


def evidence_pieces(quote: str) -> tuple[str, ...]:
    """The paragraphs of a passage, each of which has a key of its own in the evidence annex."""
    return tuple(piece for piece in quote.split("\n\n") if piece.strip())


def quotation_id(key: str, time: int, text: str) -> str:
    """The id of a quotation in a file's tags.

    Args:
        key: What it is called in the document: its note's number; “3-2” in its second form; “e3” in the evidence annex.
        time: The how many-th time it is printed, from 1.
        text: Its words between their marks. Their fingerprint is part of the id, so that careless changes show without
            any source at hand; whoever makes a change with care can change that, too.
    """
    again = "" if time == 1 else f".{time}"
    return f"quotation-{key}{again}:{fingerprint(joined(without_marks([text]) or (text,)))}"


@dataclass(frozen=True, slots=True)
class QuotationId:
    """What the id of a quotation says."""

    key: str
    number: int
    fingerprint: str

    @property
    def has_marks(self) -> bool:
        """Whether it stands between quotation marks; in the evidence annex colour is what marks it."""
        return not self.key.startswith("e")

    @classmethod
    def of(cls, text: str) -> QuotationId | None:
        """Read an id; None for the id of something else."""
        found = _ID.fullmatch(text)
        return cls(found["key"], int(found["number"]), found["fingerprint"]) if found else None


@dataclass(frozen=True, slots=True)
class ReadQuotation:
    """A quotation of a file, as its pages have it.

    Attributes:
        id: Its id in the tags.
        page: Its first page, from 1.
        lines: Its words, line by line, marks included.
        troubles: What is wrong with how it is drawn, in sentences: hidden, covered, letters that are not what they say.
        unsure: What can't be told of it, in sentences.
    """

    id: str
    page: int
    lines: tuple[str, ...]
    troubles: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadNote:
    """A note of the list at the end: its number, and its words."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page as a whole: its words, and a digest of all that is drawn on it and where."""

    text: str
    digest: str


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file within a PDF."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBack:
    """A PDF as far as verification wants it.

    `troubles` are what is wrong with the file as a whole; `appended` is whether something was put behind its end after
    it was written; `tagged` is whether it says what is a quotation. `sheets` are its pages, if they were asked for.
    """

    tagged: bool
    pages: int
    title: str = ""
    document_id: str = ""
    quotations: tuple[ReadQuotation, ...] = ()
    notes: tuple[ReadNote, ...] = ()
    attached: tuple[AttachedFile, ...] = ()
    sheets: tuple[ReadPage, ...] = ()
    troubles: tuple[str, ...] = ()
    appended: bool = False


APPENDED = (
    "The file was changed after it was written: what was changed is put behind its end. Comments, signatures and "
    "filled-in fields are added so, and so is a page in the place of another."
)
"""What is wrong with a file that something was put behind the end of, unless it is known what it was before."""


class Verdict(StrEnum):
    """What a quotation is, compared with its source."""

    VERBATIM = "verbatim"
    ELIDED = "elided"
    ALTERED = "altered"
    UNKNOWN = "not checked"
