"""Work is stopped at its limits of time and memory, and left in peace within them."""

import contextlib
import threading
import time

import pytest

from briefgen.child_process.memory import resident_bytes
from briefgen.rendering.limits import LimitReached, Limits, within

# Where a rendering is stopped inside a finalizer, Python reports the exception and goes on; the watch asks again.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


def stopped(reason: str) -> LimitReached:
    """Make the error."""
    return LimitReached(f"stopped {reason}")


def busy_for_ever() -> None:
    """Do what an endless template does."""
    while True:
        pass


def test_work_within_the_limits_gives_its_result() -> None:
    """The result and the errors of the work come through."""
    assert within(Limits(), lambda: 42, stopped=stopped) == 42
    with pytest.raises(KeyError):
        within(Limits(), lambda: {}["absent"], stopped=stopped)


def test_endless_work_is_stopped() -> None:
    """A loop without end ends at the limit of time."""
    with pytest.raises(LimitReached, match=r"stopped after 0\.2 seconds"):
        within(Limits(seconds=0.2), busy_for_ever, stopped=stopped)


def test_work_that_catches_everything_is_stopped() -> None:
    """Work that swallows the first stop is stopped again."""

    def stubborn() -> None:
        for _ in range(2):
            with contextlib.suppress(BaseException):  # as the layout engine does around pictures
                busy_for_ever()
        busy_for_ever()

    with pytest.raises(LimitReached):
        within(Limits(seconds=0.1), stubborn, stopped=stopped)


def test_a_stop_in_another_thread_than_the_main_one() -> None:
    """The watch stops the thread that asked for it, whichever that is."""
    caught: list[BaseException] = []

    def run() -> None:
        try:
            within(Limits(seconds=0.2), busy_for_ever, stopped=stopped)
        except LimitReached as error:
            caught.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert [str(error) for error in caught] == ["stopped after 0.2 seconds"]


def test_memory_is_watched() -> None:
    """Work that takes more and more memory is stopped at the limit, long before the machine's end."""
    kept: list[bytes] = []

    def hoard() -> None:
        while True:
            kept.append(b"x" * 1_000_000)

    with pytest.raises(LimitReached, match="more than 50 MB of memory"):
        within(Limits(megabytes=50, seconds=60), hoard, stopped=stopped)
    assert len(kept) < 2_000


def test_what_the_system_refuses_counts_as_memory() -> None:
    """One gigantic allocation, which the system refuses by itself, is told in the same words."""
    with pytest.raises(LimitReached, match="of memory"):
        within(Limits(), lambda: bytearray(1 << 62), stopped=stopped)


def test_nothing_is_raised_after_the_work() -> None:
    """Work that ends at the very moment of the limit leaves no stop behind that would hit what comes after."""
    for _ in range(30):
        try:
            within(Limits(seconds=0.02), lambda: time.sleep(0.02), stopped=stopped)
        except LimitReached:
            continue
        for _ in range(1000):
            pass


def test_no_thread_is_left() -> None:
    """The watch's thread ends with the work."""
    before = threading.active_count()
    within(Limits(), lambda: None, stopped=stopped)
    assert threading.active_count() == before


@pytest.mark.parametrize("wrong", [{"seconds": 0}, {"megabytes": -1}, {"output_characters": 0}])
def test_impossible_limits_are_refused(wrong: dict[str, int]) -> None:
    """A limit of nothing could never be kept."""
    with pytest.raises(ValueError, match="greater than zero"):
        Limits(**wrong)


def test_memory_is_measured_in_bytes() -> None:
    """The measure grows by what is taken."""
    before = resident_bytes()
    taken = bytearray(b"x" * 30_000_000)
    assert before > 1_000_000
    assert resident_bytes() - before > len(taken) // 2
