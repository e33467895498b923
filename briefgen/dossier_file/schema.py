"""The tables of a dossier file, its marks of identity, and the way from an older form of it to the present one.

CONTRIBUTING.md, “Dossier file schema”, explains the tables; a test holds it to this module.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from briefgen.dossier_file.connection import transaction
from briefgen.dossier_file.failures import DossierDamaged, DossierRefused
from briefgen.errors import NotThere

SUFFIX = ".briefgen"

APPLICATION_ID = 0x42724766
"""“BrGf”: what tells a dossier from every other SQLite file (bytes 68 to 71 of the header)."""

MAJOR, MINOR = 1, 1
"""A program opens every file of its own major or an older one, whatever the minor; a newer major is refused."""

USER_VERSION = MAJOR * 1000 + MINOR
"""How the version stands in the file's header (bytes 60 to 63)."""

PAGE_SIZE = 4096

_LEAST_SQLITE = (3, 37, 0)

_COLUMNS = """
    collection TEXT NOT NULL,
    id TEXT NOT NULL,
    sort INTEGER NOT NULL,
    born INTEGER NOT NULL,
    body TEXT NOT NULL,
    crc INTEGER NOT NULL,
    text INTEGER REFERENCES text (n),
    original TEXT REFERENCES original (sha256)"""

_KEPT = """CREATE TABLE kept (
    sha256 TEXT PRIMARY KEY,
    size INTEGER NOT NULL,
    packed INTEGER NOT NULL CHECK (packed IN (0, 1)),
    bytes BLOB NOT NULL
) STRICT"""

TABLES = (
    """CREATE TABLE original (
    sha256 TEXT PRIMARY KEY,
    size INTEGER NOT NULL,
    packed INTEGER NOT NULL CHECK (packed IN (0, 1)),
    bytes BLOB NOT NULL
) STRICT""",
    _KEPT,
    """CREATE TABLE text (
    n INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    structure TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT""",
    f"""CREATE TABLE record (
    n INTEGER PRIMARY KEY,{_COLUMNS},
    UNIQUE (collection, id)
) STRICT""",
    f"""CREATE TABLE past (
    n INTEGER PRIMARY KEY,
    died INTEGER NOT NULL,{_COLUMNS}
) STRICT""",
    """CREATE TABLE version (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    name TEXT NOT NULL,
    automatic INTEGER NOT NULL CHECK (automatic IN (0, 1))
) STRICT""",
    """CREATE TABLE note (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT""",
    "CREATE INDEX record_text ON record (text) WHERE text IS NOT NULL",
    "CREATE INDEX record_original ON record (original) WHERE original IS NOT NULL",
    "CREATE INDEX past_text ON past (text) WHERE text IS NOT NULL",
    "CREATE INDEX past_original ON past (original) WHERE original IS NOT NULL",
    "CREATE INDEX past_died ON past (died)",
    # What is indexed is cut and folded by `words` before it comes here: to SQLite every token is plain.
    "CREATE VIRTUAL TABLE words USING fts5 (tokens, content='', tokenize='ascii')",
)
"""What makes an empty database a dossier of the present version, in order."""

Step = Callable[[sqlite3.Connection], None]


def _to_1001(connection: sqlite3.Connection) -> None:
    """Make room for what records of issue keep: the house templates and the data of what was issued."""
    connection.execute(_KEPT)
    connection.execute("PRAGMA user_version = 1001")


STEPS: Mapping[int, Step] = {1000: _to_1001}
"""From an older `user_version`: the step that leads one version on. Each runs inside one transaction with the rest."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What the header of a file says of it."""

    application_id: int
    user_version: int

    @property
    def major(self) -> int:
        """The major version of the file's form."""
        return self.user_version // 1000

    @property
    def newer(self) -> bool:
        """Whether a newer minor wrote the file, so that it may hold names that are unknown here."""
        return self.user_version > USER_VERSION


def mark_of(header: bytes) -> Mark | None:
    """Read the first 100 bytes of a file; None when it is no SQLite file (file format: sqlite.org/fileformat2.html)."""
    if len(header) < 100 or not header.startswith(b"SQLite format 3\x00"):
        return None
    (user_version,) = struct.unpack_from(">I", header, 60)
    (application_id,) = struct.unpack_from(">I", header, 68)
    return Mark(application_id, user_version)


def mark_in(connection: sqlite3.Connection) -> Mark:
    """Ask an open connection for the same."""
    (application_id,) = connection.execute("PRAGMA application_id").fetchone()
    (user_version,) = connection.execute("PRAGMA user_version").fetchone()
    return Mark(application_id & 0xFFFFFFFF, user_version)


def refuse_foreign(path: Path, mark: Mark | None, size: int) -> None:
    """Refuse a file that is no dossier, or one of a newer major version.

    Raises:
        DossierRefused: the sentence says which.
    """
    if size == 0:
        raise DossierRefused(
            f"“{path}” is empty (0 bytes): it is not a dossier. Copying it was perhaps not finished; get it again."
        )
    if mark is None:
        if path.suffix == SUFFIX:
            raise DossierDamaged(path, "its beginning is not that of a dossier")
        raise DossierRefused(f"“{path}” is not a dossier: dossiers are files named NAME{SUFFIX} that Briefgen made.")
    if mark.application_id != APPLICATION_ID:
        raise DossierRefused(f"“{path}” is an SQLite database of another program, not a dossier.")
    if mark.major > MAJOR:
        raise DossierRefused(
            f"“{path}” was written by a newer Briefgen (form {mark.major}; this one knows {MAJOR}): install the "
            f"newer Briefgen to open it."
        )
    if mark.user_version < 1000:
        raise DossierDamaged(path, f"it claims form {mark.user_version}, which never was")


def refuse_altered(path: Path, connection: sqlite3.Connection) -> None:
    """Refuse a file of this version whose tables are not those of this version.

    Raises:
        DossierDamaged: one is missing, is another than it was, or there are more.
    """
    found = {
        name: sql
        for name, sql in connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        if not name.startswith(("sqlite_", "words_"))
    }
    made = {statement.replace("VIRTUAL ", "").split()[2]: statement for statement in TABLES}
    for name in sorted(found.keys() | made.keys()):
        if found.get(name) != made.get(name):
            state = "missing" if name not in found else "not as it was made" if name in made else "none of ours"
            raise DossierDamaged(path, f"the table “{name}” is {state}")


def require_engine() -> None:
    """Make sure that SQLite is new enough.

    Raises:
        NotThere: it is older than 3.37 (STRICT tables), or made without FTS5.
    """
    if sqlite3.sqlite_version_info < _LEAST_SQLITE:
        raise NotThere(
            f"Briefgen needs SQLite 3.37 or newer; this Python comes with {sqlite3.sqlite_version}: use a newer Python."
        )
    with sqlite3.connect(":memory:") as connection:
        options = {name for (name,) in connection.execute("PRAGMA compile_options")}
    connection.close()
    if "ENABLE_FTS5" not in options:
        raise NotThere("Briefgen needs an SQLite with FTS5, which this Python's has not: use a Python from python.org.")


def lay_out(connection: sqlite3.Connection) -> None:
    """Make an empty database a dossier without rows. Runs inside the caller's transaction, if any."""
    for statement in TABLES:
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {USER_VERSION}")


def brought_up(
    connection: sqlite3.Connection, steps: Mapping[int, Step], target: int, *, writable: bool
) -> sqlite3.Connection:
    """Lead an older file to the `target` version; gives the connection to go on with.

    It is done in one transaction, wholly or not at all; where nothing may be written, on a copy in memory. A file of
    the target version or a newer one is left as it is.

    Raises:
        KeyError: there is no step from one of the versions on the way.
    """
    if mark_in(connection).user_version >= target:
        return connection
    if not writable:
        copy = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        connection.backup(copy)
        connection.close()
        connection = copy
    with transaction(connection):
        while (version := mark_in(connection).user_version) < target:
            steps[version](connection)
            if mark_in(connection).user_version <= version:
                raise RuntimeError(f"the step from {version} does not lead on")
    return connection
