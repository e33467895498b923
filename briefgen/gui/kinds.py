"""How the three kinds of point are told apart: a symbol, a word, a colour, in this order.

Symbols are paths, so that they are sharp at every size, take the colour of theme or paper, and never depend on a font.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QTransform

from briefgen.domain.terms import Kind
from briefgen.gui.theme import Theme

KINDS = tuple(Kind)
"""In the order in which they are shown everywhere."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("kinds", text)


def kind_word(kind: Kind) -> str:
    """One point of this kind: Risk."""
    return {Kind.RISK: _tr("Risk"), Kind.DILEMMA: _tr("Dilemma"), Kind.RECOMMENDATION: _tr("Recommendation")}[kind]


def kind_words(kind: Kind) -> str:
    """Several points of this kind: Risks."""
    return {Kind.RISK: _tr("Risks"), Kind.DILEMMA: _tr("Dilemmas"), Kind.RECOMMENDATION: _tr("Recommendations")}[kind]


def kind_role(kind: Kind, *, tint: bool = False) -> str:
    """The name of the token that colours a kind, or of its tint behind words."""
    return f"{kind.value}_tint" if tint else kind.value


@lru_cache(maxsize=3)
def _unit_path(kind: Kind) -> QPainterPath:
    """The symbol in a square of 1 × 1: triangle, diamond, disc, of about the same weight to the eye."""
    path = QPainterPath()
    if kind is Kind.RISK:
        for step, (x, y) in enumerate(((0.5, 0.06), (0.99, 0.92), (0.01, 0.92))):
            (path.lineTo if step else path.moveTo)(QPointF(x, y))
        path.closeSubpath()
    elif kind is Kind.DILEMMA:
        for step, (x, y) in enumerate(((0.5, 0.05), (0.95, 0.5), (0.5, 0.95), (0.05, 0.5))):
            (path.lineTo if step else path.moveTo)(QPointF(x, y))
        path.closeSubpath()
    else:
        path.addEllipse(QRectF(0.02, 0.02, 0.96, 0.96))
    return path


def kind_path(kind: Kind, box: QRectF) -> QPainterPath:
    """The outline of a kind's symbol, filling a square box."""
    return QTransform().translate(box.x(), box.y()).scale(box.width(), box.height()).map(_unit_path(kind))


def paint_kind(painter: QPainter, kind: Kind, box: QRectF, colour: QColor, ground: QColor) -> None:
    """Paint a kind's symbol into a square box; `ground` is the colour behind it, for the tick inside the disc."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(colour, box.width() * 0.1, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    inner = box.adjusted(*(box.width() * part for part in (0.05, 0.05, -0.05, -0.05)))
    painter.setPen(pen)
    painter.setBrush(colour)
    painter.drawPath(kind_path(kind, inner))
    if kind is Kind.RECOMMENDATION:
        pen.setColor(ground)
        pen.setWidthF(max(1.0, box.width() * 0.13))
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        tick = [(0.29, 0.52), (0.44, 0.67), (0.72, 0.36)]
        painter.drawPolyline([QPointF(box.x() + x * box.width(), box.y() + y * box.height()) for x, y in tick])
    painter.restore()


def kind_pixmap(
    kind: Kind, theme: Theme, *, size: int = 12, ratio: float = 1.0, role: str = "", ground: str = "surface"
) -> QPixmap:
    """A kind's symbol as a picture of `size` logical pixels, in its colour, or that of another role."""
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint_kind(painter, kind, QRectF(0, 0, size, size), theme.color(role or kind_role(kind)), theme.color(ground))
    painter.end()
    return pixmap


def kind_icon(kind: Kind, theme: Theme, *, size: int = 14) -> QIcon:
    """A kind's symbol as an icon, sharp on screens of up to three device pixels a pixel."""
    icon = QIcon()
    for ratio in (1.0, 1.5, 2.0, 3.0):
        icon.addPixmap(kind_pixmap(kind, theme, size=size, ratio=ratio))
    return icon
