"""A PDF as it looks: its real pages with the passages on them, read, selected in and pointed at with the mouse.

It shows what the text view is: marks, selection, caret and hits are spans of the source's text in both, so that a
passage picked on a page is the one in the text, to the character. Keys that move the caret go to the text view.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication

from briefgen.domain.sources import Source, block_at, page_at
from briefgen.gui.preview.drawing import Drawing
from briefgen.gui.preview.pages_view import GAP, PagesView
from briefgen.gui.reader.ends import drawn_to, handle_near, paint_handles
from briefgen.gui.reader.marks import Marks
from briefgen.gui.reader.page_painting import GUTTER, PageScene, colour_on_paper, paint_page, stripes_of
from briefgen.gui.reader.page_places import Box, PagePlaces
from briefgen.gui.reader.scroll_bar import MarkedScrollBar
from briefgen.gui.reader.spans import sentence_at
from briefgen.gui.theme import Theme
from briefgen.rendering.pages import PageSize

_REST = 400
"""Milliseconds that the mouse rests on a passage before its points are shown."""
_ABOVE = 8
"""Pixels left above a line that is brought to the top."""
_EDGE = 24
"""Pixels at the upper and lower edge of the view within which a selecting mouse scrolls."""
_ZOOM_KEYS = {Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus, Qt.Key.Key_0, Qt.Key.Key_9}
_CARET_KEYS = {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Enter}
_SELECTING_KEYS = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End}


class RealPages(PagesView):
    """The pages of one source. Spans in its signals and methods are code points of the source's text."""

    selected = Signal(int, int)
    """The mouse selects from the first to the second, which is where the caret is."""
    passage_clicked = Signal(str)
    ends_moved = Signal(str, int, int)
    """A passage's ends were dragged to here."""
    carried = Signal(str)
    """A passage is drawn away by its stripe."""
    rested = Signal(str)
    """The mouse rests on a passage; empty: on none any more."""
    moved = Signal()
    """Another part of the pages is in view."""
    escaped = Signal()
    menu_wanted = Signal(QPoint)
    caret_key = Signal(object)
    """A key event for the caret, which is the text view's."""

    def __init__(self, theme: Theme, drawing: Drawing) -> None:
        super().__init__(theme, drawing, draws_all=False)
        self.gutter = theme.px(GUTTER)
        self.scene = PageScene(theme)
        self.read_only = False
        self._source: Source | None = None
        self._places_of: dict[int, PagePlaces] = {}
        self._known: frozenset[int] = frozenset()
        self._wanted: tuple[int, float] | None = None
        self._anchor_offset: int | None = None
        self._pressed: QPoint | None = None
        self._carried: tuple[str, QPoint] | None = None
        self._dragging: int | None = None
        self._double: tuple[QTimer, QPoint] = (QTimer(self, singleShot=True), QPoint())
        self.setObjectName("reader_pages")
        self.setProperty("ring", "none")
        self.viewport().setMouseTracking(True)
        self.bar = MarkedScrollBar(theme)
        self.bar.setSingleStep(self.verticalScrollBar().singleStep())
        self.setVerticalScrollBar(self.bar)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._resting = QTimer(self, singleShot=True, interval=_REST)
        self._resting.timeout.connect(self._rest)
        self.verticalScrollBar().valueChanged.connect(lambda _: self.moved.emit())
        # Other pages come into view without a scroll, too: the view grows, or its pages become smaller.
        self.verticalScrollBar().rangeChanged.connect(lambda _least, _most: self.moved.emit())
        self.verticalScrollBar().sliderPressed.connect(self._let_go)

    # ------------------------------------------------------------------------------------------- what is shown

    def show_source(self, source: Source, document: int, sizes: Sequence[tuple[float, float]]) -> None:
        """Show the pages of a source; where its words are on them comes later."""
        self.clear()
        self._source, self._places_of, self._known = source, {}, frozenset()
        self.setAccessibleName(
            self.tr("Pages of {title}; the same words are under Text, for screen readers").format(title=source.title)
        )
        self.show_pages(document, tuple(PageSize(*size) for size in sizes), {})
        self._mark_bar()

    def show_places(self, places: Mapping[int, PagePlaces]) -> None:
        """Show where the words are on the pages; of some it may become known later."""
        self._places_of = {page: found for page, found in places.items() if len(found)}
        self._known = frozenset(places)
        if self._wanted is not None:
            self.scroll_to(self._wanted[0], part=self._wanted[1])
        self._mark_bar()
        self.viewport().update()

    @property
    def knows_places(self) -> bool:
        """Whether it is known where the words are on all pages in view."""
        return bool(self._known) and self._known.issuperset(self.in_view())

    def show_marks(self, marks: Marks) -> None:
        """Show other marks."""
        self.scene.marks = marks
        self._mark_bar()
        self.viewport().update()

    def _mark_bar(self) -> None:
        """Mark at the scroll bar where the passages stand: each by its line, or its page until that is known."""
        source = self._source
        if source is None or not self.pages:
            self.bar.mark(())
            return
        whole, found = self._tops[-1], []
        for mark in self.scene.marks.all:
            page = page_at(source, mark.start)
            if page is None or page.index >= self.pages:
                continue
            places = self._places_of.get(page.index)
            box = places.edge_of(mark.start) if places is not None else None
            found.append(((self._tops[page.index] + (box.top if box is not None else 0.0)) / whole, mark.kind))
        self.bar.mark(found)

    def choose(self, passage: str) -> None:
        """Show a passage as the chosen one."""
        self.scene.chosen = passage
        self.viewport().update()

    def show_hits(self, hits: Sequence[tuple[int, int]]) -> None:
        """Show what was found."""
        self.scene.hits = hits
        self.viewport().update()

    def show_selection(self, span: tuple[int, int] | None, caret: int) -> None:
        """Show what is selected, and where the caret is."""
        self.scene.selection, self.scene.caret = span, caret
        self.viewport().update()

    # ------------------------------------------------------------------------------------------- places

    def first_visible(self) -> int:
        """The code point at the top of what is in view, or on its way there."""
        if self._source is None or not self.pages:
            return 0
        if self._wanted is not None:  # a place on a page of which the words are still being found
            return self._wanted[0]
        top = self.verticalScrollBar().value()
        page = min(self._page_below(top), self.pages - 1)
        for number in range(page, min(page + 2, self.pages)):
            if number not in self._known:
                break
            places = self._places_of.get(number)
            found = places.first_below((top - self._rect(number).top()) / self._scale()) if places else None
            if found is not None:
                return found
        pages = self._source.pages
        return pages[page].start if page < len(pages) else 0

    def scroll_to(self, offset: int, *, part: float = 0.25, needed: bool = False) -> None:
        """Bring a code point into view; until it is known where it stands, its page.

        Args:
            offset: The code point.
            part: How far down the view its line shall be, 0 to 1.
            needed: Only when it is not well in view.
        """
        if self._source is None or not self.pages:
            return
        high, bar = self.viewport().height(), self.verticalScrollBar()
        page = page_at(self._source, offset)
        known = bool(self._known) and (page is None or page.index in self._known)
        found = self._where(offset) if known else None
        self._wanted = None if known else (offset, part)
        if found is None:
            self.go_to_page(page.index if page is not None else 0)
            return
        rect = self._on_page(*found)
        top = bar.value()
        if needed and rect.top() >= top + _EDGE and rect.bottom() <= top + high - 2 * _EDGE:
            return
        bar.setValue(round(rect.top() - _ABOVE - part * high))
        across = self.horizontalScrollBar()
        if not across.value() <= rect.left() <= across.value() + self.viewport().width():
            across.setValue(round(rect.left() - self.viewport().width() / 3))

    def _where(self, offset: int) -> tuple[int, Box] | None:
        """The page and the box of the first character at an offset or after it."""
        for page, places in self._places_of.items():
            if places.first <= offset <= places.last and (box := places.edge_of(offset)) is not None:
                return page, box
        after = [(places.first, page) for page, places in self._places_of.items() if places.first >= offset]
        if not after:
            return None
        page = min(after)[1]
        return page, self._places_of[page].box(0)

    def span_box(self, start: int, end: int) -> list[QRectF]:
        """The boxes of a span's lines in the viewport."""
        return [box.translated(-self._offset()) for box in self._boxes(start, end)]

    def _boxes(self, start: int, end: int) -> list[QRectF]:
        """The same in pixels of the whole scroll."""
        found = []
        for page, places in self._places_of.items():
            if places.first < end and start <= places.last:
                found += [self._on_page(page, box) for box in places.span_boxes(start, end)]
        return found

    def _on_page(self, page: int, box: Box) -> QRectF:
        """A box of a page in pixels of the whole scroll."""
        rect, scale = self._rect(page), self._scale()
        corner = QPointF(rect.left() + box.left * scale, rect.top() + box.top * scale)
        return QRectF(corner.x(), corner.y(), (box.right - box.left) * scale, (box.bottom - box.top) * scale)

    def _point(self, at: QPoint) -> tuple[int, float, float] | None:
        """The page nearest to a place of the viewport, and the place on it in points."""
        if not self.pages:
            return None
        down = QPointF(at) + self._offset()
        page = min(self._page_below(down.y() + GAP / 2), self.pages - 1)
        rect, scale = self._rect(page), self._scale()
        return page, (down.x() - rect.left()) / scale, (down.y() - rect.top()) / scale

    def caret_at(self, at: QPoint) -> int | None:
        """The caret's place nearest to one of the viewport; None where no words are."""
        point = self._point(at)
        places = self._places_of.get(point[0]) if point else None
        return places.caret_at(point[1], point[2]) if places and point else None

    def passages_at(self, at: QPoint) -> list[str]:
        """The passages at a place of the viewport, the shortest first: by their words, stripes or labels."""
        down = QPointF(at) + self._offset()
        point = self._point(at)
        if point is None or (places := self._places_of.get(point[0])) is None:
            return []
        if down.x() < self._rect(point[0]).left():
            near = stripes_of(self.scene, places, self._rect(point[0]), self._scale())
            found = [
                stripe.mark
                for stripe in near
                if stripe.box.adjusted(-3, -3, 3, 3).contains(down) or stripe.label.contains(down)
            ]
        else:
            offset = places.offset_at(point[1], point[2])
            found = self.scene.marks.between(offset, offset + 1) if offset is not None else []
        found.sort(key=lambda mark: mark.end - mark.start)
        return list(dict.fromkeys(mark.passage for mark in found))

    def _paint_over(self, painter: QPainter) -> None:
        for page in self.in_view():
            places = self._places_of.get(page)
            if places is not None:
                paint_page(painter, self.scene, places, self._rect(page), self._scale(), show_caret=self.hasFocus())
        mark = self.scene.chosen_mark()
        if mark is not None and not self.read_only and (boxes := self._boxes(mark.start, mark.end)):
            painter.setPen(Qt.PenStyle.NoPen)
            paint_handles(painter, self._theme, boxes, colour_on_paper(mark))

    # ------------------------------------------------------------------------------------------- mouse

    def _handle_at(self, at: QPoint) -> int | None:
        """Which handle of the chosen passage is at a place of the viewport: 0 its start, 1 its end."""
        mark = self.scene.chosen_mark()
        if mark is None or self.read_only:
            return None
        return handle_near(self._theme, self.span_box(mark.start, mark.end), QPointF(at))

    def _drag(self, at: QPoint, *, exact: bool) -> None:
        marks = self.scene.marks.of(self.scene.chosen)
        offset, source = self.caret_at(at), self._source
        if not marks or offset is None or source is None or self._dragging is None:
            return
        span = drawn_to(source.text, (marks[0].start, marks[0].end), self._dragging, offset, exact=exact)
        if span is not None:
            self.scene.dragged = (marks[0].passage, *span)
            self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a handle, choose in the margin, or begin to select."""
        at = event.position().toPoint()
        self._let_go()
        self._point_away()
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        timer, before = self._double
        if timer.isActive() and (at - before).manhattanLength() < QApplication.startDragDistance():
            timer.stop()
            self._select_block(at)
            return
        self._dragging = self._handle_at(at)
        if self._dragging is not None:
            return
        point = self._point(at)
        if point is not None and point[1] < 0 and (found := self.passages_at(at)):
            self._click(found)
            self._carried = (found[0], at)
            return
        self._pressed = at
        caret = self.caret_at(at)
        if caret is None:
            return
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            span = self.scene.selection
            anchor = self.scene.caret if span is None else span[0] if self.scene.caret == span[1] else span[1]
            self._anchor_offset = anchor
            self.selected.emit(anchor, caret)
        else:
            self._anchor_offset = caret
            self.selected.emit(caret, caret)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag an end, select, or point at a passage."""
        at = event.position().toPoint()
        if self._dragging is not None:
            self._scroll_along(at)
            self._drag(at, exact=bool(event.modifiers() & Qt.KeyboardModifier.AltModifier))
            return
        if self._carried is not None:
            passage, pressed = self._carried
            if (at - pressed).manhattanLength() >= QApplication.startDragDistance():
                self._carried = None
                self.carried.emit(passage)
            return
        if event.buttons() & Qt.MouseButton.LeftButton and self._anchor_offset is not None:
            self._scroll_along(at)
            caret = self.caret_at(at)
            if caret is not None and caret != self.scene.caret:
                self.selected.emit(self._anchor_offset, caret)
        elif event.buttons() == Qt.MouseButton.NoButton:
            self._point_at(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of an end, or choose what was clicked."""
        del event
        if self._dragging is not None:
            moved, self._dragging, self.scene.dragged = self.scene.dragged, None, None
            if moved is not None:
                self.ends_moved.emit(*moved)
            self.viewport().update()
            return
        pressed, self._pressed = self._pressed, None
        self._carried, self._anchor_offset = None, None
        if pressed is not None and self.scene.selection is None:
            self._click(self.passages_at(pressed))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take the sentence; a third click takes the paragraph."""
        at = event.position().toPoint()
        point, source = self._point(at), self._source
        places = self._places_of.get(point[0]) if point else None
        offset = places.offset_at(point[1], point[2]) if places and point else None
        if event.button() is not Qt.MouseButton.LeftButton or offset is None or source is None:
            return
        self._pressed = None
        self._double[0].start(QApplication.doubleClickInterval())
        self._double = (self._double[0], at)
        number = block_at(source, offset)
        if number is not None:
            block = source.blocks[number]
            self.selected.emit(*sentence_at(source.text, block.start, block.end, offset))

    def _select_block(self, at: QPoint) -> None:
        caret, source = self.caret_at(at), self._source
        number = block_at(source, caret) if source is not None and caret is not None else None
        if number is not None and source is not None:
            self.selected.emit(source.blocks[number].start, source.blocks[number].end)

    def _scroll_along(self, at: QPoint) -> None:
        """Scroll while the mouse selects at an edge."""
        over = min(0, at.y() - _EDGE) + max(0, at.y() - self.viewport().height() + _EDGE)
        if over:
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + over)

    def _click(self, found: list[str]) -> None:
        """Choose the shortest passage clicked; clicking again, the next longer one."""
        chosen = self.scene.chosen
        if chosen in found and len(found) > 1:
            found = found[found.index(chosen) + 1 :] or found
        self.passage_clicked.emit(found[0] if found else "")

    def _point_at(self, at: QPoint) -> None:
        on_handle = self._handle_at(at) is not None
        found = [] if on_handle else self.passages_at(at)
        point = self._point(at)
        places = self._places_of.get(point[0]) if point else None
        shape = Qt.CursorShape.ArrowCursor
        if on_handle:
            shape = Qt.CursorShape.SizeHorCursor
        elif point is not None and point[1] < 0:
            shape = Qt.CursorShape.PointingHandCursor if found else shape
        elif places is not None and point is not None and places.offset_at(point[1], point[2]) is not None:
            shape = Qt.CursorShape.IBeamCursor
        self.viewport().setCursor(shape)
        hovered = found[0] if found else ""
        if hovered != self.scene.hovered:
            self.scene.hovered = hovered
            self.viewport().update()
            self.rested.emit("")
            if hovered:
                self._resting.start()
            else:
                self._resting.stop()

    def _rest(self) -> None:
        if self.scene.hovered:
            self.rested.emit(self.scene.hovered)

    def _point_away(self) -> None:
        self._resting.stop()
        if self.scene.hovered:
            self.scene.hovered = ""
            self.viewport().update()
        self.rested.emit("")

    def _let_go(self) -> None:
        """The user is somewhere: where the pages were to be brought to does not count any more."""
        self._wanted = None

    def viewportEvent(self, event: QEvent) -> bool:
        """Notice that the mouse left, and that the wheel turned."""
        if event.type() == QEvent.Type.Leave:
            self._point_away()
        elif event.type() == QEvent.Type.Wheel:
            self._let_go()
        return super().viewportEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the words."""
        self.menu_wanted.emit(event.globalPos())

    # ------------------------------------------------------------------------------------------- keys

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the zoom for these pages: those of a brief have the same."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and _zooms(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll and zoom; Left and Right move the caret, with Shift they select, as do all that move it."""
        key, shift = Qt.Key(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key is Qt.Key.Key_Escape:
            if self._dragging is not None:
                self._dragging, self.scene.dragged = None, None
                self.viewport().update()
            self.escaped.emit()
        elif _zooms(event):
            self._zoom_by(key)
        elif key in _CARET_KEYS or (shift and key in _SELECTING_KEYS):
            self.caret_key.emit(event)
        else:
            before = self.verticalScrollBar().value()
            super().keyPressEvent(event)
            if self.verticalScrollBar().value() != before:  # the keys of a shortcut, Ctrl itself, go nowhere
                self._let_go()

    def _zoom_by(self, key: Qt.Key) -> None:
        if key in {Qt.Key.Key_0, Qt.Key.Key_9}:
            self.set_fit("width" if key is Qt.Key.Key_0 else "page")
        else:
            self.set_zoom(self.zoom / 1.1 if key is Qt.Key.Key_Minus else self.zoom * 1.1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the caret."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show none."""
        super().focusOutEvent(event)
        self.viewport().update()


def _zooms(event: QKeyEvent) -> bool:
    return event.key() in _ZOOM_KEYS and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
