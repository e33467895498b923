"""The icons: each system's form of them, made from the drawings."""

import subprocess
import sys
from pathlib import Path

import make_icons
import pytest
from PIL import IcnsImagePlugin, IcoImagePlugin, Image

ROOT = Path(__file__).resolve().parent.parent.parent
SCRIPT = ROOT / "build_scripts" / "make_icons.py"


@pytest.fixture(scope="module")
def icons(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All icons, made by the script as a build makes them."""
    folder = tmp_path_factory.mktemp("icons")
    subprocess.run([sys.executable, SCRIPT, "--into", folder], check=True, capture_output=True)
    return folder


@pytest.mark.parametrize("name", ["briefgen", "dossier-file", "template-file"])
def test_windows_and_macos_have_every_size(icons: Path, name: str) -> None:
    """The .ico has the sizes of desktop and task bar, the .icns those of plain and fine screens; each is drawn."""
    with Image.open(icons / f"{name}.ico") as ico:
        assert isinstance(ico, IcoImagePlugin.IcoImageFile)
        assert {(size, size) for size in (16, 20, 24, 32, 40, 48, 64, 128, 256)} == ico.info["sizes"]
        assert ico.ico.getimage((16, 16)).getbbox() is not None
    with Image.open(icons / f"{name}.icns") as icns:
        assert isinstance(icns, IcnsImagePlugin.IcnsImageFile)
        assert {width * scale for width, _height, scale in icns.info["sizes"]} >= {32, 64, 128, 256, 512, 1024}


def test_linux_has_a_theme_of_icons(icons: Path) -> None:
    """Each size lies where the desktop looks for it, is of that size, and has corners that are clear."""
    tree = icons / "hicolor"
    for size in (16, 22, 24, 32, 48, 64, 128, 256, 512):
        for place in ("apps/briefgen", "mimetypes/application-vnd.briefgen.dossier"):
            with Image.open(tree / f"{size}x{size}" / f"{place}.png") as picture:
                assert picture.size == (size, size)
                assert picture.getpixel((0, 0))[3] == 0
                assert picture.getpixel((size // 2, size // 2))[3] == 255
    assert (tree / "scalable" / "apps" / "briefgen.svg").read_text("utf-8").startswith("<svg")


def test_small_icons_are_sharp(icons: Path) -> None:
    """At 16 pixels the page's lines are whole white pixels, not a grey haze."""
    with Image.open(icons / "hicolor" / "16x16" / "apps" / "briefgen.png") as picture:
        assert [picture.getpixel((x, 7)) for x in (5, 7, 10)] == [(255, 255, 255, 255)] * 3
        assert picture.getpixel((6, 7))[2] < 200


def test_the_name_mark_is_the_one_that_the_script_draws() -> None:
    """What is kept with the code is what the typeface gives: sign and letters."""
    for file, colour in make_icons.NAME_MARKS.items():
        assert (make_icons.DRAWINGS / file).read_text("utf-8") == make_icons.name_mark(colour)
