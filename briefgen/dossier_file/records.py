"""From the domain's records to the rows of a dossier file and back.

A row is JSON of the record's fields, without those of a source that are long and never edited apart from each other:
its text, blocks, pages and what was left out make one row of the table `text`. A source in the bin is kept alike.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import dataclass
from typing import Any

from briefgen.domain.briefs import Brief, IssueRecord
from briefgen.domain.dossier import Binned, Counters, Dossier, Settings
from briefgen.domain.fields import Checked, FieldError, Plain
from briefgen.domain.sources import Passage, Source
from briefgen.dossier_file.reading import Reading, Unreadable, plain_of, read_any_point, read_record

WHOLE = "whole"
"""The collection of what there is once: its rows' ids are the names of `Dossier`'s fields."""

LISTS = ("sources", "passages", "points", "briefs", "issues", "bin")
"""The collections whose rows are ordered lists: `Dossier`'s fields of these names."""

SINGLES: dict[str, type[Checked]] = {"settings": Settings, "counters": Counters}
"""The rows of the collection `WHOLE`."""

_CLASSES: dict[str, type[Checked]] = {
    "sources": Source,
    "passages": Passage,
    "briefs": Brief,
    "issues": IssueRecord,
    "bin": Binned,
}
_decoder = json.JSONDecoder()  # half the time of json.loads on thousands of short rows
_APART = ("blocks", "pages", "left_out")
_decoder = json.JSONDecoder()  # half the time of json.loads on thousands of short rows
_HELD_APART = ("text", *_APART)


@dataclass(frozen=True, slots=True)
class TextRow:
    """What an import made of a document: its canonical text, and JSON of its blocks, pages and left-out lines."""

    body: str
    structure: str

    @property
    def digest(self) -> bytes:
        """The SHA-256 of the structure and the text, by which the row is found again and checked."""
        return hashlib.sha256(f"{self.structure}\n{self.body}".encode("utf-8", "surrogatepass")).digest()


def checksum(collection: str, row_id: str, sort: int, text: int | None, body: str) -> int:
    """Compute the CRC-32 by which damage to a row is noticed."""
    return zlib.crc32(f"{collection}\n{row_id}\n{sort}\n{text or 0}\n{body}".encode("utf-8", "surrogatepass"))


def source_in(record: object) -> Source | None:
    """Give the source whose text belongs to the record: its own, or that of the source in the bin."""
    if isinstance(record, Binned):
        return record.source
    return record if isinstance(record, Source) else None


def same_text(one: Source | None, other: Source | None) -> bool:
    """Tell, by identity alone, whether two sources share what is held apart."""
    return (
        one is not None
        and other is not None
        and all(getattr(one, name) is getattr(other, name) for name in _HELD_APART)
    )


def text_row(source: Source) -> TextRow:
    """Give what is held apart of a source."""
    without = tuple(name for name in Source.__slots__ if name not in _APART)
    return TextRow(source.text, to_json(plain_of(source, without=without)))


def record_plain(record: Checked) -> dict[str, Plain]:
    """Give the plain data that a record's row holds."""
    if isinstance(record, Source):
        return plain_of(record, without=_HELD_APART)
    if isinstance(record, Binned) and record.source is not None:
        return plain_of(record, without=("source",)) | {"source": plain_of(record.source, without=_HELD_APART)}
    return plain_of(record)


def to_json(plain: Plain) -> str:
    """Write JSON as compactly as it goes; unpaired surrogates, which UTF-8 can't hold, are escaped."""
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(plain, separators=(",", ":"))
    return text


def read_row(collection: str, row_id: str, plain: Plain, text: TextRow | None, reading: Reading) -> Any:
    """Turn a row's plain data, and what is held apart of its source, into the record.

    Raises:
        Unreadable: they give no record of the collection; the text names the record.
    """
    try:
        if not isinstance(plain, dict):
            raise Unreadable("no JSON object")
        if text is not None:
            apart = json.loads(text.structure) | {"text": text.body}
            plain = plain | ({"source": plain["source"] | apart} if collection == "bin" else apart)
        if collection == "points":
            return read_any_point(plain, reading)
        return read_record(SINGLES[row_id] if collection == WHOLE else _CLASSES[collection], plain, reading)
    except (FieldError, Unreadable, KeyError, ValueError, TypeError, RecursionError) as error:
        raise Unreadable(f"{row_id} among the {collection}: {error}") from error


def to_plain_json(body: str) -> Plain:
    """Read the JSON of a row.

    Raises:
        Unreadable: it is none.
    """
    try:
        plain, end = _decoder.raw_decode(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable(str(error)) from error
    if end != len(body):
        raise Unreadable("there is more than one value")
    return plain


def read_structure(text: TextRow) -> dict[str, Any]:
    """Give the blocks, pages and left-out lines of a text's row, as the fields of a `Source` hold them."""
    plain = {"id": "source-1", "sha256": "", "text": ""} | json.loads(text.structure)
    source: Source = read_record(Source, plain, Reading())
    return {name: getattr(source, name) for name in _APART}


def known_row(collection: str, row_id: str) -> bool:
    """Tell whether this program knows such rows; those that it does not, a newer one's, are left alone."""
    return row_id in SINGLES if collection == WHOLE else collection in LISTS


def assembled(records: dict[str, list[tuple[int, Any]]], singles: dict[str, Any]) -> Dossier:
    """Make a dossier of its records, each with its sort key, by collection."""
    lists: dict[str, Any] = {
        collection: tuple([record for _, record in sorted(found, key=lambda pair: pair[0])])
        for collection, found in records.items()
    }
    return Dossier(**lists, **singles)
