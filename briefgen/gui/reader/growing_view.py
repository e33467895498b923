"""A text edit that shows a set text, adds to it where it is a long one, and knows where its caret is, be it there yet.

What is in view stays where it is while the text grows above it, and so do caret and selection.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator

from PySide6.QtCore import QSignalBlocker, QTimer, QVariantAnimation
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextEdit

from briefgen.gui.reader.laying_out import ShortStretches
from briefgen.gui.reader.painting import Scene
from briefgen.gui.reader.scroll_bar import MarkedScrollBar
from briefgen.gui.reader.set_text import SetText
from briefgen.gui.theme import Theme

_BITE = 0.008
"""Seconds of work in which a long text is added to at a time, or as long as one step takes."""
_BETWEEN_MS, _LATER_MS = 10, 100
"""Milliseconds from one of these to the next; while what is added above would be in the way of a hand at the bar."""
_TO_THE_ENDS = (
    QKeySequence.StandardKey.SelectAll,
    QKeySequence.StandardKey.SelectStartOfDocument,
    QKeySequence.StandardKey.SelectEndOfDocument,
)


class GrowingView(QTextEdit):
    """Shows the document of a set text. Offsets are code points of the source's text."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._source_text = ""
        self._scene: Scene | None = None
        self.bar = MarkedScrollBar(theme)
        self.setVerticalScrollBar(self.bar)
        self._jump = QVariantAnimation(self)
        self._by_us = False
        """Whether the bar, or the caret, is moved by what is added to a long text, or by `put_caret`."""
        self._held: tuple[int, int | None] | None = None
        """Caret and anchor, where the document does not hold both yet."""
        self._more = QTimer(self, singleShot=True, interval=_BETWEEN_MS)
        self._more.timeout.connect(self._add_some)
        self._above_is_next = False
        self._shown: QTextDocument | None = None
        self.selectionChanged.connect(self._selection_moved)
        self.cursorPositionChanged.connect(self._selection_moved)

    def _show_document(self, set_text: SetText) -> None:
        self._jump.stop()
        before, self._shown = self._shown, set_text.document
        self.setDocument(set_text.document)
        if before is not None:
            before.deleteLater()  # PySide would keep it as long as the view, and Qt lay it out
        set_text.document.documentLayout().documentSizeChanged.connect(lambda _: self._places_changed())
        if set_text.is_whole:
            ShortStretches(set_text.document)
            self._more.stop()
        else:
            set_text.document.documentLayout().documentSize()  # asking lays it out
            self._more.start(_BETWEEN_MS)
        self._selection_moved()

    def reach(self, offset: int) -> None:
        """Have a code point in the document: in a long text, what is around it goes before the rest."""
        scene = self._scene
        if scene is None or scene.text.map.holds(offset):
            return
        caret, anchor = self._ends()
        scene.text.begin(offset)
        scene.forget_places()
        with QSignalBlocker(self):
            self._show_document(scene.text)
            self.put_caret(caret, anchor)

    def _add_some(self) -> None:
        """Add to a long text for a moment, and come back for more."""
        scene = self._scene
        if scene is None:
            return
        begun = time.thread_time()
        while not scene.text.is_whole and time.thread_time() - begun < _BITE:
            if not scene.text.ends and (scene.text.begins or not self._above_is_next):
                self._add_below(scene)
                self._above_is_next = True
            elif self.bar.isSliderDown() or self._jump.state() is QVariantAnimation.State.Running:
                self._above_is_next = False
                if scene.text.ends:
                    self._more.start(_LATER_MS)
                    return
            else:
                self._add_above(scene)
                self._above_is_next = False
            scene.forget_places()
        if self._held is not None:
            self.put_caret(*self._held)
        if not scene.text.is_whole:
            self._more.start(_BETWEEN_MS)

    def _add_above(self, scene: Scene) -> None:
        """Add to a long text above what is in view, which stays where it is."""
        geometry, document = scene.geometry(), scene.text.document
        before = geometry.top_of(document.firstBlock())
        with self._quietly():
            added = scene.text.add_before()
            by = round(geometry.top_of(document.findBlockByNumber(added)) - before)
            self.bar.setMaximum(max(self.bar.maximum(), self.bar.value() + by))
            self.bar.setValue(self.bar.value() + by)

    def _add_below(self, scene: Scene) -> None:
        with self._quietly():
            scene.text.add_after()

    @contextlib.contextmanager
    def _quietly(self) -> Iterator[None]:
        """Let the text grow, and caret and selection stay at the words where they are, without a word of it."""
        ends, self._by_us = self._ends(), True
        try:
            with QSignalBlocker(self):
                yield
                if self._ends() != ends:  # at the very end of what was set, Qt takes the caret along
                    self.put_caret(*ends)
            self._selection_moved()
        finally:
            self._by_us = False

    def finish(self) -> None:
        """Add all that is left to a long text: somebody needs it now."""
        scene = self._scene
        while scene is not None and not scene.text.ends:
            self._add_below(scene)
        while scene is not None and not scene.text.begins:
            self._add_above(scene)
        if self._held is not None:
            self.put_caret(*self._held)

    def selectAll(self) -> None:
        """Select the whole text; what is not in the document yet is added now."""
        self.finish()
        super().selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Have that part of the text at hand that a key asks for."""
        if event.matches(QKeySequence.StandardKey.MoveToStartOfDocument):
            self.reach(0)
        elif event.matches(QKeySequence.StandardKey.MoveToEndOfDocument):
            self.reach(len(self._source_text))
        elif any(event.matches(key) for key in _TO_THE_ENDS):
            self.finish()
        super().keyPressEvent(event)

    # ------------------------------------------------------------------------------------------------- the caret

    def caret(self) -> int:
        """The code point at the caret."""
        return self._ends()[0]

    def _ends(self) -> tuple[int, int | None]:
        """The code points at the caret and at the other end of what is selected; None where nothing is."""
        if self._held is not None or self._scene is None:
            return self._held or (0, None)
        cursor, to_offset = self.textCursor(), self._scene.text.map.offset
        return to_offset(cursor.position()), to_offset(cursor.anchor()) if cursor.hasSelection() else None

    @property
    def is_at_top(self) -> bool:
        """Whether nothing of the text is above what is in view."""
        return self.bar.value() == 0 and (self._scene is None or self._scene.text.begins)

    def put_caret(self, offset: int, anchor: int | None = None) -> None:
        """Put the caret before a code point; with an anchor, what is between them is selected. Nothing scrolls."""
        if self._scene is None:
            return
        where = self.bar.value()
        cursor, there = self.textCursor(), self._scene.text.map
        cursor.setPosition(there.position(offset if anchor is None else anchor))
        if anchor is not None:
            cursor.setPosition(there.position(offset), QTextCursor.MoveMode.KeepAnchor)
        all_there = there.holds(offset) and (anchor is None or there.holds(anchor))
        self._held = None if all_there else (offset, anchor)
        before, self._by_us = self._by_us, True
        self.setTextCursor(cursor)
        self._by_us = before
        self.bar.setValue(where)

    def _places_changed(self) -> None:
        if self._scene is not None:
            self._scene.forget_places()

    def _selection_moved(self) -> None:
        if not self._by_us:
            self._held = None
        if self._scene is not None:
            cursor = self.textCursor()
            self._scene.selection = (cursor.selectionStart(), cursor.selectionEnd())
            self.viewport().update()
