"""A PDF's bytes → what it quotes, what its notes say, and what is wrong with either (`domain.proof.ReadBack`)."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import Any, TypeVar

from pypdf import PdfReader
from pypdf.errors import PdfReadError, PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from briefgen.domain.bidi import in_logical_order
from briefgen.domain.printed_words import plain_words
from briefgen.domain.proof import AttachedFile, QuotationId, ReadBack, ReadNote, ReadPage, ReadQuotation
from briefgen.errors import InputRefused
from briefgen.read_back.covering import Lying, Sight
from briefgen.read_back.drawing import Box, Drawn, Glyph, draw
from briefgen.read_back.fonts import Font, Typefaces
from briefgen.read_back.tags import Element, Piece, elements_with_ids, hidden_layers

T = TypeVar("T")

_GAP = 0.22
"""The part of the size that two letters lie apart, at least, where there is a space between them."""
_SAME_LINE = 0.35
"""The part of the size by which the base lines of what stands on one line may differ."""
_NEAR = 1.2
"""The part of the size, beside the end of a line, in which a word would be taken for part of it."""
_MOST_ATTACHED = 20_000_000
_NOTE = re.compile(r"note-(\d+)")
_OTHERS_AREAS = frozenset({"/Link", "/Popup"})
_UNREADABLE = (
    PyPdfError, AttributeError, IndexError, KeyError, NotImplementedError, OverflowError, TypeError, ValueError,
)  # fmt: skip
"""What pypdf raises at a damaged file, beside its own errors."""


def read_back(data: bytes, typefaces: Typefaces | None = None, *, whole: bool = False) -> ReadBack:
    """Read a PDF back.

    Args:
        data: The file.
        typefaces: Those that ship, if letters are to be compared with theirs, outline for outline.
        whole: Whether its pages are wanted, too, with all that is drawn on them.

    Raises:
        InputRefused: It is no PDF, or damaged, or asks for a password.
    """
    return _opened(data, lambda file: file.read(data, whole=whole), typefaces)


def drawn_text(data: bytes) -> str:
    """All that is drawn on the pages of a PDF, in the order of drawing, line by line. Raises as `read_back`."""
    return _opened(data, lambda file: "\n".join(file.texts()), None)


def _opened(data: bytes, wanted: Callable[[_File], T], typefaces: Typefaces | None) -> T:
    # What it complains of are faults in a stranger's file; those that matter are found here.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted:
            raise InputRefused("The PDF is locked with a password: unlock it first, in a program that shows PDFs.")
        return wanted(_File(reader, typefaces))
    except RecursionError:
        raise InputRefused("The PDF is nested too deep to be read: it may be made to do harm.") from None
    except InputRefused:
        raise
    except _UNREADABLE as error:
        what = str(error) if isinstance(error, PdfReadError) else type(error).__name__
        raise InputRefused(f"The PDF can't be read: it is damaged, or no PDF at all ({what[:120]}).") from None


@dataclass(frozen=True, slots=True)
class _Line:
    """Glyphs of a quotation on one line of a page, as they stand from left to right, and its text."""

    page: int
    glyphs: tuple[Glyph, ...]
    text: str

    @property
    def left(self) -> float:
        return min(glyph.box[0] for glyph in self.glyphs)

    @property
    def right(self) -> float:
        return max(glyph.box[2] for glyph in self.glyphs)

    @property
    def base(self) -> float:
        return self.glyphs[0].base

    @property
    def size(self) -> float:
        return max(glyph.size for glyph in self.glyphs)


class _Page:
    """A page as it is drawn, and the glyphs of each piece of content."""

    def __init__(self, drawn: Drawn, sight: Sight) -> None:
        self.drawn, self.sight = drawn, sight
        self.glyphs: dict[tuple[int, int], list[Glyph]] = {}
        for glyph in drawn.glyphs:
            if glyph.place is not None:
                self.glyphs.setdefault(glyph.place, []).append(glyph)


class _File:
    def __init__(self, reader: PdfReader, typefaces: Typefaces | None) -> None:
        self._reader, self._typefaces = reader, typefaces
        self._root = _dictionary(reader.trailer["/Root"])
        self._fonts: dict[int, Font] = {}
        self._pages: dict[int, _Page] = {}
        self._off = hidden_layers(self._root)

    def read(self, data: bytes, *, whole: bool = False) -> ReadBack:
        pages = list(self._reader.pages)
        numbers = {
            page.indirect_reference.idnum: number for number, page in enumerate(pages) if page.indirect_reference
        }
        tree = _dictionary(self._root.get("/StructTreeRoot"))
        elements = elements_with_ids(tree, numbers)
        quoted = [element for element in elements if QuotationId.of(element.id)]
        notes = [element for element in elements if _NOTE.fullmatch(element.id)]
        info = self._reader.metadata
        return ReadBack(
            tagged=bool(tree),
            pages=len(pages),
            title=str(info.title or "") if info is not None else "",
            document_id=self._document_id(),
            quotations=tuple(map(self._quotation, quoted)),
            notes=tuple(ReadNote(int(note.id.removeprefix("note-")), self._text(note)) for note in notes),
            attached=tuple(self._attached()),
            sheets=tuple(map(self._sheet, range(len(pages)))) if whole else (),
            troubles=tuple(dict.fromkeys((*self._programs(), *self._odd(), *self._twice(elements)))),
            appended=_is_appended_to(data, self._reader),
        )

    def texts(self) -> Iterator[str]:
        """What is drawn, line by line."""
        for number in range(len(self._reader.pages)):
            yield from map(_text_of, _runs(self._page(number).drawn.glyphs))

    def _sheet(self, number: int) -> ReadPage:
        """A page as a whole. Half a point more or less, or another order of what lies apart, is the same page."""
        drawn = self._page(number).drawn
        marks = [
            *((glyph.letters, glyph.font.name, round(glyph.box[0]), round(glyph.base)) for glyph in drawn.glyphs),
            *((area.what, area.state.fill, *map(round, area.box)) for area in drawn.areas),
        ]
        digest = hashlib.sha256(repr(sorted(map(repr, marks))).encode("utf-8", "surrogatepass")).hexdigest()
        return ReadPage("\n".join(map(_text_of, _runs(drawn.glyphs))), digest)

    def _programs(self) -> Iterator[str]:
        """Whether it runs something when it is opened, which may change what is seen."""
        names = _dictionary(self._root.get("/Names"))
        opens = _dictionary(self._root.get("/OpenAction"))
        if "/JavaScript" in names or "/AA" in self._root or opens.get("/S") == "/JavaScript":
            yield "The file runs a program when it is opened, which may change what is seen."

    # ------------------------------------------------------------------------------------------------ quotations

    def _quotation(self, element: Element) -> ReadQuotation:
        lines = self._lines(element.pieces)
        glyphs = [glyph for line in lines for glyph in line.glyphs]
        troubles = [*self._unseen(lines), *_replaced(element, glyphs, lines), *_order(lines), *self._between(lines)]
        if any(glyph.letters is None for glyph in glyphs):
            troubles.append("the file does not say which letters some of its signs are")
        if any(glyph.font.remapped for glyph in glyphs):
            troubles.append("its letters are led to other signs than their own")
        unsure: list[str] = []
        if self._typefaces is not None:
            wrong, unknown = _shapes(glyphs, self._typefaces)
            troubles += wrong
            unsure += unknown
        return ReadQuotation(
            id=element.id,
            page=min((line.page for line in lines), default=0) + 1,
            lines=tuple(line.text for line in lines),
            troubles=tuple(dict.fromkeys(troubles)),
            unsure=tuple(unsure),
        )

    def _text(self, element: Element) -> str:
        return " ".join(line.text for line in self._lines(element.pieces))

    def _lines(self, pieces: Sequence[Piece]) -> list[_Line]:
        """What pieces of content say, line by line."""
        lines: list[_Line] = []
        for piece in pieces:
            glyphs = self._page(piece.page).glyphs.get(piece.place, [])
            for run in _runs(glyphs):
                text = _text_of(run)
                before = lines[-1] if lines else None
                if before is None or before.page != piece.page or not _goes_on(before, run):
                    lines.append(_Line(piece.page, tuple(run), text))
                    continue
                apart = run[0].box[0] - before.right > _GAP * run[0].size
                lines[-1] = _Line(piece.page, (*before.glyphs, *run), before.text + (" " if apart else "") + text)
        return lines

    def _unseen(self, lines: Sequence[_Line]) -> Iterator[str]:
        for line in lines:
            yield from self._page(line.page).sight.troubles(line.glyphs)

    def _between(self, lines: Sequence[_Line]) -> Iterator[str]:
        """Whether words that are no part of a quotation stand among its words."""
        for number, line in enumerate(lines):
            own = {glyph.at for each in lines if each.page == line.page for glyph in each.glyphs}
            right = line.right + (_NEAR * line.size if number < len(lines) - 1 else 0.0)
            box = (line.left, line.base, right, line.base + line.size)
            for glyph in self._page(line.page).sight.glyphs_near(box):
                if glyph.at in own or not (glyph.letters or "x").strip():
                    continue
                middle = (glyph.box[0] + glyph.box[2]) / 2
                # The raised number of a note is smaller, and stands behind the words that it is of.
                beside = middle > line.right and glyph.size < 0.8 * line.size
                if line.left < middle < right and abs(glyph.base - line.base) < 0.5 * line.size and not beside:
                    yield "words that are no part of it stand among its words"
                    return

    # ----------------------------------------------------------------------------------------------------- pages

    def _page(self, number: int) -> _Page:
        if number not in self._pages:
            page = self._reader.pages[number]
            contents = page.get_contents()
            resources = _dictionary(page.get("/Resources"))
            box: Box = tuple(float(value) for value in page.cropbox)  # type: ignore[assignment]  # it has four
            drawn = draw(contents.get_data() if contents is not None else b"", resources, self._fonts, self._is_hidden)
            self._pages[number] = _Page(drawn, Sight(drawn, box, tuple(self._lying(page))))
        return self._pages[number]

    def _lying(self, page: Any) -> Iterator[Lying]:
        annotations = page.get("/Annots")
        annotations = annotations.get_object() if annotations is not None else ()
        for entry in annotations:
            annotation = _dictionary(entry)
            kind = str(annotation.get("/Subtype", ""))
            hidden = int(annotation.get("/F", 0)) & 0b10_0010  # hidden, or not to be looked at
            if hidden or (kind in _OTHERS_AREAS and "/AP" not in annotation):
                continue
            rectangle: Any = annotation["/Rect"]
            left, bottom, right, top = (float(value) for value in rectangle)
            yield Lying(kind.lstrip("/"), (min(left, right), min(bottom, top), max(left, right), max(bottom, top)))

    def _is_hidden(self, entry: Any) -> bool:
        """Whether optional content is not shown: a group, or one that stands for several."""
        if entry is None or not self._off:
            return False
        reference = entry if isinstance(entry, IndirectObject) else getattr(entry, "indirect_reference", None)
        if reference is not None and reference.idnum in self._off:
            return True
        groups = _dictionary(entry).get("/OCGs")
        members = groups if isinstance(groups, ArrayObject) else [groups] if groups is not None else []
        return bool(members) and all(isinstance(one, IndirectObject) and one.idnum in self._off for one in members)

    def _odd(self) -> Iterator[str]:
        for number, page in sorted(self._pages.items()):
            if page.drawn.odd:
                yield f"Page {number + 1} is not written as programs write pages ({page.drawn.odd[0]})."

    # --------------------------------------------------------------------------------------------------- the file

    @staticmethod
    def _twice(elements: Iterable[Element]) -> Iterator[str]:
        seen: set[str] = set()
        for element in elements:
            if element.id in seen:
                yield f"Two parts of it have the same name, “{element.id}”."
            seen.add(element.id)

    def _document_id(self) -> str:
        stream = self._root.get("/Metadata")
        stream = stream.get_object() if stream is not None else None
        packet = stream.get_data() if isinstance(stream, StreamObject) else b""
        found = re.search(rb"<xmpMM:DocumentID>uuid:([0-9a-f-]{36})<", packet)
        return found[1].decode("ascii") if found else ""

    def _attached(self) -> Iterator[AttachedFile]:
        left = _MOST_ATTACHED
        associated = self._root.get("/AF")
        associated = associated.get_object() if associated is not None else ()
        for entry in associated:
            specification = _dictionary(entry)
            stream = _dictionary(specification.get("/EF")).get("/F")
            stream = stream.get_object() if stream is not None else None
            if isinstance(stream, StreamObject):
                content = stream.get_data()
                left -= len(content)
                if left < 0:
                    return
                yield AttachedFile(str(specification.get("/UF") or specification.get("/F") or ""), content)


def _is_appended_to(data: bytes, reader: PdfReader) -> bool:
    """Whether something was put behind the file's end: a change that leaves what was there below it."""
    ends = len(re.findall(rb"startxref", data))
    return ends > 1 or "/Prev" in reader.trailer or bool(data.rpartition(b"%%EOF")[2].strip())


def _runs(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """Glyphs of one content that stand on one line."""
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and abs(glyph.base - run[-1].base) > _SAME_LINE * max(glyph.size, run[-1].size):
            yield run
            run = []
        run.append(glyph)
    if run:
        yield run


def _text_of(run: Sequence[Glyph]) -> str:
    """The text of glyphs that stand on one line, in the order in which it is read."""
    letters: list[tuple[str, int]] = []
    for number, glyph in enumerate(run):
        before = run[number - 1] if number else None
        if before is not None and letters and glyph.box[0] - before.box[2] > _GAP * glyph.size:
            blank = letters[-1][0].isspace() or (glyph.letters or "").startswith(" ")
            if not blank and letters[-1][0].isalnum() and (glyph.letters or "")[:1].isalnum():
                letters.append((" ", 0))
        letters += [(char, 0) for char in glyph.letters or "\ufffd"]
    return "".join(char for char, _ in in_logical_order(letters))


def _goes_on(before: _Line, run: Sequence[Glyph]) -> bool:
    """Whether glyphs stand on the same line, right behind others."""
    size = max(before.size, run[0].size)
    gap = run[0].box[0] - before.right
    return abs(run[0].base - before.base) < _SAME_LINE * size and -_SAME_LINE * size < gap < 2 * size


def _replaced(element: Element, glyphs: Sequence[Glyph], lines: Sequence[_Line]) -> Iterator[str]:
    drawn = plain_words(" ".join(line.text for line in lines))
    for said in dict.fromkeys((*element.spoken, *(glyph.replaced for glyph in glyphs if glyph.replaced is not None))):
        if plain_words(said) != drawn:
            yield f"other words are read out and copied in its place: “{said[:80]}”"


def _order(lines: Sequence[_Line]) -> Iterator[str]:
    """Whether it is drawn in the order in which it is read."""
    for line in lines:
        for before, glyph in pairwise(line.glyphs):
            if glyph.box[0] < before.box[0] - _SAME_LINE * glyph.size:
                yield "its words do not stand in the order in which they are read"
                return
    for above, below in pairwise(lines):
        if above.page == below.page:
            higher = below.base > above.base + above.size
            # The next column begins higher, and beside; text that runs to the left has its lines in pieces.
            if (higher and below.left <= above.left) or below.page < above.page:
                yield "its lines do not stand in the order in which they are read"
                return


def _shapes(glyphs: Iterable[Glyph], typefaces: Typefaces) -> tuple[list[str], list[str]]:
    """Letters that are drawn as others, and typefaces of which that can't be told."""
    wrong: dict[str, None] = {}
    unknown: dict[str, None] = {}
    for glyph in {(id(glyph.font), glyph.code): glyph for glyph in glyphs}.values():
        told = glyph.font.is_what_it_says(glyph.code, typefaces)
        if told is False:
            wrong[glyph.letters or "?"] = None
        elif told is None:
            unknown[glyph.font.name] = None
    return (
        [f"letters are drawn otherwise than the file says: {', '.join(f'“{one}”' for one in wrong)}"] if wrong else [],
        [f"the shapes of its letters are not known: the typeface {name} does not ship" for name in unknown],
    )


def _dictionary(value: Any) -> DictionaryObject:
    value = value.get_object() if value is not None else None
    return value if isinstance(value, DictionaryObject) else DictionaryObject()
