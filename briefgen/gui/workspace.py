"""A workspace: three panels side by side, widths remembered; in a narrow window the left one goes to a rail."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from briefgen.domain.dossier import Dossier
from briefgen.gui.bench import Bench
from briefgen.gui.controls import icon_button, label, rule, tight
from briefgen.gui.panel import Panel
from briefgen.gui.panels import Layout
from briefgen.gui.selection import Place, WorkspaceName
from briefgen.gui.sliding import Slide, hurry, moves
from briefgen.gui.splitter import Splitter

NARROW = 1180
"""Below this width, in pixels before scaling, the left panel goes to the rail."""
_RAIL = 48
_CENTRE_LEAST = 320
"""Pixels that the middle and the right panel keep, however large the text is."""
_LATER_MS = 100
"""Milliseconds that panels out of view wait for a change: what the user looks at is painted first. Then they are told
one after the other, between what else comes."""


class Workspace(QWidget):
    """One of the two ways of working at a dossier."""

    sides_changed = Signal()
    """A side panel was shown or hidden."""

    def __init__(self, bench: Bench, name: WorkspaceName, layout: Layout, made: Mapping[str, Panel]) -> None:
        """Put panels together.

        Args:
            bench: What all panels have.
            name: Under which widths are remembered.
            layout: Which panels, and how wide.
            made: Those panels, by the names that `Layout.panels` gives them.
        """
        super().__init__()
        self.name = name
        self._bench, self._layout, self._settings = bench, layout, bench.settings
        self.left, self.centre, self.right = made["left"], made["centre"], made["right"]
        self.top = made.get("top")
        self._wanted = {"left": True, "right": True}
        self._narrow = False
        self._behind: dict[Panel, Dossier] = {}
        """What panels that were not told of a change yet still show."""
        self._latest = Dossier()
        self._catching_up = QTimer(self, singleShot=True, interval=_LATER_MS)
        self._catching_up.timeout.connect(self._tell_next)

        outer = QVBoxLayout(self)
        tight(outer)
        if self.top is not None:
            outer.addWidget(self.top)
            outer.addWidget(rule(bench.theme))
        across = QHBoxLayout()
        tight(across)
        outer.addLayout(across, 1)
        self.rail = Rail(bench, self.left)
        self.rail.opened.connect(self._toggle_drawer)
        across.addWidget(self.rail)
        self._splitter = Splitter(Qt.Orientation.Horizontal)
        across.addWidget(self._splitter, 1)
        for panel in (self.left, self.centre, self.right):
            self._splitter.addWidget(panel)
        for panel in (self.left, self.right):
            panel.wanted.connect(partial(self.reveal, panel))
        for place, stretch in enumerate((0, 1, 0)):
            self._splitter.setStretchFactor(place, stretch)
        self._drawer = Drawer(bench, self, self._splitter)
        self._drawer.hidden.connect(self.sides_changed)
        self._restore()
        self._splitter.splitterMoved.connect(lambda *_: self._remember())
        bench.theme.changed.connect(self._refit)
        self._set_widths()
        self._arrange()

    @property
    def panels(self) -> tuple[Panel, ...]:
        """The panels from left to right, after the strip over them, where there is one."""
        return (*((self.top,) if self.top is not None else ()), self.left, self.centre, self.right)

    @property
    def primary(self) -> str:
        """Id of the action that the toolbar has a button for."""
        return self._layout.primary

    @property
    def filled(self) -> bool:
        """Whether that button is filled."""
        return self._layout.filled

    def show_dossier(self, before: Dossier, after: Dossier) -> None:
        """Pass a change on to all panels: at once while they are in view, else a moment after those that are."""
        self._latest = after
        for (
            panel
        ) in self.panels:  # one change of many, to panels that are behind: they see the first state and the last
            self._behind.setdefault(panel, before)
        if self.isVisible():
            self.catch_up()
        else:
            self._catching_up.start(_LATER_MS)

    def catch_up(self) -> None:
        """Pass on what the panels, out of view, were not told yet."""
        self._catching_up.stop()
        while self._behind:
            self._tell()

    def _tell_next(self) -> None:
        if self._behind:
            self._tell()
            self._catching_up.start(0)

    def _tell(self) -> None:
        panel = next(iter(self._behind))
        panel.show_dossier(self._behind.pop(panel), self._latest)

    def retire(self) -> None:
        """The window closes: nothing is passed on any more."""
        self._catching_up.stop()
        self._behind.clear()

    def follow(self, before: Place, now: Place) -> None:
        """Pass a selection on to all panels."""
        for panel in self.panels:
            panel.follow(before, now)

    def arrive(self, place: Place) -> None:
        """Pass a jump on to all panels."""
        for panel in self.panels:
            panel.arrive(place)

    # ----------------------------------------------------------------------------------------------- sides

    def shows(self, side: str) -> bool:
        """Whether the left or right panel is in view."""
        if side == "left" and self._narrow:
            return self._drawer.isVisible()
        return self._wanted[side]

    def toggle(self, side: str) -> None:
        """Show or hide the left or right panel."""
        if side == "left" and self._narrow:
            self._toggle_drawer()
            return
        panel = self.left if side == "left" else self.right
        had_focus = panel.isAncestorOf(QApplication.focusWidget() or self)
        before = self._picture_of(panel, side)
        self._wanted[side] = not self._wanted[side]
        self._settings.setValue(f"{self.name}/{side}", self._wanted[side])
        self._arrange()
        if before is not None:
            self._slide(panel, side, *before)
        if had_focus and not self._wanted[side]:
            self.centre.focus_first()

    def _picture_of(self, panel: Panel, side: str) -> tuple[QRect, QPixmap] | None:
        """Where a panel stands and how it looks, or what stands where it will; None where nothing is to move."""
        hurry(self)
        if not moves(self):
            return None
        if panel.isVisible():
            return self._box_of(panel), panel.grab()
        within = self._splitter.geometry()
        box = QRect(within.left(), within.top(), within.width() // 2, within.height())  # at least as wide as it will be
        if side == "right":
            box.moveRight(within.right())
        return box, self.grab(box)

    def _box_of(self, panel: Panel) -> QRect:
        return QRect(panel.mapTo(self, QPoint(0, 0)), panel.size())

    def _slide(self, panel: Panel, side: str, box: QRect, before: QPixmap) -> None:
        """Let a panel that has come or gone be seen to."""
        leftwards = side == "left"
        if panel.isVisible():
            QApplication.sendPostedEvents(self._splitter, QEvent.Type.LayoutRequest)  # so that it has its place
            Slide(self, self._box_of(panel), panel.grab(), leftwards=leftwards, behind=before)
        else:
            Slide(self, box, before, leftwards=leftwards)

    def reveal(self, panel: Panel) -> None:
        """See to it that a panel is in view."""
        for side, owned in (("left", self.left), ("right", self.right)):
            if panel is owned and not self.shows(side):
                self.toggle(side)

    def focus_panel(self, step: int) -> None:
        """Give the focus to the next panel (1) or the one before (-1), round about."""
        shown = [panel for panel in self.panels if panel.isVisible()]
        if not shown:
            return
        focused = QApplication.focusWidget()
        at = next(
            (n for n, panel in enumerate(shown) if focused and panel.isAncestorOf(focused)), -1 if step > 0 else 0
        )
        for away in range(1, len(shown) + 1):
            panel = shown[(at + step * away) % len(shown)]
            panel.focus_first()
            if panel.isAncestorOf(QApplication.focusWidget() or self):  # one with nothing to focus is passed over
                return

    def _toggle_drawer(self) -> None:
        if self._drawer.isVisible():
            self._drawer.shut()
        else:
            self._drawer.open(self.left, self._bench.theme.px(self._layout.left_width[0]))
        self.sides_changed.emit()

    def _arrange(self) -> None:
        """Show what is wanted and fits."""
        self.rail.setVisible(self._narrow)
        if self._narrow:
            if self.left.parent() is self._splitter:
                self.left.hide()
        else:
            self._drawer.shut(at_once=True)
            if self.left.parent() is not self._splitter:
                self._splitter.insertWidget(0, self.left)
                self._splitter.setStretchFactor(0, 0)
                self._set_widths()
            self.left.setVisible(self._wanted["left"])
        self.right.setVisible(self._wanted["right"])
        self.sides_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Send the left panel to the rail, or fetch it back."""
        super().resizeEvent(event)
        self._refit()
        self._drawer.fit()

    def showEvent(self, event: QShowEvent) -> None:
        """See what fits: the size of text may be another than when it was last in view."""
        super().showEvent(event)
        self._refit()

    def _refit(self) -> None:
        """See what fits, after another width or another size of text."""
        narrow = self.width() < self._bench.theme.px(NARROW)
        if narrow != self._narrow:
            self._narrow = narrow
            self._arrange()
        self._set_widths()

    # ---------------------------------------------------------------------------------------------- widths

    def _set_widths(self) -> None:
        px = self._bench.theme.px
        self.left.setMinimumWidth(px(self._layout.left_width[1]))
        right = px(self._layout.right_width[1]) if self._wanted["right"] else 0
        # Large text in a small window: the middle gives way first, then the right, so that nothing is cut off.
        left = px(_RAIL) if self._narrow else px(self._layout.left_width[1]) if self._wanted["left"] else 0
        room = max(0, self.width() - left - 2) if self.isVisible() else px(10_000)
        centre = max(_CENTRE_LEAST, min(px(self._layout.centre_least), room - right))
        self.centre.setMinimumWidth(centre)
        self.right.setMinimumWidth(max(_CENTRE_LEAST, min(right, room - centre)) if right else 0)

    def _restore(self) -> None:
        self._wanted = {
            side: bool(self._settings.value(f"{self.name}/{side}", defaultValue=True, type=bool))
            for side in self._wanted
        }
        px = self._bench.theme.px
        widths = [
            int(str(self._settings.value(f"{self.name}/{side}_width", px(usual))))
            for side, usual in (("left", self._layout.left_width[0]), ("right", self._layout.right_width[0]))
        ]
        self._splitter.setSizes([widths[0], 10_000, widths[1]])

    def _remember(self) -> None:
        if not self._narrow and self.left.isVisible():
            self._settings.setValue(f"{self.name}/left_width", self.left.width())
        if self.right.isVisible():
            self._settings.setValue(f"{self.name}/right_width", self.right.width())


class Rail(QWidget):
    """What is left of the left panel in a narrow window: its icon, its count."""

    opened = Signal()

    def __init__(self, bench: Bench, panel: Panel) -> None:
        super().__init__()
        self._panel = panel
        bench.theme.dress(self, ground="panel")
        bench.theme.changed.connect(self._fit)
        self._bench = bench
        self._fit()
        across = QHBoxLayout(self)
        tight(across)
        down = QVBoxLayout()
        tight(down, spacing=4, margins=(0, 8, 0, 8))
        across.addLayout(down, 1)
        across.addWidget(rule(bench.theme, upright=True))
        self._button = icon_button(
            bench.theme,
            bench.icons,
            panel.icon or "panel-left",
            self.tr("Show {panel}").format(panel=panel.title),
            self.opened.emit,
            size=18,
        )
        self._count = label(bench.theme, face="meta", ink="ink_2")
        self._count.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        down.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        down.addWidget(self._count)
        self._buttons = QVBoxLayout()
        down.addLayout(self._buttons)
        down.addStretch(1)
        for button in panel.rail_buttons():
            self._buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        panel.counted.connect(lambda: self._count.setText(panel.count))

    def _fit(self) -> None:
        self.setFixedWidth(self._bench.theme.px(_RAIL))


class Drawer(QFrame):
    """The left panel while it stands over the others, in a narrow window."""

    hidden = Signal()

    def __init__(self, bench: Bench, workspace: QWidget, under: QWidget) -> None:
        super().__init__(workspace)
        self._width = 0
        self._over, self._under = workspace, under
        bench.theme.dress(self, ground="panel")
        line = QHBoxLayout(self)
        tight(line)
        self._inside = QHBoxLayout()
        line.addLayout(self._inside, 1)
        line.addWidget(rule(bench.theme, upright=True))
        self._panel: Panel | None = None
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # noqa: S101  widgets need one
        app.focusChanged.connect(self._leave)
        self.hide()

    def open(self, panel: Panel, width: int) -> None:
        """Show the panel over the others."""
        if self._panel is None:
            self._panel = panel
            self._inside.addWidget(panel)
            panel.installEventFilter(self)
        panel.show()
        self._width = width
        self.fit()
        hurry(self._over)
        before = self._over.grab(self.geometry()) if moves(self._over) else None
        self.show()
        self.raise_()
        panel.focus_first()
        if before is not None:
            Slide(self._over, self.geometry(), self.grab(), leftwards=True, behind=before)

    def shut(self, *, at_once: bool = False) -> None:
        """Put the panel away; `at_once` where it is wanted elsewhere."""
        if self._panel is not None and self._panel.parent() is not self:
            self._panel.removeEventFilter(self)
            self._panel = None
        if not self.isVisible():
            return
        hurry(self._over)
        picture = self.grab() if moves(self._over) and not at_once else None
        self.hide()
        self.hidden.emit()
        if picture is not None:
            Slide(self._over, self.geometry(), picture, leftwards=True)

    def fit(self) -> None:
        """Stand beside the rail, as high as what it stands over."""
        top = self._under.y()
        self.setGeometry(self._under.x(), top, self._width, self._over.height() - top)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc puts it away."""
        if event.key() == Qt.Key.Key_Escape:
            self.shut()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let go of the panel when it is taken back into the splitter."""
        if watched is self._panel and event.type() == QEvent.Type.ParentChange and watched.parent() is not self:
            watched.removeEventFilter(self)
            self._panel = None
        return False

    def _leave(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Go when the focus goes to another part of the window."""
        outside = new is not None and new.window() is self.window() and not self.isAncestorOf(new)
        if self.isVisible() and outside:
            self.shut()
