"""Pages of a PDF become pictures: PDFium, in the one thread that it allows, the page asked for last drawn first."""

from __future__ import annotations

import io
import logging
import math
import threading
from collections import OrderedDict
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage


@dataclass(frozen=True, slots=True)
class Wish:
    """A page to be drawn: of which document (they are counted), its index in that, and pixels for each point."""

    document: int
    page: int
    scale: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as it was drawn."""

    wish: Wish
    image: QImage


@dataclass(frozen=True, slots=True)
class Opened:
    """A PDF ready to be drawn: its bytes, without its password, and the width and height in points of each page."""

    data: bytes
    sizes: tuple[tuple[float, float], ...]


_LOG = logging.getLogger(__name__)

_MOST_PIXELS = 40_000_000
"""A picture larger than this is drawn coarser: a page can be of any size, and memory can't."""
_WITHOUT_PASSWORD = 3
"""PDFium's flag, when it writes a file, for leaving its protection out (FPDF_REMOVE_SECURITY)."""

_MOST_OPEN = 4
"""PDFs that stay open: to open one of a single page costs little."""

_lock = threading.Lock()
"""PDFium is one for the whole process, and not made for several threads."""


def opened(data: bytes, password: str = "") -> Opened:
    """Measure the pages of a PDF, and take its password off, so that it is asked for but once; from any thread.

    Raises:
        pypdfium2.PdfiumError: it can't be opened; `needs_password` tells whether for want of a password.
    """
    with _lock:
        document = pypdfium2.PdfDocument(data, password=password or None)
        try:
            sizes = tuple(document.get_page_size(index) for index in range(len(document)))
            if password:
                plain = io.BytesIO()
                document.save(plain, flags=_WITHOUT_PASSWORD)
                data = plain.getvalue()
        finally:
            document.close()
    return Opened(data, sizes)


def needs_password(error: pypdfium2.PdfiumError) -> bool:
    """Whether opening a PDF failed because the password was none or not right."""
    return bool(getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD)


def page_texts(data: bytes) -> list[str]:
    """Give the text of each page of a PDF, for those who hear it rather than see it."""
    with _lock:
        document = pypdfium2.PdfDocument(data)
        try:
            return [page.get_textpage().get_text_bounded().replace("\r\n", "\n").strip() for page in document]
        finally:
            document.close()


def first_pages(data: bytes, most: int, high: int) -> list[QImage]:
    """Draw the first pages of a PDF, `high` pixels high; for small pictures, from any thread."""
    with _lock:
        document = pypdfium2.PdfDocument(data)
        try:
            return [_image(page, high / page.get_height()) for _, page in zip(range(most), document, strict=False)]
        finally:
            document.close()


def _image(page: pypdfium2.PdfPage, scale: float) -> QImage:
    """Draw a page, `scale` pixels for each point, coarser where that is too large; the lock is held."""
    width, height = page.get_size()
    scale = min(scale, math.sqrt(_MOST_PIXELS / max(1.0, width * height)))
    bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=True)
    width, height, stride = bitmap.width, bitmap.height, bitmap.stride
    # The copy is Qt's own: PDFium's memory goes with the bitmap.
    image = QImage(bitmap.buffer, width, height, stride, QImage.Format.Format_RGBX8888).copy()
    bitmap.close()
    return image


class Drawing(QObject):
    """Draws pages off the main thread. `drawn` brings each `Picture`, on the main thread."""

    drawn = Signal(object)

    _made = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._made.connect(self.drawn, Qt.ConnectionType.QueuedConnection)
        self._condition = threading.Condition()
        self._documents = 0
        self._data: dict[int, bytes] = {}
        self._wishes: list[Wish] = []
        self._closing = False
        self._thread = threading.Thread(target=self._draw, name="briefgen-pages", daemon=True)
        self._thread.start()

    def open(self, data: bytes) -> int:
        """Take another PDF, in place of those before; gives its number."""
        with self._condition:
            self._data.clear()
            self._wishes.clear()
        return self.add(data)

    def add(self, data: bytes) -> int:
        """Take a PDF beside those that are open; gives its number."""
        with self._condition:
            self._documents += 1
            self._data[self._documents] = data
            return self._documents

    def drop(self, document: int) -> None:
        """Forget a PDF; nothing of it is drawn any more."""
        with self._condition:
            self._data.pop(document, None)

    def ask(self, wishes: Iterable[Wish]) -> None:
        """Draw these pages, the first of them first, in place of all that was asked before and is not drawn yet."""
        with self._condition:
            self._wishes = [wish for wish in wishes if wish.document in self._data]
            self._condition.notify()

    def close(self) -> None:
        """End the thread."""
        with self._condition:
            self._closing = True
            self._condition.notify()
        self._thread.join()

    def _draw(self) -> None:
        opened = _Open()
        while True:
            with self._condition:
                self._condition.wait_for(lambda: self._closing or self._wishes)
                if self._closing:
                    break
                wish = self._wishes.pop(0)
                data = self._data.get(wish.document)
                gone = opened.documents.keys() - self._data.keys()
            with _lock:
                opened.close(gone)
                document = None if data is None else opened.get(wish.document, data)
                if document is None or wish.page >= len(document):
                    continue
                try:
                    page = document[wish.page]
                    image = _image(page, wish.scale)
                    page.close()
                except pypdfium2.PdfiumError:
                    _LOG.warning("Page %d of a PDF can't be drawn: it stays white.", wish.page + 1)
                    continue
            self._made.emit(Picture(wish, image))
        with _lock:
            opened.close(set(opened.documents))


class _Open:
    """The PDFs that were drawn from last, open. The lock is held in all that it does."""

    def __init__(self) -> None:
        self.documents: OrderedDict[int, pypdfium2.PdfDocument] = OrderedDict()

    def get(self, number: int, data: bytes) -> pypdfium2.PdfDocument:
        """The PDF of this number."""
        if number not in self.documents:
            self.documents[number] = pypdfium2.PdfDocument(data)
        self.documents.move_to_end(number)
        if len(self.documents) > _MOST_OPEN:
            self.close({next(iter(self.documents))})
        return self.documents[number]

    def close(self, numbers: AbstractSet[int]) -> None:
        """Close PDFs."""
        for number in numbers:
            self.documents.pop(number).close()
