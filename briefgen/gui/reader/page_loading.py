"""A PDF's pages made ready off the main thread: to be drawn at once, to be selected in a little later.

Where the words stand is found out for the pages that come into view, a few at a time, so that a long document is as
quick as a short one. A password is asked for once and kept as long as the window is open, in memory alone.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pypdfium2
from PySide6.QtCore import QObject, Signal

from briefgen.domain.sources import Source
from briefgen.errors import BriefgenError
from briefgen.gui.background import Cancelled, Job, Task
from briefgen.gui.bench import Bench
from briefgen.gui.preview.drawing import Opened, needs_password, opened
from briefgen.gui.reader.page_places import PagePlaces
from briefgen.importers.reader import Reader, Stopped

_KEPT = 3
"""Sources whose places are kept in memory."""

_AHEAD = 4
"""Pages beside those in view whose words are found along with theirs."""

_MAPPER = Reader()
"""A child of its own: documents that come in meanwhile are not held up."""

Places = Mapping[int, PagePlaces]


class PasswordWanted(BriefgenError):
    """The pages can't be shown without a password, or with the one that was given."""


@dataclass(frozen=True, slots=True)
class _Got:
    """A source's pages, ready to be drawn."""

    source: Source
    pdf: Opened
    password: str


class PageLoading(QObject):
    """Makes the pages of one source after the other ready."""

    ready = Signal(object, object)
    """(source, `Opened`): its pages can be drawn."""
    placed = Signal(object, object)
    """(source, `Places`): it is known where the words stand on some of its pages, all that are known by now."""
    password_wanted = Signal(object, bool)
    """(source, whether one was given that is not right)."""
    failed = Signal(object, str)
    """(source, a sentence on why its pages can't be shown)."""
    unplaced = Signal(object, str)
    """(source, a sentence on why it can't be found out where its words stand)."""

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._task: Task | None = None
        self._shown: _Got | None = None
        self._wanted: tuple[int, ...] = ()
        self._known: OrderedDict[tuple[str, str], dict[int, PagePlaces]] = OrderedDict()

    def load(self, source: Source, password: str = "") -> None:
        """Make the pages of a source ready, in place of those that are being made ready."""
        self.stop()
        given = password or self._bench.session.passwords.get(source.sha256, "")
        file = self._bench.session.file

        def work(_job: Job) -> _Got:
            data = file.original(source.sha256)
            try:
                return _Got(source, opened(data, given), given)
            except pypdfium2.PdfiumError as error:
                if needs_password(error):
                    raise PasswordWanted("The PDF is protected by a password.") from None
                raise BriefgenError("The PDF is too damaged for its pages to be drawn: read it as text.") from None

        def failed(error: Exception) -> None:
            if isinstance(error, PasswordWanted):
                self.password_wanted.emit(source, bool(given))
            elif isinstance(error, BriefgenError):
                self.failed.emit(source, error.message)
            else:
                self._bench.tasks.troubled.emit(error)

        self._task = self._bench.tasks.run(work, done=self._take, failed=failed, owner=self)

    def stop(self) -> None:
        """Make ready nothing any more."""
        self._shown, self._wanted = None, ()
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _take(self, got: _Got) -> None:
        source = got.source
        key = source.sha256, source.text
        known = self._known.setdefault(key, {})
        self._known.move_to_end(key)
        while len(self._known) > _KEPT:
            self._known.popitem(last=False)
        self._task, self._shown = None, got
        if got.password:
            self._bench.session.passwords[source.sha256] = got.password
        self.ready.emit(source, got.pdf)
        if known:
            self.placed.emit(source, known)
        self._place_next()

    def want(self, pages: Sequence[int]) -> None:
        """Find out where the words stand on pages of the source that is shown: these next, before any others."""
        self._wanted = tuple(pages)
        self._place_next()

    def _place_next(self) -> None:
        """Find out where the words stand on the pages wanted, and some beside them."""
        shown = self._shown
        if shown is None or self._task is not None:
            return
        source, data = shown.source, shown.pdf.data
        known = self._known[source.sha256, source.text]
        missing = [page for page in self._wanted if page not in known and page < len(shown.pdf.sizes)]
        if not missing:
            return
        near = range(missing[0], min(missing[-1] + 1 + _AHEAD, len(shown.pdf.sizes)))
        only = [page for page in near if page not in known]

        def work(job: Job) -> Places:
            try:
                found = _MAPPER.page_map(data, source, only=only, is_wanted=lambda: not job.cancelled)
            except Stopped:
                raise Cancelled from None
            nothing = dict.fromkeys(only, PagePlaces(array("I"), array("f")))
            return nothing | {
                page.index: PagePlaces(_unpacked("I", page.starts), _unpacked("f", page.boxes)) for page in found.pages
            }

        def done(places: Places) -> None:
            self._task = None
            known.update(places)
            self.placed.emit(source, dict(known))
            self._place_next()

        def failed(error: Exception) -> None:
            self._task, self._shown = None, None
            if isinstance(error, BriefgenError):
                self.unplaced.emit(source, error.message)
            else:
                self._bench.tasks.troubled.emit(error)

        self._task = self._bench.tasks.run(work, done=done, failed=failed, owner=self)


def _unpacked(kind: str, content: bytes) -> array:  # type: ignore[type-arg]  # its kind decides
    found = array(kind)
    found.frombytes(content)
    return found
