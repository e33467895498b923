"""The child's side of `child`: reads jobs, writes answers. Imports nothing of a window."""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import logging
import logging.handlers
import math
import multiprocessing
import os
import pickle
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from briefgen.child_process.confinement import Confinement
from briefgen.child_process.memory import bounded
from briefgen.child_process.messages import Allowance, Answer, Failed, Finished, Interrupt, Logged, Task, Told, Trade
from briefgen.errors import BriefgenError, InputRefused, InternalError

log = logging.getLogger(__name__)

STDERR_FILE = "stderr.txt"
"""Where the child's standard error goes, in its temporary folder."""


class _Voice(logging.handlers.QueueHandler):
    """Sends answers, and what is logged, to the parent."""

    def __init__(self, parent: Connection) -> None:
        super().__init__(queue=None)  # type: ignore[arg-type]  # `enqueue` below needs none
        self._parent = parent
        self._speaking = threading.Lock()

    def enqueue(self, record: logging.LogRecord) -> None:
        """Send a record that `prepare` has made picklable."""
        self.say(Logged(record))

    def say(self, what: Answer | Logged | Told, most_bytes: int = 2**40) -> None:
        """Send an answer, a part of one, or what is logged.

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
        if len(content) > most_bytes:
            size = f"{len(content) / 1e6:,.0f} MB"
            content = pickle.dumps(Failed(error=InputRefused(f"What came of it takes {size}, which is too much.")))
        with self._speaking:
            self._parent.send_bytes(content)


class _Line:
    """Hears the parent: jobs, and which of them it does not want any more."""

    def __init__(self, parent: Connection, voice: _Voice) -> None:
        self._parent = parent
        self._voice = voice
        self._interrupted = -1

    def next(self) -> Task:
        """Wait for a job.

        Raises:
            EOFError: The parent has gone.
            OSError: Likewise.
        """
        while True:
            heard = self._parent.recv()
            if isinstance(heard, Task):
                return heard
            self._interrupted = heard.number

    def wants(self, number: int, seconds: float = 0.0) -> bool:
        """Whether a job is still wanted, after so long or as soon as it is not."""
        until = time.monotonic() + seconds
        try:
            while self._interrupted < number and self._parent.poll(max(0.0, until - time.monotonic())):
                heard = self._parent.recv()
                assert isinstance(heard, Interrupt)  # noqa: S101 - no other job is sent before this one is answered
                self._interrupted = heard.number
        except (EOFError, OSError):
            return False
        return self._interrupted < number

    def about(self, task: Task) -> _Exchange:
        """What the work on a job speaks through."""
        return _Exchange(self, self._voice, task)


class _Exchange:
    """An `Exchange` about one job."""

    def __init__(self, line: _Line, voice: _Voice, task: Task) -> None:
        self._line, self._voice, self._task = line, voice, task

    def tell(self, what: Any) -> None:
        self._voice.say(Told(what), self._task.allowance.answer_bytes)

    def is_wanted(self) -> bool:
        return self._line.wants(self._task.number)

    def rest(self, seconds: float) -> bool:
        return self._line.wants(self._task.number, seconds)


def serve(parent: Connection, folder: str, log_level: int, trade: Trade) -> None:
    """Do the jobs that the parent sends until it goes away. This is the child's main function.

    Args:
        parent: The connection to it.
        folder: For temporary files; the parent clears it away.
        log_level: What is below is not worth sending.
        trade: What is done with a job.
    """
    confinement = Confinement(folder) if trade.confined else None
    if confinement is not None:
        confinement.leave_network()  # a process with several threads can't
    _settle_in(folder)
    voice = _Voice(parent)
    logging.getLogger().addHandler(voice)
    logging.getLogger().setLevel(log_level)
    with contextlib.suppress(EOFError, OSError):  # the parent has closed the connection: the end
        try:
            trade.warm()
            if confinement is not None:
                confinement.leave_files()
        except Exception as error:  # noqa: BLE001 - the parent is told, whatever it is
            voice.say(Failed(error=_in_words(error, trade, "start")))
            return
        # What is there now stays: the collector need not go through it with each job.
        gc.collect()
        gc.freeze()
        voice.say(Answer())
        line = _Line(parent, voice)
        while True:
            task = line.next()
            voice.say(_do(trade, task, line), task.allowance.answer_bytes)
            del task


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


def _do(trade: Trade, task: Task, line: _Line) -> Answer:
    try:
        with bounded(task.allowance.megabytes), _timed(task.allowance):
            result = trade.work(task.job, line.about(task)) if trade.talks else trade.work(task.job)
    except Exception as error:  # noqa: BLE001 - the parent is told, whatever it is
        return Failed(error=_in_words(error, trade, "work"))
    return Finished(result=result)


def _in_words(error: Exception, trade: Trade, doing: str) -> BriefgenError:
    """The error as the user may see it; what is none of ours is a fault of the program, and logged."""
    if isinstance(error, BriefgenError):
        return error
    log.error("The %s process failed to %s.", trade.name, doing, exc_info=error)
    what = trade.name.capitalize()
    return InternalError(f"{what} failed through a fault of the program ({type(error).__name__}: {error}).")


@contextlib.contextmanager
def _timed(allowance: Allowance) -> Iterator[None]:
    """Have the system end this process when the job has used up its processor time; only Windows can't."""
    if not allowance.cpu_seconds or sys.platform == "win32":
        yield
        return
    import resource

    before = resource.getrlimit(resource.RLIMIT_CPU)
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = math.ceil(used.ru_utime + used.ru_stime + allowance.cpu_seconds)
    hard = before[1]
    resource.setrlimit(resource.RLIMIT_CPU, (until if hard == resource.RLIM_INFINITY else min(until, hard), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_CPU, before)
