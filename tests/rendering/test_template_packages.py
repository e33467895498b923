"""A house template becomes one file and comes back the same; a package of a stranger is taken apart with care."""

import hashlib
import io
import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.errors import NotThere
from briefgen.rendering.house_templates import open_template
from briefgen.rendering.template_packages import (
    LIST,
    MAX_FILE_BYTES,
    MAX_PACKAGE_BYTES,
    PackageRefused,
    pack,
    read_package,
    read_package_file,
    refuse_names,
)
from tests.rendering.conftest import MakeTemplate


@pytest.fixture
def packed(make_template: MakeTemplate) -> bytes:
    """The package of a small template with a style sheet, a font and a picture in a folder."""
    return pack(open_template(make_template(files={"img/logo.svg": "<svg/>", "a.css": "p{}", "f/House.otf": b"OTTO"})))


def made(
    packed: bytes,
    change: Callable[[dict[str, bytes]], None] = lambda _: None,
    listed: Callable[[dict[str, Any]], None] = lambda _: None,
    *,
    compression: int = zipfile.ZIP_STORED,
) -> bytes:
    """Another package: the files after `change`, listed truly, and the list after `listed`."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    about = json.loads(files.pop(LIST))
    change(files)
    about["files"] = {
        name: {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()} for name, content in files.items()
    }
    listed(about)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        archive.writestr(LIST, json.dumps(about))
        for name, content in files.items():
            entry = zipfile.ZipInfo("x", (2020, 1, 1, 0, 0, 0))
            entry.filename = name  # as it is: the constructor would mend it
            archive.writestr(entry, content, compression)
    return out.getvalue()


def put(name: str, content: bytes = b"x") -> Callable[[dict[str, bytes]], None]:
    """Add a file."""
    return put_all({name: content})


def put_all(more: dict[str, bytes]) -> Callable[[dict[str, bytes]], None]:
    """Add files."""
    return lambda files: files.update(more)


def test_a_package_is_the_template(packed: bytes, make_template: MakeTemplate) -> None:
    """What goes in comes out, with what the manifest says of it, and its hash."""
    opened = open_template(make_template())
    package = read_package(packed, "made.briefgen-template")
    assert (package.name, package.title, package.version) == ("made", "Made for a test", "1")
    assert package.template_sha256 == opened.template.sha256
    assert package.contents["made/img/logo.svg"] == b"<svg/>"
    assert package.fonts == ("made/f/House.otf",)
    assert any(name.startswith("_shared/") for name in package.contents)
    assert package.unpacked_size == sum(map(len, package.contents.values()))
    assert package.size == len(packed)
    assert package.sha256 == hashlib.sha256(packed).hexdigest()


def test_the_same_files_make_the_same_bytes(make_template: MakeTemplate, packed: bytes) -> None:
    """Whenever they were written, in whatever order."""
    folder = make_template()
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_file():
            content = path.read_bytes()
            path.unlink()
            path.write_bytes(content)
    assert pack(open_template(folder)) == packed


def test_hidden_files_stay_at_home(make_template: MakeTemplate) -> None:
    """What an editor or a system leaves in the folder is no part of the template."""
    package = read_package(pack(open_template(make_template(files={".DS_Store": "x", ".git/HEAD": "x"}))), "p")
    assert not [name for name in package.contents if "/." in name]


@pytest.mark.parametrize(
    ("files", "manifest", "words"),
    [
        ({}, 'title = "T"\nversion = "1/2"\npage = "brief.html.jinja"\n', "can't name|letters, digits"),
        ({"con.css": "x"}, None, "device on Windows"),
        ({"Brief.css": "x", "brief.css": "y"}, None, "do not tell capitals apart"),
        ({"big.png": b"x" * (MAX_FILE_BYTES + 1)}, None, "larger than 20 MB"),
    ],
)
def test_what_could_not_be_received_is_not_packed(
    make_template: MakeTemplate, files: dict[str, Any], manifest: str | None, words: str
) -> None:
    """The maker is told, not the receiver."""
    given_manifest = {} if manifest is None else {"manifest": manifest}
    with pytest.raises(PackageRefused, match=words):
        pack(open_template(make_template(files=files, **given_manifest)))


@pytest.mark.parametrize(
    "name",
    [
        "../evil.css",
        "made/../../evil.css",
        "/etc/passwd",
        "\\\\server\\share\\x.css",
        "made\\x.css",
        "C:/x.css",
        "made/c:x.css",
        "made//x.css",
        "made/./x.css",
        "made/.hidden",
        "made/x.css ",
        "made/x.",
        "made/NUL",
        "made/aux.css",
        "made/com1.tar.css",
        "made/x\x00.css",
        "made/x\n.css",
        "made/e\u0301.css",
        "made/" + "x" * 300,
        "made/" + "d/" * 9 + "x",
        "made/brief.html.jinja/x.css",
        "made/BRIEF.html.JINJA",
    ],
)
def test_names_that_lead_elsewhere(packed: bytes, name: str) -> None:
    """No name that any system takes for another place, or for another file, though it is listed."""
    with pytest.raises(PackageRefused, match="is refused"):
        read_package(made(packed, put(name)), "p")


@pytest.mark.parametrize("name", ["other/x.css", "x.css", "_sharedx/x.css"])
def test_no_other_folder(packed: bytes, name: str) -> None:
    """A package holds its template and what that shares, and nothing beside them."""
    with pytest.raises(PackageRefused, match="no part of a house template"):
        read_package(made(packed, put(name)), "p")


@given(st.text(min_size=1, max_size=40))
def test_a_name_that_passes_stays_inside(name: str) -> None:
    """Law: what is not refused leads to a file below the folder."""
    try:
        refuse_names([name], "x")
    except PackageRefused:
        return
    folder = Path("/folder")
    assert Path(f"/folder/{name}").resolve().is_relative_to(folder)
    assert ".." not in name.split("/")


def test_unlisted_and_missing_files(packed: bytes) -> None:
    """The list is the whole truth."""
    with pytest.raises(PackageRefused, match=r"“made/extra\.css” is not in its list"):
        read_package(made(packed, put("made/extra.css"), lambda about: about["files"].pop("made/extra.css")), "p")
    fake = {"size": 1, "sha256": "0" * 64}
    with pytest.raises(PackageRefused, match=r"“made/gone\.css” is missing"):
        read_package(made(packed, listed=lambda about: about["files"].update({"made/gone.css": fake})), "p")


def test_contents_that_are_not_as_listed(packed: bytes) -> None:
    """By hash and by size."""
    with pytest.raises(PackageRefused, match="not as it was packed"):
        read_package(made(packed, listed=lambda about: about["files"]["made/a.css"].update(sha256="0" * 64)), "p")
    with pytest.raises(PackageRefused, match=r"not as it was packed|larger than it says"):
        read_package(made(packed, listed=lambda about: about["files"]["made/a.css"].update(size=2)), "p")


@pytest.mark.parametrize(
    "change",
    [
        {"format": "briefgen-template/99"},
        {"name": "../x"},
        {"name": "CON"},
        {"version": "1/2"},
        {"version": 3},
        {"template_sha256": "x"},
        {"title": ["x"]},
        {"files": {}},
        {"files": {"made/x": {"size": -1, "sha256": "0" * 64}}},
        {"files": {"made/x": {"size": True, "sha256": "0" * 64}}},
        {"files": {"made/x": "x"}},
        {"files": {"made/x": {"size": 1, "sha256": 5}}},
        {"parents": "made"},
        {"brand": [1]},
    ],
)
def test_a_list_that_makes_no_sense(packed: bytes, change: dict[str, Any]) -> None:
    """Every value of it is doubted."""
    with pytest.raises(PackageRefused, match="is refused"):
        read_package(made(packed, listed=lambda about: about.update(change)), "p")


@pytest.mark.parametrize("content", [b"[1]", b"{", b"\xff", b"[" * 100_000])
def test_a_list_that_is_none(packed: bytes, content: bytes) -> None:
    """It may be no JSON, or no mapping, or nested without end."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(LIST, content)
    with pytest.raises(PackageRefused, match="can't be read"):
        read_package(out.getvalue(), "p")


def patched(packed: bytes, name: str, **attributes: int) -> bytes:
    """The package with attributes of one entry set, which also stand in the archive then."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as archive, zipfile.ZipFile(out, "w") as new:
        for entry in archive.infolist():
            content = archive.read(entry)
            if entry.filename == name:
                for attribute, value in attributes.items():
                    setattr(entry, attribute, value)
            new.writestr(entry, content)
    return out.getvalue()


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFDIR, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFSOCK])
def test_links_folders_and_devices(packed: bytes, kind: int) -> None:
    """Plain files only."""
    with pytest.raises(PackageRefused, match="a link, a folder or a device"):
        read_package(patched(packed, "made/a.css", external_attr=(kind | 0o777) << 16), "p")


def test_a_folder_entry(packed: bytes) -> None:
    """A name that ends with a slash is a folder."""
    with pytest.raises(PackageRefused, match="a link, a folder or a device"):
        read_package(made(packed, put("made/x/")), "p")


def test_an_encrypted_file(packed: bytes) -> None:
    """The flag alone is enough."""
    data = bytearray(packed)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark, 1)
        data[at + offset] |= 1
    with pytest.raises(PackageRefused, match="encrypted"):
        read_package(bytes(data), "p")


def test_odd_compression(packed: bytes) -> None:
    """Stored or deflated, which any reader knows; a zip made by hand may be deflated."""
    with pytest.raises(PackageRefused, match="compressed in a way"):
        read_package(made(packed, compression=zipfile.ZIP_LZMA), "p")
    assert read_package(made(packed, compression=zipfile.ZIP_DEFLATED), "p").name == "made"


def test_bombs(packed: bytes) -> None:
    """Too large in one file, by its ratio, in number, altogether, or as a package; nothing is unpacked to find out."""
    zeros = bytes(15_000_000)
    with pytest.raises(PackageRefused, match="swell"):
        read_package(made(packed, put("made/z", zeros), compression=zipfile.ZIP_DEFLATED), "p")
    with pytest.raises(PackageRefused, match="more than 20 MB"):
        read_package(made(packed, put("made/z", bytes(MAX_FILE_BYTES + 1))), "p")
    with pytest.raises(PackageRefused, match="more than 1000 files"):
        read_package(made(packed, put_all({f"made/{n}": b"" for n in range(1001)})), "p")
    with pytest.raises(PackageRefused, match="larger than 60 MB"):
        read_package(b"PK\x03\x04" + bytes(MAX_PACKAGE_BYTES), "p")
    fake = {f"made/{n}": {"size": MAX_FILE_BYTES, "sha256": "0" * 64} for n in range(6)}
    with pytest.raises(PackageRefused, match="more than 100 MB"):
        read_package(
            made(
                packed, lambda files: files.update(dict.fromkeys(fake, b"")), lambda about: about["files"].update(fake)
            ),
            "p",
        )


def test_a_size_that_lies(packed: bytes) -> None:
    """A file that unpacks to more than the archive says of it is refused, and not unpacked to its end."""
    data = bytearray(made(packed, put("made/z", bytes(100_000)), compression=zipfile.ZIP_DEFLATED))
    size = (100_000).to_bytes(4, "little")
    at = 0
    while (at := data.find(size, at)) >= 0:
        data[at : at + 4] = (50_000).to_bytes(4, "little")
    with pytest.raises(PackageRefused, match="is refused"):
        read_package(bytes(data), "p")


def test_two_files_of_one_name(packed: bytes) -> None:
    """Of two entries with the same name one would hide the other."""
    out = io.BytesIO(packed)
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("made/a.css", b"p{}")
    with pytest.raises(PackageRefused, match="capitals"):
        read_package(out.getvalue(), "p")


@given(st.data())
def test_damage_is_told_never_raised(data: st.DataObject) -> None:
    """Law: whatever bytes are changed or cut off, there is a sentence or the very same files."""
    whole = _SMALL
    damaged = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 6))):
        damaged[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    del damaged[data.draw(st.integers(1, len(whole))) :]
    try:
        package = read_package(bytes(damaged), "p")
    except PackageRefused:
        return
    assert package.contents == read_package(whole, "p").contents


def _small() -> bytes:
    contents = {"made/template.toml": b'title = "T"\n', "made/brief.html.jinja": b"<p>x</p>" * 20}
    about = {
        "format": "briefgen-template/1",
        "name": "made",
        "version": "1",
        "template_sha256": "0" * 64,
        "files": {n: {"size": len(c), "sha256": hashlib.sha256(c).hexdigest()} for n, c in contents.items()},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(LIST, json.dumps(about))
        for name, content in contents.items():
            archive.writestr(name, content)
    return out.getvalue()


_SMALL = _small()


def test_what_is_no_package(tmp_path: Path) -> None:
    """A missing file, a folder, another kind of file, an empty one and half of one."""
    with pytest.raises(NotThere, match="There is no file"):
        read_package_file(tmp_path / "x")
    with pytest.raises(PackageRefused, match="is a folder"):
        read_package_file(tmp_path)
    for content in (b"", b"%PDF-1.7", _SMALL[: len(_SMALL) // 2], b"PK\x03\x04"):
        (tmp_path / "x").write_bytes(content)
        with pytest.raises(PackageRefused):
            read_package_file(tmp_path / "x")


def test_collected_tricks(corpora: Path) -> None:
    """Archives that others made to lead readers astray are no packages."""
    for path in sorted((corpora / "hostile").rglob("*")):
        if path.is_file():
            with pytest.raises(PackageRefused):
                read_package_file(path)


def test_what_a_template_is_made_from_goes_with_it(make_template: MakeTemplate, tmp_path: Path) -> None:
    """The other template and the brand beside it: installed, it is the same to the byte, wherever it is."""
    make_template(name="base", files={"base.css": "h1 { color: red }"})
    own = make_template(name="own", manifest='title = "Own"\nversion = "2"\nextends = "base"\n')
    (own / "brief.html.jinja").unlink()
    (own.parent / "brand.toml").write_text('[colours]\nink = "#111111"\n')
    opened = open_template(own)
    package = read_package(pack(opened), "p")
    assert {"base/base.css", "base/template.toml", "own/template.toml", "brand.toml"} <= package.contents.keys()
    assert not [name for name in package.contents if "samples/" in name]
    far = tmp_path / "far"
    far.mkdir()
    package.write_to(far)
    again = open_template(far / "own")
    assert again.template.sha256 == package.template_sha256 == opened.template.sha256
    assert dict(again.template.colours)["ink"] == "#111111"
