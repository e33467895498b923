"""Rich Text Format: paragraphs, headings, lists, tables, notes and comments in any of its encodings.

The one library there is for it gives words without their structure; here it is a destination's name that says what a
group's words are. What is not printed on the pages' body is left out where it can be seen.
"""

from __future__ import annotations

import codecs
import locale
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from briefgen.domain.bibliography import Bibliography, Name, PartialDate
from briefgen.domain.fields import FieldError
from briefgen.domain.terms import BlockKind
from briefgen.importers.characters import warnings_of
from briefgen.importers.document import Asked, DocumentKind, Draft
from briefgen.importers.front_matter import divided_names
from briefgen.importers.kinds import ENDINGS
from briefgen.importers.office.flow import FOOTER, HEADER, Flow, Remarked, Shape, with_title
from briefgen.importers.office.numbers import number_in
from briefgen.importers.office.rtf_tokens import BYTE, CLOSE, OPEN, TEXT, Token, tokens
from briefgen.importers.office.style_names import kind_by_name
from briefgen.importers.office.symbols import sign
from briefgen.importers.webpage.metadata import language_tag

_SIGNS = {
    "tab": " ",
    "line": "\n",
    "page": "\n",
    "column": "\n",
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": "\u2005",
    "zwj": "\u200d",
    "zwnj": "\u200c",
    "ltrmark": "\u200e",
    "rtlmark": "\u200f",
    "~": "\u00a0",
    "_": "\u2011",
    "{": "{",
    "}": "}",
    "\\": "\\",
    "\t": " ",
    "nestcell": " ",
    "nestrow": " ",
}
_PARAGRAPH_ENDS = frozenset({"par", "sect", "\n", "\r"})
_HEADERS = frozenset({"header", "headerl", "headerr", "headerf"})
_FOOTERS = frozenset({"footer", "footerl", "footerr", "footerf"})
_TOLD = frozenset({"title", "author", "company", "doccomm"})
_DATES = frozenset({"creatim", "revtim"})
_CAUGHT = (
    _HEADERS
    | _FOOTERS
    | _TOLD
    | _DATES
    | {
        "footnote",
        "annotation",
        "atnauthor",
        "atnref",
        "atndate",
        "atrfstart",
        "atrfend",
        "listtext",
        "pntext",
        "shptxt",
    }
)
"""Destinations whose words go somewhere else than into the text around them."""
_SKIPPED = frozenset({
    "colortbl", "pict", "nonshppict", "objdata", "xe", "tc", "rxe", "fldinst", "nonesttables", "mmathPr", "datafield",
    "themedata", "latentstyles", "filetbl", "revtbl", "rsidtbl", "generator", "atnid", "listtable", "listoverridetable",
    "operator", "subject", "keywords", "category", "manager", "hlinkbase", "printim", "buptim", "comment", "upr",
    "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "template", "private", "sp", "background",
})  # fmt: skip
"""Destinations without words of the text, beside all that are marked as ones that may be passed over."""
_STARRED = _CAUGHT | {"shpinst", "ud", "moMath", "mmath", "oldcprops"}
"""Destinations that are read although they may be passed over."""
_CODE_PAGES = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "cp950", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
    254: "cp437", 255: "cp850",
}  # fmt: skip
"""By the character sets of Windows typefaces; 0 and 1 are the document's own, 2 is a typeface of symbols."""
_SYMBOLS = 2
_DEEPEST = 2_000


@dataclass(slots=True)
class _Group:
    """What holds within a pair of braces. Everything ends with it, but what was said."""

    flow: Flow
    destination: str = ""
    is_new: bool = True  # no word has been read in it yet
    is_starred: bool = False
    is_skipped: bool = False
    font: int = -1
    fallbacks: int = 1  # characters that follow a Unicode one, for programs that don't know it
    hidden: bool = False
    deleted: bool = False
    style: int = 0
    outline: int = 9
    in_table: bool = False
    list_level: int = 0
    in_list: bool = False
    label: list[str] = field(default_factory=list)
    inset: tuple[int, int] = (0, 0)


@dataclass(slots=True)
class _Font:
    charset: int = 0
    page: str = ""
    name: str = ""


@dataclass(slots=True)
class _StyleMet:
    name: str = ""
    outline: int = 9


def read(data: bytes, asked: Asked) -> Draft:
    """Turn the bytes of an RTF document into pieces. What it leaves open is read as far as it goes."""
    walk = _Walk(Flow(asked.keep))
    for token in tokens(data):
        walk.take(token)
    walk.end()
    flow = walk.text
    told = walk.told
    issued = walk.dates.get("revtim") or walk.dates.get("creatim")
    bibliography = Bibliography(
        title=told.get("title", ""),
        author=tuple(Name.parse("author", name) for name in divided_names(told.get("author", ""))),
        publisher=told.get("company", ""),
        abstract=told.get("doccomm", ""),
        issued=issued,
        language=language_tag(locale.windows_locale.get(walk.language, "")),
    )
    return Draft(
        pieces=tuple(flow.pieces),
        encoding=walk.encoding,
        bibliography=with_title(bibliography, walk.title, flow.first_heading),
        warnings=(*walk.warnings(), *warnings_of(flow.taken)),
        comments=flow.comments(walk.remarks),
    )


class _Walk:
    """Goes through the tokens of a document once."""

    def __init__(self, text: Flow) -> None:
        self.text = text
        self.encoding = "cp1252"
        self.language = 0
        self.title = ""
        self.told: dict[str, str] = {}
        self.dates: dict[str, PartialDate] = {}
        self.remarks: dict[str, Remarked] = {}
        self._groups = [_Group(text)]
        self._too_deep = 0
        self._bytes = bytearray()  # text that is not decoded yet: a character may need several
        self._units = ""  # halves of a character given by its UTF-16 code
        self._to_skip = 0
        self._fonts: dict[int, _Font] = {}
        self._usual_font = -1
        self._styles: dict[int, _StyleMet] = {}
        self._cells: list[str] = []
        self._rows: list[list[str]] = []
        self._notes: Counter[str] = Counter()
        self._is_endnote = False
        self._author = self._reference = self._date = ""
        self._day: dict[str, int] = {}
        self._changes: Counter[str] = Counter()
        self._footers: list[str] = []
        self._margins: set[str] = set()

    @property
    def _group(self) -> _Group:
        return self._groups[-1]

    def take(self, token: Token) -> None:
        """Read a token."""
        group = self._groups[-1]
        if token.kind == OPEN:
            self._flush()
            self._to_skip = 0
            if len(self._groups) >= _DEEPEST:
                self._too_deep += 1
            else:
                self._groups.append(replace(group, is_new=True, is_starred=False))
        elif token.kind == CLOSE:
            self._flush()
            self._to_skip = 0
            if self._too_deep:
                self._too_deep -= 1
            elif len(self._groups) > 1:
                self._leave(self._groups.pop())
        elif token.kind in {TEXT, BYTE}:
            group.is_new = False
            data = token.data[self._to_skip :]
            self._to_skip = max(0, self._to_skip - len(token.data))
            if not group.is_skipped and data:
                self._take_bytes(data, group)
        else:
            self._word(token, group)

    def end(self) -> None:
        """The document has ended, perhaps before it should."""
        self._flush()
        while len(self._groups) > 1:
            self._leave(self._groups.pop())
        if self._cells:
            self._rows.append(self._cells)
        self._end_table()
        self._end_paragraph()
        for words in self._footers:
            self.text.leave_out(words, FOOTER)

    def warnings(self) -> Iterator[str]:
        """What the reader of the text should know."""
        if self._changes:
            added, out = self._changes["added"], self._changes["taken out"]
            yield (
                f"The document has tracked changes ({added:,} added, {out:,} taken out): "
                "it was read as if all of them were accepted."
            )

    # -------------------------------------------------------------------------------------- words

    def _take_bytes(self, data: bytes, group: _Group) -> None:
        if group.destination == "fonttbl":
            self._fonts.setdefault(group.font, _Font()).name += data.decode("latin-1").rstrip(";")
        elif group.destination == "stylesheet":
            self._styles.setdefault(group.style, _StyleMet()).name += data.decode("latin-1").partition(";")[0]
        else:
            if self._units:
                self._flush()
            self._bytes += data

    def _flush(self) -> None:
        """Decode what was gathered, and say it."""
        words, self._units = self._units, ""
        if words:
            self._say(words.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
        if not self._bytes:
            return
        data, self._bytes = bytes(self._bytes), bytearray()
        font = self._fonts.get(self._group.font) or _Font()
        if font.charset == _SYMBOLS:
            self._say("".join(sign(font.name, byte) for byte in data))
        else:
            self._say(data.decode(font.page or _CODE_PAGES.get(font.charset, self.encoding), "replace"))

    def _say(self, words: str) -> None:
        group = self._group
        if group.is_skipped or group.deleted:
            return
        if self._rows and not group.in_table and group.flow is self.text and words.strip():
            self._end_table()
        group.flow.say(words, hidden=group.hidden)

    def _unicode(self, number: int, group: _Group) -> None:
        if self._bytes:
            self._flush()
        code = number + 0x10000 if number < 0 else number
        font = self._fonts.get(group.font)
        if font is not None and font.charset == _SYMBOLS and 0xF000 <= code <= 0xF0FF:
            self._flush()
            self._say(sign(font.name, code))
        elif 0 < code < 0x10000:
            self._units += chr(code)
        elif code <= 0x10FFFF:
            self._units += chr(max(code, 0x20))
        self._to_skip = group.fallbacks

    # --------------------------------------------------------------------------- control words

    def _word(self, token: Token, group: _Group) -> None:
        word, number = token.word, token.number
        was_new, group.is_new = group.is_new, False
        if word == "*":
            group.is_starred, group.is_new = True, True
            return
        if self._to_skip and word in _SIGNS:
            self._to_skip -= 1
            return
        if word == "u" and number is not None:
            if not group.is_skipped:
                self._unicode(number, group)
            return
        self._flush()
        if was_new and self._enter(word, group):
            return
        if group.is_skipped:
            return
        if word in _SIGNS:
            self._say(_SIGNS[word])
        elif word in _PARAGRAPH_ENDS:
            self._end_paragraph()
        elif word in {"cell", "row"}:
            self._cell_or_row(word)
        else:
            self._property(word, 1 if number is None else number, group)

    def _enter(self, word: str, group: _Group) -> bool:
        """Whether a group's first word is a destination; if so the group is now what it says."""
        if word in {"fonttbl", "stylesheet"}:
            group.destination = word
        elif word == "ud":
            group.is_skipped = len(self._groups) > 2 and self._groups[-3].is_skipped
        elif group.is_skipped:
            return False
        elif word in _SKIPPED or (group.is_starred and word not in _STARRED and group.destination != "stylesheet"):
            group.is_skipped = True
        elif word in _CAUGHT:
            group.destination, group.flow = word, Flow()
            group.in_table, group.hidden, group.deleted = False, False, False
            group.label, self._day = [], {}
        else:
            return False
        return True

    def _property(self, word: str, number: int, group: _Group) -> None:
        """What holds from here to the end of the group."""
        match word:
            case "uc":
                group.fallbacks = max(0, min(number, 20))
            case "f":
                group.font = number
            case "fcharset" if group.destination == "fonttbl":
                self._fonts.setdefault(group.font, _Font()).charset = number
            case "cpg" if group.destination == "fonttbl":
                self._fonts.setdefault(group.font, _Font()).page = _code_page(number)
            case "plain":
                group.font, group.hidden, group.deleted = self._usual_font, False, False
            case "v":
                group.hidden = number != 0
            case "deleted":
                self._changes["taken out"] += number != 0
                group.deleted = number != 0
            case "revised":
                self._changes["added"] += number != 0
            case _:
                self._paragraph_property(word, number, group)
                self._document_property(word, number, group)

    def _document_property(self, word: str, number: int, group: _Group) -> None:
        match word:
            case "ansicpg" | "mac" | "pc" | "pca":
                name = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}.get(word) or _code_page(number)
                self.encoding = name or self.encoding
            case "deff":
                self._usual_font = group.font = number
            case "deflang":
                self.language = number
            case "ftnalt":
                self._is_endnote = True
            case "yr" | "mo" | "dy":
                self._day[word] = number

    def _paragraph_property(self, word: str, number: int, group: _Group) -> None:
        match word:
            case "pard":
                group.style, group.outline, group.in_table, group.in_list, group.list_level = 0, 9, False, False, 0
                group.inset = (0, 0)
            case "s":
                group.style = number
                if group.destination == "stylesheet":
                    self._styles[number] = _StyleMet()
            case "outlinelevel":
                if group.destination == "stylesheet":
                    self._styles.setdefault(group.style, _StyleMet()).outline = number
                else:
                    group.outline = number
            case "intbl":
                group.in_table = True
            case "itap":
                group.in_table = number > 0
            case "ls":
                group.in_list = number > 0
            case "ilvl":
                group.list_level = max(0, min(number, 8))
            case "li":
                group.inset = (number, group.inset[1])
            case "ri":
                group.inset = (group.inset[0], number)

    # ------------------------------------------------------------------------------------- blocks

    def _end_paragraph(self) -> None:
        group = self._group
        if group.in_table and group.flow is self.text:
            group.flow.say("\n")
            return
        if group.flow is self.text and self._rows:
            self._end_table()
        shape, is_title = self._shape(group)
        words = group.flow.end_paragraph(shape)
        if words:
            for other in self._groups:
                other.label = []
        if is_title and not self.title and group.flow is self.text:
            self.title = words

    def _shape(self, group: _Group) -> tuple[Shape, bool]:
        style = self._styles.get(group.style, _StyleMet())
        kind = kind_by_name([style.name.strip()])
        label = "".join(group.label)
        has_label = bool(group.label)
        label = label if any(map(str.isalnum, label)) else ""
        outline = group.outline if group.outline < 9 else style.outline
        if kind == (BlockKind.HEADING, 0):
            return Shape(BlockKind.HEADING, 1, label), True
        if 0 <= outline < 9:
            return Shape(BlockKind.HEADING, min(6, outline + 1), label), False
        if kind is not None:
            return Shape(kind[0], kind[1], label), False
        if has_label or group.in_list:
            return Shape(BlockKind.LIST_ITEM, group.list_level + 1, label), False
        is_quote = min(group.inset) >= 340
        return Shape(BlockKind.QUOTE if is_quote else BlockKind.PARAGRAPH, int(is_quote)), False

    def _cell_or_row(self, word: str) -> None:
        if self._group.flow is not self.text:
            self._say(" ")
        elif word == "cell":
            self._cells.append(self.text.cell_so_far())
        elif self._cells:
            self._rows.append(self._cells)
            self._cells = []

    def _end_table(self) -> None:
        rows, self._rows = self._rows, []
        if sum(map(len, rows)) == 1:
            # A cell alone is a box around a text. What has begun behind it must wait.
            self.text.box(rows[0][0])
        elif rows:
            self.text.table(rows)

    def _leave(self, group: _Group) -> None:
        """A group ends; what a destination has caught goes where it belongs."""
        if self._groups[-1].destination == group.destination or group.is_skipped or group.destination not in _CAUGHT:
            return
        group.flow.end_paragraph(self._shape(group)[0] if group.destination == "shptxt" else Shape())
        self.text.taken += group.flow.taken
        around = self._groups[-1].flow
        if group.destination == "shptxt":
            around.afterwards(lambda: around.pieces.extend(group.flow.pieces))
        else:
            paragraphs = [piece.text for piece in group.flow.pieces if not piece.left_out]
            self._caught(group.destination, paragraphs, around)

    def _caught(self, name: str, paragraphs: list[str], flow: Flow) -> None:
        words = "\n".join(paragraphs)
        if name in {"listtext", "pntext"}:
            for group in self._groups:
                group.label = [words]
        elif name == "footnote":
            self._footnote(paragraphs, flow)
        elif name in _HEADERS | _FOOTERS:
            self._margin(words, name in _HEADERS)
        elif name in _DATES:
            if date := _date(self._day):
                self.dates[name] = date
        elif name in _TOLD:
            self.told.setdefault(name, " ".join(words.split()))
        else:
            self._comment(name, words, flow)

    def _margin(self, words: str, is_header: bool) -> None:  # noqa: FBT001 - one of two
        """What stands at the head or foot of pages, once."""
        if words in self._margins:
            return
        self._margins.add(words)
        if is_header:
            self.text.leave_out(words, HEADER)
        else:
            self._footers.append(words)

    def _footnote(self, paragraphs: list[str], flow: Flow) -> None:
        kind = "endnote" if self._is_endnote else "footnote"
        self._is_endnote = False
        self._notes[kind] += 1
        number = self._notes[kind]
        label = number_in("lowerRoman" if kind == "endnote" else "decimal", number)

        def tell() -> None:
            for index, words in enumerate(paragraphs):
                flow.say(words)
                flow.end_paragraph(Shape(BlockKind.FOOTNOTE, number, "" if index else label))

        flow.afterwards(tell)

    def _comment(self, name: str, words: str, flow: Flow) -> None:
        """A part of a comment, which stands in the text as several groups one after another."""
        words = words.strip()
        match name:
            case "atrfstart" | "atrfend":
                flow.mark(words)
            case "atnauthor":
                self._author = words
            case "atnref":
                self._reference = words
            case "atndate":
                self._date = _packed_day(words)
            case "annotation":
                reference = self._reference or f"comment {len(self.remarks)}"
                self.remarks[reference] = Remarked(words, self._author, self._date)
                flow.refer(reference)
                self._reference = self._author = self._date = ""


def _code_page(number: int) -> str:
    """The name of a code page; empty where there is none."""
    name = {65001: "utf-8", 10000: "mac_roman", 936: "gbk"}.get(number, f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""


def _date(parts: dict[str, int]) -> PartialDate | None:
    try:
        return PartialDate(year=parts["yr"], month=parts.get("mo"), day=parts.get("dy")) if "yr" in parts else None
    except FieldError:
        return None


def _packed_day(number: str) -> str:
    """The day of a moment that Word has packed in 32 bits: minutes, hours, day, month, years since 1900."""
    if not number.isascii() or not number.isdigit() or len(number) > 10:
        return ""
    bits = int(number)
    found = _date({"yr": 1900 + (bits >> 20 & 0x1FF), "mo": bits >> 16 & 0xF, "dy": bits >> 11 & 0x1F})
    return found.iso if found is not None else ""


KIND = DocumentKind(
    name="RTF",
    endings=ENDINGS["RTF"],
    claims=lambda data, ending: (2 + (ending in ENDINGS["RTF"])) if data[:64].lstrip().startswith(b"{\\rtf") else 0,
    read=read,
)
"""An RTF document: by its first word."""
