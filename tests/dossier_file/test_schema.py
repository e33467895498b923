"""The form of the file: written down, checked, and led on from older versions."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from briefgen.dossier_file.connection import uri_of
from briefgen.dossier_file.schema import (
    APPLICATION_ID,
    TABLES,
    USER_VERSION,
    brought_up,
    mark_in,
    mark_of,
    require_engine,
)

CONTRIBUTING = Path(__file__).resolve().parents[2] / "CONTRIBUTING.md"


def old(path: Path) -> sqlite3.Connection:
    """A file of a version before."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("CREATE TABLE t (n)")
    connection.execute("INSERT INTO t VALUES (1)")
    connection.execute("PRAGMA user_version = 1002")
    return connection


def to_1003(connection: sqlite3.Connection) -> None:
    """One step."""
    connection.execute("ALTER TABLE t ADD COLUMN m")
    connection.execute("PRAGMA user_version = 1003")


def to_2000(connection: sqlite3.Connection) -> None:
    """Another, to a new major version."""
    connection.execute("UPDATE t SET m = n + 1")
    connection.execute("PRAGMA user_version = 2000")


def test_an_older_file_is_led_on_step_by_step(tmp_path: Path) -> None:
    """Each step is taken once, in order, and the file has the new version then."""
    with closing(old(tmp_path / "x.db")) as connection:
        steps = {1002: to_1003, 1003: to_2000}
        assert brought_up(connection, steps, 2000, writable=True) is connection
        assert connection.execute("SELECT * FROM t").fetchall() == [(1, 2)]
        assert mark_in(connection).user_version == 2000
        assert brought_up(connection, {}, 2000, writable=True) is connection
        assert brought_up(connection, {}, 1003, writable=True) is connection


def failing(connection: sqlite3.Connection) -> None:
    """A step that fails in the middle."""
    connection.execute("UPDATE t SET m = 5")
    connection.execute("SELECT * FROM nothing")


def idle(connection: sqlite3.Connection) -> None:
    """A step that leads nowhere."""


@pytest.mark.parametrize(
    ("step", "error"), [(failing, sqlite3.OperationalError), (idle, RuntimeError), (None, KeyError)]
)
def test_a_step_that_fails_leaves_the_file_as_it_was(
    tmp_path: Path, step: Callable[[sqlite3.Connection], None] | None, error: type[Exception]
) -> None:
    """All steps are one transaction."""
    steps = {1002: to_1003} | ({} if step is None else {1003: step})
    with closing(old(tmp_path / "x.db")) as connection:
        with pytest.raises(error):
            brought_up(connection, steps, 2000, writable=True)
        assert connection.execute("SELECT * FROM t").fetchall() == [(1,)]
        assert mark_in(connection).user_version == 1002


def test_an_older_file_that_can_only_be_read_is_led_on_in_memory(tmp_path: Path) -> None:
    """What is read has the new form; the file keeps its own."""
    path = tmp_path / "x.db"
    old(path).close()
    before = path.read_bytes()
    connection = sqlite3.connect(f"{uri_of(path)}?mode=ro", uri=True, isolation_level=None)
    with closing(brought_up(connection, {1002: to_1003, 1003: to_2000}, 2000, writable=False)) as copy:
        assert copy.execute("SELECT * FROM t").fetchall() == [(1, 2)]
    with pytest.raises(sqlite3.ProgrammingError):
        connection.execute("SELECT 1")
    assert path.read_bytes() == before


def test_the_header_tells_what_a_file_is(path: Path) -> None:
    """Our mark and the version stand where `file` and others can read them, without SQLite."""
    header = path.read_bytes()[:100]
    mark = mark_of(header)
    assert mark is not None
    assert (mark.application_id, mark.user_version, mark.major, mark.newer) == (APPLICATION_ID, USER_VERSION, 1, False)
    assert header[68:72] == b"BrGf"
    assert mark_of(header[:99]) is None
    assert mark_of(b"\x00" * 100) is None


def test_the_schema_is_written_down() -> None:
    """CONTRIBUTING has the tables exactly as they are made."""
    page = CONTRIBUTING.read_text("utf-8")
    section = page.partition("## Dossier file schema\n")[2].partition("\n## ")[0]
    written = "\n".join(re.findall(r"```sql\n(.*?)```", section, re.DOTALL))
    assert [" ".join(part.split()) for part in written.split(";") if part.strip()] == [
        " ".join(statement.split()) for statement in TABLES
    ]


def test_this_sqlite_will_do() -> None:
    """The engine that the tests run with is new enough and can search."""
    require_engine()


@pytest.mark.parametrize("name", ["ä ö?.briefgen", "50%20#1.briefgen", "日本.briefgen", "a'b\"c.briefgen"])
def test_any_file_name_will_do(tmp_path: Path, name: str) -> None:
    """Characters that mean something in a URI mean nothing in a file's name."""
    with closing(sqlite3.connect(tmp_path / name)) as connection:
        connection.execute("CREATE TABLE t (n)")
    with closing(sqlite3.connect(f"{uri_of(tmp_path / name)}?mode=ro", uri=True)) as connection:
        assert connection.execute("SELECT count(*) FROM t").fetchone() == (0,)
    assert [entry.name for entry in tmp_path.iterdir()] == [name]
