"""One process writes; the others are told who; what a broken-down one left behind stops nobody for ever."""

import errno
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from briefgen.dossier_file import DossierFile, DossierReadOnly, open_dossier
from briefgen.dossier_file.lock import Lock, Refused, sidecar, take
from tests.dossier_file.example import NOON, example

ROOT = Path(__file__).resolve().parents[2]

_HOLD = """
import sys
from briefgen.dossier_file import open_dossier
file = open_dossier(sys.argv[1])
print("read-only" if file.read_only else "writing", flush=True)
sys.stdin.readline()
file.close()
"""

_RACE = """
import sys
from briefgen.dossier_file import open_dossier
wins = 0
sys.stdin.readline()
for _ in range(60):
    with open_dossier(sys.argv[1]) as file:
        if not file.read_only:
            settings = file.dossier.settings
            from dataclasses import replace
            file.commit(replace(file.dossier, settings=replace(settings, title=str(int(settings.title) + 1))))
            wins += 1
print(wins)
"""


@contextmanager
def held(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Let another process have the dossier open."""
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, path],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "writing\n"
        try:
            yield process
        finally:
            if process.poll() is None:
                process.communicate("\n")


def left_over(path: Path, **fields: object) -> None:
    """Put a record beside the dossier as a process that broke down leaves it."""
    record = {"host": platform.node(), "user": "ana", "process": 1, "since": NOON.isoformat()} | fields
    sidecar(path).write_text(json.dumps(record), "utf-8")


def test_the_second_process_reads_and_is_told_who_writes(path: Path) -> None:
    """It gets the dossier for reading, with host, user, and since when; when the first closes, it can write."""
    with held(path) as process:
        with open_dossier(path) as file:
            assert file.read_only
            assert file.holder is not None
            assert file.holder.host == platform.node()
            assert file.holder.process == process.pid
            assert file.holder.user
            assert file.holder.since is not None
            for part in (file.holder.user, platform.node(), "since", f"{file.holder.since.astimezone():%H:%M}"):
                assert part in file.why_read_only
            assert file.dossier == example()
            with pytest.raises(DossierReadOnly, match="open for writing by"):
                file.commit(replace(file.dossier, briefs=()))
        assert sidecar(path).exists()
    with open_dossier(path) as file:
        assert not file.read_only
        assert file.left_by is None


@pytest.mark.skipif(sys.platform != "linux", reason="only there is the lock the descriptor's own")
def test_the_lock_outlives_others_of_its_program_that_look_at_the_sidecar(path: Path) -> None:
    """As a file dialog does that shows the folder, and opens and closes every file to see what it is."""
    with open_dossier(path) as file:
        assert not file.read_only
        sidecar(path).read_bytes()
        with subprocess.Popen(
            [sys.executable, "-c", _HOLD, path], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as other:
            assert other.communicate("\n")[0] == "read-only\n"


def test_a_reader_sees_what_the_writer_had_written_when_it_opened(file: DossierFile) -> None:
    """Reading never disturbs writing: both go on, each with its own value."""
    with open_dossier(file.path) as reader:
        before = reader.dossier
        file.commit(replace(file.dossier, briefs=()))
        assert reader.dossier is before
        assert reader.check() == ()
    with open_dossier(file.path) as reader:
        assert reader.dossier == file.dossier


def test_the_same_process_is_told_too(file: DossierFile, tmp_path: Path) -> None:
    """Opened twice by one program, also by another name, the second is for reading; and the first keeps its lock."""
    by_another_name = tmp_path / "link.briefgen"
    by_another_name.symlink_to(file.path)
    for path in (file.path, by_another_name):
        with open_dossier(path) as second:
            assert second.read_only
            assert "this program already" in second.why_read_only
    script = "import sys; from briefgen.dossier_file import open_dossier; print(open_dossier(sys.argv[1]).read_only)"
    other = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script, file.path], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert other.stdout == "True\n"
    file.commit(replace(file.dossier, briefs=()))


def test_a_killed_process_leaves_a_lock_that_stops_nobody(path: Path) -> None:
    """The lock of the system is gone with its process; the record it left tells that it did not close."""
    with held(path) as process:
        process.kill()
        process.wait()
        assert sidecar(path).exists()
        with open_dossier(path) as file:
            assert not file.read_only
            assert file.left_by is not None
            assert file.left_by.process == process.pid
    assert not sidecar(path).exists()


def test_another_hosts_record_is_respected_until_told_otherwise(path: Path) -> None:
    """Whether a program on another host still runs can't be seen from here: it is said, and the user decides."""
    left_over(path, host="some-other-host")
    with open_dossier(path) as file:
        assert file.read_only
        assert file.holder is not None
        for part in ("ana on some-other-host", "was not closed", "take it over"):
            assert part in file.why_read_only
    assert sidecar(path).exists()
    with open_dossier(path, take_over=True) as file:
        assert not file.read_only
        assert file.left_by is not None
        assert file.left_by.host == "some-other-host"
    assert not sidecar(path).exists()


def test_taking_over_never_breaks_a_living_lock(path: Path) -> None:
    """A running program keeps its right, whatever the other was told."""
    with held(path), open_dossier(path, take_over=True) as file:
        assert file.read_only


@pytest.mark.parametrize("content", ["", "{", "[]", '{"host": 1}', "\x00\x00"])
def test_a_record_that_makes_no_sense_stops_nobody(path: Path, content: str) -> None:
    """Half a record, left by a process that was killed while writing it, is stale like a whole one."""
    sidecar(path).write_text(content, "utf-8")
    with open_dossier(path) as file:
        assert not file.read_only


@pytest.mark.skipif(sys.platform == "win32", reason="its disks all have locks")
def test_on_a_disk_without_locks_the_record_decides(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A share that can't lock: a living process of this host is respected, a dead one and no one are not."""
    import fcntl

    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "lockf", no_locks)
    monkeypatch.setattr(fcntl, "fcntl", no_locks)
    first = take(path, NOON)
    assert isinstance(first, Lock)
    first.release()
    left_over(path, process=os.getppid())
    second = take(path, NOON)
    assert isinstance(second, Refused)
    assert "ana on" in second.sentence
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        ended.wait()
    left_over(path, process=ended.pid)
    third = take(path, NOON)
    assert isinstance(third, Lock)
    assert third.left_by is not None
    third.release()


def test_a_disk_that_fails_while_locking_gives_a_reader(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of the disk at the sidecar is told, and the right to write is not taken."""

    def failing(*_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "ftruncate", failing)
    result = take(path, NOON)
    assert isinstance(result, Refused)
    assert "lock can't be written" in result.sentence
    monkeypatch.undo()
    again = take(path, NOON)
    assert isinstance(again, Lock)
    again.release()


def test_a_user_without_a_name_is_told_by_number(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a container there may be no name for the user."""

    def nameless() -> str:
        raise KeyError("getpwuid(): uid not found")

    monkeypatch.setattr("getpass.getuser", nameless)
    with open_dossier(path), open_dossier(path) as second:
        assert second.holder is not None
        assert second.holder.user == f"user {os.getuid()}"


def test_many_processes_take_turns(path: Path) -> None:
    """However processes come and go, two never write at once: every change that was made is there in the end."""
    with open_dossier(path) as file:
        file.commit(replace(file.dossier, settings=replace(file.dossier.settings, title="0")))
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", _RACE, path], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.write("\n")
        racer.stdin.flush()
    wins = sum(int(racer.communicate()[0]) for racer in racers)
    assert all(racer.returncode == 0 for racer in racers)
    assert wins > 0
    with open_dossier(path) as file:
        assert file.dossier.settings.title == str(wins)
    assert not sidecar(path).exists()


def test_the_sidecar_may_be_written_by_whoever_may_write_the_dossier(path: Path) -> None:
    """On a shared folder another user can replace a stale record."""
    path.chmod(0o664)
    lock = take(path, NOON)
    assert isinstance(lock, Lock)
    assert sidecar(path).stat().st_mode & 0o777 == 0o664
    lock.release()
    lock.release()
    assert not sidecar(path).exists()


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="rights of POSIX")
def test_a_folder_that_cannot_be_written_gives_a_reader(path: Path, as_nobody: Path) -> None:
    """Where no sidecar can be made, the dossier is read, and the sentence says why."""
    shared = as_nobody / path.name
    shared.write_bytes(path.read_bytes())
    shared.chmod(0o666)
    as_nobody.chmod(0o555)
    with nobody(), open_dossier(shared) as file:
        assert file.read_only
        assert file.holder is None
        assert "folder can't be written" in file.why_read_only
        assert file.dossier == example()


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="rights of POSIX")
def test_another_users_sidecar_names_that_user(path: Path, as_nobody: Path) -> None:
    """Where the sidecar is somebody else's and can't be locked, its record is read all the same."""
    shared = as_nobody / path.name
    shared.write_bytes(path.read_bytes())
    shared.chmod(0o666)
    left_over(shared)
    sidecar(shared).chmod(0o444)
    with nobody():
        result = take(shared, NOON)
    assert isinstance(result, Refused)
    assert "ana on" in result.sentence


@contextmanager
def nobody() -> Iterator[None]:
    """Have no more rights than a file's own mode gives to others: root has all, whatever the mode."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)
