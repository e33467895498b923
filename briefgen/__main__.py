"""The entry: `python -m briefgen` and the command `briefgen`. Nothing heavy is imported before it is needed."""

from __future__ import annotations

import multiprocessing
import os
import sys
from pathlib import Path


def main() -> int:
    """Run the command line, which may open the window; gives the exit code."""
    multiprocessing.freeze_support()
    from briefgen.cli import run

    return run(sys.argv[1:], open_window=open_window, try_window=try_window)


def open_window(path: Path | None) -> int:
    """Open the window on a dossier, or on the start page; gives its exit code when the last window is closed.

    Raises:
        NotThere: there is no display to open it on.
    """
    from briefgen.errors import NotThere

    if not _has_display():
        raise NotThere("There is no display to open the window on: see “briefgen --help” for what works without one.")
    from briefgen.gui.app import run

    return run(path)


def try_window(_job: None) -> str:
    """Open a window that nobody works in, and say on what; done in a process of its own, for the self-check."""
    if not _has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from briefgen.gui.trial import open_and_close

    return open_and_close()


def _has_display() -> bool:
    draws_itself = sys.platform in {"darwin", "win32"} or "QT_QPA_PLATFORM" in os.environ
    return draws_itself or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


if __name__ == "__main__":
    # A child process looks for what it is to run by its module's name, and has a “__main__” of its own.
    from briefgen.__main__ import main as begin

    sys.exit(begin())
