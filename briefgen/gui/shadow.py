"""Shadows of what floats over the window: style sheets know none, so they are painted."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

REACH = 24
"""How far a shadow reaches beyond what casts it, in pixels: leave that much room around it."""


def paint_floating(painter: QPainter, box: QRectF, *, ground: QColor, edge: QColor, radius: float, dark: bool) -> None:
    """Paint a raised card into `box`, with its shadow around it."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    strongest = 26 if dark else 9
    for step in range(12, 0, -1):
        grown = step * REACH / 12
        painter.setBrush(QColor(0, 0, 0, round(strongest * (1 - step / 13) ** 2)))
        spread = box.adjusted(-grown, -grown * 0.5 + 4, grown, grown * 0.8 + 2)
        painter.drawRoundedRect(spread, radius + grown, radius + grown)
    painter.setPen(edge)
    painter.setBrush(ground)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    painter.restore()
