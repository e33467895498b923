"""The two views of a source: its text, and, of a PDF, its real pages. What is selected, found and chosen is the same.

The text view stays the one that knows: it has the caret, the selection and the marks also while the pages are shown.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QDrag, QKeyEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from briefgen.domain.sources import Source
from briefgen.gui.bench import Bench
from briefgen.gui.preview.drawing import Drawing, Opened
from briefgen.gui.reader.marks import Marks
from briefgen.gui.reader.nothing import NothingToRead
from briefgen.gui.reader.page_gate import PageGate
from briefgen.gui.reader.page_loading import PageLoading, Places
from briefgen.gui.reader.page_view import RealPages
from briefgen.gui.reader.text_view import TextView


class Views(QStackedWidget):
    """Shows one of the views, or why there is none."""

    changed = Signal()
    """The other view is shown."""
    places_known = Signal()
    """The words on the pages can be selected now."""
    place_lost = Signal(str)
    """Where the words stand on the pages can't be told: a sentence on why."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.text = TextView(bench.theme)
        self._drawing = Drawing()
        self.pages = RealPages(bench.theme, self._drawing)
        self._loading = PageLoading(bench, self)
        self._nothing = NothingToRead(bench)
        self._gate = PageGate(bench)
        for widget in (self._nothing, self.text, self.pages, self._gate):
            self.addWidget(widget)
        self._source: Source | None = None
        self._loaded: Source | None = None
        self._as_pages = False
        self._held: tuple[int, int] | None = None
        self._unplaced = False
        loading = self._loading
        loading.ready.connect(self._show_pages)
        loading.placed.connect(self._show_places)
        self.pages.moved.connect(self._want_places)
        loading.password_wanted.connect(lambda _source, wrong: self._ask_password(wrong=wrong))
        loading.failed.connect(lambda _source, sentence: self._show_gate(sentence))
        loading.unplaced.connect(lambda _source, sentence: self._give_up(sentence))
        self._gate.given.connect(self._try_password)
        self.text.selectionChanged.connect(self._tell_selection)
        self.text.cursorPositionChanged.connect(self._tell_selection)
        self.pages.selected.connect(self._select)
        self.pages.caret_key.connect(self._move_caret)
        self.pages.carried.connect(self._carry)
        self.destroyed.connect(self._drawing.close)

    # ---------------------------------------------------------------------------------------- which is shown

    @property
    def as_pages(self) -> bool:
        """Whether the pages are wanted."""
        return self._as_pages

    @property
    def has_pages(self) -> bool:
        """Whether what is shown is a PDF."""
        return self._source is not None and self._source.format == "PDF"

    @property
    def now(self) -> TextView | RealPages:
        """The view that is shown, or would be."""
        return self.pages if self._as_pages and self.has_pages and self._loaded is self._source else self.text

    @property
    def placed(self) -> bool:
        """Whether it is known, in the view that is shown, where the words stand, or that it can't be."""
        return self.now is self.text or self.pages.knows_places or self._unplaced

    def show_source(self, source: Source | None, *, has_sources: bool, as_pages: bool) -> None:
        """Show another source, whose text is set elsewhere, in one of its views."""
        readable = source is not None and bool(source.text.strip())
        self._source = source if readable else None
        if source is not None and self._loaded is not None and _same_pages(source, self._loaded):
            self._loaded = source
        else:
            self._loading.stop()
            self._loaded = None
        begins = self._has_focus(self._nothing)
        self._nothing.tell(source, has_sources=has_sources)
        self._held = None
        self._as_pages = as_pages and self.has_pages
        self._arrange(self._as_pages)
        if begins:  # else Qt would give the keys to whatever comes next
            self.take_focus()

    def switch(self, *, as_pages: bool) -> None:
        """Show the other view at the same place."""
        if as_pages == self._as_pages or (as_pages and not self.has_pages):
            return
        focused = self._has_focus(self)
        place = None if self.is_at_top() else self.first_visible()
        self._as_pages = as_pages
        self._arrange(as_pages)
        self._hold(place)
        if focused:
            self.take_focus()
        self.changed.emit()

    def _has_focus(self, part: QWidget) -> bool:
        """Whether the keys are in a part of it."""
        focus: QWidget | None = QApplication.focusWidget()
        return focus is not None and (focus is part or part.isAncestorOf(focus))

    def _hold(self, place: int | None) -> None:
        """Bring a place to the top, and remember it as long as nobody scrolls: pages and lines begin elsewhere.

        None is the very top, above all words.
        """
        if place is None:
            self._held = None
            if self.now is self.text:
                self.text.reach(0)
            self.now.verticalScrollBar().setValue(0)
            return
        self.scroll_to(place, part=0.0, at_once=True)
        self._held = place, self.now.verticalScrollBar().value()

    def _arrange(self, as_pages: bool) -> None:  # noqa: FBT001  what its callers ask
        source = self._source
        if source is None:
            self.setCurrentWidget(self._nothing)
        elif not as_pages:
            self.setCurrentWidget(self.text)
        elif self._loaded is source:
            self.setCurrentWidget(self.pages)
        else:
            self._loaded, self._unplaced = None, False
            self.pages.clear()
            self.setCurrentWidget(self.pages)
            self._loading.load(source)

    def _show_pages(self, source: Source, pdf: Opened) -> None:
        if source is not self._source or not self._as_pages:
            return
        had_focus = self._has_focus(self)
        place = None if self.text.is_at_top else self.text.first_visible()
        self._loaded = source
        self.pages.show_source(source, self._drawing.open(pdf.data), pdf.sizes)
        self._tell_selection()
        self.setCurrentWidget(self.pages)
        self._hold(place)
        self._want_places()
        if had_focus:
            self.take_focus()
        self.changed.emit()

    def _want_places(self) -> None:
        """Have it found out where the words are on the pages in view."""
        if self._loaded is not None and self._as_pages:
            self._loading.want(self.pages.in_view())

    def _show_places(self, source: Source, places: Places) -> None:
        if self._loaded is not None and _same_pages(source, self._loaded):
            held, bar = self._held, self.pages.verticalScrollBar()
            stays = held is not None and held[1] == bar.value()
            self.pages.show_places(places)
            if held is not None and stays:  # not where somebody has scrolled since
                self._held = held[0], bar.value()
            self._want_places()
            self.places_known.emit()

    def _give_up(self, sentence: str) -> None:
        self._unplaced = True
        self.place_lost.emit(sentence)

    def _ask_password(self, *, wrong: bool) -> None:
        title = self._source.title if self._source is not None else ""
        self._gate.ask(title, wrong=wrong)
        self.setCurrentWidget(self._gate)

    def _show_gate(self, sentence: str) -> None:
        self._gate.say(sentence)
        self.setCurrentWidget(self._gate)

    def _try_password(self, password: str) -> None:
        if self._source is not None:
            self._loading.load(self._source, password)

    # ---------------------------------------------------------------------------------------- what both show

    def show_marks(self, marks: Marks) -> None:
        """Show other marks."""
        self.text.show_marks(marks)
        self.pages.show_marks(marks)

    def choose(self, passage: str) -> None:
        """Show a passage as the chosen one."""
        self.text.choose(passage)
        self.pages.choose(passage)

    def show_hits(self, hits: list[tuple[int, int]]) -> None:
        """Show what was found."""
        self.text.show_hits(hits)
        self.pages.show_hits(hits)

    def put_caret(self, offset: int, anchor: int | None = None) -> None:
        """Put the caret before a code point; with an anchor, what is between them is selected. Nothing scrolls."""
        self.text.put_caret(offset, anchor)

    def _select(self, anchor: int, caret: int) -> None:
        self.text.keys_last = False
        self.text.put_caret(caret, anchor if anchor != caret else None)

    def _move_caret(self, event: QKeyEvent) -> None:
        self.text.keyPressEvent(event)
        self.pages.scroll_to(self.text.caret(), needed=True)

    def _carry(self, passage: str) -> None:
        """Let the user drag a passage, by its stripe, onto a point that shall cite it."""
        drag = QDrag(self.pages)
        drag.setMimeData(self.text.passage_data(passage))
        drag.exec(Qt.DropAction.CopyAction)

    def _tell_selection(self) -> None:
        self.pages.show_selection(self.text.selected_span(), self.text.caret())

    # ---------------------------------------------------------------------------------------- where one is

    def first_visible(self) -> int:
        """The code point at the top of what is in view."""
        if self._held is not None and self._held[1] == self.now.verticalScrollBar().value():
            return self._held[0]
        return self.now.first_visible()

    def is_at_top(self) -> bool:
        """Whether nothing was scrolled."""
        return self.text.is_at_top if self.now is self.text else self.now.verticalScrollBar().value() == 0

    def scroll_to(self, offset: int, *, part: float = 0.25, at_once: bool = False, needed: bool = False) -> None:
        """Bring a code point into view: see the views."""
        if self.now is self.text:
            self.text.scroll_to(offset, part=part, at_once=at_once, needed=needed)
        else:
            self.pages.scroll_to(offset, part=part, needed=needed)

    def span_box(self, start: int, end: int) -> list[QRectF]:
        """The boxes of a span's lines in the viewport of the view that is shown."""
        return self.now.span_box(start, end)

    def hovered(self) -> bool:
        """Whether the mouse is on a passage."""
        scene = self.now.scene
        return scene is not None and bool(scene.hovered)

    def take_focus(self) -> None:
        """Give the keys to the view that is shown, or to what brings something into it."""
        shown = self.currentWidget()
        target: QWidget = self.now
        if shown is self._gate and self._gate.asks:
            target = self._gate.field
        elif shown is self._nothing:
            target = self._nothing.add
        target.setFocus(Qt.FocusReason.OtherFocusReason)


def _same_pages(one: Source, other: Source) -> bool:
    """Whether two states of a source have the same pages with the same words on them."""
    return one.sha256 == other.sha256 and (one.text is other.text or one.text == other.text)
