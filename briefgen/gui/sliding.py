"""A panel that comes or goes slides, in a moment: its picture does, over panels that have their places already.

Nothing is laid out on the way. To the mouse and the keys the picture is not there.
"""

from __future__ import annotations

from PySide6.QtCore import QAbstractAnimation, QEasingCurve, QRect, Qt, QVariantAnimation
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QStyle, QWidget

_MS = 120


def moves(widget: QWidget) -> bool:
    """Whether anything is to move: the widget is seen, and the user's system does not want things to stand still."""
    return (
        widget.isVisible() and widget.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, widget) > 0
    )


def hurry(over: QWidget) -> None:
    """Put away what is still sliding over a widget: a quick hand has overtaken it."""
    for slide in over.findChildren(Slide):
        slide.hide()
        slide.deleteLater()


class Slide(QWidget):
    """The picture of a panel on its way to its place, or from there out of the window; goes by itself.

    Args:
        over: What it moves over.
        box: The panel's place in it.
        panel: The panel's picture.
        leftwards: Whether it goes to the left to be away.
        behind: What stood there before, from the same edge on and no less wide, for a panel that comes; one that goes
            lays bare what is there now.
    """

    def __init__(
        self, over: QWidget, box: QRect, panel: QPixmap, *, leftwards: bool, behind: QPixmap | None = None
    ) -> None:
        super().__init__(over)
        self._panel, self._behind = panel, behind
        self._away = -box.width() if leftwards else box.width()
        self._at = 0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setGeometry(box)
        motion = QVariantAnimation(self)
        motion.setDuration(_MS)
        motion.setEasingCurve(QEasingCurve.Type.OutCubic)
        motion.setStartValue(self._away if behind is not None else 0)
        motion.setEndValue(0 if behind is not None else self._away)
        motion.valueChanged.connect(self._move)
        motion.finished.connect(self.deleteLater)
        motion.finished.connect(self.hide)
        self._move(motion.startValue())
        self.show()
        self.raise_()
        motion.start(QAbstractAnimation.DeletionPolicy.KeepWhenStopped)

    def _move(self, at: int) -> None:
        self._at = at
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the panel where it is by now."""
        painter = QPainter(self)
        if self._behind is not None:
            wide = round(self._behind.width() / self._behind.devicePixelRatio())
            painter.drawPixmap(0 if self._away < 0 else self.width() - wide, 0, self._behind)
        painter.drawPixmap(self._at, 0, self._panel)
