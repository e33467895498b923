"""The editor of a quotation: the exact words, of which some can be left out and others put in, always shown as such."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent, QTextCharFormat, QTextCursor, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QTextEdit, QVBoxLayout, QWidget

from briefgen.domain import operations
from briefgen.domain.points import Citation, Edit
from briefgen.domain.quotations import shown_quote
from briefgen.domain.sources import Passage
from briefgen.gui.bench import Bench
from briefgen.gui.controls import label, push_button, tight
from briefgen.gui.points.editors import passes_on_undo
from briefgen.gui.points.quote_edits import code_points, restored, utf16_units, whole_words, with_edit
from briefgen.workflows import now


class _Words(QTextEdit):
    """The exact words: they can be selected with mouse and keys, and nothing else."""

    def __init__(self, bench: Bench, quote: str) -> None:
        super().__init__()
        bench.theme.dress(self, face="quote", look="field")
        self.setPlainText(quote)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.setViewportMargins(bench.theme.px(8), 0, bench.theme.px(8), 0)
        self.setAccessibleName(self.tr("The words as they stand in the source"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be as high as the words."""
        super().resizeEvent(event)
        self.setFixedHeight(int(self.document().size().height()) + 10)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave scrolling to the form."""
        event.ignore()


class QuoteEditor(QWidget):
    """Edits the citation of one passage by one point."""

    def __init__(self, bench: Bench, point_id: str, passage: Passage, citation: Citation) -> None:
        super().__init__()
        self._bench, self._point_id, self._passage = bench, point_id, passage
        self._edits = citation.edits
        column = QVBoxLayout(self)
        tight(column, spacing=8)
        hint = self.tr(
            "Select words, then leave them out or put your own in their place. The source’s words stay as they are."
        )
        column.addWidget(label(bench.theme, hint, face="meta", ink="ink_2", wraps=True))
        self.words = _Words(bench, passage.quote)
        column.addWidget(self.words)
        self.leave_out = push_button(bench.theme, self.tr("Leave out"), self._leave_out, look="small")
        self.insert = push_button(bench.theme, self.tr("Insert…"), self._ask_insertion, look="small")
        self.restore = push_button(bench.theme, self.tr("Put back"), self._restore, look="small")
        line = QHBoxLayout()
        tight(line, spacing=4)
        for button in (self.leave_out, self.insert, self.restore):
            line.addWidget(button)
        line.addStretch(1)
        column.addLayout(line)
        self.inserted = _Insertion()
        self.inserted.setPlaceholderText(self.tr("Your words; they print in [ ]"))
        self.inserted.setAccessibleName(self.tr("Words to put in"))
        bench.theme.dress(self.inserted, face="text", high=32)
        self.inserted.returnPressed.connect(self._insert)
        self.inserted.hide()
        column.addWidget(self.inserted)
        column.addWidget(label(bench.theme, self.tr("As it will print"), face="meta", ink="ink_2"))
        self.preview = label(bench.theme, face="quote", wraps=True)
        column.addWidget(self.preview)
        self.words.selectionChanged.connect(self._refresh)
        self.words.cursorPositionChanged.connect(self._refresh)
        bench.theme.changed.connect(self._mark)
        self.setFocusProxy(self.words)
        self._show()

    def show_citation(self, citation: Citation) -> None:
        """Show the edits as they are now."""
        if citation.edits != self._edits:
            self._edits = citation.edits
            self._show()

    def _span(self) -> tuple[int, int]:
        """The selected words, as code points of the quotation."""
        cursor, quote = self.words.textCursor(), self._passage.quote
        return code_points(quote, cursor.selectionStart()), code_points(quote, cursor.selectionEnd())

    def _leave_out(self) -> None:
        start, end = whole_words(self._passage.quote, *self._span())
        if start < end:
            self._write(self.tr("Leave words out"), with_edit(self._edits, Edit(start=start, end=end)))

    def _ask_insertion(self) -> None:
        self.inserted.show()
        self.inserted.setFocus()

    def _insert(self) -> None:
        words = self.inserted.text().strip()
        if not words:
            return
        start, end = self._span()
        self._write(self.tr("Put words in"), with_edit(self._edits, Edit(start=start, end=end, insertion=words)))
        self.inserted.clear()
        self.inserted.hide()
        self.words.setFocus()

    def _restore(self) -> None:
        self._write(self.tr("Put words back"), restored(self._edits, *self._span()))

    def _write(self, act: str, edits: tuple[Edit, ...]) -> None:
        self._bench.session.apply(
            act,
            lambda d: operations.edit_citation(d, self._point_id, self._passage.id, at=now(), edits=edits),
        )

    def _show(self) -> None:
        self.preview.setText(shown_quote(self._passage.quote, self._edits))
        self._mark()
        self._refresh()

    def _mark(self) -> None:
        """Strike out what is left out, and underline where words are put in."""
        theme, marks = self._bench.theme, []
        for edit in self._edits:
            selection = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.words.document())
            cursor.setPosition(utf16_units(self._passage.quote, edit.start))
            keep = QTextCursor.MoveMode.KeepAnchor
            cursor.setPosition(
                utf16_units(self._passage.quote, max(edit.end, min(edit.start + 1, len(self._passage.quote)))), keep
            )
            shape = QTextCharFormat()
            if edit.end > edit.start:
                shape.setFontStrikeOut(True)
                shape.setForeground(theme.color("ink_3"))
            else:
                shape.setFontUnderline(True)
            selection.cursor, selection.format = cursor, shape
            marks.append(selection)
        self.words.setExtraSelections(marks)

    def _refresh(self) -> None:
        start, end = self._span()
        self.leave_out.setEnabled(start < end)
        self.restore.setEnabled(restored(self._edits, start, end) != self._edits)


class _Insertion(QLineEdit):
    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the window."""
        if event.type() is QEvent.Type.ShortcutOverride and passes_on_undo(event):
            event.ignore()
            return False
        return super().event(event)
