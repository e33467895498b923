"""Takes a picture of every screen of the window, in both themes and at two sizes, to be looked at.

The window is the real one, on a copy of the sample dossier, with settings of its own. Pictures go to
``build/screenshots/SIZE-THEME/SCREEN.png``.

    python build_scripts/screenshots.py [--screen NAME]... [--theme light|dark] [--size 1280x800] [--ratio 1.5]
    python build_scripts/screenshots.py --pictures

Without a display it runs offscreen; under ``xvfb-run`` it goes through the X server as a user's window does.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

BUILD = Path(__file__).resolve().parent.parent / "build"
SIZES = ("1280x800", "1920x1080")
THEMES = ("light", "dark")
PATIENCE = 60.0
"""Seconds to wait for a dossier to open, or for what is under way to end."""


def parse() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--screen", action="append", default=[], help="a screen; all without it")
    parser.add_argument("--theme", action="append", default=[], choices=THEMES)
    parser.add_argument("--size", action="append", default=[], help="width and height in logical pixels, as 1440x868")
    parser.add_argument("--ratio", default="1.5", help="device pixels to a logical one")
    parser.add_argument("--text", type=int, default=100, help="size of text in per cent, 100 to 200")
    parser.add_argument("--dossier", type=Path, help="another dossier than the sample")
    parser.add_argument("--into", type=Path, default=BUILD / "screenshots")
    parser.add_argument("--pictures", action="store_true", help="take those of the README alone, into assets/pictures")
    return parser.parse_args()


def main() -> int:
    """Take the pictures."""
    arguments = parse()
    os.environ["QT_SCALE_FACTOR"] = arguments.ratio
    if not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["BRIEFGEN_SETTINGS"] = str(Path(scratch) / "settings.toml")
        if arguments.pictures:
            pictures(Path(scratch))
            return 0
        for size in arguments.size or SIZES:
            for theme in arguments.theme or THEMES:
                take(arguments, Path(scratch), size, theme)
    return 0


class Camera:
    """One window at one size and in one theme, and the way to each of its screens."""

    def __init__(self, arguments: argparse.Namespace, scratch: Path, size: str, theme: str) -> None:
        """Open the window."""
        from PySide6.QtCore import QSettings

        from briefgen.gui.app import Program, make_application

        application = make_application()
        settings = QSettings(str(scratch / f"window-{size}-{theme}.ini"), QSettings.Format.IniFormat)
        settings.setValue("recent", json.dumps(recent_for_show(scratch)))
        self.program = Program(application, settings)
        self.program.house.choices.change(theme=theme, text_size=arguments.text)
        self.size = tuple(int(part) for part in size.split("x"))
        self.folder: Path = arguments.into / f"{size}-{theme}"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.own = scratch / f"{size}-{theme}.briefgen"
        self.window = self.program.open_first(None)
        self.window.resize(*self.size)

    def wait(self, true: Callable[[], object]) -> None:
        """Let the window work until something has come true."""
        from PySide6.QtTest import QTest

        end = time.monotonic() + PATIENCE
        while not true():
            if time.monotonic() > end:
                raise SystemExit("What was waited for did not come.")
            QTest.qWait(20)

    def settle(self) -> None:
        """Let the window finish what it is at."""
        from PySide6.QtTest import QTest

        for _ in range(2):
            QTest.qWait(200)
            self.wait(lambda: not any(window.tasks.busy for window in self.program.windows))

    def open(self, dossier: Path) -> None:
        """Open a copy of a dossier in the window."""
        shutil.copyfile(dossier, self.own)
        self.program.open_path(self.own, self.window)
        self.wait(lambda: self.window.session is not None)
        self.window.resize(*self.size)

    def see_pages(self) -> None:
        """Wait until the pages of the brief are there, as they are now."""
        from briefgen.gui.preview.panel import PreviewPanel

        preview = self.window.findChild(PreviewPanel)
        if preview is not None:
            self.wait(lambda: preview.is_settled)
            self.settle()
            self.wait(lambda: all(preview.view.image_of(page) is not None for page in range(preview.view.pages)))

    def first(self, kind: str) -> str:
        """The first point of a kind; empty where there is none."""
        session = self.window.session
        points = session.dossier.points if session is not None else ()
        return next((point.id for point in points if point.kind.value == kind), "")

    def take(self, name: str, shown: "QWidget | None" = None) -> None:
        """Take the picture of the window, or of a dialog."""
        self.settle()
        path = self.folder / f"{name}.png"
        (shown or self.window).grab().save(str(path))
        print(path)

    def act(self, action: str) -> None:
        """Do what an action does."""
        self.window.actions_[action].trigger()

    def take_dialog(self, name: str, action: str) -> None:
        """Open a dialog by its action, and take its picture."""
        from PySide6.QtWidgets import QDialog

        self.act(action)
        shown = [child for child in self.window.findChildren(QDialog) if child.isVisible()][-1]
        self.take(name, shown)
        shown.close()


def read(camera: Camera) -> None:
    """Show the workspace for reading, with a point and its evidence chosen."""
    from briefgen.gui.reader.panel import ReaderPanel

    camera.window.activateWindow()
    camera.window.selection.go(workspace="read", source="source-1", passage="passage-2", point=camera.first("risk"))
    reader = camera.window.findChild(ReaderPanel)
    if reader is not None:
        reader.text.setFocus()


def brief(camera: Camera) -> None:
    """Show the workspace for a brief, with a point chosen."""
    camera.act("view.brief")
    camera.window.selection.select(point=camera.first("recommendation"), section="", field="")
    camera.see_pages()


def section(camera: Camera) -> None:
    """Show the text of a section."""
    camera.act("view.brief")
    camera.window.selection.go(workspace="brief", section="background")
    camera.see_pages()


def small(camera: Camera) -> None:
    """Show both workspaces as they are on a small screen."""
    size = camera.window.size()
    camera.window.resize(1024, 640)
    read(camera)
    camera.take("small-read")
    brief(camera)
    camera.take("small-brief")
    camera.window.resize(size)
    camera.act("view.read")


def new_brief(camera: Camera) -> None:
    """Show what a new brief asks for."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    camera.act("view.brief")

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is not None:
            camera.take("new-brief", dialog)
            dialog.close()

    QTimer.singleShot(300, look)
    camera.act("brief.new")


def palette(camera: Camera) -> None:
    """Show the palette while something is looked for."""
    camera.act("view.read")
    camera.window.palette_box.open("re")


def menu(camera: Camera) -> None:
    """Show a menu."""
    camera.window.palette_box.shut()
    shown = camera.window.menu("view")
    shown.popup(camera.window.mapToGlobal(camera.window.rect().topLeft()))
    camera.take("menu-view", shown)
    shown.close()


def notices(camera: Camera) -> None:
    """Show two notices."""
    from briefgen.gui.notices import Notice, Remedy

    camera.window.palette_box.shut()
    bar = camera.window.notices.busy("9 are in, 1 needs you, 2 to go.", lead="Importing 12 files.", stop=bool)
    bar.progress(9, 12, "Reading “shore-plan-2024.pdf”, page 40 of 112")
    said = "is pictures of pages: it has no words to select."
    left = (Remedy("Leave it out", bool),)
    camera.window.notices.tell(Notice(said, "must", left, lead="annex-c-scan.pdf", detail="Nothing was changed."))


SCREENS: dict[str, Callable[[Camera], None]] = {
    "read": read,
    "brief": brief,
    "section": section,
    "palette": palette,
    "menu": menu,
    "notices": notices,
}
"""Screens of the window, in the order in which they are reached, and what reaches each."""
BY_THEMSELVES: dict[str, Callable[[Camera], None]] = {"new-brief": new_brief, "small": small}
"""What takes its pictures itself, and leaves the window as it was."""
DIALOGS = {
    "shortcuts": "help.keys",
    "preferences": "file.preferences",
    "versions": "file.versions",
    "bin": "edit.bin",
    "about": "help.about",
}
"""Dialogs, and the action that opens each."""


def take(arguments: argparse.Namespace, scratch: Path, size: str, theme: str) -> None:
    """Take the pictures of one size and theme."""
    from briefgen.resources import assets_folder

    wanted = arguments.screen or ["start", *BY_THEMSELVES, *SCREENS, *DIALOGS]
    camera = Camera(arguments, scratch, size, theme)
    if "start" in wanted:
        camera.take("start")
    camera.open(arguments.dossier or assets_folder() / "sample" / "sample.briefgen")
    for name, action in DIALOGS.items():
        if name in wanted:
            camera.take_dialog(name, action)
    for name, shoot in BY_THEMSELVES.items():
        if name in wanted:
            shoot(camera)
    for name, reach in SCREENS.items():
        if name in wanted:
            reach(camera)
            camera.take(name)
    camera.window.close()
    camera.settle()


def pictures(scratch: Path) -> None:
    """Take the two pictures that the README shows, and keep them small: 1400 pixels wide, in 256 colours."""
    from PIL import Image

    folder = BUILD.parent / "assets" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    shown = argparse.Namespace(into=scratch / "shots", text=100)
    camera = Camera(shown, scratch, "1440x900", "light")
    camera.open(BUILD.parent / "assets" / "sample" / "sample.briefgen")
    for name, reach in (("read", read), ("brief", brief)):
        reach(camera)
        camera.take(name)
        with Image.open(camera.folder / f"{name}.png") as whole:
            wide = 1400
            scaled = whole.convert("RGB").resize((wide, whole.height * wide // whole.width), Image.Resampling.LANCZOS)
        few = scaled.quantize(256, method=Image.Quantize.MAXCOVERAGE, kmeans=4, dither=Image.Dither.NONE)
        path = folder / f"window-{name}.png"
        few.save(path, optimize=True)
        print(path, path.stat().st_size)
    camera.window.close()
    camera.settle()


def recent_for_show(scratch: Path) -> list[dict[str, object]]:
    """A list of recent dossiers as it may look: some of them are there, one is not."""
    import datetime as dt

    now = dt.datetime.now(dt.UTC)
    folder = scratch / "Documents" / "Dossiers"
    folder.mkdir(parents=True, exist_ok=True)
    shown: list[dict[str, object]] = []
    for title, name, days, counts in (
        ("Coastal flood defence funding", "coastal-floods", 0, (3, 1, 3)),
        ("Rural bus grants after 2026", "rural-buses", 1, (6, 2, 5)),
        ("Reservoir safety: the licensing question", "reservoirs", 9, (9, 3, 7)),
        ("Public libraries as cool spaces", "libraries", 22, (0, 1, 2)),
        ("Harbour dredging and the spoil rules", "", 30, (2, 0, 1)),
        ("School meals: one price or many", "meals", 44, (4, 2, 4)),
    ):
        path = folder / f"{name or 'dredging'}.briefgen"
        if name:
            path.touch()
        at = (now - dt.timedelta(days=days)).isoformat()
        shown.append({"path": str(path), "title": title, "at": at, "counts": counts})
    return shown


if __name__ == "__main__":
    sys.exit(main())
