"""What the child process of a reader is made to do by the tests, beside reading: the file's name says what."""

import ctypes
import os
import sys
import time
from typing import Any

from briefgen.importers.reader import Job, work


def no_warm_up() -> None:
    """Be ready at once."""


def die() -> None:
    """Die while warming up."""
    os._exit(4)


def obey(job: Job) -> Any:
    """Do what the file's name says; read any other file."""
    match job.filename:
        case "crash.txt":
            ctypes.string_at(0)
        case "end.txt":
            os._exit(3)
        case "burn.txt":
            while True:
                pass
        case "sleep.txt":
            time.sleep(10_000)
        case "hoard.txt":
            return work(_Instead(job.filename, lambda: bytearray(20_000_000_000)))
        case "dig.txt":
            return work(_Instead(job.filename, _dig))
        case "fault.txt":
            raise ZeroDivisionError("through a fault")
        case "pid.txt":
            from briefgen.importers.document import ReadDocument

            return ReadDocument(text=str(os.getpid()), blocks=())
    return work(job)


class _Instead:
    """A job that does something else."""

    def __init__(self, filename: str, deed: Any) -> None:
        self.filename = filename
        self._deed = deed

    def done(self) -> Any:
        """Do it."""
        return self._deed()


def _dig(depth: int = 0) -> int:
    return _dig(depth + 1) if depth < 10 * sys.getrecursionlimit() else depth
