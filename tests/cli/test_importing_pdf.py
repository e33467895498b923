"""Protected PDFs come in by the command line with their password."""

from pathlib import Path

import pytest

from tests.cli.conftest import Briefgen
from tests.importers.pdf.making import handmade, words_at
from tests.importers.pdf.test_reading import protected


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A PDF that asks for a password."""
    path = tmp_path / "paper.pdf"
    path.write_bytes(protected(handmade([words_at((50, 400, "The wall is old."))]), "sesame"))
    return path


def test_a_protected_document_comes_in_with_its_password(briefgen: Briefgen, paper: Path, tmp_path: Path) -> None:
    """Without it, and with a wrong one, it is refused in a sentence that says how to give it; it is kept nowhere."""
    assert briefgen("new", "d.briefgen").code == 0
    without = briefgen("import", "d.briefgen", paper)
    assert (without.code, "--password" in without.err) == (3, True)
    wrong = briefgen("import", "d.briefgen", paper, "--password", "barley")
    assert (wrong.code, "not the right one" in wrong.err) == (3, True)
    assert briefgen("import", "d.briefgen", paper, "--password", "sesame").lines == ["source-1"]
    assert briefgen("text", "d.briefgen", "source-1").out.strip() == "The wall is old."
    assert b"sesame" not in (tmp_path / "d.briefgen").read_bytes()
    assert briefgen("reimport", "d.briefgen", "source-1", paper).code == 3
    assert briefgen("reimport", "d.briefgen", "source-1", paper, "--password", "sesame").code == 0


def test_the_text_of_a_protected_document_can_be_seen(briefgen: Briefgen, paper: Path) -> None:
    """Without a dossier."""
    assert briefgen("extract", paper).code == 3
    assert briefgen("extract", paper, "--password", "sesame").out.strip() == "The wall is old."
