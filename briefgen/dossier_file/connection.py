"""How a dossier's database is opened: journal, durability and caution are the same everywhere."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from briefgen.dossier_file.failures import DossierDamaged, DossierRefused

WAIT = 5.0
"""Seconds to wait for another process that is just reading or writing."""

PAUSE = 0.02
"""Seconds between two looks, where SQLite does not wait by itself."""

_ALWAYS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",  # a dossier may come from anybody
    "PRAGMA cell_size_check = ON",
    "PRAGMA cache_size = -32768",  # 32 MiB
)
_WRITING = (
    "PRAGMA synchronous = FULL",
    "PRAGMA fullfsync = ON",  # on macOS an fsync alone stops at the drive's cache
    "PRAGMA journal_size_limit = 1048576",
    "PRAGMA secure_delete = ON",  # what is deleted is gone, and never taken for a row when recovering
)


def connect(path: Path, *, writable: bool) -> sqlite3.Connection:
    """Open the database at `path`, which must be there.

    Transactions are begun and ended by hand. The journal is a rollback journal whose header is zeroed and synced at the
    end of each transaction (PERSIST): deleting it instead would leave a commit undone if the plug is pulled before the
    folder reaches the disk, and a write-ahead log is unsafe on network shares.

    Raises:
        sqlite3.Error: as SQLite says.
        DossierDamaged: the file has triggers or views, which no dossier has.
        DossierRefused: the journal can't be set because another program uses the file in its own way.
    """
    connection = sqlite3.connect(
        f"{uri_of(path)}?mode={'rw' if writable else 'ro'}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=WAIT,
        cached_statements=256,
    )
    try:
        for pragma in _ALWAYS:
            connection.execute(pragma)
        if connection.execute("SELECT 1 FROM sqlite_master WHERE type IN ('trigger', 'view')").fetchone():
            raise DossierDamaged(path, "it has triggers or views, which no dossier has")
        if writable:
            for pragma in _WRITING:
                connection.execute(pragma)
            (mode,) = connection.execute("PRAGMA journal_mode = PERSIST").fetchone()
            if mode != "persist":
                raise DossierRefused(f"Another program uses “{path}” in a way of its own ({mode}): close it there.")
        else:
            connection.execute("PRAGMA query_only = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def uri_of(path: Path) -> str:
    """Give the file: URI of a path, of a drive's or a network share's on Windows too."""
    text = path.absolute().as_posix()
    return "file://" + quote(os.fsencode(text if text.startswith("/") else f"/{text}"))


def hold(connection: sqlite3.Connection) -> sqlite3.Cursor:
    """Begin a read that is never finished, until the cursor given is closed.

    It keeps SQLite's shared lock, so that no other program can write the file in between, and with the lock the open
    journal, which else would be opened, and its folder synced, for each transaction anew. Others can read.
    """
    cursor = connection.execute("SELECT name FROM sqlite_master")
    cursor.fetchone()
    return cursor


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Run what is inside as one transaction that writes: committed when it ends, rolled back on any error."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # SQLite rolls back by itself on some errors
            connection.execute("ROLLBACK")
        raise


@contextmanager
def reading(connection: sqlite3.Connection) -> Iterator[None]:
    """Let what is inside see one state of the file; inside a transaction, that of the transaction."""
    inside = connection.in_transaction
    if inside:
        yield
        return
    deadline = time.monotonic() + WAIT
    while True:
        connection.execute("BEGIN")
        try:
            connection.execute("SELECT 1 FROM sqlite_master").fetchone()
            break
        except sqlite3.OperationalError as error:
            connection.execute("ROLLBACK")
            if not looks_interrupted(error) or time.monotonic() > deadline:
                raise
        time.sleep(PAUSE)
    try:
        yield
    finally:
        if connection.in_transaction:
            connection.execute("COMMIT")


def looks_interrupted(error: sqlite3.OperationalError) -> bool:
    """Tell whether SQLite takes a change for interrupted, which a reader can't undo.

    It also does for a moment when another process begins to write just as the reader looks at the journal.
    """
    return getattr(error, "sqlite_errorname", "") == "SQLITE_READONLY_ROLLBACK"
