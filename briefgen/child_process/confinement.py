"""Takes from a process that reads strangers' files all that the reading does not need: network, files, programs.

Three fences, one inside the other:

1. The system's, on Linux: a network of its own in which nothing is (user and network namespaces), and Landlock, by
   which the kernel opens nothing but the program's libraries, for reading. Both hold for C code as well. Where the
   kernel has them not, or does not let us, the other two stand.
2. The system's limits on open files, file sizes and processes (POSIX).
3. Python's own: an audit hook refuses sockets, programs, and files outside the libraries, on every platform. A hook
   can't be taken away again.
"""

from __future__ import annotations

import contextlib
import ctypes
import logging
import os
import struct
import sys
import sysconfig
import threading
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)

_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_PR_SET_NO_NEW_PRIVS = 38

_SYS_CREATE_RULESET, _SYS_ADD_RULE, _SYS_RESTRICT_SELF = 444, 445, 446
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_FS_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
"""Number of file rights that each version of Landlock's interface knows; from 5 on there are 16."""
_TCP_RIGHTS = 0b11
_SCOPES = 0b11  # abstract sockets of other processes, and signals to them; from version 6

_SPARE_FILES = 16
"""Files that may be open at once beside those that are: a module that is imported late needs one."""
_LARGEST_FILE = 1_000_000
"""Bytes to which a file may grow: the last words of a crash, in the file that is standard error."""

_SYSTEM_LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache")
_SYSTEM_FONTS = ("/usr/share/fonts", "/usr/local/share/fonts")
"""A PDF engine measures letters of a typeface that a document names and does not carry."""

_REFUSED = (
    "socket.",
    "subprocess.",
    "shutil.",
    "ftplib.",
    "http.",
    "imaplib.",
    "nntplib.",
    "poplib.",
    "smtplib.",
    "telnetlib.",
    "urllib.",
    "webbrowser.",
    "winreg.",
    "tempfile.",
    "os.chflags",
    "os.chmod",
    "os.chown",
    "os.exec",
    "os.fork",
    "os.kill",
    "os.killpg",
    "os.link",
    "os.lockf",
    "os.mkdir",
    "os.posix_spawn",
    "os.putenv",
    "os.remove",
    "os.removexattr",
    "os.rename",
    "os.rmdir",
    "os.setxattr",
    "os.spawn",
    "os.startfile",
    "os.symlink",
    "os.system",
    "os.truncate",
    "os.unsetenv",
    "os.utime",
)
"""Audit events, by their beginning, that nothing in reading a document calls for."""

_LOOKING = ("os.listdir", "os.scandir", "os.walk", "os.fwalk", "glob.glob", "pathlib.Path.glob", "pathlib.Path.rglob")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Confinement:
    """Confines this process. `leave_network` comes first, while there is one thread; `leave_files` when all is loaded.

    The thread that is running beside the main one when `leave_files` is called goes on unconfined: it ends the process
    together with its parent, and clears up.
    """

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._free: frozenset[int] = frozenset()
        self._roots = library_folders()

    def leave_network(self) -> None:
        """Move to a network of our own, in which there is nothing, where the system allows that."""
        if sys.platform != "linux":
            return
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET):
            log.debug("No network namespace of our own: %s.", os.strerror(ctypes.get_errno()))

    def leave_files(self) -> None:
        """Give up files, sockets and programs for good."""
        os.chdir(self._folder)
        sys.dont_write_bytecode = True
        self._free = frozenset(
            thread.ident for thread in threading.enumerate() if thread.ident and thread is not threading.main_thread()
        )
        if sys.platform == "linux":
            allowed = [*self._roots, *map(Path, _SYSTEM_LIBRARIES), *map(Path, _SYSTEM_FONTS)]
            _restrict_by_landlock([path for path in allowed if path.exists()])
        if sys.platform != "win32":
            _lower_limits()
        sys.addaudithook(self.judge)

    def judge(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Refuse what the event announces, or let it be.

        Raises:
            PermissionError: It is refused.
        """
        if event == "open":
            path, mode, flags = arguments
            writes = bool((flags or 0) & _WRITING) or not set(mode or "").isdisjoint("wax+")
            refused = writes or not self._is_library(path)
        elif event in _LOOKING:
            refused = not self._is_library(arguments[0] if arguments else None)
        elif event == "ctypes.dlopen":
            # Without a name it is this program itself.
            refused = bool(arguments[0]) and not self._is_library(arguments[0])
        else:
            refused = event.startswith(_REFUSED)
        if refused and threading.get_ident() not in self._free:
            raise PermissionError(f"{event} is not for a process that reads documents: {arguments!r:.200}")

    def _is_library(self, path: object) -> bool:
        if isinstance(path, int):
            return True  # a file that is open already
        if not isinstance(path, str | bytes | os.PathLike):
            return False
        real = os.path.realpath(os.fsdecode(path))
        return any(real.startswith(f"{root}{os.sep}") or real == str(root) for root in self._roots)


def library_folders() -> tuple[Path, ...]:
    """Where the program's own code lies: Python's library, installed packages, and this package. No user's files."""
    named = [sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    installed = [entry for entry in sys.path if Path(entry).name in {"site-packages", "dist-packages", "lib-dynload"}]
    # In a frozen app Python's modules are inside the program itself, and are read from there when they are imported.
    unpacked = getattr(sys, "_MEIPASS", "")
    frozen = [unpacked, sys.executable] if unpacked else []
    folders = [*named, *installed, str(Path(__file__).parent.parent), *frozen]
    return tuple(dict.fromkeys(Path(os.path.realpath(folder)) for folder in folders if folder))


def _lower_limits() -> None:
    import resource

    most_files = max(_open_files(), default=64) + _SPARE_FILES
    for limit, value in (
        (resource.RLIMIT_NOFILE, most_files),
        (resource.RLIMIT_FSIZE, _LARGEST_FILE),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(limit)[1]
        if hard != resource.RLIM_INFINITY:
            value = min(value, hard)  # noqa: PLW2901 - lowered in place
        with contextlib.suppress(OSError, ValueError):  # a system may know the limit and yet not lower it
            resource.setrlimit(limit, (value, value))


def _open_files() -> list[int]:
    """Descriptors that are open, by trying each: a confined process lists no folders."""
    found = []
    for descriptor in range(256):
        with contextlib.suppress(OSError):
            os.fstat(descriptor)
            found.append(descriptor)
    return found


def _restrict_by_landlock(readable: list[Path]) -> None:
    """Let the kernel open nothing for this thread but what lies in `readable`, and that for reading only."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    version = libc.syscall(_SYS_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint(1))
    if version < 1:
        log.debug("The kernel has no Landlock.")
        return
    handled = struct.pack(
        "=QQQ",
        (1 << _FS_RIGHTS.get(version, 16)) - 1,
        _TCP_RIGHTS if version >= 4 else 0,
        _SCOPES if version >= 6 else 0,
    )
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    ruleset = libc.syscall(_SYS_CREATE_RULESET, handled, ctypes.c_size_t(size), ctypes.c_uint(0))
    if ruleset < 0:
        log.debug("Landlock makes no rules: %s.", os.strerror(ctypes.get_errno()))
        return
    try:
        for path in readable:
            rights = _READ_FILE | _READ_DIR if path.is_dir() else _READ_FILE
            place = os.open(path, os.O_PATH | os.O_CLOEXEC)
            try:
                rule = struct.pack("=Qi", rights, place)
                libc.syscall(_SYS_ADD_RULE, ruleset, ctypes.c_int(1), rule, ctypes.c_uint(0))
            finally:
                os.close(place)
        libc.prctl(_PR_SET_NO_NEW_PRIVS, ctypes.c_ulong(1), 0, 0, 0)
        if libc.syscall(_SYS_RESTRICT_SELF, ruleset, ctypes.c_uint(0)):
            log.debug("Landlock is not for us: %s.", os.strerror(ctypes.get_errno()))
    finally:
        os.close(ruleset)
