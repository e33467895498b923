"""All measurements in one run (``make bench``): one table, with what each figure should be and whether it is.

    python build_scripts/bench.py [PART]...

PART is a script's name, such as bench_lists; without one, all of them measure.
The parts measure: functions of ``bench_rendering.py``, ``bench_dossier.py``, ``bench_window.py``, ``bench_lists.py``,
``bench_typing.py``, ``bench_importing.py``, ``bench_live.py``, ``live_equality.py`` and ``corpora_report.py``, each
giving (name, figure, unit, goal) one measurement after the other. A goal is the most that the figure may be, or a
text such as “≤ 1.10”, “< 1”, “≥ 5” or “= 200”, in the figure's unit; None or empty where the figure is only to be
known. A missing part is a failure, not a shorter table.

On a machine that does other things besides, the clock measures those too. So what a part holds against a goal is a
ratio of times taken in turn, or the processor time of the thread that the user waits for; what the clock says stands
beside it without a goal. The load of the machine, before and after, is printed under the table.

A part that takes longer than ten minutes is given up, and the others go on.

Ends with 0 when every goal is met, 1 when one is missed, 4 when a part is not there or gives no measurements; the other
parts measure all the same.
"""

from __future__ import annotations

import contextlib
import importlib.util
import operator
import os
import platform
import re
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, cast

BUILD = Path(__file__).resolve().parent.parent / "build"
"""What is written while measuring is written here, on the disk that the project is on."""


class Part(NamedTuple):
    """A function that measures, in a script beside this one; some want a folder to work in."""

    script: str
    function: str
    in_folder: bool = False


PARTS = (
    Part("bench_rendering", "rows"),
    Part("bench_dossier", "large_dossier_rows", in_folder=True),
    Part("bench_dossier", "kill_rows", in_folder=True),
    Part("bench_window", "reader_rows", in_folder=True),
    Part("conformance_report", "rows"),
    Part("corpora_report", "rows"),
    Part("bench_lists", "list_rows", in_folder=True),
    Part("bench_typing", "typing_rows", in_folder=True),
    Part("bench_importing", "importing_rows", in_folder=True),
    Part("bench_live", "rows"),
    Part("live_equality", "rows"),
)
"""What is measured, in the order in which it is run."""

_LONGEST = 600
"""Seconds after which a part is given up: all of them together take some ten minutes."""

_COMPARED: dict[str, Callable[[float, float], bool]] = {
    "≤": operator.le,
    "<": operator.lt,
    "≥": operator.ge,
    ">": operator.gt,
    "=": operator.eq,
}
_GOAL = re.compile(r"(?P<sign>[≤<≥>=])\s*(?P<limit>\d+(?:[.,]\d+)*)")


Measure = Callable[..., Iterable[object]]


class BenchError(Exception):
    """The measurements can't be taken, or a part gives something that is no measurement."""


class Row(NamedTuple):
    """One measurement: what, how much, in what unit, and what it should be."""

    name: str
    figure: float
    unit: str
    goal: str


def main() -> int:
    """Run every part and print the table; gives the exit code."""
    begun, before = time.monotonic(), load_average()
    wanted = sys.argv[1:]
    rows: list[Row] = []
    failed: list[str] = []
    try:
        parts = chosen(wanted)
        # All parts are looked for before the first takes its minutes.
        found = [(part, load(part)) for part in parts]
    except BenchError as error:
        print(error, file=sys.stderr)
        return 4
    for part, measure in found:
        name = f"{part.script}.{part.function}"
        print(f"{name} …", file=sys.stderr, flush=True)
        try:
            with bounded(_LONGEST):
                rows += [as_row(part.script, row) for row in taken(part, measure)]
        except BenchError as error:
            failed.append(f"{name}: {error}")
        except Exception:  # noqa: BLE001  what one part can't measure keeps no other from it
            traceback.print_exc()
            failed.append(f"{name} gave no measurements: its error stands above.")
    for line in table(rows):
        print(line)
    print(f"\n{machine()}; {time.monotonic() - begun:.0f} s in all; {before} before, {load_average()} after")
    print(f"\n{verdict(rows)}")
    for line in failed:
        print(line, file=sys.stderr)
    if failed:
        return 4
    return 0 if all(met(row) is not False for row in rows) else 1


def verdict(rows: Sequence[Row]) -> str:
    """Say how many goals are met, and name those that are not with their figures."""
    judged = [(row, met(row)) for row in rows if met(row) is not None]
    missed = [f"  {row.name}: {_shown(row.figure)} {row.unit}, goal {row.goal}" for row, is_met in judged if not is_met]
    counted = f"{len(judged) - len(missed)} of {len(judged)} goals are met"
    return "\n".join([f"{counted}; missed:", *missed]) if missed else f"{counted}."


@contextlib.contextmanager
def bounded(seconds: int) -> Iterator[None]:
    """Give up what is done in here when it takes longer, where the system can say so.

    Raises:
        BenchError: it took longer.
    """

    def give_up(_signal: int, _frame: object) -> None:
        raise BenchError(f"it took longer than {seconds / 60:.0f} minutes, and was given up.")

    if not hasattr(signal, "SIGALRM"):
        yield
        return
    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def chosen(wanted: Sequence[str]) -> Sequence[Part]:
    """The parts of the scripts that are named; all without a name.

    Raises:
        BenchError: there is no part of such a name.
    """
    names = {part.script for part in PARTS}
    unknown = [name for name in wanted if name not in names]
    if unknown:
        raise BenchError(f"There is no part “{unknown[0]}”: there are {', '.join(sorted(names))}.")
    return [part for part in PARTS if not wanted or part.script in wanted]


def taken(part: Part, measure: Measure) -> Sequence[object]:
    """Let a part measure, in a folder of its own where it wants one."""
    if not part.in_folder:
        return list(measure())
    BUILD.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=BUILD) as folder:
        return list(measure(Path(folder)))


def load(part: Part) -> Measure:
    """Find the function of a part.

    Raises:
        BenchError: there is no such script, or no such function in it.
    """
    path = Path(__file__).resolve().parent / f"{part.script}.py"
    if part.script not in sys.modules:
        spec = importlib.util.spec_from_file_location(part.script, path) if path.is_file() else None
        if spec is None or spec.loader is None:
            raise BenchError(f"{path} is not there, so not everything can be measured: get it back with git.")
        if str(path.parent) not in sys.path:  # parts share what they measure with
            sys.path.append(str(path.parent))
        module = importlib.util.module_from_spec(spec)
        # What a part sends to another process is found there by the module's name.
        sys.modules[part.script] = module
        spec.loader.exec_module(module)
    measure = getattr(sys.modules[part.script], part.function, None)
    if not callable(measure):
        raise BenchError(f"{path} has no function “{part.function}” that measures.")
    return cast("Measure", measure)


def as_row(part: str, given: object) -> Row:
    """Check that what a part gives is a measurement.

    Raises:
        BenchError: it is none, or its goal can't be read.
    """
    if not isinstance(given, tuple) or len(given) != len(Row._fields):
        raise BenchError(f"{part} gives {given!r}, not (name, figure, unit, goal).")
    name, figure, unit, goal = given
    most = f"≤ {goal:g}" if isinstance(goal, int | float) else str(goal or "")
    row = Row(str(name), float(figure), str(unit), most)
    if row.goal and not _GOAL.match(row.goal):
        raise BenchError(f"{part} gives “{row.name}” the goal “{row.goal}”, which is not of the form “≤ 1.10”.")
    return row


def met(row: Row) -> bool | None:
    """Tell whether a measurement is as it should be; None where nothing is asked of it."""
    goal = _GOAL.match(row.goal)
    if goal is None:
        return None
    return _COMPARED[goal["sign"]](row.figure, float(goal["limit"].replace(",", "")))


def table(rows: Sequence[Row]) -> list[str]:
    """Lay the measurements out in columns: name, figure, unit, goal, whether it is met."""
    cells = [("measured", "figure", "", "goal", "")]
    cells += [(row.name, _shown(row.figure), row.unit, row.goal, _VERDICT[met(row)]) for row in rows]
    widths = [max(len(line[column]) for line in cells) for column in range(5)]
    lines = [
        f"{name:<{widths[0]}}  {figure:>{widths[1]}} {unit:<{widths[2]}}  {goal:<{widths[3]}}  {verdict}".rstrip()
        for name, figure, unit, goal, verdict in cells
    ]
    return [lines[0], "─" * max(map(len, lines)), *lines[1:]]


_VERDICT = {True: "met", False: "MISSED", None: ""}


def _shown(figure: float) -> str:
    """A figure with as many digits as say something."""
    if figure == int(figure) and abs(figure) >= 10:
        return f"{int(figure):,}"
    return f"{figure:,.0f}" if abs(figure) >= 1000 else f"{figure:.3g}" if abs(figure) < 0.1 else f"{figure:.2f}"


def load_average() -> str:
    """Say how busy the machine is with everything that runs on it: its load over the last minute."""
    return f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "load unknown"


def machine() -> str:
    """Say on what the figures were taken."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{cores} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"


if __name__ == "__main__":
    sys.exit(main())
