"""The settings file: what is written is read back, what is wrong is named."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.errors import InputRefused
from briefgen.settings import Preferences, read_preferences, write_preferences

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(
    st.builds(
        Preferences,
        size_limit_mb=st.integers(1, 10_000),
        template_folders=st.lists(st.from_regex(r"/[a-z \"\\é]{1,12}", fullmatch=True).map(Path), max_size=3).map(
            tuple
        ),
        theme=st.sampled_from(["system", "light", "dark"]),
        text_size=st.integers(100, 200),
        reader_size=st.integers(12, 40),
        reader_width=st.integers(40, 120),
        author=WORDS,
        office=WORDS,
        contact=WORDS,
        language=WORDS,
        paper=st.sampled_from(["", "A4", "Letter"]),
        spelling=st.booleans(),
        spelling_language=st.sampled_from(["", "en-GB", "en-US"]),
    )
)
def test_what_is_written_is_read_back(preferences: Preferences) -> None:
    """Any settings, with any characters in them, come back as they were."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "deeper" / "settings.toml"
        write_preferences(preferences, path)
        assert read_preferences(path) == preferences
        assert [file.name for file in path.parent.iterdir()] == ["settings.toml"]


def test_defaults_are_not_written(tmp_path: Path) -> None:
    """A setting that was never made takes the default of whatever version reads it."""
    path = tmp_path / "settings.toml"
    write_preferences(Preferences(theme="dark"), path)
    assert [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")] == ['theme = "dark"']
    assert read_preferences(tmp_path / "none.toml") == Preferences()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("size_limit_mb = 0", "size_limit_mb"),
        ("size_limit_mb = true", "size_limit_mb"),
        ('theme = "pink"', "theme"),
        ("author = 3", "author"),
        ('paper = "A5"', "paper is one of A4, Letter"),
        ('template_folders = "one"', "template_folders"),
        ("colour = 1", "colour"),
        ("theme = ", "settings.toml"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, named: str) -> None:
    """An impossible or unknown setting is refused with a sentence that names it and its file."""
    path = tmp_path / "settings.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(InputRefused, match=named) as refused:
        read_preferences(path)
    assert "settings.toml" in str(refused.value)


def test_settings_that_can_not_be_written_leave_the_old_ones(tmp_path: Path) -> None:
    """Where there is no room for the file, the sentence says where, and what was there stays."""
    (tmp_path / "folder").write_text("a file")
    with pytest.raises(InputRefused, match="folder"):
        write_preferences(Preferences(theme="dark"), tmp_path / "folder" / "settings.toml")
    assert (tmp_path / "folder").read_text() == "a file"
