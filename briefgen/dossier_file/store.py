"""An open dossier file: its value, and every way to change it, each as one transaction that writes the difference."""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from briefgen.domain.dossier import Dossier, Settings, integrity_problems
from briefgen.domain.fields import FieldError, Text
from briefgen.dossier_file import tables, versions
from briefgen.dossier_file.connection import hold, reading, transaction
from briefgen.dossier_file.difference import Changes, changes
from briefgen.dossier_file.failures import DossierDamaged, DossierReadOnly, DossierRefused, told
from briefgen.dossier_file.lock import Holder, Lock, Refused, enter, leave, take
from briefgen.dossier_file.opening import connected, loaded, looked_at, note_history
from briefgen.dossier_file.placing import placed
from briefgen.dossier_file.reading import Unreadable
from briefgen.dossier_file.records import LISTS, SINGLES, WHOLE
from briefgen.dossier_file.schema import PAGE_SIZE, lay_out, require_engine
from briefgen.dossier_file.search import SCHEME, Hit, hit_in, index_anew, ranked_texts, scheme_of, terms_of
from briefgen.dossier_file.versions import Version
from briefgen.errors import InternalError, UsageError

_log = logging.getLogger(__name__)

Clock = Callable[[], dt.datetime]


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def create(path: str | Path, settings: Settings, *, clock: Clock = _now) -> DossierFile:
    """Make a new dossier file and open it.

    Raises:
        DossierRefused: there is something at `path` already, or the folder can't be written.
        NotThere: SQLite is too old.
    """
    require_engine()
    path = Path(path)
    dossier = Dossier(settings=settings)
    with (
        placed(path) as making,
        told(path, "making"),
        contextlib.closing(sqlite3.connect(making, isolation_level=None)) as connection,
    ):
        connection.execute(f"PRAGMA page_size = {PAGE_SIZE}")
        connection.execute("PRAGMA auto_vacuum = NONE")
        connection.execute("PRAGMA synchronous = FULL")
        with transaction(connection):
            lay_out(connection)
            index_anew(connection)
            places = tables.Places(epoch=0)  # born before any version: an empty dossier is no change
            for name in SINGLES:
                tables.write_record(connection, places, WHOLE, name, getattr(dossier, name), None, 0, {})
    return open_dossier(path, clock=clock)


def open_dossier(
    path: str | Path, *, read_only: bool = False, take_over: bool = False, clock: Clock = _now
) -> DossierFile:
    """Open a dossier file; for reading only where it is asked for, or can't be otherwise (`why_read_only`).

    `take_over` replaces the record of another host that opened the dossier and never closed it; a lock that a running
    program holds is respected always.

    Raises:
        DossierRefused: there is no such file, or it is no dossier, or a newer program's; nothing was changed in it.
        DossierDamaged: it is a dossier, and damaged.
        NotThere: SQLite is too old.
    """
    require_engine()
    path = Path(path)
    refused = looked_at(path)
    if read_only:
        refused = Refused(f"“{path}” was opened for reading only.")
    lock: Lock | None = None
    if refused is None:
        with told(path):
            result = take(path, clock(), take_over=take_over)
        lock, refused = (result, None) if isinstance(result, Lock) else (None, result)
    enter(path)
    try:
        connection = connected(path, writable=lock is not None)
        try:
            opened = DossierFile(path, connection, lock, refused, clock)
            opened.keep_house()
        except BaseException:
            connection.close()
            raise
    except BaseException:
        leave(path)
        if lock is not None:
            lock.release()
        raise
    return opened


class DossierFile:
    """A dossier file that is open. Made by `create` and `open_dossier`; closed by `close`, or at the end of a `with`.

    May be used from several threads. While it is open, nothing else in the process may open the file itself, not even
    to read it (see `lock.is_open_here`): `copy_to` copies it.
    """

    path: Path
    """Where the file is, as it was named."""

    why_read_only: str
    """The sentence that tells why the dossier can be read and not changed; empty when it can be changed."""

    holder: Holder | None
    """Who has the dossier open for writing, where that is why it is read-only here."""

    left_by: Holder | None
    """Who opened the dossier for writing before and never closed it: their program, or their machine, broke down."""

    def __init__(
        self, path: Path, connection: sqlite3.Connection, lock: Lock | None, refused: Refused | None, clock: Clock
    ) -> None:
        self.path = path
        self.why_read_only = "" if refused is None else refused.sentence
        self.holder = None if refused is None else refused.holder
        self.left_by = None if lock is None else lock.left_by
        self._connection = connection
        self._lock = lock
        self._clock = clock
        self._mutex = threading.RLock()
        self._closed = False
        self._doubtful = False
        with told(path):
            self._read_version = _data_version(connection)  # before reading: what comes while we read is newer
        found = loaded(path, connection)
        self._newer = found.newer
        self._dossier: Dossier = found.dossier
        self._places: tables.Places = found.places
        self._seen = _seen(path) or (0, 0, 0, 0)
        with told(path):
            self._hold = None if lock is None else hold(connection)
            self._data_version = 0 if lock is None else _data_version(connection)

    def is_behind(self) -> bool:
        """Tell whether another program has written the file since it was read; one that we write ourselves never is.

        Raises:
            DossierRefused: the file can't be read just now.
        """
        with self._at_work(), told(self.path):
            return self._lock is None and _data_version(self._connection) != self._read_version

    def close(self) -> None:
        """Close the file and take the sidecars away. Closing twice does no harm."""
        with self._mutex:
            if self._closed:
                return
            self._closed = True
            try:
                self._let_go()
                if self._lock is not None:
                    # The journal goes with us; where a reader keeps it just now it stays, empty and harmless.
                    with contextlib.suppress(sqlite3.OperationalError):
                        self._connection.execute("PRAGMA journal_mode = DELETE")
                self._connection.close()
            finally:
                leave(self.path)
                if self._lock is not None:
                    self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ------------------------------------------------------------------------------------------ the value

    @property
    def dossier(self) -> Dossier:
        """The dossier as the file holds it."""
        return self._dossier

    @property
    def read_only(self) -> bool:
        """Whether the dossier can be read and not changed."""
        return self._lock is None

    def commit(self, after: Dossier, originals: Mapping[str, bytes] | None = None, label: str = "") -> None:
        """Make `after` what the file holds, in one transaction that writes only what differs; durable on return.

        `originals` has the bytes of new sources' documents, and what new records of issue keep, by their SHA-256
        (lower-case hex); those that the file has need not be given. When something changed since the last version, and
        that is ten minutes old, the state before is kept as an automatic version, named by `label`, the words for this
        edit.

        Raises:
            DossierReadOnly: the dossier is open for reading only.
            DossierRefused: the disk is full, or gone, or the file was changed or moved by others.
            InternalError: `after` is not sound, or a new source's document is missing.

        On any error the file and `dossier` stay as they were.
        """
        given = originals or {}
        with self._at_work(writing=True):
            plan, singles = self._plan(after)
            problems = integrity_problems(after, since=self._dossier) if plan else ()
            if problems:
                raise InternalError(f"The edit was not saved: it would spoil the dossier ({'; '.join(problems[:3])}).")
            if plan or singles:
                places = self._places.copy((*plan, WHOLE))
                with self._written():
                    self._keep_automatically(places, label)
                    for name in singles:
                        before = getattr(self._dossier, name)
                        tables.write_record(
                            self._connection, places, WHOLE, name, getattr(after, name), before, 0, given
                        )
                    for collection, found in plan.items():
                        self._apply(places, collection, found, given)
                self._places = places
            self._dossier = after

    def original(self, sha256: str) -> bytes:
        """Give the original bytes of a source's document, checked against their hash.

        Raises:
            DossierDamaged: the bytes are not those that were stored, or are not there.
        """
        with self._read():
            try:
                data = tables.read_original(self._connection, sha256)
            except Unreadable as error:
                raise DossierDamaged(self.path, str(error)) from error
        if data is None:
            raise DossierDamaged(self.path, f"the original document {sha256} is missing")
        return data

    def kept(self, sha256: str) -> bytes:
        """Give what a record of issue keeps under this hash, checked against it.

        Raises:
            DossierDamaged: the bytes are not those that were stored, or are not there.
        """
        with self._read():
            try:
                data = tables.read_kept(self._connection, sha256)
            except Unreadable as error:
                raise DossierDamaged(self.path, str(error)) from error
        if data is None:
            raise DossierDamaged(self.path, f"what was kept as {sha256} is missing")
        return data

    # ------------------------------------------------------------------------------------------ versions

    def versions(self) -> tuple[Version, ...]:
        """List the versions that are kept, the oldest first."""
        with self._read():
            return tuple(versions.kept_versions(self._connection))

    def save_version(self, name: str, *, automatic: bool = False) -> Version:
        """Keep the dossier as it is under a name: for good, or, `automatic`, until it thins out with age.

        An automatic one is made only where the last version is not of the same state; else that one is given.

        Raises:
            UsageError: the name is blank, or a version has it already.
            DossierRefused: as for `commit`.
        """
        spec = Text(one_line=True, required=not automatic)
        read = spec.read("name", name)
        spec.check("name", read)
        with self._at_work(writing=True):
            kept = self.versions()
            if automatic and kept and not self._places.changed:
                return kept[-1]
            if not automatic and any(version.name == read and not version.automatic for version in kept):
                raise UsageError(f"There is a version “{read}” already: choose another name, or delete that one.")
            places = self._places.copy()
            with self._written():
                version = versions.keep(self._connection, self._clock(), str(read), automatic=automatic)
                note_history(self._connection, places)
            self._places = places
        return version

    def load_version(self, which: int | str) -> Dossier:
        """Give the dossier as it was at a version, named by its name or its number.

        What has not changed since is the same object as in `dossier`. To go back to it, commit what the operation
        `restore_version` makes of it: numbers are never given twice, and what was issued stays on record.

        Raises:
            UnknownId: there is no such version.
            DossierDamaged: a part of it is not as it was written.
        """
        with self._read():
            return self._as_of(versions.find(self.versions(), which).number)

    def delete_version(self, which: int | str) -> None:
        """Delete a version, and whatever only it had.

        Raises:
            UnknownId: there is no such version.
            DossierRefused: as for `commit`.
        """
        with self._at_work(writing=True):
            version = versions.find(self.versions(), which)
            places = self._places.copy()
            with self._written():
                versions.drop(self._connection, version.number)
                note_history(self._connection, places)
            self._places = places

    # ------------------------------------------------------------------------------------------ search

    def search(self, query: str, limit: int = 20) -> tuple[Hit, ...]:
        """Find the sources whose text has all words of the query and all its phrases in quotation marks, best first.

        Case, accents and width make no difference; a word also finds those that begin with it; in Chinese, Japanese,
        Korean, Thai and the like any stretch is found, single characters too.
        """
        terms = terms_of(query)
        with self._read():
            ranked = ranked_texts(self._connection, terms)
            places = self._places.rows["sources"]
            by_text: dict[int | None, list[Any]] = {}
            for source in self._dossier.sources:
                by_text.setdefault(places[source.id].text, []).append(source)
        hits = (hit_in(source.id, source.text, terms) for n in ranked for source in by_text.get(n, ()))
        return tuple(islice((hit for hit in hits if hit.matches), limit))

    # ------------------------------------------------------------------------------------------ the whole file

    def check(self) -> tuple[str, ...]:
        """Check the whole file, every page, original and version; gives a sentence for each thing that is wrong."""
        with self._read():
            connection = self._connection
            problems = [
                f"SQLite says: {text}" for (text,) in connection.execute("PRAGMA integrity_check") if text != "ok"
            ]
            broken = connection.execute("PRAGMA foreign_key_check").fetchall()
            problems += [
                f"row {row} of “{table}” refers to a missing row of “{parent}”" for table, row, parent, _ in broken
            ]
            for (sha256,) in connection.execute("SELECT sha256 FROM original").fetchall():
                with _noted(problems):
                    tables.read_original(connection, sha256)
            there = {sha256 for (sha256,) in connection.execute("SELECT sha256 FROM kept").fetchall()}
            for sha256 in there:
                with _noted(problems):
                    tables.read_kept(connection, sha256)
            for record in self._dossier.issues:
                if missing := set(record.kept) - there:
                    problems.append(f"{record.id}: what was kept as {min(missing)} is missing")
            with _noted(problems):
                problems += integrity_problems(tables.load(connection, newer=self._newer).dossier)
            for version in versions.kept_versions(connection):
                with _noted(problems):
                    found = integrity_problems(self._as_of(version.number))
                    problems += [f"in the version “{version.name or version.number}”: {problem}" for problem in found]
        return tuple(problems)

    def compact(self) -> int:
        """Delete the texts and documents that neither the dossier nor a version needs, and shrink the file.

        What was deleted can't be brought back by undoing. Gives the bytes by which the file has shrunk.

        Raises:
            DossierRefused: as for `commit`; it needs as much free space as the file has.
        """
        with self._at_work(writing=True):
            before = self.path.stat().st_size
            with self._written():
                tables.drop_loose_ends(self._connection)
            self._let_go()
            with told(self.path, "editing"):
                self._connection.execute("VACUUM")
            self._seen = _seen(self.path) or self._seen
            return before - self.path.stat().st_size

    def copy_to(self, target: str | Path, *, overwrite: bool = False) -> None:
        """Write a copy of the file, whole and consistent, while this one stays open.

        Raises:
            DossierRefused: there is a file at `target` and `overwrite` is not set, or it is this one or is open, or it
                can't be written.
        """
        target = Path(target)
        taken: Lock | None = None
        if overwrite and target.exists():
            if target.samefile(self.path):
                raise DossierRefused(f"“{target}” is this dossier itself: choose another name for the copy.")
            result = take(target, self._clock())
            if isinstance(result, Refused):
                raise DossierRefused(f"The copy can't take the place of “{target}”: {result.sentence}")
            taken = result
        try:
            with (
                self._read(),
                placed(target, overwrite=overwrite) as making,
                told(target, "making"),
                contextlib.closing(sqlite3.connect(making, isolation_level=None)) as copy,
            ):
                copy.execute("PRAGMA synchronous = FULL")
                self._connection.backup(copy)
        finally:
            if taken is not None:
                taken.release()

    # ------------------------------------------------------------------------------------------ inside

    def _plan(self, after: Dossier) -> tuple[dict[str, Changes], list[str]]:
        """Compare with the present value: what changed in each list, and which of the single records did."""
        singles = [
            name
            for name in SINGLES
            if getattr(after, name) is not getattr(self._dossier, name)
            and getattr(after, name) != getattr(self._dossier, name)
        ]
        plan: dict[str, Changes] = {}
        for collection in LISTS:
            before = getattr(self._dossier, collection)
            now = getattr(after, collection)
            if now is before:
                continue
            try:
                found = changes(before, now, self._places.sort_of(collection))
            except ValueError as error:
                raise InternalError(f"The edit was not saved: {error} among the {collection}.") from error
            if found:
                plan[collection] = found
        return plan, singles

    def _apply(self, places: tables.Places, collection: str, found: Changes, originals: Mapping[str, bytes]) -> None:
        connection = self._connection
        if found.removed:
            gone = {record.id: record for record in getattr(self._dossier, collection)}
            for row_id in found.removed:
                tables.remove_record(connection, places, collection, row_id, gone[row_id])
        for written in found.written:
            tables.write_record(
                connection,
                places,
                collection,
                written.record.id,
                written.record,
                written.before,
                written.sort,
                originals,
            )
        for row_id, sort in found.moved:
            tables.move_record(connection, places, collection, row_id, sort)

    def _keep_automatically(self, places: tables.Places, label: str) -> None:
        """Keep the state before an edit, when the last version is old enough, and let older ones thin out."""
        if not places.changed:
            return
        now = self._clock()
        kept = versions.kept_versions(self._connection)
        if kept and now - max(version.at for version in kept) < versions.INTERVAL:
            return
        new = versions.keep(self._connection, now, label, automatic=True)
        automatic = [(version.number, version.at) for version in (*kept, new) if version.automatic]
        for number in sorted(versions.to_drop(automatic, now)):
            versions.drop(self._connection, number)
        note_history(self._connection, places)

    def _as_of(self, version: int) -> Dossier:
        known: dict[int, tuple[tables.Place, Any]] = {}
        for collection in LISTS:
            places = self._places.rows[collection]
            for record in getattr(self._dossier, collection):
                place = places[record.id]
                known[place.n] = (place, record)
        for name, place in self._places.rows[WHOLE].items():
            known[place.n] = (place, getattr(self._dossier, name))
        try:
            return tables.load_version(self._connection, version, known, newer=self._newer).dossier
        except Unreadable as error:
            raise DossierDamaged(self.path, str(error)) from error

    def keep_house(self) -> None:
        """Delete what nothing needs any more, while nothing can be undone, and see to the index: at the opening.

        Where there is no room for it, the dossier opens all the same, and the next opening tries again.
        """
        if self._lock is None:
            return
        try:
            with told(self.path):
                stale = scheme_of(self._connection) != SCHEME
                loose = tables.has_loose_ends(self._connection)
            if stale or loose:
                with self._written():
                    tables.drop_loose_ends(self._connection)
                    if stale:
                        index_anew(self._connection)
        except DossierDamaged:
            raise
        except DossierRefused as refused:
            _log.info("Housekeeping in %s was put off: %s", self.path, refused)

    @contextlib.contextmanager
    def _at_work(self, *, writing: bool = False) -> Iterator[None]:
        """Let one thread at a time do something with the open file."""
        with self._mutex:
            if self._closed:
                raise InternalError(f"“{self.path}” was closed.")
            if writing and self._lock is None:
                raise DossierReadOnly(self.why_read_only)
            if writing and self._doubtful:
                self._make_sure()
            yield

    @contextlib.contextmanager
    def _read(self) -> Iterator[None]:
        """Let what is inside read one state of the file."""
        with self._at_work(), told(self.path), reading(self._connection):
            yield

    @contextlib.contextmanager
    def _written(self) -> Iterator[None]:
        """Run one transaction that writes, after making sure that nobody else has written."""
        try:
            before = _seen(self.path)
            if before is None or before[:2] != self._seen[:2]:
                raise DossierRefused(
                    f"“{self.path}” was moved, renamed or deleted while it was open: your last change was not saved. "
                    f"Put the file back where it was, or open it where it is now."
                )
            if before != self._seen:
                self._let_go()  # our lock may not have held: let SQLite look at the file anew
            with told(self.path, "editing"):
                self._hold = self._hold or hold(self._connection)
            with told(self.path, "editing"), transaction(self._connection):
                if _data_version(self._connection) != self._data_version:
                    raise DossierRefused(
                        f"Another program has changed “{self.path}” while it was open here: your last change was not "
                        f"saved. Open the dossier again."
                    )
                yield
        except BaseException as error:
            self._let_go()  # SQLite gets over a failure of the disk when nobody reads
            code = getattr(error.__cause__, "sqlite_errorname", "")
            self._doubtful = self._doubtful or code.startswith("SQLITE_IOERR")
            raise
        self._seen = _seen(self.path) or self._seen

    def _let_go(self) -> None:
        """End the read that holds the file for us; the next transaction begins another."""
        if self._hold is not None:
            self._hold.close()
            self._hold = None

    def _make_sure(self) -> None:
        """After the disk or the network failed: see whether the file still holds what we think it does."""
        found = loaded(self.path, self._connection)
        if found.dossier != self._dossier:
            raise DossierRefused(f"“{self.path}” is not what is shown here any more: open the dossier again.")
        self._places = found.places
        self._data_version = _data_version(self._connection)
        self._doubtful = False


def _seen(path: Path) -> tuple[int, int, int, int] | None:
    """Tell which file is at a path, by device and number, and when and at what length it was last written.

    SQLite itself looks whether the file is still there only when it opens the journal anew.
    """
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino, status.st_mtime_ns, status.st_size


def _data_version(connection: sqlite3.Connection) -> int:
    """Give SQLite's number for the state of the file, which changes when another connection writes it."""
    (number,) = connection.execute("PRAGMA data_version").fetchone()
    return int(number)


@contextlib.contextmanager
def _noted(problems: list[str]) -> Iterator[None]:
    """Add what can't be read to the problems, and go on."""
    try:
        yield
    except (Unreadable, FieldError) as error:
        problems.append(str(error))
    except DossierDamaged as error:
        problems.append(error.message)
