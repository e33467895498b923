"""One warm child process that renders jobs, so that a crash or a runaway never takes the window down.

    job ──submit──▶ mailbox (one place) ──supervisor thread──▶ child process ──▶ Future

Rules:

- `submit` may be called from any thread and never blocks: it is made for a window's main thread. It gives a
  `concurrent.futures.Future`. What is done with `Future.add_done_callback` runs in the supervisor's thread, so a
  window passes it on to its own by a queued signal.
- Only the newest waiting job is kept: an older one that has not begun ends with `Superseded`. The job being worked on
  is not interrupted.
- A job that passes its time or memory limit ends with `LimitReached`; one on which the child dies, with `WorkerDied`.
  A new child is then started at once, for what is left in the old one's memory can't be trusted.
- The child is renewed now and then, when it has nothing to do: the layout engine doesn't give memory back.
- The child ends when the worker is closed and when this process ends, however it ends. What it logs is logged here.

The child is spawned, never forked, and imports only what rendering needs. A program that is frozen into an
executable calls `multiprocessing.freeze_support()` first thing.
"""

from __future__ import annotations

import atexit
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Self

from briefgen.child_process.child import Child, ChildDied, OutOfTime
from briefgen.child_process.messages import Allowance, Trade
from briefgen.errors import BriefgenError, InternalError
from briefgen.rendering.job import RenderedBrief, RenderJob, load_engine, render
from briefgen.rendering.limits import LimitReached

log = logging.getLogger(__name__)

Work = Callable[[Any], Any]
"""What is done with a job: a `RenderJob`, or one of a kind of its own that a front end submits."""


class Superseded(BriefgenError):
    """A waiting job gave way to a newer one, or the worker was closed."""


class WorkerDied(InternalError):
    """The child process died while it worked on a job (exit code 5)."""


def warm_up() -> None:
    """Load all that the first job would have to wait for.

    Raises:
        NotThere: A library that the layout engine needs is missing.
    """
    load_engine()
    from briefgen.rendering.pdf import warm_up

    warm_up()


class Worker:
    """Renders jobs in a child process, one at a time.

    Args:
        work: What is done with a job, in the child; a function that the child can import.
        warm: What the child does before its first job.
        renew_after: Number of jobs after which the child is renewed.
        renew_at_megabytes: Memory (10⁶ bytes), above that of the warm child, at which it is renewed.
        grace_seconds: How long after a job's time limit, which the child watches by itself, it is killed.
    """

    def __init__(
        self,
        *,
        work: Work = render,
        warm: Callable[[], None] = warm_up,
        renew_after: int = 100,
        renew_at_megabytes: int = 500,
        grace_seconds: float = 3.0,
    ) -> None:
        self._trade = Trade(name="rendering", work=work, warm=warm)
        self._renew_after = renew_after
        self._renew_at_bytes = renew_at_megabytes * 1_000_000
        self._grace_seconds = grace_seconds
        self._changed = threading.Condition()
        self._waiting: tuple[RenderJob, Future[Any]] | None = None
        self._closing = False
        self._child: Child | None = None
        # A daemon, so that a program that forgets to close its worker ends all the same.
        self._supervisor = threading.Thread(target=self._supervise, name="rendering-worker", daemon=True)
        self._supervisor.start()
        atexit.register(self.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def submit(self, job: RenderJob) -> Future[RenderedBrief]:
        """Hand over a job; gives the place where its result will be.

        The future ends with the `RenderedBrief`, or with what `job.render` raises, or with `Superseded`,
        `WorkerDied`, or `NotThere` where the child can't start. It can be cancelled until work on it begins.

        Raises:
            RuntimeError: The worker is closed.
        """
        future: Future[RenderedBrief] = Future()
        with self._changed:
            if self._closing:
                raise RuntimeError("the worker is closed")
            before, self._waiting = self._waiting, (job, future)
            self._changed.notify()
        _give_up(before, "A newer version of the brief is rendered in its place.")
        return future

    def close(self) -> None:
        """End the child, whatever it is doing. Jobs not done end with `Superseded`. May be called twice."""
        atexit.unregister(self.close)
        with self._changed:
            self._closing = True
            before, self._waiting = self._waiting, None
            child = self._child
            self._changed.notify()
        _give_up(before, "Rendering was ended before this job began.")
        if child is not None and child.busy:
            child.kill()
        if threading.current_thread() is not self._supervisor:
            self._supervisor.join()

    def _supervise(self) -> None:
        """The supervisor's thread: the only one that talks with the child."""
        try:
            while True:
                self._replace_worn_out()
                task = self._next()
                if task is None:
                    break
                job, future = task
                if future.set_running_or_notify_cancel():
                    self._do(job, future)
        finally:
            self._end_child()

    def _next(self) -> tuple[RenderJob, Future[Any]] | None:
        """Wait for a job; None when the worker is closed."""
        with self._changed:
            while self._waiting is None and not self._closing:
                self._changed.wait()
            task, self._waiting = self._waiting, None
            return None if self._closing else task

    def _do(self, job: RenderJob, future: Future[Any]) -> None:
        try:
            result = self._done(job)
        except Exception as error:  # noqa: BLE001 - whatever it is belongs to the one who waits for the job
            if isinstance(error, WorkerDied | LimitReached) or not isinstance(error, BriefgenError):
                self._end_child()
            if self._closing:
                error = Superseded("Rendering was ended before this job was done.")
            future.set_exception(error)
        else:
            future.set_result(result)

    def _done(self, job: RenderJob) -> Any:
        """Have a job done by the child.

        Raises:
            LimitReached: It is killed, as it did not stop by itself at the job's time limit.
            WorkerDied: It died.
            Exception: What the work raised.
        """
        what = f"rendering with the house template “{job.template_name}”"
        try:
            child = self._ready_child()
        except ChildDied as died:
            raise _worker_died(died, "starting") from None
        except OutOfTime:
            raise WorkerDied("The layout engine does not start: start the program again.") from None
        try:
            seconds = job.limits.seconds + self._grace_seconds
            return child.do(job, Allowance(megabytes=job.limits.megabytes), seconds, what)
        except ChildDied as died:
            raise _worker_died(died, what) from None
        except OutOfTime:
            raise LimitReached(
                f"Rendering with the house template “{job.template_name}” was stopped after "
                f"{job.limits.seconds:g} seconds, in the middle of a step: look for what is huge or endless, or "
                "allow more time."
            ) from None

    def _ready_child(self) -> Child:
        """A child that is warm. Raises what `Child.wait_ready` raises."""
        child = self._started()
        try:
            child.wait_ready()
        except BaseException:
            self._end_child()
            raise
        return child

    def _started(self) -> Child:
        if self._child is None:
            # Not under the lock: starting takes a moment, and `submit` never waits.
            child = Child(self._trade)
            with self._changed:
                self._child = child
                if self._closing:
                    child.kill()
        return self._child

    def _replace_worn_out(self) -> None:
        """Renew the child if it is time; at the latest when it is time twice over. Start one where there is none."""
        child = self._child
        if child is not None:
            worn = max(child.jobs / self._renew_after, child.grown_bytes / self._renew_at_bytes)
            if worn >= (1 if self._waiting is None else 2):
                log.debug("The rendering process is renewed after %d jobs.", child.jobs)
                self._end_child()
        if not self._closing:
            self._started()

    def _end_child(self) -> None:
        with self._changed:
            child, self._child = self._child, None
        if child is not None:
            child.end()


def _worker_died(died: ChildDied, what: str) -> WorkerDied:
    return WorkerDied(
        f"The layout engine {died.how} while {what}; it is started again. "
        "If it happens each time, take back the last change to the brief."
    )


def _give_up(task: tuple[RenderJob, Future[Any]] | None, reason: str) -> None:
    if task is not None and task[1].set_running_or_notify_cancel():
        task[1].set_exception(Superseded(reason))
