"""The two ends of the chosen passage as the mouse drags them: which of them it is on, and what the passage becomes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter

from briefgen.gui.reader.spans import trimmed, word_at
from briefgen.gui.theme import Theme

BALL = 10
"""Diameter of a handle."""
GRAB = 24
"""Pixels across in which a handle can be taken hold of."""


def handle_centres(boxes: Sequence[QRectF]) -> tuple[QPointF, QPointF]:
    """The middles of the two handles of a passage with these boxes: above its first letter, below its last."""
    return (
        QPointF(boxes[0].left(), boxes[0].top() - 2),
        QPointF(boxes[-1].right(), boxes[-1].bottom() + 2),
    )


def handle_near(theme: Theme, boxes: Sequence[QRectF], at: QPointF) -> int | None:
    """Which handle of a passage with these boxes is at a place: 0 its start, 1 its end, None neither."""
    if not boxes:
        return None
    reach = theme.px(GRAB) / 2
    for number, centre in enumerate(handle_centres(boxes)):
        off = at - centre
        if abs(off.x()) <= reach and abs(off.y()) <= max(reach, BALL):
            return number
    return None


def drawn_to(
    text: str, span: tuple[int, int], which: int, offset: int, *, exact: bool = False
) -> tuple[int, int] | None:
    """The span that comes of drawing one of its ends to a code point; None where no letter would be left.

    Args:
        text: The source's.
        span: Where the passage was when it was taken hold of.
        which: 0 its start, 1 its end.
        offset: Where the mouse is.
        exact: To the letter; else to the nearer edge of the word.
    """
    begins, ends = (offset, offset) if exact else word_at(text, offset)
    if which == 0:
        place = begins if offset - begins <= ends - offset else ends
        start, end = trimmed(text, min(place, span[1] - 1), span[1])
    else:
        place = ends if ends - offset <= offset - begins else begins
        start, end = trimmed(text, span[0], max(place, span[0] + 1))
    return (start, end) if start < end else None


def paint_handles(painter: QPainter, theme: Theme, boxes: Sequence[QRectF], colour: QColor) -> None:
    """Paint the handles of a passage with these boxes, of which there is at least one; the pen is off."""
    painter.setBrush(colour)
    for box, ball in zip((boxes[0], boxes[-1]), handle_centres(boxes), strict=True):
        painter.fillRect(QRectF(ball.x() - 1, box.top(), 2, box.height()), colour)
        painter.drawEllipse(ball, theme.px(BALL) / 2, theme.px(BALL) / 2)
