"""News for the user: quiet bars at the foot of the window, at most two, each with its remedy as a button.

Nothing is ever told in a box that has to be clicked away; the text above never moves while one reads it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Literal

from PySide6.QtCore import QEasingCurve, Qt, QTimer, QVariantAnimation, Signal
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QStyle,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from briefgen.gui.controls import ElidedLabel, icon_button, push_button, rule, tight
from briefgen.gui.icons import Icons
from briefgen.gui.theme import Theme
from briefgen.gui.tool_tips import plain_tip

Tone = Literal["done", "note", "lock", "should", "must", "busy"]

_ICONS: dict[str, tuple[str, str]] = {
    "done": ("check", "ink_2"),
    "note": ("info", "ink_2"),
    "lock": ("lock", "ink_2"),
    "should": ("should-fix", "should_fix"),
    "must": ("octagon-x", "must_fix"),
    "busy": ("loader-circle", "mark"),
}
_MOST = 2
_UNFOLDING = 120
"""Milliseconds in which a notice comes up."""
_PASSING = 8_000
"""Milliseconds that news which asks nothing of the user stays."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """A button in a notice: what it is called and does; the notice goes when it is pressed, unless it `stays`."""

    text: str
    run: Callable[[], object]
    stays: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """One plain sentence and its remedies.

    Args:
        sentence: What happened. `lead`, before it, is set in semibold, `detail`, after it, paler.
        tone: Which sign stands before it. News that is done or noted and has no remedy goes by itself.
        key: A notice takes the place of one with the same key.
        lasting: It stays although it asks nothing, and can't be closed: a state, like “read-only”.
    """

    sentence: str
    tone: Tone = "note"
    remedies: tuple[Remedy, ...] = ()
    lead: str = ""
    detail: str = ""
    key: str = ""
    lasting: bool = False

    @property
    def plain(self) -> str:
        """All of it, for those who hear it."""
        return " ".join(part for part in (self.lead, self.sentence, self.detail) if part)


class Bar(QWidget):
    """One notice as it is shown; given back by `Notices`, it can be changed and closed."""

    closed = Signal()
    emptying = Signal()
    """Its buttons are about to go, and others to come."""

    def __init__(self, theme: Theme, icons: Icons, notice: Notice) -> None:
        super().__init__()
        self._theme, self._icons = theme, icons
        self.notice = notice
        theme.dress(self, ground="raised", high=48)
        outer = QVBoxLayout(self)
        tight(outer)
        outer.addWidget(rule(theme))
        line = QHBoxLayout()
        tight(line, spacing=12, margins=(16, 0, 16, 0))
        outer.addLayout(line, 1)
        self._sign = QLabel()
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.RichText)
        self._text.setWordWrap(True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        theme.dress(self._text, face="text", ink="ink")
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(240)
        self._progress.setAccessibleName(self.tr("Progress"))
        self._at = ElidedLabel(theme, face="meta", ink="ink_2")
        # What has a height of its own would keep the line from filling the bar, unless it is aligned in it.
        line.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self._text)
        line.addWidget(self._progress, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self._at, 1)
        self._buttons = QHBoxLayout()
        tight(self._buttons, spacing=12)
        line.addLayout(self._buttons)
        theme.changed.connect(self._draw_sign)
        self.change(notice)

    def change(self, notice: Notice) -> None:
        """Say something else in the same place."""
        self.notice = notice
        tokens = self._theme.tokens
        parts = [escape(notice.sentence)]
        if notice.lead:
            parts.insert(0, f'<span style="font-weight:600">{escape(notice.lead)}</span>')
        if notice.detail:
            parts.append(f'<span style="color:{tokens.ink_2}">{escape(notice.detail)}</span>')
        self._text.setText(" ".join(parts))
        self.setAccessibleName(notice.plain)
        self._text.setToolTip(plain_tip(notice.plain))  # whole, should it have more lines than the bar
        busy = notice.tone == "busy"
        self._progress.setVisible(busy)
        self._at.setVisible(busy)
        self._text.setWordWrap(not busy)
        self.emptying.emit()
        while (item := self._buttons.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for remedy in notice.remedies:
            button = push_button(self._theme, remedy.text, look="small" if busy else "text")
            button.clicked.connect(lambda _checked=False, chosen=remedy: self._take(chosen))
            self._buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        if not busy and not notice.lasting:
            close = icon_button(self._theme, self._icons, "x", self.tr("Close this notice"), self.close_bar)
            self._buttons.addWidget(close, 0, Qt.AlignmentFlag.AlignVCenter)
        self._draw_sign()

    def progress(self, done: int, total: int, text: str = "") -> None:
        """Show how far something is; a total of 0 means that nobody knows."""
        self._progress.setRange(0, total)
        self._progress.setValue(done)
        self._at.say(text)

    def close_bar(self) -> None:
        """Take the notice away."""
        self.closed.emit()

    def _take(self, remedy: Remedy) -> None:
        if not remedy.stays:
            self.closed.emit()
        remedy.run()

    def _draw_sign(self) -> None:
        name, role = _ICONS[self.notice.tone]
        size = self._theme.px(16)
        self._sign.setPixmap(self._icons.pixmap(name, role, size=size, ratio=self.devicePixelRatioF()))


class Notices(QWidget):
    """The foot of the window, where notices come and go."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icons = theme, icons
        self._bars: list[Bar] = []
        self._stack = QVBoxLayout(self)
        tight(self._stack)
        self._keys_were: QWidget | None = None
        self.setAccessibleName(self.tr("Notices"))
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # noqa: S101  there is no widget without one
        app.focusChanged.connect(self._note_focus)
        self.hide()

    def tell(self, notice: Notice) -> Bar:
        """Show a notice; one with the same key, or the oldest of too many, those without remedies first, makes room."""
        for bar in self._bars:
            if notice.key and bar.notice.key == notice.key:
                bar.change(notice)
                return bar
        # What asks nothing goes first: a report with its remedies is not pushed out by what only passes.
        may_go = [bar for bar in self._bars if bar.notice.tone != "busy" and not bar.notice.lasting]
        giving_way = sorted(may_go, key=lambda bar: bool(bar.notice.remedies)) or self._bars[:]
        if len(self._bars) >= _MOST:
            self._drop(giving_way[0])
        bar = Bar(self._theme, self._icons, notice)
        bar.closed.connect(lambda: self._drop(bar))
        bar.emptying.connect(lambda: self._give_keys_back(bar))
        self._bars.append(bar)
        self._stack.addWidget(bar)
        self.show()
        self._unfold(bar)
        if notice.tone in {"done", "note"} and not notice.remedies and not notice.lasting:
            QTimer.singleShot(_PASSING, bar, bar.close_bar)
        return bar

    def say(self, sentence: str, tone: Tone = "note", *remedies: Remedy, key: str = "") -> Bar:
        """Show one sentence."""
        return self.tell(Notice(sentence, tone, tuple(remedies), key=key))

    def busy(self, sentence: str, *, lead: str = "", stop: Callable[[], object] | None = None, key: str = "") -> Bar:
        """Show that something is under way; the one who asked moves its progress and closes it."""
        remedies = () if stop is None else (Remedy(self.tr("Stop"), stop),)
        bar = self.tell(Notice(sentence, "busy", remedies, lead=lead, key=key))
        bar.progress(0, 0)
        return bar

    def shown(self) -> tuple[Notice, ...]:
        """What is shown, the oldest first."""
        return tuple(bar.notice for bar in self._bars)

    def _unfold(self, bar: Bar) -> None:
        """Let a notice come up in a moment, unless the user's system wants nothing to move."""
        if not self.isVisible() or self.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) == 0:
            return
        whole = self._theme.px(48)
        motion = QVariantAnimation(bar)
        motion.setDuration(_UNFOLDING)
        motion.setEasingCurve(QEasingCurve.Type.OutCubic)
        motion.setStartValue(1)
        motion.setEndValue(whole)
        motion.valueChanged.connect(bar.setFixedHeight)
        motion.start(QVariantAnimation.DeletionPolicy.DeleteWhenStopped)

    def _note_focus(self, before: QWidget | None, now: QWidget | None) -> None:
        """Remember from where the keys came to a notice."""
        if now is not None and before is not None and self.isAncestorOf(now) and not self.isAncestorOf(before):
            self._keys_were = before

    def _give_keys_back(self, bar: Bar) -> None:
        """Give the keys, where a button has them that goes, back to what had them: Qt would give them to any other."""
        has_them: QWidget | None = QApplication.focusWidget()
        before = self._keys_were
        if has_them is None or not bar.isAncestorOf(has_them) or before is None or not isValid(before):
            return
        if before.isVisible() and before.isEnabled():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def _drop(self, bar: Bar) -> None:
        if bar not in self._bars:
            return
        self._give_keys_back(bar)
        self._bars.remove(bar)
        self._stack.removeWidget(bar)
        bar.hide()
        bar.deleteLater()
        self.setVisible(bool(self._bars))
