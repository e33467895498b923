"""Search in all sources: a field, how much was found, and every place, under the titles of its sources.

It stands in the panel of sources, in their list's place, until it is closed: one can walk from place to place with F3
while reading. Enter goes to a place, Esc goes back to the list.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QListView, QVBoxLayout, QWidget

from briefgen.gui.background import Job
from briefgen.gui.bench import Bench
from briefgen.gui.controls import icon_button, label, search_field, tight
from briefgen.gui.panel import Header
from briefgen.gui.sources.search_delegate import SearchDelegate
from briefgen.gui.sources.search_rows import Found, PlaceRow, SearchRows, found_in

_PAUSE = 150
"""Milliseconds without typing after which the dossier is asked."""
_FIRST, _MOST = 20, 100
"""Sources that are looked for: the best at once, then as many as anybody looks through."""
_MOST_MATCHES = 1000
"""Matches of one source that the dossier's search gives."""
_PAGE = 6


class SearchView(QWidget):
    """Looks for the words of its field in the texts of all sources, and leads to each place."""

    closed = Signal()

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self.found = Found()
        self._at = -1
        self.shown_for = ""
        """The words of which the places are shown."""
        self.busy = False
        """Whether the dossier is being asked."""
        self._goes_there = False  # Enter was pressed before the places were there
        self._back_to: QWidget | None = None
        self.setAccessibleName(self.tr("Search in all sources"))
        self._build()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._ask)
        self.hide()

    def _build(self) -> None:
        theme, icons = self._bench.theme, self._bench.icons
        down = QVBoxLayout(self)
        tight(down)
        self.header = Header(self._bench, self.tr("Search"))
        self.setProperty("focus_header", self.header)
        down.addWidget(self.header)
        self.field = search_field(theme, icons, self.tr("Search in all sources"), icon="search")
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._typed)
        top = QVBoxLayout()
        tight(top, spacing=6, margins=(16, 4, 16, 6))
        top.addWidget(self.field)
        line = QHBoxLayout()
        tight(line, spacing=0)
        self.count = label(theme, face="meta", ink="ink_2", wraps=True)
        line.addWidget(self.count, 1)
        self.before = icon_button(
            theme, icons, "chevron-up", self.tr("The place before (Shift+F3)"), lambda: self.step(-1)
        )
        self.after = icon_button(theme, icons, "chevron-down", self.tr("The next place (F3)"), lambda: self.step(1))
        line.addWidget(self.before)
        line.addWidget(self.after)
        top.addLayout(line)
        down.addLayout(top)
        self.model = SearchRows()
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setAccessibleName(self.tr("Places found"))
        self.list.setFrameShape(QListView.Shape.NoFrame)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        theme.dress(self.list, ground="panel")
        self.list.setItemDelegate(SearchDelegate(theme, self.list))
        self.list.clicked.connect(self._go_to)
        self.list.installEventFilter(self)
        down.addWidget(self.list, 1)
        self.header.add(icon_button(theme, icons, "x", self.tr("Close the search (Esc)"), self.close_search))
        theme.changed.connect(self.list.doItemsLayout)
        self._say()

    # ------------------------------------------------------------------------------------------ open and shut

    def open_search(self, back_to: QWidget | None, words: str = "") -> None:
        """Take the keys, with these words, or the last ones ready to be typed over; closing gives them to `back_to`."""
        if words:
            self.field.setText(words)
        if back_to is not None and not self.isAncestorOf(back_to):
            self._back_to = back_to
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        if self.field.text().strip() != self.shown_for:
            self._ask()

    def close_search(self) -> None:
        """Go back to the list of sources, with the keys where they were; what was looked for is kept."""
        self.closed.emit()
        back_to, self._back_to = self._back_to, None
        if back_to is not None and back_to.isVisible():
            back_to.setFocus(Qt.FocusReason.OtherFocusReason)

    def search_again(self) -> None:
        """Look again: the sources are others."""
        if self.isVisible() and self.shown_for:
            self.shown_for = ""
            self._pause.start()

    # --------------------------------------------------------------------------------------------------- find

    def _typed(self) -> None:
        self._goes_there = False
        self._pause.start()

    def _ask(self) -> None:
        """Ask the dossier, in a thread; while it looks, nothing else is asked, and the newest words are next."""
        words = self.field.text().strip()
        self._pause.stop()
        if self.busy:
            return
        if not words:
            self._show("", Found())
        elif words != self.shown_for:
            self._search(words, _FIRST)

    def _search(self, words: str, most: int) -> None:
        file, sources = self._bench.session.file, self._bench.session.dossier.sources

        def look(_job: Job) -> tuple[Found, bool]:
            hits = file.search(words, most)
            return found_in(hits, sources, most, _MOST_MATCHES), len(hits) >= most

        def done(result: tuple[Found, bool]) -> None:
            found, more = result
            self.busy = False
            if self.field.text().strip() != words:
                self._ask()
                return
            self._show(words, found)
            if most < _MOST and more:
                self._search(words, _MOST)

        def failed(error: Exception) -> None:
            self.busy = False
            self._bench.tasks.troubled.emit(error)

        self.busy = True
        if most == _FIRST:
            self.count.setText(self.tr("Searching…"))
        self._bench.tasks.run(look, done=done, failed=failed, owner=self)

    def _show(self, words: str, found: Found) -> None:
        """Show what was found; a place that one is at stays chosen where it is still there."""
        at = self.found.matches[self._at] if 0 <= self._at < len(self.found.matches) else None
        self.shown_for, self.found = words, found
        self.model.show(found.rows)
        self._at = found.matches.index(at) if at in found.matches else -1
        if found.matches:
            self._choose(found.row_of(max(0, self._at)))
        self._say()
        self._bench.actions.refresh_soon()
        if self._goes_there:
            self._goes_there = False
            self._go_to(self.list.currentIndex())

    def _say(self) -> None:
        """Say how much was found, and at which place one is."""
        total = len(self.found.matches)
        number = f"{total:,}{'+' if self.found.more else ''}"
        if not self.shown_for:
            text = self.tr("Any words; “quoted” ones as they stand.")
        elif not total:
            text = self.tr("Nothing found. Every word must be in the source.")
        else:
            places = self.tr("1 place") if number == "1" else self.tr("{number} places").format(number=number)
            if self._at >= 0:
                places = self.tr("{at} of {places}").format(at=f"{self._at + 1:,}", places=places)
            sources = self.found.sources
            within = self.tr("1 source") if sources == 1 else self.tr("{n} sources").format(n=f"{sources:,}")
            text = self.tr("{places} in {sources}").format(places=places, sources=within)
        self.count.setText(text)
        for button in (self.before, self.after):
            button.setEnabled(total > 0)
            button.setVisible(total > 0)

    # ----------------------------------------------------------------------------------------------------- go

    @property
    def has_places(self) -> bool:
        """Whether there is a place to go to."""
        return bool(self.found.matches)

    def step(self, step: int) -> None:
        """Go to the next place (1) or the one before (-1), round about."""
        if self.found.matches:
            at = self._at + step if self._at >= 0 else (0 if step > 0 else -1)
            self._go(at % len(self.found.matches))

    def _go_to(self, index: QModelIndex) -> None:
        row = self.model.rows[index.row()] if index.isValid() else None
        if isinstance(row, PlaceRow):
            self._go(row.first)

    def _go(self, number: int) -> None:
        self._at = number
        source, start, end = self.found.matches[number]
        self._choose(self.found.row_of(number))
        self._say()
        self._bench.selection.go(workspace="read", source=source, offset=start, end=end)

    def _choose(self, number: int) -> None:
        if number >= 0:
            index = self.model.index(number)
            self.list.setCurrentIndex(index)
            if number == 1:
                self.list.scrollToTop()  # with the title over it

    def _move(self, step: int) -> None:
        """Choose the place that is so many rows on, past titles."""
        rows, number = self.model.rows, self.list.currentIndex().row()
        wanted = max(0, min(len(rows) - 1, number + step))
        one = 1 if step > 0 else -1
        while 0 <= wanted < len(rows) and not isinstance(rows[wanted], PlaceRow):
            wanted += one
        if 0 <= wanted < len(rows):
            self._choose(wanted)

    # --------------------------------------------------------------------------------------------------- keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the keys of the list work while one types, and the same ones in the list itself."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _PAGE, Qt.Key.Key_PageUp: -_PAGE}
        if key in steps:
            self._move(steps[Qt.Key(key)])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._goes_there = self.field.text().strip() != self.shown_for
            if self._goes_there:
                self._ask()
            else:
                self._go_to(self.list.currentIndex())
        elif key == Qt.Key.Key_Escape:
            self.close_search()
        else:
            return False
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():  # a notice that comes takes height alone
            self.list.doItemsLayout()
