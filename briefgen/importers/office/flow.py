"""The words of a word processor's document as they come, and the pieces that they become.

A reader of a format goes through its document once and tells a `Flow` what it meets: words, a note, the beginning and
the end of a comment, the end of a paragraph. What hangs on a paragraph, as its footnotes and text boxes do, follows it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from briefgen.domain.bibliography import Bibliography
from briefgen.domain.terms import BlockKind
from briefgen.importers.characters import clean
from briefgen.importers.document import Comment, Piece, table_text
from briefgen.importers.lines import EDGES

HIDDEN = "hidden text"
HEADER = "page header"
FOOTER = "page footer"
NOT_IN_THE_TEXT = frozenset({HIDDEN, HEADER, FOOTER})
"""Why words of a document are left out that are not of its text."""

_MARK = "\U0010fffd"
"""Stands in the words where a comment begins or ends; no typeface has it, and it is taken out of what comes in."""
_SPACED_BREAK = re.compile(r"[ \t]*\n\s*")
_SPACES = re.compile(r"[ \t]{2,}|\t")
_BLANK_LINES = re.compile(r"\n\s*\n")

_CONTENTS = re.compile(
    r"(?:table of )?contents|inhalt(?:sverzeichnis)?|table des matières|sommaire|índice|indice|sommario|inhoud",
    re.IGNORECASE,
)
"""Headings of level 1 that are no title of the document."""
_MACHINE_MADE = re.compile(
    r"automati(?:cally|sch) generi?er?(?:ated|t)|générée? automatiquement|generad[ao] automáticamente|"
    r"^[\w .()-]*\.(?:png|jpe?g|gif|tiff?|bmp|svg|emf|wmf)$|^(?:picture|image|bild|grafik|graphic)\s*\d*$",
    re.IGNORECASE,
)
"""Descriptions of pictures that nobody wrote."""

LONGEST_CELL = 800
"""Characters up to which a cell is one of a table, and not a column or a box that whole texts are laid out in."""
MOST_COLUMNS = 500


@dataclass(frozen=True, slots=True)
class Shape:
    """What a paragraph is: its kind, its level, and the number or letter that is printed before it."""

    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    label: str = ""


PLAIN = Shape()


@dataclass(frozen=True, slots=True)
class Remarked:
    """What somebody remarked: the words, who, and when (as the document writes it)."""

    text: str
    author: str = ""
    date: str = ""


@dataclass(slots=True)
class _Open:
    """A comment whose words are being read: its place, once that is known."""

    piece: int = -1
    start: int = 0
    end: int = 0
    is_closed: bool = False


class Flow:
    """Gathers the pieces of one document. `keep` are lines that stay although they would be left out."""

    def __init__(self, keep: Collection[str] = ()) -> None:
        self.pieces: list[Piece] = []
        self.taken: Counter[str] = Counter()
        self.first_heading = ""
        self._keep = keep
        self._words: list[str] = []
        self._hidden: list[str] = []
        self._marks: list[str] = []
        self._open: dict[str, _Open] = {}
        self._after: list[Callable[[], None]] = []

    # -------------------------------------------------------------------------------------- words

    def say(self, words: str, *, hidden: bool = False) -> None:
        """Words of the paragraph; hidden ones are left out, where they can be seen."""
        if not words:
            return
        if hidden:
            self._hidden.append(words)
            return
        if self._hidden and self._hidden[-1] != "\n":
            self._hidden.append("\n")
        self._words.append(words.replace(_MARK, "") if _MARK in words else words)

    def mark(self, comment: str) -> None:
        """A comment begins here, or ends if it has begun."""
        known = self._open.get(comment)
        if known is None:
            self._open[comment] = _Open()
        elif known.is_closed:
            return
        else:
            known.is_closed = True
        self._marks.append(comment)
        self._words.append(_MARK)

    def refer(self, comment: str) -> None:
        """A comment is anchored here: on no words, unless it has begun before."""
        if comment not in self._open:
            self.mark(comment)
            self.mark(comment)

    def afterwards(self, tell: Callable[[], None]) -> None:
        """What stands by the paragraph rather than in it: told once the paragraph has ended."""
        self._after.append(tell)

    # ------------------------------------------------------------------------------------- pieces

    def end_paragraph(self, shape: Shape = PLAIN) -> str:
        """Make pieces of the words so far, and of what hangs on them; gives the words without their number."""
        words, hidden = "".join(self._words), "".join(self._hidden)
        self._words, self._hidden = [], []
        if shape.kind is BlockKind.CODE:
            text = _BLANK_LINES.sub("\n", self._clean(words).expandtabs(4)).strip("\n")
        else:
            text = _SPACES.sub(" ", _SPACED_BREAK.sub("\n", self._clean(words)))
        if text.strip(EDGES + _MARK):
            text = text.rstrip() if shape.kind is BlockKind.CODE else text.strip(EDGES)
            label = self._clean(shape.label).strip(EDGES)
            self._add(Piece(shape.kind, f"{label} {text}" if label else text, shape.level))
            text = text.replace(_MARK, "")
            if shape.kind is BlockKind.HEADING and shape.level == 1 and not _CONTENTS.fullmatch(text):
                self.first_heading = self.first_heading or text
        else:
            self._lose_marks()
        self.leave_out(hidden, HIDDEN)
        self._tell_after()
        return text

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        """Make a piece of a table whose cells were read with `cell`."""
        text = table_text(rows)
        if text.replace(_MARK, "").strip():
            self._add(Piece(BlockKind.TABLE, text))
        else:
            self._lose_marks()
        self._tell_after()

    def picture(self, description: str) -> None:
        """A picture's description, where somebody wrote one."""
        if not _MACHINE_MADE.search(description):
            self.say(description)
            self.end_paragraph(Shape(BlockKind.CAPTION))

    def box(self, words: str) -> None:
        """A paragraph before the one whose words have begun."""
        outer, self._words = self._words, [words]
        self.end_paragraph()
        self._words = outer

    def cell(self, tell: Callable[[], None]) -> str:
        """The words of a table's cell, on one line. Notes in it, and what is hidden, come after the table."""
        outer, self._words = self._words, []
        hidden, self._hidden = self._hidden, []
        tell()
        words = self.cell_so_far()
        self._words, self._hidden = outer, hidden
        return words

    def cell_so_far(self) -> str:
        """The words so far as those of a cell, for a document that says only where cells end."""
        words, self._words = "".join(self._words), []
        hidden, self._hidden = "".join(self._hidden), []
        if hidden.strip():
            self._after.append(lambda: self.leave_out(hidden, HIDDEN))
        return " ".join(self._clean(words).split())

    def leave_out(self, words: str, reason: str) -> None:
        """Keep words out of the text, where they can be seen and put back."""
        lines = (" ".join(line.split()) for line in self._clean(words.replace(_MARK, "")).split("\n"))
        text = "\n".join(line for line in lines if line)
        if text:
            kept = text in self._keep
            self.pieces.append(Piece(BlockKind.PARAGRAPH, text, left_out="" if kept else reason))

    def comments(self, remarks: dict[str, Remarked]) -> tuple[Comment, ...]:
        """The comments, each on its words, in their order in the text; those that stand nowhere are left out."""
        found: list[Comment] = []
        for name, place in self._open.items():
            remark = remarks.get(name)
            if remark is None or place.piece < 0 or not remark.text.strip():
                continue
            length = len(self.pieces[place.piece].text)
            # One that goes on over the end of the paragraph stands on what it has of it.
            end = place.end if place.is_closed else length
            start = min(place.start, length)
            words = clean(remark.text).text.strip()
            end = max(start, min(end, length))
            found.append(Comment(place.piece, start, end, words, remark.author, remark.date))
        return tuple(sorted(found, key=lambda comment: (comment.piece, comment.start)))

    def _tell_after(self) -> None:
        waiting, self._after = self._after, []
        for tell in waiting:
            tell()

    def _clean(self, words: str) -> str:
        cleaned = clean(words)
        self.taken += cleaned.taken
        return cleaned.text

    def _add(self, piece: Piece) -> None:
        """Add a piece, and put down where in it comments begin and end."""
        marks, self._marks = self._marks, []
        last = self.pieces[-1] if self.pieces else piece
        if not marks and piece.kind is BlockKind.CODE is last.kind and not last.left_out and last is not piece:
            self.pieces[-1] = replace(last, text=f"{last.text}\n{piece.text}")
            return
        if not marks:
            self.pieces.append(piece)
            return
        parts = piece.text.split(_MARK)
        text = "".join(parts)
        lines = [line for line in text.split("\n") if line.strip()]
        tidy = clean("\n".join(lines)).text.strip(EDGES) if piece.kind is not BlockKind.TABLE else "\n".join(lines)
        shift = len(text) - len(text.lstrip(EDGES)) if tidy != text else 0
        at = len(self.pieces)
        self.pieces.append(replace(piece, text=tidy))
        offset = 0
        for name, part in zip(marks, parts, strict=False):
            offset += len(part)
            self._place(name, at, max(0, min(len(tidy), offset - shift)))

    def _lose_marks(self) -> None:
        """Where no words are, a comment stands at the end of those before."""
        marks, self._marks = self._marks, []
        for name in marks:
            at = next((n for n in reversed(range(len(self.pieces))) if not self.pieces[n].left_out), -1)
            if at >= 0:
                self._place(name, at, len(self.pieces[at].text))

    def _place(self, name: str, piece: int, offset: int) -> None:
        place = self._open[name]
        if place.piece < 0:
            place.piece, place.start, place.end = piece, offset, offset
        elif piece == place.piece:
            place.end = offset
        else:
            place.end = len(self.pieces[place.piece].text)


def with_title(bibliography: Bibliography, printed: str, first_heading: str) -> Bibliography:
    """Give it the title that is printed on the document; else its own; else its first heading of level 1."""
    return replace(bibliography, title=" ".join((printed or bibliography.title or first_heading).split()))
