"""How long a rendering may take, how much memory and how much text; and the watch that stops it there.

The watch works inside the process, on every platform: a thread of its own looks at the clock and at the process's
memory, and makes the rendering thread raise when a limit is passed. Python can do that between two of its own steps
only: a single call into the layout engine's C code, or one gigantic allocation, is not interrupted. Where that
matters, rendering is done in a child process that can be ended from outside (`worker`).
"""

from __future__ import annotations

import ctypes
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self, TypeVar

from briefgen.child_process.memory import resident_bytes
from briefgen.errors import InputRefused

T = TypeVar("T")

_LOOK_EVERY = 0.1
"""Seconds between two looks at the memory: in that time Python fills some 200 MB at most. Each look makes the
watched thread pause, and on a busy machine the system takes its time to wake it again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one rendering may take.

    Attributes:
        seconds: Wall-clock time, all steps together.
        megabytes: Memory by which the process may grow meanwhile, in 10⁶ bytes.
        output_characters: Length of the HTML that a template makes.
    """

    seconds: float = 60.0
    megabytes: int = 2_000
    output_characters: int = 20_000_000

    def __post_init__(self) -> None:
        """Refuse limits that nothing could keep."""
        if self.seconds <= 0 or self.megabytes <= 0 or self.output_characters <= 0:
            raise ValueError("Limits are greater than zero.")


class LimitReached(InputRefused):
    """A rendering was stopped at one of its limits (exit code 3)."""


class _Stop(BaseException):
    """Raised in the watched thread from outside. No `except Exception` on the way can take it for its own."""


class _Watch:
    """Looks at clock and memory from a thread of its own; asks the watched thread to stop until it has."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._watched = threading.get_ident()
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, name="rendering-limits", daemon=True)
        self._memory_before = resident_bytes()
        self._stop_at = time.monotonic() + limits.seconds
        self.reached = ""

    def begin(self) -> Self:
        self._thread.start()
        return self

    def end(self) -> None:
        """Stop looking. Once this has returned, nothing more is raised in the watched thread.

        A stop that has been asked for already is raised here, at the latest, or has been; then call this again. It
        can't be taken back: CPython 3.11 never rests again once `PyThreadState_SetAsyncExc` was called with NULL.
        """
        self._ended.set()
        with self._lock:
            pass  # the last request has been made
        for _ in range(100):
            pass  # it is raised where a loop turns
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(min(_LOOK_EVERY, max(self._stop_at - time.monotonic(), _LOOK_EVERY / 10))):
            if not self.reached:
                self.reached = self._passed()
            if self.reached:
                with self._lock:
                    if not self._ended.is_set():
                        # Asked again and again: an engine that catches everything may swallow one.
                        ctypes.pythonapi.PyThreadState_SetAsyncExc(
                            ctypes.c_ulong(self._watched), ctypes.py_object(_Stop)
                        )

    def _passed(self) -> str:
        if time.monotonic() >= self._stop_at:
            return f"after {self._limits.seconds:g} seconds"
        if resident_bytes() - self._memory_before > self._limits.megabytes * 1_000_000:
            return memory_reason(self._limits)
        return ""


def memory_reason(limits: Limits) -> str:
    """Why a rendering was stopped for its memory, to follow “was stopped”."""
    return f"when it had taken more than {limits.megabytes} MB of memory"


def within(limits: Limits, work: Callable[[], T], *, stopped: Callable[[str], LimitReached]) -> T:
    """Do `work` in this thread, stopped at the limits of time and memory.

    Args:
        limits: `seconds` and `megabytes` are kept here.
        work: What to do. It may be left at any point of its code, so it must own nothing that others go on to use.
        stopped: Makes the error from the reason, such as “after 60 seconds”.

    Raises:
        LimitReached: What `stopped` made.
    """
    watch = _Watch(limits)
    try:
        try:
            watch.begin()
            return work()
        finally:
            _end(watch)
    except _Stop:
        # The stop can arrive in the very moment of ending, too: then the work was late all the same.
        _end(watch)
        raise stopped(watch.reached) from None
    except MemoryError:
        raise stopped(memory_reason(limits)) from None


def _end(watch: _Watch) -> None:
    late = False
    while True:
        try:
            watch.end()
            break
        except _Stop:
            late = True
    if late:
        raise _Stop
