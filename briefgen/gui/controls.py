"""The few small controls that every panel is built of, dressed alike."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QAction, QColor, QIcon, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
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
    if wraps:
        return Prose(theme, text, face=face, ink=ink)
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    theme.dress(made, face=face, ink=ink)
    return made


def push_button(
    theme: Theme, text: str, run: Callable[[], object] | None = None, *, look: str = "", high: int = 32
) -> QPushButton:
    """A button with words. `look`: primary (one a window), small, text; without it a quiet one."""
    made = QPushButton(text)
    made.setAutoDefault(True)  # so that Enter presses it, where it has the keys, in windows as it does in dialogs
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
    theme.dress(made, high=28, least=28)
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
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setAccessibleName(action.text().replace("&", ""))
    theme.dress(made, face="text", high=32, least=32, icon=size)
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
        self._theme, self._icons, self._name = theme, icons, name
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        self.setTextMargins(self._theme.px(24), 0, 0, 0)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the field, and the icon where Qt's own actions would leave too much room around it."""
        super().paintEvent(event)
        size = self._theme.px(16)
        painter = QPainter(self)
        picture = self._icons.pixmap(self._name, "ink_3", size=size, ratio=self.devicePixelRatioF())
        painter.drawPixmap(self._theme.px(12), (self.height() - size) // 2, picture)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)


class Prose(QLabel):
    """Text of several lines, set with the room between them that the face is designed for. It is never markup."""

    def __init__(self, theme: Theme, text: str = "", *, face: str = "text", ink: str = "ink") -> None:
        super().__init__()
        self._theme, self._face, self._plain = theme, face, ""
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        theme.dress(self, face=face, ink=ink)
        theme.changed.connect(self._set_anew)  # a method, which Qt forgets with the label; a lambda would outlive it
        self.setText(text)

    def _set_anew(self) -> None:
        self.setText(self._plain)

    def setText(self, text: str) -> None:
        """Show a text as it stands."""
        self._plain = text
        lines = escape(text).replace("\n", "<br>")
        super().setText(f'<div style="line-height:{self._theme.line(self._face)}px">{lines}</div>' if text else "")

    def text(self) -> str:
        """The text as it was given."""
        return self._plain


def keycap(theme: Theme, text: str) -> QLabel:
    """A key of the keyboard, as in the palette's foot."""
    made = label(theme, text, face="meta", ink="ink_2")
    made.setObjectName("keycap")
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    theme.dress(made, high=20)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
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


class WordsButton(QPushButton):
    """An icon, a gap of eight pixels, words: Qt's own buttons set the two closer than is good to look at.

    The icon is put with `Icons.put`; `trailing`, such as a shortcut, stands at the right end.
    """

    def __init__(self, theme: Theme, text: str = "", *, look: str = "", high: int = 32, left: bool = False) -> None:
        super().__init__(text)
        self.setAutoDefault(True)  # as above
        self._theme, self._left = theme, left
        self.trailing = ""
        theme.dress(self, face="strong" if look in {"primary", "text"} else "text", look=look, high=high)

    def sizeHint(self) -> QSize:
        """Room for icon, gap and words."""
        wide = self.fontMetrics().horizontalAdvance(self.text().replace("&", "")) + 2 * self._theme.px(12)
        if not self.icon().isNull():
            wide += self.iconSize().width() + self._theme.px(8)
        return QSize(wide, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """The same: words are not cut off."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Let the style draw the button, then set icon and words into it."""
        del event
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        words, icon, size = self.text(), self.icon(), self.iconSize()
        option.text = ""
        option.icon = QIcon()
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        gap = self._theme.px(8) if not icon.isNull() else 0
        wide = self.fontMetrics().horizontalAdvance(words.replace("&", "")) + gap
        wide += size.width() if not icon.isNull() else 0
        x = self._theme.px(16) if self._left else (self.width() - wide) // 2
        if not icon.isNull():
            mode = QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled
            y = (self.height() - size.height()) // 2
            icon.paint(painter, QRect(x, y, size.width(), size.height()), Qt.AlignmentFlag.AlignCenter, mode)
            x += size.width() + gap
        painter.setPen(self._pen())
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextHideMnemonic)
        painter.drawText(QRect(x, 0, self.width() - x, self.height()), flags, words)
        if self.trailing:
            painter.setFont(self._theme.font("meta"))
            if self.property("look") != "primary":
                painter.setPen(self._theme.color("ink_2"))
            flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
            painter.drawText(self.rect().adjusted(0, 0, -self._theme.px(16), 0), flags, self.trailing)

    def _pen(self) -> QColor:
        look = self.property("look")
        if not self.isEnabled():
            return self._theme.color("disabled")
        if look == "segment":
            return self._theme.color("mark" if self.isChecked() else "ink_2")
        return self._theme.color({"primary": "on_accent", "text": "link"}.get(look, "ink"))


class ElidedLabel(QLabel):
    """One line of text that ends in “…” where there is no room; its tip has it whole."""

    def __init__(self, theme: Theme, text: str = "", *, face: str = "text", ink: str = "ink") -> None:
        super().__init__()
        self._whole = ""
        self._theme, self._ink = theme, ink
        theme.dress(self, face=face, ink=ink)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.say(text)

    def dress(self, *, face: str, ink: str) -> None:
        """Set it in another face and colour."""
        self._ink = ink
        self._theme.dress(self, face=face, ink=ink)
        self.updateGeometry()

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
        painter.setPen(self._theme.color(self._ink))
        across = self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter | across), fits)
        del event
