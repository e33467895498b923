"""What a person does, once more on a display: with real windows, real focus, and events that come from an X server.

Elsewhere the tests make Qt's events themselves, without a screen. Each road is walked in a process of its own, because
one process has one platform, and on a display of its own, because there is one mouse.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.gui.x_display import why_no_display, x_server

ROADS = (
    "tests/gui/test_whole_road.py::test_from_nothing_to_a_pdf_with_the_mouse",
    "tests/gui/test_whole_road.py::test_from_nothing_to_a_pdf_with_the_keyboard_alone",
    "tests/gui/on_x/test_display.py",
)
STUCK = ("-o", "faulthandler_timeout=300", "-o", "faulthandler_exit_on_timeout=true")
"""A process that waits for the server for ever says where, and ends."""
# What decides how Qt looks and behaves on a desktop, and must not differ from one to the next.
DESKTOP = ("WAYLAND_DISPLAY", "XDG_CURRENT_DESKTOP", "XDG_SESSION_TYPE", "DBUS_SESSION_BUS_ADDRESS", "DESKTOP_SESSION")


@pytest.mark.skipif(sys.platform in {"darwin", "win32"}, reason="a platform without X")
@pytest.mark.parametrize("road", ROADS)
def test_on_a_display(road: str, tmp_path: Path) -> None:
    """The road is walked to its end there, too."""
    reason = why_no_display()
    if reason and not os.environ.get("CI"):
        pytest.skip(reason)
    assert not reason
    kept = {name: value for name, value in os.environ.items() if name not in DESKTOP and not name.startswith("QT_")}
    with x_server(tmp_path / "server.log") as display:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *STUCK, road],
            cwd=ROOT,
            env={**kept, "QT_QPA_PLATFORM": "xcb", "DISPLAY": display, "BRIEFGEN_TESTS_ON_X": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
