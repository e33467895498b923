"""The warm child process: jobs come back, crashes come back as messages, and nothing is left behind."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import psutil
import pytest

from briefgen.errors import BriefgenError, InternalError
from briefgen.rendering.job import RenderJob, render
from briefgen.rendering.limits import LimitReached, Limits
from briefgen.rendering.template_errors import TemplateError
from briefgen.rendering.worker import Superseded, Worker, WorkerDied
from tests.rendering import child_work
from tests.rendering.conftest import MakeTemplate
from tests.rendering.test_job import job_for

LONG = 60.0
"""Seconds after which a test that waits for another process gives up."""


def job(do: str, *, seconds: float = LONG, **more: Any) -> RenderJob:
    """A job that tells the child what to do."""
    return RenderJob(template="somewhere/made", context={"do": do, **more}, limits=Limits(seconds=seconds))


def result(future: Future[Any]) -> Any:
    """What came of a job."""
    return future.result(timeout=LONG)


@pytest.fixture
def worker() -> Iterator[Worker]:
    """A worker whose child does what the tests say."""
    with Worker(work=child_work.obey, warm=child_work.no_warm_up, grace_seconds=0.2) as made:
        yield made


there_before: set[int] = set()
"""Children that other tests of this process left to end by themselves: none of ours."""


@pytest.fixture(autouse=True)
def only_our_children() -> None:
    """Begin each test with the children that are there already known."""
    there_before.clear()
    there_before.update(process.pid for process in children())


def children() -> list[psutil.Process]:
    """Child processes of this one that serve a worker, made since the test began."""
    found = []
    for process in psutil.Process().children(recursive=True):
        try:
            if process.pid not in there_before and any("spawn_main" in word for word in process.cmdline()):
                found.append(process)
        except psutil.Error:
            continue
    return found


def gone(pid: int) -> bool:
    """Wait until a process has ended, with all of its threads: before, its end is not told to who waits for it."""
    until = time.monotonic() + LONG
    while time.monotonic() < until:
        if not psutil.pid_exists(pid):
            return True
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE and process.num_threads() <= 1:
            return True
        time.sleep(0.05)
    return False


# -------------------------------------------------------------------------------------------- rendering


def test_renders_what_the_function_renders(plain: Path, make_template: MakeTemplate) -> None:
    """The child gives the same bytes as `render` here, and the same errors; it stays the same child."""
    with Worker() as worker:
        first = result(worker.submit(job_for(plain)))
        with pytest.raises(TemplateError) as caught:
            result(worker.submit(job_for(make_template("{{ titel }}"))))
        second = result(worker.submit(job_for(plain)))
        assert len(children()) == 1
    assert first.warnings == ()
    assert first.pdf == second.pdf == render(job_for(plain)).pdf
    assert caught.value.field == "titel"


def test_a_template_that_runs_away_is_stopped_in_the_child(plain: Path, make_template: MakeTemplate) -> None:
    """An endless template ends at its limit; the next job is rendered by a new child."""
    endless = "{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}"
    with Worker() as worker:
        with pytest.raises(LimitReached, match=r"“made” was stopped after 0\.3 seconds, in step 2 template"):
            result(worker.submit(job_for(make_template(endless), limits=Limits(seconds=0.3))))
        assert result(worker.submit(job_for(plain))).pages


# ---------------------------------------------------------------------------------------------- mailbox


def test_only_the_newest_waiting_job_is_kept(worker: Worker, tmp_path: Path) -> None:
    """While one job is worked on, those that come are superseded by the newest; submitting never waits."""
    gate = tmp_path / "gate"
    running = worker.submit(job("wait for file", path=str(gate), what="first"))
    while not running.running():
        time.sleep(0.01)
    waiting = [worker.submit(job("echo", what=number)) for number in range(20)]
    for superseded in waiting[:-1]:
        with pytest.raises(Superseded):
            result(superseded)
    assert not running.done()
    gate.touch()
    assert result(running) == "first"
    assert result(waiting[-1]) == 19


def test_a_waiting_job_can_be_cancelled(worker: Worker, tmp_path: Path) -> None:
    """A job on which work has not begun is cancelled as any future is."""
    gate = tmp_path / "gate"
    running = worker.submit(job("wait for file", path=str(gate), what="first"))
    while not running.running():
        time.sleep(0.01)
    waiting = worker.submit(job("echo", what=1))
    assert waiting.cancel()
    gate.touch()
    assert result(running) == "first"
    assert result(worker.submit(job("echo", what=2))) == 2


def test_callbacks_run_outside_the_main_thread(worker: Worker) -> None:
    """A callback runs in the supervisor's thread, and may submit the next job."""
    where: list[str] = []
    second: list[Future[Any]] = []
    called = threading.Event()

    def done(future: Future[Any]) -> None:
        where.append(threading.current_thread().name)
        second.append(worker.submit(job("echo", what=future.result())))
        called.set()

    worker.submit(job("echo", what=5)).add_done_callback(done)
    assert called.wait(LONG)
    assert result(second[0]) == 5
    assert where == ["rendering-worker"]


def test_large_jobs_and_results_come_through(worker: Worker) -> None:
    """What is larger than a pipe's buffer arrives whole."""
    large = "x" * 20_000_000
    assert result(worker.submit(job("echo", what=large))) == large


# ---------------------------------------------------------------------------------- parts, and giving way


@pytest.fixture
def talker() -> Iterator[Worker]:
    """A worker whose child tells parts of what it does, and asks whether to go on."""
    with Worker(work=child_work.talk, warm=child_work.no_warm_up, talks=True, grace_seconds=0.2) as made:
        yield made


def test_parts_come_before_the_result(talker: Worker) -> None:
    """Each part is handed over in its order, all of them before the future ends."""
    parts: list[int] = []
    assert result(talker.submit(job("count", to=50, what=1), parts.append)) == "done"
    assert parts == list(range(50))


def test_a_job_that_tells_parts_gives_way(talker: Worker) -> None:
    """While it is at work, or rests, the next one has it leave at once; one that tells nothing is not disturbed."""
    resting = threading.Event()
    first = talker.submit(job("rest"), lambda _part: resting.set())
    assert resting.wait(LONG)
    assert result(talker.submit(job("count", to=3, what=1), lambda _part: None)) == "done"
    assert result(first) is False
    begun = threading.Event()
    counting = talker.submit(job("count", to=10**9, what=2), lambda _part: begun.set())
    assert begun.wait(LONG)
    assert result(talker.order(job("echo", what="ordered"))) == "ordered"
    assert result(counting).startswith("left at")


def test_what_is_ordered_is_not_superseded(talker: Worker, tmp_path: Path) -> None:
    """Orders are all done, before what was submitted."""
    gate = tmp_path / "gate"
    running = talker.submit(job("wait for file", path=str(gate), what="first"))
    while not running.running():
        time.sleep(0.01)
    submitted = [talker.submit(job("count", to=1, what=n), lambda _part: None) for n in range(3)]
    orders = [talker.order(job("remembered")) for _ in range(3)]
    gate.touch()
    assert [result(order)[1] for order in orders] == [()] * 3
    assert result(submitted[-1]) == "done"


def test_a_successor_has_done_the_last_job_again(tmp_path: Path) -> None:
    """A worn child is replaced by one that is warm and knows the last job; what comes meanwhile the old one does."""
    with Worker(work=child_work.talk, warm=child_work.no_warm_up, talks=True, renew_after=25) as worker:
        pid, _ = result(worker.submit(job("remembered")))
        for number in range(25):
            result(worker.submit(job("count", to=1, what=number), lambda _part: None))
        until = time.monotonic() + LONG
        while result(worker.order(job("remembered")))[0] == pid:
            assert time.monotonic() < until
            time.sleep(0.4)
        assert result(worker.order(job("remembered")))[1] == (24,)


def test_a_large_job_is_no_reason_to_renew_for_ever() -> None:
    """What the successor holds when it takes over it needs; it is renewed when it has grown beyond that."""
    with Worker(
        work=child_work.talk, warm=child_work.no_warm_up, talks=True, renew_at_megabytes=50, renew_after=1000
    ) as worker:
        first = result(worker.submit(job("grow", bytes=80_000_000), lambda _part: None))
        until = time.monotonic() + LONG
        while (second := result(worker.order(job("pid")))) == first:
            assert time.monotonic() < until
            time.sleep(0.2)
        time.sleep(1)
        assert result(worker.order(job("pid"))) == second


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="signals are POSIX's")
@pytest.mark.expected_log("crashed (SIGKILL) while it had nothing to do")
def test_a_child_that_died_idle_is_replaced_without_a_word(worker: Worker) -> None:
    """Nobody's job is lost with it: the next one is done by another child, and the log has what happened."""
    before = result(worker.submit(job("pid")))
    os.kill(before, signal.SIGKILL)
    assert gone(before)
    assert result(worker.submit(job("pid"))) != before


# ------------------------------------------------------------------------------------- crashes and limits


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="signals are POSIX's")
@pytest.mark.parametrize("name", ["SIGKILL", "SIGSEGV", "SIGABRT"])
@pytest.mark.expected_log("The rendering process crashed")
def test_a_killed_child_is_told_and_replaced(worker: Worker, name: str) -> None:
    """However the child dies, the caller gets a sentence, and the next job a new child."""
    before = result(worker.submit(job("pid")))
    with pytest.raises(WorkerDied, match=rf"crashed \({name}\) while rendering with the house template “made”"):
        result(worker.submit(job("kill", signal=name)))
    after = result(worker.submit(job("pid")))
    assert after != before
    assert gone(before)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
@pytest.mark.expected_log("last words of a library")
def test_a_crash_in_c_code_is_told_with_its_last_words(worker: Worker, caplog: pytest.LogCaptureFixture) -> None:
    """A real segmentation fault comes back as a message; the log has what the library said and where Python was."""
    with pytest.raises(WorkerDied, match="SIGSEGV"):
        result(worker.submit(job("segfault")))
    (said,) = [record.getMessage() for record in caplog.records if "crashed" in record.getMessage()]
    assert "Fatal Python error: Segmentation fault" in said
    assert "child_work.py" in said
    assert result(worker.submit(job("echo", what=1))) == 1


@pytest.mark.expected_log("ended with code 7")
def test_a_child_that_ends_by_itself_is_told(worker: Worker) -> None:
    """A library that calls `exit` is no different."""
    with pytest.raises(WorkerDied, match="ended with code 7"):
        result(worker.submit(job("exit")))
    assert result(worker.submit(job("echo", what=1))) == 1


@pytest.mark.parametrize("how", ["hang", "hang for good"])
def test_a_child_stuck_in_c_code_is_ended(worker: Worker, how: str) -> None:
    """Where the child can't stop by itself it is killed after its time limit, and a new one starts."""
    before = result(worker.submit(job("pid")))
    with pytest.raises(LimitReached, match=r"“made” was stopped after 0\.1 seconds, in the middle of a step"):
        result(worker.submit(job(how, seconds=0.1)))
    assert result(worker.submit(job("pid"))) != before
    assert gone(before)


def test_a_child_that_reached_a_limit_is_replaced(worker: Worker) -> None:
    """What a job that was stopped halfway left in memory is not used again."""
    before = result(worker.submit(job("pid")))
    with pytest.raises(LimitReached, match="Stopped by itself"):
        result(worker.submit(job("limit")))
    assert result(worker.submit(job("pid"))) != before


@pytest.mark.skipif(sys.platform != "linux", reason="only there the system bounds a process's memory")
@pytest.mark.expected_log("failed to work")
def test_a_gigantic_allocation_is_refused_by_the_system(worker: Worker) -> None:
    """One step that asks for ten gigabytes fails in the child and does no harm to the machine."""
    with pytest.raises(InternalError, match="MemoryError"):
        result(worker.submit(job("hoard")))


def test_refusals_do_not_cost_the_child(worker: Worker) -> None:
    """An error meant for the user says nothing against the child, which stays."""
    before = result(worker.submit(job("pid")))
    with pytest.raises(BriefgenError, match=r"Refused, in words for the user\."):
        result(worker.submit(job("refuse")))
    assert result(worker.submit(job("pid"))) == before


@pytest.mark.expected_log("The rendering process failed to work.")
def test_a_fault_of_the_program_is_told_and_logged(worker: Worker, caplog: pytest.LogCaptureFixture) -> None:
    """What is no error for the user arrives as an internal one, with its trace in the log."""
    with pytest.raises(InternalError, match="ZeroDivisionError: through a fault"):
        result(worker.submit(job("fail")))
    (record,) = [record for record in caplog.records if "failed to work" in record.getMessage()]
    assert "child_work.py" in (record.exc_text or record.message)


@pytest.mark.parametrize("what", ["odd error", "odd result"])
def test_what_cannot_be_handed_over_is_told(worker: Worker, what: str) -> None:
    """A result or an error that does not survive the road between processes becomes a message."""
    with pytest.raises(InternalError, match="can't be handed over"):
        result(worker.submit(job(what)))
    assert result(worker.submit(job("echo", what=1))) == 1


def test_a_child_that_cannot_start_is_told() -> None:
    """What keeps the child from starting is what each job gets, until it starts."""
    with Worker(work=child_work.obey, warm=child_work.warm_up_fails) as worker:
        for _ in range(2):
            with pytest.raises(BriefgenError, match=r"A library is missing\."):
                result(worker.submit(job("echo", what=1)))


@pytest.mark.expected_log("ended with code 3 while starting")
def test_a_child_that_dies_at_the_start_is_told() -> None:
    """A child that dies while it warms up is told as one that dies at work."""
    with (
        Worker(work=child_work.obey, warm=child_work.warm_up_dies) as worker,
        pytest.raises(WorkerDied, match="ended with code 3 while starting"),
    ):
        result(worker.submit(job("echo", what=1)))


# ---------------------------------------------------------------------------------- what the child is like


@pytest.mark.expected_log("said in the child")
def test_what_the_child_logs_is_logged_here(worker: Worker, caplog: pytest.LogCaptureFixture) -> None:
    """Records arrive under their own logger's name, with the trace; those below the level are not sent."""
    result(worker.submit(job("log")))
    (record,) = [record for record in caplog.records if record.name == "briefgen.test"]
    assert record.levelno == logging.WARNING
    assert record.getMessage().startswith("said in the child")
    assert "ValueError: why" in record.getMessage()


def test_the_child_is_not_interrupted_from_the_terminal(worker: Worker) -> None:
    """Ctrl+C reaches the child as well; whether to stop is the parent's to say."""
    assert result(worker.submit(job("interrupt"))) == "unmoved"


def test_the_childs_temporary_files_go_with_it() -> None:
    """What the engine leaves in the temporary folder is cleared away, also after a kill."""
    with Worker(work=child_work.obey, warm=child_work.no_warm_up) as worker:
        first = Path(result(worker.submit(job("temporary folder"))))
        assert (first / "left behind").exists()
        assert first != Path(os.environ.get("TMPDIR", "/tmp"))  # noqa: S108 - to see that it is not used
        with pytest.raises(LimitReached):
            result(worker.submit(job("limit")))
        second = Path(result(worker.submit(job("temporary folder"))))
        assert not first.exists()
    assert not second.exists()


def test_the_child_is_renewed_after_some_jobs() -> None:
    """After the number of jobs that it is given a new child takes over between two jobs."""
    with Worker(work=child_work.obey, warm=child_work.no_warm_up, renew_after=2) as worker:
        pids = [result(worker.submit(job("pid"))) for _ in range(6)]
    assert len(set(pids)) == 3
    assert pids == sorted(pids, key=pids.index)


def test_the_child_is_renewed_when_it_has_grown() -> None:
    """Memory that is not given back is got back by a new child."""
    with Worker(work=child_work.obey, warm=child_work.no_warm_up, renew_at_megabytes=50) as worker:
        first = result(worker.submit(job("grow", bytes=1000)))
        assert result(worker.submit(job("grow", bytes=80_000_000))) == first
        assert result(worker.submit(job("pid"))) != first


def run_script(tmp_path: Path, script: str, *, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run a program that uses a worker, as its main file."""
    path = tmp_path / "program.py"
    path.write_text(script)
    root = str(Path(__file__).resolve().parents[2])
    return subprocess.run(
        [sys.executable, "-W", "error", str(path)],
        check=check,
        capture_output=True,
        text=True,
        timeout=LONG,
        env={**os.environ, "PYTHONPATH": root},
    )


HEAD = """
import sys, time
from concurrent.futures import Future
from briefgen.rendering.job import RenderJob
from briefgen.rendering.worker import Worker
from tests.rendering import child_work

def job(do, **more):
    return RenderJob(template="made", context={"do": do, **more})

"""


def test_the_child_does_not_load_the_window(tmp_path: Path) -> None:
    """Beside a parent that has loaded Qt, the child, warm as for rendering, has not."""
    said = run_script(
        tmp_path,
        HEAD
        + "if __name__ == '__main__':\n"
        + "    import PySide6.QtCore\n"
        + "    with Worker(work=child_work.obey) as worker:\n"
        + "        modules = worker.submit(job('modules')).result()\n"
        + "    print([name for name in ('PySide6', 'weasyprint', 'jinja2') if name in modules])\n"
        + "    print('weasyprint' in sys.modules)\n",
    )
    assert said.stdout == "['weasyprint', 'jinja2']\nFalse\n"
    assert said.stderr == ""


def test_a_program_that_forgets_its_worker_ends_all_the_same(tmp_path: Path) -> None:
    """Without `close` the program still ends, quietly, and its child with it."""
    said = run_script(
        tmp_path,
        HEAD
        + "if __name__ == '__main__':\n"
        + "    worker = Worker(work=child_work.obey, warm=child_work.no_warm_up)\n"
        + "    print(worker.submit(job('pid')).result())\n"
        + "    worker.submit(job('hang'))\n",
    )
    assert said.stderr == ""
    assert gone(int(said.stdout))


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="signals are POSIX's")
def test_the_child_ends_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    """A parent that dies in the middle of a job leaves no child and no temporary files behind."""
    said = run_script(
        tmp_path,
        HEAD
        + "if __name__ == '__main__':\n"
        + "    import os, signal\n"
        + "    worker = Worker(work=child_work.obey, warm=child_work.no_warm_up)\n"
        + "    print(worker.submit(job('pid')).result())\n"
        + "    print(worker.submit(job('temporary folder')).result(), flush=True)\n"
        + "    running = worker.submit(job('hang'))\n"
        + "    while not running.running(): time.sleep(0.01)\n"
        + "    os.kill(os.getpid(), signal.SIGKILL)\n",
        check=False,
    )
    assert said.returncode == -signal.SIGKILL
    pid, folder = said.stdout.splitlines()
    assert gone(int(pid))
    assert not Path(folder).exists()


# ------------------------------------------------------------------------------------------------ the end


def test_closing_leaves_nothing_behind() -> None:
    """After `close` there is no child, no thread, and no more work."""
    threads = threading.active_count()
    worker = Worker(work=child_work.obey, warm=child_work.no_warm_up)
    pid = result(worker.submit(job("pid")))
    worker.close()
    worker.close()
    assert not psutil.pid_exists(pid)
    assert threading.active_count() == threads
    with pytest.raises(RuntimeError, match="closed"):
        worker.submit(job("pid"))


def test_closing_ends_the_job_at_work_and_the_one_that_waits() -> None:
    """`close` does not wait for a job; its future and that of the waiting one end with `Superseded`."""
    worker = Worker(work=child_work.obey, warm=child_work.no_warm_up)
    running = worker.submit(job("hang"))
    while not running.running():
        time.sleep(0.01)
    waiting = worker.submit(job("echo", what=1))
    worker.close()
    for future in (running, waiting):
        with pytest.raises(Superseded):
            result(future)


def test_closing_at_once() -> None:
    """A worker closed before its child has started ends as cleanly."""
    for _ in range(3):
        Worker(work=child_work.obey, warm=child_work.no_warm_up).close()
    assert children() == []


def test_closing_from_a_callback(worker: Worker) -> None:
    """A callback, which runs in the supervisor's thread, may close the worker."""
    closed = threading.Event()

    def close(_: Future[Any]) -> None:
        worker.close()
        closed.set()

    worker.submit(job("echo", what=1)).add_done_callback(close)
    assert closed.wait(LONG)
