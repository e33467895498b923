"""A screen that nobody looks at, for trying a download as its user does: what is on it is read from its memory.

The keys come from the X server, as a keyboard's would (`tests/gui/x_display.py`).
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PIL import Image

from tests.gui.x_display import XClient

WIDTH, HEIGHT = 1280, 800
PATIENCE = 120.0
"""Seconds after which what is waited for is taken not to come."""
_STEP = 0.02
"""Seconds between two looks; times that are measured are as exact as that."""
_CALM = 0.3
"""Seconds without a change after which a picture is finished."""


class Screen:
    """A display (“:7”) and what is on it."""

    def __init__(self, display: str, memory: Path) -> None:
        self.display = display
        self.keyboard = XClient(display)
        self._memory = memory

    def picture(self) -> Image.Image:
        """What is on the screen now. The server keeps it in the form of `xwd`: a header, a table of colours, pixels."""
        content = self._memory.read_bytes()
        header = [int.from_bytes(content[at : at + 4], "big") for at in range(0, 100, 4)]
        size, width, height, line, colours = header[0], header[4], header[5], header[12], header[19]
        return Image.frombytes("RGB", (width, height), content[size + 12 * colours :], "raw", "BGRX", line)

    def colours(self) -> int:
        """How many colours are on the screen: one or two where nothing is, hundreds where text is."""
        return len(self.picture().resize((WIDTH // 2, HEIGHT // 2)).getcolors(WIDTH * HEIGHT) or ())

    def wait(self, wanted: Callable[[], object], what: str) -> float:
        """Wait until something is so; gives the time by the clock at which it was.

        Raises:
            SystemExit: It does not come.
        """
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if wanted():
                return time.monotonic()
            time.sleep(_STEP)
        raise SystemExit(f"This did not come: {what}.")

    def wait_calm(self) -> float:
        """Wait until what is on the screen changes no more; gives when it last did."""
        before, since = b"", time.monotonic()
        until = since + PATIENCE
        while time.monotonic() < until:
            now = self._memory.read_bytes()
            if now != before:
                before, since = now, time.monotonic()
            elif time.monotonic() - since > _CALM:
                return since
            time.sleep(_STEP)
        raise SystemExit("The screen does not come to rest.")


@contextlib.contextmanager
def screen(folder: Path) -> Iterator[Screen]:
    """Run a display; its memory and log are files in the folder."""
    ours, theirs = os.pipe()
    command = ["Xvfb", "-displayfd", str(theirs), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-dpi", "96"]
    command += ["-nolisten", "tcp", "-noreset", "-ac", "-fbdir", str(folder)]
    with (folder / "xvfb.log").open("wb") as said, os.fdopen(ours) as number:
        server = subprocess.Popen(command, pass_fds=[theirs], stdin=subprocess.DEVNULL, stdout=said, stderr=said)
        os.close(theirs)
        try:
            name = number.readline().strip()
            if not name:
                raise SystemExit(f"Xvfb did not start: {(folder / 'xvfb.log').read_text()}")
            yield Screen(f":{name}", folder / "Xvfb_screen0")
        finally:
            server.terminate()
            server.wait()
