"""The shipped house templates look as they did: a change is to be seen, and meant.

`python build_scripts/golden_templates.py` puts before and after side by side; with `--accept` it keeps what is now.
"""

from pathlib import Path

import golden_templates as golden
import pytest
from PIL import Image, ImageDraw

from briefgen.resources import templates_folder


@pytest.mark.parametrize("name", golden.PAGES)
def test_a_shipped_template_looks_as_it_did(name: str) -> None:
    """Its HTML to the letter, its pages to the eye."""
    assert list(golden.changes(golden.look_at(name))) == []


def test_every_shipped_template_is_looked_at() -> None:
    """And there is no picture of one that is gone."""
    shipped = {folder.name for folder in templates_folder().iterdir() if (folder / "template.toml").is_file()}
    assert set(golden.PAGES) == shipped
    kept = {file.name for file in golden.KEPT.iterdir()}
    assert kept == {golden.html_file(name).name for name in golden.PAGES} | {
        golden.picture_file(name, page).name for name, pages in golden.PAGES.items() for page in pages
    }


def test_a_word_that_is_gone_is_seen_and_a_touch_of_smoothing_is_not() -> None:
    """A bar of the size of a short word is more than the most; a shade of three in 255 is less."""
    before = Image.new("L", (298, 421), 255)
    word = before.copy()
    ImageDraw.Draw(word).rectangle((100, 100, 112, 103), fill=90)
    assert golden.difference(before, before) == 0
    assert golden.difference(before, word) > golden.MOST
    assert golden.difference(before, before.point(lambda value: value - 3)) < golden.MOST
    assert golden.difference(before, Image.new("L", (298, 420), 255)) == 255


def test_what_has_changed_is_put_side_by_side(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is kept yet: all of it differs; once it is kept, nothing does."""
    monkeypatch.setattr(golden, "KEPT", tmp_path / "kept")
    monkeypatch.setattr(golden, "REPORT", tmp_path / "report")
    assert golden.main(["one-page-brief"]) == 1
    assert "one-page-brief: HTML, page 1\n" in capsys.readouterr().out
    assert "one-page-brief-1-after.png" in (tmp_path / "report" / "index.html").read_text(encoding="utf-8")
    assert golden.main(["one-page-brief", "--accept"]) == 0
    assert golden.main(["one-page-brief"]) == 0
    assert capsys.readouterr().out.endswith("one-page-brief: as it was\n")
