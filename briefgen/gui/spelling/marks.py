"""The marks of the spell check in one text: a wavy line under each misspelt word, and a menu of what to do with it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer
from PySide6.QtGui import QAction, QContextMenuEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QApplication, QMenu, QPlainTextEdit, QTextEdit, QWidget

from briefgen.gui.bench import Bench
from briefgen.gui.code_units import CodeUnits
from briefgen.gui.spelling.spelling import Spans, Spelling, spelling_of

_PAUSE = 300
"""Milliseconds without typing after which a text is checked."""


class SpellMarks(QObject):
    """Watches a text that is written in, for as long as it lives. A text that can't be written in has no marks."""

    def __init__(self, bench: Bench, editor: QPlainTextEdit) -> None:
        super().__init__(editor)
        self._bench, self._editor = bench, editor
        self._spelling: Spelling = spelling_of(bench)
        self._ignored: set[str] = set()
        self._spans: list[tuple[int, int]] = []  # in UTF-16 units
        self._typed = -1  # where the cursor was when something was typed last
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._check)
        editor.document().contentsChange.connect(self._changed)
        editor.cursorPositionChanged.connect(self._show)
        editor.installEventFilter(self)
        editor.viewport().installEventFilter(self)
        self._spelling.changed.connect(self._pause.start)
        bench.theme.changed.connect(self._show)
        self._pause.start()

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """The misspelt words, as positions in the document."""
        return tuple(self._spans)

    @property
    def editor(self) -> QPlainTextEdit:
        """The text."""
        return self._editor

    def select(self, span: tuple[int, int]) -> None:
        """Select a word, with the keys in the text."""
        self._editor.setFocus()
        self._editor.setTextCursor(self._cursor(span))
        self._editor.ensureCursorVisible()

    # -------------------------------------------------------------------------------------------------- check

    def _changed(self, at: int, removed: int, added: int) -> None:
        """Move the marks with the words that follow, and drop those that were written in; then look again."""
        kept = []
        for start, end in self._spans:
            if end < at:
                kept.append((start, end))
            elif start > at + removed:
                kept.append((start + added - removed, end + added - removed))
        self._spans = kept
        self._typed = at + added
        self._pause.start()

    def _check(self) -> None:
        if not self._spelling.language or self._editor.isReadOnly():
            self._spans = []
            self._show()
            return
        revision = self._editor.document().revision()
        text = self._editor.toPlainText()

        def answer(spans: Spans) -> None:
            if self._editor.document().revision() != revision:
                return  # the pause that follows every change asks again
            units = CodeUnits(text).units
            self._spans = [(units(a), units(b)) for a, b in spans if text[a:b] not in self._ignored]
            self._show()

        self._spelling.misspelt(text, answer, self)

    def _show(self) -> None:
        """Underline; the word that is being typed is left in peace until the cursor leaves it."""
        at = self._editor.textCursor().position()
        under_way = at if at == self._typed and self._editor.hasFocus() else -1
        if under_way < 0:
            self._typed = -1
        wave = QTextCharFormat()
        wave.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SpellCheckUnderline)
        wave.setUnderlineColor(self._bench.theme.color("must_fix"))
        marks = []
        last = self._editor.document().characterCount() - 1
        for start, end in self._spans:
            if end != under_way and end <= last:
                mark = QTextEdit.ExtraSelection()
                mark.cursor = self._cursor((start, end))
                mark.format = wave
                marks.append(mark)
        self._editor.setExtraSelections(marks)

    def _cursor(self, span: tuple[int, int]) -> QTextCursor:
        cursor = QTextCursor(self._editor.document())
        cursor.setPosition(span[0])
        cursor.setPosition(span[1], QTextCursor.MoveMode.KeepAnchor)
        return cursor

    # --------------------------------------------------------------------------------------------------- menu

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Put what can be done with a misspelt word over the text's own menu; look again when it can be written in."""
        if event.type() == QEvent.Type.ContextMenu and isinstance(event, QContextMenuEvent):
            return self._open_menu(event)
        if watched is self._editor and event.type() == QEvent.Type.ReadOnlyChange:
            self._pause.start()
        return False

    def _open_menu(self, event: QContextMenuEvent) -> bool:
        by_keys = event.reason() == QContextMenuEvent.Reason.Keyboard
        if by_keys:
            cursor = self._editor.textCursor()
            where = self._editor.viewport().mapToGlobal(self._editor.cursorRect().bottomLeft())
        else:
            where = event.globalPos()
            cursor = self._editor.cursorForPosition(self._editor.viewport().mapFromGlobal(where))
        menu = self.menu_at(cursor.position())
        if menu is None:
            return False
        menu.popup(where)
        return True

    def menu_at(self, at: int) -> QMenu | None:
        """Make the menu for the misspelt word at a position; the suggestions come into it as soon as they are there."""
        span = next((one for one in self._spans if one[0] <= at <= one[1]), None)
        if span is None or self._editor.isReadOnly():
            return None
        word = self._cursor(span).selectedText()
        menu = self._editor.createStandardContextMenu()
        first = menu.actions()[0] if menu.actions() else None
        waiting = QAction(self.tr("Looking for suggestions…"), menu)
        waiting.setEnabled(False)
        learn = QAction(self.tr("Add “{word}” to the house dictionary").format(word=word), menu)
        learn.triggered.connect(partial(self._spelling.learn, word))
        ignore = QAction(self.tr("Ignore here"), menu)
        ignore.triggered.connect(partial(self._ignore, word))
        own = [waiting, _line(menu), learn, ignore, _line(menu)]
        for action in own:
            menu.insertAction(first, action) if first else menu.addAction(action)

        def fill(suggestions: tuple[str, ...]) -> None:
            for suggestion in suggestions:
                made = QAction(suggestion.replace("&", "&&"), menu)
                font = made.font()
                font.setBold(True)
                made.setFont(font)
                made.triggered.connect(partial(self._replace, span, word, suggestion))
                menu.insertAction(waiting, made)
            if suggestions:
                menu.removeAction(waiting)
                menu.setActiveAction(menu.actions()[0])
            else:
                waiting.setText(self.tr("No suggestions"))

        self._spelling.suggestions(word, fill, menu)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _replace(self, span: tuple[int, int], word: str, by: str) -> None:
        """Put another word in the place of a misspelt one, if that is still there."""
        cursor = self._cursor(span)
        if cursor.selectedText() == word:
            cursor.insertText(by)
            self._editor.setTextCursor(cursor)
            self._typed = -1

    def _ignore(self, word: str) -> None:
        self._ignored.add(word)
        self._check()


def _line(menu: QMenu) -> QAction:
    line = QAction(menu)
    line.setSeparator(True)
    return line


def next_misspelt(window: QWidget) -> bool:
    """Select the next misspelt word after the cursor, in this text or the next ones in view, round about.

    Gives whether there is any.
    """
    held = [marks for marks in window.findChildren(SpellMarks) if marks.editor.isVisible() and marks.spans]
    held.sort(key=lambda marks: _place(marks.editor, window))
    if not held:
        return False
    for marks in held:
        if marks.editor.hasFocus():
            at = marks.editor.textCursor().selectionEnd()
            later = [span for span in marks.spans if span[0] >= at]
            if later:
                marks.select(later[0])
                return True
            following = held[(held.index(marks) + 1) % len(held)]
            following.select(following.spans[0])
            return True
    focused = QApplication.focusWidget()
    here = _place(focused, window) if focused is not None and window.isAncestorOf(focused) else (0, 0)
    chosen = next((marks for marks in held if _place(marks.editor, window) >= here), held[0])
    chosen.select(chosen.spans[0])
    return True


def _place(widget: QWidget, window: QWidget) -> tuple[int, int]:
    there = widget.mapTo(window, QPoint(0, 0))
    return there.y(), there.x()


def declare_spelling(bench: Bench, within: QWidget) -> None:
    """Declare what a window can do about spelling; `within` is any widget of it."""

    def step() -> None:
        if not next_misspelt(within.window()):
            bench.notices.say(within.tr("No misspelt word is in view."), "done", key="spelling")

    spelling = spelling_of(bench)
    bench.actions.add(
        "edit.misspelt",
        within.tr("Next &misspelt word"),
        step,
        menu="edit",
        group="spelling",
        shortcut="F7",
        icon="spell-check",
        words=within.tr("spelling spell check dictionary"),
        when=lambda: bool(spelling.language) and not bench.session.read_only,
    )
    bench.actions.add(
        "edit.spelling",
        within.tr("Check spelling while &writing"),
        spelling.switch,
        menu="edit",
        group="spelling",
        words=within.tr("spell check dictionary underline"),
        checked=lambda: bench.choices.preferences.spelling,
    )
