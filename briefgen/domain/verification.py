"""Whether the quotations of a PDF are those of their sources. Pure: it is given what the file says, read back.

Two questions are asked of the same reading. Before a file is written: does each quotation that its pages were to print
stand on them, in the words of its source (`gate_faults`)? And of a file from anywhere: what is each quotation in it
(`held`)? Nothing but an editor's marks, which show, may part a quotation from its source.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from briefgen.domain.printed_words import (
    alike,
    fingerprint,
    first_difference,
    is_read_letter_by_letter,
    joined,
    plain_words,
    say_the_same,
    squeezed,
    without_marks,
)
from briefgen.domain.proof import QuotationId, ReadBack, ReadPage, ReadQuotation, Verdict

_LIKE = 0.4
"""From how alike to a passage on (`printed_words.alike`) altered words are taken to be meant for it."""
_SHOWN = 160
"""Characters of a quotation that a message repeats."""


@dataclass(frozen=True, slots=True)
class Expected:
    """The words that a quotation is to have on the page, and those of its source without an editor's marks.

    Both are "" for what stands in its source no more.
    """

    words: str
    whole: str

    @property
    def is_edited(self) -> bool:
        """Whether an editor left something out, or put something in."""
        return self.words != self.whole


@dataclass(frozen=True, slots=True)
class Proof:
    """What came of the gate: how many quotations stand on the pages word for word, and how many with marks in them."""

    verbatim: int
    edited: int

    @property
    def total(self) -> int:
        """How many there are."""
        return self.verbatim + self.edited


def gate(read: ReadBack, expected: Mapping[str, Expected], printed: Iterable[str]) -> tuple[Proof, tuple[str, ...]]:
    """Hold the quotations of a file that is about to be written against their sources.

    Args:
        read: The file, read back.
        expected: The words of each quotation, by its key.
        printed: The keys of the quotations that the pages were filled with, as often as each is printed.

    Returns:
        How many hold, and what keeps the others from it: a sentence each, that begins with the page.
    """
    left = Counter(printed)
    faults: list[str] = []
    verbatim = edited = 0
    for quotation in read.quotations:
        name = QuotationId.of(quotation.id)
        wanted = expected.get(name.key) if name else None
        where = f"On page {quotation.page}, “{_short(joined(quotation.lines))}”"
        if name is None or wanted is None:
            faults.append(f"{where} is a quotation that no passage is known for.")
            continue
        left[name.key] -= 1
        words = without_marks(quotation.lines) if name.has_marks else quotation.lines
        if not wanted.words:
            faults.append(f"{where} is quoted from a passage that is not found in its source any more.")
        elif words is None or not say_the_same(words, wanted.words):
            has, wants = first_difference(joined(words or quotation.lines), wanted.words)
            faults.append(f"{where} is not what the source says: “{has}” stands for “{wants}”.")
        elif quotation.troubles:
            faults += [f"{where}: {trouble}." for trouble in quotation.troubles]
        elif name.has_marks:
            edited += wanted.is_edited
            verbatim += not wanted.is_edited
    for key, times in sorted(left.items()):
        if times > 0:
            gone = expected[key].words if key in expected else ""
            faults.append(f"A quotation that was to be printed is not on the pages: “{_short(gone)}” (note {key}).")
    return Proof(verbatim, edited), tuple(faults)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


# ------------------------------------------------------------------------------------------- files from anywhere


@dataclass(frozen=True, slots=True)
class Known:
    """A passage that may be quoted: what it is called, its source, and the forms in which it may be printed.

    Attributes:
        passage: Its id.
        source: Its source's id.
        title: Its source's title.
        whole: Its words, without an editor's marks.
        forms: Its words with the marks of each of its uses.
        pieces: Its paragraphs, of one that has several: the evidence annex prints each by itself.
    """

    passage: str
    source: str
    title: str
    whole: str
    forms: tuple[str, ...] = ()
    pieces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownSource:
    """The text of a source, for words of which no passage is known any more."""

    source: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One quotation of a file, held against its source.

    Attributes:
        id: Its id in the file.
        note: The number of its note.
        page: The page that it begins on, from 1.
        words: As the page has them, without their marks.
        verdict: What it is.
        passage: The id of the passage; "" where only the source is known.
        source: The id of the source; "" for none.
        title: The source's title.
        expected: What the source says, where that is something else.
        faults: What is wrong, in sentences. A quotation without any holds, unless its verdict is `UNKNOWN`.
        unsure: What could not be told of it.
    """

    id: str
    note: int
    page: int
    words: str
    verdict: Verdict
    passage: str = ""
    source: str = ""
    title: str = ""
    expected: str = ""
    faults: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether it is its source's, and is read as it is seen."""
        return not self.faults and self.verdict in {Verdict.VERBATIM, Verdict.ELIDED}


class Passages:
    """Finds the passage that a quotation is of."""

    def __init__(self, known: Iterable[Known], sources: Iterable[KnownSource] = ()) -> None:
        """Prepare: `sources` are looked through for words of which there is no passage."""
        self._known = tuple(known)
        self._sources = tuple(sources)
        self._by_words: dict[str, list[tuple[Known, str]]] = {}
        self._by_fingerprint: dict[str, Known] = {}
        for passage in self._known:
            for form in dict.fromkeys((passage.whole, *passage.forms, *passage.pieces)):
                self._by_words.setdefault(squeezed(form), []).append((passage, form))
                self._by_fingerprint.setdefault(fingerprint(form), passage)

    def hold(self, quotation: ReadQuotation, name: QuotationId) -> Held:
        """Say what a quotation is."""
        lines = without_marks(quotation.lines) if name.has_marks else quotation.lines
        words = joined(lines or quotation.lines)
        faults = [f"{_first_upper(trouble)}." for trouble in quotation.troubles]
        if lines is None:
            faults.append("It does not stand between quotation marks.")
            lines = quotation.lines
        found = [(known, form) for known, form in self._by_words.get(squeezed(words), ()) if say_the_same(lines, form)]
        meant = self._by_fingerprint.get(name.fingerprint)
        if found:
            # The same words may be picked twice, of several sources: the one that the file was made with comes first.
            known, form = min(found, key=lambda pair: pair[0] is not meant)
            if meant is not None and meant.passage != known.passage and plain_words(form) != plain_words(meant.whole):
                faults.append(f"The file was written with other words in this place: “{_short(meant.whole)}”.")
            elif fingerprint(words) != name.fingerprint:
                faults.append("The file was written with other words in this place.")
            exact = plain_words(form) in map(plain_words, (known.whole, *known.pieces))
            verdict = Verdict.VERBATIM if exact else Verdict.ELIDED
            return self._held(quotation, name, words, verdict, known, faults)
        source = next((one for one in self._sources if _stands_in(lines, one.text)), None)
        if source is not None and fingerprint(words) == name.fingerprint:
            return self._held(
                quotation, name, words, Verdict.VERBATIM, Known("", source.source, source.title, words), faults
            )
        known_or_none = meant or self._nearest(words)
        if known_or_none is None:
            faults.append("These words stand in no source that is known here.")
            return self._held(quotation, name, words, Verdict.ALTERED, None, faults)
        nearest = max((known_or_none.whole, *known_or_none.forms), key=lambda form: alike(words, form))
        has, wants = first_difference(words, nearest)
        faults.append(f"It says “{has}” where the source has “{wants}”.")
        return self._held(quotation, name, words, Verdict.ALTERED, known_or_none, faults, nearest)

    def _nearest(self, words: str) -> Known | None:
        ranked = [(max(alike(words, form) for form in (one.whole, *one.forms)), one) for one in self._known]
        best = max(ranked, key=lambda pair: pair[0], default=None)
        return best[1] if best is not None and best[0] > _LIKE else None

    @staticmethod
    def _held(
        quotation: ReadQuotation, name: QuotationId, words: str, verdict: Verdict, known: Known | None,
        faults: Sequence[str], expected: str = "",
    ) -> Held:  # fmt: skip
        return Held(
            id=quotation.id,
            note=name.number,
            page=quotation.page,
            words=words,
            verdict=verdict,
            passage=known.passage if known else "",
            source=known.source if known else "",
            title=known.title if known else "",
            expected=expected,
            faults=tuple(faults),
            unsure=(*quotation.unsure, *_unread(known)),
        )


def _unread(known: Known | None) -> tuple[str, ...]:
    """What can't be told of words in some scripts."""
    if known is None or is_read_letter_by_letter(known.whole):
        return ()
    return ("the letters of its script can't be read off a page one by one: compare them by eye",)


def held(read: ReadBack, passages: Passages) -> tuple[Held, ...]:
    """Hold all quotations of a file against the passages that are known."""
    named = ((quotation, QuotationId.of(quotation.id)) for quotation in read.quotations)
    return tuple(passages.hold(quotation, name) for quotation, name in named if name is not None)


def held_by_themselves(read: ReadBack) -> tuple[Held, ...]:
    """What can be said of quotations without any source: whether each has the fingerprint that it was written with."""
    found = []
    for quotation in read.quotations:
        name = QuotationId.of(quotation.id)
        if name is None:
            continue
        words = joined((name.has_marks and without_marks(quotation.lines)) or quotation.lines)
        faults = [f"{_first_upper(trouble)}." for trouble in quotation.troubles]
        if fingerprint(words) != name.fingerprint:
            faults.append("The file was written with other words in this place.")
        found.append(
            Held(
                id=quotation.id, note=name.number, page=quotation.page, words=words,
                verdict=Verdict.ALTERED if faults else Verdict.UNKNOWN, faults=tuple(faults), unsure=quotation.unsure,
            )
        )  # fmt: skip
    return tuple(found)


def _stands_in(lines: Sequence[str], text: str) -> bool:
    words = plain_words(text)
    return any(plain_words(way) in words for way in (joined(lines), " ".join(lines)))


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


# ----------------------------------------------------------------------------------------- what a file was made from


def missing(read: ReadBack, printed: Iterable[str], expected: Mapping[str, Expected]) -> tuple[str, ...]:
    """Which quotations were taken out of a file, or put into it, since it was made, in sentences.

    Args:
        read: The file.
        printed: The keys of the quotations that its pages were filled with.
        expected: Their words, by their keys.
    """
    wanted = Counter(printed)
    there = Counter(name.key for quotation in read.quotations if (name := QuotationId.of(quotation.id)))
    gone = [
        f"A quotation was taken out: “{_short(expected[key].words)}” (note {key})."
        for key in wanted - there
        if key in expected
    ]
    more = [f"A quotation was put in, under the name of note {key}." for key in there - wanted]
    return (*gone, *more)


def other_pages(sheets: Sequence[ReadPage], issued: Sequence[ReadPage]) -> tuple[str, ...]:
    """Which pages are not as they were issued, in sentences: other words on them, or else something that is drawn.

    Only pages that the same engine has laid out can be compared.
    """
    found = []
    for number, (there, then) in enumerate(zip(sheets, issued, strict=False), 1):
        if squeezed(there.text) != squeezed(then.text):
            has, wants = first_difference(there.text, then.text)
            found.append(f"On page {number} “{has}” stands where “{wants}” was issued.")
        elif there.digest != then.digest:
            found.append(f"On page {number} something is drawn otherwise than it was issued.")
    if len(sheets) != len(issued):
        found.append(f"The file has {len(sheets)} pages, and {len(issued)} were issued.")
    return tuple(found)


def other_notes(read: ReadBack, printed: Mapping[int, str]) -> tuple[str, ...]:
    """Which notes name another source, or another place in it, than the file was made with, in sentences.

    Args:
        read: The file.
        printed: The words of each note as the page was filled with them, by its number.
    """
    there = {note.number: note.text for note in read.notes}
    found = []
    for number, words in printed.items():
        if number not in there:
            found.append(f"Note {number} is not in the file.")
        elif squeezed(there[number]) != squeezed(words):
            has, wants = first_difference(there[number], words)
            found.append(f"Note {number} says “{has}” where the file was made with “{wants}”.")
    found += [f"Note {number} is none that the file was made with." for number in there if number not in printed]
    return tuple(found)
