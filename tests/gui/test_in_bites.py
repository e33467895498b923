"""Work that is done ahead of its time: all of it, in order, with the window free between."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from briefgen.gui.in_bites import InBites
from tests.gui.conftest import until


def test_everything_is_done_in_order(application: QApplication) -> None:
    """Steps of what was added first come first, and nothing is left."""
    owner, done = QObject(), list[str]()

    def steps(name: str) -> Iterator[None]:
        for number in range(3):
            done.append(f"{name}{number}")
            yield

    bites = InBites(owner)
    bites.add(steps("a"))
    bites.add(steps("b"))
    assert done == []
    until(lambda: not bites.busy)
    assert done == ["a0", "a1", "a2", "b0", "b1", "b2"]


def test_events_come_in_between(application: QApplication) -> None:
    """Work without an end does not keep a timer from being heard."""
    owner, heard = QObject(), list[int]()

    def for_ever() -> Iterator[None]:
        while not heard:
            yield

    bites = InBites(owner)
    bites.add(for_ever())
    timer = QTimer(owner, interval=1)
    timer.timeout.connect(lambda: heard.append(1))
    timer.start()
    until(lambda: not bites.busy)
    assert heard


def test_step_that_fails_is_told_and_the_rest_is_done(application: QApplication, errors: list[BaseException]) -> None:
    """A defect in one piece of work is no reason to leave out another, nor to try it for ever."""
    owner, done = QObject(), list[int]()

    def broken() -> Iterator[None]:
        yield
        raise ValueError("broken")

    def sound() -> Iterator[None]:
        done.append(1)
        yield

    bites = InBites(owner)
    bites.add(broken())
    bites.add(sound())
    until(lambda: not bites.busy)
    assert done == [1]
    assert [str(error) for error in errors] == ["broken"]
    with pytest.raises(ValueError, match="broken"):
        raise errors.pop()
