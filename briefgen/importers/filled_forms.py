"""A brief's PDF that somebody has filled in → what they ticked and wrote (`domain.replies.FilledForm`).

The fields are those that `rendering.tagging.fields` makes, known by their names wherever a program that filled them in
has put them: under the form's own list, or on the pages alone. A box counts as ticked where the field says so or the
box is shown so, because programs differ in which of the two they write. The PDF is a stranger's: it is read by
`importers.reader`, in a process that can do no harm.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pypdfium2.raw as pdfium
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject, TextStringObject

from briefgen.domain.replies import FilledForm, FormStamp
from briefgen.errors import InputRefused
from briefgen.importers.characters import clean, clean_line
from briefgen.importers.document import PasswordNeeded
from briefgen.importers.pdf.engine import opened

_NAME = re.compile(r"(?:.*\.)?briefgen-([0-9a-f]{16})-([0-9a-f]{16})\.([a-z0-9-]+)", re.DOTALL)
_POINT = re.compile(r"rec-[1-9][0-9]{0,8}")
_HASH = re.compile(r"[0-9a-f]{16}")
_DEEPEST = 16
_MOST_FIELDS = 20_000
_LONGEST = 20_000
"""Characters of a field that are read; its space on the page holds a few hundred."""

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it speaks of each flaw that it passes over

_FIELD_KEYS = ("/FT", "/V")
"""What a field hands down to those within it."""


@dataclass(frozen=True, slots=True)
class FilledFormJob:
    """Such a file, to be read by `reader.Reader.have_done`: in a process that can do no harm."""

    data: bytes
    filename: str

    def done(self) -> FilledForm:
        """Read it; called in the child."""
        return read_filled_form(self.data, self.filename)


@dataclass(slots=True)
class _Entry:
    """A field by its whole name: its own value, how its boxes are shown, and whether it is a digital signature."""

    values: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    sealed: bool = False


def read_filled_form(data: bytes, filename: str) -> FilledForm:
    """Read what was filled in.

    Raises:
        InputRefused: It is no PDF, asks for a password, or has no fields that Briefgen made.
    """
    try:
        reader = PdfReader(BytesIO(data), strict=False)
        if reader.is_encrypted:
            reader = PdfReader(BytesIO(_unprotected(data, filename)), strict=False)
        fields = _fields_of(reader)
    except (InputRefused, MemoryError, RecursionError):
        raise
    except Exception as error:  # noqa: BLE001 - whatever stands in the file, what can't be read is refused
        raise InputRefused(
            f"“{filename}” can't be read as a PDF ({type(error).__name__}): choose the PDF that was filled in."
        ) from None
    ours = {match.groups(): entry for name, entry in fields.items() if (match := _NAME.fullmatch(name)) is not None}
    stamps = {(dossier, brief) for dossier, brief, _ in ours}
    if len(stamps) != 1:
        raise InputRefused(_without_fields(filename, known=bool(fields), several=bool(stamps)))
    ((dossier, brief),) = stamps
    return _filled({name: entry for (_, _, name), entry in ours.items()}, dossier, brief, fields, data, filename)


def _unprotected(data: bytes, filename: str) -> bytes:
    """The same PDF without its protection, where that asks for no password."""
    try:
        with opened(data, filename, "") as document:
            saved = BytesIO()
            document.save(saved, flags=pdfium.FPDF_REMOVE_SECURITY)
            return saved.getvalue()
    except PasswordNeeded:
        raise InputRefused(
            f"“{filename}” asks for a password: save it without one in the program that it was filled in with."
        ) from None


def _without_fields(filename: str, *, known: bool, several: bool) -> str:
    if several:
        return f"“{filename}” has the fields of several briefs: read back one brief at a time."
    if known:
        return f"“{filename}” has fields, but none that Briefgen made: choose the brief's own PDF, filled in."
    return (
        f"“{filename}” has no fields: it was printed, scanned or flattened, or made without them, so there is nothing "
        "in it to be read back. Set the decisions at the recommendations by hand."
    )


def _filled(
    entries: dict[str, _Entry], dossier: str, brief: str, every: dict[str, _Entry], data: bytes, filename: str
) -> FilledForm:
    def words(name: str, tidy: Callable[[str], str] = clean_line) -> str:
        entry = entries.get(name)
        return tidy("".join(entry.values[:1])[:_LONGEST]) if entry else ""

    def long(name: str) -> str:
        return words(name, lambda text: clean(text).text.strip())

    points = sorted((name for name in entries if _POINT.fullmatch(name)), key=lambda name: int(name.partition("-")[2]))
    noted = [name.removesuffix("-note") for name in entries if name.endswith("-note")]
    return FilledForm(
        filename=clean_line(filename),
        sha256=hashlib.sha256(data).hexdigest(),
        stamp=FormStamp(dossier, brief, _words_in(words("about"))),
        ticked=tuple((point, _ticked(entries[point])) for point in points),
        notes=tuple((point, long(f"{point}-note")) for point in noted if _POINT.fullmatch(point)),
        comments=long("comments"),
        signed_by=words("signature"),
        signed_on=words("signed-on"),
        sealed=any(entry.sealed for entry in every.values()),
    )


def _ticked(entry: _Entry) -> tuple[str, ...]:
    """The boxes that are ticked, by what the field or the boxes themselves say."""
    found = (clean_line(value.removeprefix("/"))[:40] for value in (*entry.values, *entry.shown))
    return tuple(dict.fromkeys(value for value in found if value and value != "Off"))


def _words_in(about: str) -> tuple[tuple[str, str], ...]:
    """The hashes of the words that were decided on; none where a program has lost them."""
    try:
        words = json.loads(about)["words"]
        pairs = [(str(point), str(said)) for point, said in words.items()]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ()
    return tuple(pair for pair in pairs if _POINT.fullmatch(pair[0]) and _HASH.fullmatch(pair[1]))


# ------------------------------------------------------------------------------------------- the PDF's objects


def _fields_of(reader: PdfReader) -> dict[str, _Entry]:
    """All fields of a PDF, by their whole names."""
    found: dict[str, _Entry] = {}
    form = _solved(_solved(reader.trailer["/Root"]).get("/AcroForm"))
    seen: set[int] = set()
    if isinstance(form, DictionaryObject):
        for each in _entries(form, "/Fields"):
            _gather(each, "", {}, found, seen, 0)
    for page in reader.pages:
        for each in _entries(page, "/Annots"):
            _gather_from_page(each, found, seen)
    return found


def _gather(
    node: Any, above: str, handed: dict[str, Any], found: dict[str, _Entry], seen: set[int], depth: int
) -> None:
    """Read a field and those within it; what a field does not say itself is said by those above it."""
    if isinstance(node, IndirectObject):
        if node.idnum in seen:
            return
        seen.add(node.idnum)
    thing = _solved(node)
    if not isinstance(thing, DictionaryObject) or depth > _DEEPEST or len(found) > _MOST_FIELDS:
        return
    own = _text(thing.get("/T"))
    name = f"{above}.{own}" if above and own else own or above
    told = handed | {key: thing[key] for key in _FIELD_KEYS if key in thing}
    kids = list(_entries(thing, "/Kids"))
    _keep(name, thing, told, found)
    for kid in kids:
        _gather(kid, name, told, found, seen, depth + 1)


def _gather_from_page(node: Any, found: dict[str, _Entry], seen: set[int]) -> None:
    """Read a field that stands on a page, and in no list of the form: some programs lose that list."""
    thing = _solved(node)
    if (
        not isinstance(thing, DictionaryObject)
        or thing.get("/Subtype") != "/Widget"
        or (isinstance(node, IndirectObject) and node.idnum in seen)
    ):
        return
    chain = list(_above(thing))
    name = ".".join(part for each in reversed(chain) if (part := _text(each.get("/T"))))
    told = {key: each[key] for each in reversed(chain) for key in _FIELD_KEYS if key in each}
    _keep(name, thing, told, found)


def _above(thing: DictionaryObject) -> Iterator[DictionaryObject]:
    """A field and those that it is within, from the inside."""
    for _ in range(_DEEPEST):
        yield thing
        parent = _solved(thing.get("/Parent"))
        if not isinstance(parent, DictionaryObject):
            return
        thing = parent


def _keep(name: str, thing: DictionaryObject, told: dict[str, Any], found: dict[str, _Entry]) -> None:
    if not name or "/FT" not in told:
        return
    entry = found.setdefault(name, _Entry())
    value = _solved(told.get("/V"))
    if told["/FT"] == "/Sig":
        entry.sealed |= value is not None
        return
    said = _text(value)
    if said and said not in entry.values:
        entry.values.append(said)
    if told["/FT"] == "/Btn" and (shown := _text(thing.get("/AS"))):
        entry.shown.append(shown)


def _entries(thing: DictionaryObject, key: str) -> Iterator[Any]:
    listed = _solved(thing.raw_get(key)) if key in thing else None
    yield from listed if isinstance(listed, ArrayObject) else ()


def _text(value: Any) -> str:
    """Text, a name or what a stream holds, as text."""
    value = _solved(value)
    if isinstance(value, StreamObject):
        return TextStringObject(value.get_data().decode("utf-8", "replace"))
    if isinstance(value, bytes):
        return value.decode("latin-1")
    return str(value) if isinstance(value, str) else ""


def _solved(thing: Any) -> Any:
    return thing.get_object() if isinstance(thing, IndirectObject) else thing
