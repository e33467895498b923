"""Where styles lie: those that ship, a template's own, a house's."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from briefgen.rendering.citations.finding import (
    SHIPPED,
    list_styles,
    style_bytes,
    style_file,
    styles_folder,
    with_house_style,
)
from briefgen.rendering.citations.reading import StyleRefused
from briefgen.rendering.house_templates import OpenTemplate


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A folder with a style of the house, one that takes the name of a shipped one, and one that is none."""
    (tmp_path / "ours.csl").write_bytes(style_bytes("oscola", ()).replace(b"OSCOLA 4th edition", b"Our house style"))
    (tmp_path / "apa.csl").write_bytes(style_bytes("oscola", ()))
    (tmp_path / "broken.csl").write_text("<style>", encoding="utf-8")
    return tmp_path


def test_all_styles_are_listed_by_title(house: Path) -> None:
    """The house's own among those that ship; what can't be used is said and named."""
    found = list_styles([house, house / "nowhere"])
    assert [style.name for style in found.styles] == ["apa", "chicago-notes", "harvard", "oscola", "ours", "plain"]
    assert [style.title for style in found.styles if not style.is_shipped] == ["Our house style"]
    assert {path.stem for path in styles_folder().glob("*.csl")} == set(SHIPPED)
    refused = " ".join(refusal.message for refusal in found.refused)
    assert "“broken” can't be used, line 1" in refused
    assert "apa.csl” has the name of a style that ships: give the file another" in refused


def test_names_lead_to_no_other_folder(house: Path) -> None:
    """A name is that of a file, and of none outside."""
    inside = house / "inside"
    inside.mkdir()
    for name in ("../ours", "..", "", "a/b", "/etc/passwd", "ours.csl"):
        assert style_file(name, (inside,)) is None
    (inside / "linked.csl").symlink_to(house / "ours.csl")
    assert style_file("linked", (inside,)) is None


def test_a_house_style_goes_into_the_data_and_a_shipped_one_does_not(house: Path) -> None:
    """What is kept of an issue has the former; the latter is the program's."""
    template = cast("OpenTemplate", SimpleNamespace(folder=house / "t", parents=()))

    def given(name: str) -> Any:
        return with_house_style({"citing": {"style": name, "csl": ""}}, template, lambda: (house,))["citing"]["csl"]

    assert "Our house style" in given("ours")
    assert given("oscola") == given("plain") == given("nowhere") == ""
    assert with_house_style({"citing": None}, template, lambda: ()) == {"citing": None}
    (house / "odd.csl").write_bytes("<style>é</style>".encode("latin-1"))
    with pytest.raises(StyleRefused, match="UTF-8"):
        given("odd")
    (house / "t").mkdir()
    (house / "t" / "ours.csl").write_bytes(b"the template's own")
    assert given("ours") == ""
    assert style_bytes("ours", (house / "t", house)) == b"the template's own"
