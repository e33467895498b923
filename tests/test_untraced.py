"""Coverage is not told of what the layout engine does, and of all that our code does."""

import sys
import threading
from types import FrameType
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.untraced import TOLD, traced, untraced

_OURS = {"first", "engine", "inside", "fetch", "deep", "last"}


def first() -> None:
    """Before the engine."""


def inside() -> None:
    """What the engine does by itself."""


def deep() -> None:
    """What our code calls, called by the engine."""


def fetch() -> None:
    """Our code, called by the engine."""
    deep()


def engine() -> str:
    """The engine's entry."""
    inside()
    traced(fetch)()
    inside()
    return "pages"


def last() -> None:
    """After the engine."""


def test_a_tracer_is_told_of_ours_and_not_of_the_engines() -> None:
    """On the way in and out, and where the engine calls back; an error passes, and following goes on after it."""
    told: list[str] = []

    def tracer(frame: FrameType, event: str, _: Any) -> None:
        if event == "call" and frame.f_code.co_name in _OURS:
            told.append(frame.f_code.co_name)

    def work() -> None:
        sys.settrace(tracer)
        first()
        assert untraced(engine)() == "pages"
        last()
        try:
            untraced(int)("no number")
        except ValueError:
            last()
        sys.settrace(None)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert told == ["first", "fetch", "deep", "last", "last"]


def test_without_a_tracer_nothing_is_changed() -> None:
    """What is called does its work, and no tracer comes of it."""
    left: list[object] = []

    def work() -> None:
        sys.settrace(None)
        left.extend([untraced(engine)(), traced(engine)(), sys.gettrace()])

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert left == ["pages", "pages", None]


def test_of_a_law_the_first_examples_are_told_and_the_making_of_none() -> None:
    """Hypothesis works as without: each example is made and tried."""
    told: list[str] = []
    tried: list[int] = []

    def make(number: int) -> int:
        return number

    def tracer(frame: FrameType, event: str, _: Any) -> None:
        if event == "call" and frame.f_code in {make.__code__, law.hypothesis.inner_test.__code__}:
            told.append(frame.f_code.co_name)

    @settings(max_examples=TOLD + 20, phases=[Phase.generate], database=None)
    @given(st.integers().map(make))
    def law(number: int) -> None:
        tried.append(number)

    def work() -> None:
        sys.settrace(tracer)
        law()
        sys.settrace(None)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert told == ["law"] * TOLD
    assert len(tried) == TOLD + 20
