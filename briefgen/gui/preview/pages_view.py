"""The pages, one under the other: scrolled, zoomed, clicked. A picture stays until the page has been drawn anew."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea

from briefgen.gui.preview.drawing import Drawing, Picture, Wish
from briefgen.gui.theme import Theme
from briefgen.rendering.pages import PageSize, Place

Fit = Literal["width", "page", "free"]

GAP = 16
"""Pixels around and between pages."""
_PIXELS_PER_POINT = 96 / 72
_LEAST_ZOOM, _MOST_ZOOM = 0.25, 4.0
_RING = QColor("#1467B8")
_SHADOWS = ((1, 26), (2, 16), (4, 10))
"""Pixels around a page, and how dark: a shadow that lifts it."""
_KEPT = 4
"""Pages on either side of those in view whose pictures stay, where not all pages are drawn."""


class PagesView(QAbstractScrollArea):
    """Shows pages and the ring around the selected point.

    Args:
        theme: Where the colours around the pages come from.
        drawing: What draws the pages.
        draws_all: Whether pages out of view are drawn as well, for thumbnails; else only those in view and near it.
    """

    gutter = 0
    """Pixels at the left of the pages that are kept free of them."""

    clicked = Signal(int, float, float)
    """Page index, and the place on it in points from its top left corner."""
    page_changed = Signal(int)
    zoom_changed = Signal(float)

    def __init__(self, theme: Theme, drawing: Drawing, *, draws_all: bool = True) -> None:
        super().__init__()
        self._theme, self._drawing, self._draws_all = theme, drawing, draws_all
        self._sizes: tuple[PageSize, ...] = ()
        self._tops: tuple[float, ...] = (0.0,)
        self._widest = 0.0
        self._places: Mapping[str, tuple[Place, ...]] = {}
        self._ringed = ""
        self._sources: tuple[tuple[int, int], ...] = ()
        self._images: dict[int, Picture] = {}
        self._fit: Fit = "width"
        self._zoom = 1.0
        self._current = 0
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Pages of the brief"))
        self.verticalScrollBar().setSingleStep(40)
        self.horizontalScrollBar().setSingleStep(40)
        drawing.drawn.connect(self._take)
        theme.changed.connect(self.viewport().update)

    # ------------------------------------------------------------------------------------------- what is shown

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self._sizes)

    @property
    def current(self) -> int:
        """Index of the page that is in view."""
        return self._current

    @property
    def zoom(self) -> float:
        """1 is the size of the paper, at 96 pixels an inch."""
        return self._zoom

    @property
    def fit(self) -> Fit:
        """Whether the zoom follows the window."""
        return self._fit

    def is_settled(self) -> bool:
        """Whether every page in view is drawn as it is now."""
        return all(self._is_fresh(page) for page in self.in_view())

    def show_pages(
        self, documents: int | Sequence[int], sizes: tuple[PageSize, ...], places: Mapping[str, tuple[Place, ...]]
    ) -> None:
        """Show other pages in place; the old pictures stay until the new ones come, and so does the place.

        Args:
            documents: The number that the drawing gave the document of all pages; or those of documents of a page each.
            sizes: The pages' sizes.
            places: Where elements lie on the pages.
        """
        held = self._anchor()
        same = sizes == self._sizes
        self._places = places
        if isinstance(documents, int):
            self._sources = tuple((documents, page) for page in range(len(sizes)))
        else:
            self._sources = tuple((document, 0) for document in documents)
        self._set_sizes(sizes)
        # A page that has moved takes its picture along.
        drawn = {(picture.wish.document, picture.wish.page): picture for picture in self._images.values()}
        found = ((page, drawn.get(source) or self._images.get(page)) for page, source in enumerate(self._sources))
        self._images = {page: picture for page, picture in found if picture is not None}
        if not same:
            self._fit_zoom()
            self._set_bars()
            self._return_to(held)
        self._ask()
        self._tell_page()
        self.viewport().update()

    @property
    def body_pages(self) -> int:
        """How many pages there are before the first annex: limits on length count these."""
        annexes = (places[0].page for name, places in self._places.items() if name.startswith("annex") and places)
        return min(annexes, default=self.pages) or self.pages

    def clear(self) -> None:
        """Show no pages."""
        self._places, self._images, self._sources = {}, {}, ()
        self._set_sizes(())
        self._set_bars()
        self.viewport().update()

    def _set_sizes(self, sizes: tuple[PageSize, ...]) -> None:
        """Take the sizes of the pages, and add up how far down each one is: there may be thousands."""
        self._sizes = sizes
        self._tops = tuple(accumulate((size.height for size in sizes), initial=0.0))
        self._widest = max((size.width for size in sizes), default=0.0)

    def image_of(self, page: int) -> QImage | None:
        """The picture of a page as it was last drawn, for thumbnails; None until there is one."""
        picture = self._images.get(page)
        return picture.image if picture is not None else None

    def ring(self, element: str) -> None:
        """Put the ring around an element of the document, by its id; "" takes it away."""
        if element != self._ringed:
            self._ringed = element
            self.viewport().update()

    def element_at(self, page: int, x: float, y: float, among: set[str]) -> str:
        """Find the element, of those `among`, that has a place on a page (points); "" when none has."""
        best, area = "", float("inf")
        for name in among & self._places.keys():
            for place in self._places[name]:
                inside = place.x <= x <= place.x + place.width and place.y <= y <= place.y + place.height
                if place.page == page and inside and place.width * place.height < area:
                    best, area = name, place.width * place.height
        return best

    def rect_of(self, element: str) -> QRectF:
        """Where an element of the document lies in the view, in its pixels; empty when it has no place."""
        places = self._places.get(element, ())
        return self._on_paper(places[0]).translated(-self._offset()) if places else QRectF()

    def rect_of_page(self, page: int) -> QRectF:
        """Where a page lies in the view, in its pixels."""
        return self._rect(page).translated(-self._offset())

    # ------------------------------------------------------------------------------------------- zoom and place

    def set_fit(self, fit: Fit) -> None:
        """Let the zoom follow the width or the height of the view, or stay free."""
        self._fit = fit
        self._zoom_to(self._zoom)

    def set_zoom(self, zoom: float) -> None:
        """Zoom freely; the middle of the view stays where it is."""
        self._fit = "free"
        self._zoom_to(zoom)

    def go_to_page(self, page: int) -> None:
        """Bring the top of a page into view."""
        if self._sizes:
            page = max(0, min(page, self.pages - 1))
            self.verticalScrollBar().setValue(round(self._rect(page).top()) - GAP // 2)

    def go_to(self, element: str) -> None:
        """Bring an element of the document into view, if it is not in it already."""
        places = self._places.get(element)
        if not places:
            return
        top = self._on_paper(places[0]).top()
        bar = self.verticalScrollBar()
        if not bar.value() <= top <= bar.value() + self.viewport().height() - 80:
            bar.setValue(round(top - self.viewport().height() / 4))

    def _zoom_to(self, zoom: float) -> None:
        held = self._anchor()
        self._zoom = max(_LEAST_ZOOM, min(_MOST_ZOOM, zoom))
        self._fit_zoom()
        self._set_bars()
        self._return_to(held)
        self._ask()
        self.zoom_changed.emit(self._zoom)
        self.viewport().update()

    def _fit_zoom(self) -> None:
        if not self._sizes or self._fit == "free":
            return
        room = self.viewport().size()
        widest = self._widest * _PIXELS_PER_POINT
        zoom = (room.width() - 2 * GAP - self.gutter) / widest
        if self._fit == "page":
            tallest = max(size.height for size in self._sizes) * _PIXELS_PER_POINT
            zoom = min(zoom, (room.height() - 2 * GAP) / tallest)
        zoom = max(_LEAST_ZOOM, min(_MOST_ZOOM, zoom))
        if zoom != self._zoom:
            self._zoom = zoom
            self.zoom_changed.emit(zoom)

    def _anchor(self) -> tuple[int, float] | None:
        """The page at the top of the view, and how far down it, in parts of its height; None where no page is."""
        top = self.verticalScrollBar().value()
        page = self._page_below(top + 1e-6)
        if top <= 0 or page >= self.pages:
            return None
        rect = self._rect(page)
        return page, (top - rect.top()) / max(1.0, rect.height())

    def _return_to(self, held: tuple[int, float] | None) -> None:
        if held is None:
            self.verticalScrollBar().setValue(0)
            return
        page, part = held
        if page < self.pages:
            rect = self._rect(page)
            self.verticalScrollBar().setValue(round(rect.top() + part * rect.height()))

    # ------------------------------------------------------------------------------------------- geometry

    def _scale(self) -> float:
        return self._zoom * _PIXELS_PER_POINT

    def _offset(self) -> QPointF:
        return QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _rect(self, page: int) -> QRectF:
        """Where a page lies, in pixels of the whole scroll."""
        scale = self._scale()
        top = GAP + self._tops[page] * scale + page * GAP
        width = self._sizes[page].width * scale
        least = float(GAP + self.gutter)
        left = max(least, (max(self.viewport().width(), self._content().width()) - width + self.gutter) / 2)
        return QRectF(left, top, width, self._sizes[page].height * scale)

    def _content(self) -> QSize:
        scale = self._scale()
        width = self._widest * scale + 2 * GAP + self.gutter
        height = GAP + self._tops[-1] * scale + self.pages * GAP
        return QSize(round(width), round(height) if self._sizes else 0)

    def _on_paper(self, place: Place) -> QRectF:
        rect, scale = self._rect(place.page), self._scale()
        return QRectF(
            rect.left() + place.x * scale, rect.top() + place.y * scale, place.width * scale, place.height * scale
        )

    def in_view(self) -> list[int]:
        """The pages of which something is in view."""
        top = self.verticalScrollBar().value()
        bottom = top + self.viewport().height()
        found = []
        page = self._page_below(top)
        while page < self.pages and self._rect(page).top() <= bottom:
            found.append(page)
            page += 1
        return found

    def _page_below(self, height: float) -> int:
        """The first page that ends at a height of the whole scroll or below it; the number of pages where none does."""
        return bisect_left(range(self.pages), height, key=lambda page: self._rect(page).bottom())

    def _set_bars(self) -> None:
        content, room = self._content(), self.viewport().size()
        for bar, length, shown in (
            (self.verticalScrollBar(), content.height(), room.height()),
            (self.horizontalScrollBar(), content.width(), room.width()),
        ):
            bar.setPageStep(shown)
            bar.setRange(0, max(0, length - shown))

    def _tell_page(self) -> None:
        middle = self.verticalScrollBar().value() + self.viewport().height() / 3
        current = min(self._page_below(middle), max(0, self.pages - 1))
        if current != self._current:
            self._current = current
        self.page_changed.emit(current)

    # ------------------------------------------------------------------------------------------- drawing

    def _pixels_per_point(self) -> float:
        return self._scale() * self.devicePixelRatioF()

    def _is_fresh(self, page: int) -> bool:
        picture = self._images.get(page)
        return picture is not None and picture.wish == self._wish(page)

    def _wish(self, page: int) -> Wish:
        return Wish(*self._sources[page], self._pixels_per_point())

    def _is_drawn(self, page: int) -> bool:
        """Whether there is a picture of a page as it is now, of whatever size."""
        picture = self._images.get(page)
        return picture is not None and (picture.wish.document, picture.wish.page) == self._sources[page]

    def _ask(self) -> None:
        """Ask for the pages in view, then their neighbours, then the rest at most once each, for the thumbnails."""
        seen = self.in_view()
        near = [page for page in (min(seen, default=0) - 1, max(seen, default=0) + 1) if 0 <= page < self.pages]
        rest: list[int] = []
        if self._draws_all:
            rest = [page for page in range(self.pages) if page not in {*seen, *near} and not self._is_drawn(page)]
        elif seen:
            kept = range(seen[0] - _KEPT, seen[-1] + _KEPT + 1)
            self._images = {page: picture for page, picture in self._images.items() if page in kept}
        wishes = [self._wish(page) for page in (*seen, *near) if not self._is_fresh(page)]
        self._drawing.ask([*wishes, *map(self._wish, rest)])

    def _take(self, picture: Picture) -> None:
        source = (picture.wish.document, picture.wish.page)
        for page in [page for page, shown in enumerate(self._sources) if shown == source]:
            picture.image.setDevicePixelRatio(self.devicePixelRatioF())
            self._images[page] = picture
            self.viewport().update(self.rect_of_page(page).toAlignedRect())
            self.drawn_page.emit(page)

    drawn_page = Signal(int)
    """Index of a page whose picture is new."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is in view."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._theme.color("canvas"))
        painter.translate(-self._offset())
        for page in self.in_view():
            rect = self._rect(page)
            painter.setPen(Qt.PenStyle.NoPen)
            for spread, alpha in reversed(_SHADOWS):
                painter.setBrush(QColor(16, 22, 28, alpha))
                painter.drawRoundedRect(rect.adjusted(-spread, -spread / 2, spread, spread), spread, spread)
            painter.fillRect(rect, Qt.GlobalColor.white)
            picture = self._images.get(page)
            if picture is None:
                continue
            sharp = abs(picture.image.width() - math.ceil(rect.width() * self.devicePixelRatioF())) <= 1
            if self._is_fresh(page) and sharp:
                # Pixel upon pixel: a picture drawn at half a pixel's distance is a blurred one.
                ratio = self.devicePixelRatioF()
                at = QPointF(round(rect.left() * ratio) / ratio, round(rect.top() * ratio) / ratio)
                painter.drawImage(at, picture.image)
            else:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                painter.drawImage(rect, picture.image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_over(painter)

    def _paint_over(self, painter: QPainter) -> None:
        """Paint what lies over the pages, in pixels of the whole scroll."""
        painter.setPen(QPen(_RING, 2))
        painter.setBrush(QColor(_RING.red(), _RING.green(), _RING.blue(), 16))
        # Off the words by as much of the page as at full size, so that it never lies on the line above.
        across, down = max(2.0, 6 * min(1.0, self._zoom)), max(1.0, 3 * min(1.0, self._zoom))
        for place in self._places.get(self._ringed, ()):
            painter.drawRoundedRect(self._on_paper(place).adjusted(-across, -down, across, down), 4, 4)

    # ------------------------------------------------------------------------------------------- events

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Follow the scroll bars."""
        self.viewport().update()
        self._ask()
        self._tell_page()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pages to the new room, and keep the place."""
        super().resizeEvent(event)
        self._zoom_to(self._zoom)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, else scroll."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self._zoom * 1.1 ** (event.angleDelta().y() / 120))
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll by keys as a reader of documents expects."""
        bar = self.verticalScrollBar()
        match event.key():
            case Qt.Key.Key_Home:
                bar.setValue(0)
            case Qt.Key.Key_End:
                bar.setValue(bar.maximum())
            case Qt.Key.Key_Space:
                back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
                bar.setValue(bar.value() + (-1 if back else 1) * bar.pageStep())
            case _:
                super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell which place of which page was clicked."""
        at = event.position() + self._offset()
        for page in self.in_view():
            rect = self._rect(page)
            if rect.contains(at):
                scale = self._scale()
                self.clicked.emit(page, (at.x() - rect.left()) / scale, (at.y() - rect.top()) / scale)
        super().mousePressEvent(event)

    def sizeHint(self) -> QSize:
        """Room for a page."""
        return QSize(640, 800)
