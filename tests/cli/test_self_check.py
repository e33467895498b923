"""`briefgen --self-check`: what a help desk is told."""

import hashlib
import itertools
import sys
from pathlib import Path

import pytest

from briefgen.__main__ import try_window
from briefgen.cli import run
from briefgen.self_check import CONTENTS, look_at_all

PARTS = (
    "program files",
    "places to write",
    "settings",
    "layout engine",
    "citation styles",
    "sample brief",
    "reading documents",
    "dossiers",
    "spelling",
    "window",
)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the test's own."""
    for place in ("DATA", "STATE", "CONFIG", "CACHE"):
        monkeypatch.setenv(f"XDG_{place}_HOME", str(tmp_path / place.lower()))
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path))
    monkeypatch.delenv("BRIEFGEN_SETTINGS", raising=False)
    return tmp_path


def test_all_parts_are_tried_and_said_to_work(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each part is named, with what was found: pages, standards, versions, places. Nothing is left behind."""
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert run(["--self-check"], try_window=try_window) == 0
    said = capsys.readouterr().out
    lines = [line for line in said.splitlines() if line.startswith(("ok", "FAILED"))]
    assert tuple(line[7:24].strip() for line in lines) == PARTS, said
    assert all(line.startswith("ok") for line in lines), said
    assert "4 pages" in said
    assert "PDF/UA-1, PDF/A-3a" in said
    assert "on offscreen" in said
    assert said.endswith("Everything works.\n")
    assert [path.name for path in home.rglob("*") if path.is_file()] == ["briefgen.log"]


def test_a_place_that_can_not_be_written_is_named(home: Path) -> None:
    """Where settings can't be kept, that part fails, with the place, and the parts before it do not."""
    (home / "config").write_text("a file where a folder should be")
    files, writing = itertools.islice(look_at_all(None), 2)
    assert files.works, files.words
    assert not writing.works
    assert f"settings can't be written in “{home / 'config' / 'briefgen'}”" in writing.words


def test_a_file_of_a_download_that_was_changed_is_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a download every file is held against the list that was made when it was built."""
    (home / "whole").write_bytes(b"as it was")
    (home / "changed").write_bytes(b"as it is")
    (home / CONTENTS).write_text(
        "".join(f"{hashlib.sha256(b'as it was').hexdigest()}  {name}\n" for name in ("whole", "changed", "gone"))
    )
    monkeypatch.setattr(sys, "_MEIPASS", str(home), raising=False)
    outcome = next(iter(look_at_all(None)))
    assert not outcome.works
    assert outcome.words.startswith("Missing or changed: changed, gone. Install Briefgen again")
