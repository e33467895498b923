"""A splitter whose line is one pixel wide and can be taken hold of eight wide."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QRegion, QResizeEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

_GRAB = 8


class Splitter(QSplitter):
    """Panels side by side, or one over the other; none of them can be dragged away to nothing."""

    def __init__(self, orientation: Qt.Orientation, parent: QWidget | None = None) -> None:
        super().__init__(orientation, parent)
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)

    def createHandle(self) -> QSplitterHandle:
        """Make one of our handles."""
        return _Handle(self.orientation(), self)


class _Handle(QSplitterHandle):
    """Stands over both neighbours, shows only the line between them, and takes hold of the mouse on all of it."""

    def __init__(self, orientation: Qt.Orientation, splitter: QSplitter) -> None:
        super().__init__(orientation, splitter)
        before, after = _GRAB // 2, _GRAB - _GRAB // 2 - 1
        upright = orientation is Qt.Orientation.Horizontal
        self.setContentsMargins(*((before, 0, after, 0) if upright else (0, before, 0, after)))
        self.setAttribute(Qt.WidgetAttribute.WA_MouseNoMask)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the line alone. Qt's own handler would set margins of its own, of five pixels together."""
        del event
        self.setMask(QRegion(self.contentsRect()))
