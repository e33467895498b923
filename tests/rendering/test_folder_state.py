"""What tells whether a folder has changed: equal only where nothing did, and silent while it can't be told."""

import os
import time
from pathlib import Path

import pytest

from briefgen.rendering.folder_state import state_of, state_of_files
from briefgen.rendering.house_templates import open_template
from tests.rendering import coast


def aged(path: Path, seconds: float = 60) -> None:
    """Let a file, or all that is in a folder, have been changed so long ago."""
    then = time.time() - seconds
    for found in (*path.rglob("*"), path):
        os.utime(found, (then, then))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two files, one in a folder of its own, changed a minute ago."""
    (tmp_path / "f" / "below").mkdir(parents=True)
    (tmp_path / "f" / "page.html").write_text("page")
    (tmp_path / "f" / "below" / "style.css").write_text("style")
    aged(tmp_path / "f")
    return tmp_path / "f"


def test_nothing_changed(folder: Path) -> None:
    """Looking twice gives the same."""
    assert state_of(folder) is not None
    assert state_of(folder) == state_of(folder)


def test_change_is_told(folder: Path) -> None:
    """Other words, another file, one file less: each is another state."""
    states = [state_of(folder)]
    (folder / "below" / "style.css").write_text("other")
    aged(folder, 50)
    states.append(state_of(folder))
    (folder / "below" / "more.css").write_text("more")
    aged(folder, 50)
    states.append(state_of(folder))
    (folder / "page.html").unlink()
    aged(folder, 50)
    states.append(state_of(folder))
    assert None not in states
    assert len(set(states)) == 4


def test_what_was_just_written_is_not_told(folder: Path) -> None:
    """A file of this moment may be written again with the same time and size: nothing is promised of it."""
    (folder / "page.html").write_text("newer")
    assert state_of(folder) is None


def test_folder_that_is_not_there_is_not_told(tmp_path: Path) -> None:
    """There is nothing to be known of it."""
    assert state_of(tmp_path / "nowhere") is None


def test_files_that_are_named_are_looked_at_alone(folder: Path) -> None:
    """A file that is not named may change; one that is, or is not there, is told of."""
    before = state_of_files(folder, ["page.html"])
    (folder / "below" / "style.css").write_text("other")
    assert before is not None
    assert state_of_files(folder, ["page.html"]) == before
    assert state_of_files(folder, ["page.html", "below/style.css"]) is None
    assert state_of_files(folder, ["nothing"]) is None


def test_template_is_read_again_once_it_has_changed(tmp_path: Path) -> None:
    """An old template is opened from what was read before; its change, however small, is seen at once."""
    folder = tmp_path / "mine"
    folder.mkdir()
    for file in open_template(coast.TEMPLATE).folder.iterdir():
        if file.is_file():
            (folder / file.name).write_bytes(file.read_bytes())
    aged(folder)
    opened = open_template(folder)
    assert open_template(folder) is opened
    text = (folder / "template.toml").read_text(encoding="utf-8")
    title = opened.template.title
    (folder / "template.toml").write_text(text.replace(title, title[::-1], 1), encoding="utf-8")
    assert open_template(folder).template.title == title[::-1]
    aged(folder, 30)
    assert open_template(folder).template.title == title[::-1]
