"""`briefgen templates` and what was issued: made, checked, packed, installed and removed as a script would."""

import hashlib
import json
import shutil
from pathlib import Path

import pypdfium2
import pytest

from briefgen.resources import templates_folder
from tests.cli.conftest import Briefgen

SUBMISSION = "ministerial-submission"


@pytest.fixture
def ours(briefgen: Briefgen) -> Path:
    """A template of one's own, laid over one that ships."""
    said = briefgen("templates", "new", "ours", "--title", "Our submission")
    assert said.code == 0
    return Path(said.lines[0])


@pytest.fixture
def package(briefgen: Briefgen, ours: Path) -> Path:
    """It, packed; and its folder gone."""
    said = briefgen("templates", "pack", "ours")
    assert said.code == 0
    shutil.rmtree(ours)
    return Path(said.lines[0]).resolve()


def test_the_list(briefgen: Briefgen, ours: Path) -> None:
    """In columns and as JSON, with where each is and its hash; what hides behind another of its name with --all."""
    shutil.copytree(templates_folder() / SUBMISSION, ours.parent / SUBMISSION)
    plain = briefgen("templates", "list")
    assert plain.lines[0].split() == ["name", "version", "where", "hash", "title"]
    assert len([line for line in plain.lines if line.startswith(SUBMISSION)]) == 1
    every = briefgen("templates", "list", "--all", "--json")
    listed = [one for one in json.loads(every.out) if one["name"] == SUBMISSION]
    assert [(one["where"], one["first"], one["package"]) for one in listed] == [
        ("user", True, False),
        ("shipped", False, False),
    ]
    assert json.loads(briefgen("templates", "--json").out)[0]["sections"]


def test_what_can_not_be_used_is_told(briefgen: Briefgen, ours: Path) -> None:
    """Beside the list, with file and line."""
    (ours / "template.toml").write_text("title =")
    said = briefgen("templates")
    assert said.code == 0
    assert "template.toml, line 1" in said.err
    assert briefgen("templates", "show", "ours").code == 3
    assert briefgen("templates", "show", "nobody").code == 4


def test_showing_one(briefgen: Briefgen, ours: Path, package: Path) -> None:
    """What a template asks of a brief; of a package also what is in it, without installing it."""
    said = briefgen("templates", "show", SUBMISSION)
    assert "Ministerial submission 1.0" in said.lines[0]
    assert any(line.split()[:2] == ["issue", "must"] for line in said.lines)
    assert "A brief must have: title" in said.out
    said = briefgen("templates", "show", package)
    assert "ours/template.toml" in said.out
    assert f"{SUBMISSION}/brief.html.jinja" in said.out
    plain = json.loads(briefgen("templates", "show", package, "--json").out)
    given = json.loads(briefgen("templates", "show", SUBMISSION, "--data", "normal").out)
    assert given["risks"][0]["label"] == "Risk 1"
    assert plain["package"]["sha256"] == hashlib.sha256(package.read_bytes()).hexdigest()
    assert not ours.exists()


@pytest.mark.parametrize("whole", [False, True])
def test_a_new_one_works_at_once(briefgen: Briefgen, whole: bool) -> None:
    """It is checked without an error, laid over the other or with all its files."""
    said = briefgen("templates", "new", "mine", "--in", "work", *(["--whole"] if whole else []))
    folder = Path(said.lines[0])
    assert folder.parent.name == "work"
    assert (folder / "parts.html.jinja").exists() is whole
    assert 'title = "Mine"' in (folder / "template.toml").read_text("utf-8")
    if not whole:
        text = (folder / "template.toml").read_text("utf-8") + '\n[[fields]]\nname = "programme"\n'
        (folder / "template.toml").write_text(text)
    # Laid over the other it is checked with pages as long as a brief's; a copy is the same pages, and told by few.
    checked = briefgen("templates", "check", folder, "--json", "--sample", "least" if whole else "normal")
    found = json.loads(checked.out)
    assert checked.code == 0
    assert {finding["rule"] for finding in found if finding["severity"] != "note"} <= {"glyphs", "field-unused"}
    assert whole or [(finding["file"], finding["line"]) for finding in found if finding["rule"] == "field-unused"]


def test_a_new_one_never_writes_over_another(briefgen: Briefgen, ours: Path) -> None:
    """And has a name that every system takes, and that is not the name of what it is made from."""
    before = (ours / "template.toml").read_bytes()
    assert briefgen("templates", "new", "ours").code == 3
    assert (ours / "template.toml").read_bytes() == before
    for name in ("../ours", "a b", "", "a/b", "a" * 81, SUBMISSION):
        assert briefgen("templates", "new", name).code == 2
    assert "made from itself" in briefgen("templates", "new", SUBMISSION, "--from", "ours").err
    assert "a device on Windows" in briefgen("templates", "new", "con").err
    assert briefgen("templates", "new", "other", "--from", "nobody").code == 4
    assert briefgen("templates", "new", "third", "--from", "ours", "--whole").code == 2
    assert [path.name for path in ours.parent.iterdir()] == ["ours"]


def test_a_check_that_finds_errors(briefgen: Briefgen, ours: Path) -> None:
    """Ends with 1, names file and line and what to do."""
    (ours / "own.css").write_text("\np { background: url(http://example.org/x.png) }\nh1 { color: #dddddd }\n")
    said = briefgen("templates", "check", "ours", "--sample", "least")
    assert said.code == 1
    assert "must fix    own.css:2: “http://example.org/x.png” lies outside the template." in said.out
    assert "a contrast of 1.4 to 1" in said.out
    assert said.out.count("example.org") == 1
    assert "→" in said.out
    (ours / "own.css").unlink()
    said = briefgen("templates", "check", "ours", "--sample", "least")
    assert said.code == 1
    assert "template.toml:" in said.out
    assert briefgen("templates", "check", "nobody").code == 4


def test_samples(briefgen: Briefgen, ours: Path, package: Path) -> None:
    """A file for each sample, paper and language; also of a package that is not installed."""
    said = briefgen(
        "templates", "render-sample", SUBMISSION, "-o", "pages", "--sample", "least", "--language", "en-GB",
        "--language", "fr",
    )  # fmt: skip
    assert said.code == 0
    names = [Path(line).name for line in said.lines]
    assert f"{SUBMISSION}-least-letter-fr.pdf" in names
    assert len(names) == 4
    for line in said.lines:
        with pypdfium2.PdfDocument(line) as pdf:
            assert len(pdf) >= 1
    assert briefgen("templates", "render-sample", package, "-o", "p", "--sample", "least", "--paper", "A4").code == 0
    assert briefgen("templates", "check", package, "--sample", "least").code == 0
    assert briefgen("templates", "render-sample", SUBMISSION, "-o", "p", "--sample", "nobody").code == 4
    said = briefgen("templates", "render-sample", SUBMISSION, "-o", "p", "--sample", "least", "--language", "../fr")
    assert (said.code, "no language tag" in said.err) == (2, True)
    Path("file").write_text("x")
    assert briefgen("templates", "render-sample", SUBMISSION, "-o", "file", "--sample", "least").code == 3


def test_installing(briefgen: Briefgen, package: Path, tmp_path: Path) -> None:
    """To look, to install, again, and somewhere else; a package that was changed is refused."""
    looked = briefgen("templates", "install", package, "--look")
    assert (looked.code, "Our submission 0.1" in looked.out) == (0, True)
    assert "ours" not in {line.split()[0] for line in briefgen("templates").lines}
    said = briefgen("templates", "install", package)
    assert said.code == 0
    assert Path(said.lines[0]).parts[-2:] == ("ours@0.1", "ours")
    again = briefgen("templates", "install", package)
    assert (again.code, "the very same" in again.err) == (0, True)
    assert briefgen("templates", "install", package, "--in", tmp_path / "shared").code == 0
    damaged = bytearray(package.read_bytes())
    damaged[-2000] ^= 1
    package.write_bytes(damaged)
    assert briefgen("templates", "install", package).code == 3
    assert briefgen("templates", "install", "gone").code == 4


def test_a_package_behind_a_folder_of_its_name(briefgen: Briefgen, package: Path) -> None:
    """Who installs it is told that the name goes on meaning the folder; it is told apart, and can be removed again."""
    folder = Path(briefgen("templates", "new", "ours").lines[0])
    assert "goes on meaning" in briefgen("templates", "install", package).err
    listed = [line for line in briefgen("templates", "list", "--all").lines if line.startswith("ours ")]
    assert ["yours, installed" in line for line in listed] == [False, True]
    assert briefgen("templates", "remove", "ours").code == 0
    said = briefgen("templates", "remove", "ours")
    assert (said.code, "somebody works on it" in said.err, folder.is_dir()) == (2, True, True)


def test_where_a_package_is_written(briefgen: Briefgen, ours: Path, tmp_path: Path) -> None:
    """Into a folder by its own name, or as a file of a name by which packages are known."""
    said = briefgen("templates", "pack", ours, "-o", tmp_path)
    assert said.lines == [str(tmp_path / "ours-0.1.briefgen-template")]
    said = briefgen("templates", "pack", ours, "-o", "ours.zip")
    assert (said.code, "call it “ours.briefgen-template”" in said.err) == (2, True)
    assert not Path("ours.zip").exists()


def test_removing(briefgen: Briefgen, package: Path, dossier: str) -> None:
    """Says where it is used and leaves it, unless told; what was not installed from a package is never removed."""
    briefgen("templates", "install", package)
    assert briefgen("brief", dossier, "b", "--template", "ours").code == 0
    said = briefgen("templates", "remove", "ours")
    assert said.code == 1
    assert "uses it in: b." in said.err
    assert briefgen("templates", "show", "ours").code == 0
    said = briefgen("templates", "remove", "ours", "--even-if-used", "--dossiers", dossier, "gone.briefgen")
    assert (said.code, "Could not be asked" in said.err) == (0, True)
    assert briefgen("templates", "show", "ours").code == 4
    assert briefgen("templates", "remove", SUBMISSION).code == 2


FILLED = {
    "title": "The quay: agree by 1 March 2027 to repair it",
    "ref": "Q-1",
    "to": "Minister for Ports",
    "from": "Ports Unit",
    "date": "2027-02-01",
    "decision-by": "2027-03-01",
    "decision-by-reason": "The next winter.",
    "marking": "OFFICIAL",
    "issue": "Whether to repair the quay.",
}


def test_an_issued_brief_is_made_again(briefgen: Briefgen, package: Path, dossier: str) -> None:
    """Exactly, though the brief was rewritten and the template removed; the list of issues has its hash."""
    briefgen("templates", "install", package)
    given = [word for name, value in FILLED.items() for word in ("--set", f"{name}={value}")]
    assert briefgen("brief", dossier, "b", "--template", "ours", "--points", "", *given).code == 0
    assert briefgen("issues", dossier).lines == ["Nothing was issued yet."]
    said = briefgen("render", dossier, "b", "-o", "out.pdf", "--issue", "--force")
    assert said.code == 0, said.err
    assert "Noted as issue-1." in said.err
    (record,) = json.loads(briefgen("issues", dossier, "--json").out)
    assert record["sha256"] == hashlib.sha256(Path("out.pdf").read_bytes()).hexdigest()
    assert "out.pdf" in briefgen("issues", dossier).out
    assert (record["title"], record["marking"], record["forced"]) == (FILLED["title"], "OFFICIAL", True)
    versions = json.loads(briefgen("version", dossier, "list", "--json").out)
    number = record["dossier_version"]
    assert [kept["name"] for kept in versions if kept["number"] == number] == ["issue-1, out.pdf"]
    said = briefgen("issues", dossier, "1").out
    for words in (
        record["sha256"],
        "ours 0.1",
        f"version {number}, “issue-1, out.pdf”",
        "issued as DRAFT",
        "the dossier keeps",
    ):
        assert words in said
    assert briefgen("issues", dossier, "-o", "record.txt").out == "record.txt\n"
    assert Path("record.txt").read_text("utf-8") == said
    briefgen("issues", dossier, "1", "-o", "record.json")
    assert json.loads(Path("record.json").read_text("utf-8")) == [record]
    assert briefgen("issues", dossier, "7").code == 2
    briefgen("edit", dossier, "b", "--set", "title=Another")
    assert briefgen("templates", "remove", "ours", "--even-if-used").code == 0
    said = briefgen("render", dossier, "--issued", "1", "-o", "again.pdf")
    assert (said.code, said.err) == (0, "")
    assert Path("again.pdf").read_bytes() == Path("out.pdf").read_bytes()
    # The brief itself goes on, too, with the copy that the dossier keeps.
    assert briefgen("render", dossier, "b", "-o", "now.pdf", "--force").code == 0
    assert briefgen("render", dossier, "--issued", "2", "-o", "x.pdf").code == 2
    assert briefgen("render", dossier, "b", "--issued", "1", "-o", "x.pdf").code == 2


def test_a_brief_is_pinned(briefgen: Briefgen, dossier: str) -> None:
    """To name, version and hash; a template that has changed since is a finding."""
    made = briefgen("templates", "new", "ours")
    briefgen("brief", dossier, "b", "--template", "ours")
    (brief,) = json.loads(briefgen("briefs", dossier, "--json").out)
    listed = {one["name"]: one for one in json.loads(briefgen("templates", "--json").out)}
    assert (brief["template"], brief["template_version"]) == ("ours", "0.1")
    assert brief["template_sha256"] == listed["ours"]["sha256"]
    rules = {finding["rule"] for finding in json.loads(briefgen("check", dossier, "b", "--json").out)}
    assert "template-version" not in rules
    (Path(made.lines[0]) / "own.css").write_text("h1 { letter-spacing: 1px }")
    found = json.loads(briefgen("check", dossier, "b", "--json").out)
    assert [finding["message"] for finding in found if finding["rule"] == "template-version"] == [
        "The files of the house template have changed since the brief was made with it."
    ]
    briefgen("brief", dossier, "b", "--template", "ours")
    rules = {finding["rule"] for finding in json.loads(briefgen("check", dossier, "b", "--json").out)}
    assert "template-version" not in rules
