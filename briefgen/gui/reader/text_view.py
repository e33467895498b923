"""The text itself: shown read-only with its passages, read, selected in and pointed at by mouse and keyboard."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QMimeData,
    QPoint,
    QPointF,
    QRectF,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QFrame, QStyle, QTextEdit

from briefgen.gui.reader.ends import drawn_to, handle_near
from briefgen.gui.reader.growing_view import GrowingView
from briefgen.gui.reader.marks import Marks
from briefgen.gui.reader.offsets import TextMap
from briefgen.gui.reader.painting import Scene, paint_over, paint_under
from briefgen.gui.reader.set_text import SetText
from briefgen.gui.reader.spans import sentence_at, trimmed
from briefgen.gui.reader.typesetting import MARGIN, RIGHT
from briefgen.gui.theme import Theme

PASSAGE_MIME = "application/x-briefgen-passage"
"""What a dragged passage gives of itself: its id. The list of points takes it."""
_JUMP = 150
"""Milliseconds that bringing a place into view takes."""
_MANY = 300
"""Marks beyond which the scroll bar's are placed by character rather than by line, as all of a long text are."""
_REST = 400
"""Milliseconds that the mouse rests on a passage before its points are shown."""


class TextView(GrowingView):
    """A set text with its marks. Spans in its signals and methods are code points of the source's text."""

    passage_clicked = Signal(str)
    ends_moved = Signal(str, int, int)
    """A passage's ends were dragged to here."""
    rested = Signal(str)
    """The mouse rests on a passage; empty: on none any more."""
    moved = Signal()
    """Another part of the text is in view."""
    escaped = Signal()
    menu_wanted = Signal(QPoint)
    width_changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.read_only = False
        self.keys_last = False
        """Whether the caret was last moved by a key."""
        self._dragging: int | None = None
        self._carried: tuple[str, QPoint] | None = None
        self._pressed: QPoint | None = None
        self._double: tuple[QTimer, QPoint] = (QTimer(self, singleShot=True), QPoint())
        self.setObjectName("reader_text")
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("ring", "none")
        theme.dress(self, look="bare")
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setCursorWidth(2)
        self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.viewport().setMouseTracking(True)
        self._resting = QTimer(self, singleShot=True, interval=_REST)
        self._resting.timeout.connect(self._rest)
        self._jump.setDuration(_JUMP)
        self._jump.valueChanged.connect(lambda value: self.bar.setValue(round(value)))
        self.bar.valueChanged.connect(lambda _: None if self._by_us else self.moved.emit())

    # --------------------------------------------------------------------------------------------- what is shown

    @property
    def map(self) -> TextMap | None:
        """Code points to positions, of the text shown."""
        return self._scene.text.map if self._scene else None

    @property
    def scene(self) -> Scene | None:
        """What is painted."""
        return self._scene

    def show_text(self, text: str, set_text: SetText) -> None:
        """Show another text; where it was is forgotten. A long one may begin with a part: the rest is added to it."""
        self._source_text = text
        self._held = None
        self._scene = Scene(self._theme, set_text)
        wide = set_text.column + self._theme.px(MARGIN) + self._theme.px(RIGHT)
        self.bar.setValue(0)  # else Qt would lay the text of before out again, down to where one was in it
        if wide != self.lineWrapColumnOrWidth():
            self.setLineWrapColumnOrWidth(wide)
        self._show_document(set_text)
        self._centre()

    def show_marks(self, marks: Marks) -> None:
        """Show other marks."""
        if self._scene is None:
            return
        self._scene.marks = marks
        self._scene.forget_places()
        whole = max(1, len(self._source_text))
        if self._scene.text.is_long or len(marks.all) > _MANY:  # by its number: measuring would lay everything out
            self.bar.mark([(mark.start / whole, mark.kind) for mark in marks.all])
        else:
            self.bar.mark([(self._part(mark.start), mark.kind) for mark in marks.all])
        self.viewport().update()

    def _part(self, offset: int) -> float:
        """How far down a code point stands, from 0 to 1."""
        assert self._scene is not None  # noqa: S101  its caller looked
        top, _ = self._scene.geometry().line_of(self._scene.text.map.position(offset))
        return top / max(1.0, self.document().documentLayout().documentSize().height())

    def choose(self, passage: str) -> None:
        """Show a passage as the chosen one."""
        if self._scene is not None and self._scene.chosen != passage:
            self._scene.chosen = passage
            self.viewport().update()

    def show_hits(self, hits: list[tuple[int, int]]) -> None:
        """Show what was found."""
        if self._scene is not None:
            self._scene.hits = hits
            self.viewport().update()

    # ---------------------------------------------------------------------------------------- places and jumps

    def selected_span(self) -> tuple[int, int] | None:
        """What is selected, without the white space at its ends; None where that is nothing."""
        caret, anchor = self._ends()
        if anchor is None or self._scene is None or not self._scene.text.map:
            return None
        start, end = trimmed(self._source_text, min(caret, anchor), max(caret, anchor))
        return (start, end) if start < end else None

    def first_visible(self) -> int:
        """The code point at the top of what is in view."""
        if self._scene is None:
            return 0
        return self._scene.text.map.offset(self._scene.geometry().position_at(self.bar.value() + 2.0))

    def scroll_to(self, offset: int, *, part: float = 0.25, at_once: bool = False, needed: bool = False) -> None:
        """Bring a code point into view.

        Args:
            offset: The code point.
            part: How far down the view its line shall be, 0 to 1.
            at_once: Without the eye following.
            needed: Only when it is not well in view.
        """
        if self._scene is None:
            return
        self.reach(offset)
        top, bottom = self._scene.geometry().line_of(self._scene.text.map.position(offset))
        high, now = self.viewport().height(), self.bar.value()
        if needed and top >= now + 24 and bottom <= now + high - 48:
            return
        wanted = max(0, min(round(top - part * high), self.bar.maximum()))
        self._jump.stop()
        moves = self.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, self) > 0
        if at_once or not moves or not self.isVisible():
            self.bar.setValue(wanted)
            return
        far = 2 * high  # the eye follows the last two screens; a long way would be a blur
        start = now if abs(wanted - now) <= far else wanted + (far if wanted < now else -far)
        self._jump.setStartValue(float(start))
        self._jump.setEndValue(float(wanted))
        self._jump.start()

    def span_box(self, start: int, end: int) -> list[QRectF]:
        """The boxes of a span's lines in the viewport."""
        if self._scene is None:
            return []
        boxes = self._scene.geometry().span_boxes(start, end)
        return [box.translated(0, -self.bar.value()) for box in boxes]

    def _offset_at(self, point: QPoint) -> int:
        assert self._scene is not None  # noqa: S101  events come to a shown text
        return self._scene.text.map.offset(self.cursorForPosition(point).position())

    def passages_at(self, point: QPoint) -> list[str]:
        """The passages at a place of the viewport, the shortest first: by their words, stripes or labels."""
        if self._scene is None:
            return []
        down = QPointF(point) + QPointF(0, self.bar.value())
        geometry = self._scene.geometry()
        if down.x() < geometry.left - 4:
            near = self._scene.stripes(down.y() - 1, down.y() + 1)
            found = [s.mark for s in near if s.box.adjusted(-3, -3, 3, 3).contains(down) or s.label.contains(down)]
        else:
            offset = self._offset_at(point)
            found = [
                mark
                for mark in self._scene.marks.between(offset - 1, offset + 1)
                if any(
                    box.contains(down)
                    for box in geometry.span_boxes(max(mark.start, offset - 1), min(mark.end, offset + 1))
                )
            ]
        found.sort(key=lambda mark: mark.end - mark.start)
        return list(dict.fromkeys(mark.passage for mark in found))

    # ------------------------------------------------------------------------------------------------- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint tints and stripes, the words over them, and the chosen passage's handles over all."""
        scene = self._scene
        if scene is None:
            super().paintEvent(event)
            return
        area = QRectF(event.rect()).translated(0, self.bar.value())
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(0, -self.bar.value())
        paint_under(painter, scene, area)
        painter.end()
        super().paintEvent(event)
        if scene.chosen:
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(0, -self.bar.value())
            paint_over(painter, scene, area, handles=not self.read_only)
            painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the column in the middle."""
        super().resizeEvent(event)
        self._centre()
        self.width_changed.emit()

    def room(self) -> int:
        """How wide the text can be."""
        px = self._theme.px
        return self.width() - self.bar.sizeHint().width() - px(MARGIN) - px(RIGHT)

    def _centre(self) -> None:
        if self._scene is None:
            return
        spare = self.room() - self._scene.text.column
        self.setViewportMargins(max(0, min(spare, spare // 2 - self._theme.px(MARGIN - RIGHT) // 4)), 0, 0, 0)

    # ------------------------------------------------------------------------------------------- mouse and keys

    def event(self, event: QEvent) -> bool:
        """Scroll with the wheel beside the text as well."""
        if isinstance(event, QWheelEvent):
            return bool(QApplication.sendEvent(self.bar, event))
        return super().event(event)

    def _handle_at(self, point: QPoint) -> int | None:
        """Which handle of the chosen passage is at a place: 0 its start, 1 its end."""
        scene = self._scene
        if scene is None or self.read_only or not (chosen := scene.marks.of(scene.chosen)):
            return None
        return handle_near(self._theme, self.span_box(chosen[0].start, chosen[0].end), QPointF(point))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a handle, choose in the margin, or begin to select."""
        self.keys_last = False
        point = event.position().toPoint()
        self._jump.stop()
        self._point_away()
        if event.button() is Qt.MouseButton.LeftButton and self._scene is not None:
            timer, at = self._double
            if timer.isActive() and (point - at).manhattanLength() < QApplication.startDragDistance():
                timer.stop()
                self._select_block(point)
                return
            self._dragging = self._handle_at(point)
            if self._dragging is not None:
                return
            if point.x() < self._scene.geometry().left - 4 and (found := self.passages_at(point)):
                self._click(found)
                self._carried = (found[0], point)
                return
            self._pressed = point
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag an end, select, or point at a passage."""
        point = event.position().toPoint()
        if self._dragging is not None:
            self._drag(point, exact=bool(event.modifiers() & Qt.KeyboardModifier.AltModifier))
            return
        if self._carried is not None:
            passage, pressed = self._carried
            if (point - pressed).manhattanLength() >= QApplication.startDragDistance():
                self._carried = None
                self._carry(passage)
            return
        super().mouseMoveEvent(event)
        if event.buttons() == Qt.MouseButton.NoButton and self._scene is not None:
            self._point_at(point)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of an end, or choose what was clicked."""
        self._carried = None
        if self._dragging is not None:
            self._dragging = None
            scene = self._scene
            if scene is not None and scene.dragged is not None:
                passage, start, end = scene.dragged
                scene.dragged = None
                self.ends_moved.emit(passage, start, end)
            self.viewport().update()
            return
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, None
        if pressed is not None and not self.textCursor().hasSelection():
            self._click(self.passages_at(pressed))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take the sentence; a third click takes the paragraph."""
        if self._scene is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        point = event.position().toPoint()
        self._pressed = None
        self._double[0].start(QApplication.doubleClickInterval())
        self._double = (self._double[0], point)
        text_map = self._scene.text.map
        if not text_map:
            return
        offset = self._offset_at(point)
        number = text_map.block(offset)
        start, end = sentence_at(self._source_text, text_map.starts[number], text_map.ends[number], offset)
        self.put_caret(end, start)

    def _select_block(self, point: QPoint) -> None:
        assert self._scene is not None  # noqa: S101  its caller looked
        text_map = self._scene.text.map
        if text_map:
            number = text_map.block(self._offset_at(point))
            self.put_caret(text_map.ends[number], text_map.starts[number])

    def _click(self, found: list[str]) -> None:
        """Choose the shortest passage clicked; clicking again, the next longer one."""
        if self._scene is None:
            return
        if self._scene.chosen in found and len(found) > 1:
            found = found[found.index(self._scene.chosen) + 1 :] or found
        self.passage_clicked.emit(found[0] if found else "")

    def _carry(self, passage: str) -> None:
        """Let the user drag a passage, by its stripe, onto a point that shall cite it."""
        drag = QDrag(self)
        drag.setMimeData(self.passage_data(passage))
        drag.exec(Qt.DropAction.CopyAction)

    def passage_data(self, passage: str) -> QMimeData:
        """What is dragged: a passage's id for a point of this window, its words for everything else."""
        data = QMimeData()
        data.setData(PASSAGE_MIME, passage.encode())
        marks = self._scene.marks.of(passage) if self._scene is not None else []
        if marks:
            data.setText(self._source_text[marks[0].start : marks[0].end])
        return data

    def _drag(self, point: QPoint, *, exact: bool) -> None:
        scene = self._scene
        if scene is None or self._dragging is None or not (chosen := scene.marks.of(scene.chosen)):
            return
        mark = chosen[0]
        span = drawn_to(self._source_text, (mark.start, mark.end), self._dragging, self._offset_at(point), exact=exact)
        if span is not None:
            scene.dragged = (mark.passage, *span)
            self.viewport().update()

    def _point_at(self, point: QPoint) -> None:
        assert self._scene is not None  # noqa: S101  its caller looked
        on_handle = self._handle_at(point) is not None
        found = [] if on_handle else self.passages_at(point)
        in_margin = point.x() < self._scene.geometry().left - 4
        shape = Qt.CursorShape.IBeamCursor
        if on_handle:
            shape = Qt.CursorShape.SizeHorCursor
        elif in_margin:
            shape = Qt.CursorShape.PointingHandCursor if found else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        hovered = found[0] if found else ""
        if hovered != self._scene.hovered:
            self._scene.hovered = hovered
            self.viewport().update()
            self.rested.emit("")
            if hovered:
                self._resting.start()
            else:
                self._resting.stop()

    def _rest(self) -> None:
        if self._scene is not None and self._scene.hovered:
            self.rested.emit(self._scene.hovered)

    def _point_away(self) -> None:
        self._resting.stop()
        if self._scene is not None and self._scene.hovered:
            self._scene.hovered = ""
            self.viewport().update()
        self.rested.emit("")

    def viewportEvent(self, event: QEvent) -> bool:
        """Notice that the mouse left."""
        if event.type() == QEvent.Type.Leave and self._scene is not None:
            self._point_away()
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc lets go of a drag or tells those who float over the text; Enter chooses the passage at the caret."""
        if event.key() == Qt.Key.Key_Escape:
            if self._dragging is not None and self._scene is not None:
                self._dragging, self._scene.dragged = None, None
                self.viewport().update()
            self.escaped.emit()
            return
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._scene is not None:
            at = self.caret()
            found = sorted(self._scene.marks.between(at - 1, at + 1), key=lambda mark: mark.end - mark.start)
            self._click(list(dict.fromkeys(mark.passage for mark in found)))
            return
        self.keys_last = True
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the words."""
        self.menu_wanted.emit(event.globalPos())
