"""What a child process and its parent say to each other, and what of it the parent takes from a child it distrusts."""

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
from typing import Any

from briefgen.child_process.memory import resident_bytes
from briefgen.errors import BriefgenError


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """What a child process is for.

    Attributes:
        name: A word for it in sentences: “rendering”.
        work: What is done with a job; a function that the child can import.
        warm: What the child does before its first job.
        confined: Whether it reads what strangers wrote. Then, once it is warm, it has no network and no files but the
            program's own, and its answers are taken only if they are plain values (`load_plain`).
    """

    name: str
    work: Callable[[Any], Any]
    warm: Callable[[], None]
    confined: bool = False


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
    """A job, and what it may take."""

    job: Any
    allowance: Allowance


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
