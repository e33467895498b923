"""Measures the lists in the whole window: 1,000 sources and 10,000 points against ten of each.

What a person does is done to each list: scroll, select, filter, put one in, put one elsewhere. Of all rounds of an act
the longest counts. Goals are held against the window's own work, the processor time of the main thread between two
looks at the event queue; how long the window could not have answered by the clock is reported beside it.

    python build_scripts/bench_lists.py
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from bench_dossier import POINTS, SOURCES, large_dossier
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QLineEdit
from stalls import FRAME, Stall, Watched, wheel, whole_window

from briefgen.domain import operations
from briefgen.domain.terms import Kind
from briefgen.dossier_file import create
from briefgen.gui.kinds import KINDS
from briefgen.gui.outline.panel import OutlinePanel
from briefgen.gui.points.panel import PointsPanel
from briefgen.gui.sources.panel import SourcesPanel
from briefgen.settings import Preferences
from briefgen.workflows import import_limits, make_or_fill_brief, source_of_bytes

FEW = 10
_ROUNDS = 8
_SETTLED = 3.0
"""Seconds that a window gets after opening, before anything is done in it."""
_UNFELT = 2.0
"""Milliseconds below which a ratio says nothing."""
_IN_BRIEF = 40
"""Points that the brief holds, where there are so many; the others stand under “Not in this brief”."""


class Row(NamedTuple):
    """One figure: what it is, in which unit, and what it should be (empty: reported only)."""

    name: str
    figure: float
    unit: str
    goal: str


class Act(NamedTuple):
    """Something that is done to a list: what it is called, and how its first, second … time goes."""

    name: str
    do: Callable[[int], object]


def written(folder: Path, sources: int, points: int) -> Path:
    """Write a dossier of so many sources and points, with a brief that holds some of them."""
    whole, originals = large_dossier()
    kept = whole.sources[:sources]
    names = {source.id for source in kept}
    passages = tuple(passage for passage in whole.passages if passage.source in names)
    path = folder / f"{points} points.briefgen"
    with create(path, whole.settings) as file:
        cut = replace(whole, sources=kept, passages=passages, points=whole.points[:points])
        chosen = [point.id for point in cut.points[:_IN_BRIEF]]
        template = "ministerial-submission"
        after, _ = make_or_fill_brief(cut, "Submission", template, chosen, (), Preferences())
        file.commit(after, {source.sha256: originals[source.sha256] for source in kept}, "Large")
    return path


def acts(watched: Watched) -> Iterator[Act]:
    """All acts, in an order in which each finds what it needs."""
    window = watched.window
    sources, points = window.workspaces["read"].left, window.workspaces["read"].right
    assert isinstance(sources, SourcesPanel)  # noqa: S101  what the window's layout says
    assert isinstance(points, PointsPanel)  # noqa: S101  as above
    session, selection, actions = window.bench.session, window.selection, window.actions_

    def add(number: int) -> None:
        text = f"A report that came late, number {number}.\n\nIt says little that was not known."
        new = source_of_bytes(text.encode(), f"late-{number}.txt", import_limits(Preferences()))
        session.apply("add", lambda d: operations.add_source(d, new.source)[0], originals=new.originals)

    watched.stall(lambda: selection.select(workspace="read"), rest=1.0)  # a dossier opens where it was left
    yield Act("sources, scrolled", _scrolled(sources.list))
    yield Act("sources, the next one selected and shown", _pressed(sources.list, Qt.Key.Key_Down))
    yield Act("sources, filtered", _typed(sources.filter))
    yield Act("sources, sorted", lambda n: sources.sort_by(("title", "date", "publisher", "added")[n % 4]))
    yield Act("sources, one added", add)
    yield Act("points, scrolled", _scrolled(points.tree))
    first = {
        kind: next(p.id for p in session.dossier.points if p.kind is kind) for kind in (Kind.RISK, Kind.RECOMMENDATION)
    }
    yield Act("points, one of another kind selected", lambda n: selection.select(point=list(first.values())[n % 2]))
    yield Act("points, the next one selected", _pressed(points.tree, Qt.Key.Key_Down))
    yield Act("points, filtered", _typed(points.filter))
    yield Act("points, one made", lambda n: actions[f"point.new-{KINDS[n % len(KINDS)].value}"].trigger())
    yield Act("points, one put elsewhere", _pressed(points.tree, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier))
    yield Act("points, one deleted, and undone", lambda n: actions[("point.delete", "edit.undo")[n % 2]].trigger())
    yield Act("workspaces, to and fro", lambda n: selection.select(workspace=("brief", "read")[n % 2]))
    watched.stall(lambda: selection.select(workspace="brief"), rest=2.0)
    outline = window.workspaces["brief"].left
    assert isinstance(outline, OutlinePanel)  # noqa: S101  as above
    yield Act("outline, scrolled", _scrolled(outline.list))
    inside = session.dossier.briefs[0].points
    watched.stall(lambda: selection.select(point=inside[0].point))
    yield Act("outline, the next point selected", _pressed(outline.list, Qt.Key.Key_Down))
    watched.stall(lambda: selection.select(point=inside[0].point))
    yield Act("outline, a point switched off and on", _pressed(outline.list, Qt.Key.Key_Space))
    yield Act(
        "outline, a point put elsewhere", _pressed(outline.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    )
    yield Act(
        "outline, a point taken out, and undone", lambda n: actions[("brief.point_out", "edit.undo")[n % 2]].trigger()
    )


def _pressed(
    view: QAbstractItemView, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> Callable[[int], None]:
    def press(_round: int) -> None:
        if not view.hasFocus():
            view.setFocus()
        QTest.keyClick(view, key, modifier)

    return press


def _typed(field: QLineEdit) -> Callable[[int], None]:
    """One letter after the other; then the field is emptied, and filled again."""
    return lambda number: field.setText(("h", "ha", "har", "harbour", "harbour x", "harbour", "9", "")[number % 8])


def _scrolled(view: QAbstractItemView) -> Callable[[int], None]:
    bar = view.verticalScrollBar()

    def scroll(number: int) -> None:
        if number % 2:
            bar.setValue(round(bar.maximum() * number / _ROUNDS))
        else:
            wheel(view.viewport())

    return scroll


def measured(folder: Path, sources: int, points: int) -> tuple[Stall, dict[str, list[Stall]]]:
    """Open a dossier of so many sources and points, and do everything; gives the stalls of opening, and of each act."""
    found: dict[str, list[Stall]] = {}
    with whole_window(written(folder, sources, points), folder) as watched:
        watched.stall(lambda: None, rest=_SETTLED)
        for act in acts(watched):
            found[act.name] = [watched.stall(partial(act.do, number)) for number in range(_ROUNDS)]
    return watched.opened, found


def list_rows(folder: Path) -> list[Row]:
    """Do to long lists what is done to short ones; `folder` is for files."""
    _, few = measured(folder, FEW, FEW)
    opened, many = measured(folder, SOURCES, POINTS)
    size = f"{SOURCES:,} sources, {POINTS:,} points"
    rows = [Row(f"{size}: the window is there, its longest own work at a time", opened.own, "ms", f"≤ {FRAME:g}")]
    rows.append(Row("    longest stall by the clock", opened.longest, "ms", ""))
    for name, stalls in many.items():
        rows.append(Row(f"… {name}, longest own work", max(s.own for s in stalls), "ms", f"≤ {FRAME:g}"))
        rows.append(Row("    longest stall by the clock", max(s.longest for s in stalls), "ms", ""))
        ratio = _usual(stalls) / max(_usual(few[name]), _UNFELT)
        rows.append(Row(f"    against {FEW} of each, medians", ratio, "×", ""))
    most = max(s.own for stalls in few.values() for s in stalls)
    rows.append(
        Row(f"{FEW} sources, {FEW} points: the same acts, the window's longest own work", most, "ms", f"≤ {FRAME:g}")
    )
    return rows


def _usual(stalls: list[Stall]) -> float:
    return statistics.median(stall.own for stall in stalls)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        for row in list_rows(Path(name)):
            print(f"{row.name:75} {row.figure:8.1f} {row.unit:3} {row.goal}")
