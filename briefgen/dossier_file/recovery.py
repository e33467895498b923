"""What is left of a damaged dossier, written to a new file, with a report of what is not.

The damaged file is copied first, and only the copy is touched. Rows are read from its pages (see `pages`), each is
checked by its checksum, and what refers to a lost row is mended (see `repair`).
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

from briefgen.domain.dossier import Counters, Dossier, Settings
from briefgen.domain.sources import Passage, Source
from briefgen.dossier_file.connection import connect
from briefgen.dossier_file.failures import DossierRefused, told
from briefgen.dossier_file.lock import is_open_here, sidecar, writer_of
from briefgen.dossier_file.pages import Pages, Row
from briefgen.dossier_file.placing import is_interrupted, journal_of, placed, refuse_existing
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
    read_structure,
    to_plain_json,
)
from briefgen.dossier_file.repair import fits, repaired, stand_in
from briefgen.dossier_file.schema import APPLICATION_ID, PAGE_SIZE, mark_of, refuse_foreign
from briefgen.dossier_file.store import create
from briefgen.dossier_file.tables import unpacked
from briefgen.dossier_file.versions import Version

_CHUNK = 1 << 20
_NOBODY_KNOWS = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class RecoveryReport:
    """What came of a recovery: how many records of each list, how many versions, what is lost, what was mended."""

    new: Path
    recovered: dict[str, int]
    versions: int
    lost: tuple[str, ...]
    repaired: tuple[str, ...]

    def text(self) -> str:
        """The report in words, one thing a line."""
        counts = ", ".join(
            f"{count} {name if name != 'bin' else 'in the bin'}" for name, count in self.recovered.items()
        )
        lines = [f"Recovered to “{self.new}”: {counts}, {self.versions} versions."]
        if not self.lost and not self.repaired:
            lines.append("Nothing was lost.")
        lines += [f"Lost: {sentence}." for sentence in self.lost]
        lines += [f"Mended: {sentence}." for sentence in self.repaired]
        return "\n".join(lines)


@dataclass(slots=True)
class _Found:
    """The rows that are as they were written, and what is known of those that are not."""

    current: dict[tuple[str, str], _Kept] = field(default_factory=dict)
    past: list[_Kept] = field(default_factory=list)
    texts: dict[int, TextRow] = field(default_factory=dict)
    originals: dict[str, tuple[int, int, bytes]] = field(default_factory=dict)
    versions: dict[int, Version] = field(default_factory=dict)
    expected: set[tuple[str, str]] = field(default_factory=set)
    lost: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Kept:
    collection: str
    id: str
    sort: int
    born: int
    died: int
    body: str
    text: int | None


def recover(damaged: str | Path, new: str | Path) -> RecoveryReport:
    """Write what can still be read of a dossier to a new file; the damaged one is only read.

    A sound dossier comes out as it is. What is lost, and what was mended because of it, is in the report.

    Raises:
        DossierRefused: there is no such file, it is open, it is another program's or a newer Briefgen's, nothing in it
            could be read, or there is a file at `new` already; then no new file is made.
    """
    damaged, new = Path(damaged), Path(new)
    refuse_existing(new)
    _refuse_open(damaged)
    with told(new, "making"):
        folder = tempfile.TemporaryDirectory(prefix=".recovering-", dir=new.parent)
    with folder as inside:
        copy = Path(inside) / "copy.briefgen"
        lost = _copied(damaged, copy)
        with copy.open("rb") as file:
            header = file.read(100)
        mark = mark_of(header)
        if mark is not None and mark.application_id not in {APPLICATION_ID, 0}:
            refuse_foreign(damaged, mark, len(header))
        newer = mark is None or mark.newer
        if mark is not None and mark.application_id == APPLICATION_ID and mark.user_version >= 1000:
            refuse_foreign(damaged, mark, len(header))
        missing = int.from_bytes(header[28:32], "big") * PAGE_SIZE - copy.stat().st_size
        if mark is not None and missing > 0:
            lost.append(f"what stood in the last {missing:,} bytes of the file, which is cut off")
        lost += _rolled_back(copy)
        with copy.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
            found = _gathered(Pages.of(data, PAGE_SIZE))
        if not (found.current or found.past or found.texts):
            raise DossierRefused(f"Nothing could be recovered from “{damaged}”: there is no record of a dossier in it.")
        found.lost[:0] = lost
        return _written(found, new, newer=newer)


def _refuse_open(damaged: Path) -> None:
    with told(damaged):
        if damaged.is_dir():
            raise DossierRefused(f"“{damaged}” is a folder, not a dossier.")
        if damaged.stat().st_size == 0:
            raise DossierRefused(f"“{damaged}” is empty (0 bytes): there is nothing to recover.")
        if is_open_here(damaged):
            raise DossierRefused(f"“{damaged}” is open: close it first.")
        holder = writer_of(damaged) if sidecar(damaged).exists() else None
    if holder is not None:
        raise DossierRefused(f"“{damaged}” is open for writing by {holder.words}: it must be closed there first.")


def _copied(damaged: Path, copy: Path) -> list[str]:
    """Copy the file and its journal; what the disk can't read is left as zeros. Gives what was not read."""
    lost: list[str] = []
    for source, target in ((damaged, copy), (journal_of(damaged), journal_of(copy))):
        if not source.exists():
            continue
        with told(source), source.open("rb", buffering=0) as read, told(target, "making"), target.open("wb") as write:
            size = os.fstat(read.fileno()).st_size
            for start in range(0, size, _CHUNK):
                length = min(_CHUNK, size - start)
                write.write(_readable(read.fileno(), start, length, lost))
    return lost


def _readable(descriptor: int, start: int, length: int, lost: list[str]) -> bytes:
    try:
        return _read_at(descriptor, start, length)
    except OSError:
        parts = []
        for offset in range(start, start + length, PAGE_SIZE):
            size = min(PAGE_SIZE, start + length - offset)
            try:
                parts.append(_read_at(descriptor, offset, size))
            except OSError as error:
                lost.append(f"{size} bytes from byte {offset} on, which the disk can't read ({error.strerror})")
                parts.append(bytes(size))
        return b"".join(parts)


def _read_at(descriptor: int, start: int, length: int) -> bytes:
    os.lseek(descriptor, start, os.SEEK_SET)
    parts: list[bytes] = []
    while length > 0:
        part = os.read(descriptor, length)
        if not part:
            parts.append(bytes(length))
            break
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


def _rolled_back(copy: Path) -> list[str]:
    """Let SQLite undo, in the copy, a change that was interrupted."""
    if not is_interrupted(copy):
        return []
    try:
        with contextlib.closing(connect(copy, writable=True)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except (sqlite3.Error, DossierRefused):
        return ["the state before a change that was interrupted: some records may be of the middle of it"]
    return []


# ------------------------------------------------------------------------------------------- gathering


def _gathered(pages: Pages) -> _Found:
    """Sort the rows by their shape into those of the dossier's tables, and check each."""
    found = _Found()
    for row in pages.rows():
        for take in (_take_record, _take_past, _take_text, _take_original, _take_version, _take_index):
            if take(found, row):
                break
    if pages.broken:
        count = sum(pages.broken.values())
        numbers = ", ".join(str(number) for number in sorted(pages.broken)[:20])
        more = ", …" if len(pages.broken) > 20 else ""
        found.lost.append(
            f"what {count} unreadable rows held, on {_pages(len(pages.broken))} {numbers}{more} of the file"
        )
    return found


def _pages(count: int) -> str:
    return "page" if count == 1 else "pages"


def _is(values: tuple[Any, ...], *types: type | tuple[type, ...]) -> bool:
    """Tell whether the first values are of these types; a newer Briefgen's row may have more of them."""
    return len(values) >= len(types) and all(
        isinstance(value, kind) for value, kind in zip(values, types, strict=False)
    )


_NONE = type(None)
_TAIL = (str, str, int, int, str, int, (int, _NONE), (str, _NONE))


def _take_record(found: _Found, row: Row) -> bool:
    if row.n is None or not _is(row.values, _NONE, *_TAIL) or not known_row(row.values[1], row.values[2]):
        return False
    kept = _kept(found, row.values[1:9], died=0)
    if kept is not None:
        found.current[kept.collection, kept.id] = kept
    return True


def _take_past(found: _Found, row: Row) -> bool:
    if row.n is None or not _is(row.values, _NONE, int, *_TAIL) or not known_row(row.values[2], row.values[3]):
        return False
    kept = _kept(found, row.values[2:10], died=row.values[1])
    if kept is not None:
        found.past.append(kept)
    return True


def _kept(found: _Found, values: tuple[Any, ...], died: int) -> _Kept | None:
    collection, row_id, sort, born, body, crc, text, _ = values
    if checksum(collection, row_id, sort, text, body) != crc:
        when = " in an earlier version" if died else ""
        found.lost.append(f"{row_id} among the {collection}{when} is not as it was written")
        return None
    return _Kept(collection, row_id, sort, born, died, body, text)


def _take_text(found: _Found, row: Row) -> bool:
    if row.n is None or not _is(row.values, _NONE, bytes, str, str) or len(row.values[1]) != 32:
        return False
    _, digest, structure, body = row.values[:4]
    text = TextRow(body, structure)
    if text.digest == digest:
        found.texts[row.n] = text
    return True


def _take_original(found: _Found, row: Row) -> bool:
    """Take a document, or what a record of issue keeps: rows of one shape."""
    if row.n is None or not _is(row.values, str, int, int, bytes) or len(row.values[0]) != 64:
        return False
    sha256, size, packed, data = row.values[:4]
    with contextlib.suppress(Unreadable):  # the source that had it is mended, and the report says so
        unpacked(sha256, size, packed, data)
        found.originals[sha256] = (size, packed, data)
    return True


def _take_version(found: _Found, row: Row) -> bool:
    if row.n is None or not _is(row.values, _NONE, str, str, int) or row.values[3] not in {0, 1}:
        return False
    try:
        at = dt.datetime.fromisoformat(row.values[1])
    except ValueError:
        return False
    found.versions[row.n] = Version(row.n, at, row.values[2], bool(row.values[3]))
    return True


def _take_index(found: _Found, row: Row) -> bool:
    """Learn from the index of ids which records there were."""
    if row.n is not None or len(row.values) != 3 or not _is(row.values, str, str, int):
        return False
    collection, row_id, _ = row.values
    if not known_row(collection, row_id):
        return False
    found.expected.add((collection, row_id))
    return True


# ------------------------------------------------------------------------------------------- writing


def _written(found: _Found, new: Path, *, newer: bool) -> RecoveryReport:
    """Write the versions that can be had, then the dossier as it stood, to a new file."""
    lost = found.lost
    dossier, mended, originals = _as_of(found, None, newer=newer, title=new.stem)
    lost += mended.lost
    has = {(name, record.id) for name in LISTS for record in getattr(dossier, name)}
    lost += [
        f"{row_id} among the {collection}"
        for collection, row_id in sorted(found.expected - has)
        if collection != WHOLE and not any(sentence.startswith(f"{row_id} ") for sentence in lost)
    ]
    time = [_NOBODY_KNOWS]
    count = 0
    with placed(new) as making, create(making, dossier.settings, clock=lambda: time[0]) as file:
        for version in sorted(found.versions.values(), key=lambda version: version.number):
            then, notes, given = _as_of(found, version.number, newer=newer, title=new.stem)
            if notes.lost or notes.repaired:
                name = version.name or f"{version.at:%Y-%m-%d %H:%M}"
                lost.append(f"the version “{name}”, of which parts are damaged")
                continue
            file.commit(then, originals=given)
            time[0] = version.at
            file.save_version(version.name, automatic=version.automatic)
            count += 1
        file.commit(dossier, originals=originals)
    counts = {name: len(getattr(dossier, name)) for name in LISTS}
    return RecoveryReport(new, counts, count, tuple(dict.fromkeys(lost)), tuple(mended.repaired))


@dataclass(slots=True)
class _Notes:
    lost: list[str] = field(default_factory=list)
    repaired: list[str] = field(default_factory=list)


def _as_of(found: _Found, version: int | None, *, newer: bool, title: str) -> tuple[Dossier, _Notes, dict[str, bytes]]:
    """Make a sound dossier of the rows, as they stand or as they stood at a version."""
    notes = _Notes()
    lists: dict[str, list[tuple[int, Any]]] = {name: [] for name in LISTS}
    singles: dict[str, Any] = {}
    for kept in _rows_of(found, version):
        record = _record(found, kept, notes, newer=newer)
        if record is None:
            continue
        if kept.collection == WHOLE:
            singles[kept.id] = record
        else:
            lists[kept.collection].append((kept.sort, record))
    if "settings" not in singles:
        notes.lost.append("the settings of the dossier")
        singles["settings"] = Settings(title=title)
    if "counters" not in singles:
        notes.lost.append("the counters of the dossier, which were counted anew")
        singles["counters"] = Counters()
    _stand_in(found, lists, notes, with_texts=version is None)
    dossier = assembled(lists, {name: singles[name] for name in SINGLES})
    dossier, originals, repairs = repaired(dossier, found.originals.__contains__)
    notes.repaired += repairs
    wanted = {source.sha256 for source in (*dossier.sources, *(e.source for e in dossier.bin if e.source is not None))}
    wanted.update(*(record.kept for record in dossier.issues))
    for sha256 in wanted - originals.keys():
        originals[sha256] = unpacked(sha256, *found.originals[sha256])
    return dossier, notes, originals


def _rows_of(found: _Found, version: int | None) -> Iterator[_Kept]:
    if version is None:
        yield from found.current.values()
        return
    yield from (kept for kept in found.current.values() if kept.born <= version)
    yield from (kept for kept in found.past if kept.born <= version < kept.died)


def _record(found: _Found, kept: _Kept, notes: _Notes, *, newer: bool) -> Any:
    """Read one row; a source without its text is kept without it."""
    reading = Reading(newer=newer)
    try:
        plain = to_plain_json(kept.body)
        if kept.text is not None and kept.text not in found.texts:
            notes.lost.append(f"the text of {kept.id} among the {kept.collection}")
            record = read_row(kept.collection, kept.id, plain, TextRow("", "{}"), reading)
            return _with_warning(record)
        text = None if kept.text is None else found.texts[kept.text]
        return read_row(kept.collection, kept.id, plain, text, reading)
    except Unreadable as error:
        notes.lost.append(str(error))
        return None


def _with_warning(record: Any) -> Any:
    if isinstance(record, Source):
        warning = "The text was lost to damage: import the document again."
        return replace(record, warnings=(*record.warnings, warning))
    return replace(record, source=_with_warning(record.source))


def _stand_in(found: _Found, lists: dict[str, list[tuple[int, Any]]], notes: _Notes, *, with_texts: bool) -> None:
    """Put sources in the place of lost ones that passages still name, with their text where it can be told.

    `with_texts`: where more sources are lost, make some of the texts that nothing names, too.
    """
    there = {source.id for _, source in lists["sources"]}
    orphans: dict[str, list[Passage]] = {}
    for _, passage in lists["passages"]:
        if passage.source not in there:
            orphans.setdefault(passage.source, []).append(passage)
    named = {kept.text for kept in (*found.current.values(), *found.past)}
    free = [text for n, text in sorted(found.texts.items()) if n not in named]
    last = max((sort for sort, _ in lists["sources"]), default=0)
    for source_id, passages in sorted(orphans.items()):
        fitting = [text for text in free if fits(text.body, passages)]
        text = fitting[0] if len(fitting) == 1 else TextRow("", "{}")
        free = [other for other in free if other is not text]
        last += 1
        lists["sources"].append((last, stand_in(source_id, text.body, passages, read_structure(text))))
        what = "its text was found by its passages" if text.body else "its passages keep their quotations"
        notes.lost.append(f"{source_id} among the sources, with its document and its bibliography; {what}")
    if not with_texts:
        return
    missing = [row_id for collection, row_id in found.expected if collection == "sources" and row_id not in there]
    ids = sorted(set(missing) - orphans.keys(), key=lambda row_id: int(row_id.rpartition("-")[2]))
    if not found.current:
        ids = [f"source-{number}" for number in range(1, len(free) + 1)]
    for source_id, text in zip(ids, free, strict=False):
        last += 1
        lists["sources"].append((last, stand_in(source_id, text.body, (), read_structure(text))))
        notes.lost.append(f"{source_id} among the sources, with its document and its bibliography; a text is left")
