"""Reference cycles are cleared away on the main thread alone."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from briefgen.gui.garbage import MainThreadGarbage
from tests.gui.conftest import until


class Knot(QWidget):
    """A widget that refers to itself, and that says on which thread it went."""

    def __init__(self, went: list[threading.Thread]) -> None:
        super().__init__()
        vars(self)["itself"] = self
        weakref.finalize(self, lambda: went.append(threading.current_thread()))


@pytest.fixture
def garbage(application: QApplication) -> Iterator[MainThreadGarbage]:
    """What clears away."""
    del application
    made = MainThreadGarbage()
    made.start()
    yield made
    made.stop()
    assert gc.isenabled()


def test_a_knot_goes_on_the_main_thread(garbage: MainThreadGarbage) -> None:
    """Whatever another thread makes meanwhile, a widget in a cycle stays until the main thread clears it away."""
    del garbage
    went: list[threading.Thread] = []
    Knot(went)
    others: list[list[object]] = []
    busy = threading.Thread(target=lambda: others.extend([[]] for _ in range(20_000)))
    busy.start()
    busy.join()
    assert went == []
    until(lambda: went)
    assert went == [threading.main_thread()]
