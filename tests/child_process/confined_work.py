"""What a confined child process is made to try by the tests, in place of reading. A job is the name of a deed."""

import ctypes
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from briefgen.errors import BriefgenError


def nothing() -> None:
    """Be ready at once."""


def attempt(job: tuple[str, Any]) -> str:
    """Try what a hostile document would have a parser do; says what came of it."""
    deed, argument = job
    try:
        return f"done: {_DEEDS[deed](argument)!r}"
    except OSError as error:
        return f"refused: {type(error).__name__}"


def _in_c(name: str) -> Any:
    """A function of the C library, past Python's own checks."""
    function = getattr(ctypes.pythonapi, name)
    function.restype = ctypes.c_int
    return function


def _connect_in_c(port: int) -> int:
    """Connect to a port of this machine; 0 when it worked."""
    own = _in_c("socket")(socket.AF_INET, socket.SOCK_STREAM, 0)
    address = socket.AF_INET.to_bytes(2, sys.byteorder) + port.to_bytes(2, "big") + bytes((127, 0, 0, 1)) + bytes(8)
    return int(_in_c("connect")(own, address, len(address)))


def _fail(message: str) -> None:
    raise BriefgenError(message)


_DEEDS: dict[str, Any] = {
    "read": lambda path: Path(path).read_text(encoding="utf-8"),
    "read by descriptor": lambda path: os.open(path, os.O_RDONLY),
    "write": lambda path: Path(path).write_text("x", encoding="utf-8"),
    "write a library": lambda _: os.open(os.__file__, os.O_RDWR),
    "append": lambda path: os.open(path, os.O_WRONLY | os.O_APPEND),
    "list": os.listdir,
    "remove": os.remove,
    "rename": lambda path: os.rename(path, f"{path}.gone"),  # noqa: PTH104 - likewise
    "connect": lambda port: socket.create_connection(("127.0.0.1", port), timeout=5),
    "look up": socket.gethostbyname,
    "run": lambda path: subprocess.run([sys.executable, "-c", f"open({path!r}, 'w')"], check=True),
    "shell": lambda path: os.system(f"touch {path}"),  # noqa: S605 - it is to be refused
    "open in C": lambda path: _in_c("open")(os.fsencode(path), os.O_RDONLY),
    "connect in C": _connect_in_c,
    "import late": lambda name: __import__(name).__name__,
    "decode late": b"\xe4".decode,
    "hoard": lambda size: len(bytearray(size)),
    "burn": lambda _: all(True for _ in iter(int, 1)),
    "sleep": time.sleep,
    "answer at length": lambda size: "x" * size,
    "fail": _fail,
    "end": os._exit,
}


class Does:
    """Unpacked by a parent that takes everything, it makes a folder."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self) -> Any:
        return (os.mkdir, (self.path,))


def answer_with_code(path: str) -> Does:
    """Give what does something when it is unpacked."""
    return Does(path)
