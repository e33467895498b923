"""What a child process and its parent say to each other, and what of it the parent takes from a child it distrusts.

parent                                  child
Task(job, allowance, number)      ──▶   works on it
                                  ◀──   Told(what), as often as the work has something to tell
Interrupt(number)                 ──▶   leaves it as soon as the work asks whether it is wanted
                                  ◀──   Finished(result) or Failed(error)
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import importlib
import io
import logging
import pickle
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Protocol

from briefgen.child_process.memory import resident_bytes
from briefgen.errors import BriefgenError


class Exchange(Protocol):
    """What work that takes its time says to the parent meanwhile, and hears from it."""

    def tell(self, what: Any) -> None:
        """Hand over a part of what comes of the job."""

    def is_wanted(self) -> bool:
        """Whether to go on: not when the parent has something more urgent, or has gone."""

    def rest(self, seconds: float) -> bool:
        """Wait for so long, or until the work is not wanted any more; gives whether it still is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """What a child process is for.

    Attributes:
        name: A word for it in sentences: “rendering”.
        work: What is done with a job; a function that the child can import.
        warm: What the child does before its first job.
        confined: Whether it reads what strangers wrote. Then, once it is warm, it has no network and no files but the
            program's own, and its answers are taken only if they are plain values (`load_plain`).
        talks: Whether `work` is given, beside the job, the `Exchange` about it.
    """

    name: str
    work: Callable[..., Any]
    warm: Callable[[], None]
    confined: bool = False
    talks: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What one job may take of a child.

    Attributes:
        megabytes: Memory beyond what the child holds, in 10⁶ bytes.
        cpu_seconds: Processor time, where the system can count it; 0 for as much as it needs.
        answer_bytes: Size of the answer, packed.
    """

    megabytes: int
    cpu_seconds: float = 0.0
    answer_bytes: int = 2**40


@dataclass(frozen=True, slots=True)
class Task:
    """A job, what it may take, and its number: each is greater than those of the jobs before."""

    job: Any
    allowance: Allowance
    number: int = 0


@dataclass(frozen=True, slots=True)
class Interrupt:
    """The job with this number is not wanted any more; it says nothing of jobs with greater ones."""

    number: int


@dataclass(frozen=True, slots=True)
class Told:
    """A part of what comes of the job that is being worked on."""

    what: Any


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


def load_plain(content: bytes) -> object:
    """Unpack what a child that reads what strangers wrote has packed.

    Should a file have taken the child over, it could write what it likes. Built from it are plain values, and the
    values and errors that `domain`, `importers` and this package define; nothing is called that does anything.

    Raises:
        pickle.UnpicklingError: It asks for anything else.
    """
    return _Plain(io.BytesIO(content)).load()


_OURS = ("briefgen.domain.", "briefgen.importers.", "briefgen.child_process.messages", "briefgen.errors")
_OTHERS: dict[tuple[str, str], type] = {
    ("datetime", "date"): dt.date,
    ("datetime", "datetime"): dt.datetime,
    ("datetime", "timezone"): dt.timezone,
    ("datetime", "timedelta"): dt.timedelta,
    ("logging", "LogRecord"): logging.LogRecord,
}


class _Plain(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _OTHERS:
            return _OTHERS[module, name]
        if module.startswith(_OURS) and "." not in name:
            found = getattr(importlib.import_module(module), name, None)
            if isinstance(found, type) and (dataclasses.is_dataclass(found) or issubclass(found, Enum | BriefgenError)):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no plain value")
