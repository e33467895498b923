"""One warm child process that renders jobs, so that a crash or a runaway never takes the window down.

    job ──submit──▶ mailbox (one place) ─┬─supervisor thread──▶ child process ──▶ told(part), …, Future
    job ──order───▶ queue ───────────────┘

Rules:

- `submit` and `order` may be called from any thread and never block: they are made for a window's main thread. They
  give a `concurrent.futures.Future`. What is done with `Future.add_done_callback`, and `told`, runs in the supervisor's
  thread, so a window passes it on to its own by a queued signal.
- Of what is submitted only the newest waiting job is kept: an older one that has not begun ends with `Superseded`.
  What is ordered is done in any case, one after the other, and before that.
- A job that is submitted with `told` gives way: as soon as another one waits the child is asked to leave it, which it
  does at the next page. Other jobs are not interrupted.
- A job that passes its time or memory limit ends with `LimitReached`; one on which the child dies, with `WorkerDied`.
  A new child is then started at once, for what is left in the old one's memory can't be trusted. A child that died
  while it had nothing to do is replaced without a word.
- The child is renewed now and then, between two jobs: the layout engine doesn't give memory back. Where the child
  talks, its successor is first warmed up and does the last job that gave way once more, unheard: it then knows
  what its predecessor knew, and nobody waits for it. Meanwhile jobs go to the old one.
- The child ends when the worker is closed and when this process ends, however it ends. What it logs is logged here.

The child is spawned, never forked, and imports only what rendering needs. A program that is frozen into an
executable calls `multiprocessing.freeze_support()` first thing.
"""

from __future__ import annotations

import atexit
import logging
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Protocol, Self

from briefgen.child_process.child import Child, ChildDied, OutOfTime
from briefgen.child_process.messages import Allowance, Trade
from briefgen.errors import BriefgenError, InternalError
from briefgen.rendering.job import RenderedBrief, RenderJob, load_engine, render
from briefgen.rendering.limits import LimitReached, Limits

log = logging.getLogger(__name__)

Work = Callable[..., Any]
"""What is done with a job: a `RenderJob`, or one of a kind of its own that a front end submits. Where the worker
`talks` it is given the `Exchange` about the job, too."""

_OVERDUE = 2
"""How often it must have been time to renew a child before its successor need not know what it knew."""
_LOOKS_EVERY = 0.1
"""Seconds between two looks whether a successor is warm."""


class Superseded(BriefgenError):
    """A waiting job gave way to a newer one, or the worker was closed."""


class WorkerDied(InternalError):
    """The child process died while it worked on a job (exit code 5)."""


class AnyJob(Protocol):
    """What a worker wants to know of a job."""

    @property
    def template_name(self) -> str:
        """The house template's name, for what is said of the job."""

    @property
    def limits(self) -> Limits:
        """Time and memory that it may take."""


def warm_up() -> None:
    """Load all that the first job would have to wait for.

    Raises:
        NotThere: A library that the layout engine needs is missing.
    """
    load_engine()
    from briefgen.rendering.pdf import warm_up

    warm_up()


@dataclass(slots=True)
class _Task:
    """A job, and where what comes of it goes. `number` grows from task to task."""

    job: AnyJob
    number: int
    told: Callable[[Any], None] | None = None
    future: Future[Any] = field(default_factory=Future)


class Worker:
    """Renders jobs in a child process, one at a time.

    Args:
        work: What is done with a job, in the child; a function that the child can import.
        warm: What the child does before its first job.
        talks: Whether `work` is given the `Exchange` about each job.
        renew_after: Number of jobs after which the child is renewed.
        renew_at_megabytes: Memory (10⁶ bytes), above that of the warm child and of what a successor holds when it
            takes over, at which it is renewed.
        grace_seconds: How long after a job's time limit, which the child watches by itself, it is killed.
    """

    def __init__(
        self,
        *,
        work: Work = render,
        warm: Callable[[], None] = warm_up,
        talks: bool = False,
        renew_after: int = 100,
        renew_at_megabytes: int = 500,
        grace_seconds: float = 3.0,
    ) -> None:
        self._trade = Trade(name="rendering", work=work, warm=warm, talks=talks)
        self._renew_after = renew_after
        self._renew_at_bytes = renew_at_megabytes * 1_000_000
        self._grace_seconds = grace_seconds
        self._changed = threading.Condition()
        self._numbers = count(1)
        self._waiting: _Task | None = None
        self._ordered: deque[_Task] = deque()
        self._at_work: tuple[_Task, Child] | None = None
        self._last_told: _Task | None = None
        self._closing = False
        self._needed_bytes = 0
        self._child: Child | None = None
        self._successor: Child | None = None
        # A daemon, so that a program that forgets to close its worker ends all the same.
        self._supervisor = threading.Thread(target=self._supervise, name="rendering-worker", daemon=True)
        self._supervisor.start()
        atexit.register(self.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def submit(self, job: AnyJob, told: Callable[[Any], None] | None = None) -> Future[Any]:
        """Hand over a job that takes the place of the one that waits; gives the place where its result will be.

        The future ends with what `work` gives (for `render` the `RenderedBrief`), or with what it raises, or with
        `Superseded`, `WorkerDied`, or `NotThere` where the child can't start. It can be cancelled until work on it
        begins.

        Args:
            job: The job.
            told: Is given every part of what comes of the job, before the future ends. With it the job gives way to
                the next one, whatever its future ends with then.

        Raises:
            RuntimeError: The worker is closed.
        """
        with self._changed:
            task = self._new_task(job, told)
            before, self._waiting = self._waiting, task
            self._changed.notify()
        self._make_way()
        _give_up(before, "A newer version of the brief is rendered in its place.")
        return task.future

    def order(self, job: RenderJob) -> Future[RenderedBrief]:
        """Hand over a job that nothing supersedes, to be done next. As for `submit`.

        Raises:
            RuntimeError: The worker is closed.
        """
        with self._changed:
            task = self._new_task(job, None)
            self._ordered.append(task)
            self._changed.notify()
        self._make_way()
        return task.future

    def close(self) -> None:
        """End the child, whatever it is doing. Jobs not done end with `Superseded`. May be called twice."""
        atexit.unregister(self.close)
        with self._changed:
            self._closing = True
            before = [*self._ordered, *([self._waiting] if self._waiting is not None else [])]
            self._ordered.clear()
            self._waiting = None
            children = [child for child in (self._child, self._successor) if child is not None]
            self._changed.notify()
        for task in before:
            _give_up(task, "Rendering was ended before this job began.")
        for child in children:
            if child.busy:
                child.kill()
        if threading.current_thread() is not self._supervisor:
            self._supervisor.join()

    def _new_task(self, job: AnyJob, told: Callable[[Any], None] | None) -> _Task:
        if self._closing:
            raise RuntimeError("the worker is closed")
        return _Task(job, next(self._numbers), told)

    def _make_way(self) -> None:
        """Have the child leave what it works on, if that gives way and something waits."""
        with self._changed:
            busy = self._at_work if self._waiting is not None or self._ordered else None
        if busy is not None and busy[0].told is not None:
            busy[1].interrupt(busy[0].number)

    # ------------------------------------------------------------------------------------ the supervisor's thread

    def _supervise(self) -> None:
        """The supervisor's thread: the only one that gives the child jobs."""
        try:
            while True:
                self._look_after_child()
                task = self._next()
                if task is None:
                    if self._closing:
                        break
                    continue
                if task.future.set_running_or_notify_cancel():
                    self._do(task)
        finally:
            self._end(self._take_child())
            self._end(self._take_successor())

    def _next(self) -> _Task | None:
        """Wait for a job; None when the worker is closed, or when it is time to look after the successor."""
        with self._changed:
            while not (self._waiting or self._ordered or self._closing):
                if not self._changed.wait(None if self._successor is None else _LOOKS_EVERY):
                    return None
            if self._closing:
                return None
            if self._ordered:
                return self._ordered.popleft()
            task, self._waiting = self._waiting, None
            return task

    def _do(self, task: _Task) -> None:
        try:
            result = self._done(task)
        except Exception as error:  # noqa: BLE001 - whatever it is belongs to the one who waits for the job
            if isinstance(error, WorkerDied | LimitReached) or not isinstance(error, BriefgenError):
                self._end(self._take_child())
            if self._closing:
                error = Superseded("Rendering was ended before this job was done.")
            task.future.set_exception(error)
        else:
            if task.told is not None:
                self._last_told = task
            task.future.set_result(result)

    def _done(self, task: _Task) -> Any:
        """Have a job done by the child.

        Raises:
            LimitReached: It is killed, as it did not stop by itself at the job's time limit.
            WorkerDied: It died.
            Exception: What the work raised.
        """
        what = f"rendering with the house template “{task.job.template_name}”"
        try:
            child = self._ready_child()
        except ChildDied as died:
            raise _worker_died(died, "starting") from None
        except OutOfTime:
            raise WorkerDied("The layout engine does not start: start the program again.") from None
        try:
            return self._done_by(child, task, what)
        except ChildDied as died:
            raise _worker_died(died, what) from None
        except OutOfTime:
            raise LimitReached(
                f"Rendering with the house template “{task.job.template_name}” was stopped after "
                f"{task.job.limits.seconds:g} seconds, in the middle of a step: look for what is huge or endless, or "
                "allow more time."
            ) from None

    def _done_by(self, child: Child, task: _Task, what: str) -> Any:
        """Have a job done by a child that is warm. Raises what `Child.do` raises."""
        with self._changed:
            self._at_work = task, child
        self._make_way()  # for what has come since it was taken
        limits = task.job.limits
        try:
            return child.do(
                task.job,
                Allowance(megabytes=limits.megabytes),
                limits.seconds + self._grace_seconds,
                what,
                number=task.number,
                told=task.told,
            )
        finally:
            with self._changed:
                self._at_work = None

    # -------------------------------------------------------------------------------------------------- children

    def _ready_child(self) -> Child:
        """A child that is warm. Raises what `Child.wait_ready` raises."""
        child = self._started()
        try:
            child.wait_ready()
        except BaseException:
            self._end(self._take_child())
            raise
        return child

    def _started(self) -> Child:
        if self._child is not None and self._child.died_idle():
            self._end(self._take_child())
        if self._child is None:
            self._needed_bytes = 0
            # Not under the lock: starting takes a moment, and `submit` never waits.
            child = Child(self._trade)
            with self._changed:
                self._child = child
                if self._closing:
                    child.kill()
        return self._child

    def _look_after_child(self) -> None:
        """See that there is a child, and that another takes the place of one that is worn out."""
        if self._closing:
            return
        child = self._started()
        grown = child.grown_bytes - self._needed_bytes
        worn = max(child.jobs / self._renew_after, grown / self._renew_at_bytes)
        if worn < 1:
            return
        if not self._trade.talks:
            log.debug("The rendering process is renewed after %d jobs.", child.jobs)
            self._end(self._take_child())
            self._started()
        elif self._successor is None:
            log.debug("The rendering process gets a successor after %d jobs.", child.jobs)
            self._start_successor()
        elif self._is_prepared(self._successor, rehearsed=worn < _OVERDUE):
            # What it holds now the brief needs: a large one is no reason to renew its child over and over.
            self._needed_bytes = self._successor.grown_bytes
            with self._changed:
                old, self._child, self._successor = self._child, self._successor, None
            self._end(old)

    def _start_successor(self) -> None:
        successor = Child(self._trade)
        with self._changed:
            self._successor = successor
            if self._closing:
                successor.kill()

    def _is_prepared(self, successor: Child, *, rehearsed: bool) -> bool:
        """Whether a successor is warm and, if wanted, has done the last job that gave way, which it does now."""
        try:
            if not successor.is_warm_within(0):
                return False
            if not rehearsed or self._last_told is None:
                return True
            if self._is_free():
                again = _Task(self._last_told.job, next(self._numbers), lambda _part: None)
                self._done_by(successor, again, "rehearsing")
        except (ChildDied, OutOfTime, LimitReached) as error:
            log.debug("A new rendering process is of no use: %s", error)
            self._end(self._take_successor())
            return False
        except BriefgenError as error:  # as its predecessor said
            log.debug("The job is refused again: %s", error)
        # One that was interrupted goes on when there is time again.
        return self._is_free()

    def _is_free(self) -> bool:
        with self._changed:
            return not (self._waiting or self._ordered or self._closing)

    def _take_child(self) -> Child | None:
        with self._changed:
            child, self._child = self._child, None
        return child

    def _take_successor(self) -> Child | None:
        with self._changed:
            child, self._successor = self._successor, None
        return child

    @staticmethod
    def _end(child: Child | None) -> None:
        if child is not None:
            child.end()


def _worker_died(died: ChildDied, what: str) -> WorkerDied:
    return WorkerDied(
        f"The layout engine {died.how} while {what}; it is started again. "
        "If it happens each time, take back the last change to the brief."
    )


def _give_up(task: _Task | None, reason: str) -> None:
    if task is not None and task.future.set_running_or_notify_cancel():
        task.future.set_exception(Superseded(reason))
