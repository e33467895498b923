"""Where the keyboard is can always be seen."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from briefgen.gui.focus_ring import FocusRing
from briefgen.gui.main_window import MainWindow
from briefgen.gui.theme import Theme
from tests.gui.conftest import settle


class Desk:
    """A window with a field, a list under a header, and a field deep in a scroll area."""

    def __init__(self) -> None:
        """Put it together."""
        self.window = QWidget()
        self.window.resize(400, 500)
        lines = QVBoxLayout(self.window)
        self.field = QLineEdit()
        self.list = QListWidget()
        self.panel = QWidget()
        inside = QVBoxLayout(self.panel)
        self.header = QLabel("Sources")
        inside.addWidget(self.header)
        inside.addWidget(self.list)
        self.panel.setProperty("focus_header", self.header)
        self.area = QScrollArea()
        self.area.setFixedHeight(80)
        tall = QWidget()
        tall.setFixedHeight(600)
        self.deep = QLineEdit(tall)
        self.deep.setGeometry(10, 500, 200, 30)
        self.area.setWidget(tall)
        for widget in (self.field, self.panel, self.area):
            lines.addWidget(widget)
        self.ring = FocusRing(Theme("light"), self.window)
        self.window.show()
        self.window.activateWindow()


@pytest.fixture
def desk(application: QApplication) -> Iterator[Desk]:
    """The window, active."""
    made = Desk()
    settle(application)
    yield made
    made.window.close()
    made.window.deleteLater()
    settle(application)


def focus(widget: QWidget, application: QApplication) -> None:
    """Give a widget the keyboard."""
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    settle(application)


def test_the_ring_stands_around_the_field(desk: Desk, application: QApplication) -> None:
    """Two pixels wide and one off; it goes where the field goes."""
    focus(desk.field, application)
    assert desk.ring.target is desk.field
    assert desk.ring.ring() == desk.field.geometry().adjusted(-3, -3, 3, 3)
    desk.window.layout().setContentsMargins(40, 40, 40, 40)
    settle(application)
    assert desk.ring.ring() == desk.field.geometry().adjusted(-3, -3, 3, 3)
    painted = desk.window.grab().toImage()
    edge = QPoint(desk.field.x() - 2, desk.field.y() + desk.field.height() // 2) * painted.devicePixelRatio()
    assert painted.pixelColor(edge) == QColor("#1467B8")


def test_a_list_has_a_line_under_its_header_and_no_ring(desk: Desk, application: QApplication) -> None:
    """The panel that has the keyboard shows it under its header, as wide as the header."""
    focus(desk.list, application)
    assert desk.ring.ring().isEmpty()
    line = desk.ring.line()
    top = desk.header.mapTo(desk.window, QPoint(0, 0))
    assert (line.x(), line.width(), line.height()) == (top.x(), desk.header.width(), 2)
    assert line.bottom() == top.y() + desk.header.height() - 1
    focus(desk.field, application)
    assert desk.ring.line().isEmpty()


def test_the_ring_stays_within_what_scrolls(desk: Desk, application: QApplication) -> None:
    """Scrolled half out of view, a field has the part of the ring that belongs to what is seen of it."""
    focus(desk.deep, application)
    desk.area.verticalScrollBar().setValue(515)
    settle(application)
    viewport = desk.area.viewport()
    top = viewport.mapTo(desk.window, QPoint(0, 0))
    ring = desk.ring.ring()
    assert ring.top() >= top.y()
    assert 0 < ring.height() < 36


def test_a_widget_can_show_its_focus_itself(desk: Desk, application: QApplication) -> None:
    """No ring where a widget says that it needs none; around another one where it names that."""
    desk.field.setProperty("ring", "none")
    focus(desk.field, application)
    assert desk.ring.ring().isEmpty()
    desk.field.setProperty("ring", 4)
    desk.field.setProperty("ring_of", desk.area)
    assert desk.ring.ring() == desk.area.geometry().adjusted(-3, -3, 3, 3)


def test_another_window_is_none_of_its_business(desk: Desk, application: QApplication) -> None:
    """When the keyboard goes to another window, the ring goes."""
    focus(desk.field, application)
    other = QPushButton("Elsewhere")
    other.show()
    other.activateWindow()
    focus(other, application)
    assert desk.ring.target is None
    other.close()


def test_every_control_of_the_window_shows_its_focus(window: MainWindow, application: QApplication) -> None:
    """Tab goes round the window; wherever it stops, a ring or a line is to be seen."""
    seen: set[QWidget] = set()
    unseen = []
    for _ in range(60):
        window.focusNextChild()
        settle(application)
        focused = application.focusWidget()
        if focused is None or focused in seen:
            break
        seen.add(focused)
        if window.ring.ring().isEmpty() and window.ring.line().isEmpty():
            unseen.append(f"{type(focused).__name__} {focused.accessibleName()}")
    assert unseen == []
    assert len(seen) > 5
