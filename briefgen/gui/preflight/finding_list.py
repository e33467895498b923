"""The list of findings: rows with painted buttons, which mouse and keys can press."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QListView, QPushButton

from briefgen.gui.controls import push_button
from briefgen.gui.icons import Icons
from briefgen.gui.preflight.checks import Checked
from briefgen.gui.preflight.row_delegate import FindingDelegate
from briefgen.gui.preflight.rows import ROW, FindingKey, FindingRow, FindingRows
from briefgen.gui.theme import Theme

_PLAIN = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.KeypadModifier,
)


class FindingList(QListView):
    """Up and Down choose a finding, Left and Right one of its buttons, Enter presses it."""

    pressed_button = Signal(object, str)
    """(FindingRow, act): a button of a row was pressed."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self.rows = FindingRows()
        self.setModel(self.rows)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setAccessibleName(self.tr("Findings"))
        self.setAccessibleDescription(self.tr("Left and Right choose what to do, Enter does it."))
        theme.dress(self, ground="panel")
        self.delegate = FindingDelegate(theme, icons, self)
        self.setItemDelegate(self.delegate)
        self.selectionModel().currentChanged.connect(lambda *_: self._choose(0))
        self._real: list[QPushButton] = []
        self.rows.modelReset.connect(self._offer)
        self.rows.dataChanged.connect(lambda *_: self._offer())
        self.selectionModel().currentChanged.connect(lambda *_: self._offer())
        self._down: tuple[FindingKey, str] | None = None

    @property
    def chosen(self) -> FindingRow | None:
        """The row that has the keys."""
        index = self.currentIndex()
        row = index.data(ROW) if index.isValid() else None
        return row if isinstance(row, FindingRow) else None

    def show_checked(self, checked: Checked, *, editable: bool) -> None:
        """Show what preflight said. Whoever is on a finding stays on it, at its button, wherever it stands now.

        One that is gone leaves the keys to what stands in its place.
        """
        at, row, keyed = self.currentIndex().row(), self.chosen, self.delegate.keyed
        place = self.verticalScrollBar().value()
        self.rows.show(checked, editable=editable)
        now = self.rows.find_again(row, at) if row is not None else -1
        if now < 0:
            return
        if now != self.currentIndex().row():
            self.verticalScrollBar().setValue(place)
            self.setCurrentIndex(self.rows.index(now, 0))
        if row is not None and self.rows.rows[now].key == row.key:
            self._choose(min(keyed, max(0, len(self.rows.rows[now].buttons) - 1)))

    def button_rect(self, number: int, act: str) -> tuple[QPoint, QSize]:
        """Where a button of a row is: its middle in the viewport, and its size. Raises `KeyError` if it has none."""
        index = self.rows.index(number, 0)
        row: FindingRow = index.data(ROW)
        places = self.delegate.buttons(row, self.visualRect(index))
        for button, where in zip(row.buttons, places, strict=True):
            if button.act == act:
                return where.center(), where.size()
        raise KeyError(act)

    def restyle(self) -> None:
        """Measure the rows anew."""
        self.delegate.forget()
        self.doItemsLayout()
        self._place_real()

    # ---------------------------------------------------------------------------------------- real buttons

    @property
    def real_buttons(self) -> tuple[QPushButton, ...]:
        """The buttons of the row that has the keys: painted ones are nothing to a screen reader, or to Tab."""
        return tuple(button for button in self._real if not button.isHidden())

    def _offer(self) -> None:
        """Let the row that has the keys have real buttons, over the painted ones."""
        row = self.chosen
        wanted = row.buttons if row is not None else ()
        while len(self._real) < len(wanted):
            made = push_button(self._theme, "", look="text")
            made.setParent(self.viewport())
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            made.clicked.connect(partial(self._press_real, len(self._real)))
            self.setTabOrder(self._real[-1] if self._real else self, made)
            self._real.append(made)
        held = next((made for made in self._real if made.hasFocus()), None)
        for number, made in enumerate(self._real):
            made.setVisible(number < len(wanted))
            if row is not None and number < len(wanted):
                made.setText(wanted[number].words)
                made.setAccessibleName(f"{wanted[number].words}: {row.found.finding.message}")
        if held is not None and held.isHidden():
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._place_real()

    def _place_real(self) -> None:
        row = self.chosen
        if row is not None:
            places = self.delegate.buttons(row, self.visualRect(self.currentIndex()))
            for made, place in zip(self._real, places, strict=False):
                made.setGeometry(place)

    def _press_real(self, number: int, _checked: bool = False) -> None:  # noqa: FBT001, FBT002  a signal's value
        row = self.chosen
        if row is not None and number < len(row.buttons):
            self._press(row, number)

    def updateGeometries(self) -> None:
        """Move the real buttons with their row."""
        super().updateGeometries()
        self._place_real()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Scroll; Qt moves the buttons too, to where they would be without the row's own layout."""
        super().scrollContentsBy(dx, dy)
        self._place_real()

    def _choose(self, button: int) -> None:
        self.delegate.keyed = button
        self.viewport().update()

    def _under(self, at: QPoint) -> tuple[int, int]:
        """Row and button at a point; -1 where there is none."""
        index = self.indexAt(at)
        if not index.isValid():
            return (-1, -1)
        places = self.delegate.buttons(index.data(ROW), self.visualRect(index))
        return index.row(), next((number for number, box in enumerate(places) if box.contains(at)), -1)

    def _key_under(self, at: QPoint) -> tuple[FindingKey, str] | None:
        """The finding and what its button at a point does; None where there is no button."""
        row, button = self._under(at)
        return (self.rows.rows[row].key, self.rows.rows[row].buttons[button].act) if button >= 0 else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the sentences anew."""
        super().resizeEvent(event)
        self.doItemsLayout()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light the button under the mouse."""
        super().mouseMoveEvent(event)
        hot = self._under(event.position().toPoint())
        if hot != self.delegate.hot:
            self.delegate.hot = hot
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if hot[1] >= 0 else Qt.CursorShape.ArrowCursor)
            self.viewport().update()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the mouse any more."""
        self.delegate.hot = (-1, -1)
        self.viewport().update()
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember which button the mouse went down on."""
        super().mousePressEvent(event)
        self._down = self._key_under(event.position().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Press the button under the mouse, if it went down on the same: the rows may be others by now."""
        super().mouseReleaseEvent(event)
        at = event.position().toPoint()
        row, button = self._under(at)
        down, self._down = self._down, None
        if event.button() is Qt.MouseButton.LeftButton and button >= 0 and self._key_under(at) == down:
            self._press(self.rows.rows[row], button)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show what a row is about."""
        super().mouseDoubleClickEvent(event)
        row, button = self._under(event.position().toPoint())
        if row >= 0 and button < 0:
            self.press("show")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose and press buttons."""
        row = self.chosen
        count = len(row.buttons) if row is not None else 0
        # A key with Ctrl is a shortcut, whether what it stands for can be done or not.
        key = event.key() if event.modifiers() in _PLAIN else Qt.Key.Key_unknown
        if row is not None and count and key in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            step = 1 if key == Qt.Key.Key_Right else -1
            self._choose(max(0, min(count - 1, self.delegate.keyed + step)))
        elif row is not None and count and key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._press(row, min(self.delegate.keyed, count - 1))
        else:
            super().keyPressEvent(event)

    def press(self, act: str) -> None:
        """Press a button of the row that has the keys, where it has it."""
        row = self.chosen
        if row is not None:
            for number, button in enumerate(row.buttons):
                if button.act == act:
                    self._press(row, number)
                    return

    def _press(self, row: FindingRow, button: int) -> None:
        self.pressed_button.emit(row, row.buttons[button].act)
