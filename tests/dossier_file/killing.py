"""Kills a process that edits a dossier at random moments, and looks at what is left."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from briefgen.domain.dossier import Settings
from briefgen.dossier_file import create, open_dossier
from briefgen.dossier_file.placing import is_interrupted
from tests.dossier_file.kill_child import edited

ROOT = Path(__file__).resolve().parents[2]


class Outcome(NamedTuple):
    """What came of it: rounds survived, kills that came in the middle of a transaction, and edits that were kept."""

    survived: int
    interrupted: int
    edits: int


def kill_rounds(folder: Path, rounds: int, seed: int) -> Outcome:
    """Start, kill and look, so many times.

    Raises:
        AssertionError: after some kill, the file did not open, failed `integrity_check`, lacked an edit that had
            returned, or held half of one.
    """
    chance = random.Random(seed)  # noqa: S311  no secret
    path = folder / "killed.briefgen"
    create(path, Settings()).close()
    outcome = Outcome(0, 0, 0)
    for _ in range(rounds):
        last, was_interrupted = _one_round(path, chance.random() * 0.1, outcome.edits)
        outcome = Outcome(outcome.survived + 1, outcome.interrupted + was_interrupted, last)
    return outcome


def _one_round(path: Path, moment: float, last: int) -> tuple[int, bool]:
    child = [sys.executable, "-m", "tests.dossier_file.kill_child", path]
    with subprocess.Popen(child, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        returned = int(process.stdout.readline() or -1)
        assert returned == last + 1, "the editing process did not start"
        try:
            process.wait(moment)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        rest = process.stdout.read().split("\n")
        returned = max([returned, *(int(line) for line in rest[:-1])])
    assert process.returncode == -signal.SIGKILL
    interrupted = is_interrupted(path)
    with open_dossier(path) as file:
        held = int(file.dossier.settings.title)
        assert held in {returned, returned + 1}, f"edit {returned} had returned, and {held} is what is there"
        assert file.dossier == edited(file.dossier, held)[0]
        for source in file.dossier.sources:
            assert file.original(source.sha256) == source.text.encode()
        for version in file.versions():
            file.load_version(version.number)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    return held, interrupted
