"""A folder → what tells whether anything in it has changed, without a file being read."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from pathlib import Path

FolderState = tuple[tuple[str, int, int, int, int], ...]
"""Of each file and folder below: its name, when it and its entry were last changed (ns), its size, its number."""

_FRESH_NS = 3_000_000_000
"""What was changed so shortly ago may change again without its times telling: FAT counts in steps of two seconds."""


def state_of(folder: Path) -> FolderState | None:
    """Give the state of a folder and all below it; None while that can't tell one content from another.

    Two equal states mean equal contents. None where something was changed within the last three seconds, has a time
    that is still to come, or can't be looked at: what was read then is not to be kept.
    """
    found: list[tuple[str, int, int, int, int]] = []
    still = time.time_ns() - _FRESH_NS
    waiting = [str(folder)]
    try:
        while waiting:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    status = entry.stat()
                    if status.st_mtime_ns > still:
                        return None
                    found.append(_line(entry.path, status))
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
    except OSError:
        return None
    return tuple(sorted(found))


def state_of_files(folder: Path, names: Iterable[str]) -> FolderState | None:
    """Give the state of some files of a folder alone, as `state_of` does of all."""
    still = time.time_ns() - _FRESH_NS
    try:
        states = [(str(folder / name), (folder / name).stat()) for name in names]
    except OSError:
        return None
    if any(status.st_mtime_ns > still for _, status in states):
        return None
    return tuple(_line(name, status) for name, status in states)


def _line(name: str, status: os.stat_result) -> tuple[str, int, int, int, int]:
    return name, status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino
