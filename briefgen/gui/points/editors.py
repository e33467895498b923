"""Editors of single values: text, terms, ticks, lists. Each shows a value and tells when the user made it another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QStandardItem,
    QStandardItemModel,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QPlainTextEdit,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStyleOptionViewItem,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from briefgen.domain.dossier import Dossier
from briefgen.domain.fields import Spec, Term
from briefgen.domain.points import Point
from briefgen.domain.wording import count_words
from briefgen.gui.bench import Bench
from briefgen.gui.controls import label, tight
from briefgen.gui.points.side_by_side import WANTED
from briefgen.gui.points.words import capital, term_word
from briefgen.gui.spelling.marks import SpellMarks


class Editor(QWidget):
    """The base of all editors of a field."""

    edited = Signal(object)
    """The value that the field shall hold now."""
    edited_together = Signal(object)
    """Values of several fields that change together, by attribute name."""
    refused = Signal(str)
    """Why what stands in the editor is no value; empty when it is one after all."""

    typed = False
    """Whether changes in quick succession are one act: letters are, choices are not."""
    follows_dossier = False
    """Whether it shows more than its value, and so is shown anew when other things change."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.bench = bench

    def show_value(self, value: Any) -> None:
        """Show a value; one that the editor shows already is left alone, so that typing is not disturbed."""
        raise NotImplementedError

    def regard(self, dossier: Dossier, point: Point) -> None:
        """See what else the editor needs: other points, the dossier's scale. Called before `show_value`."""

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001  the answer to the one question asked
        """Show the value as text that can be selected, no longer as a control."""
        raise NotImplementedError

    def name(self, text: str) -> None:
        """Say what the editor is for, to those who don't see its label."""
        raise NotImplementedError


def passes_on_undo(event: QEvent) -> bool:
    """Tell whether a key asks for undo or redo, which the window does for the whole dossier."""
    return isinstance(event, QKeyEvent) and (
        event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)
    )


class GrowingText(QPlainTextEdit):
    """A text field as high as its text. With `limit` it counts words in its corner; Tab goes on to the next field."""

    def __init__(self, bench: Bench, *, one_line: bool = False, face: str = "text", limit: int = 0) -> None:
        super().__init__()
        self._bench, self._one_line, self._limit = bench, one_line, limit
        self._hint = ""
        bench.theme.dress(self, face=face, look="field")
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self._counter = label(bench.theme, face="meta", ink="ink_3")
        self._counter.setParent(self)
        self._counter.setVisible(limit > 0)
        self._counter.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.textChanged.connect(self._count)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self._grow())
        bench.theme.changed.connect(self._set_margins)
        self._set_margins()
        self._count()

    def say(self, text: str) -> None:
        """Show a text without telling that it was typed; the cursor stays where it can."""
        if text == self.toPlainText():
            return
        at = self.textCursor().position()
        with QSignalBlocker(self):
            self.setPlainText(text)
        cursor = self.textCursor()
        cursor.setPosition(min(at, self.document().characterCount() - 1))
        self.setTextCursor(cursor)
        self._count()
        self._grow()

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the window."""
        if event.type() is QEvent.Type.ShortcutOverride and passes_on_undo(event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take no line end where one line is meant."""
        if passes_on_undo(event) or (self._one_line and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}):
            event.ignore()
            return
        super().keyPressEvent(event)

    def insertFromMimeData(self, source: Any) -> None:
        """Paste plain words; lines become one where one is meant."""
        text = source.text()
        self.insertPlainText(" ".join(text.split()) if self._one_line else text)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave scrolling to the form."""
        event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the counter in its corner, and grow."""
        super().resizeEvent(event)
        self._place_counter()
        self._grow()

    def sizeHint(self) -> QSize:
        """As high as the text."""
        return QSize(120, self._wanted_height())

    def minimumSizeHint(self) -> QSize:
        """As high as the text."""
        return QSize(40, self._wanted_height())

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001  as above
        """Show it as text."""
        if read_only == self.isReadOnly():
            return
        self.setReadOnly(read_only)
        repolish(self)
        self._counter.setVisible(self._limit > 0 and not read_only)
        self.setPlaceholderText("–" if read_only else self._hint)
        self._set_margins()

    def hint(self, text: str) -> None:
        """Say in the empty field what belongs there."""
        self._hint = text
        self.setPlaceholderText(text)

    def _wanted_height(self) -> int:
        metrics = self.fontMetrics()
        document = self.document()
        block = document.begin()
        while block.isValid():  # out of view nothing is broken into lines until one asks, and each counts as one
            document.documentLayout().blockBoundingRect(block)
            block = block.next()
        lines = max(1, round(document.size().height()))
        return self._bench.theme.px(32) - metrics.lineSpacing() + lines * metrics.lineSpacing()

    def _grow(self) -> None:
        wanted = self._wanted_height()
        if self.minimumHeight() != wanted or self.maximumHeight() != wanted:
            self.setFixedHeight(wanted)

    def _set_margins(self) -> None:
        px = self._bench.theme.px
        above = max(0, (px(32) - self.fontMetrics().lineSpacing()) // 2 - px(4) - 1)
        side = 0 if self.isReadOnly() else px(9)
        self.setViewportMargins(side, above, px(9) + (self._counter_width() if self._limit else 0), 0)
        self._place_counter()
        self._grow()

    def _counter_width(self) -> int:
        return self._counter.fontMetrics().horizontalAdvance(f"00/{self._limit}") + self._bench.theme.px(4)

    def _place_counter(self) -> None:
        px, size = self._bench.theme.px, self._counter.sizeHint()
        self._counter.setGeometry(
            self.width() - size.width() - px(9), (px(32) - size.height()) // 2, size.width(), size.height()
        )

    def _count(self) -> None:
        if not self._limit:
            return
        words = count_words(self.toPlainText())
        self._counter.setText(f"{words}/{self._limit}")
        ink = "should_fix" if words > self._limit else "ink_3"
        if self._counter.property("ink") != ink:
            self._bench.theme.dress(self._counter, ink=ink)
            repolish(self._counter)
        self.setAccessibleDescription(self.tr("{words} of {limit} words").format(words=words, limit=self._limit))
        self._place_counter()


def repolish(widget: QWidget) -> None:
    """Let the style sheet look at a widget's properties again."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


class TextEditor(Editor):
    """Text that the spec reads; of one line, or more."""

    typed = True

    def __init__(
        self, bench: Bench, spec: Spec, *, one_line: bool, face: str = "text", limit: int = 0, hint: str = ""
    ) -> None:
        super().__init__(bench)
        self._spec = spec
        self.field = GrowingText(bench, one_line=one_line, face=face, limit=limit)
        self.field.hint(hint)
        self.field.textChanged.connect(lambda: self.edited.emit(self._value()))
        tight(layout := QVBoxLayout(self))
        layout.addWidget(self.field)
        self.setFocusProxy(self.field)

    def check_spelling(self) -> Self:
        """Underline what is misspelt: it is prose that is written here."""
        SpellMarks(self.bench, self.field)
        return self

    def _value(self) -> object:
        return self._spec.read("", self.field.toPlainText())

    def show_value(self, value: Any) -> None:
        """Show a text."""
        if self._value() != value:
            self.field.say(str(value))

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001  as above
        """Show it as text."""
        self.field.set_read_only(read_only)

    def name(self, text: str) -> None:
        """Name the field."""
        self.field.setAccessibleName(text)


class LinesEditor(TextEditor):
    """A list of short texts, one a line."""

    def __init__(self, bench: Bench, spec: Spec) -> None:
        super().__init__(bench, spec, one_line=False, hint=self.tr("One a line"))

    def _value(self) -> object:
        lines = (line.strip() for line in self.field.toPlainText().split("\n"))
        return self._spec.read("", [line for line in lines if line])

    def show_value(self, value: Any) -> None:
        """Show the entries."""
        if self._value() != value:
            self.field.say("\n".join(value))


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a box that is chosen from: its value, its words, what it means. A heading has no value to choose."""

    value: Any
    words: str
    meaning: str = ""
    heading: bool = False


_MEANING = Qt.ItemDataRole.UserRole + 1
_HEADING = Qt.ItemDataRole.UserRole + 2


class ChoiceBox(QComboBox):
    """A box whose rows show a term and what it means. The wheel scrolls the form, and never changes the choice."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        bench.theme.dress(self, face="text")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        self.setMaxVisibleItems(14)
        self.setItemDelegate(_RowDelegate(bench, self))
        self._rows: tuple[Row, ...] = ()
        self._hugs = False
        self.currentIndexChanged.connect(lambda _: self._tell_wanted())
        bench.theme.changed.connect(self._tell_wanted)

    def offer(self, rows: Sequence[Row]) -> None:
        """Have these rows to choose from."""
        if self._rows == tuple(rows):
            return
        self._rows = tuple(rows)
        model = QStandardItemModel(self)
        for row in rows:
            item = QStandardItem(row.words)
            item.setData(row.meaning, _MEANING)
            item.setData(row.heading, _HEADING)
            spoken = f"{row.words}: {row.meaning}" if row.meaning else row.words
            item.setData(spoken, Qt.ItemDataRole.AccessibleTextRole)
            if row.heading:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            model.appendRow(item)
        with QSignalBlocker(self):
            self.setModel(model)
            self.setCurrentIndex(-1)

    def hug(self) -> None:
        """Be as wide as the chosen words, no wider."""
        self._hugs = True
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def _room(self) -> int:
        """The pixels that the chosen words have."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        inner = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self)
        return inner.width() - 2  # the style leaves a pixel at either side

    def _tell_wanted(self) -> None:
        """Let the layout know how wide the box must be for its words to stand in it whole."""
        around = max(0, self.width() - self._room())
        wanted = 0 if self._hugs else self.fontMetrics().horizontalAdvance(self.currentText()) + around + 1
        if self.property(WANTED) != wanted:
            self.setProperty(WANTED, wanted)
        self.updateGeometry()

    @property
    def hugs(self) -> bool:
        """Whether it is no wider than the chosen words."""
        return self._hugs

    def sizeHint(self) -> QSize:
        """Room for a few letters, or for the chosen words."""
        if not self._hugs:
            return QSize(super().sizeHint().width(), self._bench.theme.px(32))
        words = self.fontMetrics().horizontalAdvance(self.currentText())
        return QSize(words + self._bench.theme.px(32), self._bench.theme.px(28))

    def minimumSizeHint(self) -> QSize:
        """As `sizeHint`, where the words are hugged."""
        if self._hugs:
            return self.sizeHint()
        return QSize(super().minimumSizeHint().width(), self._bench.theme.px(32))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the box; words that don't fit end with “…” where Qt would cut through a letter."""
        del event
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        whole = self.currentText()
        option.currentText = self.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideRight, self._room())
        self.setToolTip(whole if option.currentText != whole else "")
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def choose(self, value: object) -> None:
        """Show a value without telling that it was chosen."""
        place = next((n for n, row in enumerate(self._rows) if row.value == value and not row.heading), -1)
        with QSignalBlocker(self):
            self.setCurrentIndex(place)
        self._tell_wanted()

    @property
    def value(self) -> Any:
        """What is chosen; None where nothing is."""
        place = self.currentIndex()
        return self._rows[place].value if 0 <= place < len(self._rows) else None

    @property
    def meaning(self) -> str:
        """What the chosen row means."""
        place = self.currentIndex()
        return self._rows[place].meaning if 0 <= place < len(self._rows) else ""

    def showPopup(self) -> None:
        """Open with room for the meanings."""
        widest = max(
            (self.view().sizeHintForIndex(self.model().index(n, 0)).width() for n in range(self.count())), default=0
        )
        self.view().setMinimumWidth(max(self.width(), widest + self._bench.theme.px(24)))
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave scrolling to the form."""
        event.ignore()


class _RowDelegate(QStyledItemDelegate):
    """A term, and under it in small what it means."""

    def __init__(self, bench: Bench, parent: QWidget) -> None:
        super().__init__(parent)
        self._bench = bench

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        theme = self._bench.theme
        meaning = index.data(_MEANING) or ""
        metrics = option.fontMetrics
        wide = metrics.horizontalAdvance(index.data() or "") + theme.px(16)
        if meaning:
            small = theme.font("meta")
            option.font = small
            wide = max(wide, round(metrics.horizontalAdvance(meaning) * 0.9) + theme.px(16))
        return QSize(wide, theme.px(46 if meaning else 28))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme = self._bench.theme
        px = theme.px
        box: QRect = QRect(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        heading, meaning = bool(index.data(_HEADING)), index.data(_MEANING) or ""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen and not heading:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("selected"))
            painter.drawRoundedRect(box, 4, 4)
        inner = box.adjusted(px(8), px(3) if meaning else 0, -px(8), 0)
        painter.setFont(theme.font("meta_strong" if heading else "text"))
        painter.setPen(theme.color("ink_3" if heading else "ink"))
        middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.drawText(
            QRect(inner.x(), inner.y(), inner.width(), px(22) if meaning else box.height()), middle, index.data()
        )
        if meaning:
            painter.setFont(theme.font("meta"))
            painter.setPen(theme.color("ink_2"))
            painter.drawText(QRect(inner.x(), inner.y() + px(21), inner.width(), px(18)), middle, meaning)
        painter.restore()


class BoxEditor(Editor):
    """One of several rows, in a box."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self.box = ChoiceBox(bench)
        self._words = GrowingText(bench)
        self._words.set_read_only(True)
        self._words.hide()
        self._read_only = False
        self.box.currentIndexChanged.connect(lambda _: self._chosen())
        layout = QVBoxLayout(self)
        tight(layout)
        layout.addWidget(self.box)
        layout.addWidget(self._words)
        self.setFocusProxy(self.box)

    def offer(self, rows: Sequence[Row]) -> None:
        """Have these rows to choose from."""
        self.box.offer(rows)

    def _chosen(self) -> None:
        self._follow()
        self.edited.emit(self.box.value)

    def _follow(self) -> None:
        """Show whatever goes with the choice."""
        self._words.say(self.box.currentText() or "–")
        if self.box.hugs and self._read_only:
            self._words.setMinimumWidth(self.box.sizeHint().width())

    def show_value(self, value: Any) -> None:
        """Show a choice."""
        self.box.choose(value)
        self._follow()

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001  as above
        """Show the chosen words as text."""
        if read_only == self._read_only:
            return
        self._read_only = read_only
        self.box.setVisible(not read_only)
        self._words.setVisible(read_only)
        if self.box.hugs:
            self._words.setMinimumWidth(self.box.sizeHint().width() if read_only else 0)
        self.setFocusProxy(self._words if read_only else self.box)

    def name(self, text: str) -> None:
        """Name the box."""
        self.box.setAccessibleName(text)
        self._words.setAccessibleName(text)


class TermEditor(BoxEditor):
    """One term of a fixed list, or none where that may be."""

    def __init__(self, bench: Bench, terms: type[Term], *, optional: bool, capitals: bool = False) -> None:
        super().__init__(bench)
        change = capital if capitals else str
        rows = [Row(term, change(term_word(term)), term_word(term.meaning) if term.meaning else "") for term in terms]
        self.offer([Row(None, "–"), *rows] if optional else rows)


class FlagEditor(Editor):
    """Yes or no: a box to tick with its own words."""

    def __init__(self, bench: Bench, words: str) -> None:
        super().__init__(bench)
        self.tick = QCheckBox(words)
        bench.theme.dress(self.tick, face="text")
        self.tick.toggled.connect(self.edited.emit)
        layout = QVBoxLayout(self)
        tight(layout)
        layout.addWidget(self.tick)
        self.setFocusProxy(self.tick)

    def show_value(self, value: Any) -> None:
        """Tick it or not."""
        with QSignalBlocker(self.tick):
            self.tick.setChecked(bool(value))

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001  as above
        """Let it be read alone."""
        self.tick.setEnabled(not read_only)

    def name(self, text: str) -> None:
        """Name it; it has words of its own."""
        self.tick.setAccessibleName(text)


class TermsEditor(Editor):
    """Any number of terms of a fixed list: a box to tick for each."""

    def __init__(self, bench: Bench, terms: type[Term]) -> None:
        super().__init__(bench)
        self._ticks = {term: QCheckBox(capital(term_word(term))) for term in terms}
        layout = QGridLayout(self)
        tight(layout, spacing=4)
        for place, tick in enumerate(self._ticks.values()):
            bench.theme.dress(tick, face="text")
            tick.toggled.connect(lambda _: self.edited.emit(self._value()))
            layout.addWidget(tick, place // 2, place % 2)
        self.setFocusProxy(next(iter(self._ticks.values())))

    def _value(self) -> tuple[Term, ...]:
        return tuple(term for term, tick in self._ticks.items() if tick.isChecked())

    def show_value(self, value: Any) -> None:
        """Tick what is given."""
        for term, tick in self._ticks.items():
            with QSignalBlocker(tick):
                tick.setChecked(term in value)

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001  as above
        """Let them be read alone."""
        for tick in self._ticks.values():
            tick.setEnabled(not read_only)

    def name(self, text: str) -> None:
        """Name the group; each box has words of its own."""
        self.setAccessibleName(text)
        for tick in self._ticks.values():
            tick.setAccessibleName(f"{text}: {tick.text()}")
