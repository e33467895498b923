"""The few small controls that every panel is built of, dressed alike."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from briefgen.gui.icons import Icons
from briefgen.gui.theme import Theme


def tight(layout: QLayout, *, spacing: int = 0, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QLayout:
    """Take Qt's own margins and gaps out of a layout, and put ours in (left, top, right, bottom)."""
    layout.setContentsMargins(*margins)
    layout.setSpacing(spacing)
    return layout


def label(theme: Theme, text: str = "", *, face: str = "text", ink: str = "ink", wraps: bool = False) -> QLabel:
    """Text in one face and colour. It is never taken for markup."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wraps)
    theme.dress(made, face=face, ink=ink)
    return made


def push_button(
    theme: Theme, text: str, run: Callable[[], object] | None = None, *, look: str = "", high: int = 32
) -> QPushButton:
    """A button with words. `look`: primary (one a window), small, text; without it a quiet one."""
    made = QPushButton(text)
    face = "strong" if look in {"primary", "text"} else "text"
    theme.dress(made, face=face, look=look, high=24 if look in {"small", "text"} else high)
    made.setCursor(Qt.CursorShape.PointingHandCursor if look == "text" else Qt.CursorShape.ArrowCursor)
    if run is not None:
        made.clicked.connect(lambda _checked=False: run())
    return made


def icon_button(
    theme: Theme, icons: Icons, name: str, tip: str, run: Callable[[], object] | None = None, *, size: int = 16
) -> QToolButton:
    """A button with an icon alone; its tip is its name for those who don't see it."""
    made = QToolButton()
    icons.put(made, name, size=size)
    made.setToolTip(tip)
    made.setAccessibleName(tip)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    theme.dress(made, high=28)
    made.setMinimumWidth(theme.px(28))
    if run is not None:
        made.clicked.connect(lambda _checked=False: run())
    return made


def action_button(theme: Theme, action: QAction, *, words: bool = False, size: int = 18) -> QToolButton:
    """A button for a declared action; with `words` it shows the action's text beside its icon."""
    made = QToolButton()
    made.setDefaultAction(action)
    made.setToolButtonStyle(
        Qt.ToolButtonStyle.ToolButtonTextBesideIcon if words else Qt.ToolButtonStyle.ToolButtonIconOnly
    )
    scaled = theme.px(size)
    made.setIconSize(QSize(scaled, scaled))
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setAccessibleName(action.text().replace("&", ""))
    theme.dress(made, face="text", high=32)
    made.setMinimumWidth(theme.px(32))
    return made


def search_field(theme: Theme, icons: Icons, hint: str, *, icon: str = "list-filter") -> QLineEdit:
    """A field that narrows a list while one types, in a well rather than a box; Esc empties it."""
    made = _SearchField()
    made.setPlaceholderText(hint)
    made.setAccessibleName(hint)
    made.setClearButtonEnabled(False)
    theme.dress(made, face="text", look="well", high=32)
    made.keep_icon(theme, icons, icon)
    return made


class _SearchField(QLineEdit):
    def keep_icon(self, theme: Theme, icons: Icons, name: str) -> None:
        """Show an icon at the left, in the colours of whatever theme comes."""
        self._icons, self._name = icons, name
        self._sign = self.addAction(icons.icon(name, "ink_3"), QLineEdit.ActionPosition.LeadingPosition)
        theme.changed.connect(self._restyle)

    def _restyle(self) -> None:
        self._sign.setIcon(self._icons.icon(self._name, "ink_3"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)


def keycap(theme: Theme, text: str) -> QLabel:
    """A key of the keyboard, as in the palette's foot."""
    made = label(theme, text, face="meta", ink="ink_2")
    made.setObjectName("keycap")
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def rule(theme: Theme, *, upright: bool = False) -> QFrame:
    """A line of one pixel."""
    made = QFrame()
    theme.dress(made, ground="line")
    if upright:
        made.setFixedWidth(1)
    else:
        made.setFixedHeight(1)
    return made


def row(*widgets: QWidget | int, spacing: int = 8) -> QHBoxLayout:
    """Widgets side by side; a number is a gap in pixels, 0 one that takes what is left."""
    made = QHBoxLayout()
    tight(made, spacing=spacing)
    for widget in widgets:
        if isinstance(widget, QWidget):
            made.addWidget(widget)
        elif widget:
            made.addSpacing(widget)
        else:
            made.addStretch(1)
    return made


class ElidedLabel(QLabel):
    """One line of text that ends in “…” where there is no room; its tip has it whole."""

    def __init__(self, theme: Theme, text: str = "", *, face: str = "text", ink: str = "ink") -> None:
        super().__init__()
        self._whole = ""
        theme.dress(self, face=face, ink=ink)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.say(text)

    def say(self, text: str) -> None:
        """Show another text."""
        self._whole = text
        self.setText(text)
        self.setAccessibleName(text)

    def minimumSizeHint(self) -> QSize:
        """Room for a few letters."""
        return QSize(self.fontMetrics().horizontalAdvance("mmm…"), super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        """Room for all of it."""
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 2, super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what fits."""
        painter = QPainter(self)
        fits = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(self._whole if fits != self._whole else "")
        painter.setPen(self.palette().windowText().color())
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), fits)
        del event
