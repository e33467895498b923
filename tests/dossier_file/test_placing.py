"""A file comes to its place whole, or not at all, and takes nobody else's."""

import errno
import os
import sys
from pathlib import Path

import pytest

from briefgen.dossier_file import DossierRefused
from briefgen.dossier_file.placing import placed


def test_what_fails_in_the_making_leaves_nothing(tmp_path: Path) -> None:
    """On an error neither the file nor a part of it is there."""

    def fail() -> None:
        with placed(tmp_path / "x") as making:
            making.write_text("half")
            raise RuntimeError("broken off")

    with pytest.raises(RuntimeError):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_came_in_the_meantime_stays(tmp_path: Path) -> None:
    """Whoever was quicker keeps the place."""

    def late() -> None:
        with placed(tmp_path / "x") as making:
            making.write_text("ours")
            (tmp_path / "x").write_text("theirs")

    with pytest.raises(DossierRefused, match="already"):
        late()
    assert (tmp_path / "x").read_text() == "theirs"
    assert [entry.name for entry in tmp_path.iterdir()] == ["x"]


@pytest.mark.skipif(sys.platform == "win32", reason="it needs no hard links")
def test_a_disk_without_hard_links_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There too the file arrives, and there too it takes nobody's place."""

    def unlinked(*_: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", unlinked)
    with placed(tmp_path / "x") as making:
        making.write_text("ours")
    assert (tmp_path / "x").read_text() == "ours"

    def late() -> None:
        with placed(tmp_path / "y") as making:
            making.write_text("ours")
            (tmp_path / "y").write_text("theirs")

    with pytest.raises(DossierRefused, match="already"):
        late()
    assert (tmp_path / "y").read_text() == "theirs"
    assert {entry.name for entry in tmp_path.iterdir()} == {"x", "y"}


def test_overwriting_takes_the_old_journal_away(tmp_path: Path) -> None:
    """SQLite would roll the new file back with it."""
    (tmp_path / "x").write_text("old")
    (tmp_path / "x-journal").write_bytes(b"\xd9" * 600)
    with placed(tmp_path / "x", overwrite=True) as making:
        making.write_text("new")
    assert (tmp_path / "x").read_text() == "new"
    assert [entry.name for entry in tmp_path.iterdir()] == ["x"]
