"""The child's side of `worker`: reads jobs, writes answers. Imports nothing of a window."""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import logging
import logging.handlers
import multiprocessing
import os
import pickle
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from briefgen.errors import BriefgenError, InternalError
from briefgen.rendering.job import RenderJob, load_engine
from briefgen.rendering.limits import Limits, resident_bytes

log = logging.getLogger(__name__)

STDERR_FILE = "stderr.txt"
"""Where the child's standard error goes, in its temporary folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the child says to its parent when it is warm, and after each job; with the memory that it then holds."""

    resident_bytes: int = field(default_factory=resident_bytes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished(Answer):
    """A job is done."""

    result: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed(Answer):
    """A job, or the start, has failed."""

    error: BriefgenError


@dataclass(frozen=True, slots=True)
class Logged:
    """Something was logged."""

    record: logging.LogRecord


class _Voice(logging.handlers.QueueHandler):
    """Sends answers, and what is logged, to the parent."""

    def __init__(self, parent: Connection) -> None:
        super().__init__(queue=None)  # type: ignore[arg-type]  # `enqueue` below needs none
        self._parent = parent
        self._speaking = threading.Lock()

    def enqueue(self, record: logging.LogRecord) -> None:
        """Send a record that `prepare` has made picklable."""
        self.say(Logged(record))

    def say(self, what: Answer | Logged) -> None:
        """Send an answer, or what is logged.

        Raises:
            OSError: The parent has gone.
        """
        try:
            content = pickle.dumps(what)
            if isinstance(what, Failed):
                pickle.loads(content)  # noqa: S301 - our own; an error can be sent and yet not be built again
        except Exception as error:  # noqa: BLE001 - objects have any reason not to be picklable
            failed = Failed(error=InternalError(f"What came of a job can't be handed over: {what!r} ({error})."))
            content = pickle.dumps(failed)
        with self._speaking:
            self._parent.send_bytes(content)


def warm_up() -> None:
    """Load all that the first job would have to wait for.

    Raises:
        NotThere: A library that the layout engine needs is missing.
    """
    load_engine()
    from briefgen.rendering.pdf import warm_up

    warm_up()


def serve(
    parent: Connection,
    folder: str,
    log_level: int,
    work: Callable[[RenderJob], Any],
    warm: Callable[[], None],
) -> None:
    """Do the jobs that the parent sends until it goes away. This is the child's main function.

    Args:
        parent: The connection to it.
        folder: For temporary files; the parent clears it away.
        log_level: What is below is not worth sending.
        work: What is done with a job.
        warm: What is done first.
    """
    _settle_in(folder)
    voice = _Voice(parent)
    logging.getLogger().addHandler(voice)
    logging.getLogger().setLevel(log_level)
    with contextlib.suppress(EOFError, OSError):  # the parent has closed the connection: the end
        try:
            warm()
        except Exception as error:  # noqa: BLE001 - the parent is told, whatever it is
            voice.say(Failed(error=_in_words(error, "start")))
            return
        # What is there now stays: the collector need not go through it with each brief.
        gc.collect()
        gc.freeze()
        voice.say(Answer())
        while True:
            voice.say(_do(work, parent.recv()))


def _settle_in(folder: str) -> None:
    """Arrange the process: temporary files, standard error, signals, and an end together with the parent."""
    tempfile.tempdir = folder
    # What C libraries write, and where Python code was at a crash, is kept for the parent's log.
    descriptor = os.open(Path(folder, STDERR_FILE), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(descriptor, 2)
    os.close(descriptor)
    if sys.stderr is None:  # a windowed program on Windows has none
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - for as long as the process lives
    faulthandler.enable(file=2)
    # Ctrl+C in a terminal reaches the whole group; whether to stop is the parent's to say.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, args=(folder,), name="end-with-parent", daemon=True).start()


def _end_with_parent(folder: str) -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        # A parent that was killed could not clear it away.
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(0)


def _do(work: Callable[[RenderJob], Any], job: RenderJob) -> Answer:
    try:
        with _memory_bound(job.limits):
            result = work(job)
    except Exception as error:  # noqa: BLE001 - the parent is told, whatever it is
        return Failed(error=_in_words(error, "work"))
    return Finished(result=result)


def _in_words(error: Exception, doing: str) -> BriefgenError:
    """The error as the user may see it; what is none of ours is a fault of the program, and logged."""
    if isinstance(error, BriefgenError):
        return error
    log.error("The rendering process failed to %s.", doing, exc_info=error)
    return InternalError(f"Rendering failed through a fault of the program ({type(error).__name__}: {error}).")


@contextlib.contextmanager
def _memory_bound(limits: Limits) -> Iterator[None]:
    """Bound the memory that the system gives out, where the system can.

    `limits.within` looks at the memory now and then; this holds against a single gigantic step. It is address space
    that is bounded, of which an engine takes more than it uses, so the bound is twice what the job may take.
    """
    if sys.platform != "linux":
        yield
        return
    import resource

    before = resource.getrlimit(resource.RLIMIT_AS)
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    bound = pages * resource.getpagesize() + 2 * limits.megabytes * 1_000_000
    if before[1] != resource.RLIM_INFINITY:
        bound = min(bound, before[1])
    resource.setrlimit(resource.RLIMIT_AS, (bound, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
