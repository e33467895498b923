"""A display of the tests' own: Xvfb where no one looks, and a client that moves its mouse and presses its keys.

The client speaks the X protocol itself, of which it needs a dozen requests: the events that the window gets come from
the server, as they would from a mouse and a keyboard (extension XTEST). It is also what little of a window manager is
wanted: a window that appears gets the focus, and one that goes hands it back.
"""

from __future__ import annotations

import contextlib
import os
import queue
import shutil
import socket
import struct
import subprocess
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

SCREEN = "1600x1000x24"
_KEY_PRESS, _KEY_RELEASE, _BUTTON_PRESS, _BUTTON_RELEASE, _MOTION = 2, 3, 4, 5, 6
_ERROR, _REPLY = 0, 1
_DESTROYED, _UNMAPPED, _MAPPED, _GENERIC = 17, 18, 19, 35
_SUBSTRUCTURE_NOTIFY = 1 << 19
_EVENT_MASK = 1 << 11
SHIFT, CTRL, ALT = 0xFFE1, 0xFFE3, 0xFFE9
"""Keysyms of the keys that are held while another is pressed."""


def why_no_display() -> str:
    """The reason for which no display can be had here; empty when one can."""
    if shutil.which("Xvfb") is None:
        return "There is no Xvfb here; on Debian and Ubuntu “apt-get install xvfb” brings it."
    return ""


@contextlib.contextmanager
def x_server(log: Path) -> Iterator[str]:
    """Run a server on a display that is free; gives the display's name (“:7”). What it complains of is in `log`."""
    ours, theirs = os.pipe()
    command = ["Xvfb", "-displayfd", str(theirs), "-screen", "0", SCREEN, "-dpi", "96", "-nolisten", "tcp", "-noreset"]
    with log.open("wb") as said, os.fdopen(ours) as number:
        server = subprocess.Popen(command, pass_fds=[theirs], stdin=subprocess.DEVNULL, stdout=said, stderr=said)
        os.close(theirs)
        try:
            name = number.readline().strip()  # comes when the server is ready, and ends when the server does
            assert name, f"Xvfb did not start: {log.read_text()}"
            yield f":{name}"
        finally:
            server.terminate()
            server.wait()


class XClient:
    """A connection to a display (“:7”) that makes input for whoever has the focus.

    Raises `OSError` where there is no such display.
    """

    def __init__(self, display: str) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(f"/tmp/.X11-unix/X{display.removeprefix(':').partition('.')[0]}")  # noqa: S108  X's own place
        self._replies: queue.Queue[bytes] = queue.Queue()
        self._windows: list[int] = []
        self._root, first, last = self._begin()
        threading.Thread(target=self._listen, daemon=True, name="x-client").start()
        self._send(2, 0, struct.pack("<III", self._root, _EVENT_MASK, _SUBSTRUCTURE_NOTIFY))
        present, self._xtest = self._ask(98, 0, struct.pack("<HH5s3x", 5, 0, b"XTEST"))[8:10]
        assert present, "this display has no XTEST"
        self._keys = self._read_keys(first, last)

    def close(self) -> None:
        """End the connection."""
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    # --------------------------------------------------------------------------------------------- input

    def key(self, keysym: int, held: Iterable[int] = ()) -> None:
        """Press and release a key. Raises `KeyError` where the keyboard has no such key."""
        code, shifted = self._keys[keysym]
        modifiers = dict.fromkeys(self._keys[one][0] for one in (*held, *([SHIFT] if shifted else [])))
        down = [(_KEY_PRESS, one) for one in (*modifiers, code)]
        up = [(_KEY_RELEASE, one) for one in (code, *reversed(modifiers))]
        # In one go: between two, the server would repeat a key that seems to be held.
        self._fake(*((sort, code, 0, 0) for sort, code in (*down, *up)))

    def move(self, x: int, y: int) -> None:
        """Move the mouse to a place on the screen."""
        self._fake((_MOTION, 0, x, y))

    def hold(self) -> None:
        """Press the left button of the mouse, and keep it down."""
        self._fake((_BUTTON_PRESS, 1, 0, 0))

    def let_go(self) -> None:
        """Release the left button of the mouse."""
        self._fake((_BUTTON_RELEASE, 1, 0, 0))

    def click_twice(self) -> None:
        """Click the left button of the mouse twice, as quickly as a hand can."""
        self._fake(*((sort, 1, 0, 0) for sort in (_BUTTON_PRESS, _BUTTON_RELEASE) * 2), pause=20)

    def _fake(self, *events: tuple[int, int, int, int], pause: int = 0) -> None:
        """Have the server make events, with so many milliseconds before each, which are its own to keep."""
        requests = b"".join(
            struct.pack(
                "<BBHBBHIIIIhhIHBB", self._xtest, 2, 9, sort, detail, 0, pause, self._root, 0, 0, x, y, 0, 0, 0, 0
            )
            for sort, detail, x, y in events
        )
        self._socket.sendall(requests)
        self._ask(43)  # an answer says that the server is through with them

    # ------------------------------------------------------------------------------------------ protocol

    def _begin(self) -> tuple[int, int, int]:
        """Shake hands; gives the root window, and the first and last code of the keyboard."""
        self._socket.sendall(struct.pack("<BxHHHHxx", ord("l"), 11, 0, 0, 0))
        status, length = struct.unpack("<BxxxxxH", self._receive(8))
        said = self._receive(4 * length)
        assert status == 1, said
        vendor, _, formats = struct.unpack_from("<HxxBB", said, 16)
        (root,) = struct.unpack_from("<I", said, 32 + (vendor + 3) // 4 * 4 + 8 * formats)
        return root, said[26], said[27]

    def _read_keys(self, first: int, last: int) -> dict[int, tuple[int, bool]]:
        """For each keysym its key, and whether Shift must be held."""
        reply = self._ask(101, 0, struct.pack("<BBxx", first, last - first + 1))
        per_key = reply[1]
        keysyms = struct.unpack_from(f"<{(len(reply) - 32) // 4}I", reply, 32)
        keys: dict[int, tuple[int, bool]] = {}
        for level in (0, 1):
            for number in range(last - first + 1):
                keys.setdefault(keysyms[number * per_key + level], (first + number, level == 1))
        return keys

    def _send(self, opcode: int, detail: int, rest: bytes) -> None:
        self._socket.sendall(struct.pack("<BBH", opcode, detail, 1 + len(rest) // 4) + rest)

    def _ask(self, opcode: int, detail: int = 0, rest: bytes = b"") -> bytes:
        self._send(opcode, detail, rest)
        return self._replies.get(timeout=60)

    def _receive(self, size: int) -> bytes:
        got = b""
        while len(got) < size:
            more = self._socket.recv(size - len(got))
            if not more:
                raise EOFError
            got += more
        return got

    def _listen(self) -> None:
        with contextlib.suppress(EOFError, OSError):  # the connection has been closed
            while True:
                packet = self._receive(32)
                sort = packet[0] & 0x7F
                if sort in {_REPLY, _GENERIC}:
                    packet += self._receive(4 * struct.unpack_from("<I", packet, 4)[0])
                if sort == _REPLY:
                    self._replies.put(packet)
                elif sort in {_MAPPED, _UNMAPPED, _DESTROYED}:
                    self._follow(sort, *struct.unpack_from("<IB", packet, 8))

    def _follow(self, sort: int, window: int, unmanaged: int) -> None:
        """Give the focus to a window that appears, and back to the one before when it goes."""
        if window in self._windows:
            self._windows.remove(window)
        elif sort != _MAPPED:
            return
        if sort == _MAPPED and not unmanaged:
            self._windows.append(window)
        if self._windows:
            self._send(42, 1, struct.pack("<II", self._windows[-1], 0))
