"""Sees to it that the system libraries are there that no Python package brings along.

They are tried as they will be used, by loading them. What is missing is installed where that is allowed (as
root, or with sudo that asks for no password, on systems with apt); elsewhere the missing ones are named with
the command that gets them. Runs before there is a .venv, so it needs nothing but Python itself.

Exit codes: 0 everything needed is there (what only the window, its tests or speed want may be missing and is named);
4 something needed is missing and could not be installed.
"""

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from typing import NamedTuple


class Library(NamedTuple):
    """One library: what it is for, the file to load it by, and each system's package that brings it.

    A program is named here as well, by its name, and is there when it can be found.
    """

    purpose: str
    linux: str
    macos: str
    """Empty where macOS needs none."""
    apt: str
    dnf: str
    pacman: str
    brew: str


LAYOUT = "laying out text"
SUBSET = "embedding fonts quickly"
WINDOW = "the window"
TESTS = "the window's tests on a display"
HB = "harfbuzz"
NEEDED = {LAYOUT}
"""Without these purposes no brief can be rendered; the others are wanted, for the window, its tests, or for speed."""
# fmt: off
LIBRARIES = tuple(Library(*row.split("|")) for row in (
    f"{LAYOUT}|libgobject-2.0.so.0|libgobject-2.0.0.dylib|libglib2.0-0|glib2|glib2|glib",
    f"{LAYOUT}|libpango-1.0.so.0|libpango-1.0.0.dylib|libpango-1.0-0|pango|pango|pango",
    f"{LAYOUT}|libpangoft2-1.0.so.0|libpangoft2-1.0.0.dylib|libpangoft2-1.0-0|pango|pango|pango",
    f"{LAYOUT}|libharfbuzz.so.0|libharfbuzz.0.dylib|libharfbuzz0b|{HB}|{HB}|{HB}",
    f"{LAYOUT}|libfontconfig.so.1|libfontconfig.1.dylib|libfontconfig1|fontconfig|fontconfig|fontconfig",
    f"{SUBSET}|libharfbuzz-subset.so.0|libharfbuzz-subset.0.dylib|libharfbuzz-subset0|{HB}|{HB}|{HB}",
    f"{WINDOW}|libEGL.so.1||libegl1|libglvnd-egl|libglvnd|",
    f"{WINDOW}|libGL.so.1||libgl1|libglvnd-glx|libglvnd|",
    f"{WINDOW}|libxkbcommon.so.0||libxkbcommon0|libxkbcommon|libxkbcommon|",
    f"{WINDOW}|libdbus-1.so.3||libdbus-1-3|dbus-libs|dbus|",
    f"{WINDOW}|libxkbcommon-x11.so.0||libxkbcommon-x11-0|libxkbcommon-x11|libxkbcommon-x11|",
    f"{WINDOW}|libX11-xcb.so.1||libx11-xcb1|libX11-xcb|libx11|",
    f"{WINDOW}|libxcb-cursor.so.0||libxcb-cursor0|xcb-util-cursor|xcb-util-cursor|",
    f"{WINDOW}|libxcb-icccm.so.4||libxcb-icccm4|xcb-util-wm|xcb-util-wm|",
    f"{WINDOW}|libxcb-image.so.0||libxcb-image0|xcb-util-image|xcb-util-image|",
    f"{WINDOW}|libxcb-keysyms.so.1||libxcb-keysyms1|xcb-util-keysyms|xcb-util-keysyms|",
    f"{WINDOW}|libxcb-render-util.so.0||libxcb-render-util0|xcb-util-renderutil|xcb-util-renderutil|",
    f"{WINDOW}|libxcb-randr.so.0||libxcb-randr0|libxcb|libxcb|",
    f"{WINDOW}|libxcb-shape.so.0||libxcb-shape0|libxcb|libxcb|",
    f"{WINDOW}|libxcb-sync.so.1||libxcb-sync1|libxcb|libxcb|",
    f"{WINDOW}|libxcb-xfixes.so.0||libxcb-xfixes0|libxcb|libxcb|",
    f"{WINDOW}|libxcb-xkb.so.1||libxcb-xkb1|libxcb|libxcb|",
    f"{TESTS}|Xvfb||xvfb|xorg-x11-server-Xvfb|xorg-server-xvfb|",
))
# fmt: on
# Where macOS keeps what Homebrew installed; the loader of a Python from elsewhere does not look there.
HOMEBREW = ("/opt/homebrew/lib", "/usr/local/lib")
INSTALL = {
    "apt": "apt-get install -y --no-install-recommends",
    "dnf": "dnf install -y",
    "pacman": "pacman -S --needed --noconfirm",
    "brew": "brew install",
}
"""The commands that install packages, by the name of `Library`'s field with the packages' names."""


def is_there(library: Library) -> bool:
    """Tell whether the library can be loaded, or is not called for on this system."""
    if sys.platform == "darwin":
        places = ("", *(f"{folder}/" for folder in HOMEBREW))
        return not library.macos or any(loads(place + library.macos) for place in places)
    return loads(library.linux) if ".so" in library.linux else shutil.which(library.linux) is not None


def loads(name: str) -> bool:
    """Tell whether the system's loader finds and loads a library of this file name."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def can_make_environments() -> bool:
    """Tell whether this Python can make a virtual environment with pip (Debian keeps that part apart)."""
    return all(importlib.util.find_spec(name) is not None for name in ("venv", "ensurepip"))


def environment_package() -> str:
    """Debian's package with the part of this Python that makes virtual environments."""
    return f"python{sys.version_info.major}.{sys.version_info.minor}-venv"


def installer() -> str | None:
    """The key in `INSTALL` of this system's installer, or None when it has none that is known here."""
    return next((key for key, command in INSTALL.items() if shutil.which(command.split()[0])), None)


def privilege() -> list[str] | None:
    """What to put before a command so that it runs as root, or None when that is not to be had unasked."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return ["sudo", "-n"] if asked.returncode == 0 else None


def packages_of(libraries: Iterable[Library], key: str) -> list[str]:
    """The packages that bring these libraries, each once, in order."""
    return list(dict.fromkeys(str(getattr(library, key)) for library in libraries))


def install_with_apt(packages: list[str], prefix: list[str]) -> None:
    """Install packages on Debian, Ubuntu and their kin. What goes wrong is told by apt itself, on stderr."""
    print(f"Installing system packages: {' '.join(packages)} …", flush=True)
    for command in ("apt-get update -q", f"{INSTALL['apt']} -q {' '.join(packages)}"):
        subprocess.run(
            [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", *command.split()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            check=False,
        )


def report(missing: list[Library], extra: list[str], key: str | None) -> None:
    """Say on stderr what is missing, what it is for, and the command that gets it."""
    for purpose in dict.fromkeys(library.purpose for library in missing):
        files = [lib.macos if sys.platform == "darwin" else lib.linux for lib in missing if lib.purpose == purpose]
        print(f"Missing for {purpose}: {', '.join(files)}", file=sys.stderr)
    if extra:
        print("Missing for virtual environments: Python's own modules venv and ensurepip", file=sys.stderr)
    if key is None:
        print("Install them with your system's package manager, then run this again.", file=sys.stderr)
        return
    sudo = "" if key == "brew" else "sudo "
    update = f"{sudo}apt-get update && " if key == "apt" else ""
    packages = " ".join([*packages_of(missing, key), *(extra if key == "apt" else [])])
    print(f"This command gets them: {update}{sudo}{INSTALL[key]} {packages}", file=sys.stderr)


def look() -> tuple[list[Library], list[str]]:
    """What is missing: the libraries, and the package with what this Python lacks to make environments."""
    importlib.invalidate_caches()
    missing = [library for library in LIBRARIES if not is_there(library)]
    return missing, [] if can_make_environments() else [environment_package()]


def main() -> int:
    """Look, install what may be installed, look again, and say what is still missing."""
    missing, extra = look()
    if not missing and not extra:
        return 0
    key = installer()
    if key == "apt" and (prefix := privilege()) is not None:
        install_with_apt([*packages_of(missing, key), *extra], prefix)
        missing, extra = look()
    if missing or extra:
        report(missing, extra, key)
    return 4 if extra or any(library.purpose in NEEDED for library in missing) else 0


if __name__ == "__main__":
    sys.exit(main())
