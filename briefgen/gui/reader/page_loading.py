"""A PDF's pages made ready off the main thread: to be drawn at once, to be selected in a little later.

A password is asked for once and kept as long as the window is open, in memory alone.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Mapping
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
    """(source, `Places`): it is known where its words stand."""
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
        self._known: OrderedDict[tuple[str, str], Places] = OrderedDict()

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
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _take(self, got: _Got) -> None:
        source = got.source
        if got.password:
            self._bench.session.passwords[source.sha256] = got.password
        self.ready.emit(source, got.pdf)
        known = self._known.get((source.sha256, source.text))
        if known is not None:
            self._known.move_to_end((source.sha256, source.text))
            self.placed.emit(source, known)
            return
        self._place(source, got.pdf.data)

    def _place(self, source: Source, data: bytes) -> None:
        """Find out where the words stand."""

        def work(job: Job) -> Places:
            try:
                found = _MAPPER.page_map(data, source, is_wanted=lambda: not job.cancelled)
            except Stopped:
                raise Cancelled from None
            return {
                page.index: PagePlaces(_unpacked("I", page.starts), _unpacked("f", page.boxes)) for page in found.pages
            }

        def done(places: Places) -> None:
            self._known[source.sha256, source.text] = places
            while len(self._known) > _KEPT:
                self._known.popitem(last=False)
            self.placed.emit(source, places)

        def failed(error: Exception) -> None:
            if isinstance(error, BriefgenError):
                self.unplaced.emit(source, error.message)
            else:
                self._bench.tasks.troubled.emit(error)

        self._task = self._bench.tasks.run(work, done=done, failed=failed, owner=self)


def _unpacked(kind: str, content: bytes) -> array:  # type: ignore[type-arg]  # its kind decides
    found = array(kind)
    found.frombytes(content)
    return found
