"""A group of fields that folds away under its heading; what is in it is built when it is first unfolded."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from briefgen.gui.bench import Bench
from briefgen.gui.controls import tight


class _Heading(QAbstractButton):
    """A chevron and words, the chevron in line with the fields under it."""

    def __init__(self, bench: Bench, title: str) -> None:
        super().__init__()
        self._bench = bench
        self.setText(title)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        bench.theme.dress(self, face="strong", high=28)

    def sizeHint(self) -> QSize:
        """Room for both."""
        px = self._bench.theme.px
        return QSize(px(28) + self.fontMetrics().horizontalAdvance(self.text()), px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint both."""
        del event
        theme, px = self._bench.theme, self._bench.theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("hover"))
            painter.drawRoundedRect(self.rect(), 4, 4)
        name = "chevron-down" if self.isChecked() else "chevron-right"
        chevron = self._bench.icons.pixmap(name, "ink_3", size=px(14), ratio=self.devicePixelRatioF())
        painter.drawPixmap(QPointF(0, (self.height() - px(14)) / 2), chevron)
        painter.setPen(theme.color("ink"))
        painter.setFont(theme.font("strong"))
        middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.drawText(self.rect().adjusted(px(20), 0, 0, 0), middle, self.text())


class Fold(QWidget):
    """A heading that is a button, and what it unfolds."""

    built = Signal()
    """What is in it is there now, and wants filling."""

    def __init__(self, bench: Bench, title: str, build: Callable[[], QWidget]) -> None:
        super().__init__()
        self._bench, self._build = bench, build
        self._body: QWidget | None = None
        self.heading = _Heading(bench, title)
        self.heading.toggled.connect(self._toggle)
        self._column = QVBoxLayout(self)
        tight(self._column, spacing=4)
        self._column.addWidget(self.heading)
        self._say()

    def unfold(self) -> None:
        """Show what is in it."""
        self.heading.setChecked(True)

    def remember(self, key: str, *, unfolded: bool = False) -> None:
        """Be as the user left the group of this name, else `unfolded` or not; what they do from now on is kept."""
        settings, name = self._bench.settings, f"folds/{key}"
        self.heading.setChecked(bool(settings.value(name, defaultValue=unfolded, type=bool)))
        self.heading.clicked.connect(lambda now: settings.setValue(name, now))

    def _toggle(self, unfolded: bool) -> None:  # noqa: FBT001  a signal's value
        if unfolded and self._body is None:
            self._body = self._build()
            self._column.addWidget(self._body)
            self.built.emit()
        if self._body is not None:
            self._body.setVisible(unfolded)
        self._say()

    def _say(self) -> None:
        state = self.tr("unfolded") if self.heading.isChecked() else self.tr("folded")
        self.heading.setAccessibleName(f"{self.heading.text()}, {state}")
