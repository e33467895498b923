"""A layout that is not wanted any more is left between two pages."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Left(BaseException):
    """A layout was left, because it is not wanted any more. No `except Exception` on the way takes it for its own."""


@contextmanager
def left_when(unwanted: Callable[[], bool]) -> Iterator[None]:
    """Leave layouts that are made meanwhile as soon as they are `unwanted`, which is asked before each page.

    The engine's own word of its progress is the moment: nothing is torn apart.

    Raises:
        Left: It was left.
    """

    def ask(_record: logging.LogRecord) -> bool:
        if unwanted():
            raise Left
        return False

    progress = logging.getLogger("weasyprint.progress")
    level = progress.level
    progress.addFilter(ask)
    progress.setLevel(logging.INFO)
    try:
        yield
    finally:
        progress.setLevel(level)
        progress.removeFilter(ask)
