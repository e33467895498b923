"""The spell check of one window: what language is written, which words are the house's, who is asked."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, CancelledError, Future
from functools import lru_cache
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from briefgen.domain.dossier import Dossier
from briefgen.errors import BriefgenError
from briefgen.gui.bench import Bench
from briefgen.gui.selection import Place
from briefgen.spelling import HouseDictionary, SpellingProcess, dictionary_of
from briefgen.spelling.speller import in_house

_LOG = logging.getLogger(__name__)
_USUAL = "en-GB"
"""The language of new briefs, where the user chose no other."""

T = TypeVar("T")
Spans = tuple[tuple[int, int], ...]


@lru_cache(maxsize=1)
def _process() -> SpellingProcess:
    """The one process for all windows; it ends with the application."""
    made = SpellingProcess()
    app = QApplication.instance()
    assert app is not None  # noqa: S101  a window needs one
    app.aboutToQuit.connect(made.close)
    return made


class Spelling(QObject):
    """What the marks in the texts of a window ask. `changed`: the same words may be judged otherwise now."""

    changed = Signal()
    _answered = Signal(object, object)

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench.actions)
        self._bench = bench
        self._house = self._opened()
        self._known: frozenset[str] = frozenset()
        self._language = ""
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        bench.session.dossier_changed.connect(self._dossier_changed)
        bench.selection.changed.connect(self._place_changed)
        bench.choices.changed.connect(self._look_again)
        bench.choices.words_changed.connect(self._read_again)
        self._look()

    def _opened(self) -> HouseDictionary | None:
        """The house dictionary; none, and why, where its file can't be read: all else is checked all the same."""
        try:
            return HouseDictionary()
        except BriefgenError as error:
            self._bench.notices.say(error.message, "should", key="house dictionary")
            return None

    @property
    def language(self) -> str:
        """The dictionary in force; empty where nothing is checked."""
        return self._language

    def misspelt(self, text: str, answer: Callable[[Spans], object], owner: QObject) -> None:
        """Find the misspelt words of a text, as (start, end) in code points.

        The answer comes later, or never: when there is nothing to check by, or `owner` is gone by then.
        """

        def keep(spans: Spans) -> None:
            if isValid(owner):
                answer(tuple((a, b) for a, b in spans if not in_house(text[a:b], self._known)))

        if self._language:
            self._ask(lambda: _process().misspelt(self._language, text), keep)

    def suggestions(self, word: str, answer: Callable[[tuple[str, ...]], object], owner: QObject) -> None:
        """Think of what may have been meant; the answer comes as that of `misspelt`."""

        def pass_on(suggestions: tuple[str, ...]) -> None:
            if isValid(owner):
                answer(suggestions)

        if self._language:
            self._ask(lambda: _process().suggestions(self._language, word), pass_on)

    def learn(self, word: str) -> None:
        """Add a word to the house dictionary; every text knows it at once."""
        try:
            self._house = self._house or HouseDictionary()
            self._house.add(word)
        except BriefgenError as error:
            self._bench.notices.say(error.message, "must")
        self._bench.choices.words_changed.emit()

    def _read_again(self) -> None:
        self._house = self._opened()
        self._look_again()

    def switch(self) -> None:
        """Switch the check on or off, for all dossiers."""
        try:
            self._bench.choices.change(spelling=not self._bench.choices.preferences.spelling)
        except BriefgenError as error:
            self._bench.notices.say(error.message, "must")

    # ------------------------------------------------------------------------------------------ what holds now

    def _place_changed(self, before: Place, now: Place) -> None:
        if before.brief != now.brief:
            self._look_again()

    def _dossier_changed(self, before: Dossier, after: Dossier) -> None:
        if before.briefs is not after.briefs or before.settings is not after.settings:
            self._look_again()

    def _look_again(self) -> None:
        before = (self._language, self._known)
        self._look()
        if before != (self._language, self._known):
            self.changed.emit()

    def _look(self) -> None:
        """See which language the brief is in, the dossier's first one where none is open, and which words are known."""
        dossier, wanted = self._bench.session.dossier, self._bench.choices.preferences
        open_one = self._bench.selection.place.brief
        briefs = [brief for brief in dossier.briefs if brief.id == open_one] or list(dossier.briefs[:1])
        language = briefs[0].language if briefs else wanted.language or _USUAL
        english = language.partition("-")[0] == "en"
        chosen = wanted.spelling_language if english and wanted.spelling_language else dictionary_of(language)
        self._language = chosen if wanted.spelling else ""
        self._known = (self._house.words if self._house else frozenset()) | set(dossier.settings.abbreviations)

    # ---------------------------------------------------------------------------------------------------- ask

    def _ask(self, ask: Callable[[], Future[T]], answer: Callable[[T], object], *, again: bool = True) -> None:
        def ended(future: Future[T]) -> None:
            # In a thread of the pool: what comes of it is for the main thread.
            try:
                result, error = future.result(), None
            except CancelledError:
                return
            except BaseException as problem:  # noqa: BLE001  handed over whole
                result, error = None, problem
            with contextlib.suppress(RuntimeError):  # the window is gone, and with it this object
                self._answered.emit(lambda: self._take(ask, answer, result, error, again=again), None)

        ask().add_done_callback(ended)

    def _take(
        self,
        ask: Callable[[], Future[T]],
        answer: Callable[[T], object],
        result: Any,
        error: BaseException | None,
        *,
        again: bool,
    ) -> None:
        if error is None:
            answer(result)
        elif isinstance(error, BrokenExecutor) and again:
            self._ask(ask, answer, again=False)  # it died of something; a new one is asked once
        else:
            _LOG.error("The spell check failed.", exc_info=error)

    def _deliver(self, take: Callable[[], object], _nothing: object) -> None:
        take()


def spelling_of(bench: Bench) -> Spelling:
    """Give the spell check of a window; the first who asks makes it."""
    return bench.actions.findChild(Spelling) or Spelling(bench)
