"""Pages for the gallery: one warm child process lays them out, one thread hands it the jobs and draws the small ones.

What is being looked at goes before the small pictures of the cards. Of orders with the same name only the newest is
kept. Small pictures are kept on disk, under the template's hash: the next time they are there at once.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from briefgen import __version__
from briefgen.errors import BriefgenError, InternalError
from briefgen.gui.preview.drawing import first_pages
from briefgen.rendering.job import RenderedBrief, RenderJob
from briefgen.rendering.worker import Superseded, Worker
from briefgen.settings import thumbnails_folder

_LOG = logging.getLogger(__name__)

Make = Callable[[], RenderJob]

THUMBNAIL_PAGES = 2
_HIGH = 560
"""Pixels that a small page is high: enough for a card at twice its size."""
_MOST_KEPT = 400
"""Small pictures on disk; the oldest go."""


class Studio(QObject):
    """Renders what the gallery shows. All signals come on the main thread.

    `rendered(name, RenderedBrief)`, `pictured(key, [QImage])` and `failed(name or key, BriefgenError)`.
    """

    rendered = Signal(str, object)
    pictured = Signal(str, object)
    failed = Signal(str, object)

    _rendered = Signal(str, object)
    _pictured = Signal(str, object)
    _failed = Signal(str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        for mine, public in (
            (self._rendered, self.rendered),
            (self._pictured, self.pictured),
            (self._failed, self.failed),
        ):
            mine.connect(public, Qt.ConnectionType.QueuedConnection)
        self._condition = threading.Condition()
        self._orders: dict[str, Make] = {}
        self._small: dict[str, Make] = {}
        self._closing = self._resting = False
        self._worker: Worker | None = None
        self._thread: threading.Thread | None = None

    def order(self, name: str, make: Make) -> None:
        """Lay something out; it takes the place of what was ordered under this name and has not begun."""
        with self._condition:
            self._orders.pop(name, None)
            self._orders[name] = make
            self._wake()

    def picture(self, key: str, make: Make) -> None:
        """Draw the first pages of something small; `key` stands for all that they depend on."""
        with self._condition:
            self._small[key] = make
            self._wake()

    def forget(self, name: str) -> None:
        """Do not begin what was ordered under this name."""
        with self._condition:
            self._orders.pop(name, None)

    def rest(self) -> None:
        """Forget what was ordered and end the child process; the next order starts another."""
        with self._condition:
            self._orders.clear()
            self._small.clear()
            self._resting = True
            self._condition.notify()

    def close(self) -> None:
        """End the child process and the thread."""
        with self._condition:
            self._closing = True
            self._orders.clear()
            self._small.clear()
            worker = self._worker
            self._condition.notify()
        if worker is not None:
            worker.close()
        if self._thread is not None:
            self._thread.join()

    # ------------------------------------------------------------------------------------------- the thread

    def _wake(self) -> None:
        self._resting = False
        if self._thread is None and not self._closing:
            self._thread = threading.Thread(target=self._work, name="briefgen-gallery", daemon=True)
            self._thread.start()
        self._condition.notify()

    def _next(self) -> tuple[str, Make, bool] | None:
        """Wait for an order: its name, what makes it, and whether it is a small picture. None at the end."""
        while True:
            with self._condition:
                self._condition.wait_for(lambda: self._closing or self._resting or self._orders or self._small)
                if self._closing:
                    return None
                for waiting, small in ((self._orders, False), (self._small, True)):
                    if waiting:
                        name = next(iter(waiting))
                        return name, waiting.pop(name), small
                self._resting = False
                worker, self._worker = self._worker, None
            if worker is not None:
                worker.close()

    def _work(self) -> None:
        while (task := self._next()) is not None:
            name, make, small = task
            try:
                if small:
                    self._pictured.emit(name, kept_pictures(name) or self._drawn(name, make))
                else:
                    self._rendered.emit(name, self._laid_out(make))
            except Superseded:
                continue
            except BriefgenError as error:
                self._failed.emit(name, error)
            except Exception:  # noqa: BLE001  it is told like any other, and the thread goes on
                _LOG.exception("Pages for the gallery could not be made.")
                self._failed.emit(name, InternalError(self.tr("The pages could not be laid out.")))
        if self._worker is not None:
            self._worker.close()

    def _laid_out(self, make: Make) -> RenderedBrief:
        job = make()
        with self._condition:
            if self._closing:
                raise Superseded("The gallery was closed.")
            if self._worker is None:
                self._worker = Worker()
            worker = self._worker
        try:
            future: Future[RenderedBrief] = worker.submit(job)
        except RuntimeError as error:  # it was closed at this very moment
            raise Superseded("The gallery was closed.") from error
        return future.result()

    def _drawn(self, key: str, make: Make) -> list[QImage]:
        images = first_pages(self._laid_out(make).pdf, THUMBNAIL_PAGES, _HIGH)
        keep_pictures(key, images)
        return images


def picture_key(*parts: str) -> str:
    """The name under which pictures are kept that depend on these: a template's hash, a paper, a language."""
    return hashlib.sha256("\n".join((__version__, str(_HIGH), *parts)).encode()).hexdigest()


def kept_pictures(key: str) -> list[QImage]:
    """The pictures that are kept under a key, as many as there are."""
    folder, images = thumbnails_folder(), []
    for number in range(THUMBNAIL_PAGES):
        path = folder / f"{key}-{number}.png"
        image = QImage(str(path)) if path.is_file() else QImage()
        if image.isNull():
            break
        images.append(image)
    return images


def keep_pictures(key: str, images: list[QImage]) -> None:
    """Keep pictures; where that does not work they are drawn again the next time."""
    folder = thumbnails_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # The first page comes last: where it is, the others are.
        for number, image in reversed(list(enumerate(images))):
            unfinished, path = folder / f".{key}-{number}.png", folder / f"{key}-{number}.png"
            if image.save(str(unfinished), "PNG"):  # type: ignore[call-overload]  # Qt's stubs want bytes and take text
                unfinished.replace(path)
        _clear(folder)
    except OSError as error:
        _LOG.info("Small pictures can't be kept in %s: %s", folder, error)


def _clear(folder: Path) -> None:
    kept = sorted(folder.glob("*.png"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in kept[_MOST_KEPT:]:
        with contextlib.suppress(OSError):
            old.unlink()
