"""The card that says which points rest on a passage, while the mouse or the caret is on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from briefgen.domain.terms import Kind
from briefgen.gui.controls import label, tight
from briefgen.gui.kinds import kind_pixmap, kind_role, kind_word
from briefgen.gui.reader.floating import FloatingCard
from briefgen.gui.theme import Theme, slants

_WIDEST = 320
_MOST = 6
_KINDS = {kind.prefix: kind for kind in Kind}


@dataclass(frozen=True, slots=True)
class CardPoint:
    """A point as the card names it."""

    kind: Kind
    number: str
    title: str
    is_draft: bool = False


def point_name(point: str) -> str:
    """A point's kind and number, from its id: Risk 1."""
    prefix, _, number = point.rpartition("-")
    return f"{kind_word(_KINDS[prefix])} {number}"


class PassageCard(FloatingCard):
    """Lists points; the mouse passes through it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent, margins=(12, 8, 12, 8))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._grid = QGridLayout()
        tight(self._grid)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self.inside.addLayout(self._grid)

    def tell(self, points: Sequence[CardPoint], place: str, first: QRectF, last: QRectF) -> None:
        """Show the points of a passage and where it stands, beside its lines."""
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        theme = self._theme
        for row, point in enumerate(points[:_MOST]):
            symbol = QLabel()
            symbol.setPixmap(
                kind_pixmap(point.kind, theme, size=theme.px(12), ratio=self.devicePixelRatioF(), ground="raised")
            )
            symbol.setFixedHeight(theme.line("text"))
            name = label(theme, f"{kind_word(point.kind)} {point.number}", face="strong", ink=kind_role(point.kind))
            title = label(
                theme, point.title or self.tr("No title yet"), wraps=True, ink="ink" if point.title else "ink_3"
            )
            title.setFont(theme.font("text", italic=point.is_draft and slants(point.title)))
            room = theme.px(_WIDEST)
            title.setMinimumWidth(min(room, title.fontMetrics().horizontalAdvance(title.text()) + 2))
            title.setMaximumWidth(room)
            top = Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(symbol, row, 0, top)
            self._grid.addWidget(name, row, 1, top)
            self._grid.addWidget(title, row, 2, top)
        below = place
        if not points:
            below = self.tr("No point rests on this passage. {place}").format(place=place)
        elif len(points) > _MOST:
            below = self.tr("and {count} more. {place}").format(count=len(points) - _MOST, place=place)
        self._grid.addWidget(label(theme, below, face="meta", ink="ink_2"), len(points[:_MOST]), 0, 1, 3)
        self.setAccessibleName("; ".join(f"{kind_word(p.kind)} {p.number}: {p.title}" for p in points) or below)
        self.beside(first, last, centre=first.left() + 160)
