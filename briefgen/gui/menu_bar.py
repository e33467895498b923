"""The menu bar, which remembers where the keys were before it had them: what is cut or copied is there."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QMenuBar, QWidget


class MenuBar(QMenuBar):
    """A menu bar. Opened by keys, it has the focus itself while one chooses, and gives it back."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.came_from: QWidget | None = None
        """What had the focus before; None where that is gone."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # noqa: S101  widgets need one
        app.focusChanged.connect(self._note)

    def _note(self, old: QWidget | None, new: QWidget | None) -> None:
        if new is not self or old is None or old is self:
            return
        self.came_from = old
        old.destroyed.connect(self._forget)

    def _forget(self) -> None:
        self.came_from = None


def focused() -> QWidget | None:
    """What has the keys; while the menu bar has them, what they came from."""
    widget: QWidget | None = QApplication.focusWidget()
    return widget.came_from if isinstance(widget, MenuBar) else widget
