"""Other people's picking by the command line: in with what codes stand for, and out for other programs."""

import json
import zipfile
from pathlib import Path

import pytest

from tests.cli.conftest import Briefgen
from tests.importers.coded.projects import MONEY, NOTE, WIND, note, qde, qdpx, selection, text_source

WORDS = "It stops when the wind is above force nine."
COST = "A tunnel would cost more than the island's budget for four years."


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with two passages, one on a line that looks like noise as well."""
    marks = (
        selection(WORDS, WIND, number=1, note=NOTE)
        + selection(COST, MONEY, number=2)
        + selection("Advertisement", MONEY, number=3)
    )
    path = tmp_path / "island.qdpx"
    path.write_bytes(qdpx(qde(text_source(marks), notes=note("Since when?"))))
    return path


@pytest.fixture
def dossier(briefgen: Briefgen) -> str:
    """An empty dossier."""
    assert briefgen("new", "d.briefgen").code == 0
    return "d.briefgen"


def test_a_project_comes_in_as_one_act_with_its_passages_and_points(
    briefgen: Briefgen, dossier: str, project: Path
) -> None:
    """Codes are what their names say; every word that was coded is in the text, whatever it looks like."""
    said = briefgen("import", dossier, project)
    assert (said.code, said.lines) == (0, ["source-1"])
    assert "“island.qdpx”: 1 source, 3 passages, 1 point." in said.err
    assert "Risks / Wind stops the ferry: risk" in said.err
    assert "Money: evidence" in said.err
    (point,) = json.loads(briefgen("points", dossier, "--json").out)
    assert (point["kind"], point["title"]) == ("risk", "Wind stops the ferry")
    assert [quote["quote"] for quote in point["quotes"]] == [WORDS]
    assert "Advertisement" in briefgen("text", dossier, "source-1").out


def test_what_a_code_stands_for_is_said_and_remembered(briefgen: Briefgen, dossier: str, project: Path) -> None:
    """By its name, whatever its case; the next project that has it needs no --map."""
    said = briefgen("import", dossier, project, "--map", "money=dilemma", "--map", "Wind stops the ferry=leave out")
    assert said.code == 0
    assert "1 passage left out with its codes" in said.err
    (point,) = json.loads(briefgen("points", dossier, "--json").out)
    assert (point["kind"], point["title"]) == ("dilemma", "Money")
    assert briefgen("new", "e.briefgen").code == 0
    assert "Money: dilemma" in briefgen("import", "e.briefgen", project).err


def test_a_map_that_fits_nothing_is_refused(briefgen: Briefgen, dossier: str, project: Path) -> None:
    """A kind that there is not, a code that no file has, files that have no codes."""
    assert "a code stands for one of" in briefgen("import", dossier, project, "--map", "Money=threat").err
    assert "no code in these files is called “Cash”" in briefgen("import", dossier, project, "--map", "Cash=risk").err
    plain = project.with_name("a.txt")
    plain.write_text("Words.", encoding="utf-8")
    said = briefgen("import", dossier, plain, "--map", "Money=risk")
    assert (said.code, "--map is for" in said.err) == (2, True)
    assert json.loads(briefgen("sources", dossier, "--json").out) == []


@pytest.mark.parametrize("name", ["out.qdpx", "out.jsonld"])
def test_what_was_exported_comes_in_again(briefgen: Briefgen, dossier: str, project: Path, name: str) -> None:
    """Into the same dossier nothing new; the form is told by the file's ending."""
    briefgen("import", dossier, project)
    assert briefgen("export", dossier, "-o", name).lines == [name]
    said = briefgen("import", dossier, name)
    assert said.code == 0
    assert f"“{name}”: 0 sources, 0 passages, 0 points." in said.err


def test_annotations_need_their_document(briefgen: Briefgen, dossier: str, project: Path) -> None:
    """Without it each passage has no place, and that is said."""
    briefgen("import", dossier, project)
    briefgen("export", dossier, "-o", "notes.json", "--format", "annotations")
    briefgen("new", "e.briefgen")
    said = briefgen("import", "e.briefgen", "notes.json")
    assert "“The ferry” is no source of this dossier, so that what was picked from it (3) has no place" in said.err


def test_a_form_that_nothing_tells_and_a_file_that_is_none_are_refused(
    briefgen: Briefgen, dossier: str, tmp_path: Path
) -> None:
    """In a sentence, and nothing is written."""
    said = briefgen("export", dossier, "-o", "out.bin")
    assert (said.code, "name it with --format" in said.err) == (2, True)
    (tmp_path / "broken.qdpx").write_bytes(b"PK\x03\x04broken")
    said = briefgen("import", dossier, "broken.qdpx")
    assert (said.code, "is damaged" in said.err) == (3, True)


def test_borrowed_projects_come_in_whole_and_go_out_valid(briefgen: Briefgen, dossier: str, corpora: Path) -> None:
    """Each passage of a project that another program wrote finds its place."""
    path = corpora / "qda" / "demo" / "demo.qdpx"
    if not path.is_file():
        pytest.skip("the project is not there")
    said = briefgen("import", dossier, path)
    assert "2 sources, 158 passages" in said.err
    assert "was not found" not in said.err
    assert briefgen("export", dossier, "-o", "again.qdpx").code == 0
    with zipfile.ZipFile("again.qdpx") as archive:
        assert len(archive.namelist()) == 3


def test_borrowed_hostile_projects_write_nothing(
    briefgen: Briefgen, dossier: str, corpora: Path, tmp_path: Path
) -> None:
    """Names that lead out of the archive lead nowhere."""
    path = corpora / "hostile" / "qdpx-zip-slip" / "slip.qdpx"
    if not path.is_file():
        pytest.skip("the file is not there")
    before = sorted(tmp_path.rglob("*.txt"))
    assert briefgen("import", dossier, path).code in (0, 3)
    assert sorted(tmp_path.rglob("*.txt")) == before
