"""Where the keyboard is: one transparent sheet over the window draws it, for every widget alike.

Line edits and combo boxes never ask a style for a focus frame, so nothing but a sheet of our own can show it
everywhere. A ring of 2 pixels stands 1 pixel off a control; under the header of the panel that has the focus lies a
line of 2 pixels. Lists and texts have the line alone: what is chosen in them, they show themselves.

A widget says what it wants by the dynamic property `ring`: "none", or the radius of its corners.
"""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QApplication, QMenu, QMenuBar, QWidget
from shiboken6 import isValid

from briefgen.gui.theme import Theme

_FOLLOWED = (
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.ParentChange,
)  # no set: Qt's terms are slow to hash, and every event of a dozen widgets is looked at
_WIDTH = 2
_OFF = 1
_EDGE = 8
"""Pixels from the ring's outer edge inwards in which all of it lies, its corners too."""


class _Drawn(NamedTuple):
    """What is drawn, in the window: the ring with the radius of the widget's corners, and the line under a header."""

    ring: QRect
    radius: float
    line: QRect

    @property
    def region(self) -> QRegion:
        """The pixels of both; what the ring goes round is none of its."""
        inner = self.ring.adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        return QRegion(self.ring).subtracted(QRegion(inner)).united(QRegion(self.line))


class FocusRing(QWidget):
    """The sheet of one window; it follows the application's focus by itself."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._widget: QWidget | None = None
        self._watched: list[QWidget] = []
        self._drawn = _Drawn(QRect(), 0.0, QRect())
        self._settled = QTimer(self, singleShot=True, interval=0)
        self._settled.timeout.connect(self._look)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setObjectName("focus_ring")
        window.installEventFilter(self)
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # noqa: S101  a window needs one
        app.focusChanged.connect(self._follow)
        theme.changed.connect(self.update)
        self._fit()
        self._follow(None, app.focusWidget())

    @property
    def target(self) -> QWidget | None:
        """The widget of this window that has the focus."""
        return self._widget

    def ring(self) -> QRect:
        """Where the ring is, in the window; empty where the widget shows its focus itself."""
        widget = self._widget
        if widget is None or not widget.isVisible() or not self._wants_ring(widget):
            return QRect()
        framed = self._framed(widget)
        where = QRect(framed.mapTo(self.window(), framed.rect().topLeft()), framed.size())
        grown = where.adjusted(-_OFF - _WIDTH, -_OFF - _WIDTH, _OFF + _WIDTH, _OFF + _WIDTH)
        ancestor = framed.parentWidget()
        while ancestor is not None and ancestor is not self.window():
            if isinstance(ancestor.parentWidget(), QAbstractScrollArea):
                top = ancestor.mapTo(self.window(), ancestor.rect().topLeft())
                grown &= QRect(top, ancestor.size())
            ancestor = ancestor.parentWidget()
        return grown

    def line(self) -> QRect:
        """Where the line under the header of the focused panel is, in the window; empty outside panels."""
        widget = self._widget
        while widget is not None and widget is not self.window():
            header = widget.property("focus_header")
            if isinstance(header, QWidget) and header.isVisible():
                left = header.mapTo(self.window(), header.rect().bottomLeft())
                return QRect(left.x(), left.y() - _WIDTH + 1, header.width(), _WIDTH)
            widget = widget.parentWidget()
        return QRect()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring and the line."""
        del event
        painter = QPainter(self)
        colour = self._theme.color("focus")
        ring, radius, line = self._drawn
        if not line.isEmpty():
            painter.fillRect(line, colour)
        if ring.isEmpty():
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour, _WIDTH))
        half = _WIDTH / 2
        radius += _OFF + half
        painter.drawRoundedRect(QRectF(ring).adjusted(half, half, -half, -half), radius, radius)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size and whatever moves the focused widget."""
        if event.type() in _FOLLOWED:
            if watched is self.parent():
                self._fit()
            self._look()
            self._settled.start()  # layouts are still at it
        return False

    def _look(self) -> None:
        """See where ring and line are now. Only their own pixels are painted anew: under the sheet lies everything."""
        if self._widget is not None and not isValid(self._widget):
            self._widget = None
        given = self._widget.property("ring") if self._widget is not None else None
        now = _Drawn(self.ring(), float(given) if isinstance(given, int | float) else 6.0, self.line())
        if now != self._drawn:
            self.update(self._drawn.region.united(now.region))
            self._drawn = now

    def _fit(self) -> None:
        self.setGeometry(self.window().rect())
        self.raise_()

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        if not isValid(self) or isinstance(new, QMenu | QMenuBar):
            return
        for widget in self._watched:
            if isValid(widget):  # a form may have let go of what had the focus
                widget.removeEventFilter(self)
        self._watched.clear()
        self._widget = new if new is not None and new.window() is self.window() else None
        ancestor = self._widget
        while ancestor is not None and ancestor is not self.window():
            ancestor.installEventFilter(self)
            self._watched.append(ancestor)
            ancestor = ancestor.parentWidget()
        self.raise_()
        self._look()
        self._settled.start()

    @staticmethod
    def _wants_ring(widget: QWidget) -> bool:
        if widget.property("ring") == "none":
            return False
        if widget.property("ring") is not None:
            return True
        return not isinstance(widget, QAbstractItemView)

    @staticmethod
    def _framed(widget: QWidget) -> QWidget:
        """The control that is seen: the field around a bare editor, say, where it names itself by `ring_of`."""
        proxy = widget.property("ring_of")
        return proxy if isinstance(proxy, QWidget) else widget
