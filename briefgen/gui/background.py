"""Work off the main thread: functions run in threads, and what they give comes back on the main thread.

    tasks.run(lambda job: read_all(paths, job), done=self._show, failed=self._say, progressed=self._paint)

The function gets a `Job`: it reports progress through it and asks it, in small steps, whether to go on. It never
touches a widget. The callbacks run on the main thread, and never after the task was cancelled.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

_LOG = logging.getLogger(__name__)

T = TypeVar("T")


class Cancelled(Exception):
    """The user stopped the task; raised inside the function by `Job.check`."""


class Job:
    """What a running function knows of its task. All of it may be called from any thread."""

    def __init__(self, report: Callable[[int, int, str], None]) -> None:
        self._report = report
        self._stop = threading.Event()

    @property
    def cancelled(self) -> bool:
        """Whether the user stopped the task."""
        return self._stop.is_set()

    def check(self) -> None:
        """Go on, or raise `Cancelled`."""
        if self.cancelled:
            raise Cancelled

    def report(self, done: int, total: int, text: str = "") -> None:
        """Say how far the task is: `done` of `total` (0 when that is not known), and what it is at."""
        self.check()
        self._report(done, total, text)

    def stop(self) -> None:
        """Ask the function to stop."""
        self._stop.set()


class Task(QObject):
    """A function under way, seen from the main thread."""

    finished = Signal()
    """After its callback, whichever it was; after a cancel too, once the function has ended."""

    _ended = Signal(object, object)
    _reported = Signal(int, int, str)

    def __init__(
        self,
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
        progressed: Callable[[int, int, str], None] | None,
        dropped: Callable[[Any], None] | None,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._done, self._failed, self._progressed, self._dropped = done, failed, progressed, dropped
        self._undelivered: object = None
        self.is_over = False
        self.job = Job(self._reported.emit)
        self._ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._reported.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)

    def cancel(self) -> None:
        """Stop it: the function is asked to end, and its callbacks are not called any more."""
        self.job.stop()

    def work(self, function: Callable[[Job], object]) -> None:
        """Run the function; called in a thread of its own."""
        try:
            self.job.check()
            result, error = function(self.job), None
        except Cancelled:
            self.job.stop()
            result, error = None, None
        except Exception as problem:  # noqa: BLE001  it is handed over to the main thread, whole
            result, error = None, problem
        self._undelivered = result
        self._ended.emit(result, error)

    def drop(self) -> None:
        """Let go of what the function gave, when nobody will take it any more; its function has ended."""
        result, self._undelivered = self._undelivered, None
        if result is not None and self._dropped is not None:
            self._dropped(result)

    @Slot(int, int, str)
    def _pass_on(self, done: int, total: int, text: str) -> None:
        if self._progressed is not None and not self.job.cancelled:
            self._progressed(done, total, text)

    @Slot(object, object)
    def _deliver(self, result: object, error: Exception | None) -> None:
        self.is_over = True
        try:
            if self.job.cancelled:
                self.drop()
                return
            self._undelivered = None
            if error is None:
                self._done(result)
            else:
                self._failed(error)
        finally:
            self.finished.emit()
            self.deleteLater()


class Tasks(QObject):
    """The threads of a window. `troubled` gets the errors that nobody else takes."""

    troubled = Signal(object)

    def __init__(self, parent: QObject | None = None, *, threads: int = 3) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="briefgen-window")
        self._running: set[Task] = set()
        self._closed = False

    @property
    def busy(self) -> bool:
        """Whether any task is under way; one is over when it is told what came of it, be it by asking a question."""
        return any(not task.is_over for task in self._running)

    def run(
        self,
        function: Callable[[Job], T],
        *,
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        progressed: Callable[[int, int, str], None] | None = None,
        dropped: Callable[[T], None] | None = None,
        owner: QObject | None = None,
    ) -> Task:
        """Run a function in a thread; without `failed`, its error becomes a notice.

        What the function gives goes to `done`, or, when the task was cancelled meanwhile, to `dropped`: a file that
        was opened has to be closed. The task is cancelled when its `owner` goes, a dialog say, to which nothing can be
        given any more. Once these threads are closed, nothing is run and nobody called back.
        """
        task = Task(done, failed or self.troubled.emit, progressed, dropped, self)
        if self._closed:
            task.cancel()
            return task
        self._running.add(task)
        task.finished.connect(lambda: self._running.discard(task))
        if owner is not None:
            owner.destroyed.connect(task.cancel)
        self._pool.submit(task.work, function)
        return task

    def close(self) -> None:
        """Stop all tasks and wait for their functions to end."""
        self._closed = True
        for task in self._running:
            task.cancel()
        self._pool.shutdown(wait=True, cancel_futures=True)
        for task in self._running:
            task.drop()
        self._running.clear()
