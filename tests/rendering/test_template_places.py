"""House templates lie in several places; packages are installed beside one another, whole or not at all."""

import os
import shutil
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from briefgen.errors import InputRefused, NotThere, UsageError
from briefgen.rendering import template_places
from briefgen.rendering.house_templates import open_template
from briefgen.rendering.template_errors import TemplateError
from briefgen.rendering.template_packages import Package, PackageRefused, pack, read_package
from briefgen.rendering.template_places import (
    Place,
    PlaceKind,
    answers,
    choose,
    find_template,
    folders_in,
    install,
    kept_copy,
    look,
    places_of,
    remove,
    unpack,
    version_key,
)
from tests.rendering.conftest import MANIFEST, MakeTemplate


def package_of(make_template: MakeTemplate, version: str = "1", body: str = "one", name: str = "made") -> Package:
    """A template's package, in a version."""
    folder = make_template(body, name=name, manifest=MANIFEST.replace('"1"', f'"{version}"'))
    package = read_package(pack(open_template(folder)), "p")
    shutil.rmtree(folder)
    return package


def names_in(folder: Path) -> list[str]:
    """What lies in a folder, sorted."""
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def user(tmp_path: Path) -> Path:
    """The user's folder, not made yet."""
    return tmp_path / "user"


def test_versions_stand_side_by_side(make_template: MakeTemplate, user: Path) -> None:
    """Each has its folder; the name alone means the newest; each can be had by version or by hash."""
    for version in ("1.9", "1.10", "1.2"):
        assert install(package_of(make_template, version), user).is_new
    assert names_in(user) == ["made@1.10", "made@1.2", "made@1.9"]
    places = places_of(user)
    newest = find_template("made", places)
    assert newest is not None
    assert newest.template.version == "1.10"
    old = find_template("made", places, version="1.2")
    assert old is not None
    assert old.template.version == "1.2"
    again = find_template("made", places, sha256=old.template.sha256)
    assert again == old
    assert find_template("made", places, sha256="0" * 64) is None
    assert find_template("nobody", places) is None
    assert [(one.opened.template.version, one.first, one.packaged) for one in look(places).templates][:3] == [
        ("1.10", True, True),
        ("1.9", False, True),
        ("1.2", False, True),
    ]


def test_the_same_again_is_nothing_to_do(make_template: MakeTemplate, user: Path) -> None:
    """Nothing is written when the very same package is installed again."""
    package = package_of(make_template)
    first = install(package, user)
    before = {path: path.stat().st_mtime_ns for path in user.rglob("*")}
    second = install(package, user)
    assert (first.is_new, second.is_new) == (True, False)
    assert first.template == second.template
    assert {path: path.stat().st_mtime_ns for path in user.rglob("*")} == before


def test_a_version_is_never_written_over(make_template: MakeTemplate, user: Path) -> None:
    """Another content under the same version is refused with what to do, and what is there stays."""
    install(package_of(make_template), user)
    page = user / "made@1" / "made" / "brief.html.jinja"
    before = page.read_bytes()
    with pytest.raises(PackageRefused, match="another version, or remove"):
        install(package_of(make_template, body="another"), user)
    assert page.read_bytes() == before
    assert names_in(user) == ["made@1"]


def test_a_file_added_by_hand_is_seen(make_template: MakeTemplate, user: Path) -> None:
    """An installed package that somebody changed is not the package any more."""
    package = package_of(make_template)
    install(package, user)
    (user / "made@1" / "made" / "new.css").write_text("p{}")
    with pytest.raises(PackageRefused, match=r"made/new\.css"):
        install(package, user)


def test_a_package_that_lies_about_its_template(make_template: MakeTemplate, user: Path, tmp_path: Path) -> None:
    """What its list says of title, version and hash must be what its manifest says; nothing is left of it."""
    package = package_of(make_template)
    tmp_path.joinpath("x").mkdir()
    for lie in ({"title": "Other"}, {"version": "7"}, {"licence": "GPL"}, {"template_sha256": "0" * 64}):
        with pytest.raises(PackageRefused, match="are not those of the template in it"):
            install(replace(package, **lie), user)
        with pytest.raises(PackageRefused, match="are not those of the template in it"):
            unpack(replace(package, **lie), tmp_path / "x")
    assert names_in(user) == []


def test_a_template_that_can_not_be_used_is_not_installed(make_template: MakeTemplate, user: Path) -> None:
    """A manifest that is none is found before anything is seen."""
    package = package_of(make_template)
    spoilt = replace(package, contents={**package.contents, "made/template.toml": b"title ="})
    with pytest.raises(TemplateError, match="TOML"):
        install(spoilt, user)
    assert names_in(user) == []


def test_half_an_installation_is_never_seen(make_template: MakeTemplate, user: Path) -> None:
    """What a program left that broke down is not listed, and is cleared away when it is old."""
    install(package_of(make_template), user)
    for name, age in ((".installing-old", 7200), (".installing-new", 0), (".removed-old", 7200)):
        shutil.copytree(user / "made@1", user / name)
        at = time.time() - age
        os.utime(user / name, (at, at))
    assert len(folders_in(Place(PlaceKind.USER, user))) == 1
    install(package_of(make_template, "2"), user)
    assert names_in(user) == [".installing-new", "made@1", "made@2"]


def test_two_programs_install_at_once(make_template: MakeTemplate, user: Path) -> None:
    """One is first, the other finds it there, and both go on with the whole of it."""
    package = package_of(make_template)
    came: list[bool] = []
    threads = [threading.Thread(target=lambda: came.append(install(package, user).is_new)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(came) == [False] * 7 + [True]
    assert names_in(user) == ["made@1"]


def test_a_folder_that_can_not_be_written(make_template: MakeTemplate, tmp_path: Path) -> None:
    """It is told, with the place."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputRefused, match="choose another folder"):
        install(package_of(make_template), tmp_path / "file")
    with pytest.raises(InputRefused, match=r"can't be unpacked|Nothing can be"):
        kept_copy(package_of(make_template), tmp_path / "file")


def test_what_is_worked_on_goes_before_packages(make_template: MakeTemplate, user: Path) -> None:
    """The name alone means the folder of that name; who installs a package is told."""
    package = package_of(make_template)
    shutil.move(make_template("mine"), user / "made")
    installed = install(package, user)
    assert installed.hidden_by == user / "made"
    first = find_template("made", places_of(user))
    assert first is not None
    assert first.folder == (user / "made").resolve()


def test_the_same_template_in_two_places(make_template: MakeTemplate, user: Path, tmp_path: Path) -> None:
    """Told apart by place and by hash; the user's goes first."""
    shared = tmp_path / "drive"
    install(package_of(make_template, body="of the house"), shared)
    install(package_of(make_template, body="my own"), user)
    found = [one for one in look(places_of(user, [shared])).templates if one.opened.template.name == "made"]
    assert [(one.place.kind, one.first) for one in found] == [(PlaceKind.USER, True), (PlaceKind.SHARED, False)]
    assert found[0].opened.template.sha256 != found[1].opened.template.sha256
    assert choose(look(places_of(user, [shared])), "made", place=PlaceKind.SHARED) == found[1]


def test_what_ships_is_there(user: Path) -> None:
    """Without any folder of one's own."""
    found = look(places_of(user))
    assert "ministerial-submission" in {one.opened.template.name for one in found.templates}
    assert {one.place.kind for one in found.templates} == {PlaceKind.SHIPPED}
    assert found.refused == found.away == ()


def test_one_that_can_not_be_used_hides_no_other(make_template: MakeTemplate, user: Path) -> None:
    """It is listed as refused; asked for by name, the reason is told; a version of it is still found."""
    install(package_of(make_template), user)
    (user / "made").mkdir()
    (user / "made" / "template.toml").write_text("title =")
    places = places_of(user)
    assert len(look(places).refused) == 1
    with pytest.raises(TemplateError):
        find_template("made", places)
    assert find_template("made", places, version="1") is not None


def test_removing(make_template: MakeTemplate, user: Path) -> None:
    """A package goes, whole; other versions stay; what ships and what is worked on by hand is left alone."""
    install(package_of(make_template), user)
    install(package_of(make_template, "2"), user)
    assert remove(choose(look(places_of(user)), "made", version="1")) == user / "made@1"
    assert names_in(user) == ["made@2"]
    with pytest.raises(UsageError, match="ships with Briefgen"):
        remove(choose(look(places_of(user)), "ministerial-submission"))
    shutil.copytree(user / "made@2" / "made", user / "mine")
    with pytest.raises(UsageError, match="somebody works on it"):
        remove(choose(look(places_of(user)), "mine"))
    assert (user / "mine").is_dir()


def test_choosing_what_there_is_not(user: Path) -> None:
    """The sentence says what there is."""
    found = look(places_of(user))
    with pytest.raises(NotThere, match="templates list"):
        choose(found, "nobody")
    with pytest.raises(NotThere, match=r"in version 77; there are: .*ships with Briefgen"):
        choose(found, "ministerial-submission", version="77")
    with pytest.raises(NotThere, match="that is yours"):
        choose(found, "ministerial-submission", place=PlaceKind.USER)


def test_a_copy_that_a_dossier_keeps(make_template: MakeTemplate, tmp_path: Path) -> None:
    """It is unpacked once, and anew when somebody changed it."""
    package = package_of(make_template)
    opened = kept_copy(package, tmp_path / "kept")
    assert opened.template.sha256 == package.template_sha256
    stamp = opened.folder.stat().st_ino
    assert kept_copy(package, tmp_path / "kept").folder.stat().st_ino == stamp
    (opened.folder / "brief.html.jinja").write_text("changed")
    again = kept_copy(package, tmp_path / "kept")
    assert again.template.sha256 == package.template_sha256
    assert names_in(tmp_path / "kept") == [f"made@{package.sha256[:32]}"]


@pytest.mark.parametrize(
    ("older", "newer"),
    [("1.9", "1.10"), ("1", "1.0"), ("1.0", "2"), ("2.0rc1", "2.0"), ("2.0rc1", "2.0rc2"), ("1.0-beta", "1.0")],
)
def test_the_order_of_versions(older: str, newer: str) -> None:
    """By numbers, not by letters; a word after the numbers is a version before."""
    assert version_key(older) < version_key(newer)


class SilentFolder(type(Path())):  # type: ignore[misc]  # which class of path it is depends on the system
    """A folder on a drive that never answers, until it is let go."""

    let_go = threading.Event()

    def iterdir(self):  # type: ignore[no-untyped-def]  # noqa: ANN201 - as in its base
        """Wait."""
        self.let_go.wait()
        return super().iterdir()


def test_a_drive_that_is_away(user: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The listing goes on without it and names it; it is not waited for again at once."""
    monkeypatch.setattr(template_places, "ANSWERS_WITHIN", 0.05)
    silent = SilentFolder(tmp_path)
    try:
        assert not answers(silent, within=0.05)
        found = look(places_of(user, [silent]))
        assert [place.folder for place in found.away] == [silent]
        assert "ministerial-submission" in {one.opened.template.name for one in found.templates}
        assert find_template("ministerial-submission", places_of(user, [silent])) is not None
        assert folders_in(Place(PlaceKind.SHARED, silent)) == ()
    finally:
        SilentFolder.let_go.set()
    assert answers(tmp_path / "never was")
