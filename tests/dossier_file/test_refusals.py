"""Whatever is wrong with a file, its folder or its disk: a sentence that says it, exit code 3, nothing overwritten."""

import os
import shlex
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from briefgen.domain.dossier import Settings
from briefgen.domain.points import Risk
from briefgen.dossier_file import (
    DossierDamaged,
    DossierFile,
    DossierReadOnly,
    DossierRefused,
    create,
    open_dossier,
    recover,
)
from briefgen.dossier_file.failures import told
from briefgen.errors import InternalError
from tests.dossier_file.example import example, originals, source
from tests.dossier_file.test_lock import nobody

resource = pytest.importorskip("resource", reason="limits of POSIX")

ROOM = "x" * 200_000


def refused(path: Path) -> str:
    """The sentence with which opening is refused; the file is what it was, and nothing lies beside it."""
    before = path.read_bytes() if path.is_file() else b""
    beside = set(path.parent.iterdir())
    sentences = set()
    for read_only in (False, True):
        with pytest.raises(DossierRefused) as caught:
            open_dossier(path, read_only=read_only)
        assert caught.value.exit_code == 3
        assert str(path) in caught.value.message
        sentences.add(caught.value.message)
    assert (path.read_bytes() if path.is_file() else b"") == before
    assert set(path.parent.iterdir()) == beside
    (sentence,) = sentences
    return sentence


def overwritten(path: Path, offset: int, data: bytes) -> None:
    """Damage a file."""
    with path.open("r+b") as opened:
        opened.seek(offset)
        opened.write(data)


def changed(path: Path, statement: str) -> None:
    """Change a closed file as only a fault could."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()


def test_a_missing_file(tmp_path: Path) -> None:
    """It says that there is none, and makes none."""
    assert "There is no “" in refused(tmp_path / "none.briefgen")


def test_a_way_that_leads_through_a_file(path: Path) -> None:
    """A path below a file is no dossier's."""
    with pytest.raises(DossierRefused, match="not a folder"):
        open_dossier(path / "deeper.briefgen")


def test_a_folder(tmp_path: Path) -> None:
    """It says that it is one."""
    (tmp_path / "x.briefgen").mkdir()
    assert "is a folder" in refused(tmp_path / "x.briefgen")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
def test_a_pipe(tmp_path: Path) -> None:
    """It does not wait for a pipe to say something."""
    os.mkfifo(tmp_path / "x.briefgen")
    with pytest.raises(DossierRefused, match="not a file"):
        open_dossier(tmp_path / "x.briefgen")


def test_an_empty_file(tmp_path: Path) -> None:
    """It says that it is empty, and does not take it for a new database."""
    (tmp_path / "x.briefgen").touch()
    assert "is empty (0 bytes)" in refused(tmp_path / "x.briefgen")


def test_a_file_of_another_kind(tmp_path: Path) -> None:
    """A text is no dossier; named like one, it is a damaged one."""
    for name, words in (("x.txt", "is not a dossier"), ("x.briefgen", "is damaged")):
        (tmp_path / name).write_text("Dear minister, " * 50)
        assert words in refused(tmp_path / name)


def test_another_programs_database(tmp_path: Path) -> None:
    """An SQLite file without our mark is somebody else's."""
    with closing(sqlite3.connect(tmp_path / "x.briefgen")) as connection:
        connection.execute("CREATE TABLE record (n)")
    assert "another program" in refused(tmp_path / "x.briefgen")


def test_a_newer_major_version(path: Path) -> None:
    """It is refused, naming both versions and what to do."""
    changed(path, "PRAGMA user_version = 2003")
    sentence = refused(path)
    assert "newer Briefgen (form 2; this one knows 1)" in sentence
    assert "install" in sentence


def test_a_version_that_never_was(path: Path) -> None:
    """A version before the first is damage."""
    changed(path, "PRAGMA user_version = 7")
    assert "form 7" in refused(path)


@pytest.mark.parametrize("kept", [0.02, 0.3, 0.6, 0.95])
def test_a_truncated_file(path: Path, kept: float) -> None:
    """Cut off anywhere, it says so and names the way to what is left."""
    size = path.stat().st_size
    os.truncate(path, int(size * kept))
    sentence = refused(path)
    assert "damaged" in sentence
    assert "briefgen recover" in sentence


def test_the_way_to_what_is_left_can_be_pasted(path: Path) -> None:
    """The command in the sentence names the file as a shell wants it."""
    awkward = path.rename(path.with_name("lower town's.briefgen"))
    os.truncate(awkward, 5000)
    command = refused(awkward).partition("with: ")[2]
    assert shlex.split(command) == ["briefgen", "recover", str(awkward), "-o", "NEW.briefgen"]


def test_a_header_that_is_gone(path: Path) -> None:
    """Zeros in the place of the first page are damage, not another program's file."""
    overwritten(path, 0, bytes(4096))
    assert "its beginning" in refused(path)


def test_random_damage_is_never_taken_for_a_dossier(path: Path) -> None:
    """Wherever bytes are overwritten, the file is refused, or holds all that it held."""
    whole = path.read_bytes()
    outcomes = set()
    for offset in range(100, len(whole), 509):
        path.write_bytes(whole)
        overwritten(path, offset, bytes(byte ^ 0xA5 for byte in whole[offset : offset + 16]))
        try:
            with open_dossier(path) as file:
                assert file.dossier == example()
            outcomes.add("opened")
        except DossierRefused:
            outcomes.add("refused")
    assert outcomes == {"opened", "refused"}


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE record SET body = replace(body, 'wall', 'well') WHERE id = 'risk-1'", "risk-1 among the points"),
        ("UPDATE record SET sort = sort + 1 WHERE id = 'brief-2'", "brief-2 among the briefs"),
        ("UPDATE text SET body = body || ' ' WHERE n = 1", "text 1 is not"),
        ("DELETE FROM record WHERE collection = 'whole'", "counters and settings are missing"),
        ("DELETE FROM record WHERE id = 'passage-3'", "risk-1 cites passage-3"),
        ("DELETE FROM record WHERE id = 'dilemma-1'", "linked to dilemma-1"),
        ("CREATE TRIGGER t AFTER INSERT ON record BEGIN DELETE FROM record; END", "triggers or views"),
        ("CREATE VIEW v AS SELECT 1", "triggers or views"),
        ("DROP TABLE text", "table “text” is missing"),
        ("DROP INDEX past_died", "table “past_died” is missing"),
        ("CREATE TABLE mine (n)", "table “mine” is none of ours"),
        ("ALTER TABLE note ADD COLUMN more TEXT", "table “note” is not as it was made"),
    ],
)
def test_content_that_briefgen_never_wrote(path: Path, statement: str, words: str) -> None:
    """Changed words, missing rows, references to nothing, foreign triggers: named, and refused."""
    changed(path, statement)
    assert words in refused(path)


def test_rows_of_unknown_collections_are_damage_in_our_own_version(path: Path) -> None:
    """In a file of this version, a row that this version can't have written is damage."""
    changed(path, "INSERT INTO record (collection, id, sort, born, body, crc) VALUES ('moods', 'm', 0, 1, '{}', 0)")
    assert "collection “moods”" in refused(path)


def test_text_that_is_no_utf8(path: Path) -> None:
    """Bytes that are no text give the sentence for damage."""
    changed(path, "UPDATE record SET body = CAST(x'7bff7d' AS TEXT) WHERE id = 'risk-1'")
    assert "damaged" in refused(path)


def test_a_damaged_document_is_told_when_it_is_wanted(path: Path) -> None:
    """The dossier opens; the one document that is not what it was is refused, and the check of the file names it."""
    sha256 = example().sources[0].sha256
    changed(
        path,
        "UPDATE original SET bytes = x'00' WHERE sha256 = (SELECT original FROM record WHERE id = 'source-1')",
    )
    with open_dossier(path) as file:
        with pytest.raises(DossierDamaged, match="original document"):
            file.original(sha256)
        (problem,) = file.check()
        assert sha256 in problem
        assert file.original(example().sources[1].sha256)


def test_a_check_finds_what_opening_does_not_look_at(path: Path) -> None:
    """A version's damaged row, a lost page of the index: opening is quick and does not see them, the check does."""
    with open_dossier(path) as file:
        file.save_version("old")
        file.commit(replace(file.dossier, briefs=()))
    changed(path, "UPDATE past SET body = '{}' WHERE id = 'brief-1'")
    with open_dossier(path) as file:
        assert any("brief-1" in problem for problem in file.check())
        with pytest.raises(DossierDamaged, match="brief-1"):
            file.load_version("old")


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="rights of POSIX")
def test_a_read_only_file(path: Path, as_nobody: Path) -> None:
    """It is read, and the first edit is refused with the reason; nothing lies beside it."""
    shared = as_nobody / path.name
    shutil.copyfile(path, shared)
    shared.chmod(0o444)
    as_nobody.chmod(0o777)
    with nobody(), open_dossier(shared) as file:
        assert file.read_only
        assert file.dossier == example()
        with pytest.raises(DossierReadOnly, match="the file can't be written") as caught:
            file.commit(replace(file.dossier, briefs=()))
        assert caught.value.exit_code == 3
        assert list(as_nobody.iterdir()) == [shared]


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="rights of POSIX")
def test_a_file_and_a_folder_that_may_not_be_used(path: Path, as_nobody: Path) -> None:
    """A file that may not be read, a folder where nothing may be made: said, and left as they are."""
    shared = as_nobody / path.name
    shutil.copyfile(path, shared)
    shared.chmod(0o000)
    with nobody():
        with pytest.raises(DossierRefused, match="may not read or write"):
            open_dossier(shared)
        with pytest.raises(DossierRefused, match="may not read or write"):
            create(as_nobody / "new.briefgen", Settings())
        with pytest.raises(DossierRefused, match="may not read or write"):
            recover(shared, as_nobody / "new.briefgen")
    assert list(as_nobody.iterdir()) == [shared]


def test_an_interrupted_change_is_undone_for_a_reader_too(path: Path, tmp_path: Path) -> None:
    """A dossier whose writer broke down in the middle opens for reading as it was before that change."""
    interrupt(path)
    assert path.with_name(f"{path.name}-journal").stat().st_size > 0
    with open_dossier(path, read_only=True) as file:
        assert file.dossier == example()


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="rights of POSIX")
def test_an_interrupted_change_where_nothing_may_be_written(path: Path, as_nobody: Path) -> None:
    """Where it can't be undone, the sentence says what to copy."""
    interrupt(path)
    for name in (path.name, f"{path.name}-journal"):
        shutil.copyfile(path.with_name(name), as_nobody / name)
        (as_nobody / name).chmod(0o444)
    with nobody(), pytest.raises(DossierRefused, match="was interrupted"):
        open_dossier(as_nobody / path.name)


def interrupt(path: Path) -> None:
    """Break a change of the file off in the middle, its pages half written, as a pulled plug does."""
    script = """
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_size = 1")
connection.execute("PRAGMA cache_spill = 1")
connection.execute("BEGIN IMMEDIATE")
connection.execute("UPDATE record SET body = '{}' || hex(zeroblob(3000))")
os.kill(os.getpid(), 9)
"""
    subprocess.run(["python3", "-c", script, path], check=False)


# ------------------------------------------------------------------------------------------- full disks


def test_a_full_disk_undoes_the_edit(file: DossierFile) -> None:
    """SQLite's own word for a full disk: the change is undone, in the file and in what is shown, and work goes on."""
    connection = file._connection  # noqa: SLF001  the limit stands for the disk
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")
    before = file.dossier
    big = replace(before, points=(*before.points, Risk(id="risk-9", body=ROOM)))
    with pytest.raises(DossierRefused) as caught:
        file.commit(big)
    assert caught.value.message == "The disk is full: your last change was undone, the dossier is whole."
    assert file.dossier is before
    assert file.check() == ()
    connection.execute("PRAGMA max_page_count = 1073741823")
    file.commit(big)
    with open_dossier(file.path, read_only=True) as seen:
        assert seen.dossier == big


def test_a_write_that_fails_is_undone_and_the_next_one_makes_sure(file: DossierFile) -> None:
    """When the system refuses to let the file grow, the edit is undone; once it may, the same edit is kept."""
    before = file.dossier
    big = replace(before, points=(*before.points, Risk(id="risk-9", body=ROOM)))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (file.path.stat().st_size + 8192, limits[1]))
    try:
        with pytest.raises(DossierRefused, match="last change was undone"):
            file.commit(big)
        assert file.dossier is before
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    file.commit(big)
    assert file.check() == ()
    with open_dossier(file.path, read_only=True) as seen:
        assert seen.dossier == big


def test_after_a_failure_a_file_that_is_not_what_is_shown_is_refused(file: DossierFile) -> None:
    """When the disk failed, and the file is another than what is shown, nothing is written over it."""
    before = file.dossier
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (file.path.stat().st_size, limits[1]))
    try:
        with pytest.raises(DossierRefused):
            file.commit(replace(before, points=(*before.points, Risk(id="risk-9", body=ROOM))))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    changed(file.path, "DELETE FROM record WHERE collection = 'briefs'")
    with pytest.raises(DossierRefused, match="not what is shown here"):
        file.commit(replace(before, issues=()))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte, where the machine lets us have one."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = os.name == "posix" and not os.geteuid()
    mounted = (
        mounted
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", place], check=False, capture_output=True
        ).returncode
    )
    if not mounted:
        pytest.skip("a small disk can't be mounted here")
    yield place
    subprocess.run(["umount", place], check=True)


def test_a_disk_that_is_really_full(small_disk: Path) -> None:
    """On a disk without space left, an edit, a copy, a recovery and a new dossier say so and leave no half files."""
    path = small_disk / "x.briefgen"
    with create(path, Settings()) as file:
        file.commit(example(), originals())
        (small_disk / "filler").write_bytes(b"x" * 400_000)
        before = file.dossier
        noise = "".join(chr(0x4E00 + number * 7919 % 20_000) for number in range(200_000))
        big = source("source-9", noise)
        with pytest.raises(DossierRefused, match="The disk is full: your last change was undone"):
            file.commit(replace(before, sources=(*before.sources, big)), {big.sha256: noise.encode()})
        assert file.dossier is before
        assert file.check() == ()
        (small_disk / "filler2").write_bytes(b"x" * (os.statvfs(small_disk).f_bavail * 4096 - 8192))
        with pytest.raises(DossierRefused, match=r"The disk is full: .*copy\.briefgen"):
            file.copy_to(small_disk / "copy.briefgen")
        with pytest.raises(DossierRefused, match=r"The disk is full: .*new\.briefgen"):
            create(small_disk / "new.briefgen", Settings())
    with pytest.raises(DossierRefused, match="The disk is full"):
        recover(path, small_disk / "rescued.briefgen")
    assert {entry.name for entry in small_disk.iterdir()} == {"x.briefgen", "filler", "filler2"}
    with open_dossier(path, read_only=True) as file:
        assert file.dossier == before


# ------------------------------------------------------------------------------------------- the rest


def test_what_the_file_is_not_to_blame_for_is_our_own_fault(tmp_path: Path) -> None:
    """An error that no sentence fits is an internal one, with SQLite's words."""
    with (
        pytest.raises(InternalError, match="no such function"),
        told(tmp_path),
        closing(sqlite3.connect(":memory:")) as c,
    ):
        c.execute("SELECT nothing_of_the_kind()")


def test_something_too_large(file: DossierFile) -> None:
    """What SQLite can't hold is refused, and nothing changes."""
    import sqlite3 as engine

    file._connection.setlimit(engine.SQLITE_LIMIT_LENGTH, 150_000)  # noqa: SLF001  a gigabyte takes too long
    before = file.dossier
    with pytest.raises(DossierRefused, match="too large"):
        file.commit(replace(before, points=(*before.points, Risk(id="risk-9", body=ROOM))))
    assert file.dossier is before
