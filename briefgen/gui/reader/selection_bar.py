"""The small bar at selected words: make a point of them, or cite them in one. Its keys work without it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAction, QEnterEvent, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from briefgen.domain.terms import Kind
from briefgen.gui.controls import rule, tight
from briefgen.gui.icons import Icons
from briefgen.gui.kinds import kind_role, paint_kind
from briefgen.gui.reader.floating import FloatingCard
from briefgen.gui.theme import Theme


class SelectionBar(FloatingCard):
    """Buttons for actions that are declared elsewhere.

    Args:
        theme: Where its look comes from.
        icons: Where the icon of citing comes from.
        parent: The text's viewport.
        makes: The action that makes a point of each kind.
        cite: The action that cites in a point that is there.
    """

    def __init__(
        self, theme: Theme, icons: Icons, parent: QWidget, makes: Sequence[tuple[Kind, QAction, str]], cite: QAction
    ) -> None:
        super().__init__(theme, parent, margins=(4, 4, 4, 4))
        self.setAccessibleName(self.tr("What the selected words are"))
        line = QHBoxLayout()
        tight(line, spacing=2)
        self.inside.addLayout(line)
        self.buttons = [BarButton(theme, icons, action, word, kind) for kind, action, word in makes]
        self.buttons.append(BarButton(theme, icons, cite, self.tr("Cite in…"), None))
        for button in self.buttons[:-1]:
            line.addWidget(button)
        line.addSpacing(4)
        divider = rule(theme, upright=True)
        divider.setFixedHeight(24)
        line.addWidget(divider, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addSpacing(4)
        line.addWidget(self.buttons[-1])
        self.setCursor(Qt.CursorShape.ArrowCursor)

    def fit(self, width: int) -> None:
        """Leave out what the text is too narrow for: the keys first, then the words, at last both."""
        for with_key, with_word in ((True, True), (False, True), (True, False), (False, False)):
            for button in self.buttons:
                button.with_key, button.with_word = with_key, with_word
                button.updateGeometry()
            if sum(button.sizeHint().width() for button in self.buttons) + 48 <= width:
                break


class BarButton(QAbstractButton):
    """Symbol, word and key of an action. It never takes the focus from the text."""

    def __init__(self, theme: Theme, icons: Icons, action: QAction, word: str, kind: Kind | None) -> None:
        super().__init__()
        self._theme, self._icons, self._kind = theme, icons, kind
        self._key = action.shortcut().toString()
        self.with_key = self.with_word = True
        self.setText(word)
        self.setAccessibleName(action.text().replace("&", ""))
        self.setToolTip(action.toolTip())
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.clicked.connect(lambda _checked=False: action.trigger())

    def sizeHint(self) -> QSize:
        """Room for all of it, 32 high."""
        px = self._theme.px
        words = QFontMetrics(self._theme.font("text")).horizontalAdvance(self.text()) if self.with_word else 0
        return QSize(px(12 + 14 + 8) + words + (px(10 + 18) if self.with_key else 0) + px(10), px(32))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be pressed."""
        super().enterEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it."""
        del event
        theme, px = self._theme, self._theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = "pressed" if self.isDown() else "hover" if self.underMouse() else "raised"
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(ground))
        painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        box = QRectF(px(12), (self.height() - px(13)) / 2, px(13), px(13))
        if self._kind is None:
            size = px(16)
            icon = self._icons.pixmap("quote", "ink_2", size=size, ratio=self.devicePixelRatioF())
            painter.drawPixmap(px(10), (self.height() - size) // 2, icon)
        else:
            paint_kind(painter, self._kind, box, theme.color(kind_role(self._kind)), theme.color(ground))
        painter.setPen(theme.color("ink"))
        painter.setFont(theme.font("text"))
        left = px(12 + 14 + 8)
        painter.drawText(
            QRectF(left, 0, self.width() - left, self.height()),
            int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft),
            self.text() if self.with_word else "",
        )
        if self.with_key:
            cap = QRectF(self.width() - px(10 + 18), (self.height() - px(18)) / 2, px(18), px(18)).adjusted(
                0.5, 0.5, -0.5, -0.5
            )
            painter.setPen(QPen(theme.color("line"), 1))
            painter.setBrush(theme.color("panel"))
            painter.drawRoundedRect(cap, 4, 4)
            painter.setPen(theme.color("ink_2"))
            painter.setFont(theme.font("meta"))
            painter.drawText(cap, int(Qt.AlignmentFlag.AlignCenter), self._key)
