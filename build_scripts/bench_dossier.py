"""Measures the dossier file: opening and editing a large one, searching it, and killing the editor of a small one.

Each function gives rows of (name, figure, unit, goal): the goal is what the figure should be, as “≤ 20”, empty where it
is only reported. Times of edits stand beside that of one bare fsync in the same folder, measured in the same run.
"""

from __future__ import annotations

import hashlib
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from briefgen.domain.dossier import Counters, Dossier, Settings
from briefgen.domain.points import Citation, Likelihood, Point, Recommendation, Risk
from briefgen.domain.sources import CONTEXT, Block, Passage, Source
from briefgen.domain.terms import BlockKind, Category, PassageKind, Priority, Response, RiskStatus, Verb
from briefgen.dossier_file import DossierFile, create, open_dossier

ROOT = Path(__file__).resolve().parent.parent

SOURCES = 1_000
POINTS = 10_000
_PARAGRAPHS = 110
_TEXT = """the of and to in a ministry harbour energy budget flood region council water supply price winter report
agency review contract route ferry wall cost risk public transport health storm insurance town planning 港湾 防災"""
_WORDS = _TEXT.split()


class Row(NamedTuple):
    """One figure: what it is, in which unit, and what it should be (empty: reported only)."""

    name: str
    figure: float
    unit: str
    goal: str


def large_dossier() -> tuple[Dossier, dict[str, bytes]]:
    """A dossier of 1,000 sources of some 20 kB and 10,000 points with fields and a citation each, and the documents."""
    chance = random.Random(20260314)  # noqa: S311  no secret
    sources: list[Source] = []
    passages: list[Passage] = []
    points: list[Point] = []
    originals: dict[str, bytes] = {}
    for number in range(1, SOURCES + 1):
        source = _source(number, chance)
        sources.append(source)
        originals[source.sha256] = source.text.encode()
        for _ in range(POINTS // SOURCES):
            passage = _passage(len(passages) + 1, source, chance)
            passages.append(passage)
            points.append(_point(len(points) + 1, passage, chance))
    counters = Counters(source=SOURCES, passage=len(passages), risk=POINTS, rec=POINTS)
    dossier = Dossier(
        settings=Settings(title="Large"),
        counters=counters,
        sources=tuple(sources),
        passages=tuple(passages),
        points=tuple(points),
    )
    return dossier, originals


def _source(number: int, chance: random.Random) -> Source:
    paragraphs = [" ".join(chance.choices(_WORDS, k=30)).capitalize() + "." for _ in range(_PARAGRAPHS)]
    blocks: list[Block] = []
    start = 0
    for paragraph in paragraphs:
        blocks.append(Block(BlockKind.PARAGRAPH, start, start + len(paragraph)))
        start += len(paragraph) + 2
    text = "\n\n".join(paragraphs)
    data = text.encode()
    return Source(
        id=f"source-{number}",
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        filename=f"report-{number}.txt",
        format="text",
        text=text,
        blocks=tuple(blocks),
    )


def _passage(number: int, source: Source, chance: random.Random) -> Passage:
    start = chance.randrange(len(source.text) - 200)
    end = start + chance.randrange(60, 200)
    return Passage(
        id=f"passage-{number}",
        source=source.id,
        start=start,
        end=end,
        quote=source.text[start:end],
        prefix=source.text[max(0, start - CONTEXT) : start],
        suffix=source.text[end : end + CONTEXT],
        kind=PassageKind.RISK,
    )


def _point(number: int, passage: Passage, chance: random.Random) -> Point:
    evidence = (Citation(passage=passage.id),)
    title = " ".join(chance.choices(_WORDS, k=6))
    if number % 3 == 0:
        return Recommendation(
            id=f"rec-{number}",
            title=title,
            evidence=evidence,
            verb=Verb.APPROVE,
            action="Approve the repair of the harbour wall before the storms of the coming winter.",
            owner="Director of Ports",
            deadline_reason="The contract ends in October.",
            priority=Priority.ESSENTIAL,
            success_measure="The wall stands through a winter without closing the quay.",
        )
    return Risk(
        id=f"risk-{number}",
        title=title,
        body="The wall was built for calmer seas. " * 4,
        evidence=evidence,
        cause="the wall was built for calmer seas",
        event="a winter storm breaches it",
        effect="the lower town is flooded",
        category=Category.OPERATIONS,
        likelihood=Likelihood(term="highly likely"),
        impact=4,
        response=Response.TREAT,
        owner="Director of Ports",
        status=RiskStatus.WATCHING,
        tags=("harbour", "winter"),
    )


def large_dossier_rows(folder: Path, rounds: int = 100) -> list[Row]:
    """Open, edit, search and copy a dossier of 1,000 sources and 10,000 points in `folder`."""
    path = folder / "large.briefgen"
    whole = _made(path)
    opening = min(_seconds(lambda: open_dossier(path, read_only=True).close()) for _ in range(3))
    with open_dossier(path) as file:
        edits = _median_of_edits(file, rounds, _retitled)
        additions = _median_of_edits(file, rounds, _added)
        moves = _median_of_edits(file, rounds, _moved)
        searching = statistics.median(_seconds(lambda: file.search("harbour flood")) for _ in range(5))
        version = _seconds(lambda: file.save_version("measured"))
        copying = _seconds(lambda: file.copy_to(folder / "copy.briefgen"))
    sync = bare_fsync(folder, rounds)
    return [
        Row("write 1,000 sources and 10,000 points at once", whole, "s", ""),
        Row("size of that dossier", path.stat().st_size / 1e6, "MB", ""),
        Row("open that dossier", opening, "s", "< 1"),
        Row("one bare fsync in the same folder, median", sync * 1e3, "ms", ""),
        Row("edit a point, median, beyond one fsync", (edits - sync) * 1e3, "ms", "≤ 20"),
        Row("add a point, median, beyond one fsync", (additions - sync) * 1e3, "ms", "≤ 20"),
        Row("move a point, median, beyond one fsync", (moves - sync) * 1e3, "ms", "≤ 20"),
        Row("edit a point : one fsync", edits / sync, "times", ""),
        Row("keep a version", version * 1e3, "ms", ""),
        Row("search for two words, median", searching * 1e3, "ms", ""),
        Row("save a copy", copying, "s", ""),
    ]


def _made(path: Path) -> float:
    """Write the dossier at once; gives the seconds that its commit took."""
    dossier, originals = large_dossier()
    with create(path, dossier.settings) as file:
        return _seconds(lambda: file.commit(dossier, originals))


def kill_rows(folder: Path, rounds: int = 200) -> list[Row]:
    """Kill an editing process at random moments, and look at what is left each time.

    Raises:
        AssertionError: a file did not open, was not whole, or lacked an edit that had returned.
    """
    sys.path.insert(0, str(ROOT))
    from tests.dossier_file.killing import kill_rounds

    outcome = kill_rounds(folder, rounds, seed=random.SystemRandom().randrange(2**32))
    return [
        Row("rounds of SIGKILL after which nothing was lost", outcome.survived, "rounds", f"= {rounds}"),
        Row("… of them in the middle of a transaction", outcome.interrupted, "rounds", "> 0"),
        Row("… edits that had returned", outcome.edits, "edits", ""),
    ]


def bare_fsync(folder: Path, rounds: int) -> float:
    """Measure, in seconds and at the median, how long one fsync of four fresh kilobytes takes in `folder`."""
    with (folder / "fsync").open("wb", buffering=0) as file:

        def synced() -> None:
            file.write(os.urandom(4096))
            os.fsync(file.fileno())

        return statistics.median(_seconds(synced) for _ in range(rounds))


def _median_of_edits(file: DossierFile, rounds: int, edit: Callable[[Dossier, int], Dossier]) -> float:
    times = []
    for number in range(rounds):
        after = edit(file.dossier, number)
        times.append(_seconds(lambda after=after: file.commit(after, label="edit")))  # type: ignore[misc]  # bound now
    return statistics.median(times)


def _retitled(dossier: Dossier, number: int) -> Dossier:
    place = number * 7919 % len(dossier.points)
    points = list(dossier.points)
    points[place] = replace(points[place], title=f"Another title, {number}")
    return replace(dossier, points=tuple(points))


def _added(dossier: Dossier, number: int) -> Dossier:
    counters = replace(dossier.counters, risk=dossier.counters.risk + 1)
    new = Risk(id=f"risk-{counters.risk}", title=f"New, {number}", evidence=(Citation(passage="passage-1"),))
    place = number * 7919 % len(dossier.points)
    return replace(dossier, counters=counters, points=(*dossier.points[:place], new, *dossier.points[place:]))


def _moved(dossier: Dossier, number: int) -> Dossier:
    points = list(dossier.points)
    moved = points.pop(number * 7919 % len(points))
    points.insert(number * 104729 % len(points), moved)
    return replace(dossier, points=tuple(points))


def _seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def main() -> None:
    """Measure in `build/`, on the disk that the project is on, and print the rows."""
    (ROOT / "build").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=ROOT / "build") as folder:
        for rows in (large_dossier_rows(Path(folder)), kill_rows(Path(folder))):
            for row in rows:
                print(f"{row.name:48} {row.figure:10.2f} {row.unit:8} {row.goal}")


if __name__ == "__main__":
    main()
