"""Who may write a dossier: one process at a time, known by name to all others.

A small file beside the dossier, `.NAME.briefgen.lock`, carries two things: a lock of the operating system, which
vanishes with its process however that ends, and a record of who holds it (host, user, process, since when) for the
others to read. The lock lies on one byte far behind the record, because on Windows and on some network shares a
locked byte can't be read. Both go when the dossier is closed.

The lock decides; the record alone decides only where it must: on a share that has no locks, and for a record left by
another host, whose processes can't be seen from here and whose locks may not reach us.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import getpass
import json
import os
import platform
import struct
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_LOCKED_BYTE = 0x4000_0000

_open_here: Counter[str] = Counter()
_written_here: set[str] = set()
_guard = threading.Lock()

_NO_LOCKS = {errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL}


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a dossier open for writing. Unknown parts are empty, 0 or None."""

    host: str = ""
    user: str = ""
    process: int = 0
    since: dt.datetime | None = None

    @property
    def words(self) -> str:
        """Who and since when, as in “anna on desk-4, since 14:05 on 2026-03-14”."""
        who = self.user or "somebody"
        if self.host:
            who += f" on {self.host}"
        if self.since is not None:
            local = self.since.astimezone()
            who += f", since {local:%H:%M} on {local:%Y-%m-%d}"
        return who


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a dossier can't be opened for writing, as a sentence, and who has it, where somebody has."""

    sentence: str
    holder: Holder | None = None


@dataclass(slots=True)
class Lock:
    """The right to write a dossier, until `release`. `left_by` is whoever held it last and did not close."""

    path: Path
    left_by: Holder | None
    _key: str
    _descriptor: int | None = field(repr=False)

    def release(self) -> None:
        """Give the right back and take the sidecar away."""
        if self._descriptor is None:
            return
        descriptor, self._descriptor = self._descriptor, None
        if sys.platform == "win32":  # an open file can't be deleted there
            os.close(descriptor)
            with contextlib.suppress(PermissionError, FileNotFoundError):  # the next one has it already
                self.path.unlink()
        else:
            with contextlib.suppress(FileNotFoundError):
                self.path.unlink()
            os.close(descriptor)
        with _guard:
            _written_here.discard(self._key)


def sidecar(dossier: Path) -> Path:
    """Tell where the lock of a dossier lies."""
    real = Path(os.path.realpath(dossier))
    return real.with_name(f".{real.name}.lock")


def take(dossier: Path, now: dt.datetime, *, take_over: bool = False) -> Lock | Refused:
    """Take the right to write, or tell why it can't be had.

    A record left by a process of this host that is gone is stale, and is replaced. One left by another host is
    respected, as that host can't be asked; with `take_over`, the user having made sure, it is replaced too. A lock
    that a living process holds is never broken.
    """
    key = _key(dossier)
    with _guard:
        if key in _written_here:
            return Refused(f"“{dossier}” is open in this program already: here it can be read, not changed.", _me(now))
        _written_here.add(key)
    result: Lock | Refused | None = None
    try:
        result = _take(dossier, key, now, take_over=take_over)
    finally:
        if not isinstance(result, Lock):
            with _guard:
                _written_here.discard(key)
    return result


def enter(dossier: Path) -> None:
    """Note that this process has the dossier open, be it for reading."""
    with _guard:
        _open_here[_key(dossier)] += 1


def leave(dossier: Path) -> None:
    """Undo one `enter`."""
    key = _key(dossier)
    with _guard:
        _open_here[key] -= 1
        if not _open_here[key]:
            del _open_here[key]


def writer_of(dossier: Path) -> Holder | None:
    """Tell who has the lock of a dossier just now, without taking it; None when nobody has."""
    path = sidecar(dossier)
    try:
        descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    except OSError:
        return None
    try:
        return (_read(descriptor) or Holder()) if _lock(descriptor) is False else None
    finally:
        os.close(descriptor)


def open_elsewhere(dossier: Path) -> Holder | None:
    """Tell which other process has a dossier open for writing just now; None when none has, or this one.

    What this process has is not looked at: closing a descriptor of its own sidecar would let go of its lock.
    """
    with _guard:
        if _key(dossier) in _written_here:
            return None
        return writer_of(dossier)


def is_open_here(dossier: Path) -> bool:
    """Tell whether this process has the dossier open.

    While it has, the file must not be opened past SQLite: closing any descriptor of a file lets go of all POSIX locks
    that the process has on it (fcntl(2)), those of a transaction under way included.
    """
    with _guard:
        return _key(dossier) in _open_here


def _take(dossier: Path, key: str, now: dt.datetime, *, take_over: bool) -> Lock | Refused:
    path = sidecar(dossier)
    while True:
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
        except OSError as error:
            return _out_of_reach(dossier, path, error)
        kept = False
        try:
            locked = _lock(descriptor)
            if locked is False:
                return _held(dossier, path, descriptor)
            if not _is_at(descriptor, path):
                continue  # the one before took the sidecar away between our opening and our locking it
            left_by = _read(descriptor)
            refused = None if left_by is None or take_over else _respected(dossier, left_by, locked=bool(locked))
            if refused is not None:
                return refused
            _let_others_in(descriptor, dossier)
            _write(descriptor, _me(now))
            kept = True
            return Lock(path, left_by, key, descriptor)
        except OSError as error:
            return Refused(f"“{dossier}” can be read, not changed: its lock can't be written ({error.strerror}).")
        finally:
            if not kept:
                os.close(descriptor)


def _out_of_reach(dossier: Path, path: Path, error: OSError) -> Refused:
    """Tell why the sidecar can't be opened: another user's, perhaps, whose record can be read all the same."""
    holder = None
    with contextlib.suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            holder = _read(descriptor)
        finally:
            os.close(descriptor)
    if holder is not None:
        return Refused(
            f"“{dossier}” was opened for writing by {holder.words}: here it can be read, not changed.", holder
        )
    return Refused(f"“{dossier}” can be read, not changed: its folder can't be written ({error.strerror}).")


def _let_others_in(descriptor: int, dossier: Path) -> None:
    """Give whoever may write the dossier the same right over its sidecar, so that a stale one stops nobody."""
    if sys.platform != "win32":
        with contextlib.suppress(PermissionError):  # it is somebody else's, who has seen to it
            os.fchmod(descriptor, dossier.stat().st_mode & 0o666)


def _lock(descriptor: int) -> bool | None:
    """Lock; False when another process has the lock, None when there are no locks on this disk."""
    try:
        if sys.platform == "win32":
            os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            _lock_byte(descriptor)
    except OSError as error:
        if error.errno in _NO_LOCKS:
            return None
        if error.errno in {errno.EACCES, errno.EAGAIN, errno.EDEADLK}:
            return False
        raise
    return True


def _lock_byte(descriptor: int) -> None:
    """Lock the byte for this descriptor alone, where the system can.

    A lock of the classic kind is the process's, and is gone as soon as the process closes any descriptor of the file:
    a file dialog that looks into the folder opens and closes what lies there, and another process could write, too.
    Locks of both kinds see each other (fcntl(2), “Open file description locks”).
    """
    if sys.platform == "linux":
        try:
            fcntl.fcntl(descriptor, fcntl.F_OFD_SETLK, _flock(fcntl.F_WRLCK))
        except OSError as error:
            if error.errno != errno.EINVAL:  # a file system that knows the classic kind only
                raise
        else:
            return
    if sys.platform != "win32":
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _LOCKED_BYTE)


def _flock(kind: int) -> bytes:
    """A `struct flock` for the byte: kind, from where it is counted, start, length, and no process."""
    return struct.pack("hhqqi4x", kind, os.SEEK_SET, _LOCKED_BYTE, 1, 0)


def _is_at(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _held(dossier: Path, path: Path, descriptor: int) -> Refused:
    holder = _read(descriptor)
    for _ in range(20):  # it has the lock, and writes its record the next moment
        if holder is not None or not path.exists():
            break
        time.sleep(0.02)
        holder = _read(descriptor)
    holder = holder or Holder()
    return Refused(f"“{dossier}” is open for writing by {holder.words}: here it can be read, not changed.", holder)


def _respected(dossier: Path, left_by: Holder, *, locked: bool) -> Refused | None:
    """Tell why a record that nobody's lock protects must be respected; None when it is stale."""
    if left_by.host in {"", platform.node()}:  # without a host: half written, when its process was killed
        if locked or not _may_be_alive(left_by.process):
            return None
        return Refused(
            f"“{dossier}” is open for writing by {left_by.words}: here it can be read, not changed.", left_by
        )
    return Refused(
        f"“{dossier}” was opened for writing by {left_by.words}, and was not closed. Whether it still is can't be "
        f"seen from here, so it can be read, not changed; if you know that it is closed there, take it over.",
        left_by,
    )


def _may_be_alive(process: int) -> bool:
    if sys.platform == "win32":  # its local disks all have locks, so this is never asked there
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _me(now: dt.datetime) -> Holder:
    try:
        user = getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in a container
        user = f"user {os.getuid()}" if hasattr(os, "getuid") else ""
    return Holder(platform.node(), user, os.getpid(), now)


def _read(descriptor: int) -> Holder | None:
    os.lseek(descriptor, 0, os.SEEK_SET)
    text = os.read(descriptor, 4096)
    if not text.strip():
        return None
    try:
        kept = json.loads(text)
        since = dt.datetime.fromisoformat(kept["since"])
        return Holder(str(kept["host"]), str(kept["user"]), int(kept["process"]), since)
    except (ValueError, TypeError, KeyError):
        return Holder()  # somebody's, but not to be read


def _write(descriptor: int, holder: Holder) -> None:
    record = {
        "host": holder.host,
        "user": holder.user,
        "process": holder.process,
        "since": holder.since.isoformat() if holder.since else "",
    }
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, json.dumps(record, ensure_ascii=False).encode())


def _key(dossier: Path) -> str:
    return os.path.normcase(os.path.realpath(dossier))
