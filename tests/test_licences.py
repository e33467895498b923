"""What Briefgen is made with: every part is named with its licence, here and in a download."""

import sys
from pathlib import Path

import pytest

from briefgen.licences import FILE, FOLDER, Component, as_text, components, write_down


def test_every_library_at_run_time_is_named_with_its_licence() -> None:
    """Also those that are needed by what is needed; none that is for building and testing alone."""
    found = {component.package: component for component in components() if component.package}
    assert {"weasyprint", "pyside6-essentials", "shiboken6", "cffi", "pillow", "markupsafe"} <= found.keys()
    assert not {"briefgen", "pytest", "mypy", "hatchling"} & found.keys()
    assert all(component.version and component.licence for component in found.values())
    assert found["weasyprint"].licence == "BSD License"
    assert "Redistribution and use" in found["weasyprint"].text


def test_typefaces_icons_and_word_lists_bring_their_licences() -> None:
    """What ships with Briefgen and is not its own is named, too, with the text beside it."""
    shipped = {c.name: c for c in components() if not c.package}
    assert shipped["Source Sans 3"].licence == "OFL-1.1"
    assert all(len(component.text) > 500 for component in shipped.values())


def test_a_download_says_what_its_build_has_written_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There, what was written down is the list; with typefaces and icons beside it, which every form of it has."""
    own = Component(name="libpango", version="1.50", kind="system library", licence="LGPL-2.0", text="The text.")
    folder = tmp_path / "briefgen" / "_shipped" / FOLDER
    folder.mkdir(parents=True)
    (folder / FILE).write_text(write_down([own]), "utf-8")
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    found = components()
    assert own in found
    assert "Lucide" in {component.name for component in found}
    assert "weasyprint" not in {component.package for component in found}
    text = as_text(found)
    assert "libpango 1.50 (system library): LGPL-2.0" in text
    assert "The text." in text
