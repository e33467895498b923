"""The process in which Hunspell works, beside the program: what is asked is answered later, and never blocks."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from functools import lru_cache
from typing import TypeVar

from briefgen.spelling.speller import Speller

T = TypeVar("T")
Spans = tuple[tuple[int, int], ...]


class SpellingProcess:
    """Checks texts and thinks of suggestions in a process of its own, which the first question starts.

    A process that died is started again by the next question; the one it died of ends with `BrokenExecutor`.
    """

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._lock = threading.Lock()

    def misspelt(self, language: str, text: str) -> Future[Spans]:
        """Ask which words of a text the dictionary does not have; the house's own words are the asker's to take out."""
        return self._ask(_misspelt, language, text)

    def suggestions(self, language: str, word: str) -> Future[tuple[str, ...]]:
        """Ask what may have been meant by a word."""
        return self._ask(_suggestions, language, word)

    def close(self) -> None:
        """End the process. A question after that starts another."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=True, cancel_futures=True)

    def _ask(self, function: Callable[[str, str], T], language: str, words: str) -> Future[T]:
        with self._lock:
            for _ in range(2):
                if self._pool is None:
                    spawn = multiprocessing.get_context("spawn")
                    self._pool = ProcessPoolExecutor(max_workers=1, mp_context=spawn, initializer=_settle_in)
                with contextlib.suppress(BrokenExecutor):
                    return self._pool.submit(function, language, words)
                self._pool.shutdown(wait=False)
                self._pool = None
        raise BrokenExecutor("the spelling process can't be started")


def _settle_in() -> None:
    """Arrange the process: Ctrl+C is the parent's, and it ends when the parent does, however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, name="end-with-parent", daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)


@lru_cache(maxsize=4)
def _speller(language: str) -> Speller:
    return Speller(language)


def _misspelt(language: str, text: str) -> Spans:
    return _speller(language).misspelt(text)


@lru_cache(maxsize=512)
def _suggestions(language: str, word: str) -> tuple[str, ...]:
    return _speller(language).suggestions(word)
