"""The way to an open dossier: look before SQLite does, connect, undo what was interrupted, read and check."""

from __future__ import annotations

import contextlib
import datetime as dt
import gc
import os
import sqlite3
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from briefgen.domain.dossier import integrity_problems
from briefgen.dossier_file import tables, versions
from briefgen.dossier_file.connection import PAUSE, WAIT, connect, looks_interrupted, reading
from briefgen.dossier_file.failures import DossierDamaged, DossierRefused, told
from briefgen.dossier_file.lock import Refused, is_open_here, take
from briefgen.dossier_file.placing import is_interrupted
from briefgen.dossier_file.reading import Unreadable
from briefgen.dossier_file.schema import (
    STEPS,
    USER_VERSION,
    brought_up,
    mark_in,
    mark_of,
    refuse_altered,
    refuse_foreign,
)


def looked_at(path: Path) -> Refused | None:
    """Look at a file before SQLite does; gives why it can't be written, None when it can.

    Raises:
        DossierRefused: it can't be a dossier of ours; the sentence says what it is.
    """
    with told(path):
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise DossierRefused(f"“{path}” is a folder, not a dossier.")
        if not stat.S_ISREG(status.st_mode):
            raise DossierRefused(f"“{path}” is not a file.")
        if is_open_here(path):
            return None
        binary = getattr(os, "O_BINARY", 0)
        refused = None
        try:
            descriptor = os.open(path, os.O_RDWR | binary)
        except OSError as error:
            descriptor = os.open(path, os.O_RDONLY | binary)
            refused = Refused(f"“{path}” can be read, not changed: the file can't be written ({error.strerror}).")
        try:
            header = os.read(descriptor, 100)
        finally:
            os.close(descriptor)
        settled = not is_interrupted(path)
    refuse_foreign(path, mark_of(header), status.st_size)
    pages = int.from_bytes(header[28:32], "big")
    if settled and pages * int.from_bytes(header[16:18], "big") > status.st_size:
        raise DossierDamaged(path, "it is cut off before its end")
    return refused


def connected(path: Path, *, writable: bool) -> sqlite3.Connection:
    """Connect to a dossier, whatever older form it has, and undo what was interrupted when a program broke down.

    Raises:
        DossierRefused: what SQLite finds is no dossier of ours, or is damaged.
    """
    deadline = time.monotonic() + WAIT
    with told(path):
        while True:
            try:
                return _connected(path, writable=writable)
            except sqlite3.OperationalError as error:
                if not looks_interrupted(error):
                    raise
                writer = _undo_interrupted(path)
                if writer is not None and (writer.holder is None or time.monotonic() > deadline):
                    raise
            time.sleep(PAUSE)


def _connected(path: Path, *, writable: bool) -> sqlite3.Connection:
    connection = connect(path, writable=writable)
    try:
        refuse_foreign(path, mark_in(connection), path.stat().st_size)
        connection = brought_up(connection, STEPS, USER_VERSION, writable=writable)
        if not mark_in(connection).newer:
            refuse_altered(path, connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _undo_interrupted(path: Path) -> Refused | None:
    """Undo a change that was interrupted when its program broke down, which only a writer can; tells why it can't."""
    lock = take(path, dt.datetime.now(dt.UTC))
    if isinstance(lock, Refused):
        return lock
    try:
        connect(path, writable=True).close()
    finally:
        lock.release()
    return None


def loaded(path: Path, connection: sqlite3.Connection) -> tables.Loaded:
    """Read everything and check it.

    Raises:
        DossierDamaged: something is not as it was written.
    """
    with told(path), _without_collecting(), reading(connection):
        try:
            found = tables.load(connection, newer=mark_in(connection).newer)
        except Unreadable as error:
            raise DossierDamaged(path, str(error)) from error
        note_history(connection, found.places)
        problems = integrity_problems(found.dossier)
    if problems:
        more = f", and {len(problems) - 3} more" if len(problems) > 3 else ""
        raise DossierDamaged(path, "; ".join(problems[:3]) + more)
    return found


def note_history(connection: sqlite3.Connection, places: tables.Places) -> None:
    """Note in `places` where the file's history stands."""
    places.epoch = versions.next_number(connection)
    kept = versions.kept_versions(connection)
    places.last_version = kept[-1].number if kept else 0
    (died,) = connection.execute("SELECT EXISTS (SELECT 1 FROM past WHERE died > ?)", (places.last_version,)).fetchone()
    places.changed = bool(died) or any(
        place.born > places.last_version for found in places.rows.values() for place in found.values()
    )


@contextlib.contextmanager
def _without_collecting() -> Iterator[None]:
    """Keep the garbage collector from going through a hundred thousand new objects again and again: half the time."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
