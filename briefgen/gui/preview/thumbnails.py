"""Small pages beside the preview: which there are, which is in view, and which are behind the text."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPen
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from briefgen.gui.theme import Theme

WIDTH = 64
_STALE = 0.55
_Index = QModelIndex | QPersistentModelIndex


class _Pages(QAbstractListModel):
    """A row a page."""

    def __init__(self) -> None:
        super().__init__()
        self.documents: tuple[int, ...] = ()
        self.images: list[QImage | None] = []
        self.stale: set[int] = set()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many pages."""
        return 0 if parent.isValid() else len(self.images)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The number that is printed under a page, and what is said of it."""
        if role == Qt.ItemDataRole.DisplayRole:
            return str(index.row() + 1)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.tr("Page {number}").format(number=index.row() + 1)
        return None


class _Drawn(QStyledItemDelegate):
    """Paints a small page with its number under it; a ring around the one in view."""

    def __init__(self, theme: Theme, model: _Pages) -> None:
        super().__init__()
        self._theme, self._model = theme, model

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        """The page, and a line for its number."""
        image = self._model.images[index.row()]
        ratio = image.height() / image.width() if image is not None and image.width() else 2**0.5
        return QSize(WIDTH + 28, round(WIDTH * ratio) + self._theme.line("meta") + 16)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one row."""
        image = self._model.images[index.row()]
        box = option.rect
        line = self._theme.line("meta")
        paper = QRect(box.left() + (box.width() - WIDTH) // 2, box.top() + 6, WIDTH, box.height() - line - 14)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setOpacity(_STALE if index.row() in self._model.stale else 1)
        painter.fillRect(paper, Qt.GlobalColor.white)
        if image is not None:
            painter.drawImage(paper, image)
        painter.setOpacity(1)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.setPen(QPen(self._theme.color("mark"), 2))
            painter.drawRect(paper.adjusted(-2, -2, 2, 2))
        painter.setPen(self._theme.color("ink" if chosen else "ink_2"))
        painter.setFont(self._theme.font("meta"))
        number = QRect(box.left(), paper.bottom() + 4, box.width(), line)
        painter.drawText(number, Qt.AlignmentFlag.AlignCenter, index.data())
        painter.restore()


class Thumbnails(QListView):
    """The column of small pages; `chosen` tells the page that was clicked."""

    chosen = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._pages = _Pages()
        self.setModel(self._pages)
        self._delegate = _Drawn(theme, self._pages)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFixedWidth(WIDTH + 36)
        self.setAccessibleName(self.tr("Page thumbnails"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        theme.dress(self, ground="canvas")
        theme.changed.connect(self.viewport().update)
        self.clicked.connect(lambda index: self.chosen.emit(index.row()))
        self.activated.connect(lambda index: self.chosen.emit(index.row()))

    def set_pages(self, documents: Sequence[int]) -> None:
        """Show these pages, by the numbers of their PDFs. One that was there takes its picture along.

        In place of another what was there stays, as a page behind the text, until `set_image` brings it.
        """
        pages, before = self._pages, self._pages.documents
        fresh = {
            document: image
            for n, (document, image) in enumerate(zip(before, pages.images, strict=True))
            if n not in pages.stale
        }
        images = [
            fresh.get(document, pages.images[n] if n < len(before) else None) for n, document in enumerate(documents)
        ]
        is_longer_or_shorter = len(documents) != len(before)
        if is_longer_or_shorter:
            pages.beginResetModel()
        pages.documents, pages.images = tuple(documents), images
        pages.stale = {n for n, document in enumerate(documents) if document not in fresh}
        if is_longer_or_shorter:
            pages.endResetModel()
        self.viewport().update()

    def set_image(self, page: int, image: QImage) -> None:
        """Show a page as it is now; a copy of its own, so that the large one can go."""
        if page < len(self._pages.images):
            width = round(WIDTH * max(1.0, self.devicePixelRatioF()))
            self._pages.images[page] = image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
            self._pages.stale.discard(page)
            self.viewport().update()

    def set_current(self, page: int) -> None:
        """Mark the page that is in view."""
        index = self._pages.index(page, 0)
        if index.isValid() and index != self.currentIndex():
            self.setCurrentIndex(index)
            self.scrollTo(index)
