"""Rows in and out of a dossier's tables: the records, texts and original bytes, each written once.

The functions run inside the caller's transaction. `Places` is what a program remembers of the rows it has read.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from briefgen.domain.briefs import IssueRecord
from briefgen.domain.dossier import Dossier
from briefgen.domain.fields import Checked, Plain
from briefgen.domain.sources import Source
from briefgen.dossier_file.carry_over import carry_over
from briefgen.dossier_file.reading import Reading, Unreadable
from briefgen.dossier_file.records import (
    LISTS,
    SINGLES,
    WHOLE,
    TextRow,
    assembled,
    checksum,
    known_row,
    read_row,
    record_plain,
    same_text,
    source_in,
    text_row,
    to_json,
    to_plain_json,
)
from briefgen.dossier_file.search import index_text, unindex_text
from briefgen.errors import InternalError

_SAMPLE = 65536
_PAYS = 0.9


class Place(NamedTuple):
    """Where a record's row is: its number, sort key, the version after which it was born, its text's row, its CRC."""

    n: int
    sort: int
    born: int
    text: int | None
    crc: int


@dataclass(slots=True)
class Places:
    """What is remembered of the rows: their places by collection and id, and where history stands.

    `epoch` is the number that the next version will have; rows written now are born after the one before it.
    `last_version` is the highest number of a version that is kept, 0 if none is. `changed` tells that something was
    written since that version. `partly` names the rows that hold what this program can't read, `gone` has the plain
    data of those of them that were removed, as kept and as understood.
    """

    rows: dict[str, dict[str, Place]] = field(default_factory=lambda: {name: {} for name in (*LISTS, WHOLE)})
    epoch: int = 1
    last_version: int = 0
    changed: bool = False
    partly: set[tuple[str, str]] = field(default_factory=set)
    gone: dict[tuple[str, str], tuple[Plain, Plain]] = field(default_factory=dict)

    def copy(self, collections: Iterable[str] = ()) -> Places:
        """Give places that can be changed without changing these: those of the `collections`, and all but the rows."""
        rows = self.rows | {collection: dict(self.rows[collection]) for collection in collections}
        return replace(self, rows=rows, partly=set(self.partly), gone=dict(self.gone))

    def sort_of(self, collection: str) -> Callable[[str], int | None]:
        """Give the function that tells a record's sort key by its id."""
        rows = self.rows[collection]
        return lambda row_id: rows[row_id].sort if row_id in rows else None


# ---------------------------------------------------------------------------------------------- reading


@dataclass(slots=True)
class Loaded:
    """What was read: each list's records with their sort keys, the records there are once, and their places.

    `newer` tells that a newer Briefgen wrote the file.
    """

    lists: dict[str, list[tuple[int, Any]]]
    singles: dict[str, Any]
    places: Places
    newer: bool

    @property
    def dossier(self) -> Dossier:
        """The value that the records make."""
        return assembled(self.lists, self.singles)


_CURRENT = "SELECT n, collection, id, sort, born, body, crc, text FROM record"
_OF_VERSION = f"""{_CURRENT} WHERE born <= :version
    UNION ALL SELECT -n, collection, id, sort, born, body, crc, text FROM past
    WHERE born <= :version AND died > :version"""  # noqa: S608  constants alone; a row of the past has a negative n


def load(connection: sqlite3.Connection, *, newer: bool) -> Loaded:
    """Read all records as they stand.

    Raises:
        Unreadable: a row is not what was written, or gives no record.
    """
    return _read(connection.execute(_CURRENT), _Texts(connection).fill(), {}, newer=newer)


def load_version(
    connection: sqlite3.Connection, version: int, known: Mapping[int, tuple[Place, Any]], *, newer: bool
) -> Loaded:
    """Read all records as they stood at a version. Rows that did not change since are taken from `known`, by number.

    Raises:
        Unreadable: a row is not what was written, or gives no record.
    """
    rows = connection.execute(_OF_VERSION, {"version": version}).fetchall()
    return _read(rows, _Texts(connection), known, newer=newer)


def _read(
    rows: Iterable[tuple[Any, ...]],
    texts: _Texts,
    known: Mapping[int, tuple[Place, Any]],
    *,
    newer: bool,
) -> Loaded:
    lists: dict[str, list[tuple[int, Any]]] = {name: [] for name in LISTS}
    singles: dict[str, Any] = {}
    places = Places()
    reading = Reading(newer=newer)
    for n, collection, row_id, sort, born, body, crc, text in rows:
        if not known_row(collection, row_id):
            if newer:
                continue
            raise Unreadable(f"there is a row “{row_id}” of a collection “{collection}”")
        place = Place(n, sort, born, text, crc)
        if n in known and known[n][0] == place:
            record = known[n][1]
        else:
            if checksum(collection, row_id, sort, text, body) != crc:
                raise Unreadable(f"{row_id} among the {collection} is not as it was written")
            reading.missed = False
            held_apart = None if text is None else texts.row(text)
            record = read_row(collection, row_id, to_plain_json(body), held_apart, reading)
            if reading.missed:
                places.partly.add((collection, row_id))
        places.rows[collection][row_id] = place
        if collection == WHOLE:
            singles[row_id] = record
        else:
            lists[collection].append((sort, record))
    missing = SINGLES.keys() - singles.keys()
    if missing:
        raise Unreadable(f"its {' and '.join(sorted(missing))} are missing")
    return Loaded(lists, singles, places, newer)


@dataclass(slots=True)
class _Texts:
    """The rows of `text`, read and checked once, when they are first wanted."""

    connection: sqlite3.Connection
    found: dict[int, TextRow] = field(default_factory=dict)

    def fill(self) -> _Texts:
        """Read all that the present records have, in the order in which they lie on the disk."""
        for row in self.connection.execute(_TEXTS_OF_RECORDS):
            self._take(*row)
        return self

    def row(self, n: int) -> TextRow:
        """Give the row `n`."""
        if n not in self.found:
            row = self.connection.execute(_TEXT, (n,)).fetchone()
            if row is None:
                raise Unreadable(f"the text {n} is missing")
            self._take(*row)
        return self.found[n]

    def _take(self, n: int, digest: bytes, structure: str, body: str) -> None:
        found = TextRow(body, structure)
        if found.digest != digest:
            raise Unreadable(f"the text {n} is not as it was written")
        self.found[n] = found


_TEXT = "SELECT n, digest, structure, body FROM text WHERE n = ?"
_TEXTS_OF_RECORDS = "SELECT n, digest, structure, body FROM text WHERE n IN (SELECT text FROM record)"


def read_original(connection: sqlite3.Connection, sha256: str) -> bytes | None:
    """Read the original bytes with this hash; None when the file has none.

    Raises:
        Unreadable: the bytes are not as they were written.
    """
    row = connection.execute("SELECT size, packed, bytes FROM original WHERE sha256 = ?", (sha256,)).fetchone()
    return None if row is None else unpacked(sha256, *row)


def read_kept(connection: sqlite3.Connection, sha256: str) -> bytes | None:
    """Read what a record of issue keeps under this hash; None when the file has nothing.

    Raises:
        Unreadable: the bytes are not as they were written.
    """
    row = connection.execute("SELECT size, packed, bytes FROM kept WHERE sha256 = ?", (sha256,)).fetchone()
    return None if row is None else unpacked(sha256, row[0], row[1], row[2], "what was kept as")


def unpacked(sha256: str, size: int, packed: int, kept: bytes, what: str = "the original document") -> bytes:
    """Give the bytes that a row of `original` or `kept` holds; never more than the `size` that it names.

    Raises:
        Unreadable: the bytes are not as they were written.
    """
    data = kept
    if packed:
        try:
            data = zlib.decompressobj().decompress(kept, max_length=size + 1)
        except (zlib.error, OverflowError, ValueError) as error:
            raise Unreadable(f"{what} {sha256} is not as it was written") from error
    if len(data) != size or hashlib.sha256(data).hexdigest() != sha256:
        raise Unreadable(f"{what} {sha256} is not as it was written")
    return data


# ---------------------------------------------------------------------------------------------- writing


def write_record(
    connection: sqlite3.Connection,
    places: Places,
    collection: str,
    row_id: str,
    record: Checked,
    before: Checked | None,
    sort: int,
    originals: Mapping[str, bytes],
) -> None:
    """Write one record, new or changed (`before` is what it was), and note its place."""
    place = places.rows[collection].get(row_id)
    source = source_in(record)
    text: int | None = None
    if source is not None:
        _ensure_original(connection, source, originals)
        if place is not None and same_text(source, source_in(before)):
            text = place.text
        else:
            text = _ensure_text(connection, source)
    if isinstance(record, IssueRecord):
        for sha256 in record.kept:
            _ensure_bytes(connection, "kept", sha256, record.id, originals)
    body = to_json(_merged(connection, places, collection, row_id, record, before))
    crc = checksum(collection, row_id, sort, text, body)
    values = (sort, places.epoch, body, crc, text)
    original = None if source is None else source.sha256
    if place is None:
        n = connection.execute(
            "INSERT INTO record (sort, born, body, crc, text, original, collection, id) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (*values, original, collection, row_id),
        ).lastrowid
        assert n is not None  # noqa: S101  a row was just inserted
    else:
        n = place.n
        _retire(connection, places, place)
        changed = connection.execute(
            "UPDATE record SET sort = ?, born = ?, body = ?, crc = ?, text = ?, original = ? WHERE n = ?",
            (*values, original, n),
        )
        _require_one(changed, collection, row_id)
    places.rows[collection][row_id] = Place(n, sort, places.epoch, text, crc)
    places.changed = True


def move_record(connection: sqlite3.Connection, places: Places, collection: str, row_id: str, sort: int) -> None:
    """Give an unchanged record another sort key."""
    place = places.rows[collection][row_id]
    _retire(connection, places, place)
    crc = checksum(collection, row_id, sort, place.text, _body(connection, place))
    changed = connection.execute(
        "UPDATE record SET sort = ?, born = ?, crc = ? WHERE n = ?", (sort, places.epoch, crc, place.n)
    )
    _require_one(changed, collection, row_id)
    places.rows[collection][row_id] = place._replace(sort=sort, born=places.epoch, crc=crc)
    places.changed = True


def remove_record(
    connection: sqlite3.Connection, places: Places, collection: str, row_id: str, before: Checked
) -> None:
    """Remove a record; its text and its original stay until nothing can need them any more."""
    place = places.rows[collection].pop(row_id)
    if (collection, row_id) in places.partly:
        places.gone[collection, row_id] = (json.loads(_body(connection, place)), record_plain(before))
    _retire(connection, places, place)
    _require_one(connection.execute("DELETE FROM record WHERE n = ?", (place.n,)), collection, row_id)
    places.changed = True


def _merged(
    connection: sqlite3.Connection,
    places: Places,
    collection: str,
    row_id: str,
    record: Checked,
    before: Checked | None,
) -> Plain:
    """Give the plain data to be written, with what a newer program put into the row."""
    plain = record_plain(record)
    if (collection, row_id) not in places.partly:
        return plain
    place = places.rows[collection].get(row_id)
    if place is not None and before is not None:
        return carry_over(json.loads(_body(connection, place)), record_plain(before), plain)
    kept, understood = places.gone.pop((collection, row_id))
    return carry_over(kept, understood, plain)


def _retire(connection: sqlite3.Connection, places: Places, place: Place) -> None:
    """Copy a row to the past if a version that is kept has it."""
    if max(place.born, 1) <= places.last_version:
        connection.execute(
            "INSERT INTO past (died, collection, id, sort, born, body, crc, text, original) "
            "SELECT ?, collection, id, sort, born, body, crc, text, original FROM record WHERE n = ?",
            (places.epoch, place.n),
        )


def _body(connection: sqlite3.Connection, place: Place) -> str:
    row = connection.execute("SELECT body FROM record WHERE n = ?", (place.n,)).fetchone()
    if row is None:
        raise InternalError(f"The row {place.n} of the dossier has vanished: open the dossier again.")
    return str(row[0])


def _require_one(changed: sqlite3.Cursor, collection: str, row_id: str) -> None:
    if changed.rowcount != 1:
        raise InternalError(f"{row_id} among the {collection} has vanished: open the dossier again.")


def _ensure_text(connection: sqlite3.Connection, source: Source) -> int:
    row = text_row(source)
    found = connection.execute("SELECT n FROM text WHERE digest = ?", (row.digest,)).fetchone()
    if found is not None:
        return int(found[0])
    n = connection.execute(
        "INSERT INTO text (digest, structure, body) VALUES (?, ?, ?)", (row.digest, row.structure, row.body)
    ).lastrowid
    assert n is not None  # noqa: S101  a row was just inserted
    index_text(connection, n, row.body)
    return n


def _ensure_original(connection: sqlite3.Connection, source: Source, originals: Mapping[str, bytes]) -> None:
    _ensure_bytes(connection, "original", source.sha256, source.id, originals)


def _ensure_bytes(
    connection: sqlite3.Connection, table: str, sha256: str, of: str, originals: Mapping[str, bytes]
) -> None:
    """Keep bytes under their hash, once, whoever needs them."""
    if connection.execute(f"SELECT 1 FROM {table} WHERE sha256 = ?", (sha256,)).fetchone():  # noqa: S608  our own names
        return
    data = originals.get(sha256)
    if data is None:
        raise InternalError(f"The original document of {of} was not given with it: it was not saved.")
    if hashlib.sha256(data).hexdigest() != sha256:
        raise InternalError(f"The document given with {of} is not the one that it was made from.")
    packed = _packed(data)
    connection.execute(
        f"INSERT INTO {table} (sha256, size, packed, bytes) VALUES (?, ?, ?, ?)",  # noqa: S608  our own names
        (sha256, len(data), packed is not None, data if packed is None else packed),
    )


def _packed(data: bytes) -> bytes | None:
    """Compress where it saves a tenth or more; a sample from the middle tells for long ones."""
    if len(data) > 4 * _SAMPLE:
        sample = data[len(data) // 2 :][:_SAMPLE]
        if len(zlib.compress(sample, 1)) > len(sample) * _PAYS:
            return None
    packed = zlib.compress(data)
    return packed if len(packed) <= len(data) * _PAYS else None


# ---------------------------------------------------------------------------------------------- what nothing needs


_LOOSE_TEXTS = """SELECT n FROM text WHERE n NOT IN (SELECT text FROM record WHERE text IS NOT NULL)
    AND n NOT IN (SELECT text FROM past WHERE text IS NOT NULL)"""
_LOOSE_ORIGINALS = """SELECT sha256 FROM original
    WHERE sha256 NOT IN (SELECT original FROM record WHERE original IS NOT NULL)
    AND sha256 NOT IN (SELECT original FROM past WHERE original IS NOT NULL)"""


_ISSUES = """SELECT body FROM record WHERE collection = 'issues'
    UNION ALL SELECT body FROM past WHERE collection = 'issues'"""
_SHA256 = re.compile("[0-9a-f]{64}")


def has_loose_ends(connection: sqlite3.Connection) -> bool:
    """Tell whether there are texts, originals or things kept that no record and no version needs."""
    (found,) = connection.execute(f"SELECT EXISTS ({_LOOSE_TEXTS}) OR EXISTS ({_LOOSE_ORIGINALS})").fetchone()
    return bool(found) or bool(_loose_kept(connection))


def _loose_kept(connection: sqlite3.Connection) -> list[str]:
    """What is kept that no record of issue names, under whatever name: a newer program's records may have more."""
    kept = {sha256 for (sha256,) in connection.execute("SELECT sha256 FROM kept")}
    if kept:
        for (body,) in connection.execute(_ISSUES):
            kept.difference_update(_SHA256.findall(body))
    return sorted(kept)


def drop_loose_ends(connection: sqlite3.Connection) -> None:
    """Delete them."""
    for (n,) in connection.execute(_LOOSE_TEXTS).fetchall():
        (body,) = connection.execute("SELECT body FROM text WHERE n = ?", (n,)).fetchone()
        unindex_text(connection, n, body)
        connection.execute("DELETE FROM text WHERE n = ?", (n,))
    connection.executemany("DELETE FROM original WHERE sha256 = ?", connection.execute(_LOOSE_ORIGINALS).fetchall())
    connection.executemany("DELETE FROM kept WHERE sha256 = ?", [(sha256,) for sha256 in _loose_kept(connection)])
