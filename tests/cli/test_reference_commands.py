"""Lists of references by the command line: told first, taken over as one act when asked for."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Briefgen

BIB = """@report{dues, title={The quay that nobody owns}, author={{Harbour Trust}}, year=2026, publisher={Quay Press}}
@book{other, title={Of something quite different}, year=1990}
@book{broken, title={"""


@pytest.fixture
def dossier(briefgen: Briefgen, article: Path, tmp_path: Path) -> str:
    """A dossier with an article, and a list beside it."""
    assert briefgen("new", "d.briefgen").code == 0
    said = briefgen("import", "d.briefgen", article, "--set", "title=The quay that nobody owns", "--set", "publisher=Q")
    assert said.code == 0
    (tmp_path / "library.bib").write_text(BIB, encoding="utf-8")
    return "d.briefgen"


def test_it_is_told_and_nothing_changed(briefgen: Briefgen, dossier: str) -> None:
    """Source, how it was matched, field, what is there and what would be; what could not be read."""
    said = briefgen("references", dossier, "library.bib")
    assert said.code == 0
    rows = [line.split() for line in said.lines[1:]]
    assert ["source-1", "title", "publisher", "Q", "Quay", "Press"] in rows
    assert ["source-1", "title", "author", "Harbour", "Trust"] in rows
    assert "1 sources matched; 1 references are of no source here." in said.err
    assert "could not be read" in said.err
    assert "--apply does it" in said.err
    (source,) = json.loads(briefgen("sources", dossier, "--json").out)
    assert "Quay Press" not in json.dumps(source)


def test_it_is_taken_over_when_asked_for(briefgen: Briefgen, dossier: str) -> None:
    """All of it, or only what is empty; a second time there is nothing to do."""
    filled = json.loads(briefgen("references", dossier, "library.bib", "--apply", "--fill-only", "--json").out)
    (match,) = filled
    assert (match["source"], match["key"], match["matched_by"]) == ("source-1", "dues", "title")
    assert "publisher" not in {change["field"] for change in match["changes"]}
    said = briefgen("references", dossier, "library.bib", "--apply", "--source", "source-1")
    assert len(said.lines) == 2
    assert said.lines[1].split()[-4:] == ["publisher", "Q", "Quay", "Press"]
    assert briefgen("references", dossier, "library.bib", "--apply").lines == ["Nothing to change."]


def test_mistakes_are_told(briefgen: Briefgen, dossier: str, article: Path) -> None:
    """A source of which the list says nothing; a document that is no list."""
    said = briefgen("references", dossier, "library.bib", "--source", "source-9")
    assert (said.code, said.out) == (2, "")
    assert "says nothing of source-9" in said.err
    said = briefgen("references", dossier, article)
    assert said.code == 3
    assert "no list of references" in said.err
    said = briefgen("import", dossier, "library.bib")
    assert said.code == 2
    assert "“briefgen references” fills in from it" in said.err
