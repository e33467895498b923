"""What goes into a download on each system, and what each system is told of it; the build itself is `make app`."""

import datetime as dt
import plistlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

import bundle_parts
import elf
import linux_desktop
import make_deb
import pytest
import third_party
from PIL import _imaging

from briefgen.cli.parser import build_parser

TODAY = dt.date(2026, 11, 23)


@pytest.mark.parametrize("platform", bundle_parts.PLATFORMS)
def test_each_system_gets_the_layout_libraries_and_a_platform_plugin(platform: str) -> None:
    """Six libraries by the names of that system; of Qt's plugins its own platform's, and none for other systems."""
    assert len(bundle_parts.layout_libraries(platform)) == 6
    suffix = {"linux": "", "darwin": ".dylib", "win32": ".dll"}[platform]
    assert all(name.endswith(suffix) for name in bundle_parts.layout_libraries(platform))
    prefix = "" if platform == "win32" else "lib"
    own = {"linux": "qxcb", "darwin": "qcocoa", "win32": "qwindows"}[platform]
    folder = "PySide6/plugins" if platform == "win32" else "PySide6/Qt/plugins"
    assert bundle_parts.keeps_binary(f"{folder}/platforms/{prefix}{own}{suffix}", platform)
    assert bundle_parts.keeps_binary(f"{folder}/platforms/{prefix}{own}{suffix}".replace("/", "\\"), platform)
    for strange in ("platforms/libqeglfs.so", "sqldrivers/qsqlite.dll", "qmltooling/libqmldbg_server.dylib"):
        assert not bundle_parts.keeps_binary(f"{folder}/{strange}", platform)
    assert bundle_parts.keeps_binary("PIL/_imaging.pyd", platform)


@pytest.mark.parametrize(
    ("place", "kept"),
    [
        ("briefgen/_shipped/templates/policy-brief/template.toml", True),
        ("briefgen/_shipped/assets/pictures/window-read.png", False),
        ("PySide6/Qt/translations/qtbase_de.qm", False),
        ("PySide6\\translations\\qtbase_de.qm", False),
        ("weasyprint-70.0.dist-info/METADATA", True),
        ("weasyprint-70.0.dist-info/RECORD", False),
        ("weasyprint-70.0.dist-info/direct_url.json", False),
        ("docx/templates/default.docx", True),
    ],
)
def test_data_that_is_of_no_use_or_tells_of_the_machine_stays_out(place: str, kept: object) -> None:
    """Translations of Qt that nobody sees, pictures of the README, and where packages were installed from."""
    assert bundle_parts.keeps_data(place) is kept


def test_what_only_a_dropped_plugin_needs_is_not_reached() -> None:
    """Libraries are kept for those that ask for them, through others, wherever they lie."""
    needs = {
        "PIL/_imaging.so": ["libjpeg.so"],
        "pillow.libs/libjpeg.so": ["libc.so.6"],
        "libgtk-3.so": ["libgdk-3.so"],
        "libgdk-3.so": [],
    }
    assert bundle_parts.reachable(needs, ["PIL/_imaging.so"]) == {"PIL/_imaging.so", "pillow.libs/libjpeg.so"}


@pytest.mark.parametrize("platform", bundle_parts.PLATFORMS)
def test_typefaces_are_found_on_each_system(platform: str) -> None:
    """The list of folders is well formed, has ours, and no folder of another system."""
    listed = bundle_parts.fonts_conf(platform)
    assert listed.count("<dir") == listed.count("</dir>")
    assert "briefgen/_shipped/assets/fonts" in listed
    assert ("WINDOWSFONTDIR" in listed) == (platform == "win32")
    assert ("/System/Library/Fonts" in listed) == (platform == "darwin")


def test_windows_shows_the_version() -> None:
    """The version resource has the version as four numbers and as text, and is an expression of Python."""
    told = bundle_parts.version_resource("1.2.3")
    assert "filevers=(1, 2, 3, 0)" in told
    assert "StringStruct('ProductVersion', '1.2.3')" in told
    compile(told, "version.txt", "eval")


def test_macos_opens_both_kinds_of_files() -> None:
    """Each kind of file has a type of its own with its ending, and an icon; a property list holds it all."""
    told = plistlib.loads(plistlib.dumps(bundle_parts.info_plist("1.2.3")))
    assert told["CFBundleShortVersionString"] == "1.2.3"
    types = {
        declared["UTTypeIdentifier"]: declared["UTTypeTagSpecification"]["public.filename-extension"]
        for declared in told["UTExportedTypeDeclarations"]
    }
    assert sorted(types.values()) == [["briefgen"], ["briefgen-template"]]
    assert {kind["LSItemContentTypes"][0] for kind in told["CFBundleDocumentTypes"]} == types.keys()


@pytest.mark.parametrize(
    ("package", "licence"),
    [
        ("libpangoft2-1.0-0", third_party.LGPL),
        ("pango", third_party.LGPL),
        ("mingw-w64-ucrt-x86_64-glib2", third_party.LGPL),
        ("libharfbuzz-subset0", "MIT-Modern-Variant"),
        ("libxcb-render-util0", "MIT"),
        ("zlib1g", "Zlib"),
        ("mingw-w64-ucrt-x86_64-zlib", "Zlib"),
        ("libstdc++6", "GPL-3.0-or-later WITH GCC-exception-3.1"),
    ],
)
def test_a_library_has_one_licence_on_every_system(package: str, licence: str) -> None:
    """Debian's, MSYS2's and Homebrew's names for one library lead to its licence."""
    assert third_party.licence_of(package) == licence


def test_a_library_that_nobody_has_looked_at_stops_the_build() -> None:
    """GNU's readline, say, which is under the GPL."""
    with pytest.raises(SystemExit, match="libreadline8"):
        third_party.licence_of("libreadline8")


@pytest.mark.skipif(sys.platform != "linux", reason="reads what Linux' loader reads")
def test_what_a_library_asks_of_the_loader_is_read_as_readelf_does() -> None:
    """Needed libraries and folders to look into, of a library as wheels bring it."""
    content = Path(_imaging.__file__).read_bytes()
    needed, paths = elf.needed_by(content), elf.search_paths(content)
    assert "libc.so.6" in needed
    if shutil.which("readelf"):
        told = subprocess.run(["readelf", "-d", _imaging.__file__], capture_output=True, text=True, check=True).stdout
        assert re.findall(r"\(NEEDED\).*\[(.+)\]", told) == list(needed)
        assert re.findall(r"\((?:RUNPATH|RPATH)\).*\[(.+)\]", told) == list(paths)
    assert paths
    assert elf.without_strange_paths(content) == content
    strange = content.replace(paths[0].encode(), b"/nobody/knows".ljust(len(paths[0]), b"x"))
    assert set(elf.search_paths(elf.without_strange_paths(strange))) == {"$ORIGIN"}
    assert elf.needed_by(b"no library") == ()


def test_the_oldest_c_library_is_the_newest_that_is_asked_for() -> None:
    """Versions are compared as numbers."""
    assert make_deb.least_glibc([b"..GLIBC_2.9\0GLIBC_2.34\0", b"GLIBC_2.4\0"]) == "2.34"


def test_the_manual_page_has_every_command() -> None:
    """The commands are the program's own; hyphens are such as can be copied."""
    page = linux_desktop.manual_page("1.2.3", TODAY)
    assert page.startswith('.TH BRIEFGEN 1 "2026-11-23" "Briefgen 1.2.3"')
    listed = re.findall(r"^ {4}(\S+)", build_parser().format_help(), re.MULTILINE)
    assert {"render", "self-check"} <= set(listed)
    for name in listed:
        assert f".B {name.replace('-', chr(92) + '-')}\n" in page


def test_the_desktop_is_told_one_story(tmp_path: Path) -> None:
    """Menu entry, kinds of files, icons and software centre name the same types, icon and version."""
    icons = tmp_path / "icons"
    (icons / "16x16").mkdir(parents=True)
    share = tmp_path / "share"
    linux_desktop.write_share(share, icons, "1.2.3", TODAY)
    entry = (share / "applications" / "briefgen.desktop").read_text("utf-8")
    kinds = (share / "mime" / "packages" / "briefgen.xml").read_text("utf-8")
    told = (share / "metainfo" / linux_desktop.METAINFO).read_text("utf-8")
    for mime in (bundle_parts.DOSSIER_MIME, bundle_parts.TEMPLATE_MIME):
        assert f"{mime};" in entry
        assert f'<mime-type type="{mime}">' in kinds
        assert f"<mediatype>{mime}</mediatype>" in told
    assert 'value="BrGf"' in kinds
    assert '<release version="1.2.3" date="2026-11-23"/>' in told
    assert "@" not in told
    for command in (["appstreamcli", "validate", "--no-net"], ["desktop-file-validate"]):
        if shutil.which(command[0]):
            file = share / "metainfo" / linux_desktop.METAINFO
            file = file if command[0] == "appstreamcli" else share / "applications" / "briefgen.desktop"
            done = subprocess.run([*command, file], capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stdout


def test_every_system_is_told_of_both_kinds_of_files() -> None:
    """The installer for Windows and the property list for macOS name endings and types as Linux' desktop does."""
    scripts = Path(bundle_parts.__file__).parent
    installer = (scripts / "windows" / "briefgen.iss").read_text("utf-8")
    kinds = (scripts / "linux" / "briefgen.xml").read_text("utf-8")
    for declared in bundle_parts.info_plist("1")["UTExportedTypeDeclarations"]:
        told = declared["UTTypeTagSpecification"]
        (suffix,), (mime,) = told["public.filename-extension"], told["public.mime-type"]
        assert f'Subkey: "Software\\Classes\\.{suffix}"' in installer
        assert f'ValueData: "{mime}"' in installer
        assert f'<glob pattern="*.{suffix}"/>' in kinds
        icon = declared["UTTypeIconFile"].removesuffix(".icns")
        assert f"{icon}.ico" in installer


@pytest.mark.parametrize("system", ["windows", "macos"])
def test_what_was_not_tried_is_said_first(system: str) -> None:
    """Each guide says at its top what nobody has run yet; and so do the scripts."""
    folder = Path(bundle_parts.__file__).parent / system
    assert "**Not tried yet on" in "".join((folder / "GUIDE.md").read_text("utf-8").splitlines(keepends=True)[:4])
    for script in (*folder.glob("build.*"), *folder.glob("*.iss")):
        assert "Not tried on" in script.read_text("utf-8")[:300], script


def test_the_property_list_of_rights_is_one() -> None:
    """What the program asks of macOS can be read as a property list, and asks for no more than true."""
    rights = plistlib.loads((Path(bundle_parts.__file__).parent / "macos" / "entitlements.plist").read_bytes())
    assert all(value is True for value in rights.values())
