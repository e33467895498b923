"""What the child process of a worker is made to do by the tests, in place of rendering. The job's context says what."""

import ctypes
import logging
import os
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from briefgen.child_process.messages import Exchange
from briefgen.errors import BriefgenError
from briefgen.rendering.job import RenderJob
from briefgen.rendering.limits import LimitReached


class TwoPartError(BriefgenError):
    """Can be pickled, but not be built again from what is in the pickle."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(f"{one} {two}")


def obey(job: RenderJob) -> Any:  # noqa: C901, PLR0911, PLR0912 - a table of deeds
    """Do what the job says."""
    match job.context["do"]:
        case "echo":
            return job.context["what"]
        case "pid":
            return os.getpid()
        case "modules":
            return sorted(sys.modules)
        case "temporary folder":
            (Path(tempfile.gettempdir()) / "left behind").write_text("x")
            return tempfile.gettempdir()
        case "wait for file":
            while not Path(job.context["path"]).exists():
                time.sleep(0.01)
            return job.context["what"]
        case "kill":
            os.kill(os.getpid(), getattr(signal, job.context["signal"]))
            time.sleep(60)
        case "segfault":
            os.write(2, b"last words of a library\n")
            ctypes.string_at(0)
        case "exit":
            os._exit(7)
        case "hang":
            time.sleep(600)  # in C code, as far as Python can tell
        case "hang for good":
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            time.sleep(600)
        case "fail":
            raise ZeroDivisionError("through a fault")
        case "refuse":
            raise BriefgenError("Refused, in words for the user.")
        case "limit":
            raise LimitReached("Stopped by itself.")
        case "odd error":
            raise TwoPartError("one", "two")
        case "odd result":
            return lambda: None
        case "hoard":
            return len(bytearray(10**10))
        case "grow":
            KEPT.append(b"x" * job.context["bytes"])
            return os.getpid()
        case "log":
            logging.getLogger("briefgen.test").warning("said in the %s", "child", exc_info=ValueError("why"))
            logging.getLogger("briefgen.test").debug("not worth sending")
        case "interrupt":
            os.kill(os.getpid(), signal.SIGINT)
            return "unmoved"
    return None


def talk(job: RenderJob, exchange: Exchange) -> Any:
    """Do the job bit by bit, as long as it is wanted; what is no such job is obeyed."""
    match job.context["do"]:
        case "count":
            REMEMBERED.append(job.context["what"])
            for number in range(job.context["to"]):
                if not exchange.is_wanted():
                    return f"left at {number}"
                exchange.tell(number)
            return "done"
        case "rest":
            exchange.tell("resting")
            return exchange.rest(600)
        case "remembered":
            return os.getpid(), tuple(REMEMBERED)
    return obey(job)


KEPT: list[bytes] = []
REMEMBERED: list[Any] = []


def no_warm_up() -> None:
    """Be ready at once."""


def warm_up_fails() -> None:
    """Fail to start, as where a library is missing."""
    raise BriefgenError("A library is missing.")


def warm_up_dies() -> None:
    """Die at the start."""
    os._exit(3)
