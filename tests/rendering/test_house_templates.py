"""House templates are found, and their manifests held against what they may say."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefgen.domain.house_template import FieldType
from briefgen.errors import NotThere
from briefgen.rendering.house_templates import list_templates, open_template
from briefgen.rendering.template_errors import TemplateError
from tests.rendering.conftest import MANIFEST, MakeTemplate


def test_opens_by_name_and_by_path(plain: Path) -> None:
    """A template is opened by its name in one of the folders, or by its own folder's path."""
    by_name = open_template("plain", [plain.parent])
    assert by_name == open_template(plain) == open_template(str(plain))
    assert by_name.template.name == "plain"
    assert by_name.template.section("issue").words == 120
    assert by_name.template.fields[0].type is FieldType.LINE
    assert by_name.template.pages.aim == 2
    assert dict(by_name.template.colours)["ink"] == "#1a1a1a"
    assert by_name.styles == ("brief.css",)
    assert by_name.shared == plain.parent / "_shared"


def test_an_unknown_name_is_told_with_the_nearest(plain: Path) -> None:
    """A name that is not there is answered with the nearest one, or with all that there are."""
    with pytest.raises(NotThere, match=r"“plian”; did you mean “plain”\?"):
        open_template("plian", [plain.parent])
    with pytest.raises(NotThere, match=r"there are: .*plain"):
        open_template("zzzzzz", [plain.parent])
    with pytest.raises(NotThere, match="no folder"):
        open_template(plain.parent / "absent")


def test_the_first_folder_wins(plain: Path, make_template: MakeTemplate) -> None:
    """A user's own template stands before one of the same name in a later folder."""
    mine = make_template(name="plain")
    assert open_template("plain", [mine.parent, plain.parent]).template.title == "Made for a test"
    listed = [t.folder for t in list_templates([mine.parent, plain.parent]).opened if t.template.name == "plain"]
    assert listed == [mine]


def test_lists_those_that_open_and_those_that_do_not(make_template: MakeTemplate, tmp_path: Path) -> None:
    """A broken template does not hide the others; it is listed with the reason."""
    make_template(name="good")
    make_template(name="broken", manifest="title = ")
    make_template(name="_shared")
    (tmp_path / "templates" / "no-template").mkdir()
    listed = list_templates([tmp_path / "templates", tmp_path / "absent"])
    assert "good" in [opened.template.name for opened in listed.opened]
    assert [error.message for error in listed.refused if "broken" in error.message]
    assert not [error for error in listed.refused if "no-template" in error.message or "_shared" in error.message]


@pytest.mark.expected_log("No house templates are taken from")
def test_a_folder_that_cannot_be_listed_hides_no_other(
    plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a shared drive is away, the templates of the other folders are there all the same."""
    away = tmp_path / "away"
    away.mkdir()
    there = Path.iterdir

    def iterdir(folder: Path) -> Iterator[Path]:
        if folder == away:
            raise OSError(112, "Host is down")
        return there(folder)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    assert open_template("plain", [away, plain.parent]).template.name == "plain"


def test_the_shipped_templates_open() -> None:
    """Every template that ships with Briefgen can be opened."""
    assert list_templates().refused == ()


@pytest.mark.parametrize(
    ("manifest", "line", "field", "reason"),
    [
        ("title = \n", 1, "", "not valid TOML"),
        (MANIFEST + "[pages\naim = 2\n", 4, "", "not valid TOML"),
        ('version = "1"\npage = "brief.html.jinja"\n', 0, "title", "“title” takes a value"),
        (MANIFEST + 'titel = "x"\n', 4, "titel", "“titel” takes nothing"),
        (MANIFEST + "decides = 3\n", 4, "decides", "true or false"),
        (MANIFEST + 'context_version = "new"\n', 4, "context-version", "whole number"),
        (MANIFEST + '[[sections]]\nid = "a"\ntitle = "A"\n\n[[sections]]\nid = "b"\ntitle = "B"\nwodrs = 3\n', 11,
         "sections[2].wodrs", "“sections[2].wodrs” takes nothing"),
        (MANIFEST + '[[sections]]\nid = "a"\n', 4, "sections[1].title", "“sections[1].title” takes a value"),
        (MANIFEST + '[[fields]]\nname = "a"\ntype = "choice"\n', 4, "fields[1].choices", "at least one choice"),
        (MANIFEST + '[[fields]]\nname = "a"\n[[fields]]\nname = "a"\n', 4, "fields", "different names"),
        (MANIFEST + "[pages]\nam = 2\n", 5, "pages.am", "“pages.am” takes nothing"),
        (MANIFEST + '[colours]\nink = "black"\n', 5, "colours.ink", "#RRGGBB"),
        (MANIFEST + '[colours]\nink = "#000000"\n[[contrast]]\ntext = "ink"\non = "paper"\n', 6, "contrast[1]",
         "“paper”"),
        (MANIFEST + '[colours]\na = "#777777"\nb = "#ffffff"\n[[contrast]]\ntext = "a"\non = "b"\n', 7, "contrast[1]",
         "a contrast of 4.4 to 1 where at least 4.5"),
        (MANIFEST + 'name = "other"\n', 4, "name", "the folder's name"),
        (MANIFEST + 'sha256 = "0"\n', 4, "sha256", "computed"),
        ('title = "T"\nversion = "1"\n', 0, "page", "“page” names the file"),
        (MANIFEST + "a = " + "[" * 5000, 0, "", "nested hundreds deep"),
        (MANIFEST + "a = " + "{a=" * 5000, 0, "", "nested hundreds deep"),
        (MANIFEST + "a = " + "9" * 5000, 0, "", "a value can't be read"),
        (MANIFEST + "\n" + ".".join(["a"] * 5000) + " = 1", 5, "", "too many parts"),
        (MANIFEST + "#" * 500_000, 0, "", "more than 500 kB"),
        ('title = "T"\nversion = "1"\npage = "absent.jinja"\n', 3, "page", "no file “absent.jinja”"),
        ('title = "T"\nversion = "1"\npage = "../made/brief.html.jinja"\n', 3, "page", "inside the folder"),
        (MANIFEST + 'styles = "brief.css"\n', 4, "styles", "a list of style sheets"),
        (MANIFEST + 'styles = ["absent.css"]\n', 4, "styles", "no file “absent.css”"),
    ],
)  # fmt: skip
def test_a_wrong_manifest_is_refused_with_its_place(
    make_template: MakeTemplate, manifest: str, line: int, field: str, reason: str
) -> None:
    """Each mistake names the template, the manifest, the line, the key, and what is wrong with it."""
    folder = make_template(manifest=manifest)
    with pytest.raises(TemplateError) as caught:
        open_template(folder)
    error = caught.value
    assert (error.template, error.file, error.line, error.field) == ("made", "template.toml", line, field)
    assert reason in error.message
    assert error.message.startswith("The house template “made” can't be used: template.toml")
    assert error.exit_code == 3


def test_a_manifest_that_is_no_text_is_refused(make_template: MakeTemplate) -> None:
    """Bytes that are no UTF-8 are told as such."""
    folder = make_template(files={"template.toml": b'title = "\xff"'})
    with pytest.raises(TemplateError, match="UTF-8"):
        open_template(folder)


def test_a_folder_without_manifest_is_refused(tmp_path: Path) -> None:
    """A folder that is no template says what it lacks."""
    (tmp_path / "empty").mkdir()
    with pytest.raises(TemplateError, match=r"no file “template\.toml”"):
        open_template(tmp_path / "empty")


def test_a_folder_with_an_odd_name_is_refused(make_template: MakeTemplate) -> None:
    """Names that would be mistaken for something else on a command line are refused."""
    folder = make_template(name="-o x")
    with pytest.raises(TemplateError, match="begin with a letter"):
        open_template(folder)


def test_the_digest_covers_all_that_a_page_can_use(plain: Path, tmp_path: Path) -> None:
    """It is the same for a copy elsewhere, and changes with any file of the template or of its shared folder."""
    shutil.copytree(plain.parent, tmp_path / "copies")
    copy = tmp_path / "copies" / "plain"
    first = open_template(plain).template.sha256
    assert len(first) == 64
    assert open_template(copy).template.sha256 == first
    (copy / "brief.css").write_text("h1 { color: black }")
    second = open_template(copy).template.sha256
    (tmp_path / "copies" / "_shared" / "base.css").write_text("")
    assert len({first, second, open_template(copy).template.sha256}) == 3


def test_a_template_elsewhere_uses_the_shipped_shared_folder(make_template: MakeTemplate) -> None:
    """Without a folder `_shared` beside it, a template uses what ships with Briefgen, if that is there."""
    from briefgen.resources import templates_folder

    shipped = templates_folder() / "_shared"
    assert open_template(make_template()).shared == (shipped if shipped.is_dir() else None)
