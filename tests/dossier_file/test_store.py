"""The open file: what is committed is what is there, and no more is written than what changed."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.domain.dossier import Dossier, Settings
from briefgen.domain.points import Citation, Risk
from briefgen.domain.sources import Block
from briefgen.domain.terms import BlockKind
from briefgen.dossier_file import DossierDamaged, DossierFile, DossierReadOnly, DossierRefused, create, open_dossier
from briefgen.dossier_file.connection import uri_of
from briefgen.dossier_file.schema import USER_VERSION
from briefgen.errors import InternalError
from tests import strategies
from tests.dossier_file.example import HARBOUR, example, originals, source

CITATION = Citation(passage="passage-99")


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    """Ask a closed file."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


@settings(max_examples=40)
@given(strategies.dossiers())
def test_what_was_saved_is_what_is_loaded(dossier: Dossier) -> None:
    """Law: load(save(d)) == d, and the file holds each document's bytes."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "law.briefgen")
        with create(path, Settings()) as file:
            file.commit(dossier, strategies.originals_of(dossier))
            assert file.dossier is dossier
        with open_dossier(path) as again:
            assert again.dossier == dossier
            for source_ in dossier.sources:
                assert again.original(source_.sha256) == source_.text.encode()


@settings(max_examples=30)
@given(st.data())
def test_saving_differences_equals_saving_the_whole(data: st.DataObject) -> None:
    """Law: after any sequence of edits the file holds what a file written at once holds."""
    with TemporaryDirectory() as folder:
        stepwise, at_once = Path(folder, "a.briefgen"), Path(folder, "b.briefgen")
        dossier = data.draw(strategies.dossiers())
        with create(stepwise, Settings()) as file:
            file.commit(dossier, strategies.originals_of(dossier))
            for _ in range(data.draw(st.integers(1, 4))):
                dossier = data.draw(strategies.edited(dossier))
                file.commit(dossier, strategies.originals_of(dossier))
            assert file.check() == ()
        with create(at_once, Settings()) as file:
            file.commit(dossier, strategies.originals_of(dossier))
        with open_dossier(stepwise) as one, open_dossier(at_once) as other:
            assert one.dossier == other.dossier == dossier


@settings(max_examples=20)
@given(st.data())
def test_undo_and_redo_bring_back_what_was(data: st.DataObject) -> None:
    """Law: committing the value from before gives it back, and the one from after too."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "law.briefgen")
        before = data.draw(strategies.dossiers())
        after = data.draw(strategies.edited(before))
        with create(path, Settings()) as file:
            file.commit(before, strategies.originals_of(before))
            file.commit(after, strategies.originals_of(after))
            file.commit(before)
            with open_dossier(path, read_only=True) as seen:
                assert seen.dossier == before
            file.commit(after)
            with open_dossier(path, read_only=True) as seen:
                assert seen.dossier == after


def test_a_new_dossier_is_empty_and_has_its_settings(tmp_path: Path) -> None:
    """Creating makes a file that opens to an empty dossier."""
    given = Settings(id="x", title="Lower town")
    with create(tmp_path / "new.briefgen", given) as file:
        assert file.dossier == Dossier(settings=given)
        assert not file.read_only
        assert file.why_read_only == ""
    with open_dossier(tmp_path / "new.briefgen") as file:
        assert file.dossier == Dossier(settings=given)


def test_values_made_by_a_program_come_back_to_the_letter(tmp_path: Path) -> None:
    """Spaces, decomposed letters, NUL and surrogate escapes are neither trimmed nor lost."""
    text = "a\x00b e\u0301 \u2028 end "
    risk = Risk(id="risk-1", title=" e\u0301 ", set_aside=(("k", "\ud83d"),))
    dossier = Dossier(settings=Settings(title=" x "), sources=(source("source-1", text),), points=(risk,))
    with create(tmp_path / "x.briefgen", Settings()) as file:
        file.commit(dossier, {dossier.sources[0].sha256: text.encode()})
    with open_dossier(tmp_path / "x.briefgen") as file:
        assert file.dossier == dossier


def test_nothing_is_left_beside_a_closed_file(path: Path) -> None:
    """Neither the journal nor the lock outlives the closing, and closing twice does no harm."""
    file = open_dossier(path)
    file.commit(replace(file.dossier, briefs=()))
    assert {entry.name for entry in path.parent.iterdir()} > {path.name}
    file.close()
    file.close()
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]
    with pytest.raises(InternalError, match="closed"):
        file.versions()


def changed_rows(path: Path, before: set[tuple[object, ...]], table: str) -> set[object]:
    """The ids of the rows of a table that are not as they were."""
    return {row[2] for row in set(rows(path, f"SELECT * FROM {table}")) - before}  # noqa: S608  a table's name


def test_an_edit_writes_the_changed_record_alone(path: Path) -> None:
    """Of all rows, the one of the edited record differs afterwards; texts and documents are not touched."""
    before = set(rows(path, "SELECT * FROM record"))
    texts, documents = rows(path, "SELECT * FROM text"), rows(path, "SELECT * FROM original")
    with open_dossier(path) as file:
        points = (replace(file.dossier.points[0], title="New"), *file.dossier.points[1:])
        file.commit(replace(file.dossier, points=points))
    assert changed_rows(path, before, "record") == {"risk-1"}
    assert (rows(path, "SELECT * FROM text"), rows(path, "SELECT * FROM original")) == (texts, documents)


def test_editing_a_bibliography_leaves_the_text_alone(path: Path) -> None:
    """The long parts of a source are rows of their own, and stay the same rows."""
    before = set(rows(path, "SELECT * FROM record"))
    texts = rows(path, "SELECT rowid, * FROM text")
    with open_dossier(path) as file:
        first, second = file.dossier.sources
        edited = replace(first, bibliography=replace(first.bibliography, title="Another"))
        file.commit(replace(file.dossier, sources=(edited, second)))
    assert changed_rows(path, before, "record") == {"source-1"}
    assert rows(path, "SELECT rowid, * FROM text") == texts


def test_one_moved_record_is_one_rewritten_row(path: Path) -> None:
    """Reordering rewrites what moved."""
    before = set(rows(path, "SELECT * FROM record"))
    with open_dossier(path) as file:
        first, *rest = file.dossier.points
        file.commit(replace(file.dossier, points=(*rest, first)))
    assert changed_rows(path, before, "record") == {"risk-1"}
    with open_dossier(path) as file:
        assert [point.id for point in file.dossier.points] == ["dilemma-1", "rec-1", "risk-1"]


def test_an_equal_dossier_writes_nothing(path: Path) -> None:
    """Committing a copy that is equal changes no byte of the file."""
    content = path.read_bytes()
    with open_dossier(path) as file:
        copied = replace(file.dossier, points=tuple(replace(point) for point in file.dossier.points))
        file.commit(copied)
        assert file.dossier is copied
        file.commit(copied)
    assert path.read_bytes() == content


def test_the_same_document_is_stored_once(path: Path) -> None:
    """Two sources of the same bytes share them, and the text where it is the same."""
    with open_dossier(path) as file:
        first = file.dossier.sources[0]
        twin = replace(first, id="source-9", filename="twin.md")
        file.commit(replace(file.dossier, sources=(*file.dossier.sources, twin)))
    assert rows(path, "SELECT count(*) FROM original") == [(3,)]
    assert rows(path, "SELECT count(*) FROM text") == [(3,)]


def test_documents_are_packed_where_it_pays(tmp_path: Path) -> None:
    """Text is compressed, what is compressed already is stored as it is; both come back."""
    import hashlib
    import random

    plain = ("A sentence that repeats itself. " * 20_000).encode()
    dense = random.Random(1).randbytes(400_000)  # noqa: S311  no secret
    small = b"ab"
    given = {hashlib.sha256(data).hexdigest(): data for data in (plain, dense, small)}
    made = tuple(replace(source(f"source-{number}", "Text."), sha256=sha256) for number, sha256 in enumerate(given, 1))
    path = tmp_path / "x.briefgen"
    with create(path, Settings()) as file:
        file.commit(Dossier(sources=made), given)
        assert {sha256: file.original(sha256) for sha256 in given} == given
    assert dict(rows(path, "SELECT size, packed FROM original")) == {len(plain): 1, len(dense): 0, 2: 0}
    assert path.stat().st_size < 600_000


def test_a_source_without_its_document_is_refused(file: DossierFile) -> None:
    """Bytes that were not given, or are not those of the hash, stop the commit and leave everything as it was."""
    before = file.dossier
    new = source("source-9", "Another text.")
    after = replace(before, sources=(*before.sources, new))
    with pytest.raises(InternalError, match="source-9 was not given"):
        file.commit(after)
    with pytest.raises(InternalError, match="not the one"):
        file.commit(after, {new.sha256: b"other bytes"})
    assert file.dossier is before
    file.commit(after, {new.sha256: b"Another text."})
    assert file.dossier is after


def test_an_unsound_dossier_is_never_written(file: DossierFile) -> None:
    """A fault of the program that would leave references to nothing is stopped before it is on the disk."""
    before = file.dossier
    for spoiled in (
        replace(before, points=before.points[1:]),
        replace(before, passages=before.passages[1:]),
        replace(before, sources=before.sources[1:]),
        replace(before, sources=(replace(before.sources[0], text="x" + HARBOUR), before.sources[1])),
        replace(before, points=(*before.points, replace(before.points[0], id="risk-9", evidence=(CITATION,)))),
        replace(before, passages=(replace(before.passages[0], quote="No longer exists"), *before.passages[1:])),
    ):
        with pytest.raises(InternalError, match="would spoil"):
            file.commit(spoiled)
        assert file.dossier is before
    with open_dossier(file.path, read_only=True) as seen:
        assert seen.dossier == before


def test_an_id_given_twice_is_refused_and_nothing_is_written(file: DossierFile) -> None:
    """Whether both are new or one was there, and whatever else the edit changed, the file stays as it was."""
    before = file.dossier
    for twice in (
        (*before.points, Risk(id="risk-8"), Risk(id="risk-8", title="x")),
        (*before.points, replace(before.points[0], title="twin")),
    ):
        with pytest.raises(InternalError):
            file.commit(replace(before, settings=Settings(title="changed"), points=twice))
        assert file.dossier is before
    with open_dossier(file.path, read_only=True) as seen:
        assert seen.dossier == before


def test_removed_documents_stay_until_undoing_ends(path: Path) -> None:
    """Removing a source can be undone without its bytes; the next opening lets go of them."""
    with open_dossier(path) as file:
        before = file.dossier
        without = replace(before, sources=(), passages=(), points=(), briefs=(), bin=())
        file.commit(without)
        file.commit(before)
        assert file.original(before.sources[0].sha256) == HARBOUR.encode()
        file.commit(without)
        for version in file.versions():
            file.delete_version(version.number)
    assert rows(path, "SELECT count(*) FROM original") == [(3,)]
    with open_dossier(path) as file:
        assert file.check() == ()
        with pytest.raises(DossierDamaged, match="missing"):
            file.original(before.sources[0].sha256)
    assert rows(path, "SELECT (SELECT count(*) FROM original), (SELECT count(*) FROM text)") == [(0, 0)]


def test_the_bin_keeps_documents(path: Path) -> None:
    """A source in the bin comes back whole after closing and opening."""
    with open_dossier(path) as file:
        assert file.original(example().bin[1].source.sha256)  # type: ignore[union-attr]  # it is a source


def test_compacting_shrinks_the_file(path: Path) -> None:
    """What nothing needs is deleted and the space given back; the dossier stays as it is."""
    text = "Word. " * 100_000
    big = source("source-9", text, blocks=(Block(BlockKind.PARAGRAPH, 0, len(text)),))
    with open_dossier(path) as file:
        before = file.dossier
        file.commit(replace(before, sources=(*before.sources, big)), {big.sha256: text.encode()})
        file.commit(before)
        for version in file.versions():
            file.delete_version(version.number)
        grown = path.stat().st_size
        shrunk = file.compact()
        assert shrunk > 500_000
        assert path.stat().st_size == grown - shrunk
        assert file.dossier is before
        file.commit(replace(before, briefs=()))
        assert file.check() == ()


def test_a_copy_is_whole_and_does_not_follow(path: Path, tmp_path: Path) -> None:
    """A copy of an open dossier holds what it held, versions too, and later edits do not reach it."""
    copy = tmp_path / "copy.briefgen"
    with open_dossier(path) as file:
        file.save_version("sent")
        file.copy_to(copy)
        file.commit(replace(file.dossier, briefs=()))
    with open_dossier(copy) as copied:
        assert copied.dossier == example()
        assert [version.name for version in copied.versions()] == ["sent"]
        assert copied.check() == ()


def test_a_copy_takes_no_place_without_being_told(path: Path, tmp_path: Path) -> None:
    """A file that is there stays, unless overwriting was asked for; the dossier itself and an open one stay always."""
    taken = tmp_path / "taken.briefgen"
    taken.write_bytes(b"mine")
    with open_dossier(path) as file:
        with pytest.raises(DossierRefused, match="already"):
            file.copy_to(taken)
        with pytest.raises(DossierRefused, match="this dossier itself"):
            file.copy_to(path, overwrite=True)
        with pytest.raises(DossierRefused, match="no folder"):
            file.copy_to(tmp_path / "nowhere" / "x.briefgen")
        assert taken.read_bytes() == b"mine"
        file.copy_to(taken, overwrite=True)
        with open_dossier(taken) as other, pytest.raises(DossierRefused, match="can't take the place"):
            file.copy_to(taken, overwrite=True)
        assert other.dossier == example()
    assert {entry.name for entry in tmp_path.iterdir()} == {path.name, taken.name}


def test_creating_takes_no_place(path: Path, tmp_path: Path) -> None:
    """A dossier is never made over a file, a folder, or the journal of a dossier that was moved away."""
    content = path.read_bytes()
    with pytest.raises(DossierRefused, match=r"a file .* already"):
        create(path, Settings())
    assert path.read_bytes() == content
    (tmp_path / "folder.briefgen").mkdir()
    with pytest.raises(DossierRefused, match="a folder"):
        create(tmp_path / "folder.briefgen", Settings())
    (tmp_path / "gone.briefgen-journal").write_bytes(b"x" * 512)
    with pytest.raises(DossierRefused, match="journal"):
        create(tmp_path / "gone.briefgen", Settings())
    with pytest.raises(DossierRefused, match="no folder"):
        create(tmp_path / "nowhere" / "x.briefgen", Settings())


def test_no_other_program_can_write_meanwhile(file: DossierFile) -> None:
    """A program that knows nothing of our lock can read an open file and not write it."""
    with closing(sqlite3.connect(file.path, timeout=0)) as other:
        assert other.execute("SELECT count(*) FROM record WHERE collection = 'points'").fetchone() == (3,)
        other.execute("DELETE FROM record")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.commit()


@pytest.mark.skipif(sys.platform == "win32", reason="SQLite without locks is for POSIX alone")
def test_another_programs_change_is_noticed(file: DossierFile) -> None:
    """Where locks do not hold, as on some shares, the next commit is refused rather than mixed with the other's."""
    script = (
        "import sqlite3, sys; connection = sqlite3.connect(sys.argv[1] + '?vfs=unix-none', uri=True); "
        "connection.execute(\"UPDATE record SET sort = sort + 1 WHERE id = 'risk-1'\"); connection.commit()"
    )
    subprocess.run([sys.executable, "-W", "ignore", "-c", script, uri_of(file.path)], check=True)
    before = file.dossier
    with pytest.raises(DossierRefused, match="has changed"):
        file.commit(replace(before, briefs=()))
    assert file.dossier is before


def test_a_file_that_was_only_touched_is_written_on(file: DossierFile) -> None:
    """A changed time of the file alone, as a backup may leave it, stops nobody."""
    os.utime(file.path, (1, 1))
    file.commit(replace(file.dossier, briefs=()))
    file.commit(replace(file.dossier, issues=()))
    with open_dossier(file.path, read_only=True) as seen:
        assert seen.dossier == file.dossier


def test_a_reader_that_takes_its_time_is_told_of(file: DossierFile) -> None:
    """While another program reads on and on, a commit ends with a sentence, undone, and works once it is through."""
    file._connection.execute("PRAGMA busy_timeout = 50")  # noqa: SLF001  so that the test need not wait
    before = file.dossier
    after = replace(before, briefs=())
    with closing(sqlite3.connect(file.path, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM record").fetchone()
        with pytest.raises(DossierRefused, match=r"Another program is using .* undone"):
            file.commit(after)
        assert file.dossier is before
        other.execute("COMMIT")
        file.commit(after)
    with open_dossier(file.path, read_only=True) as seen:
        assert seen.dossier == after


def test_a_file_moved_away_is_noticed(file: DossierFile, tmp_path: Path) -> None:
    """An edit is not written into a file that is no longer where it was opened."""
    file.path.rename(tmp_path / "moved.briefgen")
    with pytest.raises(DossierRefused, match="was moved"):
        file.commit(replace(file.dossier, briefs=()))
    path = tmp_path / "another.briefgen"
    create(path, Settings()).close()
    path.rename(file.path)
    with pytest.raises(DossierRefused, match="was moved"):
        file.commit(replace(file.dossier, briefs=()))
    (tmp_path / "moved.briefgen").rename(file.path)
    file.commit(replace(file.dossier, briefs=()))


def test_reading_only_refuses_every_change(path: Path) -> None:
    """A dossier opened for reading says so to each act that would write, and reads on."""
    with open_dossier(path, read_only=True) as file:
        assert file.read_only
        acts: list[Callable[[], object]] = [
            lambda: file.commit(replace(file.dossier, briefs=())),
            lambda: file.save_version("x"),
            lambda: file.delete_version("x"),
            file.compact,
        ]
        for act in acts:
            with pytest.raises(DossierReadOnly, match="reading only"):
                act()
        assert file.dossier == example()
        assert file.check() == ()
        assert file.original(next(iter(originals())))
        assert file.search("harbour")


def test_pulled_plug_settings_hold(file: DossierFile) -> None:
    """Rollback journal, full synchronisation, foreign keys, our own mark: as promised in CONTRIBUTING."""
    asked = ("journal_mode", "synchronous", "foreign_keys", "application_id", "user_version", "secure_delete")
    found = [file._connection.execute(f"PRAGMA {name}").fetchone()[0] for name in asked]  # noqa: SLF001  what is inside matters here
    assert found == ["persist", 2, 1, 0x42724766, USER_VERSION, 1]


def test_a_file_that_another_tool_put_into_wal_mode_is_put_right(path: Path) -> None:
    """A write-ahead log is unsafe on network shares: the first writer to open the file goes back to a journal."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
    with open_dossier(path, read_only=True) as file:
        assert file.dossier == example()
    with open_dossier(path) as file:
        file.commit(replace(file.dossier, briefs=()))
    assert path.read_bytes()[18:20] == b"\x01\x01"
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]
