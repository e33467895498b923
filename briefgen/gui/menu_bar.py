"""The menu bar, which remembers where the keys were before it had them: what is cut or copied is there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMenuBar, QWidget


class MenuBar(QMenuBar):
    """A menu bar. Opened by keys, it has the focus itself while one chooses, and gives it back."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.came_from: QWidget | None = None
        """What had the focus before; None where that is gone."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # noqa: S101  widgets need one
        app.focusChanged.connect(self._note)
        self._selected = (0, 0)
        """Of the line field that the keys came from: where its selection began, and how far it went to the caret."""

    def _note(self, old: QWidget | None, new: QWidget | None) -> None:
        if isinstance(old, QLineEdit):
            old.removeEventFilter(self)
        if isinstance(new, QLineEdit) and new.window() is self.window():
            new.installEventFilter(self)
        if new is not self or old is None or old is self:
            return
        self.came_from = old
        old.destroyed.connect(self._forget)
        if isinstance(old, QLineEdit) and self._selected[1]:
            old.setSelection(*self._selected)

    def eventFilter(self, field: QObject, event: QEvent) -> bool:
        """Keep what is selected in a line field: Qt lets go of it when the menu bar takes the keys."""
        if (
            isinstance(field, QLineEdit)
            and isinstance(event, QFocusEvent)
            and event.lostFocus()
            and event.reason() is Qt.FocusReason.MenuBarFocusReason
        ):
            start, far = field.selectionStart(), field.selectionLength()
            backwards = field.cursorPosition() == start
            self._selected = (start + far, -far) if backwards else (start, far)
        return super().eventFilter(field, event)

    def _forget(self) -> None:
        self.came_from = None


def focused() -> QWidget | None:
    """What has the keys; while the menu bar has them, what they came from."""
    widget: QWidget | None = QApplication.focusWidget()
    return widget.came_from if isinstance(widget, MenuBar) else widget
