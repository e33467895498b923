"""The shipped folders are found in a checkout, an installed wheel and a frozen app."""

import sys
from pathlib import Path

import pytest

from briefgen import resources
from briefgen.errors import NotThere

CHECKOUT = Path(__file__).resolve().parent.parent


def test_a_checkout_gives_the_folders_at_its_top() -> None:
    """In a checkout templates and assets are those that an editor of templates changes."""
    assert resources.templates_folder() == CHECKOUT / "templates"
    assert resources.assets_folder() == CHECKOUT / "assets"


def test_a_frozen_app_looks_at_its_own_files_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A frozen app started inside a checkout still uses the files it was shipped with."""
    own = tmp_path / "briefgen" / "_shipped" / "templates"
    own.mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resources.templates_folder() == own


def test_the_package_goes_before_the_checkout(tmp_path: Path) -> None:
    """Of several places that have the folder, the first one counts."""
    first, second = tmp_path / "first", tmp_path / "second"
    (first / "assets").mkdir(parents=True)
    (second / "assets").mkdir(parents=True)
    assert resources.find_shipped("assets", (first, second)) == first / "assets"
    assert resources.find_shipped("assets", (tmp_path / "none", second)) == second / "assets"


def test_a_file_of_that_name_is_not_the_folder(tmp_path: Path) -> None:
    """Only a folder will do."""
    (tmp_path / "assets").write_text("not a folder")
    with pytest.raises(NotThere):
        resources.find_shipped("assets", (tmp_path,))


def test_a_missing_folder_is_a_plain_sentence_with_exit_code_4(tmp_path: Path) -> None:
    """The user reads what is missing, where it was looked for, and what to do."""
    with pytest.raises(NotThere) as caught:
        resources.find_shipped("templates", (tmp_path / "here", tmp_path / "there"))
    assert caught.value.exit_code == 4
    assert "“templates”" in caught.value.message
    assert str(tmp_path / "here") in caught.value.message
    assert str(tmp_path / "there") in caught.value.message
    assert "install Briefgen again" in caught.value.message


def test_above_an_installed_package_nothing_is_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder called templates in site-packages belongs to somebody else."""
    package = tmp_path / "site-packages" / "briefgen"
    (tmp_path / "site-packages" / "templates").mkdir(parents=True)
    monkeypatch.setattr(resources, "_PACKAGE", package)
    assert resources.places() == (package / "_shipped",)
    with pytest.raises(NotThere):
        resources.templates_folder()
