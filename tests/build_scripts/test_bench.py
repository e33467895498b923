"""The table of measurements: what it says of a goal, and what it refuses."""

import importlib.util
import signal
import sys
import threading
import types
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "build_scripts" / "bench.py"


@pytest.fixture(scope="module")
def bench() -> types.ModuleType:
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("bench", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("figure", "goal", "expected"),
    [
        (1.10, "≤ 1.10", True),
        (1.11, "≤ 1.10", False),
        (1.0, "< 1", False),
        (200, "= 200", True),
        (199, "= 200", False),
        (5, "≥ 5", True),
        (1200, "≤ 1,100", False),
        (7, "", None),
    ],
)
def test_goal_is_met_or_not(bench: types.ModuleType, figure: float, goal: str, expected: bool | None) -> None:
    """A goal is read as it is written; without one there is nothing to meet."""
    assert bench.met(bench.Row("a", figure, "", goal)) is expected


def test_table_stands_in_columns(bench: types.ModuleType) -> None:
    """Figures end in one column, and a goal that was missed stands out."""
    rows = [bench.Row("short", 0.987, "×", "≤ 1.10"), bench.Row("a longer name", 1234.5, "ms", "≤ 20")]
    _head, _rule, first, second = bench.table(rows)
    assert first.index("0.99") + len("0.99") == second.index("1,234") + len("1,234")
    assert first.endswith("met")
    assert second.endswith("MISSED")


@pytest.mark.parametrize("given", [("a", 1.0, "s"), ["a", 1.0, "s", ""], ("a", 1.0, "s", "quick"), "a"])
def test_what_is_no_measurement_is_refused(bench: types.ModuleType, given: object) -> None:
    """A part that gives something else is named, with what it gave."""
    with pytest.raises(bench.BenchError, match="part_of_it"):
        bench.as_row("part_of_it", given)


def test_missing_part_is_a_failure(bench: types.ModuleType) -> None:
    """Where a part is not there the run fails and says which: no table that looks whole."""
    with pytest.raises(bench.BenchError, match=r"bench_nothing\.py is not there"):
        bench.load(bench.Part("bench_nothing", "rows"))


def test_number_as_a_goal_is_the_most(bench: types.ModuleType) -> None:
    """A part may give the limit alone."""
    assert bench.as_row("part_of_it", ("a", 3, "ms", 20.0)) == bench.Row("a", 3.0, "ms", "≤ 20")
    assert bench.as_row("part_of_it", ("a", 3, "ms", 0)).goal == "≤ 0"
    assert bench.as_row("part_of_it", ("a", 3, "ms", None)).goal == ""


def test_every_part_is_there(bench: types.ModuleType) -> None:
    """Each of the functions that “make bench” calls exists."""
    assert all(callable(bench.load(part)) for part in bench.PARTS)


def test_part_may_want_a_folder(bench: types.ModuleType) -> None:
    """A part that works in a folder is given one that is there; another is called alone."""
    asked = bench.Part("a", "b", in_folder=True)
    (there,) = bench.taken(asked, lambda folder: [folder.is_dir()])
    assert there
    assert bench.taken(bench.Part("a", "b"), lambda: iter([1, 2])) == [1, 2]


def test_machine_is_named(bench: types.ModuleType) -> None:
    """Figures are worth little without the machine they were taken on."""
    assert "cores" in bench.machine()
    assert "Python 3." in bench.machine()


def test_a_part_that_fails_keeps_no_other_from_measuring(
    bench: types.ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The table has what was measured, the exit code says that something was not, and its name is said."""
    script = types.ModuleType("bench_stand_in")
    script.breaks = lambda: 1 // 0  # type: ignore[attr-defined]  # as a script that defines it
    script.gives = lambda: [("a figure", 1.5, "ms", 2.0)]  # type: ignore[attr-defined]  # as above
    monkeypatch.setitem(sys.modules, "bench_stand_in", script)
    parts = (bench.Part("bench_stand_in", "breaks"), bench.Part("bench_stand_in", "gives"))
    monkeypatch.setattr(bench, "PARTS", parts)
    monkeypatch.setattr(bench, "load", lambda part: getattr(script, part.function))
    monkeypatch.setattr(sys, "argv", ["bench.py"])
    assert bench.main() == 4
    told = capsys.readouterr()
    assert "a figure" in told.out
    assert "load" in told.out
    assert "bench_stand_in.breaks gave no measurements" in told.err
    monkeypatch.setattr(bench, "PARTS", parts[1:])
    assert bench.main() == 0


def test_parts_are_chosen_by_name(bench: types.ModuleType) -> None:
    """Scripts that are named measure alone; a name that is none is refused with those that there are."""
    assert {part.script for part in bench.chosen(["bench_lists"])} == {"bench_lists"}
    assert bench.chosen([]) == list(bench.PARTS)
    with pytest.raises(bench.BenchError, match="bench_typing"):
        bench.chosen(["bench_nothing"])


def test_the_verdict_counts_goals_and_names_those_missed(bench: types.ModuleType) -> None:
    """What has no goal is not counted."""
    good, bad, told = (bench.Row(name, 7, "ms", goal) for name, goal in (("a", "≤ 9"), ("b", "≤ 5"), ("c", "")))
    assert bench.verdict([good, told]) == "1 of 1 goals are met."
    assert bench.verdict([good, bad, told]).splitlines() == ["1 of 2 goals are met; missed:", "  b: 7.00 ms, goal ≤ 5"]


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="this system has no alarm")
def test_a_part_that_does_not_end_is_given_up(bench: types.ModuleType) -> None:
    """And what comes after it is not."""
    with pytest.raises(bench.BenchError, match="given up"), bench.bounded(1):
        threading.Event().wait()
    with bench.bounded(1):
        pass
    assert signal.alarm(0) == 0
