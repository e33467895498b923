"""News at the foot of the window."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from briefgen.gui.icons import Icons
from briefgen.gui.notices import Notice, Notices, Remedy
from briefgen.gui.theme import Theme
from tests.gui.conftest import settle, until


@pytest.fixture
def notices(application: QApplication) -> Iterator[Notices]:
    """The foot of a window."""
    theme = Theme("light")
    made = Notices(theme, Icons(theme))
    made.resize(1200, 96)
    yield made
    made.deleteLater()
    settle(application)


def press(notices: Notices, words: str) -> None:
    """Press the button of that name."""
    buttons = [button for button in notices.findChildren(QAbstractButton) if words in (button.text(), button.toolTip())]
    QTest.mouseClick(buttons[0], Qt.MouseButton.LeftButton)


def test_a_notice_says_all_of_it(notices: Notices) -> None:
    """What happened is shown as it is, never as markup, and is heard as it is read."""
    notices.tell(Notice("is <b>no</b> document.", "must", lead="a & b.pdf", detail="Nothing was changed."))
    assert notices.isVisibleTo(notices.parentWidget())
    texts = [shown.text() for shown in notices.findChildren(QLabel)]
    assert any("is &lt;b&gt;no&lt;/b&gt; document." in text and "a &amp; b.pdf" in text for text in texts)
    assert notices.shown()[0].plain == "a & b.pdf is <b>no</b> document. Nothing was changed."


def test_no_gap_is_left_over_a_notice(notices: Notices) -> None:
    """Its line is its upper edge, however much of its height the words leave."""
    notices.show()
    bar = notices.tell(Notice("All is well.", "done"))
    until(lambda: bar.isVisible() and bar.height() == 48)
    notices.layout().activate()
    inside = [child for child in bar.findChildren(QWidget) if child.parent() is bar and child.isVisible()]
    assert min(child.y() for child in inside) == 0


def test_a_remedy_does_its_work_and_the_notice_goes(notices: Notices, application: QApplication) -> None:
    """Pressing the remedy runs it and takes the notice away; one that stays, stays."""
    done: list[str] = []
    notices.say("The disk is full.", "must", Remedy("Save a copy…", lambda: done.append("saved")))
    notices.say("Read-only.", "lock", Remedy("Work on a copy…", lambda: done.append("copied"), stays=True))
    press(notices, "Save a copy…")
    press(notices, "Work on a copy…")
    assert done == ["saved", "copied"]
    assert [notice.sentence for notice in notices.shown()] == ["Read-only."]


def test_there_are_two_at_most(notices: Notices) -> None:
    """A third takes the place of the oldest that is neither under way nor a state."""
    notices.busy("Importing 12 files.")
    notices.say("One is a scan.", "must")
    notices.say("Another is empty.", "must")
    assert [notice.sentence for notice in notices.shown()] == ["Importing 12 files.", "Another is empty."]


def test_the_same_news_comes_once(notices: Notices) -> None:
    """News with the key of a notice that is shown changes that one."""
    notices.say("Waiting.", key="layout")
    notices.say("Still waiting.", key="layout")
    assert [notice.sentence for notice in notices.shown()] == ["Still waiting."]


def test_what_is_under_way_can_be_stopped(notices: Notices, application: QApplication) -> None:
    """Progress moves, says what it is at, and its Stop calls whoever began it."""
    stopped: list[bool] = []
    bar = notices.busy("Importing 12 files.", stop=lambda: stopped.append(True))
    bar.progress(9, 12, "Reading “a.pdf”")
    shown = notices.findChildren(QProgressBar)[0]
    assert (shown.value(), shown.maximum()) == (9, 12)
    press(notices, "Stop")
    assert stopped == [True]
    settle(application)
    assert notices.shown() == ()
    assert notices.isHidden()


def test_the_keys_go_back_to_where_they_were(notices: Notices, application: QApplication) -> None:
    """When a notice goes whose button had them, or says something else, they are not somewhere by chance."""
    window = QWidget()
    across = QVBoxLayout(window)
    for field in (first := QLineEdit(), second := QLineEdit()):
        across.addWidget(field)
    across.addWidget(notices)
    window.show()
    window.activateWindow()
    until(window.isActiveWindow)
    second.setFocus()
    bar = notices.busy("is being exported", stop=lambda: None)
    press(notices, "Stop")
    settle(application)
    assert second.hasFocus()
    bar = notices.busy("is being exported", stop=lambda: None)
    first.setFocus()
    button = bar.findChild(QPushButton)
    assert button is not None
    button.setFocus()
    bar.change(Notice("Exported.", "done"))
    settle(application)
    assert first.hasFocus()
    notices.setParent(None)
    window.deleteLater()


def test_a_state_can_not_be_closed(notices: Notices) -> None:
    """A notice that tells how things are has no button that closes it; news has."""
    notices.tell(Notice("Read-only.", "lock", lasting=True))
    assert [b.toolTip() for b in notices.findChildren(QAbstractButton)] == []
    notices.say("Something is wrong.", "must")
    press(notices, "Close this notice")
    assert [notice.sentence for notice in notices.shown()] == ["Read-only."]
