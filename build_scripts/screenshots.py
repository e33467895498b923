"""Takes a picture of every screen of the window, in both themes and at two sizes, to be looked at.

The window is the real one, on copies of the sample dossier, with settings and a home folder of its own. Pictures go to
``build/screenshots/SIZE-THEME/SCREEN.png``. What is taken, and how it is reached, is in ``screens.py``.

    python build_scripts/screenshots.py [--group NAME]... [--theme light|dark] [--size 1280x800] [--ratio 1.5]
    python build_scripts/screenshots.py --pictures

Without a display it runs offscreen; under ``xvfb-run`` it goes through the X server as a user's window does.
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIZES = ("1280x800", "1920x1080")
THEMES = ("light", "dark")
SCREEN = {"name": "", "x": 0, "y": 0, "width": 3840, "height": 2160, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
"""What an offscreen window believes to stand on: the usual one is too small for a dialog or a menu."""
README_WIDTH = 1400
"""Pixels of the README's pictures, from edge to edge."""


def parse() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--group", action="append", default=[], help="a group of screens; all without it")
    parser.add_argument("--theme", action="append", default=[], choices=THEMES)
    parser.add_argument("--size", action="append", default=[], help="width and height in logical pixels, as 1440x868")
    parser.add_argument("--ratio", default="1.5", help="device pixels to a logical one")
    parser.add_argument("--text", type=int, default=100, help="size of text in per cent, 100 to 200")
    parser.add_argument("--into", type=Path, default=ROOT / "build" / "screenshots")
    parser.add_argument("--pictures", action="store_true", help="take those of the README alone, into assets/pictures")
    return parser.parse_args()


def main() -> int:
    """Take the pictures."""
    arguments = parse()
    os.environ["QT_SCALE_FACTOR"] = arguments.ratio
    with tempfile.TemporaryDirectory() as home:
        if not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")):
            screen = Path(home) / "screen.json"
            screen.write_text(json.dumps({"screens": [SCREEN]}), "utf-8")
            os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={screen}"
        # A home of its own: nothing of the user's is shown or changed, and folders in pictures look as a user's do.
        for name in ("HOME", "USERPROFILE", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
            os.environ[name] = home
        os.environ["BRIEFGEN_SETTINGS"] = str(Path(home) / "settings.toml")
        if arguments.pictures:
            readme_pictures(Path(home))
            return 0
        for size in arguments.size or SIZES:
            for theme in arguments.theme or THEMES:
                take(arguments, Path(home), size, theme)
    return 0


def take(arguments: argparse.Namespace, home: Path, size: str, theme: str) -> None:
    """Take the pictures of one size and theme, each group in a window of its own."""
    from camera import Camera
    from screens import GROUPS

    for name in arguments.group or GROUPS:
        camera = Camera(arguments, home, size, theme)
        GROUPS[name](camera)
        camera.close()


def readme_pictures(home: Path) -> None:
    """Take the two pictures that the README shows, and keep them small: 1400 pixels wide, in 256 colours."""
    from camera import Camera, sample
    from PIL import Image
    from screens import brief, read

    folder = ROOT / "assets" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    camera = Camera(argparse.Namespace(into=home / "shots", text=100), home, "1440x900", "light")
    camera.open(sample())
    for name, reach in (("read", read), ("brief", brief)):
        reach(camera)
        camera.take(name)
        with Image.open(camera.folder / f"{name}.png") as whole:
            high = whole.height * README_WIDTH // whole.width
            scaled = whole.convert("RGB").resize((README_WIDTH, high), Image.Resampling.LANCZOS)
        few = scaled.quantize(256, method=Image.Quantize.MAXCOVERAGE, kmeans=4, dither=Image.Dither.NONE)
        path = folder / f"window-{name}.png"
        few.save(path, optimize=True)
        print(path, path.stat().st_size)
    camera.close()


if __name__ == "__main__":
    sys.exit(main())
