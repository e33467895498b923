"""The brief in view, laid out again after every act: the window's side of the rendering child process."""

from __future__ import annotations

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from briefgen import workflows
from briefgen.domain.dossier import Dossier
from briefgen.errors import BriefgenError, InternalError
from briefgen.gui.choices import Choices
from briefgen.rendering.job import RenderedBrief
from briefgen.rendering.worker import Superseded, Worker
from briefgen.settings import Preferences

_LOG = logging.getLogger(__name__)

_TOGETHER_MS = 40
"""Acts within this time are laid out together: a burst of typing asks once."""
_SIGN_AFTER_MS = 300
"""A layout that is ready sooner is never announced."""


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A brief's pages as they are now: which brief, and what rendering gave."""

    brief: str
    rendered: RenderedBrief


class Layouter(QObject):
    """Keeps one brief laid out. All its signals come on the main thread.

    `laid_out` brings a `LaidOut`, `failed` a `BriefgenError` whose sentence says what is wrong and where, `working`
    whether a layout has been under way for long enough to be worth a sign.
    """

    laid_out = Signal(object)
    failed = Signal(object)
    working = Signal(bool)

    _ended = Signal(object, int, object)

    def __init__(self, choices: Choices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choices = choices
        self._worker: Worker | None = None
        self._wanted: tuple[Dossier, str] | None = None
        self._asked = 0
        self._closed = False
        # What a page is made from takes a tenth of a second to gather: that is done in a thread, one at a time.
        self._gatherer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="briefgen-layout")
        self._gather = QTimer(self, singleShot=True, interval=_TOGETHER_MS)
        self._gather.timeout.connect(self._start)
        self._sign = QTimer(self, singleShot=True, interval=_SIGN_AFTER_MS)
        self._sign.timeout.connect(self._announce)
        self._ended.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def want(self, dossier: Dossier, brief_id: str) -> None:
        """Lay this brief out, soon; what was asked for before and has not begun is forgotten."""
        self._wanted = (dossier, brief_id)
        if not self._gather.isActive():
            self._gather.start()

    def warm(self) -> None:
        """Start the child process, so that the first layout need not wait for it."""
        if self._worker is None and not self._closed:
            self._worker = Worker()

    def close(self) -> None:
        """End the child process; nothing more is laid out."""
        self._closed = True
        self._gather.stop()
        self._sign.stop()
        self._asked += 1
        self._gatherer.shutdown(wait=True, cancel_futures=True)
        if self._worker is not None:
            self._worker.close()
            self._worker = None

    def _announce(self, *, working: bool = True) -> None:
        self.working.emit(working)

    def _start(self) -> None:
        if self._wanted is None or self._closed:
            return
        dossier, brief_id = self._wanted
        self._wanted = None
        self._asked += 1
        asked = self._asked
        if not self._sign.isActive():
            self._sign.start()
        self.warm()
        assert self._worker is not None  # noqa: S101  `warm` made it
        self._gatherer.submit(self._hand_over, self._worker, dossier, brief_id, self._choices.preferences, asked)

    def _hand_over(self, worker: Worker, dossier: Dossier, brief_id: str, preferences: Preferences, asked: int) -> None:
        """Gather what a brief's pages are made from, and give it to the child process; called in a thread."""
        if asked != self._asked:
            return  # newer ones were asked for meanwhile
        try:
            brief = dossier.brief(brief_id)
            job = workflows.render_job(dossier, brief, workflows.template_of(brief, preferences), overfull=True)
            if self._closed:
                return
            future = worker.submit(job)
        except Exception as error:  # noqa: BLE001  it is handed over to the main thread, whole
            if not isinstance(error, BriefgenError):
                _LOG.error("What the pages of %s are made from could not be gathered", brief_id, exc_info=error)
            self._ended.emit(brief_id, asked, error)
            return
        future.add_done_callback(lambda done: self._pass_on(done, brief_id, asked))

    def _pass_on(self, done: Future[RenderedBrief], brief_id: str, asked: int) -> None:
        """Carry what came of a job to the main thread; called in a thread of the worker's."""
        if done.cancelled():
            return
        error = done.exception()
        self._ended.emit(brief_id, asked, error if error is not None else done.result())

    def _take(self, brief_id: str, asked: int, result: object) -> None:
        if isinstance(result, Superseded):
            return
        newest = asked == self._asked
        if newest:
            self._sign.stop()
            self._announce(working=False)
        if isinstance(result, RenderedBrief):
            # Also one that is not the newest: pages a little behind are better than pages that stand still.
            self.laid_out.emit(LaidOut(brief_id, result))
        elif newest:
            known = isinstance(result, BriefgenError)
            self.failed.emit(result if known else InternalError(self.tr("The pages could not be laid out.")))
