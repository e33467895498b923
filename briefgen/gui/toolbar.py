"""The toolbar: which workspace, back and forward, undo and redo, search, side panels, and the workspace's main act."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from briefgen.gui.actions import Actions
from briefgen.gui.controls import ElidedLabel, WordsButton, action_button, keycap, label, rule, tight
from briefgen.gui.icons import Icons
from briefgen.gui.theme import Theme

_TIGHT = 1180
"""Below this width, in pixels before scaling, the bar gives up what the menus have too."""


class SearchBox(QPushButton):
    """Looks like a field and opens the palette, where it stands."""

    def __init__(self, theme: Theme, icons: Icons, text: str, key: str) -> None:
        super().__init__()
        self._theme, self._icons = theme, icons
        theme.dress(self, look="well", high=32)
        self.setAccessibleName(text)
        self.setToolTip(f"{text} ({key})")
        line = QHBoxLayout(self)
        tight(line, spacing=8, margins=(12, 0, 8, 0))
        self._sign = label(theme)
        line.addWidget(self._sign)
        self._text = ElidedLabel(theme, text, ink="ink_2")
        line.addWidget(self._text, 1)
        line.addWidget(keycap(theme, key))
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        size = self._theme.px(16)
        self._sign.setPixmap(self._icons.pixmap("search", "ink_2", size=size, ratio=self.devicePixelRatioF()))

    def sizeHint(self) -> QSize:
        """400 pixels where there is room."""
        return QSize(self._theme.px(400), self._theme.px(32))

    def minimumSizeHint(self) -> QSize:
        """Room for a word and the key."""
        return QSize(self._theme.px(150), self._theme.px(32))


class Segments(QFrame):
    """A switch of two or more actions of which one is on."""

    def __init__(self, theme: Theme, icons: Icons, actions: list[tuple[QAction, str]]) -> None:
        super().__init__()
        self._theme, self._icons = theme, icons
        self.setObjectName("segments")
        line = QHBoxLayout(self)
        tight(line, spacing=0, margins=(2, 2, 2, 2))
        self._buttons: list[tuple[WordsButton, QAction, str]] = []
        for action, icon in actions:
            button = WordsButton(theme, action.text().replace("&", ""), look="segment", high=28)
            button.setCheckable(True)
            button.setToolTip(action.toolTip())
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(partial(self._press, action))
            self._buttons.append((button, action, icon))
            action.toggled.connect(self._restyle)
            line.addWidget(button)
        theme.dress(self, high=32)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _press(self, action: QAction) -> None:
        action.trigger()
        self._restyle()

    def _restyle(self) -> None:
        for button, action, icon in self._buttons:
            on = action.isChecked()
            button.setChecked(on)
            self._icons.put(button, icon, "mark" if on else "ink_2", size=16)
            self._theme.dress(button, face="strong" if on else "text")
            button.updateGeometry()
            # The wider of the two faces, so that nothing moves when the other one is on.
            button.setFixedWidth(
                QFontMetrics(self._theme.font("strong")).horizontalAdvance(button.text()) + self._theme.px(48)
            )


class Toolbar(QWidget):
    """The toolbar of a window that shows a dossier."""

    narrowed = Signal(bool)

    def __init__(self, theme: Theme, icons: Icons, actions: Actions, search: Callable[[], object]) -> None:
        super().__init__()
        self._theme, self._icons, self._actions = theme, icons, actions
        self._primary: WordsButton | None = None
        self._primary_id = ""
        self._narrow = False
        theme.dress(self, ground="window", high=48)
        self.setAccessibleName(self.tr("Toolbar"))
        line = QHBoxLayout(self)
        tight(line, spacing=12, margins=(16, 0, 16, 0))
        left, self._right = QHBoxLayout(), QHBoxLayout()
        for part in (left, self._right):
            tight(part, spacing=8)
        self.segments = Segments(
            theme, icons, [(actions["view.read"], "book-open"), (actions["view.brief"], "file-text")]
        )
        left.addWidget(self.segments)
        left.addSpacing(8)
        for name in ("go.back", "go.forward"):
            left.addWidget(action_button(theme, actions[name]))
        self._between = rule(theme, upright=True)
        self._between.setFixedHeight(20)
        left.addWidget(self._between)
        self._histories = [action_button(theme, actions[name]) for name in ("edit.undo", "edit.redo")]
        for button in self._histories:
            left.addWidget(button)
        left.addStretch(1)
        self.search_box = SearchBox(theme, icons, self.tr("Search or run a command"), "Ctrl+K")
        self.search_box.clicked.connect(lambda _checked=False: search())
        self._right.addStretch(1)
        for name in ("view.left", "view.right"):
            button = action_button(theme, actions[name])
            button.setObjectName("panel_toggle")
            self._right.addWidget(button)
            self._last = button
        self._right.addSpacing(8)
        line.addLayout(left, 1)
        line.addWidget(self.search_box)
        line.addLayout(self._right, 1)

    def offer(self, action_id: str, *, filled: bool) -> None:
        """Give a workspace's main action a button; none where the action is not declared."""
        self._primary_id = action_id
        if self._primary is not None:
            self._right.removeWidget(self._primary)
            self._primary.deleteLater()
            self._primary = None
        if action_id not in self._actions:
            return
        action = self._actions[action_id]
        button = WordsButton(self._theme, look="primary" if filled else "")
        declared = self._actions.declaration(action_id)
        self._icons.put(button, declared.icon, "on_accent" if filled else "ink_2")
        button.clicked.connect(lambda _checked=False: action.trigger())
        self._primary = button
        self._right.addWidget(button)
        QWidget.setTabOrder(self._last, button)  # made last, it would come after all panels
        self._show_primary(action)
        action.changed.connect(lambda: self._show_primary(action))

    def _show_primary(self, action: QAction) -> None:
        if self._primary is None or action is not self._actions[self._primary_id]:
            return
        declared = self._actions.declaration(self._primary_id)
        words = declared.short if self._narrow and declared.short else action.text()
        self._primary.setText(words.replace("&", ""))
        self._primary.setAccessibleName(action.text().replace("&", ""))
        self._primary.setToolTip(action.toolTip())
        self._primary.setEnabled(action.isEnabled())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give up, or take back, what the menus have too."""
        super().resizeEvent(event)
        narrow = self.width() < self._theme.px(_TIGHT)
        tight_now = self.width() < self._theme.px(900)
        for button in self._histories:
            button.setVisible(not tight_now)
        self._between.setVisible(not tight_now)
        if narrow != self._narrow:
            self._narrow = narrow
            if self._primary_id in self._actions:
                self._show_primary(self._actions[self._primary_id])
            self.narrowed.emit(narrow)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line under the bar."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._theme.color("line"))
