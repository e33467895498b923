"""Work off the main thread."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from briefgen.gui.background import Job, Tasks
from tests.gui.conftest import settle, until


@pytest.fixture
def tasks(application: QApplication) -> Iterator[Tasks]:
    """The threads of a window."""
    made = Tasks()
    yield made
    made.close()
    settle(application)


def test_the_result_comes_back_on_the_main_thread(tasks: Tasks) -> None:
    """The function runs in another thread, its result and progress arrive in this one, in their order."""
    seen: list[object] = []
    here = threading.current_thread()

    def work(job: Job) -> threading.Thread:
        job.report(1, 2, "half")
        job.report(2, 2, "all")
        return threading.current_thread()

    def done(where: threading.Thread) -> None:
        seen.append(where is not here and threading.current_thread() is here)

    tasks.run(work, done=done, progressed=lambda *at: seen.append(at))
    until(lambda: not tasks.busy)
    assert seen == [(1, 2, "half"), (2, 2, "all"), True]


def test_an_error_comes_back_too(tasks: Tasks) -> None:
    """What the function raises is given to whoever asked, or else to whoever listens for trouble."""
    own: list[Exception] = []
    others: list[Exception] = []
    tasks.troubled.connect(others.append)

    def fail(_job: Job) -> None:
        raise OSError("no such share")

    tasks.run(fail, done=lambda _: None, failed=own.append)
    tasks.run(fail, done=lambda _: None)
    until(lambda: not tasks.busy)
    assert [str(error) for error in (*own, *others)] == ["no such share", "no such share"]


def test_what_a_stopped_task_gives_is_let_go_of(tasks: Tasks) -> None:
    """A result that nobody takes any more, a file just opened say, is handed over to be closed, exactly once."""
    started, go_on = threading.Event(), threading.Event()
    taken: list[str] = []
    dropped: list[str] = []

    def open_it(_job: Job) -> str:
        started.set()
        go_on.wait(20)
        return "a file"

    task = tasks.run(open_it, done=taken.append, dropped=dropped.append)
    assert started.wait(20)
    task.cancel()
    go_on.set()
    until(lambda: not tasks.busy)
    assert (taken, dropped) == ([], ["a file"])


def test_nothing_is_begun_in_a_window_that_is_closed(application: QApplication) -> None:
    """What asks for a thread too late gets a task that is stopped already, not an error."""
    closed = Tasks()
    closed.close()
    called: list[str] = []
    task = closed.run(lambda _job: called.append("ran"), done=lambda _: called.append("done"))
    settle(application)
    assert task.job.cancelled
    assert (called, closed.busy) == ([], False)


def test_what_is_given_while_the_window_closes_is_let_go_of(application: QApplication) -> None:
    """A window that closes waits for its threads, and drops what came too late to be shown."""
    closing = Tasks()
    taken: list[str] = []
    dropped: list[str] = []
    ended = threading.Event()

    def open_it(_job: Job) -> str:
        ended.set()
        return "a file"

    closing.run(open_it, done=taken.append, dropped=dropped.append)
    assert ended.wait(20)
    closing.close()
    settle(application)
    assert (taken, dropped) == ([], ["a file"])


def test_a_stopped_task_says_nothing_more(tasks: Tasks) -> None:
    """Once cancelled, a task calls nobody back, whether its function minds the request or not."""
    started, go_on = threading.Event(), threading.Event()
    called: list[str] = []

    def mindful(job: Job) -> str:
        started.set()
        go_on.wait(30)
        job.check()
        return "went on"

    def heedless(_job: Job) -> str:
        go_on.wait(30)
        return "did not listen"

    first = tasks.run(mindful, done=called.append)
    second = tasks.run(heedless, done=called.append)
    started.wait(30)
    first.cancel()
    second.cancel()
    go_on.set()
    until(lambda: not tasks.busy)
    assert called == []


def test_closing_ends_what_is_under_way(application: QApplication) -> None:
    """Closing waits for functions that are running, and those that wait do not begin."""
    tasks = Tasks(threads=1)
    began: list[int] = []
    first = threading.Event()

    def work(job: Job) -> None:
        began.append(1)
        first.set()
        while not job.cancelled:
            pass

    tasks.run(work, done=lambda _: None)
    tasks.run(work, done=lambda _: None)
    first.wait(30)
    tasks.close()
    settle(application)
    assert began == [1]
    assert not tasks.busy
