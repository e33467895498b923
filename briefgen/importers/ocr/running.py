"""Runs a program that the user has installed: in a folder of its own, within limits, without the network."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

from briefgen.errors import InputRefused
from briefgen.importers.reader import Stopped

_STEP = 0.05
_MOST_WORDS = 300
_MEGABYTES = 2_000
_LARGEST_FILE = 1_000_000_000
_KEPT = ("PATH", "LD_LIBRARY_PATH", "TESSDATA_PREFIX", "SYSTEMROOT", "LANG", "LC_ALL", "HOME", "USERPROFILE")
"""What of the environment such a program needs; nothing else of it is its business."""


@contextlib.contextmanager
def own_folder() -> Iterator[Path]:
    """A folder that is there for one run."""
    with tempfile.TemporaryDirectory(prefix="briefgen-ocr-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def run(command: Sequence[str], folder: Path, seconds: float, is_wanted: Callable[[], bool], doing: str) -> None:
    """Run a program to its end; `doing` begins the sentence of a failure.

    Raises:
        InputRefused: It failed, or took longer than `seconds` by the clock.
        Stopped: `is_wanted` said no.
    """
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    environment |= {"OMP_THREAD_LIMIT": "1", "TMPDIR": str(folder), "TEMP": str(folder), "TMP": str(folder)}
    said = folder / "said.txt"
    with said.open("wb") as output:
        try:
            process = subprocess.Popen(  # noqa: S603 - a program that the user installed, with arguments of ours
                [*_fence(), *command],
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        except OSError as error:
            raise InputRefused(f"{doing} failed: {error.strerror or error}; install the program anew.") from error
        try:
            _limit(process.pid, seconds)
            end = time.monotonic() + seconds
            while process.poll() is None:
                if not is_wanted():
                    raise Stopped(f"{doing} was stopped.")
                if time.monotonic() > end:
                    raise InputRefused(f"{doing} was given up after {seconds:.0f} seconds: try a part of the document.")
                time.sleep(_STEP)
        finally:
            _end(process)
    if process.returncode:
        words = " ".join(said.read_text("utf-8", "replace").split())[-_MOST_WORDS:]
        raise InputRefused(f"{doing} failed: the program says “{words}”.")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End it, with all that it has started."""
    if process.poll() is None:
        if sys.platform == "win32":
            process.kill()
        else:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _limit(pid: int, seconds: float) -> None:
    """Bound its processor time, memory and files, where the system lets one do that from outside (Linux)."""
    if sys.platform != "linux":
        return
    import resource

    bounds = {
        resource.RLIMIT_CPU: int(seconds) + 1,
        resource.RLIMIT_AS: _MEGABYTES * 1_000_000,
        resource.RLIMIT_FSIZE: _LARGEST_FILE,
    }
    for kind, most in bounds.items():
        with contextlib.suppress(ProcessLookupError, ValueError, PermissionError):  # gone already, or stricter
            resource.prlimit(pid, kind, (most, most))


@cache
def _fence() -> tuple[str, ...]:
    """What is put before a command for it to have no network: Linux's namespaces, where one may make them."""
    unshare = shutil.which("unshare") if sys.platform == "linux" else None
    if unshare is None:
        return ()
    fence = (unshare, "--user", "--map-current-user", "--net", "--")
    try:
        tried = subprocess.run([*fence, "true"], capture_output=True, timeout=10, check=False)  # noqa: S603 - as above
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return fence if tried.returncode == 0 else ()
