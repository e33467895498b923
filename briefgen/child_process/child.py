"""A child process, seen from its parent: started, warmed up, given jobs, killed, cleared up after.

The child is spawned, never forked, and imports only what its work needs. A program that is frozen into an executable
calls `multiprocessing.freeze_support()` first thing.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import pickle
import shutil
import signal
import tempfile
import threading
import time
import weakref
from collections.abc import Callable
from multiprocessing import connection
from pathlib import Path
from typing import Any

from briefgen.child_process.messages import (
    Allowance,
    Answer,
    Failed,
    Finished,
    Interrupt,
    Logged,
    Task,
    Told,
    Trade,
    load_plain,
)
from briefgen.child_process.serving import STDERR_FILE, serve

log = logging.getLogger(__name__)

START_SECONDS = 120.0
"""The longest that a child may take to start and warm up: it takes 2 seconds on a good day."""
_ENDS_WITHIN = 2.0
"""Seconds that a child that has been told to end is given before it is killed."""
_ASKS_EVERY = 0.05
"""Seconds between two looks whether the job is still wanted."""


class ChildDied(Exception):
    """The child died. `how` says in what way, to follow its name: “crashed (SIGSEGV)”."""

    def __init__(self, how: str) -> None:
        super().__init__(how)
        self.how = how


class OutOfTime(Exception):
    """The job has used up its time; the child has been killed."""


class NotWanted(Exception):
    """Who asked for the job wants it no more; the child has been killed."""


class Child:
    """A child process for a trade. All but `kill` and `interrupt` is called from one thread at a time."""

    def __init__(self, trade: Trade) -> None:
        # Spawned everywhere: a forked child would share locks and threads with a window.
        spawn = multiprocessing.get_context("spawn")
        # What the work leaves behind (unpacked fonts) goes when the child has gone, even if it was killed.
        self._folder = tempfile.mkdtemp(prefix="briefgen-")
        self._clear_folder = weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        self._connection, childs_end = spawn.Pipe()
        self._name = trade.name
        self._load: Callable[[bytes], object] = load_plain if trade.confined else pickle.loads
        self._process = spawn.Process(
            target=serve,
            args=(childs_end, self._folder, logging.getLogger().getEffectiveLevel(), trade),
            name=f"briefgen-{trade.name}",
            daemon=True,
        )
        self._warm_bytes = 0
        self._now_bytes = 0
        self._is_ready = False
        self._killed = False
        self._sending = threading.Lock()
        self.jobs = 0
        self.busy = True
        self._process.start()
        # With our copy open, the end of the child would not be the end of the connection.
        childs_end.close()

    @property
    def grown_bytes(self) -> int:
        """Memory taken since it was warm, in bytes."""
        return self._now_bytes - self._warm_bytes

    def wait_ready(self, is_wanted: Callable[[], bool] | None = None) -> None:
        """Wait until it is warm.

        Raises:
            ChildDied: It died meanwhile.
            OutOfTime: It takes too long.
            NotWanted: Nobody waits for it any more.
            BriefgenError: What kept it from starting.
        """
        if self._is_ready:
            return
        self._take_ready(self._read(START_SECONDS, "starting", Allowance(megabytes=0), is_wanted))

    def is_warm_within(self, seconds: float) -> bool:
        """Wait for so long until it is warm; gives whether it is. Raises what `wait_ready` raises."""
        until = time.monotonic() + seconds
        while not self._is_ready:
            if not connection.wait([self._connection, self._process.sentinel], max(0.0, until - time.monotonic())):
                break
            heard = self._heard("starting", Allowance(megabytes=0))
            if isinstance(heard, Answer):
                self._take_ready(heard)
        return self._is_ready

    def _take_ready(self, answer: Answer) -> None:
        if isinstance(answer, Failed):
            raise answer.error
        self._warm_bytes = self._now_bytes = answer.resident_bytes
        self._is_ready = True
        self.busy = False

    def interrupt(self, number: int) -> None:
        """Tell the child that the job with this number is not wanted any more; may be called from any thread."""
        with self._sending, contextlib.suppress(OSError):  # it has gone
            self._connection.send(Interrupt(number))

    def do(
        self,
        job: Any,
        allowance: Allowance,
        seconds: float,
        what: str,
        is_wanted: Callable[[], bool] | None = None,
        *,
        number: int = 0,
        told: Callable[[Any], None] | None = None,
    ) -> Any:
        """Have a job done.

        Args:
            job: What the trade's work is given.
            allowance: What the child bounds by itself.
            seconds: After so long by the clock without a word it is killed.
            what: What is being done, for the log: “rendering with …”.
            is_wanted: Asked now and then whether to go on.
            number: Names the job in an `interrupt`; greater than those of the jobs before.
            told: Is given each part of what comes of the job, for a trade that talks.

        Raises:
            ChildDied: It died.
            OutOfTime: It took too long.
            NotWanted: `is_wanted` said no.
            Exception: What the work raised.
        """
        self.busy = True
        try:
            with self._sending:
                self._connection.send(Task(job, allowance, number))
            answer = self._read(seconds, what, allowance, is_wanted, told)
        except (BrokenPipeError, ConnectionError):
            raise self._died(what) from None
        finally:
            self.busy = False
        self.jobs += 1
        self._now_bytes = answer.resident_bytes
        if isinstance(answer, Failed):
            raise answer.error
        assert isinstance(answer, Finished)  # noqa: S101 - a job is finished or has failed
        return answer.result

    def _read(
        self,
        seconds: float,
        what: str,
        allowance: Allowance,
        is_wanted: Callable[[], bool] | None,
        told: Callable[[Any], None] | None = None,
    ) -> Answer:
        """The next answer; what the child logs on the way is logged, and what it tells is handed on."""
        until = time.monotonic() + seconds
        while True:
            left = max(0.0, until - time.monotonic())
            wait = left if is_wanted is None else min(left, _ASKS_EVERY)
            if not connection.wait([self._connection, self._process.sentinel], wait):
                if is_wanted is not None and not is_wanted():
                    self.kill()
                    raise NotWanted(what)
                if wait == left:
                    self.kill()
                    raise OutOfTime(what)
                continue
            heard = self._heard(what, allowance)
            if isinstance(heard, Answer):
                return heard
            if heard is not None:
                until = time.monotonic() + seconds
                if told is not None:
                    told(heard.what)

    def _heard(self, what: str, allowance: Allowance) -> Answer | Told | None:
        """What has come from the child; None where that was something to log, which is done."""
        try:
            # An answer sent before the end counts, so the connection is asked first.
            if not self._connection.poll():
                raise EOFError
            heard = self._load(self._connection.recv_bytes(allowance.answer_bytes + 1_000_000))
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            if isinstance(error, pickle.UnpicklingError):
                log.warning("The %s process said what it may not: %s.", self._name, error)
                self.kill()
            raise self._died(what) from None
        if not isinstance(heard, Logged):
            assert isinstance(heard, Answer | Told)  # noqa: S101 - it says nothing else
            return heard
        logger = logging.getLogger(heard.record.name)
        if logger.isEnabledFor(heard.record.levelno):
            logger.handle(heard.record)
        return None

    def _died(self, what: str) -> ChildDied | OutOfTime:
        self._process.join(_ENDS_WITHIN)
        code = self._process.exitcode
        how = f"ended with code {code}"
        if code is not None and code < 0:
            with contextlib.suppress(ValueError):
                how = f"crashed ({signal.Signals(-code).name})"
            if -code == getattr(signal, "SIGXCPU", None):
                return OutOfTime(what)
        last_words = self._last_words()
        level = logging.DEBUG if self._killed else logging.WARNING
        log.log(level, "The %s process %s while %s. %s", self._name, how, what, last_words or "It left no message.")
        return ChildDied(how)

    def _last_words(self) -> str:
        """What the engine's libraries wrote to standard error, and the trace of a crash."""
        with contextlib.suppress(OSError):
            written = Path(self._folder, STDERR_FILE).read_bytes()[-5000:]
            return written.decode("utf-8", errors="replace").strip()
        return ""

    def died_idle(self) -> bool:
        """Whether it has died, which is logged; to be asked while it has nothing to do."""
        if self._process.is_alive():
            return False
        self._died("it had nothing to do")
        return True

    def kill(self) -> None:
        """End it at once; may be called from any thread."""
        self._killed = True
        with contextlib.suppress(ValueError):  # it has been closed meanwhile
            self._process.kill()

    def end(self) -> None:
        """Let it end by itself where it listens, kill it where not, and clear up after it."""
        # The end of the connection is the sign to go.
        self._connection.close()
        if not self.busy:
            self._process.join(_ENDS_WITHIN)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._process.close()
        self._clear_folder()
