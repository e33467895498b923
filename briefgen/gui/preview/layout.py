"""The brief in view, laid out again after every act: the window's side of the rendering child process."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from briefgen import workflows
from briefgen.domain.dossier import Dossier
from briefgen.errors import BriefgenError, InternalError
from briefgen.gui.choices import Choices
from briefgen.gui.rendering_child import RenderingChild
from briefgen.rendering.live_pages import AllPages, LiveJob, LivePage, Proved
from briefgen.rendering.worker import Superseded

_LOG = logging.getLogger(__name__)

_TOGETHER_MS = 5
"""Acts within this time are laid out together."""
_SIGN_AFTER_MS = 300
"""A layout that is ready sooner is never announced."""

Part = LivePage | AllPages | Proved


@dataclass(frozen=True, slots=True)
class View:
    """What the preview has in view: indexes of pages, the most important first; and the digests of those at hand."""

    pages: tuple[int, ...]
    known: frozenset[str]


@dataclass(frozen=True, slots=True)
class LaidOut:
    """Something new of a brief's pages: which brief, and what `live_pages` tells."""

    brief: str
    part: Part


class Layouter(QObject):
    """Keeps one brief laid out. All its signals come on the main thread.

    `laid_out` brings a `LaidOut`, `failed` a `BriefgenError` whose sentence says what is wrong and where, `working`
    whether a layout has been under way for long enough to be worth a sign.

    Args:
        choices: Say where house templates are.
        child: Lays out.
        view: Asked what is in view, on the main thread.
        parent: Of the object.
    """

    laid_out = Signal(object)
    failed = Signal(object)
    working = Signal(bool)

    _told = Signal(str, int, object)

    def __init__(
        self, choices: Choices, child: RenderingChild, view: Callable[[], View], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._choices, self._child, self._view = choices, child, view
        self._wanted: tuple[Dossier, str] | None = None
        self._asked = 0
        self._closed = False
        # What a page is made from takes a moment to gather: that is done in a thread, one at a time.
        self._gatherer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="briefgen-layout")
        self._gather = QTimer(self, singleShot=True, interval=_TOGETHER_MS)
        self._gather.timeout.connect(self._start)
        self._sign = QTimer(self, singleShot=True, interval=_SIGN_AFTER_MS)
        self._sign.timeout.connect(self._announce)
        self._told.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def want(self, dossier: Dossier, brief_id: str) -> None:
        """Lay this brief out, soon; what was asked for before is left where it is."""
        self._wanted = (dossier, brief_id)
        if not self._gather.isActive():
            self._gather.start()

    def warm(self) -> None:
        """Start the child process, so that the first layout need not wait for it."""
        if not self._closed:
            self._child.warm()

    def close(self) -> None:
        """End the child process; nothing more is laid out."""
        self._closed = True
        self._gather.stop()
        self._sign.stop()
        self._asked += 1
        self._gatherer.shutdown(wait=True, cancel_futures=True)
        self._child.close()

    def _announce(self, *, working: bool = True) -> None:
        self.working.emit(working)

    def _start(self) -> None:
        if self._wanted is None or self._closed:
            return
        dossier, brief_id = self._wanted
        self._wanted = None
        self._asked += 1
        if not self._sign.isActive():
            self._sign.start()
        self._gatherer.submit(self._hand_over, dossier, brief_id, self._view(), self._asked)

    def _hand_over(self, dossier: Dossier, brief_id: str, view: View, asked: int) -> None:
        """Gather what a brief's pages are made from, and give it to the child process; called in a thread."""
        if asked != self._asked:
            return  # newer ones were asked for meanwhile
        try:
            brief = dossier.brief(brief_id)
            template = workflows.template_of(brief, self._choices.preferences)
            job = workflows.render_job(dossier, brief, template, overfull=True)
            if self._closed:
                return
            live = LiveJob(job=job, in_view=view.pages, known=view.known)
            future = self._child.show(live, partial(self._told.emit, brief_id, asked))
        except Exception as error:  # noqa: BLE001  it is handed over to the main thread, whole
            if not isinstance(error, BriefgenError):
                _LOG.error("What the pages of %s are made from could not be gathered", brief_id, exc_info=error)
            self._told.emit(brief_id, asked, error)
            return
        future.add_done_callback(lambda done: self._pass_on(done, brief_id, asked))

    def _pass_on(self, done: Future[None], brief_id: str, asked: int) -> None:
        """Carry what went wrong to the main thread; called in a thread of the worker's."""
        if not done.cancelled() and (error := done.exception()) is not None:
            self._told.emit(brief_id, asked, error)

    def _take(self, brief_id: str, asked: int, told: object) -> None:
        if isinstance(told, Superseded):
            return
        newest = asked == self._asked
        if newest and not isinstance(told, LivePage):
            self._sign.stop()
            self._announce(working=False)
        if isinstance(told, LivePage | AllPages | Proved):
            # Also of one that is not the newest: pages a little behind are better than pages that stand still.
            self.laid_out.emit(LaidOut(brief_id, told))
        elif newest:
            known = isinstance(told, BriefgenError)
            self.failed.emit(told if known else InternalError(self.tr("The pages could not be laid out.")))
