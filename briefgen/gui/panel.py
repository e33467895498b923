"""A panel: one of the parts a workspace is made of.

The contract, for whoever writes one:

- It is a `Panel`, made with a `Bench` and nothing else, and knows no other panel. It has a header of 40 pixels (title,
  count, small buttons) and puts what it shows into `self.body`.
- `show_dossier(before, after)` is called once with `before` None, when the panel is in its place, and after every act.
  What changed is told by identity (`before.passages is not after.passages`): it redraws that and nothing else.
- `follow(before, now)` is called when something else is selected, `arrive(place)` when a place is to be brought into
  view. What the user selects in it, it tells by `bench.selection.select(point="risk-1")`; where it sends the user, by
  `bench.selection.go(workspace="read", passage="passage-3")`.
- It changes nothing by itself: `bench.session.apply(tr("Cite passage"), lambda d: operations.cite(d, …))`. Slow work
  goes through `bench.tasks.run(…)`; the acts that follow from it are applied when it is done.
- Whatever can be done in it is declared in its `__init__` with `bench.actions.add(…)`, so that it is in a menu, in the
  palette and on the shortcut sheet, and has its key. Shortcuts that hold in the panel alone take `scope=self`.
- Colours, type and heights come from `bench.theme.dress(widget, face=…, ink=…, ground=…, look=…, high=…)`, icons from
  `bench.icons.put(button, name)`; both survive a change of theme. What is painted by hand asks
  `bench.theme.color(role)`, `.font(face)`, `.px(n)` at the time of painting; `restyle()` is called when a theme or text
  size came, for what was cached.
- What the status bar says of it, it tells by `bench.status.say(self, tr("2,340 words"), …)`; how many things it holds,
  by `self.set_count(7)`, which the rail of a narrow window shows too.
- Every control has an accessible name; the order of Tab is the order of reading; `focus_first()` takes the focus.
- All words go through `self.tr`.
- It is listed in `panels.py`, and tested through its window: the fixture `window` of `tests/gui/conftest.py`, and
  QTest.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from briefgen.domain.dossier import Dossier
from briefgen.gui.bench import Bench
from briefgen.gui.controls import label, tight
from briefgen.gui.selection import Place


class Header(QWidget):
    """The head of a panel: its title, how many things are in it, small buttons at the right."""

    def __init__(self, bench: Bench, title: str) -> None:
        super().__init__()
        self._title = label(bench.theme, title, face="strong")
        self._count = label(bench.theme, face="meta", ink="ink_3")
        self._line = QHBoxLayout(self)
        tight(self._line, spacing=8, margins=(16, 0, 12, 0))
        self._line.addWidget(self._title)
        self._line.addWidget(self._count)
        self._line.addStretch(1)
        bench.theme.dress(self, high=40)

    def add(self, *widgets: QWidget) -> None:
        """Put buttons or other small things at the right end."""
        for widget in widgets:
            self._line.addWidget(widget)

    def add_left(self, widget: QWidget, stretch: int = 0) -> None:
        """Put something right after title and count."""
        self._line.insertWidget(self._line.count() - 1 if not stretch else 2, widget, stretch)

    def say(self, title: str, count: str = "") -> None:
        """Show another title and count."""
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self._count.setText(count)


class Panel(QWidget):
    """The base of all panels; see the contract at the top of this module.

    Args:
        bench: What the window gives it to work with.
        title: Stands in the header, and names the panel for those who don't see it.
        icon: Stands for the panel on the rail, in a narrow window.
        ground: The role that fills it: panel, surface or canvas.
        headed: Whether it has a header.
    """

    counted = Signal()
    """How many things it holds is another."""
    wanted = Signal()
    """The panel is to be in view: something was asked for that is in it."""

    def __init__(self, bench: Bench, title: str, *, icon: str = "", ground: str = "panel", headed: bool = True) -> None:
        super().__init__()
        self.bench = bench
        self.title, self.icon = title, icon
        self.count = ""
        self.setAccessibleName(title)
        bench.theme.dress(self, ground=ground)
        outer = QVBoxLayout(self)
        tight(outer)
        self.header = Header(bench, title)
        outer.addWidget(self.header)
        self.header.setVisible(headed)
        if headed:
            self.setProperty("focus_header", self.header)
        holder = QWidget()
        self.body = QVBoxLayout(holder)
        tight(self.body)
        outer.addWidget(holder, 1)
        bench.theme.changed.connect(self.restyle)

    def set_count(self, count: int | str) -> None:
        """Say how many things are shown."""
        self.count = str(count)
        self.header.say(self.title, self.count)
        self.counted.emit()

    def rail_buttons(self) -> tuple[QWidget, ...]:
        """Buttons that stand for the panel on the rail of a narrow window, under its icon and count."""
        return ()

    def bring_files(self, paths: list[Path]) -> bool:
        """Take files that were dropped somewhere on the window; gives whether this panel takes any at all."""
        del paths
        return False

    def light_drop(self, *, lit: bool) -> None:
        """Show that files that are over the window would come here, or no longer."""

    def show_dossier(self, before: Dossier | None, after: Dossier) -> None:
        """Show a dossier; `before` is what was shown, None the first time."""

    def take_in(self, dossier: Dossier) -> Iterator[None]:
        """Show a dossier for the first time, in steps; a panel that has much to build does it before, in steps too."""
        self.show_dossier(None, dossier)
        yield

    def follow(self, before: Place, now: Place) -> None:
        """Something else was selected, here or elsewhere."""

    def arrive(self, place: Place) -> None:
        """Bring a place into view, where it is in this panel."""

    def restyle(self) -> None:
        """Another theme or text size came: let go of what was measured or painted in the old one."""

    def focus_first(self) -> None:
        """Take the keyboard's focus, where one would begin."""
        for widget in self.findChildren(QWidget):
            policy = widget.focusPolicy()
            if policy & Qt.FocusPolicy.TabFocus and widget.isVisible() and widget.isEnabled():
                widget.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def sizeHint(self) -> QSize:
        """Whatever the splitter gives."""
        return QSize(320, 400)
